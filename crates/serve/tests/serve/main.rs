//! The real server on a port of this machine, asked by a client that may say anything.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

#[path = "../../../store/tests/store/common.rs"]
mod attacks;

mod acting;
mod asked;
mod client;
mod forged;
mod hostile;
mod lists;
mod people;
mod slow;
mod streams;
