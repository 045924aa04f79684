//! From names to places.

use crate::format::{self, FLAG, PLACE_BITS};
use crate::loose::skeleton;
use crate::normalize::{normalize, push_normalized};
use crate::{Error, Gazetteer, NameKind, PlaceId};
use fst::raw::{Fst, Output};

/// Longest name, in words, that [`Gazetteer::longest_match`] tries.
const MAX_WORDS: usize = 6;

/// A place that a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Candidate {
    /// The place.
    pub place: PlaceId,
    /// What the name is to it.
    pub kind: NameKind,
}

/// A name found at the start of a sequence of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// How many words it takes.
    pub words: usize,
    rank: u64,
}

/// A map from keys to postings.
pub(crate) struct NameMap {
    map: Fst<&'static [u8]>,
    table: &'static [u8],
    lists: &'static [u8],
}

impl NameMap {
    pub(crate) fn open(
        map: &'static [u8],
        table: &'static [u8],
        lists: &'static [u8],
    ) -> Result<Self, Error> {
        let map = Fst::new(map).map_err(|_| Error::Damaged("names"))?;
        if table.len() != map.len() * 3 || !lists.len().is_multiple_of(3) {
            return Err(Error::Damaged("table of names"));
        }
        Ok(NameMap { map, table, lists })
    }

    pub(crate) fn len(&self) -> usize {
        self.map.len()
    }

    fn find(&self, key: &str) -> Option<u64> {
        self.map.get(key).map(Output::value)
    }

    /// The postings of a key, best first.
    fn candidates(&self, rank: u64) -> Vec<Candidate> {
        let entry =
            usize::try_from(rank).ok().and_then(|rank| format::u24_at(self.table, rank.checked_mul(3)?));
        let Some(entry) = entry else { return Vec::new() };
        if entry & FLAG == 0 {
            return candidate(entry).into_iter().collect();
        }
        let mut found = Vec::new();
        let mut at = (entry & !FLAG) as usize * 3;
        while let Some(posting) = format::u24_at(self.lists, at) {
            found.extend(candidate(posting & !FLAG));
            if posting & FLAG != 0 {
                break;
            }
            at += 3;
        }
        found
    }

    fn lookup(&self, key: &str) -> Vec<Candidate> {
        self.find(key).map(|rank| self.candidates(rank)).unwrap_or_default()
    }
}

fn candidate(posting: u32) -> Option<Candidate> {
    let kind = NameKind::from_code((posting >> PLACE_BITS) as u8)?;
    Some(Candidate { place: PlaceId(posting & ((1 << PLACE_BITS) - 1)), kind })
}

/// Words for kinds of division, after ("Anbar province") or before a name ("Province of Anbar").
const DIVISION_WORDS: &[&str] = &[
    "province",
    "provinces",
    "governorate",
    "state",
    "region",
    "district",
    "county",
    "oblast",
    "prefecture",
    "department",
    "municipality",
    "division",
    "territory",
    "canton",
    "raion",
    "rayon",
    "subdistrict",
    "township",
    "parish",
    "borough",
    "emirate",
    "voivodeship",
    "republic",
    "vilayet",
    "wilaya",
    "wilayat",
    "muhafazah",
    "krai",
];

/// Words for kinds of settlement, which may stand before a name.
const SETTLEMENT_WORDS: &[&str] =
    &["city", "town", "village", "capital", "port", "neighbourhood", "neighborhood"];

/// First words with a long and a short form.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("saint", "st"),
    ("sainte", "ste"),
    ("mount", "mt"),
    ("fort", "ft"),
    ("port", "pt"),
    ("north", "n"),
    ("south", "s"),
];

impl Gazetteer {
    /// All places that the name may mean, best first: by weight, less what the
    /// [kind of name](NameKind) costs, then by population.
    ///
    /// Where the name as it stands is unknown, these are tried in turn: without "the"; long and
    /// short forms ("St."); without a word for the kind of division ("Anbar province", divisions
    /// only) or settlement ("city of Homs"); the spelling rules, as in
    /// [`lookup_loose`](Self::lookup_loose).
    ///
    /// ```
    /// use diurna_gazetteer::{Feature, Gazetteer};
    /// let gazetteer = Gazetteer::embedded();
    /// let first = |name| gazetteer.get(gazetteer.lookup(name)[0].place).unwrap();
    /// assert_eq!(first("Paris").country(), "FRA");
    /// assert_eq!(first("province of Anbar").feature(), Feature::Admin1);
    /// assert!(gazetteer.lookup("Kait'ib").is_empty());
    /// ```
    pub fn lookup(&self, name: &str) -> Vec<Candidate> {
        let key = normalize(name);
        let plain = self.names.lookup(&key);
        if !plain.is_empty() {
            return plain;
        }
        if let Some(rest) = key.strip_prefix("the ") {
            let found = self.names.lookup(rest);
            if !found.is_empty() {
                return found;
            }
        }
        let found = self.other_form(&key);
        if !found.is_empty() {
            return found;
        }
        let found = self.without_designator(&key);
        if !found.is_empty() {
            return found;
        }
        skeleton(&key).map(|skeleton| self.loose.lookup(&skeleton)).unwrap_or_default()
    }

    /// The places whose name as it stands is this one, without any rule.
    pub fn lookup_exact(&self, name: &str) -> Vec<Candidate> {
        self.names.lookup(&normalize(name))
    }

    /// The places of the Middle East, North Africa, the Horn, Iran, Afghanistan and Pakistan that
    /// have a name which sounds like this one: for names whose plain candidates all lie elsewhere.
    ///
    /// ```
    /// use diurna_gazetteer::Gazetteer;
    /// let gazetteer = Gazetteer::embedded();
    /// let found = gazetteer.lookup_loose("Dair Ezzour");
    /// assert!(found.iter().any(|c| gazetteer.get(c.place).unwrap().country() == "SYR"));
    /// ```
    pub fn lookup_loose(&self, name: &str) -> Vec<Candidate> {
        skeleton(&normalize(name)).map(|skeleton| self.loose.lookup(&skeleton)).unwrap_or_default()
    }

    fn other_form(&self, key: &str) -> Vec<Candidate> {
        let Some((first, rest)) = key.split_once(' ') else { return Vec::new() };
        for (long, short) in SHORT_FORMS {
            let other = match first {
                _ if first == *long => short,
                _ if first == *short => long,
                _ => continue,
            };
            return self.names.lookup(&format!("{other} {rest}"));
        }
        Vec::new()
    }

    fn without_designator(&self, key: &str) -> Vec<Candidate> {
        let (bare, divisions) = if let Some((bare, last)) = key.rsplit_once(' ')
            && DIVISION_WORDS.contains(&last)
        {
            (bare, true)
        } else if let Some((first, bare)) = key.split_once(" of ") {
            let first = first.strip_prefix("the ").unwrap_or(first);
            match first {
                _ if DIVISION_WORDS.contains(&first) => (bare, true),
                _ if SETTLEMENT_WORDS.contains(&first) => (bare, false),
                _ => return Vec::new(),
            }
        } else {
            return Vec::new();
        };
        let mut found = self.names.lookup(bare);
        if found.is_empty() {
            found = skeleton(bare).map(|skeleton| self.loose.lookup(&skeleton)).unwrap_or_default();
        }
        let right = |candidate: &Candidate| {
            self.get(candidate.place).is_some_and(|place| {
                let feature = place.feature();
                if divisions {
                    feature.is_division() || feature == crate::Feature::Region
                } else {
                    feature.is_settlement()
                }
            })
        };
        found.retain(right);
        found
    }

    /// The longest run of words, from the first one on, that is a name; at most six words.
    ///
    /// Words are taken as they are: possessives and stops of sentences are the caller's. A word
    /// without letters or digits ("-", ".") belongs to a name only between two others.
    ///
    /// ```
    /// use diurna_gazetteer::Gazetteer;
    /// let gazetteer = Gazetteer::embedded();
    /// let found = gazetteer.longest_match(&["New", "York", "police", "said"]).unwrap();
    /// assert_eq!(found.words, 2);
    /// let first = gazetteer.candidates(found)[0];
    /// assert_eq!(gazetteer.get(first.place).unwrap().country(), "USA");
    /// assert_eq!(gazetteer.longest_match(&["qqq"]), None);
    /// ```
    pub fn longest_match(&self, words: &[&str]) -> Option<Match> {
        let fst = &self.names.map;
        let mut node = fst.root();
        let mut output = Output::zero();
        let mut key = String::with_capacity(32);
        let mut best = None;
        let mut used = 0;
        for (index, word) in words.iter().enumerate() {
            let done = key.len();
            if !push_normalized(&mut key, word) {
                if done == 0 {
                    return None;
                }
                continue;
            }
            used += 1;
            if used > MAX_WORDS {
                break;
            }
            for byte in &key.as_bytes()[done..] {
                let Some(step) = node.find_input(*byte) else { return best };
                let transition = node.transition(step);
                output = output.cat(transition.out);
                node = fst.node(transition.addr);
            }
            if node.is_final() {
                let rank = output.cat(node.final_output()).value();
                best = Some(Match { words: index + 1, rank });
            }
        }
        best
    }

    /// The places that a match may mean, best first.
    pub fn candidates(&self, found: Match) -> Vec<Candidate> {
        self.names.candidates(found.rank)
    }
}
