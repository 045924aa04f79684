//! What the words around a trigger say against its having happened: denied, averted, only believed, only played.

use crate::lexicon::Lexicon;
use crate::lists;
use crate::parties::{self, is_truly_passive};
use crate::triggers::Found;
use diurna_core::{Attribution, Document, Status, TokenSpan};

/// Corrects the status of triggers that a denial, a belief or an averting verb takes back, whatever they look like alone.
pub(crate) fn settle(d: &Document, lexicon: &Lexicon, attributions: &[Attribution], found: &mut [Found]) {
    for f in found {
        let head = f.trigger.head as usize;
        if !matches!(f.trigger.status, Status::Happened | Status::Ongoing | Status::Hypothetical) {
            continue;
        }
        let told = || {
            let holds = |a: &&Attribution| a.content.iter().any(|c| c.covers(head));
            attributions.iter().filter(holds).any(|a| a.source.is_some())
        };
        if attributions.iter().any(|a| denies(d, lexicon, a, head)) {
            f.trigger.status = Status::Denied;
        } else if is_averted(d, head) || !f.result && is_supposed(d, head) && !told() {
            f.trigger.status = Status::Hypothetical;
        }
    }
}

/// Whether an attribution denies that what the verb at `head` tells was done: "denied that it had shelled the camp", "rejected
/// claims that soldiers had raped women". "Denied any part in the attack" leaves the attack, and so does a clause within.
fn denies(d: &Document, lexicon: &Lexicon, a: &Attribution, head: usize) -> bool {
    let Some(cue) = a.cue.map(|c| c.start as usize) else { return false };
    // "Denied having lost the town and accused the army": the second verb goes on with the first.
    let joined = d.is_dep(head, "conj") && d.tag(head) == "VBD";
    let gerund =
        |v: usize| d.tag(v) == "VBG" || d.children(v).any(|c| d.tag(c) == "VBG" && d.is_dep(c, "aux"));
    if !d.tag(head).starts_with("VB") || joined && d.head(head).is_some_and(gerund) {
        return false;
    }
    a.content.iter().filter(|c| c.covers(head)).any(|c| match d.lemma(cue) {
        "deny" => is_main(d, *c, head),
        "reject" | "dismiss" | "refute" | "rebut" => rejects(d, lexicon, cue, *c, head),
        _ => false,
    })
}

/// Whether the verb at `head` tells what somebody says whose words the cue rejects. Who "dismissed an officer over tweets that soldiers
/// had raped women" rejects nobody's words, and "a statement that condemned the raid" does not say that it was condemned.
fn rejects(d: &Document, lexicon: &Lexicon, cue: usize, content: TokenSpan, head: usize) -> bool {
    let object = d.child(cue, "obj").filter(|&o| o > cue).or_else(|| parties::behind(d, cue));
    let objects = object.map(|o| d.conjuncts(o)).unwrap_or_default();
    let saying = objects.into_iter().rfind(|&o| lexicon.is_saying(d.lemma(o)));
    let that = saying.and_then(|s| (s + 1..head).find(|&t| d.lemma(t) == "that"));
    that.is_some_and(|that| {
        let next = (that + 1..head).find(|&t| !d.tag(t).starts_with("RB")).map_or("", |t| d.tag(t));
        let subject = matches!(next, "" | "MD" | "VBD" | "VBN" | "VBP" | "VBZ");
        !subject && is_main(d, TokenSpan::new(that + 1, content.end as usize), head)
    })
}

/// Whether a verb heads what is told in a span or is coordinated with what does.
fn is_main(d: &Document, content: TokenSpan, verb: usize) -> bool {
    let mut at = verb;
    for _ in 0..8 {
        let above = d.head(at).filter(|&h| content.covers(h));
        match (above, d.tokens[at].dep) {
            (None, _) => return true,
            (Some(h), "conj" | "xcomp" | "ccomp" | "aux" | "aux:pass") => at = h,
            _ => return false,
        }
    }
    false
}

/// "Foiled an attack", "an attack was thwarted": it was not carried out.
fn is_averted(d: &Document, head: usize) -> bool {
    let Some(verb) = d.head(head).filter(|_| d.tag(head).starts_with("NN")) else { return false };
    let averts = matches!(d.lemma(verb), "foil" | "thwart" | "avert" | "prevent" | "disrupt" | "forestall");
    let suffers = d.tokens[head].dep == "obj" || d.is_dep(head, "nsubj") && is_truly_passive(d, verb);
    averts && suffers
}

/// "May have shelled", "are believed to have kidnapped": a guess, unless somebody is said to make it.
fn is_supposed(d: &Document, head: usize) -> bool {
    // That people "may have died" in an attack leaves no doubt of the attack.
    if lists::OUTCOMES.contains(d.lemma(head)) {
        return false;
    }
    if is_perfect_of_modal(d, head) {
        return true;
    }
    let perfect = d.children(head).any(|c| d.is_dep(c, "aux") && d.lemma(c) == "have");
    let infinitive = d.children(head).any(|c| d.lemma(c) == "to" && c < head);
    perfect
        && infinitive
        && d.head(head).is_some_and(|h| {
            h < head
                && d.tag(h) == "VBN"
                && matches!(d.lemma(h), "believe" | "think" | "suspect" | "fear" | "presume" | "assume")
        })
}

/// "May have killed", "might have been hit".
pub(crate) fn is_perfect_of_modal(d: &Document, head: usize) -> bool {
    let before = |n: usize| head.checked_sub(n).map_or("", |t| d.lemma(t));
    let modal = |n| matches!(before(n), "may" | "might" | "could" | "must");
    (before(1) == "have" && modal(2)) || (before(1) == "be" && before(2) == "have" && modal(3))
}

/// "A drill simulated an attack", "a mock raid": nothing of it is meant in earnest.
pub(crate) fn is_played(d: &Document, head: usize) -> bool {
    let plays = |t: usize| {
        matches!(d.lemma(t), "simulate" | "rehearse" | "reenact" | "re-enact" | "practise" | "dramatise")
    };
    let mock = |t: usize| {
        matches!(d.word(t).to_lowercase().as_str(), "mock" | "simulated" | "fictional" | "imaginary")
    };
    d.head(head).is_some_and(|v| plays(v) && d.tokens[head].dep == "obj")
        || d.base_phrase(head).range().any(mock)
        || plays(head)
}
