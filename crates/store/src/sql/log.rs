//! Lines of the log.

use super::plain::Row;
use super::{Connection, Sql, fixed};
use crate::Result;
use crate::pack::Digest;

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

pub(super) const COLUMNS: &str = "seq, time, who, what, report, incident, other, digest, before_sha256, after_sha256, hash, \
                       salt, before, after";

pub(super) fn line(row: &Row) -> Result<Line> {
    Ok(Line {
        seq: row.int(0)?,
        time: row.text(1)?,
        who: row.text(2)?,
        what: row.text(3)?,
        report: row.maybe_text(4)?,
        incident: row.maybe_int(5)?,
        other: row.maybe_int(6)?,
        digest: row.maybe_blob(7)?,
        before_sha256: row.maybe_blob(8)?,
        after_sha256: row.maybe_blob(9)?,
        hash: row.blob(10)?,
        salt: row.maybe_blob(11)?,
        before: row.maybe_text(12)?,
        after: row.maybe_text(13)?,
    })
}

impl Sql<'_> {
    /// The last line's number and hash.
    pub(crate) fn head(self) -> Result<Option<(i64, Digest)>> {
        // What this step wrote itself is the end of it: nobody else writes meanwhile.
        if let Connection::Post(post) = self.0
            && let Some(end) = post.end_of_log()?
        {
            return Ok(Some(end));
        }
        let row = self.row("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1", &[])?;
        row.map(|r| Ok((r.int(0)?, fixed(r.bytes(1)?)?))).transpose()
    }

    pub(crate) fn append(self, l: &Line) -> Result<()> {
        let sql = format!("INSERT INTO log ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        let values = [
            l.seq.into(),
            l.time.as_str().into(),
            l.who.as_str().into(),
            l.what.as_str().into(),
            l.report.as_deref().into(),
            l.incident.into(),
            l.other.into(),
            l.digest.as_deref().into(),
            l.before_sha256.as_deref().into(),
            l.after_sha256.as_deref().into(),
            l.hash.as_slice().into(),
            l.salt.as_deref().into(),
            l.before.as_deref().into(),
            l.after.as_deref().into(),
        ];
        self.run(&sql, &values)?;
        if let Connection::Post(post) = self.0 {
            post.wrote((l.seq, fixed(&l.hash)?))?;
        }
        Ok(())
    }

    /// Every line in order.
    pub(crate) fn each_line(self, mut take: impl FnMut(Line) -> Result<()>) -> Result<()> {
        self.each(&format!("SELECT {COLUMNS} FROM log ORDER BY seq"), &[], |row| take(line(&row)?))
    }

    /// The lines of one incident.
    pub(crate) fn lines_of_incident(self, incident: i64) -> Result<Vec<Line>> {
        let sql = format!("SELECT {COLUMNS} FROM log WHERE incident = ? ORDER BY seq");
        self.rows(&sql, &[incident.into()])?.iter().map(line).collect()
    }

    /// The lines of one report.
    pub(crate) fn lines_of_report(self, report: &str) -> Result<Vec<Line>> {
        let sql = format!("SELECT {COLUMNS} FROM log WHERE report = ? ORDER BY seq");
        self.rows(&sql, &[report.into()])?.iter().map(line).collect()
    }

    /// The lines about incidents after a number and not before a time.
    pub(crate) fn lines_since(self, seq: i64, time: &str) -> Result<Vec<Line>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM log WHERE seq > ? AND time >= ? AND incident IS NOT NULL ORDER BY seq"
        );
        self.rows(&sql, &[seq.into(), time.into()])?.iter().map(line).collect()
    }

    /// The incidents whose lines speak of a report, by its id, which no wildcard can stand in.
    pub(crate) fn incidents_that_held(self, report: &str) -> Result<Vec<i64>> {
        let sql = "SELECT DISTINCT incident FROM log WHERE incident IS NOT NULL \
                   AND (after LIKE ?1 OR before LIKE ?1) ORDER BY incident";
        self.ints(sql, &[format!("%{report}%").into()])
    }

    /// Erases what the lines of a report or an incident say; their hashes stay.
    pub(crate) fn blank_lines(self, report: Option<&str>, incident: Option<i64>) -> Result<usize> {
        let sql = "UPDATE log SET salt = NULL, before = NULL, after = NULL \
                   WHERE (report = ?1 OR incident = ?2) AND (before IS NOT NULL OR after IS NOT NULL)";
        self.run(sql, &[report.into(), incident.into()])
    }
}
