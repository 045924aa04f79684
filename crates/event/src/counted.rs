//! Days that are counted back from another event: "entered the town on Thursday, two days after militiamen had seized it".

use crate::cluster::Cluster;
use crate::input::Input;
use crate::retold;
use diurna_core::{Document, TimeMention};
use jiff::civil::Date;

/// Most days that are counted.
const MOST: u32 = 60;

/// Dates events of which a sentence says how many days they were before or after another one, whose day it tells. The times, with the
/// words for the number of days resolved.
pub(crate) fn settle(input: &Input<'_>, clusters: &mut [Cluster]) -> Vec<TimeMention> {
    let mut times = input.times.to_vec();
    let found: Vec<(usize, usize, Date)> = (0..clusters.len())
        .filter(|&c| clusters[c].fields.time.is_none() && clusters[c].is_fact())
        .filter_map(|c| counted(input, clusters, c).map(|(time, day)| (c, time, day)))
        .collect();
    for (c, time, day) in found {
        clusters[c].fields.time = Some((time, 0.6));
        times[time] = TimeMention {
            kind: "DATE",
            value: day.to_string(),
            days: Some((day, day)),
            granularity: "day",
            ..times[time].clone()
        };
    }
    times
}

/// The time mention that counts the days of an event, and its day.
fn counted(input: &Input<'_>, clusters: &[Cluster], of: usize) -> Option<(usize, Date)> {
    let d = input.document;
    let head = |t: usize| input.reading.triggers[t].head as usize;
    clusters[of].triggers.iter().find_map(|&t| {
        let gap = retold::gap(d, head(t)).filter(|gap| gap.days)?;
        // The time that ends right before "after".
        let time =
            input.times.partition_point(|m| m.span.start < d.tokens[gap.at].span.start).checked_sub(1)?;
        if d.tokens_in(input.times[time].span).end as usize != gap.at {
            return None;
        }
        let count = number_of_days(d, &input.times[time])?;
        let from =
            told_before(d, input.times, time).or_else(|| day_beside(input, clusters, of, t, gap.at))?;
        let step = if d.lemma(gap.at) == "after" { Date::yesterday } else { Date::tomorrow };
        let day = (0..count).try_fold(from, |day, _| step(day).ok())?;
        Some((time, day))
    })
}

/// "On Thursday, two days after …": the day told last before a time in its sentence.
fn told_before(d: &Document, times: &[TimeMention], time: usize) -> Option<Date> {
    let home = |m: &TimeMention| d.sentence_of(d.tokens_in(m.span).start as usize);
    let before = times[..time].iter().rev().take_while(|m| home(m) == home(&times[time]));
    before.filter_map(one_day).next()
}

/// The one day of the other events of a sentence, of which a trigger is told as so many days from them behind the word `at`.
fn day_beside(input: &Input<'_>, clusters: &[Cluster], of: usize, trigger: usize, at: usize) -> Option<Date> {
    let d = input.document;
    let head = |t: usize| input.reading.triggers[t].head as usize;
    // What stands behind the same word was then, too.
    let beside = |o: &usize| {
        d.sentence_of(head(*o)) == d.sentence_of(head(trigger))
            && retold::gap(d, head(*o)).is_none_or(|g| g.at != at)
    };
    let others = clusters.iter().enumerate().filter(|(c, o)| *c != of && o.triggers.iter().any(beside));
    let mut days = others.filter_map(|(_, c)| one_day(&input.times[c.fields.time?.0]));
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

fn one_day(time: &TimeMention) -> Option<Date> {
    time.days.filter(|(from, to)| from == to).map(|(day, _)| day)
}

/// How many days an expression counts: "two days", but not "more than two days" and not "days".
fn number_of_days(d: &Document, time: &TimeMention) -> Option<u32> {
    let count = time.value.strip_prefix('P')?.strip_suffix('D')?.parse().ok()?;
    let words = d.tokens_in(time.span);
    let bounds =
        |t: usize| matches!(d.lemma(t), "than" | "least" | "most" | "about" | "around" | "nearly" | "almost");
    let bounded = (words.start.saturating_sub(1)..words.end).any(|t| bounds(t as usize));
    (time.days.is_none() && !bounded && count <= MOST).then_some(count)
}
