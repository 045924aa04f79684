//! What UCDP and ACLED call a precision.

use diurna_core::Precision;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../../data/codes/precision.tsv");

/// A precision in the codes of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrecisionCodes {
    /// UCDP `where_prec`: 1 the place itself … 7 international waters.
    pub ucdp: u8,
    /// ACLED `geo_precision`: 1 the place itself, 2 near it or a small area, 3 a larger region.
    pub acled: u8,
}

struct Row {
    precision: Precision,
    features: Vec<&'static str>,
    landless: bool,
    codes: PrecisionCodes,
}

/// How closely a place is told, as UCDP and ACLED code it.
///
/// `feature` is the kind of the place that is named, `country` its country where it has one: a town whose precision is
/// `district` is a point near that town, a division of that precision is the division.
///
/// ```
/// use diurna_codes::precision;
/// use diurna_core::Precision;
///
/// let near = precision(Precision::District, Some("town"), Some("MLI"));
/// assert_eq!((near.ucdp, near.acled), (2, 2));
/// assert_eq!(precision(Precision::District, Some("admin2"), Some("MLI")).ucdp, 3);
/// assert_eq!(precision(Precision::Country, Some("sea"), None).ucdp, 7);
/// ```
#[must_use]
pub fn precision(precision: Precision, feature: Option<&str>, country: Option<&str>) -> PrecisionCodes {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    let feature = feature.filter(|f| !f.is_empty()).unwrap_or("-");
    let landless = country.is_none_or(str::is_empty);
    ROWS.get_or_init(|| TABLE.lines().filter_map(row).collect())
        .iter()
        .find(|r| {
            r.precision == precision
                && (r.features.contains(&"*") || r.features.contains(&feature))
                && (landless || !r.landless)
        })
        .map_or(PrecisionCodes { ucdp: 6, acled: 3 }, |r| r.codes)
}

fn row(line: &'static str) -> Option<Row> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [precision, features, land, ucdp, acled] = cells[..] else { return None };
    let precision = match precision {
        "exact" => Precision::Exact,
        "town" => Precision::Town,
        "district" => Precision::District,
        "province" => Precision::Province,
        "country" => Precision::Country,
        _ => return None,
    };
    Some(Row {
        precision,
        features: features.split(',').collect(),
        landless: land == "no",
        codes: PrecisionCodes { ucdp: ucdp.parse().ok()?, acled: acled.parse().ok()? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let told = TABLE.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).count();
        assert_eq!(TABLE.lines().filter_map(row).count(), told);
        assert_eq!(told, 12);
    }

    /// Places as the two codebooks define their classes, each with what a coder enters.
    #[test]
    fn the_definitions_of_both_codebooks() {
        use Precision::{Country, District, Exact, Province, Town};
        for (what, class, feature, country, ucdp, acled) in [
            ("a named bridge", Exact, Some("facility"), Some("IRQ"), 1, 1),
            ("a village", Town, Some("village"), Some("MLI"), 1, 1),
            ("near a town", District, Some("town"), Some("MLI"), 2, 2),
            ("20 km south of a capital", District, Some("capital"), Some("IRQ"), 2, 2),
            ("near a base", District, Some("base"), Some("IRQ"), 2, 2),
            ("a district", District, Some("admin2"), Some("AFG"), 3, 2),
            ("a district of which nothing else is known", District, None, Some("AFG"), 3, 2),
            ("a province", Province, Some("admin1"), Some("AFG"), 4, 3),
            ("a river", District, Some("river"), Some("SOM"), 5, 2),
            ("a short stretch of road", District, Some("road"), Some("SYR"), 5, 2),
            ("a long stretch of road", Province, Some("road"), Some("SYR"), 5, 3),
            ("some 80 km from a town", Province, Some("town"), Some("LBY"), 5, 3),
            ("a region without bounds", Province, Some("region"), Some("UKR"), 5, 3),
            ("a border", Province, Some("border"), None, 5, 3),
            ("a country", Country, Some("country"), Some("YEM"), 6, 3),
            ("several countries", Country, Some("macroregion"), None, 5, 3),
            ("the high seas", Country, Some("sea"), None, 7, 3),
            ("a gulf between countries", Province, Some("gulf"), None, 7, 3),
            ("a bay of one country", Province, Some("gulf"), Some("AUS"), 5, 3),
        ] {
            assert_eq!(precision(class, feature, country), PrecisionCodes { ucdp, acled }, "{what}");
        }
    }
}
