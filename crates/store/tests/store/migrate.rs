//! A file of every released schema opens, with all that was in it.

use crate::common::{Attack, by, folder};
use diurna_store::{Added, Filter, Head, Store};

const SCHEMA_1: &str = include_str!("schema_1.sql");
const HEAD_1: &str = include_str!("schema_1.head");

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
