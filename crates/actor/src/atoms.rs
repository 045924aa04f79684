//! A text as a row of atoms: runs of letters and digits, however a tokenizer would cut them.

use diurna_core::TextSpan;
use diurna_core::fold::push_folded;

/// A run of letters and digits ("U.S." is one atom, "al-Shabaab" two).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Atom {
    pub(crate) span: TextSpan,
    /// Lower case, without diacritics, dots and apostrophes.
    pub(crate) key: String,
    pub(crate) shape: Shape,
    /// What stands between the atom before and this one.
    pub(crate) gap: Gap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Lower,
    Capital,
    Upper,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// White space within a line.
    Space,
    /// A hyphen without white space.
    Hyphen,
    /// Anything else: a name does not go across it.
    Break,
}

/// Cuts `text` into atoms.
pub(crate) fn atoms(text: &str) -> Vec<Atom> {
    let mut out: Vec<Atom> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut gap = Gap::Break;
    let mut gap_chars = 0;
    while let Some((start, c)) = chars.next() {
        if !c.is_alphanumeric() {
            gap = match (c, gap, gap_chars) {
                ('-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}', _, 0) => Gap::Hyphen,
                (' ' | '\u{a0}', _, 0) => Gap::Space,
                // Also behind a plural's apostrophe: "Workers' Party".
                (' ' | '\u{a0}', Gap::Space | Gap::Hyphen, _) => Gap::Space,
                _ => Gap::Break,
            };
            gap_chars += 1;
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut letters = 1;
        while let Some(&(i, n)) = chars.peek() {
            if n.is_alphanumeric() {
                end = i + n.len_utf8();
                letters += 1;
                chars.next();
                continue;
            }
            let mut ahead = chars.clone();
            ahead.next();
            let after = ahead.peek().map(|&(_, a)| a);
            let inner_apostrophe = matches!(n, '\'' | '\u{2019}' | '\u{2018}' | 'ʿ' | 'ʾ' | '`')
                && after.is_some_and(char::is_alphanumeric)
                && !is_possessive(&text[i + n.len_utf8()..]);
            let acronym_dot = n == '.'
                && (letters == 1 || text[start..end].contains('.'))
                && single_letters(&text[start..end])
                && (after.is_none_or(|a| !a.is_alphanumeric()) && text[start..end].contains('.')
                    || after.is_some_and(char::is_alphanumeric) && next_is_single(&text[i + 1..]));
            if inner_apostrophe || acronym_dot {
                end = i + n.len_utf8();
                chars.next();
                continue;
            }
            break;
        }
        out.push(atom(text, start, end, if out.is_empty() { Gap::Break } else { gap }));
        gap = Gap::Break;
        gap_chars = 0;
    }
    out
}

fn atom(text: &str, start: usize, end: usize, gap: Gap) -> Atom {
    let word = &text[start..end];
    let mut key = String::with_capacity(word.len());
    let (mut upper, mut lower, mut letters) = (false, false, 0);
    let mut first_upper = None;
    for c in word.chars().filter(|&c| c != '.') {
        if first_upper.is_none() && c.is_alphabetic() {
            first_upper = Some(c.is_uppercase());
        }
        upper |= c.is_uppercase();
        lower |= c.is_lowercase();
        letters += usize::from(c.is_alphabetic());
        push_folded(c, &mut key);
    }
    let shape = match (first_upper, upper, lower) {
        (_, true, false) if letters > 1 => Shape::Upper,
        (Some(true), ..) => Shape::Capital,
        (_, true, true) if letters > 2 => Shape::Capital,
        _ => Shape::Lower,
    };
    Atom { span: TextSpan::new(start, end), key, shape, gap }
}

fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && chars.next().is_none_or(|c| !c.is_alphanumeric())
}

fn single_letters(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() <= 1)
}

fn next_is_single(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        atoms(text).into_iter().map(|a| a.key).collect()
    }

    #[test]
    fn names_are_cut_alike_however_they_are_written() {
        assert_eq!(
            keys("The U.S. base, al-Shabaab’s men"),
            ["the", "us", "base", "al", "shabaab", "s", "men"]
        );
        assert_eq!(keys("Kait’ib Hezbollah (KH)"), ["kaitib", "hezbollah", "kh"]);
        assert_eq!(keys("He left. Ménaka"), ["he", "left", "menaka"]);
        assert_eq!(atoms("in the US.")[2].key, "us");
        assert_eq!(atoms("Iranian-backed")[1].gap, Gap::Hyphen);
        assert_eq!(atoms("Iran, Iraq")[1].gap, Gap::Break);
        assert_eq!(atoms("McCain")[0].shape, Shape::Capital);
    }
}
