//! What a store keeps, brings together, refuses and survives.

#![allow(clippy::unwrap_used, missing_docs)]

mod both;
mod common;
mod failures;
mod incidents;
mod keeping;
mod kill;
mod migrate;
mod reread;
mod reviews;
mod same;
mod server;
mod verify;
