//! Event arguments on WikiEvents, the triggers told: role and head word, after Li et al. (2021).
//!
//! An argument is right where its role and its head word are those of a gold argument of the trigger; each
//! `(trigger, role, head)` counts once. Heads are taken by words alone ([`words::head`]), in gold and
//! prediction alike. Roles are turned into ours, arguments of other roles are left out; a participant is
//! agent and target. Events that share trigger and root are one: the network is told them once. `coref`: the
//! head of any mention of the argument's entity will do.

use super::kairos::{By, Kairos};
use super::wikievents::{self, Report};
use super::{manners, words};
use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, Prf};
use crate::{neural, sets};
use diurna_core::{Role, Root};
use diurna_network::{Given, RoleSeen, Seen};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// The roles that are scored.
const ROLES: [Role; 4] = [Role::Agent, Role::Target, Role::Instrument, Role::Place];

/// A trigger with its root.
type Trigger = (usize, usize, Option<Root>);
/// Trigger, role and head.
type Argument = (Trigger, Role, usize);

/// Compares the arguments of every document.
///
/// # Errors
/// Where the file cannot be read, or there are no weights.
pub(crate) fn run(context: &Context, path: &Path) -> Result<Outcome, Failure> {
    let network = neural::network()?;
    let kairos = Kairos::new();
    let file = wikievents::file(path, "roles")?;
    let reports: Vec<Report> = sets::lines(&file)?;
    let clusters = wikievents::clusters(&file)?;
    let read = context.map(reports.iter().collect(), |report: &Report| {
        let gold = gold(report, &kairos);
        let given: Vec<Given> =
            gold.keys().map(|&(start, end, root)| Given { words: start..end, root }).collect();
        let found =
            found(&report.words(), &given, &network.see_as(&report.sentences(), &manners::roles(&given)));
        (gold, found)
    });
    let mut score = [Prf::default(); 4];
    let mut coref = Prf::default();
    let mut predictions = Vec::new();
    for (report, (gold, found)) in reports.iter().zip(&read) {
        let wanted: BTreeSet<Argument> = gold
            .iter()
            .flat_map(|(trigger, list)| list.iter().map(|(role, id)| (*trigger, *role, id.1)))
            .collect();
        for (score, role) in score.iter_mut().zip(ROLES) {
            let of = |list: &BTreeSet<Argument>| list.iter().filter(|a| a.1 == role).count();
            let hit = wanted.intersection(found).filter(|a| a.1 == role).count();
            score.add(hit, of(found), of(&wanted));
        }
        if let Some(clusters) = &clusters {
            let heads = Heads::new(report, clusters.get(&report.doc_id).map_or(&[], Vec::as_slice));
            count_entities(&mut coref, gold, found, &heads);
        }
        predictions.push(shown(report, &wanted, found));
    }
    let mut micro = Prf::default();
    score.iter().for_each(|s| micro.add(s.hit, s.found, s.gold));
    let mut figures = micro.figures("head");
    figures.extend(score.iter().zip(ROLES).flat_map(|(s, role)| s.figures(role.as_str())));
    figures.push(Figure::share("coref_f1", clusters.as_ref().map(|_| coref.f1())).of("coref.n", coref.gold));
    Ok(Outcome { figures, predictions })
}

/// For each trigger its arguments: role, and mention with its head. A trigger without any is there as well.
type Gold = BTreeMap<Trigger, BTreeSet<(Role, (String, usize))>>;

fn gold(report: &Report, kairos: &Kairos) -> Gold {
    let words = report.words();
    let attack = report.attack();
    let places: HashMap<&str, (usize, usize)> =
        report.entity_mentions.iter().map(|e| (e.id.as_str(), (e.start, e.end))).collect();
    let mut out = Gold::new();
    for event in &report.event_mentions {
        let root = kairos.root(&event.event_type, &report.trigger(event), attack, By::Table);
        let arguments = out.entry((event.trigger.start, event.trigger.end, root)).or_default();
        for argument in &event.arguments {
            let Some(&(start, end)) = places.get(argument.entity_id.as_str()) else { continue };
            let head = words::head(&words, &(start..end));
            arguments
                .extend(kairos.roles(&argument.role).map(|role| (role, (argument.entity_id.clone(), head))));
        }
    }
    out
}

/// Score from which an argument counts beside a surer one of the same trigger and role. The set marks one
/// mention of a participant, mostly, and several participants for targets rather than for the rest.
fn beside(role: Role) -> f32 {
    match role {
        Role::Target => 0.7,
        Role::Place => 0.8,
        _ => 0.9,
    }
}

/// The scored arguments that were seen; `given` is in text order, as `seen` is.
fn found(words: &[&str], given: &[Given], seen: &Seen) -> BTreeSet<Argument> {
    let mut surest: BTreeMap<(usize, Role), f32> = BTreeMap::new();
    for role in &seen.roles {
        let best = surest.entry((role.trigger, role.role)).or_default();
        *best = best.max(role.score);
    }
    let is_surest = |r: &RoleSeen| r.score >= surest[&(r.trigger, r.role)];
    let counts = |r: &&RoleSeen| ROLES.contains(&r.role) && (is_surest(r) || r.score >= beside(r.role));
    let mut out = BTreeSet::new();
    for role in seen.roles.iter().filter(counts) {
        // Every told trigger is looked at once, so they have the same positions.
        let Some(told) = given.get(role.trigger) else { continue };
        let trigger = (told.words.start, told.words.end, told.root);
        out.insert((trigger, role.role, words::head(words, &role.words)));
    }
    out
}

/// The heads of all mentions of an entity, by mention.
struct Heads(HashMap<String, BTreeSet<usize>>);

impl Heads {
    fn new(report: &Report, clusters: &[Vec<String>]) -> Self {
        let words = report.words();
        let own: HashMap<&str, usize> = report
            .entity_mentions
            .iter()
            .map(|e| (e.id.as_str(), words::head(&words, &(e.start..e.end))))
            .collect();
        let mut out: HashMap<String, BTreeSet<usize>> =
            own.iter().map(|(id, head)| ((*id).to_owned(), BTreeSet::from([*head]))).collect();
        for cluster in clusters {
            let heads: BTreeSet<usize> =
                cluster.iter().filter_map(|id| own.get(id.as_str()).copied()).collect();
            cluster.iter().for_each(|id| out.entry(id.clone()).or_default().extend(&heads));
        }
        Self(out)
    }
}

/// Counts arguments by entity: gold arguments of one entity in one role are one, and so are predictions that
/// name it.
fn count_entities(score: &mut Prf, gold: &Gold, found: &BTreeSet<Argument>, heads: &Heads) {
    type Wanted<'h> = (Trigger, Role, &'h BTreeSet<usize>);
    let none = BTreeSet::new();
    let mut entities: BTreeSet<Wanted<'_>> = BTreeSet::new();
    for (trigger, list) in gold {
        let of = |id: &String| heads.0.get(id).unwrap_or(&none);
        entities.extend(list.iter().map(|(role, (id, _))| (*trigger, *role, of(id))));
    }
    let names = |e: &Wanted<'_>, a: &Argument| e.0 == a.0 && e.1 == a.1 && e.2.contains(&a.2);
    let hit = entities.iter().filter(|e| found.iter().any(|a| names(e, a))).count();
    let wrong = found.iter().filter(|a| !entities.iter().any(|e| names(e, a))).count();
    score.add(hit, hit + wrong, entities.len());
}

fn shown(report: &Report, gold: &BTreeSet<Argument>, found: &BTreeSet<Argument>) -> Value {
    let word = |at: usize| report.tokens.get(at).map_or("", String::as_str);
    let one = |a: &Argument| {
        let trigger = report.tokens.get(a.0.0..a.0.1).unwrap_or_default().join(" ");
        json!({"trigger": trigger, "at": a.0.0, "root": a.0.2, "role": a.1, "head": word(a.2), "head_at": a.2})
    };
    let list = |list: &BTreeSet<Argument>| list.iter().map(one).collect::<Vec<_>>();
    json!({"doc": report.doc_id, "roles": list(found), "gold": list(gold)})
}

#[cfg(test)]
mod tests {
    use super::*;
    use diurna_network::RoleSeen;

    fn report() -> Report {
        // 0 Raiders 1 killed 2 the 3 head 4 of 5 the 6 town 7 . 8 He 9 died 10 .
        let line = r#"{"doc_id": "d", "tokens": ["Raiders", "killed", "the", "head", "of", "the", "town", ".", "He", "died", "."],
            "sentences": [], "entity_mentions": [{"id": "a", "start": 0, "end": 1}, {"id": "b", "start": 2, "end": 7},
            {"id": "c", "start": 8, "end": 9}],
            "event_mentions": [
            {"event_type": "Conflict.Attack.Unspecified", "trigger": {"start": 1, "end": 2}, "arguments": [
              {"entity_id": "a", "role": "Attacker"}, {"entity_id": "b", "role": "Target"}, {"entity_id": "b", "role": "Topic"}]},
            {"event_type": "Life.Die.Unspecified", "trigger": {"start": 9, "end": 10}, "arguments": [
              {"entity_id": "b", "role": "Victim"}]}]}"#;
        serde_json::from_str(line).unwrap()
    }

    #[test]
    fn heads_and_entities_count_apart() {
        let report = report();
        let gold = gold(&report, &Kairos::new());
        let given: Vec<Given> = gold.keys().map(|t| Given { words: t.0..t.1, root: t.2 }).collect();
        let role = |trigger, role, words| RoleSeen { trigger, role, words, score: 0.9 };
        let seen = Seen {
            roles: vec![
                role(0, Role::Agent, 0..1),
                role(0, Role::Target, 2..4),
                role(0, Role::Time, 6..7),
                role(1, Role::Target, 8..9),
                role(1, Role::Place, 6..7),
            ],
            ..Seen::default()
        };
        let found = found(&report.words(), &given, &seen);
        let wanted: BTreeSet<Argument> =
            gold.iter().flat_map(|(t, list)| list.iter().map(|(role, id)| (*t, *role, id.1))).collect();
        // Attacker and target; not the victim that is named "He" beside its trigger.
        assert_eq!((wanted.intersection(&found).count(), found.len(), wanted.len()), (2, 4, 3));
        let mut coref = Prf::default();
        count_entities(
            &mut coref,
            &gold,
            &found,
            &Heads::new(&report, &[vec!["b".to_owned(), "c".to_owned()]]),
        );
        assert_eq!(coref, Prf { hit: 3, found: 4, gold: 3 });
    }
}
