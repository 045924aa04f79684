//! Who says what in sentences of our own.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{in_war, read};
use diurna_core::Form::{self, Direct, Indirect, Mixed};

/// The only claim of a text: source, cue, content, form.
fn only(text: &str) -> (String, String, String, Form) {
    let seen = read(text);
    let claims = seen.claims();
    assert_eq!(claims.len(), 1, "{text}: {claims:?}");
    let (source, cue, content, form, _) = claims[0].clone();
    (source, cue, content, form)
}

fn is(text: &str, source: &str, cue: &str, content: &str, form: Form) {
    assert_eq!(only(text), (source.into(), cue.into(), content.into(), form), "{text}");
}

/// Whether the first claim of a text is hedged.
fn hedged(text: &str) -> bool {
    read(text).claims().first().unwrap_or_else(|| panic!("no claim in {text}")).4
}

#[test]
fn no_speech_no_claim() {
    assert_eq!(read("").claims(), []);
    assert_eq!(read("Soldiers closed the road to the river on Monday.").claims(), []);
}

#[test]
fn a_quotation_before_its_speaker() {
    is(
        "“The bridge is gone and nobody can cross,” Dolores Vega said.",
        "Dolores Vega",
        "said",
        "The bridge is gone and nobody can cross",
        Direct,
    );
    is(
        "\"The bridge is gone and nobody can cross,\" said Dolores Vega.",
        "Dolores Vega",
        "said",
        "The bridge is gone and nobody can cross",
        Direct,
    );
}

#[test]
fn a_quotation_behind_its_speaker() {
    is(
        "Dolores Vega said: “The bridge is gone and nobody can cross.”",
        "Dolores Vega",
        "said",
        "The bridge is gone and nobody can cross",
        Direct,
    );
}

#[test]
fn reported_speech() {
    is("The mayor said that the bridge was gone.", "The mayor", "said", "the bridge was gone", Indirect);
    is("The bridge was gone, the mayor said.", "the mayor", "said", "The bridge was gone", Indirect);
    is("Police said four men were hurt.", "Police", "said", "four men were hurt", Indirect);
}

#[test]
fn according_to_somebody() {
    is(
        "According to police, four gunmen left the station.",
        "police",
        "According to",
        "four gunmen left the station",
        Indirect,
    );
    is(
        "Four gunmen left the station, according to a police report.",
        "a police report",
        "according to",
        "Four gunmen left the station",
        Indirect,
    );
    // In the middle: where nothing is told yet, what follows is told.
    is(
        "Late on Monday evening, according to police, four gunmen left the station.",
        "police",
        "according to",
        "four gunmen left the station",
        Indirect,
    );
}

#[test]
fn a_split_quotation_is_two_claims() {
    let claims =
        read("“The road is closed,” said Colonel Amadou Traore, “and the army will not leave.”").claims();
    let said: Vec<(&str, &str)> = claims.iter().map(|c| (c.0.as_str(), c.2.as_str())).collect();
    assert_eq!(
        said,
        [
            ("Colonel Amadou Traore", "The road is closed"),
            ("Colonel Amadou Traore", "and the army will not leave")
        ]
    );
    assert!(claims.iter().all(|c| c.3 == Direct));
}

#[test]
fn a_quotation_goes_on_in_the_next_sentence() {
    let text =
        "“The bridge is gone and nobody can cross,” said Dolores Vega. “We wait for the ferry every day.”";
    let claims = read(text).claims();
    assert_eq!(claims.len(), 2, "{claims:?}");
    assert_eq!((claims[1].0.as_str(), claims[1].1.as_str()), ("Dolores Vega", ""));
    assert_eq!(claims[1].2.trim_end_matches('.'), "We wait for the ferry every day");
}

#[test]
fn a_few_quoted_words_in_a_reported_clause() {
    let (source, _, content, form) = only("The mayor said the fire was “a great loss” for the town.");
    assert_eq!((source.as_str(), form), ("The mayor", Mixed));
    assert_eq!(content, "the fire was “a great loss” for the town");
}

#[test]
fn the_day_is_not_the_speaker() {
    is(
        "Earlier on Thursday, the government claimed that rebels had fled.",
        "the government",
        "claimed",
        "rebels had fled",
        Indirect,
    );
}

#[test]
fn acts_of_speech_have_what_they_are_about() {
    let (source, cue, content, _) = only("The union urged the mayor to resign.");
    assert_eq!((source.as_str(), cue.as_str()), ("The union", "urged"));
    assert!(content.ends_with("to resign"), "{content}");
    let (source, cue, content, _) = only("The minister accused the rebels of theft.");
    assert_eq!((source.as_str(), cue.as_str()), ("The minister", "accused"));
    assert_eq!(content, "the rebels of theft");
}

#[test]
fn a_relative_clause_has_its_speaker_before_it() {
    let (source, ..) = only("A farmer who said he saw the fire went home.");
    assert!(source.starts_with("A farmer"), "{source}");
}

#[test]
fn nobody_who_is_named_says_what_is_said_to_be() {
    assert_eq!(read("The bridge is said to be old.").claims(), []);
}

#[test]
fn claims_come_in_text_order() {
    let seen = read(
        "Police said two men fled. The mayor said the bridge was shut. According to Dolores Vega, both men had fled.",
    );
    let sources: Vec<String> = seen.claims().into_iter().map(|c| c.0).collect();
    assert_eq!(sources, ["Police", "The mayor", "Dolores Vega"]);
    assert!(seen.reading.attributions.windows(2).all(|w| w[0].content[0].start <= w[1].content[0].start));
}

#[test]
fn doubt_makes_a_claim_hedged() {
    for text in [
        "Rebels may have left the town, the army said.",
        "Police said the men were reportedly hurt.",
        "The fire was probably an accident, the mayor said.",
        "According to police, the suspected robbers fled.",
        "The mayor said it was not clear who had lit the fire.",
    ] {
        assert!(hedged(text), "{text}");
    }
}

#[test]
fn a_plain_claim_is_not_hedged() {
    for text in [
        "Rebels have left the town, the army said.",
        "Police said the men were hurt.",
        "The market will open in May, the mayor said.",
        "The mayor said the fire was an accident.",
        "The army said as many as 40 rebels had fled.",
    ] {
        assert!(!hedged(text), "{text}");
    }
}

#[test]
fn nobody_says_nothing() {
    let seen =
        in_war("A bomb went off in Gao. No group claimed the attack, and nobody said who had planted it.");
    let sources: Vec<String> = seen.claims().into_iter().map(|c| c.0).collect();
    assert!(sources.iter().all(|s| !s.to_lowercase().starts_with("no")), "{sources:?}");
}

#[test]
fn the_whole_source_speaks() {
    let told = "rebels attacked a village near Gao";
    for source in [
        "Defence Minister Carla Munro",
        "Army spokesman Oumar Keita",
        "Gao police",
        "Police and hospital officials",
    ] {
        is(
            &format!("{source} said {told} on Monday."),
            source,
            "said",
            &format!("{told} on Monday"),
            Indirect,
        );
    }
}
