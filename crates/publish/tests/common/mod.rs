//! Invented incidents with everything that a page shows, and with everything that must not be on one.

#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]

use diurna_core::HarmKind;
use diurna_core::codebook::{ActorKind, Mode, Root, SourceKind, Status};
use diurna_core::incident::{
    Account, EventRef, Field, Harm, Incident, IncidentReport, Interval, Join, ListField, Party, Reason,
    SCHEMA, Site, Value, title,
};
use diurna_core::record::{Mention, Producer};
use diurna_core::resolved::Precision;
use diurna_publish::Input;
use diurna_review::{Review, State};
use std::collections::BTreeMap;

pub fn texts() -> BTreeMap<String, String> {
    [("r1", R1), ("r2", R2), ("r3", R3), ("r4", R4), ("s1", S1), ("s2", S2), ("m1", M1), ("p1", P1)]
        .map(|(id, text)| (format!("sha256:{id}"), text.to_string()))
        .into()
}

const R1: &str = "A car bomb exploded beside a police post on the Halvar bridge in Tesmar, killing four people and wounding 11, \
    a police spokeswoman said. The Northern Front did it, she said.";
const R2: &str = "Six people died on the Halvar bridge in Tesmar, the hospital register shows; 17 to 19 were hurt. Unknown men \
    had left the car among commuters, the health office said.";
const R3: &str = "An explosion in Tesmar district killed at least three, according to a local official who may have been at the scene.";
const R4: &str =
    "A car bomb exploded beside a police post on the Halvar bridge in Tesmar, killing four people.";

/// Where some words stand in a text.
pub fn at(text: &str, words: &str) -> Vec<Mention> {
    let byte = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text:?}"));
    let start = text[..byte].chars().count();
    vec![Mention { start, end: start + words.chars().count() }]
}

pub fn report(id: &str, publisher: &str, published: &str, title: &str) -> IncidentReport {
    IncidentReport {
        source: format!("/home/ola/cases/{id}.html"),
        id: format!("sha256:{id}"),
        url: Some(format!("https://{}.example/{id}", publisher.to_lowercase().replace(' ', "-"))),
        title: Some(title.into()),
        publisher: Some(publisher.into()),
        published: Some(published.into()),
        events: vec!["e1".into()],
        background: false,
        copy_of: None,
    }
}

pub fn account(report: &str, who: Option<(&str, SourceKind)>, evidence: Vec<Mention>) -> Account {
    Account {
        report: format!("sha256:{report}"),
        event: "e1".into(),
        claim: who.map(|_| "c1".into()),
        source: who.map(|(name, _)| name.into()),
        source_kind: who.map(|(_, kind)| kind),
        hedged: false,
        published: None,
        copy: false,
        evidence,
    }
}

pub fn value<T>(value: T, accounts: Vec<Account>) -> Value<T> {
    Value { value, accounts }
}

pub fn field<T: Clone>(values: Vec<Value<T>>, differs: bool) -> Field<T> {
    Field { best: values.first().map(|v| v.value.clone()), differs, values }
}

pub fn list<T: Clone>(values: Vec<Value<T>>, differs: bool) -> ListField<T> {
    ListField { best: values.first().map(|v| v.value.clone()).into_iter().collect(), differs, values }
}

pub fn party(name: &str, kind: ActorKind) -> Party {
    Party { name: name.into(), kind, country: None, codes: BTreeMap::new() }
}

pub fn harm(kind: HarmKind, low: u32, high: Option<u32>) -> Harm {
    Harm { kind, low, high, who: None, side: None }
}

pub fn site(name: &str, admin1: &str, country: &str, at: (f64, f64), precision: Precision) -> Site {
    Site {
        name: name.into(),
        geonames: Some(9_100_001),
        lat: Some(at.0),
        lon: Some(at.1),
        country: Some(country.into()),
        admin1: (!admin1.is_empty()).then(|| admin1.into()),
        feature: None,
        precision: Some(precision),
    }
}

pub fn day(day: &str) -> Interval {
    Interval { from: day.into(), to: day.into(), zone: None }
}

/// An incident with a type, a day, a place and a report.
pub fn plain(id: u64, root: Root, mode: Option<Mode>, when: &str, place: Option<Site>) -> Incident {
    let name = format!("q{id}");
    let told = |evidence| vec![account(&name, None, evidence)];
    let mut it = Incident {
        schema: SCHEMA.into(),
        id,
        r#type: root,
        mode,
        status: Status::Happened,
        title: String::new(),
        reports: vec![report(
            &name,
            "Coast Herald",
            when.get(..10).unwrap(),
            &format!("Report {id} of the day"),
        )],
        when: field(vec![value(day(when), told(vec![]))], false),
        r#where: field(place.into_iter().map(|site| value(site, told(vec![]))).collect(), false),
        agents: ListField::default(),
        targets: ListField::default(),
        instruments: ListField::default(),
        killed: Field::default(),
        injured: Field::default(),
        missing: Field::default(),
        detained: Field::default(),
        differs: false,
        responds_to: Vec::new(),
        score: 0.91,
        joined: Vec::new(),
        producer: Producer {
            version: "0.1.0".into(),
            model: "reader/7".into(),
            gazetteer: "00ff00ff".into(),
            codebook: "diurna/codebook/1".into(),
        },
    };
    it.title = title(root, mode, it.status, it.r#where.best.as_ref(), it.when.best.as_ref());
    it
}

fn tesmar() -> Site {
    site("Tesmar", "Sel", "SWE", (63.25, 17.5), Precision::Town)
}

/// Four reports, one of them a copy; accounts differ in most fields.
pub fn bomb() -> Incident {
    let mut it = plain(1047, Root::Assault, Some(Mode::CarBomb), "2031-03-14T08:20", Some(tesmar()));
    it.reports = vec![
        report("r3", "Radio Lenth", "2031-03-14", "Explosion reported in Tesmar"),
        report("r1", "Meridian Wire", "2031-03-14", "Car bomb kills police at Tesmar bridge checkpoint"),
        IncidentReport {
            copy_of: Some("sha256:r1".into()),
            ..report("r4", "Coast Herald", "2031-03-14", "Car bomb in Tesmar")
        },
        report("r2", "Tesmar Courier", "2031-03-15", "Six dead on the Halvar bridge"),
    ];
    let police = ("Police Spokeswoman Ida Brandt", SourceKind::NamedOfficial);
    let official = ("a local official", SourceKind::UnnamedOfficial);
    let health = ("Health Office", SourceKind::Government);
    let hedged = |account: Account| Account { hedged: true, ..account };
    let copy = |account: Account| Account { copy: true, ..account };
    it.when = field(vec![value(day("2031-03-14T08:20"), vec![account("r1", None, vec![])])], false);
    it.r#where = field(
        vec![
            value(
                tesmar(),
                vec![account("r1", None, at(R1, "Tesmar")), account("r2", None, at(R2, "Tesmar"))],
            ),
            value(
                site("Tesmar District", "Sel", "SWE", (62.5, 16.25), Precision::District),
                vec![account("r3", None, at(R3, "Tesmar district"))],
            ),
        ],
        true,
    );
    it.agents = list(
        vec![
            value(
                party("Northern Front", ActorKind::ArmedGroup),
                vec![account("r1", Some(police), at(R1, "The Northern Front"))],
            ),
            value(
                party("unknown men", ActorKind::Unknown),
                vec![account("r2", Some(health), at(R2, "Unknown men"))],
            ),
        ],
        true,
    );
    it.targets = list(
        vec![
            value(party("police", ActorKind::Police), vec![account("r1", None, at(R1, "a police post"))]),
            value(
                party("commuters", ActorKind::Civilians),
                vec![account("r2", Some(health), at(R2, "commuters"))],
            ),
        ],
        true,
    );
    it.instruments =
        list(vec![value("car bomb".to_string(), vec![account("r1", None, at(R1, "car bomb"))])], false);
    it.killed = field(
        vec![
            value(
                harm(HarmKind::Killed, 4, Some(4)),
                vec![
                    account("r1", Some(police), at(R1, "four people")),
                    copy(account("r4", None, at(R4, "four people"))),
                ],
            ),
            value(
                harm(HarmKind::Killed, 6, Some(6)),
                vec![account("r2", Some(health), at(R2, "Six people"))],
            ),
            value(
                harm(HarmKind::Killed, 3, None),
                vec![hedged(account("r3", Some(official), at(R3, "at least three")))],
            ),
        ],
        true,
    );
    it.killed.best = Some(harm(HarmKind::Killed, 4, Some(6)));
    it.injured = field(
        vec![
            value(harm(HarmKind::Injured, 11, Some(11)), vec![account("r1", Some(police), at(R1, "11"))]),
            value(
                harm(HarmKind::Injured, 17, Some(19)),
                vec![account("r2", Some(health), at(R2, "17 to 19"))],
            ),
        ],
        true,
    );
    it.injured.best = Some(harm(HarmKind::Injured, 11, Some(19)));
    it.differs = true;
    it.responds_to = vec![1046];
    it.joined = vec![Join {
        a: EventRef { report: "sha256:r1".into(), event: "e1".into() },
        b: EventRef { report: "sha256:r2".into(), event: "e1".into() },
        score: 0.93,
        reasons: vec![Reason { words: "same day".into(), weight: 1.5 }],
    }];
    it
}

/// The incident that the bomb answers, one that answers the bomb, and others over the world.
pub fn others() -> Vec<Incident> {
    let town = |name: &str, admin: &str, land: &str, at| Some(site(name, admin, land, at, Precision::Town));
    let mut raid = plain(
        1046,
        Root::Assault,
        Some(Mode::Firearms),
        "2031-03-12",
        town("Orsa", "Sel", "SWE", (61.125, 14.625)),
    );
    raid.killed =
        field(vec![value(harm(HarmKind::Killed, 8, None), vec![account("q1046", None, vec![])])], false);
    let mut curfew = plain(1048, Root::Coerce, Some(Mode::Curfew), "2031-03-14", Some(tesmar()));
    curfew.responds_to = vec![1047];
    let province = site("Zamora", "Zamora", "PER", (-8.625, -76.125), Precision::Province);
    let country = site("Mali", "", "MLI", (17.0, -4.0), Precision::Country);
    let island = town("Labasa", "Northern", "FJI", (-16.433, 179.364));
    let mut dead = plain(1050, Root::Assault, Some(Mode::Aerial), "2031-02-03", Some(country));
    dead.killed =
        field(vec![value(harm(HarmKind::Killed, 2, Some(9)), vec![account("q1050", None, vec![])])], false);
    let mut out = vec![
        raid,
        curfew,
        plain(1049, Root::Protest, Some(Mode::Demonstration), "2031-03-01", Some(province)),
        dead,
        plain(1051, Root::Protest, Some(Mode::Strike), "2031-01-20", island),
        plain(1052, Root::Accuse, None, "2031-01-22", None),
    ];
    for (n, (lat, lon)) in
        [(52.2, 21.0), (52.4, 21.4), (51.9, 20.6), (35.0, 38.0), (34.6, 38.4)].into_iter().enumerate()
    {
        let id = 1060 + n as u64;
        let land = if lat > 40.0 { "POL" } else { "SYR" };
        let mut it = plain(
            id,
            Root::Assault,
            Some(Mode::Arson),
            "2031-02-11",
            town(&format!("Town {n}"), "Mid", land, (lat, lon)),
        );
        if n % 2 == 0 {
            let told = vec![account(&format!("q{id}"), None, vec![])];
            it.killed = field(vec![value(harm(HarmKind::Killed, 1, Some(1)), told)], false);
        }
        out.push(it);
    }
    out
}

const S1: &str = "Mirelle Vasko, a baker, was taken by soldiers near Quellbrunn, said a nurse at the Quellbrunn clinic. \
    Her neighbour Tobin Harke, 9, saw it.";
const S2: &str = "Soldiers took a woman in Ostmark province.";
const M1: &str = "A brigade will march to Fennholm on Thursday.";
const P1: &str = "Shots were fired at the Lindqvist shelter.";

/// Words that no default publication may hold, in lower case: private persons, a child, a detainee, an unnamed source, the goal of a
/// movement of troops, a private incident and a private report, reviewers and what they wrote, the paths of files.
pub const SECRETS: [&str; 16] = [
    "mirelle",
    "vasko",
    "harke",
    "baker",
    "a nurse",
    "fennholm",
    "60.125",
    "lindqvist",
    "shelter",
    "sture wald",
    "secret-note",
    "/home/ola",
    "privately told",
    "hidden courier",
    "58.875",
    "said a",
];

/// An arrest with private names; its second report is marked as private.
pub fn arrest() -> Incident {
    let place = site("Quellbrunn", "Ostmark", "AUT", (47.625, 14.125), Precision::Town);
    let mut it = plain(2001, Root::Coerce, Some(Mode::Arrest), "2031-03-02", Some(place.clone()));
    it.title = "COERCE arrest of Mirelle Vasko, Quellbrunn, 2031-03-02".into();
    it.reports = vec![
        IncidentReport {
            url: Some("https://meridian.example/2031/mirelle-vasko".into()),
            ..report("s1", "Meridian Wire", "2031-03-03", "Baker Vasko held")
        },
        report("s2", "Hidden Courier", "2031-03-03", "Privately told"),
    ];
    let nurse = ("a nurse at the Quellbrunn clinic", SourceKind::UnnamedPerson);
    it.targets = list(
        vec![
            value(
                party("Mirelle Vasko", ActorKind::Person),
                vec![account("s1", Some(nurse), at(S1, "Mirelle Vasko"))],
            ),
            value(party("Tobin Harke", ActorKind::Person), vec![account("s1", None, at(S1, "Tobin Harke"))]),
        ],
        false,
    );
    it.r#where = field(vec![value(place, vec![account("s1", None, at(S1, "Quellbrunn"))])], false);
    it.detained = field(
        vec![
            value(
                harm(HarmKind::Detained, 1, Some(1)),
                vec![account("s1", Some(nurse), vec![Mention { start: 0, end: 110 }])],
            ),
            value(harm(HarmKind::Detained, 7777, Some(7777)), vec![account("s2", None, vec![])]),
        ],
        true,
    );
    it.differs = true;
    it
}

/// A march to come.
pub fn march() -> Incident {
    let place = site("Fennholm", "Skane", "SWE", (60.125, 15.375), Precision::Town);
    let mut it = plain(2002, Root::Mobilize, Some(Mode::Troops), "2031-03-04", Some(place.clone()));
    it.status = Status::Planned;
    it.title = "MOBILIZE troops (planned), Fennholm, 2031-03-04".into();
    it.reports = vec![report("m1", "Meridian Wire", "2031-03-03", "Brigade to go to Fennholm")];
    it.r#where = field(vec![value(place, vec![account("m1", None, at(M1, "Fennholm"))])], false);
    it
}

/// Shots at a place that must stay hidden.
pub fn shelter() -> Incident {
    let place = site("Lindqvist shelter", "Skane", "SWE", (58.875, 13.125), Precision::Exact);
    let mut it = plain(2003, Root::Assault, Some(Mode::Firearms), "2031-03-05", Some(place));
    it.reports = vec![report("p1", "Meridian Wire", "2031-03-05", "Shots at Lindqvist shelter")];
    it
}

/// A review in that state, by somebody whose name must not leave, with a remark.
pub fn review(state: State) -> Review {
    let comment = diurna_review::Comment {
        who: "Sture Wald".into(),
        time: "2031-03-06T10:00:00Z".into(),
        text: "secret-note: call her".into(),
        about: None,
    };
    Review { state, comments: BTreeMap::from([(7, comment)]), ..Review::default() }
}

/// Everything, accepted; what is secret is marked.
pub fn inputs() -> Vec<Input> {
    let accepted = |incident| Input::new(incident, review(State::Accepted));
    let mut out: Vec<Input> = others().into_iter().map(accepted).collect();
    out.push(accepted(bomb()));
    let mut arrest = accepted(arrest());
    arrest.private_reports.insert("sha256:s2".into());
    out.push(arrest);
    out.push(accepted(march()));
    let mut shelter = accepted(shelter());
    shelter.review.private = true;
    out.push(shelter);
    out
}
