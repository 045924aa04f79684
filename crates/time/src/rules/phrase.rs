//! Fixed phrases and named days, from the tables.

use super::date::year_of;
use super::relative::pointer;
use crate::found::{Core, Found, Which, Year};
use crate::lex::Text;
use crate::table::{Phrase, Tables};
use crate::unit::Part;

pub(crate) fn phrase(t: &Text<'_>, i: usize) -> Option<Found> {
    if let Some((p, end)) = longest(t, i, false) {
        return fixed(t, i, p, end);
    }
    let (which, at) = match pointer(t, i) {
        Some((which, at)) => (which, at),
        None => (Which::Bare, i + usize::from(t.is(i, "the"))),
    };
    let (p, end) = longest(t, at, true)?;
    if !t.capital(at) {
        return None;
    }
    let (year, end) = year_of(t, end);
    // "Christmas Island", "Easter Rising": part of a longer name.
    if year == Year::None && t.capital(end) && t.entry(end).weekday == 0 && t.entry(end).month == 0 {
        return None;
    }
    Some(Found::new(end, Core::Named { rule: &p.meaning, year, which }))
}

/// The longest phrase at `i`, of the named days or of the others.
fn longest(t: &Text<'_>, i: usize, named: bool) -> Option<(&'static Phrase, usize)> {
    let raw = t.raw(i);
    if raw.is_empty() || !t.entry(i).open || raw.len() > 20 {
        return None;
    }
    let lower = raw.to_ascii_lowercase();
    Tables::get()
        .phrases(&lower)
        .iter()
        .filter(|p| p.named == named && matches(t, i + 1, &p.rest))
        .map(|p| (p, i + 1 + p.rest.len()))
        .max_by_key(|(_, end)| *end)
}

fn matches(t: &Text<'_>, i: usize, words: &[&str]) -> bool {
    words
        .iter()
        .enumerate()
        .all(|(k, w)| t.is(i + k, w) || *w == "'" && t.apostrophe(i + k) || *w == "-" && t.dash(i + k))
}

fn fixed(t: &Text<'_>, i: usize, p: &'static Phrase, end: usize) -> Option<Found> {
    let core = match p.meaning[..] {
        ["day", n] => Core::Days(n.parse().ok()?),
        ["part", n, part] => {
            let part = Part::named(part)?;
            return Some(Found::new(end, Core::Days(n.parse().ok()?)).with_part(part));
        }
        ["set", value] => {
            // "Weekly" in a title of a paper, "Daily Telegraph"
            if t.capital(i) && (t.capital(end) || i > 0 && t.capital(i - 1)) {
                return None;
            }
            Core::Set(value.to_owned())
        }
        [value, ..] => {
            if !accepted(t, i, end) {
                return None;
            }
            Core::Vague { kind: "DATE", value }
        }
        [] => return None,
    };
    Some(Found::new(end, core))
}

/// Keeps words apart that only look like references to the present, past or future.
fn accepted(t: &Text<'_>, i: usize, end: usize) -> bool {
    if t.seq(i, &["the", "past"])
        && (t.entry(end).open || t.entry(end).number.is_some() || t.num(end).is_some())
    {
        return false;
    }
    if t.is(i, "future") && t.apostrophe(end) {
        return false;
    }
    !(t.dash(end) && t.glued(end) || i > 0 && t.dash(i - 1) && t.glued(i))
}

#[cfg(test)]
mod tests {
    use crate::testing::spans;

    #[test]
    fn fixed_phrases() {
        assert_eq!(spans("It is now over."), [("now", "PRESENT_REF")]);
        assert_eq!(spans("The attack happened yesterday."), [("yesterday", "2021-02-25")]);
        assert_eq!(spans("Shots rang out last night."), [("last night", "2021-02-25TNI")]);
        assert_eq!(spans("Shelling went on overnight."), [("overnight", "2021-02-25TNI")]);
        assert_eq!(spans("He recently left."), [("recently", "PAST_REF")]);
    }

    #[test]
    fn named_days() {
        assert_eq!(spans("They struck on Christmas Eve."), [("Christmas Eve", "2020-12-24")]);
        assert_eq!(spans("on Good Friday, 1998"), [("Good Friday, 1998", "1998-04-10")]);
        assert_eq!(spans("on Easter Sunday 2019"), [("Easter Sunday 2019", "2019-04-21")]);
        assert_eq!(spans("since the 9/11 attacks"), [("9/11", "2001-09-11")]);
    }
}
