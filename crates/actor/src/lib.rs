//! Actors: states, armed forces, groups, organisations and persons, found and named.
//!
//! Three passes over a document: names of the data files; names of persons and bodies that the
//! text introduces; noun phrases whose head is an actor noun ("Iraqi troops", "gunmen"). A name
//! that was introduced binds for the rest of the text.

mod atoms;
mod belonging;
mod bodies;
mod finder;
mod lexicon;
mod naming;
mod persons;
mod seen;
mod short;
mod titles;

pub use finder::{Actors, find};
pub use lexicon::{Lexicon, LexiconError};
