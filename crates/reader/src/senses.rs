//! Words that mean another event in this report than elsewhere: "strike" where work is stopped, "fired" where it was tear gas.

use crate::lexicon::Lexicon;
use crate::triggers::{self, Found};
use diurna_core::{Document, Mode, Root};
use std::collections::BTreeSet;

/// Distinct words of work and pay from which a bare "strike" stops work.
const LEAST: usize = 3;

/// Makes protests of attacks told by the bare word "strike" in a report on work and pay that tells of such a strike, or whose
/// strikers are workers or their unions.
pub(crate) fn strikes(d: &Document, lexicon: &Lexicon, found: &mut [Found]) {
    let is_bare = |f: &Found| {
        f.trigger.root == Root::Assault
            && f.trigger.mode.is_none()
            && f.trigger.span.len() == 1
            && d.lemma(f.trigger.head as usize) == "strike"
    };
    if !found.iter().any(is_bare) {
        return;
    }
    let story = d.sentences.iter().filter(|s| s.region.is_story());
    let words: BTreeSet<String> = story
        .flat_map(|s| s.tokens.range())
        .map(|t| d.word(t).to_lowercase())
        .filter(|w| lexicon.is_of_labour(w))
        .collect();
    let told = found.iter().any(|f| f.trigger.mode == Some(Mode::Strike));
    for f in found.iter_mut().filter(|f| is_bare(f)) {
        let strikers = f.parties.agents.iter().any(|&a| lexicon.is_of_labour(&d.word(a).to_lowercase()));
        if words.len() >= LEAST && (told || strikers) {
            (f.trigger.root, f.trigger.mode) = (Root::Protest, Some(Mode::Strike));
        }
    }
}

/// Makes coercion of attacks with nothing but means against crowds: tear gas, water cannon.
pub(crate) fn crowds(d: &Document, lexicon: &Lexicon, found: &mut [Found]) {
    for f in found.iter_mut().filter(|f| f.trigger.root == Root::Assault && !f.parties.means.is_empty()) {
        let gentle = |&head: &usize| triggers::weapon(d, lexicon, head).is_some_and(|w| w.against_crowds);
        if f.parties.means.iter().all(gentle) {
            (f.trigger.root, f.trigger.mode) = (Root::Coerce, Some(Mode::Other));
        }
    }
}
