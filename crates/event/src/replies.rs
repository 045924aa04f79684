//! Answers that do not name what they answer: "the army responded with air strikes", "in response, Belarus expelled …".

use crate::cluster::{Cluster, same_side};
use crate::fields::Party;
use crate::input::Input;
use crate::retold;
use diurna_core::{Actor, Document, RegionKind, Root, words};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../data/events/links.tsv");

/// Sentences back to which a bare answer reaches.
const REACH: usize = 4;

/// Phrases of a kind of the table, as words.
fn phrases(kind: &str) -> Vec<Vec<&'static str>> {
    let listed = words::kinds(TABLE).remove(kind).unwrap_or_default();
    listed.into_iter().map(|p| p.split_whitespace().collect()).collect()
}

static BARE: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| phrases("b"));
static VERBS: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| phrases("v"));

/// Pairs of clusters of which the first answers the second: the latest hostile act of another side told before.
pub(crate) fn find(input: &Input<'_>, actors: &[Actor], clusters: &[Cluster]) -> Vec<(usize, usize)> {
    let d = input.document;
    let head = |t: usize| input.reading.triggers[t].head as usize;
    let heads = sorted(input.reading.triggers.iter().map(|t| t.head as usize));
    // Where hostile acts are told: head and cluster, in order.
    let acts = told(input, clusters, is_hostile);
    let mut out = Vec::new();
    for (a, answer) in clusters.iter().enumerate() {
        let Some(at) = answer.triggers.iter().map(|&t| head(t)).find(|&h| is_reply(d, &heads, h)) else {
            continue;
        };
        let near = d.sentence_of(at).saturating_sub(REACH);
        let before = acts[..acts.partition_point(|(h, _)| *h < at)].iter().rev();
        let mut reached = before.take_while(|(h, _)| d.sentence_of(*h) >= near).map(|(_, b)| *b);
        let other = |b: usize| b != a && is_other(actors, &answer.fields.agents, &clusters[b].fields.agents);
        out.extend(reached.find(|&b| other(b)).map(|b| (a, b)));
    }
    out
}

/// "He visited Gao. Mali criticised the visit": pairs of clusters of which the first speaks of the second, that its object tells again.
pub(crate) fn reactions(input: &Input<'_>, clusters: &[Cluster]) -> Vec<(usize, usize)> {
    let d = input.document;
    let head = |t: usize| input.reading.triggers[t].head as usize;
    let told = told(input, clusters, |_| true);
    let mut out = Vec::new();
    for (a, c) in clusters.iter().enumerate().filter(|(_, c)| reacts(c)) {
        let objects =
            c.triggers.iter().filter_map(|&t| d.child(head(t), "obj").filter(|&o| is_known_deed(d, o)));
        let deed = |o: usize| {
            let (before, from) = told.split_at(told.partition_point(|(h, _)| *h < o));
            let same = |h: usize| d.lemma(h) == d.lemma(o) || retold::is_same_deed(d.lemma(h), d.lemma(o));
            // The object may be a trigger itself, or name what was told before.
            let own = from.iter().take_while(|(h, _)| *h == o).find(|(_, b)| *b != a);
            let again = || before.iter().rev().find(|&&(h, b)| b != a && same(h));
            own.or_else(again).map(|&(_, b)| (a, b))
        };
        out.extend(objects.filter_map(deed).next());
    }
    out
}

/// Who accuses, supports or rejects speaks of something.
fn reacts(c: &Cluster) -> bool {
    matches!(c.root, Root::Accuse | Root::Support | Root::Reject) && c.is_fact()
}

/// A noun that points at something told: "the visit", "this decision".
fn is_known_deed(d: &Document, noun: usize) -> bool {
    let points =
        |t: usize| matches!(d.lemma(t), "the" | "this" | "that" | "these" | "those") || d.tag(t) == "POS";
    d.tag(noun).starts_with("NN") && d.base_phrase(noun).range().any(points)
}

/// Where clusters of a kind are told: the heads of their triggers with the cluster, in order.
fn told(input: &Input<'_>, clusters: &[Cluster], of_kind: impl Fn(&Cluster) -> bool) -> Vec<(usize, usize)> {
    let head = |t: usize| input.reading.triggers[t].head as usize;
    let kind = clusters.iter().enumerate().filter(|(_, c)| of_kind(c));
    sorted(kind.flat_map(|(b, c)| c.triggers.iter().map(move |&t| (head(t), b))))
}

fn sorted<T: Ord>(things: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = things.collect();
    all.sort_unstable();
    all
}

/// What may be answered by a hostile act.
fn is_hostile(c: &Cluster) -> bool {
    matches!(c.root, Root::Assault | Root::Coerce | Root::Sanction | Root::Threaten | Root::Mobilize)
        && c.is_fact()
}

/// Nobody of one list stands on the side of one of the other.
fn is_other(actors: &[Actor], a: &[Party], b: &[Party]) -> bool {
    !a.iter().any(|p| b.iter().any(|q| p.actor == q.actor || same_side(&actors[p.actor], &actors[q.actor])))
}

/// Whether the words around a trigger say that it answers something, without saying what; `heads` are those of all triggers, in
/// order.
fn is_reply(d: &Document, heads: &[usize], head: usize) -> bool {
    let sentence = &d.sentences[d.sentence_of(head)];
    if sentence.region != RegionKind::Body {
        return false;
    }
    let inside = |h: &usize| sentence.tokens.covers(*h);
    let split = |at: usize| heads.split_at(heads.partition_point(|h| *h < at));
    let first_after = |at: usize| split(at).1.first().copied().filter(inside);
    let last_before = |at: usize| split(at).0.last().copied().filter(inside);
    sentence.tokens.range().any(|at| {
        let starts = |phrase: &&Vec<&str>| {
            phrase.iter().enumerate().all(|(i, w)| {
                at + i < sentence.tokens.end as usize
                    && (d.word(at + i).eq_ignore_ascii_case(w) || d.lemma(at + i) == *w)
            })
        };
        if let Some(phrase) = BARE.iter().find(starts) {
            let next = at + phrase.len();
            // "In response to the attack" names it.
            if matches!(d.lemma(next), "to" | "for" | "at" | "against" | "of" | "over") {
                return false;
            }
            let opens = at == sentence.tokens.start as usize || matches!(d.lemma(at - 1), "," | "and" | ";");
            return if opens { first_after(next) } else { last_before(at) } == Some(head);
        }
        if !d.tag(at).starts_with("VB") {
            return false;
        }
        let Some(phrase) = VERBS.iter().find(starts) else { return false };
        let by = |t: usize| matches!(d.lemma(t), "with" | "by");
        let means = (at + phrase.len()..head).any(by) && head > at;
        // "Vowed to respond".
        let vowed = d.tokens[at].dep == "xcomp" && d.head(at) == Some(head);
        head == at || vowed || means && (d.head(head) == Some(at) || first_after(at + 1) == Some(head))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_the_table_are_read() {
        assert!(BARE.contains(&vec!["in", "response"]));
        assert!(VERBS.contains(&vec!["retaliate"]));
    }
}
