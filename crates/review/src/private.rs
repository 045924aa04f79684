//! What is left of a review where reports are private.

use crate::model::{FieldName, Review, Verdict};
use crate::value::kind;
use diurna_core::incident::Incident;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// The review without what people took from private reports. `whole` is the incident with all its reports, `rest` what the others
/// tell of it.
///
/// A verdict goes if some of its evidence lies in a private report, and also if it names no evidence and its value is told by private
/// reports alone. Values that only a person gives stay, and so does what rests on other reports.
#[must_use]
pub fn without_reports(
    review: &Review,
    whole: &Incident,
    rest: &Incident,
    private: &BTreeSet<String>,
) -> Review {
    let mut new = review.clone();
    new.fields.retain(|field, verdict| {
        let taken = verdict.evidence.iter().any(|e| private.contains(&e.report));
        !taken && (!verdict.evidence.is_empty() || !told_alone(*field, verdict, whole, rest))
    });
    new
}

/// Why an incident with a private report is left out where words are asked for: they are looked for in all reports, so that an answer
/// would tell what stands in the private one.
pub const UNSEARCHED: &str = "a report of it is marked as private, so that it is not searched";

/// Takes headline and address from reports that tell of private incidents, too: they may tell of these.
pub fn conceal(incident: &mut Incident, hidden: &BTreeSet<String>) {
    for report in incident.reports.iter_mut().filter(|report| hidden.contains(&report.id)) {
        (report.title, report.url) = (None, None);
        report.source.clone_from(&report.id);
    }
}

/// Whether some part of a value is told in the whole incident and no more in the rest.
fn told_alone(field: FieldName, verdict: &Verdict, whole: &Incident, rest: &Incident) -> bool {
    let Some(value) = &verdict.value else { return false };
    let parts = match (field, value) {
        (FieldName::Type, value) => vec![kind(value).ok().map_or(Value::Null, |k| json(&(k.r#type, k.mode)))],
        (_, Value::Array(parts)) => parts.clone(),
        (_, value) => vec![value.clone()],
    };
    let (before, after) = (told(whole, field), told(rest, field));
    parts.iter().any(|part| before.contains(part) && !after.contains(part))
}

/// Every value that reports give of a field.
fn told(incident: &Incident, field: FieldName) -> Vec<Value> {
    macro_rules! values {
        ($field:ident) => {
            incident.$field.values.iter().map(|v| json(&v.value)).collect()
        };
    }
    match field {
        FieldName::Type => vec![json(&(incident.r#type, incident.mode))],
        FieldName::Status => vec![json(&incident.status)],
        FieldName::When => values!(when),
        FieldName::Where => values!(r#where),
        FieldName::Agents => values!(agents),
        FieldName::Targets => values!(targets),
        FieldName::Instruments => values!(instruments),
        FieldName::Killed => values!(killed),
        FieldName::Injured => values!(injured),
        FieldName::Missing => values!(missing),
        FieldName::Detained => values!(detained),
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
