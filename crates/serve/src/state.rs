//! What all requests share.

use crate::access::Hosts;
use crate::db::Db;
use crate::error::{Failure, Problem};
use crate::index::{Changed, Index};
use crate::live::Live;
use crate::rate::Rate;
use crate::words::Words;
use crate::{Options, secrets};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};

/// Tries to sign in, by name and by address, in a minute.
const TRIES: usize = 5;
/// Passwords that are checked at a time; each takes some 20 MB.
const CHECKS: usize = 2;
/// Exports that are written at a time.
const EXPORTS: usize = 2;

/// The shared state; cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) hosts: Hosts,
    pub(crate) db: Db,
    index: RwLock<Arc<Index>>,
    following: Mutex<()>,
    /// Nobody has to sign in: it is reached from this machine only, and there are no users.
    open: AtomicBool,
    /// What tells a page of ours from one of others where nobody signs in.
    pub(crate) secret: String,
    /// A hash that no password fits, for names that nobody has.
    pub(crate) nobody: String,
    pub(crate) live: Live,
    pub(crate) words: Words,
    pub(crate) tries: Rate,
    pub(crate) checks: Semaphore,
    pub(crate) exports: Arc<Semaphore>,
    pub(crate) sampling: Mutex<()>,
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// Opens the database and reads all rows; `local` says that only this machine can reach the server.
    pub(crate) fn open(options: Options, local: bool) -> Result<Self, Failure> {
        let db = Db::open(&options.db, options.make)?;
        let reader = db.reader()?;
        let open = reader.users()?.is_empty();
        if open && !local {
            return Err(Failure::new(
                format!("{} can be reached by others, and no users are known", options.address),
                "add the first with `diurna users add NAME --role owner`, or serve this machine alone by leaving --address out",
            ));
        }
        let index = Index::load(&reader)?;
        let live = Live::new(options.streams, options.streams_each);
        Ok(Self(Arc::new(Shared {
            hosts: Hosts::new(&options.hosts, options.address),
            db,
            index: RwLock::new(Arc::new(index)),
            following: Mutex::new(()),
            open: AtomicBool::new(open),
            secret: secrets::random()?,
            nobody: secrets::hash_password(&secrets::random()?)?,
            live,
            words: Words::default(),
            tries: Rate::new(TRIES, Duration::from_secs(60)),
            checks: Semaphore::new(CHECKS),
            exports: Arc::new(Semaphore::new(EXPORTS)),
            sampling: Mutex::new(()),
            options,
        })))
    }

    /// Whether nobody has to sign in.
    pub(crate) fn is_open(&self) -> bool {
        self.open.load(Ordering::Acquire)
    }

    /// All rows as they are now.
    pub(crate) fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes in what the log says since the last look, and tells all who listen.
    pub(crate) async fn follow(&self) -> Result<(), Problem> {
        // One after the other: the second finds nothing left to do.
        let _turn = self.following.lock().await;
        loop {
            let seq = self.index().seq();
            let app = self.clone();
            let news = self
                .db
                .read(move |store| {
                    if store.head()?.map_or(0, |head| head.seq) <= seq {
                        return Ok(None);
                    }
                    let mut index = Index::clone(&app.index());
                    let (changes, more) = index.follow(store)?;
                    let users = !store.users()?.is_empty();
                    Ok(Some((index, changes, more, users)))
                })
                .await?;
            let Some((index, changes, more, users)) = news else { return Ok(()) };
            *self.index.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(index);
            if users {
                // Once there are users, everybody signs in; not the other way round while the server runs.
                self.open.store(false, Ordering::Release);
            }
            self.tell(changes);
            if !more {
                return Ok(());
            }
        }
    }

    fn tell(&self, changes: Vec<Changed>) {
        // The last line of each incident says it all.
        let mut last: std::collections::BTreeMap<u64, Changed> = std::collections::BTreeMap::new();
        for change in changes {
            last.insert(change.incident, change);
        }
        let mut last: Vec<Changed> = last.into_values().collect();
        last.sort_by_key(|change| change.seq);
        last.into_iter().for_each(|change| self.live.tell(change));
    }
}
