//! The whole record of one report, so that every change of it is seen.
//!
//! Where a change is meant: `INSTA_UPDATE=always cargo test -p diurna-pipeline --test snapshot`, and look at the
//! difference before it goes in.

#![allow(missing_docs)]

mod common;

use common::{read, root};

#[test]
fn record_of_the_example() {
    let mut record = read(&root().join("examples/report.txt"), Some("2031-11-22"));
    // Versions change without the reading.
    record.producer.version = "-".into();
    record.producer.model = "-".into();
    record.producer.gazetteer = "-".into();
    insta::assert_json_snapshot!("report", record);
}

/// What the network saw, as text: a change of weights is a difference that a person can judge.
#[test]
fn what_the_network_sees_in_the_example() {
    let text = std::fs::read_to_string(root().join("examples/report.txt")).expect("the example");
    let document = diurna_text::Analyzer::new().analyze(diurna_text::plain_report(&text));
    let seen = diurna_reader::interlinear(&diurna_reader::TrainedReader::new(), &document);
    insta::assert_snapshot!("seen", seen);
}
