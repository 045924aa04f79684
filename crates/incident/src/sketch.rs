//! What merging needs of a report and its events, and no more.

use diurna_core::codebook::{ActorKind, HarmKind, Mode, Root};
use diurna_core::incident::EventRef;
use diurna_core::record::Record;
use diurna_core::resolved::Precision;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What merging needs of one report. Small (some kilobytes) and made once; keep it as JSON or in any serde format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportSketch {
    /// Id of the report.
    pub report: String,
    /// Path, address or given id.
    pub source: String,
    /// Day of publication.
    pub published: Option<Date>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Agency that the report credits ("Reuters"), in lower case.
    pub agency: Option<String>,
    /// Hashes of runs of eight words that are multiples of two to the power of `level`, sorted.
    pub shingles: Vec<u64>,
    /// How far the hashes are thinned out.
    pub level: u8,
    /// One for each event of the record, in the order of the record.
    pub events: Vec<Sketch>,
}

/// What merging needs of one event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    /// Report and event.
    pub at: EventRef,
    /// Type.
    pub root: Root,
    /// Mode.
    pub mode: Option<Mode>,
    /// What it may be together with.
    pub class: Class,
    /// First and last day on which it can have been.
    pub days: Option<(Date, Date)>,
    /// Whether the record dates the event; else `days` follow from the day of publication.
    pub dated: bool,
    /// Where it was, or where the report plays if the event has no place.
    pub spot: Option<Spot>,
    /// Whether the record gives the event a place.
    pub placed: bool,
    /// Who did it.
    pub agents: Vec<Name>,
    /// To whom or what.
    pub targets: Vec<Name>,
    /// With what, as hashes of stems, sorted.
    pub instruments: Vec<u64>,
    /// Persons harmed, each number that the report gives.
    pub counts: Vec<Count>,
    /// Hashes of telling words around the triggers, sorted.
    pub words: Vec<u64>,
    /// Hashes of names around the triggers, sorted.
    pub names: Vec<u64>,
    /// The report recalls it and is about something else.
    pub background: bool,
    /// Likelihood of the event, 0-1.
    pub score: f64,
}

/// What an event may be together with: events of two classes are never one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// It happened, or goes on, somewhere.
    Happened,
    /// It is planned, announced, threatened or demanded.
    Ahead,
    /// Something said.
    Said,
    /// Denied or only supposed: stays alone.
    Alone,
}

/// A place as far as merging needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Display name.
    pub name: String,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// How closely the point says where.
    pub precision: Precision,
}

/// A side of an event as far as merging needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Name {
    /// Display name.
    pub name: String,
    /// Kind.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Whether it is a name rather than a common noun ("gunmen").
    pub named: bool,
    /// Hashes of its name, its aliases and its key in the data files, sorted.
    pub keys: Vec<u64>,
}

/// A number of persons harmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// What became of them.
    pub kind: HarmKind,
    /// At least so many.
    pub low: u32,
    /// At most so many; `None` is open.
    pub high: Option<u32>,
}

/// Sketches a record.
#[must_use]
pub fn sketch(record: &Record) -> ReportSketch {
    ReportSketch {
        report: record.report.id.clone(),
        source: record.report.source.clone(),
        published: record.report.published.as_ref().and_then(|p| p.value.parse().ok()),
        publisher: record.report.publisher.clone(),
        agency: None,
        shingles: Vec::new(),
        level: 0,
        events: Vec::new(),
    }
}

/// Share of the words of the shorter report that stand in the other in runs of eight, 0-1.
#[must_use]
pub fn copied(_a: &ReportSketch, _b: &ReportSketch) -> f64 {
    0.0
}
