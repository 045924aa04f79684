//! Names of places, compiled into one file that is used without parsing.
//!
//! [`Gazetteer::embedded`] is the gazetteer that comes with the program: countries, divisions,
//! towns and other populated places of GeoNames, airfields, and our own file of regions, rivers,
//! crossings, bases and buildings that conflict news writes about.
//!
//! ```
//! use diurna_gazetteer::Gazetteer;
//! let gazetteer = Gazetteer::embedded();
//! let best = gazetteer.lookup("Erbil")[0];
//! let place = gazetteer.get(best.place).unwrap();
//! assert_eq!(place.country(), "IRQ");
//! assert!((place.lat() - 36.19).abs() < 0.1);
//! ```

mod builder;
mod error;
mod feature;
mod format;
mod loose;
mod names;
mod normalize;
mod place;

pub use builder::{Builder, NewPlace};
pub use diurna_core::geo::distance_km;
pub use error::Error;
pub use feature::{Feature, NameKind};
pub use names::{Candidate, Match};
pub use place::{PlaceId, PlaceRef};

use format::{CODE_LEN, DIGEST_END, RECORD_LEN, SHARED_LEN};
use names::NameMap;
use std::collections::HashMap;
use std::sync::OnceLock;

static EMBEDDED: &[u8] = include_bytes!("../../../data/gazetteer.bin");

/// A gazetteer, read in place.
pub struct Gazetteer {
    version: String,
    places: usize,
    names: NameMap,
    loose: NameMap,
    records: &'static [u8],
    codes: &'static [u8],
    shared: &'static [u8],
    texts: &'static [u8],
    text_index: &'static [u8],
    /// By country, its capital; `None` where it has several. Every place has to be looked at, so it is done once, when first asked.
    capitals: OnceLock<HashMap<&'static str, Option<PlaceId>>>,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer").field("version", &self.version).field("places", &self.places).finish()
    }
}

impl Gazetteer {
    /// The gazetteer that is compiled into the program.
    ///
    /// # Panics
    /// Never with the file of this repository: a test opens it.
    pub fn embedded() -> &'static Gazetteer {
        static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
        GAZETTEER.get_or_init(|| Gazetteer::open(EMBEDDED, false).expect("data/gazetteer.bin is a gazetteer"))
    }

    /// A gazetteer of other bytes, such as a file that was read and leaked.
    ///
    /// # Errors
    /// If the bytes are no gazetteer, or damaged.
    ///
    /// ```
    /// use diurna_gazetteer::{Error, Gazetteer};
    /// assert_eq!(Gazetteer::from_bytes(b"PNG").unwrap_err(), Error::Magic);
    /// ```
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, Error> {
        Gazetteer::open(bytes, true)
    }

    fn open(bytes: &'static [u8], check: bool) -> Result<Self, Error> {
        let layout = format::layout(bytes)?;
        if check && bytes.get(DIGEST_END..).map(format::digest) != Some(layout.digest) {
            return Err(Error::Damaged("digest"));
        }
        let [names, name_table, loose, loose_table, lists, records, codes, shared, texts, text_index] =
            layout.sections;
        if records.len() != layout.places * RECORD_LEN || codes.len() != layout.countries * CODE_LEN {
            return Err(Error::Damaged("records"));
        }
        if !shared.len().is_multiple_of(SHARED_LEN) || layout.countries > layout.places {
            return Err(Error::Damaged("countries"));
        }
        Ok(Gazetteer {
            version: format!("{:016x}", layout.digest),
            places: layout.places,
            names: NameMap::open(names, name_table, lists)?,
            loose: NameMap::open(loose, loose_table, lists)?,
            records,
            codes,
            shared,
            texts,
            text_index,
            capitals: OnceLock::new(),
        })
    }

    /// Digest of the content: two gazetteers with the same version give the same answers.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.places
    }

    /// Whether there are no places.
    pub fn is_empty(&self) -> bool {
        self.places == 0
    }

    /// Number of different names, in key form.
    pub fn names(&self) -> usize {
        self.names.len()
    }

    /// The key form of a name: lower case, diacritics folded to ASCII, dots and apostrophes gone,
    /// every other mark and run of blanks one space.
    ///
    /// ```
    /// use diurna_gazetteer::Gazetteer;
    /// assert_eq!(Gazetteer::normalize("Dayr az-Zawr"), "dayr az zawr");
    /// assert_eq!(Gazetteer::normalize("Ma‘arrat an Nu‘mān"), "maarrat an numan");
    /// assert_eq!(Gazetteer::normalize("U.S."), "us");
    /// ```
    pub fn normalize(name: &str) -> String {
        normalize::normalize(name)
    }

    /// The country with this ISO 3166-1 code, alpha-3 or alpha-2.
    ///
    /// ```
    /// use diurna_gazetteer::Gazetteer;
    /// let gazetteer = Gazetteer::embedded();
    /// let iraq = gazetteer.country("IRQ").unwrap();
    /// assert_eq!(gazetteer.get(iraq).unwrap().name(), "Iraq");
    /// assert_eq!(gazetteer.country("IQ"), Some(iraq));
    /// assert_eq!(gazetteer.country("XXX"), None);
    /// ```
    pub fn country(&self, code: &str) -> Option<PlaceId> {
        let index = self.codes.chunks_exact(CODE_LEN).position(|codes| {
            let (alpha2, alpha3) = codes.split_at(2);
            alpha2 == code.as_bytes() || alpha3 == code.as_bytes()
        })?;
        Some(PlaceId(index as u32))
    }

    /// The capital of the country with this ISO 3166-1 alpha-3 code; `None` where there is none or more than one.
    ///
    /// ```
    /// use diurna_gazetteer::Gazetteer;
    /// let gazetteer = Gazetteer::embedded();
    /// let capital = gazetteer.capital("ETH").unwrap();
    /// assert_eq!(gazetteer.get(capital).unwrap().name(), "Addis Ababa");
    /// assert_eq!(gazetteer.capital("XXX"), None);
    /// ```
    pub fn capital(&self, country: &str) -> Option<PlaceId> {
        let capitals = self.capitals.get_or_init(|| {
            let mut capitals: HashMap<&'static str, Option<PlaceId>> = HashMap::new();
            for place in self.places().filter(|place| place.feature() == Feature::Capital) {
                let only = Some(place.id());
                capitals.entry(place.country()).and_modify(|capital| *capital = None).or_insert(only);
            }
            capitals
        });
        capitals.get(country).copied().flatten()
    }

    /// The place with this id; `None` for an id of another gazetteer.
    pub fn get(&self, id: PlaceId) -> Option<PlaceRef<'_>> {
        PlaceRef::new(self, id)
    }

    /// The place with this GeoNames id. Looks at every place: for tests and tools.
    ///
    /// ```
    /// use diurna_gazetteer::Gazetteer;
    /// let gazetteer = Gazetteer::embedded();
    /// let baghdad = gazetteer.by_geonames(98182).unwrap();
    /// assert_eq!(gazetteer.get(baghdad).unwrap().name(), "Baghdad");
    /// ```
    pub fn by_geonames(&self, geonames: u32) -> Option<PlaceId> {
        self.places().find(|place| place.geonames() == Some(geonames)).map(|place| place.id())
    }

    /// Every place, in the order of ids: countries first.
    pub fn places(&self) -> impl Iterator<Item = PlaceRef<'_>> {
        (0..self.places as u32).filter_map(|id| self.get(PlaceId(id)))
    }
}
