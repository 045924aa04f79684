//! Records for tests.

use diurna_core::codebook::{ActorKind, Mode, Root, Status};
use diurna_core::record::*;
use diurna_core::report::{Basis, RegionKind};
use diurna_core::resolved::Precision;

pub(crate) fn report(id: &str, text: &str, published: Option<&str>) -> ReportPart {
    let title = text.split('\n').next().unwrap_or_default().chars().count();
    ReportPart {
        id: id.into(),
        source: format!("{id}.txt"),
        url: None,
        title: None,
        publisher: None,
        authors: vec![],
        published: published.map(|value| PublishedPart { value: value.into(), basis: Basis::Given }),
        retrieved: None,
        language: None,
        text: text.into(),
        text_sha256: String::new(),
        regions: vec![
            RegionPart { kind: RegionKind::Title, start: 0, end: title },
            RegionPart { kind: RegionKind::Body, start: title, end: text.chars().count() },
        ],
    }
}

pub(crate) fn record(id: &str, text: &str, published: Option<&str>) -> Record {
    Record {
        schema: SCHEMA.into(),
        producer: Producer {
            version: "0".into(),
            model: "test".into(),
            gazetteer: "g".into(),
            codebook: "c".into(),
        },
        report: report(id, text, published),
        actors: vec![],
        places: vec![],
        times: vec![],
        events: vec![],
        claims: vec![],
    }
}

impl Fixture for Record {}

/// Adds parts to a record; words are looked up in its text.
pub(crate) trait Fixture: Sized + Into<Record> {
    fn mention(record: &Record, words: &str) -> Mention {
        let at = record.report.text.find(words).unwrap();
        let start = record.report.text[..at].chars().count();
        Mention { start, end: start + words.chars().count() }
    }

    /// An attack told by these words.
    fn attack(self, trigger: &str, mode: Option<Mode>) -> Record {
        let mut record: Record = self.into();
        let mention = Self::mention(&record, trigger);
        record.events.push(EventPart {
            id: format!("e{}", record.events.len() + 1),
            r#type: Root::Assault,
            mode,
            codes: CodesPart {
                plover: PloverPart { r#type: "ASSAULT".into(), mode: None },
                cameo: None,
                acled: None,
                ucdp: None,
            },
            status: Status::Happened,
            mentions: vec![mention],
            agents: vec![],
            targets: vec![],
            instruments: vec![],
            when: None,
            r#where: None,
            killed: None,
            injured: None,
            accounts: vec![],
            claims: vec![],
            responds_to: vec![],
            score: 0.8,
        });
        record
    }

    /// Places the last event at a named town.
    fn at(self, name: &str, lat: f64, lon: f64) -> Record {
        let mut record: Record = self.into();
        let id = format!("p{}", record.places.len() + 1);
        record.places.push(PlacePart {
            id: id.clone(),
            name: name.into(),
            geonames: None,
            lat: Some(lat),
            lon: Some(lon),
            country: Some("XYZ".into()),
            admin1: None,
            feature: None,
            precision: Some(Precision::Town),
            score: 0.9,
            mentions: vec![Self::mention(&record, name)],
        });
        record.events.last_mut().unwrap().r#where = Some(WherePart { place: id });
        record
    }

    /// Dates the last event.
    fn on(self, day: &str) -> Record {
        let mut record: Record = self.into();
        record.events.last_mut().unwrap().when =
            Some(WhenPart { time: "t1".into(), from: Some(day.into()), to: Some(day.into()), zone: None });
        record
    }

    /// The dead of the last event.
    fn dead(self, low: u32, high: Option<u32>, words: &str) -> Record {
        let mut record: Record = self.into();
        let evidence = vec![Self::mention(&record, words)];
        record.events.last_mut().unwrap().killed = Some(HarmPart { low, high, evidence });
        record
    }

    /// An agent of the last event.
    fn by(self, name: &str, kind: ActorKind) -> Record {
        let mut record: Record = self.into();
        let id = format!("a{}", record.actors.len() + 1);
        let mention = Self::mention(&record, name);
        record.actors.push(ActorPart {
            id: id.clone(),
            name: name.into(),
            kind,
            country: None,
            aliases: vec![],
            codes: Default::default(),
            mentions: vec![mention],
        });
        let party = PartyPart { actor: id, mentions: vec![mention], score: 0.9 };
        record.events.last_mut().unwrap().agents.push(party);
        record
    }
}
