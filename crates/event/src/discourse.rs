//! Time and place that a report tells once and means for what follows.
//!
//! News tells the day of a happening once, mostly in the lead; sentences after it go on at that day
//! and place until another is named. What has its own is never changed.

use crate::assemble::Input;
use crate::cluster::{Cluster, is_physical};
use diurna_core::{Root, Status};

/// Sentences over which a day is carried to an event that happened.
const DAY_REACH: usize = 3;
/// Sentences over which a place is carried.
const PLACE_REACH: usize = 2;
/// Longest interval, in days, that dates an event.
const LONGEST: i32 = 31;

/// Drops intervals too long to date an event, then fills what is missing from what was told before.
pub(crate) fn settle(input: &Input<'_>, clusters: &mut [Cluster]) {
    for c in clusters.iter_mut() {
        if c.fields.time.is_some_and(|(t, _)| days(input, t) > LONGEST) {
            c.fields.time = None;
        }
    }
    carry_days(input, clusters);
    carry_places(input, clusters);
}

fn days(input: &Input<'_>, time: usize) -> i32 {
    input.times[time].days.and_then(|(a, b)| a.until(b).ok()).map_or(i32::MAX, |s| s.get_days() + 1)
}

/// First sentence of the story's body in which the event is told.
fn first_sentence(input: &Input<'_>, c: &Cluster) -> Option<usize> {
    let d = input.document;
    c.triggers
        .iter()
        .map(|&t| d.sentence_of(input.reading.triggers[t].head as usize))
        .find(|&s| d.sentences[s].region == diurna_core::RegionKind::Body)
}

fn goes_on(c: &Cluster) -> bool {
    matches!(c.status, Status::Happened | Status::Ongoing)
}

fn carry_days(input: &Input<'_>, clusters: &mut [Cluster]) {
    // Days told with events that happened, by the sentence that tells them.
    let told: Vec<(usize, usize)> = {
        let mut told: Vec<(usize, usize)> = clusters
            .iter()
            .filter(|c| goes_on(c))
            .filter_map(|c| c.fields.time.map(|(t, _)| t))
            .filter(|&t| days(input, t) <= 2)
            .filter_map(|t| {
                let tokens = input.document.tokens_in(input.times[t].span);
                (!tokens.is_empty()).then(|| (input.document.sentence_of(tokens.start as usize), t))
            })
            .collect();
        told.sort_unstable();
        told
    };
    for c in clusters.iter_mut() {
        if c.fields.time.is_some() || !goes_on(c) {
            continue;
        }
        let Some(at) = first_sentence(input, c) else { continue };
        let before = told.iter().rev().find(|(s, _)| *s <= at);
        let Some(&(s, t)) = before else { continue };
        if at - s <= DAY_REACH && own_day(input, at).is_none() {
            c.fields.time = Some((t, 0.3));
        }
    }
}

/// A day named in the sentence itself, which then was told with something else.
fn own_day(input: &Input<'_>, sentence: usize) -> Option<usize> {
    let span = input.document.sentences[sentence].span;
    input.times.iter().position(|t| span.contains(t.span) && t.days.is_some() && t.kind != "DURATION")
}

fn carry_places(input: &Input<'_>, clusters: &mut [Cluster]) {
    let told: Vec<(usize, (usize, f32))> = {
        let mut told: Vec<(usize, (usize, f32))> = clusters
            .iter()
            .filter(|c| goes_on(c) && is_physical(c.root))
            .filter_map(|c| {
                let place = c.fields.place?;
                let tokens = input.document.tokens_in(input.places[place.0].span);
                (!tokens.is_empty()).then(|| (input.document.sentence_of(tokens.start as usize), place))
            })
            .collect();
        told.sort_by_key(|(s, (m, _))| (*s, *m));
        told
    };
    for c in clusters.iter_mut() {
        let carries = matches!(c.root, Root::Assault | Root::Protest | Root::Coerce | Root::Mobilize);
        if c.fields.place.is_some() || !goes_on(c) || !carries {
            continue;
        }
        let Some(at) = first_sentence(input, c) else { continue };
        let before = told.iter().rev().find(|(s, _)| *s <= at);
        let Some(&(s, (m, score))) = before else { continue };
        if at - s <= PLACE_REACH {
            c.fields.place = Some((m, score * 0.5));
        }
    }
}
