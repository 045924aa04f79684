//! POLECAT: 40 columns, tab-separated with a header.

use crate::facts::{self, is_named, land, took_place};
use crate::plover::contexts;
use crate::privacy::Clean;
use crate::sides::{self, Stand, UNIDENTIFIED};
use crate::table::{cell, joined, tabs};
use crate::tables::{country, plover_scale};
use crate::{Error, Export, Summary};
use diurna_core::codebook::ActorKind;
use diurna_core::incident::{Incident, Party};
use std::io::Write;

/// The columns.
pub(crate) const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// Quad codes in words, by number.
const QUADS: [&str; 4] =
    ["VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"];

pub(crate) fn write(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    let mut rows = Vec::new();
    for Clean { incident, .. } in &export.incidents {
        if !took_place(incident) {
            summary.leave_out("not said to have happened; POLECAT's layout has no status");
        } else if let Some((day, _)) = facts::days(incident) {
            rows.push(row(incident, &day.to_string()));
        } else {
            summary.leave_out("no day");
        }
    }
    summary.rows = rows.len();
    summary.incidents = rows.len();
    tabs(out, Some(&COLUMNS), &rows)
}

fn row(incident: &Incident, day: &str) -> Vec<String> {
    let plover = facts::codes(incident).plover;
    let (quad, intensity) = plover_scale(&plover.r#type, plover.mode.as_deref());
    let mut row = vec![
        incident.id.to_string(),
        day.to_string(),
        plover.r#type.clone(),
        plover.mode.clone().unwrap_or_default(),
        cell(intensity),
        quad.and_then(|q| QUADS.get(usize::from(q).wrapping_sub(1)))
            .map(ToString::to_string)
            .unwrap_or_default(),
        contexts(incident).join(";"),
    ];
    let [actors, recipients] = sides::actors_and_recipients(incident);
    row.extend(side(incident, Stand::Agent, &actors));
    row.extend(side(incident, Stand::Target, &recipients));
    let site = facts::site(incident);
    let land = land(incident);
    let point = facts::point(incident);
    let name = site.map(|s| s.name.clone()).unwrap_or_default();
    let parties = || incident.agents.best.iter().chain(&incident.targets.best);
    let named = || parties().filter(|p| is_named(p));
    let people = named().filter(|p| p.kind == ActorKind::Person);
    let bodies = named().filter(|p| !matches!(p.kind, ActorKind::Person | ActorKind::Unknown));
    row.extend([
        name.clone(),
        cell(site.and_then(facts::town)),
        cell(site.and_then(facts::district)),
        cell(site.and_then(facts::province)),
        land.map_or("", |c| c.iso3).to_string(),
        cell(point.map(|p| p.0)),
        cell(point.map(|p| p.1)),
        cell(site.and_then(|s| s.geonames)),
        String::new(),
        String::new(),
        joined(incident.reports.iter().map(facts::office), ";"),
        incident.reports.iter().find_map(|r| r.published.clone()).unwrap_or_default(),
        joined(people.map(|p| p.name.as_str()), ";"),
        joined(bodies.map(|p| p.name.as_str()), ";"),
        name,
        // The program reads English alone.
        "English".to_string(),
        format!("diurna {} {}", incident.producer.version, incident.producer.codebook),
    ]);
    row
}

/// Eight columns of a side; several parties are joined.
fn side(incident: &Incident, stand: Stand, parties: &[&Party]) -> Vec<String> {
    let countries = || parties.iter().filter_map(|p| country(p.country.as_deref()?));
    let cow: Vec<String> = countries().filter_map(|c| c.cow).map(|n| n.to_string()).collect();
    let sectors: Vec<&str> = parties.iter().map(|p| sides::sector(incident, stand, p)).collect();
    // The first that says who it is: a house that was burnt stands before its people in some reports.
    let primary =
        sectors.iter().find(|s| !matches!(**s, "" | UNIDENTIFIED)).or(sectors.iter().find(|s| !s.is_empty()));
    vec![
        joined(parties.iter().map(|p| p.name.as_str()), ";"),
        joined(countries().map(|c| c.iso3), ";"),
        joined(cow.iter().map(String::as_str), ";"),
        primary.unwrap_or(&"").to_string(),
        joined(sectors.iter().copied(), ";"),
        String::new(),
        String::new(),
        String::new(),
    ]
}
