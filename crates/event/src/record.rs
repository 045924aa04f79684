//! Writing the record down: ids, code points, codes.

use crate::claims::Claim;
use crate::cluster::Cluster;
use crate::confidence::calibrated;
use crate::fields::Party;
use crate::harm::Harm;
use crate::input::Input;
use crate::parties::Cast;
use diurna_core::record::{
    AccountPart, ActorPart, ClaimPart, EventPart, HarmPart, Mention, PartyPart, PlacePart, PublishedPart,
    Record, RegionPart, ReportPart, SCHEMA, SourcePart, TimePart, WhenPart, WherePart,
};
use diurna_core::{Document, Offsets, Status, TextSpan, TimeMention};
use std::collections::BTreeMap;

/// Writes the record.
pub(crate) fn write(
    input: &Input<'_>,
    cast: &Cast<'_>,
    clusters: &[Cluster],
    claims: &[Claim],
    answers: &[(usize, usize)],
) -> Record {
    let report = &input.document.report;
    let offsets = Offsets::new(&report.text);
    let at = |s: TextSpan| Mention {
        start: offsets.code_point(s.start as usize),
        end: offsets.code_point(s.end as usize),
    };
    let d = input.document;
    let spans = |list: &[TextSpan]| {
        let mut out: Vec<Mention> = list.iter().map(|s| at(*s)).collect();
        out.sort_by_key(|m| (m.start, m.end));
        out.dedup();
        out
    };

    let actors = cast
        .actors
        .iter()
        .enumerate()
        .map(|(i, a)| {
            let all: Vec<TextSpan> =
                input.actors.iter().chain(&cast.added).filter(|m| m.actor == i).map(|m| m.span).collect();
            let mut codes = BTreeMap::new();
            if let Some(key) = &a.key {
                codes.insert("diurna".to_string(), key.clone());
            }
            ActorPart {
                id: id('a', i),
                name: a.name.clone(),
                kind: a.kind,
                country: a.country.clone(),
                aliases: a.aliases.clone(),
                codes,
                mentions: spans(&all),
            }
        })
        .collect();

    let events = clusters
        .iter()
        .enumerate()
        .map(|(i, c)| {
            let kinds = |list: &[Party]| list.iter().map(|p| cast.actors[p.actor].kind).collect::<Vec<_>>();
            let triggers: Vec<TextSpan> =
                c.triggers.iter().map(|&t| d.text_span(input.reading.triggers[t].span)).collect();
            let parties = |list: &[Party]| {
                list.iter()
                    .map(|p| PartyPart {
                        actor: id('a', p.actor),
                        mentions: spans(&p.mentions),
                        score: round(p.score),
                    })
                    .collect()
            };
            let harm = |h: &Option<Harm>| {
                h.as_ref().map(|h| HarmPart { low: h.low, high: h.high, evidence: spans(&h.evidence) })
            };
            EventPart {
                id: id('e', i),
                r#type: c.root,
                mode: c.mode,
                codes: diurna_codes::codes_of_words(
                    c.root,
                    c.mode,
                    &kinds(&c.fields.agents),
                    &kinds(&c.fields.targets),
                    c.status,
                    triggers.first().map_or("", |s| s.of(&report.text)),
                ),
                status: c.status,
                mentions: spans(&triggers),
                agents: parties(&c.fields.agents),
                targets: parties(&c.fields.targets),
                instruments: spans(&c.fields.instruments),
                when: c.fields.time.map(|t| when(input, t, c)),
                r#where: c
                    .fields
                    .place
                    .and_then(|(m, _)| input.places[m].place)
                    .map(|p| WherePart { place: id('p', p) }),
                killed: harm(&c.fields.killed),
                injured: harm(&c.fields.injured),
                accounts: c
                    .fields
                    .accounts
                    .iter()
                    .map(|a| AccountPart {
                        harm: a.kind,
                        low: a.low,
                        high: a.high,
                        who: a.who.clone(),
                        side: a.side,
                        claim: a
                            .said
                            .and_then(|s| claims.iter().position(|k| k.attribution == s))
                            .map(|k| id('c', k)),
                        evidence: spans(&a.evidence),
                    })
                    .collect(),
                claims: claims
                    .iter()
                    .enumerate()
                    .filter(|(_, k)| k.about.contains(&i))
                    .map(|(k, _)| id('c', k))
                    .collect(),
                responds_to: answers.iter().filter(|(a, _)| *a == i).map(|(_, b)| id('e', *b)).collect(),
                score: round(calibrated(c.score)),
            }
        })
        .collect();

    let claim_parts = claims
        .iter()
        .enumerate()
        .map(|(i, k)| {
            let a = &input.reading.attributions[k.attribution];
            ClaimPart {
                id: id('c', i),
                source: a.source.map(|s| {
                    let m = at(d.text_span(s));
                    SourcePart {
                        start: m.start,
                        end: m.end,
                        actor: k.actor.map(|a| id('a', a)),
                        name: k.name.clone(),
                    }
                }),
                source_kind: k.kind,
                affiliation: k.affiliation.clone(),
                cue: a.cue.map(|s| at(d.text_span(s))),
                content: a.content.iter().map(|s| at(d.text_span(*s))).collect(),
                form: a.form,
                hedged: a.hedged,
                about: k.about.iter().map(|&e| id('e', e)).collect(),
            }
        })
        .collect();

    let places = input
        .place_list
        .iter()
        .enumerate()
        .map(|(i, p)| {
            let of: Vec<_> = input.places.iter().filter(|m| m.place == Some(i)).collect();
            let all: Vec<TextSpan> = of.iter().map(|m| m.span).collect();
            PlacePart {
                id: id('p', i),
                name: p.name.clone(),
                geonames: p.geonames,
                lat: Some(degrees(p.lat)),
                lon: Some(degrees(p.lon)),
                country: Some(p.country.clone()).filter(|c| !c.is_empty()),
                admin1: p.admin1.clone(),
                feature: Some(p.feature.clone()),
                precision: Some(p.precision),
                score: round(of.iter().map(|m| m.score).fold(0.0, f32::max)),
                mentions: spans(&all),
            }
        })
        .collect();

    Record {
        schema: SCHEMA.to_string(),
        producer: input.producer.clone(),
        report: ReportPart {
            id: report.id.clone(),
            source: report.source.clone(),
            url: report.url.clone(),
            title: report.title.clone(),
            publisher: report.publisher.clone(),
            authors: report.authors.clone(),
            published: report.published.map(|p| PublishedPart { value: p.date.to_string(), basis: p.basis }),
            retrieved: report.retrieved.clone(),
            language: report.language.clone(),
            text: report.text.to_string(),
            text_sha256: String::new(),
            regions: report
                .regions
                .iter()
                .map(|r| {
                    let m = at(r.span);
                    RegionPart { kind: r.kind, start: m.start, end: m.end }
                })
                .collect(),
        },
        actors,
        places,
        times: input
            .times
            .iter()
            .enumerate()
            .map(|(i, t)| {
                let m = at(t.span);
                let (from, to) = interval(t);
                TimePart {
                    id: id('t', i),
                    start: m.start,
                    end: m.end,
                    r#type: t.kind.to_string(),
                    value: t.value.clone(),
                    from,
                    to,
                    granularity: t.granularity.to_string(),
                    zone: t.zone.clone(),
                }
            })
            .collect(),
        events,
        claims: claim_parts,
    }
}

fn id(kind: char, index: usize) -> String {
    format!("{kind}{}", index + 1)
}

/// When an event was; what has gone on since a day lasts until the report.
fn when(input: &Input<'_>, (index, score): (usize, f32), c: &Cluster) -> WhenPart {
    let t = &input.times[index];
    let (from, mut to) = interval(t);
    let d = input.document;
    if let (Some((_, last)), Some(published)) = (t.days, d.report.published)
        && !is_told_of_then(input, c, t)
        && (goes_on_since(d, t) || c.status == Status::Ongoing && score > 0.35)
        && last < published.date
    {
        to = Some(published.date.to_string());
    }
    // A span of days has no time of day, and so no zone.
    let zone = t.zone.clone().filter(|_| from.as_ref().is_some_and(|f| f.contains('T')));
    WhenPart { time: id('t', index), from, to, zone }
}

/// "Rockets fell since Tuesday, when soldiers shot two": the shooting was on that day alone.
fn is_told_of_then(input: &Input<'_>, c: &Cluster, time: &TimeMention) -> bool {
    let d = input.document;
    let end = d.tokens_in(time.span).end as usize;
    let Some(when) = (end..end + 2).find(|&k| k < d.tokens.len() && d.lemma(k) == "when") else {
        return false;
    };
    let sentence = d.sentences[d.sentence_of(when)].tokens;
    c.triggers
        .iter()
        .map(|&t| input.reading.triggers[t].head as usize)
        .any(|h| sentence.covers(h) && h > when)
}

/// "Since Tuesday": what is told goes on.
pub(crate) fn goes_on_since(d: &Document, time: &TimeMention) -> bool {
    let start = d.tokens_in(time.span).start;
    d.lemma(start as usize) == "since" || start.checked_sub(1).is_some_and(|b| d.lemma(b as usize) == "since")
}

/// First and last moment as ISO 8601; a clock time is added to the first day where one is told.
fn interval(t: &TimeMention) -> (Option<String>, Option<String>) {
    let Some((from, to)) = t.days else { return (None, None) };
    match &t.clock {
        Some(clock) if from == to => (Some(format!("{from}T{clock}")), Some(format!("{to}T{clock}"))),
        _ => (Some(from.to_string()), Some(to.to_string())),
    }
}

fn round(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

fn degrees(x: f64) -> f64 {
    (x * 100_000.0).round() / 100_000.0
}
