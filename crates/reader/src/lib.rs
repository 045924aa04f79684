//! The reader: marks triggers, roles, attributions and links in a document.
//!
//! A trained network proposes ([`diurna_network`]), word lists (`data/events`) vote, and rules over the dependency tree keep what
//! they do better. The reader marks and resolves nothing: numbers, names, dates and places are made of its spans later.

mod aside;
mod claims;
mod doubt;
mod gate;
mod harm;
mod idle;
mod interlinear;
mod labelled;
mod lexicon;
mod links;
mod lists;
mod lost;
mod parties;
mod quotes;
mod senses;
mod setting;
mod sides;
mod sight;
mod source;
mod speech;
mod status;
mod trained;
mod triage;
mod triggers;

pub use interlinear::interlinear;
pub use trained::TrainedReader;
pub use triage::Triage;
