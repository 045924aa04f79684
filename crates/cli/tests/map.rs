//! `diurna read --map`: a picture of the places of one report.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{folder, run};
use std::fs;

const REPORT: &str = "Gunmen attack convoy in Mali\n\n\
    Gunmen attacked an army convoy in Gao, Mali, on Monday, police said. \
    Another patrol was shelled in Kidal Region the same day.\n";

/// Name and radius of each disc: its title stands inside it.
fn discs(svg: &str) -> Vec<(String, f64)> {
    svg.split("<circle ")
        .skip(1)
        .filter_map(|c| {
            let radius = c.split_once("r=\"")?.1.split_once('"')?.0.parse().unwrap();
            let title = c.split_once("<title>").filter(|(before, _)| !before.contains("/>"))?.1;
            Some((title.split_once(" (")?.0.to_string(), radius))
        })
        .collect()
}

#[test]
fn discs_are_as_wide_as_places_are_uncertain() {
    let at = folder("map-discs");
    fs::write(at.join("a.txt"), REPORT).unwrap();
    run(&at, &["read", "a.txt", "--json", "--published", "2031-05-14", "--map", "out.svg"]).code(0);
    let svg = fs::read_to_string(at.join("out.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    let discs = discs(&svg);
    let radius = |name: &str| {
        discs.iter().find(|d| d.0.contains(name)).unwrap_or_else(|| panic!("{name}: {discs:?}")).1
    };
    // 10 km for a town, 100 for a province, 300 for a country, on one scale.
    let (town, province, country) = (radius("Gao"), radius("Kidal"), radius("Mali"));
    assert!((country / province - 3.0).abs() < 0.1, "{discs:?}");
    assert!(province > 5.0 * town && (province / town - 10.0).abs() < 5.0, "{discs:?}");
    assert!(!at.join("out.svg.part").exists());
}

#[test]
fn a_page_of_its_own_asks_nothing_of_any_network() {
    let at = folder("map-page");
    let hostile =
        "<script src=\"//x.example/a.js\"></script> \"Gao\" & <img src=x onerror=alert(1)> \u{202e}";
    let line = serde_json::json!({
        "id": "a",
        "title": hostile,
        "text": "Gunmen attacked an army convoy in Gao, Mali, on Monday, police said.",
        "date": "2031-05-14",
    });
    fs::write(at.join("a.jsonl"), format!("{line}\n")).unwrap();
    for file in ["out.html", "out.svg"] {
        run(&at, &["read", "a.jsonl", "--json", "--map", file]).code(0);
        let text = fs::read_to_string(at.join(file)).unwrap();
        assert!(text.contains("&lt;script src=&quot;"), "{text}");
        assert!(!text.contains("<script") && !text.contains("<img") && !text.contains('\u{202e}'));
        // The one address is the name of the format.
        let without = text.replace("xmlns=\"http://www.w3.org/2000/svg\"", "").replace("//x.example", "");
        for word in ["http:", "https:", "//", "url(\"", "@import", "<link", "href"] {
            assert!(!without.contains(word), "{word}: {text}");
        }
        assert!(text.contains("Gao (town, 1 event)"), "{text}");
    }
    let page = fs::read_to_string(at.join("out.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("default-src 'none'"));
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let at = folder("map-refused");
    fs::write(at.join("a.txt"), REPORT).unwrap();
    run(&at, &["read", "a.txt", "--json", "--map", "no/such/out.svg"]).code(1).says(&[
        "the map: ",
        "cannot be written",
        "hint: make the folder first",
    ]);
    fs::write(at.join("b.txt"), REPORT).unwrap();
    let two = run(&at, &["read", "a.txt", "b.txt", "--json", "--map", "out.svg"]);
    two.code(2).says(&["--map draws the places of one report", "hint: "]);
    assert!(!at.join("out.svg").exists());
    // The record goes to standard output already, and no PNG comes of the name alone.
    let dash = run(&at, &["read", "a.txt", "--map", "-"]).code(2);
    assert!(dash.out.is_empty() && !at.join("-").exists());
    dash.says(&["--map -: standard output holds the record", "hint: name a file, such as map.svg"]);
    run(&at, &["read", "a.txt", "--map", "out.PNG"])
        .code(2)
        .says(&["--map draws SVG", "hint: name a file that ends in .svg or .html"]);
    assert!(!at.join("out.PNG").exists());
}
