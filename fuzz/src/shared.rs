//! What the targets share: stages that are loaded once, and the checks of the property tests.
#![allow(dead_code)]

#[path = "../../crates/pipeline/tests/common/check.rs"]
mod check;

use diurna_core::record::Record;
use diurna_pipeline::{Options, Pipeline};
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(Pipeline::new);

/// Reads a page or text; refusing it is fine.
pub fn page(name: &str, bytes: &[u8]) -> Option<Record> {
    checked(PIPELINE.read(name, bytes, &Options::default()).ok())
}

/// Reads a line of JSON lines.
pub fn line(line: &str) -> Option<Record> {
    checked(PIPELINE.read_line(line, 1, &Options::default()).ok())
}

fn checked(record: Option<Record>) -> Option<Record> {
    if let Some(record) = &record
        && let Err(e) = check::check(record)
    {
        panic!("{e}");
    }
    record
}
