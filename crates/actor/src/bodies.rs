//! Names of bodies that the text itself introduces, and acronyms of bodies.

use crate::atoms::{Gap, Shape};
use crate::finder::Finder;
use crate::lexicon::Sense;
use crate::persons::name;
use diurna_core::fold::fold;
use diurna_core::nouns::Bearer;
use diurna_core::{Actor, ActorKind, Document, TextSpan, TokenSpan};
use std::collections::HashMap;

/// The bodies that a text has introduced so far.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    /// Those that the text explains, by name.
    described: HashMap<String, usize>,
    /// Those whose names tell what they are, by the words without the state; none where they are those of several.
    told: HashMap<String, Option<usize>>,
}

/// The state that a body belongs to by its own name.
struct Home {
    iso3: String,
    /// The tokens of the name with the adjective or the "of" that tells the state.
    tokens: TokenSpan,
}

impl Bodies {
    /// The body of that name that the text explains.
    pub(crate) fn described(&self, name: &str) -> Option<usize> {
        self.described.get(name).copied()
    }

    /// Enters names of several words that the text explained wherever they stand again, whatever tags they bear there.
    pub(crate) fn tell_again(&self, finder: &mut Finder<'_>) {
        let d = finder.document;
        let mut known: Vec<(Vec<&str>, usize)> = (self.described.iter())
            .map(|(own, &actor)| (own.split(' ').collect::<Vec<_>>(), actor))
            .filter(|(words, _)| words.len() > 1)
            .collect();
        known.sort();
        for (words, actor) in known {
            for at in 0..d.tokens.len().saturating_sub(words.len() - 1) {
                let tokens = TokenSpan::new(at, at + words.len());
                let same = tokens.range().zip(&words).all(|(t, word)| d.word(t) == *word);
                let span = d.text_span(tokens);
                if same && !finder.names.iter().any(|n| n.overlaps(span)) {
                    name(finder, tokens, actor);
                }
            }
        }
    }

    /// Enters a run of name tokens as a body that the text explained before, or whose name tells what it is. True where it is one.
    pub(crate) fn take(
        &mut self,
        finder: &mut Finder<'_>,
        tokens: TokenSpan,
        words: &[String],
        short: &mut HashMap<String, usize>,
    ) -> bool {
        let own = words.join(" ");
        if let Some(actor) = self.described(&own) {
            name(finder, tokens, actor);
            return true;
        }
        let Some(kind) = body_kind(finder, words) else { return false };
        let beside = state_before(finder, tokens.start as usize);
        // "The Malian National Guard": a noun that names a body of the state.
        if beside.is_some() && !is_cause(finder, words) && is_state_body(finder, words) {
            return true;
        }
        // "Northern Liberation Army": no state's army calls itself so, unless the state's name stands before it.
        let armed = kind == ActorKind::Military && beside.is_none() && is_cause(finder, words);
        let kind = if armed { ActorKind::ArmedGroup } else { kind };
        let home = home(finder, tokens, beside);
        // The state need not be said again.
        let known = self.told.get(&own).copied().flatten().filter(|&a| finder.actors[a].kind == kind);
        let actor = match known.filter(|_| home.is_none()) {
            Some(known) => known,
            None => introduce(finder, &own, kind, tokens, home.as_ref()),
        };
        let told = self.told.entry(own).or_insert(Some(actor));
        *told = told.filter(|&other| other == actor);
        enter(finder, tokens, home, actor);
        bind_acronym(finder, tokens, actor, short);
        true
    }

    /// Enters a run of name tokens as a body that the words around it explain. True where they do.
    pub(crate) fn take_described(
        &mut self,
        finder: &mut Finder<'_>,
        tokens: TokenSpan,
        words: &[String],
        short: &mut HashMap<String, usize>,
    ) -> bool {
        let Some(kind) = described(finder, tokens) else { return false };
        let own = words.join(" ");
        let actor = introduce(finder, &own, kind, tokens, None);
        name(finder, tokens, actor);
        self.described.insert(own, actor);
        bind_acronym(finder, tokens, actor, short);
        true
    }
}

/// Enters the name of a body. The state behind it stays a name of its own, of a place, too.
fn enter(finder: &mut Finder<'_>, tokens: TokenSpan, home: Option<Home>, actor: usize) {
    let d = finder.document;
    let whole = home.map_or(tokens, |h| h.tokens);
    finder.mention(d.text_span(whole), actor, true);
    finder.names.push(d.text_span(TokenSpan::new(whole.start as usize, tokens.end as usize)));
}

/// A name that tells of the cause an armed group fights for.
fn is_cause(finder: &Finder<'_>, words: &[String]) -> bool {
    words.iter().any(|w| finder.lexicon.words.has("cause", w))
}

/// The kind of a body that its last or first word gives away, or the word before "of".
fn body_kind(finder: &Finder<'_>, words: &[String]) -> Option<ActorKind> {
    let over = words.iter().position(|w| matches!(w.as_str(), "of" | "for"));
    let by_over = over.and_then(|at| finder.lexicon.body_over(words.get(at.checked_sub(1)?)?));
    let (last, first) = (words.last()?, words.first()?);
    let ending = || finder.lexicon.body_ending(last, first).filter(|_| words.len() > 1);
    by_over.or_else(ending)
}

/// Whether the last words of a name are a noun that names a body of a state: "National Guard", "Federal Police".
fn is_state_body(finder: &Finder<'_>, words: &[String]) -> bool {
    let from = |n: usize| words[words.len().saturating_sub(n)..].join(" ").to_lowercase();
    finder.lexicon.state_body(&from(2)).or_else(|| finder.lexicon.state_body(&from(1))).is_some()
}

/// The state named right before a token, by its name, its adjective or as the owner, and where that begins if it is no owner.
fn state_before(finder: &Finder<'_>, token: usize) -> Option<(usize, Option<usize>)> {
    let owner = token.checked_sub(1).filter(|&t| finder.document.tag(t) == "POS");
    let last = owner.unwrap_or(token).checked_sub(1)?;
    let (hit, tokens) = finder.hit_at(last)?;
    let state = matches!(hit.sense, Sense::State | Sense::Adjective | Sense::People);
    (state && !finder.is_modifier(hit))
        .then_some((hit.index, owner.is_none().then_some(tokens.start as usize)))
}

/// The state whose body a name is: "Malian National Assembly", "Mali's National Assembly", "the National Assembly of Mali".
fn home(finder: &Finder<'_>, tokens: TokenSpan, beside: Option<(usize, Option<usize>)>) -> Option<Home> {
    let last = tokens.end as usize - 1;
    let (index, tokens) = match (beside, finder.state_behind(last, "of")) {
        (Some((index, start)), _) => {
            (index, TokenSpan::new(start.unwrap_or(tokens.start as usize), tokens.end as usize))
        }
        (None, Some((index, end))) => (index, TokenSpan::new(tokens.start as usize, end)),
        (None, None) => return None,
    };
    Some(Home { iso3: finder.lexicon.states[index].iso3.clone(), tokens })
}

/// The noun that goes on with a name: "group" in "an armed group calling itself the Delta Vanguard".
fn called(d: &Document, name: usize, first: usize) -> Option<usize> {
    let end = name - usize::from(name > first && d.tag(name - 1) == "DT");
    let noun = (1..=2)
        .filter_map(|n| end.checked_sub(n + 1))
        .find(|&t| t >= first && behind_called(d, t + 1) == Some(end))?;
    d.tag(noun).starts_with("NN").then_some(noun)
}

/// Where the words end that lead from a noun to its name: "calling itself", "known as", "called".
pub(crate) fn behind_called(d: &Document, at: usize) -> Option<usize> {
    match (d.lemma(at), d.lemma(at + 1)) {
        ("call", "itself" | "themselves") | ("know", "as") => Some(at + 2),
        ("call" | "name" | "dub", _) => Some(at + 1),
        _ => None,
    }
}

/// The kind of a name that the text explains: "the Southern Banner, an armed group", "the rebel group Southern Banner".
fn described(finder: &Finder<'_>, tokens: TokenSpan) -> Option<ActorKind> {
    let d = finder.document;
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    let sentence = d.sentences[d.sentence_of(start)].tokens;
    let noun =
        |t: usize| finder.lexicon.noun(&d.word(t).to_lowercase()).or_else(|| finder.lexicon.noun(d.lemma(t)));
    let behind = (d.word(end) == "," && matches!(d.tag(end + 1), "DT" | "CD")).then(|| {
        let stop = (end + 2..(end + 9).min(sentence.end as usize))
            .take_while(|&t| matches!(d.tag(t), "JJ" | "NN" | "NNS" | "NNP" | "VBN" | "CD" | "HYPH"));
        stop.last()
    });
    let before = (start > sentence.start as usize && d.tag(start - 1) == "NN").then(|| start - 1);
    let head = behind.flatten().or(before).or_else(|| called(d, start, sentence.start as usize))?;
    // "an armed group" rather than any group.
    let pair =
        d.text_span(TokenSpan::new(head.saturating_sub(1), head + 1)).of(&d.report.text).to_lowercase();
    let noun = finder.lexicon.noun(&pair).or_else(|| noun(head))?;
    (noun.bearer == Bearer::Group && noun.kind != ActorKind::Unknown).then_some(noun.kind)
}

/// The actor of a body with that name; bodies of two states are two, whatever they share of their names.
fn introduce(
    finder: &mut Finder<'_>,
    own: &str,
    kind: ActorKind,
    tokens: TokenSpan,
    home: Option<&Home>,
) -> usize {
    let full = home.map_or(tokens, |h| h.tokens);
    let text = finder.document.text_span(full).of(&finder.document.report.text);
    let name =
        if full == tokens { own.to_string() } else { text.split_whitespace().collect::<Vec<_>>().join(" ") };
    let country = home.map(|h| h.iso3.clone());
    let key = format!("body:{}:{}", fold(own), country.as_deref().unwrap_or(""));
    finder.intern(&key, || Actor {
        name: name.clone(),
        kind,
        country,
        aliases: Vec::new(),
        key: None,
        source_kind: crate::naming::source_kind(kind),
        affiliation: Some(name),
    })
}

/// "(KSS)" right behind a name gives the name a short form.
fn bind_acronym(
    finder: &mut Finder<'_>,
    tokens: TokenSpan,
    actor: usize,
    short: &mut HashMap<String, usize>,
) {
    let end = tokens.end as usize;
    let d = finder.document;
    if d.word(end) == "(" && d.word(end + 2) == ")" {
        let word = d.word(end + 1);
        if word.chars().filter(|c| c.is_uppercase()).count() >= 2 {
            short.insert(fold(word), actor);
            let alias = word.to_string();
            if !finder.actors[actor].aliases.contains(&alias) {
                finder.actors[actor].aliases.push(alias);
            }
        }
    }
}

/// Acronyms in brackets behind names of the data files, and every later use of them.
pub(crate) fn bind_acronyms(finder: &mut Finder<'_>) {
    let mut bound: Vec<(String, usize)> = Vec::new();
    for i in 0..finder.hits.len() {
        let (hit, _) = finder.hits[i];
        if hit.sense != Sense::Body {
            continue;
        }
        let Some(next) = finder.atoms.get(hit.to) else { continue };
        let text = &finder.document.report.text;
        let gap = TextSpan::new(finder.span(&hit).end as usize, next.span.start as usize);
        let bracketed = gap.of(text).trim() == "(" && text[next.span.end as usize..].starts_with(')');
        if bracketed && next.shape == Shape::Upper {
            let key = next.key.clone();
            let alias = next.span.of(text).to_string();
            let actor = finder.body(hit.index);
            if !finder.actors[actor].aliases.contains(&alias) {
                finder.actors[actor].aliases.push(alias);
            }
            bound.push((key, actor));
        }
    }
    for i in 0..finder.atoms.len() {
        let atom = &finder.atoms[i];
        if atom.shape != Shape::Upper || atom.gap == Gap::Hyphen {
            continue;
        }
        if let Some((_, actor)) = bound.iter().find(|(k, _)| *k == atom.key) {
            let (span, actor) = (atom.span, *actor);
            if !finder.mentions.iter().any(|m| m.span == span) {
                finder.mention(span, actor, true);
                finder.names.push(span);
            }
        }
    }
}
