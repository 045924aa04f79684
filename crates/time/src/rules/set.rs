//! Recurring times: "every Friday", "each year", "three times a day", "Tuesdays".

use super::date::month_name;
use super::number;
use crate::found::{Core, Found, Qty};
use crate::lex::{Kind, Text};
use crate::resolve::value;
use crate::table::Tables;

pub(crate) fn set(t: &Text<'_>, i: usize) -> Option<Found> {
    if t.any(i, &["every", "each", "per"]) {
        return every(t, i);
    }
    if let Some(found) = plural_weekday(t, i) {
        return Some(found);
    }
    // "three times a day", "$5 a barrel a day", "once a week"
    if t.any(i, &["a", "an"]) && i > 0 {
        let e = t.entry(i + 1);
        let unit = e.unit.filter(|u| !e.plural && !u.is_clock())?;
        let counted = t.get(i - 1).is_some_and(|l| l.kind == Kind::Number);
        let rate = counted || t.any(i - 1, &Tables::get().lists.rate);
        return rate.then(|| Found::new(i + 2, Core::Set(value::period(Qty::exact(1), unit))));
    }
    None
}

fn every(t: &Text<'_>, i: usize) -> Option<Found> {
    let at = i + 1;
    let e = t.entry(at);
    if t.capital(at) && e.weekday > 0 {
        let (value, end) = match t.entry(at + 1).part {
            Some(part) => (format!("XXXX-WXX-{}T{}", e.weekday, part.code()), at + 2),
            None => (format!("XXXX-WXX-{}", e.weekday), at + 1),
        };
        return Some(Found::new(end, Core::Set(value)));
    }
    if let Some((month, end)) = month_name(t, at) {
        return Some(Found::new(end, Core::Set(format!("XXXX-{month:02}"))));
    }
    if let Some(part) = e.part {
        return Some(Found::new(at + 1, Core::Set(format!("XXXX-XX-XXT{}", part.code()))));
    }
    if let Some(season) = e.season {
        return Some(Found::new(at + 1, Core::Set(format!("XXXX-{}", season.code()))));
    }
    if let Some(unit) = e.unit {
        return (!e.plural || t.is(i, "per"))
            .then(|| Found::new(at + 1, Core::Set(value::period(Qty::exact(1), unit))));
    }
    if t.any(at, &["other", "second"]) {
        let unit = t.entry(at + 1).unit?;
        return Some(Found::new(at + 2, Core::Set(value::period(Qty::exact(2), unit))));
    }
    let (qty, end) = number::quantity(t, at)?;
    let unit = t.entry(end).unit?;
    Some(Found::new(end + 1, Core::Set(value::period(qty, unit))))
}

/// "Tuesdays", "Friday nights"
fn plural_weekday(t: &Text<'_>, i: usize) -> Option<Found> {
    let e = t.entry(i);
    if e.weekday == 0 || !t.capital(i) || t.raw(i).len() < 6 {
        return None;
    }
    let raw = t.raw(i);
    if raw.ends_with('s') && raw.len() > 6 {
        return Some(Found::new(i + 1, Core::Set(format!("XXXX-WXX-{}", e.weekday))));
    }
    let part = t.entry(i + 1).part.filter(|_| t.raw(i + 1).ends_with('s'))?;
    Some(Found::new(i + 2, Core::Set(format!("XXXX-WXX-{}T{}", e.weekday, part.code()))))
}

#[cfg(test)]
mod tests {
    use crate::testing::spans;

    #[test]
    fn recurring_times() {
        assert_eq!(spans("They march every Friday."), [("every Friday", "XXXX-WXX-5")]);
        assert_eq!(spans("three times a day"), [("a day", "P1D")]);
        assert_eq!(spans("each month"), [("each month", "P1M")]);
        assert_eq!(spans("the weekly prayer"), [("weekly", "P1W")]);
        assert_eq!(spans("on Friday nights"), [("Friday nights", "XXXX-WXX-5TNI")]);
    }
}
