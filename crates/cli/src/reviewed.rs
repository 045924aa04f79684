//! What people said of incidents, where these leave the database: which leave, and with which values.

use clap::ValueEnum;
use diurna_core::incident::Incident;
use diurna_review::{FieldName, Review, State, UNSEARCHED, Verdict, VerdictKind, conceal, overlay, withheld};
use diurna_store::{Error, Filter, Store};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How far the review of an incident must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reviewed {
    /// Accepted, or published.
    Accepted,
    /// Published.
    Published,
}

impl Reviewed {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Published => "published",
        }
    }

    fn holds(self, state: State) -> bool {
        match self {
            Self::Accepted => matches!(state, State::Accepted | State::Published),
            Self::Published => state == State::Published,
        }
    }
}

/// A review without persons and remarks, as `diurna incidents --json` prints it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Brief {
    state: State,
    /// The incident has changed since a person finished with it.
    new_report: bool,
    private: bool,
    /// Reports of which nothing leaves.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    private_reports: BTreeSet<String>,
    fields: BTreeMap<FieldName, Said>,
}

/// A verdict without its reason.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Said {
    kind: VerdictKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<serde_json::Value>,
}

impl From<&Review> for Brief {
    fn from(r: &Review) -> Self {
        let said = |v: &Verdict| Said { kind: v.kind, value: v.value.clone() };
        Self {
            state: r.state,
            new_report: r.new_report(),
            private: r.private,
            private_reports: r.private_reports.clone(),
            fields: r.fields.iter().map(|(field, v)| (*field, said(v))).collect(),
        }
    }
}

impl Brief {
    /// The review in a line of JSON; the default where there is none.
    pub(crate) fn of_line(line: &str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Line {
            review: Option<Brief>,
        }
        Ok(serde_json::from_str::<Line>(line)?.review.unwrap_or_default())
    }

    fn whole(&self) -> Review {
        let verdict = |said: &Said| Verdict {
            kind: said.kind,
            value: said.value.clone(),
            reason: None,
            evidence: Vec::new(),
            who: String::new(),
            time: String::new(),
        };
        Review {
            state: self.state,
            private: self.private,
            fields: self.fields.iter().map(|(field, said)| (*field, verdict(said))).collect(),
            ..Review::default()
        }
    }
}

/// Incidents that may leave, with the values that people stand by.
pub(crate) struct Chosen<'a> {
    filter: &'a Filter,
    reviewed: Option<Reviewed>,
    pub(crate) incidents: Vec<Incident>,
    /// Why others are not among them, and how many.
    pub(crate) left_out: BTreeMap<&'static str, usize>,
    /// Reports that are private in some incident are so in all.
    private: BTreeSet<String>,
    /// Reports of private incidents.
    hidden: BTreeSet<String>,
}

impl<'a> Chosen<'a> {
    pub(crate) fn new(filter: &'a Filter, reviewed: Option<Reviewed>) -> Self {
        Self {
            filter,
            reviewed,
            incidents: Vec::new(),
            left_out: BTreeMap::new(),
            private: BTreeSet::new(),
            hidden: BTreeSet::new(),
        }
    }

    /// Takes an incident, if it fits as its reviewer sees it.
    pub(crate) fn take(&mut self, incident: Incident, review: &Brief) {
        self.private.extend(review.private_reports.iter().cloned());
        if review.private {
            self.hidden.extend(incident.reports.iter().map(|r| r.id.clone()));
        }
        let incident = if review.fields.is_empty() { incident } else { overlay(&incident, &review.whole()) };
        if !fits(&incident, self.filter) {
            return;
        }
        if self.reviewed.is_some_and(|r| !r.holds(review.state)) {
            return;
        }
        match withheld(review.private, review.state) {
            Some(reason) => *self.left_out.entry(reason).or_default() += 1,
            None => self.incidents.push(incident),
        }
    }

    /// Leaves out what was taken as it stands and has a private report: without the reports nobody can say what the others tell. Reports
    /// of private incidents lose headline and address.
    pub(crate) fn without_private(&mut self) {
        for incident in &mut self.incidents {
            conceal(incident, &self.hidden);
        }
        let private = &self.private;
        let before = self.incidents.len();
        self.incidents.retain(|incident| !incident.reports.iter().any(|r| private.contains(&r.id)));
        let gone = before - self.incidents.len();
        if gone > 0 {
            *self.left_out.entry("a report of it is marked as private").or_default() += gone;
        }
    }

    /// Takes what fits of a database.
    pub(crate) fn take_store(&mut self, store: &Store) -> Result<(), Error> {
        let (mut reviews, mut private, mut hidden) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
        store.each_review(|id, review| {
            reviews.insert(id, Brief::from(&review));
            hidden.extend(review.private.then_some(id));
            private.extend(review.private_reports);
            true
        })?;
        let private = store.in_all_versions(&private)?;
        self.private.extend(private.iter().cloned());
        self.hidden.extend(store.reports_of(&hidden)?);
        // The columns of the database hold what reports say. Where people say otherwise of anything, all are looked at.
        let edited = !private.is_empty() || reviews.values().any(|r| !r.fields.is_empty());
        let wide =
            Filter { text: self.filter.text.clone(), min_score: self.filter.min_score, ..Filter::default() };
        let asked = if edited { &wide } else { self.filter };
        let untouched = Brief::default();
        let mut partly = Vec::new();
        store.each_incident(asked, |incident| {
            if incident.reports.iter().any(|r| private.contains(&r.id)) {
                partly.push(incident);
            } else {
                let review = reviews.get(&incident.id).unwrap_or(&untouched);
                self.take(incident, review);
            }
            true
        })?;
        for incident in partly {
            if self.filter.text.is_some() {
                *self.left_out.entry(UNSEARCHED).or_default() += 1;
                continue;
            }
            let review = store.review(incident.id)?.unwrap_or_default();
            match store.without_private(&incident, &review, &private)? {
                Some((rest, review)) => self.take(rest, &Brief::from(&review)),
                None => *self.left_out.entry("all its reports are marked as private").or_default() += 1,
            }
        }
        self.without_private();
        Ok(())
    }
}

/// What the store asks of its columns, asked of the incident itself; words of reports aside.
pub(crate) fn fits(incident: &Incident, filter: &Filter) -> bool {
    let day = |moment: &str| moment.get(..10).and_then(|day| day.parse::<Date>().ok());
    let when = incident.when.best.as_ref();
    let (from, to) = (when.and_then(|w| day(&w.from)), when.and_then(|w| day(&w.to)));
    let site = incident.r#where.best.as_ref();
    filter.since.is_none_or(|since| to.is_some_and(|to| to >= since))
        && filter.until.is_none_or(|until| from.is_some_and(|from| from <= until))
        && filter.country.as_ref().is_none_or(|c| site.and_then(|s| s.country.as_ref()) == Some(c))
        && filter.root.is_none_or(|root| incident.r#type == root)
        && (!filter.disagreeing || incident.differs)
        && filter.min_killed.is_none_or(|n| incident.killed.best.as_ref().is_some_and(|k| k.low >= n))
        && filter.min_score.is_none_or(|score| incident.score >= score)
}
