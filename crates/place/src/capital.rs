//! Capitals that are told without their name: "the Ethiopian capital", "Ethiopia's capital".

use crate::find::Toponym;
use diurna_core::{Document, TokenSpan};
use diurna_gazetteer::{Candidate, Feature, Gazetteer, NameKind};

/// Most words of a country's name ("Saint Vincent and the Grenadines").
const LONGEST: usize = 5;

/// The capital that the words from `at` on stand for.
pub(crate) fn capital_at(d: &Document, gazetteer: &Gazetteer, at: usize) -> Option<Toponym> {
    let sentence = d.sentences[d.sentence_of(at)].tokens;
    let (first, end) = (sentence.start as usize, sentence.end as usize);
    let is_capital = |t: usize| t < end && d.word(t).eq_ignore_ascii_case("capital");
    let called = |from: usize, to: usize, demonym: bool| {
        country(gazetteer, &(from..to).map(|t| d.word(t)).collect::<Vec<_>>().join(" "), demonym)
    };
    // "The North Korean capital" is not that of Korea: the longest name counts.
    let by_people = || {
        let noun = (at + 1..=at + LONGEST).find(|&t| is_capital(t))?;
        Some((noun, called(at, noun, true)?))
    };
    let by_name = || {
        let end = at.checked_sub(1).filter(|&t| is_capital(at) && t > first)?;
        let owned = matches!(d.word(end), "'s" | "’s" | "'" | "’");
        let mut starts = end.saturating_sub(LONGEST).max(first)..end;
        Some((at, starts.find_map(|from| called(from, end, false)).filter(|_| owned)?))
    };
    let (noun, country) = by_people().or_else(by_name)?;
    // "The Ethiopian capital Addis Ababa", "Somali capital market": the name says it, or it is no town.
    if noun + 1 < end && (d.tag(noun + 1).starts_with("NN") || d.tag(noun + 1) == "CD") {
        return None;
    }
    let tokens = TokenSpan::new(at, noun + 1);
    Some(Toponym {
        tokens,
        span: d.text_span(tokens),
        candidates: vec![Candidate { place: gazetteer.capital(country)?, kind: NameKind::Alternate }],
        division: false,
        metonymic: false,
        part: false,
        found: None,
    })
}

/// The one country that words stand for, as the name of its people (`demonym`) or its own.
fn country(gazetteer: &Gazetteer, words: &str, demonym: bool) -> Option<&'static str> {
    if !words.starts_with(char::is_uppercase) {
        return None;
    }
    let mut codes = gazetteer.lookup_exact(words).into_iter().filter_map(|c| {
        let place = gazetteer.get(c.place)?;
        let wanted = place.feature() == Feature::Country && (c.kind == NameKind::Demonym) == demonym;
        wanted.then(|| place.country())
    });
    let first = codes.next()?;
    codes.all(|c| c == first).then_some(first)
}
