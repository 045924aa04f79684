//! Which event answers which.

use crate::cluster::Cluster;
use crate::input::Input;
use diurna_core::{LinkKind, RegionKind, Root};

/// Mentions from which an attack is what a report is about.
const TOPIC: usize = 3;

/// Pairs of clusters of which the first answers the second, in order; nothing answers two events.
pub(crate) fn find(input: &Input<'_>, clusters: &[Cluster]) -> Vec<(usize, usize)> {
    let of = |t: usize| clusters.iter().position(|c| c.triggers.contains(&t));
    let topic = topic(input, clusters);
    let mut out: Vec<(usize, usize)> = input
        .reading
        .links
        .iter()
        .filter(|l| l.kind == LinkKind::RespondsTo)
        .filter_map(|l| Some((of(l.from)?, of(l.to)?)))
        .map(|(a, b)| (a, meant(input, clusters, topic, a, b)))
        .filter(|(a, b)| a != b)
        .collect();
    out.sort_unstable();
    out.dedup_by_key(|(a, _)| *a);
    out
}

/// The attack that the report is about: told in the headline and most often.
fn topic(input: &Input<'_>, clusters: &[Cluster]) -> Option<usize> {
    let d = input.document;
    let told = |c: &Cluster| {
        let titled = c.triggers.iter().any(|&t| {
            let s = d.sentence_of(input.reading.triggers[t].head as usize);
            d.sentences[s].region == RegionKind::Title
        });
        c.triggers.len() + if titled { TOPIC } else { 0 }
    };
    let attacks = clusters.iter().enumerate().filter(|(_, c)| c.root == Root::Assault);
    let best = attacks.max_by_key(|(i, c)| (told(c), std::cmp::Reverse(*i)))?;
    (best.1.triggers.len() >= TOPIC).then_some(best.0)
}

/// What is answered: an attack named once and without a day ("condemned the attack"), or one that no sentence tells beside
/// the answer, stands for the attack that the report is about.
fn meant(input: &Input<'_>, clusters: &[Cluster], topic: Option<usize>, a: usize, b: usize) -> usize {
    let d = input.document;
    let Some(topic) = topic.filter(|&t| t != a) else { return b };
    let (answer, answered) = (&clusters[a], &clusters[b]);
    if answered.root != Root::Assault || answer.root == Root::Assault {
        return b;
    }
    let sentences = |c: &Cluster| -> Vec<usize> {
        c.triggers.iter().map(|&t| d.sentence_of(input.reading.triggers[t].head as usize)).collect()
    };
    let together = sentences(answer).iter().any(|s| sentences(answered).contains(s));
    let bare = answered.triggers.len() == 1 && answered.fields.time.is_none();
    if bare || !together { topic } else { b }
}
