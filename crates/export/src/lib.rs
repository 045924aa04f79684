//! Incidents in the formats of the field.
//!
//! [`Export`] takes incidents, takes out what must not leave by default (see [`Options`]), and writes what is left in one of
//! the formats of [`Format`]. Layouts of others are filled as far as the incident knows; what it does not know stays empty.
//!
//! ```
//! use diurna_export::{Export, Format, Options};
//!
//! let options = Options::new("2031-06-01".parse().unwrap());
//! let export = Export::new(&[], &(), &options);
//! let mut out = Vec::new();
//! let summary = export.write(Format::Acled, &mut out).unwrap();
//! assert_eq!(summary.rows, 0);
//! assert!(out.starts_with(b"event_id_cnty,event_date,year,"));
//! ```

mod accounts;
mod acled;
mod annotations;
mod changes;
mod facts;
mod flat;
mod gdelt;
mod geojson;
mod hxl;
mod movements;
mod parquet;
mod plover;
mod polecat;
mod privacy;
mod provenance;
mod secrets;
mod sides;
mod table;
mod tables;
mod texts;
mod ucdp;

pub use changes::{Change, changes};
pub use privacy::LEFT_OUT;
pub use provenance::{Made, Provenance};
pub use tables::{Country, QuadConvention, country, goldstein, quad_class};
pub use texts::{LookUp, Texts};

use diurna_core::incident::Incident;
use diurna_core::record::Mention;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What is written to does not take it.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A table cannot be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A value cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A Parquet file cannot be written.
    #[error(transparent)]
    Parquet(#[from] ::parquet::errors::ParquetError),
}

impl Error {
    /// Whether the reader of the output has gone, which is nobody's failure.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        let kind = match self {
            Self::Io(e) => Some(e.kind()),
            Self::Csv(e) => match e.kind() {
                csv::ErrorKind::Io(e) => Some(e.kind()),
                _ => None,
            },
            Self::Json(e) => e.io_error_kind(),
            Self::Parquet(_) => None,
        };
        kind == Some(std::io::ErrorKind::BrokenPipe)
    }
}

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// ACLED-like, 31 columns, CSV.
    Acled,
    /// UCDP GED-like, 49 columns, CSV.
    Ucdp,
    /// GDELT 2 events, 61 columns, tab-separated without a header.
    Gdelt,
    /// GDELT 2 mentions, 16 columns; the companion of [`Format::Gdelt`].
    GdeltMentions,
    /// POLECAT, 40 columns, tab-separated.
    Polecat,
    /// PLOVER records, JSON lines.
    Plover,
    /// GeoJSON (RFC 7946).
    Geojson,
    /// Parquet, with the metadata of GeoParquet.
    Parquet,
    /// CSV with a row of HXL hashtags.
    Csv,
    /// Incidents with all their accounts, JSON lines.
    Jsonl,
    /// W3C Web Annotations of the evidence, JSON-LD.
    Annotations,
}

impl Format {
    /// Every format that can be asked for by name.
    pub const ALL: &'static [Self] = &[
        Self::Acled,
        Self::Ucdp,
        Self::Gdelt,
        Self::Polecat,
        Self::Plover,
        Self::Geojson,
        Self::Parquet,
        Self::Csv,
        Self::Jsonl,
        Self::Annotations,
    ];

    /// The name of the format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Acled => "acled",
            Self::Ucdp => "ucdp",
            Self::Gdelt => "gdelt",
            Self::GdeltMentions => "gdelt-mentions",
            Self::Polecat => "polecat",
            Self::Plover => "plover",
            Self::Geojson => "geojson",
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Annotations => "annotations",
        }
    }

    /// The format of that name, or `None`.
    ///
    /// ```
    /// use diurna_export::Format;
    /// assert_eq!(Format::parse("ucdp"), Some(Format::Ucdp));
    /// assert_eq!(Format::parse("UCDP"), None);
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.as_str() == name)
    }

    /// The second file that belongs to this one.
    #[must_use]
    pub fn companion(self) -> Option<Self> {
        (self == Self::Gdelt).then_some(Self::GdeltMentions)
    }

    /// The names of the columns of a layout of others, in order; GDELT's files do not have them inside. `None` where the format is no
    /// table, or is our own.
    ///
    /// ```
    /// use diurna_export::Format;
    /// assert_eq!(Format::Gdelt.columns().map(<[_]>::len), Some(61));
    /// ```
    #[must_use]
    pub fn columns(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Acled => Some(&acled::COLUMNS),
            Self::Ucdp => Some(&ucdp::COLUMNS),
            Self::Gdelt => Some(&gdelt::EVENTS),
            Self::GdeltMentions => Some(&gdelt::MENTIONS),
            Self::Polecat => Some(&polecat::COLUMNS),
            _ => None,
        }
    }

    /// Whether the file itself says what made it; the others need a file beside them.
    #[must_use]
    pub fn carries_provenance(self) -> bool {
        matches!(self, Self::Geojson | Self::Parquet | Self::Annotations)
    }
}

/// What leaves and what does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The day of the export; the delay of movements is counted from it.
    pub today: Date,
    /// How the incidents were chosen, by name of filter.
    pub filters: BTreeMap<String, String>,
    /// Names of private persons, minors and detainees and the words for unnamed sources leave, too.
    pub include_private: bool,
    /// Planned and ongoing troop movements leave at once and with their exact place.
    pub include_movements: bool,
    /// No place leaves closer than this, neither as a value nor in a title, headline, address or quoted word.
    pub coarsen: Option<Coarsen>,
    /// The day that the export bears, where it is not `today`.
    pub dated: Option<Date>,
    /// Incidents that fit the filters and were left out before, by reason.
    pub left_out: BTreeMap<&'static str, usize>,
}

/// How closely places may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coarsen {
    /// By the first-level division (province, state, governorate).
    Admin1,
    /// By the country.
    Country,
}

impl Options {
    /// The defaults: no filters, nothing private, movements late and coarse.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self {
            today,
            filters: BTreeMap::new(),
            include_private: false,
            include_movements: false,
            coarsen: None,
            dated: None,
            left_out: BTreeMap::new(),
        }
    }
}

/// The title that an incident's best values give: type, mode, place and day; for incidents of which something was taken out.
#[must_use]
pub fn plain_title(incident: &Incident) -> String {
    facts::plain_title(incident)
}

/// What came of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rows, features or annotations written.
    pub rows: usize,
    /// Incidents that the format got.
    pub incidents: usize,
    /// Incidents that are not in the file, by reason.
    pub left_out: BTreeMap<&'static str, usize>,
}

impl Summary {
    pub(crate) fn leave_out(&mut self, reason: &'static str) {
        *self.left_out.entry(reason).or_default() += 1;
    }
}

/// An incident as it leaves.
#[derive(Clone, Copy)]
pub struct Released<'a> {
    clean: &'a privacy::Clean,
}

impl<'a> Released<'a> {
    /// The incident without what must not leave.
    #[must_use]
    pub fn incident(&self) -> &'a Incident {
        &self.clean.incident
    }

    /// The words of a report that give a value; `None` where they must not be quoted or are not there. `value` is the value as it
    /// is shown, `text` the report's text by code points.
    #[must_use]
    pub fn words(&self, value: &str, text: &[char], mention: Mention) -> Option<String> {
        self.clean.words(value, text, mention)
    }
}

/// Incidents that are ready to leave.
pub struct Export<'a> {
    pub(crate) incidents: Vec<privacy::Clean>,
    pub(crate) texts: &'a dyn Texts,
    pub(crate) provenance: Provenance,
    withheld: Vec<u64>,
    left_out: BTreeMap<&'static str, usize>,
}

impl<'a> Export<'a> {
    /// Takes out what must not leave. Incidents are ordered by their ids.
    #[must_use]
    pub fn new(incidents: &[Incident], texts: &'a dyn Texts, options: &Options) -> Self {
        let mut provenance = Provenance::of(incidents, options);
        let privacy::Cleaned { incidents: mut clean, withheld, secrets } =
            privacy::clean(incidents, texts, options);
        // Somebody may have looked for a name: it leaves no more as a filter than as a value.
        for value in provenance.filters.values_mut().filter(|value| secrets.occur_in(value)) {
            *value = privacy::LEFT_OUT.to_string();
        }
        clean.sort_by_key(|c| c.incident.id);
        Self { incidents: clean, texts, provenance, withheld, left_out: options.left_out.clone() }
    }

    /// Keeps the incidents for which `keep` says so, and lets it take more out of them. What is secret in those that go stays secret in
    /// those that stay. `keep` also gets the id alone of movements that were held back, of which only the number is told.
    pub fn retain(&mut self, mut keep: impl FnMut(&mut Incident) -> bool, held_back: impl Fn(u64) -> bool) {
        self.incidents.retain_mut(|clean| keep(&mut clean.incident));
        self.withheld.retain(|id| held_back(*id));
        self.provenance.of_producers(self.incidents.iter().map(|clean| &clean.incident.producer));
    }

    /// The incidents as they leave, by id.
    pub fn incidents(&self) -> impl ExactSizeIterator<Item = Released<'_>> {
        self.incidents.iter().map(|clean| Released { clean })
    }

    /// How many planned or ongoing movements were held back.
    #[must_use]
    pub fn held_back(&self) -> usize {
        self.withheld.len()
    }

    /// Writes one file.
    ///
    /// # Errors
    ///
    /// What `out` does not take; values that the format cannot hold never are an error, but stay empty or are left out.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> Result<Summary, Error> {
        let mut summary = Summary { left_out: self.left_out.clone(), ..Summary::default() };
        if !self.withheld.is_empty() {
            summary.left_out.insert(movements::WITHHELD, self.withheld.len());
        }
        match format {
            Format::Acled => acled::write(self, out, &mut summary)?,
            Format::Ucdp => ucdp::write(self, out, &mut summary)?,
            Format::Gdelt => gdelt::events(self, out, &mut summary)?,
            Format::GdeltMentions => gdelt::mentions(self, out, &mut summary)?,
            Format::Polecat => polecat::write(self, out, &mut summary)?,
            Format::Plover => plover::write(self, out, &mut summary)?,
            Format::Geojson => geojson::write(self, out, &mut summary)?,
            Format::Parquet => parquet::write(self, out, &mut summary)?,
            Format::Csv => hxl::write(self, out, &mut summary)?,
            Format::Jsonl => self.lines(out, &mut summary)?,
            Format::Annotations => annotations::write(self, out, &mut summary)?,
        }
        out.flush()?;
        Ok(summary)
    }

    /// What made the export.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// What belongs beside the file: who made it, from what, and what is not in it.
    #[must_use]
    pub fn made(&self, format: Format, summary: &Summary) -> Made {
        Made { format: format.as_str(), provenance: self.provenance.clone(), summary: summary.clone() }
    }

    fn lines(&self, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
        for clean in &self.incidents {
            serde_json::to_writer(&mut *out, &clean.incident)?;
            out.write_all(b"\n")?;
            summary.rows += 1;
            summary.incidents += 1;
        }
        Ok(())
    }
}
