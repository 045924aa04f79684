//! How fast the network and the whole program read, on one thread, and in how much memory.

use super::words;
use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::Figure;
use crate::{neural, reports};
use diurna_core::RegionKind;
use diurna_pipeline::{Options, Pipeline};
use std::path::Path;
use std::time::Instant;

/// Reads the reports of a folder twice: with the network alone, which gets the words of the story, and with
/// the whole program.
///
/// Words are what white space parts: of the story for the network, of the whole text for the program. In
/// `all`, the peak is that of everything that was measured before as well.
///
/// # Errors
/// Where the folder cannot be read or holds no report, or there are no weights.
pub(crate) fn run(_: &Context, folder: &Path) -> Result<Outcome, Failure> {
    let inputs = reports::load(folder)?;
    let began = Instant::now();
    let network = neural::network()?;
    let loaded = began.elapsed().as_secs_f64();
    let pipeline = Pipeline::new();
    let mut texts = Vec::new();
    let (mut words, mut seconds) = (0, 0.0);
    for (name, bytes) in &inputs {
        let began = Instant::now();
        // What gives no record is measured by `reports`.
        if let Ok(record) = pipeline.read(name, bytes, &Options::default()) {
            seconds += began.elapsed().as_secs_f64();
            words += record.report.text.split_whitespace().count();
            texts.push(story(&record));
        }
    }
    let (mut seen_words, mut seen_seconds) = (0, 0.0);
    for text in &texts {
        let document = words::document(text);
        let sentences = words::of(&document);
        let began = Instant::now();
        let seen = network.see(&sentences);
        seen_seconds += began.elapsed().as_secs_f64();
        // So that nothing is left out because nobody looks at it.
        std::hint::black_box(&seen);
        seen_words += text.split_whitespace().count();
    }
    let a_second = |words: usize, seconds: f64| (seconds > 0.0).then(|| words as f64 / seconds);
    let mut figures = vec![
        Figure::number("network_words_per_second", a_second(seen_words, seen_seconds))
            .of("network_words", seen_words),
        Figure::number("program_words_per_second", a_second(words, seconds)).of("program_words", words),
        Figure::number("network_load_seconds", Some(loaded)),
    ];
    figures.extend(reports::peak().map(|mb| Figure::number("peak_mb", Some(mb))));
    Ok(Outcome { figures, predictions: Vec::new() })
}

/// The text of a record without what is not story.
fn story(record: &diurna_core::record::Record) -> String {
    let mut skipped = vec![false; record.report.text.chars().count()];
    for region in record.report.regions.iter().filter(|r| r.kind == RegionKind::Boilerplate) {
        let end = region.end.min(skipped.len());
        skipped[region.start.min(end)..end].fill(true);
    }
    record.report.text.chars().zip(skipped).filter(|(_, skipped)| !skipped).map(|(c, _)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_story_is_left() {
        let context = Context::new(1);
        let mut record = context.read_text("a", "Raiders came. Sign up!\nThey left.", None).unwrap();
        record.report.regions =
            vec![diurna_core::record::RegionPart { kind: RegionKind::Boilerplate, start: 14, end: 22 }];
        assert_eq!(story(&record), "Raiders came. \nThey left.");
    }
}
