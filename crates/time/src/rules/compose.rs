//! Expressions put together: "early March", "Thursday night", "6 p.m. ET Thursday", "dawn on Wednesday".

use super::{clock, plain};
use crate::found::{Clock, Core, Edge, Found, Which};
use crate::lex::Text;
use crate::unit::{Part, Unit};

/// The longest composed expression at `i`; `simple` is the simple one there, if any.
pub(crate) fn composed(t: &Text<'_>, i: usize, simple: Option<&Found>) -> Option<Found> {
    let mut best = simple.and_then(|f| day_then(t, f));
    for rule in [timed, edged, part_first, into_day] {
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
        }
    }
    let at = t.skip_comma(found.end);
    let at = at + usize::from(t.is(at, "at"));
    if let Some((clock, end)) = clock::approximate(t, at) {
        (found.clock, found.end) = (Some(clock), end);
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
        day.clock = Some(Clock { zone: clock.zone.or(zone), ..clock });
        if let Some(part) = t.entry(day.end).part.filter(|_| day.part.is_none()) {
            (day.part, day.end) = (Some(part), day.end + 1);
        }
        return Some(day);
    }
    Some(clock::alone(clock, end))
}

/// A night that is named by the day it ran into: "overnight into Sunday", "overnight Saturday into Sunday", "Saturday night into
/// Sunday", "the night of Thursday to Friday".
fn into_day(t: &Text<'_>, i: usize) -> Option<Found> {
    let weekday = |at: usize| t.entry(at).weekday;
    let mut first = 0;
    let at = if t.is(i, "overnight") {
        first = weekday(i + 1);
        i + 1 + usize::from(first > 0)
    } else if weekday(i) > 0 && t.is(i + 1, "night") {
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
    let night = !t.is(i, "overnight") && weekday(i) == 0;
    let joined = t.is(at, "into") || night && (t.any(at, &["to", "and"]) || t.dash(at));
    let mut day = plain(t, at + 1).filter(|d| joined && d.is_day() && d.part.is_none())?;
    // Two days that do not follow each other are no night.
    if first > 0 && weekday(at + 1) != first % 7 + 1 {
        return None;
    }
    if t.any(day.end, &["morning"]) {
        day.end += 1;
    }
    (day.part, day.eve) = (Some(Part::Night), true);
    Some(day)
}

/// The edge word at `i` and the end of it: "early", "mid-", "the end of", "late on", "later".
fn edge(t: &Text<'_>, i: usize) -> Option<(Edge, usize)> {
    let the = i + usize::from(t.is(i, "the"));
    let very = the + usize::from(t.any(the, &["very", "latter"]));
    let of = |n: usize| (t.is(n, "of")).then_some(n + 1);
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
        if fits {
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
    let early = the + usize::from(t.any(the, &["early", "late", "small", "mid"]));
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
    if t.any(end, &["of", "on", ","]) || t.any(end, &["yesterday", "today"]) {
        let at = end + usize::from(t.any(end, &["of", "on", ","]));
        let day = plain(t, at).filter(|d| d.is_day() && d.part.is_none());
        if let Some(mut day) = day.filter(|d| !t.is(end, ",") || !matches!(d.core, Core::Days(_))) {
            day.part = Some(part);
            return Some(day);
        }
    }
    // Alone it needs a preposition: "in the morning", "at night", "at dawn", "by evening".
    let cued = i > 0
        && t.any(
            i - 1,
            &[
                "in",
                "at",
                "by",
                "during",
                "until",
                "through",
                "before",
                "after",
                "since",
                "early",
                "late",
                "into",
                "throughout",
                "of",
                "that",
                "one",
            ],
        );
    (cued
        && end > the
        && (early > i
            || t.any(i - 1, &["at", "by", "before", "after", "until", "since", "early", "late", "through"])))
    .then_some(Found::new(end, Core::Context(Which::Bare)).with_part(part))
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
        assert_eq!(spans("He spoke earlier this week."), [("earlier this week", "2021-W08")]);
        assert_eq!(spans("He was shot early Wednesday."), [("early Wednesday", "2021-02-24")]);
    }
}
