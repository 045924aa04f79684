//! Weekdays, and periods pointed at: "last week", "next Monday", "that day", "this past spring".

use super::date::{calendar, date, month_name, year_of};
use super::number;
use crate::found::{Core, Found, Qty, Which, Year};
use crate::lex::Text;
use crate::unit::{Part, Unit};

/// A pointing word at `i` ("last", "the following", "this coming"): what it says and its end.
pub(crate) fn pointer(t: &Text<'_>, i: usize) -> Option<(Which, usize)> {
    let the = t.is(i, "the");
    let at = i + usize::from(the);
    let which = match t.raw(at).to_ascii_lowercase().as_str() {
        "last" => Which::Last,
        "past" => Which::Last,
        "previous" | "preceding" => Which::Previous,
        "next" if the => Which::Following,
        "next" | "coming" | "upcoming" => Which::Next,
        // Without an article it is a preposition: "following Thursday's attack".
        "following" | "ensuing" if the => Which::Following,
        "current" => Which::This,
        "same" | "very" => Which::Same,
        "this" if !the => Which::This,
        "that" if !the => Which::Same,
        _ => return None,
    };
    let next = at + 1;
    if t.any(at, &["this", "that"]) {
        if t.any(next, &["past", "last"]) {
            return Some((Which::Last, next + 1));
        }
        if t.any(next, &["coming", "next"]) {
            return Some((Which::Next, next + 1));
        }
        if t.any(next, &["same", "very", "particular"]) {
            return Some((Which::Same, next + 1 + usize::from(t.is(next + 1, "same"))));
        }
    }
    Some((which, next + usize::from(t.is(at, "very") && t.is(next, "same"))))
}

/// A weekday at `i` by name; weak abbreviations need a mark or a neighbour that shows what they are.
pub(crate) fn weekday(t: &Text<'_>, i: usize) -> Option<(u8, usize)> {
    let e = t.entry(i);
    if e.weekday == 0 || !t.capital(i) {
        return None;
    }
    let end = if t.raw(i).len() <= 5 { t.skip_dot(i + 1) } else { i + 1 };
    if e.weak {
        let dotted = end > i + 1 && !t.capital(end);
        let cued = i > 0 && t.any(i - 1, &["on", "last", "next", "since", "until", "this"]);
        if !(cued && t.raw(i).len() <= 4 && (dotted || t.get(end).is_none())
            || dotted && t.entry(end).month > 0)
        {
            return None;
        }
    }
    // "the Sunday Herald"
    let named = i > 0
        && t.is(i - 1, "the")
        && t.capital(end)
        && t.is_word(end)
        && !t.glued(end)
        && (t.entry(end).part, t.entry(end).month, t.entry(end).weekday) == (None, 0, 0)
        && t.raw(end).bytes().any(|b| b.is_ascii_lowercase());
    if named {
        return None;
    }
    let plural = t.raw(i).ends_with(['s', 'S']) && t.raw(i).len() > 6;
    (!plural).then_some((e.weekday, end))
}

pub(crate) fn relative(t: &Text<'_>, i: usize) -> Option<Found> {
    if let Some((day, end)) = weekday(t, i) {
        // "Thursday last week", "Friday of last week"
        let at = end + usize::from(t.is(end, "of"));
        if t.is(at + 1, "week") && t.any(at, &["last", "next", "this"]) {
            let weeks = if t.is(at, "last") { -1 } else { i8::from(t.is(at, "next")) };
            return Some(Found::new(at + 2, Core::WeekdayIn { day, weeks }));
        }
        // "Tuesday the 11th"
        if let Some(found) = t.is(end, "the").then(|| numbered(t, end + 1)).flatten() {
            return Some(found);
        }
        // "on Friday week"
        if t.is(end, "week") && matches!(t.raw(end + 1), "" | "." | ",") {
            return Some(Found::new(end + 1, Core::WeekdayHence { day, weeks: 1 }));
        }
        return Some(Found::new(end, Core::Weekday { day, which: Which::Bare }));
    }
    if let Some(found) = weeks_ago(t, i).or_else(|| weeks_from(t, i)) {
        return Some(found);
    }
    if t.seq(i, &["a", "week", "from"]) || t.seq(i, &["a", "week", "on"]) {
        return None;
    }
    for rule in [before_last, the_day_before, nth_day, month_day, week_of] {
        if let Some(found) = rule(t, i) {
            return Some(found);
        }
    }
    let (which, end) = pointer(t, i)?;
    // "The past week" is the seven days up to now, "last week" that of the calendar.
    let counted = |u| matches!(u, Unit::Week | Unit::Month | Unit::Decade | Unit::Century);
    let past = t.is(end - 1, "past") && t.entry(end).unit.is_some_and(counted);
    if past && !t.entry(end).plural {
        let (qty, unit) = (Qty::exact(1), t.entry(end).unit?);
        return Some(Found::new(end + 1, Core::Window { qty, unit, back: true }));
    }
    pointed(t, which, end)
}

fn pointed(t: &Text<'_>, which: Which, at: usize) -> Option<Found> {
    let e = t.entry(at);
    if let Some((day, end)) = weekday(t, at) {
        return Some(Found::new(end, Core::Weekday { day, which }));
    }
    // "last Oct. 23"
    let dated = matches!(which, Which::Last | Which::Next).then(|| calendar(t, at)).flatten();
    if let Some(Found { end, core: Core::Date { year: Year::None, month, day, to: 0 }, .. }) = dated
        && t.capital(at)
    {
        let year = if which == Which::Last { Year::Latest } else { Year::Coming };
        return Some(Found::new(end, Core::Date { year, month, day, to: 0 }));
    }
    if let Some((month, end)) = month_name(t, at).filter(|_| t.capital(at)) {
        let (year, end) = year_of(t, end);
        return Some(Found::new(end, Core::Month { year, month, which }));
    }
    if let Some(season) = e.season.filter(|_| !t.raw(at).ends_with('s')) {
        return Some(Found::new(at + 1, Core::Season { season, year: Year::None, which }));
    }
    if let Some(part) = e.part {
        // "that night", "the next morning", "the same afternoon"
        let core = Core::Context(which);
        return Some(Found::new(at + 1, core).with_part(part));
    }
    if let Some(unit) = e.unit.filter(|u| !u.is_clock()) {
        if e.plural {
            // "the past weeks"
            let window =
                matches!(which, Which::Last | Which::Next | Which::Following) && !t.is(at - 1, "coming");
            let back = which == Which::Last;
            return window.then_some(Found::new(at + 1, Core::Window { qty: Qty::VAGUE, unit, back }));
        }
        if t.dash(at + 1) && t.glued(at + 1) {
            return None;
        }
        // "last week on Monday"
        if let Some((day, end)) = weekday(t, at + 2).filter(|_| unit == Unit::Week && t.is(at + 1, "on")) {
            let weeks = match which {
                Which::Last => Some(-1),
                Which::This => Some(0),
                Which::Next => Some(1),
                _ => None,
            };
            if let Some(weeks) = weeks {
                return Some(Found::new(end, Core::WeekdayIn { day, weeks }));
            }
        }
        // "last year's third quarter" belongs to the quarter rule; "this day" is no pointer to today in "this day of …".
        return Some(Found::new(at + 1, Core::Period { unit, which }));
    }
    if t.is(at, "fiscal") && t.is(at + 1, "year") {
        return Some(Found::new(at + 2, Core::Period { unit: Unit::Year, which }));
    }
    // "the past three weeks", "next few days", "the last two years"
    if matches!(which, Which::Last | Which::Next | Which::Following | Which::Previous) {
        let at = number::approximator(t, at);
        let (qty, end) = number::quantity(t, at).filter(|_| !t.any(at, &["a", "an"]))?;
        let end =
            end + usize::from(t.any(end, &["or", "full", "consecutive", "straight", "trading", "working"]));
        let unit = t.entry(end).unit?;
        let single = t.entry(end).plural || qty.n == 1;
        let back = matches!(which, Which::Last | Which::Previous);
        return single.then_some(Found::new(end + 1, Core::Window { qty, unit, back }));
    }
    None
}

/// A counted number of weeks at `i` and its end: "a week", "two weeks".
fn weeks(t: &Text<'_>, i: usize) -> Option<(u8, usize)> {
    let (qty, at) = match t.any(i, &["a", "one"]) {
        true => (Qty::exact(1), i + 1),
        false => number::quantity(t, i)?,
    };
    if t.entry(at).unit != Some(Unit::Week) || qty.vague || qty.tenth > 0 {
        return None;
    }
    u8::try_from(qty.n).ok().filter(|n| *n < 53).map(|n| (n, at + 1))
}

/// "a week ago Tuesday", "two weeks ago on Monday"
fn weeks_ago(t: &Text<'_>, i: usize) -> Option<Found> {
    let (weeks, ago) = weeks(t, i).filter(|(_, end)| t.is(*end, "ago"))?;
    let (day, end) = weekday(t, ago + 1 + usize::from(t.is(ago + 1, "on")))?;
    Some(Found::new(end, Core::WeekdayAgo { day, weeks }))
}

/// "a week from Friday", "two weeks from this Monday"; "shut for two weeks from Monday" is how long and from when.
fn weeks_from(t: &Text<'_>, i: usize) -> Option<Found> {
    if i > 0 && t.any(i - 1, &["for", "of", "lasting"]) {
        return None;
    }
    let (weeks, from) = weeks(t, i).filter(|(_, end)| t.is(*end, "from"))?;
    let (day, end) = weekday(t, from + 1 + usize::from(t.is(from + 1, "this")))?;
    // "two weeks from Monday to Friday" is no such day.
    (!t.any(end, &["to", "until", "till", "through"]) && !t.dash(end))
        .then_some(Found::new(end, Core::WeekdayHence { day, weeks }))
}

/// "the week before last", "the night before last"
fn before_last(t: &Text<'_>, i: usize) -> Option<Found> {
    if !t.is(i, "the") || !t.seq(i + 2, &["before", "last"]) || !closed(t, i + 4) {
        return None;
    }
    let e = t.entry(i + 1);
    if let Some(unit) = e.unit.filter(|u| !e.plural && !u.is_clock()) {
        return Some(Found::new(i + 4, Core::Ago { n: 2, unit, within: unit }));
    }
    (e.part == Some(Part::Night)).then(|| Found::new(i + 4, Core::Days(-2)).with_part(Part::Night))
}

/// "on the 5th", "since the 1st of this month", "the morning of the 5th": a day whose month is not named.
fn month_day(t: &Text<'_>, i: usize) -> Option<Found> {
    let before = i.checked_sub(1).filter(|_| t.is(i, "the"))?;
    let part =
        before > 0 && t.is(before, "of") && (t.entry(before - 1).part.is_some() || t.is(before - 1, "hours"));
    (part || t.any(before, &["on", "since", "until", "till", "by"])).then(|| numbered(t, i + 1)).flatten()
}

/// A day of a month by its number alone: "5th", "5th of last month"; not the 5th of something.
fn numbered(t: &Text<'_>, i: usize) -> Option<Found> {
    let (n, end) = t.num(i).and_then(|_| number::ordinal(t, i))?;
    let day = u8::try_from(n).ok().filter(|n| (1..=31).contains(n))?;
    let (which, end) = of_month(t, end);
    let more = t.dash(end) && t.glued(end) || t.apostrophe(end) || t.num(end).is_some() || t.is(end, "%");
    (closed(t, end) && !more && !counts_things(t, end))
        .then_some(Found::new(end, Core::MonthDay { day, which }))
}

/// "of last month", "of the month" at `end`: which month, and where the words for it end.
fn of_month(t: &Text<'_>, end: usize) -> (Which, usize) {
    match pointer(t, end + 1).filter(|(_, at)| t.is(end, "of") && t.is(*at, "month")) {
        Some((which, at)) => (which, at + 1),
        None if t.seq(end, &["of", "the", "month"]) => (Which::Bare, end + 3),
        None => (Which::Bare, end),
    }
}

/// Whether what is joined to a number shows that it is no day: "the 2nd and 3rd floors", "the 3rd and final lap".
fn counts_things(t: &Text<'_>, end: usize) -> bool {
    /// How many numbers a list of floors or laps may have.
    const MOST: usize = 8;
    let mut end = end;
    for _ in 0..MOST {
        let at = t.skip_comma(end);
        let and = t.is(at, "and");
        let next = at + usize::from(and);
        if and && t.is(next, "final") {
            return true;
        }
        // "On the 5th, the 3rd Brigade fled" begins anew.
        let next = next + usize::from(and && t.is(next, "the"));
        let ordinal = t.num(next).and_then(|_| number::ordinal(t, next)).filter(|_| next > end);
        let Some((_, after)) = ordinal else { return false };
        if date(t, next).is_some() || of_month(t, after).1 > after {
            return false;
        }
        if !closed(t, after) {
            return true;
        }
        end = after;
    }
    false
}

/// "the week of March 6", "the week beginning June 7"
fn week_of(t: &Text<'_>, i: usize) -> Option<Found> {
    let week = i + usize::from(t.is(i, "the"));
    if !t.is(week, "week") || !t.any(week + 1, &["of", "beginning", "starting"]) {
        return None;
    }
    let found = date(t, week + 2 + usize::from(t.is(week + 2, "on")))?;
    let Core::Date { year, month, day, to: 0 } = found.core else { return None };
    Some(Found::new(found.end, Core::WeekOf { year, month, day }))
}

/// "for a second day", "on the third straight day": the day that the news is of.
fn nth_day(t: &Text<'_>, i: usize) -> Option<Found> {
    if i == 0 || !t.any(i - 1, &["for", "on", "into"]) || !t.any(i, &["a", "the", "its", "their"]) {
        return None;
    }
    let (_, at) = number::ordinal(t, i + 1)?;
    let mut end = at + usize::from(t.any(at, &["straight", "consecutive", "successive", "full"]));
    // "for a fourth night": the last one is the night before the news.
    let night = t.is(end, "night");
    if !night && !t.is(end, "day") || t.dash(end + 1) {
        return None;
    }
    end += 1;
    let counted = !t.is(i, "the") || t.is(i - 1, "for");
    // "for a third day on Thursday" was that Thursday.
    let core = weekday(t, end + usize::from(t.is(end, "on")))
        .map_or(Core::Days(-i32::from(night)), |(day, _)| Core::Weekday { day, which: Which::Bare });
    let found = Found { part: night.then_some(Part::Night), ..Found::new(end, core) };
    (counted && !t.is(end, "of")).then_some(found)
}

/// "the day before", "the day after", "the day following", "the night before" as a time of its own.
fn the_day_before(t: &Text<'_>, i: usize) -> Option<Found> {
    if !t.is(i, "the") {
        return None;
    }
    let e = t.entry(i + 1);
    let unit = e.unit.filter(|_| !e.plural);
    let part = e.part.filter(|_| !t.raw(i + 1).ends_with('s'));
    let which = match t.raw(i + 2).to_ascii_lowercase().as_str() {
        "before" => Which::Previous,
        "after" | "following" => Which::Following,
        _ => return None,
    };
    let end = i + 3;
    // "the day before the vote" hangs on something else.
    if !closed(t, end) {
        return None;
    }
    match (unit, part) {
        (Some(unit), _) => Some(Found::new(end, Core::Period { unit, which })),
        (None, Some(part)) => Some(Found::new(end, Core::Context(which)).with_part(part)),
        _ => None,
    }
}

/// Whether no noun follows at `end` that what stands before would belong to.
fn closed(t: &Text<'_>, end: usize) -> bool {
    !t.is_word(end) || t.any(end, &["and", "in", "at", "when", "but", "by", "on", "while", "with"])
}

#[cfg(test)]
mod tests {
    use crate::testing::spans;

    // The helper's report is published on Friday, 26 February 2021.
    #[test]
    fn weekdays_follow_tense() {
        assert_eq!(spans("Rockets hit the base on Thursday."), [("Thursday", "2021-02-25")]);
        assert_eq!(spans("Rockets hit the base on Friday."), [("Friday", "2021-02-26")]);
        assert_eq!(spans("The talks will resume on Monday."), [("Monday", "2021-03-01")]);
        assert_eq!(spans("It ended on Monday, when rebels left."), [("Monday", "2021-02-22")]);
        assert_eq!(spans("They wait for Sunday, when the talks resume."), [("Sunday", "2021-02-28")]);
        assert_eq!(spans("He fled last Friday."), [("last Friday", "2021-02-19")]);
        assert_eq!(spans("They meet next Monday."), [("next Monday", "2021-03-01")]);
    }

    #[test]
    fn pointed_periods() {
        assert_eq!(spans("They met last week."), [("last week", "2021-W07")]);
        assert_eq!(spans("They met last month."), [("last month", "2021-01")]);
        assert_eq!(spans("The war ended last year."), [("last year", "2020")]);
        assert_eq!(spans("in the past three weeks"), [("the past three weeks", "P3W")]);
        assert_eq!(
            spans("On June 3, 2019 it began. The following day it ended, and that night they left."),
            [
                ("June 3, 2019", "2019-06-03"),
                ("The following day", "2019-06-04"),
                ("that night", "2019-06-04TNI")
            ]
        );
        assert_eq!(spans("They had met the day before."), [("the day before", "2021-02-25")]);
        let found = spans("Riots went on for a fourth consecutive night.");
        assert_eq!(found, [("a fourth consecutive night", "2021-02-25TNI")]);
        assert_eq!(
            spans("Riots went on for a third night on Tuesday."),
            [("a third night", "2021-02-23TNI"), ("Tuesday", "2021-02-23")]
        );
    }
}
