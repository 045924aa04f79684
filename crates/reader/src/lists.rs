//! Word lists that the rules over the tree ask (`data/reader`); each is read at its first use.

use diurna_core::words;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of a file.
type List = LazyLock<HashSet<&'static str>>;

/// Verbs that carry the noun of an event: "carried out an attack".
pub(crate) static LIGHT: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/light_verbs.txt")));

/// Nouns for forces that move or are moved.
pub(crate) static FORCES: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/forces.txt")));

/// Verbs whose past form is passive in a headline: "mayor murdered".
pub(crate) static HEADLINE: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/headline_verbs.txt")));

/// Nouns that the word of an event may stand before and still be told: "ceasefire deal".
pub(crate) static CARRIERS: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/carriers.txt")));

/// Words for somebody, no actor by itself, who may be attacked.
pub(crate) static TARGETS: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/targets.txt")));

/// Units of weight, volume and money.
pub(crate) static AMOUNTS: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/amounts.txt")));

/// Names of days and months that are no other words.
pub(crate) static DAYS: List = LazyLock::new(|| words::set(include_str!("../../../data/reader/days.txt")));

/// Verbs whose object is what flies, not what is hit: "fired rockets at the camp".
pub(crate) static THROWING: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/throwing.txt")));

/// What is captured as ground or a building is.
pub(crate) static SITES: List = LazyLock::new(|| words::set(include_str!("../../../data/reader/sites.txt")));

/// Verbs whose object loses its freedom.
pub(crate) static DETAINING: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/detaining.txt")));

/// Verbs that tell the outcome of an attack.
pub(crate) static OUTCOMES: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/outcomes.txt")));

/// Verbs that tell what an attack does, which no stoppage of work does.
pub(crate) static DESTROYING: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/destroying.txt")));

/// The commonest words of English.
pub(crate) static ENGLISH: List =
    LazyLock::new(|| words::set(include_str!("../../../data/reader/english.txt")));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read() {
        let lists = [
            (&LIGHT, "carry"),
            (&FORCES, "warship"),
            (&HEADLINE, "murder"),
            (&CARRIERS, "victim"),
            (&TARGETS, "people"),
            (&AMOUNTS, "tonne"),
            (&DAYS, "friday"),
            (&THROWING, "hurl"),
            (&DETAINING, "jail"),
            (&OUTCOMES, "die"),
            (&DESTROYING, "flatten"),
            (&ENGLISH, "the"),
        ];
        for (list, word) in lists {
            assert!(list.contains(word), "{word}");
        }
    }

    #[test]
    fn no_word_stands_twice_and_all_are_lower_case() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/reader");
        let files = std::fs::read_dir(folder).expect("the folder of the lists");
        let paths = files.map(|f| f.expect("a file of the folder").path());
        let mut lists = 0;
        for path in paths.filter(|p| p.extension().is_some_and(|e| e == "txt")) {
            let text = std::fs::read_to_string(&path).expect("a list");
            let told: Vec<&str> =
                text.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace).collect();
            for (i, word) in told.iter().enumerate() {
                assert!(!told[..i].contains(word), "{word} stands twice in {}", path.display());
                let plain = *word == word.to_lowercase() && !word.contains(['|', '"', '#']);
                assert!(plain, "{word} in {}", path.display());
            }
            lists += 1;
        }
        assert!(lists > 0);
    }
}
