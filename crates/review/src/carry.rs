//! What becomes of reviews when incidents change, are joined, part or end.

use crate::model::{Comment, Review, State};
use crate::patch::{difference, patched, stamped};
use serde_json::Value;

/// What a line of the log says, as far as reviews go.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Number of the line.
    pub seq: u64,
    /// When, as it is written.
    pub time: &'a str,
    /// Who.
    pub who: &'a str,
    /// `incident.change`, `review.field` …
    pub what: &'a str,
    /// The incident that it is about.
    pub incident: u64,
    /// The incident that it was joined into or split from.
    pub other: Option<u64>,
    /// What was there before; `None` where nothing was, or where it was erased.
    pub before: Option<&'a Value>,
    /// What is there now.
    pub after: Option<&'a Value>,
}

/// Where reviews are kept: tables, or a map while a log is replayed.
pub trait Kept {
    /// What can go wrong with it.
    type Error: From<serde_json::Error>;

    /// The review of an incident; `None` where nobody said anything of it.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn get(&self, incident: u64) -> Result<Option<Review>, Self::Error>;

    /// Keeps a review.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn put(&mut self, incident: u64, review: Review) -> Result<(), Self::Error>;

    /// Lets a review go.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn remove(&mut self, incident: u64) -> Result<(), Self::Error>;
}

/// Does to the reviews what one line of the log says. The tables are made by nothing else, so a log that is read from its
/// beginning makes them again. Lines whose words were erased do nothing: an erasure writes what is left after them.
///
/// # Errors
/// Where reviews cannot be read or written, or a line makes no review.
pub fn follow<K: Kept>(kept: &mut K, line: &Told<'_>) -> Result<(), K::Error> {
    match (line.what, line.other) {
        ("incident.change", _) => {
            let says = |v: Option<&Value>| v.and_then(Value::as_object).is_some_and(|o| !o.is_empty());
            if (says(line.before) || says(line.after))
                && let Some(mut review) = kept.get(line.incident)?
            {
                review.changed = Some(line.seq);
                kept.put(line.incident, review)?;
            }
        }
        ("incident.join", Some(into)) => {
            if let Some(gone) = kept.get(line.incident)? {
                let survivor = kept.get(into)?.unwrap_or_default();
                kept.put(into, joined(&survivor, &gone, into, line))?;
                kept.remove(line.incident)?;
            }
        }
        ("incident.split", Some(from)) => {
            if let Some(whole) = kept.get(from)? {
                kept.put(line.incident, part(&whole, from, line))?;
            }
        }
        ("incident.end", _) => kept.remove(line.incident)?,
        // The whole of it: after an erasure, and where an undone merge gives a review back.
        ("review.erase" | "review.restore", _) => {
            if let Some(after) = line.after {
                kept.put(line.incident, serde_json::from_value(after.clone())?)?;
            }
        }
        (what, _) if what.starts_with("review.") => {
            if let Some(after) = line.after {
                let review = kept.get(line.incident)?.unwrap_or_default();
                kept.put(line.incident, patched(&review, after, line.seq)?)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The review of an incident into which another was joined. It keeps its own; of the other it takes what it lacks. Work that
/// was under way on the other goes on here, nothing that was private or distressing stops being so, and that somebody had
/// finished with the other is remarked.
///
/// `into` is the id of the survivor; the line tells of the join.
fn joined(survivor: &Review, gone: &Review, into: u64, line: &Told<'_>) -> Review {
    let mut new = survivor.clone();
    if gone.state.is_closed() {
        let text = format!("Incident {}, which was {}, was joined into this.", line.incident, gone.state);
        let (who, time) = (line.who.to_string(), line.time.to_string());
        new.comments.insert(line.seq, Comment { who, time, text, about: Some("merge".to_string()) });
        new.touched.insert(format!("comments/{}", line.seq), line.seq);
    }
    for (field, verdict) in &gone.fields {
        new.fields.entry(*field).or_insert_with(|| verdict.clone());
    }
    for (seq, comment) in &gone.comments {
        new.comments.entry(*seq).or_insert_with(|| comment.clone());
    }
    new.links.extend(gone.links.iter().cloned());
    new.links.retain(|l| l.other != into && l.other != line.incident);
    new.private |= gone.private;
    new.private_reports.extend(gone.private_reports.iter().cloned());
    new.distressing.extend(gone.distressing.iter().cloned());
    new.changed = survivor.changed.max(gone.changed);
    if survivor.state == State::New && matches!(gone.state, State::InReview | State::SecondLook) {
        new.state = gone.state;
        new.lock.clone_from(&gone.lock);
    }
    if new.private && new.state == State::Published {
        new.state = State::Accepted;
    }
    // What came over can be undone here by the line that did it there.
    let (_, patch) = difference(survivor, &new);
    for thing in crate::patch::things(&patch) {
        if let Some(seq) = gone.touched.get(&thing) {
            let here = new.touched.entry(thing).or_insert(0);
            *here = (*here).max(*seq);
        }
    }
    new
}

/// The review with which a part that was split off begins.
fn part(whole: &Review, from: u64, line: &Told<'_>) -> Review {
    let mut new = Review {
        private: whole.private,
        private_reports: whole.private_reports.clone(),
        distressing: whole.distressing.clone(),
        changed: Some(line.seq),
        ..Review::default()
    };
    let comment = Comment {
        who: line.who.to_string(),
        time: line.time.to_string(),
        text: format!("Was a part of incident {from}."),
        about: Some("split".to_string()),
    };
    new.comments.insert(line.seq, comment);
    stamped(&Review::default(), new, line.seq)
}

/// The review of one side of a merge that is undone: as it was before, with what was said of the whole since.
///
/// `since` is the line of the merge; a thing that a later line touched stays as it is now.
#[must_use]
pub fn parted(before: &Review, now: &Review, since: u64) -> Review {
    let mut new = before.clone();
    new.changed = now.changed.max(before.changed);
    new.private |= now.private;
    new.private_reports.extend(now.private_reports.iter().cloned());
    new.lock = None;
    let later = now.touched.iter().filter(|(_, seq)| **seq > since);
    for (thing, seq) in later {
        let kept = match thing.split_once('/') {
            Some(("fields", name)) => crate::FieldName::parse(name).is_some_and(|field| {
                match now.fields.get(&field) {
                    Some(v) => new.fields.insert(field, v.clone()),
                    None => new.fields.remove(&field),
                };
                true
            }),
            Some(("comments", key)) => key.parse().is_ok_and(|key: u64| {
                match now.comments.get(&key) {
                    Some(c) => new.comments.insert(key, c.clone()),
                    None => new.comments.remove(&key),
                };
                true
            }),
            _ => false,
        };
        if kept {
            new.touched.insert(thing.clone(), *seq);
        }
    }
    new
}
