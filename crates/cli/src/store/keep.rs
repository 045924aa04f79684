//! `diurna verify`, `diurna erase` and `diurna decide`.

use super::args::What;
use super::{DecideArgs, EraseArgs, VerifyArgs, failed, now, who};
use crate::messages::count;
use crate::read::{complain, print_all};
use crate::style::harmless;
use diurna_store::{Store, is_on_server, shown};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// Runs `diurna verify`.
pub(super) fn verify(args: &VerifyArgs) -> ExitCode {
    let db = &args.db.path;
    let checked = Store::open_reading(db).and_then(|store| store.verify(args.head.as_ref()));
    let v = match checked {
        Ok(v) => v,
        Err(e) => return failed(db, &e),
    };
    let head = v.head.map(|h| h.to_string());
    if args.json {
        let out = json!({
            "reports": v.reports, "versions": v.versions, "incidents": v.incidents, "reviews": v.reviews,
            "lines": v.lines, "erased_lines": v.erased_lines, "head": head,
        });
        return print_all(&format!("{out}\n"));
    }
    let erased =
        if v.erased_lines > 0 { format!(", {} of them erased", v.erased_lines) } else { String::new() };
    let mut text = format!(
        "nothing is wrong: {} in {}, {}, {} of log{erased}\n",
        count(v.reports, "report"),
        count(v.versions, "version"),
        count(v.incidents, "incident"),
        count(v.lines, "line")
    );
    if let Some(head) = head {
        text.push_str(&format!("head {head}\n"));
    }
    print_all(&text)
}

/// Runs `diurna erase`.
pub(super) fn erase(args: &EraseArgs) -> ExitCode {
    let db = &args.db.path;
    let mut store = match Store::open_existing(db) {
        Ok(store) => store,
        Err(e) => return failed(db, &e),
    };
    let versions = match store.versions(&args.report) {
        Ok(versions) => versions,
        Err(e) => return failed(db, &e),
    };
    let open: Vec<_> = versions.iter().filter(|v| !v.erased).collect();
    let Some(first) = open.first() else {
        let (what, hint) = match versions.is_empty() {
            true => {
                ("there is no such report", Some("give its source, or its id as `diurna show` prints it"))
            }
            false => ("was erased before", None),
        };
        complain(&format!("{}: {}: {what}", shown(db), args.report), hint);
        return ExitCode::from(1);
    };
    if open.iter().filter(|v| v.current).count() > 1 {
        complain(&format!("{}: fits several reports", args.report), Some("give more digits of its id"));
        return ExitCode::from(1);
    }
    if !args.yes {
        let list: Vec<String> = open.iter().map(|v| v.id.clone()).collect();
        let what = format!("{}: would erase {}", shown(db), list.join(", "));
        complain(&what, Some("give --yes to erase it for good"));
        return ExitCode::from(1);
    }
    let who = who(args.who.name.as_deref());
    match store.erase(&first.id, args.why.as_deref(), &now(&who)) {
        Ok(erased) => {
            if !erased.overwritten {
                let (what, hint) = left(db);
                complain(&format!("{}: {what}", shown(db)), Some(hint));
            }
            print_all(&format!("erased {}\n", erased.versions.join(", ")))
        }
        Err(e) => failed(db, &e),
    }
}

/// Where words that were erased may still be, and what to do about it.
fn left(db: &Path) -> (String, &'static str) {
    if is_on_server(db) {
        let what = "no table holds it any more; the log of the server and backups may, for a while";
        return (what.to_string(), "see \"Erasing\" in docs/guide/postgresql.md");
    }
    let what = format!("another program reads it: some words stay in {}-wal", db.display());
    (what, "end that program and run `diurna add` or any other writing command once")
}

/// Runs `diurna decide`.
pub(super) fn decide(args: &DecideArgs) -> ExitCode {
    let db = &args.db.path;
    let who = who(args.who.name.as_deref());
    let same = args.what == What::Same;
    let decided =
        Store::open_existing(db).and_then(|mut store| store.decide(&args.a, &args.b, same, &now(&who)));
    let (a, b) = (harmless(&args.a), harmless(&args.b));
    match decided {
        Ok(d) if d.a == d.b => print_all(&format!("{a} and {b} are incident {}\n", d.a)),
        Ok(d) => print_all(&format!("{a} is incident {}, {b} is incident {}\n", d.a, d.b)),
        Err(e) => failed(db, &e),
    }
}
