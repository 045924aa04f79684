//! Words that count persons and things: the table `data/text/counting.tsv`.
//!
//! Only which words count is said here; how many "several" is stands in `data/codes/quantities.tsv`.

use crate::document::Document;
use crate::words::Kinds;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../data/text/counting.tsv");

static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::of(TABLE));

fn is(kind: &str, word: &str) -> bool {
    KINDS.has(kind, word)
}

/// A word of the kind or its plural: the lemma of a name keeps its "s" ("DOZENS KILLED").
fn is_or_plural(kind: &str, lemma: &str) -> bool {
    is(kind, lemma) || lemma.strip_suffix('s').is_some_and(|one| is(kind, one))
}

/// True for words that stand for a number without giving it.
///
/// ```
/// use diurna_core::counting::is_vague;
/// assert!(is_vague("several") && is_vague("dozen") && is_vague("hundreds") && !is_vague("twelve"));
/// ```
#[must_use]
pub fn is_vague(lemma: &str) -> bool {
    is_or_plural("vague", lemma)
}

/// True for nouns that count what follows them with "of": "a handful of fighters", "dozens of people".
///
/// ```
/// use diurna_core::counting::is_noun;
/// assert!(is_noun("handful") && is_noun("number") && !is_noun("several"));
/// ```
#[must_use]
pub fn is_noun(lemma: &str) -> bool {
    is_or_plural("noun", lemma)
}

/// True for words that say that there were none.
///
/// ```
/// assert!(diurna_core::counting::is_none("nobody"));
/// ```
#[must_use]
pub fn is_none(lemma: &str) -> bool {
    is("none", lemma)
}

/// True for words that stand before a number and bound or loosen it, whatever their case: "at", "least", "some".
///
/// ```
/// assert!(diurna_core::counting::is_bound("Least") && !diurna_core::counting::is_bound("people"));
/// ```
#[must_use]
pub fn is_bound(word: &str) -> bool {
    is("bound", &word.to_lowercase())
}

/// True for words that go with a number and say nothing of who is counted: "other", "of", "both", "dozens".
///
/// ```
/// use diurna_core::counting::is_beside;
/// assert!(is_beside("other") && is_beside("dozens") && is_beside("nobody") && !is_beside("soldier"));
/// ```
#[must_use]
pub fn is_beside(word: &str) -> bool {
    let lower = word.to_lowercase();
    is("beside", &lower) || is("bound", &lower) || is_none(&lower) || is_vague(&lower)
}

impl Document {
    /// True where a token is a number, exact or vague. "More" and "fewer" compare and are none.
    #[must_use]
    pub fn counts(&self, token: usize) -> bool {
        let tag = self.tag(token);
        tag == "CD" || is_vague(self.lemma(token)) && !matches!(tag, "JJR" | "JJS" | "RBR" | "RBS")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_table_is_known_and_told_once() {
        let rows = || TABLE.lines().filter(|l| !l.starts_with('#'));
        let kinds: Vec<&str> = rows().map(|l| l.split('\t').next().unwrap_or("")).collect();
        assert_eq!(kinds, ["vague", "noun", "none", "bound", "beside"]);
        assert!(rows().all(|l| l.split('\t').count() == 2 && !l.contains("||")));
    }
}
