//! Names, settled over a report: one name is of one kind, and a town is not one with the country behind it.

use crate::labels::NameKind;
use crate::seen::NameSeen;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Share of the places where words stand from which, marked there, they are marked at the others too.
const MOSTLY: f32 = 0.7;

/// What a report says of the words of a name, over all places where they were marked.
#[derive(Debug, Default)]
struct Tally {
    /// Sum of the scores of each kind.
    kinds: [f32; NameKind::ALL.len()],
    count: usize,
    /// Sum of all scores.
    score: f32,
}

impl Tally {
    /// The kind with the greatest sum, the first of equals.
    fn kind(&self) -> NameKind {
        let best = (0..self.kinds.len()).rev().max_by(|&a, &b| self.kinds[a].total_cmp(&self.kinds[b]));
        best.map_or(NameKind::Person, |b| NameKind::ALL[b])
    }
}

/// Tallies by the words of the names.
type Tallies<'w> = BTreeMap<&'w [&'w str], Tally>;

/// Settles the names of a report with these words: parts towns from countries, gives every name the kind that the report speaks for as a
/// whole, and marks what was marked nearly everywhere else. Names are in text order, before and after.
pub(crate) fn settle(names: &mut Vec<NameSeen>, words: &[&str]) {
    *names = std::mem::take(names).into_iter().flat_map(|n| parted(n, words)).collect();
    let mut tallies = Tallies::new();
    for name in names.iter() {
        let tally = tallies.entry(&words[name.words.clone()]).or_default();
        tally.kinds[name.kind as usize] += name.score;
        tally.count += 1;
        tally.score += name.score;
    }
    for name in names.iter_mut() {
        name.kind = tallies[&words[name.words.clone()]].kind();
    }
    let more = elsewhere(names, &tallies, words);
    if !more.is_empty() {
        names.extend(more);
        names.sort_by_key(|n| n.words.start);
    }
}

/// Places where capitalised words stand unmarked that are names nearly everywhere else in the report.
fn elsewhere(names: &[NameSeen], tallies: &Tallies<'_>, words: &[&str]) -> Vec<NameSeen> {
    let mut by_first: BTreeMap<&str, Vec<&[&str]>> = BTreeMap::new();
    for phrase in tallies.keys().filter(|p| p[0].chars().any(char::is_uppercase)) {
        by_first.entry(phrase[0]).or_default().push(phrase);
    }
    // The longest first: "Gao North" before "Gao".
    by_first.values_mut().for_each(|list| list.sort_by_key(|p| std::cmp::Reverse(p.len())));
    let mut taken = vec![false; words.len()];
    names.iter().for_each(|n| taken[n.words.clone()].fill(true));
    let mut free: BTreeMap<&[&str], Vec<Range<usize>>> = BTreeMap::new();
    for (at, word) in words.iter().enumerate() {
        let Some(list) = by_first.get(word) else { continue };
        let stands =
            |p: &&&[&str]| words[at..].starts_with(p) && taken[at..at + p.len()].iter().all(|taken| !taken);
        if let Some(phrase) = list.iter().find(stands) {
            taken[at..at + phrase.len()].fill(true);
            free.entry(phrase).or_default().push(at..at + phrase.len());
        }
    }
    let mut out = Vec::new();
    for (phrase, places) in free {
        let tally = &tallies[phrase];
        let share = tally.count as f32 / (tally.count + places.len()) as f32;
        if share >= MOSTLY {
            let (kind, score) = (tally.kind(), share * tally.score / tally.count as f32);
            out.extend(places.into_iter().map(|words| NameSeen { words, kind, score }));
        }
    }
    out
}

static COUNTRIES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| diurna_core::words::set(include_str!("../../../data/reader/countries.txt")));
/// Words before the name of a country that are one name with it.
const ONE_NAME: [&str; 16] = [
    "new", "north", "south", "west", "east", "northern", "southern", "western", "eastern", "central", "of",
    "the", "and", "great", "inner", "mainland",
];

/// "Erbil Iraq": two places, where one was seen.
fn parted(name: NameSeen, words: &[&str]) -> Vec<NameSeen> {
    let Range { start, end } = name.words;
    let is_place = matches!(name.kind, NameKind::GeoPolitical | NameKind::Location);
    let lower = |at: usize| words[at].to_lowercase();
    if !is_place
        || end - start < 2
        || !COUNTRIES.contains(lower(end - 1).as_str())
        || ONE_NAME.contains(&lower(end - 2).as_str())
    {
        return vec![name];
    }
    let town = start..if words[end - 2] == "," { end - 2 } else { end - 1 };
    let country = NameSeen { words: end - 1..end, kind: NameKind::GeoPolitical, ..name };
    let town = NameSeen { words: town, ..country.clone() };
    if town.words.is_empty() { vec![country] } else { vec![town, country] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(words: Range<usize>, kind: NameKind, score: f32) -> NameSeen {
        NameSeen { words, kind, score }
    }

    fn shown(names: &[NameSeen], words: &[&str]) -> Vec<String> {
        names.iter().map(|n| format!("{} {:?}", words[n.words.clone()].join(" "), n.kind)).collect()
    }

    #[test]
    fn a_town_is_parted_from_the_country_behind_it() {
        let words = ["near", "Erbil", "Iraq", "and", "in", "South", "Sudan"];
        let mut names =
            vec![name(1..3, NameKind::GeoPolitical, 0.9), name(5..7, NameKind::GeoPolitical, 0.9)];
        settle(&mut names, &words);
        let expected = ["Erbil GeoPolitical", "Iraq GeoPolitical", "South Sudan GeoPolitical"];
        assert_eq!(shown(&names, &words), expected);
        // A person may be called so.
        let words = ["Juan", "Chile"];
        let mut names = vec![name(0..2, NameKind::Person, 0.9)];
        settle(&mut names, &words);
        assert_eq!(shown(&names, &words), ["Juan Chile Person"]);
    }

    #[test]
    fn a_name_has_the_kind_that_the_report_speaks_for() {
        let words = ["Halden", "said", ".", "Halden", "left", ".", "In", "Halden"];
        let mut names = vec![
            name(0..1, NameKind::Person, 0.9),
            name(3..4, NameKind::Person, 0.8),
            name(7..8, NameKind::GeoPolitical, 0.9),
        ];
        settle(&mut names, &words);
        assert_eq!(shown(&names, &words), ["Halden Person"; 3]);
    }

    #[test]
    fn what_is_a_name_nearly_everywhere_is_one_everywhere() {
        let words = ["Orvane", "Orvane", "Orvane", "left", "Orvane", "May", "May"];
        let named = |at: usize| name(at..at + 1, NameKind::Organisation, 0.8);
        // Three of four; "May" at one of two.
        let mut names = vec![named(0), named(1), named(2), named(5)];
        settle(&mut names, &words);
        let at: Vec<usize> = names.iter().map(|n| n.words.start).collect();
        assert_eq!(at, [0, 1, 2, 4, 5]);
        // .75 of .8
        assert!((names[3].score - 0.6).abs() < 1e-6);
    }
}
