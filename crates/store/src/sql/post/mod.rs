//! A database of a PostgreSQL server, asked one statement after the other.
//!
//! The driver is asynchronous and the store is not: each connection has a small runtime of its own, which runs only while an
//! answer is waited for. So a store may be used in any thread in which waiting is allowed, a blocking task of another
//! runtime among them.

mod address;
mod errors;
mod open;
mod steps;

pub(crate) use address::{is_url, shown};
pub(super) use open::open;

use super::plain::{Row, Value};
use super::words::Cutter;
use crate::pack::Digest;
use crate::{Error, Result};
use futures_util::StreamExt;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgConnectOptions, PgRow, PgTypeInfo};
use sqlx::{Arguments, Column, Encode, Executor, PgConnection, Postgres, Row as _, Type, TypeInfo, ValueRef};
use std::cell::{RefCell, RefMut};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;

/// Begins a step. Who writes holds a lock until the step ends, so that there is one writer at a time as in a file; readers
/// see the steps before it.
pub(super) const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; \
     SELECT pg_advisory_xact_lock(1147762034, hashtext(current_schema()))";
/// Begins to read under one snapshot.
pub(super) const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A connection to a server, made again when it was lost between two steps.
pub(crate) struct Post {
    runtime: Option<Runtime>,
    options: PgConnectOptions,
    cutter: Cutter,
    inner: RefCell<Inner>,
}

struct Inner {
    /// `None` once it was lost.
    conn: Option<PgConnection>,
    /// Statements with `?` and the same with `$1`.
    texts: HashMap<String, Arc<str>>,
    /// In a transaction.
    open: bool,
    /// Something in that transaction went wrong: it cannot be kept.
    failed: bool,
    generation: u64,
    patience: Duration,
    /// The last line of the log that the transaction has written, with its hash: each line asks for the one before.
    wrote: Option<(i64, Digest)>,
}

impl Post {
    fn new(options: PgConnectOptions, patience: Duration) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| Error::plain(format!("no connection can be made: {e}")))?;
        let inner = Inner {
            conn: None,
            texts: HashMap::new(),
            open: false,
            failed: false,
            generation: 0,
            patience,
            wrote: None,
        };
        Ok(Self { runtime: Some(runtime), options, cutter: Cutter::new()?, inner: RefCell::new(inner) })
    }

    pub(super) fn generation(&self) -> u64 {
        self.inner.borrow().generation
    }

    /// The last line of the log that the transaction that is open has written.
    pub(super) fn end_of_log(&self) -> Result<Option<(i64, Digest)>> {
        Ok(self.inner()?.wrote)
    }

    /// Remembers a line of the log that was written, with its hash.
    pub(super) fn wrote(&self, line: (i64, Digest)) -> Result<()> {
        let mut inner = self.inner()?;
        inner.wrote = inner.open.then_some(line);
        Ok(())
    }

    /// The words of a title and of a text.
    pub(super) fn cut(&self, title: &str, text: &str) -> Result<[Vec<String>; 2]> {
        self.cutter.cut(title, text)
    }

    fn block<F: Future>(&self, work: F) -> Result<F::Output> {
        let runtime = self.runtime.as_ref().ok_or_else(|| Error::plain("the connection is closed"))?;
        Ok(runtime.block_on(work))
    }

    fn inner(&self) -> Result<RefMut<'_, Inner>> {
        self.inner.try_borrow_mut().map_err(|_| Error::plain("the database is asked while it answers"))
    }

    /// Whether asking once more may help: the connection was lost, and no transaction with it.
    fn again(&self, asked: &Result<impl Sized>) -> Result<bool> {
        let inner = self.inner()?;
        Ok(asked.is_err() && inner.conn.is_none() && !inner.open)
    }

    /// Works with the connection, and marks what is lost or failed.
    fn with<T>(
        &self,
        work: impl AsyncFnOnce(&mut PgConnection, &mut HashMap<String, Arc<str>>) -> sqlx::Result<T>,
    ) -> Result<T> {
        let mut inner = self.inner()?;
        if inner.conn.is_none() && !inner.open {
            self.connect(&mut inner)?;
        }
        let Inner { conn, texts, .. } = &mut *inner;
        let Some(conn) = conn else { return Err(errors::lost()) };
        let done = self.block(work(conn, texts))?;
        done.map_err(|e| {
            inner.failed = true;
            let e = errors::told(&e);
            if e.is_lost() {
                inner.conn = None;
            }
            e
        })
    }

    /// Runs statements without values.
    pub(super) fn script(&self, sql: &str) -> Result<()> {
        self.with(async |conn, _| conn.execute(sql).await.map(drop))
    }

    pub(super) fn run(&self, sql: &str, values: &[Value]) -> Result<usize> {
        let arguments = arguments(values)?;
        let done = self.with(async |conn, texts| {
            let text = numbered(texts, sql);
            sqlx::query_with(&text, arguments).execute(conn).await
        })?;
        Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
    }

    pub(super) fn rows(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        let ask = || {
            let arguments = arguments(values)?;
            self.with(async |conn, texts| {
                let text = numbered(texts, sql);
                sqlx::query_with(&text, arguments).fetch_all(conn).await
            })
        };
        let mut rows = ask();
        if self.again(&rows)? {
            rows = ask();
        }
        rows?.iter().map(row).collect()
    }

    pub(super) fn each(
        &self,
        sql: &str,
        values: &[Value],
        mut take: impl FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        let arguments = arguments(values)?;
        let mut taken = Ok(());
        self.with(async |conn, texts| {
            let text = numbered(texts, sql);
            let mut rows = sqlx::query_with(&text, arguments).fetch(conn);
            while let Some(found) = rows.next().await {
                taken = row(&found?).and_then(&mut take);
                if taken.is_err() {
                    break;
                }
            }
            Ok(())
        })?;
        taken
    }

    /// Runs a step in one transaction: it is kept when `work` gives no error.
    pub(super) fn transaction<T>(&self, begin: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let mut begun = self.script(begin);
        if self.again(&begun)? {
            begun = self.script(begin);
        }
        let open = Open(self);
        begun?;
        {
            let mut inner = self.inner()?;
            (inner.open, inner.failed, inner.wrote) = (true, false, None);
        }
        let out = work()?;
        open.keep()?;
        Ok(out)
    }

    pub(super) fn wait_for(&self, patience: Duration) -> Result<()> {
        self.inner()?.patience = patience;
        self.script(&format!("SET lock_timeout = {}", patience.as_millis()))
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        if let Ok(mut inner) = self.inner.try_borrow_mut() {
            inner.conn = None;
        }
        // Waiting for it is not allowed everywhere where a store may be dropped.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A transaction that was begun and is undone unless it is kept.
struct Open<'p>(&'p Post);

impl Open<'_> {
    fn keep(&self) -> Result<()> {
        if self.0.inner()?.failed {
            return Err(Error::plain("a statement of this step failed: nothing of it was kept"));
        }
        self.0.script("COMMIT").map_err(|e| if e.is_lost() { errors::unknown() } else { e })?;
        let mut inner = self.0.inner()?;
        (inner.open, inner.wrote) = (false, None);
        Ok(())
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        let Ok(mut inner) = self.0.inner() else { return };
        let undo = inner.conn.is_some() && (inner.open || inner.failed);
        (inner.open, inner.failed, inner.wrote) = (false, false, None);
        drop(inner);
        if undo
            && self.0.script("ROLLBACK").is_err()
            && let Ok(mut inner) = self.0.inner()
        {
            // The server undoes what it hears no more of.
            inner.conn = None;
        }
    }
}

/// The statement with `$1` for the first `?`, and `$N` for `?N`; a bare `?` is one more than the highest before it.
fn numbered(texts: &mut HashMap<String, Arc<str>>, sql: &str) -> Arc<str> {
    if let Some(text) = texts.get(sql) {
        return Arc::clone(text);
    }
    let text: Arc<str> = number(sql).into();
    texts.insert(sql.to_string(), Arc::clone(&text));
    text
}

fn number(sql: &str) -> String {
    let (mut out, mut highest, mut quote) = (String::with_capacity(sql.len() + 8), 0, None);
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, '?') => {
                let mut digits = String::new();
                while let Some(d) = chars.next_if(char::is_ascii_digit) {
                    digits.push(d);
                }
                let n = digits.parse().unwrap_or(highest + 1);
                highest = highest.max(n);
                out.push_str(&format!("${n}"));
                continue;
            }
            (None, '\'' | '"') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
        out.push(c);
    }
    out
}

/// Nothing, of a type that the server finds out.
struct Nothing;

impl Type<Postgres> for Nothing {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Nothing {
    fn encode_by_ref(
        &self,
        _: &mut PgArgumentBuffer,
    ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        Ok(sqlx::encode::IsNull::Yes)
    }
}

fn arguments(values: &[Value]) -> Result<PgArguments> {
    let mut out = PgArguments::default();
    for value in values {
        let added = match value {
            Value::Null => out.add(Nothing),
            Value::Int(n) => out.add(n),
            Value::Real(x) => out.add(x),
            // The one character that a server does not keep.
            Value::Text(t) if t.contains('\0') => out.add(t.replace('\0', "\u{fffd}")),
            Value::Text(t) => out.add(t),
            Value::Blob(b) => out.add(b),
        };
        added.map_err(|e| Error::plain(format!("a value cannot be sent: {e}")))?;
    }
    Ok(out)
}

fn row(found: &PgRow) -> Result<Row> {
    let value = |at: usize| -> sqlx::Result<Value> {
        let raw = found.try_get_raw(at)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        Ok(match raw.type_info().name() {
            "INT8" => Value::Int(found.try_get(at)?),
            "INT4" => Value::Int(found.try_get::<i32, _>(at)?.into()),
            "BOOL" => Value::Int(found.try_get::<bool, _>(at)?.into()),
            "FLOAT8" => Value::Real(found.try_get(at)?),
            "BYTEA" => Value::Blob(found.try_get(at)?),
            _ => Value::Text(found.try_get(at)?),
        })
    };
    let all = (0..found.len()).map(|at| {
        value(at).map_err(|e| {
            let name = found.columns().get(at).map(Column::name).unwrap_or_default();
            Error::damaged(format!("column {name:?} cannot be read: {e}"))
        })
    });
    Ok(Row(all.collect::<Result<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn places_get_numbers() {
        assert_eq!(number("INSERT INTO t VALUES (?, ?, ?)"), "INSERT INTO t VALUES ($1, $2, $3)");
        assert_eq!(number("(?1, ?2), (?2, ?1)"), "($1, $2), ($2, $1)");
        assert_eq!(number("a = ?3 AND b = ?"), "a = $3 AND b = $4");
        assert_eq!(
            number("a = '?' AND \"b?\" = ? AND c = 'it''s?'"),
            "a = '?' AND \"b?\" = $1 AND c = 'it''s?'"
        );
    }
}
