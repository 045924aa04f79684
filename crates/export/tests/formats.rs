//! Rows worked out by hand, for each format.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use diurna_core::incident::Incident;
use diurna_export::{Export, Format, Options, Summary};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn write(incidents: &[Incident], format: Format) -> (String, Summary) {
    let texts = common::texts();
    let mut options = Options::new("2031-06-01".parse().unwrap());
    options.filters.insert("country".into(), "SYR".into());
    let export = Export::new(incidents, &texts, &options);
    let mut out = Vec::new();
    let summary = export.write(format, &mut out).unwrap();
    (String::from_utf8(out).unwrap(), summary)
}

/// Rows of a table by name of column.
fn rows(text: &str, delimiter: u8, head: Option<&[&str]>) -> Vec<BTreeMap<String, String>> {
    let quoting = delimiter == b',';
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .has_headers(head.is_none())
        .from_reader(text.as_bytes());
    let names: Vec<String> = match head {
        Some(head) => head.iter().map(ToString::to_string).collect(),
        None => reader.headers().unwrap().iter().map(String::from).collect(),
    };
    let row =
        |record: csv::StringRecord| names.iter().cloned().zip(record.iter().map(String::from)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn assert_cells(row: &BTreeMap<String, String>, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        assert_eq!(row.get(*name).map(String::as_str), Some(*value), "{name}");
    }
}

#[test]
fn acled_has_one_event_for_place_day_and_pair() {
    let (text, summary) = write(&common::all(), Format::Acled);
    let rows = rows(&text, b',', None);
    // Strike and clash are one; protest, arrest, massacre. Not: threat, denial, plan, and a stabbing by nobody known of a person.
    let ids: Vec<&str> = rows.iter().map(|r| r["event_id_cnty"].as_str()).collect();
    assert_eq!(ids, ["SYR12", "IRN20", "NGA21", "NGA40"]);
    assert_eq!((summary.rows, summary.incidents), (4, 5));
    assert_cells(
        &rows[0],
        &[
            ("event_date", "2031-05-04"),
            ("year", "2031"),
            ("time_precision", "1"),
            ("disorder_type", "Political violence"),
            // Fighting outweighs a strike, and who shot stands first.
            ("event_type", "Battles"),
            ("sub_event_type", "Armed clash"),
            ("actor1", "Marsh Front"),
            ("assoc_actor_1", ""),
            ("inter1", "Rebel group"),
            ("actor2", "Military Forces of Syria"),
            ("assoc_actor_2", "Syrian Arab Armed Forces"),
            ("inter2", "State forces"),
            ("interaction", "Military versus Rebels"),
            ("civilian_targeting", ""),
            ("iso", "760"),
            ("region", "Middle East"),
            ("country", "Syria"),
            ("admin1", "Deir ez-Zor"),
            ("location", "Deir Sahl"),
            ("latitude", "35.2500"),
            ("longitude", "40.1250"),
            ("geo_precision", "1"),
            ("source", "Valley Times; Coast News"),
            // The lower of 14 and 20, and the two of the clash.
            ("fatalities", "16"),
            ("tags", "diurna incidents=12 13"),
            // 2031-05-06, midnight.
            ("timestamp", "1935792000"),
        ],
    );
    assert!(rows[0]["notes"].contains(
        "Killed: 14 or more (Interior Ministry in Valley Times), 20 (unnamed person in Coast News), 3 civilians (Valley Times)"
    ));
    assert!(rows[0]["notes"].contains("Wounded: 24-99 (Coast News)."));
}

#[test]
fn acled_dates_kinds_and_vague_numbers() {
    let (text, _) = write(&common::all(), Format::Acled);
    let rows = rows(&text, b',', None);
    assert_cells(
        &rows[1],
        &[
            ("event_type", "Strategic developments"),
            ("sub_event_type", "Arrests"),
            ("actor1", "Police Forces of Iran"),
            ("inter1", "State forces"),
            ("actor2", ""),
            ("assoc_actor_2", "detained person"),
            ("interaction", "Sole Military Action"),
            ("fatalities", "0"),
        ],
    );
    assert_cells(
        &rows[2],
        &[
            // The middle of a week.
            ("event_date", "2031-05-08"),
            ("time_precision", "2"),
            ("disorder_type", "Demonstrations"),
            ("event_type", "Protests"),
            ("actor1", "Protesters (Nigeria)"),
            ("inter1", "Protesters"),
            ("interaction", "Sole Protestor Action"),
            ("region", "Western Africa"),
        ],
    );
    assert_cells(
        &rows[3],
        &[
            ("sub_event_type", "Attack"),
            ("actor1", "Unidentified Armed Group (Nigeria)"),
            ("inter1", "Political militia"),
            ("actor2", "Civilians (Nigeria)"),
            ("assoc_actor_2", "villagers"),
            ("interaction", "Political Militia versus Civilians"),
            ("civilian_targeting", "Civilian targeting"),
            // Dozens.
            ("fatalities", "12"),
        ],
    );
}

#[test]
fn those_who_fight_each_other_are_two_sides() {
    let mut both = common::clash();
    (both.agents.best, both.targets.best) =
        (vec![common::front(), common::army()], vec![common::front(), common::army()]);
    for format in [Format::Acled, Format::Ucdp, Format::Gdelt] {
        assert_eq!(write(&[both.clone()], format).0, write(&[common::clash()], format).0, "{format:?}");
    }
}

#[test]
fn acled_keeps_apart_what_differs_in_place_day_or_pair() {
    let other_day = || {
        let mut it = common::clash();
        it.id = 14;
        let when = it.when.best.as_mut().unwrap();
        (when.from, when.to) = ("2031-05-05".into(), "2031-05-05".into());
        it
    };
    let other_place = || {
        let mut it = common::clash();
        it.id = 15;
        it.r#where.best.as_mut().unwrap().name = "Deir Jabal".into();
        it
    };
    let nobody = |id| {
        let mut it = common::clash();
        it.id = id;
        it.agents.best.clear();
        it
    };
    let incidents = [common::clash(), other_day(), other_place(), nobody(16), nobody(17)];
    let (text, summary) = write(&incidents, Format::Acled);
    // Unknown gunmen against the army, twice: one known side makes a pair.
    assert_eq!(summary.rows, 4, "{text}");
}

#[test]
fn ucdp_rows() {
    let (text, summary) = write(&common::all(), Format::Ucdp);
    let rows = rows(&text, b',', None);
    assert_eq!(rows.iter().map(|r| r["id"].as_str()).collect::<Vec<_>>(), ["12", "13", "40"]);
    assert_eq!(summary.left_out.values().sum::<usize>(), 7);
    assert_cells(
        &rows[0],
        &[
            ("relid", "SYR-2031-1-12"),
            ("year", "2031"),
            // 14 and 2 dead are fewer than 25.
            ("active_year", "false"),
            ("code_status", "Check - accounts of deaths differ"),
            ("type_of_violence", "1"),
            ("conflict_name", ""),
            ("dyad_name", "Government of Syria - Marsh Front"),
            ("side_a", "Government of Syria"),
            ("side_b", "Marsh Front"),
            ("number_of_sources", "2"),
            (
                "source_article",
                "\"Valley Times, 2031-05-05, Strike on Deir Sahl\";\"Coast News, 2031-05-06, Toll rises\"",
            ),
            ("source_office", "Valley Times;Coast News"),
            ("source_date", "2031-05-05;2031-05-06"),
            ("source_headline", "Strike on Deir Sahl;Toll rises"),
            ("source_original", "Interior Ministry, unnamed person"),
            ("where_prec", "1"),
            ("where_coordinates", "Deir Sahl"),
            ("adm_1", "Deir ez-Zor"),
            ("latitude", "35.25"),
            ("longitude", "40.125"),
            ("geom_wkt", "POINT (40.125 35.25)"),
            // Row 250 from the south pole, column 440.
            ("priogrid_gid", "180441"),
            ("country", "Syria"),
            ("country_id", "652"),
            ("region", "Middle East"),
            ("event_clarity", "1"),
            ("date_prec", "1"),
            ("date_start", "2031-05-04"),
            ("date_end", "2031-05-04"),
            // The target is side B; three civilians; two of the fourteen are nobody's.
            ("deaths_a", "0"),
            ("deaths_b", "9"),
            ("deaths_civilians", "3"),
            ("deaths_unknown", "2"),
            ("best", "14"),
            ("high", "20"),
            ("low", "14"),
            ("gwnoa", "652"),
            ("gwnob", ""),
        ],
    );
    // The attacker is a rebel, but the government is side A.
    assert_cells(
        &rows[1],
        &[
            ("side_a", "Government of Syria"),
            ("best", "2"),
            ("deaths_unknown", "2"),
            ("code_status", "Clear"),
        ],
    );
    assert_cells(
        &rows[2],
        &[
            ("type_of_violence", "3"),
            ("side_a", "gunmen"),
            ("side_b", "Civilians"),
            ("conflict_name", "gunmen - Civilians"),
            ("deaths_civilians", "24"),
            ("deaths_unknown", "0"),
            ("best", "24"),
            ("low", "24"),
            ("high", "99"),
        ],
    );
}

#[test]
fn a_dyad_is_active_from_25_deaths_a_year() {
    let mut other = common::strike();
    other.id = 14;
    let (text, _) = write(&[common::strike(), other], Format::Ucdp);
    let active: Vec<String> = rows(&text, b',', None).into_iter().map(|r| r["active_year"].clone()).collect();
    assert_eq!(active, ["true", "true"], "14 and 14");
}

#[test]
fn gdelt_rows() {
    let (text, summary) = write(&common::all(), Format::Gdelt);
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 61));
    assert_eq!(rows.iter().map(|r| r[0]).collect::<Vec<_>>(), ["12", "13", "20", "21", "40", "41", "50"]);
    assert_eq!(summary.rows, 7);
    let strike = &rows[0];
    // 4 May is day 124 of 365.
    assert_eq!(strike[1..5], ["20310504", "203105", "2031", "2031.3397"]);
    assert_eq!(strike[5..15], ["SYRMIL", "SYRIAN ARAB ARMED FORCES", "SYR", "", "", "", "", "MIL", "", ""]);
    assert_eq!(strike[15..25], ["REB", "MARSH FRONT", "", "", "", "", "", "REB", "", ""]);
    assert_eq!(strike[25..35], ["1", "195", "195", "19", "4", "-10", "2", "2", "2", ""]);
    assert_eq!(strike[35..43], ["0", "", "", "", "", "", "", ""]);
    assert_eq!(strike[51..59], ["4", "Deir Sahl, Deir ez-Zor, Syria", "SY", "", "", "35.25", "40.125", ""]);
    assert_eq!(strike[59..], ["20310505000000", "https://www.valley-times.example/strike"]);
    // A demonstration is verbal conflict for GDELT.
    assert_eq!(rows[3][26..31], ["141", "141", "14", "3", "-6.5"]);
    // Codes keep their zeros and their text.
    assert_eq!(rows[5][26..31], ["130", "130", "13", "3", "-4.4"]);
    assert_eq!(rows[5][51], "0");
}

#[test]
fn gdelt_mentions_name_every_report() {
    let (text, summary) = write(&common::all(), Format::GdeltMentions);
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 16));
    assert_eq!(summary.rows, 9);
    let length = common::STRIKE_TEXT.chars().count().to_string();
    assert_eq!(
        rows[0],
        [
            "12",
            "20310505000000",
            "20310505000000",
            "1",
            "valley-times.example",
            "https://www.valley-times.example/strike",
            "",
            "4",
            "33",
            "-1",
            "1",
            "90",
            &length,
            "",
            "",
            ""
        ]
    );
    assert_eq!(rows[1][2], "20310506000000");
    // An address that held a name: the report is named by its digest instead.
    assert_eq!(rows[3][3..6], ["2", "Hill Post", "sha256:r4"]);
}

#[test]
fn polecat_rows() {
    let (text, summary) = write(&common::all(), Format::Polecat);
    let rows = rows(&text, b'\t', None);
    assert_eq!(summary.rows, 7);
    assert_cells(
        &rows[0],
        &[
            ("Event ID", "12"),
            ("Event Date", "2031-05-04"),
            ("Event Type", "ASSAULT"),
            ("Event Mode", "aerial"),
            ("Intensity", "-9.5"),
            ("Quad Code", "MATERIAL CONFLICT"),
            ("Contexts", "military"),
            ("Actor Name", "Syrian Arab Armed Forces"),
            ("Actor Country", "SYR"),
            ("Actor COW", "652"),
            ("Primary Actor Sector", "MIL"),
            ("Recipient Name", "Marsh Front"),
            ("Recipient COW", ""),
            ("Primary Recipient Sector", "REB"),
            ("Placename", "Deir Sahl"),
            ("City", "Deir Sahl"),
            ("District", ""),
            ("Province", "Deir ez-Zor"),
            ("Country", "SYR"),
            ("GeoNames ID", "9000001"),
            ("Source", "Valley Times;Coast News"),
            ("Publication Date", "2031-05-05"),
            ("Story People", ""),
            ("Story Organizations", "Syrian Arab Armed Forces;Marsh Front"),
            ("Language", "English"),
            ("Version", "diurna 0.1.0 diurna/codebook/1"),
        ],
    );
    assert_cells(
        &rows[2],
        &[("Event Type", "COERCE"), ("Event Mode", "arrest"), ("Recipient Name", "detained person")],
    );
    assert_cells(
        &rows[5],
        &[
            ("Event Type", "THREATEN"),
            ("Quad Code", "VERBAL CONFLICT"),
            ("Story People", "President Ana Cole"),
        ],
    );
}

#[test]
fn plover_records() {
    let (text, summary) = write(&common::all(), Format::Plover);
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(summary.rows, 9, "all but the movement that is withheld");
    let mut strike = records[0].clone();
    let comment = strike.as_object_mut().unwrap().remove("comment").unwrap();
    assert!(comment.as_str().unwrap().contains("20 (unnamed person in Coast News)"));
    assert_eq!(
        strike,
        json!({
            "id": "12", "has_event": true, "date": "2031-05-04",
            "actor": [{
                "code": "SYR", "sector": "MIL", "entity_text": "Syrian Arab Armed Forces",
                "identifier_id": "forces:syr", "identifier_text": "diurna"
            }],
            "recipient": [{"sector": "REB", "entity_text": "Marsh Front"}],
            "event": ["ASSAULT"],
            "event_loc": {
                "resolved_place": "Deir Sahl", "geonameid": 9000001, "lat": 35.25, "lon": 40.125, "city": "Deir Sahl",
                "province": "Deir ez-Zor", "country": "Syria", "country_code": "SYR", "resolution": 4
            },
            "quad_code": 4, "event_scale": -9.5, "mode": ["aerial"], "context": ["military"],
            "size": {"dead": 14, "injured": 24},
            "cite_info": {
                "citation": "sha256:r1", "url": "https://www.valley-times.example/strike", "title": "Strike on Deir Sahl",
                "publication": "Valley Times", "coder": "reader/3", "codebook": "diurna/codebook/1", "version": "0.1.0"
            },
            "coder": "reader/3"
        })
    );
    let of = |id: &str| records.iter().find(|r| r["id"] == id).unwrap();
    assert_eq!(of("20")["time"], "21:30");
    assert_eq!(of("21")["enddate"], "2031-05-11");
    assert_eq!(of("30")["mode"], json!(["troops", "future"]));
    assert_eq!(of("42")["mode"], json!(["aerial", "negation"]));
}

#[test]
fn geojson_features() {
    let (text, summary) = write(&common::all(), Format::Geojson);
    let all: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(all["type"], "FeatureCollection");
    assert_eq!(summary.rows, 9);
    assert_eq!(all["features"].as_array().unwrap().len(), 9);
    assert_eq!(all["diurna"]["producers"][0]["model"], "reader/3");
    assert_eq!(all["diurna"]["filters"], json!({"country": "SYR"}));
    assert_eq!(all["diurna"]["exported"], "2031-06-01");
    assert_eq!(all["diurna"]["codebook"], diurna_codes::CODEBOOK);
    let strike = &all["features"][0];
    assert_eq!((&strike["type"], &strike["id"]), (&json!("Feature"), &json!(12)));
    assert_eq!(
        strike["geometry"],
        json!({"type": "Point", "coordinates": [40.125, 35.25]}),
        "longitude first"
    );
    let p = &strike["properties"];
    assert_eq!(
        (&p["killed_low"], &p["killed_best"], &p["killed_high"]),
        (&json!(14), &json!(14), &json!(null)),
        "14 or more"
    );
    assert_eq!((&p["injured_low"], &p["injured_high"]), (&json!(24), &json!(99)));
    assert_eq!((&p["cameo"], &p["quad_class_gdelt"]), (&json!("195"), &json!(4)));
    assert_eq!(p["agents"], json!(["Syrian Arab Armed Forces"]));
    let protest = &all["features"][3]["properties"];
    let quads =
        ["quad_class_plover", "quad_class_phoenix", "quad_class_gdelt"].map(|name| protest[name].clone());
    assert_eq!(quads, [json!(4), json!(4), json!(3)]);
    let threat = all["features"].as_array().unwrap().iter().find(|f| f["id"] == 41).unwrap();
    assert_eq!(threat["geometry"], json!(null));
}

#[test]
fn csv_has_a_row_of_hashtags() {
    let (text, summary) = write(&common::all(), Format::Csv);
    let rows = rows(&text, b',', None);
    assert_eq!((rows.len(), summary.rows), (10, 9));
    assert_cells(&rows[0], &[("incident_id", "#event+id"), ("killed_best", "#affected+killed+best")]);
    assert_cells(
        &rows[1],
        &[
            ("incident_id", "12"),
            ("date_start", "2031-05-04"),
            ("date_precision", "1"),
            ("type", "ASSAULT"),
            ("mode", "aerial"),
            ("country", "SYR"),
            ("place_precision", "town"),
            ("killed_low", "14"),
            ("killed_high", ""),
            ("killed_best", "14"),
            ("injured_low", "24"),
            ("injured_high", "99"),
            ("sources", "Valley Times; Coast News"),
            ("urls", "https://www.valley-times.example/strike; https://coast.example/a/toll"),
            ("status", "happened"),
            ("differs", "true"),
            ("score", "0.87"),
            ("reports", "2"),
            ("acled_sub_event_type", "Air/drone strike"),
            ("ucdp_type_of_violence", "1"),
        ],
    );
}

#[test]
fn annotations_point_at_the_words() {
    let (text, summary) = write(&common::all(), Format::Annotations);
    let page: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(page["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(page["type"], "AnnotationPage");
    assert_eq!(page["diurna:provenance"]["producers"][0]["gazetteer"], "00ff");
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), summary.rows);
    let of = |id: &str| items.iter().find(|i| i["id"] == id).unwrap_or_else(|| panic!("{id} in {text}"));
    let killed = of("urn:diurna:incident:12:killed:1");
    assert_eq!(
        *killed,
        json!({
            "id": "urn:diurna:incident:12:killed:1", "type": "Annotation", "motivation": "describing",
            "body": {
                "type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": "killed: 14 or more",
                "diurna:incident": 12, "diurna:field": "killed", "diurna:report": "sha256:r1",
                "diurna:saidBy": "Interior Ministry", "diurna:hedged": false
            },
            "target": [{
                "type": "SpecificResource", "source": "https://www.valley-times.example/strike",
                "selector": [
                    {"type": "TextPositionSelector", "start": 66, "end": 77},
                    {"type": "TextQuoteSelector", "exact": &common::STRIKE_TEXT[66..77]}
                ]
            }]
        })
    );
    // The name of a private person is pointed at, not quoted.
    let detained = of("urn:diurna:incident:20:target:1");
    assert_eq!(
        detained["target"][0]["selector"],
        json!([{"type": "TextPositionSelector", "start": 16, "end": 25}])
    );
    assert_eq!(detained["target"][0]["source"], "urn:sha256:r4");
}

#[test]
fn the_same_incidents_give_the_same_bytes() {
    let mut turned = common::all();
    turned.reverse();
    for format in Format::ALL.iter().copied().chain([Format::GdeltMentions]).filter(|f| *f != Format::Parquet)
    {
        assert_eq!(write(&common::all(), format), write(&turned, format), "{}", format.as_str());
    }
    let parquet = |incidents: &[Incident]| {
        let mut out = Vec::new();
        let options = Options::new("2031-06-01".parse().unwrap());
        Export::new(incidents, &(), &options).write(Format::Parquet, &mut out).unwrap();
        out
    };
    assert_eq!(parquet(&common::all()), parquet(&turned));
}

#[test]
fn nothing_is_a_file_too() {
    for format in Format::ALL {
        let mut out = Vec::new();
        let options = Options::new("2031-06-01".parse().unwrap());
        let summary = Export::new(&[], &(), &options).write(*format, &mut out).unwrap();
        assert_eq!(summary, Summary::default(), "{}", format.as_str());
    }
}

#[test]
fn the_file_beside_says_what_made_it() {
    let incidents = common::all();
    let options = Options::new("2031-06-01".parse().unwrap());
    let export = Export::new(&incidents, &(), &options);
    let summary = export.write(Format::Ucdp, &mut Vec::new()).unwrap();
    let made = serde_json::to_value(export.made(Format::Ucdp, &summary)).unwrap();
    assert_eq!(made["format"], "ucdp");
    assert_eq!(
        made["producers"][0],
        json!({"version": "0.1.0", "model": "reader/3", "gazetteer": "00ff", "codebook": "diurna/codebook/1"})
    );
    assert_eq!((&made["rows"], &made["private_included"]), (&json!(3), &json!(false)));
    assert_eq!(made["left_out"]["planned or ongoing troop movement, younger than seven days"], 1);
}
