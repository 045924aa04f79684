//! The interface as a document for programs.

use crate::{act, export, filters, incidents, list, live, people, reports, row, samples, users};
use axum::Json;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Diurna",
        description = "The review page's interface. Offsets count Unicode code points of a report's text. \
        What writes needs the header X-Diurna-CSRF with the csrf of /api/session, or a token as Authorization: Bearer. \
        Errors are {error, hint}. The incident and its fields are described by `diurna schema` and in docs/reference."
    ),
    paths(
        people::session,
        people::sign_in,
        people::sign_out,
        users::users,
        users::add_user,
        users::drop_user,
        users::password,
        users::tokens,
        users::new_token,
        users::drop_token,
        list::incidents,
        list::map,
        list::histogram,
        incidents::incident,
        incidents::history,
        incidents::log,
        act::act,
        act::judge,
        act::agreement,
        reports::report,
        live::events,
        samples::load,
        export::export
    ),
    components(schemas(row::Row, filters::Counts))
)]
struct Document;

/// The document.
pub(crate) async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(Document::openapi())
}
