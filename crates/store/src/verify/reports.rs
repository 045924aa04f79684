//! Reports against the log, and every payload against its digest.

use super::broken;
use super::told::{Told, Version};
use crate::pack::{Digest, digest, hex, inflate, report_id};
use crate::sql::{Reading, Sql, VersionRow};
use crate::{Error, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is in the database, and is what it should be.
pub(super) struct Stored {
    /// Reports that are there.
    pub(super) current: u64,
    /// All versions, by number.
    pub(super) versions: BTreeMap<i64, VersionRow>,
    /// What records say, by their digests.
    pub(super) records: HashMap<Digest, Facts>,
}

/// What a record says of its report and names of events.
#[derive(Deserialize)]
pub(super) struct Facts {
    pub(super) report: ReportFacts,
    #[serde(default)]
    pub(super) events: Vec<EventFacts>,
}

#[derive(Deserialize)]
pub(super) struct ReportFacts {
    id: String,
    text_sha256: String,
    published: Option<Published>,
    pub(super) url: Option<String>,
}

#[derive(Deserialize)]
struct Published {
    value: String,
}

#[derive(Deserialize)]
pub(super) struct EventFacts {
    pub(super) id: String,
    #[serde(default)]
    pub(super) responds_to: Vec<String>,
}

pub(super) fn check(sql: Sql<'_>, told: &Told) -> Result<Stored> {
    let rows = sql.all_versions()?;
    let readings = sql.all_readings()?;
    let wanted: BTreeSet<Digest> = rows
        .iter()
        .filter(|v| !v.erased)
        .map(|v| v.record)
        .chain(readings.iter().map(|r| r.record))
        .collect();
    let mut stored = Stored { current: 0, versions: BTreeMap::new(), records: HashMap::new() };
    sql.each_payload(|sha256, data| {
        let found = inflate(data).ok().filter(|bytes| digest(bytes)[..] == *sha256);
        let Some(bytes) = found else {
            return Err(Error::damaged(format!("the bytes under sha256:{} are others", hex(sha256))));
        };
        if let Some(record) = Digest::try_from(sha256).ok().filter(|d| wanted.contains(d)) {
            // What is no record is missed below.
            stored.records.extend(serde_json::from_slice(&bytes).ok().map(|facts| (record, facts)));
        }
        Ok(())
    })?;
    // Which number each report has, and which report each number is.
    let mut numbers: BTreeMap<&str, i64> = BTreeMap::new();
    for v in rows {
        let id = report_id(&v.raw);
        let Some(version) = told.reports.get(&id) else {
            return Err(broken(format!("report {id} is not in it")));
        };
        one(&v, &id, version)?;
        // Which versions were of one report is gone with the words of those that were erased.
        if !v.erased && *numbers.entry(&version.first).or_insert(v.report) != v.report {
            return Err(broken(format!("report {id} is a version of another than it tells of")));
        }
        if v.added != version.added {
            return Err(broken(format!("report {id} was added at another time than it tells of")));
        }
        if !v.erased {
            record(&v, &id, &stored.records)?;
        }
        stored.current += u64::from(v.current);
        stored.versions.insert(v.id, v);
    }
    if stored.versions.len() != told.reports.len() {
        let there: BTreeSet<String> = stored.versions.values().map(|v| report_id(&v.raw)).collect();
        if let Some(missing) = told.reports.keys().find(|id| !there.contains(*id)) {
            return Err(broken(format!("report {missing} is in it, but not in the database")));
        }
    }
    if numbers.values().collect::<BTreeSet<_>>().len() != numbers.len() {
        return Err(broken("two reports in it are one in the database"));
    }
    let known: BTreeSet<i64> = stored.versions.values().map(|v| v.report).collect();
    if sql.all_reports()?.into_iter().collect::<BTreeSet<_>>() != known {
        return Err(Error::damaged("the numbers of reports are others than those of their versions"));
    }
    if let Some(v) = sql.version_without_bytes()? {
        return Err(Error::damaged(format!("bytes of report {} are missing", report_id(&v.raw))));
    }
    earlier(&stored, &readings, told)?;
    Ok(stored)
}

/// A version against its lines.
fn one(v: &VersionRow, id: &str, told: &Version) -> Result<()> {
    match &told.record {
        None if v.erased => {
            if v.source.is_some() || v.published.is_some() {
                return Err(broken(format!("report {id} was erased, and something is left of it")));
            }
        }
        Some(record) if !v.erased && record[..] == v.record[..] => {
            // A server has no NUL in a text, and keeps another sign for it.
            let plain = |s: &Option<String>| s.as_ref().map(|s| s.replace('\0', "\u{fffd}"));
            if told.source.is_some() && plain(&v.source) != plain(&told.source) {
                return Err(broken(format!("report {id} has another source than it tells of")));
            }
        }
        _ => return Err(broken(format!("report {id} has another record than it tells of"))),
    }
    if v.current != told.current {
        return Err(broken(format!("which version is the current one is told otherwise of report {id}")));
    }
    Ok(())
}

/// A version against its record, whose digest the log tells.
fn record(v: &VersionRow, id: &str, records: &HashMap<Digest, Facts>) -> Result<()> {
    let Some(Facts { report, .. }) = records.get(&v.record) else {
        return Err(Error::damaged(format!("bytes of report {id} are missing")));
    };
    if report.id != id {
        return Err(Error::damaged(format!("the record of report {id} is of another report")));
    }
    if report.text_sha256 != hex(&v.text) {
        return Err(Error::damaged(format!("the text of report {id} is another than that of its record")));
    }
    if v.published.as_deref() != report.published.as_ref().map(|p| p.value.as_str()) {
        return Err(Error::damaged(format!("the day of report {id} is another than that of its record")));
    }
    Ok(())
}

/// Earlier readings against the lines that tell of them.
fn earlier(stored: &Stored, readings: &[Reading], told: &Told) -> Result<()> {
    for r in readings {
        let id = stored.versions.get(&r.version).map(|v| report_id(&v.raw)).unwrap_or_default();
        if !told.reports.get(&id).is_some_and(|t| t.is_reading(r.nth, &r.record)) {
            return Err(broken(format!("an earlier reading of report {id} is another than it tells of")));
        }
        let fits = |f: &Facts| f.report.id == id && f.report.text_sha256 == hex(&r.text);
        if !stored.records.get(&r.record).is_some_and(fits) {
            return Err(Error::damaged(format!(
                "an earlier reading of report {id} has another text or record"
            )));
        }
    }
    let all: usize = told.reports.values().map(|t| t.readings.len()).sum();
    if all != readings.len() {
        return Err(broken("earlier readings of reports are in it that are not in the database"));
    }
    Ok(())
}
