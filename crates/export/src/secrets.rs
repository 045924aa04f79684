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

    /// Adds the name of a place as a whole; names of two letters are names.
    pub(crate) fn place(&mut self, name: &str) {
        let plain = plain(name);
        if plain.trim().chars().count() >= 2 {
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

    /// Whether a text holds a whole name or description; parts of names are in the names of many newspapers.
    pub(crate) fn occur_whole_in(&self, text: &str) -> bool {
        let plain = plain(text);
        self.phrases.iter().any(|phrase| plain.contains(phrase.as_str()))
    }

    /// Whether an address holds one of them, also written with percent signs or without anything between its words.
    pub(crate) fn occur_in_address(&self, url: &str) -> bool {
        let open = unescaped(url);
        let run: String = fold(&open).chars().filter(|c| c.is_alphanumeric()).collect();
        let hidden = |phrase: &String| {
            let phrase: String = phrase.chars().filter(|c| *c != ' ').collect();
            phrase.chars().count() >= 5 && run.contains(&phrase)
        };
        self.occur_in(&open) || self.phrases.iter().any(hidden)
    }
}

/// An address with what stands behind percent signs read as UTF-8.
fn unescaped(url: &str) -> String {
    let bytes = url.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |n: usize| bytes.get(at + n).and_then(|b| char::from(*b).to_digit(16));
        match (byte, hex(1).zip(hex(2))) {
            (b'%', Some((high, low))) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
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

    #[test]
    fn addresses_hide_names_in_their_own_ways() {
        let mut secrets = Secrets::default();
        secrets.name("Óscar Vell");
        secrets.place("Ia");
        for url in
            ["https://x.example/oscarvell", "https://x.example/%C3%93scar-V", "https://x.example/in/ia/1"]
        {
            assert!(secrets.occur_in_address(url), "{url}");
        }
        assert!(!secrets.occur_in_address("https://x.example/diary/100%/oscillator"));
    }
}
