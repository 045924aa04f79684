//! Cuts the tokens of a line into sentences.

use crate::abbrev::{belongs_to_hour, starts_sentence};
use crate::token::is_apostrophe;

/// The longest sentence, in tokens.
pub const MAX_TOKENS: usize = 400;

/// Appends the ends (token indices, exclusive) of the sentences of one line to `ends`.
///
/// ```
/// use diurna_text::{sentence::sentence_ends, token::tokenize};
/// let text = "Troops left on Feb. 15. \"Good,\" he said.";
/// let mut tokens = Vec::new();
/// tokenize(text, 0, text.len(), &mut tokens);
/// let mut ends = Vec::new();
/// sentence_ends(text, &tokens, &mut ends);
/// assert_eq!(ends, [6, 13]);
/// ```
pub fn sentence_ends(text: &str, tokens: &[(usize, usize)], ends: &mut Vec<usize>) {
    let line = Line { text, tokens };
    let mut start = 0;
    let mut i = 0;
    // The last place inside the sentence that would do for an emergency cut.
    let mut comma = 0;
    while i < tokens.len() {
        let end = line.end_after(start, i);
        if let Some(end) = end.filter(|&e| e - start <= MAX_TOKENS) {
            ends.push(end);
            start = end;
            i = end;
            continue;
        }
        i += 1;
        if matches!(line.word(i - 1), "," | ";" | ":" | "—" | "–" | "--") {
            comma = i;
        }
        if i - start >= MAX_TOKENS {
            let cut = if comma > start + MAX_TOKENS / 2 { comma } else { i };
            ends.push(cut);
            start = cut;
            i = cut;
        }
    }
    if start < tokens.len() {
        ends.push(tokens.len());
    }
}

struct Line<'a> {
    text: &'a str,
    tokens: &'a [(usize, usize)],
}

/// How sure it is that a token ends its sentence.
enum Stop {
    /// A full stop.
    Full,
    /// "!", "?"
    Mark,
    /// Dots that may also be a pause.
    Dots,
    /// An abbreviation; true for "a.m." and "p.m.".
    Abbreviation(bool),
}

impl Line<'_> {
    fn word(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |&(a, b)| &self.text[a..b])
    }

    fn glued(&self, i: usize) -> bool {
        i > 0 && self.tokens.get(i).is_some_and(|t| self.tokens[i - 1].1 == t.0)
    }

    fn stop(&self, start: usize, i: usize) -> Option<Stop> {
        let word = self.word(i);
        match word {
            "." | "。" => {
                // "1. The first point": a number that opens the line is no sentence.
                let number = i == start + 1 && self.word(start).bytes().all(|b| b.is_ascii_digit());
                (!number || i + 1 == self.tokens.len()).then_some(Stop::Full)
            }
            "…" => Some(Stop::Dots),
            _ if word.starts_with(['!', '?']) => Some(Stop::Mark),
            _ if word.starts_with("..") => Some(Stop::Dots),
            _ if word.len() > 2 && word.len() < 16 && word.ends_with('.') => {
                let lower = word.to_ascii_lowercase();
                let hour = matches!(lower.as_str(), "a.m." | "p.m.");
                let titles = !word.trim_end_matches('.').contains('.')
                    && crate::abbrev::abbreviation(word.trim_end_matches('.'))
                        == Some(crate::abbrev::Abbrev::Before);
                (!titles).then_some(Stop::Abbreviation(hour))
            }
            _ => None,
        }
    }

    /// Where the sentence that began at `start` ends, if token `i` ends it.
    fn end_after(&self, start: usize, i: usize) -> Option<usize> {
        let stop = self.stop(start, i)?;
        let mut end = i + 1;
        let mut closed = false;
        // Marks, quotes and brackets that close with the sentence.
        while end < self.tokens.len() && end - i < 6 {
            let word = self.word(end);
            let mark = matches!(word, "." | "…") || word.starts_with(['!', '?']) || word.starts_with("..");
            let bracket = matches!(word, ")" | "]" | "}" | "”" | "»" | "''");
            let quote = matches!(word, "\"" | "’" | "'" | "″");
            if !(mark && self.glued(end) || bracket || quote && self.closes(end)) {
                break;
            }
            closed |= !mark;
            end += 1;
        }
        if end >= self.tokens.len() {
            return Some(end);
        }
        let mut next = end;
        while opens(self.word(next)) && next - end < 3 {
            next += 1;
        }
        let opened = next > end;
        let word = self.word(next);
        let lower = word.starts_with(char::is_lowercase);
        let capital = word.starts_with(char::is_uppercase);
        let ends = match stop {
            Stop::Full if matches!(word, "," | ";" | ":") => false,
            Stop::Full => !lower || opened,
            Stop::Mark if matches!(word, "," | ";" | ":" | "-" | "—" | "–") => false,
            Stop::Mark => !lower || (!closed && opened),
            Stop::Dots => capital && (closed || opened || self.word(next) != "I"),
            Stop::Abbreviation(true) => capital && (opened || !belongs_to_hour(word)),
            Stop::Abbreviation(false) => (capital && starts_sentence(word)) || opened && capital && closed,
        };
        ends.then_some(end)
    }

    /// True for a straight quote that closes: glued to what is before it, or not to what comes after.
    fn closes(&self, i: usize) -> bool {
        self.glued(i) || !self.glued(i + 1)
    }
}

fn opens(word: &str) -> bool {
    matches!(word, "(" | "[" | "{" | "“" | "«" | "\"" | "``" | "„")
        || word.chars().all(is_apostrophe) && !word.is_empty()
}
