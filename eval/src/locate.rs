//! Places of names that are given: how many are right, and how many could be.

use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, ratio};
use crate::sets::{self, Document};
use crate::spans;
use diurna_core::Place;
use diurna_pipeline::Located;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

/// Mean radius of the earth in kilometres.
const EARTH: f64 = 6371.0088;
/// A hundred miles: what counts as the same place.
const NEAR: f64 = 161.0;

/// A name in the gold.
#[derive(Debug, Clone, Deserialize)]
struct Gold {
    doc: String,
    start: usize,
    end: usize,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(default)]
    geonameid: Option<Value>,
}

impl Gold {
    fn geonames(&self) -> Option<u32> {
        match self.geonameid.as_ref()? {
            Value::String(s) => s.parse().ok(),
            other => other.as_u64().and_then(|n| u32::try_from(n).ok()),
        }
    }

    fn at(&self) -> Option<(f64, f64)> {
        self.lat.zip(self.lon)
    }

    fn has_id(&self, place: &Place) -> bool {
        place.geonames.is_some() && place.geonames == self.geonames()
    }

    /// The same id, or within a hundred miles.
    fn is_right(&self, place: &Place) -> bool {
        self.has_id(place) || self.at().is_some_and(|at| spans::km(at, (place.lat, place.lon), EARTH) <= NEAR)
    }
}

/// Resolves every name of the gold, the spans given.
///
/// # Errors
/// Where a file of the set cannot be read.
pub(crate) fn run(context: &Context, folder: &Path) -> Result<Outcome, Failure> {
    let documents: Vec<Document> = sets::lines(&sets::required(folder, "documents.jsonl", "locate")?)?;
    let rows: Vec<Gold> = sets::lines(&sets::required(folder, "gold.jsonl", "locate")?)?;
    let mut gold: HashMap<&str, Vec<&Gold>> = HashMap::new();
    rows.iter().filter(|g| g.start < g.end).for_each(|g| gold.entry(&g.doc).or_default().push(g));
    let began = std::time::Instant::now();
    let found = context.map(documents.iter().collect(), |d: &Document| {
        let given: Vec<(usize, usize)> =
            gold.get(d.doc.as_str()).into_iter().flatten().map(|g| (g.start, g.end)).collect();
        context.pipeline().locate(&d.doc, &d.text, None, &given).map_err(|e| e.to_string())
    });
    let seconds = began.elapsed().as_secs_f64();
    let (mut score, mut predictions, mut unread) = (Score::default(), Vec::new(), Vec::new());
    for (document, result) in documents.iter().zip(found) {
        let names = match result {
            Ok(names) => names,
            Err(message) => {
                unread.push(message);
                continue;
            }
        };
        for (g, name) in gold.get(document.doc.as_str()).into_iter().flatten().zip(&names) {
            score.add(g, name);
            let place = name.place.as_ref().map(|p| &p.0);
            predictions.push(json!({
                "doc": document.doc, "start": g.start, "end": g.end, "name": place.map(|p| &p.name),
                "lat": place.map(|p| p.lat), "lon": place.map(|p| p.lon),
                "geonameid": place.and_then(|p| p.geonames), "score": name.place.as_ref().map(|p| p.1),
            }));
        }
    }
    crate::output::unread(&unread);
    let mut figures = score.figures();
    figures.push(Figure::number("names_a_second", Some(predictions.len() as f64 / seconds)));
    figures.push(Figure::count("unread", unread.len()));
    Ok(Outcome { figures, predictions })
}

#[derive(Debug, Default)]
struct Score {
    located: usize,
    near: usize,
    with_id: usize,
    id: usize,
    oracle: usize,
    sure: usize,
    sure_right: usize,
}

impl Score {
    fn add(&mut self, gold: &Gold, name: &Located) {
        if gold.at().is_none() {
            return;
        }
        let place = name.place.as_ref().map(|p| &p.0);
        let right = place.is_some_and(|p| gold.is_right(p));
        self.located += 1;
        self.near += usize::from(right);
        self.oracle += usize::from(right || name.candidates.iter().any(|c| gold.is_right(&c.0)));
        if gold.geonames().is_some() {
            self.with_id += 1;
            self.id += usize::from(place.is_some_and(|p| gold.has_id(p)));
        }
        if name.place.as_ref().is_some_and(|p| p.1 >= 0.7) {
            self.sure += 1;
            self.sure_right += usize::from(right);
        }
    }

    fn figures(&self) -> Vec<Figure> {
        vec![
            Figure::share("acc161", ratio(self.near, self.located)).of("located", self.located),
            Figure::share("exact_id", ratio(self.id, self.with_id)).of("with_id", self.with_id),
            // Whether any of the ten likeliest candidates is right.
            Figure::share("oracle", ratio(self.oracle, self.located)).of("located", self.located),
            // How often a score of .7 or more is right.
            Figure::share("sure", ratio(self.sure, self.located)).of("located", self.located),
            Figure::share("sure_right", ratio(self.sure_right, self.sure)).of("sure", self.sure),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diurna_core::Precision;

    fn place(geonames: u32, lat: f64) -> Place {
        Place {
            name: "Quay".into(),
            geonames: Some(geonames),
            lat,
            lon: 0.0,
            country: "XXX".into(),
            admin1: None,
            feature: "town".into(),
            precision: Precision::Town,
        }
    }

    #[test]
    fn an_id_or_a_hundred_miles_is_right() {
        let gold = |id: Option<&str>| Gold {
            doc: "a".into(),
            start: 0,
            end: 4,
            lat: Some(0.0),
            lon: Some(0.0),
            geonameid: id.map(|s| Value::String(s.into())),
        };
        let name = |place: Place, score| Located {
            start: 0,
            end: 4,
            place: Some((place.clone(), score)),
            candidates: vec![(place, score)],
        };
        let mut score = Score::default();
        // Five degrees off, but the id; one degree (111 km) off without it; five degrees off without it.
        score.add(&gold(Some("7")), &name(place(7, 5.0), 0.9));
        score.add(&gold(Some("8")), &name(place(7, 1.0), 0.5));
        score.add(&gold(None), &name(place(7, 5.0), 0.8));
        let value = |name: &str| score.figures().into_iter().find(|f| f.name == name).and_then(|f| f.value);
        assert_eq!(value("acc161"), Some(0.6667));
        assert_eq!(value("exact_id"), Some(0.5));
        assert_eq!((value("sure"), value("sure_right")), (Some(0.6667), Some(0.5)));
    }
}
