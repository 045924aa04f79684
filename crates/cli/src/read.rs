//! `diurna read`.

use crate::args::{ReadArgs, workers};
use crate::inputs::{self, Job};
use crate::messages::{advice_of_input, advice_of_stdout};
use crate::output::Output;
use crate::style::{self, Style};
use crate::{map, view};
use diurna_core::ActorKind;
use diurna_core::record::Record;
use diurna_fetch::Page;
use diurna_pipeline::{Error, Options, Pipeline, Triage};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What came of one job.
struct Outcome {
    /// What to print, or why there is nothing.
    result: Result<String, (String, Option<String>)>,
    /// It was passed over on purpose: said, but no failure.
    passed: bool,
    /// Triage saw nothing codable in it.
    over: bool,
}

impl Outcome {
    fn new(result: Result<String, (String, Option<String>)>) -> Self {
        Self { result, passed: false, over: false }
    }

    /// What came of a record or the lack of one; `error` says what to print of the latter.
    fn of(
        made: Result<Record, Error>,
        write: impl Fn(&Record) -> Result<String, (String, Option<String>)>,
        error: impl Fn(&Error) -> String,
    ) -> Self {
        match made {
            Ok(record) => Self { over: diurna_pipeline::passed_over(&record), ..Self::new(write(&record)) },
            Err(e) => Self::new(Err((error(&e), e.hint().map(String::from)))),
        }
    }
}

/// How records are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    View,
    Pretty,
    Lines,
}

/// Runs the command.
pub(crate) fn run(args: &ReadArgs) -> ExitCode {
    let pipeline = match pipeline(args.triage, &args.actors) {
        Ok(pipeline) => pipeline,
        Err(code) => return code,
    };
    let style = Style::new(args.color);
    let single = args.inputs.len() == 1 && args.inputs.iter().all(|p| !p.is_dir());
    let format = match (args.jsonl, args.json) {
        (true, _) => Format::Lines,
        (_, true) if single => Format::Pretty,
        (_, true) => Format::Lines,
        _ => Format::View,
    };
    if args.map.is_some() && !single {
        complain("--map draws the places of one report", Some("name one file, or - for standard input"));
        return ExitCode::from(2);
    }
    let chart = args.map.as_deref().map(|file| Chart {
        file,
        inputs: &args.inputs,
        pipeline: &pipeline,
        drawn: AtomicBool::new(false),
    });
    let options = Options { published: args.published, url: args.url.clone(), ..Options::default() };
    let threads = workers(args.threads);
    let fetcher = args.web.fetcher();
    let bar = progress(args);
    let began = Instant::now();
    let mut failed = 0u64;
    let mut over = 0u64;
    let mut done = 0u64;
    let mut broken = false;
    let mut out = std::io::stdout().lock();
    diurna_pipeline::in_order(
        inputs::jobs(&args.inputs, fetcher),
        threads,
        |job| {
            work(&pipeline, &options, job, chart.as_ref(), &|r, line| {
                // A line of JSON lines gives a line.
                let format = if line && format == Format::Pretty { Format::Lines } else { format };
                write(r, format, style, args.all)
            })
        },
        |outcome| {
            done += 1;
            over += u64::from(outcome.over);
            if began.elapsed() > Duration::from_secs(1) {
                bar.set_draw_target(target());
            }
            bar.set_position(done);
            match outcome.result {
                Ok(text) => {
                    let first = format != Format::View || done == 1;
                    let written = if first { Ok(()) } else { out.write_all(b"\n") };
                    match written.and_then(|()| out.write_all(text.as_bytes())) {
                        Ok(()) => {}
                        // Whoever read has gone: nothing is left to do.
                        Err(e) if e.kind() == ErrorKind::BrokenPipe => {
                            broken = true;
                            return false;
                        }
                        Err(e) => {
                            complain(
                                &format!("standard output: {}", inputs::plain(&e)),
                                advice_of_stdout(&e),
                            );
                            failed += 1;
                            return false;
                        }
                    }
                }
                Err((message, hint)) => {
                    failed += u64::from(!outcome.passed);
                    bar.suspend(|| complain(&message, hint.as_deref()));
                }
            }
            true
        },
    );
    bar.finish_and_clear();
    if !broken
        && let Err(e) = out.flush()
        && e.kind() != ErrorKind::BrokenPipe
    {
        complain(&format!("standard output: {}", inputs::plain(&e)), advice_of_stdout(&e));
        failed += 1;
    }
    if over > 0 && done > 1 {
        complain(&format!("passed over by triage: {over} of {done}"), None);
    }
    if failed > 0 && done > 1 {
        complain(&format!("{failed} of {done} inputs gave no record"), None);
    }
    if failed > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

/// Reads a page that was fetched.
pub(crate) fn read_web(pipeline: &Pipeline, page: &Page, options: &Options) -> Result<Record, Error> {
    let mut options = options.clone();
    options.charset = page.charset().map(String::from);
    options.url.get_or_insert_with(|| page.url.clone());
    let mut record = pipeline.read(&page.url, &page.bytes, &options)?;
    record.report.retrieved.clone_from(&page.retrieved);
    Ok(record)
}

/// Reads a line of JSON lines, and says whether it has an id. One without is called by its place, as FILE:LINE.
pub(crate) fn read_line(
    pipeline: &Pipeline,
    file: &str,
    number: usize,
    line: &str,
    options: &Options,
) -> Result<(Record, bool), Error> {
    let mut record = pipeline.read_line(line, number, options)?;
    let named = record.report.source != format!("line {number}");
    if !named {
        record.report.source = format!("{file}:{number}");
    }
    Ok((record, named))
}

/// The pipeline with the user's actors; where one of their files is wrong, says so and gives the exit code.
pub(crate) fn pipeline(triage: bool, actors: &[PathBuf]) -> Result<Pipeline, ExitCode> {
    let mut pipeline = Pipeline::new();
    if triage {
        pipeline = pipeline.with_triage(Triage::new());
    }
    for file in actors {
        add_actors(&mut pipeline, file).map_err(|(what, hint)| {
            complain(&format!("{}: {what}", file.display()), hint.as_deref());
            ExitCode::from(2)
        })?;
    }
    Ok(pipeline)
}

/// Adds a user's file of actors; otherwise says what is wrong with it and what to do.
fn add_actors(pipeline: &mut Pipeline, file: &Path) -> Result<(), (String, Option<String>)> {
    let bytes = std::fs::read(file).map_err(|e| {
        (format!("cannot be read: {}", inputs::plain(&e)), advice_of_input(&e).map(String::from))
    })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        ("is not UTF-8 text".to_string(), Some("save it as tab-separated text in UTF-8".to_string()))
    })?;
    pipeline.add_actors(text.trim_start_matches('\u{feff}')).map(|_| ()).map_err(|e| {
        let kinds: Vec<&str> = ActorKind::ALL.iter().map(|k| k.as_str()).collect();
        let hint = format!(
            "each line holds id, name, kind, country and aliases, parted by tabs; kinds are {}",
            kinds.join(", ")
        );
        (e.to_string(), Some(hint))
    })
}

/// What is printed, or a message and a hint.
type Written = Result<String, (String, Option<String>)>;

/// The map that is asked for.
struct Chart<'a> {
    file: &'a Path,
    inputs: &'a [PathBuf],
    pipeline: &'a Pipeline,
    drawn: AtomicBool,
}

impl Chart<'_> {
    /// Draws the first record; another one is an error, since a map shows one report.
    fn draw(&self, record: &Record) -> Result<(), (String, Option<String>)> {
        if self.drawn.swap(true, Ordering::SeqCst) {
            let hint = "give --map with a single report".to_string();
            return Err((
                format!("{}: not drawn: the map shows another report", record.report.source),
                Some(hint),
            ));
        }
        let svg = map::map(record, |bounds, count| self.pipeline.landmarks(bounds, count));
        let html = self
            .file
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"));
        let text = if html { map::page(record, &svg) } else { svg };
        let mut files = Output::new(self.inputs.iter().map(PathBuf::as_path));
        let written = files.write(self.file, |out| Ok(out.write_all(text.as_bytes())?));
        written.and_then(|_| files.keep()).map_err(|e| (format!("the map: {}", e.message), e.hint))
    }
}

fn work(
    pipeline: &Pipeline,
    options: &Options,
    job: Job,
    chart: Option<&Chart<'_>>,
    write: &dyn Fn(&Record, bool) -> Written,
) -> Outcome {
    let write = |record: &Record, line: bool| {
        chart.map_or(Ok(()), |c| c.draw(record))?;
        write(record, line)
    };
    let made: Result<Record, Error> = match job {
        Job::Failed { message, hint } => return Outcome::new(Err((message, hint))),
        Job::Passed { message } => return Outcome { passed: true, ..Outcome::new(Err((message, None))) },
        Job::Page { source, bytes } => pipeline.read(&source, &bytes, options),
        Job::Web(page) => read_web(pipeline, &page, options),
        Job::Line { source, number, line } => {
            let made = read_line(pipeline, &source, number, &line, options).map(|(record, _)| record);
            return Outcome::of(made, |r| write(r, true), |e| format!("{source}: {e}"));
        }
    };
    Outcome::of(made, |r| write(r, false), ToString::to_string)
}

fn write(
    record: &Record,
    format: Format,
    style: Style,
    all: bool,
) -> Result<String, (String, Option<String>)> {
    let json = match format {
        Format::View => return Ok(view::view(record, style, all)),
        Format::Pretty => serde_json::to_string_pretty(record),
        Format::Lines => serde_json::to_string(record),
    };
    json.map(|mut text| {
        text.push('\n');
        text
    })
    .map_err(|e| (format!("{}: cannot be written as JSON: {e}", record.report.source), None))
}

/// A bar that shows itself after a second of work, on a terminal only.
fn progress(args: &ReadArgs) -> ProgressBar {
    let many = args.inputs.len() > 1 || args.inputs.iter().any(|p| p.is_dir());
    let bar = if many { ProgressBar::new(inputs::count(&args.inputs)) } else { ProgressBar::no_length() };
    bar.set_draw_target(ProgressDrawTarget::hidden());
    let shape =
        if many { "{bar:30} {pos}/{len} reports, {eta} left" } else { "{spinner} {pos} reports, {per_sec}" };
    if let Ok(style) = ProgressStyle::with_template(shape) {
        bar.set_style(style);
    }
    bar
}

fn target() -> ProgressDrawTarget {
    if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() }
}

/// Says on standard error what went wrong.
pub(crate) fn complain(message: &str, hint: Option<&str>) {
    let mut err = std::io::stderr().lock();
    let message = match message.strip_prefix("-: ") {
        Some(rest) => format!("standard input: {rest}"),
        None => message.to_string(),
    };
    // Names of files and reports are the words of others.
    let message = style::harmless(&message);
    // If standard error is gone too, nobody is left to tell.
    let _ = writeln!(err, "diurna: {message}");
    if let Some(hint) = hint {
        let _ = writeln!(err, "  hint: {hint}");
    }
}

/// Prints a whole text; a reader that has gone is no failure.
pub(crate) fn print_all(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) if e.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(e) => {
            complain(&format!("standard output: {}", inputs::plain(&e)), advice_of_stdout(&e));
            ExitCode::from(1)
        }
    }
}
