//! Looking reviews, judgements and lines of the log up.

use super::{InMemory, follow};
use crate::log::{self, Entry, Says};
use crate::look::place;
use crate::sql::{self, Line, Sql, State};
use crate::{By, Error, Result, Store};
use diurna_review::{FieldName, Judgement, Review, Role, checked};
use serde::Deserialize;
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
        self.snapshot(|sql| Ok(replay(sql)?.reviews))
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

/// User and name of a token.
pub(crate) type TokenKey = (String, String);
/// When a token was made, and its digest.
pub(crate) type TokenDigest = (String, Option<Vec<u8>>);

/// What the log alone tells of people's work.
#[derive(Default)]
pub(crate) struct Retold {
    /// Reviews by incident.
    pub(crate) reviews: BTreeMap<u64, Review>,
    /// Judgements in the order of [`Sql::all_judgements`].
    pub(crate) judgements: Vec<Judgement>,
    /// Users and their roles.
    pub(crate) users: BTreeMap<String, Role>,
    /// Digests of the hashes of passwords, by user, where the log tells them.
    pub(crate) passwords: BTreeMap<String, Vec<u8>>,
    /// Tokens by user and name: when each was added, and the digest of it where the log tells that.
    pub(crate) tokens: BTreeMap<TokenKey, TokenDigest>,
}

/// A judgement or a user as their lines tell them.
#[derive(Deserialize)]
struct Judged {
    coder: String,
    field: FieldName,
    value: Value,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    role: Option<Role>,
}

/// A token as its lines tell it.
#[derive(Deserialize)]
struct TokenOf {
    user: String,
    name: String,
}

/// Makes everything that people did from the lines of the log. Lines whose words were erased say nothing.
pub(crate) fn replay(sql: Sql<'_>) -> Result<Retold> {
    let mut kept = InMemory::default();
    let mut judged = BTreeMap::new();
    let mut told = Retold::default();
    let json = |t: &Option<String>| -> Result<Option<Value>> {
        t.as_deref().map(serde_json::from_str).transpose().map_err(Error::damaged)
    };
    sql.each_line(|line| {
        let what = line.what.as_str();
        let reviews =
            line.incident.is_some() && (what.starts_with("incident.") || what.starts_with("review."));
        if !reviews && what != "judgement" && !what.starts_with("user.") && !what.starts_with("token.") {
            return Ok(());
        }
        let (before, after) = (json(&line.before)?, json(&line.after)?);
        match (what, line.incident) {
            ("judgement", Some(incident)) => {
                if let Some(after) = after {
                    let j: Judged = serde_json::from_value(after).map_err(Error::damaged)?;
                    let key = (sql::id(incident), j.field.as_str(), j.coder);
                    judged.insert(key, (j.field, j.value, line.time));
                }
            }
            ("user.add" | "user.role" | "user.remove" | "user.password", _) => {
                let user = after.clone().or(before).unwrap_or_default();
                let user: Named = serde_json::from_value(user).map_err(Error::damaged)?;
                told.user(user, &line, after.is_some());
            }
            ("token.add" | "token.remove", _) => {
                let token = after.clone().or(before).unwrap_or_default();
                let TokenOf { user, name } = serde_json::from_value(token).map_err(Error::damaged)?;
                match after {
                    Some(_) => told.tokens.insert((user, name), (line.time, line.digest)),
                    None => told.tokens.remove(&(user, name)),
                };
            }
            _ if reviews => follow(&mut kept, &line, before.as_ref(), after.as_ref())?,
            _ => {}
        }
        Ok(())
    })?;
    let judgements = judged.into_iter().map(|((incident, _, coder), (field, value, time))| Judgement {
        incident,
        coder,
        field,
        value,
        time,
    });
    Ok(Retold { reviews: kept.0, judgements: judgements.collect(), ..told })
}

impl Retold {
    fn user(&mut self, user: Named, line: &Line, stays: bool) {
        let Named { name, role } = user;
        if !stays {
            self.users.remove(&name);
            self.passwords.remove(&name);
            self.tokens.retain(|(who, _), _| *who != name);
            return;
        }
        match &line.digest {
            Some(digest) => self.passwords.insert(name.clone(), digest.clone()),
            // An older program tells nothing of the new one.
            None if line.what == "user.password" => self.passwords.remove(&name),
            None => None,
        };
        if let Some(role) = role {
            self.users.insert(name, role);
        }
    }
}
