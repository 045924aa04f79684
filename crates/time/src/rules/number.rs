//! Numbers and quantities, in figures and words.

use crate::found::Qty;
use crate::lex::{Kind, Text};
use crate::table::Tables;

/// A cardinal number at `i`: value and end.
pub(crate) fn cardinal(t: &Text<'_>, i: usize) -> Option<(u32, usize)> {
    let lex = t.get(i)?;
    if lex.kind == Kind::Number {
        return lex.tenth.is_none().then_some((lex.value, i + 1));
    }
    let (mut total, mut part, mut at, mut last) = (0u32, 0u32, i, 0u32);
    let mut any = false;
    if t.any(i, &["a"]) && t.entry(i + 1).scale > 0 {
        (part, at) = (1, i + 1);
    }
    loop {
        let e = t.entry(at);
        if let Some(n) = e.number {
            // "nineteen ninety" is no sum: a tens word may only be followed by a unit.
            if any && !(n < 10 && (last >= 20 || last == 0)) && last < 100 {
                break;
            }
            part = part.saturating_add(n);
            last = n;
        } else if e.scale > 0 && (any || part > 0) {
            part = part.saturating_mul(e.scale);
            if e.scale == 1000 {
                total = total.saturating_add(part);
                part = 0;
            }
            last = e.scale;
        } else {
            break;
        }
        any = true;
        at += 1;
        let hyphen = t.dash(at) && t.glued(at) && t.glued(at + 1) && (20..100).contains(&last);
        let unit = hyphen && t.entry(at + 1).number.is_some_and(|n| n < 10);
        at += usize::from(unit || t.is(at, "and") && last >= 100 && t.entry(at + 1).number.is_some());
    }
    any.then_some((total.saturating_add(part), at))
}

/// An ordinal at `i` ("third", "15th", "twenty-first"): value and end.
pub(crate) fn ordinal(t: &Text<'_>, i: usize) -> Option<(u32, usize)> {
    if let Some((n, digits)) = t.num(i) {
        let suffix = t.glued(i + 1) && t.any(i + 1, &["st", "nd", "rd", "th"]);
        return (suffix && digits <= 2).then_some((n, i + 2));
    }
    let e = t.entry(i);
    if e.ordinal > 0 {
        return Some((e.ordinal, i + 1));
    }
    let tens = e.number.filter(|n| *n >= 20 && *n < 100)?;
    let at = i + 1 + usize::from(t.dash(i + 1));
    let unit = t.entry(at).ordinal;
    (1..10).contains(&unit).then_some((tens + unit, at + 1))
}

/// The end of "about", "at least", "more than" and the like at `i`; `i` itself where there is none.
pub(crate) fn approximator(t: &Text<'_>, i: usize) -> usize {
    if !t.is_word(i) {
        return i;
    }
    let rough = Tables::get().lists.rough.iter().find(|words| t.seq(i, words));
    i + rough.map_or(0, Vec::len)
}

/// A quantity before a unit at `i`: "two", "2 1/2", "a", "several", "a couple of", "two to three", "half a".
pub(crate) fn quantity(t: &Text<'_>, i: usize) -> Option<(Qty, usize)> {
    if t.is(i, "half") && t.any(i + 1, &["a", "an"]) {
        return Some((Qty { n: 0, tenth: 5, vague: false }, i + 2));
    }
    if t.any(i, &["several", "few", "many", "numerous", "various", "countless"]) {
        return Some((Qty::VAGUE, i + 1));
    }
    if t.any(i, &["dozens", "scores", "hundreds", "thousands"]) && t.is(i + 1, "of") {
        return Some((Qty::VAGUE, i + 2));
    }
    if t.any(i, &["a", "an", "another"]) {
        if t.any(i + 1, &["few"]) {
            return Some((Qty::VAGUE, i + 2));
        }
        if t.is(i + 1, "couple") {
            return Some((Qty::exact(2), i + 2 + usize::from(t.is(i + 2, "of"))));
        }
        if t.is(i + 1, "dozen") {
            return Some((Qty::exact(12), i + 2));
        }
        if t.is(i + 1, "half") {
            return Some((Qty { n: 0, tenth: 5, vague: false }, i + 2));
        }
        if t.entry(i + 1).scale == 0 {
            return Some((Qty::exact(1), i + 1));
        }
    }
    if t.any(i, &["couple"]) && t.is(i + 1, "of") {
        return Some((Qty::exact(2), i + 2));
    }
    if let Some(l) = t.get(i)
        && let Some(tenth) = l.tenth
    {
        return Some((Qty { n: l.value, tenth, vague: false }, i + 1));
    }
    let (n, mut end) = cardinal(t, i)?;
    if t.get(i).is_some_and(|l| l.kind == Kind::Number && l.digits == 0 && l.value == 0) {
        return None;
    }
    let mut qty = Qty::exact(n);
    let slash = t.num(end).is_some() && t.is(end + 1, "/") && t.num(end + 2).is_some();
    if slash || t.seq(end, &["and", "a", "half"]) {
        (qty.tenth, end) = (5, end + 3);
    } else if t.raw(end) == "½" {
        (qty.tenth, end) = (5, end + 1);
    } else if (t.any(end, &["to", "or"]) || t.dash(end))
        && t.entry(end + 1).unit.is_none()
        && let Some((_, to)) = cardinal(t, end + 1)
        && (t.entry(to).unit.is_some() || t.dash(to) && t.entry(to + 1).unit.is_some())
    {
        end = to;
    }
    Some((qty, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::lexed;

    #[test]
    fn reads_cardinals_and_ordinals() {
        let n = |s: &str| lexed(s, |t| cardinal(t, 0));
        assert_eq!(n("twenty-four hours"), Some((24, 3)));
        assert_eq!(n("two thousand years"), Some((2000, 2)));
        assert_eq!(n("a hundred and five days"), Some((105, 4)));
        assert_eq!(n("nineteen ninety"), Some((19, 1)));
        assert_eq!(n("1,200 days"), Some((1200, 1)));
        let o = |s: &str| lexed(s, |t| ordinal(t, 0));
        assert_eq!((o("21st"), o("twenty-first"), o("third")), (Some((21, 2)), Some((21, 3)), Some((3, 1))));
    }

    #[test]
    fn reads_quantities() {
        let q = |s: &str| lexed(s, |t| quantity(t, 0)).map(|(q, end)| (q.n, q.tenth, q.vague, end));
        assert_eq!(q("2 1/2 years"), Some((2, 5, false, 4)));
        assert_eq!(q("a couple of weeks"), Some((2, 0, false, 3)));
        assert_eq!(q("two to three weeks"), Some((2, 0, false, 3)));
        assert_eq!(q("several days"), Some((0, 0, true, 1)));
        assert_eq!(q("half an hour"), Some((0, 5, false, 2)));
    }
}
