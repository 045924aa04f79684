//! `diurna locate`: names that somebody marked, and what is wrong with lines.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Run, folder, run};
use serde_json::{Value, json};
use std::fs;

fn locate(name: &str, lines: &[Value]) -> Run {
    let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
    raw(name, &text)
}

fn raw(name: &str, text: &str) -> Run {
    let at = folder(&format!("locate-{name}"));
    fs::write(at.join("in.jsonl"), text).unwrap();
    run(&at, &["locate", "in.jsonl"])
}

/// A line that marks these words, each where it stands first.
fn marked(id: u32, text: &str, words: &[&str]) -> Value {
    let mentions: Vec<Value> = words
        .iter()
        .map(|w| {
            let start = text[..text.find(w).unwrap()].chars().count();
            json!({"start": start, "end": start + w.chars().count()})
        })
        .collect();
    json!({"id": id, "text": text, "mentions": mentions})
}

fn place(answer: &Value, mention: usize) -> &Value {
    &answer["mentions"][mention]["place"]
}

#[test]
fn names_in_their_context() {
    let lines = [
        marked(1, "Shells fell on Tripoli, Lebanon.", &["Tripoli", "Lebanon"]),
        marked(2, "Die Straße nach München: a bomb went off in Tripoli, Libya.", &["Tripoli"]),
    ];
    let run = locate("names", &lines).code(0);
    let answers = run.records();
    assert_eq!((&answers[0]["id"], &answers[1]["id"]), (&json!(1), &json!(2)));
    let tripoli = place(&answers[0], 0);
    assert_eq!(tripoli["country"], "LBN");
    let near = |p: &Value, lat: f64, lon: f64| {
        (p["lat"].as_f64().unwrap() - lat).abs() < 0.2 && (p["lon"].as_f64().unwrap() - lon).abs() < 0.2
    };
    assert!(near(tripoli, 34.44, 35.84), "{tripoli}");
    assert_eq!(
        (&place(&answers[0], 1)["feature"], &place(&answers[0], 1)["country"]),
        (&json!("country"), &json!("LBN"))
    );
    // Offsets are code points: the umlauts before the name count one each.
    assert_eq!(place(&answers[1], 0)["country"], "LBY");
    // The likeliest comes first, and no score leaves 0–1.
    let scores: Vec<f64> = answers[0]["mentions"][0]["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["score"].as_f64().unwrap())
        .collect();
    assert!(scores.len() > 1 && scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    assert!(scores.iter().all(|s| (0.0..=1.0).contains(s)) && scores.iter().sum::<f64>() <= 1.01);
    assert_eq!(tripoli["score"].as_f64(), Some(scores[0]));
}

#[test]
fn what_the_gazetteer_does_not_hold_is_null() {
    let run =
        locate("unknown", &[marked(1, "Nobody has been to Qzyxvorth in years.", &["Qzyxvorth"])]).code(0);
    let answer = &run.records()[0];
    assert_eq!(answer["mentions"][0]["place"], Value::Null);
    assert_eq!(answer["mentions"][0]["candidates"], json!([]));
}

#[test]
fn an_adjective_and_a_name_that_stands_for_a_government() {
    let lines = [
        marked(1, "Iraqi troops shelled the village.", &["Iraqi"]),
        marked(
            2,
            "Washington said it would answer, and Moscow accused Paris.",
            &["Washington", "Moscow", "Paris"],
        ),
    ];
    let answers = locate("metonyms", &lines).code(0).records();
    assert_eq!(
        (&place(&answers[0], 0)["name"], &place(&answers[0], 0)["country"]),
        (&json!("Iraq"), &json!("IRQ"))
    );
    assert_eq!(place(&answers[1], 1)["country"], "RUS");
    assert_eq!(place(&answers[1], 2)["country"], "FRA");
    assert_eq!(place(&answers[1], 0)["country"], "USA");
}

#[test]
fn names_that_overlap_are_answered_one_by_one() {
    let text = "The march began in London, Ontario.";
    let line = marked(1, text, &["London", "London, Ontario", "Ontario"]);
    let answer = &locate("overlap", &[line]).code(0).records()[0];
    let spans: Vec<(u64, u64)> = answer["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (m["start"].as_u64().unwrap(), m["end"].as_u64().unwrap()))
        .collect();
    assert_eq!(spans, [(19, 25), (19, 34), (27, 34)]);
    assert_eq!(place(answer, 0)["country"], "CAN");
    assert_eq!(
        (&place(answer, 2)["country"], &place(answer, 2)["feature"]),
        (&json!("CAN"), &json!("admin1"))
    );
}

#[test]
fn a_line_that_is_wrong_says_where_and_the_others_are_answered() {
    let good = marked(7, "Shells fell on Mosul.", &["Mosul"]);
    let out_of_range = json!({"id": 2, "text": "Mosul", "mentions": [{"start": 0, "end": 6}]});
    let empty = json!({"id": 3, "text": "Mosul", "mentions": [{"start": 2, "end": 2}]});
    let text =
        format!("{{\"id\": 1, \"text\n{out_of_range}\n{empty}\n{{\"id\": 4, \"text\": \"Mosul\"}}\n{good}\n");
    let run = raw("wrong", &text).code(1).says(&[
        "in.jsonl: line 1: ",
        "in.jsonl: line 2: ",
        "in.jsonl: line 3: ",
        "in.jsonl: line 4: ",
        "missing field `mentions` at column ",
        "hint: ",
        "4 of 5 lines gave no places",
    ]);
    let answers = run.records();
    assert_eq!(answers.len(), 1);
    assert_eq!((&answers[0]["id"], &place(&answers[0], 0)["country"]), (&json!(7), &json!("IRQ")));
}

#[test]
fn a_text_without_marks_and_a_file_without_lines() {
    let run = locate("no-marks", &[json!({"id": "a", "text": "Mosul", "mentions": []})]).code(0);
    assert_eq!(run.records(), [json!({"id": "a", "mentions": []})]);
    let run = raw("empty", "").code(1).says(&["in.jsonl", "holds no"]);
    assert!(run.out.is_empty());
}
