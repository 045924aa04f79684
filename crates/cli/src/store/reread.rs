//! `diurna reread`.

use super::told::Told;
use super::{RereadArgs, failed, now, who};
use crate::args::workers;
use crate::printer::Note;
use crate::read::{complain, guessed, pipeline, remark};
use diurna_core::record::Record;
use diurna_core::report::Basis;
use diurna_pipeline::{Error, Options, Pipeline, passed_over};
use diurna_store::{Prepared, Reread, Store, shown};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use std::process::ExitCode;
use std::sync::OnceLock;

/// A report as it is kept.
struct Kept {
    raw: Vec<u8>,
    record: Record,
}

/// Why a report was not read anew.
enum Failed {
    /// It cannot be read; the others can.
    Report(String, Option<String>),
    /// The database does not answer.
    Database(diurna_store::Error),
}

/// The pipelines: with a first look for what was passed over when it came.
struct Pipelines<'a> {
    whole: Pipeline,
    triage: OnceLock<Option<Pipeline>>,
    args: &'a RereadArgs,
}

impl Pipelines<'_> {
    fn of(&self, record: &Record) -> &Pipeline {
        if !passed_over(record) {
            return &self.whole;
        }
        let made = self.triage.get_or_init(|| pipeline(true, &self.args.actors).ok());
        made.as_ref().unwrap_or(&self.whole)
    }
}

/// Runs the command.
pub(super) fn run(args: &RereadArgs) -> ExitCode {
    let db = &args.db.path;
    let whole = match pipeline(false, &args.actors) {
        Ok(pipeline) => pipeline,
        Err(code) => return code,
    };
    let pipelines = Pipelines { whole, triage: OnceLock::new(), args };
    let opened = Store::open_existing(db).and_then(|writing| {
        let reading = Store::open_existing(db)?;
        let reports = chosen(&reading, args)?;
        Ok((writing, reading, reports))
    });
    let (mut store, reading, reports) = match opened {
        Ok(opened) => opened,
        Err(e) => return failed(db, &e),
    };
    let reports = match reports {
        Ok(reports) => reports,
        Err(name) => {
            complain(
                &format!("{}: there is no report {name}", shown(db)),
                Some("give its source, or its id as `diurna show` prints it"),
            );
            return ExitCode::from(1);
        }
    };
    let who = who(args.who.name.as_deref());
    let jobs = reports.into_iter().filter_map(move |id| kept(&reading, &id).transpose());
    let (mut changed, mut same, mut bad) = (0usize, 0usize, 0usize);
    let mut told = Told::new(args.json.then(|| std::io::stdout().lock()));
    let mut broken = None;
    diurna_pipeline::in_order(
        jobs,
        workers(args.threads),
        |job| prepared(&pipelines, job),
        |outcome| {
            let (read, note) = match outcome {
                Ok(read) => read,
                Err(Failed::Report(message, hint)) => {
                    bad += 1;
                    complain(&message, hint.as_deref());
                    return true;
                }
                Err(Failed::Database(e)) => {
                    broken = Some(e);
                    return false;
                }
            };
            let done = match store.reread(&read, &now(&who)) {
                Ok(done) => done,
                Err(e) => {
                    broken = Some(e);
                    return false;
                }
            };
            // Of what is as it was that was said when it came.
            if done == Reread::Changed {
                changed += 1;
                remark(note);
            }
            same += usize::from(done == Reread::Same);
            told.line(&json!({"source": read.source(), "id": read.id(), "reread": done}));
            true
        },
    );
    let unread =
        if bad > 0 { format!(", {bad} could not be read and stay as they are") } else { String::new() };
    complain(&format!("{}: {changed} read anew, {same} as they were{unread}", shown(db)), None);
    match broken {
        Some(e) => failed(db, &e),
        None if bad > 0 || told.failed() => ExitCode::from(1),
        None => ExitCode::SUCCESS,
    }
}

/// The ids of the reports that are meant, oldest first; or a name that fits none.
fn chosen(store: &Store, args: &RereadArgs) -> diurna_store::Result<Result<Vec<String>, String>> {
    let since = args.since.and_then(|day: Date| day.to_zoned(TimeZone::UTC).ok()).map(|z| z.timestamp());
    let mut ids = store.reports_since(since)?;
    if !args.reports.is_empty() {
        let mut wanted = Vec::new();
        for name in &args.reports {
            let versions = store.versions(name)?;
            if versions.is_empty() {
                return Ok(Err(name.clone()));
            }
            wanted.extend(versions.into_iter().map(|v| v.id));
        }
        ids.retain(|id| wanted.contains(id));
    }
    Ok(Ok(ids))
}

/// What is kept of a report; `None` where it was erased meanwhile.
fn kept(store: &Store, id: &str) -> diurna_store::Result<Option<Kept>> {
    let (raw, record) = (store.raw(id)?, store.record(id)?);
    Ok(raw.zip(record).map(|(raw, record)| Kept { raw, record }))
}

/// Reads a report as it was read when it came; with what to say of it.
fn prepared(
    pipelines: &Pipelines<'_>,
    kept: diurna_store::Result<Kept>,
) -> Result<(Box<Prepared>, Option<Note>), Failed> {
    let Kept { raw, record: old } = kept.map_err(Failed::Database)?;
    let read = anew(pipelines.of(&old), &raw, &old);
    let record = read.map_err(|e| Failed::Report(e.to_string(), e.hint().map(String::from)))?;
    // What a server said of the encoding is not kept.
    let note = guessed(&old.report.source, &raw, &Options::default());
    match Prepared::new(&raw, &record, None) {
        Ok(read) => Ok((Box::new(read), note)),
        Err(e) => Err(Failed::Report(e.to_string(), e.hint().map(String::from))),
    }
}

/// What was said beside the bytes when they came, as far as the record tells, is said again.
fn anew(pipeline: &Pipeline, raw: &[u8], old: &Record) -> Result<Record, Error> {
    let report = &old.report;
    let given = report.published.as_ref().filter(|p| p.basis == Basis::Given);
    let mut options = Options {
        published: given.and_then(|p| p.value.get(..10)?.parse().ok()),
        url: report.url.clone(),
        ..Options::default()
    };
    let mut record = match line(raw) {
        Some(text) => {
            let place = report.source.rsplit([' ', ':']).next();
            let number = place.and_then(|n| n.parse().ok()).unwrap_or(1);
            pipeline.read_line(text, number, &options)?
        }
        None => {
            if report.retrieved.is_some() {
                options.url = Some(report.source.clone());
            }
            pipeline.read(&report.source, raw, &options)?
        }
    };
    record.report.source.clone_from(&report.source);
    record.report.retrieved.clone_from(&report.retrieved);
    Ok(record)
}

/// The bytes as a line of JSON lines, if they are one.
fn line(raw: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(raw).ok()?;
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    (object.contains_key("text") || object.contains_key("html")).then_some(text)
}
