//! Which events are one happening.

use crate::sketch::Sketch;
use diurna_core::incident::{EventRef, Join};
use serde::{Deserialize, Serialize};

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
/// Groups and their members are sorted by reference. Neither the order of `events` nor that of `decisions` matters.
/// Decisions about events that are not here are passed over. Where decisions contradict each other
/// ([`contradiction`]), "not same" wins.
#[must_use]
pub fn cluster(events: &[&Sketch], _decisions: &[Decision]) -> Vec<Vec<EventRef>> {
    let mut groups: Vec<_> = events.iter().map(|e| vec![e.at.clone()]).collect();
    groups.sort();
    groups
}

/// The first decision "not same" about two events that decisions "same" bring together, if there is one.
/// A store should refuse a decision that makes one.
#[must_use]
pub fn contradiction(_decisions: &[Decision]) -> Option<Decision> {
    None
}

/// Why the events of one group are together: the strongest joins that hold it together, one fewer than events.
#[must_use]
pub fn joins(_group: &[&Sketch], _decisions: &[Decision]) -> Vec<Join> {
    Vec::new()
}
