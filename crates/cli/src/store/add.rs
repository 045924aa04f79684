//! `diurna add`.

use super::args::{Db, Who};
use super::target::Target;
use super::told::Told;
use super::{AddArgs, failed, now, who};
use crate::args::workers;
use crate::inputs::{self, Job};
use crate::printer::Note;
use crate::read::{complain, guess, pipeline, read_line, read_web, remark};
use diurna_core::record::Record;
use diurna_pipeline::{Options, Pipeline, Triage};
use diurna_store::{Added, Prepared, shown};
use std::io::Stdout;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};

/// Most reports that are written in one step.
const BATCH: usize = 64;

/// A report ready to be written, or why there is none.
enum Outcome {
    Ready { prepared: Box<Prepared>, note: Option<Note> },
    Failed { message: String, hint: Option<String>, passed: bool },
}

/// What became of the reports.
#[derive(Default)]
pub(super) struct Counts {
    new: usize,
    versions: usize,
    known: usize,
    erased: usize,
    /// What could not be read.
    pub(super) bad: usize,
    /// They could not all be told of.
    untold: bool,
}

impl Counts {
    fn count(&mut self, added: Added) {
        match added {
            Added::New => self.new += 1,
            Added::Version => self.versions += 1,
            Added::Known => self.known += 1,
            Added::Erased => self.erased += 1,
        }
    }

    fn say(&self) -> String {
        let mut parts = vec![format!("{} added", self.new)];
        let mut more = |n: usize, what: &str| {
            if n > 0 {
                parts.push(format!("{n} {what}"));
            }
        };
        let newer = if self.versions == 1 { "added as a newer version" } else { "added as newer versions" };
        more(self.versions, newer);
        more(self.known, "already there");
        more(self.erased, "erased before and not taken again");
        parts.join(", ")
    }
}

/// Runs the command.
pub(super) fn run(args: &AddArgs) -> ExitCode {
    // Reports of one address are versions of one report, and only the last of them would count.
    if args.url.is_some() && !inputs::is_single(&args.inputs) {
        complain("--url is the address of one report", Some("name one file with it"));
        return ExitCode::from(2);
    }
    let pipeline = match pipeline(args.triage, &args.actors) {
        Ok(pipeline) => pipeline,
        Err(code) => return code,
    };
    let mut target = match Target::new(&args.db.path) {
        Ok(target) => target,
        Err(e) => return failed(&args.db.path, &e),
    };
    let options = Options { published: args.published, url: args.url.clone(), ..Options::default() };
    let threads = workers(args.threads);
    let who = who(args.who.name.as_deref());
    let (send, receive) = sync_channel(4 * BATCH);
    let (mut tried, mut bad) = (0usize, 0usize);
    let (counts, written) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| write(&mut target, receive, &who, args.json));
        diurna_pipeline::in_order(
            inputs::jobs(&args.inputs, args.web.fetcher()),
            threads,
            |job| prepare(&pipeline, &options, job),
            |outcome| match outcome {
                Outcome::Ready { prepared, note } => {
                    tried += 1;
                    remark(note);
                    // The writer goes only when it cannot write any more, and says why.
                    send.send(prepared).is_ok()
                }
                Outcome::Failed { message, hint, passed } => {
                    tried += 1;
                    bad += usize::from(!passed);
                    complain(&message, hint.as_deref());
                    true
                }
            },
        );
        drop(send);
        writer.join().unwrap_or_else(|_| (Counts::default(), None))
    });
    complain(&format!("{}: {}", shown(&args.db.path), counts.say()), None);
    if bad > 0 && tried > 1 {
        complain(&format!("{bad} of {tried} inputs gave no record"), None);
    }
    match written {
        Some(e) => failed(&args.db.path, &e),
        None if bad > 0 || counts.untold => ExitCode::from(1),
        None => ExitCode::SUCCESS,
    }
}

/// Writes what comes, as much at a time as is there; a report is told of only once it is safe.
fn write(
    target: &mut Target,
    receive: Receiver<Box<Prepared>>,
    who: &str,
    json: bool,
) -> (Counts, Option<diurna_store::Error>) {
    let mut counts = Counts::default();
    let mut told = Told::new(json.then(|| std::io::stdout().lock()));
    while let Ok(first) = receive.recv() {
        let mut batch = vec![*first];
        batch.extend(receive.try_iter().take(BATCH - 1).map(|p| *p));
        let added = match target.store().and_then(|store| store.add_all(&batch, &now(who))) {
            Ok(added) => added,
            Err(e) => return (counts, Some(e)),
        };
        for (prepared, added) in batch.iter().zip(added) {
            counts.count(added);
            told.line(&done(prepared, added));
        }
        counts.untold = told.failed();
    }
    (counts, None)
}

/// What is told of a report once it is safe.
fn done(prepared: &Prepared, added: Added) -> serde_json::Value {
    serde_json::json!({"source": prepared.source(), "id": prepared.id(), "added": added})
}

/// Adds reports one by one, as they come.
pub(super) struct Adding {
    pipeline: Pipeline,
    target: Target,
    who: String,
    told: Told<Stdout>,
    pub(super) counts: Counts,
}

impl Adding {
    /// Opens the database, if it is there. Triage is on: most of what comes along holds no event.
    pub(super) fn open(db: &Db, name: &Who, json: bool) -> diurna_store::Result<Self> {
        Ok(Self {
            target: Target::new(&db.path)?,
            pipeline: Pipeline::new().with_triage(Triage::new()),
            who: who(name.name.as_deref()),
            told: Told::new(json.then(std::io::stdout)),
            counts: Counts::default(),
        })
    }

    /// Reads and adds one; what cannot be read is said and counted.
    pub(super) fn take(&mut self, job: Job) -> diurna_store::Result<()> {
        match prepare(&self.pipeline, &Options::default(), job) {
            Outcome::Ready { prepared, note } => {
                remark(note);
                let added =
                    self.target.store()?.add_all(std::slice::from_ref(&*prepared), &now(&self.who))?;
                for added in added {
                    self.counts.count(added);
                    self.told.line(&done(&prepared, added));
                }
            }
            Outcome::Failed { message, hint, passed } => {
                self.counts.bad += usize::from(!passed);
                complain(&message, hint.as_deref());
            }
        }
        Ok(())
    }

    /// Says what was done.
    pub(super) fn end(self, db: &Path) -> ExitCode {
        complain(&format!("{}: {}", shown(db), self.counts.say()), None);
        if self.counts.bad > 0 {
            complain(&format!("{} could not be taken", self.counts.bad), None);
            return ExitCode::from(1);
        }
        if self.told.failed() { ExitCode::from(1) } else { ExitCode::SUCCESS }
    }
}

fn prepare(pipeline: &Pipeline, options: &Options, job: Job) -> Outcome {
    let failed = |message, hint| Outcome::Failed { message, hint, passed: false };
    let note = guess(&job, options);
    match job {
        Job::Failed { message, hint } => failed(message, hint),
        Job::Passed { message } => Outcome::Failed { message, hint: None, passed: true },
        Job::Page { source, bytes } => match pipeline.read(&source, &bytes, options) {
            Ok(record) => ready(&bytes, &record, path_of(&source).as_deref(), note),
            Err(e) => failed(e.to_string(), e.hint().map(String::from)),
        },
        // The address tells a newer version of the page.
        Job::Web(page) => match read_web(pipeline, &page, options) {
            Ok(record) => ready(&page.bytes, &record, None, note),
            Err(e) => failed(e.to_string(), e.hint().map(String::from)),
        },
        Job::Line { source, number, line } => match read_line(pipeline, &source, number, &line, options) {
            Ok((record, _)) if number > 1 && options.url.is_some() && record.report.url == options.url => {
                let hint = "give each line a \"url\" of its own, and leave --url out";
                failed(
                    format!("{source}: line {number}: --url is the address of one report"),
                    Some(hint.to_string()),
                )
            }
            // A line without an id is called by its place, which says nothing of what it is.
            Ok((record, named)) => {
                ready(line.as_bytes(), &record, named.then_some(record.report.source.as_str()), note)
            }
            Err(e) => failed(format!("{source}: {e}"), e.hint().map(String::from)),
        },
    }
}

fn ready(bytes: &[u8], record: &Record, identity: Option<&str>, note: Option<Note>) -> Outcome {
    match Prepared::new(bytes, record, identity) {
        Ok(prepared) => Outcome::Ready { prepared: Box::new(prepared), note },
        Err(e) => Outcome::Failed { message: e.to_string(), hint: e.hint().map(String::from), passed: false },
    }
}

/// The whole path of a file: `report.txt` of one folder is no newer version of that of another.
fn path_of(source: &str) -> Option<String> {
    let whole = std::fs::canonicalize(source).ok()?;
    (source != "-").then(|| whole.display().to_string())
}
