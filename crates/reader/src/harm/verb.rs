//! Verbs that tell of persons harmed: who suffers what they say.

use super::Harm;
use super::number::{
    bounded, counted_after, counted_before, is_of_other, is_share, number_in, phrase, push, told_between,
};
use super::words::{adjective_role, is, told, told_at, verb_role};
use crate::labelled::is_headline;
use crate::parties::{conjuncts, is_truly_passive, subjects};
use diurna_core::{Document, Role, TokenSpan};

/// The numbers that a verb gives, or an adverb beside one.
pub(super) fn find(d: &Document, at: usize, sentence: TokenSpan, out: &mut Vec<Harm>) {
    let (lemma, tag) = (d.lemma(at), d.tag(at));
    let verb = (tag.starts_with("VB") || tag == "JJ") && is_deadly(d, at) && !is_intended(d, at);
    let down = || (is("down", lemma) && d.lemma(at + 1) == "down").then_some(Role::Killed);
    let told = told_at(d, at).filter(|_| verb_role(lemma).is_some()).or_else(down);
    if let Some(role) = told.filter(|_| verb) {
        harmed(d, at, role, sentence, out);
    }
    if let Some(verb) = to_death(d, at).or_else(|| struck_dead(d, at)).filter(|&v| !is_intended(d, v)) {
        for head in sufferers(d, verb, d.lemma(verb)) {
            push(d, out, Role::Killed, head, at);
        }
    }
    if is("fatal", lemma) {
        fatal(d, at, out);
    }
    lost(d, at, out);
    cared_for(d, at, sentence, out);
    headline(d, at, sentence, out);
    suffered(d, at, sentence, out);
}

/// "Killed four soldiers", "four soldiers were killed", "one of the wounded died".
fn harmed(d: &Document, at: usize, role: Role, sentence: TokenSpan, out: &mut Vec<Harm>) {
    let all = sufferers(d, at, d.lemma(at));
    let mut own: Vec<usize> = all.iter().copied().filter(|&h| !is_of_other(d, at, role, h)).collect();
    if own.is_empty() {
        // "Killed 30 and injured dozens more": the parse may give the second number to both.
        own.extend(counted_after(d, at).filter(|&h| !all.is_empty() && !is_of_other(d, at, role, h)));
    }
    // "And injured dozens more", where the parse makes the verb an adjective.
    if d.tokens[at].dep == "amod" && at > 0 && d.tag(at - 1) != "DT" {
        own.extend(d.head(at).filter(|&h| h > at && number_in(d, h).is_some_and(|n| n > at)));
    }
    for head in own {
        push(d, out, role, head, at);
    }
    if all.is_empty() && is("die", d.lemma(at)) {
        out.extend(part_before(d, at, role, sentence));
    }
}

/// "Killed or wounded dozens", "killed and wounded 40 people": one number for both, which tells neither.
pub(super) fn shares_count(d: &Document, at: usize) -> bool {
    let joins = |t: usize| matches!(d.lemma(t), "and" | "or");
    let pair = |a: usize, b: usize| told(d.lemma(a)).zip(told(d.lemma(b))).is_some_and(|(x, y)| x != y);
    let verbs =
        |a: usize| d.tag(a).starts_with("VB") && matches!(d.tag(a + 2), "VBD" | "VBN" | "VBG" | "VB" | "JJ");
    let both = |a: usize| joins(a + 1) && pair(a, a + 2) && verbs(a);
    both(at) || at >= 2 && both(at - 2)
}

/// "Stabbed two teachers to death": the verb of it.
fn to_death(d: &Document, at: usize) -> Option<usize> {
    let so = d.lemma(at) == "death" && at > 0 && d.lemma(at - 1) == "to";
    let sentenced = |v: usize| matches!(d.lemma(v), "sentence" | "condemn" | "lead" | "put");
    verb_above(d, at).filter(|&v| so && d.tag(v).starts_with("VB") && !sentenced(v))
}

/// "Shot dead a journalist", "shot him dead", "were later found dead": the verb of it.
fn struck_dead(d: &Document, at: usize) -> Option<usize> {
    let deadly = |v: usize| d.tag(v).starts_with("VB") && (is("strike", d.lemma(v)) || d.lemma(v) == "find");
    let verb = at.checked_sub(1).into_iter().chain(verb_above(d, at)).find(|&v| v < at && deadly(v));
    verb.filter(|_| d.word(at).eq_ignore_ascii_case("dead") && d.tokens[at].dep != "amod")
}

/// What a word hangs from, or its object does: the parse may hang "to death" or "dead" from the man.
fn verb_above(d: &Document, at: usize) -> Option<usize> {
    let above = d.head(at)?;
    if d.is_dep(above, "obj") { d.head(above) } else { Some(above) }
}

/// "Plotted to kill the dissident", "after an attempt to assassinate the judge": nobody died of it.
fn is_intended(d: &Document, verb: usize) -> bool {
    d.tag(verb) == "VB" && d.head(verb).is_some_and(|h| h < verb && is("intent", d.lemma(h)))
}

/// Pictures are hung, people are hanged.
fn is_deadly(d: &Document, verb: usize) -> bool {
    let counted = || d.child(verb, "obj").is_some_and(|o| number_in(d, o).is_some());
    d.lemma(verb) != "hang" || d.word(verb).eq_ignore_ascii_case("hanged") || counted()
}

/// "Shot four people, two of them fatally", "fatally stabbed a guard".
fn fatal(d: &Document, at: usize, out: &mut Vec<Harm>) {
    let Some(before) = at.checked_sub(1) else { return };
    let of = before.checked_sub(2).filter(|_| matches!(d.word(before), "them" | "whom"));
    if let Some(number) = of.filter(|&n| d.lemma(n + 1) == "of" && d.counts(n)) {
        let span = TokenSpan::new(bounded(d, number), at);
        out.push(Harm { role: Role::Killed, span, head: number, cue: at });
        return;
    }
    if d.counts(before) {
        return push(d, out, Role::Killed, before, at);
    }
    let verb = [at + 1, before].into_iter().find(|&v| d.tag(v).starts_with("VB") && is("strike", d.lemma(v)));
    let Some(verb) = verb else { return };
    for head in sufferers(d, verb, d.lemma(verb)) {
        push(d, out, Role::Killed, head, at);
    }
}

/// Lives and men that are lost: "claimed 69 lives", "the group said that it had lost three men".
fn lost(d: &Document, at: usize, out: &mut Vec<Harm>) {
    let lemma = d.lemma(at);
    if lemma == "lose"
        && d.tag(at).starts_with("VB")
        && let Some(o) = d.child(at, "obj")
        && number_in(d, o).is_some()
        && is("men", d.lemma(o))
    {
        push(d, out, Role::Killed, o, at);
    }
    if lemma == "life"
        && d.tag(at) == "NNS"
        && d.head(at).is_some_and(|v| matches!(d.lemma(v), "claim" | "take" | "cost"))
        && number_in(d, at).is_some()
    {
        push(d, out, Role::Killed, at, at);
    }
}

/// "Three killed in Kabul blast", "Bomber kills 12 in Gao", "Journalist shot dead": headlines, which have no stop, are often parsed wrongly, so
/// what stands right before or behind the word must do.
fn headline(d: &Document, at: usize, sentence: TokenSpan, out: &mut Vec<Harm>) {
    let first = sentence.start as usize;
    let Some(role) = told(d.lemma(at)).filter(|_| is_headline(d, sentence)) else { return };
    let word = d.word(at).to_lowercase();
    let behind = counted_after(d, at);
    if word.ends_with('s') && verb_role(d.lemma(at)).is_some() {
        if let Some(head) = behind {
            push(d, out, role, head, at);
        }
        return;
    }
    let shot = word == "dead" && at > first && d.word(at - 1).eq_ignore_ascii_case("shot");
    if !(shot || word.ends_with("ed") || word == "hurt") || behind.is_some() {
        return;
    }
    let Some(head) = (at - usize::from(shot)).checked_sub(1).filter(|&h| h >= first) else { return };
    // "Protester killed": one, where nothing stands before.
    let one = head == first && d.tag(head).starts_with("NN") && !d.tag(head).ends_with('S');
    if one || d.counts(head) || d.tag(head) == "NNS" && number_in(d, head).is_some() {
        push(d, out, role, head, at);
    }
}

/// "Forty-two people were in critical condition", "twelve were taken to hospital": who is so is injured, and others may be.
fn cared_for(d: &Document, at: usize, sentence: TokenSpan, out: &mut Vec<Harm>) {
    let first = sentence.start as usize;
    let nominal = |t: usize| d.tag(t).starts_with("NN") || d.counts(t);
    let head = match d.lemma(at) {
        "condition" => {
            let back = at.saturating_sub(5).max(first);
            let Some(start) = (back..at).find(|&t| d.lemma(t) == "in") else { return };
            if !(start + 1..at).any(|t| is("state", d.lemma(t))) {
                return;
            }
            let beside = |t: usize| matches!(d.lemma(t), "be" | "remain" | "still" | "also" | "have");
            (first..start).rev().find(|&t| !beside(t)).filter(|&t| nominal(t))
        }
        "hospital" => {
            let back = at.saturating_sub(8).max(first);
            let Some(verb) = (back..at).rev().find(|&t| d.tag(t).starts_with("VB")) else { return };
            let there = (verb + 1..at).any(|t| matches!(d.lemma(t), "to" | "in" | "at"));
            if !there || !is("treat", d.lemma(verb)) || !is_truly_passive(d, verb) {
                return;
            }
            passive_subjects(d, verb).into_iter().find(|&h| h < verb)
        }
        _ => return,
    };
    // "The dead were taken to hospital", "two bodies"
    let alive = |h: &usize| told(d.lemma(*h)).is_none() && d.lemma(*h) != "body";
    let counted = |h: &usize| number_in(d, *h).is_some() || d.counts(*h);
    if let Some(head) = head.filter(|h| counted(h) && alive(h) && !is_share(d, *h)) {
        push(d, out, Role::Injured, head, at);
    }
}

/// Phrases whose subject is harmed: "lost their lives", "succumbed to his injuries", "sustained head injuries".
fn suffered(d: &Document, at: usize, sentence: TokenSpan, out: &mut Vec<Harm>) {
    let end = sentence.end as usize;
    let injury = |t: usize| is("injuries", d.lemma(t));
    let role = match d.lemma(at) {
        "lose" if d.tag(at + 1) == "PRP$" && d.lemma(at + 2) == "life" => Role::Killed,
        "succumb" | "succumbed" if (at + 1..end.min(at + 6)).any(injury) => Role::Killed,
        lemma if is("suffer", lemma) && d.tag(at) != "VBG" && takes_injury(d, at, end) => Role::Injured,
        _ => return,
    };
    if let Some(part) = part_before(d, at, role, sentence) {
        out.push(part);
        return;
    }
    for head in bearers(d, at) {
        push(d, out, role, head, at);
    }
}

/// Whether the noun behind a verb is one of injuries, without a number of its own.
fn takes_injury(d: &Document, verb: usize, end: usize) -> bool {
    let noun = |t: usize| d.tag(t).starts_with("NN");
    let ends = |t: &usize| noun(*t) || matches!(d.tag(*t), "IN" | "CD" | ",");
    let Some(mut last) = (verb + 1..end.min(verb + 5)).find(ends) else { return false };
    while noun(last + 1) && last + 1 < end {
        last += 1;
    }
    is("injuries", d.lemma(last)) && !(verb + 1..last).any(|t| d.counts(t) || d.lemma(t) == "no")
}

/// Those of whom a verb tells as its subject.
fn bearers(d: &Document, verb: usize) -> Vec<usize> {
    let mut heads = subjects(d, verb);
    if heads.is_empty() {
        heads.extend(d.subject(verb));
    }
    if heads.is_empty() {
        let first = d.sentences[d.sentence_of(verb)].tokens.start as usize;
        let beside = |t: usize| matches!(d.lemma(t), "have" | "be" | "also" | "later" | "then");
        let nominal = |t: usize| ["NN", "PRP", "WP"].iter().any(|tag| d.tag(t).starts_with(tag));
        let last = (first..verb).rev().find(|&t| !beside(t));
        heads.extend(last.filter(|&t| nominal(t) || d.counts(t)));
    }
    // "31 people who lost their lives"
    let named = |h: usize| {
        let behind = h > 0 && (d.tag(h - 1).starts_with("NN") || d.counts(h - 1));
        if matches!(d.tag(h), "WP" | "WDT") && behind { h - 1 } else { h }
    };
    let all = heads.into_iter().map(named).flat_map(|h| conjuncts(d, h));
    all.filter(|&h| h < verb && !is_share(d, h)).collect()
}

/// "One of the wounded died": the words before a verb for a part of others, which the parse often breaks.
fn part_before(d: &Document, verb: usize, role: Role, sentence: TokenSpan) -> Option<Harm> {
    let first = sentence.start as usize;
    let beside =
        |t: usize| matches!(d.lemma(t), "have" | "be" | "also" | "later" | "late" | "then" | "since");
    let end = (first..verb).rev().find(|&t| !beside(t))? + 1;
    let number = (3..7)
        .filter_map(|back| end.checked_sub(back))
        .take_while(|&n| n >= first)
        .find(|&n| d.lemma(n + 1) == "of" && d.counts(n) && matches!(d.tag(n + 2), "DT" | "PRP$"))?;
    Some(Harm { role, span: TokenSpan::new(bounded(d, number), end), head: number, cue: verb })
}

/// "The blast killed 20 people": what has a number right behind it and no "was" acts, whatever the parse says.
fn acts(d: &Document, verb: usize) -> bool {
    d.tag(verb) == "VBN"
        && d.child(verb, "aux:pass").is_none()
        && !matches!(d.tokens[verb].dep, "acl" | "amod")
        && counted_after(d, verb).is_some()
}

/// Heads of the phrases for those who suffer what a verb says.
pub(crate) fn sufferers(d: &Document, v: usize, lemma: &str) -> Vec<usize> {
    if d.tokens[v].dep == "amod" {
        return Vec::new();
    }
    let active = acts(d, v);
    let mut heads: Vec<usize> = if is("die", lemma) {
        d.subject(v).into_iter().collect()
    } else if is_truly_passive(d, v) && !active {
        passive_subjects(d, v)
    } else {
        let mut objects = d.objects(v);
        if let [own] = objects[..]
            && is_reflexive(d, own)
        {
            // "Killed himself and five others": the parse often ends the object with the first.
            objects.extend(counted_after(d, own + 1).filter(|_| d.word(own + 1) == "and"));
        }
        if !objects.is_empty() {
            objects
        } else if d.tag(v) == "VBN" && d.tokens[v].dep != "acl:relcl" && !active {
            // "14 wounded", "four killed": a headline's short form.
            let counted = |s: &usize| number_in(d, *s).is_some() || d.tag(*s).starts_with("PRP");
            d.child(v, "nsubj").filter(counted).into_iter().collect()
        } else {
            // "killed ten people in Gao and hundreds were injured": the parse may give the object to the second verb.
            counted_after(d, v).into_iter().collect()
        }
    };
    if heads.is_empty() {
        heads.extend(counted_before(d, v));
    }
    heads.iter().flat_map(|&h| conjuncts(d, h)).filter(|&h| !is_share(d, h)).collect()
}

fn is_reflexive(d: &Document, token: usize) -> bool {
    matches!(d.lemma(token), "himself" | "herself" | "themselves")
}

/// Who suffers a passive verb.
fn passive_subjects(d: &Document, v: usize) -> Vec<usize> {
    // "Gunmen killed ten people and hundreds more were injured": the parse may give the first number to both.
    let near = counted_before(d, v);
    let mut own: Vec<usize> = subjects(d, v);
    own.retain(|&s| !near.is_some_and(|n| told_between(d, s, n)));
    if own.is_empty() {
        let other = near.or_else(|| d.subject(v));
        own.extend(other.or_else(|| (d.tokens[v].dep == "acl").then(|| d.head(v)).flatten()));
    }
    own
}

/// "left several contractors and a serviceman wounded": all that stands between "left" and the word.
pub(super) fn left(d: &Document, word: usize, start: usize) -> Option<Vec<usize>> {
    let nominal = |t: usize| d.tag(t).starts_with("NN") || d.tag(t) == "CD";
    let mut head = word.checked_sub(1).filter(|&t| t > start && nominal(t))?;
    let mut group = vec![head];
    let mut front = phrase(d, head).start as usize;
    while front > start + 2 && matches!(d.word(front - 1), "and" | ",") && nominal(front - 2) {
        head = front - 2;
        group.push(head);
        front = phrase(d, head).start as usize;
    }
    // "left at least three dead"
    let front = bounded(d, front);
    (front > start && d.lemma(front - 1) == "leave").then_some(group)
}

/// Whether a word stands in the name of a figure ("the number of the dead"), which the figure's own rule reads.
pub(super) fn is_of_number(d: &Document, word: usize) -> bool {
    adjective_role(d.lemma(word)).is_some()
        && (word.saturating_sub(3)..word.saturating_sub(1))
            .any(|t| d.lemma(t) == "number" && d.lemma(t + 1) == "of")
}
