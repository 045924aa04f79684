//! The incident as its reviewer sees it, and where it stands in the queue.

use crate::model::{FieldName, Review, State, VerdictKind};
use crate::value::{differing, kind};
use diurna_core::incident::{Field, Incident, ListField, title};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;

/// Why an incident does not leave the database by itself, if it does not.
///
/// ```
/// use diurna_review::{State, withheld};
/// assert_eq!(withheld(false, State::New), None);
/// assert_eq!(withheld(false, State::Rejected), Some("rejected by a reviewer"));
/// assert_eq!(withheld(true, State::Rejected), Some("marked as private by a reviewer"));
/// ```
#[must_use]
pub fn withheld(private: bool, state: State) -> Option<&'static str> {
    match (private, state) {
        (true, _) => Some("marked as private by a reviewer"),
        (_, State::Rejected) => Some("rejected by a reviewer"),
        _ => None,
    }
}

/// The incident with the best values that people stand by. Accounts, reports and `differs` are never changed: who said what
/// stays what they said. A disputed value stays, since nobody has a better one; what is not stated has no value.
#[must_use]
pub fn overlay(incident: &Incident, review: &Review) -> Incident {
    let mut new = incident.clone();
    for (field, verdict) in &review.fields {
        let value = match (verdict.kind, &verdict.value) {
            (VerdictKind::Edited | VerdictKind::Accepted, Some(value)) => Some(value),
            (VerdictKind::NotStated, _) => None,
            // Accepted where there was no value, or disputed: as the program read it.
            _ => continue,
        };
        match (field, value) {
            (FieldName::Type, Some(value)) => {
                if let Ok(kind) = kind(value) {
                    (new.r#type, new.mode) = (kind.r#type, kind.mode);
                }
            }
            (FieldName::Status, Some(value)) => {
                if let Ok(status) = serde_json::from_value(value.clone()) {
                    new.status = status;
                }
            }
            (FieldName::Type | FieldName::Status, None) => {}
            (FieldName::When, value) => set(&mut new.when, value),
            (FieldName::Where, value) => set(&mut new.r#where, value),
            (FieldName::Agents, value) => set_list(&mut new.agents, value),
            (FieldName::Targets, value) => set_list(&mut new.targets, value),
            (FieldName::Instruments, value) => set_list(&mut new.instruments, value),
            (FieldName::Killed, value) => set(&mut new.killed, value),
            (FieldName::Injured, value) => set(&mut new.injured, value),
            (FieldName::Missing, value) => set(&mut new.missing, value),
            (FieldName::Detained, value) => set(&mut new.detained, value),
        }
    }
    if new != *incident {
        new.title =
            title(new.r#type, new.mode, new.status, new.r#where.best.as_ref(), new.when.best.as_ref());
    }
    new
}

fn set<T: DeserializeOwned>(field: &mut Field<T>, value: Option<&Value>) {
    match value.map(|v| serde_json::from_value(v.clone())) {
        Some(Ok(value)) => field.best = Some(value),
        Some(Err(_)) => {}
        None => field.best = None,
    }
}

fn set_list<T: DeserializeOwned>(field: &mut ListField<T>, value: Option<&Value>) {
    match value.map(|v| serde_json::from_value(v.clone())) {
        Some(Ok(values)) => field.best = values,
        Some(Err(_)) => {}
        None => field.best.clear(),
    }
}

/// How many independent sources tell of it: publishers whose reports are no copies. A report without a publisher counts as one
/// of its own.
#[must_use]
pub fn sources(incident: &Incident) -> usize {
    let own = incident.reports.iter().filter(|r| r.copy_of.is_none());
    own.map(|r| r.publisher.as_deref().unwrap_or(&r.id)).collect::<BTreeSet<_>>().len()
}

/// How much it is worth looking at this incident before others; 0 where nothing is to do. The sum, in two digits, of
///
/// | | |
/// |---|---|
/// | it has changed since a person finished with it | 5 |
/// | a second look is asked for | 4 |
/// | accounts of killed or injured differ | 3 |
/// | accounts of each other field differ | 1 |
/// | dead: one for each doubling of their number, at most | 6 |
/// | wounded: half of one for each doubling, at most | 2 |
/// | it is not likely (score under .40) | 2 |
/// | it is likely, but not very (.40 to .70) | 1 |
/// | one source alone tells of it | 1 |
///
/// Of a closed incident that has not changed since, nothing is to do. Numbers are those that a person stands by, where
/// there are any; a field that has a verdict other than `disputed` is settled and its difference counts no more.
#[must_use]
pub fn worth(incident: &Incident, review: &Review) -> f64 {
    let changed = review.new_report();
    if review.state.is_closed() && !changed {
        return 0.0;
    }
    let best = overlay(incident, review);
    let settled =
        |f: &FieldName| review.fields.get(f).is_some_and(|v| v.kind != VerdictKind::Disputed) && !changed;
    // Hundredths, so that no order of adding can change the sum.
    let mut sum = if changed { 500 } else { 0 };
    sum += if review.state == State::SecondLook { 400 } else { 0 };
    let differs: Vec<FieldName> = differing(incident).into_iter().filter(|f| !settled(f)).collect();
    let toll = |f: &FieldName| matches!(f, FieldName::Killed | FieldName::Injured);
    sum += if differs.iter().any(toll) { 300 } else { 0 };
    sum += 100 * u32::try_from(differs.iter().filter(|f| !toll(f)).count()).unwrap_or(0);
    let doublings = |n: u32| n.checked_ilog2().map_or(0, |l| l + 1);
    sum += 100 * best.killed.best.as_ref().map_or(0, |h| doublings(h.low)).min(6);
    sum += 50 * best.injured.best.as_ref().map_or(0, |h| doublings(h.low)).min(4);
    sum += match incident.score {
        s if s < 0.4 => 200,
        s if s < 0.7 => 100,
        _ => 0,
    };
    sum += if sources(incident) <= 1 { 100 } else { 0 };
    f64::from(sum) / 100.0
}

/// A range of numbers that accounts give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Range {
    /// The lowest.
    pub low: u32,
    /// The highest; `None` is open.
    pub high: Option<u32>,
}

/// What two incidents would be as one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Would {
    /// Number of reports, each counted once.
    pub reports: usize,
    /// All accounts of the dead together.
    pub killed: Option<Range>,
    /// All accounts of the wounded together.
    pub injured: Option<Range>,
}

/// What would change if two incidents were merged.
#[must_use]
pub fn would(a: &Incident, b: &Incident) -> Would {
    let reports: BTreeSet<&str> = a.reports.iter().chain(&b.reports).map(|r| r.id.as_str()).collect();
    let range = |of: fn(&Incident) -> &Field<diurna_core::incident::Harm>| {
        let all = || of(a).values.iter().chain(&of(b).values).map(|v| &v.value);
        let low = all().map(|h| h.low).min()?;
        let high = all().map(|h| h.high).try_fold(0, |most, high| high.map(|h| most.max(h)));
        Some(Range { low, high })
    };
    Would { reports: reports.len(), killed: range(|i| &i.killed), injured: range(|i| &i.injured) }
}
