//! Unpacking bodies: gzip, deflate, br; never more than the limit.

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// Why a body could not be unpacked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Unpacked, it is larger than the limit.
    TooLarge,
    /// Its packing is broken or not known.
    Broken(String),
}

/// What we say we can unpack.
pub(crate) const ACCEPTED: &str = "gzip, deflate, br";

/// The body without its packing, which the header `Content-Encoding` names; at most `limit` bytes.
pub(crate) fn unpack(packed: Vec<u8>, encoding: Option<&str>, limit: u64) -> Result<Vec<u8>, Trouble> {
    let encoding = encoding.unwrap_or("").trim().to_ascii_lowercase();
    // A body without bytes is nothing packed or not.
    if packed.is_empty() {
        return Ok(packed);
    }
    let bytes = packed.as_slice();
    match encoding.as_str() {
        "" | "identity" => Ok(packed),
        "gzip" | "x-gzip" => read(MultiGzDecoder::new(bytes), "gzip", limit),
        "deflate" if is_zlib(bytes) => read(ZlibDecoder::new(bytes), "deflate", limit),
        "deflate" => read(DeflateDecoder::new(bytes), "deflate", limit),
        "br" => read(brotli_decompressor::Decompressor::new(bytes, 4096), "br", limit),
        other => Err(Trouble::Broken(format!("its encoding {:?} is not known", short(other)))),
    }
}

fn read(decoder: impl Read, name: &str, limit: u64) -> Result<Vec<u8>, Trouble> {
    let mut out = Vec::new();
    match decoder.take(limit.saturating_add(1)).read_to_end(&mut out) {
        Ok(_) if out.len() as u64 > limit => Err(Trouble::TooLarge),
        Ok(_) => Ok(out),
        Err(e) => Err(Trouble::Broken(format!("it is no whole {name} ({e})"))),
    }
}

/// Servers mean two things by deflate: with the head of zlib, as the standard says, or without.
fn is_zlib(bytes: &[u8]) -> bool {
    match bytes {
        [a, b, ..] => a & 0x0f == 8 && (u16::from(*a) << 8 | u16::from(*b)) % 31 == 0,
        _ => false,
    }
}

/// The first characters of what a server wrote.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    const TEXT: &[u8] = b"Shells fell on the quay. Shells fell on the quay.";

    #[test]
    fn every_packing_that_we_accept() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(TEXT).unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(TEXT).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(TEXT).unwrap();
        // An uncompressed block of brotli: window bits, length 3, the bytes, and the empty last block.
        let brotli = b"\x0b\x01\x80abc\x03".to_vec();
        for (packed, name, expected) in [
            (gzip.finish().unwrap(), "gzip", TEXT),
            (zlib.finish().unwrap(), "deflate", TEXT),
            (raw.finish().unwrap(), "Deflate", TEXT),
            (brotli, "br", b"abc"),
            (TEXT.to_vec(), "identity", TEXT),
        ] {
            assert_eq!(unpack(packed, Some(name), 100).as_deref(), Ok(expected), "{name}");
        }
    }

    #[test]
    fn no_more_than_the_limit() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(TEXT).unwrap();
        let packed = gzip.finish().unwrap();
        let length = TEXT.len() as u64;
        assert_eq!(unpack(packed.clone(), Some("gzip"), length).as_deref(), Ok(TEXT));
        assert_eq!(unpack(packed, Some("gzip"), length - 1), Err(Trouble::TooLarge));
    }

    #[test]
    fn what_is_broken_is_said() {
        for (bytes, name) in [
            (TEXT, "gzip"),
            (&b"\x1f\x8b\x08\0\0"[..], "gzip"),
            (TEXT, "br"),
            (TEXT, "zstd"),
            (TEXT, "gzip, gzip"),
            (b"\x78\x9c\xff", "deflate"),
        ] {
            assert!(matches!(unpack(bytes.to_vec(), Some(name), 100), Err(Trouble::Broken(_))), "{name}");
        }
        assert_eq!(unpack(Vec::new(), Some("gzip"), 100), Ok(Vec::new()));
    }
}
