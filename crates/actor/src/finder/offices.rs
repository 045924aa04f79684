//! An office and the name beside it are one person: "the prime minister of Chad, Omar Vell,".

use super::Finder;
use crate::lexicon::Sense;
use crate::persons;
use diurna_core::fold::fold;
use diurna_core::{ActorKind, ActorMention, Document, SourceKind, TextSpan, TokenSpan};
use std::collections::BTreeMap;

/// Words of the longest titles: "deputy secretary of state".
const LONGEST_TITLE: usize = 4;

/// Words of the longest names that are known for names by the office beside them alone.
const LONGEST_NAME: usize = 4;

/// Mentions of offices with the persons they turned out to be.
pub(super) type Held = BTreeMap<TextSpan, usize>;

/// Finds who holds the offices of the text by apposition, and gives those persons the countries of their offices. `settle` moves the
/// mentions, once all other rules for titles have spoken.
pub(super) fn find(finder: &mut Finder<'_>) -> Held {
    let mut held = Held::new();
    let known = Named::of(finder);
    for &bearer in known.by_start.values() {
        take_state_before(finder, bearer, &mut held);
    }
    let offices: Vec<Office> = finder.mentions.iter().filter_map(|m| Office::of(finder, m)).collect();
    for office in offices {
        let (country, affiliation) = {
            let own = &finder.actors[office.mention.actor];
            (own.country.clone(), own.affiliation.clone())
        };
        let actor = if let Some(name) = office.name_behind(finder, &known) {
            match known.by_start.get(&(name.start as usize)) {
                Some(bearer) => {
                    lengthen(finder, *bearer);
                    bearer.actor
                }
                None => introduce(finder, name),
            }
        } else if let Some(bearer) = office.name_before(finder, &known) {
            bearer.actor
        } else {
            continue;
        };
        if describe(finder, actor, office.source, country, affiliation) {
            held.insert(office.mention.span, actor);
        }
    }
    tell_again(finder, &mut held);
    finder.mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    finder.mentions.dedup_by_key(|m| m.span);
    held
}

/// Gives the mentions of offices to the persons who hold them.
pub(super) fn settle(finder: &mut Finder<'_>, held: &Held) {
    for m in finder.mentions.iter_mut().filter(|m| !m.named) {
        if let Some(&actor) = held.get(&m.span) {
            m.actor = actor;
            m.kind = ActorKind::Person;
        }
    }
}

/// "The prime minister of Chad" once more, in a text that says who that is: the only holder of an office, in the same words, is meant.
fn tell_again(finder: &Finder<'_>, held: &mut Held) {
    let d = finder.document;
    let mut holders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for m in &finder.mentions {
        let Some(&person) = held.get(&m.span).filter(|_| !m.named) else { continue };
        let of = holders.entry(m.actor).or_default();
        if !of.contains(&person) {
            of.push(person);
        }
    }
    for m in finder.mentions.iter().filter(|m| !m.named) {
        let tokens = d.tokens_in(m.span);
        let first = tokens.start as usize;
        // "A spokesman" may be any of them, and "their leader" that of others.
        let definite = d.lemma(first) == "the" || !matches!(d.tag(first), "DT" | "PRP$" | "CD");
        // "The president of the union" is not the president who was named.
        let whole = finder.actors[m.actor].country.is_some() || d.lemma(tokens.end as usize) != "of";
        if let (true, Some([person])) = (definite && whole, holders.get(&m.actor).map(Vec::as_slice)) {
            held.entry(m.span).or_insert(*person);
        }
    }
}

/// A person who is named.
#[derive(Clone, Copy)]
struct Bearer {
    tokens: TokenSpan,
    actor: usize,
}

/// Persons by the token their names begin at, and by the one behind them; of names in each other the longest.
#[derive(Default)]
struct Named {
    by_start: BTreeMap<usize, Bearer>,
    by_end: BTreeMap<usize, Bearer>,
}

impl Named {
    fn of(finder: &Finder<'_>) -> Self {
        let mut named = Self::default();
        // Mentions come in text order, the longer ones first.
        for m in finder.mentions.iter().filter(|m| m.named && m.kind == ActorKind::Person) {
            let tokens = finder.document.tokens_in(m.span);
            if tokens.is_empty() {
                continue;
            }
            let bearer = Bearer { tokens, actor: m.actor };
            named.by_start.entry(tokens.start as usize).or_insert(bearer);
            named.by_end.entry(tokens.end as usize).or_insert(bearer);
        }
        named
    }
}

/// A mention of somebody by an office alone: "the prime minister of Chad".
struct Office {
    mention: ActorMention,
    tokens: TokenSpan,
    head: usize,
    source: SourceKind,
}

impl Office {
    fn of(finder: &Finder<'_>, mention: &ActorMention) -> Option<Self> {
        let d = finder.document;
        let tokens = d.tokens_in(mention.span);
        if mention.named || tokens.is_empty() {
            return None;
        }
        let head = d.top(tokens);
        let (_, source) = title_before(finder, head + 1)?;
        // A second office or person beside it: the name is not that of one of them.
        let alone = finder.is_title(head) && d.child(head, "conj").is_none();
        alone.then_some(Self { mention: *mention, tokens, head, source })
    }

    /// The name behind the office, between commas: "the prime minister of Chad, Omar Vell, threatened".
    fn name_behind(&self, finder: &Finder<'_>, known: &Named) -> Option<TokenSpan> {
        let d = finder.document;
        let end = sentence_end(d, self.head);
        let comma = (self.tokens.end as usize..end)
            .find(|&t| d.word(t) == "," || !d.is_under(t, self.head))
            .filter(|&t| d.word(t) == ",")?;
        let bearer = known.by_start.get(&(comma + 1));
        let name = bearer.map(|b| b.tokens).or_else(|| unknown_name(finder, comma + 1))?;
        let own = TokenSpan::new(self.tokens.start as usize, comma);
        let top = d.tops(name).find(|&t| {
            d.is_dep(t, "appos")
                && d.head(t).is_some_and(|h| h == self.head || own.covers(h) && no_person(finder, h))
        })?;
        let alone = d.child(top, "conj").is_none();
        (alone && closes(d, name.end as usize, top)).then_some(name)
    }

    /// The person before the office: "Omar Vell, the prime minister of Chad, threatened".
    fn name_before(&self, finder: &Finder<'_>, known: &Named) -> Option<Bearer> {
        let d = finder.document;
        let comma = (self.tokens.start as usize).checked_sub(1).filter(|&t| d.word(t) == ",")?;
        let bearer = *known.by_end.get(&comma)?;
        let renames =
            d.is_dep(self.head, "appos") && d.head(self.head).is_some_and(|h| bearer.tokens.covers(h));
        // "Omar Vell, the leader of Chad, Ana Lund and a teacher": a list rather than one person.
        let alone = d.child(self.head, "appos").is_none();
        (renames && alone && closes(d, self.tokens.end as usize, self.head)).then_some(bearer)
    }
}

/// Whether a noun stands for no single person: in "the leader of the rebels, Omar Vell," a parse may hang the name from the nearer noun.
fn no_person(finder: &Finder<'_>, token: usize) -> bool {
    let state = || finder.hit_at(token).is_some_and(|(h, _)| h.sense == Sense::State);
    matches!(finder.document.tag(token), "NNS" | "NNPS") || state()
}

/// Whether what is in apposition, with the words below its head, ends at a comma or a stop, and no list goes on there.
fn closes(d: &Document, from: usize, head: usize) -> bool {
    let end = sentence_end(d, head);
    let mark = |t: usize| matches!(d.word(t), "," | "." | ";");
    match (from..end).find(|&t| mark(t) || !d.is_under(t, head)) {
        Some(stop) => mark(stop) && (stop + 1 >= end || d.tag(stop + 1) != "CC"),
        None => true,
    }
}

fn sentence_end(d: &Document, token: usize) -> usize {
    d.sentences.get(d.sentence_of(token)).map_or(0, |s| s.tokens.end as usize)
}

/// The longest title that ends before a token: where it begins, and what kind of source bears it.
fn title_before(finder: &Finder<'_>, end: usize) -> Option<(usize, SourceKind)> {
    let d = finder.document;
    let home = d.sentences.get(d.sentence_of(end.checked_sub(1)?))?.tokens.start as usize;
    (end.saturating_sub(LONGEST_TITLE).max(home)..end).find_map(|from| {
        let words = d.text_span(TokenSpan::new(from, end)).of(&d.report.text).to_lowercase();
        Some((from, finder.lexicon.title(&words)?))
    })
}

/// A run of words with capitals that nothing else has taken and that may be a name where an office says so.
fn unknown_name(finder: &Finder<'_>, start: usize) -> Option<TokenSpan> {
    let d = finder.document;
    let part = |t: usize| {
        let word = d.word(t);
        d.tag(t).starts_with("NNP")
            && word.starts_with(char::is_uppercase)
            && !word.contains(|c: char| c.is_ascii_digit())
            && finder.hit_at(t).is_none()
            && finder.lexicon.noun(&word.to_lowercase()).is_none()
    };
    let end = sentence_end(d, start);
    let stop = (start..end).find(|&t| !part(t)).unwrap_or(end).max(start);
    let name = TokenSpan::new(start, stop);
    let free = || !finder.names.iter().any(|n| n.overlaps(d.text_span(name)));
    ((2..=LONGEST_NAME).contains(&name.len()) && free()).then_some(name)
}

/// Enters a person who is known by an office alone, with the places where the surname stands by itself.
fn introduce(finder: &mut Finder<'_>, name: TokenSpan) -> usize {
    let d = finder.document;
    let words: Vec<&str> = name.range().map(|t| d.word(t)).collect();
    let surname = fold(words.last().copied().unwrap_or_default());
    let actor = persons::called(finder, &words.join(" "));
    persons::name(finder, name, actor);
    for t in 0..d.tokens.len() {
        let beside =
            t.checked_sub(1).is_some_and(|b| d.tag(b).starts_with("NNP")) || d.tag(t + 1).starts_with("NNP");
        let own = d.tokens[t].span;
        if d.tag(t) == "NNP"
            && !beside
            && fold(d.word(t)) == surname
            && finder.hit_at(t).is_none()
            && !finder.names.iter().any(|n| n.overlaps(own))
        {
            persons::name(finder, TokenSpan::new(t, t + 1), actor);
        }
    }
    actor
}

/// Calls a person who is known by the surname alone ("President Vell") by the whole name that stands beside the office.
fn lengthen(finder: &mut Finder<'_>, bearer: Bearer) {
    let d = finder.document;
    let known = &finder.actors[bearer.actor];
    let words: Vec<&str> = bearer.tokens.range().map(|t| d.word(t)).collect();
    let full = words.join(" ");
    let ends_alike = fold(&full).ends_with(&format!(" {}", fold(&known.name)));
    let titled = title_before(finder, bearer.tokens.start as usize + 1).is_some();
    if !known.name.contains(' ') && ends_alike && !titled {
        let known = &mut finder.actors[bearer.actor];
        known.aliases.retain(|alias| *alias != full);
        let short = std::mem::replace(&mut known.name, full);
        known.aliases.push(short);
    }
}

/// Says of a person what an office tells; false where it is that of another country than the person's.
fn describe(
    finder: &mut Finder<'_>,
    actor: usize,
    source: SourceKind,
    country: Option<String>,
    affiliation: Option<String>,
) -> bool {
    let known = &mut finder.actors[actor];
    if country.is_some() && known.country.is_some() && known.country != country {
        return false;
    }
    if known.source_kind.is_none_or(|k| k == SourceKind::NamedPerson) {
        known.source_kind =
            Some(if source == SourceKind::Witness { SourceKind::NamedPerson } else { source });
    }
    known.country = known.country.take().or(country);
    known.affiliation = known.affiliation.take().or(affiliation);
    true
}

/// "US Secretary of State Ana Lund": a title with a small word in it, where the parse may take any of these words for the head. All of
/// it is the person, who belongs to that state.
fn take_state_before(finder: &mut Finder<'_>, bearer: Bearer, held: &mut Held) {
    let d = finder.document;
    let start = bearer.tokens.start as usize;
    let Some((from, source)) = title_before(finder, start) else { return };
    let home = d.sentences.get(d.sentence_of(start)).map_or(0, |s| s.tokens.start as usize);
    if !(from..start).any(|t| d.lemma(t) == "of")
        || from <= home
        || d.sentence_of(from) != d.sentence_of(start)
    {
        return;
    }
    let edge = from - usize::from(d.tag(from - 1) == "POS");
    let Some(last) = edge.checked_sub(1).filter(|&t| t >= home) else { return };
    let hit = finder.hit_at(last).filter(|(h, t)| {
        t.end as usize == edge && matches!(h.sense, Sense::State | Sense::Adjective) && !finder.is_modifier(h)
    });
    let Some(&(hit, tokens)) = hit else { return };
    let state = &finder.lexicon.states[hit.index];
    let (country, affiliation) = (Some(state.iso3.clone()), Some(state.government.clone()));
    if !describe(finder, bearer.actor, source, country, affiliation) {
        return;
    }
    let whole = TokenSpan::new(tokens.start as usize, bearer.tokens.end as usize);
    let title = TokenSpan::new(from, start);
    for m in finder.mentions.iter().filter(|m| !m.named) {
        let own = d.tokens_in(m.span);
        if !own.is_empty() && whole.contains(own) && title.covers(d.top(own)) {
            held.insert(m.span, bearer.actor);
        }
    }
    finder.mention(d.text_span(whole), bearer.actor, true);
}
