//! What a store refuses, with a hint, and nothing is lost.

use crate::both::{Place, over_both};
use crate::common::{Attack, by, folder};
use diurna_store::{Error, Prepared, Store};
use std::path::Path;
use std::time::{Duration, Instant};

over_both!(several_writers_at_once);

pub(crate) fn report(n: u32) -> Prepared {
    let attack = Attack::new(&format!("Town{n}"), (f64::from(n % 60), f64::from(n % 170)), "2031-05-12", 3);
    let (raw, record) = attack.report(&format!("herald/{n}"), "Nobody else was hurt.");
    Prepared::new(&raw, &record, Some(&format!("herald/{n}"))).unwrap()
}

#[track_caller]
pub(crate) fn says(e: &Error, word: &str) {
    assert!(e.to_string().contains(word) && e.hint().is_some(), "{e:?}");
}

#[test]
fn what_is_no_database_of_ours() {
    let at = folder("not-ours");
    std::fs::write(at.join("text.db"), "Gunmen attacked an army convoy near Gao.\n".repeat(40)).unwrap();
    says(&Store::open(&at.join("text.db")).unwrap_err(), "is no Diurna database");
    let other = rusqlite::Connection::open(at.join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE notes (text TEXT)").unwrap();
    drop(other);
    says(&Store::open(&at.join("other.db")).unwrap_err(), "of another program");
    says(&Store::open(&at).unwrap_err(), "is a folder");
    says(&Store::open(&at.join("none/a.db")).unwrap_err(), "cannot be opened");
    says(&Store::open_reading(&at.join("none.db")).unwrap_err(), "there is no database");
    assert!(!at.join("none.db").exists());
    says(&Store::open(Path::new("mysql://localhost/x")).unwrap_err(), "mysql:// is not supported");
}

#[test]
fn what_holds_nothing_is_no_database_and_stays_as_it_is() {
    let at = folder("holds-nothing");
    let (empty, headless) = (at.join("empty.db"), at.join("headless.db"));
    std::fs::write(&empty, "").unwrap();
    // The main file without its log: a page without tables.
    let conn = rusqlite::Connection::open(&headless).unwrap();
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    drop(conn);
    let page = std::fs::read(&headless).unwrap();
    assert_eq!(page.len(), 4096);
    // Not even who adds begins in a file that something has emptied.
    for open in [Store::open_reading, Store::open_existing, Store::open] {
        says(&open(&empty).unwrap_err(), "is an empty file, no database");
    }
    for open in [Store::open_reading, Store::open_existing] {
        says(&open(&headless).unwrap_err(), "holds no tables of Diurna");
    }
    assert_eq!(std::fs::read(&empty).unwrap(), b"");
    assert_eq!(std::fs::read(&headless).unwrap(), page);
    assert_eq!(std::fs::read_dir(&at).unwrap().count(), 2, "nothing lies beside them");
    // A log beside an empty file is not thrown away, whoever comes.
    std::fs::write(at.join("empty.db-wal"), "changes").unwrap();
    for open in [Store::open_reading, Store::open_existing, Store::open] {
        says(&open(&empty).unwrap_err(), "empty.db-wal holds changes of it");
    }
    assert_eq!(std::fs::read(at.join("empty.db-wal")).unwrap(), b"changes");
    std::fs::remove_file(at.join("empty.db-wal")).unwrap();
    // Whoever adds may begin in the page, and where the file was.
    std::fs::remove_file(&empty).unwrap();
    for path in [empty, headless] {
        Store::open(&path).unwrap().add_all(&[report(1)], &by()).unwrap();
        assert_eq!(Store::open_reading(&path).unwrap().verify(None).unwrap().reports, 1);
    }
    assert_eq!(std::fs::read_dir(&at).unwrap().count(), 2, "nothing is left of how they were begun");
}

#[test]
fn a_database_that_was_emptied_is_not_begun_anew() {
    let path = folder("emptied").join("a.db");
    Store::open(&path).unwrap().add_all(&[report(1)], &by()).unwrap();
    std::fs::write(&path, "").unwrap();
    let e = Store::open(&path).unwrap_err();
    says(&e, "is an empty file, no database");
    assert!(e.hint().unwrap().contains("remove the file, and `diurna add` makes another"), "{e:?}");
    assert_eq!(std::fs::read(&path).unwrap(), b"");
}

#[test]
fn an_empty_file_may_be_about_to_be_filled() {
    let at = folder("about-to-be-filled");
    let (path, page) = (at.join("a.db"), at.join("page.db"));
    let conn = rusqlite::Connection::open(&page).unwrap();
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    drop(conn);
    let page = std::fs::read(&page).unwrap();
    std::fs::write(&path, "").unwrap();
    // Whoever only reads does not wait.
    says(&Store::open_reading(&path).unwrap_err(), "is an empty file, no database");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(200));
            std::fs::write(&path, &page).unwrap();
        });
        Store::open(&path).unwrap().add_all(&[report(1)], &by()).unwrap();
    });
    assert_eq!(Store::open_reading(&path).unwrap().verify(None).unwrap().reports, 1);
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_where_a_database_is_made() {
    let at = folder("links");
    let (links, target) = (at.join("links"), at.join("target"));
    for made in [&links, &target] {
        std::fs::create_dir(made).unwrap();
    }
    for name in ["a.db", "b.db"] {
        std::os::unix::fs::symlink(target.join(name), links.join(name)).unwrap();
    }
    Store::open(&links.join("a.db")).unwrap().add_all(&[report(1)], &by()).unwrap();
    // Also where nothing can be made beside the link; the rights bind everybody but the administrator.
    let set = |mode: bool| {
        let mut rights = std::fs::metadata(&links).unwrap().permissions();
        rights.set_readonly(mode);
        std::fs::set_permissions(&links, rights).unwrap();
    };
    set(true);
    let made = Store::open(&links.join("b.db")).and_then(|mut store| store.add_all(&[report(1)], &by()));
    set(false);
    made.unwrap();
    for name in ["a.db", "b.db"] {
        assert_eq!(Store::open_reading(&target.join(name)).unwrap().count_reports().unwrap(), 1, "{name}");
    }
    assert_eq!(std::fs::read_dir(&links).unwrap().count(), 2, "nothing but the links");
}

#[test]
fn nobody_sees_a_file_that_is_about_to_be_filled() {
    let at = folder("begun");
    for n in 0..8 {
        let path = at.join(format!("{n}.db"));
        std::thread::scope(|scope| {
            for w in 0..4 {
                let path = &path;
                scope.spawn(move || Store::open(path).unwrap().add_all(&[report(w)], &by()).unwrap());
            }
            // Whoever looks meanwhile finds nothing, or more than nothing.
            let began = Instant::now();
            while !path.exists() && began.elapsed() < Duration::from_secs(20) {}
            assert!(std::fs::metadata(&path).unwrap().len() > 0);
        });
        assert_eq!(Store::open_reading(&path).unwrap().count_reports().unwrap(), 4);
    }
}

#[test]
fn a_name_is_a_path_and_nothing_else() {
    let at = folder("names");
    for name in ["file:a.db", "file:b.db?mode=memory", ":memory:"] {
        let path = at.join(name);
        Store::open(&path).unwrap().add_all(&[report(1)], &by()).unwrap();
        assert!(path.is_file(), "{name}");
        assert_eq!(Store::open_reading(&path).unwrap().count_reports().unwrap(), 1);
    }
    says(&Store::open(Path::new("")).unwrap_err(), "a file without a name");
    let file = at.join("file:a.db");
    says(&Store::open_reading(&file.join("x.db")).unwrap_err(), "is not a folder");
}

#[test]
fn a_head_that_cannot_be() {
    let path = folder("head").join("a.db");
    Store::open(&path).unwrap().add_all(&[report(1)], &by()).unwrap();
    for schema in [0, -3] {
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.execute_batch(&format!("PRAGMA user_version = {schema}")).unwrap();
        drop(conn);
        for open in [Store::open_reading, Store::open] {
            let e = open(&path).unwrap_err();
            says(&e, &format!("is damaged: its head says schema {schema}"));
            assert!(!e.to_string().contains("CREATE"), "{e}");
        }
    }
}

#[test]
fn what_is_damaged_is_told_in_plain_words() {
    let path = folder("damaged").join("a.db");
    Store::open(&path).unwrap().add_all(&[report(1)], &by()).unwrap();
    let good = std::fs::read(&path).unwrap();
    let mut bad = good.clone();
    for page in bad.chunks_mut(4096).skip(8) {
        page[..64].fill(0xa5);
    }
    std::fs::write(&path, &bad).unwrap();
    let e = Store::open_reading(&path).and_then(|s| s.verify(None)).unwrap_err();
    says(&e, "the database is damaged: ");
    assert!(!e.to_string().contains("***") && !e.to_string().contains('\n'), "{e}");
    assert!(!e.hint().unwrap().contains("run `diurna verify`"), "{e:?}");
    std::fs::write(&path, &good).unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("DROP TABLE event_key").unwrap();
    drop(conn);
    let e = Store::open(&path).unwrap().add_all(&[report(2)], &by()).unwrap_err();
    says(&e, "the database is damaged: no such table: event_key");
}

#[test]
fn a_newer_schema_is_left_alone() {
    let at = folder("newer-schema");
    let path = at.join("a.db");
    Store::open(&path).unwrap().add_all(&[report(1)], &by()).unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(conn);
    let before = std::fs::read(&path).unwrap();
    for e in [Store::open(&path).unwrap_err(), Store::open_reading(&path).unwrap_err()] {
        says(&e, "newer Diurna (schema 99; this program knows up to 4)");
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn where_nothing_can_be_written() {
    // Nobody makes files here, whatever the rights of who runs the test.
    if Path::new("/proc/self").exists() {
        says(&Store::open(Path::new("/proc/diurna.db")).unwrap_err(), "cannot be opened");
    }
    let at = folder("read-only").join("größe");
    std::fs::create_dir(&at).unwrap();
    let path = at.join("a.db");
    Store::open(&path).unwrap().add_all(&[report(1)], &by()).unwrap();
    let set = |mode: bool| {
        for p in [&path, &at] {
            let mut rights = std::fs::metadata(p).unwrap().permissions();
            rights.set_readonly(mode);
            std::fs::set_permissions(p, rights).unwrap();
        }
    };
    set(true);
    // The rights bind everybody but the administrator.
    if std::fs::write(at.join("probe"), "").is_err() {
        says(&Store::open(&path).unwrap_err(), "cannot be written");
        let store = Store::open_reading(&path).unwrap();
        assert_eq!(store.count_reports().unwrap(), 1);
        store.verify(None).unwrap();
        drop(store);
        set(false);
        // A log that was left behind, and no memory to share.
        std::fs::write(at.join("a.db-wal"), [0; 64]).unwrap();
        set(true);
        let e = Store::open_reading(&path).unwrap_err();
        says(&e, "a.db-wal holds changes that cannot be read");
    }
    set(false);
}

#[test]
fn a_locked_database_is_waited_for_and_then_told_of() {
    let path = folder("locked").join("a.db");
    let mut store = Store::open(&path).unwrap().patient(Duration::from_millis(50)).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let e = store.add_all(&[report(1)], &by()).unwrap_err();
    says(&e, "locked by another program");
    assert!(e.is_locked());
    // Reading goes on meanwhile.
    assert_eq!(Store::open_reading(&path).unwrap().count_reports().unwrap(), 0);
    other.execute_batch("ROLLBACK").unwrap();
    store.add_all(&[report(1)], &by()).unwrap();
}

#[test]
fn a_full_disk_keeps_what_was_there() {
    let path = folder("full").join("a.db");
    let mut store = Store::open(&path).unwrap();
    store.add_all(&[report(1)], &by()).unwrap();
    store.limit_pages(60).unwrap();
    let mut kept = 1;
    let error = loop {
        match store.add_all(&[report(kept + 1), report(kept + 2)], &by()) {
            Ok(_) => kept += 2,
            Err(e) => break e,
        }
        assert!(kept < 1000, "the limit was not met");
    };
    says(&error, "the disk is full");
    assert_eq!(store.count_reports().unwrap(), u64::from(kept));
    store.verify(None).unwrap();
    // Once there is room, it goes on.
    store.limit_pages(100_000).unwrap();
    store.add_all(&[report(kept + 1), report(kept + 2)], &by()).unwrap();
    assert_eq!(store.verify(None).unwrap().reports, u64::from(kept) + 2);
}

fn several_writers_at_once(at: &Place) {
    let path = at.path.clone();
    std::thread::scope(|scope| {
        for w in 0..4u32 {
            let path = &path;
            scope.spawn(move || {
                let mut store = Store::open(path).unwrap();
                for n in 0..12 {
                    // Every report is brought by two of them.
                    store.add_all(&[report(n + 12 * (w / 2))], &by()).unwrap();
                }
            });
        }
    });
    let store = Store::open_reading(&path).unwrap();
    assert_eq!(store.verify(None).unwrap().reports, 24);
}
