//! Quotations and told clauses that stand beside who says them are parsed apart.
//!
//! In "“We know what we hit,” Austin said" the words of the quotation and the words about it are
//! two clauses; read in one go, the parser mixes them up. Each is parsed alone, and the quotation
//! hangs from the clause as its complement.

use std::ops::Range;

/// Cuts a sentence into parts to be parsed alone; `true` marks what is quoted.
///
/// `words` are the tokens, `is_verb` tells which are verbs. One part means that nothing is cut.
pub(crate) fn parts(words: &[&str], is_verb: impl Fn(usize) -> bool) -> Vec<(Range<usize>, bool)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let cut = if out.is_empty() || opens(words[at]) { leading(words, at, &is_verb) } else { None };
        if let Some(end) = cut {
            out.push((at..end, true));
            at = end;
            continue;
        }
        // The clause, up to a quotation that follows a comma or colon.
        let end = (at + 1..words.len())
            .find(|&k| {
                opens(words[k])
                    && matches!(words[k - 1], "," | ":")
                    && (at..k).any(&is_verb)
                    && (k + 1..words.len()).any(&is_verb)
                    && words.len() - k > 4
            })
            .unwrap_or(words.len());
        out.push((at..end, false));
        if end < words.len() && leading(words, end, &is_verb).is_none() {
            out.push((end..words.len(), true));
            break;
        }
        at = end;
    }
    if let Some((range, false)) = out.last().cloned()
        && let Some(cut) = trailing(words, range.clone(), &is_verb)
    {
        out.pop();
        out.push((range.start..cut, true));
        out.push((cut..range.end, false));
    }
    out
}

/// Where the words behind a told clause begin: "Police arrested 45 people, | the ministry said."
///
/// Greedy parsers often hang part of the told clause from the second one.
fn trailing(words: &[&str], range: Range<usize>, is_verb: &impl Fn(usize) -> bool) -> Option<usize> {
    let said = (range.start + 3..range.end)
        .rev()
        .find(|&k| matches!(words[k], "said" | "says" | "added" | "reported" | "announced") && is_verb(k))?;
    // Behind the verb: "on Tuesday", "in a statement", but no clause of its own.
    if range.end - said > 12 || (said + 1..range.end).any(is_verb) {
        return None;
    }
    let noun_phrase = |from: usize, to: usize| to > from && to - from < 12 && !(from..to).any(is_verb);
    let comma = |before: usize| (range.start..before).rev().find(|&k| words[k] == ",");
    let mut end = said;
    if words[said - 1] == "," {
        // "the governor, Oleh Karpenko, said"
        let inner = comma(said - 1)?;
        if !noun_phrase(inner + 1, said - 1) {
            return None;
        }
        end = inner;
    }
    let cut = comma(end)?;
    let told = range.start..cut;
    (noun_phrase(cut + 1, end) && told.len() > 2 && told.clone().any(is_verb)).then_some(cut + 1)
}

/// Where a quotation that begins (or goes on) at `at` ends, if a clause follows it.
fn leading(words: &[&str], at: usize, is_verb: &impl Fn(usize) -> bool) -> Option<usize> {
    let from = if opens(words[at]) { at + 1 } else { at };
    let close = (from..words.len()).find(|&j| closes(words[j]) || opens(words[j]) && j > from)?;
    if !closes(words[close]) || from == at && matches!(words[close], "\"" | "''") {
        return None;
    }
    let stopped = close > from && matches!(words[close - 1], "," | "." | "?" | "!" | "…");
    let rest = close + 1..words.len();
    (stopped && close - at > 2 && rest.len() >= 2 && rest.clone().any(is_verb)).then_some(close + 1)
}

fn opens(word: &str) -> bool {
    matches!(word, "“" | "\"" | "``" | "«")
}

fn closes(word: &str) -> bool {
    matches!(word, "”" | "\"" | "''" | "»")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(sentence: &str) -> Vec<(Range<usize>, bool)> {
        let words: Vec<&str> = sentence.split(' ').collect();
        parts(&words, |i| matches!(words[i], "said" | "know" | "hit" | "left" | "stay" | "added"))
    }

    #[test]
    fn a_quotation_beside_its_clause_is_a_part_of_its_own() {
        assert_eq!(cut("“ We know , ” Austin said ."), [(0..5, true), (5..8, false)]);
        assert_eq!(cut("Austin said : “ We know what we hit . ”"), [(0..3, false), (3..11, true)]);
        assert_eq!(
            cut("“ We know , ” Austin said , “ and we stay . ”"),
            [(0..5, true), (5..8, false), (8..14, true)]
        );
        // What is told without a mark, with who tells it behind.
        assert_eq!(cut("Some men left , police said ."), [(0..4, true), (4..7, false)]);
        assert_eq!(cut("Some men left , the mayor , Bo , said on Monday ."), [(0..4, true), (4..13, false)]);
        assert_eq!(cut("The man , a guard , said ."), [(0..8, false)]);
        assert_eq!(cut("Some men left , police said they stay ."), [(0..9, false)]);
        // It goes on from the sentence before.
        assert_eq!(cut("We know what we hit , ” Austin said ."), [(0..7, true), (7..10, false)]);
        // A quoted word is part of its clause.
        assert_eq!(cut("He said the “ axis ” left ."), [(0..8, false)]);
        assert_eq!(cut("Troops left ."), [(0..3, false)]);
    }
}
