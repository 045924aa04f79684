//! Hand-worked cases of sentences.

use diurna_core::{Region, RegionKind, Report, TextSpan};
use diurna_text::{plain_report, sentence::MAX_TOKENS, sentences_and_tokens};

fn cut(text: &str) -> Vec<&str> {
    let (sentences, _) = sentences_and_tokens(&plain_report(text));
    sentences.iter().map(|s| s.span.of(text)).collect()
}

/// `text` with "|" where a sentence has to end.
fn check(text: &str) {
    let whole: String = text.replace("| ", " ");
    let expected: Vec<&str> = text.split("| ").collect();
    assert_eq!(cut(&whole), expected);
}

#[test]
fn stops_of_abbreviations_do_not_end_sentences() {
    check("The raid on Feb. 15 killed two.| It began at 6 p.m. ET on Monday.");
    check("The U.S. Army left.| He moved to the U.S. in May.");
    check("Talks in Washington, D.C., from Monday.| Lt. Col. Smith said No. 3 Brigade won Roe v. Wade.");
    check("J. R. Smith and Gen. H. R. McMaster met.| Then they left.");
    check("He works for Acme Inc. in Boston, Mass. and St. Louis.");
}

#[test]
fn abbreviations_may_end_sentences() {
    check("They flew to the U.S.| The army stayed.");
    check("It began at 6 p.m.| Police came at 7 p.m. Monday.");
    check("Talks were held in Washington, D.C.| He left.");
}

#[test]
fn quotes_go_with_their_sentence() {
    check("\"We left.\"| \"They stayed.\"");
    check("“Stop!” he said.| “Why?”| She ran.");
    check("He said: \"We won.| \"Then he left.");
    check("The army (or its allies.)| It left.");
    check("He said, 'We won.'| The crowd cheered.");
}

#[test]
fn dots_and_missing_stops() {
    check("They waited… and left.| They wept...| Nobody came");
    check("Who did it?!| Nobody knows!| 5 people died.");
    check("1. The first point.| 2. The second.");
}

#[test]
fn lines_and_regions_part_sentences() {
    let text = "Bomb kills two\n\nKABUL (AP) — A bomb\r\nwent off. It";
    let region = |kind, a, b| Region { kind, span: TextSpan::new(a, b) };
    let report = Report {
        regions: vec![region(RegionKind::Title, 0, 14), region(RegionKind::Dateline, 16, 30)],
        ..(*plain_report(text)).clone()
    };
    let (sentences, tokens) = sentences_and_tokens(&report);
    let seen: Vec<_> = sentences.iter().map(|s| (s.span.of(text), s.region, s.paragraph)).collect();
    assert_eq!(
        seen,
        [
            ("Bomb kills two", RegionKind::Title, 0),
            ("KABUL (AP) —", RegionKind::Dateline, 2),
            ("A bomb", RegionKind::Body, 2),
            ("went off.", RegionKind::Body, 3),
            ("It", RegionKind::Body, 3),
        ]
    );
    assert_eq!(tokens.len(), 14);
}

#[test]
fn a_line_without_stops_is_cut() {
    let text = "attack ".repeat(1000);
    let (sentences, tokens) = sentences_and_tokens(&plain_report(&text));
    assert_eq!(tokens.len(), 1000);
    let lengths: Vec<usize> = sentences.iter().map(|s| s.tokens.len()).collect();
    assert_eq!(lengths, [MAX_TOKENS, MAX_TOKENS, 200]);
    let text = format!("{}, {}", "attack ".repeat(300), "raid ".repeat(300));
    assert_eq!(sentences_and_tokens(&plain_report(&text)).0[0].tokens.len(), 301);
}
