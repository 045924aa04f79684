//! What `diurna read` prints of its inputs, in their order, and what it says beside that.

use crate::inputs;
use crate::read::complain;
use crate::stdout;
use diurna_core::record::Record;
use diurna_pipeline::Error;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Stdout, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What is printed, or a message and a hint.
pub(crate) type Written = Result<String, (String, Option<String>)>;

/// What to say of a report that was read, and what to do about it.
pub(crate) type Note = (String, &'static str);

/// What came of one job.
pub(crate) struct Outcome {
    /// What to print, or why there is nothing.
    pub(crate) result: Written,
    /// What to say of the report beside its record.
    pub(crate) note: Option<Note>,
    /// It was passed over on purpose: said, but no failure.
    pub(crate) passed: bool,
    /// Triage saw nothing codable in it.
    pub(crate) over: bool,
}

impl Outcome {
    pub(crate) fn new(result: Written) -> Self {
        Self { result, note: None, passed: false, over: false }
    }

    /// What came of a record or the lack of one; `error` says what to print of the latter.
    pub(crate) fn of(
        made: Result<Record, Error>,
        write: impl Fn(&Record) -> Written,
        error: impl Fn(&Error) -> String,
    ) -> Self {
        match made {
            Ok(record) => Self { over: diurna_pipeline::passed_over(&record), ..Self::new(write(&record)) },
            Err(e) => Self::new(Err((error(&e), e.hint().map(String::from)))),
        }
    }
}

/// Prints outcomes and counts them.
pub(crate) struct Printer {
    out: Stdout,
    /// An empty line stands between what is printed of two inputs.
    parted: bool,
    bar: ProgressBar,
    began: Instant,
    done: u64,
    failed: u64,
    over: u64,
    /// Nothing more can be printed.
    ended: bool,
}

impl Printer {
    pub(crate) fn new(inputs: &[PathBuf], parted: bool) -> Self {
        Self {
            out: std::io::stdout(),
            parted,
            bar: progress(inputs),
            began: Instant::now(),
            done: 0,
            failed: 0,
            over: 0,
            ended: false,
        }
    }

    /// Takes the next outcome; false where nothing more can be printed.
    pub(crate) fn take(&mut self, outcome: Outcome) -> bool {
        self.done += 1;
        self.over += u64::from(outcome.over);
        if self.began.elapsed() > Duration::from_secs(1) {
            self.bar.set_draw_target(target());
        }
        self.bar.set_position(self.done);
        match outcome.result {
            Ok(text) => {
                if let Some((message, hint)) = outcome.note {
                    self.say(&message, Some(hint));
                }
                self.print(&text)
            }
            Err((message, hint)) => {
                self.failed += u64::from(!outcome.passed);
                self.say(&message, hint.as_deref());
                true
            }
        }
    }

    fn say(&self, message: &str, hint: Option<&str>) {
        self.bar.suspend(|| complain(message, hint));
    }

    fn print(&mut self, text: &str) -> bool {
        let first = !self.parted || self.done == 1;
        let before = if first { Ok(()) } else { self.out.write_all(b"\n") };
        let written = before.and_then(|()| self.out.write_all(text.as_bytes()));
        self.went(written)
    }

    /// Whether standard output took it; if not, it takes nothing more.
    fn went(&mut self, written: std::io::Result<()>) -> bool {
        let Err(e) = written else { return true };
        self.ended = true;
        self.failed += u64::from(self.bar.suspend(|| stdout::failed(&e)));
        false
    }

    /// Says how many were passed over and how many failed; the exit code.
    pub(crate) fn end(mut self) -> ExitCode {
        self.bar.finish_and_clear();
        if !self.ended {
            let flushed = self.out.flush();
            self.went(flushed);
        }
        let Self { done, failed, over, .. } = self;
        if over > 0 && done > 1 {
            complain(&format!("passed over by triage: {over} of {done}"), None);
        }
        if failed > 0 && done > 1 {
            complain(&format!("{failed} of {done} inputs gave no record"), None);
        }
        if failed > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS }
    }
}

/// A bar that shows itself after a second of work, on a terminal only.
fn progress(inputs: &[PathBuf]) -> ProgressBar {
    let many = !inputs::is_single(inputs);
    let bar = if many { ProgressBar::new(inputs::count(inputs)) } else { ProgressBar::no_length() };
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
