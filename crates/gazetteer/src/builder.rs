//! Writing the file.

use crate::format::*;
use crate::loose::skeleton;
use crate::normalize::normalize;
use crate::{Error, Feature, NameKind};
use diurna_core::Precision;
use fst::MapBuilder;
use std::collections::{BTreeMap, BTreeSet};

/// One place as it is given to a [`Builder`].
#[derive(Debug, Clone)]
pub struct NewPlace {
    /// Display name.
    pub name: String,
    /// Kind of place.
    pub feature: Feature,
    /// How closely the point says where; `None` for what the feature says.
    pub precision: Option<Precision>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// People; 0 for unknown.
    pub population: u32,
    /// 0–100: how likely the place is meant when its name stands alone.
    pub weight: u8,
    /// The smallest division that it lies in, by order of adding.
    pub parent: Option<usize>,
    /// GeoNames id; 0 for none.
    pub geonames: u32,
    /// Countries that it lies in besides the parent's, by order of adding.
    pub countries: Vec<usize>,
    /// Names that lead here.
    pub names: Vec<(String, NameKind)>,
    /// Whether spelling rules apply to the names.
    pub loose: bool,
}

/// Collects places and writes the file.
///
/// ```
/// use diurna_gazetteer::{Builder, Feature, Gazetteer, NameKind, NewPlace};
/// let mut builder = Builder::default();
/// let place = |name: &str, feature, lat, lon, parent| NewPlace {
///     name: name.into(), feature, precision: None, lat, lon, population: 0, weight: 50, parent,
///     geonames: 0, countries: vec![], names: vec![(name.into(), NameKind::Primary)], loose: false,
/// };
/// builder.country("IQ", "IRQ", place("Iraq", Feature::Country, 33.0, 44.0, None))?;
/// builder.place(place("Erbil", Feature::City, 36.19, 44.01, Some(0)))?;
/// let bytes: &'static [u8] = builder.finish()?.leak();
/// let gazetteer = Gazetteer::from_bytes(bytes)?;
/// let found = gazetteer.lookup("ERBIL");
/// assert_eq!(gazetteer.get(found[0].place).unwrap().country(), "IRQ");
/// # Ok::<(), diurna_gazetteer::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Builder {
    places: Vec<NewPlace>,
    codes: Vec<u8>,
}

type Names = BTreeMap<String, BTreeMap<usize, NameKind>>;

impl Builder {
    /// Adds a country; countries come before all other places. Returns its number.
    pub fn country(&mut self, alpha2: &str, alpha3: &str, place: NewPlace) -> Result<usize, Error> {
        if self.places.len() * CODE_LEN != self.codes.len() {
            return Err(Error::Build(format!("country {alpha3} after other places")));
        }
        if alpha2.len() != 2 || alpha3.len() != 3 || !alpha2.is_ascii() || !alpha3.is_ascii() {
            return Err(Error::Build(format!("codes {alpha2:?} {alpha3:?}")));
        }
        self.codes.extend_from_slice(alpha2.as_bytes());
        self.codes.extend_from_slice(alpha3.as_bytes());
        self.place(place)
    }

    /// Adds a place. Returns its number.
    pub fn place(&mut self, place: NewPlace) -> Result<usize, Error> {
        let number = self.places.len();
        let fail = |what: &str| Err(Error::Build(format!("{}: {what}", place.name)));
        if number >= MAX_PLACES {
            return fail("too many places");
        }
        if !(-90.0..=90.0).contains(&place.lat) || !(-180.0..=180.0).contains(&place.lon) {
            return fail("coordinates");
        }
        if place.name.is_empty() || place.name.len() > 255 {
            return fail("length of the name");
        }
        if place.geonames >= 1 << 24 {
            return fail("GeoNames id");
        }
        if place.parent.is_some_and(|parent| parent >= number || parent >= usize::from(NO_PARENT)) {
            return fail("parent");
        }
        let countries = self.codes.len() / CODE_LEN;
        if place.countries.iter().any(|country| *country >= countries) {
            return fail("countries");
        }
        self.places.push(place);
        Ok(number)
    }

    /// The bytes of the file. The same places give the same bytes.
    pub fn finish(self) -> Result<Vec<u8>, Error> {
        let (names, loose) = self.keys();
        let mut lists = Vec::new();
        let (name_map, name_table) = self.map(&names, &mut lists)?;
        let (loose_map, loose_table) = self.map(&loose, &mut lists)?;
        let (texts, text_index, text_numbers) = self.texts();
        let mut records = Vec::with_capacity(self.places.len() * RECORD_LEN);
        let mut shared = Vec::new();
        for (number, place) in self.places.iter().enumerate() {
            let parent = place.parent.map_or(NO_PARENT, |parent| parent as u16);
            put24(&mut records, encode_degrees(place.lat));
            put24(&mut records, encode_degrees(place.lon));
            records.extend_from_slice(&encode_population(place.population).to_le_bytes());
            let precision = place.precision.unwrap_or(place.feature.precision());
            records.extend_from_slice(&encode_kind(place.feature, place.weight, precision));
            records.extend_from_slice(&parent.to_le_bytes());
            put24(&mut records, place.geonames);
            put24(&mut records, text_numbers[place.name.as_str()]);
            for country in place.countries.iter().collect::<BTreeSet<_>>() {
                put24(&mut shared, number as u32);
                shared.extend_from_slice(&(*country as u16).to_le_bytes());
            }
        }
        let sections: [&[u8]; SECTIONS] = [
            &name_map,
            &name_table,
            &loose_map,
            &loose_table,
            &lists,
            &records,
            &self.codes,
            &shared,
            &texts,
            &text_index,
        ];
        Ok(assemble(&sections, self.places.len(), self.codes.len() / CODE_LEN))
    }

    /// Every key with the places that it leads to, and every skeleton.
    fn keys(&self) -> (Names, Names) {
        let (mut names, mut loose) = (Names::new(), Names::new());
        for (number, place) in self.places.iter().enumerate() {
            for (name, kind) in &place.names {
                let key = normalize(name);
                if key.is_empty() || key.len() > 80 {
                    continue;
                }
                if let Some(skeleton) = skeleton(&key).filter(|_| place.loose && *kind != NameKind::Demonym) {
                    loose.entry(skeleton).or_default().insert(number, NameKind::Transliteration);
                }
                let best = names.entry(key).or_default().entry(number).or_insert(*kind);
                *best = (*best).min(*kind);
            }
        }
        (names, loose)
    }

    /// The map from key to rank, and the table from rank to postings.
    fn map(&self, names: &Names, lists: &mut Vec<u8>) -> Result<(Vec<u8>, Vec<u8>), Error> {
        let fail = |error: fst::Error| Error::Build(error.to_string());
        let mut map = MapBuilder::memory();
        let mut table = Vec::with_capacity(names.len() * 3);
        for (rank, (key, places)) in names.iter().enumerate() {
            map.insert(key, rank as u64).map_err(fail)?;
            let mut postings: Vec<(usize, NameKind)> =
                places.iter().map(|(place, kind)| (*place, *kind)).collect();
            postings.sort_by_key(|(number, kind)| {
                let place = &self.places[*number];
                let rank = i32::from(place.weight) - kind.handicap();
                (std::cmp::Reverse((rank, place.population)), *number)
            });
            let bits = |(place, kind): &(usize, NameKind)| *place as u32 | (*kind as u32) << PLACE_BITS;
            if let [only] = postings.as_slice() {
                put24(&mut table, bits(only));
                continue;
            }
            let start = (lists.len() / 3) as u32;
            if start >= FLAG {
                return Err(Error::Build("too many postings".into()));
            }
            put24(&mut table, start | FLAG);
            for (index, posting) in postings.iter().enumerate() {
                let last = if index + 1 == postings.len() { FLAG } else { 0 };
                put24(lists, bits(posting) | last);
            }
        }
        Ok((map.into_inner().map_err(fail)?, table))
    }

    /// Display names in front-coded blocks, the start of each block, and the number of each name.
    fn texts(&self) -> (Vec<u8>, Vec<u8>, BTreeMap<&str, u32>) {
        let mut numbers: BTreeMap<&str, u32> =
            self.places.iter().map(|place| (place.name.as_str(), 0)).collect();
        let (mut texts, mut index) = (Vec::new(), Vec::new());
        let mut before: &str = "";
        for (number, (name, slot)) in numbers.iter_mut().enumerate() {
            *slot = number as u32;
            if number % BLOCK == 0 {
                index.extend_from_slice(&(texts.len() as u32).to_le_bytes());
                before = "";
            }
            let shared = name.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
            texts.push(shared as u8);
            texts.push((name.len() - shared) as u8);
            texts.extend_from_slice(&name.as_bytes()[shared..]);
            before = name;
        }
        (texts, index, numbers)
    }
}

fn put24(out: &mut Vec<u8>, bits: u32) {
    out.extend_from_slice(&bits.to_le_bytes()[..3]);
}

fn assemble(sections: &[&[u8]; SECTIONS], places: usize, countries: usize) -> Vec<u8> {
    let total = HEADER_LEN + sections.iter().map(|section| section.len()).sum::<usize>();
    let mut out = Vec::with_capacity(total);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&FORMAT.to_le_bytes());
    out.extend_from_slice(&[0; 8]);
    out.extend_from_slice(&(places as u32).to_le_bytes());
    out.extend_from_slice(&(countries as u32).to_le_bytes());
    let mut start = HEADER_LEN;
    for section in sections {
        out.extend_from_slice(&(start as u32).to_le_bytes());
        out.extend_from_slice(&(section.len() as u32).to_le_bytes());
        start += section.len();
    }
    for section in sections {
        out.extend_from_slice(section);
    }
    let sum = digest(&out[DIGEST_END..]);
    out[12..20].copy_from_slice(&sum.to_le_bytes());
    out
}
