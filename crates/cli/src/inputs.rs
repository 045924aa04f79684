//! What to read: files, folders, standard input; whole reports and lines of JSON.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Bytes beyond which a single input is refused unread.
const LIMIT: u64 = 256 << 20;

/// One piece of work.
pub(crate) enum Job {
    /// A file or standard input that holds one report.
    Page { source: String, bytes: Vec<u8> },
    /// A line of JSON lines, with its number.
    Line { source: String, number: usize, line: String },
    /// What could not be read, and why.
    Failed { message: String, hint: Option<String> },
}

/// Turns inputs into jobs, lazily: a file is opened when its turn comes.
pub(crate) fn jobs(inputs: &[PathBuf]) -> Box<dyn Iterator<Item = Job> + Send> {
    Box::new(inputs.to_vec().into_iter().flat_map(expand).flat_map(open))
}

/// Number of inputs, where it can be known beforehand: files, with those in folders.
pub(crate) fn count(inputs: &[PathBuf]) -> u64 {
    inputs.iter().cloned().flat_map(expand).count() as u64
}

enum Source {
    Path(PathBuf),
    Stdin,
    Failed(String, Option<String>),
}

fn expand(path: PathBuf) -> Vec<Source> {
    if path.as_os_str() == "-" {
        return vec![Source::Stdin];
    }
    if !path.is_dir() {
        return vec![Source::Path(path)];
    }
    let mut out = Vec::new();
    walk(&path, &mut out);
    if out.is_empty() {
        out.push(Source::Failed(
            format!("{}: the folder holds no .html, .htm, .xhtml, .txt, .jsonl or .ndjson file", path.display()),
            Some("name the files themselves if they end otherwise".to_string()),
        ));
    }
    out
}

fn walk(folder: &Path, out: &mut Vec<Source>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => {
            out.push(Source::Failed(format!("{}: cannot list the folder: {}", folder.display(), plain(&e)), None));
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        let is_link = path.symlink_metadata().is_ok_and(|m| m.file_type().is_symlink());
        if hidden {
            continue;
        }
        if path.is_dir() {
            // A link to a folder may lead back up.
            if !is_link {
                walk(&path, out);
            }
            continue;
        }
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        if matches!(ending.as_deref(), Some("html" | "htm" | "xhtml" | "txt" | "jsonl" | "ndjson")) {
            out.push(Source::Path(path));
        }
    }
}

fn open(source: Source) -> Box<dyn Iterator<Item = Job> + Send> {
    match source {
        Source::Failed(message, hint) => Box::new(std::iter::once(Job::Failed { message, hint })),
        Source::Stdin => begin("-".to_string(), Box::new(std::io::stdin())),
        Source::Path(path) => {
            let name = path.display().to_string();
            match File::open(&path) {
                Ok(file) => {
                    if file.metadata().is_ok_and(|m| m.is_dir()) {
                        return failed(&name, "is a folder");
                    }
                    begin(name, Box::new(file))
                }
                Err(e) => {
                    let hint = (e.kind() == std::io::ErrorKind::NotFound).then(|| "check the path".to_string());
                    let message = format!("{name}: cannot be opened: {}", plain(&e));
                    Box::new(std::iter::once(Job::Failed { message, hint }))
                }
            }
        }
    }
}

fn failed(name: &str, what: &str) -> Box<dyn Iterator<Item = Job> + Send> {
    Box::new(std::iter::once(Job::Failed { message: format!("{name}: {what}"), hint: None }))
}

/// Looks at the first bytes: JSON lines are read one by one, anything else as a whole.
fn begin(name: String, input: Box<dyn Read + Send>) -> Box<dyn Iterator<Item = Job> + Send> {
    let mut reader = BufReader::with_capacity(1 << 16, input);
    let head = match reader.fill_buf() {
        Ok(head) => head,
        Err(e) => return failed(&name, &format!("cannot be read: {}", plain(&e))),
    };
    let ending = name.ends_with(".jsonl") || name.ends_with(".ndjson");
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let first = start.iter().find(|b| !b.is_ascii_whitespace());
    if first == Some(&b'{') || ending && first.is_some() {
        return Box::new(Lines { name, reader, number: 0, done: false });
    }
    let mut bytes = Vec::new();
    match reader.take(LIMIT + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > LIMIT => {
            let message = format!("{name}: is larger than 256 MB");
            let hint = Some("split it into one file a report, or into JSON lines".to_string());
            Box::new(std::iter::once(Job::Failed { message, hint }))
        }
        Ok(_) => Box::new(std::iter::once(Job::Page { source: name, bytes })),
        Err(e) => failed(&name, &format!("cannot be read: {}", plain(&e))),
    }
}

struct Lines {
    name: String,
    reader: BufReader<Box<dyn Read + Send>>,
    number: usize,
    done: bool,
}

impl Iterator for Lines {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        while !self.done {
            let mut line = Vec::new();
            self.number += 1;
            let read = (&mut self.reader).take(LIMIT).read_until(b'\n', &mut line);
            match read {
                Ok(0) => self.done = true,
                Ok(_) => {
                    let text = String::from_utf8_lossy(&line);
                    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
                    if !text.is_empty() {
                        return Some(Job::Line { source: self.name.clone(), number: self.number, line: text.to_string() });
                    }
                }
                Err(e) => {
                    self.done = true;
                    let message = format!("{}: line {} cannot be read: {}", self.name, self.number, plain(&e));
                    return Some(Job::Failed { message, hint: None });
                }
            }
        }
        None
    }
}

/// The message of an I/O error without its number.
fn plain(e: &std::io::Error) -> String {
    let text = e.to_string();
    match text.split_once(" (os error") {
        Some((message, _)) => message.to_lowercase(),
        None => text,
    }
}
