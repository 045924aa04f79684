//! ACLED-like: 31 columns, one row for a place, a day and a pair of actors.

use crate::accounts::notes;
use crate::facts::{self, acled_type, bears_arms, is_named, is_thing, kind, land, length, middle};
use crate::privacy::Clean;
use crate::sides::{self, Stand};
use crate::table::{cell, commas, joined};
use crate::tables::{Country, acled_disorder, acled_fatalities, country};
use crate::{Error, Export, Summary};
use diurna_core::codebook::{ActorKind, Mode, Root};
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

/// What ACLED calls an armed side of which nobody tells who it was.
const UNIDENTIFIED: &str = "Unidentified Armed Group";

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

/// Days and place.
type Scene = ((Date, Date), (Option<u32>, String, Option<String>));

/// When and where a crowd was, and its name.
type Crowd = (Scene, String);

/// Events in their order, with where those stand that a later one may be a part of.
#[derive(Default)]
struct Events<'a> {
    list: Vec<Event<'a>>,
    pairs: BTreeMap<(Scene, [String; 2]), usize>,
    /// The first event of each crowd.
    crowds: BTreeMap<Crowd, usize>,
}

pub(crate) fn write(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    let mut events = Events::default();
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
        events.add(event(incident, codes));
    }
    let rows: Vec<Vec<String>> = events.list.iter().filter_map(row).collect();
    summary.rows = rows.len();
    commas(out, &[&COLUMNS], &rows)
}

fn event(incident: &Incident, codes: AcledPart) -> Event<'_> {
    let rank = acled_disorder(&codes.sub_event_type).map_or(u8::MAX, |(_, rank)| rank);
    let [one, two] = sides::sides(incident, |stand, party| {
        let acted = stand == Stand::Agent;
        let kind = if acted { facts::agent_kind(incident, party) } else { kind(party) };
        order(&codes.event_type, stand, kind)
    });
    let land = land(incident);
    let acts = |parties: &[&Party]| acting(parties, incident.r#type, &codes.event_type, land);
    // In a brawl, both sides act.
    let brawl = incident.mode == Some(Mode::ArmedClash);
    let mut other = if brawl { acts(&two) } else { side(&two, &codes.event_type, land) };
    if other.actor.is_empty() && codes.event_type != "Battles" && facts::dead_tell(incident) {
        (other.actor, other.inter) = (within("Civilians", land), "Civilians");
    }
    let sides = [acts(&one), other];
    Event { incidents: vec![incident], rank, sides, fatalities: fatalities(incident), codes }
}

/// Whom ACLED names first of several: those whom the type of event is about, then those whose kind tells who they are.
fn order(event_type: &str, stand: Stand, kind: ActorKind) -> u8 {
    let first = match event_type {
        "Battles" => bears_arms(kind),
        "Violence against civilians" if stand == Stand::Agent => bears_arms(kind),
        "Violence against civilians" => is_civil(kind),
        "Protests" | "Riots" => kind == ActorKind::Protesters,
        _ => false,
    };
    match kind {
        _ if first => 0,
        ActorKind::Person | ActorKind::Unknown => 2,
        _ => 1,
    }
}

/// Those whom ACLED calls civilians.
fn is_civil(kind: ActorKind) -> bool {
    matches!(kind, ActorKind::Civilians | ActorKind::Organisation | ActorKind::Company | ActorKind::Media)
}

/// Those who acted. Whoever gathers is one of the protesters or rioters, and stands behind this label: students, a union, or nobody who
/// is named. Attackers of whom no kind was read ("people") are neither civilians nor anybody else.
fn acting(parties: &[&Party], root: Root, event_type: &str, land: Option<&Country>) -> Side {
    let riot = event_type == "Riots";
    let untold = |party: &&Party| matches!(party.kind, ActorKind::Person | ActorKind::Unknown);
    if root == Root::Assault && !riot && parties.first().is_some_and(untold) {
        return Side { associated: associated(parties, "", event_type), ..Side::default() };
    }
    let first = parties.first().map(|party| kind(party));
    let gather = root == Root::Protest && matches!(event_type, "Protests" | "Riots")
        || riot && first.is_some_and(is_civil);
    if !gather {
        return side(parties, event_type, land);
    }
    let crowd = if riot { "Rioters" } else { "Protesters" };
    let actor = within(crowd, land);
    let behind = usize::from(first == Some(ActorKind::Protesters));
    let associated = associated(parties.get(behind..).unwrap_or_default(), &actor, event_type);
    Side { actor, associated, inter: crowd }
}

/// ACLED names forces and crowds after their country.
fn side(parties: &[&Party], event_type: &str, land: Option<&Country>) -> Side {
    let Some(first) = parties.first() else { return Side::default() };
    let own = first.country.as_deref().and_then(country).or(land);
    let of = |what: &str| own.map_or_else(|| what.to_string(), |own| format!("{what} of {}", own.name));
    let within = |what: &str| within(what, own);
    let riot = event_type == "Riots";
    let (actor, named) = match kind(first) {
        ActorKind::State => (of("Government"), true),
        ActorKind::Military => (of("Military Forces"), true),
        ActorKind::Police => (of("Police Forces"), true),
        ActorKind::ArmedGroup if !is_named(first) => (within(UNIDENTIFIED), false),
        ActorKind::Protesters if riot => (within("Rioters"), false),
        ActorKind::Protesters => (within("Protesters"), false),
        ActorKind::Civilians | ActorKind::Organisation | ActorKind::Company | ActorKind::Media => {
            (within("Civilians"), true)
        }
        // Neither civilian nor combatant on the strength of a name.
        ActorKind::Person | ActorKind::Unknown => (String::new(), true),
        ActorKind::ArmedGroup | ActorKind::Igo => (first.name.clone(), false),
    };
    let crowd = riot && kind(first) == ActorKind::Protesters;
    let inter = if crowd { "Rioters" } else { acled_type(first, land) };
    let behind = parties.get(usize::from(!named)..).unwrap_or_default();
    Side { associated: associated(behind, &actor, event_type), actor, inter }
}

/// Those who stand behind an actor, each name once. Things are no actors, and in battles civilians are on nobody's side.
fn associated(parties: &[&Party], actor: &str, event_type: &str) -> Vec<String> {
    let battle = event_type == "Battles";
    let mut names = Vec::new();
    for party in parties.iter().filter(|p| !(is_thing(p) || battle && is_civil(kind(p)))) {
        if party.name != actor && !names.contains(&party.name) {
            names.push(party.name.clone());
        }
    }
    names
}

/// Fighting and attacks on civilians have an armed side, which has a name of its own where nobody tells who it was. An attacker of whom
/// a person is all that is known stays nobody's.
fn unidentified(side: &Side, land: Option<&Country>) -> Side {
    if !side.actor.is_empty() || !side.associated.is_empty() {
        return side.clone();
    }
    Side { actor: within(UNIDENTIFIED, land), associated: Vec::new(), inter: "Political militia" }
}

/// Those of a country of whom no name is told.
fn within(what: &str, land: Option<&Country>) -> String {
    land.map_or_else(|| what.to_string(), |own| format!("{what} ({})", own.name))
}

/// The most conservative figure: of the best supported number, or of all where they cannot be true together.
fn fatalities(incident: &Incident) -> u32 {
    let field = &incident.killed;
    let of = |low, high| acled_fatalities(low, high);
    let best = facts::counted(field).iter().map(|h| of(h.low, h.high)).fold(0, u32::saturating_add);
    let all = field
        .values
        .iter()
        .map(|v| &v.value)
        .filter(|h| field.differs && h.who.is_none() && h.side.is_none());
    all.map(|h| of(h.low, h.high)).min().map_or(best, |least| least.min(best))
}

impl<'a> Events<'a> {
    /// Adds an event, or joins it to the one that it is a part of.
    fn add(&mut self, event: Event<'a>) {
        let (key, crowd) = (key(&event), crowd(&event));
        let same = key.as_ref().and_then(|key| self.pairs.get(key).copied());
        let part = || self.demonstration(crowd.as_ref()?, &event);
        let at = same.or_else(part).unwrap_or(self.list.len());
        match self.list.get_mut(at) {
            Some(earlier) => join(earlier, event),
            None => self.list.push(event),
        }
        self.pairs.extend(key.map(|key| (key, at)));
        if let Some(crowd) = crowd {
            self.crowds.entry(crowd).or_insert(at);
        }
    }

    /// The demonstration that an event tells more of: people march, and police arrest some of them. Only one of the two has a second
    /// side then; with two second sides they stay two.
    fn demonstration(&self, crowd: &Crowd, event: &Event<'_>) -> Option<usize> {
        let at = *self.crowds.get(crowd)?;
        let alone = |event: &Event<'_>| event.sides.contains(&Side::default());
        (alone(event) || alone(self.list.get(at)?)).then_some(at)
    }
}

/// What makes two events one for ACLED: the same days, place and pair of actors, whoever stands first. Two attacks by nobody known on
/// nobody known stay two.
fn key(event: &Event<'_>) -> Option<(Scene, [String; 2])> {
    let mut pair = pair(event);
    pair.sort();
    pair.iter().any(|name| !name.is_empty()).then_some((scene(event)?, pair))
}

/// The crowd of a demonstration.
fn crowd(event: &Event<'_>) -> Option<Crowd> {
    let (disorder, _) = acled_disorder(&event.codes.sub_event_type)?;
    let side = event.sides.iter().find(|side| matches!(side.inter, "Protesters" | "Rioters"))?;
    disorder.contains("Demonstrations").then_some((scene(event)?, gathered(&side.actor)))
}

fn scene(event: &Event<'_>) -> Option<Scene> {
    let incident = *event.incidents.first()?;
    let site = facts::site(incident)?;
    Some((facts::days(incident)?, (site.geonames, site.name.clone(), site.country.clone())))
}

fn pair(event: &Event<'_>) -> [String; 2] {
    event.sides.each_ref().map(|side| gathered(&side.actor))
}

/// A march that turns violent is one event, though its people have another name then.
fn gathered(actor: &str) -> String {
    actor.replace("Rioters", "Protesters")
}

/// Joins a later event to an earlier one: the weightier type stands, who else is told of is kept, and the dead of both count.
fn join<'a>(into: &mut Event<'a>, mut other: Event<'a>) {
    if other.rank < into.rank {
        into.rank = other.rank;
        std::mem::swap(&mut into.codes, &mut other.codes);
        std::mem::swap(&mut into.sides, &mut other.sides);
    }
    for (at, side) in other.sides.into_iter().enumerate() {
        take_in(&mut into.sides, at, side);
    }
    into.fatalities = into.fatalities.saturating_add(other.fatalities);
    into.incidents.extend(other.incidents);
}

/// Those who stand behind an actor stand behind it in the joined event; an actor of whom only one event tells gets the place that is free.
/// Where one name stands on both sides, each side keeps to its own.
fn take_in(sides: &mut [Side; 2], own: usize, more: Side) {
    let same = |at: &usize| gathered(&sides[*at].actor) == gathered(&more.actor);
    let at = [own, 1 - own].into_iter().find(same);
    let Some(at) = at.or_else(|| sides.iter().position(|side| *side == Side::default())) else { return };
    let side = &mut sides[at];
    if *side == Side::default() {
        *side = more;
        return;
    }
    for name in more.associated {
        if name != side.actor && !side.associated.contains(&name) {
            side.associated.push(name);
        }
    }
}

/// The sides as they are written. What nobody tells has its label here and not before: two attacks by nobody known are not one.
fn labelled(event: &Event<'_>, land: Option<&Country>) -> [Side; 2] {
    let [one, two] = &event.sides;
    match event.codes.event_type.as_str() {
        "Battles" => [unidentified(one, land), unidentified(two, land)],
        "Violence against civilians" => [unidentified(one, land), two.clone()],
        _ => [one.clone(), two.clone()],
    }
}

/// Whether civilians are the main or only target.
fn targets_civilians(codes: &AcledPart, two: &Side) -> bool {
    match codes.event_type.as_str() {
        "Violence against civilians" => true,
        "Explosions/Remote violence" | "Riots" => two.inter == "Civilians",
        _ => codes.sub_event_type == "Excessive force against protesters",
    }
}

/// Which incidents an event stands for, where they are several.
fn tags(event: &Event<'_>) -> String {
    let ids: Vec<String> = event.incidents.iter().map(|i| i.id.to_string()).collect();
    if ids.len() == 1 { String::new() } else { format!("diurna incidents={}", ids.join(" ")) }
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
    let codes = &event.codes;
    let [one, two] = labelled(event, land);
    let against_civilians = targets_civilians(codes, &two);
    let geo_precision = facts::precision(site).map(|codes| i32::from(codes.acled));
    let point = facts::point(incident);
    let degrees = |value: Option<f64>| value.map(|v| format!("{v:.4}")).unwrap_or_default();
    let reports = || event.incidents.iter().flat_map(|i| &i.reports);
    let notes: Vec<String> = event.incidents.iter().map(|i| notes(i)).collect();
    let newest = reports().filter_map(|r| facts::day(r.published.as_deref()?)).max();
    Some(vec![
        format!("{}{}", land.map_or("XXX", |c| c.iso3), incident.id),
        date.to_string(),
        date.year().to_string(),
        time_precision.to_string(),
        acled_disorder(&codes.sub_event_type).map(|(disorder, _)| disorder.to_string()).unwrap_or_default(),
        codes.event_type.clone(),
        codes.sub_event_type.clone(),
        one.actor,
        one.associated.join("; "),
        one.inter.to_string(),
        two.actor,
        two.associated.join("; "),
        two.inter.to_string(),
        interaction(one.inter, two.inter),
        if against_civilians { "Civilian targeting" } else { "" }.to_string(),
        cell(land.and_then(|c| c.numeric)),
        land.map_or("", |c| c.acled).to_string(),
        land.map_or("", |c| c.name).to_string(),
        cell(facts::province(site)),
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
        tags(event),
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
