//! The table of nouns for those who act or are acted on, `data/actors/nouns.tsv`.

use crate::codebook::ActorKind;

const TABLE: &str = include_str!("../../../data/actors/nouns.tsv");

/// What the bearers of a noun are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// A human being: "farmer".
    Person,
    /// A body of persons: "militia".
    Group,
    /// A thing: "tanker".
    Thing,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// The singular; for nouns without one the plural.
    pub one: &'static str,
    /// The plural; for nouns without one the singular.
    pub many: &'static str,
    /// The kind of actor that it names.
    pub kind: ActorKind,
    /// What its bearers are.
    pub bearer: Bearer,
}

impl Noun {
    /// Whether the singular names one human being: "police" has none.
    ///
    /// ```
    /// let one = |word| diurna_core::nouns::all().any(|n| n.one == word && n.is_one_person());
    /// assert!(one("farmer") && !one("police") && !one("militia"));
    /// ```
    #[must_use]
    pub fn is_one_person(&self) -> bool {
        self.bearer == Bearer::Person && self.one != self.many
    }
}

/// The rows of the table, in its order.
///
/// ```
/// use diurna_core::{ActorKind, nouns};
/// let soldier = nouns::all().find(|n| n.many == "soldiers").unwrap();
/// assert_eq!((soldier.one, soldier.kind, soldier.bearer), ("soldier", ActorKind::Military, nouns::Bearer::Person));
/// ```
pub fn all() -> impl Iterator<Item = Noun> {
    TABLE.lines().filter_map(row)
}

/// A line of the table; its comments and its head are none.
fn row(line: &'static str) -> Option<Noun> {
    let mut cells = line.split('\t');
    let (one, many, kind, human) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let bearer = match human {
        "yes" => Bearer::Person,
        "group" => Bearer::Group,
        "no" => Bearer::Thing,
        _ => return None,
    };
    Some(Noun { one, many, kind: ActorKind::parse(kind)?, bearer })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = TABLE.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
        // One of them is the head.
        assert_eq!(all().count(), lines.count() - 1);
        assert!(all().all(|n| !n.one.is_empty() && !n.many.is_empty()));
    }
}
