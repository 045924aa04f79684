//! Calendar dates and months.

use super::number;
use super::year::{two_figures, year_after};
use crate::found::{Core, Found, Which, Year};
use crate::lex::Text;
use crate::table::Tables;

/// A month name at `i` and its end, counting the full stop of an abbreviation.
pub(crate) fn month_name(t: &Text<'_>, i: usize) -> Option<(u8, usize)> {
    let lex = t.get(i)?;
    let e = lex.entry;
    if e.month == 0 || e.weak && !lex.capital {
        return None;
    }
    let short = lex.end - lex.start <= 4 && !t.any(i, &["may", "june", "july"]);
    if short && !lex.capital {
        return None;
    }
    Some((e.month, if short { t.skip_dot(i + 1) } else { i + 1 }))
}

/// A month that needs no number beside it to be taken for one.
pub(crate) fn month_alone(t: &Text<'_>, i: usize) -> Option<(u8, usize)> {
    let (month, end) = month_name(t, i)?;
    if end == i + 1 && t.raw(i).len() <= 3 && !t.is(i, "may") {
        return None;
    }
    if t.entry(i).weak {
        let noun = i > 0
            && t.any(i - 1, &["a", "the", "its", "his", "their"])
            && t.is_word(end)
            && !t.capital(end)
            && !t.is(end, "of");
        let run = t.dash(end) && month_name(t, end + 1).is_some();
        let cued = noun
            || run
            || i > 0 && (t.any(i - 1, &Tables::get().lists.month_cue) || t.dash(i - 1) && t.glued(i));
        // "since May left office", "by May's government": a person.
        let person = t.apostrophe(end) && t.glued(end) && t.any(end + 1, &["s"]) && t.is(i, "may")
            || t.is(i, "may") && t.any(end, &["said", "told", "has", "had", "left", "will"]);
        if !cued || person {
            return None;
        }
    }
    (!t.capital(end) || !t.glued(end)).then_some((month, end))
}

/// The day of the month at `i`: "15", "15th", "eighth".
fn day(t: &Text<'_>, i: usize) -> Option<(u8, usize)> {
    if let Some((n, end)) = number::ordinal(t, i) {
        return (1..=31).contains(&n).then_some((n as u8, end));
    }
    let (n, digits) = t.num(i)?;
    let clock = t.is(i + 1, ":") && t.glued(i + 1) && t.num(i + 2).is_some()
        || t.any(i + 1, &["a.m.", "p.m.", "am", "pm"]);
    (digits <= 2 && (1..=31).contains(&n) && !clock).then_some((n as u8, i + 1))
}

/// The second day of a run: "-3", " to 15", "–17".
fn run(t: &Text<'_>, i: usize, first: u8) -> Option<(u8, usize)> {
    if !t.dash(i) {
        return None;
    }
    let (d, end) = day(t, i + 1)?;
    (d > first).then_some((d, end))
}

/// Year stated after a month: in figures, or "this year", "of last year", "of that year".
pub(crate) fn year_of(t: &Text<'_>, i: usize) -> (Year, usize) {
    if let Some((y, end)) = year_after(t, i) {
        return (Year::Abs(y), end);
    }
    let at = t.skip_comma(i);
    let at = at + usize::from(t.is(at, "of"));
    if t.is(at + 1, "year") {
        let year = match t.raw(at).to_ascii_lowercase().as_str() {
            "this" => Year::Rel(0),
            "last" => Year::Rel(-1),
            "next" => Year::Rel(1),
            "that" | "same" => Year::Told(0),
            _ => return (Year::None, i),
        };
        return (year, at + 2);
    }
    if t.is(at, "the") && t.is(at + 2, "year") {
        let year = match t.raw(at + 1).to_ascii_lowercase().as_str() {
            "same" => Year::Told(0),
            "following" | "next" => Year::Told(1),
            "previous" => Year::Told(-1),
            _ => return (Year::None, i),
        };
        return (year, at + 3);
    }
    (Year::None, i)
}

/// A date, month or weekday with its date at `i`.
pub(crate) fn date(t: &Text<'_>, i: usize) -> Option<Found> {
    let e = t.entry(i);
    if e.weekday > 0 && t.capital(i) {
        let dot = if t.raw(i).len() <= 5 { t.skip_dot(i + 1) } else { i + 1 };
        let at = t.skip_comma(dot);
        let at = at + usize::from(t.is(at, "the"));
        return calendar(t, at).filter(|f| matches!(f.core, Core::Date { .. } | Core::Figures { .. }));
    }
    calendar(t, i).or_else(|| {
        let (month, end) = month_alone(t, i)?;
        let (year, end) = year_of(t, end);
        Some(Found::new(end, Core::Month { year, month, which: Which::Bare }))
    })
}

pub(crate) fn calendar(t: &Text<'_>, i: usize) -> Option<Found> {
    if t.is(i, "the") {
        return number::ordinal(t, i + 1).and_then(|_| day_first(t, i + 1));
    }
    if t.num(i).is_some() {
        return figures(t, i).or_else(|| day_first(t, i));
    }
    let (month, end) = month_name(t, i)?;
    let the = end + usize::from(t.is(end, "the"));
    // "by the end of May the Second Squadron": a name.
    let name = t.capital(the) && t.num(the).is_none();
    if let Some((d, end)) = day(t, the).filter(|_| !name) {
        let cut = end;
        let (to, end) = run(t, end, d).unwrap_or((0, end));
        let (year, end) = year_of(t, end);
        return Some(Found { cut, ..Found::new(end, Core::Date { year, month, day: d, to }) });
    }
    let (y, end) = year_after(t, end)?;
    Some(Found::new(end, Core::Month { year: Year::Abs(y), month, which: Which::Bare }))
}

/// "15 February 2021", "15th of February", "2-3 March"
fn day_first(t: &Text<'_>, i: usize) -> Option<Found> {
    let (d, cut) = day(t, i)?;
    let (to, end) = run(t, cut, d).unwrap_or((0, cut));
    let of = end + usize::from(t.is(end, "of") || t.dash(end) && t.glued(end));
    if let Some((month, after)) = month_name(t, of) {
        let dash = after
            + usize::from(t.dash(after) && t.glued(after) && t.num(after + 1).is_some_and(|n| n.1 == 4));
        let (year, end) = year_of(t, dash);
        let end = if year == Year::None { after } else { end };
        return Some(Found { cut, ..Found::new(end, Core::Date { year, month, day: d, to }) });
    }
    // "15 and 16 February", "1, 3 and 7 February": the days before share the month of the last.
    let last = if t.is(end, ",") { listed(t, end) } else { Some(end + 1) };
    let list = to == 0 && t.any(end, &["and", "to", "or", ","]);
    if let Some(last) = last.filter(|_| list) {
        let (_, second) = day(t, last)?;
        let (month, after) = month_name(t, second + usize::from(t.is(second, "of")))?;
        let (year, _) = year_of(t, after);
        return Some(Found::new(end, Core::Date { year, month, day: d, to: 0 }));
    }
    None
}

/// "2021-02-25", "02/25/2021", "25.02.21", "9/11"
fn figures(t: &Text<'_>, i: usize) -> Option<Found> {
    let sep = t.raw(i + 1);
    if !matches!(sep, "-" | "/" | ".") || !t.glued(i + 1) || !t.glued(i + 2) {
        return None;
    }
    let ((a, da), (b, db)) = (t.num(i)?, t.num(i + 2)?);
    if sep == "/" && (a, b) == (9, 11) && t.raw(i + 3) != "/" && !(i > 0 && t.glued(i)) {
        return Some(Found::new(i + 3, Core::Date { year: Year::Abs(2001), month: 9, day: 11, to: 0 }));
    }
    if t.raw(i + 3) != sep || !t.glued(i + 3) || !t.glued(i + 4) || (i > 0 && t.glued(i) && t.is(i - 1, sep))
    {
        return None;
    }
    let (c, dc) = t.num(i + 4)?;
    if da == 4 && (1..=12).contains(&b) && (1..=31).contains(&c) && dc <= 2 && a >= 1000 {
        let core = Core::Date { year: Year::Abs(a as i16), month: b as u8, day: c as u8, to: 0 };
        return Some(Found::new(i + 5, core));
    }
    let fits = da <= 2 && db <= 2 && (1..=31).contains(&a) && (1..=31).contains(&b) && a.min(b) <= 12;
    let year = match dc {
        4 if (1000..=2100).contains(&c) => c as i16,
        2 => two_figures(c),
        _ => return None,
    };
    fits.then_some(Found::new(i + 5, Core::Figures { a: a as u8, b: b as u8, year }))
}

/// A further day that shares the month of the date before it: "and 17", "or 18th", and each of ", 3 and 7".
pub(crate) fn another_day(t: &Text<'_>, i: usize, month: u8) -> Option<(usize, Found)> {
    let listed = t.is(i, ",") && listed(t, i).is_some_and(|last| lone_day(t, last).is_some());
    if !listed && !t.any(i, &["and", "or", "to", "through"]) {
        return None;
    }
    let at = i + 1 + usize::from(listed && t.any(i + 1, &["and", "or"]));
    let (d, year, end) = lone_day(t, at)?;
    Some((at, Found::new(end, Core::Date { year, month, day: d, to: 0 })))
}

/// A day at `i` that nothing behind it counts, with its year.
fn lone_day(t: &Text<'_>, i: usize) -> Option<(u8, Year, usize)> {
    let (d, end) = day(t, i)?;
    let (year, end) = match year_after(t, end) {
        Some((y, end)) => (Year::Abs(y), end),
        None => (Year::None, end),
    };
    let closed =
        !t.is_word(end) || t.any(end, &["in", "at", "and", "when", "but", "as", "with", "by", "to", "were"]);
    (closed && !t.dash(end) && t.raw(end) != "%").then_some((d, year, end))
}

/// Where the last day of a list stands that goes on at `i`: the 7 of ", 3 and 7".
fn listed(t: &Text<'_>, i: usize) -> Option<usize> {
    /// How many days a list may have.
    const MOST: usize = 8;
    let mut at = i;
    for _ in 0..MOST {
        let next = t.skip_comma(at);
        if t.any(next, &["and", "or"]) {
            return day(t, next + 1).map(|_| next + 1);
        }
        at = day(t, next).filter(|_| next > at)?.1;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::testing::spans;

    #[test]
    fn written_forms() {
        for s in [
            "Feb. 15, 2021",
            "15 February 2021",
            "February 15th, 2021",
            "2021-02-15",
            "the 15th of February, 2021",
        ] {
            assert_eq!(spans(&format!("It fell on {s}.")), [(s, "2021-02-15")], "{s}");
        }
        assert_eq!(
            spans("on 02/25/2021 and 25.02.2021"),
            [("02/25/2021", "2021-02-25"), ("25.02.2021", "2021-02-25")]
        );
        assert_eq!(spans("on Friday, Feb. 26, 2021"), [("Friday, Feb. 26, 2021", "2021-02-26")]);
        assert_eq!(spans("in Feb. 2016"), [("Feb. 2016", "2016-02")]);
        assert_eq!(spans("on December 2-3, 2008"), [("December 2", "2008-12-02"), ("3, 2008", "2008-12-03")]);
        assert_eq!(spans("on 5 and 6 May 1999"), [("5", "1999-05-05"), ("6 May 1999", "1999-05-06")]);
        assert_eq!(spans("on May 5 and 6, 1999"), [("May 5", "1999-05-05"), ("6, 1999", "1999-05-06")]);
    }

    #[test]
    fn lists_of_days_share_a_month() {
        let found = [("May 1", "1999-05-01"), ("3", "1999-05-03"), ("7, 1999", "1999-05-07")];
        assert_eq!(spans("Shells fell on May 1, 3 and 7, 1999."), found);
        let found = [("1", "1999-05-01"), ("3", "1999-05-03"), ("7 May 1999", "1999-05-07")];
        assert_eq!(spans("Shells fell on 1, 3 and 7 May 1999."), found);
        // What is counted is no day.
        assert_eq!(spans("On 5 February, 10 men and 12 women left."), [("5 February", "2021-02-05")]);
        assert_eq!(spans("On February 5, 3 and 7 men left."), [("February 5", "2021-02-05")]);
    }

    #[test]
    fn common_words_are_no_months() {
        for s in [
            "They may march to the palace",
            "Theresa May said so",
            "March through the city",
            "an august body",
        ] {
            assert_eq!(spans(s), [], "{s}");
        }
    }
}
