//! Ranking the candidates of each toponym.

use crate::find::Toponym;
use crate::{Context, Places};
use diurna_core::{Document, PlaceMention};
use diurna_gazetteer::{Candidate, Feature, Gazetteer, NameKind, PlaceId, PlaceRef};
use std::collections::{BTreeMap, HashMap};

/// Resolves toponyms in two rounds: the second knows the countries and places of the first.
pub(crate) fn resolve(
    d: &Document,
    gazetteer: &Gazetteer,
    context: Context<'_>,
    found: &[Toponym],
) -> Places {
    let mut votes = country_votes(gazetteer, context, found);
    let mut chosen: Vec<Option<(PlaceId, f32)>> = vec![None; found.len()];
    for round in 0..2 {
        let settled: Vec<Option<PlaceId>> = chosen.iter().map(|c| c.map(|(p, _)| p)).collect();
        for (i, t) in found.iter().enumerate() {
            let local = local_countries(d, gazetteer, context, found, &settled, i);
            chosen[i] = best(gazetteer, t, found, &settled, i, &votes, &local, round);
        }
        if round == 0 {
            for (c, t) in chosen.iter().zip(found) {
                if let Some((place, _)) = c
                    && let Some(p) = gazetteer.get(*place)
                    && t.candidates.len() == 1
                    && !p.country().is_empty()
                {
                    *votes.entry(p.country().to_string()).or_default() += 0.7;
                }
            }
        }
    }
    collect(gazetteer, found, &chosen)
}

/// How often each country is spoken of, by name or through its actors.
fn country_votes(gazetteer: &Gazetteer, context: Context<'_>, found: &[Toponym]) -> BTreeMap<String, f32> {
    let mut votes: BTreeMap<String, f32> = BTreeMap::new();
    for (_, country) in context.countries {
        *votes.entry((*country).to_string()).or_default() += 0.6;
    }
    for t in found {
        if let Some(p) = t.candidates.first().and_then(|c| gazetteer.get(c.place))
            && p.feature() == Feature::Country
        {
            *votes.entry(p.country().to_string()).or_default() += 1.0;
        }
    }
    votes
}

/// Countries and divisions named right beside a toponym: "Mosul, Iraq", "the Iraqi city of Mosul".
fn local_countries(
    d: &Document,
    gazetteer: &Gazetteer,
    context: Context<'_>,
    found: &[Toponym],
    settled: &[Option<PlaceId>],
    i: usize,
) -> Vec<(PlaceId, f32)> {
    let t = &found[i];
    let mut out = Vec::new();
    let sentence = d.sentence_of(t.tokens.start as usize);
    for (j, other) in found.iter().enumerate() {
        if i == j || is_repeat(t, other) || d.sentence_of(other.tokens.start as usize) != sentence {
            continue;
        }
        let gap = if other.tokens.start >= t.tokens.end {
            other.tokens.start - t.tokens.end
        } else {
            t.tokens.start.saturating_sub(other.tokens.end)
        };
        // "X, Y" and "X in Y" hold X; "Y's X" and "Y city of X" too.
        let comma = other.tokens.start >= t.tokens.end && gap == 1 && d.word(t.tokens.end as usize) == ",";
        let inside = other.tokens.start >= t.tokens.end
            && gap <= 5
            && (t.tokens.end..other.tokens.start).any(|k| matches!(d.lemma(k as usize), "in" | "of"));
        let weight = match (comma, inside, gap) {
            (true, ..) => 1.0,
            (_, true, _) => 0.8,
            (.., 0..=4) => 0.45,
            (.., 5..=14) => 0.3,
            _ => 0.15,
        };
        if let Some(place) = settled[j].or_else(|| other.candidates.first().map(|c| c.place)) {
            out.push((place, weight));
        }
    }
    for (m, country) in context.countries {
        let k = d.tokens_in(m.span);
        if k.is_empty() || d.sentence_of(k.start as usize) != sentence {
            continue;
        }
        let gap = if k.start >= t.tokens.end {
            k.start - t.tokens.end
        } else {
            t.tokens.start.saturating_sub(k.end)
        };
        if let Some(place) = gazetteer.country(country) {
            out.push((place, if gap <= 5 { 0.5 } else { 0.2 }));
        }
    }
    out
}

/// True where two toponyms are one name told again, which says nothing about what the name means.
fn is_repeat(a: &Toponym, b: &Toponym) -> bool {
    a.division == b.division
        && a.candidates.len() == b.candidates.len()
        && a.candidates.iter().zip(&b.candidates).all(|(x, y)| x.place == y.place)
}

#[allow(clippy::too_many_arguments)]
fn best(
    gazetteer: &Gazetteer,
    t: &Toponym,
    found: &[Toponym],
    settled: &[Option<PlaceId>],
    i: usize,
    votes: &BTreeMap<String, f32>,
    local: &[(PlaceId, f32)],
    round: usize,
) -> Option<(PlaceId, f32)> {
    let total: f32 = votes.values().sum::<f32>().max(1.0);
    let mut ranked: Vec<(f32, PlaceId)> = t
        .candidates
        .iter()
        .filter_map(|c| {
            let p = gazetteer.get(c.place)?;
            // A seat that gives its division its name is meant rather than the division: "in Cochabamba".
            let seat = p.feature() == Feature::Admin1
                && !t.division
                && t.candidates.iter().filter_map(|o| gazetteer.get(o.place)).any(|o| {
                    matches!(o.feature(), Feature::AdminSeat | Feature::Capital)
                        && o.admin1().is_some_and(|a| a.id() == p.id())
                });
            let base = prior(c, &p) - if seat { SEAT } else { 0.0 };
            let mut score = base;
            if !p.country().is_empty() {
                let share =
                    p.countries().iter().filter_map(|c| votes.get(*c)).fold(0.0f32, |a, b| a.max(*b)) / total;
                score += 2.4 * share.sqrt();
            }
            let held = local
                .iter()
                .filter(|(other, _)| *other != c.place)
                .filter_map(|(other, weight)| {
                    let q = gazetteer.get(*other)?;
                    contains(&q, &p).then_some(*weight)
                })
                .fold(0.0f32, f32::max);
            // Another name of a place somewhere else in the world is chance, not meaning.
            let chance =
                matches!(c.kind, NameKind::Alternate | NameKind::Historic | NameKind::Transliteration);
            if chance
                && score == base
                && held == 0.0
                && p.population() < 500_000
                && p.feature().is_settlement()
            {
                return None;
            }
            score += 4.0 * held;
            if round > 0 {
                score += near(gazetteer, &p, found, settled, i);
            }
            Some((score, c.place))
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.index().cmp(&b.1.index())));
    let (top, place) = *ranked.first()?;
    let second = ranked.get(1).map_or(top - 3.0, |r| r.0);
    let margin = 1.0 / (1.0 + (-(top - second)).exp());
    let base = 1.0 / (1.0 + (-(top - 1.5)).exp());
    let score = (0.3 + 0.7 * margin) * base;
    (score >= 0.12).then_some((place, score))
}

/// What a division loses to the seat that bears its name.
const SEAT: f32 = 0.8;

/// What is known without context: kind of name, size, kind of feature.
fn prior(c: &Candidate, p: &PlaceRef<'_>) -> f32 {
    let kind = match c.kind {
        NameKind::Ours => 2.2,
        NameKind::Primary => 1.8,
        NameKind::Transliteration => 1.2,
        NameKind::Historic => 1.0,
        _ => 0.6,
    };
    let size = (p.population() as f32 + 1.0).log10() * 0.45;
    let feature = match p.feature() {
        Feature::Country => 4.5,
        Feature::Continent | Feature::MacroRegion => 2.5,
        Feature::Capital => 1.2,
        Feature::Admin1 => 0.0,
        Feature::AdminSeat => 0.4,
        Feature::Admin2 => -1.2,
        f if f.is_settlement() => 0.0,
        _ => 0.4,
    };
    kind + size + feature + 0.02 * f32::from(p.weight())
}

/// True where `outer` is a country or division that holds `inner`.
fn contains(outer: &PlaceRef<'_>, inner: &PlaceRef<'_>) -> bool {
    match outer.feature() {
        Feature::Country => inner.is_in(outer.country()),
        f if f.is_division() => {
            inner.admin1().is_some_and(|a| a.id() == outer.id())
                || inner.admin2().is_some_and(|a| a.id() == outer.id())
        }
        _ => {
            outer.country() == inner.country()
                && !outer.country().is_empty()
                && inner.distance_km(outer.lat(), outer.lon()) < 150.0
        }
    }
}

/// How close a candidate lies to what the report's other toponyms were settled as.
fn near(
    gazetteer: &Gazetteer,
    p: &PlaceRef<'_>,
    found: &[Toponym],
    settled: &[Option<PlaceId>],
    i: usize,
) -> f32 {
    let mut score = 0.0f32;
    for (j, other) in settled.iter().enumerate() {
        let Some(q) = other.and_then(|o| gazetteer.get(o)) else { continue };
        if i == j || is_repeat(&found[i], &found[j]) || q.feature() == Feature::Country || q.id() == p.id() {
            continue;
        }
        let km = p.distance_km(q.lat(), q.lon());
        score += match km {
            k if k < 60.0 => 0.4,
            k if k < 250.0 => 0.2,
            _ => 0.0,
        };
    }
    score.min(1.2)
}

fn collect(gazetteer: &Gazetteer, found: &[Toponym], chosen: &[Option<(PlaceId, f32)>]) -> Places {
    let mut out = Places::default();
    let mut index: HashMap<PlaceId, usize> = HashMap::new();
    for (t, c) in found.iter().zip(chosen) {
        let Some((id, score)) = c else { continue };
        let Some(p) = gazetteer.get(*id) else { continue };
        let place = *index.entry(*id).or_insert_with(|| {
            out.places.push(p.to_place());
            out.places.len() - 1
        });
        let wide = p.precision() == diurna_core::Precision::Country;
        out.mentions.push(PlaceMention {
            span: t.span,
            place: Some(place),
            score: *score,
            metonymic: t.metonymic,
            wide,
            borderless: p.country().is_empty(),
        });
    }
    out
}
