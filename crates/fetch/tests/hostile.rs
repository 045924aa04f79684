//! Servers that mean harm: each ends in an error within bounds.

#![allow(missing_docs)]

mod common;

use common::{Server, answer, fetcher, html, missing, options, page, redirect, refused};
use diurna_fetch::{Error, Fetcher, Options};
use std::io::Write;
use std::time::{Duration, Instant};

/// Far more than any of these should take, and far less than what the servers would send.
const SOON: Duration = Duration::from_secs(20);

fn small() -> Fetcher {
    Fetcher::new(Options { max_bytes: 100_000, ..options() })
}

#[test]
fn redirects_in_a_circle() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/a" => redirect(out, "/b"),
        "/b" => redirect(out, "/a"),
        "/self" => redirect(out, "/self"),
        "/nowhere" => answer(out, "301 Moved", "", b""),
        "/file" => redirect(out, "file:///etc/passwd"),
        _ => missing(out),
    });
    let fetcher = fetcher();
    for path in ["/a", "/self"] {
        assert_eq!(refused(&fetcher, &server.url(path)), Error::RedirectCircle { url: server.url(path) });
    }
    for path in ["/nowhere", "/file"] {
        assert!(matches!(refused(&fetcher, &server.url(path)), Error::Answer { .. }), "{path}");
    }
    assert_eq!(server.asked().len(), 2 + 1 + 1 + 1);
}

#[test]
fn private_addresses_are_refused_before_a_connection_is_made() {
    let server = Server::start(|_, out| html(out, "<p>secret</p>"));
    let fetcher = Fetcher::new(Options { pause: Duration::ZERO, ..Options::default() });
    let port = server.url("").rsplit(':').next().expect("a port").to_string();
    for host in
        ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::]"]
    {
        let error = refused(&fetcher, &format!("http://{host}:{port}/"));
        assert!(matches!(error, Error::Private { .. }), "{host}: {error:?}");
        assert!(error.hint().is_some_and(|h| h.contains("allow")), "{host}");
    }
    for url in ["http://169.254.169.254/latest/meta-data/", "https://10.0.0.1/", "http://[fd00:ec2::254]/"] {
        assert!(matches!(refused(&fetcher, url), Error::Private { .. }), "{url}");
    }
    assert!(server.paths().is_empty(), "{:?}", server.paths());
}

#[test]
fn a_redirect_into_a_private_network_is_refused() {
    let inner = Server::start(|_, out| html(out, "<p>secret</p>"));
    let (by_page, by_rules) = (inner.url("/admin"), inner.url("/robots.txt"));
    let server = Server::start(move |asked, out| match asked.path.as_str() {
        "/page" => redirect(out, &by_page),
        _ => missing(out),
    });
    let rules = Server::start(move |_, out| redirect(out, &by_rules));
    // This machine may be asked by its name, and not by its address.
    let private_hosts = vec!["LocalHost".to_string()];
    let fetcher = Fetcher::new(Options { pause: Duration::ZERO, private_hosts, ..Options::default() });
    let error = refused(&fetcher, &server.named("/page"));
    assert_eq!(error, Error::Private { url: inner.url("/admin"), host: "127.0.0.1".to_string() });
    assert_eq!(server.asked().len(), 1);
    assert!(matches!(refused(&fetcher, &rules.named("/page")), Error::Private { .. }));
    assert!(inner.paths().is_empty(), "{:?}", inner.paths());
}

#[test]
fn bodies_without_end() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/endless" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")?;
            loop {
                out.write_all(&[b'a'; 4096])?;
            }
        }
        "/chunks" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")?;
            loop {
                out.write_all(b"10\r\naaaaaaaaaaaaaaaa\r\n")?;
            }
        }
        "/announced" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\nConnection: close\r\n\r\na")
        }
        _ => missing(out),
    });
    let (fetcher, began) = (small(), Instant::now());
    for path in ["/endless", "/chunks", "/announced"] {
        let url = server.url(path);
        assert_eq!(refused(&fetcher, &url), Error::TooLarge { url, limit: 100_000 });
    }
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
}

#[test]
fn bombs_are_not_unpacked() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..20 {
        gzip.write_all(&vec![b' '; 1 << 20]).expect("memory");
    }
    let bomb = gzip.finish().expect("memory");
    assert!(bomb.len() < 100_000, "{} bytes", bomb.len());
    let server = Server::start(move |asked, out| match asked.path.as_str() {
        "/bomb" => answer(out, "200 OK", "Content-Encoding: gzip\r\n", &bomb),
        "/no-gzip" => answer(out, "200 OK", "Content-Encoding: gzip\r\n", b"<p>Shells fell.</p>"),
        "/twice" => answer(out, "200 OK", "Content-Encoding: gzip, gzip\r\n", &bomb),
        _ => missing(out),
    });
    let fetcher = small();
    let url = server.url("/bomb");
    assert_eq!(refused(&fetcher, &url), Error::TooLarge { url, limit: 100_000 });
    for path in ["/no-gzip", "/twice"] {
        assert!(matches!(refused(&fetcher, &server.url(path)), Error::Packing { .. }), "{path}");
    }
}

#[test]
fn a_wrong_charset_changes_no_byte() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/wrong" => {
            answer(out, "200 OK", "Content-Type: text/html; charset=utf-16\r\n", b"<p>caf\xe9 \xff</p>")
        }
        "/none" => {
            answer(out, "200 OK", "Content-Type: text/html; charset=\"\"; x\r\n", b"<p>\xcc\xe8\xf0</p>")
        }
        "/foreign" => answer(out, "200 OK", "Content-Type: text/html\u{e9}; charset=x\r\n", b"<p>a</p>"),
        _ => missing(out),
    });
    let fetcher = fetcher();
    let wrong = page(&fetcher, &server.url("/wrong"));
    assert_eq!((wrong.charset(), wrong.bytes.as_slice()), (Some("utf-16"), &b"<p>caf\xe9 \xff</p>"[..]));
    let none = page(&fetcher, &server.url("/none"));
    assert_eq!((none.charset(), none.bytes.as_slice()), (None, &b"<p>\xcc\xe8\xf0</p>"[..]));
    // A type that cannot stand in a header again is not kept.
    let foreign = page(&fetcher, &server.url("/foreign"));
    assert_eq!((foreign.content_type, foreign.bytes.as_slice()), (None, &b"<p>a</p>"[..]));
}

#[test]
fn slow_drops_run_out_of_time() {
    let drip = |out: &mut std::net::TcpStream| -> std::io::Result<()> {
        for _ in 0..600 {
            out.write_all(b"a")?;
            out.flush()?;
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    };
    let server = Server::start(move |asked, out| match asked.path.as_str() {
        "/body" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 600\r\nConnection: close\r\n\r\n")?;
            drip(out)
        }
        "/head" => {
            out.write_all(b"HTTP/1.1 200 OK\r\nX-Slow: ")?;
            drip(out)
        }
        "/silent" => {
            std::thread::sleep(Duration::from_secs(30));
            Ok(())
        }
        _ => missing(out),
    });
    let limit = Duration::from_millis(700);
    let fetcher = Fetcher::new(Options { total_timeout: limit, ..options() });
    for path in ["/body", "/head", "/silent"] {
        let (url, began) = (server.url(path), Instant::now());
        let error = refused(&fetcher, &url);
        assert_eq!(error, Error::TooSlow { url, limit }, "{path}");
        assert!(error.is_passing() && error.to_string().contains("0.7 s"), "{error}");
        assert!(began.elapsed() < SOON, "{path}: {:?}", began.elapsed());
    }
}

#[test]
fn heads_without_measure() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/long" => answer(out, "200 OK", &format!("X-Long: {}\r\n", "a".repeat(1 << 20)), b"a"),
        "/many" => answer(out, "200 OK", &"X-Many: a\r\n".repeat(5000), b"a"),
        "/endless" => {
            out.write_all(b"HTTP/1.1 200 OK\r\n")?;
            loop {
                out.write_all(b"X-Endless: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")?;
            }
        }
        "/continue" => loop {
            out.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        },
        "/ssh" => out.write_all(b"SSH-2.0-OpenSSH_9.6\r\n"),
        "/noise" => out.write_all(&[0xff; 2000]),
        "/nothing" => Ok(()),
        "/half" => out.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf"),
        _ => missing(out),
    });
    // What has no end ends by time at the latest; all else long before.
    let short = Fetcher::new(Options { total_timeout: Duration::from_secs(1), ..options() });
    let fetcher = fetcher();
    for path in ["/long", "/many", "/endless", "/continue", "/ssh", "/noise", "/nothing", "/half"] {
        let began = Instant::now();
        let fetcher = if path == "/continue" { &short } else { &fetcher };
        let error = refused(fetcher, &server.url(path));
        let fits = match path {
            "/nothing" | "/half" => matches!(error, Error::Connection { .. }),
            "/continue" => {
                matches!(error, Error::Answer { .. } | Error::TooSlow { .. } | Error::Connection { .. })
            }
            // A server that is cut off in the middle may look like a broken connection.
            _ => matches!(error, Error::Answer { .. } | Error::Connection { .. }),
        };
        assert!(fits, "{path}: {error:?}");
        assert!(began.elapsed() < SOON, "{path}: {:?}", began.elapsed());
    }
}

#[test]
fn rules_without_end_are_cut() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/robots.txt" => {
            out.write_all(
                b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nUser-agent: *\nDisallow: /private\n",
            )?;
            loop {
                out.write_all(b"Disallow: /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa*b\n")?;
            }
        }
        _ => html(out, "<p>here</p>"),
    });
    let (fetcher, began) = (fetcher(), Instant::now());
    page(&fetcher, &server.url("/news"));
    assert!(matches!(refused(&fetcher, &server.url("/private")), Error::Disallowed { .. }));
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
}

#[test]
fn nobody_is_there() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let url = format!("http://127.0.0.1:{port}/");
    let error = refused(&fetcher(), &url);
    assert!(
        matches!(&error, Error::Connection { url: u, what } if *u == url && what.contains("refused")),
        "{error:?}"
    );
    // A server without a certificate is no secure one.
    let plain = Server::start(|_, out| html(out, "<p>here</p>"));
    let secure = plain.url("/").replace("http:", "https:");
    let fetcher = Fetcher::new(Options { connect_timeout: Duration::from_secs(2), ..options() });
    assert!(matches!(refused(&fetcher, &secure), Error::Connection { .. } | Error::TooSlow { .. }));
}
