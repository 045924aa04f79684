//! Triage: what it finds, what it passes over, and how fast.

use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, ratio};
use crate::sets;
use diurna_pipeline::{Triage, plain_report, sentences_and_tokens};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Categories of ordinary reports.
const CATEGORIES: [&str; 6] = ["sport", "sports", "science", "technology", "business", "entertainment"];

/// What triage needs to know of a gold record.
#[derive(Deserialize)]
struct Gold {
    report: String,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct Mention {
    /// In code points.
    start: usize,
}

/// A report with the sentences that hold a trigger; none where no gold is there, and it should be passed over.
struct Report {
    name: String,
    text: String,
    events: Option<Vec<usize>>,
}

/// Looks at gold reports, or at ordinary ones, as the folder holds them.
///
/// # Errors
/// Where the folder cannot be read or holds no report.
pub(crate) fn run(_: &Context, folder: &Path) -> Result<Outcome, Failure> {
    let reports = load(folder)?;
    if reports.is_empty() {
        let message = format!("{}: holds no report", folder.display());
        return Err(Failure::usage(message, "what the folder must hold: diurna-eval triage --help"));
    }
    Ok(measure(&Triage::new(), &reports))
}

fn measure(triage: &Triage, reports: &[Report]) -> Outcome {
    let (mut found, mut with_events, mut over, mut without) = (0, 0, 0, 0);
    let (mut hit, mut triggers, mut quiet, mut ordinary) = (0, 0, 0, 0);
    let (mut sentences, mut seconds) = (0, 0.0);
    let mut predictions = Vec::new();
    for report in reports {
        let held = triage.holds(&report.text);
        let spans = spans(&report.text);
        let began = Instant::now();
        let scores: Vec<f32> = spans.iter().map(|s| triage.score_sentence(&report.text[s.0..s.1])).collect();
        seconds += began.elapsed().as_secs_f64();
        sentences += scores.len();
        let soft = scores.iter().filter(|&&s| s >= triage.threshold()).count();
        match &report.events {
            Some(starts) if !starts.is_empty() => {
                with_events += 1;
                found += usize::from(held);
                let marked = |s: &(usize, usize)| starts.iter().any(|at| (s.0..s.1).contains(at));
                for (span, score) in spans.iter().zip(&scores).filter(|(span, _)| marked(span)) {
                    triggers += 1;
                    hit += usize::from(*score >= triage.threshold());
                    if *score < triage.threshold() {
                        predictions.push(json!({"id": report.name, "missed": &report.text[span.0..span.1]}));
                    }
                }
            }
            // A gold report without an event is neither found nor ordinary.
            Some(_) => {}
            None => {
                without += 1;
                over += usize::from(!held);
                ordinary += scores.len();
                quiet += scores.len() - soft;
            }
        }
        predictions.push(json!({"id": report.name, "holds": held}));
    }
    let speed = (seconds > 0.0).then(|| sentences as f64 / seconds);
    let mut figures = Vec::new();
    if with_events > 0 {
        figures.push(Figure::share("report_recall", ratio(found, with_events)).of("reports", with_events));
        figures.push(Figure::share("sentence_recall", ratio(hit, triggers)).of("sentences", triggers));
    }
    if without > 0 {
        figures.push(Figure::share("passed_over", ratio(over, without)).of("reports", without));
        figures
            .push(Figure::share("sentences_passed_over", ratio(quiet, ordinary)).of("sentences", ordinary));
    }
    figures.push(Figure::number("sentences_per_second", speed).of("scored", sentences));
    Outcome { figures, predictions }
}

/// The sentences of a text, in bytes.
fn spans(text: &str) -> Vec<(usize, usize)> {
    let (sentences, _) = sentences_and_tokens(&plain_report(text));
    sentences.iter().map(|s| (s.span.start as usize, s.span.end as usize)).collect()
}

fn load(folder: &Path) -> Result<Vec<Report>, Failure> {
    let list = folder.join("reports.jsonl");
    if list.is_file() {
        let ordinary = |v: &Value| v["category"].as_str().is_some_and(|c| CATEGORIES.contains(&c));
        let word = |v: &Value, key: &str| v[key].as_str().unwrap_or("").to_owned();
        let values = sets::lines::<Value>(&list)?;
        return Ok(values
            .iter()
            .filter(|v| ordinary(v))
            .map(|v| Report { name: word(v, "id"), text: word(v, "text"), events: None })
            .collect());
    }
    let golds = sets::files(folder, &[".json"])?;
    if golds.is_empty() {
        let texts = sets::files(folder, &[".txt"])?;
        return texts
            .iter()
            .map(|path| Ok(Report { name: sets::name(path), text: read(path)?, events: None }))
            .collect();
    }
    golds.iter().map(|path| gold(folder, path)).collect()
}

/// A report of the gold with its text, beside it or in `../texts`.
fn gold(folder: &Path, path: &Path) -> Result<Report, Failure> {
    let gold: Gold = sets::json(path)?;
    let beside = [folder.join(&gold.report), folder.join("../texts").join(&gold.report)];
    let text = read(beside.iter().find(|p| p.is_file()).unwrap_or(&beside[0]))?;
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let starts = gold.events.iter().flat_map(|e| &e.mentions);
    let events = starts.filter_map(|m| bytes.get(m.start).copied()).collect();
    Ok(Report { name: gold.report, text, events: Some(events) })
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recalls_are_of_what_has_events_and_the_rest_is_passed_over() {
        let report = |text: &str, events| Report { name: "a".to_owned(), text: text.to_owned(), events };
        let attack = "The sun rose.\nGunmen killed two soldiers near Gao on Monday, police said.\n";
        let cake = "Apple cake\nI really love the apple cake they make here.\n";
        let outcome = measure(
            &Triage::new(),
            &[report(attack, Some(vec![21])), report("We know.", Some(vec![])), report(cake, None)],
        );
        let value = |name: &str| outcome.figures.iter().find(|f| f.name == name).unwrap();
        assert_eq!(value("report_recall"), &Figure::share("report_recall", Some(1.0)).of("reports", 1));
        assert_eq!(value("sentence_recall"), &Figure::share("sentence_recall", Some(1.0)).of("sentences", 1));
        assert_eq!(value("passed_over"), &Figure::share("passed_over", Some(1.0)).of("reports", 1));
        assert_eq!(value("sentences_passed_over").n, Some(("sentences".to_owned(), 2)));
        assert_eq!(value("sentences_per_second").n, Some(("scored".to_owned(), 5)));
    }
}
