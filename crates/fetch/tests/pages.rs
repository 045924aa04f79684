//! Taking pages from a server that behaves: types, redirects, conditions, rules, turns.

#![allow(missing_docs)]

mod common;

use common::{Server, answer, fetcher, html, missing, options, page, redirect, refused};
use diurna_fetch::{Error, Fetched, Fetcher, Validators};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

#[test]
fn a_page_with_all_that_is_said_about_it() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/quay?day=16" => answer(
            out,
            "200 OK",
            "Content-Type: text/html; charset=ISO-8859-1\r\nETag: \"v1\"\r\nLast-Modified: Tue, 16 Feb 2021 10:00:00 GMT\r\n",
            b"<p>Caf\xe9</p>",
        ),
        _ => missing(out),
    });
    let page = page(&fetcher(), &server.url("/quay?day=16#top"));
    assert_eq!((page.status, page.bytes.as_slice()), (200, &b"<p>Caf\xe9</p>"[..]));
    assert_eq!(page.url, server.url("/quay?day=16"));
    assert_eq!(page.content_type.as_deref(), Some("text/html; charset=ISO-8859-1"));
    assert_eq!(page.charset(), Some("ISO-8859-1"));
    assert_eq!(page.validators.etag.as_deref(), Some("\"v1\""));
    assert_eq!(page.validators.last_modified.as_deref(), Some("Tue, 16 Feb 2021 10:00:00 GMT"));
    let asked = &server.asked()[0];
    assert_eq!(asked.header("user-agent"), Some(concat!("diurna/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(asked.header("accept-encoding"), Some("gzip, deflate, br"));
    assert!(asked.header("accept").is_some_and(|a| a.starts_with("text/html")));
    assert_eq!(
        (asked.header("cookie"), asked.header("referer"), asked.header("if-none-match")),
        (None, None, None)
    );
}

#[test]
fn packed_and_chunked_pages() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/gzip" => {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            gzip.write_all(b"<p>Shells fell.</p>")?;
            answer(out, "200 OK", "Content-Encoding: gzip\r\n", &gzip.finish()?)
        }
        "/chunked" => out.write_all(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
              7\r\n<p>Shel\r\n0c\r\nls fell.</p>\r\n0\r\n\r\n",
        ),
        "/until-the-end" => out.write_all(b"HTTP/1.0 200 OK\r\n\r\n<p>Shells fell.</p>"),
        _ => missing(out),
    });
    let fetcher = fetcher();
    for path in ["/gzip", "/chunked", "/until-the-end"] {
        assert_eq!(page(&fetcher, &server.url(path)).bytes, b"<p>Shells fell.</p>", "{path}");
    }
}

#[test]
fn redirects_are_followed_to_a_limit() {
    let server = Server::start(|asked, out| match asked.path.strip_prefix("/step/") {
        Some("0") => html(out, "<p>here</p>"),
        Some(n) => redirect(out, &(n.parse::<u32>().expect("a number") - 1).to_string()),
        None => missing(out),
    });
    let fetcher = fetcher();
    let five = page(&fetcher, &server.url("/step/5"));
    assert_eq!((five.url, five.bytes.as_slice()), (server.url("/step/0"), &b"<p>here</p>"[..]));
    let url = server.url("/step/6");
    assert_eq!(refused(&fetcher, &url), Error::TooManyRedirects { url: url.clone(), limit: 5 });
    // The seventh was not asked.
    assert_eq!(server.asked().len(), 6 + 6);
}

#[test]
fn a_page_that_has_not_changed_is_not_sent() {
    let server = Server::start(|asked, out| match asked.header("if-none-match") {
        Some("\"v1\"") => answer(out, "304 Not Modified", "", b""),
        _ if asked.path == "/always" => answer(out, "304 Not Modified", "", b""),
        _ if asked.path == "/robots.txt" => missing(out),
        _ => {
            answer(out, "200 OK", "ETag: \"v1\"\r\nLast-Modified: Tue, 16 Feb 2021 10:00:00 GMT\r\n", b"new")
        }
    });
    let fetcher = fetcher();
    let known = page(&fetcher, &server.url("/a")).validators;
    assert_eq!(fetcher.page(&server.url("/a"), &known), Ok(Fetched::NotModified));
    let asked = server.asked();
    assert_eq!(asked[1].header("if-modified-since"), Some("tue, 16 feb 2021 10:00:00 gmt"));
    // What cannot stand in a header is not sent.
    let bad = Validators { etag: Some("\"v1\"\r\nX: y".into()), last_modified: None };
    assert!(matches!(fetcher.page(&server.url("/a"), &bad), Ok(Fetched::Page(_))));
    // Nobody asked whether it had changed.
    assert!(matches!(refused(&fetcher, &server.url("/always")), Error::Status { status: 304, .. }));
}

#[test]
fn robots_are_honoured_and_asked_for_once() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/robots.txt" => answer(
            out,
            "200 OK",
            "",
            b"User-agent: *\nDisallow: /\n\nUser-agent: diurna\nDisallow: /private\nAllow: /private/open\n",
        ),
        "/to-private" => redirect(out, "/private/a"),
        _ => html(out, "<p>here</p>"),
    });
    let fetcher = fetcher();
    page(&fetcher, &server.url("/news"));
    page(&fetcher, &server.url("/private/open/1"));
    for path in ["/private/a", "/to-private"] {
        let error = refused(&fetcher, &server.url(path));
        assert_eq!(error, Error::Disallowed { url: server.url("/private/a") });
        assert!(error.hint().is_some_and(|h| h.contains("browser")));
    }
    assert_eq!(server.paths(), ["/robots.txt", "/news", "/private/open/1", "/to-private"]);
}

#[test]
fn a_site_in_trouble_is_left_alone() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/robots.txt" => answer(out, "503 Service Unavailable", "", b""),
        _ => html(out, "<p>here</p>"),
    });
    let fetcher = fetcher();
    for path in ["/a", "/b"] {
        let error = refused(&fetcher, &server.url(path));
        assert_eq!(error, Error::RobotsUnknown { url: server.url(path), status: 503 });
        assert!(error.is_passing());
    }
    assert_eq!(server.paths(), ["/robots.txt"]);
}

#[test]
fn rules_may_lie_behind_redirects() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/robots.txt" => redirect(out, "/rules/robots"),
        "/rules/robots" => answer(out, "200 OK", "", b"\xef\xbb\xbfuser-agent: *\r\ndisallow: /x\r\n"),
        _ => html(out, "<p>here</p>"),
    });
    let fetcher = fetcher();
    page(&fetcher, &server.url("/a"));
    assert!(matches!(refused(&fetcher, &server.url("/x")), Error::Disallowed { .. }));
    // Rules that never come are none.
    let circle = Server::start(|asked, out| match asked.path.as_str() {
        "/robots.txt" => redirect(out, "/robots.txt"),
        _ => html(out, "<p>here</p>"),
    });
    page(&fetcher, &circle.url("/a"));
    assert_eq!(circle.paths().len(), 7);
}

#[test]
fn statuses_say_what_to_do() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/robots.txt" => missing(out),
        path => answer(out, &format!("{} Reason", path.trim_start_matches('/')), "", b"<p>sorry</p>"),
    });
    let fetcher = fetcher();
    for (status, word) in
        [(401, "subscribers"), (403, "refuses"), (404, "address"), (410, "address"), (500, "later")]
    {
        let url = server.url(&format!("/{status}"));
        let error = refused(&fetcher, &url);
        assert_eq!(error, Error::Status { url, status, retry_after: None });
        assert!(error.hint().is_some_and(|h| h.contains(word)), "{error}: {:?}", error.hint());
        assert!(error.to_string().contains(&status.to_string()));
    }
}

#[test]
fn a_host_that_asks_for_rest_gets_it() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/robots.txt" => missing(out),
        _ => answer(out, "429 Too Many Requests", "Retry-After: 120\r\n", b""),
    });
    let fetcher = fetcher();
    let rest = |error: Error| match error {
        Error::Status { status: 429, retry_after: Some(rest), .. } => rest,
        other => panic!("{other:?}"),
    };
    assert_eq!(rest(refused(&fetcher, &server.url("/a"))), Duration::from_secs(120));
    let left = rest(refused(&fetcher, &server.url("/b")));
    assert!(left > Duration::from_secs(60) && left <= Duration::from_secs(120));
    assert_eq!(server.paths(), ["/robots.txt", "/a"]);
}

#[test]
fn one_request_at_a_time_with_a_pause() {
    let (now, most) = (AtomicUsize::new(0), std::sync::Arc::new(AtomicUsize::new(0)));
    let seen = most.clone();
    let server = Server::start(move |asked, out| {
        if asked.path == "/robots.txt" {
            return missing(out);
        }
        seen.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        // Before the answer: what comes after it may overlap with the next request.
        now.fetch_sub(1, Ordering::SeqCst);
        html(out, "<p>here</p>")
    });
    let pause = Duration::from_millis(60);
    let fetcher = Fetcher::new(diurna_fetch::Options { pause, ..options() });
    std::thread::scope(|scope| {
        for i in 0..4 {
            let (fetcher, url) = (&fetcher, server.url(&format!("/{i}")));
            scope.spawn(move || page(fetcher, &url));
        }
    });
    assert_eq!(most.load(Ordering::SeqCst), 1);
    let asked = server.asked();
    assert_eq!(asked.len(), 4);
    for pair in asked.windows(2) {
        // From the beginning of one to that of the next lies the answer, 20 ms, and the pause.
        let between = pair[1].begun.duration_since(pair[0].begun);
        assert!(between >= Duration::from_millis(75), "{between:?}");
    }
}

#[test]
fn a_crawl_delay_lengthens_the_pause() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/robots.txt" => answer(out, "200 OK", "", b"User-agent: *\nCrawl-delay: 0.2\n"),
        _ => html(out, "<p>here</p>"),
    });
    let fetcher = fetcher();
    page(&fetcher, &server.url("/a"));
    page(&fetcher, &server.url("/b"));
    let asked = server.asked();
    assert!(asked[1].begun.duration_since(asked[0].begun) >= Duration::from_millis(190));
}
