//! From a reading to a record: events, claims, their fields and how they hang together.
//!
//! The reader has marked spans; here triggers that tell of one event are brought together, spans
//! become actors, places, times and numbers, and everything is written down as a [`Record`].

mod accounts;
mod answers;
mod assemble;
mod claims;
mod cluster;
mod confidence;
mod counted;
mod discourse;
mod fields;
mod harm;
mod harmed;
mod input;
mod laid;
mod once;
mod parties;
mod record;
mod replies;
mod retold;
mod said;
mod sources;
mod wording;

pub use assemble::assemble;
pub use input::Input;

#[doc(no_inline)]
pub use diurna_core::record::Record;
