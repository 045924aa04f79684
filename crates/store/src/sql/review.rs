//! Reviews, judgements, and the lines of the log that people page through.

use super::log::{COLUMNS, line};
use super::plain::{Row, Value};
use super::{Line, Sql};
use crate::{Error, Result};
use diurna_review::{FieldName, Judgement, Review};

fn count(limit: usize) -> Value {
    Value::Int(i64::try_from(limit).unwrap_or(i64::MAX))
}

impl Sql<'_> {
    /// What people said of an incident.
    pub(crate) fn review(self, incident: i64) -> Result<Option<Review>> {
        let rows = self.rows("SELECT body FROM review WHERE incident = ?", &[incident.into()])?;
        rows.first().map(|row| serde_json::from_str(&row.text(0)?).map_err(Error::damaged)).transpose()
    }

    pub(crate) fn put_review(self, incident: i64, review: &Review) -> Result<()> {
        let body = serde_json::to_string(review).map_err(|e| Error::plain(e.to_string()))?;
        let sql = "INSERT INTO review (incident, state, body) VALUES (?, ?, ?) \
                   ON CONFLICT (incident) DO UPDATE SET state = excluded.state, body = excluded.body";
        self.run(sql, &[incident.into(), review.state.as_str().into(), body.into()])?;
        Ok(())
    }

    pub(crate) fn drop_review(self, incident: i64) -> Result<()> {
        self.run("DELETE FROM review WHERE incident = ?", &[incident.into()])?;
        Ok(())
    }

    /// All reviews, by incident.
    pub(crate) fn all_reviews(self) -> Result<Vec<(i64, Review)>> {
        let rows = self.rows("SELECT incident, body FROM review ORDER BY incident", &[])?;
        let one = |row: &Row| Ok((row.int(0)?, serde_json::from_str(&row.text(1)?).map_err(Error::damaged)?));
        rows.iter().map(one).collect()
    }

    /// The last line about an incident; what second coders say is none of it.
    pub(crate) fn revision(self, incident: i64) -> Result<i64> {
        let sql = "SELECT max(seq) FROM log WHERE incident = ? AND what <> 'judgement'";
        let rows = self.rows(sql, &[incident.into()])?;
        Ok(rows.first().map(|row| row.maybe_int(0)).transpose()?.flatten().unwrap_or(0))
    }

    /// One line of the log.
    pub(crate) fn line(self, seq: i64) -> Result<Option<Line>> {
        let rows = self.rows(&format!("SELECT {COLUMNS} FROM log WHERE seq = ?"), &[seq.into()])?;
        rows.first().map(line).transpose()
    }

    /// The last lines before a number, the newest first.
    pub(crate) fn lines_before(self, seq: i64, limit: usize) -> Result<Vec<Line>> {
        let sql = format!("SELECT {COLUMNS} FROM log WHERE seq < ? ORDER BY seq DESC LIMIT ?");
        self.rows(&sql, &[seq.into(), count(limit)])?.iter().map(line).collect()
    }

    /// The first lines after a number, the oldest first.
    pub(crate) fn lines_after(self, seq: i64, limit: usize) -> Result<Vec<Line>> {
        let sql = format!("SELECT {COLUMNS} FROM log WHERE seq > ? ORDER BY seq LIMIT ?");
        self.rows(&sql, &[seq.into(), count(limit)])?.iter().map(line).collect()
    }

    /// Erases what one line says; its hash stays.
    pub(crate) fn blank_line(self, seq: i64) -> Result<usize> {
        let sql = "UPDATE log SET salt = NULL, before = NULL, after = NULL \
                   WHERE seq = ? AND (before IS NOT NULL OR after IS NOT NULL)";
        self.run(sql, &[seq.into()])
    }

    pub(crate) fn put_judgement(self, j: &Judgement) -> Result<()> {
        let sql = "INSERT INTO judgement (incident, coder, field, value, time) VALUES (?, ?, ?, ?, ?) \
                   ON CONFLICT (incident, coder, field) DO UPDATE SET value = excluded.value, time = excluded.time";
        let values = [
            super::key(j.incident).into(),
            j.coder.as_str().into(),
            j.field.as_str().into(),
            j.value.to_string().into(),
            j.time.as_str().into(),
        ];
        self.run(sql, &values)?;
        Ok(())
    }

    /// All judgements by incident, name of the field and coder.
    pub(crate) fn all_judgements(self) -> Result<Vec<Judgement>> {
        let sql = "SELECT incident, coder, field, value, time FROM judgement";
        let one = |row: &Row| {
            let field = row.text(2)?;
            Ok(Judgement {
                incident: super::id(row.int(0)?),
                coder: row.text(1)?,
                field: FieldName::parse(&field)
                    .ok_or_else(|| Error::damaged(format!("{field:?} is no field")))?,
                value: serde_json::from_str(&row.text(3)?).map_err(Error::damaged)?,
                time: row.text(4)?,
            })
        };
        let mut all: Vec<Judgement> = self.rows(sql, &[])?.iter().map(one).collect::<Result<_>>()?;
        // Not by the database: each has its own order of letters.
        all.sort_by(|a, b| {
            (a.incident, a.field.as_str(), &a.coder).cmp(&(b.incident, b.field.as_str(), &b.coder))
        });
        Ok(all)
    }

    /// Lets the judgements about an incident go; gives their number.
    pub(crate) fn drop_judgements(self, incident: i64) -> Result<usize> {
        self.run("DELETE FROM judgement WHERE incident = ?", &[incident.into()])
    }
}
