//! How a noun phrase becomes an actor with a canonical name.

use crate::atoms::atoms;
use crate::finder::Finder;
use crate::lexicon::{Sense, State, StateBody};
use diurna_core::fold::fold;
use diurna_core::{Actor, ActorKind, SourceKind, TokenSpan};

/// What a noun phrase names.
pub(crate) enum Base {
    /// A body of the state with that index: its armed forces, its government, its police.
    Body(usize, StateBody),
    /// Anything else.
    Phrase { key: String, actor: Actor },
}

impl Base {
    /// Reads the phrase of `head`.
    pub(crate) fn of(finder: &Finder<'_>, head: usize, phrase: TokenSpan, kind: ActorKind) -> Self {
        let state = state_in(finder, phrase, head);
        let body = state_body(finder, head)
            // "Syrian air force jets": the craft of a state's forces act for them.
            .filter(|b| b.kind == kind || b.body == "forces" && kind == ActorKind::Unknown);
        if let Some(body) = body {
            let beside = state.filter(|(_, adjacent)| *adjacent).map(|(index, _)| index);
            // "Police in Kenya" are Kenya's; of "troops in Kenya" it is not known whose they are.
            let may_be_there = state.is_none() && body.kind != ActorKind::Military;
            let there = || finder.state_behind(head, "in").filter(|_| may_be_there).map(|(index, _)| index);
            if let Some(index) = beside.or_else(there) {
                return Self::Body(index, body);
            }
        }
        let name = phrase_name(finder, phrase);
        let source_kind = common_source(finder, head, phrase, kind);
        let body = body_in(finder, phrase);
        let affiliation = body
            .map(|i| finder.lexicon.bodies[i].name.clone())
            .or_else(|| state.map(|(i, _)| finder.lexicon.states[i].government.clone()));
        let country = state
            .map(|(i, _)| finder.lexicon.states[i].iso3.clone())
            .or_else(|| body.and_then(|i| finder.lexicon.bodies[i].country.clone()));
        Self::Phrase {
            // The same words beside two countries are two actors.
            key: format!("np:{}:{}", fold(&name), country.as_deref().unwrap_or("")),
            actor: Actor { name, kind, country, aliases: Vec::new(), key: None, source_kind, affiliation },
        }
    }

    /// True where the phrase names one body rather than some people.
    pub(crate) fn is_named(&self) -> bool {
        matches!(self, Self::Body(..))
    }

    /// Enters the actor into the list.
    pub(crate) fn intern(&self, finder: &mut Finder<'_>) -> usize {
        match self {
            Self::Body(state, body) => match body.body {
                "forces" => forces(finder, *state),
                "government" => government(finder, *state),
                "police" => police(finder, *state),
                _ => branch(finder, *state, *body),
            },
            Self::Phrase { key, actor } => finder.intern(key, || actor.clone()),
        }
    }
}

/// The body that the words up to `head` name beside a state: "air force", "troops".
fn state_body(finder: &Finder<'_>, head: usize) -> Option<StateBody> {
    let d = finder.document;
    let two = head.checked_sub(1).and_then(|before| {
        let words = d.text_span(TokenSpan::new(before, head + 1)).of(&d.report.text);
        finder.lexicon.state_body(&words.to_lowercase())
    });
    two.or_else(|| finder.lexicon.state_body(d.lemma(head)))
        .or_else(|| finder.lexicon.state_body(&d.word(head).to_lowercase()))
}

/// The armed forces of a state.
pub(crate) fn forces(finder: &mut Finder<'_>, index: usize) -> usize {
    let state = &finder.lexicon.states[index];
    let key = format!("forces:{}", state.iso3.to_lowercase());
    finder.intern(&key, || Actor {
        name: state.forces.clone(),
        kind: ActorKind::Military,
        country: Some(state.iso3.clone()),
        aliases: vec![format!("{} military", state.adjective), format!("{} army", state.adjective)],
        key: Some(key.clone()),
        source_kind: Some(SourceKind::Military),
        affiliation: Some(state.forces.clone()),
    })
}

/// The government of a state.
pub(crate) fn government(finder: &mut Finder<'_>, index: usize) -> usize {
    let actor = government_of(&finder.lexicon.states[index]);
    let key = actor.key.clone().unwrap_or_default();
    finder.intern(&key, || actor)
}

/// The government of a state as an actor.
pub(crate) fn government_of(state: &State) -> Actor {
    Actor {
        name: state.government.clone(),
        kind: ActorKind::State,
        country: Some(state.iso3.clone()),
        aliases: vec![state.name.clone(), format!("{} government", state.adjective)],
        key: Some(format!("government:{}", state.iso3.to_lowercase())),
        source_kind: Some(SourceKind::Government),
        affiliation: Some(state.government.clone()),
    }
}

/// The police of a state.
fn police(finder: &mut Finder<'_>, index: usize) -> usize {
    let state = &finder.lexicon.states[index];
    let key = format!("police:{}", state.iso3.to_lowercase());
    finder.intern(&key, || Actor {
        name: format!("{} police", state.adjective),
        kind: ActorKind::Police,
        country: Some(state.iso3.clone()),
        aliases: vec![format!("Police of {}", state.name)],
        key: Some(key.clone()),
        source_kind: Some(SourceKind::Government),
        affiliation: Some(state.government.clone()),
    })
}

/// A branch of the forces of a state: the body of the data files that is called so, if there is one.
fn branch(finder: &mut Finder<'_>, index: usize, body: StateBody) -> usize {
    let state = &finder.lexicon.states[index];
    let name = format!("{} {}", state.adjective, body.body);
    let known = [name.clone(), format!("{} {}", state.name, body.body)].into_iter().find_map(|name| {
        match finder.lexicon.hits(&atoms(&name))[..] {
            [hit] if hit.sense == Sense::Body && !hit.ambiguous => Some(hit.index),
            _ => None,
        }
    });
    if let Some(known) = known {
        return finder.body(known);
    }
    let military = body.kind == ActorKind::Military;
    let key = format!("{}:{}", fold(body.body).replace(' ', "-"), state.iso3.to_lowercase());
    finder.intern(&key, || Actor {
        name,
        kind: body.kind,
        country: Some(state.iso3.clone()),
        aliases: vec![format!("{} of {}", body.body, state.name)],
        key: Some(key.clone()),
        source_kind: source_kind(body.kind),
        affiliation: Some(if military { state.forces.clone() } else { state.government.clone() }),
    })
}

/// The people of a state.
pub(crate) fn people(finder: &mut Finder<'_>, index: usize) -> usize {
    let state = &finder.lexicon.states[index];
    let key = format!("people:{}", state.iso3.to_lowercase());
    finder.intern(&key, || Actor {
        name: format!("{} people", state.adjective),
        kind: ActorKind::Civilians,
        country: Some(state.iso3.clone()),
        aliases: Vec::new(),
        key: Some(key.clone()),
        source_kind: Some(SourceKind::UnnamedPerson),
        affiliation: None,
    })
}

/// One of the people of a state: "a Palestinian".
pub(crate) fn national(finder: &mut Finder<'_>, index: usize) -> usize {
    let state = &finder.lexicon.states[index];
    finder.intern(&format!("national:{}", state.iso3.to_lowercase()), || Actor {
        name: state.adjective.clone(),
        kind: ActorKind::Person,
        country: Some(state.iso3.clone()),
        aliases: Vec::new(),
        key: None,
        source_kind: Some(SourceKind::UnnamedPerson),
        affiliation: None,
    })
}

/// The kind of source that a body is when it speaks.
pub(crate) fn source_kind(kind: ActorKind) -> Option<SourceKind> {
    Some(match kind {
        ActorKind::State | ActorKind::Police => SourceKind::Government,
        ActorKind::Military => SourceKind::Military,
        ActorKind::ArmedGroup => SourceKind::ArmedGroup,
        ActorKind::Organisation | ActorKind::Igo | ActorKind::Company => SourceKind::Organisation,
        ActorKind::Media => SourceKind::Media,
        ActorKind::Person | ActorKind::Civilians | ActorKind::Protesters => SourceKind::UnnamedPerson,
        ActorKind::Unknown => return None,
    })
}

/// The state named in a phrase, and whether it stands there as a plain modifier ("Iraqi army") or behind "of" ("the army of Iraq").
fn state_in(finder: &Finder<'_>, phrase: TokenSpan, head: usize) -> Option<(usize, bool)> {
    let inside = || {
        finder.hits.iter().filter(move |(h, t)| {
            phrase.contains(*t)
                && matches!(h.sense, Sense::State | Sense::Adjective | Sense::People)
                && !finder.is_modifier(h)
        })
    };
    let before = inside().rfind(|(_, t)| t.end as usize <= head);
    let behind = || inside().find(|(_, t)| t.start as usize > head + 1);
    before
        .map(|(h, t)| (h.index, head - (t.end as usize) < 4))
        .or_else(|| behind().map(|(h, _)| (h.index, finder.document.lemma(head + 1) == "of")))
}

fn body_in(finder: &Finder<'_>, phrase: TokenSpan) -> Option<usize> {
    finder.hits.iter().find(|(h, t)| phrase.contains(*t) && h.sense == Sense::Body).map(|(h, _)| h.index)
}

/// The words of a phrase without determiner and number.
fn phrase_name(finder: &Finder<'_>, phrase: TokenSpan) -> String {
    let d = finder.document;
    let counts = |t: usize| {
        matches!(d.tag(t), "DT" | "PRP$" | "PDT" | "CD" | "WP$" | "POS" | "RB" | "WRB" | "JJR" | "JJS" | "``")
            || finder.lexicon.words.has("loose", d.lemma(t))
            // "and wounded 14 others": a parse may take the verb for an adjective.
            || d.tag(t).starts_with("VB") && d.tag(t + 1) == "CD"
    };
    let mut start = phrase.start as usize;
    while start + 1 < phrase.end as usize && counts(start) {
        start += 1;
    }
    let span = d.text_span(TokenSpan::new(start, phrase.end as usize));
    span.of(&d.report.text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The kind of source of a common noun phrase: "a U.S. official", "witnesses", "police".
fn common_source(finder: &Finder<'_>, head: usize, phrase: TokenSpan, kind: ActorKind) -> Option<SourceKind> {
    let lemma = finder.document.lemma(head);
    let by_title = finder.lexicon.title(lemma).or_else(|| {
        let two = TokenSpan::new((head.saturating_sub(1)).max(phrase.start as usize), head + 1);
        let words = finder.document.text_span(two).of(&finder.document.report.text).to_lowercase();
        finder.lexicon.title(&words)
    });
    match by_title {
        Some(SourceKind::NamedOfficial) => Some(SourceKind::UnnamedOfficial),
        Some(SourceKind::NamedPerson) => Some(SourceKind::UnnamedPerson),
        Some(other) => Some(other),
        None => source_kind(kind),
    }
}
