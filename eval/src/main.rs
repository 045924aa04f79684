//! Every figure that Diurna is judged by, from one command.
//!
//! `diurna-eval all` runs every evaluation whose data is there and holds the figures against their floors;
//! `diurna-eval NAME --data PATH` runs one on any folder in the layout of its set, or on a file where that
//! will do.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod args;
mod cases;
mod evaluation;
mod floors;
mod incidents;
mod locate;
mod metric;
mod neural;
mod output;
pub mod pages;
mod reader;
mod records;
mod reports;
mod sets;
mod silence;
mod spans;
mod timex;
mod toponyms;
mod triage;

use args::{All, Command, One};
use evaluation::{Context, EVALUATIONS, Evaluation, Failure, Outcome};
use floors::Floors;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let done = match args::parse() {
        Command::All(args) => all(&args),
        Command::One(evaluation, args) => one(evaluation, &args),
    };
    match done {
        Ok(code) => code,
        Err(failure) => {
            output::complain(&failure);
            ExitCode::from(failure.code)
        }
    }
}

/// Runs one evaluation on one set.
fn one(evaluation: &Evaluation, args: &One) -> Result<ExitCode, Failure> {
    let outcome = run(evaluation, &Context::new(args.threads), &args.data)?;
    if let Some(path) = &args.predict {
        output::predict(path, &outcome.predictions)?;
    }
    let text = if args.json {
        output::json(&serde_json::Value::Object(output::object(&outcome)))
    } else {
        output::table(&output::rows(evaluation.name, &outcome, None))
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Runs every evaluation whose set is there; the code is 1 where a figure is under its floor or a set fails.
fn all(args: &All) -> Result<ExitCode, Failure> {
    let floors = match &args.floors {
        Some(path) => Floors::read(path)?,
        None => Floors::embedded()?,
    };
    let context = Context::new(args.threads);
    let (mut rows, mut object) = (Vec::new(), serde_json::Map::new());
    let (mut skipped, mut broken) = (Vec::new(), Vec::new());
    let mut failed = false;
    for (evaluation, set) in EVALUATIONS.iter().flat_map(|e| e.sets.iter().map(move |s| (e, s))) {
        let key = format!("{}@{}", evaluation.name, set.path());
        let folder = set.folder(&args.shared, &args.cases);
        if !folder.exists() {
            skipped.push(format!("{key}: skipped, {} is absent", folder.display()));
            continue;
        }
        match run(evaluation, &context, &folder) {
            Ok(outcome) => {
                broken.extend(floors.under(&key, &outcome));
                rows.extend(output::rows(&key, &outcome, Some(&floors)));
                object.insert(key, serde_json::Value::Object(output::object(&outcome)));
            }
            Err(failure) => {
                failed = true;
                output::complain(&failure.about(&key));
            }
        }
    }
    output::print(&if args.json { output::json(&object.into()) } else { output::table(&rows) })?;
    skipped.iter().for_each(|line| output::say(line));
    if rows.is_empty() && !failed {
        output::say("nothing was measured\n  hint: name the folder that holds the sets with --shared");
    }
    if !broken.is_empty() {
        output::complain(&Failure::new(
            broken.join("\n"),
            "a floor is lowered in eval/floors.json by hand, with a word in the changelog",
        ));
    }
    Ok(if failed || !broken.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn run(evaluation: &Evaluation, context: &Context, path: &Path) -> Result<Outcome, Failure> {
    if !path.exists() {
        let hint = format!("{} needs {}", evaluation.name, evaluation.needs);
        return Err(Failure::usage(format!("{}: no such file or folder", path.display()), &hint));
    }
    (evaluation.run)(context, path)
}
