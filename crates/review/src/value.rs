//! Whether a value has the form of its field, and what it says.

use crate::model::FieldName;
use crate::refused::Refused;
use diurna_core::codebook::{HarmKind, Mode, Root, Status};
use diurna_core::incident::{Harm, Incident, Interval, Party, Site};
use jiff::civil::{Date, DateTime};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// No list or name of a value is longer.
const MOST: usize = 100;
const LONGEST: usize = 300;

/// Type and mode: `"ASSAULT"`, or `{"type": "ASSAULT", "mode": "bombing"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    pub(crate) r#type: Root,
    #[serde(default)]
    pub(crate) mode: Option<Mode>,
}

/// Checks a value of a field and gives it in the form in which it is kept.
///
/// # Errors
/// What is wrong with it, with a hint at the form that is expected.
///
/// ```
/// use diurna_review::{FieldName, checked};
/// use serde_json::json;
/// let kept = checked(FieldName::Killed, &json!({"kind": "killed", "low": 4, "high": 6})).unwrap();
/// assert_eq!(kept["low"], 4);
/// assert!(checked(FieldName::Killed, &json!({"kind": "killed", "low": 6, "high": 4})).is_err());
/// ```
pub fn checked(field: FieldName, value: &Value) -> Result<Value, Refused> {
    let kept = match field {
        FieldName::Type => kept(kind(value)?),
        FieldName::Status => kept(form::<Status>(field, value)?),
        FieldName::When => kept(interval(form(field, value)?)?),
        FieldName::Where => kept(site(form(field, value)?)?),
        FieldName::Agents | FieldName::Targets => {
            let list: Vec<Party> = form(field, value)?;
            short(field, list.len())?;
            kept(list.into_iter().map(party).collect::<Result<Vec<_>, _>>()?)
        }
        FieldName::Instruments => {
            let list: Vec<String> = form(field, value)?;
            short(field, list.len())?;
            kept(list.iter().map(|w| named(w).map(|w| w.to_lowercase())).collect::<Result<Vec<_>, _>>()?)
        }
        FieldName::Killed => kept(harm(HarmKind::Killed, form(field, value)?)?),
        FieldName::Injured => kept(harm(HarmKind::Injured, form(field, value)?)?),
        FieldName::Missing => kept(harm(HarmKind::Missing, form(field, value)?)?),
        FieldName::Detained => kept(harm(HarmKind::Detained, form(field, value)?)?),
    };
    kept.ok_or_else(|| Refused::bad(format!("the value of {field} cannot be written"), "try another"))
}

fn kept(value: impl Serialize) -> Option<Value> {
    serde_json::to_value(value).ok()
}

fn form<T: DeserializeOwned>(field: FieldName, value: &Value) -> Result<T, Refused> {
    let hint = match field {
        FieldName::Type => {
            "write a type such as \"ASSAULT\", or {\"type\": \"ASSAULT\", \"mode\": \"bombing\"}"
        }
        FieldName::Status => "write happened, ongoing, planned, threatened, demanded, denied or hypothetical",
        FieldName::When => "write {\"from\": \"2031-05-12\", \"to\": \"2031-05-12\"}",
        FieldName::Where => "write {\"name\": …, \"lat\": …, \"lon\": …, \"country\": three letters}",
        FieldName::Agents | FieldName::Targets => {
            "write a list of {\"name\": …, \"kind\": …, \"country\": …, \"codes\": {}}"
        }
        FieldName::Instruments => "write a list of words",
        _ => "write {\"kind\": …, \"low\": 3, \"high\": 5}; \"high\": null is open",
    };
    serde_json::from_value(value.clone())
        .map_err(|e| Refused::bad(format!("the value of {field} has another form: {e}"), hint))
}

fn short(field: FieldName, len: usize) -> Result<(), Refused> {
    if len > MOST {
        return Err(Refused::bad(format!("{len} values for {field}"), "write at most a hundred"));
    }
    Ok(())
}

fn named(text: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Err(Refused::bad(
            "a name is empty, too long or holds control characters",
            "write at most 300 characters on one line",
        ));
    }
    Ok(text.to_string())
}

pub(crate) fn kind(value: &Value) -> Result<Kind, Refused> {
    let kind = match value {
        Value::String(_) => Kind { r#type: form(FieldName::Type, value)?, mode: None },
        _ => form::<Kind>(FieldName::Type, value)?,
    };
    let moded = matches!(kind.r#type, Root::Assault | Root::Protest | Root::Coerce | Root::Mobilize);
    if kind.mode.is_some() && !moded {
        return Err(Refused::bad(
            format!("{} has no modes", kind.r#type),
            "only ASSAULT, PROTEST, COERCE and MOBILIZE have",
        ));
    }
    Ok(kind)
}

fn interval(i: Interval) -> Result<Interval, Refused> {
    let wrong = |text: &str| {
        Refused::bad(format!("{text:?} is no day or moment"), "write it as 2031-05-12 or 2031-05-12T08:30")
    };
    // A day is its first moment; as an end it is its last.
    let moment = |text: &str, end: bool| -> Option<DateTime> {
        if text.len() == 10 {
            let day: Date = text.parse().ok()?;
            return Some(if end { day.at(23, 59, 59, 999_999_999) } else { day.at(0, 0, 0, 0) });
        }
        text.parse().ok()
    };
    let from = moment(&i.from, false).ok_or_else(|| wrong(&i.from))?;
    let to = moment(&i.to, true).ok_or_else(|| wrong(&i.to))?;
    if from > to {
        return Err(Refused::bad(format!("{} is after {}", i.from, i.to), "exchange the two"));
    }
    Ok(i)
}

fn country(code: Option<&String>) -> Result<(), Refused> {
    match code {
        Some(c) if c.len() != 3 || !c.bytes().all(|b| b.is_ascii_uppercase()) => Err(Refused::bad(
            format!("{c:?} is no country"),
            "write its three letters of ISO 3166-1, for example AFG",
        )),
        _ => Ok(()),
    }
}

fn site(mut s: Site) -> Result<Site, Refused> {
    s.name = named(&s.name)?;
    s.admin1 = s.admin1.as_deref().map(named).transpose()?;
    country(s.country.as_ref())?;
    match (s.lat, s.lon) {
        (None, None) => Ok(s),
        (Some(lat), Some(lon)) if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) => Ok(s),
        _ => Err(Refused::bad(
            "the point is not on the Earth",
            "write lat from -90 to 90 and lon from -180 to 180, or neither",
        )),
    }
}

fn party(mut p: Party) -> Result<Party, Refused> {
    p.name = named(&p.name)?;
    country(p.country.as_ref())?;
    short(FieldName::Agents, p.codes.len())?;
    for (system, code) in &p.codes {
        named(system)?;
        named(code)?;
    }
    Ok(p)
}

fn harm(kind: HarmKind, mut h: Harm) -> Result<Harm, Refused> {
    if h.kind != kind {
        return Err(Refused::bad(format!("{} is not {kind}", h.kind), "give the verdict on the other field"));
    }
    if h.high.is_some_and(|high| high < h.low) {
        return Err(Refused::bad(
            format!("at least {} and at most {}", h.low, h.high.unwrap_or_default()),
            "exchange the two numbers",
        ));
    }
    h.who = h.who.as_deref().map(named).transpose()?;
    Ok(h)
}

/// The best value of a field as JSON; `None` where there is none.
#[must_use]
pub fn best(incident: &Incident, field: FieldName) -> Option<Value> {
    match field {
        FieldName::Type => Some(json!({"type": incident.r#type, "mode": incident.mode})),
        FieldName::Status => kept(incident.status),
        FieldName::When => incident.when.best.as_ref().and_then(kept),
        FieldName::Where => incident.r#where.best.as_ref().and_then(kept),
        FieldName::Agents => listed(&incident.agents.best),
        FieldName::Targets => listed(&incident.targets.best),
        FieldName::Instruments => listed(&incident.instruments.best),
        FieldName::Killed => incident.killed.best.as_ref().and_then(kept),
        FieldName::Injured => incident.injured.best.as_ref().and_then(kept),
        FieldName::Missing => incident.missing.best.as_ref().and_then(kept),
        FieldName::Detained => incident.detained.best.as_ref().and_then(kept),
    }
}

fn listed<T: Serialize>(list: &[T]) -> Option<Value> {
    if list.is_empty() { None } else { kept(list) }
}

/// The fields whose accounts cannot be true together.
#[must_use]
pub fn differing(incident: &Incident) -> Vec<FieldName> {
    let i = incident;
    let differs = |field: &FieldName| match field {
        FieldName::Type | FieldName::Status => false,
        FieldName::When => i.when.differs,
        FieldName::Where => i.r#where.differs,
        FieldName::Agents => i.agents.differs,
        FieldName::Targets => i.targets.differs,
        FieldName::Instruments => i.instruments.differs,
        FieldName::Killed => i.killed.differs,
        FieldName::Injured => i.injured.differs,
        FieldName::Missing => i.missing.differs,
        FieldName::Detained => i.detained.differs,
    };
    FieldName::ALL.iter().copied().filter(differs).collect()
}
