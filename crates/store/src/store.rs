//! The store itself.

use crate::cache::Cache;
use crate::grow;
use crate::log::By;
use crate::sql::{self, Access, Sql};
use crate::{Error, Prepared, Result};
use diurna_core::record::Record;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde::Serialize;
use std::path::Path;
use std::time::Duration;

/// How long a step waits for another program by default.
const PATIENCE: Duration = Duration::from_secs(30);

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

/// An open database.
#[derive(Debug)]
pub struct Store {
    pub(crate) conn: Connection,
    pub(crate) cache: Cache,
}

impl Store {
    /// Opens a database to write, and makes it if it is not there. One of an older schema is brought up to date.
    ///
    /// # Errors
    /// Where it cannot be opened, is of another program or of a newer version of this one, or is a URL.
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
        self.conn.busy_timeout(patience)?;
        Ok(self)
    }

    pub(crate) fn with(path: &Path, access: Access, patience: Duration) -> Result<Self> {
        if let Some((scheme, _)) = path.to_str().and_then(|p| p.split_once("://")) {
            return Err(Error::new(
                format!("{scheme}:// is not supported by this build"),
                "give the path of an SQLite file, such as diurna.db",
            ));
        }
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
        let tx = Transaction::new(&mut self.conn, TransactionBehavior::Immediate)?;
        let done = work(Sql(&tx), &mut self.cache).and_then(|out| {
            tx.commit()?;
            Ok(out)
        });
        if done.is_err() {
            // Ids of a step that was undone are given again.
            self.cache.clear();
        }
        done
    }

    /// Reads under one snapshot, whatever others write meanwhile.
    pub(crate) fn snapshot<T>(&self, work: impl FnOnce(Sql<'_>) -> Result<T>) -> Result<T> {
        let tx = self.conn.unchecked_transaction()?;
        work(Sql(&tx))
    }

    /// For tests of a full disk: no more than so many pages.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        let sql = format!("PRAGMA max_page_count = {pages}");
        Ok(self.conn.query_row(&sql, [], |_| Ok(()))?)
    }
}
