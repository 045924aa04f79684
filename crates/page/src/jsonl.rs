//! One report a line: JSON lines.

use crate::dates::{self, LATEST, Order};
use crate::report::{Options, html, id, text};
use crate::{Error, meta};
use diurna_core::report::Report;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// The first year of which a date is believed: before it stand days that nobody filled in, such as 0000-01-01.
const FIRST_YEAR: i16 = 1000;

/// The report in one JSON line: an object with `text` or `html`, and `id`, `title`, `publisher`, `url`, `date` and `language`
/// where known. What the line says wins over `options`. The text goes in unchanged; the source is the id, or `line` and `number` where
/// there is none. A `date` that can be two days, as 05/11/2032 can, is refused.
///
/// # Errors
/// Where the line is no such object or holds no text; `number` names it in the message.
///
/// ```
/// use diurna_page::{Options, read_line};
/// let line = r#"{"id": "a1", "text": "Shells fell on the quay.", "date": "2021-02-16"}"#;
/// let report = read_line(line, 1, &Options::default())?;
/// assert_eq!((report.source.as_str(), &*report.text), ("a1", "Shells fell on the quay."));
/// let error = read_line("{\"id\": 7}", 3, &Options::default()).unwrap_err();
/// assert!(error.to_string().starts_with("line 3"));
/// # Ok::<(), diurna_page::Error>(())
/// ```
pub fn read_line(line: &str, number: usize, options: &Options) -> Result<Report, Error> {
    let place = format!("line {number}");
    let bytes = line.trim_end_matches(['\n', '\r']);
    let json = bytes.trim_start_matches('\u{feff}');
    let value: Map<String, Value> = serde_json::from_str(json).map_err(|e| {
        // The line within the text is always the first: only the column says something.
        let what = e.to_string().replace(" at line 1 column ", " at column ");
        Error::new(&place, format!("is no JSON object: {what}"))
            .with_hint("each line is one object with \"text\" or \"html\"")
    })?;
    let given = |key: &str| field(&value, key, &place);
    let source = match value.get("id") {
        Some(Value::Number(n)) => n.to_string(),
        // An empty id names nothing.
        _ => given("id")?.filter(|id| !id.trim().is_empty()).unwrap_or(place.as_str()).to_owned(),
    };
    let place = if source == place { place.clone() } else { format!("{place} ({source})") };
    let mut options = options.clone();
    if let Some(date) = given("date")? {
        options.published = Some(day(date, &place)?);
    }
    let own = |slot: &mut Option<String>, value: Option<&str>| {
        if let Some(v) = value.map(str::trim).filter(|v| !v.is_empty()) {
            *slot = Some(v.to_owned());
        }
    };
    own(&mut options.title, given("title")?);
    own(&mut options.url, given("url")?);
    if let Some(code) = given("language")?.and_then(meta::code) {
        options.language = Some(code);
    }
    let mut report = match (given("text")?, given("html")?) {
        (Some(t), _) => text(&place, id(bytes.as_bytes()), t, &options)?,
        (None, Some(h)) => html(&place, id(bytes.as_bytes()), h, &options)?,
        (None, None) => {
            return Err(Error::new(&place, "has neither \"text\" nor \"html\"")
                .with_hint("each line is one object with \"text\" or \"html\""));
        }
    };
    own(&mut report.publisher, given("publisher")?);
    report.source = source;
    Ok(report)
}

/// The day that a line gives as its date.
fn day(text: &str, place: &str) -> Result<Date, Error> {
    let error = |what: String| Error::new(place, what).with_hint("write it as YYYY-MM-DD");
    // A full date is believed whatever its year: archives go far back.
    let plain = text.trim().get(..10).and_then(|d| d.parse::<Date>().ok());
    if let Some(day) = plain.filter(|day| day.year() >= FIRST_YEAR) {
        return Ok(day);
    }
    let read = |order| dates::metadata(text, order, LATEST);
    match (read(Order::DayFirst), read(Order::MonthFirst)) {
        (Some(day), Some(other)) if day != other => {
            Err(error(format!("\"date\" can be {day} or {other}: {text:?}")))
        }
        (Some(day), _) => Ok(day),
        (None, _) => Err(error(format!("\"date\" is no date: {text:?}"))),
    }
}

/// A field that is a string, or none where it is absent or null.
fn field<'a>(value: &'a Map<String, Value>, key: &str, place: &str) -> Result<Option<&'a str>, Error> {
    match value.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(s)) => Ok(Some(s)),
        Some(_) => Err(Error::new(place, format!("\"{key}\" is no string"))
            .with_hint(format!("write it as {{\"{key}\": \"…\"}}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diurna_core::report::{Basis, RegionKind};

    #[test]
    fn a_line_says_what_it_knows() {
        let line = r#"{"id": 12, "text": "Quay shelled\r\n\r\nShells fell on the quay. ", "title": "Quay shelled", "publisher": " Harbour Post ", "url": "https://example.org/q", "date": "2021-02-16T10:00:00Z", "language": "en-GB"}"#;
        let report = read_line(line, 1, &Options::default()).expect("a report");
        assert_eq!(report.source, "12");
        assert_eq!(&*report.text, "Quay shelled\r\n\r\nShells fell on the quay. ");
        assert_eq!(report.regions[0].kind, RegionKind::Title);
        assert_eq!(report.regions[1].span.of(&report.text), "Shells fell on the quay.");
        assert_eq!(report.published.expect("a date").basis, Basis::Given);
        assert_eq!(report.language.as_deref(), Some("en"));
        assert_eq!(report.publisher.as_deref(), Some("Harbour Post"));
        assert_eq!(report.id, id(line.as_bytes()));
    }

    #[test]
    fn an_empty_id_is_none() {
        for line in
            ["{\"text\": \"a\"}", "{\"id\": \"\", \"text\": \"a\"}", "{\"id\": \" \", \"text\": \"a\"}"]
        {
            assert_eq!(read_line(line, 4, &Options::default()).expect("a report").source, "line 4");
        }
    }

    #[test]
    fn a_date_that_may_be_two_days_is_none() {
        let read = |date: &str| {
            let line = serde_json::json!({"text": "a", "date": date}).to_string();
            let report = read_line(&line, 4, &Options::default())?;
            Ok::<_, Error>(report.published.map(|p| p.date.to_string()).unwrap_or_default())
        };
        for date in ["05/11/2032", "5-11-2032", "05/11/32"] {
            let error = read(date).expect_err(date);
            assert!(error.to_string().contains("can be 2032-11-05 or 2032-05-11"), "{error}");
            assert!(error.hint().is_some_and(|h| h.contains("YYYY-MM-DD")));
        }
        // One number is no month, both are the same, a stop parts them, the year is first or the month is a word.
        for date in
            ["13/11/2032", "11/13/2032", "13.11.2032", "2032/11/13", "13 November 2032", "Nov 13, 2032"]
        {
            assert_eq!(read(date).expect(date), "2032-11-13", "{date}");
        }
        assert_eq!(read("05.11.2032").expect("a day"), "2032-11-05");
        assert_eq!(read("11/11/2032").expect("a day"), "2032-11-11");
        assert_eq!(read("1066-10-14").expect("a day"), "1066-10-14");
        for date in ["0000-01-01", "0999-12-31", ""] {
            assert!(read(date).expect_err(date).to_string().contains("is no date"), "{date}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (line, word) in [
            ("[1]", "JSON object"),
            ("{\"text\": 5}", "\"text\" is no string"),
            ("{\"text\": \" \"}", "no text"),
            ("{\"text\": null}", "neither"),
            ("{\"text\": \"a\", \"date\": \"soon\"}", "\"soon\""),
        ] {
            let error = read_line(line, 4, &Options::default()).expect_err("an error").to_string();
            assert!(error.starts_with("line 4") && error.contains(word), "{error}");
        }
    }
}
