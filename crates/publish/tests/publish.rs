//! What is published, what is not, and that words of others stay words.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{SECRETS, inputs, plain, review, texts};
use diurna_core::codebook::{ActorKind, Mode, Root};
use diurna_core::incident::Incident;
use diurna_core::resolved::Precision;
use diurna_export::Coarsen;
use diurna_publish::{Done, Input, MARKER, Settings, publish};
use diurna_review::{FieldName, Link, LinkKind, Review, State, Verdict, VerdictKind};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::collections::BTreeMap;

type Written = BTreeMap<String, Vec<u8>>;

fn settings() -> Settings {
    Settings::new("Sel Valley Record", "2031-06-01".parse().unwrap())
}

fn write(inputs: Vec<Input>, settings: &Settings) -> (Written, Done) {
    let mut files = Written::new();
    let done = publish(inputs, &texts(), settings, &mut files).unwrap();
    (files, done)
}

/// Every file as text, Parquet unpacked.
fn unpacked(files: &Written) -> Vec<(String, String)> {
    let text = |(name, bytes): (&String, &Vec<u8>)| {
        let text = if name.ends_with(".parquet") {
            let reader = SerializedFileReader::new(bytes::Bytes::from(bytes.clone())).unwrap();
            let rows: Vec<String> =
                reader.get_row_iter(None).unwrap().map(|r| r.unwrap().to_string()).collect();
            format!("{} {:?}", rows.join("\n"), reader.metadata().file_metadata().key_value_metadata())
        } else {
            String::from_utf8(bytes.clone()).unwrap()
        };
        (name.clone(), text)
    };
    files.iter().map(text).collect()
}

#[track_caller]
fn holds_none(files: &Written, secrets: &[&str]) {
    for (name, text) in unpacked(files) {
        let (text, name_too) = (text.to_lowercase(), name.to_lowercase());
        for secret in secrets {
            assert!(!text.contains(secret) && !name_too.contains(secret), "{name} holds {secret:?}");
        }
    }
}

fn page(files: &Written, name: &str) -> String {
    String::from_utf8(files.get(name).unwrap_or_else(|| panic!("{name} is missing")).clone()).unwrap()
}

fn accepted(incident: Incident) -> Input {
    Input::new(incident, review(State::Accepted))
}

#[test]
fn nothing_secret_is_in_any_file() {
    let (files, done) = write(inputs(), &settings());
    holds_none(&files, &SECRETS);
    // The private incident is not there; the march is, by its province, and the arrest is, without its names.
    assert!(!files.contains_key("incident/2003.html"));
    assert!(page(&files, "incident/2002.html").contains("Skane"));
    let arrest = page(&files, "incident/2001.html");
    assert!(arrest.contains("detained person") && arrest.contains("Quellbrunn"));
    // Of the private report, not even the number of persons that it alone gives.
    assert!(!arrest.contains("7777"));
    assert_eq!(done.left_out, BTreeMap::from([("marked as private", 1)]));
}

#[test]
fn flags_open_what_they_say_and_no_more() {
    let mut open = settings();
    open.options.include_private = true;
    let (files, _) = write(inputs(), &open);
    assert!(page(&files, "incident/2001.html").contains("Mirelle Vasko"));
    let kept = [
        "fennholm",
        "60.125",
        "lindqvist",
        "shelter",
        "sture wald",
        "secret-note",
        "/home/ola",
        "hidden courier",
    ];
    holds_none(&files, &kept);
    let mut moving = settings();
    moving.options.include_movements = true;
    let (files, _) = write(inputs(), &moving);
    assert!(page(&files, "incident/2002.html").contains("Fennholm"));
    holds_none(&files, &["mirelle", "vasko", "a nurse", "lindqvist", "sture wald", "secret-note"]);
}

#[test]
fn young_movements_stay_at_home() {
    // Told on 3 March for 4 March: free from 11 March on.
    for (today, there) in [("2031-03-10", false), ("2031-03-11", true)] {
        let mut early = settings();
        early.options.today = today.parse().unwrap();
        let (files, done) = write(inputs(), &early);
        assert_eq!(files.contains_key("incident/2002.html"), there, "{today}");
        assert_eq!(done.left_out.len(), if there { 1 } else { 2 });
        holds_none(&files, &["fennholm", "60.125"]);
    }
}

#[test]
fn coarse_places_are_coarse_everywhere() {
    let towns = ["quellbrunn", "tesmar", "labasa", "orsa", "47.625", "14.125", "63.25", "61.125", "-16.433"];
    let mut coarse = settings();
    coarse.options.coarsen = Some(Coarsen::Admin1);
    let (files, done) = write(inputs(), &coarse);
    holds_none(&files, &SECRETS);
    holds_none(&files, &towns);
    assert!(page(&files, "incident/1047.html").contains("Car bomb in Sel, 14 March 2031"));
    assert_eq!(done.incidents, files.keys().filter(|name| name.starts_with("incident/")).count());
    coarse.options.coarsen = Some(Coarsen::Country);
    let (files, _) = write(inputs(), &coarse);
    holds_none(&files, &SECRETS);
    holds_none(&files, &towns);
    holds_none(&files, &["ostmark", "zamora", "skane", "-8.625"]);
    assert!(page(&files, "incident/1049.html").contains("Demonstration in Peru, 1 March 2031"));
}

#[test]
fn only_what_a_person_accepted() {
    let place = || Some(common::site("Orsa", "Sel", "SWE", (61.1, 14.6), Precision::Town));
    let of = |id, state| Input::new(plain(id, Root::Protest, None, "2031-05-01", place()), review(state));
    let all = || {
        vec![
            of(1, State::New),
            of(2, State::InReview),
            of(3, State::SecondLook),
            of(4, State::Accepted),
            of(5, State::Rejected),
            of(6, State::Published),
            Input { chosen: false, ..of(7, State::Accepted) },
        ]
    };
    let ids = |files: &Written| -> Vec<String> {
        files
            .keys()
            .filter_map(|n| n.strip_prefix("incident/")?.strip_suffix(".html").map(String::from))
            .collect()
    };
    let (files, done) = write(all(), &settings());
    assert_eq!(ids(&files), ["4", "6"]);
    assert_eq!((done.incidents, done.unreviewed), (2, 0));
    assert_eq!(done.left_out, BTreeMap::from([("not accepted by a person", 3), ("rejected by a person", 1)]));
    assert!(!page(&files, "index.html").contains("Not reviewed by a person"));
    let (files, done) = write(all(), &Settings { unreviewed: true, ..settings() });
    assert_eq!(ids(&files), ["1", "2", "3", "4", "6"], "what a person rejected is never there");
    assert_eq!((done.incidents, done.unreviewed), (5, 3));
    assert_eq!(done.left_out, BTreeMap::from([("rejected by a person", 1)]));
    for name in files.keys().filter(|name| name.ends_with(".html")) {
        assert!(page(&files, name).contains("Not reviewed by a person"), "{name}");
    }
    assert!(page(&files, "incident/1.html").contains("A machine read this"));
    assert!(!page(&files, "incident/4.html").contains("A machine read this"));
    assert_eq!(
        page(&files, "data/review.csv"),
        "incident_id,reviewed\n1,false\n2,false\n3,false\n4,true\n6,true\n"
    );
}

#[test]
fn delays_count_from_the_last_day() {
    let of = |id, day| accepted(plain(id, Root::Protest, None, day, None));
    let mut undated = plain(3, Root::Protest, None, "2031-05-02", None);
    undated.when = Default::default();
    undated.reports[0].published = None;
    let all = vec![of(1, "2031-05-02"), of(2, "2031-05-03"), accepted(undated)];
    // Thirty days before 1 June are 2 May.
    let (files, done) = write(all.clone(), &Settings { delay: 30, ..settings() });
    assert!(files.contains_key("incident/1.html") && !files.contains_key("incident/2.html"));
    assert_eq!(done.left_out, BTreeMap::from([("younger than the delay, or without a date", 2)]));
    assert_eq!(write(all.clone(), &settings()).1.incidents, 3);
    // The calendar ends with the year 9999: some 2.9 million days from then on, and no more than 7.3 million from one end to the other.
    for delay in [3_000_000, 7_304_485, u32::MAX] {
        assert_eq!(write(all.clone(), &Settings { delay, ..settings() }).1.incidents, 0, "{delay}");
    }
}

#[test]
fn the_same_bytes_every_time() {
    let (one, _) = write(inputs(), &settings());
    let (two, _) = write(inputs().into_iter().rev().collect(), &settings());
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        // The order in which incidents are given must not be seen.
        assert!(two.get(name) == Some(bytes), "{name} differs");
    }
}

#[test]
fn words_of_others_are_no_markup() {
    let evil = "\"'><script>alert(1)</script><svg onload=alert(2)>&lt;\u{202e}";
    let mut it = common::bomb();
    it.title = format!("T {evil}");
    for (n, report) in it.reports.iter_mut().enumerate() {
        report.title = Some(format!("R {evil}"));
        report.publisher = Some(format!("P{n} {evil}"));
        report.source = "../../../../tmp/evil".into();
        report.url = Some("javascript:alert(3)".into());
    }
    it.agents.values[0].value = common::party(&format!("A {evil}"), ActorKind::ArmedGroup);
    it.agents.best = vec![it.agents.values[0].value.clone()];
    for site in it.r#where.best.iter_mut().chain(it.r#where.values.iter_mut().map(|v| &mut v.value)) {
        site.name = format!("S {evil}");
        site.country = Some("\"><".into());
    }
    it.killed.values[0].accounts[0].source = Some(format!("Ministry {evil}"));
    let mut settings = settings();
    settings.title = format!("Title {evil}");
    settings.licence = Some(evil.into());
    settings.options.filters.insert("text".into(), evil.into());
    let (files, _) = write(vec![accepted(it)], &settings);
    for (name, text) in unpacked(&files).iter().filter(|(name, _)| name.ends_with(".html")) {
        let text = text.to_lowercase();
        // The only script of a page is its own file, and nothing carries a handler or an address that runs.
        assert_eq!(text.matches("<script").count(), 1, "{name}");
        assert!(
            !text.contains("<svg onload") && !text.contains("=\"javascript:") && !text.contains('\u{202e}'),
            "{name}"
        );
        assert!(!text.contains(" style=") && !text.contains(" onclick="), "{name}");
    }
    let page = page(&files, "incident/1047.html");
    assert!(
        page.contains("T &quot;&#x27;&gt;&lt;script&gt;alert(1)&lt;&#x2f;script&gt;"),
        "the title is there as words"
    );
    for name in files.keys() {
        assert!(!name.contains("..") && !name.starts_with('/'), "{name}");
    }
}

#[test]
fn pages_ask_nobody() {
    let (files, _) = write(inputs(), &settings());
    for (name, text) in unpacked(&files).iter().filter(|(name, _)| name.ends_with(".html")) {
        let text = text.replace("&#x2f;", "/");
        assert!(text.contains("default-src 'none'"), "{name}");
        for (at, _) in
            text.match_indices("src=\"").chain(text.match_indices("<link rel=\"stylesheet\" href=\""))
        {
            let rest = &text[at..];
            let value = rest.split('"').find(|part| part.contains("assets/")).unwrap_or_default();
            assert!(
                value.starts_with("assets/") || value.starts_with("../assets/"),
                "{name}: {}",
                &rest[..60]
            );
        }
        // Every link inside leads to a file that is there.
        for (at, _) in text.match_indices("href=\"") {
            let href = text[at + 6..].split('"').next().unwrap();
            let file = href.split('#').next().unwrap();
            if file.is_empty() || file.starts_with("https://") {
                continue;
            }
            let inside = match (file.strip_prefix("../"), name.contains('/')) {
                (Some(up), true) => up.to_string(),
                (None, false) => file.to_string(),
                _ => panic!("{name} links to {href}"),
            };
            assert!(files.contains_key(&inside) || inside == "checksums.sha256", "{name} links to {href}");
        }
    }
    let style = page(&files, "assets/style.css");
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[test]
fn a_country_has_no_point_and_a_town_a_disc() {
    let (files, _) = write(inputs(), &settings());
    let country = page(&files, "incident/1050.html");
    assert!(country.contains("class=\"hatch\"") && !country.contains("class=\"disc"));
    assert!(country.contains("Known to the country only; no point is drawn."));
    let town = page(&files, "incident/1047.html");
    assert!(town.contains("class=\"disc\"") && town.contains("Known to the town (within about 10 km)."));
    let province = page(&files, "incident/1049.html");
    assert!(province.contains("class=\"disc dashed\""));
}

#[test]
fn accounts_stand_side_by_side() {
    let (files, _) = write(inputs(), &settings());
    let page = page(&files, "incident/1047.html");
    for words in [
        "Between 4 and 6 people were reported killed.",
        "Between 11 and 19 people were reported injured.",
        "best supported <b>4–6</b>",
        "<b class=\"val\">3 or more</b>",
        "Police Spokeswoman Ida Brandt",
        "repeats report 2; not counted as a source",
        "Told by 3 reports and repeated by 1.",
        "<q><bdi>at least three</bdi></q>",
        "14 March 2031, about 08:20",
        "<a href=\"https:&#x2f;&#x2f;tesmar-courier.example&#x2f;r2\"",
    ] {
        assert!(page.contains(words), "{words}");
    }
    // The description of the unnamed official is not there; the kind of source is.
    assert!(page.contains("unnamed official") && !page.contains("a local official"));
    // It answers the raid and is answered by the curfew, and their pages say so.
    assert!(
        page.contains("href=\"../incident/1046.html\"") && page.contains("href=\"../incident/1048.html\"")
    );
    assert!(self::page(&files, "incident/1046.html").contains("Answers this incident"));
}

#[test]
fn what_people_set_is_shown_without_who_or_why() {
    let mut input = accepted(common::bomb());
    let verdict = |kind, value| Verdict {
        kind,
        value,
        reason: Some("secret-note".into()),
        evidence: Vec::new(),
        who: "Sture Wald".into(),
        time: "2031-03-06T10:00:00Z".into(),
    };
    let five = serde_json::json!({"kind": "killed", "low": 5, "high": 5, "who": null, "side": null});
    input.review.fields = BTreeMap::from([
        (FieldName::Killed, verdict(VerdictKind::Edited, Some(five))),
        (FieldName::Injured, verdict(VerdictKind::NotStated, None)),
    ]);
    input.review.links.insert(Link { other: 1049, kind: LinkKind::Related });
    input.review.links.insert(Link { other: 2003, kind: LinkKind::Answers });
    let mut all = inputs();
    all.retain(|i| i.incident.id != 1047);
    all.push(input);
    let (files, _) = write(all, &settings());
    holds_none(&files, &["sture wald", "secret-note", "lindqvist", "incident/2003"]);
    let page = page(&files, "incident/1047.html");
    assert!(page.contains("5 people were reported killed.") && page.contains("set by a person"));
    assert!(!page.contains("reported injured") && page.contains("not stated, says the review"));
    assert!(self::page(&files, "incident/1049.html").contains("Belongs with"));
    assert!(
        self::page(&files, "data/incidents.csv")
            .lines()
            .any(|line| line.starts_with("1047,") && line.contains(",5,"))
    );
}

#[test]
fn what_a_person_took_from_a_private_report_goes_too() {
    let mut input = accepted(common::bomb());
    let evidence =
        vec![diurna_review::Evidence { report: "sha256:r2".into(), start: 0, end: 3, text: "Six".into() }];
    let nine = serde_json::json!({"kind": "killed", "low": 9, "high": 9, "who": null, "side": null});
    input.review.fields.insert(
        FieldName::Killed,
        Verdict {
            kind: VerdictKind::Edited,
            value: Some(nine),
            reason: None,
            evidence,
            who: "Sture Wald".into(),
            time: "2031-03-06T10:00:00Z".into(),
        },
    );
    input.private_reports.insert("sha256:r2".into());
    let (files, _) = write(vec![input], &settings());
    holds_none(&files, &["courier", "commuters", "unknown men", "six people", "sha256:r2"]);
    let page = page(&files, "incident/1047.html");
    assert!(page.contains("4 people were reported killed.") && !page.contains("9 people"));
}

#[test]
fn a_report_of_a_private_incident_has_no_headline_elsewhere() {
    let mut open = plain(1, Root::Protest, None, "2031-05-01", None);
    let mut hidden = plain(2, Root::Protest, None, "2031-05-01", None);
    hidden.reports = open.reports.clone();
    open.reports[0].title = Some("March in Orsa, and the hostel raid".into());
    let mut private = accepted(hidden);
    private.review.private = true;
    let (files, _) = write(vec![accepted(open), private], &settings());
    holds_none(&files, &["hostel", "coast-herald.example"]);
    assert!(page(&files, "incident/1.html").contains("Coast Herald"));
}

#[test]
fn a_filter_that_names_somebody_is_not_told() {
    let mut settings = settings();
    settings.options.filters.insert("text".into(), "Vasko baker".into());
    let (files, _) = write(inputs(), &settings);
    holds_none(&files, &SECRETS);
    assert!(page(&files, "method.html").contains("left out"));
}

#[test]
fn what_it_is_made_of_is_told() {
    let mut settings = settings();
    settings.licence = Some("CC BY-SA 4.0".into());
    settings.delay = 3;
    let (files, _) = write(inputs(), &settings);
    let method = page(&files, "method.html");
    for words in [
        "reader&#x2f;7",
        "00ff00ff",
        "diurna&#x2f;codebook&#x2f;1",
        "CC BY-SA 4.0",
        "PLOVER manual",
        "3 days",
        "accepted or published",
    ] {
        assert!(method.contains(words), "{words}");
    }
    let about: serde_json::Value = serde_json::from_slice(&files[MARKER]).unwrap();
    assert_eq!(about["title"], "Sel Valley Record");
    assert_eq!(about["made"]["filters"]["delay"], "3 days");
    let names: Vec<&str> =
        about["downloads"].as_array().unwrap().iter().map(|d| d["file"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 11);
    assert!(names.iter().all(|name| files.contains_key(*name)), "{names:?}");
}

#[test]
fn names_that_a_terminal_would_obey_are_shown_without_that() {
    let mut settings = settings();
    settings.title = "Sel\u{1b}[2J\u{7} Valley\u{9b} Record".into();
    settings.licence = Some("CC\u{0}\u{202e} BY-SA 4.0".into());
    let (files, _) = write(Vec::new(), &settings);
    let about: serde_json::Value = serde_json::from_slice(&files[MARKER]).unwrap();
    assert_eq!(
        (&about["title"], &about["licence"]),
        (&"Sel[2J Valley Record".into(), &"CC BY-SA 4.0".into())
    );
    for (name, text) in unpacked(&files) {
        let obeyed = |c: char| c.is_control() && !"\n\t\r".contains(c) || c == '\u{202e}';
        assert!(!text.contains(obeyed), "{name}");
    }
}

#[test]
fn nothing_at_all_is_a_publication_too() {
    let (files, done) = write(Vec::new(), &settings());
    assert_eq!(done, Done::default());
    assert!(page(&files, "index.html").contains("Nothing is published yet."));
    assert!(page(&files, "incidents.html").contains("No incident is published."));
}

#[test]
fn reviews_can_be_missing() {
    let it = plain(1, Root::Assault, Some(Mode::Arson), "2031-05-01", None);
    let (files, _) =
        write(vec![Input::new(it, Review::default())], &Settings { unreviewed: true, ..settings() });
    assert!(page(&files, "incident/1.html").contains("Attack, arson, reported as having happened."));
}
