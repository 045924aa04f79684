//! All tables together, and how they are asked.

use crate::Act;
use crate::rule::{Party, Rule, Side, TableError, mode, rows};
use diurna_core::codebook::{ActorKind, Mode, Root, Status};
use diurna_core::record::{AcledPart, CodesPart, PloverPart};
use std::collections::BTreeSet;
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
    /// `deadly.tsv`: what changes where somebody was killed.
    pub deadly: &'a str,
    /// `words.tsv`: finer codes from the words of the trigger.
    pub words: &'a str,
    /// `civilians.tsv`: words for several persons of whom no more is told.
    pub civilians: &'a str,
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
            deadly: include_str!("../../../data/codes/deadly.tsv"),
            words: include_str!("../../../data/codes/words.tsv"),
            civilians: include_str!("../../../data/codes/civilians.tsv"),
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
    deadly: Vec<Rule>,
    words: Vec<Rule>,
    /// Last words of names for several persons.
    people: BTreeSet<String>,
    /// Words that speak against it.
    armed: BTreeSet<String>,
    /// Words behind which others are told of than the actor.
    inner: BTreeSet<String>,
    /// Words behind which they tell of the same persons.
    many: BTreeSet<String>,
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
            deadly: Rule::table("deadly.tsv", sources.deadly, 4)?,
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
        for row in rows("civilians.tsv", sources.civilians, 2) {
            let (line, fields) = row?;
            let class = match fields[0] {
                "people" => &mut tables.people,
                "armed" => &mut tables.armed,
                "inner" => &mut tables.inner,
                "many" => &mut tables.many,
                other => return Err(TableError::new("civilians.tsv", line, format!("no class: {other}"))),
            };
            class.insert(fields[1].to_lowercase());
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
        self.codes_of(&Act { root, mode, agents, targets, status, words: "", deadly: false })
    }

    /// See [`crate::codes_of`].
    ///
    /// ```
    /// use diurna_codes::Act;
    /// use diurna_core::codebook::{ActorKind, Mode, Root, Status};
    ///
    /// let (agents, targets) = ([ActorKind::ArmedGroup], [ActorKind::Civilians]);
    /// let mode = Some(Mode::Kidnapping);
    /// let (root, status) = (Root::Assault, Status::Happened);
    /// let act = Act { root, mode, agents: &agents, targets: &targets, status, words: "", deadly: true };
    /// let codes = diurna_codes::Tables::builtin().codes_of(&act);
    /// assert_eq!(codes.acled.map(|code| code.sub_event_type).as_deref(), Some("Attack"));
    ///
    /// let mode = Some(Mode::Aerial);
    /// let act = Act { mode, agents: &[], targets: &[], words: "Drone strike", deadly: false, ..act };
    /// let codes = diurna_codes::Tables::builtin().codes_of(&act);
    /// assert_eq!(codes.plover.mode.as_deref(), Some("drone"));
    /// ```
    #[must_use]
    pub fn codes_of(&self, act: &Act<'_>) -> CodesPart {
        let mode = act.mode.filter(|mode| self.allows(act.root, Some(*mode)));
        let pairs = self.pairs(act.agents, act.targets);
        let find = |rules: &'_ [Rule]| rules.iter().position(|rule| rule.fits(act.root, mode, &pairs));
        let plover = find(&self.plover).map(|at| &self.plover[at]);
        let cameo = find(&self.cameo).map(|at| &self.cameo[at]);
        let seen = matches!(act.status, Status::Happened | Status::Ongoing);
        let acled = find(&self.acled).filter(|_| seen).map(|at| &self.acled[at]);
        let ucdp = find(&self.ucdp).filter(|_| act.status == Status::Happened).map(|at| &self.ucdp[at]);
        let mut codes = CodesPart {
            plover: PloverPart {
                r#type: plover.and_then(|rule| rule.value(0)).unwrap_or(act.root.as_str()).to_owned(),
                mode: plover.and_then(|rule| rule.value(1)).map(str::to_owned),
            },
            cameo: cameo.and_then(|rule| rule.value(0)).map(str::to_owned),
            acled: acled.and_then(|rule| acled_part(rule.value(0), rule.value(1))),
            ucdp: ucdp.and_then(|rule| rule.value(0)).map(str::to_owned),
        };
        if let Some(at) = find(&self.deadly).filter(|_| act.deadly) {
            killed(&self.deadly[at], act.status, &mut codes);
        }
        let words = format!(" {}", act.words.to_lowercase());
        let said = |rule: &Rule| rule.values[0].split('|').any(|word| words.contains(&format!(" {word}")));
        if let Some(rule) = self.words.iter().find(|rule| rule.fits(act.root, mode, &pairs) && said(rule)) {
            worded(rule, act.status, &mut codes);
        }
        codes
    }

    /// See [`crate::kind_of`].
    ///
    /// ```
    /// use diurna_core::codebook::ActorKind;
    ///
    /// let tables = diurna_codes::Tables::builtin();
    /// assert_eq!(tables.kind_of(ActorKind::Unknown, "local residents"), ActorKind::Civilians);
    /// ```
    #[must_use]
    pub fn kind_of(&self, kind: ActorKind, name: &str) -> ActorKind {
        if !matches!(kind, ActorKind::Person | ActorKind::Unknown) {
            return kind;
        }
        let named = name.split_whitespace().skip(1).any(|word| word.contains(char::is_uppercase));
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        let people = words.last().is_some_and(|word| self.people.contains(word));
        let armed = words.iter().any(|word| self.armed.contains(word));
        if people && !named && !armed && !self.tells_of_others(&words) { ActorKind::Civilians } else { kind }
    }

    /// Whether the last word is not what the actor is: "brother of one of the victims", "Dell's children"; not "dozens of villagers".
    fn tells_of_others(&self, words: &[String]) -> bool {
        let owned = |word: &str| ["'s", "’s", "s'", "s’"].iter().any(|end| word.ends_with(end));
        words.iter().enumerate().any(|(at, word)| {
            let counted = at.checked_sub(1).is_some_and(|before| self.many.contains(&words[before]));
            owned(word) || self.inner.contains(word) && !counted
        })
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

/// What a row of `deadly.tsv` changes.
fn killed(rule: &Rule, status: Status, codes: &mut CodesPart) {
    if !rule.keeps(0) {
        codes.cameo = rule.value(0).map(str::to_owned);
    }
    if !rule.keeps(1) && matches!(status, Status::Happened | Status::Ongoing) {
        codes.acled = acled_part(rule.value(1), rule.value(2));
    }
    if !rule.keeps(3) && status == Status::Happened {
        codes.ucdp = rule.value(3).map(str::to_owned);
    }
}

/// What a row of `words.tsv` changes.
fn worded(rule: &Rule, status: Status, codes: &mut CodesPart) {
    if let Some(name) = rule.value(1).filter(|_| !rule.keeps(1)) {
        name.clone_into(&mut codes.plover.r#type);
    }
    if !rule.keeps(2) {
        codes.plover.mode = rule.value(2).map(str::to_owned);
    }
    if !rule.keeps(3) {
        codes.cameo = rule.value(3).map(str::to_owned);
    }
    if !rule.keeps(4) && matches!(status, Status::Happened | Status::Ongoing) {
        codes.acled = acled_part(rule.value(4), rule.value(5));
    }
}

fn acled_part(event_type: Option<&str>, sub_event_type: Option<&str>) -> Option<AcledPart> {
    Some(AcledPart { event_type: event_type?.to_owned(), sub_event_type: sub_event_type?.to_owned() })
}
