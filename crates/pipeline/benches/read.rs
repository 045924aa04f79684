//! How fast reports are read: the whole way, and stage by stage, in bytes of input a second.
//!
//! To compare a change with what was before it:
//!
//! ```sh
//! cargo bench -p diurna-pipeline -- --save-baseline before
//! cargo bench -p diurna-pipeline -- --baseline before      # after the change
//! ```
//!
//! A word after `--` picks groups or reports: `cargo bench -p diurna-pipeline -- stages`. Loading the data files is measured
//! once under `load`. Differences under a few per cent are noise on most machines.

#![allow(clippy::unwrap_used, missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use diurna_core::{Reader, Scene};
use diurna_pipeline::{Options, Pipeline};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Names and bytes of the reports of a folder.
fn reports(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt" || e == "html"));
    paths.sort();
    let name = |p: &Path| p.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|p| (name(p), std::fs::read(p).unwrap())).collect()
}

fn options() -> Options {
    Options { published: Some(jiff::civil::date(2031, 11, 22)), ..Options::default() }
}

fn load(c: &mut Criterion) {
    c.bench_function("load", |b| b.iter(Pipeline::new));
}

/// From bytes to a record: each example, and the case files together.
fn whole(c: &mut Criterion) {
    let pipeline = Pipeline::new();
    let options = options();
    let mut group = c.benchmark_group("whole");
    for (name, bytes) in reports("examples") {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(&name), &bytes, |b, bytes| {
            b.iter(|| pipeline.read(&name, black_box(bytes), &options));
        });
    }
    for folder in ["incidents", "ordinary"] {
        let cases = reports(&format!("tests/cases/{folder}"));
        group.throughput(Throughput::Bytes(cases.iter().map(|c| c.1.len() as u64).sum()));
        group.bench_with_input(BenchmarkId::from_parameter(folder), &cases, |b, cases| {
            b.iter(|| {
                cases.iter().filter(|(name, bytes)| pipeline.read(name, bytes, &options).is_ok()).count()
            });
        });
    }
    group.finish();
}

/// Each stage alone on one example, in the order in which they follow each other.
fn stages(c: &mut Criterion) {
    let (analyzer, lexicon) = (diurna_text::Analyzer::new(), diurna_actor::Lexicon::new());
    let (gazetteer, reader) = (diurna_gazetteer::Gazetteer::embedded(), diurna_reader::TrainedReader::new());
    let options = options();
    let mut group = c.benchmark_group("stages");
    for (name, bytes) in reports("examples") {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        let id = |stage| BenchmarkId::new(stage, &name);
        group.bench_function(id("1 page"), |b| {
            b.iter(|| diurna_page::read_page(&name, black_box(&bytes), &options))
        });
        let report = Arc::new(diurna_page::read_page(&name, &bytes, &options).unwrap());
        group.bench_function(id("2 text"), |b| b.iter(|| analyzer.analyze(black_box(&report).clone())));
        let document = analyzer.analyze(report);
        let anchor = diurna_time::Anchor { published: options.published, day_first: None };
        group.bench_function(id("3 time"), |b| b.iter(|| diurna_time::find(black_box(&document), &anchor)));
        let times = diurna_time::find(&document, &anchor);
        group
            .bench_function(id("4 actor"), |b| b.iter(|| diurna_actor::find(black_box(&document), &lexicon)));
        let actors = diurna_actor::find(&document, &lexicon);
        let countries = actors.countries();
        let context = || diurna_place::Context {
            names: &actors.names,
            demonyms: &actors.demonyms,
            countries: &countries,
        };
        group.bench_function(id("5 place"), |b| {
            b.iter(|| diurna_place::find(black_box(&document), gazetteer, context()));
        });
        let places = diurna_place::find(&document, gazetteer, context());
        let scene = || Scene {
            document: &document,
            times: &times,
            places: &places.mentions,
            actors: &actors.mentions,
        };
        group.bench_function(id("6 reader"), |b| b.iter(|| reader.read(black_box(scene()))));
        let reading = reader.read(scene());
        let producer = diurna_core::record::Producer {
            version: String::new(),
            model: String::new(),
            gazetteer: String::new(),
            codebook: String::new(),
        };
        group.bench_function(id("7 event"), |b| {
            b.iter(|| {
                diurna_event::assemble(&diurna_event::Input {
                    document: black_box(&document),
                    times: &times,
                    place_list: &places.places,
                    places: &places.mentions,
                    actor_list: &actors.actors,
                    actors: &actors.mentions,
                    reading: &reading,
                    producer: &producer,
                })
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    targets = load, whole, stages
}
criterion_main!(benches);
