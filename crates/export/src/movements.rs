//! Planned and ongoing troop movements: late, and no closer than the province.

use crate::Options;
use crate::facts::{day, days};
use crate::secrets::Secrets;
use crate::tables::country;
use diurna_core::codebook::{Root, Status};
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

/// Takes the place down to its province, in every account; what was more exact becomes secret.
pub(crate) fn coarsen(incident: &mut Incident, secrets: &mut Secrets) {
    let field = &mut incident.r#where;
    for site in field.best.iter().chain(field.values.iter().map(|v| &v.value)) {
        if site.precision.is_none_or(|p| p < Precision::Province) && site.admin1.as_ref() != Some(&site.name)
        {
            secrets.phrase(&site.name);
        }
    }
    field.best = field.best.as_ref().map(coarse);
    let mut values: Vec<Value<Site>> = Vec::new();
    for value in std::mem::take(&mut field.values) {
        let site = coarse(&value.value);
        match values.iter_mut().find(|v| v.value == site) {
            Some(same) => same.accounts.extend(value.accounts),
            None => values.push(Value { value: site, accounts: value.accounts }),
        }
    }
    *field = Field { differs: field.differs && values.len() > 1, best: field.best.take(), values };
}

fn coarse(site: &Site) -> Site {
    if site.precision.is_some_and(|p| p >= Precision::Province) {
        return site.clone();
    }
    let land = site.country.as_deref().and_then(country).map(|c| c.name.to_string());
    let (name, precision) = match (&site.admin1, land) {
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
        admin1: site.admin1.clone(),
        precision: Some(precision),
    }
}
