//! The words that name who speaks: title and name, all who speak together, a name in apposition.

use crate::claims::is_adverbial;
use crate::lexicon::Lexicon;
use diurna_core::{ActorKind, ActorMention, Scene, TokenSpan};

/// The source's noun phrase: the longest actor mention around its head, or the phrase itself.
pub(crate) fn span(scene: Scene<'_>, lexicon: &Lexicon, head: usize) -> TokenSpan {
    let d = scene.document;
    let token = d.tokens[head].span;
    let mut span = d.phrase(head);
    if span.len() > 14 {
        span = d.base_phrase(head);
    }
    for m in scene.actors.iter().filter(|m| m.span.overlaps(token)) {
        let t = d.tokens_in(m.span);
        if t.len() > span.len() && t.len() <= 14 {
            span = t;
        }
    }
    // "Interior Minister Ruth Sandell", "spokeswoman Liz Hartmann": title and name are one, however the parse parts them.
    let sentence = d.sentences[d.sentence_of(head)].tokens;
    let other = |t: usize| {
        let own = d.tokens[t].span;
        let state = |m: &&ActorMention| m.named && m.kind == ActorKind::State;
        let named =
            scene.actors.iter().filter(state).any(|m| m.span.overlaps(own) && !m.span.overlaps(token));
        named || scene.places.iter().any(|m| m.span.overlaps(own))
    };
    let titled = |t: usize| {
        let title = lexicon.is_title(&d.word(t).to_lowercase());
        let name = d.tag(t).starts_with("NNP") || title && matches!(d.tag(t), "NN" | "NNS" | "JJ");
        name && !is_adverbial(scene, t)
    };
    while span.start > sentence.start {
        let (first, before) = (span.start as usize, span.start as usize - 1);
        // "Gao police": the first of two nouns that the parse makes subjects of one verb.
        let subject =
            d.is_dep(before, "nsubj") && d.tag(before).starts_with("NN") && !is_adverbial(scene, before);
        if subject && head > before && d.head(before).is_some_and(|v| v > head) {
            let start = d.base_phrase(before).start as usize;
            span = TokenSpan::new(start.min(before), span.end as usize);
            continue;
        }
        if !d.tag(first).starts_with("NNP") || !titled(before) {
            break;
        }
        // "the United Kingdom David Cameron": another name is no title.
        let state = other(before) && !lexicon.is_title(&d.word(first).to_lowercase());
        if state && !lexicon.is_title(&d.word(before).to_lowercase()) {
            break;
        }
        let start = d.base_phrase(before).start as usize;
        span = TokenSpan::new(start.min(before).max(sentence.start as usize), span.end as usize);
    }
    // "Police and hospital officials said": both say it.
    for c in d.conjuncts(head).into_iter().filter(|&c| c > head) {
        let next = d.base_phrase(c);
        let gap = next.start as i64 - span.end as i64;
        if gap == 1 && matches!(d.lemma(span.end as usize), "and" | "&") {
            span = span.join(next);
        }
    }
    // A name in apposition belongs to it: "the chairman, Candan Karlitekin".
    for c in d.children(head).filter(|&c| d.is_dep(c, "appos")) {
        let name = d.base_phrase(c);
        if name.start as usize <= span.end as usize + 1 && d.tag(c).starts_with("NNP") {
            span = span.join(name);
        }
    }
    span
}
