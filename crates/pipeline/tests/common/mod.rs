//! What the tests share.

#![allow(dead_code, unused_imports, unreachable_pub, missing_docs)]

mod check;

pub use check::check;

use diurna_core::record::Record;
use diurna_pipeline::{Options, Pipeline};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub static PIPELINE: LazyLock<Pipeline> = LazyLock::new(Pipeline::new);

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Files of a folder of the repository with one of these endings, sorted.
pub fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = std::fs::read_dir(root().join(folder))
        .expect(folder)
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| endings.iter().any(|w| e == *w)))
        .collect();
    out.sort();
    assert!(!out.is_empty(), "{folder} holds no {endings:?}");
    out
}

/// The record of a file, with its date of publication where it is given.
pub fn read(path: &Path, published: Option<&str>) -> Record {
    let published = published.map(|d| d.parse().expect("a date"));
    let name = path.file_name().expect("a name").to_string_lossy();
    let bytes = std::fs::read(path).expect("a file");
    PIPELINE.read(&name, &bytes, &Options { published, ..Options::default() }).expect("a record")
}
