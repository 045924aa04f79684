//! Ranges of numbers, one line an account, on a common axis. Positions are percentages, so that a plot is as wide as there is room.

use crate::words;
use diurna_core::codebook::SourceKind;
use diurna_core::incident::{Account, Field, Harm, Incident};
use serde::Serialize;

/// Where nought lies, and how much of the width the axis takes; the rest is room for arrows.
const LEFT: f64 = 3.0;
const BROAD: f64 = 89.0;

/// A plot of one field.
#[derive(Debug, Serialize)]
pub(crate) struct Plot {
    pub(crate) letter: char,
    pub(crate) class: &'static str,
    pub(crate) name: &'static str,
    /// The best supported number in words; `None` where no account is better than the others.
    pub(crate) best: Option<String>,
    pub(crate) band: Option<Band>,
    pub(crate) ticks: Vec<Tick>,
    pub(crate) lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Band {
    x: String,
    width: String,
    /// The number has no upper end.
    open: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct Tick {
    x: String,
    label: u32,
}

/// One account.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    pub(crate) source: String,
    pub(crate) office: String,
    pub(crate) mark: Mark,
    pub(crate) hedged: bool,
    pub(crate) copy: bool,
    pub(crate) text: String,
    x1: String,
    x2: String,
    exact: bool,
    open: bool,
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mark {
    /// Somebody with a name, a body, or the report itself.
    Named,
    /// Somebody without a name.
    Unnamed,
}

/// Whether a source has a name.
pub(crate) fn mark(account: &Account) -> Mark {
    match (account.source_kind, &account.source, &account.claim) {
        (Some(SourceKind::UnnamedOfficial | SourceKind::UnnamedPerson | SourceKind::Witness), ..) => {
            Mark::Unnamed
        }
        (None, None, Some(_)) => Mark::Unnamed,
        _ => Mark::Named,
    }
}

/// Who says it: the words that may leave, or that it is the report itself.
pub(crate) fn speaker(account: &Account) -> String {
    match (&account.source, &account.claim) {
        (Some(source), _) => source.clone(),
        (None, Some(_)) => "a source that is not named".to_string(),
        (None, None) => "the report itself".to_string(),
    }
}

/// The plot of a field; `None` where nobody gives a number.
pub(crate) fn plot(
    incident: &Incident,
    field: &Field<Harm>,
    letter: char,
    class: &'static str,
    name: &'static str,
    office: impl Fn(&str) -> String,
) -> Option<Plot> {
    let numbers = field.values.iter().map(|v| &v.value).chain(&field.best);
    let most =
        numbers.map(|h| h.high.unwrap_or_else(|| h.low.saturating_add(1 + h.low / 5)).max(h.low)).max()?;
    let (step, top) = axis(most);
    let at = |n: u32| format!("{:.2}%", place(n, top));
    let mut lines = Vec::new();
    for value in &field.values {
        let harm = &value.value;
        for account in &value.accounts {
            let high = harm.high.unwrap_or(harm.low).max(harm.low);
            lines.push(Line {
                source: speaker(account),
                office: office(&account.report),
                mark: mark(account),
                hedged: account.hedged,
                copy: account.copy,
                text: words::harm(harm),
                x1: at(harm.low),
                x2: if harm.high.is_none() { format!("{:.2}%", LEFT + BROAD) } else { at(high) },
                exact: harm.high == Some(harm.low),
                open: harm.high.is_none(),
            });
        }
    }
    // The order of the reports, which readers see elsewhere, too.
    let order =
        |report: &str| incident.reports.iter().position(|r| office(&r.id) == report).unwrap_or(usize::MAX);
    lines.sort_by_key(|line| (line.copy, order(&line.office)));
    let best = field.best.as_ref();
    Some(Plot {
        letter,
        class,
        name,
        best: best.map(words::harm),
        band: best.map(|harm| {
            let end = harm.high.map_or(LEFT + BROAD, |high| place(high.max(harm.low), top));
            // An exact number is a band, too: one that can be seen.
            let from = place(harm.low, top);
            let (from, end) = if end - from < 1.6 { (from - 0.8, from + 0.8) } else { (from, end) };
            Band { x: format!("{from:.2}%"), width: format!("{:.2}%", end - from), open: harm.high.is_none() }
        }),
        ticks: (0..=top / step).map(|n| Tick { x: at(n * step), label: n * step }).collect(),
        lines,
    })
}

fn place(n: u32, top: u32) -> f64 {
    LEFT + f64::from(n) / f64::from(top.max(1)) * BROAD
}

/// The step between two numbers on the axis, and where it ends: four or five steps of 1, 2 or 5 times a power of ten.
fn axis(most: u32) -> (u32, u32) {
    let mut power = 1_u32;
    loop {
        for step in [power, power.saturating_mul(2), power.saturating_mul(5)] {
            if most <= step.saturating_mul(5) {
                return (step, most.div_ceil(step).max(1).saturating_mul(step));
            }
        }
        match power.checked_mul(10) {
            Some(next) => power = next,
            None => return (power, most),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_on_a_round_number() {
        assert_eq!(axis(0), (1, 1));
        assert_eq!(axis(4), (1, 4));
        assert_eq!(axis(8), (2, 8));
        assert_eq!(axis(19), (5, 20));
        assert_eq!(axis(30), (10, 30));
        assert_eq!(axis(u32::MAX).1, u32::MAX);
    }

    #[test]
    fn places_keep_inside() {
        assert_eq!(place(0, 20), 3.0);
        assert_eq!(place(20, 20), 92.0);
        assert_eq!(place(10, 20), 47.5);
    }
}
