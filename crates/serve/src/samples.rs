//! A few invented reports to try the page with.

use crate::access::Person;
use crate::ask::work;
use crate::error::Problem;
use crate::state::App;
use axum::extract::State;
use axum::{Extension, Json};
use diurna_core::incident::EventRef;
use diurna_core::record::Record;
use diurna_review::{Action, FlagKind, Role};
use diurna_store::{By, Prepared, Store};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The reports, one a line.
const SAMPLES: &str = include_str!("../samples/reports.jsonl");

/// What the samples say of themselves beside what every report says.
#[derive(Deserialize)]
struct Sample {
    id: String,
    #[serde(default)]
    distressing: bool,
}

/// What was loaded.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Loaded {
    reports: usize,
}

/// Loads the sample reports into a database that has none.
#[utoipa::path(post, path = "/api/samples", tag = "reports", responses((status = 200, body = Loaded), (status = 409)))]
pub(crate) async fn load(
    State(app): State<App>,
    Extension(person): Extension<Person>,
) -> Result<Json<Loaded>, Problem> {
    let reports = into(&app, &person.name).await?;
    Ok(Json(Loaded { reports }))
}

/// Reads the samples and adds them; gives their number.
pub(crate) async fn into(app: &App, who: &str) -> Result<usize, Problem> {
    let Some(read) = app.options.read.clone() else {
        return Err(Problem::missing("this server has no samples", "`diurna demo` begins with them"));
    };
    // Who asks twice finds them there.
    let _turn = app.sampling.lock().await;
    let taken = || Problem::conflict("there are reports already", "samples are for an empty database", None);
    if app.db.read(|store| Ok(store.count_reports()?)).await? > 0 {
        return Err(taken());
    }
    let records = work(move || {
        let one = |line: &'static str| {
            let sample: Sample = serde_json::from_str(line).map_err(|e| Problem::internal(e.to_string()))?;
            let record = read(line.as_bytes(), &sample.id).map_err(Problem::internal)?;
            Ok((sample, line, record))
        };
        SAMPLES.lines().filter(|line| !line.trim().is_empty()).map(one).collect::<Result<Vec<_>, Problem>>()
    })
    .await?;
    let who = who.to_string();
    let added = app
        .db
        .write(move |store| {
            if store.count_reports()? > 0 {
                return Err(taken());
            }
            add(store, &records, &By { who: &who, time: Timestamp::now() })
        })
        .await?;
    app.follow().await?;
    Ok(added)
}

fn add(store: &mut Store, samples: &[(Sample, &str, Record)], by: &By<'_>) -> Result<usize, Problem> {
    let prepared = samples.iter().map(|(sample, line, record)| {
        Prepared::new(line.as_bytes(), record, Some(&sample.id)).map_err(Problem::from)
    });
    let prepared = prepared.collect::<Result<Vec<_>, _>>()?;
    let added = store.add_all(&prepared, by)?.len();
    for (_, _, record) in samples.iter().filter(|(sample, ..)| sample.distressing) {
        let report = record.report.id.clone();
        let at = record.events.first().map(|e| EventRef { report: report.clone(), event: e.id.clone() });
        let Some(incident) = at.map(|at| store.incident_of(&at)).transpose()?.flatten() else { continue };
        let flag = Action::Flag { what: FlagKind::Distressing, on: true, report: Some(report) };
        store
            .act(incident, &flag, None, by, Role::Owner)
            .map_err(|e| Problem::internal(format!("a sample could not be marked: {e}")))?;
    }
    Ok(added)
}
