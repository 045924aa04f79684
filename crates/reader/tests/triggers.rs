//! What is an event in sentences of our own, and how it is told.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{in_war, read};
use diurna_core::{Mode, Role, Root, Status, TokenSpan};

#[test]
fn nothing_is_marked_in_nothing() {
    let seen = read("");
    assert!(
        seen.reading.triggers.is_empty() && seen.reading.roles.is_empty() && seen.reading.links.is_empty()
    );
}

#[test]
fn attacks_and_their_modes() {
    for (sentence, words, mode) in [
        ("Rebels shelled a market in Mopti.", "shelled", Some(Mode::Artillery)),
        ("Warplanes carried out an airstrike on the camp.", "airstrike", Some(Mode::Aerial)),
        ("A suicide bombing hit a market in Gao.", "suicide bombing", Some(Mode::Suicide)),
        ("Insurgents kidnapped a teacher near Gao.", "kidnapped", Some(Mode::Kidnapping)),
        ("Insurgents shot a teacher near Gao.", "shot", Some(Mode::Firearms)),
        ("Soldiers clashed with rebels near Gao.", "clashed", Some(Mode::ArmedClash)),
        ("A man stabbed two soldiers in Gao.", "stabbed", Some(Mode::Stabbing)),
        ("Rebels attacked a convoy near Gao.", "attacked", None),
        ("Two gunmen attacked a convoy near Gao.", "attacked", Some(Mode::Firearms)),
        ("Police opened fire on protesters in Gao, killing two.", "opened fire", Some(Mode::Firearms)),
        ("Artillery opened fire on a base near Gao.", "opened fire", Some(Mode::Artillery)),
        ("Rebels gunned down two soldiers near Gao.", "gunned down", Some(Mode::Firearms)),
        ("Insurgents carried out an arson attack on a school in Gao.", "arson attack", Some(Mode::Arson)),
    ] {
        let seen = in_war(sentence);
        assert_eq!((seen.root(words), seen.mode(words)), (Root::Assault, mode), "{sentence}");
    }
}

#[test]
fn other_types() {
    for (sentence, words, root) in [
        ("Police arrested two men in Bamako.", "arrested", Root::Coerce),
        ("The government imposed a curfew in Gao.", "curfew", Root::Coerce),
        ("Mali deployed troops to the border.", "deployed", Root::Mobilize),
        ("Malian soldiers withdrew from Gao.", "withdrew", Root::Retreat),
        ("The rebels released two soldiers.", "released", Root::Yield),
        ("Mali condemned the rebels.", "condemned", Root::Accuse),
        ("Mali rejected the offer of the rebels.", "rejected", Root::Reject),
        ("Mali urged the rebels to stop.", "urged", Root::Request),
        ("The two sides signed a ceasefire on Monday.", "ceasefire", Root::Yield),
        ("Students held a protest in Bamako.", "protest", Root::Protest),
        ("The rebels issued an ultimatum to the government.", "ultimatum", Root::Threaten),
        ("The government launched a crackdown on protesters in Bamako.", "crackdown", Root::Coerce),
    ] {
        assert_eq!(in_war(sentence).root(words), root, "{sentence}");
    }
}

#[test]
fn who_did_what_to_whom() {
    let seen = in_war("Rebels attacked a convoy near Gao.");
    assert_eq!(seen.role("attacked", Role::Agent), ["Rebels"]);
    assert_eq!(seen.role("attacked", Role::Target), ["a convoy"]);
    let seen = in_war("A convoy was attacked by rebels near Gao.");
    assert_eq!(seen.role("attacked", Role::Agent), ["rebels"]);
    assert_eq!(seen.role("attacked", Role::Target), ["A convoy"]);
}

#[test]
fn status_of_what_is_told() {
    for (sentence, words, status) in [
        ("Rebels attacked a convoy.", "attacked", Status::Happened),
        ("The army plans to attack rebels near the river.", "attack", Status::Planned),
        ("Soldiers will attack the camp.", "attack", Status::Planned),
        ("The army is shelling the town.", "shelling", Status::Ongoing),
        ("The army continues to shell the town.", "shell", Status::Ongoing),
        ("The army denied that it bombed the village.", "bombed", Status::Denied),
        ("The general refused to attack the village.", "attack", Status::Denied),
        ("The rebels could attack the airport.", "attack", Status::Hypothetical),
        ("If rebels attack the base, the mayor will flee.", "attack", Status::Hypothetical),
        ("Rebels may have attacked the convoy.", "attacked", Status::Hypothetical),
    ] {
        assert_eq!(in_war(sentence).status(words), status, "{sentence}");
    }
}

#[test]
fn marks_and_events_are_nobody() {
    let sides = |text: &str| -> Vec<String> {
        let seen = in_war(text);
        let marks = seen.reading.roles.iter().filter(|r| matches!(r.role, Role::Agent | Role::Target));
        marks.map(|r| seen.words(TokenSpan::new(r.head as usize, r.head as usize + 1))).collect()
    };
    for text in [
        "A man, the mayor’s guard, a soldier, and, it is said, rebels, attacked, at noon, a convoy near Gao.",
        "“, ” the rebels — ‘’ — attacked, ... a €40 million bridge near Gao.",
    ] {
        assert!(
            sides(text).iter().all(|w| w.chars().any(char::is_alphanumeric)),
            "{text}: {:?}",
            sides(text)
        );
    }
    // What killed was an event; who killed is not told.
    let seen = in_war("Clash kills ten rebels near Gao");
    let agents = seen.reading.roles.iter().filter(|r| r.role == Role::Agent);
    let agents = agents.map(|r| seen.words(r.span)).collect::<Vec<_>>();
    assert!(!agents.iter().any(|words| words == "Clash"), "{agents:?}");
}

#[test]
fn a_threat_is_an_event_of_its_own() {
    assert_eq!(in_war("The rebels threatened to attack the capital.").root("threatened"), Root::Threaten);
    assert_eq!(in_war("Rebels vowed to attack the mine.").root("vowed to attack"), Root::Threaten);
}

#[test]
fn what_did_not_happen_is_no_event() {
    for sentence in ["Rebels did not attack the convoy.", "There was no attack on the convoy."] {
        let assaults = in_war(sentence).reading.triggers.iter().filter(|t| t.root == Root::Assault).count();
        assert_eq!(assaults, 0, "{sentence}");
    }
}

#[test]
fn a_report_of_sport_is_silent() {
    let seen = read(
        "The club fired the coach after the team lost the match. The striker shot wide and the goalkeeper attacked \
         the ball. Fans in the stadium were loud and the season ended with a defeat. The defender beat two players \
         and struck the post in the second half of the game.",
    );
    assert_eq!(seen.triggers(), []);
}

#[test]
fn a_report_in_another_language_is_silent() {
    let seen = read(
        "Les soldats maliens ont attaque une base des rebelles dans le nord du pays lundi soir. Le ministre a \
         condamne une attaque contre un convoi militaire pres de Gao, qui a fait douze morts et trente blesses \
         selon un porte-parole des forces armees maliennes cite par une agence de presse mardi matin.",
    );
    assert_eq!((seen.triggers().len(), seen.claims().len()), (0, 0));
}

#[test]
fn a_protest_that_is_lodged_is_no_demonstration() {
    let seen = in_war("The Indian government lodged a protest with Pakistan.");
    assert!(seen.triggers().iter().all(|t| t.1 != Root::Protest), "{:?}", seen.triggers());
}

#[test]
fn a_missile_that_hits_nobody_is_a_test() {
    let seen = read(
        "North Korea conducted a missile test on Monday, the South Korean military said. Troops were placed on alert.",
    );
    assert_eq!(seen.root("missile test"), Root::Mobilize);
    assert!(seen.triggers().iter().all(|t| t.1 != Root::Assault), "{:?}", seen.triggers());
}

#[test]
fn an_accident_is_no_attack() {
    for sentence in [
        "A plane crash killed six soldiers in northern Mali.",
        "Six soldiers were killed in a plane crash.",
        "The flood killed four people in Gao.",
    ] {
        let seen = in_war(sentence);
        assert!(seen.triggers().iter().all(|t| t.1 != Root::Assault), "{sentence}: {:?}", seen.triggers());
    }
}

#[test]
fn a_trigger_before_another_noun_is_no_event() {
    let seen = in_war("The attack helicopter stood in a hangar.");
    assert!(seen.triggers().iter().all(|t| t.1 != Root::Assault), "{:?}", seen.triggers());
}

#[test]
fn one_event_answers_another() {
    let seen = in_war("The army bombed a rebel camp in retaliation for a rocket attack on its base.");
    assert_eq!(seen.answers(), [("bombed".to_string(), "rocket attack".to_string())]);
    let seen = in_war("The army bombed a rebel camp, and rebels attacked a base.");
    assert_eq!(seen.answers(), []);
}

#[test]
fn a_protest_answers_what_it_is_about() {
    let seen = in_war("Students marched in Bamako to protest the killing of a teacher by soldiers.");
    let answers = seen.answers();
    assert!(answers.iter().any(|(_, to)| to == "killing"), "{answers:?} in {:?}", seen.triggers());
}

#[test]
fn place_and_day_of_the_event() {
    let seen = in_war("Rebels attacked a convoy near Gao on Monday.");
    assert_eq!(seen.role("attacked", Role::Place), ["Gao"]);
    assert_eq!(seen.role("attacked", Role::Time), ["Monday"]);
    let seen = in_war("Insurgents shot a teacher in the town of Djenne.");
    assert_eq!(seen.role("shot", Role::Place), ["Djenne"]);
}

#[test]
fn place_and_day_of_the_speech_are_not_the_events() {
    let seen = in_war(
        "Speaking in Paris on Wednesday, the minister said gunmen had attacked a bus near Mopti on Sunday.",
    );
    assert_eq!(seen.role("attacked", Role::Place), ["Mopti"]);
    assert_eq!(seen.role("attacked", Role::Time), ["Sunday"]);
}

#[test]
fn place_and_day_of_the_answered_event_are_its_own() {
    let seen = in_war(
        "The army bombed a camp near Gao on Monday in retaliation for a rocket attack on its base in Mopti.",
    );
    assert_eq!(seen.role("bombed", Role::Place), ["Gao"]);
    assert_eq!(seen.role("bombed", Role::Time), ["Monday"]);
    assert_eq!(seen.role("rocket attack", Role::Place), ["Mopti"]);
}

#[test]
fn statements_have_no_place() {
    let seen = in_war("Mali condemned the rebels in Paris on Monday.");
    assert_eq!(seen.role("condemned", Role::Place), [""; 0]);
    assert_eq!(seen.role("condemned", Role::Time), ["Monday"]);
}

#[test]
fn scores_lie_between_nought_and_one() {
    let seen = in_war("Rebels attacked a convoy near Gao on Monday, killing four soldiers, the army said.");
    assert!(seen.reading.triggers.iter().all(|t| (0.0..=1.0).contains(&t.score)));
    assert!(seen.reading.roles.iter().all(|r| (0.0..=1.0).contains(&r.score)));
    assert!(seen.reading.roles.windows(2).all(|w| w[0].trigger <= w[1].trigger));
}

#[test]
fn a_report_may_name_no_known_place() {
    for (text, words, root) in [
        ("Gunmen killed 10 people in Tarvel on Monday.", "killed", Root::Assault),
        ("A car bomb exploded outside a shop in Tarvel, police said.", "exploded", Root::Assault),
        ("Police arrested four men in Tarvel.", "arrested", Root::Coerce),
    ] {
        assert_eq!(read(text).root(words), root, "{text}");
    }
}

#[test]
fn a_strike_of_workers_is_a_protest() {
    let seen = read(
        "Teachers and nurses across Kenya went on strike on Monday to demand higher pay.\n\
         Union leader Wilson Okoth said the strike would continue until the government raises wages.\n\
         The labour ministry called the strike illegal and said that police would guard schools and hospitals.",
    );
    assert_eq!((seen.root("strike"), seen.mode("strike")), (Root::Protest, Some(Mode::Strike)));
    let seen = in_war("The army said the strike on the camp near Gao had destroyed a depot.");
    assert_eq!(seen.root("strike"), Root::Assault);
}

#[test]
fn tear_gas_is_no_attack() {
    let seen =
        read("In Nairobi, hundreds of teachers marched to parliament, where police fired tear gas at them.");
    assert_eq!((seen.root("fired"), seen.mode("fired")), (Root::Coerce, Some(Mode::Other)));
    let seen = in_war("Police fired rifles at a crowd in Gao.");
    assert_eq!((seen.root("fired"), seen.mode("fired")), (Root::Assault, Some(Mode::Firearms)));
}

#[test]
fn what_is_denied_averted_or_only_believed() {
    for (sentence, words, status) in [
        ("The army denied that it had bombed the village.", "bombed", Status::Denied),
        ("The rebels denied they shelled the base near Gao.", "shelled", Status::Denied),
        ("Mali rejected claims that its soldiers had shelled a village.", "shelled", Status::Denied),
        ("The army may have shelled the village.", "shelled", Status::Hypothetical),
        ("The rebels are believed to have kidnapped a priest near Gao.", "kidnapped", Status::Hypothetical),
        ("The army said that the rebels may have shelled the village.", "shelled", Status::Happened),
        ("Police foiled an attack on a church in Gao on Monday.", "attack", Status::Hypothetical),
    ] {
        assert_eq!(in_war(sentence).status(words), status, "{sentence}");
    }
}

#[test]
fn a_drill_is_no_attack() {
    let seen = in_war("A drill of the army simulated a bomb attack in Gao on Monday.");
    assert!(seen.triggers().iter().all(|t| t.1 != Root::Assault), "{:?}", seen.triggers());
}

#[test]
fn firing_at_somebody_is_an_attack() {
    let seen = in_war("The rebels fired mortars at an army base near Gao on Monday.");
    assert_eq!((seen.root("fired"), seen.mode("fired")), (Root::Assault, Some(Mode::Artillery)));
    assert_eq!(in_war("An army warplane bombed a market near Gao.").mode("bombed"), Some(Mode::Aerial));
}

#[test]
fn who_tells_of_an_attack_did_not_make_it() {
    let seen =
        in_war("The rebels said government artillery fired on their camp near Gao, killing two fighters.");
    assert_eq!(seen.role("fired", Role::Agent), ["government"]);
    assert_eq!(seen.role("fired", Role::Instrument), ["government artillery"]);
}

#[test]
fn a_verb_taken_for_a_noun() {
    let seen = in_war("Gunmen shot dead a teacher near Gao on Monday.");
    assert_eq!(seen.role("shot dead", Role::Agent), ["Gunmen"]);
    assert_eq!(seen.role("shot dead", Role::Target), ["a teacher"]);
    assert_eq!(seen.role("shot dead", Role::Killed), ["a teacher"]);
}

#[test]
fn words_that_tell_of_nothing_done_to_anybody() {
    for (sentence, words) in [
        ("A man suffered a seizure after soldiers arrested him near Gao.", "seizure"),
        ("A court jailed two rebels and acquitted a third man in Gao.", "acquitted"),
        ("The government rejected the demands of the rebels on Monday.", "demands"),
        (
            "The ministry told providers to have filtering and blocking systems after the attack in Gao.",
            "blocking",
        ),
    ] {
        let told = in_war(sentence).triggers();
        assert!(told.iter().all(|t| t.0 != words), "{sentence}: {told:?}");
    }
}

#[test]
fn the_answer_may_stand_behind_what_it_answers() {
    let seen = in_war("In retaliation for a rocket attack on Gao, army jets bombed Mopti on Monday.");
    assert_eq!(seen.answers(), [("bombed".to_string(), "rocket attack".to_string())]);
}

#[test]
fn a_town_before_the_noun_of_an_attack_is_no_side() {
    let seen = in_war("The Gao bombing came a day after an ambush that killed three soldiers.");
    let roles = [Role::Agent, Role::Target, Role::Instrument];
    let sides: Vec<String> = roles.iter().flat_map(|&r| seen.role("bombing", r)).collect();
    assert!(!sides.iter().any(|s| s == "Gao"), "{sides:?}");
}

/// Whether a sentence of a report about a war says that one event answers another.
fn answers(sentence: &str, from: &str, to: &str) -> bool {
    let seen = in_war(sentence);
    seen.answers().contains(&(from.to_string(), to.to_string()))
}

#[test]
fn the_answered_may_be_set_in_between_commas() {
    for (sentence, from, to) in [
        (
            "Army jets, in retaliation for a rocket attack on Gao, bombed a rebel camp near Mopti on Monday.",
            "bombed",
            "rocket attack",
        ),
        (
            "The rebels, in revenge for an ambush, attacked a police post near Mopti on Monday.",
            "attacked",
            "ambush",
        ),
        (
            "On Monday, in retaliation for a rocket attack on Gao, army jets bombed a rebel camp near Mopti.",
            "bombed",
            "rocket attack",
        ),
        (
            "Rebels attacked Gao on Sunday and the army, in retaliation for the attack, bombed a camp near Mopti.",
            "bombed",
            "attack",
        ),
    ] {
        assert!(answers(sentence, from, to), "{sentence}: {:?}", in_war(sentence).answers());
    }
}

#[test]
fn what_is_set_in_behind_an_act_tells_of_that_act() {
    let first =
        "The army bombed a rebel camp, in retaliation for a rocket attack on Gao, and arrested two men.";
    assert!(answers(first, "bombed", "rocket attack") && !answers(first, "arrested", "rocket attack"));
    let noun = "The airstrike, in retaliation for a rocket attack on Gao, killed two rebels.";
    assert!(answers(noun, "airstrike", "rocket attack"));
}

#[test]
fn the_answer_is_what_the_words_belong_to() {
    for (sentence, from, to) in [
        (
            "The army shelled the town as a warning and in retaliation for a rocket attack, and arrested two men.",
            "shelled",
            "rocket attack",
        ),
        (
            "Israel bombed the port both as a warning and in response to rocket attacks, and threatened to attack Mopti.",
            "bombed",
            "rocket attacks",
        ),
        (
            "Gunmen who stormed a hotel and shot two guards, in retaliation for a raid on Gao, were arrested on Monday.",
            "shot",
            "raid",
        ),
        (
            "Rebels who said that they had attacked a church, in revenge for an ambush, were arrested on Monday.",
            "attacked",
            "ambush",
        ),
        (
            "A man convicted of having attacked a mosque, in revenge for the killing of a teacher, was jailed on Monday.",
            "attacked",
            "killing",
        ),
        (
            "The army bombed a camp, in retaliation for a rocket attack on Gao, arrested two men and burned a village.",
            "bombed",
            "rocket attack",
        ),
        ("After an ambush the army, in retaliation for a raid, bombed a camp near Mopti.", "bombed", "raid"),
        ("Mali protested and in retaliation for an attack, bombed a camp near Gao.", "bombed", "attack"),
    ] {
        assert!(answers(sentence, from, to), "{sentence}: {:?}", in_war(sentence).answers());
    }
}

#[test]
fn what_is_said_to_be_so_may_be_denied_by_any_name() {
    for saying in ["claims", "a statement", "remarks"] {
        let sentence = format!("The army rejected {saying} that soldiers had shelled a village.");
        assert_eq!(in_war(&sentence).status("shelled"), Status::Denied, "{sentence}");
    }
}

#[test]
fn only_what_is_said_is_denied() {
    for (sentence, words) in [
        ("The army rejected a bridge that soldiers had shelled.", "shelled"),
        // Somebody is dismissed, not what is said.
        (
            "The president dismissed the army chief over comments that soldiers had shelled a village.",
            "shelled",
        ),
        ("The ministry dismissed an officer over tweets that soldiers had raped women in Gao.", "raped"),
        // What the statement does is not what it says.
        ("The government rejected a statement that condemned the raid.", "condemned"),
    ] {
        assert_eq!(in_war(sentence).status(words), Status::Happened, "{sentence}");
    }
}

#[test]
fn a_word_before_police_is_no_second_party() {
    for sentence in
        ["Riot police attacked protesters in Gao on Monday.", "On Monday, police shot a man in Gao."]
    {
        let seen = in_war(sentence);
        let agents = seen.reading.roles.iter().filter(|r| r.role == Role::Agent);
        let heads = agents.map(|r| seen.document.word(r.head as usize).to_string()).collect::<Vec<_>>();
        assert_eq!(heads, ["police"], "{sentence}: {:?}", seen.triggers());
    }
}

#[test]
fn the_day_that_a_time_is_counted_from_is_not_the_events() {
    let seen = in_war("A day after the vote on Monday, rebels burned a school in Gao.");
    assert_eq!(seen.role("burned", Role::Time), ["A day"]);
}
