//! The file of weights: a header in JSON that names tensors, then their bytes.
//!
//! ```text
//! "DIURNET1" · u32 length of the header · header · tensors, each at a multiple of 64 after the header
//! header: {"about": {…}, "tensors": {name: {"kind": "f32" | "i32" | "i8", "shape": […], "at": offset, "size": bytes}}}
//! ```
//! Numbers are little-endian. `train/reader/export.py` writes it.

use serde_json::Value;
use std::collections::HashMap;

const MAGIC: &[u8; 8] = b"DIURNET1";

/// A file that is no file of weights, or not of this network.
#[derive(Debug, thiserror::Error)]
#[error("weights of the reader: {0}")]
pub struct WeightsError(pub(crate) String);

fn wrong(what: impl Into<String>) -> WeightsError {
    WeightsError(what.into())
}

struct Tensor {
    kind: String,
    shape: Vec<usize>,
    bytes: &'static [u8],
}

/// The tensors of a file by name.
pub(crate) struct Weights {
    tensors: HashMap<String, Tensor>,
    about: Value,
}

impl Weights {
    /// Reads the header; tensors stay where they are.
    pub(crate) fn read(file: &'static [u8]) -> Result<Self, WeightsError> {
        let rest = file.strip_prefix(MAGIC.as_slice()).ok_or_else(|| wrong("not a file of weights"))?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(|| wrong("no header"))?;
        let length = u32::from_le_bytes(*length) as usize;
        let (header, body) = rest.split_at_checked(length).ok_or_else(|| wrong("the header is cut off"))?;
        let mut header: Value = serde_json::from_slice(header).map_err(|e| wrong(format!("header: {e}")))?;
        let mut tensors = HashMap::new();
        let list = header["tensors"].as_object().ok_or_else(|| wrong("the header lists no tensors"))?;
        for (name, entry) in list {
            let number = |key: &str| entry[key].as_u64().and_then(|n| usize::try_from(n).ok());
            let (at, size) = number("at").zip(number("size")).ok_or_else(|| wrong(name.as_str()))?;
            let bytes = at
                .checked_add(size)
                .and_then(|end| body.get(at..end))
                .ok_or_else(|| wrong(format!("{name} is cut off")))?;
            let shape = entry["shape"].as_array().into_iter().flatten();
            let shape = shape.filter_map(|n| n.as_u64().and_then(|n| usize::try_from(n).ok())).collect();
            let kind = entry["kind"].as_str().unwrap_or_default().to_string();
            tensors.insert(name.clone(), Tensor { kind, shape, bytes });
        }
        Ok(Self { tensors, about: header["about"].take() })
    }

    /// What the file says of itself.
    pub(crate) fn about(&self, key: &str) -> &str {
        self.about[key].as_str().unwrap_or_default()
    }

    fn get(
        &self,
        name: &str,
        kind: &str,
        width: usize,
        shape: &[usize],
    ) -> Result<&'static [u8], WeightsError> {
        let tensor = self.tensors.get(name).ok_or_else(|| wrong(format!("{name} is missing")))?;
        let numbers: usize = shape.iter().product();
        if tensor.kind != kind || tensor.shape != shape || tensor.bytes.len() != numbers * width {
            return Err(wrong(format!(
                "{name} is {} {:?}, wanted {kind} {shape:?}",
                tensor.kind, tensor.shape
            )));
        }
        Ok(tensor.bytes)
    }

    /// Numbers of a tensor.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        let bytes = self.get(name, "f32", 4, shape)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// Whole numbers of a tensor.
    pub(crate) fn integers(&self, name: &str, shape: &[usize]) -> Result<Vec<i32>, WeightsError> {
        let bytes = self.get(name, "i32", 4, shape)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|b| i32::from_le_bytes(*b)).collect())
    }

    /// Signed bytes of a tensor, as they lie in the file.
    pub(crate) fn bytes(&self, name: &str, shape: &[usize]) -> Result<&'static [u8], WeightsError> {
        self.get(name, "i8", 1, shape)
    }

    /// A text, whatever its length.
    pub(crate) fn text(&self, name: &str) -> Result<&'static str, WeightsError> {
        let tensor = self.tensors.get(name).ok_or_else(|| wrong(format!("{name} is missing")))?;
        std::str::from_utf8(tensor.bytes).map_err(|_| wrong(format!("{name} is not UTF-8")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, body: &[u8]) -> &'static [u8] {
        let length = u32::try_from(header.len()).unwrap_or(0).to_le_bytes();
        [MAGIC.as_slice(), &length, header.as_bytes(), body].concat().leak()
    }

    #[test]
    fn damaged_files_are_refused() {
        for (bytes, message) in [
            (b"DIURNET0".as_slice(), "not a file of weights"),
            (b"DIURNET1\xff\xff\xff\x7f".as_slice(), "cut off"),
            (file("{}", b""), "no tensors"),
            (
                file(r#"{"tensors":{"a":{"kind":"f32","shape":[2],"at":0,"size":8}}}"#, b"1234"),
                "a is cut off",
            ),
        ] {
            let error = Weights::read(bytes).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn tensors_come_back_by_name_and_shape() {
        let header =
            r#"{"about":{"version":"x"},"tensors":{"a":{"kind":"f32","shape":[2],"at":0,"size":8}}}"#;
        let body = [1.5f32.to_le_bytes(), (-2.0f32).to_le_bytes()].concat();
        let weights = Weights::read(file(header, &body)).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(weights.floats("a", &[2]).ok(), Some(vec![1.5, -2.0]));
        assert_eq!(weights.about("version"), "x");
        assert!(weights.floats("a", &[1, 2]).is_err() && weights.bytes("a", &[8]).is_err());
    }
}
