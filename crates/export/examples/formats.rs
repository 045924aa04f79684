//! Writes the invented incidents of the tests in every format into a folder, for `tests/readers/check.py`:
//! `cargo run -p diurna-export --example formats -- FOLDER`.

#[path = "../tests/common/mod.rs"]
#[allow(clippy::unwrap_used)]
mod common;

use diurna_export::{Error, Export, Format, Options};
use std::fs::File;
use std::path::PathBuf;

fn main() -> Result<(), Error> {
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| "sample".into()));
    std::fs::create_dir_all(&folder)?;
    let (incidents, texts) = (common::all(), common::texts());
    let mut options = Options::new(jiff::civil::date(2031, 6, 1));
    options.filters.insert("since".into(), "2031-01-01".into());
    let export = Export::new(&incidents, &texts, &options);
    for format in Format::ALL.iter().flat_map(|f| [Some(*f), f.companion()]).flatten() {
        let path = folder.join(format.as_str());
        let summary = export.write(format, &mut File::create(&path)?)?;
        serde_json::to_writer(
            File::create(path.with_extension("meta.json"))?,
            &export.made(format, &summary),
        )?;
    }
    Ok(())
}
