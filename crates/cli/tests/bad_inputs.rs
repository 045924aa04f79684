//! Inputs that are broken, missing or something else: a message that says what and where, the right exit code, and
//! the rest of the batch is done.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{GOOD, Run, command, folder, run, run_with};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Reads the bad input before a good one: it is complained of, and the good one is read.
#[track_caller]
fn beside_a_good_one(at: &Path, bad: &str) -> Run {
    fs::write(at.join("good.txt"), GOOD).unwrap();
    let run =
        run(at, &["read", bad, "good.txt", "--jsonl"]).code(1).says(&[bad, "1 of 2 inputs gave no record"]);
    assert_eq!(run.sources(), ["good.txt"]);
    run
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], words: &[&str]) {
    let at = folder(&format!("refused-{name}"));
    fs::write(at.join(name), bytes).unwrap();
    beside_a_good_one(&at, name).says(words);
    // Alone, it gives no sum.
    let alone = run(&at, &["read", name]).code(1).says(words);
    assert!(alone.out.is_empty() && !alone.err.contains("inputs gave"), "{}", alone.err);
}

/// A character in UTF-32, the lowest byte first.
fn utf32(c: char) -> [u8; 4] {
    u32::from(c).to_le_bytes()
}

#[test]
fn what_holds_no_text() {
    refused("empty.txt", b"", &["holds no text"]);
    refused("white.txt", b" \r\n\t \n\n", &["holds no text"]);
    refused("empty.jsonl", b"", &["holds no text"]);
    refused("leaflet.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", &["is a PDF document", "hint: ", "pdftotext"]);
    refused("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &["is a PNG image", "hint: "]);
    refused("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &["is a PNG image", "hint: "]);
    refused("reports.zip", b"PK\x03\x04\x14\0\0\0\x08\0", &["is a zip archive", "hint: unpack"]);
    refused("reports.jsonl", b"\x1f\x8b\x08\0\0\0\0\0\0\x03", &["is a gzip file", "hint: unpack"]);
    refused(
        "script.html",
        b"<!doctype html><html><body><script>load()</script><div id=app></div></body></html>",
        &["holds no story text", "hint: "],
    );
    refused(
        "one.json",
        b"{\n  \"text\": \"Shells fell.\"\n}\n",
        &["one JSON document", "hint: write one object a line"],
    );
    let wide: Vec<u8> =
        "\u{feff}{\"text\": \"Shells fell.\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused("wide.jsonl", &wide, &["JSON lines in UTF-16", "hint: save it as UTF-8"]);
    let wide: Vec<u8> = "\u{feff}{\"text\": \"Shells fell.\"}\n".chars().flat_map(utf32).collect();
    refused("wide.txt", &wide, &["JSON lines in UTF-32", "hint: save it as UTF-8"]);
    let list = b"[\n  {\"text\": \"Shells fell.\"}\n]\n";
    for name in ["list.json", "list.jsonl", "list.txt"] {
        refused(name, list, &["is one JSON document", "hint: write one object a line", "jq -c"]);
    }
}

#[test]
fn a_line_of_100_mb() {
    let at = folder("long-line");
    let mut text = "Gunmen attacked. ".repeat((100 << 20) / 17);
    fs::write(at.join("long.txt"), &text).unwrap();
    text.insert_str(0, "{\"text\": \"");
    text.push_str("\"}\n{\"id\": \"after\", \"text\": \"Gunmen attacked a convoy.\"}\n");
    fs::write(at.join("long.jsonl"), &text).unwrap();
    drop(text);
    let began = Instant::now();
    // A shell bounds the memory: 1.5 GB of addresses, most of them never used.
    let bounded = |file: &str| -> Run {
        let program = env!("CARGO_BIN_EXE_diurna");
        let line = format!("ulimit -v 1500000 2>/dev/null; exec \"$0\" read {file} --jsonl --threads 1");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &line, program]).current_dir(&at).output().unwrap().into()
    };
    bounded("long.txt").code(1).says(&["long.txt: holds 99 MB of text", "hint: split it"]);
    let lines = bounded("long.jsonl").code(1).says(&["long.jsonl: line 1: is larger than 64 MB", "hint: "]);
    assert_eq!(lines.sources(), ["after"]);
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    fs::remove_dir_all(at).unwrap();
}

#[test]
fn other_encodings_are_read() {
    let at = folder("encodings");
    let text = GOOD.replace("convoy", "café");
    let (units, mut old): (Vec<u16>, Vec<u8>) = (text.encode_utf16().collect(), Vec::new());
    // Windows-1252 is no valid UTF-8.
    text.chars().for_each(|c| old.push(u8::try_from(u32::from(c)).unwrap()));
    fs::write(at.join("old.txt"), old).unwrap();
    let le: Vec<u8> = [0xfeff].iter().chain(&units).flat_map(|u| u.to_le_bytes()).collect();
    let be: Vec<u8> = [0xfeff].iter().chain(&units).flat_map(|u| u.to_be_bytes()).collect();
    fs::write(at.join("le.txt"), le).unwrap();
    fs::write(at.join("be.txt"), be).unwrap();
    fs::write(at.join("mark.txt"), format!("\u{feff}{text}")).unwrap();
    fs::write(at.join("wide.txt"), format!("\u{feff}{text}").chars().flat_map(utf32).collect::<Vec<u8>>())
        .unwrap();
    let run = run(&at, &["read", "old.txt", "le.txt", "be.txt", "mark.txt", "wide.txt", "--jsonl"]).code(0);
    // What nothing names is guessed, and said once.
    let guess = "diurna: old.txt: its encoding is a guess: windows-1252\n  hint: if letters are wrong, save it as UTF-8";
    assert!(run.err.starts_with(guess) && run.err.lines().count() == 2, "{}", run.err);
    assert_eq!(run.records().len(), 5);
    for record in run.records() {
        assert_eq!(record["report"]["text"].as_str(), Some(&*text), "{}", record["report"]["source"]);
    }
}

#[test]
fn a_page_nested_100_000_deep() {
    let at = folder("deep");
    let page = format!(
        "<!doctype html><body>{}<p>Three shells fell on the quay before dawn.",
        "<div>".repeat(100_000)
    );
    fs::write(at.join("deep.html"), page).unwrap();
    let began = Instant::now();
    let run = run(&at, &["read", "deep.html", "--jsonl"]).code(0);
    assert!(run.out.contains("Three shells fell on the quay"));
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn broken_lines_among_good_ones() {
    let at = folder("lines");
    let mut lines = Vec::new();
    for line in [
        &br#"{"id": "a", "text": "Gunmen attacked a convoy."}"#[..],
        br#"{"id": "b", "text": "#,
        b"",
        br#"{"id": "c"}"#,
        br#"[1, 2]"#,
        br#"{"id": "d", "text": 5}"#,
        br#"{"id": "e", "text": "Shells fell.", "date": "soon"}"#,
        b"{\"id\": \"f\", \"text\": \"caf\xe9\"}",
        br#"{"id": "g", "text": " "}"#,
        br#"{"id": "h", "text": "Gunmen attacked a convoy."}"#,
    ] {
        lines.extend_from_slice(line);
        lines.extend_from_slice(b"\r\n");
    }
    fs::write(at.join("x.jsonl"), &lines).unwrap();
    let words = [
        "x.jsonl: line 2: is no JSON object",
        "hint: each line is one object with \"text\" or \"html\"",
        "x.jsonl: line 4 (c): has neither",
        "x.jsonl: line 5: is no JSON object",
        "x.jsonl: line 6",
        "\"text\" is no string",
        "x.jsonl: line 7 (e): \"date\" is no date: \"soon\"",
        "hint: write it as YYYY-MM-DD",
        "x.jsonl: line 8: is not UTF-8",
        "x.jsonl: line 9 (g): holds no text",
        "7 of 9 inputs gave no record",
    ];
    for threads in ["1", "4"] {
        let found = run(&at, &["read", "x.jsonl", "--json", "--threads", threads]).code(1).says(&words);
        assert_eq!(found.sources(), ["a", "h"]);
    }
    // Through a pipe nothing but the content tells what it is, even where the first line is broken.
    let broken = [&b"{\"id\": \"b\", \"text\": \n"[..], &lines].concat();
    let found = run_with(&at, &["read", "-", "--json"], &broken)
        .code(1)
        .says(&["standard input: line 1: is no JSON"]);
    assert_eq!(found.sources(), ["a", "h"]);
}

#[test]
fn a_text_may_begin_with_a_brace() {
    let at = folder("brace");
    let text = format!("{{Photo: A. Kassab}} {GOOD}");
    let found = run_with(&at, &["read", "-", "--jsonl"], text.as_bytes()).code(0);
    assert_eq!(found.records()[0]["report"]["text"].as_str(), Some(&*text));
}

#[test]
fn what_is_not_there() {
    let at = folder("missing");
    beside_a_good_one(&at, "nowhere.txt")
        .says(&["nowhere.txt: cannot be opened: no such file", "hint: check the path"]);
    fs::create_dir(at.join("none")).unwrap();
    fs::write(at.join("none/table.csv"), "a,b\n").unwrap();
    beside_a_good_one(&at, "none").says(&["none: the folder holds no .html", "hint: name the files"]);
    let nothing = run(&at, &["read", "-"]).code(1).says(&["standard input: holds no text"]);
    assert!(nothing.out.is_empty());
}

#[test]
fn addresses_that_are_not_fetched() {
    let at = folder("schemes");
    for (name, words) in [
        ("ftp://example.org/a.txt", ["are not fetched", "hint: only http:// and https:// are"]),
        ("file:///tmp/a.txt", ["are not opened", "hint: give the path alone: /tmp/a.txt"]),
        ("https:/example.org/a", ["is no address", "hint: write two slashes: https://example.org/a"]),
        ("www.example.org", ["no such file", "hint: if it is an address, write https://www.example.org"]),
    ] {
        beside_a_good_one(&at, name).says(&words);
    }
    // A file may be called so.
    fs::write(at.join("ftp:a.txt"), GOOD).unwrap();
    assert_eq!(run(&at, &["read", "ftp:a.txt", "--jsonl"]).code(0).sources(), ["ftp:a.txt"]);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let at = folder("names");
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    if fs::write(at.join(name), GOOD).is_err() {
        eprintln!("skipped: the disk takes no such name");
        return;
    }
    let read: Run = command(&at, &["read", "--jsonl"]).arg(name).output().unwrap().into();
    assert_eq!(read.code(0).sources(), ["caf\u{fffd}.txt"]);
    let none: Run =
        command(&at, &["read"]).arg(std::ffi::OsStr::from_bytes(b"\xe9.txt")).output().unwrap().into();
    none.code(1).says(&["\u{fffd}.txt: cannot be opened: no such file", "hint: check the path"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_and_nowhere() {
    use std::os::unix::fs::symlink;
    let at = folder("links");
    fs::create_dir_all(at.join("reports/sub")).unwrap();
    fs::write(at.join("reports/sub/a.txt"), GOOD).unwrap();
    symlink("..", at.join("reports/sub/up")).unwrap();
    symlink("self.txt", at.join("reports/self.txt")).unwrap();
    symlink("nowhere.txt", at.join("reports/dead.txt")).unwrap();
    symlink("sub/a.txt", at.join("reports/same.txt")).unwrap();
    let found = run(&at, &["read", "reports", "--jsonl"]).code(1).says(&[
        "reports/self.txt: cannot be opened: too many levels of symbolic links",
        "hint: check the path, and whether other programs",
        "reports/dead.txt: cannot be opened: no such file",
        "2 of 4 inputs gave no record",
    ]);
    assert_eq!(found.sources(), ["reports/same.txt", "reports/sub/a.txt"]);
}

/// Pipes and sockets in a folder are no reports; waiting for them would take for ever.
#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_passed_over() {
    let at = folder("fifo");
    fs::create_dir(at.join("reports")).unwrap();
    fs::write(at.join("reports/a.txt"), GOOD).unwrap();
    if !std::process::Command::new("mkfifo").arg(at.join("reports/b.txt")).status().is_ok_and(|s| s.success())
    {
        eprintln!("skipped: no mkfifo here");
        return;
    }
    assert_eq!(run(&at, &["read", "reports", "--jsonl"]).code(0).sources(), ["reports/a.txt"]);
}

#[cfg(unix)]
#[test]
fn folders_and_files_without_rights() {
    use std::os::unix::fs::PermissionsExt;
    let at = folder("rights");
    fs::create_dir_all(at.join("reports/closed")).unwrap();
    fs::write(at.join("reports/a.txt"), GOOD).unwrap();
    fs::write(at.join("reports/b.txt"), GOOD).unwrap();
    let allow =
        |name: &str, mode| fs::set_permissions(at.join(name), fs::Permissions::from_mode(mode)).unwrap();
    allow("reports/b.txt", 0);
    allow("reports/closed", 0);
    let is_root = fs::read_dir(at.join("reports/closed")).is_ok();
    if is_root {
        eprintln!("skipped: root may read everything");
    } else {
        let found = run(&at, &["read", "reports", "--jsonl"]).code(1).says(&[
            "reports/b.txt: cannot be opened: permission denied",
            "reports/closed: cannot list the folder: permission denied\n  hint: check the rights",
            "2 of 3 inputs gave no record",
        ]);
        assert_eq!(found.sources(), ["reports/a.txt"]);
    }
    allow("reports/closed", 0o755);
}

#[test]
fn flags_that_are_wrong() {
    let at = folder("flags");
    fs::write(at.join("a.txt"), GOOD).unwrap();
    for date in ["2021-02-30", "yesterday", "25.02.2021", ""] {
        run(&at, &["read", "a.txt", "--published", date]).code(2).says(&[
            "--published",
            "YYYY-MM-DD",
            "2021-02-25",
        ]);
    }
    run(&at, &["read", "a.txt", "--publishd", "2021-02-25"]).code(2).says(&["--publishd", "'--published'"]);
    run(&at, &["read", "a.txt", "--bogus"]).code(2).says(&["--bogus", "Usage:"]);
    for date in ["0000-01-01", "0999-12-31"] {
        let early = run(&at, &["read", "a.txt", "--published", date]).code(2);
        early.says(&["--published", "a day before the year 1000", "YYYY-MM-DD", "hint: "]);
    }
    run(&at, &["read", "a.txt", "--published", "1000-01-01", "--jsonl"]).code(0);
    run(&at, &["read", "a.txt", "--threads", "-1"]).code(2).says(&["--threads", "not a number of threads"]);
    run(&at, &["read", "a.txt", "--threads", "many"]).code(2).says(&["--threads", "not a number"]);
    run(&at, &["read", "a.txt", "--color", "red"]).code(2).says(&["--color", "auto, always, never"]);
    run(&at, &["read"]).code(2).says(&["<INPUTS>", "Usage:"]);
    run(&at, &["write"]).code(2).says(&["write", "Usage:"]);
    run(&at, &[]).code(2).says(&["read", "schema"]);
}

#[test]
fn files_of_actors_that_are_wrong() {
    let at = folder("actors");
    fs::write(at.join("a.txt"), GOOD).unwrap();
    fs::write(
        at.join("kind.tsv"),
        "# ours\nx-1\tNorth Front\tarmed_group\tMLI\tNF\n\nx-2\tSouth Front\tgang\tMLI\n",
    )
    .unwrap();
    fs::write(at.join("short.tsv"), "x-1\n").unwrap();
    let row = |id: &str, country: &str| format!("{id}\tNorth Front\tarmed_group\t{country}\n");
    fs::write(at.join("country.tsv"), format!("# ours\n{}{}", row("x-1", "MLI"), row("x-2", "ML"))).unwrap();
    fs::write(at.join("twice.tsv"), format!("{}\n{}", row("x-1", ""), row("x-1", "MLI"))).unwrap();
    fs::write(at.join("steers.tsv"), row("x-1\u{1b}[31m", "")).unwrap();
    // The first wrong line is told of, whatever is wrong with it.
    fs::write(at.join("both.tsv"), format!("x-1\t\tarmed_group\n{}", row("x-2", "ZZZ"))).unwrap();
    fs::write(at.join("old.tsv"), b"x-1\tFront \xe9\tarmed_group\tMLI\n").unwrap();
    fs::write(at.join("good.tsv"), "\u{feff}# ours\r\nx-1\tNorth Front\tarmed_group\tMLI\tNF\r\n").unwrap();
    let with = |file: &str| run(&at, &["read", "a.txt", "--jsonl", "--actors", file]);
    for (file, words) in [
        (
            "kind.tsv",
            ["kind.tsv: line 4: unknown kind `gang`", "hint: each line holds id, name, kind", "armed_group"],
        ),
        ("short.tsv", ["short.tsv: line 1: no name", "hint: each line holds id, name", "tabs"]),
        ("old.tsv", ["old.tsv: is not UTF-8", "hint: save it", "UTF-8"]),
        ("none.tsv", ["none.tsv: cannot be read: no such file", "hint: check the path", ""]),
        (".", [".: cannot be read: is a directory", "hint: name a file in it", ""]),
        ("-", ["--actors -: is no file", "hint: name a file", ""]),
        (
            "country.tsv",
            ["country.tsv: line 3: unknown country `ML`", "hint: write the three letters", "SDN"],
        ),
        ("twice.tsv", ["twice.tsv: line 3: the id `x-1` stands in line 1 already", "hint: give each", ""]),
        ("steers.tsv", ["steers.tsv: line 1: holds a control character", "hint: take it out", ""]),
        ("both.tsv", ["both.tsv: line 1: no name", "hint: each line holds id, name", ""]),
    ] {
        assert!(with(file).code(2).says(&words).out.is_empty());
    }
    assert_eq!(with("good.tsv").code(0).sources(), ["a.txt"]);
    // An id stands once in all files together.
    fs::write(at.join("more.tsv"), row("x-1", "MLI")).unwrap();
    let two = run(&at, &["read", "a.txt", "--actors", "good.tsv", "--actors", "more.tsv"]).code(2);
    two.says(&["more.tsv: line 1: the id `x-1` stands in line 2 of good.tsv already", "hint: "]);
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;
    let at = folder("pipe");
    let mut lines = fs::File::create(at.join("x.jsonl")).unwrap();
    for i in 0..2000 {
        writeln!(lines, "{{\"id\": {i}, \"text\": \"Gunmen attacked a convoy.\"}}").unwrap();
    }
    for args in
        [&["read", "x.jsonl", "--jsonl"][..], &["read", "x.jsonl"], &["read", "x.jsonl", "-j1"], &["schema"]]
    {
        let mut child = command(&at, args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        // Like `head -1`.
        BufReader::with_capacity(256, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(!first.is_empty());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert!(child.wait().unwrap().success() && err.is_empty(), "{args:?}: {err}");
    }
}

/// A record comes as soon as its line does, not when the input ends.
#[test]
fn lines_are_answered_one_by_one() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let at = folder("stream");
    let mut child =
        command(&at, &["read", "-", "--jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for id in ["a", "b"] {
        writeln!(stdin, "{{\"id\": \"{id}\", \"text\": \"Gunmen attacked a convoy.\"}}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.contains(&format!("\"source\":\"{id}\"")), "{line}");
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let at = folder("full");
    fs::write(at.join("a.txt"), GOOD).unwrap();
    for args in [&["read", "a.txt", "--json"][..], &["schema"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let run: Run = command(&at, args).stdout(full).output().unwrap().into();
        run.code(1).says(&["standard output: no space left"]);
    }
}
