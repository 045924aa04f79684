//! What an input is, by its content.

use crate::{Error, decode, scan};

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A web page.
    Html,
    /// Plain text.
    Text,
    /// JSON lines: one report a line, for [`read_line`](crate::read_line).
    Jsonl,
}

/// Bytes that open a file of a kind we cannot read: magic, where, name, what to do.
const REFUSED: &[(&[u8], usize, &str, &str)] = &[
    (b"\x89PNG", 0, "a PNG image", IMAGE),
    (b"\xFF\xD8\xFF", 0, "a JPEG image", IMAGE),
    (b"GIF8", 0, "a GIF image", IMAGE),
    (b"WEBP", 8, "a WebP image", IMAGE),
    (b"PK\x03\x04", 0, "a zip archive (or an office document)", UNPACK),
    (b"PK\x05\x06", 0, "an empty zip archive", UNPACK),
    (b"\x1F\x8B", 0, "a gzip file", "unpack it first, for example with gunzip"),
    (b"BZh", 0, "a bzip2 file", UNPACK),
    (b"\xFD7zXZ\0", 0, "an xz file", UNPACK),
    (b"\x28\xB5\x2F\xFD", 0, "a zstd file", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", 0, "a 7z archive", UNPACK),
    (b"Rar!\x1A\x07", 0, "a RAR archive", UNPACK),
    (b"ustar", 257, "a tar archive", UNPACK),
    (b"\xD0\xCF\x11\xE0", 0, "an office document", PLAIN),
    (b"{\\rtf", 0, "a rich-text document", PLAIN),
    (b"SQLite format 3\0", 0, "an SQLite database", "export its texts as JSON lines first"),
    (b"\x7FELF", 0, "a program", PLAIN),
    (b"ID3", 0, "an audio file", PLAIN),
    (b"ftyp", 4, "a video file", PLAIN),
];
const IMAGE: &str = "an image holds no text; give the page or the text that it came with";
const UNPACK: &str = "unpack it and give the files inside";
const PLAIN: &str = "save it as plain text or HTML first";

/// Tags whose presence near the top makes an input a web page.
const TAGS: &[&str] = &[
    "<html", "<head", "<body", "<title", "<meta", "<div", "<p>", "<p ", "<article", "<section", "<h1", "<h2",
    "<span", "<a href", "<br", "<table", "<ul", "<script", "<main", "<header",
];

/// What `bytes` are, by their content; `name` only decides where the content leaves it open.
///
/// # Errors
/// For PDF, images, archives and other binary files, which hold no text that could be read as it stands.
///
/// ```
/// use diurna_page::{Kind, detect};
/// assert_eq!(detect(b"<!doctype html><p>Shells fell.", "page")?, Kind::Html);
/// assert_eq!(detect(b"Shells fell on the harbour < 2 days ago.", "note.html")?, Kind::Text);
/// assert_eq!(detect(b"{\"id\": \"a1\", \"text\": \"Shells fell.\"}\n", "-")?, Kind::Jsonl);
/// # Ok::<(), diurna_page::Error>(())
/// ```
pub fn detect(bytes: &[u8], name: &str) -> Result<Kind, Error> {
    refuse(bytes, name)?;
    let mut head = &bytes[..bytes.len().min(65_536)];
    if head.len() < bytes.len() && head.len() % 2 == 1 {
        head = &head[..head.len() - 1];
    }
    let text = decode::decode(head, true);
    let start = text.trim_start();
    let lower = scan::cut(start, 32_768).to_ascii_lowercase();
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    if lower.starts_with('{') {
        let line = start.lines().next().unwrap_or("");
        let whole = serde_json::from_str::<serde_json::Value>(line).ok();
        let fits = whole.as_ref().is_some_and(|v| v.get("text").is_some() || v.get("html").is_some());
        if fits
            || matches!(extension.as_str(), "jsonl" | "ndjson")
            || (whole.is_none() && long_json(start, line))
        {
            return Ok(Kind::Jsonl);
        }
    }
    if extension == "json" && (lower.starts_with('{') || lower.starts_with('[')) {
        return Err(Error::new(name, "is one JSON document, not JSON lines")
            .with_hint("write one object a line, each with \"text\" or \"html\""));
    }
    if lower.starts_with("<rss")
        || lower.starts_with("<feed")
        || (lower.starts_with("<?xml") && is_feed(&lower))
    {
        return Err(Error::new(name, "is a feed, not a report").with_hint("give the pages that it links to"));
    }
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return Ok(Kind::Html);
    }
    let tags: usize =
        TAGS.iter().map(|t| memchr::memmem::find_iter(lower.as_bytes(), t).take(3).count()).sum();
    let named = matches!(extension.as_str(), "html" | "htm" | "xhtml" | "shtml");
    let needed = if named || lower.starts_with('<') { 1 } else { 4 };
    Ok(if tags >= needed && memchr::memchr(b'>', lower.as_bytes()).is_some() {
        Kind::Html
    } else {
        Kind::Text
    })
}

/// A first JSON line longer than the window that was read.
fn long_json(start: &str, line: &str) -> bool {
    line.len() == start.len()
        && line.starts_with("{\"")
        && (line.contains("\"text\":") || line.contains("\"html\":"))
}

fn is_feed(lower: &str) -> bool {
    ["<rss", "<feed", "<rdf:rdf"].iter().any(|t| lower.contains(t)) && !lower.contains("<html")
}

/// An error where the bytes are of a kind that holds no text.
fn refuse(bytes: &[u8], name: &str) -> Result<(), Error> {
    let hinted =
        |what: &str, hint: &str| Err(Error::new(name, format!("is {what}, not text")).with_hint(hint));
    let start = bytes[..bytes.len().min(1024)].trim_ascii_start();
    if start.starts_with(b"%PDF-") {
        return hinted("a PDF document", "turn it into text first, for example with pdftotext");
    }
    for (magic, at, what, hint) in REFUSED {
        if bytes.get(*at..).is_some_and(|b| b.starts_with(magic)) {
            // "BZh", "ID3" and "GIF8" are also words: what follows them in a file is never all text.
            let text = magic.is_ascii() && !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok();
            if !text || *what == "a rich-text document" {
                return hinted(what, hint);
            }
        }
    }
    if decode::is_binary(bytes) {
        return hinted("a binary file", PLAIN);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_holds_no_text() {
        for (bytes, word) in [
            (&b"%PDF-1.4\n..."[..], "PDF"),
            (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "JPEG"),
            (b"GIF89a\x01\0", "GIF"),
            (b"PK\x03\x04\x14\0", "zip"),
            (b"\x1F\x8B\x08\0", "gzip"),
            (b"\0\0\0\x01\0\0\0\0\xFE", "binary"),
        ] {
            let error = detect(bytes, "x.bin").expect_err("an error");
            assert!(error.to_string().contains(word), "{error}");
            assert!(error.hint().is_some());
        }
    }

    #[test]
    fn tells_pages_from_text() {
        assert_eq!(detect(b"", "a.txt"), Ok(Kind::Text));
        assert_eq!(detect(b"<p>One</p>", "a"), Ok(Kind::Html));
        assert_eq!(detect(b"GIF8 is a word here.", "a"), Ok(Kind::Text));
        assert_eq!(detect(b"He wrote <p> in the text.", "a.txt"), Ok(Kind::Text));
        assert_eq!(detect(b"{curly} words", "a.txt"), Ok(Kind::Text));
        assert_eq!(detect(b"{broken", "a.jsonl"), Ok(Kind::Jsonl));
        assert!(detect(b"{\n \"text\": \"x\"\n}", "a.json").is_err());
        assert!(detect(b"<?xml version='1.0'?><rss><channel/></rss>", "f.xml").is_err());
        let wide: Vec<u8> = "<html><body><p>x".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(detect(&wide, "a"), Ok(Kind::Html));
    }
}
