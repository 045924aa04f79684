//! Claims: attributions with their sources resolved and the events they concern.

use crate::cluster::Cluster;
use crate::input::Input;
use crate::parties::Cast;
use crate::sources::Sources;
use diurna_core::{ActorKind, Attribution, Document, SourceKind, TextSpan};

/// A claim before it is written down.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    /// Index of the attribution.
    pub(crate) attribution: usize,
    pub(crate) actor: Option<usize>,
    pub(crate) name: Option<String>,
    pub(crate) kind: Option<SourceKind>,
    pub(crate) affiliation: Option<String>,
    /// Indices of the clusters it concerns.
    pub(crate) about: Vec<usize>,
}

/// Resolves every attribution: the claims come one an attribution, in their order.
pub(crate) fn resolve(input: &Input<'_>, cast: &Cast<'_>, clusters: &[Cluster]) -> Vec<Claim> {
    let mut out = Vec::new();
    let mut sources = Sources::new(input, cast);
    let told = Told::of(input, clusters);
    for (i, a) in input.reading.attributions.iter().enumerate() {
        let actor = a.source.and_then(|s| cast.in_phrase(s));
        let who = actor.map(|i| &cast.actors[i]);
        let named = who.filter(|w| w.key.is_some() || w.kind == ActorKind::Person && starts_upper(&w.name));
        let kind = sources.kind(a, actor);
        out.push(Claim {
            attribution: i,
            actor,
            name: named.map(|w| w.name.clone()),
            kind: kind.or(Some(SourceKind::UnnamedPerson)),
            affiliation: who.and_then(|w| w.affiliation.clone()),
            about: told.within(input.document, a),
        });
    }
    out
}

/// Where the events of a report are told, in text order: to see which of them stand in what somebody says.
struct Told {
    /// Heads of triggers, each with the cluster it belongs to.
    heads: Vec<(usize, usize)>,
    /// Words that give persons harmed, each with the cluster it belongs to.
    harmed: Vec<(TextSpan, usize)>,
}

impl Told {
    fn of(input: &Input<'_>, clusters: &[Cluster]) -> Self {
        let (mut heads, mut harmed) = (Vec::new(), Vec::new());
        for (k, c) in clusters.iter().enumerate() {
            heads.extend(c.triggers.iter().map(|&t| (input.reading.triggers[t].head as usize, k)));
            harmed.extend(c.fields.harmed().map(|e| (e, k)));
        }
        heads.sort_unstable();
        harmed.sort_unstable();
        Self { heads, harmed }
    }

    /// The clusters, in order, of which a trigger stands in an attribution, or a number of the persons harmed in what is said.
    fn within(&self, d: &Document, a: &Attribution) -> Vec<usize> {
        let mut out = Vec::new();
        for s in a.content.iter().chain(&a.cue) {
            let from = self.heads.partition_point(|(head, _)| *head < s.start as usize);
            out.extend(self.heads[from..].iter().take_while(|(head, _)| s.covers(*head)).map(|(_, k)| *k));
        }
        for s in a.content.iter().map(|s| d.text_span(*s)) {
            let from = self.harmed.partition_point(|(e, _)| e.start < s.start);
            let near = self.harmed[from..].iter().take_while(|(e, _)| e.start <= s.end);
            out.extend(near.filter(|(e, _)| s.contains(*e)).map(|(_, k)| *k));
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

fn starts_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use diurna_core::{Form, TokenSpan};

    #[test]
    fn a_claim_holds_the_events_that_stand_in_it() {
        let text = "Police said five men fled and two guards died near the old mill";
        let d = diurna_text::Analyzer::new().analyze(diurna_text::plain_report(text));
        let words = |from: usize, to: usize| d.text_span(TokenSpan::new(from, to));
        // "Said" is told by event 2, "fled" by 1, "died" by 0; the guards are the dead of 3, "two" to "died" those of 4.
        let told =
            Told { heads: vec![(1, 2), (4, 1), (8, 0)], harmed: vec![(words(6, 8), 3), (words(6, 9), 4)] };
        let said = |cue: Option<TokenSpan>, content: &[(usize, usize)]| Attribution {
            source: None,
            cue,
            content: content.iter().map(|&(from, to)| TokenSpan::new(from, to)).collect(),
            form: Form::Indirect,
            hedged: false,
        };
        assert_eq!(told.within(&d, &said(None, &[])), [0; 0]);
        assert_eq!(told.within(&d, &said(Some(TokenSpan::new(1, 2)), &[(2, 5)])), [1, 2]);
        // The end of a span is no part of it, for words and for heads.
        assert_eq!(told.within(&d, &said(None, &[(5, 8)])), [3]);
        assert_eq!(told.within(&d, &said(None, &[(6, 9)])), [0, 3, 4]);
        // A cue may hold what is told, and no number; two pieces of content tell of one event once.
        assert_eq!(told.within(&d, &said(Some(TokenSpan::new(6, 9)), &[])), [0]);
        assert_eq!(told.within(&d, &said(None, &[(7, 9), (4, 9)])), [0, 1, 3, 4]);
    }
}
