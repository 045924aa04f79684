//! Events, what they are compared by, and decisions about them.

use super::Sql;
use crate::{Error, Result};
use diurna_core::incident::EventRef;
use diurna_incident::Decision;
use rusqlite::{OptionalExtension, params};

/// An event without its sketch.
#[derive(Debug, Clone)]
pub(crate) struct EventRow {
    pub(crate) id: i64,
    pub(crate) incident: Option<i64>,
}

impl Sql<'_> {
    pub(crate) fn add_event(self, version: i64, name: &str, sketch: &[u8]) -> Result<i64> {
        let sql = "INSERT INTO event (version, name, sketch) VALUES (?, ?, ?)";
        self.0.prepare_cached(sql)?.execute(params![version, name, sketch])?;
        Ok(self.0.last_insert_rowid())
    }

    /// Takes an event away with everything that hangs from it.
    pub(crate) fn drop_event(self, event: i64, keys: &[i64]) -> Result<()> {
        for key in keys {
            self.0
                .prepare_cached("DELETE FROM event_key WHERE key = ? AND event = ?")?
                .execute([key, &event])?;
        }
        for other in self.neighbours(event)? {
            self.0.prepare_cached("DELETE FROM edge WHERE a = ? AND b = ?")?.execute([other, event])?;
        }
        self.0.prepare_cached("DELETE FROM edge WHERE a = ?")?.execute([event])?;
        self.0.prepare_cached("DELETE FROM answer WHERE event = ?1 OR answers = ?1")?.execute([event])?;
        self.0.prepare_cached("DELETE FROM event WHERE id = ?")?.execute([event])?;
        Ok(())
    }

    /// The events of a version in the order of its record.
    pub(crate) fn events_of(self, version: i64) -> Result<Vec<EventRow>> {
        let sql = "SELECT id, incident FROM event WHERE version = ? ORDER BY id";
        let mut q = self.0.prepare_cached(sql)?;
        let row = |r: &rusqlite::Row<'_>| Ok(EventRow { id: r.get(0)?, incident: r.get(1)? });
        let rows = q.query_map([version], row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn sketch(self, event: i64) -> Result<Vec<u8>> {
        let mut q = self.0.prepare_cached("SELECT sketch FROM event WHERE id = ?")?;
        q.query_row([event], |r| r.get(0))
            .optional()?
            .ok_or_else(|| Error::damaged(format!("event {event} is missing")))
    }

    /// The version and the incident of an event.
    pub(crate) fn place_of(self, event: i64) -> Result<(i64, Option<i64>)> {
        let mut q = self.0.prepare_cached("SELECT version, incident FROM event WHERE id = ?")?;
        Ok(q.query_row([event], |r| Ok((r.get(0)?, r.get(1)?)))?)
    }

    pub(crate) fn set_incident(self, event: i64, incident: i64) -> Result<()> {
        self.0.prepare_cached("UPDATE event SET incident = ? WHERE id = ?")?.execute([incident, event])?;
        Ok(())
    }

    /// The events of an incident, in the order of publication, with their references.
    pub(crate) fn members(self, incident: i64) -> Result<Vec<(i64, EventRef)>> {
        let sql = "SELECT e.id, lower(hex(v.raw)), e.name FROM event e JOIN version v ON v.id = e.version \
                   WHERE e.incident = ? ORDER BY coalesce(v.published, '9999'), v.id, e.id";
        let mut q = self.0.prepare_cached(sql)?;
        let rows = q.query_map([incident], |r| {
            let report = format!("sha256:{}", r.get::<_, String>(1)?);
            Ok((r.get(0)?, EventRef { report, event: r.get(2)? }))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn add_event_key(self, key: i64, event: i64) -> Result<()> {
        let sql = "INSERT INTO event_key (key, event) VALUES (?, ?) ON CONFLICT DO NOTHING";
        self.0.prepare_cached(sql)?.execute([key, event])?;
        Ok(())
    }

    pub(crate) fn events_with_key(self, key: i64) -> Result<Vec<i64>> {
        let mut q = self.0.prepare_cached("SELECT event FROM event_key WHERE key = ?")?;
        let rows = q.query_map([key], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn add_edge(self, a: i64, b: i64) -> Result<()> {
        let sql = "INSERT INTO edge (a, b) VALUES (?1, ?2), (?2, ?1) ON CONFLICT DO NOTHING";
        self.0.prepare_cached(sql)?.execute([a, b])?;
        Ok(())
    }

    pub(crate) fn neighbours(self, event: i64) -> Result<Vec<i64>> {
        let mut q = self.0.prepare_cached("SELECT b FROM edge WHERE a = ?")?;
        let rows = q.query_map([event], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn add_answer(self, event: i64, answers: i64) -> Result<()> {
        let sql = "INSERT INTO answer (event, answers) VALUES (?, ?) ON CONFLICT DO NOTHING";
        self.0.prepare_cached(sql)?.execute([event, answers])?;
        Ok(())
    }

    /// The incidents that the events of an incident answer.
    pub(crate) fn answered_by(self, incident: i64) -> Result<Vec<i64>> {
        let sql = "SELECT DISTINCT b.incident FROM event a JOIN answer ON answer.event = a.id \
                   JOIN event b ON b.id = answer.answers \
                   WHERE a.incident = ?1 AND b.incident IS NOT NULL AND b.incident <> ?1 ORDER BY 1";
        let mut q = self.0.prepare_cached(sql)?;
        let rows = q.query_map([incident], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The event of that reference, if its report is current.
    pub(crate) fn event_at(self, raw: &[u8], name: &str) -> Result<Option<i64>> {
        let sql =
            "SELECT e.id FROM version v JOIN event e ON e.version = v.id WHERE v.raw = ? AND e.name = ?";
        Ok(self.0.prepare_cached(sql)?.query_row(params![raw, name], |r| r.get(0)).optional()?)
    }

    pub(crate) fn any_decision(self) -> Result<bool> {
        Ok(self.0.prepare_cached("SELECT EXISTS (SELECT 1 FROM decision)")?.query_row([], |r| r.get(0))?)
    }

    /// The decisions about an event.
    pub(crate) fn decisions_on(self, at: &EventRef) -> Result<Vec<Decision>> {
        let sql = "SELECT a_report, a_event, b_report, b_event, same FROM decision \
                   WHERE (a_report = ?1 AND a_event = ?2) OR (b_report = ?1 AND b_event = ?2)";
        let mut q = self.0.prepare_cached(sql)?;
        let rows = q.query_map([&at.report, &at.event], decision)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn all_decisions(self) -> Result<Vec<Decision>> {
        let sql = "SELECT a_report, a_event, b_report, b_event, same FROM decision ORDER BY 1, 2, 3, 4";
        let mut q = self.0.prepare_cached(sql)?;
        let rows = q.query_map([], decision)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps a decision in the place of an earlier one about the same two events.
    pub(crate) fn set_decision(self, d: &Decision) -> Result<()> {
        let (a, b) = if d.a <= d.b { (&d.a, &d.b) } else { (&d.b, &d.a) };
        let sql = "INSERT OR REPLACE INTO decision (a_report, a_event, b_report, b_event, same) VALUES (?, ?, ?, ?, ?)";
        self.0.prepare_cached(sql)?.execute(params![a.report, a.event, b.report, b.event, d.same])?;
        Ok(())
    }

    pub(crate) fn drop_decision(self, d: &Decision) -> Result<()> {
        let (a, b) = if d.a <= d.b { (&d.a, &d.b) } else { (&d.b, &d.a) };
        let sql = "DELETE FROM decision WHERE a_report = ? AND a_event = ? AND b_report = ? AND b_event = ?";
        self.0.prepare_cached(sql)?.execute(params![a.report, a.event, b.report, b.event])?;
        Ok(())
    }
}

fn decision(r: &rusqlite::Row<'_>) -> rusqlite::Result<Decision> {
    let a = EventRef { report: r.get(0)?, event: r.get(1)? };
    let b = EventRef { report: r.get(2)?, event: r.get(3)? };
    Ok(Decision { a, b, same: r.get(4)? })
}
