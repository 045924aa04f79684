//! Words that give the dead and the wounded; [`lost`](crate::lost) adds the missing and the detained.

use crate::lost;
use crate::parties::{conjuncts, is_truly_passive, subjects};
use crate::triggers::Found;
use diurna_core::{Document, Mode, Role, RoleMark, Root, Scene, TokenSpan};

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
pub(crate) fn find(d: &Document, sentence: TokenSpan) -> Vec<Harm> {
    let mut out: Vec<Harm> = Vec::new();
    for at in sentence.range() {
        let tag = d.tag(at);
        let lemma = d.lemma(at);
        let role = verb_role(lemma).or(adjective_role(lemma));
        if let Some(role) = role
            && let Some(group) = left(d, at, sentence.start as usize)
        {
            for head in group {
                push(d, &mut out, role, head, at);
            }
            continue;
        }
        if shares_count(d, at) {
            continue;
        }
        if let Some(role) =
            verb_role(lemma).filter(|_| (tag.starts_with("VB") || tag == "JJ") && is_deadly(d, at))
        {
            // "killed a sergeant and injured four soldiers": the second number is the second verb's.
            let other = |head: usize| {
                (at + 1..head)
                    .any(|t| verb_role(d.lemma(t)).or(adjective_role(d.lemma(t))).is_some_and(|r| r != role))
            };
            for head in sufferers(d, at, lemma).into_iter().filter(|&h| !other(h)) {
                push(d, &mut out, role, head, at);
            }
        }
        if let Some(verb) = to_death(d, at) {
            for head in sufferers(d, verb, d.lemma(verb)) {
                push(d, &mut out, Role::Killed, head, at);
            }
        } else if let Some(role) = noun_role(lemma).filter(|_| tag.starts_with("NN")) {
            noun(d, at, role, &mut out);
        } else if is_act(lemma) && tag.starts_with("NN") {
            noun(d, at, Role::Killed, &mut out);
        }
        // "There were no casualties": neither dead nor wounded.
        if lemma == "casualty" && d.base_phrase(at).range().any(|t| d.lemma(t) == "no") {
            push(d, &mut out, Role::Killed, at, at);
            push(d, &mut out, Role::Injured, at, at);
        }
        // "put the number of dead at six"
        if lemma == "number"
            && d.lemma(at + 1) == "of"
            && let Some(role) =
                (at + 2..at + 4).find_map(|t| adjective_role(d.lemma(t)).or(noun_role(d.lemma(t))))
            && let Some(count) = (at + 3..(at + 8).min(sentence.end as usize)).find(|&t| d.tag(t) == "CD")
        {
            push(d, &mut out, role, count, at);
        }
        // "the group said that it had lost three men"
        if lemma == "lose"
            && tag.starts_with("VB")
            && let Some(o) = d.child(at, "obj")
            && number_in(d, o).is_some()
            && matches!(
                d.lemma(o),
                "man" | "soldier" | "fighter" | "member" | "people" | "officer" | "policeman" | "troop"
            )
        {
            push(d, &mut out, Role::Killed, o, at);
        }
        // "claimed 69 lives", "cost 12 people their lives"
        if matches!(lemma, "life")
            && tag == "NNS"
            && d.head(at).is_some_and(|v| matches!(d.lemma(v), "claim" | "take" | "cost"))
            && number_in(d, at).is_some()
        {
            push(d, &mut out, Role::Killed, at, at);
        }
        if let Some(role) = adjective_role(lemma) {
            adjective(d, at, role, sentence, &mut out);
        }
    }
    lost::find(d, sentence, &mut out);
    // One number told by two words ("four dead bodies") is one: the longer phrase stands.
    out.sort_by_key(|h| (h.role, h.span.start, std::cmp::Reverse(h.span.end)));
    out.dedup_by(|b, a| a.role == b.role && a.span.contains(b.span));
    out
}

/// "killed or wounded dozens", "killed and wounded 40 people": one number for both, which tells neither.
fn shares_count(d: &Document, at: usize) -> bool {
    let role = |t: usize| verb_role(d.lemma(t)).or(adjective_role(d.lemma(t)));
    let joins = |t: usize| matches!(d.lemma(t), "and" | "or");
    let pair = |a: usize, b: usize| role(a).zip(role(b)).is_some_and(|(x, y)| x != y);
    let verbs =
        |a: usize| d.tag(a).starts_with("VB") && matches!(d.tag(a + 2), "VBD" | "VBN" | "VBG" | "VB" | "JJ");
    let both = |a: usize| joins(a + 1) && pair(a, a + 2) && verbs(a);
    both(at) || at >= 2 && both(at - 2)
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
        for harm in find(d, sentence.tokens) {
            let trigger = if harm.role == Role::Detained {
                captor(found, &here, harm.cue)
            } else {
                // That nobody was hurt is said at the end of a report too.
                let none = matches!(d.lemma(harm.span.start as usize), "no" | "nobody" | "none");
                // "the death of the driver" belongs to no attack of another sentence.
                let bare = is_act(d.lemma(harm.cue)) && number_in(d, harm.head).is_none();
                let reach = |at: u32| none || !bare && s as u32 - at <= REACH;
                let told = here.iter().copied().find(|&i| is_execution(d, &found[i], harm.cue));
                told.or_else(|| attack(found, &attacks, harm.cue))
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

/// The attack that a word of harm belongs to: told by that very word, else the nearest.
fn attack(found: &[Found], attacks: &[usize], cue: usize) -> Option<usize> {
    let nearest = |i: &&usize| {
        let t = &found[**i].trigger;
        (t.anaphoric, (i64::from(t.head) - cue as i64).abs())
    };
    let own = attacks.iter().find(|&&i| found[i].trigger.head as usize == cue);
    own.or_else(|| attacks.iter().min_by_key(nearest)).copied()
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

/// Words that only tell the outcome of an attack told elsewhere: "left two dead", "deaths", "wounded".
pub(crate) fn is_outcome(lemma: &str) -> bool {
    noun_role(lemma).is_some() || adjective_role(lemma).is_some()
}

fn verb_role(lemma: &str) -> Option<Role> {
    match lemma {
        "kill" | "murder" | "die" | "perish" | "slay" | "assassinate" | "massacre" | "behead" | "execute"
        | "slaughter" | "lynch" | "hang" => Some(Role::Killed),
        "injure" | "wound" | "hurt" | "maim" | "hospitalise" | "hospitalize" => Some(Role::Injured),
        _ => None,
    }
}

/// "Stabbed two teachers to death": the verb of it.
fn to_death(d: &Document, at: usize) -> Option<usize> {
    let so = d.lemma(at) == "death" && at > 0 && d.lemma(at - 1) == "to";
    let sentenced = |v: usize| matches!(d.lemma(v), "sentence" | "condemn" | "lead" | "put");
    d.head(at).filter(|&v| so && d.tag(v).starts_with("VB") && !sentenced(v))
}

/// Pictures are hung, people are hanged.
fn is_deadly(d: &Document, verb: usize) -> bool {
    let counted = || d.child(verb, "obj").is_some_and(|o| number_in(d, o).is_some());
    d.lemma(verb) != "hang" || d.word(verb).eq_ignore_ascii_case("hanged") || counted()
}

/// Nouns of dying and killing whose "of" names who died.
fn is_act(lemma: &str) -> bool {
    matches!(lemma, "death" | "killing" | "murder" | "assassination" | "execution" | "slaying" | "beheading")
}

fn noun_role(lemma: &str) -> Option<Role> {
    match lemma {
        "death" | "fatality" | "toll" | "killing" | "body" => Some(Role::Killed),
        "injury" | "wound" => Some(Role::Injured),
        _ => None,
    }
}

fn adjective_role(lemma: &str) -> Option<Role> {
    match lemma {
        "dead" => Some(Role::Killed),
        "wounded" | "injured" | "hurt" => Some(Role::Injured),
        _ => None,
    }
}

pub(crate) fn sufferers(d: &Document, v: usize, lemma: &str) -> Vec<usize> {
    if d.tokens[v].dep == "amod" {
        return Vec::new();
    }
    let heads: Vec<usize> = if matches!(lemma, "die" | "perish") {
        d.subject(v).into_iter().collect()
    } else if is_truly_passive(d, v) {
        // "Gunmen killed ten people and hundreds more were injured": the parse may give the first number to both.
        let near = counted_before(d, v);
        let mut own: Vec<usize> = subjects(d, v);
        own.retain(|&s| !near.is_some_and(|n| told_between(d, s, n)));
        if own.is_empty() {
            let other = near.or_else(|| d.subject(v));
            own.extend(other.or_else(|| (d.tokens[v].dep == "acl").then(|| d.head(v)).flatten()));
        }
        own
    } else {
        let objects: Vec<usize> = d.children(v).filter(|&c| d.tokens[c].dep == "obj").collect();
        if objects.is_empty() && d.tag(v) == "VBN" && d.tokens[v].dep != "acl:relcl" {
            // "14 wounded", "four killed": a headline's short form.
            let counted = |s: &usize| number_in(d, *s).is_some() || d.tag(*s).starts_with("PRP");
            d.child(v, "nsubj").filter(counted).into_iter().collect()
        } else if objects.is_empty() && d.tag(v) != "VBN" {
            // "killed ten people in Gao and hundreds were injured": the parse may give the object to the second verb.
            counted_after(d, v).into_iter().collect()
        } else {
            objects
        }
    };
    let heads = if heads.is_empty() { counted_before(d, v).into_iter().collect() } else { heads };
    heads.iter().flat_map(|&h| conjuncts(d, h)).filter(|&h| !is_share(d, h)).collect()
}

/// "Nine people, five of them children": a part of those counted before.
fn is_share(d: &Document, head: usize) -> bool {
    let whole = |t: usize| {
        d.lemma(t) == "of" && matches!(d.lemma(t + 1), "they" | "them" | "whom" | "which" | "these" | "those")
    };
    let start = d.base_phrase(head).start as usize;
    number_in(d, head).is_some_and(|n| whole(n + 1)) || start >= 3 && whole(start - 2)
}

/// The counted noun that follows a verb.
fn counted_after(d: &Document, v: usize) -> Option<usize> {
    let sentence = d.sentences[d.sentence_of(v)].tokens;
    let end = (sentence.end as usize).min(v + 8);
    // "Wounding more than 40, two medics told": a number alone.
    let degree = |t: &usize| {
        matches!(
            d.word(*t),
            "more" | "than" | "at" | "least" | "about" | "some" | "nearly" | "over" | "around" | "up" | "to"
        )
    };
    let bare = (v + 1..end)
        .find(|t| !degree(t))
        .filter(|&t| d.tag(t) == "CD" && matches!(d.word(t + 1), "," | "." | ";" | "and" | "in" | "on"));
    if bare.is_some() {
        return bare;
    }
    (v + 1..end).find(|&t| {
        let own = d.base_phrase(t);
        d.tag(t) == "NNS" && own.start as usize == v + 1 && number_in(d, t).is_some()
    })
}

/// Another word of harm stands between two tokens, or before both in their clause.
fn told_between(d: &Document, first: usize, second: usize) -> bool {
    (first + 1..second).any(|t| d.lemma(t) == "and")
        && first > 0
        && (first.saturating_sub(4)..second).any(|t| verb_role(d.lemma(t)).is_some())
}

/// "166 died and hundreds more were injured", where the parse gives the second verb no subject.
fn counted_before(d: &Document, v: usize) -> Option<usize> {
    let sentence = d.sentences[d.sentence_of(v)].tokens;
    let between =
        |t: &usize| d.word(*t) == "more" || matches!(d.lemma(*t), "be" | "have" | "also" | "other" | "then");
    let last = (sentence.start as usize..v).rev().find(|t| !between(t))?;
    let verb = last + 1 < v || matches!(d.lemma(v), "die" | "perish");
    let people = d.tag(last) == "NNS" && number_in(d, last).is_some();
    (verb && (people || is_vague(d.lemma(last)) || d.tag(last) == "CD")).then_some(last)
}

/// "left several contractors and a serviceman wounded": all that stands between "left" and the word.
fn left(d: &Document, word: usize, start: usize) -> Option<Vec<usize>> {
    let nominal = |t: usize| d.tag(t).starts_with("NN") || d.tag(t) == "CD";
    let mut head = word.checked_sub(1).filter(|&t| t > start && nominal(t))?;
    let mut group = vec![head];
    let mut front = d.base_phrase(head).start as usize;
    while front > start + 2 && matches!(d.word(front - 1), "and" | ",") && nominal(front - 2) {
        head = front - 2;
        group.push(head);
        front = d.base_phrase(head).start as usize;
    }
    (front > start && d.lemma(front - 1) == "leave").then_some(group)
}

/// "a handful of fatalities", "the death toll rose to 30", "five deaths", "no injuries".
fn noun(d: &Document, n: usize, role: Role, out: &mut Vec<Harm>) {
    let lemma = d.lemma(n);
    if lemma == "toll" || lemma == "death" && d.lemma(n + 1) == "toll" {
        if lemma == "toll"
            && let Some(v) = d.head(n)
        {
            let number = d.children(v).filter(|&c| c > n).find(|&c| number_in(d, c).is_some());
            if let Some(c) = number {
                push(d, out, role, c, n);
            }
        }
        return;
    }
    if let Some(h) = d.head(n)
        && d.preposition(n) == Some("of")
        && d.tag(h).starts_with("NN")
        && is_counting_noun(d.lemma(h))
    {
        let span = d.base_phrase(h).join(d.base_phrase(n));
        out.push(Harm { role, span, head: n, cue: n });
        return;
    }
    // "the bodies of seven people"
    if lemma == "body"
        && let Some(of) = d.children(n).find(|&c| c > n && d.preposition(c) == Some("of"))
        && number_in(d, of).is_some()
    {
        push(d, out, role, of, n);
        return;
    }
    if lemma == "body" && !d.children(n).any(|c| d.is_dep(c, "nummod")) {
        return;
    }
    // "the death of the driver", "the murder of two teachers"
    if is_act(lemma)
        && let Some(of) = d.children(n).find(|&c| c > n && d.preposition(c) == Some("of"))
    {
        for head in d.conjuncts(of) {
            push(d, out, role, head, n);
        }
        return;
    }
    // "no injuries or deaths"
    let first = d.head(n).filter(|&h| h < n && d.is_dep(n, "conj") && noun_role(d.lemma(h)).is_some());
    let pair = |h: usize| (h + 1..n).all(|t| matches!(d.lemma(t), "and" | "or"));
    if let Some(h) = first.filter(|&h| pair(h)) {
        if d.base_phrase(h).range().any(|t| d.lemma(t) == "no") {
            out.push(Harm { role, span: d.base_phrase(h).join(d.base_phrase(n)), head: n, cue: n });
        }
        return;
    }
    let base = d.base_phrase(n);
    let numbered = base.range().any(|t| d.tag(t) == "CD" || is_vague(d.lemma(t)) || d.lemma(t) == "no");
    if numbered {
        push(d, out, role, n, n);
    }
}

/// "left 12 people dead", "three dead", "14 others wounded" where the parse makes it no verb.
fn adjective(d: &Document, a: usize, role: Role, sentence: TokenSpan, out: &mut Vec<Harm>) {
    if d.tag(a).starts_with("VB") && !sufferers(d, a, d.lemma(a)).is_empty() {
        return;
    }
    // "and wounded 14 others", where the parse makes the verb an adjective.
    if d.tokens[a].dep == "amod"
        && let Some(h) = d.head(a).filter(|&h| h > a && number_in(d, h).is_some_and(|n| n > a))
    {
        push(d, out, role, h, a);
        return;
    }
    if let Some(head) = found_dead(d, a) {
        push(d, out, role, head, a);
        return;
    }
    // "dozens of wounded"
    if a >= 2 && d.lemma(a - 1) == "of" && (is_vague(d.lemma(a - 2)) || d.tag(a - 2) == "CD") {
        let span = TokenSpan::new(d.base_phrase(a - 2).start as usize, a + 1);
        out.push(Harm { role, span, head: a, cue: a });
        return;
    }
    // The noun phrase directly before it.
    let mut head = None;
    let start = (sentence.start as usize).max(a.saturating_sub(16));
    for t in (start..a).rev() {
        let tag = d.tag(t);
        if tag.starts_with("NN") || tag == "CD" || is_vague(d.lemma(t)) {
            head = Some(t);
            break;
        }
        if !matches!(
            d.lemma(t),
            "be" | "critically"
                | "seriously"
                | "severely"
                | "badly"
                | "or"
                | "and"
                | "more"
                | "other"
                | "slightly"
        ) {
            break;
        }
    }
    let Some(head) = head else { return };
    let none =
        matches!(d.lemma(head), "nobody" | "none") || d.base_phrase(head).range().any(|t| d.lemma(t) == "no");
    // "Her driver was wounded": one person, where the noun says so.
    let one = d.tag(head) == "NN" && d.child(a, "cop").is_some() && d.child(a, "nsubj") == Some(head);
    if none || one || number_in(d, head).is_some() || d.tag(head) == "CD" || is_vague(d.lemma(head)) {
        push(d, out, role, head, a);
    }
}

/// Who was "shot dead", "pronounced dead", "found dead".
fn found_dead(d: &Document, a: usize) -> Option<usize> {
    if d.lemma(a) != "dead" {
        return None;
    }
    // "shot" is often tagged as something else.
    let finds = |t: usize| {
        d.word(t).eq_ignore_ascii_case("shot")
            || matches!(d.lemma(t), "pronounce" | "declare" | "find" | "shoot" | "confirm")
                && d.tag(t).starts_with("VB")
    };
    let verb = (a.saturating_sub(6)..a)
        .rev()
        .find(|&t| finds(t) || d.tag(t).starts_with("VB"))
        .filter(|&t| finds(t))?;
    // "shot him dead", "found three men dead"
    if verb + 1 < a {
        let nominal =
            |t: &usize| d.tag(*t).starts_with("NN") || d.tag(*t).starts_with("PRP") || d.tag(*t) == "CD";
        return Some(a - 1).filter(nominal);
    }
    if is_truly_passive(d, verb) || d.tag(verb) == "VBN" {
        return d.child(verb, "nsubj").or_else(|| d.subject(verb));
    }
    // "shot dead a guard"
    d.child(verb, "obj")
        .filter(|&o| o > a)
        .or_else(|| d.child(a, "obj"))
        .or_else(|| crate::parties::behind(d, a))
}

/// Nouns that count what follows them: "a handful of fighters", "dozens of people".
pub(crate) fn is_counting_noun(lemma: &str) -> bool {
    matches!(lemma, "handful" | "dozen" | "score" | "hundred" | "thousand" | "number" | "couple")
}

fn is_vague(lemma: &str) -> bool {
    matches!(
        lemma,
        "several"
            | "dozen"
            | "hundred"
            | "score"
            | "handful"
            | "thousand"
            | "many"
            | "few"
            | "couple"
            | "some"
    )
}

/// The token of a number in the phrase of `head`.
pub(crate) fn number_in(d: &Document, head: usize) -> Option<usize> {
    let base = d.base_phrase(head);
    base.range().find(|&t| d.tag(t) == "CD" || is_vague(d.lemma(t)))
}

pub(crate) fn push(d: &Document, out: &mut Vec<Harm>, role: Role, head: usize, cue: usize) {
    // "hundreds more"
    let counts = |t: usize| d.tag(t) == "CD" || is_vague(d.lemma(t));
    let head = if head > 0 && d.word(head) == "more" && counts(head - 1) { head - 1 } else { head };
    let mut span = d.base_phrase(head);
    // "Monday 166 people", "At the Ritz one guard": a name before the number is not of the phrase.
    let number = span.range().find(|&t| d.tag(t) == "CD" && t < head);
    if let Some(number) = number.filter(|&n| (span.start as usize..n).any(|t| d.tag(t).starts_with("NNP"))) {
        span = TokenSpan::new(number, span.end as usize);
    }
    // "at least", "more than", "as many as", "up to" before the number belong to it.
    while span.start > 0 {
        let before = span.start as usize - 1;
        let word = d.word(before).to_lowercase();
        let belongs = matches!(
            word.as_str(),
            "least"
                | "most"
                | "than"
                | "more"
                | "fewer"
                | "less"
                | "over"
                | "about"
                | "around"
                | "nearly"
                | "almost"
                | "approximately"
                | "some"
                | "up"
                | "to"
                | "as"
                | "many"
                | "at"
                | "roughly"
                | "under"
                | "only"
                | "estimated"
                | "an"
                | "another"
        );
        let sentence = d.sentences[d.sentence_of(head)].tokens;
        if !belongs
            || before < sentence.start as usize
            || word == "to" && d.word(before.wrapping_sub(1)).to_lowercase() != "up"
        {
            break;
        }
        span = TokenSpan::new(before, span.end as usize);
    }
    // "put the toll at 27": there the word is no part of the number.
    let bound = d.word(span.start as usize + 1).to_lowercase();
    if d.word(span.start as usize).eq_ignore_ascii_case("at")
        && !matches!(bound.as_str(), "least" | "most")
        && span.len() > 1
    {
        span = TokenSpan::new(span.start as usize + 1, span.end as usize);
    }
    if span.covers(cue) && cue < head {
        span = TokenSpan::new(cue + 1, span.end as usize);
    }
    // "nine or more"
    let end = span.end as usize;
    if d.lemma(end) == "or" && matches!(d.lemma(end + 1), "more" | "much" | "many") {
        span = TokenSpan::new(span.start as usize, end + 2);
    }
    // "14 of them", "dozens of people"
    if let Some(of) =
        d.children(head).find(|&c| c > head && d.is_dep(c, "nmod") && d.preposition(c) == Some("of"))
        && (is_vague(d.lemma(head)) || d.tag(head) == "CD")
    {
        span = span.join(d.base_phrase(of));
    }
    // "at least 13 fighters and a soldier", which the parse may take for one phrase.
    if let Some(and) = two_counts(d, span) {
        let left = TokenSpan::new(span.start as usize, and);
        out.push(Harm { role, span: left, head: and - 1, cue });
        span = TokenSpan::new(and + 1, span.end as usize);
    }
    out.push(Harm { role, span, head, cue });
}

/// The "and" between two numbers of persons in one phrase.
fn two_counts(d: &Document, span: TokenSpan) -> Option<usize> {
    let counts = |t: usize| d.tag(t) == "CD" || is_vague(d.lemma(t));
    (span.start as usize + 2..span.end as usize).find(|&t| {
        d.lemma(t) == "and"
            && t + 2 < span.end as usize
            && (counts(t + 1) || matches!(d.lemma(t + 1), "a" | "an"))
            && (span.start as usize..t).any(counts)
            && d.tag(t - 1).starts_with("NN")
            && !is_counting_noun(d.lemma(t - 1))
    })
}
