//! Reading a report up to its record, and asking for its parts as words.

#![allow(dead_code, clippy::unwrap_used)]

use diurna_actor::Lexicon;
use diurna_core::record::{ClaimPart, EventPart, HarmPart, Mention, PartyPart, Producer, Record};
use diurna_core::{Basis, Published, Reader, Region, RegionKind, Report, Root, Scene, TextSpan};
use diurna_gazetteer::Gazetteer;
use diurna_reader::TrainedReader;
use diurna_text::{Analyzer, plain_report};
use std::sync::{Arc, LazyLock};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);
static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);
static READER: LazyLock<TrainedReader> = LazyLock::new(TrainedReader::new);

/// The record of a report.
pub(crate) struct Seen(pub(crate) Record);

/// Reads a report that was published on Friday, 16 May 2031. Lines that begin with `TITLE ` or `CAPTION ` are
/// such; all others are the story.
pub(crate) fn read(lines: &str) -> Seen {
    let (mut text, mut regions) = (String::new(), Vec::new());
    for line in lines.lines() {
        let (kind, words) = match line.split_once(' ') {
            Some(("TITLE", words)) => (RegionKind::Title, words),
            Some(("CAPTION", words)) => (RegionKind::Caption, words),
            _ => (RegionKind::Body, line),
        };
        let start = text.len();
        text.push_str(words);
        regions.push(Region { kind, span: TextSpan::new(start, text.len()) });
        text.push('\n');
    }
    let day = jiff::civil::date(2031, 5, 16);
    let mut report: Report = Arc::unwrap_or_clone(plain_report(&text));
    report.regions = regions;
    report.published = Some(Published { date: day, basis: Basis::Given });
    let document = ANALYZER.analyze(Arc::new(report));
    let times = diurna_time::find(&document, &diurna_time::Anchor { published: Some(day), day_first: None });
    let actors = diurna_actor::find(&document, &LEXICON);
    let countries = actors.countries();
    let taken: Vec<_> = actors.names.iter().copied().chain(times.iter().map(|t| t.span)).collect();
    let context = diurna_place::Context { names: &taken, demonyms: &actors.demonyms, countries: &countries };
    let places = diurna_place::find(&document, Gazetteer::embedded(), context);
    let scene =
        Scene { document: &document, times: &times, places: &places.mentions, actors: &actors.mentions };
    let reading = READER.read(scene);
    let producer = Producer {
        version: String::new(),
        model: READER.name().to_string(),
        gazetteer: String::new(),
        codebook: String::new(),
    };
    Seen(diurna_event::assemble(&diurna_event::Input {
        document: &document,
        times: &times,
        place_list: &places.places,
        places: &places.mentions,
        actor_list: &actors.actors,
        actors: &actors.mentions,
        reading: &reading,
        producer: &producer,
    }))
}

impl Seen {
    pub(crate) fn words(&self, m: &Mention) -> String {
        self.0.report.text.chars().skip(m.start).take(m.end - m.start).collect()
    }

    /// The events of one type.
    pub(crate) fn events(&self, root: Root) -> Vec<&EventPart> {
        self.0.events.iter().filter(|e| e.r#type == root).collect()
    }

    /// The only event of its type.
    pub(crate) fn only(&self, root: Root) -> &EventPart {
        let all = self.events(root);
        assert_eq!(all.len(), 1, "{root}: {}", self.told());
        all[0]
    }

    /// The event that is told with that word.
    pub(crate) fn with(&self, word: &str) -> &EventPart {
        let found = self.0.events.iter().find(|e| self.triggers(e).iter().any(|w| w == word));
        found.unwrap_or_else(|| panic!("no event `{word}`: {}", self.told()))
    }

    /// Every event with the words that tell it, for messages.
    pub(crate) fn told(&self) -> String {
        let one = |e: &EventPart| format!("{} {} {:?}", e.id, e.r#type, self.triggers(e));
        self.0.events.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    /// The words that tell an event.
    pub(crate) fn triggers(&self, e: &EventPart) -> Vec<String> {
        e.mentions.iter().map(|m| self.words(m)).collect()
    }

    /// Names of the actors of a list.
    pub(crate) fn names(&self, parties: &[PartyPart]) -> Vec<&str> {
        parties
            .iter()
            .map(|p| self.0.actors.iter().find(|a| a.id == p.actor).unwrap().name.as_str())
            .collect()
    }

    /// Name of the place of an event.
    pub(crate) fn place(&self, e: &EventPart) -> Option<&str> {
        let id = &e.r#where.as_ref()?.place;
        self.0.places.iter().find(|p| p.id == *id).map(|p| p.name.as_str())
    }

    /// The claim with that id.
    pub(crate) fn claim(&self, id: &str) -> &ClaimPart {
        self.0.claims.iter().find(|c| c.id == id).unwrap()
    }
}

/// First and last day of an event.
pub(crate) fn days(e: &EventPart) -> Option<(&str, &str)> {
    let when = e.when.as_ref()?;
    Some((when.from.as_deref()?, when.to.as_deref()?))
}

/// Lowest and highest number of a toll.
pub(crate) fn range(harm: Option<&HarmPart>) -> Option<(u32, Option<u32>)> {
    harm.map(|h| (h.low, h.high))
}
