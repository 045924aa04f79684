//! Erasing what must not be kept.

use crate::grow;
use crate::look::incident;
use crate::pack::report_id;
use crate::settle::{self, Work};
use crate::sql::{self, Sql, VersionRow};
use crate::{By, Error, Result, Store, cache, decide, log, review};
use diurna_core::incident::Incident;
use diurna_review::{Erasing, VerdictKind, best};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

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
    /// incidents; and what the log says of it and of every incident that ever held it. What people wrote about it in reviews goes
    /// as [`diurna_review::scrubbed`] says, and judgements of incidents that held it go, since these are others now. What
    /// stays: the digests, that it was erased, by whom, when and why. The bytes are overwritten in the file.
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
            let mut erasing = Erasing::default();
            let decided = sql.any_decision()?;
            for v in &versions {
                held.extend(incidents_of(sql, v)?);
                erasing.ids.push(report_id(&v.raw));
                erasing.names.extend(v.source.clone());
                erasing.names.extend(cache::record(sql, v.id)?.and_then(|r| r.report.url));
            }
            let mut wholes = BTreeMap::new();
            for id in &held {
                lines += sql.blank_lines(None, Some(*id))?;
                wholes.extend(incident(sql, *id)?.map(|whole| (*id, whole)));
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
                let earlier = sql.drop_readings(v.id)?;
                for payload in [v.raw, v.text, v.record].iter().chain(&earlier) {
                    sql.forget(payload)?;
                }
            }
            sql.drop_keys(version.report)?;
            cache.clear();
            let decisions = decided.then(|| decide::sealed(sql)).transpose()?;
            for id in &ids {
                let says = log::Says {
                    what: "report.erase",
                    report: Some(id),
                    digest: decisions.as_ref().map(<[u8; 32]>::as_slice),
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
                sql.drop_judgements(*incident)?;
            }
            lines += reviews(sql, &erasing, &held, &wholes, by)?;
            Ok(Erased { versions: ids, lines, overwritten: false })
        })?;
        // Pages of the write-ahead log still hold the words until they are copied back and the log is cut.
        erased.overwritten = Sql(&self.conn).overwrite()?;
        Ok(erased)
    }
}

/// Takes what people wrote about the report out of all reviews, and writes down what is left wherever the log does not tell it
/// any more. Gives the number of lines whose words were erased.
///
/// `wholes` are the incidents as they were with the report.
fn reviews(
    sql: Sql<'_>,
    erasing: &Erasing,
    held: &BTreeSet<i64>,
    wholes: &BTreeMap<i64, Incident>,
    by: &By<'_>,
) -> Result<usize> {
    let (mut citing, mut moves) = (Vec::new(), Vec::new());
    sql.each_line(|line| {
        let cites = |t: &Option<String>| t.as_deref().is_some_and(|t| erasing.cited(t));
        if line.what.starts_with("review.") && (cites(&line.before) || cites(&line.after)) {
            citing.push(line.seq);
        }
        let moved = ["incident.join", "incident.split", "review.restore", "review.undo"];
        if let (true, Some(a), Some(b)) = (moved.contains(&line.what.as_str()), line.incident, line.other) {
            moves.push((a, b));
        }
        Ok(())
    })?;
    let mut lines = 0;
    for seq in citing {
        lines += sql.blank_line(seq)?;
    }
    // Verdicts may have gone from one incident to another.
    let mut kin = held.clone();
    loop {
        let before = kin.len();
        for (a, b) in &moves {
            if kin.contains(a) || kin.contains(b) {
                kin.extend([*a, *b]);
            }
        }
        if kin.len() == before {
            break;
        }
    }
    let mut left = Vec::new();
    for (id, review) in sql.all_reviews()? {
        let mut scrubbed = diurna_review::scrubbed(&review, erasing);
        if kin.contains(&id)
            && let Some(incident) = incident(sql, id)?
        {
            // What was accepted may be what the erased report said, unless others say it, too.
            scrubbed.fields.retain(|field, v| {
                let accepted = v.kind == VerdictKind::Accepted && v.value.is_some();
                !accepted || v.value == best(&incident, *field)
            });
            // A value that a person gave without naming evidence, and that the report alone told, was taken from it.
            if let Some(whole) = wholes.get(&id) {
                scrubbed = diurna_review::without_reports(&scrubbed, whole, &incident, &BTreeSet::new());
            }
        }
        left.push((id, scrubbed, review));
    }
    // What was split from an incident whose lines are blank now is not told any more, either: so all are compared.
    let told = review::replay(sql)?.reviews;
    for (incident, scrubbed, review) in left {
        if scrubbed == review && told.get(&sql::id(incident)) == Some(&review) {
            continue;
        }
        let says = log::Says {
            what: "review.erase",
            incident: Some(incident),
            after: Some(serde_json::to_value(&scrubbed).map_err(|e| Error::plain(e.to_string()))?),
            ..log::Says::default()
        };
        log::write(sql, by, says)?;
    }
    Ok(lines)
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
