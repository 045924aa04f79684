//! `diurna export`.

use crate::inputs::plain;
use crate::messages::{advice_of_input, advice_of_stdout, count, in_line, unnumbered};
use crate::output::{Noting, Output, Refused, has_neighbours};
use crate::read::complain;
use crate::reviewed::{Brief, Chosen, Reviewed};
use crate::store::args::{Db, Filters};
use clap::Args;
use diurna_export::{Change, Error, Export, Format, LookUp, Made, Options, Texts};
use diurna_store::{Filter, Moved, Since, Store};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Args)]
pub(crate) struct ExportArgs {
    /// One of acled, ucdp, gdelt, polecat, plover, geojson, parquet, csv, jsonl, annotations.
    #[arg(long, value_name = "FORMAT", value_parser = format, required_unless_present = "changes_since")]
    format: Option<Format>,
    /// Where to write; a file beside it (.meta.json) says what made it, where the format has no place for that. Without it, or as
    /// -, the export goes to standard output.
    #[arg(long, short = 'o', value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    db: Db,
    /// Read incidents from JSON lines, as `diurna incidents --json` prints them, instead of a database; - for standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["path", "text", "changes_since"])]
    from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// Only incidents that people accepted (those published are among them), or only those published.
    #[arg(long, value_enum, value_name = "STATE", conflicts_with = "changes_since")]
    reviewed: Option<Reviewed>,
    /// Names of private persons, minors and detainees, and the words for unnamed sources, too. Think of who could be harmed.
    #[arg(long)]
    include_private: bool,
    /// Planned and ongoing troop movements at once and with their exact place, not after a week and by province.
    #[arg(long)]
    include_movements: bool,
    /// Say which incidents are new, changed, joined, split or ended since a day, a moment (2031-05-30T10:00:00Z) or a line of the
    /// log, as JSON lines.
    #[arg(
        long,
        value_name = "WHEN",
        allow_negative_numbers = true,
        value_parser = since,
        conflicts_with_all = ["format", "since", "until", "country", "root", "disagreeing", "min_killed", "text", "all"]
    )]
    changes_since: Option<Since>,
}

/// What went wrong, what to do about it, and whether the command was wrong.
struct Failure {
    message: String,
    hint: Option<String>,
    usage: bool,
}

impl Failure {
    fn new(message: String, hint: Option<&str>) -> Self {
        Self { message, hint: hint.map(String::from), usage: false }
    }

    fn store(args: &ExportArgs, e: &diurna_store::Error) -> Self {
        let message = format!("{}: {e}", diurna_store::shown(&args.db.path));
        Self { usage: e.is_usage(), ..Self::new(message, e.hint()) }
    }

    fn usage(message: impl Into<String>, hint: &str) -> Self {
        Self { usage: true, ..Self::new(message.into(), Some(hint)) }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self { message: refused.message, hint: refused.hint, usage: false }
    }
}

/// Runs the command.
pub(crate) fn run(args: &ExportArgs) -> ExitCode {
    let done = match (args.changes_since, args.format) {
        (Some(since), _) => changes(args, since),
        (None, Some(format)) => export(args, format),
        (None, None) => Err(Failure::usage("no format", "name one with --format")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure.message, failure.hint.as_deref());
            ExitCode::from(if failure.usage { 2 } else { 1 })
        }
    }
}

fn export(args: &ExportArgs, format: Format) -> Result<(), Failure> {
    let file = args.output.as_deref().filter(|path| path.as_os_str() != "-");
    if file.is_none_or(|path| !has_neighbours(path)) && format.companion().is_some() {
        return Err(Failure::usage(
            "gdelt is two files",
            "name the first, a regular file, with -o; the mentions go beside it",
        ));
    }
    if file.is_none() && format == Format::Parquet && std::io::stdout().is_terminal() {
        return Err(Failure::usage("parquet is no text for a terminal", "name a file with -o"));
    }
    let filter = args.filters.filter(None);
    let mut chosen = Chosen::new(&filter, args.reviewed);
    let store;
    let texts: Box<dyn Texts> = match &args.from {
        Some(from) => {
            lines(from, &mut chosen)?;
            Box::new(())
        }
        None => {
            let failed = |e: &diurna_store::Error| Failure::store(args, e);
            store = Store::open_reading(&args.db.path).map_err(|e| failed(&e))?;
            chosen.take_store(&store).map_err(|e| failed(&e))?;
            Box::new(texts_of(&store))
        }
    };
    let options = Options { left_out: chosen.left_out, ..options(args) };
    let export = Export::new(&chosen.incidents, texts.as_ref(), &options);
    match file {
        Some(path) => {
            let read = args.from.as_deref().unwrap_or(&args.db.path);
            to_files(&export, format, path, Output::new([read]))
        }
        None => to_stdout(&export, format),
    }
}

fn changes(args: &ExportArgs, since: Since) -> Result<(), Failure> {
    let failed = |e: &diurna_store::Error| Failure::store(args, e);
    let store = Store::open_reading(&args.db.path).map_err(|e| failed(&e))?;
    if let Since::Line(line) = since {
        let last = store.log(None, 1).map_err(|e| failed(&e))?.first().map_or(0, |entry| entry.seq);
        if line > last {
            let message = format!("--changes-since {line}: the log has no such line yet");
            let hint = format!("the log of {} ends with line {last}", diurna_store::shown(&args.db.path));
            return Err(Failure::usage(message, &hint));
        }
    }
    let moved: Vec<Change> = store
        .changes(since)
        .map_err(|e| failed(&e))?
        .into_iter()
        .map(|c| {
            let (change, other) = match c.moved {
                Moved::New => ("new", None),
                Moved::Changed => ("changed", None),
                Moved::Joined(into) => ("joined", Some(into)),
                Moved::Split(from) => ("split", Some(from)),
                Moved::Ended => ("ended", None),
            };
            Change { line: c.seq, at: c.time, incident: c.incident, change, other }
        })
        .collect();
    let mut options = options(args);
    let from = match since {
        Since::Line(line) => line.to_string(),
        Since::Time(time) => time.to_string(),
    };
    options.filters = BTreeMap::from([("changes_since".to_string(), from)]);
    let export = Export::new(&[], &(), &options);
    let write = |out: &mut dyn Write| diurna_export::changes(&moved, export.provenance(), out);
    match args.output.as_deref().filter(|path| path.as_os_str() != "-") {
        Some(path) => {
            let mut files = Output::new([&*args.db.path]);
            files.write(path, write)?;
            Ok(files.keep()?)
        }
        None => stdout(write).map(|_| ()),
    }
}

/// Today (UTC), the filters and flags. The delay of movements is counted from the day on which they leave.
fn options(args: &ExportArgs) -> Options {
    let mut options = Options::new(Timestamp::now().to_zoned(TimeZone::UTC).date());
    options.include_private = args.include_private;
    options.include_movements = args.include_movements;
    options.filters = given(&args.filters.filter(None));
    options.filters.extend(args.reviewed.map(|r| ("reviewed".to_string(), r.as_str().to_string())));
    options
}

/// The filters by their names.
pub(crate) fn given(filter: &Filter) -> BTreeMap<String, String> {
    let given = [
        ("since", filter.since.map(|d| d.to_string())),
        ("until", filter.until.map(|d| d.to_string())),
        ("country", filter.country.clone()),
        ("type", filter.root.map(|r| r.to_string())),
        ("disagreeing", filter.disagreeing.then(|| "true".to_string())),
        ("min_killed", filter.min_killed.map(|n| n.to_string())),
        ("min_score", filter.min_score.map(|x| x.to_string())),
        // Words that are looked for are often names.
        ("text", filter.text.as_ref().map(|_| diurna_export::LEFT_OUT.to_string())),
    ];
    given.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?))).collect()
}

/// Incidents of JSON lines.
fn lines(from: &Path, chosen: &mut Chosen<'_>) -> Result<(), Failure> {
    let name =
        if from.as_os_str() == "-" { "standard input".to_string() } else { from.display().to_string() };
    let input: Box<dyn Read> = if from.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        let file = File::open(from).map_err(|e| {
            Failure::new(format!("{name}: cannot be opened: {}", plain(&e)), advice_of_input(&e))
        })?;
        Box::new(file)
    };
    for (at, line) in BufReader::new(input).lines().enumerate() {
        let line = line.map_err(|e| unread(&name, at + 1, &e))?;
        if line.trim().is_empty() {
            continue;
        }
        let line = line.trim_start_matches('\u{feff}');
        let read = serde_json::from_str(line).and_then(|incident| Ok((incident, Brief::of_line(line)?)));
        let (incident, review) = read.map_err(|e| {
            let hint = "each line is one incident, as `diurna incidents --json` prints it";
            Failure::new(format!("{name}: line {}: is no incident: {}", at + 1, in_line(&e)), Some(hint))
        })?;
        chosen.take(incident, &review);
    }
    chosen.without_private();
    Ok(())
}

/// Why a line could not be read.
fn unread(name: &str, line: usize, e: &std::io::Error) -> Failure {
    if e.kind() == ErrorKind::InvalidData {
        let hint = "JSON is written in UTF-8; save the file so";
        return Failure::new(format!("{name}: line {line}: is not UTF-8"), Some(hint));
    }
    Failure::new(format!("{name}: line {line}: cannot be read: {}", plain(e)), advice_of_input(e))
}

/// Texts of reports in a database. A report that was erased has none; its evidence is given by position.
pub(crate) fn texts_of(store: &Store) -> impl Texts + '_ {
    LookUp::new(|report| store.record(report).ok().flatten().map(|record| record.report.text))
}

/// Writes the file, its companion and what made them; all of them are there in the end, or none.
fn to_files(export: &Export<'_>, format: Format, path: &Path, mut files: Output) -> Result<(), Failure> {
    let neighbours = has_neighbours(path);
    let parts = [(Some(format), path.to_path_buf()), (format.companion(), beside(path))];
    for (at, (format, path)) in parts.into_iter().enumerate() {
        let Some(format) = format else { continue };
        let Some(summary) = files.write(&path, |out| export.write(format, out))? else { return Ok(()) };
        let made = export.made(format, &summary);
        if at == 0 {
            tell(&made);
        }
        if !format.carries_provenance() && !neighbours {
            tell_maker(&made);
        } else if !format.carries_provenance() {
            let mut name = path.into_os_string();
            name.push(".meta.json");
            files.write(Path::new(&name), |out| {
                serde_json::to_writer_pretty(&mut *out, &made)?;
                Ok(out.write_all(b"\n")?)
            })?;
        }
    }
    Ok(files.keep()?)
}

/// `X.mentions.csv` for `X.csv`.
fn beside(path: &Path) -> PathBuf {
    let mut name: OsString = path.file_stem().unwrap_or_default().to_os_string();
    name.push(".mentions");
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

fn to_stdout(export: &Export<'_>, format: Format) -> Result<(), Failure> {
    let Some(summary) = stdout(|out| export.write(format, out))? else { return Ok(()) };
    let made = export.made(format, &summary);
    tell(&made);
    if !format.carries_provenance() {
        tell_maker(&made);
    }
    Ok(())
}

/// Says what made the data where they have no place for it and nothing can be put beside them.
fn tell_maker(made: &Made) {
    complain(&format!("made by: {}", serde_json::to_string(made).unwrap_or_default()), None);
}

/// Writes to standard output; nothing if its reader has gone.
fn stdout<T>(write: impl FnOnce(&mut dyn Write) -> Result<T, Error>) -> Result<Option<T>, Failure> {
    let mut out = BufWriter::new(Noting::new(std::io::stdout()));
    match write(&mut out).and_then(|done| Ok(out.flush().map(|()| done)?)) {
        Ok(done) => Ok(Some(done)),
        Err(e) if e.is_broken_pipe() => Ok(None),
        Err(e) => {
            let hint = out.get_ref().error.as_ref().and_then(advice_of_stdout);
            Err(Failure::new(format!("standard output: {}", unnumbered(&e.to_string()).to_lowercase()), hint))
        }
    }
}

/// Says how much was written and what was not.
fn tell(made: &Made) {
    let summary = &made.summary;
    complain(&format!("{} from {}", count(summary.rows, "row"), count(summary.incidents, "incident")), None);
    for (reason, count) in &summary.left_out {
        complain(&format!("left out: {count}: {reason}"), None);
    }
}

fn format(text: &str) -> Result<Format, String> {
    Format::parse(text).ok_or_else(|| {
        let all: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
        format!("not a format; formats are {}", all.join(", "))
    })
}

fn since(text: &str) -> Result<Since, String> {
    if let Ok(line) = text.parse() {
        return Ok(Since::Line(line));
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(Since::Time(time));
    }
    let day = crate::args::date(text).ok().and_then(|day| day.to_zoned(TimeZone::UTC).ok());
    day.map(|day| Since::Time(day.timestamp())).ok_or_else(|| {
        "not a time; write 2031-05-30, 2031-05-30T10:00:00Z, or the number of a line of the log".to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_lie_beside_events() {
        assert_eq!(beside(Path::new("a/X.csv")), Path::new("a/X.mentions.csv"));
        assert_eq!(beside(Path::new("X")), Path::new("X.mentions"));
    }

    #[test]
    fn times_since() {
        assert_eq!(since("12"), Ok(Since::Line(12)));
        let moment = "2031-05-30T00:00:00Z".parse().map(Since::Time).map_err(|_| String::new());
        assert_eq!(since("2031-05-30"), moment);
        assert!(since("Friday").is_err());
    }
}
