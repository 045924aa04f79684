//! Numbers of dead and wounded, and what becomes of several.

use crate::input::Input;
use diurna_codes::quantities;
use diurna_core::{Document, Role, RoleMark, TextSpan, TokenSpan};

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
        (Some(h), Some(n)) if !h.explicit && n.explicit => *have = Some(n.clone()),
        // Sources that differ: the lowest and the highest that anybody gives.
        (Some(h), Some(n)) if h.explicit && n.explicit && differ(input, h, n) => {
            let mut both = h.clone();
            both.low = h.low.min(n.low);
            both.high = match (h.high, n.high) {
                (Some(a), Some(b)) => Some(a.max(b)),
                // "at least four", says one; "six", says another.
                (a, b) => a.or(b),
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
        let Some((low, high)) = number(d, m.span, m.head as usize) else { continue };
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
fn said(input: &Input<'_>, span: TokenSpan) -> Option<usize> {
    input
        .reading
        .attributions
        .iter()
        .position(|a| a.source.is_some() && a.content.iter().any(|c| c.contains(span)))
}

/// Reads the number of persons of a phrase.
fn number(d: &Document, phrase: TokenSpan, head: usize) -> Option<(u32, Option<u32>)> {
    let text = d.text_span(phrase).of(&d.report.text);
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
    match d.tag(head) {
        "NN" if matches!(first, "a" | "an" | "one" | "another") => Some((1, Some(1))),
        "NN" if matches!(d.lemma(head), "one" | "nobody" | "none") && first == "no" => Some((0, Some(0))),
        "NN" if is_person_noun(d.lemma(head)) && !matches!(first, "no" | "any") => Some((1, Some(1))),
        "NNP" if d.is_dep(head, "nsubj") || d.tokens[head].dep == "obj" => Some((1, Some(1))),
        _ => match d.lemma(head) {
            "nobody" | "none" => Some((0, Some(0))),
            "one" if first == "no" => Some((0, Some(0))),
            _ => None,
        },
    }
}

fn is_person_noun(lemma: &str) -> bool {
    matches!(
        lemma,
        "man"
            | "woman"
            | "person"
            | "soldier"
            | "policeman"
            | "officer"
            | "child"
            | "boy"
            | "girl"
            | "driver"
            | "contractor"
            | "civilian"
            | "gunman"
            | "attacker"
            | "bomber"
            | "guard"
            | "journalist"
            | "worker"
            | "official"
            | "student"
            | "teacher"
            | "militant"
            | "leader"
            | "commander"
            | "passenger"
            | "protester"
            | "suspect"
            | "victim"
            | "marine"
            | "fighter"
            | "hostage"
            | "pilot"
            | "reporter"
            | "photographer"
            | "member"
            | "mother"
            | "father"
            | "son"
            | "daughter"
            | "brother"
            | "sister"
            | "wife"
            | "husband"
            | "minister"
            | "president"
            | "judge"
            | "demonstrator"
            | "villager"
            | "farmer"
            | "resident"
            | "assailant"
            | "insurgent"
            | "schoolgirl"
            | "schoolboy"
            | "infant"
            | "baby"
    )
}
