//! Words that mean another event in this report than elsewhere: "strike" where work is stopped, "fired" where it was tear gas,
//! "bombed" where it was from the air.

use crate::lexicon::{Lexicon, Pos};
use crate::lists;
use crate::parties;
use crate::triggers::{self, Found};
use diurna_core::{ActorKind, Document, Mode, Root, Scene};
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

/// A town or a post that is captured is no prisoner, and a person who is seized is one.
pub(crate) fn captures(scene: Scene<'_>, found: &mut [Found]) {
    let d = scene.document;
    let is_site = |&head: &usize| {
        let span = d.tokens[head].span;
        let named = scene.places.iter().any(|p| p.place.is_some() && !p.metonymic && p.span.overlaps(span));
        named || lists::SITES.contains(d.lemma(head))
    };
    // "Men who were seized at a checkpoint."
    let is_person = |&head: &usize| {
        let span = d.tokens[head].span;
        let human = |k: ActorKind| matches!(k, ActorKind::Person | ActorKind::Civilians);
        d.tag(head) == "WP" || scene.actors.iter().any(|m| human(m.kind) && m.span.overlaps(span))
    };
    for f in found.iter_mut().filter(|f| !f.parties.targets.is_empty()) {
        let (targets, verb) = (&f.parties.targets, d.lemma(f.trigger.head as usize));
        let taken = || matches!(verb, "seize" | "capture" | "grab" | "hold" | "snatch" | "take");
        match f.trigger.mode {
            Some(Mode::Arrest) if verb == "capture" && targets.iter().all(is_site) => {
                f.trigger.mode = Some(Mode::Seizure);
            }
            Some(Mode::Seizure) if taken() && targets.iter().all(is_person) => {
                f.trigger.mode = Some(Mode::Arrest);
            }
            _ => {}
        }
    }
}

/// What a suicide bomber does is a suicide attack, whatever he drives: "a suicide bomber rammed a lorry into a checkpoint".
pub(crate) fn suicides(d: &Document, found: &mut [Found]) {
    let bomber = |&head: &usize| {
        matches!(d.lemma(head), "bomber" | "attacker") && d.children(head).any(|c| d.lemma(c) == "suicide")
    };
    for f in found.iter_mut().filter(|f| f.trigger.root == Root::Assault) {
        let open = matches!(
            f.trigger.mode,
            None | Some(Mode::Other | Mode::Bombing | Mode::CarBomb | Mode::Ramming)
        );
        if open && f.parties.agents.iter().any(bomber) {
            f.trigger.mode = Some(Mode::Suicide);
        }
    }
}

/// Bombs that aircraft drop are attacks from the air: "a warplane bombed the market".
pub(crate) fn from_the_air(d: &Document, lexicon: &Lexicon, found: &mut [Found]) {
    for f in found.iter_mut() {
        let verb =
            matches!(d.lemma(f.trigger.head as usize), "bomb" | "bombard" | "pound" | "strike" | "hit");
        let general = matches!(f.trigger.mode, None | Some(Mode::Bombing | Mode::Other));
        let mut actors = f.parties.agents.iter().chain(&f.parties.means);
        if f.trigger.root == Root::Assault
            && verb
            && general
            && actors.any(|&head| triggers::weapon(d, lexicon, head).is_some_and(|w| w.flies))
        {
            f.trigger.mode = Some(Mode::Aerial);
        }
    }
}

/// Makes attacks of strikes that do harm: "the strike, which hit a kindergarten, killed seven children".
pub(crate) fn deadly_strikes(d: &Document, found: &mut [Found]) {
    let harms = |v: usize| d.tag(v).starts_with("VB") && lists::DESTROYING.contains(d.lemma(v));
    for f in found.iter_mut().filter(|f| f.trigger.root == Root::Protest) {
        let head = f.trigger.head as usize;
        let own = d.is_dep(head, "nsubj") && d.head(head).is_some_and(harms);
        let told = || {
            d.children(head).any(|c| {
                d.is_dep(c, "acl:relcl")
                    && harms(c)
                    && d.subject(c).is_some_and(|s| matches!(d.tag(s), "WDT" | "WP"))
            })
        };
        if d.lemma(head) == "strike" && d.tag(head).starts_with("NN") && (own || told()) {
            (f.trigger.root, f.trigger.mode) = (Root::Assault, None);
            f.parties = parties::of(d, head, Pos::Noun, Root::Assault);
        }
    }
}

/// Makes accusations of the protests of states: "summoned the ambassador to protest", "lodged a formal protest".
pub(crate) fn complaints(d: &Document, found: &mut [Found]) {
    for f in found.iter_mut().filter(|f| f.trigger.root == Root::Protest) {
        let head = f.trigger.head as usize;
        if d.lemma(head) != "protest" {
            continue;
        }
        let above = d.head(head).map_or("", |v| d.lemma(v));
        let noun = d.tag(head).starts_with("NN");
        let lodged =
            noun && d.is_dep(head, "obj") && matches!(above, "lodge" | "file" | "deliver" | "submit");
        let formal =
            noun && d.children(head).any(|c| matches!(d.lemma(c), "formal" | "diplomatic" | "official"));
        if lodged || formal || !noun && matches!(above, "summon" | "recall") {
            (f.trigger.root, f.trigger.mode) = (Root::Accuse, None);
        }
    }
}

/// Firing at somebody is an attack and no show of force: "artillery fired on the town". A missile into the sea is a test. What is
/// fired says how: "fired mortars" is no shot from a gun.
pub(crate) fn fire(d: &Document, lexicon: &Lexicon, found: &mut [Found]) {
    let heavy = |t: usize| {
        let mode = triggers::weapon(d, lexicon, t)?.mode;
        mode.filter(|m| matches!(m, Mode::Artillery | Mode::MissileRocket))
    };
    for f in
        found.iter_mut().filter(|f| f.trigger.root == Root::Assault && f.trigger.mode == Some(Mode::Firearms))
    {
        let head = f.trigger.head as usize;
        let verb = d.tag(head).starts_with("VB");
        let fired = verb && d.lemma(head) == "fire";
        let opened = verb && d.lemma(head) == "open" && d.lemma(head + 1) == "fire";
        // "Artillery opened fire": whoever bears a weapon opens fire, and it may be the weapon itself.
        let arms = f.parties.means.iter().chain(f.parties.agents.iter().filter(|_| opened));
        if let Some(mode) = arms.copied().find_map(heavy).filter(|_| fired || opened) {
            f.trigger.mode = Some(mode);
        }
    }
    // "A missile fired from Gao hit a tanker": it was fired at what it hit.
    let attacks: Vec<usize> =
        found.iter().filter(|f| f.trigger.root == Root::Assault).map(|f| f.trigger.head as usize).collect();
    for f in found.iter_mut().filter(|f| f.trigger.root == Root::Mobilize) {
        let head = f.trigger.head as usize;
        let shot =
            d.head(head).filter(|_| d.is_dep(head, "acl") && matches!(d.lemma(head), "fire" | "launch"));
        if let Some(weapon) = shot.and_then(|n| triggers::weapon(d, lexicon, n))
            && attacks.iter().any(|&hit| d.child(hit, "nsubj") == shot)
        {
            (f.trigger.root, f.trigger.mode) = (Root::Assault, weapon.mode);
            continue;
        }
        if !d.tag(head).starts_with("VB") || !matches!(d.lemma(head), "fire" | "shell" | "lob" | "hurl") {
            continue;
        }
        let water = |t: usize| matches!(d.lemma(t), "sea" | "ocean" | "water" | "waters" | "air" | "bay");
        let hit = |&&t: &&usize| {
            let at = matches!(d.preposition(t), Some("at" | "on" | "into" | "upon" | "towards" | "toward"));
            at && !water(t) && triggers::weapon(d, lexicon, t).is_none()
        };
        if !f.parties.targets.iter().any(|t| hit(&t)) {
            continue;
        }
        let arms = f.parties.means.iter().chain(&f.parties.agents).chain(&f.parties.targets);
        let mode = arms.filter_map(|&t| triggers::weapon(d, lexicon, t)?.mode).next();
        (f.trigger.root, f.trigger.mode) = (Root::Assault, Some(mode.unwrap_or(Mode::Firearms)));
    }
}
