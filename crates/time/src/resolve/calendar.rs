//! Calendar arithmetic: periods, shifts, Easter, the tabular Islamic calendar.

use crate::found::Edge;
use crate::unit::{Season, Unit};
use jiff::Span;
use jiff::civil::{Date, Weekday};

/// First and last day.
pub(crate) type Days = (Date, Date);

pub(crate) fn add_days(date: Date, n: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(n).ok()?).ok()
}

fn add_months(date: Date, n: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(n).ok()?).ok()
}

/// `date` moved by `n` units.
pub(crate) fn shift(date: Date, unit: Unit, n: i64) -> Option<Date> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Some(date),
        Unit::Day => add_days(date, n),
        Unit::Week | Unit::Weekend => add_days(date, n.checked_mul(7)?),
        Unit::Fortnight => add_days(date, n.checked_mul(14)?),
        Unit::Month => add_months(date, n),
        Unit::Quarter => add_months(date, n.checked_mul(3)?),
        Unit::Year => add_months(date, n.checked_mul(12)?),
        Unit::Decade => add_months(date, n.checked_mul(120)?),
        Unit::Century => add_months(date, n.checked_mul(1200)?),
        Unit::Millennium => add_months(date, n.checked_mul(12_000)?),
    }
}

pub(crate) fn day(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The whole of `months` months from the first of `month` on.
pub(crate) fn months(year: i16, month: u8, months: i64) -> Option<Days> {
    let from = day(year, month, 1)?;
    Some((from, add_days(add_months(from, months)?, -1)?))
}

/// The period of `unit` that holds `date`.
pub(crate) fn period(date: Date, unit: Unit) -> Option<Days> {
    let from_monday = i64::from(date.weekday().to_monday_zero_offset());
    let years = |n: i16| {
        // Years before Christ are counted backwards: 490 BC is of the decade 499–490 BC.
        if let Some(bc) = 1i16.checked_sub(date.year()).filter(|bc| *bc > 0) {
            let low = bc / n * n;
            return Some((
                day(1i16.checked_sub(low.checked_add(n - 1)?)?, 1, 1)?,
                day(1 - low.max(1), 12, 31)?,
            ));
        }
        let first = date.year().div_euclid(n).checked_mul(n)?;
        Some((day(first, 1, 1)?, day(first.checked_add(n - 1)?, 12, 31)?))
    };
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Some((date, date)),
        Unit::Week | Unit::Fortnight => {
            let monday = add_days(date, -from_monday)?;
            Some((monday, add_days(monday, 6)?))
        }
        Unit::Weekend => {
            let saturday = add_days(date, 5 - from_monday)?;
            Some((saturday, add_days(saturday, 1)?))
        }
        Unit::Month => Some((date.first_of_month(), date.last_of_month())),
        Unit::Quarter => months(date.year(), (date.month() as u8 - 1) / 3 * 3 + 1, 3),
        Unit::Year => years(1),
        Unit::Decade => years(10),
        Unit::Century => years(100),
        Unit::Millennium => years(1000),
    }
}

pub(crate) fn season(season: Season, year: i16) -> Option<Days> {
    months(year, season.first_month(), 3)
}

/// The nearest `weekday` (Monday = 1) on or before `date`.
pub(crate) fn weekday_back(date: Date, weekday: u8) -> Option<Date> {
    let gap = (i64::from(date.weekday().to_monday_one_offset()) - i64::from(weekday)).rem_euclid(7);
    add_days(date, -gap)
}

/// The nearest `weekday` on or after `date`.
pub(crate) fn weekday_on(date: Date, weekday: u8) -> Option<Date> {
    let gap = (i64::from(weekday) - i64::from(date.weekday().to_monday_one_offset())).rem_euclid(7);
    add_days(date, gap)
}

/// The part of `days` that an edge word leaves; `anchor` bounds "earlier" and "later".
pub(crate) fn narrow(days: Days, edge: Edge, anchor: Option<Date>) -> Days {
    let (from, to) = days;
    let len = i64::from((to - from).get_days()) + 1;
    if len < 3 {
        return days;
    }
    let at = |n: i64| add_days(from, n).unwrap_or(to).min(to);
    match edge {
        Edge::Early => (from, at(len / 3 - 1)),
        Edge::Mid => (at(len / 3), at(len - len / 3 - 1)),
        Edge::Late => (at(len - len / 3), to),
        Edge::Start => (from, at((len / 5).max(1) - 1)),
        Edge::End => (at(len - (len / 5).max(2)), to),
        Edge::Earlier => (from, anchor.map_or(to, |a| a.clamp(from, to))),
        Edge::Later => (anchor.map_or(from, |a| a.clamp(from, to)), to),
        Edge::Week(0) => (at((len - 7).max(0)), to),
        Edge::Week(n) => (at(7 * i64::from(n) - 7), at(7 * i64::from(n) - 1)),
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher).
pub(crate) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(year, u8::try_from(n / 31).ok()?, u8::try_from(n % 31 + 1).ok()?)
}

/// A day of the tabular Islamic calendar (civil epoch, 16 July 622 Julian).
fn islamic(year: i64, month: i64, date: i64) -> Option<Date> {
    let days = date + (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year).div_euclid(30) - 1;
    add_days(day(622, 7, 19)?, days)
}

/// The Islamic date in the Gregorian year `year`; the first one where there are two.
pub(crate) fn islamic_in(year: i16, month: i64, date: i64) -> Option<Date> {
    let about = (i64::from(year) - 622) * 33 / 32;
    (about - 1..=about + 2).filter_map(|y| islamic(y, month, date)).find(|d| d.year() == year)
}

/// The `n`-th `weekday` of a month; the last one for -1.
pub(crate) fn nth_weekday(year: i16, month: u8, weekday: u8, n: i8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
    day(year, month, 1)?.nth_weekday_of_month(n, weekday).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_and_weekdays() {
        let d = date(2021, 2, 26);
        assert_eq!(period(d, Unit::Week), Some((date(2021, 2, 22), date(2021, 2, 28))));
        assert_eq!(period(d, Unit::Quarter), Some((date(2021, 1, 1), date(2021, 3, 31))));
        assert_eq!(weekday_back(d, 4), Some(date(2021, 2, 25)));
        assert_eq!(weekday_on(d, 5), Some(d));
        assert_eq!(period(date(-489, 3, 1), Unit::Decade), Some((date(-498, 1, 1), date(-489, 12, 31))));
    }

    #[test]
    fn edges() {
        let month = (date(2021, 9, 1), date(2021, 9, 30));
        assert_eq!(narrow(month, Edge::Early, None), (date(2021, 9, 1), date(2021, 9, 10)));
        assert_eq!(narrow(month, Edge::Mid, None), (date(2021, 9, 11), date(2021, 9, 20)));
        assert_eq!(narrow(month, Edge::Late, None), (date(2021, 9, 21), date(2021, 9, 30)));
        assert_eq!(narrow(month, Edge::Week(2), None), (date(2021, 9, 8), date(2021, 9, 14)));
        assert_eq!(narrow(month, Edge::Week(0), None), (date(2021, 9, 24), date(2021, 9, 30)));
        assert_eq!(
            narrow(month, Edge::Earlier, Some(date(2021, 9, 4))),
            (date(2021, 9, 1), date(2021, 9, 4))
        );
    }

    #[test]
    fn moveable_days() {
        assert_eq!(easter(2021), Some(date(2021, 4, 4)));
        assert_eq!(easter(1998), Some(date(1998, 4, 12)));
        // Ramadan 1442 began about 13 April 2021 (tabular: the 13th).
        let ramadan = islamic_in(2021, 9, 1).map(|d| (d - date(2021, 4, 13)).get_days().abs());
        assert!(ramadan.is_some_and(|gap| gap <= 1));
        assert_eq!(nth_weekday(2021, 11, 4, 4), Some(date(2021, 11, 25)));
    }
}
