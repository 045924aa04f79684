//! From a record to its sketch.

use crate::shingle::{agency, shingles};
use crate::sketch::{Class, Count, Name, ReportSketch, Sketch, Spot};
use crate::words::{hash32, sentences, telling, words};
use diurna_core::codebook::{ActorKind, HarmKind, Root, Status};
use diurna_core::fold::fold;
use diurna_core::incident::EventRef;
use diurna_core::record::{ActorPart, EventPart, Mention, PartyPart, PlacePart, Record};
use diurna_core::report::RegionKind;
use diurna_core::resolved::Precision;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Sentences of the body that count as its head.
const LEAD: usize = 3;
/// Sentences kept around the triggers of one event.
const CONTEXT: usize = 6;
/// Words and names kept of one event.
const WORDS: usize = 48;
const NAMES: usize = 12;
/// Places kept beside the place of the event.
const NEAR: usize = 4;
/// An undated event in the head of a report was so many days before publication at most.
const FRESH: i32 = 3;
/// A dated event this many days before publication, told outside the head, is recalled.
const RECALLED: i32 = 7;

/// Sketches a record: all that merging needs of it.
///
/// Nothing in the record is trusted to be there: places, dates, sides and numbers may all be missing.
#[must_use]
pub fn sketch(record: &Record) -> ReportSketch {
    let view = View::new(record);
    let (shingles, level) = shingles(&view.story);
    ReportSketch {
        report: record.report.id.clone(),
        source: record.report.source.clone(),
        published: view.published,
        publisher: record.report.publisher.clone(),
        agency: agency(&record.report),
        shingles,
        level,
        events: record.events.iter().map(|e| view.event(e)).collect(),
    }
}

/// What kind of company an event may keep.
fn class(event: &EventPart) -> Class {
    let said = matches!(
        event.r#type,
        Root::Agree | Root::Support | Root::Request | Root::Accuse | Root::Reject | Root::Threaten
    );
    match event.status {
        Status::Denied | Status::Hypothetical => Class::Alone,
        _ if said => Class::Said,
        Status::Happened | Status::Ongoing => Class::Happened,
        Status::Planned | Status::Threatened | Status::Demanded => Class::Ahead,
    }
}

struct View<'a> {
    record: &'a Record,
    text: Vec<char>,
    story: String,
    sentences: Vec<(usize, usize)>,
    /// The title and the first sentences of the body.
    head: Vec<(usize, usize)>,
    opening: Vec<u32>,
    published: Option<Date>,
    /// Stems of the names of places and sides: what is weighed by itself is no likeness of words besides.
    told: BTreeSet<u32>,
    actors: BTreeMap<&'a str, &'a ActorPart>,
    places: BTreeMap<&'a str, &'a PlacePart>,
}

impl<'a> View<'a> {
    fn new(record: &'a Record) -> Self {
        let text: Vec<char> = record.report.text.chars().collect();
        let sentences = sentences(&text);
        let of = |kinds: &[RegionKind]| {
            let regions = record.report.regions.iter().filter(|r| kinds.contains(&r.kind));
            regions.map(|r| (r.start.min(text.len()), r.end.min(text.len()))).collect::<Vec<_>>()
        };
        let (titles, bodies) = (of(&[RegionKind::Title]), of(&[RegionKind::Body]));
        let within = |s: &(usize, usize), all: &[(usize, usize)]| all.iter().any(|r| r.0 < s.1 && s.0 < r.1);
        let body = sentences
            .iter()
            .filter(|s| if bodies.is_empty() { !within(s, &titles) } else { within(s, &bodies) });
        let head: Vec<(usize, usize)> = titles.iter().copied().chain(body.take(LEAD).copied()).collect();
        let actors: BTreeMap<&str, &ActorPart> = record.actors.iter().map(|a| (a.id.as_str(), a)).collect();
        let told: BTreeSet<u32> = {
            let sides = record.events.iter().flat_map(|e| e.agents.iter().chain(&e.targets));
            let sides = sides.filter_map(|s| actors.get(s.actor.as_str()));
            let names = record.places.iter().map(|p| &p.name);
            let names = names.chain(sides.flat_map(|a| a.aliases.iter().chain([&a.name])));
            let mentions = record.places.iter().flat_map(|p| &p.mentions);
            let written = mentions.flat_map(|m| words_of(slice(&text, m)));
            names.flat_map(|n| stems(n)).chain(written).collect()
        };
        let opening = hashes(untold(&text, &head, &told), WORDS);
        let furniture = of(&[RegionKind::Boilerplate]);
        let mut story = String::with_capacity(record.report.text.len());
        for s in sentences.iter().filter(|s| !within(s, &furniture)) {
            story.extend(&text[s.0..s.1]);
            story.push(' ');
        }
        let published = record.report.published.as_ref().and_then(|p| day(&p.value));
        Self {
            record,
            sentences,
            head,
            story,
            opening,
            published,
            actors,
            places: record.places.iter().map(|p| (p.id.as_str(), p)).collect(),
            told,
            text,
        }
    }

    fn event(&self, event: &EventPart) -> Sketch {
        let lead = event.mentions.iter().any(|m| self.head.iter().any(|h| overlap(m, *h)));
        let context = self.context(event);
        let spot = event.r#where.as_ref().and_then(|w| self.places.get(w.place.as_str())).map(|p| spot(p));
        let (days, dated) = self.days(event, lead);
        let background = match (days, self.published) {
            _ if lead => false,
            (Some((_, to)), Some(published)) if dated => days_between(to, published) > RECALLED,
            _ => false,
        };
        Sketch {
            at: EventRef { report: self.record.report.id.clone(), event: event.id.clone() },
            root: event.r#type,
            mode: event.mode,
            class: class(event),
            published: self.published,
            later: if dated { self.later(event, days) } else { None },
            days,
            dated,
            near: self.near(event, &context),
            spot,
            agents: self.parties(&event.agents),
            targets: self.parties(&event.targets),
            instruments: hashes(event.instruments.iter().flat_map(|m| words_of(self.slice(m))), usize::MAX),
            counts: counts(event),
            words: hashes(untold(&self.text, &context, &self.told), WORDS),
            names: self.names(&context),
            head: if lead { self.opening.clone() } else { Vec::new() },
            lead,
            background,
            score: event.score,
        }
    }

    fn slice(&self, m: &Mention) -> &[char] {
        slice(&self.text, m)
    }

    /// The sentences that hold a trigger, the first few.
    fn context(&self, event: &EventPart) -> Vec<(usize, usize)> {
        let holds = |s: &&(usize, usize)| event.mentions.iter().any(|m| overlap(m, **s));
        self.sentences.iter().filter(holds).take(CONTEXT).copied().collect()
    }

    /// The days of the record, or the last days before publication for what a report opens with.
    fn days(&self, event: &EventPart, lead: bool) -> (Option<(Date, Date)>, bool) {
        let when = event.when.as_ref();
        let from = when.and_then(|w| w.from.as_deref()).and_then(day);
        let to = when.and_then(|w| w.to.as_deref()).and_then(day);
        let ahead = !matches!(event.status, Status::Happened | Status::Ongoing);
        // What happened did not happen after its report: such a day was misread.
        let possible = |d: &Date| ahead || self.published.is_none_or(|p| *d <= plus(p, 1));
        if let Some(from) = from.or(to).filter(possible) {
            let to = to.unwrap_or(from);
            return (Some((from.min(to), from.max(to))), true);
        }
        match self.published {
            Some(p) if lead && !ahead => (Some((plus(p, -FRESH), p)), false),
            _ => (None, false),
        }
    }

    /// A bare weekday is taken for the last such day before publication. In the evening in America it is the
    /// next day in Asia, so the day after publication is meant sometimes.
    fn later(&self, event: &EventPart, days: Option<(Date, Date)>) -> Option<Date> {
        let (from, to) = days?;
        let next = plus(self.published?, 1);
        let time = self.record.times.iter().find(|t| Some(&t.id) == event.when.as_ref().map(|w| &w.time))?;
        let words: String = self.slice(&Mention { start: time.start, end: time.end }).iter().collect();
        let weekday = words.split_whitespace().any(|w| {
            let w = w.to_lowercase();
            ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"].iter().any(|d| w == format!("{d}day"))
        });
        (weekday && from == to && plus(from, 7) == next).then_some(next)
    }

    /// Towns and the like that stand in those sentences; for an event without a place, else those of the report.
    fn near(&self, event: &EventPart, context: &[(usize, usize)]) -> Vec<Spot> {
        let own = event.r#where.as_ref().map(|w| w.place.as_str());
        let stands = |p: &&PlacePart| p.mentions.iter().any(|m| context.iter().any(|s| overlap(m, *s)));
        let places = self.record.places.iter().filter(|p| Some(p.id.as_str()) != own).filter(stands);
        let fine = |p: &&PlacePart| p.precision.is_some_and(|p| p < Precision::Province);
        let near: Vec<Spot> = places.filter(fine).take(NEAR).map(spot).collect();
        if own.is_some() || !near.is_empty() {
            return near;
        }
        // Where else the report plays, most mentioned first.
        let mut all: Vec<&PlacePart> = self.record.places.iter().filter(fine).collect();
        all.sort_by_key(|p| std::cmp::Reverse(p.mentions.len()));
        all.into_iter().take(NEAR / 2).map(spot).collect()
    }

    fn parties(&self, parties: &[PartyPart]) -> Vec<Name> {
        parties.iter().filter_map(|p| self.actors.get(p.actor.as_str())).map(|a| self.name(a)).collect()
    }

    fn name(&self, a: &ActorPart) -> Name {
        let known = a.codes.get("diurna");
        let capital = a.name.chars().next().is_some_and(char::is_uppercase);
        // "Gunmen kill two": a single word that only ever opens a sentence or title has its capital from there.
        let opens = |m: &Mention| {
            let before = self.text[..m.start.min(self.text.len())].iter().rev().find(|c| !c.is_whitespace());
            let line = m.start.checked_sub(1).and_then(|i| self.text.get(i)) == Some(&'\n');
            line || before.is_none_or(|c| matches!(c, '.' | '!' | '?' | '"' | '”' | ':'))
        };
        let single = !a.name.trim().contains(char::is_whitespace);
        let shown = capital && !(single && !a.mentions.is_empty() && a.mentions.iter().all(opens));
        let all = a.aliases.iter().chain([&a.name]).map(|n| fold(n));
        Name {
            name: a.name.clone(),
            kind: a.kind,
            country: a.country.clone(),
            named: known.is_some() || (shown && a.kind != ActorKind::Civilians),
            key: known.cloned().unwrap_or_else(|| fold(&a.name)),
            aliases: hashes(all.map(|n| hash32(&n)), usize::MAX),
            stems: hashes(stems(&a.name).into_iter(), usize::MAX),
        }
    }

    /// Runs of capitalised words inside sentences that are neither places nor known actors.
    fn names(&self, context: &[(usize, usize)]) -> Vec<u32> {
        let known: BTreeSet<String> = {
            let places = self.record.places.iter().map(|p| &p.name);
            let coded = self.record.actors.iter().filter(|a| !a.codes.is_empty());
            let names = places.chain(coded.flat_map(|a| a.aliases.iter().chain([&a.name])));
            names.flat_map(|n| words(n).map(fold).collect::<Vec<_>>()).collect()
        };
        let mut found = BTreeSet::new();
        for s in context {
            let sentence: String = self.text[s.0..s.1].iter().collect();
            for (i, word) in words(&sentence).enumerate() {
                // The first word of a sentence has its capital from there.
                let capital = word.chars().next().is_some_and(char::is_uppercase);
                let shouted =
                    word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && word.len() > 5;
                if i > 0 && capital && !shouted && !known.contains(&fold(word)) {
                    found.extend(telling(word).map(|w| hash32(&w)));
                }
            }
        }
        found.into_iter().take(NAMES).collect()
    }
}

fn slice<'t>(text: &'t [char], m: &Mention) -> &'t [char] {
    let end = m.end.min(text.len());
    &text[m.start.min(end)..end]
}

fn words_of(chars: &[char]) -> Vec<u32> {
    stems(&chars.iter().collect::<String>())
}

/// The telling stems of a text.
fn stems(text: &str) -> Vec<u32> {
    words(text).filter_map(telling).map(|w| hash32(&w)).collect()
}

/// The telling stems of sentences that are not told by a place or a side.
fn untold<'t>(
    text: &'t [char],
    sentences: &'t [(usize, usize)],
    told: &'t BTreeSet<u32>,
) -> impl Iterator<Item = u32> + 't {
    sentences.iter().flat_map(|s| words_of(&text[s.0..s.1])).filter(|w| !told.contains(w))
}

/// Sorted without repeats, the lowest `most`: the same words are kept in every report that has them.
fn hashes(all: impl Iterator<Item = u32>, most: usize) -> Vec<u32> {
    all.collect::<BTreeSet<u32>>().into_iter().take(most).collect()
}

fn overlap(m: &Mention, s: (usize, usize)) -> bool {
    m.start < s.1 && s.0 < m.end
}

/// Every number of the accounts, or else those of the event.
fn counts(event: &EventPart) -> Vec<Count> {
    let mut out: Vec<Count> =
        event.accounts.iter().map(|a| Count { kind: a.harm, low: a.low, high: a.high }).collect();
    for (kind, sum) in [(HarmKind::Killed, &event.killed), (HarmKind::Injured, &event.injured)] {
        if let Some(h) = sum
            && !out.iter().any(|c| c.kind == kind)
        {
            out.push(Count { kind, low: h.low, high: h.high });
        }
    }
    out.sort_by_key(|c| (c.kind, c.low, c.high));
    out.dedup();
    out
}

fn spot(p: &PlacePart) -> Spot {
    Spot {
        name: p.name.clone(),
        admin1: p.admin1.clone(),
        point: p.lat.zip(p.lon),
        country: p.country.clone(),
        precision: p.precision.unwrap_or(Precision::Country),
    }
}

/// The day of an ISO 8601 day or moment.
pub(crate) fn day(iso: &str) -> Option<Date> {
    iso.get(..10)?.parse().ok()
}

/// A day so many days later; the same day at the ends of the calendar.
pub(crate) fn plus(date: Date, days: i32) -> Date {
    date.checked_add(i64::from(days).days()).unwrap_or(date)
}

/// Days from one day to another, negative if it is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |s| s.get_days())
}

#[cfg(test)]
#[path = "build_tests.rs"]
mod tests;
