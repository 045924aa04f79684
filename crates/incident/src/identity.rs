//! Ids of incidents that are stable for ever.

use diurna_core::incident::EventRef;
use std::collections::{BTreeMap, BTreeSet};

/// An incident after a run: its id, its events, and what became of ids before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Id of the incident.
    pub id: u64,
    /// Its events, as given.
    pub events: Vec<EventRef>,
    /// Ids that were joined into it and must be redirected to `id`, ascending.
    pub redirects: Vec<u64>,
    /// The incident that it was split from, if its id is new: the lowest of those that its events were in.
    pub split_from: Option<u64>,
}

/// Gives ids to groups.
///
/// `old` holds the incidents that had any of these events, **the events of each in the order of publication, oldest
/// first**; `next_id` is higher than any id ever given. The part of an old incident that holds its first event (of those
/// still there) keeps the id. Where a group keeps several ids, the lowest stays and the others are redirected. Other groups get
/// `next_id`, `next_id + 1` … in the order of `new`. The answer is in the order of `new`.
/// An id of `old` that is neither kept nor redirected has lost all its events; it is never given again.
///
/// ```
/// use diurna_core::incident::EventRef;
/// use diurna_incident::reassign;
/// let e = |n: &str| EventRef { report: n.into(), event: "e1".into() };
/// // Incident 7 splits: the part with its oldest event stays 7.
/// let out = reassign(&[(7, vec![e("a"), e("b")])], &[vec![e("b")], vec![e("a")]], 9);
/// assert_eq!((out[0].id, out[0].split_from, out[1].id), (9, Some(7), 7));
/// // 3 and 5 are joined: 3 stays, 5 leads to it.
/// let out = reassign(&[(5, vec![e("b")]), (3, vec![e("a")])], &[vec![e("a"), e("b")]], 9);
/// assert_eq!((out[0].id, out[0].redirects.clone()), (3, vec![5]));
/// ```
#[must_use]
pub fn reassign(old: &[(u64, Vec<EventRef>)], new: &[Vec<EventRef>], next_id: u64) -> Vec<Assignment> {
    let group: BTreeMap<&EventRef, usize> =
        new.iter().enumerate().flat_map(|(i, events)| events.iter().map(move |e| (e, i))).collect();
    let mut kept: Vec<BTreeSet<u64>> = vec![BTreeSet::new(); new.len()];
    let mut touched = kept.clone();
    for (id, events) in old {
        let mut still = events.iter().filter_map(|e| group.get(e).copied());
        if let Some(first) = still.next() {
            kept[first].insert(*id);
            touched[first].insert(*id);
        }
        still.for_each(|i| {
            touched[i].insert(*id);
        });
    }
    let mut next = next_id;
    let mut assign = |i: usize, events: &Vec<EventRef>| {
        let mut ids = kept[i].iter().copied();
        match ids.next() {
            Some(id) => Assignment { id, events: events.clone(), redirects: ids.collect(), split_from: None },
            None => {
                let id = next;
                next += 1;
                Assignment {
                    id,
                    events: events.clone(),
                    redirects: vec![],
                    split_from: touched[i].first().copied(),
                }
            }
        }
    };
    new.iter().enumerate().map(|(i, events)| assign(i, events)).collect()
}

#[cfg(test)]
#[path = "identity_tests.rs"]
mod tests;
