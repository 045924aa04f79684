//! Claims: attributions with their sources resolved and the events they concern.

use crate::cluster::Cluster;
use crate::input::Input;
use crate::parties::Cast;
use crate::sources;
use diurna_core::{ActorKind, Attribution, SourceKind};

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

/// Resolves every attribution.
pub(crate) fn resolve(input: &Input<'_>, cast: &Cast<'_>, clusters: &[Cluster]) -> Vec<Claim> {
    let mut out = Vec::new();
    let mut kinds = Vec::new();
    for (i, a) in input.reading.attributions.iter().enumerate() {
        let actor = a.source.and_then(|s| cast.in_phrase(s));
        let who = actor.map(|i| &cast.actors[i]);
        let named = who.filter(|w| w.key.is_some() || w.kind == ActorKind::Person && starts_upper(&w.name));
        let kind = sources::kind(input, cast, a, actor, &kinds);
        kinds.push(kind);
        let about = clusters
            .iter()
            .enumerate()
            .filter(|(_, c)| {
                let tells = c.triggers.iter().any(|&t| {
                    let head = input.reading.triggers[t].head as usize;
                    a.content.iter().any(|s| s.covers(head)) || a.cue.is_some_and(|s| s.covers(head))
                });
                tells || counts(input, a, c)
            })
            .map(|(k, _)| k)
            .collect();
        out.push(Claim {
            attribution: i,
            actor,
            name: named.map(|w| w.name.clone()),
            kind: kind.or(Some(SourceKind::UnnamedPerson)),
            affiliation: who.and_then(|w| w.affiliation.clone()),
            about,
        });
    }
    out
}

/// True where a number of the persons harmed in the event stands in what is said.
fn counts(input: &Input<'_>, a: &Attribution, c: &Cluster) -> bool {
    let content: Vec<_> = a.content.iter().map(|s| input.document.text_span(*s)).collect();
    c.fields.harmed().any(|e| content.iter().any(|s| s.start <= e.start && e.end <= s.end))
}

fn starts_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}
