//! A folder that changes all at once: what is written lies beside it until it is whole.

use crate::{Error, Files};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The file by which a publication is known; a folder without it is never replaced.
pub const MARKER: &str = "diurna-publication.json";

/// The list of digests, as `sha256sum -c` reads it.
const CHECKSUMS: &str = "checksums.sha256";

/// A folder that is being written.
///
/// Files go to `.NAME.part` beside the folder; [`Folder::finish`] lets the two change places. A program that is killed leaves the old
/// folder or the new one, whole; the next run removes what is left beside it.
#[derive(Debug)]
pub struct Folder {
    target: PathBuf,
    part: PathBuf,
    lock: Option<(File, PathBuf)>,
    digests: BTreeMap<String, String>,
}

impl Folder {
    /// Begins to write what shall stand at `target`.
    ///
    /// # Errors
    /// Where something stands there that is neither empty nor a publication, or a publication with files that are not of it, another run
    /// writes to it, or nothing can be written beside it.
    pub fn begin(target: &Path) -> Result<Self, Error> {
        let failed = |path: &Path| {
            let path = path.display().to_string();
            move |source: io::Error| Error::Io { path, source }
        };
        let name = target.file_name().ok_or_else(|| Error::Foreign { path: target.display().to_string() })?;
        if !may_be_replaced(target).map_err(failed(target))? {
            return Err(Error::Foreign { path: target.display().to_string() });
        }
        only_ours(target)?;
        let beside = |ending: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(ending);
            target.with_file_name(hidden)
        };
        let (part, lock) = (beside(".part"), beside(".lock"));
        let file = File::create(&lock).map_err(failed(target))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: target.display().to_string() }),
            Err(TryLockError::Error(e)) => return Err(failed(&lock)(e)),
        }
        let folder =
            Self { target: target.to_path_buf(), part, lock: Some((file, lock)), digests: BTreeMap::new() };
        // Whoever wrote it was killed: nobody else holds the lock.
        give_back(&folder.part, target).map_err(failed(target))?;
        remove(&folder.part).map_err(failed(&folder.part))?;
        fs::create_dir(&folder.part).map_err(failed(&folder.part))?;
        Ok(folder)
    }

    /// Adds the checksums and puts everything in its place.
    ///
    /// # Errors
    /// Where the folder cannot be put there; what was there stays.
    pub fn finish(mut self) -> Result<(), Error> {
        let mut list = String::new();
        for (name, digest) in &self.digests {
            let _ = writeln!(list, "{digest}  {name}");
        }
        self.file(CHECKSUMS, list.as_bytes())?;
        // Somebody may have put a file there meanwhile.
        only_ours(&self.target)?;
        swap(&self.part, &self.target)
            .map_err(|source| Error::Io { path: self.target.display().to_string(), source })
    }
}

impl Files for Folder {
    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let failed =
            |source: io::Error| Error::Io { path: self.part.join(name).display().to_string(), source };
        if !is_plain(name) {
            return Err(failed(io::Error::new(
                io::ErrorKind::InvalidInput,
                "not a name of a published file",
            )));
        }
        let path = self.part.join(name);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(failed)?;
        }
        fs::write(&path, bytes).map_err(failed)?;
        self.digests.insert(name.to_string(), hex(bytes));
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = remove(&self.part);
        if let Some((file, path)) = self.lock.take() {
            let _ = fs::remove_file(path);
            drop(file);
        }
    }
}

/// Hexadecimal SHA-256.
pub(crate) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Whether a name stays inside the folder: parts of plain letters, digits, `-`, `_` and `.`, none of which begins with a dot.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && part.chars().all(plain))
}

/// Whether nothing, an empty folder or a publication of ours stands there.
fn may_be_replaced(target: &Path) -> io::Result<bool> {
    let there = match fs::symlink_metadata(target) {
        Ok(there) => there,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(e) => return Err(e),
    };
    if !there.is_dir() {
        return Ok(false);
    }
    Ok(target.join(MARKER).is_file() || fs::read_dir(target)?.next().is_none())
}

/// An error that names what lies in an earlier publication and is not in its list: it would be lost.
fn only_ours(target: &Path) -> Result<(), Error> {
    let failed = |source: io::Error| Error::Io { path: target.display().to_string(), source };
    if !target.is_dir() {
        return Ok(());
    }
    let list = match fs::read_to_string(target.join(CHECKSUMS)) {
        Ok(list) => list,
        Err(e) if e.kind() == io::ErrorKind::NotFound => String::new(),
        Err(e) => return Err(failed(e)),
    };
    let listed = list.lines().filter_map(|line| line.split_once("  ").map(|(_, name)| name));
    let ours: BTreeSet<&str> = listed.chain([MARKER, CHECKSUMS]).collect();
    let mut names = Vec::new();
    foreign(target, "", &ours, &mut names).map_err(failed)?;
    if names.is_empty() {
        return Ok(());
    }
    names.sort();
    Err(Error::Others { path: target.display().to_string(), names })
}

/// Collects what is not ours below a folder whose name ends with `/`; a folder that holds nothing of ours is named as a whole.
fn foreign(folder: &Path, above: &str, ours: &BTreeSet<&str>, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let mut name = format!("{above}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if !kind.is_dir() {
            // A link in place of a file of ours is not what was written.
            if !kind.is_file() || !ours.contains(name.as_str()) {
                names.push(name);
            }
            continue;
        }
        name.push('/');
        match ours.range(name.as_str()..).next().is_some_and(|next| next.starts_with(&name)) {
            true => foreign(&entry.path(), &name, ours, names)?,
            false => names.push(name),
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// Puts `part` where `target` is; what was there is removed.
fn swap(part: &Path, target: &Path) -> io::Result<()> {
    if fs::symlink_metadata(target).is_err() {
        return fs::rename(part, target);
    }
    if exchange(part, target) {
        return remove(part);
    }
    // This file system cannot exchange two folders: for a moment nothing is there, and a kill then leaves the old one as .NAME.old.
    let old = old_beside(part);
    remove(&old)?;
    fs::rename(target, &old)?;
    if let Err(e) = fs::rename(part, target) {
        fs::rename(&old, target)?;
        return Err(e);
    }
    remove(&old)
}

/// Where the old folder stands for a moment.
fn old_beside(part: &Path) -> PathBuf {
    part.with_extension("old")
}

/// Puts the old folder back where a run was killed between the two renames; else takes away what is left of it.
fn give_back(part: &Path, target: &Path) -> io::Result<()> {
    let old = old_beside(part);
    if fs::symlink_metadata(&old).is_err() {
        return Ok(());
    }
    if fs::symlink_metadata(target).is_err() {
        return fs::rename(&old, target);
    }
    remove(&old)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(part: &Path, target: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, part, CWD, target, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> PathBuf {
        let at = std::env::temp_dir().join(format!("diurna-publish-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&at);
        fs::create_dir_all(&at).unwrap();
        at
    }

    fn write(at: &Path, text: &str) -> Result<(), Error> {
        let mut folder = Folder::begin(at)?;
        folder.file(MARKER, b"{}")?;
        folder.file("a/b.txt", text.as_bytes())?;
        folder.finish()
    }

    #[test]
    fn names_stay_inside() {
        assert!(is_plain("incident/12.html") && is_plain("data/acled-like.csv.meta.json"));
        for name in ["", "/etc/passwd", "../x", "a/../x", "a//b", "a\\b", ".x", "a/.", "c:/x", "ä"] {
            assert!(!is_plain(name), "{name}");
        }
    }

    #[test]
    fn old_or_new_and_nothing_beside() {
        let at = place("swap");
        let out = at.join("out");
        write(&out, "one").unwrap();
        assert_eq!(fs::read_to_string(out.join("a/b.txt")).unwrap(), "one");
        let digest = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";
        assert!(
            fs::read_to_string(out.join(CHECKSUMS)).unwrap().starts_with(&format!("{digest}  a/b.txt\n"))
        );
        // A run that ends early changes nothing.
        let mut half = Folder::begin(&out).unwrap();
        half.file("a/b.txt", b"half").unwrap();
        assert!(matches!(Folder::begin(&out), Err(Error::Busy { .. })), "one run at a time");
        drop(half);
        assert_eq!(fs::read_to_string(out.join("a/b.txt")).unwrap(), "one");
        // One that was killed left its folder behind.
        fs::create_dir(at.join(".out.part")).unwrap();
        fs::write(at.join(".out.part/x"), "x").unwrap();
        write(&out, "two").unwrap();
        assert_eq!(fs::read_to_string(out.join("a/b.txt")).unwrap(), "two");
        assert!(!out.join("x").exists());
        let all: Vec<OsString> = fs::read_dir(&at).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(all, ["out"]);
        fs::remove_dir_all(at).unwrap();
    }

    #[test]
    fn an_old_folder_that_was_put_aside_is_given_back() {
        let at = place("aside");
        let out = at.join("out.v1");
        write(&out, "one").unwrap();
        // Killed between the two renames: the new one is whole but not in its place, and a run that ends early keeps the old one.
        fs::rename(&out, at.join(".out.v1.old")).unwrap();
        drop(Folder::begin(&out).unwrap());
        assert_eq!(fs::read_to_string(out.join("a/b.txt")).unwrap(), "one");
        // Killed before the old one was gone.
        fs::create_dir(at.join(".out.v1.old")).unwrap();
        write(&out, "two").unwrap();
        assert_eq!(fs::read_to_string(out.join("a/b.txt")).unwrap(), "two");
        let all: Vec<OsString> = fs::read_dir(&at).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(all, ["out.v1"]);
        fs::remove_dir_all(at).unwrap();
    }

    #[test]
    fn what_was_put_into_a_publication_stays() {
        let at = place("others");
        let out = at.join("out");
        write(&out, "one").unwrap();
        fs::write(out.join("a/notes.txt"), "mine").unwrap();
        fs::create_dir_all(out.join(".git/objects")).unwrap();
        let names = |e: Result<(), Error>| match e {
            Err(Error::Others { names, .. }) => names,
            other => panic!("{other:?}"),
        };
        assert_eq!(names(write(&out, "two")), [".git/", "a/notes.txt"]);
        assert_eq!(fs::read_to_string(out.join("a/notes.txt")).unwrap(), "mine");
        assert_eq!(fs::read_to_string(out.join("a/b.txt")).unwrap(), "one");
        fs::remove_dir_all(out.join(".git")).unwrap();
        fs::remove_file(out.join("a/notes.txt")).unwrap();
        // It comes while the new one is written.
        let mut folder = Folder::begin(&out).unwrap();
        folder.file(MARKER, b"{}").unwrap();
        fs::write(out.join("late.txt"), "mine").unwrap();
        assert_eq!(names(folder.finish()), ["late.txt"]);
        // Without the list nothing but its own marker is known to be ours.
        fs::remove_file(out.join("late.txt")).unwrap();
        fs::remove_file(out.join(CHECKSUMS)).unwrap();
        assert_eq!(names(write(&out, "two")), ["a/"]);
        let all: Vec<OsString> = fs::read_dir(&at).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(all, ["out"]);
        fs::remove_dir_all(at).unwrap();
    }

    #[test]
    fn what_is_not_ours_stays() {
        let at = place("foreign");
        fs::write(at.join("thesis.txt"), "mine").unwrap();
        assert!(matches!(write(&at, "one"), Err(Error::Foreign { .. })));
        assert!(matches!(write(&at.join("thesis.txt"), "one"), Err(Error::Foreign { .. })));
        fs::create_dir(at.join("empty")).unwrap();
        write(&at.join("empty"), "one").unwrap();
        assert_eq!(fs::read_to_string(at.join("thesis.txt")).unwrap(), "mine");
        fs::remove_dir_all(at).unwrap();
    }
}
