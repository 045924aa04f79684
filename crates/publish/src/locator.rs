//! The small map of an incident: discs as wide as places are uncertain, never pins.

use crate::basemap::{Outline, Point, WORLD};
use crate::clip;
use crate::project::{DEGREE, Frame};
use crate::words;
use diurna_core::incident::{Incident, Site};
use diurna_core::resolved::Precision;
use diurna_export::country;
use serde::Serialize;

const WIDE: f64 = 400.0;
const HIGH: f64 = 290.0;
/// The least and the most that a map shows from north to south, in kilometres.
const LEAST: f64 = 900.0;
const MOST: f64 = 6000.0;

/// How far around its point a place of that precision may lie, in kilometres.
pub(crate) fn reach(precision: Option<Precision>) -> f64 {
    match precision {
        Some(Precision::Exact) => 2.0,
        Some(Precision::Town) => 10.0,
        Some(Precision::District) => 30.0,
        Some(Precision::Province) => 100.0,
        Some(Precision::Country) | None => 300.0,
    }
}

/// The point of a place that has one: known more closely than by country.
pub(crate) fn point(site: &Site) -> Option<(f64, f64)> {
    let near = site.precision.is_some_and(|p| p < Precision::Country);
    let (lat, lon) = (site.lat?, site.lon?);
    (near && lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
}

/// The outline of the country of a place.
pub(crate) fn outline(site: &Site) -> Option<&'static Outline> {
    WORLD.country(country(site.country.as_deref()?)?.numeric?)
}

/// A map.
#[derive(Debug, Serialize)]
pub(crate) struct Locator {
    wide: f64,
    high: f64,
    land: String,
    coasts: String,
    borders: String,
    /// The country, where no more is known.
    hatch: Option<String>,
    discs: Vec<Disc>,
    bar: String,
    km: u32,
    pub(crate) alt: String,
}

#[derive(Debug, Serialize)]
struct Disc {
    x: String,
    y: String,
    r: String,
    best: bool,
    dashed: bool,
    name: String,
    /// Where its name stands.
    label: String,
    title: String,
}

/// Draws the map; `None` where neither a point nor an outline is known.
pub(crate) fn locator(incident: &Incident) -> Option<Locator> {
    let best = incident.r#where.best.as_ref()?;
    match point(best) {
        Some(middle) => Some(around(incident, best, middle)),
        None => of_country(best),
    }
}

fn around(incident: &Incident, best: &Site, (lat, lon): (f64, f64)) -> Locator {
    let mut sites: Vec<&Site> = vec![best];
    for site in incident.r#where.values.iter().map(|v| &v.value) {
        if !sites.contains(&site) && point(site).is_some() {
            sites.push(site);
        }
    }
    let narrow = lat.to_radians().cos().max(0.1);
    let far = sites.iter().filter_map(|site| {
        let (a, b) = point(site)?;
        let across = (near(b, lon) - lon).abs() * narrow * HIGH / WIDE;
        Some((a - lat).abs().max(across) * DEGREE + reach(site.precision))
    });
    let km = (far.fold(0.0, f64::max) * 2.4).clamp(LEAST, MOST);
    let frame = Frame::around(lat, lon, km, WIDE, HIGH);
    let mut discs: Vec<Disc> = sites
        .iter()
        .filter_map(|site| {
            let (a, b) = point(site)?;
            let (x, y) = frame.at(a, near(b, lon));
            let r = (reach(site.precision) * frame.per_km()).max(5.0);
            Some(Disc {
                x: format!("{x:.1}"),
                y: format!("{y:.1}"),
                r: format!("{r:.1}"),
                best: *site == best,
                dashed: site.precision >= Some(Precision::District),
                name: site.name.clone(),
                // Names of others stand below theirs: they often lie near.
                label: format!(
                    "{:.1}",
                    if *site == best && y - r > 22.0 { y - r - 7.0 } else { y + r + 16.0 }
                ),
                title: format!("{}. {}", words::place(site), words::precision(site)),
            })
        })
        .collect();
    // The best one lies on top, and two of one point have one name.
    discs.reverse();
    let alt = discs.iter().rev().map(|d| d.title.clone()).collect::<Vec<_>>().join(" Also reported: ");
    draw(frame, None, discs, format!("Map. {alt}"))
}

fn of_country(site: &Site) -> Option<Locator> {
    let outline = outline(site)?;
    let areas: Vec<f64> = outline.rings.iter().map(|ring| area(ring)).collect();
    let largest = areas.iter().copied().fold(0.0, f64::max);
    // Islands far away would make the map small.
    let held: Vec<&Vec<Point>> = outline
        .rings
        .iter()
        .zip(&areas)
        .filter(|(_, area)| **area > largest * 0.2)
        .map(|(ring, _)| ring)
        .collect();
    let points = || held.iter().flat_map(|ring| ring.iter());
    let (west, east) = points().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p.0), b.max(p.0)));
    let (south, north) = points().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p.1), b.max(p.1)));
    let (lat, lon) = (f64::midpoint(south, north), f64::midpoint(west, east));
    let across = (east - west) * lat.to_radians().cos().max(0.1) * HIGH / WIDE;
    let km = ((north - south).max(across) * DEGREE * 1.3).max(LEAST);
    let frame = Frame::around(lat, lon, km, WIDE, HIGH);
    let mut hatch = String::new();
    for ring in &outline.rings {
        fill(&mut hatch, frame, ring);
    }
    let alt = format!("Map of the country. {}. {}", words::place(site), words::precision(site));
    Some(draw(frame, Some(hatch), Vec::new(), alt))
}

fn draw(frame: Frame, hatch: Option<String>, discs: Vec<Disc>, alt: String) -> Locator {
    let mut land = String::new();
    for ring in WORLD.countries.iter().flat_map(|c| &c.rings) {
        fill(&mut land, frame, ring);
    }
    let lines = |all: &[Vec<Point>]| {
        let mut out = String::new();
        for arc in all {
            for points in shifted(frame, arc) {
                // A line on the 180th meridian is where the base map was cut, and no coast.
                let cut = |p: &Point| (p.0.abs() - 180.0).abs() < 0.01;
                if arc.iter().all(cut) {
                    continue;
                }
                clip::line(&points, WIDE, HIGH).iter().for_each(|run| clip::path(&mut out, run, false));
            }
        }
        out
    };
    let bars = [1000, 500, 200, 100];
    let km = bars.into_iter().find(|km| f64::from(*km) * frame.per_km() <= WIDE / 4.0).unwrap_or(50);
    Locator {
        wide: WIDE,
        high: HIGH,
        land,
        coasts: lines(&WORLD.coasts),
        borders: lines(&WORLD.borders),
        hatch,
        discs,
        bar: format!("{:.1}", f64::from(km) * frame.per_km()),
        km,
        alt,
    }
}

fn fill(out: &mut String, frame: Frame, ring: &[Point]) {
    for points in shifted(frame, ring) {
        let cut = clip::polygon(&points, WIDE, HIGH);
        if cut.len() > 2 {
            clip::path(out, &cut, true);
        }
    }
}

/// Points in the picture, also where they come round the globe from the other side.
fn shifted(frame: Frame, points: &[Point]) -> Vec<Vec<Point>> {
    let at = |turn: f64| points.iter().map(|p| frame.at(p.1, p.0 + turn)).collect();
    [-360.0, 0.0, 360.0].into_iter().map(at).filter(|all: &Vec<Point>| seen(all)).collect()
}

fn seen(points: &[Point]) -> bool {
    let (west, east) = points.iter().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p.0), b.max(p.0)));
    let (top, low) = points.iter().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p.1), b.max(p.1)));
    east >= 0.0 && west <= WIDE && low >= 0.0 && top <= HIGH
}

/// A longitude within half the globe of another.
fn near(lon: f64, middle: f64) -> f64 {
    middle + (lon - middle + 540.0).rem_euclid(360.0) - 180.0
}

fn area(ring: &[Point]) -> f64 {
    let sum: f64 = ring.windows(2).map(|w| w[0].0 * w[1].1 - w[1].0 * w[0].1).sum();
    (sum / 2.0).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(precision: Precision, country: &str) -> Site {
        Site {
            name: "Sel".into(),
            geonames: None,
            lat: Some(17.0),
            lon: Some(-4.0),
            country: Some(country.into()),
            admin1: None,
            feature: None,
            precision: Some(precision),
        }
    }

    #[test]
    fn a_country_has_no_point() {
        assert_eq!(point(&site(Precision::Country, "MLI")), None);
        assert_eq!(point(&site(Precision::Province, "MLI")), Some((17.0, -4.0)));
        let map = of_country(&site(Precision::Country, "MLI")).unwrap();
        assert!(map.discs.is_empty() && map.hatch.is_some_and(|d| d.starts_with('M')));
        // Not on a map as coarse as this.
        assert!(of_country(&site(Precision::Country, "MCO")).is_none());
    }

    #[test]
    fn longitudes_come_round() {
        assert_eq!(near(-179.0, 178.0), 181.0);
        assert_eq!(near(10.0, 20.0), 10.0);
    }
}
