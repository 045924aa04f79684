//! The network of the reader, by itself.

use crate::evaluation::Failure;
use diurna_network::Network;
use diurna_pipeline::TrainedReader;
use std::sync::OnceLock;
use std::{env, fs};

/// Names a file of weights to be measured instead of those that come with the program.
const VARIABLE: &str = "DIURNA_WEIGHTS";

/// The reader with the weights that [`VARIABLE`] names, where it names some.
///
/// # Errors
/// Where the file is absent or holds no such weights.
pub(crate) fn named() -> Option<Result<TrainedReader, Failure>> {
    env::var_os(VARIABLE).map(|path| {
        let wrong = |e: &dyn std::fmt::Display| {
            let hint = "DIURNA_WEIGHTS names a file of weights; without it those of the program are measured";
            Failure::new(format!("{}: {e}", path.display()), hint)
        };
        let bytes = fs::read(&path).map_err(|e| wrong(&e))?;
        // The network keeps its tensors where they are; the program needs them to its end.
        TrainedReader::with_weights(bytes.leak()).map_err(|e| wrong(&e))
    })
}

/// The network of that reader, else the program's own; loaded once.
///
/// # Errors
/// As [`named`]; or where the program's own weights are damaged.
pub(crate) fn network() -> Result<&'static Network, Failure> {
    static READER: OnceLock<Result<TrainedReader, String>> = OnceLock::new();
    let reader = READER.get_or_init(|| {
        named().unwrap_or_else(|| Ok(TrainedReader::new())).map_err(|f| f.message().to_string())
    });
    let reader =
        reader.as_ref().map_err(|message| Failure::new(message.clone(), "name a file of weights"))?;
    reader.network().ok_or_else(|| Failure::new("models/reader.bin is damaged", "restore the file"))
}
