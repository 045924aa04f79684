//! Reading an address: a server on this machine answers.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{GOOD, folder, run};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;

/// Serves pages until the test ends, and gives its address without the last `/`.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n > 0) {
                head.extend(byte);
            }
            let head = String::from_utf8(head).unwrap();
            let path = head.split(' ').nth(1).unwrap_or_default();
            let page = b"<html lang=en><title>Gunmen attack convoy in Mali</title><article><p>Gunmen attacked an army convoy \
                near Gao, Mali, on Monday, police said. Nobody at the caf\xe9 nearby was hurt.</p></article></html>";
            let (status, headers, body): (&str, &str, &[u8]) = match path {
                "/2031/05/14/convoy" => ("200 OK", "Content-Type: text/html; charset=iso-8859-1\r\n", page),
                "/moved" => ("301 Moved", "Location: /2031/05/14/convoy\r\n", b""),
                "/agent" => {
                    let agent = head.lines().find(|l| l.to_lowercase().starts_with("user-agent:")).unwrap();
                    let body = format!("{agent} was seen at the quay.");
                    let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
                    continue;
                }
                "/feed" => {
                    ("200 OK", "", b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>")
                }
                _ => ("404 Not Found", "", b""),
            };
            let _ = write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
            let _ = stream.write_all(body);
        }
    });
    address
}

#[test]
fn a_page_is_read_from_its_address() {
    let (at, server) = (folder("web-page"), serve());
    fs::write(at.join("good.txt"), GOOD).unwrap();
    let moved = format!("{server}/moved");
    let run = run(&at, &["read", "good.txt", &moved, "--jsonl", "--allow-private"]).code(0);
    let records = run.records();
    let url = format!("{server}/2031/05/14/convoy");
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
    let url = format!("{server}/2031/05/14/convoy");
    let private = run(&at, &["read", &url, "good.txt", "--jsonl"]).code(1);
    let private = private.says(&[&url, "open internet", "hint: ", "1 of 2 inputs gave no record"]);
    assert_eq!(private.sources(), ["good.txt"]);
    let gone = format!("{server}/gone");
    run(&at, &["read", &gone, "--allow-private"]).code(1).says(&[&gone, "status 404", "hint: ", "address"]);
    let feed = format!("{server}/feed");
    run(&at, &["read", &feed, "--allow-private"]).code(1).says(&[&feed, "hint: "]);
    run(&at, &["read", "https://"]).code(1).says(&["https://: is no address", "hint: "]);
}

#[test]
fn sites_see_who_asks() {
    let (at, server) = (folder("web-contact"), serve());
    let url = format!("{server}/agent");
    let args = ["read", &url, "--allow-private", "--jsonl", "--contact", "mailto:desk@example.org"];
    let text = run(&at, &args).code(0).records()[0]["report"]["text"].to_string();
    let agent = concat!("diurna/", env!("CARGO_PKG_VERSION"), " (+mailto:desk@example.org)");
    assert!(text.contains(agent), "{text}");
}
