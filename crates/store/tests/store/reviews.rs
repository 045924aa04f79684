//! What people say of incidents: kept, refused, undone, carried along, and told by the log alone.

use crate::common::{Attack, Dice, by, folder};
use diurna_core::incident::{EventRef, Incident};
use diurna_core::record::Record;
use diurna_review::{Action, FieldName, RejectReason, Review, Role, State, VerdictKind, Why};
use diurna_store::{ActError, Acted, Added, By, Filter, Found, Store};
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Report = (Vec<u8>, Record);

fn kabal() -> Attack {
    Attack::new("Kabal", (34.5, 69.2), "2031-05-12", 14)
}

fn far() -> Attack {
    Attack { country: "MLI", ..Attack::new("Gaotown", (16.3, -0.1), "2031-07-03", 3) }
}

fn add(store: &mut Store, report: &Report) -> Added {
    store.add(&report.0, &report.1, &by()).unwrap()
}

fn found(store: &Store, id: u64) -> Incident {
    match store.incident(id).unwrap() {
        Found::Incident(i) => *i,
        other => panic!("{id}: {other:?}"),
    }
}

/// Somebody, so many minutes after eight.
fn at(who: &str, minutes: i64) -> By<'_> {
    let eight: jiff::Timestamp = "2031-05-20T08:00:00Z".parse().unwrap();
    By { who, time: eight + jiff::SignedDuration::from_mins(minutes) }
}

fn action(json: Value) -> Action {
    serde_json::from_value(json).unwrap()
}

fn act(store: &mut Store, incident: u64, what: Value, who: &str, minutes: i64) -> Acted {
    store.act(incident, &action(what), None, &at(who, minutes), Role::Editor).unwrap()
}

fn lead(store: &mut Store, incident: u64, what: Value, who: &str, minutes: i64) -> Acted {
    store.act(incident, &action(what), None, &at(who, minutes), Role::Manager).unwrap()
}

fn refused(
    store: &mut Store,
    incident: u64,
    what: Value,
    who: &str,
    minutes: i64,
    role: Role,
) -> (Why, String) {
    match store.act(incident, &action(what), None, &at(who, minutes), role).unwrap_err() {
        ActError::Refused(r) => {
            assert!(!r.hint.is_empty());
            (r.why, r.to_string())
        }
        other => panic!("{other:?}"),
    }
}

/// The log alone makes the same reviews, and nothing else is wrong.
fn holds(store: &Store) {
    store.verify(None).unwrap();
    let mut kept = BTreeMap::new();
    store
        .each_review(|id, review| {
            kept.insert(id, review);
            true
        })
        .unwrap();
    assert_eq!(store.replay_reviews().unwrap(), kept);
}

fn review(store: &Store, id: u64) -> Review {
    store.review(id).unwrap().unwrap()
}

#[test]
fn from_the_first_look_to_the_split() {
    let mut store = Store::open(&folder("path").join("a.db")).unwrap();
    let first = kabal().report("herald/1", "The market was full.");
    add(&mut store, &first);
    add(&mut store, &far().report("herald/2", "Nobody else was hurt."));
    assert_eq!(store.review(1).unwrap(), None);

    let taken = act(&mut store, 1, json!({"do": "take"}), "mira", 0);
    assert_eq!((taken.incident, taken.revision), (1, store.revision(1).unwrap()));
    let r = review(&store, 1);
    assert_eq!((r.state, r.lock.unwrap().until.as_str()), (State::InReview, "2031-05-20T08:15:00Z"));

    // The words "14 people" of the report say it.
    let dead = first.1.events[0].accounts[0].evidence[0];
    let words = |text: &str| json!([{"report": first.1.report.id, "start": dead.start, "end": dead.end, "text": text}]);
    let edit = |text: &str| {
        json!({"do": "field", "field": "killed", "verdict": "edited", "reason": "one died on the way",
               "value": {"kind": "killed", "low": 14, "high": 15}, "evidence": words(text)})
    };
    let (why, message) = refused(&mut store, 1, edit("15 people"), "mira", 1, Role::Editor);
    assert_eq!(why, Why::Bad);
    assert!(message.starts_with("other words stand at"), "{message}");
    act(&mut store, 1, edit("14 people"), "mira", 5);
    let r = review(&store, 1);
    assert_eq!(r.lock.unwrap().until, "2031-05-20T08:20:00Z", "each action of the holder renews the lock");
    let verdict = &r.fields[&FieldName::Killed];
    assert_eq!((verdict.kind, verdict.who.as_str()), (VerdictKind::Edited, "mira"));
    let best = diurna_review::overlay(&found(&store, 1), &review(&store, 1));
    assert_eq!(best.killed.best.unwrap().high, Some(15));
    assert_eq!(found(&store, 1).killed.best.unwrap().high, Some(14), "the incident stays as reports tell it");

    // Another cannot come between, until the lock has run out.
    let dispute =
        json!({"do": "field", "field": "agents", "verdict": "disputed", "reason": "no claim was seen"});
    let (why, message) = refused(&mut store, 1, dispute.clone(), "omar", 19, Role::Manager);
    assert_eq!((why, message.as_str()), (Why::Locked, "mira has it in hand until 2031-05-20T08:20:00Z"));
    act(&mut store, 1, dispute, "omar", 21);
    assert_eq!(review(&store, 1).lock.unwrap().who, "omar");

    act(&mut store, 1, json!({"do": "accept"}), "omar", 22);
    let accepted = review(&store, 1);
    assert_eq!((accepted.state, accepted.new_report()), (State::Accepted, false));
    assert_eq!(accepted.reviewed_revision, Some(store.revision(1).unwrap()));

    // A report comes later.
    add(&mut store, &kabal().killed(19).report("post/1", "Stalls were burnt out."));
    assert!(review(&store, 1).new_report());
    assert_eq!(review(&store, 1).state, State::Accepted);
    let (why, _) = refused(&mut store, 1, json!({"do": "publish"}), "omar", 30, Role::Manager);
    assert_eq!(why, Why::State);

    act(&mut store, 1, json!({"do": "reopen", "note": "a new toll"}), "mira", 31);
    act(&mut store, 2, json!({"do": "comment", "text": "the same group?"}), "omar", 31);
    act(&mut store, 2, json!({"do": "flag", "what": "private", "on": true}), "omar", 31);
    let merged = act(&mut store, 1, json!({"do": "merge", "other": 2}), "mira", 32);
    assert_eq!((merged.incident, merged.other), (1, Some(2)));
    let r = review(&store, 1);
    assert!(r.private, "what was private stays so");
    assert!(r.comments.values().any(|c| c.text == "the same group?" && c.who == "omar"));
    assert_eq!(found(&store, 1).reports.len(), 3);
    assert_eq!(store.review(2).unwrap().unwrap(), r, "the other id leads here");

    // Undone: the two part, and each has its own review again.
    let undone = act(&mut store, 1, json!({"do": "undo", "seq": merged.revision}), "mira", 33);
    let new = undone.other.unwrap();
    assert_eq!((undone.incident, new), (1, 3));
    assert_eq!(found(&store, 3).reports[0].source, "herald/2");
    let (one, other) = (review(&store, 1), review(&store, 3));
    assert!(other.private && other.comments.values().any(|c| c.text == "the same group?"));
    assert!(one.comments.values().all(|c| c.text != "the same group?"));
    assert_eq!(one.fields.len(), 2, "what was said before stays");
    assert_eq!(one.lock.unwrap().who, "mira");
    holds(&store);

    // And the newer report is taken out.
    let events: Vec<EventRef> = found(&store, 1).reports[1..]
        .iter()
        .flat_map(|r| r.events.iter().map(|e| EventRef { report: r.id.clone(), event: e.clone() }))
        .collect();
    let split = act(&mut store, 1, json!({"do": "split", "events": events}), "mira", 34);
    assert_eq!((split.incident, split.other), (1, Some(4)));
    assert_eq!(found(&store, 4).reports[0].source, "post/1");
    let part = review(&store, 4);
    assert_eq!((part.state, part.comments.len()), (State::New, 1));
    let undone = act(&mut store, 1, json!({"do": "undo", "seq": split.revision}), "mira", 35);
    assert_eq!((undone.incident, undone.other, found(&store, 1).reports.len()), (1, Some(4), 2));
    holds(&store);
}
