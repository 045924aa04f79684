//! The network with the weights of the program: that it sees what is plain, and always the same.

use crate::kernel::Level;
use crate::{Given, LinkKind, Manner, NameKind, Network, Seen, Told};
use diurna_core::{Mode, Role, Root, Status};
use std::sync::OnceLock;

fn network() -> &'static Network {
    static NETWORK: OnceLock<Network> = OnceLock::new();
    NETWORK.get_or_init(|| load(Level::best()))
}

fn load(level: Level) -> Network {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/reader.bin");
    let mut network = Network::read(std::fs::read(path).unwrap().leak()).unwrap();
    network.level = level;
    network
}

fn words(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split_whitespace().collect()).collect()
}

fn phrases<'t>(text: &'t str, spans: impl Iterator<Item = std::ops::Range<usize>>) -> Vec<String> {
    let all: Vec<&'t str> = text.split_whitespace().collect();
    spans.map(|s| all[s].join(" ")).collect()
}

const ATTACK: &str =
    "Gunmen attacked an army convoy near Tarvesh on Monday , killing four soldiers , police said .";

#[test]
fn an_attack_with_its_sides() {
    let seen = network().see(&words(ATTACK));
    let first = &seen.triggers[0];
    assert_eq!((first.words.clone(), first.root, first.status), (1..2, Root::Assault, Status::Happened));
    let role = |role| {
        phrases(
            ATTACK,
            seen.roles.iter().filter(|r| r.trigger == 0 && r.role == role).map(|r| r.words.clone()),
        )
    };
    assert_eq!(role(Role::Agent), ["Gunmen"]);
    // Whom an attack kills is a target of it, as in train/reader/own/GUIDE.md.
    assert_eq!(role(Role::Target), ["an army convoy", "four soldiers"]);
    assert_eq!(role(Role::Time), ["Monday"]);
    let cue = &seen.cues[0];
    assert_eq!(phrases(ATTACK, [cue.words.clone()].into_iter()), ["said"]);
    assert_eq!(phrases(ATTACK, cue.source.clone().into_iter()), ["police"]);
    assert_eq!(cue.content.first().map(|c| c.start), Some(0));
}

#[test]
fn names_of_people_and_places() {
    let text = "Colonel Amara Sesay arrived in Tarvesh on Tuesday for the United Nations .";
    let seen = network().see(&words(text));
    let of = |kind| phrases(text, seen.names.iter().filter(|n| n.kind == kind).map(|n| n.words.clone()));
    assert_eq!(of(NameKind::Person), ["Amara Sesay"]);
    assert_eq!(of(NameKind::GeoPolitical), ["Tarvesh"]);
    assert_eq!(of(NameKind::Organisation), ["United Nations"]);
}

#[test]
fn ordinary_words_of_violence_are_no_events() {
    for text in [
        "The film bombed at the box office , the studio said .",
        "The striker fired a shot over the bar in the final minute .",
        "Shares in the bank were hammered after the results .",
    ] {
        assert_eq!(network().see(&words(text)).triggers, [], "{text}");
    }
}

#[test]
fn an_arrest_has_its_mode() {
    let seen = network().see(&words("Police arrested three protesters in the capital on Friday ."));
    assert_eq!((seen.triggers[0].root, seen.triggers[0].mode), (Root::Coerce, Some(Mode::Arrest)));
}

#[test]
fn told_triggers_are_the_triggers() {
    let told = [Given { words: 1..2, root: Some(Root::Assault) }];
    let seen = network().see_as(&words(ATTACK), &Manner { told: Told::Triggers(&told), ..Manner::default() });
    assert_eq!(seen.triggers.len(), 1);
    assert!(
        seen.roles.iter().all(|r| r.trigger == 0) && !seen.links.iter().any(|l| l.kind == LinkKind::Same)
    );
}

/// Three windows: each text has over 45 words, so no two share one.
fn long() -> String {
    (0..3).map(|i| format!("{} {}", ATTACK.repeat(3 + i), "It was quiet .")).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_stands_beside_a_window_changes_nothing() {
    let text = long();
    let together = network().see(&words(&text));
    let mut apart = Seen::default();
    let mut start = 0;
    for line in text.lines() {
        apart.add(start, network().see(&words(line)));
        start += line.split_whitespace().count();
    }
    assert_eq!(together, apart);
}

#[test]
fn every_level_of_the_processor_sees_the_same_bits() {
    let text = long();
    let expected = network().see(&words(&text));
    assert!(!expected.triggers.is_empty());
    for level in Level::all() {
        assert_eq!(load(level).see(&words(&text)), expected, "{level:?}");
    }
}

#[test]
fn nothing_and_oddities_are_read_without_a_fall() {
    assert_eq!(network().see(&[]), Seen::default());
    for text in ["", "x", "\u{200b} \u{fe0f}", "。。。", "A".repeat(5000).as_str(), "- ".repeat(700).as_str()]
    {
        let seen = network().see(&words(text));
        assert_eq!(seen.leanings.len(), text.split_whitespace().count());
    }
}
