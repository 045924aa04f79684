//! Merging, parting and splitting: decisions of the store, with the reviews of both sides.

use super::act::{Done, Scene, Telling};
use crate::cache::Cache;
use crate::decide::{Decided, Says, Sides, bonds, closed, join, keep};
use crate::sql;
use diurna_core::incident::EventRef;
use diurna_incident::Decision;
use diurna_review::{Action, HOW, Refused, Why, apply, in_hand, locked};
use serde_json::{Value, json};

/// Two sets of events, and what is decided about them.
pub(super) struct Two<'a> {
    pub(super) first: &'a [EventRef],
    pub(super) second: &'a [EventRef],
    pub(super) bonds: &'a [Decision],
    pub(super) loose: &'a [Decision],
    pub(super) incidents: [i64; 2],
}

impl Two<'_> {
    fn names(&self) -> [String; 2] {
        self.incidents.map(|id| id.to_string())
    }

    fn sides<'a>(&'a self, says: Says, [a, b]: &'a [String; 2]) -> Sides<'a> {
        Sides {
            first: self.first,
            second: self.second,
            says,
            bonds: self.bonds,
            loose: self.loose,
            names: [a, b],
            incidents: self.incidents.map(Some),
        }
    }
}

/// Keeps a decision and settles what follows.
pub(super) fn decide(scene: &Scene<'_>, cache: &mut Cache, two: Two<'_>, says: Says) -> Done<Decided> {
    let names = two.names();
    Ok(keep(scene.sql, cache, &two.sides(says, &names), scene.by)?)
}

/// The events of an incident, in the order of publication.
pub(super) fn members(scene: &Scene<'_>, incident: i64) -> Done<Vec<EventRef>> {
    Ok(scene.sql.members(incident)?.into_iter().map(|(_, at)| at).collect())
}

/// Nobody else works on the other incident.
pub(super) fn free(scene: &Scene<'_>, other: i64) -> Done<()> {
    let review = scene.sql.review(other)?.unwrap_or_default();
    match locked(&review, &scene.turn()?) {
        None => Ok(()),
        Some(lock) => Err(Refused {
            why: Why::Locked,
            message: format!("{} has incident {other} in hand until {}", lock.who, lock.until),
            hint: "wait, or talk to that person".to_string(),
        }
        .into()),
    }
}

/// Writes the line about what is left in one's hand.
pub(super) fn tell(
    scene: &Scene<'_>,
    action: &str,
    incident: i64,
    other: i64,
    more: (&'static str, Value),
) -> Done<()> {
    let before = scene.sql.review(incident)?.unwrap_or_default();
    let after = in_hand(&before, &scene.turn()?);
    let other = Some(other);
    scene.tell(&Telling { action, incident, other, before: &before, after: &after, more: Some(more) })?;
    Ok(())
}

pub(super) fn merge(
    scene: &Scene<'_>,
    cache: &mut Cache,
    action: &Action,
    other: u64,
) -> Done<(i64, Option<i64>)> {
    apply(&scene.review, action, &scene.turn()?)?;
    let other = scene.other(other)?;
    free(scene, other)?;
    if let Some(closed) = closed(scene.sql, other)? {
        return Err(Refused::state(closed, "reopen it first").into());
    }
    let (first, second) = (members(scene, scene.id)?, members(scene, other)?);
    let reviews = [scene.sql.review(scene.id)?, scene.sql.review(other)?];
    let two = Two { first: &first, second: &second, bonds: &[], loose: &[], incidents: [scene.id, other] };
    let names = two.names();
    let (decided, bonds) = join(scene.sql, cache, &two.sides(Says::Same, &names), scene.by)?;
    let id = sql::key(decided.a);
    let joined = if id == other { scene.id } else { other };
    let how = json!({"sides": [first, second], "bonds": bonds, "reviews": reviews});
    tell(scene, action.name(), id, joined, (HOW, how))?;
    Ok((id, Some(joined)))
}

pub(super) fn not_same(
    scene: &Scene<'_>,
    cache: &mut Cache,
    action: &Action,
    other: u64,
) -> Done<(i64, Option<i64>)> {
    apply(&scene.review, action, &scene.turn()?)?;
    let other = scene.other(other)?;
    let (first, second) = (members(scene, scene.id)?, members(scene, other)?);
    let two = Two { first: &first, second: &second, bonds: &[], loose: &[], incidents: [scene.id, other] };
    let decided = decide(scene, cache, two, Says::NotSame)?;
    let (id, other) = (sql::key(decided.a), sql::key(decided.b));
    let before = scene.sql.review(id)?.unwrap_or_default();
    let after = apply(&before, action, &scene.turn()?)?;
    let more = Some((HOW, json!({"sides": [first, second]})));
    scene.tell(&Telling {
        action: action.name(),
        incident: id,
        other: Some(other),
        before: &before,
        after: &after,
        more,
    })?;
    Ok((id, Some(other)))
}

pub(super) fn split(
    scene: &Scene<'_>,
    cache: &mut Cache,
    action: &Action,
    events: &[EventRef],
) -> Done<(i64, Option<i64>)> {
    apply(&scene.review, action, &scene.turn()?)?;
    let all = members(scene, scene.id)?;
    if let Some(stranger) = events.iter().find(|e| !all.contains(e)) {
        return Err(Refused::bad(
            format!("{}#{} is no event of this incident", stranger.report, stranger.event),
            "give events of its reports",
        )
        .into());
    }
    let (out, rest): (Vec<EventRef>, Vec<EventRef>) = all.into_iter().partition(|e| events.contains(e));
    if out.is_empty() || rest.is_empty() {
        return Err(Refused::bad(
            "a split needs events on both sides",
            "give some of its events, not all and not none",
        )
        .into());
    }
    // What is taken out together stays together, and so does what is left.
    let bonds = bonds(scene.sql, &[&out, &rest])?;
    let two = Two { first: &out, second: &rest, bonds: &bonds, loose: &[], incidents: [scene.id, scene.id] };
    let decided = decide(scene, cache, two, Says::NotSame)?;
    let (part, id) = (sql::key(decided.a), sql::key(decided.b));
    if part == id {
        return Err(Refused::state("they could not be split", "decide about other events first").into());
    }
    // The part with the oldest event keeps the number; the line is about that number.
    let (kept, new) = if part == scene.id { (part, id) } else { (id, part) };
    tell(scene, action.name(), kept, new, (HOW, json!({"sides": [out, rest], "bonds": bonds})))?;
    Ok((id, Some(part)))
}
