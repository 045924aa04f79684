//! Candidates: which events need to be compared at all.

use crate::build::plus;
use crate::compare::kinds;
use crate::sketch::{Class, Sketch, Spot};
use crate::words::hash32;
use diurna_core::resolved::Precision;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

/// Degrees of a cell of the globe, north to south.
const CELL: f64 = 1.0;
/// Degrees of latitude around a point that lie in its keys too: 33 km.
const AROUND: f64 = 0.3;
/// Days of a bucket.
const BUCKET: i32 = 4;
/// Days are buckets only where they are this few; longer spans say too little.
const SPAN: i32 = 10;
/// Names that make timeless keys.
const NAMES: usize = 6;
/// Persons harmed from which a number makes a key.
const MANY: u32 = 10;
/// Sides that make keys.
const SIDES: usize = 4;

/// Keys of an event: two events that can be one share at least one key.
///
/// A key is a short ASCII string. It names class and kind of event and
///
/// - a cell of the globe and four days: `ha|12:34|3051`; also for towns named beside the event;
/// - a named side and four days: `ha|@taliban|3051`, for what has no town;
/// - a name in its sentences and four days: `ha|#9f3a01c2|3051`;
/// - the same with the days of publication, for events without a day: `ha|12:34|p3051`;
/// - what holds at any time, for events without a day: a name or means in its sentences with a cell or
///   side, a name or many dead with a country.
///
/// Events that cannot be one with any other (denied, only supposed) have none.
#[must_use]
pub fn keys(event: &Sketch) -> Vec<String> {
    let Sorted { mut near, wide, timeless } = sorted_keys(event);
    near.extend(wide);
    near.extend(timeless);
    near.into_iter().collect()
}

/// The keys of an event by what they bind.
#[derive(Default)]
pub(crate) struct Sorted {
    /// Those of a cell and four days.
    pub(crate) near: BTreeSet<String>,
    /// Those of four days anywhere.
    pub(crate) wide: BTreeSet<String>,
    /// Those that hold at any time.
    pub(crate) timeless: BTreeSet<String>,
}

pub(crate) fn sorted_keys(event: &Sketch) -> Sorted {
    let mut out = Sorted::default();
    if event.class == Class::Alone {
        return out;
    }
    let cells = cells(event);
    let sides: Vec<String> = {
        let named = event.agents.iter().chain(&event.targets).filter(|n| n.named);
        let keys: BTreeSet<String> = named.map(|n| format!("@{:08x}", hash32(&n.key))).collect();
        keys.into_iter().take(SIDES).collect()
    };
    let names: Vec<String> = event.names.iter().map(|h| format!("#{h:08x}")).collect();
    let buckets = buckets(event);
    for kind in &kind_letters(event) {
        for bucket in &buckets {
            let bound = |anchor: &String| format!("{kind}|{anchor}|{bucket}");
            out.near.extend(cells.iter().map(bound));
            out.wide.extend(sides.iter().chain(&names).map(bound));
        }
        // A country and four days hold too much; a country and a name, or many dead, do not.
        if let Some(country) = event.spot.as_ref().and_then(|s| s.country.as_ref()) {
            let many = event.counts.iter().filter(|c| c.low >= MANY).map(|c| format!("{}{}", c.kind, c.low));
            out.timeless.extend(
                names.iter().take(NAMES).cloned().chain(many).map(|t| format!("{kind}|~{country}|{t}")),
            );
        }
        let means = event.instruments.iter().map(|h| format!("%{h:08x}")).take(2);
        for telling in names.iter().take(NAMES).cloned().chain(means) {
            out.timeless
                .extend(cells.iter().chain(&sides).map(|anchor| format!("{kind}|{anchor}|{telling}")));
        }
    }
    out
}

/// Whether two events share a key.
pub(crate) fn share_key(a: &Sketch, b: &Sketch) -> bool {
    let (mine, theirs) = (keys(a), keys(b));
    mine.iter().any(|k| theirs.binary_search(k).is_ok())
}

fn kind_letters(event: &Sketch) -> Vec<String> {
    let class = match event.class {
        Class::Happened => 'h',
        Class::Ahead => 'a',
        Class::Said => 's',
        Class::Alone => 'x',
    };
    let bits = kinds(event);
    (0..32u8).filter(|i| bits & (1 << i) != 0).map(|i| format!("{class}{}", char::from(b'A' + i))).collect()
}

/// The cells that hold the point or lie within a third of a degree of it.
fn cells(event: &Sketch) -> Vec<String> {
    let fine = |s: &&Spot| s.precision < Precision::Province;
    let points = event.spot.iter().chain(&event.near).filter(fine).filter_map(|s| s.point);
    let mut out = BTreeSet::new();
    for (lat, lon) in points {
        let wide = AROUND / lat.to_radians().cos().max(0.2);
        for y in [lat - AROUND, lat + AROUND] {
            for x in [lon - wide, lon + wide] {
                let x = (x + 540.0).rem_euclid(360.0);
                out.insert(format!("{}:{}", ((y + 90.0) / CELL).floor(), (x / CELL).floor()));
            }
        }
    }
    out.into_iter().collect()
}

/// The buckets of its days and of the days beside them; of its publication, for what has no day, to meet others such.
fn buckets(event: &Sketch) -> BTreeSet<String> {
    const START: Date = date(1900, 1, 1);
    let number = |d: Date| crate::build::days_between(START, d).div_euclid(BUCKET);
    let window = event.published.map(|p| (plus(p, -3), p));
    let days = event.days.or(if event.class == Class::Said { window } else { None });
    let mut out = BTreeSet::new();
    if let Some((from, to)) = days
        && crate::build::days_between(from, to) <= SPAN
    {
        out.extend(number(plus(from, -1))..=number(plus(to, 1)));
    }
    out.extend(event.later.map(number));
    let undated =
        event.published.filter(|_| days.is_none()).map(|p| number(plus(p, -1))..=number(plus(p, 1)));
    let told = undated.into_iter().flatten().map(|n| format!("p{n}"));
    out.iter().map(i32::to_string).chain(told).collect()
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
