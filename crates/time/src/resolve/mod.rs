//! What expressions mean: values and intervals.

pub(crate) mod calendar;
mod day;
mod span;
pub(crate) mod tense;
pub(crate) mod value;

use crate::found::{Clock, Core, Edge, Found, Qty, Which, Year};
use crate::unit::Unit;
use calendar::Days;
use diurna_core::{TextSpan, TimeMention};
use jiff::civil::Date;
use tense::Tense;

/// The meaning of an expression, all but its place.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) days: Option<Days>,
    pub(crate) granularity: &'static str,
    pub(crate) clock: Option<Clock>,
    pub(crate) absolute: bool,
}

impl Reading {
    fn new(kind: &'static str, value: String, days: Option<Days>, granularity: &'static str) -> Self {
        Self { kind, value, days, granularity, clock: None, absolute: false }
    }

    fn date(unit: Unit, days: Days) -> Self {
        Self::new("DATE", value::point(unit, days.0), Some(days), unit.granularity())
    }

    fn open(value: impl Into<String>, granularity: &'static str) -> Self {
        Self::new("DATE", value.into(), None, granularity)
    }

    pub(crate) fn mention(self, span: TextSpan) -> TimeMention {
        let clock = self.clock.as_ref().map(|c| format!("{:02}:{:02}", c.hour, c.minute.unwrap_or(0)));
        TimeMention {
            span,
            kind: self.kind,
            value: self.value,
            days: self.days,
            clock,
            zone: self.clock.and_then(|c| c.zone),
            granularity: self.granularity,
            absolute: self.absolute,
        }
    }
}

/// A date the text has spoken of.
#[derive(Debug, Clone, Copy)]
struct Told {
    days: Days,
    unit: Unit,
}

/// The state of the reading: what expressions count from.
#[derive(Clone)]
pub(crate) struct Resolver {
    published: Option<Date>,
    day_first: Option<bool>,
    narrative: bool,
    /// The date last spoken of.
    told: Option<Told>,
    /// The day last spoken of in this block.
    day: Option<Date>,
    /// A full date of this block.
    full: Option<Date>,
    /// The day last named by its month in this block.
    named: Option<Date>,
    /// The latest day that the text has named by the date of something past.
    dated: Option<Date>,
    block: usize,
}

impl Resolver {
    pub(crate) fn new(published: Option<Date>, day_first: Option<bool>, narrative: bool) -> Self {
        Self {
            published,
            day_first,
            narrative,
            told: None,
            day: None,
            full: None,
            named: None,
            dated: None,
            block: 0,
        }
    }

    /// A new block begins.
    pub(crate) fn enter(&mut self, block: usize) {
        if self.block != block {
            (self.block, self.day, self.full, self.named) = (block, None, None, None);
        }
    }

    /// The story goes on from these days, whatever has been named since.
    pub(crate) fn go_on_from(&mut self, days: Days) {
        self.remember(days, Unit::Day, false, false);
    }

    /// Whether a date has been spoken of.
    pub(crate) fn has_told(&self) -> bool {
        self.told.is_some()
    }

    /// The date that "that day" or "two days later" counts from.
    fn story(&self) -> Option<Date> {
        self.told.map(|t| t.days.0).or(self.published)
    }

    /// The day that "the next day" counts from: the day last spoken of, or publication in news; none where the story
    /// speaks of months and years only.
    fn story_day(&self) -> Option<Date> {
        let told = self.told.filter(|t| t.unit == Unit::Day).map(|t| t.days.0);
        told.or(self.published.filter(|_| !self.narrative))
    }

    /// The day that news counts its weekdays from: publication or, where nothing names it, the day that this block has last named by
    /// its date, if the text names no later one. A report is no older than what it tells but may be far younger: a day named in
    /// another block, or before a later one, is background and says nothing of "on Monday".
    fn news(&self) -> Option<Date> {
        match self.published {
            Some(published) => (!self.narrative).then_some(published),
            None => self.dated.filter(|d| self.named == Some(*d)),
        }
    }

    /// The date that "last week" counts from: publication, or the story's where the text is a history.
    fn base(&self) -> Option<Date> {
        self.published.or_else(|| self.told.map(|t| t.days.0))
    }

    fn year(&self, year: Year) -> Option<i16> {
        match year {
            Year::None | Year::Latest | Year::Coming => None,
            Year::Abs(y) => Some(y),
            Year::Rel(n) => self.base()?.year().checked_add(n),
            Year::Told(n) => self.story()?.year().checked_add(n),
        }
    }

    /// The meaning of `found`; `aside` marks the time of a statement, which no later expression counts from, and `from` is
    /// the first day of the run that it ends, or the day that the same phrase counts it from.
    pub(crate) fn resolve(
        &mut self,
        found: &Found,
        tense: Tense,
        aside: bool,
        from: Option<Date>,
    ) -> Option<Reading> {
        let end = from.and_then(|from| self.end_of_run(&found.core, from));
        let mut reading = end.map_or_else(|| self.core(found, tense), Some)?;
        if found.eve {
            let before = reading.days.and_then(|d| calendar::add_days(d.0, -1));
            reading = before.map_or_else(|| Reading::open("XXXX-XX-XX", "day"), |d| self.night(d));
        }
        let unit = unit_of(&found.core);
        reading.absolute = matches!(
            found.core,
            Core::Date { year: Year::Abs(_), .. }
                | Core::Figures { .. }
                | Core::Month { year: Year::Abs(_), .. }
                | Core::Year(Year::Abs(_))
                | Core::Decade(_)
                | Core::Century { .. }
                | Core::Season { year: Year::Abs(_), .. }
                | Core::Quarter { year: Year::Abs(_), .. }
                | Core::Half { year: Year::Abs(_), .. }
                | Core::WeekOf { year: Year::Abs(_), .. }
                | Core::Named { year: Year::Abs(_), .. }
        );
        if let (Some(days), Some(unit)) = (reading.days, unit)
            && reading.kind != "DURATION"
            && !looks_back(&found.core)
        {
            self.remember(days, unit, reading.absolute, aside);
        }
        self.note(&found.core, reading.days, tense);
        if let Some(edge) = found.edge {
            let anchor = self.base().filter(|_| matches!(edge, Edge::Earlier | Edge::Later));
            reading.days = reading.days.map(|d| calendar::narrow(d, edge, anchor));
            if matches!(edge, Edge::Week(_)) {
                reading.granularity = Unit::Week.granularity();
            }
        }
        time_of_day(&mut reading, found);
        Some(reading)
    }

    fn remember(&mut self, days: Days, unit: Unit, full: bool, aside: bool) {
        if aside && self.told.is_some() {
            return;
        }
        if unit == Unit::Day {
            self.day = Some(days.0);
            if full {
                self.full = Some(days.0);
            }
        }
        self.told = Some(Told { days, unit });
    }

    /// Keeps the days that are named by their date.
    fn note(&mut self, core: &Core, days: Option<Days>, tense: Tense) {
        let (Core::Date { .. } | Core::Figures { .. }, Some((day, _))) = (core, days) else { return };
        self.named = Some(day);
        if tense.is_past() {
            self.dated = self.dated.max(self.named);
        }
    }

    /// The early hours or the morning of the day after publication: it began in the east before the report was dated in the
    /// west ("fired a missile early on Tuesday", dated Monday). Six days before is seldom meant.
    fn is_ahead(&self, day: u8, found: &Found) -> bool {
        let next = self.published.filter(|_| !self.narrative).and_then(|p| calendar::add_days(p, 1));
        let early = found.edge == Some(Edge::Early) || found.part == Some(crate::unit::Part::Morning);
        early && next.is_some_and(|n| calendar::weekday_on(n, day) == Some(n))
    }

    fn core(&self, found: &Found, tense: Tense) -> Option<Reading> {
        match &found.core {
            Core::Date { year, month, day, to } => self.date(*year, *month, *day, *to, tense),
            Core::Figures { a, b, year } => self.figures(*a, *b, *year),
            Core::Month { year, month, which } => self.month(*year, *month, *which, tense),
            Core::Year(year) => self.whole_year(*year),
            Core::Decade(first) => {
                let last = calendar::day(first.checked_add(9)?, 12, 31)?;
                Some(Reading::date(Unit::Decade, (calendar::day(*first, 1, 1)?, last)))
            }
            Core::Century { n, bc } => span::century(*n, *bc),
            Core::Weekday { day, which: Which::Bare } if self.is_ahead(*day, found) => {
                self.weekday(*day, Which::Bare, Tense::Future)
            }
            Core::Weekday { day, which } => self.weekday(*day, *which, tense),
            Core::WeekdayIn { day, weeks } => self.weekday_in(*day, *weeks),
            Core::WeekdayAgo { day, weeks } => self.weekday_ago(*day, *weeks),
            Core::WeekdayHence { day, weeks } => Some(self.weekday_hence(*day, *weeks)),
            Core::Ago { n, unit, within } => Some(self.ago(*n, *unit, *within)),
            Core::MonthDay { day, which } => Some(self.month_day(*day, *which, tense)),
            Core::WeekOf { year, month, day } => self.week_of(*year, *month, *day, tense),
            Core::Period { unit, which } => self.period(*unit, *which, found.edge, tense),
            Core::Days(n) => {
                Some(match self.published.or(self.day).and_then(|b| calendar::add_days(b, i64::from(*n))) {
                    Some(d) if found.part == Some(crate::unit::Part::Night) && *n == -1 => self.night(d),
                    Some(d) => Reading::date(Unit::Day, (d, d)),
                    None => Reading::open("XXXX-XX-XX", "day"),
                })
            }
            Core::Shift { qty, unit, back, told } => self.shifted(*qty, *unit, *back, *told),
            // Its day is not known.
            Core::Beside { .. } => None,
            Core::Window { qty, unit, back } => Some(self.window(*qty, *unit, *back)),
            Core::Duration { qty, unit } => Some(duration(*qty, *unit)),
            Core::Set(value) => Some(Reading::new("SET", value.clone(), None, "vague")),
            Core::Season { season, year, which } => self.season(*season, *year, *which, tense),
            Core::Quarter { n, year, which: _ } => self.quarter(*n, *year),
            Core::Half { n, year } => self.half(*n, *year),
            Core::Vague { kind, value } => Some(Reading::new(kind, (*value).to_owned(), None, "vague")),
            Core::Named { rule, year, which } => self.named(rule, *year, *which, tense),
            Core::Context(Which::Bare) if self.is_last_night(found, tense) => {
                let night = self.published.and_then(|p| calendar::add_days(p, -1));
                night.map_or_else(|| Some(self.context(Which::Bare)), |d| Some(self.night(d)))
            }
            Core::Context(which) => Some(self.context(*which)),
        }
    }

    /// "He was shot in the night": without a day it is the night before the news.
    fn is_last_night(&self, found: &Found, tense: Tense) -> bool {
        let bare = found.part == Some(crate::unit::Part::Night) && found.clock.is_none();
        bare && tense.is_past() && !self.narrative && self.told.is_none()
    }
}

/// The unit that later expressions may count from.
fn unit_of(core: &Core) -> Option<Unit> {
    Some(match core {
        Core::Date { .. } | Core::Figures { .. } | Core::Weekday { .. } => Unit::Day,
        Core::WeekdayIn { .. } | Core::WeekdayAgo { .. } | Core::WeekdayHence { .. } => Unit::Day,
        Core::MonthDay { .. } => Unit::Day,
        Core::WeekOf { .. } => Unit::Week,
        Core::Ago { within, .. } => *within,
        Core::Days(_) | Core::Named { .. } | Core::Context(_) | Core::Beside { .. } => Unit::Day,
        Core::Month { .. } => Unit::Month,
        Core::Season { .. } | Core::Half { .. } => Unit::Month,
        Core::Year(_) => Unit::Year,
        Core::Quarter { .. } => Unit::Quarter,
        Core::Period { unit, .. } | Core::Shift { unit, .. } => *unit,
        _ => return None,
    })
}

/// "the previous year" names a date in passing: the story does not move there.
fn looks_back(core: &Core) -> bool {
    match core {
        Core::Shift { back, .. } => *back,
        Core::Ago { .. } => true,
        Core::Period { which, .. } | Core::Month { which, .. } => *which == Which::Previous,
        _ => false,
    }
}

fn duration(qty: Qty, unit: Unit) -> Reading {
    Reading::new("DURATION", value::period(qty, unit), None, unit.granularity())
}

/// Puts the part of the day or the clock time into value, kind and granularity.
fn time_of_day(reading: &mut Reading, found: &Found) {
    if let Some(clock) = &found.clock {
        reading.value = format!("{}T{:02}:{:02}", reading.value, clock.hour, clock.minute.unwrap_or(0));
        reading.granularity = if clock.minute.is_some_and(|m| m > 0) { "minute" } else { "hour" };
        reading.clock = Some(clock.clone());
        reading.kind = "TIME";
    } else if let Some(part) = found.part {
        reading.value = format!("{}T{}", reading.value, part.code());
        reading.granularity = "daypart";
        reading.kind = "TIME";
    }
}
