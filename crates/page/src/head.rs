//! The head of a text: title, byline, dateline.

use crate::dates::{self, LATEST, Order};
use crate::mark::Line;
use crate::scan;
use diurna_core::report::RegionKind;
use regex::Regex;
use std::sync::LazyLock;

/// Lines at the head that can be byline or dateline.
const HEAD: usize = 8;

/// Marks the head lines; `title` is the title where it is known from elsewhere.
pub(crate) fn mark(lines: &mut [Line<'_>], title: Option<&str>) {
    let known = title.map(plain).filter(|t| !t.is_empty());
    let mut at = 0;
    let mut first = known.clone();
    if let Some(line) = lines.first() {
        let same = known.as_ref().is_some_and(|t| plain(line.text) == *t);
        if same || looks_like_title(lines) {
            first = Some(plain(line.text));
            lines[0].kind = RegionKind::Title;
            at = 1;
        }
    }
    // A place before a colon looks like a speaker in a transcript; a transcript has more than one.
    let spoken = |l: &&Line<'_>| dateline_prefix(l.text).is_some_and(|(_, colon)| colon);
    let transcript = lines.iter().take(4 * HEAD).filter(spoken).count() > 1;
    // A line that begins with its day is an entry where others do, too.
    let log = lines.iter().take(4 * HEAD).filter(|l| is_entry(l.text)).count() > 1;
    let mut body = 0;
    for line in lines.iter_mut().skip(at).take(HEAD) {
        if line.kind != RegionKind::Body {
            continue;
        }
        let repeated = first.as_ref().is_some_and(|t| plain(line.text) == *t);
        if repeated {
            line.kind = RegionKind::Boilerplate;
        } else if is_lone_dateline(line.text)
            || is_dateline(line.text) && !(log && is_entry(line.text) && is_sentence(line.text))
        {
            line.kind = RegionKind::Dateline;
        } else if is_byline(line.text) || first.as_deref().is_some_and(|t| dated_title(line.text, t)) {
            line.kind = RegionKind::Byline;
        } else {
            let dated = (body < 2 && !log).then(|| dated_prefix(line.text)).flatten();
            let undated = || dateline_prefix(line.text).filter(|(_, colon)| !(*colon && transcript));
            let end = dated.or_else(|| (body < 3).then(undated).flatten().map(|(end, _)| end));
            if let Some(end) = end {
                line.parts.push((line.start..line.start + end, RegionKind::Dateline));
            }
            body += 1;
        }
    }
}

/// Letters and digits in lower case with single spaces.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

fn looks_like_title(lines: &[Line<'_>]) -> bool {
    let [first, second, ..] = lines else { return false };
    let text = first.text;
    let words = first.words();
    if words > 25 || text.len() > 240 || words < 2 && text.len() < 4 {
        return false;
    }
    let stop = text.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with('.');
    let abbreviated = text.rsplit(' ').next().is_some_and(|w| w.matches('.').count() > 1);
    let told = is_dateline(text) || is_byline(text) || is_lone_dateline(text);
    if (stop && !abbreviated) || text.ends_with([',', ';', ':']) || told {
        return false;
    }
    // A title is followed by a story, by its own repetition, or by who and when.
    second.is_closed()
        || second.text.len() > 80
        || is_dateline(second.text)
        || is_byline(second.text)
        || plain(second.text).starts_with(&plain(text))
        || lines.len() > 3
}

/// A line that is a date with no more than its label, weekday, time or place.
pub(crate) fn is_dateline(text: &str) -> bool {
    if text.len() > 90 || text.ends_with('?') || text.split_whitespace().count() > 12 {
        return false;
    }
    let Some((at, _)) = dates::find_at(text, Order::DayFirst, LATEST) else { return false };
    // "11 May 2032 - Gunmen fired on a bus.": the story follows.
    let story = |end: usize| text[end..].split_whitespace().count() >= 4;
    if is_sentence(text) && dated_prefix(text).is_some_and(story) {
        return false;
    }
    let label = plain(&text[..at]);
    let words = label.split(' ').filter(|w| !w.is_empty() && !is_weekday(w)).count();
    let stop = text.trim_end().ends_with('.') && (words > 0 || text.split_whitespace().count() > 8);
    !stop && (words <= 2 || DATE_LABELS.iter().any(|l| label.starts_with(l)))
}

fn is_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '"', '”', '’'])
}

const DATE_LABELS: &[&str] =
    &["published", "updated", "posted", "last updated", "last modified", "first published", "issued", "date"];

fn is_weekday(word: &str) -> bool {
    matches!(
        word.get(..3),
        Some("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun") if word.len() <= 9
    )
}

static BYLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:
        (?:(?:[Ww]ritten|[Ss]tory|[Tt]ext|[Rr]eport)\ [Bb]y|[Bb]y:?|BY:?)\ +(?:\p{Lu}|the\ )[^.!?]+$
        | (?i-u:from\ our|our|staff|special|foreign|web)\ (?i-u:correspondents?|reporters?|desk|staff|writers?)(?:[\ ,][^.!?]*)?$
        | (?i-u:agencies|reuters|associated\ press|the\ associated\ press|afp|ap|bbc\ news|xinhua|staff|news\ desk|web\ desk)$
        | \p{Lu}[^\ .!?,|/]+(?:\ \p{Lu}[^\ !?,|/]*)+\ ?(?:,\ |\|\ ?|/|in\ )(?i-u:reuters|afp|ap|associated\ press|bbc\ news|cnn|staff\ writer|correspondent)(?:[\ ,][^.!?]*)?$
        )",
    )
    .ok()
});

/// A line that names who wrote the story.
pub(crate) fn is_byline(text: &str) -> bool {
    text.len() <= 140
        && text.split_whitespace().count() <= 16
        && BYLINE.as_ref().is_some_and(|r| r.is_match(text))
        && (!text.to_ascii_lowercase().starts_with("by ") || names(text))
}

/// After "By": mostly capitalised words, so that "By then thousands had fled" is no byline.
fn names(text: &str) -> bool {
    let words: Vec<&str> =
        text.split_whitespace().skip(1).filter(|w| w.chars().any(char::is_alphabetic)).collect();
    let small =
        words.iter().filter(|w| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase));
    let small = small
        .filter(|w| {
            !matches!(
                **w,
                "and" | "in" | "for" | "of" | "the" | "de" | "van" | "von" | "bin" | "al" | "at" | "on"
            )
        })
        .count();
    !words.is_empty() && small * 4 <= words.len()
}

/// The title once more, followed by when and by whom.
fn dated_title(text: &str, title: &str) -> bool {
    let line = plain(text);
    title.len() >= 12
        && line.len() < title.len() + 90
        && line.strip_prefix(title).is_some_and(|rest| {
            rest.contains("updated")
                || rest.contains("published")
                || rest.contains(" by ")
                || is_dateline(rest.trim())
        })
}

// BAGHDAD (AP) —   GAZA CITY, Feb. 16 (Reuters) -   CAIRO —   Old Harbour (AFP) -   (CNN) --   NEW HARBOUR:
static PREFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:
        (?:\p{Lu}[\p{Lu}.'’/\ -]+ (?:,\ [\pL.\ ]+)? (?:,?\ \p{Lu}\p{Ll}+\.?\ [0-9]+(?:,\ [0-9]+)?)? \ ?)?
            \(\p{Lu}[\pL.&/,\ ]+\) \ *(?:—|–|--|-|_|:)?\ *
        | \p{Lu}[\p{Lu}.'’/\ -]+ (?:,\ [\pL.\ ]+)? (?:,?\ \p{Lu}\p{Ll}+\.?\ [0-9]+(?:,\ [0-9]+)?)? \ *(?:—|–|--|\ -)\ +
        | \p{Lu}[\pL'’]+ (?:\ \p{Lu}[\pL'’]+)* (?:,\ \p{Lu}[\pL\ .]+)? \ \((?:AP|AFP|CNN|Reuters|UPI|VOA|Xinhua|RFE/RL|dpa|IANS|PTI|WAFA|TASS|Interfax)\) \ *(?:—|–|--|-|_|:)?\ *
        | (?P<colon>\p{Lu}\p{Lu}[\p{Lu}\ .]+) :\ +
        )",
    )
    .ok()
});

/// "DAR ES SALAAM, Tanzania (AP) _": place and agency with the dash alone on a line; the story begins on the next.
fn is_lone_dateline(text: &str) -> bool {
    let text = text.trim_end();
    let closed = text.ends_with(['—', '–', '-', '_']) && text.contains('(') && text.len() <= 90;
    closed && PREFIX.as_ref().and_then(|r| r.find(text)).is_some_and(|m| m.end() == text.len())
}

/// Bytes of a dateline at the start of a story line, with the dash that closes it.
fn dateline_prefix(text: &str) -> Option<(usize, bool)> {
    let caps = PREFIX.as_ref()?.captures(text)?;
    let end = caps.get(0)?.end();
    (end > 2 && end < text.len() && end <= 90).then_some((end, caps.name("colon").is_some()))
}

// OLD HARBOUR, 11 May 2032 -   Old Harbour, Northmark, May 11, 2032 (Agency) —   (Agency, 11 May 2032)   Sept 21 2032 -
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r"\p{Lu}[\pL.'’-]*(?:\ (?:\p{Lu}|(?:of|de|del|la|el|al)\b)[\pL.'’-]*){0,4}";
    let place = format!(r"{name}(?:,\ {name}){{0,2}}");
    let agency = r"\([^()\d]{2,40}\)";
    let by = format!(r"(?:\p{{Lu}}[^()\d,]{{1,38}}[,;:/|–-]|{name})");
    let date = r"(?:(?:\p{Lu}\pL{2,8})[.,]*\ )?
        (?:\d{1,2}(?:st|nd|rd|th)?\ \pL+\.?,?\ \d{4} | \pL+\.?\ \d{1,2}(?:st|nd|rd|th)?,?\ \d{4}
        | \d{4}-\d\d-\d\d | \d{1,2}[./]\d{1,2}[./]\d{4})\b";
    let dash = r"(?:—|–|--|-\ |:\ |\|)";
    Regex::new(&format!(
        r"(?x)^(?:
        (?: {place} (?: ,\ | (?:\ {agency})?\ *(?:—|–|--|\ -\ |\|)\ * | \ {agency},?\ ) )?
            (?P<date>{date}) (?:,?\ {agency})? \ *{dash}\ *
        | (?:{place},?\ )? \( (?:{by}\ )? (?P<bracketed>{date}) (?:[,;]\ [^()\d]{{2,30}})? \) \ *{dash}?\ *
        )",
    ))
    .ok()
});

/// Bytes of a dateline that holds a full date, at the start of a story line, with the mark that closes it.
fn dated_prefix(text: &str) -> Option<usize> {
    let caps = DATED.as_ref()?.captures(text)?;
    let end = caps.get(0)?.end();
    let date = caps.name("date").or(caps.name("bracketed"))?;
    let (at, _) = dates::find_at(date.as_str(), Order::DayFirst, LATEST)?;
    // Only a weekday may stand before it: not "On 11 May 2032 - a Tuesday - shells fell".
    let day = date.as_str()[..at].trim_end_matches([' ', ',', '.']);
    let weekday = day.is_empty() || is_weekday(&day.to_lowercase());
    let rest = &text[end..];
    // A sentence begins: not "May 11, 2032 - the day of the vote", "Ada Brook (11 May 2032), mayor of Old Harbour". After a place
    // and a dash any word may; behind a colon it is the story that names its place and day.
    let colon = text[..end].trim_end().ends_with(':');
    let placed = !colon && caps.name("date").is_some_and(|d| d.start() > 0);
    let opens = |c: char| c.is_alphanumeric() && !c.is_lowercase() || matches!(c, '"' | '“' | '‘' | '\'');
    let begins = rest.chars().next().is_some_and(|c| placed || opens(c));
    // "11 May 2032 – 14 May 2032"
    let run = dates::find_at(scan::cut(rest, 40), Order::DayFirst, LATEST).is_some_and(|(at, _)| at == 0);
    (weekday && begins && !run && end <= 90).then_some(end)
}

// 12 May: Nobody left home.   Wednesday, May 12 - Nobody left home.
static ENTRY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:\p{Lu}\pL{2,8}[.,]*\ )?
        (?: \d{1,2}(?:st|nd|rd|th)?\ (?P<before>\pL+)\.? | (?P<behind>\pL+)\.?\ \d{1,2}(?:st|nd|rd|th)? )
        \ *(?:—|–|--|-\ |:\ |\|)\ *\S",
    )
    .ok()
});

/// A line that begins with a day, with or without its year, as the entries of a chronology do.
fn is_entry(text: &str) -> bool {
    let yearless = || {
        let caps = ENTRY.as_ref()?.captures(text)?;
        dates::month(caps.name("before").or(caps.name("behind"))?.as_str())
    };
    dated_prefix(text).is_some() || yearless().is_some()
}
