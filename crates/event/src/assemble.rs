//! The steps from a reading to a record.

use crate::accounts;
use crate::answers;
use crate::claims;
use crate::cluster::{self, Cluster};
use crate::counted;
use crate::discourse;
use crate::fields::{self, Fields, Marks, Party};
use crate::harm;
use crate::harmed;
use crate::input::Input;
use crate::once;
use crate::parties::Cast;
use crate::record;
use diurna_core::record::Record;
use diurna_core::{Actor, ActorKind, LinkKind};
use std::collections::{BTreeSet, HashSet};

/// Least scores of events that are written down: of what was done, of that where another event is said to answer it, and of what has not
/// happened. What is said need only convince the reader. A thing told again and again may be told in words that are each unsure: so the sum
/// counts here, and the reader asks less of each. With 0.5 for all and a reader as sure as that, types of the development reports were .660
/// and answers .208, and are .702 and .259; those of `eval/more` .588 and .232, and .603 and .265.
const DEED: f32 = 0.8;
const ANSWERED: f32 = 0.6;
const NOT_YET: f32 = 0.9;

/// Sentences up to which a report tells nothing twice.
const SHORT: usize = 3;

/// Share of the votes of an event's foremost actor below which another one was met by chance. On the development reports F1 of
/// agents was .487 with .5, .493 with .4 and .50 with .3; that of targets .433, .439 and .447.
const FEW: f32 = 0.3;

/// An event of more actors on one side than `CROWD` keeps those that some trigger names with `SURE`: of the fourth and later ones that are
/// less sure, four of 25 are right.
const CROWD: usize = 3;
const SURE: f32 = 0.9;

/// Makes the record of one report.
#[must_use]
pub fn assemble(input: &Input<'_>) -> Record {
    let mut cast = Cast::new(input.document, input.actor_list, input.actors, &input.reading.attributions);
    let figures = harm::figures(input, &cast);
    let marks = Marks::new(input, &figures);
    let fields: Vec<Fields> = (0..input.reading.triggers.len()).map(|i| marks.fields(&mut cast, i)).collect();
    let mut clusters = cluster::cluster(input, &cast.actors, &fields);
    let short = input.document.sentences.len() <= SHORT;
    let links = input.reading.links.iter().filter(|l| l.kind == LinkKind::RespondsTo);
    let answered: HashSet<usize> = links.map(|l| l.to).collect();
    clusters.retain(|c| short || c.score >= least(c, &answered));
    for c in &mut clusters {
        outvote(input, c);
        two_sided(input, &cast.actors, c);
        once::settle(input, &cast, c);
    }
    let times = counted::settle(input, &mut clusters);
    let input = &Input { times: &times, ..*input };
    discourse::settle(input, &cast, &mut clusters);
    let answers = answers::find(input, &cast.actors, &clusters);
    for &(answer, answered) in &answers {
        not_oneself(input, &mut clusters, answer, answered);
    }
    for c in &mut clusters {
        accounts::settle(input, &cast, c);
    }
    let claims = claims::resolve(input, &cast, &clusters);
    record::write(input, &cast, &clusters, &claims, &answers)
}

/// Least score of an event of that kind; `answered` are the triggers that others are said to answer.
fn least(c: &Cluster, answered: &HashSet<usize>) -> f32 {
    match c.root {
        _ if !c.is_fact() => NOT_YET,
        root if !root.is_physical() => 0.0,
        _ if c.triggers.iter().any(|t| answered.contains(t)) => ANSWERED,
        _ => DEED,
    }
}

/// Nobody retaliates against himself: who answers an attack did not make it.
fn not_oneself(input: &Input<'_>, clusters: &mut [Cluster], answer: usize, answered: usize) {
    if clusters[answered].root == diurna_core::Root::Assault && !is_two_sided(input, &clusters[answered]) {
        let own: Vec<usize> = clusters[answer].fields.agents.iter().map(|p| p.actor).collect();
        clusters[answered].fields.agents.retain(|p| !own.contains(&p.actor));
    }
}

/// Nobody attacks himself: an actor that some triggers make the agent and some the target is what most of them make it. Of many
/// actors those with few votes were met by chance.
fn outvote(input: &Input<'_>, c: &mut Cluster) {
    let two = is_two_sided(input, c);
    let votes =
        |list: &[Party], actor: usize| list.iter().find(|p| p.actor == actor).map_or(0.0, |p| p.votes);
    let (agents, targets) = (c.fields.agents.clone(), c.fields.targets.clone());
    if !two && !is_mutual(c) {
        c.fields.agents.retain(|p| p.votes >= votes(&targets, p.actor));
        c.fields.targets.retain(|p| p.votes > votes(&agents, p.actor));
    }
    for list in [&mut c.fields.agents, &mut c.fields.targets] {
        let most = list.iter().map(|p| p.votes).fold(0.0, f32::max);
        list.retain(|p| p.votes >= FEW * most);
        if list.len() > CROWD && list.iter().any(|p| p.score >= SURE) {
            list.retain(|p| p.score >= SURE);
        }
    }
}

/// Those who agree or work together do it with each other: whom the words make both, is both.
fn is_mutual(c: &Cluster) -> bool {
    use diurna_core::Root;
    matches!(c.root, Root::Agree | Root::Cooperate)
}

fn is_two_sided(input: &Input<'_>, c: &Cluster) -> bool {
    use diurna_core::{Mode, Root};
    matches!(c.root, Root::Consult) || c.mode == Some(Mode::ArmedClash) || is_reciprocal(input, c)
}

/// "The two sides accused each other of shelling the town".
fn is_reciprocal(input: &Input<'_>, c: &Cluster) -> bool {
    let d = input.document;
    c.fields.agents.len() > 1
        && c.triggers.iter().any(|&t| {
            let next = input.reading.triggers[t].span.end as usize;
            matches!((d.lemma(next), d.lemma(next + 1)), ("each", "other") | ("one", "another"))
        })
}

fn may_fight(kind: ActorKind) -> bool {
    matches!(kind, ActorKind::Military | ActorKind::Police | ActorKind::ArmedGroup | ActorKind::Protesters)
}

/// Both sides of a clash or a talk act and are acted on.
fn two_sided(input: &Input<'_>, actors: &[Actor], c: &mut Cluster) {
    if !is_two_sided(input, c) {
        return;
    }
    // The dead of a clash are no side of it.
    let harmed: Vec<_> = c.fields.harmed().collect();
    let fights = |p: &Party| !p.mentions.iter().all(|m| harmed.iter().any(|h| h.overlaps(*m)));
    if c.fields.agents.iter().chain(&c.fields.targets).any(fights) {
        c.fields.agents.retain(fights);
        c.fields.targets.retain(fights);
    } else {
        // "Fighting killed six soldiers and ten rebels" tells of both sides; "clashes killed nine people" of none.
        let parties = || c.fields.agents.iter().chain(&c.fields.targets);
        let armed: BTreeSet<usize> =
            parties().map(|p| p.actor).filter(|&a| may_fight(actors[a].kind)).collect();
        if armed.len() < 2 {
            let hurt = std::mem::take(&mut c.fields.agents);
            hurt.into_iter().for_each(|p| fields::add(&mut c.fields.targets, p));
            return;
        }
    }
    let (agents, targets) = (c.fields.agents.clone(), c.fields.targets.clone());
    // A post that is shot at does not shoot.
    let d = input.document;
    let thing = |m: &diurna_core::TextSpan| harmed::names_thing(d, d.tokens_in(*m));
    for p in targets.into_iter().filter(|p| !p.mentions.iter().all(thing)) {
        fields::add(&mut c.fields.agents, p);
    }
    for p in agents {
        fields::add(&mut c.fields.targets, p);
    }
}
