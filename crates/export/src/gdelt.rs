//! GDELT 2: events (61 columns) and mentions (16 columns), tab-separated without a header.

use crate::facts::{self, host, kind, locator, originals, took_place};
use crate::privacy::Clean;
use crate::sides::{self, Stand};
use crate::table::{cell, tabs};
use crate::tables::{Country, QuadConvention, country, goldstein, quad_class};
use crate::{Error, Export, Summary};
use diurna_core::codebook::ActorKind;
use diurna_core::incident::{Incident, IncidentReport, ListField, Party};
use diurna_core::resolved::Precision;
use jiff::civil::Date;
use std::io::Write;

/// The columns of events; the file has no header.
pub(crate) const EVENTS: [&str; 61] = [
    "GlobalEventID",
    "Day",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

/// The columns of mentions; the file has no header.
pub(crate) const MENTIONS: [&str; 16] = [
    "GlobalEventID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
];

/// An incident that GDELT's layout can hold.
struct Event<'a> {
    incident: &'a Incident,
    cameo: String,
    day: Date,
    /// Day of the first report, otherwise of the event.
    added: Date,
}

fn chosen<'a>(export: &'a Export<'_>, summary: &mut Summary) -> Vec<Event<'a>> {
    let mut out = Vec::new();
    for Clean { incident, .. } in &export.incidents {
        if !took_place(incident) {
            summary.leave_out("not said to have happened; CAMEO codes of GDELT have no status");
            continue;
        }
        let Some(cameo) = facts::codes(incident).cameo else {
            summary.leave_out("no CAMEO code");
            continue;
        };
        let Some((day, _)) = facts::days(incident) else {
            summary.leave_out("no day");
            continue;
        };
        let added =
            incident.reports.iter().filter_map(|r| facts::day(r.published.as_deref()?)).min().unwrap_or(day);
        summary.incidents += 1;
        out.push(Event { incident, cameo, day, added });
    }
    out
}

pub(crate) fn events(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    let rows: Vec<Vec<String>> = chosen(export, summary).iter().map(event).collect();
    summary.rows = rows.len();
    tabs(out, None, &rows)
}

pub(crate) fn mentions(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    let chosen = chosen(export, summary);
    let mut rows = Vec::new();
    for event in &chosen {
        rows.extend(event.incident.reports.iter().map(|report| mention(export, event, report)));
    }
    summary.rows = rows.len();
    tabs(out, None, &rows)
}

fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// The year with the part of it that has passed, as GDELT reckons it: every month has thirty days, and no day reaches the next year.
fn fraction(day: Date) -> f64 {
    let passed = 30 * (i32::from(day.month()) - 1) + i32::from(day.day());
    f64::from(day.year()) + f64::from(passed) / 365.0
}

/// The party that stands for each side: the first with a role, then the first of whom the kind is known.
fn actors(incident: &Incident) -> [Option<&Party>; 2] {
    let rank = |stand, party: &Party| match kind(party) {
        _ if !sides::called(incident, stand, party).cameo.is_empty() => 0,
        ActorKind::Unknown => 2,
        _ => 1,
    };
    sides::sides(incident, rank).map(|side| side.first().copied())
}

fn event(event: &Event<'_>) -> Vec<String> {
    let Event { incident, cameo, day, added } = event;
    let mut row = vec![
        incident.id.to_string(),
        compact(*day),
        format!("{:04}{:02}", day.year(), day.month()),
        day.year().to_string(),
        format!("{:.4}", fraction(*day)),
    ];
    let [one, two] = actors(incident);
    row.extend(actor(incident, Stand::Agent, one));
    row.extend(actor(incident, Stand::Target, two));
    let mentions: usize = incident.reports.iter().map(|r| r.events.len()).sum();
    let mut offices: Vec<&str> = originals(incident).map(facts::office).collect();
    offices.sort_unstable();
    offices.dedup();
    row.extend([
        u8::from(incident.reports.iter().any(|r| !r.background)).to_string(),
        cameo.clone(),
        cameo.get(..3).unwrap_or(cameo).to_string(),
        cameo.get(..2).unwrap_or(cameo).to_string(),
        cell(quad_class(cameo, QuadConvention::Gdelt)),
        cell(goldstein(cameo)),
        mentions.to_string(),
        offices.len().to_string(),
        incident.reports.len().to_string(),
        // No tone is measured.
        String::new(),
    ]);
    // Where the actors are at home is not read.
    for _ in 0..2 {
        row.push("0".to_string());
        row.extend(std::iter::repeat_n(String::new(), 7));
    }
    row.extend(place(incident));
    row.push(format!("{}000000", compact(*added)));
    row.push(incident.reports.first().map(|r| locator(r).to_string()).unwrap_or_default());
    row
}

/// Ten columns of an actor.
fn actor(incident: &Incident, stand: Stand, party: Option<&Party>) -> Vec<String> {
    let mut row = vec![String::new(); 10];
    let Some(party) = party else { return row };
    let land = party.country.as_deref().and_then(country).map_or("", |c| c.cameo);
    let role = sides::called(incident, stand, party).cameo;
    row[0] = format!("{land}{role}");
    row[1] = party.name.to_uppercase();
    row[2] = land.to_string();
    row[7] = role.to_string();
    row
}

/// Eight columns of the place.
fn place(incident: &Incident) -> Vec<String> {
    let mut row = vec![String::new(); 8];
    row[0] = "0".to_string();
    let Some(site) = facts::site(incident) else { return row };
    let land = facts::land(incident);
    let american = land.is_some_and(|c| c.iso3 == "USA");
    let kind = match site.precision {
        Some(Precision::Country) | None => 1,
        Some(Precision::Province | Precision::District) => {
            if american {
                2
            } else {
                5
            }
        }
        Some(Precision::Exact | Precision::Town) => {
            if american {
                3
            } else {
                4
            }
        }
    };
    let fips = land.map_or("", |c: &Country| c.fips);
    let mut names = vec![site.name.as_str()];
    names.extend(facts::province(site));
    names.extend(land.map(|c| c.name));
    let point = facts::point(incident);
    row[0] = kind.to_string();
    row[1] = crate::table::joined(names, ", ");
    row[2] = fips.to_string();
    // A code of the division is known for none but the whole country.
    row[3] = if kind == 1 { fips } else { "" }.to_string();
    row[5] = cell(point.map(|p| p.0));
    row[6] = cell(point.map(|p| p.1));
    row
}

fn mention(export: &Export<'_>, event: &Event<'_>, report: &IncidentReport) -> Vec<String> {
    let incident = event.incident;
    let seen = report.published.as_deref().and_then(facts::day).unwrap_or(event.added);
    let web = report.url.is_some();
    let length = export.texts.text(&report.id).map(|text| text.chars().count());
    let [one, two] = actors(incident);
    let confidence = ((incident.score * 10.0).round() * 10.0).clamp(10.0, 100.0);
    vec![
        incident.id.to_string(),
        format!("{}000000", compact(event.added)),
        format!("{}000000", compact(seen)),
        if web { "1" } else { "2" }.to_string(),
        report.url.as_deref().map_or_else(|| facts::office(report), host).to_string(),
        locator(report).to_string(),
        // Sentences are not numbered in an incident, nor does it keep the trigger.
        String::new(),
        offset(&incident.agents, one, &report.id).to_string(),
        offset(&incident.targets, two, &report.id).to_string(),
        "-1".to_string(),
        "1".to_string(),
        confidence.to_string(),
        cell(length),
        String::new(),
        String::new(),
        String::new(),
    ]
}

/// Where a report first names the party that stands for a side, in code points; -1 for unknown.
fn offset(list: &ListField<Party>, party: Option<&Party>, report: &str) -> i64 {
    let values = list.values.iter().filter(|v| Some(&v.value) == party);
    let spans = values.flat_map(|v| &v.accounts).filter(|a| a.report == report).flat_map(|a| &a.evidence);
    spans.map(|m| m.start).min().and_then(|start| i64::try_from(start).ok()).unwrap_or(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(compact(date("2031-05-04")), "20310504");
        // One day, four months and four days, eleven months and 31 days.
        for (day, part) in
            [("2031-01-01", "2031.0027"), ("2031-05-04", "2031.3397"), ("2032-12-31", "2032.9890")]
        {
            assert_eq!(format!("{:.4}", fraction(date(day))), part, "{day}");
        }
    }
}
