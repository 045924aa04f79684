//! Statements and rows in terms that no one database owns: values go in by position as `?`, columns come out by number.

use super::{Connection, Sql};
use crate::{Error, Result};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Statement, params_from_iter};

/// A value of a statement or of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::Int(i64::from(b))
    }
}

impl From<f64> for Value {
    fn from(x: f64) -> Self {
        Self::Real(x)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Blob(bytes.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row that was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row(pub(super) Vec<Value>);

impl Row {
    fn wrong(column: usize, found: Option<&Value>) -> Error {
        let kind = match found {
            None | Some(Value::Null) => "nothing",
            Some(Value::Int(_)) => "a whole number",
            Some(Value::Real(_)) => "a number",
            Some(Value::Text(_)) => "text",
            Some(Value::Blob(_)) => "bytes",
        };
        Error::damaged(format!("a row holds {kind} where something else belongs (value {})", column + 1))
    }

    pub(super) fn is_null(&self, column: usize) -> bool {
        self.0.get(column) == Some(&Value::Null)
    }

    pub(crate) fn int(&self, column: usize) -> Result<i64> {
        match self.0.get(column) {
            Some(Value::Int(n)) => Ok(*n),
            other => Err(Self::wrong(column, other)),
        }
    }

    /// Of a column that is 0 or 1.
    pub(crate) fn flag(&self, column: usize) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    pub(crate) fn text(&self, column: usize) -> Result<String> {
        match self.0.get(column) {
            Some(Value::Text(t)) => Ok(t.clone()),
            other => Err(Self::wrong(column, other)),
        }
    }

    pub(crate) fn maybe_int(&self, column: usize) -> Result<Option<i64>> {
        if self.is_null(column) { Ok(None) } else { self.int(column).map(Some) }
    }

    pub(crate) fn maybe_real(&self, column: usize) -> Result<Option<f64>> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            Some(Value::Real(x)) => Ok(Some(*x)),
            other => Err(Self::wrong(column, other)),
        }
    }

    pub(crate) fn maybe_text(&self, column: usize) -> Result<Option<String>> {
        if self.is_null(column) { Ok(None) } else { self.text(column).map(Some) }
    }

    pub(crate) fn blob(&self, column: usize) -> Result<Vec<u8>> {
        self.bytes(column).map(<[u8]>::to_vec)
    }

    /// The same without a copy.
    pub(crate) fn bytes(&self, column: usize) -> Result<&[u8]> {
        match self.0.get(column) {
            Some(Value::Blob(b)) => Ok(b),
            other => Err(Self::wrong(column, other)),
        }
    }

    pub(crate) fn maybe_blob(&self, column: usize) -> Result<Option<Vec<u8>>> {
        if self.is_null(column) { Ok(None) } else { self.blob(column).map(Some) }
    }
}

impl Sql<'_> {
    /// Runs a statement; gives the number of rows that it changed.
    pub(crate) fn run(self, sql: &str, values: &[Value]) -> Result<usize> {
        match self.0 {
            Connection::Lite(conn) => Ok(conn.prepare_cached(sql)?.execute(params_from_iter(values))?),
            Connection::Post(post) => post.run(sql, values),
        }
    }

    /// All rows of a query.
    pub(crate) fn rows(self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        match self.0 {
            Connection::Lite(conn) => {
                let mut out = Vec::new();
                each(&mut *conn.prepare_cached(sql)?, values, |row| {
                    out.push(row);
                    Ok(())
                })?;
                Ok(out)
            }
            Connection::Post(post) => post.rows(sql, values),
        }
    }

    /// The first row of a query.
    pub(crate) fn row(self, sql: &str, values: &[Value]) -> Result<Option<Row>> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }

    /// The row that a statement always gives.
    pub(crate) fn one(self, sql: &str, values: &[Value]) -> Result<Row> {
        self.row(sql, values)?.ok_or_else(|| Error::damaged("a row is missing"))
    }

    /// The first column of a query, whole numbers.
    pub(crate) fn ints(self, sql: &str, values: &[Value]) -> Result<Vec<i64>> {
        self.rows(sql, values)?.iter().map(|r| r.int(0)).collect()
    }

    /// The rows of a query one by one, for queries that read a whole table. `take` must not ask the database.
    pub(crate) fn each(self, sql: &str, values: &[Value], take: impl FnMut(Row) -> Result<()>) -> Result<()> {
        match self.0 {
            Connection::Lite(conn) => each(&mut conn.prepare(sql)?, values, take),
            Connection::Post(post) => post.each(sql, values, take),
        }
    }
}

fn each(query: &mut Statement<'_>, values: &[Value], mut take: impl FnMut(Row) -> Result<()>) -> Result<()> {
    let columns = query.column_count();
    let mut rows = query.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let of = (0..columns).map(|i| row.get_ref(i).map_err(Error::from).and_then(owned));
        take(Row(of.collect::<Result<_>>()?))?;
    }
    Ok(())
}

fn owned(value: ValueRef<'_>) -> Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Real(x) => Value::Real(x),
        ValueRef::Text(t) => Value::Text(std::str::from_utf8(t).map_err(Error::damaged)?.to_string()),
        ValueRef::Blob(b) => Value::Blob(b.to_vec()),
    })
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Real(x) => ValueRef::Real(*x),
            Self::Text(t) => ValueRef::Text(t.as_bytes()),
            Self::Blob(b) => ValueRef::Blob(b),
        }))
    }
}
