//! What people do: actions on incidents, judgements of second coders.

use crate::access::Person;
use crate::ask::{Ask, Named, Told};
use crate::error::Problem;
use crate::filters::Query;
use crate::incidents::view;
use crate::list::found;
use crate::state::App;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use diurna_review::{Action, Agreement, FieldName, Why};
use diurna_store::{ActError, By, Found};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Incidents that second coders are asked about.
const SAMPLE: usize = 50;

/// An action, and the revision of the incident on which it rests.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Act {
    /// The revision that was seen; another one there now is a conflict, and nothing is done.
    #[serde(default)]
    expect: Option<u64>,
    /// `{"do": "accept"}`, `{"do": "field", "field": "killed", "verdict": "edited", "value": …, "reason": …}` …
    #[schema(value_type = Object)]
    action: Action,
}

/// Does something to an incident.
#[utoipa::path(post, path = "/api/incidents/{id}/act", tag = "incidents", request_body = Act,
    params(("id" = u64, Path, description = "number of the incident"), Query),
    responses((status = 200, body = Object), (status = 400), (status = 403), (status = 409, description = "somebody was faster; `view` is what there is now")))]
pub(crate) async fn act(
    State(app): State<App>,
    Extension(person): Extension<Person>,
    id: Named<u64>,
    query: Ask<Query>,
    Told(told): Told<Act>,
) -> Result<Response, Problem> {
    // Before anything is done: whoever is refused must find everything as it was.
    found(&app, &query.0).await.map(drop)?;
    let id = id.0;
    let done = app
        .db
        .write(move |store| {
            let by = By { who: &person.name, time: Timestamp::now() };
            Ok(store.act(id, &told.action, told.expect, &by, person.role))
        })
        .await?;
    app.follow().await?;
    match done {
        Ok(acted) => Ok(Json(view(&app, acted.incident, &query.0).await?).into_response()),
        Err(e) => Err(refused(&app, id, &query.0, e).await),
    }
}

async fn refused(app: &App, id: u64, query: &Query, e: ActError) -> Problem {
    match e {
        ActError::Refused(refused) => match refused.why {
            Why::Role => Problem::forbidden(refused.message, &refused.hint),
            Why::Bad => Problem::bad(refused.message, &refused.hint),
            Why::Locked | Why::State => {
                let view = now(app, id, query).await;
                Problem::conflict(refused.message, &refused.hint, view)
            }
        },
        ActError::Conflict { .. } => {
            let view = now(app, id, query).await;
            Problem::conflict(
                "it has changed meanwhile",
                "look at what is there now, and do it again if it still holds",
                view,
            )
        }
        ActError::Missing(id) => Problem::no_incident(format!("there is no incident {id}")),
        ActError::Store(e) => e.into(),
    }
}

async fn now(app: &App, id: u64, query: &Query) -> Option<serde_json::Value> {
    view(app, id, query).await.ok().and_then(|view| serde_json::to_value(view).ok())
}

/// What somebody says of a field without seeing what others said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Judge {
    incident: u64,
    #[schema(value_type = String)]
    field: FieldName,
    /// In the form of the field's `best`; `null` says that no report states it.
    #[schema(value_type = Object)]
    value: serde_json::Value,
}

/// Keeps a judgement of one's own.
#[utoipa::path(post, path = "/api/judge", tag = "agreement", request_body = Judge, responses((status = 200, body = Object)))]
pub(crate) async fn judge(
    State(app): State<App>,
    Extension(person): Extension<Person>,
    Told(told): Told<Judge>,
) -> Result<Json<AgreementView>, Problem> {
    if !told.value.is_null() {
        diurna_review::checked(told.field, &told.value).map_err(|e| Problem::bad(e.message, &e.hint))?;
    }
    let who = person.clone();
    app.db
        .write(move |store| {
            if !matches!(store.incident(told.incident)?, Found::Incident(_)) {
                return Err(Problem::no_incident(format!("there is no incident {}", told.incident)));
            }
            let by = By { who: &who.name, time: Timestamp::now() };
            Ok(store.judge(told.incident, &who.name, told.field, &told.value, &by)?)
        })
        .await?;
    agreement(State(app), Extension(person)).await
}

/// How far second coders agree.
#[derive(Debug, Serialize)]
pub(crate) struct AgreementView {
    fields: Vec<Agreement>,
    /// Incidents to judge.
    sample: Vec<Sampled>,
}

/// An incident to judge.
#[derive(Debug, Serialize)]
struct Sampled {
    incident: u64,
    headline: Option<String>,
    /// Fields that whoever asks has judged; others' answers are not told.
    done: Vec<FieldName>,
}

/// Krippendorff's alpha of each field, and the incidents that whoever asks may judge.
#[utoipa::path(get, path = "/api/agreement", tag = "agreement", responses((status = 200, body = Object)))]
pub(crate) async fn agreement(
    State(app): State<App>,
    Extension(person): Extension<Person>,
) -> Result<Json<AgreementView>, Problem> {
    let judgements = app.db.read(|store| Ok(store.judgements()?)).await?;
    let index = app.index();
    // Every n-th incident: all coders get the same ones, and new incidents do not move them all.
    let judged: BTreeSet<u64> = judgements.iter().map(|j| j.incident).collect();
    let mut ids: BTreeSet<u64> = judged.into_iter().filter(|id| index.row(*id).is_some()).collect();
    let mut others: Vec<u64> = index.rows().map(|r| r.id).collect();
    others.sort_by_key(|id| spread(*id));
    for id in others {
        if ids.len() >= SAMPLE {
            break;
        }
        ids.insert(id);
    }
    let mine = |id: u64| {
        let of = judgements.iter().filter(|j| j.incident == id && j.coder == person.name);
        of.map(|j| j.field).collect()
    };
    let sample = ids.into_iter().map(|id| Sampled {
        incident: id,
        headline: index.row(id).and_then(|r| r.headline.clone()),
        done: mine(id),
    });
    Ok(Json(AgreementView { fields: diurna_review::agreement(&judgements), sample: sample.collect() }))
}

/// Puts ids in an order that has nothing to do with when they came (multiplication by an odd number, as in hashing).
fn spread(id: u64) -> u64 {
    id.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_read_or_refused() {
        let body = r#"{"expect": 7, "action": {"do": "comment", "text": "look"}}"#;
        let act: Act = serde_json::from_str(body).unwrap();
        assert_eq!(act.expect, Some(7));
        assert_eq!(act.action, Action::Comment { text: "look".to_string() });
        assert!(serde_json::from_str::<Act>(r#"{"action": {"do": "explode"}}"#).is_err());
        assert!(serde_json::from_str::<Act>(r#"{"action": {"do": "accept"}, "role": "owner"}"#).is_err());
    }
}
