//! What the ranker looks at, and how much each thing counts.

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[derive(Clone, Copy)]
        #[repr(usize)]
        enum Index { $($name,)* COUNT }
        $($(#[$doc])* pub(crate) const $name: usize = Index::$name as usize;)*
        /// How many things the ranker looks at.
        pub const FEATURES: usize = Index::COUNT as usize;
        const NAMES: [&str; FEATURES] = [$($text,)*];
    };
}

features! {
    OURS = "name_ours";
    PRIMARY = "name_primary";
    ADMIN_ALIAS = "name_admin_alias";
    ABBREVIATION = "name_abbreviation";
    ALTERNATE = "name_alternate";
    HISTORIC = "name_historic";
    TRANSLITERATION = "name_transliteration";
    DEMONYM = "name_demonym";
    ALIKE = "other_name_spelled_like_the_first";
    KNOWN_OTHER = "other_name_log_people_over_10000";
    OWN = "feature_of_our_own_file";
    PEOPLE = "settlement_log_people";
    PEOPLE_DIVISION = "division_log_people";
    NO_PEOPLE = "people_unknown";
    LARGEST = "largest_of_its_name";
    WEIGHT = "gazetteer_weight";
    COUNTRY = "is_country";
    WORLD = "is_continent_or_region_of_countries";
    CAPITAL = "is_capital";
    SEAT = "is_seat_of_division";
    VILLAGE = "is_village";
    NEIGHBOURHOOD = "is_neighbourhood";
    ADMIN1 = "is_admin1";
    ADMIN2 = "is_admin2";
    NATURAL = "is_region_or_natural";
    SITE = "is_site";
    SEATED = "admin1_with_seat_of_its_name";
    CAPITAL_ELSEWHERE = "admin1_with_capital_of_its_name";
    DIVISION_WORD = "division_word_and_is_division";
    NO_DIVISION_WORD = "division_word_and_is_none";
    COMMA = "held_by_name_after_comma";
    IN = "held_by_name_after_in_or_of";
    CLOSE = "held_by_name_within_four_words";
    SENTENCE = "held_by_name_in_sentence";
    LISTED = "listed_with_names_of_its_kind";
    SAME_NAME = "held_where_the_name_stands_elsewhere";
    COUNTRY_SHARE = "share_of_report_in_its_country";
    COUNTRY_NAMED = "its_country_is_named";
    DIVISION_SHARE = "share_of_report_in_its_admin1";
    DIVISION_NAMED = "its_admin1_is_named";
    COUNTY_NAMED = "its_admin2_is_named";
    NEAR_30 = "others_within_30_km";
    NEAR_100 = "others_within_100_km";
    NEAR_300 = "others_within_300_km";
    LEAD_COUNTRY = "in_country_of_first_place";
    LEAD_NEAR = "within_150_km_of_first_place";
    HOST_COUNTRY = "publisher_address_ends_in_its_country";
    // What speaks for no place at all.
    NONE = "none";
    NONE_PART = "none_name_known_in_part";
    NONE_WORD = "none_single_word";
    NONE_ROAD = "none_street_word_follows";
    NONE_NAMED_ON = "none_name_goes_on";
    NONE_SMALL = "none_no_candidate_of_10000";
    NONE_ALTERNATE = "none_only_other_names";
    // What speaks for no place where a name was found in running text.
    FOUND = "found";
    FOUND_PREPOSITION = "found_after_preposition";
    FOUND_SURNAME = "found_and_ends_names_of_persons";
    FOUND_COMMON = "found_and_is_common_word";
    FOUND_FIRST = "found_first_or_in_headline";
    FOUND_AGENT = "found_as_agent";
    FOUND_COMMA = "found_beside_comma_and_name";
    FOUND_NO_NAME = "found_and_tagged_as_no_name";
    FOUND_WORD = "found_single_word";
    FOUND_NAMED_ON = "found_name_goes_on";
    FOUND_ONE = "found_only_small_or_other_names";
}

const FILE: &str = include_str!("../../../data/places/ranker.tsv");

/// How much each thing that the ranker looks at counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(pub [f32; FEATURES]);

impl Default for Weights {
    /// The weights that come with the program.
    fn default() -> Self {
        static WEIGHTS: std::sync::OnceLock<Weights> = std::sync::OnceLock::new();
        WEIGHTS.get_or_init(|| Self::parse(FILE)).clone()
    }
}

impl Weights {
    /// Reads tab-separated names and weights; `#` starts a comment, and what is unknown or missing weighs nothing.
    ///
    /// ```
    /// use diurna_place::Weights;
    /// let weights = Weights::parse("name_ours\t1.5\n");
    /// assert_eq!(weights.rows().next(), Some(("name_ours", 1.5)));
    /// ```
    #[must_use]
    pub fn parse(file: &str) -> Self {
        let mut out = [0.0; FEATURES];
        for line in file.lines().filter(|l| !l.starts_with('#')) {
            let mut cells = line.split('\t');
            let at = cells.next().and_then(|name| NAMES.iter().position(|n| *n == name));
            if let (Some(at), Some(value)) = (at, cells.next().and_then(|v| v.trim().parse().ok())) {
                out[at] = value;
            }
        }
        Self(out)
    }

    /// Names and weights, in the order in which they are added up.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, f32)> + '_ {
        NAMES.iter().copied().zip(self.0.iter().copied())
    }

    pub(crate) fn dot(&self, features: &[f32; FEATURES]) -> f32 {
        self.0.iter().zip(features).map(|(w, f)| w * f).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_weight_in_the_file() {
        for name in NAMES {
            assert!(FILE.lines().any(|l| l.split('\t').next() == Some(name)), "{name}");
        }
    }
}
