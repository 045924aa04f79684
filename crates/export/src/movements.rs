//! Planned and ongoing troop movements: late, and no closer than the province.

use crate::facts::{day, days, differs, plain_title};
use crate::secrets::Secrets;
use crate::tables::country;
use crate::{Coarsen, Options, Texts};
use diurna_core::codebook::{Root, Status};
use diurna_core::fold::fold;
use diurna_core::incident::{Field, Incident, Site, Value};
use diurna_core::resolved::Precision;
use jiff::ToSpan;

/// Why a movement is not in the export.
pub(crate) const WITHHELD: &str = "planned or ongoing troop movement, younger than seven days";

/// Whether an incident is a movement of forces that is still to come or going on.
pub(crate) fn is_movement(incident: &Incident) -> bool {
    matches!(incident.r#type, Root::Mobilize | Root::Retreat)
        && !matches!(incident.status, Status::Happened | Status::Denied)
}

/// Whether seven days have passed since the newest report and the last day of the movement itself. What cannot be dated stays.
pub(crate) fn is_old_enough(incident: &Incident, options: &Options) -> bool {
    let newest = incident
        .reports
        .iter()
        .map(|report| report.published.as_deref().and_then(day))
        .collect::<Option<Vec<_>>>();
    let Some(newest) = newest.and_then(|all| all.into_iter().max()) else { return false };
    let last = days(incident).map_or(newest, |(_, to)| to.max(newest));
    last.checked_add(7.days()).is_ok_and(|free| free <= options.today)
}

/// Takes the place down to its province or country, in every account and in the title; what was more exact becomes secret: the
/// names of the places, and the words of the reports that gave them.
pub(crate) fn coarsen(incident: &mut Incident, level: Coarsen, texts: &dyn Texts, secrets: &mut Secrets) {
    let field = &mut incident.r#where;
    let before = field.clone();
    for value in &before.values {
        if told(&value.value, level) {
            continue;
        }
        let kept = fold(&coarse(&value.value, level).name);
        for account in &value.accounts {
            let Some(text) = texts.text(&account.report) else { continue };
            for mention in &account.evidence {
                let length = mention.end.saturating_sub(mention.start);
                let words: String = text.chars().skip(mention.start).take(length).collect();
                if fold(&words) != kept {
                    secrets.place(&words);
                }
            }
        }
    }
    for site in before.best.iter().chain(before.values.iter().map(|v| &v.value)) {
        if told(site, level) {
            continue;
        }
        let coarse = coarse(site, level);
        if coarse.name != site.name {
            secrets.place(&site.name);
        }
        if let Some(province) = site.admin1.as_ref().filter(|p| coarse.admin1.is_none() && **p != coarse.name)
        {
            secrets.place(province);
        }
    }
    field.best = field.best.as_ref().map(|site| coarse(site, level));
    let mut values: Vec<Value<Site>> = Vec::new();
    for value in std::mem::take(&mut field.values) {
        let site = coarse(&value.value, level);
        match values.iter_mut().find(|v| v.value == site) {
            Some(same) => same.accounts.extend(value.accounts),
            None => values.push(Value { value: site, accounts: value.accounts }),
        }
    }
    *field = Field { differs: field.differs && values.len() > 1, best: field.best.take(), values };
    if *field != before {
        incident.title = plain_title(incident);
        incident.differs = differs(incident);
    }
}

/// Whether a place is already no closer than that.
fn told(site: &Site, level: Coarsen) -> bool {
    let least = match level {
        Coarsen::Admin1 => Precision::Province,
        Coarsen::Country => Precision::Country,
    };
    site.precision.is_some_and(|p| p >= least)
}

fn coarse(site: &Site, level: Coarsen) -> Site {
    if told(site, level) {
        // The middle of a country is no place, and a point of a country's precision may be that of its capital.
        let point = level != Coarsen::Country;
        return Site {
            lat: site.lat.filter(|_| point),
            lon: site.lon.filter(|_| point),
            geonames: site.geonames.filter(|_| point),
            admin1: site.admin1.clone().filter(|_| point),
            ..site.clone()
        };
    }
    let land = site.country.as_deref().and_then(country).map(|c| c.name.to_string());
    let province = site.admin1.clone().filter(|_| level == Coarsen::Admin1);
    let (name, precision) = match (&province, land) {
        (Some(province), _) => (province.clone(), Precision::Province),
        (None, Some(land)) => (land, Precision::Country),
        (None, None) => (String::new(), Precision::Country),
    };
    Site {
        name,
        geonames: None,
        lat: None,
        lon: None,
        country: site.country.clone(),
        admin1: province,
        feature: None,
        precision: Some(precision),
    }
}
