//! What to read: files, folders, addresses, standard input; whole reports and lines of JSON.

use crate::messages::advice_of_input;
use diurna_fetch::{Fetched, Fetcher, Page, Validators};
use diurna_pipeline::{Kind, detect};
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Bytes beyond which a single input is refused unread.
const LIMIT: u64 = 256 << 20;
/// The same for a line of JSON lines.
const LINE: u64 = 64 << 20;
/// Bytes that tell what an input is.
const HEAD: usize = 64 << 10;

/// One piece of work.
pub(crate) enum Job {
    /// A file or standard input that holds one report.
    Page { source: String, bytes: Vec<u8> },
    /// A page that was fetched.
    Web(Page),
    /// A line of JSON lines, with its number.
    Line { source: String, number: usize, line: String },
    /// What could not be read, and why.
    Failed { message: String, hint: Option<String> },
    /// What a folder holds that is no report.
    Passed { message: String },
}

/// Turns inputs into jobs, lazily: a file is opened, and an address asked, when its turn comes.
pub(crate) fn jobs(inputs: &[PathBuf], fetcher: Fetcher) -> impl Iterator<Item = Job> + Send {
    inputs.iter().cloned().flat_map(expand).flat_map(move |source| open(source, &fetcher))
}

/// Whether there is one input, and it is no folder. As JSON lines it may still hold several reports.
pub(crate) fn is_single(inputs: &[PathBuf]) -> bool {
    inputs.len() == 1 && inputs.iter().all(|path| !path.is_dir())
}

/// Number of inputs, where it can be known beforehand: files, with those in folders.
pub(crate) fn count(inputs: &[PathBuf]) -> u64 {
    inputs.iter().cloned().flat_map(expand).count() as u64
}

enum Source {
    Path(PathBuf),
    /// An address of the web.
    Web(String),
    Stdin,
    Failed(String, Option<String>),
    /// Passed over on purpose, and why.
    Passed(String),
}

fn expand(path: PathBuf) -> Vec<Source> {
    if path.as_os_str() == "-" {
        return vec![Source::Stdin];
    }
    if let Some(url) = path.to_str().filter(|text| is_address(text)) {
        return vec![Source::Web(url.to_string())];
    }
    if !path.is_dir() {
        return vec![match no_file(&path) {
            Some((message, hint)) => Source::Failed(message, Some(hint)),
            None => Source::Path(path),
        }];
    }
    let mut out = Vec::new();
    walk(&path, &mut out);
    if out.is_empty() {
        out.push(Source::Failed(
            format!(
                "{}: the folder holds no .html, .htm, .xhtml, .txt, .jsonl or .ndjson file",
                path.display()
            ),
            Some("name the files themselves if they end otherwise".to_string()),
        ));
    }
    out
}

fn walk(folder: &Path, out: &mut Vec<Source>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => {
            out.push(Source::Failed(
                format!("{}: cannot list the folder: {}", folder.display(), plain(&e)),
                advice_of_input(&e).map(String::from),
            ));
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
        // A pipe or device in a folder would keep us waiting; a dead link is told when it is opened.
        if path.metadata().is_ok_and(|m| !m.is_file()) {
            continue;
        }
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("jsonl" | "ndjson") if !holds_reports(&path) => out.push(Source::Passed(format!(
                "{}: passed over: its lines hold neither \"text\" nor \"html\"",
                path.display()
            ))),
            Some("html" | "htm" | "xhtml" | "txt" | "jsonl" | "ndjson") => out.push(Source::Path(path)),
            _ => {}
        }
    }
}

/// False for a file of JSON lines about something else, such as a list of what lies in the folder.
/// What cannot be told by its first line is taken for reports, so that nothing is lost unsaid.
fn holds_reports(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return true };
    let mut line = Vec::new();
    let read = BufReader::new(file.take(LINE)).read_until(b'\n', &mut line);
    let object = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&line);
    match (read, object) {
        (Ok(_), Ok(object)) => object.contains_key("text") || object.contains_key("html"),
        _ => true,
    }
}

pub(crate) fn is_address(text: &str) -> bool {
    let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|t| t.eq_ignore_ascii_case(scheme));
    begins("http://") || begins("https://")
}

/// What to say of a path at which nothing lies and that was meant as an address, and what to do about it.
pub(crate) fn no_file(path: &Path) -> Option<(String, String)> {
    // What is there is a file, whatever its name looks like.
    let there = path.symlink_metadata().is_ok();
    let (what, hint) = path.to_str().filter(|_| !there).and_then(mistaken)?;
    Some((format!("{}: {what}", path.display()), hint))
}

/// What is wrong with a name that was meant as an address, and what to do; `None` for the name of a file.
fn mistaken(name: &str) -> Option<(&'static str, String)> {
    let only = "only http:// and https:// are: save what is there and give the file".to_string();
    if name.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www.")) {
        return Some(("there is no such file", format!("if it is an address, write https://{name}")));
    }
    let (scheme, rest) = name.split_once(':')?;
    // One letter is a disk. Names of files may hold a colon, too.
    let letters = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    match scheme.to_ascii_lowercase().as_str() {
        _ if !letters => None,
        "http" | "https" => {
            let rest = rest.trim_start_matches('/');
            Some(("is no address", format!("write two slashes: {scheme}://{rest}")))
        }
        "file" => {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            Some(("addresses of files are not opened", format!("give the path alone: {path}")))
        }
        "ftp" | "ftps" | "sftp" | "mailto" => Some(("addresses of this kind are not fetched", only)),
        _ if rest.starts_with("//") => Some(("addresses of this kind are not fetched", only)),
        _ => None,
    }
}

/// The page at an address.
fn fetch(url: &str, fetcher: &Fetcher) -> Job {
    match fetcher.page(url, &Validators::default()) {
        Ok(Fetched::Page(page)) => Job::Web(stamped(page)),
        Ok(Fetched::NotModified) => {
            let hint = Some("try again later".to_string());
            Job::Failed { message: format!("{url}: was not sent"), hint }
        }
        Err(e) => Job::Failed { message: e.to_string(), hint: e.hint().map(String::from) },
    }
}

/// A page with the moment at which it came: the web is not the same tomorrow.
pub(crate) fn stamped(mut page: Page) -> Page {
    let now = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second());
    page.retrieved = now.ok().map(|t| t.to_string());
    page
}

fn open(source: Source, fetcher: &Fetcher) -> Box<dyn Iterator<Item = Job> + Send> {
    match source {
        Source::Web(url) => one(fetch(&url, fetcher)),
        Source::Failed(message, hint) => one(Job::Failed { message, hint }),
        Source::Passed(message) => one(Job::Passed { message }),
        Source::Stdin => begin("-".to_string(), Box::new(std::io::stdin())),
        Source::Path(path) => {
            let name = path.display().to_string();
            match File::open(&path) {
                Ok(file) => begin(name, Box::new(file)),
                Err(e) => failed(&name, &format!("cannot be opened: {}", plain(&e)), advice_of_input(&e)),
            }
        }
    }
}

fn one(job: Job) -> Box<dyn Iterator<Item = Job> + Send> {
    Box::new(std::iter::once(job))
}

fn failed(name: &str, what: &str, hint: Option<&str>) -> Box<dyn Iterator<Item = Job> + Send> {
    one(Job::Failed { message: format!("{name}: {what}"), hint: hint.map(String::from) })
}

/// How an input is read.
#[derive(Debug, PartialEq, Eq)]
enum Shape {
    /// As one report.
    Whole,
    /// Line by line.
    Lines,
    /// Not at all.
    Refused { message: String, hint: Option<String> },
}

/// Looks at the first bytes: JSON lines are read one by one, anything else as a whole.
fn begin(name: String, mut input: Box<dyn Read + Send>) -> Box<dyn Iterator<Item = Job> + Send> {
    let mut bytes = match head(&mut input) {
        Ok(head) => head,
        Err(e) => return failed(&name, &format!("cannot be read: {}", plain(&e)), advice_of_input(&e)),
    };
    match shape(&name, &bytes) {
        Shape::Refused { message, hint } => return one(Job::Failed { message, hint }),
        Shape::Lines => {
            let input: Box<dyn Read + Send> = Box::new(Cursor::new(bytes).chain(input));
            return Box::new(Lines {
                name,
                reader: BufReader::with_capacity(HEAD, input),
                number: 0,
                done: false,
            });
        }
        Shape::Whole => {}
    }
    match input.take(LIMIT + 1 - bytes.len() as u64).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > LIMIT => failed(
            &name,
            "is larger than 256 MB",
            Some("split it into one file a report, or into JSON lines"),
        ),
        Ok(_) => one(Job::Page { source: name, bytes }),
        Err(e) => failed(&name, &format!("cannot be read: {}", plain(&e)), advice_of_input(&e)),
    }
}

/// The first bytes: as many as tell what this is, and no more than one line of JSON, since the next
/// may be long in coming.
fn head(input: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut chunk = [0; 8192];
    loop {
        let start = content(&head);
        if head.len() >= HEAD || start.starts_with(b"{") && start.contains(&b'\n') {
            return Ok(head);
        }
        match input.read(&mut chunk) {
            Ok(0) => return Ok(head),
            Ok(n) => head.extend_from_slice(&chunk[..n]),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

/// What follows a byte-order mark and white space.
fn content(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

fn shape(name: &str, head: &[u8]) -> Shape {
    let refused = |what: &str, hint: &str| Shape::Refused {
        message: format!("{name}: {what}"),
        hint: Some(hint.to_string()),
    };
    let ending = Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase());
    let named = matches!(ending.as_deref(), Some("jsonl" | "ndjson"));
    let start = content(head);
    if start.is_empty() {
        return Shape::Whole;
    }
    if let Some(wide) = wide(head)
        && (named || detect(head, name) == Ok(Kind::Jsonl))
    {
        return refused(&format!("is JSON lines in {wide}"), "save it as UTF-8");
    }
    if start.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{")) {
        return refused(
            "is one JSON document, not JSON lines",
            "write one object a line, each with \"text\" or \"html\": jq -c '.[]' does so",
        );
    }
    if !named && !start.starts_with(b"{") {
        return Shape::Whole;
    }
    match detect(head, name) {
        Err(e) => Shape::Refused { message: e.to_string(), hint: e.hint().map(String::from) },
        Ok(Kind::Jsonl) => Shape::Lines,
        Ok(_) if named => Shape::Lines,
        // What opens like an object and cannot be read is a broken line, not a text.
        Ok(_) => match start[1..].iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r')) {
            Some(b'"' | b'}') => Shape::Lines,
            Some(b'\n') => refused(
                "is one JSON document, not JSON lines",
                "write one object a line, each with \"text\" or \"html\"",
            ),
            _ => Shape::Whole,
        },
    }
}

/// The encoding of wide characters whose byte-order mark comes first.
fn wide(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        _ => None,
    }
}

struct Lines {
    name: String,
    reader: BufReader<Box<dyn Read + Send>>,
    number: usize,
    done: bool,
}

impl Lines {
    fn failed(&self, what: &str, hint: Option<&str>) -> Option<Job> {
        let message = format!("{}: line {}: {what}", self.name, self.number);
        Some(Job::Failed { message, hint: hint.map(String::from) })
    }
}

impl Iterator for Lines {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        while !self.done {
            let mut line = Vec::new();
            self.number += 1;
            let mut read = (&mut self.reader).take(LINE + 1).read_until(b'\n', &mut line);
            let long = line.len() as u64 > LINE;
            if long && !line.ends_with(b"\n") {
                read = read.and(self.reader.skip_until(b'\n'));
            }
            if let Err(e) = read {
                self.done = true;
                return self.failed(&format!("cannot be read: {}", plain(&e)), advice_of_input(&e));
            }
            if long {
                return self.failed("is larger than 64 MB", Some("each line is one report"));
            }
            self.done = line.is_empty();
            let Ok(text) = str::from_utf8(&line) else {
                return self.failed("is not UTF-8", Some("JSON is written in UTF-8; save the file so"));
            };
            let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            if !text.is_empty() {
                return Some(Job::Line {
                    source: self.name.clone(),
                    number: self.number,
                    line: text.to_string(),
                });
            }
        }
        None
    }
}

/// The message of an I/O error without its number.
pub(crate) fn plain(e: &std::io::Error) -> String {
    let text = e.to_string();
    match text.split_once(" (os error") {
        Some((message, _)) => message.to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_lines_from_reports() {
        for (name, head, lines) in [
            ("-", "{\"id\": 1, \"text\": \"a\"}\n", true),
            ("-", "{\"id\": 1, \"text\": \n", true),
            ("-", "\u{feff} {}", true),
            ("a.JSONL", "nothing good\n", true),
            ("a.jsonl", " \n", false),
            ("a.txt", "{Photo: A. Kassab} Gunmen attacked.", false),
            ("a.txt", "Gunmen attacked.", false),
            ("a.txt", "[Photo: A. Kassab] Gunmen attacked.", false),
        ] {
            let expected = if lines { Shape::Lines } else { Shape::Whole };
            assert_eq!(shape(name, head.as_bytes()), expected, "{name} {head:?}");
        }
        for (name, head, word) in [
            ("-", &b"{\n  \"text\": \"a\"\n}"[..], "one JSON document"),
            ("a.jsonl", b"\x1f\x8b\x08\0", "gzip"),
            ("a.jsonl", b"\xff\xfe{\0\"\0", "UTF-16"),
            ("a.jsonl", b"\xff\xfe\0\0{\0\0\0", "UTF-32"),
            ("a.jsonl", b"\0\0\xfe\xff\0\0\0{", "UTF-32"),
            ("-", b"[{\"text\": \"a\"}]", "one JSON document"),
            ("a.jsonl", b" [\n {\"text\": \"a\"},\n", "one JSON document"),
        ] {
            let found = shape(name, head);
            assert!(matches!(&found, Shape::Refused { message, .. } if message.contains(word)), "{found:?}");
        }
    }

    #[test]
    fn addresses_are_told_from_paths() {
        for address in ["http://example.org", "HTTPS://example.org/a?b"] {
            assert!(is_address(address), "{address}");
        }
        for path in ["http", "http:/", "https", "a/http://b", "ftp://example.org", "-", "ähttp://"] {
            assert!(!is_address(path), "{path}");
        }
    }

    #[test]
    fn what_was_meant_as_an_address() {
        for (name, word) in [
            ("ftp://example.org/a.txt", "only http:// and https://"),
            ("ftp:example.org", "only http:// and https://"),
            ("htp://example.org/a", "only http:// and https://"),
            ("s3://desk/a.txt", "only http:// and https://"),
            ("file:///tmp/a.txt", "give the path alone: /tmp/a.txt"),
            ("FILE:a.txt", "give the path alone: a.txt"),
            ("https:/example.org/a", "write two slashes: https://example.org/a"),
            ("http:example.org", "write two slashes: http://example.org"),
            ("www.example.org", "write https://www.example.org"),
        ] {
            let (_, hint) = mistaken(name).unwrap_or_default();
            assert!(hint.contains(word), "{name}: {hint}");
        }
        for name in ["a.txt", "C:\\a.txt", "Gao: an attack.txt", "note:1.txt", "www", ":a", "ärger://a"] {
            assert_eq!(mistaken(name), None, "{name}");
        }
    }

    #[test]
    fn the_first_line_is_enough() {
        // Whoever writes line by line gets records line by line.
        let mut input = std::io::Read::chain(&b"{\"text\": \"a\"}\n"[..], std::io::repeat(b' '));
        assert!(head(&mut input).is_ok_and(|h| h.starts_with(b"{") && h.len() < HEAD));
    }
}
