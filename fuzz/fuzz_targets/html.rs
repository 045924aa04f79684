//! Any bytes as a web page.
#![no_main]

#[path = "../src/shared.rs"]
mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    shared::page("x.html", bytes);
    shared::page("x.html", &[b"<!doctype html><html><body>", bytes].concat());
});
