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
    match way(bytes, html, said) {
        Way::Utf32 { big } => Cow::Owned(from_utf32(bytes, big)),
        Way::Known { encoding, mark } => {
            encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or(&[])).0
        }
        Way::Guessed(encoding) => encoding.decode_without_bom_handling(bytes).0,
    }
}

/// The name of the encoding in which [`decode_as`] reads these bytes, where it is a guess.
pub(crate) fn guessed(bytes: &[u8], html: bool, said: Option<&str>) -> Option<&'static str> {
    match way(bytes, html, said) {
        Way::Guessed(encoding) => Some(encoding.name()),
        Way::Utf32 { .. } | Way::Known { .. } => None,
    }
}

/// How bytes are read.
enum Way {
    /// As UTF-32 behind its byte-order mark, the highest byte first or last.
    Utf32 { big: bool },
    /// In an encoding that the bytes, the page or the server name, after so many bytes of a byte-order mark.
    Known { encoding: &'static Encoding, mark: usize },
    /// Nothing names the encoding; the letters look most like this one.
    Guessed(&'static Encoding),
}

fn way(bytes: &[u8], html: bool, said: Option<&str>) -> Way {
    // Before UTF-16, whose mark is the beginning of one of these.
    if let Some(big) = utf32(bytes) {
        return Way::Utf32 { big };
    }
    let known = |encoding| Way::Known { encoding, mark: 0 };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Way::Known { encoding, mark };
    }
    if let Some(encoding) = bare_utf16(bytes) {
        return known(encoding);
    }
    let said = said.and_then(|label| Encoding::for_label(label.as_bytes()));
    // Bytes that were UTF-16 would have been seen above.
    let said = said.filter(|e| ![UTF_16LE, UTF_16BE, REPLACEMENT].contains(e));
    let declared = if html { declared(bytes) } else { None }.or(said);
    // ISO-2022-JP is the one declared encoding whose bytes are all ASCII.
    if declared.is_none_or(Encoding::is_ascii_compatible) && std::str::from_utf8(bytes).is_ok() {
        return known(UTF_8);
    }
    match declared {
        Some(e) if e != UTF_8 => known(e),
        _ if mostly_utf8(bytes) => known(UTF_8),
        _ => Way::Guessed(detected(bytes)),
    }
}

/// Whether the highest byte comes first, where the bytes begin with a byte-order mark of UTF-32.
fn utf32(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => Some(false),
        [0, 0, 0xFE, 0xFF, ..] => Some(true),
        _ => None,
    }
}

/// UTF-32 behind its byte-order mark; the standard of the web, and so `encoding_rs`, does not know it.
fn from_utf32(bytes: &[u8], big: bool) -> String {
    let read = |unit: &[u8]| {
        let four = <[u8; 4]>::try_from(unit).ok()?;
        char::from_u32(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    };
    bytes.chunks(4).skip(1).map(|unit| read(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// True where the bytes cannot be text in any encoding: they hold NUL and are neither UTF-16 nor UTF-32, or more control characters than
/// slip into a text.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let wide = Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8);
    if wide || utf32(bytes).is_some() || bare_utf16(bytes).is_some() {
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
    fn utf32_is_read_behind_its_mark() {
        let text = "\u{feff}Shells fell on Béjaïa. 😀\r\n";
        let le: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let be: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        for bytes in [le, be] {
            assert_eq!(decode(&bytes, false), "Shells fell on Béjaïa. 😀\r\n");
            assert!(!is_binary(&bytes) && guessed(&bytes, false, None).is_none());
        }
        // What is no character, and a last one that was cut off.
        assert_eq!(decode(b"\xFF\xFE\0\0A\0\0\0\0\0\x11\0B\0", false), "A\u{FFFD}\u{FFFD}");
        assert_eq!(decode(b"\0\0\xFE\xFF", false), "");
    }

    #[test]
    fn a_guess_is_told_from_what_is_known() {
        let old = b"The mayor said \x93we know what we hit\x94 at the caf\xE9.";
        assert_eq!(guessed(old, false, None), Some("windows-1252"));
        assert_eq!(guessed(old, false, Some("windows-1252")), None);
        assert_eq!(guessed(old, false, Some("no such thing")), Some("windows-1252"));
        assert_eq!(guessed(b"<meta charset=\"iso-8859-2\">\xB1", true, None), None);
        for known in ["caf\u{e9} \u{201c}so\u{201d}", "plain words only", "", "\u{feff}caf\u{e9}"] {
            assert_eq!(guessed(known.as_bytes(), false, None), None, "{known}");
        }
        // UTF-8 with one slip.
        assert_eq!(guessed(b"\xC3\xA9 \xC3\xA0 \xC3\xBC \xC3\xB6 \xFF", false, None), None);
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
