//! Writes a publication of invented incidents: `cargo run -p diurna-publish --example sample -- FOLDER [--unreviewed]`.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../tests/common/mod.rs"]
mod common;

use diurna_publish::{Folder, Settings, publish};
use diurna_review::Review;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let out = args.next().ok_or("name a folder")?;
    let mut settings = Settings::new("Sel Valley Record", "2031-03-22".parse()?);
    settings.licence = Some("CC BY-SA 4.0".to_string());
    settings.unreviewed = args.next().is_some();
    let mut inputs = common::inputs();
    if settings.unreviewed {
        inputs.iter_mut().filter(|i| !i.review.private).for_each(|i| i.review = Review::default());
    }
    let mut folder = Folder::begin(out.as_ref())?;
    let done = publish(inputs, &common::texts(), &settings, &mut folder)?;
    folder.finish()?;
    println!("{done:?}");
    Ok(())
}
