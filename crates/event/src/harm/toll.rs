//! Figures that take the place of others, and figures of more than one event.
//!
//! "The toll rose to seven" is newer than what was told before. "Killed four, bringing the toll to 60" speaks of 60 who died in
//! other events, unless the 60 are those four and others that the report tells of. The dead of a war are those of no event.

use super::Figure;
use crate::input::Input;
use diurna_core::words::Kinds;
use diurna_core::{ActorKind, Document, Role, TokenSpan};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../../data/events/harm.tsv");

/// Tokens behind its name among which the figure of a toll stands.
const REACH: usize = 16;

static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::of(TABLE));

pub(super) fn is(kind: &str, lemma: &str) -> bool {
    KINDS.has(kind, lemma)
}

/// What a toll does to the other numbers of its event. It is never added to them, since it counts what they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toll {
    /// It is a number beside them: "police put the toll at nine".
    Stands,
    /// It takes the place of those told before: "the toll rose to seven".
    Newer,
    /// It may count other events, too, and gives way to them: "the attack brings the toll to 60".
    Wide,
    /// It counts other events: "killed four, bringing the toll to 60", "the toll in the war rose to 11,000".
    Foreign,
}

/// What is said of a toll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// "The toll stands at seven", "the toll reached seven".
    Stands,
    /// "The toll rose to seven."
    Rose,
    /// "Bringing the toll to seven."
    Brought,
}

/// A toll as its own sentence tells it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    /// The word that names it.
    name: usize,
    change: Change,
    /// The word that says the change; of a toll that stands perhaps only the one before its figure.
    by: usize,
}

/// The toll whose figure a number is; `None` for a number that is no toll.
pub(super) fn named(d: &Document, figure: TokenSpan) -> Option<Named> {
    let start = figure.start as usize;
    let sentence = d.sentences.get(d.sentence_of(start))?.tokens;
    let first = sentence.start as usize;
    let lead = start.checked_sub(1).filter(|&t| t >= first)?;
    let after = name_after(d, figure, sentence.end as usize).filter(|_| is("give", d.lemma(lead)));
    let name = after.or_else(|| name_before(d, figure, first))?;
    let (change, by) = change(d, name, lead, first);
    Some(Named { name, change, by })
}

/// Whether a word names a toll: "the death toll", "the number of people killed", "put the dead at six".
fn is_name(d: &Document, token: usize) -> bool {
    let before = |back: usize| token.checked_sub(back).map_or("", |t| d.lemma(t));
    match d.lemma(token) {
        lemma if is("toll", lemma) => d.tag(token).starts_with("NN"),
        // "A number of people" is no figure.
        "number" => d.lemma(token + 1) == "of" && before(1) != "a",
        lemma => is("dead", lemma) && d.lemma(token + 1) == "at" && is("stand", before(2)),
    }
}

/// The name right behind a figure: "brings to 31 the number of dead".
fn name_after(d: &Document, figure: TokenSpan, last: usize) -> Option<usize> {
    let own = |t: &usize| matches!(d.tag(*t), "DT" | "NN" | "PRP$" | "JJ");
    (figure.end as usize..last).take_while(own).find(|&t| is_name(d, t))
}

/// The name before a figure that is the first to which a word leads from there ("the toll reached 30"), or that hangs from the
/// same verb.
fn name_before(d: &Document, figure: TokenSpan, first: usize) -> Option<usize> {
    let start = figure.start as usize;
    let led = |t: usize| t > first && is("give", d.lemma(t - 1));
    let name = (start.saturating_sub(REACH).max(first)..start).rev().find(|&t| is_name(d, t))?;
    let earlier = (name + 2..start).any(|t| d.counts(t) && led(t));
    let verb = d.head(name);
    let beside = verb.is_some() && verb == d.head((figure.end as usize).saturating_sub(1));
    (led(start) && !earlier || beside).then_some(name)
}

/// What is said of a toll, and by which word: one between its name and its figure, or the verb that stands before both.
fn change(d: &Document, name: usize, lead: usize, first: usize) -> (Change, usize) {
    // "The toll reached 30": the verb leads to the figure.
    if d.tag(lead).starts_with("VB") {
        return (Change::Stands, lead);
    }
    let says = |t: usize| {
        let lemma = d.lemma(t);
        let known = [("rise", Change::Rose), ("bring", Change::Brought), ("stand", Change::Stands)];
        known.into_iter().find(|(kind, _)| is(kind, lemma)).map(|(_, change)| (change, t))
    };
    let front = name.min(lead);
    let between = (front..lead).rev().find_map(says);
    let before = || (first..front).rev().find(|&t| d.tag(t).starts_with("VB") || says(t).is_some());
    between.or_else(|| before().and_then(says)).unwrap_or((Change::Stands, lead))
}

/// A number with the attribution in which it stands.
type Part = (u32, Option<usize>);
/// By role and number: the sentences that give it.
type Given = HashMap<(Role, u32), BTreeSet<usize>>;

/// The numbers of a report that tolls are held against.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// By role and sentence: the numbers that are no tolls.
    parts: HashMap<(Role, usize), Vec<Part>>,
    /// What these give, singly or added up.
    given: Given,
    /// What tolls give.
    tolls: Given,
}

impl Counts {
    /// The numbers of all figures of a report, and which of them are tolls.
    pub(super) fn of(d: &Document, figures: &[Figure<'_>], tolls: &[Option<Named>]) -> Self {
        let mut counts = Self::default();
        for (f, toll) in figures.iter().zip(tolls) {
            let (role, at) = (f.mark.role, d.sentence_of(f.mark.span.start as usize));
            let given = if toll.is_none() { &mut counts.given } else { &mut counts.tolls };
            given.entry((role, f.low)).or_default().insert(at);
            if toll.is_none() {
                counts.parts.entry((role, at)).or_default().push((f.low, f.said));
            }
        }
        for (&(role, at), parts) in &counts.parts {
            counts.given.entry((role, sum(parts))).or_default().insert(at);
        }
        counts
    }

    /// What a toll does to the other numbers of its event.
    pub(super) fn weigh(&self, input: &Input<'_>, figure: &Figure<'_>, toll: Named) -> Toll {
        let d = input.document;
        if is_of_whole(input, figure.mark.span, toll.name) {
            return Toll::Foreign;
        }
        match toll.change {
            Change::Brought => self.brought(input, figure, toll.by),
            Change::Rose => Toll::Newer,
            Change::Stands if is_later(d, toll.by) || self.holds_parts(d, figure) => Toll::Newer,
            Change::Stands => Toll::Stands,
        }
    }

    /// "Killed four, and the death toll reached 30": the 30 count the four, where nobody else gives those.
    fn holds_parts(&self, d: &Document, figure: &Figure<'_>) -> bool {
        let own = self.parts(figure.mark.role, d.sentence_of(figure.mark.span.start as usize));
        let same: Vec<Part> = own.iter().filter(|(_, s)| *s == figure.said).copied().collect();
        !same.is_empty() && sum(&same) <= figure.low
    }

    /// A toll that something brought about: of this event where it is what died now and what the report tells elsewhere.
    fn brought(&self, input: &Input<'_>, figure: &Figure<'_>, verb: usize) -> Toll {
        let d = input.document;
        let (role, all) = (figure.mark.role, figure.low);
        let home = d.sentence_of(figure.mark.span.start as usize);
        let told = |number: u32, but: &[usize]| is_given(&self.given, (role, number), but);
        let adds_up = |parts: &[Part], but: &[usize]| {
            let known = |rest: u32| told(rest, but) || is_given(&self.tolls, (role, rest), but);
            let rest = all.checked_sub(sum(parts)).filter(|_| !parts.is_empty());
            rest.is_some_and(|rest| rest == 0 || known(rest))
        };
        let own = self.parts(role, home);
        if !own.is_empty() {
            // That another sentence has the same toll proves nothing, but that so many died does.
            let known = adds_up(own, &[home]) || told(all, &[home]);
            return if known { Toll::Newer } else { Toll::Foreign };
        }
        // "Two more people died. That brings the toll to 14."
        let goes_on = home.checked_sub(1).is_some_and(|s| adds_up(self.parts(role, s), &[s, home]));
        if goes_on || is_counted_anew(input, verb) { Toll::Newer } else { Toll::Wide }
    }

    fn parts(&self, role: Role, sentence: usize) -> &[Part] {
        self.parts.get(&(role, sentence)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Whether a number is given in a sentence other than these.
fn is_given(given: &Given, number: (Role, u32), but: &[usize]) -> bool {
    given.get(&number).is_some_and(|at| at.iter().any(|s| !but.contains(s)))
}

fn sum(parts: &[Part]) -> u32 {
    parts.iter().fold(0, |sum, (n, _)| sum.saturating_add(*n))
}

/// Whether an adverb makes the toll newer that a word says: "police later put the toll at nine". "Police, now at the scene, put
/// it at nine" does not.
fn is_later(d: &Document, word: usize) -> bool {
    let verb = d.head(word).filter(|_| d.is_dep(word, "cop")).unwrap_or(word);
    let later = |t: usize| is("later", &d.word(t).to_lowercase());
    d.children(verb).any(later) || word.checked_sub(1).is_some_and(later)
}

/// "Police raised the toll to nine": who counts anew tells of no other event, as an attack that brings a toll to 60 does.
fn is_counted_anew(input: &Input<'_>, verb: usize) -> bool {
    let d = input.document;
    let Some(subject) = d.child(verb, "nsubj") else { return false };
    let own = d.tokens[subject].span;
    let counts = |kind: ActorKind| !matches!(kind, ActorKind::Unknown | ActorKind::ArmedGroup);
    !input.reading.triggers.iter().any(|t| t.span.covers(subject))
        && input.actors.iter().any(|m| counts(m.kind) && m.span.overlaps(own))
}

/// Whether a figure is that of a whole war: "the death toll in the war has risen to 11,000". "The deadliest attack of the war" is
/// one attack, and "the war zone" is no war.
fn is_of_whole(input: &Input<'_>, figure: TokenSpan, name: usize) -> bool {
    let d = input.document;
    let attack = |from: usize, to: usize| {
        let mut heads = input.reading.triggers.iter().map(|t| t.head as usize);
        heads.any(|h| (from..to).contains(&h) && d.tag(h) == "NN")
    };
    clause(d, figure, name)
        .range()
        .filter(|&t| is("whole", d.lemma(t)) && !d.tag(t + 1).starts_with("NN"))
        .any(|t| !attack(name + 1, t))
}

/// The words that go with a figure and its name: from a comma or verb before both to a comma or another clause behind them.
fn clause(d: &Document, figure: TokenSpan, name: usize) -> TokenSpan {
    let sentence = d.sentences[d.sentence_of(name)].tokens;
    let stop = |t: usize| matches!(d.word(t), "," | ";");
    let start = (sentence.start as usize..name.min(figure.start as usize))
        .rev()
        .find(|&t| stop(t) || d.tag(t).starts_with("VB"))
        .map_or(sentence.start as usize, |t| t + 1);
    // "Since the war began" goes with them, "as the war went on" does not.
    let parts = |t: usize| stop(t) || d.tag(t) == "CC" || d.is_dep(t, "mark") && d.lemma(t) != "since";
    let behind = (name + 1).max(figure.end as usize);
    let end = (behind..sentence.end as usize).find(|&t| parts(t)).unwrap_or(sentence.end as usize);
    TokenSpan::new(start, end)
}
