//! A site on this machine, which answers until the test ends.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// What was asked for.
pub struct Asked<'a> {
    /// The address of the site, without the last `/`.
    pub site: &'a str,
    pub path: &'a str,
    /// The line that names the program.
    pub agent: &'a str,
}

/// What is sent back.
pub struct Answer {
    status: &'static str,
    headers: &'static str,
    body: Vec<u8>,
}

impl Answer {
    pub fn page(body: impl Into<Vec<u8>>) -> Self {
        Self { status: "200 OK", headers: "", body: body.into() }
    }

    /// The same with lines of the head, each with its end.
    pub fn with(self, headers: &'static str) -> Self {
        Self { headers, ..self }
    }

    pub fn moved(headers: &'static str) -> Self {
        Self { status: "301 Moved", headers, body: Vec::new() }
    }

    pub fn gone() -> Self {
        Self { status: "404 Not Found", headers: "", body: Vec::new() }
    }
}

/// The site that runs.
pub struct Site {
    /// Its address without the last `/`.
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// Serves what `answer` gives.
    pub fn new(answer: impl Fn(&Asked<'_>) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (site, list) = (address.clone(), asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let (mut head, mut byte) = (Vec::new(), [0]);
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n > 0) {
                    head.extend(byte);
                }
                let head = String::from_utf8(head).expect("UTF-8");
                let path = head.split(' ').nth(1).unwrap_or_default();
                let agent = head.lines().find(|l| l.to_lowercase().starts_with("user-agent:"));
                let asked = Asked { site: &site, path, agent: agent.unwrap_or_default() };
                let Answer { status, headers, body } = answer(&asked);
                list.lock().expect("a list").push(path.to_string());
                let length = body.len();
                // Whoever asked may have gone.
                let _ = write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n");
                let _ = stream.write_all(&body);
            }
        });
        Self { address, asked }
    }

    /// How often it was asked for a path.
    pub fn count(&self, path: &str) -> usize {
        self.asked.lock().expect("a list").iter().filter(|p| *p == path).count()
    }
}
