//! ACLED-like: 31 columns, one row for a place, a day and a pair of actors.

use crate::accounts::notes;
use crate::facts::{self, acled_type, is_named, land, length, middle};
use crate::privacy::Clean;
use crate::table::{cell, commas, joined};
use crate::tables::{Country, acled_disorder, acled_fatalities, country};
use crate::{Error, Export, Summary};
use diurna_core::codebook::ActorKind;
use diurna_core::incident::{Incident, Party};
use diurna_core::record::AcledPart;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::Write;

/// The columns, in ACLED's order.
pub(crate) const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// One side of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Side {
    actor: String,
    associated: Vec<String>,
    inter: &'static str,
}

/// An event that may stand for several incidents.
struct Event<'a> {
    incidents: Vec<&'a Incident>,
    codes: AcledPart,
    rank: u8,
    sides: [Side; 2],
    fatalities: u32,
}

/// Days, place and pair of actors.
type Key = ((Date, Date), (Option<u32>, String, Option<String>), [String; 2]);

pub(crate) fn write(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
    for Clean { incident, .. } in &export.incidents {
        let Some(codes) = facts::codes(incident).acled else {
            summary.leave_out("no ACLED type: not an act that ACLED codes, or not said to have happened");
            continue;
        };
        if facts::days(incident).is_none() {
            summary.leave_out("no day");
            continue;
        }
        if facts::site(incident).is_none() {
            summary.leave_out("no place");
            continue;
        }
        summary.incidents += 1;
        let event = event(incident, codes);
        let key = key(&event);
        match key.as_ref().and_then(|key| seen.get(key)).and_then(|at: &usize| events.get_mut(*at)) {
            Some(earlier) => join(earlier, event),
            None => {
                seen.extend(key.map(|key| (key, events.len())));
                events.push(event);
            }
        }
    }
    let rows: Vec<Vec<String>> = events.iter().filter_map(row).collect();
    summary.rows = rows.len();
    commas(out, &[&COLUMNS], &rows)
}

fn event(incident: &Incident, codes: AcledPart) -> Event<'_> {
    let rank = acled_disorder(&codes.sub_event_type).map_or(u8::MAX, |(_, rank)| rank);
    let sides = facts::sides(incident).map(|list| side(&list, &codes.event_type, land(incident)));
    Event { incidents: vec![incident], rank, sides, fatalities: fatalities(incident), codes }
}

/// ACLED names forces and crowds after their country.
fn side(parties: &[&Party], event_type: &str, land: Option<&Country>) -> Side {
    let Some(first) = parties.first() else { return Side::default() };
    let own = first.country.as_deref().and_then(country).or(land).map(|c| c.name);
    let of = |what: &str| own.map_or_else(|| what.to_string(), |name| format!("{what} of {name}"));
    let within = |what: &str| own.map_or_else(|| what.to_string(), |name| format!("{what} ({name})"));
    let riot = event_type == "Riots";
    let (actor, named) = match first.kind {
        ActorKind::State => (of("Government"), true),
        ActorKind::Military => (of("Military Forces"), true),
        ActorKind::Police => (of("Police Forces"), true),
        ActorKind::ArmedGroup if !is_named(first) => (within("Unidentified Armed Group"), false),
        ActorKind::Protesters if riot => (within("Rioters"), false),
        ActorKind::Protesters => (within("Protesters"), false),
        ActorKind::Civilians | ActorKind::Organisation | ActorKind::Company | ActorKind::Media => {
            (within("Civilians"), true)
        }
        // Neither civilian nor combatant on the strength of a name.
        ActorKind::Person | ActorKind::Unknown => (String::new(), true),
        ActorKind::ArmedGroup | ActorKind::Igo => (first.name.clone(), false),
    };
    let inter = if riot && first.kind == ActorKind::Protesters { "Rioters" } else { acled_type(first, land) };
    let associated = parties
        .iter()
        .skip(usize::from(!named))
        .map(|p| p.name.clone())
        .filter(|name| *name != actor)
        .collect();
    Side { actor, associated, inter }
}

/// The most conservative figure: of the best supported number, or of all where they cannot be true together.
fn fatalities(incident: &Incident) -> u32 {
    let field = &incident.killed;
    let Some(best) = &field.best else { return 0 };
    let of = |low, high| acled_fatalities(low, high);
    let best = of(best.low, best.high);
    let all = field
        .values
        .iter()
        .map(|v| &v.value)
        .filter(|h| field.differs && h.who.is_none() && h.side.is_none());
    all.map(|h| of(h.low, h.high)).min().map_or(best, |least| least.min(best))
}

/// What makes two events one for ACLED: the same days, place and pair of actors, whoever stands first. Two attacks by nobody known on
/// nobody known stay two.
fn key(event: &Event<'_>) -> Option<Key> {
    let incident = *event.incidents.first()?;
    let site = facts::site(incident)?;
    let mut pair = event.sides.each_ref().map(|side| side.actor.clone());
    pair.sort();
    let place = (site.geonames, site.name.clone(), site.country.clone());
    pair.iter().any(|name| !name.is_empty()).then_some((facts::days(incident)?, place, pair))
}

/// Joins a later event to an earlier one: the weightier type stands, and the dead of both count.
fn join<'a>(into: &mut Event<'a>, other: Event<'a>) {
    if other.rank < into.rank {
        into.rank = other.rank;
        into.codes = other.codes;
        into.sides = other.sides;
    }
    into.fatalities += other.fatalities;
    into.incidents.extend(other.incidents);
}

fn row(event: &Event<'_>) -> Option<Vec<String>> {
    let incident = *event.incidents.first()?;
    let (from, to) = facts::days(incident)?;
    let site = facts::site(incident)?;
    let land = land(incident);
    let span = length(from, to);
    let (date, time_precision) = match span {
        1 => (from, 1),
        2..=7 => (middle(from, to), 2),
        _ => (middle(from, to), 3),
    };
    let [one, two] = &event.sides;
    let codes = &event.codes;
    let targets_civilians = codes.event_type == "Violence against civilians"
        || codes.sub_event_type == "Excessive force against protesters"
        || codes.event_type == "Explosions/Remote violence" && two.inter == "Civilians";
    let geo_precision = facts::precision(site).map(|codes| i32::from(codes.acled));
    let point = facts::point(incident);
    let degrees = |value: Option<f64>| value.map(|v| format!("{v:.4}")).unwrap_or_default();
    let reports = || event.incidents.iter().flat_map(|i| &i.reports);
    let notes: Vec<String> = event.incidents.iter().map(|i| notes(i)).collect();
    let tags = match event.incidents.len() {
        1 => String::new(),
        _ => {
            let ids: Vec<String> = event.incidents.iter().map(|i| i.id.to_string()).collect();
            format!("diurna incidents={}", ids.join(" "))
        }
    };
    let newest = reports().filter_map(|r| facts::day(r.published.as_deref()?)).max();
    Some(vec![
        format!("{}{}", land.map_or("XXX", |c| c.iso3), incident.id),
        date.to_string(),
        date.year().to_string(),
        time_precision.to_string(),
        acled_disorder(&codes.sub_event_type).map(|(disorder, _)| disorder.to_string()).unwrap_or_default(),
        codes.event_type.clone(),
        codes.sub_event_type.clone(),
        one.actor.clone(),
        one.associated.join("; "),
        one.inter.to_string(),
        two.actor.clone(),
        two.associated.join("; "),
        two.inter.to_string(),
        interaction(one.inter, two.inter),
        if targets_civilians { "Civilian targeting" } else { "" }.to_string(),
        cell(land.and_then(|c| c.numeric)),
        land.map_or("", |c| c.acled).to_string(),
        land.map_or("", |c| c.name).to_string(),
        site.admin1.clone().unwrap_or_default(),
        String::new(),
        String::new(),
        site.name.clone(),
        degrees(point.map(|p| p.0)),
        degrees(point.map(|p| p.1)),
        cell(geo_precision),
        joined(reports().map(facts::office), "; "),
        String::new(),
        notes.join(" "),
        event.fatalities.to_string(),
        tags,
        cell(
            newest.and_then(|day| Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())),
        ),
    ])
}

/// The pair of actor types, the lower number first, in the words of ACLED's older list.
fn interaction(one: &str, two: &str) -> String {
    /// Actor types in the order of their numbers, with their names in pairs and alone.
    const TYPES: [(&str, &str, &str); 8] = [
        ("State forces", "Military", "Military"),
        ("Rebel group", "Rebels", "Rebel"),
        ("Political militia", "Political Militia", "Political Militia"),
        ("Identity militia", "Communal Militia", "Communal Militia"),
        ("Rioters", "Rioters", "Rioter"),
        ("Protesters", "Protestors", "Protestor"),
        ("Civilians", "Civilians", ""),
        ("External/Other forces", "Other", "other"),
    ];
    let find = |name: &str| TYPES.iter().position(|t| t.0 == name);
    match (find(one), find(two)) {
        (Some(6), Some(7)) | (Some(7), Some(6)) => "Other Actor versus Civilians".to_string(),
        // ACLED has no name for these.
        (Some(a), Some(b)) if a.min(b) >= 6 => String::new(),
        (Some(a), Some(b)) => format!("{} versus {}", TYPES[a.min(b)].1, TYPES[a.max(b)].1),
        (Some(a), None) | (None, Some(a)) if !TYPES[a].2.is_empty() => format!("Sole {} Action", TYPES[a].2),
        _ => String::new(),
    }
}
