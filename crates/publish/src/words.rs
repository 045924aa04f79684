//! Values in words for readers.

use diurna_core::codebook::Status;
use diurna_core::incident::{Harm, Incident, Interval, Party, Site};
use diurna_core::resolved::Precision;
use diurna_core::{HarmKind, Mode, Side};
use diurna_export::{country, plain_title};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Table = BTreeMap<(&'static str, &'static str), &'static str>;

static WORDS: LazyLock<Table> = LazyLock::new(|| {
    include_str!("../../../data/publish/words.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some(((cells.next()?, cells.next()?), cells.next()?))
        })
        .collect()
});

/// What a value of a closed list is called; the value itself where the table lacks it.
pub(crate) fn label<'a>(list: &'a str, value: &'a str) -> &'a str {
    WORDS.get(&(list, value)).copied().unwrap_or(value)
}

/// "Attack, bombing".
pub(crate) fn kind(incident: &Incident) -> String {
    let root = label("type", incident.r#type.as_str());
    match incident.mode.filter(|mode| *mode != Mode::Other) {
        Some(mode) => format!("{root}, {}", label("mode", mode.as_str())),
        None => root.to_string(),
    }
}

/// The title for readers: titles that are made of type, place and day are put in words, others stay as they are.
pub(crate) fn headline(incident: &Incident) -> String {
    if incident.title != plain_title(incident) {
        return incident.title.clone();
    }
    let mode = incident.mode.filter(|mode| *mode != Mode::Other).map(|mode| mode.as_str());
    let mut out = label("headline", mode.unwrap_or(incident.r#type.as_str())).to_string();
    if !matches!(incident.status, Status::Happened | Status::Ongoing) {
        out.push_str(&format!(" ({})", label("status", incident.status.as_str())));
    }
    if let Some(site) = incident.r#where.best.as_ref().filter(|site| !site.name.is_empty()) {
        out.push_str(&format!(" in {}", site.name));
    }
    if let Some(when) = &incident.when.best {
        // Without the hour, which stands beside it.
        let day = |moment: &str| moment.get(..10).unwrap_or(moment).to_string();
        out.push_str(&format!(
            ", {}",
            interval(&Interval { from: day(&when.from), to: day(&when.to), zone: None })
        ));
    }
    out
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "May 2031".
pub(crate) fn month(date: Date) -> String {
    let name =
        usize::try_from(date.month() - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
    format!("{name} {}", date.year())
}

/// "14 May 2031".
pub(crate) fn day(date: Date) -> String {
    format!("{} {}", date.day(), month(date))
}

/// The day of a moment.
pub(crate) fn date(moment: &str) -> Option<Date> {
    moment.get(..10)?.parse().ok()
}

/// A moment or interval in words; as it is written where it is no date.
pub(crate) fn interval(when: &Interval) -> String {
    let (Some(from), Some(to)) = (date(&when.from), date(&when.to)) else {
        return if when.from == when.to {
            when.from.clone()
        } else {
            format!("{} to {}", when.from, when.to)
        };
    };
    let clock = |moment: &str| moment.get(11..16).map(String::from);
    if from == to {
        return match (clock(&when.from), clock(&when.to)) {
            (Some(a), Some(b)) if a == b => format!("{}, about {a}", day(from)),
            (Some(a), Some(b)) => format!("{}, between {a} and {b}", day(from)),
            _ => day(from),
        };
    }
    let whole = |a: Date, b: Date| from == a && to == b;
    if whole(from.first_of_year(), from.last_of_year()) {
        from.year().to_string()
    } else if whole(from.first_of_month(), from.last_of_month()) {
        month(from)
    } else if from.first_of_month() == to.first_of_month() {
        format!("between {} and {}", from.day(), day(to))
    } else {
        format!("between {} and {}", day(from), day(to))
    }
}

/// "Gao, Gao Region, Mali".
pub(crate) fn place(site: &Site) -> String {
    let land = site.country.as_deref().map(|code| country(code).map_or(code, |land| land.name));
    let mut parts: Vec<&str> = Vec::new();
    for part in [Some(site.name.as_str()), site.admin1.as_deref(), land].into_iter().flatten() {
        if !part.is_empty() && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(", ")
}

/// How closely a place is known, as a sentence.
pub(crate) fn precision(site: &Site) -> &'static str {
    let name = match site.precision {
        Some(Precision::Exact) => "exact",
        Some(Precision::Town) => "town",
        Some(Precision::District) => "district",
        Some(Precision::Province) => "province",
        Some(Precision::Country) => "country",
        None => return "How closely it is known is not recorded.",
    };
    label("precision", name)
}

/// "Marsh Front (armed group)".
pub(crate) fn party(party: &Party) -> String {
    let kind = label("kind", party.kind.as_str());
    if party.name.to_lowercase().contains(kind) || party.kind == diurna_core::codebook::ActorKind::Unknown {
        return party.name.clone();
    }
    format!("{} ({kind})", party.name)
}

/// "4", "4–6", "14 or more", "up to 19".
pub(crate) fn range(low: u32, high: Option<u32>) -> String {
    match high {
        Some(high) if high == low => low.to_string(),
        Some(high) if low == 0 => format!("up to {high}"),
        Some(high) => format!("{low}–{high}"),
        None => format!("{low} or more"),
    }
}

/// A number of persons with who they were.
pub(crate) fn harm(harm: &Harm) -> String {
    let number = range(harm.low, harm.high);
    let side = match harm.side {
        Some(Side::Agent) => Some("of those who acted"),
        Some(Side::Target) => Some("of those acted upon"),
        Some(Side::Other) => Some("bystanders and others"),
        None => None,
    };
    match (&harm.who, side) {
        (Some(who), _) => format!("{number} ({who})"),
        (None, Some(side)) => format!("{number} ({side})"),
        (None, None) => number,
    }
}

/// "Between 4 and 6 people were reported killed".
pub(crate) fn sentence(harm: &Harm) -> String {
    let number = match (harm.low, harm.high) {
        (low, Some(high)) if low == high && low == 0 => "Nobody".to_string(),
        (low, Some(high)) if low == high => low.to_string(),
        (0, Some(high)) => format!("Up to {high}"),
        (low, Some(high)) => format!("Between {low} and {high}"),
        (low, None) => format!("At least {low}"),
    };
    let one = matches!((harm.low, harm.high), (1, Some(1)) | (0, Some(0..=1)) | (1, None));
    let nobody = harm.high == Some(0);
    let people = match (&harm.who, one) {
        _ if nobody => String::new(),
        (Some(who), _) => format!(" ({who})"),
        (None, true) => " person".to_string(),
        (None, false) => " people".to_string(),
    };
    let verb = if one || nobody { "was" } else { "were" };
    let done = match harm.kind {
        HarmKind::Killed => "reported killed",
        HarmKind::Injured => "reported injured",
        HarmKind::Missing => "reported missing",
        HarmKind::Detained => "reported detained",
    };
    format!("{number}{people} {verb} {done}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use diurna_core::Root;
    use diurna_core::codebook::SourceKind;

    #[test]
    fn every_value_has_words() {
        let has = |list, value| WORDS.contains_key(&(list, value));
        assert!(Root::ALL.iter().all(|v| has("type", v.as_str())));
        assert!(Mode::ALL.iter().all(|v| *v == Mode::Other || has("mode", v.as_str())));
        assert!(Root::ALL.iter().all(|v| has("headline", v.as_str())));
        assert!(Mode::ALL.iter().all(|v| *v == Mode::Other || has("headline", v.as_str())));
        assert!(Status::ALL.iter().all(|v| has("status", v.as_str())));
        assert!(SourceKind::ALL.iter().all(|v| has("source", v.as_str())));
        assert!(diurna_core::codebook::ActorKind::ALL.iter().all(|v| has("kind", v.as_str())));
    }

    #[test]
    fn times() {
        let words =
            |from: &str, to: &str| interval(&Interval { from: from.into(), to: to.into(), zone: None });
        assert_eq!(words("2031-05-14", "2031-05-14"), "14 May 2031");
        assert_eq!(words("2031-05-14T08:20", "2031-05-14T08:20"), "14 May 2031, about 08:20");
        assert_eq!(words("2031-05-14T08:00", "2031-05-14T12:00"), "14 May 2031, between 08:00 and 12:00");
        assert_eq!(words("2031-02-01", "2031-02-28"), "February 2031");
        assert_eq!(words("2031-01-01", "2031-12-31"), "2031");
        assert_eq!(words("2031-05-14", "2031-05-16"), "between 14 and 16 May 2031");
        assert_eq!(words("2031-04-30", "2031-05-02"), "between 30 April 2031 and 2 May 2031");
        assert_eq!(words("soon", "later"), "soon to later");
    }

    #[test]
    fn numbers() {
        let of = |low, high| Harm { kind: HarmKind::Killed, low, high, who: None, side: None };
        assert_eq!(sentence(&of(4, Some(6))), "Between 4 and 6 people were reported killed.");
        assert_eq!(sentence(&of(1, Some(1))), "1 person was reported killed.");
        assert_eq!(sentence(&of(0, Some(0))), "Nobody was reported killed.");
        assert_eq!(sentence(&of(14, None)), "At least 14 people were reported killed.");
        assert_eq!(harm(&of(0, Some(19))), "up to 19");
        assert_eq!(harm(&Harm { who: Some("civilians".into()), ..of(2, None) }), "2 or more (civilians)");
    }
}
