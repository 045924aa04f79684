//! Numbers of persons harmed by who gives them, in reports of our own.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Seen, range, read};
use diurna_core::record::{AccountPart, EventPart};
use diurna_core::{HarmKind, Root, Side, Status};

/// Words of the source of an account; `None` where the report itself gives the number.
fn source(seen: &Seen, a: &AccountPart) -> Option<String> {
    let claim = seen.claim(a.claim.as_deref()?);
    let s = claim.source.as_ref().unwrap();
    Some(seen.words(&diurna_core::record::Mention { start: s.start, end: s.end }))
}

type Told = (u32, Option<u32>, Option<String>, Option<Side>, Option<String>);

/// Every account of a kind: low, high, who, side, source.
fn told(seen: &Seen, e: &EventPart, kind: HarmKind) -> Vec<Told> {
    let one = |a: &AccountPart| (a.low, a.high, a.who.clone(), a.side, source(seen, a));
    e.accounts.iter().filter(|a| a.harm == kind).map(one).collect()
}

fn text(words: &str) -> Option<String> {
    Some(words.to_string())
}

#[test]
fn two_sources_are_two_accounts() {
    let seen = read(
        "Rebels attacked a market in Gao, Mali, on Monday. Officials said four people were killed in the attack. \
         A doctor said six people were killed in the attack.",
    );
    let e = seen.only(Root::Assault);
    assert_eq!(
        told(&seen, e, HarmKind::Killed),
        [(4, Some(4), None, None, text("Officials")), (6, Some(6), None, None, text("A doctor"))]
    );
    assert_eq!(range(e.killed.as_ref()), Some((4, Some(6))));
}

#[test]
fn what_the_report_itself_says_has_no_claim() {
    let seen = read("Rebels attacked a base near Gao, Mali, on Monday, killing at least nine people.");
    let e = seen.only(Root::Assault);
    assert_eq!(told(&seen, e, HarmKind::Killed), [(9, None, None, None, None)]);
}

#[test]
fn persons_of_several_kinds_are_several_accounts() {
    let seen =
        read("Rebels attacked a base near Gao, Mali, on Monday, killing nine Malian policemen and a driver.");
    let e = seen.only(Root::Assault);
    assert_eq!(
        told(&seen, e, HarmKind::Killed),
        [
            (9, Some(9), text("Malian policemen"), Some(Side::Target), None),
            (1, Some(1), text("driver"), Some(Side::Target), None)
        ]
    );
    assert_eq!(range(e.killed.as_ref()), Some((10, Some(10))));
}

#[test]
fn things_are_no_dead_and_nobody_else_takes_nothing_back() {
    let killed = |text: &str| {
        let seen = read(text);
        let told: u32 = seen.0.events.iter().filter_map(|e| e.killed.as_ref()).map(|k| k.low).sum();
        told
    };
    let raid = "Gunmen attacked a village near Kano, Nigeria, on Monday, killing nine people and burning dozens of houses.";
    assert_eq!(killed(raid), 9);
    assert_eq!(killed("Gunmen killed 40 cows and two herders near Kano, Nigeria, on Monday."), 2);
    let more = "Gunmen shot dead a policeman near Gao, Mali, on Monday. No other casualties were reported in the attack.";
    assert_eq!(killed(more), 1);
    assert_eq!(killed("A man stabbed two teachers to death in Gao, Mali, on Monday."), 2);
}

#[test]
fn not_only_denies_nothing() {
    let seen =
        read("Rebels not only shelled the town of Kidal, Mali, on Monday but also kidnapped the mayor.");
    assert!(seen.0.events.iter().any(|e| seen.triggers(e) == ["shelled"] && e.status == Status::Happened));
}

#[test]
fn attackers_are_of_the_side_that_acts() {
    let seen =
        read("Gunmen attacked a bank in Nairobi, Kenya, on Monday. Two attackers were killed in the attack.");
    let e = seen.only(Root::Assault);
    assert_eq!(told(&seen, e, HarmKind::Killed), [(2, Some(2), text("attackers"), Some(Side::Agent), None)]);
}

#[test]
fn the_detained_are_of_the_side_acted_upon() {
    let seen = read("Police in Nairobi, Kenya, arrested 12 protesters on Monday.");
    let e = seen.only(Root::Coerce);
    assert_eq!(
        told(&seen, e, HarmKind::Detained),
        [(12, Some(12), text("protesters"), Some(Side::Target), None)]
    );
    assert!(e.killed.is_none() && e.injured.is_none());
}

#[test]
fn the_same_number_told_twice_is_one_account() {
    let seen = read(
        "Rebels attacked a market in Gao, Mali, on Monday, killing four people.\n\
         Four people were killed in the attack.",
    );
    let e = seen.only(Root::Assault);
    assert_eq!(told(&seen, e, HarmKind::Killed).len(), 1, "{:?}", e.accounts);
    assert_eq!(e.accounts[0].evidence.len(), 2);
}

#[test]
fn who_lost_men_is_whose_they_were() {
    let seen = read(
        "The army said it killed 12 rebels in a raid near Gao, Mali, on Monday. The rebels said they lost two men.",
    );
    let e = seen.only(Root::Assault);
    let all = told(&seen, e, HarmKind::Killed);
    assert!(all.contains(&(2, Some(2), text("men"), Some(Side::Target), text("The rebels"))), "{all:?}");
}
