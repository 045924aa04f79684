//! Which incidents are published, and what of them people marked as private.

use crate::{Done, Input, Settings};
use diurna_core::incident::{Account, Field, Harm, Incident, ListField, Value};
use diurna_export::{Export, plain_title};
use diurna_review::{FieldName, LinkKind, State, VerdictKind, conceal, overlay};
use jiff::Span;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What is said of an incident. Names, times, reasons and remarks of reviewers end here.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) id: u64,
    chosen: bool,
    rejected: bool,
    pub(crate) reviewed: bool,
    /// It has changed since.
    pub(crate) changed: bool,
    private: bool,
    private_reports: BTreeSet<String>,
    /// Its own reports, where it is private.
    hidden_reports: Vec<String>,
    /// What was said of fields, and the reports that it rests on.
    pub(crate) judged: BTreeMap<FieldName, (VerdictKind, BTreeSet<String>)>,
    answers: Vec<u64>,
    pub(crate) related: Vec<u64>,
    pub(crate) distressing: bool,
}

pub(crate) fn parted(input: Input) -> (Incident, Said) {
    let Input { incident, review, chosen, private_reports } = input;
    let linked = |kind: LinkKind| review.links.iter().filter(|l| l.kind == kind).map(|l| l.other).collect();
    let ids = incident.reports.iter().map(|report| report.id.clone());
    let said = Said {
        id: incident.id,
        chosen,
        rejected: review.state == State::Rejected,
        reviewed: matches!(review.state, State::Accepted | State::Published),
        changed: review.new_report(),
        private: review.private,
        private_reports,
        hidden_reports: if review.private { ids.collect() } else { Vec::new() },
        judged: review
            .fields
            .iter()
            .map(|(field, verdict)| {
                let reports = verdict.evidence.iter().map(|evidence| evidence.report.clone()).collect();
                (*field, (verdict.kind, reports))
            })
            .collect(),
        answers: linked(LinkKind::Answers),
        related: linked(LinkKind::Related),
        distressing: !review.distressing.is_empty(),
    };
    let mut incident = overlay(&incident, &review);
    for report in &mut incident.reports {
        // Names of files tell whose machine it was.
        if !is_address(&report.source) {
            report.source.clone_from(&report.id);
        }
        report.url = report.url.take().filter(|url| is_address(url));
    }
    (incident, said)
}

/// Whether something is an address of the web, without a user's name in it.
pub(crate) fn is_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !host.contains('@')
    }) && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Keeps what may be published.
pub(crate) fn choose(
    export: &mut Export<'_>,
    said: Vec<Said>,
    settings: &Settings,
) -> (BTreeMap<u64, Said>, Done) {
    let private: BTreeSet<String> = said.iter().flat_map(|s| s.private_reports.iter().cloned()).collect();
    let hidden: BTreeSet<String> = said.iter().flat_map(|s| s.hidden_reports.iter().cloned()).collect();
    let mut said: BTreeMap<u64, Said> = said.into_iter().map(|s| (s.id, s)).collect();
    let mut done = Done::default();
    let mut kept = BTreeSet::new();
    let allowed = |said: &Said| {
        said.chosen && !said.private && !said.rejected && (said.reviewed || settings.unreviewed)
    };
    export.retain(
        |incident| {
            let Some(said) = said.get(&incident.id).filter(|said| said.chosen) else { return false };
            conceal(incident, &hidden);
            let reason = if said.private {
                Some("marked as private")
            } else if said.rejected {
                Some("rejected by a person")
            } else if !said.reviewed && !settings.unreviewed {
                Some("not accepted by a person")
            } else if is_young(incident, settings) {
                Some("younger than the delay, or without a date")
            } else if !without_private(incident, said, &private) {
                Some("all its reports are marked as private")
            } else {
                None
            };
            match reason {
                Some(reason) => *done.left_out.entry(reason).or_default() += 1,
                None => drop(kept.insert(incident.id)),
            }
            reason.is_none()
        },
        |id| said.get(&id).is_some_and(allowed),
    );
    // A link to what is not here would tell that it is there.
    export.retain(
        |incident| {
            let more = said.get(&incident.id).map(|s| s.answers.clone()).unwrap_or_default();
            incident.responds_to.extend(more);
            incident.responds_to.retain(|id| kept.contains(id) && *id != incident.id);
            incident.responds_to.sort_unstable();
            incident.responds_to.dedup();
            true
        },
        |_| true,
    );
    if export.held_back() > 0 {
        done.left_out
            .insert("planned or ongoing movement of troops, too young or undated", export.held_back());
    }
    said.retain(|id, _| kept.contains(id));
    for one in said.values_mut() {
        let id = one.id;
        one.related.retain(|other| kept.contains(other) && *other != id);
    }
    done.unreviewed = said.values().filter(|s| !s.reviewed).count();
    (said, done)
}

/// The last day of an incident, or that of its newest report.
pub(crate) fn last_day(incident: &Incident) -> Option<Date> {
    let day = |text: &str| text.get(..10).and_then(|day| day.parse::<Date>().ok());
    let own = incident.when.best.as_ref().and_then(|when| day(&when.to));
    own.or_else(|| incident.reports.iter().filter_map(|r| day(r.published.as_deref()?)).max())
}

fn is_young(incident: &Incident, settings: &Settings) -> bool {
    if settings.delay == 0 {
        return false;
    }
    // A delay beyond the end of the calendar never ends.
    let free = Span::new()
        .try_days(settings.delay)
        .ok()
        .and_then(|delay| last_day(incident)?.checked_add(delay).ok());
    free.is_none_or(|free| free > settings.options.today)
}

/// Takes everything out that private reports say; whether anything is left.
fn without_private(incident: &mut Incident, said: &Said, private: &BTreeSet<String>) -> bool {
    let is_private = |id: &str| private.contains(id);
    if !incident.reports.iter().any(|report| is_private(&report.id)) {
        return true;
    }
    incident.reports.retain(|report| !is_private(&report.id));
    if incident.reports.is_empty() {
        return false;
    }
    for report in &mut incident.reports {
        if report.copy_of.as_deref().is_some_and(is_private) {
            report.copy_of = Some("a report that is not published".to_string());
        }
    }
    let own = |part: FieldName| match said.judged.get(&part) {
        // What a person took from a private report goes, too.
        Some((VerdictKind::Edited | VerdictKind::NotStated, reports)) => reports.is_disjoint(private),
        _ => false,
    };
    one(&mut incident.when, own(FieldName::When), private);
    one(&mut incident.r#where, own(FieldName::Where), private);
    list(&mut incident.agents, own(FieldName::Agents), private);
    list(&mut incident.targets, own(FieldName::Targets), private);
    list(&mut incident.instruments, own(FieldName::Instruments), private);
    let harms: [(&mut Field<Harm>, FieldName); 4] = [
        (&mut incident.killed, FieldName::Killed),
        (&mut incident.injured, FieldName::Injured),
        (&mut incident.missing, FieldName::Missing),
        (&mut incident.detained, FieldName::Detained),
    ];
    for (field, part) in harms {
        one(field, own(part), private);
    }
    incident.differs = incident.when.differs
        || incident.r#where.differs
        || incident.agents.differs
        || incident.targets.differs
        || incident.instruments.differs
        || [&incident.killed, &incident.injured, &incident.missing, &incident.detained]
            .iter()
            .any(|f| f.differs);
    incident.joined.retain(|join| !is_private(&join.a.report) && !is_private(&join.b.report));
    // It is not kept which report says so.
    incident.responds_to.clear();
    incident.title = plain_title(incident);
    true
}

fn open<T>(values: &mut Vec<Value<T>>, private: &BTreeSet<String>) {
    for value in values.iter_mut() {
        value.accounts.retain(|account: &Account| !private.contains(&account.report));
    }
    values.retain(|value| !value.accounts.is_empty());
}

fn one<T: Clone + PartialEq>(field: &mut Field<T>, own: bool, private: &BTreeSet<String>) {
    open(&mut field.values, private);
    field.differs &= field.values.len() > 1;
    if !own && !field.best.as_ref().is_some_and(|best| field.values.iter().any(|v| v.value == *best)) {
        field.best = field.values.first().map(|v| v.value.clone());
    }
}

fn list<T: Clone + PartialEq>(field: &mut ListField<T>, own: bool, private: &BTreeSet<String>) {
    open(&mut field.values, private);
    field.differs &= field.values.len() > 1;
    if !own {
        let values = &field.values;
        field.best.retain(|best| values.iter().any(|v| v.value == *best));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert!(is_address("https://x.example/a?b") && is_address("HTTP://x.example"));
        for text in [
            "javascript:alert(1)",
            "/home/ola/a.txt",
            "https://ola@x.example/",
            "https://",
            "https://x y/",
            "a.txt",
        ] {
            assert!(!is_address(text), "{text}");
        }
    }
}
