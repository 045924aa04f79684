//! Scoring records against gold.
//!
//! A gold and a found event can pair where triggers overlap or stand in one sentence; pairs are taken best first
//! (overlap, type, mode). Fields are counted over all events: a field of an unpaired gold event is missed, one of an
//! unpaired found event is wrong. An actor matches by name or alias, or by a mention; a claim where content shares .4.

use super::gold::{self, Claim, Date, Event, Gold, Harm, Party, Place};
use super::sentences::{sentences, touched};
use crate::metric::{Acc, Figure, Prf};
use crate::spans::{self, Span};
use diurna_core::record::{ClaimPart, EventPart, HarmPart, PartyPart, PlacePart, Record};
use std::collections::{HashMap, HashSet};

/// Longest trigger that counts, in characters.
const TRIGGER: usize = 60;
/// Score from which an event is sure: at least four of five such events should be right.
const SURE: f64 = 0.8;
/// Mean radius of the earth in kilometres.
const EARTH: f64 = 6371.0;

/// Counts over all reports.
#[derive(Debug, Default)]
pub(crate) struct Score {
    event_any: Prf,
    event_type: Prf,
    agent: Prf,
    target: Prf,
    place: Prf,
    date: Prf,
    killed: Prf,
    injured: Prf,
    responds_to: Prf,
    status_other: Prf,
    claim: Prf,
    claim_source: Prf,
    claim_about: Prf,
    hedged: Prf,
    main_event_found: Acc,
    mode: Acc,
    status: Acc,
    source_kind: Acc,
    country: Acc,
    /// Events that the program is sure of, with the type of a gold event.
    sure: Acc,
}

impl Score {
    /// Every figure.
    pub(crate) fn figures(&self) -> Vec<Figure> {
        let prf = [
            ("event_any", self.event_any),
            ("event_type", self.event_type),
            ("agent", self.agent),
            ("target", self.target),
            ("place", self.place),
            ("date", self.date),
            ("killed", self.killed),
            ("injured", self.injured),
            ("responds_to", self.responds_to),
            ("status_other", self.status_other),
            ("claim", self.claim),
            ("claim_source", self.claim_source),
            ("claim_about", self.claim_about),
            ("hedged", self.hedged),
        ];
        let acc = [
            ("main_event_found", self.main_event_found),
            ("mode", self.mode),
            ("status", self.status),
            ("source_kind", self.source_kind),
            ("country", self.country),
            ("sure", self.sure),
        ];
        let prf = prf.into_iter().flat_map(|(name, score)| score.figures(name));
        prf.chain(acc.into_iter().map(|(name, score)| score.figure(name))).collect()
    }

    /// Counts a report; without a record everything in it is missed.
    pub(crate) fn add(&mut self, gold: &Gold, text: &str, record: Option<&Record>) {
        let found = record.map(Found::new).unwrap_or_default();
        let pairs = pair(&gold.events, found.events, text);
        self.event_any.add(pairs.len(), found.events.len(), gold.events.len());
        let typed = |&&(i, j): &&(usize, usize)| gold.events[i].r#type == found.events[j].r#type.as_str();
        let typed: Vec<usize> = pairs.iter().filter(typed).map(|p| p.0).collect();
        self.event_type.add(typed.len(), found.events.len(), gold.events.len());
        for (j, event) in found.events.iter().enumerate().filter(|(_, e)| e.score >= SURE) {
            self.sure.add(pairs.iter().any(|p| p.1 == j && gold.events[p.0].r#type == event.r#type.as_str()));
        }
        for (i, _) in gold.events.iter().enumerate().filter(|(_, e)| e.main) {
            self.main_event_found.add(typed.contains(&i));
        }
        for (i, event) in gold.events.iter().enumerate() {
            if !pairs.iter().any(|p| p.0 == i) {
                self.fields(Some(event), None, &found);
            }
        }
        for (j, event) in found.events.iter().enumerate() {
            if !pairs.iter().any(|p| p.1 == j) {
                self.fields(None, Some(event), &found);
            }
        }
        for &(i, j) in &pairs {
            self.fields(Some(&gold.events[i]), Some(&found.events[j]), &found);
            self.answers(&gold.events[i], &found.events[j], &found);
        }
        let names: HashMap<&str, &str> =
            pairs.iter().map(|&(i, j)| (found.events[j].id.as_str(), gold.events[i].id.as_str())).collect();
        self.links(&gold.events, found.events, &names);
        self.claims(&gold.claims, found.claims, &names);
    }

    /// Counts the fields of a pair, or of what has none.
    fn fields(&mut self, gold: Option<&Event>, found: Option<&EventPart>, all: &Found) {
        let parties = |gold: Option<&[Party]>, found: Option<&[PartyPart]>| {
            let (gold, found) = (gold.unwrap_or_default(), found.unwrap_or_default());
            (same_parties(gold, found, all), found.len(), gold.len())
        };
        let (hit, n, g) = parties(gold.map(|e| &e.agents[..]), found.map(|e| &e.agents[..]));
        self.agent.add(hit, n, g);
        let (hit, n, g) = parties(gold.map(|e| &e.targets[..]), found.map(|e| &e.targets[..]));
        self.target.add(hit, n, g);
        let (place, at) = (gold.and_then(|e| e.place.as_ref()), found.and_then(|e| all.place(e)));
        one(
            &mut self.place,
            place.zip(at).is_some_and(|(g, f)| same_place(g, f)),
            at.is_some(),
            place.is_some(),
        );
        let (date, days) = (gold.and_then(|e| e.date.as_ref()), found.and_then(days));
        one(
            &mut self.date,
            date.zip(days).is_some_and(|(g, f)| same_days(g, f)),
            days.is_some(),
            date.is_some(),
        );
        let harm = |score: &mut Prf, g: Option<&Harm>, f: Option<&HarmPart>| {
            let same = g.zip(f).is_some_and(|(g, f)| g.low == Some(f.low) && g.high == f.high);
            one(score, same, f.is_some(), g.is_some());
        };
        harm(&mut self.killed, gold.and_then(|e| e.killed.as_ref()), found.and_then(|e| e.killed.as_ref()));
        harm(
            &mut self.injured,
            gold.and_then(|e| e.injured.as_ref()),
            found.and_then(|e| e.injured.as_ref()),
        );
        let (status, as_found) = (gold.map(|e| e.status.as_str()), found.map(|e| e.status.as_str()));
        let other = |s: Option<&str>| s.is_some_and(|s| s != "happened");
        one(&mut self.status_other, other(status) && status == as_found, other(as_found), other(status));
    }

    /// Counts the questions that only a pair answers.
    fn answers(&mut self, gold: &Event, found: &EventPart, all: &Found) {
        if let Some(mode) = &gold.mode {
            self.mode.add(found.mode.is_some_and(|m| m.as_str() == mode));
        }
        self.status.add(found.status.as_str() == gold.status);
        if let Some(country) = gold.place.as_ref().and_then(|p| p.country.as_ref()) {
            self.country.add(all.place(found).is_some_and(|p| p.country.as_ref() == Some(country)));
        }
    }

    /// Counts which event answers which.
    fn links(&mut self, gold: &[Event], found: &[EventPart], names: &HashMap<&str, &str>) {
        let of_gold = |e: &Event| e.responds_to.iter().map(|t| (e.id.clone(), t.clone())).collect::<Vec<_>>();
        let of_found = |e: &EventPart| {
            e.responds_to.iter().map(|t| (named(&e.id, names), named(t, names))).collect::<Vec<_>>()
        };
        let gold: HashSet<_> = gold.iter().flat_map(of_gold).collect();
        let found: HashSet<_> = found.iter().flat_map(of_found).collect();
        self.responds_to.add(gold.intersection(&found).count(), found.len(), gold.len());
    }

    fn claims(&mut self, gold: &[Claim], found: &[ClaimPart], names: &HashMap<&str, &str>) {
        let mut candidates = Vec::new();
        for (i, c) in gold.iter().enumerate() {
            for (j, d) in found.iter().enumerate() {
                let share = spans::iou(&[c.content], &spans::of(&d.content));
                if share >= 0.4 {
                    candidates.push((share, i, j));
                }
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
        let pairs = spans::one_to_one(gold.len(), found.len(), candidates.into_iter().map(|c| (c.1, c.2)));
        self.claim.add(pairs.len(), found.len(), gold.len());
        let (mut sources, mut hedged) = (0, 0);
        for &(i, j) in &pairs {
            let (c, d) = (&gold[i], &found[j]);
            let source: Vec<Span> = d.source.iter().map(|s| (s.start, s.end)).collect();
            if spans::same_mention(&gold::spans(&c.source), &source) {
                sources += 1;
                self.source_kind.add(d.source_kind.map(|k| k.as_str()) == c.source_kind.as_deref());
            }
            let about: HashSet<String> = c.about.iter().cloned().collect();
            let as_found: HashSet<String> = d.about.iter().map(|e| named(e, names)).collect();
            self.claim_about.add(about.intersection(&as_found).count(), as_found.len(), about.len());
            hedged += usize::from(c.hedged && d.hedged);
        }
        self.claim_source.add(sources, found.len(), gold.len());
        let (n, g) = (found.iter().filter(|d| d.hedged).count(), gold.iter().filter(|c| c.hedged).count());
        self.hedged.add(hedged, n, g);
    }
}

/// The parts of a record that are scored.
#[derive(Default)]
struct Found<'a> {
    events: &'a [EventPart],
    claims: &'a [ClaimPart],
    /// Names of actors as they are compared, by id.
    actors: HashMap<&'a str, HashSet<String>>,
    places: HashMap<&'a str, &'a PlacePart>,
}

impl<'a> Found<'a> {
    fn new(record: &'a Record) -> Self {
        let names = |a: &'a diurna_core::record::ActorPart| {
            (a.id.as_str(), a.aliases.iter().chain([&a.name]).map(|n| spans::norm(n)).collect())
        };
        Self {
            events: &record.events,
            claims: &record.claims,
            actors: record.actors.iter().map(names).collect(),
            places: record.places.iter().map(|p| (p.id.as_str(), p)).collect(),
        }
    }

    fn place(&self, event: &EventPart) -> Option<&'a PlacePart> {
        self.places.get(event.r#where.as_ref()?.place.as_str()).copied()
    }
}

fn one(score: &mut Prf, same: bool, found: bool, gold: bool) {
    score.add(usize::from(same), usize::from(found), usize::from(gold));
}

/// The gold's name of a found event; one that no gold event can have where it is paired with none.
fn named(id: &str, names: &HashMap<&str, &str>) -> String {
    names.get(id).map_or_else(|| format!("?{id}"), |n| (*n).to_owned())
}

fn pair(gold: &[Event], found: &[EventPart], text: &str) -> Vec<(usize, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let sentences = sentences(&chars);
    let with_place = |spans: Vec<Span>| {
        let at = touched(&spans, &sentences);
        (spans, at)
    };
    let short = |e: &EventPart| spans::of(&e.mentions).into_iter().filter(|s| s.1 - s.0 <= TRIGGER).collect();
    let gold_at: Vec<_> = gold.iter().map(|e| with_place(gold::spans(&e.mentions))).collect();
    let found_at: Vec<_> = found.iter().map(|e| with_place(short(e))).collect();
    let mut candidates = Vec::new();
    for (i, (a, in_a)) in gold_at.iter().enumerate() {
        for (j, (b, in_b)) in found_at.iter().enumerate() {
            let overlap = spans::overlap(a, b);
            if overlap || in_a.iter().any(|s| in_b.contains(s)) {
                let typed = gold[i].r#type == found[j].r#type.as_str();
                let mode = gold[i].mode.as_deref() == found[j].mode.map(|m| m.as_str());
                // In halves: overlap and type weigh two, the mode a half.
                candidates.push((4 * u8::from(overlap) + 4 * u8::from(typed) + u8::from(mode), i, j));
            }
        }
    }
    candidates.sort_by_key(|&(weight, i, j)| (std::cmp::Reverse(weight), i, j));
    spans::one_to_one(gold.len(), found.len(), candidates.into_iter().map(|c| (c.1, c.2)))
}

fn same_parties(gold: &[Party], found: &[PartyPart], all: &Found) -> usize {
    let found: Vec<_> =
        found.iter().map(|p| (all.actors.get(p.actor.as_str()), spans::of(&p.mentions))).collect();
    let mut taken = vec![false; found.len()];
    let mut hits = 0;
    for party in gold {
        let name = spans::norm(party.name.as_deref().unwrap_or(""));
        let mentions = gold::spans(&party.mentions);
        let same = |k: &usize| {
            let (names, at) = &found[*k];
            let called = !name.is_empty() && names.is_some_and(|n| n.contains(&name));
            !taken[*k] && (called || spans::same_mention(&mentions, at))
        };
        if let Some(k) = (0..found.len()).find(same) {
            taken[k] = true;
            hits += 1;
        }
    }
    hits
}

/// Whether a place is near enough, for what it is, and in the right country.
fn same_place(gold: &Place, found: &PlacePart) -> bool {
    let limit = match gold.precision.as_deref() {
        Some("country") => 1200.0,
        Some("province") => 250.0,
        Some("district") => 100.0,
        _ => 40.0,
    };
    let (here, there) = (gold.lat.zip(gold.lon), found.lat.zip(found.lon));
    let near = here.zip(there).is_some_and(|(a, b)| spans::km(a, b, EARTH) <= limit);
    near && gold.country == found.country
}

/// First and last day of a found event.
fn days(event: &EventPart) -> Option<(&str, &str)> {
    let when = event.when.as_ref()?;
    let from = when.from.as_deref().filter(|d| !d.is_empty())?;
    Some((from, when.to.as_deref().filter(|d| !d.is_empty()).unwrap_or(from)))
}

fn same_days(gold: &Date, found: (&str, &str)) -> bool {
    let day = |moment: &str| moment.get(..10).unwrap_or(moment).to_owned();
    gold.start == day(found.0) && gold.end == day(found.1)
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
