//! Which event answers which.

use crate::cluster::Cluster;
use crate::input::Input;
use crate::replies;
use diurna_core::{Actor, LinkKind, Root};

/// Mentions from which an attack is what a report is about.
const TOPIC: usize = 3;

/// Pairs of clusters of which the first answers the second, in order; nothing answers two events, and nothing itself, be it
/// over others.
pub(crate) fn find(input: &Input<'_>, actors: &[Actor], clusters: &[Cluster]) -> Vec<(usize, usize)> {
    let of = |t: usize| clusters.iter().position(|c| c.triggers.contains(&t));
    let topic = topic(input, clusters);
    // "In response, Belarus expelled …": the words say more than what only seems an answer.
    let replies = replies::find(input, actors, clusters);
    let mut out: Vec<(usize, usize)> = input
        .reading
        .links
        .iter()
        .filter(|l| l.kind == LinkKind::RespondsTo)
        .filter_map(|l| Some((of(l.from)?, of(l.to)?)))
        .map(|(a, b)| (a, meant(input, clusters, topic, a, b)))
        .filter(|(a, b)| a != b && !replies.iter().any(|(x, _)| x == a))
        .collect();
    out.extend(replies.iter().copied());
    // What was on an earlier day than another event does not answer it: such a pair counts only where no other says otherwise.
    out.sort_unstable_by_key(|&(a, b)| (is_earlier(input, &clusters[a], &clusters[b]), a, b));
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for (a, b) in out {
        if !kept.iter().any(|(x, _)| *x == a) && !reaches(&kept, b, a) {
            kept.push((a, b));
        }
    }
    kept.sort_unstable();
    kept
}

/// Whether an event answers another one, at once or over others.
fn reaches(pairs: &[(usize, usize)], from: usize, to: usize) -> bool {
    let mut at = from;
    for _ in 0..=pairs.len() {
        if at == to {
            return true;
        }
        match pairs.iter().find(|(a, _)| *a == at) {
            Some((_, next)) => at = *next,
            None => return false,
        }
    }
    false
}

/// Whether one event was over before the other began.
fn is_earlier(input: &Input<'_>, a: &Cluster, b: &Cluster) -> bool {
    let days = |c: &Cluster| c.fields.time.and_then(|(m, _)| input.times[m].days);
    days(a).zip(days(b)).is_some_and(|(x, y)| x.1 < y.0)
}

/// The attack that the report is about: told in the headline and most often.
fn topic(input: &Input<'_>, clusters: &[Cluster]) -> Option<usize> {
    let told = |c: &Cluster| c.triggers.len() + if c.is_titled(input) { TOPIC } else { 0 };
    let attacks = clusters.iter().enumerate().filter(|(_, c)| c.root == Root::Assault);
    let best = attacks.max_by_key(|(i, c)| (told(c), std::cmp::Reverse(*i)))?;
    (best.1.triggers.len() >= TOPIC).then_some(best.0)
}

/// What is answered: an attack named once and without a day ("condemned the attack"), or one that no sentence tells beside
/// the answer, stands for the attack that the report is about.
fn meant(input: &Input<'_>, clusters: &[Cluster], topic: Option<usize>, a: usize, b: usize) -> usize {
    let Some(topic) = topic.filter(|&t| t != a) else { return b };
    let (answer, answered) = (&clusters[a], &clusters[b]);
    if answered.root != Root::Assault || answer.root == Root::Assault {
        return b;
    }
    let together = answer.sentences(input).any(|s| answered.sentences(input).any(|other| other == s));
    let bare = answered.triggers.len() == 1 && answered.fields.time.is_none();
    if bare || !together { topic } else { b }
}

#[cfg(test)]
mod tests {
    use super::reaches;

    #[test]
    fn a_chain_of_answers_is_followed_to_its_end() {
        let pairs = [(2, 1), (1, 0)];
        assert!(reaches(&pairs, 2, 0));
        assert!(!reaches(&pairs, 0, 2));
        assert!(reaches(&pairs, 1, 1));
    }
}
