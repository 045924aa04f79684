//! CSV with a row of HXL hashtags under the header.

use crate::flat::{COLUMNS, Cell, row};
use crate::table::{cell, commas};
use crate::{Error, Export, Summary};
use std::io::Write;

pub(crate) fn write(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    let names = COLUMNS.map(|column| column.0);
    let tags = COLUMNS.map(|column| column.1);
    let rows: Vec<Vec<String>> =
        export.incidents.iter().map(|clean| row(&clean.incident).into_iter().map(text).collect()).collect();
    summary.rows = rows.len();
    summary.incidents = rows.len();
    commas(out, &[&names, &tags], &rows)
}

fn text(value: Cell) -> String {
    match value {
        Cell::Id(id) => id.to_string(),
        Cell::Int(n) => cell(n),
        Cell::Float(x) => cell(x),
        Cell::Bool(yes) => yes.to_string(),
        Cell::Day(day) => cell(day),
        Cell::Text(text) => text.unwrap_or_default(),
        Cell::List(list) => list.join("; "),
    }
}
