//! What the network saw, in words of the report.

use crate::labels::{Filler, NameKind};
use diurna_core::{Mode, Role, Root, Status};
use std::ops::Range;

/// Everything seen in one report; word indices count over all its sentences, in text order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// Names.
    pub names: Vec<NameSeen>,
    /// Words that name an event.
    pub triggers: Vec<TriggerSeen>,
    /// What takes part in them.
    pub roles: Vec<RoleSeen>,
    /// Words that attribute, with who says what.
    pub cues: Vec<CueSeen>,
    /// Relations between triggers.
    pub links: Vec<LinkSeen>,
    /// Role fillers of MUC-4.
    pub fillers: Vec<FillerSeen>,
    /// For each word the probability that it tells of an event of each root, in the order of [`Root::ALL`];
    /// also where no trigger came of it.
    pub leanings: Vec<[f32; 16]>,
}

/// A name.
#[derive(Debug, Clone, PartialEq)]
pub struct NameSeen {
    /// Its words.
    pub words: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// 0–1.
    pub score: f32,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq)]
pub struct TriggerSeen {
    /// Its words.
    pub words: Range<usize>,
    /// Type.
    pub root: Root,
    /// Mode, for the roots that have modes.
    pub mode: Option<Mode>,
    /// How the text presents it.
    pub status: Status,
    /// Probability of that status, 0–1.
    pub status_score: f32,
    /// 0–1.
    pub score: f32,
}

/// A phrase that takes part in the event of a trigger.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleSeen {
    /// Index into [`Seen::triggers`].
    pub trigger: usize,
    /// What it does there.
    pub role: Role,
    /// Its words.
    pub words: Range<usize>,
    /// 0–1.
    pub score: f32,
}

/// An attribution.
#[derive(Debug, Clone, PartialEq)]
pub struct CueSeen {
    /// The words that attribute.
    pub words: Range<usize>,
    /// Who says it: usually one phrase.
    pub source: Vec<Range<usize>>,
    /// What is said, in text order.
    pub content: Vec<Range<usize>>,
    /// Probability that it is hedged, 0–1.
    pub hedged: f32,
    /// 0–1.
    pub score: f32,
}

/// A relation between two triggers.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkSeen {
    /// Index into [`Seen::triggers`].
    pub from: usize,
    /// Index into [`Seen::triggers`].
    pub to: usize,
    /// Which relation.
    pub kind: LinkKind,
    /// 0–1.
    pub score: f32,
}

/// Kind of a [`LinkSeen`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `from` is said to answer `to`.
    Answers,
    /// Both tell of one incident.
    Same,
}

/// A role filler of MUC-4.
#[derive(Debug, Clone, PartialEq)]
pub struct FillerSeen {
    /// Its words.
    pub words: Range<usize>,
    /// Which role.
    pub filler: Filler,
    /// 0–1.
    pub score: f32,
}

/// A trigger that is told to the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Its words.
    pub words: Range<usize>,
    /// Its type, where it is one of the codebook's.
    pub root: Option<Root>,
}

impl Seen {
    /// Adds what was seen in a window that begins at word `start`.
    pub(crate) fn add(&mut self, start: usize, mut other: Self) {
        let shift = |words: &mut Range<usize>| *words = words.start + start..words.end + start;
        let triggers = self.triggers.len();
        other.names.iter_mut().for_each(|n| shift(&mut n.words));
        other.triggers.iter_mut().for_each(|t| shift(&mut t.words));
        other.fillers.iter_mut().for_each(|f| shift(&mut f.words));
        for role in &mut other.roles {
            shift(&mut role.words);
            role.trigger += triggers;
        }
        for link in &mut other.links {
            link.from += triggers;
            link.to += triggers;
        }
        for cue in &mut other.cues {
            shift(&mut cue.words);
            cue.source.iter_mut().chain(&mut cue.content).for_each(shift);
        }
        self.names.append(&mut other.names);
        self.triggers.append(&mut other.triggers);
        self.roles.append(&mut other.roles);
        self.cues.append(&mut other.cues);
        self.links.append(&mut other.links);
        self.fillers.append(&mut other.fillers);
        self.leanings.append(&mut other.leanings);
    }
}
