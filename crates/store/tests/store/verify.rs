//! `verify` finds what was changed past the store, and says what it is; everything the store itself does leaves it content.

use crate::both::{Place, over_both};
use crate::common::{Attack, Report, by};
use crate::failures::says;
use diurna_review::Role;
use diurna_store::{By, Store};

over_both!(what_was_changed_is_found, words_that_nobody_erased, decisions_follow_the_log);

/// The attack of that number, with an address, told by a paper.
fn told(n: u32, paper: &str) -> Report {
    let town = format!("Town{n}");
    let attack = Attack::new(&town, (f64::from(n) * 3.0, 20.0), "2031-05-12", 3 + n);
    let mut report = attack.report(&format!("{paper}/{n}"), "Nobody else was hurt.");
    report.1.report.url = Some(format!("https://{paper}.example/{n}"));
    report
}

/// Four attacks, the first told twice and parted by a person, the second read anew, a user and a token.
fn filled(at: &Place) -> Store {
    let mut store = at.open();
    for (raw, record) in (0..4).map(|n| told(n, "herald")).chain([told(0, "post")]) {
        store.add(&raw, &record, &by()).unwrap();
    }
    let post = told(0, "post").1.report.id;
    store.decide("1", &format!("{post}#e1"), false, &by()).unwrap();
    let (raw, mut record) = told(1, "herald");
    record.events[0].score = 0.5;
    let read = diurna_store::Prepared::new(&raw, &record, Some("herald/1")).unwrap();
    assert_eq!(store.reread(&read, &by()).unwrap(), diurna_store::Reread::Changed);
    store.add_user("lena", "hash-1", Role::Owner, &by()).unwrap();
    store.add_token("lena", "script", &[8; 32], &by()).unwrap();
    store
}

fn what_was_changed_is_found(at: &Place) {
    let store = filled(at);
    let checked = store.verify(None).unwrap();
    assert_eq!((checked.reports, checked.incidents), (5, 5));
    drop(store);
    let trigger = if at.on_server() { "DROP TRIGGER log_delete ON log" } else { "DROP TRIGGER log_delete" };
    let words = "DELETE FROM words WHERE rowid = 1";
    let words = if at.on_server() { "DELETE FROM words WHERE version = 1" } else { words };
    for (sql, expected) in [
        (
            "UPDATE version SET text = (SELECT text FROM version WHERE id = 3) WHERE id = 1",
            "the text of report sha256:",
        ),
        ("UPDATE version SET published = '2001-01-01' WHERE id = 1", "the day of report sha256:"),
        ("UPDATE version SET source = 'echo/1' WHERE id = 1", "has another source"),
        ("UPDATE version SET added = '2001-01-01T00:00:00Z' WHERE id = 1", "was added at another time"),
        ("UPDATE version SET current = 0 WHERE id = 1", "which version is the current one"),
        ("UPDATE version SET report = 2 WHERE id = 1", "two reports in it are one"),
        ("INSERT INTO report (id) VALUES (77)", "the numbers of reports"),
        ("DELETE FROM reading", "earlier readings of reports are in it"),
        ("UPDATE reading SET record = text", "an earlier reading of report sha256:"),
        ("UPDATE incident SET score = 0 WHERE id = 2", "incident 2 is listed with other values"),
        ("UPDATE incident SET country = 'MLI' WHERE id = 2", "incident 2 is listed with other values"),
        (
            "UPDATE incident SET day_from = '2031-05-11' WHERE id = 2",
            "incident 2 is listed with other values",
        ),
        ("UPDATE incident SET day_to = NULL WHERE id = 2", "incident 2 is listed with other values"),
        ("UPDATE incident SET killed = 0 WHERE id = 2", "incident 2 is listed with other values"),
        ("UPDATE incident SET redirect = 3 WHERE id = 2", "incident 2 is listed with other values"),
        ("UPDATE incident SET state = 'ended' WHERE id = 2", "incident 2 is another than it tells of"),
        ("INSERT INTO incident (id, state) VALUES (77, 'ended')", "incident 77 is another than it tells of"),
        ("DELETE FROM decision", "the decisions of people are others"),
        ("UPDATE decision SET same = 1", "the decisions of people are others"),
        (
            "INSERT INTO decision VALUES ('sha256:a', 'e1', 'sha256:b', 'e1', 1)",
            "the decisions of people are others",
        ),
        ("UPDATE users SET password = 'hash-2'", "the password of lena"),
        ("DELETE FROM token", "the tokens of programs are others"),
        ("UPDATE token SET name = 'other'", "the tokens of programs are others"),
        ("DELETE FROM event WHERE id = 3", "4 events are there, and records have 5, incidents 5"),
        ("DELETE FROM event_key; DELETE FROM event", "0 events are there, and records have 5"),
        ("UPDATE event SET name = 'e9' WHERE id = 3", "#e9 is in no record"),
        ("UPDATE event SET incident = 1 WHERE id = 3", "lies in another incident than the one that holds it"),
        ("UPDATE event SET sketch = (SELECT sketch FROM event WHERE id = 4) WHERE id = 3", "is of another"),
        ("DELETE FROM event_key WHERE event = 3", "the index of keys holds others than those of event 3"),
        ("UPDATE event_key SET number = number + 1 WHERE event = 3", "holds others than those of event 3"),
        ("INSERT INTO event_key (key, number, event) VALUES (1, 1, 77)", "the index of keys names event 77"),
        ("INSERT INTO answer (event, answers) VALUES (3, 4)", "what event 3 answers"),
        ("DELETE FROM edge WHERE a < b", "events are linked one way only"),
        ("INSERT INTO edge (a, b) VALUES (1, 77)", "events 1 and 77 are linked"),
        (words, "the index of words is not that of the reports: version 1"),
        ("DELETE FROM report_key WHERE key LIKE 'url:%'", "no report is known by \"url:https://"),
        (
            "INSERT INTO report_key (key, report) VALUES ('id:x', 77)",
            "is the name of a report that is not there",
        ),
        (trigger, "the trigger log_delete is missing or was changed"),
        ("DROP TABLE event_key", "the table event_key is missing"),
        ("DROP INDEX event_incident", "the index event_incident is missing"),
    ] {
        // A server keeps references to reports itself, and its indexes are its own.
        if at.on_server() && (sql.contains("77") && sql.contains("report_key") || sql.contains("DROP INDEX"))
        {
            continue;
        }
        let bad = at.copy("bad");
        let unguarded = if at.on_server() { "" } else { "PRAGMA foreign_keys = OFF;" };
        bad.change(&format!("{unguarded} {sql}")).unwrap();
        let e = Store::open_reading(&bad.path).unwrap().verify(None).expect_err(sql);
        assert!(e.to_string().contains(expected) && e.hint().is_some(), "{sql}: {e}");
    }
    // And what was not changed is still right.
    assert_eq!(Store::open_reading(&at.path).unwrap().verify(None).unwrap(), checked);
}

fn words_that_nobody_erased(at: &Place) {
    let mut store = filled(at);
    let all = store.verify(None).unwrap();
    assert_eq!(all.erased_lines, 0);
    drop(store);
    let blank = |what: &str| format!("UPDATE log SET salt = NULL, before = NULL, after = NULL WHERE {what}");
    let of = |at: &Place, sql: &str, line: &str| {
        let bad = at.copy("bad");
        bad.change(sql).unwrap();
        let e = Store::open_reading(&bad.path).unwrap().verify(None).unwrap_err();
        says(&e, &format!("what line {line} tells is gone, and no line tells that it was erased"));
    };
    for seq in 1..=5 {
        of(at, &blank(&format!("seq = {seq}")), &seq.to_string());
    }
    of(at, &blank("what LIKE 'user.%'"), &(all.lines - 1).to_string());
    // One report is erased, and its incident with it; nothing else may be gone.
    store = at.open();
    let id = told(3, "herald").1.report.id;
    store.erase(&id, None, &by()).unwrap();
    let after = store.verify(all.head.as_ref()).unwrap();
    assert_eq!((after.reports, after.erased_lines), (4, 3), "the report, its incident, and that this ended");
    drop(store);
    // A report that stays, and one line of an incident of which others are left.
    of(at, &blank("seq = 1"), "1");
    let first = at.column("SELECT CAST(min(seq) AS TEXT) FROM log WHERE incident = 1");
    of(at, &blank(&format!("seq = {}", first[0])), &first[0]);
}

fn decisions_follow_the_log(at: &Place) {
    let mut store = filled(at);
    let by = |n: u32| By { who: "lena", time: format!("2031-05-15T08:00:0{n}Z").parse().unwrap() };
    let rows =
        |at: &Place| at.column("SELECT a_report FROM decision UNION ALL SELECT b_report FROM decision");
    // A newer version takes the decision over, and so does a reading.
    let (_, mut record) = told(0, "post");
    let raw = b"post/0, a second edition".to_vec();
    let edition = diurna_store::bare_record(&raw, "post/0", &record.report.text);
    record.report.id.clone_from(&edition.report.id);
    assert_eq!(store.add(&raw, &record, &by(1)).unwrap(), diurna_store::Added::Version);
    assert!(rows(at).contains(&record.report.id));
    store.verify(None).unwrap();
    record.events[0].id = "e7".to_string();
    record.claims[0].about = vec!["e7".to_string()];
    let read = diurna_store::Prepared::new(&raw, &record, Some("post/0")).unwrap();
    assert_eq!(store.reread(&read, &by(2)).unwrap(), diurna_store::Reread::Changed);
    assert!(
        at.column("SELECT a_event FROM decision UNION SELECT b_event FROM decision").contains(&"e7".into())
    );
    store.verify(None).unwrap();
    // What is erased takes its decisions along; the log says what is left, and no word of it.
    store.decide("2", "3", true, &by(3)).unwrap();
    store.erase(&record.report.id, None, &by(4)).unwrap();
    store.verify(None).unwrap();
    assert_eq!(rows(at).len(), 2);
    drop(store);
    at.change("DELETE FROM decision").unwrap();
    says(&at.open().verify(None).unwrap_err(), "the decisions of people are others");
}
