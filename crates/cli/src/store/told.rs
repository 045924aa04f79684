//! JSON lines on standard output that tell what was done.

use crate::stdout;
use crate::style::harmless_json;
use serde_json::Value;
use std::io::Write;

/// Where the lines go. Reports are kept whether or not they can be told of; a reader that has gone is no failure, anything else is said
/// once.
pub(super) struct Told<W> {
    /// `None` where nothing is asked for, or nothing can be written any more.
    out: Option<W>,
    failed: bool,
}

impl<W: Write> Told<W> {
    /// Lines to `out`, or none at all.
    pub(super) fn new(out: Option<W>) -> Self {
        Self { out, failed: false }
    }

    /// Writes a line.
    pub(super) fn line(&mut self, line: &Value) {
        let Some(out) = &mut self.out else { return };
        let line = harmless_json(line.to_string());
        if let Err(e) = writeln!(out, "{line}").and_then(|()| out.flush()) {
            self.out = None;
            self.failed |= stdout::failed(&e);
        }
    }

    /// Whether a line could not be written though somebody may want it.
    pub(super) fn failed(&self) -> bool {
        self.failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;

    /// Takes nothing.
    struct Closed(ErrorKind);

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn only_a_reader_that_has_gone_is_no_failure() {
        for (kind, fails) in [(ErrorKind::BrokenPipe, false), (ErrorKind::StorageFull, true)] {
            let mut told = Told::new(Some(Closed(kind)));
            told.line(&Value::Null);
            told.line(&Value::Null);
            assert_eq!(told.failed(), fails, "{kind:?}");
        }
        let mut out = Vec::new();
        let mut told = Told::new(Some(&mut out));
        told.line(&Value::from(7));
        told.line(&Value::from("a\u{1b}\u{9b}\u{202e}"));
        assert!(!told.failed());
        assert_eq!(out, b"7\n\"a\\u001b\\u009b\\u202e\"\n");
    }
}
