//! Rows of all incidents in memory, kept up to date from the log whoever wrote it.

use crate::facts::{Countries, Facts};
use crate::filters::Filters;
use crate::row::Row;
use diurna_store::{Filter, Found, Result, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Lines of the log that are looked at in one go.
const LINES: usize = 1_000;

/// All rows, in the order of their ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    rows: Vec<Arc<Row>>,
    /// The facts of each row, in the same order.
    facts: Vec<Facts>,
    countries: Countries,
    /// The last line of the log that is in it.
    seq: u64,
    /// The last line of the log that tells of more than reviews.
    grown: u64,
}

/// Something happened to an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) seq: u64,
    pub(crate) incident: u64,
    pub(crate) what: String,
    pub(crate) who: String,
}

impl Index {
    /// Reads everything once.
    pub(crate) fn load(store: &Store) -> Result<Self> {
        // The end of the log first: what comes meanwhile is read again, which does no harm.
        let seq = store.head()?.map_or(0, |head| head.seq);
        let mut reviews = BTreeMap::new();
        store.each_review(|incident, review| {
            reviews.insert(incident, review);
            true
        })?;
        let none = diurna_review::Review::default();
        let mut rows = Vec::new();
        store.each_incident(&Filter::default(), |incident| {
            rows.push(Arc::new(Row::new(&incident, reviews.get(&incident.id).unwrap_or(&none))));
            true
        })?;
        rows.sort_by_key(|row| row.id);
        let mut countries = Countries::default();
        let facts = rows.iter().map(|row| Facts::new(row, &mut countries)).collect();
        Ok(Self { rows, facts, countries, seq, grown: seq })
    }

    /// The last line of the log that is in it.
    pub(crate) fn seq(&self) -> u64 {
        self.seq
    }

    /// The last line of the log that tells of more than reviews: reports have the words they had then.
    pub(crate) fn grown(&self) -> u64 {
        self.grown
    }

    /// Takes in the next lines of the log; what happened, and whether more may wait.
    pub(crate) fn follow(&mut self, store: &Store) -> Result<(Vec<Changed>, bool)> {
        let lines = store.lines_after(self.seq, LINES)?;
        let more = lines.len() >= LINES;
        let mut touched = BTreeSet::new();
        let mut changes = Vec::new();
        for line in lines {
            self.seq = self.seq.max(line.seq);
            if !line.what.starts_with("review.") {
                self.grown = self.seq;
            }
            touched.extend(line.other);
            let Some(incident) = line.incident else { continue };
            touched.insert(incident);
            changes.push(Changed { seq: line.seq, incident, what: line.what, who: line.who });
        }
        for id in touched {
            match store.incident(id)? {
                Found::Incident(incident) if incident.id == id => {
                    let review = store.review(id)?.unwrap_or_default();
                    self.put(Row::new(&incident, &review));
                }
                // It was joined into another, or ended.
                _ => self.drop(id),
            }
        }
        Ok((changes, more))
    }

    fn put(&mut self, row: Row) {
        let facts = Facts::new(&row, &mut self.countries);
        match self.at(row.id) {
            Ok(at) => {
                self.rows[at] = Arc::new(row);
                self.facts[at] = facts;
            }
            Err(at) => {
                self.rows.insert(at, Arc::new(row));
                self.facts.insert(at, facts);
            }
        }
    }

    fn drop(&mut self, id: u64) {
        if let Ok(at) = self.at(id) {
            self.rows.remove(at);
            self.facts.remove(at);
        }
    }

    fn at(&self, id: u64) -> std::result::Result<usize, usize> {
        self.facts.binary_search_by_key(&id, |f| f.id)
    }

    /// All rows, in the order of their ids.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().map(AsRef::as_ref)
    }

    /// The facts of all rows, in the order of their ids.
    pub(crate) fn facts(&self) -> &[Facts] {
        &self.facts
    }

    /// The countries by the numbers that the facts have.
    pub(crate) fn countries(&self) -> &Countries {
        &self.countries
    }

    /// The facts of the rows that the filters let through, in the order of their ids.
    pub(crate) fn fitting<'a>(&'a self, filters: &'a Filters) -> impl Iterator<Item = &'a Facts> {
        let test = filters.over(&self.countries);
        self.facts.iter().filter(move |row| test.fits(row))
    }

    /// The title of an id; none where there is no such row.
    pub(crate) fn title(&self, id: u64) -> &str {
        self.row(id).map_or("", |row| row.title.as_str())
    }

    /// The reports that are marked as private in any incident.
    pub(crate) fn private_reports(&self) -> BTreeSet<String> {
        self.rows().flat_map(|row| row.private_reports.iter().cloned()).collect()
    }

    /// How many incidents there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row of an id.
    pub(crate) fn row(&self, id: u64) -> Option<&Row> {
        self.at(id).ok().map(|at| self.rows[at].as_ref())
    }

    /// The facts of an id.
    pub(crate) fn facts_of(&self, id: u64) -> Option<&Facts> {
        self.at(id).ok().map(|at| &self.facts[at])
    }

    /// The ids before and after one in the order of a list, whether or not it is in the list itself.
    pub(crate) fn around(&self, id: u64, filters: &Filters) -> (Option<u64>, Option<u64>) {
        let order = |a: &Facts, b: &Facts| filters.sort.order(a, b, |id| self.title(id));
        let Some(here) = self.facts_of(id) else {
            return (None, self.fitting(filters).min_by(|a, b| order(a, b)).map(|r| r.id));
        };
        let (mut before, mut after): (Option<&Facts>, Option<&Facts>) = (None, None);
        for row in self.fitting(filters).filter(|row| row.id != id) {
            if order(row, here).is_lt() {
                if before.is_none_or(|held| order(held, row).is_lt()) {
                    before = Some(row);
                }
            } else if after.is_none_or(|held| order(row, held).is_lt()) {
                after = Some(row);
            }
        }
        (before.map(|r| r.id), after.map(|r| r.id))
    }
}
