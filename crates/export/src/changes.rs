//! Which incidents moved since a day: for those who keep an earlier export.

use crate::{Error, Provenance};
use serde::Serialize;
use std::io::Write;

/// What became of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Line of the store's log.
    pub line: u64,
    /// When, ISO 8601 in UTC.
    pub at: String,
    /// The incident.
    pub incident: u64,
    /// What happened: `new`, `changed`, `joined` (its id leads to another now), `split` (it was a part of another), `ended`.
    pub change: &'static str,
    /// The other incident of a join or split.
    pub other: Option<u64>,
}

/// Writes changes as JSON lines, after a line that says what made them.
///
/// # Errors
///
/// What `out` does not take.
///
/// ```
/// use diurna_export::{Change, Export, Options, changes};
///
/// let options = Options::new("2031-06-01".parse().unwrap());
/// let moved = [Change { line: 40, at: "2031-05-30T10:00:00Z".into(), incident: 7, change: "joined", other: Some(3) }];
/// let mut out = Vec::new();
/// changes(&moved, Export::new(&[], &(), &options).provenance(), &mut out).unwrap();
/// assert!(String::from_utf8(out).unwrap().ends_with("\"incident\":7,\"change\":\"joined\",\"other\":3}\n"));
/// ```
pub fn changes(changes: &[Change], provenance: &Provenance, out: &mut dyn Write) -> Result<(), Error> {
    serde_json::to_writer(&mut *out, &serde_json::json!({"diurna": provenance}))?;
    out.write_all(b"\n")?;
    for change in changes {
        serde_json::to_writer(&mut *out, change)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}
