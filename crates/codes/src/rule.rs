//! One row of a table: what it fits, and the values it gives.

use diurna_core::codebook::{ActorKind, Mode, Root};

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    table: &'static str,
    line: usize,
    what: String,
}

impl TableError {
    pub(crate) fn new(table: &'static str, line: usize, what: impl Into<String>) -> Self {
        Self { table, line, what: what.into() }
    }
}

impl std::fmt::Display for TableError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, line {}: {}", self.table, self.line, self.what)
    }
}

impl std::error::Error for TableError {}

/// Rows of a table with their line numbers, comments and empty lines left out, each with `columns` fields.
pub(crate) fn rows<'a>(
    table: &'static str,
    text: &'a str,
    columns: usize,
) -> impl Iterator<Item = Result<(usize, Vec<&'a str>), TableError>> {
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')).map(
        move |(at, line)| {
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            if fields.len() == columns {
                Ok((at + 1, fields))
            } else {
                Err(TableError::new(table, at + 1, format!("{} columns, not {columns}", fields.len())))
            }
        },
    )
}

/// On which side an actor stands (`data/codes/sides.tsv`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Gov,
    Armed,
    Civil,
    Crowd,
    Open,
    None,
}

impl Side {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "GOV" => Self::Gov,
            "ARMED" => Self::Armed,
            "CIVIL" => Self::Civil,
            "CROWD" => Self::Crowd,
            "OPEN" => Self::Open,
            "NONE" => Self::None,
            _ => return None,
        })
    }
}

/// A party of an event: its kind, if there is one, and its side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Party {
    pub(crate) kind: Option<ActorKind>,
    pub(crate) side: Side,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Side(Side),
    Kind(ActorKind),
}

/// Which parties a row fits; an empty list is any.
#[derive(Debug, Clone)]
struct Parties(Vec<Who>);

impl Parties {
    fn parse(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self(Vec::new()));
        }
        text.split('|')
            .map(|name| {
                Side::parse(name)
                    .map(Who::Side)
                    .or_else(|| ActorKind::parse(name).map(Who::Kind))
                    .ok_or_else(|| format!("no side or kind of actor: {name}"))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn fits(&self, party: Party) -> bool {
        self.0.is_empty()
            || self.0.iter().any(|who| match who {
                Who::Side(side) => party.side == *side,
                Who::Kind(kind) => party.kind == Some(*kind),
            })
    }
}

/// A row: root, modes, agents, targets and what follows from them.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    root: Root,
    modes: Option<Vec<Option<Mode>>>,
    agents: Parties,
    targets: Parties,
    /// The other columns.
    pub(crate) values: Vec<String>,
}

impl Rule {
    /// Reads a table whose rows have four columns of conditions and `values` others.
    pub(crate) fn table(table: &'static str, text: &str, values: usize) -> Result<Vec<Self>, TableError> {
        rows(table, text, 4 + values)
            .map(|row| {
                let (line, fields) = row?;
                Self::row(&fields).map_err(|what| TableError::new(table, line, what))
            })
            .collect()
    }

    fn row(fields: &[&str]) -> Result<Self, String> {
        let [root, modes, agents, targets, values @ ..] = fields else {
            return Err("too few columns".to_owned());
        };
        let root = Root::parse(root).ok_or_else(|| format!("no root: {root}"))?;
        let modes = match *modes {
            "*" => None,
            list => Some(list.split('|').map(mode).collect::<Result<_, _>>()?),
        };
        Ok(Self {
            root,
            modes,
            agents: Parties::parse(agents)?,
            targets: Parties::parse(targets)?,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        })
    }

    /// Whether the row fits a root, a mode and one of the pairs of agent and target.
    pub(crate) fn fits(&self, root: Root, mode: Option<Mode>, pairs: &[(Party, Party)]) -> bool {
        self.root == root
            && self.modes.as_ref().is_none_or(|modes| modes.contains(&mode))
            && pairs.iter().any(|(agent, target)| self.agents.fits(*agent) && self.targets.fits(*target))
    }

    /// Whether a column keeps what another table gave.
    pub(crate) fn keeps(&self, column: usize) -> bool {
        self.values.get(column).is_some_and(|value| value == "=")
    }

    /// The value of a column, `None` for "-".
    pub(crate) fn value(&self, column: usize) -> Option<&str> {
        self.values.get(column).map(String::as_str).filter(|value| *value != "-")
    }
}

/// A mode of a table: "-" is none.
pub(crate) fn mode(name: &str) -> Result<Option<Mode>, String> {
    match name {
        "-" => Ok(None),
        name => Mode::parse(name).map(Some).ok_or_else(|| format!("no mode: {name}")),
    }
}
