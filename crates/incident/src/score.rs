//! How likely it is that two events of reports are one happening, and why.

use crate::sketch::Sketch;
use diurna_core::incident::Join;

/// Likelihood that two events are one, with the reasons for and against; `None` where they cannot be one at all.
///
/// `pair(a, b)` and `pair(b, a)` are the same: the event with the lower reference is `a` of the answer.
#[must_use]
pub fn pair(_a: &Sketch, _b: &Sketch) -> Option<Join> {
    None
}

/// Whether a store draws an edge between two events. Needs nothing but the two, in either order.
#[must_use]
pub fn linked(a: &Sketch, b: &Sketch) -> bool {
    pair(a, b).is_some_and(|join| join.score >= 0.5)
}
