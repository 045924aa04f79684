//! TIMEX3 values.

use crate::found::Qty;
use crate::unit::{Season, Unit};
use jiff::civil::Date;

/// The year as four figures, or "BC0490".
pub(crate) fn year(y: i16) -> String {
    if y <= 0 { format!("BC{:04}", 1 - i32::from(y)) } else { format!("{y:04}") }
}

/// The value of the period of `unit` that holds `date`.
pub(crate) fn point(unit: Unit, date: Date) -> String {
    let y = year(date.year());
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => {
            format!("{y}-{:02}-{:02}", date.month(), date.day())
        }
        Unit::Week | Unit::Fortnight | Unit::Weekend => {
            let week = date.iso_week_date();
            let end = if unit == Unit::Weekend { "-WE" } else { "" };
            format!("{}-W{:02}{end}", year(week.year()), week.week())
        }
        Unit::Month => format!("{y}-{:02}", date.month()),
        Unit::Quarter => format!("{y}-Q{}", (date.month() + 2) / 3),
        Unit::Year => y,
        Unit::Decade => y.chars().take(y.len() - 1).collect(),
        Unit::Century | Unit::Millennium => y.chars().take(y.len() - 2).collect(),
    }
}

/// The value of a point of `unit` that nothing resolves.
pub(crate) fn open(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century | Unit::Millennium => "XX",
    }
}

pub(crate) fn season(season: Season, y: i16) -> String {
    format!("{}-{}", year(y), season.code())
}

/// The value of a duration: "P3W", "PT2H", "P2Y6M", "PXD".
pub(crate) fn period(qty: Qty, unit: Unit) -> String {
    let (time, code) = match unit {
        Unit::Second => ("T", "S"),
        Unit::Minute => ("T", "M"),
        Unit::Hour => ("T", "H"),
        Unit::Day => ("", "D"),
        Unit::Week | Unit::Fortnight => ("", "W"),
        Unit::Weekend => ("", "WE"),
        Unit::Month => ("", "M"),
        Unit::Quarter => ("", "Q"),
        Unit::Year => ("", "Y"),
        Unit::Decade => ("", "DE"),
        Unit::Century => ("", "CE"),
        Unit::Millennium => ("", "L"),
    };
    if qty.vague {
        return format!("P{time}X{code}");
    }
    let n = if unit == Unit::Fortnight { qty.n.saturating_mul(2) } else { qty.n };
    match (qty.tenth, unit) {
        (0, Unit::Decade) => format!("P{}Y", n.saturating_mul(10)),
        (0, Unit::Century) => format!("P{}Y", n.saturating_mul(100)),
        (0, _) => format!("P{time}{n}{code}"),
        (5, Unit::Year) if n == 0 => "P6M".to_owned(),
        (5, Unit::Year) => format!("P{n}Y6M"),
        (5, Unit::Hour) if n == 0 => "PT30M".to_owned(),
        (5, Unit::Hour) => format!("PT{n}H30M"),
        (5, Unit::Minute) if n > 0 => format!("PT{n}M30S"),
        (5, Unit::Century) if n == 0 => "P50Y".to_owned(),
        (5, Unit::Decade) if n == 0 => "P5Y".to_owned(),
        (tenth, _) => format!("P{time}{n}.{tenth}{code}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn writes_values() {
        let d = date(2021, 1, 3);
        assert_eq!(point(Unit::Week, d), "2020-W53");
        assert_eq!((point(Unit::Quarter, d), point(Unit::Decade, d)), ("2021-Q1".into(), "202".into()));
        assert_eq!(point(Unit::Year, date(-489, 1, 1)), "BC0490");
        assert_eq!(period(Qty { n: 2, tenth: 5, vague: false }, Unit::Year), "P2Y6M");
        assert_eq!(
            (period(Qty::exact(2), Unit::Fortnight), period(Qty::VAGUE, Unit::Hour)),
            ("P4W".into(), "PTXH".into())
        );
    }
}
