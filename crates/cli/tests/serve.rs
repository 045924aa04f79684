//! `diurna serve`, `demo` and `users`, as people run them.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{command, folder, run, run_with};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const PASSWORD: &[u8] = b"five grey herons wade\n";

/// A server that runs, and the address that it told.
struct Serving {
    child: Child,
    at: String,
}

impl Serving {
    fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let told =
            lines.map(Result::unwrap).find(|line| line.contains("serves http://")).expect("an address");
        let at = told.split("http://").nth(1).unwrap().split('/').next().unwrap().to_string();
        Self { child, at }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.at).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.at).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(self.get(path).split("\r\n\r\n").nth(1).unwrap()).unwrap()
    }

    /// Asks it to end as Ctrl-C does; gives its exit code.
    fn end(&mut self, signal: &str) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn the_demo_merges_its_reports_and_goes() {
    let at = folder("serve-demo");
    let mut demo = command(&at, &["demo", "--port", "0"]);
    demo.env("TMPDIR", &at);
    let mut serving = Serving::start(demo);
    let list = serving.json("/api/incidents?sort=date&limit=200");
    let items = list["items"].as_array().unwrap();
    let place = |item: &Value| item["place"]["name"].as_str().unwrap_or_default().to_string();
    let at_place = |name: &str, kind: &str| {
        let mut found = items.iter().filter(|i| place(i) == name && i["type"] == kind);
        found.next().unwrap_or_else(|| panic!("{kind} in {name}: {list}")).clone()
    };
    // The bombing is told by four reports and recalled by one; two of the five repeat others' words.
    let bombing = at_place("Sikasso", "ASSAULT");
    assert_eq!((&bombing["reports"], &bombing["sources"]), (&5.into(), &3.into()));
    assert_eq!(bombing["when"]["from"], "2031-03-03");
    assert!(bombing["differs"].as_array().unwrap().contains(&"killed".into()), "{bombing}");
    // The air strike answers it, and the march in Bamako answers the strike.
    let strike = at_place("Kadiolo", "ASSAULT");
    let view = serving.json(&format!("/api/incidents/{}", strike["id"]));
    assert_eq!(view["incident"]["responds_to"], serde_json::json!([bombing["id"]]));
    let links = view["timeline"]["links"].as_array().unwrap();
    let march = at_place("Bamako", "PROTEST");
    assert!(links.iter().any(|l| l["from"] == march["id"] && l["to"] == strike["id"]), "{links:?}");
    // One report is marked as hard to bear, one is written in two directions.
    assert_eq!(at_place("Ndola", "ASSAULT")["distressing"], true);
    assert_eq!(items.iter().filter(|i| i["distressing"] == true).count(), 1);
    let port = serving.json(&format!("/api/incidents/{}", at_place("Aqaba", "PROTEST")["id"]));
    let report = serving.json(&format!("/api/reports/{}", port["reports"][0]["id"].as_str().unwrap()));
    assert!(report["text"].as_str().unwrap().contains("نريد أن نعود"), "{report}");
    assert!(serving.get("/").contains("<div id=\"page\">"));
    assert_eq!(serving.end("-INT"), Some(0));
    assert_eq!(std::fs::read_dir(&at).unwrap().count(), 0, "the temporary database is gone");
}

#[cfg(unix)]
#[test]
fn a_server_serves_its_database_until_it_is_told_to_end() {
    let at = folder("serve-serve");
    let mut serving = Serving::start(command(&at, &["serve", "--new", "--port", "0", "--as", "mira"]));
    let session = serving.json("/api/session");
    assert_eq!(session["user"], serde_json::json!({"name": "mira", "role": "owner"}));
    assert_eq!((&session["empty"], &session["samples"]), (&true.into(), &true.into()));
    // What cannot be is told, and what to do instead.
    for (path, status, error, hint) in [
        ("/api/incidents?country=Mali", "400", "country: not a country: Mali", "three letters"),
        ("/api/incidents/9999", "404", "there is no incident 9999", "/api/incidents lists"),
        ("/api/incidents/9999/history", "404", "there is no incident 9999", "/api/incidents lists"),
    ] {
        assert!(serving.get(path).starts_with(&format!("HTTP/1.1 {status}")), "{path}");
        let told = serving.json(path);
        assert_eq!(told["error"], error);
        assert!(told["hint"].as_str().unwrap().contains(hint), "{told}");
    }
    assert_eq!(serving.json("/api/incidents?country=mli")["total"], 0);
    let port = serving.at.split(':').nth(1).unwrap().to_string();
    run(&at, &["serve", "--port", &port]).code(1).says(&["port", "is in use", "hint:", "--port"]);
    assert_eq!(serving.end("-TERM"), Some(0));
    assert!(Path::new(&at.join("diurna.db")).exists());
}

#[test]
fn what_cannot_be_served_is_said() {
    let at = folder("serve-errors");
    // A mistyped name is no new database.
    run(&at, &["serve", "--db", "typo.db", "--port", "0"])
        .code(1)
        .says(&["typo.db: there is no database", "hint: `diurna add` makes one; --db names another"]);
    assert!(!at.join("typo.db").exists());
    run(&at, &["serve", "--new", "--address", "0.0.0.0", "--port", "0"]).code(1).says(&[
        "no users are known",
        "hint: ",
        "diurna users add",
    ]);
    run(&at, &["serve", "--address", "nowhere"]).code(2);
    run(&at, &["serve", "--as", ""]).code(2).says(&["that is no name"]);
    std::fs::write(at.join("text.db"), "this is no database, but a text that is long enough").unwrap();
    run(&at, &["serve", "--db", "text.db", "--port", "0"]).code(1).says(&["text.db"]);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    run(&at, &["demo", "--port", &port]).code(1).says(&["is in use", "hint:"]);
}

#[test]
fn users_are_added_listed_changed_and_removed() {
    let at = folder("serve-users");
    run_with(&at, &["users", "add", "tomo", "--role", "editor"], PASSWORD)
        .code(1)
        .says(&["the first user must be able to add others", "hint: give the first user the role owner"]);
    run_with(&at, &["users", "add", "mira", "--role", "owner"], b"short\n")
        .code(1)
        .says(&["shorter than 10 characters"]);
    run_with(&at, &["users", "add", "mira", "--role", "king"], PASSWORD)
        .code(2)
        .says(&["viewer, editor, manager, owner"]);
    assert_eq!(
        run_with(&at, &["users", "add", "mira", "--role", "owner"], PASSWORD).code(0).out,
        "mira is owner\n"
    );
    run_with(&at, &["users", "add", "tomo", "--role", "editor"], PASSWORD).code(0);
    run_with(&at, &["users", "add", "tomo", "--role", "viewer"], PASSWORD)
        .code(1)
        .says(&["there is a user tomo already"]);
    let list = run(&at, &["users", "list", "--json"]).code(0);
    let users: Vec<Value> = list.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let of = |n: usize| (users[n]["name"].as_str().unwrap(), users[n]["role"].as_str().unwrap());
    assert_eq!((users.len(), of(0), of(1)), (2, ("mira", "owner"), ("tomo", "editor")));
    assert!(!list.out.contains("argon2"));
    assert_eq!(run(&at, &["users", "role", "tomo", "manager"]).code(0).out, "tomo is manager\n");
    run(&at, &["users", "role", "mira", "viewer"]).code(1).says(&["no owner would be left"]);
    run(&at, &["users", "remove", "mira"]).code(1).says(&["owner"]);
    run_with(&at, &["users", "password", "tomo"], b"another good password\n").code(0);
    run(&at, &["users", "remove", "tomo"]).code(0);
    run(&at, &["users", "remove", "tomo"]).code(1).says(&["there is no user tomo", "hint:"]);
    run(&at, &["verify"]).code(0);
}
