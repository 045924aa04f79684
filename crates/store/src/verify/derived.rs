//! What is made from records and incidents for finding and comparing them.

use super::incidents::Held;
use super::reports::{EventFacts, Stored};
use crate::pack::{inflate, report_id};
use crate::sql::{EventRow, Kept, Sql};
use crate::{Error, Result, prepare};
use diurna_incident::Sketch;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) fn check(sql: Sql<'_>, stored: &Stored, held: &Held) -> Result<()> {
    let (events, mut keys) = events(sql, stored, held)?;
    sql.each_event_key(|kept, event| {
        let Some(sum) = keys.get_mut(&event) else {
            return Err(Error::damaged(format!("the index of keys names event {event}, which is not there")));
        };
        sum.take(&kept);
        Ok(())
    })?;
    if let Some((event, _)) = keys.iter().filter(|(_, sum)| !sum.is_even()).min_by_key(|(event, _)| **event) {
        return Err(Error::damaged(format!("the index of keys holds others than those of event {event}")));
    }
    answers(sql, stored, &events)?;
    edges(sql, &keys)?;
    let words: BTreeSet<i64> = sql.versions_with_words()?.into_iter().collect();
    let current: BTreeSet<i64> = stored.versions.values().filter(|v| v.current).map(|v| v.id).collect();
    if let Some(v) = words.symmetric_difference(&current).next() {
        return Err(Error::damaged(format!("the index of words is not that of the reports: version {v}")));
    }
    names(sql, stored)
}

/// Rows that must be there, less those that are.
#[derive(Default)]
struct Sum {
    rows: i64,
    sum: u64,
}

impl Sum {
    fn of(rows: &[Kept]) -> Self {
        let sum = rows.iter().fold(0u64, |sum, kept| sum.wrapping_add(hashed(kept)));
        Self { rows: i64::try_from(rows.len()).unwrap_or(i64::MAX), sum }
    }

    fn take(&mut self, kept: &Kept) {
        self.rows -= 1;
        self.sum = self.sum.wrapping_sub(hashed(kept));
    }

    fn is_even(&self) -> bool {
        (self.rows, self.sum) == (0, 0)
    }
}

fn hashed(kept: &Kept) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kept.key, kept.number).hash(&mut hasher);
    hasher.finish()
}

/// The number of each event, by version and name.
type Numbers = BTreeMap<(i64, String), i64>;

fn facts(stored: &Stored, version: i64) -> &[EventFacts] {
    let row = stored.versions.get(&version).filter(|v| v.current);
    row.and_then(|v| stored.records.get(&v.record)).map(|f| f.events.as_slice()).unwrap_or_default()
}

fn events(sql: Sql<'_>, stored: &Stored, held: &Held) -> Result<(Numbers, HashMap<i64, Sum>)> {
    let (mut numbers, mut keys) = (Numbers::new(), HashMap::new());
    sql.each_event(|EventRow { id, incident }, version, name, packed| {
        let report = stored.versions.get(&version).map(|v| report_id(&v.raw)).unwrap_or_default();
        let at = (report, name);
        if !facts(stored, version).iter().any(|e| e.id == at.1) {
            return Err(Error::damaged(format!("event {}#{} is in no record", at.0, at.1)));
        }
        let sketch: Sketch = serde_json::from_slice(&inflate(packed)?).map_err(Error::damaged)?;
        if (&sketch.at.report, &sketch.at.event) != (&at.0, &at.1) {
            return Err(Error::damaged(format!("the sketch of event {}#{} is of another", at.0, at.1)));
        }
        if incident != held.events.get(&at).copied() {
            return Err(Error::damaged(format!(
                "event {}#{} lies in another incident than the one that holds it",
                at.0, at.1
            )));
        }
        keys.insert(id, Sum::of(&prepare::kept(&sketch)));
        numbers.insert((version, at.1), id);
        Ok(())
    })?;
    let told: usize = stored.versions.keys().map(|v| facts(stored, *v).len()).sum();
    if told != numbers.len() || held.events.len() != numbers.len() {
        return Err(Error::damaged(format!(
            "{} events are there, and records have {told}, incidents {}",
            numbers.len(),
            held.events.len()
        )));
    }
    Ok((numbers, keys))
}

fn answers(sql: Sql<'_>, stored: &Stored, numbers: &Numbers) -> Result<()> {
    let mut told = BTreeSet::new();
    for ((version, name), id) in numbers {
        let to = facts(stored, *version).iter().find(|e| e.id == *name).map(|e| &e.responds_to);
        for to in to.into_iter().flatten() {
            told.extend(numbers.get(&(*version, to.clone())).map(|to| (*id, *to)));
        }
    }
    let mut found = BTreeSet::new();
    sql.each_answer(|event, answers| {
        found.insert((event, answers));
        Ok(())
    })?;
    match told.symmetric_difference(&found).next() {
        Some((event, _)) => Err(Error::damaged(format!("what event {event} answers is told otherwise"))),
        None => Ok(()),
    }
}

/// Both ways, and between events that are there.
fn edges(sql: Sql<'_>, events: &HashMap<i64, Sum>) -> Result<()> {
    let mut sum = 0i128;
    sql.each_edge(|a, b| {
        if !events.contains_key(&a) || !events.contains_key(&b) {
            return Err(Error::damaged(format!("events {a} and {b} are linked, and not both are there")));
        }
        let both = Kept { key: a.min(b), number: a.max(b) };
        sum += if a < b { 1 } else { -1 } * i128::from(hashed(&both));
        Ok(())
    })?;
    if sum == 0 { Ok(()) } else { Err(Error::damaged("events are linked one way only")) }
}

/// Each current report is known by its address, and all names are those of reports.
fn names(sql: Sql<'_>, stored: &Stored) -> Result<()> {
    let keys = sql.all_keys()?;
    let reports: BTreeSet<i64> = stored.versions.values().filter(|v| v.current).map(|v| v.report).collect();
    if let Some((key, _)) = keys.iter().find(|(_, report)| !reports.contains(report)) {
        return Err(Error::damaged(format!("{key:?} is the name of a report that is not there")));
    }
    for v in stored.versions.values().filter(|v| v.current) {
        let url = stored.records.get(&v.record).and_then(|f| f.report.url.as_deref());
        if let Some(key) = url.map(prepare::url_key)
            && !keys.contains_key(&key)
        {
            return Err(Error::damaged(format!("no report is known by {key:?}")));
        }
    }
    Ok(())
}
