//! Verbs that a tagger takes for nouns: "police shot a man".

use crate::labels::{is_finite, is_nominal, set, tag};
use diurna_core::nouns::{self, Bearer, Noun};
use diurna_core::words::{Kinds, is_time_unit};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The table of forms; its head says what the kinds are.
static FORMS: LazyLock<Kinds> =
    LazyLock::new(|| Kinds::of(include_str!("../../../data/text/noun_verbs.tsv")));

/// Plurals of single words for persons, and "police".
static PERSONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let persons = |n: &Noun| n.bearer == Bearer::Person || n.bearer == Bearer::Group && n.one == n.many;
    nouns::all().filter(persons).map(|n| n.many).filter(|word| !word.contains(' ')).collect()
});

/// Singulars of single words for a person or a body of persons.
static ONES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let one = |n: &Noun| n.bearer != Bearer::Thing && n.one != n.many;
    nouns::all().filter(one).map(|n| n.one).filter(|word| !word.contains(' ')).collect()
});

/// Whether a word is one for a person, persons or a body of them.
pub(crate) fn is_for_persons(word: &str) -> bool {
    PERSONS.contains(word) || ONES.contains(word)
}

/// Makes verbs of nouns between the plural of a word for persons and an article, a number or a possessive: "gunmen attack a base". In "a
/// police raid a day earlier" both the article before and the time behind say that it is a noun. "Gunmen storm hotel" has a verb where
/// no other one follows in the clause.
pub(crate) fn settle(words: &[&str], tags: &mut [u8]) {
    for i in 1..words.len().saturating_sub(1) {
        let Some(verb) = verb(words, tags, i) else { continue };
        set(&mut tags[i], verb);
        if matches!(verb, "VBD" | "VBP") && matches!(tag(tags[i - 1]), "JJ" | "NNP") {
            set(&mut tags[i - 1], "NNS");
        }
    }
}

/// The tag of a word that is a verb and stands as a noun.
fn verb(words: &[&str], tags: &[u8], at: usize) -> Option<&'static str> {
    let lower = |i: usize| words[i].to_lowercase();
    if !is_nominal(tags[at - 1]) {
        return None;
    }
    let counted = || words.get(at + 2).is_some_and(|w| is_time_unit(w));
    match tag(tags[at]) {
        "NNS" => return (is_of_one(words, tags, at) && !counted()).then_some("VBZ"),
        "NN" if is_headline_passive(words, tags, at) => return Some("VBN"),
        "NN" => {}
        _ => return None,
    }
    let form = lower(at);
    let past = FORMS.has("past", &form);
    let tense = if past { "VBD" } else { "VBP" };
    // "A gunman shot dead three men", "shot and killed", leaves no doubt.
    let both = || lower(at + 1) == "and" && at + 2 < words.len() && tag(tags[at + 2]) == "VBD";
    if form == "shot" && (lower(at + 1) == "dead" || both()) {
        return Some(tense);
    }
    let persons = || PERSONS.contains(lower(at - 1).as_str());
    if !past && !FORMS.has("present", &form) || !persons() {
        return None;
    }
    let bare = || FORMS.has("bare", &form) && tag(tags[at + 1]).starts_with("NN");
    let begins = is_begun(tags[at + 1]) || bare() && is_last_verb(words, tags, at);
    let single = || at > 1 && FORMS.has("single", &lower(at - 2));
    (begins && !counted() && !single()).then_some(tense)
}

/// "Court jails seven pirates": a form in -s behind one person or body, before an article, a number or a possessive.
fn is_of_one(words: &[&str], tags: &[u8], at: usize) -> bool {
    let lower = |i: usize| words[i].to_lowercase();
    let form = lower(at);
    form.strip_suffix('s').is_some_and(|verb| FORMS.has("present", verb))
        && ONES.contains(lower(at - 1).as_str())
        && is_begun(tags[at + 1])
        && is_last_verb(words, tags, at)
        && !tags[..at].iter().any(|&t| is_finite(t))
}

/// "Nora Hale shot at market": a past form between a name and a preposition, in a headline without another verb.
fn is_headline_passive(words: &[&str], tags: &[u8], at: usize) -> bool {
    words[at] == "shot"
        && tag(tags[at - 1]).starts_with("NNP")
        && matches!(words[at + 1], "at" | "in" | "by" | "near" | "outside" | "inside" | "during")
        && !tags.iter().any(|&t| is_told(t))
}

/// Whether a phrase begins with a word: an article, a number or a possessive.
fn is_begun(word: u8) -> bool {
    matches!(tag(word), "DT" | "CD" | "PRP$")
}

/// Whether no finite verb stands between a word and the end of its clause.
fn is_last_verb(words: &[&str], tags: &[u8], at: usize) -> bool {
    let binds = |i: usize| matches!(words[i], "as" | "after" | "while" | "before" | "when" | "," | ";" | ":");
    let mut clause = (at + 1..words.len()).take_while(|&i| !binds(i));
    !clause.any(|i| is_told(tags[i]))
}

/// Whether a tag is that of a verb which a headline may tell its news with: finite, or a participle without its auxiliary.
fn is_told(index: u8) -> bool {
    is_finite(index) || tag(index) == "VBN"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::tags_after;

    fn tags(sentence: &str) -> Vec<&'static str> {
        tags_after(sentence, settle)
    }

    #[test]
    fn a_noun_between_persons_and_an_article_is_a_verb() {
        assert_eq!(tags("police/NNS shot/NN a/DT man/NN")[1], "VBD");
        assert_eq!(tags("the/DT police/NN shot/NN two/CD men/NNS")[2], "VBD");
        assert_eq!(tags("Gunmen/NNS attack/NN an/DT army/NN base/NN")[1], "VBP");
        assert_eq!(tags("troops/NNS shot/NN dead/JJ a/DT man/NN")[1], "VBD");
        assert_eq!(tags("Gunmen/NNP kidnap/NN 40/CD students/NNS")[..2], ["NNS", "VBP"]);
        assert_eq!(tags("as/IN gunmen/JJ storm/NN hotel/NN")[1..3], ["NNS", "VBP"]);
        assert_eq!(tags("A/DT gunman/NN shot/NN dead/JJ three/CD men/NNS")[2], "VBD");
        assert_eq!(tags("rebels/NNS hit/NN his/PRP$ car/NN")[1], "VBD");
        assert_eq!(tags("gunmen/NNS storm/NN hotel/NN in/IN Gao/NNP")[1], "VBP");
        assert_eq!(tags("Nora/NNP Hale/NNP shot/NN at/IN market/NN in/IN Gao/NNP")[2], "VBN");
        assert_eq!(tags("Kenyan/JJ court/NN jails/NNS seven/CD pirates/NNS for/IN hijack/NN")[2], "VBZ");
        assert_eq!(tags("Militants/NNS attack/NN army/NN base/NN as/IN talks/NNS begin/VBP")[1], "VBP");
    }

    #[test]
    fn other_nouns_stay() {
        for sentence in [
            "a/DT police/NN raid/NN the/DT night/NN before/IN",
            "police/NN raid/NN a/DT day/NN earlier/RBR",
            "two/CD army/NN raids/NNS a/DT day/NN earlier/RBR",
            "militant/NN attacks/NNS the/DT army/NN reported/VBD",
            "talks/NNS followed/VBD rebel/NN attacks/NNS that/DT week/NN in/IN Gao/NNP",
            "a/DT police/NN raid/NN three/CD men/NNS saw/VBD",
            "police/NN raid/NN victims/NNS left/VBD",
            "stone/NN shot/NN a/DT man/NN",
            "Hale/NNP shot/NN at/IN goal/NN was/VBD saved/VBN",
            "rebels/NNS attack/NN survivors/NNS of/IN Gao/NNP flee/VBP",
            "teachers/NNS strike/NN talks/NNS in/IN Gao/NNP",
        ] {
            assert_eq!(tags(sentence), tags_after(sentence, |_, _| {}), "{sentence}");
        }
    }

    #[test]
    fn every_form_is_read() {
        assert!(FORMS.has("single", "a") && FORMS.has("bare", "storm"));
        assert!(FORMS.has("past", "shot") && FORMS.has("present", "raid") && !FORMS.has("present", "man"));
        assert!(PERSONS.len() > 200 && PERSONS.contains("police") && PERSONS.contains("gunmen"));
        assert!(!PERSONS.contains("army") && !PERSONS.contains("gunman"));
    }
}
