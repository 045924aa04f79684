//! Which files of a folder are new.

use crate::error::{Error, plain};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Endings of reports.
const ENDINGS: [&str; 6] = ["html", "htm", "xhtml", "txt", "jsonl", "ndjson"];

/// How a file looked at a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    length: u64,
    /// None on systems that do not know.
    modified: Option<SystemTime>,
}

/// What one poll found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Poll {
    /// Files that are new or have changed and have come to rest, in the order of their paths.
    pub ready: Vec<PathBuf>,
    /// Folders below the watched one that could not be listed.
    pub troubles: Vec<Error>,
}

/// Watches a folder and what lies below it by looking at it again and again; the caller says when. It works on every system
/// and on mounted folders, and needs no more than to list files.
///
/// A file is given out when two polls in a row saw it alike and not empty, so a file that is still being written waits. It is
/// given out again when it changes. Hidden files, links to folders and files that do not end like reports (`.html`, `.htm`,
/// `.xhtml`, `.txt`, `.jsonl`, `.ndjson`) are passed over.
///
/// ```no_run
/// use diurna_fetch::Watcher;
/// let mut watcher = Watcher::new("inbox");
/// loop {
///     for file in watcher.poll()?.ready {
///         // ... read it
///     }
///     std::thread::sleep(std::time::Duration::from_secs(2));
/// }
/// # #[allow(unreachable_code)]
/// # Ok::<(), diurna_fetch::Error>(())
/// ```
#[derive(Debug)]
pub struct Watcher {
    folder: PathBuf,
    /// How each file looked at the last poll.
    looks: BTreeMap<PathBuf, Look>,
    /// How each file looked when it was given out.
    given: BTreeMap<PathBuf, Look>,
}

impl Watcher {
    /// Watches `folder`; what lies there already is new, too.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), looks: BTreeMap::new(), given: BTreeMap::new() }
    }

    /// Looks at the folder once.
    ///
    /// # Errors
    /// Where the folder itself cannot be listed. What was known stays known.
    pub fn poll(&mut self) -> Result<Poll, Error> {
        let mut poll = Poll::default();
        let mut looks = BTreeMap::new();
        list(&self.folder, &mut looks, &mut poll.troubles)?;
        for (path, look) in &looks {
            let rests = look.length > 0 && self.looks.get(path) == Some(look);
            if rests && self.given.get(path) != Some(look) {
                self.given.insert(path.clone(), *look);
                poll.ready.push(path.clone());
            }
        }
        if poll.troubles.is_empty() {
            // A file that went and comes back is new. Where a folder could not be listed, nobody knows what went.
            self.given.retain(|path, _| looks.contains_key(path));
        }
        self.looks = looks;
        Ok(poll)
    }
}

fn list(root: &Path, looks: &mut BTreeMap<PathBuf, Look>, troubles: &mut Vec<Error>) -> Result<(), Error> {
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) => {
                let what = format!("cannot list the folder: {}", plain(&e));
                let error = Error::File { path: folder.display().to_string(), what };
                if folder == root {
                    return Err(error);
                }
                troubles.push(error);
                continue;
            }
        };
        // A file may go while we look: what cannot be seen is not there.
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                folders.push(path);
                continue;
            }
            let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
            if !ending.is_some_and(|e| ENDINGS.contains(&e.as_str())) {
                continue;
            }
            // Links to files are followed, links to folders may lead back up.
            if let Ok(data) = path.metadata()
                && data.is_file()
            {
                looks.insert(path, Look { length: data.len(), modified: data.modified().ok() });
            }
        }
    }
    // The order in which folders were listed depends on the system.
    troubles.sort_by_key(ToString::to_string);
    Ok(())
}
