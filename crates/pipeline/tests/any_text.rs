//! Whatever the text: no panic, spans that fit it, references that lead somewhere, and the text unchanged.
//!
//! More than the usual 256 cases a test: `PROPTEST_CASES=20000 cargo test --release -p diurna-pipeline --test any_text`.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{PIPELINE, check, files};
use diurna_core::record::Record;
use diurna_pipeline::{Kind, Options, detect};
use proptest::prelude::*;

/// Pieces of reports and what could break them, strung together.
fn report() -> impl Strategy<Value = String> {
    let word = prop::sample::select(
        [
            "Gunmen",
            "the army",
            "protesters",
            "Syrian air force jets",
            "the Desert Guard",
            "a doctor",
            "Nigeria",
            "Gao",
            "Kabul",
            "police",
            "two soldiers",
            "attacked",
            "bombed",
            "killed",
            "was arrested",
            "shelled",
            "clashed with",
            "marched",
            "vowed to answer",
            "denied",
            "said",
            "told reporters",
            "according to",
            "wounding",
            "at least 14",
            "dozens",
            "1,200",
            "three",
            "on Monday",
            "last week",
            "Nov. 21",
            "at 11 p.m.",
            "2031-05-14",
            "in",
            "near",
            "of",
            "by",
            "and",
            "who",
            "that",
            "may have",
            "in retaliation for",
            "U.S.",
            "a.m.",
            "don't",
            "mid-air",
            "Mr.",
            "the",
        ]
        .as_slice(),
    );
    let mark = prop::sample::select(
        [
            ". ",
            ", ",
            "; ",
            ": ",
            " - ",
            "—",
            "…",
            "?! ",
            "\"",
            "“",
            "”",
            "‘",
            "’",
            "'",
            "«",
            "(",
            ")",
            "[",
            "]",
            "\r\n",
            "\n",
            "\n\n",
            "\r\n\r\n",
            "\r",
            "\t",
            "  ",
            "\u{a0}",
            "\u{2028}",
            "\u{85}",
            "\u{200b}",
            "\u{feff}",
            "e\u{301}",
            "\u{308}",
            "a\u{300}\u{301}\u{302}",
            "😀",
            "👩\u{200d}🚒",
            "🇺🇦",
            "𝔊𝔞𝔬",
            "𐍈",
            "İstanbul",
            "ﬁ",
            "ß",
            "قتل",
            "\u{202e}",
            "北京",
            "\u{0}",
            "\u{1b}[31m",
            "%",
            "&amp;",
            "http://a.example/b?c=d",
            "@x",
            "#y",
            "-",
            "\u{ad}",
            "١٢",
            "Ⅻ",
            "½",
        ]
        .as_slice(),
    );
    let piece = prop_oneof![
        6 => word.prop_map(|w| format!("{w} ")),
        2 => mark.prop_map(String::from),
        1 => "\\PC{0,12}",
        1 => Just("Gunmen attacked a convoy near Gao, Mali, on Monday, killing two, police said. ".to_string()),
    ];
    prop::collection::vec(piece, 1..60).prop_map(|p| p.concat())
}

fn options() -> impl Strategy<Value = Options> {
    let date = prop::option::of((1900i16..2100, 1i8..=12, 1i8..=28));
    date.prop_map(|d| Options {
        published: d.map(|(y, m, d)| jiff::civil::date(y, m, d)),
        ..Options::default()
    })
}

fn holds(record: &Record) -> Result<(), TestCaseError> {
    check(record).map_err(|e| TestCaseError::fail(format!("{e}\nin {:?}", record.report.text)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reports(text in report(), options in options()) {
        let plain = detect(text.as_bytes(), "x.txt") == Ok(Kind::Text);
        let record = PIPELINE.read("x.txt", text.as_bytes(), &options);
        let again = PIPELINE.read("x.txt", text.as_bytes(), &options);
        prop_assert_eq!(serde_json::to_string(&record.clone().ok()).unwrap(), serde_json::to_string(&again.ok()).unwrap());
        if let Ok(record) = record {
            holds(&record)?;
            if plain {
                // A byte-order mark is not part of the text.
                prop_assert_eq!(record.report.text.as_str(), text.strip_prefix('\u{feff}').unwrap_or(&text));
            }
        } else {
            prop_assert!(!plain || text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() , "{text:?}");
        }
    }

    #[test]
    fn lines(text in report(), title in prop::option::of(report()), options in options()) {
        let line = serde_json::json!({"id": "x", "text": text, "title": title}).to_string();
        match PIPELINE.read_line(&line, 1, &options) {
            Ok(record) => {
                holds(&record)?;
                prop_assert_eq!(&record.report.text, &text);
                let again = PIPELINE.read_line(&line, 1, &options).unwrap();
                prop_assert_eq!(serde_json::to_string(&record).unwrap(), serde_json::to_string(&again).unwrap());
            }
            Err(e) => prop_assert!(text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty(), "{e}: {text:?}"),
        }
    }

    #[test]
    fn any_characters(text in any::<String>()) {
        let line = serde_json::json!({"id": "x", "text": text}).to_string();
        if let Ok(record) = PIPELINE.read_line(&line, 1, &Options::default()) {
            holds(&record)?;
            prop_assert_eq!(&record.report.text, &text);
        }
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600), name in prop::sample::select(["x", "x.html", "x.txt", "x.jsonl"].as_slice())) {
        if let Ok(record) = PIPELINE.read(name, &bytes, &Options::default()) {
            holds(&record)?;
        }
        if let Ok(record) = PIPELINE.read_line(&String::from_utf8_lossy(&bytes), 1, &Options::default()) {
            holds(&record)?;
        }
    }

    #[test]
    fn pages(parts in prop::collection::vec(prop_oneof![
        report(),
        prop::sample::select([
            "<p>", "</p>", "<div>", "</div>", "<h1>", "</h1>", "<article>", "<figcaption>", "<time datetime=2031-05-14>", "<b>",
            "<li>", "<blockquote>", "&nbsp;", "&#x1F600;", "<br>", "<!--", "-->", "<script>", "</script>", "<a href='",
        ].as_slice()).prop_map(String::from),
    ], 1..12)) {
        let page = format!("<!doctype html><html><title>Shells fall</title><body>{}", parts.concat());
        if let Ok(record) = PIPELINE.read("x.html", page.as_bytes(), &Options::default()) {
            holds(&record)?;
        }
    }
}

/// Our own reports, cut short or broken at every so many bytes.
#[test]
fn broken_reports() {
    for path in files("tests/cases/incidents", &["txt", "html"]) {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        for at in (0..bytes.len()).step_by(97) {
            let turned = [&bytes[at..], &bytes[..at]].concat();
            for part in [&bytes[..at], &turned] {
                if let Ok(record) = PIPELINE.read(&name, part, &Options::default()) {
                    check(&record).unwrap_or_else(|e| panic!("{name} at {at}: {e}"));
                }
            }
        }
    }
}
