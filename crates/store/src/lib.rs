//! Reports, their records and the incidents that they tell of, in one SQLite file, or a database of a PostgreSQL server, that
//! several programs may write at once.
//!
//! What is added stays: raw bytes under their SHA-256, the text, the record, and a log whose lines are chained by hashes.
//! What was added is acknowledged when the call returns; a program that is killed leaves whole steps only. Personal data can be
//! erased without breaking the chain.
//!
//! ```
//! use diurna_store::{Added, By, Filter, Store};
//! # let folder = std::env::temp_dir().join(format!("diurna-store-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).unwrap();
//! # let path = folder.join("diurna.db");
//! let mut store = Store::open(&path)?;
//! let by = By { who: "mira", time: "2031-05-14T08:00:00Z".parse().unwrap() };
//! # let record = diurna_store::bare_record(b"Shells fell.", "a.txt", "Shells fell.");
//! assert_eq!(store.add(b"Shells fell.", &record, &by)?, Added::New);
//! assert_eq!(store.add(b"Shells fell.", &record, &by)?, Added::Known);
//! assert_eq!(store.verify(None)?.reports, 1);
//! assert_eq!(store.find(&Filter::default())?.0.len(), 0);
//! # drop(store);
//! # std::fs::remove_dir_all(folder).unwrap();
//! # Ok::<(), diurna_store::Error>(())
//! ```

mod cache;
mod decide;
mod erase;
mod error;
mod grow;
mod identity;
mod log;
mod look;
mod pack;
mod prepare;
mod reread;
mod review;
mod settle;
mod sql;
mod store;
mod users;
mod verify;
mod walk;

pub use decide::Decided;
pub use erase::Erased;
pub use error::{Error, Result};
pub use log::{By, Entry, Head};
pub use look::{Change, Filter, Found, Moved, Private, Since, VersionOf, check_words};
pub use prepare::{Prepared, bare_record};
pub use reread::Reread;
pub use review::{ActError, Acted};
pub use store::{Added, Store, is_on_server, shown};
pub use users::{Token, User};
pub use verify::Verified;
