//! Capitals that are told without their name: "the Ethiopian capital", "Ethiopia's capital".

use crate::find::Toponym;
use diurna_core::{Document, TokenSpan};
use diurna_gazetteer::{Candidate, Feature, Gazetteer, NameKind};

/// The capital that the words from `at` on stand for.
pub(crate) fn capital_at(d: &Document, gazetteer: &Gazetteer, at: usize) -> Option<Toponym> {
    let end = d.sentences[d.sentence_of(at)].tokens.end as usize;
    let is_capital = |t: usize| t < end && d.word(t).eq_ignore_ascii_case("capital");
    let (noun, country) = if is_capital(at + 1) {
        (at + 1, country(gazetteer, d.word(at), true)?)
    } else if is_capital(at) && at > 1 && matches!(d.word(at - 1), "'s" | "’s" | "'" | "’") {
        (at, country(gazetteer, d.word(at - 2), false)?)
    } else {
        return None;
    };
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

/// The one country that a word stands for, as the name of its people (`demonym`) or its own.
fn country(gazetteer: &Gazetteer, word: &str, demonym: bool) -> Option<&'static str> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let mut codes = gazetteer.lookup_exact(word).into_iter().filter_map(|c| {
        let place = gazetteer.get(c.place)?;
        let wanted = place.feature() == Feature::Country && (c.kind == NameKind::Demonym) == demonym;
        wanted.then(|| place.country())
    });
    let first = codes.next()?;
    codes.all(|c| c == first).then_some(first)
}
