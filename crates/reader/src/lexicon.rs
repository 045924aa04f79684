//! The word lists that are the second opinion beside the network.

use diurna_core::{Mode, Root, Status, words};
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
const STATUSES: &str = include_str!("../../../data/reader/status.tsv");

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
    /// May come about with nobody's doing.
    pub(crate) chance: bool,
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

/// Where a word stands that says how an event is told; see the head of `status.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Stand {
    /// Over the verb of the event.
    Verb,
    /// Over its noun.
    Noun,
    /// Over its noun as an object.
    Object,
    /// Beside its noun.
    Beside,
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
    entries: Entries,
    cues: Cues,
    /// Cues whose object alone is what is said.
    object_cues: HashSet<&'static str>,
    /// Nouns for what somebody says.
    sayings: HashSet<&'static str>,
    pub(crate) hedge_verbs: HashSet<&'static str>,
    pub(crate) hedge_words: Vec<&'static str>,
    domains: HashMap<&'static str, Vec<Domain>>,
    /// Phrases before an answered event, and whether they say so by themselves.
    pub(crate) answers: Vec<(Vec<&'static str>, bool)>,
    /// Verbs whose object answers their subject.
    pub(crate) causes: HashSet<&'static str>,
    weapons: HashMap<String, Weapon>,
    statuses: HashMap<(Stand, &'static str), Status>,
    pub(crate) accidents: HashSet<&'static str>,
    labour: HashSet<&'static str>,
    /// Last words of titles: "minister", "spokeswoman".
    titles: HashSet<&'static str>,
}

/// Verb phrases by their first lemma, noun phrases by their last; longest first.
type Entries = HashMap<(bool, String), Vec<Entry>>;

/// Attributing phrases by their first lemma; longest first.
type Cues = HashMap<String, Vec<(Vec<String>, Cue)>>;

impl Lexicon {
    pub(crate) fn new() -> Self {
        Self {
            entries: entries(),
            cues: cues(),
            object_cues: listed(CUES, "object").into_iter().collect(),
            sayings: listed(CUES, "noun").into_iter().collect(),
            hedge_verbs: listed(HEDGES, "v").into_iter().collect(),
            hedge_words: listed(HEDGES, "x"),
            domains: domains(),
            answers: answers(),
            causes: listed(LINKS, "c").into_iter().collect(),
            weapons: weapons(),
            statuses: statuses(),
            accidents: words::set(ACCIDENTS),
            labour: words::set(LABOUR),
            titles: rows(TITLES).filter_map(|r| r[0].split(' ').next_back()).collect(),
        }
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

    /// A cue whose object alone is what is said: "denied the charges".
    pub(crate) fn takes_object(&self, cue: &str) -> bool {
        self.object_cues.contains(cue)
    }

    /// A noun for what somebody says: "report", "claim".
    pub(crate) fn is_saying(&self, noun: &str) -> bool {
        self.sayings.contains(noun)
    }

    /// How an event is told that a word stands by.
    pub(crate) fn status(&self, stand: Stand, lemma: &str) -> Option<Status> {
        self.statuses.get(&(stand, lemma)).copied()
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

fn entries() -> Entries {
    let mut out = Entries::new();
    for row in rows(TRIGGERS) {
        let [root, mode, pos, weight, flags, phrases] = row[..] else { continue };
        let Some(root) = Root::parse(root) else { continue };
        let (is_verb, flags) = (pos == "v", parse_flags(flags));
        for phrase in phrases.split('|') {
            let words: Vec<String> = phrase.split_whitespace().map(String::from).collect();
            let anchor = if is_verb { words.first() } else { words.last() };
            let Some(anchor) = anchor.cloned() else { continue };
            out.entry((is_verb, anchor)).or_default().push(Entry {
                words,
                root,
                mode: Mode::parse(mode),
                weight: weight.parse().unwrap_or(0.5),
                flags,
            });
        }
    }
    for list in out.values_mut() {
        list.sort_by_key(|e| std::cmp::Reverse(e.words.len()));
    }
    out
}

fn cues() -> Cues {
    let mut out = Cues::new();
    for (name, kind) in [("say", Cue::Say), ("act", Cue::Act), ("think", Cue::Think)] {
        for phrase in listed(CUES, name) {
            let words: Vec<String> = phrase.split_whitespace().map(String::from).collect();
            if let Some(first) = words.first().cloned() {
                out.entry(first).or_default().push((words, kind));
            }
        }
    }
    for list in out.values_mut() {
        list.sort_by_key(|c| std::cmp::Reverse(c.0.len()));
    }
    out
}

fn domains() -> HashMap<&'static str, Vec<Domain>> {
    let mut out: HashMap<&'static str, Vec<Domain>> = HashMap::new();
    for row in rows(DOMAINS) {
        let [domain, words] = row[..] else { continue };
        let domain = match domain {
            "conflict" => Domain::Conflict,
            "politics" => Domain::Politics,
            _ => Domain::Other,
        };
        for word in words.split('|') {
            out.entry(word).or_default().push(domain);
        }
    }
    out
}

fn answers() -> Vec<(Vec<&'static str>, bool)> {
    let words = |phrase: &'static str| phrase.split_whitespace().collect::<Vec<_>>();
    let of = |kind, strong| listed(LINKS, kind).into_iter().map(move |phrase| (words(phrase), strong));
    of("p", true).chain(of("w", false)).collect()
}

fn weapons() -> HashMap<String, Weapon> {
    let mut out = HashMap::new();
    for row in rows(WEAPONS) {
        let [singular, plural, class, mode] = row[..] else { continue };
        let weapon = Weapon {
            mode: Mode::parse(mode),
            against_crowds: class == "crowd_control",
            flies: matches!(class, "aircraft" | "drone"),
        };
        for word in [singular, plural] {
            if !word.is_empty() {
                out.insert(word.to_lowercase(), weapon);
            }
        }
    }
    out
}

fn statuses() -> HashMap<(Stand, &'static str), Status> {
    let mut out = HashMap::new();
    for row in rows(STATUSES) {
        let [stand, status, words] = row[..] else { continue };
        let (Some(stand), Some(status)) = (parse_stand(stand), Status::parse(status)) else { continue };
        out.extend(words.split('|').map(|word| ((stand, word), status)));
    }
    out
}

fn parse_stand(stand: &str) -> Option<Stand> {
    match stand {
        "verb" => Some(Stand::Verb),
        "noun" => Some(Stand::Noun),
        "object" => Some(Stand::Object),
        "beside" => Some(Stand::Beside),
        _ => None,
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
        chance: has("chance"),
        weapon: has("weapon"),
        force: has("force"),
    }
}

fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| l.split('\t').map(str::trim).collect())
}

/// The words of a kind of a file of kinds, in the order of the file.
fn listed(file: &'static str, kind: &str) -> Vec<&'static str> {
    words::kinds(file).remove(kind).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::is_loud;

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

    /// Whether a row asks no more of the surroundings than another one.
    fn asks_no_more(a: Flags, b: Flags) -> bool {
        let asked = |f: Flags| [f.obj, f.actor, f.target, f.two, f.weak, f.weapon, f.force];
        asked(a).into_iter().zip(asked(b)).all(|(a, b)| !a || b)
    }

    #[test]
    fn no_row_of_the_triggers_is_shadowed() {
        // A report that admits a loud event admits a quiet one, too; arms and forces mean something else beside another root.
        let admitted = |early: &Entry, late: &Entry| is_loud(late.root) || !is_loud(early.root);
        let alike = |early: &Entry, late: &Entry| {
            early.root == late.root || admitted(early, late) && !early.flags.weapon && !early.flags.force
        };
        let mut shadowed = Vec::new();
        for ((is_verb, _), list) in &entries() {
            for (i, late) in list.iter().enumerate() {
                // Of nouns the first row counts, whatever comes of it.
                let takes = |early: &&Entry| {
                    let first = !is_verb || asks_no_more(early.flags, late.flags) && alike(early, late);
                    early.words == late.words && first
                };
                if let Some(early) = list[..i].iter().find(takes) {
                    shadowed.push(format!("{} {}: {}", early.root, late.root, late.words.join(" ")));
                }
            }
        }
        shadowed.sort();
        assert!(shadowed.is_empty(), "{shadowed:?}");
    }

    #[test]
    fn verbs_that_detain_are_triggers() {
        let lexicon = Lexicon::new();
        let takes = |e: &Entry| e.words.len() == 1 && matches!(e.mode, Some(Mode::Arrest | Mode::Kidnapping));
        for verb in crate::lists::DETAINING.iter() {
            assert!(lexicon.entries(Pos::Verb, verb).iter().any(takes), "{verb}");
        }
    }

    #[test]
    fn every_row_of_the_cues_is_read() {
        let kinds = ["say", "act", "think", "object", "noun"];
        assert!(rows(CUES).all(|r| r.len() == 2 && kinds.contains(&r[0])));
        // What is matched only as an object must be a cue that says.
        let says =
            |word: &str| cues()[word].iter().any(|(words, kind)| words.len() == 1 && *kind == Cue::Say);
        assert!(listed(CUES, "object").into_iter().all(says));
        let lexicon = Lexicon::new();
        assert!(lexicon.takes_object("deny") && !lexicon.takes_object("say"));
        assert!(
            lexicon.is_saying("statement") && lexicon.is_saying("charge") && !lexicon.is_saying("bridge")
        );
    }

    #[test]
    fn every_row_of_the_statuses_is_read_once() {
        let rows = rows(STATUSES).collect::<Vec<_>>();
        assert!(
            rows.iter().all(|r| r.len() == 3 && parse_stand(r[0]).is_some() && Status::parse(r[1]).is_some())
        );
        let words: usize = rows.iter().map(|r| r[2].split('|').count()).sum();
        let lexicon = Lexicon::new();
        assert_eq!(words, lexicon.statuses.len());
        assert_eq!(lexicon.status(Stand::Verb, "plan"), Some(Status::Planned));
        assert_eq!(lexicon.status(Stand::Noun, "deny"), None);
        assert_eq!(lexicon.status(Stand::Object, "deny"), Some(Status::Denied));
    }
}
