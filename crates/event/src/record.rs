//! Writing the record down: ids, code points, codes.

use crate::accounts::Account;
use crate::claims::Claim;
use crate::cluster::Cluster;
use crate::confidence::calibrated;
use crate::fields::{Fields, Party};
use crate::harm::Harm;
use crate::input::Input;
use crate::parties::Cast;
use diurna_core::record::{
    AccountPart, ActorPart, ClaimPart, EventPart, HarmPart, Mention, PartyPart, PlacePart, PublishedPart,
    Record, RegionPart, ReportPart, SCHEMA, SourcePart, TimePart, WhenPart, WherePart,
};
use diurna_core::{
    Actor, ActorKind, Document, HarmKind, Offsets, PlaceMention, Side, Status, TextSpan, TimeMention,
};

/// Writes the record.
pub(crate) fn write(
    input: &Input<'_>,
    cast: &Cast<'_>,
    clusters: &[Cluster],
    claims: &[Claim],
    answers: &[(usize, usize)],
) -> Record {
    let pen = Pen::new(input, cast, clusters, claims, answers);
    Record {
        schema: SCHEMA.to_string(),
        producer: input.producer.clone(),
        report: pen.report(),
        actors: (0..cast.actors.len()).map(|i| pen.actor(i)).collect(),
        places: (0..input.place_list.len()).map(|i| pen.place(i)).collect(),
        times: (0..input.times.len()).map(|i| pen.time(i)).collect(),
        events: (0..clusters.len()).map(|i| pen.event(i)).collect(),
        claims: (0..claims.len()).map(|i| pen.claim(i)).collect(),
    }
}

/// What is written down: each part of the record is called by its index.
struct Pen<'a> {
    input: &'a Input<'a>,
    cast: &'a Cast<'a>,
    clusters: &'a [Cluster],
    claims: &'a [Claim],
    offsets: Offsets<'a>,
    /// By actor, the words that mention it.
    mentions: Vec<Vec<TextSpan>>,
    /// By place, the names that mean it.
    toponyms: Vec<Vec<&'a PlaceMention>>,
    /// By event, the claims that concern it.
    claimed: Vec<Vec<usize>>,
    /// By event, those that it answers.
    answered: Vec<Vec<usize>>,
}

impl<'a> Pen<'a> {
    fn new(
        input: &'a Input<'a>,
        cast: &'a Cast<'a>,
        clusters: &'a [Cluster],
        claims: &'a [Claim],
        answers: &[(usize, usize)],
    ) -> Self {
        let mentions = input.actors.iter().chain(&cast.added).map(|m| (m.actor, m.span));
        let toponyms = input.places.iter().filter_map(|m| Some((m.place?, m)));
        let claimed =
            claims.iter().enumerate().flat_map(|(k, c)| c.about.iter().map(move |&event| (event, k)));
        Self {
            input,
            cast,
            clusters,
            claims,
            offsets: Offsets::new(&input.document.report.text),
            mentions: grouped(cast.actors.len(), mentions),
            toponyms: grouped(input.place_list.len(), toponyms),
            claimed: grouped(clusters.len(), claimed),
            answered: grouped(clusters.len(), answers.iter().copied()),
        }
    }

    /// A span in code points.
    fn at(&self, span: TextSpan) -> Mention {
        Mention {
            start: self.offsets.code_point(span.start as usize),
            end: self.offsets.code_point(span.end as usize),
        }
    }

    /// Spans in text order, each once.
    fn spans(&self, list: impl IntoIterator<Item = TextSpan>) -> Vec<Mention> {
        let mut out: Vec<Mention> = list.into_iter().map(|s| self.at(s)).collect();
        out.sort_by_key(|m| (m.start, m.end));
        out.dedup();
        out
    }

    fn report(&self) -> ReportPart {
        let report = &self.input.document.report;
        let regions = report.regions.iter().map(|r| {
            let Mention { start, end } = self.at(r.span);
            RegionPart { kind: r.kind, start, end }
        });
        ReportPart {
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
            regions: regions.collect(),
        }
    }

    fn actor(&self, i: usize) -> ActorPart {
        let a = &self.cast.actors[i];
        ActorPart {
            id: id('a', i),
            name: a.name.clone(),
            kind: a.kind,
            country: a.country.clone(),
            aliases: a.aliases.clone(),
            codes: a.key.iter().map(|key| ("diurna".to_string(), key.clone())).collect(),
            mentions: self.spans(self.mentions[i].iter().copied()),
        }
    }

    fn place(&self, i: usize) -> PlacePart {
        let p = &self.input.place_list[i];
        let toponyms = &self.toponyms[i];
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
            score: round(toponyms.iter().map(|m| m.score).fold(0.0, f32::max)),
            mentions: self.spans(toponyms.iter().map(|m| m.span)),
        }
    }

    fn time(&self, i: usize) -> TimePart {
        let t = &self.input.times[i];
        let Mention { start, end } = self.at(t.span);
        let (from, to) = interval(t);
        TimePart {
            id: id('t', i),
            start,
            end,
            r#type: t.kind.to_string(),
            value: t.value.clone(),
            from,
            to,
            granularity: t.granularity.to_string(),
            zone: t.zone.clone(),
        }
    }

    fn event(&self, i: usize) -> EventPart {
        let (d, c) = (self.input.document, &self.clusters[i]);
        let fields = &c.fields;
        let actor = |p: &Party| &self.cast.actors[p.actor];
        let agent = |a: &Actor| diurna_codes::kind_of_agent(c.root, c.mode, a.kind, &a.name);
        let target = |a: &Actor| diurna_codes::kind_of(a.kind, &a.name);
        let agents: Vec<ActorKind> = fields.agents.iter().map(actor).map(agent).collect();
        let targets: Vec<ActorKind> = fields.targets.iter().map(actor).map(target).collect();
        let triggers: Vec<TextSpan> =
            c.triggers.iter().map(|&t| d.text_span(self.input.reading.triggers[t].span)).collect();
        let place = fields.place.and_then(|(m, _)| self.input.places[m].place);
        EventPart {
            id: id('e', i),
            r#type: c.root,
            mode: c.mode,
            codes: diurna_codes::codes_of(&diurna_codes::Act {
                root: c.root,
                mode: c.mode,
                agents: &agents,
                targets: &targets,
                status: c.status,
                words: triggers.first().map_or("", |s| s.of(&d.report.text)),
                deadly: is_deadly(fields),
            }),
            status: c.status,
            mentions: self.spans(triggers),
            agents: self.parties(&fields.agents),
            targets: self.parties(&fields.targets),
            instruments: self.spans(fields.instruments.iter().copied()),
            when: fields.time.map(|t| when(self.input, t, c)),
            r#where: place.map(|p| WherePart { place: id('p', p) }),
            killed: self.harm(fields.killed.as_ref()),
            injured: self.harm(fields.injured.as_ref()),
            accounts: fields.accounts.iter().map(|a| self.account(a)).collect(),
            claims: self.claimed[i].iter().map(|&k| id('c', k)).collect(),
            responds_to: self.answered[i].iter().map(|&e| id('e', e)).collect(),
            score: round(calibrated(c.score)),
        }
    }

    fn parties(&self, list: &[Party]) -> Vec<PartyPart> {
        list.iter()
            .map(|p| PartyPart {
                actor: id('a', p.actor),
                mentions: self.spans(p.mentions.iter().copied()),
                score: round(p.score),
            })
            .collect()
    }

    fn harm(&self, harm: Option<&Harm>) -> Option<HarmPart> {
        harm.map(|h| HarmPart { low: h.low, high: h.high, evidence: self.spans(h.evidence.iter().copied()) })
    }

    fn account(&self, a: &Account) -> AccountPart {
        // Claims come one an attribution, in their order.
        let claim = a.said.filter(|&s| s < self.claims.len());
        AccountPart {
            harm: a.kind,
            low: a.low,
            high: a.high,
            who: a.who.clone(),
            side: a.side,
            claim: claim.map(|k| id('c', k)),
            evidence: self.spans(a.evidence.iter().copied()),
        }
    }

    fn claim(&self, i: usize) -> ClaimPart {
        let (d, k) = (self.input.document, &self.claims[i]);
        let a = &self.input.reading.attributions[k.attribution];
        ClaimPart {
            id: id('c', i),
            source: a.source.map(|s| {
                let Mention { start, end } = self.at(d.text_span(s));
                SourcePart { start, end, actor: k.actor.map(|a| id('a', a)), name: k.name.clone() }
            }),
            source_kind: k.kind,
            affiliation: k.affiliation.clone(),
            cue: a.cue.map(|s| self.at(d.text_span(s))),
            content: a.content.iter().map(|s| self.at(d.text_span(*s))).collect(),
            form: a.form,
            hedged: a.hedged,
            about: k.about.iter().map(|&e| id('e', e)).collect(),
        }
    }
}

/// Things by the number of what they belong to, in the order in which they come.
pub(crate) fn grouped<T>(count: usize, things: impl Iterator<Item = (usize, T)>) -> Vec<Vec<T>> {
    let mut out: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(count).collect();
    for (owner, thing) in things {
        if let Some(own) = out.get_mut(owner) {
            own.push(thing);
        }
    }
    out
}

/// Whether more were killed than those who acted lost themselves.
fn is_deadly(fields: &Fields) -> bool {
    let own = fields.accounts.iter().filter(|a| a.kind == HarmKind::Killed && a.side == Some(Side::Agent));
    let lost = own.map(|a| a.low).max().unwrap_or(0);
    fields.killed.as_ref().is_some_and(|dead| dead.low > lost)
}

fn id(kind: char, index: usize) -> String {
    format!("{kind}{}", index + 1)
}

/// When an event was; what has gone on since a day lasts until the report.
fn when(input: &Input<'_>, (index, score): (usize, f32), c: &Cluster) -> WhenPart {
    let t = &input.times[index];
    let (from, mut to) = interval(t);
    let d = input.document;
    if let (Some((first, last)), Some(published)) = (t.days, d.report.published) {
        let lasts = goes_on_since(d, t)
            || is_after_clause(input, c, t)
            || c.status == Status::Ongoing && score > 0.35;
        // "Arrested this week": what took place did so before the report.
        let ahead = c.is_fact() && first <= published.date && published.date < last;
        if lasts && last < published.date && !is_told_of_then(input, c, t) || ahead {
            to = Some(published.date.to_string());
        }
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

/// "Shelled the town since talks failed on Tuesday": the shelling, not the failure, lasts from that day on.
fn is_after_clause(input: &Input<'_>, c: &Cluster, time: &TimeMention) -> bool {
    let d = input.document;
    let Some(last) = d.tokens_in(time.span).range().last() else { return false };
    let is_since = |at: &usize| d.children(*at).any(|k| d.is_dep(k, "mark") && d.lemma(k) == "since");
    let Some(clause) = std::iter::successors(Some(last), |&t| d.head(t)).take(8).find(is_since) else {
        return false;
    };
    let mut heads = c.triggers.iter().map(|&t| input.reading.triggers[t].head as usize);
    heads.all(|h| !d.is_under(h, clause))
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

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn things_keep_their_order_under_what_they_belong_to() {
        let things = [(2, 'a'), (0, 'b'), (2, 'c'), (7, 'd'), (0, 'e')];
        assert_eq!(grouped(3, things.into_iter()), [vec!['b', 'e'], vec![], vec!['a', 'c']]);
        assert_eq!(grouped(0, things.into_iter()), Vec::<Vec<char>>::new());
    }
}
