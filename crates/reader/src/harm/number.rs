//! The phrase that gives a number of persons: what belongs to it and what does not.

use super::Harm;
use super::words::{is, told, told_at, verb_role};
use crate::lists;
use diurna_core::{Document, Role, TokenSpan, counting};

/// The phrase of a head without the number of others before it: of "three dead and 20 others" the last two words.
pub(super) fn phrase(d: &Document, head: usize) -> TokenSpan {
    let base = d.base_phrase(head);
    let parts = |t: usize| {
        let counted =
            matches!(d.lemma(t + 1), "and" | "or") || d.counts(t + 1) || counting::is_bound(d.word(t + 1));
        (d.tag(t).starts_with("VB") || d.tag(t).starts_with("JJ"))
            && told(d.lemma(t)).is_some()
            && counted
            && (t + 1..=head).any(|k| d.counts(k))
    };
    match (base.start as usize..head).rev().find(|&t| parts(t)) {
        Some(t) => {
            let joined = matches!(d.lemma(t + 1), "and" | "or");
            TokenSpan::new(t + 1 + usize::from(joined), base.end as usize)
        }
        None => base,
    }
}

/// The token of a number in the phrase of `head`.
pub(crate) fn number_in(d: &Document, head: usize) -> Option<usize> {
    phrase(d, head).range().find(|&t| d.counts(t))
}

/// A noun for what is measured, weighed or paid: the number before it counts nobody.
pub(crate) fn is_measure(lemma: &str) -> bool {
    is("measure", lemma) || lists::AMOUNTS.contains(lemma)
}

/// Where the words begin that bound the number before which they stand: "at least", "as many as", "no fewer than".
pub(super) fn bounded(d: &Document, number: usize) -> usize {
    let first = d.sentences[d.sentence_of(number)].tokens.start as usize;
    let belongs = |t: usize| match d.word(t).to_lowercase().as_str() {
        "no" | "not" => matches!(d.word(t + 1).to_lowercase().as_str(), "more" | "fewer" | "less"),
        "an" | "another" => true,
        _ => bounds(d, t),
    };
    let mut start = number;
    while start > first && belongs(start - 1) {
        start -= 1;
    }
    start
}

/// Whether a word bounds the number that it stands before. "Put the toll at 27", "jailed at 24", "rose to 30": there it does not.
fn bounds(d: &Document, token: usize) -> bool {
    match d.word(token).to_lowercase().as_str() {
        "at" => matches!(d.word(token + 1).to_lowercase().as_str(), "least" | "most"),
        "to" => token > 0 && d.word(token - 1).eq_ignore_ascii_case("up"),
        word => counting::is_bound(word),
    }
}

/// Whether a token is the second of two groups of digits: "1 200". "May 5 200 people" is a day and a number.
pub(super) fn is_group(d: &Document, token: usize) -> bool {
    let digits = |t: usize| d.tag(t) == "CD" && d.word(t).bytes().all(|b| b.is_ascii_digit());
    let Some(before) = token.checked_sub(1).filter(|&b| digits(b) && digits(token)) else { return false };
    let day = before > 0 && d.tag(before - 1).starts_with("NNP");
    let leading = matches!(d.word(before).len(), 1..=3) && !d.word(before).starts_with('0');
    let beside = d.tokens[token].span.start == d.tokens[before].span.end + 1;
    d.word(token).len() == 3 && (leading || is_group(d, before)) && beside && !day
}

/// The counted noun, or the number alone, with which begins what follows a verb.
pub(crate) fn counted_after(d: &Document, verb: usize) -> Option<usize> {
    let last = d.sentences[d.sentence_of(verb)].tokens.end as usize;
    let number = number_behind(d, verb, last.min(verb + 9))?;
    // "Wounding more than 40, two medics told": a number alone.
    let ends = number + 1 >= last
        || matches!(d.word(number + 1), "," | "." | ";" | "and" | "or" | "but" | "in" | "on");
    if d.tag(number) == "CD" && ends {
        return Some(number);
    }
    let head = (number..last.min(number + 7)).find(|&t| {
        let first = d.base_phrase(t).start as usize;
        d.tag(t) == "NNS" && first >= verb && first <= number && number_in(d, t).is_some()
    })?;
    (!is_measure(d.lemma(head))).then_some(head)
}

/// The number with which begins what follows a verb; of two ends the second.
fn number_behind(d: &Document, verb: usize, end: usize) -> Option<usize> {
    let passed = |t: usize| bounds(d, t) || matches!(d.word(t), "between" | "from");
    let next = |from: usize| (from..end).find(|&t| !passed(t)).filter(|&t| d.counts(t));
    let first = next(verb + 1).or_else(|| Some(verb + 1).filter(|&t| t < end && d.counts(t)))?;
    let two = first > verb + 1 && matches!(d.lemma(first + 1), "and" | "but" | "to" | "or");
    let mut number = two.then(|| next(first + 2)).flatten().unwrap_or(first);
    while number + 1 < end && is_group(d, number + 1) {
        number += 1;
    }
    Some(number)
}

/// "166 died and hundreds more were injured", where the parse gives the second verb no subject.
pub(super) fn counted_before(d: &Document, v: usize) -> Option<usize> {
    let sentence = d.sentences[d.sentence_of(v)].tokens;
    let between = |t: &usize| {
        let lemma = d.lemma(*t);
        d.word(*t) == "more"
            || matches!(lemma, "be" | "have" | "also" | "other" | "then")
            || is("believe", lemma)
    };
    let last = (sentence.start as usize..v).rev().find(|t| !between(t))?;
    // "Left three dead and 11 wounded"
    let joined = || {
        d.is_dep(v, "conj") && d.head(v).is_some_and(|h| told(d.lemma(h)).is_some() && d.is_dep(h, "xcomp"))
    };
    let verb = last + 1 < v || is("die", d.lemma(v)) || d.is_dep(v, "xcomp") || joined();
    let people = d.tag(last) == "NNS" && number_in(d, last).is_some();
    (verb && (people || d.counts(last))).then_some(last)
}

/// A part of those counted before: "nine people, five of them children", "four people, including two children".
pub(super) fn is_share(d: &Document, head: usize) -> bool {
    let whole = |t: usize| {
        d.lemma(t) == "of" && matches!(d.lemma(t + 1), "they" | "them" | "whom" | "which" | "these" | "those")
    };
    let start = d.base_phrase(head).start as usize;
    let word = |back: usize| start.checked_sub(back).map_or("", |t| d.word(t));
    let among = word(1) == "including"
        || matches!(word(1), "them" | "whom" | "those") && word(2).eq_ignore_ascii_case("among");
    among || number_in(d, head).is_some_and(|n| whole(n + 1)) || start >= 3 && whole(start - 2)
}

/// Notes the number of persons whose phrase has this head.
pub(crate) fn push(d: &Document, out: &mut Vec<Harm>, role: Role, head: usize, cue: usize) {
    // "hundreds more"
    let head = if head > 0 && d.word(head) == "more" && d.counts(head - 1) { head - 1 } else { head };
    let mut span = counted(d, head, cue);
    // "Rounded up 40 men": the particle is the verb's.
    let start = span.start as usize;
    if d.lemma(start) == "up" && d.lemma(start + 1) != "to" && start < head {
        span = TokenSpan::new(start + 1, span.end as usize);
    }
    span = ranged(d, span, head);
    if let Some(start) = part_of(d, span.start as usize).filter(|_| d.tag(head).starts_with("NN"))
        && !TokenSpan::new(start, span.end as usize).covers(cue)
    {
        span = TokenSpan::new(start, span.end as usize);
    }
    // "nine or more"
    let end = span.end as usize;
    if d.lemma(end) == "or" && matches!(d.lemma(end + 1), "more" | "much" | "many") {
        span = TokenSpan::new(span.start as usize, end + 2);
    }
    // "14 of them", "dozens of people"
    if let Some(of) =
        d.children(head).find(|&c| c > head && d.is_dep(c, "nmod") && d.preposition(c) == Some("of"))
        && d.counts(head)
    {
        span = span.join(d.base_phrase(of));
    }
    // "at least 13 fighters and a soldier", which the parse may take for one phrase.
    if let Some(and) = two_counts(d, span) {
        let left = TokenSpan::new(span.start as usize, and);
        out.push(Harm { role, span: left, head: and - 1, cue });
        span = TokenSpan::new(and + 1, span.end as usize);
    }
    out.push(Harm { role, span, head, cue });
}

/// The phrase of a head with the words before it that bound its number, and without what is of neither.
fn counted(d: &Document, head: usize, cue: usize) -> TokenSpan {
    let own = phrase(d, head);
    let (mut start, end) = (own.start as usize, own.end as usize);
    // "Monday 166 people", "At the Ritz one guard": a name before the number is not of the phrase.
    let number = (start..end).find(|&t| d.tag(t) == "CD" && t < head);
    if let Some(number) = number.filter(|&n| (start..n).any(|t| d.tag(t).starts_with("NNP"))) {
        // "On May 5 200 people": nor is the day of a date.
        let day = d.tag(number - 1).starts_with("NNP") && number + 1 < head && d.tag(number + 1) == "CD";
        start = number + usize::from(day);
    }
    // "3 400 wounded": the parse may give the head one group of the digits.
    while is_group(d, start) {
        start -= 1;
    }
    start = bounded(d, start);
    let at = d.word(start).eq_ignore_ascii_case("at")
        && !matches!(d.word(start + 1).to_lowercase().as_str(), "least" | "most");
    if at && end - start > 1 {
        start += 1;
    }
    if (start..end).contains(&cue) && cue < head {
        start = cue + 1;
    }
    TokenSpan::new(start, end)
}

/// The phrase with the other end of its number: "between 20 and 25 people", "more than 100 but fewer than 120".
fn ranged(d: &Document, span: TokenSpan, head: usize) -> TokenSpan {
    let start = span.start as usize;
    let lemma = |back: usize| start.checked_sub(back).map_or("", |t| d.lemma(t));
    let two = start.checked_sub(2).is_some_and(|t| d.counts(t));
    let from = if d.counts(start) && lemma(1) == "between" && matches!(d.lemma(start + 1), "and" | "to") {
        Some(start - 1)
    } else if d.counts(start) && two {
        match (lemma(3), lemma(1)) {
            ("between", "and" | "to") => Some(start - 3),
            // "20 to 25 people", where the parse parts them.
            (_, "to" | "or") if d.tag(head).starts_with("NN") => Some(bounded(d, start - 2)),
            _ => None,
        }
    } else if two && matches!(lemma(1), "and" | "but") && is_most(d, start) {
        Some(bounded(d, start - 2)).filter(|&s| s + 2 < start)
    } else {
        None
    };
    TokenSpan::new(from.unwrap_or(start), span.end as usize)
}

/// Words that bound a number from above begin at a token.
fn is_most(d: &Document, token: usize) -> bool {
    let pair = (d.word(token).to_lowercase(), d.word(token + 1).to_lowercase());
    matches!(
        (pair.0.as_str(), pair.1.as_str()),
        ("fewer" | "less" | "under", _) | ("at", "most") | ("up", "to") | ("no", "more")
    )
}

/// Where "three of" begins before a phrase for all of whom it is a part: "three of the five hostages".
fn part_of(d: &Document, start: usize) -> Option<usize> {
    let number = start.checked_sub(2).filter(|&n| d.lemma(n + 1) == "of" && d.counts(n))?;
    matches!(d.tag(start), "DT" | "PRP$").then(|| bounded(d, number))
}

/// The "and" between two numbers of persons in one phrase.
fn two_counts(d: &Document, span: TokenSpan) -> Option<usize> {
    (span.start as usize + 2..span.end as usize).find(|&t| {
        d.lemma(t) == "and"
            && t + 2 < span.end as usize
            && (d.counts(t + 1) || matches!(d.lemma(t + 1), "a" | "an"))
            && (span.start as usize..t).any(|k| d.counts(k))
            && d.tag(t - 1).starts_with("NN")
            && !counting::is_noun(d.lemma(t - 1))
    })
}

/// Another word of harm stands between two tokens, or before both in their clause.
pub(super) fn told_between(d: &Document, first: usize, second: usize) -> bool {
    (first + 1..second).any(|t| d.lemma(t) == "and")
        && first > 0
        && (first.saturating_sub(4)..second).any(|t| verb_role(d.lemma(t)).is_some())
}

/// Another role is told between a word and a head behind it: "killed a sergeant and injured four soldiers".
pub(super) fn is_of_other(d: &Document, word: usize, role: Role, head: usize) -> bool {
    (word + 1..head).any(|t| told_at(d, t).is_some_and(|other| other != role))
}
