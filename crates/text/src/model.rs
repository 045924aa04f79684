//! The weights file: three flat tables that are used in place, without being unpacked.
//!
//! Layout (little-endian): the magic `DIURSYN2`, three section lengths (`u32`), then the sections:
//! word dictionary, tagger, parser. Each section is a [`Table`]: number of buckets (`u32`), for
//! each bucket (and one more for the end) a 24-bit offset into the pool and a 16-bit filter, and the
//! pool. The filter has a bit for each feature of the bucket, so that most unknown features are known
//! to be absent before the pool is looked at. A bucket holds the features whose
//! hash falls into it, each as fingerprint (`u16`), count (`u8`) and `count` pairs of class (`u8`)
//! and weight (`i8`), which is the square root of the weight to be added, with its sign.

use std::borrow::Cow;

/// First bytes of a weights file.
pub const MAGIC: &[u8; 8] = b"DIURSYN2";
/// Bytes of a bucket's entry.
const ENTRY: usize = 5;
/// Classes that scores have room for.
pub const MAX_CLASSES: usize = 128;
/// Scores of all classes.
pub type Scores = [i32; MAX_CLASSES];

/// The weights of tagger and parser.
#[derive(Debug, Clone)]
pub struct Model {
    /// Tags that a frequent word takes.
    pub dictionary: Table,
    /// Weights of the tagger.
    pub tagger: Table,
    /// Weights of the parser.
    pub parser: Table,
}

/// A map from feature hashes to weighted classes.
#[derive(Debug, Clone, Default)]
pub struct Table {
    bytes: Cow<'static, [u8]>,
    buckets: usize,
    pool: usize,
}

/// What is wrong with a weights file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadModel(
    /// What was found.
    pub &'static str,
);

impl std::fmt::Display for BadModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not a weights file: {}", self.0)
    }
}

impl std::error::Error for BadModel {}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let b = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize)
}

impl Model {
    /// Opens a weights file that lives as long as the program.
    ///
    /// # Errors
    /// Where magic, lengths or offsets don't fit.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self, BadModel> {
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(BadModel("wrong magic"));
        }
        let mut at = 20;
        let mut section = |i: usize| {
            let len = u32_at(bytes, 8 + 4 * i).ok_or(BadModel("cut short"))?;
            let part = bytes.get(at..at + len).ok_or(BadModel("cut short"))?;
            at += len;
            Table::new(Cow::Borrowed(part))
        };
        Ok(Self { dictionary: section(0)?, tagger: section(1)?, parser: section(2)? })
    }

    /// A model that knows nothing, to start training from.
    #[must_use]
    pub fn empty() -> Self {
        Self { dictionary: Table::default(), tagger: Table::default(), parser: Table::default() }
    }

    /// The model as a weights file.
    ///
    /// ```
    /// use diurna_text::model::Model;
    /// let bytes = Model::empty().to_bytes();
    /// assert!(Model::from_static(bytes.leak()).is_ok());
    /// assert!(Model::from_static(b"something else entirely").is_err());
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let parts = [&self.dictionary, &self.tagger, &self.parser].map(|t| {
            if t.bytes.is_empty() { Table::build(&[]).bytes.into_owned() } else { t.bytes.to_vec() }
        });
        let mut out = MAGIC.to_vec();
        for part in &parts {
            out.extend((part.len() as u32).to_le_bytes());
        }
        parts.iter().for_each(|p| out.extend(p));
        out
    }
}

impl Table {
    fn new(bytes: Cow<'static, [u8]>) -> Result<Self, BadModel> {
        let buckets = u32_at(&bytes, 0).filter(|&n| n > 0).ok_or(BadModel("table without header"))?;
        let pool = buckets.checked_add(1).and_then(|n| n.checked_mul(ENTRY)).map_or(usize::MAX, |n| n + 4);
        if bytes.len() < pool {
            return Err(BadModel("table cut short"));
        }
        let table = Self { bytes, buckets, pool };
        if table.pool + table.entry(buckets - 1).1 != table.bytes.len() {
            return Err(BadModel("table of the wrong length"));
        }
        Ok(table)
    }

    /// Builds a table; features that come first are found first.
    ///
    /// ```
    /// use diurna_text::model::{MAX_CLASSES, Table};
    /// let table = Table::build(&[(12345 << 40 | 77, vec![(3, -5), (4, 9)])]);
    /// let mut scores = [0; MAX_CLASSES];
    /// table.add(12345 << 40 | 77, &mut scores);
    /// assert_eq!((scores[3], scores[4]), (-25, 81));
    /// ```
    #[must_use]
    pub fn build(features: &[(u64, Vec<(u8, i8)>)]) -> Self {
        let buckets = features.len() / 4 + 1;
        let mut parts = vec![Vec::new(); buckets + 1];
        let mut filters = vec![0_u16; buckets + 1];
        for (hash, weights) in features {
            let bucket = bucket(*hash, buckets);
            filters[bucket] |= filter(*hash);
            let part: &mut Vec<u8> = &mut parts[bucket];
            part.extend((*hash as u16).to_le_bytes());
            let weights = &weights[..weights.len().min(255)];
            part.push(weights.len() as u8);
            part.extend(weights.iter().flat_map(|&(class, w)| [class, w as u8]));
        }
        let mut bytes = (buckets as u32).to_le_bytes().to_vec();
        let mut at = 0_usize;
        for (part, filter) in parts.iter().zip(filters) {
            bytes.extend(&(at as u32).to_le_bytes()[..3]);
            bytes.extend(filter.to_le_bytes());
            at += part.len();
        }
        let pool = bytes.len();
        parts.iter().for_each(|p| bytes.extend(p));
        Self { bytes: Cow::Owned(bytes), buckets, pool }
    }

    /// Size in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Start and end of a bucket in the pool, and its filter.
    #[inline]
    fn entry(&self, bucket: usize) -> (usize, usize, u16) {
        // An entry and the offset that follows it fill eight bytes.
        let at = 4 + ENTRY * bucket;
        match self.bytes.get(at..at + 8).and_then(|b| <[u8; 8]>::try_from(b).ok()) {
            Some(bytes) => {
                let all = u64::from_le_bytes(bytes);
                ((all & 0xFF_FFFF) as usize, (all >> 40) as usize, (all >> 24) as u16)
            }
            None => (0, 0, 0),
        }
    }

    /// The pairs of class and weight (as `u8`) of a feature; empty where it is unknown.
    #[must_use]
    #[inline]
    pub fn get(&self, hash: u64) -> &[u8] {
        if self.buckets == 0 {
            return &[];
        }
        let bucket = bucket(hash, self.buckets);
        let (start, end, marks) = self.entry(bucket);
        if marks & filter(hash) == 0 {
            return &[];
        }
        self.search(start, end, hash as u16)
    }

    /// Looks for a fingerprint in a part of the pool.
    #[inline]
    fn search(&self, start: usize, end: usize, want: u16) -> &[u8] {
        let mut part = self.bytes.get(self.pool + start..self.pool + end).unwrap_or(&[]);
        while let [a, b, n, rest @ ..] = part {
            let len = 2 * usize::from(*n);
            if u16::from_le_bytes([*a, *b]) == want {
                return rest.get(..len).unwrap_or(&[]);
            }
            part = rest.get(len..).unwrap_or(&[]);
        }
        &[]
    }

    /// Adds the weights of a feature to the scores.
    #[inline]
    pub fn add(&self, hash: u64, scores: &mut Scores) {
        add_pairs(self.get(hash), scores);
    }
}

/// Features looked up at a time.
const BATCH: usize = 128;

impl Table {
    /// Adds the weights of many features: first it is seen which ones may be there at all, without
    /// waiting for memory in between, then their buckets are read.
    pub fn add_all(&self, hashes: &[u64], scores: &mut Scores) {
        if self.buckets == 0 {
            return;
        }
        let mut found = [(0_u32, 0_u32, 0_u16); BATCH];
        for part in hashes.chunks(BATCH) {
            let mut n = 0;
            for &hash in part {
                let bucket = bucket(hash, self.buckets);
                let (start, end, marks) = self.entry(bucket);
                found[n % BATCH] = (start as u32, end as u32, hash as u16);
                n += usize::from(marks & filter(hash) != 0);
            }
            // One byte of each bucket, with nothing that waits for it: the memory is fetched side by side.
            let warm = found[..n.min(BATCH)].iter().fold(0_u8, |sum, &(start, ..)| {
                sum ^ self.bytes.get(self.pool + start as usize).copied().unwrap_or(0)
            });
            std::hint::black_box(warm);
            for &(start, end, want) in &found[..n.min(BATCH)] {
                add_pairs(self.search(start as usize, end as usize, want), scores);
            }
        }
    }
}

#[inline]
fn add_pairs(pairs: &[u8], scores: &mut Scores) {
    for pair in pairs.chunks_exact(2) {
        let root = i32::from(pair[1] as i8);
        scores[usize::from(pair[0]) % MAX_CLASSES] += root * root.abs();
    }
}

#[inline]
fn bucket(hash: u64, buckets: usize) -> usize {
    (((hash >> 32) * buckets as u64) >> 32) as usize
}

#[inline]
fn filter(hash: u64) -> u16 {
    1 << (hash & 15)
}

/// Where features get their weights from: the packed table, or the trainer's growing one.
pub trait Weights {
    /// Adds the weights of a feature to the scores.
    fn add_to(&self, hash: u64, scores: &mut Scores);

    /// Adds the weights of many features to the scores.
    fn add_all_to(&self, hashes: &[u64], scores: &mut Scores) {
        hashes.iter().for_each(|&hash| self.add_to(hash, scores));
    }
}

impl Weights for Table {
    #[inline]
    fn add_to(&self, hash: u64, scores: &mut Scores) {
        self.add(hash, scores);
    }

    fn add_all_to(&self, hashes: &[u64], scores: &mut Scores) {
        self.add_all(hashes, scores);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::feature;

    #[test]
    fn every_feature_is_found_again_and_others_are_not() {
        let features: Vec<_> = (0..1000_u32)
            .map(|i| (feature(i % 7, i, i * i, 5), vec![((i % 50) as u8, (i % 100) as i8 - 50)]))
            .collect();
        let table = Table::build(&features);
        for (hash, weights) in &features {
            assert_eq!(table.get(*hash), [weights[0].0, weights[0].1 as u8]);
        }
        let misses = (0..1000_u32).filter(|&i| !table.get(feature(9, i, 1, 1)).is_empty()).count();
        assert!(misses < 5, "{misses}");
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let mut bytes = Model::empty().to_bytes();
        bytes.pop();
        assert_eq!(Model::from_static(bytes.leak()).err(), Some(BadModel("cut short")));
        assert!(Model::from_static(MAGIC).is_err());
    }
}
