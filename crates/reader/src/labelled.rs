//! Who speaks, before or behind a colon: "Police: three killed in blast", "Blast kills three: doctors".

use crate::claims::{is_hedged, trim};
use crate::lexicon::Lexicon;
use crate::quotes::Quote;
use crate::speech;
use diurna_core::{ActorKind, Attribution, Document, Scene, TokenSpan};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

static SPEAKERS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| diurna_core::words::set(include_str!("../../../data/events/labels.txt")));
/// Headlines are often tagged wrongly, so words must do.
const PREPOSITIONS: [&str; 12] =
    ["of", "for", "to", "in", "on", "at", "by", "from", "with", "against", "after", "over"];
/// Longest label before the colon, in tokens.
const LONGEST: usize = 6;
/// Longest label behind it.
const SHORT: usize = 3;
/// Least length of what is said, in tokens.
const LEAST: usize = 3;

/// The attributions by label, in text order.
pub(crate) fn find(scene: Scene<'_>, lexicon: &Lexicon, quotes: &[Quote]) -> Vec<Attribution> {
    let d = scene.document;
    let mut out = Vec::new();
    for sentence in d.sentences.iter().filter(|s| s.region.is_story()) {
        let (start, end) = (sentence.tokens.start as usize, sentence.tokens.end as usize);
        let colons = |range: Range<usize>| range.filter(|&t| d.word(t) == ":");
        let before = colons(start..end.min(start + LONGEST + 1))
            .next()
            .map(|c| (TokenSpan::new(start, c), c, TokenSpan::new(c + 1, end)));
        // In running text, which ends with a stop, a list may stand behind a colon.
        let behind = colons(end.saturating_sub(SHORT + 1).max(start)..end)
            .next_back()
            .filter(|_| is_headline(d, sentence.tokens))
            .map(|c| (TokenSpan::new(c + 1, end), c, TokenSpan::new(start, c)));
        let both = [before, behind].into_iter().flatten();
        for (label, colon, said) in both.filter(|b| is_speaker(scene, lexicon, b.0)).take(1) {
            let content = trim(d, said);
            if content.len() < LEAST {
                continue;
            }
            let quoted = quotes.iter().find(|q| q.outside.contains(content) && q.inside.len() >= LEAST);
            let content = vec![quoted.map_or(content, |q| trim(d, q.inside))];
            out.push(Attribution {
                source: Some(trim(d, label)),
                cue: Some(TokenSpan::new(colon, colon + 1)),
                hedged: is_hedged(d, lexicon, content[0]),
                form: speech::form(&content, quotes),
                content,
            });
        }
    }
    out
}

/// Whether a sentence is written like a headline: it ends with a word, not with a stop.
pub(crate) fn is_headline(d: &Document, sentence: TokenSpan) -> bool {
    !sentence.is_empty() && d.word(sentence.end as usize - 1).chars().all(char::is_alphanumeric)
}

/// Whether a phrase without a verb names somebody who speaks, by the last word of its noun phrase.
fn is_speaker(scene: Scene<'_>, lexicon: &Lexicon, label: TokenSpan) -> bool {
    let d = scene.document;
    let words = trim(d, label);
    // "High Commissioner for Human Rights": what stands before the preposition.
    let joins = |&t: &usize| PREPOSITIONS.contains(&d.word(t).to_lowercase().as_str());
    let joined = words.range().find(joins).unwrap_or(words.end as usize);
    let Some(last) = (words.start as usize..joined).last().filter(|_| words.len() <= LONGEST) else {
        return false;
    };
    let phrase = !words.range().any(|t| is_verb(d, t) || matches!(d.word(t), "," | ";" | "(" | "|"));
    let word = d.word(last).to_lowercase();
    let listed = |w: &str| SPEAKERS.contains(w) || lexicon.is_title(w);
    let singular = word.strip_suffix("ies").map(|w| format!("{w}y"));
    let noun = listed(&word)
        || listed(d.lemma(last))
        || word.strip_suffix('s').is_some_and(listed)
        || word.strip_suffix("es").is_some_and(listed)
        || singular.is_some_and(|w| listed(&w));
    let own = d.tokens[last].span;
    let named = || {
        let place = scene.places.iter().any(|p| p.span.overlaps(own));
        !place && scene.actors.iter().any(|a| a.named && a.kind != ActorKind::State && a.span.overlaps(own))
    };
    phrase && (noun || named())
}

/// A capitalised label may be taken for a verb: "Report:".
fn is_verb(d: &Document, token: usize) -> bool {
    (d.tag(token).starts_with("VB") || d.tag(token) == "MD") && !d.word(token).starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes;

    /// Source and content of what is labelled in a headline; persons and places are not resolved.
    fn told(headline: &str) -> Option<(String, String)> {
        let d = diurna_text::Analyzer::new()
            .analyze(diurna_text::plain_report(&format!("{headline}\n\nMore is not known.")));
        let scene = Scene { document: &d, actors: &[], places: &[], times: &[] };
        let of = |s: TokenSpan| d.text_span(s).of(&d.report.text).to_owned();
        let found = find(scene, &Lexicon::new(), &quotes::find(&d));
        assert!(found.len() < 2, "{found:?}");
        found.first().map(|a| (of(a.source.unwrap()), of(a.content[0])))
    }

    #[test]
    fn a_headline_says_who_says_so() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(told("Police: 3 killed in Kabul blast"), pair("Police", "3 killed in Kabul blast"));
        assert_eq!(
            told("3 killed in Kabul blast: local officials"),
            pair("local officials", "3 killed in Kabul blast")
        );
        assert_eq!(told("UN report: army burned 40 villages"), pair("UN report", "army burned 40 villages"));
        assert_eq!(told("Mayor: “Rebels shelled our market”"), pair("Mayor", "Rebels shelled our market"));
    }

    #[test]
    fn other_labels_name_nobody() {
        for headline in [
            "Afghanistan: 3 killed in blast",
            "Video: rebels shell a market",
            "Three things to know: roads, bread, water",
            "Police said this: nobody was hurt there",
            "Police: no",
            "Trial of mayor: court hears three witnesses",
            "First visit of minister: aid to local officials",
        ] {
            assert_eq!(told(headline), None, "{headline}");
        }
    }
}
