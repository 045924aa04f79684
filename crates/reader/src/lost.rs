//! Words that give the missing and those arrested, captured or taken hostage.

use crate::harm::{Harm, is_measure, number_in, push, sufferers};
use crate::{lists, parties};
use diurna_core::{Document, Role, TokenSpan};

/// Finds expressions for the missing and the detained in a sentence.
pub(crate) fn find(d: &Document, sentence: TokenSpan, out: &mut Vec<Harm>) {
    for at in sentence.range() {
        let lemma = d.lemma(at);
        if takes(d, at, sentence) {
            for head in taken(d, at) {
                push(d, out, Role::Detained, head, at);
            }
        }
        // "Sixty arrests were made."
        if lemma == "arrest" && d.tag(at) == "NNS" && number_in(d, at).is_some() {
            push(d, out, Role::Detained, at, at);
        }
        if let Some(head) = gone(d, at, sentence) {
            push(d, out, Role::Missing, head, at);
        }
    }
}

/// Those who lose their freedom by a verb.
fn taken(d: &Document, verb: usize) -> Vec<usize> {
    let mut heads = sufferers(d, verb, d.lemma(verb));
    // "Rounded up 40 men": a parse may hang them from the particle.
    let rounds_up = d.lemma(verb) == "round" && d.lemma(verb + 1) == "up";
    if heads.is_empty() && rounds_up && !parties::is_truly_passive(d, verb) {
        heads.extend(parties::behind(d, verb + 1));
    }
    // "Jailed two years" tells how long, and figures are rounded up, too.
    heads.retain(|&h| !is_measure(d.lemma(h)) && !matches!(d.lemma(h), "figure" | "total" | "sum"));
    heads
}

/// A verb whose object loses its freedom: "detained", "rounded up", "took 20 hostages", "were taken prisoner".
fn takes(d: &Document, at: usize, sentence: TokenSpan) -> bool {
    if !d.tag(at).starts_with("VB") && d.tokens[at].dep != "acl" {
        return false;
    }
    match d.lemma(at) {
        lemma if lists::DETAINING.contains(lemma) => true,
        "round" => {
            let up = (at + 1..(at + 5).min(sentence.end as usize)).find(|&t| d.lemma(t) == "up");
            // Figures are "rounded up to 60" and "up to the next ten".
            let to = |t: usize| d.lemma(t) == "to" && (d.counts(t + 1) || d.tag(t + 1) == "DT");
            up.is_some_and(|t| !to(t + 1))
        }
        "take" | "hold" | "seize" => {
            let captive = |t: usize| matches!(d.lemma(t), "hostage" | "prisoner" | "captive" | "custody");
            (at + 1..(at + 8).min(sentence.end as usize))
                .take_while(|&t| !d.tag(t).starts_with("VB") && !matches!(d.word(t), "," | ";"))
                .any(captive)
        }
        _ => false,
    }
}

/// Head of the noun phrase of those who are missing: "three are missing", "two went missing", "12 remain unaccounted for".
fn gone(d: &Document, at: usize, sentence: TokenSpan) -> Option<usize> {
    let word = d.word(at);
    if word.eq_ignore_ascii_case("disappeared") && d.tag(at).starts_with("VB") {
        return d.subject(at).filter(|&s| number_in(d, s).is_some());
    }
    if !word.eq_ignore_ascii_case("missing") && !word.eq_ignore_ascii_case("unaccounted") {
        return None;
    }
    // Back over "are still", "went", "remain": the words between belong to the verb.
    let between = |t: &usize| {
        matches!(d.lemma(*t), "be" | "go" | "remain" | "still" | "report" | "list" | "also" | "have" | "as")
    };
    let start = sentence.start as usize;
    let last = (start..at).rev().find(|t| !between(t))?;
    let counted = |h: usize| number_in(d, h).is_some();
    let nominal = d.tag(last).starts_with("NN") || d.tag(last) == "CD";
    if nominal && counted(last) {
        return Some(last);
    }
    d.subject(at).filter(|&s| counted(s))
}
