use super::*;
use serde_json::{Value, json};

const TEXT: &str = "Gunmen attacked a convoy near Gao on Monday, police said. Talks may follow.";

fn span(words: &str) -> Value {
    let at = TEXT.find(words).unwrap();
    json!({"start": at, "end": at + words.len()})
}

fn words(words: &str) -> Value {
    json!({"text": words, "start": TEXT.find(words).unwrap()})
}

fn gold() -> Gold {
    let claim = TEXT.find(", police").unwrap();
    let gold = json!({
        "events": [
            {"id": "e1", "main": true, "type": "ASSAULT", "mode": "firearms", "status": "happened",
             "mentions": [words("attacked")], "agents": [{"name": "gunmen", "mentions": [words("Gunmen")]}],
             "targets": [{"name": "Army of Mali", "mentions": [words("a convoy")]}],
             "date": {"start": "2031-05-12", "end": "2031-05-12"},
             "place": {"country": "MLI", "lat": 16.272, "lon": -0.044, "precision": "town"},
             "killed": {"low": 4, "high": null}, "injured": null, "responds_to": []},
            {"id": "e2", "main": false, "type": "CONSULT", "mode": null, "status": "planned",
             "mentions": [words("Talks")], "agents": [], "targets": [], "date": null, "place": null,
             "killed": null, "injured": null, "responds_to": ["e1"]}
        ],
        "claims": [{"source": words("police"), "source_kind": "government", "content": [0, claim], "hedged": false,
                    "about": ["e1"]}]
    });
    serde_json::from_value(gold).unwrap()
}

/// An event of a record, to be changed in what matters.
fn event(id: &str, root: &str, trigger: &str, with: Value) -> Value {
    let mut event = json!({
        "id": id, "type": root, "mode": null, "codes": {"plover": {"type": root, "mode": null}, "cameo": null,
        "acled": null, "ucdp": null}, "status": "happened", "mentions": [span(trigger)], "agents": [], "targets": [],
        "instruments": [], "when": null, "where": null, "killed": null, "injured": null, "claims": [],
        "responds_to": [], "score": 1.0
    });
    for (key, value) in with.as_object().unwrap() {
        event[key] = value.clone();
    }
    event
}

fn record(events: Vec<Value>, claims: Vec<Value>) -> Record {
    let actor = |id: &str, name: &str, alias: Value| json!({"id": id, "name": name, "kind": "unknown", "country": null, "aliases": alias, "codes": {}, "mentions": []});
    let record = json!({
        "schema": "diurna/record/1", "producer": {"version": "", "model": "", "gazetteer": "", "codebook": ""},
        "report": {"id": "", "source": "a.txt", "url": null, "title": null, "publisher": null, "authors": [],
            "published": null, "retrieved": null, "language": null, "text": TEXT, "text_sha256": "", "regions": []},
        "actors": [actor("a1", "Gunmen", json!([])), actor("a2", "Malian Armed Forces", json!(["Army of Mali"]))],
        "places": [{"id": "p1", "name": "Gao", "geonames": null, "lat": 16.3, "lon": 0.0, "country": "MLI",
            "admin1": null, "feature": null, "precision": null, "score": 1.0, "mentions": []}],
        "times": [], "events": events, "claims": claims
    });
    serde_json::from_value(record).unwrap()
}

fn scored(record: Option<&Record>) -> Score {
    let mut score = Score::default();
    score.add(&gold(), TEXT, record);
    score
}

fn prf(hit: usize, found: usize, gold: usize) -> Prf {
    Prf { hit, found, gold }
}

#[test]
fn a_whole_record_scores_in_every_field() {
    let party = |actor: &str, at: Value| json!([{"actor": actor, "mentions": [at], "score": 1.0}]);
    let attack = json!({
        "mode": "firearms", "agents": party("a1", span("Gunmen")), "targets": party("a2", span("near")),
        "when": {"time": "t1", "from": "2031-05-12T08:00", "to": null}, "where": {"place": "p1"},
        "killed": {"low": 4, "high": null, "evidence": []}
    });
    let talks = json!({"status": "planned", "responds_to": ["x1"]});
    let claim = json!({
        "id": "c1", "source": {"start": TEXT.find("police").unwrap(), "end": TEXT.find(" said").unwrap(),
        "actor": null, "name": null}, "source_kind": "government", "affiliation": null, "cue": null,
        "content": [{"start": 0, "end": TEXT.find(", police").unwrap()}], "form": "indirect", "hedged": false,
        "about": ["x1", "x2"]
    });
    let events = vec![event("x1", "ASSAULT", "attacked", attack), event("x2", "CONSULT", "Talks", talks)];
    let score = scored(Some(&record(events, vec![claim])));
    assert_eq!(score.event_type, prf(2, 2, 2));
    assert_eq!((score.agent, score.target), (prf(1, 1, 1), prf(1, 1, 1)));
    assert_eq!(
        (score.place, score.date, score.killed, score.injured),
        (prf(1, 1, 1), prf(1, 1, 1), prf(1, 1, 1), prf(0, 0, 0))
    );
    assert_eq!((score.responds_to, score.status_other), (prf(1, 1, 1), prf(1, 1, 1)));
    assert_eq!(
        (score.claim, score.claim_source, score.claim_about),
        (prf(1, 1, 1), prf(1, 1, 1), prf(1, 2, 1))
    );
    assert_eq!((score.mode.right, score.status.right, score.country.right), (1, 2, 1));
    assert_eq!((score.main_event_found, score.source_kind), (Acc { right: 1, n: 1 }, Acc { right: 1, n: 1 }));
    assert_eq!(score.figures().len(), 14 * 3 + 6);
}

#[test]
fn what_is_unpaired_is_missed_or_wrong() {
    // In the sentence of the talks and of another type: paired as an event, wrong as a type.
    let harm = json!({"status": "planned", "killed": {"low": 4, "high": 4, "evidence": []}});
    let events = vec![
        event("x1", "ASSAULT", "follow", json!({"status": "denied"})),
        event("x2", "ASSAULT", "follow", harm),
    ];
    let score = scored(Some(&record(events, vec![])));
    assert_eq!((score.event_any, score.event_type), (prf(1, 2, 2), prf(0, 2, 2)));
    assert_eq!((score.killed, score.date, score.place), (prf(0, 1, 1), prf(0, 0, 1), prf(0, 0, 1)));
    // Of two equal candidates the first is taken: its status is not the gold's, and the other is unpaired.
    assert_eq!(score.status_other, prf(0, 2, 1));
    assert_eq!((score.responds_to, score.claim), (prf(0, 0, 1), prf(0, 0, 1)));
    assert_eq!(score.main_event_found, Acc { right: 0, n: 1 });
    assert_eq!(scored(None).event_any, prf(0, 0, 2));
}

#[test]
fn long_triggers_do_not_count() {
    let long = event("x1", "ASSAULT", TEXT, json!({}));
    assert_eq!(scored(Some(&record(vec![long], vec![]))).event_any, prf(0, 1, 2));
}
