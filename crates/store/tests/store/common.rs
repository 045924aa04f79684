//! Reports of invented attacks with their records, as many as one likes; and folders to keep them in.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, missing_docs)]

use diurna_core::codebook::{ActorKind, Form, HarmKind, Mode, Root, SourceKind, Status};
use diurna_core::record::{
    AccountPart, ActorPart, ClaimPart, CodesPart, EventPart, HarmPart, Mention, PartyPart, PlacePart,
    PloverPart, PublishedPart, Record, RegionPart, SourcePart, TimePart, WhenPart, WherePart,
};
use diurna_core::report::{Basis, RegionKind};
use diurna_core::resolved::Precision;
use diurna_store::{By, bare_record};
use jiff::civil::Date;
use std::path::PathBuf;

pub const BY: &str = "mira";

/// Somebody at a fixed moment.
pub fn by() -> By<'static> {
    By { who: BY, time: "2031-05-14T08:00:00Z".parse().unwrap() }
}

/// An empty folder of that name.
pub fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("diurna-store-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A happening.
#[derive(Debug, Clone)]
pub struct Attack {
    pub town: String,
    pub country: &'static str,
    pub at: (f64, f64),
    pub day: Date,
    pub killed: u32,
    pub target: String,
    pub group: String,
}

impl Attack {
    /// A bombing of a market in an invented town.
    pub fn new(town: &str, at: (f64, f64), day: &str, killed: u32) -> Self {
        Self {
            town: town.to_string(),
            country: "AFG",
            at,
            day: day.parse().unwrap(),
            killed,
            target: "market".to_string(),
            group: "Red Lantern".to_string(),
        }
    }

    /// The same with another number of dead.
    pub fn killed(&self, killed: u32) -> Self {
        Self { killed, ..self.clone() }
    }

    /// A report of it: its bytes and its record. `more` follows the story.
    pub fn report(&self, source: &str, more: &str) -> (Vec<u8>, Record) {
        let Self { town, target, group, killed, .. } = self;
        let published = self.day.tomorrow().unwrap();
        let title = format!("Bomb kills {killed} at {target} in {town}");
        let day = self.day.strftime("%A");
        let text = format!(
            "{title}\n\nA bomb exploded at a {target} in {town} on {day}, killing {killed} people, police said. \
             The group {group} said its fighters had planted the bomb.\n\n{more}\n"
        );
        let raw = format!("{source}\n{text}").into_bytes();
        let mut record = bare_record(&raw, source, &text);
        let find = |words: &str, nth: usize| -> Mention {
            let at = text.match_indices(words).nth(nth).unwrap_or_else(|| panic!("{words} {nth}")).0;
            let start = text[..at].chars().count();
            Mention { start, end: start + words.chars().count() }
        };
        let chars = text.chars().count();
        record.report.title = Some(title.clone());
        record.report.publisher = Some(source.split('/').next().unwrap_or(source).to_string());
        record.report.published = Some(PublishedPart { value: published.to_string(), basis: Basis::Given });
        record.report.regions = vec![
            RegionPart { kind: RegionKind::Title, start: 0, end: title.chars().count() },
            RegionPart { kind: RegionKind::Body, start: title.chars().count(), end: chars },
        ];
        let actor = |id: &str, name: &str, kind, mentions| ActorPart {
            id: id.into(),
            name: name.into(),
            kind,
            country: None,
            aliases: Vec::new(),
            codes: Default::default(),
            mentions,
        };
        record.actors = vec![
            actor("a1", group, ActorKind::ArmedGroup, vec![find(group, 0)]),
            actor("a2", target, ActorKind::Civilians, vec![find(target, 1)]),
            actor("a3", "police", ActorKind::Police, vec![find("police", 0)]),
        ];
        record.places = vec![PlacePart {
            id: "p1".into(),
            name: town.clone(),
            geonames: None,
            lat: Some(self.at.0),
            lon: Some(self.at.1),
            country: Some(self.country.into()),
            admin1: None,
            feature: None,
            precision: Some(Precision::Town),
            score: 0.9,
            mentions: vec![find(town, 0), find(town, 1)],
        }];
        let weekday = find(&day.to_string(), 0);
        record.times = vec![TimePart {
            id: "t1".into(),
            start: weekday.start,
            end: weekday.end,
            r#type: "DATE".into(),
            value: self.day.to_string(),
            from: Some(self.day.to_string()),
            to: Some(self.day.to_string()),
            granularity: "day".into(),
            zone: None,
        }];
        let dead = find(&format!("{killed} people"), 0);
        let party = |actor: &str, m| PartyPart { actor: actor.into(), mentions: vec![m], score: 0.8 };
        record.events = vec![EventPart {
            id: "e1".into(),
            r#type: Root::Assault,
            mode: Some(Mode::Bombing),
            codes: CodesPart {
                plover: PloverPart { r#type: "ASSAULT".into(), mode: None },
                cameo: None,
                acled: None,
                ucdp: None,
            },
            status: Status::Happened,
            mentions: vec![find("exploded", 0)],
            agents: vec![party("a1", find(group, 0))],
            targets: vec![party("a2", find(target, 1))],
            instruments: vec![find("bomb", 0)],
            when: Some(WhenPart {
                time: "t1".into(),
                from: Some(self.day.to_string()),
                to: Some(self.day.to_string()),
                zone: None,
            }),
            r#where: Some(WherePart { place: "p1".into() }),
            killed: Some(HarmPart { low: *killed, high: Some(*killed), evidence: vec![dead] }),
            injured: None,
            accounts: vec![AccountPart {
                harm: HarmKind::Killed,
                low: *killed,
                high: Some(*killed),
                who: None,
                side: None,
                claim: Some("c1".into()),
                evidence: vec![dead],
            }],
            claims: vec!["c1".into()],
            responds_to: Vec::new(),
            score: 0.9,
        }];
        let police = find("police", 0);
        record.claims = vec![ClaimPart {
            id: "c1".into(),
            source: Some(SourcePart {
                start: police.start,
                end: police.end,
                actor: Some("a3".into()),
                name: None,
            }),
            source_kind: Some(SourceKind::Government),
            affiliation: None,
            cue: Some(find("said", 0)),
            content: vec![dead],
            form: Form::Indirect,
            hedged: false,
            about: vec!["e1".into()],
        }];
        (raw, record)
    }
}

/// Numbers that look random and are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// A report with its record.
pub type Report = (Vec<u8>, Record);

/// An attack with 14 dead.
pub fn kabal() -> Attack {
    Attack::new("Kabal", (34.5, 69.2), "2031-05-12", 14)
}

/// Another, far away and later.
pub fn far() -> Attack {
    Attack { country: "MLI", ..Attack::new("Gaotown", (16.3, -0.1), "2031-07-03", 3) }
}
