//! What nouns say of persons harmed: the table `data/events/harmed.tsv`.

use diurna_core::nouns::{self, Noun};
use diurna_core::words::Kinds;
use diurna_core::{Document, Side, TokenSpan};
use std::collections::HashSet;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../data/events/harmed.tsv");

/// Kinds and their lemmas, as the table has them.
static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::of(TABLE));

fn is(kind: &str, lemma: &str) -> bool {
    KINDS.has(kind, lemma)
}

/// Nouns for one human being among those that name who takes part: "pastor", "villager".
static NOUNS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let last = |n: Noun| n.one.rsplit(' ').next().unwrap_or(n.one);
    nouns::all().filter(Noun::is_one_person).map(last).collect()
});

/// One human being, in the singular.
pub(crate) fn is_person(lemma: &str) -> bool {
    is("person", lemma)
        || NOUNS.contains(lemma) && ![is_group, is_thing, is_count].iter().any(|other| other(lemma))
}

/// A word that says nothing of who the persons were.
pub(crate) fn is_blank(lemma: &str) -> bool {
    is("blank", lemma)
}

/// A word that counts the harm itself ("deaths").
pub(crate) fn is_count(lemma: &str) -> bool {
    is("count", lemma)
}

/// A group of persons, one of which is not one person ("a family").
pub(crate) fn is_group(lemma: &str) -> bool {
    is("group", lemma)
}

/// Somebody's relative: "the driver's wife" is not the driver.
pub(crate) fn is_kin(lemma: &str) -> bool {
    is("kin", lemma)
}

/// No human being: a house, a cow.
fn is_thing(lemma: &str) -> bool {
    is("thing", lemma)
}

/// Whether the last noun of a phrase is one for things: "dozens of houses", "the guard post".
pub(crate) fn names_thing(d: &Document, phrase: TokenSpan) -> bool {
    phrase.range().rev().find(|&t| d.tag(t).starts_with("NN")).is_some_and(|t| is_thing(d.lemma(t)))
}

/// The side that a word gives to its bearers by their part in an attack.
pub(crate) fn side(lemma: &str) -> Option<Side> {
    [Side::Agent, Side::Target, Side::Other].into_iter().find(|s| is(s.as_str(), lemma))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_table_is_known_and_told_once() {
        let rows = || TABLE.lines().filter(|l| !l.starts_with('#'));
        let kinds: Vec<&str> = rows().map(|l| l.split('\t').next().unwrap_or("")).collect();
        assert_eq!(kinds, ["person", "kin", "blank", "count", "group", "agent", "target", "other", "thing"]);
        assert!(rows().all(|l| l.split('\t').count() == 2 && !l.contains("||")));
        assert_eq!(
            (side("gunman"), side("hostage"), side("soldier")),
            (Some(Side::Agent), Some(Side::Target), None)
        );
    }
}
