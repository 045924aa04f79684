//! The rules: each family looks at one position and says what begins there.

pub(crate) mod clock;
pub(crate) mod compose;
pub(crate) mod date;
pub(crate) mod duration;
pub(crate) mod number;
pub(crate) mod period;
pub(crate) mod phrase;
pub(crate) mod relative;
pub(crate) mod set;
pub(crate) mod year;

use crate::found::Found;
use crate::lex::Text;

type Rule = fn(&Text<'_>, usize) -> Option<Found>;

/// Families that stand on their own; later ones win only by length.
const PLAIN: [Rule; 8] = [
    date::date,
    relative::relative,
    phrase::phrase,
    year::year,
    period::period,
    duration::shift,
    set::set,
    duration::duration,
];

/// The longest simple expression at `i`.
pub(crate) fn plain(t: &Text<'_>, i: usize) -> Option<Found> {
    longest(&PLAIN, t, i)
}

/// The longest expression at `i`, simple or put together.
pub(crate) fn any(t: &Text<'_>, i: usize) -> Option<Found> {
    let simple = plain(t, i);
    let composed = compose::composed(t, i, simple.as_ref());
    match (simple, composed) {
        (Some(a), Some(b)) => Some(if b.end > a.end { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn longest(rules: &[Rule], t: &Text<'_>, i: usize) -> Option<Found> {
    let mut best: Option<Found> = None;
    for rule in rules {
        if let Some(found) = rule(t, i)
            && best.as_ref().is_none_or(|b| found.end > b.end)
        {
            best = Some(found);
        }
    }
    best
}
