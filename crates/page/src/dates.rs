//! Reading one date out of a short piece of text or an address.

use jiff::civil::Date;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Which of two small numbers comes first in an all-numeric date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// No page is dated before this day.
pub(crate) const EARLIEST: Date = Date::constant(1990, 1, 1);
/// No page is dated after this day unless the caller sets a nearer one.
pub(crate) const LATEST: Date = Date::constant(2049, 12, 31);

static MONTHS: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/page/months.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split_once('\t').and_then(|(n, names)| Some((n.parse().ok()?, names))))
        .flat_map(|(n, names): (i8, &str)| names.split(' ').map(move |name| (name, n)))
        .collect()
});

// The patterns are constants of this file and known to compile; the tests build each of them.
fn pattern(p: &str) -> Option<Regex> {
    Regex::new(p).ok()
}

static YMD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?:^|[^\d.])((?:19|20)\d\d)\s?[-/.年_]\s?(\d{1,2})\s?[-/.月_]\s?(\d{1,2})(?:\D|$)")
});
static COMPACT: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?:^|\D)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:[T ]?\d{4,6}|\D|$)"));
static DMY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^\w.,])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?((?:19|20)\d\d|\d\d)(?:[^\d.]|\.\D|\.?$)",
    )
});
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?:^|\D) (?P<d1>\d{1,2}) (?:st|nd|rd|th|er|\.|º|ª)? [\s,/-]* (?:de|of|d[’'])? \s*
            (?P<m1>\pL+) \.? [\s,/-]* (?:del?|of)? \s* (?P<y1>(?:19|20)\d\d|['’]?\d\d) (?:\D|$)
        | (?P<m2>\pL+) \.? [\s-]* (?P<d2>\d{1,2}) (?:st|nd|rd|th)? [\s,-]+ (?P<y2>(?:19|20)\d\d) (?:\D|$)
        | (?P<y3>(?:19|20)\d\d) [.,]? [\s-]* (?P<m3>\pL+) \.? [\s-]* (?P<d3>\d{1,2}) (?:\D|$)",
    )
});

/// The first date in `text` that is a day between [`EARLIEST`] and `latest`.
pub(crate) fn find(text: &str, order: Order, latest: Date) -> Option<Date> {
    find_at(text, order, latest).map(|(_, d)| d)
}

/// The first date in `text` and where its pattern starts.
pub(crate) fn find_at(text: &str, order: Order, latest: Date) -> Option<(usize, Date)> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let found = [ymd(text, latest), compact(text, latest), named(text, latest), dmy(text, order, latest)];
    found.into_iter().flatten().min_by_key(|&(at, _)| at)
}

/// A date written as ISO 8601 or in full at the start of `text`, as metadata gives it.
pub(crate) fn metadata(text: &str, order: Order, latest: Date) -> Option<Date> {
    let text = text.trim();
    if text.len() > 120 {
        return None;
    }
    find(text, order, latest).or_else(|| epoch(text, latest))
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str, latest: Date) -> Option<Date> {
    if !(10..=13).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: i64 = text.parse().ok()?;
    let seconds = if text.len() == 13 { n / 1000 } else { n };
    let days = i32::try_from(seconds / 86_400).ok()?;
    let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    plausible(date, latest)
}

fn plausible(date: Date, latest: Date) -> Option<Date> {
    (EARLIEST..=latest).contains(&date).then_some(date)
}

fn day(y: &str, m: &str, d: &str, latest: Date) -> Option<Date> {
    let year = year(y)?;
    plausible(Date::new(year, m.parse().ok()?, d.parse().ok()?).ok()?, latest)
}

/// A year of four digits, or of two: 90 to 99 are the nineties, the rest this century.
fn year(y: &str) -> Option<i16> {
    let n: i16 = y.trim_start_matches(['\'', '’']).parse().ok()?;
    Some(match n {
        90..=99 => 1900 + n,
        0..=89 => 2000 + n,
        _ => n,
    })
}

fn ymd(text: &str, latest: Date) -> Option<(usize, Date)> {
    let caps = YMD.as_ref()?.captures_iter(text);
    caps.filter_map(|c| Some((c.get(1)?.start(), day(&c[1], &c[2], &c[3], latest)?))).next()
}

fn compact(text: &str, latest: Date) -> Option<(usize, Date)> {
    let caps = COMPACT.as_ref()?.captures_iter(text);
    caps.filter_map(|c| Some((c.get(1)?.start(), day(&c[1], &c[2], &c[3], latest)?))).next()
}

fn dmy(text: &str, order: Order, latest: Date) -> Option<(usize, Date)> {
    let caps = DMY.as_ref()?.captures_iter(text);
    caps.filter_map(|c| {
        // With full stops between the numbers the day always comes first.
        let month_first = order == Order::MonthFirst && &c[2] != ".";
        let (d, m) = if month_first { (&c[3], &c[1]) } else { (&c[1], &c[3]) };
        let date = day(&c[4], m, d, latest).or_else(|| day(&c[4], d, m, latest))?;
        Some((c.get(1)?.start(), date))
    })
    .next()
}

fn named(text: &str, latest: Date) -> Option<(usize, Date)> {
    let re = NAMED.as_ref()?;
    let mut at = 0;
    // A match whose word is no month may hide a date that starts inside it.
    while let Some(c) = re.captures_at(text, at) {
        let parts = [("d1", "m1", "y1"), ("d2", "m2", "y2"), ("d3", "m3", "y3")];
        let (d, m, y) = parts.iter().find_map(|(d, m, y)| Some((c.name(d)?, c.name(m)?, c.name(y)?)))?;
        let start = d.start().min(m.start()).min(y.start());
        if let Some(n) = month(m.as_str())
            && (y.as_str().len() >= 3 || y.start() > m.end())
            && let Some(date) = day(y.as_str(), &n.to_string(), d.as_str(), latest)
        {
            return Some((start, date));
        }
        let whole = c.get(0)?;
        let next = text[start..].char_indices().nth(1).map_or(text.len(), |(i, _)| start + i);
        // After a word that is no month, go on behind the word rather than letter by letter.
        at = next
            .max(if m.start() <= d.start() && m.start() < y.start() { m.end() } else { next })
            .max(whole.start() + 1);
        at = (at..=text.len()).find(|&i| text.is_char_boundary(i))?;
    }
    None
}

/// The number of the month that `word` names.
pub(crate) fn month(word: &str) -> Option<i8> {
    if word.len() > 40 {
        return None;
    }
    MONTHS.get(word.to_lowercase().as_str()).copied()
}

/// The date in the path of an address: `/2021/02/16/`, `/2021-02-16-`, `/20210216/`.
pub(crate) fn in_url(url: &str, latest: Date) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, p)| p);
    // A copy in an archive is dated in front of the address that it is a copy of.
    let path = path.split_once("://").map_or(path, |(_, p)| p);
    let path = path.split_once('/').map_or("", |(_, p)| p);
    let path = path.split(['#']).next().unwrap_or("");
    let path = format!("/{path}");
    if let Some((_, d)) = ymd(&path, latest).or_else(|| compact(&path, latest)) {
        return Some(d);
    }
    named_path(&path, latest)
        .or_else(|| dmy(&path.replace(['_', '/'], " "), Order::DayFirst, latest).map(|(_, d)| d))
}

/// `/2021/feb/16/`.
fn named_path(path: &str, latest: Date) -> Option<Date> {
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(3).find_map(|w| {
        let year: i16 = w[0].parse().ok().filter(|y| (1990..2100).contains(y))?;
        plausible(Date::new(year, month(w[1])?, w[2].parse().ok()?).ok()?, latest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(text: &str) -> Option<Date> {
        find(text, Order::DayFirst, LATEST)
    }

    #[test]
    fn many_ways_to_write_one_day() {
        assert!([&YMD, &COMPACT, &DMY, &NAMED].iter().all(|r| r.is_some()));
        for text in [
            "2021-02-16T23:30:00-05:00",
            "Published: Feb 16, 2021",
            "16 February 2021",
            "Tuesday, February 16th, 2021 8:15 pm",
            "Posted on 16. Februar 2021 by Ada",
            "Publié le 16 février 2021 à 10h",
            "16 de febrero de 2021",
            "16 de fevereiro de 2021",
            "16-Feb-2021",
            "Tue, 16 Feb 2021 10:00:00 GMT",
            "16.02.2021, 14:30 Uhr",
            "16/2/2021",
            "16.02.21",
            "2021年2月16日",
            "2021. február 16.",
            "16 февраля 2021",
            "20210216",
            "Some 30 people; 16 February 2021",
            "in 16 lines, Feb. 16, 2021",
        ] {
            assert_eq!(read(text), Some(date(2021, 2, 16)), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "© 2021",
            "2021-13-40",
            "16 people 2021",
            "call 20 2021 5555",
            "1985-02-16",
            "v1.2.2021.4",
            "",
            "February",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(find("2021-02-16", Order::DayFirst, date(2020, 1, 1)), None);
    }

    #[test]
    fn order_of_numbers() {
        assert_eq!(find("03/04/2021", Order::DayFirst, LATEST), Some(date(2021, 4, 3)));
        assert_eq!(find("03/04/2021", Order::MonthFirst, LATEST), Some(date(2021, 3, 4)));
        assert_eq!(find("03.04.2021", Order::MonthFirst, LATEST), Some(date(2021, 4, 3)));
        assert_eq!(find("16/02/2021", Order::MonthFirst, LATEST), Some(date(2021, 2, 16)));
    }

    #[test]
    fn addresses() {
        for url in [
            "https://example.org/2021/02/16/shelling",
            "https://example.org/world/2021/feb/16/shelling",
            "https://example.org/news/20210216-shelling.html",
            "https://example.org/a-2021-02-16",
            "https://example.org/news/16-02-2021-shelling",
        ] {
            assert_eq!(in_url(url, LATEST), Some(date(2021, 2, 16)), "{url}");
        }
        assert_eq!(in_url("https://example.org/2021/02/shelling", LATEST), None);
        assert_eq!(in_url("https://2021-02-16.example.org/", LATEST), None);
        let copy = "https://archive.example.org/web/20220301120000/http://example.org/2021/02/16/shelling";
        assert_eq!(in_url(copy, LATEST), Some(date(2021, 2, 16)));
    }

    #[test]
    fn seconds_since_1970() {
        assert_eq!(metadata("1613433600", Order::DayFirst, LATEST), Some(date(2021, 2, 16)));
        assert_eq!(metadata("1613433600000", Order::DayFirst, LATEST), Some(date(2021, 2, 16)));
    }
}
