//! What people did against the log.

use super::broken;
use super::told::{Decisions, Told};
use crate::pack::digest;
use crate::sql::{self, Sql};
use crate::{Result, decide, review};
use std::collections::{BTreeMap, BTreeSet};

/// What people did: the log is read again, and must make what the tables hold. Gives the number of reviews.
pub(super) fn check(sql: Sql<'_>, told: &Told) -> Result<u64> {
    let kept = match &told.decisions {
        Decisions::None => !sql.any_decision()?,
        Decisions::Untold => true,
        Decisions::Sealed(sha256) => decide::sealed(sql)?[..] == sha256[..],
    };
    if !kept {
        return Err(broken("the decisions of people are others than it tells of"));
    }
    let told = review::replay(sql)?;
    let reviews: BTreeMap<u64, _> =
        sql.all_reviews()?.into_iter().map(|(incident, review)| (sql::id(incident), review)).collect();
    let all: BTreeSet<&u64> = reviews.keys().chain(told.reviews.keys()).collect();
    if let Some(id) = all.into_iter().find(|id| reviews.get(id) != told.reviews.get(id)) {
        return Err(broken(format!("the review of incident {id} is another than it tells of")));
    }
    if sql.all_judgements()? != told.judgements {
        return Err(broken("the judgements of second coders are others than it tells of"));
    }
    let users = sql.users()?;
    let roles: BTreeMap<_, _> = users.iter().map(|u| (u.name.clone(), u.role)).collect();
    if roles != told.users {
        return Err(broken("users or their roles are others than it tells of"));
    }
    for u in &users {
        let password = told.passwords.get(&u.name);
        if password.is_some_and(|told| told[..] != digest(u.password_hash.as_bytes())[..]) {
            return Err(broken(format!("the password of {} is another than it tells of", u.name)));
        }
    }
    let tokens = sql.tokens_with_digests()?;
    let same = |(t, sha256): &(crate::Token, Vec<u8>)| {
        let told = told.tokens.get(&(t.who.clone(), t.name.clone()));
        told.is_some_and(|(added, digest)| {
            *added == t.added && digest.as_ref().is_none_or(|digest| digest == sha256)
        })
    };
    if tokens.len() != told.tokens.len() || !tokens.iter().all(same) {
        return Err(broken("the tokens of programs are others than it tells of"));
    }
    Ok(reviews.len() as u64)
}
