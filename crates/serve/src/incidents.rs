//! One incident, its history, and the log.

use crate::ask::{Ask, Named};
use crate::error::Problem;
use crate::filters::Query;
use crate::list::found;
use crate::state::App;
use crate::view::View;
use axum::Json;
use axum::extract::State;
use diurna_store::{Entry, Found};
use serde::Deserialize;
use utoipa::IntoParams;

/// Most lines of the log in one answer.
const MOST: usize = 500;
/// Lines in one answer where nothing is said.
const USUAL: usize = 100;

/// One incident with everything that the page shows of it.
#[utoipa::path(get, path = "/api/incidents/{id}", tag = "incidents", params(("id" = u64, Path, description = "number of the incident"), Query),
    responses((status = 200, body = Object), (status = 404)))]
pub(crate) async fn incident(
    State(app): State<App>,
    id: Named<u64>,
    query: Ask<Query>,
) -> Result<Json<View>, Problem> {
    view(&app, id.0, &query.0).await.map(Json)
}

/// The view of an incident, with its neighbours in the list that the query makes.
pub(crate) async fn view(app: &App, id: u64, query: &Query) -> Result<View, Problem> {
    let (index, filters) = found(app, query).await?;
    app.db.read(move |store| View::read(store, &index, &filters, id)).await
}

/// What the log says of an incident, the newest first.
#[utoipa::path(get, path = "/api/incidents/{id}/history", tag = "incidents", params(("id" = u64, Path, description = "number of the incident")),
    responses((status = 200, body = Vec<Object>), (status = 404)))]
pub(crate) async fn history(State(app): State<App>, id: Named<u64>) -> Result<Json<Vec<Entry>>, Problem> {
    let id = id.0;
    app.db
        .read(move |store| {
            let id = match store.incident(id)? {
                Found::Nothing => return Err(Problem::no_incident(format!("there is no incident {id}"))),
                Found::Incident(incident) => incident.id,
                Found::Ended => id,
            };
            let mut lines = store.history(id)?;
            lines.reverse();
            Ok(Json(lines))
        })
        .await
}

/// Which lines of the log.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Lines {
    /// Only lines before this one.
    before: Option<u64>,
    /// At most so many, up to 500; else 100.
    limit: Option<usize>,
}

/// The log, the newest line first.
#[utoipa::path(get, path = "/api/log", tag = "incidents", params(Lines), responses((status = 200, body = Vec<Object>)))]
pub(crate) async fn log(State(app): State<App>, lines: Ask<Lines>) -> Result<Json<Vec<Entry>>, Problem> {
    let limit = lines.0.limit.unwrap_or(USUAL);
    if limit > MOST {
        return Err(Problem::bad(format!("limit: {limit} is too many"), "ask for 500 at most, with before"));
    }
    app.db.read(move |store| Ok(Json(store.log(lines.0.before, limit)?))).await
}
