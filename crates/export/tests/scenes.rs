//! Scenes of each kind, and how the layouts of others hold them: who stands where, which code, and how many died.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;
#[path = "common/scene.rs"]
mod scene;

use common::{harm, party};
use diurna_core::codebook::{ActorKind, Mode, Root};
use diurna_core::{HarmKind, Side};
use diurna_export::Format;
use scene::{assert_cells, dead, gunmen, killing, named, plover, row, rows, scene, soldiers, write};

#[test]
fn a_raid_that_kills_and_burns_is_an_attack_on_people() {
    let targets = [
        named("village", ActorKind::Unknown),
        named("nine people", ActorKind::Person),
        named("houses", ActorKind::Unknown),
    ];
    let fire = scene(Root::Assault, Some(Mode::Arson), &[gunmen()], &targets);
    let raid = killing(fire.clone(), vec![dead(9, None, None)]);
    assert_cells(
        &row(&raid, Format::Acled),
        &[
            ("event_type", "Violence against civilians"),
            ("sub_event_type", "Attack"),
            ("actor1", "Unidentified Armed Group (Syria)"),
            ("actor2", "Civilians (Syria)"),
            // The village and its houses are nobody.
            ("assoc_actor_2", "nine people"),
            ("inter2", "Civilians"),
            ("interaction", "Political Militia versus Civilians"),
            ("civilian_targeting", "Civilian targeting"),
            ("fatalities", "9"),
        ],
    );
    assert_cells(
        &row(&raid, Format::Ucdp),
        &[
            ("type_of_violence", "3"),
            ("side_b", "Civilians"),
            ("deaths_civilians", "9"),
            ("deaths_unknown", "0"),
        ],
    );
    assert_cells(
        &row(&raid, Format::Gdelt),
        &[("EventCode", "180"), ("Actor2Name", "NINE PEOPLE"), ("Actor2Type1Code", "CVL")],
    );
    assert_cells(
        &row(&raid, Format::Polecat),
        &[("Primary Recipient Sector", "CVL"), ("Recipient Sectors", "UNK;CVL"), ("Story People", "")],
    );
    // Nobody died: property was destroyed.
    assert_cells(
        &row(&fire, Format::Acled),
        &[("sub_event_type", "Looting/property destruction"), ("fatalities", "0")],
    );
    assert_eq!(rows(&[fire], Format::Ucdp).len(), 0);
}

#[test]
fn what_the_attackers_lost_makes_no_deadly_raid() {
    let fire = scene(Root::Assault, Some(Mode::Arson), &[gunmen()], &[named("people", ActorKind::Person)]);
    let repelled = killing(fire, vec![dead(2, Some("gunmen"), Some(Side::Agent))]);
    assert_cells(&row(&repelled, Format::Acled), &[("sub_event_type", "Looting/property destruction")]);
}

#[test]
fn the_dead_of_both_sides_are_added() {
    let sides = [soldiers(), common::front()];
    let clash = scene(Root::Assault, Some(Mode::ArmedClash), &sides, &sides);
    // Both sides act and are acted upon: the words alone say whose dead they are.
    let clash = killing(clash, vec![dead(6, Some("soldiers"), None), dead(2, Some("fighters"), None)]);
    assert_cells(
        &row(&clash, Format::Ucdp),
        &[
            ("type_of_violence", "1"),
            ("side_a", "Government of Syria"),
            ("gwnoa", "652"),
            ("side_b", "Marsh Front"),
            ("deaths_a", "6"),
            ("deaths_b", "2"),
            ("deaths_unknown", "0"),
            ("best", "8"),
            ("low", "8"),
            ("high", "8"),
        ],
    );
    assert_eq!(row(&clash, Format::Acled)["fatalities"], "8");
    assert_eq!(plover(&clash)["size"]["dead"], 8);
    let csv = &rows(&[clash], Format::Csv)[1];
    assert_cells(csv, &[("killed_low", "8"), ("killed_best", "8"), ("killed_high", "8")]);

    let attack = scene(Root::Assault, Some(Mode::Other), &[common::front()], &[soldiers()]);
    let told =
        vec![dead(6, Some("soldiers"), Some(Side::Target)), dead(2, Some("attackers"), Some(Side::Agent))];
    // How it was done is not told, but it killed.
    assert_cells(
        &row(&killing(attack.clone(), told), Format::Ucdp),
        &[("type_of_violence", "1"), ("deaths_a", "6"), ("deaths_b", "2"), ("best", "8")],
    );
    // Somebody tells of all: nothing is added to it.
    let all = vec![dead(9, None, None), dead(6, Some("soldiers"), None), dead(2, Some("attackers"), None)];
    assert_cells(
        &row(&killing(attack, all), Format::Ucdp),
        &[("deaths_a", "6"), ("deaths_b", "2"), ("deaths_unknown", "1"), ("best", "9")],
    );
}

#[test]
fn numbers_that_may_tell_of_the_same_dead_are_not_added() {
    let attack =
        scene(Root::Assault, Some(Mode::Firearms), &[gunmen()], &[named("villagers", ActorKind::Civilians)]);
    for others in ["children", "Syrians"] {
        let told = vec![dead(9, Some("villagers"), None), dead(3, Some(others), None)];
        assert_cells(
            &row(&killing(attack.clone(), told), Format::Ucdp),
            &[("best", "9"), ("deaths_civilians", "9")],
        );
    }
}

#[test]
fn who_gathers_is_a_protester() {
    let students = named("students", ActorKind::Civilians);
    let march = scene(Root::Protest, Some(Mode::Demonstration), &[students], &[]);
    assert_cells(
        &row(&march, Format::Acled),
        &[
            ("event_type", "Protests"),
            ("sub_event_type", "Peaceful protest"),
            ("actor1", "Protesters (Syria)"),
            ("assoc_actor_1", "students"),
            ("inter1", "Protesters"),
            ("actor2", ""),
            ("interaction", "Sole Protestor Action"),
            ("civilian_targeting", ""),
            ("fatalities", "0"),
        ],
    );
    let nobody = scene(Root::Protest, Some(Mode::Demonstration), &[], &[]);
    assert_cells(&row(&nobody, Format::Acled), &[("actor1", "Protesters (Syria)"), ("assoc_actor_1", "")]);
    // A union that demands something does not march.
    let demand = scene(Root::Request, None, &[named("Dockers' Union", ActorKind::Organisation)], &[]);
    assert_eq!(rows(&[demand], Format::Acled).len(), 0);
}

#[test]
fn riots_have_rioters() {
    let police = named("Police", ActorKind::Police);
    let riot = scene(Root::Protest, Some(Mode::Riot), &[], &[police]);
    assert_cells(
        &row(&riot, Format::Acled),
        &[
            ("event_type", "Riots"),
            ("sub_event_type", "Violent demonstration"),
            ("disorder_type", "Demonstrations"),
            ("actor1", "Rioters (Syria)"),
            ("inter1", "Rioters"),
            ("actor2", "Police Forces of Syria"),
            ("assoc_actor_2", "Police"),
            ("interaction", "Military versus Rioters"),
            ("civilian_targeting", ""),
        ],
    );
    assert_cells(
        &row(&riot, Format::Gdelt),
        &[("EventCode", "145"), ("QuadClass", "3"), ("Actor2Type1Code", "COP")],
    );
    let (villagers, migrants) =
        (named("villagers", ActorKind::Civilians), named("migrants", ActorKind::Civilians));
    let mob = scene(
        Root::Assault,
        Some(Mode::Beating),
        std::slice::from_ref(&villagers),
        std::slice::from_ref(&migrants),
    );
    assert_cells(
        &row(&mob, Format::Acled),
        &[
            ("sub_event_type", "Mob violence"),
            ("actor1", "Rioters (Syria)"),
            ("assoc_actor_1", "villagers"),
            ("actor2", "Civilians (Syria)"),
            ("interaction", "Rioters versus Civilians"),
            ("civilian_targeting", "Civilian targeting"),
        ],
    );
    let both = [villagers, migrants];
    let brawl = scene(Root::Assault, Some(Mode::ArmedClash), &both, &both);
    assert_cells(
        &row(&brawl, Format::Acled),
        &[("actor1", "Rioters (Syria)"), ("actor2", "Rioters (Syria)"), ("civilian_targeting", "")],
    );
}

#[test]
fn a_march_that_turns_violent_is_one_riot() {
    let people = [named("protesters", ActorKind::Protesters)];
    let march = scene(Root::Protest, Some(Mode::Demonstration), &people, &[]);
    let mut riot = scene(Root::Protest, Some(Mode::Riot), &people, &[]);
    riot.id = 2;
    let rows = rows(&[march, riot], Format::Acled);
    assert_eq!(rows.len(), 1);
    assert_cells(
        &rows[0],
        &[("event_type", "Riots"), ("actor1", "Rioters (Syria)"), ("tags", "diurna incidents=1 2")],
    );
}

#[test]
fn an_air_strike_has_its_means_and_its_dead() {
    let village = named("village", ActorKind::Unknown);
    let mut strike = scene(Root::Assault, Some(Mode::Aerial), &[common::army()], &[village]);
    strike.instruments.best = vec!["armed drone".into()];
    let strike = killing(strike, vec![dead(5, Some("villagers"), None)]);
    assert_cells(
        &row(&strike, Format::Acled),
        &[
            ("event_type", "Explosions/Remote violence"),
            ("sub_event_type", "Air/drone strike"),
            ("actor1", "Military Forces of Syria"),
            // Nobody else is named as the target.
            ("actor2", "Civilians (Syria)"),
            ("assoc_actor_2", ""),
            ("interaction", "Military versus Civilians"),
            ("civilian_targeting", "Civilian targeting"),
            ("fatalities", "5"),
        ],
    );
    assert_cells(
        &row(&strike, Format::Ucdp),
        &[
            ("type_of_violence", "3"),
            ("side_a", "Government of Syria"),
            ("deaths_civilians", "5"),
            ("deaths_unknown", "0"),
        ],
    );
    assert_cells(&row(&strike, Format::Polecat), &[("Event Mode", "drone"), ("Contexts", "military")]);
    assert_eq!(plover(&strike)["mode"], serde_json::json!(["drone"]));
}

#[test]
fn arrests_of_protesters_and_by_armed_groups_are_more_than_arrests() {
    let protesters = named("protesters", ActorKind::Protesters);
    let arrest = scene(
        Root::Coerce,
        Some(Mode::Arrest),
        &[party("Syrian police", ActorKind::Police, Some("SYR"), None)],
        std::slice::from_ref(&protesters),
    );
    assert_cells(
        &row(&arrest, Format::Acled),
        &[
            ("event_type", "Protests"),
            ("sub_event_type", "Protest with intervention"),
            ("actor1", "Police Forces of Syria"),
            ("actor2", "Protesters (Syria)"),
            ("interaction", "Military versus Protestors"),
        ],
    );
    assert_cells(&row(&arrest, Format::Gdelt), &[("EventCode", "173"), ("Actor1Code", "SYRCOP")]);
    let held = scene(
        Root::Coerce,
        Some(Mode::Arrest),
        &[common::front()],
        &[named("journalists", ActorKind::Person)],
    );
    assert_cells(
        &row(&held, Format::Acled),
        &[("sub_event_type", "Abduction/forced disappearance"), ("actor2", "Civilians (Syria)")],
    );
}

#[test]
fn a_kidnapping_is_no_arrest_and_where_it_kills_an_attack() {
    let workers = [named("Three aid workers", ActorKind::Person)];
    let mut taken = scene(Root::Assault, Some(Mode::Kidnapping), &[gunmen()], &workers);
    taken.detained = common::field(vec![(harm(HarmKind::Detained, 3, Some(3)), vec![])], false);
    assert_cells(
        &row(&taken, Format::Acled),
        &[
            ("event_type", "Violence against civilians"),
            ("sub_event_type", "Abduction/forced disappearance"),
            ("actor2", "Civilians (Syria)"),
            ("assoc_actor_2", "Three aid workers"),
        ],
    );
    assert_eq!(plover(&taken).get("size"), None, "who was abducted was not arrested");
    let killed = killing(taken, vec![dead(1, Some("aid worker"), Some(Side::Target))]);
    assert_cells(&row(&killed, Format::Acled), &[("sub_event_type", "Attack"), ("fatalities", "1")]);
    assert_cells(&row(&killed, Format::Ucdp), &[("type_of_violence", "3"), ("deaths_civilians", "1")]);
}

#[test]
fn talks_with_an_armed_group_are_acleds_business() {
    let state = party("Government of Syria", ActorKind::State, Some("SYR"), Some("government:syr"));
    let both = [state.clone(), common::front()];
    let talks = scene(Root::Consult, None, &both, &both);
    assert_cells(
        &row(&talks, Format::Acled),
        &[
            ("disorder_type", "Strategic developments"),
            ("sub_event_type", "Agreement"),
            ("actor1", "Government of Syria"),
            ("actor2", "Marsh Front"),
        ],
    );
    let un = party("United Nations", ActorKind::Igo, None, Some("un"));
    let visit = scene(Root::Consult, None, &[state], &[un]);
    assert_eq!(rows(std::slice::from_ref(&visit), Format::Acled).len(), 0);
    assert_cells(
        &row(&visit, Format::Gdelt),
        &[
            ("EventCode", "040"),
            ("QuadClass", "1"),
            ("Actor1Code", "SYRGOV"),
            ("Actor2Type1Code", "IGO"),
            // A role is no known group.
            ("Actor2KnownGroupCode", ""),
        ],
    );
}

#[test]
fn an_attack_on_civilians_is_one_sided_and_has_an_armed_side() {
    let residents = named("residents", ActorKind::Civilians);
    let attack = scene(Root::Assault, None, &[common::front()], std::slice::from_ref(&residents));
    let attack = killing(attack, vec![dead(10, None, None)]);
    assert_cells(
        &row(&attack, Format::Acled),
        &[
            ("sub_event_type", "Attack"),
            ("actor1", "Marsh Front"),
            ("inter1", "Rebel group"),
            ("interaction", "Rebels versus Civilians"),
        ],
    );
    assert_cells(
        &row(&attack, Format::Ucdp),
        &[
            ("type_of_violence", "3"),
            ("dyad_name", "Marsh Front - Civilians"),
            ("deaths_civilians", "10"),
            ("deaths_unknown", "0"),
            ("best", "10"),
        ],
    );
    let unknown = scene(Root::Assault, Some(Mode::Firearms), &[], &[residents]);
    assert_cells(
        &row(&unknown, Format::Acled),
        &[("actor1", "Unidentified Armed Group (Syria)"), ("inter1", "Political militia")],
    );
}

#[test]
fn civilians_in_a_battle_are_on_nobodys_side() {
    let targets = [named("civilians", ActorKind::Civilians), soldiers()];
    let battle = scene(Root::Assault, Some(Mode::Firearms), &[common::front()], &targets);
    assert_cells(
        &row(&battle, Format::Acled),
        &[
            ("event_type", "Battles"),
            ("actor2", "Military Forces of Syria"),
            ("assoc_actor_2", "Soldiers"),
            ("civilian_targeting", ""),
        ],
    );
}

#[test]
fn words_for_many_leave_and_hide_no_headline() {
    let mut it =
        scene(Root::Assault, Some(Mode::Firearms), &[soldiers()], &[named("People", ActorKind::Person)]);
    it.reports[0].title = Some("People killed in Deir Sahl".into());
    let line = write(&[it], Format::Jsonl);
    let incident: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(incident["targets"]["best"][0]["name"], "People");
    // What was read is told as it was read; the rule is for the codes of others.
    assert_eq!(incident["targets"]["best"][0]["kind"], "person");
    assert_eq!(incident["reports"][0]["title"], "People killed in Deir Sahl");
}

#[test]
fn one_person_described_by_others_is_private() {
    let brother = named("brother of one of the victims", ActorKind::Person);
    let line = write(&[scene(Root::Assault, Some(Mode::Firearms), &[soldiers()], &[brother])], Format::Jsonl);
    let incident: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(incident["targets"]["best"][0]["name"], "private person");
}

#[test]
fn who_else_died_does_not_make_a_person_a_civilian() {
    let brand = named("Ola Brand", ActorKind::Person);
    let alone = scene(Root::Assault, Some(Mode::Firearms), &[soldiers()], std::slice::from_ref(&brand));
    let alone = killing(alone, vec![dead(3, Some("villagers"), None)]);
    assert_eq!(rows(&[alone], Format::Ucdp).len(), 0);
    // Whether that person bore arms is not known.
    let both = [named("residents", ActorKind::Civilians), brand];
    let attack = scene(Root::Assault, Some(Mode::Firearms), &[gunmen()], &both);
    assert_cells(
        &row(&killing(attack, vec![dead(4, None, None)]), Format::Ucdp),
        &[("type_of_violence", "3"), ("deaths_civilians", "0"), ("deaths_unknown", "4"), ("best", "4")],
    );
}

#[test]
fn soldiers_who_died_where_civilians_were_attacked_are_no_civilians() {
    let residents = named("residents", ActorKind::Civilians);
    let attack = scene(Root::Assault, Some(Mode::Firearms), &[common::front()], &[residents]);
    for side in [Some(Side::Target), None] {
        let told = vec![dead(10, None, None), dead(3, Some("soldiers"), side)];
        assert_cells(
            &row(&killing(attack.clone(), told), Format::Ucdp),
            &[("type_of_violence", "3"), ("deaths_civilians", "0"), ("deaths_unknown", "10"), ("best", "10")],
        );
    }
}

#[test]
fn attackers_called_people_are_nobody_known() {
    let people = named("people", ActorKind::Person);
    let residents = named("residents", ActorKind::Civilians);
    let attack = scene(Root::Assault, Some(Mode::Firearms), &[people], &[residents]);
    assert_cells(
        &row(&attack, Format::Acled),
        &[
            ("event_type", "Violence against civilians"),
            ("sub_event_type", "Attack"),
            ("actor1", ""),
            ("assoc_actor_1", "people"),
            ("inter1", ""),
            ("actor2", "Civilians (Syria)"),
        ],
    );
}
