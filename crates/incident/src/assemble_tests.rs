use super::*;
use crate::fixture::{Fixture, record};
use diurna_core::codebook::{ActorKind, Form, HarmKind, SourceKind, Status};
use diurna_core::incident::Harm;
use diurna_core::record::{AccountPart, ClaimPart, Mention, SourcePart};

fn e(report: &str) -> EventRef {
    EventRef { report: report.into(), event: "e1".into() }
}

/// Adds a claim over the whole sentence of these words.
fn claim(mut r: Record, source: &str, kind: SourceKind, content: &str) -> Record {
    let at = |words: &str| {
        let start = r.report.text.find(words).unwrap();
        Mention { start, end: start + words.len() }
    };
    let (s, c) = (at(source), at(content));
    let id = format!("c{}", r.claims.len() + 1);
    r.claims.push(ClaimPart {
        id,
        source: Some(SourcePart { start: s.start, end: s.end, actor: None, name: None }),
        source_kind: Some(kind),
        affiliation: None,
        cue: None,
        content: vec![c],
        form: Form::Indirect,
        hedged: false,
        about: vec!["e1".into()],
    });
    r
}

/// "Four people died, the governor said." in a report of its own.
fn toll(id: &str, day: &str, words: &str, dead: u32, source: &str, kind: SourceKind) -> Record {
    let text = format!("Blast in Orvel {id}\n\nA bomb went off in Orvel. {words} died, {source} said.");
    let r = record(id, &text, Some(day)).attack("went off", Some(Mode::Bombing)).at("Orvel", 10.0, 20.0);
    let r = r.on("2031-05-12").dead(dead, Some(dead), words);
    claim(r, source, kind, &format!("{words} died"))
}

fn records(all: Vec<Record>) -> BTreeMap<String, Outlined> {
    all.into_iter().map(|r| (r.report.id.clone(), Outlined::new(r))).collect()
}

fn build(all: Vec<Record>) -> Incident {
    let events: Vec<EventRef> = all.iter().map(|r| e(&r.report.id)).collect();
    assemble(7, &events, &records(all), vec![]).unwrap()
}

#[test]
fn officials_said_four_and_a_doctor_said_six() {
    let incident = build(vec![
        toll("r2", "2031-05-13", "Six people", 6, "a doctor", SourceKind::UnnamedPerson),
        toll("r1", "2031-05-13", "Four people", 4, "the governor", SourceKind::NamedOfficial),
    ]);
    let killed = &incident.killed;
    assert_eq!(killed.values.len(), 2);
    // Who answers for it comes first, though the other is higher.
    assert_eq!(killed.best.as_ref().map(|h| (h.low, h.high)), Some((4, Some(4))));
    assert!(killed.differs && incident.differs);
    let account = &killed.values[1].accounts[0];
    assert_eq!((account.source.as_deref(), account.claim.as_deref()), (Some("a doctor"), Some("c1")));
    assert_eq!(account.report, "r2");
    assert_eq!(incident.reports.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["r1", "r2"]);
    assert_eq!(incident.title, "ASSAULT bombing, Orvel, 2031-05-12");
}

#[test]
fn later_counts_come_before_earlier_ones() {
    let incident = build(vec![
        toll("r1", "2031-05-12", "Four people", 4, "the governor", SourceKind::NamedOfficial),
        toll("r2", "2031-05-13", "Four people", 4, "the governor", SourceKind::NamedOfficial),
        toll("r3", "2031-05-15", "Six people", 6, "the ministry", SourceKind::Government),
    ]);
    assert_eq!(incident.killed.best.as_ref().map(|h| h.low), Some(6));
    // Two reports say four: one value with two accounts.
    assert_eq!(incident.killed.values.iter().map(|v| v.accounts.len()).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn ranges_stay_and_overlapping_ones_do_not_differ() {
    let mut open = toll("r1", "2031-05-12", "Four people", 4, "the governor", SourceKind::NamedOfficial);
    open.events[0].killed.as_mut().unwrap().high = None;
    let incident =
        build(vec![open, toll("r2", "2031-05-12", "Six people", 6, "the ministry", SourceKind::Government)]);
    assert!(!incident.killed.differs);
    assert!(incident.killed.values.iter().any(|v| (v.value.low, v.value.high) == (4, None)));
}

fn account(low: u32, who: Option<&str>, claim: Option<&str>) -> AccountPart {
    AccountPart {
        harm: HarmKind::Killed,
        low,
        high: Some(low),
        who: who.map(String::from),
        side: None,
        claim: claim.map(String::from),
        evidence: vec![],
    }
}

fn harm(low: u32, who: Option<&str>) -> Harm {
    Harm { kind: HarmKind::Killed, low, high: Some(low), who: who.map(String::from), side: None }
}

#[test]
fn accounts_of_the_record_are_used_where_there_are_any() {
    let mut r = toll("r1", "2031-05-12", "Four people", 4, "the governor", SourceKind::NamedOfficial);
    r.events[0].accounts = vec![account(2, Some("soldiers"), None), account(5, None, Some("c1"))];
    let incident = build(vec![r]);
    // The toll before its part; the part is no other account of the toll.
    assert_eq!(
        incident.killed.values.iter().map(|v| v.value.clone()).collect::<Vec<_>>(),
        [harm(5, None), harm(2, Some("soldiers"))]
    );
    assert_eq!(incident.killed.best, Some(harm(5, None)));
    assert!(!incident.killed.differs);
}

#[test]
fn the_dead_of_both_sides_are_told_together() {
    let mut r =
        toll("r1", "2031-05-12", "Six soldiers and two rebels", 8, "the governor", SourceKind::NamedOfficial);
    r.events[0].accounts = vec![account(6, Some("soldiers"), None), account(2, Some("rebels"), None)];
    let incident = build(vec![r]);
    let best = [harm(8, None), harm(6, Some("soldiers")), harm(2, Some("rebels"))];
    assert_eq!(incident.killed.values.iter().map(|v| v.value.clone()).collect::<Vec<_>>(), best);
    assert_eq!(incident.killed.best, Some(harm(8, None)));
    assert!(!incident.killed.differs);
}

#[test]
fn a_copy_is_no_second_source() {
    let story = "A bomb went off beside the fish market of Orvel at noon and the windows of the old customs house fell into \
                 the street. Four people died.";
    let copy = |id: &str, day: &str, more: &str| {
        let r = record(id, &format!("Blast {id}\n\n{story}{more}"), Some(day));
        r.attack("went off", None).at("Orvel", 10.0, 20.0).dead(4, Some(4), "Four people")
    };
    let own = toll("r3", "2031-05-13", "Six people", 6, "the ministry", SourceKind::Government);
    let incident =
        build(vec![copy("r1", "2031-05-12", ""), copy("r2", "2031-05-14", " Shops stayed shut."), own]);
    assert_eq!(
        incident.reports.iter().map(|r| r.copy_of.as_deref()).collect::<Vec<_>>(),
        [None, None, Some("r1")]
    );
    // The copy came out last, but what it repeats is older than the ministry's number.
    assert_eq!(incident.killed.best.as_ref().map(|h| h.low), Some(6));
    let four = incident.killed.values.iter().find(|v| v.value.low == 4).unwrap();
    assert_eq!(four.accounts.iter().map(|a| a.copy).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn two_credits_of_one_agency_are_one_source() {
    let credited = |id: &str, words: &str| {
        let text = format!("Blast {id}\n\nORVEL (Reuters) - A bomb went off in Orvel. {words}");
        record(id, &text, Some("2031-05-12")).attack("went off", None)
    };
    let incident =
        build(vec![credited("r1", "Guards ran away."), credited("r2", "Nobody was seen near the mill.")]);
    assert_eq!(
        incident.reports.iter().map(|r| r.copy_of.as_deref()).collect::<Vec<_>>(),
        [None, Some("reuters")]
    );
}

#[test]
fn reports_that_name_other_forces_differ() {
    let by = |id: &str, name: &str| {
        let r = record(id, &format!("Blast\n\n{name} fighters set off a bomb."), Some("2031-05-12"));
        let mut r = r.attack("set off", None).by(name, ActorKind::ArmedGroup);
        r.actors[0].codes.insert("diurna".into(), name.to_lowercase());
        r
    };
    let incident = build(vec![by("r1", "Red Dawn"), by("r2", "Blue Dawn")]);
    assert!(incident.agents.differs && incident.agents.best.len() == 2);
    let incident = build(vec![by("r1", "Red Dawn"), by("r2", "Red Dawn")]);
    assert!(!incident.agents.differs && incident.agents.values[0].accounts.len() == 2);
}

#[test]
fn days_and_places_that_exclude_each_other_differ() {
    let told = |id: &str, day: &str, lat: f64| {
        let r = record(id, "Blast\n\nA bomb went off in Orvel.", Some("2031-05-14"));
        r.attack("went off", None).at("Orvel", lat, 20.0).on(day)
    };
    let incident = build(vec![
        told("r1", "2031-05-12", 10.0),
        told("r2", "2031-05-13", 10.0),
        told("r3", "2031-05-12", 10.0),
    ]);
    assert!(incident.when.differs && !incident.r#where.differs);
    // Two reports before one.
    assert_eq!(incident.when.best.as_ref().map(|w| w.from.as_str()), Some("2031-05-12"));
    assert_eq!(incident.r#where.values[0].accounts.len(), 3);
}

#[test]
fn status_is_that_of_the_latest_report_and_missing_parts_are_passed_over() {
    let mut first = toll("r1", "2031-05-12", "Four people", 4, "the governor", SourceKind::NamedOfficial);
    first.events[0].status = Status::Ongoing;
    let all = records(vec![
        first,
        toll("r2", "2031-05-13", "Six people", 6, "the ministry", SourceKind::Government),
    ]);
    let events = [e("r1"), e("r2"), e("gone"), EventRef { report: "r1".into(), event: "e9".into() }];
    let incident = assemble(7, &events, &all, vec![]).unwrap();
    assert_eq!((incident.status, incident.reports.len(), incident.id), (Status::Happened, 2, 7));
    assert!(assemble(7, &[e("gone")], &all, vec![]).is_none());
}

#[test]
fn what_it_answers_is_named_by_event() {
    let mut r = toll("r1", "2031-05-12", "Four people", 4, "the governor", SourceKind::NamedOfficial);
    r.events[0].responds_to = vec!["e2".into()];
    let to = EventRef { report: "r1".into(), event: "e2".into() };
    let all = records(vec![r]);
    assert_eq!(answers(&[e("r1")], &all), std::slice::from_ref(&to));
    assert!(answers(&[e("r1"), to], &all).is_empty());
}
