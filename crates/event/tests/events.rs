//! Which events reports of our own tell, and what belongs to each.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{days, range, read};
use diurna_core::{Mode, Root, Status};

/// A second paragraph that leaves no doubt that a report is about a war.
const WAR: &str = "The army of Mali knows the rebels well. Soldiers and insurgents hold the north.";

#[test]
fn nothing_becomes_nothing() {
    let seen = read("");
    assert!(seen.0.events.is_empty() && seen.0.claims.is_empty() && seen.0.actors.is_empty());
    let seen = read("The weather was mild on Monday.");
    assert!(seen.0.events.is_empty(), "{}", seen.told());
    assert_eq!(seen.0.times.len(), 1);
}

#[test]
fn one_attack_told_several_times_is_one_event() {
    let seen = read(
        "Two gunmen attacked a bank in Nairobi, Kenya, on Monday, police said.\n\
         The attack lasted an hour. Four guards were killed in the attack.",
    );
    let e = seen.only(Root::Assault);
    assert_eq!(seen.triggers(e), ["attacked", "attack", "killed", "attack"]);
    assert_eq!(seen.names(&e.agents), ["gunmen"]);
    assert_eq!(seen.names(&e.targets), ["bank", "guards"]);
    assert_eq!((seen.place(e), days(e)), (Some("Nairobi"), Some(("2031-05-12", "2031-05-12"))));
    assert_eq!(range(e.killed.as_ref()), Some((4, Some(4))));
    assert_eq!((e.mode, e.status), (Some(Mode::Firearms), Status::Happened));
}

#[test]
fn another_attack_is_another_event() {
    let seen = read(
        "Two gunmen attacked a bank in Nairobi, Kenya, on Monday, police said.\n\
         Police said another attack took place in Mombasa on Tuesday.",
    );
    assert_eq!(seen.events(Root::Assault).len(), 2, "{}", seen.told());
    let second = seen.with("attack");
    assert_eq!((seen.place(second), days(second)), (Some("Mombasa"), Some(("2031-05-13", "2031-05-13"))));
}

#[test]
fn attacks_on_two_days_are_two_events() {
    let seen = read(&format!(
        "Rebels shelled the market of Mopti on Monday. Rebels shelled the airport of Mopti on Wednesday.\n{WAR}"
    ));
    assert_eq!(seen.events(Root::Assault).len(), 2, "{}", seen.told());
}

#[test]
fn attacks_of_two_kinds_are_two_events() {
    let seen = read(
        "Insurgents kidnapped a teacher in Gao, Mali, on Monday. Soldiers shelled a camp in Gao on Monday.",
    );
    assert_eq!(seen.with("kidnapped").mode, Some(Mode::Kidnapping));
    assert_eq!(seen.with("shelled").mode, Some(Mode::Artillery));
    assert_ne!(seen.with("kidnapped").id, seen.with("shelled").id);
}

#[test]
fn what_is_planned_is_not_what_happened() {
    let seen = read(
        "The army of Mali attacked rebels in Gao on Monday. Soldiers will attack rebels in Gao on Sunday.",
    );
    assert_eq!(seen.with("attacked").status, Status::Happened);
    assert_eq!(seen.with("attack").status, Status::Planned);
}

#[test]
fn an_answered_attack_stays_apart() {
    let seen = read(
        "The army of Mali bombed a rebel camp in retaliation for a rocket attack on its base, officials said.",
    );
    let (answer, answered) = (seen.with("bombed"), seen.with("rocket attack"));
    assert_ne!(answer.id, answered.id);
    assert_eq!(answer.responds_to, std::slice::from_ref(&answered.id));
    assert!(answered.responds_to.is_empty());
    assert!(seen.names(&answer.targets).contains(&"rebel camp"));
    assert!(seen.names(&answered.targets).contains(&"base"));
}

#[test]
fn a_mode_is_made_more_exact() {
    let seen = read(
        "A bomb attack on a market in Kabul, Afghanistan, killed nine people on Monday, police said.\n\
         The suicide bombing was the first this year.",
    );
    assert_eq!(seen.only(Root::Assault).mode, Some(Mode::Suicide));
}

#[test]
fn both_sides_of_a_clash_act() {
    let seen = read("The army of Mali clashed with rebels near Gao on Monday.");
    let e = seen.only(Root::Assault);
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let names = |list| sorted(seen.names(list).into_iter().map(String::from).collect());
    assert_eq!(names(&e.agents), ["Malian Armed Forces", "rebels"]);
    assert_eq!(names(&e.targets), ["Malian Armed Forces", "rebels"]);
}

#[test]
fn both_sides_of_a_talk_act() {
    let seen = read("President Amara Okello of Kenya met British Prime Minister Jane Marlow on Monday.");
    let e = seen.only(Root::Consult);
    for list in [&e.agents, &e.targets] {
        let names = seen.names(list);
        assert!(names.contains(&"Amara Okello") && names.contains(&"Jane Marlow"), "{names:?}");
    }
}

#[test]
fn a_day_is_carried_to_the_next_sentence() {
    let seen = read(
        "Rebels shelled the town of Gao, Mali, on Monday, police said. Insurgents kidnapped a teacher.\n\
         Police arrested two men.",
    );
    assert_eq!(days(seen.with("kidnapped")), Some(("2031-05-12", "2031-05-12")));
    // Further on too, since the story names this day only.
    assert_eq!(days(seen.with("arrested")), Some(("2031-05-12", "2031-05-12")));
}

#[test]
fn a_day_of_its_own_is_kept() {
    let seen = read("Rebels shelled the town of Gao, Mali, on Monday. Police arrested two men on Wednesday.");
    assert_eq!(days(seen.with("shelled")), Some(("2031-05-12", "2031-05-12")));
    assert_eq!(days(seen.with("arrested")), Some(("2031-05-14", "2031-05-14")));
}

#[test]
fn a_place_is_carried_and_one_of_its_own_is_kept() {
    let seen = read(
        "Rebels attacked a convoy near Gao, Mali, on Monday. Soldiers arrested two rebels.\n\
         Insurgents kidnapped a teacher near Mopti.",
    );
    assert_eq!(seen.place(seen.with("attacked")), Some("Gao"));
    assert_eq!(seen.place(seen.with("arrested")), Some("Gao"));
    assert_eq!(seen.place(seen.with("kidnapped")), Some("Mopti"));
}

#[test]
fn an_arrest_was_where_the_story_is_set() {
    let seen = read(&format!(
        "A Sikasso man was arrested on Monday, police said. Rebels attacked a convoy last week.\n{WAR}"
    ));
    assert_eq!(seen.place(seen.with("arrested")), Some("Sikasso"));
    assert_eq!(seen.place(seen.with("attacked")), None);
    // A place of its own is kept.
    let seen = read("A Sikasso court opened on Monday. A man was arrested in Mopti on Tuesday, police said.");
    assert_eq!(seen.place(seen.with("arrested")), Some("Mopti"));
}

#[test]
fn nothing_is_carried_to_what_has_not_happened() {
    let seen =
        read("Rebels attacked a convoy near Gao, Mali, on Monday. The army plans to shell the rebels.");
    let e = seen.with("shell");
    assert_eq!(e.status, Status::Planned);
    assert_eq!((days(e), seen.place(e)), (None, None));
}

#[test]
fn since_a_day_lasts_to_the_report() {
    let seen = read("Since Tuesday, rebels have shelled the town of Gao in Mali, the army said.");
    assert_eq!(days(seen.only(Root::Assault)), Some(("2031-05-13", "2031-05-16")));
}

#[test]
fn what_a_clause_tells_of_the_day_since_when_is_of_that_day() {
    let seen = read(
        "Rebels have shelled the town of Gao in Mali since Tuesday, when soldiers arrested the mayor, officials said.",
    );
    assert_eq!(days(seen.with("shelled")), Some(("2031-05-13", "2031-05-16")));
    assert_eq!(days(seen.with("arrested")), Some(("2031-05-13", "2031-05-13")));
    let seen = read(
        "The United States has tightened sanctions on Iran since March, officials said. The army of Iran fired rockets.",
    );
    assert_eq!(days(seen.only(Root::Sanction)), Some(("2031-03-01", "2031-05-16")));
}

#[test]
fn what_is_under_way_is_so_on_the_day_it_is_announced() {
    let seen = read(
        "On Monday the Defence Ministry of Russia announced that troops are leaving the army base in Senaki, Georgia. \
         Rebels attacked the base a month ago.",
    );
    assert_eq!(days(seen.only(Root::Retreat)), Some(("2031-05-12", "2031-05-12")));
}

#[test]
fn the_day_of_a_condemnation_is_not_that_of_the_attack() {
    let seen = read(
        "The Security Council condemned the bombing of two army bases in Mali and Niger on Thursday. Rebels attacked the bases \
         with rockets last week.",
    );
    assert_eq!(days(seen.only(Root::Accuse)), Some(("2031-05-15", "2031-05-15")));
    assert_ne!(days(seen.with("bombing")), Some(("2031-05-15", "2031-05-15")));
}

#[test]
fn no_day_is_carried_to_what_was_before() {
    let seen = read(
        "Police arrested a mayor in Gao, Mali, on Monday. Soldiers had fired on a crowd at the market. The army fears rebels.",
    );
    assert_eq!(days(seen.only(Root::Coerce)), Some(("2031-05-12", "2031-05-12")));
    assert_eq!(days(seen.only(Root::Assault)), None);
}

#[test]
fn a_year_dates_no_attack() {
    let seen = read(&format!("Rebels attacked a convoy near Gao, Mali, in 2029.\n{WAR}"));
    assert_eq!(days(seen.only(Root::Assault)), None);
}

#[test]
fn sources_that_differ_give_lowest_and_highest() {
    let seen = read(
        "Gunmen attacked a convoy near Gao, Mali, on Monday, killing four people, police said.\n\
         The mayor, Amadou Traore, said six people were killed.",
    );
    let e = seen.only(Root::Assault);
    assert_eq!(range(e.killed.as_ref()), Some((4, Some(6))));
    assert_eq!(e.killed.as_ref().unwrap().evidence.len(), 2);
}

#[test]
fn tolls_as_ranges() {
    for (sentence, killed, injured) in [
        ("Rebels attacked a base near Gao, Mali, killing four soldiers.", Some((4, Some(4))), None),
        ("Rebels attacked a base in Mali, killing three soldiers and a driver.", Some((4, Some(4))), None),
        (
            "Rebels killed a teacher, two nurses and three soldiers in an attack near Gao.",
            Some((6, Some(6))),
            None,
        ),
        ("Rebels attacked a base near Gao, Mali, killing at least nine soldiers.", Some((9, None)), None),
        (
            "A rocket attack in Gao, Mali, left 3 dead and 11 wounded, the army said.",
            Some((3, Some(3))),
            Some((11, Some(11))),
        ),
        ("Rebels attacked a base near Gao, Mali, wounding a soldier.", None, Some((1, Some(1)))),
        ("Two soldiers were killed in an attack near Gao, Mali.", Some((2, Some(2))), None),
        ("No one was injured in the attack on the army base near Gao, Mali.", None, Some((0, Some(0)))),
        ("Rebels attacked an army base near Gao, Mali.", None, None),
    ] {
        let seen = read(&format!("{sentence}\n{WAR}"));
        let e = seen.only(Root::Assault);
        assert_eq!((range(e.killed.as_ref()), range(e.injured.as_ref())), (killed, injured), "{sentence}");
    }
}

#[test]
fn a_headline_joins_the_story() {
    let seen = read(
        "TITLE Rebels attack town in Mali\n\
         Rebels shelled the town of Mopti on Monday, killing nine people, police said.",
    );
    let e = seen.only(Root::Assault);
    assert_eq!(seen.triggers(e)[0], "attack");
    assert_eq!(range(e.killed.as_ref()), Some((9, Some(9))));
    assert_eq!(days(e), Some(("2031-05-12", "2031-05-12")));
}

#[test]
fn a_caption_adds_mentions_and_nothing_else() {
    let story = "Rebels shelled the town of Mopti, Mali, on Monday, killing nine people, police said.";
    let plain = read(story);
    let seen = read(&format!(
        "{story}\nCAPTION Smoke over Mopti after rebels shelled the town in 2029, killing 40 people."
    ));
    let (e, alone) = (seen.only(Root::Assault), plain.only(Root::Assault));
    assert!(e.mentions.len() > alone.mentions.len(), "{}", seen.told());
    assert_eq!((days(e), range(e.killed.as_ref())), (days(alone), range(alone.killed.as_ref())));
    assert_eq!(seen.place(e), plain.place(alone));
    // The network reads both in one window, so a score may move a little.
    assert!((e.score - alone.score).abs() < 0.03, "{} {}", e.score, alone.score);
    assert_eq!(seen.names(&e.targets), plain.names(&alone.targets));
}

#[test]
fn a_caption_alone_tells_no_event() {
    let seen = read(
        "The army of Mali has a new commander, officials said. Soldiers and rebels met him.\n\
         CAPTION Insurgents kidnapped a teacher near Gao.",
    );
    assert!(seen.events(Root::Assault).is_empty(), "{}", seen.told());
}

#[test]
fn what_only_points_back_makes_no_event() {
    let seen =
        read("The army of Mali and police said nothing of the incident. Soldiers and rebels were near.");
    assert!(seen.events(Root::Assault).is_empty(), "{}", seen.told());
}

#[test]
fn ids_and_references_fit() {
    let seen = read(
        "The army of Mali bombed a rebel camp near Gao on Monday in retaliation for a rocket attack on its base, \
         officials said. Four soldiers were killed, according to the mayor.",
    );
    let r = &seen.0;
    let ids = |kind: char, n: usize| (1..=n).map(|i| format!("{kind}{i}")).collect::<Vec<_>>();
    assert_eq!(r.events.iter().map(|e| e.id.clone()).collect::<Vec<_>>(), ids('e', r.events.len()));
    assert_eq!(r.claims.iter().map(|c| c.id.clone()).collect::<Vec<_>>(), ids('c', r.claims.len()));
    for c in &r.claims {
        for e in &r.events {
            assert_eq!(c.about.contains(&e.id), e.claims.contains(&c.id), "{} and {}", c.id, e.id);
        }
    }
    assert!(r.events.iter().all(|e| (0.35..=1.0).contains(&e.score)));
}

#[test]
fn spans_count_code_points() {
    let seen = read(&format!("“Café Zénith” – rebels shelled the town of Ménaka, Mali, on Monday.\n{WAR}"));
    let e = seen.only(Root::Assault);
    assert!(seen.triggers(e).contains(&"shelled".to_string()), "{}", seen.told());
    let place = seen.0.places.iter().find(|p| p.name == "Ménaka").unwrap();
    assert_eq!(seen.words(&place.mentions[0]), "Ménaka");
}

#[test]
fn a_denied_attack_is_told_as_denied() {
    let seen = read(&format!("Rebels denied that they attacked the base near Gao.\n{WAR}"));
    let e = seen.only(Root::Assault);
    assert_eq!(e.status, Status::Denied);
    assert_eq!(seen.names(&e.agents), ["Rebels"]);
    assert_eq!(seen.names(&e.targets), ["base"]);
}

#[test]
fn several_targets_of_one_attack() {
    let seen = read(&format!("Gunmen attacked a school, a market and a bridge near Gao.\n{WAR}"));
    assert_eq!(seen.names(&seen.only(Root::Assault).targets), ["school", "market", "bridge"]);
}

#[test]
fn an_answer_that_does_not_name_its_cause() {
    let seen = read(
        "Rebels shelled an army base near Gao, Mali, on Monday. The army responded on Tuesday with air strikes on a rebel camp \
         near Kidal.",
    );
    let (cause, answer) = (seen.with("shelled"), seen.with("air strikes"));
    assert_eq!(answer.responds_to, std::slice::from_ref(&cause.id), "{}", seen.told());
    assert!(cause.responds_to.is_empty());
}

#[test]
fn a_denial_of_an_attack_is_no_second_attack() {
    let seen = read(
        "Rebels said an army warplane bombed a market in Gao, Mali, on Monday, killing four people. The army denied that it had \
         bombed the market.",
    );
    let e = seen.only(Root::Assault);
    assert_eq!(e.status, Status::Happened);
    assert_eq!(range(e.killed.as_ref()), Some((4, Some(4))));
}

#[test]
fn who_speaks_of_an_event_did_not_make_it() {
    let seen = read("Chad promised troops to Niger on Monday. Niger welcomed the promise.");
    let e = seen.only(Root::Agree);
    assert_eq!((seen.triggers(e).len(), seen.names(&e.agents)), (2, vec!["Chad"]), "{}", seen.told());
}

#[test]
fn a_verb_and_its_noun_tell_one_event() {
    let seen = read("Saudi Arabia accused Iran of arming rebels on Sunday. Iran denied the accusation.");
    let e = seen.only(Root::Accuse);
    assert_eq!(seen.triggers(e), ["accused", "accusation"]);
    assert_eq!(seen.names(&e.agents), ["Saudi Arabia"]);
}

#[test]
fn what_was_a_week_before_is_another_event() {
    let seen = read(
        "Rebels bombed a base in Gao, Mali, on Monday, killing four soldiers. The bombing came a week after army jets killed 12 \
         rebels near Kidal.",
    );
    let (bombed, killed) = (seen.with("bombed"), seen.with("killed"));
    assert_eq!(seen.with("bombing").id, bombed.id, "{}", seen.told());
    assert_ne!(bombed.id, killed.id, "{}", seen.told());
    assert_eq!((range(bombed.killed.as_ref()), seen.place(bombed)), (Some((4, Some(4))), Some("Gao")));
    assert_eq!((range(killed.killed.as_ref()), seen.place(killed)), (Some((12, Some(12))), Some("Kidal")));
    // Monday is the day of the bombing alone.
    assert_eq!((days(bombed), days(killed)), (Some(("2031-05-12", "2031-05-12")), None));
    let seen = read(
        "Rebels attacked a market in Gao, Mali, on Monday. The attack came a day after soldiers raided a village near Kidal.",
    );
    let raided = seen.with("raided");
    assert_eq!((days(raided), seen.place(raided)), (Some(("2031-05-11", "2031-05-11")), Some("Kidal")));
    assert_eq!(seen.with("attack").id, seen.with("attacked").id, "{}", seen.told());
}

#[test]
fn more_dead_come_to_those_told_before() {
    for (text, killed) in [
        ("Rebels killed seven soldiers near Gao, Mali, on Monday. Another policeman was killed, too.", 8),
        (
            "Rebels attacked a base near Gao, Mali, on Monday, killing seven soldiers. Two more soldiers died in hospital, the army said.",
            9,
        ),
        // The same dead told by somebody else.
        (
            "Rebels attacked a base near Gao, Mali, on Monday, killing seven soldiers. The mayor said seven soldiers were killed.",
            7,
        ),
    ] {
        let seen = read(text);
        let e = seen.only(Root::Assault);
        assert_eq!(range(e.killed.as_ref()), Some((killed, Some(killed))), "{text}");
    }
}

#[test]
fn who_was_told_already_is_not_added() {
    let one = |n: u32| Some((n, Some(n)));
    for (text, killed, injured) in [
        // Ten others than the dead.
        (
            "A bomb killed seven people and injured ten in Gao on Monday. Seven people were killed and ten others were injured, the \
             mayor said.",
            one(7),
            one(10),
        ),
        (
            "A bomb killed seven people and injured ten in Gao on Monday. Ten people were also injured, the mayor said.",
            one(7),
            one(10),
        ),
        (
            "Gunmen killed four policemen in Kidal on Monday. The other policeman was killed in his home.",
            one(4),
            None,
        ),
        // The two, one after the other.
        (
            "Two men were shot dead in Gao on Monday. One man died at the scene and another man died in hospital.",
            one(2),
            None,
        ),
        // The ten again, and five whom only the army tells of.
        (
            "Ten soldiers were killed near Gao on Monday. The army said ten soldiers and five rebels were also killed.",
            Some((10, Some(15))),
            None,
        ),
    ] {
        let seen = read(text);
        let e = seen.only(Root::Assault);
        assert_eq!((range(e.killed.as_ref()), range(e.injured.as_ref())), (killed, injured), "{text}");
    }
}

#[test]
fn other_persons_in_another_place_are_another_event() {
    for text in [
        "Police in Naples arrested two traffickers on Monday. In Rome, another two traffickers were arrested.",
        "Police in Naples arrested two protesters on Monday. Three protesters were arrested in Rome.",
    ] {
        let seen = read(text);
        let places: Vec<_> = seen.events(Root::Coerce).into_iter().map(|e| seen.place(e)).collect();
        assert_eq!(places, [Some("Naples"), Some("Rome")], "{}", seen.told());
    }
}

#[test]
fn what_came_a_week_later_is_not_of_the_attack() {
    let seen = read(
        "Rebels attacked a base in Gao, Mali, on Monday. A week after the attack, soldiers killed nine rebels in Kidal.",
    );
    assert_eq!(seen.place(seen.with("killed")), Some("Kidal"), "{}", seen.told());
    assert!(!seen.names(&seen.with("attack").agents).contains(&"soldiers"), "{}", seen.told());
}

#[test]
fn where_police_are_is_not_where_they_act() {
    let seen = read(
        "Police in Naples have arrested two men over the murder of a town councillor, Gennaro Fusco. The men, aged 25 and 31, were \
         arrested in Rome on Wednesday, prosecutors said.",
    );
    let e = seen.only(Root::Coerce);
    assert_eq!((seen.place(e), days(e)), (Some("Rome"), Some(("2031-05-14", "2031-05-14"))));
    // Told of nothing else, it is where they act.
    let seen = read("Police in Naples arrested two men on Monday, prosecutors said.");
    assert_eq!(seen.place(seen.only(Root::Coerce)), Some("Naples"));
}
