//! Flags of the commands over a database.

use crate::args::{Color, WebArgs, date, threads};
use crate::usage;
use crate::view::LIKELY;
use clap::{Args, ValueEnum};
use diurna_core::Root;
use diurna_store::{Filter, Head};
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Db {
    /// The database: an SQLite file, or postgres://USER@HOST/DATABASE.
    #[arg(long = "db", value_name = "PATH", default_value = "diurna.db")]
    pub(crate) path: PathBuf,
}

#[derive(Args)]
pub(crate) struct Who {
    /// Your name for the log; else the name of your login.
    #[arg(id = "as", long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Args)]
pub(crate) struct AddArgs {
    /// Files, folders, addresses (http://, https://), or - for standard input; the type is found by content.
    #[arg(required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) web: WebArgs,
    #[command(flatten)]
    pub(crate) db: Db,
    #[command(flatten)]
    pub(crate) who: Who,
    /// Publication date of the reports (YYYY-MM-DD); wins over what a page says, not over the date of a JSON line.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// Address of the report, where there is one report; the same address with other bytes is a newer version of it.
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// A file of your own actors: tab-separated id, name, kind, country, aliases (parted by |).
    #[arg(long, value_name = "FILE")]
    pub(crate) actors: Vec<PathBuf>,
    /// Take a fast first look at each report and read only those that may hold an event.
    #[arg(long)]
    pub(crate) triage: bool,
    /// How many threads read; 0 takes one for each processor.
    #[arg(long, short = 'j', default_value_t = 0, value_name = "N", allow_negative_numbers = true, value_parser = threads)]
    pub(crate) threads: usize,
    /// Print a JSON line for each report once it is safe: its source, its id, and what was done.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct WatchArgs {
    /// The folder; what lies below it is watched too.
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) db: Db,
    #[command(flatten)]
    pub(crate) who: Who,
    /// Seconds between two looks; a file is added when two looks saw it alike.
    #[arg(long, default_value_t = 2.0, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    pub(crate) every: f64,
    /// Add what is there, and end when nothing more comes.
    #[arg(long)]
    pub(crate) once: bool,
    /// Print a JSON line for each report once it is safe: its source, its id, and what was done.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct FetchArgs {
    /// Lists of feeds (OPML), or addresses of feeds: RSS, Atom, JSON Feed, news sitemaps.
    #[arg(required = true)]
    pub(crate) feeds: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) web: WebArgs,
    #[command(flatten)]
    pub(crate) db: Db,
    #[command(flatten)]
    pub(crate) who: Who,
    /// Where to remember what was taken; else beside the database, as NAME.feeds.json, or here as HOST_NAME.feeds.json.
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Most pages of a feed in one run; the rest come the next time.
    #[arg(
        long,
        default_value_t = 100,
        value_name = "N",
        allow_negative_numbers = true,
        value_parser = usage::number::<usize>("not a number of pages; write a whole number, such as 20")
    )]
    pub(crate) most: usize,
    /// Print a JSON line for each report once it is safe: its source, its id, and what was done.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct RereadArgs {
    /// Reports by their source or id, or the beginning of an id; else all.
    pub(crate) reports: Vec<String>,
    #[command(flatten)]
    pub(crate) db: Db,
    #[command(flatten)]
    pub(crate) who: Who,
    /// Only what was added on this day or later (YYYY-MM-DD, UTC).
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) since: Option<Date>,
    /// A file of your own actors, as it was given to `add`.
    #[arg(long, value_name = "FILE")]
    pub(crate) actors: Vec<PathBuf>,
    /// How many threads read; 0 takes one for each processor.
    #[arg(long, short = 'j', default_value_t = 0, value_name = "N", allow_negative_numbers = true, value_parser = threads)]
    pub(crate) threads: usize,
    /// Print a JSON line for each report once it is safe: its source, its id, and what was done.
    #[arg(long)]
    pub(crate) json: bool,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().ok().filter(|s| (0.01..=86_400.0).contains(s));
    seconds.ok_or_else(|| "not a number of seconds between 0.01 and 86400".to_string())
}

/// Which incidents are meant.
#[derive(Args)]
pub(crate) struct Filters {
    /// Ended on this day or later (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<Date>,
    /// Began on this day or earlier (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Option<Date>,
    /// Country by its three letters (ISO 3166-1), such as AFG.
    #[arg(long, value_name = "CODE", value_parser = country)]
    country: Option<String>,
    /// Type, such as ASSAULT.
    #[arg(long = "type", value_name = "TYPE", value_parser = root)]
    root: Option<Root>,
    /// Only incidents whose accounts differ.
    #[arg(long)]
    disagreeing: bool,
    /// At least so many dead, by the lowest number of the best supported account.
    #[arg(
        long,
        value_name = "N",
        allow_negative_numbers = true,
        value_parser = usage::number::<u32>("not a number of dead; write a whole number, such as 5")
    )]
    min_killed: Option<u32>,
    /// Some report has all these words; "words in quotes" beside each other, word* for a beginning.
    #[arg(long, value_name = "WORDS", value_parser = usage::words)]
    text: Option<String>,
    /// Also incidents that are not likely (score under .40).
    #[arg(long, short = 'a')]
    all: bool,
}

impl Filters {
    /// Whether something can fit; else what is wrong, and what to do about it.
    pub(crate) fn check(&self) -> Result<(), (String, &'static str)> {
        match (self.since, self.until) {
            (Some(since), Some(until)) if since > until => {
                let message = format!("--since {since} is later than --until {until}: nothing can fit");
                Err((message, "give the earlier day with --since"))
            }
            _ => Ok(()),
        }
    }

    /// What to do where no incident fits; so many would, but are not likely.
    pub(crate) fn advice(&self, unlikely: u64) -> String {
        let bare = Filter { min_score: None, ..self.filter(None) } == Filter::default();
        match unlikely {
            0 if bare => "`diurna add` adds reports that tell of some".to_string(),
            0 => "leave a filter out, or give another".to_string(),
            1 => "--all shows one that is less likely".to_string(),
            n => format!("--all shows {n} that are less likely"),
        }
    }

    /// The same as the store asks for it.
    pub(crate) fn filter(&self, limit: Option<usize>) -> Filter {
        Filter {
            since: self.since,
            until: self.until,
            country: self.country.clone(),
            root: self.root,
            disagreeing: self.disagreeing,
            min_killed: self.min_killed,
            min_score: (!self.all).then_some(LIKELY),
            text: self.text.clone(),
            limit,
        }
    }
}

#[derive(Args)]
pub(crate) struct IncidentsArgs {
    #[command(flatten)]
    pub(crate) db: Db,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// At most so many, the latest first; 0 for all. By default 50 in the table and all as JSON.
    #[arg(
        long,
        value_name = "N",
        allow_negative_numbers = true,
        value_parser = usage::number::<usize>("not a number of incidents; write how many, or 0 for all")
    )]
    pub(crate) limit: Option<usize>,
    /// Print JSON lines, one incident a line.
    #[arg(long)]
    pub(crate) json: bool,
    /// When to colour the table.
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Args)]
pub(crate) struct ShowArgs {
    /// Number of the incident.
    #[arg(allow_negative_numbers = true, value_parser = usage::number::<u64>(
        "not the number of an incident; write it as `diurna incidents` prints it, such as 17"
    ))]
    pub(crate) id: u64,
    #[command(flatten)]
    pub(crate) db: Db,
    /// Print one JSON document: the incident, its history and its review.
    #[arg(long)]
    pub(crate) json: bool,
    /// When to colour the view.
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) db: Db,
    /// A head that an earlier run printed: it must still lie on the chain.
    #[arg(long, value_name = "HEAD")]
    pub(crate) head: Option<Head>,
    /// Print one JSON document: how much there is, and the head.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct EraseArgs {
    /// The report: its source, or its id or the beginning of it (sha256:…).
    pub(crate) report: String,
    #[command(flatten)]
    pub(crate) db: Db,
    #[command(flatten)]
    pub(crate) who: Who,
    /// Why; it is kept in the log, so name nobody.
    #[arg(long, value_name = "TEXT")]
    pub(crate) why: Option<String>,
    /// Do it; without this flag it is only said what would be erased, and the exit code is 1.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args)]
pub(crate) struct DecideArgs {
    /// What you decide.
    #[arg(value_enum)]
    pub(crate) what: What,
    /// An incident by its number, or an event as REPORT#EVENT.
    pub(crate) a: String,
    /// The other.
    pub(crate) b: String,
    #[command(flatten)]
    pub(crate) db: Db,
    #[command(flatten)]
    pub(crate) who: Who,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// They are one happening.
    Same,
    /// They are not.
    NotSame,
}

fn country(text: &str) -> Result<String, String> {
    let code = text.to_ascii_uppercase();
    if diurna_export::country(&code).is_some() {
        Ok(code)
    } else {
        Err("not a country; write its three letters of ISO 3166-1, for example AFG".to_string())
    }
}

fn root(text: &str) -> Result<Root, String> {
    Root::parse(&text.to_ascii_uppercase()).ok_or_else(|| {
        let all: Vec<&str> = Root::ALL.iter().map(|r| r.as_str()).collect();
        format!("not a type; types are {}", all.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_fits_what_was_asked() {
        let filters = |country: Option<&str>, all: bool| Filters {
            since: None,
            until: None,
            country: country.map(String::from),
            root: None,
            disagreeing: false,
            min_killed: None,
            text: None,
            all,
        };
        for all in [false, true] {
            assert_eq!(filters(None, all).advice(0), "`diurna add` adds reports that tell of some");
            assert_eq!(filters(Some("PER"), all).advice(0), "leave a filter out, or give another");
        }
        assert_eq!(filters(None, false).advice(1), "--all shows one that is less likely");
        assert_eq!(filters(Some("PER"), false).advice(7), "--all shows 7 that are less likely");
    }
}
