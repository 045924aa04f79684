//! Which words may be toponyms.

use crate::Context;
use crate::capital::capital_at;
use crate::phrase::is_way;
use diurna_core::fold::fold;
use diurna_core::words;
use diurna_core::{Document, RegionKind, TextSpan, TokenSpan};
use diurna_gazetteer::{Candidate, Feature, Gazetteer, NameKind, PlaceRef};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that are ordinary ones or names of persons as often as places.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words::set(include_str!("../../../data/places/common_words.txt")));

/// Months and seasons: where times are known, "in March" is one and no town.
static SEASONS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/time/words.tsv").lines().filter_map(|l| l.split_once('\t'));
    let named = rows.filter(|(class, _)| matches!(*class, "month" | "season"));
    named.filter_map(|(_, rest)| rest.split('\t').next()).collect()
});

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
    let search = Search { d, gazetteer, context, known: Words { common: &COMMON, surnames: &surnames } };
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
            match search.toponym_at(at, end, shouting) {
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
    let way = is_way(d.lemma(at + 1)) && d.sentence_of(at + 1) == d.sentence_of(at);
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

/// A report in which toponyms are looked for.
struct Search<'a> {
    d: &'a Document,
    gazetteer: &'a Gazetteer,
    context: Context<'a>,
    known: Words<'a>,
}

impl Search<'_> {
    /// The toponym that begins with a token of a sentence that ends before `end`.
    fn toponym_at(&self, at: usize, end: usize, shouting: bool) -> Option<Toponym> {
        let d = self.d;
        if !starts_name(d.word(at)) {
            return None;
        }
        let (width, mut candidates) = self.longest_name(at, end)?;
        let name = TokenSpan::new(at, at + width);
        let last = at + width - 1;
        let span = d.text_span(name);
        // "Somali" is no place, but "Indian Ocean" is.
        let own = d.tokens[at].span;
        if self.context.demonyms.iter().any(|n| n.overlaps(own)) && span.len() <= own.len() {
            return None;
        }
        self.retain_fitting(&mut candidates, name, end, shouting);
        let is_meant = || {
            let large = self.any(&candidates, |p| {
                p.population() >= 100_000 && (p.feature().is_settlement() || p.feature().is_division())
            });
            plausible(d, self.known.common, at, last, shouting, large)
        };
        if candidates.is_empty() || !(self.is_short_form(at, &candidates) || is_meant()) {
            return None;
        }
        if self.is_inside_name(name, &candidates) {
            return None;
        }
        let (tokens, division) = without_division(d, name);
        let listed = self.add_divisions(tokens, &mut candidates);
        Some(Toponym {
            tokens,
            span: with_stop(&d.report.text, d.text_span(tokens)),
            candidates,
            division: division || listed,
            metonymic: is_metonymic(d, name),
            part: false,
            found: Some(surroundings(d, self.known, tokens, shouting)),
        })
    }

    /// Number of words and candidates of the longest name from a token on.
    fn longest_name(&self, at: usize, end: usize) -> Option<(usize, Vec<Candidate>)> {
        let d = self.d;
        let words: Vec<&str> = (at..end.min(at + 6)).map(|t| d.word(t)).collect();
        if let Some(m) = self.gazetteer.longest_match(&words) {
            return Some((m.words, self.gazetteer.candidates(m)));
        }
        // A spelling that only the rules know: the run of capitalised words, then the single word.
        let run = (at..end.min(at + 4))
            .take_while(|&t| starts_name(d.word(t)) && d.tag(t).starts_with("NNP"))
            .count();
        (1..=run).rev().find_map(|n| {
            let name = words[..n].join(" ");
            let c = if name.chars().count() >= 5 { self.gazetteer.lookup_loose(&name) } else { Vec::new() };
            (!c.is_empty()).then_some((n, c))
        })
    }

    /// Whether one of the candidates is such a place.
    fn any(&self, candidates: &[Candidate], is: impl Fn(PlaceRef<'_>) -> bool) -> bool {
        candidates.iter().filter_map(|c| self.gazetteer.get(c.place)).any(is)
    }

    /// Keeps the candidates that a name with these words around it may mean.
    fn retain_fitting(&self, candidates: &mut Vec<Candidate>, name: TokenSpan, end: usize, shouting: bool) {
        let (d, gazetteer) = (self.d, self.gazetteer);
        let (at, behind) = (name.start as usize, name.end as usize);
        let first = d.word(at);
        let single = name.len() == 1;
        let letters = first.len() <= 3 && !shouting && first.chars().all(char::is_uppercase);
        let after_comma = self.is_after_comma(at);
        let in_name = |t: usize| d.tag(t).starts_with("NNP") && starts_name(d.word(t));
        let named_on = behind < end && in_name(behind)
            || at > 0 && single && in_name(at - 1) && d.sentence_of(at - 1) == d.sentence_of(at);
        candidates.retain(|c| {
            let people = gazetteer.get(c.place).map_or(0, |p| p.population());
            match c.kind {
                NameKind::Demonym => false,
                // "Scranton, PA"; elsewhere such letters mean something else: "PA" for an authority is not the town of Pa.
                NameKind::Abbreviation => after_comma || first.contains('.'),
                _ if single && letters => {
                    gazetteer.get(c.place).is_some_and(|p| p.feature() == Feature::Country)
                }
                // "Heritage Site", "Bastille Day": a little place is no part of a longer name.
                _ if single && named_on => people >= 50_000,
                NameKind::Alternate | NameKind::Historic if single => people >= 20_000 || people == 0,
                _ => true,
            }
        });
    }

    fn is_after_comma(&self, at: usize) -> bool {
        at > 0 && self.d.word(at - 1) == ","
    }

    /// "Columbus, Ga."
    fn is_short_form(&self, at: usize, candidates: &[Candidate]) -> bool {
        self.is_after_comma(at)
            && at > 1
            && starts_name(self.d.word(at - 2))
            && candidates.iter().any(|c| c.kind == NameKind::Abbreviation)
    }

    /// Inside the name of a person or body nothing is a toponym, unless the whole name is one: "the West Bank", "Al-Shifa
    /// Hospital".
    fn is_inside_name(&self, name: TokenSpan, candidates: &[Candidate]) -> bool {
        let d = self.d;
        let span = d.text_span(name);
        let at = name.start as usize;
        let fixed = self.any(candidates, |p| !p.feature().is_settlement());
        // "in Khan Younis": nobody is inside a person; but "in March" is when.
        let inside = at > 0
            && matches!(d.lemma(at - 1), "in" | "near" | "outside")
            && !d.tag(name.end as usize).starts_with("NNP")
            && !(name.len() == 1 && SEASONS.contains(fold(d.word(at)).as_str()));
        let whole = inside || fixed && name.len() > 1;
        self.context.names.iter().filter(|n| n.overlaps(span)).any(|n| *n != span || !whole)
    }

    /// Adds the divisions that a list of names ends in ("Douglas and Sarpy counties"), and tells whether it does.
    fn add_divisions(&self, tokens: TokenSpan, candidates: &mut Vec<Candidate>) -> bool {
        let Some(word) = division_word(self.d, tokens.end as usize - 1) else { return false };
        let name = self.d.text_span(tokens).of(&self.d.report.text);
        let mut more = self.gazetteer.lookup_exact(&format!("{name} {word}"));
        more.retain(|m| !candidates.iter().any(|c| c.place == m.place));
        candidates.extend(more);
        true
    }
}

/// A name without the word for its kind of division, and whether there is one in or behind it: "Georgia state" is Georgia, and
/// a state.
fn without_division(d: &Document, name: TokenSpan) -> (TokenSpan, bool) {
    let last = name.end as usize - 1;
    if name.len() > 1 && is_division(d, last - 1) && !starts_name(d.word(last)) {
        return (TokenSpan::new(name.start as usize, last), true);
    }
    (name, is_division(d, last))
}

/// The stop of "W.Va." belongs to it.
fn with_stop(text: &str, span: TextSpan) -> TextSpan {
    let name = span.of(text);
    let (start, end) = (span.start as usize, span.end as usize);
    let stop = name.contains('.') && !name.ends_with('.') && text[end..].starts_with('.');
    if stop { TextSpan::new(start, end + 1) } else { span }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_the_kind_of_division_is_no_part_of_the_name() {
        let of = |text: &str, words: usize| {
            let d = diurna_text::Analyzer::new().analyze(diurna_text::plain_report(text));
            let (name, division) = without_division(&d, TokenSpan::new(0, words));
            (d.text_span(name).of(text).to_string(), division)
        };
        assert_eq!(of("Lund state voted.", 2), ("Lund".to_string(), true));
        assert_eq!(of("Lund state voted.", 1), ("Lund".to_string(), true));
        assert_eq!(of("Lund voted.", 1), ("Lund".to_string(), false));
        // Written as a part of the name, it is one.
        assert_eq!(of("Upper Lund State voted.", 3), ("Upper Lund State".to_string(), false));
    }

    #[test]
    fn the_stop_of_an_abbreviation_belongs_to_it() {
        let of = |text: &str, start: usize, end: usize| with_stop(text, TextSpan::new(start, end));
        assert_eq!(of("In W.Va. and", 3, 7), TextSpan::new(3, 8));
        assert_eq!(of("In W.Va. and", 3, 8), TextSpan::new(3, 8));
        assert_eq!(of("In W.Va, and", 3, 7), TextSpan::new(3, 7));
        assert_eq!(of("In Lund.", 3, 7), TextSpan::new(3, 7));
    }
}
