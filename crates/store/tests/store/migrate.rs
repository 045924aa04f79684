//! A file of every released schema opens, with all that was in it.

use crate::both::Place;
use crate::common::{Attack, by, folder};
use diurna_review::{Action, Role};
use diurna_store::{Added, Filter, Found, Head, Store};

const SCHEMA_1: &str = include_str!("schema_1.sql");
const HEAD_1: &str = include_str!("schema_1.head");
const SCHEMA_2: &str = include_str!("schema_2.sql");
const HEAD_2: &str = include_str!("schema_2.head");
const SCHEMA_3: &str = include_str!("schema_3.sql");
const HEAD_3: &str = include_str!("schema_3.head");

#[test]
fn schema_1() {
    let path = folder("schema-1").join("a.db");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(SCHEMA_1).unwrap();
    drop(conn);
    // Reading does it too, and twice does no more.
    let store = Store::open_reading(&path).unwrap();
    let head: Head = HEAD_1.parse().unwrap();
    let checked = store.verify(Some(&head)).unwrap();
    assert_eq!((checked.reports, checked.versions, checked.incidents), (3, 4, 2));
    drop(store);
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.verify(Some(&head)).unwrap(), checked);
    let mut places = Vec::new();
    store
        .each_incident(&Filter::default(), |i| {
            places.push((i.r#where.best.unwrap().name, i.reports.len()));
            true
        })
        .unwrap();
    assert_eq!(places, [("Gaotown".to_string(), 1), ("Kabal".to_string(), 2)]);
    let text = Filter { text: Some("burnt stalls".into()), ..Filter::default() };
    assert_eq!(store.find(&text).unwrap().1, 1);
    // And it goes on.
    let (raw, record) =
        Attack::new("Kabal", (34.5, 69.2), "2031-05-12", 16).report("echo/1", "A witness wept.");
    assert_eq!(store.add(&raw, &record, &by()).unwrap(), Added::New);
    assert_eq!(store.verify(Some(&head)).unwrap().incidents, 2);
}

#[test]
fn schema_2() {
    let path = folder("schema-2").join("a.db");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(SCHEMA_2).unwrap();
    drop(conn);
    let head: Head = HEAD_2.parse().unwrap();
    let checked = Store::open_reading(&path).unwrap().verify(Some(&head)).unwrap();
    assert_eq!((checked.reports, checked.versions, checked.incidents), (4, 6, 2));
    assert_eq!((checked.lines, checked.erased_lines, checked.reviews), (18, 9, 0));
    assert_eq!(checked.head, Some(head), "nothing was added to the log");
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.verify(Some(&head)).unwrap(), checked);
    let text = Filter { text: Some("smoking".into()), ..Filter::default() };
    assert_eq!(store.find(&text).unwrap().0, [1]);
    // What a person joined there is together, and reviews begin with it.
    let Found::Incident(two) = store.incident(3).unwrap() else { panic!("3 leads nowhere") };
    assert_eq!((two.id, two.reports.len()), (2, 2));
    assert_eq!(store.review(2).unwrap(), None);
    let revision = store.revision(2).unwrap();
    let acted = store.act(3, &Action::Take, Some(revision), &by(), Role::Editor).unwrap();
    assert_eq!((acted.incident, acted.revision), (2, 19));
    assert_eq!(store.verify(Some(&head)).unwrap().reviews, 1);
    // An id that was given before is not given again.
    let (raw, record) =
        Attack::new("Orvel", (50.0, 9.0), "2031-11-12", 2).report("echo/9", "A witness wept.");
    assert_eq!(store.add(&raw, &record, &by()).unwrap(), Added::New);
    assert_eq!(store.incident(4).unwrap(), Found::Ended);
    let Found::Incident(new) = store.incident(5).unwrap() else { panic!("no incident 5") };
    assert_eq!(new.reports[0].source, "echo/9");
}

#[test]
fn schema_3() {
    let path = folder("schema-3").join("a.db");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(SCHEMA_3).unwrap();
    drop(conn);
    let head: Head = HEAD_3.parse().unwrap();
    let mut store = Store::open(&path).unwrap();
    let checked = store.verify(Some(&head)).unwrap();
    assert_eq!((checked.reports, checked.incidents, checked.reviews), (4, 2, 1));
    assert_eq!(checked.head, Some(head), "nothing was added to the log");
    // The index of keys is filled anew from the sketches: what comes finds what was there, by place, side, name and day.
    let (raw, record) =
        Attack::new("Kabal", (34.5, 69.2), "2031-05-12", 16).report("echo/1", "A witness wept.");
    store.add(&raw, &record, &by()).unwrap();
    let Found::Incident(one) = store.incident(1).unwrap() else { panic!("no incident 1") };
    let mut sources: Vec<&str> = one.reports.iter().map(|r| r.source.as_str()).collect();
    sources.sort_unstable();
    assert_eq!(sources, ["echo/1", "herald/1", "post/1"]);
    // And what goes takes its rows with it.
    let ids: Vec<String> = one.reports.iter().map(|r| r.id.clone()).collect();
    let Found::Incident(two) = store.incident(2).unwrap() else { panic!("no incident 2") };
    for id in ids.iter().chain(two.reports.iter().map(|r| &r.id)) {
        store.erase(id, None, &by()).unwrap();
    }
    drop(store);
    let conn = rusqlite::Connection::open(&path).unwrap();
    let rows: i64 = conn.query_row("SELECT count(*) FROM event_key", [], |r| r.get(0)).unwrap();
    assert_eq!(rows, 0);
}

#[test]
fn schema_3_of_a_server() {
    let Some(at) = Place::server("schema_3") else { return };
    let mut store = at.open();
    let kabal = Attack::new("Kabal", (34.5, 69.2), "2031-05-12", 14);
    let (raw, record) = kabal.report("herald/1", "Stalls burnt all night.");
    store.add(&raw, &record, &by()).unwrap();
    drop(store);
    // As the program before left it, with an index that leads nowhere.
    at.change(
        "DROP TABLE reading; DROP TABLE event_key; \
         CREATE TABLE event_key (key BIGINT NOT NULL, event BIGINT NOT NULL, PRIMARY KEY (key, event)); \
         CREATE INDEX version_text ON version (text); CREATE INDEX version_record ON version (record); \
         UPDATE diurna_store SET schema = 3",
    )
    .unwrap();
    let mut store = at.open();
    let (raw, record) = kabal.killed(15).report("post/1", "A witness wept.");
    store.add(&raw, &record, &by()).unwrap();
    let Found::Incident(one) = store.incident(1).unwrap() else { panic!("no incident 1") };
    assert_eq!(one.reports.len(), 2);
    store.verify(None).unwrap();
}
