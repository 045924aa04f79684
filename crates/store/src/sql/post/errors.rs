//! What a server or the way to it answered, in our words.

use crate::Error;
use crate::error::Kind;
use std::io::ErrorKind;

/// The connection is gone, and with it the step that it was in.
pub(super) fn lost() -> Error {
    Error::new(
        "the connection to the server was lost",
        "see whether the server runs, and run the command again; what was added before is kept",
    )
    .of(Kind::Lost)
}

/// The connection is gone, and nobody knows whether the last step was kept.
pub(super) fn unknown() -> Error {
    Error::new(
        "the connection to the server was lost as a step ended: it may have been kept or not",
        "run the command again; what was kept is not added twice",
    )
    .of(Kind::Lost)
}

/// What came of an attempt to connect: without a connection nothing was lost.
pub(super) fn unreached(e: &sqlx::Error) -> Error {
    match e {
        sqlx::Error::Io(io) if !matches!(io.kind(), ErrorKind::ConnectionRefused | ErrorKind::NotFound) => {
            Error::new(
                format!("the server cannot be reached: {io}"),
                "check host and port in --db, the network, and that PostgreSQL runs",
            )
            .of(Kind::Lost)
        }
        other => told(other),
    }
}

pub(super) fn told(e: &sqlx::Error) -> Error {
    match e {
        sqlx::Error::Database(e) => of_server(e.code().as_deref().unwrap_or(""), e.message()),
        sqlx::Error::Io(e) if e.kind() == ErrorKind::ConnectionRefused || e.kind() == ErrorKind::NotFound => {
            Error::new("no server answers there", "check host and port in --db, and that PostgreSQL runs")
                .of(Kind::Lost)
        }
        sqlx::Error::Io(_) => lost(),
        sqlx::Error::Tls(e) => Error::new(
            format!("no safe connection to the server: {e}"),
            "check its certificate; sslrootcert=FILE in the address names who signed it",
        )
        .of(Kind::Lost),
        // What stands on the wire is not to be trusted any more.
        sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => lost(),
        other => Error::plain(format!("the database answered: {other}")),
    }
}

/// By the five signs that the server gives beside its words.
fn of_server(code: &str, message: &str) -> Error {
    let said = |what: &str| format!("{what}: {message}");
    match code {
        "28P01" | "28000" => Error::new(
            said("the server does not let this user in"),
            "check user and password: in --db, in PGPASSWORD, or in ~/.pgpass",
        ),
        "3D000" => Error::new(
            said("the server has no such database"),
            "make it first, with `createdb -E UTF8 -T template0 NAME`; `diurna add` makes its tables",
        ),
        "42501" => Error::new(
            said("this user may not do that"),
            "whoever adds needs to own the tables or have all rights on them; whoever reads, SELECT",
        ),
        "55P03" => Error::new("is locked by another program", "wait until that has ended, and try again")
            .of(Kind::Locked),
        "40001" | "40P01" => {
            Error::new(said("another program came between"), "run the command again").of(Kind::Locked)
        }
        "53100" => Error::new(
            "the disk of the server is full",
            "make room and run the command again; what was added before is kept",
        ),
        "53300" => Error::new(said("the server takes no more connections"), "try again later"),
        "25006" => Error::new(
            "cannot be written: the server takes no changes",
            "name the server that does, not its copy; reading works here",
        ),
        "57P03" => {
            Error::new(said("the server does not take part yet"), "try again in a moment").of(Kind::Lost)
        }
        "57P01" | "57P02" | "57P05" | "25P03" | "08006" | "08003" | "08000" => lost(),
        "XX001" | "XX002" => Error::damaged(message),
        _ => Error::plain(format!("the database answered: {message}")),
    }
}
