//! Incident records against gold.

mod gold;
mod score;
mod sentences;

use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::Figure;
use crate::sets;
use gold::Gold;
use score::Score;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A line of the index.
#[derive(Deserialize)]
struct Entry {
    file: String,
    date: Option<String>,
}

struct Report {
    name: String,
    text: String,
    date: Option<String>,
    gold: Gold,
}

/// Reads the texts with their dates, as lines of JSON input, and scores the records.
///
/// # Errors
/// Where gold or a text cannot be read, or a record's text differs from its file.
pub(crate) fn run(context: &Context, folder: &Path) -> Result<Outcome, Failure> {
    let reports = load(folder)?;
    let read = context.map(reports.iter().collect(), |r: &Report| {
        let record = context.read_text(&r.name, &r.text, r.date.as_deref());
        record.map_err(|e| format!("{}: {e}", r.name))
    });
    let (mut score, mut unread, mut predictions) = (Score::default(), Vec::new(), Vec::new());
    for (report, record) in reports.iter().zip(read) {
        match record {
            Ok(record) => {
                check(report, &record)?;
                score.add(&report.gold, &report.text, Some(&record));
                predictions.push(serde_json::to_value(&record).map_err(|e| format!("{}: {e}", report.name))?);
            }
            Err(message) => {
                unread.push(message);
                score.add(&report.gold, &report.text, None);
            }
        }
    }
    crate::output::unread(&unread);
    let mut figures = score.figures();
    figures.push(Figure::count("reports", reports.len()));
    figures.push(Figure::count("unread", unread.len()));
    Ok(Outcome { figures, predictions })
}

/// What would make every offset or link meaningless.
fn check(report: &Report, record: &diurna_core::record::Record) -> Result<(), Failure> {
    if record.report.text != report.text {
        return Err(format!("{}: the text of the record differs from the file", report.name).into());
    }
    let ids: HashSet<&str> = record.events.iter().map(|e| e.id.as_str()).collect();
    if ids.len() < record.events.len() {
        return Err(format!("{}: an id of an event is used twice", report.name).into());
    }
    Ok(())
}

fn load(folder: &Path) -> Result<Vec<Report>, Failure> {
    let dates: HashMap<String, Option<String>> = match index(folder) {
        Some(path) => sets::lines::<Entry>(&path)?.into_iter().map(|e| (e.file, e.date)).collect(),
        None => HashMap::new(),
    };
    let mut out = Vec::new();
    for path in sets::files(folder, &[".json"])? {
        let stem = sets::name(&path).trim_end_matches(".json").trim_end_matches(".txt").to_owned();
        let name = format!("{stem}.txt");
        let beside = [folder.join(&name), folder.join("../texts").join(&name)];
        let Some(at) = beside.iter().find(|p| p.is_file()) else {
            return Err(Failure::new(
                format!("{}: its text {name} is missing", path.display()),
                "see --help",
            ));
        };
        let text = fs::read_to_string(at).map_err(|e| format!("{}: {e}", at.display()))?;
        let date = dates.get(&name).cloned().flatten();
        out.push(Report { text, date, gold: sets::json(&path)?, name });
    }
    if out.is_empty() {
        return Err(Failure::new(format!("{}: holds no gold", folder.display()), "see --help"));
    }
    Ok(out)
}

fn index(folder: &Path) -> Option<PathBuf> {
    [folder.join("index.jsonl"), folder.join("../index.jsonl")].into_iter().find(|p| p.is_file())
}
