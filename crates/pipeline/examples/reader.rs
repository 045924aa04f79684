//! Prints what the network sees in a text, sentence by sentence: `cargo run --release --example reader < report.txt`.
#![allow(clippy::print_stdout)]

use diurna_reader::{TrainedReader, interlinear};
use std::io::Read;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let document = diurna_text::Analyzer::new().analyze(diurna_text::plain_report(&text));
    print!("{}", interlinear(&TrainedReader::new(), &document));
    Ok(())
}
