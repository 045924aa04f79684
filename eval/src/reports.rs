//! Real reports: read without error, the same in any number of threads; how fast, and in how much memory.

use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, ratio};
use crate::sets;
use diurna_core::record::Record;
use diurna_pipeline::{Options, Pipeline, in_order};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Name and bytes of a report.
pub(crate) type Input = (String, Vec<u8>);

/// Reads the pages and texts of a folder as files; loads a pipeline of its own, to measure loading.
///
/// # Errors
/// Where the folder cannot be read or holds no report.
pub(crate) fn run(_: &Context, folder: &Path) -> Result<Outcome, Failure> {
    let inputs = load(folder)?;
    let began = Instant::now();
    let pipeline = Pipeline::new();
    let loaded = began.elapsed().as_secs_f64();
    let began = Instant::now();
    // Only its time matters here: the same report is read again below.
    let _ = inputs.first().map(|input| read(&pipeline, input));
    let first = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let alone: Vec<_> = inputs.iter().map(|input| read(&pipeline, input)).collect();
    let seconds = began.elapsed().as_secs_f64();
    let peak = peak();
    let mut same = true;
    let mut before = alone.iter();
    in_order(
        inputs.iter(),
        4,
        |input| read(&pipeline, input),
        |now| {
            same &=
                before.next().is_some_and(|b| b.as_ref().map(|r| &r.json) == now.as_ref().map(|r| &r.json));
            true
        },
    );
    let n = inputs.len();
    let good = alone.iter().flatten().count();
    let words: usize = alone.iter().flatten().map(|r| r.words).sum();
    let mut figures = vec![
        Figure::share("read", ratio(good, n)).of("reports", n),
        Figure::share("same_in_four_threads", Some(f64::from(u8::from(same)))).of("reports", n),
        Figure::number("reports_per_second", Some(good as f64 / seconds)).of("reports", n),
        Figure::number("words_per_second", Some(words as f64 / seconds)).of("words", words),
        Figure::number("load_seconds", Some(loaded)),
        Figure::number("first_record_seconds", Some(first)),
    ];
    figures.extend(peak.map(|mb| Figure::number("peak_mb", Some(mb))));
    let prediction = |(input, result): (&Input, &Result<Read, String>)| match result {
        Ok(r) => json!({"file": input.0, "words": r.words, "events": r.events, "claims": r.claims}),
        Err(message) => json!({"file": input.0, "error": message}),
    };
    let predictions: Vec<Value> = inputs.iter().zip(&alone).map(prediction).collect();
    crate::output::unread(&alone.iter().filter_map(|r| r.as_ref().err().cloned()).collect::<Vec<_>>());
    Ok(Outcome { figures, predictions })
}

struct Read {
    json: String,
    words: usize,
    events: usize,
    claims: usize,
}

/// A report as a line of output, with counts.
fn read(pipeline: &Pipeline, (name, bytes): &Input) -> Result<Read, String> {
    let record: Record = pipeline.read(name, bytes, &Options::default()).map_err(|e| e.to_string())?;
    let json = serde_json::to_string(&record).map_err(|e| format!("{name}: {e}"))?;
    let words = record.report.text.split_whitespace().count();
    Ok(Read { json, words, events: record.events.len(), claims: record.claims.len() })
}

/// Pages and texts; `NAME.gold.txt` is the answer to a page and no report.
pub(crate) fn load(folder: &Path) -> Result<Vec<Input>, Failure> {
    let mut out = Vec::new();
    for path in sets::files(folder, &[".html", ".htm", ".xhtml", ".txt"])? {
        let name = sets::name(&path);
        if name.ends_with(".gold.txt") || name == "SOURCE.txt" {
            continue;
        }
        out.push((name, fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?));
    }
    if out.is_empty() {
        let message = format!("{}: holds no report", folder.display());
        return Err(Failure::usage(message, "what the folder must hold: diurna-eval reports --help"));
    }
    Ok(out)
}

/// The most memory that the process has held, in megabytes, where the system tells.
pub(crate) fn peak() -> Option<f64> {
    fs::read_to_string("/proc/self/status").ok().and_then(|status| peak_mb(&status))
}

fn peak_mb(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kb: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kb / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_where_it_is_given() {
        assert_eq!(peak_mb("Name:\tx\nVmHWM:\t   20480 kB\nVmRSS:\t 1 kB\n"), Some(20.0));
        assert_eq!(peak_mb("Name:\tx\n"), None);
    }

    #[test]
    fn a_report_becomes_a_line_and_counts() {
        let text = b"Quay shelled\n\nThree shells fell on the quay of Gao on Monday, police said.\n".to_vec();
        let pipeline = Pipeline::new();
        let one = read(&pipeline, &("quay.txt".to_owned(), text)).unwrap();
        assert_eq!(one.words, 14);
        assert!(one.json.starts_with("{\"schema\""));
        assert!(read(&pipeline, &("empty.txt".to_owned(), b" ".to_vec())).is_err());
    }
}
