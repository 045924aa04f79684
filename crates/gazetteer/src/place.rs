//! One place.

use crate::format::{self, CODE_LEN, NO_PARENT, RECORD_LEN, SHARED_LEN};
use crate::{Feature, Gazetteer};
use diurna_core::Precision;

/// Number of a place in one gazetteer; another [version](Gazetteer::version) numbers otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(pub(crate) u32);

impl PlaceId {
    /// The number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A view of one place.
///
/// ```
/// use diurna_gazetteer::{Feature, Gazetteer};
/// let gazetteer = Gazetteer::embedded();
/// let mosul = gazetteer.get(gazetteer.lookup("Mosul")[0].place).unwrap();
/// assert_eq!(mosul.country(), "IRQ");
/// assert_eq!(mosul.admin1().unwrap().name(), "Nineveh");
/// assert!(mosul.feature().is_settlement());
/// assert!(mosul.population() > 1_000_000);
/// ```
#[derive(Clone, Copy)]
pub struct PlaceRef<'g> {
    gazetteer: &'g Gazetteer,
    id: PlaceId,
    record: &'static [u8],
    feature: Feature,
    weight: u8,
    precision: Precision,
}

impl std::fmt::Debug for PlaceRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlaceRef")
            .field("id", &self.id.0)
            .field("name", &self.name())
            .field("feature", &self.feature)
            .field("country", &self.country())
            .field("lat", &self.lat())
            .field("lon", &self.lon())
            .finish()
    }
}

impl<'g> PlaceRef<'g> {
    pub(crate) fn new(gazetteer: &'g Gazetteer, id: PlaceId) -> Option<Self> {
        let start = id.index().checked_mul(RECORD_LEN)?;
        let record = gazetteer.records.get(start..start.checked_add(RECORD_LEN)?)?;
        let (feature, weight, precision) = format::decode_kind([record[8], record[9]])?;
        Some(PlaceRef { gazetteer, id, record, feature, weight, precision })
    }

    fn u24(&self, at: usize) -> u32 {
        format::u24_at(self.record, at).unwrap_or(0)
    }

    fn u16(&self, at: usize) -> u16 {
        format::u16_at(self.record, at).unwrap_or(0)
    }

    /// Its id.
    pub fn id(&self) -> PlaceId {
        self.id
    }

    /// Display name.
    pub fn name(&self) -> String {
        let number = self.u24(15) as usize;
        format::text_at(self.gazetteer.texts, self.gazetteer.text_index, number).unwrap_or_default()
    }

    /// Degrees north, WGS 84.
    pub fn lat(&self) -> f64 {
        format::decode_degrees(self.u24(0))
    }

    /// Degrees east, WGS 84.
    pub fn lon(&self) -> f64 {
        format::decode_degrees(self.u24(3))
    }

    /// People, to three digits; for divisions the sum over their towns; 0 for unknown.
    pub fn population(&self) -> u32 {
        format::decode_population(self.u16(6))
    }

    /// Kind of place.
    pub fn feature(&self) -> Feature {
        self.feature
    }

    /// How closely the point says where the place is.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// 0–100: how likely the place is meant when its name stands alone.
    pub fn weight(&self) -> u8 {
        self.weight
    }

    /// GeoNames id, where it has one.
    pub fn geonames(&self) -> Option<u32> {
        Some(self.u24(12)).filter(|id| *id != 0)
    }

    /// The smallest division or country that the place lies in.
    pub fn parent(&self) -> Option<PlaceRef<'g>> {
        let parent = self.u16(10);
        // A parent comes before its children, so that no chain runs in a circle.
        (parent != NO_PARENT && u32::from(parent) < self.id.0)
            .then(|| PlaceRef::new(self.gazetteer, PlaceId(u32::from(parent))))
            .flatten()
    }

    /// The place itself or the first of those that it lies in with this feature.
    fn within(&self, feature: Feature) -> Option<PlaceRef<'g>> {
        let mut place = Some(*self);
        while let Some(here) = place {
            if here.feature == feature {
                return Some(here);
            }
            place = here.parent();
        }
        None
    }

    /// First-level division that it lies in (itself, if it is one).
    pub fn admin1(&self) -> Option<PlaceRef<'g>> {
        self.within(Feature::Admin1)
    }

    /// Second-level division that it lies in (itself, if it is one).
    pub fn admin2(&self) -> Option<PlaceRef<'g>> {
        self.within(Feature::Admin2)
    }

    /// ISO 3166-1 alpha-3 of its country; empty for what lies in several or none.
    pub fn country(&self) -> &'static str {
        self.within(Feature::Country).map_or("", |country| code(self.gazetteer, country.id.index()))
    }

    /// Alpha-3 of every country that it lies in.
    ///
    /// ```
    /// use diurna_gazetteer::Gazetteer;
    /// let gazetteer = Gazetteer::embedded();
    /// let mosul = gazetteer.get(gazetteer.lookup("Mosul")[0].place).unwrap();
    /// assert_eq!(mosul.countries(), ["IRQ"]);
    /// ```
    pub fn countries(&self) -> Vec<&'static str> {
        let mut codes: Vec<&'static str> =
            Some(self.country()).filter(|code| !code.is_empty()).into_iter().collect();
        let shared = self.gazetteer.shared;
        let place_at = |row: usize| format::u24_at(shared, row * SHARED_LEN).unwrap_or(u32::MAX);
        let rows = shared.len() / SHARED_LEN;
        let (mut low, mut high) = (0, rows);
        while low < high {
            let middle = usize::midpoint(low, high);
            if place_at(middle) < self.id.0 { low = middle + 1 } else { high = middle }
        }
        while low < rows && place_at(low) == self.id.0 {
            let country = format::u16_at(shared, low * SHARED_LEN + 3).unwrap_or(NO_PARENT);
            let code = code(self.gazetteer, usize::from(country));
            if !code.is_empty() && !codes.contains(&code) {
                codes.push(code);
            }
            low += 1;
        }
        codes
    }

    /// Whether it lies in this country, wholly or partly.
    pub fn is_in(&self, alpha3: &str) -> bool {
        self.country() == alpha3 || self.countries().contains(&alpha3)
    }

    /// Kilometres to a point.
    pub fn distance_km(&self, lat: f64, lon: f64) -> f64 {
        crate::distance_km(self.lat(), self.lon(), lat, lon)
    }

    /// The place as the rest of the program carries it.
    pub fn to_place(&self) -> diurna_core::Place {
        diurna_core::Place {
            name: self.name(),
            geonames: self.geonames(),
            lat: self.lat(),
            lon: self.lon(),
            country: self.country().to_owned(),
            admin1: self.admin1().map(|division| division.name()),
            feature: self.feature.as_str().to_owned(),
            precision: self.precision(),
        }
    }
}

/// Alpha-3 of a country by its number; empty for none.
fn code(gazetteer: &Gazetteer, country: usize) -> &'static str {
    let codes = gazetteer.codes.chunks_exact(CODE_LEN).nth(country);
    codes.and_then(|codes| std::str::from_utf8(&codes[2..]).ok()).unwrap_or("")
}
