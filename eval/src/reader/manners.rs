//! How the network looks at each public set: the scheme of labels that the set follows, and how ready it is to mark.
//!
//! Chosen on the parts for development; the program itself reads with `Manner::default()`.

use diurna_network::{Given, Manner, Scheme, Told};

fn t(name: &str, default: f32) -> f32 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn s(default: Scheme) -> Scheme {
    match std::env::var("T_SCHEME").as_deref() {
        Ok("diurna") => Scheme::Diurna,
        Ok("wikievents") => Scheme::WikiEvents,
        Ok("muc") => Scheme::Muc,
        Ok("ewt") => Scheme::Ewt,
        Ok("gum") => Scheme::Gum,
        Ok("wiki") => Scheme::Wiki,
        Ok("re3d") => Scheme::Re3d,
        _ => default,
    }
}

/// Names after Universal NER.
pub(super) fn names() -> Manner<'static> {
    Manner { scheme: s(Scheme::Ewt), names: t("T_NAMES", 0.0), ..Manner::default() }
}

/// Triggers of WikiEvents.
pub(super) fn triggers() -> Manner<'static> {
    Manner { scheme: s(Scheme::WikiEvents), triggers: t("T_TRIGGERS", 0.0), ..Manner::default() }
}

/// Arguments of WikiEvents.
pub(super) fn roles(given: &[Given]) -> Manner<'_> {
    Manner {
        scheme: s(Scheme::WikiEvents),
        told: Told::Triggers(given),
        roles: t("T_ROLES", 0.5),
        ..Manner::default()
    }
}

/// Attributions of political news.
pub(super) fn attribution() -> Manner<'static> {
    Manner { scheme: s(Scheme::Gum), cues: t("T_CUES", 0.0), roles: t("T_ROLES", 0.5), ..Manner::default() }
}

/// Fillers of MUC-4.
pub(super) fn muc() -> Manner<'static> {
    Manner {
        scheme: s(Scheme::Muc),
        fillers: t("T_FILLERS", 0.0),
        window: t("T_WINDOW", 160.0) as usize,
        ..Manner::default()
    }
}

/// Types between two sides of a sentence.
pub(super) fn dyads() -> Manner<'static> {
    Manner {
        scheme: s(Scheme::Diurna),
        triggers: t("T_TRIGGERS", 0.0),
        roles: t("T_ROLES", 0.5),
        ..Manner::default()
    }
}
