//! Sport, markets, science: ordinary reports are full of attacks, strikes and shots, and give no incident.

#![allow(missing_docs)]

mod common;

use common::{check, files, read};
use diurna_core::Root;

/// Types that an ordinary report has none of.
const LOUD: [Root; 6] =
    [Root::Assault, Root::Protest, Root::Mobilize, Root::Coerce, Root::Sanction, Root::Retreat];

#[test]
fn at_most_one_loud_event_in_ten_reports() {
    let paths = files("tests/cases/ordinary", &["txt"]);
    let mut loud = Vec::new();
    for path in &paths {
        let record = read(path, None);
        assert_eq!(check(&record), Ok(()), "{}", record.report.source);
        let text: Vec<char> = record.report.text.chars().collect();
        for e in record.events.iter().filter(|e| LOUD.contains(&e.r#type)) {
            let words: Vec<String> =
                e.mentions.iter().map(|m| text[m.start..m.end].iter().collect()).collect();
            loud.push(format!("{}: {} {words:?} score {}", record.report.source, e.r#type, e.score));
        }
    }
    println!("{} loud events in {} reports: {loud:#?}", loud.len(), paths.len());
    assert!(loud.len() * 10 <= paths.len(), "{} in {} reports: {loud:#?}", loud.len(), paths.len());
}
