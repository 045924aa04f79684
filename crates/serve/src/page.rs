//! The page itself, which lies in the program.

use crate::error::Problem;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, Method, StatusCode, Uri, response};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use std::fmt::Write;

#[derive(RustEmbed)]
#[folder = "page/"]
struct Files;

/// A file of the page; every address that is none gives the page, which finds its way by the address.
pub(crate) async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return Problem::no_address().into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        let what = "a page can only be read";
        return Problem::new(StatusCode::METHOD_NOT_ALLOWED, what, "ask for it with GET").into_response();
    }
    // Names are looked up in a list, not on the disk: no path leads out of it.
    let (name, file) = match Files::get(path).filter(|_| path != "index.html") {
        Some(file) => (path, file),
        None if path.starts_with("assets/") => {
            return Problem::missing("there is no such file", "load the page anew").into_response();
        }
        None => match Files::get("index.html") {
            Some(file) => ("index.html", file),
            None => {
                let hint = "build it with its page: page/README.md says how";
                return Problem::missing("the page is not in this program", hint).into_response();
            }
        },
    };
    let etag = file.metadata.sha256_hash().iter().take(16).fold(String::from("\""), |mut tag, b| {
        // Writing to a string cannot fail.
        let _ = write!(tag, "{b:02x}");
        tag
    }) + "\"";
    // What lies in assets has its digest in its name.
    let keep = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    let known = known.is_some_and(|tags| tags.split(',').any(|t| t.trim().trim_start_matches("W/") == etag));
    let head = response::Builder::new().header(ETAG, &etag).header(CACHE_CONTROL, keep);
    let made = if known {
        head.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        let body = match method {
            Method::HEAD => Body::empty(),
            _ => Body::from(file.data.into_owned()),
        };
        head.header(CONTENT_TYPE, kind(name)).body(body)
    };
    made.unwrap_or_else(|e| Problem::internal(e.to_string()).into_response())
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" | "topojson" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
