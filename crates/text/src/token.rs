//! Cuts text into tokens as the English Web Treebank does, with hyphenated words kept whole.
//!
//! Clitics stand apart ("do" "n't", "Kabul" "'s"), so does punctuation; abbreviations keep their
//! stop, numbers their separators, addresses and handles stay whole. A hyphen (also U+2010, U+2011)
//! between two letters or digits never cuts, nor does a dash between two digits, nor a no-break or thin
//! space between groups of digits.

use crate::abbrev::{Abbrev, abbreviation};

/// True for what may stand between tokens: white space, zero-width and direction marks.
///
/// ```
/// use diurna_text::token::is_space;
/// assert!(is_space('\u{a0}') && is_space('\u{200b}') && !is_space('-'));
/// ```
#[must_use]
pub fn is_space(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// True for the marks that serve as apostrophe.
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{02bb}' | '\u{2032}' | '\u{ff07}')
}

/// True for hyphens that join words.
#[must_use]
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// True for the spaces that part groups of digits: no-break, thin, and both at once.
pub(crate) fn is_digit_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2009}' | '\u{202f}')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{ad}')
}

fn first(s: &str) -> Option<char> {
    s.chars().next()
}

/// Appends the byte spans of the tokens of `text[start..end]` to `out`.
///
/// ```
/// let text = "It doesn't end at 6 p.m.";
/// let mut spans = Vec::new();
/// diurna_text::token::tokenize(text, 0, text.len(), &mut spans);
/// let words: Vec<_> = spans.iter().map(|&(a, b)| &text[a..b]).collect();
/// assert_eq!(words, ["It", "does", "n't", "end", "at", "6", "p.m."]);
/// ```
pub fn tokenize(text: &str, start: usize, end: usize, out: &mut Vec<(usize, usize)>) {
    let Some(part) = text.get(start..end) else { return };
    let mut at = 0;
    while at < part.len() {
        let rest = &part[at..];
        let Some(c) = first(rest) else { break };
        if is_space(c) {
            at += c.len_utf8();
            continue;
        }
        let len = Scanner { part, at }.token(c).max(c.len_utf8());
        if is_word(c) {
            push_word(part, at, at + len, start, out);
        } else {
            out.push((start + at, start + at + len));
        }
        at += len;
    }
}

/// A place in the text where a token starts.
#[derive(Clone, Copy)]
struct Scanner<'a> {
    part: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.part.get(at..).and_then(first)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.part.get(..at).and_then(|s| s.chars().next_back())
    }

    fn is(&self, at: usize, test: impl Fn(char) -> bool) -> bool {
        self.char_at(at).is_some_and(test)
    }

    fn fresh(&self) -> bool {
        !self.before(self.at).is_some_and(is_word)
    }

    /// Length of the token that starts here with `c`.
    fn token(self, c: char) -> usize {
        if let Some(len) = self.url().or_else(|| self.email()) {
            return len;
        }
        let next = self.at + c.len_utf8();
        match c {
            _ if is_word(c) => self.word(),
            '@' | '#' if self.fresh() && self.is(next, is_word) => self.run(next, is_word),
            '.' if self.fresh() && self.is(next, |d| d.is_ascii_digit()) => {
                next - self.at + Scanner { at: next, ..self }.word()
            }
            '.' if self.is(next, |d| d == '.') => self.run(next, |d| d == '.'),
            '!' | '?' => self.run(next, |d| matches!(d, '!' | '?')),
            '\'' if self.is(next, |d| d == '\'') => 2,
            '`' if self.is(next, |d| d == '`') => 2,
            '-' | '–' | '—' | '=' | '*' | '_' | '~' | '+' | '•' => self.run(next, |d| d == c),
            _ if is_apostrophe(c) && self.fresh() => self.elided(c).unwrap_or(c.len_utf8()),
            _ if is_apostrophe(c) => self.clitic(next).unwrap_or(c.len_utf8()),
            _ => c.len_utf8(),
        }
    }

    fn run(&self, mut at: usize, test: impl Fn(char) -> bool) -> usize {
        while let Some(c) = self.char_at(at).filter(|&c| test(c)) {
            at += c.len_utf8();
        }
        at - self.at
    }

    /// "'s" cut off from what stands before it, as in "(UN)'s".
    fn clitic(&self, next: usize) -> Option<usize> {
        let len = self.run(next, is_word);
        let tail = self.part.get(next..self.at + len)?;
        ["s", "S", "re", "ve", "ll", "d", "m"].contains(&tail).then_some(len)
    }

    /// "'em", "'til", "'90s".
    fn elided(&self, c: char) -> Option<usize> {
        let next = self.at + c.len_utf8();
        let len = self.run(next, is_word);
        let word = self.part.get(next..self.at + len)?;
        let decade = matches!(word.as_bytes(), [a, b, b's'] if a.is_ascii_digit() && b.is_ascii_digit());
        let known = ["em", "til", "till", "cause", "tis", "twas", "s", "S"].contains(&word)
            && !self.is(self.at + len, is_apostrophe);
        (decade || known).then_some(len)
    }

    fn url(&self) -> Option<usize> {
        let rest = self.part.get(self.at..)?;
        let starts = |p: &str| rest.get(..p.len()).is_some_and(|r| r.eq_ignore_ascii_case(p));
        if !matches!(rest.as_bytes()[0] | 0x20, b'h' | b'w' | b'f') || !self.fresh() {
            return None;
        }
        let head = ["http://", "https://", "ftp://", "www."].into_iter().find(|p| starts(p))?;
        let mut len = 0;
        for c in rest.chars().take_while(|&c| !is_space(c) && !matches!(c, '"' | '<' | '>' | '“' | '”')) {
            len += c.len_utf8();
        }
        let tail =
            |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}') || is_apostrophe(c);
        let len = rest[..len].trim_end_matches(tail).len();
        (len > head.len()).then_some(len)
    }

    /// "press@example.org"; both halves are at most 64 bytes long.
    fn email(&self) -> Option<usize> {
        let bytes = &self.part.as_bytes()[self.at..];
        if !bytes[0].is_ascii_alphanumeric() || !self.fresh() {
            return None;
        }
        let local = |b: u8| b.is_ascii_alphanumeric() || b".+_-%".contains(&b);
        let at = bytes.iter().take(64).position(|&b| !local(b)).filter(|&i| bytes[i] == b'@')?;
        let host = bytes[at + 1..].iter().take(64);
        let len = host.take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b)).count();
        let host = self.part.get(self.at + at + 1..self.at + at + 1 + len)?.trim_end_matches(['.', '-']);
        host.contains('.').then_some(at + 1 + host.len())
    }

    /// A word or a number, with what it may hold inside and the stop of an abbreviation.
    fn word(&self) -> usize {
        let mut at = self.at + self.run(self.at, is_word);
        // Start of the part after the last joint, and the joint before it.
        let mut piece = self.at;
        while let Some(c) = self.char_at(at) {
            let next = at + c.len_utf8();
            let digit_before = self.before(at).is_some_and(|d| d.is_ascii_digit());
            let digit_after = self.is(next, |d| d.is_ascii_digit());
            let joins = match c {
                _ if is_hyphen(c) => self.is(next, is_word),
                _ if is_apostrophe(c) => self.is(next, char::is_alphabetic),
                '.' => self.stop_joins(piece, at),
                ',' => digit_before && digit_after && self.thousands(next),
                _ if is_digit_space(c) => digit_before && digit_after && self.groups(piece, at, next),
                ':' | '/' | '–' => digit_before && digit_after,
                '&' => self.before(at).is_some_and(char::is_uppercase) && self.is(next, char::is_uppercase),
                _ => false,
            };
            if !joins {
                break;
            }
            let mut to = next;
            if c == '.' && self.is(next, is_hyphen) {
                to += 1;
            }
            piece = to;
            at = to + (Scanner { part: self.part, at: to }).run(to, is_word);
        }
        if self.is(at, |c| c == '.') && self.keeps_stop(at) {
            at += 1;
        }
        at - self.at
    }

    /// After a comma between digits: two or three digits and no more ("1,200", "1,00,000").
    fn thousands(&self, at: usize) -> bool {
        let bytes = self.part.as_bytes().get(at..).unwrap_or(&[]);
        let digits = bytes.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        digits == 3 || (digits == 2 && bytes.get(2) == Some(&b','))
    }

    /// True where the space before `next` parts groups of digits: up to three before it, exactly three behind it.
    fn groups(&self, piece: usize, at: usize, next: usize) -> bool {
        let left = self.part.as_bytes().get(piece..at).unwrap_or(&[]);
        let right = self.part.as_bytes().get(next..next + 3).unwrap_or(&[]);
        (1..=3).contains(&left.len())
            && left.iter().chain(right).all(u8::is_ascii_digit)
            && right.len() == 3
            && !self.is(next + 3, is_word)
    }

    /// True where the stop at `at` stands inside a word ("U.S", "2.5", "bbc.com", "U.S.-led").
    fn stop_joins(&self, piece: usize, at: usize) -> bool {
        let next = at + 1;
        if self.is(next, |c| c == '-') {
            return self.is(next + 1, is_word);
        }
        if !self.is(next, is_word) {
            return false;
        }
        // "killed.The": a stop without the space after it.
        let left = &self.part[piece..at];
        let long =
            left.len() > 1 && left.chars().next_back().is_some_and(|c| c.is_lowercase() || c.is_numeric());
        let after = self.char_at(next).map_or(next, |c| next + c.len_utf8());
        let capital = self.is(next, char::is_uppercase) && !self.is(after, |c| c.is_uppercase() || c == '.');
        !(long && capital)
    }

    /// True where the stop at `at`, after a whole word, belongs to it.
    fn keeps_stop(&self, at: usize) -> bool {
        let word = &self.part[self.at..at];
        let Some(kind) = abbreviation(word).or_else(|| {
            // "Maj.-Gen": what counts is the last part.
            word.rsplit_once('-').and_then(|(_, last)| abbreviation(last)).filter(|&k| k == Abbrev::Before)
        }) else {
            return false;
        };
        if self.is(at + 1, |c| c == '.') {
            return false;
        }
        let after = self.part[at + 1..].trim_start_matches(is_space);
        match kind {
            Abbrev::Either => true,
            Abbrev::BeforeNumber => after.starts_with(|c: char| c.is_ascii_digit()),
            // A single letter before the end of the line or before "The" is no initial.
            Abbrev::Before if word.len() == 1 => {
                let follows = after.starts_with(|c: char| c.is_uppercase() || is_apostrophe(c) || c == ',');
                let next: &str = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
                word == "v"
                    || (follows && !(word == "I" || crate::abbrev::starts_sentence(next) && next.len() > 1))
            }
            Abbrev::Before => !after.is_empty(),
        }
    }
}

/// Words written together that the treebank cuts, with the place of the cut.
const FUSED: [(&str, usize); 4] = [("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3)];

/// Pushes a word, cut before its clitics (two at most: "couldn't've").
fn push_word(part: &str, from: usize, to: usize, base: usize, out: &mut Vec<(usize, usize)>) {
    let cut = |to: usize| {
        let word = &part[from..to];
        clitic_cut(word).filter(|&c| c > 0 && c < word.len()).map(|c| from + c)
    };
    let last = cut(to);
    let middle = last.and_then(cut);
    let mut start = from;
    for end in [middle, last, Some(to)].into_iter().flatten() {
        out.push((base + start, base + end));
        start = end;
    }
}

fn clitic_cut(word: &str) -> Option<usize> {
    if word.len() > 64 && !word.ends_with(['s', 'S']) {
        return None;
    }
    if let Some(&(_, cut)) = FUSED.iter().find(|(w, _)| word.eq_ignore_ascii_case(w)) {
        return Some(cut);
    }
    let mut tail = word.char_indices().rev().take(4);
    let (at, mark) = tail.find(|&(_, c)| is_apostrophe(c))?;
    let after = &word[at + mark.len_utf8()..];
    let is = |s: &str| after.eq_ignore_ascii_case(s);
    if is("t") {
        let before = word[..at].chars().next_back()?;
        return matches!(before, 'n' | 'N').then_some(at - 1);
    }
    ["s", "re", "ve", "ll", "d", "m"].into_iter().any(is).then_some(at)
}
