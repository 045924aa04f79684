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
pub const CODEBOOK: &str = "diurna/codebook/1";

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

/// [`codes`], made finer by the words of the trigger (`data/codes/words.tsv`).
///
/// ```
/// use diurna_core::codebook::{ActorKind, Root, Status};
///
/// let sides = [ActorKind::State, ActorKind::ArmedGroup];
/// let codes = diurna_codes::codes_of_words(Root::Yield, None, &sides, &sides, Status::Happened, "cease-fire");
/// assert_eq!((codes.plover.r#type.as_str(), codes.plover.mode.as_deref()), ("RETREAT", Some("ceasefire")));
/// assert_eq!(codes.cameo.as_deref(), Some("0871"));
/// ```
#[must_use]
pub fn codes_of_words(
    root: Root,
    mode: Option<Mode>,
    agents: &[ActorKind],
    targets: &[ActorKind],
    status: Status,
    words: &str,
) -> CodesPart {
    Tables::builtin().codes_of_words(root, mode, agents, targets, status, words)
}
