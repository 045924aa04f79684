//! The downloads: every format of the export.

use crate::folder::hex;
use crate::{Error, Files};
use diurna_export::{Export, Format};
use serde::Serialize;

/// A file to download.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Download {
    /// Relative to the folder.
    pub(crate) file: String,
    /// Name of the format.
    pub(crate) name: &'static str,
    /// What it is good for.
    pub(crate) about: &'static str,
    /// The file beside it that says what made it.
    pub(crate) meta: Option<String>,
    /// Rows, features or annotations.
    pub(crate) rows: usize,
    /// Bytes.
    pub(crate) size: usize,
    /// Hexadecimal SHA-256.
    pub(crate) digest: String,
}

/// File, name and use of each format.
fn described(format: Format) -> (&'static str, &'static str, &'static str) {
    match format {
        Format::Csv => ("incidents.csv", "CSV", "spreadsheets; a row of HXL hashtags under the header"),
        Format::Jsonl => ("incidents.jsonl", "JSON lines", "everything: every account with who gives it"),
        Format::Geojson => ("incidents.geojson", "GeoJSON", "maps"),
        Format::Parquet => ("incidents.parquet", "Parquet", "pandas, R, DuckDB, GIS"),
        Format::Acled => ("acled-like.csv", "ACLED-like", "tools that read ACLED's layout"),
        Format::Ucdp => ("ucdp-like.csv", "UCDP-like", "tools that read the layout of UCDP GED"),
        Format::Gdelt => ("gdelt-like.csv", "GDELT-like events", "tools that read GDELT 2; tab-separated"),
        Format::GdeltMentions => ("gdelt-like.mentions.csv", "GDELT-like mentions", "belongs to the events"),
        Format::Polecat => ("polecat-like.tsv", "POLECAT-like", "tools that read POLECAT"),
        Format::Plover => ("plover.jsonl", "PLOVER", "tools that read PLOVER records"),
        Format::Annotations => {
            ("annotations.jsonld", "Web annotations", "each value at the words of the report that give it")
        }
    }
}

const ORDER: [Format; 11] = [
    Format::Csv,
    Format::Jsonl,
    Format::Geojson,
    Format::Parquet,
    Format::Acled,
    Format::Ucdp,
    Format::Gdelt,
    Format::GdeltMentions,
    Format::Polecat,
    Format::Plover,
    Format::Annotations,
];

/// Writes all downloads.
pub(crate) fn write(export: &Export<'_>, files: &mut dyn Files) -> Result<Vec<Download>, Error> {
    let mut out = Vec::new();
    for format in ORDER {
        let (file, name, about) = described(format);
        let file = format!("data/{file}");
        let mut bytes = Vec::new();
        let summary = export
            .write(format, &mut bytes)
            .map_err(|source| Error::Export { name: file.clone(), source })?;
        files.file(&file, &bytes)?;
        let meta = (!format.carries_provenance()).then(|| format!("{file}.meta.json"));
        if let Some(meta) = &meta {
            let mut made = serde_json::to_vec_pretty(&export.made(format, &summary))?;
            made.push(b'\n');
            files.file(meta, &made)?;
        }
        out.push(Download {
            file,
            name,
            about,
            meta,
            rows: summary.rows,
            size: bytes.len(),
            digest: hex(&bytes),
        });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_format_is_missing() {
        for format in Format::ALL {
            assert!(ORDER.contains(format), "{format:?}");
        }
    }
}
