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
    run(&at, &["watch", "inbox/one.txt", "--once"])
        .code(1)
        .says(&["inbox/one.txt: cannot list the folder", "hint: name the folder in which it lies"]);
    run(&at, &["watch", "https://example.org/feed", "--once"])
        .code(1)
        .says(&["cannot list the folder", "hint: `diurna add` takes addresses"]);
    run(&at, &["watch", "inbox", "--every", "0"]).code(2).says(&["number of seconds"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_looked_into_is_told_once_and_with_a_hint() {
    use std::os::unix::fs::PermissionsExt;
    let at = folder("along-closed");
    fs::create_dir_all(at.join("inbox/closed")).unwrap();
    fs::write(at.join("inbox/one.txt"), GOOD).unwrap();
    let allow =
        |mode| fs::set_permissions(at.join("inbox/closed"), fs::Permissions::from_mode(mode)).unwrap();
    allow(0);
    if fs::read_dir(at.join("inbox/closed")).is_ok() {
        eprintln!("skipped: root may read everything");
    } else {
        let told = run(&at, &["watch", "inbox", "--once", "--every", "0.05"]).code(0).says(&[
            "inbox/closed: cannot list the folder: permission denied\n  hint: check the path and its permissions",
            "1 added",
        ]);
        assert_eq!(told.err.matches("cannot list").count(), 1, "{}", told.err);
    }
    allow(0o755);
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
fn what_is_no_list_of_feeds_is_told() {
    let at = folder("along-mistaken");
    for (name, words) in [
        ("www.example.org/feed", ["there is no such file", "hint: if it is an address, write https://www."]),
        ("https:/example.org/feed", ["is no address", "hint: write two slashes: https://example.org/feed"]),
        ("ftp://example.org/feed", ["are not fetched", "hint: only http:// and https:// are"]),
        ("file:///news/feeds.opml", ["are not opened", "hint: give the path alone: /news/feeds.opml"]),
        (".", ["cannot be read: is a directory", "hint: name a file in it"]),
    ] {
        run(&at, &["fetch", name]).code(1).says(&[words[0], words[1], &format!("{name}: "), "1 could not"]);
    }
    assert!(fs::read_dir(&at).unwrap().next().is_none(), "nothing is left");
}

/// A site with a feed of two pages in an old encoding, which the server names for one of them.
fn serve_old() -> Site {
    let page = b"<html lang=en><title>Gunmen attack convoy near Gao</title><article><p>Gunmen attacked an army convoy near \
        Gao, Mali, on Monday, police said. Nobody at the caf\xe9 nearby was hurt.</p></article></html>";
    Site::new(move |asked| {
        let item = |p: &str| format!("<item><link>{}{p}</link></item>", asked.site);
        let page = || Answer::page([&page[..], asked.path.as_bytes()].concat());
        match asked.path {
            "/feed" => {
                let items = ["/named", "/bare"].map(item).concat();
                Answer::page(format!("<rss version='2.0'><channel><title>C</title>{items}</channel></rss>"))
            }
            "/named" => page().with("Content-Type: text/html; charset=iso-8859-1\r\n"),
            "/bare" => page(),
            _ => Answer::gone(),
        }
    })
}

#[test]
fn a_page_that_names_no_encoding_is_told() {
    let (at, site) = (folder("along-guessed"), serve_old());
    let feed = format!("{}/feed", site.address);
    let told = run(&at, &["fetch", &feed, "--allow-private"]).code(0).says(&["diurna.db: 2 added"]);
    let guess =
        format!("diurna: {}/bare: its encoding is a guess: windows-1252\n  hint: if letters", site.address);
    assert!(told.err.contains(&guess) && !told.err.contains("/named: "), "{}", told.err);
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
