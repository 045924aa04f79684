//! Outlines of countries (`data/publish/world.tsv`), read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Longitude and latitude in degrees.
pub(crate) type Point = (f64, f64);

/// A country or territory.
pub(crate) struct Outline {
    /// ISO 3166-1 numeric.
    pub(crate) code: Option<u32>,
    /// Closed rings; longitudes run on over the 180th meridian.
    pub(crate) rings: Vec<Vec<Point>>,
}

/// The base map.
pub(crate) struct Basemap {
    pub(crate) countries: Vec<Outline>,
    /// Lines between land and sea.
    pub(crate) coasts: Vec<Vec<Point>>,
    /// Lines between two countries.
    pub(crate) borders: Vec<Vec<Point>>,
}

pub(crate) static WORLD: LazyLock<Basemap> =
    LazyLock::new(|| read(include_str!("../../../data/publish/world.tsv")));

impl Basemap {
    /// The country or territory of an ISO 3166-1 numeric code; small ones are not on the map.
    pub(crate) fn country(&self, code: u32) -> Option<&Outline> {
        self.countries.iter().find(|outline| outline.code == Some(code))
    }
}

fn read(text: &str) -> Basemap {
    let mut arcs: Vec<Vec<Point>> = Vec::new();
    let mut shapes: Vec<(Option<u32>, Vec<Refs>)> = Vec::new();
    let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells[..] {
            ["arc", steps] => arcs.push(points(steps)),
            ["country", code, rings] => {
                let rings: Vec<Refs> = rings.split(';').map(refs).collect();
                rings.iter().flatten().for_each(|(arc, _)| *uses.entry(*arc).or_default() += 1);
                shapes.push((code.parse().ok(), rings));
            }
            _ => {}
        }
    }
    let countries = shapes
        .into_iter()
        .map(|(code, rings)| Outline { code, rings: rings.iter().map(|ring| closed(ring, &arcs)).collect() })
        .collect();
    let (mut coasts, mut borders) = (Vec::new(), Vec::new());
    for (at, arc) in arcs.into_iter().enumerate() {
        match uses.get(&at) {
            Some(1) => coasts.push(unwound(arc.into_iter())),
            _ => borders.push(arc),
        }
    }
    Basemap { countries, coasts, borders }
}

fn points(steps: &str) -> Vec<Point> {
    let numbers: Vec<i32> = steps.split(' ').filter_map(|n| n.parse().ok()).collect();
    let (mut x, mut y) = (0, 0);
    let step = |pair: &[i32]| {
        x += pair.first().copied().unwrap_or_default();
        y += pair.get(1).copied().unwrap_or_default();
        (f64::from(x) / 100.0, f64::from(y) / 100.0)
    };
    numbers.chunks(2).map(step).collect()
}

/// Arcs of a ring, and whether they run backwards.
type Refs = Vec<(usize, bool)>;

fn refs(ring: &str) -> Refs {
    ring.split(' ')
        .filter_map(|name| match name.strip_prefix('~') {
            Some(back) => Some((back.parse().ok()?, true)),
            None => Some((name.parse().ok()?, false)),
        })
        .collect()
}

fn closed(ring: &[(usize, bool)], arcs: &[Vec<Point>]) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    for (at, back) in ring {
        let Some(arc) = arcs.get(*at) else { continue };
        let skip = usize::from(!out.is_empty());
        if *back {
            out.extend(arc.iter().rev().skip(skip));
        } else {
            out.extend(arc.iter().skip(skip));
        }
    }
    unwound(out.into_iter())
}

/// Points whose longitudes jump by less than half the globe.
fn unwound(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    for (mut lon, lat) in points {
        if let Some((before, _)) = out.last() {
            lon -= ((lon - before) / 360.0).round() * 360.0;
        }
        out.push((lon, lat));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_squares_share_a_border() {
        let world =
            read("arc\t0 0 100 0 0 100 -100 0\narc\t0 100 0 -100\ncountry\t004\t0 1\ncountry\t-\t~1\n");
        assert_eq!(world.countries.len(), 2);
        let ring = &world.country(4).unwrap().rings[0];
        assert_eq!(ring[..], [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]);
        assert_eq!((world.coasts.len(), world.borders.len()), (1, 1));
    }

    #[test]
    fn the_world_is_there() {
        // Mali (466) lies between 12° W and 5° E, 10° and 25° N.
        let mali = WORLD.country(466).unwrap();
        assert!(
            mali.rings.iter().flatten().all(|(x, y)| (-12.3..4.4).contains(x) && (10.0..25.1).contains(y))
        );
        assert!(WORLD.countries.len() > 170 && WORLD.borders.len() > 200);
        let rings = WORLD.countries.iter().flat_map(|c| &c.rings);
        assert!(rings.clone().count() > 250);
        assert!(rings.flat_map(|ring| ring.windows(2)).all(|w| (w[0].0 - w[1].0).abs() < 180.0));
    }
}
