//! The record: what one report becomes, as it is written to JSON.
//!
//! Offsets here are **Unicode code points** into `report.text`, end-exclusive.

use crate::codebook::{ActorKind, Form, HarmKind, Mode, Root, Side, SourceKind, Status};
use crate::report::{Basis, RegionKind};
use crate::resolved::Precision;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of this version of the contract.
pub const SCHEMA: &str = "diurna/record/1";

macro_rules! edge {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $ty:ty),+ $(,)? })+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty),+ }
    )+ };
}

edge! {
    /// One report with everything that was read in it.
    Record {
        /// Always [`SCHEMA`].
        schema: String,
        /// What made the record.
        producer: Producer,
        /// The report.
        report: ReportPart,
        /// Who is mentioned.
        actors: Vec<ActorPart>,
        /// Every toponym, event place or not.
        places: Vec<PlacePart>,
        /// Every temporal expression.
        times: Vec<TimePart>,
        /// What happened, is planned, threatened …
        events: Vec<EventPart>,
        /// Who says what.
        claims: Vec<ClaimPart>,
    }

    /// Enough to reproduce the run.
    Producer {
        /// Version of the program.
        version: String,
        /// Name and version of the reader.
        model: String,
        /// Version of the gazetteer (digest of its bytes).
        gazetteer: String,
        /// Version of the codebook.
        codebook: String,
    }

    /// The report inside a record.
    ReportPart {
        /// `sha256:` of the raw bytes.
        id: String,
        /// Path, address or given id.
        source: String,
        /// Canonical address.
        url: Option<String>,
        /// Title.
        title: Option<String>,
        /// Publisher.
        publisher: Option<String>,
        /// Authors.
        authors: Vec<String>,
        /// Publication date and its basis.
        published: Option<PublishedPart>,
        /// When the page was fetched.
        retrieved: Option<String>,
        /// ISO 639-1.
        language: Option<String>,
        /// The whole text.
        text: String,
        /// Hexadecimal SHA-256 of the text's UTF-8 bytes.
        text_sha256: String,
        /// Marked parts of the text.
        regions: Vec<RegionPart>,
    }

    /// Publication date.
    PublishedPart {
        /// `YYYY-MM-DD`.
        value: String,
        /// What it rests on.
        basis: Basis,
    }

    /// A marked part of the text.
    RegionPart {
        /// What it is.
        kind: RegionKind,
        /// First code point.
        start: usize,
        /// One past the last.
        end: usize,
    }

    /// A span of the text.
    #[derive(Copy, Eq)]
    Mention {
        /// First code point.
        start: usize,
        /// One past the last.
        end: usize,
    }

    /// An actor.
    ActorPart {
        /// Id in this record.
        id: String,
        /// Canonical full name.
        name: String,
        /// Kind.
        kind: ActorKind,
        /// ISO 3166-1 alpha-3.
        country: Option<String>,
        /// Other names.
        aliases: Vec<String>,
        /// Codes in other systems ("diurna" is the id in our data files).
        codes: BTreeMap<String, String>,
        /// Where it is mentioned.
        mentions: Vec<Mention>,
    }

    /// A place.
    PlacePart {
        /// Id in this record.
        id: String,
        /// Display name.
        name: String,
        /// GeoNames id.
        geonames: Option<u32>,
        /// Degrees north, WGS 84.
        lat: Option<f64>,
        /// Degrees east, WGS 84.
        lon: Option<f64>,
        /// ISO 3166-1 alpha-3.
        country: Option<String>,
        /// First-level division.
        admin1: Option<String>,
        /// Kind of feature.
        feature: Option<String>,
        /// How closely the point says where.
        precision: Option<Precision>,
        /// 0–1.
        score: f64,
        /// Where it is mentioned.
        mentions: Vec<Mention>,
    }

    /// A temporal expression.
    TimePart {
        /// Id in this record.
        id: String,
        /// First code point.
        start: usize,
        /// One past the last.
        end: usize,
        /// TIMEX3 type.
        r#type: String,
        /// TIMEX3 value.
        value: String,
        /// First day or moment (ISO 8601), inclusive.
        from: Option<String>,
        /// Last day or moment, inclusive.
        to: Option<String>,
        /// Granularity.
        granularity: String,
        /// Zone of the time of day as written ("ET", "GMT", "Moscow"; "local" for local time); `null` where none is told.
        #[serde(default)]
        zone: Option<String>,
    }

    /// An event.
    EventPart {
        /// Id in this record.
        id: String,
        /// Root.
        r#type: Root,
        /// Mode.
        mode: Option<Mode>,
        /// Codes in other systems.
        codes: CodesPart,
        /// How the report presents it.
        status: Status,
        /// Every trigger.
        mentions: Vec<Mention>,
        /// Who did it.
        agents: Vec<PartyPart>,
        /// To whom or what.
        targets: Vec<PartyPart>,
        /// With what.
        instruments: Vec<Mention>,
        /// When.
        when: Option<WhenPart>,
        /// Where.
        r#where: Option<WherePart>,
        /// Persons reported dead.
        killed: Option<HarmPart>,
        /// Persons reported wounded.
        injured: Option<HarmPart>,
        /// Every number of persons harmed that the report gives, by whom it is given.
        #[serde(default)]
        accounts: Vec<AccountPart>,
        /// Claims that concern it.
        claims: Vec<String>,
        /// Events that it answers, as the report says.
        responds_to: Vec<String>,
        /// 0–1.
        score: f64,
    }

    /// An actor in an event.
    PartyPart {
        /// Id of the actor.
        actor: String,
        /// The words that name it in this event.
        mentions: Vec<Mention>,
        /// 0–1.
        score: f64,
    }

    /// When an event was.
    WhenPart {
        /// Id of the temporal expression.
        time: String,
        /// First day or moment, inclusive.
        from: Option<String>,
        /// Last day or moment, inclusive.
        to: Option<String>,
        /// Zone that the time of day is told in, as written; `null` where none is told.
        #[serde(default)]
        zone: Option<String>,
    }

    /// Where an event was.
    WherePart {
        /// Id of the place.
        place: String,
    }

    /// A number of persons, as a range.
    HarmPart {
        /// At least so many.
        low: u32,
        /// At most so many; `null` is open.
        high: Option<u32>,
        /// The words it was read from.
        evidence: Vec<Mention>,
    }

    /// A number of persons harmed, as one source gives it.
    AccountPart {
        /// What became of them.
        harm: HarmKind,
        /// At least so many.
        low: u32,
        /// At most so many; `null` is open.
        high: Option<u32>,
        /// Who they were, as the words say ("civilians", "soldiers", "attackers").
        who: Option<String>,
        /// Whose side they were on.
        side: Option<Side>,
        /// Id of the claim that gives the number; `null` where the report itself does.
        claim: Option<String>,
        /// The words it was read from.
        evidence: Vec<Mention>,
    }

    /// Codes of an event in other systems.
    CodesPart {
        /// PLOVER type and mode.
        plover: PloverPart,
        /// CAMEO code.
        cameo: Option<String>,
        /// ACLED event and sub-event type.
        acled: Option<AcledPart>,
        /// UCDP type of violence.
        ucdp: Option<String>,
    }

    /// PLOVER type and mode.
    PloverPart {
        /// Type.
        r#type: String,
        /// Mode.
        mode: Option<String>,
    }

    /// ACLED event and sub-event type.
    AcledPart {
        /// Event type.
        event_type: String,
        /// Sub-event type.
        sub_event_type: String,
    }

    /// Somebody says something.
    ClaimPart {
        /// Id in this record.
        id: String,
        /// Who says it.
        source: Option<SourcePart>,
        /// What kind of source that is.
        source_kind: Option<SourceKind>,
        /// Whom the source speaks for, where the words say so.
        affiliation: Option<String>,
        /// The words that attribute.
        cue: Option<Mention>,
        /// What is said.
        content: Vec<Mention>,
        /// Whether it is quoted.
        form: Form,
        /// May, might, reportedly, believed …
        hedged: bool,
        /// Events that the claim concerns.
        about: Vec<String>,
    }

    /// The source of a claim.
    SourcePart {
        /// First code point.
        start: usize,
        /// One past the last.
        end: usize,
        /// Id of the actor, where it is one.
        actor: Option<String>,
        /// Name, where it has one.
        name: Option<String>,
    }
}
