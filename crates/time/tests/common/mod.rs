//! Documents for the tests: paragraphs as sentences, no syntax.

use diurna_core::{Document, TimeMention};
use diurna_time::{Anchor, find};
use jiff::civil::Date;

/// The mentions of `text`.
pub(crate) fn mentions(text: &str, published: Option<Date>) -> Vec<TimeMention> {
    find(&Document::plain(text), &Anchor { published, day_first: None })
}
