//! Reading the files of a set.

use crate::evaluation::Failure;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};

/// The files in a folder with one of those endings, in the order of their names.
pub(crate) fn files(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut out = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| format!("{}: {e}", folder.display()))?.path();
        if path.is_file() && endings.iter().any(|e| name(&path).ends_with(e)) {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

/// The name of a file without its folder.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A JSON file.
pub(crate) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()).into())
}

/// A file of JSON lines; empty lines are left out.
pub(crate) fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let line = |(i, line)| {
        serde_json::from_str(line)
            .map_err(|e| Failure::from(format!("{}: line {}: {e}", path.display(), i + 1)))
    };
    text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(line).collect()
}

/// The files of a set that `folder` must hold.
pub(crate) fn required(folder: &Path, file: &str, command: &str) -> Result<PathBuf, Failure> {
    let path = folder.join(file);
    if path.is_file() {
        return Ok(path);
    }
    let hint = format!("what the folder must hold: diurna-eval {command} --help");
    Err(Failure::usage(format!("{}: there is no {file}", folder.display()), &hint))
}

/// The files of a set that may be a file itself: that file, else those in the folder with one of those
/// endings. What is named after training is left out.
pub(crate) fn one_or_all(path: &Path, endings: &[&str], command: &str) -> Result<Vec<PathBuf>, Failure> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut out = files(path, endings)?;
    out.retain(|file| !name(file).contains("train"));
    if out.is_empty() {
        let hint = format!("what it must hold: diurna-eval {command} --help");
        return Err(Failure::usage(format!("{}: there is no {}", path.display(), endings.join(", ")), &hint));
    }
    Ok(out)
}

/// A document of a set of texts.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Document {
    /// Its name in the gold.
    pub(crate) doc: String,
    /// The text that offsets count in.
    pub(crate) text: String,
    /// Day of publication.
    pub(crate) date: Option<String>,
}
