//! A program that is killed at any moment has lost nothing that it acknowledged, and left nothing half.

use crate::both::{Place, over_both};
use crate::common::{Attack, Dice, by};
use diurna_core::record::Record;
use diurna_store::{Prepared, Store};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

over_both!(killed_at_random_moments);

/// Kills, and after how many a new database is begun.
const KILLS: u64 = 208;
const FRESH: u64 = 26;
const DATABASE: &str = "DIURNA_TEST_DATABASE";
const FIRST: &str = "DIURNA_TEST_FIRST";

fn report(n: u64) -> (Vec<u8>, Record) {
    let town = format!("Town{}", n % 7);
    let attack = Attack::new(&town, ((n % 7) as f64, 20.0), &format!("2031-05-{:02}", 1 + n % 20), 3);
    attack.report(&format!("herald/{n}"), &format!("Witness {n} saw it."))
}

/// Not a test of its own: the program that is killed. It adds reports, two in a step, and says which are safe.
#[test]
fn the_one_that_is_killed() {
    let (Ok(database), Ok(first)) = (std::env::var(DATABASE), std::env::var(FIRST)) else { return };
    let first: u64 = first.parse().unwrap();
    let mut store = Store::open(Path::new(&database)).unwrap();
    let mut out = std::io::stdout();
    for n in (first..first + 5000).step_by(2) {
        let batch: Vec<Prepared> = [n, n + 1]
            .map(report)
            .iter()
            .map(|(raw, record)| Prepared::new(raw, record, None).unwrap())
            .collect();
        store.add_all(&batch, &by()).unwrap();
        writeln!(out, "\nsafe {n}").unwrap();
        out.flush().unwrap();
    }
}

fn killed_at_random_moments(at: &Place) {
    let mut dice = Dice(20_311_125);
    let (mut next, mut safe, mut place) = (0, Vec::new(), at.another("kill"));
    let mut acknowledged = 0;
    for kill in 0..KILLS {
        if kill % FRESH == 0 {
            (next, safe, place) = (0, Vec::new(), at.another(&format!("kill_{kill}")));
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::the_one_that_is_killed", "--nocapture"])
            .env(DATABASE, &place.path)
            .env(FIRST, format!("{next}"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        // Some die while the database is made or opened, most between and within the steps that follow.
        let (steps, wait) = match dice.roll(4) {
            0 => (0, dice.roll(60_000)),
            _ => (1 + dice.roll(4), dice.roll(8_000)),
        };
        let (told, heard) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if let Some(n) = line.strip_prefix("safe ").and_then(|n| n.parse::<u64>().ok()) {
                    let _ = told.send(n);
                }
            }
        });
        let mut told: Vec<u64> = (0..steps).map(|_| heard.recv().unwrap()).collect();
        std::thread::sleep(Duration::from_micros(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        reader.join().unwrap();
        told.extend(heard.iter());
        acknowledged += told.len();
        safe.extend(told);
        next += 10_000;
        let store = place.open();
        let checked = store.verify(None).unwrap_or_else(|e| panic!("after kill {kill}: {e}"));
        // Steps are whole: reports come in twos.
        assert_eq!(checked.reports % 2, 0, "after kill {kill}");
        assert!(checked.reports >= 2 * safe.len() as u64, "after kill {kill}");
        for n in &safe {
            for n in [*n, n + 1] {
                let (raw, record) = report(n);
                assert_eq!(store.raw(&record.report.id).unwrap(), Some(raw), "report {n} after kill {kill}");
            }
        }
    }
    assert!(acknowledged > 100, "only {acknowledged} steps were acknowledged: the kills came too early");
}
