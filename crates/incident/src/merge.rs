//! The whole way without a store: candidates, edges, components, groups.

use crate::cluster::{Decision, cluster};
use crate::keys::keys;
use crate::score::likely;
use crate::sketch::{ReportSketch, Sketch};
use diurna_core::incident::EventRef;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Groups the events of a few thousand reports at most, all in memory; what a store does step by step.
///
/// Sorted as [`cluster`] sorts; the order of `reports` and `decisions` does not matter.
#[must_use]
pub fn merge(reports: &[ReportSketch], decisions: &[Decision]) -> Vec<Vec<EventRef>> {
    let events: Vec<&Sketch> = {
        let all = reports.iter().flat_map(|r| &r.events);
        all.map(|e| (&e.at, e)).collect::<BTreeMap<_, _>>().into_values().collect()
    };
    let mut buckets: HashMap<String, Vec<usize>> = HashMap::new();
    let mut pairs = BTreeSet::new();
    for (i, event) in events.iter().enumerate() {
        for key in keys(event) {
            let bucket = buckets.entry(key).or_default();
            pairs.extend(bucket.iter().map(|j| (*j, i)));
            bucket.push(i);
        }
    }
    let at: HashMap<&EventRef, usize> = events.iter().enumerate().map(|(i, e)| (&e.at, i)).collect();
    let edges = pairs.into_iter().filter(|(i, j)| likely(events[*i], events[*j]));
    let decided = decisions.iter().filter(|d| d.same).filter_map(|d| Some((*at.get(&d.a)?, *at.get(&d.b)?)));
    let mut component: Vec<usize> = (0..events.len()).collect();
    for (i, j) in edges.chain(decided) {
        let (i, j) = (root(&mut component, i), root(&mut component, j));
        component[i.max(j)] = i.min(j);
    }
    let mut members: BTreeMap<usize, Vec<&Sketch>> = BTreeMap::new();
    for (i, event) in events.iter().enumerate() {
        members.entry(root(&mut component, i)).or_default().push(event);
    }
    let mut out: Vec<_> = members.values().flat_map(|m| cluster(m, decisions)).collect();
    out.sort();
    out
}

fn root(component: &mut [usize], mut i: usize) -> usize {
    while component[i] != i {
        component[i] = component[component[i]];
        i = component[i];
    }
    i
}
