//! Any text whatever: no panic, spans in order and on character boundaries.

mod common;

use common::mentions;
use jiff::civil::date;
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "the ",
    "last ",
    "next ",
    "two ",
    "9999999999 ",
    "day",
    "s ",
    "weeks ",
    "ago ",
    "Feb",
    ". ",
    "30 ",
    "1999",
    "-",
    "/",
    ":",
    "Thursday ",
    "night ",
    "at ",
    "noon ",
    "p.m. ",
    "’",
    "'",
    "century ",
    "BC ",
    "of ",
    "May ",
    "early ",
    "é",
    "—",
    "\n",
    "99",
    "Easter ",
    "since ",
    "thousand ",
    "millennia ",
    "later ",
    "21st ",
    "90",
    "s",
    " ",
];

fn check(text: &str) {
    for published in [None, Some(date(2021, 2, 26)), Some(date(-9999, 1, 1)), Some(date(9999, 12, 31))] {
        let mut end = 0;
        for m in mentions(text, published) {
            assert!(m.span.start >= end && m.span.end > m.span.start, "{text:?}");
            assert!(text.get(m.span.range()).is_some(), "{text:?}");
            assert!(m.days.is_none_or(|(a, b)| a <= b), "{text:?} {m:?}");
            end = m.span.end;
        }
    }
}

proptest! {
    #[test]
    fn any_string(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        check(&pieces.concat());
    }
}
