//! Flags and commands.

use crate::examples;
use crate::export::ExportArgs;
use crate::publish::PublishArgs;
use crate::read::complain;
use crate::serve::{DemoArgs, ServeArgs, UsersArgs};
use crate::store::{
    AddArgs, DecideArgs, EraseArgs, FetchArgs, Filters, IncidentsArgs, RereadArgs, ShowArgs, VerifyArgs,
    WatchArgs,
};
use crate::usage;
use clap::{Args, Parser, Subcommand, ValueEnum};
use diurna_fetch::Fetcher;
use jiff::civil::Date;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "diurna",
    version,
    about = "Reads news reports into sourced incident records.",
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read reports: web pages, plain texts, JSON lines; files, folders, addresses or - for standard input.
    #[command(after_help = examples::READ)]
    Read(ReadArgs),
    /// Read reports as `read` does and keep them, their records and their incidents in a database.
    #[command(after_help = examples::ADD)]
    Add(AddArgs),
    /// Watch a folder and add each report that comes to rest there.
    #[command(after_help = examples::WATCH)]
    Watch(WatchArgs),
    /// Ask feeds for what is new and add the pages they name.
    #[command(after_help = examples::FETCH)]
    Fetch(FetchArgs),
    /// Read the reports of a database anew with this program; decisions and reviews stay.
    Reread(RereadArgs),
    /// List incidents of a database, the latest first.
    #[command(after_help = examples::INCIDENTS)]
    Incidents(IncidentsArgs),
    /// Show one incident: every account of every field, its words, its reports, its history.
    Show(ShowArgs),
    /// Decide that two incidents, or an incident and an event, are the same or not.
    #[command(after_help = examples::DECIDE)]
    Decide(DecideArgs),
    /// Check a database: the chain of its log and every digest; print the head of the chain.
    Verify(VerifyArgs),
    /// Erase a report for good; that it was erased stays in the log.
    #[command(after_help = examples::ERASE)]
    Erase(EraseArgs),
    /// Write incidents in the formats of the field: ACLED, UCDP, GDELT, POLECAT, PLOVER, GeoJSON, Parquet, CSV, JSON lines,
    /// annotations.
    #[command(after_help = examples::EXPORT)]
    Export(ExportArgs),
    /// Serve the review page over a database, to a browser on this machine or to a team.
    #[command(after_help = examples::SERVE)]
    Serve(ServeArgs),
    /// Try the review page with invented reports, in a database that goes when you are done.
    Demo(DemoArgs),
    /// Users of the review page: add, list, remove, roles and passwords.
    #[command(after_help = examples::USERS)]
    Users(UsersArgs),
    /// Write incidents as a folder of static pages with downloads, for any web host or to open from disk.
    #[command(after_help = examples::PUBLISH)]
    Publish(PublishArgs),
    /// Find the places that marked names mean: JSON lines with id, text and mentions (start and end in code points).
    #[command(after_help = examples::LOCATE)]
    Locate(LocateArgs),
    /// Print the JSON Schema of the record.
    Schema,
}

/// How addresses of the web are asked.
#[derive(Args)]
pub(crate) struct WebArgs {
    /// Take addresses in private networks and on this machine, too.
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// An address of mail (mailto:desk@example.org) or a page where the sites that are asked can reach you; they see it with each
    /// request.
    #[arg(long, value_name = "ADDRESS", value_parser = usage::contact)]
    pub(crate) contact: Option<String>,
}

impl WebArgs {
    /// A fetcher with these manners.
    pub(crate) fn fetcher(&self) -> Fetcher {
        let options = diurna_fetch::Options { allow_private: self.allow_private, ..Default::default() };
        Fetcher::new(self.contact.iter().fold(options, |options, contact| options.with_contact(contact)))
    }
}

#[derive(Args)]
pub(crate) struct ReadArgs {
    /// Files, folders, addresses (http://, https://), or - for standard input; the type is found by content.
    #[arg(required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Publication date of the reports (YYYY-MM-DD); wins over what a page says, not over the date of a JSON line.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// Address of the report; helps to date it.
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Print JSON: one indented record for one report, JSON lines for several, a folder or JSON lines.
    #[arg(long)]
    pub(crate) json: bool,
    /// Print JSON lines, one record a line.
    #[arg(long)]
    pub(crate) jsonl: bool,
    /// A file of your own actors: tab-separated id, name, kind, country, aliases (parted by |).
    #[arg(long, value_name = "FILE")]
    pub(crate) actors: Vec<PathBuf>,
    /// Take a fast first look at each report and read only those that may hold an event; of the others, the record
    /// holds the report alone. Now and then a report with a single event is passed over.
    #[arg(long)]
    pub(crate) triage: bool,
    #[command(flatten)]
    pub(crate) web: WebArgs,
    /// How many threads read; 0 takes one for each processor. The output is the same for any number.
    #[arg(long, short = 'j', default_value_t = 0, value_name = "N", allow_negative_numbers = true, value_parser = threads)]
    pub(crate) threads: usize,
    /// Draw the places of a single report to this file (`.svg`; `.html` for a page): discs as wide as the places are uncertain.
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// When to colour the view.
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Show every event in the view, not only the likely ones, and every claim.
    #[arg(long, short = 'a')]
    pub(crate) all: bool,
}

#[derive(Args)]
pub(crate) struct LocateArgs {
    /// Files of JSON lines, or - for standard input.
    #[arg(required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// How many threads work; 0 takes one for each processor. The output is the same for any number.
    #[arg(long, short = 'j', default_value_t = 0, value_name = "N", allow_negative_numbers = true, value_parser = threads)]
    pub(crate) threads: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// The first year of which a day is taken: before it stand days that nobody filled in, such as 0000-01-01.
const FIRST_YEAR: i16 = 1000;

pub(crate) fn date(text: &str) -> Result<Date, String> {
    // Other forms of a day are read elsewhere; here one is enough, and a time of day would be lost.
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day: Option<Date> = plain.then(|| text.parse().ok()).flatten();
    let day = day.ok_or_else(|| "not a date; write it as YYYY-MM-DD, for example 2021-02-25".to_string())?;
    if day.year() < FIRST_YEAR {
        return Err("a day before the year 1000; write it as YYYY-MM-DD, for example 2021-02-25".to_string());
    }
    Ok(day)
}

pub(crate) fn threads(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "not a number of threads; write 0 for one a processor, or how many".to_string())
}

/// How many threads work where so many are asked for; 0 is one for each processor.
pub(crate) fn workers(asked: usize) -> usize {
    match asked {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        n => n.min(256),
    }
}

/// Reads the command line; where it is wrong, that has been said, and the exit code is given.
pub(crate) fn parse() -> Result<Command, ExitCode> {
    let command = usage::parse(std::env::args_os().collect())?.command;
    let filters = match &command {
        Command::Incidents(a) => Some(&a.filters),
        Command::Export(a) => Some(&a.filters),
        Command::Publish(a) => Some(&a.filters),
        _ => None,
    };
    match filters.map_or(Ok(()), Filters::check) {
        Ok(()) => Ok(command),
        Err((message, hint)) => {
            complain(&message, Some(hint));
            Err(ExitCode::from(2))
        }
    }
}
