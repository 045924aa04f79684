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

/// What is wrong with one line of JSON. For its reader that line is always the first, so that only the column says something.
pub(crate) fn in_line(e: &serde_json::Error) -> String {
    e.to_string().replace(" at line 1 column ", " at column ")
}

/// What to do about an error of the system while something is written.
pub(crate) fn advice(e: &std::io::Error) -> Option<&'static str> {
    Some(match e.kind() {
        ErrorKind::NotFound => "make the folder first",
        ErrorKind::NotADirectory => "a part of the path is a file: name a folder that is there",
        ErrorKind::PermissionDenied => "check the rights of the file and of its folder, or name another",
        ErrorKind::ReadOnlyFilesystem => "nothing can be written on that disk: name a file on another",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room, or name a file on another disk",
        ErrorKind::InvalidFilename => "give it a shorter name",
        _ if e.raw_os_error() == Some(IO_ERROR) => "check the disk and its connection",
        _ => "name another place for it",
    })
}

/// The same about standard output, which has no name.
pub(crate) fn advice_of_stdout(e: &std::io::Error) -> Option<&'static str> {
    match e.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Some("make room on the disk that it goes to, or send it elsewhere")
        }
        _ if e.raw_os_error() == Some(IO_ERROR) => advice(e),
        _ => Some("send it to a file"),
    }
}

/// The same about what is read.
pub(crate) fn advice_of_input(e: &std::io::Error) -> Option<&'static str> {
    match e.kind() {
        ErrorKind::NotFound => Some("check the path"),
        ErrorKind::PermissionDenied => Some("check the rights of the file and of the folders above it"),
        ErrorKind::InvalidFilename => Some("check the path: names of files are not that long"),
        ErrorKind::NotADirectory => Some("check the path: a part of it is a file"),
        ErrorKind::IsADirectory => Some("name a file in it"),
        _ if e.raw_os_error() == Some(IO_ERROR) => advice(e),
        _ => Some("check the path, and whether other programs can read what is there"),
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

    #[test]
    fn only_the_column_of_a_line() {
        let wrong = serde_json::from_str::<bool>(" 7").map_err(|e| in_line(&e));
        assert_eq!(wrong, Err("invalid type: integer `7`, expected a boolean at column 2".to_string()));
    }

    #[test]
    fn there_is_always_something_to_do() {
        // 5 is EIO, 21 EISDIR, 40 ELOOP on Linux; what they are elsewhere has its advice as well.
        for e in [1, 2, 5, 13, 20, 21, 28, 40].map(std::io::Error::from_raw_os_error) {
            assert!(advice(&e).is_some() && advice_of_input(&e).is_some(), "{e}");
            assert!(advice_of_stdout(&e).is_some(), "{e}");
        }
    }
}
