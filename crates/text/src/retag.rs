//! Tags that cannot stand where the tagger put them.

use crate::labels::{is_nominal, set, tag};

/// Mends the tags of the words of a sentence.
pub(crate) fn settle(words: &[&str], tags: &mut [u8]) {
    small_names(words, tags);
    joined_verbs(words, tags);
    only_verbs(words, tags);
}

/// "Captured a drug lord in Gao": a small word is part of a name only beside a capital one ("bin Laden").
fn small_names(words: &[&str], tags: &mut [u8]) {
    let small = |word: &str| word.chars().all(char::is_lowercase);
    for i in 0..words.len() {
        let noun = match tag(tags[i]) {
            "NNP" => "NN",
            "NNPS" => "NNS",
            _ => continue,
        };
        let mut beside = [i.checked_sub(1), Some(i + 1)].into_iter().flatten().filter_map(|at| words.get(at));
        if small(words[i]) && !beside.any(|word| word.starts_with(char::is_uppercase)) {
            set(&mut tags[i], noun);
        }
    }
}

/// "killed two guards and wounded 14 others": no adjective stands before a number.
///
/// In the training data "wounded" is nearly always an adjective.
fn joined_verbs(words: &[&str], tags: &mut [u8]) {
    for i in 2..words.len().saturating_sub(1) {
        if is_participle(words, tags, i) && tag(tags[i - 1]) == "CC" && tag(tags[i + 1]) == "CD" {
            let verb = tags[..i].iter().rev().find(|&&t| matches!(tag(t), "VBD" | "VBN" | "VBZ")).copied();
            tags[i] = verb.unwrap_or(tags[i]);
        }
    }
}

/// "A Palestinian stabbed two men", "the fighting killed at least 28 people in Gao": a participle before a number is the verb of its
/// clause where nothing else is.
fn only_verbs(words: &[&str], tags: &mut [u8]) {
    let ends = |i: usize| matches!(words[i], "," | ";" | ":" | "." | "“" | "”" | "\"");
    let finite = |tags: &[u8], i: usize| matches!(tag(tags[i]), "VBD" | "VBZ" | "VBP" | "MD");
    for i in 1..words.len().saturating_sub(1) {
        if !is_participle(words, tags, i) || !is_nominal(tags[i - 1]) || !is_counted(words, tags, i + 1) {
            continue;
        }
        let from = (0..i).rev().find(|&at| ends(at)).map_or(0, |at| at + 1);
        let to = (i..words.len()).find(|&at| ends(at)).unwrap_or(words.len());
        // "Men arrested two days earlier were freed", "the number of soldiers killed two years ago".
        let time = (i + 1..to.min(i + 4)).any(|at| {
            let word = words[at].to_lowercase();
            matches!(word.trim_end_matches('s'), "hour" | "day" | "week" | "month" | "year" | "minute")
        });
        let alone = !(from..to).any(|at| finite(tags, at)) && (from..i).any(|at| is_nominal(tags[at]));
        if alone && !time {
            set(&mut tags[i], "VBD");
            if tag(tags[i - 1]) == "JJ" {
                set(&mut tags[i - 1], "NN");
            }
        }
    }
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
        tags_after(sentence, settle)
    }

    #[test]
    fn a_small_word_is_a_name_beside_a_capital_one() {
        assert_eq!(tags("a/DT drug/NN lord/NNP in/IN Gao/NNP")[2], "NN");
        assert_eq!(tags("Osama/NNP bin/NNP Laden/NNP")[1], "NNP");
    }

    #[test]
    fn a_participle_before_a_number_is_a_verb() {
        assert_eq!(tags("killed/VBD two/CD guards/NNS and/CC wounded/JJ 14/CD others/NNS")[4], "VBD");
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
