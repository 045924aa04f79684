//! The candidates of a name that somebody marked.

use crate::find::{self, Toponym};
use diurna_core::{Document, TextSpan};
use diurna_gazetteer::{Candidate, Gazetteer, NameKind};

/// Words that tell which part or surrounding of a place is meant: "East Oxford", "the Dallas area".
const PARTS: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "north-east",
    "north-west",
    "south-east",
    "south-west",
    "central",
    "upper",
    "lower",
    "greater",
    "downtown",
    "uptown",
    "midtown",
    "old",
    "new",
    "inner",
    "outer",
    "mid",
    "rural",
    "suburban",
    "upstate",
    "mainland",
    "area",
    "metro",
    "metropolitan",
    "region",
    "valley",
    "coast",
    "basin",
    "delta",
    "twp",
    "twp.",
    "township",
    "town",
    "city",
    "of",
    "the",
    "co.",
    "county",
    "suburbs",
    "outskirts",
    "borough",
    "village",
    "parish",
];

/// Endings of the names of people who live in a place ("Ohioans", "Richmondites").
const PEOPLE: &[&str] =
    &["ites", "ite", "ians", "ian", "ans", "an", "ns", "n", "ers", "er", "ese", "is", "i", "s"];

/// The name between those bytes with everything that it may mean. Where the whole of it is unknown,
/// the longest known name inside ("Aleppo University", "East Oxford"), which is marked as a part.
pub(crate) fn given(d: &Document, gazetteer: &Gazetteer, span: TextSpan) -> Toponym {
    let text = bare(span.of(&d.report.text));
    let tokens = d.tokens_in(span);
    let last = (tokens.end as usize).saturating_sub(1);
    let word = find::division_word(d, last);
    let division = word.is_some() || find::is_division(d, last);
    let mut candidates = Vec::new();
    if let Some(word) = word {
        candidates.extend(gazetteer.lookup_exact(&format!("{text} {word}")));
    }
    add(&mut candidates, gazetteer.lookup(text));
    let mut part = false;
    if candidates.is_empty() {
        candidates = people(gazetteer, text);
    }
    if candidates.is_empty() {
        candidates = inside(gazetteer, text);
        part = true;
    }
    let metonymic = find::is_metonymic(d, tokens);
    Toponym { tokens, span, candidates, division, metonymic, part, found: None }
}

fn add(list: &mut Vec<Candidate>, more: Vec<Candidate>) {
    for c in more {
        if !list.iter().any(|o| o.place == c.place) {
            list.push(c);
        }
    }
}

/// Without quotation marks, commas and the possessive around it.
fn bare(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "\"“”‘()[],;:".contains(c));
    text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text).trim_end_matches(['\'', '’'])
}

/// "Ohioans", "Richmondites": the place that the word for its people is made of.
fn people(gazetteer: &Gazetteer, text: &str) -> Vec<Candidate> {
    if text.split_whitespace().count() > 3 {
        return Vec::new();
    }
    let known = |stem: &str| {
        let mut found = gazetteer.lookup_exact(stem);
        found.retain(|c| {
            matches!(c.kind, NameKind::Primary | NameKind::Ours)
                && gazetteer
                    .get(c.place)
                    .is_some_and(|p| p.population() >= 50_000 || p.feature().is_division())
        });
        found.iter_mut().for_each(|c| c.kind = NameKind::Demonym);
        found
    };
    let stems =
        PEOPLE.iter().filter_map(|ending| text.strip_suffix(ending)).filter(|s| s.chars().count() >= 4);
    for stem in stems {
        for whole in [stem.to_string(), format!("{stem}a"), format!("{stem}o"), format!("{stem}e")] {
            let found = known(&whole);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// The longest known name inside a longer one.
fn inside(gazetteer: &Gazetteer, text: &str) -> Vec<Candidate> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "-–/,".contains(c)).filter(|w| !w.is_empty()).collect();
    for width in (1..words.len()).rev() {
        for start in 0..=words.len() - width {
            let piece = &words[start..start + width];
            let starts = piece[0].chars().next().is_some_and(char::is_uppercase);
            if !starts || piece.iter().all(|w| PARTS.contains(&w.to_lowercase().as_str())) {
                continue;
            }
            let mut found = gazetteer.lookup_exact(&piece.join(" "));
            found.retain(|c| c.kind != NameKind::Abbreviation);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}
