//! Stories of a few sentences about invented happenings: what belongs to which event.

#![allow(clippy::unwrap_used, missing_docs)]

use diurna_core::record::{EventPart, PartyPart, Record};
use diurna_core::{Mode, Status};
use diurna_pipeline::{Options, Pipeline};
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(Pipeline::new);

/// The record of a story published on Wednesday, 15 May 2024.
fn read(story: &str) -> Record {
    let options = Options { published: Some("2024-05-15".parse().unwrap()), ..Options::default() };
    PIPELINE.read("story", story.as_bytes(), &options).unwrap()
}

/// The words that tell of an event.
fn words(record: &Record, event: &EventPart) -> Vec<String> {
    let chars: Vec<char> = record.report.text.chars().collect();
    event.mentions.iter().map(|m| chars[m.start..m.end].iter().collect()).collect()
}

/// The event that is told by a word.
fn told<'r>(record: &'r Record, word: &str) -> &'r EventPart {
    let tells = |e: &&EventPart| words(record, e).iter().any(|w| w == word);
    let text = &record.report.text;
    record.events.iter().find(tells).unwrap_or_else(|| panic!("`{word}` tells of nothing: {text}"))
}

/// The names of those who take part on one side.
fn names(record: &Record, side: &[PartyPart]) -> Vec<String> {
    let name = |actor: &str| record.actors.iter().find(|a| a.id == actor).map(|a| a.name.clone());
    side.iter().filter_map(|p| name(&p.actor)).collect()
}

/// The names of its targets.
fn targets(record: &Record, event: &EventPart) -> Vec<String> {
    names(record, &event.targets)
}

/// First and last day.
fn days(event: &EventPart) -> Option<(String, String)> {
    event.when.as_ref().and_then(|w| Some((w.from.clone()?, w.to.clone()?)))
}

#[test]
fn the_dead_are_those_of_the_attack_that_is_told() {
    let record = read(
        "Israel strikes Syrian airport after rocket fire\n\nIsraeli warplanes struck the airport at Aleppo on Monday, state \
         media reported, hours after three rockets were fired at the Golan Heights. Two civilians were killed and four soldiers \
         wounded, the Syrian defence ministry said.",
    );
    let harm = |word: &str| {
        let event = told(&record, word);
        (event.killed.as_ref().map(|k| k.low), event.injured.as_ref().map(|k| k.low))
    };
    assert_eq!((harm("struck"), harm("fired at")), ((Some(2), Some(4)), (None, None)));
}

#[test]
fn a_similar_attack_is_another_one() {
    let record = read(
        "A suicide bomber killed seven policemen at a checkpoint near Bannu in Pakistan on Tuesday, police said. A second bomber \
         was shot dead before he could detonate his vest, a police chief said.\n\nLast month 23 soldiers died in a similar attack \
         on a base in Dera Ismail Khan.",
    );
    let killed = |word: &str| told(&record, word).killed.as_ref().map(|k| k.low);
    assert_eq!((killed("killed"), killed("shot dead"), killed("died")), (Some(7), Some(1), Some(23)));
}

#[test]
fn a_day_in_a_clause_about_persons_is_that_of_the_clause() {
    let record = read(
        "Four farm workers who were kidnapped in Nigeria's Kaduna state in April were freed on Sunday, police said.",
    );
    let [freed, taken] = ["freed", "kidnapped"].map(|word| days(told(&record, word)));
    assert_eq!(freed, Some(("2024-05-12".into(), "2024-05-12".into())));
    assert_eq!(taken, Some(("2024-04-01".into(), "2024-04-30".into())));
    let record = read("Nigerian police freed 23 kidnapped farmers in Katsina on Saturday.");
    assert_eq!((days(told(&record, "freed")).is_some(), days(told(&record, "kidnapped"))), (true, None));
}

#[test]
fn those_in_critical_condition_are_not_all_whom_others_count() {
    let record = read(
        "A truck rammed a crowd in Nice on Monday, killing nearly 80 people.\n\nForty-two people were in critical condition, \
         according to a local newspaper.\n\nTwo tourists were injured in the assault, according to a consulate.",
    );
    let injured = told(&record, "rammed").injured.as_ref().map(|k| (k.low, k.high));
    assert_eq!(injured, Some((42, None)));
    let record = read("A bomb exploded in Gao on Monday, causing injuries, police said.");
    assert_eq!(told(&record, "exploded").injured.as_ref().map(|k| (k.low, k.high)), Some((1, None)));
}

#[test]
fn others_who_do_something_to_others_are_another_event() {
    let record = read(
        "Poland closed two border crossings with Belarus in February after a court in Grodno sentenced a journalist to eight years \
         in prison.",
    );
    assert_ne!(told(&record, "closed").id, told(&record, "sentenced").id);
    let record =
        read("Iran executed three men convicted of killing a policeman, the judiciary said on Friday.");
    let killed = |word: &str| told(&record, word).killed.as_ref().map(|k| k.low);
    assert_eq!((killed("executed"), killed("killing")), (Some(3), Some(1)));
}

#[test]
fn who_accuse_each_other_are_both_accused() {
    let record = read(
        "Sudan's army and the Rapid Support Forces accused each other on Saturday of shelling a hospital in El Obeid.",
    );
    let both = ["Sudanese Armed Forces", "Rapid Support Forces"];
    assert_eq!(targets(&record, told(&record, "accused")), both);
}

#[test]
fn what_is_spoken_of_is_answered() {
    let answers = |story: &str, word: &str, to: &str| {
        let record = read(story);
        let id = told(&record, to).id.clone();
        told(&record, word).responds_to.contains(&id)
    };
    let visit = "Prime Minister Hale visited Ramallah on Monday. A former minister criticized the visit.";
    assert!(answers(visit, "criticized", "visited"));
    let rallies = "Her arrest last November inspired rallies in Washington, Rome and Paris.";
    assert!(answers(rallies, "rallies", "arrest") && !answers(rallies, "arrest", "rallies"));
}

#[test]
fn what_another_event_answers_is_told_though_its_words_are_unsure() {
    let record = read(
        "Hundreds march in Bamako over air strike\n\nSeveral hundred people marched through Bamako on Monday in protest against last \
         Thursday's air strike near Kadiolo, organisers said. Police arrested nine demonstrators in Bamako on Monday evening, a \
         spokesman said. The organisers put their number at 30.",
    );
    let strike = told(&record, "air strike");
    assert!(told(&record, "marched").responds_to.contains(&strike.id));
    assert_eq!(days(strike), Some(("2024-05-09".into(), "2024-05-09".into())));
}

#[test]
fn a_name_behind_a_title_is_the_one_person_meant() {
    let record = read(
        "Gunmen shot dead the city's harbour master, Jorge Lima, outside his home in Esmeraldas on Monday.",
    );
    let shot = told(&record, "shot dead");
    assert_eq!(targets(&record, shot), ["Jorge Lima"]);
    assert_eq!(shot.killed.as_ref().map(|k| (k.low, k.high)), Some((1, Some(1))));
}

#[test]
fn a_day_in_a_clause_about_a_thing_dates_nothing_else() {
    let record = read(
        "Police fired tear gas on Sunday at thousands of people who were protesting in Oruro against a rise in the price of water, and \
         arrested 37 of them.\n\nThe demonstrators demanded that the city cancel the increase of 60 percent that took effect on May \
         1. They marched to the main square at about 4 p.m., the organisers said.",
    );
    assert_eq!(days(told(&record, "demanded")), None);
    assert_eq!(days(told(&record, "marched")).map(|(from, _)| from), Some("2024-05-12T16:00".into()));
}

#[test]
fn a_clause_right_behind_a_day_tells_what_was_then() {
    let record = read(
        "The rebels freed four soldiers on Sunday. The soldiers had been captured in March, when about a hundred rebels attacked an army \
         outpost near Kidal.",
    );
    let attack = told(&record, "attacked");
    assert_eq!(days(attack), Some(("2024-03-01".into(), "2024-03-31".into())));
    assert_eq!(names(&record, &attack.agents), ["rebels"], "who captured them did not answer himself");
}

#[test]
fn what_was_done_again_and_again_is_not_what_was_done_on_a_day() {
    let record = read(
        "Gunmen kidnapped three engineers near Gao on Monday.\n\nThe kidnappers were thought to belong to the Dune Falcons, an armed group \
         that has abducted at least seven foreigners in the past two years. France condemned the kidnapping.",
    );
    let (now, before) = (told(&record, "kidnapped"), told(&record, "abducted"));
    assert_ne!(now.id, before.id);
    assert_eq!((targets(&record, before), days(before)), (vec!["foreigners".to_string()], None));
    assert!(told(&record, "condemned").responds_to.contains(&now.id), "the kidnapping is that of the day");
}

#[test]
fn a_charge_that_is_rejected_is_the_one_told_before() {
    let record = read(
        "Kenya's foreign ministry accused Uganda of sheltering rebels on Monday. Uganda rejected the charge and said that it had closed \
         its border.",
    );
    let accusation = told(&record, "accused");
    assert_eq!(told(&record, "charge").id, accusation.id);
    assert!(told(&record, "rejected").responds_to.contains(&accusation.id));
}

#[test]
fn persons_who_are_seized_are_arrested() {
    let record = read(
        "Special forces seized the rebels' deputy commander, Abbas Jiwad, at a checkpoint in Baqubah last week.",
    );
    assert_eq!(told(&record, "seized").mode, Some(Mode::Arrest));
    let record = read("Special forces seized two tonnes of cocaine at a checkpoint in Baqubah last week.");
    assert_eq!(told(&record, "seized").mode, Some(Mode::Seizure));
}

#[test]
fn what_a_suicide_bomber_does_is_one_suicide_attack() {
    let record = read(
        "Suicide bomber rams car into police station in Maiduguri\n\nA suicide bomber drove a car packed with explosives into the gate of a \
         police station in Maiduguri on Wednesday morning, killing eleven people, police said.",
    );
    let attack = told(&record, "rams");
    assert_eq!((attack.mode, told(&record, "killing").id == attack.id), (Some(Mode::Suicide), true));
}

#[test]
fn what_somebody_wanted_to_do_is_not_done() {
    let record = read(
        "Two men threw a grenade at a police post in Tumaco on Tuesday, killing a policeman. \"They wanted to kill a judge,\" the mayor said.",
    );
    assert_eq!(told(&record, "threw").status, Status::Happened);
    assert!(
        record
            .events
            .iter()
            .all(|e| e.status == Status::Planned || !words(&record, e).contains(&"kill".to_string()))
    );
}

#[test]
fn both_sides_are_those_that_are_named() {
    let record = read(
        "The government of South Sudan and the Upper Nile Movement will hold peace talks in Nairobi on Tuesday. Both sides confirmed the \
         talks, the mediator said.",
    );
    let talks = told(&record, "peace talks");
    let mut sides = names(&record, &talks.agents);
    sides.sort_unstable();
    assert_eq!(sides, ["Government of South Sudan", "Upper Nile Movement"]);
}

#[test]
fn days_are_counted_back_from_the_day_that_is_told() {
    let record =
        read("Troops entered the town of Kidal on Thursday, two days after militiamen had seized it.");
    assert_eq!(days(told(&record, "seized")), Some(("2024-05-07".into(), "2024-05-07".into())));
    let time = record.times.iter().find(|t| t.from.as_deref() == Some("2024-05-07")).unwrap();
    assert_eq!((time.value.as_str(), time.granularity.as_str()), ("2024-05-07", "day"));
    let record = read("The bombing on Monday came nine days after gunmen shot dead a judge.");
    assert_eq!(days(told(&record, "shot dead")), Some(("2024-05-04".into(), "2024-05-04".into())));
    // More than nine days are no nine days.
    let record = read("The bombing on Monday came more than nine days after gunmen shot dead a judge.");
    assert_eq!(days(told(&record, "shot dead")), None);
}

#[test]
fn what_goes_on_began_on_the_day_that_is_told() {
    let began = Some(("2024-05-13".into(), "2024-05-15".into()));
    let record = read("In ongoing clashes that started on Monday in Gao, rebels battled the army.");
    assert_eq!((told(&record, "battled").status, days(told(&record, "battled"))), (Status::Ongoing, began));
    let record = read(
        "Fighting went on in Gao on Wednesday. The fighting, ongoing since Sunday, has killed 60 people, the governor said.",
    );
    let fighting = told(&record, "Fighting");
    assert_eq!(days(fighting), Some(("2024-05-12".into(), "2024-05-15".into())));
    let record = read("Thousands of people demonstrated in Nairobi for a second day.");
    assert_eq!(days(told(&record, "demonstrated")), Some(("2024-05-14".into(), "2024-05-15".into())));
}

#[test]
fn the_dead_of_a_clash_do_not_act() {
    let record = read("Clashes in Gao killed nine people, officials said.");
    let clash = told(&record, "Clashes");
    assert_eq!(
        (names(&record, &clash.agents), targets(&record, clash)),
        (vec![], vec!["people".to_string()])
    );
    // Dead of both sides tell who they were.
    let record = read("Fighting in Gao killed six soldiers and ten rebels.");
    let mut sides = names(&record, &told(&record, "Fighting").agents);
    sides.sort_unstable();
    assert_eq!(sides, ["rebels", "soldiers"]);
}

#[test]
fn each_verb_has_its_own_subject() {
    let record =
        read("The army has been shelling Aleppo since Sunday, when rebels killed nine soldiers in the town.");
    let agents = |word: &str| names(&record, &told(&record, word).agents);
    assert_eq!(
        (agents("shelling"), agents("killed")),
        (vec!["army".to_string()], vec!["rebels".to_string()])
    );
}

#[test]
fn a_side_is_named_once() {
    let record = read(
        "Gunmen hijacked a Maltese cargo vessel off Velk on Monday, officials said. The vessel was taken to Osk. The hijackers also robbed \
         the crew.",
    );
    assert_eq!(targets(&record, told(&record, "hijacked")), ["Maltese cargo vessel"]);
    // A blogger, who is named elsewhere.
    let record = read(
        "Court jails blogger for insulting the army\n\nA court in Cairo sentenced Nadim Halabi to four years in prison on Monday. The blogger \
         was arrested in 2023.",
    );
    assert_eq!(targets(&record, told(&record, "sentenced")), ["Nadim Halabi"]);
    // His wife is not he, and one of two may be another than the one who is named.
    let record = read(
        "Gunmen shot dead Nadim Halabi in Cairo on Monday. His wife was also killed in the attack, police said.",
    );
    assert_eq!(targets(&record, told(&record, "shot dead")), ["Nadim Halabi", "wife"]);
    let record = read(
        "Gunmen attacked Nadim Halabi in Cairo on Monday, killing him. A guard was wounded in the attack.",
    );
    assert_eq!(targets(&record, told(&record, "attacked")), ["Nadim Halabi", "guard"]);
}

/// One side that looks like a person's name and one that is none, under the same words: neither may wait for the other.
#[test]
fn sides_of_one_name_do_not_join_each_other() {
    let attack = "Gunmen attacked a convoy near Gao, Mali, on Monday, killing two, police said.";
    let record = read(&format!(
        "Gunmen Gunmen Gunmen Gunmen Gunmen the army {attack} near the Desert Guard !Mr. {attack} {attack}"
    ));
    let agents = record.events.iter().flat_map(|e| names(&record, &e.agents)).collect::<Vec<_>>();
    assert!(agents.iter().any(|name| name.contains("Gunmen")), "{agents:?}");
}

#[test]
fn fighters_of_a_group_are_the_group() {
    let record = read("Islamic State militants shot dead four men in Mosul on Monday.");
    assert_eq!(names(&record, &told(&record, "shot dead").agents), ["Islamic State"]);
}

#[test]
fn what_is_no_noun_is_no_side() {
    let record = read(
        "Islamic State claimed the attack in Gao on Monday, in which 12 people who were celebrating were killed and 30 wounded.",
    );
    let all = record.events.iter().flat_map(|e| names(&record, &e.targets)).collect::<Vec<_>>();
    assert!(!all.iter().any(|name| name.contains("celebrating")), "{all:?}");
}

#[test]
fn whom_no_list_knows_the_reader_names() {
    let record = read(
        "Jailed blogger Kareem Vasko was shot dead in Velk on Monday. Vasko had criticised the mayor, his wife said.",
    );
    let vasko: Vec<_> = record.actors.iter().filter(|a| a.name.contains("Vasko")).collect();
    assert_eq!(vasko.len(), 1, "{vasko:?}");
    assert_eq!((vasko[0].name.as_str(), vasko[0].kind), ("Kareem Vasko", diurna_core::ActorKind::Person));
}

#[test]
fn capitals_that_speak_or_are_spoken_to_are_governments() {
    let record = read(
        "Moscow and Beijing rejected new sanctions on Monday. The minister accused Moscow of arming the rebels.",
    );
    let mut agents = names(&record, &told(&record, "rejected").agents);
    agents.sort_unstable();
    assert_eq!(agents, ["Government of China", "Government of Russia"]);
    assert_eq!(targets(&record, told(&record, "accused")), ["Government of Russia"]);
    let record = read(
        "Washington imposed sanctions on Tehran on Monday. Talks between Moscow and Kiev broke down on Tuesday.",
    );
    assert_eq!(targets(&record, told(&record, "imposed sanctions")), ["Government of Iran"]);
    let mut sides = names(&record, &told(&record, "Talks").agents);
    sides.sort_unstable();
    assert_eq!(sides, ["Government of Russia", "Government of Ukraine"]);
    // What is bombed is the town.
    let record = read("Warplanes bombed Damascus on Monday.");
    assert_eq!(targets(&record, told(&record, "bombed")), ["Damascus"]);
}

#[test]
fn a_name_behind_a_noun_and_its_titles_is_that_person() {
    let record = read("A gunman shot dead the parish priest, the Rev. Dr. Tobin Hale, in Velk on Monday.");
    assert_eq!(targets(&record, told(&record, "shot dead")), ["Tobin Hale"]);
}

#[test]
fn a_day_and_a_place_told_in_passing_are_not_carried_on() {
    let record = read(
        "Gunmen attacked a market in Kaduna on Tuesday, killing nine people. The attack came three days after soldiers killed a bandit leader in \
         Zamfara. The army has deployed 200 troops to the area.",
    );
    assert_eq!(days(told(&record, "killed")), Some(("2024-05-11".into(), "2024-05-11".into())));
    let deployed = told(&record, "deployed");
    let place = deployed.r#where.as_ref().and_then(|w| record.places.iter().find(|p| p.id == w.place));
    assert_eq!((days(deployed), place.map(|p| p.name.as_str())), (None, Some("Kaduna")));
}

#[test]
fn a_government_demands_nothing_of_its_own_country() {
    let record = read(
        "The United States and Iran exchanged prisoners on Monday, hours after Tehran freed two journalists. Washington had demanded their \
         release for a year.",
    );
    assert!(!targets(&record, told(&record, "demanded")).contains(&"United States".to_string()));
}
