//! One reading of a name, with what is known of it without its report.

use crate::find::Toponym;
use crate::weights::*;
use diurna_gazetteer::{Candidate, Feature, Gazetteer, NameKind, PlaceId, PlaceRef};

/// Mean radius of the earth in kilometres.
const EARTH: f32 = 6371.0;
/// How many readings of one name are weighed: those that the gazetteer ranks first.
const MOST: usize = 40;

/// A place that a name may mean.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) place: PlaceId,
    pub(crate) feature: Feature,
    pub(crate) country: &'static str,
    /// Every country, where there are several.
    shared: Vec<&'static str>,
    pub(crate) admin1: Option<PlaceId>,
    pub(crate) admin2: Option<PlaceId>,
    /// Where it lies, as a unit vector.
    at: [f32; 3],
    /// What can be seen without the report.
    pub(crate) known: [f32; FEATURES],
}

impl Reading {
    fn new(c: Candidate, p: &PlaceRef<'_>, name: &str) -> Self {
        let (lat, lon) = (p.lat().to_radians(), p.lon().to_radians());
        let at = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()].map(|x| x as f32);
        let mut shared = p.countries();
        if shared.len() < 2 && !p.country().is_empty() {
            shared.clear();
        }
        Reading {
            place: c.place,
            feature: p.feature(),
            country: p.country(),
            shared,
            admin1: p.admin1().map(|a| a.id()),
            admin2: p.admin2().map(|a| a.id()),
            at,
            known: known(c, p, name),
        }
    }

    /// Whether it lies in that country, wholly or partly.
    pub(crate) fn is_in(&self, country: &str) -> bool {
        self.country == country || self.shared.contains(&country)
    }

    /// Kilometres to another place.
    pub(crate) fn km(&self, other: &Reading) -> f32 {
        let chord: f32 = self.at.iter().zip(&other.at).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt();
        2.0 * EARTH * (chord / 2.0).min(1.0).asin()
    }

    /// What is listed together: countries, divisions, settlements, or anything else.
    pub(crate) fn kind(&self) -> u8 {
        match self.feature {
            Feature::Country => 0,
            Feature::Admin1 => 1,
            Feature::Admin2 | Feature::District => 2,
            f if f.is_settlement() => 3,
            _ => 4,
        }
    }

    /// Whether a phrase such as "X, Y" may say that this place holds `inner`.
    pub(crate) fn holds(&self, inner: &Reading) -> bool {
        if self.place == inner.place {
            return false;
        }
        match self.feature {
            Feature::Country => inner.is_in(self.country),
            Feature::Admin1 => inner.admin1 == Some(self.place),
            Feature::Admin2 => inner.admin2 == Some(self.place),
            Feature::Continent => false,
            Feature::MacroRegion | Feature::Region | Feature::Island | Feature::Valley => {
                inner.country.is_empty() || self.is_in(inner.country) && self.km(inner) < 400.0
            }
            _ => {
                inner.feature != Feature::Country && inner.feature != Feature::Admin1 && self.km(inner) < 60.0
            }
        }
    }
}

/// The readings of a name, the likely ones by the gazetteer first.
pub(crate) fn readings(gazetteer: &Gazetteer, t: &Toponym, name: &str) -> Vec<Reading> {
    let mut out: Vec<Reading> = t
        .candidates
        .iter()
        .take(MOST)
        .filter_map(|c| gazetteer.get(c.place).map(|p| Reading::new(*c, &p, name)))
        .collect();
    let largest = out.iter().map(|r| r.known[PEOPLE]).fold(0.0f32, f32::max);
    let seats: Vec<PlaceId> = out
        .iter()
        .filter(|r| matches!(r.feature, Feature::AdminSeat | Feature::Capital))
        .filter_map(|r| r.admin1)
        .collect();
    let capital = out.iter().any(|r| r.feature == Feature::Capital && r.known[PRIMARY] + r.known[OURS] > 0.0);
    for r in &mut out {
        r.known[LARGEST] = f32::from(largest > 0.0 && r.known[PEOPLE] == largest);
        r.known[SEATED] = f32::from(r.feature == Feature::Admin1 && !t.division && seats.contains(&r.place));
        r.known[CAPITAL_ELSEWHERE] = f32::from(r.feature == Feature::Admin1 && !t.division && capital);
        if t.division {
            let of = if r.feature.is_division() { DIVISION_WORD } else { NO_DIVISION_WORD };
            r.known[of] = 1.0;
        }
    }
    out
}

/// The consonants of a name, without articles and doubled letters: what spellings by ear have in common.
fn consonants(name: &str) -> String {
    let key = Gazetteer::normalize(name);
    let mut out = String::with_capacity(key.len());
    for word in key
        .split(' ')
        .filter(|w| !matches!(*w, "al" | "el" | "ad" | "ar" | "as" | "az" | "an" | "ash" | "the"))
    {
        let word = word.strip_suffix('h').unwrap_or(word);
        for c in word.chars().filter(|c| !"aeiouyw".contains(*c)) {
            let c = match c {
                'q' | 'c' => 'k',
                'v' => 'b',
                c => c,
            };
            if !out.ends_with(c) {
                out.push(c);
            }
        }
    }
    out
}

fn known(c: Candidate, p: &PlaceRef<'_>, name: &str) -> [f32; FEATURES] {
    let mut out = [0.0; FEATURES];
    let kind = match c.kind {
        NameKind::Ours => OURS,
        NameKind::Primary => PRIMARY,
        NameKind::AdminAlias => ADMIN_ALIAS,
        NameKind::Abbreviation => ABBREVIATION,
        NameKind::Historic => HISTORIC,
        NameKind::Transliteration => TRANSLITERATION,
        NameKind::Demonym => DEMONYM,
        _ => ALTERNATE,
    };
    out[kind] = 1.0;
    let people = (p.population() as f32 + 1.0).log10();
    if kind == ALTERNATE {
        let own = consonants(name);
        out[ALIKE] = f32::from(own.len() >= 2 && own == consonants(&p.name()));
        out[KNOWN_OTHER] = (people - 4.0).max(0.0);
    }
    out[OWN] =
        f32::from(c.kind == NameKind::Ours && !p.feature().is_settlement() && !p.feature().is_division());
    match p.feature() {
        Feature::Country | Feature::Admin1 | Feature::Admin2 => out[PEOPLE_DIVISION] = people,
        _ if p.population() == 0 => out[NO_PEOPLE] = 1.0,
        _ => out[PEOPLE] = people,
    }
    out[WEIGHT] = f32::from(p.weight()) / 100.0;
    let feature = match p.feature() {
        Feature::Country => COUNTRY,
        Feature::Continent | Feature::MacroRegion => WORLD,
        Feature::Capital => CAPITAL,
        Feature::AdminSeat => SEAT,
        Feature::City | Feature::Town => return out,
        Feature::Village => VILLAGE,
        Feature::Neighbourhood => NEIGHBOURHOOD,
        Feature::Admin1 => ADMIN1,
        Feature::Admin2 | Feature::District => ADMIN2,
        f if f < Feature::Street => NATURAL,
        _ => SITE,
    };
    out[feature] = 1.0;
    out
}
