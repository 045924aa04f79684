//! Where an index keeps an event, so that those that can be one with it find it there, and few others.
//!
//! [`keys`](crate::keys()) say which events are compared. Those of a place and a few days hold few events however many there
//! are in all; those of a side and a few days hold what it did everywhere, and those that hold at any time ("car bomb", a
//! side) gather more and more. So the rows of such a key are in an order: by latitude, or by day. Only those are asked for
//! whose place or days do not exclude the event.

use crate::build::{days_between, plus};
use crate::compare::{APART, kinds};
use crate::keys::{Sorted, sorted_keys};
use crate::sketch::{Class, Sketch};
use diurna_core::resolved::Precision;
use jiff::civil::{Date, date};

/// A row of the index: an event is kept under each of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// One of its keys.
    pub key: String,
    /// Number by which the rows of one key are in order; zero where it tells nothing.
    pub number: i32,
}

/// A question to the index: the rows of a key within these numbers, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sought {
    /// One of the keys of the event.
    pub key: String,
    /// Lowest number.
    pub from: i32,
    /// Highest number.
    pub to: i32,
}

/// Number of what may be anywhere or at any time.
const ANY: i32 = 0;
/// Numbers of one list are so far from those of the next.
const LIST: i32 = 1_000_000;

/// Rows that are in order by where they begin, none of them longer than `span`.
struct List {
    nth: i32,
    span: i32,
}

impl List {
    /// The numbers of the rows that overlap with these or are at most `gap` away.
    fn about(&self, (from, to): (i32, i32), gap: i32) -> (i32, i32) {
        let start = self.nth * LIST;
        (start + (from - gap - self.span).max(0), start + to + gap)
    }

    fn number(&self, from: i32) -> i32 {
        self.nth * LIST + from
    }
}

/// What the record dates: days, and longer spans.
const DATED: [List; 2] = [List { nth: 1, span: 10 }, List { nth: 2, span: 100 }];
/// What was told as news, of the days before publication.
const UNDATED: List = List { nth: 3, span: 10 };
/// The calendar of the index: other days are any time.
const FIRST: Date = date(1900, 1, 1);
const DAYS: i32 = 500_000;
/// Days between two events, both dated, beyond which they exclude each other; and where one is not dated.
const DATED_GAP: i32 = 2;
const UNDATED_GAP: i32 = 30;
/// Days before publication in which something was said that has no day.
const SAID: i32 = 3;

/// Latitudes in hundredths of a degree: what names one town, and what names several.
const PLACED: [List; 2] = [List { nth: 1, span: 50 }, List { nth: 2, span: 300 }];
/// Kilometres of a hundredth of a degree, somewhat less than there are.
const HUNDREDTH: f64 = 1.1;

/// The days that matter when an event is compared with others.
enum Days {
    Dated(i32, i32),
    Undated(i32, i32),
    Any,
}

impl Days {
    fn of(event: &Sketch) -> Self {
        let number = |d: Date| Some(days_between(FIRST, d)).filter(|n| (0..=DAYS).contains(n));
        let both = |from, to| number(from).zip(number(to));
        let days = match (event.days, event.published) {
            (Some((from, to)), _) if event.dated => {
                let later = event.later.unwrap_or(to);
                both(from.min(later), to.max(later)).map(|(from, to)| Self::Dated(from, to))
            }
            (Some((from, to)), Some(p)) => both(from.min(p), to.max(p))
                .filter(|(from, to)| to - from <= UNDATED.span)
                .map(|(from, to)| Self::Undated(from, to)),
            (None, Some(p)) if event.class == Class::Said => {
                both(plus(p, -SAID), p).map(|(from, to)| Self::Undated(from, to))
            }
            _ => None,
        };
        days.unwrap_or(Self::Any)
    }

    /// Where it is kept.
    fn number(&self) -> i32 {
        match self {
            Self::Dated(from, to) => begins(&DATED, (*from, *to)),
            Self::Undated(from, _) => UNDATED.number(*from),
            Self::Any => ANY,
        }
    }

    /// Where those are that it can be one with.
    fn ranges(&self) -> Vec<(i32, i32)> {
        let (days, gap) = match self {
            Self::Dated(from, to) => ((*from, *to), DATED_GAP),
            Self::Undated(from, to) => ((*from, *to), UNDATED_GAP),
            Self::Any => return vec![EVERYTHING],
        };
        let dated = DATED.iter().map(|list| list.about(days, gap));
        dated.chain([(ANY, ANY), UNDATED.about(days, UNDATED_GAP)]).collect()
    }
}

const EVERYTHING: (i32, i32) = (i32::MIN, i32::MAX);

fn begins(lists: &[List], (from, to): (i32, i32)) -> i32 {
    lists.iter().find(|l| to - from <= l.span).map_or(ANY, |l| l.number(from))
}

/// The southernmost and the northernmost of the towns that place an event; `None` where it may be anywhere.
fn latitudes(event: &Sketch) -> Option<(i32, i32)> {
    let launched = kinds(event) & (1 << 30) != 0;
    let placed = event.spot.as_ref().is_some_and(|s| s.precision < Precision::Province && s.point.is_some());
    if event.class == Class::Said || launched || !placed {
        return None;
    }
    let fine = event.spot.iter().chain(&event.near).filter(|s| s.precision < Precision::Province);
    let all = fine.filter_map(|s| s.point).map(|(lat, _)| ((lat + 90.0) * 100.0).floor());
    let (south, north) = all.fold((f64::MAX, f64::MIN), |(s, n), lat| (s.min(lat), n.max(lat)));
    (south >= 0.0 && north <= 18_000.0).then_some((south as i32, north as i32))
}

/// The rows under which an index keeps an event, each once.
#[must_use]
pub fn kept(event: &Sketch) -> Vec<Kept> {
    let Sorted { near, wide, timeless } = sorted_keys(event);
    let (day, place) = (Days::of(event).number(), latitudes(event).map_or(ANY, |l| begins(&PLACED, l)));
    let mut out = Vec::with_capacity(near.len() + wide.len() + timeless.len());
    for (keys, number) in [(near, ANY), (wide, place), (timeless, day)] {
        out.extend(keys.into_iter().map(|key| Kept { key, number }));
    }
    out
}

/// What to ask an index for: every event that is [`linked`](crate::linked()) with this one is found there, and this one is found by
/// it in the same way.
#[must_use]
pub fn sought(event: &Sketch) -> Vec<Sought> {
    let Sorted { near, wide, timeless } = sorted_keys(event);
    let gap = (APART / HUNDREDTH).ceil() as i32 + 1;
    let places = latitudes(event).map_or(vec![EVERYTHING], |l| {
        PLACED.iter().map(|list| list.about(l, gap)).chain([(ANY, ANY)]).collect()
    });
    let mut out = Vec::new();
    for (keys, ranges) in [(near, vec![(ANY, ANY)]), (wide, places), (timeless, Days::of(event).ranges())] {
        for key in keys {
            out.extend(ranges.iter().map(|&(from, to)| Sought { key: key.clone(), from, to }));
        }
    }
    out
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
