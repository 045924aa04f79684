//! Values of incidents in words.

use crate::style::harmless;
use diurna_core::incident::{Harm, Interval, Party, Site};

/// `4`, `2–6`, `14 or more`.
pub(super) fn range(low: u32, high: Option<u32>) -> String {
    match high {
        Some(high) if high == low => low.to_string(),
        Some(high) => format!("{low}–{high}"),
        None => format!("{low} or more"),
    }
}

/// A number with who they were.
pub(super) fn harm(h: &Harm) -> String {
    let number = range(h.low, h.high);
    match &h.who {
        Some(who) => format!("{number} ({})", harmless(who)),
        None => number,
    }
}

pub(super) fn interval(w: &Interval) -> String {
    if w.from == w.to { w.from.clone() } else { format!("{} to {}", w.from, w.to) }
}

pub(super) fn site(s: &Site) -> String {
    let country = s.country.as_ref().map(|c| format!(", {c}")).unwrap_or_default();
    format!("{}{country}", harmless(&s.name))
}

pub(super) fn party(p: &Party) -> String {
    let country = p.country.as_ref().map(|c| format!(", {c}")).unwrap_or_default();
    format!("{} ({}{country})", harmless(&p.name), p.kind)
}

/// As wide as that, in characters; what is longer is cut.
pub(super) fn fit(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length > width {
        return format!("{}…", text.chars().take(width.saturating_sub(1)).collect::<String>());
    }
    format!("{text}{}", " ".repeat(width - length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_widths() {
        assert_eq!(range(4, Some(4)), "4");
        assert_eq!(range(2, Some(6)), "2–6");
        assert_eq!(range(14, None), "14 or more");
        assert_eq!(fit("Gao", 5), "Gao  ");
        assert_eq!(fit("Baidoa", 5), "Baid…");
        let days = Interval { from: "2031-05-12".into(), to: "2031-05-13".into(), zone: None };
        assert_eq!(interval(&days), "2031-05-12 to 2031-05-13");
    }
}
