//! Verbs that a tagger takes for nouns: "police shot a man".

use crate::labels::{tag, tag_index};
use diurna_core::words::Kinds;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The table of forms; its head says what the kinds are.
static FORMS: LazyLock<Kinds> =
    LazyLock::new(|| Kinds::of(include_str!("../../../data/text/noun_verbs.tsv")));

/// Plurals of single words for persons, and "police".
static PERSONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/actors/nouns.tsv").lines().filter(|l| !l.starts_with('#'));
    let plural = |row: &'static str| {
        let mut cells = row.split('\t');
        let (one, many, _, human) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        let persons = human == "yes" || human == "group" && one == many;
        Some(many).filter(|word| persons && !word.contains(' '))
    };
    rows.filter_map(plural).collect()
});

/// Makes verbs of nouns between the plural of a word for persons and an article, a number or a possessive: "gunmen attack a base". In "a
/// police raid a day earlier" both the article before and the time behind say that it is a noun.
pub(crate) fn settle(words: &[&str], tags: &mut [u8]) {
    let lower = |i: usize| words[i].to_lowercase();
    for i in 1..words.len().saturating_sub(1) {
        if tag(tags[i]) != "NN" || !tag(tags[i - 1]).starts_with("NN") {
            continue;
        }
        let form = lower(i);
        let past = FORMS.has("past", &form);
        if !past && !FORMS.has("present", &form) || !PERSONS.contains(lower(i - 1).as_str()) {
            continue;
        }
        let begins =
            matches!(tag(tags[i + 1]), "DT" | "CD" | "PRP$") || form == "shot" && lower(i + 1) == "dead";
        let counted =
            words.get(i + 2).is_some_and(|w| FORMS.has("time", w.to_lowercase().trim_end_matches('s')));
        let single = i > 1 && FORMS.has("single", &lower(i - 2));
        let verb = tag_index(if past { "VBD" } else { "VBP" });
        if let Some(verb) = verb.filter(|_| begins && !counted && !single) {
            tags[i] = verb;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tags of the words of a sentence after the rule, written as "word/TAG".
    fn tags(sentence: &str) -> Vec<&'static str> {
        let pairs: Vec<(&str, &str)> = sentence.split(' ').filter_map(|p| p.split_once('/')).collect();
        let words: Vec<&str> = pairs.iter().map(|(w, _)| *w).collect();
        let mut tags: Vec<u8> = pairs.iter().filter_map(|(_, t)| tag_index(t)).collect();
        settle(&words, &mut tags);
        tags.into_iter().map(tag).collect()
    }

    #[test]
    fn a_noun_between_persons_and_an_article_is_a_verb() {
        assert_eq!(tags("police/NNS shot/NN a/DT man/NN")[1], "VBD");
        assert_eq!(tags("the/DT police/NN shot/NN two/CD men/NNS")[2], "VBD");
        assert_eq!(tags("Gunmen/NNS attack/NN an/DT army/NN base/NN")[1], "VBP");
        assert_eq!(tags("troops/NNS shot/NN dead/JJ a/DT man/NN")[1], "VBD");
        assert_eq!(tags("rebels/NNS hit/NN his/PRP$ car/NN")[1], "VBD");
    }

    #[test]
    fn other_nouns_stay() {
        for sentence in [
            "a/DT police/NN raid/NN the/DT night/NN before/IN",
            "police/NN raid/NN a/DT day/NN earlier/RBR",
            "a/DT police/NN raid/NN three/CD men/NNS saw/VBD",
            "police/NN raid/NN victims/NNS left/VBD",
            "stone/NN shot/NN a/DT man/NN",
        ] {
            let before: Vec<&str> = sentence.split(' ').filter_map(|p| Some(p.split_once('/')?.1)).collect();
            assert_eq!(tags(sentence), before, "{sentence}");
        }
    }

    #[test]
    fn every_form_is_read() {
        assert!(FORMS.has("single", "a") && FORMS.has("time", "day"));
        assert!(FORMS.has("past", "shot") && FORMS.has("present", "raid") && !FORMS.has("present", "man"));
        assert!(PERSONS.len() > 200 && PERSONS.contains("police") && PERSONS.contains("gunmen"));
        assert!(!PERSONS.contains("army") && !PERSONS.contains("gunman"));
    }
}
