//! Temporal expressions: found, normalised after TIMEX3, and turned into intervals.
//!
//! A hand-written scanner over words, numbers and marks, with word tables; the direction of a bare weekday or
//! month comes from the tense of its clause and from the date of publication.
//!
//! ```
//! use diurna_time::{Anchor, find};
//! let report = diurna_core::Document::plain("Rockets struck the base late on Thursday. Talks will resume on March 3.");
//! let anchor = Anchor { published: Some(jiff::civil::date(2021, 2, 26)), day_first: None };
//! let values: Vec<String> = find(&report, &anchor).into_iter().map(|m| m.value).collect();
//! assert_eq!(values, ["2021-02-25", "2021-03-03"]);
//! ```

mod beside;
mod found;
mod lex;
mod resolve;
mod rules;
mod scan;
mod table;
mod tags;
#[cfg(test)]
mod testing;
mod unit;

pub use scan::find;

use jiff::civil::Date;

/// What relative expressions count from.
///
/// ```
/// let unknown = diurna_time::Anchor::default();
/// assert!(unknown.published.is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Anchor {
    /// Day of publication.
    pub published: Option<Date>,
    /// Whether dates in figures put the day first (25/02/2021); `None` where the publisher's habit is unknown.
    pub day_first: Option<bool>,
}
