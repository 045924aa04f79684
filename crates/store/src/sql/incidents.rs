//! Incidents and the columns by which they are found.

use super::Sql;
use crate::{Error, Filter, Result};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params, params_from_iter};

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

impl Sql<'_> {
    /// An id that was never given before, and will be.
    pub(crate) fn next_incident(self) -> Result<i64> {
        let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'incident'";
        let last: Option<i64> = self.0.prepare_cached(sql)?.query_row([], |r| r.get(0)).optional()?;
        Ok(last.unwrap_or(0) + 1)
    }

    pub(crate) fn put_incident(self, id: i64, c: &Columns, sha256: &[u8], body: &[u8]) -> Result<()> {
        let sql = "INSERT INTO incident (id, state, type, country, day_from, day_to, killed, differs, score) \
                   VALUES (?, 'open', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = 'open', \
                   redirect = NULL, type = excluded.type, country = excluded.country, day_from = excluded.day_from, \
                   day_to = excluded.day_to, killed = excluded.killed, differs = excluded.differs, \
                   score = excluded.score";
        self.0
            .prepare_cached(sql)?
            .execute(params![id, c.root, c.country, c.from, c.to, c.killed, c.differs, c.score])?;
        let sql = "INSERT OR REPLACE INTO incident_body (id, sha256, data) VALUES (?, ?, ?)";
        self.0.prepare_cached(sql)?.execute(params![id, sha256, body])?;
        Ok(())
    }

    /// Marks an id as joined into another, or as ended. The row stays, so that the id is never given again.
    pub(crate) fn close_incident(self, id: i64, into: Option<i64>) -> Result<()> {
        self.0.prepare_cached("DELETE FROM incident_body WHERE id = ?")?.execute([id])?;
        let sql = "UPDATE incident SET state = ?, redirect = ?, type = NULL, country = NULL, day_from = NULL, \
                   day_to = NULL, killed = NULL, differs = 0, score = NULL WHERE id = ?";
        let state = if into.is_some() { "joined" } else { "ended" };
        self.0.prepare_cached(sql)?.execute(params![state, into, id])?;
        Ok(())
    }

    pub(crate) fn state(self, id: i64) -> Result<Option<State>> {
        let mut q = self.0.prepare_cached("SELECT state, redirect FROM incident WHERE id = ?")?;
        let row =
            q.query_row([id], |r| Ok((r.get::<_, String>(0)?, r.get::<_, Option<i64>>(1)?))).optional()?;
        row.map(|(state, redirect)| match (state.as_str(), redirect) {
            ("open", _) => Ok(State::Open),
            ("joined", Some(into)) => Ok(State::Joined(into)),
            ("ended", _) => Ok(State::Ended),
            _ => Err(Error::damaged(format!("incident {id} is neither open nor joined nor ended"))),
        })
        .transpose()
    }

    /// The deflated JSON of an incident with its digest.
    pub(crate) fn body(self, id: i64) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
        let mut q = self.0.prepare_cached("SELECT sha256, data FROM incident_body WHERE id = ?")?;
        Ok(q.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional()?)
    }

    /// The ids that lead to this one over redirects.
    pub(crate) fn joined_into(self, id: i64) -> Result<Vec<i64>> {
        let mut q = self.0.prepare_cached("SELECT id FROM incident WHERE redirect = ?")?;
        let mut out = Vec::new();
        let mut open = vec![id];
        while let Some(into) = open.pop() {
            let found: Vec<i64> = q.query_map([into], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
            open.extend(&found);
            out.extend(found);
        }
        Ok(out)
    }

    /// The ids of all open incidents.
    pub(crate) fn open_incidents(self) -> Result<Vec<i64>> {
        let mut q = self.0.prepare("SELECT id FROM incident WHERE state = 'open' ORDER BY id")?;
        let rows = q.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
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
        if let Some(words) = f.text.as_deref().map(query).filter(|q| !q.is_empty()) {
            let sql = "id IN (SELECT event.incident FROM words JOIN event ON event.version = words.rowid \
                       WHERE words MATCH ?)";
            of.push(sql.to_string());
            values.push(words.into());
        }
        let of = of.join(" AND ");
        let sql = format!("SELECT id FROM incident WHERE {of} ORDER BY day_from IS NULL, day_from DESC, id");
        let mut q = self.0.prepare_cached(&sql)?;
        let rows = q.query_map(params_from_iter(values), |r| r.get(0))?;
        let mut ids: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
        let all = ids.len() as u64;
        if let Some(limit) = f.limit {
            ids.truncate(limit);
        }
        Ok((ids, all))
    }
}

/// A person's words as a query: all of them, "several words" beside each other, and word* for a beginning.
fn query(text: &str) -> String {
    let mut out = Vec::new();
    for (i, part) in text.split('"').enumerate() {
        if i % 2 == 1 {
            out.push((part.to_string(), false));
        } else {
            out.extend(part.split_whitespace().map(|w| match w.strip_suffix('*') {
                Some(start) => (start.to_string(), true),
                None => (w.to_string(), false),
            }));
        }
    }
    let has_word = |w: &str| w.chars().any(char::is_alphanumeric);
    let out = out.into_iter().filter(|(w, _)| has_word(w));
    out.map(|(w, begins)| format!("\"{w}\"{}", if begins { " *" } else { "" })).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::query;

    #[test]
    fn no_query_is_wrong() {
        assert_eq!(query("al-Shabaab bus*"), "\"al-Shabaab\" \"bus\" *");
        assert_eq!(query("\"suicide bomber\" Kabul"), "\"suicide bomber\" \"Kabul\"");
        assert_eq!(query("NOT OR (x"), "\"NOT\" \"OR\" \"(x\"");
        assert_eq!(query("- \" * "), "");
    }
}
