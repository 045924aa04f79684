//! Tags that cannot stand where the tagger put them.

use crate::labels::{is_finite, is_nominal, set, tag};
use crate::noun_verbs::is_for_persons;
use diurna_core::words::is_time_unit;
use std::collections::HashSet;

/// Mends the tags of the words of a sentence; `families` are the last names in -s of the report so far.
pub(crate) fn settle<'a>(words: &[&'a str], tags: &mut [u8], families: &mut HashSet<&'a str>) {
    names_in_s(words, tags, families);
    one_of_a_people(words, tags);
    only_verbs(words, tags);
}

/// The words around one up to the next mark on either side.
fn clause(words: &[&str], at: usize) -> (usize, usize) {
    let ends = |i: usize| matches!(words[i], "," | ";" | ":" | "." | "“" | "”" | "\"");
    let from = (0..at).rev().find(|&i| ends(i)).map_or(0, |i| i + 1);
    (from, (at..words.len()).find(|&i| ends(i)).unwrap_or(words.len()))
}

/// "Fred Winters was killed": a capital word in -s behind a name is part of it, but for a headline that has capitals throughout. "Winters"
/// alone is he from there on.
fn names_in_s<'a>(words: &[&'a str], tags: &mut [u8], families: &mut HashSet<&'a str>) {
    let plain = |i: usize| !is_capital(words[i]) && (is_nominal(tags[i]) || tag(tags[i]).starts_with("VB"));
    if !(0..words.len()).any(plain) {
        return;
    }
    for i in 0..words.len() {
        let behind = i > 0 && tag(tags[i - 1]) == "NNP" && is_capital(words[i - 1]);
        if !is_capital(words[i]) || !words[i].ends_with('s') {
            continue;
        }
        match tag(tags[i]) {
            "NNS" if behind || families.contains(words[i]) => set(&mut tags[i], "NNP"),
            "NNP" => {}
            _ => continue,
        }
        // "Syrian Democratic Forces" is no family.
        let two = i == 1 || i > 1 && !matches!(tag(tags[i - 2]), "NNP" | "JJ" | "DT");
        if behind && two && !is_for_persons(&words[i].to_lowercase()) {
            families.insert(words[i]);
        }
    }
}

/// "One American and two Britons were freed", "one marine died": an adjective between "one" and "and" with a number, if it has a capital, or
/// a finite verb is a noun.
fn one_of_a_people(words: &[&str], tags: &mut [u8]) {
    for i in 1..words.len().saturating_sub(1) {
        let one = matches!(words[i - 1].to_lowercase().as_str(), "a" | "an" | "one");
        let joined = i + 2 < words.len() && tag(tags[i + 1]) == "CC" && tag(tags[i + 2]) == "CD";
        let noun = joined && is_capital(words[i]) || matches!(tag(tags[i + 1]), "VBD" | "VBZ" | "MD");
        if one && tag(tags[i]) == "JJ" && noun {
            set(&mut tags[i], "NN");
        }
    }
}

/// "A Palestinian stabbed two men", "the fighting killed at least 28 people in Gao": a participle before a number is the verb of its
/// clause where nothing else is.
fn only_verbs(words: &[&str], tags: &mut [u8]) {
    for i in 1..words.len().saturating_sub(1) {
        if !is_participle(words, tags, i) || !is_nominal(tags[i - 1]) || !is_counted(words, tags, i + 1) {
            continue;
        }
        let (from, to) = clause(words, i);
        // "Men arrested two days earlier were freed", "the number of soldiers killed two years ago".
        let time = (i + 1..to.min(i + 4)).any(|at| is_time_unit(words[at]));
        let alone = !(from..to).any(|at| is_finite(tags[at])) && (from..i).any(|at| is_nominal(tags[at]));
        if alone && !time {
            set(&mut tags[i], "VBD");
            if tag(tags[i - 1]) == "JJ" {
                set(&mut tags[i - 1], "NN");
            }
        }
    }
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// A word that may be the past participle of a regular verb, or is tagged as one.
fn is_participle(words: &[&str], tags: &[u8], at: usize) -> bool {
    matches!(tag(tags[at]), "JJ" | "VBN") && words[at].ends_with("ed")
}

/// A number from a word on: "28", "at least 28", "some 28".
fn is_counted(words: &[&str], tags: &[u8], at: usize) -> bool {
    let number = |at: usize| tags.get(at).is_some_and(|&t| tag(t) == "CD");
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let bound =
        matches!((word(at), word(at + 1)), ("at", "least" | "most") | ("more", "than") | ("up", "to"));
    number(at) || matches!(word(at), "about" | "some" | "nearly") && number(at + 1) || bound && number(at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::tags_after;

    fn tags(sentence: &str) -> Vec<&'static str> {
        tags_after(sentence, |words, tags| settle(words, tags, &mut HashSet::new()))
    }

    #[test]
    fn one_before_a_verb_is_somebody() {
        assert_eq!(tags("one/CD marine/JJ died/VBD")[1], "NN");
        assert_eq!(tags("one/CD marine/JJ base/NN")[1], "JJ");
    }

    #[test]
    fn a_capital_word_in_s_behind_a_name_is_part_of_it() {
        assert_eq!(tags("Fred/NNP Winters/NNS was/VBD killed/VBN")[1], "NNP");
        assert_eq!(tags("Gaza/NNP Militants/NNS Fire/VBP Rockets/NNS")[1], "NNS");
        assert_eq!(tags("Gaza/NNP militants/NNS fire/VBP")[1], "NNS");
        assert_eq!(tags("Fred/NNP Winters/NNS said/VBD that/IN Winters/NNS fell/VBD")[4], "NNP");
        assert_eq!(tags("Guards/NNS said/VBD that/IN men/NNS fell/VBD")[0], "NNS");
    }

    #[test]
    fn one_of_a_people_is_a_noun() {
        assert_eq!(tags("One/CD American/JJ and/CC two/CD Britons/NNPS were/VBD freed/VBN")[1], "NN");
        assert_eq!(tags("an/DT American/JJ and/CC British/JJ officer/NN were/VBD freed/VBN")[1], "JJ");
    }

    #[test]
    fn a_participle_before_a_number_is_a_verb() {
        assert_eq!(tags("A/DT Libyan/JJ stabbed/VBN two/CD men/NNS")[1..3], ["NN", "VBD"]);
        let sentence = "Fighting/VBG in/IN the/DT town/NN killed/VBN at/IN least/JJS 28/CD people/NNS ,/, a/DT charity/NN said/VBD";
        assert_eq!(tags(sentence)[4], "VBD");
    }

    #[test]
    fn other_participles_stay() {
        for sentence in [
            "men/NNS arrested/VBN two/CD days/NNS earlier/RBR were/VBD freed/VBN",
            "the/DT men/NNS were/VBD joined/VBN by/IN rebels/NNS armed/VBN 14/CD guns/NNS",
            "soldiers/NNS killed/VBN two/CD years/NNS ago/RB",
        ] {
            assert_eq!(tags(sentence), tags_after(sentence, |_, _| {}), "{sentence}");
        }
    }
}
