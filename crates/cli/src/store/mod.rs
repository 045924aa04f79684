//! The commands over a database: `add`, `watch`, `fetch`, `incidents`, `show`, `verify`, `erase`, `decide`, `reread`.

mod add;
mod along;
pub(crate) mod args;
mod keep;
mod list;
mod reread;
mod review;
mod show;
mod target;
mod told;
mod words;

pub(crate) use args::{
    AddArgs, DecideArgs, EraseArgs, FetchArgs, Filters, IncidentsArgs, RereadArgs, ShowArgs, VerifyArgs,
    WatchArgs,
};

use crate::read::complain;
use diurna_store::{By, Error, shown};
use jiff::Timestamp;
use std::path::Path;
use std::process::ExitCode;

/// Runs `diurna add`.
pub(crate) fn add(args: &AddArgs) -> ExitCode {
    add::run(args)
}

/// Runs `diurna watch`.
pub(crate) fn watch(args: &WatchArgs) -> ExitCode {
    along::watch(args)
}

/// Runs `diurna fetch`.
pub(crate) fn fetch(args: &FetchArgs) -> ExitCode {
    along::fetch(args)
}

/// Runs `diurna reread`.
pub(crate) fn reread(args: &RereadArgs) -> ExitCode {
    reread::run(args)
}

/// Runs `diurna incidents`.
pub(crate) fn incidents(args: &IncidentsArgs) -> ExitCode {
    list::run(args)
}

/// Runs `diurna show`.
pub(crate) fn show(args: &ShowArgs) -> ExitCode {
    show::run(args)
}

/// Runs `diurna verify`.
pub(crate) fn verify(args: &VerifyArgs) -> ExitCode {
    keep::verify(args)
}

/// Runs `diurna erase`.
pub(crate) fn erase(args: &EraseArgs) -> ExitCode {
    keep::erase(args)
}

/// Runs `diurna decide`.
pub(crate) fn decide(args: &DecideArgs) -> ExitCode {
    keep::decide(args)
}

/// Says what a database could not do; the exit code of that.
fn failed(db: &Path, e: &Error) -> ExitCode {
    complain(&format!("{}: {e}", shown(db)), e.hint());
    code(e)
}

/// The exit code of an error: 2 where the command was written wrong.
pub(crate) fn code(e: &Error) -> ExitCode {
    ExitCode::from(if e.is_usage() { 2 } else { 1 })
}

/// Whom the log names: as given, or the name of the login.
pub(crate) fn who(given: Option<&str>) -> String {
    let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|v| std::env::var(v).ok());
    given.map(String::from).or_else(login).filter(|n| !n.is_empty()).unwrap_or_else(|| "unknown".to_string())
}

/// That person, now. The only place where a clock is read.
fn now(who: &str) -> By<'_> {
    By { who, time: Timestamp::now() }
}
