//! The diurna command.

mod actors;
mod args;
mod examples;
mod export;
mod inputs;
mod locate;
mod map;
mod messages;
mod output;
mod printer;
mod publish;
mod read;
mod reviewed;
mod serve;
mod stdout;
mod store;
mod style;
mod usage;
mod view;

use std::process::ExitCode;

fn main() -> ExitCode {
    let command = match args::parse() {
        Ok(command) => command,
        Err(code) => return code,
    };
    match command {
        args::Command::Read(a) => read::run(&a),
        args::Command::Add(a) => store::add(&a),
        args::Command::Watch(a) => store::watch(&a),
        args::Command::Fetch(a) => store::fetch(&a),
        args::Command::Reread(a) => store::reread(&a),
        args::Command::Incidents(a) => store::incidents(&a),
        args::Command::Show(a) => store::show(&a),
        args::Command::Decide(a) => store::decide(&a),
        args::Command::Verify(a) => store::verify(&a),
        args::Command::Erase(a) => store::erase(&a),
        args::Command::Export(a) => export::run(&a),
        args::Command::Serve(a) => serve::serve(&a),
        args::Command::Demo(a) => serve::demo(&a),
        args::Command::Users(a) => serve::users(&a),
        args::Command::Publish(a) => publish::run(&a),
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
