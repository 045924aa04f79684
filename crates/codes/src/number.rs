//! Numbers in digits and words, as values; how they are bounded is decided in `quantities`.

use crate::quantities::{Kind, Table};

/// A number read at the beginning of some words: its range, how many words it took, and its last scale word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) low: u64,
    pub(crate) high: u64,
    pub(crate) taken: usize,
    pub(crate) scale: u64,
}

/// Cuts a phrase into lower-case words. Hyphenated number words come apart, "20-30" becomes "20", "to", "30".
pub(crate) fn tokens(table: &Table, words: &str) -> Vec<String> {
    let words: String = words
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2014}' | '\u{2212}' => '-',
            '\u{2019}' => '\'',
            other => other,
        })
        .collect();
    let mut tokens: Vec<String> = Vec::new();
    // The word before is a group of digits that another may follow: "1 200".
    let mut open = false;
    // A no-break or thin space groups digits; it is white space for `split_whitespace`, hence a split of our own.
    for raw in words.split([' ', '\t', '\n', '\r', '(', ')', '"', '\u{201c}', '\u{201d}']) {
        let word = raw.trim_end_matches([',', ';', ':', '.', '!', '?', '\'']).trim_start_matches('\'');
        if word.is_empty() {
            open = false;
            continue;
        }
        let group = word.bytes().all(|b| b.is_ascii_digit());
        if let Some(last) = tokens.last_mut().filter(|_| open && group && word.len() == 3) {
            last.extend([",", word]);
            open = raw == word;
            continue;
        }
        open = raw == word && group && word.len() <= 3 && !word.starts_with('0');
        if word == "-" {
            tokens.push("to".to_owned());
            continue;
        }
        if let Some(digits) = word.strip_suffix('+').filter(|digits| digits_of(digits).is_some()) {
            tokens.extend([digits.to_owned(), "plus".to_owned()]);
            continue;
        }
        let parts: Vec<&str> = word.split('-').collect();
        let numeric = |part: &&str| digits_of(part).is_some();
        match parts.as_slice() {
            [first, last] if numeric(first) && numeric(last) => {
                tokens.extend([(*first).to_owned(), "to".to_owned(), (*last).to_owned()]);
            }
            parts
                if parts.len() > 1
                    && parts.iter().all(|part| {
                        numeric(part) || matches!(*part, "and" | "or" | "to") || table.knows(part)
                    }) =>
            {
                tokens.extend(parts.iter().map(|part| (*part).to_owned()));
            }
            _ => tokens.push(word.to_owned()),
        }
    }
    tokens
}

/// Digits with or without grouping, and what the fraction adds: "2,300", "1.5".
fn digits_of(word: &str) -> Option<(u64, &str)> {
    let (whole, fraction) = word.split_once('.').unwrap_or((word, ""));
    if whole.is_empty() || !fraction.chars().all(|digit| digit.is_ascii_digit()) || fraction.len() > 6 {
        return None;
    }
    let groups: Vec<&str> = whole.split([',', '\u{a0}', '\u{202f}', '\u{2009}']).collect();
    let grouped = groups.len() == 1
        || (groups[0].len() <= 3
            && !groups[0].is_empty()
            && groups[1..].iter().all(|group| group.len() == 3));
    let digits = groups.concat();
    if !grouped || digits.len() > 12 || !digits.chars().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    Some((digits.parse().ok()?, fraction))
}

/// The number at the beginning of the words.
pub(crate) fn number(table: &Table, words: &[String]) -> Option<Number> {
    let found = half(table, words).or_else(|| vague(table, words)).or_else(|| digits(table, words));
    let found = found.or_else(|| spelled(table, words))?;
    let after = words.get(found.taken).map_or("", String::as_str);
    // Shares are not numbers of persons.
    let share = after == "percent" || after == "%" || after == "per" || after == "pc";
    (!share).then_some(found)
}

/// "half a dozen", "half a million".
fn half(table: &Table, words: &[String]) -> Option<Number> {
    let (_, taken) = table.longest(words, &[Kind::Half])?;
    let scale = table.scale(words.get(taken)?)?;
    Some(Number { low: scale / 2, high: scale / 2, taken: taken + 1, scale })
}

/// "several", "dozens", "several hundred", "tens of thousands".
fn vague(table: &Table, words: &[String]) -> Option<Number> {
    let (row, mut taken) = table.longest(words, &[Kind::Vague])?;
    let (mut low, mut high) = (u64::from(row.low), u64::from(row.high));
    if high == 0 {
        return Some(Number { low, high, taken, scale: 1 });
    }
    let mut last = 1;
    loop {
        let of = usize::from(words.get(taken).is_some_and(|word| word == "of"));
        let Some(scale) = words.get(taken + of).and_then(|word| table.scale_or_plural(word)) else { break };
        low = low.checked_mul(scale)?;
        high = high.checked_add(1)?.checked_mul(scale)?.checked_sub(1)?;
        taken += of + 1;
        last = scale;
    }
    Some(Number { low, high, taken, scale: last })
}

/// "14", "2,300", "1.5 million", "2 dozen".
fn digits(table: &Table, words: &[String]) -> Option<Number> {
    let (whole, fraction) = digits_of(words.first()?)?;
    let mut taken = 1;
    let mut scale = 1_u64;
    while let Some(next) = words.get(taken).and_then(|word| table.scale(word)) {
        scale = scale.checked_mul(next)?;
        taken += 1;
    }
    let mut value = whole.checked_mul(scale)?;
    if !fraction.is_empty() {
        let unit = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        let part = fraction.parse::<u64>().ok()?.checked_mul(scale)?;
        // Half a person is a mistake: the fraction must come out even.
        if !part.is_multiple_of(unit) {
            return None;
        }
        value = value.checked_add(part / unit)?;
    }
    Some(Number { low: value, high: value, taken, scale })
}

/// "twenty-two", "a hundred and fifty", "one million two hundred thousand".
fn spelled(table: &Table, words: &[String]) -> Option<Number> {
    let mut total = 0_u64;
    let mut group = 0_u64;
    let mut open = 0_u64; // the size below which the next plain number must stay, 0 when none may follow
    let mut limit = u64::MAX; // the size below which the next scale must stay
    let mut last_scale = 1;
    let mut at = 0;
    let mut begun = false;
    if matches!(words.first().map(String::as_str), Some("a" | "an"))
        && words.get(1).is_some_and(|word| table.scale(word).is_some())
    {
        (at, group, begun, open) = (1, 1, true, 0);
    }
    let mut taken = 0;
    loop {
        let and = usize::from(begun && open > 0 && words.get(at).is_some_and(|word| word == "and"));
        let Some(word) = words.get(at + and) else { break };
        if let Some((value, used)) = table.plain(&words[at + and..]) {
            if begun && (value >= open || (and == 1 && last_scale == 1) || value == 0) {
                break;
            }
            group += value;
            open = if (20..100).contains(&value) && value % 10 == 0 { 10 } else { 0 };
            begun = true;
            at += and + used;
        } else if let Some(scale) = table.scale(word).filter(|_| and == 0) {
            if scale >= limit || (begun && group == 0) {
                break;
            }
            let times = if begun { group } else { 1 };
            if scale < 1000 {
                if times >= 1000 {
                    break;
                }
                group = times.checked_mul(scale)?;
                open = if scale == 100 { 100 } else { 0 };
            } else {
                total = total.checked_add(times.checked_mul(scale)?)?;
                (group, open, limit) = (0, 1000, scale);
            }
            last_scale = scale;
            begun = true;
            at += 1;
            // "a thousand" may be followed by a number and by nothing.
            if scale >= 1000 && table.plain(&words[at..]).is_none() {
                let joined = words.get(at).is_some_and(|word| word == "and" || word == "a");
                if !joined {
                    taken = at;
                    break;
                }
            }
        } else {
            break;
        }
        taken = at;
    }
    let value = total.checked_add(group)?;
    (taken > 0).then_some(Number { low: value, high: value, taken, scale: last_scale })
}
