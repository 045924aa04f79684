//! What the reader's network sees, by the metrics of the field: one evaluation a file.

pub(crate) mod attribution;
mod brat;
mod columns;
pub(crate) mod dyads;
mod kairos;
mod manners;
mod matching;
pub(crate) mod muc;
mod muc_files;
pub(crate) mod names;
pub(crate) mod roles;
pub(crate) mod speed;
pub(crate) mod triggers;
mod wikievents;
mod words;
