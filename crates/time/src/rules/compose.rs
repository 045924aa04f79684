//! Expressions put together: "early March", "Thursday night", "6 p.m. ET Thursday", "dawn on Wednesday".

use super::date::month_name;
use super::{clock, number, plain};
use crate::found::{Clock, Core, Edge, Found, Which};
use crate::lex::Text;
use crate::table::Tables;
use crate::unit::{Part, Unit};

/// The longest composed expression at `i`; `simple` is the simple one there, if any.
pub(crate) fn composed(t: &Text<'_>, i: usize, simple: Option<&Found>) -> Option<Found> {
    let mut best = simple.and_then(|f| day_then(t, f));
    for rule in [timed, edged, part_first, overnight, into_day] {
        if let Some(found) = rule(t, i)
            && best.as_ref().is_none_or(|b| found.end > b.end)
        {
            best = Some(found);
        }
    }
    best
}

/// A day, then a part of the day or a clock time: "Thursday night", "June 11 at 6 p.m.", "Friday, 15:00 GMT".
fn day_then(t: &Text<'_>, f: &Found) -> Option<Found> {
    if !f.is_day() && !matches!(f.core, Core::Context(_)) || f.clock.is_some() {
        return None;
    }
    let mut found = f.clone();
    if found.part.is_none() {
        let at = found.end + usize::from(t.any(found.end, &["early", "late", "mid"]));
        let at = at + usize::from(t.dash(at) && at > found.end);
        if let Some(part) = t.entry(at).part.filter(|_| !t.raw(at).ends_with('s') && !t.dash(at + 1)) {
            (found.part, found.end) = (Some(part), at + 1);
        } else if t.is(found.end, "overnight") && is_dated(&found.core) {
            (found.part, found.end) = (Some(Part::Night), found.end + 1);
        }
    }
    let at = t.skip_comma(found.end);
    let at = at + usize::from(t.is(at, "at"));
    if let Some((clock, end)) = clock::approximate(t, at) {
        found.clock = Some(clock::in_half(t, at..end, clock, found.part));
        found.end = end;
    }
    (found.end > f.end).then_some(found)
}

/// A clock time, then its day: "about 6 p.m. ET Thursday", "9 a.m. on June 11", "noon yesterday"; or alone.
fn timed(t: &Text<'_>, i: usize) -> Option<Found> {
    let (clock, end) = clock::approximate(t, i)?;
    let mut at = t.skip_comma(end);
    at += usize::from(t.any(at, &["on", "of"]));
    let day = plain(t, at).filter(|d| {
        (d.is_day() || matches!(d.core, Core::Context(w) if w != Which::Bare)) && d.clock.is_none()
    });
    if let Some(day) = day_elsewhere(t, end, &clock) {
        return Some(Found { end, clock: Some(clock), ..day });
    }
    // "7:15 p.m. (1615 GMT) on Tuesday": the same moment in another zone.
    let other = t.is(end, "(").then(|| clock::clock(t, end + 1)).flatten().filter(|(_, e)| t.is(*e, ")"));
    if let Some((_, close)) = other {
        let at = close + 1;
        let day =
            plain(t, at + usize::from(t.any(at, &["on", "of"]))).filter(|d| d.is_day() && d.clock.is_none());
        if let Some(mut day) = day {
            (day.end, day.clock, day.part) = (end, Some(clock), None);
            return Some(day);
        }
    }
    // "at 15:00, Friday's second blast": the comma may close the phrase.
    if let Some(mut day) = day {
        // "6 p.m. Thursday ET"
        let (zone, after) = clock::zone(t, day.end);
        if zone.is_some() && clock.zone.is_none() {
            day.end = after;
        }
        let clock = Clock { zone: clock.zone.or(zone), ..clock };
        if let Some(part) = t.entry(day.end).part.filter(|_| day.part.is_none()) {
            (day.part, day.end) = (Some(part), day.end + 1);
        }
        day.clock = Some(clock::in_half(t, i..end, clock, day.part));
        return Some(day);
    }
    Some(clock::alone(clock, end))
}

/// "2 a.m. local time (2300 GMT Sunday)": the day of a clock time whose moment is told with its weekday in another zone, which may be the
/// day before or after.
fn day_elsewhere(t: &Text<'_>, end: usize, clock: &Clock) -> Option<Found> {
    let (there, at) = t.is(end, "(").then(|| clock::clock(t, end + 1)).flatten()?;
    let day = plain(t, at + usize::from(t.is(at, "on"))).filter(|d| t.is(d.end, ")"))?;
    let Core::Weekday { day: weekday, which: Which::Bare } = day.core else { return None };
    there.zone.as_ref()?;
    // Where many people live, zones go from ten hours behind to thirteen ahead: "noon (0000 GMT Sunday)" is Sunday, too.
    let weekday = match i16::from(clock.hour) - i16::from(there.hour) {
        ..=-11 => weekday % 7 + 1,
        14.. => (weekday + 5) % 7 + 1,
        _ => weekday,
    };
    Some(Found::new(day.end, Core::Weekday { day: weekday, which: Which::Bare }))
}

/// A weekday or a date that stands for itself.
fn is_dated(core: &Core) -> bool {
    matches!(
        core,
        Core::Weekday { which: Which::Bare, .. } | Core::Date { to: 0, .. } | Core::MonthDay { .. }
    )
}

/// "overnight Monday", "overnight on May 9": the night of that day.
fn overnight(t: &Text<'_>, i: usize) -> Option<Found> {
    if !t.is(i, "overnight") {
        return None;
    }
    let day = plain(t, i + 1 + usize::from(t.is(i + 1, "on")))?;
    (is_dated(&day.core) && day.part.is_none()).then(|| day.with_part(Part::Night))
}

/// A night that is named by the day it ran into: "overnight into Sunday", "overnight Saturday into early Sunday", "Saturday night
/// into Sunday", "the night of Thursday to Friday".
fn into_day(t: &Text<'_>, i: usize) -> Option<Found> {
    let weekday = |at: usize| t.entry(at).weekday;
    let mut first = 0;
    let all_night = t.is(i, "overnight");
    let at = if all_night {
        let from = i + 1 + usize::from(t.any(i + 1, &["from", "between", "on"]));
        first = weekday(from);
        if first > 0 { from + 1 } else { i + 1 }
    } else if weekday(i) > 0 && t.any(i + 1, &["night", "overnight"]) {
        first = weekday(i);
        i + 2
    } else {
        let night = i + usize::from(t.is(i, "the"));
        if !t.is(night, "night") || !t.any(night + 1, &["of", "from", "between"]) || weekday(night + 2) == 0 {
            return None;
        }
        first = first.max(weekday(night + 2));
        night + 3
    };
    let night = if all_night { first > 0 } else { weekday(i) == 0 };
    // "overnight Monday and Tuesday" may be two nights.
    let and = t.is(at, "and") && (!all_night || t.is(i + 1, "between"));
    let joined = t.is(at, "into") || night && (and || t.is(at, "to") || t.dash(at));
    let next = at + 1 + usize::from(t.is(at + 1, "early"));
    let mut day = plain(t, next).filter(|d| joined && d.is_day() && d.part.is_none())?;
    // Two days that do not follow each other are no night.
    if first > 0 && weekday(next) != first % 7 + 1 {
        return None;
    }
    if t.any(day.end, &["morning"]) {
        day.end += 1;
    }
    (day.part, day.eve) = (Some(Part::Night), true);
    Some(day)
}

/// The edge word at `i` and the end of it: "early", "mid-", "the end of", "the second week of", "late on", "later".
fn edge(t: &Text<'_>, i: usize) -> Option<(Edge, usize)> {
    let the = i + usize::from(t.is(i, "the"));
    let very = the + usize::from(t.any(the, &["very", "latter"]));
    let of = |n: usize| (t.is(n, "of")).then_some(n + 1);
    if let Some((n, end)) = nth_week(t, very) {
        return of(end).map(|e| (Edge::Week(n), e));
    }
    // "the first days of May"; of a war or a year these are no certain days.
    let days = t.is(the + 1, "days").then(|| of(the + 2)).flatten();
    if let Some(at) = days.filter(|at| month_name(t, *at).is_some()) {
        match t.raw(the).to_ascii_lowercase().as_str() {
            "first" | "early" | "opening" => return Some((Edge::Start, at)),
            "last" | "final" | "closing" | "dying" => return Some((Edge::End, at)),
            _ => {}
        }
    }
    let (edge, end) = match t.raw(very).to_ascii_lowercase().as_str() {
        "early" => (Edge::Early, very + 1),
        "late" => (Edge::Late, very + 1),
        "mid" => (Edge::Mid, very + 1),
        "earlier" => (Edge::Earlier, very + 1),
        "later" => (Edge::Later, very + 1),
        "beginning" | "start" | "onset" | "dawn" => return of(very + 1).map(|e| (Edge::Start, e)),
        "end" | "close" => return of(very + 1).map(|e| (Edge::End, e)),
        "middle" => return of(very + 1).map(|e| (Edge::Mid, e)),
        "part" | "half" | "months" | "days" if very > the => return of(very + 1).map(|e| (Edge::Late, e)),
        _ => return None,
    };
    let dash = end + usize::from(t.dash(end) && t.glued(end));
    let link = dash + usize::from(t.any(dash, &["on", "in"]));
    Some((edge, link))
}

/// "second week", "last week": which one, 0 for the last, and the end.
fn nth_week(t: &Text<'_>, i: usize) -> Option<(u8, usize)> {
    let (n, end) = match t.any(i, &["last", "final"]) {
        true => (0, i + 1),
        false => number::ordinal(t, i).filter(|(n, _)| (1..=4).contains(n))?,
    };
    t.is(end, "week").then_some((n as u8, end + 1))
}

/// "early March", "the end of 2014", "mid-June", "earlier this week", "late Thursday night", "early in the morning"
fn edged(t: &Text<'_>, i: usize) -> Option<Found> {
    let (edge, at) = edge(t, i)?;
    if let Some(found) = plain(t, at) {
        let fits = !matches!(
            found.core,
            Core::Duration { .. }
                | Core::Set(_)
                | Core::Vague { .. }
                | Core::Shift { .. }
                | Core::Window { .. }
        );
        // "the last week of Monday's trial": weeks are counted within a month or a year.
        let weeks =
            matches!(found.core, Core::Month { .. } | Core::Period { unit: Unit::Month | Unit::Year, .. });
        if fits && (weeks || !matches!(edge, Edge::Week(_))) {
            let mut found = day_then(t, &found).unwrap_or(found);
            found.edge = found.edge.or(Some(edge));
            return Some(found);
        }
        return None;
    }
    if let Some(mut found) = part_first(t, at) {
        found.edge = Some(edge);
        return Some(found);
    }
    // "the end of the year", "later in the week"
    let unit =
        t.entry(at + 1).unit.filter(|u| t.is(at, "the") && !u.is_clock() && !t.entry(at + 1).plural)?;
    if unit == Unit::Day && edge == Edge::End {
        return None;
    }
    let mut found = Found::new(at + 2, Core::Period { unit, which: Which::Bare });
    found.edge = Some(edge);
    Some(found)
}

/// "the night of June 11", "dawn on Wednesday", "the morning", "the early morning hours of April 30"
fn part_first(t: &Text<'_>, i: usize) -> Option<Found> {
    let the = i + usize::from(t.is(i, "the"));
    let early = the + usize::from(t.any(the, &["early", "late", "small", "mid", "pre"]));
    let early = early + usize::from(early > the && t.dash(early));
    let (part, mut end) = match t.entry(early).part {
        Some(part) if !t.raw(early).ends_with('s') => (part, early + 1),
        _ if early > the && t.is(early, "hours") => (Part::Morning, early),
        _ => return None,
    };
    end += usize::from(t.any(end, &["hours", "hour"]));
    if t.dash(end) && t.glued(end) || t.dash(early.wrapping_sub(1)) && early == i {
        return None;
    }
    if let Some(day) = part_of_day(t, part, end) {
        return Some(day);
    }
    // Alone it needs a preposition: "in the morning", "at night", "at dawn", "by evening".
    let lists = &Tables::get().lists;
    let cued = i > 0 && t.any(i - 1, &lists.part_cue);
    (cued && end > the && (early > i || t.any(i - 1, &lists.part_alone)))
        .then_some(Found::new(end, Core::Context(Which::Bare)).with_part(part))
}

/// The day of a part of the day that ends at `end`: "of June 11", "on Wednesday", "Wednesday", "of Sunday morning", "of this
/// morning".
fn part_of_day(t: &Text<'_>, part: Part, end: usize) -> Option<Found> {
    let linked = t.any(end, &["of", "on", ","]);
    let weekday = t.capital(end) && t.entry(end).weekday > 0;
    if !linked && !weekday && !t.any(end, &["yesterday", "today"]) {
        return None;
    }
    let of = t.is(end, "of");
    let mut day = plain(t, end + usize::from(linked))?;
    let named =
        matches!(day.core, Core::Days(_) | Core::Context(_)) && day.core != Core::Context(Which::Bare);
    if of && named && day.part.is_some() {
        return Some(day);
    }
    if !day.is_day() || day.part.is_some() || t.is(end, ",") && matches!(day.core, Core::Days(_)) {
        return None;
    }
    day.part = Some(part);
    // "the early hours of Sunday morning"
    if let Some(narrower) = t.entry(day.end).part.filter(|_| of && !t.raw(day.end).ends_with('s')) {
        (day.part, day.end) = (Some(narrower), day.end + 1);
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use crate::testing::spans;

    #[test]
    fn days_with_parts_and_clocks() {
        assert_eq!(spans("They struck Thursday night."), [("Thursday night", "2021-02-25TNI")]);
        assert_eq!(
            spans("It came about 6 p.m. ET Thursday."),
            [("about 6 p.m. ET Thursday", "2021-02-25T18:00")]
        );
        assert_eq!(spans("They attacked at dawn on Wednesday."), [("dawn on Wednesday", "2021-02-24TMO")]);
        assert_eq!(spans("They attacked before dawn Wednesday."), [("dawn Wednesday", "2021-02-24TMO")]);
        assert_eq!(
            spans("It hit in the early hours of this morning."),
            [("the early hours of this morning", "2021-02-26TMO")]
        );
        assert_eq!(spans("They met at 8:30 Monday night."), [("8:30 Monday night", "2021-02-22T20:30")]);
        assert_eq!(spans("They met at 8:30 a.m. Monday."), [("8:30 a.m. Monday", "2021-02-22T08:30")]);
        assert_eq!(
            spans("It hit at 2 a.m. local time (2300 GMT Sunday)."),
            [("2 a.m. local time", "2021-02-22T02:00"), ("2300 GMT Sunday", "2021-02-21T23:00")]
        );
        assert_eq!(
            spans("It hit at noon (0000 GMT Sunday)."),
            [("noon", "2021-02-21T12:00"), ("0000 GMT Sunday", "2021-02-21T00:00")]
        );
        assert_eq!(
            spans("It hit at 8 p.m. local time (0100 GMT Monday)."),
            [("8 p.m. local time", "2021-02-21T20:00"), ("0100 GMT Monday", "2021-02-22T01:00")]
        );
        assert_eq!(spans("It fell on the night of June 11."), [("the night of June 11", "2020-06-11TNI")]);
        assert_eq!(
            spans("It hit at 0200 local time on Tuesday."),
            [("0200 local time on Tuesday", "2021-02-23T02:00")]
        );
    }

    #[test]
    fn edges_of_periods() {
        assert_eq!(spans("It began in early March."), [("early March", "2020-03")]);
        assert_eq!(spans("by mid-June 2019"), [("mid-June 2019", "2019-06")]);
        assert_eq!(spans("at the end of 2014"), [("the end of 2014", "2014")]);
        assert_eq!(spans("in the second week of January"), [("the second week of January", "2021-01")]);
        assert_eq!(spans("in the last week of the war"), [("the last week", "2021-W07")]);
        assert_eq!(spans("He spoke earlier this week."), [("earlier this week", "2021-W08")]);
        assert_eq!(spans("He was shot early Wednesday."), [("early Wednesday", "2021-02-24")]);
        assert_eq!(spans("in the first days of January"), [("the first days of January", "2021-01")]);
        assert_eq!(spans("in the first days of the war"), [("the first days", "PXD")]);
    }
}
