//! The review page: one server over one database, for one person on this machine or for a team.
//!
//! [`Server::bind`] opens the database and takes the port; [`Server::run`] serves until it is told to stop. It prints nothing.
//! Who asks, from where and whether they may is decided in one place in front of every address (`access`), and the
//! addresses stand in one table (`routes`). Reports are hostile text: they leave as JSON, never as markup.
//!
//! ```no_run
//! use diurna_serve::{Options, Server};
//!
//! let server = Server::bind(Options::new("diurna.db"))?;
//! println!("http://{}/", server.address());
//! server.run()?;
//! # Ok::<(), diurna_serve::Failure>(())
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod access;
mod act;
mod ask;
mod candidates;
mod cells;
mod db;
mod error;
mod export;
mod facts;
mod filters;
mod incidents;
mod index;
mod list;
mod listen;
mod live;
mod openapi;
mod page;
mod people;
mod rate;
mod reports;
mod routes;
mod row;
mod samples;
mod secrets;
mod sort;
mod state;
mod timeline;
mod users;
mod view;
mod words;

pub use error::Failure;
#[doc(hidden)]
pub use routes::routes;
pub use secrets::{SHORTEST, hash_password};
pub use users::{check_name, put_user};

use diurna_core::record::Record;
use state::App;
use std::fmt;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often the log is looked at for what other programs wrote.
const LOOK: Duration = Duration::from_secs(1);
/// Threads in which long work is done.
const THREADS: usize = 32;

/// Reads a sample report: its bytes and its name.
pub type ReadReport = Arc<dyn Fn(&[u8], &str) -> Result<Record, String> + Send + Sync>;

/// How to serve.
#[derive(Clone)]
pub struct Options {
    /// The database.
    pub db: PathBuf,
    /// The database is made if it is not there; else that is an error.
    pub make: bool,
    /// The address to listen at.
    pub address: IpAddr,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// Names under which people reach the server, beside those of this machine.
    pub hosts: Vec<String>,
    /// A proxy in front of the server speaks TLS: cookies are for TLS alone, and the proxy says where requests come from.
    pub behind_tls: bool,
    /// Who acts where nobody has to sign in.
    pub name: String,
    /// Reads sample reports; without it there are none.
    pub read: Option<ReadReport>,
    /// How long the head of a request may take, and how long it may take until an answer begins, the body included.
    pub patience: Duration,
    /// Most open streams of events in all.
    pub streams: usize,
    /// Most open streams of events of one person.
    pub streams_each: usize,
}

impl Options {
    /// This machine alone, port 8171.
    #[must_use]
    pub fn new(db: impl Into<PathBuf>) -> Self {
        Self {
            db: db.into(),
            make: true,
            address: Ipv4Addr::LOCALHOST.into(),
            port: 8171,
            hosts: Vec::new(),
            behind_tls: false,
            name: "you".to_string(),
            read: None,
            patience: Duration::from_secs(30),
            streams: 1_000,
            streams_each: 64,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { db, address, port, hosts, behind_tls, .. } = self;
        write!(f, "Options {{ {db:?}, {address}:{port}, {hosts:?}, behind_tls: {behind_tls} }}")
    }
}

/// A server that has its port and its database.
pub struct Server {
    app: App,
    listener: TcpListener,
    address: SocketAddr,
    stop: watch::Sender<bool>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server {{ {} }}", self.address)
    }
}

/// Stops a server from elsewhere.
#[derive(Debug, Clone)]
pub struct Stop(watch::Sender<bool>);

impl Stop {
    /// Lets the server end: no new requests, a few seconds for those that run.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Server {
    /// Takes the port, opens the database, and reads the rows of all incidents.
    ///
    /// # Errors
    /// Where the port is taken, where the database cannot be opened, or where others can reach the address and there are no
    /// users.
    pub fn bind(options: Options) -> Result<Self, Failure> {
        let at = SocketAddr::new(options.address, options.port);
        let listener = TcpListener::bind(at).map_err(|e| taken(at, &e))?;
        let address = listener.local_addr().map_err(|e| taken(at, &e))?;
        listener.set_nonblocking(true).map_err(|e| taken(at, &e))?;
        let app = App::open(options, at.ip().is_loopback())?;
        Ok(Self { app, listener, address, stop: watch::Sender::new(false) })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether nobody has to sign in.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.app.is_open()
    }

    /// What stops it.
    #[must_use]
    pub fn stopper(&self) -> Stop {
        Stop(self.stop.clone())
    }

    /// Loads the sample reports into the empty database; gives their number.
    ///
    /// # Errors
    /// Where there is nothing to read them with, where the database holds reports, or where it cannot be written.
    pub fn load_samples(&self) -> Result<usize, Failure> {
        let loaded = runtime()?.block_on(samples::into(&self.app, &self.app.options.name));
        loaded.map_err(|problem| problem.as_failure())
    }

    /// Serves until [`Stop::stop`], or until the system asks to end (SIGINT, SIGTERM).
    ///
    /// # Errors
    /// Where the system gives no threads or no signals.
    pub fn run(self) -> Result<(), Failure> {
        let Self { app, listener, stop, .. } = self;
        runtime()?.block_on(async move {
            let io = |e: std::io::Error| Failure::plain(format!("the server cannot run: {e}"));
            let listener = tokio::net::TcpListener::from_std(listener).map_err(io)?;
            let asked = signals().map_err(io)?;
            let mut told = stop.subscribe();
            let ended = async move {
                tokio::select! {
                    () = asked => {}
                    _ = told.wait_for(|stop| *stop) => {}
                }
            };
            let follower = tokio::spawn(follow(app.clone()));
            listen::serve(app.clone(), routes::router(&app), listener, ended).await;
            follower.abort();
            Ok(())
        })
    }
}

/// Looks at the log for as long as the server runs.
async fn follow(app: App) {
    loop {
        tokio::time::sleep(LOOK).await;
        // A database that does not answer now may answer later; requests say what is wrong.
        let _ = app.follow().await;
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(THREADS)
        .build()
        .map_err(|e| Failure::plain(format!("the server cannot run: {e}")))
}

/// Waits until the system asks to end.
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Where there is no such signal, only the program's own end is left.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

fn taken(at: SocketAddr, e: &std::io::Error) -> Failure {
    match e.kind() {
        ErrorKind::AddrInUse => Failure::new(
            format!("port {} is in use", at.port()),
            "another Diurna may run there; give another port with --port, or 0 for a free one",
        ),
        ErrorKind::PermissionDenied => Failure::new(
            format!("port {} may not be used", at.port()),
            "give a port from 1024 on with --port",
        ),
        ErrorKind::AddrNotAvailable => {
            Failure::new(format!("{} is no address of this machine", at.ip()), "check --address")
        }
        _ => Failure::plain(format!("{at}: cannot be listened at: {e}")),
    }
}
