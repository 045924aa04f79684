//! Which words tell day and place of an event, in sentences of our own.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::in_war;
use diurna_core::Role;

#[test]
fn what_commas_set_off_keeps_its_own_words() {
    let told = |sentence: &str, words: &str| {
        let seen = in_war(sentence);
        (seen.role(words, Role::Time), seen.role(words, Role::Place))
    };
    let of = |day: &str, place: &str| (vec![day.to_string()], vec![place.to_string()]);
    let text = "The army, in retaliation for a rocket attack, bombed a rebel camp near Kidal on Monday.";
    assert_eq!(told(text, "rocket attack"), (vec![], vec![]));
    assert_eq!(told(text, "bombed"), of("Monday", "Kidal"));
    let text = "The army, after an attack on its base in Gao on Sunday, bombed a rebel camp on Monday.";
    assert_eq!(told(text, "attack"), of("Sunday", "Gao"));
    assert_eq!(told(text, "bombed"), (vec!["Monday".to_string()], vec![]));
    let text = "Rebels, who attacked Gao on Sunday, shelled Kidal on Monday.";
    assert_eq!((told(text, "attacked").0, told(text, "shelled").0), (of("Sunday", "").0, of("Monday", "").0));
    let text = "The mayor, wounded in a bombing in Mopti in March, was shot in Gao on Monday.";
    assert_eq!(told(text, "shot"), of("Monday", "Gao"));
    assert_eq!(told(text, "bombing"), of("March", "Mopti"));
    // A day alone between commas is that of the main verb.
    let text = "The army, on Monday, bombed a rebel camp near Kidal.";
    assert_eq!(told(text, "bombed"), of("Monday", "Kidal"));
}
