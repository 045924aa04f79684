//! The data files of names, and a matcher for the names in them.

use crate::atoms::{Atom, Gap, Shape, atoms};
use diurna_core::nouns::{self, Noun};
use diurna_core::words::{self, Kinds};
use diurna_core::{ActorKind, SourceKind};
use std::collections::{HashMap, HashSet};

/// What a name in the data files stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Name of a state.
    State,
    /// Adjective of a state ("Iraqi").
    Adjective,
    /// Its people ("Iraqis").
    People,
    /// A city or building whose name may stand for its government.
    Seat,
    /// Its armed forces, by a name of their own.
    Forces,
    /// An institution, organisation, outlet, company or group.
    Body,
}

/// A state of the data file.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) iso3: String,
    pub(crate) name: String,
    pub(crate) adjective: String,
    pub(crate) government: String,
    pub(crate) forces: String,
    pub(crate) aliases: Vec<String>,
}

/// An institution, organisation, outlet, company or armed group of the data files.
#[derive(Debug, Clone)]
pub(crate) struct Body {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: ActorKind,
    pub(crate) country: Option<String>,
    pub(crate) aliases: Vec<String>,
}

/// A body that a common noun names beside a state: "the Malian air force".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StateBody {
    /// "forces", "government", "police", or the words behind the adjective in its name ("Air Force").
    pub(crate) body: &'static str,
    pub(crate) kind: ActorKind,
}

/// Words of names of bodies and the kinds that they tell.
#[derive(Debug, Default)]
struct BodyWords {
    last: HashMap<&'static str, ActorKind>,
    first: HashMap<&'static str, ActorKind>,
    /// The last word before "of" or "for" where a name goes on.
    over: HashMap<&'static str, ActorKind>,
}

#[derive(Debug, Clone)]
struct Pattern {
    rest: Vec<(String, Shape)>,
    first: Shape,
    sense: Sense,
    index: usize,
    ambiguous: bool,
}

/// A name of the data files found in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    /// First atom.
    pub(crate) from: usize,
    /// One past the last atom.
    pub(crate) to: usize,
    pub(crate) sense: Sense,
    pub(crate) index: usize,
    pub(crate) ambiguous: bool,
}

/// A line of a data file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for LexiconError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for LexiconError {}

/// States, bodies, nouns and titles, ready to be looked up.
#[derive(Debug)]
pub struct Lexicon {
    pub(crate) states: Vec<State>,
    pub(crate) bodies: Vec<Body>,
    nouns: HashMap<String, Noun>,
    /// Last words of the nouns of several words.
    noun_ends: HashSet<String>,
    titles: HashMap<String, SourceKind>,
    state_bodies: HashMap<&'static str, StateBody>,
    body_words: BodyWords,
    /// Words that rules ask for by their kind.
    pub(crate) words: Kinds,
    days: HashSet<&'static str>,
    pub(crate) given: HashSet<&'static str>,
    /// Spellings of name words and the one they are compared by.
    spellings: HashMap<&'static str, &'static str>,
    patterns: HashMap<String, Vec<Pattern>>,
}

const STATES: &str = include_str!("../../../data/actors/states.tsv");
const INSTITUTIONS: &str = include_str!("../../../data/actors/institutions.tsv");
const GROUPS: &str = include_str!("../../../data/actors/groups.tsv");
const TITLES: &str = include_str!("../../../data/actors/titles.tsv");
const SPELLINGS: &str = include_str!("../../../data/actors/spellings.tsv");
const GIVEN: &str = include_str!("../../../data/actors/given_names.txt");
const FORCES: &str = include_str!("../../../data/actors/forces.tsv");
const BODIES: &str = include_str!("../../../data/actors/bodies.tsv");
const WORDS: &str = include_str!("../../../data/actors/words.tsv");
const DAYS: &str = include_str!("../../../data/reader/days.txt");

impl Default for Lexicon {
    fn default() -> Self {
        Self::new()
    }
}

impl Lexicon {
    /// The data files that come with the program.
    #[must_use]
    pub fn new() -> Self {
        let mut lexicon = Self {
            states: Vec::new(),
            bodies: Vec::new(),
            nouns: HashMap::new(),
            noun_ends: HashSet::new(),
            titles: HashMap::new(),
            state_bodies: HashMap::new(),
            body_words: BodyWords::default(),
            words: Kinds::of(WORDS),
            days: words::set(DAYS),
            given: words::set(GIVEN),
            spellings: rows(SPELLINGS)
                .filter_map(|(_, r)| Some((*r.first()?, *r.get(1)?)))
                .flat_map(|(one, others)| others.split('|').map(move |o| (o, one)))
                .collect(),
            patterns: HashMap::new(),
        };
        for (_, row) in rows(STATES) {
            lexicon.add_state(&row);
        }
        for (_, row) in rows(INSTITUTIONS) {
            // The files are checked by a test; a row that does not parse is left out.
            let _ = lexicon.add_body(&row, 3, 4, None);
        }
        for (_, row) in rows(GROUPS) {
            let _ = lexicon.add_body(&row, 3, 5, Some(6));
        }
        for noun in nouns::all() {
            lexicon.add_noun(noun);
        }
        for (_, row) in rows(TITLES) {
            if let (Some(title), Some(kind)) = (row.first(), row.get(1).and_then(|k| SourceKind::parse(k))) {
                lexicon.titles.insert(title.to_lowercase(), kind);
            }
        }
        lexicon.add_bodies();
        lexicon.sort();
        lexicon
    }

    /// Adds a user's file of actors: tab-separated `id, name, kind, country, aliases`, aliases parted by `|`.
    ///
    /// # Errors
    /// The first line that does not hold a name and a known kind.
    ///
    /// ```
    /// use diurna_actor::Lexicon;
    /// let mut lexicon = Lexicon::new();
    /// let added = lexicon.extend("river-guard\tRiver Guard\tarmed_group\tSDN\tRG|Haras al-Nahr\n").unwrap();
    /// assert_eq!(added, 1);
    /// assert_eq!(lexicon.extend("x\tX\tpirates\t\t\n").unwrap_err().line, 1);
    /// ```
    pub fn extend(&mut self, file: &str) -> Result<usize, LexiconError> {
        let mut added = 0;
        for (line, row) in rows(file) {
            // A line of column names is welcome.
            if row.get(2) == Some(&"kind") {
                continue;
            }
            self.add_body(&row, 3, 4, None).map_err(|reason| LexiconError { line, reason })?;
            added += 1;
        }
        self.sort();
        Ok(added)
    }

    fn sort(&mut self) {
        for list in self.patterns.values_mut() {
            list.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        }
    }

    fn add_state(&mut self, row: &[&str]) {
        let [iso3, name, aliases, adjectives, people, government, seats, forces, forces_aliases, ..] = row
        else {
            return;
        };
        let index = self.states.len();
        let first_adjective = many(adjectives).next().unwrap_or(name).to_string();
        self.states.push(State {
            iso3: (*iso3).to_string(),
            name: (*name).to_string(),
            adjective: first_adjective,
            government: (*government).to_string(),
            forces: if forces.is_empty() { format!("Armed forces of {name}") } else { (*forces).to_string() },
            aliases: many(aliases).map(String::from).collect(),
        });
        for alias in std::iter::once(*name).chain(many(aliases)) {
            self.add_pattern(alias, Sense::State, index, false);
        }
        for (list, sense) in [
            (adjectives, Sense::Adjective),
            (people, Sense::People),
            (seats, Sense::Seat),
            (forces, Sense::Forces),
            (forces_aliases, Sense::Forces),
        ] {
            for alias in many(list) {
                self.add_pattern(alias, sense, index, false);
            }
        }
    }

    fn add_body(
        &mut self,
        row: &[&str],
        country: usize,
        aliases: usize,
        ambiguous: Option<usize>,
    ) -> Result<(), String> {
        let cell = |i: usize| row.get(i).map_or("", |c| c.trim());
        if cell(1).is_empty() {
            return Err("no name in the second column".into());
        }
        let kind = ActorKind::parse(cell(2)).ok_or_else(|| format!("unknown kind `{}`", cell(2)))?;
        let index = self.bodies.len();
        let unsure: Vec<&str> = ambiguous.map(|i| many(cell(i)).collect()).unwrap_or_default();
        let aliases: Vec<&str> = many(cell(aliases)).collect();
        for alias in std::iter::once(cell(1)).chain(aliases.iter().copied()) {
            let short = alias.chars().filter(|c| c.is_alphabetic()).count() <= 2 && !is_known_short(alias);
            let is_unsure = unsure.contains(&alias) || short;
            self.add_pattern(alias, Sense::Body, index, is_unsure);
        }
        for alias in unsure.iter().filter(|a| !aliases.contains(a)) {
            self.add_pattern(alias, Sense::Body, index, true);
        }
        self.bodies.push(Body {
            id: if cell(0).is_empty() {
                diurna_core::fold::fold(cell(1)).replace(' ', "-")
            } else {
                cell(0).to_string()
            },
            name: cell(1).to_string(),
            kind,
            country: Some(cell(country).to_string()).filter(|c| !c.is_empty()),
            aliases: aliases.into_iter().map(String::from).collect(),
        });
        Ok(())
    }

    fn add_noun(&mut self, noun: Noun) {
        for word in [noun.one, noun.many] {
            let word = word.to_lowercase();
            if let Some((_, last)) = word.rsplit_once(' ') {
                self.noun_ends.insert(last.to_string());
            }
            self.nouns.insert(word, noun);
        }
    }

    /// Reads the bodies that states have and the words of names of bodies.
    fn add_bodies(&mut self) {
        for (_, row) in rows(FORCES) {
            let [body, kind, words] = row[..] else { continue };
            let Some(kind) = ActorKind::parse(kind) else { continue };
            self.state_bodies.extend(words.split('|').map(|word| (word, StateBody { body, kind })));
        }
        for (_, row) in rows(BODIES) {
            let [place, kind, words] = row[..] else { continue };
            let Some(kind) = ActorKind::parse(kind) else { continue };
            let list = match place {
                "last" => &mut self.body_words.last,
                "first" => &mut self.body_words.first,
                "over" => &mut self.body_words.over,
                _ => continue,
            };
            list.extend(words.split('|').map(|word| (word, kind)));
        }
    }

    fn add_pattern(&mut self, alias: &str, sense: Sense, index: usize, ambiguous: bool) {
        let mut parts = atoms(alias).into_iter();
        let Some(first) = parts.next() else { return };
        let pattern = Pattern {
            first: first.shape,
            rest: parts.map(|a| (self.spelling(&a.key).to_string(), a.shape)).collect(),
            sense,
            index,
            ambiguous,
        };
        let key = self.spelling(&first.key).to_string();
        self.patterns.entry(key).or_default().push(pattern);
    }

    /// The spelling by which a word of a name is compared.
    fn spelling<'a>(&self, key: &'a str) -> &'a str
    where
        'static: 'a,
    {
        self.spellings.get(key).copied().unwrap_or(key)
    }

    /// The noun or noun phrase (lower case) as an actor noun.
    pub(crate) fn noun(&self, word: &str) -> Option<Noun> {
        self.nouns.get(word).copied()
    }

    /// Whether nouns of several words end in that one (lower case).
    pub(crate) fn ends_nouns(&self, word: &str) -> bool {
        self.noun_ends.contains(word)
    }

    /// The body that a noun or noun phrase (lower case) names beside a state.
    pub(crate) fn state_body(&self, phrase: &str) -> Option<StateBody> {
        self.state_bodies.get(phrase).copied()
    }

    /// The name of a day or month, which is nobody's.
    pub(crate) fn is_day(&self, word: &str) -> bool {
        self.days.contains(word.to_lowercase().as_str())
    }

    /// The kind of body that the last word of a name tells, or its first one.
    pub(crate) fn body_ending(&self, last: &str, first: &str) -> Option<ActorKind> {
        let words = &self.body_words;
        words.last.get(last).or_else(|| words.first.get(first)).copied()
    }

    /// The kind of a body whose name goes on behind that word over "of" or "for".
    pub(crate) fn body_over(&self, word: &str) -> Option<ActorKind> {
        self.body_words.over.get(word).copied()
    }

    /// The kind of source that somebody with this title is.
    pub(crate) fn title(&self, word: &str) -> Option<SourceKind> {
        self.titles.get(word).copied()
    }

    /// Every name of the data files in the text, longest first from the left, not overlapping.
    pub(crate) fn hits(&self, text: &[Atom]) -> Vec<Hit> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < text.len() {
            match self.longest(text, at) {
                Some(hit) => {
                    at = hit.to;
                    out.push(hit);
                }
                None => {
                    out.extend(self.shared(text, at));
                    at += 1;
                }
            }
        }
        out
    }

    /// "North and South Korea", "the European and African Union": the first word of a name whose rest stands behind the second.
    fn shared(&self, text: &[Atom], at: usize) -> Option<Hit> {
        let and = text.get(at + 1).filter(|a| a.key == "and" && text[at].shape != Shape::Lower);
        let second = and.and_then(|_| self.longest(text, at + 2))?;
        let rest = text.get(at + 3..second.to).filter(|rest| !rest.is_empty())?;
        let whole: Vec<Atom> = std::iter::once(&text[at]).chain(rest).cloned().collect();
        let first = self.longest(&whole, 0).filter(|hit| hit.to == whole.len())?;
        Some(Hit { from: at, to: at + 1, ..first })
    }

    fn longest(&self, text: &[Atom], at: usize) -> Option<Hit> {
        let list = self.patterns.get(self.spelling(&text.get(at)?.key))?;
        let pattern = list.iter().find(|p| {
            fits(p.first, text[at].shape)
                && p.rest.iter().enumerate().all(|(i, (key, shape))| {
                    text.get(at + 1 + i).is_some_and(|a| {
                        self.spelling(&a.key) == key && a.gap != Gap::Break && fits(*shape, a.shape)
                    })
                })
        })?;
        Some(Hit {
            from: at,
            to: at + 1 + pattern.rest.len(),
            sense: pattern.sense,
            index: pattern.index,
            ambiguous: pattern.ambiguous,
        })
    }
}

/// Two-letter names that mean the same wherever they stand.
fn is_known_short(alias: &str) -> bool {
    matches!(alias, "UN" | "U.N." | "EU" | "E.U." | "AU" | "AP" | "UK" | "U.K." | "US" | "U.S.")
}

fn fits(wanted: Shape, found: Shape) -> bool {
    match wanted {
        Shape::Lower => true,
        Shape::Capital => found != Shape::Lower,
        Shape::Upper => found == Shape::Upper,
    }
}

fn many(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|s| !s.is_empty())
}

/// The rows of a tab-separated file with their line numbers, comments and empty lines left out.
fn rows(file: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    file.lines()
        .enumerate()
        .filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty())
        .map(|(i, l)| (i + 1, l.split('\t').map(str::trim).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use diurna_core::nouns::Bearer;
    use std::collections::HashSet;

    /// The rows of a file that begins with a line of column names, without that line.
    fn table(file: &'static str, first: &str) -> Vec<(usize, Vec<&'static str>)> {
        rows(file).filter(|(_, r)| r[0] != first).collect()
    }

    #[test]
    fn every_state_is_read() {
        let states = rows(STATES).collect::<Vec<_>>();
        assert!(states.len() >= 190, "{}", states.len());
        let codes: HashSet<&str> = states.iter().map(|(_, r)| r[0]).collect();
        assert_eq!(codes.len(), states.len(), "a code stands twice");
        for (line, row) in &states {
            assert!(row.len() >= 9, "states.tsv, line {line}: {} columns", row.len());
            let code = row[0].len() == 3 && row[0].chars().all(|c| c.is_ascii_uppercase());
            assert!(code && !row[1].is_empty() && !row[5].is_empty(), "states.tsv, line {line}");
        }
        assert_eq!(Lexicon::new().states.len(), states.len());
    }

    #[test]
    fn every_group_and_institution_is_read() {
        let (groups, others) = (table(GROUPS, "id"), table(INSTITUTIONS, "id"));
        assert!(groups.len() >= 400 && others.len() >= 400, "{} and {}", groups.len(), others.len());
        for (line, row) in groups.iter().chain(&others) {
            assert!(!row[0].is_empty() && !row[1].is_empty(), "line {line}: {row:?}");
            assert!(ActorKind::parse(row[2]).is_some(), "line {line}: kind {}", row[2]);
            let country = row.get(3).copied().unwrap_or("");
            assert!(country.is_empty() || country.len() == 3, "line {line}: country {country}");
        }
        assert_eq!(Lexicon::new().bodies.len(), groups.len() + others.len());
    }

    #[test]
    fn every_noun_and_title_is_read() {
        let lexicon = Lexicon::new();
        assert!(nouns::all().all(|n| lexicon.noun(&n.one.to_lowercase()).is_some()));
        for (line, row) in table(TITLES, "title") {
            assert!(SourceKind::parse(row[1]).is_some(), "titles.tsv, line {line}: {}", row[1]);
            assert!(lexicon.title(&row[0].to_lowercase()).is_some(), "titles.tsv, line {line}");
        }
        assert!(rows(SPELLINGS).all(|(_, r)| r.len() == 2 && !r[1].is_empty()));
        assert!(lexicon.given.len() >= 400, "{}", lexicon.given.len());
    }

    #[test]
    fn every_row_of_the_bodies_and_words_is_read() {
        let lexicon = Lexicon::new();
        for (line, row) in rows(FORCES) {
            assert!(row.len() == 3 && ActorKind::parse(row[1]).is_some(), "forces.tsv, line {line}");
            for word in row[2].split('|') {
                let body = lexicon.state_body(word).unwrap();
                assert_eq!(
                    (body.body, body.kind.as_str()),
                    (row[0], row[1]),
                    "forces.tsv, line {line}: {word}"
                );
            }
        }
        for (line, row) in rows(BODIES) {
            assert!(row.len() == 3 && ActorKind::parse(row[1]).is_some(), "bodies.tsv, line {line}");
            assert!(matches!(row[0], "last" | "first" | "over"), "bodies.tsv, line {line}: {}", row[0]);
        }
        assert_eq!(lexicon.body_ending("Foundation", "Okello"), Some(ActorKind::Organisation));
        assert_eq!(lexicon.body_ending("Roads", "Ministry"), Some(ActorKind::State));
        assert_eq!(lexicon.body_over("Alliance"), Some(ActorKind::Organisation));
        assert_eq!(lexicon.body_over("Foundation"), None);
        // "The Department of Varn" is a province in many states.
        assert_eq!(lexicon.body_over("Department"), None);
        let kinds = [
            "address",
            "aged",
            "arms",
            "bond",
            "cause",
            "deliberate",
            "first",
            "loose",
            "named",
            "one",
            "particle",
            "scope",
            "site",
            "speak",
            "way",
        ];
        assert!(rows(WORDS).all(|(_, r)| r.len() == 2 && kinds.contains(&r[0])));
        assert!(kinds.iter().all(|kind| rows(WORDS).any(|(_, r)| r[0] == *kind)));
    }

    #[test]
    fn nouns_of_several_words_are_known_by_their_last() {
        let lexicon = Lexicon::new();
        assert!(lexicon.ends_nouns("officer") && !lexicon.ends_nouns("mountain"));
        let officer = lexicon.noun("army officer").unwrap();
        assert_eq!((officer.kind, officer.bearer), (ActorKind::Military, Bearer::Person));
        assert_eq!(lexicon.noun("army base").unwrap().bearer, Bearer::Thing);
        assert_eq!(lexicon.noun("armed group").unwrap().bearer, Bearer::Group);
    }

    #[test]
    fn the_longest_name_wins_and_shapes_must_fit() {
        let lexicon = Lexicon::new();
        let senses = |text: &str| lexicon.hits(&atoms(text)).iter().map(|h| h.sense).collect::<Vec<_>>();
        assert_eq!(senses("the United Arab Emirates"), [Sense::State]);
        assert_eq!(senses("Iraqi and Iraq"), [Sense::Adjective, Sense::State]);
        assert_eq!(senses("turkey and chad"), []);
        // A name does not go across a mark.
        assert_eq!(senses("the United, Arab Emirates"), []);
    }
}
