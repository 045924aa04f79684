//! A server over a folder of its own, and a client of a few lines: what a well-behaved one would refuse to send must be sent.

use crate::attacks::{Attack, by, folder};
use diurna_review::Role;
use diurna_serve::{Options, Server, Stop};
use diurna_store::{Prepared, Store};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub const PASSWORD: &str = "five grey herons wade";

/// A running server; it ends with the test.
pub struct Running {
    pub at: SocketAddr,
    pub folder: PathBuf,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub fn db(&self) -> PathBuf {
        self.folder.join("diurna.db")
    }

    pub fn store(&self) -> Store {
        Store::open_existing(&self.db()).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.stop();
        let ended = self.thread.take().unwrap().join();
        let _ = std::fs::remove_dir_all(&self.folder);
        if !std::thread::panicking() {
            ended.unwrap();
        }
    }
}

/// Reports of an invented town, one an incident: bombs on days far apart.
pub fn town(n: usize) -> Attack {
    let day = jiff::civil::date(2031, 1, 1).checked_add(jiff::Span::new().days(9 * n as i64)).unwrap();
    Attack::new(
        &format!("Kabort{n}"),
        (34.0 + n as f64 / 10.0, 66.0 + n as f64 / 5.0),
        &day.to_string(),
        3 + n as u32,
    )
}

pub fn add(store: &mut Store, attack: &Attack, source: &str) {
    let (raw, record) = attack.report(source, "");
    store.add_all(&[Prepared::new(&raw, &record, Some(source)).unwrap()], &by()).unwrap();
}

/// A server with so many incidents, and one user of each role if users are asked for.
pub fn serve(name: &str, incidents: usize, users: bool) -> Running {
    serve_with(
        name,
        |_| {},
        |store| {
            for n in 0..incidents {
                add(store, &town(n), &format!("paper{n}/1"));
            }
            if users {
                let hash = diurna_serve::hash_password(PASSWORD).unwrap();
                for role in [Role::Owner, Role::Manager, Role::Editor, Role::Viewer] {
                    diurna_serve::put_user(store, role.as_str(), Some(&hash), Some(role), &by()).unwrap();
                }
            }
        },
    )
}

/// A server over what `fill` writes.
pub fn serve_with(name: &str, set: impl FnOnce(&mut Options), fill: impl FnOnce(&mut Store)) -> Running {
    let folder = folder(&format!("serve-{name}"));
    let mut store = Store::open(&folder.join("diurna.db")).unwrap();
    fill(&mut store);
    drop(store);
    let mut options = Options::new(folder.join("diurna.db"));
    options.port = 0;
    set(&mut options);
    let server = Server::bind(options).unwrap();
    let (at, stop) = (server.address(), server.stopper());
    let thread = std::thread::spawn(move || server.run().unwrap());
    Running { at, folder, stop, thread: Some(thread) }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines.into_iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The session in the cookie.
    pub fn session(&self) -> String {
        let cookie = self.header("set-cookie").unwrap();
        cookie.split(';').next().unwrap().strip_prefix("diurna=").unwrap().to_string()
    }
}

/// Sends bytes as they are; gives what comes back until the server hangs up or nothing comes for some seconds.
pub fn raw(at: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // A server that refuses early may hang up before all is sent.
    let _ = stream.write_all(bytes);
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got);
    parse(&got)
}

fn parse(got: &[u8]) -> Answer {
    let end = got.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(got.len());
    let head = String::from_utf8_lossy(&got[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
    let body = got.get(end + 4..).unwrap_or_default();
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { unchunk(body) } else { body.to_vec() };
    Answer { status, head, body }
}

fn unchunk(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = body.windows(2).position(|w| w == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            break;
        }
        let piece = &body[end + 2..];
        out.extend_from_slice(&piece[..size]);
        body = &piece[size + 2..];
    }
    out
}

/// Somebody at a browser or a program.
#[derive(Debug, Clone)]
pub struct Client {
    pub at: SocketAddr,
    pub headers: Vec<(String, String)>,
}

impl Client {
    /// Somebody who has nothing.
    pub fn stranger(at: SocketAddr) -> Self {
        Self { at, headers: Vec::new() }
    }

    /// The page of a server where nobody has to sign in.
    pub fn open(at: SocketAddr) -> Self {
        let client = Self::stranger(at);
        let csrf = client.get("/api/session").json()["csrf"].as_str().unwrap().to_string();
        client.with("X-Diurna-CSRF", &csrf)
    }

    /// The page of a user who has signed in.
    pub fn user(at: SocketAddr, name: &str) -> Self {
        let answer = Self::open(at).post("/api/sign-in", &json!({"name": name, "password": PASSWORD}));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let csrf = answer.json()["csrf"].as_str().unwrap().to_string();
        Self::stranger(at)
            .with("Cookie", &format!("diurna={}", answer.session()))
            .with("X-Diurna-CSRF", &csrf)
    }

    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.without(name);
        client.headers.push((name.to_string(), value.to_string()));
        client
    }

    pub fn without(&self, name: &str) -> Self {
        let mut client = self.clone();
        client.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        client
    }

    pub fn send(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        raw(self.at, &self.request(method, path, body))
    }

    pub fn request(&self, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !self.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case("host")) {
            head.push_str(&format!("Host: {}\r\n", self.at));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if method != "GET" {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        let mut out = (head + "\r\n").into_bytes();
        out.extend_from_slice(body);
        out
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, b"")
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        let typed = if self.headers.iter().any(|(n, _)| n == "Content-Type") {
            self.clone()
        } else {
            self.with("Content-Type", "application/json")
        };
        typed.send("POST", path, body.to_string().as_bytes())
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, b"")
    }

    /// Does something to an incident.
    pub fn act(&self, id: u64, expect: Option<u64>, action: &Value) -> Answer {
        self.post(&format!("/api/incidents/{id}/act"), &json!({"expect": expect, "action": action}))
    }
}

/// Waits until something holds, ten seconds at most.
pub fn wait(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(10), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A second server over a copy of a database.
pub fn over(name: &str, db: &std::path::Path) -> Running {
    let folder = folder(&format!("serve-{name}"));
    let copy = folder.join("diurna.db");
    for end in ["", "-wal"] {
        let from = PathBuf::from(format!("{}{end}", db.display()));
        if from.exists() {
            std::fs::copy(from, format!("{}{end}", copy.display())).unwrap();
        }
    }
    let mut options = Options::new(copy);
    options.port = 0;
    let server = Server::bind(options).unwrap();
    let (at, stop) = (server.address(), server.stopper());
    let thread = std::thread::spawn(move || server.run().unwrap());
    Running { at, folder, stop, thread: Some(thread) }
}
