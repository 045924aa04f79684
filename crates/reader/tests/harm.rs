//! The words that give the dead and the wounded, in sentences of our own.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::in_war;
use diurna_core::Role::{Detained, Injured, Killed, Missing};

/// The words that give the dead and those that give the wounded.
fn harm(sentence: &str) -> (Vec<String>, Vec<String>) {
    let seen = in_war(sentence);
    (seen.harm(Killed), seen.harm(Injured))
}

fn is(sentence: &str, killed: &[&str], injured: &[&str]) {
    let (k, i) = harm(sentence);
    assert!(k == killed && i == injured, "{sentence}: killed {k:?}, injured {i:?}");
}

#[test]
fn dead_and_wounded_as_objects() {
    is("Rebels attacked a base near Gao, killing four soldiers.", &["four soldiers"], &[]);
    is(
        "Rebels attacked a base near Gao, killing four soldiers and wounding six others.",
        &["four soldiers"],
        &["six others"],
    );
    is("The attack killed 12 people and injured 30.", &["12 people"], &["30"]);
    is("Rebels killed two guards and wounded 14 others.", &["two guards"], &["14 others"]);
    is(
        "Rebels killed two guards, a driver and wounded 14 others.",
        &["two guards", "a driver"],
        &["14 others"],
    );
    is("Rebels killed two guards and wounded 14 others, the army said.", &["two guards"], &["14 others"]);
}

#[test]
fn dead_and_wounded_as_subjects() {
    is("Four soldiers were killed in the attack.", &["Four soldiers"], &[]);
    is("Seven villagers died in the attack.", &["Seven villagers"], &[]);
    is("Six people were injured in the attack.", &[], &["Six people"]);
}

#[test]
fn left_dead_and_wounded() {
    is("The attack left 3 dead and 11 wounded.", &["3"], &["11"]);
    is("The attack left two soldiers and a driver dead.", &["two soldiers", "a driver"], &[]);
}

#[test]
fn each_verb_has_its_own_number() {
    is(
        "The attack killed 10 people in Gao on Monday and hundreds more were injured.",
        &["10 people"],
        &["hundreds"],
    );
}

#[test]
fn at_least_and_more() {
    is("At least nine people were killed in the attack.", &["At least nine people"], &[]);
    is("More than 40 soldiers were killed in the attack.", &["More than 40 soldiers"], &[]);
    is("Rebels attacked the base, killing as many as 20 soldiers.", &["as many as 20 soldiers"], &[]);
    is("Nine or more soldiers were wounded in the attack.", &[], &["Nine or more soldiers"]);
}

#[test]
fn numbers_told_beside_the_attack() {
    let (killed, _) = harm("After the attack on the base the army put the number of dead at six.");
    assert!(killed.len() == 1 && killed[0].ends_with("six"), "{killed:?}");
    let (killed, _) = harm("The attack on the market has claimed 69 lives.");
    assert_eq!(killed, ["69 lives"]);
}

#[test]
fn nobody_hurt() {
    is("No one was injured in the attack.", &[], &["No one"]);
    is("Rebels attacked the base. No one was injured.", &[], &["No one"]);
}

#[test]
fn two_numbers_in_one_phrase() {
    is(
        "The attack killed at least 13 insurgents and a soldier.",
        &["at least 13 insurgents", "a soldier"],
        &[],
    );
}

#[test]
fn one_number_for_dead_and_wounded_tells_neither() {
    is("The attack killed and wounded dozens of civilians.", &[], &[]);
    is("The attack killed or injured 40 people.", &[], &[]);
}

#[test]
fn neither_dead_nor_wounded() {
    is(
        "Rebels attacked the base on Monday. There were no casualties.",
        &["no casualties"],
        &["no casualties"],
    );
}

#[test]
fn found_dead() {
    is("Police attacked the house and shot him dead.", &["him"], &[]);
    is("Rebels attacked the base. Two guards were pronounced dead.", &["Two guards"], &[]);
}

#[test]
fn missing_and_detained() {
    let seen = in_war("Rebels attacked a convoy near Gao. Three soldiers are missing.");
    assert_eq!(seen.harm(Missing), ["Three soldiers"]);
    let seen = in_war("Soldiers arrested 12 men near Gao on Monday.");
    assert_eq!(seen.harm(Detained), ["12 men"]);
    let seen = in_war("Rebels kidnapped four teachers near Gao on Monday.");
    assert_eq!(seen.harm(Detained), ["four teachers"]);
}

#[test]
fn rounded_up_and_jailed_are_detained() {
    for (sentence, who) in [
        ("Police rounded up 40 men near Gao on Monday.", "40 men"),
        ("Forty men were rounded up near Gao on Monday.", "Forty men"),
        ("A court in Bamako jailed two rebels for five years on Monday.", "two rebels"),
        ("Two journalists were jailed in Bamako on Monday.", "Two journalists"),
        ("Police interned 30 men in Gao.", "30 men"),
    ] {
        assert_eq!(in_war(sentence).harm(Detained), [who], "{sentence}");
    }
    // Figures are rounded up, too.
    let seen = in_war("The army arrested 12 men in Gao, and a clerk rounded up the figures.");
    assert_eq!(seen.harm(Detained), ["12 men"]);
    let seen = in_war("Police arrested 57 men but the minister rounded up to 60.");
    assert_eq!(seen.harm(Detained), ["57 men"]);
    // Nor do years lose their freedom.
    assert_eq!(in_war("Activist jailed two years in Gao.").harm(Detained), [""; 0]);
}

#[test]
fn no_attack_no_harm() {
    let (killed, injured) = harm("A bus crash killed six people and injured four.");
    assert!(killed.is_empty() && injured.is_empty(), "{killed:?} {injured:?}");
}

#[test]
fn harm_goes_to_the_attack_beside_it() {
    let seen =
        in_war("Rebels shelled a market in Mopti on Monday.\nFour people were killed and nine wounded.");
    assert_eq!(seen.harm(Killed), ["Four people"]);
    assert_eq!(seen.harm(Injured), ["nine"]);
}

#[test]
fn what_a_thing_killed_is_counted() {
    is("A mine killed four villagers near Gao on Monday.", &["four villagers"], &[]);
    is("A grenade killed two people near Gao on Monday.", &["two people"], &[]);
    is("The army said it killed 15 fighters in an attack near Gao.", &["15 fighters"], &[]);
}

#[test]
fn all_who_are_joined_are_counted() {
    is("Two guards and a cook were killed in the attack.", &["Two guards", "a cook"], &[]);
    is("A father and his three sons were killed in the attack.", &["A father", "his three sons"], &[]);
}

#[test]
fn a_part_is_not_added_to_the_whole() {
    is("Shelling killed eight people, three of them children.", &["eight people"], &[]);
}

#[test]
fn one_person_and_a_dateline() {
    is("Rebels attacked a judge near Gao on Monday. Her guard was wounded.", &[], &["Her guard"]);
    is("Gao - At least 12 people were killed in the attack.", &["At least 12 people"], &[]);
}

#[test]
fn a_toll_that_is_put_at_a_number() {
    let told = "Rebels shelled a market in Mopti on Monday.";
    is(&format!("{told} The governor put the death toll at 17."), &["17"], &[]);
    is(&format!("{told} The army put the number of dead at 21."), &["21"], &[]);
}

#[test]
fn a_number_between_two_ends_is_one() {
    is("Between 20 and 25 people were killed in the attack.", &["Between 20 and 25 people"], &[]);
    is("The attack killed between 20 and 25 people.", &["between 20 and 25 people"], &[]);
    is(
        "More than 100 and fewer than 120 people were killed in the attack.",
        &["More than 100 and fewer than 120 people"],
        &[],
    );
    is("No fewer than nine people were killed in the attack.", &["No fewer than nine people"], &[]);
}

#[test]
fn digits_in_groups_are_one_number() {
    is("The attack killed 1 200 people.", &["1 200 people"], &[]);
    is("The attack killed 1\u{202f}200 people.", &["1\u{202f}200 people"], &[]);
    is("Some 1 200 people were killed in the attack and 3 400 wounded.", &["Some 1 200 people"], &["3 400"]);
    // The day of a date is no group of digits.
    is("Rebels attacked a base near Gao. On May 5 200 soldiers were killed.", &["200 soldiers"], &[]);
}

#[test]
fn each_word_of_harm_has_its_own_number() {
    is(
        "Rebels attacked a base near Gao. The attack left three dead and 20 others wounded.",
        &["three"],
        &["20 others"],
    );
    is("The attack killed 30 and injured dozens more.", &["30"], &["dozens"]);
}

#[test]
fn a_part_of_those_counted() {
    let farm = "Rebels attacked a farm near Gao.";
    is(&format!("{farm} Three of the five hostages were killed."), &["Three of the five hostages"], &[]);
    is(&format!("{farm} One of the wounded died on Tuesday."), &["One of the wounded"], &[]);
    is("Police shot four protesters in Gao on Monday, two of them fatally.", &["two of them"], &[]);
    // Those included are counted already.
    is("The attack killed four people, including two children.", &["four people"], &[]);
}

#[test]
fn dying_and_being_hurt_in_other_words() {
    is("Seven people lost their lives in the attack.", &["Seven people"], &[]);
    is("Rebels attacked a judge near Gao. He succumbed to his injuries on Tuesday.", &["He"], &[]);
    is(
        "Six people were killed in the attack and 11 others sustained injuries.",
        &["Six people"],
        &["11 others"],
    );
    is("A guard was fatally wounded in the attack.", &["A guard"], &[]);
    is("Jets bombed Mopti on Monday. Four people are feared dead.", &["Four people"], &[]);
    is("A man and his three sons were shot dead in the attack.", &["A man", "his three sons"], &[]);
}

#[test]
fn a_toll_that_changed() {
    let told = "Rebels shelled a market in Mopti on Monday.";
    is(&format!("{told} The death toll has since risen to 9."), &["9"], &[]);
    is(&format!("{told} The toll rose from five to seven on Tuesday."), &["seven"], &[]);
    is(&format!("{told} The army put the toll at between 20 and 25."), &["between 20 and 25"], &[]);
    is(&format!("{told} The army put the dead at six."), &["six"], &[]);
    is("The toll of last week's attack in Mopti rose to 60.", &["60"], &[]);
}

#[test]
fn a_sum_over_months_is_no_toll() {
    let killed = "Rebels killed four farmers near Gao on Tuesday";
    is(&format!("{killed}, bringing the number of dead this month to 60."), &["four farmers"], &[]);
    is(&format!("{killed}, bringing the death toll to 60 since January."), &["four farmers"], &[]);
    // What is paid on a road is none either.
    is("Rebels attacked the toll plaza near Gao at ten to seven.", &[], &[]);
}

#[test]
fn shot_dead_is_killed() {
    is("Two masked men shot dead a radio journalist near Gao.", &["a radio journalist"], &[]);
    is("Soldiers shot and killed a driver in Gao.", &["a driver"], &[]);
    is("The mayor was gunned down outside a court in Gao.", &["The mayor"], &[]);
    is("Ten miners were abducted by gunmen and later found dead.", &["Ten miners"], &[]);
}

#[test]
fn who_is_only_plotted_against_lives() {
    is("Rebels plotted to kill the mayor of Gao.", &[], &[]);
    is("The army accused rebels of attempting to assassinate two ministers in an attack.", &[], &[]);
}
