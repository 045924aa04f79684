//! The phrases of `phrases.tsv`: every sentence is read, and all that differs is reported at once.

mod common;

use common::mentions;

const PHRASES: &str = include_str!("phrases.tsv");

#[derive(Debug, PartialEq, Eq)]
struct Phrase {
    text: String,
    kind: String,
    value: String,
}

/// A sentence, the day of publication and what it holds.
struct Case {
    sentence: &'static str,
    published: &'static str,
    holds: Vec<Phrase>,
}

/// The cases of the file: neighbouring rows of one sentence and day belong together.
fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in PHRASES.lines().filter(|l| !l.starts_with('#')) {
        let [sentence, published, text, kind, value] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("a row has five columns: {line}");
        };
        let phrase = Phrase { text: text.into(), kind: kind.into(), value: value.into() };
        match cases.last_mut().filter(|c| c.sentence == sentence && c.published == published) {
            Some(case) => case.holds.push(phrase),
            None => cases.push(Case { sentence, published, holds: vec![phrase] }),
        }
    }
    for case in &mut cases {
        case.holds.retain(|p| p.text != "-");
    }
    cases
}

#[test]
fn every_phrase_has_the_value_worked_out() {
    let cases = cases();
    let rows: usize = cases.iter().map(|c| c.holds.len()).sum();
    assert!(rows >= 300, "{rows} phrases");
    let mut failures = Vec::new();
    for case in &cases {
        let found: Vec<Phrase> = mentions(case.sentence, case.published.parse().ok())
            .into_iter()
            .map(|m| Phrase {
                text: m.span.of(case.sentence).to_owned(),
                kind: m.kind.to_owned(),
                value: m.value,
            })
            .collect();
        if found != case.holds {
            failures.push(format!(
                "{} [{}]\n  expected {:?}\n  found    {found:?}",
                case.sentence, case.published, case.holds
            ));
        }
    }
    assert!(failures.is_empty(), "{} of {} sentences:\n{}", failures.len(), cases.len(), failures.join("\n"));
}
