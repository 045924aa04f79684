//! Whether everything is as the log says.

mod derived;
mod incidents;
mod people;
mod reports;
mod told;

use crate::log::Head;
use crate::{Error, Result, Store};

/// What was checked, and nothing was wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Lines of the log.
    pub lines: u64,
    /// Lines whose words were erased.
    pub erased_lines: u64,
    /// Reports that are there.
    pub reports: u64,
    /// Versions of reports, with those erased.
    pub versions: u64,
    /// Open incidents.
    pub incidents: u64,
    /// Incidents of which people said something.
    pub reviews: u64,
    /// The end of the log, to be kept elsewhere.
    pub head: Option<Head>,
}

impl Store {
    /// Checks the file, the chain of the log, every digest, and that reports, incidents, decisions, reviews, judgements, users and
    /// tokens are those that the log tells of; then that what is made from them (texts, columns, events, keys, words) is what
    /// they make. `kept` is a head that was kept elsewhere: it must lie on the chain.
    ///
    /// What cannot be made again is not checked: sketches of events beyond their names, which of them were found alike, under
    /// which names a newer version of a report is known beside its address, and who is signed in.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn verify(&self, kept: Option<&Head>) -> Result<Verified> {
        self.snapshot(|sql| {
            if let Some(wrong) = sql.integrity()?.first() {
                return Err(Error::damaged(wrong));
            }
            let mut tables = sql.missing_objects()?;
            if let Some(missing) = tables.iter().find(|m| m.starts_with("table ")) {
                return Err(Error::damaged(format!("the {missing} is missing")));
            }
            let told = told::read(sql, kept)?;
            let stored = reports::check(sql, &told)?;
            let at = incidents::check(sql, &told)?;
            let reviews = people::check(sql, &told)?;
            derived::check(sql, &stored, &at)?;
            if let Some(missing) = tables.pop() {
                return Err(Error::damaged(format!("the {missing} is missing or was changed")));
            }
            Ok(Verified {
                lines: told.head.map_or(0, |h| h.seq),
                erased_lines: told.erased,
                reports: stored.current,
                versions: stored.versions.len() as u64,
                incidents: at.open,
                reviews,
                head: told.head,
            })
        })
    }
}

fn broken(what: impl std::fmt::Display) -> Error {
    Error::new(
        format!("the log is broken: {what}"),
        "something other than Diurna has changed the file; compare with a copy, and keep this one for evidence",
    )
}
