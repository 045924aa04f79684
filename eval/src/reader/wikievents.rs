//! WikiEvents as its authors publish it: one document a line, spans counted in tokens.

use super::words;
use crate::evaluation::Failure;
use crate::sets;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A document.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Report {
    pub(crate) doc_id: String,
    pub(crate) tokens: Vec<String>,
    sentences: Vec<(Vec<serde::de::IgnoredAny>, serde::de::IgnoredAny)>,
    pub(crate) entity_mentions: Vec<Entity>,
    pub(crate) event_mentions: Vec<Event>,
}

/// A mention of an entity.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Entity {
    pub(crate) id: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// An event with its arguments.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Event {
    pub(crate) event_type: String,
    pub(crate) trigger: Trigger,
    pub(crate) arguments: Vec<Argument>,
}

/// The words of a trigger.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Trigger {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// An argument: a mention in a role.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Argument {
    pub(crate) entity_id: String,
    pub(crate) role: String,
}

impl Report {
    /// Its words by sentence. A sentence of the set is at times several: it is cut on as the program cuts.
    pub(crate) fn sentences(&self) -> Vec<Vec<&str>> {
        let words = self.words();
        let mut at = 0;
        let mut out = Vec::new();
        for (tokens, _) in &self.sentences {
            let end = (at + tokens.len()).min(words.len());
            out.extend(words::cut(&words[at..end]));
            at = end;
        }
        out.extend(words::cut(&words[at..]));
        out
    }

    /// Its words.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.tokens.iter().map(String::as_str).collect()
    }

    /// The words of an event's trigger.
    pub(crate) fn trigger(&self, event: &Event) -> Vec<&str> {
        let words = self.tokens.get(event.trigger.start..event.trigger.end).unwrap_or_default();
        words.iter().map(String::as_str).collect()
    }

    /// Whether an event of the document is an attack.
    pub(crate) fn attack(&self) -> bool {
        self.event_mentions.iter().any(|e| super::kairos::is_attack(&e.event_type))
    }
}

/// The mentions of each entity of a document.
pub(crate) type Clusters = Vec<Vec<String>>;

/// The file of a set: a file itself, or `dev.jsonl` or `test.jsonl` in a folder.
pub(crate) fn file(path: &Path, command: &str) -> Result<PathBuf, Failure> {
    if path.is_file() {
        return Ok(path.to_owned());
    }
    sets::required(path, "dev.jsonl", command).or_else(|_| sets::required(path, "test.jsonl", command))
}

/// The clusters of a set by document. They lie in `coref-NAME.jsonlines`
/// beside `NAME.jsonl`; none where that is absent.
pub(crate) fn clusters(file: &Path) -> Result<Option<HashMap<String, Clusters>>, Failure> {
    #[derive(Deserialize)]
    struct Line {
        doc_key: String,
        clusters: Vec<Vec<String>>,
    }
    let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = file.with_file_name(format!("coref-{stem}.jsonlines"));
    if !beside.is_file() {
        return Ok(None);
    }
    let lines: Vec<Line> = sets::lines(&beside)?;
    Ok(Some(lines.into_iter().map(|l| (l.doc_key, l.clusters)).collect()))
}
