//! Types and roles of KAIROS, which WikiEvents is marked with, as roots and roles of the codebook.

use diurna_core::{Role, Root};
use std::collections::{BTreeSet, HashMap};

/// The table of types and that of roles; their heads say what the columns are.
#[derive(Debug)]
pub(crate) struct Kairos {
    types: HashMap<&'static str, Type>,
    roles: Vec<(&'static str, Role)>,
}

#[derive(Debug)]
struct Type {
    root: Option<Root>,
    beside_attack: bool,
    /// None where any words will do.
    words: Option<BTreeSet<&'static str>>,
}

/// How strictly a type is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// By its words and its document as well, as the table says.
    Table,
    /// By the type alone.
    Type,
}

impl Kairos {
    /// The tables that come with the program.
    pub(crate) fn new() -> Self {
        let mut types = HashMap::new();
        for row in rows(include_str!("kairos.tsv")) {
            if let [name, root, beside, words] = row[..] {
                let words = (words != "-").then(|| words.split(' ').collect());
                types
                    .insert(name, Type { root: Root::parse(root), beside_attack: beside == "attack", words });
            }
        }
        let role = |row: Vec<&'static str>| Some((*row.first()?, Role::parse(row.get(1)?)?));
        Self { types, roles: rows(include_str!("kairos_roles.tsv")).filter_map(role).collect() }
    }

    /// The root of an event: by its type, the words of its trigger and whether the document tells of an
    /// attack.
    pub(crate) fn root(&self, kind: &str, trigger: &[&str], attack: bool, by: By) -> Option<Root> {
        let row = self.types.get(kind).or_else(|| self.types.get(two_levels(kind)))?;
        if by == By::Table {
            let fits =
                |words: &BTreeSet<&str>| trigger.iter().any(|w| words.contains(w.to_lowercase().as_str()));
            if row.beside_attack && !attack || row.words.as_ref().is_some_and(|words| !fits(words)) {
                return None;
            }
        }
        row.root
    }

    /// Whether some type has that root: others are never marked in the set.
    pub(crate) fn marks(&self, root: Root) -> bool {
        self.types.values().any(|t| t.root == Some(root))
    }

    /// What a role is in ours: none, one or two.
    pub(crate) fn roles<'k>(&'k self, role: &'k str) -> impl Iterator<Item = Role> + 'k {
        self.roles.iter().filter(move |r| r.0 == role).map(|r| r.1)
    }
}

/// Whether a type is an attack.
pub(crate) fn is_attack(kind: &str) -> bool {
    two_levels(kind) == "Conflict.Attack"
}

/// "Life.Die.Unspecified" is "Life.Die".
fn two_levels(kind: &str) -> &str {
    kind.match_indices('.').nth(1).map_or(kind, |(at, _)| &kind[..at])
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_hold_together() {
        let kairos = Kairos::new();
        assert_eq!(kairos.types.len(), rows(include_str!("kairos.tsv")).count());
        assert_eq!(kairos.roles.len(), rows(include_str!("kairos_roles.tsv")).count());
        assert!(
            kairos.types.iter().all(|(name, t)| t.root.is_some() || *name == "Contact.Contact.Broadcast")
        );
    }

    #[test]
    fn types_have_roots_by_level_words_and_document() {
        let kairos = Kairos::new();
        let root = |kind, trigger: &str, attack, by| kairos.root(kind, &[trigger], attack, by);
        assert_eq!(root("Conflict.Attack.DetonateExplode", "blast", false, By::Table), Some(Root::Assault));
        assert_eq!(root("Life.Die.Unspecified", "died", false, By::Table), None);
        assert_eq!(root("Life.Die.Unspecified", "died", false, By::Type), Some(Root::Assault));
        assert_eq!(root("Contact.Contact.Unspecified", "Met", true, By::Table), Some(Root::Consult));
        assert_eq!(root("Contact.Contact.Unspecified", "said", true, By::Table), None);
        assert_eq!(root("Contact.Contact.Broadcast", "meeting", true, By::Type), None);
        assert_eq!(root("Medical.Intervention.Unspecified", "treated", true, By::Type), None);
        assert!(kairos.marks(Root::Yield) && !kairos.marks(Root::Sanction));
    }

    #[test]
    fn a_participant_is_on_both_sides() {
        let kairos = Kairos::new();
        assert_eq!(kairos.roles("Participant").collect::<Vec<_>>(), [Role::Agent, Role::Target]);
        assert_eq!(kairos.roles("Topic").count(), 0);
    }
}
