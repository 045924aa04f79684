//! Who is found in sentences of our own, and who is not.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::read;
use diurna_core::{ActorKind, SourceKind};

#[test]
fn nothing_is_found_in_nothing() {
    let seen = read("");
    assert!(seen.found.actors.is_empty() && seen.found.mentions.is_empty());
    assert_eq!(read("The weather was mild and the nights were dry.").pairs(), []);
}

#[test]
fn troops_of_a_state_are_its_armed_forces() {
    let seen = read("Iraqi troops shelled the village.");
    let actor = seen.actor("Iraqi troops");
    assert_eq!(actor.name, "Iraqi Armed Forces");
    assert_eq!(actor.kind, ActorKind::Military);
    assert_eq!(actor.country.as_deref(), Some("IRQ"));
    assert_eq!(actor.source_kind, Some(SourceKind::Military));
    assert!(seen.mention("Iraqi troops").named);
}

#[test]
fn army_soldiers_and_jets_of_a_state_are_one_actor() {
    let seen =
        read("The Syrian army closed the road.\nSyrian soldiers left the town.\nSyrian warplanes bombed it.");
    assert_eq!(seen.named("Syrian Armed Forces").len(), 3);
    // A branch with a name of its own stays that branch.
    let seen = read("Syrian air force jets struck the depot.");
    assert_eq!(seen.named("Syrian Arab Air Force"), ["Syrian air force"]);
}

#[test]
fn a_modifier_inside_a_longer_name_is_no_mention_but_a_possessor_is() {
    assert!(read("The Iraqi army advanced.").named("Iraq").is_empty());
    let seen = read("Iraq's army advanced.");
    assert_eq!(seen.actor("Iraq").kind, ActorKind::State);
}

#[test]
fn government_and_police_of_a_state() {
    let seen = read("The Syrian government rejected the offer. Kenyan police arrested two men.");
    assert_eq!(seen.named("Government of Syria"), ["The Syrian government"]);
    let police = seen.actor("Kenyan police");
    assert_eq!((police.kind, police.country.as_deref()), (ActorKind::Police, Some("KEN")));
}

#[test]
fn the_adjective_before_another_noun_is_the_state() {
    let seen = read("Israeli airstrikes hit a warehouse.");
    let actor = seen.actor("Israeli");
    assert_eq!((actor.kind, actor.country.as_deref()), (ActorKind::State, Some("ISR")));
}

#[test]
fn the_people_of_a_state() {
    let seen = read("Thousands of Iraqis voted on Sunday.");
    let actor = seen.actor("Iraqis");
    assert_eq!((actor.kind, actor.country.as_deref()), (ActorKind::Civilians, Some("IRQ")));
}

#[test]
fn backed_by_a_state_is_no_mention_of_it() {
    for text in [
        "Iranian-backed militias fired rockets.",
        "Militants of an Iran-aligned group fired rockets.",
        "The anti-Iran crowd burned a flag.",
        "A pro-Iranian crowd burned a flag.",
    ] {
        let seen = read(text);
        assert!(
            seen.found.actors.iter().all(|a| a.country.as_deref() != Some("IRN")),
            "{text}: {:?}",
            seen.pairs()
        );
    }
}

#[test]
fn an_acronym_in_brackets_stands_for_the_name_before_it() {
    let seen = read("Kait'ib Hezbollah (KH) fired rockets. On Monday KH denied it.");
    let group = seen.actor("Kait'ib Hezbollah");
    assert_eq!(group.key.as_deref(), Some("kataib-hezbollah"));
    assert_eq!(group.kind, ActorKind::ArmedGroup);
    assert_eq!(group.country.as_deref(), Some("IRQ"));
    assert_eq!(seen.named(&group.name), ["Kait'ib Hezbollah", "KH", "KH"]);
}

#[test]
fn spellings_of_one_name_are_one_group() {
    let seen = read("Kataeb Hizbullah fired first.\nKata’ib Hezbollah fired again.\nKaitib Hizbollah left.");
    assert_eq!(seen.named("Kata'ib Hezbollah").len(), 3, "{:?}", seen.pairs());
}

#[test]
fn an_ambiguous_acronym_alone_is_nobody() {
    assert_eq!(read("KH denied it on Monday.").pairs(), []);
    assert_eq!(read("Flight 764 left on time.").pairs(), []);
}

#[test]
fn an_acronym_that_the_text_gives_to_its_own_body() {
    let seen = read(
        "The Harbour Workers Union (HWU) called a strike. Shops were closed. The HWU said more would follow.",
    );
    let union = seen.actor("Harbour Workers Union");
    assert_eq!(union.kind, ActorKind::Organisation);
    assert!(union.aliases.contains(&"HWU".to_string()));
    assert!(seen.named("Harbour Workers Union").contains(&"HWU"), "{:?}", seen.pairs());
}

#[test]
fn a_surname_stands_for_the_person_named_before() {
    let seen = read("Colonel Edwin Austin met the elders. Austin said the road was safe.");
    let person = seen.actor("Edwin Austin");
    assert_eq!((person.name.as_str(), person.kind), ("Edwin Austin", ActorKind::Person));
    assert_eq!(person.source_kind, Some(SourceKind::NamedOfficial));
    assert_eq!(seen.named("Edwin Austin"), ["Edwin Austin", "Austin"]);
}

#[test]
fn a_headline_may_give_the_surname_first() {
    let seen = read("Harrow leaves office\nInterior Minister Daniel Harrow resigned on Monday.");
    // The parse takes the title for the head, so that roles point at the whole of it.
    assert_eq!(seen.named("Daniel Harrow"), ["Harrow", "Interior Minister Daniel Harrow", "Daniel Harrow"]);
}

#[test]
fn a_person_named_like_a_city_is_not_the_city() {
    let seen = read(
        "“We were late,” said Harold London, a retired diplomat.\nLondon said the embassy in London had been warned.",
    );
    let whose = |at: usize| {
        let m = seen.found.mentions.iter().find(|m| m.span.covers(at));
        m.map(|m| seen.found.actors[m.actor].name.as_str())
    };
    assert_eq!(whose(seen.text.find("Harold").unwrap()), Some("Harold London"));
    assert_eq!(whose(seen.text.find("London said").unwrap()), Some("Harold London"));
    assert_eq!(whose(seen.text.find("London had").unwrap()), None);
}

#[test]
fn a_person_named_like_a_state_is_not_the_state() {
    let seen = read("“The bridge is gone,” said Michael Jordan, a farmer. Jordan lost two cows.");
    assert!(seen.found.actors.iter().all(|a| a.kind != ActorKind::State), "{:?}", seen.pairs());
    let last = seen.found.mentions.iter().rfind(|m| m.span.of(&seen.text) == "Jordan").unwrap();
    assert_eq!(seen.found.actors[last.actor].name, "Michael Jordan");
}

#[test]
fn a_capital_that_decides_is_its_government() {
    let seen = read("Washington condemned the attack.");
    let actor = seen.actor("Washington");
    assert_eq!((actor.name.as_str(), actor.kind), ("Government of the United States", ActorKind::State));
    assert_eq!(read("Moscow denied it.").named("Government of Russia"), ["Moscow"]);
}

#[test]
fn a_capital_where_something_happens_is_no_actor() {
    for text in ["The two met in Washington.", "Washington was flooded.", "The flight to Moscow was late."] {
        assert_eq!(read(text).pairs(), [], "{text}");
    }
}

#[test]
fn a_group_that_the_text_introduces() {
    let seen =
        read("The Southern Banner, an armed group, took the bridge. Later Southern Banner left the town.");
    let group = seen.actor("Southern Banner");
    assert_eq!(group.kind, ActorKind::ArmedGroup);
    assert_eq!(seen.named("Southern Banner").len(), 2, "{:?}", seen.pairs());
}

#[test]
fn a_description_that_is_no_group_introduces_none() {
    let seen = read("The Southern Banner, a weekly, closed in May.");
    assert!(seen.found.actors.iter().all(|a| a.kind != ActorKind::ArmedGroup), "{:?}", seen.pairs());
}

#[test]
fn the_last_word_of_a_name_tells_its_kind() {
    for (name, kind) in [
        ("Valley Liberation Front", ActorKind::ArmedGroup),
        ("Okello Foundation", ActorKind::Organisation),
        ("Northern River Bank", ActorKind::Company),
        ("Karima Gazette", ActorKind::Media),
    ] {
        let seen = read(&format!("On Monday the {name} opened a new office."));
        assert_eq!(seen.actor(name).kind, kind);
    }
}

#[test]
fn a_title_tells_whom_a_person_speaks_for() {
    let seen = read("Kenyan Foreign Minister Amara Okello said talks would go on.");
    let person = seen.actor("Amara Okello");
    assert_eq!(person.country.as_deref(), Some("KEN"));
    assert_eq!(person.affiliation.as_deref(), Some("Government of Kenya"));
    assert_eq!(person.source_kind, Some(SourceKind::NamedOfficial));
    let seen = read("The plane was lost, said Daniel Harrow, a Pentagon spokesman.");
    assert_eq!(seen.actor("Daniel Harrow").affiliation.as_deref(), Some("US Department of Defense"));
    assert_eq!(seen.actor("Daniel Harrow").source_kind, Some(SourceKind::NamedOfficial));
}

#[test]
fn only_the_words_around_a_name_tell_whom_a_person_speaks_for() {
    let told = |text: &str, name: &str| {
        let seen = read(text);
        let person = seen.actor(name);
        (person.source_kind, person.country.clone())
    };
    let (official, kenya, sudan) =
        (Some(SourceKind::NamedOfficial), Some("KEN".to_string()), Some("SDN".to_string()));
    // A title before the name, and over a comma; the states of other sentences are none of theirs.
    assert_eq!(
        told("Somalia was absent. Sudanese police chief Mark Okello left. Uganda was absent.", "Mark Okello"),
        (official, sudan)
    );
    assert_eq!(
        told("Kenya was absent. Their envoy, Daniel Harrow, left. Uganda was absent.", "Daniel Harrow"),
        (official, None)
    );
    // Behind it, up to the next comma.
    assert_eq!(
        told("The road is closed, said Mark Okello, a spokesman for Kenya, in Sudan.", "Mark Okello"),
        (official, kenya)
    );
    // Another clause begins behind the comma: those officials are others.
    assert_eq!(
        told("In Gao, Mark Okello, officials of Kenya said, was seen.", "Mark Okello"),
        (Some(SourceKind::NamedPerson), None)
    );
}

#[test]
fn names_with_particles_are_one_name() {
    let seen = read("General Karim bin Salim said the town was quiet.");
    assert_eq!(seen.actor("Karim bin Salim").kind, ActorKind::Person);
}

#[test]
fn unnamed_sources() {
    let seen = read(
        "A U.S. official said the base was empty. Witnesses said they heard shots. Police said nothing.",
    );
    let official = seen.actor("A U.S. official");
    assert_eq!(official.source_kind, Some(SourceKind::UnnamedOfficial));
    assert_eq!(official.country.as_deref(), Some("USA"));
    assert_eq!(official.affiliation.as_deref(), Some("Government of the United States"));
    assert!(!seen.mention("A U.S. official").named);
    assert_eq!(seen.actor("Witnesses").source_kind, Some(SourceKind::Witness));
    assert_eq!(seen.actor("Police").source_kind, Some(SourceKind::Government));
}

#[test]
fn unnamed_people_in_the_same_words_are_one_actor() {
    let seen = read("Gunmen stopped a bus. Hours later, gunmen robbed a shop.");
    assert_eq!(seen.actor("Gunmen").kind, ActorKind::ArmedGroup);
    assert_eq!(seen.mention("Gunmen").actor, seen.mention("gunmen").actor);
    assert!(!seen.mention("gunmen").named);
}

#[test]
fn a_noun_before_another_actor_noun_is_no_second_actor() {
    let seen = read("Two police officers were hurt.");
    assert_eq!(seen.found.mentions.len(), 1, "{:?}", seen.pairs());
}

#[test]
fn demonyms_say_whose_and_not_where() {
    let seen = read("Somali herders met Kenyan traders. The Iraqis left, and U.S. troops came.");
    let words: Vec<&str> = seen.found.demonyms.iter().map(|s| s.of(&seen.text)).collect();
    assert_eq!(words, ["Somali", "Kenyan", "Iraqis"]);
}

#[test]
fn names_of_persons_and_bodies_are_given_for_the_gazetteer() {
    let seen = read("Colonel Edwin Austin joined the Valley Liberation Front in Kenya.");
    let words: Vec<&str> = seen.found.names.iter().map(|s| s.of(&seen.text)).collect();
    assert_eq!(words, ["Edwin Austin", "Valley Liberation Front"]);
}

#[test]
fn mentions_come_in_text_order_on_character_boundaries() {
    let seen = read(
        "L’armée? “Café Zénith”, said Chloé Müller — in Mali, Malian troops waited. Ménaka’s gunmen hid.",
    );
    assert!(seen.found.mentions.windows(2).all(|w| w[0].span.start <= w[1].span.start));
    assert!(seen.found.mentions.iter().all(|m| !m.span.of(&seen.text).is_empty()));
    assert_eq!(seen.named("Malian Armed Forces"), ["Malian troops"]);
}

#[test]
fn short_names_that_mean_the_same_everywhere() {
    let seen = read("NATO and the UN agreed with the US. The AP reported it.");
    assert_eq!(seen.actor("NATO").kind, ActorKind::Igo);
    assert_eq!(seen.actor("UN").name, "United Nations");
    assert_eq!(seen.actor("US").country.as_deref(), Some("USA"));
    assert_eq!(seen.actor("AP").kind, ActorKind::Media);
}

#[test]
fn armed_groups_of_the_data_file() {
    let seen =
        read("Boko Haram and al-Shabab denied it. Houthi rebels left. ISIS, or the Islamic State, said no.");
    let country = |words: &str| seen.actor(words).country.as_deref();
    assert_eq!(country("Boko Haram"), Some("NGA"));
    assert_eq!(country("al-Shabab"), Some("SOM"));
    assert_eq!(country("Houthi rebels"), Some("YEM"));
    assert_eq!(seen.mention("ISIS").actor, seen.mention("Islamic State").actor);
    for words in ["Boko Haram", "al-Shabab", "Houthi rebels", "ISIS"] {
        assert_eq!(seen.actor(words).kind, ActorKind::ArmedGroup, "{words}");
    }
}

#[test]
fn north_and_south_are_two_states() {
    let seen = read("North Korean officials met South Korean traders.");
    let country = |words: &str| seen.actor(words).country.as_deref();
    assert_eq!(country("North Korean officials"), Some("PRK"));
    assert!(seen.found.actors.iter().any(|a| a.country.as_deref() == Some("KOR")), "{:?}", seen.pairs());
}

#[test]
fn professions_tell_the_kind_of_source() {
    let seen =
        read("The reporter Anna Weiss of the Karima Gazette called. “It was dark,” said Dolores Vega.");
    assert_eq!(seen.actor("Anna Weiss").source_kind, Some(SourceKind::Media));
    assert_eq!(seen.actor("Dolores Vega").source_kind, Some(SourceKind::NamedPerson));
}

#[test]
fn a_bare_noun_is_the_only_actor_whose_name_ends_in_it() {
    let seen = read(
        "Georgian police arrested ten men. The police seized guns. The Arab League met in Cairo, and the League said no more. \
         Two police officers and ten police left.",
    );
    assert_eq!(seen.actor("The police"), seen.actor("Georgian police"));
    assert_eq!(seen.actor("the League").name, "Arab League");
    assert_ne!(seen.actor("ten police"), seen.actor("Georgian police"));
    assert!(seen.found.actors.iter().all(|a| a.name != "League"));
    // Of two it is told by neither.
    let seen = read("Georgian police and Russian police met. The police left.");
    assert_ne!(seen.actor("The police"), seen.actor("Georgian police"));
}

#[test]
fn a_bare_title_is_the_only_holder_that_is_named() {
    let seen = read(
        "President Donald Okello threatened sanctions. The president said no more. A minister left. Interior Minister \
         Amara Danso stayed, and Foreign Minister Ines Duarte went. The interior minister spoke.",
    );
    assert_eq!(seen.actor("The president").name, "Donald Okello");
    assert_eq!(seen.actor("The interior minister").name, "Amara Danso");
    assert_ne!(seen.actor("A minister").name, "Ines Duarte");
}

#[test]
fn any_state_has_its_forces() {
    for (text, words, name, kind, country) in [
        (
            "The Malian Air Force bombed a camp.",
            "The Malian Air Force",
            "Malian Air Force",
            "military",
            "MLI",
        ),
        (
            "The Malian air force said it was quiet.",
            "The Malian air force",
            "Malian Air Force",
            "military",
            "MLI",
        ),
        (
            "The Kenyan coast guard held six men.",
            "The Kenyan coast guard",
            "Kenyan Coast Guard",
            "military",
            "KEN",
        ),
        (
            "A Togolese coastguard boat sank. The Togolese coastguard left.",
            "The Togolese coastguard",
            "Togolese Coast Guard",
            "military",
            "TGO",
        ),
        (
            "The Sudanese army shelled the town.",
            "The Sudanese army",
            "Sudanese Armed Forces",
            "military",
            "SDN",
        ),
        (
            "Philippine marines left the bay.",
            "Philippine marines",
            "Armed Forces of the Philippines",
            "military",
            "PHL",
        ),
        (
            "The Ghanaian National Guard left.",
            "The Ghanaian National Guard",
            "Ghanaian National Guard",
            "military",
            "GHA",
        ),
        (
            "The Ghanaian National Police left.",
            "The Ghanaian National Police",
            "Ghanaian police",
            "police",
            "GHA",
        ),
    ] {
        let seen = read(text);
        let actor = seen.actor(words);
        assert_eq!((actor.name.as_str(), actor.kind.as_str()), (name, kind), "{text}: {:?}", seen.pairs());
        assert_eq!(actor.country.as_deref(), Some(country), "{text}");
        assert!(seen.mention(words).named, "{text}");
    }
    // A branch that the data files know keeps its own name, however it is written.
    let known = read("The Iraqi Air Force took off. The Iraqi air force landed.");
    assert_eq!(known.actor("Iraqi Air Force").key.as_deref(), Some("iraqi-air-force"));
    assert_eq!(known.named("Iraqi Air Force").len(), 2, "{:?}", known.pairs());
}

#[test]
fn bodies_of_two_states_are_two() {
    let seen = read("The Government of Mali signed a pact with the Government of Niger.");
    let (mali, niger) = (seen.actor("The Government of Mali"), seen.actor("the Government of Niger"));
    assert_eq!((mali.name.as_str(), mali.country.as_deref()), ("Government of Mali", Some("MLI")));
    assert_eq!((niger.name.as_str(), niger.country.as_deref()), ("Government of Niger", Some("NER")));
    let seen = read("The army of Chad fought the army of Sudan.");
    assert_eq!(seen.actor("The army of Chad").country.as_deref(), Some("TCD"));
    assert_eq!(seen.actor("the army of Sudan").name, "Sudanese Armed Forces");
    let seen = read("Police in Kenya arrested ten men. Police in Uganda arrested five men.");
    assert_eq!(seen.named("Kenyan police"), ["Police"]);
    assert_eq!(seen.named("Ugandan police"), ["Police"]);
    // The words are the same and the states are not.
    let seen = read("The ambassador of Chad met the ambassador of Sudan.");
    assert_ne!(seen.actor("The ambassador of Chad"), seen.actor("the ambassador of Sudan"));
    // Whose troops stand in a state is not said by where they stand, and two states are no one.
    assert_eq!(read("Troops in Kenya left.").actor("Troops").country, None);
    assert_eq!(read("The armies of Chad and Niger left.").actor("The armies").country, None);
    // "The government" of a report that names one is that government.
    let seen = read("The Government of Mali met the union. The government offered money.");
    assert_eq!(seen.actor("The government").name, "Government of Mali");
}

#[test]
fn a_body_that_the_text_names_belongs_to_the_state_beside_it() {
    let seen =
        read("The Malian Harbour Council met the Nigerien Harbour Council. Togo's Harbour Council was away.");
    let country = |words: &str| seen.actor(words).country.as_deref();
    assert_eq!(country("Malian Harbour Council"), Some("MLI"));
    assert_eq!(country("Nigerien Harbour Council"), Some("NER"));
    assert_eq!(country("Harbour Council"), Some("TGO"));
    let seen = read("The Malian Harbour Council met. On Monday the Harbour Council voted.");
    assert_eq!(seen.actor("Harbour Council").name, "Malian Harbour Council");
    let seen = read("The Ministry of Defence closed the bridge.");
    assert_eq!(seen.actor("Ministry of Defence").kind, ActorKind::State);
    let seen = read("Members of the Alliance for Progress marched.");
    assert_eq!(seen.actor("Alliance for Progress").kind, ActorKind::Organisation);
}

#[test]
fn nouns_of_several_words_tell_more_than_their_last() {
    for (text, words, kind) in [
        ("An army officer was shot.", "An army officer", ActorKind::Military),
        ("A police officer was shot.", "A police officer", ActorKind::Police),
        ("Armed men robbed a shop.", "Armed men", ActorKind::ArmedGroup),
        ("Three men robbed a shop.", "Three men", ActorKind::Person),
        ("A rebel group took the bridge.", "A rebel group", ActorKind::ArmedGroup),
    ] {
        let seen = read(text);
        assert_eq!(seen.actor(words).kind, kind, "{text}: {:?}", seen.pairs());
    }
}

#[test]
fn a_person_and_the_title_before_the_name_are_one_actor() {
    for text in [
        "Journalist Maria Santos was shot.",
        "The mayor Maria Santos was shot.",
        "A spokesman, tired, left. Spokeswoman Maria Santos was shot.",
        "Varn Mayor Maria Santos was shot.",
    ] {
        let seen = read(text);
        let with_name =
            seen.pairs().into_iter().filter(|(words, _)| words.contains("Santos")).collect::<Vec<_>>();
        assert!(
            !with_name.is_empty() && with_name.iter().all(|(_, name)| *name == "Maria Santos"),
            "{text}: {:?}",
            seen.pairs()
        );
    }
}

#[test]
fn what_is_no_name_of_a_person() {
    for (text, never) in [
        ("The General Assembly met. The Directorate of General Order spoke.", ["Assembly", "Order"]),
        ("The night of Sunday to Monday, the mission said, was quiet.", ["Monday", "Sunday"]),
        ("Churches burned on Palm Sunday, the state police chief said.", ["Palm Sunday", "Sunday"]),
        ("Olive trees burned on the Hill of Figs, medics and farmers said.", ["Figs", "Hill"]),
    ] {
        let seen = read(text);
        assert!(
            seen.found.actors.iter().all(|a| !never.contains(&a.name.as_str())),
            "{text}: {:?}",
            seen.pairs()
        );
    }
}

#[test]
fn a_day_between_title_and_surname_is_a_given_name() {
    for (text, name) in [
        ("Activist Sunday Vell was shot. The mayor spoke on Sunday.", "Sunday Vell"),
        ("The governor Monday Vell met the mayor.", "Monday Vell"),
    ] {
        let seen = read(text);
        let person = |a: &diurna_core::Actor| a.name == name && a.kind == ActorKind::Person;
        assert!(seen.found.actors.iter().any(person), "{text}: {:?}", seen.pairs());
    }
}

#[test]
fn no_actor_is_called_by_marks() {
    let seen = read(
        "“, ” the minister’s — ‘’ — men, ... police; “’s” army (…) rebels, , and “Gunmen”! €40 for Omar Vell, ’s aide.",
    );
    let lacks = |name: &str| !name.chars().any(char::is_alphanumeric);
    assert!(seen.found.actors.iter().all(|a| !lacks(&a.name)), "{:?}", seen.pairs());
}

#[test]
fn fighters_of_a_group_are_the_group() {
    for (text, group, words) in [
        ("Colombian guerrillas of the ELN burned a truck.", "ELN", "Colombian guerrillas"),
        ("Fighters from the Islamic State group attacked a village.", "Islamic State group", "Fighters"),
        ("Militia members from the Taliban left the town.", "Taliban", "Militia members"),
    ] {
        let seen = read(text);
        assert_eq!(seen.actor(words).name, seen.actor(group).name, "{text}");
    }
    // A state has other troops.
    let seen = read("Soldiers from Chad left the town.");
    assert_ne!(seen.actor("Soldiers").name, seen.actor("Chad").name);
}

#[test]
fn a_group_bears_the_name_that_it_calls_itself_by() {
    for (text, words) in [
        ("An armed group calling itself the Delta Vanguard burned a truck.", "An armed group"),
        ("A rebel group known as the Delta Vanguard burned a truck.", "A rebel group"),
    ] {
        let seen = read(text);
        assert_eq!(seen.actor(words).name, "Delta Vanguard", "{text}: {:?}", seen.pairs());
    }
}

#[test]
fn one_of_a_people_is_no_state() {
    let seen = read("Soldiers shot a 17-year-old Palestinian.");
    assert!(seen.found.actors.iter().all(|a| a.name != "Palestine"), "{:?}", seen.pairs());
}

#[test]
fn the_name_of_a_body_goes_on_over_of() {
    let kind = |sentence: &str, name: &str| read(sentence).actor(name).kind;
    let plain = "The Brigades of the Plain killed two policemen in Kirkuk.";
    assert_eq!(kind(plain, "Brigades of the Plain"), ActorKind::ArmedGroup);
    assert_eq!(kind("The Union of Miners called a strike.", "Union of Miners"), ActorKind::Organisation);
}
