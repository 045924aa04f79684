//! What answers what: "in retaliation for a rocket attack".

use crate::lexicon::Lexicon;
use crate::triggers::Found;
use diurna_core::{Document, Link, LinkKind, Root};

/// Finds links between triggers of one sentence.
pub(crate) fn find(d: &Document, lexicon: &Lexicon, found: &[Found]) -> Vec<Link> {
    let mut out = Vec::new();
    for sentence in &d.sentences {
        let here: Vec<usize> =
            (0..found.len()).filter(|&i| sentence.tokens.contains(found[i].trigger.span)).collect();
        if here.len() < 2 {
            continue;
        }
        for at in sentence.tokens.range() {
            let Some((width, strong)) = answer_at(d, lexicon, at, sentence.tokens.end as usize) else { continue };
            let before = here.iter().rev().find(|&&i| (found[i].trigger.head as usize) < at && !found[i].result);
            let after = here.iter().find(|&&i| found[i].trigger.head as usize >= at + width);
            let (Some(&from), Some(&to)) = (before, after) else { continue };
            let (a, b) = (&found[from].trigger, &found[to].trigger);
            let near = b.head as usize - at < 12;
            let fits = if strong {
                true
            } else {
                // A plain preposition says so only right behind an accusation, protest and the like.
                let reacts = matches!(a.root, Root::Accuse | Root::Protest | Root::Sanction | Root::Coerce | Root::Mobilize);
                reacts && b.root == Root::Assault && at - (a.head as usize) <= 4 && b.head as usize - at <= 6
            };
            if near && fits && from != to {
                out.push(Link { from, to, kind: LinkKind::RespondsTo });
            }
        }
    }
    out.sort_by_key(|l| (l.from, l.to));
    out.dedup();
    out
}

fn answer_at(d: &Document, lexicon: &Lexicon, at: usize, end: usize) -> Option<(usize, bool)> {
    lexicon
        .answers
        .iter()
        .filter(|(words, _)| {
            at + words.len() <= end && words.iter().enumerate().all(|(i, w)| d.word(at + i).eq_ignore_ascii_case(w))
        })
        .map(|(words, strong)| (words.len(), *strong))
        .max()
}
