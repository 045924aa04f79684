//! What the rest of a report says about each reading of a name.

use crate::Context;
use crate::find::Toponym;
use crate::option::{Reading, readings};
use crate::weights::*;
use diurna_core::Document;
use diurna_gazetteer::{Feature, Gazetteer, NameKind, PlaceId};
use std::collections::BTreeMap;

/// A name of the report: all places where it stands, and what it may mean.
pub(crate) struct Name {
    /// Numbers of its toponyms.
    pub(crate) at: Vec<usize>,
    pub(crate) readings: Vec<Reading>,
    /// How likely each reading is, as far as is known now; what is missing from 1 is no place at all.
    pub(crate) likely: Vec<f32>,
    /// What the report says of each reading, wherever the name stands.
    context: Vec<[f32; FEATURES]>,
    /// The strongest word beside the name, over all places where it stands.
    beside: Vec<f32>,
}

/// The country of an actor that is mentioned.
struct OfActor<'a> {
    /// First token, and one past the last.
    start: usize,
    end: usize,
    country: &'a str,
    /// It is named as a country is ("Mozambique"), not by an adjective ("Mozambican troops").
    state: bool,
}

/// Everything that the ranker sees of one report.
pub(crate) struct Evidence<'a> {
    d: &'a Document,
    found: &'a [Toponym],
    pub(crate) names: Vec<Name>,
    /// The name of each toponym.
    name_of: Vec<usize>,
    /// Countries of actors.
    actors: Vec<OfActor<'a>>,
    /// The country that the publisher's address ends in.
    host: Option<&'static str>,
    /// For each toponym, other toponyms beside it and how they stand to it.
    beside: Vec<Vec<(usize, usize)>>,
    /// What speaks for no place, for each toponym.
    pub(crate) none: Vec<[f32; FEATURES]>,
    /// The name that stands first.
    lead: Option<usize>,
}

impl<'a> Evidence<'a> {
    pub(crate) fn new(
        d: &'a Document,
        gazetteer: &Gazetteer,
        context: Context<'a>,
        found: &'a [Toponym],
    ) -> Self {
        let mut index: BTreeMap<(String, bool), usize> = BTreeMap::new();
        let (mut names, mut name_of): (Vec<Name>, Vec<usize>) = (Vec::new(), Vec::new());
        for (i, t) in found.iter().enumerate() {
            let key = (Gazetteer::normalize(t.span.of(&d.report.text)), t.division);
            let n = *index.entry(key).or_insert_with(|| {
                let readings = readings(gazetteer, t, t.span.of(&d.report.text));
                let n = readings.len();
                names.push(Name {
                    at: Vec::new(),
                    likely: vec![0.0; n],
                    context: vec![[0.0; FEATURES]; n],
                    beside: vec![0.0; n],
                    readings,
                });
                names.len() - 1
            });
            names[n].at.push(i);
            name_of.push(n);
        }
        let actors = context
            .countries
            .iter()
            .map(|(m, country)| {
                let k = d.tokens_in(m.span);
                let named = gazetteer.lookup_exact(m.span.of(&d.report.text));
                let state = named.iter().any(|c| {
                    c.kind != NameKind::Demonym
                        && gazetteer.get(c.place).is_some_and(|p| p.feature() == Feature::Country)
                });
                OfActor { start: k.start as usize, end: k.end as usize, country, state }
            })
            .filter(|a| a.start < a.end)
            .collect();
        let host = d.report.url.as_deref().and_then(country_of);
        let beside = (0..found.len()).map(|i| beside(d, found, i)).collect();
        let none = found.iter().enumerate().map(|(i, t)| none(d, t, &names[name_of[i]])).collect();
        let lead = (0..found.len()).find(|&i| !names[name_of[i]].readings.is_empty()).map(|i| name_of[i]);
        Evidence { d, found, names, name_of, actors, host, beside, none, lead }
    }

    /// Weighs the whole report anew, with each name as likely as it is held now.
    pub(crate) fn update(&mut self) {
        let context: Vec<Vec<[f32; FEATURES]>> = (0..self.names.len()).map(|n| self.context(n)).collect();
        for (name, context) in self.names.iter_mut().zip(context) {
            name.context = context;
        }
        let strongest: Vec<Vec<f32>> = self
            .names
            .iter()
            .map(|name| {
                let mut most = vec![0.0f32; name.readings.len()];
                for &i in &name.at {
                    for (m, local) in most.iter_mut().zip(self.local(i)) {
                        *m = m.max(local[COMMA]).max(local[IN]).max(0.3 * local[CLOSE]);
                    }
                }
                most
            })
            .collect();
        for (name, most) in self.names.iter_mut().zip(strongest) {
            name.beside = most;
        }
    }

    /// What speaks for each reading of a toponym.
    pub(crate) fn features(&self, i: usize) -> Vec<[f32; FEATURES]> {
        let name = &self.names[self.name_of[i]];
        let mut out = self.local(i);
        for (k, row) in out.iter_mut().enumerate() {
            for (f, value) in row.iter_mut().enumerate() {
                *value += name.readings[k].known[f] + name.context[k][f];
            }
            row[SAME_NAME] = (name.beside[k] - row[COMMA].max(row[IN])).max(0.0);
        }
        out
    }

    /// The name of a toponym.
    pub(crate) fn name(&self, i: usize) -> &Name {
        &self.names[self.name_of[i]]
    }

    /// What the words around one toponym say.
    fn local(&self, i: usize) -> Vec<[f32; FEATURES]> {
        let (t, name) = (&self.found[i], self.name(i));
        let mut out = vec![[0.0f32; FEATURES]; name.readings.len()];
        for &(j, how) in &self.beside[i] {
            if self.name_of[j] == self.name_of[i] {
                continue;
            }
            let other = self.name(j);
            if how == LISTED {
                for (row, r) in out.iter_mut().zip(&name.readings) {
                    let kind = r.kind();
                    let same: f32 = other
                        .readings
                        .iter()
                        .zip(&other.likely)
                        .filter(|(q, _)| q.kind() == kind)
                        .map(|(_, l)| l)
                        .sum();
                    row[LISTED] = row[LISTED].max(same);
                }
                continue;
            }
            for (q, likely) in other.readings.iter().zip(&other.likely).filter(|(_, l)| **l > 0.03) {
                for (row, r) in out.iter_mut().zip(&name.readings) {
                    if q.holds(r) || how != COMMA && r.holds(q) && how != IN {
                        row[how] = row[how].max(*likely);
                    }
                }
            }
        }
        let sentence = self.d.sentence_of(t.tokens.start as usize);
        for &OfActor { start, end, country, state } in &self.actors {
            if self.d.sentence_of(start) != sentence {
                continue;
            }
            let (a, b) = (t.tokens.start as usize, t.tokens.end as usize);
            if start < b && a < end {
                continue;
            }
            let gap = if start >= b { start - b } else { a.saturating_sub(end) };
            // "Palma, Mozambique" says where Palma is, whether Mozambique was taken for a place or for a state.
            let link = if state && start == b + 1 { self.d.word(b) } else { "" };
            let how = match link {
                "," => COMMA,
                "in" => IN,
                _ if gap <= 4 => CLOSE,
                _ => SENTENCE,
            };
            for (row, r) in out.iter_mut().zip(&name.readings) {
                if r.is_in(country) && r.feature != Feature::Country {
                    row[how] = row[how].max(0.8);
                }
            }
        }
        out
    }

    /// What all other names of the report say of the readings of a name.
    fn context(&self, n: usize) -> Vec<[f32; FEATURES]> {
        let name = &self.names[n];
        let mut countries: BTreeMap<&str, f32> = BTreeMap::new();
        let mut named: BTreeMap<&str, f32> = BTreeMap::new();
        let mut divisions: BTreeMap<PlaceId, f32> = BTreeMap::new();
        let mut told: BTreeMap<PlaceId, f32> = BTreeMap::new();
        let mut total = 0.5f32;
        for (h, other) in self.names.iter().enumerate() {
            if h == n {
                continue;
            }
            let weight = 1.0 + (other.at.len() as f32).ln();
            for (r, likely) in other.readings.iter().zip(&other.likely).filter(|(_, l)| **l > 0.02) {
                if r.country.is_empty() {
                    continue;
                }
                *countries.entry(r.country).or_default() += weight * likely;
                total += weight * likely;
                if let Some(a) = r.admin1 {
                    *divisions.entry(a).or_default() += weight * likely;
                }
                match r.feature {
                    Feature::Country => {
                        let seen = named.entry(r.country).or_default();
                        *seen = seen.max(*likely);
                    }
                    Feature::Admin1 | Feature::Admin2 => {
                        let seen = told.entry(r.place).or_default();
                        *seen = seen.max(*likely);
                    }
                    _ => {}
                }
            }
        }
        let mut actors: BTreeMap<&str, f32> = BTreeMap::new();
        for OfActor { country, .. } in &self.actors {
            *actors.entry(country).or_default() += 1.0;
        }
        for (country, times) in &actors {
            let weight = 0.6 * (1.0 + times.ln());
            *countries.entry(country).or_default() += weight;
            total += weight;
            let seen = named.entry(country).or_default();
            *seen = seen.max(0.8);
        }
        let share = |map: &BTreeMap<&str, f32>, r: &Reading| {
            map.iter().filter(|(c, _)| r.is_in(c)).map(|(_, v)| *v).fold(0.0f32, f32::max)
        };
        let mut out = vec![[0.0f32; FEATURES]; name.readings.len()];
        for (row, r) in out.iter_mut().zip(&name.readings) {
            row[COUNTRY_SHARE] = (share(&countries, r) / total).sqrt();
            row[COUNTRY_NAMED] = share(&named, r);
            if let Some(a) = r.admin1 {
                row[DIVISION_SHARE] = (divisions.get(&a).copied().unwrap_or(0.0) / total).sqrt();
                row[DIVISION_NAMED] = told.get(&a).copied().unwrap_or(0.0);
            }
            if let Some(a) = r.admin2.filter(|a| *a != r.place) {
                row[COUNTY_NAMED] = told.get(&a).copied().unwrap_or(0.0);
            }
            row[HOST_COUNTRY] = f32::from(self.host.is_some_and(|c| r.is_in(c)));
        }
        self.near(n, &mut out);
        out
    }

    /// How many other places of the report lie near, and whether the first one does.
    fn near(&self, n: usize, out: &mut [[f32; FEATURES]]) {
        let name = &self.names[n];
        for (h, other) in self.names.iter().enumerate() {
            if h == n {
                continue;
            }
            let lead = self.lead == Some(h);
            for (row, r) in out.iter_mut().zip(&name.readings) {
                if matches!(r.feature, Feature::Country | Feature::Continent | Feature::MacroRegion) {
                    continue;
                }
                let (mut a, mut b, mut c, mut d, mut e) = (0.0f32, 0.0f32, 0.0f32, 0.0f32, 0.0f32);
                for (q, likely) in other.readings.iter().zip(&other.likely).filter(|(_, l)| **l > 0.02) {
                    if q.place == r.place {
                        continue;
                    }
                    if lead && !q.country.is_empty() && q.country == r.country {
                        d += likely;
                    }
                    if q.feature < Feature::Admin2 {
                        continue;
                    }
                    let km = r.km(q);
                    if km < 30.0 {
                        a += likely;
                    } else if km < 100.0 {
                        b += likely;
                    } else if km < 300.0 {
                        c += likely;
                    }
                    if lead && km < 150.0 {
                        e += likely;
                    }
                }
                row[NEAR_30] += a;
                row[NEAR_100] += b;
                row[NEAR_300] += c;
                row[LEAD_COUNTRY] += d;
                row[LEAD_NEAR] += e;
            }
        }
        for row in out {
            for f in [NEAR_30, NEAR_100, NEAR_300] {
                row[f] = (1.0 + row[f]).ln();
            }
        }
    }
}

/// Country of an address whose ending tells one.
fn country_of(url: &str) -> Option<&'static str> {
    let host = url.split("//").nth(1).unwrap_or(url).split(['/', ':', '?']).next()?;
    Some(match host.rsplit('.').next()? {
        "uk" => "GBR",
        "us" | "gov" | "mil" => "USA",
        "in" => "IND",
        "au" => "AUS",
        "ca" => "CAN",
        "ie" => "IRL",
        "nz" => "NZL",
        "za" => "ZAF",
        "pk" => "PAK",
        "ng" => "NGA",
        "ke" => "KEN",
        "ph" => "PHL",
        "il" => "ISR",
        "eg" => "EGY",
        "lb" => "LBN",
        "iq" => "IRQ",
        "ir" => "IRN",
        "tr" => "TUR",
        "ru" => "RUS",
        "ua" => "UKR",
        "cn" => "CHN",
        "jp" => "JPN",
        "kr" => "KOR",
        "id" => "IDN",
        "my" => "MYS",
        "sg" => "SGP",
        "bd" => "BGD",
        "lk" => "LKA",
        "de" => "DEU",
        "fr" => "FRA",
        "es" => "ESP",
        "it" => "ITA",
        "mx" => "MEX",
        "br" => "BRA",
        "ar" => "ARG",
        _ => return None,
    })
}

/// Other toponyms in the sentence of a toponym, and how they stand to it.
fn beside(d: &Document, found: &[Toponym], i: usize) -> Vec<(usize, usize)> {
    let t = &found[i];
    let (start, end) = (t.tokens.start as usize, t.tokens.end as usize);
    let sentence = d.sentence_of(start);
    let near = |j: usize| d.sentence_of(found[j].tokens.start as usize) == sentence;
    let mut out = Vec::new();
    let before = (0..i).rev().take_while(|&j| near(j));
    let after = (i + 1..found.len()).take_while(|&j| near(j));
    for j in before.chain(after) {
        let (other_start, other_end) = (found[j].tokens.start as usize, found[j].tokens.end as usize);
        let how = if other_start >= end {
            let gap = other_start - end;
            let between = || (end..other_start).map(|k| d.word(k));
            let comma = gap <= 2 && gap > 0 && between().all(|w| matches!(w, "," | "(" | "." | "-LRB-"));
            // "the Swat valley, Pakistan": a common noun belongs to the name.
            let nouns = gap == 2 && d.word(end + 1) == "," && d.tag(end).starts_with("NN");
            let inside = gap <= 5
                && between().any(|w| matches!(w, "in" | "of"))
                && !between().any(|w| matches!(w, "," | "and" | "or" | "from" | "to"));
            match gap {
                _ if comma || nouns => COMMA,
                _ if inside => IN,
                0..=4 => CLOSE,
                _ => SENTENCE,
            }
        } else {
            let gap = start.saturating_sub(other_end);
            let possessive = gap == 1 && d.word(other_end).ends_with('s') && d.tag(other_end) == "POS";
            match gap {
                _ if possessive => IN,
                0..=4 => CLOSE,
                _ => SENTENCE,
            }
        };
        out.push((j, how));
        // "Washington, Rome and Paris": names of one kind.
        let between = if other_start >= end { end..other_start } else { other_end..start };
        if !between.is_empty()
            && between.len() <= 2
            && between.clone().all(|k| matches!(d.word(k), "," | "and" | "or" | "&" | ";"))
        {
            out.push((j, LISTED));
        }
    }
    out
}

/// What speaks for no place at all.
fn none(d: &Document, t: &Toponym, name: &Name) -> [f32; FEATURES] {
    let mut out = [0.0; FEATURES];
    out[NONE] = 1.0;
    out[NONE_PART] = f32::from(t.part);
    out[NONE_WORD] = f32::from(t.tokens.len() == 1);
    let (start, end) = (t.tokens.start as usize, t.tokens.end as usize);
    let road = |w: &str| {
        matches!(
            w,
            "Street"
                | "St."
                | "Road"
                | "Rd."
                | "Avenue"
                | "Ave."
                | "Drive"
                | "Dr."
                | "Lane"
                | "Boulevard"
                | "Blvd."
                | "Highway"
                | "Hwy"
                | "Route"
                | "Way"
                | "Court"
                | "Place"
                | "Parkway"
                | "Pike"
                | "Trail"
                | "Bridge"
        )
    };
    let has_road = (start..=end).any(|k| road(d.word(k)));
    out[NONE_ROAD] = f32::from(has_road);
    let proper = |k: usize| d.tag(k).starts_with("NNP");
    out[NONE_NAMED_ON] = f32::from(
        end < d.tokens.len() && proper(end) && !has_road
            || start > 0 && proper(start - 1) && d.sentence_of(start - 1) == d.sentence_of(start),
    );
    let known = |r: &Reading| {
        r.known[PEOPLE] >= 4.0
            || r.feature.is_division()
            || r.feature.precision() != diurna_core::Precision::Town
    };
    out[NONE_SMALL] = f32::from(!name.readings.iter().any(known));
    out[NONE_ALTERNATE] = f32::from(
        name.readings.iter().all(|r| r.known[ALTERNATE] + r.known[HISTORIC] + r.known[TRANSLITERATION] > 0.0),
    );
    if let Some(f) = t.found {
        out[FOUND] = 1.0;
        for (at, value) in [
            (FOUND_PREPOSITION, f.preposition),
            (FOUND_SURNAME, f.surname),
            (FOUND_COMMON, f.common),
            (FOUND_FIRST, f.first),
            (FOUND_AGENT, f.agent),
            (FOUND_COMMA, f.comma),
            (FOUND_NO_NAME, f.no_name),
            (FOUND_WORD, t.tokens.len() == 1),
            (FOUND_NAMED_ON, out[NONE_NAMED_ON] > 0.0),
            (FOUND_ONE, out[NONE_SMALL] + out[NONE_ALTERNATE] > 0.0),
        ] {
            out[at] = f32::from(value);
        }
    }
    out
}
