//! Addresses of databases: `postgres://USER@HOST/DATABASE`.

use crate::error::Kind;
use crate::{Error, Result};
use sqlx::postgres::PgConnectOptions;
use std::str::FromStr;

const SCHEMES: [&str; 2] = ["postgres:", "postgresql:"];
/// Statements that the driver keeps ready.
const STATEMENTS: usize = 500;

/// Whether a name of a database is that of one on a server.
pub(crate) fn is_url(text: &str) -> bool {
    SCHEMES.iter().any(|s| text.get(..s.len()).is_some_and(|start| start.eq_ignore_ascii_case(s)))
}

/// The same without password and parameters. What cannot be told apart for sure is left out.
pub(crate) fn shown(text: &str) -> String {
    if !is_url(text) {
        return text.to_string();
    }
    let Some((scheme, rest)) = text.split_once("://") else { return "postgres:…".to_string() };
    // An @, ? or # that stands in a password unescaped hides where it ends.
    let (user, place) = match rest.split_once('@') {
        Some((login, place)) if !login.contains(['?', '#', '/']) && !place.contains('@') => {
            let user = login.split(':').next().unwrap_or_default();
            (format!("{user}@"), place)
        }
        None => (String::new(), rest),
        Some(_) => return format!("{scheme}://…"),
    };
    let place = place.split(['?', '#']).next().unwrap_or_default();
    format!("{scheme}://{user}{place}")
}

pub(super) fn options(url: &str) -> Result<PgConnectOptions> {
    let wrong = |why: &dyn std::fmt::Display| {
        Error::new(
            format!("is no address of a database: {why}"),
            "write postgres://USER@HOST/DATABASE; in a password, write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23",
        )
        .of(Kind::Usage)
    };
    if !url.contains("://") {
        return Err(wrong(&"two slashes are missing after its colon"));
    }
    let options = PgConnectOptions::from_str(url).map_err(|e| match &e {
        sqlx::Error::Configuration(why) => wrong(why),
        // Nothing that could hold a part of the address.
        _ => wrong(&"it cannot be read"),
    })?;
    if options.get_database().is_none_or(str::is_empty) {
        return Err(wrong(&"it names no database"));
    }
    Ok(options.application_name("diurna").statement_cache_capacity(STATEMENTS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        for (url, expected) in [
            ("postgres://mira:secret@host:5433/news", "postgres://mira@host:5433/news"),
            ("postgresql://mira@host/news?password=secret", "postgresql://mira@host/news"),
            ("POSTGRES://host/news", "POSTGRES://host/news"),
            ("postgres://mira:sec@ret@host/news", "postgres://…"),
            ("postgres://mira:sec/ret@host/news", "postgres://…"),
            ("postgres://mira:sec?ret@host/news", "postgres://…"),
            ("postgres://host/news?password=sec@ret", "postgres://…"),
            ("postgres:///news?host=/run/postgresql&password=secret", "postgres:///news"),
            ("postgres:mira:secret@host/news", "postgres:…"),
            ("diurna.db", "diurna.db"),
        ] {
            assert_eq!(shown(url), expected);
        }
    }

    #[test]
    fn addresses_that_are_none() {
        for url in [
            "postgres://host:secret/news",
            "postgres://mira:secret@/",
            "postgres://host/news?port=secret",
            "postgres:mira:secret@host/news",
        ] {
            let e = options(url).unwrap_err();
            assert!(e.to_string().contains("no address") && e.hint().is_some(), "{url}: {e}");
            assert!(!format!("{e:?}").contains("secret"), "{e:?}");
        }
        assert_eq!(options("postgres://host/news").unwrap().get_database(), Some("news"));
    }
}
