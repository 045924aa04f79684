//! The list of incidents, the clusters of the map, the columns of the histogram.

use crate::error::Problem;
use crate::facts::Facts;
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
use std::collections::{BTreeMap, HashMap};
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
    /// The map of the same incidents, where `also` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    map: Option<Map>,
    /// The same incidents over time, where `also` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    histogram: Option<Histogram>,
}

/// The incidents that the filters let through; with `also`, the map and the histogram of them in the same answer.
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
    let (mut map, mut histogram) = (None, None);
    for also in query.also.as_deref().unwrap_or_default().split(',').filter(|name| !name.is_empty()) {
        match also {
            "map" => map = Some(Shown::read(&query)?),
            "histogram" => histogram = Some(Width::read(&query)?),
            other => {
                return Err(Problem::bad(
                    format!("also: not understood: {other}"),
                    "write map, histogram or both with a comma",
                ));
            }
        }
    }
    let (index, filters) = found(&app, &query).await?;
    crate::ask::work(move || {
        let test = filters.over(index.countries());
        let (counts, fitting) = test.counts(index.facts(), index.countries());
        let total = fitting.len();
        let map = map.map(|shown| shown.map(&index, &fitting));
        let histogram = histogram
            .map(|width| Histogram::new(index.facts().iter().filter(|row| test.fits_but_days(row)), width));
        let now = moment(Timestamp::now());
        let part = filters.sort.part(fitting, |id| index.title(id), offset, limit);
        let items =
            part.into_iter().filter_map(|facts| index.row(facts.id)).map(|row| row.at(&now)).collect();
        Ok(Json(List { total, all: index.len(), counts, items, map, histogram }))
    })
    .await
}

/// The index with the filters of a query; words are looked up in the database.
pub(crate) async fn found(app: &App, query: &Query) -> Result<(Arc<Index>, Filters), Problem> {
    let mut filters = query.filters()?;
    let index = app.index();
    filters.known(index.countries())?;
    if let Some(text) = &filters.text {
        filters.found = Some(app.words.find(&app.db, text, index.grown()).await?);
    }
    Ok((index, filters))
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
    /// Name of the cell that it stands for; with other filters the same cell has the same name.
    cell: String,
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

/// Which part of the map, and how closely.
#[derive(Debug, Clone, Copy)]
struct Shown {
    z: u8,
    part: Option<Bounds>,
}

impl Shown {
    fn read(query: &Query) -> Result<Self, Problem> {
        let z = query.z.unwrap_or(0);
        if z > ZOOM {
            return Err(Problem::bad(format!("z: {z} is no zoom of this map"), "write 0 to 6"));
        }
        let part = query.r#box.as_deref().filter(|t| !t.is_empty());
        Ok(Self { z, part: part.map(|t| Bounds::parse("box", t)).transpose()? })
    }

    fn map(self, index: &Index, rows: &[&Facts]) -> Map {
        let without = rows.iter().filter(|row| row.point.is_none()).count();
        Map { clusters: self.clusters(index, rows), without }
    }

    /// Rows by cells: bands of latitude, each cut into cells as wide as they are high on the ground. A cluster lies in the middle
    /// of its incidents.
    fn clusters(self, index: &Index, rows: &[&Facts]) -> Vec<Cluster> {
        let height = CELL / f64::from(1u32 << self.z);
        // How many cells each band is cut into.
        let across: Vec<f64> = (0..=whole(180.0 / height))
            .map(|band| {
                let middle = (f64::from(band) + 0.5) * height - 90.0;
                (360.0 * middle.to_radians().cos().abs() / height).round().max(1.0)
            })
            .collect();
        let mut cells: HashMap<(u32, u32), Cell> = HashMap::new();
        for row in rows {
            let Some((lat, lon)) = row.point else { continue };
            if self.part.is_some_and(|part| !part.holds(lat, lon)) {
                continue;
            }
            let band = whole((lat + 90.0) / height);
            let Some(across) = across.get(band as usize) else { continue };
            let cell = whole(((lon + 180.0) / 360.0 * across).floor().min(across - 1.0));
            let held = cells.entry((band, cell)).or_default();
            held.n += 1;
            held.deadly += usize::from(row.deadly);
            held.lat += lat;
            held.lon += lon;
            held.last = row.id;
        }
        let mut cells: Vec<_> = cells.into_iter().collect();
        cells.sort_unstable_by_key(|(at, _)| *at);
        cells.into_iter().map(|((band, cell), held)| held.cluster(index, format!("{band}.{cell}"))).collect()
    }
}

/// What lies in a cell of the map.
#[derive(Debug, Default)]
struct Cell {
    n: usize,
    deadly: usize,
    /// Sums of degrees.
    lat: f64,
    lon: f64,
    /// The last that was put in.
    last: u64,
}

impl Cell {
    fn cluster(self, index: &Index, cell: String) -> Cluster {
        let only = (self.n == 1).then_some(self.last);
        let place = only.and_then(|id| index.row(id)).and_then(|row| row.place.as_ref());
        Cluster {
            lon: digits(self.lon / count(self.n)),
            lat: digits(self.lat / count(self.n)),
            n: self.n,
            deadly: self.deadly,
            cell,
            id: only,
            precision: place.and_then(|p| p.precision),
        }
    }
}

/// Incidents by cells of about equal area.
#[utoipa::path(get, path = "/api/map", tag = "incidents", params(Query), responses((status = 200, body = Map)))]
pub(crate) async fn map(State(app): State<App>, query: crate::ask::Ask<Query>) -> Result<Json<Map>, Problem> {
    let shown = Shown::read(&query.0)?;
    let (index, filters) = found(&app, &query.0).await?;
    crate::ask::work(move || {
        let rows: Vec<&Facts> = index.fitting(&filters).collect();
        Ok(Json(shown.map(&index, &rows)))
    })
    .await
}

/// A number that is not under zero, without its fraction.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(x: f64) -> u32 {
    x as u32
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

/// Incidents over time; empty columns are left out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Histogram {
    by: Width,
    columns: Vec<Column>,
}

/// Incidents by the month, week or day on which they began, whatever days the filters say; empty columns are left out.
#[utoipa::path(get, path = "/api/histogram", tag = "incidents", params(Query), responses((status = 200, body = Vec<Column>)))]
pub(crate) async fn histogram(
    State(app): State<App>,
    query: crate::ask::Ask<Query>,
) -> Result<Json<Vec<Column>>, Problem> {
    let width = Width::read(&query.0)?.unwrap_or(Width::Month);
    let (index, filters) = found(&app, &query.0).await?;
    crate::ask::work(move || {
        let test = filters.over(index.countries());
        let rows = index.facts().iter().filter(|row| test.fits_but_days(row));
        Ok(Json(Histogram::new(rows, Some(width)).columns))
    })
    .await
}

/// How many days a column covers.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Width {
    Month,
    Week,
    Day,
}

impl Width {
    /// The width that is asked for, if one is.
    fn read(query: &Query) -> Result<Option<Self>, Problem> {
        match query.by.as_deref() {
            None | Some("") => Ok(None),
            Some("month") => Ok(Some(Self::Month)),
            Some("week") => Ok(Some(Self::Week)),
            Some("day") => Ok(Some(Self::Day)),
            Some(other) => {
                Err(Problem::bad(format!("by: not understood: {other}"), "write month, week or day"))
            }
        }
    }

    /// The width that gives a readable number of columns between two days: at most two months of days, some two and a half
    /// years of weeks.
    fn fitting(first: Date, last: Date) -> Self {
        match (last - first).get_days() {
            ..=62 => Self::Day,
            63..=900 => Self::Week,
            _ => Self::Month,
        }
    }

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

impl Histogram {
    /// The columns of some rows; where no width is said, the one that fits.
    fn new<'a>(rows: impl Iterator<Item = &'a Facts>, width: Option<Width>) -> Self {
        // Many begin on one day: days first, then what each width makes of them.
        let mut days: HashMap<Date, (usize, usize)> = HashMap::new();
        for row in rows {
            let Some(day) = row.from else { continue };
            let column = days.entry(day).or_default();
            column.0 += 1;
            column.1 += usize::from(row.deadly);
        }
        let ends = days.keys().min().zip(days.keys().max());
        let by =
            width.or_else(|| ends.map(|(first, last)| Width::fitting(*first, *last))).unwrap_or(Width::Month);
        let mut columns: BTreeMap<Date, (usize, usize)> = BTreeMap::new();
        for (day, (n, deadly)) in days {
            let Some(first) = by.first(day) else { continue };
            let column = columns.entry(first).or_default();
            column.0 += n;
            column.1 += deadly;
        }
        let column = |(from, (n, deadly)): (Date, _)| Column { from: from.to_string(), n, deadly };
        Self { by, columns: columns.into_iter().map(column).collect() }
    }
}
