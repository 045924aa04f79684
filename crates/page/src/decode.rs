//! From bytes to text: byte-order mark, declared encoding, detected encoding.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Bytes at the head of a page that are looked through for a declared encoding.
const DECLARATION_WINDOW: usize = 4096;

/// The text of `bytes` where nobody has said in which encoding they are; see [`decode_as`].
pub(crate) fn decode(bytes: &[u8], html: bool) -> Cow<'_, str> {
    decode_as(bytes, html, None)
}

/// The text of `bytes` without its byte-order mark; `said` is the encoding that a server named. Never fails: what no encoding can read becomes U+FFFD.
///
/// Valid UTF-8 with characters outside ASCII is read as UTF-8 whatever the page declares: pages are often
/// stored in another encoding than they were served in, and text in a legacy encoding is hardly ever valid UTF-8.
///
/// What the page declares wins over what the server says: servers name one encoding for all that they hold.
pub(crate) fn decode_as<'a>(bytes: &'a [u8], html: bool, said: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or(&[])).0;
    }
    if let Some(encoding) = bare_utf16(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let said = said.and_then(|label| Encoding::for_label(label.as_bytes()));
    // Bytes that were UTF-16 would have been seen above.
    let said = said.filter(|e| ![UTF_16LE, UTF_16BE, REPLACEMENT].contains(e));
    let declared = if html { declared(bytes) } else { None }.or(said);
    if let Ok(text) = std::str::from_utf8(bytes) {
        // ISO-2022-JP is the one declared encoding whose bytes are all ASCII.
        if declared.is_none_or(Encoding::is_ascii_compatible) {
            return Cow::Borrowed(text);
        }
    }
    let encoding = match declared {
        Some(e) if e != UTF_8 => e,
        _ if mostly_utf8(bytes) => UTF_8,
        _ => detected(bytes),
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// True where the bytes cannot be text in any encoding: they hold NUL and are no UTF-16, or more control characters than slip into a
/// text.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let wide = Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8);
    if wide || bare_utf16(bytes).is_some() {
        return false;
    }
    let head = &bytes[..bytes.len().min(65_536)];
    let control = head.iter().filter(|b| matches!(b, 1..=8 | 14..=26 | 28..=31)).count();
    // Of random bytes 9.8 % are such characters.
    memchr::memchr(0, bytes).is_some() || (control > 3 && control * 33 > head.len())
}

/// UTF-16 without a byte-order mark: every other byte is mostly NUL.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_WINDOW) & !1];
    if head.len() < 8 || bytes.len() % 2 == 1 {
        return None;
    }
    let pairs = head.len() / 2;
    let even = head.iter().step_by(2).filter(|&&b| b == 0).count();
    let odd = head.iter().skip(1).step_by(2).filter(|&&b| b == 0).count();
    match (even * 10 > pairs * 7, odd * 10 > pairs * 7) {
        (false, true) if even * 50 <= pairs => Some(UTF_16LE),
        (true, false) if odd * 50 <= pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that the page names itself: `charset=` in a meta element or `encoding=` in an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_WINDOW)];
    let lower = head.to_ascii_lowercase();
    let label_after = |key: &[u8]| {
        memchr::memmem::find_iter(&lower, key).find_map(|at| {
            let rest = lower.get(at + key.len()..)?;
            let skip = rest.iter().position(|b| !matches!(b, b' ' | b'\t' | b'=' | b'"' | b'\''))?;
            let label = rest.get(skip..)?;
            let end = label.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.+".contains(b)))?;
            Encoding::for_label(label.get(..end)?)
        })
    };
    let found = match label_after(b"charset") {
        Some(e) => Some(e),
        None if lower.trim_ascii_start().starts_with(b"<?xml") => label_after(b"encoding"),
        None => None,
    };
    // A page whose declaration can be read byte by byte is not UTF-16, whatever it says.
    found.map(|e| if e == UTF_16LE || e == UTF_16BE { UTF_8 } else { e })
}

/// True where the bytes are UTF-8 with a few slips: many more whole sequences than broken ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 0 && whole >= broken * 4
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess.is_ascii_compatible() || guess == encoding_rs::ISO_2022_JP { guess } else { WINDOWS_1252 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_text() {
        assert_eq!(decode(b"\xEF\xBB\xBFcaf\xC3\xA9", false), "café");
        assert_eq!(decode(b"\xFF\xFEA\0\xE9\0", false), "Aé");
        assert_eq!(decode(b"\xFE\xFF\0A\0\xE9", false), "Aé");
    }

    #[test]
    fn bare_utf16_is_seen() {
        let text = "Shells fell on Old Harbour.\r\n";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&le, false), text);
        assert_eq!(decode(&be, false), text);
        assert!(!is_binary(&le) && !is_binary(&be));
    }

    #[test]
    fn declared_then_detected() {
        assert_eq!(decode(b"<meta charset=\"iso-8859-2\">\xB1", true), "<meta charset=\"iso-8859-2\">ą");
        let xml = b"<?xml version='1.0' encoding='windows-1251'?><p>\xCC\xE8\xF0</p>";
        assert!(decode(xml, true).ends_with("<p>Мир</p>"));
        let quoted = b"The mayor said \x93we know what we hit\x94 at the caf\xE9.";
        assert_eq!(decode(quoted, false), "The mayor said “we know what we hit” at the café.");
    }

    #[test]
    fn valid_utf8_beats_a_wrong_declaration() {
        assert!(decode("<meta charset=latin1>Zoë".as_bytes(), true).ends_with("Zoë"));
    }

    #[test]
    fn a_slip_in_utf8_costs_one_character() {
        let mut bytes = "é à ü ö ç ñ — “so”".as_bytes().to_vec();
        bytes.push(0xFF);
        assert_eq!(decode(&bytes, false), "é à ü ö ç ñ — “so”\u{FFFD}");
    }

    #[test]
    fn a_server_is_believed_where_nothing_else_tells() {
        let bytes = b"<p>\xCC\xE8\xF0</p>";
        assert_eq!(decode_as(bytes, true, Some("windows-1251")), "<p>Мир</p>");
        // The page, valid UTF-8 and the bytes themselves know better.
        let declared = b"<meta charset=\"iso-8859-2\">\xB1";
        assert!(decode_as(declared, true, Some("windows-1251")).ends_with("ą"));
        assert_eq!(decode_as("Zoë".as_bytes(), false, Some("iso-8859-1")), "Zoë");
        for wrong in ["utf-8", "utf-16", "hz-gb-2312", "no such thing"] {
            assert_eq!(
                decode_as(b"the caf\xe9 on the quay", false, Some(wrong)),
                "the café on the quay",
                "{wrong}"
            );
        }
    }

    #[test]
    fn nul_and_many_controls_are_binary() {
        assert!(is_binary(&[0, 1, 2, 0, 0, 0, 9, 200, 0, 0, 0, 0]));
        let long = "Shells fell on the quay.\n".repeat(10_000);
        assert!(!is_binary(long.as_bytes()));
        assert!(is_binary(format!("{long}\0").as_bytes()) && is_binary("\u{feff}Shells\0 fell".as_bytes()));
        // Every byte but NUL, as compressed data hold them: 25 of 255 are control characters.
        let all: Vec<u8> = (1..=255).collect();
        assert!(is_binary(&all));
        // A few that slipped in.
        assert!(!is_binary(b"Gun\x07men \x02attacked\x03."));
        assert!(!is_binary(b"plain words only"));
    }
}
