//! The log: who changed what and when, each line chained to the one before.

use crate::pack::{Digest, digest, hex, random, unhex};
use crate::sql::{Line, Sql};
use crate::{Error, Result, review};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

/// Who does something, and when.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Name of a person or program.
    pub who: &'a str,
    /// The moment, in UTC.
    pub time: Timestamp,
}

/// The end of the log at some moment. Kept elsewhere, it shows later that nothing before it was changed or cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of lines.
    pub seq: u64,
    /// Hash of the last.
    pub hash: [u8; 32],
}

impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.seq, hex(&self.hash))
    }
}

impl std::str::FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let head = text
            .trim()
            .split_once(':')
            .and_then(|(seq, hash)| Some(Self { seq: seq.parse().ok()?, hash: unhex(hash)? }));
        head.ok_or_else(|| "not a head; it is a number, a colon and 64 hexadecimal digits".to_string())
    }
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Number of the line, from 1.
    pub seq: u64,
    /// When, ISO 8601 in UTC.
    pub time: String,
    /// Who.
    pub who: String,
    /// What: `report.add`, `report.version`, `report.reread`, `report.erase`, `incident.new`, `incident.change`, `incident.join`,
    /// `incident.split`, `incident.end`, `decision`; `review.` and the name of an action, `review.restore`, `review.erase`;
    /// `judgement`; `user.add`, `user.role`, `user.password`, `user.remove`, `token.add`, `token.remove`.
    pub what: String,
    /// Id of the report that it is about.
    pub report: Option<String>,
    /// Id of the incident that it is about.
    pub incident: Option<u64>,
    /// The incident that it was joined into or split from.
    pub other: Option<u64>,
    /// What was there before; `null` where nothing was or where it was erased.
    pub before: Option<Value>,
    /// What is there now.
    pub after: Option<Value>,
    /// What was there before and now has been erased.
    pub erased: bool,
}

impl TryFrom<Line> for Entry {
    type Error = Error;

    fn try_from(l: Line) -> Result<Self> {
        let erased = l.salt.is_none() && (l.before_sha256.is_some() || l.after_sha256.is_some());
        let json =
            |t: Option<String>| t.map(|t| serde_json::from_str(&t).map_err(Error::damaged)).transpose();
        Ok(Self {
            seq: l.seq.unsigned_abs(),
            time: l.time,
            who: l.who,
            what: l.what,
            report: l.report,
            incident: l.incident.map(i64::unsigned_abs),
            other: l.other.map(i64::unsigned_abs),
            before: json(l.before)?,
            after: json(l.after)?,
            erased,
        })
    }
}

/// Key of a line under which it tells the digest of all decisions, where they followed the events of a report.
pub(crate) const DECISIONS: &str = "decisions";

/// What a new line says.
#[derive(Debug, Default)]
pub(crate) struct Says<'a> {
    pub(crate) what: &'a str,
    pub(crate) report: Option<&'a str>,
    pub(crate) incident: Option<i64>,
    pub(crate) other: Option<i64>,
    pub(crate) digest: Option<&'a [u8]>,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
}

/// Appends a line, and does to reviews what it says. Gives its number.
pub(crate) fn write(sql: Sql<'_>, by: &By<'_>, says: Says<'_>) -> Result<i64> {
    let (last, before) = sql.head()?.unwrap_or((0, [0; 32]));
    let (was, is) = (says.before.clone(), says.after.clone());
    let mut line = Line {
        seq: last + 1,
        time: time(by.time),
        who: by.who.to_string(),
        what: says.what.to_string(),
        report: says.report.map(String::from),
        incident: says.incident,
        other: says.other,
        digest: says.digest.map(<[u8]>::to_vec),
        before: says.before.map(|v| v.to_string()),
        after: says.after.map(|v| v.to_string()),
        ..Line::default()
    };
    if line.before.is_some() || line.after.is_some() {
        // So that nobody can guess what was erased.
        let salt = random::<16>()?;
        line.before_sha256 = line.before.as_ref().map(|t| salted(&salt, t).to_vec());
        line.after_sha256 = line.after.as_ref().map(|t| salted(&salt, t).to_vec());
        line.salt = Some(salt.to_vec());
    }
    line.hash = chained(&before, &line)?.to_vec();
    sql.append(&line)?;
    review::follow(&mut review::Tables(sql), &line, was.as_ref(), is.as_ref())?;
    Ok(line.seq)
}

/// A moment as the log writes it.
pub(crate) fn time(t: Timestamp) -> String {
    t.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Once the salt is erased, nobody can try out what stood there.
pub(crate) fn salted(salt: &[u8], text: &str) -> Digest {
    digest(&[salt, text.as_bytes()].concat())
}

/// The hash of a line: over the hash before it and all that it says, payloads by their digests.
pub(crate) fn chained(before: &Digest, l: &Line) -> Result<Digest> {
    let optional = |d: &Option<Vec<u8>>| d.as_ref().map(|d| hex(d));
    let text = serde_json::to_string(&(
        (l.seq, &l.time, &l.who, &l.what),
        (&l.report, l.incident, l.other),
        (optional(&l.digest), optional(&l.before_sha256), optional(&l.after_sha256)),
    ));
    let text = text.map_err(|e| Error::plain(e.to_string()))?;
    Ok(digest(&[&before[..], text.as_bytes()].concat()))
}
