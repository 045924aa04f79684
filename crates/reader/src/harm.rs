//! Words that give the dead and the wounded.

use crate::triggers::Found;
use diurna_core::{Document, Role, RoleMark, Root, Scene, TokenSpan};

/// A number of persons killed or injured, where it stands.
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
        if let Some(role) = verb_role(lemma).filter(|_| tag.starts_with("VB") || tag == "JJ") {
            // "killed a sergeant and injured four soldiers": the second number is the second verb's.
            let other = |head: usize| {
                (at + 1..head)
                    .any(|t| verb_role(d.lemma(t)).or(adjective_role(d.lemma(t))).is_some_and(|r| r != role))
            };
            for head in sufferers(d, at, lemma).into_iter().filter(|&h| !other(h)) {
                push(d, &mut out, role, head, at);
            }
        }
        if let Some(role) = noun_role(lemma).filter(|_| tag.starts_with("NN")) {
            noun(d, at, role, &mut out);
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
    out.sort_by_key(|h| (h.span.start, h.role));
    out.dedup_by_key(|h| (h.span, h.role));
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
        let here: Vec<usize> = (0..found.len())
            .filter(|&i| {
                found[i].trigger.root == Root::Assault && sentence.tokens.contains(found[i].trigger.span)
            })
            .collect();
        for harm in find(d, sentence.tokens) {
            let nearest = |i: &&usize| {
                let t = &found[**i].trigger;
                (t.anaphoric, (i64::from(t.head) - harm.cue as i64).abs())
            };
            let own = here.iter().find(|&&i| found[i].trigger.head as usize == harm.cue);
            let Some(trigger) =
                own.or_else(|| here.iter().min_by_key(nearest)).copied().or(last.map(|(i, _)| i))
            else {
                continue;
            };
            let far = last.is_some_and(|(_, at)| s as u32 - at > 6) && here.is_empty();
            if far {
                continue;
            }
            roles.push(RoleMark {
                trigger,
                role: harm.role,
                span: TokenSpan::new(harm.span.start as usize, harm.span.end as usize),
                head: harm.head as u32,
                score: if here.is_empty() { 0.5 } else { 0.8 },
            });
        }
        let mut strong = here.iter().copied().filter(|&i| !found[i].trigger.anaphoric);
        if let Some(i) = strong.next_back() {
            last = Some((i, s as u32));
        }
    }
}

/// Words that only tell the outcome of an attack told elsewhere: "left two dead", "deaths", "wounded".
pub(crate) fn is_outcome(lemma: &str) -> bool {
    noun_role(lemma).is_some() || adjective_role(lemma).is_some()
}

fn verb_role(lemma: &str) -> Option<Role> {
    match lemma {
        "kill" | "murder" | "die" | "perish" | "slay" | "assassinate" | "massacre" | "behead" | "execute"
        | "slaughter" | "lynch" => Some(Role::Killed),
        "injure" | "wound" | "hurt" | "maim" | "hospitalise" | "hospitalize" => Some(Role::Injured),
        _ => None,
    }
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

fn sufferers(d: &Document, v: usize, lemma: &str) -> Vec<usize> {
    if d.tokens[v].dep == "amod" {
        return Vec::new();
    }
    let heads: Vec<usize> = if matches!(lemma, "die" | "perish") {
        d.subject(v).into_iter().collect()
    } else if d.is_passive(v) {
        let own = d.child(v, "nsubj").or_else(|| d.subject(v));
        own.or_else(|| (d.tokens[v].dep == "acl").then(|| d.head(v)).flatten()).into_iter().collect()
    } else {
        let objects: Vec<usize> = d.children(v).filter(|&c| d.tokens[c].dep == "obj").collect();
        if objects.is_empty() && d.tag(v) == "VBN" && d.tokens[v].dep != "acl:relcl" {
            // "14 wounded", "four killed": a headline's short form.
            let counted = |s: &usize| number_in(d, *s).is_some() || d.tag(*s).starts_with("PRP");
            d.child(v, "nsubj").filter(counted).into_iter().collect()
        } else {
            objects
        }
    };
    heads.iter().flat_map(|&h| d.conjuncts(h)).collect()
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
    if number_in(d, head).is_some() || d.tag(head) == "CD" || is_vague(d.lemma(head)) {
        push(d, out, role, head, a);
    }
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
fn number_in(d: &Document, head: usize) -> Option<usize> {
    let base = d.base_phrase(head);
    base.range().find(|&t| d.tag(t) == "CD" || is_vague(d.lemma(t)))
}

fn push(d: &Document, out: &mut Vec<Harm>, role: Role, head: usize, cue: usize) {
    let mut span = d.base_phrase(head);
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
    out.push(Harm { role, span, head, cue });
}
