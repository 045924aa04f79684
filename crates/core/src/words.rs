//! Word lists of data files.

use std::collections::HashSet;

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
