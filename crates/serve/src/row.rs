//! What the server keeps of each incident in memory, and lists.

use diurna_core::codebook::{Mode, Root, Status};
use diurna_core::incident::{Harm, Incident, Interval};
use diurna_core::resolved::Precision;
use diurna_review::{FieldName, LinkKind, Review, State};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Under this score an incident is not likely; the lists of the command line leave it out, too.
pub(crate) const LIKELY: f64 = 0.40;

/// An incident in a list. Values are the best ones, as reviewers set them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Row {
    pub(crate) id: u64,
    /// One line: type, place, day.
    pub(crate) title: String,
    /// Title of the earliest report that neither copies nor recalls.
    pub(crate) headline: Option<String>,
    #[schema(value_type = String)]
    pub(crate) r#type: Root,
    #[schema(value_type = Option<String>)]
    pub(crate) mode: Option<Mode>,
    #[schema(value_type = String)]
    pub(crate) status: Status,
    /// How far its review is.
    #[schema(value_type = String)]
    pub(crate) state: State,
    /// Who has it in review.
    pub(crate) with: Option<String>,
    pub(crate) place: Option<RowPlace>,
    #[schema(value_type = Object)]
    pub(crate) when: Option<Interval>,
    pub(crate) killed: Option<Range>,
    pub(crate) injured: Option<Range>,
    /// Number of reports.
    pub(crate) reports: usize,
    /// Number of publishers that do not repeat others.
    pub(crate) sources: usize,
    /// Fields whose accounts cannot be true together.
    #[schema(value_type = Vec<String>)]
    pub(crate) differs: Vec<FieldName>,
    /// Likelihood that it happened as an event of this type, 0-1.
    pub(crate) score: f64,
    /// How much it is worth looking at.
    pub(crate) worth: f64,
    /// It has changed since a person finished with it, by a later report or otherwise.
    pub(crate) new_report: bool,
    pub(crate) distressing: bool,
    pub(crate) private: bool,
    /// Incidents that it answers, as reports say and as reviewers linked.
    #[serde(skip)]
    pub(crate) answers: Vec<u64>,
    /// Incidents that reviewers called related.
    #[serde(skip)]
    pub(crate) related: Vec<u64>,
    /// Its reports of which nothing leaves.
    #[serde(skip)]
    pub(crate) private_reports: Vec<String>,
    /// Until when the lock of `with` holds.
    #[serde(skip)]
    pub(crate) until: Option<String>,
}

/// Where, in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct RowPlace {
    pub(crate) name: String,
    pub(crate) country: Option<String>,
    pub(crate) admin1: Option<String>,
    #[schema(value_type = Option<String>)]
    pub(crate) precision: Option<Precision>,
    pub(crate) lat: Option<f64>,
    pub(crate) lon: Option<f64>,
}

/// At least and at most so many persons; an open end is `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Range {
    pub(crate) low: u32,
    pub(crate) high: Option<u32>,
}

impl From<&Harm> for Range {
    fn from(harm: &Harm) -> Self {
        Self { low: harm.low, high: harm.high }
    }
}

impl Row {
    /// The row of an incident with its review.
    pub(crate) fn new(incident: &Incident, review: &Review) -> Self {
        let best = diurna_review::overlay(incident, review);
        let place = best.r#where.best.as_ref().map(|site| RowPlace {
            name: site.name.clone(),
            country: site.country.clone(),
            admin1: site.admin1.clone(),
            precision: site.precision,
            lat: site.lat,
            lon: site.lon,
        });
        let mut answers: BTreeSet<u64> = incident.responds_to.iter().copied().collect();
        let linked = |kind| review.links.iter().filter(move |l| l.kind == kind).map(|l| l.other);
        answers.extend(linked(LinkKind::Answers));
        Self {
            id: incident.id,
            title: best.title.clone(),
            headline: headline(incident),
            r#type: best.r#type,
            mode: best.mode,
            status: best.status,
            state: review.state,
            with: review.lock.as_ref().map(|lock| lock.who.clone()),
            until: review.lock.as_ref().map(|lock| lock.until.clone()),
            place,
            when: best.when.best.clone(),
            killed: best.killed.best.as_ref().map(Range::from),
            injured: best.injured.best.as_ref().map(Range::from),
            reports: incident.reports.len(),
            sources: diurna_review::sources(incident),
            differs: diurna_review::differing(incident),
            score: incident.score,
            worth: diurna_review::worth(incident, review),
            new_report: review.new_report(),
            distressing: !review.distressing.is_empty(),
            private: review.private,
            private_reports: review.private_reports.iter().cloned().collect(),
            answers: answers.into_iter().collect(),
            related: linked(LinkKind::Related).collect(),
        }
    }

    /// Days (`YYYY-MM-DD`) on which it began and ended.
    pub(crate) fn days(&self) -> Option<(&str, &str)> {
        let when = self.when.as_ref()?;
        Some((when.from.get(..10).unwrap_or(&when.from), when.to.get(..10).unwrap_or(&when.to)))
    }

    /// The row as it is at a moment: locks run out by themselves.
    pub(crate) fn at(&self, now: &str) -> Self {
        let mut row = self.clone();
        if row.until.as_deref().is_some_and(|until| until <= now) {
            row.with = None;
        }
        row
    }

    /// Somebody died.
    pub(crate) fn deadly(&self) -> bool {
        self.killed.is_some_and(|k| k.low > 0)
    }

    /// Somebody was wounded.
    pub(crate) fn wounding(&self) -> bool {
        self.injured.is_some_and(|k| k.low > 0)
    }
}

/// Title of the earliest report that neither copies nor recalls; else that of the first with a title.
pub(crate) fn headline(incident: &Incident) -> Option<String> {
    let own = incident.reports.iter().find(|r| r.copy_of.is_none() && !r.background && r.title.is_some());
    own.or_else(|| incident.reports.iter().find(|r| r.title.is_some())).and_then(|r| r.title.clone())
}
