//! Files that a command writes where its user says: the one place through which all of them go.
//!
//! A regular file changes all at once: what is written lies beside it until all files of the run are whole. What is no regular file (a
//! device, a pipe) is written through, with nothing beside it. Links are followed. Databases and the inputs of the run are never written.

use crate::inputs::plain;
use crate::messages::{advice, unnumbered};
use diurna_export::Error;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// The first bytes of every SQLite file.
const SQLITE: &[u8] = b"SQLite format 3";
/// What SQLite keeps beside a database.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];
/// Links that are followed before they are taken for a circle.
const LINKS: usize = 40;

/// Why a file was not written, and what to do about it.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

impl Refused {
    fn new(path: &Path, what: &str, hint: Option<&str>) -> Self {
        let message = format!("{}: cannot be written: {what}", path.display());
        Self { message, hint: hint.map(String::from) }
    }

    fn io(path: &Path, e: &std::io::Error) -> Self {
        Self::new(path, &plain(e), advice(e))
    }
}

/// A writer that remembers why it failed: libraries between wrap the error of the system.
pub(crate) struct Noting<W> {
    out: W,
    pub(crate) error: Option<std::io::Error>,
}

impl<W> Noting<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { out, error: None }
    }

    fn note<T>(&mut self, done: std::io::Result<T>) -> std::io::Result<T> {
        if let Err(e) = &done {
            self.error = Some(e.raw_os_error().map_or(e.kind().into(), std::io::Error::from_raw_os_error));
        }
        done
    }
}

impl<W: Write> Write for Noting<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let done = self.out.write(bytes);
        self.note(done)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let done = self.out.flush();
        self.note(done)
    }
}

/// Where bytes go.
enum Place {
    /// A regular file, or one that is not there yet, with its links followed.
    File(PathBuf),
    /// Anything else, which is written as it stands.
    Through,
}

/// Whether files may be put beside this one: not beside a device or a pipe.
pub(crate) fn has_neighbours(path: &Path) -> bool {
    !matches!(place(path), Ok(Place::Through))
}

/// Files that are written in one run; all of them are there in the end, or none.
pub(crate) struct Output {
    /// The database and the inputs of the run.
    stands: Vec<PathBuf>,
    /// Files that are whole, and what they will be called.
    waiting: Vec<(PathBuf, PathBuf)>,
}

impl Output {
    /// Nothing is written yet; `stands` are the files that the run reads.
    pub(crate) fn new<'a>(stands: impl IntoIterator<Item = &'a Path>) -> Self {
        Self { stands: stands.into_iter().map(Path::to_path_buf).collect(), waiting: Vec::new() }
    }

    /// Writes a file; `None` where it is a pipe whose reader has gone.
    pub(crate) fn write<T>(
        &mut self,
        target: &Path,
        write: impl FnOnce(&mut dyn Write) -> Result<T, Error>,
    ) -> Result<Option<T>, Refused> {
        let place = place(target)?;
        let (file, whole) = match place {
            Place::Through => {
                self.check(target, target)?;
                (OpenOptions::new().write(true).open(target), false)
            }
            Place::File(real) => {
                self.check(target, &real)?;
                let mut name = OsString::from(".");
                name.push(real.file_name().unwrap_or_default());
                name.push(format!(".{}.part", std::process::id()));
                let part = real.with_file_name(name);
                let file = File::create(&part);
                if file.is_ok() {
                    self.waiting.push((part, real));
                }
                (file, true)
            }
        };
        let mut out = BufWriter::new(Noting::new(file.map_err(|e| Refused::io(target, &e))?));
        let done = match write(&mut out).and_then(|done| Ok(out.flush().map(|()| done)?)) {
            Err(e) if e.is_broken_pipe() && !whole => return Ok(None),
            done => done.map_err(|e| {
                let hint = out.get_ref().error.as_ref().and_then(advice);
                Refused::new(target, &unnumbered(&e.to_string()).to_lowercase(), hint)
            })?,
        };
        if whole {
            out.get_ref().out.sync_all().map_err(|e| Refused::io(target, &e))?;
        }
        Ok(Some(done))
    }

    /// Gives all files their names.
    pub(crate) fn keep(mut self) -> Result<(), Refused> {
        while let Some((part, target)) = self.waiting.pop() {
            std::fs::rename(&part, &target).map_err(|e| {
                let _ = std::fs::remove_file(&part);
                Refused::io(&target, &e)
            })?;
        }
        Ok(())
    }

    /// An error where the file is one that must stay: what the run reads, or any database; `real` is it with its links followed.
    fn check(&self, target: &Path, real: &Path) -> Result<(), Refused> {
        let other = Some("name another file");
        for stands in &self.stands {
            if same(stands, real) {
                let what = format!("the command reads {}", diurna_store::shown(stands));
                return Err(Refused::new(target, &what, other));
            }
        }
        if begins_as_database(real) {
            return Err(Refused::new(target, "it is a database (SQLite)", other));
        }
        let name = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for ending in BESIDE {
            let Some(database) = name.strip_suffix(ending).map(|name| real.with_file_name(name)) else {
                continue;
            };
            if begins_as_database(&database) || self.stands.iter().any(|s| same(s, &database)) {
                let what = format!("it belongs to the database {}", database.display());
                return Err(Refused::new(target, &what, other));
            }
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        for (part, _) in &self.waiting {
            let _ = std::fs::remove_file(part);
        }
    }
}

/// Where a file that is named so would be written.
fn place(path: &Path) -> Result<Place, Refused> {
    let folder = Some("name a file in it, such as incidents.csv");
    if path.to_string_lossy().ends_with(std::path::is_separator) {
        return Err(Refused::new(path, "it names a folder", folder));
    }
    if let Ok(there) = path.metadata() {
        if there.is_dir() {
            return Err(Refused::new(path, "it is a folder", folder));
        }
        if !there.is_file() {
            return Ok(Place::Through);
        }
    }
    let mut real = path.to_path_buf();
    for _ in 0..LINKS {
        let Ok(next) = real.read_link() else { return Ok(Place::File(real)) };
        // Such a link leads to a file that is open already, as /dev/stdout does: whoever opened it keeps it.
        if real.starts_with("/proc") {
            return Ok(Place::Through);
        }
        real = real.parent().map_or(next.clone(), |above| above.join(&next));
    }
    Err(Refused::new(path, "its links go in a circle", Some("name another file")))
}

/// Whether two names are of one file: by what the system says, or by their folders where one is not there.
fn same(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    if let (Ok(a), Ok(b)) = (a.metadata(), b.metadata()) {
        use std::os::unix::fs::MetadataExt;
        return a.is_file() && (a.dev(), a.ino()) == (b.dev(), b.ino());
    }
    let whole = |path: &Path| {
        path.canonicalize().ok().or_else(|| {
            let above = path.parent().filter(|above| !above.as_os_str().is_empty());
            Some(above.unwrap_or(Path::new(".")).canonicalize().ok()?.join(path.file_name()?))
        })
    };
    whole(a).is_some_and(|a| whole(b) == Some(a))
}

/// Whether a regular file begins as SQLite writes it; what cannot be read is taken for none.
fn begins_as_database(path: &Path) -> bool {
    if !path.metadata().is_ok_and(|there| there.is_file()) {
        return false;
    }
    let mut head = [0; SQLITE.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == SQLITE
}
