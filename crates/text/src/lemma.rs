//! Base forms: an exception table first, then rules that depend on the tag.

use crate::lemma_rules::{adjective, noun, verb};
use crate::token::{is_apostrophe, is_digit_space};
use std::collections::HashMap;
use std::sync::OnceLock;

static TABLE: &str = include_str!("../../../data/text/lemmas.tsv");

/// The exception table, ready for look-ups.
#[derive(Debug, Clone)]
pub struct Lemmas {
    table: &'static HashMap<(char, &'static str), &'static str>,
}

/// The base form of a word with a given Penn tag; loads the table at the first call.
///
/// ```
/// use diurna_text::lemma;
/// assert_eq!(lemma("struck", "VBD").as_ref(), "strike");
/// assert_eq!(lemma("Airstrikes", "NNS").as_ref(), "airstrike");
/// assert_eq!(lemma("casualties", "NNS").as_ref(), "casualty");
/// assert_eq!(lemma("n’t", "RB").as_ref(), "not");
/// assert_eq!(lemma("1\u{202f}200", "CD").as_ref(), "1,200");
/// ```
#[must_use]
pub fn lemma(word: &str, tag: &str) -> Box<str> {
    Lemmas::new().lemma(word, tag)
}

impl Default for Lemmas {
    fn default() -> Self {
        Self::new()
    }
}

impl Lemmas {
    /// The table that comes with the crate.
    #[must_use]
    pub fn new() -> Self {
        static CELL: OnceLock<HashMap<(char, &'static str), &'static str>> = OnceLock::new();
        Self { table: CELL.get_or_init(read) }
    }

    /// The base form of a word with a given Penn tag.
    #[must_use]
    pub fn lemma(&self, word: &str, tag: &str) -> Box<str> {
        let plain: String;
        let lower: &str = if word.bytes().all(|b| b.is_ascii_lowercase()) {
            word
        } else {
            plain = word
                .chars()
                .filter(|&c| c != '\u{ad}')
                .flat_map(char::to_lowercase)
                .map(|c| match c {
                    c if is_apostrophe(c) => '\'',
                    c if is_digit_space(c) => ',',
                    c => c,
                })
                .collect();
            &plain
        };
        let class = match tag.as_bytes() {
            [b'N', b'N', b'S'] => 'n',
            [b'N', b'N', b'P', b'S'] => 'p',
            [b'V', b'B', ..] | [b'M', b'D'] => 'v',
            [b'J', b'J', b'R' | b'S'] | [b'R', b'B', b'R' | b'S'] => 'a',
            [b'P', b'R', b'P'] => 'r',
            [b'P', b'O', b'S'] => return "'s".into(),
            _ => 'x',
        };
        if lower.is_empty() {
            return word.into();
        }
        if let Some(base) = self.table.get(&(class, lower)) {
            return (*base).into();
        }
        if matches!(class, 'x' | 'r') || !lower.is_ascii() {
            return lower.into();
        }
        // "counter-attacks", "re-elected": the last part is what bends.
        let (head, tail) = match lower.rfind('-') {
            Some(at) => lower.split_at(at + 1),
            None => ("", lower),
        };
        let known = (!head.is_empty()).then(|| self.table.get(&(class, tail)).copied()).flatten();
        let base = known.map(str::to_owned).or_else(|| match class {
            'n' => noun(tail),
            'p' => None,
            'v' => match tag {
                "VB" | "VBP" | "MD" => None,
                _ => verb(tail, tag).map(|stem| self.repaired(stem)),
            },
            _ => adjective(tail),
        });
        match base {
            Some(base) if head.is_empty() => base.into(),
            Some(base) => format!("{head}{base}").into(),
            None => lower.into(),
        }
    }

    /// A regular verb stem put right by the table ('s' class: stem as the rules give it).
    fn repaired(&self, stem: String) -> String {
        match self.table.get(&('s', stem.as_str())) {
            Some(base) => (*base).to_owned(),
            None => stem,
        }
    }
}

fn read() -> HashMap<(char, &'static str), &'static str> {
    let mut table = HashMap::with_capacity(1024);
    for line in TABLE.lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        if let (Some(class), Some(base), Some(forms)) = (fields.next(), fields.next(), fields.next()) {
            let class = class.chars().next().unwrap_or('x');
            for form in forms.split_ascii_whitespace() {
                table.entry((class, form)).or_insert(base);
            }
        }
    }
    table
}
