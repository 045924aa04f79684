//! What words around a name do to its point: "20 km south of Mosul", "near Gao", "the road between Homs and Palmyra".

use crate::find::Toponym;
use diurna_core::words::Kinds;
use diurna_core::{Document, Place, Precision, TextSpan, TokenSpan};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of phrases, by their kind.
static WORDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::of(include_str!("../../../data/places/phrases.tsv")));
/// Degrees of directions and kilometres of units, by kind and word.
static MEASURES: LazyLock<HashMap<(&str, &str), f64>> =
    LazyLock::new(|| measures(include_str!("../../../data/places/measures.tsv")));
/// Numbers in words.
static NUMBERS: LazyLock<HashMap<&str, f64>> =
    LazyLock::new(|| numbers(include_str!("../../../data/time/numbers.tsv")));

/// Mean radius of the earth in kilometres.
const EARTH: f64 = 6371.0;
/// From here on a number is no distance from a place.
const MOST: f64 = 2000.0;
/// Distance in kilometres from which on a point in a direction is told no closer than a province.
const FAR: f64 = 150.0;
/// Longest stretch of road, in kilometres, whose middle says where something was.
pub(crate) const ROAD: f64 = 600.0;

/// The rows of a table: its first column, its second and its third.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| {
        let (first, rest) = l.split_once('\t')?;
        let (second, third) = rest.split_once('\t')?;
        Some((first, second, third))
    })
}

fn measures(table: &'static str) -> HashMap<(&'static str, &'static str), f64> {
    let read = |(kind, value, words): (&'static str, &'static str, &'static str)| {
        let value: f64 = value.parse().ok()?;
        Some(words.split('|').map(move |word| ((kind, word), value)))
    };
    rows(table).filter_map(read).flatten().collect()
}

/// The numbers of the table below a thousand.
fn numbers(table: &'static str) -> HashMap<&'static str, f64> {
    let counts = rows(table).filter(|(class, ..)| matches!(*class, "number" | "scale"));
    let read = counts.filter_map(|(_, word, value)| Some((word, value.parse::<f64>().ok()?)));
    read.filter(|(_, value)| *value < 1000.0).collect()
}

fn is(kind: &str, word: &str) -> bool {
    WORDS.has(kind, word)
}

/// What leads from one town to another.
pub(crate) fn is_way(lemma: &str) -> bool {
    is("way", lemma)
}

/// How a phrase stands to the name in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Phrase {
    /// The place itself.
    At,
    /// Near it, how far and in which direction is not told.
    Near,
    /// So many kilometres away; the direction is not told.
    Away(f64),
    /// So many kilometres away in a direction (degrees from north); the words that say so.
    Off(f64, f64, TextSpan),
    /// Between it and the toponym of that number.
    Between(usize),
}

/// The phrase that a toponym stands in.
pub(crate) fn phrase(d: &Document, found: &[Toponym], i: usize) -> Phrase {
    let t = &found[i];
    if let Some(j) = other_end(d, found, i) {
        return Phrase::Between(j);
    }
    let first =
        d.sentences.get(d.sentence_of(t.tokens.start as usize)).map_or(0, |s| s.tokens.start as usize);
    let word = |at: Option<usize>| at.filter(|&a| a >= first).map_or("", |a| d.word(a));
    let before = |at: usize, n: usize| at.checked_sub(n);
    let mut at = t.tokens.start as usize;
    if word(before(at, 1)) == "the" {
        at -= 1;
    }
    // "the city of Mosul"
    if word(before(at, 1)) == "of" && before(at, 2).is_some_and(|k| k >= first && is("town", d.lemma(k))) {
        at -= 2;
        while at > first && (word(before(at, 1)) == "the" || d.tag(at - 1).starts_with("JJ")) {
            at -= 1;
        }
    }
    if is_surrounding(d, t.tokens.end as usize) {
        return Phrase::Near;
    }
    match word(before(at, 1)) {
        near if is("near", near) => return Phrase::Near,
        "to" if is("beside", word(before(at, 2))) => return Phrase::Near,
        from if is("from", from) => {}
        _ => return Phrase::At,
    }
    let Some(mut k) = before(at, 2).filter(|&k| k >= first) else { return Phrase::At };
    if is("around", d.lemma(k)) || is("edge", d.lemma(k)) {
        return Phrase::Near;
    }
    let towards = bearing(d.word(k));
    if towards.is_some() || d.word(k) == "away" {
        match k.checked_sub(1).filter(|&k| k >= first) {
            Some(b) => k = b,
            None => return if towards.is_some() { Phrase::Near } else { Phrase::At },
        }
        if is("loose", d.word(k)) {
            return Phrase::Near;
        }
    }
    let Some((km, start)) = distance(d, first, k) else {
        return if towards.is_some() { Phrase::Near } else { Phrase::At };
    };
    match towards {
        Some(bearing) => Phrase::Off(km, bearing, d.text_span(TokenSpan::new(start, t.tokens.end as usize))),
        None => Phrase::Away(km),
    }
}

/// Whether what lies around a town is named from `at` on: "Idlib's southern countryside", "the Homs countryside".
fn is_surrounding(d: &Document, at: usize) -> bool {
    let sentence = d.sentence_of(at.saturating_sub(1));
    let mut k = at + usize::from(matches!(d.word(at), "'s" | "’s" | "'" | "’"));
    // A bare name is followed by the word itself.
    let most = if k > at { k + 2 } else { k };
    while k < most && (d.tag(k).starts_with("JJ") || d.tag(k) == "RB") {
        k += 1;
    }
    is("around", d.lemma(k)) && d.sentence_of(k) == sentence
}

/// The other toponym of "the road between X and Y" or "the X-Y highway".
fn other_end(d: &Document, found: &[Toponym], i: usize) -> Option<usize> {
    let t = &found[i];
    let (start, end) = (t.tokens.start as usize, t.tokens.end as usize);
    let way = |at: usize| is_way(d.lemma(at));
    let joins = |a: usize, b: usize, words: &[&str]| b == a + 1 && words.contains(&d.word(a));
    let pair = |a: &Toponym, b: &Toponym| {
        let (from, to) = (a.tokens.start as usize, b.tokens.start as usize);
        let (left, right) = (a.tokens.end as usize, b.tokens.end as usize);
        // "the road between X and Y", "shot between X and Y"; "talks between X and Y" were at neither.
        let somewhere =
            |at: usize| d.tag(at).starts_with("VB") || d.tag(at) == "RP" || is("between", d.word(at));
        let between = joins(left, to, &["and"])
            && from > 1
            && d.word(from - 1) == "between"
            && (way(from - 2) || somewhere(from - 2));
        let one = a.tokens == b.tokens && a.span.end < b.span.start;
        let hyphen = (one || joins(left, to, &["-", "–", "to"])) && way(right);
        let from_to = joins(left, to, &["to"]) && from > 1 && d.word(from - 1) == "from" && way(from - 2);
        between || hyphen || from_to
    };
    let after =
        found.get(i + 1).filter(|o| (o.tokens.start as usize) <= end + 1 && pair(t, o)).map(|_| i + 1);
    let before = || {
        let j = i.checked_sub(1)?;
        (found[j].tokens.end as usize + 1 >= start && pair(&found[j], t)).then_some(j)
    };
    after.or_else(before)
}

/// Degrees from north of a word for a direction.
fn bearing(word: &str) -> Option<f64> {
    MEASURES.get(&("bearing", word.to_lowercase().replace('-', "").as_str())).copied()
}

/// A distance whose last token is `last`, in kilometres, and the token that it begins with.
fn distance(d: &Document, first: usize, last: usize) -> Option<(f64, usize)> {
    let mut k = last;
    // "20 kilometres (12 miles) south of": the first of the two.
    if matches!(d.word(k), ")" | "-RRB-") {
        while k > first && !matches!(d.word(k), "(" | "-LRB-") {
            k -= 1;
        }
        k = k.checked_sub(1).filter(|&k| k >= first)?;
    }
    let joined = |word: &str| -> Option<f64> {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        let unit = unit(word.get(digits.len()..)?)?;
        Some(number(digits.trim_end_matches('-'))? * unit)
    };
    if let Some(km) = joined(d.word(k)) {
        return Some((km, k));
    }
    let unit = unit(d.word(k))?;
    let n = k.checked_sub(1).filter(|&n| n >= first)?;
    Some((number(d.word(n))? * unit, n))
}

/// Kilometres in a unit of length.
fn unit(word: &str) -> Option<f64> {
    MEASURES.get(&("unit", word.to_lowercase().trim_end_matches('.'))).copied()
}

fn number(word: &str) -> Option<f64> {
    let lower = word.to_lowercase();
    let told = NUMBERS.get(lower.as_str()).copied();
    let digits = || lower.replace(',', "").parse().ok().filter(|n: &f64| (0.0..MOST).contains(n));
    told.or_else(digits)
}

/// The point and precision that a phrase gives a place; `other` is the other end of a road.
pub(crate) fn applied(phrase: &Phrase, place: &Place, other: Option<&Place>, text: &str) -> Option<Place> {
    let local = place.precision <= Precision::District;
    match phrase {
        Phrase::Off(km, bearing, span) if local => {
            let (lat, lon) = moved(place.lat, place.lon, *km, *bearing);
            Some(Place {
                name: span.of(text).split_whitespace().collect::<Vec<_>>().join(" "),
                geonames: None,
                lat,
                lon,
                // The direction is told by eighths of a circle: far away that is as wide as a province.
                precision: if *km <= FAR { Precision::District } else { Precision::Province }
                    .max(place.precision),
                ..place.clone()
            })
        }
        Phrase::Near if place.precision <= Precision::Town => {
            Some(Place { precision: Precision::District, ..place.clone() })
        }
        Phrase::Away(km) if local => {
            let precision = if *km <= 50.0 { Precision::District } else { Precision::Province };
            Some(Place { precision: precision.max(place.precision), ..place.clone() })
        }
        Phrase::Between(_) if local => {
            let other = other.filter(|o| o.precision <= Precision::District)?;
            let km = diurna_core::geo::distance_km(place.lat, place.lon, other.lat, other.lon);
            if km > ROAD || (place.lon - other.lon).abs() > 180.0 {
                return None;
            }
            let precision = if km <= 60.0 { Precision::District } else { Precision::Province };
            Some(Place {
                geonames: None,
                lat: f64::midpoint(place.lat, other.lat),
                lon: f64::midpoint(place.lon, other.lon),
                feature: "road".to_owned(),
                precision,
                ..place.clone()
            })
        }
        _ => None,
    }
}

/// The point so many kilometres away.
fn moved(lat: f64, lon: f64, km: f64, bearing: f64) -> (f64, f64) {
    let (lat, lon, bearing, arc) = (lat.to_radians(), lon.to_radians(), bearing.to_radians(), km / EARTH);
    let there = (lat.sin() * arc.cos() + lat.cos() * arc.sin() * bearing.cos()).asin();
    let turn = (bearing.sin() * arc.sin() * lat.cos()).atan2(arc.cos() - lat.sin() * there.sin());
    let lon = (lon + turn).to_degrees();
    (there.to_degrees(), (lon + 540.0).rem_euclid(360.0) - 180.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_moved() {
        // One degree of latitude is 111.2 km.
        let (lat, lon) = moved(30.0, 40.0, 111.19, 180.0);
        assert!((lat - 29.0).abs() < 0.001 && (lon - 40.0).abs() < 0.001);
        // On the equator one degree of longitude is as long.
        let (lat, lon) = moved(0.0, 179.5, 111.19, 90.0);
        assert!(lat.abs() < 0.001 && (lon + 179.5).abs() < 0.001);
    }

    #[test]
    fn numbers_in_digits_and_words() {
        assert_eq!(
            (number("1,200"), number("Twelve"), number("fifty"), number("few")),
            (Some(1200.0), Some(12.0), Some(50.0), None)
        );
        assert_eq!((number("hundred"), number("thousand")), (Some(100.0), None));
        assert_eq!((number("1,999.5"), number("2,000"), number("-3")), (Some(1999.5), None, None));
        assert_eq!(bearing("north-west"), Some(315.0));
        assert_eq!((bearing("South"), bearing("southern")), (Some(180.0), None));
    }

    #[test]
    fn units_are_kilometres() {
        assert_eq!(
            (unit("km"), unit("Kms."), unit("mile"), unit("hour")),
            (Some(1.0), Some(1.0), Some(1.609_344), None)
        );
        assert_eq!((unit("yards"), unit("yard")), (Some(0.001), None));
    }

    #[test]
    fn every_kind_of_the_table_is_known_and_told_once() {
        let table = include_str!("../../../data/places/phrases.tsv");
        let kinds: Vec<&str> =
            table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next()).collect();
        assert_eq!(kinds, ["town", "near", "beside", "from", "loose", "edge", "around", "way", "between"]);
        assert!(is("near", "outside") && is("around", "outskirts") && is_way("stretch") && !is_way("river"));
    }
}
