//! How fast the server answers over many incidents.
//!
//! `cargo run --release -p diurna-serve --example many -- 50000 [FOLDER]` fills a new database in that folder (else the
//! system's temporary one) with so many generated incidents of invented towns, starts the server over it, asks for lists,
//! the map, the histogram and single incidents, and prints the times. `--keep` leaves the database for `diurna serve --db`;
//! `--kept DATABASE` asks over one that was left. `--stay` serves on until it is ended, for a look in a browser.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "../../store/tests/store/common.rs"]
mod attacks;

use attacks::{Attack, Dice, by};
use diurna_serve::{Options, Server};
use diurna_store::{Prepared, Store};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Instant;

const BATCH: usize = 256;
const RUNS: usize = 9;
const COUNTRIES: [&str; 12] =
    ["AFG", "IRQ", "SYR", "MLI", "NGA", "SOM", "YEM", "PAK", "COL", "UKR", "SDN", "MMR"];
const TARGETS: [&str; 6] = ["market", "checkpoint", "mosque", "bus station", "school", "police post"];

/// Towns all over the world, days in ten years; every fifth incident is told by two papers whose tolls differ.
fn fill(path: &Path, incidents: usize) -> usize {
    let mut store = Store::open(path).unwrap();
    let mut dice = Dice(1);
    let mut waiting: Vec<Prepared> = Vec::new();
    let mut made = 0;
    while made < incidents {
        let day = jiff::civil::date(2031, 1, 1)
            .checked_add(jiff::Span::new().days(dice.roll(3650) as i64))
            .unwrap();
        let attack = Attack {
            town: format!("Kabort{made}"),
            country: COUNTRIES[dice.roll(12) as usize],
            at: (dice.roll(12_000) as f64 / 100.0 - 55.0, dice.roll(35_000) as f64 / 100.0 - 175.0),
            day,
            killed: 1 + dice.roll(40) as u32,
            target: TARGETS[dice.roll(6) as usize].to_string(),
            group: format!("Column {}", dice.roll(500)),
        };
        let papers = if made % 5 == 0 { 2 } else { 1 };
        for paper in 0..papers {
            let source = format!("paper{}/{made}-{paper}", dice.roll(90));
            let told = attack.killed(attack.killed + 3 * paper);
            let (raw, record) = told.report(&source, "Shops stayed shut. The road was closed until evening.");
            waiting.push(Prepared::new(&raw, &record, Some(&source)).unwrap());
        }
        made += 1;
        if waiting.len() >= BATCH || made == incidents {
            store.add_all(&waiting, &by()).unwrap();
            waiting.clear();
        }
    }
    made
}

/// The bytes of an answer.
fn get(at: SocketAddr, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(at).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n").unwrap();
    let mut got = Vec::new();
    stream.read_to_end(&mut got).unwrap();
    let head = String::from_utf8_lossy(&got[..got.len().min(300)]);
    assert!(got.starts_with(b"HTTP/1.1 200"), "{path}: {head}");
    got
}

/// Milliseconds until an answer is there: the best and the middle of some runs, and its bytes.
fn ask(at: SocketAddr, path: &str) -> (f64, f64, usize) {
    let mut times = Vec::new();
    let mut size = 0;
    for _ in 0..RUNS {
        let began = Instant::now();
        size = get(at, path).len();
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    (times[0], times[RUNS / 2], size)
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let set = |name: &str| args.iter().any(|a| a == name);
    let (keep, stay, kept) = (set("--keep"), set("--stay"), set("--kept"));
    let mut plain = args.iter().filter(|a| !a.starts_with("--"));
    let path = if kept {
        PathBuf::from(plain.next().unwrap())
    } else {
        let incidents: usize = plain.next().and_then(|n| n.parse().ok()).unwrap_or(50_000);
        let folder = plain.next().map_or_else(std::env::temp_dir, PathBuf::from);
        let path = folder.join(format!("diurna-many-{}.db", std::process::id()));
        let began = Instant::now();
        let made = fill(&path, incidents);
        println!("{made} incidents written in {:.1} s", began.elapsed().as_secs_f64());
        path
    };
    let began = Instant::now();
    let mut options = Options::new(&path);
    options.port = if stay { Options::new(&path).port } else { 0 };
    let server = Server::bind(options).unwrap();
    println!("started in {:.1} s", began.elapsed().as_secs_f64());
    let (at, stop) = (server.address(), server.stopper());
    let serving = std::thread::spawn(move || server.run().unwrap());
    for (what, path) in [
        ("list", "/api/incidents"),
        ("list, 200 rows far down", "/api/incidents?sort=-date&offset=20000&limit=200"),
        ("filter: country, differs", "/api/incidents?country=MLI&differs=1"),
        ("filter: days, deadly", "/api/incidents?since=2035-03-01&until=2035-06-30&harm=deadly&sort=-killed"),
        ("filter: box", "/api/incidents?near=0,0,40,30"),
        ("filter: words, rare", "/api/incidents?text=Kabort777"),
        ("filter: words, in all, asked again", "/api/incidents?text=bomb%20police"),
        ("list with map and histogram", "/api/incidents?differs=1&also=map,histogram"),
        ("map, whole", "/api/map?z=0"),
        ("map, finest", "/api/map?z=6"),
        ("map, a part", "/api/map?z=4&box=0,0,40,30"),
        ("histogram, months", "/api/histogram"),
        ("histogram, days", "/api/histogram?by=day"),
        ("incident", "/api/incidents/1001"),
        ("log", "/api/log"),
    ] {
        let (best, middle, size) = ask(at, path);
        println!("{what}: {best:.1} ms at best, {middle:.1} ms in the middle, {} kB", size / 1000);
    }
    // Each time others, so that no answer is at hand.
    let words = ["bomb", "police", "shops shut", "road closed", "until evening", "market bomb", "stayed"];
    let mut times: Vec<f64> = Vec::new();
    for words in words {
        let began = Instant::now();
        get(at, &format!("/api/incidents?text={}", words.replace(' ', "%20")));
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!(
        "filter: words, in most: {:.1} ms at best, {:.1} ms in the middle",
        times[0],
        times[times.len() / 2]
    );
    if stay {
        println!("serving http://{at}/ over {}", path.display());
    } else {
        stop.stop();
    }
    serving.join().unwrap();
    if keep || kept {
        println!("kept: {}", path.display());
        return;
    }
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
}
