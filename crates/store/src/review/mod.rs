//! What people say of incidents: one action, one line of the log, one transaction.
//!
//! Reviews are made from lines of the log and from nothing else: [`log::write`] hands every line to [`follow`], which does to
//! the tables what [`diurna_review::follow`] says. A replay does the same to a map.

mod act;
mod look;
mod sides;
mod undo;

pub use act::{ActError, Acted};
pub(crate) use look::replay;

use crate::sql::{self, Line, Sql};
use crate::{Error, Result};
use diurna_review::{Kept, Review, Told};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reviews in the tables.
pub(crate) struct Tables<'c>(pub(crate) Sql<'c>);

/// Reviews in memory.
#[derive(Default)]
pub(crate) struct InMemory(pub(crate) BTreeMap<u64, Review>);

/// What went wrong while reviews followed a line.
pub(crate) struct Failed(Error);

impl From<serde_json::Error> for Failed {
    fn from(e: serde_json::Error) -> Self {
        Self(Error::damaged(e))
    }
}

impl From<Error> for Failed {
    fn from(e: Error) -> Self {
        Self(e)
    }
}

impl Kept for Tables<'_> {
    type Error = Failed;

    fn get(&self, incident: u64) -> std::result::Result<Option<Review>, Failed> {
        Ok(self.0.review(sql::key(incident))?)
    }

    fn put(&mut self, incident: u64, review: Review) -> std::result::Result<(), Failed> {
        Ok(self.0.put_review(sql::key(incident), &review)?)
    }

    fn remove(&mut self, incident: u64) -> std::result::Result<(), Failed> {
        Ok(self.0.drop_review(sql::key(incident))?)
    }
}

impl Kept for InMemory {
    type Error = Failed;

    fn get(&self, incident: u64) -> std::result::Result<Option<Review>, Failed> {
        Ok(self.0.get(&incident).cloned())
    }

    fn put(&mut self, incident: u64, review: Review) -> std::result::Result<(), Failed> {
        self.0.insert(incident, review);
        Ok(())
    }

    fn remove(&mut self, incident: u64) -> std::result::Result<(), Failed> {
        self.0.remove(&incident);
        Ok(())
    }
}

/// Does to reviews what a line says.
pub(crate) fn follow(
    kept: &mut impl Kept<Error = Failed>,
    line: &Line,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Result<()> {
    let Some(incident) = line.incident else { return Ok(()) };
    let told = Told {
        seq: sql::id(line.seq),
        time: &line.time,
        who: &line.who,
        what: &line.what,
        incident: sql::id(incident),
        other: line.other.map(sql::id),
        before,
        after,
    };
    diurna_review::follow(kept, &told).map_err(|Failed(e)| e)
}
