//! Erasing what must not be kept.

use crate::grow;
use crate::pack::report_id;
use crate::settle::{self, Work};
use crate::sql::{Sql, VersionRow};
use crate::{By, Error, Result, Store, log};
use serde_json::json;
use std::collections::BTreeSet;

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Ids of the versions, oldest first.
    pub versions: Vec<String>,
    /// Lines of the log whose words were erased; their hashes stay.
    pub lines: usize,
    /// Nothing is left in the file. `false` while another program reads: the write-ahead log keeps the words until that
    /// program has ended and the database is written again. On a server it is always `false`: what it keeps on the disk, in
    /// its own log and in backups, is its administrator's.
    pub overwritten: bool,
}

impl Store {
    /// Erases a report in all its versions: bytes, text, record, words, source and address; its events leave their
    /// incidents; and what the log says of it and of every incident that ever held it. What stays: the digests, that it was
    /// erased, by whom, when and why. The bytes are overwritten in the file.
    ///
    /// `report` is the id of any of its versions.
    ///
    /// # Errors
    /// Where it is not there or was erased before, or the database cannot be written.
    pub fn erase(&mut self, report: &str, why: Option<&str>, by: &By<'_>) -> Result<Erased> {
        let raw = crate::pack::raw_digest(report).ok_or_else(|| {
            Error::new(format!("{report:?} is no id of a report"), "it is sha256: and 64 hexadecimal digits")
        })?;
        let mut erased = self.step(|sql, cache| {
            let Some(version) = sql.version_of_raw(&raw)? else {
                return Err(Error::new(
                    format!("there is no report {report}"),
                    "`diurna show` prints ids of reports",
                ));
            };
            if version.erased {
                return Err(Error::plain(format!("{report} was erased before")));
            }
            let mut work = Work::default();
            let versions = sql.versions(version.report)?;
            let (mut ids, mut held) = (Vec::new(), BTreeSet::new());
            let mut lines = 0;
            for v in &versions {
                held.extend(incidents_of(sql, v)?);
            }
            for incident in &held {
                lines += sql.blank_lines(None, Some(*incident))?;
            }
            for v in &versions {
                let id = report_id(&v.raw);
                lines += sql.blank_lines(Some(&id), None)?;
                for d in sql.all_decisions()?.iter().filter(|d| d.a.report == id || d.b.report == id) {
                    sql.drop_decision(d)?;
                }
                grow::drop_events(sql, cache, v, &mut work)?;
                if v.current {
                    sql.drop_words(v.id)?;
                }
                sql.mark_erased(v.id)?;
                ids.push(id);
            }
            for v in &versions {
                for payload in [&v.raw, &v.text, &v.record] {
                    sql.forget(payload)?;
                }
            }
            sql.drop_keys(version.report)?;
            cache.clear();
            for id in &ids {
                let says = log::Says {
                    what: "report.erase",
                    report: Some(id),
                    after: why.map(|w| json!({"why": w})),
                    ..log::Says::default()
                };
                log::write(sql, by, says)?;
            }
            settle::settle(sql, cache, work, by)?;
            sql.rewrite_words()?;
            // What the step itself has written of these incidents tells what they were before.
            for incident in &held {
                lines += sql.blank_lines(None, Some(*incident))?;
            }
            Ok(Erased { versions: ids, lines, overwritten: false })
        })?;
        // Pages of the write-ahead log still hold the words until they are copied back and the log is cut.
        erased.overwritten = Sql(&self.conn).overwrite()?;
        Ok(erased)
    }
}

/// The incidents that hold or ever held a version, with those that were joined into them: their lines in the log may say
/// what it said.
fn incidents_of(sql: Sql<'_>, v: &VersionRow) -> Result<BTreeSet<i64>> {
    let mut out: BTreeSet<i64> = sql.incidents_that_held(&report_id(&v.raw))?.into_iter().collect();
    out.extend(sql.events_of(v.id)?.into_iter().filter_map(|e| e.incident));
    for incident in out.clone() {
        out.extend(sql.joined_into(incident)?);
    }
    Ok(out)
}
