//! What goes from a review when a report is erased.

use crate::model::Review;

/// Digits of an id from which a comment names a report by it.
const CITED: usize = 12;

/// A report that is erased, by everything that names it.
#[derive(Debug, Clone, Default)]
pub struct Erasing {
    /// Ids of its versions, `sha256:` and 64 digits.
    pub ids: Vec<String>,
    /// Sources and addresses of its versions.
    pub names: Vec<String>,
}

impl Erasing {
    /// Whether words name it: by at least twelve digits of an id, or by its source or address.
    #[must_use]
    pub fn cited(&self, words: &str) -> bool {
        let lower = words.to_lowercase();
        let digits = |id: &String| {
            let hex = id.strip_prefix("sha256:").unwrap_or(id);
            hex.get(..CITED).is_some_and(|start| lower.contains(start))
        };
        // A short name such as "-" or "a" is in any words.
        self.ids.iter().any(digits)
            || self.names.iter().any(|n| n.chars().count() >= 4 && words.contains(n.as_str()))
    }
}

/// The review without what people wrote about an erased report.
///
/// - Evidence in it goes. A verdict all of whose evidence lay in it goes as a whole, since its value and reason say what the
///   report said; one that rests on other reports too loses the reason as well, if that names the report.
/// - Comments and notes that name it go; others stay: what they say is of the incident.
/// - Marks of the report go.
///
/// Whether an accepted value is still told by others only the incident can say: that is the store's to ask.
#[must_use]
pub fn scrubbed(review: &Review, erasing: &Erasing) -> Review {
    let mut new = review.clone();
    new.fields.retain(|_, verdict| {
        let before = verdict.evidence.len();
        verdict.evidence.retain(|e| !erasing.ids.contains(&e.report));
        if verdict.reason.as_deref().is_some_and(|r| erasing.cited(r)) {
            if verdict.evidence.is_empty() {
                return false;
            }
            verdict.reason = None;
        }
        before == 0 || !verdict.evidence.is_empty()
    });
    new.comments.retain(|_, c| !erasing.cited(&c.text));
    if let Some(reject) = &mut new.reject
        && reject.note.as_deref().is_some_and(|n| erasing.cited(n))
    {
        reject.note = None;
    }
    new.distressing.retain(|id| !erasing.ids.contains(id));
    new.private_reports.retain(|id| !erasing.ids.contains(id));
    new
}
