//! Reading a text, and asking which places were found in it.

#![allow(dead_code, clippy::unwrap_used)]

use diurna_core::{
    ActorKind, ActorMention, Document, Place, PlaceMention, Region, RegionKind, Report, TextSpan,
};
use diurna_gazetteer::Gazetteer;
use diurna_place::{Context, Places};
use diurna_text::{Analyzer, plain_report};
use std::sync::{Arc, LazyLock};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);

/// What other stages tell, as words of the text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Told<'a> {
    pub(crate) names: &'a [&'a str],
    pub(crate) demonyms: &'a [&'a str],
    pub(crate) countries: &'a [(&'a str, &'a str)],
    /// Words that are no story.
    pub(crate) boilerplate: Option<&'a str>,
}

/// A text with the places found in it.
pub(crate) struct Seen {
    pub(crate) text: String,
    pub(crate) found: Places,
}

/// Finds the places of a text of which nothing else is known.
pub(crate) fn read(text: &str) -> Seen {
    read_with(text, Told::default())
}

/// Finds the places of a text.
pub(crate) fn read_with(text: &str, told: Told<'_>) -> Seen {
    let span = |words: &str| {
        let start = text.find(words).unwrap();
        TextSpan::new(start, start + words.len())
    };
    let mut report: Report = Arc::unwrap_or_clone(plain_report(text));
    report.regions.extend(told.boilerplate.map(|w| Region { kind: RegionKind::Boilerplate, span: span(w) }));
    let document: Document = ANALYZER.analyze(Arc::new(report));
    let spans = |list: &[&str]| list.iter().map(|w| span(w)).collect::<Vec<_>>();
    let (names, demonyms) = (spans(told.names), spans(told.demonyms));
    let mention =
        |words| ActorMention { span: span(words), actor: 0, named: true, kind: ActorKind::Military };
    let countries: Vec<_> =
        told.countries.iter().map(|(words, country)| (mention(words), *country)).collect();
    let context = Context { names: &names, demonyms: &demonyms, countries: &countries };
    Seen { text: text.to_string(), found: diurna_place::find(&document, Gazetteer::embedded(), context) }
}

impl Seen {
    /// The words of every mention.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.found.mentions.iter().map(|m| m.span.of(&self.text)).collect()
    }

    /// The first mention with exactly these words.
    pub(crate) fn mention(&self, words: &str) -> &PlaceMention {
        let found = self.found.mentions.iter().find(|m| m.span.of(&self.text) == words);
        found.unwrap_or_else(|| panic!("no mention `{words}` in {:?}", self.words()))
    }

    /// The place of the first mention with exactly these words.
    pub(crate) fn place(&self, words: &str) -> &Place {
        &self.found.places[self.mention(words).place.unwrap()]
    }
}
