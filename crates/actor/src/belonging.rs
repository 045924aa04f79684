//! "Fighters of the Islamic State" act for the Islamic State, and "a group calling itself the Dune Falcons" is the Dune Falcons.

use crate::bodies;
use crate::finder::Finder;
use diurna_core::{ActorKind, ActorMention};
use std::collections::BTreeMap;

/// Gives the mentions of several persons by whom they fight or serve for, to the group or force that is named right behind them over
/// "of" or "from": "guerrillas of the ELN", "soldiers of the Indian Army", "members of the ELN". "Troops from Chad" stay what they
/// are, since a state has other troops, and so do members of a party.
pub(crate) fn settle(finder: &mut Finder<'_>) {
    let d = finder.document;
    let force =
        |kind: ActorKind| matches!(kind, ActorKind::ArmedGroup | ActorKind::Military | ActorKind::Police);
    let groups: BTreeMap<usize, usize> = (finder.mentions.iter())
        .filter(|m| m.named && force(m.kind))
        .map(|m| (d.tokens_in(m.span).start as usize, m.actor))
        .collect();
    let group = |m: &ActorMention| {
        let own = d.tokens_in(m.span);
        let head = (own.end as usize).checked_sub(1)?;
        let serve = force(m.kind) || finder.lexicon.words.has("serve", d.lemma(head));
        let over = matches!(d.lemma(own.end as usize), "of" | "from");
        let behind = own.end as usize + 1;
        let named =
            groups.get(&behind).or_else(|| groups.get(&(behind + 1)).filter(|_| d.tag(behind) == "DT"));
        named.copied().filter(|_| !m.named && d.tag(head) == "NNS" && serve && over)
    };
    let body = |kind: ActorKind| matches!(kind, ActorKind::ArmedGroup | ActorKind::Organisation);
    let named: BTreeMap<usize, usize> = (finder.mentions.iter())
        .filter(|m| m.named && body(m.kind))
        .map(|m| (d.tokens_in(m.span).start as usize, m.actor))
        .collect();
    let called = |m: &ActorMention| {
        let known = bodies::behind_called(d, d.tokens_in(m.span).end as usize)?;
        let name = named.get(&known).or_else(|| named.get(&(known + 1)).filter(|_| d.tag(known) == "DT"));
        name.copied().filter(|_| !m.named && body(m.kind))
    };
    let found: Vec<Option<usize>> = finder.mentions.iter().map(|m| group(m).or_else(|| called(m))).collect();
    for (m, group) in finder.mentions.iter_mut().zip(found) {
        if let Some(group) = group {
            m.actor = group;
            m.kind = finder.actors[group].kind;
        }
    }
}
