//! Our own made-up incidents: which of the expected facts are found.
//!
//! Only what is expected counts here; what is found beside it is the business of the gold.

use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, ratio};
use crate::sets;
use crate::spans::{self, Span, norm};
use diurna_core::record::{ActorPart, ClaimPart, EventPart, HarmPart, PartyPart, PlacePart, Record};
use diurna_pipeline::Options;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Kilometres within which a place is the expected one.
const NEAR: f64 = 40.0;
/// Mean radius of the earth in kilometres.
const EARTH: f64 = 6371.0;
/// Kinds of facts, in the order to read them.
const KINDS: [&str; 13] = [
    "event",
    "place",
    "from",
    "killed",
    "injured",
    "claim_source",
    "claim_kind",
    "claim_hedged",
    "mode",
    "status",
    "agent",
    "target",
    "responds_to",
];

#[derive(Debug, Deserialize)]
struct Case {
    published: Option<String>,
    expect: Vec<Expected>,
}

#[derive(Debug, Deserialize)]
struct Expected {
    r#type: String,
    mode: Option<String>,
    status: String,
    agents: Vec<String>,
    targets: Vec<String>,
    place: Option<Place>,
    from: Option<String>,
    killed: Option<(u32, Option<u32>)>,
    injured: Option<(u32, Option<u32>)>,
    claims: Vec<ExpectedClaim>,
    /// Positions in `expect`.
    #[serde(default)]
    responds_to: Vec<usize>,
}

#[derive(Debug, Deserialize)]
struct Place {
    name: String,
    country: String,
    lat: f64,
    lon: f64,
}

#[derive(Debug, Deserialize)]
struct ExpectedClaim {
    source: String,
    kind: String,
    hedged: bool,
}

/// An expected fact and whether it was found.
struct Fact {
    kind: &'static str,
    /// Position of the expected event.
    event: usize,
    expected: Value,
    found: bool,
}

/// Reads every case that has its expectations beside it.
///
/// # Errors
/// Where a case cannot be read.
pub(crate) fn run(context: &Context, folder: &Path) -> Result<Outcome, Failure> {
    let paths = sets::files(folder, &[".txt", ".html"])?;
    let paths: Vec<_> = paths.into_iter().filter(|p| p.with_extension("json").is_file()).collect();
    if paths.is_empty() {
        let message = format!("{}: holds no case", folder.display());
        return Err(Failure::usage(message, "what the folder must hold: diurna-eval cases --help"));
    }
    let read = context.map(paths, |path| {
        let case: Case = sets::json(&path.with_extension("json"))?;
        let published =
            case.published.as_deref().map(|d| d.parse().map_err(|e| format!("{}: {e}", path.display())));
        let options = Options { published: published.transpose()?, ..Options::default() };
        let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let name = sets::name(&path);
        let record = context.pipeline().read(&name, &bytes, &options).map_err(|e| e.to_string())?;
        Ok::<_, Failure>((name, facts(&case.expect, &record)))
    });
    let (mut all, mut predictions) = (Vec::new(), Vec::new());
    let n = read.len();
    for result in read {
        let (name, facts) = result?;
        let shown = |f: &Fact| json!({"event": f.event, "fact": f.kind, "expected": f.expected});
        let missing: Vec<Value> = facts.iter().filter(|f| !f.found).map(shown).collect();
        predictions.push(json!({"case": name, "facts": facts.len(), "missing": missing}));
        all.extend(facts);
    }
    let mut figures = figures(&all);
    figures.push(Figure::count("cases", n));
    Ok(Outcome { figures, predictions })
}

fn figures(facts: &[Fact]) -> Vec<Figure> {
    let share = |name: &str, count: &str, of: &dyn Fn(&&Fact) -> bool| {
        let n = facts.iter().filter(of).count();
        let found = facts.iter().filter(of).filter(|f| f.found).count();
        Figure::share(name, ratio(found, n)).of(count, n)
    };
    let kinds = KINDS.iter().map(|kind| share(kind, &format!("{kind}.n"), &|f: &&Fact| f.kind == *kind));
    std::iter::once(share("found", "facts", &|_| true)).chain(kinds).collect()
}

/// Every expected fact. An event is found where one of its type is at its place; its other facts are looked for in the
/// event of its type that fits best.
fn facts(expect: &[Expected], record: &Record) -> Vec<Fact> {
    let seen = Seen::new(record);
    let pairs = seen.pair(expect);
    let paired = |i: usize| pairs.iter().find(|p| p.0 == i).map(|p| &record.events[p.1]);
    let mut out = Vec::new();
    for (i, e) in expect.iter().enumerate() {
        let mut add = |kind, expected: Value, found| out.push(Fact { kind, event: i, expected, found });
        let event = paired(i);
        let at = event.and_then(|f| seen.place(f));
        let there = e.place.as_ref().is_none_or(|p| at.is_some_and(|f| same_place(p, f)));
        add("event", json!(e.r#type), event.is_some() && there);
        if let Some(place) = &e.place {
            add("place", json!(place.name), record.places.iter().any(|f| same_place(place, f)));
        }
        if let Some(from) = &e.from {
            add("from", json!(from), event.and_then(day) == Some(from.as_str()));
        }
        let sums = [
            ("killed", e.killed, event.and_then(|f| f.killed.as_ref())),
            ("injured", e.injured, event.and_then(|f| f.injured.as_ref())),
        ];
        for (kind, sum, found) in sums {
            if let Some(sum) = sum {
                add(kind, json!(sum), found.is_some_and(|f| same_harm(sum, f)));
            }
        }
        if let Some(mode) = &e.mode {
            add("mode", json!(mode), event.and_then(|f| f.mode).is_some_and(|m| m.as_str() == mode));
        }
        add("status", json!(e.status), event.is_some_and(|f| f.status.as_str() == e.status));
        let sides = [
            ("agent", &e.agents, event.map(|f| &f.agents[..])),
            ("target", &e.targets, event.map(|f| &f.targets[..])),
        ];
        for (kind, names, found) in sides {
            names
                .iter()
                .for_each(|n| add(kind, json!(n), found.is_some_and(|f| f.iter().any(|p| seen.is(n, p)))));
        }
        for claim in &e.claims {
            let found = || seen.claims(&claim.source);
            add("claim_source", json!(claim.source), found().next().is_some());
            let of_kind = |c: &&ClaimPart| c.source_kind.is_some_and(|k| k.as_str() == claim.kind);
            add("claim_kind", json!([claim.source, claim.kind]), found().any(|c| of_kind(&c)));
            if claim.hedged {
                add("claim_hedged", json!(claim.source), found().any(|c| c.hedged));
            }
        }
        for &to in &e.responds_to {
            let linked = event.zip(paired(to)).is_some_and(|(f, t)| f.responds_to.contains(&t.id));
            add("responds_to", json!(to), linked);
        }
    }
    out
}

/// A record with what is needed to look things up in it.
struct Seen<'a> {
    record: &'a Record,
    text: Vec<char>,
}

impl<'a> Seen<'a> {
    fn new(record: &'a Record) -> Self {
        Self { record, text: record.report.text.chars().collect() }
    }

    fn place(&self, event: &EventPart) -> Option<&'a PlacePart> {
        let id = &event.r#where.as_ref()?.place;
        self.record.places.iter().find(|p| p.id == *id)
    }

    /// Expected and found events of one type, one to one, those that share most first.
    fn pair(&self, expect: &[Expected]) -> Vec<(usize, usize)> {
        let mut candidates = Vec::new();
        for (i, e) in expect.iter().enumerate() {
            for (j, f) in self.record.events.iter().enumerate() {
                if f.r#type.as_str() == e.r#type {
                    candidates.push((self.likeness(e, f), i, j));
                }
            }
        }
        candidates.sort_by_key(|&(weight, i, j)| (std::cmp::Reverse(weight), i, j));
        spans::one_to_one(expect.len(), self.record.events.len(), candidates.into_iter().map(|c| (c.1, c.2)))
    }

    fn likeness(&self, e: &Expected, f: &EventPart) -> usize {
        let place = e.place.as_ref().zip(self.place(f)).is_some_and(|(e, f)| same_place(e, f));
        let from = e.from.is_some() && e.from.as_deref() == day(f);
        let harm = |e: Option<(u32, Option<u32>)>, f: &Option<HarmPart>| {
            e.zip(f.as_ref()).is_some_and(|(e, f)| same_harm(e, f))
        };
        let sides = |names: &[String], found: &[PartyPart]| {
            names.iter().filter(|n| found.iter().any(|p| self.is(n, p))).count()
        };
        4 * usize::from(place)
            + 2 * usize::from(from)
            + 2 * usize::from(harm(e.killed, &f.killed))
            + 2 * usize::from(harm(e.injured, &f.injured))
            + 2 * usize::from(e.mode.as_deref() == f.mode.map(|m| m.as_str()))
            + usize::from(e.status == f.status.as_str())
            + sides(&e.agents, &f.agents)
            + sides(&e.targets, &f.targets)
    }

    /// Whether a side of an event is the expected one: by a name of the actor, or by the words of the report.
    fn is(&self, name: &str, party: &PartyPart) -> bool {
        let named = |a: &ActorPart| a.aliases.iter().chain([&a.name]).any(|n| norm(n) == norm(name));
        let actor = self.record.actors.iter().find(|a| a.id == party.actor);
        actor.is_some_and(named) || spans::same_mention(&self.spans(name), &spans::of(&party.mentions))
    }

    /// Claims whose source is named by those words, or is of that name.
    fn claims(&self, source: &str) -> impl Iterator<Item = &'a ClaimPart> + use<'a> {
        let (words, name) = (self.spans(source), norm(source));
        self.record.claims.iter().filter(move |c| {
            c.source.as_ref().is_some_and(|s| {
                spans::same_mention(&words, &[(s.start, s.end)])
                    || s.name.as_deref().is_some_and(|n| norm(n) == name)
            })
        })
    }

    /// Where those words stand in the report.
    fn spans(&self, words: &str) -> Vec<Span> {
        let words: Vec<char> = words.chars().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let starts = self.text.windows(words.len()).enumerate().filter(|(_, w)| *w == words);
        starts.map(|(i, _)| (i, i + words.len())).collect()
    }
}

fn same_place(expected: &Place, found: &PlacePart) -> bool {
    let at = found.lat.zip(found.lon);
    let near = at.is_some_and(|at| spans::km((expected.lat, expected.lon), at, EARTH) <= NEAR);
    near && found.country.as_deref() == Some(&expected.country)
}

fn same_harm(expected: (u32, Option<u32>), found: &HarmPart) -> bool {
    expected == (found.low, found.high)
}

fn day(event: &EventPart) -> Option<&str> {
    let from = event.when.as_ref()?.from.as_deref()?;
    Some(from.get(..10).unwrap_or(from))
}

#[cfg(test)]
#[path = "cases_tests.rs"]
mod tests;
