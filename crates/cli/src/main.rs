//! The diurna command.

mod args;
mod inputs;
mod locate;
mod map;
mod read;
mod style;
mod view;

use std::process::ExitCode;

fn main() -> ExitCode {
    match args::parse() {
        args::Command::Read(a) => read::run(&a),
        args::Command::Locate(a) => locate::run(&a),
        args::Command::Schema => schema(),
    }
}

/// Prints the JSON Schema of the record.
fn schema() -> ExitCode {
    let schema = schemars::schema_for!(diurna_core::record::Record);
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    read::print_all(&format!("{text}\n"))
}
