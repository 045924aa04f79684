//! Numbers of dead and wounded, and what becomes of several.

use crate::harmed;
use crate::input::Input;
use diurna_codes::quantities;
use diurna_core::{Attribution, Role, RoleMark, TextSpan, TokenSpan};

/// A number of persons with the words it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Harm {
    pub(crate) low: u32,
    pub(crate) high: Option<u32>,
    pub(crate) evidence: Vec<TextSpan>,
    /// A number stands in the words; otherwise it follows from "a man", "the driver".
    pub(crate) explicit: bool,
    /// The attribution in whose content it stands.
    pub(crate) said: Option<usize>,
}

/// The first number told stands, unless it only followed from a singular noun.
pub(crate) fn merge(input: &Input<'_>, have: &mut Option<Harm>, new: Option<&Harm>) {
    match (have.as_ref(), new) {
        (None, Some(n)) => *have = Some(n.clone()),
        // "A policeman was shot. No other casualties were reported": nobody else, so it takes nothing back.
        (Some(_), Some(n)) if n.high == Some(0) => {}
        (Some(h), Some(n)) if !h.explicit && n.explicit => *have = Some(n.clone()),
        // Sources that differ: the lowest and the highest that anybody gives.
        (Some(h), Some(n)) if h.explicit && n.explicit && differ(input, h, n) => {
            let mut both = h.clone();
            both.low = h.low.min(n.low);
            both.high = match (h.high, n.high) {
                (Some(a), Some(b)) => Some(a.max(b)),
                // "at least four", says one; "six", says another.
                (None, b) => b,
                // "four", says one; "at least six", says another: open at the top.
                (Some(a), None) => Some(a).filter(|a| n.low <= *a),
            };
            both.evidence.extend(n.evidence.iter().copied());
            *have = Some(both);
        }
        // A sum of parts that agrees with the number told before is the fuller account.
        (Some(h), Some(n)) if n.evidence.len() > h.evidence.len() && n.explicit && agree(h, n) => {
            *have = Some(n.clone())
        }
        _ => {}
    }
}

/// Two numbers from different sources, neither inside the other.
fn differ(input: &Input<'_>, a: &Harm, b: &Harm) -> bool {
    let source = |h: &Harm| h.said.and_then(|i| input.reading.attributions.get(i)).and_then(|x| x.source);
    let (x, y) = (source(a), source(b));
    let text =
        |s: diurna_core::TokenSpan| input.document.text_span(s).of(&input.document.report.text).to_string();
    let other = y.is_some() && x.map(text) != y.map(text);
    other && b.low > 1 && (b.low != a.low || b.high != a.high) && b.low >= a.low
}

fn agree(a: &Harm, b: &Harm) -> bool {
    a.low <= b.high.unwrap_or(u32::MAX) && b.low <= a.high.unwrap_or(u32::MAX)
}

/// What a trigger's marks say of one role: the numbers of a sentence are added up, those of several
/// sentences brought together as accounts.
pub(crate) fn of(input: &Input<'_>, marks: &[&RoleMark], role: Role) -> Option<Harm> {
    let d = input.document;
    let mut told: Vec<(usize, Harm)> = Vec::new();
    for m in marks.iter().filter(|m| m.role == role) {
        let at = d.sentence_of(m.span.start as usize);
        let Some((low, high)) = number(input, m.span, m.head as usize) else { continue };
        let span = d.text_span(m.span);
        let explicit =
            m.span.range().any(|t| d.tag(t) == "CD" || d.lemma(t) == "no") || low != high.unwrap_or(u32::MAX);
        match told.last_mut().filter(|(s, _)| *s == at) {
            Some((_, t)) => {
                t.low = t.low.saturating_add(low);
                t.high = t.high.zip(high).map(|(a, b)| a.saturating_add(b));
                t.evidence.push(span);
                t.explicit |= explicit;
            }
            None => {
                told.push((at, Harm { low, high, evidence: vec![span], explicit, said: said(input, m.span) }))
            }
        }
    }
    let mut all = None;
    for (_, harm) in &told {
        merge(input, &mut all, Some(harm));
    }
    all
}

/// The attribution that a number stands in.
pub(crate) fn said(input: &Input<'_>, span: TokenSpan) -> Option<usize> {
    teller(&input.reading.attributions, span)
}

/// The attribution that words stand in: the innermost that holds them and names a source.
pub(crate) fn teller(all: &[Attribution], words: TokenSpan) -> Option<usize> {
    all.iter()
        .enumerate()
        .filter(|(_, a)| a.source.is_some() && a.content.iter().any(|c| c.contains(words)))
        .min_by_key(|(i, a)| (a.content.iter().map(|c| c.len()).sum::<usize>(), *i))
        .map(|(i, _)| i)
}

/// Reads the number of persons of a phrase.
pub(crate) fn number(input: &Input<'_>, phrase: TokenSpan, head: usize) -> Option<(u32, Option<u32>)> {
    let d = input.document;
    // "Her two children": whose they are is no part of the number.
    let whose = usize::from(phrase.len() > 1 && d.tag(phrase.start as usize) == "PRP$");
    let counted = TokenSpan::new(phrase.start as usize + whose, phrase.end as usize);
    let text = d.text_span(counted).of(&d.report.text);
    let numbered = phrase.range().any(|t| {
        d.tag(t) == "CD"
            || matches!(
                d.lemma(t),
                "no" | "none"
                    | "dozen"
                    | "hundred"
                    | "several"
                    | "handful"
                    | "score"
                    | "thousand"
                    | "few"
                    | "couple"
                    | "many"
                    | "some"
            )
    });
    if numbered && let Some(n) = quantities::read(text) {
        return Some(n);
    }
    let first = d.lemma(phrase.start as usize);
    let one = Some((1, Some(1)));
    match d.tag(head) {
        "NN" if matches!(d.lemma(head), "one" | "nobody" | "none") && first == "no" => Some((0, Some(0))),
        "NN" if matches!(first, "a" | "an" | "one" | "another") && is_human(input, head) => one,
        "NN" if harmed::is_person(d.lemma(head)) && !matches!(first, "no" | "any") => one,
        "NNP" if is_human(input, head) && !matches!(first, "no" | "any") => one,
        "PRP" if matches!(d.lemma(head), "he" | "she" | "him" | "her") => one,
        _ => match d.lemma(head) {
            "nobody" | "none" => Some((0, Some(0))),
            "one" if first == "no" => Some((0, Some(0))),
            _ => None,
        },
    }
}

/// Whether a noun is a word for human beings: by the table, by the actor that it names, or a name of its own.
pub(crate) fn is_human(input: &Input<'_>, head: usize) -> bool {
    use diurna_core::ActorKind::{ArmedGroup, Civilians, Media, Military, Person, Police, Protesters};
    let d = input.document;
    let lemma = d.lemma(head);
    if harmed::is_group(lemma) {
        return false;
    }
    if harmed::is_person(lemma) || harmed::is_blank(lemma) || harmed::side(lemma).is_some() {
        return true;
    }
    let Some(token) = d.tokens.get(head) else { return false };
    let mut named = input.actors.iter().filter(|m| m.span.overlaps(token.span)).peekable();
    if named.peek().is_none() {
        return d.tag(head).starts_with("NNP") || d.tag(head) == "CD";
    }
    named.any(|m| matches!(m.kind, Person | Civilians | Military | Police | ArmedGroup | Protesters | Media))
}
