//! What one line of the log changes of a review, as JSON that can be applied again.
//!
//! A patch names things by the keys of the review (`state`, `private` …) and, in `fields` and `comments`, by the keys in there;
//! `null` says that the thing is not there.

use crate::model::Review;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Keys whose parts are things of their own.
const PARTED: [&str; 2] = ["fields", "comments"];
/// Keys that belong to the state: who undoes it, undoes them.
const OF_STATE: [&str; 2] = ["reject", "reviewed_revision"];
/// What follows from something else, and is no thing.
const DERIVED: [&str; 2] = ["lock", "changed"];
/// Under this key a line may say how it was done; it is no part of the review.
pub const HOW: &str = "how";
/// Under this key a line says which line it undid; it is no part of the review.
pub const UNDONE: &str = "undone";

fn object(review: &Review) -> Map<String, Value> {
    let mut all = match serde_json::to_value(review) {
        Ok(Value::Object(all)) => all,
        _ => Map::new(),
    };
    all.remove("touched");
    all
}

/// What is different: how it was, and how it is. What `touched` says is left out, since the number of the line says it.
#[must_use]
pub fn difference(before: &Review, after: &Review) -> (Value, Value) {
    let (old, new) = (object(before), object(after));
    let (mut was, mut is) = (Map::new(), Map::new());
    for key in keys(&old, &new) {
        let (a, b) = (old.get(&key), new.get(&key));
        if a == b {
            continue;
        }
        if PARTED.contains(&key.as_str()) {
            let empty = Map::new();
            let of = |v: Option<&'_ Value>| v.and_then(Value::as_object).cloned().unwrap_or(empty.clone());
            let (a, b) = (of(a), of(b));
            let (mut part_was, mut part_is) = (Map::new(), Map::new());
            for name in keys(&a, &b).into_iter().filter(|n| a.get(n) != b.get(n)) {
                part_was.insert(name.clone(), a.get(&name).cloned().unwrap_or_default());
                part_is.insert(name.clone(), b.get(&name).cloned().unwrap_or_default());
            }
            was.insert(key.clone(), Value::Object(part_was));
            is.insert(key, Value::Object(part_is));
        } else {
            was.insert(key.clone(), a.cloned().unwrap_or_default());
            is.insert(key, b.cloned().unwrap_or_default());
        }
    }
    (Value::Object(was), Value::Object(is))
}

fn keys(a: &Map<String, Value>, b: &Map<String, Value>) -> BTreeSet<String> {
    a.keys().chain(b.keys()).cloned().collect()
}

/// The review after a patch, which is what line `seq` of the log tells. Keys that are none of a review's are passed over.
///
/// # Errors
/// Where the patch does not make a review.
pub fn patched(review: &Review, patch: &Value, seq: u64) -> Result<Review, serde_json::Error> {
    Ok(stamped(review, changed(review, patch)?, seq))
}

/// The same without saying which line it was.
pub(crate) fn changed(review: &Review, patch: &Value) -> Result<Review, serde_json::Error> {
    let mut all = object(review);
    for (key, value) in patch.as_object().into_iter().flatten() {
        if PARTED.contains(&key.as_str()) {
            let part = all.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
            for (name, value) in value.as_object().into_iter().flatten() {
                if let Some(part) = part.as_object_mut() {
                    put(part, name, value);
                }
            }
        } else if !["touched", HOW, UNDONE].contains(&key.as_str()) {
            put(&mut all, key, value);
        }
    }
    let mut new: Review = serde_json::from_value(Value::Object(all))?;
    new.touched.clone_from(&review.touched);
    Ok(new)
}

fn put(into: &mut Map<String, Value>, key: &str, value: &Value) {
    if value.is_null() {
        into.remove(key);
    } else {
        into.insert(key.to_string(), value.clone());
    }
}

/// The things that a patch touches.
pub(crate) fn things(patch: &Value) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (key, value) in patch.as_object().into_iter().flatten() {
        if PARTED.contains(&key.as_str()) {
            out.extend(value.as_object().into_iter().flatten().map(|(name, _)| format!("{key}/{name}")));
        } else if OF_STATE.contains(&key.as_str()) {
            out.insert("state".to_string());
        } else if !DERIVED.contains(&key.as_str()) && ![HOW, UNDONE].contains(&key.as_str()) {
            out.insert(key.clone());
        }
    }
    out
}

/// Says which line touched what is different.
pub(crate) fn stamped(before: &Review, mut after: Review, seq: u64) -> Review {
    let (_, patch) = difference(before, &after);
    for thing in things(&patch) {
        after.touched.insert(thing, seq);
    }
    after
}
