//! What a report is about, so that words with two meanings are read rightly.

use crate::lexicon::{Domain, Lexicon};
use crate::lists;
use diurna_core::{ActorKind, Root, Scene};
use std::collections::HashSet;

/// Mentions per hundred words of those who wage conflict, below which a report tells of none:
/// in the training gold the least is 2.8, in reports of sport, science and film about 1.
const LEAST_ACTORS: f32 = 1.3;

/// How a report's words lie between conflict, politics and the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Gate {
    /// Words of conflict per hundred words, repeated words counted up to three times.
    pub(crate) conflict: f32,
    /// Words of politics.
    pub(crate) politics: f32,
    /// Words of sport, culture, business and science.
    pub(crate) other: f32,
    /// Distinct words of conflict.
    pub(crate) kinds: usize,
    /// Mentions of states, armed forces, police, armed groups and protesters per hundred words.
    pub(crate) actors: f32,
    /// The report is a sentence or two, in which one word of conflict and one place must do.
    pub(crate) short: bool,
    /// It is short and names a weapon.
    pub(crate) armed: bool,
    /// The report names one of them, or several places: stories and films often do not.
    pub(crate) anchored: bool,
    /// The report is written in English, as its commonest words tell.
    pub(crate) english: bool,
}

/// Words of conflict for one of sport, culture, business or science, from which a report that names no place that is known tells of
/// conflict all the same: a review of a war film has many of both.
const AMONG: f32 = 4.0;

/// The same where a report names nobody who wages conflict and a trigger is sure. With 1 a film review and a report of a cycling
/// race among our own ordinary reports told of attacks, with 2 none.
const FAR_MORE: f32 = 3.0;

/// Least share of the commonest words of English, in per cent: headlines and lists have few, other languages hardly any.
const LEAST_ENGLISH: u32 = 10;

/// Words below which a report is short.
const SHORT: u32 = 60;

impl Gate {
    /// Weighs the words and actors of a report.
    pub(crate) fn of(scene: Scene<'_>, lexicon: &Lexicon) -> Self {
        let d = scene.document;
        let mut counts = std::collections::HashMap::<String, u32>::new();
        let (mut words, mut common, mut armed) = (0u32, 0u32, false);
        let is_weapon = |phrase: &str| lexicon.weapon(phrase).is_some_and(|w| w.mode.is_some());
        for s in d.sentences.iter().filter(|s| s.region.is_story()) {
            let mut before = "";
            for t in s.tokens.range() {
                let word = d.word(t);
                if !word.chars().next().is_some_and(char::is_alphabetic) {
                    continue;
                }
                words += 1;
                let last = std::mem::replace(&mut before, word);
                let word = word.to_lowercase();
                // "Bombing", "suicide bomber", "air strike": asked of short reports only.
                armed = armed
                    || words < SHORT
                        && (is_weapon(&word)
                            || word == "bombing"
                            || is_weapon(&format!("{} {word}", last.to_lowercase())));
                common += u32::from(lists::ENGLISH.contains(word.as_str()));
                if !lexicon.domains(&word).is_empty() {
                    *counts.entry(word).or_default() += 1;
                }
            }
        }
        let (mut conflict, mut politics, mut other) = (0.0, 0.0, 0.0);
        let mut kinds = HashSet::new();
        for (word, n) in &counts {
            let n = (*n).min(3) as f32;
            for domain in lexicon.domains(word) {
                match domain {
                    Domain::Conflict => {
                        conflict += n;
                        kinds.insert(word.as_str());
                    }
                    Domain::Politics => politics += n,
                    Domain::Other => other += n,
                }
            }
        }
        let (mut actors, mut named) = (0u32, 0);
        for m in scene.actors.iter().filter(|m| d.report.region_at(m.span.start as usize).is_story()) {
            if matches!(
                m.kind,
                ActorKind::Military
                    | ActorKind::Police
                    | ActorKind::ArmedGroup
                    | ActorKind::Protesters
                    | ActorKind::State
                    | ActorKind::Igo
            ) {
                actors += 1;
                named += usize::from(m.named);
            }
        }
        let english = words < 40 || common * 100 >= words * LEAST_ENGLISH;
        let per = 100.0 / (words.max(SHORT) as f32);
        Self {
            conflict: conflict * per,
            politics: politics * per,
            other: other * per,
            kinds: kinds.len(),
            short: words < SHORT,
            armed: words < SHORT && armed,
            actors: actors as f32 * per,
            english,
            anchored: named > 0 || scene.places.len() >= if words < SHORT { 1 } else { 3 },
        }
    }

    /// Whether the list of triggers may propose one of that root: where the report admits it, or in a report of a sentence or two, whose
    /// few words may be none of those that tell of conflict. Such a trigger has to convince the network.
    pub(crate) fn lets_propose(&self, root: Root) -> bool {
        self.admits(root) || self.short && is_loud(root)
    }

    /// The report may tell of an event of that root. "The United States imposed sanctions on three companies" has no word of violence.
    pub(crate) fn admits(&self, root: Root) -> bool {
        match root {
            Root::Sanction => self.is_conflict() || self.actors >= LEAST_ACTORS && self.is_public(),
            _ if is_loud(root) => self.is_conflict(),
            _ => self.is_public(),
        }
    }

    /// The report may tell of violence, protest or coercion.
    pub(crate) fn is_conflict(&self) -> bool {
        (self.anchored || self.conflict >= AMONG * self.other)
            // "A car bomb killed three people in Kabul" names nobody.
            && (self.actors >= LEAST_ACTORS || self.armed && self.kinds >= 2)
            && self.kinds >= if self.short { 1 } else { 2 }
            && self.conflict + 0.5 * self.politics >= 0.8 * self.other
            && self.conflict + 0.25 * self.politics >= 0.7
    }

    /// The report speaks of conflict and politics far more than of all else, whoever it names: "Pirates seized a tanker off
    /// Somalia".
    pub(crate) fn is_open(&self) -> bool {
        self.conflict + self.politics >= FAR_MORE * self.other
    }

    /// The report may tell of politics.
    pub(crate) fn is_public(&self) -> bool {
        self.is_conflict() || self.politics + self.conflict >= self.other
    }
}

/// Events of violence, protest and coercion, which ordinary news must not give.
pub(crate) fn is_loud(root: Root) -> bool {
    matches!(
        root,
        Root::Assault | Root::Protest | Root::Coerce | Root::Mobilize | Root::Retreat | Root::Sanction
    )
}
