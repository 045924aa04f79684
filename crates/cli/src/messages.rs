//! Words of messages.

use std::fmt::Display;
use std::io::ErrorKind;

/// The number of "input/output error" (EIO), which has no kind of its own.
const IO_ERROR: i32 = 5;

/// A number with its noun, in one form for one: "1 row", "2 rows".
pub(crate) fn count<N: Display + PartialEq + From<u8>>(n: N, noun: &str) -> String {
    let more = if n == N::from(1) { "" } else { "s" };
    format!("{n} {noun}{more}")
}

/// A message without the system's number of the error: "(os error 2)" says nothing to a person.
pub(crate) fn unnumbered(message: &str) -> String {
    match message.split_once(" (os error ") {
        Some((before, rest)) => format!("{before}{}", rest.split_once(')').map_or("", |(_, after)| after)),
        None => message.to_string(),
    }
}

/// What to do about an error of the system while something is written or read, where there is something to do.
pub(crate) fn advice(e: &std::io::Error) -> Option<&'static str> {
    Some(match e.kind() {
        ErrorKind::NotFound => "make the folder first",
        ErrorKind::NotADirectory => "a part of the path is a file: name a folder that is there",
        ErrorKind::PermissionDenied => "check the rights of the file and of its folder, or name another",
        ErrorKind::ReadOnlyFilesystem => "nothing can be written on that disk: name a file on another",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room, or name a file on another disk",
        ErrorKind::InvalidFilename => "give it a shorter name",
        _ if e.raw_os_error() == Some(IO_ERROR) => "check the disk and its connection",
        _ => return None,
    })
}

/// The same about standard output, which has no name.
pub(crate) fn advice_of_stdout(e: &std::io::Error) -> Option<&'static str> {
    match e.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Some("make room on the disk that it goes to, or send it elsewhere")
        }
        _ => advice(e).filter(|_| e.raw_os_error() == Some(IO_ERROR)),
    }
}

/// The same about what is read.
pub(crate) fn advice_of_input(e: &std::io::Error) -> Option<&'static str> {
    match e.kind() {
        ErrorKind::NotFound => Some("check the path"),
        ErrorKind::PermissionDenied => Some("check the rights of the file and of the folders above it"),
        ErrorKind::InvalidFilename => Some("check the path: names of files are not that long"),
        ErrorKind::NotADirectory => Some("check the path: a part of it is a file"),
        _ => advice(e).filter(|_| e.raw_os_error() == Some(IO_ERROR)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_one() {
        assert_eq!(count(0usize, "row"), "0 rows");
        assert_eq!(count(1usize, "row"), "1 row");
        assert_eq!(count(2u64, "line"), "2 lines");
    }

    #[test]
    fn no_numbers_of_errors() {
        assert_eq!(unnumbered("a: no such file (os error 2): b"), "a: no such file: b");
        assert_eq!(unnumbered("a: is full"), "a: is full");
    }
}
