//! Which events are one happening.

use crate::keys::keys;
use crate::score::{LINK, only_places_forbid, pair, points};
use crate::sketch::Sketch;
use diurna_core::incident::{EventRef, Join, Reason};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Points of one pair count this much at most, for or against: no single pair carries a group.
const MOST: f64 = 4.0;
/// Mean points of two groups under which they are not joined, however well their better half agrees.
const AGAINST: f64 = -1.0;
/// What a pair counts whose places exclude each other.
const OTHER_PLACE: f64 = -MOST * 2.0;
/// One in so many pairs of two groups may be of places that exclude each other: a place is misread now and then.
const MISPLACED: usize = 5;
/// What a pair counts that would be linked but shares no key, so that no store can have linked it.
const NO_KEY: f64 = -0.5;

/// What a person decided about two events. No run undoes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Decision {
    /// Report and event.
    pub a: EventRef,
    /// Report and event.
    pub b: EventRef,
    /// They are one happening, or they are not.
    pub same: bool,
}

/// Groups of events that are one happening each; every event is in exactly one.
///
/// Groups grow from the two that belong together best. Two groups are joined while the better half of all their pairs speaks
/// for it, the mean of all is not clearly against it and no pair is forbidden (of places, one in five may be): likeness
/// does not run along a chain. Groups and their members are sorted by
/// reference. Neither the order of `events` nor that of `decisions` matters. Decisions about events that are not here
/// are passed over. Where decisions contradict each other ([`contradiction`]), "not same" wins.
#[must_use]
pub fn cluster(events: &[&Sketch], decisions: &[Decision]) -> Vec<Vec<EventRef>> {
    let events: Vec<&Sketch> =
        events.iter().map(|e| (&e.at, *e)).collect::<BTreeMap<_, _>>().into_values().collect();
    let mut state = Groups::new(&events, decisions);
    while let Some((i, j)) = state.best() {
        state.join(i, j);
    }
    let mut out: Vec<Vec<EventRef>> = state
        .members
        .iter()
        .filter(|m| !m.is_empty())
        .map(|m| m.iter().map(|&i| events[i].at.clone()).collect())
        .collect();
    out.iter_mut().for_each(|g| g.sort());
    out.sort();
    out
}

/// Groups that grow.
///
/// Only groups with a linked pair between them are ever looked at: without one, no half of the pairs speaks for a join. So
/// the work grows with the edges of a component and the pairs inside its groups, not with the square of it.
struct Groups<'a> {
    events: &'a [&'a Sketch],
    keys: Vec<Vec<String>>,
    /// Positions of the members; empty where a group was joined into another.
    members: Vec<Vec<usize>>,
    /// Groups with a linked pair to this one.
    near: Vec<BTreeSet<usize>>,
    /// Points of two events, the lower position first, as far as they were needed; minus infinity forbids.
    points: RefCell<HashMap<(usize, usize), f64>>,
    /// The best partner of each group among those after it.
    partner: Vec<Option<(f64, usize)>>,
}

impl<'a> Groups<'a> {
    fn new(events: &'a [&'a Sketch], decisions: &[Decision]) -> Self {
        let n = events.len();
        let at: BTreeMap<&EventRef, usize> = events.iter().enumerate().map(|(i, e)| (&e.at, i)).collect();
        let here = |d: &Decision| Some((*at.get(&d.a)?, *at.get(&d.b)?)).filter(|(a, b)| a != b);
        let sorted: BTreeSet<&Decision> = decisions.iter().collect();
        let apart: Vec<(usize, usize)> = sorted.iter().filter(|d| !d.same).filter_map(|d| here(d)).collect();
        let forbidden = apart.iter().map(|&(i, j)| ((i.min(j), i.max(j)), f64::NEG_INFINITY)).collect();
        let mut groups = Self {
            events,
            keys: events.iter().map(|e| keys(e)).collect(),
            members: (0..n).map(|i| vec![i]).collect(),
            near: vec![BTreeSet::new(); n],
            points: RefCell::new(forbidden),
            partner: vec![None; n],
        };
        groups.link();
        groups.decide(sorted.iter().filter(|d| d.same).filter_map(|d| here(d)), &apart);
        (0..n).for_each(|i| groups.partner[i] = groups.search(i));
        groups
    }

    /// Finds the linked pairs among those that share a key.
    fn link(&mut self) {
        let mut buckets: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut pairs = BTreeSet::new();
        for (i, keys) in self.keys.iter().enumerate() {
            for key in keys {
                let bucket = buckets.entry(key).or_default();
                pairs.extend(bucket.iter().map(|j| (*j, i)));
                bucket.push(i);
            }
        }
        for (i, j) in pairs {
            if self.value(i, j) >= LINK {
                self.near[i].insert(j);
                self.near[j].insert(i);
            }
        }
    }

    /// What the pair of two events counts.
    fn value(&self, i: usize, j: usize) -> f64 {
        let (i, j) = (i.min(j), i.max(j));
        if let Some(value) = self.points.borrow().get(&(i, j)) {
            return *value;
        }
        let (a, b) = (self.events[i], self.events[j]);
        let shared = || self.keys[i].iter().any(|k| self.keys[j].binary_search(k).is_ok());
        let value = match points(a, b) {
            Some(p) if p >= LINK && !shared() => NO_KEY,
            Some(p) => p.clamp(-MOST, MOST),
            None if only_places_forbid(a, b) => OTHER_PLACE,
            None => f64::NEG_INFINITY,
        };
        self.points.borrow_mut().insert((i, j), value);
        value
    }

    /// Brings together what a person called the same, whatever the points say.
    fn decide(&mut self, same: impl Iterator<Item = (usize, usize)>, apart: &[(usize, usize)]) {
        for (i, j) in same {
            let (i, j) = (self.of(i), self.of(j));
            let parted = |&(x, y): &(usize, usize)| {
                let (x, y) = (self.of(x), self.of(y));
                (x, y) == (i, j) || (y, x) == (i, j)
            };
            if i != j && !apart.iter().any(parted) {
                self.merge(i.min(j), i.max(j));
            }
        }
    }

    fn of(&self, event: usize) -> usize {
        self.members.iter().position(|m| m.contains(&event)).unwrap_or(event)
    }

    /// How well two groups belong together; `None` where they must not be joined.
    ///
    /// The better half of the pairs must speak for it, and all together not clearly against it: a poor account (no day, a
    /// number or place misread) may be at odds with some of a large group, but not with most of it. Days that exclude
    /// each other, and what a person called not the same, forbid without exception.
    fn fit(&self, i: usize, j: usize) -> Option<f64> {
        let pairs = self.members[i].iter().flat_map(|a| self.members[j].iter().map(|b| self.value(*a, *b)));
        let mut pairs: Vec<f64> = pairs.collect();
        if pairs.is_empty() || pairs.contains(&f64::NEG_INFINITY) {
            return None;
        }
        if pairs.iter().filter(|p| **p == OTHER_PLACE).count() * MISPLACED > pairs.len() {
            return None;
        }
        pairs.sort_by(|x, y| y.total_cmp(x));
        let mean = |p: &[f64]| p.iter().sum::<f64>() / p.len() as f64;
        let better = mean(&pairs[..pairs.len().div_ceil(2)]);
        (better >= LINK && mean(&pairs) >= AGAINST).then_some(better)
    }

    /// The best partner after `i`; the first of several.
    fn search(&self, i: usize) -> Option<(f64, usize)> {
        let mut best: Option<(f64, usize)> = None;
        for &j in self.near[i].range(i + 1..) {
            if let Some(fit) = self.fit(i, j)
                && best.is_none_or(|(b, _)| fit > b)
            {
                best = Some((fit, j));
            }
        }
        best
    }

    fn best(&self) -> Option<(usize, usize)> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (i, partner) in self.partner.iter().enumerate() {
            if let Some((fit, j)) = *partner
                && best.is_none_or(|b| fit > b.0)
            {
                best = Some((fit, i, j));
            }
        }
        best.map(|(_, i, j)| (i, j))
    }

    fn merge(&mut self, i: usize, j: usize) {
        let moved = std::mem::take(&mut self.members[j]);
        self.members[i].extend(moved);
        let near = std::mem::take(&mut self.near[j]);
        for k in near {
            self.near[k].remove(&j);
            if k != i {
                self.near[k].insert(i);
                self.near[i].insert(k);
            }
        }
    }

    /// Joins `j` into `i`, which stands before it, and finds the partners that this changes.
    fn join(&mut self, i: usize, j: usize) {
        self.merge(i, j);
        self.partner[j] = None;
        self.partner[i] = self.search(i);
        for k in self.near[i].clone() {
            if self.partner[k].is_some_and(|(_, p)| p == i || p == j) {
                self.partner[k] = self.search(k);
            } else if k < i
                && let Some(fit) = self.fit(k, i)
                && self.partner[k].is_none_or(|(b, p)| fit > b || (fit == b && i < p))
            {
                self.partner[k] = Some((fit, i));
            }
        }
    }
}

/// The first decision "not same" about two events that decisions "same" bring together, if there is one.
/// A store should refuse a decision that makes one.
#[must_use]
pub fn contradiction(decisions: &[Decision]) -> Option<Decision> {
    let sorted: BTreeSet<&Decision> = decisions.iter().collect();
    let mut groups: Vec<BTreeSet<&EventRef>> = Vec::new();
    for d in sorted.iter().filter(|d| d.same) {
        let (touched, mut rest): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|g| g.contains(&d.a) || g.contains(&d.b));
        rest.push(touched.into_iter().flatten().chain([&d.a, &d.b]).collect());
        groups = rest;
    }
    let broken = |d: &&&Decision| groups.iter().any(|g| g.contains(&d.a) && g.contains(&d.b));
    sorted.iter().filter(|d| !d.same).find(broken).map(|d| (*d).clone())
}

/// Why the events of one group are together: the strongest joins that hold it together, one fewer than events.
///
/// A person's decision is a join of likelihood 1.
#[must_use]
pub fn joins(group: &[&Sketch], decisions: &[Decision]) -> Vec<Join> {
    let group: BTreeMap<&EventRef, &Sketch> = group.iter().map(|e| (&e.at, *e)).collect();
    let mut all: Vec<Join> = Vec::new();
    for d in decisions.iter().collect::<BTreeSet<_>>() {
        if d.same && group.contains_key(&d.a) && group.contains_key(&d.b) {
            let (a, b) = if d.a <= d.b { (&d.a, &d.b) } else { (&d.b, &d.a) };
            let reasons = vec![Reason { words: "a person decided so".into(), weight: MOST }];
            all.push(Join { a: a.clone(), b: b.clone(), score: 1.0, reasons });
        }
    }
    let events: Vec<&&Sketch> = group.values().collect();
    for (i, a) in events.iter().enumerate() {
        all.extend(events[i + 1..].iter().filter_map(|b| pair(a, b)));
    }
    let decided = |j: &Join| j.score >= 1.0 && j.reasons.len() == 1;
    all.sort_by(|x, y| {
        decided(y)
            .cmp(&decided(x))
            .then(y.score.total_cmp(&x.score))
            .then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
    });
    // A tree of the strongest joins.
    let mut root: BTreeMap<EventRef, EventRef> = group.keys().map(|e| ((*e).clone(), (*e).clone())).collect();
    let mut out = Vec::new();
    for join in all {
        let (Some(a), Some(b)) = (root.get(&join.a).cloned(), root.get(&join.b).cloned()) else { continue };
        if a != b {
            root.values_mut().filter(|r| **r == b).for_each(|r| *r = a.clone());
            out.push(join);
        }
    }
    out
}

#[cfg(test)]
#[path = "cluster_tests.rs"]
mod tests;
