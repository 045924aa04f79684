//! What only one of the two databases understands, side by side.

use super::{Connection, Sql, connect};
use crate::{Error, Result};
use std::collections::BTreeSet;

/// The tables of this database on a server, without those that extensions brought.
const TABLES: &str = "\
    SELECT quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = current_schema() AND c.relkind = 'r' AND NOT EXISTS \
    (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')";

/// The tables of a server, and the triggers that are at work.
const OBJECTS: &str = "\
    SELECT 'table', c.relname::text, '' FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace \
    AND c.relkind = 'r' UNION ALL \
    SELECT 'trigger', t.tgname::text, '' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
    WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'D'";

/// Words with one space between them.
fn squashed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

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
        // "*** in database main ***" stands over what a file finds.
        let lines = found.iter().flat_map(|w| w.lines()).filter(|l| *l != "ok" && !l.starts_with("***"));
        Ok(lines.map(String::from).collect())
    }

    /// What is not there of the tables, indexes and triggers that this program makes, as "table event_key"; tables first. A trigger
    /// with other words is missing, too. Of a server: tables, and the triggers that keep its log.
    pub(crate) fn missing_objects(self) -> Result<Vec<String>> {
        let mut expected = connect::objects()?;
        let found: BTreeSet<(String, String, String)> = if self.is_post() {
            let kept = |kind: &str, name: &str| {
                kind == "table" && !name.starts_with("words_") && !name.starts_with("sqlite_")
                    || kind == "trigger"
            };
            expected.retain(|(kind, name, _)| kept(kind, name));
            expected.iter_mut().for_each(|(_, _, words)| words.clear());
            self.rows(OBJECTS, &[])?
        } else {
            self.rows(connect::OBJECTS, &[])?
        }
        .iter()
        .map(|r| Ok((r.text(0)?, r.text(1)?, squashed(&r.text(2)?))))
        .collect::<Result<_>>()?;
        let there = |(kind, name, words): &(String, String, String)| {
            found.contains(&(kind.clone(), name.clone(), squashed(words)))
        };
        let missing = expected.iter().filter(|o| !there(o));
        let mut missing: Vec<String> = missing.map(|(kind, name, _)| format!("{kind} {name}")).collect();
        missing.sort_by_key(|m| !m.starts_with("table "));
        Ok(missing)
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
