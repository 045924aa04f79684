//! Whose claims reports of our own hold, and which events they concern.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Seen, read};
use diurna_core::{Root, SourceKind};

/// Name and kind of the source of claim number `i`.
fn source(seen: &Seen, i: usize) -> (Option<&str>, Option<SourceKind>) {
    let c = &seen.0.claims[i];
    (c.source.as_ref().and_then(|s| s.name.as_deref()), c.source_kind)
}

#[test]
fn a_claim_concerns_the_events_that_it_tells() {
    let seen = read(
        "Rebels attacked a convoy near Gao, Mali, on Monday, police said. Soldiers arrested two men on Wednesday.",
    );
    let attack = seen.with("attacked");
    assert_eq!(attack.claims.len(), 1);
    let claim = seen.claim(&attack.claims[0]);
    assert_eq!(claim.about, std::slice::from_ref(&attack.id));
    assert_eq!(claim.source_kind, Some(SourceKind::Government));
    assert!(seen.with("arrested").claims.is_empty());
}

#[test]
fn an_act_of_speech_is_an_event_and_a_claim_about_it() {
    let seen = read("The government of Mali condemned the attack on the army base near Gao on Monday.");
    let act = seen.only(Root::Accuse);
    assert_eq!(act.claims.len(), 1);
    let about = &seen.claim(&act.claims[0]).about;
    assert!(about.contains(&act.id), "{about:?}");
    assert!(about.contains(&seen.with("attack").id), "{about:?}");
}

#[test]
fn named_and_unnamed_sources() {
    let seen = read("“The road is safe again today,” said Colonel Amadou Traore. Police said two men fled.");
    assert_eq!(source(&seen, 0), (Some("Amadou Traore"), Some(SourceKind::NamedOfficial)));
    assert_eq!(source(&seen, 1), (None, Some(SourceKind::Government)));
}

#[test]
fn a_document_is_a_source_of_its_own_kind() {
    let seen = read("Four men left the station that night, according to a police report.");
    assert_eq!(source(&seen, 0), (None, Some(SourceKind::Document)));
}

#[test]
fn a_title_anywhere_in_the_report_tells_the_kind() {
    let kind = |text: &str, i: usize| source(&read(text), i).1;
    assert_eq!(
        kind("The president of Mali, Amadou Traore, left on Monday. Traore said the road was safe.", 0),
        Some(SourceKind::NamedOfficial)
    );
    assert_eq!(
        kind("“The road is safe,” said Dolores Vega, a former deputy minister of defence.", 0),
        Some(SourceKind::Expert)
    );
    assert_eq!(kind("Witnesses said two men fled.", 0), Some(SourceKind::Witness));
    assert_eq!(kind("Local media reported that two men had fled.", 0), Some(SourceKind::Media));
    assert_eq!(kind("The hospital said two men had left.", 0), Some(SourceKind::Organisation));
}

#[test]
fn he_and_she_are_the_person_named_last() {
    let seen = read("Colonel Amadou Traore said the road was safe. He said two men had fled.");
    assert_eq!(source(&seen, 1), (Some("Amadou Traore"), Some(SourceKind::NamedOfficial)));
    let seen = read("“The bridge is gone,” said Dolores Vega, a farmer. She said nobody could cross.");
    assert_eq!(source(&seen, 1).0, Some("Dolores Vega"));
}

#[test]
fn they_are_the_body_named_last() {
    let seen = read("The rebels said the road was closed. They said nobody would pass.");
    let actor = |i: usize| seen.0.claims[i].source.as_ref().unwrap().actor.clone();
    assert!(actor(0).is_some());
    assert_eq!(actor(0), actor(1));
}

#[test]
fn a_pronoun_with_nobody_before_it_stays_open() {
    let seen = read("He said the road was closed.");
    assert_eq!(source(&seen, 0).0, None);
    assert_eq!(seen.0.claims[0].source.as_ref().unwrap().actor, None);
}

#[test]
fn hedging_goes_into_the_record() {
    let seen = read("Police said the men were reportedly hurt. The mayor said the road was closed.");
    assert_eq!(seen.0.claims.iter().map(|c| c.hedged).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_speaker_has_an_affiliation() {
    let seen = read("Kenyan Foreign Minister Amara Okello said talks would go on.");
    assert_eq!(seen.0.claims[0].affiliation.as_deref(), Some("Government of Kenya"));
}

#[test]
fn the_own_view_of_a_speaker_is_no_hedge() {
    let hedged = |text: &str| read(text).0.claims.iter().map(|c| c.hedged).collect::<Vec<_>>();
    assert_eq!(hedged("“I think the road is closed to everybody,” said Colonel Amadou Traore."), [false]);
    assert_eq!(hedged("Police said the men could not leave the road."), [false]);
    assert_eq!(hedged("Police said the men may have left the road."), [true]);
}
