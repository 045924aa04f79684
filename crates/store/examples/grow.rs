//! How a store grows: time per report, size, and how fast filters answer.
//!
//! `cargo run --release -p diurna-store --example grow -- 100000 [FOLDER]` adds so many generated records of invented attacks to a
//! new database in that folder (else the system's temporary one) and prints the figures. In the place of a folder stands the
//! address of an empty database of a PostgreSQL server, which is left as it is then.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "../tests/store/common.rs"]
mod common;

use common::{Attack, Dice, by};
use diurna_store::{Filter, Prepared, Store};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const STEP: usize = 10_000;
const BATCH: usize = 64;
const COUNTRIES: [&str; 12] =
    ["AFG", "IRQ", "SYR", "MLI", "NGA", "SOM", "YEM", "PAK", "COL", "UKR", "SDN", "MMR"];
const TARGETS: [&str; 6] = ["market", "checkpoint", "mosque", "bus station", "school", "police post"];
const GROUPS: [&str; 5] =
    ["Red Lantern", "Grey Wolves of Arat", "Northern Star", "Salt Front", "Free Column"];

/// Sentences of our fixtures, to make reports as long as real ones.
fn sentences() -> Vec<String> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut files: Vec<PathBuf> = ["incidents", "ordinary"]
        .iter()
        .flat_map(|f| std::fs::read_dir(cases.join(f)).unwrap())
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    let texts = files.iter().map(|f| std::fs::read_to_string(f).unwrap());
    texts.flat_map(|t| t.split(". ").map(|s| s.trim().to_string()).collect::<Vec<_>>()).collect()
}

/// Attacks at invented towns over ten years; each is told by one to six reports that come within some weeks.
struct World {
    dice: Dice,
    sentences: Vec<String>,
    towns: Vec<(String, &'static str, (f64, f64))>,
    waiting: Vec<(usize, Attack)>,
    made: usize,
}

impl World {
    fn new() -> Self {
        let mut dice = Dice(1);
        let towns = (0..3000)
            .map(|n| {
                let country = COUNTRIES[n % COUNTRIES.len()];
                let at = (dice.roll(9000) as f64 / 100.0 - 30.0, dice.roll(30_000) as f64 / 100.0 - 120.0);
                let syllables = ["ka", "bor", "ti", "mel", "sha", "dun", "ra", "vek", "o", "zin"];
                let name: String = (0..3).map(|_| syllables[dice.roll(10) as usize]).collect();
                (format!("{}{}{n}", name[..1].to_uppercase(), &name[1..]), country, at)
            })
            .collect();
        Self { dice, sentences: sentences(), towns, waiting: Vec::new(), made: 0 }
    }

    fn next(&mut self) -> Prepared {
        self.made += 1;
        if self.waiting.len() < 200 {
            let (town, country, at) = self.towns[self.dice.roll(3000) as usize].clone();
            let day = jiff::civil::date(2031, 1, 1)
                .checked_add(jiff::Span::new().days(self.dice.roll(3650) as i64))
                .unwrap();
            let attack = Attack {
                town,
                country,
                at,
                day,
                killed: 1 + self.dice.roll(40) as u32,
                target: TARGETS[self.dice.roll(6) as usize].to_string(),
                group: GROUPS[self.dice.roll(5) as usize].to_string(),
            };
            let reports = 1 + self.dice.roll(6) as usize;
            self.waiting.extend((0..reports).map(|n| (n, attack.clone())));
        }
        let pick = self.dice.roll(self.waiting.len() as u64) as usize;
        let (_, attack) = self.waiting.swap_remove(pick);
        let attack = attack.killed(attack.killed + self.dice.roll(3) as u32);
        let more: Vec<&str> = (0..18)
            .map(|_| self.sentences[self.dice.roll(self.sentences.len() as u64) as usize].as_str())
            .collect();
        let source = format!("paper{}/{}", self.made % 90, self.made);
        let (raw, record) = attack.report(&source, &more.join(". "));
        Prepared::new(&raw, &record, Some(&source)).unwrap()
    }
}

/// Time that this thread has had a processor, where the system tells: other programs do not count then.
fn on_cpu() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn main() {
    let mut args = std::env::args().skip(1);
    let reports: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let folder = args.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let on_server = diurna_store::is_on_server(&folder);
    let path = if on_server { folder } else { folder.join(format!("diurna-grow-{}.db", std::process::id())) };
    let mut store = Store::open(&path).unwrap();
    let mut world = World::new();
    let (mut made, mut text) = (0, 0);
    while made < reports {
        let (mut busy, mut cpu) = (Duration::ZERO, Duration::ZERO);
        let step = STEP.min(reports - made);
        let mut left = step;
        while left > 0 {
            let batch: Vec<Prepared> = (0..BATCH.min(left)).map(|_| world.next()).collect();
            left -= batch.len();
            text += batch.iter().map(Prepared::size).sum::<usize>();
            let (began, ran) = (Instant::now(), on_cpu());
            store.add_all(&batch, &by()).unwrap();
            busy += began.elapsed();
            cpu += on_cpu().zip(ran).map_or(Duration::ZERO, |(now, ran)| now - ran);
        }
        made += step;
        let each = |t: Duration| t.as_secs_f64() * 1e3 / step as f64;
        println!(
            "{made:>7} reports: {:.2} ms a report in the last {step}, {:.2} ms of them on the processor",
            each(busy),
            each(cpu)
        );
    }
    drop(store);
    let size = std::fs::metadata(&path).map_or(0, |m| m.len());
    println!("{} bytes a report in the file, {} bytes of raw text each", size / made as u64, text / made);
    let store = Store::open_reading(&path).unwrap();
    let day = |d: &str| Some(d.parse().unwrap());
    let all = || Filter { limit: Some(50), ..Filter::default() };
    for (name, filter) in [
        ("all", all()),
        ("--since --country", Filter { since: day("2036-11-01"), country: Some("AFG".into()), ..all() }),
        ("--country --disagreeing", Filter { country: Some("MLI".into()), disagreeing: true, ..all() }),
        ("--since --until", Filter { since: day("2035-03-01"), until: day("2035-03-09"), ..all() }),
        ("--min-killed", Filter { min_killed: Some(41), ..all() }),
        (
            "--type --min-killed",
            Filter { root: Some(diurna_core::Root::Assault), min_killed: Some(40), ..all() },
        ),
        ("--text, rare", Filter { text: Some("\"Free Column\" Kabortzin*".into()), ..all() }),
        ("--text, common", Filter { text: Some("checkpoint police".into()), ..all() }),
    ] {
        let mut best = f64::MAX;
        let mut first = 0.0;
        let mut found = 0;
        for run in 0..5 {
            let began = Instant::now();
            found = store.each_incident(&filter, |_| true).unwrap();
            let took = began.elapsed().as_secs_f64() * 1e3;
            if run == 0 {
                first = took;
            }
            best = best.min(took);
        }
        println!("incidents {name}: {found} found; {first:.1} ms the first time, {best:.1} ms at best");
    }
    let began = Instant::now();
    let checked = store.verify(None).unwrap();
    println!(
        "verify: {} incidents, {} lines, {:.1} s",
        checked.incidents,
        checked.lines,
        began.elapsed().as_secs_f64()
    );
    drop(store);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
}
