use super::*;

const TEXT: &str = "Gunmen shot dead two clerks in Gao on Monday, said a medic. Talks were held.";

fn record() -> Record {
    let at = |words: &str| json!({"start": TEXT.find(words).unwrap(), "end": TEXT.find(words).unwrap() + words.len()});
    let event = |id: &str, root: &str, trigger: &str| {
        json!({
            "id": id, "type": root, "mode": null, "codes": {"plover": {"type": root, "mode": null}, "cameo": null,
            "acled": null, "ucdp": null}, "status": "happened", "mentions": [at(trigger)], "agents": [], "targets": [],
            "instruments": [], "when": null, "where": null, "killed": null, "injured": null, "claims": [],
            "responds_to": [], "score": 1.0
        })
    };
    let mut attack = event("e1", "ASSAULT", "shot dead");
    attack["where"] = json!({"place": "p1"});
    attack["when"] = json!({"time": "t1", "from": "2031-05-12", "to": "2031-05-12"});
    attack["killed"] = json!({"low": 2, "high": 2, "evidence": []});
    attack["agents"] = json!([{"actor": "a1", "mentions": [at("Gunmen")], "score": 1.0}]);
    let mut source = at("a medic");
    source["actor"] = Value::Null;
    source["name"] = Value::Null;
    let record = json!({
        "schema": "diurna/record/1", "producer": {"version": "", "model": "", "gazetteer": "", "codebook": ""},
        "report": {"id": "", "source": "a.txt", "url": null, "title": null, "publisher": null, "authors": [],
            "published": null, "retrieved": null, "language": null, "text": TEXT, "text_sha256": "", "regions": []},
        "actors": [{"id": "a1", "name": "Dune Front", "kind": "armed_group", "country": null, "aliases": [],
            "codes": {}, "mentions": []}],
        "places": [{"id": "p1", "name": "Gao", "geonames": null, "lat": 16.27, "lon": -0.04, "country": "MLI",
            "admin1": null, "feature": null, "precision": null, "score": 1.0, "mentions": []}],
        "times": [], "events": [event("e2", "ASSAULT", "Talks"), attack],
        "claims": [{"id": "c1", "source": source, "source_kind": "witness", "affiliation": null, "cue": null,
            "content": [], "form": "indirect", "hedged": false, "about": []}]
    });
    serde_json::from_value(record).unwrap()
}

#[test]
fn facts_are_looked_for_in_the_event_that_fits() {
    let expect: Vec<Expected> = serde_json::from_value(json!([
        {"type": "ASSAULT", "mode": "firearms", "status": "happened", "agents": ["Dune Front"], "targets": ["clerks"],
         "place": {"name": "Gao", "country": "MLI", "lat": 16.272, "lon": -0.044}, "from": "2031-05-12",
         "killed": [2, 2], "injured": [1, null], "claims": [{"source": "a medic", "kind": "expert", "hedged": true}],
         "responds_to": [1]},
        {"type": "CONSULT", "mode": null, "status": "happened", "agents": [], "targets": [], "place": null,
         "from": null, "killed": null, "injured": null, "claims": []}
    ]))
    .unwrap();
    let facts = facts(&expect, &record());
    let found = |of: bool| facts.iter().filter(|f| f.found == of).map(|f| f.kind).collect::<Vec<_>>();
    assert_eq!(found(true), ["event", "place", "from", "killed", "status", "agent", "claim_source"]);
    assert_eq!(
        found(false),
        ["injured", "mode", "target", "claim_kind", "claim_hedged", "responds_to", "event", "status"]
    );
    let figures = figures(&facts);
    assert_eq!(figures[0], Figure::share("found", Some(0.4667)).of("facts", 15));
    assert_eq!(figures[1], Figure::share("event", Some(0.5)).of("event.n", 2));
}

#[test]
fn an_event_elsewhere_is_not_the_expected_one() {
    let expect: Vec<Expected> = serde_json::from_value(json!([
        {"type": "ASSAULT", "mode": null, "status": "happened", "agents": [], "targets": [],
         "place": {"name": "Mopti", "country": "MLI", "lat": 14.49, "lon": -4.2}, "from": null, "killed": null,
         "injured": null, "claims": []}
    ]))
    .unwrap();
    let facts = facts(&expect, &record());
    assert!(!facts[0].found && !facts[1].found);
}
