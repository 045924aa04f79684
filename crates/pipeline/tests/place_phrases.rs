//! What place phrases in sentences of our own mean, against what a person says of each.

#![allow(clippy::unwrap_used, missing_docs)]

use diurna_core::TextSpan;
use diurna_gazetteer::Gazetteer;
use diurna_place::{Context, Places};
use diurna_text::{Analyzer, plain_report};

const ROWS: &str = include_str!("../../../tests/cases/place_phrases.tsv");

/// How many of the rows may fail; what fails is printed. It only goes down.
const KNOWN_TO_FAIL: usize = 9;

struct Stages {
    analyzer: Analyzer,
    lexicon: diurna_actor::Lexicon,
}

impl Stages {
    /// The places of a text, found as the pipeline finds them.
    fn read(&self, text: &str) -> Places {
        let document = self.analyzer.analyze(plain_report(text));
        let anchor = diurna_time::Anchor { published: None, day_first: None };
        let times = diurna_time::find(&document, &anchor);
        let actors = diurna_actor::find(&document, &self.lexicon);
        let countries = actors.countries();
        let taken: Vec<TextSpan> = actors.names.iter().copied().chain(times.iter().map(|t| t.span)).collect();
        let context = Context { names: &taken, demonyms: &actors.demonyms, countries: &countries };
        diurna_place::find(&document, Gazetteer::embedded(), context)
    }
}

/// What is wrong with the answer to a row, if anything.
fn fault(stages: &Stages, row: &str) -> Option<String> {
    let cells: Vec<&str> = row.split('\t').collect();
    let (start, end) = (cells[0].find('[').unwrap(), cells[0].find(']').unwrap() - 1);
    let text = cells[0].replace(['[', ']'], "");
    let span = TextSpan::new(start, end);
    let found = stages.read(&text);
    // A name that stands for a government is found, but is no place where something is.
    let answer = found.mentions.iter().find(|m| m.span.overlaps(span) && !m.metonymic);
    if cells[1] == "none" {
        return answer.map(|m| format!("found {:?}", &text[m.span.range()]));
    }
    let Some(m) = answer else {
        let taken = found.mentions.iter().any(|m| m.span.overlaps(span));
        return Some(if taken { "taken for a government" } else { "found nothing" }.into());
    };
    let place = &found.places[m.place.unwrap()];
    let number = |i: usize| cells[i].parse::<f64>().unwrap();
    let km = diurna_core::geo::distance_km(place.lat, place.lon, number(2), number(3));
    let precision = format!("{:?}", place.precision).to_lowercase();
    let right =
        (cells[1].is_empty() || place.country == cells[1]) && km <= number(4) && precision == cells[5];
    (!right).then(|| format!("{} {} {precision}, {km:.0} km off", place.name, place.country))
}

#[test]
fn each_phrase_means_what_a_person_says() {
    let stages = Stages { analyzer: Analyzer::new(), lexicon: diurna_actor::Lexicon::new() };
    let rows: Vec<&str> = ROWS.lines().filter(|l| !l.starts_with('#')).collect();
    assert!(rows.len() >= 200, "{} rows", rows.len());
    let faults: Vec<String> =
        rows.iter().filter_map(|row| Some(format!("{}: {}", row, fault(&stages, row)?))).collect();
    assert!(
        faults.len() <= KNOWN_TO_FAIL,
        "{} of {} fail, where {KNOWN_TO_FAIL} are known to:\n{}",
        faults.len(),
        rows.len(),
        faults.join("\n")
    );
}
