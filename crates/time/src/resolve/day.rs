//! Days and months: which one a bare weekday, date or named day is.

use super::calendar::{self, Days};
use super::{Reading, Resolver, value};
use crate::found::{Core, Which, Year};
use crate::resolve::tense::Tense;
use crate::unit::Unit;
use jiff::civil::Date;

impl Resolver {
    pub(super) fn date(&self, year: Year, month: u8, day: u8, to: u8, tense: Tense) -> Option<Reading> {
        let make = |y: i16| {
            let from = calendar::day(y, month, day)?;
            Some((from, if to > 0 { calendar::day(y, month, to)? } else { from }))
        };
        if let Some(days) = match year {
            Year::Latest => self.latest(make),
            Year::Coming => self.coming(make),
            _ => None,
        } {
            return Some(Reading::date(Unit::Day, days));
        }
        if !matches!(year, Year::None | Year::Latest | Year::Coming) {
            let days = match self.year(year) {
                Some(y) => make(y)?,
                None => return Some(Reading::open(format!("XXXX-{month:02}-{day:02}"), "day")),
            };
            return Some(Reading::date(Unit::Day, days));
        }
        // 29 February needs a leap year, so each candidate is tried.
        match self.choose(tense, make, true) {
            Some(days) => Some(Reading::date(Unit::Day, days)),
            None => (day <= 31).then(|| Reading::open(format!("XXXX-{month:02}-{day:02}"), "day")),
        }
    }

    /// Picks the year of a recurring period: from the story, from tense, or the nearest.
    fn choose(&self, tense: Tense, make: impl Fn(i16) -> Option<Days>, day: bool) -> Option<Days> {
        let told = self.told.map(|t| t.days.0);
        if let Some(full) = self.full.filter(|f| day && self.published.is_none_or(|p| p.year() != f.year()))
            && tense != Tense::Future
            && let Some(days) = self.onward(full, &make)
        {
            return Some(days);
        }
        match (self.published, told) {
            (Some(published), _) if !self.narrative => self
                .candidates(published, &make)
                .into_iter()
                .flatten()
                .min_by_key(|d| distance(*d, published, tense)),
            (_, Some(told)) => {
                let unit = self.told.map_or(Unit::Year, |t| t.unit);
                if unit == Unit::Year
                    && let Some(days) = make(told.year())
                {
                    return Some(days);
                }
                self.onward(told, &make)
            }
            (Some(published), None) => self
                .candidates(published, &make)
                .into_iter()
                .flatten()
                .min_by_key(|d| distance(*d, published, tense)),
            (None, None) => None,
        }
    }

    /// A story moves forward: the nearest to `told`, and a step ahead rather than a step back of the same length.
    fn onward(&self, told: Date, make: &impl Fn(i16) -> Option<Days>) -> Option<Days> {
        self.candidates(told, make).into_iter().flatten().min_by_key(|d| {
            let gap = i64::from((d.0 - told).get_days());
            if d.0.year() > told.year() { gap.abs() + 30 } else { gap.abs() }
        })
    }

    fn candidates(&self, near: Date, make: &impl Fn(i16) -> Option<Days>) -> [Option<Days>; 5] {
        [0, -1, 1, -2, -4].map(|n| make(near.year().checked_add(n)?))
    }

    pub(super) fn figures(&self, a: u8, b: u8, year: i16) -> Option<Reading> {
        let month_first = calendar::day(year, a, b);
        let day_first = calendar::day(year, b, a);
        let chosen = match (month_first, day_first, self.day_first) {
            (Some(m), Some(d), None) => match self.published {
                // The nearer one before publication.
                Some(p) if (d - p).get_days().abs() < (m - p).get_days().abs() && d <= p => d,
                _ => m,
            },
            (Some(_), Some(d), Some(true)) => d,
            (Some(m), _, _) => m,
            (None, d, _) => d?,
        };
        Some(Reading::date(Unit::Day, (chosen, chosen)))
    }

    pub(super) fn month(&self, year: Year, month: u8, which: Which, tense: Tense) -> Option<Reading> {
        let make = |y: i16| calendar::months(y, month, 1);
        let days = match (year, which) {
            (Year::None, Which::Bare | Which::Same) => self.choose(tense, make, false),
            (Year::None, Which::Last) => self.latest(make),
            (Year::None, Which::Next) => self.coming(make),
            (Year::None, Which::This) => self.base().and_then(|b| make(b.year())),
            (Year::None, Which::Previous | Which::Following) => {
                let story = self.story();
                story.and_then(|s| {
                    let ahead = which == Which::Following;
                    let step = |n: i16| make(s.year().checked_add(n)?);
                    [-1, 0, 1]
                        .into_iter()
                        .filter_map(step)
                        .filter(|d| (d.0 > s) == ahead && d.0 != s)
                        .min_by_key(|d| (d.0 - s).get_days().abs())
                })
            }
            (year, _) => self.year(year).and_then(make),
        };
        Some(match days {
            Some(days) => Reading::date(Unit::Month, days),
            None => Reading::open(format!("XXXX-{month:02}"), "month"),
        })
    }

    /// The last one that was over before publication began.
    fn latest(&self, make: impl Fn(i16) -> Option<Days>) -> Option<Days> {
        let base = self.base()?;
        [0, -1].into_iter().filter_map(|n| make(base.year().checked_add(n)?)).find(|d| d.1 < base)
    }

    fn coming(&self, make: impl Fn(i16) -> Option<Days>) -> Option<Days> {
        let base = self.base()?;
        [0, 1].into_iter().filter_map(|n| make(base.year().checked_add(n)?)).find(|d| d.0 > base)
    }

    pub(super) fn weekday(&self, day: u8, which: Which, tense: Tense) -> Option<Reading> {
        let told = self.told.filter(|t| t.unit == Unit::Day).map(|t| t.days.0);
        let found = match (which, self.news()) {
            (Which::Previous, _) if told.is_some() => {
                told.and_then(|d| calendar::weekday_back(calendar::add_days(d, -1)?, day))
            }
            (Which::Following, _) if told.is_some() => {
                told.and_then(|d| calendar::weekday_on(calendar::add_days(d, 1)?, day))
            }
            (Which::Last | Which::Previous, Some(p)) => {
                calendar::weekday_back(calendar::add_days(p, -1)?, day)
            }
            (Which::Next | Which::Following, Some(p)) => calendar::weekday_on(calendar::add_days(p, 1)?, day),
            (Which::This, Some(p)) if !tense.is_past() => calendar::weekday_on(p, day),
            (_, Some(p)) if tense == Tense::Future => calendar::weekday_on(p, day),
            (_, Some(p)) => calendar::weekday_back(p, day),
            // No day is known that it could have gone before.
            (_, None) if self.published.is_none() && tense != Tense::Future => None,
            (_, None) if told.is_none() => self.published.and_then(|p| calendar::weekday_back(p, day)),
            (Which::Last, None) => told.and_then(|d| calendar::weekday_back(calendar::add_days(d, -1)?, day)),
            (_, None) => told.and_then(|d| calendar::weekday_on(d, day)),
        };
        Some(weekday_reading(found, day))
    }

    /// The end of a run that begins on `from`, where it is no full date: the first such day or month after it; or the day that is counted
    /// from it.
    pub(super) fn end_of_run(&self, core: &Core, from: Date) -> Option<Reading> {
        let after = |make: &dyn Fn(i16) -> Option<Days>| {
            [0, 1].into_iter().filter_map(|n| make(from.year().checked_add(n)?)).find(|d| d.1 >= from)
        };
        Some(match *core {
            Core::Beside { qty, unit, back } => {
                let n = i64::from(qty.n) * if back { -1 } else { 1 };
                let d = calendar::shift(from, unit, n)?;
                let granularity = if unit == Unit::Day { "day" } else { "week" };
                Reading { granularity, ..Reading::date(Unit::Day, (d, d)) }
            }
            Core::Weekday { day, which: Which::Bare } => {
                let d = calendar::weekday_on(from, day)?;
                Reading::date(Unit::Day, (d, d))
            }
            Core::Date { year: Year::None, month, day, .. } => {
                let make = |y: i16| calendar::day(y, month, day).map(|d| (d, d));
                Reading::date(Unit::Day, after(&make)?)
            }
            Core::Month { year: Year::None, month, which: Which::Bare } => {
                Reading::date(Unit::Month, after(&|y: i16| calendar::months(y, month, 1))?)
            }
            _ => return None,
        })
    }

    pub(super) fn weekday_in(&self, day: u8, weeks: i8) -> Option<Reading> {
        let Some(base) = self.base() else { return Some(weekday_reading(None, day)) };
        let (monday, _) = calendar::period(calendar::shift(base, Unit::Week, i64::from(weeks))?, Unit::Week)?;
        let d = calendar::add_days(monday, i64::from(day) - 1)?;
        Some(Reading::date(Unit::Day, (d, d)))
    }

    pub(super) fn weekday_ago(&self, day: u8, weeks: u8) -> Option<Reading> {
        let last = self.base().and_then(|b| calendar::weekday_back(b, day));
        let found = last.and_then(|d| calendar::add_days(d, -7 * i64::from(weeks)));
        Some(weekday_reading(found, day))
    }

    pub(super) fn weekday_hence(&self, day: u8, weeks: u8) -> Reading {
        let first = self.base().and_then(|b| calendar::weekday_on(b, day));
        weekday_reading(first.and_then(|d| calendar::add_days(d, 7 * i64::from(weeks))), day)
    }

    /// "the 5th": of the month that the block has just named where it can be, else the last such day, or the next one where the
    /// clause looks ahead.
    pub(super) fn month_day(&self, day: u8, which: Which, tense: Tense) -> Reading {
        let of = |from: Date, months: i64| {
            let month = calendar::shift(from.first_of_month(), Unit::Month, months)?;
            calendar::day(month.year(), month.month() as u8, day)
        };
        let months = |near: Date, steps: [i64; 3]| steps.into_iter().filter_map(move |n| of(near, n));
        let found = match which {
            Which::Bare => {
                let news = self.news();
                let ahead = tense == Tense::Future;
                // Where publication is not known, no day is too late.
                let bound = self.published.and(news);
                let named = self.named.filter(|n| i64::from(n.day()) < i64::from(day));
                let named = named.and_then(|n| of(n, 0)).filter(|d| ahead || bound.is_none_or(|p| *d <= p));
                named.or_else(|| match news {
                    Some(p) if ahead => months(p, [0, 1, 2]).find(|d| *d >= p),
                    Some(p) => months(p, [0, -1, -2]).find(|d| *d <= p),
                    None => {
                        let (day, unit) = self.told.map(|t| (t.days.0, t.unit))?;
                        months(day, [0, 1, 2]).find(|d| *d >= day || unit != Unit::Day)
                    }
                })
            }
            Which::Same => self.story().and_then(|s| of(s, 0)),
            Which::Previous => self.story().and_then(|s| of(s, -1)),
            Which::Following => self.story().and_then(|s| of(s, 1)),
            Which::This => self.base().and_then(|b| of(b, 0)),
            Which::Last => self.base().and_then(|b| of(b, -1)),
            Which::Next => self.base().and_then(|b| of(b, 1)),
        };
        found.map_or_else(
            || Reading::open(format!("XXXX-XX-{day:02}"), "day"),
            |d| Reading::date(Unit::Day, (d, d)),
        )
    }

    /// A part of the day or a clock time without its day: the day last spoken of here, or the day of publication.
    pub(super) fn context(&self, which: Which) -> Reading {
        let news = self.published.filter(|_| !self.narrative);
        let story = self.told.filter(|t| t.unit == Unit::Day).map(|t| t.days.0).or(news);
        let found = match which {
            Which::This => news.or(story),
            Which::Last | Which::Previous => {
                let from = if which == Which::Last { self.published } else { story };
                from.and_then(|d| calendar::add_days(d, -1))
            }
            Which::Next | Which::Following => story.and_then(|d| calendar::add_days(d, 1)),
            Which::Same => story,
            Which::Bare => self.day.or(story),
        };
        found.map_or_else(|| Reading::open("XXXX-XX-XX", "day"), |d| Reading::date(Unit::Day, (d, d)))
    }

    /// The night that began on `d`, and may have run into the next day.
    pub(super) fn night(&self, d: Date) -> Reading {
        let to = calendar::add_days(d, 1).unwrap_or(d);
        Reading { days: Some((d, to)), ..Reading::date(Unit::Day, (d, d)) }
    }

    pub(super) fn named(&self, rule: &[&str], year: Year, which: Which, tense: Tense) -> Option<Reading> {
        let make = |y: i16| named_in(rule, y);
        let days = match (year, which) {
            (Year::None, Which::Last | Which::Previous) => self.latest(make),
            (Year::None, Which::Next | Which::Following) => self.coming(make),
            (Year::None, Which::This) => self.base().and_then(|b| make(b.year())),
            (Year::None, _) => self.choose(tense, make, true),
            (year, _) => self.year(year).and_then(make),
        };
        let Some(days) = days else {
            let fixed = rule.first().filter(|r| r.contains('-') && !r.starts_with('-'));
            return Some(Reading::open(
                fixed.map_or_else(|| "XXXX-XX-XX".to_owned(), |r| format!("XXXX-{r}")),
                "day",
            ));
        };
        let value = value::point(Unit::Day, days.0);
        Some(Reading::new(
            "DATE",
            value,
            Some(days),
            if (days.1 - days.0).get_days() > 6 { "month" } else { "day" },
        ))
    }
}

/// `found`, or any such weekday where it is not known which.
fn weekday_reading(found: Option<Date>, day: u8) -> Reading {
    found
        .map_or_else(|| Reading::open(format!("XXXX-WXX-{day}"), "day"), |d| Reading::date(Unit::Day, (d, d)))
}

/// How far `days` lie from publication, with the preference of the tense.
fn distance(days: Days, published: Date, tense: Tense) -> i64 {
    let ahead = i64::from((days.0 - published).get_days());
    let behind = i64::from((published - days.1).get_days());
    match tense {
        // News looks back more than ahead, but rarely far without naming the year.
        Tense::Over if ahead > 1 => ahead + 10_000,
        Tense::Past if ahead > 1 => ahead * 3,
        Tense::Future if behind > 0 => behind * 8 + 30,
        Tense::Unknown if ahead > 0 => ahead * 3 / 2,
        _ => ahead.max(behind).max(0),
    }
}

fn named_in(rule: &[&str], year: i16) -> Option<Days> {
    let number = |i: usize| rule.get(i)?.parse::<i64>().ok();
    let one = match *rule.first()? {
        "easter" => calendar::add_days(calendar::easter(year)?, number(1)?)?,
        "islamic" => {
            let from = calendar::islamic_in(year, number(1)?, number(2)?)?;
            return Some((from, calendar::add_days(from, number(3).unwrap_or(1) - 1)?));
        }
        "nth" => calendar::nth_weekday(
            year,
            u8::try_from(number(1)?).ok()?,
            u8::try_from(number(2)?).ok()?,
            i8::try_from(number(3)?).ok()?,
        )?,
        fixed => {
            let (month, day) = fixed.split_once('-')?;
            calendar::day(year, month.parse().ok()?, day.parse().ok()?)?
        }
    };
    Some((one, one))
}
