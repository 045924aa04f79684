//! Toponyms: found in text and resolved against the gazetteer.
//!
//! First every name that may be a toponym is collected with its candidates; then the whole report is
//! weighed in rounds: by kind of name, size, what contains a candidate, the countries, divisions and
//! places that the report speaks of, and how near they lie. The weights stand in `data/places/ranker.tsv`.

mod border;
mod capital;
mod evidence;
mod find;
mod name;
mod option;
mod phrase;
mod resolve;
mod weights;

pub use weights::{FEATURES, Weights};

use diurna_core::{ActorMention, Document, Place, PlaceMention, TextSpan};
use diurna_gazetteer::{Gazetteer, PlaceId};

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
    /// Names of persons and bodies, and words for times: no toponym is read inside them.
    pub names: &'a [TextSpan],
    /// Adjectives and names of peoples ("Somali"): they say whose, not where.
    pub demonyms: &'a [TextSpan],
    /// Mentions of actors, with the country each belongs to.
    pub countries: &'a [(ActorMention, &'a str)],
}

/// A name that was given, with what it may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// The name as it stands.
    pub span: TextSpan,
    /// Places with how likely each is (0–1), best first.
    pub candidates: Vec<(PlaceId, f32)>,
    /// How likely the gazetteer holds no place that is meant (0–1).
    pub none: f32,
}

impl Located {
    /// The likeliest place, unless it is likelier that none is meant.
    #[must_use]
    pub fn place(&self) -> Option<(PlaceId, f32)> {
        self.candidates.first().copied().filter(|_| self.none <= 0.7)
    }
}

/// What the ranker sees of one name that was given: for fitting weights.
#[derive(Debug, Clone)]
pub struct Sight {
    /// The name as it stands.
    pub span: TextSpan,
    /// Places, and what speaks for each.
    pub candidates: Vec<(PlaceId, [f32; FEATURES])>,
    /// What speaks for none.
    pub none: [f32; FEATURES],
}

/// Finds and resolves the toponyms of a document.
#[must_use]
pub fn find(document: &Document, gazetteer: &Gazetteer, context: Context<'_>) -> Places {
    let found = find::toponyms(document, gazetteer, context);
    resolve::resolve(document, gazetteer, context, &found, &Weights::default())
}

/// Resolves names that somebody marked: adjectives ("Iraqi") and names that stand for governments included.
///
/// Other toponyms of the document are found, too, and help to choose.
#[must_use]
pub fn locate(
    document: &Document,
    gazetteer: &Gazetteer,
    context: Context<'_>,
    given: &[TextSpan],
    weights: &Weights,
) -> Vec<Located> {
    let (all, at) = with_given(document, gazetteer, context, given);
    let ranked = resolve::rank(document, gazetteer, context, &all, weights);
    at.iter()
        .zip(given)
        .map(|(&i, span)| Located { span: *span, candidates: ranked[i].places.clone(), none: ranked[i].none })
        .collect()
}

/// What [`locate`] weighs for each name that was given, and then for each toponym that was found beside these.
#[must_use]
pub fn sights(
    document: &Document,
    gazetteer: &Gazetteer,
    context: Context<'_>,
    given: &[TextSpan],
    weights: &Weights,
) -> Vec<Sight> {
    let (all, at) = with_given(document, gazetteer, context, given);
    let evidence = resolve::settle(document, gazetteer, context, &all, weights);
    let sight = |i: usize| {
        let places = evidence.name(i).readings.iter().map(|r| r.place);
        Sight {
            span: all[i].span,
            candidates: places.zip(evidence.features(i)).collect(),
            none: evidence.none[i],
        }
    };
    let others = (0..all.len()).filter(|i| !at.contains(i));
    at.iter().copied().chain(others).map(sight).collect()
}

/// The given names and the toponyms found beside them, in text order; and the number of each given name.
fn with_given(
    d: &Document,
    gazetteer: &Gazetteer,
    context: Context<'_>,
    given: &[TextSpan],
) -> (Vec<find::Toponym>, Vec<usize>) {
    let mut all: Vec<(Option<usize>, find::Toponym)> =
        given.iter().enumerate().map(|(i, span)| (Some(i), name::given(d, gazetteer, *span))).collect();
    let others = find::toponyms(d, gazetteer, context);
    all.extend(others.into_iter().filter(|t| !given.iter().any(|g| g.overlaps(t.span))).map(|t| (None, t)));
    all.sort_by_key(|(i, t)| (t.span.start, t.span.end, *i));
    let mut at = vec![0; given.len()];
    for (position, (i, _)) in all.iter().enumerate() {
        if let Some(i) = i {
            at[*i] = position;
        }
    }
    (all.into_iter().map(|(_, t)| t).collect(), at)
}
