//! How far people who judged the same incidents without seeing each other's answers agree.
//!
//! Krippendorff's alpha compares the disagreement that is observed with the one that chance would bring if the same answers
//! were dealt out at random: 1 − observed / expected. It is 1 where all agree, 0 where they agree no more than by chance, and
//! below 0 where they agree less. Units that fewer than two people judged say nothing of agreement and are left out, so not
//! everybody need judge everything. After K. Krippendorff, *Content Analysis: An Introduction to Its Methodology* (4th ed.,
//! 2019, chapter 12): each unit with m answers gives its ordered pairs the weight 1 / (m − 1), and expected disagreement is
//! the mean over all ordered pairs of answers, of whatever units.

use crate::model::FieldName;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What one person said of one field of one incident without seeing others' answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Id of the incident.
    pub incident: u64,
    /// Who judged.
    pub coder: String,
    /// Of which field.
    pub field: FieldName,
    /// The value, in the form of the field's `best`; `null` says that no report states it.
    pub value: Value,
    /// When, ISO 8601 in UTC.
    pub time: String,
}

/// How far coders agree about a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Which.
    pub field: FieldName,
    /// Krippendorff's alpha; `None` where too little was judged, or all answers are the same.
    pub alpha: Option<f64>,
    /// Incidents that at least two judged.
    pub units: usize,
    /// Pairs of answers about one incident.
    pub pairs: usize,
}

/// Agreement field by field, in the order of fields; fields that nobody judged are left out.
#[must_use]
pub fn agreement(judgements: &[Judgement]) -> Vec<Agreement> {
    let of = |field: FieldName| {
        let mine: Vec<&Judgement> = judgements.iter().filter(|j| j.field == field).collect();
        if mine.is_empty() {
            return None;
        }
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        for j in mine.iter().filter(|j| comparable(field, &j.value)) {
            *counts.entry(j.incident).or_default() += 1;
        }
        let judged: Vec<usize> = counts.into_values().filter(|n| *n > 1).collect();
        let pairs = judged.iter().map(|n| n * (n - 1) / 2).sum();
        Some(Agreement { field, alpha: alpha(field, judgements), units: judged.len(), pairs })
    };
    FieldName::ALL.iter().filter_map(|f| of(*f)).collect()
}

/// Krippendorff's alpha of one field: of numbers of persons by the squared distance of the middle of their ranges, of all else
/// by whether answers are the same. An answer "not stated" is an answer like any other, but it is no number and is left out
/// where numbers are compared. `None` where fewer than two judged anything, or all gave one answer.
#[must_use]
pub fn alpha(field: FieldName, judgements: &[Judgement]) -> Option<f64> {
    let mine = judgements.iter().filter(|j| j.field == field && comparable(field, &j.value));
    if is_number(field) {
        let mut units: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
        for j in mine {
            units.entry(j.incident).or_default().extend(middle(&j.value));
        }
        interval(&units.into_values().collect::<Vec<_>>())
    } else {
        let mut units: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        for j in mine {
            units.entry(j.incident).or_default().push(key(field, &j.value));
        }
        nominal(&units.into_values().collect::<Vec<_>>())
    }
}

fn is_number(field: FieldName) -> bool {
    matches!(field, FieldName::Killed | FieldName::Injured | FieldName::Missing | FieldName::Detained)
}

fn comparable(field: FieldName, value: &Value) -> bool {
    !is_number(field) || middle(value).is_some()
}

/// The middle of a range; of an open one its beginning.
fn middle(harm: &Value) -> Option<f64> {
    let low = harm.get("low")?.as_f64()?;
    Some(harm.get("high").and_then(Value::as_f64).map_or(low, |high| f64::midpoint(low, high)))
}

/// What makes two answers the same: names of parties whatever their order, the id or name of a place, days.
fn key(field: FieldName, value: &Value) -> String {
    let text = |v: Option<&Value>| v.and_then(Value::as_str).unwrap_or_default().to_lowercase();
    match (field, value) {
        (_, Value::Null) => "-".to_string(),
        (FieldName::Type, Value::String(root)) => root.clone(),
        (FieldName::Type, v) => v.get("type").and_then(Value::as_str).unwrap_or_default().to_string(),
        (FieldName::When, v) => {
            let day = |k: &str| text(v.get(k)).get(..10).unwrap_or_default().to_string();
            format!("{} {}", day("from"), day("to"))
        }
        (FieldName::Where, v) => match v.get("geonames").and_then(Value::as_u64) {
            Some(id) => id.to_string(),
            None => format!("{} {}", text(v.get("name")), text(v.get("country"))),
        },
        (_, Value::Array(list)) => {
            let names: BTreeSet<String> =
                list.iter().map(|v| text(Some(v.get("name").unwrap_or(v)))).collect();
            names.into_iter().collect::<Vec<_>>().join("|")
        }
        (_, v) => v.to_string(),
    }
}

/// Alpha of answers that are the same or not. Each unit holds the answers that it got.
///
/// ```
/// let unit = |a: &str, b: &str| vec![a.to_string(), b.to_string()];
/// // Ten units, two coders: seven times they agree. Of 20 answers 10 are "yes" and 10 are "no".
/// let mut units = vec![unit("yes", "yes"); 4];
/// units.extend(vec![unit("no", "no"); 3]);
/// units.extend([unit("yes", "no"), unit("yes", "no"), unit("no", "no")]);
/// // Observed 2/10; expected 2 · 10 · 10 / (20 · 19).
/// let expected = 1.0 - 0.2 / (200.0 / 380.0);
/// assert!((diurna_review::nominal(&units).unwrap() - expected).abs() < 1e-12);
/// ```
#[must_use]
pub fn nominal<T: PartialEq>(units: &[Vec<T>]) -> Option<f64> {
    krippendorff(units, |a, b| f64::from(u8::from(a != b)))
}

/// Alpha of numbers, by their squared distance.
#[must_use]
pub fn interval(units: &[Vec<f64>]) -> Option<f64> {
    krippendorff(units, |a, b| (a - b) * (a - b))
}

fn krippendorff<T>(units: &[Vec<T>], distance: impl Fn(&T, &T) -> f64) -> Option<f64> {
    let judged: Vec<&Vec<T>> = units.iter().filter(|u| u.len() > 1).collect();
    let all: Vec<&T> = judged.iter().flat_map(|u| u.iter()).collect();
    // Ordered pairs are twice the unordered ones.
    let pairs = |answers: &[&T]| -> f64 {
        let each = answers.iter().enumerate();
        2.0 * each.flat_map(|(i, a)| answers[..i].iter().map(|b| distance(a, b))).sum::<f64>()
    };
    let n = count(all.len());
    let observed: f64 =
        judged.iter().map(|u| pairs(&u.iter().collect::<Vec<_>>()) / (count(u.len()) - 1.0)).sum::<f64>() / n;
    let expected = pairs(&all) / (n * (n - 1.0));
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// No list here is too long for a double.
fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
