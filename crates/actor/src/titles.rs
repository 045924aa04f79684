//! "The governor" in a report that names one governor is that person.

use crate::finder::Finder;
use diurna_core::{ActorKind, TokenSpan};
use std::collections::BTreeMap;

/// Words of the longest titles.
const LONGEST: usize = 3;

/// Gives the mentions of a bare title to the only person of the report who is named with it.
pub(crate) fn settle(finder: &mut Finder<'_>) {
    let d = finder.document;
    let lower =
        |from: usize, to: usize| d.text_span(TokenSpan::new(from, to)).of(&d.report.text).to_lowercase();
    // The longest title that ends before a token.
    let title_before = |end: usize| {
        let home = d.sentences.get(d.sentence_of(end.saturating_sub(1)))?.tokens;
        let first = end.saturating_sub(LONGEST).max(home.start as usize);
        (first..end).map(|from| (from, lower(from, end))).find(|(_, t)| finder.lexicon.title(t).is_some())
    };
    let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for m in finder.mentions.iter().filter(|m| m.named && m.kind == ActorKind::Person) {
        let tokens = d.tokens_in(m.span);
        if tokens.is_empty() {
            continue;
        }
        let before = title_before(tokens.start as usize).map(|(_, t)| t);
        // The mention may hold the title: "President Danso".
        let within = (tokens.start as usize + 1..tokens.end as usize)
            .rev()
            .map(|to| lower(tokens.start as usize, to))
            .find(|t| finder.lexicon.title(t).is_some());
        for title in before.into_iter().chain(within) {
            let of = holders.entry(title).or_default();
            if !of.contains(&m.actor) {
                of.push(m.actor);
            }
        }
    }
    let named: Vec<u32> =
        finder.mentions.iter().filter(|m| m.named).map(|m| d.tokens_in(m.span).start).collect();
    let mut found = Vec::new();
    for (i, m) in finder.mentions.iter().enumerate().filter(|(_, m)| !m.named) {
        let tokens = d.tokens_in(m.span);
        let (start, end) = (tokens.start as usize, tokens.end as usize);
        if tokens.is_empty() || named.contains(&tokens.end) {
            continue;
        }
        let Some((from, title)) = title_before(end) else { continue };
        // "the governor", "President threatens …": nothing else stands with it.
        let bare = from <= start || from == start + 1 && d.lemma(start) == "the";
        if let (true, Some([holder])) = (bare, holders.get(&title).map(Vec::as_slice)) {
            found.push((i, *holder));
        }
    }
    for (i, holder) in found {
        finder.mentions[i].actor = holder;
        finder.mentions[i].kind = ActorKind::Person;
    }
}
