//! Reads JSON lines `{doc, text, date}` and writes JSON lines `{doc, start, end, type, value, days}`,
//! offsets in code points: `cargo run --release --example timex < documents.jsonl > system.jsonl`.
#![allow(clippy::print_stdout)]

use diurna_core::{Document, Offsets, RegionKind, Sentence, TextSpan, TokenSpan};
use diurna_time::{Anchor, find};
use std::io::{BufRead, Write};

/// Sentences enough to see which line breaks are only wraps: paragraphs.
fn document(text: &str) -> Document {
    let mut sentences = Vec::new();
    let mut from = 0;
    for piece in text.split_inclusive("\n\n") {
        let span = TextSpan::new(from, from + piece.trim_end().len());
        from += piece.len();
        if !span.is_empty() {
            let tokens = TokenSpan::new(0, 0);
            sentences.push(Sentence {
                tokens,
                span,
                region: RegionKind::Body,
                paragraph: sentences.len() as u32,
            });
        }
    }
    Document { sentences, ..Document::plain(text) }
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let Ok(row) = serde_json::from_str::<serde_json::Value>(&line?) else { continue };
        let text = row["text"].as_str().unwrap_or_default();
        let published = row["date"].as_str().and_then(|d| d.parse().ok());
        let offsets = Offsets::new(text);
        for m in find(&document(text), &Anchor { published, day_first: None }) {
            let days = m.days.map(|(a, b)| [a.to_string(), b.to_string()]);
            let record = serde_json::json!({
                "doc": row["doc"], "start": offsets.code_point(m.span.start as usize), "end": offsets.code_point(m.span.end as usize),
                "text": m.span.of(text), "type": m.kind, "value": m.value, "days": days,
                "granularity": m.granularity, "clock": m.clock, "zone": m.zone, "absolute": m.absolute,
            });
            writeln!(out, "{record}")?;
        }
    }
    out.flush()
}
