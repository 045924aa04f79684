//! What the assembly works from.

use diurna_core::record::Producer;
use diurna_core::{Actor, ActorMention, Document, Place, PlaceMention, Reading, TimeMention};

/// Everything that was found in a report.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Sentences, tokens and syntax.
    pub document: &'a Document,
    /// Temporal expressions in text order.
    pub times: &'a [TimeMention],
    /// Places that mentions index.
    pub place_list: &'a [Place],
    /// Toponyms in text order.
    pub places: &'a [PlaceMention],
    /// Actors that mentions index.
    pub actor_list: &'a [Actor],
    /// Mentions of actors in text order.
    pub actors: &'a [ActorMention],
    /// What the reader saw.
    pub reading: &'a Reading,
    /// What makes the record.
    pub producer: &'a Producer,
}
