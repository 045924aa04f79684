//! A small server on this machine that answers as a test says.

#![allow(dead_code, unreachable_pub, missing_docs)]

use diurna_fetch::{Error, Fetched, Fetcher, Options, Page, Validators};
use std::io::{Read, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A request as it came, and when it was answered.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    /// Its head in lower case.
    pub head: String,
    pub begun: Instant,
    pub ended: Option<Instant>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':'))?;
        Some(line.trim())
    }
}

pub struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Answers every request by `handler`; there is no `robots.txt` unless the handler writes one.
    pub fn start(handler: impl Fn(&Asked, &mut TcpStream) -> Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (asked, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (log, stopped, handler) = (asked.clone(), stop.clone(), Arc::new(handler));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let (Ok(mut stream), log, handler) = (stream, log.clone(), handler.clone()) else { continue };
                std::thread::spawn(move || {
                    let Some(request) = read(&mut stream) else { return };
                    let number = {
                        let mut log = log.lock().expect("the log");
                        log.push(request.clone());
                        log.len() - 1
                    };
                    // A client that hangs up is what some tests are about.
                    let _ = handler(&request, &mut stream);
                    log.lock().expect("the log")[number].ended = Some(Instant::now());
                });
            }
        });
        Self { address, asked, stop }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The same by the name of this machine.
    pub fn named(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// Requests so far, those for `robots.txt` left out.
    pub fn asked(&self) -> Vec<Asked> {
        let all = self.asked.lock().expect("the log");
        all.iter().filter(|a| a.path != "/robots.txt").cloned().collect()
    }

    pub fn paths(&self) -> Vec<String> {
        self.asked.lock().expect("the log").iter().map(|a| a.path.clone()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    stream.set_write_timeout(Some(Duration::from_secs(10))).ok()?;
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && head.len() < 16384 {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.extend(byte);
    }
    let text = String::from_utf8(head).ok()?;
    let path = text.split(' ').nth(1)?.to_string();
    Some(Asked { path, head: text.to_lowercase(), begun: Instant::now(), ended: None })
}

/// Writes a whole answer; `status` is code and reason, `headers` are lines that each end.
pub fn answer(out: &mut TcpStream, status: &str, headers: &str, body: &[u8]) -> Result<()> {
    write!(out, "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
    out.write_all(body)
}

pub fn html(out: &mut TcpStream, body: &str) -> Result<()> {
    answer(out, "200 OK", "Content-Type: text/html; charset=utf-8\r\n", body.as_bytes())
}

pub fn missing(out: &mut TcpStream) -> Result<()> {
    answer(out, "404 Not Found", "", b"no")
}

pub fn redirect(out: &mut TcpStream, to: &str) -> Result<()> {
    answer(out, "302 Found", &format!("Location: {to}\r\n"), b"")
}

/// Options for this machine: no pauses, private addresses allowed.
pub fn options() -> Options {
    Options { allow_private: true, pause: Duration::ZERO, ..Options::default() }
}

pub fn fetcher() -> Fetcher {
    Fetcher::new(options())
}

/// Takes a page that must be there.
#[track_caller]
pub fn page(fetcher: &Fetcher, url: &str) -> Page {
    match fetcher.page(url, &Validators::default()) {
        Ok(Fetched::Page(page)) => page,
        other => panic!("{url}: {other:?}"),
    }
}

/// Takes a page that must not be had; the error names the address and, in most cases, what to do.
#[track_caller]
pub fn refused(fetcher: &Fetcher, url: &str) -> Error {
    let error = fetcher.page(url, &Validators::default()).expect_err("an error");
    assert!(error.to_string().starts_with("http"), "{error}");
    error
}
