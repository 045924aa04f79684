//! The code tables of the field: PLOVER, CAMEO, ACLED and UCDP, and how our types map to them.
//!
//! Everything here is data: the tables lie in `data/codes/*.tsv`, each with its conventions in its head, and a user
//! can read them, replace them and load them with [`Tables::parse`]. [`codes`] asks the tables that come with the
//! program.
//!
//! ```
//! use diurna_core::codebook::{ActorKind, Mode, Root, Status};
//!
//! let codes = diurna_codes::codes(
//!     Root::Assault,
//!     Some(Mode::Aerial),
//!     &[ActorKind::Military],
//!     &[ActorKind::ArmedGroup],
//!     Status::Happened,
//! );
//! assert_eq!(codes.plover.mode.as_deref(), Some("aerial"));
//! assert_eq!(codes.cameo.as_deref(), Some("195"));
//! assert_eq!(codes.acled.map(|code| code.sub_event_type).as_deref(), Some("Air/drone strike"));
//! assert_eq!(codes.ucdp.as_deref(), Some("1"));
//! ```

mod number;
mod precision;
pub mod quantities;
mod rule;
mod tables;

pub use precision::{PrecisionCodes, precision};
pub use quantities::{read, read_with};
pub use rule::TableError;
pub use tables::{Sources, Tables};

use diurna_core::codebook::{ActorKind, Mode, Root, Status};
use diurna_core::record::CodesPart;

/// Version of the codebook and its tables, as records name it.
///
/// It changes with every change of a root, a mode or a row in `data/codes`.
pub const CODEBOOK: &str = "diurna/codebook/2";

/// An act whose codes are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    /// Root of the codebook.
    pub root: Root,
    /// Mode, if the report says how it was done.
    pub mode: Option<Mode>,
    /// Kinds of those who did it, as [`kind_of`] gives them.
    pub agents: &'a [ActorKind],
    /// Kinds of those to whom it was done.
    pub targets: &'a [ActorKind],
    /// How the report presents it.
    pub status: Status,
    /// Words that make codes finer: those of the trigger, or those for the means. Empty where none are known.
    pub words: &'a str,
    /// Whether somebody was killed who was not on the side of those who acted.
    pub deadly: bool,
}

/// Whether a root may have this mode (`None`: the report does not say how).
///
/// ```
/// use diurna_core::codebook::{Mode, Root};
///
/// assert!(diurna_codes::allows(Root::Assault, Some(Mode::Aerial)));
/// assert!(diurna_codes::allows(Root::Consult, None));
/// assert!(!diurna_codes::allows(Root::Consult, Some(Mode::Aerial)));
/// ```
#[must_use]
pub fn allows(root: Root, mode: Option<Mode>) -> bool {
    Tables::builtin().allows(root, mode)
}

/// The codes of an event in PLOVER, CAMEO, ACLED and UCDP.
///
/// A mode that the root cannot have is treated as no mode. ACLED codes are given to what happened or goes on, UCDP
/// types to what happened; where kinds of actor do not suffice to tell, the code is `None`.
///
/// ```
/// use diurna_core::codebook::{ActorKind, Mode, Root, Status};
///
/// let agents = [ActorKind::ArmedGroup];
/// let targets = [ActorKind::Civilians];
/// let codes = diurna_codes::codes(Root::Assault, Some(Mode::Firearms), &agents, &targets, Status::Happened);
/// assert_eq!(codes.ucdp.as_deref(), Some("3"));
/// let codes = diurna_codes::codes(Root::Assault, Some(Mode::Firearms), &agents, &targets, Status::Threatened);
/// assert_eq!((codes.ucdp, codes.acled), (None, None));
/// ```
#[must_use]
pub fn codes(
    root: Root,
    mode: Option<Mode>,
    agents: &[ActorKind],
    targets: &[ActorKind],
    status: Status,
) -> CodesPart {
    Tables::builtin().codes(root, mode, agents, targets, status)
}

/// The codes of an act, with all that is known of it.
///
/// Where somebody was killed, `data/codes/deadly.tsv` has a word before the words of the trigger do: a raid in which houses
/// burnt is no mere destruction of property where people died in it. The words make codes finer (`data/codes/words.tsv`).
///
/// ```
/// use diurna_codes::Act;
/// use diurna_core::codebook::{ActorKind, Mode, Root, Status};
///
/// let (agents, targets) = ([ActorKind::ArmedGroup], [ActorKind::Civilians]);
/// let raid = |deadly| {
///     let (root, mode, status) = (Root::Assault, Some(Mode::Arson), Status::Happened);
///     diurna_codes::codes_of(&Act { root, mode, agents: &agents, targets: &targets, status, words: "", deadly })
/// };
/// let sub_event = |deadly| raid(deadly).acled.map(|code| code.sub_event_type);
/// assert_eq!(sub_event(false).as_deref(), Some("Looting/property destruction"));
/// assert_eq!(sub_event(true).as_deref(), Some("Attack"));
///
/// let sides = [ActorKind::State, ActorKind::ArmedGroup];
/// let (root, status, words) = (Root::Yield, Status::Happened, "cease-fire");
/// let truce = Act { root, mode: None, agents: &sides, targets: &sides, status, words, deadly: false };
/// let codes = diurna_codes::codes_of(&truce);
/// assert_eq!((codes.plover.r#type.as_str(), codes.plover.mode.as_deref()), ("RETREAT", Some("ceasefire")));
/// assert_eq!(codes.cameo.as_deref(), Some("0871"));
/// ```
#[must_use]
pub fn codes_of(act: &Act<'_>) -> CodesPart {
    Tables::builtin().codes_of(act)
}

/// The kind by which an actor is coded: words for several persons of whom no more is told are civilians
/// (`data/codes/civilians.tsv`); everybody else keeps the kind.
///
/// A single person stays a person: to call somebody a civilian or a combatant on the strength of a name would be a guess.
///
/// ```
/// use diurna_codes::kind_of;
/// use diurna_core::codebook::ActorKind;
///
/// assert_eq!(kind_of(ActorKind::Person, "Nine people"), ActorKind::Civilians);
/// assert_eq!(kind_of(ActorKind::Person, "armed people"), ActorKind::Person);
/// assert_eq!(kind_of(ActorKind::Person, "mother of three children"), ActorKind::Person);
/// assert_eq!(kind_of(ActorKind::Person, "Mira Dell"), ActorKind::Person);
/// assert_eq!(kind_of(ActorKind::ArmedGroup, "Students"), ActorKind::ArmedGroup);
/// ```
#[must_use]
pub fn kind_of(kind: ActorKind, name: &str) -> ActorKind {
    Tables::builtin().kind_of(kind, name)
}

/// The kind by which somebody who acted is coded: as [`kind_of`] gives it, but attackers keep the kind that was read.
///
/// Words for several persons make civilians of victims. Of "people" who shot at somebody it is not known whether they are civilians. In a
/// clash everybody is attacked, too, and the rule holds.
///
/// ```
/// use diurna_codes::kind_of_agent;
/// use diurna_core::codebook::{ActorKind, Mode, Root};
///
/// let people = |root, mode| kind_of_agent(root, mode, ActorKind::Person, "people");
/// assert_eq!(people(Root::Assault, Some(Mode::Firearms)), ActorKind::Person);
/// assert_eq!(people(Root::Assault, Some(Mode::ArmedClash)), ActorKind::Civilians);
/// assert_eq!(people(Root::Protest, None), ActorKind::Civilians);
/// ```
#[must_use]
pub fn kind_of_agent(root: Root, mode: Option<Mode>, kind: ActorKind, name: &str) -> ActorKind {
    if root == Root::Assault && mode != Some(Mode::ArmedClash) { kind } else { kind_of(kind, name) }
}
