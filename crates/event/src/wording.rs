//! How triggers are worded: what their own words say of whether they tell of an event told before.

use crate::harm;
use crate::input::Input;
use crate::record::goes_on_since;
use crate::retold::{self, Gap};
use diurna_core::{Document, LinkKind, RegionKind, Root, TimeMention, Trigger};
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

/// Verbs that tell the outcome of an attack told beside them.
static OUTCOMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| diurna_core::words::set(include_str!("../../../data/reader/outcomes.txt")));

/// The words of one trigger.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wording<'a> {
    pub(crate) sentence: usize,
    pub(crate) region: RegionKind,
    pub(crate) lemma: &'a str,
    /// It tells the outcome of an attack.
    pub(crate) result: bool,
    /// "the attack", "this strike", "Thursday's airstrike": points at something told.
    pub(crate) definite: bool,
    /// "a rocket attack": brings something new, unless the rest agrees.
    pub(crate) indefinite: bool,
    /// "another attack", "a second bombing", "a similar attack", "previous attacks".
    pub(crate) new: bool,
    /// "Has bombed three posts since June": done again and again over a time.
    pub(crate) series: bool,
}

impl<'a> Wording<'a> {
    pub(crate) fn of(input: &Input<'a>, t: &Trigger) -> Self {
        let d = input.document;
        let head = t.head as usize;
        let sentence = d.sentence_of(head);
        let noun = d.tag(head).starts_with("NN");
        let phrase = d.base_phrase(head);
        let points = |k: usize| {
            matches!(d.lemma(k), "the" | "this" | "these" | "that" | "those" | "its" | "their" | "his")
                || d.tag(k) == "POS"
        };
        Self {
            sentence,
            region: d.sentences[sentence].region,
            lemma: d.lemma(head),
            result: OUTCOMES.contains(d.lemma(head)),
            definite: noun && phrase.range().any(points),
            indefinite: noun && matches!(d.lemma(phrase.start as usize), "a" | "an"),
            new: noun && d.children(head).any(|k| k < head && retold::is_new(d.word(k))),
            series: is_series(input, head),
        }
    }

    /// Whether a word tells the same again as one of another trigger: "strike" goes on from "airstrike", and of what is said also the
    /// noun from its verb.
    pub(crate) fn retells(&self, other: &str, speech: bool) -> bool {
        other == self.lemma
            || goes_on(other, self.lemma)
            || goes_on(self.lemma, other)
            || speech && retold::is_same_deed(other, self.lemma)
    }
}

/// A verb in the present perfect with a time over which it was done: "has abducted seven foreigners in the past two years".
fn is_series(input: &Input<'_>, head: usize) -> bool {
    let d = input.document;
    let have = |k: usize| matches!(d.word(k), "has" | "have") && d.is_dep(k, "aux");
    let over = |t: &TimeMention| {
        let words = d.tokens_in(t.span);
        !words.is_empty() && (t.kind == "DURATION" || goes_on_since(d, t)) && d.is_under(d.top(words), head)
    };
    let sentence = d.sentences[d.sentence_of(head)].span;
    let times = || sentence.begun_in(input.times, |t| t.span).iter();
    d.tag(head).starts_with("VB") && d.children(head).any(have) && times().any(over)
}

/// "Strike" goes on from "airstrike", but an attack is no counterattack.
fn goes_on(longer: &str, word: &str) -> bool {
    longer.strip_suffix(word).is_some_and(|front| !front.starts_with("counter"))
}

/// The wording of each trigger.
pub(crate) fn all<'a>(input: &Input<'a>) -> Vec<Wording<'a>> {
    let triggers = &input.reading.triggers;
    let mut all: Vec<Wording<'a>> = triggers.iter().map(|t| Wording::of(input, t)).collect();
    // "23 soldiers died in a similar attack": what came of something new is new.
    for link in input.reading.links.iter().filter(|l| l.kind == LinkKind::Same) {
        for (outcome, attack) in [(link.from, link.to), (link.to, link.from)] {
            all[outcome].new |= all[outcome].result && all[attack].new;
        }
    }
    all
}

/// By trigger, those of its sentence that are told as other events: "the blast came a week after jets killed 12", "they executed two men
/// convicted of killing a guard".
pub(crate) fn apart(input: &Input<'_>, wordings: &[Wording<'_>]) -> Vec<Vec<usize>> {
    let (d, triggers) = (input.document, &input.reading.triggers);
    let head = |t: usize| triggers[t].head as usize;
    let gaps: Vec<Option<Gap>> = (0..triggers.len()).map(|t| retold::gap(d, head(t))).collect();
    let mut homes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (t, wording) in wordings.iter().enumerate() {
        homes.entry(wording.sentence).or_default().push(t);
    }
    let mut out = vec![Vec::new(); triggers.len()];
    for beside in homes.values() {
        for (act, deed) in charges(d, triggers, beside) {
            out[act].push(deed);
            out[deed].push(act);
        }
        for &t in beside {
            let Some(gap) = gaps[t] else { continue };
            // What stands behind the same word, or hangs from what does, was then, too.
            let under = |o: usize| head(o) > gap.at && d.is_under(head(o), head(t));
            let then = |o: usize| gaps[o].is_some_and(|g| g.at == gap.at) || under(o);
            // "He died two days after the attack": of that attack.
            let outcome = |o: usize| harm::is_dying(wordings[o].lemma);
            for &o in beside.iter().filter(|&&o| o != t && !then(o) && !outcome(o)) {
                out[t].push(o);
                out[o].push(t);
            }
        }
    }
    out
}

/// "Executed two men convicted of killing a guard": pairs of what is done to somebody and what he is accused of, of the triggers of one
/// sentence.
fn charges(d: &Document, triggers: &[Trigger], beside: &[usize]) -> Vec<(usize, usize)> {
    let head = |t: usize| triggers[t].head as usize;
    let mut out = Vec::new();
    for &a in beside.iter().filter(|&&a| triggers[a].root == Root::Accuse && d.is_dep(head(a), "acl")) {
        let acts = beside.iter().filter(|&&t| head(t) < head(a) && d.is_under(head(a), head(t)));
        for &act in acts {
            let deeds = beside.iter().filter(|&&o| head(o) > head(a) && d.is_under(head(o), head(a)));
            out.extend(deeds.map(|&deed| (act, deed)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counterattack_is_another_attack() {
        assert!(goes_on("airstrike", "strike") && goes_on("strike", "strike"));
        assert!(!goes_on("counterattack", "attack") && !goes_on("strike", "airstrike"));
    }

    #[test]
    fn outcomes_are_those_of_the_reader() {
        assert!(["kill", "wound", "die", "perish"].iter().all(|w| OUTCOMES.contains(w)));
        assert!(!OUTCOMES.contains("attack"));
    }
}
