//! Reports that come together, part again, and ids that stay.

use crate::both::{Place, over_both};
use crate::common::{Attack, Dice, Report, by, far, kabal};
use diurna_core::incident::Incident;
use diurna_review::{Action, Role};
use diurna_store::{Added, Change, Filter, Found, Moved, Since, Store};
use std::collections::BTreeSet;

over_both!(
    reports_of_one_attack_are_one_incident_and_their_numbers_stay_apart,
    filters,
    the_order_of_arrival_decides_nothing,
    what_a_person_decides_stays,
    same_is_a_merge_wherever_it_is_said,
    not_the_same_parts_what_looks_alike,
    decisions_that_cannot_be,
    what_is_erased_leaves_its_incident,
    what_only_a_decision_held_together_stays_when_the_other_is_erased,
);

fn list(store: &Store, filter: &Filter) -> Vec<Incident> {
    let mut out = Vec::new();
    store
        .each_incident(filter, |i| {
            out.push(i);
            true
        })
        .unwrap();
    out
}

/// Who is together with whom: sources, sorted.
fn company(store: &Store) -> BTreeSet<Vec<String>> {
    let of = |i: &Incident| {
        let mut sources: Vec<String> = i.reports.iter().map(|r| r.source.clone()).collect();
        sources.sort();
        sources
    };
    list(store, &Filter::default()).iter().map(of).collect()
}

fn add(store: &mut Store, report: &Report) -> Added {
    store.add(&report.0, &report.1, &by()).unwrap()
}

fn found(store: &Store, id: u64) -> Incident {
    match store.incident(id).unwrap() {
        Found::Incident(i) => *i,
        other => panic!("{id}: {other:?}"),
    }
}

fn reports_of_one_attack_are_one_incident_and_their_numbers_stay_apart(at: &Place) {
    let mut store = at.open();
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    add(&mut store, &kabal().killed(19).report("post/1", "Stalls were burnt out."));
    add(&mut store, &far().report("herald/2", "Nobody else was hurt."));
    let all = list(&store, &Filter::default());
    // The latest first.
    assert_eq!(all.iter().map(|i| i.id).collect::<Vec<_>>(), [2, 1]);
    let dead: BTreeSet<u32> = all[1].killed.values.iter().map(|v| v.value.low).collect();
    assert_eq!(dead, BTreeSet::from([14, 19]));
    assert!(all[1].differs && !all[0].differs);
    assert_eq!(all[1].reports.len(), 2);
    let history = store.history(1).unwrap();
    assert_eq!(
        history.iter().map(|e| e.what.as_str()).collect::<Vec<_>>(),
        ["incident.new", "incident.change"]
    );
    let came = history[1].after.as_ref().unwrap();
    assert_eq!(came["events"].as_array().unwrap().len(), 1);
    assert_eq!(came["killed_values"], serde_json::json!(["14", "19"]));
    store.verify(None).unwrap();
}

fn filters(at: &Place) {
    let mut store = at.open();
    add(&mut store, &kabal().report("herald/1", "Ambulances of the Blue Cross came."));
    add(&mut store, &kabal().killed(19).report("post/1", "Stalls were burnt out."));
    add(&mut store, &far().report("herald/2", "Nobody else was hurt."));
    let day = |d: &str| Some(d.parse().unwrap());
    let all = Filter::default;
    for (filter, expected) in [
        (Filter { since: day("2031-05-13"), ..all() }, vec![2]),
        (Filter { since: day("2031-05-12"), until: day("2031-05-12"), ..all() }, vec![1]),
        (Filter { country: Some("AFG".into()), ..all() }, vec![1]),
        (Filter { country: Some("DEU".into()), ..all() }, vec![]),
        (Filter { root: Some(diurna_core::Root::Assault), ..all() }, vec![2, 1]),
        (Filter { root: Some(diurna_core::Root::Protest), ..all() }, vec![]),
        (Filter { disagreeing: true, ..all() }, vec![1]),
        (Filter { min_killed: Some(4), ..all() }, vec![1]),
        (Filter { limit: Some(1), ..all() }, vec![2]),
        (Filter { text: Some("ambulances cross".into()), ..all() }, vec![1]),
        (Filter { text: Some("\"blue cross\"".into()), ..all() }, vec![1]),
        (Filter { text: Some("\"cross blue\"".into()), ..all() }, vec![]),
        (Filter { text: Some("nobod*".into()), ..all() }, vec![2]),
        (Filter { text: Some("( - \"".into()), ..all() }, vec![2, 1]),
    ] {
        assert_eq!(store.find(&filter).unwrap().0, expected, "{filter:?}");
    }
    assert_eq!(store.find(&Filter { limit: Some(1), ..all() }).unwrap().1, 2);
}

fn the_order_of_arrival_decides_nothing(at: &Place) {
    let near = Attack { day: "2031-05-13".parse().unwrap(), ..kabal() };
    let mut reports: Vec<Report> = vec![
        kabal().report("herald/1", "The market was full."),
        kabal().killed(19).report("post/1", "Stalls were burnt out."),
        kabal().killed(16).report("echo/1", "A witness wept."),
        near.report("herald/2", "The second day."),
        near.killed(2).report("post/2", "A guard fell."),
        far().report("herald/3", "Nobody else was hurt."),
        far().killed(5).report("echo/3", "The road was shut."),
    ];
    let mut dice = Dice(7);
    let mut expected = None;
    for run in 0..8 {
        let place = at.another(&format!("order_{run}"));
        let mut store = place.open();
        for report in &reports {
            add(&mut store, report);
        }
        store.verify(None).unwrap();
        let company = company(&store);
        assert!(company.contains(&vec!["echo/3".to_string(), "herald/3".to_string()]), "{company:?}");
        assert_eq!(*expected.get_or_insert_with(|| company.clone()), company, "run {run}");
        for i in (1..reports.len()).rev() {
            reports.swap(i, usize::try_from(dice.roll(i as u64 + 1)).unwrap());
        }
    }
}

fn same_is_a_merge_wherever_it_is_said(at: &Place) {
    let bonds = |at: &Place, join: fn(&mut Store)| {
        let mut store = at.open();
        add(&mut store, &kabal().report("herald/1", "The market was full."));
        add(&mut store, &kabal().killed(15).report("post/1", "Stalls were burnt out."));
        add(&mut store, &kabal().killed(16).report("echo/1", "A witness wept."));
        add(&mut store, &far().report("herald/2", "Nobody else was hurt."));
        add(&mut store, &far().killed(4).report("echo/2", "The road was shut."));
        join(&mut store);
        assert_eq!(found(&store, 2).reports.len(), 5);
        store.verify(None).unwrap();
        drop(store);
        at.column("SELECT a_report || a_event || b_report || b_event || same FROM decision ORDER BY 1")
    };
    let said = bonds(at, |store| {
        store.decide("1", "2", true, &by()).unwrap();
    });
    // One between the two, two that hold three events together, one that holds two.
    assert_eq!(said.len(), 4);
    let merged = bonds(&at.another("merged"), |store| {
        store.act(1, &Action::Merge { other: 2 }, None, &by(), Role::Editor).unwrap();
    });
    assert_eq!(said, merged);
}

fn what_a_person_decides_stays(at: &Place) {
    let mut store = at.open();
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    add(&mut store, &far().report("herald/2", "Nobody else was hurt."));
    // They are nothing alike, but somebody knows better.
    let decided = store.decide("1", "2", true, &by()).unwrap();
    assert_eq!((decided.a, decided.b), (1, 1));
    assert_eq!(found(&store, 2).id, 1, "the higher id leads to the lower");
    assert_eq!(found(&store, 1).reports.len(), 2);
    // A later run does not undo it, whatever it makes of the new report.
    add(&mut store, &kabal().killed(15).report("post/1", "Stalls were burnt out."));
    let sources: Vec<String> = found(&store, 1).reports.iter().map(|r| r.source.clone()).collect();
    assert!(["herald/1", "herald/2"].iter().all(|s| sources.contains(&(*s).to_string())), "{sources:?}");
    let moved = |from: usize| -> Vec<(u64, Moved)> {
        let changes = store.changes(Since::Line(0)).unwrap();
        changes.into_iter().skip(from).map(|c: Change| (c.incident, c.moved)).collect()
    };
    assert_eq!(moved(0)[..4], [(1, Moved::New), (2, Moved::New), (1, Moved::Changed), (2, Moved::Joined(1))]);
    let (given, seen) = (moved(0).iter().map(|m| m.0).max().unwrap(), moved(0).len());
    // Another person takes one report out again: it gets an id that was never given.
    let out = format!("{}#e1", far().report("herald/2", "Nobody else was hurt.").1.report.id);
    let decided = store.decide("1", &out, false, &by()).unwrap();
    let new = given + 1;
    assert_eq!((decided.a, decided.b), (1, new));
    assert_eq!(found(&store, new).reports[0].source, "herald/2");
    assert_eq!(found(&store, 2).id, 1, "a redirect is not undone");
    // And reports that come later find either side.
    add(&mut store, &far().killed(4).report("echo/2", "The road was shut."));
    assert_eq!(found(&store, new).reports.len(), 2);
    let moved: Vec<(u64, Moved)> =
        store.changes(Since::Line(0)).unwrap().iter().skip(seen).map(|c| (c.incident, c.moved)).collect();
    assert!(moved.contains(&(new, Moved::Split(1))), "{moved:?}");
    let line = store.history(1).unwrap().into_iter().find(|e| e.what == "decision").unwrap();
    assert_eq!((line.who.as_str(), &line.after.unwrap()["same"]), ("mira", &serde_json::json!(true)));
    store.verify(None).unwrap();
}

fn not_the_same_parts_what_looks_alike(at: &Place) {
    let mut store = at.open();
    let second = kabal().killed(15).report("post/1", "Stalls were burnt out.");
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    add(&mut store, &second);
    assert_eq!(company(&store).len(), 1);
    let event = format!("{}#e1", second.1.report.id);
    store.decide(&event, "1", false, &by()).unwrap();
    assert_eq!(company(&store), BTreeSet::from([vec!["herald/1".into()], vec!["post/1".into()]]));
    // A newer version of the page stands where the older stood.
    let newer = kabal().killed(17).report("post/1", "Stalls were burnt out. A list of names follows.");
    assert_eq!(add(&mut store, &newer), Added::Version);
    assert_eq!(company(&store), BTreeSet::from([vec!["herald/1".into()], vec!["post/1".into()]]));
    assert_eq!(found(&store, 2).killed.best.unwrap().low, 17, "and keeps its incident");
    store.verify(None).unwrap();
}

fn decisions_that_cannot_be(at: &Place) {
    let mut store = at.open();
    for (n, town) in ["Kabal", "Gaotown", "Mirpost"].iter().enumerate() {
        let at = (10.0 * n as f64, 20.0);
        let attack = Attack { country: "MLI", ..Attack::new(town, at, &format!("2031-0{}-12", n + 1), 3) };
        add(&mut store, &attack.report(&format!("herald/{n}"), "Nobody else was hurt."));
    }
    let head = store.head().unwrap();
    for (a, b, word) in [
        ("1", "1", "no two to decide about"),
        ("1", "9", "there is no incident 9"),
        ("1", "x", "neither an incident nor an event"),
        ("1", "sha256:00#e1", "there is no event"),
        ("1", "sha256:#e1", "there is no event"),
    ] {
        let e = store.decide(a, b, true, &by()).unwrap_err();
        assert!(e.to_string().contains(word) && e.hint().is_some(), "{a} {b}: {e}");
    }
    assert_eq!(store.head().unwrap(), head, "nothing was kept");
    // 1 = 2 and 1 = 3 hold 2 and 3 together.
    let events: Vec<String> =
        (0..3).map(|n| format!("{}#e1", store.versions(&format!("herald/{n}")).unwrap()[0].id)).collect();
    store.decide(&events[0], &events[1], true, &by()).unwrap();
    store.decide(&events[0], &events[2], true, &by()).unwrap();
    let head = store.head().unwrap();
    let e = store.decide(&events[1], &events[2], false, &by()).unwrap_err();
    assert!(e.to_string().contains("other decisions say otherwise"), "{e}");
    assert_eq!(store.head().unwrap(), head);
    assert_eq!(company(&store).len(), 1);
}

fn what_is_erased_leaves_its_incident(at: &Place) {
    let mut store = at.open();
    let alone = far().report("herald/2", "Nobody else was hurt.");
    let second = kabal().killed(19).report("post/1", "Stalls were burnt out.");
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    add(&mut store, &second);
    add(&mut store, &alone);
    store.erase(&second.1.report.id, None, &by()).unwrap();
    store.erase(&alone.1.report.id, None, &by()).unwrap();
    let one = found(&store, 1);
    assert_eq!((one.reports.len(), one.differs), (1, false));
    assert_eq!(store.incident(2).unwrap(), Found::Ended);
    assert_eq!(store.incident(77).unwrap(), Found::Nothing);
    // An id that has ended is not given again.
    add(&mut store, &Attack::new("Mirpost", (1.0, 1.0), "2031-09-01", 1).report("herald/3", ""));
    assert_eq!(found(&store, 3).reports[0].source, "herald/3");
    store.verify(None).unwrap();
}

fn what_only_a_decision_held_together_stays_when_the_other_is_erased(at: &Place) {
    let mut store = at.open();
    let second = far().report("herald/2", "Nobody else was hurt.");
    add(&mut store, &kabal().report("herald/1", "The market was full."));
    add(&mut store, &second);
    store.decide("1", "2", true, &by()).unwrap();
    store.erase(&second.1.report.id, None, &by()).unwrap();
    assert_eq!(found(&store, 1).reports[0].source, "herald/1");
    assert_eq!(found(&store, 2).id, 1);
    // What was known of the erased report is in no line of any incident that held it.
    let history = store.history(1).unwrap();
    assert!(history.iter().all(|e| e.before.is_none() && e.after.is_none()), "{history:?}");
    store.verify(None).unwrap();
}
