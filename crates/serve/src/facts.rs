//! What filters and orders ask of a row, in little room: for each list all rows are looked at.

use crate::row::{LIKELY, Row};
use diurna_core::Root;
use diurna_core::resolved::Precision;
use diurna_review::State;
use jiff::civil::Date;

/// The country of a row that has none.
pub(crate) const NOWHERE: u16 = u16::MAX;

/// A row in numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    pub(crate) id: u64,
    pub(crate) score: f64,
    pub(crate) worth: f64,
    /// Degrees north and east.
    pub(crate) point: Option<(f64, f64)>,
    /// The point stands for a province or a country.
    pub(crate) coarse: bool,
    /// The days on which it began and ended, where they can be read.
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    /// How many died at least.
    pub(crate) killed: Option<u32>,
    pub(crate) reports: usize,
    /// Number of the country among the [`Countries`] of the index.
    pub(crate) country: u16,
    pub(crate) root: Root,
    pub(crate) state: State,
    pub(crate) differs: bool,
    pub(crate) one_source: bool,
    pub(crate) low_score: bool,
    pub(crate) new_report: bool,
    pub(crate) deadly: bool,
    pub(crate) wounding: bool,
}

impl Facts {
    /// The facts of a row; its country is counted among those that are known.
    pub(crate) fn new(row: &Row, countries: &mut Countries) -> Self {
        let day = |text: &str| text.parse().ok();
        let days = row.days();
        let place = row.place.as_ref();
        Self {
            id: row.id,
            score: row.score,
            worth: row.worth,
            point: place.and_then(|p| Some((p.lat?, p.lon?))),
            coarse: matches!(place.and_then(|p| p.precision), Some(Precision::Province | Precision::Country)),
            from: days.and_then(|d| day(d.0)),
            to: days.and_then(|d| day(d.1)),
            killed: row.killed.map(|k| k.low),
            reports: row.reports,
            country: place.and_then(|p| p.country.as_deref()).map_or(NOWHERE, |c| countries.number(c)),
            root: row.r#type,
            state: row.state,
            differs: !row.differs.is_empty(),
            one_source: row.sources == 1,
            low_score: row.score < LIKELY,
            new_report: row.new_report,
            deadly: row.deadly(),
            wounding: row.wounding(),
        }
    }
}

/// The codes of all countries that rows have had, each with a number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Countries(Vec<String>);

impl Countries {
    /// The number of a code, which is kept if it is new.
    fn number(&mut self, code: &str) -> u16 {
        if let Some(at) = self.find(code) {
            return at;
        }
        // More countries than there are: whoever wrote them, they are counted nowhere.
        let Some(at) = u16::try_from(self.0.len()).ok().filter(|at| *at < NOWHERE) else { return NOWHERE };
        self.0.push(code.to_string());
        at
    }

    /// The number of a code that some row has had.
    pub(crate) fn find(&self, code: &str) -> Option<u16> {
        self.0.iter().position(|c| c == code).and_then(|at| u16::try_from(at).ok())
    }

    /// All codes, in the order of their numbers.
    pub(crate) fn codes(&self) -> &[String] {
        &self.0
    }
}

/// A set of ids. They are given one after the other, so a bit for each costs little.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ids(Vec<u64>);

impl Ids {
    pub(crate) fn holds(&self, id: u64) -> bool {
        usize::try_from(id / 64)
            .ok()
            .and_then(|at| self.0.get(at))
            .is_some_and(|word| word >> (id % 64) & 1 == 1)
    }
}

impl FromIterator<u64> for Ids {
    fn from_iter<T: IntoIterator<Item = u64>>(ids: T) -> Self {
        let mut words = Vec::new();
        for id in ids {
            let Ok(at) = usize::try_from(id / 64) else { continue };
            if at >= words.len() {
                words.resize(at + 1, 0);
            }
            words[at] |= 1 << (id % 64);
        }
        Self(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_held_or_not() {
        let ids: Ids = [0, 63, 64, 1000].into_iter().collect();
        let held: Vec<u64> = (0..2000).filter(|id| ids.holds(*id)).collect();
        assert_eq!(held, [0, 63, 64, 1000]);
        assert!(!ids.holds(u64::MAX) && !Ids::default().holds(0));
    }

    #[test]
    fn a_country_keeps_its_number() {
        let mut countries = Countries::default();
        let numbers = ["MLI", "NER", "MLI", "TCD"].map(|c| countries.number(c));
        assert_eq!(numbers, [0, 1, 0, 2]);
        assert_eq!(countries.codes(), ["MLI", "NER", "TCD"]);
        assert_eq!(countries.find("FRA"), None);
    }
}
