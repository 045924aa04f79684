//! Opening, creating and migrating a file of SQLite.

use super::{Access, Connection as Either, Sql};
use crate::pack::{hex, random};
use crate::{Error, Result, grow};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
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

/// How long an empty file may stay empty while another program begins a database in it.
const BEGINNING: Duration = Duration::from_secs(1);

/// Opens a database and brings it to [`SCHEMA`]. Waits up to `patience` where another program holds it.
///
/// Whoever only reads, or writes what must be there, makes no tables: in a file without ours nothing is written.
pub(crate) fn open(path: &Path, access: Access, patience: Duration) -> Result<Either> {
    look(path, access)?;
    let create = if access == Access::Create { OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::empty() };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | create;
    let opened = Connection::open_with_flags(plain(path), flags).map_err(Error::from).and_then(|conn| {
        conn.busy_timeout(patience)?;
        if conn.is_readonly(rusqlite::MAIN_DB)? {
            return Err(Error::from(refused(rusqlite::ffi::SQLITE_READONLY)));
        }
        prepare(conn, access, patience)
    });
    match opened {
        Err(e) if access == Access::Read && !e.is_locked() => {
            read_only(path, patience, &e)?.map(Either::Lite).ok_or(e)
        }
        other => other,
    }
}

/// Looks at a file before SQLite does, and begins one that is not there. No file of ours is empty for longer than a moment: one that
/// is was emptied by something else, and is left as it is.
fn look(path: &Path, access: Access) -> Result<()> {
    if path.as_os_str().is_empty() {
        return Err(Error::new("a file without a name", "name one with --db"));
    }
    let full = |path: &Path| std::fs::metadata(path).is_ok_and(|m| m.len() > 0);
    let wal = beside(path, "-wal");
    let there = match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            return Err(Error::new("is a folder", "name a file in it with --db"));
        }
        Ok(found) if found.len() > 0 => return Ok(()),
        Ok(_) if access == Access::Create && !full(&wal) && filled(path) => return Ok(()),
        Ok(_) => true,
        Err(e) if access != Access::Create => return Err(unreached(&e)),
        Err(_) => false,
    };
    // SQLite would throw the log beside an empty file away.
    // In this order: another program may make it at this moment.
    if full(&wal) && !full(path) {
        let what = if there { "is an empty file, no database" } else { "is not there" };
        return Err(Error::new(
            format!("{what}, but {} holds changes of it", wal.display()),
            "something other than Diurna has taken it away; keep what is left, and go back to a copy",
        ));
    }
    if there {
        return Err(Error::new(
            "is an empty file, no database",
            "go back to a copy (one that was made without its -wal is not whole); or remove the file, and `diurna add` makes another",
        ));
    }
    begin(path)
}

/// Whether an empty file gets content soon: on a disk that knows no links another program may be about to begin in it.
fn filled(path: &Path) -> bool {
    let began = Instant::now();
    while began.elapsed() < BEGINNING {
        match std::fs::metadata(path) {
            Ok(found) if found.len() > 0 => return true,
            Ok(_) => std::thread::sleep(Duration::from_millis(20)),
            Err(_) => return false,
        }
    }
    false
}

/// Puts the first page of a database where no file is, whole from the first moment: a program that is killed while it makes one
/// leaves no empty file behind, and none that comes meanwhile sees one.
fn begin(path: &Path) -> Result<()> {
    let fresh = path.with_file_name(format!(".diurna-{}.new", hex(&random::<8>()?)));
    let made = page(&fresh);
    if made.as_ref().is_ok_and(|size| *size > 0) {
        // Somebody else may have been faster. On a disk that knows no links SQLite makes the file where it belongs.
        let _ = std::fs::hard_link(&fresh, path);
    }
    let begun = fresh.exists();
    for ending in ["", "-journal", "-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(&fresh, ending));
    }
    match made {
        // No other file can lie here; SQLite may still make this one, as where a link leads, or says what is wrong.
        Err(e) if e.is_unwritable() && !begun => Ok(()),
        made => made.map(drop),
    }
}

/// Makes a file of one page without tables; gives its size.
fn page(path: &Path) -> Result<u64> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_CREATE;
    let conn = Connection::open_with_flags(plain(path), flags)?;
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    drop(conn);
    Ok(std::fs::metadata(path).map_or(0, |m| m.len()))
}

/// What to do about a file in which there is nothing.
const EMPTY: &str =
    "go back to a copy (one that was made without its -wal is not whole), or let `diurna add` make another";

/// Why a file that must be there could not be looked at.
fn unreached(e: &std::io::Error) -> Error {
    match e.kind() {
        ErrorKind::PermissionDenied => {
            Error::new("access is denied", "check the rights of the folders that lead to it")
        }
        ErrorKind::NotADirectory => {
            Error::new("leads through something that is not a folder", "check the name that --db gives")
        }
        _ => Error::new("there is no database", "`diurna add` makes one; --db names another"),
    }
}

/// The path as SQLite takes no other meaning from it: `:memory:` and `file:` have one for it.
fn plain(path: &Path) -> PathBuf {
    if path.is_relative() { Path::new(".").join(path) } else { path.to_path_buf() }
}

/// The file beside a database that has its name and this ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn refused(code: i32) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)
}

/// The same where nothing can be written; `None` where that is not why it could not be opened. `e` is what went wrong when it was
/// to be opened like any other.
fn read_only(path: &Path, patience: Duration, e: &Error) -> Result<Option<Connection>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let usable = |conn: Connection| -> Result<Connection> {
        conn.busy_timeout(patience)?;
        match version(&conn)? {
            Some(SCHEMA) => Ok(conn),
            _ => Err(Error::plain("has another schema")),
        }
    };
    if let Ok(conn) = Connection::open_with_flags(plain(path), flags).map_err(Error::from).and_then(usable) {
        return Ok(Some(conn));
    }
    // In a folder that cannot be written SQLite cannot share memory with writers; then there are none, and a log of
    // theirs that was left behind would have to be read.
    let wal = beside(path, "-wal");
    if std::fs::metadata(&wal).is_ok_and(|m| m.len() > 0) {
        if e.is_unwritable() && std::fs::File::open(path).is_ok() {
            return Err(Error::new(
                format!("{} holds changes that cannot be read where nothing can be written", wal.display()),
                "copy both files to where you may write, and name the copy with --db",
            ));
        }
        return Ok(None);
    }
    let flags = flags | OpenFlags::SQLITE_OPEN_URI;
    let opened = Connection::open_with_flags(immutable(&plain(path)), flags);
    Ok(opened.map_err(Error::from).and_then(usable).ok())
}

/// The address under which SQLite takes a file for one that nobody changes.
fn immutable(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    // What follows two strokes would be the name of a machine.
    let mut uri = String::from(if bytes.starts_with(b"/") { "file://" } else { "file:" });
    for byte in bytes {
        match byte {
            b'%' | b'?' | b'#' | 0x80.. => uri.push_str(&format!("%{byte:02x}")),
            _ => uri.push(char::from(*byte)),
        }
    }
    uri + "?immutable=1"
}

/// The schema of the database; `None` where it is empty.
fn version(conn: &Connection) -> Result<Option<i64>> {
    let pragma = |name: &str| conn.query_row(&format!("PRAGMA {name}"), [], |r| r.get::<_, i64>(0));
    if pragma("application_id")? != APPLICATION {
        let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
        if tables == 0 {
            return Ok(None);
        }
        // Somebody else may have made the tables between the two questions, and has written the number with them.
        if pragma("application_id")? != APPLICATION {
            return Err(Error::new(
                "is a database of another program",
                "name another file with --db; `diurna add` makes it",
            ));
        }
    }
    let found = pragma("user_version")?;
    if found > SCHEMA {
        return Err(Error::new(
            format!("was written by a newer Diurna (schema {found}; this program knows up to {SCHEMA})"),
            "use the newer program; nothing was changed",
        ));
    }
    if found < 1 {
        return Err(Error::damaged(format!("its head says schema {found}, and the first was 1")));
    }
    Ok(Some(found))
}

fn prepare(conn: Connection, access: Access, patience: Duration) -> Result<Either> {
    let found = version(&conn)?;
    if found.is_none() && access != Access::Create {
        return Err(Error::new("holds no tables of Diurna", EMPTY));
    }
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

/// The names of everything that a file of [`SCHEMA`] holds, each with its kind and, of triggers, the words.
pub(super) fn objects() -> Result<Vec<(String, String, String)>> {
    let conn = Connection::open_in_memory()?;
    for sql in STEPS {
        conn.execute_batch(sql)?;
    }
    let mut query = conn.prepare(OBJECTS)?;
    let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What a file holds: kind, name, and of triggers the words.
pub(super) const OBJECTS: &str = "\
    SELECT type, name, CASE type WHEN 'trigger' THEN sql ELSE '' END FROM sqlite_schema ORDER BY type = 'trigger', name";

#[cfg(test)]
mod tests {
    use super::{immutable, plain};
    use std::path::Path;

    #[test]
    fn every_name_is_a_path() {
        assert_eq!(plain(Path::new(":memory:")), Path::new("./:memory:"));
        assert_eq!(plain(Path::new("file:x?mode=memory")), Path::new("./file:x?mode=memory"));
        assert_eq!(immutable(Path::new("./Ké#1/100%?.db")), "file:./K%c3%a9%231/100%25%3f.db?immutable=1");
        #[cfg(unix)]
        {
            assert_eq!(plain(Path::new("/a/b.db")), Path::new("/a/b.db"));
            assert_eq!(immutable(Path::new("//a/b.db")), "file:////a/b.db?immutable=1");
        }
    }
}
