//! The commands over a database of a server print what they print over a file. Needs DIURNA_TEST_POSTGRES, the address of a
//! server in which databases with PostGIS may be made and dropped; is skipped without.

#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

mod common;

use common::{GOOD, Run, command, folder};
use sqlx::{ConnectOptions, Connection, Executor};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

const OTHER: &str = "Soldiers shot dead in Gao\n\n\
    Gunmen attacked an army convoy near Gao, Mali, on Monday, killing nine soldiers, the army said.\n";
const THIRD: &str = "Bomb kills seven in Kabul\n\n\
    A bomb exploded at a market in Kabul, Afghanistan, on Tuesday, killing seven people, police said.\n";

/// Runs one statement on a server.
fn ask(url: &str, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = sqlx::postgres::PgConnectOptions::from_str(url).unwrap().disable_statement_logging();
        let mut conn = options.connect().await.unwrap();
        conn.execute(sql).await.unwrap();
        conn.close().await.unwrap();
    });
}

struct Side {
    at: PathBuf,
    db: String,
    shown: String,
}

impl Side {
    fn new(name: &str, db: &str) -> Self {
        let at = folder(name);
        fs::create_dir(at.join("reports")).unwrap();
        for (file, text) in [("a.txt", GOOD), ("b.txt", OTHER), ("c.txt", THIRD)] {
            fs::write(at.join("reports").join(file), text).unwrap();
        }
        Self { at, db: db.to_string(), shown: diurna_store::shown(Path::new(db)) }
    }

    /// What a command gives; what differs by place and chance is blotted out.
    fn told(&self, args: &[&str]) -> (i32, String, String) {
        let db = ["--db", &self.db];
        let run: Run = command(&self.at, &[args, &db].concat()).env("USER", "mira").output().unwrap().into();
        let moment = |text: &str| {
            let words = text.split_inclusive([' ', '"', '\n']);
            let stamp = |w: &str| w.len() > 19 && w.starts_with("20") && w.as_bytes()[10] == b'T';
            words.map(|w| if stamp(w) { "MOMENT ".to_string() } else { w.to_string() }).collect::<String>()
        };
        let out: Vec<&str> = run.out.lines().filter(|l| !l.starts_with("head ")).collect();
        (run.code, moment(&out.join("\n")), run.err.replace(&self.shown, "DATABASE"))
    }
}

#[test]
fn a_server_prints_what_a_file_prints() {
    let Some(server) = std::env::var("DIURNA_TEST_POSTGRES").ok().filter(|s| !s.is_empty()) else {
        eprintln!("skipped over PostgreSQL: DIURNA_TEST_POSTGRES names no server");
        return;
    };
    let name = format!("diurna_cli_{}", std::process::id());
    ask(&server, &format!("CREATE DATABASE {name}"));
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    let sides = [Side::new("server-file", "diurna.db"), Side::new("server-server", &url)];
    let same = |args: &[&str]| {
        let [a, b] = sides.each_ref().map(|s| s.told(args));
        assert_eq!(a, b, "{args:?}");
        assert!(!b.2.contains(&url), "{}", b.2);
        a
    };
    let published = ["--published", "2031-05-14", "--as", "mira", "-j", "1"];
    // One by one: how many are written in one step is a matter of time.
    for report in ["reports/a.txt", "reports/b.txt"] {
        let (code, out, err) = same(&[&["add", report, "--json"], &published[..]].concat());
        assert_eq!((code, out.lines().count()), (0, 1), "{err}");
    }
    let (code, _, err) = same(&["watch", "reports", "--once", "--every", "0.05", "--as", "mira"]);
    assert!(code == 0 && err.contains("added"), "{err}");
    for args in [
        &["incidents", "--all"][..],
        &["incidents", "--json", "--all"],
        &["incidents", "--json", "--country", "MLI", "--text", "convoy soldier*"],
        &["incidents", "--text", "\"seven people\"", "--all"],
        &["show", "1"],
        &["show", "1", "--json"],
        &["show", "99"],
        &["decide", "same", "1", "2", "--as", "mira"],
        &["decide", "same", "1", "77", "--as", "mira"],
        &["show", "2"],
        &["export", "--format", "jsonl", "-a"],
        &["export", "--format", "geojson", "-a"],
        &["export", "--changes-since", "2"],
        &["verify"],
        &["erase", "reports/b.txt", "--as", "mira"],
        &["erase", "nothing.txt", "--yes"],
    ] {
        same(args);
    }
    // Only what is left elsewhere is another on a server.
    let [file, server_side] = sides
        .each_ref()
        .map(|s| s.told(&["erase", "reports/b.txt", "--yes", "--why", "a wish", "--as", "mira"]));
    assert_eq!((file.0, &file.1), (0, &server_side.1));
    assert!(file.2.is_empty() && server_side.2.contains("the log of the server"), "{}", server_side.2);
    same(&["incidents", "--json", "--all"]);
    same(&["add", "reports/b.txt"]);
    let (code, out, _) = same(&["verify"]);
    assert!(code == 0 && out.contains("2 reports"), "{out}");
    ask(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}
