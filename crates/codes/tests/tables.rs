//! The tables, row by row, against expectations written by hand.

#![allow(clippy::unwrap_used)]

use diurna_codes::{Act, Sources, Tables, allows, codes, codes_of, kind_of, kind_of_agent};
use diurna_core::codebook::{ActorKind, Mode, Root, Status};
use diurna_core::record::CodesPart;

/// Root, mode, PLOVER type, PLOVER mode, CAMEO: what holds when nobody is known.
const EXPECTED: &[(&str, &str, &str, &str, &str)] = &[
    ("AGREE", "-", "AGREE", "-", "030"),
    ("CONSULT", "-", "CONSULT", "-", "040"),
    ("SUPPORT", "-", "SUPPORT", "-", "050"),
    ("COOPERATE", "-", "COOPERATE", "-", "060"),
    ("AID", "-", "AID", "-", "070"),
    ("YIELD", "-", "CONCEDE", "-", "080"),
    ("REQUEST", "-", "REQUEST", "-", "100"),
    ("ACCUSE", "-", "ACCUSE", "-", "110"),
    ("REJECT", "-", "REJECT", "-", "120"),
    ("THREATEN", "-", "THREATEN", "-", "130"),
    ("SANCTION", "-", "SANCTION", "-", "160"),
    ("RETREAT", "-", "RETREAT", "-", "0874"),
    ("PROTEST", "-", "PROTEST", "-", "140"),
    ("PROTEST", "demonstration", "PROTEST", "demo", "141"),
    ("PROTEST", "riot", "PROTEST", "riot", "145"),
    ("PROTEST", "strike", "PROTEST", "strike", "143"),
    ("PROTEST", "blockade", "PROTEST", "obstruct", "144"),
    ("PROTEST", "hunger_strike", "PROTEST", "hunger", "142"),
    ("PROTEST", "other", "PROTEST", "-", "140"),
    ("MOBILIZE", "-", "MOBILIZE", "-", "150"),
    ("MOBILIZE", "troops", "MOBILIZE", "troops", "154"),
    ("MOBILIZE", "alert", "MOBILIZE", "troops", "152"),
    ("MOBILIZE", "other", "MOBILIZE", "-", "150"),
    ("COERCE", "-", "COERCE", "-", "170"),
    ("COERCE", "arrest", "COERCE", "arrest", "173"),
    ("COERCE", "curfew", "COERCE", "curfew", "1723"),
    ("COERCE", "seizure", "COERCE", "seize", "171"),
    ("COERCE", "blockade", "COERCE", "restrict", "191"),
    ("COERCE", "censorship", "COERCE", "censor", "1721"),
    ("COERCE", "other", "COERCE", "-", "170"),
    ("ASSAULT", "-", "ASSAULT", "-", "180"),
    ("ASSAULT", "aerial", "ASSAULT", "aerial", "195"),
    ("ASSAULT", "missile_rocket", "ASSAULT", "heavy-weapons", "194"),
    ("ASSAULT", "artillery", "ASSAULT", "heavy-weapons", "194"),
    ("ASSAULT", "bombing", "ASSAULT", "explosives", "183"),
    ("ASSAULT", "car_bomb", "ASSAULT", "explosives", "1832"),
    ("ASSAULT", "suicide", "ASSAULT", "suicide-attack", "1831"),
    ("ASSAULT", "firearms", "ASSAULT", "firearms", "193"),
    ("ASSAULT", "armed_clash", "ASSAULT", "-", "190"),
    ("ASSAULT", "stabbing", "ASSAULT", "primitive", "182"),
    ("ASSAULT", "arson", "ASSAULT", "destroy", "1712"),
    ("ASSAULT", "kidnapping", "ASSAULT", "abduct", "181"),
    ("ASSAULT", "beating", "ASSAULT", "beat", "182"),
    ("ASSAULT", "sexual", "ASSAULT", "sexual", "1821"),
    ("ASSAULT", "chemical", "ASSAULT", "unconventional", "2041"),
    ("ASSAULT", "ramming", "ASSAULT", "-", "182"),
    ("ASSAULT", "other", "ASSAULT", "-", "180"),
];

fn root_of(name: &str) -> Root {
    Root::parse(name).unwrap()
}

fn mode_of(name: &str) -> Option<Mode> {
    (name != "-").then(|| Mode::parse(name).unwrap())
}

fn kinds(names: &str) -> Vec<ActorKind> {
    names.split_whitespace().map(|name| ActorKind::parse(name).unwrap()).collect()
}

fn happened(root: &str, mode: &str, agents: &str, targets: &str) -> CodesPart {
    codes(root_of(root), mode_of(mode), &kinds(agents), &kinds(targets), Status::Happened)
}

fn sub_event(codes: &CodesPart) -> &str {
    codes.acled.as_ref().map_or("-", |code| &code.sub_event_type)
}

#[test]
fn plover_and_cameo() {
    for (root, mode, plover, plover_mode, cameo) in EXPECTED {
        let codes = happened(root, mode, "", "");
        let found = (
            codes.plover.r#type.as_str(),
            codes.plover.mode.as_deref().unwrap_or("-"),
            codes.cameo.as_deref().unwrap_or("-"),
        );
        assert_eq!(found, (*plover, *plover_mode, *cameo), "{root} {mode}");
    }
}

#[test]
fn every_allowed_pair_has_a_row_and_an_expectation() {
    let mut pairs = 0;
    for root in Root::ALL {
        assert!(allows(*root, None), "{root}");
        for mode in std::iter::once(None).chain(Mode::ALL.iter().copied().map(Some)) {
            let name = mode.map_or("-", Mode::as_str);
            let expected = EXPECTED.iter().any(|row| row.0 == root.as_str() && row.1 == name);
            assert_eq!(allows(*root, mode), expected, "{root} {name}");
            if expected {
                pairs += 1;
                assert!(codes(*root, mode, &[], &[], Status::Happened).cameo.is_some(), "{root} {name}");
            }
        }
    }
    assert_eq!(pairs, EXPECTED.len());
}

#[test]
fn a_mode_of_another_root_is_no_mode() {
    assert_eq!(
        codes(Root::Consult, Some(Mode::Aerial), &[], &[], Status::Happened),
        codes(Root::Consult, None, &[], &[], Status::Happened)
    );
}

#[test]
fn codes_that_depend_on_the_parties() {
    for (root, mode, agents, targets, plover_mode, cameo) in [
        ("MOBILIZE", "troops", "police", "", "police", "153"),
        ("MOBILIZE", "alert", "police", "", "police", "151"),
        ("MOBILIZE", "troops", "armed_group", "", "militia", "154"),
        ("MOBILIZE", "troops", "military", "", "troops", "154"),
        ("COERCE", "other", "police", "protesters", "-", "175"),
        ("COERCE", "other", "state", "media", "-", "170"),
        ("COERCE", "seizure", "armed_group", "", "seize", "192"),
        ("COERCE", "seizure", "military", "armed_group", "seize", "192"),
        ("COERCE", "seizure", "police", "", "seize", "171"),
        ("COERCE", "seizure", "military", "", "seize", "171"),
        ("ASSAULT", "-", "military", "armed_group", "-", "190"),
        ("ASSAULT", "-", "armed_group", "police", "-", "190"),
        ("ASSAULT", "-", "armed_group", "civilians", "-", "180"),
    ] {
        let codes = happened(root, mode, agents, targets);
        assert_eq!(codes.plover.mode.as_deref().unwrap_or("-"), plover_mode, "{root} {mode} {agents}");
        assert_eq!(codes.cameo.as_deref(), Some(cameo), "{root} {mode} {agents} {targets}");
    }
}

#[test]
fn acled() {
    for (root, mode, agents, targets, expected) in [
        ("ASSAULT", "chemical", "", "", "Chemical weapon"),
        ("ASSAULT", "aerial", "military", "civilians", "Air/drone strike"),
        ("ASSAULT", "aerial", "", "", "Air/drone strike"),
        ("ASSAULT", "suicide", "person", "police", "Suicide bomb"),
        ("ASSAULT", "missile_rocket", "armed_group", "military", "Shelling/artillery/missile attack"),
        ("ASSAULT", "artillery", "military", "", "Shelling/artillery/missile attack"),
        ("ASSAULT", "bombing", "unknown", "unknown", "Remote explosive/landmine/IED"),
        ("ASSAULT", "car_bomb", "", "civilians", "Remote explosive/landmine/IED"),
        ("ASSAULT", "sexual", "military", "civilians", "Sexual violence"),
        ("ASSAULT", "kidnapping", "armed_group", "organisation", "Abduction/forced disappearance"),
        ("ASSAULT", "kidnapping", "", "person", "Abduction/forced disappearance"),
        ("ASSAULT", "kidnapping", "armed_group", "military", "-"),
        ("ASSAULT", "armed_clash", "military armed_group", "military armed_group", "Armed clash"),
        ("ASSAULT", "armed_clash", "police protesters", "protesters police", "Violent demonstration"),
        ("ASSAULT", "armed_clash", "civilians civilians", "civilians civilians", "Mob violence"),
        ("ASSAULT", "firearms", "armed_group", "police", "Armed clash"),
        ("ASSAULT", "firearms", "unknown", "police", "Armed clash"),
        ("ASSAULT", "firearms", "police", "protesters", "Excessive force against protesters"),
        ("ASSAULT", "firearms", "", "protesters", "Excessive force against protesters"),
        ("ASSAULT", "suicide", "", "protesters", "Excessive force against protesters"),
        ("ASSAULT", "beating", "police", "protesters", "Protest with intervention"),
        ("ASSAULT", "firearms", "unknown", "civilians", "Attack"),
        ("ASSAULT", "-", "armed_group", "civilians", "Attack"),
        ("ASSAULT", "stabbing", "", "media", "Attack"),
        ("ASSAULT", "firearms", "", "person", "-"),
        ("ASSAULT", "firearms", "", "", "-"),
        ("ASSAULT", "-", "", "", "-"),
        ("ASSAULT", "beating", "protesters", "police", "Violent demonstration"),
        ("ASSAULT", "arson", "protesters", "company", "Mob violence"),
        ("ASSAULT", "arson", "armed_group", "unknown", "Looting/property destruction"),
        ("ASSAULT", "beating", "civilians", "civilians", "Mob violence"),
        ("PROTEST", "demonstration", "protesters", "state", "Peaceful protest"),
        ("PROTEST", "blockade", "protesters", "", "Peaceful protest"),
        ("PROTEST", "riot", "protesters", "", "Violent demonstration"),
        ("PROTEST", "strike", "protesters", "company", "-"),
        ("PROTEST", "hunger_strike", "person", "state", "-"),
        ("PROTEST", "-", "protesters", "", "-"),
        ("COERCE", "other", "police", "protesters", "Protest with intervention"),
        ("COERCE", "arrest", "police", "person", "Arrests"),
        ("COERCE", "arrest", "police", "protesters", "Protest with intervention"),
        ("COERCE", "arrest", "armed_group", "person", "Abduction/forced disappearance"),
        ("COERCE", "arrest", "armed_group", "military", "Arrests"),
        ("COERCE", "curfew", "state", "", "-"),
        ("COERCE", "seizure", "armed_group", "", "Non-violent transfer of territory"),
        ("COERCE", "seizure", "military", "armed_group", "Non-violent transfer of territory"),
        ("COERCE", "seizure", "armed_group", "company", "Looting/property destruction"),
        ("COERCE", "seizure", "police", "", "-"),
        ("MOBILIZE", "troops", "military", "", "Change to group/activity"),
        ("MOBILIZE", "other", "military", "", "-"),
        ("RETREAT", "-", "military", "", "Change to group/activity"),
        ("RETREAT", "-", "company", "", "-"),
        ("AGREE", "-", "state armed_group", "state armed_group", "Agreement"),
        ("AGREE", "-", "state state", "state state", "-"),
        ("CONSULT", "-", "state", "state", "-"),
        ("CONSULT", "-", "state armed_group", "state armed_group", "Agreement"),
        ("CONSULT", "-", "armed_group", "armed_group", "Agreement"),
        ("SANCTION", "-", "state", "state", "-"),
        ("THREATEN", "-", "armed_group", "state", "-"),
        ("YIELD", "-", "state", "armed_group", "-"),
    ] {
        let codes = happened(root, mode, agents, targets);
        assert_eq!(sub_event(&codes), expected, "{root} {mode} [{agents}] [{targets}]");
    }
}

#[test]
fn ucdp() {
    for (mode, agents, targets, expected) in [
        ("aerial", "military", "armed_group", "1"),
        ("aerial", "igo", "armed_group", "1"),
        ("artillery", "military", "military", "1"),
        ("bombing", "armed_group", "police", "1"),
        ("firearms", "armed_group", "armed_group", "2"),
        ("armed_clash", "armed_group armed_group", "armed_group armed_group", "2"),
        ("armed_clash", "military armed_group", "military armed_group", "1"),
        ("armed_clash", "armed_group military", "military armed_group", "1"),
        ("armed_clash", "military military", "military military", "1"),
        ("armed_clash", "police protesters", "police protesters", "-"),
        ("suicide", "armed_group", "military civilians", "1"),
        ("car_bomb", "armed_group", "civilians", "3"),
        ("aerial", "military", "civilians", "3"),
        ("firearms", "police", "protesters", "3"),
        ("firearms", "", "civilians", "3"),
        ("firearms", "unknown", "civilians", "3"),
        ("firearms", "person", "civilians", "-"),
        ("stabbing", "civilians", "civilians", "-"),
        ("firearms", "military", "person", "-"),
        ("aerial", "military", "", "-"),
        ("kidnapping", "armed_group", "civilians", "-"),
        ("sexual", "military", "civilians", "-"),
        ("beating", "police", "civilians", "-"),
        ("-", "armed_group", "civilians", "-"),
    ] {
        let codes = happened("ASSAULT", mode, agents, targets);
        assert_eq!(codes.ucdp.as_deref().unwrap_or("-"), expected, "{mode} [{agents}] [{targets}]");
    }
    assert_eq!(happened("COERCE", "arrest", "police", "civilians").ucdp, None);
}

#[test]
fn what_did_not_happen_has_no_acled_and_ucdp_code() {
    let sides = (kinds("military"), kinds("armed_group"));
    for status in Status::ALL {
        let codes = codes(Root::Assault, Some(Mode::Aerial), &sides.0, &sides.1, *status);
        assert_eq!(codes.acled.is_some(), matches!(status, Status::Happened | Status::Ongoing), "{status}");
        assert_eq!(codes.ucdp.is_some(), *status == Status::Happened, "{status}");
        assert_eq!(codes.cameo.as_deref(), Some("195"), "{status}");
    }
}

/// CAMEO, ACLED sub-event type and UCDP type of an act that killed.
fn deadly(root: &str, mode: &str, agents: &str, targets: &str) -> String {
    let (agents, targets) = (kinds(agents), kinds(targets));
    let codes = codes_of(&Act {
        root: root_of(root),
        mode: mode_of(mode),
        agents: &agents,
        targets: &targets,
        status: Status::Happened,
        words: "",
        deadly: true,
    });
    let or_none = |code: &Option<String>| code.as_deref().unwrap_or("-").to_string();
    format!("{}/{}/{}", or_none(&codes.cameo), sub_event(&codes), or_none(&codes.ucdp))
}

#[test]
fn deaths_outrank_fire_goods_and_ground() {
    for (root, mode, agents, targets, expected) in [
        ("ASSAULT", "arson", "armed_group", "unknown civilians unknown", "180/Attack/3"),
        ("ASSAULT", "arson", "armed_group", "military civilians", "190/Armed clash/1"),
        ("ASSAULT", "arson", "", "civilians", "180/Attack/3"),
        ("ASSAULT", "arson", "police", "protesters", "180/Excessive force against protesters/3"),
        // Nothing is known of the dead.
        ("ASSAULT", "arson", "armed_group", "unknown", "180/-/-"),
        ("ASSAULT", "arson", "armed_group", "person", "180/-/-"),
        ("ASSAULT", "arson", "protesters", "company", "180/Mob violence/-"),
        ("ASSAULT", "-", "armed_group", "civilians", "180/Attack/3"),
        ("ASSAULT", "other", "armed_group", "military", "180/Armed clash/1"),
        ("ASSAULT", "-", "armed_group", "unknown military", "190/Armed clash/1"),
        ("ASSAULT", "-", "armed_group", "armed_group", "190/Armed clash/2"),
        ("ASSAULT", "-", "", "civilians", "180/Attack/3"),
        ("ASSAULT", "-", "person", "civilians", "180/Attack/-"),
        ("ASSAULT", "beating", "police", "protesters", "182/Excessive force against protesters/3"),
        ("ASSAULT", "beating", "police", "civilians", "182/Attack/3"),
        ("ASSAULT", "sexual", "military", "civilians", "1821/Sexual violence/3"),
        ("ASSAULT", "kidnapping", "armed_group", "civilians", "181/Attack/3"),
        ("ASSAULT", "kidnapping", "", "person", "181/Attack/-"),
        ("ASSAULT", "firearms", "armed_group", "civilians", "193/Attack/3"),
        ("ASSAULT", "aerial", "military", "unknown", "195/Air/drone strike/-"),
        ("COERCE", "other", "police", "protesters", "175/Excessive force against protesters/-"),
        ("COERCE", "arrest", "police", "protesters", "173/Excessive force against protesters/-"),
        ("COERCE", "arrest", "police", "person", "173/Arrests/-"),
        ("COERCE", "arrest", "police", "civilians", "173/Attack/3"),
        ("COERCE", "arrest", "armed_group", "civilians", "173/Attack/3"),
        ("COERCE", "arrest", "armed_group", "protesters", "173/Attack/3"),
        ("COERCE", "arrest", "armed_group", "person", "173/Attack/-"),
        ("COERCE", "seizure", "military", "armed_group", "192/Government regains territory/1"),
        ("COERCE", "seizure", "armed_group", "military", "192/Non-state actor overtakes territory/1"),
        ("COERCE", "seizure", "military", "military", "192/Armed clash/1"),
        ("COERCE", "seizure", "armed_group", "", "192/Non-state actor overtakes territory/-"),
        ("COERCE", "seizure", "armed_group", "company", "171/Attack/3"),
        ("COERCE", "seizure", "police", "", "171/-/-"),
        ("PROTEST", "riot", "protesters", "", "145/Violent demonstration/-"),
    ] {
        assert_eq!(deadly(root, mode, agents, targets), expected, "{root} {mode} [{agents}] [{targets}]");
    }
}

#[test]
fn a_threat_to_kill_has_no_code_of_killing() {
    let (agents, targets) = (kinds("armed_group"), kinds("civilians"));
    let (root, mode) = (Root::Assault, Some(Mode::Arson));
    for (status, acled, ucdp) in
        [(Status::Ongoing, true, false), (Status::Planned, false, false), (Status::Denied, false, false)]
    {
        let act = Act { root, mode, agents: &agents, targets: &targets, status, words: "", deadly: true };
        let codes = codes_of(&act);
        assert_eq!((codes.acled.is_some(), codes.ucdp.is_some()), (acled, ucdp), "{status}");
    }
}

#[test]
fn several_persons_of_whom_no_more_is_told_are_civilians() {
    use ActorKind::{ArmedGroup, Civilians, Organisation, Person, Unknown};
    for (kind, name, expected) in [
        (Person, "people", Civilians),
        (Person, "People", Civilians),
        (Person, "nine people", Civilians),
        (Person, "Local aid workers", Civilians),
        (Unknown, "residents", Civilians),
        (Unknown, "the students", Civilians),
        // One person, a name, words of arms, words for those who may serve.
        (Person, "journalist", Person),
        (Person, "person", Person),
        (Person, "Ola Brand", Person),
        (Person, "Ola Workers", Person),
        (Person, "armed people", Person),
        (Person, "brother of one of the victims", Person),
        (Person, "mother of three children", Person),
        (Person, "neighbour who hid the refugees", Person),
        (Person, "Dell's children", Person),
        (Unknown, "the farmers’ children", Unknown),
        // Words for a number are no one person.
        (Person, "dozens of villagers", Civilians),
        (Person, "tens of thousands of people", Civilians),
        (Person, "mother of dozens of children", Person),
        (Person, "men", Person),
        (Person, "commanders", Person),
        (Unknown, "village", Unknown),
        (Unknown, "", Unknown),
        // What is known is known.
        (ArmedGroup, "villagers", ArmedGroup),
        (Organisation, "Students", Organisation),
    ] {
        assert_eq!(kind_of(kind, name), expected, "{kind} {name}");
    }
}

#[test]
fn attackers_called_people_are_not_known_to_be_civilians() {
    use ActorKind::{ArmedGroup, Civilians, Person, Unknown};
    for (root, mode, kind, name, expected) in [
        ("ASSAULT", "firearms", Person, "people", Person),
        ("ASSAULT", "-", Unknown, "individuals", Unknown),
        ("ASSAULT", "armed_clash", Person, "people", Civilians),
        ("ASSAULT", "beating", ArmedGroup, "villagers", ArmedGroup),
        ("PROTEST", "demonstration", Person, "students", Civilians),
    ] {
        assert_eq!(kind_of_agent(root_of(root), mode_of(mode), kind, name), expected, "{root} {mode} {name}");
    }
}

#[test]
fn words_make_codes_finer() {
    for (root, mode, agents, targets, words, expected) in [
        ("YIELD", "-", "state", "armed_group", "cease-fire", "RETREAT/ceasefire/0871/Agreement"),
        ("YIELD", "-", "", "", "A truce", "RETREAT/ceasefire/0871/-"),
        ("YIELD", "-", "state", "", "Released", "RETREAT/release/0841/-"),
        ("YIELD", "-", "state", "armed_group", "freed", "RETREAT/release/0841/Agreement"),
        ("YIELD", "-", "armed_group", "", "surrendered", "RETREAT/disarm/0874/Agreement"),
        ("YIELD", "-", "company", "", "surrendered", "RETREAT/disarm/0874/-"),
        ("YIELD", "-", "state", "", "backed down", "CONCEDE/-/080/-"),
        ("YIELD", "-", "military", "", "pulled out", "RETREAT/withdraw/087/-"),
        ("RETREAT", "-", "armed_group", "", "laid down arms", "RETREAT/disarm/0874/Agreement"),
        ("RETREAT", "-", "state", "", "resigned", "RETREAT/resign/0831/-"),
        ("CONSULT", "-", "state", "state", "phone call", "CONSULT/phone/041/-"),
        ("CONSULT", "-", "state", "state", "visited", "CONSULT/visit/042/-"),
        ("CONSULT", "-", "state", "state", "peace talks", "CONSULT/-/046/-"),
        ("CONSULT", "-", "state", "state", "met", "CONSULT/-/040/-"),
        ("ACCUSE", "-", "state", "state", "condemned", "ACCUSE/disapprove/111/-"),
        ("ACCUSE", "-", "state", "", "probe", "ACCUSE/investigate/090/-"),
        ("ACCUSE", "-", "state", "state", "blamed", "ACCUSE/allege/112/-"),
        ("SANCTION", "-", "state", "state", "expelled", "SANCTION/expel/166/-"),
        ("SANCTION", "-", "igo", "state", "sanctions", "SANCTION/discontinue/163/-"),
        ("REJECT", "-", "state", "igo", "vetoed", "REJECT/-/129/-"),
        (
            "COERCE",
            "other",
            "police",
            "protesters",
            "fired tear gas",
            "ASSAULT/crowd-control/175/Protest with intervention",
        ),
        ("COERCE", "other", "state", "person", "deported", "COERCE/deport/174/-"),
        ("COERCE", "-", "state", "", "state of emergency", "COERCE/martial-law/1724/-"),
        ("ASSAULT", "aerial", "military", "", "drone strike", "ASSAULT/drone/195/Air/drone strike"),
        ("ASSAULT", "bombing", "", "civilians", "grenade attack", "ASSAULT/explosives/183/Grenade"),
        (
            "ASSAULT",
            "bombing",
            "",
            "civilians",
            "fired grenade launchers",
            "ASSAULT/heavy-weapons/194/Shelling/artillery/missile attack",
        ),
        (
            "ASSAULT",
            "bombing",
            "",
            "protesters",
            "threw grenades",
            "ASSAULT/explosives/183/Excessive force against protesters",
        ),
        ("ASSAULT", "firearms", "", "person", "assassinated", "ASSAULT/targeted/186/-"),
        ("ASSAULT", "beating", "police", "person", "tortured", "ASSAULT/torture/1822/-"),
        ("ASSAULT", "firearms", "", "person", "shot", "ASSAULT/firearms/193/-"),
    ] {
        let codes = codes_of(&Act {
            root: root_of(root),
            mode: mode_of(mode),
            agents: &kinds(agents),
            targets: &kinds(targets),
            status: Status::Happened,
            words,
            deadly: false,
        });
        let found = format!(
            "{}/{}/{}/{}",
            codes.plover.r#type,
            codes.plover.mode.as_deref().unwrap_or("-"),
            codes.cameo.as_deref().unwrap_or("-"),
            sub_event(&codes)
        );
        assert_eq!(found, expected, "{root} {words}");
    }
    let sides = kinds("state armed_group");
    let planned = codes_of(&Act {
        root: Root::Yield,
        mode: None,
        agents: &sides,
        targets: &sides,
        status: Status::Planned,
        words: "ceasefire",
        deadly: false,
    });
    assert_eq!(planned.acled, None);
}

#[test]
fn the_tables_are_sound() {
    let sources = Sources::default();
    Tables::parse(&sources).unwrap();
    for kind in ActorKind::ALL {
        assert!(sources.sides.lines().any(|line| line.starts_with(&format!("{kind}\t"))), "{kind}");
    }
    let plover = [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ];
    for line in sources.plover.lines().filter(|line| !line.starts_with('#')) {
        assert!(plover.contains(&line.split('\t').nth(4).unwrap()), "{line}");
    }
    let acled = [
        "Battles",
        "Explosions/Remote violence",
        "Protests",
        "Riots",
        "Strategic developments",
        "Violence against civilians",
    ];
    for line in sources.acled.lines().filter(|line| !line.starts_with('#')) {
        assert!(acled.contains(&line.split('\t').nth(4).unwrap()), "{line}");
    }
    for line in sources.deadly.lines().filter(|line| !line.starts_with('#')) {
        let event_type = line.split('\t').nth(5).unwrap();
        assert!(acled.contains(&event_type) || matches!(event_type, "=" | "-"), "{line}");
    }
}

#[test]
fn a_wrong_row_is_an_error_with_its_line() {
    for (plover, message) in [
        ("# ok\nASSULT\t-\t*\t*\tASSAULT\t-", "plover.tsv, line 2: no root: ASSULT"),
        ("ASSAULT\tairial\t*\t*\tASSAULT\t-", "plover.tsv, line 1: no mode: airial"),
        ("ASSAULT\t-\tgov\t*\tASSAULT\t-", "plover.tsv, line 1: no side or kind of actor: gov"),
        ("ASSAULT\t-", "plover.tsv, line 1: 2 columns, not 6"),
    ] {
        let error = Tables::parse(&Sources { plover, ..Sources::default() }).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_wrong_class_of_words_is_an_error_with_its_line() {
    let civilians = "# ok\npeople\tpeople\nperson\tman\n";
    let error = Tables::parse(&Sources { civilians, ..Sources::default() }).unwrap_err();
    assert_eq!(error.to_string(), "civilians.tsv, line 3: no class: person");
}
