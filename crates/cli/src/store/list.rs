//! `diurna incidents`.

use super::words::{fit, harm, interval, site};
use super::{IncidentsArgs, failed};
use crate::messages::count;
use crate::read::complain;
use crate::reviewed::Brief;
use crate::stdout;
use crate::style::{Style, harmless_json};
use diurna_core::incident::Incident;
use diurna_store::{Filter, Store};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

/// A line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    incident: &'a Incident,
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<&'a Brief>,
}

/// Incidents in a table where nothing is said of a limit.
const TABLE: usize = 50;

/// Runs the command.
pub(super) fn run(args: &IncidentsArgs) -> ExitCode {
    let db = &args.db.path;
    let store = match Store::open_reading(db) {
        Ok(store) => store,
        Err(e) => return failed(db, &e),
    };
    let limit = args.limit.unwrap_or(if args.json { 0 } else { TABLE });
    let filter = args.filters.filter((limit > 0).then_some(limit));
    let style = Style::new(args.color);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut broken = None;
    let mut shown = 0u64;
    let mut reviews = BTreeMap::new();
    if args.json {
        let read = store.each_review(|id, review| {
            reviews.insert(id, Brief::from(&review));
            true
        });
        if let Err(e) = read {
            return failed(db, &e);
        }
    }
    let all = store.each_incident(&filter, |incident| {
        let line = if args.json {
            let review = reviews.get(&incident.id);
            harmless_json(serde_json::to_string(&Line { incident: &incident, review }).unwrap_or_default())
        } else {
            row(&incident, style)
        };
        shown += 1;
        broken = writeln!(out, "{line}").err();
        broken.is_none()
    });
    let broken = broken.or_else(|| out.flush().err());
    match (broken, all) {
        (Some(e), _) => ExitCode::from(u8::from(stdout::failed(&e))),
        (None, Err(e)) => failed(db, &e),
        (None, Ok(all)) => {
            if shown < all {
                let hint = args.limit.is_none().then_some("--limit 0 shows all");
                complain(&format!("{shown} of {all} incidents"), hint);
            } else if all == 0 && !args.json {
                return none(args, &store);
            }
            ExitCode::SUCCESS
        }
    }
}

/// Says that no incident fits, and what to do about it.
fn none(args: &IncidentsArgs, store: &Store) -> ExitCode {
    // With --all the score keeps none back.
    let wide = Filter { min_score: None, ..args.filters.filter(None) };
    match store.find(&wide) {
        Ok((_, unlikely)) => {
            complain("no incident fits", Some(&args.filters.advice(unlikely)));
            ExitCode::SUCCESS
        }
        Err(e) => failed(&args.db.path, &e),
    }
}

/// One line: number, day, type, place, dead by each account, reports.
fn row(i: &Incident, style: Style) -> String {
    let kind = format!("{}{}", i.r#type, i.mode.map(|m| format!(" {m}")).unwrap_or_default());
    let when = i.when.best.as_ref().map(interval).unwrap_or_default();
    let place = i.r#where.best.as_ref().map(site).unwrap_or_default();
    let mut dead: Vec<String> = i.killed.values.iter().map(|v| harm(&v.value)).collect();
    dead.dedup();
    let dead = match dead.is_empty() {
        true => String::new(),
        false => format!("killed {}", dead.join(" | ")),
    };
    let reports = count(i.reports.len(), "report");
    let differs = if i.differs { style.bold("accounts differ") } else { String::new() };
    let line = format!(
        "{:>6}  {}  {}  {}  {}  {}  {differs}",
        i.id,
        fit(when.get(..10).unwrap_or(&when), 10),
        style.kind(&fit(&kind, 22)),
        fit(&place, 26),
        fit(&dead, 24),
        style.dim(&fit(&reports, 10)),
    );
    line.trim_end().to_string()
}
