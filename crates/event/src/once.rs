//! Who takes part is named once, however many words tell of him.

use crate::cluster::Cluster;
use crate::fields::Party;
use crate::harmed;
use crate::input::Input;
use crate::parties::Cast;
use crate::retold;
use diurna_core::{Actor, ActorKind, Document, Root, TextSpan};

/// Brings together the words of an event that tell of the same side.
pub(crate) fn settle(input: &Input<'_>, cast: &Cast<'_>, c: &mut Cluster) {
    name_sides(input, &cast.actors, c);
    let many =
        c.fields.killed.iter().chain(&c.fields.injured).map(|h| h.low).fold(0, u32::saturating_add) > 1;
    for list in [&mut c.fields.agents, &mut c.fields.targets] {
        gather(input, cast, list, many);
    }
}

/// "Both sides" are the two that are named, and a country beside its government is that government.
fn name_sides(input: &Input<'_>, actors: &[Actor], c: &mut Cluster) {
    let d = input.document;
    let is_sides = |p: &Party| {
        p.mentions.iter().all(|m| {
            let words = d.tokens_in(*m);
            words
                .range()
                .next_back()
                .is_some_and(|t| d.tag(t) == "NNS" && matches!(d.lemma(t), "side" | "party"))
        })
    };
    let key = |p: &Party| actors[p.actor].key.as_deref();
    let governs =
        |p: &Party, state: &str| key(p).is_some_and(|k| k.strip_prefix("government:") == Some(state));
    for list in [&mut c.fields.agents, &mut c.fields.targets] {
        if list.iter().filter(|p| !is_sides(p)).count() > 1 {
            list.retain(|p| !is_sides(p));
        }
        let all = list.clone();
        list.retain(|p| !key(p).is_some_and(|state| all.iter().any(|q| governs(q, state))));
    }
    // A government demands nothing of its own country.
    if !c.root.is_physical() && c.root != Root::Consult {
        let agents = &c.fields.agents;
        c.fields.targets.retain(|p| !key(p).is_some_and(|state| agents.iter().any(|q| governs(q, state))));
    }
}

/// Lets a side that a common noun tells join another one of the list that other sentences tell of: the "vessel" that is also "a cargo
/// vessel", the "blogger" who is named, the "people" who were "a crowd". `many` were harmed.
fn gather(input: &Input<'_>, cast: &Cast<'_>, list: &mut Vec<Party>, many: bool) {
    let told: Vec<Option<Told<'_>>> = list.iter().map(|p| Told::of(input, cast, p)).collect();
    let persons = told.iter().flatten().filter(|t| t.is_person).count();
    let only = |one: &Told<'_>, of: &Told<'_>| {
        one.plays_part_of(of) && told.iter().flatten().filter(|t| one.plays_part_of(t)).count() == 1
    };
    let joins = |one: &Told<'_>, other: &Told<'_>| {
        let same = one.is_less_of(other)
            || persons == 1 && !many && one.describes(other)
            || one.is_blank_for(other)
            || only(one, other);
        same && one.is_apart(input.document, other)
    };
    let into = |one: &Option<Told<'_>>| {
        let one = one.as_ref()?;
        told.iter().position(|other| other.as_ref().is_some_and(|other| joins(one, other)))
    };
    let into: Vec<Option<usize>> = told.iter().map(into).collect();
    let all = std::mem::take(list);
    let (joining, staying): (Vec<_>, Vec<_>) =
        all.into_iter().enumerate().partition(|(i, _)| into[*i].is_some());
    let (numbers, mut staying): (Vec<usize>, Vec<Party>) = staying.into_iter().unzip();
    for (i, one) in joining {
        // "People" were "a crowd", and that "the crowd on the quay".
        let last = std::iter::successors(into[i], |&k| into[k]).take(into.len()).last();
        debug_assert!(last.is_some_and(|k| into[k].is_none()), "two sides join each other");
        let Some(other) = last.and_then(|k| numbers.binary_search(&k).ok()).map(|k| &mut staying[k]) else {
            continue;
        };
        other.join(one);
        other.mentions.sort_unstable_by_key(|m| (m.start, m.end));
    }
    *list = staying;
}

/// A side by the words that tell of it.
struct Told<'a> {
    name: &'a str,
    mentions: &'a [TextSpan],
    /// Last noun of the first words.
    lemma: &'a str,
    plural: bool,
    /// It has a name of its own, and that is a person's.
    is_named: bool,
    is_person: bool,
    /// "Another man", "the second officer", "two men": other ones, perhaps.
    is_counted: bool,
}

impl<'a> Told<'a> {
    fn of(input: &Input<'a>, cast: &'a Cast<'_>, party: &'a Party) -> Option<Self> {
        let d = input.document;
        let actor = &cast.actors[party.actor];
        let words = d.tokens_in(*party.mentions.first()?);
        let noun = words.range().rev().find(|&t| d.tag(t).starts_with("NN"))?;
        let is_named = actor.key.is_some() || d.tag(noun).starts_with("NNP") || cast.is_named(party.actor);
        Some(Self {
            name: &actor.name,
            mentions: &party.mentions,
            lemma: d.lemma(noun),
            plural: d.tag(noun).ends_with('S'),
            is_named,
            is_person: is_named && actor.kind == ActorKind::Person,
            is_counted: words.range().any(|t| d.tag(t) == "CD" || retold::is_new(d.word(t))),
        })
    }

    /// Whether other sentences tell of the two.
    fn is_apart(&self, d: &Document, other: &Self) -> bool {
        let home = |m: &TextSpan| d.sentence_of(d.tokens_in(*m).start as usize);
        !self.mentions.iter().any(|m| other.mentions.iter().any(|o| home(m) == home(o)))
    }

    /// Of two names that are as long one is the shorter.
    fn is_shorter(&self, other: &Self) -> bool {
        (self.name.len(), other.name) < (other.name.len(), self.name)
    }

    /// The same noun with fewer words: "the vessel" of "a Malta-registered vessel".
    fn is_less_of(&self, other: &Self) -> bool {
        let both = self.plural == other.plural || harmed::is_group(self.lemma);
        let free = !self.is_named && !other.is_named && !self.is_counted && !other.is_counted;
        free && both && self.lemma == other.lemma && self.is_shorter(other)
    }

    /// "The blogger" who is named elsewhere; his wife is somebody else.
    fn describes(&self, other: &Self) -> bool {
        let one = !self.is_named && !self.plural && !self.is_counted;
        one && other.is_person && harmed::is_person(self.lemma) && !harmed::is_kin(self.lemma)
    }

    /// "The attacker", who is "a lone gunman" elsewhere.
    fn plays_part_of(&self, other: &Self) -> bool {
        let part = |t: &Self| harmed::side(t.lemma).is_some();
        let someone = other.is_person
            || !other.is_named && harmed::is_person(other.lemma) && !harmed::is_kin(other.lemma);
        let free = !self.is_named && !self.is_counted && !other.is_counted;
        let alike = self.plural == other.plural && (!part(other) || self.is_shorter(other));
        part(self) && someone && free && alike
    }

    /// "People" who were "a crowd".
    fn is_blank_for(&self, other: &Self) -> bool {
        !self.is_named && self.plural && harmed::is_blank(self.lemma) && harmed::is_group(other.lemma)
    }
}
