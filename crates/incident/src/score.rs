//! How likely it is that two events of reports are one happening, and why.
//!
//! Points are added and turned into a likelihood by the logistic function. They were set by hand and are the same for all
//! reports; DESIGN.md says why they stand to each other as they do.

use crate::compare::{harm, instruments, kinds, mode, other_dead, parties, place, time, wording};
use crate::keys::share_key;
use crate::sketch::{Class, Sketch};
use diurna_core::incident::{Join, Reason};

/// What two events start from: one of many. Chosen with [`LINK`] on the reports that are grouped by happening and on our own look-alikes:
/// with the events that were read then the share of linked pairs was .41 and B³ of the look-alikes .964 from -1.6, .427 and .952 from -1.4,
/// .434 and .952 from -1.2 (wrong links .03 each time).
const START: f64 = -1.4;
/// What two statements start from.
const START_SAID: f64 = -4.0;
/// A report that tells two events holds them for two.
const ONE_REPORT: f64 = -2.5;
/// Both reports open with it, and came out within two days of each other.
const BOTH_LEAD: f64 = 0.8;
/// The same, the days of publication unknown.
const BOTH_LEAD_UNDATED: f64 = 0.4;
/// Points from which two events are linked: what else is near them decides whether they become one.
pub(crate) const LINK: f64 = -0.5;

/// A reason that is still to be weighed: `None` as weight forbids the join.
pub(crate) type Finding = Option<Reason>;

/// A finding with its words.
pub(crate) fn found(weight: f64, words: impl Into<String>) -> Finding {
    Some(Reason { words: words.into(), weight })
}

/// Points of two events without the reasons, in logits; `None` where they cannot be one.
pub(crate) fn points(a: &Sketch, b: &Sketch) -> Option<f64> {
    reasons(a, b, false).map(|r| r.iter().map(|r| r.weight).sum())
}

/// Whether two events that cannot be one could be, were it not for their places.
pub(crate) fn only_places_forbid(a: &Sketch, b: &Sketch) -> bool {
    reasons(a, b, false).is_none() && reasons(a, b, true).is_some()
}

/// Likelihood that two events are one, with the reasons for and against; `None` where they cannot be one at all.
///
/// They cannot where their classes or kinds differ, or where days or places exclude each other.
/// `pair(a, b)` and `pair(b, a)` are the same: the event with the lower reference is `a` of the answer.
#[must_use]
pub fn pair(a: &Sketch, b: &Sketch) -> Option<Join> {
    let (a, b) = if a.at <= b.at { (a, b) } else { (b, a) };
    let mut reasons = reasons(a, b, false)?;
    let score = likelihood(reasons.iter().map(|r| r.weight).sum());
    reasons.retain(|r| r.weight.abs() >= 0.05);
    reasons.iter_mut().for_each(|r| r.weight = digits(r.weight));
    reasons.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()).then_with(|| x.words.cmp(&y.words)));
    Some(Join { a: a.at.clone(), b: b.at.clone(), score: digits(score), reasons })
}

/// Whether a store draws an edge between two events: they share a key and have the points for it. Needs nothing but
/// the two, in either order.
#[must_use]
pub fn linked(a: &Sketch, b: &Sketch) -> bool {
    likely(a, b) && share_key(a, b)
}

/// Whether two events that share a key are linked.
pub(crate) fn likely(a: &Sketch, b: &Sketch) -> bool {
    points(a, b).is_some_and(|p| p >= LINK)
}

/// The logistic function.
pub(crate) fn likelihood(points: f64) -> f64 {
    1.0 / (1.0 + (-points).exp())
}

fn digits(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Everything that speaks for and against it; `None` where something forbids it.
fn reasons(a: &Sketch, b: &Sketch, anywhere: bool) -> Option<Vec<Reason>> {
    if a.at == b.at || a.class != b.class || a.class == Class::Alone {
        return None;
    }
    // One order, so that sums of floating-point numbers are the same for both.
    let (a, b) = if a.at <= b.at { (a, b) } else { (b, a) };
    let one_report = a.at.report == b.at.report;
    if a.class == Class::Said {
        return if one_report { None } else { said(a, b) };
    }
    if kinds(a) & kinds(b) == 0 {
        return None;
    }
    let mut out = vec![Reason { words: "one of many events".into(), weight: START }];
    out.push(time(a, b)??);
    match place(a, b) {
        Some(finding) => out.extend(finding),
        None if anywhere => {}
        None => return None,
    }
    out.extend(mode(a, b));
    out.extend(parties(a, b));
    out.extend(instruments(a, b));
    out.extend(harm(a, b));
    out.extend(other_dead(a, b));
    if one_report {
        out.push(Reason { words: "one report tells both as two".into(), weight: ONE_REPORT });
    } else {
        out.extend(wording(a, b));
        out.extend(leads(a, b));
    }
    Some(out)
}

/// What two reports open with is what they are about.
fn leads(a: &Sketch, b: &Sketch) -> Vec<Reason> {
    if !(a.lead && b.lead) {
        return Vec::new();
    }
    let near = match (a.published, b.published) {
        (Some(p), Some(q)) => match crate::build::days_between(p, q).abs() {
            0 => Some((BOTH_LEAD, "both reports open with it, published on one day".to_owned())),
            n @ 1..=2 => Some((BOTH_LEAD, format!("both reports open with it, published {n} days apart"))),
            _ => None,
        },
        _ => Some((BOTH_LEAD_UNDATED, "both reports open with it".to_owned())),
    };
    let mut out: Vec<Reason> = near.into_iter().map(|(weight, words)| Reason { words, weight }).collect();
    out.extend(crate::compare::heads(a, b));
    out
}

/// Two statements are one where the same speaker says like words at the same time.
fn said(a: &Sketch, b: &Sketch) -> Option<Vec<Reason>> {
    crate::compare::said(a, b, START_SAID)
}
