//! Which incidents moved since a day: for those who keep an earlier export.

use crate::{Error, Provenance};
use serde::Serialize;
use std::io::Write;

/// What became of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// When, as the store keeps it (ISO 8601).
    pub at: String,
    /// What happened: `new`, `changed`, `joined` (it is part of others now), `split` (others came out of it), `gone`.
    pub change: String,
    /// The incident.
    pub incident: u64,
    /// The incidents into which it went or which came out of it.
    pub into: Vec<u64>,
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
/// let moved = [Change { at: "2031-05-30".into(), change: "joined".into(), incident: 7, into: vec![3] }];
/// let mut out = Vec::new();
/// changes(&moved, Export::new(&[], &(), &options).provenance(), &mut out).unwrap();
/// assert!(String::from_utf8(out).unwrap().ends_with("\"incident\":7,\"into\":[3]}\n"));
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
