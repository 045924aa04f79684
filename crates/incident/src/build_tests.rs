use super::*;
use crate::fixture::{Fixture, record};
use diurna_core::codebook::Mode;
use jiff::civil::date;

const TEXT: &str = "Bomb in Orvel\n\nA bomb went off in the fish market of Orvel on Monday. Three guards died. The mayor came. \
                    In 2029 a bomb at the old mill had killed two.";

fn told() -> Record {
    record("r1", TEXT, Some("2031-05-13"))
}

#[test]
fn what_a_report_opens_with_is_its_lead() {
    let r = told().attack("went off", Some(Mode::Bombing)).at("Orvel", 10.0, 20.0).on("2031-05-12");
    let r = r.attack("had killed", None).on("2029-03-01");
    let s = sketch(&r);
    let [first, second] = &s.events[..] else { panic!("two events") };
    assert!(first.lead && !first.background && first.dated);
    assert_eq!(first.days, Some((date(2031, 5, 12), date(2031, 5, 12))));
    assert_eq!(first.spot.as_ref().map(|s| s.name.as_str()), Some("Orvel"));
    // Told in the fourth sentence, two years before publication.
    assert!(!second.lead && second.background);
    // It has no place of its own and no town beside it: it is told in a report about Orvel.
    assert_eq!(second.near.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Orvel"]);
    assert!(first.words.contains(&hash32("market")) && !first.words.contains(&hash32("monday")));
    assert!(second.head.is_empty() && !first.head.is_empty());
}

#[test]
fn the_lead_without_a_day_was_just_before_publication() {
    let s = sketch(&told().attack("went off", None));
    assert_eq!(s.events[0].days, Some((date(2031, 5, 10), date(2031, 5, 13))));
    assert!(!s.events[0].dated);
    assert_eq!(sketch(&told().attack("had killed", None)).events[0].days, None);
    let undated = record("r1", TEXT, None).attack("went off", None);
    assert_eq!(sketch(&undated).events[0].days, None);
}

#[test]
fn nothing_happened_after_its_report() {
    // Two days after publication was misread; the window before publication stands in for it.
    let s = sketch(&told().attack("went off", None).on("2031-05-15"));
    assert_eq!((s.events[0].dated, s.events[0].days), (false, Some((date(2031, 5, 10), date(2031, 5, 13)))));
    // One day after it can be a matter of the date line.
    assert!(sketch(&told().attack("went off", None).on("2031-05-14")).events[0].dated);
}

#[test]
fn a_bare_weekday_may_be_the_day_after_publication() {
    // Published on Sunday evening, 11 May 2031; "Monday" was taken for 5 May.
    let mut r = record("r1", TEXT, Some("2031-05-11")).attack("went off", None).on("2031-05-05");
    let start = TEXT.find("Monday").unwrap();
    r.times.push(diurna_core::record::TimePart {
        id: "t1".into(),
        start,
        end: start + 6,
        r#type: "DATE".into(),
        value: "2031-05-05".into(),
        from: Some("2031-05-05".into()),
        to: Some("2031-05-05".into()),
        granularity: "day".into(),
        zone: None,
    });
    assert_eq!(sketch(&r).events[0].later, Some(date(2031, 5, 12)));
    r.report.published.as_mut().unwrap().value = "2031-05-13".into();
    assert_eq!(sketch(&r).events[0].later, None);
}

#[test]
fn classes_follow_type_and_status() {
    let with = |root: Root, status: Status| {
        let mut r = told().attack("went off", None);
        (r.events[0].r#type, r.events[0].status) = (root, status);
        sketch(&r).events[0].class
    };
    assert_eq!(with(Root::Assault, Status::Ongoing), Class::Happened);
    assert_eq!(with(Root::Assault, Status::Threatened), Class::Ahead);
    assert_eq!(with(Root::Accuse, Status::Happened), Class::Said);
    assert_eq!(with(Root::Sanction, Status::Happened), Class::Happened);
    assert_eq!(with(Root::Assault, Status::Denied), Class::Alone);
    assert_eq!(with(Root::Accuse, Status::Hypothetical), Class::Alone);
}

#[test]
fn accounts_count_before_sums() {
    use diurna_core::record::AccountPart;
    let mut r = told().attack("went off", None).dead(3, Some(3), "Three guards");
    let count = |kind, low| Count { kind, low, high: Some(low) };
    assert_eq!(sketch(&r).events[0].counts, [count(HarmKind::Killed, 3)]);
    let account = |harm, low| AccountPart {
        harm,
        low,
        high: Some(low),
        who: None,
        side: None,
        claim: None,
        evidence: vec![],
    };
    r.events[0].accounts = vec![account(HarmKind::Detained, 2)];
    // No account of the dead: the sum of the event stands.
    assert_eq!(sketch(&r).events[0].counts, [count(HarmKind::Killed, 3), count(HarmKind::Detained, 2)]);
    r.events[0].accounts.push(account(HarmKind::Killed, 5));
    assert_eq!(sketch(&r).events[0].counts, [count(HarmKind::Killed, 5), count(HarmKind::Detained, 2)]);
}

#[test]
fn spans_beyond_the_text_are_survived() {
    let mut r = told().attack("went off", None);
    r.events[0].mentions = vec![Mention { start: 9_000, end: 9_010 }];
    r.events[0].instruments = vec![Mention { start: 50, end: 9_010 }, Mention { start: 20, end: 10 }];
    r.report.regions.clear();
    assert_eq!(sketch(&r).events.len(), 1);
    assert!(sketch(&record("r2", "", None)).events.is_empty());
}

#[test]
fn a_sketch_goes_to_json_and_back() {
    let s = sketch(&told().attack("went off", Some(Mode::Bombing)).at("Orvel", 10.0, 20.0).on("2031-05-12"));
    let json = serde_json::to_string(&s).unwrap();
    assert_eq!(serde_json::from_str::<ReportSketch>(&json).unwrap(), s);
}
