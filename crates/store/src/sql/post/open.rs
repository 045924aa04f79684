//! Reaching a server, and making or migrating the tables of a database.

use super::steps::{self, SCHEMA};
use super::{Inner, Post, WRITE, address, errors};
use crate::sql::plain::Value;
use crate::sql::{Access, Connection, Sql};
use crate::{Error, Result, grow};
use sqlx::{ConnectOptions, Executor};
use std::time::Duration;

/// How long a server may take to let somebody in.
const DOOR: Duration = Duration::from_secs(20);
/// The oldest server that has what the statements ask for.
const OLDEST: i64 = 13;

const STATE: &str = "\
    SELECT current_setting('server_version_num')::bigint / 10000, current_setting('server_encoding'), \
    coalesce(current_schema()::text, ''), to_regclass(format('%I.diurna_store', current_schema())) IS NOT NULL, \
    (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS \
     (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))";

/// Opens a database and brings it to the schema of this program.
pub(in crate::sql) fn open(url: &str, access: Access, patience: Duration) -> Result<Connection> {
    let post = Post::new(address::options(url)?, patience)?;
    let found = version(&post)?;
    if found.is_none() && access != Access::Create {
        return Err(Error::new("holds nothing of Diurna yet", "`diurna add` makes its tables"));
    }
    let conn = Connection::Post(Box::new(post));
    if let Connection::Post(post) = &conn
        && found != Some(SCHEMA)
    {
        post.transaction(WRITE, || {
            // Somebody else may have done it meanwhile.
            let from = version(post)?;
            steps::take(post, from)?;
            match from {
                Some(2 | 3) => grow::keys_of_all(Sql(&conn)),
                _ => Ok(()),
            }
        })?;
    }
    Ok(conn)
}

/// The schema of the database; `None` where it is empty.
fn version(post: &Post) -> Result<Option<i64>> {
    let rows = post.rows(STATE, &[])?;
    let state = rows.first().ok_or_else(|| Error::plain("the server tells nothing of itself"))?;
    let (server, encoding, schema) = (state.int(0)?, state.text(1)?, state.text(2)?);
    if server < OLDEST {
        return Err(Error::new(
            format!("the server is PostgreSQL {server}, which is too old"),
            "PostgreSQL 13 is the oldest that works",
        ));
    }
    if schema.is_empty() {
        return Err(Error::new(
            "there is no schema to work in",
            "check search_path of the database and of its user",
        ));
    }
    if !state.flag(3)? {
        return match state.int(4)? {
            0 if encoding != "UTF8" => Err(Error::new(
                format!("is a database in the encoding {encoding}"),
                "make one with `createdb -E UTF8 -T template0 NAME`",
            )),
            0 => Ok(None),
            _ => Err(Error::new(
                "is a database of another program",
                "make one of its own with `createdb -E UTF8 -T template0 NAME`, and name it with --db",
            )),
        };
    }
    let found = match post.rows("SELECT schema FROM diurna_store", &[])?.as_slice() {
        [row] => row.int(0)?,
        _ => return Err(Error::damaged("its table diurna_store does not hold one row")),
    };
    if found > SCHEMA {
        return Err(Error::new(
            format!("was written by a newer Diurna (schema {found}; this program knows up to {SCHEMA})"),
            "use the newer program; nothing was changed",
        ));
    }
    Ok(Some(found))
}

impl Post {
    /// Makes the connection, the first or after one that was lost.
    pub(super) fn connect(&self, inner: &mut Inner) -> Result<()> {
        let options = self.options.clone().disable_statement_logging();
        let made = self.block(async { tokio::time::timeout(DOOR, options.connect()).await })?;
        let mut conn = match made {
            Ok(made) => made.map_err(|e| errors::unreached(&e))?,
            Err(_) => {
                let what = format!("no server answers there within {} seconds", DOOR.as_secs());
                return Err(Error::new(what, "check host and port in --db, and that PostgreSQL runs"));
            }
        };
        // What is acknowledged is on the disk, whatever the server does by default.
        let settings = format!(
            "SET lock_timeout = {}; SET client_min_messages = warning; SET jit = off; \
             SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
            inner.patience.as_millis()
        );
        let set = self.block(conn.execute(settings.as_str()))?;
        set.map_err(|e| errors::told(&e))?;
        inner.conn = Some(conn);
        inner.generation += 1;
        Ok(())
    }
}

/// Notes the schema that the tables have now.
pub(super) fn mark(post: &Post, schema: i64) -> Result<()> {
    post.run("UPDATE diurna_store SET schema = ?", &[Value::Int(schema)])?;
    Ok(())
}
