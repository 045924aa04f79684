//! Nouns and adjectives that tell of persons harmed.

use super::Harm;
use super::number::{bounded, is_share, number_in, phrase, push};
use super::verb::{is_of_number, sufferers};
use super::words::{adjective_role, is, noun_role, told_at};
use crate::parties::{behind, conjuncts, is_truly_passive, subjects};
use diurna_core::{Document, Role, TokenSpan, counting};

/// The numbers that a noun or an adjective gives.
pub(super) fn find(d: &Document, at: usize, sentence: TokenSpan, out: &mut Vec<Harm>) {
    let (lemma, noun_tag) = (d.lemma(at), d.tag(at).starts_with("NN"));
    let after_to = at > 0 && lemma == "death" && d.lemma(at - 1) == "to";
    let counted = noun_role(lemma).or_else(|| is("act", lemma).then_some(Role::Killed));
    if let Some(role) = counted.filter(|_| noun_tag && !after_to) {
        noun(d, at, role, out);
    }
    // "There were no casualties": neither dead nor wounded.
    if lemma == "casualty" && d.base_phrase(at).range().any(|t| d.lemma(t) == "no") {
        push(d, out, Role::Killed, at, at);
        push(d, out, Role::Injured, at, at);
    }
    if adjective_role(lemma).is_some()
        && let Some(role) = told_at(d, at)
    {
        adjective(d, at, role, sentence, out);
    }
}

/// "a handful of fatalities", "five deaths", "no injuries"; [`toll`](super::toll) reads "the death toll rose to 30".
fn noun(d: &Document, n: usize, role: Role, out: &mut Vec<Harm>) {
    let lemma = d.lemma(n);
    if lemma == "toll" || lemma == "death" && d.lemma(n + 1) == "toll" {
        return;
    }
    if let Some(h) = d.head(n)
        && d.preposition(n) == Some("of")
        && d.tag(h).starts_with("NN")
        && counting::is_noun(d.lemma(h))
    {
        // "The number of deaths" gives none by itself.
        if d.lemma(h) != "number" {
            let span = d.base_phrase(h).join(d.base_phrase(n));
            out.push(Harm { role, span, head: n, cue: n });
        }
        return;
    }
    let of = d.children(n).find(|&c| c > n && d.preposition(c) == Some("of"));
    // "the bodies of seven people"
    if lemma == "body"
        && let Some(of) = of.filter(|&o| number_in(d, o).is_some())
    {
        push(d, out, role, of, n);
        return;
    }
    if lemma == "body" && !d.children(n).any(|c| d.is_dep(c, "nummod")) {
        return;
    }
    // "the death of the driver", "the murder of two teachers"
    if let Some(of) = of.filter(|_| is("act", lemma)) {
        for head in d.conjuncts(of) {
            push(d, out, role, head, n);
        }
        return;
    }
    // "no injuries or deaths"
    let first = d.head(n).filter(|&h| h < n && d.is_dep(n, "conj") && noun_role(d.lemma(h)).is_some());
    let pair = |h: usize| (h + 1..n).all(|t| matches!(d.lemma(t), "and" | "or"));
    if let Some(h) = first.filter(|&h| pair(h)) {
        if d.base_phrase(h).range().any(|t| d.lemma(t) == "no") {
            out.push(Harm { role, span: d.base_phrase(h).join(d.base_phrase(n)), head: n, cue: n });
        }
        return;
    }
    if phrase(d, n).range().any(|t| d.counts(t) || d.lemma(t) == "no") || is_caused(d, n) {
        push(d, out, role, n, n);
    }
}

/// "Causing injuries": at least one, where no number is told.
fn is_caused(d: &Document, n: usize) -> bool {
    // "The deaths as well as injuries" hang together.
    let first = d.head(n).filter(|&h| d.tag(h).starts_with("NN")).unwrap_or(n);
    let verb = d.head(first).filter(|_| d.is_dep(first, "obj"));
    d.tag(n) == "NNS"
        && d.lemma(n) == "injury"
        && verb.is_some_and(|v| matches!(d.lemma(v), "cause" | "inflict"))
}

/// "left 12 people dead", "three dead", "14 others wounded" where the parse makes it no verb.
fn adjective(d: &Document, a: usize, role: Role, sentence: TokenSpan, out: &mut Vec<Harm>) {
    if is_of_number(d, a) || d.tag(a).starts_with("VB") && !sufferers(d, a, d.lemma(a)).is_empty() {
        return;
    }
    // "and wounded 14 others", where the parse makes the verb an adjective.
    if d.tokens[a].dep == "amod"
        && let Some(h) = d.head(a).filter(|&h| h > a && number_in(d, h).is_some_and(|n| n > a))
    {
        push(d, out, role, h, a);
        return;
    }
    let dead = found_dead(d, a);
    if !dead.is_empty() {
        for head in dead {
            push(d, out, role, head, a);
        }
        return;
    }
    // "dozens of wounded"
    if a >= 2 && d.lemma(a - 1) == "of" && d.counts(a - 2) {
        let span = TokenSpan::new(bounded(d, d.base_phrase(a - 2).start as usize), a + 1);
        out.push(Harm { role, span, head: a, cue: a });
        return;
    }
    let Some(head) = head_before(d, a, sentence) else { return };
    let none =
        matches!(d.lemma(head), "nobody" | "none") || d.base_phrase(head).range().any(|t| d.lemma(t) == "no");
    // "Her driver was wounded": one person, where the noun says so.
    let one = d.tag(head) == "NN" && d.child(a, "cop").is_some() && d.child(a, "nsubj") == Some(head);
    if none || one || number_in(d, head).is_some() || d.counts(head) {
        push(d, out, role, head, a);
    }
}

/// The noun or number before an adjective, with nothing between but words that belong to the adjective.
fn head_before(d: &Document, a: usize, sentence: TokenSpan) -> Option<usize> {
    let start = (sentence.start as usize).max(a.saturating_sub(16));
    let nominal = |t: usize| d.tag(t).starts_with("NN") || d.counts(t);
    let beside = |t: usize| {
        let lemma = d.lemma(t);
        matches!(lemma, "be" | "or" | "and" | "more" | "other")
            || d.word(t) == "more"
            || is("grade", lemma)
            || is("believe", lemma)
    };
    (start..a).rev().find(|&t| nominal(t) || !beside(t)).filter(|&t| nominal(t))
}

/// Those who were "shot dead", "pronounced dead", "found dead".
fn found_dead(d: &Document, a: usize) -> Vec<usize> {
    if d.lemma(a) != "dead" {
        return Vec::new();
    }
    // "shot" is often tagged as something else.
    let finds = |t: usize| {
        d.word(t).eq_ignore_ascii_case("shot")
            || matches!(d.lemma(t), "pronounce" | "declare" | "find" | "shoot" | "confirm")
                && d.tag(t).starts_with("VB")
    };
    let last = (a.saturating_sub(6)..a).rev().find(|&t| finds(t) || d.tag(t).starts_with("VB"));
    let Some(verb) = last.filter(|&t| finds(t)) else { return Vec::new() };
    // "shot him dead", "found three men dead"
    if verb + 1 < a {
        let nominal =
            |t: &usize| d.tag(*t).starts_with("NN") || d.tag(*t).starts_with("PRP") || d.tag(*t) == "CD";
        return Some(a - 1).filter(nominal).into_iter().collect();
    }
    if is_truly_passive(d, verb) || d.tag(verb) == "VBN" {
        let mut heads: Vec<usize> = d.child(verb, "nsubj").or_else(|| d.subject(verb)).into_iter().collect();
        // "GAO, May 9 - Two men were shot dead": a dateline is nobody.
        if heads.first().is_some_and(|&h| d.tag(h).starts_with("NNP")) {
            let others = subjects(d, verb);
            heads = if others.is_empty() { heads } else { others };
        }
        let all = heads.into_iter().flat_map(|h| conjuncts(d, h));
        return all.filter(|&h| h < a && !is_share(d, h)).collect();
    }
    // "shot dead a guard"
    let object = d.child(verb, "obj").filter(|&o| o > a);
    object.or_else(|| d.child(a, "obj")).or_else(|| behind(d, a)).into_iter().collect()
}
