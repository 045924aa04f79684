//! Reads JSON lines `{doc, text, date}`, writes JSON lines `{doc, start, end, text, type, value, days}` with offsets in code points,
//! and says on stderr how many megabytes of text a second the stage of times read:
//! `cargo run --release -p diurna-pipeline --example times < documents.jsonl > system.jsonl`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use diurna_core::Offsets;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

/// Rounds over each document, so that the clock has something to measure.
const ROUNDS: u32 = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let analyzer = diurna_text::Analyzer::new();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut bytes, mut spent) = (0, Duration::ZERO);
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or_default();
        let published = row["date"].as_str().and_then(|d| d.get(..10)?.parse().ok());
        let document = analyzer.analyze(diurna_text::plain_report(text));
        let anchor = diurna_time::Anchor { published, day_first: None };
        let mut times = Vec::new();
        let started = Instant::now();
        for _ in 0..ROUNDS {
            times = diurna_time::find(&document, &anchor);
        }
        spent += started.elapsed();
        bytes += text.len();
        let offsets = Offsets::new(text);
        for m in times {
            let at = |byte: u32| offsets.code_point(byte as usize);
            let days = m.days.map(|(a, b)| [a.to_string(), b.to_string()]);
            let record = serde_json::json!({
                "doc": row["doc"], "start": at(m.span.start), "end": at(m.span.end), "text": m.span.of(text),
                "type": m.kind, "value": m.value, "days": days, "granularity": m.granularity, "clock": m.clock, "zone": m.zone,
            });
            writeln!(out, "{record}")?;
        }
    }
    out.flush()?;
    let rate = bytes as f64 * f64::from(ROUNDS) / spent.as_secs_f64() / 1e6;
    eprintln!("{bytes} bytes, {rate:.2} MB of text a second");
    Ok(())
}
