//! Names and words that must not leave, and whether a text holds one of them.

use diurna_core::fold::fold;
use std::collections::BTreeSet;

/// What must not be seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets {
    /// Parts of names.
    words: BTreeSet<String>,
    /// Whole names and descriptions, with a space on either side.
    phrases: BTreeSet<String>,
}

impl Secrets {
    /// Adds a name: the whole of it, and each of its parts that is written with a capital letter. A surname alone in a headline
    /// tells as much as the full name.
    pub(crate) fn name(&mut self, name: &str) {
        self.phrase(name);
        let whole = name.split(|c: char| c.is_whitespace() || c == '-');
        for part in whole.chain(name.split(|c: char| !c.is_alphanumeric())) {
            let part = part.trim_matches(|c: char| !c.is_alphanumeric());
            if part.chars().count() >= 3 && part.chars().next().is_some_and(char::is_uppercase) {
                self.words.insert(fold(part));
            }
        }
    }

    /// Adds a description or the name of a place, as a whole.
    pub(crate) fn phrase(&mut self, text: &str) {
        let plain = plain(text);
        let plain = ["a", "an", "the", "one"]
            .iter()
            .find_map(|article| plain.strip_prefix(&format!(" {article} ")))
            .map_or(plain.clone(), |rest| format!(" {rest}"));
        if plain.trim().chars().count() >= 3 {
            self.phrases.insert(plain);
        }
    }

    /// Adds everything of others.
    pub(crate) fn extend(&mut self, others: &Self) {
        self.words.extend(others.words.iter().cloned());
        self.phrases.extend(others.phrases.iter().cloned());
    }

    /// Whether a text (or an address, whose words are parted by other signs) holds one of them.
    pub(crate) fn occur_in(&self, text: &str) -> bool {
        if self.words.is_empty() && self.phrases.is_empty() {
            return false;
        }
        let plain = plain(text);
        plain.split(' ').any(|word| self.words.contains(word))
            || self.phrases.iter().any(|phrase| plain.contains(phrase.as_str()))
    }
}

/// Folded words with one space before, between and after them.
fn plain(text: &str) -> String {
    let folded = fold(&text.replace("'s", " ").replace("’s", " "));
    let mut out = String::from(" ");
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        out.push_str(word);
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_all_their_forms() {
        let mut secrets = Secrets::default();
        secrets.name("Óscar Vell");
        secrets.phrase("a nurse at the clinic");
        for text in [
            "OSCAR VELL freed",
            "https://x.example/2031/vell-is-free",
            "Vell's brother",
            "Vell’s",
            "said the nurse at the clinic.",
        ] {
            assert!(secrets.occur_in(text), "{text}");
        }
        for text in ["Vellum", "a nurse", "the clinic", ""] {
            assert!(!secrets.occur_in(text), "{text}");
        }
    }
}
