//! Sentences as incident reports write them, with days worked out by hand.

mod common;

use common::mentions;
use diurna_core::Document;
use diurna_time::{Anchor, find};
use jiff::civil::{Date, date};

/// Friday, 26 February 2021.
const PUBLISHED: Option<Date> = Some(date(2021, 2, 26));

fn days(text: &str) -> Vec<Option<(Date, Date)>> {
    mentions(text, PUBLISHED).into_iter().map(|m| m.days).collect()
}

fn one(d: Date) -> Option<(Date, Date)> {
    Some((d, d))
}

#[test]
fn days_of_incidents() {
    let cases = [
        ("A rocket attack on Feb. 15 killed a contractor.", one(date(2021, 2, 15))),
        ("Gunmen stormed the post on Saturday.", one(date(2021, 2, 20))),
        ("The convoy was hit late Thursday night.", one(date(2021, 2, 25))),
        ("Two weeks ago a mine went off.", one(date(2021, 2, 12))),
        ("Police dispersed the crowd last week.", Some((date(2021, 2, 15), date(2021, 2, 21)))),
        ("Shelling began in early February.", Some((date(2021, 2, 1), date(2021, 2, 9)))),
        ("The ceasefire collapsed in October.", Some((date(2020, 10, 1), date(2020, 10, 31)))),
        ("Protesters will march on March 5.", one(date(2021, 3, 5))),
        ("Drones struck overnight.", Some((date(2021, 2, 25), date(2021, 2, 26)))),
        ("Protests went on for a third straight day.", Some((date(2021, 2, 24), date(2021, 2, 26)))),
        ("At least 12 were killed in the past three days.", Some((date(2021, 2, 23), date(2021, 2, 26)))),
        ("Rebels have held the town since January 10.", Some((date(2021, 1, 10), date(2021, 2, 26)))),
        ("It was the first raid since January 10.", one(date(2021, 1, 10))),
        ("A deal is expected by the end of the week.", Some((date(2021, 2, 26), date(2021, 2, 28)))),
        ("They parted after ten days of talks.", Some((date(2021, 2, 17), date(2021, 2, 26)))),
        ("They marched for the second day.", Some((date(2021, 2, 25), date(2021, 2, 26)))),
    ];
    for (text, expected) in cases {
        assert_eq!(days(text), [expected], "{text}");
    }
}

#[test]
fn both_ends_of_a_run_carry_its_days() {
    let run = |from, to| [Some((from, to)), Some((from, to))];
    let found = days("Clashes went on between Monday and Thursday.");
    assert_eq!(found, run(date(2021, 2, 22), date(2021, 2, 25)));
    let found = days("The talks are to be held on 2-3 March.");
    assert_eq!(found, run(date(2021, 3, 2), date(2021, 3, 3)));
    let found = days("The port was shut from Saturday to Tuesday.");
    assert_eq!(found, run(date(2021, 2, 20), date(2021, 2, 23)));
    // Two days, and no run between them.
    let found = days("Raids on Monday and Thursday left two dead.");
    assert_eq!(found, [one(date(2021, 2, 22)), one(date(2021, 2, 25))]);
}

#[test]
fn clock_zone_and_granularity() {
    let found = mentions("The strike came at 2:30 a.m. local time on Thursday.", PUBLISHED);
    let m = &found[0];
    assert_eq!((m.kind, m.value.as_str(), m.granularity), ("TIME", "2021-02-25T02:30", "minute"));
    assert_eq!((m.clock.as_deref(), m.zone.as_deref(), m.absolute), (Some("02:30"), Some("local"), false));
}

#[test]
fn without_publication_only_the_absolute_resolves() {
    let found = mentions("He fled on Thursday. The war had ended on 3 May 1999.", None);
    assert_eq!((found[0].value.as_str(), found[0].days), ("XXXX-WXX-4", None));
    assert_eq!((found[1].days, found[1].absolute), (one(date(1999, 5, 3)), true));
    // A date of another paragraph is background.
    let found = mentions("The pact was signed on 3 May 1999.\n\nThe envoy left on Sunday.", None);
    assert_eq!((found[1].value.as_str(), found[1].days), ("XXXX-WXX-7", None));
    let told = mentions("On 3 May 1999 they met. On June 4 they fought. The following day they left.", None);
    let values: Vec<&str> = told.iter().map(|m| m.value.as_str()).collect();
    assert_eq!(values, ["1999-05-03", "1999-06-04", "1999-06-05"]);
}

#[test]
fn a_date_line_stands_in_for_publication() {
    let found = mentions("Blast kills three\n\nSeptember 18, 2005\n\nA bomb went off on Saturday.", None);
    assert_eq!(found[1].days, one(date(2005, 9, 17)));
}

#[test]
fn order_of_figures_follows_the_publisher() {
    let read =
        |day_first| find(&Document::plain("on 03/04/2021"), &Anchor { published: None, day_first })[0].days;
    assert_eq!(read(Some(true)), one(date(2021, 4, 3)));
    assert_eq!(read(Some(false)), one(date(2021, 3, 4)));
    let plausible =
        find(&Document::plain("on 25/02/2021"), &Anchor { published: None, day_first: Some(false) })[0].days;
    assert_eq!(plausible, one(date(2021, 2, 25)));
}

#[test]
fn what_is_no_time() {
    for text in [
        "The 50-year-old man sat down in the sun.",
        "A last-minute deal may fall apart in a second.",
        "They march against UN Resolution 1701 on board Flight 1549.",
        "Some 1,200 people and 2000 soldiers joined the march.",
    ] {
        assert_eq!(days(text), [], "{text}");
    }
    assert_eq!(days("Following Thursday's attack, he left."), [one(date(2021, 2, 25))]);
}
