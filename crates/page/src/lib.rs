//! From bytes to a report: encoding, type, story text, metadata, and what is not story.
//!
//! A web page gives its title, its story and its captions as plain lines; a plain text is kept as it is. Nothing is
//! cut from a text: what is no story is marked by [`Region`](diurna_core::report::Region)s.
//!
//! ```
//! use diurna_core::report::{Basis, RegionKind};
//! use diurna_page::{Options, read_page};
//! let text = "Shells fall on Old Harbour\n\nFebruary 16, 2021\n\nThree shells fell on the quay, the mayor said.\n";
//! let report = read_page("note.txt", text.as_bytes(), &Options::default())?;
//! assert_eq!(&*report.text, text);
//! let kinds: Vec<_> = report.regions.iter().map(|r| r.kind).collect();
//! assert_eq!(kinds, [RegionKind::Title, RegionKind::Dateline, RegionKind::Body]);
//! let published = report.published.unwrap();
//! assert_eq!((published.date.to_string().as_str(), published.basis), ("2021-02-16", Basis::Text));
//! # Ok::<(), diurna_page::Error>(())
//! ```

mod caption;
mod cues;
mod dates;
mod decode;
mod error;
mod head;
mod jsonl;
mod jsonld;
mod mark;
mod meta;
mod published;
mod report;
mod scan;
mod sniff;
mod story;
mod survey;

pub use error::Error;
pub use jsonl::read_line;
pub use report::{Options, read_page};
pub use sniff::{Kind, detect};
