//! Reports that are added as they come: a watched folder, and feeds of a server on this machine.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::site::{Answer, Site};
use common::{GOOD, folder, run};
use std::fs;

#[test]
fn a_folder_is_watched_until_nothing_more_comes() {
    let at = folder("along-watch");
    fs::create_dir_all(at.join("inbox/deep")).unwrap();
    fs::write(at.join("inbox/one.txt"), GOOD).unwrap();
    fs::write(at.join("inbox/deep/two.txt"), format!("{GOOD} Nobody claimed it.")).unwrap();
    fs::write(at.join("inbox/empty.txt"), "").unwrap();
    let watch = ["watch", "inbox", "--once", "--every", "0.05", "--json"];
    let first = run(&at, &watch).code(0).says(&["diurna.db: 2 added"]);
    let lines: Vec<serde_json::Value> = first.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.iter().map(|l| l["added"].as_str().unwrap()).collect::<Vec<_>>(), ["new", "new"]);
    run(&at, &watch).code(0).says(&["0 added, 2 already there"]);
    run(&at, &["watch", "nowhere", "--once"]).code(1).says(&["nowhere", "cannot list the folder"]);
    run(&at, &["watch", "inbox", "--every", "0"]).code(2).says(&["number of seconds"]);
}

/// A site with a feed of three pages, one of which is gone.
fn serve() -> Site {
    Site::new(|asked| {
        let page = |town: &str| {
            Answer::page(format!(
                "<html lang=en><title>Gunmen attack convoy near {town}</title><article><p>Gunmen attacked an army \
                 convoy near {town}, Mali, on Monday, police said. Two soldiers were killed.</p></article></html>"
            ))
        };
        let item = |p: &str| {
            format!("<item><title>{p}</title><link>{}{p}</link><guid>{p}</guid></item>", asked.site)
        };
        match asked.path {
            "/feed" => {
                let items = ["/2031/05/14/a", "/2031/05/14/b", "/gone"].map(item).concat();
                Answer::page(format!("<rss version='2.0'><channel><title>C</title>{items}</channel></rss>"))
            }
            "/2031/05/14/a" => page("Gao"),
            "/2031/05/14/b" => page("Kidal"),
            _ => Answer::gone(),
        }
    })
}

#[test]
fn a_feed_is_taken_once() {
    let (at, site) = (folder("along-fetch"), serve());
    let opml = format!(
        "<opml version='2.0'><body><outline type='rss' xmlUrl='{}/feed'/></body></opml>",
        site.address
    );
    fs::write(at.join("feeds.opml"), opml).unwrap();
    let fetch = ["fetch", "feeds.opml", "--allow-private"];
    run(&at, &fetch).code(1).says(&["/gone", "status 404", "diurna.db: 2 added", "1 could not be taken"]);
    assert_eq!((site.count("/2031/05/14/a"), site.count("/gone")), (1, 1));
    // What was dealt with is not asked for again, the page that is gone neither.
    run(&at, &fetch).code(0).says(&["0 added"]);
    assert_eq!((site.count("/feed"), site.count("/2031/05/14/b"), site.count("/gone")), (2, 1, 1));
    let list = run(&at, &["incidents", "--json"]).code(0);
    assert!(list.out.contains("/2031/05/14/a"), "{}", list.out);
    run(&at, &["fetch", "none.opml"]).code(1).says(&["none.opml: cannot be read", "hint: "]);
}

#[test]
fn what_gives_nothing_leaves_nothing() {
    let (at, site) = (folder("along-nothing"), serve());
    fs::create_dir(at.join("empty")).unwrap();
    fs::write(at.join("broken.opml"), "no list").unwrap();
    let gone = format!("{}/none", site.address);
    for args in [
        &["add", "nothere.txt", "--db", "new.db"][..],
        &["add", "empty", "--db", "new.db"],
        &["fetch", "nothere.opml", "--db", "new.db"],
        &["fetch", "broken.opml", "--db", "new.db"],
        &["fetch", &gone, "--allow-private", "--db", "new.db"],
        &["watch", "nowhere", "--once", "--every", "0.05", "--db", "new.db"],
    ] {
        run(&at, args).code(1);
        let mut left: Vec<String> =
            fs::read_dir(&at).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(left, ["broken.opml", "empty"], "{args:?}");
    }
    // What is wrong with the database is said before anything is read.
    let wrong = run(&at, &["add", "nothere.txt", "--db", "no/new.db"]).code(1);
    assert!(
        wrong.err.contains("no/new.db: cannot be opened") && !wrong.err.contains("nothere"),
        "{}",
        wrong.err
    );
}
