//! The record of a report that triage passed over.

use crate::{producer, write};
use diurna_core::record::Record;
use diurna_core::{Document, Reading, Report};
use std::sync::Arc;

/// What stands for the reader where nothing was read.
const MODEL: &str = concat!("triage/", env!("CARGO_PKG_VERSION"));

/// A record that holds the report alone.
pub(crate) fn record(report: Report, gazetteer: &str) -> Record {
    let document = Document { report: Arc::new(report), sentences: Vec::new(), tokens: Vec::new() };
    let producer = producer(MODEL, gazetteer);
    write(&diurna_event::Input {
        document: &document,
        times: &[],
        place_list: &[],
        places: &[],
        actor_list: &[],
        actors: &[],
        reading: &Reading::default(),
        producer: &producer,
    })
}

/// Whether triage passed over the report of a record, so that its list of events says nothing more.
#[must_use]
pub fn passed_over(record: &Record) -> bool {
    record.producer.model == MODEL
}
