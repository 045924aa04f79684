//! What the network sees and word lists alone would tell otherwise.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::read;
use diurna_core::{Mode, Root};

#[test]
fn rockets_fired_at_a_town_are_no_test() {
    let seen = read(
        "Israeli warplanes struck three targets in the southern Gaza Strip after militants fired two rockets at Sderot on \
         Saturday evening.",
    );
    let fired = seen.with("fired");
    assert_eq!((fired.r#type, fired.mode), (Root::Assault, Some(Mode::MissileRocket)));
    assert_eq!(seen.names(&fired.agents), ["militants"]);
    assert_eq!(seen.with("struck").mode, Some(Mode::Aerial));
}

#[test]
fn those_who_are_counted_act() {
    let seen = read("Hundreds of teachers marched through Nairobi on Wednesday to demand better pay.");
    let march = seen.only(Root::Protest);
    assert_eq!((seen.names(&march.agents), seen.names(&march.targets)), (vec!["teachers"], vec![]));
}

#[test]
fn ground_is_seized_and_persons_are_held() {
    let seen =
        read("Rebels captured the town of Zenko on Friday. Soldiers captured two rebels near Gao on Sunday.");
    let modes: Vec<_> = seen.events(Root::Coerce).iter().map(|e| e.mode).collect();
    assert_eq!(modes, [Some(Mode::Seizure), Some(Mode::Arrest)]);
}

#[test]
fn a_post_at_a_distance_from_a_town_is_there() {
    let seen = read("Gunmen attacked an army post 30 km north of Djibo in Burkina Faso on Monday.");
    let e = seen.only(Root::Assault);
    assert_eq!(seen.place(e), Some("30 km north of Djibo"));
    assert_eq!(seen.names(&e.targets), ["army post"]);
}

#[test]
fn what_follows_a_semicolon_has_its_own_day() {
    let seen = read(
        "Only one gunman survived the attack on the hotel in Gao; in March a court sentenced him to death for murder.",
    );
    assert_eq!(seen.with("attack").when, None);
}

#[test]
fn he_is_who_the_sentence_before_is_about() {
    let seen = read(
        "Ali Verrin, the president, spoke in Gao on Friday. He praised the vote that Omar Sande had won. He accused Britain of \
         plotting against Mali.",
    );
    assert_eq!(seen.names(&seen.only(Root::Accuse).agents), ["Ali Verrin"]);
}

#[test]
fn two_sources_count_the_same_arrests() {
    let seen = read(
        "Several thousand teachers marched through Lima on Saturday to demand higher pay. Three people were arrested, Peru's \
         interior ministry said. The teachers' union said that the police had detained eleven of its members.",
    );
    let detained: Vec<_> = seen.only(Root::Coerce).accounts.iter().map(|a| a.low).collect();
    assert_eq!(detained, [3, 11]);
}
