//! Longer periods: weeks, seasons, quarters, years, shifts and windows.

use super::calendar::{self, Days};
use super::{Reading, Resolver, duration, value};
use crate::found::{Edge, Qty, Which, Year};
use crate::resolve::tense::Tense;
use crate::unit::{Season, Unit};
use jiff::civil::Weekday;

/// The n-th century.
pub(super) fn century(n: u8, bc: bool) -> Option<Reading> {
    let n = i16::from(n);
    let first = if bc { -100 * n + 1 } else { 100 * (n - 1) };
    let days = (calendar::day(first, 1, 1)?, calendar::day(first + 99, 12, 31)?);
    let value = if bc { format!("BC{:02}", n - 1) } else { format!("{:02}", n - 1) };
    Some(Reading::new("DATE", value, Some(days), "century"))
}

impl Resolver {
    pub(super) fn whole_year(&self, year: Year) -> Option<Reading> {
        let Some(y) = self.year(year) else { return Some(Reading::open("XXXX", "year")) };
        Some(Reading::date(Unit::Year, calendar::period(calendar::day(y, 1, 1)?, Unit::Year)?))
    }

    pub(super) fn period(
        &self,
        unit: Unit,
        which: Which,
        edge: Option<Edge>,
        tense: Tense,
    ) -> Option<Reading> {
        let base = self.published.filter(|_| !self.narrative).or_else(|| self.base());
        let from = match which {
            // "this year" in a history is the year told of.
            Which::This if self.narrative => self.story(),
            Which::Last | Which::Next | Which::This => base,
            Which::Bare if self.narrative || edge.is_none() && unit != Unit::Weekend => self.story(),
            Which::Bare => base,
            Which::Previous | Which::Following | Which::Same if unit == Unit::Day => self.story_day(),
            Which::Previous | Which::Following | Which::Same => self.story(),
        };
        let step = match which {
            Which::Last | Which::Previous => -1,
            Which::Next | Which::Following => 1,
            Which::This | Which::Same => 0,
            Which::Bare if unit == Unit::Weekend && tense != Tense::Future => {
                // The weekend that news speaks of is the one that has begun last.
                -i64::from(base.is_some_and(|b| b.weekday().to_monday_one_offset() < 6))
            }
            Which::Bare => 0,
        };
        let Some(days) = from.and_then(|d| calendar::period(calendar::shift(d, unit, step)?, unit)) else {
            return Some(Reading::open(value::open(unit), unit.granularity()));
        };
        Some(Reading::date(unit, days))
    }

    pub(super) fn ago(&self, n: u32, unit: Unit, within: Unit) -> Reading {
        let day = self.base().and_then(|b| calendar::shift(b, unit, -i64::from(n)));
        day.and_then(|d| calendar::period(d, within)).map_or_else(
            || Reading::open(value::open(within), within.granularity()),
            |days| Reading::date(within, days),
        )
    }

    /// The week that holds a date; a week that is named by its Sunday begins with it.
    pub(super) fn week_of(&self, year: Year, month: u8, day: u8, tense: Tense) -> Option<Reading> {
        let Some((named, _)) = self.date(year, month, day, 0, tense)?.days else {
            return Some(Reading::open(value::open(Unit::Week), Unit::Week.granularity()));
        };
        let sunday = named.weekday() == Weekday::Sunday;
        let within = calendar::add_days(named, i64::from(sunday))?;
        Some(Reading::date(Unit::Week, calendar::period(within, Unit::Week)?))
    }

    pub(super) fn shifted(&self, qty: Qty, unit: Unit, back: bool, told: bool) -> Option<Reading> {
        if qty.vague {
            return Some(Reading::open(if back { "PAST_REF" } else { "FUTURE_REF" }, "vague"));
        }
        let from = match told {
            true if unit == Unit::Day => self.story_day(),
            true => self.story(),
            false => self.base(),
        };
        let Some(from) = from else {
            let point = unit == Unit::Day && self.told.is_some();
            return Some(if point { Reading::open(value::open(unit), "day") } else { duration(qty, unit) });
        };
        if unit.is_clock() {
            return Some(Reading { days: Some((from, from)), ..duration(qty, unit) });
        }
        let told_quarter =
            self.told.is_some_and(|t| t.unit == Unit::Quarter) && unit == Unit::Year && qty.n == 1 && back;
        let n = i64::from(qty.n) * if back { -1 } else { 1 };
        let mut to = if told_quarter {
            calendar::shift(self.told?.days.0, Unit::Year, -1)?
        } else {
            calendar::shift(from, unit, n)?
        };
        if qty.tenth > 0 {
            let extra = match unit {
                Unit::Year => 183,
                Unit::Month => 15,
                Unit::Week => 3,
                Unit::Decade => 1826,
                Unit::Century => 18_262,
                _ => 0,
            };
            to = calendar::add_days(to, if back { -extra } else { extra })?;
        }
        let unit = if told_quarter { Unit::Quarter } else { unit };
        Some(match unit {
            Unit::Day => Reading::date(Unit::Day, (to, to)),
            // Up to three weeks back a day is meant, give or take some.
            Unit::Week | Unit::Fortnight if qty.n <= 3 => {
                Reading { granularity: "week", ..Reading::date(Unit::Day, (to, to)) }
            }
            Unit::Decade if qty.tenth == 0 => Reading::date(Unit::Year, calendar::period(to, Unit::Year)?),
            unit => Reading::date(unit, calendar::period(to, unit)?),
        })
    }

    /// "the past three weeks": a duration that ends or begins with publication.
    pub(super) fn window(&self, qty: Qty, unit: Unit, back: bool) -> Reading {
        let mut reading = duration(qty, unit);
        if self.narrative {
            return reading;
        }
        // A few of them are taken for three.
        let qty = if qty.vague { Qty::exact(3) } else { qty };
        if let Some(base) = self.base() {
            let n = i64::from(qty.n) * if back { -1 } else { 1 };
            let n = if unit == Unit::Hour { n / 24 } else { n };
            let unit = if unit.is_clock() { Unit::Day } else { unit };
            reading.days = calendar::shift(base, unit, n).map(|d| if back { (d, base) } else { (base, d) });
        }
        reading
    }

    pub(super) fn season(&self, season: Season, year: Year, which: Which, tense: Tense) -> Option<Reading> {
        let y = match (year, which) {
            (Year::None, _) => self.season_year(season, which, tense),
            (year, _) => self.year(year),
        };
        let Some(y) = y else { return Some(Reading::open(format!("XXXX-{}", season.code()), "season")) };
        Some(Reading::new("DATE", value::season(season, y), calendar::season(season, y), "season"))
    }

    fn season_year(&self, season: Season, which: Which, tense: Tense) -> Option<i16> {
        let news = self.published.filter(|_| !self.narrative);
        let base = news.or_else(|| self.story())?;
        let at = |n: i16| -> Option<(i16, Days)> {
            let y = base.year().checked_add(n)?;
            Some((y, calendar::season(season, y)?))
        };
        let years = || [1, 0, -1, -2].into_iter().filter_map(at);
        let found = match which {
            Which::Last | Which::Previous => years().find(|(_, d)| d.1 < base),
            Which::Next | Which::Following => years().rfind(|(_, d)| d.0 > base),
            // "this winter" in January began the year before; else "this summer" is the summer of this year.
            Which::This if season == Season::Winter => {
                years().find(|(_, d)| d.0 <= base && d.1 >= base).or(at(0))
            }
            Which::This => at(0),
            _ if news.is_none() => return Some(base.year()),
            _ if tense == Tense::Future => years().rfind(|(_, d)| d.1 >= base),
            _ => years().find(|(_, d)| d.0 <= base),
        };
        found.map(|(y, _)| y)
    }

    pub(super) fn quarter(&self, n: u8, year: Year) -> Option<Reading> {
        let told = self.told.filter(|t| t.unit == Unit::Quarter).map(|t| t.days.0);
        let base = self.base();
        let days = match (n, year) {
            (0, Year::None) => match told {
                Some(d) => calendar::period(d, Unit::Quarter),
                None => {
                    base.and_then(|b| calendar::period(calendar::shift(b, Unit::Quarter, -1)?, Unit::Quarter))
                }
            },
            (0, year) => {
                let d = told.or(base.and_then(|b| calendar::shift(b, Unit::Quarter, -1)));
                d.zip(self.year(year))
                    .and_then(|(d, y)| calendar::months(y, (d.month() as u8 - 1) / 3 * 3 + 1, 3))
            }
            (n, Year::None) => base.and_then(|b| {
                let at = |y: i16| calendar::months(y, n * 3 - 2, 3);
                [0, -1].into_iter().filter_map(|k| at(b.year().checked_add(k)?)).find(|d| d.0 <= b)
            }),
            (n, year) => self.year(year).and_then(|y| calendar::months(y, n * 3 - 2, 3)),
        };
        Some(match days {
            Some(days) => Reading::date(Unit::Quarter, days),
            None if n > 0 => Reading::open(format!("XXXX-Q{n}"), "quarter"),
            None => Reading::open("XXXX-QX", "quarter"),
        })
    }

    pub(super) fn half(&self, n: u8, year: Year) -> Option<Reading> {
        let Some(y) = self.year(year) else { return Some(Reading::open(format!("XXXX-H{n}"), "year")) };
        let days = calendar::months(y, if n == 1 { 1 } else { 7 }, 6);
        Some(Reading::new("DATE", format!("{}-H{n}", value::year(y)), days, "year"))
    }
}
