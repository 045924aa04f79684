//! Places that conflict news names must be found, and be the first of their country.
//!
//! Coordinates are from general knowledge, to a tenth of a degree or the size of the thing.
#![allow(clippy::unwrap_used)]

use diurna_gazetteer::Gazetteer;

/// Name, country (empty for several), latitude, longitude, kilometres allowed.
type Row = (&'static str, &'static str, f64, f64, f64);

const SYRIA_IRAQ: &[Row] = &[
    ("Al Bukamal", "SYR", 34.45, 40.92, 15.0),
    ("Abu Kamal", "SYR", 34.45, 40.92, 15.0),
    ("Albu Kamal", "SYR", 34.45, 40.92, 15.0),
    ("Deir ez-Zor", "SYR", 35.34, 40.14, 15.0),
    ("Deir Ezzor", "SYR", 35.34, 40.14, 15.0),
    ("Deir al-Zour", "SYR", 35.34, 40.14, 15.0),
    ("Idlib", "SYR", 35.93, 36.63, 15.0),
    ("Aleppo", "SYR", 36.20, 37.16, 15.0),
    ("Kobani", "SYR", 36.89, 38.35, 15.0),
    ("Al-Tanf", "SYR", 33.51, 38.62, 25.0),
    ("Golan Heights", "SYR", 33.0, 35.75, 40.0),
    ("Erbil", "IRQ", 36.19, 44.01, 15.0),
    ("Arbil", "IRQ", 36.19, 44.01, 15.0),
    ("Hewler", "IRQ", 36.19, 44.01, 15.0),
    ("Sinjar", "IRQ", 36.32, 41.87, 15.0),
    ("Kirkuk", "IRQ", 35.47, 44.39, 15.0),
    ("Mosul", "IRQ", 36.34, 43.13, 15.0),
    ("Ain al-Asad", "IRQ", 33.79, 42.44, 15.0),
    ("Taji", "IRQ", 33.52, 44.26, 20.0),
    ("Camp Taji", "IRQ", 33.53, 44.26, 20.0),
    ("Green Zone", "IRQ", 33.31, 44.39, 10.0),
    ("Nineveh", "IRQ", 36.2, 42.6, 100.0),
    ("Euphrates", "SYR", 35.5, 39.5, 500.0),
    ("Euphrates", "IRQ", 33.0, 43.0, 500.0),
];

const LEVANT_GULF: &[Row] = &[
    ("Khan Younis", "PSE", 31.35, 34.30, 10.0),
    ("Rafah", "PSE", 31.29, 34.25, 10.0),
    ("Jabalia", "PSE", 31.53, 34.48, 10.0),
    ("Beit Hanoun", "PSE", 31.54, 34.54, 10.0),
    ("Nuseirat", "PSE", 31.45, 34.39, 10.0),
    ("Deir al-Balah", "PSE", 31.42, 34.35, 10.0),
    ("Al-Shifa Hospital", "PSE", 31.52, 34.44, 5.0),
    ("Gaza Strip", "PSE", 31.42, 34.36, 25.0),
    ("West Bank", "PSE", 31.95, 35.3, 50.0),
    ("Kerem Shalom", "ISR", 31.23, 34.28, 10.0),
    ("Taiz", "YEM", 13.58, 44.02, 15.0),
    ("Marib", "YEM", 15.46, 45.33, 15.0),
    ("Hodeidah", "YEM", 14.80, 42.95, 15.0),
    ("Hudaydah", "YEM", 14.80, 42.95, 15.0),
    ("Strait of Hormuz", "IRN", 26.57, 56.25, 60.0),
];

const AFRICA: &[Row] = &[
    ("Maiduguri", "NGA", 11.85, 13.16, 15.0),
    ("Mopti", "MLI", 14.49, -4.19, 15.0),
    ("Ménaka", "MLI", 15.92, 2.40, 15.0),
    ("Gao", "MLI", 16.27, -0.04, 15.0),
    ("Goma", "COD", -1.68, 29.22, 15.0),
    ("Bunia", "COD", 1.56, 30.25, 15.0),
    ("El Fasher", "SDN", 13.63, 25.35, 15.0),
    ("Omdurman", "SDN", 15.64, 32.48, 15.0),
    ("Darfur", "SDN", 13.5, 24.5, 200.0),
    ("Kordofan", "SDN", 12.5, 30.0, 200.0),
    ("Mekelle", "ETH", 13.50, 39.47, 15.0),
    ("Tigray", "ETH", 13.9, 38.8, 80.0),
    ("Cabo Delgado", "MOZ", -12.3, 39.6, 150.0),
    ("Palma", "MOZ", -10.78, 40.47, 15.0),
    ("Sahel", "", 15.0, 5.0, 1500.0),
];

const EUROPE_ASIA: &[Row] = &[
    ("Bakhmut", "UKR", 48.60, 38.00, 10.0),
    ("Artemivsk", "UKR", 48.60, 38.00, 10.0),
    ("Avdiivka", "UKR", 48.14, 37.75, 10.0),
    ("Pokrovsk", "UKR", 48.28, 37.18, 10.0),
    ("Zaporizhzhia", "UKR", 47.84, 35.14, 15.0),
    ("Kyiv", "UKR", 50.45, 30.52, 15.0),
    ("Kiev", "UKR", 50.45, 30.52, 15.0),
    ("Donbas", "UKR", 48.3, 38.2, 100.0),
    ("Stepanakert", "AZE", 39.82, 46.76, 15.0),
    ("Nagorno-Karabakh", "AZE", 39.8, 46.7, 60.0),
    ("Kunduz", "AFG", 36.73, 68.86, 15.0),
    ("Mazar-i-Sharif", "AFG", 36.71, 67.11, 15.0),
    ("Bagram", "AFG", 34.95, 69.26, 15.0),
    ("Sittwe", "MMR", 20.15, 92.90, 15.0),
    ("Rakhine", "MMR", 19.5, 94.0, 130.0),
    ("Jolo", "PHL", 6.05, 121.00, 15.0),
];

fn failures(rows: &[Row]) -> Vec<String> {
    let gazetteer = Gazetteer::embedded();
    let mut failed = Vec::new();
    for (name, country, lat, lon, km) in rows {
        let found = gazetteer.lookup(name);
        let places: Vec<_> = found.iter().map(|candidate| gazetteer.get(candidate.place).unwrap()).collect();
        let right = |place: &diurna_gazetteer::PlaceRef<'_>| place.distance_km(*lat, *lon) <= *km;
        let inside = |place: &&diurna_gazetteer::PlaceRef<'_>| country.is_empty() || place.is_in(country);
        match places.iter().find(inside) {
            Some(first) if right(first) => {}
            Some(first) => failed.push(format!("{name}: first in {country} is {first:?}")),
            None => {
                failed.push(format!("{name}: none of {} in {country}: {:?}", places.len(), places.first()))
            }
        }
    }
    failed
}

fn check(rows: &[Row]) {
    let failed = failures(rows);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn syria_and_iraq() {
    check(SYRIA_IRAQ);
}

#[test]
fn levant_and_gulf() {
    check(LEVANT_GULF);
}

#[test]
fn africa() {
    check(AFRICA);
}

#[test]
fn europe_and_asia() {
    check(EUROPE_ASIA);
}

#[test]
fn well_known_names_mean_the_well_known_place() {
    let gazetteer = Gazetteer::embedded();
    for (name, country) in [
        ("Paris", "FRA"),
        ("London", "GBR"),
        ("Baghdad", "IRQ"),
        ("Tripoli", "LBY"),
        ("Georgia", "GEO"),
        ("Kiev", "UKR"),
        ("Moscow", "RUS"),
        ("Washington", "USA"),
        ("Burma", "MMR"),
        ("U.S.", "USA"),
        ("Calif.", "USA"),
        ("Congo", "COD"),
        ("Fairfax County", "USA"),
        ("Anbar province", "IRQ"),
    ] {
        let first =
            gazetteer.lookup(name).first().and_then(|candidate| gazetteer.get(candidate.place)).unwrap();
        assert_eq!(first.country(), country, "{name}: {first:?}");
    }
    for group in ["Kait'ib", "Kata'ib Hezbollah", "Hezbollah", ""] {
        assert!(gazetteer.lookup(group).is_empty(), "{group}");
    }
}

#[test]
fn both_spellings_of_a_pair_lead_to_one_place() {
    let gazetteer = Gazetteer::embedded();
    let table = include_str!("../../../data/places/spellings.tsv");
    let (mut pairs, mut failed) = (0, Vec::new());
    for row in table.lines().filter_map(|line| line.strip_prefix("pair\t")) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [a, b, note] = cells[..] else { panic!("{row}") };
        pairs += 1;
        let places = |name: &str| -> Vec<_> {
            let found = gazetteer.lookup(name).into_iter().map(|candidate| candidate.place);
            found.filter(|id| gazetteer.get(*id).unwrap().is_in(&note[..3])).collect()
        };
        let (first, second) = (places(a), places(b));
        if !first.iter().any(|place| second.contains(place)) {
            failed.push(row);
        }
    }
    // Some are of places that are in no source.
    assert!(pairs > 500 && failed.len() * 50 < pairs, "{} of {pairs}:\n{}", failed.len(), failed.join("\n"));
}
