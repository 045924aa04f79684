//! Ranking the candidates of each toponym.

use crate::evidence::Evidence;
use crate::find::Toponym;
use crate::phrase::{self, Phrase};
use crate::weights::{FEATURES, Weights};
use crate::{Context, Places};
use diurna_core::{Document, PlaceMention};
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
    let place_at = |i: usize| settled[i].and_then(|(id, _)| gazetteer.get(id));
    let mut out = Places::default();
    let mut index: HashMap<PlaceId, usize> = HashMap::new();
    for (i, t) in found.iter().enumerate() {
        let (Some((id, score)), Some(p)) = (settled[i], place_at(i)) else { continue };
        let phrase = phrase::phrase(d, found, i);
        let other = match phrase {
            Phrase::Between(j) => place_at(j).map(|p| p.to_place()),
            _ => None,
        };
        let place = match phrase::applied(&phrase, &p.to_place(), other.as_ref(), &d.report.text) {
            Some(place) => match out.places.iter().position(|known| *known == place) {
                Some(known) => known,
                None => {
                    out.places.push(place);
                    out.places.len() - 1
                }
            },
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
            wide: p.precision() == diurna_core::Precision::Country,
            borderless: p.country().is_empty(),
        });
    }
    out
}

/// From how likely it is that no place is meant a name in running text is left out.
const NONE_FROM: f32 = 0.8;
/// The same for a name with another capitalised word behind it.
const NONE_FROM_NAMED_ON: f32 = 0.5;
/// How unlikely that must be where the name stands elsewhere in the report, for it to count here, too.
const SURE: f32 = 0.25;
/// From when it is left out in spite of that.
const NONE_FROM_REPEATED: f32 = 0.92;
