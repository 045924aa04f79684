//! Events, what they are compared by, and decisions about them.

use super::plain::{Row, Value};
use super::{Sql, TOGETHER, fixed, together};
use crate::pack::{Digest, report_id};
use crate::{Error, Result};
use diurna_core::incident::EventRef;
use diurna_incident::Decision;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// An event without its sketch.
#[derive(Debug, Clone)]
pub(crate) struct EventRow {
    pub(crate) id: i64,
    pub(crate) incident: Option<i64>,
}

/// Where an event stands: its version, the digest of its record, its incident.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) event: i64,
    pub(crate) version: i64,
    pub(crate) record: Digest,
    pub(crate) incident: Option<i64>,
}

/// A row of the index of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kept {
    pub(crate) key: i64,
    pub(crate) number: i64,
}

/// Rows of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sought {
    pub(crate) key: i64,
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// Rows that one statement takes: each number of them is a text of its own.
const ROWS: [usize; 4] = [16, 64, 128, 256];

static KEEP: LazyLock<[String; 4]> = LazyLock::new(|| {
    ROWS.map(|n| {
        let rows = rows("(?, ?, ?)", n);
        format!("INSERT INTO event_key (key, number, event) VALUES {rows} ON CONFLICT DO NOTHING")
    })
});
// CROSS: the index is asked for one row of the question after the other.
static SEEK: LazyLock<[String; 4]> = LazyLock::new(|| {
    ROWS.map(|n| {
        format!(
            "WITH asked (who, key, first, last) AS (VALUES {}) SELECT a.who, k.event FROM asked a \
             CROSS JOIN event_key k WHERE k.key = a.key AND k.number BETWEEN a.first AND a.last",
            rows("(?, ?, ?, ?)", n)
        )
    })
});
static LINK: LazyLock<[String; 4]> = LazyLock::new(|| {
    ROWS.map(|n| format!("INSERT INTO edge (a, b) VALUES {} ON CONFLICT DO NOTHING", rows("(?, ?)", n)))
});

/// So many rows of places.
fn rows(row: &str, n: usize) -> String {
    vec![row; n].join(", ")
}

const STANDING: &str = "\
    SELECT e.id, v.id, v.record, e.incident FROM event e JOIN version v ON v.id = e.version WHERE e.id";

fn standing(r: &Row) -> Result<Standing> {
    let (event, version, record) = (r.int(0)?, r.int(1)?, fixed(r.bytes(2)?)?);
    Ok(Standing { event, version, record, incident: r.maybe_int(3)? })
}

impl Sql<'_> {
    pub(crate) fn add_event(self, version: i64, name: &str, sketch: &[u8]) -> Result<i64> {
        let sql = "INSERT INTO event (version, name, sketch) VALUES (?, ?, ?) RETURNING id";
        self.one(sql, &[version.into(), name.into(), sketch.into()])?.int(0)
    }

    /// Takes an event away with everything that hangs from it.
    pub(crate) fn drop_event(self, event: i64, keys: &[Kept]) -> Result<()> {
        for Kept { key, number } in keys {
            let sql = "DELETE FROM event_key WHERE key = ? AND number = ? AND event = ?";
            self.run(sql, &[(*key).into(), (*number).into(), event.into()])?;
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

    /// The deflated sketches of events; what is missing is left out.
    pub(crate) fn sketches(self, events: &[i64]) -> Result<Vec<(i64, Vec<u8>)>> {
        let mut out = Vec::with_capacity(events.len());
        for part in events.chunks(TOGETHER) {
            let (places, values) = together(part);
            let sql = format!("SELECT id, sketch FROM event WHERE id IN ({places})");
            for r in self.rows(&sql, &values)? {
                out.push((r.int(0)?, r.blob(1)?));
            }
        }
        Ok(out)
    }

    /// Where an event stands.
    pub(crate) fn place_of(self, event: i64) -> Result<Standing> {
        standing(&self.one(&format!("{STANDING} = ?"), &[event.into()])?)
    }

    /// Where events stand; what is missing is left out.
    pub(crate) fn places_of(self, events: &[i64]) -> Result<HashMap<i64, Standing>> {
        let mut out = HashMap::with_capacity(events.len());
        for part in events.chunks(TOGETHER) {
            let (places, values) = together(part);
            for r in self.rows(&format!("{STANDING} IN ({places})"), &values)? {
                let standing = standing(&r)?;
                out.insert(standing.event, standing);
            }
        }
        Ok(out)
    }

    /// Puts events into an incident.
    pub(crate) fn set_incident(self, events: &[i64], incident: i64) -> Result<()> {
        for part in events.chunks(TOGETHER) {
            let (places, values) = together(part);
            let sql = format!("UPDATE event SET incident = ? WHERE id IN ({places})");
            self.run(&sql, &[vec![incident.into()], values].concat())?;
        }
        Ok(())
    }

    /// The events of an incident, in the order of publication, with their references.
    pub(crate) fn members(self, incident: i64) -> Result<Vec<(i64, EventRef)>> {
        let sql = "SELECT e.id, v.raw, e.name FROM event e JOIN version v ON v.id = e.version \
                   WHERE e.incident = ? ORDER BY coalesce(v.published, '9999'), v.id, e.id";
        self.rows(sql, &[incident.into()])?.iter().map(member).collect()
    }

    /// The events of several incidents, those of each as [`Sql::members`] gives them.
    pub(crate) fn members_of(self, incidents: &[i64]) -> Result<BTreeMap<i64, Vec<(i64, EventRef)>>> {
        let mut out = BTreeMap::<i64, Vec<(i64, EventRef)>>::new();
        for part in incidents.chunks(TOGETHER) {
            let (places, values) = together(part);
            let sql = format!(
                "SELECT e.id, v.raw, e.name, e.incident FROM event e JOIN version v ON v.id = e.version \
                 WHERE e.incident IN ({places}) ORDER BY e.incident, coalesce(v.published, '9999'), v.id, e.id"
            );
            for r in self.rows(&sql, &values)? {
                out.entry(r.int(3)?).or_default().push(member(&r)?);
            }
        }
        Ok(out)
    }

    /// Adds rows to the index of keys, each with its event.
    pub(crate) fn add_event_keys(self, keys: &[(Kept, i64)]) -> Result<()> {
        let Some(last) = keys.last() else { return Ok(()) };
        for (text, rows) in portions(keys, *last) {
            let row = |(k, event): &(Kept, i64)| [k.key.into(), k.number.into(), (*event).into()];
            self.run(&KEEP[text], &rows.iter().flat_map(row).collect::<Vec<Value>>())?;
        }
        Ok(())
    }

    /// The events that are kept under what each of several seeks, with who seeks them; those under several keys come several times.
    pub(crate) fn events_sought(self, sought: &[(i64, Sought)]) -> Result<Vec<(i64, i64)>> {
        let mut out = Vec::new();
        for (text, asked) in portions(sought, (0, Sought { key: 0, from: 1, to: 0 })) {
            let row = |(who, s): &(i64, Sought)| [(*who).into(), s.key.into(), s.from.into(), s.to.into()];
            for r in self.rows(&SEEK[text], &asked.iter().flat_map(row).collect::<Vec<Value>>())? {
                out.push((r.int(0)?, r.int(1)?));
            }
        }
        Ok(out)
    }

    /// Every event, oldest first.
    pub(crate) fn all_events(self) -> Result<Vec<i64>> {
        self.ints("SELECT id FROM event ORDER BY id", &[])
    }

    /// Every event with its version, name and deflated sketch.
    pub(crate) fn each_event(
        self,
        mut take: impl FnMut(EventRow, i64, String, &[u8]) -> Result<()>,
    ) -> Result<()> {
        self.each("SELECT id, incident, version, name, sketch FROM event ORDER BY id", &[], |r| {
            take(EventRow { id: r.int(0)?, incident: r.maybe_int(1)? }, r.int(2)?, r.text(3)?, r.bytes(4)?)
        })
    }

    /// Every row of the index of keys with its event.
    pub(crate) fn each_event_key(self, mut take: impl FnMut(Kept, i64) -> Result<()>) -> Result<()> {
        self.each("SELECT key, number, event FROM event_key", &[], |r| {
            take(Kept { key: r.int(0)?, number: r.int(1)? }, r.int(2)?)
        })
    }

    /// Every two events that may be one, both ways.
    pub(crate) fn each_edge(self, mut take: impl FnMut(i64, i64) -> Result<()>) -> Result<()> {
        self.each("SELECT a, b FROM edge", &[], |r| take(r.int(0)?, r.int(1)?))
    }

    /// Every event that answers another, with that one.
    pub(crate) fn each_answer(self, mut take: impl FnMut(i64, i64) -> Result<()>) -> Result<()> {
        self.each("SELECT event, answers FROM answer", &[], |r| take(r.int(0)?, r.int(1)?))
    }

    /// Draws edges, both ways.
    pub(crate) fn add_edges(self, edges: &[(i64, i64)]) -> Result<()> {
        let both: Vec<(i64, i64)> = edges.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        let Some(last) = both.last() else { return Ok(()) };
        for (text, rows) in portions(&both, *last) {
            let row = |(a, b): &(i64, i64)| [(*a).into(), (*b).into()];
            self.run(&LINK[text], &rows.iter().flat_map(row).collect::<Vec<Value>>())?;
        }
        Ok(())
    }

    pub(crate) fn neighbours(self, event: i64) -> Result<Vec<i64>> {
        self.ints("SELECT b FROM edge WHERE a = ? ORDER BY b", &[event.into()])
    }

    /// The neighbours of each of several events, in order; those without any are left out.
    pub(crate) fn neighbours_of(self, events: &[i64]) -> Result<HashMap<i64, Vec<i64>>> {
        let mut out = HashMap::<i64, Vec<i64>>::new();
        for part in events.chunks(TOGETHER) {
            let (places, values) = together(part);
            let sql = format!("SELECT a, b FROM edge WHERE a IN ({places}) ORDER BY a, b");
            for r in self.rows(&sql, &values)? {
                out.entry(r.int(0)?).or_default().push(r.int(1)?);
            }
        }
        Ok(out)
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

/// The rows in portions of the sizes that there are texts for, each with the number of its text; `filler` fills the places that
/// are left.
fn portions<T: Copy>(rows: &[T], filler: T) -> Vec<(usize, Vec<T>)> {
    let [.., most] = ROWS;
    let full = |part: &[T]| {
        let text = ROWS.iter().position(|n| part.len() <= *n).unwrap_or(ROWS.len() - 1);
        let left = ROWS[text] - part.len();
        (text, part.iter().copied().chain(std::iter::repeat_n(filler, left)).collect())
    };
    rows.chunks(most).map(full).collect()
}

fn member(r: &Row) -> Result<(i64, EventRef)> {
    Ok((r.int(0)?, EventRef { report: report_id(r.bytes(1)?), event: r.text(2)? }))
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
