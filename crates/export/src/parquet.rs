//! Parquet: the flat row with types, a column of points (GeoParquet), and what made the file as key-value metadata.
//!
//! Written with the low-level writer of the crate `parquet`: with `arrow` it would be four times the code for the same bytes.

use crate::facts;
use crate::flat::{COLUMNS, Cell, Kind, row};
use crate::{Error, Export, Summary};
use jiff::civil::date;
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::json;
use std::io::Write;
use std::sync::Arc;

/// The column of points: well-known binary, longitude first.
const GEOMETRY: &str = "geometry";

pub(crate) fn write(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    let rows: Vec<Vec<Cell>> = export.incidents.iter().map(|clean| row(&clean.incident)).collect();
    summary.rows = rows.len();
    summary.incidents = rows.len();
    let geo = json!({
        "version": "1.0.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}},
    });
    let metadata = vec![
        KeyValue::new("diurna".to_string(), serde_json::to_string(&export.provenance)?),
        KeyValue::new("geo".to_string(), geo.to_string()),
    ];
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("diurna {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(metadata))
        .build();
    // The writer wants to own and send what it writes to.
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema()?, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for (at, (_, _, kind)) in COLUMNS.iter().enumerate() {
        let cells = || rows.iter().filter_map(|row| row.get(at));
        column(&mut group, |writer| values(writer, *kind, cells()))?;
    }
    let points: Vec<Option<ByteArray>> = export
        .incidents
        .iter()
        .map(|c| facts::point(&c.incident).map(|(lat, lon)| wkb(lon, lat).into()))
        .collect();
    column(&mut group, |writer| {
        let (some, levels) = optional(points.into_iter());
        writer.typed::<ByteArrayType>().write_batch(&some, Some(&levels), None).map(|_| ())
    })?;
    group.close()?;
    writer.close()?;
    out.write_all(&bytes)?;
    Ok(())
}

fn column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    fill: impl FnOnce(&mut SerializedColumnWriter<'_>) -> Result<(), ParquetError>,
) -> Result<(), ParquetError> {
    let Some(mut writer) = group.next_column()? else {
        return Err(ParquetError::General("more columns than the schema has".to_string()));
    };
    fill(&mut writer)?;
    writer.close()
}

fn schema() -> Result<TypePtr, ParquetError> {
    let mut fields: Vec<TypePtr> = Vec::new();
    for (name, _, kind) in COLUMNS {
        fields.push(Arc::new(field(name, kind)?));
    }
    fields.push(Arc::new(
        Type::primitive_type_builder(GEOMETRY, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .build()?,
    ));
    Ok(Arc::new(Type::group_type_builder("incident").with_fields(fields).build()?))
}

fn field(name: &str, kind: Kind) -> Result<Type, ParquetError> {
    let plain =
        |physical, repetition| Type::primitive_type_builder(name, physical).with_repetition(repetition);
    let text = |name: &str, repetition| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::String))
            .with_converted_type(ConvertedType::UTF8)
            .build()
    };
    match kind {
        Kind::Id => plain(Physical::INT64, Repetition::REQUIRED)
            .with_logical_type(Some(LogicalType::integer(64, false)))
            .with_converted_type(ConvertedType::UINT_64)
            .build(),
        Kind::Int => plain(Physical::INT32, Repetition::OPTIONAL).build(),
        Kind::Float => plain(Physical::DOUBLE, Repetition::OPTIONAL).build(),
        Kind::Bool => plain(Physical::BOOLEAN, Repetition::REQUIRED).build(),
        Kind::Day => plain(Physical::INT32, Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::Date))
            .with_converted_type(ConvertedType::DATE)
            .build(),
        Kind::Text => text(name, Repetition::OPTIONAL),
        Kind::List => {
            let element = Arc::new(text("element", Repetition::REQUIRED)?);
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![element])
                .build()?;
            Type::group_type_builder(name)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::List))
                .with_converted_type(ConvertedType::LIST)
                .with_fields(vec![Arc::new(list)])
                .build()
        }
    }
}

/// Values that are there, and for each place whether one is (1) or not (0).
fn optional<T>(values: impl Iterator<Item = Option<T>>) -> (Vec<T>, Vec<i16>) {
    let mut some = Vec::new();
    let mut levels = Vec::new();
    for value in values {
        levels.push(i16::from(value.is_some()));
        some.extend(value);
    }
    (some, levels)
}

fn values<'a>(
    writer: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: impl Iterator<Item = &'a Cell>,
) -> Result<(), ParquetError> {
    match kind {
        Kind::Id => {
            // Parquet keeps unsigned numbers in the bits of signed ones.
            let ids: Vec<i64> = cells
                .map(|c| if let Cell::Id(id) = c { i64::from_ne_bytes(id.to_ne_bytes()) } else { 0 })
                .collect();
            writer.typed::<Int64Type>().write_batch(&ids, None, None)?;
        }
        Kind::Bool => {
            let all: Vec<bool> = cells.map(|c| *c == Cell::Bool(true)).collect();
            writer.typed::<BoolType>().write_batch(&all, None, None)?;
        }
        Kind::Int | Kind::Day => {
            let (some, levels) = optional(cells.map(|c| match c {
                Cell::Int(n) => *n,
                Cell::Day(day) => {
                    day.and_then(|day| date(1970, 1, 1).until(day).ok()).map(|span| span.get_days())
                }
                _ => None,
            }));
            writer.typed::<Int32Type>().write_batch(&some, Some(&levels), None)?;
        }
        Kind::Float => {
            let (some, levels) = optional(cells.map(|c| if let Cell::Float(x) = c { *x } else { None }));
            writer.typed::<DoubleType>().write_batch(&some, Some(&levels), None)?;
        }
        Kind::Text => {
            let text =
                |c: &Cell| if let Cell::Text(text) = c { text.as_deref().map(ByteArray::from) } else { None };
            let (some, levels) = optional(cells.map(text));
            writer.typed::<ByteArrayType>().write_batch(&some, Some(&levels), None)?;
        }
        Kind::List => {
            let (mut some, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
            for cell in cells {
                let list: &[String] = if let Cell::List(list) = cell { list } else { &[] };
                if list.is_empty() {
                    defined.push(0);
                    repeated.push(0);
                }
                for (at, text) in list.iter().enumerate() {
                    some.push(ByteArray::from(text.as_str()));
                    defined.push(1);
                    repeated.push(i16::from(at > 0));
                }
            }
            writer.typed::<ByteArrayType>().write_batch(&some, Some(&defined), Some(&repeated))?;
        }
    }
    Ok(())
}

/// A point in well-known binary, little-endian.
fn wkb(x: f64, y: f64) -> Vec<u8> {
    let mut out = vec![1];
    out.extend(1_u32.to_le_bytes());
    out.extend(x.to_le_bytes());
    out.extend(y.to_le_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_well_known_binary() {
        let bytes = wkb(36.5, 33.25);
        assert_eq!(bytes.len(), 21);
        assert_eq!(&bytes[..5], &[1, 1, 0, 0, 0]);
        assert_eq!(bytes[5..13], 36.5_f64.to_le_bytes());
    }
}
