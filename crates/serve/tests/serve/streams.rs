//! Streams of events: what they tell, how many there may be, and that they are given back.

use crate::client::{Client, add, serve, serve_with, town, wait};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An open stream.
struct Events(BufReader<TcpStream>);

impl Events {
    fn open(client: &Client) -> Result<Self, u16> {
        let mut stream = TcpStream::connect(client.at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(&client.request("GET", "/api/events", b"")).unwrap();
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let status: u16 = line.split(' ').nth(1).unwrap().parse().unwrap();
        if status == 200 { Ok(Self(reader)) } else { Err(status) }
    }

    /// The next event of that name.
    fn next(&mut self, name: &str) -> Value {
        let mut line = String::new();
        loop {
            line.clear();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the stream ended before {name}");
            if line.trim_end() == format!("event: {name}") {
                line.clear();
                self.0.read_line(&mut line).unwrap();
                return serde_json::from_str(line.trim_start_matches("data: ")).unwrap();
            }
        }
    }

    /// No event comes for a while.
    fn is_still(&mut self) -> bool {
        self.0.get_ref().set_read_timeout(Some(Duration::from_millis(1_500))).unwrap();
        let mut line = String::new();
        loop {
            line.clear();
            match self.0.read_line(&mut line) {
                Ok(0) => return false,
                Ok(_) if line.starts_with("event:") => return false,
                Ok(_) => {}
                Err(e) => return matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
            }
        }
    }
}

#[test]
fn changes_are_told_whoever_makes_them() {
    let server = serve("told", 1, true);
    let (editor, viewer) = (Client::user(server.at, "editor"), Client::user(server.at, "viewer"));
    let mut events = Events::open(&viewer).unwrap();
    assert_eq!(events.next("here"), json!(["viewer"]));
    let other = Events::open(&editor).unwrap();
    assert_eq!(events.next("here"), json!(["editor", "viewer"]));
    drop(other);
    assert_eq!(events.next("here"), json!(["viewer"]));
    assert_eq!(editor.act(1, None, &json!({"do": "take"})).status, 200);
    let change = events.next("change");
    assert_eq!(
        (&change["incident"], &change["what"], &change["who"]),
        (&json!(1), &json!("review.take"), &json!("editor"))
    );
    // Another program adds a report.
    add(&mut server.store(), &town(1), "paper1/1");
    let change = events.next("change");
    assert_eq!((&change["incident"], &change["what"]), (&json!(2), &json!("incident.new")));
    assert_eq!(viewer.get("/api/incidents").json()["total"], 2);
    assert!(events.is_still());
    assert_eq!(Client::stranger(server.at).get("/api/events").status, 401);
}

#[test]
fn a_thousand_streams_of_one_person() {
    let server = serve("thousand", 1, true);
    let viewer = Client::user(server.at, "viewer");
    let mut open = Vec::new();
    let mut refused = 0;
    for _ in 0..1_000 {
        match Events::open(&viewer) {
            Ok(events) => open.push(events),
            Err(status) => {
                assert_eq!(status, 429);
                refused += 1;
            }
        }
    }
    assert_eq!((open.len(), refused), (64, 936));
    // Others are not in their way, and the page is served.
    let editor = Client::user(server.at, "editor");
    let theirs = Events::open(&editor).unwrap();
    assert_eq!(editor.get("/api/incidents").status, 200);
    // Left without a word: they are given back.
    drop(open);
    wait("streams are given back", || Events::open(&viewer).is_ok());
    drop(theirs);
}

#[test]
fn so_many_streams_in_all() {
    let server = serve_with(
        "in-all",
        |options| (options.streams, options.streams_each) = (3, 2),
        |store| {
            let hash = diurna_serve::hash_password(crate::client::PASSWORD).unwrap();
            for (name, role) in
                [("owner", diurna_review::Role::Owner), ("viewer", diurna_review::Role::Viewer)]
            {
                store.add_user(name, &hash, role, &crate::attacks::by()).unwrap();
            }
        },
    );
    let (owner, viewer) = (Client::user(server.at, "owner"), Client::user(server.at, "viewer"));
    let held = [Events::open(&owner), Events::open(&owner), Events::open(&viewer)];
    assert!(held.iter().all(Result::is_ok));
    assert!(matches!(Events::open(&viewer), Err(429)));
    drop(held);
    wait("streams are given back", || Events::open(&viewer).is_ok());
}
