//! Years, decades and centuries.

use super::number;
use crate::found::{Core, Found, Year};
use crate::lex::Text;
use crate::table::Tables;

/// A year at `i` that needs no further proof of being one: 1000–2100 in four figures, "'98", "490 BC", "AD 70",
/// "nineteen ninety-six", "two thousand five".
pub(crate) fn year_at(t: &Text<'_>, i: usize) -> Option<(i16, usize)> {
    if let Some((n, digits)) = t.num(i) {
        if t.any(i + 1, &["BC", "B.C.", "BCE", "B.C.E.", "B.C"]) && (1..=4000).contains(&n) {
            return Some((1 - n as i16, i + 2));
        }
        if t.any(i + 1, &["AD", "A.D.", "CE"]) && (1..=2100).contains(&n) && t.raw(i + 1) != "ad" {
            return Some((n as i16, i + 2));
        }
        // "499-493 BC", "from 499 to 493 BC"
        let bc =
            t.any(i + 3, &["BC", "B.C.", "BCE"]) && (t.dash(i + 1) || t.any(i + 1, &["to", "and", "or"]));
        if bc && (1..=4000).contains(&n) && t.num(i + 2).is_some_and(|later| later.0 < n) {
            return Some((1 - n as i16, i + 1));
        }
        return (digits == 4 && (1000..=2100).contains(&n) && !t.any(i + 1, &Tables::get().lists.counted))
            .then_some((n as i16, i + 1));
    }
    if t.apostrophe(i) && t.glued(i + 1) && !t.glued(i) {
        let (n, digits) = t.num(i + 1)?;
        return (digits == 2 && !t.glued(i + 2)).then_some((two_figures(n), i + 2));
    }
    if t.raw(i) == "AD" || t.raw(i) == "A.D." {
        let (n, _) = t.num(i + 1)?;
        return (1..=2100).contains(&n).then_some((n as i16, i + 2));
    }
    spelt(t, i)
}

/// "nineteen ninety-six", "two thousand and five"
fn spelt(t: &Text<'_>, i: usize) -> Option<(i16, usize)> {
    let head = t.entry(i).number?;
    if head == 2 && t.is(i + 1, "thousand") {
        let (n, end) = number::cardinal(t, i)?;
        return ((2000..=2099).contains(&n)).then_some((n as i16, end));
    }
    if !(17..=20).contains(&head) {
        return None;
    }
    let (n, end) = number::cardinal(t, i + 1)?;
    ((10..100).contains(&n) && t.num(i + 1).is_none()).then_some(((head * 100 + n) as i16, end))
}

/// The year that two figures stand for: 00–49 are of this century.
pub(crate) fn two_figures(n: u32) -> i16 {
    (if n < 50 { 2000 + n } else { 1900 + n }) as i16
}

/// A year after a month or date: a comma may stand before it.
pub(crate) fn year_after(t: &Text<'_>, i: usize) -> Option<(i16, usize)> {
    let at = t.skip_comma(i);
    let at = at + usize::from(t.is(at, "of") && year_at(t, at + 1).is_some());
    let (y, end) = year_at(t, at)?;
    let clockish = t.is(end, ":") && t.glued(end) && t.glued(end + 1) && t.num(end + 1).is_some();
    ((at == i || !(0..1500).contains(&y)) && !clockish).then_some((y, end))
}

/// The second year of a run in short: "60" after "1957-".
pub(crate) fn rest(t: &Text<'_>, i: usize, core: &Core) -> Option<(usize, Found)> {
    let Core::Year(Year::Abs(first)) = core else { return None };
    let at = i + 1;
    let (n, digits) = t.num(at).filter(|_| t.dash(i) && t.glued(i) && t.glued(at))?;
    let close =
        t.glued(at + 1) && (t.dash(at + 1) || t.is_word(at + 1) || matches!(t.raw(at + 1), "%" | "/" | ":"));
    let year = first - first % 100 + n as i16;
    (digits == 2 && *first >= 1000 && n < 100 && year > *first && !close && i >= 1 && t.num(i - 1).is_some())
        .then(|| (at, Found::new(at + 1, Core::Year(Year::Abs(year)))))
}

/// Years on their own, decades, centuries.
pub(crate) fn year(t: &Text<'_>, i: usize) -> Option<Found> {
    let the = i + usize::from(t.is(i, "the"));
    if let Some(found) = century(t, the).or_else(|| decade(t, the)) {
        return Some(found);
    }
    if the > i && t.is(the, "year") {
        let (y, end) = year_at(t, the + 1)?;
        return Some(Found::new(end, Core::Year(Year::Abs(y))));
    }
    let (y, end) = year_at(t, i)?;
    let lists = &Tables::get().lists;
    let found = Found::new(end, Core::Year(Year::Abs(y)));
    // "the years 1955-1957", "Eastern Theater 1861-1863"
    let span =
        t.dash(end) && t.glued(end) && year_at(t, end + 1).is_some_and(|(z, _)| (y..y + 150).contains(&z));
    if span && y >= 1200 && !t.glued(i) {
        return Some(found);
    }
    if t.num(i).is_none_or(|n| n.1 != 4) || end > i + 1 {
        let cued = i > 0 && t.any(i - 1, &lists.year_cue);
        return (t.num(i).is_some() || !t.apostrophe(i) || cued).then_some(found);
    }
    // A number glued to marks is part of a figure, an amount or an address.
    if i > 0
        && t.glued(i)
        && !matches!(t.raw(i - 1), "(" | "-" | "–" | "—" | "/" | "\"" | "“" | "[" | "'" | "‘" | "," | "*")
    {
        return None;
    }
    if t.glued(end) && (t.any(end, &["%", "st", "nd", "rd", "th"]) || t.is(end, ":") && t.glued(end + 1)) {
        return None;
    }
    let sentence = i > 0 && t.is(i - 1, ".") && !t.glued(i) && !t.glued(end);
    if i > 0
        && (t.any(i - 1, &lists.naming)
            || matches!(t.raw(i - 1), "$" | "£" | "€" | "#" | ":")
            || t.is(i - 1, ".") && !sentence)
    {
        return None;
    }
    if i == 0 || sentence {
        // A heading such as "2003" or "1990: the first war".
        let marked = matches!(t.raw(end), ":" | "–" | "—" | "-" | ",");
        let heading = t.get(end).is_none() || t.any(end, &lists.function) || marked;
        return heading.then_some(found);
    }
    let cued = t.any(i - 1, &lists.year_cue);
    // "its 1990 invasion", "a 1996 law"
    let attribute = y >= 1900
        && t.any(i - 1, &["a", "an", "its", "his", "her", "their", "our", "that", "this", "s"])
        && (!t.capital(i - 1) || i == 1);
    let cued = cued || attribute;
    let open =
        !t.is_word(end) || t.entry(end).open || t.any(end, &lists.function) || t.raw(end).ends_with("ed");
    let name = t.capital(i - 1) && !cued && t.entry(i - 1).month == 0 && i > 1;
    if name || !cued && !open || t.capital(end) && !cued {
        return None;
    }
    // "1500 Iraqi soldiers": an early round number before a noun is a count.
    let round = y % 100 == 0 && !open;
    (!round && y >= 1200).then_some(found)
}

fn century(t: &Text<'_>, i: usize) -> Option<Found> {
    let (n, end) = number::ordinal(t, i)?;
    let end = end + usize::from(t.dash(end) && t.glued(end));
    if !t.any(end, &["century"]) || !(1..=30).contains(&n) {
        return None;
    }
    let bc = t.any(end + 1, &["BC", "B.C.", "BCE"]);
    Some(Found::new(end + 1 + usize::from(bc), Core::Century { n: n as u8, bc }))
}

/// "1980s", "'90s", "the nineties"
fn decade(t: &Text<'_>, i: usize) -> Option<Found> {
    if let Some((n, digits)) = t.num(i) {
        let s = i + 1 + usize::from(t.apostrophe(i + 1) && t.glued(i + 1));
        if t.raw(s) != "s" || !t.glued(s) || n % 10 != 0 || n == 0 {
            return None;
        }
        if digits <= 3 && t.any(s + 1, &["BC", "B.C.", "BCE"]) {
            return Some(Found::new(s + 2, Core::Decade(-(n as i16) - 8)));
        }
        return match digits {
            4 if (1000..=2100).contains(&n) => Some(Found::new(s + 1, Core::Decade(n as i16))),
            2 if n >= 10 && i > 0 && t.is(i - 1, "the") => {
                Some(Found::new(s + 1, Core::Decade(two_figures(n))))
            }
            _ => None,
        };
    }
    if t.apostrophe(i) && t.glued(i + 1) && t.raw(i + 2) == "s" && t.glued(i + 2) {
        let (n, digits) = t.num(i + 1)?;
        return (digits == 2 && n % 10 == 0).then_some(Found::new(i + 3, Core::Decade(two_figures(n))));
    }
    let d = t.entry(i).decade;
    let alone = i > 0 && (t.is(i - 1, "the") || t.any(i - 1, &["early", "late", "mid", "nineteen"]));
    (d > 0 && alone).then_some(Found::new(i + 1, Core::Decade(1900 + i16::from(d))))
}

#[cfg(test)]
mod tests {
    use crate::testing::spans;

    #[test]
    fn years_decades_centuries() {
        assert_eq!(spans("The war began in 1914 and ended in 1918."), [("1914", "1914"), ("1918", "1918")]);
        assert_eq!(spans("The end of the 1980s"), [("The end of the 1980s", "198")]);
        assert_eq!(spans("during the '90s and the nineties"), [("the '90s", "199"), ("the nineties", "199")]);
        assert_eq!(spans("a 19th century fort"), [("19th century", "18")]);
        assert_eq!(spans("the fleet of 490 BC"), [("490 BC", "BC0490")]);
        assert_eq!(spans("in nineteen ninety-six"), [("nineteen ninety-six", "1996")]);
    }

    #[test]
    fn names_and_counts_are_no_years() {
        for s in [
            "UN Resolution 1701",
            "a crowd of 2000 people",
            "1,200 people",
            "Boeing 1900 crews",
            "won Euro 2016 tickets",
        ] {
            assert_eq!(spans(s), [], "{s}");
        }
    }
}
