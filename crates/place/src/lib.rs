//! Toponyms: found in text and resolved against the gazetteer.
//!
//! First every name that may be a toponym is collected with its candidates; then candidates are
//! ranked by kind of name, size, what contains them, the countries of the report and the places
//! already settled in it.

mod find;
mod resolve;

use diurna_core::{ActorMention, Document, Place, PlaceMention, TextSpan};
use diurna_gazetteer::Gazetteer;

/// The toponyms of a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    /// Places that mentions index.
    pub places: Vec<Place>,
    /// Toponyms in text order.
    pub mentions: Vec<PlaceMention>,
}

/// What actors tell about places.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// Names of persons and bodies: no toponym is read inside them.
    pub names: &'a [TextSpan],
    /// Adjectives and names of peoples ("Somali"): they say whose, not where.
    pub demonyms: &'a [TextSpan],
    /// Mentions of actors, with the country each belongs to.
    pub countries: &'a [(ActorMention, &'a str)],
}

/// Finds and resolves the toponyms of a document.
#[must_use]
pub fn find(document: &Document, gazetteer: &Gazetteer, context: Context<'_>) -> Places {
    let found = find::toponyms(document, gazetteer, context);
    resolve::resolve(document, gazetteer, context, &found)
}
