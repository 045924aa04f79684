//! Brings events of many reports together into incidents and keeps every account.
//!
//! How a store uses it, for each new report:
//!
//! 1. [`sketch()`] the record once and keep the [`ReportSketch`]; it is all that merging needs.
//! 2. For each [`Sketch`] in it, look up what is [`sought`] in an index of what is [`kept`] of every event: these are its
//!    candidates, few of all that share one of its [`keys`](keys()).
//! 3. Draw an edge between two candidates where [`linked`] says so, and between the two events of every [`Decision`]
//!    that says "same". Edges depend on nothing but the two sketches, so they are kept and never drawn again.
//! 4. Take the connected component of the new event over these edges (walk from edge to edge), and [`cluster`] it with
//!    the decisions that concern it. Components never influence each other: clustering them one by one
//!    gives what clustering all at once would give, in whatever order the reports came.
//! 5. [`reassign`] the ids of the incidents that the component held before to what it holds now.
//! 6. [`joins`] says why the events of an incident are together; [`assemble`] makes the [`Incident`] from the records.
//!
//! [`Incident`]: diurna_core::incident::Incident

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod assemble;
mod build;
mod cluster;
mod compare;
mod fields;
#[cfg(test)]
mod fixture;
mod identity;
mod index;
mod keys;
mod merge;
mod score;
mod shingle;
mod sketch;
mod words;

pub use assemble::{Outlined, answers, assemble};
pub use build::sketch;
pub use cluster::{Decision, cluster, contradiction, joins};
pub use identity::{Assignment, reassign};
pub use index::{Kept, Sought, kept, sought};
pub use keys::keys;
pub use merge::merge;
pub use score::{linked, pair};
pub use shingle::copied;
pub use sketch::{Class, Count, Name, ReportSketch, Sketch, Spot};
pub use words::common_words;
