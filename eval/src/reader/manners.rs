//! How the network looks at each public set: the scheme of labels that the set follows, and how ready it is to mark.
//!
//! Chosen on the parts for development; the program itself reads with `Manner::default()`.

use diurna_network::{Given, Manner, Scheme, Told};

/// Names after Universal NER.
pub(super) fn names() -> Manner<'static> {
    Manner { scheme: Scheme::Ewt, names: -0.9, ..Manner::default() }
}

/// Triggers of WikiEvents.
pub(super) fn triggers() -> Manner<'static> {
    Manner { scheme: Scheme::WikiEvents, triggers: 0.75, ..Manner::default() }
}

/// Arguments of WikiEvents.
pub(super) fn roles(given: &[Given]) -> Manner<'_> {
    Manner { scheme: Scheme::WikiEvents, told: Told::Triggers(given), ..Manner::default() }
}

/// Attributions of political news: PolNeAR counts attitudes, intentions and inner states too.
pub(super) fn attribution() -> Manner<'static> {
    Manner { scheme: Scheme::Broad, cues: -0.9, roles: 0.7, ..Manner::default() }
}

/// Fillers of MUC-4, which belong to a whole report.
pub(super) fn muc() -> Manner<'static> {
    Manner { scheme: Scheme::Muc, fillers: 0.5, window: 160, ..Manner::default() }
}

/// Types between two given sides: something stands between them, so nothing is held back.
pub(super) fn dyads() -> Manner<'static> {
    Manner { scheme: Scheme::Dyads, triggers: 1.5, roles: 0.1, ..Manner::default() }
}

/// Types of a sentence whose sides are not given.
pub(super) fn dyads_raw() -> Manner<'static> {
    Manner { scheme: Scheme::Dyads, triggers: 0.5, ..Manner::default() }
}
