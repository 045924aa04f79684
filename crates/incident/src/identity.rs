//! Ids of incidents that are stable for ever.

use diurna_core::incident::EventRef;

/// An incident after a run: its id, its events, and what became of ids before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Id of the incident.
    pub id: u64,
    /// Its events, as given.
    pub events: Vec<EventRef>,
    /// Ids that were joined into it and must be redirected to `id`, ascending.
    pub redirects: Vec<u64>,
    /// The incident whose id stayed with its older part, if this is a part split from it and new.
    pub split_from: Option<u64>,
}

/// Gives ids to groups.
///
/// `old` holds the incidents that had any of these events, **the events of each in the order of publication, oldest
/// first**; `next_id` is higher than any id ever given. The part of an old incident that holds its first event (of those
/// still there) keeps the id. Where a group keeps several ids, the lowest stays and the others are redirected. Other groups get
/// `next_id`, `next_id + 1` … in the order of `new`. The answer is in the order of `new`.
/// An id of `old` that is neither kept nor redirected has lost all its events; it is never given again.
#[must_use]
pub fn reassign(_old: &[(u64, Vec<EventRef>)], new: &[Vec<EventRef>], next_id: u64) -> Vec<Assignment> {
    (next_id..)
        .zip(new)
        .map(|(id, events)| Assignment { id, events: events.clone(), redirects: vec![], split_from: None })
        .collect()
}
