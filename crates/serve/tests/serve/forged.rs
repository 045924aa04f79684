//! Requests that do not come from our page, or do not come to us.

use crate::client::{Client, raw, serve, serve_with};
use serde_json::json;

#[test]
fn other_names_are_refused_everywhere() {
    let server = serve("names", 1, false);
    let client = Client::open(server.at);
    for path in ["/", "/api/session", "/api/incidents", "/assets/x.js", "/incident/1"] {
        for name in
            ["evil.example", "evil.example:8171", "127.0.0.1.evil.example", "", "localhost@evil.example"]
        {
            let answer = client.with("Host", name).get(path);
            assert_eq!(answer.status, 403, "{path} under {name:?}: {}", answer.text());
            assert!(!answer.text().contains("csrf"), "{path} under {name:?}");
        }
    }
    for name in ["localhost", "LOCALHOST:9", "127.0.0.1", "[::1]:8171"] {
        assert_eq!(client.with("Host", name).get("/api/session").status, 200, "{name}");
    }
    let none = raw(server.at, b"GET /api/session HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert_eq!(none.status, 400);
    let two = format!(
        "GET /api/session HTTP/1.1\r\nHost: evil.example\r\nHost: {}\r\nConnection: close\r\n\r\n",
        server.at
    );
    assert_ne!(raw(server.at, two.as_bytes()).status, 200);
    // The name in the line of the request counts, too.
    let line = format!(
        "GET http://evil.example/api/session HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        server.at
    );
    assert_eq!(raw(server.at, line.as_bytes()).status, 403);
}

#[test]
fn pages_of_others_change_nothing() {
    let server = serve("forged", 1, false);
    let page = Client::open(server.at);
    let comment = json!({"action": {"do": "comment", "text": "forged"}});
    let own = format!("http://{}", server.at);
    let forged = [
        ("without the header", page.without("X-Diurna-CSRF")),
        ("with a wrong header", page.with("X-Diurna-CSRF", &"0".repeat(64))),
        ("from another origin", page.with("Origin", "https://evil.example")),
        ("from no origin", page.with("Origin", "null")),
        ("from another port", page.with("Origin", "http://127.0.0.1:1")),
        ("from another site", page.with("Sec-Fetch-Site", "cross-site")),
        ("from a neighbour", page.with("Sec-Fetch-Site", "same-site")),
    ];
    for (how, client) in &forged {
        let answer = client.post("/api/incidents/1/act", &comment);
        assert_eq!(answer.status, 403, "{how}: {}", answer.text());
        assert_eq!(client.post("/api/samples", &json!({})).status, 403, "{how}");
    }
    // What a form can send is no JSON, whatever is in it.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let answer = page.with("Content-Type", kind).post("/api/incidents/1/act", &comment);
        assert_eq!(answer.status, 415, "{kind}");
    }
    assert!(server.store().review(1).unwrap().is_none_or(|r| r.comments.is_empty()));
    let ours = page.with("Origin", &own).with("Sec-Fetch-Site", "same-origin");
    assert_eq!(ours.post("/api/incidents/1/act", &comment).status, 200);
    assert_eq!(server.store().review(1).unwrap().unwrap().comments.len(), 1);
    // Others' pages read nothing, either.
    assert_eq!(page.with("Sec-Fetch-Site", "cross-site").get("/api/incidents").status, 403);
    let answer = ours.get("/api/incidents");
    assert_eq!(answer.header("access-control-allow-origin"), None);
    assert_eq!(
        page.with("Origin", "https://evil.example")
            .send("OPTIONS", "/api/incidents", b"")
            .header("access-control-allow-origin"),
        None
    );
}

#[test]
fn every_answer_has_its_headers() {
    let server = serve("headers", 1, true);
    let stranger = Client::stranger(server.at);
    for (path, status) in [
        ("/", 200),
        ("/queue", 200),
        ("/api/session", 200),
        ("/api/incidents", 401),
        ("/api/nothing", 404),
        ("/assets/nothing.js", 404),
    ] {
        let answer = stranger.get(path);
        assert_eq!(answer.status, status, "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        let api = path.starts_with("/api");
        assert_eq!(answer.header("cache-control") == Some("no-store"), api, "{path}");
    }
    let evil = stranger.with("Host", "evil.example").get("/");
    assert_eq!(evil.header("x-content-type-options"), Some("nosniff"));
}

#[test]
fn no_path_leads_out_of_the_page() {
    let server = serve("paths", 1, false);
    let client = Client::stranger(server.at);
    let page = client.get("/").text();
    for path in [
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/assets/%00",
        "/..\\..\\Cargo.toml",
        "/assets//etc/passwd",
        "/./diurna.db",
        "/diurna.db",
    ] {
        let answer = client.get(path);
        let text = answer.text();
        assert!(
            answer.status == 404 || (answer.status == 200 && text == page),
            "{path}: {} {text}",
            answer.status
        );
    }
    // The page keeps its address and is not sent twice.
    let first = client.get("/");
    let again = client.with("If-None-Match", first.header("etag").unwrap()).get("/queue");
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(client.send("POST", "/queue", b"").status, 405);
    // Nothing is packed for this machine, everything for others.
    let packed = |at| {
        let client = Client::open(at).with("Accept-Encoding", "gzip");
        client.get("/api/openapi.json").header("content-encoding").map(str::to_string)
    };
    assert_eq!(packed(server.at), None);
    let proxied = serve_with("packed", |options| options.behind_tls = true, |_| {});
    assert_eq!(packed(proxied.at).as_deref(), Some("gzip"));
}
