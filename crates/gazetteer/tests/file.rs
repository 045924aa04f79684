//! The file: what it holds, and that damaged files are refused.
#![allow(clippy::unwrap_used)]

use diurna_core::Precision;
use diurna_gazetteer::{Builder, Candidate, Error, Feature, Gazetteer, NameKind, NewPlace};

fn place(name: &str, feature: Feature, parent: Option<usize>) -> NewPlace {
    NewPlace {
        name: name.into(),
        feature,
        precision: None,
        lat: 34.5,
        lon: 41.25,
        population: 1_500,
        weight: 40,
        parent,
        geonames: 77,
        countries: vec![],
        names: vec![(name.into(), NameKind::Primary)],
        loose: true,
    }
}

/// Syria and Iraq; Deir ez-Zor in its province; a river through both; a namesake in Iraq.
fn small() -> Vec<u8> {
    let mut builder = Builder::default();
    builder.country("SY", "SYR", place("Syria", Feature::Country, None)).unwrap();
    builder.country("IQ", "IRQ", place("Iraq", Feature::Country, None)).unwrap();
    builder.place(place("Dayr az-Zawr", Feature::Admin1, Some(0))).unwrap();
    let mut town = place("Deir ez-Zor", Feature::City, Some(2));
    town.names.push(("Der Zor".into(), NameKind::Alternate));
    town.weight = 60;
    builder.place(town).unwrap();
    let mut river = place("Euphrates", Feature::River, None);
    river.countries = vec![0, 1];
    river.precision = Some(Precision::Province);
    builder.place(river).unwrap();
    let mut namesake = place("Der Zor", Feature::Village, Some(1));
    namesake.weight = 20;
    builder.place(namesake).unwrap();
    builder.finish().unwrap()
}

fn open(bytes: Vec<u8>) -> Result<Gazetteer, Error> {
    Gazetteer::from_bytes(bytes.leak())
}

#[test]
fn what_goes_in_comes_out() {
    let gazetteer = open(small()).unwrap();
    assert_eq!((gazetteer.len(), gazetteer.names()), (6, 6));
    let found = gazetteer.lookup("DEIR EZ ZOR");
    assert_eq!(found.len(), 1);
    let town = gazetteer.get(found[0].place).unwrap();
    assert_eq!((town.name().as_str(), town.country(), town.feature()), ("Deir ez-Zor", "SYR", Feature::City));
    // Degrees are kept in 24 bits: two metres.
    assert!(town.distance_km(34.5, 41.25) < 0.003);
    assert_eq!((town.population(), town.weight(), town.geonames()), (1_500, 60, Some(77)));
    assert_eq!(town.admin1().unwrap().name(), "Dayr az-Zawr");
    assert!(town.admin2().is_none());
    assert_eq!(town.to_place().admin1.as_deref(), Some("Dayr az-Zawr"));
    let river = gazetteer.get(gazetteer.lookup("Euphrates")[0].place).unwrap();
    assert_eq!((river.country(), river.countries()), ("", vec!["SYR", "IRQ"]));
    assert_eq!((river.precision(), town.precision()), (Precision::Province, Precision::Town));
    assert!(river.is_in("IRQ") && !river.is_in("TUR") && !town.is_in("IRQ"));
}

#[test]
fn candidates_come_by_weight_less_what_the_kind_costs() {
    let gazetteer = open(small()).unwrap();
    // 60 - 18 for the alternate name of the city, 20 for the village of that name.
    let kinds: Vec<NameKind> = gazetteer.lookup("Der Zor").iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [NameKind::Alternate, NameKind::Primary]);
}

#[test]
fn spelling_rules_are_tried_last() {
    let gazetteer = open(small()).unwrap();
    let names = |found: Vec<Candidate>| -> Vec<String> {
        found.iter().map(|found| gazetteer.get(found.place).unwrap().name()).collect()
    };
    assert_eq!(names(gazetteer.lookup("Deir Ezzour")), ["Deir ez-Zor", "Dayr az-Zawr", "Der Zor"]);
    assert_eq!(names(gazetteer.lookup("Deir Ezzour province")), ["Dayr az-Zawr"]);
    assert!(gazetteer.lookup_exact("Deir Ezzour").is_empty());
}

#[test]
fn longest_match_takes_all_words_of_a_name() {
    let gazetteer = open(small()).unwrap();
    let words = |text: &[&str]| gazetteer.longest_match(text).map(|found| found.words);
    assert_eq!(words(&["Deir", "ez", "-", "Zor", ",", "Syria"]), Some(4));
    assert_eq!(words(&["Deir", "ez-Zor's"]), None);
    assert_eq!(words(&["Syria", ",", "Iraq"]), Some(1));
    assert_eq!(words(&[",", "Iraq"]), None);
    assert_eq!(words(&[]), None);
    assert_eq!(words(&["Deir"]), None);
    let found = gazetteer.longest_match(&["Euphrates", "river"]).unwrap();
    assert_eq!(gazetteer.candidates(found), gazetteer.lookup("euphrates"));
}

/// Three countries with so many capitals each, the last ones first, and a town.
fn with_capitals(numbers: [usize; 3]) -> Gazetteer {
    let mut builder = Builder::default();
    for (alpha2, alpha3) in [("XA", "XAA"), ("XB", "XBB"), ("XC", "XCC")] {
        builder.country(alpha2, alpha3, place(alpha3, Feature::Country, None)).unwrap();
    }
    builder.place(place("Upper Lund", Feature::City, Some(0))).unwrap();
    for (country, number) in numbers.into_iter().enumerate().rev() {
        for i in 0..number {
            builder.place(place(&format!("Seat {country}{i}"), Feature::Capital, Some(country))).unwrap();
        }
    }
    open(builder.finish().unwrap()).unwrap()
}

#[test]
fn a_country_has_one_capital_or_none_is_meant() {
    let capitals = |gazetteer: &Gazetteer| {
        let name = |country| gazetteer.capital(country).map(|id| gazetteer.get(id).unwrap().name());
        ["XAA", "XBB", "XCC", "XDD"].map(name)
    };
    let (first, second) = (with_capitals([1, 2, 0]), with_capitals([3, 0, 1]));
    // Twice: the second answer comes from what was kept at the first.
    for _ in 0..2 {
        assert_eq!(capitals(&first), [Some("Seat 00".to_string()), None, None, None]);
        assert_eq!(capitals(&second), [None, None, Some("Seat 20".to_string()), None]);
    }
    assert_eq!(capitals(Gazetteer::embedded()), [None, None, None, None]);
}

#[test]
fn same_places_same_bytes() {
    assert_eq!(small(), small());
}

#[test]
fn builder_refuses_what_does_not_fit() {
    let mut builder = Builder::default();
    let refused = |result: Result<usize, Error>| assert!(matches!(result, Err(Error::Build(_))));
    refused(builder.place(NewPlace { lat: 91.0, ..place("A", Feature::Town, None) }));
    refused(builder.place(NewPlace { lon: f64::NAN, ..place("A", Feature::Town, None) }));
    refused(builder.place(place("", Feature::Town, None)));
    refused(builder.place(place("A", Feature::Town, Some(0))));
    refused(builder.place(NewPlace { geonames: 1 << 24, ..place("A", Feature::Town, None) }));
    refused(builder.place(NewPlace { countries: vec![0], ..place("A", Feature::Town, None) }));
    builder.place(place("A", Feature::Town, None)).unwrap();
    refused(builder.country("SY", "SYR", place("Syria", Feature::Country, None)));
}

#[test]
fn every_changed_byte_is_seen() {
    let whole = small();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x5a;
        assert!(open(bytes).is_err(), "byte {at}");
    }
}

#[test]
fn every_cut_is_seen() {
    let whole = small();
    for end in 0..whole.len() {
        assert!(open(whole[..end].to_vec()).is_err(), "cut at {end}");
    }
}

#[test]
fn embedded_file_is_whole_and_consistent() {
    let bytes = include_bytes!("../../../data/gazetteer.bin");
    let gazetteer = Gazetteer::from_bytes(bytes).unwrap();
    assert_eq!(gazetteer.version(), Gazetteer::embedded().version());
    assert!(bytes.len() <= 16 << 20, "{} bytes", bytes.len());
    let mut places = 0;
    for place in gazetteer.places() {
        places += 1;
        assert!(!place.name().is_empty(), "{place:?}");
        assert!(
            (-90.0..=90.0).contains(&place.lat()) && (-180.0..=180.0).contains(&place.lon()),
            "{place:?}"
        );
        let lies_in_country = !place.countries().is_empty();
        assert!(
            lies_in_country || !place.feature().is_division() && !place.feature().is_settlement(),
            "{place:?}"
        );
    }
    assert_eq!(places, gazetteer.len());
    assert!(places > 250_000 && gazetteer.names() > 500_000);
}
