//! "The police" in a report that names one police are those police.

use crate::finder::Finder;
use diurna_core::{ActorKind, ActorMention};
use std::collections::BTreeMap;

/// Words of the longest bare nouns: "the coast guard".
const LONGEST: usize = 2;

/// Gives the mentions of a bare noun to the only named actor of the report whose name ends in it, or goes on behind it over "of": "the
/// League" to the Arab League, "rebels" to the Houthi rebels, "the government" to the Government of Mali. Persons and plain people are
/// left alone: "men" may be any men.
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
    let lower =
        |tokens: &[usize]| tokens.iter().map(|&t| d.word(t).to_lowercase()).collect::<Vec<_>>().join(" ");
    // Named actors by the word of their names before "of", else by the last one or two, where those are not all of it.
    let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for m in finder.mentions.iter().filter(|m| m.named && joint(m.kind)) {
        let own = words(m);
        let over = own.windows(2).position(|pair| d.lemma(pair[1]) == "of");
        let (from, to) = over.map_or((1, own.len()), |at| (0, at + 1));
        for first in from.max(to.saturating_sub(LONGEST))..to {
            let of = holders.entry(lower(&own[first..to])).or_default();
            if !of.contains(&m.actor) {
                of.push(m.actor);
            }
        }
    }
    let bodies = |kind: ActorKind| matches!(kind, ActorKind::Organisation | ActorKind::Igo);
    let mut found = Vec::new();
    for (i, m) in finder.mentions.iter().enumerate().filter(|(_, m)| joint(m.kind) && !counted(m)) {
        let bare = Some(words(m)).filter(|words| words.len() <= LONGEST);
        let Some(bare) = bare.map(|words| lower(&words)) else { continue };
        let Some([holder]) = holders.get(&bare).map(Vec::as_slice) else { continue };
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
