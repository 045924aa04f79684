//! `diurna read`.

use crate::args::{ReadArgs, workers};
use crate::inputs::{self, Job};
use crate::output::Output;
use crate::printer::{Note, Outcome, Printer, Written};
use crate::style::{self, Style};
use crate::{actors, map, stdout, view};
use diurna_core::record::Record;
use diurna_fetch::Page;
use diurna_pipeline::{Error, Options, Pipeline, Triage};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// What to do about an encoding that was guessed.
const GUESSED: &str = "if letters are wrong, save it as UTF-8: iconv -f ENCODING -t UTF-8 does so";
/// Endings that promise a picture of another kind than is drawn.
const OTHER_PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "pdf"];

/// How records are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    View,
    Pretty,
    Lines,
}

/// How records are written where that is asked for.
fn format(args: &ReadArgs, single: bool) -> Format {
    match (args.jsonl, args.json) {
        (true, _) => Format::Lines,
        (_, true) if single => Format::Pretty,
        (_, true) => Format::Lines,
        _ => Format::View,
    }
}

/// Why no map can be drawn there, and what to do.
fn no_map(file: &Path, single: bool) -> Option<(&'static str, &'static str)> {
    let ending = file.extension().map(|e| e.to_string_lossy().to_lowercase());
    if !single {
        return Some(("--map draws the places of one report", "name one file, or - for standard input"));
    }
    if file.as_os_str() == "-" {
        return Some(("--map -: standard output holds the record", "name a file, such as map.svg"));
    }
    ending
        .filter(|e| OTHER_PICTURES.contains(&e.as_str()))
        .map(|_| ("--map draws SVG, or a page that holds it", "name a file that ends in .svg or .html"))
}

/// Runs the command.
pub(crate) fn run(args: &ReadArgs) -> ExitCode {
    let pipeline = match pipeline(args.triage, &args.actors) {
        Ok(pipeline) => pipeline,
        Err(code) => return code,
    };
    let single = inputs::is_single(&args.inputs);
    if let Some((message, hint)) = args.map.as_deref().and_then(|file| no_map(file, single)) {
        complain(message, Some(hint));
        return ExitCode::from(2);
    }
    let chart = args.map.as_deref().map(|file| Chart {
        file,
        inputs: &args.inputs,
        pipeline: &pipeline,
        drawn: AtomicBool::new(false),
    });
    let work = Work {
        pipeline: &pipeline,
        options: Options { published: args.published, url: args.url.clone(), ..Options::default() },
        chart,
        format: format(args, single),
        style: Style::new(args.color),
        all: args.all,
    };
    let mut printer = Printer::new(&args.inputs, work.format == Format::View);
    diurna_pipeline::in_order(
        inputs::jobs(&args.inputs, args.web.fetcher()),
        workers(args.threads),
        |job| work.on(job),
        |outcome| printer.take(outcome),
    );
    printer.end()
}

/// Reads a page that was fetched.
pub(crate) fn read_web(pipeline: &Pipeline, page: &Page, options: &Options) -> Result<Record, Error> {
    let mut record = pipeline.read(&page.url, &page.bytes, &of_page(page, options))?;
    record.report.retrieved.clone_from(&page.retrieved);
    Ok(record)
}

/// What is known of a page that was fetched: its server names an encoding, and its address is the one of the report.
fn of_page(page: &Page, options: &Options) -> Options {
    let mut options = options.clone();
    options.charset = page.charset().map(String::from);
    options.url.get_or_insert_with(|| page.url.clone());
    options
}

/// What to say where the encoding of a report is a guess, and what to do about it.
pub(crate) fn guessed(source: &str, bytes: &[u8], options: &Options) -> Option<Note> {
    let encoding = options.guessed_encoding(source, bytes)?;
    Some((format!("{source}: its encoding is a guess: {encoding}"), GUESSED))
}

/// What to say of a job whose encoding is a guess, and what to do about it.
pub(crate) fn guess(job: &Job, options: &Options) -> Option<Note> {
    match job {
        Job::Page { source, bytes } => guessed(source, bytes, options),
        Job::Web(page) => guessed(&page.url, &page.bytes, &of_page(page, options)),
        Job::Line { .. } | Job::Failed { .. } | Job::Passed { .. } => None,
    }
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
pub(crate) fn pipeline(triage: bool, files: &[PathBuf]) -> Result<Pipeline, ExitCode> {
    let mut pipeline = Pipeline::new();
    if triage {
        pipeline = pipeline.with_triage(Triage::new());
    }
    actors::add(&mut pipeline, files).map_err(|(message, hint)| {
        complain(&message, hint.as_deref());
        ExitCode::from(2)
    })?;
    Ok(pipeline)
}

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

/// What is done with each job.
struct Work<'a> {
    pipeline: &'a Pipeline,
    options: Options,
    chart: Option<Chart<'a>>,
    format: Format,
    style: Style,
    all: bool,
}

impl Work<'_> {
    fn on(&self, job: Job) -> Outcome {
        let note = guess(&job, &self.options);
        let made = match job {
            Job::Failed { message, hint } => return Outcome::new(Err((message, hint))),
            Job::Passed { message } => return Outcome { passed: true, ..Outcome::new(Err((message, None))) },
            Job::Page { source, bytes } => self.pipeline.read(&source, &bytes, &self.options),
            Job::Web(page) => read_web(self.pipeline, &page, &self.options),
            Job::Line { source, number, line } => {
                let made = read_line(self.pipeline, &source, number, &line, &self.options);
                let made = made.map(|(record, _)| record);
                return Outcome::of(made, |r| self.write(r, true), |e| format!("{source}: {e}"));
            }
        };
        Outcome { note, ..Outcome::of(made, |r| self.write(r, false), ToString::to_string) }
    }

    /// What is printed of a record; `line` says that it is one of JSON lines.
    fn write(&self, record: &Record, line: bool) -> Written {
        self.chart.as_ref().map_or(Ok(()), |chart| chart.draw(record))?;
        let json = match self.format {
            Format::View => return Ok(view::view(record, self.style, self.all)),
            // A line of JSON lines gives a line.
            Format::Pretty if !line => serde_json::to_string_pretty(record),
            Format::Pretty | Format::Lines => serde_json::to_string(record),
        };
        json.map(|text| style::harmless_json(text) + "\n").map_err(|e| {
            let message = format!("{}: cannot be written as JSON: {e}", record.report.source);
            (message, Some("this is a fault of the program: please report it".to_string()))
        })
    }
}

/// Says what there is to say of a report that was read.
pub(crate) fn remark(note: Option<Note>) {
    if let Some((message, hint)) = note {
        complain(&message, Some(hint));
    }
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
        let _ = writeln!(err, "  hint: {}", style::harmless(hint));
    }
}

/// Prints a whole text; a reader that has gone is no failure.
pub(crate) fn print_all(text: &str) -> ExitCode {
    let mut out = std::io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if stdout::failed(&e) => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    }
}
