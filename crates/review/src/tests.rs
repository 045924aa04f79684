//! What is allowed, refused, undone, carried along and counted.

use crate::*;
use diurna_core::codebook::{HarmKind, Mode, Root, Status};
use diurna_core::incident::{
    Field, Harm, Incident, IncidentReport, Interval, ListField, SCHEMA, Value as Given,
};
use diurna_core::record::Producer;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn turn(who: &str, role: Role, minutes: i64, seq: u64) -> Turn<'_> {
    let eight: jiff::Timestamp = "2031-05-20T08:00:00Z".parse().unwrap();
    Turn { who, role, time: eight + jiff::SignedDuration::from_mins(minutes), seq }
}

fn action(json: Value) -> Action {
    serde_json::from_value(json).unwrap()
}

/// An editor called mira does these one after another, a minute apart; lines are numbered from 1.
fn after(actions: &[Value]) -> Review {
    let mut review = Review::default();
    for (i, a) in (1..).zip(actions) {
        let at = turn("mira", Role::Editor, i, i.unsigned_abs());
        review = apply(&review, &action(a.clone()), &at).unwrap_or_else(|e| panic!("{a}: {e}"));
    }
    review
}

fn harm(kind: HarmKind, low: u32, high: Option<u32>) -> Harm {
    Harm { kind, low, high, who: None, side: None }
}

fn numbers(kind: HarmKind, of: &[u32]) -> Field<Harm> {
    let values = of.iter().map(|n| Given { value: harm(kind, *n, Some(*n)), accounts: Vec::new() });
    Field {
        best: of.first().map(|n| harm(kind, *n, Some(*n))),
        differs: of.len() > 1,
        values: values.collect(),
    }
}

/// A bombing in Orvel that reports of these publishers tell of.
fn orvel(publishers: &[&str], killed: &[u32]) -> Incident {
    let report = |p: &&str| IncidentReport {
        source: format!("{p}/1"),
        id: format!("sha256:{p}"),
        url: None,
        title: None,
        publisher: Some((*p).to_string()),
        published: None,
        events: vec!["e1".into()],
        background: false,
        copy_of: None,
    };
    let day = "2031-05-12".to_string();
    Incident {
        schema: SCHEMA.into(),
        id: 1,
        r#type: Root::Assault,
        mode: Some(Mode::Bombing),
        status: Status::Happened,
        title: "ASSAULT bombing, 2031-05-12".into(),
        reports: publishers.iter().map(report).collect(),
        when: Field {
            best: Some(Interval { from: day.clone(), to: day, zone: None }),
            differs: false,
            values: vec![],
        },
        r#where: Field::default(),
        agents: ListField::default(),
        targets: ListField::default(),
        instruments: ListField::default(),
        killed: numbers(HarmKind::Killed, killed),
        injured: Field::default(),
        missing: Field::default(),
        detained: Field::default(),
        differs: killed.len() > 1,
        responds_to: vec![],
        score: 0.9,
        joined: vec![],
        producer: Producer {
            version: String::new(),
            model: String::new(),
            gazetteer: String::new(),
            codebook: String::new(),
        },
    }
}

/// States in which a review can be, each in mira's hands where it is in somebody's.
fn states() -> Vec<(State, Review)> {
    let mut published = after(&[json!({"do": "accept"})]);
    published = apply(&published, &Action::Publish, &turn("lena", Role::Manager, 3, 2)).unwrap();
    vec![
        (State::New, Review::default()),
        (State::InReview, after(&[json!({"do": "take"})])),
        (State::SecondLook, after(&[json!({"do": "second_look", "note": "the toll?"})])),
        (State::Accepted, after(&[json!({"do": "accept"})])),
        (State::Rejected, after(&[json!({"do": "reject", "reason": "historical"})])),
        (State::Published, published),
    ]
}

#[test]
fn every_action_in_every_state() {
    // What an editor may do, in the order of states: the state after it, or why not.
    let table = [
        ("take", "in_review in_review second_look State State State"),
        ("release", "State new State State State State"),
        ("accept", "accepted accepted Role State State State"),
        ("reject", "rejected rejected Role State State State"),
        ("second_look", "second_look second_look Role State State State"),
        ("reopen", "State State State in_review in_review Role"),
        ("publish", "Role Role Role Role Role Role"),
        ("field", "in_review in_review second_look State State State"),
        ("comment", "new in_review second_look accepted rejected published"),
        ("merge", "in_review in_review second_look State State State"),
        ("split", "in_review in_review second_look State State State"),
        ("not_same", "new in_review second_look accepted rejected published"),
        ("link", "new in_review second_look accepted rejected published"),
        ("flag", "new in_review second_look accepted rejected Role"),
    ];
    for (name, expected) in table {
        let action = action(match name {
            "reject" => json!({"do": name, "reason": "historical"}),
            "second_look" => json!({"do": name, "note": "the toll?"}),
            "field" => json!({"do": name, "field": "killed", "verdict": "not_stated"}),
            "comment" => json!({"do": name, "text": "seen"}),
            "merge" | "not_same" => json!({"do": name, "other": 2}),
            "split" => json!({"do": name, "events": []}),
            "link" => json!({"do": name, "other": 2, "kind": "answers"}),
            "flag" => json!({"do": name, "what": "private", "on": true}),
            _ => json!({"do": name}),
        });
        for ((state, review), expected) in states().iter().zip(expected.split(' ')) {
            let done = apply(review, &action, &turn("mira", Role::Editor, 5, 9));
            let found = match &done {
                Ok(review) => review.state.to_string(),
                Err(e) => format!("{:?}", e.why),
            };
            assert_eq!(found, expected, "{name} in {state}");
            // A viewer does nothing.
            let viewer = apply(review, &action, &turn("mira", Role::Viewer, 5, 9)).unwrap_err();
            assert_eq!(viewer.why, Why::Role);
            // What the log would tell makes the same review again.
            if let Ok(done) = done {
                let (before, after) = difference(review, &done);
                assert_eq!(patched(review, &after, 9).unwrap(), done, "{name} in {state}");
                let back = crate::patch::changed(&done, &before).unwrap();
                assert_eq!(difference(&back, review).1, json!({}), "{name} in {state}");
            }
        }
    }
}

#[test]
fn a_manager_ends_second_looks_and_publishes() {
    let lena = turn("lena", Role::Manager, 5, 9);
    let look = after(&[json!({"do": "second_look", "note": "the toll?"})]);
    let accepted = apply(&look, &Action::Accept, &lena).unwrap();
    assert_eq!((accepted.state, accepted.reviewed_revision), (State::Accepted, Some(9)));
    assert_eq!(accepted.comments[&1].about.as_deref(), Some("second_look"));
    let published = apply(&accepted, &Action::Publish, &lena).unwrap();
    let reopened = apply(&published, &action(json!({"do": "reopen", "note": "a new toll"})), &lena).unwrap();
    assert_eq!((reopened.state, reopened.reviewed_revision), (State::InReview, None));
    // What is private is not published, and what is published and becomes private is not published any more.
    let private = action(json!({"do": "flag", "what": "private", "on": true}));
    let kept = apply(&accepted, &private, &lena).unwrap();
    assert_eq!(apply(&kept, &Action::Publish, &lena).unwrap_err().to_string(), "it is private");
    let drawn = apply(&published, &private, &lena).unwrap();
    assert_eq!((drawn.state, drawn.private), (State::Accepted, true));
}

#[test]
fn a_lock_lasts_a_quarter_of_an_hour() {
    let taken = after(&[json!({"do": "take"})]);
    let take = |minutes, role| apply(&taken, &Action::Take, &turn("omar", role, minutes, 2));
    assert_eq!(take(15, Role::Editor).unwrap_err().why, Why::Locked);
    assert_eq!(take(15, Role::Manager).unwrap().lock.unwrap().who, "omar");
    assert_eq!(take(16, Role::Editor).unwrap().lock.unwrap().until, "2031-05-20T08:31:00Z");
    // Another's remark does not renew it, the holder's does.
    let remark = action(json!({"do": "comment", "text": "seen"}));
    let by = |who| apply(&taken, &remark, &turn(who, Role::Editor, 10, 2)).unwrap().lock.unwrap().until;
    assert_eq!((by("omar"), by("mira")), ("2031-05-20T08:16:00Z".into(), "2031-05-20T08:25:00Z".into()));
}

#[test]
fn what_is_wrong_is_told() {
    let mira = turn("mira", Role::Editor, 1, 1);
    let killed = |low: u32, high: Value| json!({"kind": "killed", "low": low, "high": high});
    let edit = |field: &str, value: Value| json!({"do": "field", "field": field, "verdict": "edited", "value": value, "reason": "as said"});
    for (what, words) in [
        (edit("killed", killed(5, json!(3))), "at least 5 and at most 3"),
        (edit("injured", killed(5, Value::Null)), "killed is not injured"),
        (edit("killed", json!({"kind": "killed", "low": -1, "high": 3})), "another form"),
        (edit("when", json!({"from": "2031-05-13", "to": "2031-05-12"})), "is after"),
        (edit("when", json!({"from": "2031-02-30", "to": "2031-03-01"})), "no day or moment"),
        (edit("where", json!({"name": "Orvel", "lat": 95.0, "lon": 1.0})), "not on the Earth"),
        (edit("where", json!({"name": "Orvel", "lat": 5.0})), "not on the Earth"),
        (edit("where", json!({"name": "Orvel", "country": "Mali"})), "no country"),
        (edit("where", json!({"name": " "})), "a name is empty"),
        (
            edit("agents", json!([{"name": "x", "kind": "gang", "country": null, "codes": {}}])),
            "another form",
        ),
        (edit("type", json!("BOMBING")), "another form"),
        (edit("type", json!({"type": "AID", "mode": "bombing"})), "AID has no modes"),
        (edit("status", json!("maybe")), "another form"),
        (edit("killed", Value::Null), "no value is given"),
        (
            json!({"do": "field", "field": "killed", "verdict": "edited", "value": killed(1, Value::Null)}),
            "no reason",
        ),
        (json!({"do": "field", "field": "killed", "verdict": "disputed"}), "no reason is given for disputed"),
        (json!({"do": "field", "field": "killed"}), "no verdict"),
        (json!({"do": "field", "field": "killed", "clear": true}), "nothing was said of killed"),
        (json!({"do": "field", "field": "type", "verdict": "not_stated"}), "always has a type"),
        (
            json!({"do": "field", "field": "killed", "verdict": "accepted",
                "evidence": [{"report": "r", "start": 5, "end": 5, "text": ""}]}),
            "no span",
        ),
        (json!({"do": "comment", "text": "\u{1b}[2J"}), "control characters"),
        (json!({"do": "comment", "text": "x".repeat(4001)}), "longer than 4000"),
        (json!({"do": "second_look", "note": " "}), "empty"),
        (json!({"do": "reject", "reason": "other"}), "nothing is said"),
        (json!({"do": "unlink", "other": 4, "kind": "answers"}), "not linked"),
        (json!({"do": "flag", "what": "private", "on": false}), "marked so already"),
    ] {
        let e = apply(&Review::default(), &action(what.clone()), &mira).unwrap_err();
        assert!(e.to_string().contains(words) && !e.hint.is_empty(), "{what}: {e}");
    }
    // A field that is misspelt is not passed over.
    let misspelt = json!({"do": "field", "field": "killed", "verdit": "accepted"});
    assert!(serde_json::from_value::<Action>(misspelt).is_err());
}

#[test]
fn what_was_done_is_undone_by_who_did_it_last() {
    let not_stated = json!({"do": "field", "field": "killed", "verdict": "not_stated"});
    let one = after(&[json!({"do": "take"}), not_stated.clone()]);
    let before = after(&[json!({"do": "take"})]);
    let (was, is) = difference(&before, &one);
    let line = Done { seq: 2, who: "mira", before: &was, after: &is };
    let undone = undo(&one, &line, &turn("mira", Role::Editor, 3, 3)).unwrap();
    assert!(undone.fields.is_empty());
    assert_eq!(undone.touched["fields/killed"], 3);
    // A second time there is nothing to undo, and undoing the undoing says it again.
    let e = undo(&undone, &line, &turn("mira", Role::Editor, 3, 4)).unwrap_err();
    assert_eq!(e.to_string(), "line 3 has changed it since line 2");
    let (was_undone, is_undone) = difference(&one, &undone);
    let again = Done { seq: 3, who: "mira", before: &was_undone, after: &is_undone };
    let again = undo(&undone, &again, &turn("mira", Role::Editor, 4, 4)).unwrap();
    assert_eq!(again.fields, one.fields);
    // Another's, and what is closed.
    let omar = undo(&one, &line, &turn("omar", Role::Editor, 30, 3)).unwrap_err();
    assert_eq!((omar.why, omar.to_string().as_str()), (Why::Role, "mira did it"));
    assert!(undo(&one, &line, &turn("lena", Role::Manager, 30, 3)).is_ok());
    let closed = apply(&one, &Action::Accept, &turn("mira", Role::Editor, 5, 3)).unwrap();
    let e = undo(&closed, &line, &turn("mira", Role::Editor, 6, 4)).unwrap_err();
    assert_eq!(e.why, Why::State);
    // Accepting itself is undone: work goes on in the hand of who undid it.
    let (was, is) = difference(&one, &closed);
    let accepted = Done { seq: 3, who: "mira", before: &was, after: &is };
    let open = undo(&closed, &accepted, &turn("mira", Role::Editor, 6, 4)).unwrap();
    assert_eq!((open.state, open.lock.unwrap().who.as_str()), (State::InReview, "mira"));
    assert_eq!(open.reviewed_revision, None);
}

/// Reviews in a map.
#[derive(Default)]
struct Map(BTreeMap<u64, Review>);

impl Kept for Map {
    type Error = serde_json::Error;

    fn get(&self, incident: u64) -> Result<Option<Review>, Self::Error> {
        Ok(self.0.get(&incident).cloned())
    }

    fn put(&mut self, incident: u64, review: Review) -> Result<(), Self::Error> {
        self.0.insert(incident, review);
        Ok(())
    }

    fn remove(&mut self, incident: u64) -> Result<(), Self::Error> {
        self.0.remove(&incident);
        Ok(())
    }
}

#[test]
fn reviews_follow_their_incidents() {
    let mut kept = Map::default();
    kept.put(3, after(&[json!({"do": "comment", "text": "three"}), json!({"do": "accept"})])).unwrap();
    let mut five = after(&[
        json!({"do": "field", "field": "killed", "verdict": "not_stated"}),
        json!({"do": "flag", "what": "private", "on": true}),
        json!({"do": "link", "other": 3, "kind": "related"}),
        json!({"do": "link", "other": 8, "kind": "related"}),
    ]);
    five.comments.insert(40, after(&[json!({"do": "comment", "text": "five"})]).comments[&1].clone());
    kept.put(5, five).unwrap();
    let mut line = |what: &'static str, seq, incident, other, after: Option<&Value>| {
        let told = Told {
            seq,
            time: "2031-05-20T09:00:00Z",
            who: "lena",
            what,
            incident,
            other,
            before: None,
            after,
        };
        follow(&mut kept, &told).unwrap();
        kept.0.clone()
    };
    // A change that changes nothing is none.
    assert!(!line("incident.change", 50, 3, None, Some(&json!({})))[&3].new_report());
    assert!(line("incident.change", 51, 3, None, Some(&json!({"events": ["r#e1"]})))[&3].new_report());
    // Nobody said anything of 9: nothing is to be kept.
    assert!(!line("incident.change", 52, 9, None, Some(&json!({"events": ["r#e1"]}))).contains_key(&9));
    let all = line("incident.join", 53, 5, Some(3), None);
    assert_eq!(all.keys().collect::<Vec<_>>(), [&3]);
    let three = &all[&3];
    assert_eq!((three.state, three.private), (State::Accepted, true));
    // Whatever changed it, a person looks again.
    let refused = apply(three, &Action::Publish, &turn("lena", Role::Manager, 60, 60)).unwrap_err();
    assert_eq!(refused.to_string(), "it has changed since it was accepted");
    assert_eq!(three.comments.values().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["three", "five"]);
    assert_eq!(three.fields[&FieldName::Killed].kind, VerdictKind::NotStated);
    assert_eq!(three.links.iter().map(|l| l.other).collect::<Vec<_>>(), [8], "no link to itself");
    let part = line("incident.split", 54, 10, Some(3), None).remove(&10).unwrap();
    assert_eq!((part.state, part.private, part.fields.len()), (State::New, true, 0));
    assert_eq!(part.comments[&54].text, "Was a part of incident 3.");
    let into = line("incident.join", 55, 3, Some(2), None).remove(&2).unwrap();
    assert_eq!((into.state, into.private), (State::New, true));
    assert_eq!(into.comments[&55].text, "Incident 3, which was accepted, was joined into this.");
    assert!(!line("incident.end", 56, 10, None, None).contains_key(&10));
}

#[test]
fn the_best_values_are_the_reviewers_and_the_accounts_stay() {
    let incident = orvel(&["herald", "post"], &[14, 19]);
    let edit = |field: &str, value: Value| json!({"do": "field", "field": field, "verdict": "edited", "value": value, "reason": "as said"});
    let review = after(&[
        edit("killed", json!({"kind": "killed", "low": 15, "high": null})),
        edit("type", json!({"type": "PROTEST", "mode": "riot"})),
        edit("where", json!({"name": "Orvel", "lat": 50.5, "lon": 9.1, "country": "DEU"})),
        edit("agents", json!([{"name": "Red Lantern", "kind": "armed_group", "country": null, "codes": {}}])),
        json!({"do": "field", "field": "when", "verdict": "not_stated"}),
        json!({"do": "field", "field": "injured", "verdict": "disputed", "reason": "who counted?"}),
    ]);
    let best = overlay(&incident, &review);
    assert_eq!(best.killed.best, Some(harm(HarmKind::Killed, 15, None)));
    assert_eq!((best.r#type, best.mode), (Root::Protest, Some(Mode::Riot)));
    assert_eq!(best.agents.best[0].name, "Red Lantern");
    assert_eq!(best.when.best, None);
    assert_eq!(best.title, "PROTEST riot, Orvel");
    assert_eq!(best.killed.values, incident.killed.values);
    assert_eq!((best.killed.differs, best.differs), (true, true));
    assert_eq!(overlay(&incident, &Review::default()), incident);
}

#[test]
fn the_queue_begins_with_what_is_worth_most() {
    let (one, two) = (orvel(&["herald"], &[3]), orvel(&["herald", "post"], &[14, 19]));
    let fresh = Review::default();
    // 3 dead are two doublings, one source: 2 + 1.
    assert_eq!(worth(&one, &fresh), 3.0);
    // 14 dead are four, and the toll differs: 4 + 3.
    assert_eq!(worth(&two, &fresh), 7.0);
    let mut doubtful = one.clone();
    doubtful.score = 0.3;
    assert_eq!(worth(&doubtful, &fresh), 5.0);
    let settled = after(&[json!({"do": "field", "field": "killed", "verdict": "accepted"})]);
    assert_eq!(worth(&two, &settled), 4.0);
    let mut accepted = after(&[json!({"do": "accept"})]);
    assert_eq!(worth(&two, &accepted), 0.0);
    accepted.changed = Some(5);
    assert_eq!(worth(&two, &accepted), 12.0, "a report came since");
    let mut copied = two.clone();
    copied.reports[1].copy_of = Some("sha256:herald".into());
    assert_eq!((sources(&two), sources(&copied)), (2, 1));
    assert_eq!(differing(&two), [FieldName::Killed]);
}

#[test]
fn what_two_would_be_as_one() {
    let (a, mut b) = (orvel(&["herald", "post"], &[14, 19]), orvel(&["post", "echo"], &[2]));
    let as_one = would(&a, &b);
    assert_eq!((as_one.reports, as_one.killed), (3, Some(Range { low: 2, high: Some(19) })));
    assert_eq!(as_one.injured, None);
    b.killed.values[0].value.high = None;
    assert_eq!(would(&a, &b).killed, Some(Range { low: 2, high: None }));
}

#[test]
fn what_was_written_about_an_erased_report_goes() {
    let evidence = |reports: &[&str]| -> Vec<Value> {
        reports.iter().map(|r| json!({"report": r, "start": 0, "end": 3, "text": "Ten"})).collect()
    };
    let id = format!("sha256:{}", "ab12".repeat(16));
    let other = format!("sha256:{}", "cd34".repeat(16));
    let said = |field: &str, reports: &[&str], reason: &str| json!({"do": "field", "field": field, "verdict": "disputed", "reason": reason, "evidence": evidence(reports)});
    let review = after(&[
        said("killed", &[&id], "only one says so"),
        said("injured", &[&id, &other], "both say so"),
        said("agents", &[], "see ab12ab12ab12"),
        said("targets", &[], "no word of it"),
        json!({"do": "comment", "text": "compare AB12AB12AB12AB12"}),
        json!({"do": "comment", "text": "the post/17 has it"}),
        json!({"do": "comment", "text": "ab12 is short"}),
        json!({"do": "flag", "what": "distressing", "on": true, "report": id.clone()}),
        json!({"do": "flag", "what": "distressing", "on": true, "report": other.clone()}),
    ]);
    let left = scrubbed(&review, &Erasing { ids: vec![id], names: vec!["post/17".into(), "-".into()] });
    assert_eq!(left.fields.keys().collect::<Vec<_>>(), [&FieldName::Targets, &FieldName::Injured]);
    assert_eq!(left.fields[&FieldName::Injured].evidence.len(), 1);
    assert_eq!(left.comments.values().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["ab12 is short"]);
    assert_eq!(left.distressing.iter().collect::<Vec<_>>(), [&other]);
    assert_eq!(scrubbed(&review, &Erasing::default()), review);
}

#[test]
fn agreement_worked_out_by_hand() {
    let judged = |field, incident, coder: &str, value: Value| Judgement {
        incident,
        coder: coder.into(),
        field,
        value,
        time: String::new(),
    };
    // Four incidents, two coders: AA, AB, BB, BB; a fifth that one alone judged does not count.
    let types = [(1, "A", "A"), (2, "A", "B"), (3, "B", "B"), (4, "B", "B")];
    let word = |w: &str| json!(if w == "A" { "ASSAULT" } else { "PROTEST" });
    let mut all: Vec<Judgement> = types
        .iter()
        .flat_map(|(i, a, b)| {
            [judged(FieldName::Type, *i, "a", word(a)), judged(FieldName::Type, *i, "b", word(b))]
        })
        .collect();
    all.push(judged(FieldName::Type, 5, "a", word("A")));
    // Observed: of 8 answers the two of incident 2 differ: 2 / 8. Expected: 3 A and 5 B, 2 · 3 · 5 / (8 · 7) = 30 / 56.
    let expected = 1.0 - (2.0 / 8.0) / (30.0 / 56.0);
    assert!((alpha(FieldName::Type, &all).unwrap() - expected).abs() < 1e-12);
    // Numbers: 2 and 2, 4 and 6 (as 5 to 7), 10 and 10 (as a number without an end).
    let harm = |low: u32, high: Value| json!({"kind": "killed", "low": low, "high": high});
    for (i, a, b) in [
        (1, harm(2, json!(2)), harm(2, json!(2))),
        (2, harm(4, json!(4)), harm(5, json!(7))),
        (3, harm(10, json!(10)), harm(10, Value::Null)),
        (4, harm(1, json!(1)), Value::Null),
    ] {
        all.push(judged(FieldName::Killed, i, "a", a));
        all.push(judged(FieldName::Killed, i, "b", b));
    }
    // Observed: (4 − 6)² twice, over 6 answers: 8 / 6. Expected: squared distances of all ordered pairs of 2 2 4 6 10 10 are
    // 2 · 6 · Σx² − 2 · (Σx)² = 2 · 6 · 260 − 2 · 34² = 808, over 6 · 5.
    let expected = 1.0 - (8.0 / 6.0) / (808.0 / 30.0);
    assert!((alpha(FieldName::Killed, &all).unwrap() - expected).abs() < 1e-12);
    let table = agreement(&all);
    let counts: Vec<_> = table.iter().map(|a| (a.field, a.units, a.pairs)).collect();
    assert_eq!(counts, [(FieldName::Type, 4, 4), (FieldName::Killed, 3, 3)]);
    // Nothing to compare, or nothing that could differ.
    assert_eq!(alpha(FieldName::When, &all), None);
    assert_eq!(nominal(&[vec![1, 1], vec![1, 1]]), None);
    // Three coders, one of whom missed a unit: 1 1 1 | 1 2 | 3 3. Observed (2 / 1) / 7; expected 4 ones, 1 two, 2 threes:
    // 2 · (4 · 1 + 4 · 2 + 1 · 2) / (7 · 6) = 28 / 42.
    let expected = 1.0 - (2.0 / 7.0) / (28.0 / 42.0);
    assert!((nominal(&[vec![1, 1, 1], vec![1, 2], vec![3, 3]]).unwrap() - expected).abs() < 1e-12);
    // Parties are the same in whatever order.
    let names = |of: [&str; 2]| json!([{"name": of[0]}, {"name": of[1]}]);
    let both = [
        judged(FieldName::Agents, 1, "a", names(["Blue Star", "Red Lantern"])),
        judged(FieldName::Agents, 1, "b", names(["Red Lantern", "Blue Star"])),
        judged(FieldName::Agents, 2, "a", Value::Null),
        judged(FieldName::Agents, 2, "b", Value::Null),
    ];
    assert_eq!(alpha(FieldName::Agents, &both), Some(1.0));
}

#[test]
fn a_report_alone_is_private() {
    let mark = |on| action(json!({"do": "flag", "what": "private", "on": on, "report": "sha256:b"}));
    let marked = apply(&Review::default(), &mark(true), &turn("mira", Role::Editor, 1, 1)).unwrap();
    assert_eq!(
        (marked.private, marked.private_reports.len(), marked.touched["private_reports"]),
        (false, 1, 1)
    );
    // The rest may leave; only a manager takes the mark off, and not by undoing either.
    let lena = turn("lena", Role::Manager, 2, 2);
    assert_eq!(apply(&marked, &mark(false), &turn("mira", Role::Editor, 2, 2)).unwrap_err().why, Why::Role);
    assert!(apply(&marked, &mark(false), &lena).unwrap().private_reports.is_empty());
    assert_eq!(apply(&marked, &mark(true), &lena).unwrap_err().to_string(), "it is marked so already");
    let (before, made) = difference(&Review::default(), &marked);
    let line = Done { seq: 1, who: "mira", before: &before, after: &made };
    assert_eq!(undo(&marked, &line, &turn("mira", Role::Editor, 2, 2)).unwrap_err().why, Why::Role);
    assert!(undo(&marked, &line, &lena).unwrap().private_reports.is_empty());
    // What is published waits for a person to look at what is left.
    let accepted = apply(&marked, &Action::Accept, &lena).unwrap();
    let published = apply(&accepted, &Action::Publish, &lena).unwrap();
    assert_eq!(published.state, State::Published);
    let other = action(json!({"do": "flag", "what": "private", "on": true, "report": "sha256:c"}));
    assert_eq!(apply(&published, &other, &turn("mira", Role::Editor, 3, 3)).unwrap_err().why, Why::Role);
    let drawn = apply(&published, &other, &lena).unwrap();
    assert_eq!((drawn.state, drawn.private_reports.len()), (State::Accepted, 2));
}

#[test]
fn what_a_person_took_from_a_private_report_goes() {
    // Report a says 5, report b says 9; b is private.
    let (whole, rest) = (orvel(&["a", "b"], &[9, 5]), orvel(&["a"], &[5]));
    let private = BTreeSet::from(["sha256:b".to_string()]);
    let killed = |kind: &str, n: u32, evidence: Value| -> Review {
        let value = json!({"kind": "killed", "low": n, "high": n, "who": null, "side": null});
        serde_json::from_value(json!({"state": "accepted", "private": false, "fields": {"killed":
            {"kind": kind, "value": value, "evidence": evidence, "who": "mira", "time": "2031-05-20T08:00:00Z"}}}))
        .unwrap()
    };
    let stays = |review: &Review| !without_reports(review, &whole, &rest, &private).fields.is_empty();
    let words = |report: &str| json!([{"report": report, "start": 0, "end": 4, "text": "Nine"}]);
    for (review, expected, why) in [
        (killed("accepted", 9, json!([])), false, "told by the private report alone"),
        (killed("edited", 9, json!([])), false, "the same, typed in"),
        (killed("accepted", 5, json!([])), true, "told by the other report, too"),
        (killed("edited", 7, json!([])), true, "told by nobody but the person"),
        (killed("edited", 9, words("sha256:a")), true, "it rests on the other report"),
        (killed("edited", 5, words("sha256:b")), false, "it rests on the private report"),
    ] {
        assert_eq!(stays(&review), expected, "{why}");
    }
    // The mode that only the whole has.
    let mut plain = rest.clone();
    plain.mode = None;
    let mode: Review = serde_json::from_value(
        json!({"state": "accepted", "private": false, "fields": {"type": {"kind": "accepted",
        "value": {"type": "ASSAULT", "mode": "bombing"}, "who": "mira", "time": "2031-05-20T08:00:00Z"}}}),
    )
    .unwrap();
    assert!(without_reports(&mode, &whole, &plain, &private).fields.is_empty());
    assert!(!without_reports(&mode, &whole, &rest, &private).fields.is_empty());
}
