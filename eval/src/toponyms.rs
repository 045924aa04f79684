//! Names of places against gold: found in the text, and resolved to coordinates.

use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, Prf, ratio};
use crate::sets::{self, Document};
use crate::spans;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// Mean radius of the earth in kilometres.
const EARTH: f64 = 6371.0088;
/// A hundred miles: what counts as the same place.
const NEAR: f64 = 161.0;

/// A name of a place, in gold or found.
#[derive(Debug, Clone, Deserialize)]
struct Toponym {
    doc: String,
    start: usize,
    end: usize,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(default)]
    name: String,
    /// GeoNames id, in what was found.
    #[serde(skip)]
    geonames: Option<u32>,
}

/// Reads the documents with their dates and compares every name of a place.
///
/// # Errors
/// Where a file of the set cannot be read.
pub(crate) fn run(context: &Context, folder: &Path) -> Result<Outcome, Failure> {
    let documents: Vec<Document> = sets::lines(&sets::required(folder, "documents.jsonl", "toponyms")?)?;
    let gold: Vec<Toponym> = sets::lines(&sets::required(folder, "gold.jsonl", "toponyms")?)?;
    let read = context.map(documents.iter().collect(), |d: &Document| {
        let record = context.read_text(&d.doc, &d.text, d.date.as_deref())?;
        let mut out = Vec::new();
        for place in &record.places {
            out.extend(place.mentions.iter().map(|m| Toponym {
                doc: d.doc.clone(),
                start: m.start,
                end: m.end,
                lat: place.lat,
                lon: place.lon,
                name: place.name.clone(),
                geonames: place.geonames,
            }));
        }
        out.sort_by_key(|t| (t.start, t.end));
        Ok::<_, String>(out)
    });
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for (document, result) in documents.iter().zip(read) {
        match result {
            Ok(names) => found.extend(names),
            Err(message) => unread.push(format!("{}: {message}", document.doc)),
        }
    }
    crate::output::unread(&unread);
    let mut figures = score(&gold, &found).figures();
    figures.push(Figure::count("documents", documents.len()));
    figures.push(Figure::count("unread", unread.len()));
    let row = |t: &Toponym| {
        json!({"doc": t.doc, "start": t.start, "end": t.end, "name": t.name, "lat": t.lat, "lon": t.lon,
               "geonameid": t.geonames})
    };
    Ok(Outcome { figures, predictions: found.iter().map(row).collect() })
}

#[derive(Debug, Default)]
struct Score {
    exact: Prf,
    overlap: Prf,
    /// Errors in kilometres of names that were found, by the same span, with coordinates.
    errors: Vec<f64>,
    /// Names in the gold that have coordinates.
    located: usize,
}

impl Score {
    fn figures(&self) -> Vec<Figure> {
        let mut out = self.exact.figures("exact");
        out.extend(self.overlap.figures("overlap"));
        let near = self.errors.iter().filter(|e| **e <= NEAR).count();
        out.push(Figure::share("acc161", ratio(near, self.errors.len())).of("recognised", self.errors.len()));
        out.push(Figure::share("acc161_all", ratio(near, self.located)).of("located", self.located));
        out.push(Figure::number("median_km", median(&self.errors)).of("recognised", self.errors.len()));
        out
    }
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let high = *sorted.get(middle)?;
    Some(if sorted.len().is_multiple_of(2) { (sorted[middle - 1] + high) / 2.0 } else { high })
}

fn score(gold: &[Toponym], found: &[Toponym]) -> Score {
    let mut documents: BTreeMap<&str, [Vec<&Toponym>; 2]> = BTreeMap::new();
    for (side, list) in [gold, found].into_iter().enumerate() {
        list.iter().for_each(|t| documents.entry(&t.doc).or_default()[side].push(t));
    }
    let mut out = Score::default();
    for [gold, found] in documents.values() {
        let at = |list: &[&Toponym]| list.iter().map(|t| (t.start, t.end)).collect::<Vec<_>>();
        let (of_gold, of_found) = (at(gold), at(found));
        let exact = spans::pair(&of_gold, &of_found, false);
        out.exact.add(exact.len(), found.len(), gold.len());
        out.overlap.add(spans::pair(&of_gold, &of_found, true).len(), found.len(), gold.len());
        out.located += gold.iter().filter(|t| t.lat.is_some()).count();
        for (i, j) in exact {
            let (here, there) = (gold[i].lat.zip(gold[i].lon), found[j].lat.zip(found[j].lon));
            out.errors.extend(here.zip(there).map(|(a, b)| spans::km(a, b, EARTH)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toponym(doc: &str, start: usize, end: usize, at: Option<(f64, f64)>) -> Toponym {
        let (lat, lon) = at.unzip();
        Toponym { doc: doc.into(), start, end, lat, lon, name: String::new(), geonames: None }
    }

    #[test]
    fn names_are_found_and_placed() {
        let gold = [
            toponym("a", 0, 3, Some((0.0, 0.0))),
            toponym("a", 10, 20, Some((10.0, 10.0))),
            toponym("a", 30, 34, None),
            toponym("b", 0, 4, Some((0.0, 0.0))),
        ];
        let found = [
            // One degree of longitude on the equator: 111 km.
            toponym("a", 0, 3, Some((0.0, 1.0))),
            toponym("a", 12, 20, Some((10.0, 10.0))),
            toponym("a", 30, 34, Some((0.0, 0.0))),
            toponym("b", 0, 4, Some((3.0, 0.0))),
            toponym("b", 8, 9, None),
        ];
        let score = score(&gold, &found);
        assert_eq!(score.exact, Prf { hit: 3, found: 5, gold: 4 });
        assert_eq!(score.overlap, Prf { hit: 4, found: 5, gold: 4 });
        let figures = score.figures();
        let value = |name: &str| figures.iter().find(|f| f.name == name).and_then(|f| f.value);
        assert_eq!((value("acc161"), value("acc161_all")), (Some(0.5), Some(0.3333)));
        assert!((value("median_km").unwrap() - 222.39).abs() < 0.01);
    }
}
