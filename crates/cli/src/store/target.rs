//! The database that reports go to.

use diurna_store::{Result, Store, is_on_server};
use std::path::{Path, PathBuf};

/// Where reports go. A database that is there is opened at once, so that what is wrong with it is said before anything is read. A
/// file that is not there is made when the first report is ready: a run that reads nothing leaves nothing.
pub(super) struct Target {
    path: PathBuf,
    store: Option<Store>,
}

impl Target {
    /// The database at a path; it is opened if it is there.
    ///
    /// # Errors
    /// Where it cannot be opened, or the folder of a new file is not there.
    pub(super) fn new(path: &Path) -> Result<Self> {
        let above = path.parent().filter(|above| !above.as_os_str().is_empty());
        let now = is_on_server(path)
            || path.symlink_metadata().is_ok()
            || above.is_some_and(|above| !above.is_dir());
        Ok(Self { path: path.to_path_buf(), store: now.then(|| Store::open(path)).transpose()? })
    }

    /// The database, which is made if it is not there.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub(super) fn store(&mut self) -> Result<&mut Store> {
        let store = match self.store.take() {
            Some(store) => store,
            None => Store::open(&self.path)?,
        };
        Ok(self.store.insert(store))
    }
}
