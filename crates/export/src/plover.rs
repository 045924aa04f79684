//! PLOVER records, JSON lines.

use crate::accounts::notes;
use crate::facts;
use crate::privacy::Clean;
use crate::sides::{self, Stand};
use crate::tables::plover_scale;
use crate::{Error, Export, Summary};
use diurna_core::codebook::{ActorKind, Mode, Status};
use diurna_core::incident::{Incident, IncidentReport, Party};
use diurna_core::resolved::Precision;
use serde_json::{Map, Value, json};
use std::io::Write;

pub(crate) fn write(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    for Clean { incident, .. } in &export.incidents {
        let Some(days) = facts::days(incident) else {
            summary.leave_out("no day");
            continue;
        };
        serde_json::to_writer(&mut *out, &record(incident, days))?;
        out.write_all(b"\n")?;
        summary.rows += 1;
        summary.incidents += 1;
    }
    Ok(())
}

/// PLOVER's contexts, as far as the kinds of the sides tell: `military` where a state's forces take part.
pub(crate) fn contexts(incident: &Incident) -> Vec<&'static str> {
    let mut sides = incident.agents.best.iter().chain(&incident.targets.best);
    if sides.any(|party| party.kind == ActorKind::Military) { vec!["military"] } else { Vec::new() }
}

/// PLOVER's modes for what did not happen, or happened long before.
fn auxiliary(incident: &Incident) -> Option<&'static str> {
    match incident.status {
        Status::Denied => Some("negation"),
        Status::Hypothetical => Some("hypothetical"),
        Status::Planned => Some("future"),
        Status::Threatened | Status::Demanded if !facts::took_place(incident) => Some("future"),
        _ => {
            let recalled = !incident.reports.is_empty() && incident.reports.iter().all(|r| r.background);
            recalled.then_some("historical")
        }
    }
}

/// One record. Fields without a value are not written, as PLOVER has it.
fn record(incident: &Incident, (from, to): (jiff::civil::Date, jiff::civil::Date)) -> Value {
    let codes = facts::codes(incident).plover;
    let (quad, scale) = plover_scale(&codes.r#type, codes.mode.as_deref());
    let modes: Vec<&str> = codes.mode.as_deref().into_iter().chain(auxiliary(incident)).collect();
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        let empty = match &value {
            Value::Null => true,
            Value::Array(list) => list.is_empty(),
            Value::Object(map) => map.is_empty(),
            _ => false,
        };
        // Required fields stand there even when they are empty.
        if !empty || matches!(name, "actor" | "event") {
            out.insert(name.to_string(), value);
        }
    };
    put("id", json!(incident.id.to_string()));
    put("has_event", json!(true));
    put("date", json!(from.to_string()));
    put("time", json!(incident.when.best.as_ref().and_then(|when| when.from.get(11..).map(String::from))));
    put("enddate", if to == from { Value::Null } else { json!(to.to_string()) });
    let [actors, recipients] = sides::actors_and_recipients(incident);
    put("actor", actors.into_iter().map(|party| entity(incident, Stand::Agent, party)).collect());
    put("recipient", recipients.into_iter().map(|party| entity(incident, Stand::Target, party)).collect());
    put("event", json!([codes.r#type]));
    put("event_loc", location(incident));
    put("quad_code", json!(quad));
    put("event_scale", json!(scale));
    put("mode", json!(modes));
    put("context", json!(contexts(incident)));
    put("size", size(incident));
    // PLOVER cites one text; the others are named in the comment.
    let cited =
        incident.reports.iter().find(|r| !r.background && r.copy_of.is_none()).or(incident.reports.first());
    put("cite_info", cited.map_or(Value::Null, |report| cite(report, incident)));
    put("coder", json!(incident.producer.model));
    put("comment", json!(notes(incident)));
    Value::Object(out)
}

fn entity(incident: &Incident, stand: Stand, party: &Party) -> Value {
    let mut out = Map::new();
    // PLOVER has codes of its own for those who belong to no country; bodies of several states are the ones that a kind tells.
    let stateless = (party.kind == ActorKind::Igo).then_some("IGO");
    if let Some(code) = party.country.as_deref().or(stateless) {
        out.insert("code".to_string(), json!(code));
    }
    let sector = sides::sector(incident, stand, party);
    if !sector.is_empty() {
        out.insert("sector".to_string(), json!(sector));
    }
    out.insert("entity_text".to_string(), json!(party.name));
    if let Some(id) = party.codes.get("diurna") {
        out.insert("identifier_id".to_string(), json!(id));
        out.insert("identifier_text".to_string(), json!("diurna"));
    }
    Value::Object(out)
}

fn location(incident: &Incident) -> Value {
    let Some(site) = facts::site(incident) else { return Value::Null };
    let point = facts::point(incident);
    let resolution = match site.precision {
        Some(Precision::Exact) => Some(5),
        Some(Precision::Town) => Some(4),
        Some(Precision::District) => Some(3),
        Some(Precision::Province) => Some(2),
        Some(Precision::Country) => Some(1),
        None => None,
    };
    let fields = [
        ("resolved_place", json!(site.name)),
        ("geonameid", json!(site.geonames)),
        ("lat", json!(point.map(|p| p.0))),
        ("lon", json!(point.map(|p| p.1))),
        ("city", json!(facts::town(site))),
        ("district", json!(facts::district(site))),
        ("province", json!(facts::province(site))),
        ("country", json!(facts::land(incident).map(|c| c.name))),
        ("country_code", json!(site.country)),
        ("resolution", json!(resolution)),
    ];
    fields
        .into_iter()
        .filter(|(_, v)| !v.is_null())
        .map(|(k, v)| (k.to_string(), v))
        .collect::<Map<_, _>>()
        .into()
}

/// The best estimates of persons harmed. Who was abducted was not arrested.
fn size(incident: &Incident) -> Value {
    let abducted = incident.mode == Some(Mode::Kidnapping);
    let fields =
        [("dead", &incident.killed), ("injured", &incident.injured), ("arrested", &incident.detained)];
    let known = fields
        .into_iter()
        .filter(|(name, _)| !(abducted && *name == "arrested"))
        .filter_map(|(name, field)| Some((name.to_string(), json!(facts::toll(field)?.best))));
    known.collect::<Map<_, _>>().into()
}

fn cite(report: &IncidentReport, incident: &Incident) -> Value {
    let fields = [
        ("citation", json!(report.id)),
        ("url", json!(report.url)),
        ("title", json!(report.title)),
        ("publication", json!(report.publisher)),
        ("coder", json!(incident.producer.model)),
        ("codebook", json!(incident.producer.codebook)),
        ("version", json!(incident.producer.version)),
    ];
    fields
        .into_iter()
        .filter(|(_, v)| !v.is_null())
        .map(|(k, v)| (k.to_string(), v))
        .collect::<Map<_, _>>()
        .into()
}
