//! Our own flat row, which CSV, GeoJSON and Parquet share: one incident, its best values, the range of its numbers.

use crate::accounts::notes;
use crate::facts::{self, date_precision, locator, office};
use crate::tables::{QuadConvention, quad_class};
use diurna_core::incident::{Field, Harm, Incident, Party};
use diurna_core::record::CodesPart;
use diurna_core::resolved::Precision;
use jiff::civil::Date;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Identifier.
    Id,
    /// Small whole number.
    Int,
    /// Real number.
    Float,
    /// Yes or no.
    Bool,
    /// Day.
    Day,
    /// Text.
    Text,
    /// Texts.
    List,
}

/// A value of a column; `None` inside is unknown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Id(u64),
    Int(Option<i32>),
    Float(Option<f64>),
    Bool(bool),
    Day(Option<Date>),
    Text(Option<String>),
    List(Vec<String>),
}

/// A column: its name, its HXL hashtag, and what it holds.
pub(crate) type Column = (&'static str, &'static str, Kind);

/// The columns. The first 23 are those that humanitarian tables have, in the usual order.
pub(crate) const COLUMNS: [Column; 41] = [
    ("incident_id", "#event+id", Kind::Id),
    ("date_start", "#date+start", Kind::Day),
    ("date_end", "#date+end", Kind::Day),
    ("date_precision", "#date+precision+code", Kind::Int),
    ("type", "#event+type", Kind::Text),
    ("mode", "#event+subtype", Kind::Text),
    ("country", "#country+code+v_iso3", Kind::Text),
    ("admin1", "#adm1+name", Kind::Text),
    ("admin2", "#adm2+name", Kind::Text),
    ("place", "#loc+name", Kind::Text),
    ("latitude", "#geo+lat", Kind::Float),
    ("longitude", "#geo+lon", Kind::Float),
    ("place_precision", "#geo+precision+code", Kind::Text),
    ("agents", "#group+name+actor1", Kind::List),
    ("targets", "#group+name+actor2", Kind::List),
    ("killed_low", "#affected+killed+min", Kind::Int),
    ("killed_high", "#affected+killed+max", Kind::Int),
    ("killed_best", "#affected+killed+best", Kind::Int),
    ("injured_low", "#affected+injured+min", Kind::Int),
    ("injured_high", "#affected+injured+max", Kind::Int),
    ("sources", "#meta+source", Kind::List),
    ("urls", "#meta+url", Kind::List),
    ("notes", "#description", Kind::Text),
    ("injured_best", "#affected+injured+best", Kind::Int),
    ("missing_best", "#affected+missing+best", Kind::Int),
    ("detained_best", "#affected+detained+best", Kind::Int),
    ("status", "#status+event", Kind::Text),
    ("instruments", "#x_instruments", Kind::List),
    ("differs", "#x_differs", Kind::Bool),
    ("score", "#x_score", Kind::Float),
    ("reports", "#x_reports+num", Kind::Int),
    ("geonames", "#loc+code+v_geonames", Kind::Int),
    ("acled_event_type", "#x_acled+type", Kind::Text),
    ("acled_sub_event_type", "#x_acled+subtype", Kind::Text),
    ("ucdp_type_of_violence", "#x_ucdp+type", Kind::Text),
    ("plover_type", "#x_plover+type", Kind::Text),
    ("plover_mode", "#x_plover+mode", Kind::Text),
    ("cameo", "#x_cameo+code", Kind::Text),
    ("quad_class_plover", "#x_quad+v_plover", Kind::Int),
    ("quad_class_phoenix", "#x_quad+v_phoenix", Kind::Int),
    ("quad_class_gdelt", "#x_quad+v_gdelt", Kind::Int),
];

/// The row of an incident, in the order of [`COLUMNS`].
pub(crate) fn row(incident: &Incident) -> Vec<Cell> {
    let days = facts::days(incident);
    let site = facts::site(incident);
    let point = facts::point(incident);
    let CodesPart { plover, cameo, acled, ucdp } = facts::codes(incident);
    let quad =
        |convention| Cell::Int(cameo.as_deref().and_then(|c| quad_class(c, convention)).map(i32::from));
    let text = |value: Option<&str>| Cell::Text(value.filter(|t| !t.is_empty()).map(String::from));
    let names = |parties: &[Party]| Cell::List(parties.iter().map(|p| p.name.clone()).collect());
    let killed = Range::of(&incident.killed);
    let injured = Range::of(&incident.injured);
    let best = |field: &Field<Harm>| Range::of(field).best;
    let (acled_type, acled_sub) =
        acled.map_or((None, None), |a| (Some(a.event_type), Some(a.sub_event_type)));
    vec![
        Cell::Id(incident.id),
        Cell::Day(days.map(|d| d.0)),
        Cell::Day(days.map(|d| d.1)),
        Cell::Int(days.map(|(from, to)| date_precision(from, to))),
        text(Some(incident.r#type.as_str())),
        text(incident.mode.map(|m| m.as_str())),
        text(site.and_then(|s| s.country.as_deref())),
        text(site.and_then(facts::province)),
        text(None),
        text(site.map(|s| s.name.as_str())),
        Cell::Float(point.map(|p| p.0)),
        Cell::Float(point.map(|p| p.1)),
        text(site.and_then(|s| s.precision).map(precision)),
        names(&incident.agents.best),
        names(&incident.targets.best),
        killed.low,
        killed.high,
        killed.best,
        injured.low,
        injured.high,
        Cell::List(unique(incident.reports.iter().map(office))),
        Cell::List(unique(incident.reports.iter().map(locator))),
        Cell::Text(Some(notes(incident))),
        injured.best,
        best(&incident.missing),
        best(&incident.detained),
        text(Some(incident.status.as_str())),
        Cell::List(incident.instruments.best.clone()),
        Cell::Bool(incident.differs),
        Cell::Float(Some(incident.score)),
        Cell::Int(i32::try_from(incident.reports.len()).ok()),
        Cell::Int(site.and_then(|s| i32::try_from(s.geonames?).ok())),
        Cell::Text(acled_type),
        Cell::Text(acled_sub),
        Cell::Text(ucdp),
        text(Some(&plover.r#type)),
        Cell::Text(plover.mode),
        Cell::Text(cameo.clone()),
        quad(QuadConvention::Plover),
        quad(QuadConvention::Phoenix),
        quad(QuadConvention::Gdelt),
    ]
}

/// Lowest, highest and best number; an open end has no highest.
struct Range {
    low: Cell,
    high: Cell,
    best: Cell,
}

impl Range {
    fn of(field: &Field<Harm>) -> Self {
        let number = |n: Option<u32>| Cell::Int(n.and_then(|n| i32::try_from(n).ok()));
        let toll = facts::toll(field);
        let counted = facts::counted(field);
        let whole = field.values.iter().map(|v| &v.value).filter(|h| h.who.is_none() && h.side.is_none());
        let open = counted.into_iter().chain(whole).any(|harm| harm.high.is_none());
        Self {
            low: number(toll.map(|t| t.low)),
            high: number(toll.filter(|_| !open).map(|t| t.high)),
            best: number(toll.map(|t| t.best)),
        }
    }
}

/// The name of a precision, as records have it.
pub(crate) fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Exact => "exact",
        Precision::Town => "town",
        Precision::District => "district",
        Precision::Province => "province",
        Precision::Country => "country",
    }
}

fn unique<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for value in values {
        if !value.is_empty() && !out.iter().any(|v| v == value) {
            out.push(value.to_string());
        }
    }
    out
}
