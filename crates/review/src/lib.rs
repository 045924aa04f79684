//! What people decide about incidents: who may do what in which state, what they say of each field, and how far they agree.
//!
//! Everything here is pure: a store keeps what comes out and writes one line of its log for each action.
//! An [`Action`] makes a new [`Review`] of an old one ([`apply`]); the [`difference`] of the two is what the log tells, and
//! [`follow`] does to reviews what lines of a log say. The incident itself, its accounts and its reports are never changed:
//! [`overlay`] puts the values that people stand by over the best ones.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod alpha;
mod apply;
mod carry;
mod model;
mod overlay;
mod patch;
mod private;
mod refused;
mod scrub;
#[cfg(test)]
mod tests;
mod undo;
mod value;

pub use alpha::{Agreement, Judgement, agreement, alpha, interval, nominal};
pub use apply::{LOCK_MINUTES, LONGEST_TEXT, Turn, apply, in_hand, locked};
pub use carry::{Kept, Told, follow, parted};
pub use model::{
    Action, Comment, Evidence, FieldName, FlagKind, Link, LinkKind, Lock, RejectReason, Rejection, Review,
    Role, State, Verdict, VerdictKind,
};
pub use overlay::{Range, Would, overlay, sources, withheld, worth, would};
pub use patch::{HOW, UNDONE, difference, patched};
pub use private::{UNSEARCHED, conceal, without_reports};
pub use refused::{Refused, Why};
pub use scrub::{Erasing, scrubbed};
pub use undo::{Done, may, undo};
pub use value::{best, checked, differing};
