//! Durations, and shifts by them: "three weeks", "two-day", "two days ago", "a year earlier".

use super::number;
use crate::found::{Core, Found, Qty};
use crate::lex::Text;
use crate::table::Tables;
use crate::unit::Unit;

/// Quantity and unit at `i`, with "about" and the like before it: "about two more weeks".
fn measured(t: &Text<'_>, i: usize) -> Option<(Qty, Unit, usize)> {
    let at = number::approximator(t, i);
    let (qty, end) = number::quantity(t, at)?;
    let between = t.any(end, &Tables::get().lists.between)
        || t.entry(end).ordinal == 0 && t.is(end, "or") && t.is(end + 1, "so");
    let end = end + usize::from(between);
    let unit = t.entry(end).unit?;
    let plural = t.entry(end).plural;
    if unit == Unit::Second && !plural && !t.dash(end - 1) {
        return None;
    }
    if !plural && qty.n != 1 && qty.tenth == 0 && !(t.num(at).is_some() || t.entry(at).number.is_some()) {
        return None;
    }
    if qty.n > 10_000 || unit == Unit::Quarter && !plural || unit == Unit::Weekend && !plural && qty.n != 1 {
        return None;
    }
    let mut end = end + 1;
    // "a year-earlier loss" is no year long.
    if t.dash(end) && t.any(end + 1, &["earlier", "ago"]) {
        return None;
    }
    if t.seq(end, &["and", "a", "half"]) {
        return Some((Qty { tenth: 5, ..qty }, unit, end + 3));
    }
    // "a year or two", "a week or so"
    if t.is(end, "or") && t.any(end + 1, &["so", "two", "more", "less"]) {
        end += 2;
    }
    Some((qty, unit, end))
}

/// "two days ago", "three weeks earlier", "an hour later", "weeks later".
pub(crate) fn shift(t: &Text<'_>, i: usize) -> Option<Found> {
    if t.seq(i, &["long", "ago"]) {
        return Some(Found::new(i + 2, Core::Vague { kind: "DATE", value: "PAST_REF" }));
    }
    if let Some(found) = nights_ago(t, i) {
        return Some(found);
    }
    let (qty, unit, end) = measured(t, i).or_else(|| {
        let e = t.entry(i);
        let unit = e.unit.filter(|_| e.plural)?;
        Some((Qty::VAGUE, unit, i + 1))
    })?;
    if let Some(found) = ago(t, qty, unit, end) {
        return Some(found);
    }
    // "in two weeks' time", "in a day's time"
    let owned = end + usize::from(t.apostrophe(end)) + usize::from(t.apostrophe(end) && t.is(end + 1, "s"));
    if owned > end && t.is(owned, "time") && i > 0 && t.is(i - 1, "in") {
        return Some(Found::new(owned + 1, Core::Shift { qty, unit, back: false, told: false }));
    }
    let (back, told) = match t.raw(end).to_ascii_lowercase().as_str() {
        "ago" => (true, false),
        "earlier" | "previously" | "beforehand" => (true, true),
        "later" | "afterwards" | "afterward" | "thereafter" => (false, true),
        "hence" => (false, false),
        "before" | "after" if closed(t, end + 1) => (t.is(end, "before"), true),
        "from" if t.any(end + 1, &["now", "today"]) => {
            return Some(Found::new(end + 2, Core::Shift { qty, unit, back: false, told: false }));
        }
        _ => return None,
    };
    Some(Found::new(end + 1, Core::Shift { qty, unit, back, told }))
}

/// "two nights ago", "three mornings ago": days by one of their parts.
fn nights_ago(t: &Text<'_>, i: usize) -> Option<Found> {
    let (qty, end) = number::quantity(t, i).filter(|(q, _)| !q.vague && q.tenth == 0)?;
    let part = t.entry(end).part.filter(|_| t.is(end + 1, "ago"))?;
    let days = i32::try_from(qty.n).ok().filter(|n| *n < 100)?;
    Some(Found::new(end + 2, Core::Days(-days)).with_part(part))
}

/// "two weeks ago today", "a year ago this week": the day or period that lies so far back.
fn ago(t: &Text<'_>, qty: Qty, unit: Unit, ago: usize) -> Option<Found> {
    if !t.is(ago, "ago") || qty.vague || qty.tenth > 0 || unit.is_clock() {
        return None;
    }
    let at = ago + 1;
    let (within, end) = if t.is(at, "today") {
        (Unit::Day, at + 1)
    } else {
        let e = t.entry(at + 1);
        let longer = |u: &Unit| matches!(u, Unit::Week | Unit::Weekend | Unit::Month);
        (e.unit.filter(|u| t.is(at, "this") && !e.plural && longer(u))?, at + 2)
    };
    Some(Found::new(end, Core::Ago { n: qty.n, unit, within }))
}

fn closed(t: &Text<'_>, i: usize) -> bool {
    !t.is_word(i) && !t.glued(i + 1) || t.get(i).is_none()
}

/// "two hours", "three-week", "decades", "the first nine months"; no ages.
pub(crate) fn duration(t: &Text<'_>, i: usize) -> Option<Found> {
    let mut at = i;
    if t.any(i, &["the", "these", "those", "all", "its", "his", "their"])
        && !t.any(i, &["its", "his", "their"])
    {
        at = i + 1;
        at += usize::from(t.any(at, &["first", "final", "initial", "entire", "full", "intervening", "next"]));
    } else if t.any(i, &["first", "final"]) {
        at = i + 1;
    }
    if let Some(found) = hyphened(t, at) {
        return Some(found);
    }
    if let Some((qty, unit, end)) = measured(t, at) {
        if t.capital(end - 1)
            && t.capital(at)
            && t.entry(end - 1).plural
            && at == i
            && t.num(at).is_none()
            && i > 0
        {
            return None;
        }
        if at > i && (qty.n == 1 && !t.entry(end - 1).plural) {
            return None;
        }
        // "a day" after a count is a rate, see the set rules; "one day" may be any day.
        // An age is no time of anything reported.
        if t.is(end, "old") || t.dash(end) && t.is(end + 1, "old") || t.seq(end, &["of", "age"]) {
            return None;
        }
        // "a year-long inquiry": the article is the inquiry's.
        if t.any(at, &["a", "an"]) && t.dash(end) && t.is(end + 1, "long") {
            return None;
        }
        let long = t.dash(end) && t.is(end + 1, "long") || t.is(end, "long") && at == i;
        let end = end + if long && t.dash(end) { 2 } else { 0 };
        return Some(Found::new(end, Core::Duration { qty, unit }));
    }
    let e = t.entry(at);
    let unit =
        e.unit.filter(|u| e.plural && *u != Unit::Second && *u != Unit::Quarter && *u != Unit::Weekend)?;
    let long = t.dash(at + 1) && t.is(at + 2, "long");
    if t.dash(at + 1) && t.glued(at + 1) && !long || t.capital(at) && at > 0 {
        return None;
    }
    if t.is(at + 1, "old") || t.seq(at + 1, &["of", "age"]) {
        return None;
    }
    if unit == Unit::Minute && t.is(at + 1, "of") && t.is(at + 2, "the") {
        return None;
    }
    Some(Found::new(at + if long { 3 } else { 1 }, Core::Duration { qty: Qty::VAGUE, unit }))
}

/// "two-day", "day-long", "year-long"
fn hyphened(t: &Text<'_>, i: usize) -> Option<Found> {
    let e = t.entry(i);
    if let Some(unit) = e.unit.filter(|_| !e.plural) {
        let long = t.dash(i + 1) && t.is(i + 2, "long") && t.glued(i + 2);
        return long.then_some(Found::new(i + 3, Core::Duration { qty: Qty::exact(1), unit }));
    }
    let (qty, end) = if t.is(i, "several") { (Qty::VAGUE, i + 1) } else { number::quantity(t, i)? };
    if t.any(i, &["a", "an"]) || !t.dash(end) || !t.glued(end) || !t.glued(end + 1) {
        return None;
    }
    let unit = t.entry(end + 1).unit?;
    if qty.n > 10_000 || unit == Unit::Second && t.entry(end + 1).ordinal > 0 && t.num(i).is_none() {
        return None;
    }
    let mut end = end + 2;
    if t.dash(end) && t.glued(end) && t.is(end + 1, "old") || t.is(end, "old") || unit == Unit::Quarter {
        return None;
    }
    if t.dash(end) && t.glued(end) && t.is(end + 1, "long") {
        end += 2;
    }
    Some(Found::new(end, Core::Duration { qty, unit }))
}

#[cfg(test)]
mod tests {
    use crate::testing::spans;

    #[test]
    fn durations_have_period_values() {
        assert_eq!(spans("It lasted two hours."), [("two hours", "PT2H")]);
        assert_eq!(spans("a three-week siege"), [("three-week", "P3W")]);
        assert_eq!(spans("for decades"), [("decades", "PXDE")]);
        assert_eq!(spans("after 2 1/2 years"), [("2 1/2 years", "P2Y6M")]);
        assert_eq!(
            spans("for more than five and a half hours"),
            [("more than five and a half hours", "PT5H30M")]
        );
    }

    #[test]
    fn shifts_count_from_publication_or_story() {
        assert_eq!(spans("It began two days ago."), [("two days ago", "2021-02-24")]);
        assert_eq!(spans("He left three years ago."), [("three years ago", "2018")]);
        assert_eq!(spans("It began two weeks ago today."), [("two weeks ago today", "2021-02-12")]);
        assert_eq!(spans("It began a year ago today."), [("a year ago today", "2020-02-26")]);
        assert_eq!(spans("It began a year ago this month."), [("a year ago this month", "2020-02")]);
        assert_eq!(
            spans("They met on May 3, 2019. Two days later they parted."),
            [("May 3, 2019", "2019-05-03"), ("Two days later", "2019-05-05")]
        );
        assert_eq!(spans("They parted weeks later."), [("weeks later", "FUTURE_REF")]);
        assert_eq!(spans("He was shot two nights ago."), [("two nights ago", "2021-02-24TNI")]);
        assert_eq!(spans("They will meet in two weeks' time."), [("two weeks' time", "2021-03-12")]);
        assert_eq!(spans("They will meet in a day's time."), [("a day's time", "2021-02-27")]);
    }
}
