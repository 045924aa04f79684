//! What is so only over a server: who is let in, what it refuses, and that it may go away at any moment.

use crate::both::{Held, Place, ask, named, server};
use crate::common::{Attack, by};
use crate::failures::{report, says};
use diurna_store::{Added, Filter, Store};
use std::path::Path;
use std::time::Duration;

/// The address with other parts.
fn address(user: &str, password: &str, rest: &str) -> String {
    format!("postgres://{user}:{password}@{rest}")
}

/// Host, port and database of a server.
fn host(url: &str) -> &str {
    url.rsplit_once('@').unwrap().1
}

fn opening(url: &str) -> diurna_store::Error {
    let e = Store::open(Path::new(url)).unwrap_err();
    assert!(!e.to_string().contains("nobody-knows") && !format!("{e:?}").contains("nobody-knows"), "{e:?}");
    e
}

#[test]
fn nobody_answers() {
    // Port 9 of loopback: nothing listens there.
    let e = opening("postgres://mira:nobody-knows@127.0.0.1:9/news");
    says(&e, "no server answers there");
    assert!(e.is_lost());
    says(&opening("postgres://mira:nobody-knows@127.0.0.1:x/news"), "is no address");
    says(&opening("postgres://mira:nobody-knows@127.0.0.1"), "names no database");
}

#[test]
fn who_is_not_let_in() {
    let Some(at) = Place::server("let_in") else { return };
    let database = host(at.url());
    says(&opening(&address("diurna", "nobody-knows", database)), "does not let this user in");
    says(&opening(&address("nobody", "nobody-knows", database)), "does not let this user in");
    says(&opening(&named(at.url(), "diurna_not_there")), "no such database");
}

#[test]
fn databases_that_are_not_ours() {
    let Some(at) = Place::server("not_ours") else { return };
    for e in [Store::open_existing(&at.path).unwrap_err(), Store::open_reading(&at.path).unwrap_err()] {
        says(&e, "holds nothing of Diurna yet");
    }
    ask(at.url(), "CREATE TABLE notes (text TEXT)").unwrap();
    says(&Store::open(&at.path).unwrap_err(), "is a database of another program");
    ask(at.url(), "DROP TABLE notes").unwrap();
    at.open().add_all(&[report(1)], &by()).unwrap();
    ask(at.url(), "UPDATE diurna_store SET schema = 99").unwrap();
    for e in [Store::open(&at.path).unwrap_err(), Store::open_reading(&at.path).unwrap_err()] {
        says(&e, "newer Diurna (schema 99; this program knows up to");
    }
    assert_eq!(ask(at.url(), "SELECT count(*) FROM version").unwrap(), ["1"], "nothing was changed");
}

#[test]
fn another_encoding_is_refused() {
    let Some(at) = Place::server("encoding") else { return };
    let (server, name) = (server().unwrap(), format!("diurna_ascii_{}", std::process::id()));
    let made = "ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'";
    if ask(&server, &format!("CREATE DATABASE {name} {made}")).is_err() {
        // Servers before 15 know one provider only.
        let made = made.replace("LOCALE_PROVIDER libc", "");
        ask(&server, &format!("CREATE DATABASE {name} {made}")).unwrap();
    }
    let e = Store::open(Path::new(&named(at.url(), &name))).unwrap_err();
    ask(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
    says(&e, "in the encoding SQL_ASCII");
}

#[test]
fn a_reader_needs_no_right_to_write() {
    let Some(at) = Place::server("reader") else { return };
    at.open().add_all(&[report(1)], &by()).unwrap();
    let reader = format!("diurna_reader_{}", std::process::id());
    let grant = format!(
        "CREATE ROLE {reader} LOGIN PASSWORD 'r'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}"
    );
    ask(at.url(), &grant).unwrap();
    let url = address(&reader, "r", host(at.url()));
    let store = Store::open_reading(Path::new(&url)).unwrap();
    assert_eq!((store.count_reports().unwrap(), store.verify(None).unwrap().incidents), (1, 1));
    let e = Store::open(Path::new(&url)).unwrap().add_all(&[report(2)], &by()).unwrap_err();
    says(&e, "this user may not do that");
    drop(store);
    ask(at.url(), &format!("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {reader}; DROP ROLE {reader}"))
        .unwrap();
    assert_eq!(at.open().verify(None).unwrap().reports, 1);
}

#[test]
fn who_writes_is_waited_for_and_then_told_of() {
    let Some(at) = Place::server("locked") else { return };
    let mut store = at.open().patient(Duration::from_millis(50)).unwrap();
    let mut other = Held::new(at.url()).unwrap();
    other.ask("BEGIN; SELECT pg_advisory_xact_lock(1147762034, hashtext('public'))").unwrap();
    let e = store.add_all(&[report(1)], &by()).unwrap_err();
    says(&e, "locked by another program");
    assert!(e.is_locked());
    // Reading goes on meanwhile.
    assert_eq!(Store::open_reading(&at.path).unwrap().count_reports().unwrap(), 0);
    other.ask("ROLLBACK").unwrap();
    store.add_all(&[report(1)], &by()).unwrap();
}

/// Ends the connections of stores to this database, as an administrator or a server that stops would.
fn cut_off(at: &Place) {
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE application_name = 'diurna' AND datname = current_database()";
    assert!(!ask(at.url(), sql).unwrap().is_empty());
}

#[test]
fn a_server_that_goes_away_amid_a_step() {
    let Some(at) = Place::server("goes") else { return };
    let mut store = at.open();
    store.add_all(&[report(1), report(2)], &by()).unwrap();
    let head = store.head().unwrap();
    // Somebody holds a table, so that the step waits amid its writing.
    let mut other = Held::new(at.url()).unwrap();
    other.ask("BEGIN; LOCK TABLE incident_body IN SHARE MODE").unwrap();
    let e = std::thread::scope(|scope| {
        let adding = scope.spawn(|| store.add_all(&[report(3), report(4)], &by()).unwrap_err());
        let waits = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'diurna' AND wait_event_type = 'Lock' \
                     AND datname = current_database()";
        while ask(at.url(), waits).unwrap().is_empty() {
            std::thread::sleep(Duration::from_millis(5));
        }
        cut_off(&at);
        adding.join().unwrap()
    });
    says(&e, "the connection to the server was lost");
    assert!(e.is_lost());
    other.ask("ROLLBACK").unwrap();
    // The same store goes on where it was, over a new connection; nothing that was acknowledged is gone.
    assert_eq!(store.head().unwrap(), head);
    assert_eq!(store.add_all(&[report(1), report(3)], &by()).unwrap(), [Added::Known, Added::New]);
    let checked = store.verify(head.as_ref()).unwrap();
    assert_eq!((checked.reports, checked.incidents), (3, 3));
    // A connection that was lost between two steps is not missed.
    cut_off(&at);
    assert_eq!(store.count_reports().unwrap(), 3);
    cut_off(&at);
    store.add_all(&[report(4)], &by()).unwrap();
    assert_eq!(at.open().verify(None).unwrap().reports, 4);
}

#[test]
fn within_another_runtime() {
    let Some(at) = Place::server("runtime") else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let path = at.path.clone();
        let store = tokio::task::spawn_blocking(move || {
            let mut store = Store::open(&path).unwrap();
            store.add_all(&[report(1)], &by()).unwrap();
            assert_eq!(store.find(&Filter::default()).unwrap().1, 1);
            store
        });
        // It may be let go of anywhere.
        drop(store.await.unwrap());
    });
}

#[test]
fn places_are_points_on_the_globe() {
    let Some(at) = Place::server("globe") else { return };
    let mut store = at.open();
    let far = Attack { country: "MLI", ..Attack::new("Gaotown", (16.3, -0.1), "2031-07-03", 3) };
    for attack in [&Attack::new("Kabal", (34.5, 69.2), "2031-05-12", 14), &far] {
        let (raw, record) = attack.report(&format!("herald/{}", attack.town), "");
        store.add(&raw, &record, &by()).unwrap();
    }
    assert_eq!(
        ask(at.url(), "SELECT ST_AsText(place) FROM incident ORDER BY id").unwrap(),
        ["POINT(69.2 34.5)", "POINT(-0.1 16.3)"]
    );
    // A tenth of a degree of latitude is eleven kilometres.
    let near = |km: u32| {
        let sql = format!(
            "SELECT id FROM incident WHERE ST_DWithin(place, ST_MakePoint(69.2, 34.6)::geography, {})",
            km * 1000
        );
        ask(at.url(), &sql).unwrap()
    };
    assert_eq!((near(10), near(12)), (vec![], vec!["1".to_string()]));
    let id = store.versions("herald/Kabal").unwrap()[0].id.clone();
    store.erase(&id, None, &by()).unwrap();
    assert_eq!(near(12), Vec::<String>::new());
}
