//! Seasons, quarters, halves, fiscal and school years.

use super::date::year_of;
use super::number;
use super::year::year_at;
use crate::found::{Core, Edge, Found, Which, Year};
use crate::lex::Text;
use crate::table::Tables;
use crate::unit::Unit;

pub(crate) fn period(t: &Text<'_>, i: usize) -> Option<Found> {
    let the = i + usize::from(t.is(i, "the"));
    season(t, i, the)
        .or_else(|| year_end(t, the))
        .or_else(|| quarter(t, i, the))
        .or_else(|| half(t, the))
        .or_else(|| fiscal(t, the))
        .or_else(|| bare_period(t, i))
}

/// "year-end", "year's end"
fn year_end(t: &Text<'_>, at: usize) -> Option<Found> {
    let owned = t.apostrophe(at + 1) && t.is(at + 2, "s");
    let end = at + if owned { 3 } else { 1 + usize::from(t.dash(at + 1)) };
    let found = Found::new(end + 1, Core::Period { unit: Unit::Year, which: Which::Bare });
    (t.is(at, "year") && t.is(end, "end")).then_some(Found { edge: Some(Edge::End), ..found })
}

fn season(t: &Text<'_>, i: usize, at: usize) -> Option<Found> {
    let season = t.entry(at).season?;
    if t.raw(at).ends_with('s') || t.dash(at + 1) && t.glued(at + 1) {
        return None;
    }
    let (year, end) = match year_of(t, at + 1) {
        (Year::None, end) if t.any(end, &Tables::get().lists.season_of) => (Year::None, end),
        (Year::None, _) => {
            // "the fall of the government", "to spring a trap", "Arab Spring"
            let cued = at > i && !t.is(at + 1, "of")
                || i > 0 && at == i && t.any(i - 1, &Tables::get().lists.season_cue);
            let verb = t.any(at, &["fall", "spring"])
                && (i > 0 && at == i && t.any(i - 1, &["to", "the", "and"])
                    || t.any(at + 1, &["of", "in", "from"]));
            let name =
                t.capital(at) && (t.capital(at + 1) || at > 0 && t.capital(at - 1) && at - 1 > 0 && at == i);
            if !cued || verb || name || t.capital(at) && at > i {
                return None;
            }
            let noun = t.any(at + 1, &Tables::get().lists.season_name);
            if noun {
                return None;
            }
            (Year::None, at + 1)
        }
        found => found,
    };
    Some(Found::new(end, Core::Season { season, year, which: Which::Bare }))
}

/// "the third quarter", "third-quarter", "the quarter", "last year's third quarter", "the 1988 second quarter"
fn quarter(t: &Text<'_>, i: usize, at: usize) -> Option<Found> {
    let (mut year, mut at) = (Year::None, at);
    if t.is(i + 1, "year") && t.any(i, &["last", "this", "next"]) && t.apostrophe(i + 2) && t.is(i + 3, "s") {
        let rel = if t.is(i, "last") { -1 } else { i16::from(t.is(i, "next")) };
        (year, at) = (Year::Rel(rel), i + 4);
    } else if t.seq(at, &["year", "-"]) && t.any(at + 2, &["ago", "earlier"]) {
        (year, at) = (Year::Rel(-1), at + 3);
        if !t.is(at, "quarter") && (number::ordinal(t, at).is_none() || !t.is(at + 1, "quarter")) {
            let qty = crate::found::Qty::exact(1);
            let end = at + usize::from(t.is(at, "period"));
            return Some(Found::new(end, Core::Shift { qty, unit: Unit::Year, back: true, told: false }));
        }
    } else if let Some((y, end)) = year_at(t, at).filter(|y| y.1 == at + 1) {
        (year, at) = (Year::Abs(y), end);
    }
    at += usize::from(
        t.any(at, &["fiscal", "latest", "current", "recent"]) && t.is(at + 1, "quarter")
            || t.is(at, "fiscal"),
    );
    let (n, end) = match number::ordinal(t, at) {
        Some((n, end)) if (1..=4).contains(&n) => (n, end),
        Some(_) => return None,
        None => (0, at),
    };
    let dash = end + usize::from(n > 0 && t.dash(end) && t.glued(end));
    if !t.is(dash, "quarter") {
        return None;
    }
    if n == 0 && (at == i || !t.is(i, "the")) && year == Year::None {
        return None;
    }
    let (stated, end) = year_of(t, dash + 1);
    let year = if stated == Year::None { year } else { stated };
    Some(Found::new(end, Core::Quarter { n: n as u8, year, which: Which::Bare }))
}

/// "the first half of 2008"
fn half(t: &Text<'_>, at: usize) -> Option<Found> {
    let n = match t.raw(at).to_ascii_lowercase().as_str() {
        "first" => 1,
        "second" | "latter" => 2,
        _ => return None,
    };
    let dash = at + 1 + usize::from(t.dash(at + 1));
    if !t.is(dash, "half") {
        return None;
    }
    let (year, end) = year_of(t, dash + 1);
    (year != Year::None).then_some(Found::new(end, Core::Half { n, year }))
}

/// "fiscal 1989", "fiscal year 2010", "FY2010", "the 2015-16 school year"
fn fiscal(t: &Text<'_>, at: usize) -> Option<Found> {
    if t.any(at, &["fiscal", "academic", "school", "financial"]) {
        let at = at + 1 + usize::from(t.is(at + 1, "year"));
        let (y, end) = year_at(t, at)?;
        return Some(Found::new(end, Core::Year(Year::Abs(y))));
    }
    if t.raw(at) == "FY" && t.glued(at + 1) {
        let (y, end) = year_at(t, at + 1)?;
        return Some(Found::new(end, Core::Year(Year::Abs(y))));
    }
    let (y, mut end) = year_at(t, at).filter(|y| y.1 == at + 1)?;
    if (t.dash(end) || t.is(end, "/")) && t.num(end + 1).is_some() {
        end += 2;
    }
    let named = t.any(end, &["school", "academic", "fiscal", "financial"]) && t.is(end + 1, "year");
    named.then_some(Found::new(end + 2, Core::Year(Year::Abs(y))))
}

/// "the weekend", "the year" after "earlier in", "the month" …
fn bare_period(t: &Text<'_>, i: usize) -> Option<Found> {
    let unit = t.entry(i + 1).unit.filter(|_| t.is(i, "the") && !t.entry(i + 1).plural)?;
    if unit == Unit::Year && t.any(i + 2, &["ended", "ending"]) {
        let qty = crate::found::Qty::exact(1);
        return Some(Found::new(i + 2, Core::Duration { qty, unit }));
    }
    // "a high for the year", "the first nine months of the year"; "in the week before the vote" hangs on the vote.
    let within = matches!(unit, Unit::Week | Unit::Month | Unit::Year)
        && !t.capital(i + 1)
        && i > 0
        && t.any(i - 1, &["for", "of", "during", "throughout"])
        && !t.dash(i + 2)
        && !t.any(
            i + 2,
            &["of", "before", "after", "that", "when", "in", "to", "since", "following", "since", "for"],
        )
        && t.num(i + 2).is_none();
    if within {
        return Some(Found::new(i + 2, Core::Period { unit, which: Which::Bare }));
    }
    if unit == Unit::Weekend && !t.dash(i + 2) {
        return Some(Found::new(i + 2, Core::Period { unit, which: Which::Bare }));
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::testing::spans;

    #[test]
    fn seasons_and_quarters() {
        assert_eq!(spans("in the summer of 1941"), [("the summer of 1941", "1941-SU")]);
        assert_eq!(spans("They left in spring 2019."), [("spring 2019", "2019-SP")]);
        assert_eq!(spans("Profits rose in the third quarter."), [("the third quarter", "2020-Q3")]);
        assert_eq!(spans("in the second half of 2008"), [("the second half of 2008", "2008-H2")]);
        assert_eq!(spans("the fall of the government"), []);
        assert_eq!(spans("The Arab Spring began."), []);
    }
}
