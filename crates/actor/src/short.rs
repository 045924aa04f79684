//! "The police" in a report that names one police are those police.

use crate::finder::Finder;
use diurna_core::{ActorKind, ActorMention};
use std::collections::BTreeMap;

/// Gives the mentions of a bare noun to the only named actor of the report whose name ends in it: "the League" to the Arab
/// League, "rebels" to the Houthi rebels. Persons and plain people are left alone: "men" may be any men.
pub(crate) fn settle(finder: &mut Finder<'_>) {
    let d = finder.document;
    let words = |m: &ActorMention| -> Vec<usize> {
        d.tokens_in(m.span).range().filter(|&t| !matches!(d.tag(t), "DT" | "POS" | "CD")).collect()
    };
    let counted = |m: &ActorMention| d.tokens_in(m.span).range().any(|t| d.tag(t) == "CD");
    let joint = |kind: ActorKind| {
        !matches!(
            kind,
            ActorKind::Person
                | ActorKind::Civilians
                | ActorKind::Unknown
                | ActorKind::Company
                | ActorKind::Media
        )
    };
    // Named actors by the last word of their names, where that is not all of it.
    let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for m in finder.mentions.iter().filter(|m| m.named && joint(m.kind)) {
        if let [_, .., last] = words(m)[..] {
            let of = holders.entry(d.word(last).to_lowercase()).or_default();
            if !of.contains(&m.actor) {
                of.push(m.actor);
            }
        }
    }
    let bodies = |kind: ActorKind| matches!(kind, ActorKind::Organisation | ActorKind::Igo);
    let mut found = Vec::new();
    for (i, m) in finder.mentions.iter().enumerate().filter(|(_, m)| joint(m.kind) && !counted(m)) {
        let [word] = words(m)[..] else { continue };
        let Some([holder]) = holders.get(&d.word(word).to_lowercase()).map(Vec::as_slice) else { continue };
        let kind = finder.actors[*holder].kind;
        if *holder != m.actor
            && (kind == m.kind || bodies(kind) && bodies(m.kind))
            && !is_known(finder, m.actor)
        {
            found.push((i, *holder));
        }
    }
    for (i, holder) in found {
        finder.mentions[i].actor = holder;
        finder.mentions[i].kind = finder.actors[holder].kind;
    }
}

/// An actor of the data files is itself, whatever else ends in its name.
fn is_known(finder: &Finder<'_>, actor: usize) -> bool {
    finder.actors[actor].key.is_some()
}
