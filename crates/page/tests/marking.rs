//! What is marked in plain texts and in the text of pages. Places and people are invented.

use diurna_core::report::{Basis, RegionKind, Report};
use diurna_page::{Options, read_page};

fn read(text: &str) -> Report {
    read_page("note.txt", text.as_bytes(), &Options::default()).expect("a report")
}

fn parts(report: &Report) -> Vec<(RegionKind, &str)> {
    report.regions.iter().map(|r| (r.kind, r.span.of(&report.text))).collect()
}

use RegionKind::{Body, Boilerplate, Byline, Caption, Dateline, Title};

#[test]
fn title_byline_dateline_story() {
    let report = read(
        "Shells fall on Old Harbour\r\n\r\nBy Ada Brook\r\n\r\nFriday, July 15, 2016\r\n\r\nOLD HARBOUR (AP) — Three shells fell \
         on the quay.\r\nNobody was hurt.\r\n",
    );
    assert_eq!(
        parts(&report),
        [
            (Title, "Shells fall on Old Harbour"),
            (Byline, "By Ada Brook"),
            (Dateline, "Friday, July 15, 2016\r\n\r\nOLD HARBOUR (AP) —"),
            (Body, "Three shells fell on the quay.\r\nNobody was hurt."),
        ]
    );
    assert_eq!(report.title.as_deref(), Some("Shells fall on Old Harbour"));
    assert_eq!(
        report.published.map(|p| (p.date.to_string(), p.basis)),
        Some(("2016-07-15".into(), Basis::Text))
    );
}

#[test]
fn a_story_without_a_title_has_none() {
    let report = read(
        "Three shells fell on the quay of Old Harbour.\n\nBy then the town had been emptied, the mayor said.\n",
    );
    assert_eq!(parts(&report).len(), 1);
    assert_eq!((report.title, report.published), (None, None));
}

fn published(report: &Report) -> Option<(String, Basis)> {
    report.published.map(|p| (p.date.to_string(), p.basis))
}

#[test]
fn a_dateline_with_its_day_dates_the_report() {
    for (head, day) in [
        ("OLD HARBOUR, 11 May 2032 -", "2032-05-11"),
        ("Old Harbour, Northmark, May 11, 2032 —", "2032-05-11"),
        ("OLD HARBOUR, May 11, 2032 (Agency) —", "2032-05-11"),
        ("Old Harbour (Agency) 11 May 2032 –", "2032-05-11"),
        ("Old Harbour | 11.05.2032 |", "2032-05-11"),
        ("(Agency, 11 May 2032)", "2032-05-11"),
        ("OLD HARBOUR (Agency, 11 May 2032) -", "2032-05-11"),
        ("Tuesday, 11 May 2032:", "2032-05-11"),
        ("Sept 21 2032 -", "2032-09-21"),
    ] {
        let report = read(&format!(
            "Shells fall on the quay\n\n{head} Three shells fell on it.\n\nNobody was hurt.\n"
        ));
        let story = (Body, "Three shells fell on it.\n\nNobody was hurt.");
        assert_eq!(parts(&report), [(Title, "Shells fall on the quay"), (Dateline, head), story], "{head}");
        assert_eq!(published(&report), Some((day.into(), Basis::Text)), "{head}");
    }
    let second =
        read("Shells fall on the quay\n\nShells fell.\n\nOLD HARBOUR, 11 May 2032 - Nobody was hurt.\n");
    assert_eq!(published(&second), Some(("2032-05-11".into(), Basis::Text)));
    let given = Options { published: Some("2032-05-13".parse().expect("a date")), ..Options::default() };
    let report =
        read_page("note.txt", b"OLD HARBOUR, 11 May 2032 - Three shells fell.", &given).expect("a report");
    assert_eq!(published(&report), Some(("2032-05-13".into(), Basis::Given)));
}

#[test]
fn a_day_that_a_sentence_begins_with_is_no_dateline() {
    for text in [
        "On 11 May 2032 - a Tuesday - shells fell on the quay of Old Harbour.",
        "May 11, 2032 - the day of the vote - was quiet in Old Harbour.",
        "11 May 2032 – 14 May 2032: the quay of Old Harbour was shelled on four days.",
        "Ada Brook (11 May 2032), the mayor's daughter, was born on the quay of Old Harbour.",
        "11 May 2032: Shells fell.\n12 May: Nobody left home.",
        "Tuesday, May 11, 2032 - Shells fell on the quay.\nWednesday, May 12 - Nobody left home, the mayor said.",
        "Old Harbour, 3 October 1990: the two towns became one.",
        "11 May 2032 - Shells fell on the quay of Old Harbour.\n12 May 2032 - Nobody left home, the mayor said all day.",
    ] {
        let report = read(text);
        assert_eq!((parts(&report), published(&report)), (vec![(Body, text)], None), "{text}");
    }
}

#[test]
fn a_transcript_is_no_dateline() {
    let report = read(
        "Truck attack in Old Harbour\n\nREED: What do we know?\nBROOK: Two people were hurt.\nREED: Thank you.\n",
    );
    assert_eq!(parts(&report)[1].0, Body);
    assert_eq!(parts(&report).len(), 2);
}

#[test]
fn alternative_text_and_caption_glued_together() {
    let report = read(
        "Strike on Old Harbour\n\nThe army struck the port on Thursday night.\n\na ruined shed: A shed is seen after a rocket \
         fell near the port of Old Harbour on Feb. 16, 2021.© Tom Reed/Reuters A shed is seen after a rocket fell near the port \
         of Old Harbour on Feb. 16, 2021.\n\nThe mayor said two people were hurt.\n\nAbout the author\n\nRelated Post\n\nLeave a \
         comment\n\nYour email address will not be published. Required fields are marked *",
    );
    let kinds: Vec<_> = parts(&report).iter().map(|p| p.0).collect();
    assert_eq!(kinds, [Title, Body, Caption, Body, Boilerplate]);
    assert!(parts(&report)[2].1.starts_with("a ruined shed") && parts(&report)[2].1.ends_with("2021."));
    assert!(parts(&report)[4].1.starts_with("About the author") && parts(&report)[4].1.ends_with('*'));
    assert_eq!(
        report.published.map(|p| (p.date.to_string(), p.basis)),
        Some(("2021-02-16".into(), Basis::Inferred))
    );
}

#[test]
fn credits_before_captions() {
    let report = read(
        "Truck hits crowd in Old Harbour\n\nAt least four people were hurt on the quay.\nGetty Images Bodies lie on the quay\nAP:\
         Associated Press A truck stands on the quay\nReuters The quay after the attack\nGrey Lens A woman prays by the quay\n\
         Reuters reports that four people were hurt.\nThe driver was shot.\n",
    );
    let captions: Vec<_> = parts(&report).into_iter().filter(|p| p.0 == Caption).map(|p| p.1).collect();
    assert_eq!(
        captions,
        [
            "Getty Images Bodies lie on the quay",
            "AP:Associated Press A truck stands on the quay",
            "Reuters The quay after the attack",
            "Grey Lens A woman prays by the quay",
        ]
    );
    assert!(
        parts(&report).contains(&(Body, "Reuters reports that four people were hurt.\nThe driver was shot."))
    );
}

#[test]
fn photo_credit_at_the_end_and_agency_as_source() {
    let report = read(
        "Shells fall on Old Harbour\n\nA shed burns on the quay on Friday. Photo: Reuters\nThe mayor told Reuters/AFP that \
         nobody was hurt and that the quay had been closed.\n",
    );
    assert_eq!(parts(&report)[1], (Caption, "A shed burns on the quay on Friday. Photo: Reuters"));
    assert_eq!(parts(&report)[2].0, Body);
}

#[test]
fn promotion_between_and_inside_lines() {
    let report = read(
        "Shells fall on Old Harbour\n\nThree shells fell on the quay.\nAdvertisement Continue reading the main story\nThe mayor \
         closed the quay for a day. Continue reading the main story Two boats sank in the harbour.\nRead more: Boats of Old \
         Harbour\nThe mayor promised to share the bill. Sign up for our newsletter\n",
    );
    let out: Vec<_> = parts(&report).into_iter().filter(|p| p.0 == Boilerplate).map(|p| p.1).collect();
    assert_eq!(
        out,
        [
            "Advertisement Continue reading the main story",
            "Continue reading the main story",
            "Read more: Boats of Old Harbour\nThe mayor promised to share the bill. Sign up for our newsletter",
        ]
    );
}

#[test]
fn wiki_leftovers_and_closing_lists() {
    let report = read(
        "Talks fail\n\nJuly 1, 2009\n\n]]Talks between Northmark and Southmark failed. The two sides met in Old Harbour for the \
         third time this year, and parted after an hour without a word to the press.\n\n] and ]]\n\nSources\nA. Brook \"Talks \
         fail\". Example Post, July 1, 2009\n",
    );
    let out: Vec<_> = parts(&report).into_iter().filter(|p| p.0 == Boilerplate).map(|p| p.1).collect();
    assert_eq!(out.len(), 2);
    assert_eq!(out[0], "]]");
    assert!(out[1].starts_with("] and ]]") && out[1].ends_with("2009"));
}

#[test]
fn a_page_becomes_title_story_captions() {
    let page = "<html lang='en'><head><title>Shells fall on Old Harbour | Example Post</title>\
        <meta property='og:site_name' content='Example Post'><meta property='article:published_time' content='2021-02-16T08:00:00Z'>\
        <link rel='canonical' href='https://example.org/quay'></head><body><nav>Home</nav><article><h1>Shells fall on Old Harbour</h1>\
        <figure><img src='a.jpg'><figcaption>A shed burns on the quay. Tom Reed/Reuters</figcaption></figure>\
        <p>Three shells fell on the quay of Old Harbour before dawn on Tuesday, the mayor said. Nobody was hurt.</p>\
        <p>The army of Northmark denied that it had fired them, and blamed a militia from the hills.</p></article></body></html>";
    let report = read_page("quay.html", page.as_bytes(), &Options::default()).expect("a report");
    assert_eq!(
        parts(&report),
        [
            (Title, "Shells fall on Old Harbour"),
            (
                Body,
                "Three shells fell on the quay of Old Harbour before dawn on Tuesday, the mayor said. Nobody was hurt.\n\nThe army \
                 of Northmark denied that it had fired them, and blamed a militia from the hills."
            ),
            (Caption, "A shed burns on the quay. Tom Reed/Reuters"),
        ]
    );
    assert_eq!(report.publisher.as_deref(), Some("Example Post"));
    assert_eq!(report.url.as_deref(), Some("https://example.org/quay"));
    assert_eq!(
        report.published.map(|p| (p.date.to_string(), p.basis)),
        Some(("2021-02-16".into(), Basis::Metadata))
    );
    assert_eq!(report.language.as_deref(), Some("en"));
}

#[test]
fn a_page_without_a_story_is_an_error_unless_it_says_what_it_is_about() {
    let bare = b"<html><head><title>Quay</title></head><body><script>load()</script></body></html>";
    let error = read_page("quay.html", bare, &Options::default()).expect_err("an error");
    assert!(error.to_string().contains("no story text") && error.hint().is_some());
    let told = b"<html><head><title>Quay shelled</title><meta name=description content='Three shells fell.'></head><body></body></html>";
    let report = read_page("quay.html", told, &Options::default()).expect("a report");
    assert_eq!(&*report.text, "Quay shelled\n\nThree shells fell.");
}
