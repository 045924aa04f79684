//! What each action does to a review, and when it is refused.

use crate::model::{
    Action, Comment, FieldName, FlagKind, Link, Lock, Rejection, Review, Role, State, Verdict, VerdictKind,
};
use crate::patch::stamped;
use crate::refused::{Refused, Why};
use crate::{checked, model::Evidence, model::RejectReason};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// How long an incident stays in somebody's hand after the last thing that they did, in minutes.
pub const LOCK_MINUTES: i64 = 15;
/// No remark is longer, in characters.
pub const LONGEST_TEXT: usize = 4000;
const MOST_COMMENTS: usize = 1000;
const MOST_LINKS: usize = 200;
const MOST_EVIDENCE: usize = 50;

/// Who acts, in which role, when, and which line of the log it will be.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    /// Name of the person.
    pub who: &'a str,
    /// Role of the person.
    pub role: Role,
    /// Now, in UTC; only whole seconds count.
    pub time: Timestamp,
    /// Number of the line of the log that tells of it.
    pub seq: u64,
}

impl Turn<'_> {
    /// The moment as it is written.
    pub(crate) fn now(&self) -> String {
        written(self.time)
    }

    pub(crate) fn lock(&self) -> Lock {
        let until = self.time.checked_add(SignedDuration::from_mins(LOCK_MINUTES)).unwrap_or(self.time);
        Lock { who: self.who.to_string(), until: written(until) }
    }

    pub(crate) fn is_manager(&self) -> bool {
        self.role >= Role::Manager
    }
}

fn written(t: Timestamp) -> String {
    t.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The review after an action. [`Action::Undo`] needs the line that it takes back: see [`crate::undo`].
///
/// # Errors
/// Where the role, the state, another person's lock or what was given does not allow it.
///
/// ```
/// use diurna_review::{Action, Review, Role, State, Turn, apply};
/// let at = |seq| Turn { who: "mira", role: Role::Editor, time: "2031-05-14T08:00:00Z".parse().unwrap(), seq };
/// let taken = apply(&Review::default(), &Action::Take, &at(1)).unwrap();
/// assert_eq!(taken.lock.as_ref().unwrap().until, "2031-05-14T08:15:00Z");
/// let accepted = apply(&taken, &Action::Accept, &at(2)).unwrap();
/// assert_eq!((accepted.state, accepted.lock), (State::Accepted, None));
/// let refused = apply(&taken, &Action::Publish, &at(3)).unwrap_err();
/// assert_eq!(refused.to_string(), "an editor cannot publish");
/// ```
pub fn apply(review: &Review, action: &Action, turn: &Turn<'_>) -> Result<Review, Refused> {
    if turn.role < Role::Editor {
        return Err(Refused::new(Why::Role, "a viewer only reads", "ask for the role of an editor"));
    }
    let mut new = review.clone();
    match action {
        Action::Take => take(&mut new, turn)?,
        Action::Release => release(&mut new, turn)?,
        Action::Accept => accept(&mut new, turn)?,
        Action::Reject { reason, note } => reject(&mut new, *reason, note.as_deref(), turn)?,
        Action::SecondLook { note } => {
            finish(&new, turn, "second look")?;
            if new.state == State::SecondLook {
                return Err(Refused::state("a second look is asked for already", "add a comment"));
            }
            remark(&mut new, note, Some("second_look"), turn)?;
            (new.state, new.lock) = (State::SecondLook, None);
        }
        Action::Reopen { note } => reopen(&mut new, note.as_deref(), turn)?,
        Action::Publish => publish(&mut new, turn)?,
        Action::Field { field, verdict, value, reason, evidence, clear } => {
            work(&mut new, turn)?;
            let said = Said { verdict: *verdict, value: value.as_ref(), reason: reason.as_deref(), evidence };
            say(&mut new, *field, said, *clear, turn)?;
        }
        Action::Comment { text } => {
            remark(&mut new, text, None, turn)?;
            if new.lock.as_ref().is_some_and(|l| l.who == turn.who) {
                new.lock = Some(turn.lock());
            }
        }
        Action::Merge { .. } | Action::Split { .. } => work(&mut new, turn)?,
        Action::NotSame { .. } => {
            free(&new, turn)?;
            renew(&mut new, turn);
        }
        Action::Link { other, kind } => {
            free(&new, turn)?;
            if new.links.len() >= MOST_LINKS {
                return Err(Refused::bad("there are too many links", "take some away first"));
            }
            if !new.links.insert(Link { other: *other, kind: *kind }) {
                return Err(Refused::state(
                    format!("incident {other} is linked already"),
                    "nothing is to do",
                ));
            }
            renew(&mut new, turn);
        }
        Action::Unlink { other, kind } => {
            free(&new, turn)?;
            if !new.links.remove(&Link { other: *other, kind: *kind }) {
                return Err(Refused::state(
                    format!("incident {other} is not linked so"),
                    "links that reports give are changed in the reports' incidents, not here",
                ));
            }
            renew(&mut new, turn);
        }
        Action::Flag { what, on, report } => flag(&mut new, *what, *on, report.as_deref(), turn)?,
        Action::Undo { .. } => {
            return Err(Refused::bad("what is to be undone is not known", "give the line of the log"));
        }
    }
    Ok(stamped(review, new, turn.seq))
}

/// Whether another person has it in hand at that moment.
#[must_use]
pub fn locked<'r>(review: &'r Review, turn: &Turn<'_>) -> Option<&'r Lock> {
    review.lock.as_ref().filter(|l| l.who != turn.who && l.until > turn.now())
}

/// The review in the hand of who acts, where it is open: for what a merge or split leaves.
#[must_use]
pub fn in_hand(review: &Review, turn: &Turn<'_>) -> Review {
    let mut new = review.clone();
    if locked(review, turn).is_none() {
        hold(&mut new, turn);
    }
    stamped(review, new, turn.seq)
}

/// Nobody else has it in hand.
pub(crate) fn free(review: &Review, turn: &Turn<'_>) -> Result<(), Refused> {
    match locked(review, turn) {
        None => Ok(()),
        Some(lock) => Err(Refused::new(
            Why::Locked,
            format!("{} has it in hand until {}", lock.who, lock.until),
            if turn.is_manager() {
                "take it over first, or wait"
            } else {
                "wait, or ask a manager to take it over"
            },
        )),
    }
}

fn open(review: &Review) -> Result<(), Refused> {
    if review.state.is_closed() {
        return Err(Refused::state(format!("it is {} already", review.state), "reopen it first"));
    }
    Ok(())
}

/// Lets the holder's lock last longer.
pub(crate) fn renew(review: &mut Review, turn: &Turn<'_>) {
    if review.lock.as_ref().is_some_and(|l| l.who == turn.who) {
        review.lock = Some(turn.lock());
    }
}

/// Work on what is open takes it in hand.
fn work(review: &mut Review, turn: &Turn<'_>) -> Result<(), Refused> {
    free(review, turn)?;
    open(review)?;
    hold(review, turn);
    Ok(())
}

/// Puts what is open into somebody's hand.
pub(crate) fn hold(review: &mut Review, turn: &Turn<'_>) {
    if review.state == State::New {
        review.state = State::InReview;
    }
    if !review.state.is_closed() {
        review.lock = Some(turn.lock());
    }
}

fn take(review: &mut Review, turn: &Turn<'_>) -> Result<(), Refused> {
    open(review)?;
    if !turn.is_manager() {
        free(review, turn)?;
    }
    hold(review, turn);
    Ok(())
}

fn release(review: &mut Review, turn: &Turn<'_>) -> Result<(), Refused> {
    if !turn.is_manager() {
        free(review, turn)?;
    }
    if review.lock.is_none() && review.state != State::InReview {
        return Err(Refused::state("nobody has it in hand", "nothing is to do"));
    }
    review.lock = None;
    if review.state == State::InReview {
        review.state = State::New;
    }
    Ok(())
}

/// What ends the work, or hands it on, is done by who holds it; after a second look by a manager.
fn finish(review: &Review, turn: &Turn<'_>, what: &str) -> Result<(), Refused> {
    free(review, turn)?;
    open(review)?;
    if review.state == State::SecondLook && !turn.is_manager() {
        return Err(Refused::new(
            Why::Role,
            format!("after a second look was asked for, an editor cannot end it by {what}"),
            "a manager decides; add a comment on what you saw",
        ));
    }
    Ok(())
}

fn accept(review: &mut Review, turn: &Turn<'_>) -> Result<(), Refused> {
    // What was accepted and has changed since can be accepted again as it is now.
    if !(review.state == State::Accepted && review.new_report()) {
        finish(review, turn, "accepting")?;
    }
    review.state = State::Accepted;
    (review.lock, review.reject) = (None, None);
    review.reviewed_revision = Some(turn.seq);
    Ok(())
}

fn reject(
    review: &mut Review,
    reason: RejectReason,
    note: Option<&str>,
    turn: &Turn<'_>,
) -> Result<(), Refused> {
    finish(review, turn, "rejecting")?;
    let note = note.map(|n| text(n, "the note")).transpose()?;
    if reason == RejectReason::Other && note.is_none() {
        return Err(Refused::bad("the reason is \"other\" and nothing is said of it", "say why in the note"));
    }
    review.state = State::Rejected;
    review.lock = None;
    review.reject = Some(Rejection { reason, note });
    review.reviewed_revision = Some(turn.seq);
    Ok(())
}

fn reopen(review: &mut Review, note: Option<&str>, turn: &Turn<'_>) -> Result<(), Refused> {
    if !review.state.is_closed() {
        return Err(Refused::state(format!("it is {}, not closed", review.state), "take it in hand"));
    }
    if review.state == State::Published && !turn.is_manager() {
        return Err(Refused::new(
            Why::Role,
            "an editor cannot reopen what is published",
            "ask a manager, and say why in a comment",
        ));
    }
    if let Some(note) = note {
        remark(review, note, Some("reopen"), turn)?;
    }
    review.state = State::InReview;
    review.lock = Some(turn.lock());
    (review.reject, review.reviewed_revision) = (None, None);
    Ok(())
}

fn publish(review: &mut Review, turn: &Turn<'_>) -> Result<(), Refused> {
    if !turn.is_manager() {
        return Err(Refused::new(Why::Role, "an editor cannot publish", "ask a manager"));
    }
    if review.state != State::Accepted {
        return Err(Refused::state(
            format!("it is {}; only what is accepted is published", review.state),
            "accept it first",
        ));
    }
    if review.new_report() {
        return Err(Refused::state(
            "it has changed since it was accepted",
            "look at what is new and accept it again",
        ));
    }
    if review.private {
        return Err(Refused::state("it is private", "take the mark off first, if nobody is endangered"));
    }
    review.state = State::Published;
    Ok(())
}

fn flag(
    review: &mut Review,
    what: FlagKind,
    on: bool,
    report: Option<&str>,
    turn: &Turn<'_>,
) -> Result<(), Refused> {
    free(review, turn)?;
    let changed = match what {
        FlagKind::Private => {
            let marked = report.map_or(review.private, |id| review.private_reports.contains(id));
            if marked && !on && !turn.is_manager() {
                return Err(Refused::new(
                    Why::Role,
                    "an editor cannot make public what is private",
                    "ask a manager",
                ));
            }
            if on && review.state == State::Published && !turn.is_manager() {
                return Err(Refused::new(
                    Why::Role,
                    "an editor cannot change what is published",
                    "ask a manager to reopen it at once",
                ));
            }
            if on && review.state == State::Published {
                // What is private is not published: back to accepted. Of the rest a person says anew that it may leave.
                review.state = State::Accepted;
            }
            match report {
                None => std::mem::replace(&mut review.private, on) != on,
                Some(id) if on => review.private_reports.insert(id.to_string()),
                Some(id) => review.private_reports.remove(id),
            }
        }
        FlagKind::Distressing => {
            let id = report.unwrap_or_default().to_string();
            if on { review.distressing.insert(id) } else { review.distressing.remove(&id) }
        }
    };
    if !changed {
        return Err(Refused::state("it is marked so already", "nothing is to do"));
    }
    renew(review, turn);
    Ok(())
}

/// What is said of a field, as it came.
struct Said<'a> {
    verdict: Option<VerdictKind>,
    value: Option<&'a Value>,
    reason: Option<&'a str>,
    evidence: &'a [Evidence],
}

fn say(
    review: &mut Review,
    field: FieldName,
    said: Said<'_>,
    clear: bool,
    turn: &Turn<'_>,
) -> Result<(), Refused> {
    if clear {
        return match review.fields.remove(&field) {
            Some(_) => Ok(()),
            None => Err(Refused::state(format!("nothing was said of {field}"), "nothing is to do")),
        };
    }
    let kind = said.verdict.ok_or_else(|| {
        Refused::bad("no verdict is given", "write accepted, edited, disputed or not_stated, or clear: true")
    })?;
    let reason = said.reason.map(|r| text(r, "the reason")).transpose()?;
    if reason.is_none() && matches!(kind, VerdictKind::Edited | VerdictKind::Disputed) {
        return Err(Refused::bad(format!("no reason is given for {kind}"), "say in a few words why"));
    }
    if kind == VerdictKind::NotStated && matches!(field, FieldName::Type | FieldName::Status) {
        return Err(Refused::bad(
            format!("an incident always has a {field}"),
            "edit it, or reject the incident",
        ));
    }
    let value = match (kind, said.value) {
        (VerdictKind::Edited, None | Some(Value::Null)) => {
            return Err(Refused::bad("no value is given", "give the value, or say not_stated"));
        }
        (VerdictKind::Edited | VerdictKind::Accepted, Some(value)) if !value.is_null() => {
            Some(checked(field, value)?)
        }
        (VerdictKind::Disputed | VerdictKind::NotStated, Some(value)) if !value.is_null() => {
            return Err(Refused::bad(format!("{kind} takes no value"), "to give one, say edited"));
        }
        _ => None,
    };
    if said.evidence.len() > MOST_EVIDENCE {
        return Err(Refused::bad("too many words are given as evidence", "give the best fifty"));
    }
    if let Some(wrong) = said.evidence.iter().find(|e| e.start >= e.end || e.report.is_empty()) {
        return Err(Refused::bad(
            format!("the evidence {}–{} is no span of a report", wrong.start, wrong.end),
            "give report, start and end in code points, and the words",
        ));
    }
    let verdict = Verdict {
        kind,
        value,
        reason,
        evidence: said.evidence.to_vec(),
        who: turn.who.to_string(),
        time: turn.now(),
    };
    review.fields.insert(field, verdict);
    Ok(())
}

fn remark(review: &mut Review, words: &str, about: Option<&str>, turn: &Turn<'_>) -> Result<(), Refused> {
    if review.comments.len() >= MOST_COMMENTS {
        return Err(Refused::bad("there are too many comments", "say it elsewhere"));
    }
    let text = text(words, "the comment")?;
    let comment =
        Comment { who: turn.who.to_string(), time: turn.now(), text, about: about.map(str::to_string) };
    review.comments.insert(turn.seq, comment);
    Ok(())
}

/// Words of a person: not empty, not endless, and nothing in them that a terminal or page would obey.
fn text(words: &str, what: &str) -> Result<String, Refused> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Refused::bad(format!("{what} is empty"), "write a few words"));
    }
    if words.chars().count() > LONGEST_TEXT {
        return Err(Refused::bad(
            format!("{what} is longer than {LONGEST_TEXT} characters"),
            "write less, or in several comments",
        ));
    }
    if words.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refused::bad(format!("{what} holds control characters"), "write plain text"));
    }
    Ok(words.to_string())
}
