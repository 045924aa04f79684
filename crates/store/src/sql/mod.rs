//! Every statement of SQL, and nothing else: another database would replace this folder.

mod connect;
mod events;
mod incidents;
mod log;
mod plain;
mod reports;
mod review;
mod users;

pub(crate) use connect::{Access, open};
pub(crate) use incidents::{Columns, State};
pub(crate) use log::Line;
pub(crate) use reports::VersionRow;

use crate::pack::Digest;
use crate::{Error, Result};
use rusqlite::Connection;

/// The statements over a connection or a transaction on it.
#[derive(Clone, Copy)]
pub(crate) struct Sql<'c>(pub(crate) &'c Connection);

/// A digest of the database.
fn fixed(bytes: &[u8]) -> Result<Digest> {
    bytes.try_into().map_err(|_| Error::damaged("a digest has another length than 32 bytes"))
}

/// Ids are positive in the database and outside.
pub(crate) fn id(n: i64) -> u64 {
    n.unsigned_abs()
}

/// An id as the database takes it; what is too large is no id of any row.
pub(crate) fn key(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}
