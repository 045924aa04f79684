//! GeoJSON (RFC 7946): a feature for each incident; what made the file stands in the member `diurna`.

use crate::facts;
use crate::flat::{COLUMNS, Cell, row};
use crate::{Error, Export, Summary};
use serde_json::{Map, Value, json};
use std::io::Write;

pub(crate) fn write(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    summary.rows = export.incidents.len();
    summary.incidents = export.incidents.len();
    write!(out, "{{\"type\":\"FeatureCollection\",\"diurna\":")?;
    serde_json::to_writer(&mut *out, &export.provenance)?;
    write!(out, ",\"features\":[")?;
    for (at, clean) in export.incidents.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        let point = facts::point(&clean.incident);
        // A feature without a place has no geometry. Longitude stands first.
        let geometry = point.map(|(lat, lon)| json!({"type": "Point", "coordinates": [lon, lat]}));
        let properties: Map<String, Value> = COLUMNS
            .iter()
            .zip(row(&clean.incident))
            .map(|(column, cell)| (column.0.to_string(), json(cell)))
            .collect();
        let feature = json!({
            "type": "Feature",
            "id": clean.incident.id,
            "geometry": geometry,
            "properties": properties,
        });
        serde_json::to_writer(&mut *out, &feature)?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(())
}

fn json(cell: Cell) -> Value {
    match cell {
        Cell::Id(id) => json!(id),
        Cell::Int(n) => json!(n),
        Cell::Float(x) => json!(x),
        Cell::Bool(yes) => json!(yes),
        Cell::Day(day) => json!(day.map(|d| d.to_string())),
        Cell::Text(text) => json!(text),
        Cell::List(list) => json!(list),
    }
}
