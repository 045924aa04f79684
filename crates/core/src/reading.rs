//! What a reader marks: spans and relations, nothing resolved.

use crate::codebook::{ActorKind, Form, Mode, Role, Root, Status};
use crate::document::Document;
use crate::resolved::{ActorMention, PlaceMention, TimeMention};
use crate::span::TokenSpan;

/// Everything that was found in the text before events are read.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// Sentences, tokens and syntax.
    pub document: &'a Document,
    /// Temporal expressions in text order.
    pub times: &'a [TimeMention],
    /// Toponyms in text order.
    pub places: &'a [PlaceMention],
    /// Mentions of actors in text order.
    pub actors: &'a [ActorMention],
}

/// Marks events, roles, attributions and links; resolvers decide what they mean.
///
/// The trained reader implements it; another can stand in its place.
pub trait Reader: Send + Sync {
    /// Name and version, for the record's `producer`.
    fn name(&self) -> &str;

    /// Reads one report.
    fn read(&self, scene: Scene<'_>) -> Reading;
}

/// What a reader saw in one report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Words that name an event, in text order.
    pub triggers: Vec<Trigger>,
    /// Who and what takes part.
    pub roles: Vec<RoleMark>,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// What answers or causes what, and which tell of one event.
    pub links: Vec<Link>,
    /// Answers that the reader holds possible and no more, the likeliest first.
    pub hunches: Vec<Link>,
    /// Names of persons, organisations and places, in text order.
    pub names: Vec<NameMark>,
}

/// The name of a person, an organisation or a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NameMark {
    /// The name, without title.
    pub span: TokenSpan,
    /// `Person`, `Organisation`, or `Unknown` for a place.
    pub kind: ActorKind,
}

/// A word or short phrase that names an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trigger {
    /// The phrase.
    pub span: TokenSpan,
    /// Its syntactic head.
    pub head: u32,
    /// Type.
    pub root: Root,
    /// Mode, for the roots that have modes.
    pub mode: Option<Mode>,
    /// How the text presents it.
    pub status: Status,
    /// 0–1.
    pub score: f32,
    /// The trigger only points back ("the incident", "the violence"): alone it makes no event.
    pub anaphoric: bool,
}

/// A span that takes part in the event of a trigger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoleMark {
    /// Index into [`Reading::triggers`].
    pub trigger: usize,
    /// What it does there.
    pub role: Role,
    /// The noun phrase or expression.
    pub span: TokenSpan,
    /// Its syntactic head.
    pub head: u32,
    /// 0–1.
    pub score: f32,
}

/// Somebody says something.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The source's noun phrase, if any.
    pub source: Option<TokenSpan>,
    /// The words that attribute ("said", "according to").
    pub cue: Option<TokenSpan>,
    /// What is said, in one piece or in two around the cue; outer quotation marks left out.
    pub content: Vec<TokenSpan>,
    /// Whether it is quoted.
    pub form: Form,
    /// May, might, reportedly, believed …
    pub hedged: bool,
}

/// A relation between two triggers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Index of the answering or caused trigger.
    pub from: usize,
    /// Index of the trigger that is answered or the cause.
    pub to: usize,
    /// Kind of relation.
    pub kind: LinkKind,
}

/// Kind of a [`Link`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// The report says that it answers, retaliates for or protests against the other.
    RespondsTo,
    /// Both tell of one event, as the sentence says ("the attack that killed two").
    Same,
    /// Both seem to tell of one event; days, places and sides may speak against it.
    Alike,
}
