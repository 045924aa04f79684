//! What the log tells, read once: its chain, and the state that its lines lead to.

use super::broken;
use crate::log::{DECISIONS, Head, chained, salted};
use crate::pack::{Digest, hex, unhex};
use crate::sql::{self, Line, Sql};
use crate::{Error, Result};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the log tells of reports, incidents and decisions.
#[derive(Default)]
pub(super) struct Told {
    /// The last line.
    pub(super) head: Option<Head>,
    /// Lines whose words were erased.
    pub(super) erased: u64,
    /// By the id of the version.
    pub(super) reports: BTreeMap<String, Version>,
    /// By id.
    pub(super) incidents: BTreeMap<i64, Fate>,
    pub(super) decisions: Decisions,
    blanks: Blanks,
}

/// A version of a report.
#[derive(Default)]
pub(super) struct Version {
    /// Digest of its record; `None` once erased.
    pub(super) record: Option<Vec<u8>>,
    /// When it was added.
    pub(super) added: String,
    /// Where it came from, where the log still tells.
    pub(super) source: Option<String>,
    /// The first version of the same report.
    pub(super) first: String,
    /// No newer version has come.
    pub(super) current: bool,
    /// Digests of the records of earlier readings, in hexadecimal digits, oldest first.
    pub(super) readings: Vec<Option<String>>,
}

/// What became of an incident.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Open, with the digest of its body.
    Open(Vec<u8>),
    Joined(i64),
    Ended,
}

/// What is known of the table of decisions.
#[derive(Default)]
pub(super) enum Decisions {
    /// Nobody ever decided anything.
    #[default]
    None,
    /// An older program changed it last and told no digest.
    Untold,
    /// Its digest.
    Sealed(Vec<u8>),
}

/// Lines whose words are gone, and what explains that.
#[derive(Default)]
struct Blanks {
    lines: Vec<(u64, About)>,
    /// Steps that erased: the first and the last line of each, in order.
    steps: Vec<(u64, u64)>,
    /// Who took the last of these steps, and when.
    by: (String, String),
    /// The lines that erased a version.
    erased: BTreeMap<String, u64>,
    /// First line of each incident that still has its words.
    worded: BTreeMap<i64, u64>,
}

enum About {
    Report(String),
    Incident(i64),
    /// Of a review: only the lines that spoke of the report were erased.
    Review,
    Other,
}

/// Reads the log and checks its chain.
pub(super) fn read(sql: Sql<'_>, kept: Option<&Head>) -> Result<Told> {
    let mut told = Told::default();
    let mut last: Digest = [0; 32];
    let mut met = kept.is_none();
    sql.each_line(|l| {
        let expected = told.head.map_or(1, |h: Head| h.seq + 1);
        if sql::id(l.seq) != expected {
            return Err(broken(format!("line {expected} is missing")));
        }
        let hash = chained(&last, &l)?;
        if hash[..] != l.hash[..] {
            return Err(broken(format!("line {expected} was changed")));
        }
        if let Some(salt) = &l.salt {
            for (text, sha256) in [(&l.before, &l.before_sha256), (&l.after, &l.after_sha256)] {
                if text.as_ref().map(|t| salted(salt, t).to_vec()) != *sha256 {
                    return Err(broken(format!("what line {expected} tells was changed")));
                }
            }
        }
        last = hash;
        let here = Head { seq: expected, hash };
        told.head = Some(here);
        if let Some(kept) = kept.filter(|k| k.seq == expected) {
            if *kept != here {
                return Err(broken(format!("line {expected} is another than the head that was kept")));
            }
            met = true;
        }
        told.blanks.follow(&l, expected, &mut told.erased);
        told.follow(l)
    })?;
    if !met {
        let lines = told.head.map_or(0, |h| h.seq);
        return Err(broken(format!("it ends at line {lines}, before the head that was kept")));
    }
    if let Some(seq) = told.blanks.unexplained() {
        return Err(broken(format!("what line {seq} tells is gone, and no line tells that it was erased")));
    }
    Ok(told)
}

impl Told {
    fn follow(&mut self, l: Line) -> Result<()> {
        match (l.what.as_str(), &l.report, l.incident) {
            ("report.add" | "report.version", Some(report), _) => {
                let (before, after) = (json(&l.before)?, json(&l.after)?);
                let text = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).map(String::from);
                let earlier = before.as_ref().and_then(|b| text(b, "report"));
                let mut first = report.clone();
                if let Some(earlier) = earlier.and_then(|id| self.reports.get_mut(&id)) {
                    earlier.current = false;
                    first.clone_from(&earlier.first);
                }
                let source = after.as_ref().and_then(|a| text(a, "source"));
                let version = Version {
                    record: l.digest,
                    added: l.time,
                    source,
                    first,
                    current: true,
                    readings: Vec::new(),
                };
                self.reports.insert(report.clone(), version);
                self.carried(after.as_ref());
            }
            ("report.reread", Some(report), _) => {
                let (before, after) = (json(&l.before)?, json(&l.after)?);
                let version = self.reports.entry(report.clone()).or_default();
                version.record = l.digest;
                let was = before.as_ref().and_then(|b| b.get("record")?.as_str().map(String::from));
                version.readings.push(was);
                self.carried(after.as_ref());
            }
            ("report.erase", Some(report), _) => {
                let version = self.reports.entry(report.clone()).or_default();
                (version.record, version.current) = (None, false);
                version.readings.clear();
                match (l.digest, &self.decisions) {
                    (Some(digest), _) => self.decisions = Decisions::Sealed(digest),
                    (None, Decisions::None) => {}
                    (None, _) => self.decisions = Decisions::Untold,
                }
            }
            ("decision", ..) => self.decisions = l.digest.map_or(Decisions::Untold, Decisions::Sealed),
            ("incident.new" | "incident.change" | "incident.split", _, Some(incident)) => {
                self.incidents.insert(incident, Fate::Open(l.digest.unwrap_or_default()));
            }
            ("incident.join", _, Some(incident)) => {
                self.incidents.insert(incident, l.other.map_or(Fate::Ended, Fate::Joined));
            }
            ("incident.end", _, Some(incident)) => {
                self.incidents.insert(incident, Fate::Ended);
            }
            _ => {}
        }
        Ok(())
    }

    /// Decisions about events of an earlier version or reading have gone over to those of a newer.
    fn carried(&mut self, after: Option<&Value>) {
        let digest = after.and_then(|a| a.get(DECISIONS)?.as_str().and_then(unhex));
        if let Some(digest) = digest {
            self.decisions = Decisions::Sealed(digest.to_vec());
        }
    }
}

impl Blanks {
    fn follow(&mut self, l: &Line, seq: u64, erased: &mut u64) {
        let by = (l.who.clone(), l.time.clone());
        let follows = self.steps.last().is_some_and(|(_, last)| last + 1 == seq) && self.by == by;
        let erases = l.what == "report.erase";
        if follows && (erases || l.what.starts_with("incident.") || l.what == "review.erase") {
            if let Some((_, last)) = self.steps.last_mut() {
                *last = seq;
            }
        } else if erases {
            self.steps.push((seq, seq));
            self.by = by;
        }
        if let (true, Some(report)) = (erases, &l.report) {
            self.erased.insert(report.clone(), seq);
        }
        if l.salt.is_some() {
            if let Some(incident) = l.incident {
                self.worded.entry(incident).or_insert(seq);
            }
        } else if l.before_sha256.is_some() || l.after_sha256.is_some() {
            *erased += 1;
            let about = match (&l.report, l.incident) {
                (Some(report), _) => About::Report(report.clone()),
                (None, Some(_)) if l.what.starts_with("review.") => About::Review,
                (None, Some(incident)) => About::Incident(incident),
                (None, None) => About::Other,
            };
            self.lines.push((seq, about));
        }
    }

    /// The first line whose words no erasure took: one takes those of a report, and all those of every incident that held it,
    /// till its own step ends.
    fn unexplained(&self) -> Option<u64> {
        let explained = |(seq, about): &&(u64, About)| {
            let step = self.steps.iter().find(|(_, last)| last >= seq);
            match about {
                About::Report(report) => self.erased.get(report).is_some_and(|at| at > seq),
                About::Review => step.is_some(),
                About::Incident(incident) => {
                    step.is_some_and(|(first, _)| self.worded.get(incident).is_none_or(|at| at >= first))
                }
                About::Other => false,
            }
        };
        self.lines.iter().find(|line| !explained(line)).map(|(seq, _)| *seq)
    }
}

fn json(text: &Option<String>) -> Result<Option<Value>> {
    text.as_deref().map(serde_json::from_str).transpose().map_err(Error::damaged)
}

impl Version {
    /// Whether a digest is that of the earlier reading of that number, from 1.
    pub(super) fn is_reading(&self, nth: i64, record: &[u8]) -> bool {
        let told = usize::try_from(nth - 1).ok().and_then(|at| self.readings.get(at));
        told.is_some_and(|t| t.as_deref().is_none_or(|t| *t == hex(record)))
    }
}
