//! What is said where standard output takes nothing more.

use crate::inputs::plain;
use crate::messages::advice_of_stdout;
use crate::read::complain;
use std::io::{Error, ErrorKind};

/// Says why it could not be written; false where whoever read has gone, which is no failure and not said.
pub(crate) fn failed(e: &Error) -> bool {
    let fails = e.kind() != ErrorKind::BrokenPipe;
    if fails {
        complain(&format!("standard output: {}", plain(e)), advice_of_stdout(e));
    }
    fails
}
