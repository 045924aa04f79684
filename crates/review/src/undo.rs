//! Taking back what a line of the log tells.

use crate::apply::{Turn, free, hold, renew};
use crate::model::{Review, Role, State};
use crate::patch::{changed, stamped, things};
use crate::refused::{Refused, Why};
use serde_json::Value;

/// A line of the log that is to be undone.
#[derive(Debug, Clone, Copy)]
pub struct Done<'a> {
    /// Its number.
    pub seq: u64,
    /// Who did it.
    pub who: &'a str,
    /// What was there before, as [`crate::difference`] gives it.
    pub before: &'a Value,
    /// What it made of it.
    pub after: &'a Value,
}

/// The review without what a line did. It must be the last that touched what it touched, and one's own unless one is a
/// manager.
///
/// # Errors
/// Where it is not, or where the role, the state or another person's lock does not allow it.
pub fn undo(review: &Review, line: &Done<'_>, turn: &Turn<'_>) -> Result<Review, Refused> {
    may(review, line, turn)?;
    let things = things(line.after);
    if things.is_empty() {
        return Err(Refused::state(
            format!("line {} changed nothing that can be undone", line.seq),
            "choose another",
        ));
    }
    if let Some(later) = things.iter().filter_map(|t| review.touched.get(t)).find(|seq| **seq != line.seq) {
        return Err(Refused::state(
            format!("line {later} has changed it since line {}", line.seq),
            format!("undo line {later} first"),
        ));
    }
    let of_fields = things.iter().any(|t| t.starts_with("fields/"));
    if of_fields && review.state.is_closed() && !things.contains("state") {
        return Err(Refused::state(format!("it is {} already", review.state), "reopen it first"));
    }
    let mut new = changed(review, line.before)
        .map_err(|e| Refused::state(format!("line {} cannot be undone: {e}", line.seq), "choose another"))?;
    // What follows from the reports is not undone, and whose hand it is in goes by what is done now.
    (new.changed, new.lock) = (review.changed, review.lock.clone());
    let published = [review.state, new.state].contains(&State::Published) && review.state != new.state;
    let opened = review.private && !new.private || !review.private_reports.is_subset(&new.private_reports);
    if !turn.is_manager() && (published || opened) {
        return Err(Refused::new(
            Why::Role,
            "an editor cannot undo what concerns what is published or private",
            "ask a manager",
        ));
    }
    match new.state {
        State::InReview => hold(&mut new, turn),
        State::SecondLook => renew(&mut new, turn),
        _ => new.lock = None,
    }
    Ok(stamped(review, new, turn.seq))
}

/// Whether somebody may undo a line at all.
///
/// # Errors
/// Where it is another's and one is no manager, or another has the incident in hand.
pub fn may(review: &Review, line: &Done<'_>, turn: &Turn<'_>) -> Result<(), Refused> {
    if turn.role < Role::Editor {
        return Err(Refused::new(Why::Role, "a viewer only reads", "ask for the role of an editor"));
    }
    if line.who != turn.who && !turn.is_manager() {
        return Err(Refused::new(
            Why::Role,
            format!("{} did it", line.who),
            "ask that person or a manager to undo it",
        ));
    }
    free(review, turn)
}
