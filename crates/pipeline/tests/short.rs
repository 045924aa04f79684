//! Single sentences: a report of one line tells its incident, ordinary ones stay silent.

#![allow(clippy::unwrap_used, missing_docs)]

use diurna_pipeline::{Options, Pipeline};

/// Types of the events that a sentence tells, with their modes.
fn told(pipeline: &Pipeline, sentence: &str) -> Vec<(String, Option<String>)> {
    let record = pipeline.read("line", sentence.as_bytes(), &Options::default()).unwrap();
    let mode = |m: Option<diurna_core::Mode>| m.map(|m| m.as_str().to_string());
    record.events.iter().map(|e| (e.r#type.as_str().to_string(), mode(e.mode))).collect()
}

#[test]
fn one_sentence_tells_its_incident() {
    let pipeline = Pipeline::new();
    for (sentence, root, mode) in [
        ("A car bomb killed three people in Kabul on Monday.", "ASSAULT", Some("car_bomb")),
        ("A suicide bombing in Kabul killed three people on Monday.", "ASSAULT", Some("suicide")),
        ("Rockets were fired at an army camp near Gao in Mali on Monday.", "ASSAULT", Some("missile_rocket")),
        ("Police arrested an opposition leader in Moscow on Monday.", "COERCE", Some("arrest")),
        ("Rebels attacked a convoy in Gao, officials said.", "ASSAULT", None),
        ("Police used water cannon against protesters in Yerevan on Monday.", "COERCE", Some("other")),
        ("Authorities shut down the internet across Senegal on Monday.", "COERCE", Some("censorship")),
        (
            "The strike, which hit a kindergarten in Gao, killed seven children, the mayor said.",
            "ASSAULT",
            None,
        ),
        // None of their words is one of conflict.
        ("Venezuela closed its border with Colombia on Monday.", "COERCE", Some("blockade")),
        ("Protesters set fire to a town hall in Wamena on Monday.", "ASSAULT", Some("arson")),
        (
            "A missile fired from Yemen hit a tanker in the Red Sea on Sunday.",
            "ASSAULT",
            Some("missile_rocket"),
        ),
    ] {
        let want = (root.to_string(), mode.map(str::to_string));
        assert_eq!(told(&pipeline, sentence), [want], "{sentence}");
    }
}

/// The names of the agents and targets of the first event of a type, and how many it killed at least.
fn sides(pipeline: &Pipeline, sentence: &str, root: &str) -> (Vec<String>, Vec<String>, Option<u32>) {
    let options = Options { published: Some("2031-05-14".parse().unwrap()), ..Options::default() };
    let record = pipeline.read("line", sentence.as_bytes(), &options).unwrap();
    let event = record.events.iter().find(|e| e.r#type.as_str() == root);
    let event = event.unwrap_or_else(|| panic!("no {root}: {sentence}"));
    let names = |parties: &[diurna_core::record::PartyPart]| {
        let name = |actor: &str| record.actors.iter().find(|a| a.id == actor).map(|a| a.name.clone());
        parties.iter().filter_map(|p| name(&p.actor)).collect()
    };
    (names(&event.agents), names(&event.targets), event.killed.as_ref().map(|k| k.low))
}

#[test]
fn one_sentence_names_its_sides() {
    let pipeline = Pipeline::new();
    type Row = (&'static str, &'static str, &'static [&'static str], &'static [&'static str], Option<u32>);
    let rows: &[Row] = &[
        (
            "Three UN peacekeepers died after their vehicle hit a landmine in Gao, the mission said.",
            "ASSAULT",
            &[],
            &["UN Department of Peacekeeping Operations"],
            Some(3),
        ),
        (
            "Poland will send 500 soldiers to the border with Belarus.",
            "MOBILIZE",
            &["Poland"],
            &["Belarus"],
            None,
        ),
        (
            "Security forces opened fire on a crowd that had gathered outside the palace in Conakry, killing nine.",
            "ASSAULT",
            &["Security forces"],
            &["crowd"],
            Some(9),
        ),
        ("A crowd in Karachi beat a man to death on Saturday.", "ASSAULT", &["crowd"], &["man"], Some(1)),
        ("A Ukrainian drone wounded one man in Belgorod on Monday.", "ASSAULT", &["Ukraine"], &["man"], None),
        ("At least 12 killed as gunmen storm hotel in Gao", "ASSAULT", &["gunmen"], &["hotel"], Some(12)),
        (
            "Gunmen kidnap 40 students from boarding school in Niger state",
            "ASSAULT",
            &["Gunmen"],
            &["students"],
            None,
        ),
        (
            "A gunman shot dead three worshippers at a mosque in Kano.",
            "ASSAULT",
            &["gunman"],
            &["worshippers"],
            Some(3),
        ),
        (
            "The police shot dead an Israeli near Hebron on Monday.",
            "ASSAULT",
            &["police"],
            &["Israeli"],
            Some(1),
        ),
        ("A rocket wounded two children in Sderot on Monday.", "ASSAULT", &[], &["children"], None),
        ("UN condemns attack on aid convoy in Sudan", "ASSAULT", &[], &["aid convoy"], None),
        (
            "Today representatives have adopted a ban on rallies.",
            "COERCE",
            &["representatives"],
            &["rallies"],
            None,
        ),
        (
            "Rebels burned down the village of Gamboru on Monday.",
            "ASSAULT",
            &["Rebels"],
            &["village of Gamboru"],
            None,
        ),
        (
            "The United States imposed sanctions on three Iranian companies on Thursday.",
            "SANCTION",
            &["United States"],
            &["Iranian companies"],
            None,
        ),
        (
            "North and South Korea agreed on Monday to hold talks in Panmunjom.",
            "AGREE",
            &["North Korea", "South Korea"],
            &["North Korea", "South Korea"],
            None,
        ),
        (
            "Nora Lind, the president of Georgia, condemned an attack on a convoy in Gao on Monday.",
            "ACCUSE",
            &["Nora Lind"],
            &[],
            None,
        ),
        (
            "Harper met with the Israeli Prime Minister, Mr. Benjamin Netanyahu, in Jerusalem on Monday.",
            "CONSULT",
            &["Harper", "Benjamin Netanyahu"],
            &["Harper", "Benjamin Netanyahu"],
            None,
        ),
        (
            "Fred Winters was killed by gunmen in Gao on Monday, police said.",
            "ASSAULT",
            &["gunmen"],
            &["Fred Winters"],
            Some(1),
        ),
        (
            "One American and two Britons were kidnapped by gunmen in Mali on Friday.",
            "ASSAULT",
            &["gunmen"],
            &["American", "British people"],
            None,
        ),
        (
            "US congresswoman Nora Hale was shot at a public event in Tucson today.",
            "ASSAULT",
            &[],
            &["Nora Hale"],
            None,
        ),
        (
            "A suicide bomber killed himself and five others at a market in Maiduguri on Monday.",
            "ASSAULT",
            &["suicide bomber"],
            &[],
            Some(5),
        ),
        ("Dozens feared dead after air strike on Idlib hospital", "ASSAULT", &[], &[], Some(24)),
    ];
    for &(sentence, root, agents, targets, killed) in rows {
        let (found_agents, found_targets, dead) = sides(&pipeline, sentence, root);
        assert_eq!(found_agents, agents, "{sentence}");
        assert_eq!(found_targets, targets, "{sentence}");
        assert_eq!(dead, killed, "{sentence}");
    }
}

#[test]
fn who_is_hurt_in_a_riot_is_its_own() {
    let sentence =
        "Three police officers were hurt when a crowd threw stones at a checkpoint in Nablus on Sunday.";
    let record = Pipeline::new().read("line", sentence.as_bytes(), &Options::default()).unwrap();
    let riot = record.events.iter().find(|e| e.r#type.as_str() == "PROTEST").unwrap();
    assert_eq!(riot.injured.as_ref().map(|h| (h.low, h.high)), Some((3, Some(3))));
    // The dead of a blast are none of the march after it.
    let sentence = "Thousands marched in Gao on Monday after a bomb killed five people.";
    let record = Pipeline::new().read("line", sentence.as_bytes(), &Options::default()).unwrap();
    let killed = |root: &str| {
        let event = record.events.iter().find(|e| e.r#type.as_str() == root).unwrap();
        event.killed.as_ref().map(|k| k.low)
    };
    assert_eq!((killed("PROTEST"), killed("ASSAULT")), (None, Some(5)));
}

#[test]
fn what_happened_weeks_before_has_not_its_day() {
    let sentence = "Eleven miners were released on Wednesday, three weeks after they were taken hostage by gunmen near Zamfara.";
    let options = Options { published: Some("2031-05-16".parse().unwrap()), ..Options::default() };
    let record = Pipeline::new().read("line", sentence.as_bytes(), &options).unwrap();
    let day = |root: &str| {
        let event = record.events.iter().find(|e| e.r#type.as_str() == root).unwrap();
        event.when.as_ref().and_then(|w| w.from.clone())
    };
    // Wednesday was 14 May 2031.
    assert_eq!((day("YIELD").as_deref(), day("ASSAULT")), (Some("2031-05-14"), None));
}

#[test]
fn one_ordinary_sentence_stays_silent() {
    let pipeline = Pipeline::new();
    for sentence in [
        "Liverpool attacked from the start and Salah shot wide twice before United killed the game in Manchester.",
        "A heart attack killed the singer, 70, at home in London on Monday.",
        "A fire killed three people and injured five in Kabul on Monday.",
        "A bus crash in Peru killed 12 people and wounded 30 on Sunday, police said.",
        "Scientists in Boston bombed gold with protons to detect an explosion of particles.",
    ] {
        let events = told(&pipeline, sentence);
        assert!(events.is_empty(), "{sentence}: {events:?}");
    }
}

#[test]
fn days_count_from_a_dateline_and_from_nothing_else() {
    let pipeline = Pipeline::new();
    let read = |line: &str| {
        let text = format!("Gunmen kill three in Gao\n\n{line}\n");
        let record = pipeline.read("line", text.as_bytes(), &Options::default()).unwrap();
        let monday = record.times.last().unwrap().from.clone();
        (record.report.published.map(|p| p.value), monday)
    };
    let told = "Gunmen killed three soldiers in Gao, Mali, on Monday.";
    // 11 May 2032 is a Tuesday.
    let (published, monday) = read(&format!("GAO, 11 May 2032 - {told}"));
    assert_eq!((published.as_deref(), monday.as_deref()), (Some("2032-05-11"), Some("2032-05-10")));
    let (published, monday) = read(&format!("The vote was held on 11 May 2032. {told}"));
    assert_eq!((published, monday.as_deref()), (None, Some("2032-05-10")));
    assert_eq!(read(told), (None, None));
}

#[test]
fn a_zone_is_kept_with_its_time() {
    let pipeline = Pipeline::new();
    let options = Options { published: Some("2031-05-14".parse().unwrap()), ..Options::default() };
    // Tuesday was 13 May 2031.
    for (words, moment, zone) in [
        ("about 6 p.m. ET on Tuesday", "2031-05-13T18:00", Some("ET")),
        ("at 0200 local time on Tuesday", "2031-05-13T02:00", Some("local")),
        ("at 15:00 GMT on Tuesday", "2031-05-13T15:00", Some("GMT")),
        ("at 3 p.m. on Tuesday", "2031-05-13T15:00", None),
        ("on Tuesday", "2031-05-13", None),
    ] {
        let text = format!("Gunmen killed three soldiers in Gao, Mali, {words}.");
        let record = pipeline.read("line", text.as_bytes(), &options).unwrap();
        let time = &record.times[0];
        assert_eq!((time.from.as_deref(), time.zone.as_deref()), (Some(moment), zone), "{text}");
        let when = record.events[0].when.as_ref().unwrap();
        assert_eq!((when.from.as_deref(), when.zone.as_deref()), (Some(moment), zone), "{text}");
    }
}

#[test]
fn what_an_accident_caused_is_no_attack() {
    let sentence = "The explosion in the mosque in Quetta was caused by a gas leak, police said.";
    assert_eq!(told(&Pipeline::new(), sentence), []);
}

#[test]
fn what_nobody_plans_is_denied() {
    let sentence = "The army said on Monday that it had no plans to attack the rebel-held city.";
    let record = Pipeline::new().read("line", sentence.as_bytes(), &Options::default()).unwrap();
    let status: Vec<_> = record.events.iter().map(|e| e.status).collect();
    assert_eq!(status, [diurna_core::Status::Denied]);
}
