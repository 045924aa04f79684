//! Copies: reports that repeat another's words, and agencies that they credit.

use crate::sketch::ReportSketch;
use crate::words::{hash64, words};
use diurna_core::fold::fold;
use diurna_core::record::ReportPart;

/// Words of a run.
const RUN: usize = 8;
/// Hashes that a sketch keeps at most.
const MOST: usize = 256;
/// Characters at the head and the foot of a story in which an agency is credited.
const MARGIN: usize = 400;
const AGENCIES: &str = include_str!("../../../data/incident/agencies.tsv");

/// Hashes of runs of eight words, thinned out to multiples of two to the power of the level, sorted.
pub(crate) fn shingles(text: &str) -> (Vec<u64>, u8) {
    let words: Vec<String> = words(text).map(fold).filter(|w| !w.is_empty()).collect();
    let mut all: Vec<u64> = words.windows(RUN).map(|w| spread(hash64(w.join(" ").as_bytes()))).collect();
    all.sort_unstable();
    all.dedup();
    let mut level = 0;
    while all.len() > MOST && level < 32 {
        level += 1;
        all.retain(|h| at_level(*h, level));
    }
    (all, level)
}

/// Mixes the bits, so that the low ones are as good as any.
fn spread(h: u64) -> u64 {
    let h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^ (h >> 33)
}

fn at_level(hash: u64, level: u8) -> bool {
    hash & ((1u64 << level) - 1) == 0
}

/// Share of the runs of eight words of the shorter report that stand in the other, 0-1, estimated from the sketches.
///
/// Half or more means that one repeats the other; runs of eight words that two writers hit on by
/// chance are rare.
#[must_use]
pub fn copied(a: &ReportSketch, b: &ReportSketch) -> f64 {
    let level = a.level.max(b.level);
    let thin =
        |r: &ReportSketch| r.shingles.iter().copied().filter(|h| at_level(*h, level)).collect::<Vec<u64>>();
    let (a, b) = (thin(a), thin(b));
    let least = a.len().min(b.len());
    // Too few runs say nothing.
    if least < 4 {
        return 0.0;
    }
    let shared = a.iter().filter(|h| b.binary_search(h).is_ok()).count();
    shared as f64 / least as f64
}

/// The agency that a report credits: in its publisher or authors, in brackets in the dateline, or in a closing line.
pub(crate) fn agency(report: &ReportPart) -> Option<String> {
    let lines = AGENCIES.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    let rows: Vec<(&str, Vec<&str>)> = lines
        .filter_map(|l| l.split_once('\t'))
        .map(|(key, names)| (key, names.split('|').collect()))
        .collect();
    let text: Vec<char> = report.text.chars().collect();
    let head: String = text.iter().take(MARGIN).collect();
    let foot: String = text.iter().skip(text.len().saturating_sub(MARGIN)).collect();
    let byline = report.publisher.iter().chain(&report.authors);
    let names: Vec<String> = byline.map(|n| n.trim().to_lowercase()).collect();
    // The earliest credit counts.
    let mut best: Option<(usize, &str)> = None;
    for (key, aliases) in &rows {
        for alias in aliases {
            let lower = alias.to_lowercase();
            let place = if names.contains(&lower) {
                Some(0)
            } else if let Some(at) = credited_in_head(&head, alias) {
                Some(1 + at)
            } else {
                credited_in_foot(&foot, alias).then_some(MARGIN * 8)
            };
            if let Some(place) = place
                && best.is_none_or(|(p, _)| place < p)
            {
                best = Some((place, key));
            }
        }
    }
    best.map(|(_, key)| key.to_owned()).or_else(|| dateline(&head))
}

/// Whom a dateline names in brackets, whether or not the table knows it: "ORVEL, Aug 3 (Continental Press) -".
fn dateline(head: &str) -> Option<String> {
    let of = |line: &str| {
        let (before, rest) = line.split_once('(')?;
        let (name, after) = rest.split_once(')')?;
        let town = before.chars().any(char::is_uppercase) && before.split_whitespace().count() <= 8;
        let dash = after.trim_start().starts_with(['-', '–', '—']);
        let words = name.split_whitespace();
        let capital = words.clone().all(|w| w.chars().next().is_some_and(char::is_uppercase));
        let named =
            capital && (1..=4).contains(&words.count()) && !name.contains(|c: char| c.is_ascii_digit());
        (town && dash && named).then(|| name.to_lowercase())
    };
    head.lines().find_map(of)
}

/// "ORVEL (Reuters) -", "ORVEL, Aug 3 (AP) —", "By Agence France-Presse".
fn credited_in_head(head: &str, alias: &str) -> Option<usize> {
    let bracket = head.find(&format!("({alias})"));
    bracket.or_else(|| head.lines().position(|l| is_byline(l, alias)))
}

fn is_byline(line: &str, alias: &str) -> bool {
    let line = line.trim().trim_end_matches('.');
    let rest = line.strip_prefix("By ").or_else(|| line.strip_prefix("Source: ")).unwrap_or(line);
    rest.eq_ignore_ascii_case(alias)
}

/// A closing line that holds nothing but the name, perhaps after a dash or "with", or "(Reporting by …)".
fn credited_in_foot(foot: &str, alias: &str) -> bool {
    let tail = foot.lines().rev().filter(|l| !l.trim().is_empty()).take(3);
    tail.into_iter().any(|line| {
        let line = line.trim().trim_matches(|c: char| !c.is_alphanumeric());
        line == alias || line == format!("With {alias}") || line == format!("Source: {alias}")
    }) || (alias == "Reuters" && foot.contains("(Reporting by "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> ReportSketch {
        let (shingles, level) = shingles(text);
        ReportSketch {
            report: String::new(),
            source: String::new(),
            published: None,
            publisher: None,
            agency: None,
            shingles,
            level,
            events: Vec::new(),
        }
    }

    const STORY: &str = "A bomb went off beside the fish market of Orvel at noon and the windows of the old customs house fell \
                         into the street where two guards stood";

    #[test]
    fn a_copy_shares_its_runs() {
        // 28 words: 21 runs of eight. With three words before it every run is still there.
        assert_eq!(report(STORY).shingles.len(), 21);
        let longer = report(&format!("As we reported {STORY} and the mayor came to see it"));
        assert_eq!(copied(&report(STORY), &longer), 1.0);
        assert_eq!(copied(&longer, &report(STORY)), 1.0);
        // The first fourteen words of it: 7 runs, each of them in the story.
        let half = "A bomb went off beside the fish market of Orvel at noon and the";
        assert_eq!(copied(&report(half), &report(STORY)), 1.0);
        let other = "Police in Orvel said that a device had exploded near the harbour and that nobody was badly hurt in it";
        assert_eq!(copied(&report(other), &report(STORY)), 0.0);
    }

    #[test]
    fn long_reports_keep_few_hashes() {
        let long: String = (0..4000).map(|i| format!("word{i} ")).collect();
        let sketch = report(&long);
        assert!(sketch.shingles.len() <= MOST && sketch.shingles.len() > 60 && sketch.level > 0);
        let part: String = (1000..1400).map(|i| format!("word{i} ")).collect();
        assert_eq!(copied(&sketch, &report(&part)), 1.0);
    }

    #[test]
    fn credits_are_found_where_they_stand() {
        let of = |text: &str, publisher: Option<&str>| {
            let part = crate::fixture::report("r1", text, Some("2031-03-04"));
            agency(&ReportPart { publisher: publisher.map(String::from), ..part })
        };
        assert_eq!(of("Blast\n\nORVEL (Reuters) - A bomb went off.", None).as_deref(), Some("reuters"));
        assert_eq!(of("Blast\n\nA bomb went off.\n\n- AFP", None).as_deref(), Some("afp"));
        assert_eq!(of("Blast\n\nA bomb went off.", Some("Associated Press")).as_deref(), Some("ap"));
        let dateline = "Blast\n\nORVEL, Aug 3 (Continental Press) - A bomb went off.";
        assert_eq!(of(dateline, None).as_deref(), Some("continental press"));
        assert_eq!(of("Blast\n\nThe army (the Guard) - and others - fled.", None), None);
        assert_eq!(of("Blast\n\nThe minister told Reuters that a bomb went off.", None), None);
    }
}
