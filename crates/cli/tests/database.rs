//! The commands over a database, as people run them.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{GOOD, Run, act, folder, run, run_with};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const OTHER: &str = "Soldiers shot dead in Gao\n\n\
    Gunmen attacked an army convoy near Gao, Mali, on Monday, killing nine soldiers, the army said.\n";

fn lines(run: &Run) -> Vec<Value> {
    run.out.lines().map(|l| serde_json::from_str(l).expect(l)).collect()
}

/// A folder with two reports in a database.
fn two(name: &str) -> std::path::PathBuf {
    let at = folder(name);
    fs::create_dir(at.join("reports")).unwrap();
    fs::write(at.join("reports/a.txt"), GOOD).unwrap();
    fs::write(at.join("reports/b.txt"), OTHER).unwrap();
    run(&at, &["add", "reports", "--published", "2031-05-14", "--as", "mira"])
        .code(0)
        .says(&["diurna.db: 2 added"]);
    at
}

#[test]
fn add_and_list_and_show() {
    let at = two("database-add");
    let again = run(&at, &["add", "reports", "--published", "2031-05-14", "--json"]).code(0);
    assert!(again.err.contains("0 added, 2 already there"), "{}", again.err);
    let told = lines(&again);
    assert_eq!(told.len(), 2);
    assert_eq!((&told[0]["source"], &told[0]["added"]), (&"reports/a.txt".into(), &"known".into()));
    let list = run(&at, &["incidents", "--json", "--country", "mli", "--since", "2031-05-12"]).code(0);
    let incidents = lines(&list);
    let attack = incidents.iter().find(|i| i["type"] == "ASSAULT").unwrap();
    let id = attack["id"].to_string();
    for report in attack["reports"].as_array().unwrap() {
        assert!(report["source"].as_str().unwrap().starts_with("reports/"), "{report}");
        assert!(report["id"].as_str().unwrap().starts_with("sha256:"));
    }
    assert!(attack["differs"].is_boolean() && attack["killed"]["values"].is_array());
    let table = run(&at, &["incidents"]).code(0);
    assert!(table.out.contains("ASSAULT") && table.out.contains("Gao, MLI"), "{}", table.out);
    for more in [&[][..], &["--all"]] {
        let asked = [&["incidents", "--country", "PER"][..], more].concat();
        let none = run(&at, &asked).code(0).says(&["no incident fits", "hint: leave a filter out"]);
        assert!(none.out.is_empty() && !none.err.contains("--all"), "{}", none.err);
    }
    let one = run(&at, &["incidents", "--limit", "1", "--all"]).code(0);
    assert_eq!(one.out.lines().count(), 1);
    let shown = run(&at, &["show", &id]).code(0);
    for words in ["when", "2031-05-12", "Gao, MLI", "reports/", "#e", "history", "mira: new"] {
        assert!(shown.out.contains(words), "{words}\n{}", shown.out);
    }
    let json = lines(&run(&at, &["show", &id, "--json"]).code(0));
    assert_eq!(json[0]["incident"]["id"], attack["id"]);
    assert_eq!(json[0]["history"][0]["who"], "mira");
    run(&at, &["show", "999"]).code(1).says(&["there is no incident 999", "hint: "]);
}

#[test]
fn lines_and_newer_versions() {
    let at = folder("database-lines");
    let line =
        |id: &str, n: &str| format!("{{\"id\": {id}, \"text\": \"Gunmen shot {n} people in Gao, Mali.\"}}\n");
    let add = |input: &str| run_with(&at, &["add", "-", "--db", "x.db"], input.as_bytes()).code(0);
    add(&(line("\"p1\"", "four") + &line("\"p2\"", "five"))).says(&["x.db: 2 added"]);
    add(&line("\"p1\"", "six")).says(&["0 added, 1 added as a newer version"]);
    // Without an id, the number of a line is no name.
    let plain = |n: &str| format!("{{\"text\": \"Gunmen shot {n} people in Gao, Mali.\"}}\n");
    add(&plain("seven")).says(&["1 added"]);
    add(&plain("eight")).says(&["1 added"]);
    let checked = lines(&run(&at, &["verify", "--db", "x.db", "--json"]).code(0));
    assert_eq!((&checked[0]["reports"], &checked[0]["versions"]), (&4.into(), &5.into()));
    // What is no report is told, and the others are kept.
    let bad =
        run_with(&at, &["add", "-", "--db", "x.db"], (line("\"p3\"", "ten") + "{\"text\": 5}\n").as_bytes());
    bad.code(1).says(&["\"text\" is no string", "1 added", "1 of 2 inputs gave no record"]);
}

#[test]
fn the_head_that_was_kept() {
    let at = two("database-verify");
    let out = run(&at, &["verify"]).code(0).out;
    assert!(out.starts_with("nothing is wrong: 2 reports in 2 versions"), "{out}");
    let head = out.lines().find_map(|l| l.strip_prefix("head ")).unwrap();
    let one = folder("database-one");
    fs::write(one.join("a.txt"), "The quay was empty.").unwrap();
    run(&one, &["add", "a.txt"]).code(0);
    let told = run(&one, &["verify"]).code(0).out;
    assert!(
        told.starts_with("nothing is wrong: 1 report in 1 version, 0 incidents, 1 line of log\n"),
        "{told}"
    );
    fs::write(at.join("c.txt"), "Police arrested two men in Lima, Peru, on Sunday.").unwrap();
    run(&at, &["add", "c.txt"]).code(0);
    run(&at, &["verify", "--head", head]).code(0);
    let other = head.replace(|c: char| c.is_ascii_hexdigit() && c == 'a', "b");
    if other != head {
        run(&at, &["verify", "--head", &other]).code(1).says(&["the log is broken", "hint: "]);
    }
    run(&at, &["verify", "--head", "no head"]).code(2).says(&["not a head"]);
}

#[test]
fn erase_and_decide() {
    let at = two("database-erase");
    run(&at, &["erase", "reports/b.txt"]).code(1).says(&["would erase sha256:", "hint: give --yes"]);
    assert_eq!(lines(&run(&at, &["verify", "--json"]).code(0))[0]["reports"], 2);
    let b = |at: &Path| -> Value {
        let all = lines(&run(at, &["incidents", "--json", "--all"]).code(0));
        let of_b =
            |i: &&Value| i["reports"].as_array().unwrap().iter().any(|r| r["source"] == "reports/b.txt");
        all.iter().find(of_b).unwrap().clone()
    };
    let incident = b(&at);
    let report =
        &incident["reports"].as_array().unwrap().iter().find(|r| r["source"] == "reports/b.txt").unwrap();
    let event = format!("{}#{}", report["id"].as_str().unwrap(), report["events"][0].as_str().unwrap());
    let id = incident["id"].to_string();
    assert_eq!(incident["reports"].as_array().unwrap().len(), 2, "both tell of one attack");
    run(&at, &["decide", "not-same", &id, &event, "--as", "mira"]).code(0);
    assert_eq!(b(&at)["reports"].as_array().unwrap().len(), 1);
    run(&at, &["decide", "same", &id, &event]).code(0);
    assert_eq!(b(&at)["reports"], incident["reports"]);
    run(&at, &["decide", "same", &id, "777"]).code(1).says(&["there is no incident 777", "hint: "]);
    run(&at, &["erase", "reports/b.txt", "--yes", "--why", "asked for", "--as", "mira"]).code(0);
    assert_eq!(lines(&run(&at, &["verify", "--json"]).code(0))[0]["reports"], 1);
    run(&at, &["erase", "reports/b.txt", "--yes"]).code(1).says(&["there is no such report"]);
    run(&at, &["erase", report["id"].as_str().unwrap(), "--yes"]).code(1).says(&["was erased before"]);
    run(&at, &["add", "reports/b.txt"]).code(0).says(&["1 erased before and not taken again"]);
}

#[test]
fn what_people_marked_and_changed_is_shown() {
    let at = two("database-private");
    let all = lines(&run(&at, &["incidents", "--json", "--all"]).code(0));
    let incident = all.iter().find(|i| i["reports"].as_array().unwrap().len() == 2).unwrap();
    let (number, id) = (incident["id"].as_u64().unwrap(), incident["id"].to_string());
    let of_b = |r: &&Value| r["source"] == "reports/b.txt";
    let report = incident["reports"].as_array().unwrap().iter().find(of_b).unwrap()["id"].clone();
    let whole = |at: &Path| lines(&run(at, &["show", &id, "--json"]).code(0)).remove(0);
    assert!(whole(&at).get("private_reports").is_none());
    act(&at, number, json!({"do": "flag", "what": "private", "on": true, "report": report}));
    assert_eq!(whole(&at)["private_reports"], json!([report]));
    let shown = run(&at, &["show", &id]).code(0).out;
    let private = |source: &str| {
        let line = shown.lines().find(|l| l.starts_with("    [") && l.contains(source)).unwrap();
        line.contains(" · private")
    };
    assert_eq!((private("reports/a.txt"), private("reports/b.txt")), (false, true), "{shown}");
    assert!(shown.contains("ola: flag: a report private\n"), "{shown}");
    // It is no report that changes what was accepted.
    act(&at, number, json!({"do": "accept"}));
    run(&at, &["erase", "reports/b.txt", "--yes", "--as", "mira"]).code(0);
    let shown = run(&at, &["show", &id]).code(0).out;
    assert!(shown.contains("\n    accepted; the incident has changed since\n"), "{shown}");
}

#[test]
fn what_is_wrong_is_said() {
    let at = folder("database-wrong");
    for command in
        [&["incidents"][..], &["show", "1"], &["verify"], &["erase", "x"], &["decide", "same", "1", "2"]]
    {
        let run = run(&at, command).code(1).says(&["diurna.db: there is no database", "hint: "]);
        assert!(run.out.is_empty() && !at.join("diurna.db").exists());
    }
    fs::write(at.join("a.txt"), GOOD).unwrap();
    let add = |db: &str| run(&at, &["add", "a.txt", "--db", db]).code(1);
    run(&at, &["add", "a.txt", "--db", "mysql://localhost/d"])
        .code(2)
        .says(&["mysql:// is not supported", "hint: "]);
    // Port 9 of loopback: nothing listens there. No message holds the password.
    let none = add("postgres://mira:se-cret@127.0.0.1:9/news");
    let none = none.says(&["postgres://mira@127.0.0.1:9/news: no server answers there", "hint: "]);
    assert!(!none.err.contains("se-cret"), "{}", none.err);
    let none = run(&at, &["add", "a.txt", "--db", "postgres://mira:se-cret@127.0.0.1:9"]).code(2);
    let none = none.says(&["names no database", "hint: "]);
    assert!(!none.err.contains("se-cret"), "{}", none.err);
    add("a.txt").says(&["a.txt: is no Diurna database", "hint: "]);
    add("none/a.db").says(&["none/a.db: cannot be opened", "hint: "]);
    assert_eq!(fs::read_to_string(at.join("a.txt")).unwrap(), GOOD);
    run(&at, &["incidents", "--country", "Mali"]).code(2).says(&["not a country"]);
    run(&at, &["incidents", "--type", "WAR"]).code(2).says(&["not a type", "ASSAULT"]);
    run(&at, &["incidents", "--since", "soon"]).code(2).says(&["not a date"]);
}

#[test]
fn reports_are_read_anew() {
    let at = two("database-reread");
    let line = r#"{"id": "p1", "text": "Gunmen shot four people in Gao, Mali.", "date": "2031-05-13"}"#;
    run_with(&at, &["add", "-"], line.as_bytes()).code(0).says(&["1 added"]);
    let checked = |at: &Path| lines(&run(at, &["verify", "--json"]).code(0)).remove(0);
    let before = checked(&at);
    // The same program finds what it found: no line, whatever the reports came as.
    run(&at, &["reread"]).code(0).says(&["diurna.db: 0 read anew, 3 as they were"]);
    assert_eq!(checked(&at), before);
    // An older program had read another number of dead.
    let db = at.join("diurna.db");
    let incidents = |at: &Path| lines(&run(at, &["incidents", "--json"]).code(0));
    let ours = incidents(&at);
    let reports = ours.iter().flat_map(|i| i["reports"].as_array().unwrap());
    let id = reports.clone().find(|r| r["source"] == "reports/b.txt").unwrap()["id"].as_str().unwrap();
    let mut store = diurna_store::Store::open(&db).unwrap();
    let (raw, mut record) = (store.raw(id).unwrap().unwrap(), store.record(id).unwrap().unwrap());
    let event = record.events.iter_mut().find(|e| e.killed.is_some()).unwrap();
    event.killed.as_mut().unwrap().low = 2;
    event.accounts.clear();
    record.producer.version = "0.0.1".into();
    let older = diurna_store::Prepared::new(&raw, &record, None).unwrap();
    let by = diurna_store::By { who: "mira", time: "2031-05-14T08:00:00Z".parse().unwrap() };
    assert_eq!(store.reread(&older, &by).unwrap(), diurna_store::Reread::Changed);
    drop(store);
    assert_ne!(incidents(&at), ours);
    run(&at, &["reread", "--since", "2999-01-01"]).code(0).says(&["0 read anew, 0 as they were"]);
    run(&at, &["reread", "reports/c.txt"]).code(1).says(&["there is no report reports/c.txt", "hint: "]);
    let told = run(&at, &["reread", "reports/b.txt", "--json", "--as", "ivo"]).code(0);
    assert_eq!(lines(&told)[0]["reread"], "changed");
    assert!(told.err.contains("1 read anew, 0 as they were"), "{}", told.err);
    assert_eq!(incidents(&at), ours);
    run(&at, &["reread"]).code(0).says(&["0 read anew, 3 as they were"]);
    run(&at, &["reread", "--db", "none.db"]).code(1).says(&["there is no database", "hint: "]);
}

#[test]
fn a_guessed_encoding_is_told_by_whoever_reads() {
    let at = folder("database-guessed");
    fs::create_dir(at.join("reports")).unwrap();
    // The letters of Windows-1252, which are no valid UTF-8.
    let text = GOOD.replace("convoy", "café");
    let old: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    fs::write(at.join("reports/old.txt"), &old).unwrap();
    fs::write(at.join("reports/good.txt"), GOOD).unwrap();
    let guess = "diurna: reports/old.txt: its encoding is a guess: windows-1252\n  hint: if letters are wrong, save it as UTF-8";
    let told = |args: &[&str]| {
        let err = run(&at, args).code(0).err;
        (err.matches(guess).count(), err.matches("is a guess").count())
    };
    assert_eq!(told(&["read", "reports", "--jsonl"]), (1, 1));
    assert_eq!(told(&["add", "reports"]), (1, 1));
    assert_eq!(told(&["watch", "reports", "--once", "--every", "0.05", "--db", "w.db"]), (1, 1));
    // Of what stays as it was that was said when it came.
    assert_eq!(told(&["reread"]), (0, 0));
    // An older program had read another title.
    let mut store = diurna_store::Store::open(&at.join("diurna.db")).unwrap();
    let id = store.versions("reports/old.txt").unwrap()[0].id.clone();
    let mut record = store.record(&id).unwrap().unwrap();
    record.report.title = Some("Gunmen".into());
    let older = diurna_store::Prepared::new(&old, &record, None).unwrap();
    let by = diurna_store::By { who: "mira", time: "2031-05-14T08:00:00Z".parse().unwrap() };
    assert_eq!(store.reread(&older, &by).unwrap(), diurna_store::Reread::Changed);
    drop(store);
    assert_eq!(told(&["reread"]), (1, 1));
}

#[test]
fn json_of_incidents_steers_no_terminal() {
    let at = folder("database-steers");
    let line = json!({"id": "a\u{9b}b", "title": "Gunmen \u{9b}2Jattack \u{202e}convoy", "text": GOOD, "date": "2031-05-14"});
    let added = run_with(&at, &["add", "-", "--json"], line.to_string().as_bytes()).code(0);
    let list = run(&at, &["incidents", "--json", "--all"]).code(0);
    let shown = run(&at, &["show", "1", "--json"]).code(0);
    for told in [&added, &list, &shown] {
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(told.out.contains("a\\u009bb") && !told.out.contains(steers), "{:?}", told.out);
    }
    // It says the same.
    let report = &lines(&list)[0]["reports"][0];
    assert_eq!((&report["source"], &report["title"]), (&json!("a\u{9b}b"), &line["title"]));
}

#[test]
fn an_address_is_of_one_report() {
    let at = folder("database-url");
    fs::create_dir(at.join("reports")).unwrap();
    fs::write(at.join("reports/a.txt"), GOOD).unwrap();
    fs::write(at.join("reports/b.txt"), OTHER).unwrap();
    let url = ["--url", "https://gao.example/1"];
    for inputs in [&["add", "reports"][..], &["add", "reports/a.txt", "reports/b.txt"]] {
        run(&at, &[inputs, &url].concat())
            .code(2)
            .says(&["--url is the address of one report", "hint: name one file with it"]);
    }
    assert!(!at.join("diurna.db").exists());
    run(&at, &[&["add", "reports/a.txt"][..], &url].concat()).code(0).says(&["1 added"]);
    // Lines have addresses of their own, or take that of the flag: one of them can.
    let line = |url: Option<&str>, n: u8| json!({"text": format!("{n} men were shot dead in Gao, Mali."), "url": url});
    let input: String = [line(None, 4), line(Some("https://gao.example/5"), 5), line(None, 6)]
        .map(|line| format!("{line}\n"))
        .concat();
    run_with(&at, &[&["add", "-", "--db", "lines.db"][..], &url].concat(), input.as_bytes()).code(1).says(&[
        "standard input: line 3: --url is the address of one report",
        "hint: give each line a \"url\" of its own",
        "lines.db: 2 added",
        "1 of 3 inputs gave no record",
    ]);
}

#[test]
fn an_emptied_database_is_told_of_and_left_alone() {
    let at = two("database-emptied");
    fs::write(at.join("diurna.db"), "").unwrap();
    fs::write(at.join("diurna.db-wal"), "changes").unwrap();
    let commands: [&[&str]; 7] = [
        &["add", "reports"],
        &["verify"],
        &["incidents"],
        &["show", "1"],
        &["export", "--format", "csv"],
        &["publish", "out"],
        &["users", "list"],
    ];
    for says in ["but diurna.db-wal holds changes of it", "is an empty file, no database"] {
        for command in commands {
            run(&at, command).code(1).says(&["diurna.db: is an empty file, no database", says, "hint: "]);
            assert_eq!(fs::read(at.join("diurna.db")).unwrap(), b"", "{command:?}");
        }
        assert!(!at.join("out").exists());
        let _ = fs::remove_file(at.join("diurna.db-wal"));
    }
    // Who takes it away begins anew.
    fs::remove_file(at.join("diurna.db")).unwrap();
    run(&at, &["add", "reports"]).code(0).says(&["diurna.db: 2 added"]);
    // Names are paths, whatever SQLite would make of them.
    run(&at, &["add", "reports/a.txt", "--db", "file:x?mode=memory"]).code(0).says(&["1 added"]);
    run(&at, &["verify", "--db", "file:x?mode=memory"]).code(0);
}
