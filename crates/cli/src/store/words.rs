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
    let (from, to) = (harmless(&w.from), harmless(&w.to));
    if from == to { from.into_owned() } else { format!("{from} to {to}") }
}

pub(super) fn site(s: &Site) -> String {
    format!("{}{}", harmless(&s.name), country(s.country.as_deref()))
}

pub(super) fn party(p: &Party) -> String {
    format!("{} ({}{})", harmless(&p.name), p.kind, country(p.country.as_deref()))
}

/// `, MLI`; nothing where it is not known. A database of others may hold any words there.
fn country(code: Option<&str>) -> String {
    code.map(|c| format!(", {}", harmless(c))).unwrap_or_default()
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
    use serde_json::json;

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

    #[test]
    fn no_part_of_a_value_steers_the_terminal() {
        let at: Site = serde_json::from_value(json!({"name": "Ga\u{1b}o", "country": "M\u{9b}LI"})).unwrap();
        assert_eq!(site(&at), "Ga\u{fffd}o, M\u{fffd}LI");
        let who =
            json!({"name": "North\u{7} Front", "kind": "armed_group", "country": "\u{1b}[2J", "codes": {}});
        let who: Party = serde_json::from_value(who).unwrap();
        assert_eq!(party(&who), "North\u{fffd} Front (armed_group, \u{fffd}[2J)");
        let days = Interval { from: "2031\u{1b}".into(), to: "2031\u{1b}".into(), zone: None };
        assert_eq!(interval(&days), "2031\u{fffd}");
    }
}
