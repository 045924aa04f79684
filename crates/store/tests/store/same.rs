//! A file and a server give the same, byte for byte, and both take no number for what was not kept.

use crate::both::{Place, over_both};
use crate::common::{Attack, Dice, by};
use diurna_core::record::Record;
use diurna_store::{Filter, Prepared, Since, Store};
use std::collections::BTreeSet;
use std::fmt::Write;

over_both!(a_step_that_fails_takes_no_number, odd_words_and_long_names);

fn attacks() -> Vec<Attack> {
    let kabal = Attack::new("Kabal", (34.5, 69.2), "2031-05-12", 14);
    let near = Attack { day: "2031-05-13".parse().unwrap(), ..kabal.clone() };
    let far = Attack { country: "MLI", ..Attack::new("Gaotown", (16.3, -0.1), "2031-07-03", 3) };
    let sea = Attack {
        country: "SOM",
        group: "Salt Front".into(),
        ..Attack::new("Mirpost", (1.0, 45.1), "2031-07-04", 2)
    };
    vec![kabal, near, far, sea]
}

/// Words that a person may ask for, and some that are none.
const ASKED: [&str; 24] = [
    "market",
    "MARKET killed",
    "\"red lantern\"",
    "\"lantern red\"",
    "al-Saahil",
    "alsaahil",
    "cafe",
    "CAFÉ nang",
    "da nang*",
    "\"Café Đà\"",
    "улица",
    "\"улица победы\"",
    "3-year-old",
    "year*",
    "o'brien",
    "brien",
    "東京",
    "東",
    "naïve*",
    "\"town a bomb\"",
    "𝒜 😀",
    "( - \"",
    "NOT market",
    "wit*",
];

/// Sentences with letters of many kinds.
const MORE: [&str; 6] = [
    "Witnesses of al-Saahil wept.",
    "The Café Đà Nẵng was shut; a 3-year-old was saved.",
    "Улица Победы была пуста.",
    "Mr O'Brien, naïve as ever, saw it from 東京 street.",
    "😀 nobody e\u{301}lse was hurt — market_place 1,000 kg.",
    "İstanbul STRASSE straße ﬁre \u{0}.",
];

/// All that a store tells, as JSON.
fn told(store: &Store, reports: &[(Vec<u8>, Record)]) -> String {
    let mut out = String::new();
    let all = Filter::default;
    let day = |d: &str| Some(d.parse().unwrap());
    let mut filters = vec![
        all(),
        Filter { since: day("2031-05-13"), until: day("2031-07-03"), ..all() },
        Filter { country: Some("MLI".into()), ..all() },
        Filter { disagreeing: true, min_killed: Some(3), ..all() },
        Filter { min_score: Some(0.5), limit: Some(2), ..all() },
    ];
    filters.extend(ASKED.map(|text| Filter { text: Some(text.into()), ..all() }));
    for filter in &filters {
        writeln!(out, "{filter:?}: {:?}", store.find(filter).unwrap()).unwrap();
    }
    store.each_incident(&all(), |i| writeln!(out, "{}", serde_json::to_string(&i).unwrap()).is_ok()).unwrap();
    for id in 0..20 {
        writeln!(out, "{id}: {:?}", store.incident(id).unwrap()).unwrap();
        writeln!(out, "{}", serde_json::to_string(&store.history(id).unwrap()).unwrap()).unwrap();
    }
    writeln!(out, "{}", serde_json::to_string(&store.changes(Since::Line(3)).unwrap()).unwrap()).unwrap();
    let from = Since::Time("2031-05-14T08:00:00Z".parse().unwrap());
    writeln!(out, "{}", serde_json::to_string(&store.changes(from).unwrap()).unwrap()).unwrap();
    for (_, record) in reports {
        let id = &record.report.id;
        for name in [id.as_str(), &id[..9], &id[..8], &record.report.source] {
            writeln!(out, "{}", serde_json::to_string(&store.versions(name).unwrap()).unwrap()).unwrap();
        }
        writeln!(out, "{}", serde_json::to_string(&store.history_of_report(id).unwrap()).unwrap()).unwrap();
        writeln!(out, "{}", serde_json::to_string(&store.record(id).unwrap()).unwrap()).unwrap();
        writeln!(out, "{:?}", store.raw(id).unwrap()).unwrap();
    }
    store.each_record(|r| writeln!(out, "{}", r.report.id).is_ok()).unwrap();
    let v = store.verify(None).unwrap();
    // The hash of the head is salted: it is another in every database.
    writeln!(out, "{} {} {} {} {}", v.lines, v.erased_lines, v.reports, v.versions, v.incidents).unwrap();
    out
}

#[test]
fn the_same_steps_give_the_same() {
    let Some(server) = Place::server("same") else { return };
    let file = Place::file("same");
    let mut stores = [file.open(), server.open()];
    let (mut dice, attacks) = (Dice(11), attacks());
    let mut reports: Vec<(Vec<u8>, Record)> = Vec::new();
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for step in 0..60 {
        match dice.roll(10) {
            // Two reports in one step; a source that comes again is a newer version.
            0..=5 => {
                let new: Vec<(Vec<u8>, Record)> = (0..2)
                    .map(|_| {
                        let attack = &attacks[dice.roll(4) as usize];
                        let attack = attack.killed(attack.killed + dice.roll(3) as u32);
                        let more = MORE[dice.roll(6) as usize];
                        attack.report(&format!("paper{}/{}", dice.roll(4), dice.roll(5)), more)
                    })
                    .collect();
                let prepared: Vec<Prepared> = new
                    .iter()
                    .map(|(raw, r)| Prepared::new(raw, r, Some(&r.report.source)).unwrap())
                    .collect();
                let [a, b] = stores.each_mut().map(|s| s.add_all(&prepared, &by()).unwrap());
                assert_eq!(a, b, "step {step}");
                reports.extend(new);
            }
            6 | 7 => {
                let (a, b) = ((1 + dice.roll(5)).to_string(), (1 + dice.roll(5)).to_string());
                let same = dice.roll(2) == 0;
                let [a, b] = stores
                    .each_mut()
                    .map(|s| format!("{:?}", s.decide(&a, &b, same, &by()).map_err(|e| e.to_string())));
                assert_eq!(a, b, "step {step}");
            }
            8 if !reports.is_empty() => {
                let (_, record) = &reports[dice.roll(reports.len() as u64) as usize];
                let event = format!("{}#e1", record.report.id);
                let incident = (1 + dice.roll(4)).to_string();
                let [a, b] = stores.each_mut().map(|s| {
                    format!("{:?}", s.decide(&event, &incident, false, &by()).map_err(|e| e.to_string()))
                });
                assert_eq!(a, b, "step {step}");
            }
            _ if !reports.is_empty() => {
                let (_, record) = &reports[dice.roll(reports.len() as u64) as usize];
                let [a, b] = stores.each_mut().map(|s| {
                    let erased = s.erase(&record.report.id, Some("a wish"), &by());
                    format!("{:?}", erased.map(|e| (e.versions, e.lines)).map_err(|e| e.to_string()))
                });
                assert_eq!(a, b, "step {step}");
            }
            _ => {}
        }
        if step % 6 == 5 {
            // Another run of the program sees the same.
            stores = [file.open(), server.open()];
            let [a, b] = stores.each_ref().map(|s| told(s, &reports));
            let first = a.lines().zip(b.lines()).find(|(a, b)| a != b);
            assert!(a == b, "step {step}: {first:?}");
            let finds = |text: &&str| {
                let filter = Filter { text: Some(text.to_string()), ..Filter::default() };
                stores[1].find(&filter).unwrap().1 > 0
            };
            found.extend(ASKED.into_iter().filter(finds));
        }
    }
    for text in ["al-Saahil", "cafe", "\"улица победы\"", "3-year-old", "o'brien", "naïve*", "東京"]
    {
        assert!(found.contains(text), "{text}: {found:?}");
    }
    for text in ["\"lantern red\"", "alsaahil", "da nang*", "東", "\"town a bomb\""] {
        assert!(!found.contains(text), "{text}: {found:?}");
    }
    // The steps were worth comparing: incidents, joins, decisions and erased lines were among them.
    let what: Vec<String> = file.column("SELECT DISTINCT what FROM log ORDER BY what");
    for kind in
        ["decision", "incident.change", "incident.join", "incident.split", "report.erase", "report.version"]
    {
        assert!(what.contains(&kind.to_string()), "{kind}: {what:?}");
    }
}

fn a_step_that_fails_takes_no_number(at: &Place) {
    let mut store = at.open();
    let [first, second] =
        [0, 2].map(|n| attacks()[n].report(&format!("herald/{n}"), "Nobody else was hurt."));
    store.add(&first.0, &first.1, &by()).unwrap();
    let allow = at.forbid("INSERT");
    for _ in 0..3 {
        let e = store.add(&second.0, &second.1, &by()).unwrap_err();
        assert!(e.to_string().contains("not now"), "{e}");
    }
    assert_eq!(store.verify(None).unwrap().reports, 1);
    at.change(allow).unwrap();
    store.add(&second.0, &second.1, &by()).unwrap();
    for table in ["report", "version", "event", "incident"] {
        assert_eq!(at.column(&format!("SELECT CAST(max(id) AS TEXT) FROM {table}")), ["2"], "{table}");
    }
    assert_eq!(store.verify(None).unwrap().lines, 4);
}

fn odd_words_and_long_names(at: &Place) {
    let mut store = at.open();
    let attack = &attacks()[0];
    // Sixty thousand different words, one of them very long; an address longer than an index of a server takes.
    let mut more = format!("{} ", "x".repeat(5000));
    (0..60_000).for_each(|n| more.push_str(&format!("word{n} ")));
    let (raw, mut record) = attack.report("herald/\0one", &more);
    let url = format!("https://herald.example/{}", "0123456789abcdef".repeat(400));
    record.report.url = Some(url.clone());
    store.add(&raw, &record, &by()).unwrap();
    let (raw2, mut record2) = attack.report("herald/two", "Late.");
    record2.report.url = Some(url);
    // The same address: a newer version.
    assert_eq!(store.add(&raw2, &record2, &by()).unwrap(), diurna_store::Added::Version);
    let (raw3, record3) = attack.report("post/1", &more);
    store.add(&raw3, &record3, &by()).unwrap();
    let text = Filter { text: Some("\"word59998 word59999\" word3*".into()), ..Filter::default() };
    assert_eq!(store.find(&text).unwrap().1, 1);
    let text = Filter { text: Some("\"word59999 word59998\"".into()), ..Filter::default() };
    assert_eq!(store.find(&text).unwrap().1, 0);
    assert_eq!(store.versions("herald/\0one").unwrap().len(), 2);
    store.verify(None).unwrap();
}
