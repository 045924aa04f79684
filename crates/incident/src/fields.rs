//! The fields of an incident: accounts grouped by value, the best value, and whether accounts differ.

use crate::build::{day, days_between};
use diurna_core::codebook::{ActorKind, HarmKind, SourceKind};
use diurna_core::fold::fold;
use diurna_core::geo::distance_km;
use diurna_core::incident::{Account, Field, Harm, Interval, ListField, Party, Site, Value};
use diurna_core::record::{ActorPart, ClaimPart, EventPart, HarmPart, Mention, PartyPart, PlacePart, Record};
use diurna_core::resolved::Precision;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Kilometres from which two towns differ.
const APART: f64 = 30.0;
/// Values of a list that are as well supported as half of the best are among the best.
const HALF: usize = 2;

/// An event as a report tells it.
pub(crate) struct Told<'a> {
    pub(crate) record: &'a Record,
    pub(crate) event: &'a EventPart,
    copy: bool,
}

impl<'a> Told<'a> {
    pub(crate) fn new(record: &'a Record, event: &'a EventPart, copy: bool) -> Self {
        Self { record, event, copy }
    }

    /// An account of the report itself, or of the source of a claim.
    fn account(&self, claim: Option<&ClaimPart>, evidence: Vec<Mention>) -> Account {
        Account {
            report: self.record.report.id.clone(),
            event: self.event.id.clone(),
            claim: claim.map(|c| c.id.clone()),
            source: claim.and_then(|c| c.source.as_ref()).map(|s| {
                s.name.clone().unwrap_or_else(|| self.words(&Mention { start: s.start, end: s.end }))
            }),
            source_kind: claim.and_then(|c| c.source_kind),
            hedged: claim.is_some_and(|c| c.hedged),
            published: self.record.report.published.as_ref().map(|p| p.value.clone()),
            copy: self.copy,
            evidence,
        }
    }

    fn words(&self, m: &Mention) -> String {
        self.record.report.text.chars().skip(m.start).take(m.end.saturating_sub(m.start)).collect()
    }

    /// The narrowest claim that says those words.
    fn claim(&self, evidence: &[Mention]) -> Option<&'a ClaimPart> {
        let within = |c: &&ClaimPart| {
            let holds = |e: &Mention| c.content.iter().any(|s| s.start <= e.start && e.end <= s.end);
            !evidence.is_empty() && evidence.iter().all(holds)
        };
        let length = |c: &&ClaimPart| c.content.iter().map(|m| m.end - m.start).sum::<usize>();
        self.record.claims.iter().filter(within).min_by_key(length)
    }
}

/// Accounts grouped by equal values, in the order in which the values are first told.
fn group<T>(told: Vec<(T, Account)>, same: impl Fn(&T, &T) -> bool) -> Vec<Value<T>> {
    let mut out: Vec<Value<T>> = Vec::new();
    for (value, account) in told {
        match out.iter_mut().find(|v| same(&v.value, &value)) {
            Some(v) => {
                let twin = |a: &&mut Account| {
                    (&a.report, &a.event, &a.claim) == (&account.report, &account.event, &account.claim)
                };
                match v.accounts.iter_mut().find(twin) {
                    Some(a) => {
                        a.evidence.extend(account.evidence);
                        a.evidence.sort_by_key(|m| (m.start, m.end));
                        a.evidence.dedup();
                    }
                    None => v.accounts.push(account),
                }
            }
            None => out.push(Value { value, accounts: vec![account] }),
        }
    }
    for v in &mut out {
        v.accounts.sort_by(|x, y| standing(y).cmp(&standing(x)).then_with(|| order(x).cmp(&order(y))));
    }
    out
}

/// The order of publication, then of ids.
fn order(a: &Account) -> (bool, Option<&str>, &str, &str, Option<&str>) {
    (a.published.is_none(), a.published.as_deref(), &a.report, &a.event, a.claim.as_deref())
}

/// How well an account stands: no copy, on the record, not hedged; a source before the report's own words.
fn standing(a: &Account) -> (bool, bool, bool, bool) {
    (!a.copy, on_record(a), !a.hedged, a.claim.is_some())
}

/// Whether somebody answers for an account: a source that is named or is a body, or the report itself.
fn on_record(a: &Account) -> bool {
    match (&a.claim, a.source_kind) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(_), Some(kind)) => !matches!(
            kind,
            SourceKind::UnnamedOfficial | SourceKind::UnnamedPerson | SourceKind::Witness | SourceKind::Media
        ),
    }
}

/// Reports that give a value and do not repeat others.
fn support<T>(v: &Value<T>) -> usize {
    v.accounts.iter().filter(|a| !a.copy).map(|a| &a.report).collect::<BTreeSet<_>>().len()
}

/// A field whose values stand in order; the first is the best.
fn field<T: Clone>(values: Vec<Value<T>>, differs: bool) -> Field<T> {
    Field { best: values.first().map(|v| v.value.clone()), differs, values }
}

/// Whether any two values cannot both be true.
fn conflict<T>(values: &[Value<T>], clash: impl Fn(&T, &T) -> bool) -> bool {
    values.iter().enumerate().any(|(i, x)| values[i + 1..].iter().any(|y| clash(&x.value, &y.value)))
}

/// Killed, injured, missing, detained.
pub(crate) fn harm(told: &[Told]) -> [Field<Harm>; 4] {
    [HarmKind::Killed, HarmKind::Injured, HarmKind::Missing, HarmKind::Detained].map(|kind| {
        let all = told.iter().flat_map(|t| harm_of(t, kind)).collect();
        let mut values = group(all, |x: &Harm, y| x == y);
        values.sort_by(better_count);
        let clash = |x: &Harm, y: &Harm| x.who == y.who && x.side == y.side && apart(x, y);
        let differs = conflict(&values, clash);
        // A part of a toll is no toll.
        let mut out = field(values, differs);
        out.best = out.best.filter(|h| h.who.is_none() || out.values.iter().all(|v| v.value.who.is_some()));
        out
    })
}

fn harm_of(t: &Told, kind: HarmKind) -> Vec<(Harm, Account)> {
    let mut accounts: Vec<(Harm, Account)> = t
        .event
        .accounts
        .iter()
        .filter(|a| a.harm == kind)
        .map(|a| {
            let claim = a.claim.as_ref().and_then(|id| t.record.claims.iter().find(|c| c.id == *id));
            let harm = Harm { kind, low: a.low, high: a.high, who: a.who.clone(), side: a.side };
            (harm, t.account(claim, a.evidence.clone()))
        })
        .collect();
    let sum: Option<&HarmPart> = match kind {
        HarmKind::Killed => t.event.killed.as_ref(),
        HarmKind::Injured => t.event.injured.as_ref(),
        HarmKind::Missing | HarmKind::Detained => None,
    };
    // "Six soldiers and two rebels died": the parts alone would hide how many died in all.
    if let Some(h) = sum
        && accounts.iter().all(|(part, _)| part.who.is_some() && part.low < h.low)
    {
        let harm = Harm { kind, low: h.low, high: h.high, who: None, side: None };
        accounts.push((harm, t.account(t.claim(&h.evidence), h.evidence.clone())));
    }
    accounts
}

fn apart(x: &Harm, y: &Harm) -> bool {
    x.high.is_some_and(|h| h < y.low) || y.high.is_some_and(|h| h < x.low)
}

/// The better count first.
fn better_count(x: &Value<Harm>, y: &Value<Harm>) -> Ordering {
    fn key(v: &Value<Harm>) -> impl Ord + '_ {
        let best =
            v.accounts.iter().map(|a| (!a.copy, on_record(a), !a.hedged, a.published.as_deref())).max();
        (v.value.who.is_none(), best, support(v))
    }
    // Of two tolls that stand alike, the higher: tolls rise.
    key(y).cmp(&key(x)).then_with(|| y.value.cmp(&x.value))
}

/// When it was.
pub(crate) fn when(told: &[Told]) -> Field<Interval> {
    let mut all = Vec::new();
    for t in told {
        let Some(w) = &t.event.when else { continue };
        let Some(from) = w.from.clone().or_else(|| w.to.clone()) else { continue };
        let to = w.to.clone().unwrap_or_else(|| from.clone());
        let time = t.record.times.iter().find(|x| x.id == w.time);
        let evidence = time.map(|x| Mention { start: x.start, end: x.end }).into_iter().collect();
        all.push((Interval { from, to, zone: w.zone.clone() }, t.account(None, evidence)));
    }
    let mut values = group(all, |x: &Interval, y| x == y);
    let length = |i: &Interval| day(&i.from).zip(day(&i.to)).map_or(i32::MAX, |(f, t)| days_between(f, t));
    values.sort_by(|x, y| {
        let key = |v: &Value<Interval>| (std::cmp::Reverse(support(v)), length(&v.value), v.value.clone());
        key(x).cmp(&key(y))
    });
    let differs = conflict(&values, |x: &Interval, y| {
        let days = |i: &Interval| day(&i.from).zip(day(&i.to));
        days(x).zip(days(y)).is_some_and(|(x, y)| x.1 < y.0 || y.1 < x.0)
    });
    field(values, differs)
}

/// Where it was.
pub(crate) fn site(told: &[Told]) -> Field<Site> {
    let mut all = Vec::new();
    for t in told {
        let place = t.event.r#where.as_ref().and_then(|w| t.record.places.iter().find(|p| p.id == w.place));
        if let Some(p) = place {
            all.push((
                Site {
                    name: p.name.clone(),
                    geonames: p.geonames,
                    lat: p.lat,
                    lon: p.lon,
                    country: p.country.clone(),
                    admin1: p.admin1.clone(),
                    feature: p.feature.clone(),
                    precision: p.precision,
                },
                t.account(None, nearest(p, t.event)),
            ));
        }
    }
    let same = |x: &Site, y: &Site| match (x.geonames, y.geonames) {
        (Some(a), Some(b)) => a == b,
        _ => x.name == y.name && x.country == y.country,
    };
    let mut values = group(all, same);
    values.sort_by(|x, y| {
        // A country says little, however many name it.
        let coarse = |v: &Value<Site>| v.value.precision.is_none_or(|p| p >= Precision::Province);
        let key = |v: &Value<Site>| {
            (
                coarse(v),
                std::cmp::Reverse(support(v)),
                v.value.precision,
                v.value.name.clone(),
                v.value.geonames,
            )
        };
        key(x).cmp(&key(y))
    });
    let differs = conflict(&values, |x: &Site, y| {
        let fine = |s: &Site| s.precision.is_some_and(|p| p < Precision::Province);
        let countries = x.country.is_some() && y.country.is_some() && x.country != y.country;
        let far = match (x.lat.zip(x.lon), y.lat.zip(y.lon)) {
            (Some((a, b)), Some((c, d))) if fine(x) && fine(y) => distance_km(a, b, c, d) > APART,
            _ => false,
        };
        countries || far
    });
    field(values, differs)
}

/// The mention of a place that stands nearest to a trigger.
fn nearest(place: &PlacePart, event: &EventPart) -> Vec<Mention> {
    let gap = |m: &&Mention| {
        let to = event.mentions.iter().map(|t| m.start.abs_diff(t.start));
        (to.min().unwrap_or(usize::MAX), m.start)
    };
    place.mentions.iter().min_by_key(gap).copied().into_iter().collect()
}

/// Who did it; accounts differ where two reports name actors and none of them in common.
pub(crate) fn agents(told: &[Told]) -> ListField<Party> {
    let mut out = parties(told, |e| &e.agents);
    let named = |v: &&Value<Party>| is_force(&v.value);
    let forces: Vec<&Value<Party>> = out.values.iter().filter(named).collect();
    let of = |report: &str| -> BTreeSet<usize> {
        let by = |v: &&Value<Party>| v.accounts.iter().any(|a| a.report == report);
        forces.iter().enumerate().filter(|(_, v)| by(v)).map(|(i, _)| i).collect()
    };
    let reports: BTreeSet<&str> =
        forces.iter().flat_map(|v| &v.accounts).map(|a| a.report.as_str()).collect();
    let sets: Vec<BTreeSet<usize>> = reports.into_iter().map(of).collect();
    let differs = sets.iter().enumerate().any(|(i, x)| sets[i + 1..].iter().any(|y| x.is_disjoint(y)));
    out.differs = differs;
    out
}

/// To whom or what; all of them can be true together.
pub(crate) fn targets(told: &[Told]) -> ListField<Party> {
    parties(told, |e| &e.targets)
}

/// A force that is named, so that another one is another account of who it was.
fn is_force(p: &Party) -> bool {
    p.codes.contains_key("diurna")
        && matches!(
            p.kind,
            ActorKind::State | ActorKind::Military | ActorKind::Police | ActorKind::ArmedGroup
        )
}

fn parties(told: &[Told], side: impl Fn(&EventPart) -> &Vec<PartyPart>) -> ListField<Party> {
    let mut all = Vec::new();
    let mut aliases: Vec<(Party, BTreeSet<String>)> = Vec::new();
    for t in told {
        for p in side(t.event) {
            let Some(actor) = t.record.actors.iter().find(|a| a.id == p.actor) else { continue };
            let names: BTreeSet<String> =
                actor.aliases.iter().chain([&actor.name]).map(|n| fold(n)).collect();
            // One actor keeps the name under which it was met first.
            let known = aliases.iter().position(|(q, n)| same_party(q, n, actor, &names));
            let party = match known {
                Some(i) => {
                    aliases[i].1.extend(names);
                    aliases[i].0.clone()
                }
                None => {
                    let party = Party {
                        name: actor.name.clone(),
                        kind: actor.kind,
                        country: actor.country.clone(),
                        codes: actor.codes.clone(),
                    };
                    aliases.push((party.clone(), names));
                    party
                }
            };
            all.push((party, t.account(None, p.mentions.clone())));
        }
    }
    let values = group(all, |x: &Party, y| x == y);
    list(values, |p| (!p.codes.is_empty(), p.name.chars().next().is_some_and(char::is_uppercase)))
}

fn same_party(p: &Party, names: &BTreeSet<String>, actor: &ActorPart, others: &BTreeSet<String>) -> bool {
    match (p.codes.get("diurna"), actor.codes.get("diurna")) {
        (Some(a), Some(b)) => a == b,
        _ => p.kind == actor.kind && !names.is_disjoint(others),
    }
}

/// With what, in lower case without an article.
pub(crate) fn instruments(told: &[Told]) -> ListField<String> {
    let mut all = Vec::new();
    for t in told {
        for m in &t.event.instruments {
            let words = t.words(m).to_lowercase();
            let plain = ["a ", "an ", "the ", "its ", "their "].iter().find_map(|a| words.strip_prefix(a));
            let plain = plain.unwrap_or(&words).trim().to_owned();
            // A lone article is a slip of the reader.
            if plain.chars().filter(|c| c.is_alphabetic()).count() > 1 {
                all.push((plain, t.account(None, vec![*m])));
            }
        }
    }
    list(group(all, |x: &String, y| x == y), |_| (false, false))
}

/// Best supported first, named ones before others; the best are those with half the support of the first.
fn list<T: Clone>(mut values: Vec<Value<T>>, named: impl Fn(&T) -> (bool, bool)) -> ListField<T> {
    let key = |v: &Value<T>| std::cmp::Reverse((support(v), named(&v.value)));
    values.sort_by_key(key);
    let most = values.first().map_or(0, support);
    let best = values.iter().filter(|v| support(v) * HALF >= most.max(1)).map(|v| v.value.clone()).collect();
    ListField { best, differs: false, values }
}
