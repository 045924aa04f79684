//! What several formats ask of an incident.

use crate::tables::{Country, actor_codes, country, is_people, noun_kind};
use diurna_codes::Act;
use diurna_core::codebook::{ActorKind, Root, Side, Status};
use diurna_core::incident::{Account, Field, Harm, Incident, IncidentReport, Interval, Party, Site, title};
use diurna_core::record::CodesPart;
use diurna_core::resolved::Precision;
use jiff::civil::Date;

/// The day of a moment (`YYYY-MM-DD`, with or without a time).
pub(crate) fn day(moment: &str) -> Option<Date> {
    moment.get(..10)?.parse().ok()
}

/// First and last day of an incident.
pub(crate) fn days(incident: &Incident) -> Option<(Date, Date)> {
    let when = incident.when.best.as_ref()?;
    let (from, to) = (day(&when.from)?, day(&when.to)?);
    (from <= to).then_some((from, to))
}

/// The title that its best values give.
pub(crate) fn plain_title(incident: &Incident) -> String {
    let place = site(incident).filter(|site| !site.name.is_empty());
    title(incident.r#type, incident.mode, incident.status, place, incident.when.best.as_ref())
}

/// The kind by which a party is coded: words for several persons of whom no more is told are civilians.
pub(crate) fn kind(party: &Party) -> ActorKind {
    diurna_codes::kind_of(party.kind, &party.name)
}

/// The kind by which a party that acted is coded: attackers called "people" are not known to be civilians.
pub(crate) fn agent_kind(incident: &Incident, party: &Party) -> ActorKind {
    diurna_codes::kind_of_agent(incident.r#type, incident.mode, party.kind, &party.name)
}

/// A house, a village, "it": what is acted upon without being anybody, or nobody that the words would name.
pub(crate) fn is_thing(party: &Party) -> bool {
    kind(party) == ActorKind::Unknown && !is_named(party)
}

/// Whether the accounts of any field differ.
pub(crate) fn differs(incident: &Incident) -> bool {
    let harms = [&incident.killed, &incident.injured, &incident.missing, &incident.detained];
    incident.when.differs
        || incident.r#where.differs
        || incident.agents.differs
        || incident.targets.differs
        || incident.instruments.differs
        || harms.iter().any(|field| field.differs)
}

/// How many days an interval has.
pub(crate) fn length(from: Date, to: Date) -> i32 {
    from.until(to).map_or(1, |span| span.get_days() + 1)
}

/// How exact an interval is, by UCDP's numbers: 1 a day, 2 up to six days, 3 a week, 4 a month, 5 more.
pub(crate) fn date_precision(from: Date, to: Date) -> i32 {
    match length(from, to) {
        ..=1 => 1,
        2..=6 => 2,
        7 => 3,
        8..=31 => 4,
        _ => 5,
    }
}

/// The day in the middle; the earlier one of two.
pub(crate) fn middle(from: Date, to: Date) -> Date {
    let half = (length(from, to) - 1) / 2;
    from.checked_add(jiff::Span::new().days(half)).unwrap_or(from)
}

/// How closely its place is told, in the codes of UCDP and ACLED.
pub(crate) fn precision(site: &Site) -> Option<diurna_codes::PrecisionCodes> {
    let (feature, country) = (site.feature.as_deref(), site.country.as_deref());
    Some(diurna_codes::precision(site.precision?, feature, country))
}

/// A moment or span of time as text, with the zone that it is told in.
pub(crate) fn moment(when: &Interval, between: &str) -> String {
    let span =
        if when.from == when.to { when.from.clone() } else { format!("{}{between}{}", when.from, when.to) };
    match &when.zone {
        Some(zone) if zone == "local" => format!("{span} local time"),
        // "ET", "GMT"; what is longer is the name of a place ("Moscow").
        Some(zone) if zone.chars().any(char::is_lowercase) => format!("{span} {zone} time"),
        Some(zone) => format!("{span} {zone}"),
        None => span,
    }
}

/// The codes of an incident in other systems: by type, mode, status, the kinds of its sides, its means, and whether it killed.
pub(crate) fn codes(incident: &Incident) -> CodesPart {
    let agents: Vec<ActorKind> = incident.agents.best.iter().map(|p| agent_kind(incident, p)).collect();
    let mut targets: Vec<ActorKind> = incident.targets.best.iter().map(kind).collect();
    if dead_tell(incident) {
        targets.push(ActorKind::Civilians);
    }
    diurna_codes::codes_of(&Act {
        root: incident.r#type,
        mode: incident.mode,
        agents: &agents,
        targets: &targets,
        status: incident.status,
        words: &incident.instruments.best.join(" "),
        deadly: is_deadly(incident),
    })
}

/// Whether the dead alone tell to whom it was done: "bombed the village, killing five villagers". Where a person was attacked, who else
/// died does not tell who that person was.
pub(crate) fn dead_tell(incident: &Incident) -> bool {
    let untold = |party: &Party| kind(party) == ActorKind::Unknown;
    incident.r#type == Root::Assault
        && incident.targets.best.iter().all(untold)
        && killed(incident).any(|harm| kind_of_dead(harm) == Some(ActorKind::Civilians))
}

/// Every number of dead who were not on the side of those who acted.
fn killed(incident: &Incident) -> impl Iterator<Item = &Harm> {
    let field = &incident.killed;
    let all = field.best.iter().chain(field.values.iter().map(|value| &value.value));
    all.filter(|harm| harm.low > 0 && harm.side != Some(Side::Agent))
}

/// Whether more were killed than those who acted lost.
fn is_deadly(incident: &Incident) -> bool {
    let of_agents = incident.killed.values.iter().map(|value| &value.value);
    let lost = of_agents.filter(|harm| harm.side == Some(Side::Agent)).map(|harm| harm.low).max();
    toll(&incident.killed).is_some_and(|toll| toll.best > lost.unwrap_or(0))
}

/// The kind of actor that the words for the dead name.
pub(crate) fn kind_of_dead(harm: &Harm) -> Option<ActorKind> {
    let who = harm.who.as_deref()?;
    let kind = noun_kind(&who.rsplit(' ').next().unwrap_or(who).to_lowercase()).unwrap_or(ActorKind::Unknown);
    Some(diurna_codes::kind_of(kind, who)).filter(|kind| *kind != ActorKind::Unknown)
}

/// Whether it took place: it happened or goes on, or it was said, which is an act of its own.
pub(crate) fn took_place(incident: &Incident) -> bool {
    match incident.status {
        Status::Happened | Status::Ongoing => true,
        Status::Threatened => incident.r#type == Root::Threaten,
        Status::Demanded => incident.r#type == Root::Request,
        _ => false,
    }
}

/// Best place.
pub(crate) fn site(incident: &Incident) -> Option<&Site> {
    incident.r#where.best.as_ref()
}

/// The first-level division of a place. Sources set divisions of one name apart by their country ("Bay, Somalia"), which has a
/// column of its own.
pub(crate) fn province(site: &Site) -> Option<&str> {
    let name = site.admin1.as_deref()?;
    let land = site.country.as_deref().and_then(country);
    let bare = land.and_then(|land| name.strip_suffix(land.name)?.strip_suffix(", "));
    Some(bare.unwrap_or(name)).filter(|name| !name.is_empty())
}

/// The town of a place that is one, or lies near one: "near Goris" names a town, though the point is only as close as a district.
pub(crate) fn town(site: &Site) -> Option<&str> {
    let settled =
        matches!(site.feature.as_deref(), Some("capital" | "admin_seat" | "city" | "town" | "village"));
    let town = match site.precision? {
        Precision::Town => true,
        Precision::District => settled,
        _ => false,
    };
    town.then_some(site.name.as_str())
}

/// The district of a place that is one.
pub(crate) fn district(site: &Site) -> Option<&str> {
    let district = site.precision == Some(Precision::District) && town(site).is_none();
    district.then_some(site.name.as_str())
}

/// The country in which it was.
pub(crate) fn land(incident: &Incident) -> Option<&'static Country> {
    country(site(incident)?.country.as_deref()?)
}

/// Latitude and longitude, where both are known and on the globe.
pub(crate) fn point(incident: &Incident) -> Option<(f64, f64)> {
    let site = site(incident)?;
    let (lat, lon) = (site.lat?, site.lon?);
    (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
}

/// Whether a party has a name, and not only words for what it is: it is in the data files, or has a capital letter that neither the
/// beginning of a sentence ("Gunmen") nor a people ("armed Malian men") explains.
pub(crate) fn is_named(party: &Party) -> bool {
    if party.codes.contains_key("diurna") {
        return true;
    }
    let words: Vec<&str> =
        party.name.split_whitespace().filter(|w| !matches!(*w, "The" | "A" | "An")).collect();
    let proper = |word: &&str| word.chars().next().is_some_and(char::is_uppercase) && !is_people(word);
    match words.as_slice() {
        [] => false,
        [word] => proper(word) && noun_kind(&word.to_lowercase()).is_none(),
        [_, rest @ ..] => rest.iter().any(proper),
    }
}

/// ACLED's type of an actor in an event in `land`; empty where the kind does not tell.
pub(crate) fn acled_type(party: &Party, land: Option<&Country>) -> &'static str {
    let codes = actor_codes(kind(party), is_named(party));
    match (&party.country, land) {
        (Some(own), Some(land)) if own != land.iso3 => codes.abroad,
        _ => codes.home,
    }
}

/// Whether a party is a government or its forces.
pub(crate) fn is_state(party: &Party) -> bool {
    camp(party.kind) == Some(Camp::State)
}

/// Reports that are no copies of another.
pub(crate) fn originals(incident: &Incident) -> impl Iterator<Item = &IncidentReport> {
    incident.reports.iter().filter(|report| report.copy_of.is_none())
}

/// Publisher of a report, otherwise the host of its address, otherwise nothing.
pub(crate) fn office(report: &IncidentReport) -> &str {
    report.publisher.as_deref().or_else(|| report.url.as_deref().map(host)).unwrap_or_default()
}

/// The host of an address.
pub(crate) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    host.strip_prefix("www.").unwrap_or(host)
}

/// Where a report can be found: its address, otherwise its digest. What a file is called on somebody's machine is nobody else's business.
pub(crate) fn locator(report: &IncidentReport) -> &str {
    report.url.as_deref().unwrap_or(&report.id)
}

/// Every account of every field of harm.
fn of_harm(incident: &Incident) -> impl Iterator<Item = &Account> {
    let fields: [&Field<Harm>; 4] =
        [&incident.killed, &incident.injured, &incident.missing, &incident.detained];
    fields.into_iter().flat_map(|field| field.values.iter().flat_map(|value| &value.accounts))
}

/// Who told it inside the reports: sources of numbers first, then of everything else.
pub(crate) fn sources(incident: &Incident) -> Vec<&str> {
    let parties = incident.agents.values.iter().chain(&incident.targets.values).flat_map(|v| &v.accounts);
    let rest = incident.when.values.iter().flat_map(|v| &v.accounts);
    let places = incident.r#where.values.iter().flat_map(|v| &v.accounts);
    let mut out: Vec<&str> = Vec::new();
    for source in
        of_harm(incident).chain(parties).chain(rest).chain(places).filter_map(|a| a.source.as_deref())
    {
        if !out.contains(&source) {
            out.push(source);
        }
    }
    out
}

/// Lowest, best and highest number of a field of harm. Only numbers of everybody harmed count, or parts of them that are added; an
/// open number is known to reach its lower end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Toll {
    pub(crate) low: u32,
    pub(crate) best: u32,
    pub(crate) high: u32,
}

/// See [`Toll`]; `None` where nobody gives a number.
pub(crate) fn toll(field: &Field<Harm>) -> Option<Toll> {
    let reach = |h: &Harm| h.high.unwrap_or(h.low).max(h.low);
    let counted = counted(field);
    let best: u32 = counted.iter().map(|h| h.low).fold(0, u32::saturating_add);
    let most: u32 = counted.iter().map(|h| reach(h)).fold(0, u32::saturating_add);
    let all: Vec<&Harm> = field.values.iter().map(|v| &v.value).filter(|h| !is_part(h)).collect();
    let low = all.iter().map(|h| h.low).min().map_or(best, |low| low.min(best));
    let high = all.iter().map(|h| reach(h)).max().map_or(most, |high| high.max(most));
    (!counted.is_empty()).then_some(Toll { low, best, high })
}

/// The numbers that make the best estimate: the best supported one, or, where nobody tells of all, the best of each part. The dead of
/// both sides, and soldiers, fighters and civilians, are different persons; numbers that may tell of the same ones are not added.
pub(crate) fn counted(field: &Field<Harm>) -> Vec<&Harm> {
    let Some(best) = &field.best else { return Vec::new() };
    let mut parts = vec![best];
    if is_part(best) {
        for harm in field.values.iter().map(|value| &value.value).filter(|harm| is_part(harm)) {
            if parts.iter().all(|part| are_others(part, harm)) {
                parts.push(harm);
            }
        }
    }
    parts
}

/// Whether a number tells of some of those harmed.
fn is_part(harm: &Harm) -> bool {
    harm.who.is_some() || harm.side.is_some()
}

/// Whether two numbers cannot tell of the same persons.
fn are_others(one: &Harm, other: &Harm) -> bool {
    fn apart<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
        a.is_some() && b.is_some() && a != b
    }
    // "Ten Palestinians", "six fighters": a people may bear arms.
    let people = |harm: &Harm| {
        let last = harm.who.as_deref().and_then(|who| who.split_whitespace().last());
        last.is_some_and(|word| word.starts_with(char::is_uppercase))
    };
    let camp_of = |harm: &Harm| kind_of_dead(harm).filter(|_| !people(harm)).and_then(camp);
    apart(one.side, other.side) || apart(camp_of(one), camp_of(other))
}

/// Who bears arms for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Camp {
    /// A government and its forces.
    State,
    /// An armed group.
    Group,
    /// Those without arms.
    Civil,
}

/// The camp of a kind of actor; `None` where the kind does not tell.
pub(crate) fn camp(kind: ActorKind) -> Option<Camp> {
    match kind {
        ActorKind::State | ActorKind::Military | ActorKind::Police => Some(Camp::State),
        ActorKind::ArmedGroup => Some(Camp::Group),
        ActorKind::Civilians | ActorKind::Protesters | ActorKind::Media => Some(Camp::Civil),
        _ => None,
    }
}

/// Whether a kind of actor is an organised side: a government, its forces, an armed group, or a coalition or mission.
pub(crate) fn bears_arms(kind: ActorKind) -> bool {
    matches!(camp(kind), Some(Camp::State | Camp::Group)) || kind == ActorKind::Igo
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn intervals() {
        let (a, b) = (date("2031-02-25"), date("2031-03-03"));
        assert_eq!((length(a, b), middle(a, b)), (7, date("2031-02-28")));
        assert_eq!((length(a, a), middle(a, a)), (1, a));
        assert_eq!(day("2031-02-25T21:30"), Some(a));
        assert_eq!(day("soon"), None);
    }

    #[test]
    fn divisions_and_towns() {
        let site = |name: &str, feature: Option<&str>, precision| Site {
            name: name.into(),
            geonames: None,
            lat: None,
            lon: None,
            country: Some("SOM".into()),
            admin1: Some("Bay, Somalia".into()),
            feature: feature.map(Into::into),
            precision: Some(precision),
        };
        let near = site("Tel Oren", Some("town"), Precision::District);
        assert_eq!((province(&near), town(&near), district(&near)), (Some("Bay"), Some("Tel Oren"), None));
        let area = site("Oren", Some("admin2"), Precision::District);
        assert_eq!((town(&area), district(&area)), (None, Some("Oren")));
        let bridge = site("Oren Bridge", Some("crossing"), Precision::Exact);
        assert_eq!((town(&bridge), district(&bridge)), (None, None));
        let other = Site { country: Some("KEN".into()), ..area };
        assert_eq!(province(&other), Some("Bay, Somalia"));
    }

    #[test]
    fn names_and_nouns() {
        let named = |name: &str| {
            let kind = ActorKind::ArmedGroup;
            is_named(&Party {
                name: name.into(),
                kind,
                country: None,
                codes: std::collections::BTreeMap::new(),
            })
        };
        assert!(["Marsh Front", "Hezb", "the Marsh Front", "Front of the Marsh"].into_iter().all(named));
        assert!(
            !["Gunmen", "gunmen", "Armed men", "The gunmen", "armed Malian men", "Malian gunmen", ""]
                .into_iter()
                .any(named)
        );
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.valley-times.example/a?b"), "valley-times.example");
        assert_eq!(host("http://u:p@x.example:80/"), "x.example:80");
        assert_eq!(host("x.example"), "x.example");
    }
}
