//! The word tables, read once.

use crate::unit::{Part, Season, Unit};
use diurna_core::words;
use std::collections::HashMap;
use std::sync::LazyLock;

const WORDS: &str = include_str!("../../../data/time/words.tsv");
const NUMBERS: &str = include_str!("../../../data/time/numbers.tsv");
const PHRASES: &str = include_str!("../../../data/time/phrases.tsv");
const NAMED: &str = include_str!("../../../data/time/named.tsv");
const ZONES: &str = include_str!("../../../data/time/zones.tsv");
const TENSE: &str = include_str!("../../../data/time/tense.tsv");
const LISTS: &str = include_str!("../../../data/time/lists.tsv");

/// What a word says about tense and clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Cue {
    #[default]
    None,
    Future,
    Past,
    /// A verb in the present, by its tag.
    Present,
    /// No verb, by its tag, whatever its ending: "a still unspecified date".
    Other,
}

/// All that the tables say about one word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Entry {
    /// The word may open or belong to an expression.
    pub(crate) open: bool,
    /// 1–12, 0 for none.
    pub(crate) month: u8,
    /// 1–7 from Monday, 0 for none.
    pub(crate) weekday: u8,
    /// A month or weekday that is also a common word or a name.
    pub(crate) weak: bool,
    pub(crate) unit: Option<Unit>,
    pub(crate) plural: bool,
    pub(crate) part: Option<Part>,
    pub(crate) season: Option<Season>,
    pub(crate) number: Option<u32>,
    pub(crate) scale: u32,
    pub(crate) ordinal: u32,
    pub(crate) decade: u8,
    pub(crate) cue: Cue,
    /// The word opens a new clause.
    pub(crate) clause: bool,
    /// A verb of putting off or fixing a day.
    pub(crate) defer: bool,
    /// A noun for what is held on a day that was fixed for it.
    pub(crate) held: bool,
}

/// A fixed phrase: its words after the first, and what it means.
pub(crate) struct Phrase {
    pub(crate) rest: Vec<&'static str>,
    pub(crate) meaning: Vec<&'static str>,
    /// A named day, whose meaning is a calendar rule.
    pub(crate) named: bool,
}

/// Words of a list.
type List = Vec<&'static str>;

/// The lists of words that rules ask for; the head of `lists.tsv` says what each is.
pub(crate) struct Lists {
    pub(crate) between: List,
    pub(crate) bound: List,
    pub(crate) counted: List,
    pub(crate) function: List,
    pub(crate) lasting: List,
    pub(crate) month_cue: List,
    pub(crate) naming: List,
    pub(crate) parting: List,
    pub(crate) part_alone: List,
    pub(crate) part_cue: List,
    pub(crate) rate: List,
    /// Phrases by their words, the longest first.
    pub(crate) rough: Vec<List>,
    pub(crate) season_cue: List,
    pub(crate) season_name: List,
    pub(crate) season_of: List,
    pub(crate) telling: List,
    pub(crate) year_cue: List,
}

/// The tables.
pub(crate) struct Tables {
    words: HashMap<&'static str, Entry>,
    phrases: HashMap<&'static str, Vec<Phrase>>,
    zones: Vec<&'static str>,
    pub(crate) lists: Lists,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

/// The rows of a table: without comments and blank lines, cut at tabs.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| l.split('\t').map(str::trim).collect())
}

/// A phrase cut the way the lexer cuts text: at spaces, hyphens, apostrophes and slashes, each mark a word.
fn pieces(phrase: &'static str) -> Vec<&'static str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, c) in phrase.char_indices() {
        if matches!(c, ' ' | '-' | '\'' | '/' | '.') {
            if start < i {
                out.push(&phrase[start..i]);
            }
            if c != ' ' {
                out.push(&phrase[i..=i]);
            }
            start = i + 1;
        }
    }
    if start < phrase.len() {
        out.push(&phrase[start..]);
    }
    out
}

impl Lists {
    fn read() -> Self {
        let kinds = words::kinds(LISTS);
        let list = |name: &str| kinds.get(name).cloned().unwrap_or_default();
        let mut rough: Vec<List> =
            list("rough").into_iter().map(|phrase| phrase.split(' ').collect()).collect();
        rough.sort_by_key(|words| std::cmp::Reverse(words.len()));
        Self {
            between: list("between"),
            bound: list("bound"),
            counted: list("counted"),
            function: list("function"),
            lasting: list("lasting"),
            month_cue: list("month cue"),
            naming: list("naming"),
            parting: list("parting"),
            part_alone: list("part alone"),
            part_cue: list("part cue"),
            rate: list("rate"),
            rough,
            season_cue: list("season cue"),
            season_name: list("season name"),
            season_of: list("season of"),
            telling: list("telling"),
            year_cue: list("year cue"),
        }
    }
}

impl Tables {
    fn read() -> Self {
        let mut words: HashMap<&'static str, Entry> = HashMap::new();
        for row in rows(WORDS).chain(rows(NUMBERS)).chain(rows(TENSE)) {
            let [class, word, ..] = row[..] else { continue };
            let value = row.get(2).copied().unwrap_or("");
            let number = value.parse::<u32>().unwrap_or(0);
            let e = words.entry(word).or_default();
            e.open |= !matches!(class, "future" | "past" | "clause" | "defer" | "held");
            match class {
                "month" => e.month = number as u8,
                "weekday" => e.weekday = number as u8,
                "weak" => e.weak = true,
                "unit" => e.unit = Unit::named(value),
                "units" => (e.unit, e.plural) = (Unit::named(value), true),
                "part" => e.part = Part::named(value),
                "season" => e.season = Season::named(value),
                "number" => e.number = Some(number),
                "scale" => e.scale = number,
                "ordinal" => e.ordinal = number,
                "decade" => e.decade = number as u8,
                "future" => e.cue = Cue::Future,
                "past" => e.cue = Cue::Past,
                "clause" => e.clause = true,
                "defer" => e.defer = true,
                "held" => e.held = true,
                _ => {}
            }
        }
        let mut phrases: HashMap<&'static str, Vec<Phrase>> = HashMap::new();
        let both = rows(PHRASES).map(|r| (r, false)).chain(rows(NAMED).map(|r| (r, true)));
        for (row, named) in both {
            let [phrase, meaning] = row[..] else { continue };
            let mut parts = pieces(phrase).into_iter();
            let Some(first) = parts.next() else { continue };
            let rest = parts.collect();
            words.entry(first).or_default().open = true;
            let meaning = meaning.split(' ').collect();
            phrases.entry(first).or_default().push(Phrase { rest, meaning, named });
        }
        let zones = rows(ZONES).filter_map(|r| r.first().copied()).collect();
        Self { words, phrases, zones, lists: Lists::read() }
    }

    pub(crate) fn get() -> &'static Self {
        &TABLES
    }

    /// What the tables say about `lower`, a word in lower case.
    pub(crate) fn word(&self, lower: &str) -> Entry {
        self.words.get(lower).copied().unwrap_or_default()
    }

    /// The fixed phrases that begin with `lower`.
    pub(crate) fn phrases(&self, lower: &str) -> &[Phrase] {
        self.phrases.get(lower).map_or(&[], Vec::as_slice)
    }

    /// True for the abbreviation of a time zone.
    pub(crate) fn is_zone(&self, word: &str) -> bool {
        self.zones.contains(&word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_know_their_words() {
        let t = Tables::get();
        assert_eq!(t.word("sept").month, 9);
        assert!(t.word("may").weak && t.word("may").month == 5);
        assert_eq!(t.word("weeks").unit, Some(Unit::Week));
        assert!(t.word("said").cue == Cue::Past && !t.word("said").open);
        assert!(t.phrases("new").iter().any(|p| p.rest == ["year", "'", "s", "eve"]));
        assert!(t.is_zone("GMT") && !t.is_zone("gmt"));
    }

    #[test]
    fn every_list_is_read() {
        let l = &Tables::get().lists;
        let sizes = [
            l.between.len(),
            l.bound.len(),
            l.counted.len(),
            l.function.len(),
            l.lasting.len(),
            l.month_cue.len(),
            l.naming.len(),
            l.parting.len(),
            l.part_alone.len(),
            l.part_cue.len(),
            l.rate.len(),
            l.rough.len(),
            l.season_cue.len(),
            l.season_name.len(),
            l.season_of.len(),
            l.telling.len(),
            l.year_cue.len(),
        ];
        let kinds = words::kinds(LISTS);
        assert_eq!(sizes.len(), kinds.len());
        assert_eq!(sizes.iter().sum::<usize>(), kinds.values().map(Vec::len).sum::<usize>());
        assert!(!sizes.contains(&0), "{sizes:?}");
        assert_eq!(l.rough[0].len(), 3);
    }
}
