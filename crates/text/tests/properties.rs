//! What holds for any text.

use diurna_core::{Document, Region, RegionKind, Report, TextSpan};
use diurna_text::{Analyzer, plain_report, sentences_and_tokens, token::is_space};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);

fn check(document: &Document) {
    let text: &str = &document.report.text;
    let mut at = 0;
    for token in &document.tokens {
        let range = token.span.range();
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        assert!(range.start >= at && range.end > range.start);
        assert!(text[at..range.start].chars().all(is_space), "{:?}", &text[at..range.start]);
        at = range.end;
    }
    assert!(text[at..].chars().all(is_space), "{:?}", &text[at..]);
    let mut next = 0;
    for sentence in &document.sentences {
        let range = sentence.tokens.range();
        assert!(range.start == next && range.end > range.start && range.len() <= 400);
        next = range.end;
        let words = sentence.span.of(text);
        assert!(!words.contains('\n') && words.trim() == words);
        let heads = |i: usize| document.tokens[i].head as usize;
        assert_eq!(range.clone().filter(|&i| heads(i) == i).count(), 1);
        for i in range.clone() {
            assert!(range.contains(&heads(i)));
            assert_eq!(document.tokens[i].dep == "root", heads(i) == i);
            // Up from any token, the root is reached.
            let mut top = i;
            for _ in 0..range.len() {
                top = heads(top);
            }
            assert_eq!(heads(top), top);
        }
        for i in range {
            assert_eq!(sentence.region, document.report.region_at(document.tokens[i].span.start as usize));
        }
    }
    assert_eq!(next, document.tokens.len());
}

proptest! {
    #[test]
    fn any_string(text in "\\PC{0,200}") {
        check(&ANALYZER.analyze(plain_report(&text)));
    }

    #[test]
    fn any_bytes(text in any::<String>()) {
        check(&ANALYZER.analyze(plain_report(&text)));
    }

    #[test]
    fn what_looks_like_news(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "U.S.", "Feb.", " ", " ", " ", "\n", "15", ",", ".", "...", "…", "\"", "“", "”", "'", "’s", "n't", "-",
                "–", "—", "al-", "Shabaab", "killed", "The", "p.m.", "(", ")", "http://", "www.", "@", "a.b", "#",
                "é", "\u{a0}", "\u{200b}", "\u{301}", "$", "5m", "!", "?", "No.", "J.", "\r\n", "/", ":", "cannot",
            ]),
            0..60,
        ),
        cuts in prop::collection::vec(0_usize..300, 4),
    ) {
        let text = parts.concat();
        check(&ANALYZER.analyze(plain_report(&text)));
        let mut cuts: Vec<usize> = cuts.into_iter().filter(|&c| text.is_char_boundary(c)).collect();
        cuts.sort_unstable();
        let regions = cuts
            .chunks_exact(2)
            .map(|c| Region { kind: RegionKind::Caption, span: TextSpan::new(c[0], c[1]) })
            .filter(|r| !r.span.is_empty())
            .collect();
        let report = Report { regions, ..(*plain_report(&text)).clone() };
        check(&ANALYZER.analyze(Arc::new(report)));
    }
}

#[test]
fn huge_tokens_and_lines() {
    for unit in [
        "a", ".", "-", "'", "a'", "a-", "a.", "1,", "'s", "é", "@", "http://", "a@", "J. ", "\"", "(", "? ",
        "a.b@",
    ] {
        let report = plain_report(&unit.repeat(200_000));
        let (sentences, tokens) = sentences_and_tokens(&report);
        let covered: usize = tokens.iter().map(|t| t.span.len()).sum();
        let dark = report.text.chars().filter(|&c| !is_space(c)).map(char::len_utf8).sum::<usize>();
        assert_eq!(covered, dark);
        assert!(sentences.iter().all(|s| s.tokens.len() <= 400));
    }
    let text = format!("{} killed {}", "a".repeat(1_000_000), "b-".repeat(500_000));
    check(&ANALYZER.analyze(plain_report(&text)));
}
