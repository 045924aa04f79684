//! Users, sessions and tokens.

use super::Sql;
use super::plain::Row;
use crate::{Error, Result, Token, User};
use diurna_review::Role;

fn user(row: &Row) -> Result<User> {
    let role = row.text(2)?;
    Ok(User {
        name: row.text(0)?,
        password_hash: row.text(1)?,
        role: Role::parse(&role).ok_or_else(|| Error::damaged(format!("{role:?} is no role")))?,
        added: row.text(3)?,
    })
}

const USER: &str = "SELECT name, password, role, added FROM users";

impl Sql<'_> {
    pub(crate) fn users(self) -> Result<Vec<User>> {
        self.rows(&format!("{USER} ORDER BY name"), &[])?.iter().map(user).collect()
    }

    pub(crate) fn user(self, name: &str) -> Result<Option<User>> {
        self.rows(&format!("{USER} WHERE name = ?"), &[name.into()])?.first().map(user).transpose()
    }

    pub(crate) fn put_user(self, u: &User) -> Result<()> {
        let sql = "INSERT INTO users (name, password, role, added) VALUES (?, ?, ?, ?) \
                   ON CONFLICT (name) DO UPDATE SET password = excluded.password, role = excluded.role";
        let values = [&u.name, &u.password_hash, u.role.as_str(), &u.added].map(Into::into);
        self.run(sql, &values)?;
        Ok(())
    }

    /// Takes a user away with sessions and tokens.
    pub(crate) fn drop_user(self, name: &str) -> Result<()> {
        self.run("DELETE FROM users WHERE name = ?", &[name.into()])?;
        self.drop_sessions_of(name)?;
        self.run("DELETE FROM token WHERE who = ?", &[name.into()])?;
        Ok(())
    }

    pub(crate) fn put_session(self, sha256: &[u8], who: &str, expires: &str) -> Result<()> {
        let sql = "INSERT INTO session (token_sha256, who, expires) VALUES (?, ?, ?) \
                   ON CONFLICT (token_sha256) DO UPDATE SET who = excluded.who, expires = excluded.expires";
        self.run(sql, &[sha256.into(), who.into(), expires.into()])?;
        Ok(())
    }

    /// Whose session it is and until when.
    pub(crate) fn session(self, sha256: &[u8]) -> Result<Option<(String, String)>> {
        let rows = self.rows("SELECT who, expires FROM session WHERE token_sha256 = ?", &[sha256.into()])?;
        rows.first().map(|row| Ok((row.text(0)?, row.text(1)?))).transpose()
    }

    pub(crate) fn drop_session(self, sha256: &[u8]) -> Result<()> {
        self.run("DELETE FROM session WHERE token_sha256 = ?", &[sha256.into()])?;
        Ok(())
    }

    pub(crate) fn drop_sessions_of(self, who: &str) -> Result<usize> {
        self.run("DELETE FROM session WHERE who = ?", &[who.into()])
    }

    /// Takes sessions away that have run out.
    pub(crate) fn drop_old_sessions(self, now: &str) -> Result<usize> {
        self.run("DELETE FROM session WHERE expires <= ?", &[now.into()])
    }

    pub(crate) fn put_token(self, sha256: &[u8], t: &Token) -> Result<()> {
        let sql = "INSERT INTO token (token_sha256, who, name, added) VALUES (?, ?, ?, ?)";
        self.run(
            sql,
            &[sha256.into(), t.who.as_str().into(), t.name.as_str().into(), t.added.as_str().into()],
        )?;
        Ok(())
    }

    pub(crate) fn tokens(self) -> Result<Vec<Token>> {
        let rows = self.rows("SELECT who, name, added FROM token ORDER BY who, name", &[])?;
        rows.iter()
            .map(|row| Ok(Token { who: row.text(0)?, name: row.text(1)?, added: row.text(2)? }))
            .collect()
    }

    /// The same with their digests.
    pub(crate) fn tokens_with_digests(self) -> Result<Vec<(Token, Vec<u8>)>> {
        let rows = self.rows("SELECT who, name, added, token_sha256 FROM token ORDER BY who, name", &[])?;
        let one = |r: &Row| Ok((Token { who: r.text(0)?, name: r.text(1)?, added: r.text(2)? }, r.blob(3)?));
        rows.iter().map(one).collect()
    }

    /// Whose token it is.
    pub(crate) fn token(self, sha256: &[u8]) -> Result<Option<String>> {
        let rows = self.rows("SELECT who FROM token WHERE token_sha256 = ?", &[sha256.into()])?;
        rows.first().map(|row| row.text(0)).transpose()
    }

    pub(crate) fn drop_token(self, who: &str, name: &str) -> Result<usize> {
        self.run("DELETE FROM token WHERE who = ? AND name = ?", &[who.into(), name.into()])
    }
}
