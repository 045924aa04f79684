//! Who stands on which side, by which name and code, in the layouts of others.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;
#[path = "common/scene.rs"]
mod scene;

use common::party;
use diurna_core::codebook::{ActorKind, Mode, Root};
use diurna_core::incident::Party;
use diurna_core::resolved::Precision;
use diurna_export::Format;
use scene::{assert_cells, dead, gunmen, killing, named, plover, row, rows, scene, soldiers};
use serde_json::json;

#[test]
fn attackers_called_people_have_no_role() {
    let (people, residents) = (named("people", ActorKind::Person), named("residents", ActorKind::Civilians));
    let attack = scene(Root::Assault, Some(Mode::Firearms), std::slice::from_ref(&people), &[residents]);
    assert_cells(
        &row(&attack, Format::Gdelt),
        &[("Actor1Name", "PEOPLE"), ("Actor1Code", ""), ("Actor1Type1Code", ""), ("Actor2Type1Code", "CVL")],
    );
    assert_cells(
        &row(&attack, Format::Polecat),
        &[("Primary Actor Sector", "UNK"), ("Primary Recipient Sector", "CVL")],
    );
    assert_eq!(plover(&attack)["actor"], json!([{"sector": "UNK", "entity_text": "people"}]));
    // Whoever is attacked by that name is a civilian, and whoever marches is coded as protesters are.
    let shooting = scene(Root::Assault, Some(Mode::Firearms), &[soldiers()], std::slice::from_ref(&people));
    assert_cells(&row(&shooting, Format::Polecat), &[("Primary Recipient Sector", "CVL")]);
    let role = |who| {
        let march = scene(Root::Protest, Some(Mode::Demonstration), &[who], &[]);
        (row(&march, Format::Gdelt)["Actor1Type1Code"].clone(), plover(&march)["actor"][0]["sector"].clone())
    };
    assert_eq!(role(people), ("OPP".to_string(), json!("CVL")));
    assert_eq!(role(named("protesters", ActorKind::Protesters)), ("OPP".to_string(), json!("CVL")));
    assert_eq!(role(named("students", ActorKind::Civilians)).1, json!("CVL"));
}

#[test]
fn persons_whom_nobody_names_are_unidentified() {
    let taken =
        scene(Root::Coerce, Some(Mode::Arrest), &[soldiers()], &[named("a trader", ActorKind::Person)]);
    assert_cells(&row(&taken, Format::Polecat), &[("Primary Recipient Sector", "UNK")]);
    let president = named("President Ana Cole", ActorKind::Person);
    let visit = scene(Root::Consult, None, &[president], &[]);
    assert_cells(&row(&visit, Format::Polecat), &[("Primary Actor Sector", "")]);
}

#[test]
fn who_has_a_role_stands_for_a_side() {
    let targets = [named("a commander", ActorKind::Person), named("two fighters", ActorKind::ArmedGroup)];
    let strike = scene(Root::Assault, Some(Mode::Aerial), &[common::army()], &targets);
    assert_cells(&row(&strike, Format::Gdelt), &[("Actor2Name", "TWO FIGHTERS"), ("Actor2Type1Code", "UAF")]);
}

#[test]
fn bodies_of_several_states_have_a_code_in_plover() {
    let union = party("Harbour Union of States", ActorKind::Igo, None, None);
    let state = party("Government of Syria", ActorKind::State, Some("SYR"), Some("government:syr"));
    let record = plover(&scene(Root::Sanction, None, &[union], &[state]));
    assert_eq!(record["actor"], json!([{"code": "IGO", "entity_text": "Harbour Union of States"}]));
    assert_eq!(record["recipient"][0]["code"], "SYR");
}

#[test]
fn where_all_act_on_each_other_plover_has_no_recipient() {
    let both = [common::army(), common::front()];
    for (root, mode) in [(Root::Consult, None), (Root::Assault, Some(Mode::ArmedClash))] {
        let it = scene(root, mode, &both, &both);
        assert_cells(
            &row(&it, Format::Polecat),
            &[
                ("Actor Name", "Syrian Arab Armed Forces;Marsh Front"),
                ("Actor Sectors", "MIL;REB"),
                ("Recipient Name", ""),
                ("Recipient Sectors", ""),
            ],
        );
        let record = plover(&it);
        assert_eq!(record["actor"].as_array().map(Vec::len), Some(2));
        assert_eq!(record.get("recipient"), None);
    }
    // Material cooperation asks for a recipient.
    let it = scene(Root::Cooperate, None, &both, &both);
    assert_cells(
        &row(&it, Format::Polecat),
        &[("Actor Name", "Syrian Arab Armed Forces"), ("Recipient Name", "Marsh Front")],
    );
}

#[test]
fn one_private_person_and_another_are_two() {
    let (one, other) = (named("Mira Dell", ActorKind::Person), named("Ola Brand", ActorKind::Person));
    let stabbing = scene(Root::Assault, Some(Mode::Stabbing), &[one], &[other]);
    assert_cells(
        &row(&stabbing, Format::Polecat),
        &[("Actor Name", "private person"), ("Recipient Name", "private person")],
    );
}

#[test]
fn no_party_with_a_name_fights_itself() {
    let alone = [common::front()];
    let clash = scene(Root::Assault, Some(Mode::ArmedClash), &alone, &alone);
    let clash = killing(clash, vec![dead(30, None, None)]);
    assert_cells(
        &row(&clash, Format::Acled),
        &[("actor1", "Marsh Front"), ("actor2", "Unidentified Armed Group (Syria)")],
    );
    assert_cells(
        &row(&clash, Format::Ucdp),
        &[
            ("side_a", "Marsh Front"),
            ("side_b", ""),
            ("code_status", "Check - unknown actor"),
            ("active_year", "false"),
        ],
    );
    assert_cells(&row(&clash, Format::Gdelt), &[("Actor1Name", "MARSH FRONT"), ("Actor2Name", "")]);
    // Rival militias are two, though one name stands for both.
    let rivals = [named("rival militias", ActorKind::ArmedGroup)];
    let feud = scene(Root::Assault, Some(Mode::ArmedClash), &rivals, &rivals);
    assert_cells(
        &row(&feud, Format::Gdelt),
        &[("Actor1Name", "RIVAL MILITIAS"), ("Actor2Name", "RIVAL MILITIAS")],
    );
}

#[test]
fn troops_that_are_sent_are_no_other_side() {
    let troops = named("troops", ActorKind::Military);
    let sent = scene(Root::Mobilize, Some(Mode::Troops), &[common::army()], &[troops]);
    assert_cells(
        &row(&sent, Format::Acled),
        &[
            ("actor1", "Military Forces of Syria"),
            ("assoc_actor_1", "Syrian Arab Armed Forces; troops"),
            ("actor2", ""),
            ("interaction", "Sole Military Action"),
        ],
    );
    assert_cells(
        &row(&sent, Format::Gdelt),
        &[("Actor1Name", "SYRIAN ARAB ARMED FORCES"), ("Actor2Name", "")],
    );
    assert_cells(&row(&sent, Format::Polecat), &[("Recipient Name", "")]);
    // Those of another side are one.
    let against = scene(Root::Mobilize, Some(Mode::Troops), &[common::army()], &[gunmen()]);
    assert_cells(&row(&against, Format::Acled), &[("actor2", "Unidentified Armed Group (Syria)")]);
}

#[test]
fn a_dyad_with_an_unnamed_side_is_checked_and_never_active() {
    let attack = scene(Root::Assault, Some(Mode::Firearms), &[gunmen()], &[soldiers()]);
    assert_cells(
        &row(&killing(attack, vec![dead(40, None, None)]), Format::Ucdp),
        &[
            ("dyad_name", "Government of Syria - gunmen"),
            ("code_status", "Check - unknown actor"),
            ("active_year", "false"),
        ],
    );
    let attack = scene(Root::Assault, Some(Mode::Firearms), &[common::front()], &[soldiers()]);
    assert_cells(
        &row(&killing(attack, vec![dead(40, None, None)]), Format::Ucdp),
        &[("code_status", "Clear"), ("active_year", "true")],
    );
}

#[test]
fn a_march_and_the_arrest_of_its_people_are_one_event() {
    let police = party("Syrian police", ActorKind::Police, Some("SYR"), None);
    let protesters = || named("protesters", ActorKind::Protesters);
    let march =
        scene(Root::Protest, Some(Mode::Demonstration), &[named("students", ActorKind::Civilians)], &[]);
    let mut arrest = scene(Root::Coerce, Some(Mode::Arrest), &[police], &[protesters()]);
    arrest.id = 2;
    // Whichever was known first.
    for (id, ids) in [(1, "1 2"), (3, "2 3")] {
        let mut march = march.clone();
        march.id = id;
        let rows = rows(&[march, arrest.clone()], Format::Acled);
        assert_eq!(rows.len(), 1);
        assert_cells(
            &rows[0],
            &[
                ("sub_event_type", "Protest with intervention"),
                ("actor1", "Police Forces of Syria"),
                ("actor2", "Protesters (Syria)"),
                ("assoc_actor_2", "students"),
                ("tags", &format!("diurna incidents={ids}")),
            ],
        );
    }
    // A riot is weightier, and keeps the police of whom the arrest tells.
    let riot = scene(Root::Protest, Some(Mode::Riot), &[protesters()], &[]);
    assert_cells(
        &rows(&[riot, arrest.clone()], Format::Acled)[0],
        &[
            ("event_type", "Riots"),
            ("actor1", "Rioters (Syria)"),
            ("actor2", "Police Forces of Syria"),
            ("interaction", "Military versus Rioters"),
        ],
    );
    // On another day, or with another second side, there are two.
    let mut later = march;
    let when = later.when.best.as_mut().unwrap();
    (when.from, when.to) = ("2031-05-05".into(), "2031-05-05".into());
    assert_eq!(rows(&[later, arrest.clone()], Format::Acled).len(), 2);
    let mut shots = scene(Root::Assault, Some(Mode::Firearms), &[common::front()], &[protesters()]);
    shots.id = 3;
    assert_eq!(rows(&[arrest, shots], Format::Acled).len(), 2);
}

#[test]
fn who_is_told_of_beside_a_crowd_is_kept() {
    let protesters = || named("protesters", ActorKind::Protesters);
    let march = |id, who: &[Party], others: &[Party]| {
        let mut it = scene(Root::Protest, Some(Mode::Demonstration), who, others);
        it.id = id;
        it
    };
    // Two crowds against each other, told twice: each keeps those who stand behind it.
    let others = |name| [named("marchers", ActorKind::Protesters), named(name, ActorKind::Civilians)];
    let both =
        [march(1, &[protesters()], &others("students")), march(2, &[protesters()], &others("dockers"))];
    let told = rows(&both, Format::Acled);
    assert_eq!(told.len(), 1);
    assert_cells(
        &told[0],
        &[
            ("actor1", "Protesters (Syria)"),
            ("assoc_actor_1", ""),
            ("actor2", "Protesters (Syria)"),
            ("assoc_actor_2", "students; dockers"),
        ],
    );
    // Police who hold some of them back are another second side.
    let police = [party("Syrian police", ActorKind::Police, Some("SYR"), None)];
    let [first, second] = both;
    assert_eq!(rows(&[first, second, march(3, &[protesters()], &police)], Format::Acled).len(), 2);
}

#[test]
fn each_name_stands_behind_an_actor_once() {
    let (one, other) = (named("Mira Dell", ActorKind::Person), named("Ola Brand", ActorKind::Person));
    let arrest = scene(Root::Coerce, Some(Mode::Arrest), &[soldiers()], &[one, other]);
    assert_cells(&row(&arrest, Format::Acled), &[("assoc_actor_2", "detained person")]);
}

#[test]
fn places_are_in_the_columns_of_their_kind() {
    let mut near = scene(Root::Assault, Some(Mode::Aerial), &[common::army()], &[common::front()]);
    let site = near.r#where.best.as_mut().unwrap();
    site.precision = Some(Precision::District);
    site.feature = Some("town".into());
    site.admin1 = Some("Deir ez-Zor, Syria".into());
    assert_cells(
        &row(&near, Format::Polecat),
        &[("City", "Deir Sahl"), ("District", ""), ("Province", "Deir ez-Zor")],
    );
    let place = &plover(&near)["event_loc"];
    assert_eq!((&place["city"], &place["province"]), (&json!("Deir Sahl"), &json!("Deir ez-Zor")));
    assert_eq!((place.get("district"), &place["resolution"]), (None, &json!(3)));
    assert_eq!(row(&near, Format::Acled)["admin1"], "Deir ez-Zor");
    assert_eq!(row(&near, Format::Gdelt)["ActionGeo_FullName"], "Deir Sahl, Deir ez-Zor, Syria");
    let site = near.r#where.best.as_mut().unwrap();
    site.precision = Some(Precision::Exact);
    site.feature = Some("hospital".into());
    assert_cells(&row(&near, Format::Polecat), &[("Placename", "Deir Sahl"), ("City", ""), ("District", "")]);
}
