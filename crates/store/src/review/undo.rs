//! Taking back what a line of the log tells.

use super::act::{Done, Scene, Telling};
use super::sides::{Two, decide, free, members, tell};
use crate::cache::Cache;
use crate::decide::Says;
use crate::look::place;
use crate::reread::{called, renamed_after};
use crate::sql::Sql;
use crate::{Error, log, sql};
use diurna_core::incident::EventRef;
use diurna_incident::Decision;
use diurna_review::{self as rules, HOW, Refused, Review, UNDONE, in_hand, parted};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What a line about two sides says.
#[derive(Debug, Clone, Default, Deserialize)]
struct How {
    sides: [Vec<EventRef>; 2],
    #[serde(default)]
    bonds: Vec<Decision>,
    #[serde(default)]
    reviews: [Option<Review>; 2],
}

impl How {
    /// The same with events as they are called now: reports may have been read anew since.
    fn now(self, sql: Sql<'_>, seq: i64) -> crate::Result<Self> {
        let events = self.sides.iter().flatten().chain(self.bonds.iter().flat_map(|d| [&d.a, &d.b]));
        let mut after = BTreeMap::new();
        for report in events.map(|e| e.report.clone()).collect::<BTreeSet<_>>() {
            let names = renamed_after(sql, &report, seq)?;
            after.insert(report, names);
        }
        let sides = self.sides.map(|side| side.iter().map(|e| called(e, &after)).collect());
        let bond = |d: &Decision| Decision { a: called(&d.a, &after), b: called(&d.b, &after), ..*d };
        Ok(Self { sides, bonds: self.bonds.iter().map(bond).collect(), reviews: self.reviews })
    }
}

pub(super) fn undo(scene: &Scene<'_>, cache: &mut Cache, seq: u64) -> Done<(i64, Option<i64>)> {
    let line = scene.sql.line(sql::key(seq))?;
    let line = line.filter(|l| l.what.starts_with("review."));
    let Some(line) = line else {
        return Err(
            Refused::bad(format!("line {seq} tells of no action"), "choose one of its history").into()
        );
    };
    let about = line.incident.map(|i| place(scene.sql, sql::id(i))).transpose()?.flatten();
    if about.is_none_or(|(_, _, id)| id != scene.id) {
        return Err(Refused::bad(format!("line {seq} is about another incident"), "undo it there").into());
    }
    let erased = line.before_sha256.is_some() && line.salt.is_none();
    let json = |t: &Option<String>| -> Done<Value> {
        Ok(t.as_deref().map(serde_json::from_str).transpose().map_err(Error::damaged)?.unwrap_or_default())
    };
    let (before, after) = (json(&line.before)?, json(&line.after)?);
    let restored = ["review.erase", "review.restore"].contains(&line.what.as_str());
    if erased || restored {
        return Err(
            Refused::state(format!("line {seq} cannot be undone"), "say anew what is to be said").into()
        );
    }
    let done = rules::Done { seq, who: &line.who, before: &before, after: &after };
    let turn = scene.turn()?;
    let how = || -> Done<How> {
        let how: How = serde_json::from_value(after.get(HOW).cloned().unwrap_or_default())
            .map_err(|e| Error::damaged(format!("line {seq}: {e}")))?;
        Ok(how.now(scene.sql, line.seq)?)
    };
    match line.what.as_str() {
        "review.merge" => {
            rules::may(&scene.review, &done, &turn)?;
            part(scene, cache, &how()?, seq)
        }
        "review.split" => {
            rules::may(&scene.review, &done, &turn)?;
            join(scene, cache, &how()?, seq)
        }
        "review.not_same" => {
            rules::may(&scene.review, &done, &turn)?;
            forget(scene, cache, &how()?, seq)
        }
        _ => {
            let after = rules::undo(&scene.review, &done, &turn)?;
            scene.tell(&Telling {
                action: "undo",
                incident: scene.id,
                other: None,
                before: &scene.review,
                after: &after,
                more: Some((UNDONE, json!(seq))),
            })?;
            Ok((scene.id, None))
        }
    }
}

/// The events of a side that are still in one of these incidents.
fn still(scene: &Scene<'_>, side: &[EventRef], incidents: &[i64]) -> Done<Vec<EventRef>> {
    let mut there = Vec::new();
    for id in incidents {
        there.extend(members(scene, *id)?);
    }
    Ok(side.iter().filter(|e| there.contains(e)).cloned().collect())
}

fn nothing_left(seq: u64) -> Refused {
    Refused::state(
        format!("what line {seq} brought together or parted is not so any more"),
        "merge or split what is there now",
    )
}

/// Undoes a merge: the two sides are not the same. Each side gets back the review that it had, with what was said since.
fn part(scene: &Scene<'_>, cache: &mut Cache, how: &How, seq: u64) -> Done<(i64, Option<i64>)> {
    let first = still(scene, &how.sides[0], &[scene.id])?;
    let second = still(scene, &how.sides[1], &[scene.id])?;
    if first.is_empty() || second.is_empty() {
        return Err(nothing_left(seq).into());
    }
    let whole = scene.review.clone();
    let two = Two {
        first: &first,
        second: &second,
        bonds: &[],
        loose: &how.bonds,
        incidents: [scene.id, scene.id],
    };
    let decided = decide(scene, cache, two, Says::NotSame)?;
    let [a, b] = [decided.a, decided.b].map(sql::key);
    if a == b {
        return Err(nothing_left(seq).into());
    }
    for (id, review) in [a, b].into_iter().zip(&how.reviews) {
        let now = scene.sql.review(id)?.unwrap_or_default();
        let mut back = parted(&review.clone().unwrap_or_default(), &whole, seq);
        back.changed = now.changed.max(back.changed);
        if id == scene.id {
            continue;
        }
        let says = log::Says {
            what: "review.restore",
            incident: Some(id),
            other: Some(scene.id),
            after: Some(serde_json::to_value(&back).map_err(|e| Error::plain(e.to_string()))?),
            ..log::Says::default()
        };
        log::write(scene.sql, scene.by, says)?;
    }
    // The line of the undoing is the last, about the number that was there before.
    let kept = if a == scene.id { 0 } else { 1 };
    let now = scene.sql.review(scene.id)?.unwrap_or_default();
    let mut back = parted(&how.reviews[kept].clone().unwrap_or_default(), &whole, seq);
    back.changed = now.changed.max(back.changed);
    let after = in_hand(&back, &scene.turn()?);
    let other = if a == scene.id { b } else { a };
    scene.tell(&Telling {
        action: "undo",
        incident: scene.id,
        other: Some(other),
        before: &now,
        after: &after,
        more: Some((UNDONE, json!(seq))),
    })?;
    Ok((scene.id, Some(other)))
}

/// Undoes a split: the two sides are the same.
fn join(scene: &Scene<'_>, cache: &mut Cache, how: &How, seq: u64) -> Done<(i64, Option<i64>)> {
    let mut homes = Vec::new();
    for side in &how.sides {
        let mut home = None;
        for at in side {
            if let Some(event) = crate::settle::event_of(scene.sql, at)? {
                home = home.or(scene.sql.place_of(event)?.incident);
            }
        }
        homes.push(home.ok_or_else(|| nothing_left(seq))?);
    }
    let (a, b) = (homes[0], homes[1]);
    if a == b || ![a, b].contains(&scene.id) {
        return Err(nothing_left(seq).into());
    }
    let other = if a == scene.id { b } else { a };
    free(scene, other)?;
    let (first, second) = (still(scene, &how.sides[0], &[a])?, still(scene, &how.sides[1], &[b])?);
    let two = Two { first: &first, second: &second, bonds: &[], loose: &how.bonds, incidents: [a, b] };
    let decided = decide(scene, cache, two, Says::Same)?;
    let id = sql::key(decided.a);
    let joined = if id == scene.id { other } else { scene.id };
    tell(scene, "undo", id, joined, (UNDONE, json!(seq)))?;
    Ok((id, Some(joined)))
}

/// Undoes "not same": nothing is decided about the two, and the program judges again.
fn forget(scene: &Scene<'_>, cache: &mut Cache, how: &How, seq: u64) -> Done<(i64, Option<i64>)> {
    let first = still(scene, &how.sides[0], &[scene.id])?;
    let Some(at) = how.sides[1].first() else { return Err(nothing_left(seq).into()) };
    let event = crate::settle::event_of(scene.sql, at)?;
    let other = event.map(|e| scene.sql.place_of(e)).transpose()?.and_then(|s| s.incident);
    let Some(other) = other.filter(|o| *o != scene.id && !first.is_empty()) else {
        return Err(nothing_left(seq).into());
    };
    let second = still(scene, &how.sides[1], &[other])?;
    let two =
        Two { first: &first, second: &second, bonds: &[], loose: &how.bonds, incidents: [scene.id, other] };
    let decided = decide(scene, cache, two, Says::Nothing)?;
    let id = sql::key(decided.a);
    let other = if decided.a == decided.b {
        if id == scene.id { other } else { scene.id }
    } else {
        sql::key(decided.b)
    };
    tell(scene, "undo", id, other, (UNDONE, json!(seq)))?;
    Ok((id, Some(other)))
}
