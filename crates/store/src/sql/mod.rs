//! Every statement of SQL, and nothing else. One text serves both databases wherever it can; what only one of them
//! understands stands in `dialect.rs`, the opening of SQLite in `connect.rs`, and that of PostgreSQL in `post/`.

mod connect;
mod dialect;
mod events;
mod incidents;
mod log;
mod plain;
mod post;
mod reports;
mod review;
mod users;
mod words;

pub(crate) use events::{EventRow, Kept, Sought, Standing};
pub(crate) use incidents::{Columns, State};
pub(crate) use log::Line;
pub(crate) use post::{is_url, shown};
pub(crate) use reports::{Reading, VersionRow};
pub(crate) use words::check_words;

use crate::error::Kind;
use crate::pack::Digest;
use crate::{Error, Result};
use plain::Value;
use rusqlite::{Transaction, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// What a database is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Write, and make it if it is not there.
    Create,
    /// Write what is there.
    Write,
    /// Read; it may lie where nothing can be written.
    Read,
}

/// A connection to one of the databases that are known.
pub(crate) enum Connection {
    /// A file.
    Lite(rusqlite::Connection),
    /// A database of a server.
    Post(Box<post::Post>),
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Nothing of how it was reached: that may hold a password.
        f.write_str(match self {
            Self::Lite(_) => "SQLite",
            Self::Post(_) => "PostgreSQL",
        })
    }
}

/// The statements over a connection, within whatever transaction it is in.
#[derive(Clone, Copy)]
pub(crate) struct Sql<'c>(pub(crate) &'c Connection);

/// Opens a database and brings it to the schema of this program. Waits up to `patience` where another program holds it.
pub(crate) fn open(path: &Path, access: Access, patience: Duration) -> Result<Connection> {
    let text = path.to_str().unwrap_or("");
    if is_url(text) {
        return post::open(text, access, patience);
    }
    if let Some((scheme, _)) = text.split_once("://") {
        return Err(Error::new(
            format!("{scheme}:// is not supported"),
            "give the path of an SQLite file, such as diurna.db, or postgres://USER@HOST/DATABASE",
        )
        .of(Kind::Usage));
    }
    connect::open(path, access, patience)
}

impl Connection {
    /// How long a step waits for other programs from now on.
    pub(crate) fn wait_for(&self, patience: Duration) -> Result<()> {
        match self {
            Self::Lite(conn) => Ok(conn.busy_timeout(patience)?),
            Self::Post(post) => post.wait_for(patience),
        }
    }

    /// Runs a step in one transaction that no other writer can come between: all of it is kept, or nothing.
    pub(crate) fn step<T>(&self, work: impl FnOnce(Sql<'_>) -> Result<T>) -> Result<T> {
        match self {
            Self::Lite(conn) => {
                let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
                let out = work(Sql(self))?;
                tx.commit()?;
                Ok(out)
            }
            Self::Post(post) => post.transaction(post::WRITE, || work(Sql(self))),
        }
    }

    /// Reads under one snapshot, whatever others write meanwhile.
    pub(crate) fn snapshot<T>(&self, work: impl FnOnce(Sql<'_>) -> Result<T>) -> Result<T> {
        match self {
            Self::Lite(conn) => {
                let _tx = conn.unchecked_transaction()?;
                work(Sql(self))
            }
            Self::Post(post) => post.transaction(post::READ, || work(Sql(self))),
        }
    }

    /// How often the connection was made: what was remembered over an earlier one may be wrong.
    pub(crate) fn generation(&self) -> u64 {
        match self {
            Self::Lite(_) => 1,
            Self::Post(post) => post.generation(),
        }
    }
}

/// Rows that one statement asks for by their ids.
pub(crate) const TOGETHER: usize = 64;

/// Places and values for at most [`TOGETHER`] ids, at least one. One text for any number: the last fills the places that are left.
fn together<T: Copy + Into<Value>>(ids: &[T]) -> (String, Vec<Value>) {
    let filled = ids.iter().chain(ids.last().into_iter().cycle()).take(TOGETHER);
    (vec!["?"; TOGETHER].join(", "), filled.map(|id| (*id).into()).collect())
}

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
