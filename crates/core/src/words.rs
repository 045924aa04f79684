//! Word lists of data files.

use std::collections::{HashMap, HashSet};

/// The words of a list: parted by white space, lines that begin with `#` left out.
///
/// ```
/// let list = diurna_core::words::set("# Beasts.\nox cow\nyak\n");
/// assert!(list.contains("yak") && !list.contains("Beasts."));
/// assert_eq!(list.len(), 3);
/// ```
#[must_use]
pub fn set(text: &str) -> HashSet<&str> {
    text.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace).collect()
}

/// The words of a table of kinds: a kind and its words parted by `|`, with a tab between them; lines that begin with `#` left out.
/// Rows of one kind are one list, in their order.
///
/// ```
/// let kinds = diurna_core::words::kinds("# Beasts.\nherd\tox|cow\nlone\tcat\nherd\tyak\n");
/// assert_eq!(kinds["herd"], ["ox", "cow", "yak"]);
/// assert_eq!(kinds.len(), 2);
/// ```
#[must_use]
pub fn kinds(text: &str) -> HashMap<&str, Vec<&str>> {
    let mut out: HashMap<&str, Vec<&str>> = HashMap::new();
    for (kind, words) in text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')) {
        out.entry(kind).or_default().extend(words.split('|'));
    }
    out
}

/// Whether a word is a unit of time by which news counts from one event to another: "two days later", "three weeks after".
///
/// ```
/// use diurna_core::words::is_time_unit;
/// assert!(is_time_unit("day") && is_time_unit("Weeks") && !is_time_unit("Friday") && !is_time_unit("s"));
/// ```
#[must_use]
pub fn is_time_unit(word: &str) -> bool {
    const UNITS: [&str; 10] =
        ["minute", "hour", "day", "night", "week", "weekend", "fortnight", "month", "year", "decade"];
    let word = word.to_lowercase();
    let one = word.strip_suffix('s').unwrap_or(&word);
    UNITS.contains(&one)
}

/// A table of kinds that is asked whether a word is of one.
///
/// ```
/// use diurna_core::words::Kinds;
/// let beasts = Kinds::of("# Beasts.\nherd\tox|cow\nlone\tcat\n");
/// assert!(beasts.has("herd", "cow") && !beasts.has("lone", "cow") && !beasts.has("wild", "cow"));
/// ```
#[derive(Debug)]
pub struct Kinds(HashMap<&'static str, Vec<&'static str>>);

impl Kinds {
    /// Reads a table; see [`kinds`].
    #[must_use]
    pub fn of(text: &'static str) -> Self {
        Self(kinds(text))
    }

    /// Whether the table has a word under a kind.
    #[must_use]
    pub fn has(&self, kind: &str, word: &str) -> bool {
        self.0.get(kind).is_some_and(|list| list.contains(&word))
    }
}
