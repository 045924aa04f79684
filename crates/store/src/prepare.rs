//! What can be done for a report before its turn to be written comes.

use crate::pack::{Packed, deflate, digest, pack, report_id};
use crate::sql::{Kept, Sought};
use crate::{Error, Result};
use diurna_core::record::{Producer, Record, ReportPart, SCHEMA};
use diurna_incident::{Outlined, Sketch};
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
    pub(crate) whole: Outlined,
}

/// An event ready to be added.
#[derive(Debug, Clone)]
pub(crate) struct PreparedEvent {
    pub(crate) sketch: Sketch,
    pub(crate) packed: Vec<u8>,
    pub(crate) kept: Vec<Kept>,
    pub(crate) sought: Vec<Sought>,
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
        let whole = Outlined::new(record.clone());
        let events = events(&whole)?;
        let json = pack(&record_json(record)?)?;
        let url = record.report.url.as_deref().map(url_key);
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
            whole,
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
        &self.whole.record.report.id
    }
}

/// The key under which a report of that address is known.
pub(crate) fn url_key(url: &str) -> String {
    format!("url:{}", url.split('#').next().unwrap_or(url))
}

/// The events of a record, sketched.
pub(crate) fn events(whole: &Outlined) -> Result<Vec<PreparedEvent>> {
    let record = &whole.record;
    let sketches = whole.sketch.events.iter().cloned();
    let answers = |name: &str| record.events.iter().find(|e| e.id == name).map(|e| e.responds_to.clone());
    sketches
        .map(|sketch| {
            let json = serde_json::to_vec(&sketch).map_err(|e| Error::plain(e.to_string()))?;
            let answers = answers(&sketch.at.event).unwrap_or_default();
            let (kept, sought) = (kept(&sketch), sought(&sketch));
            Ok(PreparedEvent { packed: deflate(&json)?, kept, sought, answers, sketch })
        })
        .collect()
}

/// The rows of the index that an event is kept under, in order.
pub(crate) fn kept(event: &Sketch) -> Vec<Kept> {
    let rows = diurna_incident::kept(event);
    let mut rows: Vec<Kept> =
        rows.into_iter().map(|r| Kept { key: key(&r.key), number: r.number.into() }).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// What the index is asked for an event, in order.
fn sought(event: &Sketch) -> Vec<Sought> {
    let asked = diurna_incident::sought(event);
    let mut asked: Vec<Sought> = asked
        .into_iter()
        .map(|s| Sought { key: key(&s.key), from: s.from.into(), to: s.to.into() })
        .collect();
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// Eight bytes instead of sixty: two keys that fall together cost one comparison more. The first three come from the end of the
/// key, which says the days of most: what is told of the same days is written side by side.
fn key(text: &str) -> i64 {
    let end = text.rsplit('|').next().unwrap_or_default();
    let ([a, b, c, ..], [d, e, f, g, h, ..]) = (digest(end.as_bytes()), digest(text.as_bytes()));
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The record without its text, which is kept beside it.
pub(crate) fn record_json(record: &Record) -> Result<Vec<u8>> {
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
