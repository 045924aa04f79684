//! Reading a text up to what the reader marks, and asking for the marks as words.

#![allow(dead_code, clippy::unwrap_used)]

use diurna_actor::Lexicon;
use diurna_core::{Document, Form, LinkKind, Mode, Reader, Reading, Role, Root, Scene, Status, TokenSpan};
use diurna_gazetteer::Gazetteer;
use diurna_reader::TrainedReader;
use diurna_text::{Analyzer, plain_report};
use std::sync::LazyLock;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);
static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);
static READER: LazyLock<TrainedReader> = LazyLock::new(TrainedReader::new);

/// A second paragraph that leaves no doubt that a report is about a war.
const WAR: &str = "The army of Mali knows the rebels well. Soldiers and insurgents hold the north.";

/// A text with what the reader saw in it.
pub(crate) struct Seen {
    pub(crate) document: Document,
    pub(crate) reading: Reading,
}

/// A claim: source, cue, content, form and whether it is hedged.
pub(crate) type Claim = (String, String, String, Form, bool);

/// Reads a text that was published on Friday, 16 May 2031.
pub(crate) fn read(text: &str) -> Seen {
    let document = ANALYZER.analyze(plain_report(text));
    let anchor = diurna_time::Anchor { published: Some(jiff::civil::date(2031, 5, 16)), day_first: None };
    let times = diurna_time::find(&document, &anchor);
    let actors = diurna_actor::find(&document, &LEXICON);
    let countries = actors.countries();
    let taken: Vec<_> = actors.names.iter().copied().chain(times.iter().map(|t| t.span)).collect();
    let context = diurna_place::Context { names: &taken, demonyms: &actors.demonyms, countries: &countries };
    let places = diurna_place::find(&document, Gazetteer::embedded(), context);
    let scene =
        Scene { document: &document, times: &times, places: &places.mentions, actors: &actors.mentions };
    let reading = READER.read(scene);
    Seen { document, reading }
}

/// Reads a sentence at the head of a report about a war.
pub(crate) fn in_war(sentence: &str) -> Seen {
    read(&format!("{sentence}\n{WAR}"))
}

impl Seen {
    pub(crate) fn words(&self, span: TokenSpan) -> String {
        self.document.text_span(span).of(&self.document.report.text).to_string()
    }

    /// Words, type, mode and status of every trigger.
    pub(crate) fn triggers(&self) -> Vec<(String, Root, Option<Mode>, Status)> {
        self.reading.triggers.iter().map(|t| (self.words(t.span), t.root, t.mode, t.status)).collect()
    }

    /// Number of the trigger with these words, or the first that begins with them: whether what is fired belongs to the trigger is left
    /// to the weights.
    pub(crate) fn trigger(&self, words: &str) -> usize {
        let told: Vec<String> = self.reading.triggers.iter().map(|t| self.words(t.span)).collect();
        let begins = |t: &String| t.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '));
        let found = told.iter().position(|t| t == words).or_else(|| told.iter().position(begins));
        found.unwrap_or_else(|| panic!("no trigger `{words}` in {:?}", self.triggers()))
    }

    /// Type of the trigger with these words.
    pub(crate) fn root(&self, words: &str) -> Root {
        self.reading.triggers[self.trigger(words)].root
    }

    /// Mode of the trigger with these words.
    pub(crate) fn mode(&self, words: &str) -> Option<Mode> {
        self.reading.triggers[self.trigger(words)].mode
    }

    /// Status of the trigger with these words.
    pub(crate) fn status(&self, words: &str) -> Status {
        self.reading.triggers[self.trigger(words)].status
    }

    /// The words that play a role for the trigger with these words.
    pub(crate) fn role(&self, trigger: &str, role: Role) -> Vec<String> {
        let t = self.trigger(trigger);
        let marks = self.reading.roles.iter().filter(|r| r.trigger == t && r.role == role);
        marks.map(|r| self.words(r.span)).collect()
    }

    /// All words that give dead or wounded.
    pub(crate) fn harm(&self, role: Role) -> Vec<String> {
        self.reading.roles.iter().filter(|r| r.role == role).map(|r| self.words(r.span)).collect()
    }

    /// The claims in text order.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let words = |span: Option<TokenSpan>| span.map(|s| self.words(s)).unwrap_or_default();
        let content =
            |list: &[TokenSpan]| list.iter().map(|s| self.words(*s)).collect::<Vec<_>>().join(" … ");
        let one = |a: &diurna_core::Attribution| {
            (words(a.source), words(a.cue), content(&a.content), a.form, a.hedged)
        };
        self.reading.attributions.iter().map(one).collect()
    }

    /// Words of the answering and the answered trigger of every answer.
    pub(crate) fn answers(&self) -> Vec<(String, String)> {
        let of = |i: usize| self.words(self.reading.triggers[i].span);
        let links = self.reading.links.iter().filter(|l| l.kind == LinkKind::RespondsTo);
        links.map(|l| (of(l.from), of(l.to))).collect()
    }
}
