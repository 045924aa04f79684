//! Ordinary reports give no incident.

use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, ratio};
use crate::sets;
use diurna_core::codebook::Root;
use diurna_core::record::Record;
use diurna_pipeline::Options;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Categories of ordinary reports.
const CATEGORIES: [&str; 4] = ["sport", "sports", "science", "technology"];
/// Types that an ordinary report has none of.
const LOUD: [Root; 6] =
    [Root::Assault, Root::Protest, Root::Mobilize, Root::Coerce, Root::Sanction, Root::Retreat];

enum Input {
    Line(String, String),
    File(String, Vec<u8>),
}

/// Reads ordinary reports and counts those with an event of a loud type, whatever its status.
///
/// # Errors
/// Where the folder holds no such report.
pub(crate) fn run(context: &Context, folder: &Path) -> Result<Outcome, Failure> {
    let inputs = load(folder)?;
    let n = inputs.len();
    let read = context.map(inputs, |input| match input {
        Input::Line(id, line) => (id, context.pipeline().read_line(&line, 1, &Options::default())),
        Input::File(name, bytes) => {
            let record = context.pipeline().read(&name, &bytes, &Options::default());
            (name, record)
        }
    });
    let (mut loud, mut events, mut unread, mut predictions) = (0, 0, 0, Vec::new());
    for (id, record) in read {
        match record {
            Ok(record) => {
                let found = false_events(&record);
                loud += usize::from(!found.is_empty());
                events += found.len();
                predictions.push(json!({"id": id, "events": found}));
            }
            Err(e) => {
                unread += 1;
                predictions.push(json!({"id": id, "error": e.to_string()}));
            }
        }
    }
    Ok(Outcome { figures: figures(n, unread, loud, events), predictions })
}

fn figures(reports: usize, unread: usize, loud: usize, events: usize) -> Vec<Figure> {
    let read = reports - unread;
    vec![
        Figure::share("silent", ratio(read - loud, read)).of("reports", read),
        Figure::share("with_event", ratio(loud, read)).of("reports", read),
        Figure::number("events_per_ten", ratio(10 * events, read)).of("reports", read),
        Figure::count("unread", unread),
    ]
}

fn false_events(record: &Record) -> Vec<Value> {
    let text: Vec<char> = record.report.text.chars().collect();
    let words =
        |start: usize, end: usize| text.get(start..end).unwrap_or_default().iter().collect::<String>();
    let events = record.events.iter().filter(|e| LOUD.contains(&e.r#type));
    let shown = |e: &diurna_core::record::EventPart| {
        let triggers: Vec<Value> = e
            .mentions
            .iter()
            .map(|m| {
                let around = words(m.start.saturating_sub(60), (m.end + 60).min(text.len()));
                json!({"text": words(m.start, m.end), "start": m.start, "end": m.end, "around": around})
            })
            .collect();
        json!({"type": e.r#type, "mode": e.mode, "status": e.status, "score": e.score, "triggers": triggers})
    };
    events.map(shown).collect()
}

fn load(folder: &Path) -> Result<Vec<Input>, Failure> {
    let list = folder.join("reports.jsonl");
    let mut out = Vec::new();
    if list.is_file() {
        for value in sets::lines::<Value>(&list)? {
            if value["category"].as_str().is_some_and(|c| CATEGORIES.contains(&c)) {
                out.push(Input::Line(value["id"].as_str().unwrap_or("").to_owned(), value.to_string()));
            }
        }
    } else {
        for path in sets::files(folder, &[".txt"])? {
            let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            out.push(Input::File(sets::name(&path), bytes));
        }
    }
    if out.is_empty() {
        let message = format!("{}: holds no ordinary report", folder.display());
        return Err(Failure::usage(message, "what the folder must hold: diurna-eval silence --help"));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_reports_that_were_read() {
        // Ten reports, two unread; of eight, two are loud with five events.
        let figures = figures(10, 2, 2, 5);
        assert_eq!(figures[0], Figure::share("silent", Some(0.75)).of("reports", 8));
        assert_eq!(figures[1].value, Some(0.25));
        assert_eq!(figures[2].value, Some(6.25));
    }

    #[test]
    fn an_attack_is_loud_and_a_match_is_not() {
        let context = Context::new(1);
        let read = |text: &str| context.read_text("a.txt", text, Some("2031-05-14")).unwrap();
        let attack =
            read("Gunmen attack convoy\n\nGunmen attacked an army convoy near Gao, Mali, on Monday.\n");
        let events = false_events(&attack);
        assert!(
            events.iter().any(|e| e["type"] == "ASSAULT" && e["triggers"][0]["text"].is_string()),
            "{events:?}"
        );
        assert!(false_events(&read("Recipe\n\nMix the flour with two eggs and bake it.\n")).is_empty());
    }
}
