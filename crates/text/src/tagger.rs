//! Penn Treebank tags by a greedy linear model, left to right.

use crate::hash::{feature, text};
use crate::labels::TAG_COUNT;
use crate::model::{MAX_CLASSES, Scores, Table, Weights};
use crate::token::{is_apostrophe, is_digit_space, is_hyphen};

/// What the features of a token look at; made once a token.
#[derive(Debug, Clone, Copy, Default)]
pub struct Atoms {
    /// Hash of the lower-case word, digits as "0".
    pub word: u32,
    suffixes: [u32; 4],
    prefix: u32,
    last_part: u32,
    shape: u32,
    /// Hash of the tags that the dictionary gives.
    class: u32,
    /// First letter is a capital.
    capital: bool,
}

/// Marks that stand for "before the sentence" and "after the sentence".
const OUTSIDE: [u32; 2] = [0xFFFF_FFF1, 0xFFFF_FFF2];

/// Fills the atoms of a sentence.
pub fn atoms(dictionary: &Table, words: &[&str], out: &mut Vec<Atoms>) {
    out.clear();
    let mut lower = String::new();
    // A sentence without any small letter, or in title case, says less by its capitals.
    let style = style(words);
    for word in words {
        lower.clear();
        lower.extend(word.chars().take(40).map(normal));
        let hash = text(&lower);
        let end = |n: usize| {
            let at = lower.char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i);
            text(&lower[at..])
        };
        let start = lower.char_indices().nth(3).map_or(lower.len(), |(i, _)| i);
        let last_part = lower.rfind('-').map_or(0, |i| text(&lower[i + 1..]));
        let class = dictionary.get(feature(1, hash, 0, 0)).chunks_exact(2).fold(0_u32, |h, pair| {
            if pair[1] >= 6 { (h ^ u32::from(pair[0] + 1)).wrapping_mul(0x9E37_79B1) } else { h }
        });
        out.push(Atoms {
            word: hash,
            suffixes: [end(1), end(2), end(3), end(4)],
            prefix: text(&lower[..start]),
            last_part,
            shape: shape(word) * 4 + style,
            class,
            capital: word.starts_with(char::is_uppercase),
        });
    }
}

fn normal(c: char) -> char {
    if c.is_ascii_digit() {
        '0'
    } else if is_apostrophe(c) {
        '\''
    } else if is_hyphen(c) {
        '-'
    } else if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        match c {
            '“' | '”' => '"',
            // "1 200" is to the tagger what "1,200" is.
            _ if is_digit_space(c) => ',',
            _ => c.to_lowercase().next().unwrap_or(c),
        }
    }
}

/// 0 for running text, 1 for title case, 2 for capitals only.
fn style(words: &[&str]) -> u32 {
    let (mut long, mut capital, mut small) = (0, 0, false);
    for word in words.iter().take(60) {
        small |= word.bytes().any(|b| b.is_ascii_lowercase());
        if word.len() > 3 && word.as_bytes()[0].is_ascii_alphabetic() {
            long += 1;
            capital += usize::from(word.as_bytes()[0].is_ascii_uppercase());
        }
    }
    if !small && long > 0 {
        2
    } else if long > 0 && capital * 10 >= long * 9 {
        1
    } else {
        0
    }
}

/// Kinds of characters in the word, runs pressed to one, at most six.
fn shape(word: &str) -> u32 {
    let (mut out, mut last, mut n) = (0_u32, 0, 0);
    for c in word.chars().take(24) {
        let kind = if c.is_lowercase() {
            1
        } else if c.is_uppercase() {
            2
        } else if c.is_numeric() {
            3
        } else if is_hyphen(c) {
            4
        } else if c == '.' {
            5
        } else if c == '$' || c == '€' || c == '£' {
            6
        } else {
            7
        };
        if (kind != last || (kind == 2 && n == 1)) && n < 6 {
            out = out * 8 + kind;
            last = kind;
            n += 1;
        }
    }
    out
}

/// Appends the features of token `i`, given the tags of the tokens before it.
pub fn features(atoms: &[Atoms], tags: &[u8], i: usize, out: &mut Vec<u64>) {
    let outside = |at: usize| Atoms { word: OUTSIDE[at], class: OUTSIDE[at], ..Atoms::default() };
    let at = |d: isize| match i.checked_add_signed(d) {
        Some(j) => atoms.get(j).copied().unwrap_or(outside(1)),
        None => outside(0),
    };
    let tag = |d: usize| i.checked_sub(d).map_or(99, |j| u32::from(tags[j]));
    let (a, b1, b2, n1, n2) = (at(0), at(-1), at(-2), at(1), at(2));
    let (t1, t2) = (tag(1), tag(2));
    let t12 = t1 << 8 | t2;
    out.clear();
    let mut f = |template: u32, x: u32, y: u32, z: u32| out.push(feature(template, x, y, z));
    f(1, 0, 0, 0);
    f(2, a.word, 0, 0);
    f(3, a.suffixes[0], 0, 0);
    f(4, a.suffixes[1], a.shape, 0);
    f(5, a.suffixes[2], 0, 0);
    f(6, a.suffixes[3], 0, 0);
    f(7, a.prefix, 0, 0);
    f(8, a.shape, 0, 0);
    f(9, a.shape, u32::from(i == 0), t1);
    f(10, t1, 0, 0);
    f(11, t12, 0, 0);
    f(12, t1, a.word, 0);
    f(13, t12, a.class, a.suffixes[1]);
    f(14, b1.word, 0, 0);
    f(15, b2.word, 0, 0);
    f(16, n1.word, 0, 0);
    f(17, n2.word, 0, 0);
    f(18, b1.word, a.word, 0);
    f(19, a.word, n1.word, 0);
    f(20, n1.suffixes[2], 0, 0);
    f(21, n1.suffixes[1], n1.shape, t1);
    f(22, a.class, n1.class, t1);
    f(23, a.class, n1.class, n2.class);
    f(24, a.class, b1.word, n1.word);
    f(25, a.shape, b1.shape, 0);
    f(26, a.shape, n1.shape, 0);
    f(27, t12, n1.class, a.class);
    f(28, a.suffixes[2], t1, n1.suffixes[1]);
    if a.last_part != 0 {
        f(29, a.last_part, 0, 0);
    }
    f(30, a.word, u32::from(a.capital), a.shape & 3);
    f(31, t1, a.class, n1.word);
    f(32, t12, a.word, 0);
    f(33, a.class, a.shape, u32::from(i == 0));
    f(34, a.suffixes[2], a.shape, 0);
}

/// A tagger with its working memory.
#[derive(Debug)]
pub struct Tagger<'a, W: Weights = Table> {
    dictionary: &'a Table,
    weights: &'a W,
    atoms: Vec<Atoms>,
    tags: Vec<u8>,
    features: Vec<u64>,
}

impl<'a, W: Weights> Tagger<'a, W> {
    /// A tagger over a dictionary and weights.
    pub fn new(dictionary: &'a Table, weights: &'a W) -> Self {
        Self { dictionary, weights, atoms: Vec::new(), tags: Vec::new(), features: Vec::new() }
    }

    /// The tags (indices into [`crate::labels::TAGS`]) of the words of one sentence.
    pub fn tag(&mut self, words: &[&str]) -> &[u8] {
        atoms(self.dictionary, words, &mut self.atoms);
        self.tags.clear();
        for i in 0..words.len() {
            let tag = certain(self.dictionary, &self.atoms[i]).unwrap_or_else(|| {
                features(&self.atoms, &self.tags, i, &mut self.features);
                let mut scores: Scores = [0; MAX_CLASSES];
                self.weights.add_all_to(&self.features, &mut scores);
                best(&scores)
            });
            self.tags.push(tag);
        }
        &self.tags
    }
}

/// The tag of a small-letter word that never takes another one.
#[must_use]
pub fn certain(dictionary: &Table, atoms: &Atoms) -> Option<u8> {
    if atoms.capital {
        return None;
    }
    match dictionary.get(feature(1, atoms.word, 0, 0)) {
        [tag, 127] => Some(*tag),
        _ => None,
    }
}

/// The tag with the highest score.
#[must_use]
pub fn best(scores: &Scores) -> u8 {
    let mut best = 0;
    for i in 1..TAG_COUNT {
        if scores[i] > scores[best] {
            best = i;
        }
    }
    best as u8
}
