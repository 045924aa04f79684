//! The store itself.

use crate::cache::Cache;
use crate::grow;
use crate::log::By;
use crate::sql::{self, Access, Connection, Sql};
use crate::{Error, Prepared, Result};
use diurna_core::record::Record;
use serde::Serialize;
use std::path::Path;
use std::time::Duration;

/// How long a step waits for another program by default.
const PATIENCE: Duration = Duration::from_secs(30);

/// The name of a database as it may be shown: the address of one on a server is told without password and parameters.
///
/// ```
/// use std::path::Path;
/// assert_eq!(diurna_store::shown(Path::new("postgres://mira:secret@host/news")), "postgres://mira@host/news");
/// assert_eq!(diurna_store::shown(Path::new("diurna.db")), "diurna.db");
/// ```
#[must_use]
pub fn shown(path: &Path) -> String {
    sql::shown(&path.to_string_lossy())
}

/// Whether a name of a database is the address of one on a server, and not the path of a file.
#[must_use]
pub fn is_on_server(path: &Path) -> bool {
    path.to_str().is_some_and(sql::is_url)
}

/// What adding a report did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Added {
    /// It was not there.
    New,
    /// It is a newer version of a report that was there.
    Version,
    /// These bytes were there already: nothing was changed.
    Known,
    /// These bytes were there and were erased: they are not taken again.
    Erased,
}

/// An open database: a file of SQLite, or a database of a PostgreSQL server where the path is its address, such as
/// `postgres://mira@host/news`. All of it holds for both.
///
/// Each call waits for the database. In an asynchronous program use it where waiting is allowed, as in a blocking task.
#[derive(Debug)]
pub struct Store {
    pub(crate) conn: Connection,
    pub(crate) cache: Cache,
}

impl Store {
    /// Opens a database to write, and makes it if it is not there. One of an older schema is brought up to date.
    ///
    /// # Errors
    /// Where it cannot be opened, or is of another program or of a newer version of this one.
    pub fn open(path: &Path) -> Result<Self> {
        Self::with(path, Access::Create, PATIENCE)
    }

    /// Opens a database that must be there.
    ///
    /// # Errors
    /// As [`Store::open`], and where there is none.
    pub fn open_existing(path: &Path) -> Result<Self> {
        Self::with(path, Access::Write, PATIENCE)
    }

    /// Opens a database to read; it may lie where nothing can be written.
    ///
    /// # Errors
    /// As [`Store::open_existing`].
    pub fn open_reading(path: &Path) -> Result<Self> {
        Self::with(path, Access::Read, PATIENCE)
    }

    /// The same with another time to wait for other programs.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn patient(self, patience: Duration) -> Result<Self> {
        self.conn.wait_for(patience)?;
        Ok(self)
    }

    pub(crate) fn with(path: &Path, access: Access, patience: Duration) -> Result<Self> {
        Ok(Self { conn: sql::open(path, access, patience)?, cache: Cache::default() })
    }

    /// Adds a report with its record: all of it, or nothing.
    ///
    /// # Errors
    /// Where the record is of other bytes, or the database cannot be written.
    pub fn add(&mut self, raw: &[u8], record: &Record, by: &By<'_>) -> Result<Added> {
        let identity = Some(record.report.source.as_str()).filter(|s| *s != "-");
        let prepared = Prepared::new(raw, record, identity)?;
        let added = self.add_all(std::slice::from_ref(&prepared), by)?;
        added.first().copied().ok_or_else(|| Error::plain("nothing was added"))
    }

    /// Adds reports in one step: all of them, or none.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn add_all(&mut self, reports: &[Prepared], by: &By<'_>) -> Result<Vec<Added>> {
        self.step(|sql, cache| grow::add(sql, cache, reports, by))
    }

    /// Runs a step in one transaction that no other writer can come between.
    pub(crate) fn step<T>(&mut self, work: impl FnOnce(Sql<'_>, &mut Cache) -> Result<T>) -> Result<T> {
        let Self { conn, cache } = self;
        let done = conn.step(|sql| {
            cache.of(conn.generation());
            work(sql, cache)
        });
        if done.is_err() {
            // Ids of a step that was undone are given again.
            cache.clear();
        }
        done
    }

    /// Reads under one snapshot, whatever others write meanwhile.
    pub(crate) fn snapshot<T>(&self, work: impl FnOnce(Sql<'_>) -> Result<T>) -> Result<T> {
        self.conn.snapshot(work)
    }

    /// For tests of a full disk: no more than so many pages of a file.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        Sql(&self.conn).limit_pages(pages)
    }
}
