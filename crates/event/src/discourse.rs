//! Time and place that a report tells once and means for what follows.
//!
//! News tells the day of a happening once, mostly in the lead; sentences after it go on at that day
//! and place until another is named. What has its own is never changed.

use crate::cluster::Cluster;
use crate::input::Input;
use crate::parties::Cast;
use crate::record::goes_on_since;
use crate::retold;
use diurna_core::words::is_time_unit;
use diurna_core::{ActorKind, Document, RegionKind, Root, Sentence, TokenSpan};

/// Sentences over which a day is carried to an event that happened, unless the story names one day only.
const DAY_REACH: usize = 1;
/// Sentences over which one speaker's day is carried to what the same speaker says.
const SPEECH_REACH: usize = 20;
/// Sentences over which a place is carried: a news report seldom leaves the scene it has set. On the
/// training gold the place F1 was .31 with 2 sentences, .36 with 5, .38 with no limit.
const PLACE_REACH: usize = 40;
/// Sentences of the story in which its place is looked for.
const LEAD: usize = 5;
/// Least score of a place that is carried on.
const SURE: f32 = 0.6;
/// Longest interval, in days, that dates an event.
const LONGEST: i32 = 31;

/// Drops intervals too long to date an event, then fills what is missing from what was told before.
pub(crate) fn settle(input: &Input<'_>, cast: &Cast<'_>, clusters: &mut [Cluster]) {
    for c in clusters.iter_mut() {
        let since = |t: usize| goes_on_since(input.document, &input.times[t]);
        if c.fields.time.is_some_and(|(t, _)| days(input, t) > LONGEST && !since(t)) {
            c.fields.time = None;
        }
    }
    let dated = dated(input);
    carry_days(input, cast, &dated, clusters);
    carry_speech(input, cast, &dated, clusters);
    carry_places(input, cast, clusters);
    for c in clusters.iter_mut().filter(|c| c.is_fact() && c.root.is_physical() && c.is_titled(input)) {
        refine_place(input, c);
    }
    set_scene(input, cast, clusters);
}

/// A headline says "in France" where the story's head says in which town.
fn refine_place(input: &Input<'_>, c: &mut Cluster) {
    let d = input.document;
    let known = c.fields.place.and_then(|(m, _)| input.places[m].place).map(|p| &input.place_list[p]);
    if known.is_some_and(|p| p.precision < diurna_core::Precision::Country) {
        return;
    }
    let lead: Vec<_> = lead(d).collect();
    let found = input.places.iter().position(|m| {
        let Some(p) = m.place.map(|p| &input.place_list[p]) else { return false };
        let before = d.tokens_in(m.span).start.checked_sub(1).map_or("", |t| d.lemma(t as usize));
        let inside = matches!(before, "in" | "at" | "near" | "outside" | "of");
        inside
            && !m.metonymic
            && p.precision < diurna_core::Precision::Country
            && known.is_none_or(|k| k.country == p.country)
            && lead.iter().any(|s| s.span.contains(m.span))
    });
    if let Some(m) = found {
        c.fields.place = Some((m, 0.35));
    }
}

/// The sentences with which the story opens.
fn lead(d: &Document) -> impl Iterator<Item = &Sentence> {
    d.sentences.iter().filter(|s| s.region == RegionKind::Body).take(LEAD)
}

/// "GAO, Mali: A court sentenced …", "A Gao man was arrested": an arrest or sentence without a place was where the story is set, at the
/// first place below a country that its lead names. Of 25 such places on three annotated sets 14 are right, as many as of all places;
/// of those of attacks, which are as often recalled from elsewhere, a quarter would be.
fn set_scene(input: &Input<'_>, cast: &Cast<'_>, clusters: &mut [Cluster]) {
    let lead: Vec<_> = lead(input.document).collect();
    let scene = input.places.iter().position(|m| {
        let narrow = m.place.is_some_and(|p| input.place_list[p].precision < diurna_core::Precision::Country);
        narrow && !m.metonymic && lead.iter().any(|s| s.span.contains(m.span))
    });
    let Some(scene) = scene else { return };
    for c in clusters.iter_mut().filter(|c| c.fields.place.is_none() && c.is_fact()) {
        if c.root == Root::Coerce && !is_elsewhere(input, cast, c) {
            c.fields.place = Some((scene, 0.3));
        }
    }
}

/// Days of a time, as many as there can be where it is unresolved.
pub(crate) fn days(input: &Input<'_>, time: usize) -> i32 {
    input.times[time].days.and_then(|(a, b)| a.until(b).ok()).map_or(i32::MAX, |s| s.get_days() + 1)
}

/// First sentence of the story's body in which the event is told.
fn first_sentence(input: &Input<'_>, c: &Cluster) -> Option<usize> {
    let d = input.document;
    c.sentences(input).find(|&s| d.sentences[s].region == RegionKind::Body)
}

/// By sentence, whether it names a day itself, which then was told with something else.
fn dated(input: &Input<'_>) -> Vec<bool> {
    let sentences = &input.document.sentences;
    let mut dated = vec![false; sentences.len()];
    for t in input.times.iter().filter(|t| t.days.is_some() && t.kind != "DURATION") {
        let home = sentences.partition_point(|s| s.span.end <= t.span.start);
        if sentences.get(home).is_some_and(|s| s.span.contains(t.span)) {
            dated[home] = true;
        }
    }
    dated
}

/// What was told last up to a sentence, of things in the order of their sentences.
fn last_told<T>(told: &[(usize, T)], sentence: usize) -> Option<&(usize, T)> {
    told[..told.partition_point(|(s, _)| *s <= sentence)].last()
}

/// Days told with events that happened, by the sentence that tells them.
fn days_told(input: &Input<'_>, clusters: &[Cluster]) -> Vec<(usize, usize)> {
    let times = clusters.iter().filter(|c| c.is_fact()).filter_map(|c| c.fields.time.map(|(t, _)| t));
    let mut told: Vec<(usize, usize)> = times
        .filter(|&t| days(input, t) <= 2)
        .filter_map(|t| {
            let tokens = input.document.tokens_in(input.times[t].span);
            let d = input.document;
            // "The driver had been freed on Saturday": told in passing, the story does not move there.
            // So is "three days after soldiers killed a bandit".
            let end = tokens.end as usize;
            let counted =
                matches!(d.lemma(end), "after" | "before") && end > 0 && is_time_unit(d.word(end - 1));
            let back = || counted || has_had(d, verb_above(d, tokens));
            (!tokens.is_empty() && !back()).then(|| (d.sentence_of(tokens.start as usize), t))
        })
        .collect();
    told.sort_unstable();
    told
}

fn carry_days(input: &Input<'_>, cast: &Cast<'_>, dated: &[bool], clusters: &mut [Cluster]) {
    let told = days_told(input, clusters);
    let only = names_one_day(input);
    for c in clusters.iter_mut() {
        if c.fields.time.is_some()
            || c.series
            || !c.is_fact()
            || !(tells_act(c) || c.root.is_physical() && c.is_titled(input))
        {
            continue;
        }
        let Some(at) = first_sentence(input, c) else { continue };
        if let Some(&(s, t)) = last_told(&told, at)
            && (at - s <= DAY_REACH || only)
            && !dated[at]
            && !is_older(input, cast, c)
            && !is_apart(input, c, at)
        {
            c.fields.time = Some((t, 0.3));
        }
    }
}

/// Persons who are said to have acted on a day: the sentence, the actor and the day, in order.
fn acts(input: &Input<'_>, cast: &Cast<'_>) -> Vec<(usize, usize, usize)> {
    let d = input.document;
    let mut acts: Vec<(usize, usize, usize)> = Vec::new();
    for (t, time) in input.times.iter().enumerate() {
        let tokens = d.tokens_in(time.span);
        if tokens.is_empty()
            || time.days.is_none()
            || days(input, t) > 2
            || !matches!(time.kind, "DATE" | "TIME")
        {
            continue;
        }
        let Some(subject) = d.subject(verb_above(d, tokens)) else { continue };
        let persons = cast.over(d.tokens[subject].span).filter(|m| m.kind == ActorKind::Person);
        acts.extend(persons.map(|m| (d.sentence_of(subject), m.actor, t)));
    }
    acts.sort_unstable();
    acts
}

/// The verb that words hang from, if it is near.
fn verb_above(d: &Document, words: TokenSpan) -> usize {
    let mut at = words.end as usize - 1;
    for _ in 0..6 {
        if d.tag(at).starts_with("VB") {
            break;
        }
        match d.head(at) {
            Some(h) => at = h,
            None => break,
        }
    }
    at
}

/// Statements of one speaker go on at the day on which the speaker was last said to act.
fn carry_speech(input: &Input<'_>, cast: &Cast<'_>, dated: &[bool], clusters: &mut [Cluster]) {
    let acts = acts(input, cast);
    for c in clusters.iter_mut() {
        if c.fields.time.is_some() || !c.is_fact() || c.root.is_physical() {
            continue;
        }
        let Some(at) = first_sentence(input, c).filter(|&at| !dated[at]) else { continue };
        let from = acts.partition_point(|(s, ..)| s + SPEECH_REACH < at);
        let to = acts.partition_point(|(s, ..)| *s <= at);
        let speaks = |actor: usize| c.fields.agents.iter().any(|p| p.actor == actor);
        let act = acts[from..to].iter().rev().find(|&&(_, actor, _)| speaks(actor));
        c.fields.time = act.map(|(_, _, t)| (*t, 0.3));
    }
}

/// Whether the story names one day only.
fn names_one_day(input: &Input<'_>) -> bool {
    let d = input.document;
    let mut named = input.times.iter().filter(|t| {
        let body = d.report.region_at(t.span.start as usize) == RegionKind::Body;
        body && matches!(t.kind, "DATE" | "TIME") && t.days.is_some_and(|(a, b)| a == b)
    });
    let Some((first, _)) = named.next().and_then(|t| t.days) else { return false };
    named.all(|t| t.days.is_some_and(|(a, _)| a == first))
}

/// Acts, rather than states of things.
fn tells_act(c: &Cluster) -> bool {
    matches!(c.root, Root::Assault | Root::Protest | Root::Coerce | Root::Mobilize | Root::Retreat)
}

/// "Soldiers had fired on the crowd before": what the report itself tells in the past perfect was before the day it is at.
fn is_older(input: &Input<'_>, cast: &Cast<'_>, c: &Cluster) -> bool {
    let d = input.document;
    c.triggers.iter().map(|&t| input.reading.triggers[t].head as usize).any(|h| {
        // "Had been sentenced", "had shot and killed".
        let verbs = [Some(h), d.head(h).filter(|_| d.is_dep(h, "conj"))];
        !cast.said.covers(h)
            && verbs.into_iter().flatten().any(|v| d.tag(v).starts_with("VB") && has_had(d, v))
    })
}

/// A verb in the past perfect.
fn has_had(d: &Document, verb: usize) -> bool {
    d.children(verb).any(|k| d.word(k).eq_ignore_ascii_case("had"))
}

/// "A day after soldiers raided a village": what a sentence tells so was on another day than the one told.
fn is_apart(input: &Input<'_>, c: &Cluster, sentence: usize) -> bool {
    let d = input.document;
    let heads = c.triggers.iter().map(|&t| input.reading.triggers[t].head as usize);
    let mut here = heads.filter(|&h| d.sentence_of(h) == sentence);
    here.any(|h| retold::gap(d, h).is_some_and(|gap| gap.days))
}

/// What a speaker tells word for word may have been anywhere, and so "protests" and "attacks", which are many.
fn is_elsewhere(input: &Input<'_>, cast: &Cast<'_>, c: &Cluster) -> bool {
    let d = input.document;
    let heads = || c.triggers.iter().map(|&t| input.reading.triggers[t].head as usize);
    heads().next().is_some_and(|h| cast.said.quotes(h)) || heads().all(|h| d.tag(h) == "NNS")
}

fn carry_places(input: &Input<'_>, cast: &Cast<'_>, clusters: &mut [Cluster]) {
    let told: Vec<(usize, (usize, f32))> = {
        let mut told: Vec<(usize, (usize, f32))> = clusters
            .iter()
            // "A court in Mombasa jailed seven": what they did was elsewhere.
            .filter(|c| c.is_fact() && c.root.is_physical() && c.root != Root::Coerce)
            // "It came days after soldiers killed a bandit in Zamfara": the story is not there.
            .filter(|c| !first_sentence(input, c).is_some_and(|at| is_apart(input, c, at)))
            .filter_map(|c| {
                let place = c.fields.place.filter(|(_, score)| *score >= SURE)?;
                let tokens = input.document.tokens_in(input.places[place.0].span);
                (!tokens.is_empty()).then(|| (input.document.sentence_of(tokens.start as usize), place))
            })
            .collect();
        told.sort_by_key(|(s, (m, _))| (*s, *m));
        told
    };
    for c in clusters.iter_mut() {
        let carries = matches!(c.root, Root::Assault | Root::Protest | Root::Coerce | Root::Mobilize);
        if c.fields.place.is_some() || !c.is_fact() || !carries || is_elsewhere(input, cast, c) {
            continue;
        }
        let Some(at) = first_sentence(input, c) else { continue };
        let Some(&(s, (m, score))) = last_told(&told, at) else { continue };
        if at - s <= PLACE_REACH {
            c.fields.place = Some((m, score * 0.5));
        }
    }
}
