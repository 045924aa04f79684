//! Exports, as people run them.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Run, act, folder, run, run_with};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

const ATTACK: &str = "Gunmen kill 14 villagers in Mali\n\n\
    Gunmen shot dead 14 villagers near Gao, Mali, on Monday, police said.\n";

/// A folder with one report in a database.
fn database(name: &str) -> PathBuf {
    let at = folder(name);
    fs::write(at.join("a.txt"), ATTACK).unwrap();
    run(&at, &["add", "a.txt", "--published", "2031-05-14", "--as", "ola"]).code(0);
    at
}

fn text(at: &Path, name: &str) -> String {
    fs::read_to_string(at.join(name)).unwrap()
}

/// Every name in a folder, sorted.
fn names(at: &Path) -> Vec<String> {
    let mut all: Vec<String> =
        fs::read_dir(at).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    all.sort();
    all
}

fn column(text: &str, separator: char, name: &str) -> String {
    let mut lines = text.lines();
    let at = lines.next().unwrap().split(separator).position(|n| n == name).unwrap();
    lines.next().unwrap().split(separator).nth(at).unwrap().to_string()
}

#[test]
fn from_a_database_to_files() {
    let at = database("export-files");
    run(&at, &["export", "--format", "acled", "-o", "out.csv", "--country", "mli", "--type", "ASSAULT"])
        .code(0)
        .says(&["1 row from 1 incident"]);
    let table = text(&at, "out.csv");
    assert_eq!(column(&table, ',', "country"), "Mali");
    let made: Value = serde_json::from_str(&text(&at, "out.csv.meta.json")).unwrap();
    assert_eq!(made["format"], "acled");
    assert_eq!(made["filters"], json!({"country": "MLI", "min_score": "0.4", "type": "ASSAULT"}));
    assert!(made["producers"][0]["gazetteer"].as_str().is_some_and(|digest| !digest.is_empty()));
    run(&at, &["export", "--format", "gdelt", "-o", "g.csv"]).code(0);
    let events = text(&at, "g.csv").lines().count();
    assert!(events > 0 && text(&at, "g.mentions.csv").lines().count() >= events);
    run(&at, &["export", "--format", "parquet", "-o", "p.parquet"]).code(0);
    assert!(fs::read(at.join("p.parquet")).unwrap().starts_with(b"PAR1"));
    let expected = [
        "a.txt",
        "diurna.db",
        "g.csv",
        "g.csv.meta.json",
        "g.mentions.csv",
        "g.mentions.csv.meta.json",
        "out.csv",
        "out.csv.meta.json",
        "p.parquet",
    ];
    let found: Vec<String> = names(&at).into_iter().filter(|n| !n.starts_with("diurna.db-")).collect();
    assert_eq!(found, expected, "nothing else is left");
}

#[test]
fn annotations_quote_the_report() {
    let at = database("export-quotes");
    let page: Value =
        serde_json::from_str(&run(&at, &["export", "--format", "annotations"]).code(0).out).unwrap();
    let items = page["items"].as_array().unwrap();
    assert!(!items.is_empty());
    let letters: Vec<char> = ATTACK.chars().collect();
    let mut quotes = 0;
    for selector in items.iter().flat_map(|i| i["target"].as_array().unwrap()).map(|t| &t["selector"]) {
        let (start, end) = (selector[0]["start"].as_u64().unwrap(), selector[0]["end"].as_u64().unwrap());
        if let Some(exact) = selector[1]["exact"].as_str() {
            let words: String = letters[start as usize..end as usize].iter().collect();
            assert_eq!(exact, words);
            quotes += 1;
        }
    }
    assert!(quotes > 0);
}

#[test]
fn lines_go_out_and_come_in_again() {
    let at = database("export-lines");
    let lines =
        run(&at, &["export", "--format", "jsonl"]).code(0).says(&["made by: {\"format\":\"jsonl\""]).out;
    fs::write(at.join("i.jsonl"), &lines).unwrap();
    let from_file = run(&at, &["export", "--format", "csv", "--from", "i.jsonl"]).code(0);
    let from_stdin = run_with(&at, &["export", "--format", "csv", "--from", "-"], lines.as_bytes()).code(0);
    let from_db = run(&at, &["export", "--format", "csv"]).code(0);
    assert_eq!(from_file.out, from_db.out);
    assert_eq!(from_stdin.out, from_db.out);
    assert!(from_db.out.lines().count() > 2, "{}", from_db.err);
    // The filters work on lines, too.
    for (flags, rows) in [
        (["--country", "PER"], 0),
        (["--country", "MLI"], 1),
        (["--since", "2031-05-13"], 0),
        (["--until", "2031-05-11"], 0),
        (["--min-killed", "14"], 1),
        (["--min-killed", "15"], 0),
    ] {
        let args = ["export", "--format", "csv", "--from", "i.jsonl", flags[0], flags[1]];
        assert_eq!(run(&at, &args).code(0).out.lines().count(), rows + 2, "{flags:?}");
    }
}

#[test]
fn what_moved() {
    let at = database("export-changes");
    let changes = |when: &str| -> Vec<Value> {
        let run: Run = run(&at, &["export", "--changes-since", when]).code(0);
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let all = changes("0");
    assert_eq!(all[0]["diurna"]["filters"], json!({"changes_since": "0"}));
    assert!(all.len() > 1 && all[1..].iter().all(|c| c["change"] == "new" && c["other"].is_null()));
    let last = all.last().unwrap()["line"].to_string();
    assert_eq!(changes(&last).len(), 1, "nothing moved after the last line");
    // The log is asked for a line that it does not have yet.
    let beyond = run(&at, &["export", "--changes-since", "99999"]).code(2);
    let log: Value = serde_json::from_str(&run(&at, &["verify", "--json"]).code(0).out).unwrap();
    beyond.says(&[
        "--changes-since 99999: the log has no such line yet",
        &format!("hint: the log of diurna.db ends with line {}\n", log["lines"]),
    ]);
    assert_eq!(changes(&log["lines"].to_string()).len(), 1);
    run(&at, &["export", "--changes-since", "Friday"]).code(2).says(&["not a time"]);
}

#[test]
fn what_cannot_be_done() {
    let at = folder("export-wrong");
    run(&at, &["export"]).code(2).says(&["--format"]);
    run(&at, &["export", "--format", "xml"]).code(2).says(&["formats are acled, ucdp, gdelt"]);
    run(&at, &["export", "--format", "csv", "--db", "none.db"]).code(1).says(&["none.db", "hint: "]);
    run(&at, &["export", "--format", "gdelt", "--from", "x"]).code(2).says(&["two files", "hint: "]);
    run(&at, &["export", "--format", "csv", "--from", "x"]).code(1).says(&["x: cannot be opened", "hint: "]);
    let bad = run_with(&at, &["export", "--format", "csv", "--from", "-", "-o", "o.csv"], b"\n{\"id\": 1}\n");
    bad.code(1).says(&["standard input: line 2: is no incident", "hint: "]);
    let bytes = run_with(&at, &["export", "--format", "csv", "--from", "-"], b"\n\xff\n").code(1);
    bytes.says(&["standard input: line 2: is not UTF-8", "hint: JSON is written in UTF-8"]);
    run(&at, &["export", "--format", "csv", "--from", "."])
        .code(1)
        .says(&[".: line 1: cannot be read: is a directory", "hint: name a file in it"]);
    let none = run_with(&at, &["export", "--format", "csv", "--from", "-", "-o", "no/o.csv"], b"");
    none.code(1).says(&["o.csv: cannot be written", "hint: make the folder first"]);
    run_with(&at, &["export", "--format", "csv", "--from", "-", "-o", "."], b"")
        .code(1)
        .says(&["it is a folder", "hint: name a file in it"]);
    assert!(names(&at).is_empty(), "nothing is left behind");
}

#[test]
fn what_people_say_leaves_with_it() {
    let at = database("export-reviewed");
    let lines = |more: &[&str]| {
        let args = [&["export", "--format", "jsonl", "--type", "ASSAULT"][..], more].concat();
        let done = run(&at, &args).code(0);
        (done.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect::<Vec<Value>>(), done.err)
    };
    let (before, _) = lines(&[]);
    let id = before[0]["id"].as_u64().unwrap();
    assert_eq!(before[0]["killed"]["best"]["low"], 14);
    assert!(lines(&["--reviewed", "accepted"]).0.is_empty(), "nobody accepted it");
    let edit = |field: &str, value: Value| json!({"do": "field", "field": field, "verdict": "edited", "value": value, "reason": "a list of names"});
    act(&at, id, edit("killed", json!({"kind": "killed", "low": 16, "high": 16})));
    act(&at, id, edit("where", json!({"name": "Ansongo", "country": "NER"})));
    act(&at, id, edit("targets", json!([{"name": "Ilvane Oduro", "kind": "person", "codes": {}}])));
    act(&at, id, json!({"do": "comment", "text": "seen by\nthree"}));
    act(&at, id, json!({"do": "accept"}));
    let (after, _) = lines(&["--reviewed", "accepted"]);
    assert_eq!(after[0]["killed"]["best"]["low"], 16);
    assert_eq!(after[0]["killed"]["values"], before[0]["killed"]["values"], "accounts stay");
    assert_eq!(after[0]["targets"]["best"][0]["name"], "private person");
    assert!(after[0]["title"].as_str().unwrap().contains("Ansongo"));
    assert!(lines(&["--reviewed", "published"]).0.is_empty());
    // Filters ask for what people stand by.
    assert_eq!(lines(&["--country", "NER", "--min-killed", "16"]).0.len(), 1);
    assert_eq!(lines(&["--country", "MLI"]).0.len(), 0);
    // The same in every run, and by way of JSON lines.
    assert_eq!(lines(&[]).0, after);
    let json = run(&at, &["incidents", "--json", "--type", "ASSAULT"]).code(0).out;
    let line: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!((&line["review"]["state"], &line["killed"]["best"]["low"]), (&json!("accepted"), &json!(14)));
    assert!(line["review"].get("comments").is_none());
    fs::write(at.join("all.jsonl"), &json).unwrap();
    assert_eq!(lines(&["--from", "all.jsonl", "--reviewed", "accepted"]).0, after);
    // And it is shown.
    let shown = run(&at, &["show", &id.to_string()]).code(0).out;
    for words in [
        "review\n    accepted\n",
        "killed      edited 16  2031-05-20T08:00:00Z ola: a list of names",
        "2031-05-20T08:00:00Z ola: seen by three",
        "2031-05-20T08:00:00Z ola: field: killed edited 16\n",
        "ola: field: where edited Ansongo\n",
        "ola: accept\n",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    let shown: Value =
        serde_json::from_str(&run(&at, &["show", &id.to_string(), "--json"]).code(0).out).unwrap();
    assert_eq!(shown["review"]["fields"]["killed"]["who"], "ola");
    // What is private or rejected does not leave.
    act(&at, id, json!({"do": "flag", "what": "private", "on": true}));
    let (none, told) = lines(&[]);
    assert!(none.is_empty() && told.contains("left out: 1: marked as private by a reviewer"), "{told}");
    act(&at, id, json!({"do": "flag", "what": "private", "on": false}));
    act(&at, id, json!({"do": "reopen"}));
    act(&at, id, json!({"do": "reject", "reason": "historical"}));
    let (none, told) = lines(&[]);
    assert!(none.is_empty() && told.contains("left out: 1: rejected by a reviewer"), "{told}");
    let shown = run(&at, &["show", &id.to_string()]).code(0).out;
    for words in ["ola: flag: private\n", "ola: flag: not private\n", "ola: reject: historical\n"] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    let checked: Value = serde_json::from_str(&run(&at, &["verify", "--json"]).code(0).out).unwrap();
    assert_eq!(checked["reviews"], 1);
}
