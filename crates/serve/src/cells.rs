//! The fields of an incident against its reports: what each report says of each field, with its words.

use crate::view::Records;
use diurna_core::codebook::Root;
use diurna_core::incident::{Account, Field, Harm, Incident, Interval, ListField, Party, Site, Value};
use diurna_core::record::EventPart;
use diurna_review::{FieldName, Review, Verdict};
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// A field with what each report says of it.
#[derive(Debug, Serialize)]
pub(crate) struct FieldView {
    field: FieldName,
    /// The best value, as a reviewer set it.
    best: Json,
    verdict: Option<Verdict>,
    differs: bool,
    /// By the id of the report; a report that says nothing has none.
    cells: BTreeMap<String, Vec<Cell>>,
}

/// One value that a report gives.
#[derive(Debug, Serialize)]
struct Cell {
    /// For people.
    text: String,
    /// As the field's `best` has it.
    value: Json,
    /// Who gives it in that report.
    accounts: Vec<Account>,
    /// It cannot be true together with the best value.
    differs: bool,
}

/// All fields, in the order of the contract.
pub(crate) fn fields(
    incident: &Incident,
    best: &Incident,
    review: &Review,
    records: &Records,
) -> Vec<FieldView> {
    let make = |name: FieldName| {
        let (best, differs, cells) = match name {
            FieldName::Type => {
                let of = |e: &EventPart| (json!({"type": e.r#type, "mode": e.mode}), type_text(e));
                told(incident, records, json!({"type": best.r#type, "mode": best.mode}), of)
            }
            FieldName::Status => {
                told(incident, records, whole(&best.status), |e| (whole(&e.status), e.status.to_string()))
            }
            FieldName::When => one(&incident.when, &best.when, when_text, apart),
            FieldName::Where => {
                one(&incident.r#where, &best.r#where, |s: &Site| s.name.clone(), |a, b| a != b)
            }
            FieldName::Agents => list(&incident.agents, &best.agents, |p: &Party| p.name.clone()),
            FieldName::Targets => list(&incident.targets, &best.targets, |p: &Party| p.name.clone()),
            FieldName::Instruments => list(&incident.instruments, &best.instruments, String::clone),
            FieldName::Killed => one(&incident.killed, &best.killed, harm_text, exclude),
            FieldName::Injured => one(&incident.injured, &best.injured, harm_text, exclude),
            FieldName::Missing => one(&incident.missing, &best.missing, harm_text, exclude),
            FieldName::Detained => one(&incident.detained, &best.detained, harm_text, exclude),
        };
        FieldView { field: name, best, verdict: review.fields.get(&name).cloned(), differs, cells }
    };
    FieldName::ALL.iter().copied().map(make).collect()
}

type Made = (Json, bool, BTreeMap<String, Vec<Cell>>);

/// A field with one answer; `apart` says when two values cannot be true together.
fn one<T: Serialize>(
    field: &Field<T>,
    best: &Field<T>,
    text: impl Fn(&T) -> String,
    apart: impl Fn(&T, &T) -> bool,
) -> Made {
    let differs = |value: &T| field.differs && best.best.as_ref().is_some_and(|best| apart(value, best));
    (whole(&best.best), field.differs, cells(&field.values, text, differs))
}

/// A field with several answers: those differ that are not among the best.
fn list<T: Serialize + PartialEq>(
    field: &ListField<T>,
    best: &ListField<T>,
    text: impl Fn(&T) -> String,
) -> Made {
    let differs = |value: &T| field.differs && !best.best.contains(value);
    (whole(&best.best), field.differs, cells(&field.values, text, differs))
}

fn cells<T: Serialize>(
    values: &[Value<T>],
    text: impl Fn(&T) -> String,
    differs: impl Fn(&T) -> bool,
) -> BTreeMap<String, Vec<Cell>> {
    let mut out: BTreeMap<String, Vec<Cell>> = BTreeMap::new();
    for value in values {
        let mut of: BTreeMap<&str, Vec<Account>> = BTreeMap::new();
        for account in &value.accounts {
            of.entry(&account.report).or_default().push(account.clone());
        }
        for (report, accounts) in of {
            out.entry(report.to_string()).or_default().push(Cell {
                text: text(&value.value),
                value: whole(&value.value),
                accounts,
                differs: differs(&value.value),
            });
        }
    }
    out
}

/// What the events of each report are; the words are their triggers.
fn told(
    incident: &Incident,
    records: &Records,
    best: Json,
    of: impl Fn(&EventPart) -> (Json, String),
) -> Made {
    let mut out: BTreeMap<String, Vec<Cell>> = BTreeMap::new();
    for report in &incident.reports {
        let events = records.get(&report.id).into_iter().flat_map(|r| &r.events);
        for event in events.filter(|e| report.events.contains(&e.id)) {
            let (value, text) = of(event);
            let account = Account {
                report: report.id.clone(),
                event: event.id.clone(),
                claim: None,
                source: None,
                source_kind: None,
                hedged: false,
                published: report.published.clone(),
                copy: report.copy_of.is_some(),
                evidence: event.mentions.clone(),
            };
            let cells = out.entry(report.id.clone()).or_default();
            match cells.iter_mut().find(|cell| cell.text == text) {
                Some(cell) => cell.accounts.push(account),
                None => cells.push(Cell { text, differs: value != best, value, accounts: vec![account] }),
            }
        }
    }
    let differs = out.values().flatten().any(|cell| cell.differs);
    (best, differs, out)
}

fn whole<T: Serialize>(value: &T) -> Json {
    serde_json::to_value(value).unwrap_or_default()
}

fn type_text(event: &EventPart) -> String {
    let root: Root = event.r#type;
    event.mode.map_or_else(|| root.to_string(), |mode| format!("{root} {mode}"))
}

fn day(moment: &str) -> &str {
    moment.get(..10).unwrap_or(moment)
}

fn when_text(when: &Interval) -> String {
    if when.from == when.to { when.from.clone() } else { format!("{} to {}", when.from, when.to) }
}

/// Days that do not touch.
fn apart(a: &Interval, b: &Interval) -> bool {
    day(&a.to) < day(&b.from) || day(&b.to) < day(&a.from)
}

fn harm_text(harm: &Harm) -> String {
    let number = match harm.high {
        Some(high) if high == harm.low => harm.low.to_string(),
        Some(high) => format!("{}–{high}", harm.low),
        None => format!("at least {}", harm.low),
    };
    harm.who.as_ref().map_or_else(|| number.clone(), |who| format!("{number} {who}"))
}

/// Numbers of the same people that exclude each other.
fn exclude(a: &Harm, b: &Harm) -> bool {
    a.who == b.who && (a.high.is_some_and(|high| high < b.low) || b.high.is_some_and(|high| high < a.low))
}

#[cfg(test)]
mod tests {
    use super::*;
    use diurna_core::codebook::HarmKind;

    fn harm(low: u32, high: Option<u32>, who: Option<&str>) -> Harm {
        Harm { kind: HarmKind::Killed, low, high, who: who.map(String::from), side: None }
    }

    #[test]
    fn numbers_exclude_each_other_or_not() {
        assert!(exclude(&harm(6, Some(6), None), &harm(9, Some(9), None)));
        assert!(!exclude(&harm(6, None, None), &harm(9, Some(9), None)), "at least six may be nine");
        assert!(exclude(&harm(10, None, None), &harm(9, Some(9), None)));
        assert!(!exclude(&harm(2, Some(2), Some("soldiers")), &harm(9, Some(9), None)), "a part of them");
        assert_eq!(harm_text(&harm(2, Some(4), Some("soldiers"))), "2–4 soldiers");
        assert_eq!(harm_text(&harm(3, None, None)), "at least 3");
    }

    #[test]
    fn days_touch_or_not() {
        let days = |from: &str, to: &str| Interval { from: from.into(), to: to.into(), zone: None };
        let may = days("2031-05-12", "2031-05-13");
        assert!(!apart(&may, &days("2031-05-13T08:00", "2031-05-13T08:00")));
        assert!(apart(&may, &days("2031-05-14", "2031-05-14")));
        assert_eq!(when_text(&may), "2031-05-12 to 2031-05-13");
    }
}
