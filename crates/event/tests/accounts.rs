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

/// Lowest and highest number of dead of the only attack of a report.
fn killed(text: &str) -> Option<(u32, Option<u32>)> {
    let seen = read(text);
    range(seen.only(Root::Assault).killed.as_ref())
}

const MARKET: &str = "Rebels attacked a market in Gao, Mali, on Monday";

#[test]
fn both_are_two() {
    let seen = read("Gunmen ambushed two soldiers near Gao, Mali, on Monday. Both soldiers were killed.");
    let e = seen.only(Root::Assault);
    assert_eq!(range(e.killed.as_ref()), Some((2, Some(2))));
    assert_eq!(told(&seen, e, HarmKind::Killed)[0].2, text("soldiers"));
    // "Both" may join two kinds of people.
    assert_eq!(killed("Both police and rebels were killed in an attack in Gao, Mali, on Monday."), None);
}

#[test]
fn a_number_between_two_ends_is_a_range() {
    let told = |number: &str| killed(&format!("{MARKET}. {number} people were killed in the attack."));
    assert_eq!(told("Between 20 and 25"), Some((20, Some(25))));
    assert_eq!(told("More than 100 and fewer than 120"), Some((101, Some(119))));
    assert_eq!(told("No fewer than nine"), Some((9, None)));
    assert_eq!(told("Some 1 200"), Some((1200, Some(1200))));
    assert_eq!(told("Some 1\u{2009}200"), Some((1200, Some(1200))));
}

#[test]
fn a_toll_that_rose_takes_the_place_of_the_older() {
    let five = format!("{MARKET}, killing five people.");
    assert_eq!(killed(&format!("{five} The toll later rose to seven, a doctor said.")), Some((7, Some(7))));
    assert_eq!(killed(&format!("{five} Police later put the toll at nine.")), Some((9, Some(9))));
    assert_eq!(
        killed(&format!(
            "{MARKET}. Five people were killed in the attack. The death toll has since risen to 9."
        )),
        Some((9, Some(9)))
    );
    // Both numbers stay in the accounts.
    let seen = read(&format!("{five} The toll later rose to seven, a doctor said."));
    assert_eq!(told(&seen, seen.only(Root::Assault), HarmKind::Killed).len(), 2);
    // A toll that only stands at a number is another account.
    assert_eq!(killed(&format!("{five} Police put the toll at nine.")), Some((5, Some(9))));
}

#[test]
fn a_total_is_never_added_to_its_parts() {
    let four = "Gunmen killed four farmers near Gao, Mali, on Tuesday, bringing";
    assert_eq!(killed(&format!("{four} the number of dead this month to 60.")), Some((4, Some(4))));
    let seen = read(&format!("{four} the death toll to 60."));
    let e = seen.only(Root::Assault);
    assert_eq!(range(e.killed.as_ref()), Some((4, Some(4))));
    assert_eq!(told(&seen, e, HarmKind::Killed).len(), 1);
    // 12 and two more are 14: the toll is that of this attack.
    let more = "Two more people have since died, bringing the death toll to 14.";
    assert_eq!(killed(&format!("{MARKET}, killing 12 people. {more}")), Some((14, Some(14))));
}

#[test]
fn a_total_of_several_attacks_gives_way_to_the_number_of_one() {
    let brings = "brings to 60 the number of people killed in the region";
    let farmers = "Gunmen killed four farmers near Gao, Mali, on Tuesday.";
    assert_eq!(killed(&format!("{farmers} The attack {brings}.")), Some((4, Some(4))));
    assert_eq!(
        killed(&format!("{farmers} The attack {brings} since the rebellion began.")),
        Some((4, Some(4)))
    );
    // Also where it is told first.
    let first = format!("The attack in Gao, Mali, on Tuesday {brings}.");
    assert_eq!(killed(&format!("{first} Gunmen killed four farmers in the attack.")), Some((4, Some(4))));
}

#[test]
fn a_toll_that_adds_up_is_that_of_the_attack() {
    // Six and another one.
    let seen = read(&format!(
        "{MARKET}. The death toll stood at six. Another man died, bringing the toll to seven."
    ));
    let e = seen.only(Root::Assault);
    assert_eq!(range(e.killed.as_ref()), Some((7, Some(7))));
    let lows: Vec<u32> = told(&seen, e, HarmKind::Killed).iter().map(|a| a.0).collect();
    assert_eq!(lows, [6, 1, 7]);
    // One and the eleven that are told later.
    let wounds = "A man who was wounded in a rebel attack in Gao, Mali, has died of his wounds";
    let later = "Eleven people were killed in the attack on Sunday.";
    assert_eq!(killed(&format!("{wounds}, bringing the toll to 12. {later}")), Some((12, Some(12))));
    // Five, four and six.
    let died = "Four soldiers and six civilians died. Five more died, bringing the toll to 15.";
    assert_eq!(killed(&format!("{MARKET}. {died}")), Some((15, Some(15))));
    // Two of the sentence before, and twelve.
    let two = "Two more people died later. That brings the death toll to 14.";
    assert_eq!(
        killed(&format!("{MARKET}. Twelve people were killed in the attack. {two}")),
        Some((14, Some(14)))
    );
    // The toll counts the two already.
    let after = "The death toll rose to nine after two more people died.";
    assert_eq!(killed(&format!("{MARKET}, killing seven people. {after}")), Some((9, Some(9))));
    // Who counts anew brings in nobody else's dead.
    let raised = "Police raised the toll to nine.";
    assert_eq!(killed(&format!("{MARKET}, killing five people. {raised}")), Some((9, Some(9))));
}

#[test]
fn a_toll_of_a_war_is_that_of_no_attack() {
    let war = "The civilian death toll in the war has risen to 11,000.";
    let seen = read(&format!("{MARKET}, killing five people. {war}"));
    let e = seen.only(Root::Assault);
    assert_eq!(range(e.killed.as_ref()), Some((5, Some(5))));
    assert_eq!(told(&seen, e, HarmKind::Killed).len(), 1);
    assert_eq!(killed(&format!("{MARKET}. {war}")), None);
    // One attack of it is told.
    let attack = "The toll of the deadliest attack of the war rose to seven.";
    assert_eq!(killed(&format!("{MARKET}, killing five people. {attack}")), Some((7, Some(7))));
}

#[test]
fn only_an_adverb_of_its_verb_makes_a_toll_newer() {
    let five = format!("{MARKET}, killing five people.");
    assert_eq!(killed(&format!("{five} The death toll now stands at nine.")), Some((9, Some(9))));
    let elsewhere = "Police, who are now at the market, put the toll at nine.";
    assert_eq!(killed(&format!("{five} {elsewhere}")), Some((5, Some(9))));
}

#[test]
fn a_newer_toll_hides_no_higher_one_of_another_source() {
    let rose = "The toll rose to seven, police said.";
    let mayor = "The mayor, Amadou Traore, said nine people were killed in the attack.";
    assert_eq!(killed(&format!("{MARKET}, killing five people. {rose} {mayor}")), Some((7, Some(9))));
}

#[test]
fn a_toll_holds_the_numbers_of_its_sentence() {
    let told = |words: &str| killed(&format!("{MARKET}. {words}"));
    assert_eq!(told("The attack killed four, and the death toll reached 30."), Some((30, Some(30))));
    assert_eq!(
        told("Gunmen killed four traders in the attack, and the death toll reached 30."),
        Some((30, Some(30)))
    );
    assert_eq!(told("The attack killed four traders, and the death toll was 30."), Some((30, Some(30))));
}

#[test]
fn an_age_counts_nobody() {
    for (text, age) in [
        ("Teacher jailed at 24, sister says in Gao.", 24),
        ("Murdered at 38, sister says in Gao.", 38),
        ("Murdered at 38, a singer from Gao was mourned on Monday.", 38),
    ] {
        let seen = read(text);
        let mut all = seen.0.events.iter().flat_map(|e| &e.accounts);
        assert!(all.all(|a| a.low != age), "{text}: {}", seen.told());
    }
}

#[test]
fn nobody_is_no_kind_of_persons() {
    let seen = read(&format!("{MARKET}. Nobody was injured in the attack."));
    let e = seen.only(Root::Assault);
    assert_eq!(told(&seen, e, HarmKind::Injured), [(0, Some(0), None, None, None)]);
}

/// The wounded of the one attack of a report.
fn injured(text: &str) -> Option<(u32, Option<u32>)> {
    let seen = read(text);
    seen.only(Root::Assault).injured.as_ref().map(|h| (h.low, h.high))
}

#[test]
fn what_only_wounds_is_an_attack() {
    assert_eq!(injured("A roadside bomb wounded three soldiers in Gao on Monday."), Some((3, Some(3))));
    assert_eq!(injured("A bomb wounded 20 people in Gao on Monday."), Some((20, Some(20))));
    let crash = read("A bus crash in Gao wounded 20 people.");
    assert!(crash.events(Root::Assault).is_empty());
}

#[test]
fn who_is_at_a_hospital_is_injured_and_others_may_be() {
    let rammed = "A truck rammed a crowd in Nice on Thursday, killing 77 people. Forty-two people were in critical condition, \
                  according to officials.";
    assert_eq!(injured(rammed), Some((42, None)));
    let shelled = "Rebels shelled the town on Monday. Twelve people are being treated in hospital.";
    assert_eq!(injured(shelled), Some((12, None)));
    // Who is worst off is among those counted, before or after.
    let after = "A bomb exploded in Gao on Monday. Three victims were in serious condition. In all 20 people were wounded.";
    assert_eq!(injured(after), Some((20, Some(20))));
    let before = "A car bomb wounded 20 people in Gao on Monday. Three of them were in critical condition.";
    assert_eq!(injured(before), Some((20, Some(20))));
    // The dead are taken there, too.
    let bodies = "Gunmen opened fire on a bus in Gao. The bodies of two men were taken to hospital.";
    assert_eq!(injured(bodies), None);
}

#[test]
fn a_noun_for_a_person_is_one() {
    assert_eq!(killed("Gunmen killed the pastor in Gao on Sunday."), Some((1, Some(1))));
    assert_eq!(killed("Gunmen killed the Palestinians in an attack in Gao on Sunday."), None);
}

#[test]
fn headlines_count_in_short() {
    let one = Some((1, Some(1)));
    assert_eq!(killed("Three killed in Kabul blast"), Some((3, Some(3))));
    assert_eq!(killed("Police: 3 killed in Kabul blast"), Some((3, Some(3))));
    assert_eq!(killed("Suicide bomber kills 12 in Kabul"), Some((12, Some(12))));
    assert_eq!(killed("Protester killed as police fire on crowd in Khartoum"), one);
    assert_eq!(killed("Journalist shot dead in Mexico"), one);
    let both = |text: &str| (killed(text), injured(text));
    assert_eq!(
        both("Four policemen killed, nine injured in Quetta blast"),
        (Some((4, Some(4))), Some((9, Some(9))))
    );
    assert_eq!(both("Blast kills four, injures nine in Quetta"), (Some((4, Some(4))), Some((9, Some(9)))));
    // Who acts is not who is harmed.
    assert_eq!(killed("Gunman killed three in Gao"), Some((3, Some(3))));
}
