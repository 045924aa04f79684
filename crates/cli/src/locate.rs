//! `diurna locate`.

use crate::args::{LocateArgs, workers};
use crate::inputs::{self, Job};
use crate::messages::in_line;
use crate::read::complain;
use crate::stdout;
use crate::style::harmless_json;
use diurna_core::Place;
use diurna_fetch::Fetcher;
use diurna_pipeline::Pipeline;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::process::ExitCode;

/// A text with the names that are marked in it.
#[derive(Deserialize)]
struct Marked {
    #[serde(default)]
    id: serde_json::Value,
    text: String,
    url: Option<String>,
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct Mention {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Answer {
    id: serde_json::Value,
    mentions: Vec<Name>,
}

#[derive(Serialize)]
struct Name {
    start: usize,
    end: usize,
    place: Option<Found>,
    candidates: Vec<Found>,
}

/// A place as it is printed.
#[derive(Serialize)]
struct Found {
    geonames: Option<u32>,
    name: String,
    lat: f64,
    lon: f64,
    country: Option<String>,
    admin1: Option<String>,
    feature: String,
    precision: diurna_core::Precision,
    score: f64,
}

impl From<(Place, f32)> for Found {
    fn from((place, score): (Place, f32)) -> Self {
        let round = |x: f64, digits: i32| (x * 10f64.powi(digits)).round() / 10f64.powi(digits);
        Found {
            geonames: place.geonames,
            name: place.name,
            lat: round(place.lat, 4),
            lon: round(place.lon, 4),
            country: Some(place.country).filter(|c| !c.is_empty()),
            admin1: place.admin1,
            feature: place.feature,
            precision: place.precision,
            score: round(f64::from(score), 3),
        }
    }
}

const LAYOUT: &str =
    r#"each line is an object: {"id": "a", "text": "…", "mentions": [{"start": 0, "end": 5}]}"#;

/// Runs the command.
pub(crate) fn run(args: &LocateArgs) -> ExitCode {
    let pipeline = Pipeline::new();
    let threads = workers(args.threads);
    let (mut failed, mut done) = (0u64, 0u64);
    let mut out = std::io::stdout();
    let mut ended = false;
    diurna_pipeline::in_order(
        inputs::jobs(&args.inputs, Fetcher::new(diurna_fetch::Options::default())),
        threads,
        |job| work(&pipeline, job),
        |result| {
            done += 1;
            match result.map(|line| out.write_all(line.as_bytes())) {
                Ok(Ok(())) => true,
                Ok(Err(e)) => {
                    ended = true;
                    failed += u64::from(stdout::failed(&e));
                    false
                }
                Err((message, hint)) => {
                    complain(&message, hint.as_deref());
                    failed += 1;
                    true
                }
            }
        },
    );
    if !ended && let Err(e) = out.flush() {
        failed += u64::from(stdout::failed(&e));
    }
    if failed > 0 && done > 1 {
        complain(&format!("{failed} of {done} lines gave no places"), None);
    }
    if failed > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn work(pipeline: &Pipeline, job: Job) -> Result<String, (String, Option<String>)> {
    let (source, number, line) = match job {
        Job::Failed { message, hint } => return Err((message, hint)),
        Job::Passed { message } => return Err((message, Some(LAYOUT.to_string()))),
        Job::Web(page) => {
            return Err((format!("{}: holds no JSON lines", page.url), Some(LAYOUT.to_string())));
        }
        Job::Page { source, .. } => {
            return Err((format!("{source}: holds no JSON lines"), Some(LAYOUT.to_string())));
        }
        Job::Line { source, number, line } => (source, number, line),
    };
    let place = format!("{source}: line {number}");
    let marked: Marked = serde_json::from_str(&line)
        .map_err(|e| (format!("{place}: {}", in_line(&e)), Some(LAYOUT.to_string())))?;
    let given: Vec<(usize, usize)> = marked.mentions.iter().map(|m| (m.start, m.end)).collect();
    let found = pipeline
        .locate(&place, &marked.text, marked.url.as_deref(), &given)
        .map_err(|e| (e.to_string(), e.hint().map(String::from)))?;
    let mentions = found
        .into_iter()
        .map(|l| Name {
            start: l.start,
            end: l.end,
            place: l.place.map(Found::from),
            candidates: l.candidates.into_iter().map(Found::from).collect(),
        })
        .collect();
    let answer = Answer { id: marked.id, mentions };
    let text = serde_json::to_string(&answer).map_err(|e| {
        (format!("{place}: {e}"), Some("this is a fault of the program: please report it".to_string()))
    })?;
    Ok(harmless_json(text) + "\n")
}
