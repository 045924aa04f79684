//! Any bytes as a line of JSON, and any text inside one, which must come out unchanged.
#![no_main]

#[path = "../src/shared.rs"]
mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    shared::line(&text);
    if let Some(record) = shared::line(&serde_json::json!({"id": "x", "text": text}).to_string()) {
        assert_eq!(record.report.text, text);
    }
});
