//! What is asked wrongly is told, and never taken for everything.

use crate::client::{Client, serve};
use serde_json::Value;

#[test]
fn a_name_that_is_no_filter_is_refused() {
    let server = serve("asked", 2, false);
    let client = Client::open(server.at);
    for path in
        ["/api/incidents", "/api/map", "/api/histogram", "/api/incidents/1", "/api/export/jsonl", "/api/log"]
    {
        assert_eq!(client.get(path).status, 200, "{path}");
        let answer = client.get(&format!("{path}?contry=MLI"));
        assert_eq!(answer.status, 400, "{path}");
        let told = answer.json();
        assert!(told["error"].as_str().unwrap().contains("unknown field `contry`"), "{told}");
        assert!(told["hint"].is_string(), "{told}");
    }
    // Of an action with such a query nothing is done.
    let comment = serde_json::json!({"action": {"do": "comment", "text": "look"}});
    for wrong in ["contry=MLI", "text=%22", "country=XXX", "since=Friday"] {
        let answer = client.post(&format!("/api/incidents/1/act?{wrong}"), &comment);
        assert_eq!(answer.status, 400, "{wrong}");
    }
    assert_eq!(server.store().review(1).unwrap(), None);
}

#[test]
fn an_export_of_what_was_not_understood_is_none() {
    let server = serve("asked-export", 2, false);
    let client = Client::open(server.at);
    assert_eq!(client.get("/api/export/jsonl").text().lines().count(), 2);
    for (wrong, told) in [
        ("text=%22", "text: a quotation mark is not closed"),
        ("text=-", "text: holds no word"),
        ("country=XXX", "country: not a country: XXX"),
        ("limit=1", "limit: an export holds all that the filters let through"),
        ("box=0,0,1,1", "box: an export holds all"),
        ("names=yes", "names: not understood: yes"),
    ] {
        let answer = client.get(&format!("/api/export/jsonl?{wrong}"));
        assert_eq!(answer.status, 400, "{wrong}");
        let body = answer.json();
        assert!(body["error"].as_str().unwrap().starts_with(told) && body["hint"].is_string(), "{body}");
    }
    assert_eq!(client.get("/api/export/jsonl?text=Kabort1&names=1").text().lines().count(), 1);
    assert_eq!(client.get("/api/export/jsonl?country=XKX").text(), "");
}

#[test]
fn a_country_that_a_reviewer_wrote_can_be_asked_for() {
    let server = serve("asked-country", 2, false);
    let client = Client::open(server.at);
    assert_eq!(client.get("/api/incidents?country=QQX").status, 400);
    let mut site = client.get("/api/incidents/1").json()["best"]["where"]["best"].clone();
    assert_eq!(site["country"], "AFG", "{site}");
    site["country"] = "QQX".into();
    let action = serde_json::json!(
        {"do": "field", "field": "where", "verdict": "edited", "value": site, "reason": "as the map says"}
    );
    let done = client.act(1, None, &action);
    assert_eq!(done.status, 200, "{}", done.text());
    let list = client.get("/api/incidents?country=qqx").json();
    assert_eq!(list["countries"], serde_json::json!([["AFG", 1], ["QQX", 1]]));
    assert_eq!((&list["total"], &list["items"][0]["id"]), (&serde_json::json!(1), &serde_json::json!(1)));
    // Three letters that nobody wrote stay refused, with a hint.
    let told = client.get("/api/incidents?country=QQY");
    assert_eq!(told.status, 400);
    assert_eq!(told.json()["error"], "country: not a country: QQY");
    assert!(told.json()["hint"].is_string());
}

#[test]
fn a_hint_is_words_or_is_not_there() {
    let server = serve("asked-hints", 1, false);
    let client = Client::open(server.at);
    for path in [
        "/api/nothing",
        "/api/incidents/99",
        "/api/incidents/x",
        "/api/incidents?limit=x",
        "/api/incidents?country=MLI&country=NER",
        "/api/export/exe",
        "/assets/none.js",
        &format!("/api/reports/{}", "0".repeat(64)),
    ] {
        let answer = client.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        let told = answer.json();
        assert!(told["error"].is_string() && told.get("hint").is_none_or(Value::is_string), "{path}: {told}");
    }
}
