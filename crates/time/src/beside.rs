//! Times that are counted from a day that the same phrase names: "a day after the vote on Monday", "the eve of Sunday's summit".

use crate::found::{Core, Found, Qty, Which};
use crate::lex::{Kind, Text};
use crate::resolve::calendar;
use crate::resolve::tense::{self, Tense};
use crate::scan::Item;
use crate::table::Tables;
use crate::unit::{Part, Unit};
use jiff::civil::Date;

/// How many words and marks may stand between a time and the day that it is counted from.
const FAR: usize = 10;

/// Enters the times that are none without the day behind them: "the day before the summit on 5 May", "the eve of Sunday's vote".
pub(crate) fn enter<'a>(items: &mut Vec<Item>, view: impl Fn(usize) -> Text<'a>) {
    for day in std::mem::take(items) {
        if day.found.is_day() {
            let before = items.last().filter(|p| p.block == day.block);
            // "In the night before Sunday's vote": the night alone is no time of its own.
            let part = before.filter(|p| p.found.core == Core::Context(Which::Bare)).map(|p| p.start);
            let floor = before.map_or(0, |p| p.found.end);
            match hung(&view(day.block), part.unwrap_or(floor), &day) {
                Some(item) if item.start >= floor => items.push(item),
                Some(item) if part == Some(item.start) => {
                    items.pop();
                    items.push(item);
                }
                _ => {}
            }
        }
        items.push(day);
    }
}

/// The time nearest before a day, from `floor` on, that only that day dates.
fn hung(t: &Text<'_>, floor: usize, day: &Item) -> Option<Item> {
    let from = floor.max(day.start.saturating_sub(FAR + 3));
    let (start, found) = (from..day.start).rev().find_map(|at| Some((at, hanging(t, at)?)))?;
    joined(t, found.end, day.start).then_some(Item { block: day.block, start, found })
}

/// "The day before", "the night before", "the morning after", "the eve" at `i`, with something behind it.
fn hanging(t: &Text<'_>, i: usize) -> Option<Found> {
    if !t.is(i, "the") {
        return None;
    }
    let one = |back: bool| Core::Beside { qty: Qty::exact(1), unit: Unit::Day, back };
    if t.is(i + 1, "eve") && t.is(i + 2, "of") {
        return Some(Found::new(i + 2, one(true)));
    }
    let back = t.is(i + 2, "before");
    if !back && !t.any(i + 2, &["after", "following"]) || t.raw(i + 1).ends_with('s') {
        return None;
    }
    let e = t.entry(i + 1);
    let found = Found::new(i + 3, one(back));
    match (e.unit, e.part) {
        (Some(Unit::Day), _) => Some(found),
        // Of which day the night after it was is not said.
        (_, Some(part @ (Part::Night | Part::Evening))) if back => Some(found.with_part(part)),
        (_, Some(Part::Morning)) if !back => Some(found.with_part(Part::Morning)),
        _ => None,
    }
}

/// What a time is as counted from a day among the items that follow it, and the position of that day there.
pub(crate) fn counted(t: &Text<'_>, item: &Item, next: &[Item]) -> Option<(Found, usize)> {
    let here = next.iter().enumerate().take_while(|(_, n)| n.block == item.block);
    let (at, day) = here.take(3).find(|(_, n)| n.found.is_day())?;
    let end = item.found.end;
    let (core, from) = match item.found.core {
        Core::Beside { .. } => (item.found.core.clone(), end),
        Core::Duration { qty, unit } if is_exact(t, item, qty, unit) => {
            let back = t.is(end, "before");
            (Core::Beside { qty, unit, back }, end + 1)
        }
        _ => return None,
    };
    let told = joined(t, from, day.start) && !is_of_clause(t, item.start, from, day);
    told.then(|| (Found { core, ..item.found.clone() }, at))
}

/// Whether a length of time is a certain number of days or weeks before or after something: not "for two days after Monday's vote", nor
/// "nearly two weeks" or "just over two weeks".
fn is_exact(t: &Text<'_>, item: &Item, qty: Qty, unit: Unit) -> bool {
    let lists = &Tables::get().lists;
    let bound = (item.start..item.start + 2).any(|k| t.any(k, &lists.bound));
    let loose = bound || item.start > 0 && t.any(item.start - 1, &lists.lasting);
    let steady = !qty.vague && qty.tenth == 0 && matches!(unit, Unit::Day | Unit::Week | Unit::Fortnight);
    steady && !loose && t.any(item.found.end, &["before", "after", "following"])
}

/// Whether nothing but words of one phrase stands between two positions.
fn joined(t: &Text<'_>, from: usize, to: usize) -> bool {
    let parting = &Tables::get().lists.parting;
    let apart = |k: usize| {
        let mark = t.get(k).is_some_and(|l| l.kind == Kind::Mark);
        mark && !t.apostrophe(k) && !(t.dash(k) && t.glued(k)) || t.entry(k).clause || t.any(k, parting)
    };
    from <= to && to - from <= FAR && !(from..to).any(apart)
}

/// "Three days after his release he was shot on Monday": at the head of a sentence the day behind a verb is that of the sentence, unless
/// a comma closes the phrase.
fn is_of_clause(t: &Text<'_>, start: usize, from: usize, day: &Item) -> bool {
    let opens = start == 0 || matches!(t.raw(start - 1), "." | "!" | "?" | "\"" | "“" | "”");
    opens && !t.is(day.found.end, ",") && (from..day.start).any(|k| tense::is_past(t, k))
}

/// The direction in which the day lies that `found`, the time of `item`, is counted from. "A day before Sunday's vote" may be before a
/// vote that is still ahead.
pub(crate) fn tense(t: &Text<'_>, item: &Item, found: &Found, day: &Item, published: Option<Date>) -> Tense {
    let told = tense::tense(t, day.start, day.found.end);
    let (
        Core::Weekday { day: weekday, which: Which::Bare },
        Core::Beside { qty, unit, back },
        Some(published),
    ) = (&day.found.core, &found.core, published)
    else {
        return told;
    };
    let ahead = tense::tense(t, item.start, item.found.end) == Tense::Future;
    let n = i64::from(qty.n) * if *back { -1 } else { 1 };
    let counted = |day: Option<Date>| calendar::shift(day?, *unit, n);
    let next = counted(calendar::weekday_on(published, *weekday));
    let last = counted(calendar::weekday_back(published, *weekday));
    let is_next = match (ahead, *back) {
        (true, _) => last.is_none_or(|d| d < published),
        (false, true) => next.is_some_and(|d| d <= published),
        (false, false) => false,
    };
    if is_next { Tense::Future } else { Tense::Past }
}

#[cfg(test)]
mod tests {
    use crate::testing::spans;

    // The helper's report is published on Friday, 26 February 2021.
    #[test]
    fn days_counted_from_a_day_in_the_same_phrase() {
        assert_eq!(
            spans("A day after the vote on Monday, protesters burned a shop."),
            [("A day", "2021-02-23"), ("Monday", "2021-02-22")]
        );
        assert_eq!(
            spans("Two days after Sunday's election, police shot a man."),
            [("Two days", "2021-02-23"), ("Sunday", "2021-02-21")]
        );
        assert_eq!(
            spans("Gunmen killed a guard the day before the summit on 5 February."),
            [("the day before", "2021-02-04"), ("5 February", "2021-02-05")]
        );
        assert_eq!(
            spans("He was held on the eve of the vote of 7 February."),
            [("the eve", "2021-02-06"), ("7 February", "2021-02-07")]
        );
        assert_eq!(
            spans("He was shot in the night before Sunday's vote."),
            [("the night before", "2021-02-20TNI"), ("Sunday", "2021-02-21")]
        );
        assert_eq!(
            spans("A week after the coup on 5 February the king fled."),
            [("A week", "2021-02-12"), ("5 February", "2021-02-05")]
        );
    }

    #[test]
    fn the_day_may_still_be_ahead() {
        // Sunday's vote is two days away: what was done a day before it would not be told yet.
        assert_eq!(
            spans("Two days before Sunday's vote, police held nine men."),
            [("Two days", "2021-02-26"), ("Sunday", "2021-02-28")]
        );
        assert_eq!(
            spans("Three days before Tuesday's vote, police held nine men."),
            [("Three days", "2021-02-20"), ("Tuesday", "2021-02-23")]
        );
        assert_eq!(
            spans("Two days after Thursday's vote, the court will rule."),
            [("Two days", "2021-02-27"), ("Thursday", "2021-02-25")]
        );
    }

    #[test]
    fn the_story_goes_on_from_the_counted_day() {
        assert_eq!(
            spans("A day after the vote on Monday, a shop was burned. The next day two more burned."),
            [("A day", "2021-02-23"), ("Monday", "2021-02-22"), ("The next day", "2021-02-24")]
        );
    }

    #[test]
    fn lengths_and_other_days_stay() {
        assert_eq!(
            spans("Three days after his release he was shot on Monday."),
            [("Three days", "P3D"), ("Monday", "2021-02-22")]
        );
        assert_eq!(
            spans("The port was shut for two days after Monday's raid."),
            [("two days", "P2D"), ("Monday", "2021-02-22")]
        );
        assert_eq!(
            spans("He was shot two days after the vote, police said on Monday."),
            [("two days", "P2D"), ("Monday", "2021-02-22")]
        );
        assert_eq!(
            spans("Nearly two weeks after the vote on 5 February, the king fled."),
            [("Nearly two weeks", "P2W"), ("5 February", "2021-02-05")]
        );
        assert_eq!(
            spans("Just over two days after Sunday's vote, the king fled."),
            [("Just over two days", "P2D"), ("Sunday", "2021-02-21")]
        );
        assert_eq!(spans("He was held on the eve of the vote."), []);
        assert_eq!(spans("They met the day before the vote."), []);
    }
}
