//! What the rules make of an expression before it is resolved.

use crate::unit::{Part, Season, Unit};

/// A year as an expression names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Year {
    /// Not named.
    None,
    /// Astronomical year: 490 BC is -489.
    Abs(i16),
    /// Counted from the year of publication ("last year" is -1).
    Rel(i16),
    /// Counted from the year last spoken of ("that year" is 0).
    Told(i16),
    /// The latest one before publication ("last Oct. 23").
    Latest,
    /// The first one after publication ("next May 1").
    Coming,
}

/// How a period is pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// "Thursday"
    Bare,
    /// "last Thursday"
    Last,
    /// "next Thursday"
    Next,
    /// "this Thursday"
    This,
    /// "the previous day", from the date last spoken of
    Previous,
    /// "the following day"
    Following,
    /// "that day", "the same day"
    Same,
}

/// A counted quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Qty {
    pub(crate) n: u32,
    /// Tenths beyond `n`.
    pub(crate) tenth: u8,
    /// "several", "a few", or no number at all.
    pub(crate) vague: bool,
}

impl Qty {
    pub(crate) const VAGUE: Self = Self { n: 0, tenth: 0, vague: true };

    pub(crate) fn exact(n: u32) -> Self {
        Self { n, tenth: 0, vague: false }
    }
}

/// A clock time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) hour: u8,
    pub(crate) minute: Option<u8>,
    pub(crate) zone: Option<String>,
}

/// Which end of a period is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    Early,
    Mid,
    Late,
    Start,
    End,
    /// "earlier this week": up to the anchor.
    Earlier,
    /// "later this week": from the anchor on.
    Later,
    /// "the second week of April"; 0 for the last one.
    Week(u8),
}

/// The heart of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Core {
    /// A day of a month, or a run of days up to `to` where that is not 0.
    Date {
        year: Year,
        month: u8,
        day: u8,
        to: u8,
    },
    /// A date in figures whose order of day and month is open.
    Figures {
        a: u8,
        b: u8,
        year: i16,
    },
    Month {
        year: Year,
        month: u8,
        which: Which,
    },
    Year(Year),
    /// First year of the decade.
    Decade(i16),
    Century {
        n: u8,
        bc: bool,
    },
    Weekday {
        day: u8,
        which: Which,
    },
    /// "Thursday last week": weeks from the week of publication.
    WeekdayIn {
        day: u8,
        weeks: i8,
    },
    /// "a week ago Tuesday": weeks before the latest such day.
    WeekdayAgo {
        day: u8,
        weeks: u8,
    },
    /// "a week from Friday": weeks after the first such day from publication on.
    WeekdayHence {
        day: u8,
        weeks: u8,
    },
    /// "two weeks ago today", "a year ago this week", "the month before last": the period `within` that lies `n` of `unit` before
    /// publication.
    Ago {
        n: u32,
        unit: Unit,
        within: Unit,
    },
    /// "the 5th", "the 5th of last month": a day of a month that is not named.
    MonthDay {
        day: u8,
        which: Which,
    },
    /// "the week of March 6"
    WeekOf {
        year: Year,
        month: u8,
        day: u8,
    },
    /// "last week", "this year", "the following day", "that month"
    Period {
        unit: Unit,
        which: Which,
    },
    /// Days from publication.
    Days(i32),
    /// "two days ago" (from publication) or "two days later" (from the date last spoken of).
    Shift {
        qty: Qty,
        unit: Unit,
        back: bool,
        told: bool,
    },
    /// "the day before the summit on 5 May", "a day after the vote on Monday": counted from a day that the same phrase names.
    Beside {
        qty: Qty,
        unit: Unit,
        back: bool,
    },
    /// "the past three weeks"
    Window {
        qty: Qty,
        unit: Unit,
        back: bool,
    },
    Duration {
        qty: Qty,
        unit: Unit,
    },
    Set(String),
    Season {
        season: Season,
        year: Year,
        which: Which,
    },
    /// Quarter of a year, 0 for "the quarter".
    Quarter {
        n: u8,
        year: Year,
        which: Which,
    },
    /// Half of a year.
    Half {
        n: u8,
        year: Year,
    },
    /// A value and its type, no days.
    Vague {
        kind: &'static str,
        value: &'static str,
    },
    /// A named day with its calendar rule.
    Named {
        rule: &'static [&'static str],
        year: Year,
        which: Which,
    },
    /// The day comes from the context; only a part of the day or a clock time is stated.
    Context(Which),
}

/// A matched expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// One past its last lexeme.
    pub(crate) end: usize,
    pub(crate) core: Core,
    pub(crate) edge: Option<Edge>,
    pub(crate) part: Option<Part>,
    pub(crate) clock: Option<Clock>,
    /// The night before the day that is named, which ran into it ("overnight into Sunday").
    pub(crate) eve: bool,
    /// The mark within a run ("6-7 May"): where its first day or year ends.
    pub(crate) cut: usize,
}

impl Found {
    pub(crate) fn new(end: usize, core: Core) -> Self {
        Self { end, core, edge: None, part: None, clock: None, eve: false, cut: 0 }
    }

    pub(crate) fn with_part(mut self, part: Part) -> Self {
        self.part = Some(part);
        self
    }

    /// Names a day or something shorter, so that a part of the day or a clock time may go with it.
    pub(crate) fn is_day(&self) -> bool {
        match self.core {
            Core::Date { to, .. } => to == 0,
            Core::Figures { .. }
            | Core::Weekday { .. }
            | Core::WeekdayIn { .. }
            | Core::WeekdayAgo { .. }
            | Core::WeekdayHence { .. }
            | Core::MonthDay { .. }
            | Core::Days(_)
            | Core::Named { .. } => true,
            Core::Ago { within, .. } => within == Unit::Day,
            Core::Period { unit, .. } => unit == Unit::Day,
            Core::Shift { unit, qty, .. } => unit == Unit::Day && !qty.vague,
            _ => false,
        }
    }
}
