//! How a report is to be looked at.

use crate::seen::Given;

/// Whose scheme of labels is asked for: sets differ in what they mark, and the network was told of each window
/// which set it came from (`train/reader/sets.toml`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Ours: what records are made of.
    #[default]
    Diurna,
    /// WikiEvents: triggers and arguments.
    WikiEvents,
    /// MUC-3/4: fillers of a whole report.
    Muc,
    /// English Web Treebank: names of Universal NER, speech after PropBank.
    Ewt,
    /// GUM: names, and attribution in the wide sense of discourse relations.
    Gum,
    /// Wikipedia's names.
    Wiki,
    /// re3d.
    Re3d,
    /// Attribution in the broadest sense: attitudes, intentions and inner states too, each cue with its verb group.
    Broad,
    /// One main interaction a sentence, its root as the codebook of PLOVER has it.
    Dyads,
}

impl Scheme {
    /// Number of schemes.
    pub(crate) const COUNT: usize = 9;
}

/// What the network is told of triggers, in words of the report.
#[derive(Debug, Clone, Copy, Default)]
pub enum Told<'a> {
    /// Nothing: it finds them.
    #[default]
    Nothing,
    /// These are the triggers, and no others.
    Triggers(&'a [Given]),
    /// These may be some: where the network finds their type at least so likely, they count too, though it would
    /// not have chosen them.
    Hints(&'a [Given], f32),
}

/// How a report is to be looked at. The default is how the program reads.
///
/// ```
/// use diurna_network::{Manner, Scheme};
/// let wide = Manner { scheme: Scheme::Muc, window: 160, ..Manner::default() };
/// assert_eq!((wide.roles, wide.fillers), (0.5, 0.0));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// Whose labels.
    pub scheme: Scheme,
    /// What is known of triggers.
    pub told: Told<'a>,
    /// Words of a window, in whole sentences; at most 160.
    pub window: usize,
    /// How ready it is to see a name, in nats added to the case for one; below 0 it is shy.
    pub names: f32,
    /// The same for a trigger.
    pub triggers: f32,
    /// The same for a cue.
    pub cues: f32,
    /// The same for a filler.
    pub fillers: f32,
    /// A word takes part in an event, or is source or content of a cue, where that is at least so likely.
    pub roles: f32,
}

impl Default for Manner<'_> {
    fn default() -> Self {
        Self {
            scheme: Scheme::Diurna,
            told: Told::Nothing,
            window: crate::window::WORDS,
            names: 0.0,
            triggers: 0.0,
            cues: 0.0,
            fillers: 0.0,
            roles: 0.5,
        }
    }
}
