//! Incidents and the columns by which they are found.

use super::plain::{Row, Value};
use super::words::phrases;
use super::{Sql, together};
use crate::{Error, Filter, Result};
use std::collections::BTreeMap;

/// What the filters ask of an incident.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    pub(crate) root: String,
    pub(crate) country: Option<String>,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) killed: Option<u32>,
    pub(crate) differs: bool,
    pub(crate) score: f64,
    /// Latitude and longitude.
    pub(crate) at: Option<(f64, f64)>,
}

/// What became of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    /// Joined into another.
    Joined(i64),
    /// All its events are gone.
    Ended,
}

/// An incident as it is listed.
#[derive(Debug)]
pub(crate) struct IncidentRow {
    pub(crate) id: i64,
    pub(crate) state: String,
    pub(crate) redirect: Option<i64>,
    /// All but the place, which only a server keeps.
    pub(crate) columns: Columns,
}

fn incident_row(r: &Row) -> Result<IncidentRow> {
    let columns = Columns {
        root: r.maybe_text(5)?.unwrap_or_default(),
        country: r.maybe_text(6)?,
        from: r.maybe_text(7)?,
        to: r.maybe_text(8)?,
        killed: r.maybe_int(9)?.map(|n| u32::try_from(n).map_err(Error::damaged)).transpose()?,
        differs: r.flag(10)?,
        score: r.maybe_real(11)?.unwrap_or_default(),
        at: None,
    };
    Ok(IncidentRow { id: r.int(0)?, state: r.text(3)?, redirect: r.maybe_int(4)?, columns })
}

// A server keeps the place as a point on the globe, for programs that draw maps.
const PUT_LITE: &str = "\
    INSERT INTO incident (id, state, type, country, day_from, day_to, killed, differs, score) \
    VALUES (?, 'open', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = 'open', redirect = NULL, \
    type = excluded.type, country = excluded.country, day_from = excluded.day_from, day_to = excluded.day_to, \
    killed = excluded.killed, differs = excluded.differs, score = excluded.score";
const PUT_POST: &str = "\
    INSERT INTO incident (id, state, type, country, day_from, day_to, killed, differs, score, place) \
    VALUES (?, 'open', ?, ?, ?, ?, ?, ?, ?, ST_SetSRID(ST_MakePoint(?, ?), 4326)::geography) \
    ON CONFLICT (id) DO UPDATE SET state = 'open', redirect = NULL, \
    type = excluded.type, country = excluded.country, day_from = excluded.day_from, day_to = excluded.day_to, \
    killed = excluded.killed, differs = excluded.differs, score = excluded.score, place = excluded.place";
const CLOSE_LITE: &str = "\
    UPDATE incident SET state = ?, redirect = ?, type = NULL, country = NULL, day_from = NULL, day_to = NULL, \
    killed = NULL, differs = 0, score = NULL WHERE id = ?";
const CLOSE_POST: &str = "\
    UPDATE incident SET state = ?, redirect = ?, type = NULL, country = NULL, day_from = NULL, day_to = NULL, \
    killed = NULL, differs = 0, score = NULL, place = NULL WHERE id = ?";

impl Sql<'_> {
    /// An id that was never given before, and will be: rows of incidents are never taken away.
    pub(crate) fn next_incident(self) -> Result<i64> {
        self.one("SELECT coalesce(max(id), 0) + 1 FROM incident", &[])?.int(0)
    }

    pub(crate) fn put_incident(self, id: i64, c: &Columns, sha256: &[u8], body: &[u8]) -> Result<()> {
        let mut values: Vec<Value> = vec![
            id.into(),
            c.root.as_str().into(),
            c.country.as_deref().into(),
            c.from.as_deref().into(),
            c.to.as_deref().into(),
            c.killed.map(i64::from).into(),
            c.differs.into(),
            c.score.into(),
        ];
        if self.is_post() {
            let (lat, lon) = c.at.unzip();
            values.extend([lon.into(), lat.into()]);
        }
        self.run(self.either(PUT_LITE, PUT_POST), &values)?;
        let sql = "INSERT INTO incident_body (id, sha256, data) VALUES (?, ?, ?) \
                   ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256, data = excluded.data";
        self.run(sql, &[id.into(), sha256.into(), body.into()])?;
        Ok(())
    }

    /// Marks an id as joined into another, or as ended. The row stays, so that the id is never given again.
    pub(crate) fn close_incident(self, id: i64, into: Option<i64>) -> Result<()> {
        self.run("DELETE FROM incident_body WHERE id = ?", &[id.into()])?;
        let state = if into.is_some() { "joined" } else { "ended" };
        self.run(self.either(CLOSE_LITE, CLOSE_POST), &[state.into(), into.into(), id.into()])?;
        Ok(())
    }

    pub(crate) fn state(self, id: i64) -> Result<Option<State>> {
        let Some(row) = self.row("SELECT state, redirect FROM incident WHERE id = ?", &[id.into()])? else {
            return Ok(None);
        };
        match (row.text(0)?.as_str(), row.maybe_int(1)?) {
            ("open", _) => Ok(Some(State::Open)),
            ("joined", Some(into)) => Ok(Some(State::Joined(into))),
            ("ended", _) => Ok(Some(State::Ended)),
            _ => Err(Error::damaged(format!("incident {id} is neither open nor joined nor ended"))),
        }
    }

    /// The deflated JSON of an incident with its digest.
    pub(crate) fn body(self, id: i64) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
        let row = self.row("SELECT sha256, data FROM incident_body WHERE id = ?", &[id.into()])?;
        row.map(|r| Ok((r.blob(0)?, r.blob(1)?))).transpose()
    }

    /// The deflated JSON of at most [`super::TOGETHER`] incidents; what is missing is left out.
    pub(crate) fn bodies(self, ids: &[i64]) -> Result<BTreeMap<i64, Vec<u8>>> {
        let (places, values) = together(ids);
        let sql = format!("SELECT id, data FROM incident_body WHERE id IN ({places})");
        self.rows(&sql, &values)?.iter().map(|r| Ok((r.int(0)?, r.blob(1)?))).collect()
    }

    /// The incidents that each of at most [`super::TOGETHER`] answers.
    pub(crate) fn answers_of(self, ids: &[i64]) -> Result<BTreeMap<i64, Vec<i64>>> {
        let (places, values) = together(ids);
        let sql = format!(
            "SELECT DISTINCT a.incident, b.incident FROM event a JOIN answer ON answer.event = a.id \
             JOIN event b ON b.id = answer.answers WHERE a.incident IN ({places}) \
             AND b.incident IS NOT NULL AND b.incident <> a.incident ORDER BY 1, 2"
        );
        let mut answers = BTreeMap::<i64, Vec<i64>>::new();
        for row in self.rows(&sql, &values)? {
            answers.entry(row.int(0)?).or_default().push(row.int(1)?);
        }
        Ok(answers)
    }

    /// The ids that lead to this one over redirects.
    pub(crate) fn joined_into(self, id: i64) -> Result<Vec<i64>> {
        let mut out = Vec::new();
        let mut open = vec![id];
        while let Some(into) = open.pop() {
            let found =
                self.ints("SELECT id FROM incident WHERE redirect = ? ORDER BY id", &[into.into()])?;
            open.extend(&found);
            out.extend(found);
        }
        Ok(out)
    }

    /// Every incident as it is listed; and the digest and the deflated JSON of its body, if it has one.
    pub(crate) fn each_incident_row(
        self,
        mut take: impl FnMut(IncidentRow, Option<(&[u8], &[u8])>) -> Result<()>,
    ) -> Result<()> {
        let sql = "SELECT i.id, b.sha256, b.data, i.state, i.redirect, i.type, i.country, i.day_from, i.day_to, \
                   i.killed, i.differs, i.score FROM incident i LEFT JOIN incident_body b ON b.id = i.id \
                   ORDER BY i.id";
        self.each(sql, &[], |r| {
            let body = if r.is_null(1) { None } else { Some((r.bytes(1)?, r.bytes(2)?)) };
            take(incident_row(&r)?, body)
        })
    }

    /// The incidents that a filter lets through, the latest first; and how many there are without the limit.
    pub(crate) fn find(self, f: &Filter) -> Result<(Vec<i64>, u64)> {
        let mut of = vec!["state = 'open'".to_string()];
        let mut values: Vec<Value> = Vec::new();
        let mut ask = |sql: &str, value: Value| {
            of.push(sql.to_string());
            values.push(value);
        };
        if let Some(day) = f.since {
            ask("day_to >= ?", day.to_string().into());
        }
        if let Some(day) = f.until {
            ask("day_from <= ?", day.to_string().into());
        }
        if let Some(country) = &f.country {
            ask("country = ?", country.clone().into());
        }
        if let Some(root) = f.root {
            ask("type = ?", root.as_str().to_string().into());
        }
        if let Some(n) = f.min_killed {
            ask("killed >= ?", i64::from(n).into());
        }
        if let Some(score) = f.min_score {
            ask("score >= ?", score.into());
        }
        if f.disagreeing {
            of.push("differs = 1".to_string());
        }
        let words = f.text.as_deref().map(phrases).unwrap_or_default();
        if !words.is_empty() {
            let (sql, asked) = self.reports_with(&words)?;
            of.push(format!("id IN (SELECT event.incident FROM words JOIN event ON event.version = {sql})"));
            values.extend(asked);
        }
        let of = of.join(" AND ");
        let sql = format!("SELECT id FROM incident WHERE {of} ORDER BY day_from IS NULL, day_from DESC, id");
        let mut ids = self.ints(&sql, &values)?;
        let all = ids.len() as u64;
        if let Some(limit) = f.limit {
            ids.truncate(limit);
        }
        Ok((ids, all))
    }
}
