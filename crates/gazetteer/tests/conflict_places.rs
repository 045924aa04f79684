//! Places that conflict news names must be found, and be the first of their country.
#![allow(clippy::unwrap_used)]

use diurna_gazetteer::{Gazetteer, PlaceRef};

/// The places of `tests/cases`, which the whole pipeline is tested on too.
const PLACES: &str = include_str!("../../../tests/cases/conflict_places.tsv");

#[test]
fn each_is_the_first_of_its_country() {
    let gazetteer = Gazetteer::embedded();
    let mut failed = Vec::new();
    for row in PLACES.lines().filter(|l| !l.starts_with('#')) {
        let [name, country, lat, lon, km] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let (lat, lon, km): (f64, f64, f64) =
            (lat.parse().unwrap(), lon.parse().unwrap(), km.parse().unwrap());
        let found = gazetteer.lookup(name);
        let places: Vec<_> = found.iter().map(|candidate| gazetteer.get(candidate.place).unwrap()).collect();
        let inside = |place: &&PlaceRef<'_>| country.is_empty() || place.is_in(country);
        match places.iter().find(inside) {
            Some(first) if first.distance_km(lat, lon) <= km => {}
            first => failed.push(format!("{name}: first of {} in {country} is {first:?}", places.len())),
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
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
