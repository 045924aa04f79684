//! Documents for the tests: paragraphs as sentences, no syntax.

use diurna_core::{Document, Report, TimeMention};
use diurna_time::{Anchor, find};
use jiff::civil::Date;

/// A document of `text` without sentences or tokens.
pub(crate) fn document(text: &str) -> Document {
    let report = Report {
        id: String::new(),
        source: String::new(),
        url: None,
        title: None,
        publisher: None,
        authors: Vec::new(),
        published: None,
        retrieved: None,
        language: None,
        text: text.into(),
        regions: Vec::new(),
    };
    Document { report: report.into(), sentences: Vec::new(), tokens: Vec::new() }
}

/// The mentions of `text`.
pub(crate) fn mentions(text: &str, published: Option<Date>) -> Vec<TimeMention> {
    find(&document(text), &Anchor { published, day_first: None })
}
