//! Reading an address: a server on this machine answers.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::site::{Answer, Site};
use common::{GOOD, folder, run};
use std::fs;

/// A site with a page in an old encoding, one that has moved, one that says who asked, and a feed.
fn serve() -> Site {
    Site::new(|asked| match asked.path {
        "/2031/05/14/convoy" => {
            let page = b"<html lang=en><title>Gunmen attack convoy in Mali</title><article><p>Gunmen attacked an army convoy \
                near Gao, Mali, on Monday, police said. Nobody at the caf\xe9 nearby was hurt.</p></article></html>";
            Answer::page(*page).with("Content-Type: text/html; charset=iso-8859-1\r\n")
        }
        "/moved" => Answer::moved("Location: /2031/05/14/convoy\r\n"),
        "/agent" => Answer::page(format!("{} was seen at the quay.", asked.agent)),
        "/feed" => Answer::page("<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>"),
        _ => Answer::gone(),
    })
}

#[test]
fn a_page_is_read_from_its_address() {
    let (at, server) = (folder("web-page"), serve());
    fs::write(at.join("good.txt"), GOOD).unwrap();
    let moved = format!("{}/moved", server.address);
    let run = run(&at, &["read", "good.txt", &moved, "--jsonl", "--allow-private"]).code(0);
    let records = run.records();
    let url = format!("{}/2031/05/14/convoy", server.address);
    assert_eq!(run.sources(), ["good.txt", &url]);
    let report = &records[1]["report"];
    assert_eq!(report["url"], url.as_str());
    assert_eq!(report["published"]["value"], "2031-05-14");
    assert!(report["text"].as_str().unwrap().contains("café nearby"), "{}", report["text"]);
    let retrieved = report["retrieved"].as_str().unwrap();
    assert!(retrieved.len() == 20 && retrieved.ends_with('Z') && retrieved.starts_with("20"), "{retrieved}");
    assert_eq!(records[0]["report"]["retrieved"], serde_json::Value::Null);
    assert_eq!(records[1]["events"][0]["type"], "ASSAULT");
}

#[test]
fn what_cannot_be_fetched_is_said_and_the_rest_is_read() {
    let (at, server) = (folder("web-refused"), serve());
    fs::write(at.join("good.txt"), GOOD).unwrap();
    let url = format!("{}/2031/05/14/convoy", server.address);
    let private = run(&at, &["read", &url, "good.txt", "--jsonl"]).code(1);
    let private = private.says(&[&url, "open internet", "hint: ", "1 of 2 inputs gave no record"]);
    assert_eq!(private.sources(), ["good.txt"]);
    let gone = format!("{}/gone", server.address);
    run(&at, &["read", &gone, "--allow-private"]).code(1).says(&[&gone, "status 404", "hint: ", "address"]);
    let feed = format!("{}/feed", server.address);
    run(&at, &["read", &feed, "--allow-private"]).code(1).says(&[&feed, "hint: "]);
    run(&at, &["read", "https://"]).code(1).says(&["https://: is no address", "hint: "]);
}

#[test]
fn sites_see_who_asks() {
    let (at, server) = (folder("web-contact"), serve());
    let url = format!("{}/agent", server.address);
    let args = ["read", &url, "--allow-private", "--jsonl", "--contact", "mailto:desk@example.org"];
    let text = run(&at, &args).code(0).records()[0]["report"]["text"].to_string();
    let agent = concat!("diurna/", env!("CARGO_PKG_VERSION"), " (+mailto:desk@example.org)");
    assert!(text.contains(agent), "{text}");
}

#[test]
fn who_asks_can_be_reached() {
    let at = folder("web-nobody");
    for nobody in ["foo", "", "desk@", "https://", "two words@example.org"] {
        let refused = run(&at, &["read", "https://", "--contact", nobody]).code(2);
        refused.says(&[
            "--contact",
            "nobody can be reached there; write mailto:",
            "hint: `diurna read --help`",
        ]);
    }
}
