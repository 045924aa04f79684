//! What resolvers make of spans: times, places, actors.

use crate::codebook::{ActorKind, SourceKind};
use crate::span::TextSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A temporal expression and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMention {
    /// The expression.
    pub span: TextSpan,
    /// TIMEX3 type: `DATE`, `TIME`, `DURATION` or `SET`.
    pub kind: &'static str,
    /// TIMEX3 value ("2021-02-25TNI", "P3W", "PAST_REF").
    pub value: String,
    /// First and last day, inclusive, local to the event; `None` where unresolved.
    pub days: Option<(Date, Date)>,
    /// Clock time of the start, `HH:MM` (24 h, as written, local or in `zone`).
    pub clock: Option<String>,
    /// Zone as written ("ET", "GMT", "local").
    pub zone: Option<String>,
    /// Granularity: `minute`, `hour`, `daypart`, `day`, `week`, `month`, `season`, `quarter`, `year`, `decade`, `century`, `vague`.
    pub granularity: &'static str,
    /// Resolved without a publication date or other anchor.
    pub absolute: bool,
}

/// How closely a point says where something is; maps to UCDP `where_prec` and ACLED `geo_precision`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Building, street, facility, crossing.
    Exact,
    /// Town or city.
    Town,
    /// District, river, area of tens of kilometres.
    District,
    /// First-level administrative division or region.
    Province,
    /// Country or larger.
    Country,
}

/// A place of the gazetteer.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Display name.
    pub name: String,
    /// GeoNames id, where it has one.
    pub geonames: Option<u32>,
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
    /// ISO 3166-1 alpha-3; empty for what lies in several countries or none.
    pub country: String,
    /// First-level division, where known.
    pub admin1: Option<String>,
    /// Kind of feature ("town", "river", "crossing", …).
    pub feature: String,
    /// How closely the point says where.
    pub precision: Precision,
}

/// A toponym in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceMention {
    /// The name as it stands.
    pub span: TextSpan,
    /// Index into the list of resolved places of the report; `None` for no match.
    pub place: Option<usize>,
    /// 0–1.
    pub score: f32,
    /// The name stands for a government or team ("Washington said"), not for where something is.
    pub metonymic: bool,
    /// The place is a country or larger.
    pub wide: bool,
    /// The place belongs to no single country: a sea, a continent, a border region.
    pub borderless: bool,
    /// The words tell how far from the name it is: "30 km north of Djibo".
    pub away: bool,
}

/// Who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Canonical full name.
    pub name: String,
    /// Kind.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3, where one country is meant.
    pub country: Option<String>,
    /// Other names, from the data files and from the text.
    pub aliases: Vec<String>,
    /// Id in the data files ("usa", "kataib-hezbollah"), if it comes from there.
    pub key: Option<String>,
    /// What kind of source this is when it says something.
    pub source_kind: Option<SourceKind>,
    /// Whom it speaks for, where the words say so.
    pub affiliation: Option<String>,
}

impl Actor {
    /// An actor of whom nothing but name and kind is known.
    ///
    /// ```
    /// use diurna_core::{Actor, ActorKind};
    /// let actor = Actor::new("Dara Moshiri", ActorKind::Person);
    /// assert_eq!((actor.name.as_str(), actor.country), ("Dara Moshiri", None));
    /// ```
    #[must_use]
    pub fn new(name: &str, kind: ActorKind) -> Self {
        Self {
            name: name.to_string(),
            kind,
            country: None,
            aliases: Vec::new(),
            key: None,
            source_kind: None,
            affiliation: None,
        }
    }
}

/// A mention of an actor in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ActorMention {
    /// The name or noun phrase.
    pub span: TextSpan,
    /// Index into the list of actors of the report.
    pub actor: usize,
    /// A proper name (of a state, group, person …) rather than a common noun ("gunmen").
    pub named: bool,
    /// Kind of the actor.
    pub kind: ActorKind,
}
