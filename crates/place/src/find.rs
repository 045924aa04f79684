//! Which words may be toponyms.

use crate::Context;
use crate::capital::capital_at;
use crate::phrase::WAYS;
use diurna_core::fold::fold;
use diurna_core::words;
use diurna_core::{Document, RegionKind, TextSpan, TokenSpan};
use diurna_gazetteer::{Candidate, Gazetteer, NameKind};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that are ordinary ones or names of persons as often as places.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words::set(include_str!("../../../data/places/common_words.txt")));

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
    /// The candidates bear a part of the name only.
    pub(crate) part: bool,
    /// What was seen where it was found; `None` where somebody marked the name.
    pub(crate) found: Option<Surroundings>,
}

/// What tells a toponym in running text from other names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Surroundings {
    /// A preposition of place stands before it.
    pub(crate) preposition: bool,
    /// It stands elsewhere as the last name of a person.
    pub(crate) surname: bool,
    /// It is an ordinary word or a name of persons, too.
    pub(crate) common: bool,
    /// It stands in a headline, or where a sentence begins.
    pub(crate) first: bool,
    /// Somebody speaks or acts.
    pub(crate) agent: bool,
    /// A comma and another capitalised name follow, or stand before it.
    pub(crate) comma: bool,
    /// The tagger takes it for no name.
    pub(crate) no_name: bool,
}

/// Collects toponyms in text order.
pub(crate) fn toponyms(d: &Document, gazetteer: &Gazetteer, context: Context<'_>) -> Vec<Toponym> {
    let surnames = surnames(d, gazetteer);
    let words = Words { common: &COMMON, surnames: &surnames };
    let mut out = Vec::new();
    for sentence in &d.sentences {
        if sentence.region == RegionKind::Boilerplate {
            continue;
        }
        let end = sentence.tokens.end as usize;
        let shouting = is_title_case(d, sentence.tokens);
        let mut at = sentence.tokens.start as usize;
        while at < end {
            if let Some(ends) = ends_of_way(d, gazetteer, at) {
                out.extend(ends);
                at += 1;
                continue;
            }
            if let Some(t) = capital_at(d, gazetteer, at) {
                at = t.tokens.end as usize;
                out.push(t);
                continue;
            }
            match toponym_at(d, gazetteer, context, words, at, end, shouting) {
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

/// Both ends in one word: "the Kabul-Kandahar highway".
fn ends_of_way(d: &Document, gazetteer: &Gazetteer, at: usize) -> Option<[Toponym; 2]> {
    let word = d.word(at);
    let way = WAYS.contains(&d.lemma(at + 1)) && d.sentence_of(at + 1) == d.sentence_of(at);
    let cut = word.find(['-', '–']).filter(|_| way)?;
    let rest = cut + word[cut..].chars().next()?.len_utf8();
    if !starts_name(word) || !starts_name(&word[rest..]) || !gazetteer.lookup_exact(word).is_empty() {
        return None;
    }
    let from = d.tokens[at].span.range().start;
    let end = |a: usize, b: usize| {
        let mut candidates = gazetteer.lookup(&word[a..b]);
        candidates.retain(|c| {
            c.kind != NameKind::Demonym
                && gazetteer
                    .get(c.place)
                    .is_some_and(|p| p.feature().is_settlement() || p.feature().is_division())
        });
        let tokens = TokenSpan::new(at, at + 1);
        let span = TextSpan::new(from + a, from + b);
        let found = Some(Surroundings { preposition: true, ..Surroundings::default() });
        (!candidates.is_empty()).then_some(Toponym {
            tokens,
            span,
            candidates,
            division: false,
            metonymic: false,
            part: false,
            found,
        })
    };
    Some([end(0, cut)?, end(rest, word.len())?])
}

/// Words that are often no place.
#[derive(Clone, Copy)]
struct Words<'a> {
    common: &'a HashSet<&'a str>,
    surnames: &'a HashSet<&'a str>,
}

/// Words that end the name of a person somewhere in the report: a capitalised word that is no place stands before.
fn surnames<'d>(d: &'d Document, gazetteer: &Gazetteer) -> HashSet<&'d str> {
    let name =
        |t: usize| d.tag(t).starts_with("NNP") && d.word(t).chars().next().is_some_and(char::is_uppercase);
    let ends = |t: usize| t + 1 >= d.tokens.len() || !name(t + 1) || d.sentence_of(t) != d.sentence_of(t + 1);
    (1..d.tokens.len())
        .filter(|&t| name(t) && name(t - 1) && ends(t) && d.sentence_of(t) == d.sentence_of(t - 1))
        .filter(|&t| {
            d.word(t).chars().any(char::is_lowercase) && d.word(t - 1).chars().any(char::is_lowercase)
        })
        .filter(|&t| gazetteer.longest_match(&[d.word(t - 1), d.word(t)]).is_none_or(|m| m.words < 2))
        .filter(|&t| {
            !gazetteer.lookup_exact(d.word(t - 1)).iter().any(|c| {
                gazetteer.get(c.place).is_some_and(|p| p.population() >= 100_000 || p.feature().is_division())
            })
        })
        .filter(|&t| !FACILITY.contains(&d.word(t)))
        .map(|t| d.word(t))
        .collect()
}

/// Words that end names of things with a place in them.
const FACILITY: &[&str] = &[
    "County",
    "City",
    "Street",
    "Road",
    "Avenue",
    "Park",
    "Lake",
    "River",
    "Hospital",
    "University",
    "School",
    "Airport",
];

/// True where most words of a sentence are capitalised, as in headlines.
fn is_title_case(d: &Document, tokens: TokenSpan) -> bool {
    let words: Vec<&str> = tokens.range().map(|t| d.word(t)).filter(|w| w.chars().count() > 3).collect();
    let upper = words.iter().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
    words.len() >= 4 && upper * 10 >= words.len() * 8
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
    known: Words<'_>,
    at: usize,
    end: usize,
    shouting: bool,
) -> Option<Toponym> {
    let common = known.common;
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
    let large = candidates
        .iter()
        .filter_map(|c| gazetteer.get(c.place))
        .any(|p| p.population() >= 100_000 && (p.feature().is_settlement() || p.feature().is_division()));
    // "Columbus, Ga."
    let short = after_comma
        && at > 1
        && starts_name(d.word(at - 2))
        && candidates.iter().any(|c| c.kind == NameKind::Abbreviation);
    if candidates.is_empty() || !short && !plausible(d, common, at, last, shouting, large) {
        return None;
    }
    // Inside the name of a person or body nothing is a toponym, unless the whole name is one: "the West
    // Bank", "Al-Shifa Hospital".
    let named = context.names.iter().filter(|n| n.overlaps(span));
    let fixed =
        candidates.iter().filter_map(|c| gazetteer.get(c.place)).any(|p| !p.feature().is_settlement());
    // "in Khan Younis": nobody is inside a person.
    let inside =
        at > 0 && matches!(d.lemma(at - 1), "in" | "near" | "outside") && !d.tag(last + 1).starts_with("NNP");
    if named.clone().any(|n| *n != span || !(inside || fixed && !single)) {
        return None;
    }
    let metonymic = is_metonymic(d, tokens);
    // "Georgia state" is Georgia, and a state.
    let mut division = is_division(d, last);
    let (mut tokens, mut span) = (tokens, span);
    if width > 1 && is_division(d, last - 1) && !starts_name(d.word(last)) {
        division = true;
        tokens = TokenSpan::new(at, last);
        span = d.text_span(tokens);
    }
    if let Some(word) = division_word(d, tokens.end as usize - 1) {
        division = true;
        let mut more = gazetteer.lookup_exact(&format!("{} {word}", span.of(&d.report.text)));
        more.retain(|m| !candidates.iter().any(|c| c.place == m.place));
        candidates.extend(more);
    }
    // The stop of "W.Va." belongs to it.
    let text = &d.report.text;
    if span.of(text).contains('.')
        && text[span.range().end..].starts_with('.')
        && !span.of(text).ends_with('.')
    {
        span = TextSpan::new(span.range().start, span.range().end + 1);
    }
    let found = Some(surroundings(d, known, tokens, shouting));
    Some(Toponym { tokens, span, candidates, division, metonymic, part: false, found })
}

/// What stands around a name in running text.
fn surroundings(d: &Document, known: Words<'_>, tokens: TokenSpan, shouting: bool) -> Surroundings {
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    let single = tokens.len() == 1;
    let word = d.word(start);
    let before = start.checked_sub(1).filter(|&b| d.sentence_of(b) == d.sentence_of(start));
    let capital = |t: usize| starts_name(d.word(t)) && d.tag(t).starts_with("NNP");
    Surroundings {
        preposition: before.is_some_and(|b| {
            matches!(
                d.lemma(b),
                "in" | "near"
                    | "from"
                    | "at"
                    | "outside"
                    | "to"
                    | "across"
                    | "around"
                    | "into"
                    | "through"
                    | "toward"
                    | "towards"
                    | "inside"
                    | "throughout"
                    | "between"
                    | "of"
            )
        }),
        surname: single && known.surnames.contains(word),
        common: single
            && known.common.contains(fold(word).as_str())
            && !is_place_by_context(d, start)
            && d.word(end) != ",",
        first: shouting || before.is_none(),
        agent: is_metonymic(d, tokens)
            || d.tokens
                .get(end)
                .is_some_and(|_| matches!(d.lemma(end), "say" | "tell" | "add" | "think" | "know")),
        comma: end + 1 < d.tokens.len() && d.word(end) == "," && capital(end + 1)
            || start > 1 && before.is_some_and(|b| d.word(b) == "," && capital(b - 1)),
        no_name: !tokens.range().any(|t| d.tag(t).starts_with("NNP")),
    }
}

/// "county" where a list of names ends in it: "Douglas and Sarpy counties".
pub(crate) fn division_word(d: &Document, last: usize) -> Option<&'static str> {
    for at in last + 1..(last + 24).min(d.tokens.len()) {
        match d.lemma(at) {
            "county" => return Some("county"),
            "parish" => return Some("parish"),
            "township" => return Some("township"),
            "district" => return Some("district"),
            "province" => return Some("province"),
            "governorate" => return Some("governorate"),
            "," | "and" | "or" | "&" => {}
            _ if at > last + 1 && d.tag(at).starts_with("NNP") => {}
            _ => return None,
        }
    }
    None
}

/// Whether the word behind `last` says that a division is meant.
pub(crate) fn is_division(d: &Document, last: usize) -> bool {
    matches!(
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
    )
}

fn plausible(
    d: &Document,
    common: &HashSet<&str>,
    at: usize,
    last: usize,
    shouting: bool,
    large: bool,
) -> bool {
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
        || common.contains(key.as_str()) && !(word.contains('-') || large || is_place_by_context(d, at))
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
    let first = d.sentences.get(d.sentence_of(at)).is_some_and(|s| s.tokens.start as usize == at);
    // A name that the tagger does not know may be tagged as a common noun, for all its capital.
    proper || d.tag(at).starts_with("NN") && (!first || d.word(at + 1) == ",")
}

/// "in Nice", "Reading, England"
fn is_place_by_context(d: &Document, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |b| d.lemma(b));
    matches!(before, "in" | "near" | "from" | "at" | "outside") && !d.tag(at + 1).starts_with("NNP")
}

/// Verbs whose object is a government or team rather than ground.
const OF_GOVERNMENTS: &[&str] = &[
    "accuse",
    "aid",
    "appease",
    "arm",
    "ask",
    "assure",
    "back",
    "beat",
    "blame",
    "call",
    "condemn",
    "convince",
    "criticise",
    "criticize",
    "defeat",
    "defy",
    "demand",
    "denounce",
    "deter",
    "embarrass",
    "face",
    "fund",
    "help",
    "inform",
    "invite",
    "isolate",
    "meet",
    "notify",
    "oppose",
    "persuade",
    "play",
    "praise",
    "press",
    "pressure",
    "provoke",
    "punish",
    "rebuke",
    "remind",
    "represent",
    "sanction",
    "sue",
    "support",
    "tell",
    "thank",
    "threaten",
    "trust",
    "urge",
    "warn",
];

/// Stands as the subject of a verb that people do, or as a possessor of a decision: no place is meant.
pub(crate) fn is_metonymic(d: &Document, tokens: TokenSpan) -> bool {
    let top = d.top(tokens);
    // "The University of Sussex said": the whole name stands where its head does.
    let whole = d.head(top).filter(|&h| {
        d.preposition(top) == Some("of")
            && tokens.start as usize == h + 2
            && d.tag(h).starts_with("NNP")
            && d.word(h).chars().next().is_some_and(char::is_uppercase)
    });
    let top = whole.unwrap_or(top);
    if d.preposition(top).is_some() {
        return false;
    }
    let subject = d.tokens[top].dep == "nsubj"
        && d.head(top).is_some_and(|v| d.tag(v).starts_with("VB") && d.lemma(v) != "be");
    let object =
        d.tokens[top].dep == "obj" && d.head(top).is_some_and(|v| OF_GOVERNMENTS.contains(&d.lemma(v)));
    subject || object
}
