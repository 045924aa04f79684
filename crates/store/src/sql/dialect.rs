//! What only one of the two databases understands, side by side.

use super::{Connection, Sql};
use crate::{Error, Result};

/// The tables of this database on a server, without those that extensions brought.
const TABLES: &str = "\
    SELECT quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = current_schema() AND c.relkind = 'r' AND NOT EXISTS \
    (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')";

impl Sql<'_> {
    /// The text that this database understands.
    pub(super) fn either<'t>(self, lite: &'t str, post: &'t str) -> &'t str {
        match self.0 {
            Connection::Lite(_) => lite,
            Connection::Post(_) => post,
        }
    }

    /// Whether a server holds the database.
    pub(super) fn is_post(self) -> bool {
        matches!(self.0, Connection::Post(_))
    }

    /// What the database finds wrong with itself; empty where nothing. A file is read whole; a server checks its own pages
    /// as it reads them and is asked for indexes that it has given up.
    pub(crate) fn integrity(self) -> Result<Vec<String>> {
        let sql = self.either(
            "PRAGMA integrity_check(20)",
            "SELECT 'the index ' || c.relname || ' is not valid' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
             WHERE c.relnamespace = current_schema()::regnamespace AND NOT (i.indisvalid AND i.indisready)",
        );
        let found = self.rows(sql, &[])?.iter().map(|r| r.text(0)).collect::<Result<Vec<_>>>()?;
        Ok(found.into_iter().filter(|w| w != "ok").collect())
    }

    /// Writes over what was erased, outside of any transaction, and says whether nothing is left.
    ///
    /// A file: copies the write-ahead log back and cuts it; `false` where others read and hold it. A server: takes dead rows
    /// out of tables and indexes; always `false`, since it keeps a log of its own for a while, and backups.
    pub(crate) fn overwrite(self) -> Result<bool> {
        match self.0 {
            Connection::Lite(conn) => {
                let busy: bool = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
                Ok(!busy)
            }
            Connection::Post(post) => {
                // The step before is kept, whatever becomes of this.
                if let Ok(tables) = self.rows(TABLES, &[]) {
                    let names = tables.iter().map(|r| r.text(0)).collect::<Result<Vec<_>>>()?;
                    let _ = post.script(&format!("VACUUM {}", names.join(", ")));
                }
                Ok(false)
            }
        }
    }

    /// For tests of a full disk: no more than so many pages of a file.
    pub(crate) fn limit_pages(self, pages: u32) -> Result<()> {
        match self.0 {
            Connection::Lite(conn) => {
                Ok(conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?)
            }
            Connection::Post(_) => Err(Error::plain("a server knows no limit of pages")),
        }
    }
}
