//! One test over both databases: a file, and a database of the server that DIURNA_TEST_POSTGRES names, in which databases
//! with PostGIS may be made and dropped. Where it names none, tests over a server are skipped and say so.

#![allow(clippy::print_stderr, unreachable_pub)]

use crate::common::folder;
use diurna_store::Store;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, Row};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

/// Makes two tests of each function: over a file and over a server.
macro_rules! over_both {
    ($($test:ident),* $(,)?) => {
        $(mod $test {
            #[test]
            fn file() {
                super::$test(&crate::both::Place::file(stringify!($test)));
            }

            #[test]
            fn server() {
                if let Some(place) = crate::both::Place::server(stringify!($test)) {
                    super::$test(&place);
                }
            }
        })*
    };
}
pub(crate) use over_both;

/// Where a test has its database.
pub struct Place {
    pub path: PathBuf,
    /// The database of a server that goes with the test.
    database: Option<String>,
}

impl Place {
    /// A file that is not there yet.
    pub fn file(name: &str) -> Self {
        Self { path: folder(name).join("a.db"), database: None }
    }

    /// An empty database of the server; `None` where there is no server.
    pub fn server(name: &str) -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let Some(server) = server() else {
            eprintln!("skipped over PostgreSQL: DIURNA_TEST_POSTGRES names no server");
            return None;
        };
        let n = MADE.fetch_add(1, Ordering::Relaxed);
        let database = format!("diurna_{}_{n}_{name}", std::process::id());
        let database = database[..database.len().min(60)].to_string();
        // Others may make theirs from the same template at this moment.
        let mut made = ask(&server, &format!("CREATE DATABASE {database}"));
        for _ in 0..200 {
            if !made.as_ref().is_err_and(|e| e.contains("being accessed by other users")) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
            made = ask(&server, &format!("CREATE DATABASE {database}"));
        }
        made.unwrap();
        Some(Self { path: PathBuf::from(named(&server, &database)), database: Some(database) })
    }

    pub fn on_server(&self) -> bool {
        self.database.is_some()
    }

    /// Lets each step on the bodies of incidents ("INSERT", "UPDATE") fail with "not now", till the statement that this gives
    /// is run.
    pub fn forbid(&self, step: &str) -> &'static str {
        let (forbid, allow) = if self.on_server() {
            let raise = "RAISE EXCEPTION 'not now'";
            (
                format!(
                    "CREATE FUNCTION no() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN {raise}; END $$; \
                     CREATE TRIGGER no BEFORE {step} ON incident_body FOR EACH ROW EXECUTE FUNCTION no()"
                ),
                "DROP TRIGGER no ON incident_body",
            )
        } else {
            let raise = "SELECT RAISE (ABORT, 'not now')";
            (
                format!("CREATE TRIGGER no BEFORE {step} ON incident_body BEGIN {raise}; END"),
                "DROP TRIGGER no",
            )
        };
        self.change(&forbid).unwrap();
        allow
    }

    pub fn url(&self) -> &str {
        self.path.to_str().unwrap()
    }

    pub fn open(&self) -> Store {
        Store::open(&self.path).unwrap()
    }

    /// Another place of the same kind.
    pub fn another(&self, name: &str) -> Self {
        if self.on_server() { Self::server(name).unwrap() } else { Self::file(name) }
    }

    /// Another place with the same in it, while nobody has it open.
    pub fn copy(&self, name: &str) -> Self {
        let other = self.another(name);
        match (&self.database, &other.database) {
            (Some(from), Some(to)) => {
                let server = server().unwrap();
                ask(&server, &format!("DROP DATABASE {to}")).unwrap();
                ask(&server, &format!("CREATE DATABASE {to} TEMPLATE {from}")).unwrap();
            }
            _ => {
                std::fs::copy(&self.path, &other.path).unwrap();
            }
        }
        other
    }

    /// Runs statements past the store, as another program would.
    pub fn change(&self, sql: &str) -> Result<(), String> {
        if self.on_server() {
            return ask(self.url(), sql).map(drop);
        }
        let conn = rusqlite::Connection::open(&self.path).unwrap();
        conn.execute_batch(sql).map_err(|e| e.to_string())
    }

    /// The first column of a query, as text; bytes in hexadecimal digits.
    pub fn column(&self, sql: &str) -> Vec<String> {
        if self.on_server() {
            return ask(self.url(), sql).unwrap();
        }
        let conn = rusqlite::Connection::open(&self.path).unwrap();
        let mut query = conn.prepare(sql).unwrap();
        let rows = query.query_map([], |r| r.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let (Some(database), Some(server)) = (&self.database, server()) {
            let _ = ask(&server, &format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
        }
    }
}

/// The server of the tests.
pub fn server() -> Option<String> {
    std::env::var("DIURNA_TEST_POSTGRES").ok().filter(|s| !s.is_empty())
}

/// The address of another database of a server.
pub fn named(server: &str, database: &str) -> String {
    let (before, rest) = server.split_at(server.rfind('/').unwrap());
    let parameters = rest.find('?').map_or("", |at| &rest[at..]);
    format!("{before}/{database}{parameters}")
}

/// Runs one statement or several; the first column of the rows as text.
pub fn ask(url: &str, sql: &str) -> Result<Vec<String>, String> {
    Held::new(url)?.ask(sql)
}

/// A connection past the store.
pub struct Held {
    runtime: tokio::runtime::Runtime,
    conn: Option<PgConnection>,
}

impl Held {
    pub fn new(url: &str) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let options = sqlx::postgres::PgConnectOptions::from_str(url).unwrap().disable_statement_logging();
        let conn = runtime.block_on(options.connect()).map_err(|e| e.to_string())?;
        Ok(Self { runtime, conn: Some(conn) })
    }

    pub fn ask(&mut self, sql: &str) -> Result<Vec<String>, String> {
        let conn = self.conn.as_mut().unwrap();
        let rows = self.runtime.block_on(conn.fetch_all(sql)).map_err(|e| e.to_string())?;
        // Without values the server answers in text.
        let text = |r: &sqlx::postgres::PgRow| {
            let raw = r.try_get_raw(0).unwrap();
            raw.as_str().map(String::from).unwrap_or_default()
        };
        Ok(rows.iter().map(text).collect())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            let _ = self.runtime.block_on(conn.close());
        }
    }
}
