//! What can be done for a report before its turn to be written comes.

use crate::pack::{Packed, deflate, digest, pack, report_id};
use crate::{Error, Result};
use diurna_core::record::{Producer, Record, ReportPart, SCHEMA};
use diurna_incident::Sketch;
use sha2::{Digest as _, Sha256};

/// A report ready to be added: hashed, compressed and sketched. Made in any thread.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub(crate) raw: Packed,
    pub(crate) text: Packed,
    pub(crate) record: Packed,
    pub(crate) keys: Vec<String>,
    pub(crate) source: String,
    pub(crate) title: String,
    pub(crate) published: Option<String>,
    pub(crate) events: Vec<PreparedEvent>,
    /// With its text.
    pub(crate) whole: Record,
}

/// An event ready to be added.
#[derive(Debug, Clone)]
pub(crate) struct PreparedEvent {
    pub(crate) sketch: Sketch,
    pub(crate) packed: Vec<u8>,
    pub(crate) keys: Vec<i64>,
    pub(crate) answers: Vec<String>,
}

impl Prepared {
    /// Prepares a report. `identity` names it beside its address: its path, or its id in a feed; a report that comes with
    /// other bytes and the same address or identity is a newer version of it.
    ///
    /// # Errors
    /// Where the record was not made from these bytes.
    pub fn new(raw: &[u8], record: &Record, identity: Option<&str>) -> Result<Self> {
        let packed = pack(raw)?;
        if record.report.id != report_id(&packed.sha256) {
            return Err(Error::plain(format!(
                "{}: the record is of other bytes than these",
                record.report.source
            )));
        }
        let text = pack(record.report.text.as_bytes())?;
        let events = events(record)?;
        let json = pack(&record_json(record)?)?;
        let url = record.report.url.as_deref().map(|u| format!("url:{}", u.split('#').next().unwrap_or(u)));
        let identity = identity.map(|i| format!("id:{i}"));
        Ok(Self {
            raw: packed,
            text,
            record: json,
            keys: url.into_iter().chain(identity).collect(),
            source: record.report.source.clone(),
            title: record.report.title.clone().unwrap_or_default(),
            published: record.report.published.as_ref().map(|p| p.value.clone()),
            events,
            whole: record.clone(),
        })
    }

    /// Path, address or given id.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Size of the raw bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.raw.size
    }

    /// Id of the report: `sha256:` and the digest of its bytes.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.whole.report.id
    }
}

/// The events of a record, sketched.
pub(crate) fn events(record: &Record) -> Result<Vec<PreparedEvent>> {
    let sketches = diurna_incident::sketch(record).events;
    let answers = |name: &str| record.events.iter().find(|e| e.id == name).map(|e| e.responds_to.clone());
    sketches
        .into_iter()
        .map(|sketch| {
            let mut keys: Vec<i64> = diurna_incident::keys(&sketch).iter().map(|k| key(k)).collect();
            keys.sort_unstable();
            keys.dedup();
            let json = serde_json::to_vec(&sketch).map_err(|e| Error::plain(e.to_string()))?;
            let answers = answers(&sketch.at.event).unwrap_or_default();
            Ok(PreparedEvent { packed: deflate(&json)?, keys, answers, sketch })
        })
        .collect()
}

/// Eight bytes instead of sixty: two keys that fall together cost one comparison more.
pub(crate) fn key(text: &str) -> i64 {
    let [a, b, c, d, e, f, g, h, ..] = digest(text.as_bytes());
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The record without its text, which is kept beside it.
fn record_json(record: &Record) -> Result<Vec<u8>> {
    let mut bare = record.clone();
    bare.report.text.clear();
    serde_json::to_vec(&bare).map_err(|e| Error::plain(e.to_string()))
}

/// A record that says nothing but which report it is of.
#[must_use]
pub fn bare_record(raw: &[u8], source: &str, text: &str) -> Record {
    Record {
        schema: SCHEMA.to_string(),
        producer: Producer {
            version: String::new(),
            model: String::new(),
            gazetteer: String::new(),
            codebook: String::new(),
        },
        report: ReportPart {
            id: report_id(&digest(raw)),
            source: source.to_string(),
            url: None,
            title: None,
            publisher: None,
            authors: Vec::new(),
            published: None,
            retrieved: None,
            language: None,
            text: text.to_string(),
            text_sha256: crate::pack::hex(&Sha256::digest(text.as_bytes())),
            regions: Vec::new(),
        },
        actors: Vec::new(),
        places: Vec::new(),
        times: Vec::new(),
        events: Vec::new(),
        claims: Vec::new(),
    }
}
