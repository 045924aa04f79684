//! UCDP GED-like: 49 columns, one row for an incident that killed.

use crate::facts::{self, Camp, Toll, bears_arms, camp, is_named, is_state, kind, land, length, originals};
use crate::privacy::Clean;
use crate::sides;
use crate::table::{cell, commas, joined};
use crate::tables::{Country, country};
use crate::{Error, Export, Summary};
use diurna_core::codebook::{ActorKind, Side};
use diurna_core::incident::{Harm, Incident, IncidentReport, Party};
use diurna_core::resolved::Precision;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::Write;

/// The columns, in the order of version 17 and later.
pub(crate) const COLUMNS: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// Deaths that make a dyad active in a year.
const ACTIVE: u32 = 25;

/// Who fought whom; the government stands first.
struct Dyad {
    a: String,
    b: String,
    gwno: [Option<u32>; 2],
    /// Whether side A is who acted.
    a_acted: bool,
    /// Whether it is told who both are: "gunmen" of one day are not those of another.
    known: bool,
}

/// The dead by side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Deaths {
    a: u32,
    b: u32,
    civilians: u32,
    unknown: u32,
}

struct Event<'a> {
    incident: &'a Incident,
    violence: &'a str,
    sides: [Vec<&'a Party>; 2],
    dyad: Dyad,
    days: (Date, Date),
    toll: Toll,
}

pub(crate) fn write(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    let codes: Vec<Option<String>> =
        export.incidents.iter().map(|c| facts::codes(&c.incident).ucdp).collect();
    let mut events = Vec::new();
    for (Clean { incident, .. }, code) in export.incidents.iter().zip(&codes) {
        let Some(violence) = code else {
            summary.leave_out("no UCDP type of violence: not an attack by an organised side that happened");
            continue;
        };
        let Some(toll) = facts::toll(&incident.killed).filter(|toll| toll.high > 0) else {
            summary.leave_out("nobody reported dead");
            continue;
        };
        let Some(days) = facts::days(incident) else {
            summary.leave_out("no day");
            continue;
        };
        if facts::site(incident).is_none() {
            summary.leave_out("no place");
            continue;
        }
        let sides = sides::sides(incident, |_, party| match kind(party) {
            kind if bears_arms(kind) => 0,
            ActorKind::Person | ActorKind::Unknown => 2,
            _ => 1,
        });
        events.push(Event {
            incident,
            violence,
            dyad: dyad(&sides, violence, land(incident)),
            sides,
            days,
            toll,
        });
    }
    let mut years: BTreeMap<(String, i16), u32> = BTreeMap::new();
    for event in &events {
        let dead = years.entry((event.dyad.name(), event.days.0.year())).or_default();
        *dead = dead.saturating_add(event.toll.best);
    }
    let active = |event: &Event<'_>| {
        event.dyad.known
            && years.get(&(event.dyad.name(), event.days.0.year())).is_some_and(|dead| *dead >= ACTIVE)
    };
    let rows: Vec<Vec<String>> = events.iter().map(|event| row(event, active(event))).collect();
    summary.rows = rows.len();
    summary.incidents = rows.len();
    commas(out, &[&COLUMNS], &rows)
}

impl Dyad {
    fn name(&self) -> String {
        format!("{} - {}", self.a, self.b)
    }
}

fn dyad(sides: &[Vec<&Party>; 2], violence: &str, land: Option<&'static Country>) -> Dyad {
    let [agent, target] = sides.each_ref().map(|side| side.first().copied());
    let named = |party: Option<&Party>| party.map(|party| side_name(party, land)).unwrap_or_default();
    let number = |party: Option<&Party>| state(party?, land)?.gw;
    let told = |party: Option<&Party>| party.is_some_and(|p| is_named(p) || state(p, land).is_some());
    if violence == "3" {
        let gwno = [number(agent), None];
        let known = told(agent);
        return Dyad { a: named(agent), b: "Civilians".to_string(), gwno, a_acted: true, known };
    }
    // In state-based conflict, side A is a government.
    let a_acted = violence != "1" || agent.is_some_and(is_government) || !target.is_some_and(is_government);
    let (a, b) = if a_acted { (agent, target) } else { (target, agent) };
    Dyad { a: named(a), b: named(b), gwno: [number(a), number(b)], a_acted, known: told(a) && told(b) }
}

fn is_government(party: &Party) -> bool {
    is_state(party) || party.kind == ActorKind::Igo
}

/// States stand as "Government of …", others by their names.
fn side_name(party: &Party, land: Option<&'static Country>) -> String {
    state(party, land).map_or_else(|| party.name.clone(), |own| format!("Government of {}", own.name))
}

/// The state of a government or its forces. "Soldiers" of whom no country is told are those of the country where it was.
fn state(party: &Party, land: Option<&'static Country>) -> Option<&'static Country> {
    let own = party.country.as_deref().and_then(country);
    let near = || land.filter(|_| party.country.is_none() && !is_named(party));
    own.or_else(near).filter(|_| is_state(party))
}

/// Splits the best estimate by side: the best supported number of each side counts, as long as the parts do not exceed the whole.
fn deaths(event: &Event<'_>) -> Deaths {
    let mut deaths = Deaths::default();
    let mut rest = event.toll.best;
    let mut given = [false; 3];
    let killed = &event.incident.killed;
    let harms = || killed.best.iter().chain(killed.values.iter().map(|v| &v.value));
    for harm in harms() {
        let Some(slot) = slot(harm, event) else { continue };
        if given[slot] || harm.low > rest {
            continue;
        }
        given[slot] = true;
        rest -= harm.low;
        match slot {
            0 => deaths.a = harm.low,
            1 => deaths.b = harm.low,
            _ => deaths.civilians = harm.low,
        }
    }
    // One-sided violence is violence against civilians: who else should have died, unless some of those attacked or killed bear arms
    // or may do so?
    let may_fight = |kind: ActorKind| bears_arms(kind) || kind == ActorKind::Person;
    let attacked = event.sides[1].iter().any(|party| may_fight(kind(party)));
    let fallen = |harm: &Harm| harm.low > 0 && bore_arms(harm) && slot(harm, event).is_none();
    if event.violence == "3" && !attacked && !harms().any(fallen) {
        deaths.civilians += rest;
    } else {
        deaths.unknown = rest;
    }
    deaths
}

/// To whom a number belongs: side A (0), side B (1), civilians (2), or nobody can tell.
fn slot(harm: &Harm, event: &Event<'_>) -> Option<usize> {
    let dead = facts::kind_of_dead(harm);
    if dead == Some(ActorKind::Civilians) {
        return Some(2);
    }
    let a_acted = event.dyad.a_acted;
    match harm.side.or_else(|| side_of(dead.and_then(camp)?, &event.sides))? {
        Side::Agent => Some(usize::from(!a_acted)),
        // Soldiers who died where civilians were attacked are no civilians, and have no side of their own in such a row.
        Side::Target if event.violence == "3" => (!bore_arms(harm)).then_some(2),
        Side::Target => Some(usize::from(a_acted)),
        Side::Other => None,
    }
}

/// Whether the words for the dead name soldiers, police or fighters.
fn bore_arms(harm: &Harm) -> bool {
    matches!(facts::kind_of_dead(harm).and_then(camp), Some(Camp::State | Camp::Group))
}

/// Whose dead "soldiers" and "fighters" are, where forces of that kind stand on one side alone.
fn side_of(dead: Camp, sides: &[Vec<&Party>; 2]) -> Option<Side> {
    let has = |side: &Vec<&Party>| side.iter().any(|party| camp(kind(party)) == Some(dead));
    match sides.each_ref().map(has) {
        [true, false] => Some(Side::Agent),
        [false, true] => Some(Side::Target),
        _ => None,
    }
}

fn row(event: &Event<'_>, active: bool) -> Vec<String> {
    let Event { incident, violence, dyad, days: (from, to), toll, .. } = event;
    let land = land(incident);
    let site = facts::site(incident);
    let clear = length(*from, *to) <= 7
        && site.is_some_and(|s| s.precision.map_or(s.admin1.is_some(), |p| p < Precision::Country));
    let dead = deaths(event);
    let whole = !dyad.a.is_empty() && !dyad.b.is_empty();
    let name = if whole { dyad.name() } else { String::new() };
    let mut row = vec![
        incident.id.to_string(),
        format!("{}-{}-{violence}-{}", land.map_or("XXX", |c| c.iso3), from.year(), incident.id),
        from.year().to_string(),
        active.to_string(),
        status(event).to_string(),
        (*violence).to_string(),
        String::new(),
        String::new(),
        // The names of state-based conflicts are UCDP's own; the others are called after their dyad.
        if *violence == "1" { String::new() } else { name.clone() },
        String::new(),
        String::new(),
        name,
        String::new(),
        String::new(),
        dyad.a.clone(),
        String::new(),
        String::new(),
        dyad.b.clone(),
    ];
    row.extend(sources(incident));
    row.extend(place(incident));
    row.extend([
        if clear { "1" } else { "2" }.to_string(),
        facts::date_precision(*from, *to).to_string(),
        from.to_string(),
        to.to_string(),
        dead.a.to_string(),
        dead.b.to_string(),
        dead.civilians.to_string(),
        dead.unknown.to_string(),
        toll.best.to_string(),
        toll.high.to_string(),
        toll.low.to_string(),
        cell(dyad.gwno[0]),
        cell(dyad.gwno[1]),
    ]);
    row
}

/// What a coder should check.
fn status(event: &Event<'_>) -> &'static str {
    if event.incident.killed.differs {
        "Check - accounts of deaths differ"
    } else if event.incident.differs {
        "Check - accounts differ"
    } else if !event.dyad.known {
        "Check - unknown actor"
    } else {
        "Clear"
    }
}

/// Six columns of the reports.
fn sources(incident: &Incident) -> [String; 6] {
    let article = |r: &IncidentReport| {
        let parts =
            [facts::office(r), r.published.as_deref().unwrap_or(""), r.title.as_deref().unwrap_or("")];
        format!("\"{}\"", joined(parts, ", ").replace('"', "'"))
    };
    let articles: Vec<String> = incident.reports.iter().map(article).collect();
    [
        originals(incident).count().to_string(),
        articles.join(";"),
        joined(incident.reports.iter().map(facts::office), ";"),
        joined(incident.reports.iter().filter_map(|r| r.published.as_deref()), ";"),
        joined(incident.reports.iter().filter_map(|r| r.title.as_deref()), ";"),
        facts::sources(incident).join(", "),
    ]
}

/// Twelve columns of the place.
fn place(incident: &Incident) -> [String; 12] {
    let (land, site, point) = (land(incident), facts::site(incident), facts::point(incident));
    let precision = match site.and_then(facts::precision) {
        Some(codes) => codes.ucdp,
        None if site.is_some_and(|s| s.admin1.is_some()) => 4,
        None => 6,
    };
    let name = site.map(|s| s.name.clone()).unwrap_or_default();
    [
        precision.to_string(),
        name.clone(),
        name,
        cell(site.and_then(facts::province)),
        String::new(),
        cell(point.map(|p| p.0)),
        cell(point.map(|p| p.1)),
        point.map(|(lat, lon)| format!("POINT ({lon} {lat})")).unwrap_or_default(),
        cell(point.map(|(lat, lon)| priogrid(lat, lon))),
        land.map_or("", |c| c.name).to_string(),
        cell(land.and_then(|c| c.gw)),
        land.map_or("", |c| c.ucdp).to_string(),
    ]
}

/// The PRIO-GRID cell: half degrees, counted from 1 at 90° south, 180° west, row by row.
fn priogrid(lat: f64, lon: f64) -> u32 {
    let row = (((lat + 90.0) * 2.0).floor() as u32).min(359);
    let column = (((lon + 180.0) * 2.0).floor() as u32).min(719);
    row * 720 + column + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        assert_eq!(priogrid(-90.0, -180.0), 1);
        assert_eq!(priogrid(-89.4, -180.0), 721);
        // 33.5 north is row 247 from the south pole, 36.3 east column 432: 247 * 720 + 432 + 1.
        assert_eq!(priogrid(33.5, 36.3), 178_273);
        assert_eq!(priogrid(90.0, 180.0), 259_200);
    }
}
