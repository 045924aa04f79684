//! What is written: records that fit the schema, one a line, the same for any number of threads, and nothing else.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{GOOD, folder, root, run, run_with};
use serde_json::Value;
use std::fs;

#[test]
fn records_fit_the_schema() {
    let schema = run(&root(), &["schema"]).code(0);
    let schema: Value = serde_json::from_str(&schema.out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let one = run(&root(), &["read", "examples/report.txt", "--json", "--published", "2031-11-22"]).code(0);
    let mut records = vec![serde_json::from_str::<Value>(&one.out).unwrap()];
    assert!(one.out.starts_with("{\n  \"schema\": \"diurna/record/1\""), "{}", &one.out[..80]);
    assert!(!records[0]["events"].as_array().unwrap().is_empty());
    records.extend(run(&root(), &["read", "examples", "tests/cases", "--jsonl"]).code(0).records());
    for record in &records {
        let wrong: Vec<String> =
            validator.iter_errors(record).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", record["report"]["source"]);
    }
    // A schema that lets everything pass would prove nothing.
    let mut broken = records.swap_remove(0);
    broken["events"][0]["type"] = "QUARREL".into();
    assert!(!validator.is_valid(&broken));
}

#[test]
fn several_reports_are_lines() {
    let several = run(&root(), &["read", "examples/report.txt", "examples/report.html", "--json"]).code(0);
    assert_eq!(several.sources(), ["examples/report.txt", "examples/report.html"]);
    let lines = run(&root(), &["read", "examples/reports.jsonl", "--json"]).code(0);
    assert_eq!(
        lines.records().len(),
        fs::read_to_string(root().join("examples/reports.jsonl")).unwrap().lines().count()
    );
    let same = run(&root(), &["read", "examples/reports.jsonl", "--jsonl"]).code(0);
    assert_eq!(lines.out, same.out);
}

#[test]
fn any_number_of_threads_gives_the_same() {
    for format in [&["--jsonl"][..], &[], &["--all"]] {
        let with = |n| {
            run(&root(), &[&["read", "examples", "tests/cases", "--threads", n], format].concat()).code(0)
        };
        let (one, four) = (with("1"), with("4"));
        assert!(one.out == four.out, "1 and 4 threads differ with {format:?}");
        assert!(one.err.is_empty() && four.err.is_empty(), "{}{}", one.err, four.err);
    }
}

#[test]
fn nothing_but_data_and_no_colour_in_a_pipe() {
    for args in [
        &["read", "examples/report.txt"][..],
        &["read", "examples", "--all"],
        &["read", "examples", "--jsonl"],
    ] {
        let run = run(&root(), args).code(0);
        assert!(!run.out.contains('\u{1b}') && run.err.is_empty(), "{args:?}");
    }
    let asked = run(&root(), &["read", "examples/report.txt", "--color", "always"]).code(0);
    assert!(asked.out.contains("\u{1b}["));
    let plain = run(&root(), &["read", "examples/report.txt", "--color", "never"]).code(0);
    assert!(!plain.out.contains('\u{1b}'));
    // Colour adds nothing but colour.
    let mut bare = String::new();
    let mut rest = &*asked.out;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        bare.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    assert_eq!(bare + rest, plain.out);
}

/// Escape sequences in a report do not reach the terminal through the view or a message.
#[test]
fn a_report_cannot_steer_the_terminal() {
    let at = folder("steer");
    let text = "Gunmen \u{1b}[31mattack\u{1b}[0m \u{9b}2J convoy\n\nGunmen attacked a \u{1b}]0;x\u{7} convoy \u{202e}near Gao, Mali, \
                police \u{1b}[1mcaptain\u{1b}[0m Ali \u{1b}[2JDiallo said.\n";
    let steers = |s: &str| s.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}');
    let view = run_with(&at, &["read", "-", "--all"], text.as_bytes()).code(0);
    assert!(view.out.contains("Gunmen") && !steers(&view.out), "{:?}", view.out);
    let data = run_with(&at, &["read", "-", "--json"], text.as_bytes()).code(0);
    let record: Value = serde_json::from_str(&data.out).unwrap();
    assert_eq!(record["report"]["text"].as_str(), Some(text));
    assert!(!steers(&data.out), "{:?}", data.out);
    let line = br#"{"id": "\u001b[31ma", "text": 5}"#;
    let message = run_with(&at, &["read", "-"], line).code(1).says(&["is no string"]);
    assert!(!steers(&message.err), "{:?}", message.err);
}

/// With triage an ordinary report has a record without events, is counted, and everything else is read as without.
#[test]
fn triage_passes_over_what_holds_nothing_codable() {
    let at = folder("triage");
    let cake = "Apple cake\n\nI really love the apple cake they make here.\nThe recipe is my mother's.\n";
    fs::write(at.join("attack.txt"), GOOD).unwrap();
    fs::write(at.join("cake.txt"), cake).unwrap();
    let lines = format!("{{\"id\": \"line\", \"text\": {}}}\n", Value::from(cake));
    fs::write(at.join("cake.jsonl"), lines).unwrap();
    let inputs = ["read", "attack.txt", "cake.txt", "cake.jsonl", "--jsonl"];
    let plain = run(&at, &inputs).code(0);
    let triaged =
        run(&at, &[&inputs[..], &["--triage"]].concat()).code(0).says(&["passed over by triage: 2 of 3"]);
    let (plain, triaged) = (plain.records(), triaged.records());
    assert_eq!(plain[0], triaged[0]);
    assert!(!triaged[0]["events"].as_array().unwrap().is_empty());
    for (record, read) in triaged[1..].iter().zip(&plain[1..]) {
        assert_eq!(record["report"], read["report"]);
        for list in ["events", "claims", "actors", "places"] {
            assert_eq!(record[list], Value::Array(Vec::new()), "{list}");
        }
        assert!(
            record["producer"]["model"].as_str().unwrap().starts_with("triage/"),
            "{}",
            record["producer"]
        );
    }
    // A single report needs no count, and without the flag nothing is passed over.
    let one = run(&at, &["read", "cake.txt", "--triage"]).code(0);
    assert!(one.err.is_empty() && one.out.contains("Apple cake"), "{}{}", one.err, one.out);
    assert!(!plain[1]["producer"]["model"].as_str().unwrap().starts_with("triage/"));
}

#[test]
fn the_given_date_wins_and_lines_win_over_it() {
    let at = folder("given");
    fs::write(at.join("a.txt"), GOOD).unwrap();
    let lines = "{\"id\": \"a\", \"text\": \"Shells fell.\", \"date\": \"2031-05-01\"}\n{\"id\": \"b\", \"text\": \"Shells fell.\"}\n";
    fs::write(at.join("b.jsonl"), lines).unwrap();
    let run = run(&at, &["read", "a.txt", "b.jsonl", "--jsonl", "--published", "2031-05-14"]).code(0);
    let dates: Vec<Value> = run.records().iter().map(|r| r["report"]["published"]["value"].clone()).collect();
    assert_eq!(dates, ["2031-05-14", "2031-05-01", "2031-05-14"]);
}
