//! Words that give the dead and the wounded; [`lost`](crate::lost) adds the missing and the detained.

mod noun;
mod number;
mod toll;
mod verb;
mod words;

use crate::lost;
use crate::triggers::Found;
use diurna_core::{Document, Mode, Role, RoleMark, Root, Scene, TokenSpan, Trigger};

pub(crate) use diurna_core::counting::is_noun as is_counting_noun;
pub(crate) use number::{counted_after, is_measure, number_in, push};
pub(crate) use verb::sufferers;
pub(crate) use words::is_outcome;

/// Sentences over which a number is taken to be of the attack told last.
const REACH: u32 = 6;

/// A number of persons harmed, where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Harm {
    pub(crate) role: Role,
    /// The phrase with the number ("at least 14 others").
    pub(crate) span: TokenSpan,
    /// Head of the phrase.
    pub(crate) head: usize,
    /// The word that tells the harm.
    pub(crate) cue: usize,
}

/// Finds expressions of harm in a sentence.
fn find(scene: Scene<'_>, found: &[Found], sentence: TokenSpan) -> Vec<Harm> {
    let d = scene.document;
    let mut out: Vec<Harm> = Vec::new();
    for at in sentence.range() {
        if let Some(role) = words::told_at(d, at)
            && let Some(group) = verb::left(d, at, sentence.start as usize)
        {
            for head in group {
                push(d, &mut out, role, head, at);
            }
        } else if !verb::shares_count(d, at) {
            verb::find(d, at, sentence, &mut out);
            noun::find(d, at, sentence, &mut out);
            toll::find(scene, found, at, sentence, &mut out);
        }
    }
    lost::find(d, sentence, &mut out);
    // One number told by two words ("four dead bodies") is one: the longer phrase stands.
    out.sort_by_key(|h| (h.role, h.span.start, std::cmp::Reverse(h.span.end)));
    out.dedup_by(|b, a| a.role == b.role && a.span.contains(b.span));
    out
}

/// Gives each expression of harm to the attack it belongs to.
pub(crate) fn mark(scene: Scene<'_>, found: &[Found], roles: &mut Vec<RoleMark>) {
    let d = scene.document;
    let mut last: Option<(usize, u32)> = None;
    for (s, sentence) in d.sentences.iter().enumerate() {
        if !sentence.region.is_story() {
            continue;
        }
        let told = |i: &usize| sentence.tokens.contains(found[*i].trigger.span);
        let here: Vec<usize> = (0..found.len()).filter(told).collect();
        let attacks: Vec<usize> =
            here.iter().copied().filter(|&i| found[i].trigger.root == Root::Assault).collect();
        for harm in find(scene, found, sentence.tokens) {
            let trigger = if harm.role == Role::Detained {
                captor(found, &here, harm.cue)
            } else {
                // That nobody was hurt is said at the end of a report too.
                let none = matches!(d.lemma(harm.span.start as usize), "no" | "nobody" | "none");
                // "the death of the driver" belongs to no attack of another sentence.
                let bare = words::is("act", d.lemma(harm.cue)) && number_in(d, harm.head).is_none();
                let reach = |at: u32| none || !bare && s as u32 - at <= REACH;
                let told = here.iter().copied().find(|&i| is_execution(d, &found[i], harm.cue));
                told.or_else(|| attack(d, found, &attacks, harm.cue))
                    .or_else(|| here.iter().copied().find(|&i| is_unrest(d, &found[i].trigger, harm.cue)))
                    .or(last.filter(|&(_, at)| reach(at)).map(|(i, _)| i))
            };
            let Some(trigger) = trigger else { continue };
            roles.push(RoleMark {
                trigger,
                role: harm.role,
                span: harm.span,
                head: harm.head as u32,
                score: if here.contains(&trigger) { 0.8 } else { 0.5 },
            });
        }
        let mut strong = attacks.iter().copied().filter(|&i| !found[i].trigger.anaphoric);
        if let Some(i) = strong.next_back() {
            last = Some((i, s as u32));
        }
    }
}

/// Who is hanged or executed dies of that act, which may be a court's and no attack.
fn is_execution(d: &Document, f: &Found, cue: usize) -> bool {
    f.trigger.root == Root::Coerce
        && f.trigger.span.covers(cue)
        && matches!(d.lemma(cue), "hang" | "execute" | "execution" | "behead")
}

/// "Two officers were hurt when a crowd threw stones": an unrest whose clause the harm is told in. "A march after a blast that killed two"
/// and "a protest over the killing of two" harm nobody.
fn is_unrest(d: &Document, t: &Trigger, cue: usize) -> bool {
    let violent = matches!(t.mode, Some(Mode::Riot | Mode::Other));
    let head = t.head as usize;
    let apart = |at: usize| {
        matches!(
            d.lemma(at),
            "after" | "over" | "against" | "before" | "since" | "for" | "about" | "that" | "who"
        )
    };
    violent
        && matches!(t.root, Root::Protest | Root::Coerce)
        && (d.is_under(head, cue) || d.is_under(cue, head))
        && !(head.min(cue)..head.max(cue)).any(apart)
}

/// The attack that a word of harm belongs to: told by that very word, else the nearest that it is not told to have come before ("set
/// fire to a station after the death of a student").
fn attack(d: &Document, found: &[Found], attacks: &[usize], cue: usize) -> Option<usize> {
    let answered = matches!(d.preposition(cue), Some("after" | "following" | "over" | "since"));
    let answers = |i: &&usize| answered && (found[**i].trigger.head as usize) < cue;
    let nearest = |i: &&usize| {
        let t = &found[**i].trigger;
        (t.anaphoric, (i64::from(t.head) - cue as i64).abs())
    };
    let own = attacks.iter().find(|&&i| found[i].trigger.head as usize == cue);
    own.or_else(|| attacks.iter().filter(|i| !answers(i)).min_by_key(nearest)).copied()
}

/// The arrest or abduction that a word of custody belongs to: told by that very word, else the nearest of such events.
fn captor(found: &[Found], here: &[usize], cue: usize) -> Option<usize> {
    let takes = |i: &&usize| matches!(found[**i].trigger.mode, Some(Mode::Arrest | Mode::Kidnapping));
    let own = here.iter().find(|&&i| found[i].trigger.span.covers(cue));
    own.or_else(|| {
        here.iter().filter(takes).min_by_key(|i| (i64::from(found[**i].trigger.head) - cue as i64).abs())
    })
    .copied()
}
