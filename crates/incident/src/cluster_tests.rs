use super::*;
use crate::build::sketch;
use crate::fixture::{Fixture, record};
use crate::sketch::{Class, ReportSketch};
use diurna_core::codebook::Mode;
use proptest::prelude::*;

fn e(report: &str) -> EventRef {
    EventRef { report: report.into(), event: "e1".into() }
}

/// A bombing in Orvel on a day in May 2031, told with its own words.
fn bombing(id: &str, day: u8, lat: f64, dead: Option<u32>, words: &str) -> ReportSketch {
    let text = format!("Bomb in Orvel\n\nA bomb went off in Orvel and killed people. {words}");
    let r = record(id, &text, Some(&format!("2031-05-{:02}", day + 1)));
    let r = r.attack("went off", Some(Mode::Bombing)).at("Orvel", lat, 20.0).on(&format!("2031-05-{day:02}"));
    let r = match dead {
        Some(n) => r.dead(n, Some(n), "killed"),
        None => r,
    };
    sketch(&r)
}

fn all(reports: &[ReportSketch]) -> Vec<&Sketch> {
    reports.iter().flat_map(|r| &r.events).collect()
}

fn same(a: &str, b: &str) -> Decision {
    Decision { a: e(a), b: e(b), same: true }
}

fn not_same(a: &str, b: &str) -> Decision {
    Decision { same: false, ..same(a, b) }
}

#[test]
fn one_happening_is_one_group_and_its_look_alike_another() {
    let reports = [
        bombing("a", 12, 10.0, Some(4), ""),
        bombing("b", 12, 10.0, Some(6), ""),
        bombing("c", 15, 10.0, Some(4), ""),
    ];
    assert_eq!(cluster(&all(&reports), &[]), [vec![e("a"), e("b")], vec![e("c")]]);
}

#[test]
fn likeness_does_not_run_along_a_chain() {
    // Each is a day and 28 km from the next: the neighbours agree, the ends are too far apart in days.
    let reports: Vec<ReportSketch> =
        (0..4).map(|i| bombing(&format!("r{i}"), 10 + i, 10.0, Some(30), "")).collect();
    let groups = cluster(&all(&reports), &[]);
    let holds = |a: &str, b: &str| groups.iter().any(|g| g.contains(&e(a)) && g.contains(&e(b)));
    assert!(holds("r0", "r1") || holds("r1", "r2"));
    assert!(!holds("r0", "r3"), "{groups:?}");
}

#[test]
fn decisions_are_kept() {
    let reports = [
        bombing("a", 12, 10.0, Some(4), ""),
        bombing("b", 12, 10.0, Some(4), ""),
        bombing("c", 20, 40.0, None, ""),
    ];
    let events = all(&reports);
    assert_eq!(cluster(&events, &[not_same("a", "b")]), [vec![e("a")], vec![e("b")], vec![e("c")]]);
    // Eight days and thousands of kilometres apart, but a person knows better.
    let groups = cluster(&events, &[same("a", "c")]);
    assert!(groups.contains(&vec![e("a"), e("c")]), "{groups:?}");
    // What is forbidden to one of two that belong together is forbidden to both.
    let groups = cluster(&events, &[same("a", "c"), not_same("c", "b")]);
    assert_eq!(groups, [vec![e("a"), e("c")], vec![e("b")]]);
    assert_eq!(cluster(&events, &[same("a", "elsewhere")]).len(), 2);
}

#[test]
fn contradictions_are_found_and_not_same_wins() {
    let decisions = [same("a", "b"), same("b", "c"), not_same("a", "c")];
    assert_eq!(contradiction(&decisions), Some(not_same("a", "c")));
    assert_eq!(contradiction(&decisions[..2]), None);
    assert_eq!(contradiction(&[same("a", "b"), same("c", "d"), not_same("a", "d")]), None);
    let reports = [
        bombing("a", 12, 10.0, None, ""),
        bombing("b", 12, 10.0, None, ""),
        bombing("c", 12, 10.0, None, ""),
    ];
    let groups = cluster(&all(&reports), &decisions);
    assert!(!groups.iter().any(|g| g.contains(&e("a")) && g.contains(&e("c"))), "{groups:?}");
}

#[test]
fn joins_are_a_tree_with_reasons() {
    let reports = [
        bombing("a", 12, 10.0, Some(4), ""),
        bombing("b", 12, 10.0, Some(6), ""),
        bombing("c", 12, 10.0, Some(6), ""),
        bombing("d", 25, 10.0, None, ""),
    ];
    let found = joins(&all(&reports)[..3], &[]);
    assert_eq!(found.len(), 2);
    // The two that give the same number are held together best.
    assert_eq!((&found[0].a, &found[0].b), (&e("b"), &e("c")));
    assert!(found.iter().all(|j| !j.reasons.is_empty() && j.score > 0.5));
    let decided = joins(&all(&reports), &[same("d", "a")]);
    assert_eq!((decided[0].score, decided[0].reasons[0].words.as_str()), (1.0, "a person decided so"));
    assert_eq!(decided.len(), 3);
}

#[test]
fn denied_and_supposed_events_stay_alone() {
    let mut reports = [bombing("a", 12, 10.0, None, ""), bombing("b", 12, 10.0, None, "")];
    reports[1].events[0].class = Class::Alone;
    assert_eq!(cluster(&all(&reports), &[]).len(), 2);
}

/// Up to nine reports of bombings that are alike in part.
fn reports() -> impl Strategy<Value = Vec<ReportSketch>> {
    let one = (10u8..15, 0usize..3, proptest::option::of(1u32..8), 0usize..3);
    proptest::collection::vec(one, 1..9).prop_map(|all| {
        let words = ["Fishermen from Lower Tessin fled.", "The windmill of Aldersey burned.", ""];
        let lat = [10.0, 10.2, 11.5];
        let report = |(i, (day, l, dead, w)): (usize, &(u8, usize, Option<u32>, usize))| {
            bombing(&format!("r{i}"), *day, lat[*l], *dead, words[*w])
        };
        all.iter().enumerate().map(report).collect()
    })
}

fn decisions() -> impl Strategy<Value = Vec<Decision>> {
    let one = (0..9usize, 0..9usize, any::<bool>());
    proptest::collection::vec(one, 0..4).prop_map(|all| {
        let made = all.into_iter().filter(|(a, b, _)| a != b);
        made.map(|(a, b, same)| Decision { a: e(&format!("r{a}")), b: e(&format!("r{b}")), same }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_arrival_changes_nothing(reports in reports(), decisions in decisions(), turn in 0..9usize) {
        let events = all(&reports);
        let mut turned = events.clone();
        turned.rotate_left(turn % events.len());
        turned.reverse();
        let mut reversed = decisions.clone();
        reversed.reverse();
        prop_assert_eq!(cluster(&events, &decisions), cluster(&turned, &reversed));
    }

    #[test]
    fn components_do_not_influence_each_other(reports in reports(), decisions in decisions()) {
        // The whole at once is what candidates, edges and components give.
        let whole = cluster(&all(&reports), &decisions);
        prop_assert_eq!(crate::merge(&reports, &decisions), whole);
    }

    #[test]
    fn every_event_is_in_one_group(reports in reports(), decisions in decisions()) {
        let mut found: Vec<EventRef> = cluster(&all(&reports), &decisions).concat();
        found.sort();
        let mut given: Vec<EventRef> = all(&reports).iter().map(|s| s.at.clone()).collect();
        given.sort();
        prop_assert_eq!(found, given);
    }

    #[test]
    fn constraints_hold(reports in reports(), decisions in decisions()) {
        let groups = cluster(&all(&reports), &decisions);
        let together = |d: &Decision| groups.iter().any(|g| g.contains(&d.a) && g.contains(&d.b));
        let here = |d: &&Decision| groups.iter().flatten().any(|x| *x == d.a) && groups.iter().flatten().any(|x| *x == d.b);
        for d in decisions.iter().filter(here) {
            if !d.same {
                prop_assert!(!together(d));
            } else if contradiction(&decisions).is_none() {
                prop_assert!(together(d));
            }
        }
    }

    #[test]
    fn pairs_are_symmetric(reports in reports()) {
        let events = all(&reports);
        for a in &events {
            for b in &events {
                prop_assert_eq!(pair(a, b), pair(b, a));
                prop_assert_eq!(crate::linked(a, b), crate::linked(b, a));
            }
        }
    }
}

#[test]
fn the_growing_of_groups_is_what_its_rule_says() {
    // The rule written down plainly: of all pairs of groups the best that may be joined, until there is none.
    let reports: Vec<ReportSketch> = (0..12u8)
        .map(|i| {
            bombing(
                &format!("r{i:02}"),
                10 + i % 4,
                10.0 + f64::from(i % 3) * 0.2,
                Some(u32::from(i % 5) + 2),
                "",
            )
        })
        .collect();
    let events = all(&reports);
    let state = Groups::new(&events, &[]);
    let mut plain: Vec<Vec<usize>> = (0..events.len()).map(|i| vec![i]).collect();
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for i in 0..plain.len() {
            for j in i + 1..plain.len() {
                let mut pairs: Vec<f64> =
                    plain[i].iter().flat_map(|a| plain[j].iter().map(|b| state.value(*a, *b))).collect();
                pairs.sort_by(|x, y| y.total_cmp(x));
                let mean = |p: &[f64]| p.iter().sum::<f64>() / p.len() as f64;
                let fits = !pairs.is_empty()
                    && mean(&pairs) >= AGAINST
                    && pairs.iter().filter(|p| **p == OTHER_PLACE).count() * MISPLACED <= pairs.len();
                let better = if fits { mean(&pairs[..pairs.len().div_ceil(2)]) } else { -1.0 };
                if better >= LINK && best.is_none_or(|b| better > b.0) {
                    best = Some((better, i, j));
                }
            }
        }
        let Some((_, i, j)) = best else { break };
        let moved = std::mem::take(&mut plain[j]);
        plain[i].extend(moved);
    }
    let mut expected: Vec<Vec<EventRef>> = plain
        .iter()
        .filter(|g| !g.is_empty())
        .map(|g| g.iter().map(|i| events[*i].at.clone()).collect())
        .collect();
    expected.iter_mut().for_each(|g| g.sort());
    expected.sort();
    assert_eq!(cluster(&events, &[]), expected);
    assert!(expected.len() > 1 && expected.len() < 12, "{expected:?}");
}
