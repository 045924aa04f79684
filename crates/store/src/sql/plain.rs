//! Statements and rows in terms that no one database owns: values go in by position as `?`, columns come out by number.

use super::Sql;
use crate::{Error, Result};
use rusqlite::params_from_iter;

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
pub(crate) struct Row(Vec<Value>);

impl Row {
    fn wrong(column: usize, found: Option<&Value>) -> Error {
        Error::damaged(format!("column {column} holds {found:?}"))
    }

    pub(crate) fn int(&self, column: usize) -> Result<i64> {
        match self.0.get(column) {
            Some(Value::Int(n)) => Ok(*n),
            other => Err(Self::wrong(column, other)),
        }
    }

    pub(crate) fn text(&self, column: usize) -> Result<String> {
        match self.0.get(column) {
            Some(Value::Text(t)) => Ok(t.clone()),
            other => Err(Self::wrong(column, other)),
        }
    }

    pub(crate) fn maybe_int(&self, column: usize) -> Result<Option<i64>> {
        if self.0.get(column) == Some(&Value::Null) { Ok(None) } else { self.int(column).map(Some) }
    }

    pub(crate) fn maybe_text(&self, column: usize) -> Result<Option<String>> {
        if self.0.get(column) == Some(&Value::Null) { Ok(None) } else { self.text(column).map(Some) }
    }

    pub(crate) fn blob(&self, column: usize) -> Result<Vec<u8>> {
        match self.0.get(column) {
            Some(Value::Blob(b)) => Ok(b.clone()),
            other => Err(Self::wrong(column, other)),
        }
    }

    pub(crate) fn maybe_blob(&self, column: usize) -> Result<Option<Vec<u8>>> {
        if self.0.get(column) == Some(&Value::Null) { Ok(None) } else { self.blob(column).map(Some) }
    }
}

impl Sql<'_> {
    /// Runs a statement; gives the number of rows that it changed.
    pub(crate) fn run(self, sql: &str, values: &[Value]) -> Result<usize> {
        let values = values.iter().cloned().map(rusqlite::types::Value::from);
        Ok(self.0.prepare_cached(sql)?.execute(params_from_iter(values))?)
    }

    /// All rows of a query.
    pub(crate) fn rows(self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        let values = values.iter().cloned().map(rusqlite::types::Value::from);
        let mut query = self.0.prepare_cached(sql)?;
        let columns = query.column_count();
        let mut rows = query.query(params_from_iter(values))?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let of = (0..columns).map(|i| row.get::<_, rusqlite::types::Value>(i).map(Value::from));
            out.push(Row(of.collect::<rusqlite::Result<_>>()?));
        }
        Ok(out)
    }
}

impl From<Value> for rusqlite::types::Value {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(n) => Self::Integer(n),
            Value::Real(x) => Self::Real(x),
            Value::Text(t) => Self::Text(t),
            Value::Blob(b) => Self::Blob(b),
        }
    }
}

impl From<rusqlite::types::Value> for Value {
    fn from(value: rusqlite::types::Value) -> Self {
        use rusqlite::types::Value as Theirs;
        match value {
            Theirs::Null => Self::Null,
            Theirs::Integer(n) => Self::Int(n),
            Theirs::Real(x) => Self::Real(x),
            Theirs::Text(t) => Self::Text(t),
            Theirs::Blob(b) => Self::Blob(b),
        }
    }
}
