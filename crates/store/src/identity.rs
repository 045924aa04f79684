//! Of which report that is there a new one is a newer version.

use crate::Prepared;
use crate::Result;
use crate::cache::Cache;
use crate::pack::{digest, hex};
use crate::sql::Sql;

/// Share of telling words from which two texts of one path or id are versions of one report. Feeds that number their lines from one
/// each use the same ids for reports that have nothing in common.
const RETOLD: f64 = 0.25;
/// The first reports of an identity, all of which are compared with what comes under it. An identity that has more is crowded.
const FIRST: u64 = 8;
/// How many of the last reports of a crowded identity are compared.
const LAST: u64 = 8;
/// Runs of words by which a report of a crowded identity is found among the others.
const RUNS: usize = 8;

/// The report of which something is a newer version, if it is one; and keys under which it is known from now on.
type Known = (Option<i64>, Vec<String>);

/// The report of which this is a newer version, and the keys under which it is known: of the same address; or of the same identity,
/// unless both have an address and the two differ, or the texts tell of different things.
pub(crate) fn report_of(sql: Sql<'_>, cache: &mut Cache, p: &Prepared) -> Result<Known> {
    let url = p.keys.iter().find(|k| k.starts_with("url:"));
    if let Some(report) = url.map(|url| sql.report_of_key(url)).transpose()?.flatten() {
        return Ok((Some(report), p.keys.clone()));
    }
    let mut keys: Vec<String> = url.cloned().into_iter().collect();
    let mut asked = Asked { sql, cache, addressed: url.is_some(), p };
    for identity in p.keys.iter().filter(|k| Some(*k) != url) {
        let (known, names) = asked.under(identity)?;
        keys.extend(names);
        if known.is_some() {
            return Ok((known, keys));
        }
    }
    Ok((None, keys))
}

/// What is asked about a report that came.
struct Asked<'s, 'a> {
    sql: Sql<'s>,
    cache: &'a mut Cache,
    /// It has an address.
    addressed: bool,
    p: &'a Prepared,
}

impl Asked<'_, '_> {
    /// What it is under an identity. Other reports of it come under its name and a number.
    ///
    /// Of a crowded identity only some are compared: the first, the last, and those with its title or some of its runs of words. So
    /// adding takes the same time however many there are; a report that has neither and lies between is not found again.
    fn under(&mut self, identity: &str) -> Result<Known> {
        let first: Vec<String> = (1..=FIRST).map(|n| numbered(identity, n)).collect();
        let beyond = beyond(identity);
        let taken = self.sql.keyed(&[&first[..], &beyond].concat())?;
        // An erased report has left a gap: others may come after it.
        let mut gap = None;
        for name in first {
            match taken.get(&name) {
                None => gap = gap.or(Some(name)),
                Some(report) if self.retells(*report)? => return Ok((Some(*report), vec![name])),
                Some(_) => {}
            }
        }
        if let Some(gap) = gap.take_if(|_| !beyond.iter().any(|name| taken.contains_key(name))) {
            return Ok((None, vec![gap]));
        }
        let free = first_free(|n| Ok(self.sql.report_of_key(&numbered(identity, n))?.is_some()))?;
        let mut names = marks(identity, self.p);
        let last = free.saturating_sub(LAST).max(FIRST + 1)..free;
        let asked: Vec<String> = names.iter().cloned().chain(last.map(|n| numbered(identity, n))).collect();
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        for report in self.sql.reports_of_keys(&asked)? {
            if self.retells(report)? {
                return Ok((Some(report), names));
            }
        }
        names.push(gap.unwrap_or_else(|| numbered(identity, free)));
        Ok((None, names))
    }

    /// Whether it may be a newer version of a report that has its identity.
    fn retells(&mut self, report: i64) -> Result<bool> {
        let current = self.sql.versions(report)?.into_iter().rfind(|v| v.current);
        let Some(current) = current else { return Ok(true) };
        let Some(old) = self.cache.report(self.sql, current.id, &current.record)? else { return Ok(true) };
        if self.addressed && old.url.is_some() {
            return Ok(false);
        }
        let new = &self.p.whole.record.report;
        let titled =
            old.title.as_deref().is_some_and(|t| !t.trim().is_empty() && Some(t) == new.title.as_deref());
        Ok(titled || diurna_incident::common_words(&old.text, &new.text) >= RETOLD)
    }
}

/// The name of the n-th report of an identity.
fn numbered(identity: &str, n: u64) -> String {
    if n == 1 { identity.to_string() } else { format!("{identity}\u{1f}{n}") }
}

/// The names after the first ones: where one of them is taken, the identity is crowded, whatever was erased.
fn beyond(identity: &str) -> Vec<String> {
    (FIRST + 1..=2 * FIRST).map(|n| numbered(identity, n)).collect()
}

/// Names of a report of a crowded identity that its newer versions have, too: its title, and some of its runs of words.
fn marks(identity: &str, p: &Prepared) -> Vec<String> {
    let title = p.title.trim();
    let title = (!title.is_empty())
        .then(|| format!("{identity}\u{1f}title {}", hex(&digest(title.as_bytes())[..16])));
    let runs = p.whole.sketch.shingles.iter().take(RUNS).map(|run| format!("{identity}\u{1f}run {run:016x}"));
    title.into_iter().chain(runs).collect()
}

/// The marks of a report that is there, of those of its identities that are crowded: a database that an earlier program made has
/// none.
pub(crate) fn crowded_marks(sql: Sql<'_>, p: &Prepared) -> Result<Vec<String>> {
    let mut out = Vec::new();
    // What is read anew is not named again: lines of feeds have their ids for their source.
    let source = format!("id:{}", p.source);
    let named = p.keys.iter().filter(|k| k.starts_with("id:") && **k != source);
    for identity in named.chain([&source]) {
        if !sql.keyed(&beyond(identity))?.is_empty() {
            out.extend(marks(identity, p));
        }
    }
    Ok(out)
}

/// A number after [`FIRST`] that is free while all before it are taken. Where an erased report has left a gap, it may be that.
fn first_free(mut taken: impl FnMut(u64) -> Result<bool>) -> Result<u64> {
    let (mut below, mut above) = (FIRST, 2 * FIRST);
    while taken(above)? {
        (below, above) = (above, 2 * above);
    }
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if taken(middle)? {
            below = middle;
        } else {
            above = middle;
        }
    }
    Ok(above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_number_is_found_in_few_steps() {
        for last in [8, 9, 15, 16, 17, 500, 100_000] {
            let mut steps = 0;
            let free = first_free(|n| {
                steps += 1;
                Ok(n <= last)
            });
            assert_eq!(free.unwrap(), last + 1);
            assert!(steps <= 32, "{last}: {steps}");
        }
        // A gap serves as well as the end.
        let free = first_free(|n| Ok(n <= 40 && n != 24)).unwrap();
        assert!([24, 41].contains(&free), "{free}");
    }

    #[test]
    fn marks_are_shared_by_versions() {
        let prepared = |title: &str, text: &str| {
            let raw = text.as_bytes();
            let mut record = crate::bare_record(raw, "1", text);
            record.report.title = Some(title.to_string());
            Prepared::new(raw, &record, Some("1")).unwrap()
        };
        let story =
            "Two barges broke loose at Port Lume before dawn and drifted onto the sandbank of Eel Reach";
        // Seventeen words are ten runs of eight, of which eight are marks; a word at the end brings one more run.
        let first = marks("id:1", &prepared("Barges adrift", story));
        assert_eq!(first.len(), 9);
        let second = marks("id:1", &prepared("Barges adrift", &format!("{story} again")));
        let shared = first.iter().filter(|m| second.contains(m)).count();
        assert!(shared >= 8, "the title and at least seven runs: {shared}");
        let other = marks("id:1", &prepared("Council sits", "The council of Norrby met on Monday."));
        assert!(other.iter().all(|m| !first.contains(m)));
        // Seven words have no run of eight.
        assert_eq!(other.len(), 1);
    }
}
