//! Columns and closed lists of the layouts, against what the projects publish.

#![allow(clippy::print_stderr, clippy::unwrap_used, missing_docs)]

mod common;

use diurna_export::{Export, Format, Options};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// The names of `tests/columns.tsv` for a format.
fn published(format: &str) -> Vec<&'static str> {
    let rows = include_str!("columns.tsv").lines().filter_map(|line| line.split_once('\t'));
    rows.filter(|row| row.0 == format).map(|row| row.1).collect()
}

fn write(format: Format) -> String {
    let incidents = common::all();
    let texts = common::texts();
    let options = Options { include_movements: true, ..Options::new("2031-06-01".parse().unwrap()) };
    let mut out = Vec::new();
    Export::new(&incidents, &texts, &options).write(format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The rows of a table, with or without the header.
fn table(format: Format) -> Vec<Vec<String>> {
    let text = write(format);
    if matches!(format, Format::Acled | Format::Ucdp | Format::Csv) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        return reader.records().map(|record| record.unwrap().iter().map(String::from).collect()).collect();
    }
    text.lines().map(|line| line.split('\t').map(String::from).collect()).collect()
}

#[test]
fn columns_are_those_of_the_layouts() {
    for (format, count) in [
        (Format::Acled, 31),
        (Format::Ucdp, 49),
        (Format::Gdelt, 61),
        (Format::GdeltMentions, 16),
        (Format::Polecat, 40),
    ] {
        let names = published(format.as_str());
        assert_eq!(names.len(), count);
        assert_eq!(format.columns().unwrap(), names, "{}", format.as_str());
        let rows = table(format);
        assert!(rows.len() > 1 && rows.iter().all(|row| row.len() == count), "{}", format.as_str());
        if !matches!(format, Format::Gdelt | Format::GdeltMentions) {
            assert_eq!(rows[0], names);
        }
    }
}

#[test]
fn our_csv_begins_with_the_usual_hashtags() {
    let rows = table(Format::Csv);
    let tags = published("csv");
    assert_eq!(rows[1][..tags.len()], tags);
    assert!(rows[1].iter().all(|tag| tag.starts_with('#')));
    assert_eq!(rows[1].iter().collect::<BTreeSet<_>>().len(), rows[1].len(), "a hashtag stands twice");
}

#[test]
fn plover_records_have_fields_of_plover() {
    // `size` is an object of the manual that its table of fields leaves out.
    let known: BTreeSet<&str> = published("plover").into_iter().chain(["size"]).collect();
    for line in write(Format::Plover).lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let record = record.as_object().unwrap();
        for field in record.keys() {
            assert!(known.contains(field.as_str()), "{field}");
        }
        for field in ["id", "date", "actor", "event"] {
            assert!(record.contains_key(field), "{field} is required");
        }
    }
}

fn schema(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/schemas").join(name);
    let text = std::fs::read_to_string(path);
    if text.is_err() {
        eprintln!("skipped: ../shared/schemas/{name} is not here");
    }
    Some(serde_json::from_str(&text.ok()?).unwrap())
}

/// All values of a column.
fn values(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let at = rows[0].iter().position(|n| n == name).unwrap_or_else(|| panic!("no column {name}"));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

fn texts(list: &Value) -> BTreeSet<String> {
    match list {
        Value::Object(map) => map.values().filter_map(Value::as_str).map(String::from).collect(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(String::from).collect(),
        _ => BTreeSet::new(),
    }
}

fn keys(list: &Value) -> BTreeSet<String> {
    list.as_object().unwrap().keys().cloned().collect()
}

fn assert_in(values: &[String], allowed: &BTreeSet<String>, name: &str) {
    assert!(!allowed.is_empty(), "{name}");
    for value in values.iter().filter(|v| !v.is_empty()) {
        assert!(allowed.contains(value), "{name}: {value}");
    }
}

#[test]
fn columns_are_those_of_the_shared_schemas() {
    for (format, file) in [
        ("acled", "acled.json"),
        ("ucdp", "ucdp_ged.json"),
        ("gdelt", "gdelt_events_v2.json"),
        ("gdelt-mentions", "gdelt_mentions_v2.json"),
        ("polecat", "polecat.json"),
        ("csv", "hxl_row.json"),
        ("plover", "plover.json"),
    ] {
        let Some(schema) = schema(file) else { return };
        let names: Vec<&str> =
            schema["columns"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
        assert_eq!(published(format), names, "{file}");
    }
}

#[test]
fn values_are_those_of_the_shared_schemas() {
    if let Some(schema) = schema("acled.json") {
        let (rows, lists) = (table(Format::Acled), &schema["enums"]);
        let sub_types = |kind: &str| -> BTreeSet<String> {
            let list = lists["event_types"][kind].as_array().unwrap();
            list.iter().map(|s| s["sub_event_type"].as_str().unwrap().to_string()).collect()
        };
        for (kind, sub) in values(&rows, "event_type").iter().zip(values(&rows, "sub_event_type")) {
            assert!(sub_types(kind).contains(&sub), "{kind}: {sub}");
        }
        for name in ["disorder_type", "regions", "inter"] {
            let column = match name {
                "regions" => vec!["region"],
                "inter" => vec!["inter1", "inter2"],
                name => vec![name],
            };
            for column in column {
                assert_in(&values(&rows, column), &texts(&lists[name]), column);
            }
        }
        assert_in(&values(&rows, "interaction"), &texts(&lists["interaction_legacy"]), "interaction");
        for name in ["time_precision", "geo_precision"] {
            assert_in(&values(&rows, name), &keys(&lists[name]), name);
        }
    }
    if let Some(schema) = schema("ucdp_ged.json") {
        let (rows, lists) = (table(Format::Ucdp), &schema["enums"]);
        for name in ["type_of_violence", "where_prec", "date_prec", "event_clarity"] {
            assert_in(&values(&rows, name), &keys(&lists[name]), name);
        }
        assert_in(&values(&rows, "region"), &texts(&lists["region"]), "region");
        let number = |name| values(&rows, name).iter().map(|v| v.parse::<u32>().unwrap()).collect::<Vec<_>>();
        let parts =
            ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "low", "high"].map(number);
        for row in 0..rows.len() - 1 {
            let [a, b, civilians, unknown, best, low, high] = parts.each_ref().map(|column| column[row]);
            assert_eq!(a + b + civilians + unknown, best);
            assert!(low <= best && best <= high);
        }
    }
    if let (Some(plover), Some(cameo)) = (schema("plover.json"), schema("cameo.json")) {
        let rows = table(Format::Polecat);
        for (kind, mode) in values(&rows, "Event Type").iter().zip(values(&rows, "Event Mode")) {
            let event = &plover["event_types"][kind];
            assert!(event.is_object(), "{kind}");
            let modes = event["modes"].as_array().unwrap();
            assert!(mode.is_empty() || modes.iter().any(|m| m["mode"] == *mode), "{kind}: {mode}");
        }
        for sector in values(&rows, "Primary Actor Sector") {
            assert!(sector.is_empty() || plover["sectors"].get(&sector).is_some(), "{sector}");
        }
        for (root, _) in cameo["root_codes"].as_object().unwrap() {
            use diurna_export::{QuadConvention, quad_class};
            let by = &cameo["quad_class_by_root"];
            for (convention, name) in [
                (QuadConvention::Plover, "plover_manual_2021"),
                (QuadConvention::Phoenix, "phoenix_pipeline"),
                (QuadConvention::Gdelt, "gdelt"),
            ] {
                let quad = quad_class(root, convention).map(u64::from);
                assert_eq!(quad, by[name][root].as_u64(), "{root} in {name}");
            }
        }
    }
}
