//! No input makes the reader fail: no panic, no hang, regions that fit their text.

use diurna_page::{Options, detect, read_line, read_page};
use proptest::prelude::*;

/// Checks that regions are sorted, apart, whole characters, and leave out only white space.
fn check(report: &diurna_core::report::Report) -> Result<(), TestCaseError> {
    let mut at = 0;
    for region in &report.regions {
        let range = region.span.range();
        prop_assert!(range.start >= at && range.start < range.end, "{:?}", report.regions);
        let between = report.text.get(at..range.start);
        prop_assert!(between.is_some_and(|b| b.trim().is_empty()), "{between:?}");
        prop_assert!(report.text.get(range.clone()).is_some());
        at = range.end;
    }
    prop_assert!(report.text[at..].trim().is_empty());
    Ok(())
}

proptest! {
    #[test]
    fn bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = detect(&bytes, "x");
        if let Ok(report) = read_page("x", &bytes, &Options::default()) {
            check(&report)?;
        }
    }

    #[test]
    fn texts(text in "(\\PC|[\r\n\t]|😀|é|\u{2028}){0,200}") {
        if let Ok(report) = read_page("x.txt", text.as_bytes(), &Options::default()) {
            check(&report)?;
        }
        let line = serde_json::json!({"text": text, "title": "😀"}).to_string();
        if let Ok(report) = read_line(&line, 1, &Options::default()) {
            prop_assert_eq!(&*report.text, text.as_str());
            check(&report)?;
        }
    }

    #[test]
    fn reports(parts in proptest::collection::vec(prop_oneof![
        Just("Shells fall on Old Harbour\r\n"), Just("\n\n"), Just("July 15, 2016"), Just("By Ada Brook"), Just("😀 "),
        Just("© Tom Reed/Reuters "), Just("]]"), Just("[["), Just("Continue reading the main story"), Just("About the author\n"),
        Just("Leave a comment\n"), Just("A shed is seen on the quay of the old town on Friday. "), Just("OLD TOWN (AP) — "),
        Just("Getty Images A shed\n"), Just("16.02.2021 "), Just("İstanbul "), Just("ﬁ"), Just("Copyright 2021\n"), Just("Reuters\n"),
    ], 0..30)) {
        if let Ok(report) = read_page("x.txt", parts.concat().as_bytes(), &Options::default()) {
            check(&report)?;
        }
    }

    #[test]
    fn pages(parts in proptest::collection::vec(prop_oneof![
        Just("<p>"), Just("</p>"), Just("<div class=\"caption date\">"), Just("</div>"), Just("<time datetime=2021-02-16>"),
        Just("<script type=application/ld+json>{\"datePublished\":\"2021-02-16\"}</script>"), Just("<h1>"), Just("</h1>"),
        Just("Three shells fell on the quay before dawn, the mayor said. "), Just("&#x1F600; &mdash; &"), Just("<!--"), Just("-->"),
        Just("<a href='"), Just("<svg>"), Just("</svg>"), Just("<table><tr><td>"), Just("2021年2月16日"), Just("<title>é"), Just("<b>"),
    ], 0..40)) {
        let html = format!("<html><body>{}", parts.concat());
        if let Ok(report) = read_page("x.html", html.as_bytes(), &Options::default()) {
            check(&report)?;
        }
    }
}

/// The time that no hostile page may take; ordinary ones take milliseconds.
fn quick(name: &str, html: &str) {
    let start = std::time::Instant::now();
    let _ = read_page(name, html.as_bytes(), &Options::default());
    assert!(start.elapsed().as_secs() < 30, "{name} took {:?}", start.elapsed());
}

#[test]
fn hostile_pages_end() {
    let text = "<p>Three shells fell on the quay before dawn, the mayor said.";
    let head = "<!doctype html><body>";
    quick("deep", &format!("{head}{}{text}", "<div>".repeat(100_000)));
    quick("deep and closed by others", &format!("{head}{}{text}", "<div></span>".repeat(50_000)));
    quick("nearly deep", &format!("{head}{}{text}", "<div>".repeat(490)));
    quick("nearly deep lists", &format!("{head}{}{text}", "<table><tr><td>".repeat(490)));
    quick(
        "fonts",
        &format!(
            "{head}{}{}",
            (0..3000).map(|i| format!("<font size={i}>")).collect::<String>(),
            text.repeat(2000)
        ),
    );
    quick("unclosed comments", &format!("{head}{}", "<!--".repeat(200_000)));
    quick("unclosed tags", &format!("{head}{}", "<a href=\"x".repeat(100_000)));
    quick("brackets", &format!("{head}{}", "<".repeat(500_000)));
    quick("ampersands", &format!("{head}<p>{}", "&".repeat(500_000)));
    quick("years", &format!("{head}<p>{}", "2021 ".repeat(200_000)));
    quick("json", &format!("{head}<script type=application/ld+json>{}</script>{text}", "[".repeat(200_000)));
}
