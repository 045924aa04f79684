//! A light scanner of its own: words, numbers and marks, whatever tokens the document has.

use crate::table::{Entry, Tables};
use diurna_core::TextSpan;

/// What a lexeme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    Mark,
}

/// A word, number or mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lex {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    /// No white space before it.
    pub(crate) glued: bool,
    /// Begins with a capital.
    pub(crate) capital: bool,
    /// Value of a number in digits (0 where it is too long).
    pub(crate) value: u32,
    /// Count of plain digits; 0 for numbers with separators or decimals.
    pub(crate) digits: u8,
    /// First digit after a decimal point.
    pub(crate) tenth: Option<u8>,
    pub(crate) entry: Entry,
}

/// A stretch of text that expressions do not cross, with its lexemes.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) text: &'a str,
    pub(crate) lex: &'a [Lex],
}

impl<'a> Text<'a> {
    pub(crate) fn get(&self, i: usize) -> Option<&'a Lex> {
        self.lex.get(i)
    }

    /// The lexeme as written; empty past the end.
    pub(crate) fn raw(&self, i: usize) -> &'a str {
        self.get(i).map_or("", |l| &self.text[l.start as usize..l.end as usize])
    }

    pub(crate) fn entry(&self, i: usize) -> Entry {
        self.get(i).map_or(Entry::default(), |l| l.entry)
    }

    pub(crate) fn is(&self, i: usize, word: &str) -> bool {
        self.raw(i).eq_ignore_ascii_case(word)
    }

    pub(crate) fn any(&self, i: usize, words: &[&str]) -> bool {
        let raw = self.raw(i);
        words.iter().any(|w| raw.eq_ignore_ascii_case(w))
    }

    /// True where the words from `i` on are `words`.
    pub(crate) fn seq(&self, i: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(k, w)| self.is(i + k, w))
    }

    /// A whole number in digits without separators.
    pub(crate) fn num(&self, i: usize) -> Option<(u32, u8)> {
        self.get(i).filter(|l| l.kind == Kind::Number && l.digits > 0).map(|l| (l.value, l.digits))
    }

    pub(crate) fn glued(&self, i: usize) -> bool {
        self.get(i).is_some_and(|l| l.glued)
    }

    pub(crate) fn capital(&self, i: usize) -> bool {
        self.get(i).is_some_and(|l| l.capital)
    }

    pub(crate) fn is_word(&self, i: usize) -> bool {
        self.get(i).is_some_and(|l| l.kind == Kind::Word)
    }

    /// A hyphen or dash.
    pub(crate) fn dash(&self, i: usize) -> bool {
        matches!(self.raw(i), "-" | "–" | "—" | "‑" | "−")
    }

    pub(crate) fn apostrophe(&self, i: usize) -> bool {
        matches!(self.raw(i), "'" | "’" | "‘" | "`")
    }

    /// The position after a glued full stop, if one stands at `i`.
    pub(crate) fn skip_dot(&self, i: usize) -> usize {
        i + usize::from(self.is(i, ".") && self.glued(i))
    }

    /// The position after a comma, if one stands at `i`.
    pub(crate) fn skip_comma(&self, i: usize) -> usize {
        i + usize::from(self.is(i, ","))
    }

    /// The text span of the lexemes `from..to`.
    pub(crate) fn span(&self, from: usize, to: usize) -> TextSpan {
        match (self.get(from), self.get(to.saturating_sub(1).max(from))) {
            (Some(a), Some(b)) => TextSpan::new(a.start as usize, b.end as usize),
            _ => TextSpan::new(0, 0),
        }
    }
}

/// The lexemes of `text[from..to]`, appended to `out`.
pub(crate) fn scan(text: &str, from: usize, to: usize, out: &mut Vec<Lex>) {
    let tables = Tables::get();
    let bytes = text.as_bytes();
    let mut at = from;
    let mut glued = false;
    while at < to {
        let b = bytes[at];
        let c = if b < 128 { b as char } else { text[at..].chars().next().unwrap_or(' ') };
        if c.is_whitespace() {
            glued = false;
            at += c.len_utf8();
            continue;
        }
        let mut lex = Lex {
            start: at as u32,
            end: 0,
            kind: Kind::Mark,
            glued,
            capital: false,
            value: 0,
            digits: 0,
            tenth: None,
            entry: Entry::default(),
        };
        let end = if c.is_ascii_digit() {
            lex.kind = Kind::Number;
            number(bytes, at, to, &mut lex)
        } else if c.is_alphabetic() {
            lex.kind = Kind::Word;
            lex.capital = c.is_uppercase();
            let end = word_end(text, at, to);
            let word = &text[at..end];
            if end == at + 1 && bytes.get(end) == Some(&b'.') {
                abbreviation(bytes, at, to)
            } else {
                if word.len() <= 20 {
                    lex.entry = lookup(tables, word);
                }
                end
            }
        } else {
            at + c.len_utf8()
        };
        lex.end = end as u32;
        out.push(lex);
        glued = true;
        at = end;
    }
}

fn lookup(tables: &Tables, word: &str) -> Entry {
    let mut buffer = [0u8; 20];
    let Some(lower) = buffer.get_mut(..word.len()) else { return Entry::default() };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).map_or(Entry::default(), |w| tables.word(w))
}

fn word_end(text: &str, at: usize, to: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while end < to {
        if bytes[end].is_ascii_alphabetic() {
            end += 1;
        } else if bytes[end] < 128 {
            break;
        } else {
            match text[end..].chars().next() {
                Some(c) if c.is_alphabetic() => end += c.len_utf8(),
                _ => break,
            }
        }
    }
    end.min(to)
}

/// The end of "p.m.", "U.S.", "B.C." that begins at `at`.
fn abbreviation(bytes: &[u8], at: usize, to: usize) -> usize {
    let mut end = at + 1;
    while end + 1 < to && bytes[end] == b'.' && bytes[end + 1].is_ascii_alphabetic() {
        if bytes.get(end + 2).is_some_and(u8::is_ascii_alphabetic) {
            break;
        }
        end += 2;
    }
    if end > at + 1 && end < to && bytes[end] == b'.' { end + 1 } else { end }
}

/// Reads a number and returns its end.
fn number(bytes: &[u8], at: usize, to: usize, lex: &mut Lex) -> usize {
    let digits = |from: usize| bytes[from..to].iter().take_while(|b| b.is_ascii_digit()).count();
    let n = digits(at);
    let mut value: Option<u32> = parse(&bytes[at..at + n]);
    let mut end = at + n;
    let mut plain = n < 10;
    while end + 3 < to && bytes[end] == b',' && digits(end + 1) == 3 && n <= 3 {
        value =
            value.zip(parse(&bytes[end + 1..end + 4])).and_then(|(v, x)| v.checked_mul(1000)?.checked_add(x));
        end += 4;
        plain = false;
    }
    if end + 1 < to && bytes[end] == b'.' && bytes[end + 1].is_ascii_digit() {
        let k = digits(end + 1);
        // "25.02.2021" is a date: its pieces stay apart.
        let more = end + 1 + k;
        let dotted = more + 1 < to && bytes[more] == b'.' && bytes[more + 1].is_ascii_digit();
        let before = at > 1 && bytes[at - 1] == b'.' && bytes[at - 2].is_ascii_digit();
        if !dotted && !before {
            lex.tenth = Some(bytes[end + 1] - b'0');
            end = more;
            plain = false;
        }
    }
    lex.value = value.unwrap_or(0);
    lex.digits = if plain { n as u8 } else { 0 };
    end
}

fn parse(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        scan(text, 0, text.len(), &mut out);
        out.iter().map(|l| &text[l.start as usize..l.end as usize]).collect()
    }

    #[test]
    fn cuts_numbers_words_and_marks() {
        assert_eq!(words("At 6 p.m. on Feb. 15"), ["At", "6", "p.m.", "on", "Feb", ".", "15"]);
        assert_eq!(words("the 1980s, 15th"), ["the", "1980", "s", ",", "15", "th"]);
        assert_eq!(words("1,200 people; 2.5"), ["1,200", "people", ";", "2.5"]);
        assert_eq!(words("25.02.2021"), ["25", ".", "02", ".", "2021"]);
        assert_eq!(words("today’s café"), ["today", "’", "s", "café"]);
    }
}
