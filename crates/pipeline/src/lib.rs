//! The order of the stages: from bytes to a record.
//!
//! The only crate that knows it: page → text → times → actors → places → reader → events.
//!
//! ```
//! use diurna_pipeline::{Options, Pipeline};
//! let pipeline = Pipeline::new();
//! let text = b"Gunmen attack convoy in Mali\n\nGunmen attacked an army convoy near Gao, Mali, on Monday, police said.\n";
//! let options = Options { published: Some("2031-05-14".parse().unwrap()), ..Options::default() };
//! let record = pipeline.read("report.txt", text, &options).unwrap();
//! assert_eq!(record.events[0].r#type.as_str(), "ASSAULT");
//! assert_eq!(record.events[0].when.as_ref().unwrap().from.as_deref(), Some("2031-05-12"));
//! ```

mod error;
mod locate;
mod parallel;
mod passed;

pub use diurna_actor::LexiconError;
pub use diurna_incident as incident;
pub use diurna_page::{Kind, Options, detect};
pub use diurna_reader::{TrainedReader, Triage};
pub use diurna_text::sentence::sentence_ends;
pub use diurna_text::{plain_report, sentences_and_tokens};
pub use error::Error;
pub use locate::{Landmark, Located};
pub use parallel::in_order;
pub use passed::passed_over;

use diurna_actor::Lexicon;
use diurna_core::record::{Producer, Record};
use diurna_core::{Reader, Report, Scene};
use diurna_gazetteer::Gazetteer;
use diurna_text::Analyzer;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;

/// Longest text of one report, in bytes; what is longer is no report but a collection.
pub const MAX_TEXT: usize = 8 << 20;

/// All stages, loaded once and shared by threads.
pub struct Pipeline {
    analyzer: Analyzer,
    lexicon: Lexicon,
    gazetteer: &'static Gazetteer,
    reader: Box<dyn Reader>,
    triage: Option<Triage>,
}

impl Default for Pipeline {
    fn default() -> Self {
        Self::new()
    }
}

impl Pipeline {
    /// The stages with the data that come with the program.
    #[must_use]
    pub fn new() -> Self {
        Self {
            analyzer: Analyzer::new(),
            lexicon: Lexicon::new(),
            gazetteer: Gazetteer::embedded(),
            reader: Box::new(TrainedReader::new()),
            triage: None,
        }
    }

    /// The same with another reader.
    #[must_use]
    pub fn with_reader(mut self, reader: Box<dyn Reader>) -> Self {
        self.reader = reader;
        self
    }

    /// The same with a first look: a report in which it sees nothing codable is not read, and its record holds the report
    /// alone. [`passed_over`] tells such a record.
    #[must_use]
    pub fn with_triage(mut self, triage: Triage) -> Self {
        self.triage = Some(triage);
        self
    }

    /// Adds a user's file of actors (tab-separated `id, name, kind, country, aliases`); gives the number of rows.
    ///
    /// # Errors
    /// The first line that cannot be used.
    pub fn add_actors(&mut self, file: &str) -> Result<usize, LexiconError> {
        self.lexicon.extend(file)
    }

    /// Reads a page or text.
    ///
    /// # Errors
    /// Where the bytes hold no report; see [`diurna_page::read_page`].
    pub fn read(&self, source: &str, bytes: &[u8], options: &Options) -> Result<Record, Error> {
        self.record(diurna_page::read_page(source, bytes, options)?)
    }

    /// Reads one line of JSON lines; `number` names it in messages.
    ///
    /// # Errors
    /// Where the line holds no report; see [`diurna_page::read_line`].
    pub fn read_line(&self, line: &str, number: usize, options: &Options) -> Result<Record, Error> {
        self.record(diurna_page::read_line(line, number, options)?)
    }

    /// Makes the record of a report.
    ///
    /// # Errors
    /// Where the text is longer than [`MAX_TEXT`].
    pub fn record(&self, report: Report) -> Result<Record, Error> {
        if report.text.len() > MAX_TEXT {
            return Err(Error::too_long(&report.source, report.text.len()));
        }
        if self.triage.as_ref().is_some_and(|triage| !triage.holds(&report.text)) {
            return Ok(passed::record(report, self.gazetteer.version()));
        }
        let published = report.published.map(|p| p.date);
        let day_first = report.url.as_deref().and_then(day_first);
        let document = self.analyzer.analyze(Arc::new(report));
        let times = diurna_time::find(&document, &diurna_time::Anchor { published, day_first });
        let mut actors = diurna_actor::find(&document, &self.lexicon);
        let countries = actors.countries();
        // "Nov. 21" is no place in Tajikistan.
        let taken: Vec<_> = actors.names.iter().copied().chain(times.iter().map(|t| t.span)).collect();
        let context =
            diurna_place::Context { names: &taken, demonyms: &actors.demonyms, countries: &countries };
        let places = diurna_place::find(&document, self.gazetteer, context);
        let scene =
            Scene { document: &document, times: &times, places: &places.mentions, actors: &actors.mentions };
        let reading = self.reader.read(scene);
        actors.add_names(&document, &reading.names);
        actors.add_governments(&document, &self.lexicon, &reading);
        let producer = producer(self.reader.name(), self.gazetteer.version());
        Ok(write(&diurna_event::Input {
            document: &document,
            times: &times,
            place_list: &places.places,
            places: &places.mentions,
            actor_list: &actors.actors,
            actors: &actors.mentions,
            reading: &reading,
            producer: &producer,
        }))
    }
}

/// What made a record: the program, what read (a reader or triage), and the data.
fn producer(model: &str, gazetteer: &str) -> Producer {
    Producer {
        version: env!("CARGO_PKG_VERSION").to_string(),
        model: model.to_string(),
        gazetteer: gazetteer.to_string(),
        codebook: diurna_codes::CODEBOOK.to_string(),
    }
}

/// The record, with the digest of its text.
fn write(input: &diurna_event::Input<'_>) -> Record {
    let mut record = diurna_event::assemble(input);
    record.report.text_sha256 = hex(&Sha256::digest(input.document.report.text.as_bytes()));
    record
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// Whether the publisher at that address writes the day first; `None` where the address does not tell.
fn day_first(url: &str) -> Option<bool> {
    let host = url.split("//").nth(1)?.split('/').next()?;
    let ending = host.rsplit('.').next()?;
    match ending {
        "uk" | "in" | "au" | "nz" | "pk" | "ie" | "za" | "ng" | "ke" | "fr" | "de" | "es" | "it" | "eu" => {
            Some(true)
        }
        "us" | "gov" | "mil" => Some(false),
        _ => None,
    }
}
