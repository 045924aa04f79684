//! The way through a document: blocks, matches, resolution.

use crate::found::{Core, Found, Qty, Year};
use crate::lex::{self, Kind, Lex, Text};
use crate::resolve::calendar::Days;
use crate::resolve::tense::Tense;
use crate::resolve::{Reading, Resolver, calendar, tense};
use crate::rules::{self, date, number, year};
use crate::tags;
use crate::unit::Unit;
use crate::{Anchor, beside, found::Which};
use diurna_core::{Document, RegionKind, TextSpan, TimeMention};
use jiff::civil::Date;
use std::ops::Range;

/// A match with its place.
pub(crate) struct Item {
    pub(crate) block: usize,
    pub(crate) start: usize,
    pub(crate) found: Found,
}

/// The temporal expressions of a document, in text order and without overlaps.
///
/// Spans are bytes of the report's text. Lines are read apart, unless a sentence of the document runs over them.
///
/// ```
/// use jiff::civil::date;
/// let report = diurna_core::Document::plain("The raid began about 6 p.m. ET on Feb. 25, 2021.");
/// let mention = &diurna_time::find(&report, &diurna_time::Anchor::default())[0];
/// assert_eq!((mention.value.as_str(), mention.clock.as_deref()), ("2021-02-25T18:00", Some("18:00")));
/// assert_eq!(mention.days, Some((date(2021, 2, 25), date(2021, 2, 25))));
/// ```
#[must_use]
pub fn find(document: &Document, anchor: &Anchor) -> Vec<TimeMention> {
    let text = &*document.report.text;
    let (mut lexemes, blocks) = cut(document, text);
    tags::apply(document, &mut lexemes);
    let view = |b: usize| Text { text, lex: &lexemes[blocks[b].clone()] };
    let mut items = Vec::new();
    for block in 0..blocks.len() {
        matches(&view(block), block, &mut items);
    }
    share_years(&mut items);
    beside::enter(&mut items, view);
    share_days(&mut items, view);
    let published = anchor.published.or_else(|| heading_date(document, &items, view));
    let resolver = Resolver::new(published, anchor.day_first, narrative(&items, published));
    let mut readings = resolve(&items, view, resolver, published);
    for i in 1..items.len() {
        let (head, tail) = readings.split_at_mut(i);
        if let (Some(Some(a)), Some(Some(b))) = (head.last_mut(), tail.first_mut())
            && is_run(&view(items[i].block), &items[i - 1], &items[i])
            && let Some((from, to)) = a.days.zip(b.days).map(|(a, b)| (a.0, b.1)).filter(|d| d.0 <= d.1)
        {
            (a.days, b.days) = (Some((from, to)), Some((from, to)));
        }
    }
    let span = |item: &Item| view(item.block).span(item.start, item.found.end);
    items.iter().zip(readings).filter_map(|(item, r)| Some(r?.mention(span(item)))).collect()
}

/// A day that an item before it is counted from.
struct Counted {
    /// The item that is the day.
    day: usize,
    tense: Tense,
    /// The days of the item that is counted from it.
    days: Option<Days>,
}

/// The meaning of every item, in order.
fn resolve<'a>(
    items: &[Item],
    view: impl Fn(usize) -> Text<'a>,
    mut resolver: Resolver,
    published: Option<Date>,
) -> Vec<Option<Reading>> {
    let mut readings: Vec<Option<Reading>> = Vec::with_capacity(items.len());
    let mut counted: Option<Counted> = None;
    for (i, item) in items.iter().enumerate() {
        let t = view(item.block);
        let tense = tense::tense(&t, item.start, item.found.end);
        resolver.enter(item.block);
        let aside = item.start > 0
            && t.any(item.start - 1, &["said", "told", "say", "says", "reported", "announced"])
            || tense::looks_back(&t, item.start);
        // "from Friday to Monday": the Monday after that Friday.
        let from = i.checked_sub(1).filter(|p| is_run(&t, &items[*p], item));
        let from = from.filter(|p| is_like(&items[*p].found.core, &item.found.core));
        let from = from.and_then(|p| readings[p].as_ref()?.days);
        // "the convoy was hit two days earlier, the army said on Friday": counted from that Friday.
        if let Some(next) = items.get(i + 1).filter(|n| !resolver.has_told() && statement_of(&t, item, n)) {
            let tense = tense::tense(&t, next.start, next.found.end);
            resolver.resolve(&next.found, tense, true, None);
        }
        let reading = if let Some((found, from, mut count)) = count_from(&t, items, i, &resolver, published) {
            let reading = resolver.resolve(&found, tense, aside, Some(from));
            count.days = reading.as_ref().and_then(|r| r.days);
            counted = Some(count);
            reading
        } else if let Some(count) = counted.take_if(|c| c.day == i) {
            let reading = resolver.resolve(&item.found, count.tense, true, None);
            // What happens next is counted from what was told, not from what it was counted from.
            if let Some(days) = count.days {
                resolver.go_on_from(days);
            }
            reading
        } else {
            resolver.resolve(&item.found, tense, aside, from.map(|d| d.0))
        };
        readings.push(reading.map(|r| reach(&t, item, r, published)));
    }
    readings
}

/// "A day after the vote on Monday": what an item means as counted from a day behind it, and that day.
fn count_from(
    t: &Text<'_>,
    items: &[Item],
    i: usize,
    resolver: &Resolver,
    published: Option<Date>,
) -> Option<(Found, Date, Counted)> {
    let (found, at) = beside::counted(t, &items[i], items.get(i + 1..)?)?;
    let day = items.get(i + 1 + at)?;
    let tense = beside::tense(t, &items[i], &found, day, published);
    let (from, to) = resolver.clone().resolve(&day.found, tense, true, None)?.days?;
    (from == to).then_some((found, from, Counted { day: i + 1 + at, tense, days: None }))
}

/// Whether `b` is the day of the statement that an earlier time is counted from ("two days earlier, the army said on Friday").
fn statement_of(t: &Text<'_>, a: &Item, b: &Item) -> bool {
    let counted = matches!(a.found.core, Core::Shift { told: true, back: true, .. });
    let before = b.start.saturating_sub(1);
    let verb = before - usize::from(before > a.found.end && t.is(before, "on"));
    counted
        && a.block == b.block
        && b.found.is_day()
        && (a.found.end..verb).len() <= 12
        && t.any(verb, &["said", "told", "reported", "announced"])
        && !(a.found.end..verb).any(|i| t.is(i, "."))
}

/// "from Sept. 14 to Thursday": a weekday ends only what a weekday began.
fn is_like(a: &Core, b: &Core) -> bool {
    !matches!(b, Core::Weekday { .. }) || matches!(a, Core::Weekday { .. })
}

/// True for the two ends of a run: "6-7 May", "between Monday and Friday", "from June 3 to 9", "Monday through Friday",
/// "Monday into Tuesday".
fn is_run(t: &Text<'_>, a: &Item, b: &Item) -> bool {
    let link = a.found.end;
    // "late Monday into early Tuesday"
    let into = t.is(link, "into");
    let dated = |i: &Item| {
        let bare = matches!(
            i.found.core,
            Core::Month { .. } | Core::Year(_) | Core::Date { .. } | Core::Weekday { .. }
        );
        bare && i.found.clock.is_none() && (into || i.found.edge.is_none())
    };
    if a.block != b.block || b.start != a.found.end + 1 || !dated(a) || !dated(b) {
        return false;
    }
    let before = |words: &[&str]| a.start > 0 && t.any(a.start - 1, words);
    t.dash(link)
        || into
        || t.any(link, &["through", "thru"])
        || t.is(link, "and") && before(&["between"])
        || t.any(link, &["to", "until", "till"]) && before(&["from"])
}

/// Lexemes of the whole text and the ranges of them that expressions stay within.
fn cut(document: &Document, text: &str) -> (Vec<Lex>, Vec<Range<usize>>) {
    let mut lexemes = Vec::with_capacity(text.len() / 5);
    let mut blocks = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let mut to = from;
        loop {
            to = text[to..].find('\n').map_or(text.len(), |n| to + n);
            if to >= text.len() || !runs_over(document, to) {
                break;
            }
            to += 1;
        }
        let first = lexemes.len();
        lex::scan(text, from, to, &mut lexemes);
        if lexemes.len() > first {
            blocks.push(first..lexemes.len());
        }
        from = to + 1;
    }
    (lexemes, blocks)
}

/// True where a sentence of the document holds the line break at `at`.
fn runs_over(document: &Document, at: usize) -> bool {
    let i = document.sentences.partition_point(|s| s.span.end as usize <= at);
    document.sentences.get(i).is_some_and(|s| (s.span.start as usize) < at)
}

fn matches(t: &Text<'_>, block: usize, items: &mut Vec<Item>) {
    let mut i = 0;
    while i < t.lex.len() {
        let lex = &t.lex[i];
        let worth = match lex.kind {
            Kind::Word => lex.entry.open || lex.capital && matches!(t.raw(i), "AD" | "A.D." | "FY"),
            Kind::Number => true,
            Kind::Mark => t.apostrophe(i) && t.glued(i + 1),
        };
        let Some(found) = worth.then(|| rules::any(t, i)).flatten() else {
            i += 1;
            continue;
        };
        let next = found.end.max(i + 1);
        let month = match found.core {
            Core::Date { month, year: Year::None, .. } if t.entry(i).month > 0 || t.entry(i).weekday > 0 => {
                month
            }
            _ => 0,
        };
        let (found, rest) = apart(i, found);
        items.push(Item { block, start: i, found });
        items.extend(rest.map(|(start, found)| Item { block, start, found }));
        i = next;
        if let Some((start, found)) = items.last().and_then(|last| year::rest(t, i, &last.found.core)) {
            i = found.end;
            items.push(Item { block, start, found });
            continue;
        }
        let mut more = month > 0;
        while let Some((start, found)) = more.then(|| date::another_day(t, i, month)).flatten() {
            // Behind the "and" of "May 1, 3 and 7" no further day is meant.
            more = t.is(i, ",") && start == i + 1;
            i = found.end;
            items.push(Item { block, start, found });
        }
    }
}

/// A run of days ("6-7 May") as its two ends.
fn apart(start: usize, mut found: Found) -> (Found, Option<(usize, Found)>) {
    let Core::Date { year, month, to, .. } = found.core else { return (found, None) };
    if to == 0 || found.cut <= start {
        return (found, None);
    }
    let last = Found::new(found.end, Core::Date { year, month, day: to, to: 0 });
    let at = found.cut + 1;
    found.end = found.cut;
    if let Core::Date { to, .. } = &mut found.core {
        *to = 0;
    }
    (found, Some((at, last)))
}

/// "between March 5 and April 2, 2003": the year holds for both.
fn share_years(items: &mut [Item]) {
    for i in (1..items.len()).rev() {
        let (head, tail) = items.split_at_mut(i);
        let (Some(a), Some(b)) = (head.last_mut(), tail.first()) else { continue };
        if a.block != b.block || b.start > a.found.end + 1 {
            continue;
        }
        let Some((year @ Year::Abs(_), later)) = year_and_month(&b.found.core) else { continue };
        match &mut a.found.core {
            Core::Date { year: y @ Year::None, month, .. }
            | Core::Month { year: y @ Year::None, month, which: Which::Bare }
                if *month <= later =>
            {
                *y = year;
            }
            // "the spring and early summer of 1943"
            Core::Season { year: y @ Year::None, which: Which::Bare, .. } => *y = year,
            _ => {}
        }
    }
}

/// "in early morning raids on Monday", "from 8 p.m. to 10 p.m. Monday", "at noon in Varn on Monday": a part of the day or a clock
/// time is of the day that follows closely, unless its sentence has named a day before it.
fn share_days<'a>(items: &mut [Item], view: impl Fn(usize) -> Text<'a>) {
    for i in (1..items.len()).rev() {
        let (head, tail) = items.split_at_mut(i);
        let (Some((a, before)), Some(b)) = (head.split_last_mut(), tail.first()) else { continue };
        let alone = a.found.core == Core::Context(Which::Bare);
        if !alone || a.block != b.block || !is_fixed(&b.found.core) {
            continue;
        }
        let t = view(a.block);
        let named = before.last().is_some_and(|p| {
            p.block == a.block && p.found.is_day() && !(p.found.end..a.start).any(|k| t.is(k, "."))
        });
        if !named && leads_to(&t, a.found.end, b) {
            a.found.core = b.found.core.clone();
        }
    }
}

/// A day that is the same wherever in a sentence it is counted.
fn is_fixed(core: &Core) -> bool {
    match core {
        Core::Weekday { which, .. } => {
            matches!(which, Which::Bare | Which::Last | Which::Next | Which::This)
        }
        Core::Date { to: 0, .. } | Core::Figures { .. } | Core::Days(_) => true,
        Core::WeekdayIn { .. } | Core::WeekdayAgo { .. } => true,
        _ => false,
    }
}

/// Whether no more than a few words of the same clause stand between a time that ends at `end` and a day.
fn leads_to(t: &Text<'_>, end: usize, day: &Item) -> bool {
    let gap = day.start.saturating_sub(end);
    let run = t.dash(end) || t.any(end, &["to", "until", "till", "and", "or"]);
    if gap == 1 && run && day.found.clock.is_some() {
        return true;
    }
    let apart = |k: usize| t.entry(k).clause || t.any(k, &["and", "or", "but", "ahead", "for"]);
    gap <= 4 && (end..day.start).all(|k| t.is_word(k) && !apart(k))
}

/// What the preposition before an expression makes of its days: "since June 11" and "after ten days" run up to
/// publication, "by the end of the week" from it.
fn reach(t: &Text<'_>, item: &Item, mut reading: Reading, published: Option<Date>) -> Reading {
    let (Some(published), Some(before)) = (published, item.start.checked_sub(1)) else { return reading };
    let at = if t.any(before, &["early", "late", "the"]) { before.saturating_sub(1) } else { before };
    match reading.days {
        Some((from, _)) if t.is(at, "since") && from <= published && extends(t, item, at) => {
            reading.days = Some((from, published))
        }
        Some((from, to)) if t.any(at, &["by", "until", "till"]) && from >= published => {
            reading.days = Some((published, to))
        }
        Some((from, to)) if t.is(at, "by") && from <= published && published < to => {
            reading.days = Some((published, to))
        }
        // "Marched for a third day": on the two before, too.
        Some((from, to))
            if from == to && t.is(before, "for") && t.any(item.found.end - 1, &["day", "night"]) =>
        {
            let nth = number::ordinal(t, item.start + 1).map_or(1, |(n, _)| i64::from(n));
            reading.days = Some((calendar::add_days(from, 1 - nth).unwrap_or(from), to));
        }
        None => {
            if let Core::Duration { qty, unit } = item.found.core
                && let Some(days) = elapsed(t, item, qty, unit, published)
            {
                reading.days = Some(days);
            }
        }
        _ => {}
    }
    reading
}

/// "the first visit since 2002", "the deadliest attack since June": what is told did not go on since then.
/// "since May 7, when they were seized" dates the seizure.
fn extends(t: &Text<'_>, item: &Item, at: usize) -> bool {
    let when = t.is(t.skip_comma(item.found.end), "when");
    !when
        && !(at.saturating_sub(12)..at).any(|i| {
            t.any(i, &["first", "worst"])
                || t.is_word(i) && t.raw(i).ends_with("iest")
                || t.any(i, &["largest", "biggest", "highest"])
        })
}

/// "after ten days", "following almost two weeks", "within hours"; "within hours of the coup" is counted from that.
fn elapsed(t: &Text<'_>, item: &Item, qty: Qty, unit: Unit, published: Date) -> Option<(Date, Date)> {
    let before = item.start.checked_sub(1)?;
    let of_something = t.any(item.found.end, &["of", "after", "following"]);
    if t.is(before, "within") && unit.is_clock() && !of_something {
        return Some((published, calendar::add_days(published, 1)?));
    }
    let short = matches!(unit, Unit::Day | Unit::Week | Unit::Month);
    if qty.vague || !short || !t.any(before, &["after", "following"]) {
        return None;
    }
    let from = calendar::shift(published, unit, -i64::from(qty.n))?;
    Some((calendar::add_days(from, 1)?.min(published), published))
}

fn year_and_month(core: &Core) -> Option<(Year, u8)> {
    match core {
        Core::Date { year, month, .. } | Core::Month { year, month, .. } => Some((*year, *month)),
        Core::Season { season, year, .. } => Some((*year, season.first_month())),
        _ => None,
    }
}

/// A full date that stands in a dateline or alone on one of the first lines.
fn heading_date<'a>(document: &Document, items: &[Item], view: impl Fn(usize) -> Text<'a>) -> Option<Date> {
    let item = items.iter().take_while(|i| i.block < 6).find(|i| {
        let t = view(i.block);
        let span: TextSpan = t.span(i.start, i.found.end);
        let alone = i.start <= 2 && t.lex.len() <= i.found.end + 3;
        let region = document.report.region_at(span.start as usize);
        let head = alone || matches!(region, RegionKind::Dateline | RegionKind::Byline);
        head && matches!(i.found.core, Core::Date { year: Year::Abs(_), to: 0, .. } | Core::Figures { .. })
    })?;
    let mut resolver = Resolver::new(None, None, false);
    resolver.resolve(&item.found, tense::Tense::Unknown, false, None)?.days.map(|d| d.0)
}

/// True for a text that tells of years long past rather than of this week's news.
fn narrative(items: &[Item], published: Option<Date>) -> bool {
    let Some(published) = published else { return true };
    let (mut old, mut news) = (0usize, 0usize);
    for item in items {
        match item.found.core {
            Core::Date { year: Year::Abs(y), .. }
            | Core::Month { year: Year::Abs(y), .. }
            | Core::Year(Year::Abs(y)) => {
                old += usize::from(y < published.year());
            }
            Core::Days(_) | Core::Weekday { .. } | Core::Shift { told: false, .. } => news += 1,
            Core::Period { which: Which::Last | Which::Next | Which::This, .. } => news += 1,
            _ => {}
        }
    }
    old >= 8 && old > 3 * news
}
