//! What several sources say of one incident, as prose: for the columns of notes that others have.

use crate::facts::{moment, office};
use diurna_core::codebook::Status;
use diurna_core::incident::{Account, Field, Harm, Incident, Value};

/// The number of persons in words: "14", "14 or more", "3-9", "up to 5 civilians".
pub(crate) fn number(harm: &Harm) -> String {
    let count = match (harm.low, harm.high) {
        (low, Some(high)) if low == high => low.to_string(),
        (0, Some(high)) => format!("up to {high}"),
        (low, Some(high)) => format!("{low}-{high}"),
        (low, None) => format!("{low} or more"),
    };
    match &harm.who {
        Some(who) => format!("{count} {who}"),
        None => count,
    }
}

/// Everything that is said of an incident, account by account, in one line.
///
/// Numbers are given always, since hardly any layout has room for all of them; other fields where accounts differ.
pub(crate) fn notes(incident: &Incident) -> String {
    let mut parts = vec![incident.title.clone()];
    if incident.status != Status::Happened {
        parts.push(format!("Status: {}", incident.status));
    }
    let harms: [(&str, &Field<Harm>); 4] = [
        ("Killed", &incident.killed),
        ("Wounded", &incident.injured),
        ("Missing", &incident.missing),
        ("Detained", &incident.detained),
    ];
    for (name, field) in harms {
        parts.extend(list(incident, name, &field.values, number));
    }
    if incident.agents.differs {
        parts.extend(list(incident, "By", &incident.agents.values, |party| party.name.clone()));
    }
    if incident.targets.differs {
        parts.extend(list(incident, "Against", &incident.targets.values, |party| party.name.clone()));
    }
    if incident.r#where.differs {
        parts.extend(list(incident, "Place", &incident.r#where.values, |site| site.name.clone()));
    }
    if incident.when.differs {
        parts.extend(list(incident, "Time", &incident.when.values, |when| moment(when, " to ")));
    }
    let mut text = parts.join(". ");
    text.push('.');
    text
}

fn list<T>(
    incident: &Incident,
    name: &str,
    values: &[Value<T>],
    show: impl Fn(&T) -> String,
) -> Option<String> {
    let values: Vec<String> =
        values.iter().map(|v| format!("{} ({})", show(&v.value), who(incident, &v.accounts))).collect();
    (!values.is_empty()).then(|| format!("{name}: {}", values.join(", ")))
}

/// Who gives a value: sources with the report that quotes them, each once.
fn who(incident: &Incident, accounts: &[Account]) -> String {
    let mut out: Vec<String> = Vec::new();
    for account in accounts {
        let report = incident.reports.iter().find(|report| report.id == account.report);
        let report = report.map(office).filter(|name| !name.is_empty());
        let mut text = match (&account.source, report) {
            (Some(source), Some(report)) => format!("{source} in {report}"),
            (Some(source), None) => source.clone(),
            (None, Some(report)) => report.to_string(),
            (None, None) => "a report".to_string(),
        };
        if account.hedged {
            text.push_str(", hedged");
        }
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out.join("; ")
}
