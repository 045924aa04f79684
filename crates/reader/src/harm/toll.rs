//! Figures that are named as such: "the toll rose to 30", "the number of dead", "put the dead at six".

use super::Harm;
use super::number::{bounded, is_group, is_measure, number_in};
use super::words::{adjective_role, is, noun_role, told};
use crate::triggers::Found;
use diurna_core::{Document, Role, Scene, TimeMention, TokenSpan};

/// Tokens behind the name of a figure among which it is looked for.
const REACH: usize = 14;

/// The figure that a word names, unless it sums up a month or a year.
pub(super) fn find(scene: Scene<'_>, found: &[Found], at: usize, sentence: TokenSpan, out: &mut Vec<Harm>) {
    let Some((role, end)) = named(scene.document, at, sentence) else { return };
    let figure = behind(scene, end, sentence)
        .or_else(|| before(scene, at, sentence))
        .or_else(|| beside(scene, at, sentence));
    if let Some((span, head)) = figure.filter(|(_, n)| !is_sum(scene, found, (at, *n), sentence)) {
        out.push(Harm { role, span, head, cue: at });
    }
}

/// What a figure is of, where a word names one, and the end of that name.
fn named(d: &Document, at: usize, sentence: TokenSpan) -> Option<(Role, usize)> {
    let lemma = d.lemma(at);
    if is("toll", lemma) && d.tag(at).starts_with("NN") && !is("road", d.lemma(at + 1)) {
        return Some((Role::Killed, at + 1));
    }
    // "the number of dead", "the number of people killed"
    if lemma == "number" && d.lemma(at + 1) == "of" {
        let role = |t: usize| told(d.lemma(t)).or_else(|| noun_role(d.lemma(t)));
        let end = (at + 6).min(sentence.end as usize);
        return (at + 2..end).find_map(|t| Some((role(t)?, t + 1)));
    }
    // "put the dead at six"
    let put = at >= 2 && d.lemma(at + 1) == "at" && d.lemma(at - 1) == "the" && d.lemma(at - 2) == "put";
    adjective_role(lemma).filter(|_| put).map(|role| (role, at + 1))
}

/// Whether a number may be a figure of persons: no hour, no day, no percent.
fn may_be_figure(scene: Scene<'_>, token: usize) -> bool {
    let d = scene.document;
    d.counts(token)
        && !is_measure(d.lemma(token + 1))
        && d.word(token + 1) != "%"
        && !scene.times.iter().any(|t| t.span.overlaps(d.tokens[token].span))
}

/// The figure behind its name, where a word leads to it: "rose to at least 30", "was put at between 20 and 25".
fn behind(scene: Scene<'_>, end: usize, sentence: TokenSpan) -> Option<(TokenSpan, usize)> {
    let d = scene.document;
    let stop = (end + REACH).min(sentence.end as usize);
    for token in (end..stop).take_while(|&t| d.word(t) != ";").filter(|&t| may_be_figure(scene, t)) {
        let start = bounded(d, token);
        let lead = |back: usize| start.checked_sub(back).map_or("", |t| d.lemma(t));
        let two = lead(1) == "between" && d.lemma(token + 1) == "and" && d.counts(token + 2);
        if two && is("give", lead(2)) {
            return Some((TokenSpan::new(start - 1, token + 3), token + 2));
        }
        if start >= end && is("give", lead(1)) {
            let mut last = token;
            while is_group(d, last + 1) {
                last += 1;
            }
            return Some((TokenSpan::new(start, last + 1), last));
        }
    }
    None
}

/// The figure before its name: "brings to 31 the number of dead".
fn before(scene: Scene<'_>, at: usize, sentence: TokenSpan) -> Option<(TokenSpan, usize)> {
    let d = scene.document;
    let first = sentence.start as usize;
    let own = |t: usize| matches!(d.tag(t), "DT" | "NN" | "PRP$" | "JJ");
    let start = (first..at).rev().find(|&t| !own(t))?;
    let from = bounded(d, start);
    let led = from > first && matches!(d.lemma(from - 1), "to" | "at");
    (may_be_figure(scene, start) && led).then(|| (TokenSpan::new(from, start + 1), start))
}

/// A toll's figure that hangs from the same verb.
fn beside(scene: Scene<'_>, at: usize, sentence: TokenSpan) -> Option<(TokenSpan, usize)> {
    let d = scene.document;
    let verb = d.head(at).filter(|_| is("toll", d.lemma(at)))?;
    let figure = |c: usize| {
        let number = number_in(d, c).filter(|&n| may_be_figure(scene, n) && !is_measure(d.lemma(c)))?;
        let from = bounded(d, number);
        let old = from > sentence.start as usize && d.lemma(from - 1) == "from";
        (!old).then(|| (TokenSpan::new(from, number + 1), number))
    };
    d.children(verb).filter(|&c| c > at).find_map(figure)
}

/// Whether a figure is that of a month or a year, and no toll of the event: "bringing the number of dead this month to 60".
fn is_sum(scene: Scene<'_>, found: &[Found], (name, number): (usize, usize), sentence: TokenSpan) -> bool {
    let d = scene.document;
    let (first, last) = (name.min(number), name.max(number));
    let (from, to) = (sentence.start as usize, sentence.end as usize);
    let mark = |t: &usize| matches!(d.word(*t), "," | ";");
    let start = (from..first).rev().find(|t| mark(t) || d.tag(*t).starts_with("VB")).map_or(from, |t| t + 1);
    let end = (last + 1..to).find(mark).unwrap_or(to);
    let clause = d.text_span(TokenSpan::new(start, end));
    let summed = |time: &TimeMention| {
        let own = d.tokens_in(time.span);
        let (begin, behind) = (own.start as usize, own.end as usize);
        // "The toll of last week's attack" is of that attack, and so is "the toll from an attack last week".
        let owns =
            d.tag(behind) == "POS" && !is("toll", d.lemma(behind + 1)) && d.lemma(behind + 1) != "death";
        let dates = found.iter().any(|f| {
            let head = f.trigger.head as usize;
            (name + 1..begin).contains(&head) && d.tag(head) == "NN"
        });
        // "Rose to seven this week": when it rose.
        let since = begin > number && time.granularity == "week";
        is_long(time) && !owns && !dates && !since
    };
    scene.times.iter().filter(|t| clause.overlaps(t.span)).any(summed)
}

/// A time over which incidents are summed up.
fn is_long(time: &TimeMention) -> bool {
    let unit =
        matches!(time.granularity, "week" | "month" | "season" | "quarter" | "year" | "decade" | "century");
    unit || time.kind == "DURATION" && time.days.is_some()
}
