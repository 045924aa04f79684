//! All tables together, and how they are asked.

use crate::rule::{Party, Rule, Side, TableError, mode, rows};
use diurna_core::codebook::{ActorKind, Mode, Root, Status};
use diurna_core::record::{AcledPart, CodesPart, PloverPart};
use std::sync::LazyLock;

static BUILTIN: LazyLock<Tables> = LazyLock::new(|| Tables::parse(&Sources::default()).unwrap_or_default());

/// The texts of the tables; the default is what comes with the program.
///
/// ```
/// use diurna_codes::{Sources, Tables};
///
/// let mine = Sources { ucdp: "# no UCDP codes, please\n", ..Sources::default() };
/// assert!(Tables::parse(&mine).is_ok());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// `modes.tsv`: which modes a root may have.
    pub modes: &'a str,
    /// `sides.tsv`: on which side a kind of actor stands.
    pub sides: &'a str,
    /// `plover.tsv`.
    pub plover: &'a str,
    /// `cameo.tsv`.
    pub cameo: &'a str,
    /// `acled.tsv`.
    pub acled: &'a str,
    /// `ucdp.tsv`.
    pub ucdp: &'a str,
    /// `words.tsv`: finer codes from the words of the trigger.
    pub words: &'a str,
}

impl Default for Sources<'static> {
    fn default() -> Self {
        Self {
            modes: include_str!("../../../data/codes/modes.tsv"),
            sides: include_str!("../../../data/codes/sides.tsv"),
            plover: include_str!("../../../data/codes/plover.tsv"),
            cameo: include_str!("../../../data/codes/cameo.tsv"),
            acled: include_str!("../../../data/codes/acled.tsv"),
            ucdp: include_str!("../../../data/codes/ucdp.tsv"),
            words: include_str!("../../../data/codes/words.tsv"),
        }
    }
}

/// The tables, read.
///
/// ```
/// use diurna_core::codebook::{Root, Status};
///
/// let codes = diurna_codes::Tables::builtin().codes(Root::Yield, None, &[], &[], Status::Happened);
/// assert_eq!(codes.plover.r#type, "CONCEDE");
/// assert_eq!(codes.cameo.as_deref(), Some("080"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Tables {
    modes: Vec<(Root, Option<Mode>)>,
    sides: Vec<(ActorKind, Side, Side)>,
    plover: Vec<Rule>,
    cameo: Vec<Rule>,
    acled: Vec<Rule>,
    ucdp: Vec<Rule>,
    words: Vec<Rule>,
}

impl Tables {
    /// The tables that come with the program, read once.
    ///
    /// ```
    /// use diurna_core::codebook::Root;
    ///
    /// assert!(diurna_codes::Tables::builtin().allows(Root::Aid, None));
    /// ```
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads tables.
    ///
    /// # Errors
    ///
    /// The first row with a wrong number of columns or an unknown name.
    ///
    /// ```
    /// use diurna_codes::{Sources, Tables};
    ///
    /// let wrong = Sources { ucdp: "ASSAULT\taerial\t*\t*\n", ..Sources::default() };
    /// let error = Tables::parse(&wrong).unwrap_err();
    /// assert_eq!(error.to_string(), "ucdp.tsv, line 1: 4 columns, not 5");
    /// ```
    pub fn parse(sources: &Sources<'_>) -> Result<Self, TableError> {
        let mut tables = Self {
            plover: Rule::table("plover.tsv", sources.plover, 2)?,
            cameo: Rule::table("cameo.tsv", sources.cameo, 1)?,
            acled: Rule::table("acled.tsv", sources.acled, 2)?,
            ucdp: Rule::table("ucdp.tsv", sources.ucdp, 1)?,
            words: Rule::table("words.tsv", sources.words, 6)?,
            ..Self::default()
        };
        for row in rows("modes.tsv", sources.modes, 2) {
            let (line, fields) = row?;
            let error = |what: String| TableError::new("modes.tsv", line, what);
            let root = Root::parse(fields[0]).ok_or_else(|| error(format!("no root: {}", fields[0])))?;
            tables.modes.push((root, mode(fields[1]).map_err(error)?));
        }
        for row in rows("sides.tsv", sources.sides, 3) {
            let (line, fields) = row?;
            let error = |what: &str| TableError::new("sides.tsv", line, format!("unknown name: {what}"));
            let kind = ActorKind::parse(fields[0]).ok_or_else(|| error(fields[0]))?;
            let agent = Side::parse(fields[1]).ok_or_else(|| error(fields[1]))?;
            let target = Side::parse(fields[2]).ok_or_else(|| error(fields[2]))?;
            tables.sides.push((kind, agent, target));
        }
        Ok(tables)
    }

    /// See [`crate::allows`].
    ///
    /// ```
    /// use diurna_core::codebook::{Mode, Root};
    ///
    /// assert!(!diurna_codes::Tables::builtin().allows(Root::Protest, Some(Mode::Arrest)));
    /// ```
    #[must_use]
    pub fn allows(&self, root: Root, mode: Option<Mode>) -> bool {
        self.modes.contains(&(root, mode))
    }

    /// See [`crate::codes`].
    ///
    /// ```
    /// use diurna_core::codebook::{ActorKind, Mode, Root, Status};
    ///
    /// let tables = diurna_codes::Tables::builtin();
    /// let codes = tables.codes(Root::Coerce, Some(Mode::Arrest), &[ActorKind::Police], &[], Status::Happened);
    /// assert_eq!(codes.cameo.as_deref(), Some("173"));
    /// ```
    #[must_use]
    pub fn codes(
        &self,
        root: Root,
        mode: Option<Mode>,
        agents: &[ActorKind],
        targets: &[ActorKind],
        status: Status,
    ) -> CodesPart {
        let mode = mode.filter(|mode| self.allows(root, Some(*mode)));
        let pairs = self.pairs(agents, targets);
        let find = |rules: &'_ [Rule]| rules.iter().position(|rule| rule.fits(root, mode, &pairs));
        let plover = find(&self.plover).map(|at| &self.plover[at]);
        let cameo = find(&self.cameo).map(|at| &self.cameo[at]);
        let seen = matches!(status, Status::Happened | Status::Ongoing);
        let acled = find(&self.acled).filter(|_| seen).map(|at| &self.acled[at]);
        let ucdp = find(&self.ucdp).filter(|_| status == Status::Happened).map(|at| &self.ucdp[at]);
        CodesPart {
            plover: PloverPart {
                r#type: plover.and_then(|rule| rule.value(0)).unwrap_or(root.as_str()).to_owned(),
                mode: plover.and_then(|rule| rule.value(1)).map(str::to_owned),
            },
            cameo: cameo.and_then(|rule| rule.value(0)).map(str::to_owned),
            acled: acled.and_then(|rule| acled_part(rule.value(0), rule.value(1))),
            ucdp: ucdp.and_then(|rule| rule.value(0)).map(str::to_owned),
        }
    }

    /// See [`crate::codes_of_words`].
    ///
    /// ```
    /// use diurna_core::codebook::{Mode, Root, Status};
    ///
    /// let tables = diurna_codes::Tables::builtin();
    /// let codes = tables.codes_of_words(
    ///     Root::Assault, Some(Mode::Aerial), &[], &[], Status::Happened, "Drone strike",
    /// );
    /// assert_eq!(codes.plover.mode.as_deref(), Some("drone"));
    /// ```
    #[must_use]
    pub fn codes_of_words(
        &self,
        root: Root,
        mode: Option<Mode>,
        agents: &[ActorKind],
        targets: &[ActorKind],
        status: Status,
        words: &str,
    ) -> CodesPart {
        let mut codes = self.codes(root, mode, agents, targets, status);
        let mode = mode.filter(|mode| self.allows(root, Some(*mode)));
        let pairs = self.pairs(agents, targets);
        let words = format!(" {}", words.to_lowercase());
        let said = |rule: &Rule| rule.values[0].split('|').any(|word| words.contains(&format!(" {word}")));
        let Some(rule) = self.words.iter().find(|rule| rule.fits(root, mode, &pairs) && said(rule)) else {
            return codes;
        };
        let kept = |column: usize| rule.values[column] == "=";
        if let Some(name) = rule.value(1).filter(|_| !kept(1)) {
            name.clone_into(&mut codes.plover.r#type);
        }
        if !kept(2) {
            codes.plover.mode = rule.value(2).map(str::to_owned);
        }
        if !kept(3) {
            codes.cameo = rule.value(3).map(str::to_owned);
        }
        if !kept(4) && matches!(status, Status::Happened | Status::Ongoing) {
            codes.acled = acled_part(rule.value(4), rule.value(5));
        }
        codes
    }

    /// Every agent with every target. In a two-sided event both sides stand in both lists; nobody fights himself there.
    fn pairs(&self, agents: &[ActorKind], targets: &[ActorKind]) -> Vec<(Party, Party)> {
        let two_sided = agents.len() > 1 && {
            let (mut left, mut right) = (agents.to_vec(), targets.to_vec());
            left.sort_unstable();
            right.sort_unstable();
            left == right
        };
        if two_sided {
            let sides = agents.iter().enumerate();
            return sides
                .flat_map(|(at, one)| {
                    let others = agents.iter().enumerate().filter(move |(other, _)| *other != at);
                    others.map(move |(_, other)| (self.party(*one, true), self.party(*other, false)))
                })
                .collect();
        }
        let nobody = [Party { kind: None, side: Side::None }];
        let party = |kinds: &[ActorKind], agent: bool| -> Vec<Party> {
            match kinds {
                [] => nobody.to_vec(),
                kinds => kinds.iter().map(|kind| self.party(*kind, agent)).collect(),
            }
        };
        let targets = party(targets, false);
        party(agents, true)
            .into_iter()
            .flat_map(|one| targets.iter().map(move |other| (one, *other)))
            .collect()
    }

    fn party(&self, kind: ActorKind, agent: bool) -> Party {
        let row = self.sides.iter().find(|row| row.0 == kind);
        let side = row.map_or(Side::Open, |row| if agent { row.1 } else { row.2 });
        Party { kind: Some(kind), side }
    }
}

fn acled_part(event_type: Option<&str>, sub_event_type: Option<&str>) -> Option<AcledPart> {
    Some(AcledPart { event_type: event_type?.to_owned(), sub_event_type: sub_event_type?.to_owned() })
}
