use super::*;
use crate::build::sketch;
use crate::fixture::{Fixture, record};
use crate::score::{linked, pair, points};
use crate::sketch::Class;
use diurna_core::record::Record;
use jiff::civil::date;
use std::slice::from_ref;

fn day(d: i8) -> (Date, Date) {
    (date(2031, 5, d), date(2031, 5, d))
}

/// An attack in Orvel on a day, told in a report of its own.
fn attack(id: &str, d: i8) -> Record {
    let text = "Bomb in Orvel\n\nA bomb went off in the fish market of Orvel beside the customs house, between crates of trout and a chapel. Farmers from Lower Tessin had come to sell trout.";
    record(id, text, Some("2031-05-13"))
        .attack("went off", Some(Mode::Bombing))
        .at("Orvel", 10.0, 20.0)
        .on(&format!("2031-05-{d:02}"))
}

fn one(r: &Record) -> Sketch {
    sketch(r).events.remove(0)
}

#[test]
fn days_are_weighed_by_their_distance() {
    let weight = |x, y| overlap(x, y).0;
    assert_eq!(weight(day(12), day(12)), 2.0);
    assert_eq!(weight(day(12), day(13)), -0.7);
    assert_eq!(weight(day(12), day(14)), -3.4);
    assert!(weight(day(12), day(15)) < FORBIDDEN);
    // A week and a month hold the day.
    assert_eq!(weight(day(12), (date(2031, 5, 10), date(2031, 5, 17))), 1.0);
    assert_eq!(weight(day(12), (date(2031, 5, 1), date(2031, 5, 31))), 0.4);
}

#[test]
fn three_days_apart_forbid() {
    let (a, b) = (one(&attack("a", 9)), one(&attack("b", 12)));
    assert!(pair(&a, &b).is_none() && !linked(&a, &b));
    assert!(pair(&one(&attack("a", 11)), &b).is_some());
}

#[test]
fn places_are_weighed_by_distance_and_precision() {
    let spot = |lat: f64, precision| Spot {
        name: "Orvel".into(),
        admin1: None,
        point: Some((lat, 20.0)),
        country: Some("XYZ".into()),
        precision,
    };
    let weight = |a: &Spot, b: &Spot| compare(a, b).map(|c| c.0);
    let town = |lat| spot(lat, Precision::Town);
    // One degree of latitude is 111.2 km.
    assert_eq!(weight(&town(10.0), &town(10.0)), Some(2.4));
    assert_eq!(weight(&town(10.0), &town(10.1)), Some(2.0));
    assert_eq!(weight(&town(10.0), &town(10.25)), Some(1.2));
    assert_eq!(weight(&town(10.0), &town(10.5)), Some(0.2));
    assert_eq!(weight(&town(10.0), &town(10.6)), None);
    // A country holds its towns, and excludes those of others.
    let country = spot(14.0, Precision::Country);
    assert_eq!(weight(&town(10.0), &country), Some(0.5));
    assert_eq!(weight(&town(10.0), &Spot { country: Some("ABC".into()), ..country }), None);
    assert_eq!(weight(&town(10.0), &spot(13.0, Precision::Province)), Some(0.3));
    assert_eq!(weight(&town(10.0), &spot(14.0, Precision::Province)), None);
}

#[test]
fn tolls_agree_grow_or_are_at_odds() {
    let count = |low, high| Count { kind: HarmKind::Killed, low, high };
    let exact = |n| count(n, Some(n));
    let weight = |a, b| {
        assert_eq!(toll(a, b), toll(b, a));
        toll(a, b).0
    };
    assert_eq!(weight(exact(2), exact(2)), 0.4);
    assert_eq!(weight(exact(7), exact(7)), 1.0);
    assert_eq!(weight(exact(20), exact(20)), 1.6);
    assert_eq!(weight(exact(84), exact(84)), 2.2);
    // More than 70 may be 84; 84 or more is the same number as 84.
    assert_eq!(weight(count(71, None), exact(84)), 0.5);
    assert_eq!(weight(count(84, None), exact(84)), 1.3);
    // Six after four is growth, two after eight much, one against eighty another thing.
    assert_eq!(weight(exact(77), exact(84)), 0.2);
    assert_eq!(weight(exact(4), exact(6)), -0.3);
    assert_eq!(weight(exact(3), exact(9)), -0.9);
    assert_eq!(weight(exact(1), exact(80)), -1.2);
    assert_eq!(weight(exact(5), exact(80)), -1.8);
    assert_eq!(toll(exact(6), exact(4)).1, "4 against 6");
}

#[test]
fn modes_of_one_family_agree() {
    let with = |mode| Sketch { mode, ..one(&attack("a", 12)) };
    let weight = |a, b| mode(&with(Some(a)), &with(Some(b))).map(|r| r.weight);
    assert_eq!(weight(Mode::Bombing, Mode::Bombing), Some(0.6));
    assert_eq!(weight(Mode::Bombing, Mode::Suicide), Some(0.3));
    assert_eq!(weight(Mode::CarBomb, Mode::Ramming), Some(0.3));
    assert_eq!(weight(Mode::Bombing, Mode::Stabbing), Some(-1.1));
    assert_eq!(weight(Mode::Bombing, Mode::Other), None);
    assert_eq!(mode(&with(None), &with(Some(Mode::Bombing))), None);
}

#[test]
fn militants_may_be_the_taliban() {
    let name = |name: &str, kind, named: bool| Name {
        name: name.into(),
        kind,
        country: None,
        named,
        key: name.to_lowercase(),
        aliases: vec![crate::words::hash32(&name.to_lowercase())],
        stems: vec![],
    };
    let group = ActorKind::ArmedGroup;
    let (reds, blues, militants) =
        (name("Red Dawn", group, true), name("Blue Dawn", group, true), name("militants", group, false));
    assert_eq!(alike(&reds, &reds), 1.0);
    assert_eq!(alike(&reds, &militants), 0.15);
    assert_eq!(alike(&reds, &blues), 0.0);
    let weight = |x: &Name, y: &Name| side(from_ref(x), from_ref(y), "same", 1.0).map(|r| r.weight);
    assert_eq!(weight(&reds, &blues), Some(-0.9));
    assert_eq!(weight(&reds, &militants), Some(0.15));
    // An alias is as good as the name.
    let mut alias = name("RD", group, true);
    alias.aliases.extend(&reds.aliases);
    alias.aliases.sort_unstable();
    assert_eq!(weight(&reds, &alias), Some(1.0));
    let state = name("Tessin", ActorKind::State, true);
    assert_eq!(weight(&state, &state), Some(0.5));
}

#[test]
fn what_is_planned_is_not_what_happened() {
    let a = one(&attack("a", 12));
    let mut b = one(&attack("b", 12));
    assert!(linked(&a, &b));
    b.class = Class::Ahead;
    assert!(pair(&a, &b).is_none());
    b.class = Class::Happened;
    b.root = Root::Protest;
    assert!(pair(&a, &b).is_none());
}

#[test]
fn a_report_that_tells_two_events_holds_them_for_two() {
    let a = one(&attack("a", 12));
    let mut b = one(&attack("b", 12));
    let apart = points(&a, &b).unwrap();
    b.at = diurna_core::incident::EventRef { report: "a".into(), event: "e2".into() };
    assert!(apart - points(&a, &b).unwrap() > 2.5);
}

#[test]
fn a_join_says_why_in_words_and_figures() {
    let join = pair(&one(&attack("b", 12)), &one(&attack("a", 12).dead(3, Some(3), "trout"))).unwrap();
    assert_eq!((join.a.report.as_str(), join.b.report.as_str()), ("a", "b"));
    let find = |words: &str| join.reasons.iter().find(|r| r.words.contains(words)).map(|r| r.weight);
    assert_eq!(find("same place, Orvel"), Some(2.4));
    assert_eq!(find("same day"), Some(2.0));
    assert_eq!(find("both bombing"), Some(0.6));
    assert_eq!(find("100 % of telling words"), Some(2.4));
    assert!(join.score > 0.98 && join.score <= 1.0);
    assert!(join.reasons.windows(2).all(|w| w[0].weight.abs() >= w[1].weight.abs()));
}

#[test]
fn statements_need_a_speaker_or_the_same_words() {
    let mut a = one(&attack("a", 12));
    let mut b = one(&attack("b", 12));
    for s in [&mut a, &mut b] {
        (s.root, s.class, s.mode) = (Root::Accuse, Class::Said, None);
    }
    // The same words: a copy.
    assert!(linked(&a, &b));
    b.words.retain(|w| w % 3 == 0);
    b.words.extend([1, 2, 3, 4, 5, 6, 7, 8]);
    b.words.sort_unstable();
    assert!(pair(&a, &b).is_none());
}
