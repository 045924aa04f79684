//! Running the built program, and folders to do it in.

#![allow(dead_code, unreachable_pub, missing_docs)]

pub mod site;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A report that has nothing wrong with it.
pub const GOOD: &str = "Gunmen attack convoy in Mali\n\n\
    Gunmen attacked an army convoy near Gao, Mali, on Monday, police said.\n";

/// What came of a run.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(o: Output) -> Self {
        Self {
            code: o.status.code().expect("an exit code"),
            out: String::from_utf8(o.stdout).expect("UTF-8"),
            err: String::from_utf8(o.stderr).expect("UTF-8"),
        }
    }
}

impl Run {
    /// The records, one a line; everything on standard output must be one.
    pub fn records(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|l| serde_json::from_str(l).expect(l)).collect()
    }

    /// Sources of the records in their order.
    pub fn sources(&self) -> Vec<String> {
        self.records().iter().map(|r| r["report"]["source"].as_str().expect("a source").to_string()).collect()
    }

    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.err);
        self
    }

    /// Standard error holds all these words.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "{word:?} is missing in\n{}", self.err);
        }
        self
    }
}

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// An empty folder of that name.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder");
    path
}

pub fn command(at: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diurna"));
    command.args(args).current_dir(at).stdin(Stdio::null()).env_remove("NO_COLOR");
    command
}

/// Runs the program in a folder.
pub fn run(at: &Path, args: &[&str]) -> Run {
    command(at, args).output().expect("the program runs").into()
}

/// The same with something on standard input.
pub fn run_with(at: &Path, args: &[&str], input: &[u8]) -> Run {
    let mut child = command(at, args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().expect("the program ends").into()
    })
}

/// What somebody does to an incident of a folder's database.
pub fn act(at: &Path, incident: u64, action: serde_json::Value) {
    let mut store = diurna_store::Store::open_existing(&at.join("diurna.db")).expect("a database");
    let by = diurna_store::By { who: "ola", time: "2031-05-20T08:00:00Z".parse().expect("a moment") };
    let action = serde_json::from_value(action).expect("an action");
    store.act(incident, &action, None, &by, diurna_review::Role::Manager).expect("it is allowed");
}
