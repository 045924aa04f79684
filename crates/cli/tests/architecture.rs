//! The laws of the architecture, read from the manifests: which crate may know which.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

const STAGES: [&str; 8] = ["page", "text", "time", "place", "actor", "reader", "event", "incident"];
const LONGEST_CHAIN: usize = 5;
const LONGEST_FILE: usize = 600;

/// Our crates and those of ours that they are built with, without the prefix; what only tests need does not count.
fn graph() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let args = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let out = Command::new(cargo).args(args).current_dir(root()).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let data: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let ours = |v: &serde_json::Value| v["name"].as_str().unwrap().strip_prefix("diurna-").map(String::from);
    let mut graph = BTreeMap::new();
    for package in data["packages"].as_array().unwrap() {
        let built = package["dependencies"].as_array().unwrap().iter().filter(|d| d["kind"] != "dev");
        graph.extend(ours(package).map(|name| (name, built.filter_map(ours).collect())));
    }
    graph
}

#[test]
fn stages_do_not_know_each_other() {
    let graph = graph();
    for name in STAGES {
        let known: Vec<&String> = graph[name].iter().filter(|d| STAGES.contains(&d.as_str())).collect();
        assert!(known.is_empty(), "the stage {name} depends on {known:?}");
        let above: Vec<&String> = graph[name]
            .iter()
            .filter(|d| ["pipeline", "store", "cli", "eval"].contains(&d.as_str()))
            .collect();
        assert!(above.is_empty(), "the stage {name} depends on {above:?}");
    }
}

#[test]
fn what_is_shared_knows_only_the_core() {
    let graph = graph();
    assert!(graph["core"].is_empty(), "core depends on {:?}", graph["core"]);
    for name in ["gazetteer", "codes", "network", "review"] {
        assert_eq!(graph[name], BTreeSet::from(["core".to_string()]), "{name}");
    }
}

#[test]
fn exports_know_neither_stages_nor_store() {
    let graph = graph();
    assert_eq!(graph["export"], BTreeSet::from(["codes".to_string(), "core".to_string()]));
    for (name, known) in &graph {
        assert!(name == "cli" || !known.contains("export"), "{name} depends on export");
    }
}

#[test]
fn the_network_is_known_to_the_command_line_alone() {
    let graph = graph();
    assert!(graph["fetch"].is_empty(), "fetch depends on {:?}", graph["fetch"]);
    for (name, known) in graph.iter().filter(|(name, _)| *name != "cli") {
        assert!(!known.contains("fetch"), "{name} depends on fetch");
    }
}

#[test]
fn only_the_pipeline_knows_several_stages() {
    for (name, known) in &graph() {
        let stages: Vec<&String> = known.iter().filter(|d| STAGES.contains(&d.as_str())).collect();
        assert!(name == "pipeline" || stages.len() <= 1, "{name} depends on {stages:?}");
        assert!(name != "pipeline" || stages.len() == STAGES.len(), "the pipeline lacks a stage: {stages:?}");
    }
}

#[test]
fn the_store_reads_nothing() {
    let graph = graph();
    assert_eq!(graph["store"], BTreeSet::from(["core", "incident", "review"].map(String::from)));
    for name in STAGES.iter().chain(&["pipeline", "export", "fetch"]) {
        for above in ["store", "review"] {
            assert!(!graph[*name].contains(above), "{name} depends on {above}");
        }
    }
}

#[test]
fn chains_are_short() {
    fn longest(graph: &BTreeMap<String, BTreeSet<String>>, name: &str) -> Vec<String> {
        let below = graph[name].iter().map(|d| longest(graph, d)).max_by_key(Vec::len).unwrap_or_default();
        [vec![name.to_string()], below].concat()
    }
    let graph = graph();
    for name in graph.keys() {
        let chain = longest(&graph, name);
        assert!(chain.len() <= LONGEST_CHAIN, "{}", chain.join(" → "));
    }
}

#[test]
fn files_are_short() {
    fn walk(folder: &Path, long: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "target" && !name.starts_with('.') {
                walk(&path, long);
            } else if name.ends_with(".rs") {
                let lines = fs::read_to_string(&path).unwrap().lines().count();
                if lines > LONGEST_FILE {
                    long.push(format!("{}: {lines} lines", path.display()));
                }
            }
        }
    }
    let mut long = Vec::new();
    walk(&root(), &mut long);
    assert!(long.is_empty(), "over {LONGEST_FILE} lines: {long:#?}");
}
