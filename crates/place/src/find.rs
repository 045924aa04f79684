//! Which words may be toponyms.

use crate::Context;
use diurna_core::fold::fold;
use diurna_core::{Document, RegionKind, TextSpan, TokenSpan};
use diurna_gazetteer::{Candidate, Gazetteer, NameKind};
use std::collections::HashSet;

const COMMON: &str = include_str!("../../../data/places/common_words.txt");

/// A name that may be a toponym.
#[derive(Debug, Clone)]
pub(crate) struct Toponym {
    pub(crate) tokens: TokenSpan,
    pub(crate) span: TextSpan,
    pub(crate) candidates: Vec<Candidate>,
    /// A word behind it says that a division is meant ("Kisumu County").
    pub(crate) division: bool,
    /// It stands for a government or team.
    pub(crate) metonymic: bool,
}

/// Collects toponyms in text order.
pub(crate) fn toponyms(d: &Document, gazetteer: &Gazetteer, context: Context<'_>) -> Vec<Toponym> {
    let common: HashSet<&str> =
        COMMON.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace).collect();
    let mut out = Vec::new();
    for sentence in &d.sentences {
        if sentence.region == RegionKind::Boilerplate {
            continue;
        }
        let end = sentence.tokens.end as usize;
        let shouting = is_title_case(d, sentence.tokens);
        let mut at = sentence.tokens.start as usize;
        while at < end {
            match toponym_at(d, gazetteer, context, &common, at, end, shouting) {
                Some(t) => {
                    at = t.tokens.end as usize;
                    out.push(t);
                }
                None => at += 1,
            }
        }
    }
    out
}

/// True where most words of a sentence are capitalised, as in headlines.
fn is_title_case(d: &Document, tokens: TokenSpan) -> bool {
    let words: Vec<&str> = tokens.range().map(|t| d.word(t)).filter(|w| w.chars().count() > 3).collect();
    let upper = words.iter().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
    words.len() >= 3 && upper * 10 >= words.len() * 8
}

fn starts_name(word: &str) -> bool {
    let mut chars = word.chars();
    match chars.next() {
        Some(c) if c.is_uppercase() => true,
        // "al-Tanf", "el-Arish"
        Some('a' | 'e' | 'd') => word.split_once('-').is_some_and(|(article, rest)| {
            matches!(
                article,
                "al" | "el" | "ad" | "as" | "at" | "ar" | "az" | "ash" | "an" | "ed" | "es" | "et"
            ) && rest.chars().next().is_some_and(char::is_uppercase)
        }),
        _ => false,
    }
}

fn toponym_at(
    d: &Document,
    gazetteer: &Gazetteer,
    context: Context<'_>,
    common: &HashSet<&str>,
    at: usize,
    end: usize,
    shouting: bool,
) -> Option<Toponym> {
    let first = d.word(at);
    if !starts_name(first) {
        return None;
    }
    let own = d.tokens[at].span;
    let words: Vec<&str> = (at..end.min(at + 6)).map(|t| d.word(t)).collect();
    let found = gazetteer.longest_match(&words);
    let (width, candidates) = match found {
        Some(m) => (m.words, gazetteer.candidates(m)),
        None => {
            // A spelling that only the rules know: the run of capitalised words, then the single word.
            let run = (at..end.min(at + 4))
                .take_while(|&t| starts_name(d.word(t)) && d.tag(t).starts_with("NNP"))
                .count();
            let loose = (1..=run).rev().find_map(|n| {
                let name = words[..n].join(" ");
                let c = if name.chars().count() >= 5 { gazetteer.lookup_loose(&name) } else { Vec::new() };
                (!c.is_empty()).then_some((n, c))
            });
            loose?
        }
    };
    let last = at + width - 1;
    let tokens = TokenSpan::new(at, at + width);
    // "Somali" is no place, but "Indian Ocean" is.
    if context.demonyms.iter().any(|n| n.overlaps(own)) && d.text_span(tokens).len() <= own.len() {
        return None;
    }
    let span = d.text_span(tokens);
    let mut candidates = candidates;
    let single = width == 1;
    let after_comma = at > 0 && d.word(at - 1) == ",";
    let in_name = |t: usize| d.tag(t).starts_with("NNP") && starts_name(d.word(t));
    let named_on = last + 1 < end && in_name(last + 1)
        || at > 0 && single && in_name(at - 1) && d.sentence_of(at - 1) == d.sentence_of(at);
    candidates.retain(|c| {
        let people = gazetteer.get(c.place).map_or(0, |p| p.population());
        match c.kind {
            NameKind::Demonym => false,
            // "Scranton, PA"; elsewhere such letters mean something else: "PA" for an authority is not the town of Pa.
            NameKind::Abbreviation => after_comma || d.word(at).contains('.'),
            _ if single && first.len() <= 3 && !shouting && first.chars().all(char::is_uppercase) => {
                gazetteer.get(c.place).is_some_and(|p| p.feature() == diurna_gazetteer::Feature::Country)
            }
            // "Heritage Site", "Bastille Day": a little place is no part of a longer name.
            _ if single && named_on => people >= 50_000,
            NameKind::Alternate | NameKind::Historic if single => people >= 20_000 || people == 0,
            _ => true,
        }
    });
    if candidates.is_empty() || !plausible(d, common, at, last, shouting) {
        return None;
    }
    // Inside the name of a person or body nothing is a toponym, unless the whole name is one: "the West
    // Bank", "Al-Shifa Hospital".
    let named = context.names.iter().filter(|n| n.overlaps(span));
    let fixed =
        candidates.iter().filter_map(|c| gazetteer.get(c.place)).any(|p| !p.feature().is_settlement());
    if named.clone().any(|n| *n != span || !fixed || single) {
        return None;
    }
    let metonymic = is_metonymic(d, tokens);
    let division = matches!(
        d.lemma(last + 1),
        "province"
            | "governorate"
            | "state"
            | "county"
            | "region"
            | "department"
            | "district"
            | "prefecture"
            | "oblast"
    );
    Some(Toponym { tokens, span, candidates, division, metonymic })
}

fn plausible(d: &Document, common: &HashSet<&str>, at: usize, last: usize, shouting: bool) -> bool {
    if at != last {
        // Longer names are hardly ever anything else, if their words are capitalised.
        let ends = starts_name(d.word(at)) && starts_name(d.word(last));
        return (at..=last).any(|t| d.tag(t).starts_with("NNP")) || ends;
    }
    let word = d.word(at);
    let key = fold(word);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let is_upper = word.chars().all(|c| !c.is_lowercase());
    if letters < 3 && !is_upper
        || common.contains(key.as_str()) && !(word.contains('-') || is_place_by_context(d, at))
    {
        return false;
    }
    if common.contains(key.as_str()) {
        return key.len() > 3 && d.tag(at).starts_with("NNP") && !shouting;
    }
    let proper = d.tag(at).starts_with("NNP");
    if shouting {
        return proper;
    }
    proper || at + 1 < d.tokens.len() && d.word(at + 1) == "," && d.tag(at).starts_with("NN")
}

/// "in Nice", "Reading, England"
fn is_place_by_context(d: &Document, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |b| d.lemma(b));
    matches!(before, "in" | "near" | "from" | "at" | "outside") && !d.tag(at + 1).starts_with("NNP")
}

/// Stands as the subject of a verb that people do, or as a possessor of a decision: no place is meant.
fn is_metonymic(d: &Document, tokens: TokenSpan) -> bool {
    let top = tokens
        .range()
        .find(|&t| d.head(t).is_none_or(|h| !tokens.covers(h)))
        .unwrap_or(tokens.start as usize);
    if d.preposition(top).is_some() {
        return false;
    }
    let subject = d.tokens[top].dep == "nsubj"
        && d.head(top).is_some_and(|v| d.tag(v).starts_with("VB") && d.lemma(v) != "be");
    let object = d.tokens[top].dep == "obj"
        && d.head(top).is_some_and(|v| {
            !matches!(
                d.lemma(v),
                "hit"
                    | "strike"
                    | "attack"
                    | "leave"
                    | "reach"
                    | "enter"
                    | "bomb"
                    | "shell"
                    | "visit"
                    | "seize"
                    | "capture"
            )
        });
    subject || object
}
