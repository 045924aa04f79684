//! Reports that are there, read anew by a newer program.

use crate::cache::{self, Cache};
use crate::grow::{add_events, drop_events, successors};
use crate::log::{self, By, Says};
use crate::pack::{hex, raw_digest, report_id};
use crate::prepare::record_json;
use crate::settle::{self, Work};
use crate::sql::{Sql, VersionRow};
use crate::{Error, Prepared, Result, Store, decide, identity};
use diurna_core::incident::EventRef;
use diurna_core::record::Record;
use diurna_incident::{Decision, Sketch};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What reading a report anew did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reread {
    /// It says what it said: nothing was written.
    Same,
    /// Its record is another now, and its incidents follow it.
    Changed,
    /// It was erased meanwhile, or a newer version has come: nothing was written.
    Gone,
}

/// Key of a line of the log under which it tells which events of the report are called otherwise now.
pub(crate) const RENAMED: &str = "renamed";

impl Store {
    /// The ids of the current reports that were added at that moment or later, in the order in which they came.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn reports_since(&self, since: Option<Timestamp>) -> Result<Vec<String>> {
        let from = since.map(log::time).unwrap_or_default();
        let all = Sql(&self.conn).all_versions()?;
        Ok(all.iter().filter(|v| v.current && v.added >= from).map(|v| report_id(&v.raw)).collect())
    }

    /// Keeps what a newer program read in a report that is there, in one step: the new record, its words, and what follows for
    /// incidents. Decisions and reviews of people stay: those about an event stand by the event that tells the same now. The
    /// record that was there is kept as an earlier reading. Records that differ only in the program that made them are the same.
    ///
    /// # Errors
    /// Where there is no such report, or the database cannot be written.
    pub fn reread(&mut self, read: &Prepared, by: &By<'_>) -> Result<Reread> {
        self.step(|sql, cache| {
            let Some(version) = sql.version_of_raw(&read.raw.sha256)? else {
                return Err(Error::new(
                    format!("there is no report {}", read.id()),
                    "`diurna add` adds what is not there",
                ));
            };
            if version.erased || !version.current {
                return Ok(Reread::Gone);
            }
            let Some(old) = cache::record(sql, version.id)? else { return Ok(Reread::Gone) };
            if alike(&old, &read.whole.record)? {
                return Ok(Reread::Same);
            }
            replace(sql, cache, &version, &old, read, by)?;
            Ok(Reread::Changed)
        })
    }
}

/// Whether two records say the same, whichever program made them.
fn alike(old: &Record, new: &Record) -> Result<bool> {
    // As it comes back from the database: numbers are written and read again.
    let mut new: Record = serde_json::from_slice(&record_json(new)?).map_err(Error::damaged)?;
    new.producer.clone_from(&old.producer);
    Ok(old.report.text_sha256 == new.report.text_sha256 && record_json(old)? == record_json(&new)?)
}

fn replace(
    sql: Sql<'_>,
    cache: &mut Cache,
    version: &VersionRow,
    old: &Record,
    read: &Prepared,
    by: &By<'_>,
) -> Result<()> {
    let mut work = Work { again: true, ..Work::default() };
    sql.keep(&[&read.text, &read.record])?;
    let nth = sql.keep_reading(version, &log::time(by.time))?;
    sql.set_reading(version.id, [&read.text.sha256, &read.record.sha256], read.published.as_deref())?;
    sql.add_keys(&read.keys, version.report)?;
    sql.add_keys(&identity::crowded_marks(sql, read)?, version.report)?;
    let before = drop_events(sql, cache, version, &mut work)?;
    add_events(sql, cache, version.id, &read.events, &mut work)?;
    cache.keep_record(read.record.sha256, read.whole.clone());
    let after: Vec<&Sketch> = read.events.iter().map(|e| &e.sketch).collect();
    let names = names(&before, &after, nth);
    let (renamed, moved) = carry(sql, read.id(), &names, &mut work)?;
    let new = &read.whole.record;
    if version.text != read.text.sha256 || old.report.title != new.report.title {
        sql.drop_words(version.id)?;
        sql.add_words(&[(version.id, &read.title, &new.report.text)])?;
    }
    let program = |r: &Record| json!({"version": r.producer.version, "model": r.producer.model});
    let was = json!({"record": hex(&version.record), "program": program(old), "events": old.events.len()});
    let mut is = json!({"program": program(new), "events": new.events.len()});
    if let Value::Object(is) = &mut is {
        if !renamed.is_empty() {
            is.insert(RENAMED.to_string(), Value::Object(renamed));
        }
        if moved {
            is.insert(log::DECISIONS.to_string(), json!(hex(&decide::sealed(sql)?)));
        }
    }
    log::write(
        sql,
        by,
        Says {
            what: "report.reread",
            report: Some(read.id()),
            digest: Some(&read.record.sha256),
            before: Some(was),
            after: Some(is),
            ..Says::default()
        },
    )?;
    settle::settle(sql, cache, work, by)
}

/// What each event of the earlier reading is called now. One that nothing stands for gets a name that no event bears, so that
/// what people decided about it stays written down and is not taken for a decision about another.
fn names(old: &[Sketch], new: &[&Sketch], nth: i64) -> BTreeMap<String, String> {
    // Under another id: what one report tells twice is held for two.
    let earlier: Vec<Sketch> = old
        .iter()
        .map(|s| Sketch { at: EventRef { report: String::new(), ..s.at.clone() }, ..s.clone() })
        .collect();
    let mut names: BTreeMap<String, String> =
        successors(&earlier, new).into_iter().map(|(from, to)| (from.event, to.event)).collect();
    let taken: BTreeSet<&str> = new.iter().map(|s| s.at.event.as_str()).collect();
    for name in old.iter().map(|s| s.at.event.as_str()) {
        let free = if taken.contains(name) { format!("{name}~{nth}") } else { name.to_string() };
        names.entry(name.to_string()).or_insert(free);
    }
    names
}

/// Lets decisions and the ages of incidents follow the events; gives the names that are others now, and whether there were
/// decisions.
fn carry(
    sql: Sql<'_>,
    report: &str,
    names: &BTreeMap<String, String>,
    work: &mut Work,
) -> Result<(Map<String, Value>, bool)> {
    let at = |event: &str| EventRef { report: report.to_string(), event: event.to_string() };
    let mut decisions = BTreeSet::new();
    for name in names.keys() {
        decisions.extend(sql.decisions_on(&at(name))?);
    }
    for d in &decisions {
        sql.drop_decision(d)?;
    }
    let moved = !decisions.is_empty();
    for d in decisions {
        sql.set_decision(&Decision {
            a: now(&d.a, report, names),
            b: now(&d.b, report, names),
            same: d.same,
        })?;
    }
    work.reread = names.iter().map(|(from, to)| (at(from), at(to))).collect();
    let others = names.iter().filter(|(from, to)| from != to);
    Ok((others.map(|(from, to)| (from.clone(), json!(to))).collect(), moved))
}

/// The event as it is called now.
fn now(e: &EventRef, report: &str, names: &BTreeMap<String, String>) -> EventRef {
    match names.get(&e.event).filter(|_| e.report == report) {
        Some(name) => EventRef { report: report.to_string(), event: name.clone() },
        None => e.clone(),
    }
}

/// The names that events of a report got after a line of the log, one map for each time it was read anew.
pub(crate) fn renamed_after(sql: Sql<'_>, report: &str, seq: i64) -> Result<Vec<BTreeMap<String, String>>> {
    if raw_digest(report).is_none() {
        return Ok(Vec::new());
    }
    let lines = sql.lines_of_report(report)?;
    let later = lines.into_iter().filter(|l| l.seq > seq && l.what == "report.reread");
    let mut out = Vec::new();
    for after in later.filter_map(|l| l.after) {
        let says: Value = serde_json::from_str(&after).map_err(Error::damaged)?;
        if let Some(names) = says.get(RENAMED) {
            out.push(serde_json::from_value(names.clone()).map_err(Error::damaged)?);
        }
    }
    Ok(out)
}

/// The event as it is called after these renamings.
pub(crate) fn called(e: &EventRef, after: &BTreeMap<String, Vec<BTreeMap<String, String>>>) -> EventRef {
    let later = after.get(&e.report).into_iter().flatten();
    later.fold(e.clone(), |e, names| now(&e, &e.report.clone(), names))
}
