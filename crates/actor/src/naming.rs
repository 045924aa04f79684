//! How a noun phrase becomes an actor with a canonical name.

use crate::finder::Finder;
use crate::lexicon::Sense;
use diurna_core::fold::fold;
use diurna_core::{Actor, ActorKind, SourceKind, TokenSpan};

/// What a noun phrase names.
pub(crate) enum Base {
    /// Armed forces of the state with that index.
    Forces(usize),
    /// Government of the state with that index.
    Government(usize),
    /// Police of the state with that index.
    Police(usize),
    /// Anything else.
    Phrase { key: String, actor: Actor },
}

impl Base {
    /// Reads the phrase of `head`.
    pub(crate) fn of(finder: &Finder<'_>, head: usize, phrase: TokenSpan, kind: ActorKind) -> Self {
        let d = finder.document;
        let word = d.lemma(head).to_string();
        let state = state_in(finder, phrase, head);
        if let Some((index, adjacent)) = state
            && adjacent
        {
            match kind {
                // "Syrian air force jets": the craft of a state's forces act for them.
                ActorKind::Military | ActorKind::Unknown if is_force(&word) => return Self::Forces(index),
                ActorKind::State
                    if matches!(
                        word.as_str(),
                        "government" | "administration" | "authority" | "regime" | "cabinet"
                    ) =>
                {
                    return Self::Government(index);
                }
                ActorKind::Police if word == "police" => return Self::Police(index),
                _ => {}
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
            key: format!("np:{}", fold(&name)),
            actor: Actor { name, kind, country, aliases: Vec::new(), key: None, source_kind, affiliation },
        }
    }

    /// True where the phrase names one body rather than some people.
    pub(crate) fn is_named(&self) -> bool {
        !matches!(self, Self::Phrase { .. })
    }

    /// Enters the actor into the list.
    pub(crate) fn intern(&self, finder: &mut Finder<'_>) -> usize {
        match self {
            Self::Forces(i) => forces(finder, *i),
            Self::Government(i) => government(finder, *i),
            Self::Police(i) => {
                let state = &finder.lexicon.states[*i];
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
            Self::Phrase { key, actor } => finder.intern(key, || actor.clone()),
        }
    }
}

/// Nouns that, with the name of a state before them, mean its armed forces.
fn is_force(lemma: &str) -> bool {
    matches!(
        lemma,
        "force"
            | "forces"
            | "military"
            | "army"
            | "troop"
            | "soldier"
            | "jet"
            | "warplane"
            | "aircraft"
            | "helicopter"
            | "plane"
            | "drone"
            | "gunship"
            | "artillery"
    )
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
    let state = &finder.lexicon.states[index];
    let key = format!("government:{}", state.iso3.to_lowercase());
    finder.intern(&key, || Actor {
        name: state.government.clone(),
        kind: ActorKind::State,
        country: Some(state.iso3.clone()),
        aliases: vec![state.name.clone(), format!("{} government", state.adjective)],
        key: Some(key.clone()),
        source_kind: Some(SourceKind::Government),
        affiliation: Some(state.government.clone()),
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

/// True for the second half of "Iranian-backed", "US-led", "Gaza-based".
pub(crate) fn is_bond(key: &str) -> bool {
    matches!(
        key,
        "backed"
            | "led"
            | "supported"
            | "aligned"
            | "linked"
            | "based"
            | "born"
            | "made"
            | "funded"
            | "trained"
            | "allied"
            | "sponsored"
            | "held"
            | "controlled"
            | "occupied"
            | "administered"
            | "installed"
            | "bound"
            | "speaking"
            | "owned"
            | "registered"
            | "flagged"
            | "affiliated"
            | "inspired"
            | "run"
            | "built"
            | "style"
    )
}

/// Verbs whose subject decides something: a capital that is their subject stands for its government.
pub(crate) fn is_deliberate(lemma: &str) -> bool {
    const VERBS: &str = "say tell announce condemn accuse blame urge call demand reject deny warn threaten claim agree \
        refuse insist describe want believe consider support back oppose impose lift send deploy withdraw order offer \
        promise pledge propose seek ask vow hope fear suspect maintain argue express welcome recognise recognize sign \
        expel recall summon close decide plan cut suspend sanction designate provide supply arm fund negotiate talk \
        meet respond retaliate carry launch conduct strike attack confirm admit acknowledge state declare view see \
        regard try attempt continue begin help pressure push press block veto allow ban";
    VERBS.split_whitespace().any(|v| v == lemma)
}

/// The state named in a phrase, and whether it stands there as a plain modifier ("Iraqi army").
fn state_in(finder: &Finder<'_>, phrase: TokenSpan, head: usize) -> Option<(usize, bool)> {
    finder
        .hits
        .iter()
        .filter(|(h, t)| {
            phrase.contains(*t)
                && !t.covers(head)
                && matches!(h.sense, Sense::State | Sense::Adjective | Sense::People)
                && !finder.is_modifier(h)
        })
        .map(|(h, t)| (h.index, (t.end as usize) <= head && head - (t.end as usize) < 4))
        .next_back()
}

fn body_in(finder: &Finder<'_>, phrase: TokenSpan) -> Option<usize> {
    finder.hits.iter().find(|(h, t)| phrase.contains(*t) && h.sense == Sense::Body).map(|(h, _)| h.index)
}

/// The words of a phrase without determiner and number.
fn phrase_name(finder: &Finder<'_>, phrase: TokenSpan) -> String {
    let d = finder.document;
    let mut start = phrase.start as usize;
    while start + 1 < phrase.end as usize
        && (matches!(
            d.tag(start),
            "DT" | "PRP$" | "PDT" | "CD" | "WP$" | "POS" | "RB" | "JJR" | "JJS" | "``"
        ) || matches!(
            d.lemma(start),
            "several"
                | "many"
                | "dozen"
                | "other"
                | "another"
                | "such"
                | "same"
                | "few"
                | "or"
                | "at"
                | "than" // "and wounded 14 others": a parse may take the verb for an adjective.
        ) || d.tag(start).starts_with("VB") && d.tag(start + 1) == "CD")
    {
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
