//! `pack PLACES.tsv GAZETTEER.bin`: the last step of `tools/gazetteer/build.py`.
//!
//! One place a line, in order: alpha-2, alpha-3 (both only for countries, which come first),
//! feature, precision (empty for that of the feature), display name, lat, lon, population, weight, parent (line number from 0), GeoNames id,
//! further countries (line numbers, commas), `1` if spelling rules apply, names (`kind=name`,
//! joined by U+001F).
#![allow(clippy::print_stderr)]

use diurna_core::Precision;
use diurna_gazetteer::{Builder, Feature, Gazetteer, NameKind, NewPlace};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("usage: pack PLACES.tsv GAZETTEER.bin".into());
    };
    let mut builder = Builder::default();
    for (number, line) in std::fs::read_to_string(from)?.lines().enumerate() {
        add(&mut builder, line).map_err(|error| format!("line {}: {error}", number + 1))?;
    }
    let bytes = builder.finish()?;
    std::fs::write(to, &bytes)?;
    let gazetteer = Gazetteer::from_bytes(bytes.leak())?;
    eprintln!("{} places, {} names, version {}", gazetteer.len(), gazetteer.names(), gazetteer.version());
    Ok(())
}

fn add(builder: &mut Builder, line: &str) -> Result<(), Box<dyn Error>> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [
        alpha2,
        alpha3,
        feature,
        precision,
        name,
        lat,
        lon,
        population,
        weight,
        parent,
        geonames,
        countries,
        loose,
        names,
    ] = fields[..]
    else {
        return Err(format!("{} fields", fields.len()).into());
    };
    let names = names.split('\u{1f}').filter(|name| !name.is_empty()).map(|name| {
        let (kind, name) = name.split_once('=').ok_or("name without kind")?;
        let kind = NameKind::parse(kind).ok_or_else(|| format!("kind {kind}"))?;
        Ok((name.to_owned(), kind))
    });
    let place = NewPlace {
        name: name.to_owned(),
        feature: Feature::parse(feature).ok_or_else(|| format!("feature {feature}"))?,
        precision: match precision {
            "" => None,
            "exact" => Some(Precision::Exact),
            "town" => Some(Precision::Town),
            "district" => Some(Precision::District),
            "province" => Some(Precision::Province),
            "country" => Some(Precision::Country),
            _ => return Err(format!("precision {precision}").into()),
        },
        lat: lat.parse()?,
        lon: lon.parse()?,
        population: population.parse()?,
        weight: weight.parse()?,
        parent: if parent.is_empty() { None } else { Some(parent.parse()?) },
        geonames: geonames.parse()?,
        countries: countries
            .split(',')
            .filter(|c| !c.is_empty())
            .map(str::parse)
            .collect::<Result<_, _>>()?,
        names: names.collect::<Result<_, Box<dyn Error>>>()?,
        loose: loose == "1",
    };
    if alpha3.is_empty() {
        builder.place(place)?
    } else {
        builder.country(alpha2, alpha3, place)?
    };
    Ok(())
}
