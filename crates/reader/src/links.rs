//! What answers what: "in retaliation for a rocket attack".

use crate::lexicon::Lexicon;
use crate::triggers::Found;
use diurna_core::{Document, Link, LinkKind, Root};

/// Finds links between triggers of one sentence, in no order; one may be found twice.
pub(crate) fn find(d: &Document, lexicon: &Lexicon, found: &[Found]) -> Vec<Link> {
    let mut out = Vec::new();
    for sentence in &d.sentences {
        let here: Vec<usize> =
            (0..found.len()).filter(|&i| sentence.tokens.contains(found[i].trigger.span)).collect();
        if here.len() < 2 {
            continue;
        }
        for at in sentence.tokens.range() {
            let Some((width, strong)) = answer_at(d, lexicon, at, sentence.tokens.end as usize) else {
                continue;
            };
            let before =
                here.iter().rev().find(|&&i| (found[i].trigger.head as usize) < at && !found[i].result);
            let after = here.iter().find(|&&i| found[i].trigger.head as usize >= at + width);
            let Some(&to) = after else { continue };
            // "In retaliation for a rocket attack, jets bombed …": the answer follows behind a comma.
            let behind = || {
                let comma = (found[to].trigger.head as usize..sentence.tokens.end as usize)
                    .find(|&t| d.word(t) == ",")?;
                here.iter().find(|&&i| found[i].trigger.head as usize > comma && !found[i].result)
            };
            let opens = strong && at == sentence.tokens.start as usize;
            let Some(&from) = before.or_else(|| if opens { behind() } else { None }) else { continue };
            let (a, b) = (&found[from].trigger, &found[to].trigger);
            let near = b.head as usize - at < 12;
            let fits = if strong {
                true
            } else {
                // A plain preposition says so only right behind an accusation, protest and the like.
                let reacts = matches!(
                    a.root,
                    Root::Accuse | Root::Protest | Root::Sanction | Root::Coerce | Root::Mobilize
                );
                reacts && b.root == Root::Assault && at - (a.head as usize) <= 4 && b.head as usize - at <= 6
            };
            if near && fits && from != to {
                out.push(Link { from, to, kind: LinkKind::RespondsTo });
            }
        }
    }
    for sentence in &d.sentences {
        let here: Vec<usize> =
            (0..found.len()).filter(|&i| sentence.tokens.contains(found[i].trigger.span)).collect();
        for &a in &here {
            for &b in &here {
                if a < b && is_purpose(d, &found[a], &found[b]) {
                    out.push(Link { from: b, to: a, kind: LinkKind::Same });
                }
                if a < b && found[a].trigger.root == found[b].trigger.root && is_one(d, found, a, b) {
                    out.push(Link { from: b, to: a, kind: LinkKind::Same });
                }
            }
        }
    }
    out
}

/// "Went on strike to protest against a reform", "walked out in protest": why they do it is no protest of its own.
fn is_purpose(d: &Document, protest: &Found, why: &Found) -> bool {
    let head = why.trigger.head as usize;
    let both = [protest, why].iter().all(|f| f.trigger.root == Root::Protest);
    let verb = d.tag(head) == "VB" && d.children(head).any(|c| c < head && d.lemma(c) == "to");
    let noun = d.tag(head).starts_with("NN") && head > 0 && d.lemma(head - 1) == "in";
    both && d.lemma(head) == "protest" && (verb || noun)
}

fn answer_at(d: &Document, lexicon: &Lexicon, at: usize, end: usize) -> Option<(usize, bool)> {
    lexicon
        .answers
        .iter()
        .filter(|(words, _)| {
            at + words.len() <= end
                && words.iter().enumerate().all(|(i, w)| d.word(at + i).eq_ignore_ascii_case(w))
        })
        .map(|(words, strong)| (words.len(), *strong))
        .max()
}

/// "the attack that killed two", "an airstrike targeting militias", "killed in the attack".
fn is_one(d: &Document, found: &[Found], a: usize, b: usize) -> bool {
    let heads = [found[a].trigger.head as usize, found[b].trigger.head as usize];
    let (noun, verb) = match heads.map(|h| d.tag(h).starts_with("VB")) {
        [false, true] => (heads[0], heads[1]),
        [true, false] => (heads[1], heads[0]),
        // "shot and killed"
        [true, true] => {
            return d.head(heads[1]) == Some(heads[0]) && d.tokens[heads[1]].dep == "conj" && found[b].result;
        }
        [false, false] => return false,
    };
    // Of two attacks before it a clause tells of the nearer one: "an air strike in answer to a rocket attack that killed two".
    let nearest = found
        .iter()
        .filter(|f| f.trigger.root == found[a].trigger.root && !f.result && (f.trigger.head as usize) < verb)
        .map(|f| f.trigger.head as usize)
        .max();
    let clause = d.is_dep(verb, "acl") && d.head(verb) == Some(noun) && nearest.is_none_or(|n| n <= noun);
    let told = clause || d.child(verb, "nsubj") == Some(noun);
    // "conducted an airstrike on Thursday targeting militias"
    let goes_on = d.tag(verb) == "VBG"
        && noun < verb
        && d.head(verb).is_some_and(|h| d.child(h, "obj") == Some(noun) || d.head(noun) == Some(h))
        || d.tag(verb) == "VBG"
            && noun < verb
            && (noun..verb).all(|t| !matches!(d.word(t), "," | ";" | "and") && !d.tag(t).starts_with("VB"));
    // "a rocket attack against a base in Erbil that killed two": the outcome of the attack told last before it.
    let result = if verb == heads[1] { found[b].result } else { found[a].result };
    let outcome =
        result && noun < verb && nearest == Some(noun) && d.sentence_of(noun) == d.sentence_of(verb);
    let within = d.tokens[noun].dep == "obl"
        && d.head(noun) == Some(verb)
        && matches!(d.preposition(noun), Some("in" | "by" | "during"));
    told || within || goes_on || outcome
}
