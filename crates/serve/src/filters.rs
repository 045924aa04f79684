//! Filters of the query: which rows, in which order.

use crate::error::Problem;
use crate::facts::{Countries, Facts, Ids, NOWHERE};
use crate::sort::Sort;
use diurna_core::Root;
use diurna_review::State;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// The filters as they stand in the query of an address, and what else lists and exports are asked. A name that is none of these is
/// refused: whoever mistypes a filter would get everything.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// States of review, parted by commas.
    pub(crate) state: Option<String>,
    /// ISO 3166-1 alpha-3.
    pub(crate) country: Option<String>,
    /// Type, such as ASSAULT.
    pub(crate) r#type: Option<String>,
    /// `deadly`, `injured` (wounded, nobody known dead) or `none`.
    pub(crate) harm: Option<String>,
    /// Ended on this day or later.
    pub(crate) since: Option<String>,
    /// Began on this day or earlier.
    pub(crate) until: Option<String>,
    /// `1`: only where accounts differ.
    pub(crate) differs: Option<String>,
    /// `1`: only of one source.
    pub(crate) one_source: Option<String>,
    /// `1`: only with a score under .40.
    pub(crate) low_score: Option<String>,
    /// `1`: only what has changed since a person finished with it, by a later report or otherwise.
    pub(crate) new_report: Option<String>,
    /// Some report has all these words; "words in quotation marks" beside each other, word* for a beginning.
    pub(crate) text: Option<String>,
    /// West, south, east, north in degrees; across the date line west is larger than east.
    pub(crate) near: Option<String>,
    /// `worth` (the worthiest first; also where nothing is said), `date`, `killed`, `reports`, `score` or `title`; with `-` before it the
    /// largest first.
    pub(crate) sort: Option<String>,
    /// How many to leave out.
    pub(crate) offset: Option<usize>,
    /// At most so many, up to 200; else 50.
    pub(crate) limit: Option<usize>,
    /// Zoom of the map, 0–6.
    pub(crate) z: Option<u8>,
    /// What the map shows: west, south, east, north in degrees.
    pub(crate) r#box: Option<String>,
    /// Width of the columns of the histogram: `month`, `week` or `day`.
    pub(crate) by: Option<String>,
    /// What a list brings with it: `map` and `histogram`, parted by commas.
    pub(crate) also: Option<String>,
    /// In an export, `1`: names of private persons and words for unnamed sources, too. Managers only.
    pub(crate) names: Option<String>,
}

/// A part of the earth's surface between degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Bounds {
    /// Four numbers parted by commas.
    pub(crate) fn parse(name: &str, text: &str) -> Result<Self, Problem> {
        let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
        match numbers[..] {
            [west, south, east, north]
                if [west, east].iter().all(|x| (-180.0..=180.0).contains(x))
                    && south <= north
                    && south >= -90.0
                    && north <= 90.0 =>
            {
                Ok(Self { west, south, east, north })
            }
            _ => Err(Problem::bad(
                format!("{name}: not a part of the map: {text}"),
                "write west,south,east,north in degrees, for example -10,5,20,40",
            )),
        }
    }

    pub(crate) fn holds(&self, lat: f64, lon: f64) -> bool {
        let between = if self.west <= self.east {
            (self.west..=self.east).contains(&lon)
        } else {
            lon >= self.west || lon <= self.east
        };
        between && (self.south..=self.north).contains(&lat)
    }
}

/// Whom harm was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HarmIs {
    Deadly,
    Wounding,
    None,
}

/// Filters that were understood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filters {
    states: Vec<State>,
    country: Option<String>,
    root: Option<Root>,
    harm: Option<HarmIs>,
    since: Option<Date>,
    until: Option<Date>,
    differs: bool,
    one_source: bool,
    low_score: bool,
    new_report: bool,
    /// Words that the database looks up.
    pub(crate) text: Option<String>,
    /// The incidents that have the words.
    pub(crate) found: Option<Arc<Ids>>,
    near: Option<Bounds>,
    pub(crate) sort: Sort,
}

// What a row fails, one bit each: counts "with every filter but one" need them apart.
const STATE: u16 = 1;
const COUNTRY: u16 = 1 << 1;
const TYPE: u16 = 1 << 2;
const DIFFERS: u16 = 1 << 3;
const ONE_SOURCE: u16 = 1 << 4;
const LOW_SCORE: u16 = 1 << 5;
const NEW_REPORT: u16 = 1 << 6;
const DAYS: u16 = 1 << 7;
const OTHERS: u16 = 1 << 8;

impl Query {
    /// Reads the filters; the first one that makes no sense is the answer.
    pub(crate) fn filters(&self) -> Result<Filters, Problem> {
        let states = given(&self.state).map_or(Ok(Vec::new()), |text| {
            text.split(',').map(|name| state(name.trim())).collect::<Result<Vec<_>, _>>()
        })?;
        Ok(Filters {
            states,
            root: given(&self.r#type).map(root).transpose()?,
            harm: given(&self.harm).map(harm).transpose()?,
            country: given(&self.country).map(country).transpose()?,
            text: given(&self.text).map(words).transpose()?,
            near: given(&self.near).map(|text| Bounds::parse("near", text)).transpose()?,
            sort: given(&self.sort).map_or(Ok(Sort::default()), Sort::parse)?,
            since: day("since", &self.since)?,
            until: day("until", &self.until)?,
            differs: flag("differs", &self.differs)?,
            one_source: flag("one_source", &self.one_source)?,
            low_score: flag("low_score", &self.low_score)?,
            new_report: flag("new_report", &self.new_report)?,
            found: None,
        })
    }

    /// The first thing that is asked of lists and pictures alone: an export holds all that the filters let through.
    pub(crate) fn of_lists(&self) -> Option<&'static str> {
        let all = [
            ("offset", self.offset.is_some()),
            ("limit", self.limit.is_some()),
            ("z", self.z.is_some()),
            ("box", self.r#box.is_some()),
            ("by", self.by.is_some()),
            ("also", self.also.is_some()),
        ];
        all.into_iter().find(|(_, asked)| *asked).map(|(name, _)| name)
    }

    /// The filters as an export names them.
    pub(crate) fn named(&self) -> BTreeMap<String, String> {
        let all = [
            ("state", &self.state),
            ("country", &self.country),
            ("type", &self.r#type),
            ("harm", &self.harm),
            ("since", &self.since),
            ("until", &self.until),
            ("differs", &self.differs),
            ("one_source", &self.one_source),
            ("low_score", &self.low_score),
            ("new_report", &self.new_report),
            ("text", &self.text),
            ("near", &self.near),
        ];
        let given = all.into_iter().filter_map(|(name, value)| Some((name.to_string(), value.clone()?)));
        let mut given: BTreeMap<String, String> =
            given.filter(|(_, value)| !value.trim().is_empty()).collect();
        // Words that are looked for are often names.
        if let Some(words) = given.get_mut("text") {
            *words = diurna_export::LEFT_OUT.to_string();
        }
        given
    }
}

/// What stands there, if it is more than blanks.
fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|t| !t.trim().is_empty())
}

/// A state by its name.
fn state(name: &str) -> Result<State, Problem> {
    State::parse(name).ok_or_else(|| {
        let all: Vec<&str> = State::ALL.iter().map(|s| s.as_str()).collect();
        Problem::bad(format!("state: not a state: {name}"), &format!("states are {}", all.join(", ")))
    })
}

/// A type by its name, in letters of any size.
fn root(name: &str) -> Result<Root, Problem> {
    Root::parse(&name.to_ascii_uppercase()).ok_or_else(|| {
        let all: Vec<&str> = Root::ALL.iter().map(|r| r.as_str()).collect();
        Problem::bad(format!("type: not a type: {name}"), &format!("types are {}", all.join(", ")))
    })
}

fn harm(name: &str) -> Result<HarmIs, Problem> {
    match name {
        "deadly" => Ok(HarmIs::Deadly),
        "injured" => Ok(HarmIs::Wounding),
        "none" => Ok(HarmIs::None),
        _ => Err(Problem::bad(format!("harm: not understood: {name}"), "write deadly, injured or none")),
    }
}

/// Three letters; whether they are a country's is for [`Filters::known`] to say.
fn country(name: &str) -> Result<String, Problem> {
    let code = name.trim().to_ascii_uppercase();
    if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(code);
    }
    Err(no_country(name))
}

fn no_country(name: &str) -> Problem {
    let hint = "write its three letters of ISO 3166-1, for example AFG";
    Problem::bad(format!("country: not a country: {name}"), hint)
}

fn words(text: &str) -> Result<String, Problem> {
    let wrong =
        |e: diurna_store::Error| Problem::bad(format!("text: {e}: {text}"), e.hint().unwrap_or_default());
    diurna_store::check_words(text).map_err(wrong)?;
    Ok(text.to_string())
}

fn day(name: &str, text: &Option<String>) -> Result<Option<Date>, Problem> {
    let read = |text: &str| {
        text.parse::<Date>().map_err(|_| {
            let hint = "write it as YYYY-MM-DD, for example 2031-05-14";
            Problem::bad(format!("{name}: not a date: {text}"), hint)
        })
    };
    given(text).map(read).transpose()
}

/// What is on or off: `1`, or nothing.
pub(crate) fn flag(name: &str, text: &Option<String>) -> Result<bool, Problem> {
    match text.as_deref() {
        None | Some("" | "0") => Ok(false),
        Some("1") => Ok(true),
        Some(other) => {
            Err(Problem::bad(format!("{name}: not understood: {other}"), "write 1 or leave it out"))
        }
    }
}

/// How many incidents each state has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct States {
    new: usize,
    in_review: usize,
    second_look: usize,
    accepted: usize,
    rejected: usize,
    published: usize,
}

impl States {
    fn count(&mut self, state: State) {
        let of = match state {
            State::New => &mut self.new,
            State::InReview => &mut self.in_review,
            State::SecondLook => &mut self.second_look,
            State::Accepted => &mut self.accepted,
            State::Rejected => &mut self.rejected,
            State::Published => &mut self.published,
        };
        *of += 1;
    }
}

/// How many incidents each mark has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Chips {
    differs: usize,
    one_source: usize,
    low_score: usize,
    new_report: usize,
}

/// Counts with every filter but the one that is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Counts {
    pub(crate) states: States,
    pub(crate) chips: Chips,
    /// Countries, the most frequent first.
    #[schema(value_type = Vec<Object>)]
    pub(crate) countries: Vec<(String, usize)>,
    /// Types, the most frequent first.
    #[schema(value_type = Vec<Object>)]
    pub(crate) types: Vec<(&'static str, usize)>,
}

impl Filters {
    /// Whether a state is asked for by name.
    pub(crate) fn asks_for(&self, state: State) -> bool {
        self.states.contains(&state)
    }

    /// Refuses a country that is none, unless some row has had it: what reviewers wrote is in the list, and can be asked for.
    pub(crate) fn known(&self, countries: &Countries) -> Result<(), Problem> {
        match self.country.as_deref() {
            Some(code) if diurna_export::country(code).is_none() && countries.find(code).is_none() => {
                Err(no_country(code))
            }
            _ => Ok(()),
        }
    }

    /// The filters for rows whose countries have these numbers.
    pub(crate) fn over<'a>(&'a self, countries: &Countries) -> Test<'a> {
        // A country that no row has is none of theirs.
        let country = self.country.as_deref().map(|code| countries.find(code).unwrap_or(NOWHERE));
        Test { of: self, country }
    }
}

/// Filters as they are held against rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Test<'a> {
    of: &'a Filters,
    country: Option<u16>,
}

impl Test<'_> {
    /// What a row fails.
    fn failed(self, row: &Facts) -> u16 {
        let of = self.of;
        let others = of.harm.is_none_or(|harm| match harm {
            HarmIs::Deadly => row.deadly,
            HarmIs::Wounding => row.wounding && !row.deadly,
            HarmIs::None => !row.wounding && !row.deadly,
        }) && of.found.as_ref().is_none_or(|found| found.holds(row.id))
            && of.near.is_none_or(|near| row.point.is_some_and(|(lat, lon)| near.holds(lat, lon)));
        let days = of.since.is_none_or(|since| row.to.is_some_and(|to| to >= since))
            && of.until.is_none_or(|until| row.from.is_some_and(|from| from <= until));
        let country = self.country.is_none_or(|country| country == row.country && country != NOWHERE);
        let checks = [
            (STATE, of.states.is_empty() || of.states.contains(&row.state)),
            (COUNTRY, country),
            (TYPE, of.root.is_none_or(|root| root == row.root)),
            (DIFFERS, !of.differs || row.differs),
            (ONE_SOURCE, !of.one_source || row.one_source),
            (LOW_SCORE, !of.low_score || row.low_score),
            (NEW_REPORT, !of.new_report || row.new_report),
            (DAYS, days),
            (OTHERS, others),
        ];
        checks.into_iter().filter(|(_, fits)| !fits).fold(0, |all, (bit, _)| all | bit)
    }

    /// Whether a row is meant.
    pub(crate) fn fits(self, row: &Facts) -> bool {
        self.failed(row) == 0
    }

    /// Whether a row is meant on whatever day it was.
    pub(crate) fn fits_but_days(self, row: &Facts) -> bool {
        self.failed(row) & !DAYS == 0
    }

    /// Counts all rows; and those that are meant, in the order in which they came.
    pub(crate) fn counts<'a>(self, rows: &'a [Facts], countries: &Countries) -> (Counts, Vec<&'a Facts>) {
        let mut counts = Counts::default();
        let mut fitting = Vec::new();
        // Put in order below.
        let mut lands = vec![0; countries.codes().len()];
        let mut types = [0; Root::ALL.len()];
        for row in rows {
            let failed = self.failed(row);
            if failed == 0 {
                fitting.push(row);
            }
            let but = |bit: u16| failed & !bit == 0;
            if but(STATE) {
                counts.states.count(row.state);
            }
            let chips = &mut counts.chips;
            for (bit, has, of) in [
                (DIFFERS, row.differs, &mut chips.differs),
                (ONE_SOURCE, row.one_source, &mut chips.one_source),
                (LOW_SCORE, row.low_score, &mut chips.low_score),
                (NEW_REPORT, row.new_report, &mut chips.new_report),
            ] {
                *of += usize::from(has && but(bit));
            }
            if but(COUNTRY)
                && let Some(n) = lands.get_mut(usize::from(row.country))
            {
                *n += 1;
            }
            if but(TYPE)
                && let Some(at) = Root::ALL.iter().position(|root| *root == row.root)
            {
                types[at] += 1;
            }
        }
        let named = countries.codes().iter().cloned().zip(lands);
        counts.countries = named.filter(|(_, n)| *n > 0).collect();
        counts.types =
            Root::ALL.iter().map(|root| root.as_str()).zip(types).filter(|(_, n)| *n > 0).collect();
        // Those of one number stand in the order of their names.
        counts.countries.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.types.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        (counts, fitting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_no_filter() {
        let given = |text: &str| Some(text.to_string());
        let query = Query { country: given("AFG"), text: given("  "), since: given(""), ..Query::default() };
        assert_eq!(query.named().keys().collect::<Vec<_>>(), ["country"]);
    }

    #[test]
    fn a_country_is_known_or_was_written() {
        let query = |code: &str| Query { country: Some(code.to_string()), ..Query::default() };
        for (code, known) in [("AFG", true), ("afg", true), ("QQX", false)] {
            let filters = query(code).filters().unwrap();
            assert_eq!(filters.known(&Countries::default()).is_ok(), known, "{code}");
        }
        for wrong in ["Mali", "ML", "M1I", "ÉAB"] {
            assert!(query(wrong).filters().is_err(), "{wrong}");
        }
    }
}
