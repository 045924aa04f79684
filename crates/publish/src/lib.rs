//! Incidents as a folder of static pages that anyone can put on a web host or open from disk.
//!
//! [`publish`] chooses the incidents that may be published, lets [`diurna_export`] take out what must not leave, takes out what people
//! marked as private, and writes pages, downloads and checksums. Pages see only what is left. [`Folder`] puts the files in their place
//! all at once.
//!
//! ```
//! use diurna_publish::{Settings, publish};
//! use std::collections::BTreeMap;
//!
//! let settings = Settings::new("A record", "2031-06-01".parse().unwrap());
//! let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
//! let published = publish(Vec::new(), &(), &settings, &mut files).unwrap();
//! assert_eq!(published.incidents, 0);
//! assert!(files.contains_key("index.html") && files.contains_key("data/incidents.csv"));
//! ```

mod basemap;
mod cells;
mod chain;
mod choose;
mod clip;
mod data;
mod folder;
mod incident;
mod lists;
mod locator;
mod pages;
mod plot;
mod project;
mod templates;
mod words;
mod worldmap;

pub use folder::{Folder, MARKER};

use diurna_core::incident::Incident;
use diurna_export::{Coarsen, Export, Options, Texts};
use diurna_review::Review;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder cannot be written.
    #[error("{path}: cannot be written: {source}")]
    Io {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The folder is there and was not made by this program.
    #[error("{path}: is there and no publication of Diurna")]
    Foreign {
        /// Which.
        path: String,
    },
    /// The folder holds an earlier publication and files that are not of it, which would be lost.
    #[error("{path}: holds what is not of the earlier publication: {}", few(names))]
    Others {
        /// Which folder.
        path: String,
        /// Those files, from the folder on; a folder ends with `/`.
        names: Vec<String>,
    },
    /// Another run writes the same folder.
    #[error("{path}: another run is writing it")]
    Busy {
        /// Which.
        path: String,
    },
    /// A download cannot be written.
    #[error("{name}: {source}")]
    Export {
        /// Which.
        name: String,
        /// Why.
        source: diurna_export::Error,
    },
    /// A page cannot be written; a fault of the program.
    #[error("{name}: page cannot be made: {source}")]
    Page {
        /// Which.
        name: String,
        /// Why.
        source: minijinja::Error,
    },
    /// Some field cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl Error {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Foreign { .. } => Some("name a folder that does not exist yet"),
            Self::Others { .. } => Some("move them elsewhere, or name a folder that does not exist yet"),
            Self::Busy { .. } => Some("wait until it has ended"),
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                Some("make the folder above it first")
            }
            _ => None,
        }
    }
}

/// The first of some names, and how many more there are.
fn few(names: &[String]) -> String {
    const MOST: usize = 5;
    let more = names.len().saturating_sub(MOST);
    let first = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{first} and {more} more") } else { first }
}

/// An incident of the store, with what people said of it.
#[derive(Debug, Clone)]
pub struct Input {
    /// The incident as it is kept.
    pub incident: Incident,
    /// What people said of it.
    pub review: Review,
    /// The filters let it through. Others are needed, too: what is private in them is private in reports that they share.
    pub chosen: bool,
    /// Ids of reports of which nothing must be published; they count for every incident.
    pub private_reports: BTreeSet<String>,
}

impl Input {
    /// An incident that the filters let through.
    #[must_use]
    pub fn new(incident: Incident, review: Review) -> Self {
        Self { incident, review, chosen: true, private_reports: BTreeSet::new() }
    }
}

/// What is published and how.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of the publication.
    pub title: String,
    /// The licence of the publication, in the publisher's words; `None` where none is given.
    pub licence: Option<String>,
    /// What leaves; `today` is the day from which delays are counted, `dated` the day that the pages bear.
    pub options: Options,
    /// Also incidents that no person has accepted.
    pub unreviewed: bool,
    /// Incidents younger than so many days are left out; so are those without any date, where it is not 0.
    pub delay: u32,
}

impl Settings {
    /// The defaults: reviewed incidents only, nothing private, movements late and coarse, no delay of others.
    #[must_use]
    pub fn new(title: &str, today: Date) -> Self {
        Self {
            title: title.to_string(),
            licence: None,
            options: Options::new(today),
            unreviewed: false,
            delay: 0,
        }
    }

    /// The same with everything that chooses incidents among the filters, and names that can be shown anywhere: they stand in pages, and
    /// in a file that people print.
    fn said(&self) -> Self {
        let mut out = self.clone();
        out.title = templates::seen(&out.title);
        out.licence = out.licence.as_deref().map(templates::seen);
        let states = if self.unreviewed { "reviewed and not reviewed" } else { "accepted or published" };
        let coarsen = self.options.coarsen.map(|level| match level {
            Coarsen::Admin1 => "admin1",
            Coarsen::Country => "country",
        });
        let delay = (self.delay > 0).then(|| format!("{} days", self.delay));
        let more =
            [("review", Some(states.to_string())), ("coarsen", coarsen.map(String::from)), ("delay", delay)];
        out.options
            .filters
            .extend(more.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?))));
        out
    }
}

/// Takes the files of a publication. Names are relative, with `/` between their parts, and made by the program alone.
pub trait Files {
    /// Takes a file.
    ///
    /// # Errors
    /// Where it cannot be kept.
    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error>;
}

impl Files for BTreeMap<String, Vec<u8>> {
    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        self.insert(name.to_string(), bytes.to_vec());
        Ok(())
    }
}

/// What was published and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Incidents on the pages.
    pub incidents: usize,
    /// Of them, how many no person has accepted.
    pub unreviewed: usize,
    /// Incidents that are not on the pages though the filters let them through, by reason.
    pub left_out: BTreeMap<&'static str, usize>,
}

/// Writes every file of a publication but the checksums, which [`Folder`] adds.
///
/// # Errors
/// Where `files` does not take one.
pub fn publish(
    input: Vec<Input>,
    texts: &dyn Texts,
    settings: &Settings,
    files: &mut dyn Files,
) -> Result<Done, Error> {
    let settings = &settings.said();
    let (incidents, said): (Vec<Incident>, Vec<choose::Said>) = input.into_iter().map(choose::parted).unzip();
    let mut export = Export::new(&incidents, texts, &settings.options);
    drop(incidents);
    let (said, mut done) = choose::choose(&mut export, said, settings);
    done.incidents = export.incidents().len();
    let downloads = data::write(&export, files)?;
    pages::write(&export, texts, &said, &downloads, settings, &done, files)?;
    Ok(done)
}
