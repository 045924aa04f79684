//! What the network saw in a scene, in tokens of the document.

use diurna_core::{Document, Scene, TokenSpan};
use diurna_network::Seen;
use std::ops::Range;

/// What the network saw in a scene.
pub(crate) struct Sight<'a> {
    pub(crate) scene: Scene<'a>,
    pub(crate) seen: Seen,
    /// Token of each word that the network was shown.
    pub(crate) tokens: Vec<usize>,
}

impl Sight<'_> {
    fn document(&self) -> &Document {
        self.scene.document
    }

    /// The tokens of words; empty where there are none.
    pub(crate) fn span(&self, words: &Range<usize>) -> TokenSpan {
        match self.tokens.get(words.clone()) {
            Some([first, .., last]) => TokenSpan::new(*first, last + 1),
            Some([only]) => TokenSpan::new(*only, only + 1),
            _ => TokenSpan::new(0, 0),
        }
    }

    /// The token of a span that hangs from outside it; a verb or noun where there are several.
    pub(crate) fn head(&self, span: TokenSpan) -> usize {
        let d = self.document();
        let open = |t: &usize| d.tag(*t).starts_with("VB") || d.tag(*t).starts_with("NN");
        d.tops(span).find(open).unwrap_or_else(|| d.top(span))
    }

    /// Heads of the noun phrases side by side in a span: "police and two soldiers" has two.
    pub(crate) fn heads(&self, span: TokenSpan) -> Vec<usize> {
        let d = self.document();
        let mut out: Vec<usize> = Vec::new();
        for t in span.range().filter(|&t| is_nominal(d.tag(t))) {
            let first = d.head(t).is_none_or(|h| !span.covers(h));
            let beside = d.is_dep(t, "conj") && d.head(t).is_some_and(|h| out.contains(&h));
            let loose = d.is_dep(t, "case") || d.is_dep(t, "det") || d.is_dep(t, "punct");
            // "Riot police": where the parse parts two nouns, the second is who it is.
            let leads = span.covers(t + 1)
                && matches!(d.tag(t + 1), "NN" | "NNS")
                && d.head(t + 1).is_none_or(|h| !span.covers(h));
            // "the base near Gao": where the parse parts a phrase, a place hangs from a preposition.
            let alone = out.is_empty() || d.preposition(t).is_none();
            if (first && !loose && !leads && alone) || beside {
                out.push(t);
            }
        }
        // The parse may break a phrase: then whatever hangs from outside speaks for it, but no mark ("a cell, an old one").
        if out.is_empty() {
            let head = self.head(span);
            // "Free the hostages": its noun, not its verb; "had gathered" is nobody.
            let word = d.word(head).starts_with(char::is_alphanumeric) && !is_verb(d, head);
            let under = |t: &usize| d.head(*t).is_some_and(|h| d.tag(h).starts_with("VB"));
            let noun = || {
                let nouns = || span.range().filter(|&t| d.tag(t).starts_with("NN"));
                nouns().find(under).or_else(|| nouns().next())
            };
            out.extend(Some(head).filter(|_| word).or_else(noun));
        }
        out
    }
}

/// A verb, rather than a participle that stands for persons ("the wounded").
fn is_verb(d: &Document, token: usize) -> bool {
    let phrase = || token > 0 && matches!(d.tag(token - 1), "DT" | "CD" | "JJ");
    matches!(d.tag(token), "VB" | "VBD" | "VBP" | "VBZ" | "MD") || d.tag(token) == "VBN" && !phrase()
}

/// Tags of words that can head a noun phrase.
fn is_nominal(tag: &str) -> bool {
    matches!(tag, "NN" | "NNS" | "NNP" | "NNPS" | "PRP" | "PRP$" | "CD" | "DT" | "JJ" | "WP" | "VBG" | "FW")
}
