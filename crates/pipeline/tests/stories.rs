//! Stories of a few sentences about invented happenings: what belongs to which event.

#![allow(clippy::unwrap_used, missing_docs)]

use diurna_core::record::{EventPart, Record};
use diurna_pipeline::{Options, Pipeline};
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(Pipeline::new);

/// The record of a story published on Wednesday, 15 May 2024.
fn read(story: &str) -> Record {
    let options = Options { published: Some("2024-05-15".parse().unwrap()), ..Options::default() };
    PIPELINE.read("story", story.as_bytes(), &options).unwrap()
}

/// The event that is told by a word.
fn told<'r>(record: &'r Record, word: &str) -> &'r EventPart {
    let text = &record.report.text;
    let tells = |e: &&EventPart| {
        let chars: Vec<char> = text.chars().collect();
        e.mentions.iter().any(|m| chars[m.start..m.end].iter().collect::<String>() == word)
    };
    record.events.iter().find(tells).unwrap_or_else(|| panic!("`{word}` tells of nothing: {text}"))
}

/// The names of its targets.
fn targets(record: &Record, event: &EventPart) -> Vec<String> {
    let name = |actor: &str| record.actors.iter().find(|a| a.id == actor).map(|a| a.name.clone());
    event.targets.iter().filter_map(|p| name(&p.actor)).collect()
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
