//! The database behind the server: one thread that writes, a few connections that read meanwhile.

use crate::error::Problem;
use diurna_store::{Result, Store};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::{Semaphore, mpsc, oneshot};

/// How many requests read at a time.
const READERS: usize = 4;
/// How many steps wait to be written; who comes then waits outside.
const WAITING: usize = 64;

type Step = Box<dyn FnOnce(&mut Store) + Send>;

/// The way to the database. Reading never waits for a step that writes: the file keeps the state before it.
pub(crate) struct Db {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Store>>>,
    turns: Arc<Semaphore>,
    steps: Option<mpsc::Sender<Step>>,
    writer: Option<JoinHandle<()>>,
}

impl Drop for Db {
    /// Waits until the last step is written and the file is closed.
    fn drop(&mut self) {
        drop(self.steps.take());
        if let Some(writer) = self.writer.take() {
            // Steps that fail are caught: the thread does not.
            let _ = writer.join();
        }
    }
}

impl Db {
    /// Opens the database; `make` says that one that is not there is made.
    pub(crate) fn open(path: &Path, make: bool) -> Result<Self> {
        let mut store = if make { Store::open(path)? } else { Store::open_existing(path)? };
        let (steps, mut next) = mpsc::channel::<Step>(WAITING);
        // Ends when the last sender is gone.
        let writer = std::thread::spawn(move || {
            while let Some(step) = next.blocking_recv() {
                // A step that fails so badly gives no answer; its transaction is undone, and the next step is served.
                let _ = catch_unwind(AssertUnwindSafe(|| step(&mut store)));
            }
        });
        let idle = Arc::new(Mutex::new(vec![Store::open_reading(path)?]));
        Ok(Self {
            path: path.to_path_buf(),
            idle,
            turns: Arc::new(Semaphore::new(READERS)),
            steps: Some(steps),
            writer: Some(writer),
        })
    }

    /// Another connection that reads, for what takes long.
    pub(crate) fn reader(&self) -> Result<Store> {
        Store::open_reading(&self.path)
    }

    /// Reads in a thread where waiting harms nobody.
    pub(crate) async fn read<T, F>(&self, work: F) -> std::result::Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> std::result::Result<T, Problem> + Send + 'static,
    {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| Problem::internal("the server stops"))?;
        let (idle, path) = (Arc::clone(&self.idle), self.path.clone());
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let free = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let store = match free {
                Some(store) => store,
                None => Store::open_reading(&path)?,
            };
            let out = work(&store);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(store);
            out
        });
        done.await.map_err(|_| Problem::internal("the answer could not be made"))?
    }

    /// Writes, each step after the one before.
    pub(crate) async fn write<T, F>(&self, work: F) -> std::result::Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Store) -> std::result::Result<T, Problem> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let step: Step = Box::new(move |store| {
            // Whoever asked may have gone.
            let _ = tell.send(work(store));
        });
        let stops = || Problem::internal("the server stops");
        let steps = self.steps.as_ref().ok_or_else(stops)?;
        steps.send(step).await.map_err(|_| stops())?;
        told.await.map_err(|_| Problem::internal("the step could not be done; nothing was changed"))?
    }
}
