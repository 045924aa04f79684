//! Places for names that somebody marked.

use crate::{Error, MAX_TEXT, Pipeline};
use diurna_core::{Offsets, Place, Report};
use diurna_place::Context;
use std::sync::Arc;

/// How many candidates of a name are told.
const MOST: usize = 10;

/// A name that was marked, with the places that it may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// First code point of the name.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The place, with how likely it is (0–1); `None` where the gazetteer likely holds none that is meant.
    pub place: Option<(Place, f32)>,
    /// What else it may mean, the likeliest first; at most ten.
    pub candidates: Vec<(Place, f32)>,
}

/// A large town, for orientation on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Landmark {
    /// Display name.
    pub name: String,
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
}

impl Pipeline {
    /// The largest towns of a part of the world (south, north, west, east in degrees; east may lie beyond 180), at
    /// most `count` and none close to another.
    ///
    /// ```
    /// let found = diurna_pipeline::Pipeline::new().landmarks([32.0, 35.0, 43.0, 46.0], 1);
    /// assert_eq!(found[0].name, "Baghdad");
    /// ```
    #[must_use]
    pub fn landmarks(&self, [south, north, west, east]: [f64; 4], count: usize) -> Vec<Landmark> {
        let inside = |p: &diurna_gazetteer::PlaceRef<'_>| {
            let lon = west + (p.lon() - west).rem_euclid(360.0);
            p.population() >= 5_000
                && p.feature().is_settlement()
                && (south..=north).contains(&p.lat())
                && lon <= east
        };
        let mut towns: Vec<_> = self.gazetteer.places().filter(inside).collect();
        towns.sort_by_key(|p| (std::cmp::Reverse(p.population()), p.id()));
        let apart = (north - south) * 111.2 / 12.0;
        let mut out: Vec<Landmark> = Vec::new();
        for p in towns {
            if out.len() >= count {
                break;
            }
            if out.iter().all(|o| p.distance_km(o.lat, o.lon) > apart) {
                out.push(Landmark { name: p.name(), lat: p.lat(), lon: p.lon() });
            }
        }
        out
    }

    /// Resolves marked names of a text, adjectives ("Iraqi") and names that stand for governments included.
    ///
    /// `given` counts code points of the text. The address of the publisher, where known, helps to choose.
    ///
    /// ```
    /// let pipeline = diurna_pipeline::Pipeline::new();
    /// let found = pipeline.locate("s", "Shells fell on Tripoli, Lebanon.", None, &[(15, 22)]).unwrap();
    /// let (place, score) = found[0].place.clone().unwrap();
    /// assert_eq!(place.country, "LBN");
    /// assert!(score > 0.5);
    /// ```
    ///
    /// # Errors
    /// Where the text is longer than [`MAX_TEXT`], or a name is empty or ends beyond the text.
    pub fn locate(
        &self,
        source: &str,
        text: &str,
        url: Option<&str>,
        given: &[(usize, usize)],
    ) -> Result<Vec<Located>, Error> {
        if text.len() > MAX_TEXT {
            return Err(Error::too_long(source, text.len()));
        }
        let length = text.chars().count();
        if let Some((number, (start, end))) =
            given.iter().enumerate().find(|(_, (start, end))| start >= end || *end > length)
        {
            return Err(Error::no_span(source, number + 1, *start, *end, length));
        }
        let mut report = Report::plain(text);
        report.url = url.map(String::from);
        let document = self.analyzer.analyze(Arc::new(report));
        let offsets = Offsets::new(text);
        let spans: Vec<_> = given.iter().map(|(start, end)| offsets.text_span(*start, *end)).collect();
        let actors = diurna_actor::find(&document, &self.lexicon);
        let countries = actors.countries();
        let context = Context { names: &actors.names, demonyms: &actors.demonyms, countries: &countries };
        let found = diurna_place::locate(
            &document,
            self.gazetteer,
            context,
            &spans,
            &diurna_place::Weights::default(),
        );
        let told = |&(id, score): &(_, f32)| self.gazetteer.get(id).map(|p| (p.to_place(), score));
        Ok(found
            .iter()
            .zip(given)
            .map(|(l, (start, end))| Located {
                start: *start,
                end: *end,
                place: l.place().as_ref().and_then(told),
                candidates: l.candidates.iter().take(MOST).filter_map(told).collect(),
            })
            .collect())
    }
}
