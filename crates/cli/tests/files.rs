//! Files that a command writes: what it must not write, links, what is no regular file, and output that nobody can take.

#![cfg(unix)]
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{GOOD, command, folder, run, run_with};
use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder with a report and a database of it.
fn with_store(name: &str) -> PathBuf {
    let at = folder(name);
    fs::write(at.join("a.txt"), GOOD).unwrap();
    run(&at, &["add", "a.txt", "--published", "2031-05-14"]).code(0);
    at
}

fn names(at: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(at).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn databases_and_inputs_are_never_overwritten() {
    let at = with_store("stands");
    fs::copy(at.join("diurna.db"), at.join("other.db")).unwrap();
    symlink("diurna.db", at.join("link.csv")).unwrap();
    fs::hard_link(at.join("diurna.db"), at.join("hard.csv")).unwrap();
    let lines = run(&at, &["incidents", "--json"]).code(0).out;
    fs::write(at.join("in.jsonl"), &lines).unwrap();
    let (before, there) = (fs::read(at.join("diurna.db")).unwrap(), names(&at));
    let csv = ["export", "--format", "csv", "-o"];
    for (file, words) in [
        ("diurna.db", "the command reads diurna.db"),
        ("./diurna.db", "the command reads diurna.db"),
        ("link.csv", "the command reads diurna.db"),
        ("hard.csv", "the command reads diurna.db"),
        ("diurna.db-wal", "belongs to the database"),
        ("diurna.db-shm", "belongs to the database"),
        ("other.db", "it is a database (SQLite)"),
        ("other.db-journal", "belongs to the database"),
    ] {
        run(&at, &[&csv[..], &[file]].concat()).code(1).says(&[file, words, "hint: name another file"]);
    }
    run(&at, &["export", "--changes-since", "1", "-o", "diurna.db"]).code(1).says(&["the command reads"]);
    run(&at, &["export", "--from", "in.jsonl", "--format", "jsonl", "-o", "in.jsonl"])
        .code(1)
        .says(&["the command reads in.jsonl"]);
    run(&at, &["read", "a.txt", "--map", "diurna.db"]).code(1).says(&["it is a database (SQLite)"]);
    run(&at, &["read", "a.txt", "--map", "a.txt"]).code(1).says(&["the command reads a.txt"]);
    assert!(fs::read(at.join("diurna.db")).unwrap() == before, "the database was written");
    assert_eq!(fs::read_to_string(at.join("in.jsonl")).unwrap(), lines);
    assert_eq!(fs::read_to_string(at.join("a.txt")).unwrap(), GOOD);
    assert_eq!(names(&at), there, "nothing is left beside them");
}

/// The side file of one that may be written may be one that must not.
#[test]
fn a_side_file_that_may_not_be_written_stops_the_export() {
    let at = with_store("side");
    fs::rename(at.join("diurna.db"), at.join("x.csv.meta.json")).unwrap();
    let there = names(&at);
    let db = ["--db", "x.csv.meta.json"];
    run(&at, &[&["export", "--format", "csv", "-o", "x.csv"][..], &db].concat())
        .code(1)
        .says(&["the command reads"]);
    assert_eq!(names(&at), there);
    run(&at, &[&["verify"][..], &db].concat()).code(0);
}

#[test]
fn links_are_followed() {
    let at = with_store("links");
    fs::create_dir(at.join("far")).unwrap();
    fs::write(at.join("far/old.csv"), "old").unwrap();
    symlink("far/old.csv", at.join("old.csv")).unwrap();
    symlink("far/new.svg", at.join("new.svg")).unwrap();
    symlink("round.csv", at.join("round.csv")).unwrap();
    run(&at, &["export", "--format", "csv", "-o", "old.csv"]).code(0);
    run(&at, &["read", "a.txt", "--map", "new.svg"]).code(0);
    assert!(fs::read_to_string(at.join("far/old.csv")).unwrap().contains("#event"));
    assert!(fs::read_to_string(at.join("far/new.svg")).unwrap().starts_with("<svg"));
    for link in ["old.csv", "new.svg"] {
        assert!(at.join(link).symlink_metadata().unwrap().file_type().is_symlink(), "{link}");
    }
    assert_eq!(names(&at.join("far")), ["new.svg", "old.csv"]);
    run(&at, &["export", "--format", "csv", "-o", "round.csv"]).code(1).says(&["circle", "hint:"]);
}

#[test]
fn a_pipe_is_written_through() {
    let at = with_store("through");
    assert!(Command::new("mkfifo").arg(at.join("pipe")).status().unwrap().success());
    let inode = at.join("pipe").metadata().unwrap().ino();
    let there = names(&at);
    for args in [&["export", "--format", "csv", "-o", "pipe"][..], &["read", "a.txt", "--map", "pipe"]] {
        let read = std::thread::spawn({
            let pipe = at.join("pipe");
            move || fs::read_to_string(pipe).unwrap()
        });
        let done = run(&at, args).code(0);
        let text = read.join().unwrap();
        let expected = if args[0] == "export" { "#event" } else { "<svg" };
        assert!(text.contains(expected), "{text}");
        if args[0] == "export" {
            done.says(&["made by:"]);
        }
        let pipe = at.join("pipe").metadata().unwrap();
        assert!(pipe.file_type().is_fifo() && pipe.ino() == inode, "the pipe is another file");
        assert_eq!(names(&at), there, "nothing lies beside it");
    }
    run(&at, &["export", "--format", "gdelt", "-o", "pipe"])
        .code(2)
        .says(&["gdelt is two files", "regular file"]);
}

/// What the shell opened keeps what it holds, whatever kind of file it is.
#[test]
#[cfg(target_os = "linux")]
fn what_is_open_already_is_written_through() {
    let at = with_store("open");
    symlink("/proc/self/fd/1", at.join("stdout")).unwrap();
    let piped = run(&at, &["export", "--format", "csv", "-o", "stdout"]).code(0).says(&["made by:"]);
    assert!(piped.out.contains("#event"));
    let file = fs::File::create(at.join("out.csv")).unwrap();
    let inode = file.metadata().unwrap().ino();
    let mut child = command(&at, &["export", "--format", "csv", "-o", "stdout"]);
    assert!(child.stdout(file).stderr(Stdio::null()).status().unwrap().success());
    assert_eq!(at.join("out.csv").metadata().unwrap().ino(), inode);
    assert_eq!(fs::read_to_string(at.join("out.csv")).unwrap(), piped.out);
    assert!(at.join("stdout").symlink_metadata().unwrap().file_type().is_symlink());
}

#[test]
fn a_name_of_a_folder_is_no_name_of_a_file() {
    let at = with_store("slash");
    for name in ["name/", "./"] {
        run(&at, &["export", "--format", "csv", "-o", name])
            .code(1)
            .says(&["names a folder", "hint: name a file in it"]);
        run(&at, &["read", "a.txt", "--map", name]).code(1).says(&["names a folder"]);
    }
    run(&at, &["export", "--format", "csv", "-o", "no/x.csv"]).code(1).says(&["hint: make the folder first"]);
    let long = "n".repeat(300);
    run(&at, &["export", "--format", "csv", "-o", &long]).code(1).says(&["hint: give it a shorter name"]);
    run(&at, &["read", &long]).code(1).says(&["cannot be opened", "hint: check the path"]);
    assert_eq!(names(&at), ["a.txt", "diurna.db"]);
}

/// A device that is always full takes nothing, which is said; the reports are kept.
#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_a_failure() {
    let at = with_store("full");
    fs::write(at.join("b.txt"), GOOD.replace("Gao", "Kidal")).unwrap();
    let full = |args: &[&str]| {
        let out = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let run = command(&at, args).stdout(out).stderr(Stdio::piped()).output().unwrap();
        let run = common::Run::from(run);
        run.code(1).says(&["standard output: no space left on device", "hint: make room"])
    };
    full(&["add", "b.txt", "--json"]).says(&["1 added"]);
    run(&at, &["add", "b.txt"]).code(0).says(&["1 already there"]);
    for args in [
        &["reread", "--json"][..],
        &["--help"],
        &["add", "--help"],
        &["--version"],
        &["schema"],
        &["incidents", "--json"],
        &["export", "--format", "csv"],
    ] {
        full(args);
    }
}

#[test]
fn what_lies_in_a_publication_stays() {
    let at = with_store("published");
    run(&at, &["publish", "site", "--unreviewed"]).code(0);
    run(&at, &["publish", "site", "--unreviewed"]).code(0);
    fs::write(at.join("site/CNAME"), "example.org").unwrap();
    run(&at, &["publish", "site", "--unreviewed"])
        .code(1)
        .says(&["not of the earlier publication: CNAME", "hint: move"]);
    assert_eq!(fs::read_to_string(at.join("site/CNAME")).unwrap(), "example.org");
    fs::remove_file(at.join("site/CNAME")).unwrap();
    fs::rename(at.join("diurna.db"), at.join("site/diurna.db")).unwrap();
    run(&at, &["publish", "site", "--db", "site/diurna.db"])
        .code(1)
        .says(&["site: holds the database site/diurna.db", "hint: name another folder"]);
    run(&at, &["verify", "--db", "site/diurna.db"]).code(0);
    assert_eq!(names(&at), ["a.txt", "site"]);
}

#[test]
fn what_is_no_text_is_refused() {
    let at = folder("no-text");
    // As compressed data from the middle of a file: no known first bytes, every byte value alike.
    let mut seed = 7u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    })
    .take(100_000)
    .collect();
    for bytes in [&noise[..], &noise[..400], b"Shells fell\0 on the quay."] {
        run_with(&at, &["read", "-"], bytes).code(1).says(&["is a binary file", "hint:"]);
    }
    let wide: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(run_with(&at, &["read", "-"], &wide).code(0).out.contains("Gao"));
    run_with(&at, &["read", "-"], b" \n").code(1).says(&["holds no text", "hint:"]);
    run_with(&at, &["read", "-"], b"{\"text\": 5}\n").code(1).says(&["is no string", "hint: write it as"]);
}

#[test]
fn values_have_one_form() {
    let at = with_store("forms");
    for (flag, value) in [
        ("--since", "20310503"),
        ("--until", "2031-05-03T10:00"),
        ("--since", "2031-13-03"),
        ("--country", "ZZZ"),
        ("--country", "ML"),
    ] {
        run(&at, &["incidents", flag, value]).code(2).says(&[value, "hint:"]);
    }
    run(&at, &["incidents", "--country", "xkx", "--since", "2031-05-03"]).code(0);
    run(&at, &["export", "--changes-since", "2031-05-03T10:00"]).code(2);
}

#[test]
fn lines_without_an_id_are_called_by_file_and_line() {
    let at = folder("lines");
    let text = serde_json::Value::from(GOOD);
    fs::write(at.join("in.jsonl"), format!("{{\"id\": \"\", \"text\": {text}}}\n\n{{\"text\": {text}}}\n"))
        .unwrap();
    let read = run(&at, &["read", "in.jsonl", "--jsonl"]).code(0);
    assert_eq!(read.sources(), ["in.jsonl:1", "in.jsonl:3"]);
    let added = run(&at, &["add", "in.jsonl", "--json"]).code(0);
    let sources: Vec<serde_json::Value> = added.records().iter().map(|r| r["source"].clone()).collect();
    assert_eq!(sources, ["in.jsonl:1", "in.jsonl:3"]);
    run(&at, &["reread", "in.jsonl:3"]).code(0).says(&["0 read anew, 1 as they were"]);
}

#[test]
fn databases_that_are_none() {
    let at = with_store("none");
    for db in ["mysql://host/news", "sqlite://diurna.db", "postgres:host", "postgres://host"] {
        for args in
            [&["incidents"][..], &["export", "--format", "csv"], &["publish", "site"], &["add", "a.txt"]]
        {
            run(&at, &[args, &["--db", db]].concat()).code(2).says(&["hint:"]);
        }
    }
    run(&at, &["verify", "--db", "a.txt/x.db"]).code(1).says(&["not a folder", "hint: check the name"]);
    run(&at, &["verify", "--db", "x.db"]).code(1).says(&["there is no database"]);
    // No name of a host has a part that long, so that nobody is asked for it.
    let host = format!("postgres://ola@{}.example/news", "n".repeat(70));
    let far = run(&at, &["verify", "--db", &host]).code(1);
    let far = far.says(&["the server cannot be reached", "hint: check host"]);
    assert!(!far.err.contains("lost"), "{}", far.err);
}
