//! Prints the incidents that two or more reports of a file of records share:
//! `cargo run --release -p diurna-incident --example merge -- records.jsonl`.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use diurna_core::record::Record;
use diurna_incident::{ReportSketch, Sketch, joins, merge, sketch};
use std::collections::BTreeMap;

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let records: Vec<Record> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let start = std::time::Instant::now();
    let sketches: Vec<ReportSketch> = records.iter().map(sketch).collect();
    let sketched = start.elapsed();
    let groups = merge(&sketches, &[]);
    let merged = start.elapsed();
    let events: BTreeMap<_, &Sketch> = sketches.iter().flat_map(|r| &r.events).map(|e| (&e.at, e)).collect();
    let title: BTreeMap<_, _> = records.iter().map(|r| (r.report.id.as_str(), &r.report)).collect();
    for group in groups.iter().filter(|g| g.iter().any(|e| e.report != g[0].report)) {
        let members: Vec<&Sketch> = group.iter().map(|e| events[e]).collect();
        println!("== {} {:?} {:?}", members[0].root, members[0].mode, members[0].class);
        for m in &members {
            let r = title[m.at.report.as_str()];
            let spot = m.spot.as_ref().map(|s| s.name.as_str());
            let counts: Vec<_> = m.counts.iter().map(|c| (c.kind, c.low, c.high)).collect();
            println!(
                "   {} {} {:?} dated {} {:?} {spot:?} {counts:?} | {}",
                r.source,
                m.at.event,
                m.mode,
                m.dated,
                m.days,
                r.title.as_deref().unwrap_or("")
            );
        }
        for j in joins(&members, &[]).iter().take(8) {
            let why: Vec<String> =
                j.reasons.iter().map(|r| format!("{} {:+.1}", r.words, r.weight)).collect();
            let source = |e: &str| &title[e].source;
            println!(
                "     {:.2} {} {} + {} {}: {}",
                j.score,
                source(&j.a.report),
                j.a.event,
                source(&j.b.report),
                j.b.event,
                why.join("; ")
            );
        }
    }
    let bytes = serde_json::to_string(&sketches).unwrap().len();
    println!(
        "# {} reports, {} events, sketch {sketched:?}, merge {:?}, {bytes} bytes",
        records.len(),
        events.len(),
        merged - sketched
    );
}
