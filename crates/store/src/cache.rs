//! Sketches and records that were used a moment ago.

use crate::pack::{inflate, report_id};
use crate::sql::Sql;
use crate::{Error, Result};
use diurna_core::record::Record;
use diurna_incident::Sketch;
use std::collections::HashMap;
use std::sync::Arc;

const SKETCHES: usize = 50_000;
const RECORDS: usize = 1_000;

/// Neither an event nor a version ever changes, so what is here is right as long as its step was not undone.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    sketches: HashMap<i64, Arc<Sketch>>,
    /// Those of the generation before: what is used again is taken over, the rest goes when the next one is full.
    older: HashMap<i64, Arc<Sketch>>,
    records: HashMap<i64, Record>,
    generation: u64,
}

impl Cache {
    /// Forgets what came over an earlier connection: a server may have been set back meanwhile.
    pub(crate) fn of(&mut self, generation: u64) {
        if self.generation != generation {
            self.clear();
            self.generation = generation;
        }
    }

    pub(crate) fn clear(&mut self) {
        self.sketches.clear();
        self.older.clear();
        self.records.clear();
    }

    pub(crate) fn keep_sketch(&mut self, event: i64, sketch: Sketch) {
        self.keep(event, Arc::new(sketch));
    }

    fn keep(&mut self, event: i64, sketch: Arc<Sketch>) {
        if self.sketches.len() >= SKETCHES {
            self.older = std::mem::take(&mut self.sketches);
        }
        self.sketches.insert(event, sketch);
    }

    pub(crate) fn sketch(&mut self, sql: Sql<'_>, event: i64) -> Result<Arc<Sketch>> {
        if let Some(s) = self.sketches.get(&event) {
            return Ok(Arc::clone(s));
        }
        if let Some(s) = self.older.remove(&event) {
            self.keep(event, Arc::clone(&s));
            return Ok(s);
        }
        let sketch: Sketch =
            serde_json::from_slice(&inflate(&sql.sketch(event)?)?).map_err(Error::damaged)?;
        let sketch = Arc::new(sketch);
        self.keep(event, Arc::clone(&sketch));
        Ok(sketch)
    }

    pub(crate) fn keep_record(&mut self, version: i64, record: Record) {
        if self.records.len() >= RECORDS {
            self.records.clear();
        }
        self.records.insert(version, record);
    }

    /// Takes the record of a version out; give it back with [`Cache::keep_record`].
    pub(crate) fn take_record(&mut self, sql: Sql<'_>, version: i64) -> Result<Option<Record>> {
        match self.records.remove(&version) {
            Some(record) => Ok(Some(record)),
            None => record(sql, version),
        }
    }
}

/// The record of a version with its text; `None` where it was erased.
pub(crate) fn record(sql: Sql<'_>, version: i64) -> Result<Option<Record>> {
    let row = sql.version(version)?;
    if row.erased {
        return Ok(None);
    }
    let (Some(json), Some(text)) = (sql.bytes(&row.record)?, sql.bytes(&row.text)?) else {
        return Err(Error::damaged(format!("the record of {} is missing", report_id(&row.raw))));
    };
    let mut record: Record = serde_json::from_slice(&json).map_err(Error::damaged)?;
    record.report.text = String::from_utf8(text).map_err(Error::damaged)?;
    Ok(Some(record))
}
