use super::*;
use crate::build::sketch;
use crate::fixture::{Fixture, record};
use crate::linked;
use crate::sketch::{Count, Name, Spot};
use diurna_core::codebook::{ActorKind, HarmKind, Mode};
use std::collections::BTreeSet;

fn event(day: &str) -> Sketch {
    let text = "Bomb in Orvel\n\nA bomb went off in Orvel.";
    let r = record("r1", text, Some("2031-05-20"))
        .attack("went off", Some(Mode::Bombing))
        .at("Orvel", 10.0, 20.0)
        .on(day);
    Sketch { instruments: vec![7], ..sketch(&r).events.remove(0) }
}

/// Whether a search for the one meets the other in the index.
fn meets(a: &Sketch, b: &Sketch) -> bool {
    let rows = kept(b);
    sought(a).iter().any(|s| rows.iter().any(|r| r.key == s.key && (s.from..=s.to).contains(&r.number)))
}

fn group(n: u64) -> Name {
    Name {
        name: format!("Group {n}"),
        kind: ActorKind::ArmedGroup,
        country: None,
        named: true,
        key: format!("group {n}"),
        aliases: vec![n as u32],
        stems: vec![n as u32],
    }
}

fn numbers(event: &Sketch) -> Vec<i32> {
    kept(event).into_iter().filter(|k| k.key.contains('%')).map(|k| k.number).collect()
}

#[test]
fn rows_are_in_the_order_of_days() {
    // 2 January 1900 is day 1.
    let old = Sketch { published: None, ..event("1900-01-02") };
    assert!(!numbers(&old).is_empty() && numbers(&old).iter().all(|n| *n == 1_000_001));
    let d = |t: &str| -> Date { t.parse().unwrap() };
    let long = Sketch { days: Some((d("1900-01-02"), d("1900-01-13"))), ..old.clone() };
    assert!(numbers(&long).iter().all(|n| *n == 2_000_001), "eleven days more are many");
    let longer = Sketch { days: Some((d("1900-01-02"), d("1900-04-13"))), ..old.clone() };
    assert!(numbers(&longer).iter().all(|n| *n == 0), "101 days more are any time");
    assert!(numbers(&Sketch { days: None, ..old.clone() }).iter().all(|n| *n == 0));
    let news = Sketch { published: Some(d("1900-01-05")), dated: false, ..old.clone() };
    assert!(numbers(&news).iter().all(|n| *n == 3_000_001));
    // What was said without a day was said in the three days before.
    let said = Sketch { class: Class::Said, days: None, published: Some(d("1900-01-05")), ..old };
    assert!(numbers(&said).iter().all(|n| *n == 3_000_001));
}

#[test]
fn far_days_do_not_meet() {
    let a = event("2031-05-12");
    assert!(meets(&a, &event("2031-05-14")) && meets(&event("2031-05-14"), &a));
    // The rows of one list are as long as its longest event may be.
    assert!(!meets(&a, &event("2031-05-15")) && meets(&event("2031-05-15"), &a));
    assert!(!meets(&a, &event("2030-05-12")) && !meets(&event("2030-05-12"), &a));
    let ever = Sketch { days: None, ..a.clone() };
    assert!(meets(&ever, &event("1987-05-12")) && meets(&event("1987-05-12"), &ever));
}

#[test]
fn far_places_do_not_meet() {
    let at = |lat: f64, near: &[f64]| {
        let mut e = event("2031-05-12");
        let mut spot = e.spot.clone().unwrap();
        spot.point = Some((lat, 20.0));
        e.near = near.iter().map(|n| Spot { point: Some((*n, 20.0)), ..spot.clone() }).collect();
        e.spot = Some(spot);
        // A side and nothing else: its rows are those by place.
        e.agents = vec![group(1)];
        e.instruments.clear();
        e
    };
    let wide = |e: &Sketch| -> BTreeSet<i32> {
        kept(e).into_iter().filter(|k| k.key.contains('@')).map(|k| k.number).collect()
    };
    assert_eq!(wide(&at(10.0, &[])), BTreeSet::from([1_010_000]));
    assert_eq!(wide(&at(10.0, &[9.0])), BTreeSet::from([2_009_900]), "two towns a degree apart");
    assert_eq!(wide(&at(10.0, &[14.0])), BTreeSet::from([0]), "four degrees apart: anywhere");
    // Without a point, and where something was said, the place tells nothing.
    let mut lost = at(10.0, &[]);
    lost.spot = None;
    assert_eq!(wide(&lost), BTreeSet::from([0]));
    assert_eq!(wide(&Sketch { class: Class::Said, ..at(10.0, &[]) }), BTreeSet::from([0]));
    // 56 km to the north is near enough; 220 km are not, unless a town of the way is named.
    assert!(meets(&at(10.0, &[]), &at(10.5, &[])) && meets(&at(10.5, &[]), &at(10.0, &[])));
    assert!(!meets(&at(10.0, &[]), &at(12.0, &[])) && !meets(&at(12.0, &[]), &at(10.0, &[])));
    assert!(meets(&at(10.0, &[]), &at(12.0, &[10.1])) && meets(&at(12.0, &[10.1]), &at(10.0, &[])));
    assert!(meets(&lost, &at(12.0, &[])) && meets(&at(12.0, &[]), &lost));
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn event(&mut self, n: u64) -> Sketch {
        let mut e = event("2031-05-12");
        let first: Date = "2031-03-01".parse().unwrap();
        let day = |n: u64| plus(first, n as i32);
        e.at.report = format!("r{n}");
        e.class = [Class::Happened, Class::Happened, Class::Happened, Class::Said][self.roll(4) as usize];
        e.published = (self.roll(8) > 0).then(|| day(self.roll(120)));
        let from = self.roll(120);
        let span = [0, 0, 1, 6, 10, 11, 40, 100, 101, 400][self.roll(10) as usize];
        e.dated = self.roll(3) > 0;
        e.days = match (self.roll(5), e.published) {
            (0, _) => None,
            (_, Some(p)) if !e.dated => Some((plus(p, -3), p)),
            _ => Some((day(from), day(from + span))),
        };
        e.later = (span == 0 && e.dated && self.roll(4) == 0).then(|| day(from + 7));
        // Towns and regions up to three degrees apart, some of them on the way; some events are launches.
        let mut spot = e.spot.take().unwrap();
        spot.point = (self.roll(9) > 0).then(|| (10.0 + self.roll(30) as f64 / 10.0, 20.0));
        e.near = (0..self.roll(3))
            .map(|_| Spot { point: Some((10.0 + self.roll(30) as f64 / 10.0, 20.0)), ..spot.clone() })
            .collect();
        spot.precision = [Precision::Town, Precision::Town, Precision::Province][self.roll(3) as usize];
        e.spot = (self.roll(4) > 0).then_some(spot);
        e.mode = [Some(Mode::Bombing), Some(Mode::Bombing), Some(Mode::MissileRocket)][self.roll(3) as usize];
        e.agents = (0..self.roll(2)).map(|_| group(self.roll(2))).collect();
        e.names = (0..self.roll(3) as u32).collect();
        e.counts = vec![Count { kind: HarmKind::Killed, low: 84, high: Some(84) }];
        e.words = (0..6 + self.roll(3) as u32).collect();
        e.head = e.words.clone();
        e
    }
}

#[test]
fn who_is_linked_meets_in_the_index() {
    let mut dice = Dice(3);
    let events: Vec<Sketch> = (0..300).map(|n| dice.event(n)).collect();
    let asked: Vec<_> = events.iter().map(sought).collect();
    let rows: Vec<_> = events.iter().map(kept).collect();
    let (mut joined, mut met, mut keyed) = (0, 0, 0);
    for (i, a) in events.iter().enumerate() {
        for (j, b) in events.iter().enumerate().filter(|(j, _)| *j != i) {
            let here = |s: &Sought, r: &Kept| r.key == s.key && (s.from..=s.to).contains(&r.number);
            let found = asked[i].iter().any(|s| rows[j].iter().any(|r| here(s, r)));
            let shared = rows[i].iter().any(|r| rows[j].iter().any(|q| q.key == r.key));
            let linked = linked(a, b);
            assert!(found || !linked, "{a:?}\n{b:?}");
            assert!(shared || !found, "{a:?}\n{b:?}");
            joined += u32::from(linked);
            met += u32::from(found);
            keyed += u32::from(shared);
        }
    }
    // Enough of each to say something, and days and places do shut out some.
    assert!(joined > 1_000 && joined < met && met < keyed, "{joined} {met} {keyed}");
}
