//! The phrases that tell what is not story, found in one pass over a text.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use std::sync::LazyLock;

/// What a phrase says about its line; the table describes each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    Whole,
    Start,
    Any,
    Inline,
    Tail,
    Caption,
    Credit,
    Agency,
    Seen,
}

/// A phrase in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) cue: Cue,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

struct Table {
    cues: Vec<Cue>,
    finder: Option<AhoCorasick>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows = include_str!("../../../data/page/cues.tsv").lines().filter(|l| !l.starts_with('#'));
    let rows: Vec<(Cue, &str)> = rows
        .filter_map(|l| {
            let (kind, phrase) = l.split_once('\t')?;
            let cue = match kind {
                "whole" => Cue::Whole,
                "start" => Cue::Start,
                "any" => Cue::Any,
                "inline" => Cue::Inline,
                "tail" => Cue::Tail,
                "caption" => Cue::Caption,
                "credit" => Cue::Credit,
                "agency" => Cue::Agency,
                "seen" => Cue::Seen,
                _ => return None,
            };
            Some((cue, phrase))
        })
        .collect();
    let finder = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(rows.iter().map(|r| r.1)).ok();
    Table { cues: rows.into_iter().map(|r| r.0).collect(), finder }
});

/// Every phrase in `text` that stands as whole words, by its start.
pub(crate) fn find(text: &str) -> Vec<Hit> {
    let Some(finder) = &TABLE.finder else { return Vec::new() };
    let bytes = text.as_bytes();
    let word = |i: usize| bytes.get(i).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    let mut hits: Vec<Hit> = finder
        .find_overlapping_iter(text)
        .map(|m| Hit { cue: TABLE.cues[m.pattern().as_usize()], start: m.start(), end: m.end() })
        .filter(|h| {
            let open = h.start == 0 || !word(h.start - 1) || !word(h.start);
            open && (!word(h.end) || !word(h.end - 1))
        })
        .collect();
    hits.sort_by_key(|h| (h.start, h.end));
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let rows = include_str!("../../../data/page/cues.tsv").lines().filter(|l| !l.starts_with('#'));
        assert_eq!(rows.count(), TABLE.cues.len());
        assert!(TABLE.finder.is_some());
    }

    #[test]
    fn only_whole_words() {
        let hits = find("Share. The shareholders met; Getty Images");
        assert!(hits.iter().any(|h| h.cue == Cue::Whole && h.start == 0 && h.end == 5));
        assert!(!hits.iter().any(|h| h.start == 11));
        assert!(hits.iter().any(|h| h.cue == Cue::Credit));
    }
}
