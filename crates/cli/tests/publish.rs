//! Publications, as people make them.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{act, folder, run, run_with};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ATTACK: &str = "Gunmen kill 14 villagers in Mali\n\n\
    Gunmen shot dead 14 villagers near Gao, Mali, on Monday, police said. Hasan Dembo, a farmer from Bourem, saw it.\n";

/// A folder with one report in a database.
fn database(name: &str) -> PathBuf {
    let at = folder(name);
    fs::write(at.join("gao-notes-of-ola.txt"), ATTACK).unwrap();
    run(&at, &["add", "gao-notes-of-ola.txt", "--published", "2031-05-14", "--as", "Ola Reviewer"]).code(0);
    at
}

/// Every file below a folder with its bytes, by name.
fn files(at: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(at: &Path, root: &Path, out: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, out);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                out.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    let mut out = Vec::new();
    walk(at, at, &mut out);
    out.sort();
    out
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.to_ascii_lowercase().windows(word.len()).any(|part| part == word.as_bytes())
}

#[test]
fn nothing_is_published_that_nobody_accepted() {
    let at = database("publish-default");
    let done = run(&at, &["publish", "site"]).code(0);
    done.says(&["site: 0 incidents", "not accepted by a person", "hint: --unreviewed", "no licence"]);
    assert!(fs::read_to_string(at.join("site/index.html")).unwrap().contains("Nothing is published yet."));
    assert!(!at.join("site/incident").exists());
}

#[test]
fn a_site_from_a_database() {
    let at = database("publish-site");
    let args = [
        "publish",
        "site",
        "--unreviewed",
        "--title",
        "Sel <Record>",
        "--licence",
        "CC BY-SA 4.0",
        "--as-of",
        "2031-06-01",
    ];
    let done = run(&at, &args).code(0);
    assert!(done.out.is_empty());
    let page = fs::read_to_string(at.join("site/index.html")).unwrap();
    assert!(page.contains("Sel &lt;Record&gt;") && page.contains("Snapshot 1 June 2031"));
    assert!(page.contains("Not reviewed by a person"));
    let first = files(&at.join("site"));
    for (name, bytes) in &first {
        for secret in ["ola", "dembo", "/tmp", "notes-of"] {
            let word = if secret == "ola" { "ola reviewer" } else { secret };
            assert!(!holds(bytes, word), "{name} holds {word}");
        }
    }
    // The list of digests names every file but itself, and is right.
    let list = fs::read_to_string(at.join("site/checksums.sha256")).unwrap();
    let mut listed: Vec<&str> = list.lines().map(|line| &line[66..]).collect();
    listed.push("checksums.sha256");
    listed.sort_unstable();
    assert_eq!(listed, first.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>());
    if let Ok(checked) = Command::new("sha256sum")
        .args(["-c", "--quiet", "checksums.sha256"])
        .current_dir(at.join("site"))
        .output()
    {
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    }
    // The same again gives the same bytes, and nothing is left beside the folder.
    run(&at, &args).code(0);
    assert!(first == files(&at.join("site")), "the same database and flags give the same bytes");
    let left: Vec<_> = fs::read_dir(&at).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

const SECOND: &str = "Gunmen kill 23 villagers in Mali\n\n\
    Gunmen shot dead 23 villagers near Gao, Mali, on Monday, a nurse at the clinic of Sefuna said.\n";

#[test]
fn of_a_private_report_nothing_leaves() {
    let at = database("publish-private");
    fs::write(at.join("sefuna.txt"), SECOND).unwrap();
    run(&at, &["add", "sefuna.txt", "--published", "2031-05-15"]).code(0);
    // Both tell of one attack, and the second is private.
    let mut store = diurna_store::Store::open(&at.join("diurna.db")).unwrap();
    let by = diurna_store::By { who: "mira", time: "2031-05-20T08:00:00Z".parse().unwrap() };
    let mut act = |action: serde_json::Value| {
        let action = serde_json::from_value(action).unwrap();
        store.act(1, &action, None, &by, diurna_review::Role::Manager).unwrap()
    };
    let ids =
        |at: &Path| -> Vec<serde_json::Value> { run(at, &["incidents", "--json", "-a"]).code(0).records() };
    for other in ids(&at).iter().map(|i| i["id"].as_u64().unwrap()).filter(|id| *id != 1) {
        act(serde_json::json!({"do": "merge", "other": other}));
    }
    let whole = ids(&at);
    assert_eq!((whole.len(), whole[0]["reports"].as_array().unwrap().len()), (1, 2));
    let private =
        whole[0]["reports"].as_array().unwrap().iter().find(|r| r["source"] == "sefuna.txt").unwrap();
    let id = private["id"].as_str().unwrap().to_string();
    act(serde_json::json!({"do": "flag", "what": "private", "on": true, "report": id}));
    // The number alone stands in digests and drawings, too; its words do not.
    let secrets = ["sefuna", "nurse", "23 villagers", "kills 23", "23 people", &id[7..19]];
    run(&at, &["publish", "site", "--unreviewed", "--as-of", "2031-06-01"]).code(0);
    assert!(fs::read_to_string(at.join("site/incident/1.html")).unwrap().contains("14"));
    for (name, bytes) in files(&at.join("site")) {
        for secret in secrets {
            assert!(!holds(&bytes, secret), "{name} holds {secret}");
        }
    }
    for format in
        ["acled", "ucdp", "gdelt", "polecat", "plover", "geojson", "parquet", "csv", "jsonl", "annotations"]
    {
        run(&at, &["export", "--format", format, "-o", "out"]).code(0);
        let bytes = fs::read(at.join("out")).unwrap();
        for secret in secrets {
            assert!(!holds(&bytes, secret), "{format} holds {secret}");
        }
    }
    // Lines that left earlier say that it is private: then nothing of the incident leaves by them.
    let lines = run(&at, &["incidents", "--json", "-a"]).code(0).out;
    fs::write(at.join("lines.jsonl"), lines).unwrap();
    let done = run(&at, &["export", "--format", "jsonl", "--from", "lines.jsonl"]).code(0);
    assert_eq!(done.out, "");
}

#[test]
fn a_private_report_stays_private_in_newer_versions_and_in_searches() {
    let at = database("publish-newer");
    fs::write(at.join("sefuna.txt"), SECOND).unwrap();
    run(&at, &["add", "sefuna.txt", "--published", "2031-05-15"]).code(0);
    let incidents = || run(&at, &["incidents", "--json", "-a"]).code(0).records();
    for other in incidents().iter().map(|i| i["id"].as_u64().unwrap()).filter(|id| *id != 1) {
        act(&at, 1, json!({"do": "merge", "other": other}));
    }
    let reports = incidents()[0]["reports"].as_array().unwrap().clone();
    let private = reports.iter().find(|r| r["source"] == "sefuna.txt").unwrap();
    act(&at, 1, json!({"do": "flag", "what": "private", "on": true, "report": private["id"]}));
    fs::write(at.join("sefuna.txt"), SECOND.replace("a nurse", "one nurse")).unwrap();
    run(&at, &["add", "sefuna.txt", "--published", "2031-05-16"]).code(0);
    let export = |more: &[&str]| {
        run(&at, &[&["export", "--format", "csv", "-o", "out.csv"], more].concat()).code(0);
        fs::read_to_string(at.join("out.csv")).unwrap()
            + &fs::read_to_string(at.join("out.csv.meta.json")).unwrap()
    };
    let all = export(&[]);
    assert!(all.contains("Gunmen") && !holds(all.as_bytes(), "sefuna") && !all.contains(",23,"), "{all}");
    // Words are looked for in the private report, too: what they find stays here, and so do they themselves.
    let found = export(&["--text", "sefuna"]);
    assert!(!found.contains("Gao") && found.contains("not searched") && !found.contains("sefuna"), "{found}");
    run(&at, &["publish", "site", "--unreviewed", "--as-of", "2031-06-01", "--text", "sefuna"]).code(0);
    assert!(!at.join("site/incident/1.html").exists());
    assert!(files(&at.join("site")).iter().all(|(_, bytes)| !holds(bytes, "sefuna")));
}

#[test]
fn the_headline_of_a_private_incident_stays() {
    let at = folder("publish-headline");
    let text = "Schoolgirl seized in Bamako\n\nPolice arrested a schoolgirl in Bamako, Mali, on Monday. \
        Gunmen shot dead nine villagers near Gao, Mali, on Sunday, police said.\n";
    fs::write(at.join("two.txt"), text).unwrap();
    run(&at, &["add", "two.txt", "--published", "2031-05-14"]).code(0);
    let incidents = run(&at, &["incidents", "--json", "-a"]).code(0).records();
    let arrest = incidents.iter().find(|i| i["type"] == "COERCE").unwrap()["id"].as_u64().unwrap();
    assert!(incidents.iter().any(|i| i["type"] == "ASSAULT"));
    let export = |more: &[&str]| run(&at, &[&["export", "--format", "jsonl"], more].concat()).code(0).out;
    assert!(export(&[]).contains("Schoolgirl seized"));
    act(&at, arrest, json!({"do": "flag", "what": "private", "on": true}));
    for more in [&[][..], &["--type", "ASSAULT"]] {
        let out = export(more);
        assert!(
            out.contains("ASSAULT") && !out.contains("Schoolgirl seized") && !out.contains("two.txt"),
            "{out}"
        );
    }
    let lines = run(&at, &["incidents", "--json", "-a"]).code(0).out;
    fs::write(at.join("lines.jsonl"), lines).unwrap();
    let out = export(&["--from", "lines.jsonl"]);
    assert!(out.contains("ASSAULT") && !out.contains("Schoolgirl seized"), "{out}");
}

#[test]
fn what_is_left_out_is_counted_by_reason() {
    let at = folder("publish-counted");
    let towns = ["Gao, Mali", "Kabul, Afghanistan", "Lima, Peru", "Oslo, Norway", "Baidoa, Somalia"];
    let lines: String = towns
        .iter()
        .enumerate()
        .map(|(n, town)| {
            let text = format!("Gunmen shot dead {} villagers near {town}, on Monday, police said.", n + 3);
            json!({"id": n, "date": "2031-05-14", "text": text}).to_string() + "\n"
        })
        .collect();
    run_with(&at, &["add", "-"], lines.as_bytes()).code(0);
    let list = run(&at, &["incidents", "--json", "--type", "ASSAULT", "--min-killed", "3"]).code(0).out;
    let of = |country: &str| {
        let incidents = list.lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
        let found: Vec<u64> = incidents
            .filter(|i| i["where"]["best"]["country"] == country)
            .map(|i| i["id"].as_u64().unwrap())
            .collect();
        assert_eq!(found.len(), 1, "{country}: {list}");
        found[0]
    };
    let (mali, afghanistan, peru, norway) = (of("MLI"), of("AFG"), of("PER"), of("NOR"));
    act(&at, mali, json!({"do": "accept"}));
    act(&at, afghanistan, json!({"do": "reject", "reason": "historical"}));
    act(&at, peru, json!({"do": "flag", "what": "private", "on": true}));
    act(&at, norway, json!({"do": "accept"}));
    let told = |more: &[&str]| {
        let site = ["publish", "site", "--type", "ASSAULT", "--min-killed", "3", "--licence", "CC0"];
        run(&at, &[&site, more].concat()).code(0).err
    };
    let day = &["--as-of", "2031-06-01"][..];
    assert_eq!(
        told(day),
        "diurna: site: 2 incidents\n\
         diurna: left out: 1: marked as private\n\
         diurna: left out: 1: not accepted by a person\n  hint: --unreviewed takes them too, and says so on every page\n\
         diurna: left out: 1: rejected by a person\n"
    );
    // The last day of each is 12 May.
    let late = told(&[day, &["--delay", "30"]].concat());
    assert!(
        late.contains("site: 0 incidents") && late.contains("left out: 2: younger than the delay"),
        "{late}"
    );
    assert!(late.contains("left out: 1: rejected by a person"), "{late}");
    let all = told(&[day, &["--unreviewed"]].concat());
    assert!(all.contains("site: 3 incidents") && all.contains("1 of them was not accepted"), "{all}");
    assert!(all.contains("left out: 1: rejected by a person"), "{all}");
    // What filters leave out is not counted.
    let one = told(&[day, &["--country", "MLI"]].concat());
    assert_eq!(one, "diurna: site: 1 incident\n");
}

#[test]
fn coarse_places_have_no_town() {
    let at = database("publish-coarse");
    let args = ["publish", "site", "--unreviewed", "--coarsen", "country", "--as-of", "2031-06-01"];
    run(&at, &args).code(0);
    for (name, bytes) in files(&at.join("site")) {
        // Parquet is packed; the library's tests unpack it. Two towns of one name are no concern here: no other text has "gao".
        assert!(name.ends_with(".parquet") || !holds(&bytes, "gao"), "{name}");
    }
    assert!(holds(&fs::read(at.join("site/incidents.html")).unwrap(), "mali"));
}

#[test]
fn delays_and_filters() {
    let at = database("publish-delay");
    let count = |flags: &[&str]| {
        let args = [&["publish", "site", "--unreviewed"], flags].concat();
        run(&at, &args).code(0);
        files(&at.join("site")).iter().filter(|(name, _)| name.starts_with("incident/")).count()
    };
    // Monday before 14 May 2031 is the 12th.
    let all = count(&["--as-of", "2031-06-01"]);
    assert!(all > 0);
    assert_eq!(count(&["--as-of", "2031-05-20", "--delay", "30"]), 0);
    assert_eq!(count(&["--as-of", "2031-07-01", "--delay", "30"]), all);
    assert_eq!(count(&["--as-of", "2031-06-01", "--country", "PER"]), 0);
    let about = fs::read_to_string(at.join("site/method.html")).unwrap();
    assert!(about.contains("PER") && about.contains("country"));
}

#[test]
fn what_cannot_be_done() {
    let at = database("publish-wrong");
    fs::create_dir(at.join("mine")).unwrap();
    fs::write(at.join("mine/thesis.txt"), "mine").unwrap();
    run(&at, &["publish", "mine"]).code(1).says(&["mine: is there and no publication", "hint: "]);
    assert_eq!(files(&at.join("mine")), [("thesis.txt".to_string(), b"mine".to_vec())]);
    let none =
        run(&at, &["publish", "none/site"]).code(1).says(&["cannot be written", "hint: make the folder"]);
    assert!(!none.err.contains("os error"), "{}", none.err);
    run(&at, &["publish", "site", "--db", "none.db"]).code(1).says(&["none.db", "hint: "]);
    run(&at, &["publish"]).code(2).says(&["<OUT>"]);
    run(&at, &["publish", "site", "--coarsen", "street"]).code(2).says(&["admin1"]);
    assert!(!at.join("site").exists());
}
