//! The tables of `data/export`, read once.

use diurna_core::codebook::ActorKind;
use diurna_core::nouns::{self, Bearer, Noun};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Rows without comments and empty lines, cut at tabs.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// How a country or territory is numbered and grouped by others (`data/export/countries.tsv`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-3.
    pub iso3: &'static str,
    /// English name.
    pub name: &'static str,
    /// ISO 3166-1 numeric.
    pub numeric: Option<u32>,
    /// FIPS 10-4; empty for none.
    pub fips: &'static str,
    /// CAMEO; empty for none.
    pub cameo: &'static str,
    /// Correlates of War number.
    pub cow: Option<u32>,
    /// Gleditsch and Ward number.
    pub gw: Option<u32>,
    /// ACLED region.
    pub acled: &'static str,
    /// UCDP region; empty for none.
    pub ucdp: &'static str,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    rows(include_str!("../../../data/export/countries.tsv"))
        .filter_map(|row| {
            let [iso3, name, numeric, fips, cameo, cow, gw, acled, ucdp] = row[..] else { return None };
            let number = |text: &str| text.parse().ok();
            Some(Country {
                iso3,
                name,
                numeric: number(numeric),
                fips,
                cameo,
                cow: number(cow),
                gw: number(gw),
                acled,
                ucdp,
            })
        })
        .collect()
});

/// The country or territory of an ISO 3166-1 alpha-3 code.
///
/// ```
/// let kosovo = diurna_export::country("XKX").unwrap();
/// assert_eq!((kosovo.name, kosovo.gw, kosovo.acled), ("Kosovo", Some(347), "Europe"));
/// ```
#[must_use]
pub fn country(iso3: &str) -> Option<&'static Country> {
    let at = COUNTRIES.binary_search_by_key(&iso3, |row| row.iso3).ok()?;
    COUNTRIES.get(at)
}

/// Whose QuadClass it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuadConvention {
    /// The PLOVER manual of 2021.
    Plover,
    /// The Phoenix pipeline.
    Phoenix,
    /// GDELT.
    Gdelt,
}

static QUAD: LazyLock<Vec<Vec<&'static str>>> =
    LazyLock::new(|| rows(include_str!("../../../data/export/quadclass.tsv")).collect());

/// The QuadClass of a CAMEO code in one of the three conventions; `None` where the convention has none.
///
/// ```
/// use diurna_export::{QuadConvention, quad_class};
/// assert_eq!(quad_class("141", QuadConvention::Gdelt), Some(3));
/// assert_eq!(quad_class("141", QuadConvention::Plover), Some(4));
/// assert_eq!(quad_class("163", QuadConvention::Phoenix), Some(3));
/// ```
#[must_use]
pub fn quad_class(cameo: &str, convention: QuadConvention) -> Option<u8> {
    let root = cameo.get(..2)?;
    let row = QUAD.iter().find(|row| row.first() == Some(&root))?;
    row.get(1 + convention as usize)?.parse().ok()
}

static GOLDSTEIN: LazyLock<Vec<(&'static str, f64)>> = LazyLock::new(|| {
    rows(include_str!("../../../data/export/goldstein.tsv"))
        .filter_map(|row| Some((*row.first()?, row.get(1)?.parse().ok()?)))
        .collect()
});

/// The Goldstein scale of a CAMEO code, from -10 to 10.
///
/// ```
/// assert_eq!(diurna_export::goldstein("1831"), Some(-10.0));
/// assert_eq!(diurna_export::goldstein("1723"), Some(-5.0));
/// ```
#[must_use]
pub fn goldstein(cameo: &str) -> Option<f64> {
    let fits = GOLDSTEIN.iter().filter(|(code, _)| cameo.starts_with(code));
    fits.max_by_key(|(code, _)| code.len()).map(|(_, value)| *value)
}

/// Quad code and intensity of a PLOVER type and mode.
pub(crate) fn plover_scale(event: &str, mode: Option<&str>) -> (Option<u8>, Option<f64>) {
    static PLOVER: LazyLock<Vec<Vec<&'static str>>> =
        LazyLock::new(|| rows(include_str!("../../../data/export/plover.tsv")).collect());
    let find = |mode: &str| PLOVER.iter().find(|row| row[..2] == [event, mode]);
    let of = |row: &Vec<&str>| (row[2].parse().ok(), row[3].parse().ok());
    let whole = find("-").map_or((None, None), of);
    match mode.and_then(find).map(of) {
        Some((quad, intensity)) => (quad, intensity.or(whole.1)),
        None => whole,
    }
}

/// What a kind of actor is called elsewhere; empty for nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ActorCodes {
    pub(crate) cameo: &'static str,
    pub(crate) plover: &'static str,
    pub(crate) home: &'static str,
    pub(crate) abroad: &'static str,
}

/// The codes of a kind of actor; named and unnamed armed groups differ.
pub(crate) fn actor_codes(kind: ActorKind, named: bool) -> ActorCodes {
    static ACTORS: LazyLock<Vec<Vec<&'static str>>> =
        LazyLock::new(|| rows(include_str!("../../../data/export/actors.tsv")).collect());
    let fits: Vec<&Vec<&str>> = ACTORS.iter().filter(|row| row[0] == kind.as_str()).collect();
    let row = if named { fits.first() } else { fits.last() };
    row.map_or_else(ActorCodes::default, |row| ActorCodes {
        cameo: row.get(1).copied().unwrap_or_default(),
        plover: row.get(2).copied().unwrap_or_default(),
        home: row.get(3).copied().unwrap_or_default(),
        abroad: row.get(4).copied().unwrap_or_default(),
    })
}

/// The type of disorder of an ACLED sub-event type, and the rank of its event type.
pub(crate) fn acled_disorder(sub_event_type: &str) -> Option<(&'static str, u8)> {
    static ACLED: LazyLock<Vec<Vec<&'static str>>> =
        LazyLock::new(|| rows(include_str!("../../../data/export/acled.tsv")).collect());
    let row = ACLED.iter().find(|row| row.get(1) == Some(&sub_event_type))?;
    Some((*row.get(2)?, row.get(3)?.parse().ok()?))
}

/// The one number of dead that ACLED gives for a range.
pub(crate) fn acled_fatalities(low: u32, high: Option<u32>) -> u32 {
    static VAGUE: LazyLock<Vec<(u32, u32, u32)>> = LazyLock::new(|| {
        rows(include_str!("../../../data/export/vague.tsv"))
            .filter_map(|row| Some((row[0].parse().ok()?, row[1].parse().ok()?, row[2].parse().ok()?)))
            .collect()
    });
    let row = VAGUE.iter().find(|row| row.0 == low && Some(row.1) == high);
    row.map_or(low, |row| row.2)
}

/// Names of peoples ("Syrian", "Iraqis"), in lower case: the only capital letters that words for a group of victims may have.
pub(crate) fn is_people(word: &str) -> bool {
    static PEOPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let mut all: Vec<String> = rows(include_str!("../../../data/actors/states.tsv"))
            .flat_map(|row| {
                let columns = [row.get(3).copied(), row.get(4).copied()];
                columns
                    .into_iter()
                    .flatten()
                    .flat_map(|c| c.split('|'))
                    .map(str::to_lowercase)
                    .collect::<Vec<_>>()
            })
            .collect();
        all.sort();
        all
    });
    PEOPLES.binary_search(&word.to_lowercase()).is_ok()
}

/// Whether a name begins with the title of an office ("President", "Gen.").
pub(crate) fn is_official(name: &str) -> bool {
    static TITLES: LazyLock<Vec<String>> = LazyLock::new(|| {
        rows(include_str!("../../../data/actors/titles.tsv"))
            .filter(|row| row.get(1) == Some(&"named_official") && row.get(2) != Some(&"post"))
            .map(|row| format!("{} ", row[0]))
            .collect()
    });
    let name = name.to_lowercase();
    TITLES.iter().any(|title| name.starts_with(title.as_str()))
}

/// The kind of actor that a noun names ("villagers"), singular or plural.
pub(crate) fn noun_kind(noun: &str) -> Option<ActorKind> {
    static NOUNS: LazyLock<Vec<(&'static str, ActorKind)>> = LazyLock::new(|| {
        let mut all: Vec<(&str, ActorKind)> =
            nouns::all().flat_map(|noun| [(noun.one, noun.kind), (noun.many, noun.kind)]).collect();
        all.sort();
        all.dedup();
        all
    });
    let at = NOUNS.binary_search_by_key(&noun, |row| row.0).ok()?;
    NOUNS.get(at).map(|row| row.1)
}

/// Whether the list of nouns has these words for several persons ("aid workers"), a body or a thing ("rights group", "oil tanker").
pub(crate) fn names_nobody(noun: &str) -> bool {
    static NOUNS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        nouns::all()
            .flat_map(|noun| [Some(noun.many), Some(noun.one).filter(|_| noun.bearer != Bearer::Person)])
            .flatten()
            .collect()
    });
    NOUNS.contains(noun)
}

/// Whether the list of nouns has this word for one person ("farmer", "student protester").
pub(crate) fn names_one(noun: &str) -> bool {
    static NOUNS: LazyLock<BTreeSet<&'static str>> =
        LazyLock::new(|| nouns::all().filter(Noun::is_one_person).map(|noun| noun.one).collect());
    NOUNS.contains(noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_sorted_and_whole() {
        assert_eq!(COUNTRIES.len(), 250);
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].iso3 < pair[1].iso3));
        let romania = country("ROU").unwrap();
        assert_eq!((romania.numeric, romania.fips, romania.cameo), (Some(642), "RO", "ROM"));
        let yemen = country("YEM").unwrap();
        assert_eq!((yemen.cow, yemen.gw, yemen.ucdp), (Some(679), Some(678), "Middle East"));
        assert_eq!(country("ABC"), None);
    }

    #[test]
    fn the_three_conventions_differ_where_they_do() {
        let all = |code| {
            [QuadConvention::Plover, QuadConvention::Phoenix, QuadConvention::Gdelt]
                .map(|c| quad_class(code, c))
        };
        assert_eq!(all("010"), [None, Some(0), Some(1)]);
        assert_eq!(all("145"), [Some(4), Some(4), Some(3)]);
        assert_eq!(all("160"), [Some(4), Some(3), Some(4)]);
        assert_eq!(all("195"), [Some(4); 3]);
        assert_eq!(quad_class("1", QuadConvention::Gdelt), None);
    }

    #[test]
    fn scales() {
        assert_eq!(plover_scale("ASSAULT", Some("beat")), (Some(4), Some(-7.5)));
        assert_eq!(plover_scale("PROTEST", Some("vandalize")), (Some(4), Some(-5.0)));
        assert_eq!(plover_scale("ACCUSE", None), (Some(3), Some(-3.0)));
        assert_eq!(goldstein("030"), Some(4.0));
        assert_eq!(goldstein("0874"), Some(10.0));
    }

    #[test]
    fn vague_numbers_follow_acled() {
        assert_eq!(acled_fatalities(24, Some(99)), 12);
        assert_eq!(acled_fatalities(20, Some(99)), 10);
        assert_eq!(acled_fatalities(200, Some(999)), 100);
        assert_eq!(acled_fatalities(24, Some(24)), 24);
        assert_eq!(acled_fatalities(14, None), 14);
    }

    #[test]
    fn words_for_people() {
        assert!(is_people("Syrian") && is_people("iraqis") && !is_people("Hassan"));
        assert!(is_official("President Ana Cole") && !is_official("Presidential Guard"));
        assert_eq!(actor_codes(ActorKind::ArmedGroup, false).cameo, "UAF");
        assert_eq!(noun_kind("villagers"), Some(ActorKind::Civilians));
        assert_eq!(noun_kind("soldier"), Some(ActorKind::Military));
        assert!(["aid workers", "rights group", "police station"].into_iter().all(names_nobody));
        assert!(!["aid worker", "opposition leader", "aid"].into_iter().any(names_nobody));
        assert_eq!(actor_codes(ActorKind::Person, true), ActorCodes::default());
    }
}
