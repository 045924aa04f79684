//! The table of incidents and the bars of a timeline.

use crate::choose::{Said, last_day};
use crate::words;
use diurna_core::incident::{Field, Harm, Incident};
use diurna_export::Released;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// A row of the table.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    id: u64,
    title: String,
    kind: String,
    when: String,
    /// For sorting.
    day: String,
    place: String,
    country: String,
    killed: Option<String>,
    killed_low: u32,
    injured: Option<String>,
    injured_low: u32,
    reports: usize,
    differs: bool,
    reviewed: bool,
}

/// The rows, the latest first.
pub(crate) fn rows<'a>(all: impl Iterator<Item = Released<'a>>, said: &BTreeMap<u64, Said>) -> Vec<Row> {
    let mut out: Vec<Row> = all.map(|released| row(released.incident(), said)).collect();
    out.sort_by(|a, b| b.day.cmp(&a.day).then(b.id.cmp(&a.id)));
    out
}

fn row(incident: &Incident, said: &BTreeMap<u64, Said>) -> Row {
    let when = incident.when.best.as_ref();
    let site = incident.r#where.best.as_ref();
    let land = site.and_then(|s| s.country.as_deref());
    let number = |field: &Field<Harm>| field.best.as_ref().map(words::harm);
    let low = |field: &Field<Harm>| field.best.as_ref().map_or(0, |harm| harm.low);
    Row {
        id: incident.id,
        title: words::headline(incident),
        kind: words::kind(incident),
        when: when.map_or_else(|| "unknown".to_string(), words::interval),
        day: when.map(|w| w.from.clone()).unwrap_or_default(),
        place: site.map(|s| s.name.clone()).unwrap_or_default(),
        country: land
            .map(|code| diurna_export::country(code).map_or(code, |land| land.name).to_string())
            .unwrap_or_default(),
        killed: number(&incident.killed),
        killed_low: low(&incident.killed),
        injured: number(&incident.injured),
        injured_low: low(&incident.injured),
        reports: incident.reports.len(),
        differs: incident.differs,
        reviewed: said.get(&incident.id).is_some_and(|s| s.reviewed),
    }
}

/// A bar of the timeline.
#[derive(Debug, Serialize)]
pub(crate) struct Bar {
    label: String,
    count: usize,
    deadly: usize,
    x: String,
    width: String,
    y: String,
    high: String,
    deadly_y: String,
    deadly_high: String,
    /// The label stands under it.
    named: bool,
}

/// Bars by day, month or year.
#[derive(Debug, Serialize)]
pub(crate) struct Timeline {
    by: &'static str,
    wide: f64,
    high: f64,
    most: usize,
    bars: Vec<Bar>,
}

const WIDE: f64 = 1200.0;
const HIGH: f64 = 90.0;
/// Room for a label: "14 September 2031".
const LABEL: f64 = 130.0;
/// The most bars that can be told apart.
const BARS: usize = 120;

/// Counts incidents by their first day; `None` where no day is known.
pub(crate) fn timeline<'a>(all: impl Iterator<Item = Released<'a>>) -> Option<Timeline> {
    let mut days: Vec<(Date, bool)> = all
        .filter_map(|released| {
            let incident = released.incident();
            let first = incident.when.best.as_ref().and_then(|w| words::date(&w.from));
            let deadly = incident.killed.best.as_ref().is_some_and(|harm| harm.low > 0);
            Some((first.or_else(|| last_day(incident))?, deadly))
        })
        .collect();
    days.sort();
    let (first, last) = (days.first()?.0, days.last()?.0);
    let months = (i32::from(last.year()) - i32::from(first.year())) * 12 + i32::from(last.month())
        - i32::from(first.month())
        + 1;
    let span = first.until(last).map_or(i32::MAX, |s| s.get_days());
    let (by, start, step) = if span < 45 {
        ("day", first, 1.day())
    } else if usize::try_from(months).is_ok_and(|n| n <= BARS) {
        ("month", first.first_of_month(), 1.month())
    } else {
        ("year", first.first_of_year(), 1.year())
    };
    let floor = |day: Date| match by {
        "day" => day,
        "month" => day.first_of_month(),
        _ => day.first_of_year(),
    };
    let mut counts: BTreeMap<Date, (usize, usize)> = BTreeMap::new();
    let mut at = start;
    while at <= last {
        counts.insert(at, (0, 0));
        let Ok(next) = at.checked_add(step) else { break };
        at = next;
    }
    for (day, deadly) in days {
        let count = counts.entry(floor(day)).or_default();
        count.0 += 1;
        count.1 += usize::from(deadly);
    }
    let most = counts.values().map(|c| c.0).max()?.max(1);
    let slot = WIDE / counts.len() as f64;
    let broad = (slot * 0.8).min(56.0);
    let every = (LABEL / slot).ceil().max(1.0) as usize;
    let high = |n: usize| n as f64 / most as f64 * (HIGH - 6.0);
    let bars = counts
        .into_iter()
        .enumerate()
        .map(|(n, (day, (count, deadly)))| Bar {
            label: match by {
                "day" => words::day(day),
                "month" => words::month(day),
                _ => day.year().to_string(),
            },
            count,
            deadly,
            x: format!("{:.1}", n as f64 * slot),
            width: format!("{broad:.1}"),
            y: format!("{:.1}", HIGH - high(count)),
            high: format!("{:.1}", high(count)),
            deadly_y: format!("{:.1}", HIGH - high(deadly)),
            deadly_high: format!("{:.1}", high(deadly)),
            named: n % every == 0,
        })
        .collect();
    Some(Timeline { by, wide: WIDE, high: HIGH, most, bars })
}
