//! What people say of incidents: kept, refused, undone, carried along, and told by the log alone.

use crate::both::{Place, over_both};
use crate::common::{Attack, Dice, Report, by, far, kabal};
use diurna_core::incident::{EventRef, Incident};
use diurna_review::{Action, FieldName, RejectReason, Review, Role, State, VerdictKind, Why};
use diurna_store::{ActError, Acted, Added, By, Filter, Found, Private, Store};
use serde_json::{Value, json};
use std::collections::BTreeMap;

over_both!(
    from_the_first_look_to_the_split,
    who_comes_second_is_told,
    each_role_does_its_part,
    reports_say_what_reviewers_do_not_and_go_when_they_are_erased,
    an_accepted_value_goes_with_the_only_report_that_gave_it,
    what_a_person_gave_goes_with_the_only_report_that_told_it,
    what_is_finished_is_joined_by_nobody,
    second_coders_and_users_are_kept,
    a_review_that_was_changed_in_the_file_is_seen,
    of_a_private_report_nothing_is_left,
    a_thousand_things_at_once,
);

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

/// The events of a source in an incident.
fn events_of(incident: &Incident, source: &str) -> Vec<EventRef> {
    let of = incident.reports.iter().filter(|r| r.source == source);
    of.flat_map(|r| r.events.iter().map(|e| EventRef { report: r.id.clone(), event: e.clone() })).collect()
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

fn from_the_first_look_to_the_split(place: &Place) {
    let mut store = place.open();
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
    let events = events_of(&found(&store, 1), "post/1");
    let split = act(&mut store, 1, json!({"do": "split", "events": events}), "mira", 34);
    assert_eq!((split.incident, split.other), (1, Some(4)));
    assert_eq!(found(&store, 4).reports[0].source, "post/1");
    let part = review(&store, 4);
    assert_eq!((part.state, part.comments.len()), (State::New, 1));
    let undone = act(&mut store, 1, json!({"do": "undo", "seq": split.revision}), "mira", 35);
    assert_eq!((undone.incident, undone.other, found(&store, 1).reports.len()), (1, Some(4), 2));
    holds(&store);
}

fn who_comes_second_is_told(place: &Place) {
    let path = place.path.clone();
    let (mut one, mut two) = (Store::open(&path).unwrap(), Store::open(&path).unwrap());
    add(&mut one, &kabal().report("herald/1", "The market was full."));
    let seen = one.revision(1).unwrap();
    let comment = |text: &str| action(json!({"do": "comment", "text": text}));
    let done = one.act(1, &comment("first"), Some(seen), &at("mira", 0), Role::Editor).unwrap();
    match two.act(1, &comment("second"), Some(seen), &at("omar", 0), Role::Editor).unwrap_err() {
        ActError::Conflict { incident, revision } => assert_eq!((incident, revision), (1, done.revision)),
        other => panic!("{other:?}"),
    }
    assert_eq!(review(&two, 1).comments.len(), 1, "nothing of it was kept");
    two.act(1, &comment("second"), Some(done.revision), &at("omar", 0), Role::Editor).unwrap();
    let texts: Vec<String> = review(&one, 1).comments.into_values().map(|c| c.text).collect();
    assert_eq!(texts, ["first", "second"]);
    // What a second coder says changes no revision.
    let revision = one.revision(1).unwrap();
    one.judge(1, "coder-2", FieldName::Type, &json!("ASSAULT"), &at("coder-2", 1)).unwrap();
    assert_eq!(two.revision(1).unwrap(), revision);
    match one.act(9, &comment("nobody"), None, &at("mira", 1), Role::Editor).unwrap_err() {
        ActError::Missing(9) => {}
        other => panic!("{other:?}"),
    }
    holds(&one);
}

fn each_role_does_its_part(place: &Place) {
    let mut store = place.open();
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    let take = json!({"do": "take"});
    assert_eq!(refused(&mut store, 1, take.clone(), "vera", 0, Role::Viewer).0, Why::Role);
    act(&mut store, 1, take.clone(), "mira", 0);
    // A manager may take over a lock that still holds.
    assert_eq!(refused(&mut store, 1, take.clone(), "omar", 1, Role::Editor).0, Why::Locked);
    lead(&mut store, 1, take, "lena", 1);
    act(&mut store, 1, json!({"do": "second_look", "note": "is the toll right?"}), "lena", 2);
    assert_eq!(refused(&mut store, 1, json!({"do": "accept"}), "mira", 3, Role::Editor).0, Why::Role);
    lead(&mut store, 1, json!({"do": "accept"}), "lena", 4);
    let publish = json!({"do": "publish"});
    assert_eq!(refused(&mut store, 1, publish.clone(), "mira", 5, Role::Editor).0, Why::Role);
    lead(&mut store, 1, publish, "lena", 6);
    assert_eq!(review(&store, 1).state, State::Published);
    let reopen = json!({"do": "reopen"});
    assert_eq!(refused(&mut store, 1, reopen.clone(), "mira", 7, Role::Editor).0, Why::Role);
    lead(&mut store, 1, reopen, "lena", 8);
    let private = |on: bool| json!({"do": "flag", "what": "private", "on": on});
    act(&mut store, 1, private(true), "lena", 9);
    assert_eq!(refused(&mut store, 1, private(false), "lena", 10, Role::Editor).0, Why::Role);
    // Nor by undoing it, nor another's work.
    let line = store.revision(1).unwrap();
    let undo = json!({"do": "undo", "seq": line});
    assert_eq!(refused(&mut store, 1, undo.clone(), "lena", 11, Role::Editor).0, Why::Role);
    assert_eq!(refused(&mut store, 1, undo.clone(), "mira", 60, Role::Editor).0, Why::Role);
    lead(&mut store, 1, undo, "nils", 61);
    assert!(!review(&store, 1).private);
    holds(&store);
}

/// Adds two reports of one incident, and one of another; gives the second, which names a nurse.
fn the_nurse(store: &mut Store) -> Report {
    let first = kabal().report("herald/1", "The market was full.");
    let second = kabal().killed(19).report("post/1", "A nurse called Ilvane Oduro counted them.");
    for report in [&first, &second, &far().report("herald/2", "Nobody else was hurt.")] {
        add(store, report);
    }
    second
}

fn reports_say_what_reviewers_do_not_and_go_when_they_are_erased(place: &Place) {
    let path = place.path.clone();
    let mut store = Store::open(&path).unwrap();
    let second = the_nurse(&mut store);
    let nurse = second.1.report.text.chars().collect::<Vec<_>>();
    let start = second.1.report.text.find("Ilvane").unwrap();
    let words: String = nurse[start..start + 12].iter().collect();
    assert_eq!(words, "Ilvane Oduro");
    let by_nurse = json!({"do": "field", "field": "targets", "verdict": "edited", "reason": "Ilvane Oduro says so",
        "value": [{"name": "patients of Ilvane Oduro", "kind": "civilians", "country": null, "codes": {}}],
        "evidence": [{"report": second.1.report.id, "start": start, "end": start + 12, "text": words}]});
    act(&mut store, 1, by_nurse, "mira", 0);
    act(&mut store, 1, json!({"do": "field", "field": "when", "verdict": "accepted"}), "mira", 1);
    act(&mut store, 1, json!({"do": "comment", "text": "the day is sure"}), "mira", 2);
    act(
        &mut store,
        1,
        json!({"do": "comment", "text": "post/1 has the name of the nurse, Oduro"}),
        "mira",
        2,
    );
    // Another incident's reviewer speaks of that report, too, and one remark was taken back.
    let remark = act(&mut store, 2, json!({"do": "comment", "text": "post/1: Oduro"}), "mira", 3);
    act(&mut store, 2, json!({"do": "undo", "seq": remark.revision}), "mira", 3);
    act(&mut store, 2, json!({"do": "comment", "text": "compare post/1, Oduro"}), "mira", 3);
    act(&mut store, 2, json!({"do": "comment", "text": "far away"}), "mira", 3);
    store.judge(1, "coder-2", FieldName::Targets, &Value::Null, &at("coder-2", 4)).unwrap();
    store.judge(2, "coder-2", FieldName::Targets, &Value::Null, &at("coder-2", 4)).unwrap();
    holds(&store);

    store.erase(&second.1.report.id, None, &at("lena", 10)).unwrap();
    holds(&store);
    let r = review(&store, 1);
    assert_eq!(r.fields.keys().collect::<Vec<_>>(), [&FieldName::When]);
    assert_eq!(r.comments.values().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["the day is sure"]);
    let texts: Vec<String> = review(&store, 2).comments.into_values().map(|c| c.text).collect();
    assert_eq!(texts, ["far away"]);
    assert_eq!(store.judgements().unwrap().iter().map(|j| j.incident).collect::<Vec<_>>(), [2]);
    let history = store.history(2).unwrap();
    assert!(history.iter().any(|e| e.what == "review.comment" && e.before.is_some()), "other lines stay");
    drop(store);
    let bytes = crate::keeping::everything(place);
    assert!(!bytes.contains(&crate::keeping::hex(b"Oduro")), "the name is in the database");
    let mut store = Store::open(&path).unwrap();
    act(&mut store, 1, json!({"do": "accept"}), "mira", 20);
    holds(&store);
}

fn an_accepted_value_goes_with_the_only_report_that_gave_it(place: &Place) {
    let mut store = place.open();
    let second = kabal().killed(19).report("post/1", "Stalls were burnt out.");
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    add(&mut store, &second);
    for field in ["killed", "when"] {
        act(&mut store, 1, json!({"do": "field", "field": field, "verdict": "accepted"}), "mira", 1);
    }
    assert_eq!(review(&store, 1).fields[&FieldName::Killed].value.as_ref().unwrap()["low"], 19);
    store.erase(&second.1.report.id, None, &at("lena", 10)).unwrap();
    // Nobody says 19 any more; both gave the day.
    assert_eq!(found(&store, 1).killed.best.unwrap().low, 14);
    assert_eq!(review(&store, 1).fields.keys().collect::<Vec<_>>(), [&FieldName::When]);
    holds(&store);
}

fn second_coders_and_users_are_kept(place: &Place) {
    let mut store = place.open();
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    let four = json!({"kind": "killed", "low": 4, "high": 4, "who": null, "side": null});
    store.judge(1, "a", FieldName::Killed, &Value::Null, &at("a", 0)).unwrap();
    store.judge(1, "a", FieldName::Killed, &four, &at("a", 1)).unwrap();
    store.judge(1, "b", FieldName::Killed, &four, &at("b", 2)).unwrap();
    let wrong = json!({"kind": "injured", "low": 4, "high": 4});
    assert!(store.judge(1, "b", FieldName::Killed, &wrong, &at("b", 2)).unwrap_err().hint().is_some());
    let all = store.judgements().unwrap();
    assert_eq!(
        all.iter().map(|j| (j.coder.as_str(), &j.value)).collect::<Vec<_>>(),
        [("a", &four), ("b", &four)]
    );

    store.add_user("lena", "hash-1", Role::Owner, &at("lena", 0)).unwrap();
    store.add_user("mira", "hash-2", Role::Editor, &at("lena", 1)).unwrap();
    assert!(store.add_user("mira", "hash-3", Role::Owner, &at("lena", 1)).is_err());
    assert!(store.add_user(" mira", "hash-3", Role::Owner, &at("lena", 1)).is_err());
    let expires = "2031-05-20T20:00:00Z";
    store.new_session("mira", &[7; 32], expires).unwrap();
    let user = store.session(&[7; 32], "2031-05-20T19:59:59Z").unwrap().unwrap();
    assert_eq!((user.name.as_str(), user.role), ("mira", Role::Editor));
    assert_eq!(store.session(&[7; 32], expires).unwrap(), None, "it has run out");
    store.add_token("mira", "script", &[8; 32], &at("mira", 2)).unwrap();
    assert_eq!(store.token(&[8; 32]).unwrap().unwrap().name, "mira");
    store.set_role("mira", Role::Manager, &at("lena", 3)).unwrap();
    assert_eq!(store.session(&[7; 32], "2031-05-20T08:00:00Z").unwrap(), None, "another role ends sessions");
    assert!(store.set_role("lena", Role::Editor, &at("lena", 4)).is_err(), "somebody must look after users");
    assert!(store.remove_user("lena", &at("lena", 4)).is_err());
    holds(&store);
    store.remove_user("mira", &at("lena", 5)).unwrap();
    assert_eq!((store.token(&[8; 32]).unwrap(), store.tokens().unwrap().len()), (None, 0));
    assert_eq!(store.users().unwrap().len(), 1);
    holds(&store);
    let log = store.log(None, 100).unwrap();
    assert!(!serde_json::to_string(&log).unwrap().contains("hash-"), "no secret is in the log");
    assert_eq!(log[0].what, "user.remove");
    let after = store.lines_after(log[1].seq, 10).unwrap();
    assert_eq!(after, log[..1]);
    // Somebody who makes himself an owner in the file is seen.
    drop(store);
    place.change("INSERT INTO users VALUES ('eve', 'x', 'owner', '')").unwrap();
    let e = place.open().verify(None).unwrap_err();
    assert!(e.to_string().contains("users or their roles"), "{e}");
}

fn a_review_that_was_changed_in_the_file_is_seen(place: &Place) {
    let path = place.path.clone();
    let mut store = Store::open(&path).unwrap();
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    act(&mut store, 1, json!({"do": "reject", "reason": "duplicate"}), "mira", 0);
    assert_eq!(review(&store, 1).reject.unwrap().reason, RejectReason::Duplicate);
    holds(&store);
    drop(store);
    place.change("UPDATE review SET body = replace(body, 'rejected', 'accepted')").unwrap();
    let e = Store::open(&path).unwrap().verify(None).unwrap_err();
    assert!(e.to_string().contains("the review of incident 1"), "{e}");
}

/// One of the things that people do, on one of the incidents.
fn something(dice: &mut Dice, store: &Store, incidents: u64) -> (u64, Action) {
    let incident = 1 + dice.roll(incidents);
    let other = 1 + dice.roll(incidents);
    let field =
        ["killed", "agents", "when", "where", "type", "status"][usize::try_from(dice.roll(6)).unwrap()];
    let back = usize::try_from(dice.roll(3)).unwrap();
    let done = store.history(incident).unwrap().into_iter().rev().filter(|e| e.what.starts_with("review."));
    let seq = done.map(|e| e.seq).nth(back).unwrap_or(1);
    let what = match dice.roll(20) {
        0 => json!({"do": "take"}),
        1 => json!({"do": "release"}),
        2 => json!({"do": "accept"}),
        3 => json!({"do": "reject", "reason": "out_of_scope"}),
        4 => json!({"do": "second_look", "note": "look"}),
        5 | 6 => json!({"do": "reopen", "note": "again"}),
        7 => json!({"do": "publish"}),
        8 | 9 => json!({"do": "field", "field": field, "verdict": "accepted"}),
        10 => json!({"do": "field", "field": "killed", "verdict": "edited", "reason": "counted",
                     "value": {"kind": "killed", "low": dice.roll(9), "high": null}}),
        11 => json!({"do": "field", "field": field, "clear": true}),
        12 => json!({"do": "comment", "text": "a remark"}),
        13 | 14 => json!({"do": "merge", "other": other}),
        15 => json!({"do": "not_same", "other": other}),
        16 => match store.incident(incident).unwrap() {
            Found::Incident(i) => {
                let events = events_of(&i, &i.reports[0].source);
                json!({"do": "split", "events": events})
            }
            _ => json!({"do": "take"}),
        },
        17 => json!({"do": "link", "other": other, "kind": "related"}),
        18 => json!({"do": "flag", "what": "private", "on": dice.roll(2) == 0}),
        _ => json!({"do": "undo", "seq": seq}),
    };
    (incident, action(what))
}

fn of_a_private_report_nothing_is_left(place: &Place) {
    let path = place.path.clone();
    let mut store = Store::open(&path).unwrap();
    let second = the_nurse(&mut store);
    let whole = found(&store, 1);
    assert_eq!(whole.reports.len(), 2);
    act(&mut store, 1, json!({"do": "field", "field": "killed", "verdict": "accepted"}), "mira", 1);
    let id = second.1.report.id.clone();
    let mark = |report: &str| json!({"do": "flag", "what": "private", "on": true, "report": report});
    let none = refused(&mut store, 1, mark("sha256:00"), "mira", 2, Role::Editor);
    assert_eq!(none, (Why::Bad, "sha256:00 is no report of this incident".to_string()));
    act(&mut store, 1, mark(&id), "mira", 2);
    holds(&store);
    let private = store.private().unwrap().reports;
    assert_eq!(private.iter().collect::<Vec<_>>(), [&id]);
    assert_eq!(store.private_reports_of(&whole).unwrap(), private);
    assert!(store.private_reports_of(&found(&store, 2)).unwrap().is_empty());

    // A newer version is the same report: the mark holds for it, and is taken off by its id.
    let newer = kabal().killed(19).report("post/1", "A nurse called Ilvane Oduro counted all of them.");
    add(&mut store, &newer);
    let fresh = newer.1.report.id.clone();
    assert!(fresh != id && found(&store, 1).reports.iter().any(|r| r.id == fresh));
    assert_eq!(store.private().unwrap().reports, [id.clone(), fresh.clone()].into());
    assert_eq!(store.private_reports_of(&found(&store, 1)).unwrap(), [fresh.clone()].into());
    let off = json!({"do": "flag", "what": "private", "on": false, "report": fresh});
    lead(&mut store, 1, off, "mira", 3);
    assert_eq!(store.private().unwrap(), Private::default());
    act(&mut store, 1, mark(&fresh), "mira", 4);
    holds(&store);
    let (whole, id) = (found(&store, 1), fresh);
    let private = store.private().unwrap().reports;

    // What is left is what the first report tells by itself.
    let (rest, review) = store.without_private(&whole, &review(&store, 1), &private).unwrap().unwrap();
    assert_eq!(rest.reports.iter().map(|r| r.source.as_str()).collect::<Vec<_>>(), ["herald/1"]);
    let told = rest.killed.values.iter().map(|v| v.value.low).collect::<Vec<_>>();
    assert!(!told.is_empty() && told.iter().all(|n| *n != 19), "{told:?}");
    assert!(!rest.killed.differs && !rest.differs && rest.joined.is_empty());
    let json = serde_json::to_string(&(&rest, &review.fields)).unwrap();
    assert!(!json.contains("post/1") && !json.contains(&id) && !json.contains("19"), "{json}");
    // Others are as they were, and where every report is private there is nothing.
    let other = found(&store, 2);
    assert_eq!(store.without_private(&other, &Review::default(), &private).unwrap().unwrap().0, other);
    let all = whole.reports.iter().map(|r| r.id.clone()).collect();
    assert_eq!(store.without_private(&whole, &Review::default(), &all).unwrap(), None);

    // Reports of an incident that is private as a whole are known.
    assert!(store.private().unwrap().of_incidents.is_empty());
    act(&mut store, 2, json!({"do": "flag", "what": "private", "on": true}), "mira", 5);
    // One pass tells both, and the marked report stays what it is.
    let both = Private { reports: private, of_incidents: [other.reports[0].id.clone()].into() };
    assert_eq!(store.private().unwrap(), both);
    assert_eq!(store.reports_of(&[2, 777]).unwrap(), both.of_incidents);
}

fn what_a_person_gave_goes_with_the_only_report_that_told_it(place: &Place) {
    let mut store = place.open();
    let second = kabal().killed(19).report("post/1", "Stalls were burnt out.");
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    add(&mut store, &second);
    let edited = |field: &str, low: u32| {
        let value = json!({"kind": field, "low": low, "high": low});
        json!({"do": "field", "field": field, "verdict": "edited", "value": value, "reason": "a list"})
    };
    // 19 stands in the second report alone, 5 in none.
    act(&mut store, 1, edited("killed", 19), "mira", 1);
    act(&mut store, 1, edited("injured", 5), "mira", 2);
    store.erase(&second.1.report.id, None, &at("lena", 10)).unwrap();
    assert_eq!(review(&store, 1).fields.keys().collect::<Vec<_>>(), [&FieldName::Injured]);
    holds(&store);
}

fn what_is_finished_is_joined_by_nobody(place: &Place) {
    let mut store = place.open();
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    add(&mut store, &far().report("herald/2", "Nobody else was hurt."));
    act(&mut store, 2, json!({"do": "take"}), "mira", 1);
    act(&mut store, 2, json!({"do": "reject", "reason": "historical"}), "mira", 2);
    let error = store.decide("1", "2", true, &by()).unwrap_err();
    assert_eq!(error.to_string(), "incident 2 is rejected already");
    let merge = json!({"do": "merge", "other": 2});
    let told = refused(&mut store, 1, merge, "mira", 3, Role::Editor);
    assert_eq!(told, (Why::State, "incident 2 is rejected already".to_string()));
    assert_eq!((found(&store, 1).reports.len(), found(&store, 2).reports.len()), (1, 1));
    // That they are two, anybody may say.
    store.decide("1", "2", false, &by()).unwrap();
    holds(&store);
}

fn a_thousand_things_at_once(place: &Place) {
    let path = place.path.clone();
    let mut store = Store::open(&path).unwrap();
    for town in 0..30u32 {
        let place = (f64::from(town) * 2.5 - 40.0, f64::from(town) * 3.0);
        let day = format!("2031-{:02}-{:02}", town % 9 + 1, town % 25 + 1);
        let attack = Attack { country: "MLI", ..Attack::new(&format!("Town{town}"), place, &day, 3 + town) };
        add(&mut store, &attack.report(&format!("herald/{town}"), "The road was shut."));
        if town % 3 == 0 {
            add(
                &mut store,
                &attack.killed(50 + town).report(&format!("post/{town}"), "Stalls were burnt out."),
            );
        }
    }
    let there = store.find(&Filter::default()).unwrap().1;
    assert!(there >= 24, "{there}");
    let counts: Vec<(usize, BTreeMap<&str, usize>)> = std::thread::scope(|scope| {
        let each = (0..4u64).map(|n| {
            let path = path.clone();
            scope.spawn(move || {
                let mut store = Store::open(&path).unwrap();
                let mut dice = Dice(n + 11);
                let (mut refused, mut done) = (0, BTreeMap::new());
                let (who, role) = [
                    ("mira", Role::Editor),
                    ("omar", Role::Editor),
                    ("lena", Role::Manager),
                    ("nils", Role::Owner),
                ][usize::try_from(n).unwrap()];
                for i in 0..250 {
                    let (incident, action) = something(&mut dice, &store, there + 5);
                    // Half of them with the revision that was seen, as a page does.
                    let expect = (i % 2 == 0).then(|| store.revision(incident).unwrap());
                    match store.act(incident, &action, expect, &at(who, i * 3), role) {
                        Ok(_) => *done.entry(action.name()).or_insert(0) += 1,
                        Err(ActError::Store(e)) => panic!("{action:?}: {e}"),
                        Err(_) => refused += 1,
                    }
                    if i % 60 == 59 {
                        let town = Attack::new("Kabal", (34.5, 69.2), "2031-05-12", 4);
                        add(
                            &mut store,
                            &town.report(&format!("echo/{n}-{i}"), &"Again. ".repeat(i as usize / 60 + 1)),
                        );
                    }
                }
                (refused, done)
            })
        });
        each.collect::<Vec<_>>().into_iter().map(|t| t.join().unwrap()).collect()
    });
    let done: usize = counts.iter().flat_map(|(_, done)| done.values()).sum();
    assert!(done > 250, "too much was refused: {counts:?}");
    for name in ["merge", "split", "not_same", "undo", "accept", "field", "reopen", "link"] {
        assert!(counts.iter().any(|(_, done)| done.contains_key(name)), "{name}: {counts:?}");
    }
    holds(&store);
    // And what remains after an erasure holds, too.
    let report = store.versions("herald/3").unwrap()[0].id.clone();
    store.erase(&report, None, &at("lena", 900)).unwrap();
    let report = store.versions("post/6").unwrap()[0].id.clone();
    store.erase(&report, None, &at("lena", 901)).unwrap();
    holds(&store);
}
