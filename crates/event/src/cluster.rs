//! Which triggers tell of one event.

use crate::discourse;
use crate::fields::{Fields, Party, add};
use crate::harm::{self, Harm};
use crate::input::Input;
use crate::record::goes_on_since;
use crate::retold;
use crate::wording::{self, Wording};
use diurna_core::{Actor, ActorKind, LinkKind, Mode, RegionKind, Root, Status, TextSpan, Trigger};

/// An event in the making: one or more triggers.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    /// Indices of triggers in text order.
    pub(crate) triggers: Vec<usize>,
    pub(crate) root: Root,
    pub(crate) mode: Option<Mode>,
    pub(crate) status: Status,
    pub(crate) fields: Fields,
    pub(crate) score: f32,
    /// The headline tells of a thing of this root and mode.
    pub(crate) told_in_title: bool,
    /// Done again and again over a time.
    pub(crate) series: bool,
}

impl Cluster {
    /// The sentences of its triggers.
    pub(crate) fn sentences(&self, input: &Input<'_>) -> impl Iterator<Item = usize> {
        self.triggers.iter().map(|&t| input.document.sentence_of(input.reading.triggers[t].head as usize))
    }

    /// True where the headline tells of it.
    pub(crate) fn is_titled(&self, input: &Input<'_>) -> bool {
        self.sentences(input).any(|s| input.document.sentences[s].region == RegionKind::Title)
    }

    /// True for what took place or goes on.
    pub(crate) fn is_fact(&self) -> bool {
        class(self.status) == class(Status::Happened)
    }
}

/// Brings the triggers of a report together.
pub(crate) fn cluster(input: &Input<'_>, actors: &[Actor], fields: &[Fields]) -> Vec<Cluster> {
    let triggers = &input.reading.triggers;
    let wordings = wording::all(input);
    // The body first, then title and captions, which only point at what the body tells; denials last, as they may stand before
    // what they deny is told.
    let mut order: Vec<usize> = (0..triggers.len()).collect();
    order.sort_by_key(|&i| (triggers[i].status == Status::Denied, wordings[i].region != RegionKind::Body));
    let mut growing = Growing::new(input, actors, fields, &wordings);
    for i in order {
        growing.place(i);
    }
    let mut out = growing.clusters;
    for c in &mut out {
        c.triggers.sort_unstable();
    }
    out.sort_by_key(|c| c.triggers.first().copied());
    out
}

/// The clusters so far.
struct Growing<'a> {
    input: &'a Input<'a>,
    actors: &'a [Actor],
    fields: &'a [Fields],
    wordings: &'a [Wording<'a>],
    /// What the headline tells.
    headlines: Vec<(Root, Option<Mode>)>,
    /// By trigger, what it is linked with, either way.
    near: Vec<Vec<(LinkKind, usize)>>,
    /// By trigger, those that the words set apart from it in time.
    apart: Vec<Vec<usize>>,
    /// By trigger, the cluster it is in.
    home: Vec<Option<usize>>,
    clusters: Vec<Cluster>,
    /// By cluster, where and in which words it is told.
    words: Vec<Words<'a>>,
}

impl<'a> Growing<'a> {
    fn new(
        input: &'a Input<'a>,
        actors: &'a [Actor],
        fields: &'a [Fields],
        wordings: &'a [Wording<'a>],
    ) -> Self {
        let triggers = &input.reading.triggers;
        let titled = triggers.iter().zip(wordings).filter(|(_, w)| w.region == RegionKind::Title);
        let mut near: Vec<Vec<(LinkKind, usize)>> = vec![Vec::new(); triggers.len()];
        for l in &input.reading.links {
            near[l.from].push((l.kind, l.to));
            near[l.to].push((l.kind, l.from));
        }
        Self {
            input,
            actors,
            fields,
            wordings,
            headlines: titled.map(|(t, _)| (t.root, t.mode)).collect(),
            near,
            apart: wording::apart(input, wordings),
            home: vec![None; triggers.len()],
            clusters: Vec::new(),
            words: Vec::new(),
        }
    }

    /// Lets a trigger join the cluster that most speaks for, or begin one.
    fn place(&mut self, i: usize) {
        let (t, f, w) = (&self.input.reading.triggers[i], &self.fields[i], &self.wordings[i]);
        let best = (0..self.clusters.len())
            .filter_map(|c| self.affinity(i, c).map(|a| (a, c)))
            .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        match best {
            Some((a, c)) if a > 0 => {
                join(self.input, &mut self.clusters[c], i, f, w.region);
                self.words[c].add(w);
                self.home[i] = Some(c);
            }
            _ if t.anaphoric || matches!(w.region, RegionKind::Caption | RegionKind::Boilerplate) => {}
            _ => {
                let mut headlines = self.headlines.iter();
                self.home[i] = Some(self.clusters.len());
                self.clusters.push(Cluster {
                    triggers: vec![i],
                    root: t.root,
                    mode: t.mode,
                    status: t.status,
                    fields: f.clone(),
                    score: t.score,
                    told_in_title: headlines.any(|&(root, mode)| root == t.root && modes_agree(mode, t.mode)),
                    series: w.series,
                });
                self.words.push(Words::of(w));
            }
        }
    }

    /// How much speaks for a trigger's joining a cluster; `None` where something forbids it.
    fn affinity(&self, i: usize, c: usize) -> Option<i32> {
        let (t, cluster) = (&self.input.reading.triggers[i], &self.clusters[c]);
        if !is_of_one_kind(t, cluster) {
            return None;
        }
        let is_in = |k: usize| self.home[k] == Some(c);
        let linked = |kind: LinkKind| self.near[i].iter().any(|&(k, other)| k == kind && is_in(other));
        let meeting = Meeting {
            input: self.input,
            actors: self.actors,
            same: linked(LinkKind::Same),
            alike: linked(LinkKind::Alike),
            answers: linked(LinkKind::RespondsTo),
            apart: self.apart[i].iter().any(|&other| is_in(other)),
            c: cluster,
            words: &self.words[c],
            t,
            w: &self.wordings[i],
            f: &self.fields[i],
        };
        meeting.affinity()
    }
}

/// The same root, and both facts or both not. "The incident" takes up any attack.
fn is_of_one_kind(t: &Trigger, c: &Cluster) -> bool {
    let root = t.root == c.root || t.anaphoric && c.root == Root::Assault;
    root && (class(t.status) == class(c.status) || t.anaphoric || is_denial(t, c))
}

/// What is denied is what others tell.
fn is_denial(t: &Trigger, c: &Cluster) -> bool {
    t.status == Status::Denied && class(c.status) == class(Status::Happened)
}

/// Where and in which words a cluster is told.
struct Words<'a> {
    /// Its sentences, in order.
    sentences: Vec<usize>,
    /// Each of its words once.
    lemmas: Vec<&'a str>,
}

impl<'a> Words<'a> {
    fn of(w: &Wording<'a>) -> Self {
        Self { sentences: vec![w.sentence], lemmas: vec![w.lemma] }
    }

    fn add(&mut self, w: &Wording<'a>) {
        if let Err(at) = self.sentences.binary_search(&w.sentence) {
            self.sentences.insert(at, w.sentence);
        }
        if !self.lemmas.contains(&w.lemma) {
            self.lemmas.push(w.lemma);
        }
    }

    /// Sentences from one to the nearest of these.
    fn gap(&self, sentence: usize) -> i32 {
        let at = self.sentences.partition_point(|s| *s < sentence);
        let around = [at.checked_sub(1), Some(at)].into_iter().flatten();
        let gaps = around.filter_map(|i| Some(self.sentences.get(i)?.abs_diff(sentence)));
        gaps.min().and_then(|gap| i32::try_from(gap).ok()).unwrap_or(99)
    }
}

/// What it counts that the sentence says so: more than all else together.
const SAME: i32 = 1000;

/// What it counts that the reader takes two triggers for one event.
const ALIKE: i32 = 26;

/// A trigger before a cluster that it may join.
///
/// What speaks for it and against it is counted in whole numbers, moved one after the other on a grid to where both sets of reports
/// (`gold/dev`, `eval/more`) and half the training gold gained by the mean of fields. What gave nothing more: that a cluster is told in the
/// headline or has many triggers, the same dead without a verb of dying, another way of acting or another status.
struct Meeting<'a> {
    input: &'a Input<'a>,
    actors: &'a [Actor],
    /// The sentence says that it tells of the cluster.
    same: bool,
    /// The reader takes both for one event.
    alike: bool,
    /// One of the two answers the other.
    answers: bool,
    /// The sentence says that they were at two times.
    apart: bool,
    c: &'a Cluster,
    words: &'a Words<'a>,
    t: &'a Trigger,
    w: &'a Wording<'a>,
    f: &'a Fields,
}

impl Meeting<'_> {
    /// How much speaks for joining a cluster of the same kind; `None` where something forbids it.
    fn affinity(&self) -> Option<i32> {
        if self.apart {
            return None;
        }
        if self.same {
            return Some(SAME);
        }
        if self.is_series() {
            return None;
        }
        // What answers an event is not that event.
        if !modes_agree(self.t.mode, self.c.mode) || self.answers {
            return None;
        }
        let link = if self.alike || is_denial(self.t, self.c) { ALIKE } else { 0 };
        let least = match self.c.root {
            Root::Assault => 4,
            r if r.is_physical() => 18,
            _ => 24,
        };
        let gap = self.words.gap(self.w.sentence);
        if gap == 0 && !self.alike && self.is_of_others() {
            return None;
        }
        let told = link + self.setting()? + self.sides()?;
        Some(told + nearness(gap) + self.form(gap) - least)
    }

    /// What day and place say.
    fn setting(&self) -> Option<i32> {
        let day = match times(self.input, self.c.fields.time, self.f.time) {
            // Pictures are dated by when they were taken.
            Some(false) if self.w.region != RegionKind::Caption => return None,
            Some(true) => 20,
            _ => 0,
        };
        match places(self.input, self.c.fields.place, self.f.place) {
            Some(false) if !self.is_by_seat() => None,
            Some(true) => Some(day + 15),
            _ => Some(day),
        }
    }

    /// "The group has bombed three posts since June": what was done again and again is not what was done on one day, and nothing that
    /// is told of the one tells of the other.
    fn is_series(&self) -> bool {
        let on_a_day = |f: &Fields| f.time.is_some_and(|(t, _)| discourse::days(self.input, t) <= 2);
        !self.w.series && self.c.series || self.w.series && !self.c.series && on_a_day(&self.c.fields)
    }

    /// "Police in Naples arrested two men. The men were arrested in Rome": where those are who act is not where they act, if the same
    /// persons are acted on. "Another two men" are others, and perhaps so are "two men".
    fn is_by_seat(&self) -> bool {
        let d = self.input.document;
        // A pronoun stands for the very words of those told before.
        let told = |p: &Party, words: &TextSpan| {
            let span = d.tokens_in(*words);
            let name = span.range().next_back().is_some_and(|t| d.tag(t) == "NNP");
            name || retold::is_known(d, span) || p.mentions.contains(words)
        };
        let same = |p: &Party, q: &Party| p.actor == q.actor && q.mentions.iter().any(|m| told(p, m));
        let (have, new) = (&self.c.fields.targets, &self.f.targets);
        self.c.fields.seat != self.f.seat && have.iter().any(|p| new.iter().any(|q| same(p, q)))
    }

    /// "Poland closed its border after a court jailed a journalist": others do something to others.
    fn is_of_others(&self) -> bool {
        let other = |a: &[Party], b: &[Party]| parties(self.actors, a, b) == Some(false);
        !self.w.result
            && other(&self.c.fields.agents, &self.f.agents)
            && other(&self.c.fields.targets, &self.f.targets)
    }

    /// What agents and targets say.
    fn sides(&self) -> Option<i32> {
        let speech = !self.c.root.is_physical();
        let agents = match parties(self.actors, &self.c.fields.agents, &self.f.agents) {
            Some(false) if speech => return None,
            // "Rebels fired rockets after the army had killed 19": another's dead are of another event.
            Some(false) if self.w.result && !harm::is_dying(self.w.lemma) => -45,
            Some(false) => -12,
            Some(true) => 20,
            None => 0,
        };
        let targets = match parties(self.actors, &self.c.fields.targets, &self.f.targets) {
            // Some of the dead of an attack are others than those attacked.
            Some(false) if self.w.result => 0,
            Some(false) if speech => -25,
            Some(false) => -12,
            Some(true) => 15,
            None => 3,
        };
        Some(agents + targets)
    }

    /// What the words say that tell of it, `gap` sentences from the nearest.
    fn form(&self, gap: i32) -> i32 {
        let (t, c, w) = (self.t, self.c, self.w);
        let speech = !c.root.is_physical();
        let same_word = self.words.lemmas.iter().any(|other| w.retells(other, speech));
        let mut score = 0;
        if same_word && !w.result {
            // What is said is told again in the same words ("offered", "the offer"); of two shots each may be another.
            score += if speech { 32 } else { 16 };
        }
        if w.definite {
            score += 28;
        }
        if t.mode.is_some() && t.mode == c.mode {
            score += 11;
        }
        if t.anaphoric {
            score += 10;
        }
        if w.result {
            // "Eleven were killed" belongs to the attack told just before.
            score += (24 - 5 * gap).max(if c.told_in_title { 8 } else { 0 });
            if same_toll(&c.fields, self.f) {
                score += 20;
            }
        }
        if w.region != RegionKind::Body {
            score += 14;
        }
        if gap <= 1 && self.is_disputed() {
            score += 8;
        }
        if w.new {
            score -= 30;
        } else if w.indefinite && gap > 0 && w.region == RegionKind::Body {
            score -= 6;
        }
        score
    }

    /// "Three were arrested, the ministry said. The union said that the police had held eleven": two sources count the same thing.
    fn is_disputed(&self) -> bool {
        /// How many accounts of a cluster are looked at, the last first.
        const LAST: usize = 8;
        let mut told = self.c.fields.accounts.iter().rev().take(LAST);
        told.any(|a| {
            let mut own = self.f.accounts.iter();
            own.any(|b| a.kind == b.kind && a.said.is_some() && b.said.is_some() && a.said != b.said)
        })
    }
}

/// What it counts to stand so many sentences from the nearest trigger.
fn nearness(gap: i32) -> i32 {
    match gap {
        0 => 12,
        1 => 6,
        2..=4 => 1,
        _ => 0,
    }
}

/// The same number of dead or wounded.
fn same_toll(a: &Fields, b: &Fields) -> bool {
    let same = |x: &Option<Harm>, y: &Option<Harm>| {
        x.as_ref()
            .zip(y.as_ref())
            .is_some_and(|(x, y)| x.explicit && x.low > 1 && x.low == y.low && x.high == y.high)
    };
    same(&a.killed, &b.killed) || same(&a.injured, &b.injured)
}

fn join(input: &Input<'_>, c: &mut Cluster, i: usize, f: &Fields, region: RegionKind) {
    let t = &input.reading.triggers[i];
    c.triggers.push(i);
    // Who denies an attack tells nothing of it.
    if t.status == Status::Denied && c.status != Status::Denied {
        return;
    }
    // Captions repeat and misdate what the story tells: they only count as mentions.
    if matches!(region, RegionKind::Caption | RegionKind::Boilerplate) {
        return;
    }
    if !t.anaphoric {
        c.score = 1.0 - (1.0 - c.score) * (1.0 - 0.5 * t.score);
    }
    c.mode = match (c.mode, t.mode) {
        (None | Some(Mode::Other), m @ Some(_)) => m,
        (Some(Mode::Bombing), Some(m @ (Mode::Suicide | Mode::CarBomb))) => Some(m),
        (Some(Mode::CarBomb), Some(Mode::Suicide)) => Some(Mode::Suicide),
        // "A truck attack" may be either, until the words say what the truck did.
        (Some(Mode::CarBomb), Some(Mode::Ramming)) => Some(Mode::Ramming),
        (m, _) => m,
    };
    for p in &f.agents {
        add(&mut c.fields.agents, p.clone());
    }
    for p in &f.targets {
        add(&mut c.fields.targets, p.clone());
    }
    for span in &f.instruments {
        if !c.fields.instruments.contains(span) {
            c.fields.instruments.push(*span);
        }
    }
    if is_better_place(input, &c.fields, f) {
        (c.fields.place, c.fields.seat) = (f.place, f.seat);
    }
    let goes_on = [c.status, t.status].contains(&Status::Ongoing);
    c.fields.time = better_time(input, goes_on, c.fields.time, f.time);
    harm::merge(input, &mut c.fields.killed, f.killed.as_ref());
    harm::merge(input, &mut c.fields.injured, f.injured.as_ref());
    c.fields.accounts.extend(f.accounts.iter().cloned());
}

/// Whether new fields tell better where an event was.
fn is_better_place(input: &Input<'_>, have: &Fields, new: &Fields) -> bool {
    let (Some(x), Some(y)) = (have.place, new.place) else { return have.place.is_none() };
    let agree = places(input, have.place, new.place) != Some(false);
    if have.seat && !new.seat && !agree {
        return true;
    }
    let precision = |(m, _): (usize, f32)| input.places[m].place.map(|p| input.place_list[p].precision);
    // The more specific of two that agree.
    matches!((precision(x), precision(y)), (Some(p), Some(q)) if q < p && y.1 >= 0.4 && agree)
}

fn better_time(
    input: &Input<'_>,
    goes_on: bool,
    a: Option<(usize, f32)>,
    b: Option<(usize, f32)>,
) -> Option<(usize, f32)> {
    let (Some(x), Some(y)) = (a, b) else { return a.or(b) };
    let width = |(m, _): (usize, f32)| discourse::days(input, m);
    // From when on it has gone on; else the narrower one; of two days the better tied.
    let passes = |(m, _): (usize, f32)| !(goes_on && goes_on_since(input.document, &input.times[m]));
    if (passes(y), width(y), -y.1) < (passes(x), width(x), -x.1) { Some(y) } else { Some(x) }
}

fn class(status: Status) -> u8 {
    match status {
        Status::Happened | Status::Ongoing => 0,
        Status::Denied => 2,
        _ => 1,
    }
}

fn modes_agree(a: Option<Mode>, b: Option<Mode>) -> bool {
    use Mode::{Aerial, Bombing, CarBomb, Firearms, Other, Suicide};
    let (Some(a), Some(b)) = (a, b) else { return true };
    a == b
        || a == Other
        || b == Other
        || a.is_by_vehicle() && b.is_by_vehicle()
        || matches!(
            (a, b),
            (Bombing | CarBomb | Suicide, Bombing | CarBomb | Suicide)
                | (Aerial, Bombing)
                | (Bombing, Aerial)
                | (Suicide, Firearms)
                | (Firearms, Suicide)
        )
}

fn times(input: &Input<'_>, a: Option<(usize, f32)>, b: Option<(usize, f32)>) -> Option<bool> {
    let (a, b) = (input.times[a?.0].days?, input.times[b?.0].days?);
    Some(a.0 <= b.1 && b.0 <= a.1)
}

fn places(input: &Input<'_>, a: Option<(usize, f32)>, b: Option<(usize, f32)>) -> Option<bool> {
    let p = &input.place_list[input.places[a?.0].place?];
    let q = &input.place_list[input.places[b?.0].place?];
    let wide = |x: &diurna_core::Place| x.precision >= diurna_core::Precision::Province;
    if p.country != q.country && !p.country.is_empty() && !q.country.is_empty() {
        return Some(false);
    }
    if wide(p) || wide(q) {
        return None;
    }
    let km = diurna_core::geo::distance_km(p.lat, p.lon, q.lat, q.lon);
    Some(km < 60.0)
}

/// Whether two lists share an actor; `None` where one of them says nothing definite.
fn parties(actors: &[Actor], a: &[Party], b: &[Party]) -> Option<bool> {
    let definite = |p: &&Party| actors[p.actor].kind != ActorKind::Unknown;
    if !a.iter().any(|p| definite(&p)) || !b.iter().any(|p| definite(&p)) {
        return None;
    }
    let same = |p: &Party, q: &Party| p.actor == q.actor || same_side(&actors[p.actor], &actors[q.actor]);
    Some(a.iter().filter(definite).any(|p| b.iter().filter(definite).any(|q| same(p, q))))
}

/// A state, its government and its forces stand on one side.
pub(crate) fn same_side(a: &Actor, b: &Actor) -> bool {
    let official = |k: ActorKind| matches!(k, ActorKind::State | ActorKind::Military | ActorKind::Police);
    let person = |x: &Actor| x.kind == ActorKind::Person;
    a.country.is_some()
        && a.country == b.country
        && (official(a.kind) && official(b.kind)
            || person(a) && official(b.kind)
            || person(b) && official(a.kind))
        || a.kind == ActorKind::ArmedGroup
            && b.kind == ActorKind::ArmedGroup
            && (a.key.is_none() || b.key.is_none())
        || a.kind == ActorKind::Civilians && b.kind == ActorKind::Civilians
}
