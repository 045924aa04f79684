//! Candidates: which events need to be compared at all.

use crate::sketch::Sketch;

/// Keys of an event: two events that can be one share at least one key.
///
/// A key names the kind of event, a window of days and either a cell of the globe or a name. Events that cannot be one with
/// any other (denied, only supposed) have none. A key is plain ASCII of at most 60 bytes.
#[must_use]
pub fn keys(_event: &Sketch) -> Vec<String> {
    Vec::new()
}
