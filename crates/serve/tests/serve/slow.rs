//! Requests that are too large, too slow, or no requests.

use crate::client::{Client, raw, serve, serve_with, wait};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

#[test]
fn large_bodies_and_heads_are_refused() {
    let server = serve("large", 1, false);
    let client = Client::open(server.at).with("Content-Type", "application/json");
    let text = "a".repeat(1 << 20);
    let body = json!({"action": {"do": "comment", "text": text}}).to_string();
    assert_eq!(client.send("POST", "/api/incidents/1/act", body.as_bytes()).status, 413);
    // One that does not say how long it is.
    let mut request = format!(
        "POST /api/incidents/1/act HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n",
        server.at
    );
    for (name, value) in client.headers.iter().filter(|(n, _)| n == "X-Diurna-CSRF") {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    for _ in 0..40 {
        request.push_str(&format!("{:x}\r\n{}\r\n", 32 << 10, "a".repeat(32 << 10)));
    }
    request.push_str("0\r\n\r\n");
    assert_eq!(raw(server.at, request.as_bytes()).status, 413);
    // More than this is no address.
    let long = client.get(&format!("/api/incidents?text={}", "a".repeat(70_000))).status;
    assert!([0, 414, 431].contains(&long), "{long}");
    let many: String = (0..200).map(|n| format!("X-{n}: 1\r\n")).collect();
    let many =
        raw(server.at, format!("GET / HTTP/1.1\r\nHost: {}\r\n{many}\r\n", server.at).as_bytes()).status;
    assert_eq!(many, 431);
    for nonsense in
        ["\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"]
    {
        let status = raw(server.at, nonsense.as_bytes()).status;
        assert!(status == 0 || status >= 400, "{nonsense:?}: {status}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(client.send("POST", "/api/incidents/1/act", deep.as_bytes()).status, 400);
    assert_eq!(client.get("/api/incidents").status, 200, "it still serves");
}

#[test]
fn slow_requests_are_hung_up_on() {
    let server = serve_with("slow", |options| options.patience = Duration::from_millis(700), |_| {});
    let client = Client::open(server.at);
    let began = Instant::now();
    // A head that never ends, sent bit by bit.
    let mut slow: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(server.at).unwrap()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n").unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    }
    wait("slow heads are hung up on", || {
        slow.iter_mut().all(|stream| {
            let _ = stream.write_all(b"X");
            let mut byte = [0; 512];
            stream.read(&mut byte).is_ok() || stream.write_all(b"X").is_err()
        })
    });
    assert!(began.elapsed() > Duration::from_millis(500), "not at once");
    // A body that does not come.
    let typed = client.with("Content-Type", "application/json");
    let mut request = typed.request("POST", "/api/sign-out", b"");
    request = String::from_utf8(request)
        .unwrap()
        .replace("Content-Length: 0", "Content-Length: 100")
        .replace("/api/sign-out", "/api/judge")
        .into_bytes();
    let began = Instant::now();
    let answer = raw(server.at, &request);
    assert_eq!(answer.status, 408, "{}", answer.text());
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!(client.get("/api/session").status, 200);
}

#[test]
fn it_ends_while_people_are_there() {
    let server = serve("ends", 1, false);
    let client = Client::open(server.at);
    let mut stream = TcpStream::connect(server.at).unwrap();
    stream.write_all(&client.request("GET", "/api/events", b"")).unwrap();
    let mut first = [0; 64];
    let _ = stream.read(&mut first).unwrap();
    let began = Instant::now();
    drop(server);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut rest = Vec::new();
    assert!(stream.read_to_end(&mut rest).is_ok(), "the stream has an end");
}
