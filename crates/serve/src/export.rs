//! Downloads in the formats of the field.

use crate::access::Person;
use crate::ask::{Ask, Named};
use crate::error::Problem;
use crate::filters::{Query, flag};
use crate::list::found;
use crate::state::App;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State as Shared;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{StatusCode, response};
use axum::response::Response;
use diurna_core::incident::Incident;
use diurna_export::{Export, Format, LookUp, Options};
use diurna_review::{Role, State};
use diurna_store::Found;
use futures_util::stream::unfold;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::io::{Error, ErrorKind, Write};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

/// Bytes of a piece of a download.
const PIECE: usize = 64 << 10;
/// How long a piece waits until it is taken.
const PATIENCE: Duration = Duration::from_secs(30);

/// The incidents that the filters let through, with the values that reviewers set. What is private stays, and what was rejected unless the
/// filters ask for it.
#[utoipa::path(get, path = "/api/export/{format}", tag = "exports",
    params(("format" = String, Path, description = "acled, ucdp, gdelt, gdelt-mentions, polecat, plover, geojson, parquet, csv, jsonl or annotations"), Query),
    responses((status = 200, description = "the file")))]
pub(crate) async fn export(
    Shared(app): Shared<App>,
    Extension(person): Extension<Person>,
    format: Named<String>,
    query: Ask<Query>,
) -> Result<Response, Problem> {
    let query = query.0;
    if let Some(name) = query.of_lists() {
        let what = format!("{name}: an export holds all that the filters let through");
        return Err(Problem::bad(what, "leave it out"));
    }
    let names = flag("names", &query.names)?;
    if names && person.role < Role::Manager {
        return Err(Problem::forbidden("names leave only with a manager", "leave names=1 out"));
    }
    let format = match format.0.as_str() {
        "gdelt-mentions" => Some(Format::GdeltMentions),
        name => Format::parse(name),
    };
    let Some(format) = format else {
        let all: Vec<&str> = Format::ALL.iter().map(|f| f.as_str()).collect();
        let hint = format!("formats are {}, gdelt-mentions", all.join(", "));
        return Err(Problem::new(StatusCode::NOT_FOUND, "there is no such format", &hint));
    };
    let (index, filters) = found(&app, &query).await?;
    let turn = std::sync::Arc::clone(&app.exports).try_acquire_owned();
    let turn = turn.map_err(|_| Problem::too_many("other exports are being written", 10))?;
    let (today, date) = today();
    let mut options = Options::new(today);
    options.include_private = names;
    options.filters = query.named();
    options.filters.insert("values".to_string(), "as reviewed".to_string());
    let (send, receive) = mpsc::channel(4);
    let handle = Handle::current();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let ids: BTreeSet<u64> = index.fitting(&filters).map(|row| row.id).collect();
        let mut out = Pieces { send, handle, held: Vec::with_capacity(PIECE) };
        if let Err(e) = write(&app, &ids, options, filters.asks_for(State::Rejected), format, &mut out) {
            // The head is sent: a download that breaks off is all that can be said.
            out.fail(e);
        }
    });
    let body = Body::from_stream(unfold(receive, |mut receive| async move {
        receive.recv().await.map(|piece: Result<Bytes, Error>| (piece, receive))
    }));
    response::Builder::new()
        .header(CONTENT_TYPE, kind(format))
        .header(
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"diurna-{date}-{}.{}\"", format.as_str(), ending(format)),
        )
        .body(body)
        .map_err(|e| Problem::internal(e.to_string()))
}

fn today() -> (jiff::civil::Date, String) {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    (today, today.to_string())
}

fn write(
    app: &App,
    ids: &BTreeSet<u64>,
    mut options: Options,
    rejected: bool,
    format: Format,
    out: &mut Pieces,
) -> Result<(), Error> {
    let other = |e: diurna_store::Error| Error::other(e.to_string());
    let store = app.db.reader().map_err(other)?;
    let mut incidents: Vec<Incident> = Vec::with_capacity(ids.len());
    let private = store.private().map_err(other)?;
    for id in ids {
        // What was joined meanwhile is told under its new id.
        if let Found::Incident(incident) = store.incident(*id).map_err(other)?
            && incident.id == *id
        {
            if options.filters.contains_key("text")
                && incident.reports.iter().any(|r| private.reports.contains(&r.id))
            {
                *options.left_out.entry(diurna_review::UNSEARCHED).or_default() += 1;
                continue;
            }
            let review = store.review(*id).map_err(other)?.unwrap_or_default();
            let asked = rejected && !review.private;
            match diurna_review::withheld(review.private, review.state).filter(|_| !asked) {
                Some(reason) => *options.left_out.entry(reason).or_default() += 1,
                None => match store.without_private(&incident, &review, &private.reports).map_err(other)? {
                    Some((rest, review)) => incidents.push(diurna_review::overlay(&rest, &review)),
                    None => {
                        *options.left_out.entry("all its reports are marked as private").or_default() += 1
                    }
                },
            }
        }
    }
    for incident in &mut incidents {
        diurna_review::conceal(incident, &private.of_incidents);
    }
    let texts = LookUp::new(|report| store.record(report).ok().flatten().map(|record| record.report.text));
    let export = Export::new(&incidents, &texts, &options);
    export.write(format, out).map_err(|e| Error::other(e.to_string()))?;
    out.flush()
}

fn kind(format: Format) -> &'static str {
    match format {
        Format::Acled | Format::Ucdp | Format::Csv => "text/csv; charset=utf-8",
        Format::Gdelt | Format::GdeltMentions | Format::Polecat => "text/tab-separated-values; charset=utf-8",
        Format::Plover | Format::Jsonl => "application/jsonl; charset=utf-8",
        Format::Geojson => "application/geo+json",
        Format::Parquet => "application/vnd.apache.parquet",
        Format::Annotations => "application/ld+json",
    }
}

fn ending(format: Format) -> &'static str {
    match format {
        Format::Acled | Format::Ucdp | Format::Csv => "csv",
        Format::Gdelt | Format::GdeltMentions | Format::Polecat => "tsv",
        Format::Plover | Format::Jsonl => "jsonl",
        Format::Geojson => "geojson",
        Format::Parquet => "parquet",
        Format::Annotations => "jsonld",
    }
}

/// Hands pieces to the connection, as fast as it takes them.
struct Pieces {
    send: mpsc::Sender<Result<Bytes, Error>>,
    handle: Handle,
    held: Vec<u8>,
}

impl Pieces {
    fn pass(&mut self, piece: Result<Bytes, Error>) -> Result<(), Error> {
        let sent = self.handle.block_on(tokio::time::timeout(PATIENCE, self.send.send(piece)));
        match sent {
            Ok(Ok(())) => Ok(()),
            _ => Err(ErrorKind::BrokenPipe.into()),
        }
    }

    fn fail(&mut self, e: Error) {
        // Whoever read may have gone.
        let _ = self.pass(Err(e));
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.held.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.held, Vec::with_capacity(PIECE));
        self.pass(Ok(piece.into()))
    }
}
