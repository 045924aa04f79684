//! Several people act at once.

use crate::attacks::Dice;
use crate::client::{Client, serve};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn of_two_who_act_at_once_one_is_told() {
    let server = serve("conflict", 1, true);
    let revision =
        Client::user(server.at, "viewer").get("/api/incidents/1").json()["revision"].as_u64().unwrap();
    let clients = [Client::user(server.at, "editor"), Client::user(server.at, "manager")];
    let mut answers: Vec<_> = std::thread::scope(|scope| {
        let act = |client: &Client| {
            let client = client.clone();
            scope.spawn(move || client.act(1, Some(revision), &json!({"do": "comment", "text": "mine"})))
        };
        clients.iter().map(act).collect::<Vec<_>>().into_iter().map(|t| t.join().unwrap()).collect()
    });
    answers.sort_by_key(|a| a.status);
    assert_eq!([answers[0].status, answers[1].status], [200, 409], "{}", answers[1].text());
    let conflict = answers[1].json();
    assert_eq!(conflict["view"]["revision"], answers[0].json()["revision"]);
    assert_eq!(conflict["view"]["review"]["comments"].as_object().unwrap().len(), 1, "nothing was done");
    assert!(conflict["hint"].is_string());
    assert_eq!(server.store().review(1).unwrap().unwrap().comments.len(), 1);
}

#[test]
fn a_lock_keeps_others_out_and_undo_takes_back() {
    let server = serve("locks", 1, true);
    let (editor, manager) = (Client::user(server.at, "editor"), Client::user(server.at, "manager"));
    assert_eq!(editor.act(1, None, &json!({"do": "take"})).status, 200);
    let locked = manager.act(1, None, &json!({"do": "field", "field": "killed", "verdict": "accepted"}));
    assert_eq!(locked.status, 409, "{}", locked.text());
    assert_eq!(locked.json()["view"]["lock"]["who"], "editor");
    let verdict =
        editor.act(1, None, &json!({"do": "field", "field": "killed", "verdict": "accepted"})).json();
    assert_eq!(verdict["fields"][6]["verdict"]["kind"], "accepted");
    let seq = verdict["history"][0]["seq"].as_u64().unwrap();
    let undone = editor.act(1, None, &json!({"do": "undo", "seq": seq}));
    assert_eq!(undone.status, 200, "{}", undone.text());
    assert_eq!(undone.json()["fields"][6]["verdict"], Value::Null);
    let bad = editor.act(1, None, &json!({"do": "field", "field": "killed", "verdict": "edited", "value": {"low": "many"}, "reason": "x"}));
    assert_eq!(bad.status, 400, "{}", bad.text());
    assert_eq!(editor.act(77, None, &json!({"do": "take"})).status, 404);
}

#[test]
fn incidents_are_joined_and_parted() {
    let server = serve("joined", 2, false);
    let client = Client::open(server.at);
    let joined = client.act(1, None, &json!({"do": "merge", "other": 2}));
    assert_eq!(joined.status, 200, "{}", joined.text());
    let joined = joined.json();
    assert_eq!((&joined["id"], joined["reports"].as_array().unwrap().len()), (&json!(1), 2));
    assert_eq!(client.get("/api/incidents").json()["total"], 1);
    let moved = client.get("/api/incidents/2").json();
    assert_eq!((&moved["id"], &moved["moved_from"]), (&json!(1), &json!(2)));
    let report = joined["reports"][1]["id"].as_str().unwrap();
    let event = joined["incident"]["reports"][1]["events"][0].as_str().unwrap();
    let parted = client.act(1, None, &json!({"do": "split", "events": [{"report": report, "event": event}]}));
    assert_eq!(parted.status, 200, "{}", parted.text());
    assert_eq!(client.get("/api/incidents").json()["total"], 2);
    server.store().verify(None).unwrap();
}

#[test]
fn judgements_are_ones_own() {
    let server = serve("judges", 2, true);
    let (editor, manager) = (Client::user(server.at, "editor"), Client::user(server.at, "manager"));
    let killed = |n: u32| json!({"kind": "killed", "low": n, "high": n, "who": null, "side": null});
    for (client, first, second) in [(&editor, 3, 9), (&manager, 3, 9)] {
        for (incident, n) in [(1, first), (2, second)] {
            let body = json!({"incident": incident, "field": "killed", "value": killed(n)});
            let answer = client.post("/api/judge", &body);
            assert_eq!(answer.status, 200, "{}", answer.text());
        }
    }
    let seen = editor.get("/api/agreement").json();
    // Both say the same of two incidents that differ: full agreement.
    assert_eq!(seen["fields"], json!([{"field": "killed", "alpha": 1.0, "units": 2, "pairs": 2}]));
    assert_eq!(seen["sample"].as_array().unwrap().len(), 2);
    assert_eq!(seen["sample"][0]["done"], json!(["killed"]));
    assert_eq!(
        Client::user(server.at, "viewer").get("/api/agreement").json()["sample"][0]["done"],
        json!([])
    );
    assert_eq!(
        editor.post("/api/judge", &json!({"incident": 1, "field": "killed", "value": {"low": -1}})).status,
        400
    );
    assert_eq!(
        editor.post("/api/judge", &json!({"incident": 9, "field": "killed", "value": null})).status,
        404
    );
}

/// Something that a person might do, sensible or not.
fn some_action(dice: &mut Dice, client: &Client, ids: u64) -> (u64, Option<u64>, Value) {
    let id = 1 + dice.roll(ids);
    let other = 1 + dice.roll(ids);
    let fields = ["killed", "when", "where", "agents", "status", "type"];
    let field = fields[dice.roll(6) as usize];
    let killed = json!({"kind": "killed", "low": dice.roll(20), "high": 30, "who": null, "side": null});
    let view = || client.get(&format!("/api/incidents/{id}")).json();
    let action = match dice.roll(16) {
        0 | 1 => json!({"do": "take"}),
        2 => json!({"do": "release"}),
        3 => json!({"do": "accept"}),
        4 => json!({"do": "reject", "reason": "duplicate"}),
        5 => json!({"do": "second_look", "note": "please"}),
        6 => json!({"do": "reopen", "note": "again"}),
        7 => json!({"do": "field", "field": field, "verdict": "accepted"}),
        8 => {
            json!({"do": "field", "field": "killed", "verdict": "edited", "value": killed, "reason": "list"})
        }
        9 => json!({"do": "field", "field": field, "clear": true}),
        10 => json!({"do": "comment", "text": format!("remark {}", dice.roll(100))}),
        11 => json!({"do": "merge", "other": other}),
        12 => json!({"do": "not_same", "other": other}),
        13 => match view()["incident"]["reports"].as_array().and_then(|r| r.last()) {
            Some(report) => {
                let at = json!({"report": report["id"], "event": report["events"][0]});
                json!({"do": "split", "events": [at]})
            }
            None => json!({"do": "publish"}),
        },
        14 => json!({"do": "link", "other": other, "kind": "answers"}),
        _ => match view()["history"].as_array().and_then(|h| h.first()) {
            Some(line) => json!({"do": "undo", "seq": line["seq"]}),
            None => json!({"do": "release"}),
        },
    };
    let expect = (dice.roll(2) == 0).then(|| view()["revision"].as_u64()).flatten();
    (id, expect, action)
}

#[test]
fn four_people_act_at_random_and_the_log_holds() {
    const EACH: usize = 250;
    let server = serve("random", 8, true);
    let names = ["editor", "manager", "owner", "editor"];
    let clients: Vec<Client> = names.iter().map(|name| Client::user(server.at, name)).collect();
    let counts: Vec<BTreeMap<u16, usize>> = std::thread::scope(|scope| {
        let run = |(n, client): (usize, &Client)| {
            let client = client.clone();
            scope.spawn(move || {
                let mut dice = Dice(7 + n as u64);
                let mut counts = BTreeMap::new();
                for _ in 0..EACH {
                    let (id, expect, action) = some_action(&mut dice, &client, 10);
                    let answer = client.act(id, expect, &action);
                    assert!(
                        [200, 400, 403, 404, 409].contains(&answer.status),
                        "{action}: {} {}",
                        answer.status,
                        answer.text()
                    );
                    *counts.entry(answer.status).or_default() += 1;
                }
                counts
            })
        };
        clients
            .iter()
            .enumerate()
            .map(run)
            .collect::<Vec<_>>()
            .into_iter()
            .map(|t| t.join().unwrap())
            .collect()
    });
    let done: usize = counts.iter().filter_map(|c| c.get(&200)).sum();
    assert!(done > 200, "{counts:?}");
    let store = server.store();
    store.verify(None).unwrap();
    let mut kept = BTreeMap::new();
    store
        .each_review(|id, review| {
            kept.insert(id, review);
            true
        })
        .unwrap();
    assert_eq!(store.replay_reviews().unwrap(), kept);
    // Rows in memory are what a server that starts now would read.
    let list = Client::user(server.at, "viewer").get("/api/incidents?limit=200&sort=title").json();
    let fresh = crate::client::over("random-again", &server.db());
    let again = Client::user(fresh.at, "viewer").get("/api/incidents?limit=200&sort=title").json();
    assert_eq!(list, again);
}
