//! Who may do what: users, their sessions, and tokens of programs.

use crate::log::{self, By, Says};
use crate::pack::digest;
use crate::sql::Sql;
use crate::{Error, Result, Store};
use diurna_review::Role;
use serde::Serialize;
use serde_json::{Value, json};

/// Names are no longer, in characters.
const LONGEST: usize = 64;

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// The name, which may be a pseudonym; it stands in the log.
    pub name: String,
    /// Hash of the password, as the server made it. It never leaves as JSON.
    #[serde(skip)]
    pub password_hash: String,
    /// What the user may do.
    pub role: Role,
    /// Since when, ISO 8601 in UTC.
    pub added: String,
}

/// A token of a program; the token itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Token {
    /// Whose it is.
    pub who: String,
    /// What it is for.
    pub name: String,
    /// Since when, ISO 8601 in UTC.
    pub added: String,
}

impl Store {
    /// All users by name.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn users(&self) -> Result<Vec<User>> {
        Sql(&self.conn).users()
    }

    /// One user.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn user(&self, name: &str) -> Result<Option<User>> {
        Sql(&self.conn).user(name)
    }

    /// Adds a user. The password comes as a hash; the log tells the name and the role alone.
    ///
    /// # Errors
    /// Where the name is taken or is none, or the database cannot be written.
    pub fn add_user(&mut self, name: &str, password_hash: &str, role: Role, by: &By<'_>) -> Result<()> {
        let name = named(name)?;
        self.step(|sql, _| {
            if sql.user(name)?.is_some() {
                return Err(Error::new(format!("there is a user {name} already"), "choose another name"));
            }
            let added = log::time(by.time);
            let user = User { name: name.to_string(), password_hash: password_hash.to_string(), role, added };
            sql.put_user(&user)?;
            let password = digest(password_hash.as_bytes());
            sealed(sql, by, "user.add", &password, json!({"name": name, "role": role}))
        })
    }

    /// Gives a user another role and ends the sessions. The last owner stays one.
    ///
    /// # Errors
    /// Where there is no such user, or nobody would be left to look after users.
    pub fn set_role(&mut self, name: &str, role: Role, by: &By<'_>) -> Result<()> {
        self.step(|sql, _| {
            let user = known(sql, name)?;
            if role != Role::Owner {
                another_owner(sql, &user)?;
            }
            sql.put_user(&User { role, ..user.clone() })?;
            sql.drop_sessions_of(name)?;
            let before = json!({"name": name, "role": user.role});
            line(sql, by, "user.role", Some(before), Some(json!({"name": name, "role": role})))
        })
    }

    /// Gives a user another password and ends the sessions.
    ///
    /// # Errors
    /// Where there is no such user, or the database cannot be written.
    pub fn set_password(&mut self, name: &str, password_hash: &str, by: &By<'_>) -> Result<()> {
        self.step(|sql, _| {
            let user = known(sql, name)?;
            sql.put_user(&User { password_hash: password_hash.to_string(), ..user })?;
            sql.drop_sessions_of(name)?;
            let password = digest(password_hash.as_bytes());
            sealed(sql, by, "user.password", &password, json!({"name": name}))
        })
    }

    /// Removes a user with sessions and tokens; what the user did stays. The last owner stays while there are others.
    ///
    /// # Errors
    /// Where there is no such user, or nobody would be left to look after the others.
    pub fn remove_user(&mut self, name: &str, by: &By<'_>) -> Result<()> {
        self.step(|sql, _| {
            let user = known(sql, name)?;
            if sql.users()?.len() > 1 {
                another_owner(sql, &user)?;
            }
            sql.drop_user(name)?;
            line(sql, by, "user.remove", Some(json!({"name": name, "role": user.role})), None)
        })
    }

    /// Keeps a session of a user by the SHA-256 of its token, until a moment (ISO 8601 in UTC, as `2031-05-14T20:00:00Z`).
    /// Sessions are no part of the log.
    ///
    /// # Errors
    /// Where there is no such user, or the database cannot be written.
    pub fn new_session(&mut self, user: &str, token_sha256: &[u8; 32], expires: &str) -> Result<()> {
        self.step(|sql, _| {
            known(sql, user)?;
            sql.put_session(token_sha256, user, expires)
        })
    }

    /// The user of a session that has not run out at `now` (ISO 8601 in UTC).
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn session(&self, token_sha256: &[u8; 32], now: &str) -> Result<Option<User>> {
        let sql = Sql(&self.conn);
        match sql.session(token_sha256)? {
            Some((who, expires)) if expires.as_str() > now => sql.user(&who),
            _ => Ok(None),
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn end_session(&mut self, token_sha256: &[u8; 32]) -> Result<()> {
        self.step(|sql, _| sql.drop_session(token_sha256))
    }

    /// Ends all sessions of a user; gives their number.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn end_sessions_of(&mut self, user: &str) -> Result<usize> {
        self.step(|sql, _| sql.drop_sessions_of(user))
    }

    /// Takes sessions away that have run out at `now`; gives their number.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn end_old_sessions(&mut self, now: &str) -> Result<usize> {
        self.step(|sql, _| sql.drop_old_sessions(now))
    }

    /// Keeps a token of a user by its SHA-256.
    ///
    /// # Errors
    /// Where there is no such user, or the user has one of that name.
    pub fn add_token(&mut self, user: &str, name: &str, token_sha256: &[u8; 32], by: &By<'_>) -> Result<()> {
        let name = named(name)?;
        self.step(|sql, _| {
            known(sql, user)?;
            if sql.tokens()?.iter().any(|t| t.who == user && t.name == name) {
                return Err(Error::new(
                    format!("{user} has a token {name} already"),
                    "remove it first, or choose another name",
                ));
            }
            let token = Token { who: user.to_string(), name: name.to_string(), added: log::time(by.time) };
            sql.put_token(token_sha256, &token)?;
            sealed(sql, by, "token.add", token_sha256, json!({"user": user, "name": name}))
        })
    }

    /// All tokens by user and name.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn tokens(&self) -> Result<Vec<Token>> {
        Sql(&self.conn).tokens()
    }

    /// The user of a token.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn token(&self, token_sha256: &[u8; 32]) -> Result<Option<User>> {
        let sql = Sql(&self.conn);
        sql.token(token_sha256)?.map_or(Ok(None), |who| sql.user(&who))
    }

    /// Removes a token.
    ///
    /// # Errors
    /// Where the user has none of that name, or the database cannot be written.
    pub fn remove_token(&mut self, user: &str, name: &str, by: &By<'_>) -> Result<()> {
        self.step(|sql, _| {
            if sql.drop_token(user, name)? == 0 {
                return Err(Error::new(format!("{user} has no token {name}"), "look at the list of tokens"));
            }
            line(sql, by, "token.remove", Some(json!({"user": user, "name": name})), None)
        })
    }
}

fn line(sql: Sql<'_>, by: &By<'_>, what: &str, before: Option<Value>, after: Option<Value>) -> Result<()> {
    log::write(sql, by, Says { what, before, after, ..Says::default() })?;
    Ok(())
}

/// A line with the digest of what it does not say: that of a hash of a password, or of a token.
fn sealed(sql: Sql<'_>, by: &By<'_>, what: &str, digest: &[u8], after: Value) -> Result<()> {
    log::write(sql, by, Says { what, digest: Some(digest), after: Some(after), ..Says::default() })?;
    Ok(())
}

fn known(sql: Sql<'_>, name: &str) -> Result<User> {
    sql.user(name)?.ok_or_else(|| Error::new(format!("there is no user {name}"), "look at the list of users"))
}

fn another_owner(sql: Sql<'_>, user: &User) -> Result<()> {
    let others = sql.users()?.into_iter().filter(|u| u.role == Role::Owner && u.name != user.name).count();
    if user.role == Role::Owner && others == 0 {
        return Err(Error::new(
            format!("{} is the only owner", user.name),
            "make another user an owner first",
        ));
    }
    Ok(())
}

fn named(name: &str) -> Result<&str> {
    let fits = !name.is_empty()
        && name.trim() == name
        && name.chars().count() <= LONGEST
        && !name.chars().any(char::is_control);
    if fits {
        Ok(name)
    } else {
        Err(Error::new(
            "that is no name",
            "write 1 to 64 characters without spaces around them; a pseudonym will do",
        ))
    }
}
