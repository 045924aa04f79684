//! Flags and commands; the commands come from the table of evaluations.

use crate::evaluation::{EVALUATIONS, Evaluation};
use clap::{Args, FromArgMatches};
use std::path::PathBuf;

/// What to do.
pub(crate) enum Command {
    /// Every evaluation whose data is there.
    All(All),
    /// One evaluation on one folder.
    One(&'static Evaluation, One),
}

/// Flags of `all`.
#[derive(Args)]
pub(crate) struct All {
    /// Folder that holds the sets (gold/, data/, reports/); sets that are absent are skipped.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) shared: PathBuf,
    /// Folder of our own cases (incidents/, ordinary/).
    #[arg(long, value_name = "FOLDER", default_value = "tests/cases")]
    pub(crate) cases: PathBuf,
    /// Floors to hold the figures against, instead of those that come with the program.
    #[arg(long, value_name = "FILE")]
    pub(crate) floors: Option<PathBuf>,
    /// Print one JSON object: an object of figures for each set.
    #[arg(long)]
    pub(crate) json: bool,
    /// How many threads read; 0 takes one for each processor. The figures are the same for any number.
    #[arg(long, short = 'j', value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
}

/// Flags of one evaluation.
#[derive(Args)]
pub(crate) struct One {
    /// Folder in the layout of the set, or a file of it where that will do.
    #[arg(long, value_name = "PATH")]
    pub(crate) data: PathBuf,
    /// Print the figures as one flat JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write what was predicted to this file, as JSON lines.
    #[arg(long, value_name = "FILE")]
    pub(crate) predict: Option<PathBuf>,
    /// How many threads read; 0 takes one for each processor. The figures are the same for any number.
    #[arg(long, short = 'j', value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
}

fn command() -> clap::Command {
    let all = clap::Command::new("all").about("Every figure; exit code 1 where one is under its floor");
    let one = |e: &Evaluation| {
        One::augment_args(clap::Command::new(e.name).about(e.about).after_help(format!("PATH: {}.", e.needs)))
    };
    clap::Command::new("diurna-eval")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Every figure that Diurna is judged by, from one command.")
        .max_term_width(100)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(All::augment_args(all))
        .subcommands(EVALUATIONS.iter().map(one))
}

/// The command line; leaves the program where it is wrong.
pub(crate) fn parse() -> Command {
    let matches = command().get_matches();
    let read = || -> Result<Command, clap::Error> {
        let (name, matches) = matches.subcommand().unwrap_or(("", &matches));
        match EVALUATIONS.iter().find(|e| e.name == name) {
            Some(evaluation) => Ok(Command::One(evaluation, One::from_arg_matches(matches)?)),
            None => Ok(Command::All(All::from_arg_matches(matches)?)),
        }
    };
    read().unwrap_or_else(|e| e.exit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_hold_together() {
        command().debug_assert();
        for line in [["diurna-eval", "timex", "--data", "d"], ["diurna-eval", "all", "--shared", "d"]] {
            assert!(command().try_get_matches_from(line).is_ok());
        }
        assert!(command().try_get_matches_from(["diurna-eval", "all", "--data", "d"]).is_err());
    }
}
