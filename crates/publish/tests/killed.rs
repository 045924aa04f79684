//! A run that is killed amid writing leaves the old publication or the new one, whole.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod common;

use common::{inputs, texts};
use diurna_publish::{Folder, Settings, publish};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs that are killed.
const RUNS: u64 = 60;
const TARGET: &str = "DIURNA_TEST_PUBLISH_TO";

type Files = BTreeMap<String, Vec<u8>>;

fn write(title: &str, target: &Path) {
    let settings = Settings::new(title, "2031-06-01".parse().unwrap());
    let mut folder = Folder::begin(target).unwrap();
    publish(inputs(), &texts(), &settings, &mut folder).unwrap();
    folder.finish().unwrap();
}

/// Every file below a folder.
fn files(at: &Path) -> Files {
    fn walk(at: &Path, root: &Path, out: &mut Files) {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, out);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                out.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut out = Files::new();
    walk(at, at, &mut out);
    out
}

/// What the killed runs do: the test below starts this one in a process of its own.
#[test]
#[ignore = "is started, and killed, by the other test"]
fn writes_the_new_one() {
    let target = std::env::var(TARGET).unwrap();
    println!("begins");
    std::io::stdout().flush().unwrap();
    write("The new one", Path::new(&target));
    println!("has written");
}

#[test]
fn old_or_new_whatever_the_moment() {
    let at = std::env::temp_dir().join(format!("diurna-publish-killed-{}", std::process::id()));
    let _ = fs::remove_dir_all(&at);
    fs::create_dir_all(&at).unwrap();
    let target = at.join("site");
    write("The new one", &target);
    let new = files(&target);
    let began = Instant::now();
    write("The old one", &target);
    let takes = began.elapsed();
    let old = files(&target);
    assert!(old.len() > 20 && old.len() == new.len() && old != new);

    let (mut stayed, mut changed) = (0, 0);
    let mut dice = 0x5eed_u64;
    for run in 0..RUNS {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Up to twice as long as a run takes; the last one is left to end.
        let wait = takes.mul_f64(f64::from((dice >> 32) as u32) / f64::from(u32::MAX) * 2.0);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "writes_the_new_one", "--nocapture"])
            .env(TARGET, &target)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(said.any(|line| line.unwrap().ends_with("begins")), "run {run} does not begin");
        if run + 1 < RUNS {
            std::thread::sleep(wait.min(Duration::from_secs(5)));
            child.kill().unwrap();
        } else {
            assert!(said.any(|line| line.unwrap().ends_with("has written")));
        }
        child.wait().unwrap();

        let there = files(&target);
        if there == old {
            stayed += 1;
        } else {
            assert!(there == new, "run {run}, killed after {wait:?}: neither the old one nor the new one");
            changed += 1;
        }
        // The next run puts away what was left.
        write("The old one", &target);
        assert!(files(&target) == old);
        let beside: Vec<_> = fs::read_dir(&at).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(beside, ["site"], "run {run}, killed after {wait:?}");
    }
    println!("{stayed} stayed, {changed} changed");
    assert!(changed > 0, "the last run at least");
    fs::remove_dir_all(at).unwrap();
}
