//! Which event answers which.

use crate::cluster::Cluster;
use crate::input::Input;
use crate::replies;
use diurna_core::{Actor, Link, LinkKind, Root};
use std::collections::BTreeSet;

/// Mentions from which an attack is what a report is about.
const TOPIC: usize = 3;

/// Pairs of clusters of which the first answers the second, in order; nothing answers two events, and nothing itself, be it
/// over others.
pub(crate) fn find(input: &Input<'_>, actors: &[Actor], clusters: &[Cluster]) -> Vec<(usize, usize)> {
    let topic = topic(input, clusters);
    let sentences: Vec<BTreeSet<usize>> = clusters.iter().map(|c| c.sentences(input).collect()).collect();
    // "In response, Belarus expelled …": the words say more than what only seems an answer.
    let replies = replies::find(input, actors, clusters);
    let replying: BTreeSet<usize> = replies.iter().map(|(a, _)| *a).collect();
    let homes = homes(input, clusters);
    let mut out: Vec<(usize, usize)> = pairs(&homes, &input.reading.links)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|(a, b)| (a, meant(clusters, &sentences, topic, a, b)))
        .filter(|(a, b)| a != b && !replying.contains(a))
        .collect();
    out.extend(replies);
    let mut answering: BTreeSet<usize> = out.iter().map(|(a, _)| *a).collect();
    // Answers are rare where the reader learned, so it is shy of them: of two events that it holds for a possible answer, and that nothing
    // else says more of, a quarter is one (12 of 43 in the development reports and `eval/more`).
    let hunches = pairs(&homes, &input.reading.hunches)
        .map(|(a, b)| (a, meant(clusters, &sentences, topic, a, b)))
        .filter(|(a, b)| a != b);
    let further = replies::reactions(input, clusters).into_iter().chain(hunches);
    out.extend(further.filter(|(a, _)| answering.insert(*a)));
    // What was on an earlier day than another event does not answer it: such a pair counts only where no other says otherwise.
    out.sort_unstable_by_key(|&(a, b)| (is_earlier(input, &clusters[a], &clusters[b]), a, b));
    let mut chains = Chains::new(clusters.len());
    out.retain(|&(a, b)| chains.join(a, b));
    out.sort_unstable();
    out
}

/// By trigger, the cluster that it belongs to: those of unlikely events belong to none.
fn homes(input: &Input<'_>, clusters: &[Cluster]) -> Vec<Option<usize>> {
    let mut home: Vec<Option<usize>> = vec![None; input.reading.triggers.len()];
    for (k, c) in clusters.iter().enumerate() {
        for &t in &c.triggers {
            home[t] = Some(k);
        }
    }
    home
}

/// Pairs of clusters of which a link makes a trigger of the first an answer to one of the second.
fn pairs(homes: &[Option<usize>], links: &[Link]) -> impl Iterator<Item = (usize, usize)> {
    let of = |t: usize| homes.get(t).copied().flatten();
    let answers = links.iter().filter(|l| l.kind == LinkKind::RespondsTo);
    answers.filter_map(move |l| Some((of(l.from)?, of(l.to)?)))
}

/// Who answers whom so far. Nothing answers two events, so whoever follows the answers comes to one end.
struct Chains {
    /// By event: one that it answers, at once or over others; itself where it answers none.
    next: Vec<usize>,
}

impl Chains {
    fn new(events: usize) -> Self {
        Self { next: (0..events).collect() }
    }

    /// The event that is answered last, over all others.
    fn end(&mut self, from: usize) -> usize {
        let mut at = from;
        while self.next[at] != at {
            // The way is half as long when it is gone again.
            self.next[at] = self.next[self.next[at]];
            at = self.next[at];
        }
        at
    }

    /// Lets the first event answer the second, unless it answers another one or would come to answer itself.
    fn join(&mut self, a: usize, b: usize) -> bool {
        let free = self.next[a] == a && self.end(b) != a;
        if free {
            self.next[a] = b;
        }
        free
    }
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
fn meant(
    clusters: &[Cluster],
    sentences: &[BTreeSet<usize>],
    topic: Option<usize>,
    a: usize,
    b: usize,
) -> usize {
    let Some(topic) = topic.filter(|&t| t != a) else { return b };
    let (answer, answered) = (&clusters[a], &clusters[b]);
    if answered.root != Root::Assault || answer.root == Root::Assault {
        return b;
    }
    let together = !sentences[a].is_disjoint(&sentences[b]);
    let bare = answered.triggers.len() == 1 && answered.fields.time.is_none();
    if bare || !together { topic } else { b }
}

#[cfg(test)]
mod tests {
    use super::Chains;

    #[test]
    fn a_chain_of_answers_is_followed_to_its_end() {
        let mut chains = Chains::new(5);
        assert!(chains.join(2, 1));
        assert!(chains.join(1, 0));
        assert_eq!((chains.end(2), chains.end(1), chains.end(0)), (0, 0, 0));
        // It would come to answer itself, over others or at once.
        assert!(!chains.join(0, 2));
        assert!(!chains.join(3, 3));
        // It answers one already, also where the way has grown shorter.
        assert!(!chains.join(2, 4));
        // The end of one chain may answer the start of another.
        assert!(chains.join(4, 3));
        assert!(chains.join(0, 4));
        assert_eq!(chains.end(2), 3);
        assert!(!chains.join(3, 1));
    }
}
