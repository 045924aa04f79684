use super::*;
use crate::build::sketch;
use crate::fixture::{Fixture, record};
use diurna_core::codebook::Mode;

fn event(lat: f64, lon: f64, day: &str) -> Sketch {
    let text = "Bomb in Orvel\n\nA bomb went off in Orvel.";
    let r = record("r1", text, Some("2031-05-20"))
        .attack("went off", Some(Mode::Bombing))
        .at("Orvel", lat, lon)
        .on(day);
    sketch(&r).events.remove(0)
}

#[test]
fn near_events_share_a_key() {
    let a = event(10.0, 20.0, "2031-05-12");
    assert!(share_key(&a, &event(10.0, 20.0, "2031-05-12")));
    // 27 km to the north, a day later.
    assert!(share_key(&a, &event(10.25, 20.0, "2031-05-13")));
    // Over the edge of a cell and across the date line.
    assert!(share_key(&event(10.99, 179.95, "2031-05-12"), &event(11.01, -179.95, "2031-05-12")));
    // Two degrees away; two weeks later.
    assert!(!share_key(&a, &event(12.0, 20.0, "2031-05-12")));
    assert!(!share_key(&a, &event(10.0, 20.0, "2031-05-02")));
}

#[test]
fn keys_are_few_short_and_plain() {
    let keys = keys(&event(10.0, 20.0, "2031-05-12"));
    assert!(!keys.is_empty() && keys.len() <= 12, "{keys:?}");
    assert!(keys.iter().all(|k| k.is_ascii() && k.len() <= 60));
    assert!(keys.windows(2).all(|k| k[0] < k[1]));
}

#[test]
fn what_stays_alone_has_no_key() {
    assert!(keys(&Sketch { class: Class::Alone, ..event(10.0, 20.0, "2031-05-12") }).is_empty());
}

#[test]
fn classes_do_not_meet() {
    let a = event(10.0, 20.0, "2031-05-12");
    assert!(!share_key(&a, &Sketch { class: Class::Ahead, ..a.clone() }));
}
