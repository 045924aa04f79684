//! Lines of the log.

use super::{Sql, fixed};
use crate::Result;
use crate::pack::Digest;
use rusqlite::{OptionalExtension, Row, params};

/// One line of the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) seq: i64,
    pub(crate) time: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) report: Option<String>,
    pub(crate) incident: Option<i64>,
    pub(crate) other: Option<i64>,
    pub(crate) digest: Option<Vec<u8>>,
    pub(crate) before_sha256: Option<Vec<u8>>,
    pub(crate) after_sha256: Option<Vec<u8>>,
    pub(crate) hash: Vec<u8>,
    pub(crate) salt: Option<Vec<u8>>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

const COLUMNS: &str = "seq, time, who, what, report, incident, other, digest, before_sha256, after_sha256, hash, \
                       salt, before, after";

fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        seq: row.get(0)?,
        time: row.get(1)?,
        who: row.get(2)?,
        what: row.get(3)?,
        report: row.get(4)?,
        incident: row.get(5)?,
        other: row.get(6)?,
        digest: row.get(7)?,
        before_sha256: row.get(8)?,
        after_sha256: row.get(9)?,
        hash: row.get(10)?,
        salt: row.get(11)?,
        before: row.get(12)?,
        after: row.get(13)?,
    })
}

impl Sql<'_> {
    /// The last line's number and hash.
    pub(crate) fn head(self) -> Result<Option<(i64, Digest)>> {
        let mut q = self.0.prepare_cached("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")?;
        let row = q.query_row([], |r| Ok((r.get(0)?, r.get::<_, Vec<u8>>(1)?))).optional()?;
        row.map(|(seq, hash)| Ok((seq, fixed(&hash)?))).transpose()
    }

    /// Sixteen bytes that nobody can guess.
    pub(crate) fn salt(self) -> Result<Vec<u8>> {
        Ok(self.0.prepare_cached("SELECT randomblob(16)")?.query_row([], |r| r.get(0))?)
    }

    pub(crate) fn append(self, l: &Line) -> Result<()> {
        let sql = format!("INSERT INTO log ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        self.0.prepare_cached(&sql)?.execute(params![
            l.seq,
            l.time,
            l.who,
            l.what,
            l.report,
            l.incident,
            l.other,
            l.digest,
            l.before_sha256,
            l.after_sha256,
            l.hash,
            l.salt,
            l.before,
            l.after
        ])?;
        Ok(())
    }

    /// Every line in order.
    pub(crate) fn each_line(self, mut take: impl FnMut(Line) -> Result<()>) -> Result<()> {
        let mut q = self.0.prepare(&format!("SELECT {COLUMNS} FROM log ORDER BY seq"))?;
        let mut rows = q.query([])?;
        while let Some(row) = rows.next()? {
            take(line(row)?)?;
        }
        Ok(())
    }

    /// The lines of one incident.
    pub(crate) fn lines_of_incident(self, incident: i64) -> Result<Vec<Line>> {
        let sql = format!("SELECT {COLUMNS} FROM log WHERE incident = ? ORDER BY seq");
        let mut q = self.0.prepare_cached(&sql)?;
        let lines = q.query_map([incident], line)?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// The lines of one report.
    pub(crate) fn lines_of_report(self, report: &str) -> Result<Vec<Line>> {
        let sql = format!("SELECT {COLUMNS} FROM log WHERE report = ? ORDER BY seq");
        let mut q = self.0.prepare_cached(&sql)?;
        let lines = q.query_map([report], line)?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// The lines about incidents after a number and not before a time.
    pub(crate) fn lines_since(self, seq: i64, time: &str) -> Result<Vec<Line>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM log WHERE seq > ? AND time >= ? AND incident IS NOT NULL ORDER BY seq"
        );
        let mut q = self.0.prepare_cached(&sql)?;
        let lines = q.query_map(params![seq, time], line)?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// The incidents whose lines speak of a report.
    pub(crate) fn incidents_that_held(self, report: &str) -> Result<Vec<i64>> {
        let sql = "SELECT DISTINCT incident FROM log WHERE incident IS NOT NULL \
                   AND (instr(after, ?1) > 0 OR instr(before, ?1) > 0) ORDER BY incident";
        let mut q = self.0.prepare(sql)?;
        let found = q.query_map([report], |r| r.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Erases what the lines of a report or an incident say; their hashes stay.
    pub(crate) fn blank_lines(self, report: Option<&str>, incident: Option<i64>) -> Result<usize> {
        let sql = "UPDATE log SET salt = NULL, before = NULL, after = NULL \
                   WHERE (report = ?1 OR incident = ?2) AND (before IS NOT NULL OR after IS NOT NULL)";
        Ok(self.0.prepare_cached(sql)?.execute(params![report, incident])?)
    }
}
