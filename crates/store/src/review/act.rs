//! One action of a person on an incident.

use super::{sides, undo};
use crate::cache::Cache;
use crate::decide::NotKept;
use crate::look::{incident, place, versions_of};
use crate::sql::{self, Sql, State};
use crate::{By, Error, Store, cache, log, pack};
use diurna_core::incident::Incident;
use diurna_review::{
    Action, Evidence, FlagKind, Refused, Review, Role, Turn, VerdictKind, apply, best, difference,
};
use serde_json::Value;

/// What an action did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acted {
    /// The incident, maybe under another id after a merge or split.
    pub incident: u64,
    /// Its revision now, to be expected by the next action.
    pub revision: u64,
    /// The other incident of a merge, split or link.
    pub other: Option<u64>,
}

/// Why an action was not done. Nothing of it was kept.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ActError {
    /// Something has changed the incident since the revision that was expected.
    #[error("incident {incident} has changed since (revision {revision} now)")]
    Conflict {
        /// Its id now.
        incident: u64,
        /// Its revision now.
        revision: u64,
    },
    /// There is no such incident, or it has ended.
    #[error("there is no incident {0}")]
    Missing(u64),
    /// The rules do not allow it.
    #[error("{0}")]
    Refused(Refused),
    /// The database.
    #[error("{0}")]
    Store(#[from] Error),
}

impl ActError {
    /// What to do about it, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Conflict { .. } => Some("look at it as it is now, and do it again"),
            Self::Missing(_) => Some("`diurna incidents` lists those there are"),
            Self::Refused(r) => Some(&r.hint),
            Self::Store(e) => e.hint(),
        }
    }
}

impl From<Refused> for ActError {
    fn from(r: Refused) -> Self {
        Self::Refused(r)
    }
}

impl From<NotKept> for ActError {
    fn from(e: NotKept) -> Self {
        match e {
            NotKept::Against(e) => Self::Refused(Refused::state(e.to_string(), e.hint().unwrap_or_default())),
            NotKept::Failed(e) => Self::Store(e),
        }
    }
}

pub(super) type Done<T> = std::result::Result<T, ActError>;

/// What an action works on.
pub(super) struct Scene<'a> {
    pub(super) sql: Sql<'a>,
    /// Id of the incident.
    pub(super) id: i64,
    pub(super) incident: Incident,
    pub(super) review: Review,
    pub(super) by: &'a By<'a>,
    pub(super) role: Role,
}

impl Scene<'_> {
    /// Who acts; its line of the log is the next.
    pub(super) fn turn(&self) -> crate::Result<Turn<'_>> {
        let seq = self.sql.head()?.map_or(0, |(seq, _)| sql::id(seq)) + 1;
        Ok(Turn { who: self.by.who, role: self.role, time: self.by.time, seq })
    }

    /// Writes the line that turns one review into another.
    pub(super) fn tell(&self, line: &Telling<'_>) -> crate::Result<u64> {
        let (before, mut after) = difference(line.before, line.after);
        if let (Some((key, more)), Value::Object(after)) = (&line.more, &mut after) {
            after.insert((*key).to_string(), more.clone());
        }
        let says = log::Says {
            what: &format!("review.{}", line.action),
            incident: Some(line.incident),
            other: line.other,
            before: Some(before),
            after: Some(after),
            ..log::Says::default()
        };
        log::write(self.sql, self.by, says).map(sql::id)
    }

    /// The open incident of an id, another than this.
    pub(super) fn other(&self, id: u64) -> Done<i64> {
        match place(self.sql, id)? {
            Some((_, State::Open, id)) if id != self.id => Ok(id),
            Some((_, State::Open, _)) => {
                Err(Refused::bad(format!("{id} is this incident"), "give another incident").into())
            }
            _ => Err(Refused::bad(format!("there is no incident {id}"), "give one that is open").into()),
        }
    }
}

/// A line that is to be written.
pub(super) struct Telling<'a> {
    pub(super) action: &'a str,
    pub(super) incident: i64,
    pub(super) other: Option<i64>,
    pub(super) before: &'a Review,
    pub(super) after: &'a Review,
    /// What undoing it needs to know, under [`diurna_review::HOW`]; or what it undid, under [`diurna_review::UNDONE`].
    pub(super) more: Option<(&'static str, Value)>,
}

impl Store {
    /// Does what a person wants done to an incident, in one step: the line of the log, and all that follows from it. `expect` is
    /// the revision that the person saw; where another is there now, nothing is done.
    ///
    /// # Errors
    /// A conflict, an incident that is not there, a refusal with what to do instead, or the database.
    pub fn act(
        &mut self,
        incident: u64,
        action: &Action,
        expect: Option<u64>,
        by: &By<'_>,
        role: Role,
    ) -> Result<Acted, ActError> {
        let mut refused = None;
        let done = self.step(|sql, cache| {
            one(sql, cache, incident, action, expect, by, role).map_err(|e| match e {
                ActError::Store(e) => e,
                other => {
                    refused = Some(other);
                    Error::plain("refused")
                }
            })
        });
        done.map_err(|e| refused.unwrap_or(ActError::Store(e)))
    }
}

fn one(
    sql: Sql<'_>,
    cache: &mut Cache,
    asked: u64,
    action: &Action,
    expect: Option<u64>,
    by: &By<'_>,
    role: Role,
) -> Done<Acted> {
    let Some((_, State::Open, id)) = place(sql, asked)? else { return Err(ActError::Missing(asked)) };
    let revision = sql::id(sql.revision(id)?);
    if expect.is_some_and(|seen| seen != revision) {
        return Err(ActError::Conflict { incident: sql::id(id), revision });
    }
    let incident = incident(sql, id)?.ok_or_else(|| Error::damaged(format!("incident {id} is missing")))?;
    let review = sql.review(id)?.unwrap_or_default();
    let scene = Scene { sql, id, incident, review, by, role };
    let (id, other) = match action {
        Action::Merge { other } => sides::merge(&scene, cache, action, *other)?,
        Action::NotSame { other } => sides::not_same(&scene, cache, action, *other)?,
        Action::Split { events } => sides::split(&scene, cache, action, events)?,
        Action::Undo { seq } => undo::undo(&scene, cache, *seq)?,
        _ => plain(&scene, action)?,
    };
    Ok(Acted { incident: sql::id(id), revision: sql::id(sql.revision(id)?), other: other.map(sql::id) })
}

/// An action that changes the review and nothing else.
fn plain(scene: &Scene<'_>, action: &Action) -> Done<(i64, Option<i64>)> {
    let mut action = action.clone();
    let mut other = None;
    match &mut action {
        Action::Field { field, verdict, value, evidence, .. } => {
            for words in evidence.iter() {
                stands(scene, words)?;
            }
            // Whoever accepts, accepts what is there now, whatever the program makes of later reports.
            if *verdict == Some(VerdictKind::Accepted) {
                *value = best(&scene.incident, *field);
            }
        }
        Action::Link { other: to, .. } => {
            let id = scene.other(*to)?;
            *to = sql::id(id);
            other = Some(id);
        }
        Action::Unlink { other: to, .. } => other = Some(sql::key(*to)),
        // The mark may stand on an older version.
        Action::Flag { what: FlagKind::Private, report: Some(report), on: false }
            if !scene.review.private_reports.contains(report) =>
        {
            let versions = versions_of(scene.sql, report)?;
            if let Some(marked) = versions.into_iter().find(|v| scene.review.private_reports.contains(v)) {
                *report = marked;
            }
        }
        Action::Flag { report: Some(report), on: true, .. }
            if !scene.incident.reports.iter().any(|r| r.id == *report) =>
        {
            return Err(Refused::bad(
                format!("{report} is no report of this incident"),
                "give the id of one of its reports",
            )
            .into());
        }
        _ => {}
    }
    let after = apply(&scene.review, &action, &scene.turn()?)?;
    scene.tell(&Telling {
        action: action.name(),
        incident: scene.id,
        other,
        before: &scene.review,
        after: &after,
        more: None,
    })?;
    Ok((scene.id, other))
}

/// Whether these words stand there.
fn stands(scene: &Scene<'_>, words: &Evidence) -> Done<()> {
    let wrong = |message: String, hint: &str| Err(ActError::Refused(Refused::bad(message, hint)));
    if !scene.incident.reports.iter().any(|r| r.id == words.report) {
        return wrong(
            format!("{} is no report of this incident", words.report),
            "give words of one of its reports",
        );
    }
    let version =
        pack::raw_digest(&words.report).map(|raw| scene.sql.version_of_raw(&raw)).transpose()?.flatten();
    let record = version.map(|v| cache::record(scene.sql, v.id)).transpose()?.flatten();
    let text = record.map(|r| r.report.text).unwrap_or_default();
    let there: String = text.chars().skip(words.start).take(words.end.saturating_sub(words.start)).collect();
    if there != words.text {
        return wrong(
            format!("other words stand at {}–{} of the report", words.start, words.end),
            "count code points of the text, from 0",
        );
    }
    Ok(())
}
