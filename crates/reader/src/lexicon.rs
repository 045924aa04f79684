//! The word lists that are the second opinion beside the network.

use diurna_core::{Mode, Root, words};
use std::collections::{HashMap, HashSet};

const TRIGGERS: &str = include_str!("../../../data/events/triggers.tsv");
const CUES: &str = include_str!("../../../data/events/cues.tsv");
const HEDGES: &str = include_str!("../../../data/events/hedges.tsv");
const DOMAINS: &str = include_str!("../../../data/events/domains.tsv");
const LINKS: &str = include_str!("../../../data/events/links.tsv");
const ACCIDENTS: &str = include_str!("../../../data/events/accidents.txt");
const LABOUR: &str = include_str!("../../../data/events/labour.txt");
const TITLES: &str = include_str!("../../../data/actors/titles.tsv");
const WEAPONS: &str = include_str!("../../../data/actors/weapons.tsv");

/// Part of speech of a trigger phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pos {
    Verb,
    Noun,
}

/// What a trigger phrase asks of its surroundings; see the head of `triggers.tsv`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    pub(crate) obj: bool,
    pub(crate) actor: bool,
    pub(crate) target: bool,
    pub(crate) two: bool,
    pub(crate) weak: bool,
    pub(crate) back: bool,
    pub(crate) result: bool,
    pub(crate) weapon: bool,
    pub(crate) force: bool,
}

/// A row of the trigger file for one phrase.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The lemmas of the phrase.
    pub(crate) words: Vec<String>,
    pub(crate) root: Root,
    pub(crate) mode: Option<Mode>,
    pub(crate) weight: f32,
    pub(crate) flags: Flags,
}

/// Kind of a word that attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    Say,
    Act,
    Think,
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Domain {
    Conflict,
    Politics,
    Other,
}

/// A weapon of the data file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weapon {
    pub(crate) mode: Option<Mode>,
    /// Tear gas, water cannon and the like.
    pub(crate) against_crowds: bool,
    /// Aircraft, manned or not.
    pub(crate) flies: bool,
}

/// All word lists.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Verb phrases by their first lemma, noun phrases by their last; longest first.
    entries: HashMap<(bool, String), Vec<Entry>>,
    cues: HashMap<String, Vec<(Vec<String>, Cue)>>,
    pub(crate) hedge_verbs: HashSet<&'static str>,
    pub(crate) hedge_words: Vec<&'static str>,
    domains: HashMap<&'static str, Vec<Domain>>,
    /// Phrases before an answered event, and whether they say so by themselves.
    pub(crate) answers: Vec<(Vec<&'static str>, bool)>,
    weapons: HashMap<String, Weapon>,
    pub(crate) accidents: HashSet<&'static str>,
    labour: HashSet<&'static str>,
    /// Last words of titles: "minister", "spokeswoman".
    titles: HashSet<&'static str>,
}

impl Lexicon {
    pub(crate) fn new() -> Self {
        let mut entries: HashMap<(bool, String), Vec<Entry>> = HashMap::new();
        for row in rows(TRIGGERS) {
            let [root, mode, pos, weight, flags, phrases] = row[..] else { continue };
            let Some(root) = Root::parse(root) else { continue };
            let pos = if pos == "v" { Pos::Verb } else { Pos::Noun };
            let flags = parse_flags(flags);
            for phrase in phrases.split('|') {
                let words: Vec<String> = phrase.split_whitespace().map(String::from).collect();
                let anchor = if pos == Pos::Verb { words.first() } else { words.last() };
                let Some(anchor) = anchor.cloned() else { continue };
                entries.entry((pos == Pos::Verb, anchor)).or_default().push(Entry {
                    words,
                    root,
                    mode: Mode::parse(mode),
                    weight: weight.parse().unwrap_or(0.5),
                    flags,
                });
            }
        }
        for list in entries.values_mut() {
            list.sort_by_key(|e| std::cmp::Reverse(e.words.len()));
        }
        let mut cues: HashMap<String, Vec<(Vec<String>, Cue)>> = HashMap::new();
        for row in rows(CUES) {
            let [kind, words] = row[..] else { continue };
            let kind = match kind {
                "say" => Cue::Say,
                "act" => Cue::Act,
                "think" => Cue::Think,
                _ => continue,
            };
            for phrase in words.split('|') {
                let words: Vec<String> = phrase.split_whitespace().map(String::from).collect();
                if let Some(first) = words.first().cloned() {
                    cues.entry(first).or_default().push((words, kind));
                }
            }
        }
        for list in cues.values_mut() {
            list.sort_by_key(|c| std::cmp::Reverse(c.0.len()));
        }
        let mut hedge_verbs = HashSet::new();
        let mut hedge_words = Vec::new();
        for row in rows(HEDGES) {
            match row[..] {
                ["v", words] => hedge_verbs.extend(words.split('|')),
                ["x", words] => hedge_words.extend(words.split('|')),
                _ => {}
            }
        }
        let mut domains: HashMap<&'static str, Vec<Domain>> = HashMap::new();
        for row in rows(DOMAINS) {
            let [domain, words] = row[..] else { continue };
            let domain = match domain {
                "conflict" => Domain::Conflict,
                "politics" => Domain::Politics,
                _ => Domain::Other,
            };
            for word in words.split('|') {
                domains.entry(word).or_default().push(domain);
            }
        }
        let answers = rows(LINKS)
            .filter(|r| matches!(r[0], "p" | "w"))
            .flat_map(|r| {
                let strong = r[0] == "p";
                r.get(1)
                    .copied()
                    .unwrap_or("")
                    .split('|')
                    .map(move |p| (p.split_whitespace().collect(), strong))
            })
            .collect();
        let mut weapons = HashMap::new();
        for row in rows(WEAPONS) {
            let [singular, plural, class, mode] = row[..] else { continue };
            let weapon = Weapon {
                mode: Mode::parse(mode),
                against_crowds: class == "crowd_control",
                flies: matches!(class, "aircraft" | "drone"),
            };
            for word in [singular, plural] {
                if !word.is_empty() {
                    weapons.insert(word.to_lowercase(), weapon);
                }
            }
        }
        let (accidents, labour) = (words::set(ACCIDENTS), words::set(LABOUR));
        let titles = rows(TITLES).filter_map(|r| r[0].split(' ').next_back()).collect();
        Self { accidents, labour, titles, entries, cues, hedge_verbs, hedge_words, domains, answers, weapons }
    }

    /// Trigger phrases anchored at that lemma, longest first.
    pub(crate) fn entries(&self, pos: Pos, anchor: &str) -> &[Entry] {
        // The key is owned, so a look-up must own one as well; lemmas are short.
        self.entries.get(&(pos == Pos::Verb, anchor.to_string())).map_or(&[], Vec::as_slice)
    }

    /// Attributing phrases that begin with that lemma, longest first.
    pub(crate) fn cues(&self, first: &str) -> &[(Vec<String>, Cue)] {
        self.cues.get(first).map_or(&[], Vec::as_slice)
    }

    /// The domains that a lower-case word speaks for.
    pub(crate) fn domains(&self, word: &str) -> &[Domain] {
        self.domains.get(word).map_or(&[], Vec::as_slice)
    }

    /// A word of work and pay.
    pub(crate) fn is_of_labour(&self, word: &str) -> bool {
        self.labour.contains(word)
    }

    /// The last word of a title, lower case.
    pub(crate) fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word)
    }

    /// The weapon of that name, if it is one.
    pub(crate) fn weapon(&self, phrase: &str) -> Option<Weapon> {
        self.weapons.get(phrase).copied()
    }
}

fn parse_flags(flags: &str) -> Flags {
    let has = |name: &str| flags.split(',').any(|f| f == name);
    Flags {
        obj: has("obj"),
        actor: has("actor"),
        target: has("target"),
        two: has("two"),
        weak: has("weak"),
        back: has("back"),
        result: has("result"),
        weapon: has("weapon"),
        force: has("force"),
    }
}

fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| l.split('\t').map(str::trim).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_trigger_file_is_read() {
        let lines = rows(TRIGGERS).count();
        let good = rows(TRIGGERS)
            .filter(|r| r.len() == 6 && Root::parse(r[0]).is_some() && r[3].parse::<f32>().is_ok())
            .filter(|r| r[1] == "-" || Mode::parse(r[1]).is_some())
            .count();
        assert_eq!(lines, good);
        let lexicon = Lexicon::new();
        assert_eq!(lexicon.entries(Pos::Noun, "strike")[0].words.len(), 2);
        assert!(lexicon.cues("call").iter().any(|(w, k)| w == &["call", "for"] && *k == Cue::Act));
    }
}
