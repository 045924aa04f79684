//! Clock times and time zones.

use crate::found::{Clock, Core, Found, Which};
use crate::lex::{Kind, Text};
use crate::table::Tables;
use crate::unit::Part;
use std::ops::Range;

/// A clock time at `i`, with its zone.
pub(crate) fn clock(t: &Text<'_>, i: usize) -> Option<(Clock, usize)> {
    if t.any(i, &["noon", "midday", "midnight"]) {
        let hour = if t.is(i, "midnight") { 24 } else { 12 };
        let (zone, end) = zone(t, i + 1);
        return Some((Clock { hour, minute: Some(0), zone }, end));
    }
    if let Some((n, digits)) = t.num(i) {
        return in_figures(t, i, n, digits);
    }
    if t.get(i)?.tenth.is_some() {
        return dotted(t, i);
    }
    let hour = t.entry(i).number.filter(|n| (1..=12).contains(n))?;
    if t.is(i + 1, "o") && t.apostrophe(i + 2) && t.is(i + 3, "clock") {
        return finish(t, hour, None, i + 4, false);
    }
    let (pm, end) = half(t, i + 1)?;
    finish(t, twelve(hour, pm), None, end, true)
}

fn in_figures(t: &Text<'_>, i: usize, n: u32, digits: u8) -> Option<(Clock, usize)> {
    if i > 0 && t.glued(i) && !matches!(t.raw(i - 1), "(" | "-" | "–" | "—" | "/" | "\"" | "“" | "[") {
        return None;
    }
    // "15:00", "6.30pm"
    let colon = t.is(i + 1, ":") && t.glued(i + 1) && t.glued(i + 2);
    if colon && digits <= 2 && n < 25 {
        let (minute, two) = t.num(i + 2)?;
        if two != 2 || minute > 59 || n == 24 && minute > 0 {
            return None;
        }
        let mut end = i + 3;
        if t.is(end, ":") && t.glued(end) && t.num(end + 1).is_some_and(|s| s.1 == 2 && s.0 < 60) {
            end += 2;
        }
        if let Some((pm, after)) = half(t, end) {
            return (n <= 12).then(|| finish(t, twelve(n, pm), Some(minute), after, true))?;
        }
        // A score ("2:15") has no zone, a time of day mostly has, or a two-figure hour.
        return finish(t, n, Some(minute), end, false);
    }
    if digits <= 2 && (1..=12).contains(&n) {
        if t.is(i + 1, "o") && t.apostrophe(i + 2) && t.is(i + 3, "clock") {
            return finish(t, n, None, i + 4, false);
        }
        if let Some((pm, end)) = half(t, i + 1) {
            return finish(t, twelve(n, pm), None, end, true);
        }
        if t.seq(i + 1, &["in", "the"]) && t.entry(i + 3).part.is_some() {
            return finish(t, n, None, i + 1, false);
        }
    }
    if digits == 4 && n / 100 < 25 && n % 100 < 60 {
        let hours = t.any(i + 1, &["hours", "hrs", "h"])
            && (n < 1000 || !n.is_multiple_of(100) || zone(t, i + 2).0.is_some());
        let end = i + 1 + usize::from(hours);
        let (zone, after) = zone(t, end);
        if hours || zone.is_some() && t.raw(end) != "A" {
            return Some((Clock { hour: (n / 100) as u8, minute: Some((n % 100) as u8), zone }, after));
        }
    }
    None
}

/// "6.30pm"
fn dotted(t: &Text<'_>, i: usize) -> Option<(Clock, usize)> {
    let (hour, minute) = t.raw(i).split_once('.')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let (pm, end) = half(t, i + 1)?;
    if !(1..=12).contains(&hour) || minute > 59 {
        return None;
    }
    finish(t, twelve(hour, pm), Some(minute), end, true)
}

/// "a.m." or "p.m." at `i`: true for the latter, and the end.
fn half(t: &Text<'_>, i: usize) -> Option<(bool, usize)> {
    if t.any(i, &["p.m.", "pm", "p.m"]) {
        return Some((true, i + 1));
    }
    if t.any(i, &["a.m.", "a.m"])
        || matches!(t.raw(i), "am" | "AM") && i > 0 && t.get(i - 1).is_some_and(|l| l.kind == Kind::Number)
    {
        return Some((false, i + 1));
    }
    None
}

/// "8:30 Monday night", "Monday afternoon at 3 o'clock": where neither a.m. nor p.m. nor a zone stands in `span`, the part of the
/// day tells which half is meant.
pub(crate) fn in_half(t: &Text<'_>, mut span: Range<usize>, clock: Clock, part: Option<Part>) -> Clock {
    let open = (1..12).contains(&clock.hour) && clock.zone.is_none();
    if !open || span.any(|i| half(t, i).is_some()) {
        return clock;
    }
    let hour = part.map_or(clock.hour, |part| in_part(u32::from(clock.hour), part) as u8);
    Clock { hour, ..clock }
}

/// An hour on the face of a clock in a part of the day: "nine o'clock at night".
fn in_part(hour: u32, part: Part) -> u32 {
    twelve(hour, matches!(part, Part::Afternoon | Part::Evening) || part == Part::Night && hour > 5)
}

fn twelve(hour: u32, pm: bool) -> u32 {
    hour % 12 + if pm { 12 } else { 0 }
}

fn finish(t: &Text<'_>, hour: u32, minute: Option<u32>, end: usize, sure: bool) -> Option<(Clock, usize)> {
    let (zone, mut end) = zone(t, end);
    let mut hour = hour;
    // "4 in the morning", "nine o'clock at night"
    if !sure && hour <= 12 && (t.seq(end, &["in", "the"]) || t.is(end, "at")) {
        let at = end + if t.is(end, "in") { 2 } else { 1 };
        if let Some(part) = t.entry(at).part {
            hour = in_part(hour, part);
            end = at + 1;
        }
    }
    Some((Clock { hour: hour as u8, minute: minute.map(|m| m as u8), zone }, end))
}

/// A time zone at `i` as written, and its end: "ET", "GMT", "local time", "Moscow time", "(ET)".
pub(crate) fn zone(t: &Text<'_>, i: usize) -> (Option<String>, usize) {
    let paren = t.is(i, "(") && t.is(i + 2, ")");
    let at = i + usize::from(paren);
    if Tables::get().is_zone(t.raw(at)) {
        return (Some(t.raw(at).to_owned()), at + 1 + usize::from(paren));
    }
    if t.is(i, "local") && t.is(i + 1, "time") {
        return (Some("local".to_owned()), i + 2);
    }
    if t.is(i, "local") && !t.is_word(i + 1) {
        return (Some("local".to_owned()), i + 1);
    }
    if t.capital(i) && t.entry(i).weekday == 0 && t.entry(i).month == 0 {
        for n in 1..=3 {
            if t.is(i + n, "time") {
                let words: Vec<&str> = (i..i + n).map(|k| t.raw(k)).collect();
                return (Some(words.join(" ")), i + n + 1);
            }
            if !t.capital(i + n) {
                break;
            }
        }
    }
    (None, i)
}

/// A clock time with the words of approximation before it ("about 6 p.m.", "shortly after midnight").
pub(crate) fn approximate(t: &Text<'_>, i: usize) -> Option<(Clock, usize)> {
    let mut at = i;
    if t.any(i, &["shortly", "just", "soon"]) && t.any(i + 1, &["before", "after"]) {
        at = i + 2;
    } else if t.any(i, &["about", "around", "approximately", "nearly", "almost", "roughly"]) {
        at = i + 1;
    }
    clock(t, at)
}

/// A clock time whose day the context gives.
pub(crate) fn alone(clock: Clock, end: usize) -> Found {
    let mut found = Found::new(end, Core::Context(Which::Bare));
    found.clock = Some(clock);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::lexed;

    #[test]
    fn reads_clock_times() {
        let c = |s: &str| lexed(s, |t| approximate(t, 0)).map(|(c, _)| (c.hour, c.minute, c.zone));
        let zone = |z: &str| Some(z.to_owned());
        assert_eq!(c("about 6 p.m. ET Thursday"), Some((18, None, zone("ET"))));
        assert_eq!(c("15:00 GMT"), Some((15, Some(0), zone("GMT"))));
        assert_eq!(c("0200 local time"), Some((2, Some(0), zone("local"))));
        assert_eq!(c("12:30 am Moscow time"), Some((0, Some(30), zone("Moscow"))));
        assert_eq!(c("4 o'clock in the afternoon"), Some((16, None, None)));
        assert_eq!(c("shortly before midnight"), Some((24, Some(0), None)));
        assert_eq!(c("6.30pm"), Some((18, Some(30), None)));
        assert_eq!(c("4 in the morning"), Some((4, None, None)));
        assert_eq!(c("2000 people"), None);
    }
}
