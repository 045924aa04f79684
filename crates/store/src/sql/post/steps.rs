//! The steps from an empty database to the present schema.

use super::{Post, open};
use crate::{Error, Result};

/// The schema with which servers began.
const FIRST: i64 = 2;
/// What brings an empty database there.
const BEGIN: &str = include_str!("../schema_pg.sql");
/// The later steps of files, which servers take too.
const LATER: [&str; 2] = [include_str!("../schema_3.sql"), include_str!("../schema_4.sql")];

/// Version of the tables that this program writes.
pub(super) const SCHEMA: i64 = crate::sql::connect::SCHEMA;

const _: () = assert!(
    FIRST + LATER.len() as i64 == SCHEMA,
    "a new schema of files is one of servers too: name its step in LATER"
);

/// Takes all steps that are missing, in the transaction that is open.
pub(super) fn take(post: &Post, from: Option<i64>) -> Result<()> {
    if from == Some(SCHEMA) {
        return Ok(());
    }
    if from.is_none() {
        post.script("CREATE EXTENSION IF NOT EXISTS postgis").map_err(|e| {
            Error::new(
                format!("PostGIS is not to be had: {e}"),
                "install it on the server (Debian: postgresql-NN-postgis-3), and have somebody with the right run \
                 CREATE EXTENSION postgis in this database",
            )
        })?;
        post.script(BEGIN)?;
    }
    for (_, step) in (FIRST + 1..).zip(LATER).filter(|(schema, _)| *schema > from.unwrap_or(FIRST)) {
        post.script(&translated(step))?;
    }
    open::mark(post, SCHEMA)
}

/// A step of files in the words of a server: names of types, numbers that are given by the database, no kinds of tables.
fn translated(step: &str) -> String {
    let mut out = String::with_capacity(step.len() * 2);
    let mut table = String::new();
    for line in step.lines() {
        let (code, comment) = line.split_at(line.find("--").unwrap_or(line.len()));
        if let Some(rest) = code.trim_start().strip_prefix("CREATE TABLE ") {
            table = rest.split([' ', '(']).next().unwrap_or_default().to_string();
        }
        let given = format!("BIGINT PRIMARY KEY DEFAULT next_id('{table}')");
        let code = code
            .replace(") STRICT, WITHOUT ROWID;", ");")
            .replace(") WITHOUT ROWID, STRICT;", ");")
            .replace(") WITHOUT ROWID;", ");")
            .replace(") STRICT;", ");")
            .replace(" INTEGER PRIMARY KEY AUTOINCREMENT", &format!(" {given}"))
            .replace(" INTEGER PRIMARY KEY", &format!(" {given}"))
            .replace(" INTEGER", " BIGINT")
            .replace(" BLOB", " BYTEA")
            .replace(" REAL", " DOUBLE PRECISION")
            .replace(" TEXT", " TEXT COLLATE \"C\"");
        out.push_str(&code);
        out.push_str(comment);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn a_step_of_files_in_the_words_of_a_server() {
        let step = "-- Schema 9: TEXT stays here.\nCREATE TABLE mark (\n  id INTEGER PRIMARY KEY AUTOINCREMENT,\n  \
                    name TEXT NOT NULL, -- a TEXT\n  n INTEGER,\n  sum REAL,\n  data BLOB\n) STRICT;\n\
                    CREATE TABLE pair (\n  a INTEGER NOT NULL,\n  PRIMARY KEY (a)\n) STRICT, WITHOUT ROWID;\n";
        let expected = "-- Schema 9: TEXT stays here.\nCREATE TABLE mark (\n  id BIGINT PRIMARY KEY DEFAULT next_id('mark'),\n  \
                        name TEXT COLLATE \"C\" NOT NULL, -- a TEXT\n  n BIGINT,\n  sum DOUBLE PRECISION,\n  data BYTEA\n);\n\
                        CREATE TABLE pair (\n  a BIGINT NOT NULL,\n  PRIMARY KEY (a)\n);\n";
        assert_eq!(translated(step), expected);
    }
}
