//! Borders: "on the border with Pakistan", "the border between Iran and Pakistan", "near the Syrian border", "the Iran-Pakistan border".

use crate::Context;
use crate::find::Toponym;
use diurna_core::geo::distance_km;
use diurna_core::{Document, Place, Precision, TextSpan, TokenSpan};
use diurna_gazetteer::{Feature, Gazetteer, PlaceRef};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const BORDERS: &str = include_str!("../../../data/places/borders.tsv");

/// Longest border, in kilometres, that is no wider than a district, and than a province.
const LIKE_DISTRICT: f64 = 100.0;
const LIKE_PROVINCE: f64 = 1000.0;
/// How far from a border, in kilometres, a place may lie that says which stretch of it is meant.
const STRETCH: f64 = 300.0;

/// A border that is spoken of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Border {
    /// Numbers of the toponyms in the phrase, which then mean the border.
    pub(crate) of: Vec<usize>,
    /// Where no toponym stands in it ("the Syrian border"): the words.
    pub(crate) words: Option<TextSpan>,
    pub(crate) place: Place,
}

/// The land border of two countries.
struct Line {
    km: f64,
    points: Vec<(f64, f64)>,
}

fn lines() -> &'static BTreeMap<(&'static str, &'static str), Line> {
    static LINES: OnceLock<BTreeMap<(&'static str, &'static str), Line>> = OnceLock::new();
    let point = |text: &str| {
        let (lat, lon) = text.split_once(' ')?;
        Some((lat.parse().ok()?, lon.parse().ok()?))
    };
    LINES.get_or_init(|| {
        BORDERS
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| {
                let [a, b, km, points] = l.split('\t').collect::<Vec<_>>()[..] else { return None };
                let points: Vec<_> = points.split(';').filter_map(point).collect();
                (!points.is_empty()).then_some(((a, b), Line { km: km.parse().ok()?, points }))
            })
            .collect()
    })
}

fn line(a: &'static str, b: &'static str) -> Option<&'static Line> {
    lines().get(&(a.min(b), a.max(b)))
}

/// Every border that the document speaks of; `place` gives the place of a toponym.
pub(crate) fn borders<'g>(
    d: &Document,
    gazetteer: &'g Gazetteer,
    context: Context<'_>,
    found: &[Toponym],
    place: &dyn Fn(usize) -> Option<PlaceRef<'g>>,
) -> Vec<Border> {
    let scene = Scene { d, gazetteer, context, found, place };
    (0..d.tokens.len()).filter_map(|t| scene.border(t)).collect()
}

/// The sides of a border as the words beside it tell them.
#[derive(Default)]
struct Sides {
    /// Whose border it is said to be.
    own: Option<&'static str>,
    other: Option<&'static str>,
    of: Vec<usize>,
    words: Option<TextSpan>,
}

struct Scene<'a, 'g> {
    d: &'a Document,
    gazetteer: &'g Gazetteer,
    context: Context<'a>,
    found: &'a [Toponym],
    place: &'a dyn Fn(usize) -> Option<PlaceRef<'g>>,
}

impl<'g> Scene<'_, 'g> {
    /// The border whose word is at `t`.
    fn border(&self, t: usize) -> Option<Border> {
        let d = self.d;
        if !matches!(d.lemma(t), "border" | "frontier" | "boundary") || !d.tag(t).starts_with("NN") {
            return None;
        }
        // Inside a name of the gazetteer ("Kenya-Somalia border") it is known already.
        if self.found.iter().any(|f| f.tokens.covers(t)) {
            return None;
        }
        // "a border town", "border guards" are not the border; "the border area" is.
        let next = d.lemma(t + 1);
        let stretch = matches!(next, "area" | "region" | "zone" | "strip" | "line" | "fence" | "wall");
        if !stretch && d.tag(t + 1).starts_with("NN") && d.sentence_of(t + 1) == d.sentence_of(t) {
            return None;
        }
        let sides = self.sides(t, t + 1 + usize::from(stretch))?;
        let other = sides.other?;
        let near = self.neighbour(t, other);
        // Whose side it is on: that of the country that it is said to be the border of, or that the words near by are about.
        let (own, told) = match sides.own {
            Some(own) => (own, true),
            None => (near?.0, false),
        };
        let line = line(own, other)?;
        let with = d.word(t + 1 + usize::from(stretch)) == "with";
        let both = told && !with;
        let far = |a: &Place| line.points.iter().all(|p| distance_km(p.0, p.1, a.lat, a.lon) > STRETCH);
        let anchor =
            self.anchor(t, own).or_else(|| both.then(|| self.anchor(t, other)).flatten()).filter(|a| !far(a));
        let mut place = self.drawn(line, [own, other], anchor.as_ref())?;
        // Its country is that of the place beside it, or the side it is told from ("on the border with Iran"). Of "the Iranian
        // border" nobody can tell.
        place.country = match anchor {
            Some(a) => a.country,
            None if with => own.to_owned(),
            None => String::new(),
        };
        Some(Border { of: sides.of, words: sides.words, place })
    }

    /// What the words before and behind the border's word at `t` say; what follows it begins at `after`.
    fn sides(&self, t: usize, after: usize) -> Option<Sides> {
        let d = self.d;
        let the = |at: usize| at + usize::from(d.word(at) == "the");
        let mut sides = Sides::default();
        if d.word(after) == "with" {
            let (i, code) = self.country_at(the(after + 1))?;
            sides.own = self.owner(t);
            (sides.other, sides.of) = (Some(code), vec![i]);
            return Some(sides);
        }
        if matches!(d.word(after), "between" | "separating" | "dividing") {
            let (i, a) = self.country_at(the(after + 1))?;
            let end = self.found[i].tokens.end as usize;
            let (j, b) = self.country_at(the(end + 1)).filter(|_| matches!(d.word(end), "and" | "from"))?;
            (sides.own, sides.other, sides.of) = (Some(a), Some(b), vec![i, j]);
            return Some(sides);
        }
        let before = t.checked_sub(1).filter(|&b| d.sentence_of(b) == d.sentence_of(t))?;
        // "the Iran-Pakistan border", "the Afghan-Tajik frontier"
        if let Some((a, b)) = d.word(before).split_once(['-', '–', '/']) {
            (sides.own, sides.other) = (Some(self.country_of(a)?), Some(self.country_of(b)?));
            sides.words = Some(d.text_span(TokenSpan::new(before, t + 1)));
            return Some(sides);
        }
        // "the Ukraine border"
        if let Some(i) = self.found.iter().position(|f| f.tokens.end as usize == before + 1) {
            let (i, code) = self.country_at(self.found[i].tokens.start as usize)?;
            (sides.other, sides.of) = (Some(code), vec![i]);
            return Some(sides);
        }
        // "the Syrian border", "the Saudi Arabian border"
        let two = before.checked_sub(1).map(|b| (b, format!("{} {}", d.word(b), d.word(before))));
        let (start, code) = two
            .and_then(|(b, words)| Some((b, self.country_of(&words)?)))
            .or_else(|| Some((before, self.country_of(d.word(before))?)))?;
        sides.other = Some(code);
        sides.words = Some(d.text_span(TokenSpan::new(start, t + 1)));
        Some(sides)
    }

    /// The toponym that begins at `t`, and its country, if that is what it means.
    fn country_at(&self, t: usize) -> Option<(usize, &'static str)> {
        let i = self.found.iter().position(|f| f.tokens.start as usize == t)?;
        let p = (self.place)(i).filter(|p| p.feature() == Feature::Country)?;
        Some((i, p.country()))
    }

    /// The country that a name or adjective is of ("Iran", "Iranian").
    fn country_of(&self, word: &str) -> Option<&'static str> {
        word.chars().next().filter(|c| c.is_uppercase())?;
        let found = self.gazetteer.lookup_exact(word);
        let place = |c: &diurna_gazetteer::Candidate| self.gazetteer.get(c.place);
        found.iter().filter_map(place).find(|p| p.feature() == Feature::Country).map(|p| p.country())
    }

    /// Whose border that at `t` is: "Kenya's porous border", "the Kenyan border".
    fn owner(&self, t: usize) -> Option<&'static str> {
        let d = self.d;
        for b in (t.saturating_sub(3)..t).rev() {
            if d.sentence_of(b) != d.sentence_of(t) {
                return None;
            }
            if let Some(code) = self.country_of(d.word(b)) {
                return Some(code);
            }
            let named = self.found.iter().position(|f| f.tokens.covers(b));
            if let Some(i) = named {
                return (self.place)(i).map(|p| p.country()).filter(|c| !c.is_empty());
            }
            if !(d.word(b).ends_with('s') || d.tag(b).starts_with("JJ")) {
                return None;
            }
        }
        None
    }

    /// The country beside `other` that is spoken of: nearest in the sentence, else most often; and whether it was in the sentence.
    fn neighbour(&self, t: usize, other: &'static str) -> Option<(&'static str, bool)> {
        let d = self.d;
        let sentence = d.sentence_of(t);
        let beside = |code: &'static str| !code.is_empty() && code != other && line(code, other).is_some();
        // Token, whether it is a place inside a country, country.
        let mut spoken: Vec<(usize, bool, &'static str)> = Vec::new();
        for (i, f) in self.found.iter().enumerate() {
            let Some(p) = (self.place)(i) else { continue };
            if beside(p.country()) {
                spoken.push((f.tokens.start as usize, p.feature() != Feature::Country, p.country()));
            }
        }
        for (m, code) in self.context.countries {
            let code =
                self.gazetteer.country(code).and_then(|id| self.gazetteer.get(id)).map(|p| p.country());
            if let Some(code) = code.filter(|c| beside(c)) {
                spoken.push((d.tokens_in(m.span).start as usize, false, code));
            }
        }
        let here = spoken.iter().filter(|(at, ..)| d.sentence_of(*at) == sentence);
        if let Some((_, _, code)) = here.min_by_key(|(at, inside, _)| (!inside, at.abs_diff(t), *at)) {
            return Some((code, true));
        }
        let mut times: BTreeMap<&'static str, usize> = BTreeMap::new();
        for (_, _, code) in &spoken {
            *times.entry(code).or_default() += 1;
        }
        times
            .into_iter()
            .max_by_key(|(code, n)| (*n, std::cmp::Reverse(*code)))
            .map(|(code, _)| (code, false))
    }

    /// The nearest place in the sentence that lies in that country and is smaller than it.
    fn anchor(&self, t: usize, country: &str) -> Option<Place> {
        let sentence = self.d.sentence_of(t);
        let mut best: Option<(usize, Place)> = None;
        for (i, f) in self.found.iter().enumerate() {
            let at = f.tokens.start as usize;
            let Some(p) = (self.place)(i).filter(|_| self.d.sentence_of(at) == sentence) else { continue };
            if p.precision() < Precision::Country
                && p.country() == country
                && best.as_ref().is_none_or(|(gap, _)| at.abs_diff(t) < *gap)
            {
                best = Some((at.abs_diff(t), p.to_place()));
            }
        }
        best.map(|(_, p)| p)
    }

    /// The place: the stretch of the line nearest to the anchor, otherwise its middle.
    fn drawn(&self, line: &Line, sides: [&'static str; 2], anchor: Option<&Place>) -> Option<Place> {
        let name = |code: &str| Some(self.gazetteer.get(self.gazetteer.country(code)?)?.name());
        let mut names = [name(sides[0])?, name(sides[1])?];
        names.sort();
        let nearest = |to: (f64, f64)| {
            line.points
                .iter()
                .map(|&(lat, lon)| (distance_km(lat, lon, to.0, to.1), (lat, lon)))
                .min_by(|a, b| a.0.total_cmp(&b.0))
        };
        let stretch = anchor.and_then(|a| Some((nearest((a.lat, a.lon))?.1, a)));
        let (at, precision, admin1) = match stretch {
            Some((point, a)) if a.precision <= Precision::District => {
                (point, Precision::District, a.admin1.clone())
            }
            Some((point, a)) => {
                let own = (a.feature == "admin1").then(|| a.name.clone());
                (point, Precision::Province, a.admin1.clone().or(own))
            }
            None => {
                let n = line.points.len() as f64;
                // Longitudes are counted from the first point: a border may cross the 180th meridian.
                let first = line.points.first()?.1;
                let turn = |lon: f64| (lon - first + 540.0).rem_euclid(360.0) - 180.0;
                let lat = line.points.iter().map(|p| p.0).sum::<f64>() / n;
                let lon = first + line.points.iter().map(|p| turn(p.1)).sum::<f64>() / n;
                let precision = match line.km {
                    km if km <= LIKE_DISTRICT => Precision::District,
                    km if km <= LIKE_PROVINCE => Precision::Province,
                    _ => Precision::Country,
                };
                (nearest((lat, lon))?.1, precision, None)
            }
        };
        Some(Place {
            name: format!("{} border", names.join("-")),
            geonames: None,
            lat: at.0,
            lon: at.1,
            country: String::new(),
            admin1,
            feature: "border".to_owned(),
            precision,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let told = BORDERS.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(lines().len(), told);
        // Kenya and Somalia share some 680 km; Kenya and Yemen share none.
        assert!((line("SOM", "KEN").unwrap().km - 680.0).abs() < 30.0);
        assert!(line("KEN", "YEM").is_none());
        for ((a, b), line) in lines() {
            assert!(a < b, "{a} {b}");
            let valid = |&(lat, lon): &(f64, f64)| lat.abs() <= 90.0 && lon.abs() <= 180.0;
            assert!(line.points.iter().all(valid), "{a} {b}");
        }
    }
}
