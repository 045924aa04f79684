//! Which names are places in sentences of our own, and which of the places so called is meant.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Told, read, read_with};

/// The country of the first place with these words.
fn country(text: &str, words: &str) -> String {
    read(text).place(words).country.clone()
}

#[test]
fn nothing_is_found_in_nothing() {
    assert_eq!(read("").words(), [""; 0]);
    assert_eq!(read("The soldiers ate turkey on fine china and left.").words(), [""; 0]);
}

#[test]
fn a_month_is_no_town() {
    let march = Told { names: &["March"], ..Told::default() };
    assert_eq!(read_with("Gunmen shot a teacher in Mopti in March.", march).words(), ["Mopti"]);
    let august = Told { names: &["August"], ..Told::default() };
    assert_eq!(read_with("In August shells fell on Mopti.", august).words(), ["Mopti"]);
    // Nobody is inside a person, and where no time is known a town may bear the name of one.
    let person = Told { names: &["Khan Younis"], ..Told::default() };
    assert_eq!(read_with("Shells fell in Khan Younis.", person).words(), ["Khan Younis"]);
    assert_eq!(read("The mill in March, Cambridgeshire, burned.").words()[0], "March");
}

#[test]
fn a_town_before_its_country() {
    let seen = read("Shells fell on Mosul, Iraq, at night.");
    assert_eq!(seen.words(), ["Mosul", "Iraq"]);
    assert_eq!((seen.place("Mosul").name.as_str(), seen.place("Mosul").country.as_str()), ("Mosul", "IRQ"));
    assert!((seen.place("Mosul").lat - 36.34).abs() < 0.1 && (seen.place("Mosul").lon - 43.13).abs() < 0.1);
    assert!(seen.mention("Iraq").wide && !seen.mention("Mosul").wide);
}

#[test]
fn the_state_behind_a_comma_decides() {
    assert_eq!(country("Two men were shot in Paris, Texas, on Monday.", "Paris"), "USA");
    assert_eq!(country("Two men were shot in Paris on Monday.", "Paris"), "FRA");
    assert_eq!(country("The mill in Birmingham, Alabama, burned.", "Birmingham"), "USA");
    assert_eq!(country("The mill in Birmingham burned.", "Birmingham"), "GBR");
    assert_eq!(country("The fair in Hyderabad, Pakistan, closed.", "Hyderabad"), "PAK");
    assert_eq!(country("The fair in Hyderabad, India, closed.", "Hyderabad"), "IND");
    assert_eq!(country("The fair in Cordoba, Argentina, closed.", "Cordoba"), "ARG");
    assert_eq!(country("The fair in Valencia, Venezuela, closed.", "Valencia"), "VEN");
}

#[test]
fn a_capital_needs_no_name() {
    let seen = read("Ministers met in the Ethiopian capital on Friday.");
    assert_eq!(seen.words(), ["Ethiopian capital"]);
    assert_eq!(seen.place("Ethiopian capital").name, "Addis Ababa");
    let seen = read("Shells fell on Ukraine's capital at night.");
    assert_eq!(
        (seen.place("capital").country.as_str(), seen.place("capital").feature.as_str()),
        ("UKR", "capital")
    );
    // The longest name counts.
    for (text, capital) in [
        ("Ministers met in the North Korean capital on Friday.", "Pyongyang"),
        ("Ministers met in the South Sudanese capital on Friday.", "Juba"),
        ("Ministers met in South Sudan's capital on Friday.", "Juba"),
        ("Ministers met in Burkina Faso's capital on Friday.", "Ouagadougou"),
        ("Ministers met in Papua New Guinea's capital on Friday.", "Port Moresby"),
        ("Ministers met in Kenya's capital on Friday.", "Nairobi"),
    ] {
        let seen = read(text);
        assert!(seen.found.places.iter().any(|p| p.name == capital), "{text} {:?}", seen.words());
        assert!(seen.found.places.iter().filter(|p| p.feature == "capital").count() == 1, "{text}");
    }
    // The name says it, or no town is meant.
    assert_eq!(read("They met in the Ethiopian capital Addis Ababa.").words(), ["Addis Ababa"]);
    assert_eq!(read("Ethiopian capital gains fell.").words(), [""; 0]);
}

#[test]
fn the_country_named_beside_a_town_decides() {
    assert_eq!(country("The road to Tripoli, Lebanon, was closed.", "Tripoli"), "LBN");
    assert_eq!(country("Clashes broke out in Tripoli, in northern Lebanon.", "Tripoli"), "LBN");
}

#[test]
fn the_country_of_the_report_decides() {
    assert_eq!(country("The road from Beirut to Tripoli was closed. Lebanon mourned.", "Tripoli"), "LBN");
    assert_eq!(country("The road from Misrata to Tripoli was closed. Libya mourned.", "Tripoli"), "LBY");
}

#[test]
fn the_country_of_those_who_act_decides() {
    let text = "The Lebanese army closed the road to Tripoli.";
    let told =
        Told { countries: &[("The Lebanese army", "LBN")], demonyms: &["Lebanese"], ..Told::default() };
    assert_eq!(read_with(text, told).place("Tripoli").country, "LBN");
    let text = "The Libyan army closed the road to Tripoli.";
    let told = Told { countries: &[("The Libyan army", "LBY")], demonyms: &["Libyan"], ..Told::default() };
    assert_eq!(read_with(text, told).place("Tripoli").country, "LBY");
}

#[test]
fn georgia_is_a_country_where_its_capital_is_named() {
    assert_eq!(country("The train from Tbilisi crossed Georgia at night.", "Georgia"), "GEO");
}

#[test]
fn a_demonym_says_whose_and_not_where() {
    let told = Told { demonyms: &["Somali"], ..Told::default() };
    assert_eq!(read_with("Somali herders lost their goats.", told).words(), [""; 0]);
}

#[test]
fn a_demonym_may_begin_a_longer_name() {
    let told = Told { demonyms: &["Indian"], ..Told::default() };
    let seen = read_with("The tanker sank in the Indian Ocean.", told);
    assert_eq!(seen.words(), ["Indian Ocean"]);
    assert!(seen.mention("Indian Ocean").borderless);
    assert_eq!(seen.place("Indian Ocean").country, "");
}

#[test]
fn no_place_is_read_in_a_name() {
    let told = Told { names: &["Harold London"], ..Told::default() };
    assert_eq!(read_with("Harold London lost his keys.", told).words(), [""; 0]);
    let told = Told { names: &["Harold London"], ..Told::default() };
    let seen = read_with("Harold London lost his keys in London.", told);
    assert_eq!(seen.words(), ["London"]);
    assert_eq!(seen.place("London").country, "GBR");
}

#[test]
fn no_place_is_read_in_a_date() {
    let told = Told { names: &["Nov. 21"], ..Told::default() };
    assert_eq!(read_with("The shop closed on Nov. 21 for good.", told).words(), [""; 0]);
}

#[test]
fn capital_letters_are_no_little_town() {
    assert_eq!(read("Officials of the PA met on Monday.").words(), [""; 0]);
    let seen = read("The plant in Scranton, PA, burned.");
    assert_eq!(seen.place("Scranton").country, "USA");
    assert_eq!(seen.place("Scranton").admin1.as_deref(), Some("Pennsylvania"));
}

#[test]
fn a_little_place_is_no_part_of_a_longer_name() {
    let seen = read("The old mosque is a World Heritage Site in Mali.");
    assert_eq!(seen.words(), ["Mali"]);
    assert_eq!(read("The parade on Bastille Day was long.").words(), [""; 0]);
}

#[test]
fn everyday_words_are_places_only_where_a_place_stands() {
    assert_eq!(read("Nice weather is expected. Reading helps.").words(), [""; 0]);
    assert_eq!(country("The parade in Nice was long.", "Nice"), "FRA");
}

#[test]
fn words_in_lower_case_are_no_places_but_articles_may_be() {
    assert_eq!(read("They said the mobile phone cost a penny.").words(), [""; 0]);
    let seen = read("The convoy left al-Tanf for el-Arish in Egypt.");
    assert_eq!(seen.words(), ["al-Tanf", "el-Arish", "Egypt"]);
    assert_eq!(seen.place("el-Arish").country, "EGY");
}

#[test]
fn spellings_of_one_place_are_one_place() {
    let seen = read("Trains from Kyiv were late. In Kiev, nobody knew why.");
    assert_eq!(seen.found.places.len(), 1);
    assert_eq!(seen.mention("Kyiv").place, seen.mention("Kiev").place);
    let seen = read("Rebels hold Deir al-Zor and Deir Ezzor in Syria.");
    assert_eq!(seen.mention("Deir al-Zor").place, seen.mention("Deir Ezzor").place);
}

#[test]
fn a_place_named_twice_is_listed_once() {
    let seen = read("Shells fell on Aleppo. Aleppo has no power, and people flee Aleppo.");
    assert_eq!((seen.found.places.len(), seen.found.mentions.len()), (1, 3));
    assert!(seen.found.mentions.iter().all(|m| m.place == Some(0) && (0.0..=1.0).contains(&m.score)));
}

#[test]
fn a_capital_that_decides_is_no_setting() {
    assert!(read("Moscow condemned the attack.").mention("Moscow").metonymic);
    assert!(read("Tehran rejected the offer.").mention("Tehran").metonymic);
}

#[test]
fn a_place_behind_a_preposition_or_under_fire_is_a_setting() {
    for (text, words) in [
        ("The two met in Washington.", "Washington"),
        ("The bus to Tehran was late.", "Tehran"),
        ("Shells hit Aleppo at dawn.", "Aleppo"),
        ("Rebels seized Gao on Monday.", "Gao"),
        ("Aleppo is a city of two million.", "Aleppo"),
    ] {
        assert!(!read(text).mention(words).metonymic, "{text}");
    }
}

#[test]
fn sizes_of_places() {
    let seen = read("From Nairobi the road runs through Kenya to the Mediterranean Sea and across Africa.");
    assert!(!seen.mention("Nairobi").wide);
    assert!(seen.mention("Kenya").wide && !seen.mention("Kenya").borderless);
    assert!(seen.mention("Africa").wide && seen.mention("Africa").borderless);
    assert!(seen.mention("Mediterranean Sea").borderless);
}

#[test]
fn mentions_come_in_text_order_on_character_boundaries() {
    let seen = read("“Café” — São Paulo, Zürich und Malmö: in Ménaka, Mali, and Gao it rained.");
    assert!(seen.found.mentions.windows(2).all(|w| w[0].span.end <= w[1].span.start));
    assert_eq!(seen.place("São Paulo").country, "BRA");
    assert_eq!(seen.place("Zürich").country, "CHE");
    assert_eq!(seen.place("Ménaka").country, "MLI");
}

#[test]
fn headlines_hold_places() {
    let seen = read("Gunmen Kill Four Soldiers In Mosul");
    assert_eq!(seen.words(), ["Mosul"]);
}

#[test]
fn what_is_not_story_holds_no_places() {
    let text = "Shells fell on Aleppo.\nMore from London and Paris";
    let told = Told { boilerplate: Some("More from London and Paris"), ..Told::default() };
    assert_eq!(read_with(text, told).words(), ["Aleppo"]);
}

#[test]
fn an_unknown_name_is_no_place() {
    assert_eq!(read("The convoy left Qwxyzburg at dawn.").words(), [""; 0]);
}
