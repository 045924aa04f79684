//! A folder that is watched.

#![allow(missing_docs)]

use diurna_fetch::{Error, Watcher};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder");
    path
}

fn grow(path: &Path, text: &str) {
    let mut file = OpenOptions::new().create(true).append(true).open(path).expect("a file");
    file.write_all(text.as_bytes()).expect("written");
}

/// Names of what a poll gives, below the folder.
fn poll(watcher: &mut Watcher, at: &Path) -> Vec<String> {
    let ready = watcher.poll().expect("a folder").ready;
    ready.iter().map(|p| p.strip_prefix(at).expect("below").to_string_lossy().replace('\\', "/")).collect()
}

#[test]
fn files_are_given_when_they_rest() {
    let at = folder("watch-rest");
    fs::create_dir_all(at.join("b/c")).expect("a folder");
    grow(&at.join("z.txt"), "one");
    grow(&at.join("b/c/a.HTML"), "<p>one</p>");
    let mut watcher = Watcher::new(&at);
    assert!(poll(&mut watcher, &at).is_empty(), "seen once only");
    grow(&at.join("z.txt"), " two");
    assert_eq!(poll(&mut watcher, &at), ["b/c/a.HTML"]);
    grow(&at.join("a.txt"), "new");
    assert_eq!(poll(&mut watcher, &at), ["z.txt"]);
    assert_eq!(poll(&mut watcher, &at), ["a.txt"]);
    assert!(poll(&mut watcher, &at).is_empty(), "all were given");
    // What changes comes again, and so does what went and came back.
    grow(&at.join("z.txt"), " three");
    fs::remove_file(at.join("a.txt")).expect("removed");
    assert!(poll(&mut watcher, &at).is_empty());
    grow(&at.join("a.txt"), "new");
    assert_eq!(poll(&mut watcher, &at), ["z.txt"]);
    assert_eq!(poll(&mut watcher, &at), ["a.txt"]);
}

#[test]
fn what_is_no_report_is_passed_over() {
    let at = folder("watch-other");
    for name in ["report.txt", "photo.png", ".hidden.txt", "download.html.part", "noending"] {
        grow(&at.join(name), "x");
    }
    grow(&at.join("empty.txt"), "");
    fs::create_dir_all(at.join(".git")).expect("a folder");
    grow(&at.join(".git/a.txt"), "x");
    fs::create_dir_all(at.join("folder.txt")).expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&at, at.join("up")).expect("a link");
    let mut watcher = Watcher::new(&at);
    assert!(poll(&mut watcher, &at).is_empty());
    assert_eq!(poll(&mut watcher, &at), ["report.txt"]);
}

#[test]
fn many_files_come_in_the_order_of_their_paths() {
    let at = folder("watch-order");
    let mut names: Vec<String> = (0..40).map(|i| format!("{}.txt", (i * 17) % 40)).collect();
    names.iter().for_each(|n| grow(&at.join(n), "x"));
    names.sort();
    let mut watcher = Watcher::new(&at);
    poll(&mut watcher, &at);
    assert_eq!(poll(&mut watcher, &at), names);
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let at = folder("watch-gone");
    let mut watcher = Watcher::new(at.join("inbox"));
    let error = watcher.poll().expect_err("an error");
    assert!(matches!(&error, Error::File { path, .. } if path.ends_with("inbox")), "{error}");
    assert!(error.hint().is_some());
    fs::create_dir_all(at.join("inbox")).expect("a folder");
    grow(&at.join("inbox/a.txt"), "x");
    assert!(watcher.poll().expect("a folder").ready.is_empty());
    assert_eq!(watcher.poll().expect("a folder").ready.len(), 1);
}
