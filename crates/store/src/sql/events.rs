//! Events, what they are compared by, and decisions about them.

use super::Sql;
use super::plain::{Row, Value};
use crate::pack::report_id;
use crate::{Error, Result};
use diurna_core::incident::EventRef;
use diurna_incident::Decision;

/// An event without its sketch.
#[derive(Debug, Clone)]
pub(crate) struct EventRow {
    pub(crate) id: i64,
    pub(crate) incident: Option<i64>,
}

/// Keys that one statement takes: each number of them is a text of its own.
const KEYS: usize = 16;

impl Sql<'_> {
    pub(crate) fn add_event(self, version: i64, name: &str, sketch: &[u8]) -> Result<i64> {
        let sql = "INSERT INTO event (version, name, sketch) VALUES (?, ?, ?) RETURNING id";
        self.one(sql, &[version.into(), name.into(), sketch.into()])?.int(0)
    }

    /// Takes an event away with everything that hangs from it.
    pub(crate) fn drop_event(self, event: i64, keys: &[i64]) -> Result<()> {
        for key in keys {
            self.run("DELETE FROM event_key WHERE key = ? AND event = ?", &[(*key).into(), event.into()])?;
        }
        for other in self.neighbours(event)? {
            self.run("DELETE FROM edge WHERE a = ? AND b = ?", &[other.into(), event.into()])?;
        }
        self.run("DELETE FROM edge WHERE a = ?", &[event.into()])?;
        self.run("DELETE FROM answer WHERE event = ?1 OR answers = ?1", &[event.into()])?;
        self.run("DELETE FROM event WHERE id = ?", &[event.into()])?;
        Ok(())
    }

    /// The events of a version in the order of its record.
    pub(crate) fn events_of(self, version: i64) -> Result<Vec<EventRow>> {
        let rows =
            self.rows("SELECT id, incident FROM event WHERE version = ? ORDER BY id", &[version.into()])?;
        rows.iter().map(|r| Ok(EventRow { id: r.int(0)?, incident: r.maybe_int(1)? })).collect()
    }

    pub(crate) fn sketch(self, event: i64) -> Result<Vec<u8>> {
        let row = self.row("SELECT sketch FROM event WHERE id = ?", &[event.into()])?;
        row.ok_or_else(|| Error::damaged(format!("event {event} is missing")))?.blob(0)
    }

    /// The version and the incident of an event.
    pub(crate) fn place_of(self, event: i64) -> Result<(i64, Option<i64>)> {
        let row = self.one("SELECT version, incident FROM event WHERE id = ?", &[event.into()])?;
        Ok((row.int(0)?, row.maybe_int(1)?))
    }

    pub(crate) fn set_incident(self, event: i64, incident: i64) -> Result<()> {
        self.run("UPDATE event SET incident = ? WHERE id = ?", &[incident.into(), event.into()])?;
        Ok(())
    }

    /// The events of an incident, in the order of publication, with their references.
    pub(crate) fn members(self, incident: i64) -> Result<Vec<(i64, EventRef)>> {
        let sql = "SELECT e.id, v.raw, e.name FROM event e JOIN version v ON v.id = e.version \
                   WHERE e.incident = ? ORDER BY coalesce(v.published, '9999'), v.id, e.id";
        let rows = self.rows(sql, &[incident.into()])?;
        let member =
            |r: &Row| Ok((r.int(0)?, EventRef { report: report_id(r.bytes(1)?), event: r.text(2)? }));
        rows.iter().map(member).collect()
    }

    pub(crate) fn add_event_keys(self, keys: &[i64], event: i64) -> Result<()> {
        for part in keys.chunks(KEYS) {
            let rows = vec!["(?, ?)"; part.len()].join(", ");
            let sql = format!("INSERT INTO event_key (key, event) VALUES {rows} ON CONFLICT DO NOTHING");
            let values: Vec<Value> = part.iter().flat_map(|k| [(*k).into(), event.into()]).collect();
            self.run(&sql, &values)?;
        }
        Ok(())
    }

    /// The events that have one of these keys; those that have several come several times.
    pub(crate) fn events_with_keys(self, keys: &[i64]) -> Result<Vec<i64>> {
        let mut out = Vec::new();
        for part in keys.chunks(KEYS) {
            let sql =
                format!("SELECT event FROM event_key WHERE key IN ({})", vec!["?"; part.len()].join(", "));
            let values: Vec<Value> = part.iter().map(|k| (*k).into()).collect();
            out.extend(self.ints(&sql, &values)?);
        }
        Ok(out)
    }

    pub(crate) fn add_edge(self, a: i64, b: i64) -> Result<()> {
        let sql = "INSERT INTO edge (a, b) VALUES (?1, ?2), (?2, ?1) ON CONFLICT DO NOTHING";
        self.run(sql, &[a.into(), b.into()])?;
        Ok(())
    }

    pub(crate) fn neighbours(self, event: i64) -> Result<Vec<i64>> {
        self.ints("SELECT b FROM edge WHERE a = ? ORDER BY b", &[event.into()])
    }

    pub(crate) fn add_answer(self, event: i64, answers: i64) -> Result<()> {
        let sql = "INSERT INTO answer (event, answers) VALUES (?, ?) ON CONFLICT DO NOTHING";
        self.run(sql, &[event.into(), answers.into()])?;
        Ok(())
    }

    /// The incidents that the events of an incident answer.
    pub(crate) fn answered_by(self, incident: i64) -> Result<Vec<i64>> {
        let sql = "SELECT DISTINCT b.incident FROM event a JOIN answer ON answer.event = a.id \
                   JOIN event b ON b.id = answer.answers \
                   WHERE a.incident = ?1 AND b.incident IS NOT NULL AND b.incident <> ?1 ORDER BY 1";
        self.ints(sql, &[incident.into()])
    }

    /// The event of that reference, if its report is current.
    pub(crate) fn event_at(self, raw: &[u8], name: &str) -> Result<Option<i64>> {
        let sql =
            "SELECT e.id FROM version v JOIN event e ON e.version = v.id WHERE v.raw = ? AND e.name = ?";
        self.row(sql, &[raw.into(), name.into()])?.map(|r| r.int(0)).transpose()
    }

    pub(crate) fn any_decision(self) -> Result<bool> {
        self.one("SELECT EXISTS (SELECT 1 FROM decision)", &[])?.flag(0)
    }

    /// The decisions about an event.
    pub(crate) fn decisions_on(self, at: &EventRef) -> Result<Vec<Decision>> {
        let sql = "SELECT a_report, a_event, b_report, b_event, same FROM decision \
                   WHERE (a_report = ?1 AND a_event = ?2) OR (b_report = ?1 AND b_event = ?2)";
        let rows = self.rows(sql, &[at.report.as_str().into(), at.event.as_str().into()])?;
        rows.iter().map(decision).collect()
    }

    pub(crate) fn all_decisions(self) -> Result<Vec<Decision>> {
        let sql = "SELECT a_report, a_event, b_report, b_event, same FROM decision ORDER BY 1, 2, 3, 4";
        self.rows(sql, &[])?.iter().map(decision).collect()
    }

    /// Keeps a decision in the place of an earlier one about the same two events.
    pub(crate) fn set_decision(self, d: &Decision) -> Result<()> {
        let sql = "INSERT INTO decision (a_report, a_event, b_report, b_event, same) VALUES (?, ?, ?, ?, ?) \
                   ON CONFLICT (a_report, a_event, b_report, b_event) DO UPDATE SET same = excluded.same";
        let [a, b, c, e] = pair(d);
        self.run(sql, &[a, b, c, e, d.same.into()])?;
        Ok(())
    }

    pub(crate) fn drop_decision(self, d: &Decision) -> Result<()> {
        let sql = "DELETE FROM decision WHERE a_report = ? AND a_event = ? AND b_report = ? AND b_event = ?";
        self.run(sql, &pair(d))?;
        Ok(())
    }
}

/// The two events of a decision in the order in which they are kept.
fn pair(d: &Decision) -> [Value; 4] {
    let (a, b) = if d.a <= d.b { (&d.a, &d.b) } else { (&d.b, &d.a) };
    [&a.report, &a.event, &b.report, &b.event].map(|t| t.as_str().into())
}

fn decision(r: &Row) -> Result<Decision> {
    let a = EventRef { report: r.text(0)?, event: r.text(1)? };
    let b = EventRef { report: r.text(2)?, event: r.text(3)? };
    Ok(Decision { a, b, same: r.flag(4)? })
}
