//! Examples that stand at the end of the help of a command.

pub(crate) const READ: &str = "Examples:
  diurna read report.txt --published 2031-11-22
  diurna read reports --jsonl > records.jsonl
  cat reports.jsonl | diurna read - --jsonl";

pub(crate) const ADD: &str = "Examples:
  diurna add reports --as mira
  diurna add report.txt --published 2031-11-22 --db valley.db";

pub(crate) const WATCH: &str = "Example:
  diurna watch incoming --every 10";

pub(crate) const FETCH: &str = "Example:
  diurna fetch feeds.opml --contact mailto:desk@example.org";

pub(crate) const INCIDENTS: &str = "Examples:
  diurna incidents --country MLI --since 2031-11-01
  diurna incidents --disagreeing --min-killed 5 --json
  diurna incidents --text '\"drone strike\" kidal*'";

pub(crate) const DECIDE: &str = "Examples:
  diurna decide same 17 23
  diurna decide not-same 17 sha256:1c9ff34d#e3";

pub(crate) const ERASE: &str = "Example:
  diurna erase report.html --why \"asked for by a witness\" --yes";

pub(crate) const EXPORT: &str = "Examples:
  diurna export --format csv -o incidents.csv
  diurna export --format geojson --country SYR --reviewed accepted > syria.geojson
  diurna export --changes-since 2031-05-30";

pub(crate) const SERVE: &str = "Examples:
  diurna serve
  diurna serve --host review.example.org --behind-tls";

pub(crate) const USERS: &str = "Example:
  diurna users add mira --role owner";

pub(crate) const PUBLISH: &str = "Example:
  diurna publish site --title \"Sel Valley Record\" --licence \"CC BY-SA 4.0\" --delay 14";

pub(crate) const LOCATE: &str = "Example of a line:
  {\"id\": 1, \"text\": \"Shells fell on Tripoli, Lebanon.\", \"mentions\": [{\"start\": 15, \"end\": 22}]}";
