//! A report: its text, its parts and what is known about it.

use crate::span::TextSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One report as it came in: text, marked regions, metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// `sha256:` and the hexadecimal digest of the raw bytes.
    pub id: String,
    /// Path, address or given id.
    pub source: String,
    /// Canonical address, where known.
    pub url: Option<String>,
    /// Title, where known.
    pub title: Option<String>,
    /// Publisher, where known.
    pub publisher: Option<String>,
    /// Authors as the page names them.
    pub authors: Vec<String>,
    /// Publication date with the basis it rests on.
    pub published: Option<Published>,
    /// When the page was fetched (ISO 8601), where the input says so.
    pub retrieved: Option<String>,
    /// ISO 639-1 code, where known.
    pub language: Option<String>,
    /// The whole text; every span of the report indexes it.
    pub text: Arc<str>,
    /// Marked regions in text order, not overlapping; what no region covers is white space.
    pub regions: Vec<Region>,
}

impl Report {
    /// A report that is nothing but text: no metadata, no regions.
    ///
    /// ```
    /// let report = diurna_core::Report::plain("Nothing happened.");
    /// assert!(report.regions.is_empty() && report.published.is_none());
    /// ```
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            id: String::new(),
            source: String::new(),
            url: None,
            title: None,
            publisher: None,
            authors: Vec::new(),
            published: None,
            retrieved: None,
            language: None,
            text: text.into(),
            regions: Vec::new(),
        }
    }
}

/// A publication date and where it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// The day, in the publisher's local calendar.
    pub date: Date,
    /// What the date rests on.
    pub basis: Basis,
}

/// What a publication date rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Metadata of the page (JSON-LD, meta elements, time elements).
    Metadata,
    /// The address.
    Url,
    /// The visible text.
    Text,
    /// Given by the user or the input line.
    Given,
    /// Worked out from other dates in the report.
    Inferred,
}

/// A part of the text and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// What the part is.
    pub kind: RegionKind,
    /// Where it stands.
    pub span: TextSpan,
}

/// What a part of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RegionKind {
    /// The headline.
    Title,
    /// Who wrote it.
    Byline,
    /// Place and date line at the head of the story.
    Dateline,
    /// The story.
    Body,
    /// Picture captions, alt texts, credits.
    Caption,
    /// What is not story: comment forms, newsletters, related links, advertisements.
    Boilerplate,
}

impl RegionKind {
    /// True for parts whose events count on their own: body and title.
    #[must_use]
    pub fn is_story(self) -> bool {
        !matches!(self, Self::Caption | Self::Boilerplate)
    }
}

impl Report {
    /// The kind of the region at byte offset `at`; text outside every region counts as body.
    #[must_use]
    pub fn region_at(&self, at: usize) -> RegionKind {
        let i = self.regions.partition_point(|r| r.span.end as usize <= at);
        match self.regions.get(i) {
            Some(r) if r.span.covers(at) => r.kind,
            _ => RegionKind::Body,
        }
    }
}
