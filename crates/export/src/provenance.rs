//! What made an export, from what, and by which filters.

use crate::{Options, Summary};
use diurna_core::incident::Incident;
use diurna_core::record::Producer;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// Enough to say where a file comes from and to make it again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Provenance {
    /// Always `diurna`.
    pub program: &'static str,
    /// Version of the program that exported.
    pub version: &'static str,
    /// Version of the codebook whose tables gave the codes.
    pub codebook: &'static str,
    /// What made the records: versions of program, model, gazetteer and codebook, every set that occurs.
    pub producers: Vec<Producer>,
    /// The day of the export.
    pub exported: Date,
    /// How the incidents were chosen.
    pub filters: BTreeMap<String, String>,
    /// Whether names of private persons and words for unnamed sources are in it.
    pub private_included: bool,
    /// Whether planned and ongoing troop movements are in it at once and with their exact place.
    pub movements_included: bool,
    /// That layouts of others are layouts, and no data of theirs.
    pub note: &'static str,
}

impl Provenance {
    pub(crate) fn of(incidents: &[Incident], options: &Options) -> Self {
        let mut out = Self {
            program: "diurna",
            version: env!("CARGO_PKG_VERSION"),
            codebook: diurna_codes::CODEBOOK,
            producers: Vec::new(),
            exported: options.dated.unwrap_or(options.today),
            filters: options.filters.clone(),
            private_included: options.include_private,
            movements_included: options.include_movements,
            note: "Read by a machine from news reports. The layout may be that of another project; the data are not theirs.",
        };
        out.of_producers(incidents.iter().map(|incident| &incident.producer));
        out
    }

    /// Takes these producers, each once.
    pub(crate) fn of_producers<'a>(&mut self, all: impl Iterator<Item = &'a Producer>) {
        self.producers.clear();
        for producer in all {
            if !self.producers.contains(producer) {
                self.producers.push(producer.clone());
            }
        }
        let key =
            |p: &Producer| (p.version.clone(), p.model.clone(), p.gazetteer.clone(), p.codebook.clone());
        self.producers.sort_by_key(key);
    }
}

/// The file beside an export.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Made {
    /// Name of the format.
    pub format: &'static str,
    /// What made it.
    #[serde(flatten)]
    pub provenance: Provenance,
    /// What is in it and what is not.
    #[serde(flatten)]
    pub summary: Summary,
}
