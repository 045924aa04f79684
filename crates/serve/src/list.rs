//! The list of incidents, the clusters of the map, the columns of the histogram.

use crate::error::Problem;
use crate::filters::{Bounds, Counts, Filters, Query};
use crate::index::Index;
use crate::people::moment;
use crate::row::Row;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use diurna_core::resolved::Precision;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Most incidents in one answer.
const MOST: usize = 200;
/// Incidents in one answer where nothing is said.
const USUAL: usize = 50;
/// Height of a cell of the map at zoom 0, in degrees.
const CELL: f64 = 20.0;
/// Largest zoom.
const ZOOM: u8 = 6;

/// A page of the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct List {
    /// How many the filters let through.
    total: usize,
    /// How many there are.
    all: usize,
    #[serde(flatten)]
    counts: Counts,
    items: Vec<Row>,
}

/// The incidents that the filters let through.
#[utoipa::path(get, path = "/api/incidents", tag = "incidents", params(Query), responses((status = 200, body = List)))]
pub(crate) async fn incidents(
    State(app): State<App>,
    query: crate::ask::Ask<Query>,
) -> Result<Json<List>, Problem> {
    let query = query.0;
    let limit = query.limit.unwrap_or(USUAL);
    if limit > MOST {
        return Err(Problem::bad(
            format!("limit: {limit} is too many"),
            "ask for 200 at most, with an offset",
        ));
    }
    let offset = query.offset.unwrap_or(0);
    let (index, filters) = found(&app, &query).await?;
    crate::ask::work(move || {
        let (counts, fitting) = filters.counts(index.rows());
        let total = fitting.len();
        let now = moment(Timestamp::now());
        let items = filters.sort.part(fitting, offset, limit).into_iter().map(|row| row.at(&now)).collect();
        Ok(Json(List { total, all: index.len(), counts, items }))
    })
    .await
}

/// The index with the filters of a query; words are looked up in the database.
pub(crate) async fn found(app: &App, query: &Query) -> Result<(Arc<Index>, Filters), Problem> {
    let mut filters = query.filters()?;
    if let Some(text) = filters.text.clone() {
        let filter = diurna_store::Filter { text: Some(text), ..Default::default() };
        let (ids, _) = app.db.read(move |store| Ok(store.find(&filter)?)).await?;
        filters.found = Some(ids.into_iter().collect());
    }
    Ok((app.index(), filters))
}

/// A cluster of incidents on the map.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Cluster {
    lon: f64,
    lat: f64,
    /// How many incidents.
    n: usize,
    /// How many of them with deaths.
    deadly: usize,
    /// The incident, where it is only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u64>,
    /// How closely the point says where, where it is only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    precision: Option<Precision>,
}

/// What the map shows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Map {
    clusters: Vec<Cluster>,
    /// How many incidents have no point.
    without: usize,
}

/// Incidents by cells of about equal area.
#[utoipa::path(get, path = "/api/map", tag = "incidents", params(Query), responses((status = 200, body = Map)))]
pub(crate) async fn map(State(app): State<App>, query: crate::ask::Ask<Query>) -> Result<Json<Map>, Problem> {
    let query = query.0;
    let z = query.z.unwrap_or(0);
    if z > ZOOM {
        return Err(Problem::bad(format!("z: {z} is no zoom of this map"), "write 0 to 6"));
    }
    let shown =
        query.r#box.as_deref().filter(|t| !t.is_empty()).map(|t| Bounds::parse("box", t)).transpose()?;
    let (index, filters) = found(&app, &query).await?;
    crate::ask::work(move || {
        let rows: Vec<&Row> = index.rows().filter(|row| filters.fits(row)).collect();
        let without = rows.iter().filter(|row| point(row).is_none()).count();
        Ok(Json(Map { clusters: clusters(&rows, z, shown), without }))
    })
    .await
}

fn point(row: &Row) -> Option<(f64, f64)> {
    row.place.as_ref().and_then(|p| Some((p.lat?, p.lon?)))
}

/// A row with its degrees north and east.
type Placed<'a> = (&'a Row, f64, f64);

/// Rows by cells: bands of latitude, each cut into cells as wide as they are high on the ground. A cluster lies in the middle of
/// its incidents.
fn clusters(rows: &[&Row], z: u8, shown: Option<Bounds>) -> Vec<Cluster> {
    let height = CELL / f64::from(1u32 << z);
    let mut cells: BTreeMap<(i64, i64), Vec<Placed>> = BTreeMap::new();
    for row in rows {
        let Some((lat, lon)) = point(row) else { continue };
        if shown.is_some_and(|shown| !shown.holds(lat, lon)) {
            continue;
        }
        let band = ((lat + 90.0) / height).floor();
        let middle = (band + 0.5) * height - 90.0;
        let across = (360.0 * middle.to_radians().cos().abs() / height).round().max(1.0);
        let cell = ((lon + 180.0) / 360.0 * across).floor().min(across - 1.0);
        cells.entry((whole(band), whole(cell))).or_default().push((row, lat, lon));
    }
    let mean = |of: &[Placed], get: fn(&Placed) -> f64| {
        let sum: f64 = of.iter().map(get).sum();
        digits(sum / count(of.len()))
    };
    let cluster = |of: Vec<Placed>| {
        let only = if let [(row, ..)] = of[..] { Some(row) } else { None };
        Cluster {
            lon: mean(&of, |p| p.2),
            lat: mean(&of, |p| p.1),
            n: of.len(),
            deadly: of.iter().filter(|p| p.0.deadly()).count(),
            id: only.map(|row| row.id),
            precision: only.and_then(|row| row.place.as_ref()).and_then(|p| p.precision),
        }
    };
    cells.into_values().map(cluster).collect()
}

#[allow(clippy::cast_possible_truncation)]
fn whole(x: f64) -> i64 {
    x as i64
}

#[allow(clippy::cast_precision_loss)]
fn count(n: usize) -> f64 {
    n as f64
}

/// Five digits of a degree are a metre.
fn digits(x: f64) -> f64 {
    (x * 1e5).round() / 1e5
}

/// A column of the histogram.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Column {
    /// First day.
    from: String,
    n: usize,
    /// How many of them with deaths.
    deadly: usize,
}

/// Incidents by the month, week or day on which they began, whatever days the filters say; empty columns are left out.
#[utoipa::path(get, path = "/api/histogram", tag = "incidents", params(Query), responses((status = 200, body = Vec<Column>)))]
pub(crate) async fn histogram(
    State(app): State<App>,
    query: crate::ask::Ask<Query>,
) -> Result<Json<Vec<Column>>, Problem> {
    let query = query.0;
    let width = match query.by.as_deref() {
        None | Some("" | "month") => Width::Month,
        Some("week") => Width::Week,
        Some("day") => Width::Day,
        Some(other) => {
            return Err(Problem::bad(format!("by: not understood: {other}"), "write month, week or day"));
        }
    };
    let (index, filters) = found(&app, &query).await?;
    crate::ask::work(move || Ok(Json(columns(index.rows().filter(|row| filters.fits_but_days(row)), width))))
        .await
}

#[derive(Debug, Clone, Copy)]
enum Width {
    Month,
    Week,
    Day,
}

impl Width {
    /// The first day of the column of a day; weeks begin on Monday.
    fn first(self, day: Date) -> Option<Date> {
        match self {
            Self::Month => Some(day.first_of_month()),
            Self::Week if day.weekday() == Weekday::Monday => Some(day),
            Self::Week => day.nth_weekday(-1, Weekday::Monday).ok(),
            Self::Day => Some(day),
        }
    }
}

fn columns<'a>(rows: impl Iterator<Item = &'a Row>, width: Width) -> Vec<Column> {
    let mut out: BTreeMap<Date, (usize, usize)> = BTreeMap::new();
    for row in rows {
        let day = row.days().and_then(|(from, _)| from.parse().ok());
        let Some(first) = day.and_then(|day| width.first(day)) else { continue };
        let column = out.entry(first).or_default();
        column.0 += 1;
        column.1 += usize::from(row.deadly());
    }
    out.into_iter().map(|(from, (n, deadly))| Column { from: from.to_string(), n, deadly }).collect()
}
