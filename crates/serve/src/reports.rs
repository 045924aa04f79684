//! The text of one report, with what was read in it.

use crate::ask::Named;
use crate::error::Problem;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use diurna_core::codebook::{Mode, Root, SourceKind, Status};
use diurna_core::record::{ClaimPart, Mention, Record};
use diurna_store::{Store, VersionOf};
use serde::Serialize;

/// A report as the page shows it. Nothing in it is markup.
#[derive(Debug, Serialize)]
pub(crate) struct ReportView {
    id: String,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    url: Option<String>,
    lang: Option<String>,
    /// `ltr` or `rtl`: by most of its letters.
    dir: &'static str,
    text: String,
    claims: Vec<ClaimView>,
    events: Vec<EventView>,
    distressing: bool,
    versions: Vec<VersionOf>,
}

/// A stretch of text that somebody says.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct ClaimView {
    id: String,
    start: usize,
    end: usize,
    source: Option<String>,
    source_kind: Option<SourceKind>,
    /// The source has a name.
    named: bool,
    hedged: bool,
    cue: Option<Mention>,
}

/// An event that the report tells.
#[derive(Debug, Serialize)]
struct EventView {
    id: String,
    r#type: Root,
    mode: Option<Mode>,
    status: Status,
    mentions: Vec<Mention>,
    score: f64,
    /// The incident that holds it.
    incident: Option<u64>,
    responds_to: Vec<String>,
}

/// One report.
#[utoipa::path(get, path = "/api/reports/{sha}", tag = "reports", params(("sha" = String, Path, description = "id of the report: sha256:…")),
    responses((status = 200, body = Object), (status = 404)))]
pub(crate) async fn report(State(app): State<App>, sha: Named<String>) -> Result<Json<ReportView>, Problem> {
    let id = if sha.0.starts_with("sha256:") { sha.0 } else { format!("sha256:{}", sha.0) };
    app.db.read(move |store| view(store, &id)).await.map(Json)
}

fn view(store: &Store, id: &str) -> Result<ReportView, Problem> {
    let Some(record) = store.record(id)? else {
        let hint = "/api/incidents/{id} gives the ids of the reports of an incident";
        return Err(Problem::missing("there is no such report, or it was erased", hint));
    };
    let mut events = Vec::new();
    let mut distressing = false;
    for event in &record.events {
        let at =
            diurna_core::incident::EventRef { report: record.report.id.clone(), event: event.id.clone() };
        let incident = store.incident_of(&at)?;
        if let Some(incident) = incident.filter(|_| !distressing) {
            let marked = store.review(incident)?.unwrap_or_default().distressing;
            distressing = marked.contains("") || marked.contains(&record.report.id);
        }
        events.push(EventView {
            id: event.id.clone(),
            r#type: event.r#type,
            mode: event.mode,
            status: event.status,
            mentions: event.mentions.clone(),
            score: event.score,
            incident,
            responds_to: event.responds_to.clone(),
        });
    }
    let versions = store.versions(&record.report.id)?;
    let claims = claims(&record);
    let part = record.report;
    Ok(ReportView {
        id: part.id,
        title: part.title,
        publisher: part.publisher,
        published: part.published.map(|p| p.value),
        url: part.url,
        lang: part.language,
        dir: direction(&part.text),
        claims,
        events,
        distressing,
        versions,
        text: part.text,
    })
}

/// Each stretch of each claim, in the order of the text.
fn claims(record: &Record) -> Vec<ClaimView> {
    let chars: Vec<char> = record.report.text.chars().collect();
    let words =
        |start: usize, end: usize| -> Option<String> { chars.get(start..end).map(|c| c.iter().collect()) };
    let stretches = |claim: &ClaimPart| {
        let source = claim.source.as_ref();
        let name = source.and_then(|s| s.name.clone().or_else(|| words(s.start, s.end)));
        let kind = claim.source_kind;
        let named = source.is_some_and(|s| s.name.is_some() || s.actor.is_some())
            && !matches!(
                kind,
                Some(SourceKind::UnnamedOfficial | SourceKind::UnnamedPerson | SourceKind::Witness)
            );
        let part = |m: &Mention| ClaimView {
            id: claim.id.clone(),
            start: m.start,
            end: m.end,
            source: name.clone(),
            source_kind: kind,
            named,
            hedged: claim.hedged,
            cue: claim.cue,
        };
        claim.content.iter().map(part).collect::<Vec<_>>()
    };
    let mut out: Vec<ClaimView> = record.claims.iter().flat_map(stretches).collect();
    out.sort_by_key(|c| (c.start, std::cmp::Reverse(c.end)));
    out
}

/// The direction in which most letters are written.
fn direction(text: &str) -> &'static str {
    let (mut left, mut right) = (0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(2_000) {
        let to_the_left =
            matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF);
        *(if to_the_left { &mut left } else { &mut right }) += 1;
    }
    if left > right { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn direction_is_that_of_most_letters() {
        assert_eq!(direction("Shells fell. «سقطت القذائف» said a resident of the town."), "ltr");
        assert_eq!(direction("سقطت القذائف على السوق (BBC)"), "rtl");
        assert_eq!(direction("123"), "ltr");
    }
}
