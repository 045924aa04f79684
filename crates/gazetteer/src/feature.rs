//! What a place is, and what a name is to it.

use diurna_core::Precision;

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $precision:ident;)*) => {
        /// Kind of place.
        ///
        /// ```
        /// use diurna_gazetteer::Feature;
        /// assert_eq!(Feature::parse("crossing"), Some(Feature::Crossing));
        /// assert_eq!(Feature::MacroRegion.as_str(), "macroregion");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum Feature {
            $($(#[$doc])* $name,)*
        }

        impl Feature {
            /// Every feature, in the order of their codes in the file.
            pub const ALL: &'static [Feature] = &[$(Feature::$name,)*];

            /// The name in data files and records.
            pub fn as_str(self) -> &'static str {
                match self { $(Feature::$name => $text,)* }
            }

            /// How closely a point says where such a place is, unless the [place](crate::PlaceRef::precision) says otherwise.
            pub fn precision(self) -> Precision {
                match self { $(Feature::$name => Precision::$precision,)* }
            }
        }
    };
}

features! {
    /// A continent.
    Continent = "continent", Country;
    /// Several countries or parts of them: the Sahel, the Middle East.
    MacroRegion = "macroregion", Country;
    /// A country or territory with an ISO 3166-1 code.
    Country = "country", Country;
    /// First-level division: state, province, governorate.
    Admin1 = "admin1", Province;
    /// Second-level division: county, district.
    Admin2 = "admin2", District;
    /// Smaller division, or part of a city that is one.
    District = "district", District;
    /// Capital of a country.
    Capital = "capital", Town;
    /// Seat of a first-level division.
    AdminSeat = "admin_seat", Town;
    /// Town of 100,000 people or more.
    City = "city", Town;
    /// Town of 5,000 people or more, or one of our own file.
    Town = "town", Town;
    /// Smaller place.
    Village = "village", Town;
    /// Part of a town.
    Neighbourhood = "neighbourhood", Exact;
    /// Region that is no division of one country: Donbas, Darfur, Golan.
    Region = "region", Province;
    /// River.
    River = "river", District;
    /// Valley.
    Valley = "valley", District;
    /// Lake or reservoir.
    Lake = "lake", District;
    /// Sea or ocean.
    Sea = "sea", Country;
    /// Gulf or bay.
    Gulf = "gulf", Province;
    /// Strait.
    Strait = "strait", District;
    /// Canal.
    Canal = "canal", District;
    /// Island or group of islands.
    Island = "island", District;
    /// Mountain, hill or range.
    Mountain = "mountain", District;
    /// Desert.
    Desert = "desert", Province;
    /// Forest, park or reserve.
    Park = "park", District;
    /// Border, ceasefire line or buffer zone.
    Border = "border", Province;
    /// Street or road.
    Street = "street", Exact;
    /// Square.
    Square = "square", Exact;
    /// Pass over mountains.
    Pass = "pass", Exact;
    /// Border crossing.
    Crossing = "crossing", Exact;
    /// Checkpoint.
    Checkpoint = "checkpoint", Exact;
    /// Dam.
    Dam = "dam", Exact;
    /// Port.
    Port = "port", Exact;
    /// Military base or camp.
    Base = "base", Exact;
    /// Airfield or airport.
    Airfield = "airfield", Exact;
    /// Camp of refugees or displaced people.
    Camp = "camp", Exact;
    /// Hospital.
    Hospital = "hospital", Exact;
    /// University or school.
    University = "university", Exact;
    /// Mosque.
    Mosque = "mosque", Exact;
    /// Church, temple or monastery.
    Church = "church", Exact;
    /// Prison.
    Prison = "prison", Exact;
    /// Oil or gas field, or refinery.
    Oilfield = "oilfield", Exact;
    /// Plant, mine, nuclear site, bridge or other works.
    Facility = "facility", Exact;
    /// Any other building.
    Building = "building", Exact;
}

impl Feature {
    /// The feature of that name.
    pub fn parse(name: &str) -> Option<Feature> {
        Feature::ALL.iter().copied().find(|feature| feature.as_str() == name)
    }

    pub(crate) fn from_code(code: u8) -> Option<Feature> {
        Feature::ALL.get(usize::from(code)).copied()
    }

    /// A country, division or larger: something that other places lie in.
    ///
    /// ```
    /// use diurna_gazetteer::Feature;
    /// assert!(Feature::Admin1.is_division() && !Feature::City.is_division());
    /// ```
    pub fn is_division(self) -> bool {
        matches!(self, Feature::Country | Feature::Admin1 | Feature::Admin2 | Feature::District)
    }

    /// A town, village or part of one.
    ///
    /// ```
    /// use diurna_gazetteer::Feature;
    /// assert!(Feature::Capital.is_settlement() && !Feature::River.is_settlement());
    /// ```
    pub fn is_settlement(self) -> bool {
        (Feature::Capital..=Feature::Neighbourhood).contains(&self)
    }
}

/// What a name is to the place that it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[non_exhaustive]
pub enum NameKind {
    /// The name that the sources give first.
    Primary,
    /// A name from our own files.
    Ours,
    /// Another name of a division, or its name with its type ("Anbar Governorate").
    AdminAlias,
    /// An abbreviation ("Calif.").
    Abbreviation,
    /// Another name, in any language written in Latin letters.
    Alternate,
    /// A name of the past ("Burma", "Artemivsk").
    Historic,
    /// Found by a spelling rule ("Deir Ezzor" for "Dayr az-Zawr").
    Transliteration,
    /// What its people or things are called ("Iraqi"): it says which country is spoken of, not where.
    Demonym,
}

impl NameKind {
    /// Every kind, in the order of their codes in the file.
    pub const ALL: &'static [NameKind] = &[
        NameKind::Primary,
        NameKind::Ours,
        NameKind::AdminAlias,
        NameKind::Abbreviation,
        NameKind::Alternate,
        NameKind::Historic,
        NameKind::Transliteration,
        NameKind::Demonym,
    ];

    /// The name in data files.
    ///
    /// ```
    /// assert_eq!(diurna_gazetteer::NameKind::AdminAlias.as_str(), "admin_alias");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            NameKind::Primary => "primary",
            NameKind::Ours => "ours",
            NameKind::AdminAlias => "admin_alias",
            NameKind::Abbreviation => "abbreviation",
            NameKind::Alternate => "alternate",
            NameKind::Historic => "historic",
            NameKind::Transliteration => "transliteration",
            NameKind::Demonym => "demonym",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<NameKind> {
        NameKind::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }

    pub(crate) fn from_code(code: u8) -> Option<NameKind> {
        NameKind::ALL.get(usize::from(code)).copied()
    }

    /// What a candidate loses in rank, in the units of [`PlaceRef::weight`](crate::PlaceRef::weight).
    pub(crate) fn handicap(self) -> i32 {
        match self {
            NameKind::Primary | NameKind::Ours => 0,
            NameKind::AdminAlias | NameKind::Abbreviation => 5,
            NameKind::Alternate => 18,
            NameKind::Historic => 12,
            NameKind::Transliteration => 22,
            NameKind::Demonym => 15,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Feature, NameKind};

    #[test]
    fn codes_and_names_return() {
        for (code, feature) in Feature::ALL.iter().enumerate() {
            assert_eq!(*feature as usize, code);
            assert_eq!(Feature::parse(feature.as_str()), Some(*feature));
            assert_eq!(Feature::from_code(code as u8), Some(*feature));
        }
        for (code, kind) in NameKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, code);
            assert_eq!(NameKind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(Feature::from_code(63), None);
        assert_eq!(NameKind::from_code(8), None);
    }
}
