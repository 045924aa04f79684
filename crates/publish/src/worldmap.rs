//! The map of the world: places brought together where they would cover one another.

use crate::basemap::{Point, WORLD};
use crate::clip;
use crate::locator::{outline, point, reach};
use crate::project::{WIDE, high, per_km, world};
use crate::words;
use diurna_core::incident::Incident;
use diurna_core::resolved::Precision;
use diurna_export::{Released, country};
use serde::Serialize;
use std::collections::BTreeMap;

/// Width of a square in which places are brought together.
const CELL: f64 = 15.0;

/// The map and the list under it.
#[derive(Debug, Serialize)]
pub(crate) struct WorldMap {
    wide: f64,
    high: f64,
    sphere: String,
    land: String,
    coasts: String,
    borders: String,
    hatches: Vec<Hatch>,
    spots: Vec<Spot>,
    pub(crate) countries: Vec<CountryOf>,
    nowhere: usize,
    mapped: usize,
}

/// A country in which something was that is known no closer.
#[derive(Debug, Serialize)]
struct Hatch {
    d: String,
    title: String,
    anchor: String,
}

/// One or several incidents.
#[derive(Debug, Serialize)]
struct Spot {
    x: String,
    y: String,
    r: String,
    /// The radius of the ground on which it may have been.
    ground: String,
    count: usize,
    dashed: bool,
    /// The share with deaths, as the path of an arc; empty for none.
    arc: String,
    title: String,
    href: String,
}

/// The incidents of a country, in words.
#[derive(Debug, Serialize)]
pub(crate) struct CountryOf {
    pub(crate) name: String,
    pub(crate) anchor: String,
    pub(crate) count: usize,
    deadly: usize,
    /// Known no closer than by country.
    vague: usize,
    places: Vec<PlaceOf>,
}

#[derive(Debug, Serialize)]
struct PlaceOf {
    name: String,
    precision: &'static str,
    incidents: Vec<(u64, String)>,
}

fn is_deadly(incident: &Incident) -> bool {
    incident.killed.best.as_ref().is_some_and(|harm| harm.low > 0)
}

/// Draws all incidents.
pub(crate) fn draw<'a>(released: impl Iterator<Item = Released<'a>>) -> WorldMap {
    let mut cells: BTreeMap<(i64, i64), Vec<&Incident>> = BTreeMap::new();
    let mut vague: BTreeMap<String, Vec<&Incident>> = BTreeMap::new();
    let mut lands: BTreeMap<String, Vec<&Incident>> = BTreeMap::new();
    let (mut nowhere, mut mapped) = (0, 0);
    for incident in released.map(|r| r.incident()) {
        let Some(site) = &incident.r#where.best else {
            nowhere += 1;
            continue;
        };
        if let Some(code) = &site.country {
            lands.entry(code.clone()).or_default().push(incident);
        }
        if let Some((lat, lon)) = point(site) {
            let (x, y) = world(lat, lon);
            cells.entry(((x / CELL) as i64, (y / CELL) as i64)).or_default().push(incident);
            mapped += 1;
        } else if let Some(code) = site.country.as_ref().filter(|_| outline(site).is_some()) {
            vague.entry(code.clone()).or_default().push(incident);
            mapped += 1;
        } else {
            nowhere += 1;
        }
    }
    let mut spots: Vec<Spot> = cells.values().filter_map(|all| spot(all)).collect();
    // Large ones lie below small ones.
    spots.sort_by_key(|spot| std::cmp::Reverse(spot.count));
    let mut out = base();
    out.hatches = vague.iter().filter_map(|(code, all)| hatch(code, all)).collect();
    out.spots = spots;
    out.countries = lands.into_iter().map(|(code, all)| in_words(&code, &all)).collect();
    out.countries.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    (out.nowhere, out.mapped) = (nowhere, mapped);
    out
}

fn spot(all: &[&Incident]) -> Option<Spot> {
    let points: Vec<(f64, f64)> = all
        .iter()
        .filter_map(|i| point(i.r#where.best.as_ref()?))
        .map(|(lat, lon)| world(lat, lon))
        .collect();
    let first = all.first()?;
    let site = first.r#where.best.as_ref()?;
    let count = points.len();
    let n = count as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(a, b), p| (a + p.0 / n, b + p.1 / n));
    let ground = all
        .iter()
        .filter_map(|i| i.r#where.best.as_ref())
        .map(|site| reach(site.precision) * per_km())
        .fold(0.0, f64::max);
    let r = (3.2 + 1.7 * n.sqrt()).min(26.0).max(if count == 1 { ground } else { 0.0 });
    let deadly = all.iter().filter(|i| is_deadly(i)).count();
    let title = if count == 1 {
        format!("{}. {}", words::headline(first), words::precision(site))
    } else {
        let names: Vec<&str> =
            all.iter().filter_map(|i| Some(i.r#where.best.as_ref()?.name.as_str())).collect();
        let mut few: Vec<&str> = names.clone();
        few.sort_unstable();
        few.dedup();
        let more = if few.len() > 4 { " and other places" } else { "" };
        format!("{count} incidents, {deadly} with deaths: {}{more}", few[..few.len().min(4)].join(", "))
    };
    let code = site.country.clone().unwrap_or_default();
    Some(Spot {
        x: format!("{x:.1}"),
        y: format!("{y:.1}"),
        r: format!("{r:.1}"),
        ground: format!("{ground:.2}"),
        count,
        dashed: all
            .iter()
            .any(|i| i.r#where.best.as_ref().is_some_and(|s| s.precision >= Some(Precision::Province))),
        arc: arc(x, y, r + 1.6, deadly as f64 / n),
        title,
        href: if count == 1 {
            format!("incident/{}.html", first.id)
        } else {
            format!("map.html#{}", anchor(&code))
        },
    })
}

/// Part of a circle from twelve o'clock on.
fn arc(x: f64, y: f64, r: f64, share: f64) -> String {
    if share <= 0.0 {
        return String::new();
    }
    let to = |turn: f64| {
        let angle = turn * std::f64::consts::TAU;
        format!("{:.1} {:.1}", x + r * angle.sin(), y - r * angle.cos())
    };
    if share >= 1.0 {
        return format!("M{}A{r:.1} {r:.1} 0 1 1 {}A{r:.1} {r:.1} 0 1 1 {}", to(0.0), to(0.5), to(0.0));
    }
    let large = u8::from(share > 0.5);
    format!("M{}A{r:.1} {r:.1} 0 {large} 1 {}", to(0.0), to(share))
}

fn hatch(code: &str, all: &[&Incident]) -> Option<Hatch> {
    let site = all.first()?.r#where.best.as_ref()?;
    let mut d = String::new();
    for ring in &outline(site)?.rings {
        clip::path(&mut d, &projected(ring), true);
    }
    let name = country(code).map_or(code, |land| land.name);
    let many = if all.len() == 1 { "1 incident".to_string() } else { format!("{} incidents", all.len()) };
    Some(Hatch { d, title: format!("{name}: {many} known to the country only"), anchor: anchor(code) })
}

/// A name for links, made of letters alone.
fn anchor(code: &str) -> String {
    let letters: String = code.chars().filter(char::is_ascii_alphabetic).collect();
    format!("land-{}", letters.to_ascii_lowercase())
}

fn in_words(code: &str, all: &[&Incident]) -> CountryOf {
    let mut places: Vec<PlaceOf> = Vec::new();
    for incident in all {
        let Some(site) = &incident.r#where.best else { continue };
        let name = words::place(site);
        let link = (incident.id, words::headline(incident));
        let precision = words::precision(site);
        match places.iter_mut().find(|place| place.name == name && place.precision == precision) {
            Some(place) => place.incidents.push(link),
            None => places.push(PlaceOf { name, precision, incidents: vec![link] }),
        }
    }
    places.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.precision.cmp(b.precision)));
    let is_vague =
        |i: &&&Incident| i.r#where.best.as_ref().is_some_and(|s| s.precision == Some(Precision::Country));
    CountryOf {
        name: country(code).map_or(code, |land| land.name).to_string(),
        anchor: anchor(code),
        count: all.len(),
        deadly: all.iter().filter(|i| is_deadly(i)).count(),
        vague: all.iter().filter(is_vague).count(),
        places,
    }
}

fn projected(points: &[Point]) -> Vec<Point> {
    points.iter().map(|(lon, lat)| world(*lat, *lon)).collect()
}

fn base() -> WorldMap {
    let (mut land, mut coasts, mut borders, mut sphere) =
        (String::new(), String::new(), String::new(), String::new());
    for ring in WORLD.countries.iter().flat_map(|c| &c.rings) {
        clip::path(&mut land, &projected(ring), true);
    }
    for arc in &WORLD.coasts {
        if !arc.iter().all(|p| (p.0.abs() - 180.0).abs() < 0.01) {
            clip::path(&mut coasts, &projected(arc), false);
        }
    }
    for arc in &WORLD.borders {
        clip::path(&mut borders, &projected(arc), false);
    }
    let edge = |lon: f64| (0..=47).map(move |n| world(84.0 - 3.0 * f64::from(n), lon));
    let mut points: Vec<Point> = edge(180.0).collect();
    points.extend(edge(-180.0).collect::<Vec<_>>().into_iter().rev());
    clip::path(&mut sphere, &points, true);
    WorldMap {
        wide: WIDE,
        high: high(),
        sphere,
        land,
        coasts,
        borders,
        hatches: Vec::new(),
        spots: Vec::new(),
        countries: Vec::new(),
        nowhere: 0,
        mapped: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_begin_at_noon() {
        assert_eq!(arc(10.0, 10.0, 5.0, 0.0), "");
        assert_eq!(arc(10.0, 10.0, 5.0, 0.25), "M10.0 5.0A5.0 5.0 0 0 1 15.0 10.0");
        assert_eq!(arc(10.0, 10.0, 5.0, 0.75), "M10.0 5.0A5.0 5.0 0 1 1 5.0 10.0");
    }

    #[test]
    fn anchors_are_plain() {
        assert_eq!(anchor("MLI"), "land-mli");
        assert_eq!(anchor("\"><x"), "land-x");
    }
}
