//! Whether everything is as the log says.

use crate::log::{Head, chained, salted};
use crate::pack::{Digest, digest, hex, inflate, report_id};
use crate::sql::{self, Sql};
use crate::{Error, Result, Store, review};
use std::collections::{BTreeMap, BTreeSet};

/// What was checked, and nothing was wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Lines of the log.
    pub lines: u64,
    /// Lines whose words were erased.
    pub erased_lines: u64,
    /// Reports that are there.
    pub reports: u64,
    /// Versions of reports, with those erased.
    pub versions: u64,
    /// Open incidents.
    pub incidents: u64,
    /// Incidents of which people said something.
    pub reviews: u64,
    /// The end of the log, to be kept elsewhere.
    pub head: Option<Head>,
}

/// What the log says of reports and incidents.
#[derive(Default)]
struct Told {
    /// Digest of the record of each report; `None` once erased.
    reports: BTreeMap<String, Option<Vec<u8>>>,
    /// Digest of each open incident.
    incidents: BTreeMap<i64, Vec<u8>>,
}

impl Store {
    /// Checks the file, the chain of the log, every digest, and that reports, incidents, reviews, judgements and the roles of users
    /// are those that the log tells of. `kept` is a head that was kept elsewhere: it must lie on the chain.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn verify(&self, kept: Option<&Head>) -> Result<Verified> {
        self.snapshot(|sql| {
            if let Some(wrong) = sql.integrity()?.first() {
                return Err(Error::damaged(wrong));
            }
            let mut told = Told::default();
            let (head, erased_lines) = chain(sql, kept, &mut told)?;
            payloads(sql)?;
            let (reports, versions) = reports(sql, &told)?;
            let incidents = incidents(sql, &told)?;
            let reviews = people(sql)?;
            let lines = head.map_or(0, |h| h.seq);
            Ok(Verified { lines, erased_lines, reports, versions, incidents, reviews, head })
        })
    }
}

fn broken(what: impl std::fmt::Display) -> Error {
    Error::new(
        format!("the log is broken: {what}"),
        "something other than Diurna has changed the file; compare with a copy, and keep this one for evidence",
    )
}

fn chain(sql: Sql<'_>, kept: Option<&Head>, told: &mut Told) -> Result<(Option<Head>, u64)> {
    let mut last: Digest = [0; 32];
    let mut head = None;
    let mut erased = 0;
    let mut met = kept.is_none();
    sql.each_line(|l| {
        let expected = head.map_or(1, |h: Head| h.seq + 1);
        if sql::id(l.seq) != expected {
            return Err(broken(format!("line {expected} is missing")));
        }
        let hash = chained(&last, &l)?;
        if hash[..] != l.hash[..] {
            return Err(broken(format!("line {expected} was changed")));
        }
        match &l.salt {
            Some(salt) => {
                for (text, sha256) in [(&l.before, &l.before_sha256), (&l.after, &l.after_sha256)] {
                    let found = text.as_ref().map(|t| salted(salt, t).to_vec());
                    if found != *sha256 {
                        return Err(broken(format!("what line {expected} tells was changed")));
                    }
                }
            }
            None => erased += u64::from(l.before_sha256.is_some() || l.after_sha256.is_some()),
        }
        last = hash;
        let here = Head { seq: expected, hash };
        head = Some(here);
        if let Some(kept) = kept.filter(|k| k.seq == expected) {
            if *kept != here {
                return Err(broken(format!("line {expected} is another than the head that was kept")));
            }
            met = true;
        }
        match (l.what.as_str(), l.report, l.incident) {
            ("report.add" | "report.version" | "report.reread", Some(report), _) => {
                told.reports.insert(report, l.digest);
            }
            ("report.erase", Some(report), _) => {
                told.reports.insert(report, None);
            }
            ("incident.new" | "incident.change" | "incident.split", _, Some(incident)) => {
                told.incidents.insert(incident, l.digest.unwrap_or_default());
            }
            ("incident.join" | "incident.end", _, Some(incident)) => {
                told.incidents.remove(&incident);
            }
            _ => {}
        }
        Ok(())
    })?;
    if !met {
        let lines = head.map_or(0, |h| h.seq);
        return Err(broken(format!("it ends at line {lines}, before the head that was kept")));
    }
    Ok((head, erased))
}

fn payloads(sql: Sql<'_>) -> Result<()> {
    sql.each_payload(|sha256, data| {
        let found = inflate(data).map(|bytes| digest(&bytes));
        match found {
            Ok(d) if d[..] == *sha256 => Ok(()),
            _ => Err(Error::damaged(format!("the bytes under sha256:{} are others", hex(sha256)))),
        }
    })
}

fn reports(sql: Sql<'_>, told: &Told) -> Result<(u64, u64)> {
    let (mut current, mut seen) = (0, BTreeSet::new());
    for v in sql.all_versions()? {
        let id = report_id(&v.raw);
        match told.reports.get(&id) {
            None => return Err(broken(format!("report {id} is not in it"))),
            Some(None) if v.erased => {}
            Some(Some(record)) if !v.erased && record[..] == v.record[..] => {}
            Some(_) => return Err(broken(format!("report {id} has another record than it tells of"))),
        }
        current += u64::from(v.current);
        seen.insert(id);
    }
    if let Some(missing) = told.reports.keys().find(|id| !seen.contains(*id)) {
        return Err(broken(format!("report {missing} is in it, but not in the database")));
    }
    if let Some(v) = sql.version_without_bytes()? {
        return Err(Error::damaged(format!("bytes of report {} are missing", report_id(&v.raw))));
    }
    Ok((current, seen.len() as u64))
}

fn incidents(sql: Sql<'_>, told: &Told) -> Result<u64> {
    let mut count = 0;
    sql.each_open(|id, body| {
        count += 1;
        let (sha256, data) = body.ok_or_else(|| Error::damaged(format!("incident {id} is missing")))?;
        if inflate(data).map_or(true, |json| digest(&json)[..] != *sha256) {
            return Err(Error::damaged(format!("incident {id} was changed")));
        }
        if told.incidents.get(&id).is_none_or(|t| t[..] != *sha256) {
            return Err(broken(format!("incident {id} is another than it tells of")));
        }
        Ok(())
    })?;
    if told.incidents.len() as u64 != count {
        return Err(broken("incidents are in it that are not in the database"));
    }
    Ok(count)
}

/// What people did: the log is read again, and must make what the tables hold.
fn people(sql: Sql<'_>) -> Result<u64> {
    let told = review::replay(sql)?;
    let reviews: BTreeMap<u64, _> =
        sql.all_reviews()?.into_iter().map(|(incident, review)| (sql::id(incident), review)).collect();
    let all: BTreeSet<&u64> = reviews.keys().chain(told.reviews.keys()).collect();
    if let Some(id) = all.into_iter().find(|id| reviews.get(id) != told.reviews.get(id)) {
        return Err(broken(format!("the review of incident {id} is another than it tells of")));
    }
    if sql.all_judgements()? != told.judgements {
        return Err(broken("the judgements of second coders are others than it tells of"));
    }
    let users: BTreeMap<String, _> = sql.users()?.into_iter().map(|u| (u.name, u.role)).collect();
    if users != told.users {
        return Err(broken("users or their roles are others than it tells of"));
    }
    Ok(reviews.len() as u64)
}
