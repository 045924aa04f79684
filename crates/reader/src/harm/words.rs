//! What words say of persons harmed: the table `data/events/harm.tsv`.

use diurna_core::words::Kinds;
use diurna_core::{Document, Role};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../../data/events/harm.tsv");

static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::of(TABLE));

/// True for a lemma of a kind of the table.
pub(super) fn is(kind: &str, lemma: &str) -> bool {
    KINDS.has(kind, lemma)
}

/// Words that only tell the outcome of an attack told elsewhere: "left two dead", "deaths", "wounded".
pub(crate) fn is_outcome(lemma: &str) -> bool {
    noun_role(lemma).is_some() || adjective_role(lemma).is_some()
}

/// What a verb does to its object, or to its subject where it is one of dying.
pub(super) fn verb_role(lemma: &str) -> Option<Role> {
    if is("kill", lemma) || is("die", lemma) {
        return Some(Role::Killed);
    }
    is("wound", lemma).then_some(Role::Injured)
}

/// What a noun counts.
pub(super) fn noun_role(lemma: &str) -> Option<Role> {
    if is("deaths", lemma) {
        return Some(Role::Killed);
    }
    is("injuries", lemma).then_some(Role::Injured)
}

/// What an adjective says of those it is told of.
pub(super) fn adjective_role(lemma: &str) -> Option<Role> {
    if is("dead", lemma) {
        return Some(Role::Killed);
    }
    is("hurt", lemma).then_some(Role::Injured)
}

/// What a verb or adjective says of persons.
pub(super) fn told(lemma: &str) -> Option<Role> {
    verb_role(lemma).or_else(|| adjective_role(lemma))
}

/// The same, at its place: who is "fatally wounded" dies.
pub(super) fn told_at(d: &Document, at: usize) -> Option<Role> {
    let fatal = || at > 0 && is("fatal", d.lemma(at - 1));
    match told(d.lemma(at)) {
        Some(Role::Injured) if fatal() => Some(Role::Killed),
        role => role,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_table_is_known_and_told_once() {
        let rows = || TABLE.lines().filter(|l| !l.starts_with('#'));
        let kinds: Vec<&str> = rows().map(|l| l.split('\t').next().unwrap_or("")).collect();
        assert_eq!(
            kinds,
            [
                "kill", "die", "wound", "dead", "hurt", "deaths", "injuries", "act", "fatal", "strike",
                "down", "intent", "suffer", "men", "believe", "grade", "state", "treat", "toll", "road",
                "give", "rise", "bring", "stand", "later", "whole", "measure"
            ]
        );
        assert!(rows().all(|l| l.split('\t').count() == 2 && !l.contains("||")));
        assert_eq!((told("slay"), told("hurt")), (Some(Role::Killed), Some(Role::Injured)));
    }
}
