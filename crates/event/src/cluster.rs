//! Which triggers tell of one event.

use crate::fields::{Fields, Party, add};
use crate::harm::{self, Harm};
use crate::input::Input;
use diurna_core::{Actor, ActorKind, LinkKind, Mode, RegionKind, Root, Status, Trigger};

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
pub(crate) fn cluster(input: &Input<'_>, actors: &[Actor], fields: Vec<Fields>) -> Vec<Cluster> {
    let mut out: Vec<Cluster> = Vec::new();
    let triggers = &input.reading.triggers;
    let region = |i: usize| {
        let s = input.document.sentence_of(triggers[i].head as usize);
        input.document.sentences[s].region
    };
    let headlines: Vec<(Root, Option<Mode>)> = (0..triggers.len())
        .filter(|&i| region(i) == RegionKind::Title)
        .map(|i| (triggers[i].root, triggers[i].mode))
        .collect();
    // The body first, then title and captions, which only point at what the body tells; denials last, as they may stand before
    // what they deny is told.
    let mut order: Vec<usize> = (0..triggers.len()).collect();
    order.sort_by_key(|&i| (triggers[i].status == Status::Denied, region(i) != RegionKind::Body));
    // By trigger, what it is linked with, either way.
    let mut near: Vec<Vec<(LinkKind, usize)>> = vec![Vec::new(); triggers.len()];
    for l in &input.reading.links {
        near[l.from].push((l.kind, l.to));
        near[l.to].push((l.kind, l.from));
    }
    for i in order {
        let t = &triggers[i];
        let kind = region(i);
        let affinity = |c: &Cluster| {
            Meeting { input, actors, near: &near[i], c, t, f: &fields[i], region: kind }.affinity()
        };
        let best = (0..out.len())
            .filter_map(|c| affinity(&out[c]).map(|a| (a, c)))
            .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        match best {
            Some((a, c)) if a > 0 => join(input, &mut out[c], i, &fields[i], kind),
            _ if t.anaphoric || matches!(kind, RegionKind::Caption | RegionKind::Boilerplate) => {}
            _ => out.push(Cluster {
                triggers: vec![i],
                root: t.root,
                mode: t.mode,
                status: t.status,
                fields: fields[i].clone(),
                score: t.score,
                told_in_title: headlines
                    .iter()
                    .any(|&(root, mode)| root == t.root && modes_agree(mode, t.mode)),
            }),
        }
    }
    for c in &mut out {
        c.triggers.sort_unstable();
    }
    out.sort_by_key(|c| c.triggers.first().copied());
    out
}

/// What it counts that the sentence says so: more than all else together.
const SAME: i32 = 1000;

/// What it counts that the reader takes two triggers for one event.
const ALIKE: i32 = 35;

/// A trigger before a cluster that it may join.
struct Meeting<'a> {
    input: &'a Input<'a>,
    actors: &'a [Actor],
    /// What the trigger is linked with.
    near: &'a [(LinkKind, usize)],
    c: &'a Cluster,
    t: &'a Trigger,
    f: &'a Fields,
    region: RegionKind,
}

impl Meeting<'_> {
    /// How much speaks for joining; `None` where something forbids it.
    fn affinity(&self) -> Option<i32> {
        if !self.is_of_one_kind() {
            return None;
        }
        if self.is_linked(LinkKind::Same) {
            return Some(SAME);
        }
        // What answers an event is not that event.
        if !modes_agree(self.t.mode, self.c.mode) || self.is_linked(LinkKind::RespondsTo) {
            return None;
        }
        // What is denied is what others tell.
        let link = if self.is_linked(LinkKind::Alike) || self.is_denial() { ALIKE } else { 0 };
        let least = match self.c.root {
            Root::Assault => 4,
            r if r.is_physical() => 12,
            _ => 24,
        };
        let told = link + self.setting()? + self.sides()?;
        let gap = self.gap();
        Some(told + nearness(gap) + self.form(gap) - least)
    }

    fn is_linked(&self, kind: LinkKind) -> bool {
        self.near.iter().any(|(k, other)| *k == kind && self.c.triggers.contains(other))
    }

    fn is_denial(&self) -> bool {
        self.t.status == Status::Denied && class(self.c.status) == class(Status::Happened)
    }

    /// The same root, and both facts or both not. "The incident" takes up any attack.
    fn is_of_one_kind(&self) -> bool {
        let root = self.t.root == self.c.root || self.t.anaphoric && self.c.root == Root::Assault;
        let class = class(self.t.status) == class(self.c.status) || self.t.anaphoric || self.is_denial();
        root && class
    }

    /// What day and place say.
    fn setting(&self) -> Option<i32> {
        let day = match times(self.input, self.c.fields.time, self.f.time) {
            // Pictures are dated by when they were taken.
            Some(false) if self.region != RegionKind::Caption => return None,
            Some(true) => 20,
            _ => 0,
        };
        match places(self.input, self.c.fields.place, self.f.place) {
            Some(false) => None,
            Some(true) => Some(day + 15),
            None => Some(day),
        }
    }

    /// What agents and targets say.
    fn sides(&self) -> Option<i32> {
        let speech = !self.c.root.is_physical();
        let agents = match parties(self.actors, &self.c.fields.agents, &self.f.agents) {
            Some(false) if speech => return None,
            Some(false) => -25,
            Some(true) => 20,
            None => 0,
        };
        let targets = match parties(self.actors, &self.c.fields.targets, &self.f.targets) {
            // Some of the dead of an attack are others than those attacked.
            Some(false) if is_result(self.lemma()) => 0,
            Some(false) if speech => -25,
            Some(false) => -12,
            Some(true) => 15,
            None => 0,
        };
        Some(agents + targets)
    }

    fn lemma(&self) -> &str {
        self.input.document.lemma(self.t.head as usize)
    }

    /// Sentences to the nearest trigger of the cluster.
    fn gap(&self) -> i32 {
        let d = self.input.document;
        let sentence = |t: &Trigger| d.sentence_of(t.head as usize);
        let own = sentence(self.t);
        let gaps = self.c.triggers.iter().map(|&k| own.abs_diff(sentence(&self.input.reading.triggers[k])));
        gaps.min().and_then(|gap| i32::try_from(gap).ok()).unwrap_or(99)
    }

    /// What the words say that tell of it, `gap` sentences from the nearest.
    fn form(&self, gap: i32) -> i32 {
        let (input, t, c) = (self.input, self.t, self.c);
        let lemma = self.lemma();
        let result = is_result(lemma);
        let same_word = c.triggers.iter().any(|&k| {
            let other = input.document.lemma(input.reading.triggers[k].head as usize);
            other == lemma || goes_on(other, lemma) || goes_on(lemma, other)
        });
        let mut score = 0;
        if same_word && !result {
            // What is said is told again in the same words ("offered", "the offer"); of two shots each may be another.
            score += if c.root.is_physical() { 12 } else { 32 };
        }
        if is_definite(input, t) {
            score += 14;
        }
        if t.mode.is_some() && t.mode == c.mode {
            score += 8;
        }
        if t.anaphoric {
            score += 10;
        }
        if result {
            // "Eleven were killed" belongs to the attack told just before.
            score += (24 - 5 * gap).max(if c.told_in_title { 8 } else { 0 });
            if same_toll(&c.fields, self.f) {
                score += 20;
            }
        }
        if self.region != RegionKind::Body {
            score += 14;
        }
        if is_new(input, t) {
            score -= 30;
        } else if is_indefinite(input, t) && gap > 0 && self.region == RegionKind::Body {
            score -= 12;
        }
        score
    }
}

/// What it counts to stand so many sentences from the nearest trigger.
fn nearness(gap: i32) -> i32 {
    match gap {
        0 => 12,
        1 => 6,
        2..=4 => 2,
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

/// Verbs that tell the outcome of an attack told beside them.
fn is_result(lemma: &str) -> bool {
    matches!(lemma, "kill" | "wound" | "injure" | "hurt" | "die")
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
    c.fields.place = better_place(input, c.fields.place, f.place);
    c.fields.time = better_time(input, c.fields.time, f.time);
    harm::merge(input, &mut c.fields.killed, f.killed.as_ref());
    harm::merge(input, &mut c.fields.injured, f.injured.as_ref());
    c.fields.accounts.extend(f.accounts.iter().cloned());
}

fn better_place(input: &Input<'_>, a: Option<(usize, f32)>, b: Option<(usize, f32)>) -> Option<(usize, f32)> {
    let (Some(x), Some(y)) = (a, b) else { return a.or(b) };
    let precision = |(m, _): (usize, f32)| input.places[m].place.map(|p| input.place_list[p].precision);
    // The more specific of two that agree.
    match (precision(x), precision(y)) {
        (Some(p), Some(q)) if q < p && y.1 >= 0.4 && places(input, a, b) != Some(false) => Some(y),
        _ => a,
    }
}

fn better_time(input: &Input<'_>, a: Option<(usize, f32)>, b: Option<(usize, f32)>) -> Option<(usize, f32)> {
    let (Some(x), Some(y)) = (a, b) else { return a.or(b) };
    let width = |(m, _): (usize, f32)| {
        input.times[m].days.and_then(|(from, to)| from.until(to).ok()).map_or(i32::MAX, |s| s.get_days())
    };
    // The narrower one; of two days the better tied.
    if (width(y), -y.1) < (width(x), -x.1) { Some(y) } else { Some(x) }
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
    let definite = |list: &[Party]| -> Vec<usize> {
        list.iter().map(|p| p.actor).filter(|&i| actors[i].kind != ActorKind::Unknown).collect()
    };
    let (x, y) = (definite(a), definite(b));
    if x.is_empty() || y.is_empty() {
        return None;
    }
    Some(x.iter().any(|&i| y.iter().any(|&j| i == j || same_side(&actors[i], &actors[j]))))
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

/// "the attack", "this strike", "Thursday's airstrike": points at something told.
fn is_definite(input: &Input<'_>, t: &Trigger) -> bool {
    let d = input.document;
    let head = t.head as usize;
    d.tag(head).starts_with("NN")
        && d.base_phrase(head).range().any(|k| {
            matches!(d.lemma(k), "the" | "this" | "these" | "that" | "those" | "its" | "their" | "his")
                || d.tag(k) == "POS"
        })
}

/// "a rocket attack": brings something new, unless the rest agrees.
fn is_indefinite(input: &Input<'_>, t: &Trigger) -> bool {
    let d = input.document;
    let span = d.base_phrase(t.head as usize);
    d.tag(t.head as usize).starts_with("NN") && matches!(d.lemma(span.start as usize), "a" | "an")
}

/// "Strike" goes on from "airstrike", but an attack is no counterattack.
fn goes_on(longer: &str, word: &str) -> bool {
    longer.strip_suffix(word).is_some_and(|front| !front.starts_with("counter"))
}

/// Words that set an event apart from those told before.
const NEW: &[&str] = &[
    "another", "second", "third", "similar", "previous", "earlier", "separate", "other", "further", "new",
    "past", "recent", "future", "last", "more",
];

/// "another attack", "a second bombing", "a similar attack", "previous attacks".
fn is_new(input: &Input<'_>, t: &Trigger) -> bool {
    let d = input.document;
    let head = t.head as usize;
    // Words, not lemmas: the lemma of "earlier" is "early".
    let sets_apart = |k: usize| k < head && NEW.iter().any(|w| d.word(k).eq_ignore_ascii_case(w));
    d.tag(head).starts_with("NN") && d.children(head).any(sets_apart)
}
