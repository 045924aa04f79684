//! Incidents against the log, and their columns against what they say.

use super::broken;
use super::told::{Fate, Told};
use crate::pack::{digest, inflate};
use crate::settle::columns;
use crate::sql::{Columns, Sql};
use crate::{Error, Result};
use diurna_core::incident::Incident;
use std::collections::{BTreeMap, HashMap};

/// The open incidents and what they hold.
#[derive(Default)]
pub(super) struct Held {
    pub(super) open: u64,
    /// The incident of each event, by report and name.
    pub(super) events: HashMap<(String, String), i64>,
}

pub(super) fn check(sql: Sql<'_>, told: &Told) -> Result<Held> {
    let mut held = Held::default();
    let mut seen = BTreeMap::new();
    sql.each_incident_row(|row, body| {
        let id = row.id;
        let other = || broken(format!("incident {id} is another than it tells of"));
        match told.incidents.get(&id) {
            Some(Fate::Open(sha256)) if row.state == "open" => {
                let (kept, data) = body.ok_or_else(|| Error::damaged(format!("incident {id} is missing")))?;
                let json = inflate(data).ok().filter(|json| digest(json)[..] == *kept);
                let json = json.ok_or_else(|| Error::damaged(format!("incident {id} was changed")))?;
                if sha256[..] != *kept {
                    return Err(other());
                }
                let incident: Incident = serde_json::from_slice(&json).map_err(Error::damaged)?;
                if row.redirect.is_some() || !same(&row.columns, &columns(&incident)) {
                    return Err(Error::damaged(format!(
                        "incident {id} is listed with other values than it has"
                    )));
                }
                held.open += 1;
                for report in incident.reports {
                    for event in report.events {
                        held.events.insert((report.id.clone(), event), id);
                    }
                }
            }
            Some(Fate::Joined(into)) if row.state == "joined" && row.redirect == Some(*into) => {}
            Some(Fate::Ended) if row.state == "ended" && row.redirect.is_none() => {}
            _ => return Err(other()),
        }
        if row.state != "open" && body.is_some() {
            return Err(Error::damaged(format!("incident {id} is closed, and something is left of it")));
        }
        seen.insert(id, ());
        Ok(())
    })?;
    if let Some(id) = told.incidents.keys().find(|id| !seen.contains_key(id)) {
        return Err(broken(format!("incidents are in it that are not in the database: {id}")));
    }
    Ok(held)
}

fn same(a: &Columns, b: &Columns) -> bool {
    // Numbers were written as text in between.
    (a.score - b.score).abs() < 1e-9
        && (&a.root, &a.country, &a.from, &a.to) == (&b.root, &b.country, &b.from, &b.to)
        && (a.killed, a.differs) == (b.killed, b.differs)
}
