//! Persons who are told by an office and a name.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Seen, read};
use diurna_core::SourceKind;

/// Asserts that some words of a text all mention one person, of that country.
fn one(text: &str, mentions: &[&str], name: &str, country: Option<&str>) -> Seen {
    let seen = read(text);
    for words in mentions {
        assert_eq!(seen.actor(words).name, name, "`{words}` in {text}: {:?}", seen.pairs());
    }
    assert_eq!(seen.actor(mentions[0]).country.as_deref(), country, "{text}");
    seen
}

#[test]
fn an_office_and_the_name_in_apposition_are_one_person() {
    let text = "The incumbent leader of the Ivory Coast, Omar Vell, is expelling troops.";
    let seen = one(text, &["The incumbent leader of the Ivory Coast", "Omar Vell"], "Omar Vell", Some("CIV"));
    assert_eq!(seen.named("Omar Vell").len(), 2, "{:?}", seen.pairs());
    assert!(!seen.mention("The incumbent leader of the Ivory Coast").named);
    assert!(seen.found.actors.iter().all(|a| !a.name.contains("leader")), "{:?}", seen.pairs());

    let text = "The prime minister of Chad, Omar Vell, threatened to attack the rebels.";
    let seen = one(text, &["The prime minister of Chad", "Omar Vell"], "Omar Vell", Some("TCD"));
    assert_eq!(seen.actor("Omar Vell").source_kind, Some(SourceKind::NamedOfficial));
    assert_eq!(seen.actor("Omar Vell").affiliation.as_deref(), Some("Government of Chad"));

    let text = "Omar Vell, the incumbent leader of the Ivory Coast, attacked the rebels.";
    one(text, &["Omar Vell", "the incumbent leader of the Ivory Coast"], "Omar Vell", Some("CIV"));

    let text = "Kenya's foreign minister, Amara Okello, threatened the rebels.";
    one(text, &["Amara Okello", "Kenya's foreign minister"], "Amara Okello", Some("KEN"));

    // A stop in the place of the second comma, and a parse that hangs the name from the nearer noun.
    let text = "He met the ambassador of Mali, Omar Vell.";
    one(text, &["Omar Vell", "the ambassador of Mali"], "Omar Vell", Some("MLI"));
}

#[test]
fn a_name_that_is_known_by_its_office_alone() {
    let text =
        "The prime minister of Chad, Idriss Kamoun, threatened to attack. On Monday President Kamoun stayed.";
    let seen =
        one(text, &["Idriss Kamoun", "The prime minister of Chad", "Kamoun"], "Idriss Kamoun", Some("TCD"));
    let names: Vec<&str> = seen.found.names.iter().map(|s| s.of(text)).collect();
    assert_eq!(names, ["Idriss Kamoun", "Kamoun"]);
    assert_eq!(seen.actor("Kamoun").aliases, ["Kamoun"]);

    // Without a title elsewhere, too.
    let text = "The prime minister of Chad, Idriss Kamoun, threatened to attack. The rebels met Kamoun.";
    one(text, &["Idriss Kamoun", "Kamoun"], "Idriss Kamoun", Some("TCD"));
}

#[test]
fn an_office_told_again_is_the_person_who_holds_it() {
    let seen =
        read("The prime minister of Chad, Omar Vell, left. In May the prime minister of Chad was in Kenya.");
    assert_eq!(seen.actor("the prime minister of Chad").name, "Omar Vell", "{:?}", seen.pairs());
    let seen =
        read("The president, Omar Vell, left. The president of the union stayed, and the president of Mali.");
    assert_eq!(seen.actor("The president").name, "Omar Vell", "{:?}", seen.pairs());
    assert_ne!(seen.actor("the president of Mali").name, "Omar Vell", "{:?}", seen.pairs());
    // The apposition says more than the title of another.
    let seen = read("The mayor, Omar Vell, warned the rebels. Mayor Ana Lund left.");
    assert_eq!(seen.actor("The mayor").name, "Omar Vell", "{:?}", seen.pairs());
}

#[test]
fn a_list_or_another_clause_is_no_apposition() {
    let seen = read("The president of Chad, Niger and Mali condemned the attack.");
    assert!(seen.found.actors.iter().all(|a| a.kind != diurna_core::ActorKind::Person), "{:?}", seen.pairs());
    for (text, office) in [
        ("The leader of Chad, Omar Vell said, attacked the rebels.", "The leader of Chad"),
        ("The leader of Chad, Omar Vell, and Ana Lund left.", "The leader of Chad"),
        ("Omar Vell, the leader of Chad, and Ana Lund left.", "the leader of Chad"),
        ("The president of Chad, Omar Vell and Ana Lund met the rebels.", "The president of Chad"),
    ] {
        let seen = read(text);
        assert_ne!(seen.actor(office).name, "Omar Vell", "{text}: {:?}", seen.pairs());
    }
    let seen = read("The leader of Chad, Mahamat Dia said, attacked the rebels.");
    assert!(seen.found.actors.iter().all(|a| a.name != "Mahamat Dia" || a.country.is_none()));
}

#[test]
fn a_state_before_a_title_of_several_words() {
    let text = "US Secretary of State Ana Lund threatened the rebels.";
    let seen = one(text, &["Ana Lund", "US Secretary of State Ana Lund"], "Ana Lund", Some("USA"));
    assert_eq!(seen.actor("Ana Lund").source_kind, Some(SourceKind::NamedOfficial));

    let text = "Kenya's secretary of state Ana Lund threatened the rebels.";
    let seen = one(text, &["Ana Lund"], "Ana Lund", Some("KEN"));
    assert!(seen.found.actors.iter().all(|a| !a.name.contains("secretary")), "{:?}", seen.pairs());

    let text = "Nigerian army spokesman Omar Vell said the road was closed.";
    one(text, &["Omar Vell", "Nigerian army spokesman Omar Vell"], "Omar Vell", Some("NGA"));

    // The state of another phrase is not theirs.
    one("In Kenya, Secretary of State Ana Lund threatened the rebels.", &["Ana Lund"], "Ana Lund", None);
}
