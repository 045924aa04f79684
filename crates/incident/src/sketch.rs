//! What merging needs of a report and its events, and no more.

use diurna_core::codebook::{ActorKind, HarmKind, Mode, Root};
use diurna_core::incident::EventRef;
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
    /// Day of publication of the report.
    pub published: Option<Date>,
    /// First and last day on which it was: from the record if `dated`, else the days up to publication; `None` where
    /// it can have been at any time.
    pub days: Option<(Date, Date)>,
    /// Whether the record dates the event.
    pub dated: bool,
    /// The day a week later, where a bare weekday can mean it: "Tuesday" in a report published on Monday evening on the
    /// other side of the date line.
    pub later: Option<Date>,
    /// Where it was, if the record says so.
    pub spot: Option<Spot>,
    /// Towns named beside it; those of the report, if it has no place and no town stands beside it.
    pub near: Vec<Spot>,
    /// Who did it.
    pub agents: Vec<Name>,
    /// To whom or what.
    pub targets: Vec<Name>,
    /// With what: hashes of telling stems, sorted.
    pub instruments: Vec<u32>,
    /// Persons harmed, each number that the report gives.
    pub counts: Vec<Count>,
    /// Hashes of telling stems in the sentences that tell of it, sorted.
    pub words: Vec<u32>,
    /// Hashes of names in these sentences that are neither places nor known actors, sorted.
    pub names: Vec<u32>,
    /// Hashes of telling stems in the title and the first sentences, sorted; empty unless `lead`.
    pub head: Vec<u32>,
    /// Told in the title or the first sentences.
    pub lead: bool,
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
    /// First-level division.
    pub admin1: Option<String>,
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
    /// Key in the data files, or else the folded name: what it is looked up by.
    pub key: String,
    /// Hashes of its name and aliases, sorted.
    pub aliases: Vec<u32>,
    /// Hashes of telling stems of the name, sorted.
    pub stems: Vec<u32>,
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
