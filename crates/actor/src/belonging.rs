//! "Fighters of the Islamic State" and "Islamic State fighters" act for the Islamic State, and "a group calling itself the Dune Falcons" is the Dune Falcons.

use crate::bodies;
use crate::finder::Finder;
use crate::lexicon::Sense;
use diurna_core::{ActorKind, ActorMention};
use std::collections::BTreeMap;

/// Gives the mentions of a group to the name that it is told to bear, and those of several persons by whom they fight for to the group or
/// force that is named right behind them over "of" or "from": "guerrillas of the ELN", "soldiers of the Indian Army", and to the armed group
/// named right before them: "Hezbollah fighters". "Troops from Chad" stay what they are, since a state has other troops, and so do members of
/// a party.
pub(crate) fn settle(finder: &mut Finder<'_>) {
    use ActorKind::{ArmedGroup, Military, Organisation, Police};
    let d = finder.document;
    let force = |kind: ActorKind| matches!(kind, ArmedGroup | Military | Police);
    let body = |kind: ActorKind| matches!(kind, ArmedGroup | Organisation);
    let names: BTreeMap<usize, (usize, ActorKind)> = (finder.mentions.iter())
        .filter(|m| m.named && (force(m.kind) || body(m.kind)))
        .map(|m| (d.tokens_in(m.span).start as usize, (m.actor, m.kind)))
        .collect();
    // The actor of a kind whose name begins at a token, with or without its article.
    let named = |at: usize, of_kind: &dyn Fn(ActorKind) -> bool| {
        let own = |at: usize| names.get(&at).filter(|(_, kind)| of_kind(*kind));
        own(at).or_else(|| own(at + 1).filter(|_| d.tag(at) == "DT")).copied()
    };
    // The armed group whose name ends right before a token.
    let armed = |body: usize| finder.lexicon.bodies[body].kind == ArmedGroup;
    let hits = finder.hits.iter().filter(|(h, _)| h.sense == Sense::Body && !h.ambiguous && armed(h.index));
    let known: Vec<(usize, usize)> = hits.map(|(h, tokens)| (tokens.end as usize, h.index)).collect();
    let groups: BTreeMap<usize, usize> =
        known.into_iter().map(|(end, body)| (end, finder.body(body))).collect();
    let holder = |m: &ActorMention| {
        let tokens = d.tokens_in(m.span);
        let end = tokens.end as usize;
        let head = end.checked_sub(1).filter(|_| !m.named)?;
        if d.tag(head) == "NNS" && force(m.kind) {
            if let Some(&group) = groups.get(&head) {
                return Some((group, ArmedGroup));
            }
            if matches!(d.lemma(end), "of" | "from") {
                return named(end + 1, &force);
            }
        }
        bodies::behind_called(d, end).filter(|_| body(m.kind)).and_then(|name| named(name, &body))
    };
    let found: Vec<_> = finder.mentions.iter().map(holder).collect();
    for (m, holder) in finder.mentions.iter_mut().zip(found) {
        if let Some((actor, _)) = holder {
            m.actor = actor;
            m.kind = finder.actors[actor].kind;
        }
    }
}
