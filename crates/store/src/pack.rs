//! Bytes as they are kept: deflated, under their SHA-256.

use crate::{Error, Result};
use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};
use sha2::{Digest as _, Sha256};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::Read;

/// A SHA-256.
pub(crate) type Digest = [u8; 32];

/// Bytes ready to be kept.
#[derive(Debug, Clone)]
pub(crate) struct Packed {
    pub(crate) sha256: Digest,
    pub(crate) size: usize,
    pub(crate) data: Vec<u8>,
}

pub(crate) fn digest(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// Bytes of the system's random source.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|e| Error::plain(format!("the system gives no random bytes: {e}")))?;
    Ok(bytes)
}

pub(crate) fn pack(bytes: &[u8]) -> Result<Packed> {
    Ok(Packed { sha256: digest(bytes), size: bytes.len(), data: deflate(bytes)? })
}

thread_local! {
    /// Its tables are large, and most of what is packed is small.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::default(), false));
}

pub(crate) fn deflate(bytes: &[u8]) -> Result<Vec<u8>> {
    let failed = |what: &dyn std::fmt::Display| Error::plain(format!("cannot be compressed: {what}"));
    PACKER.with_borrow_mut(|packer| {
        packer.reset();
        let mut out = Vec::with_capacity(bytes.len() / 3 + 64);
        loop {
            let read = usize::try_from(packer.total_in()).map_err(|e| failed(&e))?;
            let rest = bytes.get(read..).unwrap_or_default();
            match packer.compress_vec(rest, &mut out, FlushCompress::Finish).map_err(|e| failed(&e))? {
                Status::StreamEnd => return Ok(out),
                _ => out.reserve(out.capacity().max(64)),
            }
        }
    })
}

pub(crate) fn inflate(data: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len() * 4);
    DeflateDecoder::new(data).read_to_end(&mut out).map_err(Error::damaged)?;
    Ok(out)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// The digest that these 64 hexadecimal digits say.
pub(crate) fn unhex(text: &str) -> Option<Digest> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut out = [0; 32];
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(out)
}

/// The id of the report whose bytes have this digest.
pub(crate) fn report_id(raw: &[u8]) -> String {
    format!("sha256:{}", hex(raw))
}

/// The digest in the id of a report.
pub(crate) fn raw_digest(id: &str) -> Option<Digest> {
    unhex(id.strip_prefix("sha256:")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let bytes = "Shells fell on the quay. ".repeat(40);
        let packed = pack(bytes.as_bytes()).unwrap();
        assert!(packed.data.len() < 100 && packed.size == 1000);
        assert_eq!(inflate(&packed.data).unwrap(), bytes.as_bytes());
        assert!(inflate(b"\xff\xff\xff").is_err());
        assert_eq!(inflate(&deflate(b"").unwrap()).unwrap(), b"");
        // What cannot be made smaller outgrows the room that was set aside.
        let noise: Vec<u8> = (0..4000u32).flat_map(|n| digest(&n.to_be_bytes())).collect();
        assert_eq!(inflate(&deflate(&noise).unwrap()).unwrap(), noise);
        // Nothing of one is left for the next.
        assert_eq!(pack(bytes.as_bytes()).unwrap().data, packed.data);
    }

    #[test]
    fn an_id_is_a_digest() {
        // Known answer of FIPS 180-4 for "abc".
        let id = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(report_id(&digest(b"abc")), id);
        assert_eq!(raw_digest(id), Some(digest(b"abc")));
        assert_eq!(raw_digest("sha256:ba78"), None);
        assert_eq!(raw_digest(&id.replace("sha256", "md5")), None);
    }
}
