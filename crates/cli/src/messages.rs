//! Words of messages.

use std::fmt::Display;

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
