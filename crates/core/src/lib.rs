//! The nouns of Diurna: report, document, reading, record, and the spans that join them.
//!
//! Inside the program every span counts **bytes** into the report's UTF-8 text ([`TextSpan`]) or
//! **tokens** of a document ([`TokenSpan`]); the two can't be mixed up. Only the record at the
//! edge ([`record`]) counts Unicode code points, through [`Offsets`].

pub mod codebook;
pub mod counting;
pub mod document;
pub mod fold;
pub mod geo;
pub mod harmless;
pub mod incident;
pub mod nouns;
pub mod offsets;
pub mod reading;
pub mod record;
pub mod report;
pub mod resolved;
pub mod span;
pub mod syntax;
pub mod words;

pub use codebook::{ActorKind, Form, HarmKind, Mode, Role, Root, Side, SourceKind, Status};
pub use document::{Document, Sentence, Token};
pub use offsets::Offsets;
pub use reading::{Attribution, Link, LinkKind, NameMark, Reader, Reading, RoleMark, Scene, Trigger};
pub use report::{Basis, Published, Region, RegionKind, Report};
pub use resolved::{Actor, ActorMention, Place, PlaceMention, Precision, TimeMention};
pub use span::{Span, TextSpan, TokenSpan};
