//! Ranking the candidates of each toponym.

use crate::evidence::Evidence;
use crate::find::Toponym;
use crate::phrase::{self, Phrase};
use crate::weights::{FEATURES, Weights};
use crate::{Context, Places, border};
use diurna_core::{Document, Place, PlaceMention, Precision};
use diurna_gazetteer::{Gazetteer, PlaceId};
use std::collections::HashMap;

/// How often a report is weighed again with what was settled before.
const ROUNDS: usize = 4;

/// The readings of one toponym.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranked {
    /// Places with how likely each is, best first.
    pub(crate) places: Vec<(PlaceId, f32)>,
    /// How likely none of them is meant.
    pub(crate) none: f32,
}

/// Ranks the readings of every toponym of a report.
pub(crate) fn rank(
    d: &Document,
    gazetteer: &Gazetteer,
    context: Context<'_>,
    found: &[Toponym],
    weights: &Weights,
) -> Vec<Ranked> {
    let evidence = settle(d, gazetteer, context, found, weights);
    (0..found.len())
        .map(|i| {
            let features = evidence.features(i);
            let (likely, none) = likely(&features, &evidence.none[i], weights);
            let readings = &evidence.name(i).readings;
            let mut places: Vec<(PlaceId, f32)> =
                readings.iter().zip(likely).map(|(r, l)| (r.place, l)).collect();
            places.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            Ranked { places, none }
        })
        .collect()
}

/// Weighs a report in rounds, each of which knows how likely the last one held every reading.
pub(crate) fn settle<'a>(
    d: &'a Document,
    gazetteer: &Gazetteer,
    context: Context<'a>,
    found: &'a [Toponym],
    weights: &Weights,
) -> Evidence<'a> {
    let mut evidence = Evidence::new(d, gazetteer, context, found);
    for round in 0..=ROUNDS {
        if round > 0 {
            evidence.update();
        }
        let all: Vec<Vec<f32>> = evidence
            .names
            .iter()
            .map(|name| {
                let mut sum = vec![0.0f32; name.readings.len()];
                for &i in &name.at {
                    let (likely, _) = likely(&evidence.features(i), &evidence.none[i], weights);
                    sum.iter_mut().zip(likely).for_each(|(s, l)| *s += l / name.at.len() as f32);
                }
                sum
            })
            .collect();
        for (name, likely) in evidence.names.iter_mut().zip(all) {
            name.likely = likely;
        }
    }
    evidence
}

/// How likely each reading is, and none of them.
fn likely(features: &[[f32; FEATURES]], none: &[f32; FEATURES], weights: &Weights) -> (Vec<f32>, f32) {
    let mut scores: Vec<f32> = features.iter().map(|f| weights.dot(f)).collect();
    let nothing = weights.dot(none);
    let top = scores.iter().copied().fold(nothing, f32::max);
    let mut sum = (nothing - top).exp();
    let none = sum;
    for s in &mut scores {
        *s = (*s - top).exp();
        sum += *s;
    }
    scores.iter_mut().for_each(|s| *s /= sum);
    (scores, none / sum)
}

/// Resolves toponyms: each gets its likeliest place, unless it is more likely none.
pub(crate) fn resolve(
    d: &Document,
    gazetteer: &Gazetteer,
    context: Context<'_>,
    found: &[Toponym],
    weights: &Weights,
) -> Places {
    let ranked = rank(d, gazetteer, context, found, weights);
    let mut surest: HashMap<&str, f32> = HashMap::new();
    for (t, r) in found.iter().zip(&ranked) {
        let least = surest.entry(t.span.of(&d.report.text)).or_insert(1.0);
        *least = least.min(r.none);
    }
    let settled: Vec<Option<(PlaceId, f32)>> = found
        .iter()
        .zip(&ranked)
        .map(|(t, r)| {
            let elsewhere = surest.get(t.span.of(&d.report.text)).copied().unwrap_or(1.0);
            let repeated = elsewhere < SURE && r.none < NONE_FROM_REPEATED;
            // "Oslo Accords": a name that goes on must be surer.
            let next = t.tokens.end as usize;
            let goes_on = d.tag(next).starts_with("NNP")
                && d.sentence_of(next) == d.sentence_of(next - 1)
                && d.word(next).chars().next().is_some_and(char::is_uppercase);
            let limit = if goes_on { NONE_FROM_NAMED_ON } else { NONE_FROM };
            r.places.first().copied().filter(|_| r.none <= limit || repeated && !goes_on)
        })
        .collect();
    let settled = on_one_way(d, gazetteer, found, &ranked, settled);
    let place_at = |i: usize| settled[i].and_then(|(id, _)| gazetteer.get(id));
    let borders = border::borders(d, gazetteer, context, found, &place_at);
    let mut out = Places::default();
    let mut index: HashMap<PlaceId, usize> = HashMap::new();
    for (i, t) in found.iter().enumerate() {
        let (Some((id, score)), Some(p)) = (settled[i], place_at(i)) else { continue };
        let border = borders.iter().find(|b| b.of.contains(&i)).map(|b| b.place.clone());
        let mut away = false;
        let special = border.or_else(|| {
            let phrase = phrase::phrase(d, found, i);
            away = matches!(phrase, Phrase::Away(_) | Phrase::Off(..));
            let other = match phrase {
                Phrase::Between(j) => place_at(j).map(|p| p.to_place()),
                _ => None,
            };
            phrase::applied(&phrase, &p.to_place(), other.as_ref(), &d.report.text)
        });
        let (wide, borderless) = match &special {
            Some(place) => (place.precision == Precision::Country, place.country.is_empty()),
            None => (p.precision() == Precision::Country, p.country().is_empty()),
        };
        let place = match special {
            Some(place) => out.add(place),
            None => *index.entry(id).or_insert_with(|| {
                out.places.push(p.to_place());
                out.places.len() - 1
            }),
        };
        out.mentions.push(PlaceMention {
            span: t.span,
            place: Some(place),
            score,
            metonymic: t.metonymic,
            wide,
            borderless,
            away,
        });
    }
    for b in &borders {
        let Some(span) = b.words else { continue };
        let place = out.add(b.place.clone());
        out.mentions.push(PlaceMention {
            span,
            place: Some(place),
            score: OF_WORDS,
            metonymic: false,
            wide: b.place.precision == Precision::Country,
            borderless: b.place.country.is_empty(),
            away: false,
        });
    }
    out.mentions.sort_by_key(|m| (m.span.start, m.span.end));
    out
}

impl Places {
    /// The number of a place, which is added where it is new.
    fn add(&mut self, place: Place) -> usize {
        self.places.iter().position(|known| *known == place).unwrap_or_else(|| {
            self.places.push(place);
            self.places.len() - 1
        })
    }
}

/// Both ends of a road lie near each other: where the likeliest ones do not, the likeliest pair that does.
fn on_one_way(
    d: &Document,
    gazetteer: &Gazetteer,
    found: &[Toponym],
    ranked: &[Ranked],
    mut settled: Vec<Option<(PlaceId, f32)>>,
) -> Vec<Option<(PlaceId, f32)>> {
    for i in 0..found.len() {
        let Phrase::Between(j) = phrase::phrase(d, found, i) else { continue };
        let near = |a: PlaceId, b: PlaceId| {
            let (Some(a), Some(b)) = (gazetteer.get(a), gazetteer.get(b)) else { return false };
            a.distance_km(b.lat(), b.lon()) <= phrase::ROAD
        };
        let fits = settled[i].zip(settled[j]).is_some_and(|(a, b)| near(a.0, b.0));
        if j < i || fits {
            continue;
        }
        let pairs = ranked[i].places.iter().flat_map(|a| ranked[j].places.iter().map(move |b| (*a, *b)));
        let best = pairs
            .filter(|(a, b)| a.0 != b.0 && near(a.0, b.0))
            .max_by(|(a, b), (x, y)| (a.1 * b.1).total_cmp(&(x.1 * y.1)).then((y.0, x.0).cmp(&(b.0, a.0))));
        if let Some((a, b)) = best {
            (settled[i], settled[j]) = (Some(a), Some(b));
        }
    }
    settled
}

/// How sure an adjective before "border" says which country's ("the Syrian border").
const OF_WORDS: f32 = 0.9;

/// From how likely it is that no place is meant a name in running text is left out.
const NONE_FROM: f32 = 0.8;
/// The same for a name with another capitalised word behind it.
const NONE_FROM_NAMED_ON: f32 = 0.5;
/// How unlikely that must be where the name stands elsewhere in the report, for it to count here, too.
const SURE: f32 = 0.25;
/// From when it is left out in spite of that.
const NONE_FROM_REPEATED: f32 = 0.92;
