//! Reports that are there, read anew by a newer program.

use crate::both::{Place, over_both};
use crate::common::{Report, by, far, kabal};
use diurna_core::codebook::Root;
use diurna_core::incident::Incident;
use diurna_core::record::{EventPart, Record};
use diurna_review::{Action, Role};
use diurna_store::{Added, Filter, Found, Prepared, Reread, Store};
use serde_json::json;

over_both!(
    what_says_the_same_is_left_alone,
    a_newer_record_changes_its_incident_and_what_people_said_stays,
    a_decision_waits_for_its_event,
    names_that_are_exchanged,
    a_merge_is_undone_after_it,
    a_crowded_id_finds_what_was_read_anew,
    a_step_that_fails_leaves_the_earlier_record,
    what_is_erased_is_erased_in_every_reading,
);

fn add(store: &mut Store, (raw, record): &Report) {
    assert_eq!(store.add(raw, record, &by()).unwrap(), Added::New);
}

fn reread(store: &mut Store, raw: &[u8], record: &Record) -> Reread {
    store.reread(&Prepared::new(raw, record, None).unwrap(), &by()).unwrap()
}

fn found(store: &Store, id: u64) -> Incident {
    match store.incident(id).unwrap() {
        Found::Incident(i) => *i,
        other => panic!("{id}: {other:?}"),
    }
}

fn dead(store: &Store, id: u64) -> Vec<u32> {
    let mut all: Vec<u32> = found(store, id).killed.values.iter().map(|v| v.value.low).collect();
    all.sort_unstable();
    all
}

/// The record of a newer program: 41 dead, and a protest before the bombing, so that the bombing is the second event.
fn newer(record: &Record) -> Record {
    let mut record = record.clone();
    record.producer.version = "9.0.0".into();
    let bombing = &mut record.events[0];
    bombing.id = "e2".into();
    let harm = bombing.killed.as_mut().unwrap();
    (harm.low, harm.high) = (41, Some(41));
    (bombing.accounts[0].low, bombing.accounts[0].high) = (41, Some(41));
    record.claims[0].about = vec!["e2".into()];
    let bombing = &record.events[0];
    let protest = EventPart {
        id: "e1".into(),
        r#type: Root::Protest,
        mode: None,
        killed: None,
        accounts: Vec::new(),
        claims: Vec::new(),
        ..bombing.clone()
    };
    record.events.insert(0, protest);
    record
}

fn what_says_the_same_is_left_alone(at: &Place) {
    let mut store = at.open();
    let (raw, record) = kabal().report("herald/1", "The market was full.");
    add(&mut store, &(raw.clone(), record.clone()));
    let head = store.head().unwrap();
    let mut other = record.clone();
    other.producer.version = "9.0.0".into();
    assert_eq!(reread(&mut store, &raw, &other), Reread::Same);
    assert_eq!(store.head().unwrap(), head, "no line was written");
    assert_eq!(store.record(&record.report.id).unwrap().unwrap().producer.version, "");
    // What is not there is not added, and an older version is left as it is.
    let (raw2, record2) = far().report("herald/2", "Nobody else was hurt.");
    let e = store.reread(&Prepared::new(&raw2, &record2, None).unwrap(), &by()).unwrap_err();
    assert!(e.to_string().contains("there is no report") && e.hint().is_some(), "{e}");
    let (raw3, record3) = kabal().killed(15).report("herald/1", "Later.");
    store.add_all(&[Prepared::new(&raw, &record, Some("a")).unwrap()], &by()).unwrap();
    assert_eq!(store.add(&raw3, &record3, &by()).unwrap(), Added::Version);
    let head = store.head().unwrap();
    assert_eq!(reread(&mut store, &raw, &newer(&record)), Reread::Gone);
    assert_eq!(store.head().unwrap(), head);
    assert_eq!(store.reports_since(None).unwrap(), [record3.report.id]);
    assert!(store.reports_since(Some("2031-05-14T08:00:01Z".parse().unwrap())).unwrap().is_empty());
}

fn a_newer_record_changes_its_incident_and_what_people_said_stays(at: &Place) {
    let mut store = at.open();
    let (raw, record) = kabal().report("herald/1", "The market was full.");
    add(&mut store, &(raw.clone(), record.clone()));
    add(&mut store, &kabal().killed(15).report("post/1", "Stalls were burnt out."));
    add(&mut store, &far().report("herald/2", "Nobody else was hurt."));
    store.decide("1", "2", true, &by()).unwrap();
    let action: Action =
        serde_json::from_value(json!({"do": "comment", "text": "Ask the hospital."})).unwrap();
    store.act(1, &action, None, &by(), Role::Editor).unwrap();
    let review = store.review(1).unwrap().unwrap();
    assert_eq!(dead(&store, 1), [3, 14, 15]);
    let before = store.head().unwrap().unwrap().seq;

    assert_eq!(reread(&mut store, &raw, &newer(&record)), Reread::Changed);
    assert_eq!(dead(&store, 1), [3, 15, 41]);
    assert_eq!(found(&store, 1).reports.len(), 3, "what a person joined is together");
    assert_eq!(found(&store, 3).r#type, Root::Protest);
    assert_eq!(store.review(1).unwrap().unwrap().comments, review.comments);
    // The two bonds of the bombing: it is the second event of its report now.
    let id = &record.report.id;
    let names = format!("SELECT CASE WHEN a_report = '{id}' THEN a_event ELSE b_event END FROM decision");
    assert_eq!(at.column(&names), ["e2", "e2"]);
    let lines: Vec<(String, Option<u64>)> =
        store.lines_after(before, 10).unwrap().into_iter().map(|l| (l.what, l.incident)).collect();
    let line = |what: &str, incident| (what.to_string(), incident);
    assert_eq!(
        lines,
        [line("report.reread", None), line("incident.change", Some(1)), line("incident.new", Some(3))]
    );
    let told = store.history_of_report(&record.report.id).unwrap().pop().unwrap();
    assert_eq!(told.before.unwrap()["events"], 1);
    let after = told.after.unwrap();
    assert_eq!((&after["renamed"], &after["program"]["version"]), (&json!({"e1": "e2"}), &json!("9.0.0")));
    store.verify(None).unwrap();
    // Once more is nothing; another run of the program finds the same.
    let head = store.head().unwrap();
    drop(store);
    let mut store = at.open();
    assert_eq!(reread(&mut store, &raw, &newer(&record)), Reread::Same);
    assert_eq!(store.head().unwrap(), head);
    // Words of a newer reading are found, those of the earlier are not.
    let mut retold = newer(&record);
    retold.report.title = Some("Blast at bazaar".into());
    assert_eq!(reread(&mut store, &raw, &retold), Reread::Changed);
    let count = |text: &str| store.find(&Filter { text: Some(text.into()), ..Filter::default() }).unwrap().1;
    assert_eq!((count("bazaar"), count("stalls")), (2, 1));
    store.verify(None).unwrap();
}

fn a_decision_waits_for_its_event(at: &Place) {
    let mut store = at.open();
    let (raw, record) = kabal().report("herald/1", "The market was full.");
    add(&mut store, &(raw.clone(), record.clone()));
    add(&mut store, &far().report("herald/2", "Nobody else was hurt."));
    store.decide("1", "2", true, &by()).unwrap();
    // A reader that finds nothing: the incident keeps its number and the other report.
    let mut nothing = record.clone();
    nothing.events.clear();
    nothing.claims.clear();
    assert_eq!(reread(&mut store, &raw, &nothing), Reread::Changed);
    assert_eq!(found(&store, 1).reports.len(), 1);
    assert_eq!(found(&store, 1).reports[0].source, "herald/2");
    // One that finds it again: the person's decision holds.
    assert_eq!(reread(&mut store, &raw, &record), Reread::Changed);
    assert_eq!(found(&store, 1).reports.len(), 2);
    store.verify(None).unwrap();
}

fn names_that_are_exchanged(at: &Place) {
    let mut store = at.open();
    let (raw, record) = kabal().report("herald/1", "The market was full.");
    let first = newer(&record);
    add(&mut store, &(raw.clone(), first.clone()));
    let kind = |store: &Store| [1, 2].map(|id| found(store, id).r#type);
    let before = kind(&store);
    let mut second = first.clone();
    second.events.reverse();
    second.events[0].id = "e1".into();
    second.events[1].id = "e2".into();
    second.claims[0].about = vec!["e1".into()];
    assert_eq!(reread(&mut store, &raw, &second), Reread::Changed);
    assert_eq!(kind(&store), before, "numbers go with what happened, not with names of events");
    assert_eq!(store.find(&Filter::default()).unwrap().1, 2);
    store.verify(None).unwrap();
}

fn a_crowded_id_finds_what_was_read_anew(at: &Place) {
    let mut store = at.open();
    // Twelve words that no other report has.
    let words = |n: usize| (0..12).map(|i| format!("wort{n}x{i}")).collect::<Vec<_>>().join(" ");
    let bare = |text: &str| diurna_store::bare_record(text.as_bytes(), "1", text);
    for n in 1..=20 {
        assert_eq!(store.add(words(n).as_bytes(), &bare(&words(n)), &by()).unwrap(), Added::New);
    }
    // As an earlier program left it: names with numbers, and no marks.
    at.change("DELETE FROM report_key WHERE key LIKE 'id:1_run %' OR key LIKE 'id:1_title %'").unwrap();
    let mut record = bare(&words(10));
    record.report.title = Some("Quiet week at Port Lume".to_string());
    assert_eq!(reread(&mut store, words(10).as_bytes(), &record), Reread::Changed);
    // The tenth and the eleventh are neither among the first nor among the last eight.
    for (n, expected) in [(10, Added::Version), (11, Added::New)] {
        let text = format!("{} mended", words(n));
        assert_eq!(store.add(text.as_bytes(), &bare(&text), &by()).unwrap(), expected, "{n}");
    }
    store.verify(None).unwrap();
}

fn a_merge_is_undone_after_it(at: &Place) {
    let mut store = at.open();
    let (raw, record) = kabal().report("herald/1", "The market was full.");
    add(&mut store, &(raw.clone(), record.clone()));
    add(&mut store, &far().report("herald/2", "Nobody else was hurt."));
    store.act(1, &Action::Merge { other: 2 }, None, &by(), Role::Editor).unwrap();
    let seq = store.head().unwrap().unwrap().seq;
    assert_eq!(reread(&mut store, &raw, &newer(&record)), Reread::Changed);
    assert_eq!(found(&store, 1).reports.len(), 2);
    store.act(1, &Action::Undo { seq }, None, &by(), Role::Editor).unwrap();
    let one = found(&store, 1);
    assert_eq!(one.reports.len(), 1, "the two sides are apart again");
    assert_eq!(
        (one.reports[0].source.as_str(), one.reports[0].events.as_slice()),
        ("herald/1", &["e2".to_string()][..])
    );
    store.verify(None).unwrap();
}

fn a_step_that_fails_leaves_the_earlier_record(at: &Place) {
    let mut store = at.open();
    let (raw, record) = kabal().report("herald/1", "The market was full.");
    add(&mut store, &(raw.clone(), record.clone()));
    let allow = at.forbid("UPDATE");
    let read = Prepared::new(&raw, &newer(&record), None).unwrap();
    let e = store.reread(&read, &by()).unwrap_err();
    assert!(e.to_string().contains("not now"), "{e}");
    assert_eq!(dead(&store, 1), [14]);
    assert_eq!(store.record(&record.report.id).unwrap().unwrap().events.len(), 1);
    store.verify(None).unwrap();
    at.change(allow).unwrap();
    assert_eq!(store.reread(&read, &by()).unwrap(), Reread::Changed);
    assert_eq!(dead(&store, 1), [41]);
    store.verify(None).unwrap();
}

fn what_is_erased_is_erased_in_every_reading(at: &Place) {
    let mut store = at.open();
    let (raw, record) = kabal().report("herald/1", "The market was full.");
    add(&mut store, &(raw.clone(), record.clone()));
    assert_eq!(reread(&mut store, &raw, &newer(&record)), Reread::Changed);
    let kept = "SELECT CAST(count(*) AS TEXT) FROM payload WHERE data IS NOT NULL";
    // Bytes, text, and two records.
    assert_eq!(at.column(kept), ["4"]);
    store.erase(&record.report.id, None, &by()).unwrap();
    assert_eq!(at.column(kept), ["0"]);
    assert_eq!(at.column("SELECT CAST(count(*) AS TEXT) FROM reading"), ["0"]);
    assert_eq!(reread(&mut store, &raw, &record), Reread::Gone);
    store.verify(None).unwrap();
}
