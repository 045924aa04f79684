//! Looking reviews, judgements and lines of the log up.

use super::{InMemory, follow};
use crate::log::{self, Entry, Says};
use crate::look::place;
use crate::sql::{self, Sql, State};
use crate::{By, Error, Result, Store};
use diurna_review::{FieldName, Judgement, Review, checked};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl Store {
    /// What people said of an incident, wherever its id leads; `None` where nobody said anything.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn review(&self, incident: u64) -> Result<Option<Review>> {
        self.snapshot(|sql| match place(sql, incident)? {
            Some((_, State::Open, id)) => sql.review(id),
            _ => Ok(None),
        })
    }

    /// Hands out all reviews there are, by incident; `false` ends the run.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn each_review(&self, mut take: impl FnMut(u64, Review) -> bool) -> Result<()> {
        for (incident, review) in Sql(&self.conn).all_reviews()? {
            if !take(sql::id(incident), review) {
                break;
            }
        }
        Ok(())
    }

    /// The number of the last line of the log about an incident, wherever its id leads; 0 where there is none.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn revision(&self, incident: u64) -> Result<u64> {
        self.snapshot(|sql| {
            let id = place(sql, incident)?.map_or(sql::key(incident), |(_, _, id)| id);
            Ok(sql::id(sql.revision(id)?))
        })
    }

    /// The last lines of the log before a number (of all, where none is given), the newest first.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn log(&self, before: Option<u64>, limit: usize) -> Result<Vec<Entry>> {
        let before = before.map_or(i64::MAX, sql::key);
        Sql(&self.conn).lines_before(before, limit)?.into_iter().map(Entry::try_from).collect()
    }

    /// The first lines of the log after a number, the oldest first.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn lines_after(&self, seq: u64, limit: usize) -> Result<Vec<Entry>> {
        Sql(&self.conn).lines_after(sql::key(seq), limit)?.into_iter().map(Entry::try_from).collect()
    }

    /// All reviews, made anew from the log alone.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub fn replay_reviews(&self) -> Result<BTreeMap<u64, Review>> {
        self.snapshot(|sql| Ok(replay(sql)?.0))
    }

    /// Keeps what one person says of a field of an incident without having seen what others said: one answer for each, the last.
    /// `value` has the form of the field's `best`; `null` says that no report states it.
    ///
    /// # Errors
    /// Where the incident is not there, the value has another form, or the database cannot be written.
    pub fn judge(
        &mut self,
        incident: u64,
        coder: &str,
        field: FieldName,
        value: &Value,
        by: &By<'_>,
    ) -> Result<()> {
        let value = if value.is_null() {
            Value::Null
        } else {
            checked(field, value).map_err(|e| Error::new(e.to_string(), &e.hint))?
        };
        self.step(|sql, _| {
            let Some((_, State::Open, id)) = place(sql, incident)? else {
                return Err(Error::new(
                    format!("there is no incident {incident}"),
                    "`diurna incidents` lists those there are",
                ));
            };
            let time = log::time(by.time);
            let judgement = Judgement { incident: sql::id(id), coder: coder.to_string(), field, value, time };
            let says = Says {
                what: "judgement",
                incident: Some(id),
                after: Some(json!({"coder": coder, "field": field, "value": judgement.value})),
                ..Says::default()
            };
            log::write(sql, by, says)?;
            sql.put_judgement(&judgement)
        })
    }

    /// All judgements of second coders, by incident, field and coder.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn judgements(&self) -> Result<Vec<Judgement>> {
        Sql(&self.conn).all_judgements()
    }
}

/// Reviews from the log alone, and the number of lines that were read.
pub(crate) fn replay(sql: Sql<'_>) -> Result<(BTreeMap<u64, Review>, u64)> {
    let mut kept = InMemory::default();
    let mut lines = 0;
    let json = |t: &Option<String>| -> Result<Option<Value>> {
        t.as_deref().map(serde_json::from_str).transpose().map_err(Error::damaged)
    };
    sql.each_line(|line| {
        lines += 1;
        if line.incident.is_some() && (line.what.starts_with("incident.") || line.what.starts_with("review."))
        {
            follow(&mut kept, &line, json(&line.before)?.as_ref(), json(&line.after)?.as_ref())?;
        }
        Ok(())
    })?;
    Ok((kept.0, lines))
}
