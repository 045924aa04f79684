//! The incident: one happening, many reports, every account kept.
//!
//! As in the record, offsets are **Unicode code points** into the text of the report that an account names.

use crate::codebook::{ActorKind, HarmKind, Mode, Root, Side, SourceKind, Status};
use crate::record::{Mention, Producer};
use crate::resolved::Precision;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of this version of the contract.
pub const SCHEMA: &str = "diurna/incident/1";

/// One happening with everything that is said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Incident {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Stable for ever: never given to another happening.
    pub id: u64,
    /// Best supported type.
    pub r#type: Root,
    /// Best supported mode.
    pub mode: Option<Mode>,
    /// As the latest report presents it.
    pub status: Status,
    /// One line for lists: type, place, day.
    pub title: String,
    /// The reports that tell of it, in the order of publication.
    pub reports: Vec<IncidentReport>,
    /// When it was.
    pub when: Field<Interval>,
    /// Where it was.
    pub r#where: Field<Site>,
    /// Who did it.
    pub agents: ListField<Party>,
    /// To whom or what.
    pub targets: ListField<Party>,
    /// With what, in lower case.
    pub instruments: ListField<String>,
    /// Persons dead.
    pub killed: Field<Harm>,
    /// Persons wounded.
    pub injured: Field<Harm>,
    /// Persons missing.
    pub missing: Field<Harm>,
    /// Persons detained.
    pub detained: Field<Harm>,
    /// Whether the accounts of any field differ.
    pub differs: bool,
    /// Ids of incidents that it answers, as reports say.
    pub responds_to: Vec<u64>,
    /// Likelihood that it happened as an event of this type, 0-1: the best of its events' scores.
    pub score: f64,
    /// Why its parts were taken for one happening.
    pub joined: Vec<Join>,
    /// What made its records.
    pub producer: Producer,
}

/// A report that tells of an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IncidentReport {
    /// Path, address or given id.
    pub source: String,
    /// `sha256:` of the raw bytes.
    pub id: String,
    /// Canonical address.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Ids of the report's events that are this incident.
    pub events: Vec<String>,
    /// The report recalls it and is about something else.
    pub background: bool,
    /// Whose words it repeats: the id of the earlier report, or the name of an agency. Not a source of its own then.
    pub copy_of: Option<String>,
}

/// A field with one answer, and all accounts of it grouped by value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Field<T> {
    /// The best supported value.
    pub best: Option<T>,
    /// Whether accounts cannot be true together.
    pub differs: bool,
    /// Every value with who gives it, best supported first.
    pub values: Vec<Value<T>>,
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self { best: None, differs: false, values: Vec::new() }
    }
}

/// A field with several answers at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListField<T> {
    /// The values that are supported best and do not exclude one another.
    pub best: Vec<T>,
    /// Whether accounts cannot be true together.
    pub differs: bool,
    /// Every value with who gives it, best supported first.
    pub values: Vec<Value<T>>,
}

impl<T> Default for ListField<T> {
    fn default() -> Self {
        Self { best: Vec::new(), differs: false, values: Vec::new() }
    }
}

/// A value and those who give it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Value<T> {
    /// The value.
    pub value: T,
    /// Who gives it, the best source first.
    pub accounts: Vec<Account>,
}

/// Who gives a value, and in which words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Account {
    /// Id of the report.
    pub report: String,
    /// Id of the event in that report.
    pub event: String,
    /// Id of the claim in that report; `None` where the report itself says so.
    pub claim: Option<String>,
    /// Name or words of the source; `None` where the report itself says so.
    pub source: Option<String>,
    /// Kind of that source.
    pub source_kind: Option<SourceKind>,
    /// May, might, reportedly …
    pub hedged: bool,
    /// Day of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// The report repeats another's words: not a source of its own.
    pub copy: bool,
    /// The words.
    pub evidence: Vec<Mention>,
}

/// First and last day or moment (ISO 8601), inclusive, local to the event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Interval {
    /// First.
    pub from: String,
    /// Last.
    pub to: String,
    /// Zone of a time of day as written ("ET", "GMT", "local"), where one is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// A place of an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Site {
    /// Display name.
    pub name: String,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Degrees north, WGS 84.
    pub lat: Option<f64>,
    /// Degrees east, WGS 84.
    pub lon: Option<f64>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// Kind of feature ("town", "river", "sea" …), where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// How closely the point says where.
    pub precision: Option<Precision>,
}

/// An actor of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Party {
    /// Canonical full name.
    pub name: String,
    /// Kind.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Codes in other systems ("diurna" is the id in our data files).
    pub codes: BTreeMap<String, String>,
}

/// A number of persons harmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Harm {
    /// What became of them.
    pub kind: HarmKind,
    /// At least so many.
    pub low: u32,
    /// At most so many; `None` is open.
    pub high: Option<u32>,
    /// Who they were ("civilians"); `None` is everybody harmed.
    pub who: Option<String>,
    /// Whose side they were on.
    pub side: Option<Side>,
}

/// Why two events of reports were taken for one happening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Join {
    /// Report and event.
    pub a: EventRef,
    /// Report and event.
    pub b: EventRef,
    /// Likelihood that they are one, 0-1, two digits.
    pub score: f64,
    /// What spoke for and against it, with its weight, the strongest first.
    pub reasons: Vec<Reason>,
}

/// An event of a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventRef {
    /// Id of the report.
    pub report: String,
    /// Id of the event in it.
    pub event: String,
}

/// One reason for or against a join.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// In words: "3 km apart", "same day", "both name the Taliban".
    pub words: String,
    /// Positive for, negative against.
    pub weight: f64,
}

/// One line for lists: type and mode, status where it is another than happened, place, days.
///
/// ```
/// use diurna_core::incident::{Interval, title};
/// use diurna_core::{Mode, Root, Status};
/// let day = Interval { from: "2031-05-12".into(), to: "2031-05-12T06:00".into(), zone: None };
/// let line = title(Root::Assault, Some(Mode::CarBomb), Status::Happened, None, Some(&day));
/// assert_eq!(line, "ASSAULT car_bomb, 2031-05-12");
/// ```
#[must_use]
pub fn title(
    root: Root,
    mode: Option<Mode>,
    status: Status,
    site: Option<&Site>,
    when: Option<&Interval>,
) -> String {
    let mut out = root.to_string();
    if let Some(mode) = mode.filter(|m| *m != Mode::Other) {
        out.push_str(&format!(" {mode}"));
    }
    if !matches!(status, Status::Happened | Status::Ongoing) {
        out.push_str(&format!(" ({status})"));
    }
    if let Some(site) = site {
        out.push_str(&format!(", {}", site.name));
    }
    if let Some(when) = when {
        let day = |s: &str| s.get(..10).unwrap_or(s).to_owned();
        let (from, to) = (day(&when.from), day(&when.to));
        out.push_str(&if from == to { format!(", {from}") } else { format!(", {from} – {to}") });
    }
    out
}
