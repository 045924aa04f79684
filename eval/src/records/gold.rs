//! Gold records as they lie on disk.

use crate::spans::Span;
use serde::{Deserialize, Deserializer};

/// The gold of one report.
#[derive(Debug, Deserialize)]
pub(crate) struct Gold {
    /// What happens in it.
    pub(crate) events: Vec<Event>,
    /// Who says what.
    pub(crate) claims: Vec<Claim>,
}

/// An event.
#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    pub(crate) id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) main: bool,
    pub(crate) r#type: String,
    pub(crate) mode: Option<String>,
    pub(crate) status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) mentions: Vec<Words>,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) agents: Vec<Party>,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) targets: Vec<Party>,
    pub(crate) date: Option<Date>,
    pub(crate) place: Option<Place>,
    pub(crate) killed: Option<Harm>,
    pub(crate) injured: Option<Harm>,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) responds_to: Vec<String>,
}

/// Words of the report.
#[derive(Debug, Deserialize)]
pub(crate) struct Words {
    text: Option<String>,
    start: Option<usize>,
}

/// A side of an event.
#[derive(Debug, Deserialize)]
pub(crate) struct Party {
    pub(crate) name: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) mentions: Vec<Words>,
}

/// First and last day.
#[derive(Debug, Deserialize)]
pub(crate) struct Date {
    pub(crate) start: String,
    pub(crate) end: String,
}

/// Where it happened.
#[derive(Debug, Deserialize)]
pub(crate) struct Place {
    pub(crate) country: Option<String>,
    pub(crate) lat: Option<f64>,
    pub(crate) lon: Option<f64>,
    pub(crate) precision: Option<String>,
}

/// Number of persons, from lowest to highest.
#[derive(Debug, Deserialize)]
pub(crate) struct Harm {
    pub(crate) low: Option<u32>,
    pub(crate) high: Option<u32>,
}

/// Somebody says something.
#[derive(Debug, Deserialize)]
pub(crate) struct Claim {
    pub(crate) source: Option<Words>,
    pub(crate) source_kind: Option<String>,
    pub(crate) content: Span,
    pub(crate) hedged: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) about: Vec<String>,
}

/// The spans of words whose place is given.
pub(crate) fn spans<'a>(words: impl IntoIterator<Item = &'a Words>) -> Vec<Span> {
    let span = |w: &Words| Some((w.start?, w.start? + w.text.as_ref()?.chars().count()));
    words.into_iter().filter_map(span).collect()
}

/// `null` stands for nothing.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}
