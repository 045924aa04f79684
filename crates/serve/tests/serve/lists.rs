//! Lists, map and histogram over incidents that a person can count.

use crate::attacks::by;
use crate::client::{Client, add, serve_with, town, wait};
use diurna_core::record::PublishedPart;
use diurna_core::report::Basis;
use diurna_store::Prepared;
use serde_json::{Value, json};

/// Four incidents: towns 0, 1 and 2 with 3, 4 and 5 dead, the last one in Mali and told by two papers, the later of which says 9; town 3 with 6 dead.
fn fill(store: &mut diurna_store::Store) {
    add(store, &town(0), "paper/0");
    add(store, &town(1), "paper/1");
    let mut mali = town(2);
    mali.country = "MLI";
    // Words enough of their own: neither report repeats the other.
    let more = "A baker who had opened early saw smoke over the roofs and ran to the square, where neighbours carried \
                the wounded on doors to the clinic until an ambulance came from the next valley shortly before ten";
    let (raw, record) = mali.report("paper/2", more);
    store.add_all(&[Prepared::new(&raw, &record, Some("paper/2")).unwrap()], &by()).unwrap();
    let other = "Officials closed the road to the north for a day; schools will open again on Thursday, a deputy mayor wrote, and \
                 families may ask for help with burials at a desk in the town hall, which stays open over the weekend";
    let (raw, mut record) = mali.killed(9).report("courier/2", other);
    record.report.published = Some(PublishedPart { value: "2031-01-21".to_string(), basis: Basis::Given });
    store.add_all(&[Prepared::new(&raw, &record, Some("courier/2")).unwrap()], &by()).unwrap();
    add(store, &town(3), "paper/3");
}

fn ids(answer: &Value) -> Vec<u64> {
    answer["items"].as_array().unwrap().iter().map(|i| i["id"].as_u64().unwrap()).collect()
}

#[test]
fn lists_are_filtered_counted_and_ordered() {
    let server = serve_with("lists", |_| {}, fill);
    let client = Client::open(server.at);
    let get = |query: &str| client.get(&format!("/api/incidents{query}")).json();
    let all = get("");
    assert_eq!((&all["total"], &all["all"]), (&json!(4), &json!(4)));
    assert_eq!(
        all["states"],
        json!({"new": 4, "in_review": 0, "second_look": 0, "accepted": 0, "rejected": 0, "published": 0})
    );
    assert_eq!(all["countries"], json!([["AFG", 3], ["MLI", 1]]));
    assert_eq!(all["types"], json!([["ASSAULT", 4]]));
    assert_eq!(all["chips"], json!({"differs": 1, "one_source": 3, "low_score": 0, "new_report": 0}));
    // The one whose tolls differ is worth most.
    assert_eq!(ids(&all)[0], 3);
    let row = &all["items"][0];
    assert_eq!(row["killed"]["low"], 9, "{row}");
    assert_eq!(
        (&row["differs"], &row["reports"], &row["sources"]),
        (&json!(["killed"]), &json!(2), &json!(2))
    );
    assert_eq!(row["place"]["country"], "MLI");
    assert_eq!(row["headline"], "Bomb kills 5 at market in Kabort2");
    assert_eq!(ids(&get("?sort=date")), [1, 2, 3, 4]);
    assert_eq!(ids(&get("?sort=-date&limit=2")), [4, 3]);
    assert_eq!(ids(&get("?sort=-date&limit=2&offset=2")), [2, 1]);
    assert_eq!(ids(&get("?sort=-killed")), [3, 4, 2, 1]);
    assert_eq!(ids(&get("?country=afg&sort=title")), [1, 2, 4]);
    // Counts of countries are those with every filter but the country.
    assert_eq!(get("?country=AFG")["countries"], all["countries"]);
    assert_eq!(get("?country=AFG")["chips"]["differs"], 0);
    assert_eq!(ids(&get("?differs=1")), [3]);
    assert_eq!(ids(&get("?one_source=1&sort=date")), [1, 2, 4]);
    assert_eq!(ids(&get("?since=2031-01-10&until=2031-01-19&sort=date")), [2, 3]);
    assert_eq!(ids(&get("?text=Kabort1")), [2]);
    assert_eq!(ids(&get("?text=nothing")), [] as [u64; 0]);
    assert_eq!(ids(&get("?near=66.1,34,66.3,34.2")), [2]);
    assert_eq!(ids(&get("?harm=none")), [] as [u64; 0]);
    assert_eq!(get("?harm=deadly")["total"], 4);
    assert_eq!(ids(&get("?type=PROTEST")), [] as [u64; 0]);
    for wrong in [
        "sort=size",
        "limit=201",
        "type=WAR",
        "since=Friday",
        "state=done",
        "country=Mali",
        "country=XXX",
        "text=%22",
        "text=***",
        "text=%22Kabort1%20bomb",
        "differs=yes",
        "near=1,2,3",
        "harm=some",
    ] {
        let answer = client.get(&format!("/api/incidents?{wrong}"));
        assert_eq!(answer.status, 400, "{wrong}");
        assert!(
            answer.json()["error"].as_str().unwrap().starts_with(wrong.split('=').next().unwrap()),
            "{wrong}"
        );
    }
}

#[test]
fn states_are_counted_and_neighbours_found() {
    let server = serve_with("states", |_| {}, fill);
    let client = Client::open(server.at);
    assert_eq!(client.act(1, None, &json!({"do": "accept"})).status, 200);
    let taken = client.act(2, None, &json!({"do": "take"})).json();
    assert_eq!((&taken["state"], &taken["lock"]["who"]), (&json!("in_review"), &json!("you")));
    let list = client.get("/api/incidents?state=new,in_review&sort=date").json();
    assert_eq!(ids(&list), [2, 3, 4]);
    assert_eq!(list["states"]["accepted"], 1);
    assert_eq!((&list["items"][0]["with"], &list["items"][0]["state"]), (&json!("you"), &json!("in_review")));
    let view = client.get("/api/incidents/3?state=new,in_review&sort=date").json();
    assert_eq!((&view["prev"], &view["next"]), (&json!(2), &json!(4)));
    // An incident that is no longer in the list still knows what comes next.
    let view = client.get("/api/incidents/1?state=new,in_review&sort=date").json();
    assert_eq!((&view["prev"], &view["next"]), (&Value::Null, &json!(2)));
    // A report that comes after the acceptance is a mark of its own.
    add(&mut server.store(), &town(0).killed(7), "courier/0");
    wait("the new report is seen", || client.get("/api/incidents?new_report=1").json()["total"] == 1);
    assert_eq!(ids(&client.get("/api/incidents?new_report=1").json()), [1]);
    assert_eq!(client.get("/api/incidents/1").json()["new_report"], true);
}

#[test]
fn the_view_shows_each_account_with_its_words() {
    let server = serve_with("view", |_| {}, fill);
    let client = Client::open(server.at);
    let view = client.get("/api/incidents/3").json();
    assert_eq!(
        (&view["id"], &view["state"], view["reports"].as_array().unwrap().len()),
        (&json!(3), &json!("new"), 2)
    );
    let names: Vec<&str> =
        view["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "type",
            "when",
            "where",
            "agents",
            "targets",
            "instruments",
            "killed",
            "injured",
            "missing",
            "detained",
            "status"
        ]
    );
    let killed = &view["fields"][6];
    assert_eq!((&killed["differs"], &killed["best"]["low"]), (&json!(true), &json!(9)));
    let of = |n: usize| &killed["cells"][view["reports"][n]["id"].as_str().unwrap()][0];
    let (first, second) = (0, 1);
    assert_eq!((&of(first)["text"], &of(first)["differs"]), (&json!("5"), &json!(true)));
    assert_eq!((&of(second)["text"], &of(second)["differs"]), (&json!("9"), &json!(false)));
    assert_eq!(of(first)["accounts"][0]["source"], "police");
    // The words of the evidence stand in the text of the report, in code points.
    let report =
        client.get(&format!("/api/reports/{}", view["reports"][first]["id"].as_str().unwrap())).json();
    let text: Vec<char> = report["text"].as_str().unwrap().chars().collect();
    let words = |m: &Value| -> String {
        text[m["start"].as_u64().unwrap() as usize..m["end"].as_u64().unwrap() as usize].iter().collect()
    };
    assert!(words(&of(first)["accounts"][0]["evidence"][0]).contains('5'));
    let kind = &view["fields"][0];
    assert_eq!(kind["best"]["type"], "ASSAULT");
    let trigger =
        &kind["cells"][view["reports"][first]["id"].as_str().unwrap()][0]["accounts"][0]["evidence"][0];
    assert!(!words(trigger).is_empty());
    assert_eq!(report["events"][0]["incident"], 3);
    assert_eq!(report["versions"].as_array().unwrap().len(), 1);
    assert_eq!(client.get("/api/incidents/99").status, 404);
    assert_eq!(client.get("/api/incidents/x").status, 404);
    assert_eq!(client.get(&format!("/api/reports/{}", "0".repeat(64))).status, 404);
    let lines = client.get("/api/log?limit=2").json();
    let seqs: Vec<u64> = lines.as_array().unwrap().iter().map(|l| l["seq"].as_u64().unwrap()).collect();
    assert_eq!(seqs.len(), 2);
    assert_eq!(seqs[0], seqs[1] + 1);
    let before = client.get(&format!("/api/log?limit=1&before={}", seqs[1])).json();
    assert_eq!(before[0]["seq"], json!(seqs[1] - 1));
}

#[test]
fn the_map_and_the_histogram_count() {
    let server = serve_with("map", |_| {}, fill);
    let client = Client::open(server.at);
    let map = client.get("/api/map").json();
    // All four lie within a few degrees: one cell, in the middle of 34.0-34.3 north and 66.0-66.6 east.
    assert_eq!(
        map,
        json!({"clusters": [{"lon": 66.3, "lat": 34.15, "n": 4, "deadly": 4, "cell": "6.9"}], "without": 0})
    );
    let near = client.get("/api/map?z=6&box=66.1,34.05,66.3,34.15").json();
    assert_eq!(
        near["clusters"],
        json!([{"lon": 66.2, "lat": 34.1, "n": 1, "deadly": 1, "cell": "397.651", "id": 2, "precision": "town"}])
    );
    assert_eq!(client.get("/api/map?z=7").status, 400);
    assert_eq!(client.get("/api/map?country=FRA").json()["clusters"], json!([]));
    // The days are 1, 10, 19 and 28 January 2031; the first is a Wednesday.
    assert_eq!(client.get("/api/histogram").json(), json!([{"from": "2031-01-01", "n": 4, "deadly": 4}]));
    assert_eq!(
        client.get("/api/histogram?by=week&since=2031-01-20").json(),
        json!([
            {"from": "2030-12-30", "n": 1, "deadly": 1}, {"from": "2031-01-06", "n": 1, "deadly": 1},
            {"from": "2031-01-13", "n": 1, "deadly": 1}, {"from": "2031-01-27", "n": 1, "deadly": 1},
        ])
    );
    assert_eq!(
        client.get("/api/histogram?by=day&country=MLI").json(),
        json!([{"from": "2031-01-19", "n": 1, "deadly": 1}])
    );
    assert_eq!(client.get("/api/histogram?by=year").status, 400);
}

#[test]
fn a_list_brings_map_and_histogram_of_the_same_incidents() {
    let server = serve_with("also", |_| {}, fill);
    let client = Client::open(server.at);
    let get = |query: &str| client.get(&format!("/api/incidents?{query}")).json();
    let plain = get("country=AFG");
    assert_eq!((plain.get("map"), plain.get("histogram")), (None, None));
    let both = get("country=AFG&also=map,histogram&z=6&box=66,34,66.1,34.1");
    // Three in Afghanistan, one of them in the part of the map; the list and the columns have them all.
    assert_eq!((&both["total"], &both["map"]["clusters"][0]["id"]), (&json!(3), &json!(1)));
    assert_eq!(both["map"]["clusters"].as_array().unwrap().len(), 1);
    assert_eq!(both["map"], client.get("/api/map?country=AFG&z=6&box=66,34,66.1,34.1").json());
    // 1, 10 and 28 January: four weeks are told by the day. Days that are asked for do not take columns away.
    let days = json!({"by": "day", "columns": [
        {"from": "2031-01-01", "n": 1, "deadly": 1}, {"from": "2031-01-10", "n": 1, "deadly": 1},
        {"from": "2031-01-28", "n": 1, "deadly": 1},
    ]});
    assert_eq!(both["histogram"], days);
    assert_eq!(get("country=AFG&also=histogram&since=2031-01-20")["histogram"], days);
    assert_eq!(get("country=AFG&also=histogram&by=month")["histogram"]["columns"][0]["n"], 3);
    assert_eq!(client.get("/api/incidents?also=everything").status, 400);
    assert_eq!(client.get("/api/incidents?also=map&z=7").status, 400);
}

#[test]
fn words_are_found_in_reports_that_come_later() {
    let server = serve_with("words", |_| {}, fill);
    let client = Client::open(server.at);
    let found = |text: &str| client.get(&format!("/api/incidents?sort=date&text={text}")).json();
    assert_eq!(ids(&found("bomb%20Kabort1")), [2]);
    assert_eq!(found("bomb")["total"], 4);
    assert_eq!(ids(&found("Kabort7")), [] as [u64; 0]);
    // What reviewers do brings no words; a report does, and the answer that was kept is not given again.
    assert_eq!(client.act(1, None, &json!({"do": "accept"})).status, 200);
    assert_eq!(found("bomb")["total"], 4);
    add(&mut server.store(), &town(7), "paper/7");
    wait("the new report is found", || ids(&found("Kabort7")) == [5]);
    assert_eq!(found("bomb")["total"], 5);
}

#[test]
fn a_private_report_is_in_no_export() {
    let server = serve_with("kept-back", |_| {}, fill);
    let client = Client::open(server.at);
    // Incident 3: paper/2 says 5 dead, courier/2 says 9.
    let view = client.get("/api/incidents/3").json();
    let courier = view["reports"].as_array().unwrap().iter().find(|r| r["publisher"] == "courier").unwrap();
    let id = courier["id"].as_str().unwrap().to_string();
    let formats = [
        "acled",
        "ucdp",
        "gdelt",
        "gdelt-mentions",
        "polecat",
        "plover",
        "geojson",
        "parquet",
        "csv",
        "jsonl",
        "annotations",
    ];
    let secrets = [id.clone(), id[7..].to_string(), "courier".to_string(), "Bomb kills 9".to_string()];
    let holds = |format: &str| {
        let answer = client.get(&format!("/api/export/{format}"));
        assert_eq!(answer.status, 200, "{format}");
        secrets.iter().any(|s| answer.body.windows(s.len()).any(|part| part == s.as_bytes()))
    };
    assert!(holds("jsonl") && holds("annotations") && holds("csv"), "before it is marked");
    let marked = client.act(3, None, &json!({"do": "flag", "what": "private", "on": true, "report": id}));
    assert_eq!(marked.status, 200, "{}", marked.text());
    let private: Vec<bool> = marked.json()["reports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["private"].as_bool().unwrap())
        .collect();
    assert_eq!(private.iter().filter(|p| **p).count(), 1);
    for format in formats {
        assert!(!holds(format), "{format}");
    }
    // What the other report tells is there.
    let lines = client.get("/api/export/jsonl?country=MLI").text();
    let line: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((&line["killed"]["best"]["low"], line["reports"].as_array().unwrap().len()), (&json!(5), 1));
    assert_eq!(line["differs"], false);
    // Without it nothing is left but what is private.
    let paper = view["reports"].as_array().unwrap().iter().find(|r| r["publisher"] == "paper").unwrap();
    let both = json!({"do": "flag", "what": "private", "on": true, "report": paper["id"]});
    assert_eq!(client.act(3, None, &both).status, 200);
    assert_eq!(client.get("/api/export/jsonl?country=MLI").text(), "");
}
