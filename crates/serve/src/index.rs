//! Rows of all incidents in memory, kept up to date from the log whoever wrote it.

use crate::filters::Filters;
use crate::row::Row;
use crate::sort::Sort;
use diurna_store::{Filter, Found, Result, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Lines of the log that are looked at in one go.
const LINES: usize = 1_000;

/// All rows, in the order of their ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    rows: Vec<Arc<Row>>,
    /// The last line of the log that is in it.
    seq: u64,
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
        Ok(Self { rows, seq })
    }

    /// The last line of the log that is in it.
    pub(crate) fn seq(&self) -> u64 {
        self.seq
    }

    /// Takes in the next lines of the log; what happened, and whether more may wait.
    pub(crate) fn follow(&mut self, store: &Store) -> Result<(Vec<Changed>, bool)> {
        let lines = store.lines_after(self.seq, LINES)?;
        let more = lines.len() >= LINES;
        let mut touched = BTreeSet::new();
        let mut changes = Vec::new();
        for line in lines {
            self.seq = self.seq.max(line.seq);
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
        match self.rows.binary_search_by_key(&row.id, |r| r.id) {
            Ok(at) => self.rows[at] = Arc::new(row),
            Err(at) => self.rows.insert(at, Arc::new(row)),
        }
    }

    fn drop(&mut self, id: u64) {
        if let Ok(at) = self.rows.binary_search_by_key(&id, |r| r.id) {
            self.rows.remove(at);
        }
    }

    /// All rows, in the order of their ids.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().map(AsRef::as_ref)
    }

    /// How many incidents there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row of an id.
    pub(crate) fn row(&self, id: u64) -> Option<&Row> {
        self.rows.binary_search_by_key(&id, |r| r.id).ok().map(|at| self.rows[at].as_ref())
    }

    /// The ids before and after one in the order of a list, whether or not it is in the list itself.
    pub(crate) fn around(&self, id: u64, filters: &Filters) -> (Option<u64>, Option<u64>) {
        let Some(here) = self.row(id) else {
            return (None, self.first(filters));
        };
        let (mut before, mut after): (Option<&Row>, Option<&Row>) = (None, None);
        let sort: Sort = filters.sort;
        for row in self.rows().filter(|row| row.id != id && filters.fits(row)) {
            let side = if sort.order(row, here).is_lt() { &mut before } else { &mut after };
            let nearer = side.is_none_or(|held| {
                if sort.order(row, here).is_lt() {
                    sort.order(held, row).is_lt()
                } else {
                    sort.order(row, held).is_lt()
                }
            });
            if nearer {
                *side = Some(row);
            }
        }
        (before.map(|r| r.id), after.map(|r| r.id))
    }

    fn first(&self, filters: &Filters) -> Option<u64> {
        let fitting = self.rows().filter(|row| filters.fits(row));
        fitting.min_by(|a, b| filters.sort.order(a, b)).map(|r| r.id)
    }
}
