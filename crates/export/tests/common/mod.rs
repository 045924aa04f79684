//! A handful of invented incidents, and what is said of them.

#![allow(dead_code, missing_docs, unreachable_pub)]

use diurna_core::codebook::{ActorKind, Mode, Root, SourceKind, Status};
use diurna_core::incident::{
    Account, EventRef, Field, Harm, Incident, IncidentReport, Interval, Join, ListField, Party, Reason,
    SCHEMA, Site, Value,
};
use diurna_core::record::{Mention, Producer};
use diurna_core::resolved::Precision;
use diurna_core::{HarmKind, Side};
use std::collections::BTreeMap;

/// An incident with a type, a day and nothing else.
pub fn incident(id: u64, root: Root, mode: Option<Mode>, from: &str, to: &str) -> Incident {
    let when = Interval { from: from.into(), to: to.into(), zone: None };
    Incident {
        schema: SCHEMA.into(),
        id,
        r#type: root,
        mode,
        status: Status::Happened,
        title: String::new(),
        reports: Vec::new(),
        when: Field {
            best: Some(when.clone()),
            differs: false,
            values: vec![Value { value: when, accounts: vec![] }],
        },
        r#where: Field::default(),
        agents: ListField::default(),
        targets: ListField::default(),
        instruments: ListField::default(),
        killed: Field::default(),
        injured: Field::default(),
        missing: Field::default(),
        detained: Field::default(),
        differs: false,
        responds_to: Vec::new(),
        score: 0.87,
        joined: Vec::new(),
        producer: Producer {
            version: "0.1.0".into(),
            model: "reader/3".into(),
            gazetteer: "00ff".into(),
            codebook: "diurna/codebook/1".into(),
        },
    }
}

pub fn report(id: &str, publisher: &str, published: &str, title: &str, url: &str) -> IncidentReport {
    IncidentReport {
        source: format!("{id}.html"),
        id: format!("sha256:{id}"),
        url: Some(url.into()),
        title: Some(title.into()),
        publisher: Some(publisher.into()),
        published: Some(published.into()),
        events: vec!["e1".into()],
        background: false,
        copy_of: None,
    }
}

/// What a report says (`who` is `None`) or lets somebody say.
pub fn says(report: &str, who: Option<(&str, SourceKind)>, words: &[(usize, usize)]) -> Account {
    Account {
        report: format!("sha256:{report}"),
        event: "e1".into(),
        claim: who.map(|_| "c1".into()),
        source: who.map(|(name, _)| name.into()),
        source_kind: who.map(|(_, kind)| kind),
        hedged: false,
        published: None,
        copy: false,
        evidence: words.iter().map(|&(start, end)| Mention { start, end }).collect(),
    }
}

pub fn party(name: &str, kind: ActorKind, country: Option<&str>, key: Option<&str>) -> Party {
    let codes: BTreeMap<String, String> =
        key.map(|key| ("diurna".to_string(), key.to_string())).into_iter().collect();
    Party { name: name.into(), kind, country: country.map(Into::into), codes }
}

pub fn one(party: Party, accounts: Vec<Account>) -> ListField<Party> {
    ListField { best: vec![party.clone()], differs: false, values: vec![Value { value: party, accounts }] }
}

pub fn harm(kind: HarmKind, low: u32, high: Option<u32>) -> Harm {
    Harm { kind, low, high, who: None, side: None }
}

pub fn field<T: Clone>(values: Vec<(T, Vec<Account>)>, differs: bool) -> Field<T> {
    let best = values.first().map(|(value, _)| value.clone());
    let values = values.into_iter().map(|(value, accounts)| Value { value, accounts }).collect();
    Field { best, differs, values }
}

pub fn site(name: &str, country: &str, admin1: &str, lat: f64, lon: f64, precision: Precision) -> Site {
    Site {
        name: name.into(),
        geonames: Some(9_000_001),
        lat: Some(lat),
        lon: Some(lon),
        country: Some(country.into()),
        admin1: Some(admin1.into()),
        feature: None,
        precision: Some(precision),
    }
}

pub fn army() -> Party {
    party("Syrian Arab Armed Forces", ActorKind::Military, Some("SYR"), Some("forces:syr"))
}

pub fn front() -> Party {
    party("Marsh Front", ActorKind::ArmedGroup, None, None)
}

fn deir_sahl() -> Site {
    site("Deir Sahl", "SYR", "Deir ez-Zor", 35.25, 40.125, Precision::Town)
}

/// An air strike of which two sources give two numbers.
pub fn strike() -> Incident {
    let mut it = incident(12, Root::Assault, Some(Mode::Aerial), "2031-05-04", "2031-05-04");
    it.title = "ASSAULT aerial, Deir Sahl, 2031-05-04".into();
    it.reports = vec![
        report(
            "r1",
            "Valley Times",
            "2031-05-05",
            "Strike on Deir Sahl",
            "https://www.valley-times.example/strike",
        ),
        report("r2", "Coast News", "2031-05-06", "Toll rises", "https://coast.example/a/toll"),
    ];
    it.agents = one(army(), vec![says("r1", None, &[(4, 13)])]);
    it.targets = one(front(), vec![says("r1", None, &[(33, 44)])]);
    it.r#where = field(vec![(deir_sahl(), vec![says("r1", None, &[(48, 57)])])], false);
    let ministry = ("Interior Ministry", SourceKind::Government);
    let nurse = ("a nurse at the Deir Sahl clinic", SourceKind::UnnamedPerson);
    let civilians = Harm { who: Some("civilians".into()), ..harm(HarmKind::Killed, 3, Some(3)) };
    let fighters =
        Harm { side: Some(Side::Target), who: Some("fighters".into()), ..harm(HarmKind::Killed, 9, Some(9)) };
    it.killed = field(
        vec![
            (harm(HarmKind::Killed, 14, None), vec![says("r1", Some(ministry), &[(66, 77)])]),
            (harm(HarmKind::Killed, 20, Some(20)), vec![says("r2", Some(nurse), &[])]),
            (civilians, vec![says("r1", None, &[])]),
            (fighters, vec![says("r1", None, &[])]),
        ],
        true,
    );
    it.injured = field(vec![(harm(HarmKind::Injured, 24, Some(99)), vec![says("r2", None, &[])])], false);
    it.differs = true;
    it.joined = vec![Join {
        a: EventRef { report: "sha256:r1".into(), event: "e1".into() },
        b: EventRef { report: "sha256:r2".into(), event: "e1".into() },
        score: 0.9,
        reasons: vec![Reason { words: "same day".into(), weight: 1.5 }],
    }];
    it
}

/// The text of the strike's first report; the spans above point into it.
pub const STRIKE_TEXT: &str =
    "The army jets bombed a camp of the Marsh Front in Deir Sahl, the ministry said, killing at least 14.";

/// Shots at the same place and day, with the sides the other way round.
pub fn clash() -> Incident {
    let mut it = incident(13, Root::Assault, Some(Mode::Firearms), "2031-05-04", "2031-05-04");
    it.title = "ASSAULT firearms, Deir Sahl, 2031-05-04".into();
    it.reports = vec![report(
        "r3",
        "Valley Times",
        "2031-05-05",
        "Soldiers shot",
        "https://www.valley-times.example/shots",
    )];
    it.agents = one(front(), vec![says("r3", None, &[])]);
    it.targets = one(army(), vec![says("r3", None, &[])]);
    it.r#where = field(vec![(deir_sahl(), vec![says("r3", None, &[])])], false);
    it.killed = field(vec![(harm(HarmKind::Killed, 2, Some(2)), vec![says("r3", None, &[])])], false);
    it
}

/// The arrest of a private person, whom headline, address and a reason name, too.
pub fn arrest() -> Incident {
    let mut it = incident(20, Root::Coerce, Some(Mode::Arrest), "2031-05-10T21:30", "2031-05-10T21:30");
    it.title = "COERCE arrest of Mira Dell, Tehran, 2031-05-10".into();
    it.reports = vec![
        report(
            "r4",
            "Hill Post",
            "2031-05-11",
            "Reporter Dell detained",
            "https://hill.example/mira-dell-detained",
        ),
        report("r5", "Bay Wire", "2031-05-11", "Arrest in Tehran", "https://bay.example/1"),
    ];
    it.agents = one(
        party("Iranian police", ActorKind::Police, Some("IRN"), Some("police:irn")),
        vec![says("r4", None, &[(0, 6)])],
    );
    it.targets =
        one(party("Mira Dell", ActorKind::Person, Some("IRN"), None), vec![says("r4", None, &[(16, 25)])]);
    it.r#where =
        field(vec![(site("Tehran", "IRN", "Tehran", 35.6944, 51.4215, Precision::Town), vec![])], false);
    let shopkeeper = ("Ahmed Saleh, a shopkeeper", SourceKind::NamedPerson);
    it.detained =
        field(vec![(harm(HarmKind::Detained, 1, Some(1)), vec![says("r5", Some(shopkeeper), &[])])], false);
    it.joined = vec![Join {
        a: EventRef { report: "sha256:r4".into(), event: "e1".into() },
        b: EventRef { report: "sha256:r5".into(), event: "e1".into() },
        score: 0.8,
        reasons: vec![Reason { words: "both name Mira Dell".into(), weight: 2.0 }],
    }];
    it
}

/// The text of the arrest's first report.
pub const ARREST_TEXT: &str = "Police detained Mira Dell on Saturday night.";

/// A week of protests.
pub fn protest() -> Incident {
    let mut it = incident(21, Root::Protest, Some(Mode::Demonstration), "2031-05-05", "2031-05-11");
    it.title = "PROTEST demonstration, Lagos, 2031-05-05".into();
    it.reports = vec![report("r6", "Bay Wire", "2031-05-12", "A week of marches", "https://bay.example/2")];
    it.agents = one(party("protesters", ActorKind::Protesters, None, None), vec![]);
    it.r#where = field(vec![(site("Lagos", "NGA", "Lagos", 6.4541, 3.3947, Precision::Town), vec![])], false);
    it
}

/// A planned deployment.
pub fn movement(id: u64, published: &str) -> Incident {
    let mut it = incident(id, Root::Mobilize, Some(Mode::Troops), "2031-05-22", "2031-05-22");
    it.status = Status::Planned;
    it.title = "MOBILIZE troops, Tell Amar, 2031-05-22".into();
    let report_id = format!("m{id}");
    it.reports = vec![report(
        &report_id,
        "Bay Wire",
        published,
        "Brigade to go to Tell Amar",
        &format!("https://bay.example/tell-amar/{id}"),
    )];
    it.agents = one(
        party("Turkish Armed Forces", ActorKind::Military, Some("TUR"), Some("forces:tur")),
        vec![says(&report_id, None, &[(2, 9)])],
    );
    it.r#where = field(
        vec![(
            site("Tell Amar", "SYR", "Aleppo", 36.625, 37.875, Precision::Town),
            vec![says(&report_id, None, &[(24, 33)])],
        )],
        false,
    );
    it
}

/// The text of the movement's report.
pub const MOVEMENT_TEXT: &str = "A brigade will leave for Tell Amar on Thursday.";

/// Gunmen nobody knows, and a vague number.
pub fn massacre() -> Incident {
    let mut it = incident(40, Root::Assault, Some(Mode::Firearms), "2031-04-01", "2031-04-01");
    it.title = "ASSAULT firearms, Garin Dutse, 2031-04-01".into();
    it.reports = vec![report("r7", "Bay Wire", "2031-04-02", "Dozens dead", "https://bay.example/3")];
    it.agents = one(party("gunmen", ActorKind::ArmedGroup, None, None), vec![]);
    it.targets = one(party("villagers", ActorKind::Civilians, Some("NGA"), None), vec![]);
    it.r#where =
        field(vec![(site("Garin Dutse", "NGA", "Zamfara", 12.125, 6.25, Precision::Town), vec![])], false);
    it.killed = field(vec![(harm(HarmKind::Killed, 24, Some(99)), vec![says("r7", None, &[])])], false);
    it
}

/// A threat by somebody in office, without a place.
pub fn threat() -> Incident {
    let mut it = incident(41, Root::Threaten, None, "2031-05-01", "2031-05-01");
    it.title = "THREATEN, 2031-05-01".into();
    it.reports = vec![report("r8", "Coast News", "2031-05-01", "A warning", "https://coast.example/b")];
    it.agents = one(party("President Ana Cole", ActorKind::Person, Some("USA"), None), vec![]);
    it.targets =
        one(party("Government of Iran", ActorKind::State, Some("IRN"), Some("government:irn")), vec![]);
    it
}

/// A strike that did not happen, says the report.
pub fn denial() -> Incident {
    let mut it = strike();
    it.id = 42;
    it.status = Status::Denied;
    it
}

/// A child, though the data files know the name.
pub fn child() -> Incident {
    let mut it = incident(50, Root::Assault, Some(Mode::Stabbing), "2031-05-03", "2031-05-03");
    it.title = "ASSAULT stabbing, Lagos, 2031-05-03".into();
    it.reports = vec![report("r9", "Bay Wire", "2031-05-04", "Stabbing in Lagos", "https://bay.example/4")];
    it.targets =
        one(party("Tom Vey", ActorKind::Person, None, Some("tom-vey")), vec![says("r9", None, &[(0, 7)])]);
    it.r#where = field(vec![(site("Lagos", "NGA", "Lagos", 6.4541, 3.3947, Precision::Town), vec![])], false);
    it
}

/// The text of the child's report.
pub const CHILD_TEXT: &str = "Tom Vey, 9, was stabbed in Lagos.";

/// All of them.
pub fn all() -> Vec<Incident> {
    vec![
        strike(),
        clash(),
        arrest(),
        protest(),
        movement(30, "2031-05-20"),
        movement(31, "2031-05-27"),
        massacre(),
        threat(),
        denial(),
        child(),
    ]
}

/// The texts that are kept.
pub fn texts() -> BTreeMap<String, String> {
    [
        ("r1", STRIKE_TEXT),
        ("r4", ARREST_TEXT),
        ("m30", MOVEMENT_TEXT),
        ("m31", MOVEMENT_TEXT),
        ("r9", CHILD_TEXT),
    ]
    .map(|(id, text)| (format!("sha256:{id}"), text.to_string()))
    .into()
}
