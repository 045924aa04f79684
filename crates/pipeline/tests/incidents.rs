//! Our own incidents: how many of the expected facts are found, kind by kind.

#![allow(missing_docs)]

mod common;

use common::{check, files, read};
use diurna_core::geo::distance_km;
use diurna_core::record::{EventPart, HarmPart, PartyPart, Record};
use serde_json::Value;
use std::collections::BTreeMap;

/// Least share of the expected facts of each kind that must be found. They lie a little under what was measured when
/// they were set (behind them); raise them when reading improves, and lower none without a word in the changelog.
const FLOORS: [(&str, f64); 10] = [
    ("event", 0.90),   // 0.909
    ("mode", 0.96),    // 1.0
    ("status", 0.85),  // 0.873
    ("place", 0.93),   // 0.957
    ("from", 0.75),    // 0.774
    ("killed", 0.42),  // 0.455
    ("injured", 0.60), // 0.636
    ("agents", 0.34),  // 0.364
    ("targets", 0.22), // 0.241
    ("claims", 0.68),  // 0.714
];
/// Kilometres within which a place is the expected one.
const NEAR: f64 = 40.0;

#[test]
fn expected_facts_are_found() {
    let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for path in files("tests/cases/incidents", &["json"]) {
        let case: Value = serde_json::from_slice(&std::fs::read(&path).expect("a case")).expect("JSON");
        let report = ["txt", "html"].map(|e| path.with_extension(e)).into_iter().find(|p| p.is_file());
        let record = read(&report.expect("a report beside the case"), case["published"].as_str());
        assert_eq!(check(&record), Ok(()), "{}", record.report.source);
        let expected = case["expect"].as_array().expect("a list");
        let pairs = pair(&record, expected);
        for (i, e) in expected.iter().enumerate() {
            for (kind, fact, found) in facts(&record, e, pairs[i].map(|j| &record.events[j])) {
                let sum = sums.entry(kind).or_default();
                sum.0 += usize::from(found);
                sum.1 += 1;
                if !found {
                    println!("missed: {} [{i} {}] {kind} {fact}", record.report.source, e["type"]);
                }
            }
        }
    }
    let mut low = Vec::new();
    for (kind, floor) in FLOORS {
        let (found, of) = sums[kind];
        let share = found as f64 / of as f64;
        println!("{kind:<8} {found:>3} of {of:>3} = {share:.3} (floor {floor})");
        if share < floor {
            low.push(format!("{kind}: {found} of {of} = {share:.3} is under {floor}"));
        }
    }
    assert!(low.is_empty(), "{low:#?}");
}

/// For each expected event the found one of its type that shares most facts with it; none is taken twice.
fn pair(record: &Record, expected: &[Value]) -> Vec<Option<usize>> {
    let mut candidates = Vec::new();
    for (i, e) in expected.iter().enumerate() {
        for (j, f) in record.events.iter().enumerate().filter(|(_, f)| e["type"] == f.r#type.as_str()) {
            let shared = facts(record, e, Some(f)).iter().filter(|fact| fact.2).count();
            candidates.push((std::cmp::Reverse(shared), i, j));
        }
    }
    candidates.sort();
    let mut pairs = vec![None; expected.len()];
    for (_, i, j) in candidates {
        if pairs[i].is_none() && !pairs.contains(&Some(j)) {
            pairs[i] = Some(j);
        }
    }
    pairs
}

/// Every expected fact with its kind and whether it was found.
fn facts(record: &Record, e: &Value, found: Option<&EventPart>) -> Vec<(&'static str, Value, bool)> {
    let mut out = vec![("event", e["type"].clone(), found.is_some())];
    let mut add = |kind, fact: &Value, holds: bool| {
        if !fact.is_null() {
            out.push((kind, fact.clone(), holds));
        }
    };
    add("mode", &e["mode"], found.is_some_and(|f| f.mode.is_some_and(|m| e["mode"] == m.as_str())));
    add("status", &e["status"], found.is_some_and(|f| e["status"] == f.status.as_str()));
    add("place", &e["place"], found.is_some_and(|f| is_near(record, &e["place"], f)));
    let from = found.and_then(|f| f.when.as_ref()?.from.as_deref()?.get(..10));
    add("from", &e["from"], from.is_some_and(|day| e["from"] == day));
    let harm = |sum: &Value, h: Option<&HarmPart>| {
        h.is_some_and(|h| sum[0] == h.low && sum[1].as_u64() == h.high.map(u64::from))
    };
    add("killed", &e["killed"], harm(&e["killed"], found.and_then(|f| f.killed.as_ref())));
    add("injured", &e["injured"], harm(&e["injured"], found.and_then(|f| f.injured.as_ref())));
    let sides = [("agents", found.map(|f| &f.agents)), ("targets", found.map(|f| &f.targets))];
    for (kind, parties) in sides {
        for name in e[kind].as_array().into_iter().flatten() {
            add(kind, name, parties.is_some_and(|list| list.iter().any(|p| is_named(record, name, p))));
        }
    }
    for claim in e["claims"].as_array().into_iter().flatten() {
        add("claims", &claim["source"], is_said(record, claim));
    }
    out
}

fn is_near(record: &Record, expected: &Value, found: &EventPart) -> bool {
    let place = found.r#where.as_ref().and_then(|w| record.places.iter().find(|p| p.id == w.place));
    let at = place.and_then(|p| p.lat.zip(p.lon));
    let wanted = expected["lat"].as_f64().zip(expected["lon"].as_f64());
    at.zip(wanted).is_some_and(|((a, b), (c, d))| distance_km(a, b, c, d) <= NEAR)
}

/// By a name of the actor, or by words of the report: those that were found are part of those that are expected, or
/// share a third with them.
fn is_named(record: &Record, name: &Value, party: &PartyPart) -> bool {
    let name = name.as_str().unwrap_or_default();
    let actor = record.actors.iter().find(|a| a.id == party.actor);
    let same = |start: usize, end: usize| {
        party.mentions.iter().any(|m| {
            let both = m.end.min(end).saturating_sub(m.start.max(start));
            let inside = start <= m.start && m.end <= end && m.end - m.start >= 3;
            inside || both * 3 >= m.end.max(end) - m.start.min(start)
        })
    };
    actor.is_some_and(|a| a.aliases.iter().chain([&a.name]).any(|n| is_alike(n, name)))
        || record.report.text.match_indices(name).any(|(at, _)| {
            let start = record.report.text[..at].chars().count();
            same(start, start + name.chars().count())
        })
}

/// Somebody of that name and kind says something.
fn is_said(record: &Record, claim: &Value) -> bool {
    let name = claim["source"].as_str().unwrap_or_default();
    record.claims.iter().any(|c| {
        let source = c.source.as_ref();
        let named = source.is_some_and(|s| {
            s.name.as_deref().is_some_and(|n| is_alike(n, name))
                || words(record, s.start, s.end).contains(name)
        });
        named && c.source_kind.is_some_and(|k| claim["kind"] == k.as_str())
    })
}

fn words(record: &Record, start: usize, end: usize) -> String {
    record.report.text.chars().skip(start).take(end - start).collect()
}

fn is_alike(a: &str, b: &str) -> bool {
    let plain = |s: &str| s.to_lowercase().trim_start_matches("the ").trim_start_matches("a ").to_string();
    plain(a) == plain(b)
}
