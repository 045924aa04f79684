//! What is added stays as it was, once; and the log tells of it.

use crate::both::{Place, over_both};
use crate::common::{Attack, by, kabal};
use diurna_store::{Added, Head, Prepared, Store};

over_both!(
    a_report_comes_back_as_it_was,
    twice_is_once,
    a_newer_page_is_a_newer_version,
    feeds_that_number_from_one_hide_nothing,
    a_crowded_id_hides_nothing,
    an_erased_report_hides_no_later_one,
    verify_sees_what_was_changed,
    what_is_erased_is_in_no_byte_of_the_database,
);

fn a_report_comes_back_as_it_was(at: &Place) {
    let (raw, record) = kabal().report("herald/1", "Ambulances came. 😀");
    let mut store = at.open();
    assert_eq!(store.add(&raw, &record, &by()).unwrap(), Added::New);
    drop(store);
    let store = Store::open_reading(&at.path).unwrap();
    assert_eq!(store.raw(&record.report.id).unwrap().as_deref(), Some(&raw[..]));
    assert_eq!(store.record(&record.report.id).unwrap().as_ref(), Some(&record));
    assert_eq!(store.record("sha256:00").unwrap(), None);
    assert_eq!(store.count_reports().unwrap(), 1);
    let versions = store.versions("herald/1").unwrap();
    assert_eq!(versions.len(), 1);
    assert_eq!((versions[0].added.as_str(), versions[0].current), ("2031-05-14T08:00:00Z", true));
    assert_eq!(store.versions(&record.report.id[..20]).unwrap(), versions);
    let lines = store.history_of_report(&record.report.id).unwrap();
    assert_eq!((lines[0].what.as_str(), lines[0].who.as_str(), lines[0].seq), ("report.add", "mira", 1));
    assert_eq!(lines[0].after.as_ref().unwrap()["source"], "herald/1");
}

fn twice_is_once(at: &Place) {
    let mut store = at.open();
    let (raw, record) = kabal().report("herald/1", "");
    store.add(&raw, &record, &by()).unwrap();
    let head = store.head().unwrap();
    assert_eq!(store.add(&raw, &record, &by()).unwrap(), Added::Known);
    // Not under another name either: the same bytes are the same report.
    let prepared = Prepared::new(&raw, &record, Some("elsewhere")).unwrap();
    assert_eq!(store.add_all(&[prepared.clone(), prepared], &by()).unwrap(), [Added::Known, Added::Known]);
    assert_eq!(store.head().unwrap(), head);
    assert_eq!(store.verify(head.as_ref()).unwrap().reports, 1);
}

fn a_newer_page_is_a_newer_version(at: &Place) {
    let mut store = at.open();
    let url = |mut r: (Vec<u8>, diurna_core::record::Record), url: &str| {
        r.1.report.url = Some(url.to_string());
        r
    };
    let first = url(kabal().report("a.html", "Early."), "https://herald.example/kabal");
    let second = url(kabal().killed(19).report("b.html", "Late."), "https://herald.example/kabal#top");
    let other = url(kabal().report("a.html", "Other."), "https://herald.example/other");
    let no_url = kabal().report("a.html", "No address.");
    for (r, expected) in
        [(&first, Added::New), (&second, Added::Version), (&other, Added::New), (&no_url, Added::Version)]
    {
        assert_eq!(store.add(&r.0, &r.1, &by()).unwrap(), expected, "{}", r.1.report.text);
    }
    // The older bytes stay, and only the latest version counts.
    assert_eq!(store.raw(&first.1.report.id).unwrap().as_deref(), Some(&first.0[..]));
    let versions = store.versions(&first.1.report.id).unwrap();
    let current: Vec<(bool, &str)> = versions.iter().map(|v| (v.current, v.id.as_str())).collect();
    assert_eq!(current[0], (false, first.1.report.id.as_str()));
    assert_eq!(store.count_reports().unwrap(), 2);
    // Bytes that were seen before change nothing, even if they are no longer current.
    assert_eq!(store.add(&first.0, &first.1, &by()).unwrap(), Added::Known);
    let line = &store.history_of_report(&second.1.report.id).unwrap()[0];
    assert_eq!(line.what, "report.version");
    assert_eq!(line.before.as_ref().unwrap()["report"], first.1.report.id.as_str());
    store.verify(None).unwrap();
}

fn feeds_that_number_from_one_hide_nothing(at: &Place) {
    let mut store = at.open();
    let line = |text: &str| {
        let raw = format!("{{\"id\":\"1\",\"text\":\"{text}\"}}").into_bytes();
        let record = diurna_store::bare_record(&raw, "1", text);
        (raw, record)
    };
    let strike = "Shells killed four miners near the Kabal quarry on Monday, the mayor said.";
    for (text, expected) in [
        (strike, Added::New),
        // Another feed's first line: other people, another place, other words.
        ("Dockers in Port Lume stopped work over unpaid wages, their union announced.", Added::New),
        // Each of them is told anew, and both stay.
        ("Shells killed six miners near the Kabal quarry on Monday, doctors there said.", Added::Version),
        (
            "Dockers in Port Lume went back to work after wages were paid, their union announced.",
            Added::Version,
        ),
        ("Students of Norrby filled the square to demand the rector's dismissal.", Added::New),
        (strike, Added::Known),
    ] {
        let (raw, record) = line(text);
        assert_eq!(store.add(&raw, &record, &by()).unwrap(), expected, "{text}");
    }
    assert_eq!(store.count_reports().unwrap(), 3);
    store.verify(None).unwrap();
}

fn a_crowded_id_hides_nothing(at: &Place) {
    let mut store = at.open();
    let mut says = |text: &str, title: Option<&str>, expected: Added| {
        let raw = format!("{{\"id\":\"1\",\"title\":{title:?},\"text\":\"{text}\"}}").into_bytes();
        let mut record = diurna_store::bare_record(&raw, "1", text);
        record.report.title = title.map(String::from);
        assert_eq!(store.add(&raw, &record, &by()).unwrap(), expected, "{title:?} {text}");
    };
    // Twelve words that no other report has.
    let words = |n: usize| (0..12).map(|i| format!("wort{n}x{i}")).collect::<Vec<_>>().join(" ");
    let title = |n: usize| (n == 15).then_some("Quiet week at Port Lume");
    for n in 0..30 {
        says(&words(n), title(n), Added::New);
    }
    // The first, some between, and the last go on with other words.
    for n in [0, 7, 12, 20, 29] {
        says(&format!("{} mended", words(n)), None, Added::Version);
    }
    // Under the title of the sixteenth, all words are others.
    says(&words(100), title(15), Added::Version);
    // Where every third word is another, no run of eight is left: that is seen among the first, and between them not.
    let third = |n: usize| {
        let others = [1, 4, 7, 10].map(|i| (format!("wort{n}x{i} "), format!("wort{n}y{i} ")));
        others.iter().fold(words(n), |text, (old, new)| text.replace(old, new))
    };
    says(&third(3), None, Added::Version);
    says(&third(16), None, Added::New);
    assert_eq!(store.count_reports().unwrap(), 31);
    store.verify(None).unwrap();
    // The name that an erased report leaves is the next one's.
    let gone = store.versions("1").unwrap().into_iter().find(|v| v.current).unwrap();
    store.erase(&gone.id, None, &by()).unwrap();
    let (raw, text) = (b"{}".to_vec(), words(200));
    assert_eq!(store.add(&raw, &diurna_store::bare_record(&raw, "1", &text), &by()).unwrap(), Added::New);
    assert_eq!(store.verify(None).unwrap().reports, 31);
}

fn an_erased_report_hides_no_later_one(at: &Place) {
    let mut store = at.open();
    // Twelve words that no other report has.
    let words = |n: usize| (0..12).map(|i| format!("wort{n}x{i}")).collect::<Vec<_>>().join(" ");
    let says = |store: &mut Store, text: &str, expected: Added| {
        let raw = text.as_bytes();
        let record = diurna_store::bare_record(raw, "1", text);
        assert_eq!(store.add(raw, &record, &by()).unwrap(), expected, "{text}");
        record.report.id
    };
    let ids: Vec<String> = (1..=5).map(|n| says(&mut store, &words(n), Added::New)).collect();
    store.erase(&ids[1], None, &by()).unwrap();
    says(&mut store, &format!("{} mended", words(4)), Added::Version);
    // The next one takes the name that is free, and is found under it.
    says(&mut store, &words(6), Added::New);
    says(&mut store, &format!("{} mended", words(6)), Added::Version);
    assert_eq!(store.count_reports().unwrap(), 5);
    // Names one to five are taken; six more have those up to the eleventh.
    let more: Vec<String> = (7..=12).map(|n| says(&mut store, &words(n), Added::New)).collect();
    // The sixth and the ninth name are free again, and those after them are not.
    for gone in [&more[0], &more[3]] {
        store.erase(gone, None, &by()).unwrap();
    }
    says(&mut store, &format!("{} mended", words(12)), Added::Version);
    says(&mut store, &format!("{} mended", words(8)), Added::Version);
    assert_eq!(store.verify(None).unwrap().reports, 9);
}

#[test]
fn a_record_of_other_bytes_is_refused() {
    let (_, record) = kabal().report("herald/1", "");
    let e = Prepared::new(b"other", &record, None).unwrap_err();
    assert!(e.to_string().contains("herald/1: the record is of other bytes"), "{e}");
}

fn verify_sees_what_was_changed(at: &Place) {
    let mut store = at.open();
    for n in 0..4 {
        let (raw, record) = Attack::new(&format!("Town{n}"), (f64::from(n) * 3.0, 20.0), "2031-05-12", 3)
            .report(&format!("herald/{n}"), "");
        store.add(&raw, &record, &by()).unwrap();
    }
    let good = store.verify(None).unwrap();
    assert_eq!((good.reports, good.versions, good.incidents), (4, 4, 4));
    assert_eq!(good.lines, 8, "a line for each report and each incident");
    drop(store);
    let unguarded = match at.on_server() {
        true => "DROP TRIGGER log_delete ON log; DROP TRIGGER log_update ON log;",
        false => "PRAGMA foreign_keys = OFF; DROP TRIGGER log_delete; DROP TRIGGER log_update;",
    };
    for (sql, word) in [
        ("UPDATE log SET who = 'nobody' WHERE seq = 3", "line 3 was changed"),
        ("UPDATE log SET after = '{}' WHERE seq = 3", "what line 3 tells was changed"),
        ("DELETE FROM log WHERE seq = 5", "line 5 is missing"),
        ("DELETE FROM log WHERE seq > 6", "before the head that was kept"),
        ("UPDATE payload SET data = (SELECT data FROM payload ORDER BY sha256 LIMIT 1)", "are others"),
        ("DELETE FROM payload WHERE sha256 = (SELECT raw FROM version LIMIT 1)", "are missing"),
        (
            "UPDATE version SET record = (SELECT record FROM version WHERE id = 2) WHERE id = 1",
            "another record",
        ),
        (
            "UPDATE incident_body SET data = (SELECT data FROM incident_body WHERE id = 1)",
            "incident 2 was changed",
        ),
        ("DELETE FROM incident_body WHERE id = 1; DELETE FROM incident WHERE id = 1", "incidents are in it"),
    ] {
        let bad = at.copy("bad");
        bad.change(&format!("{unguarded} {sql}")).unwrap();
        let e = Store::open_existing(&bad.path).unwrap().verify(good.head.as_ref()).unwrap_err();
        assert!(e.to_string().contains(word) && e.hint().is_some(), "{sql}: {e}");
    }
    // With its triggers the log cannot be changed by accident.
    for sql in ["DELETE FROM log", "UPDATE log SET who = 'x'", "UPDATE log SET after = '{}'"] {
        assert!(at.change(sql).unwrap_err().contains("append-only"), "{sql}");
    }
}

#[test]
fn a_head_is_written_and_read() {
    let text = format!("12:{}", "0a".repeat(32));
    let head: Head = text.parse().unwrap();
    assert_eq!((head.seq, head.hash), (12, [10; 32]));
    assert_eq!(head.to_string(), text);
    for bad in ["", "12", "12:0a", "x:0a", &text.replace("0a", "0g")] {
        assert!(bad.parse::<Head>().is_err(), "{bad}");
    }
}

fn what_is_erased_is_in_no_byte_of_the_database(at: &Place) {
    let mut store = at.open();
    let town = Attack { group: "Quorlax Front".into(), ..kabal() };
    let (raw, record) = town.report("zweefblad/1", "Her name was Ilvane Torqusk.");
    let (raw2, record2) = kabal().report("herald/1", "Vennick saw it.");
    store.add(&raw, &record, &by()).unwrap();
    let blobs = match at.on_server() {
        true => at.column("SELECT encode(data, 'hex') FROM payload"),
        false => at.column("SELECT lower(hex(data)) FROM payload"),
    };
    store.add(&raw2, &record2, &by()).unwrap();
    let id = record.report.id.clone();
    let before = store.verify(None).unwrap();
    let erased = store.erase(&id, Some("a wish"), &by()).unwrap();
    assert_eq!(erased.versions, std::slice::from_ref(&id));
    let after = store.verify(before.head.as_ref()).unwrap();
    assert!(after.erased_lines >= 2 && after.reports == 1 && after.versions == 2, "{after:?}");
    assert_eq!(store.record(&id).unwrap(), None);
    assert_eq!(store.raw(&id).unwrap(), None);
    // It is not taken again, and asking twice is an error.
    assert_eq!(store.add(&raw, &record, &by()).unwrap(), Added::Erased);
    assert!(store.erase(&id, None, &by()).unwrap_err().to_string().contains("was erased before"));
    assert!(store.erase("sha256:12", None, &by()).unwrap_err().hint().is_some());
    let line = store.history_of_report(&id).unwrap();
    assert!(line[0].erased && line[0].after.is_none());
    assert_eq!(line[1].after.as_ref().unwrap()["why"], "a wish");
    let there = |words: &[&str]| -> Vec<String> {
        let all = everything(at);
        words.iter().filter(|w| all.contains(&hex(w.as_bytes()))).map(ToString::to_string).collect()
    };
    assert_eq!(there(&["zweefblad", "torqusk", "Torqusk", "quorlax", "Quorlax"]), Vec::<String>::new());
    assert!(blobs.len() >= 3);
    let all = everything(at);
    assert!(blobs.iter().all(|b| !all.contains(&b[b.len() / 4 / 2 * 2..b.len() / 4 / 2 * 2 + 80])));
    // The other report is still there, until it goes as well.
    assert_eq!(there(&["vennick"]), ["vennick"]);
    // A server has a log of its own, which nobody but its administrator can speak for.
    assert_eq!(store.erase(&record2.report.id, None, &by()).unwrap().overwritten, !at.on_server());
    assert_eq!(there(&["vennick", "Red Lantern"]), Vec::<String>::new());
    assert_eq!(store.verify(None).unwrap().reports, 0);
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// All bytes of a file with its write-ahead log, or all that a server gives of its tables, in hexadecimal digits.
pub(crate) fn everything(at: &Place) -> String {
    if !at.on_server() {
        let wal = at.path.with_extension("db-wal");
        let files = [at.path.clone(), wal].map(|f| std::fs::read(f).unwrap_or_default());
        return files.iter().map(|f| hex(f)).collect();
    }
    let tables = at.column(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys'",
    );
    let mut all = String::new();
    for table in tables {
        for row in at.column(&format!("SELECT t::text FROM {table} t")) {
            // Bytes are in digits already.
            all.push_str(&row);
            all.push_str(&hex(row.as_bytes()));
        }
    }
    all
}
