//! Who acts, on whom and with what: as the network names them, else as they hang from the trigger.

use crate::lexicon::Lexicon;
use crate::parties::{self, Parties};
use crate::sight::Sight;
use crate::trained::UNSEEN;
use crate::triggers::{self, Found};
use diurna_core::{
    ActorKind, Attribution, Document, Mode, PlaceMention, Role, RoleMark, Root, Scene, TokenSpan,
};
use diurna_network::RoleSeen;

/// What a side has to be worth beside the surest of its role in the sentence, unless both stand together: of two strikes in one sentence
/// each has its own.
const BESIDE: f32 = 0.7;
/// Score of a side that only the tree gives; what the network names has its probability.
const BY_TREE: f32 = 0.6;

/// Agents, targets and instruments: as the network names them, else as they hang from the trigger.
pub(crate) fn of(
    sight: &Sight<'_>,
    lexicon: &Lexicon,
    attributions: &[Attribution],
    found: &mut [Found],
    kept: &[usize],
) -> Vec<RoleMark> {
    let d = sight.scene.document;
    let mut out = Vec::new();
    for (trigger, f) in found.iter_mut().enumerate() {
        let mut by_tree = std::mem::take(&mut f.parties);
        // "The rebels said they lost two men": to whom it is done.
        let loses = f.trigger.root == Root::Assault && parties::is_loss(d, f.trigger.head as usize);
        if loses {
            by_tree.agents.clear();
            f.trigger.mode = f.trigger.mode.filter(|&m| m != Mode::ArmedClash);
        }
        let own: Vec<&RoleSeen> = sight.seen.roles.iter().filter(|r| r.trigger == kept[trigger]).collect();
        let home = d.sentence_of(f.trigger.head as usize);
        let here = |r: &RoleSeen| sight.tokens.get(r.words.start).is_some_and(|&t| d.sentence_of(t) == home);
        let head = f.trigger.head as usize;
        for role in own.iter().filter(|r| here(r) || !own.iter().any(|o| o.role == r.role && here(o))) {
            let span = sight.span(&role.words);
            let surest = own.iter().filter(|o| o.role == role.role && here(o));
            let surest = surest.max_by(|a, b| a.score.total_cmp(&b.score));
            if surest.is_some_and(|o| role.score < BESIDE * o.score && !stand_together(o, role)) {
                continue;
            }
            if role.role == Role::Agent && only_tells(d, attributions, span, head, &by_tree) {
                continue;
            }
            let headed =
                || d.child(head, "nsubj").is_some_and(|s| span.covers(s)) && parties::is_suffered(d, head);
            let suffers = role.role == Role::Agent && (loses || headed());
            let told = RoleSeen { role: if suffers { Role::Target } else { role.role }, ..(*role).clone() };
            mark(sight, lexicon, trigger, &told, &mut f.parties, &mut out);
        }
        let means = triggers::instruments(d, lexicon, f.trigger.root, &by_tree);
        // "Syrian air force jets struck": whose weapon it is acts.
        let weapons = by_tree.agents.iter().filter(|h| means.contains(h));
        let whose = weapons.flat_map(|&h| owners(sight.scene, d.base_phrase(h))).collect::<Vec<_>>();
        let own_words = f.trigger.span;
        let sides = |heads: &[usize]| {
            let side = |&h: &usize| {
                !means.contains(&h)
                    && !own_words.covers(h)
                    && parties::is_someone(d, h)
                    && !is_scene(sight.scene, h, head)
            };
            heads.iter().copied().filter(side).collect::<Vec<_>>()
        };
        // Whom it is done to the network knows better than the tree.
        let targets = if kept[trigger] == UNSEEN { sides(&by_tree.targets) } else { Vec::new() };
        for (role, heads, to) in [
            (Role::Agent, [sides(&by_tree.agents), whose].concat(), &mut f.parties.agents),
            (Role::Target, targets, &mut f.parties.targets),
            (Role::Instrument, means.clone(), &mut f.parties.means),
        ] {
            if to.is_empty() {
                out.extend(heads.iter().map(|&head| side(d, trigger, role, head, BY_TREE)));
                *to = heads;
            }
        }
    }
    // "Hit a camp after the Sikasso bombing": a place is no weapon.
    let place = |m: &RoleMark| places_at(sight.scene, m.head as usize).next().is_some();
    out.retain(|m| m.role != Role::Instrument || !place(m));
    out
}

/// Marks a side for each noun phrase of its span.
fn mark(
    sight: &Sight<'_>,
    lexicon: &Lexicon,
    trigger: usize,
    role: &RoleSeen,
    parties: &mut Parties,
    out: &mut Vec<RoleMark>,
) {
    let d = sight.scene.document;
    let span = sight.span(&role.words);
    if span.is_empty() || !matches!(role.role, Role::Agent | Role::Target | Role::Instrument) {
        return;
    }
    // A bare number names nobody, and "near Gao" says where.
    let means = role.role == Role::Instrument;
    let named = |h: usize| if means { triggers::may_be_means(d, h) } else { parties::is_someone(d, h) };
    let someone = |&h: &usize| named(h) && !is_setting(sight.scene, h);
    // "Hundreds of teachers marched": the teachers did.
    let counted = |h: usize| if means { h } else { parties::counted(d, h) };
    for head in sight.heads(span).into_iter().map(counted).filter(someone) {
        let weapon = role.role == Role::Agent && triggers::is_weapon(d, lexicon, head);
        let own = if weapon { Role::Instrument } else { role.role };
        // "Syrian air force jets struck": whose weapon it is acts.
        let whose = if weapon { owners(sight.scene, d.base_phrase(head)) } else { Vec::new() };
        let whose = whose.into_iter().map(|owner| (Role::Agent, owner));
        for (role_of, head) in std::iter::once((own, head)).chain(whose) {
            let list = match role_of {
                Role::Agent => &mut parties.agents,
                Role::Target => &mut parties.targets,
                _ => &mut parties.means,
            };
            list.push(head);
            out.push(side(d, trigger, role_of, head, role.score));
        }
    }
}

/// Takes out the sides that take part in nothing.
pub(crate) fn settle(
    scene: Scene<'_>,
    found: &[Found],
    attributions: &[Attribution],
    roles: &mut Vec<RoleMark>,
) {
    let d = scene.document;
    let sided = |r: &RoleMark| matches!(r.role, Role::Agent | Role::Target);
    roles.retain(|r| {
        let event = r.role == Role::Agent && is_other_event(scene, found, r);
        // "Police: three killed in blast": the label takes part in nothing.
        !event && !(sided(r) && (is_nobody(d, r.span) || is_label(d, attributions, r)))
    });
    let others: Vec<bool> = roles.iter().map(|r| is_other_side(d, found, roles, r)).collect();
    let mut others = others.into_iter();
    roles.retain(|_| others.next() == Some(false));
}

/// "No group claimed the attack": nobody speaks or acts.
pub(crate) fn is_nobody(d: &Document, phrase: TokenSpan) -> bool {
    let first = phrase.start as usize;
    matches!(d.word(first).to_lowercase().as_str(), "no" | "nobody" | "none" | "neither")
}

/// "Clash kills ten", "the raid killed two": an event that is told of acts for nobody, unless its word is one for persons, too.
fn is_other_event(scene: Scene<'_>, found: &[Found], mark: &RoleMark) -> bool {
    let own = scene.document.tokens.get(mark.head as usize).map(|t| t.span);
    let event = found.iter().enumerate().any(|(i, f)| i != mark.trigger && f.trigger.head == mark.head);
    event && !own.is_some_and(|own| scene.actors.iter().any(|m| m.span.overlaps(own)))
}

/// "Poland sent 500 soldiers": the object of a verb does not act where its subject does. "Stabbed two men before being shot": the subject
/// was shot, not the men.
fn is_other_side(d: &Document, found: &[Found], roles: &[RoleMark], mark: &RoleMark) -> bool {
    let verb = found[mark.trigger].trigger.head as usize;
    let has = |role: Role, head: Option<usize>| {
        let mut own = roles.iter().filter(|r| r.trigger == mark.trigger && r.role == role);
        own.any(|r| Some(r.head as usize) == head)
    };
    let object_of = |v: usize| d.is_dep(mark.head as usize, "obj") && d.head(mark.head as usize) == Some(v);
    // "Has shelled the town since Sunday, when rebels killed nine": each verb has a subject and an object of its own.
    let of_another = |dep: &str| {
        let other = d.head(mark.head as usize).filter(|&v| d.is_dep(mark.head as usize, dep) && v != verb);
        other.is_some_and(|v| d.tag(v).starts_with("VB"))
            && d.tag(verb).starts_with("VB")
            && d.child(verb, dep).is_some_and(|own| own != mark.head as usize && has(mark.role, Some(own)))
    };
    match mark.role {
        Role::Agent => {
            object_of(verb) && has(Role::Agent, d.child(verb, "nsubj"))
                || !parties::is_suffered(d, verb) && of_another("nsubj")
        }
        Role::Target if of_another("obj") => true,
        Role::Target => {
            let being = d.children(verb).any(|c| d.word(c) == "being");
            let main = d.head(verb).filter(|&v| being && d.tag(v).starts_with("VB"));
            main.is_some_and(|v| object_of(v) && has(Role::Target, d.child(v, "nsubj")))
        }
        _ => false,
    }
}

/// Whether a side is who is told to speak by a colon.
fn is_label(d: &Document, attributions: &[Attribution], side: &RoleMark) -> bool {
    let colon = |a: &&Attribution| a.cue.is_some_and(|c| d.word(c.start as usize) == ":");
    attributions.iter().filter(colon).any(|a| a.source.is_some_and(|s| s.overlaps(side.span)))
}

/// The names of known places that a token is part of.
pub(crate) fn places_at<'s>(scene: Scene<'s>, token: usize) -> impl Iterator<Item = &'s PlaceMention> {
    let span = scene.document.tokens[token].span;
    scene.places.iter().filter(move |m| m.place.is_some() && m.span.overlaps(span))
}

/// "The Sikasso bombing": a town before the noun of an event is where it was, and nobody's side.
fn is_scene(scene: Scene<'_>, word: usize, trigger: usize) -> bool {
    let d = scene.document;
    let within = d.tag(trigger).starts_with("NN") && d.base_phrase(trigger).covers(word);
    within && places_at(scene, word).any(|m| !m.wide && !m.metonymic)
}

/// A place told by a preposition of place: where something is, not to whom it is done.
fn is_setting(scene: Scene<'_>, head: usize) -> bool {
    let d = scene.document;
    let settled = matches!(d.lemma(head), "town" | "city" | "village" | "district" | "region" | "province");
    let place = settled || places_at(scene, head).next().is_some();
    let first = d.base_phrase(head).start as usize;
    place && first > 0 && matches!(d.lemma(first - 1), "near" | "in" | "at" | "outside" | "around" | "inside")
}

/// Whether hardly a word stands between two phrases.
fn stand_together(a: &RoleSeen, b: &RoleSeen) -> bool {
    const NEAR: usize = 3;
    a.words.start <= b.words.end + NEAR && b.words.start <= a.words.end + NEAR
}

/// The mark of the noun phrase of `head`.
fn side(d: &Document, trigger: usize, role: Role, head: usize, score: f32) -> RoleMark {
    RoleMark { trigger, role, span: d.base_phrase(head), head: head as u32, score }
}

/// Whether a phrase only tells of the act: the source of a claim, in which another one acts ("the rebels said army tanks fired").
fn only_tells(
    d: &Document,
    attributions: &[Attribution],
    phrase: TokenSpan,
    head: usize,
    by_tree: &Parties,
) -> bool {
    attributions.iter().filter(|a| a.source.is_some_and(|s| s.overlaps(phrase))).any(|a| {
        let within = |t: usize| a.content.iter().any(|c| c.covers(t));
        let other = |&t: &usize| within(t) && d.tag(t).starts_with("NN");
        within(head) && !within(phrase.start as usize) && by_tree.agents.iter().any(other)
    })
}

/// The actors within the phrase of a weapon, by their last tokens: named ones, and those whose it is ("government artillery").
fn owners(scene: Scene<'_>, phrase: TokenSpan) -> Vec<usize> {
    let d = scene.document;
    let area = d.text_span(phrase);
    let named = scene.actors.iter().filter(|m| {
        (m.named || m.span.end < area.end) && m.kind != ActorKind::Unknown && area.contains(m.span)
    });
    named.map(|m| d.tokens_in(m.span).end as usize - 1).collect()
}
