//! Reports are hostile text: what they say comes back as data.

use crate::attacks::by;
use crate::client::{Client, serve_with, town};
use diurna_store::Prepared;
use serde_json::json;

const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\u{202e}\"';--";

#[test]
fn markup_comes_back_as_data() {
    let source = format!("paper<b>/{SCRIPT}");
    let server = serve_with(
        "markup",
        |_| {},
        |store| {
            let mut attack = town(0);
            attack.group = format!("Front {SCRIPT}");
            attack.town = "Kabort</title><svg/onload=alert(3)>".to_string();
            let (raw, mut record) = attack.report(&source, SCRIPT);
            record.report.title = Some(SCRIPT.to_string());
            record.report.publisher = Some(format!("{SCRIPT} Post"));
            record.report.url = Some("javascript:alert(4)//<script>".to_string());
            store.add_all(&[Prepared::new(&raw, &record, Some(&source)).unwrap()], &by()).unwrap();
        },
    );
    let client = Client::open(server.at);
    let list = client.get("/api/incidents");
    assert_eq!(list.header("content-type"), Some("application/json"));
    let list = list.json();
    assert_eq!(list["items"][0]["headline"], SCRIPT);
    assert_eq!(list["items"][0]["place"]["name"], "Kabort</title><svg/onload=alert(3)>");
    let said = client.act(1, None, &json!({"do": "comment", "text": SCRIPT}));
    assert_eq!(said.status, 200, "{}", said.text());
    let view = client.get("/api/incidents/1");
    assert_eq!(view.header("content-type"), Some("application/json"));
    let view = view.json();
    assert_eq!(view["reports"][0]["url"], "javascript:alert(4)//<script>");
    assert_eq!(view["reports"][0]["publisher"], format!("{SCRIPT} Post"));
    let comments = view["review"]["comments"].as_object().unwrap();
    assert!(comments.values().any(|c| c["text"] == SCRIPT), "{comments:?}");
    let id = view["reports"][0]["id"].as_str().unwrap();
    let report = client.get(&format!("/api/reports/{id}"));
    assert_eq!(report.header("content-type"), Some("application/json"));
    assert_eq!(report.header("x-content-type-options"), Some("nosniff"));
    let report = report.json();
    assert!(report["text"].as_str().unwrap().contains(SCRIPT));
    assert_eq!((&report["title"], &report["dir"]), (&json!(SCRIPT), &json!("ltr")));
    // The list of errors names what was asked in the same way.
    let wrong = client.get("/api/incidents?sort=%3Cscript%3E");
    assert_eq!((wrong.status, wrong.header("content-type")), (400, Some("application/json")));
    assert_eq!(wrong.json()["error"], "sort: not an order: <script>");
}

#[test]
fn downloads_stay_downloads() {
    let server = serve_with(
        "downloads",
        |_| {},
        |store| {
            let (raw, record) = town(0).report("paper/=cmd", "=cmd|' /C calc'!A0");
            store.add_all(&[Prepared::new(&raw, &record, None).unwrap()], &by()).unwrap();
        },
    );
    let client = Client::open(server.at);
    for (format, kind, ending) in [
        ("acled", "text/csv; charset=utf-8", "csv"),
        ("gdelt", "text/tab-separated-values; charset=utf-8", "tsv"),
        ("gdelt-mentions", "text/tab-separated-values; charset=utf-8", "tsv"),
        ("geojson", "application/geo+json", "geojson"),
        ("parquet", "application/vnd.apache.parquet", "parquet"),
        ("jsonl", "application/jsonl; charset=utf-8", "jsonl"),
        ("annotations", "application/ld+json", "jsonld"),
    ] {
        let answer = client.get(&format!("/api/export/{format}"));
        assert_eq!(answer.status, 200, "{format}");
        assert_eq!(answer.header("content-type"), Some(kind), "{format}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let name = answer.header("content-disposition").unwrap();
        assert!(
            name.starts_with("attachment; filename=\"diurna-20")
                && name.ends_with(&format!("-{format}.{ending}\"")),
            "{name}"
        );
        assert!(!answer.body.is_empty(), "{format}");
    }
    let lines = client.get("/api/export/jsonl").text();
    assert_eq!(lines.lines().count(), 1);
    assert_eq!(client.get("/api/export/jsonl?harm=none").text(), "");
    assert_eq!(client.get("/api/export/exe").status, 404);
    assert_eq!(client.get("/api/export/..%2Fdiurna.db").status, 404);
}

#[test]
fn values_that_a_reviewer_set_leave() {
    let server = serve_with("leaves", |_| {}, |store| crate::client::add(store, &town(0), "paper/1"));
    let client = Client::open(server.at);
    let killed = json!({"kind": "killed", "low": 7, "high": 8, "who": null, "side": null});
    let edit = json!({"do": "field", "field": "killed", "verdict": "edited", "value": killed, "reason": "the hospital's list"});
    let answer = client.act(1, None, &edit);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["best"]["killed"]["best"], killed);
    assert_eq!(answer.json()["incident"]["killed"]["best"]["low"], 3);
    let line = client.get("/api/export/jsonl").json();
    assert_eq!(line["killed"]["best"]["low"], 7);
    // What was rejected leaves for those who ask for it; what is private does not leave.
    assert_eq!(client.act(1, None, &json!({"do": "reject", "reason": "out_of_scope"})).status, 200);
    assert_eq!(client.get("/api/export/jsonl").text(), "");
    assert_eq!(client.get("/api/export/jsonl?state=rejected").text().lines().count(), 1);
    assert_eq!(client.act(1, None, &json!({"do": "reopen"})).status, 200);
    let private = client.act(1, None, &json!({"do": "flag", "what": "private", "on": true}));
    assert_eq!(private.status, 200, "{}", private.text());
    assert_eq!(client.get("/api/export/jsonl").text(), "");
    assert_eq!(client.get("/api/export/jsonl?names=1").text(), "");
}
