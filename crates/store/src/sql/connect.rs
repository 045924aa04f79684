//! Opening, creating and migrating a file of SQLite.

use super::{Access, Connection as Either, Sql};
use crate::{Error, Result, grow};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::Path;
use std::time::{Duration, Instant};

/// Version of the tables that this program writes.
pub(crate) const SCHEMA: i64 = 4;
/// "Diur" in the head of the file: a database of another program is left alone.
const APPLICATION: i64 = 0x4469_7572;
const STEPS: [&str; SCHEMA as usize] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
];

/// Opens a database and brings it to [`SCHEMA`]. Waits up to `patience` where another program holds it.
pub(crate) fn open(path: &Path, access: Access, patience: Duration) -> Result<Either> {
    if access != Access::Create && !path.exists() {
        return Err(Error::missing(path));
    }
    if path.is_dir() {
        return Err(Error::new("is a folder", "name a file in it with --db"));
    }
    let create = if access == Access::Create { OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::empty() };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | create;
    let opened = Connection::open_with_flags(path, flags).map_err(Error::from).and_then(|conn| {
        conn.busy_timeout(patience)?;
        if conn.is_readonly(rusqlite::MAIN_DB)? {
            return Err(Error::from(refused(rusqlite::ffi::SQLITE_READONLY)));
        }
        prepare(conn, patience)
    });
    match opened {
        Err(e) if access == Access::Read && !e.is_locked() => {
            read_only(path, patience)?.map(Either::Lite).ok_or(e)
        }
        other => other,
    }
}

fn refused(code: i32) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)
}

/// The same where nothing can be written; `None` where that is not why it could not be opened.
fn read_only(path: &Path, patience: Duration) -> Result<Option<Connection>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let usable = |conn: Connection| -> Result<Connection> {
        conn.busy_timeout(patience)?;
        match version(&conn)? {
            Some(SCHEMA) => Ok(conn),
            _ => Err(Error::plain("has another schema")),
        }
    };
    if let Ok(conn) = Connection::open_with_flags(path, flags).map_err(Error::from).and_then(usable) {
        return Ok(Some(conn));
    }
    // In a folder that cannot be written SQLite cannot share memory with writers; then there are none, and a log of
    // theirs that was left behind would have to be read.
    let mut waiting = path.as_os_str().to_owned();
    waiting.push("-wal");
    if std::fs::metadata(&waiting).is_ok_and(|m| m.len() > 0) {
        return Ok(None);
    }
    if !path.as_os_str().is_ascii() {
        return Ok(None);
    }
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'%' | b'?' | b'#' => uri.push_str(&format!("%{byte:02x}")),
            _ => uri.push(char::from(*byte)),
        }
    }
    uri.push_str("?immutable=1");
    let opened = Connection::open_with_flags(&uri, flags | OpenFlags::SQLITE_OPEN_URI);
    Ok(opened.map_err(Error::from).and_then(usable).ok())
}

/// The schema of the database; `None` where it is empty.
fn version(conn: &Connection) -> Result<Option<i64>> {
    let pragma = |name: &str| conn.query_row(&format!("PRAGMA {name}"), [], |r| r.get::<_, i64>(0));
    if pragma("application_id")? != APPLICATION {
        let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
        if tables == 0 {
            return Ok(None);
        }
        return Err(Error::new(
            "is a database of another program",
            "name another file with --db; `diurna add` makes it",
        ));
    }
    let found = pragma("user_version")?;
    if found > SCHEMA {
        return Err(Error::new(
            format!("was written by a newer Diurna (schema {found}; this program knows up to {SCHEMA})"),
            "use the newer program; nothing was changed",
        ));
    }
    Ok(Some(found))
}

fn prepare(conn: Connection, patience: Duration) -> Result<Either> {
    let found = version(&conn)?;
    // The busy handler is not asked while the journal changes its kind.
    let began = Instant::now();
    loop {
        let mode = conn.query_row("PRAGMA journal_mode = WAL", [], |r| r.get::<_, String>(0));
        match mode.map_err(Error::from) {
            Err(e) if e.is_locked() && began.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(e) => return Err(e),
            Ok(_) => break,
        }
    }
    // FULL: what was acknowledged outlives a loss of power, too. Digests and keys fall anywhere in their indexes, so that a step
    // changes a thousand pages: they are copied back once for several steps (32 MB), and found again in memory (up to 192 MB).
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -196608; PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 8192;",
    )?;
    conn.set_prepared_statement_cache_capacity(128);
    let conn = Either::Lite(conn);
    if found != Some(SCHEMA) {
        migrate(&conn)?;
    }
    Ok(conn)
}

/// Takes all steps that are missing, in one transaction.
fn migrate(either: &Either) -> Result<()> {
    let Either::Lite(conn) = either else { return Ok(()) };
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    // Somebody else may have done it meanwhile.
    let from = version(&tx)?.unwrap_or(0);
    for (_, sql) in (1..).zip(STEPS).filter(|(step, _)| *step > from) {
        tx.execute_batch(sql)?;
    }
    if from < 4 {
        // Fewer, larger merges of the index of words: what was written is written again less often.
        tx.execute_batch("INSERT INTO words (words, rank) VALUES ('automerge', 8)")?;
    }
    match from {
        1 => grow::events_of_all(Sql(either))?,
        2 | 3 => grow::keys_of_all(Sql(either))?,
        _ => {}
    }
    tx.execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {SCHEMA};"))?;
    tx.commit()?;
    Ok(())
}
