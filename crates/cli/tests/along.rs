//! Reports that are added as they come: a watched folder, and feeds of a server on this machine.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{GOOD, folder, run};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;

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

/// A site with a feed of three pages, one of which is gone; it counts how often it was asked for each.
fn serve() -> (String, std::sync::Arc<std::sync::Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let (site, list) = (address.clone(), asked.clone());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n > 0) {
                head.extend(byte);
            }
            let head = String::from_utf8(head).unwrap();
            let path = head.split(' ').nth(1).unwrap_or_default().to_string();
            let page = |town: &str| {
                format!(
                    "<html lang=en><title>Gunmen attack convoy near {town}</title><article><p>Gunmen attacked an army \
                     convoy near {town}, Mali, on Monday, police said. Two soldiers were killed.</p></article></html>"
                )
            };
            let item =
                |p: &str| format!("<item><title>{p}</title><link>{site}{p}</link><guid>{p}</guid></item>");
            let (status, body) = match path.as_str() {
                "/feed" => {
                    let items = ["/2031/05/14/a", "/2031/05/14/b", "/gone"].map(item).concat();
                    ("200 OK", format!("<rss version='2.0'><channel><title>C</title>{items}</channel></rss>"))
                }
                "/2031/05/14/a" => ("200 OK", page("Gao")),
                "/2031/05/14/b" => ("200 OK", page("Kidal")),
                _ => ("404 Not Found", String::new()),
            };
            list.lock().unwrap().push(path);
            let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        }
    });
    (address, asked)
}

#[test]
fn a_feed_is_taken_once() {
    let (at, (site, asked)) = (folder("along-fetch"), serve());
    let opml = format!("<opml version='2.0'><body><outline type='rss' xmlUrl='{site}/feed'/></body></opml>");
    fs::write(at.join("feeds.opml"), opml).unwrap();
    let fetch = ["fetch", "feeds.opml", "--allow-private"];
    run(&at, &fetch).code(1).says(&["/gone", "status 404", "diurna.db: 2 added", "1 could not be taken"]);
    let count = |path: &str| asked.lock().unwrap().iter().filter(|p| *p == path).count();
    assert_eq!((count("/2031/05/14/a"), count("/gone")), (1, 1));
    // What was dealt with is not asked for again, the page that is gone neither.
    run(&at, &fetch).code(0).says(&["0 added"]);
    assert_eq!((count("/feed"), count("/2031/05/14/b"), count("/gone")), (2, 1, 1));
    let list = run(&at, &["incidents", "--json"]).code(0);
    assert!(list.out.contains("/2031/05/14/a"), "{}", list.out);
    run(&at, &["fetch", "none.opml"]).code(1).says(&["none.opml: cannot be read", "hint: "]);
}
