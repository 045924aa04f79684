//! All pages of a publication.

use crate::choose::Said;
use crate::data::Download;
use crate::folder::MARKER;
use crate::incident::{Link, page};
use crate::templates::Pages;
use crate::{Done, Error, Files, Settings, lists, words, worldmap};
use diurna_core::record::Producer;
use diurna_export::{Export, Texts};
use minijinja::{Value, context};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Rows on one page of the table: what a browser still sorts and searches at once.
const ROWS: usize = 2000;
/// Incidents that the first page names.
const LATEST: usize = 8;

/// What every page knows.
#[derive(Serialize)]
struct Site<'a> {
    title: &'a str,
    licence: Option<&'a str>,
    snapshot: String,
    year: i16,
    version: &'static str,
    incidents: usize,
    unreviewed: usize,
    reports: usize,
    publishers: usize,
    countries: usize,
    differing: usize,
    from: Option<String>,
    to: Option<String>,
    private_included: bool,
    movements_included: bool,
    coarsen: Option<&'static str>,
    delay: u32,
    filters: Vec<(&'a str, &'a str)>,
    producers: &'a [Producer],
    codebook: &'a str,
    data_digest: &'a str,
}

/// Writes every page and what lies beside the pages.
pub(crate) fn write(
    export: &Export<'_>,
    texts: &dyn Texts,
    said: &BTreeMap<u64, Said>,
    downloads: &[Download],
    settings: &Settings,
    done: &Done,
    files: &mut dyn Files,
) -> Result<(), Error> {
    let pages = Pages::new()?;
    let site = site(export, downloads, settings, done);
    let at_root = context! { site => site, root => Value::from_safe_string(String::new()) };
    overviews(&pages, export, said, downloads, &at_root, files)?;
    pages.write("method.html", "method.html", context! { here => "method", ..at_root.clone() }, files)?;
    pages.write(
        "downloads.html",
        "downloads.html",
        context! { here => "downloads", downloads => downloads, ..at_root.clone() },
        files,
    )?;
    let below = context! { site => site, root => Value::from_safe_string("../".to_string()) };
    incidents(&pages, export, texts, said, downloads, &below, files)?;
    files.file("assets/style.css", include_bytes!("../assets/style.css"))?;
    files.file("assets/page.js", include_bytes!("../assets/page.js"))?;
    files.file("data/review.csv", reviewed(export, said).as_bytes())?;
    files.file(MARKER, &about(export, downloads, settings, done)?)
}

/// The first page, the map, and the table with all incidents.
fn overviews(
    pages: &Pages,
    export: &Export<'_>,
    said: &BTreeMap<u64, Said>,
    downloads: &[Download],
    shared: &Value,
    files: &mut dyn Files,
) -> Result<(), Error> {
    let map = worldmap::draw(export.incidents());
    let timeline = lists::timeline(export.incidents());
    let rows = lists::rows(export.incidents(), said);
    let latest = rows.get(..LATEST.min(rows.len())).unwrap_or_default();
    pages.write(
        "index.html",
        "index.html",
        context! { here => "index", map => map, timeline => timeline, latest => latest, downloads => downloads, ..shared.clone() },
        files,
    )?;
    pages.write("map.html", "map.html", context! { here => "map", map => map, ..shared.clone() }, files)?;
    drop(map);
    let name =
        |n: usize| if n == 0 { "incidents.html".to_string() } else { format!("incidents-{}.html", n + 1) };
    let names: Vec<String> = (0..rows.len().div_ceil(ROWS).max(1)).map(name).collect();
    for (n, file) in names.iter().enumerate() {
        let part = rows.get(n * ROWS..((n + 1) * ROWS).min(rows.len())).unwrap_or_default();
        let context = context! {
            here => "incidents", rows => part, timeline => timeline, pages => names, page => n, first => n * ROWS + 1,
            ..shared.clone()
        };
        pages.write("incidents.html", file, context, files)?;
    }
    Ok(())
}

/// A page for each incident.
fn incidents(
    pages: &Pages,
    export: &Export<'_>,
    texts: &dyn Texts,
    said: &BTreeMap<u64, Said>,
    downloads: &[Download],
    shared: &Value,
    files: &mut dyn Files,
) -> Result<(), Error> {
    let links: BTreeMap<u64, Link> =
        export.incidents().map(|r| (r.incident().id, Link::to(r.incident()))).collect();
    let (back, related) = pointed_at(export, said);
    for released in export.incidents() {
        let id = released.incident().id;
        let mut own = said.get(&id).cloned();
        if let (Some(own), Some(more)) = (&mut own, related.get(&id)) {
            // What belongs to one belongs to the other.
            own.related.extend(more);
            own.related.sort_unstable();
            own.related.dedup();
        }
        let back = back.get(&id).map(|ids| &ids[..]).unwrap_or_default();
        let page = page(released, own.as_ref(), texts, &links, back);
        let context = context! { here => "incidents", it => page, downloads => downloads, ..shared.clone() };
        pages.write("incident.html", &format!("incident/{id}.html"), context, files)?;
    }
    Ok(())
}

/// For each incident, those that answer it and those that somebody called related to it.
fn pointed_at(
    export: &Export<'_>,
    said: &BTreeMap<u64, Said>,
) -> (BTreeMap<u64, Vec<u64>>, BTreeMap<u64, Vec<u64>>) {
    let mut back: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    let mut related: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for incident in export.incidents().map(|r| r.incident()) {
        incident.responds_to.iter().for_each(|id| back.entry(*id).or_default().push(incident.id));
        let own = said.get(&incident.id).map(|s| &s.related[..]).unwrap_or_default();
        own.iter().for_each(|id| related.entry(*id).or_default().push(incident.id));
    }
    (back, related)
}

/// Which incidents somebody has reviewed, as a table.
fn reviewed(export: &Export<'_>, said: &BTreeMap<u64, Said>) -> String {
    let mut table = String::from("incident_id,reviewed\n");
    for id in export.incidents().map(|r| r.incident().id) {
        let reviewed = said.get(&id).is_some_and(|s| s.reviewed);
        table.push_str(&format!("{id},{reviewed}\n"));
    }
    table
}

/// What made the publication.
fn about(
    export: &Export<'_>,
    downloads: &[Download],
    settings: &Settings,
    done: &Done,
) -> Result<Vec<u8>, Error> {
    let about = json!({
        "title": settings.title,
        "licence": settings.licence,
        "incidents": done.incidents,
        "not_reviewed": done.unreviewed,
        "delay_days": settings.delay,
        "made": export.provenance(),
        "downloads": downloads,
    });
    let mut about = serde_json::to_vec_pretty(&about)?;
    about.push(b'\n');
    Ok(about)
}

fn site<'a>(
    export: &'a Export<'_>,
    downloads: &'a [Download],
    settings: &'a Settings,
    done: &Done,
) -> Site<'a> {
    let made = export.provenance();
    let all = || export.incidents().map(|r| r.incident());
    let distinct = |values: Vec<&str>| {
        let mut values = values;
        values.sort_unstable();
        values.dedup();
        values.len()
    };
    let days: Vec<_> = all()
        .filter_map(|i| {
            let when = i.when.best.as_ref()?;
            Some((words::date(&when.from)?, words::date(&when.to)?))
        })
        .collect();
    Site {
        title: &settings.title,
        licence: settings.licence.as_deref(),
        snapshot: words::day(made.exported),
        year: made.exported.year(),
        version: made.version,
        incidents: done.incidents,
        unreviewed: done.unreviewed,
        reports: distinct(all().flat_map(|i| i.reports.iter().map(|r| r.id.as_str())).collect()),
        publishers: distinct(
            all().flat_map(|i| i.reports.iter().filter_map(|r| r.publisher.as_deref())).collect(),
        ),
        countries: distinct(all().filter_map(|i| i.r#where.best.as_ref()?.country.as_deref()).collect()),
        differing: all().filter(|i| i.differs).count(),
        from: days.iter().map(|d| d.0).min().map(words::day),
        to: days.iter().map(|d| d.1).max().map(words::day),
        private_included: made.private_included,
        movements_included: made.movements_included,
        coarsen: settings.options.coarsen.map(|level| match level {
            diurna_export::Coarsen::Admin1 => "province or other first-level division",
            diurna_export::Coarsen::Country => "country",
        }),
        delay: settings.delay,
        filters: made.filters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
        producers: &made.producers,
        codebook: made.codebook,
        data_digest: downloads.iter().find(|d| d.name == "JSON lines").map_or("", |d| d.digest.as_str()),
    }
}
