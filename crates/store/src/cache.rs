//! Sketches and records that were used a moment ago.

use crate::pack::{Digest, inflate};
use crate::sql::Sql;
use crate::{Error, Result};
use diurna_core::record::{Record, ReportPart};
use diurna_incident::{Outlined, Sketch};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

const SKETCHES: usize = 10_000;
const RECORDS: usize = 1_000;

/// Neither an event nor a record ever changes (one that is read anew has another digest), so what is here is right as long as
/// its step was not undone.
#[derive(Debug)]
pub(crate) struct Cache {
    sketches: Recent<i64, Arc<Sketch>>,
    records: Recent<Digest, Outlined>,
    generation: u64,
}

impl Default for Cache {
    fn default() -> Self {
        Self { sketches: Recent::new(SKETCHES), records: Recent::new(RECORDS), generation: 0 }
    }
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
        self.records.clear();
    }

    pub(crate) fn keep_sketch(&mut self, event: i64, sketch: Sketch) {
        self.sketches.put(event, Arc::new(sketch));
    }

    pub(crate) fn sketch(&mut self, sql: Sql<'_>, event: i64) -> Result<Arc<Sketch>> {
        if let Some(s) = self.sketches.get(&event) {
            return Ok(Arc::clone(s));
        }
        let sketch = Arc::new(unpacked(&sql.sketch(event)?)?);
        self.sketches.put(event, Arc::clone(&sketch));
        Ok(sketch)
    }

    /// Reads the sketches of events that are not here yet, in few statements, for [`Cache::sketch`] to find.
    pub(crate) fn fetch(&mut self, sql: Sql<'_>, events: impl IntoIterator<Item = i64>) -> Result<()> {
        let missing: Vec<i64> = events.into_iter().filter(|e| self.sketches.get(e).is_none()).collect();
        for (event, packed) in sql.sketches(&missing)? {
            self.keep_sketch(event, unpacked(&packed)?);
        }
        Ok(())
    }

    /// What a version says of its report, with its text; `None` where it was erased. `digest` is that of its record.
    pub(crate) fn report(
        &mut self,
        sql: Sql<'_>,
        version: i64,
        digest: &Digest,
    ) -> Result<Option<ReportPart>> {
        match self.records.get(digest) {
            Some(known) => Ok(Some(known.record.report.clone())),
            None => Ok(record(sql, version)?.map(|record| record.report)),
        }
    }

    /// Keeps the record of that digest.
    pub(crate) fn keep_record(&mut self, digest: Digest, record: Outlined) {
        self.records.put(digest, record);
    }

    /// Takes the record of a version out; give it back with [`Cache::keep_record`]. `digest` is that of the record.
    pub(crate) fn take_record(
        &mut self,
        sql: Sql<'_>,
        version: i64,
        digest: &Digest,
    ) -> Result<Option<Outlined>> {
        match self.records.take(digest) {
            Some(record) => Ok(Some(record)),
            None => Ok(record(sql, version)?.map(Outlined::new)),
        }
    }
}

/// Two generations: what is used again is taken over into the new one, and the rest goes when that is full.
#[derive(Debug)]
struct Recent<K, V> {
    new: HashMap<K, V>,
    old: HashMap<K, V>,
    most: usize,
}

impl<K: Eq + Hash, V> Recent<K, V> {
    fn new(most: usize) -> Self {
        Self { new: HashMap::new(), old: HashMap::new(), most }
    }

    fn clear(&mut self) {
        self.new.clear();
        self.old.clear();
    }

    fn put(&mut self, key: K, value: V) {
        if self.new.len() >= self.most {
            self.old = std::mem::take(&mut self.new);
        }
        self.new.insert(key, value);
    }

    fn take(&mut self, key: &K) -> Option<V> {
        self.new.remove(key).or_else(|| self.old.remove(key))
    }

    fn get(&mut self, key: &K) -> Option<&V>
    where
        K: Copy,
    {
        if let Some(value) = self.old.remove(key) {
            self.put(*key, value);
        }
        self.new.get(key)
    }
}

fn unpacked(sketch: &[u8]) -> Result<Sketch> {
    serde_json::from_slice(&inflate(sketch)?).map_err(Error::damaged)
}

/// The record of a version with its text; `None` where it was erased.
pub(crate) fn record(sql: Sql<'_>, version: i64) -> Result<Option<Record>> {
    let Some([json, text]) = sql.told_in(version)? else { return Ok(None) };
    let mut record: Record = serde_json::from_slice(&json).map_err(Error::damaged)?;
    record.report.text = String::from_utf8(text).map_err(Error::damaged)?;
    Ok(Some(record))
}

#[cfg(test)]
mod tests {
    use super::Recent;

    #[test]
    fn what_is_used_again_stays() {
        let mut recent = Recent::new(2);
        (0..2).for_each(|n| recent.put(n, n * 10));
        // The third begins a new generation; the first is taken over into it, and the fourth and fifth push the second out.
        recent.put(2, 20);
        assert_eq!(recent.get(&0), Some(&0));
        recent.put(3, 30);
        assert_eq!(recent.get(&1), None);
        assert_eq!(recent.get(&0), Some(&0));
        assert_eq!(recent.take(&3), Some(30));
        assert_eq!(recent.get(&3), None);
        // A value that is put again is the new one.
        recent.put(0, 7);
        assert_eq!(recent.get(&0), Some(&7));
    }
}
