//! Reading small XML documents: names, texts, attributes. Entities of a document's own are never expanded.

use quick_xml::encoding::DecodingReader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// Elements that may stand in each other.
const MAX_DEPTH: usize = 100;

/// One step through a document.
pub(crate) enum Step<'a> {
    /// An element begins; the path leads to it.
    Start(&'a BytesStart<'a>),
    /// Text, or a part of it.
    Text(&'a str),
    /// An element ends; the path still leads to it.
    End,
}

/// Goes through `text` and gives each step with the names of the open elements, without their prefixes.
///
/// # Errors
/// Where the XML is broken: what is wrong, and at which byte.
pub(crate) fn walk(text: &str, mut step: impl FnMut(&[String], Step<'_>)) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut path: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|e| format!("{e} (at byte {})", reader.error_position()))?;
        match event {
            Event::Start(_) if path.len() >= MAX_DEPTH => {
                return Err(too_deep());
            }
            Event::Start(e) => {
                path.push(e.local_name().as_ref().to_string());
                step(&path, Step::Start(&e));
            }
            Event::Empty(e) => {
                path.push(e.local_name().as_ref().to_string());
                step(&path, Step::Start(&e));
                step(&path, Step::End);
                path.pop();
            }
            Event::End(_) => {
                step(&path, Step::End);
                path.pop();
            }
            Event::Text(e) => step(&path, Step::Text(&e)),
            Event::CData(e) => step(&path, Step::Text(&e)),
            Event::GeneralRef(e) => match e.resolve_char_ref() {
                Ok(Some(c)) => step(&path, Step::Text(c.encode_utf8(&mut [0; 4]))),
                _ => step(&path, Step::Text(resolve_predefined_entity(&e).unwrap_or_default())),
            },
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => return Err(format!("it ends inside <{}>", path.last().map_or("", String::as_str))),
            _ => {}
        }
    }
}

fn too_deep() -> String {
    format!("more than {MAX_DEPTH} elements stand in each other")
}

/// Looks through a document in any encoding before a parser that calls itself for each level gets it: on a document that is
/// deep enough such a parser would run out of stack, and the program would be gone. It reads by the same means and settings as
/// the parser of feeds, so both see the same elements.
///
/// # Errors
/// Where the document is too deep, or breaks before its outermost element is closed.
pub(crate) fn check_depth(bytes: &[u8]) -> Result<(), String> {
    let mut reader = Reader::from_reader(DecodingReader::new(bytes));
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.trim_markup_names_in_closing_tags = true;
    let (mut buffer, mut depth, mut begun) = (Vec::new(), 0_usize, false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(_)) if depth >= MAX_DEPTH => return Err(too_deep()),
            Ok(Event::Start(_)) => (depth, begun) = (depth + 1, true),
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Decl(declaration)) => {
                if let Some(encoding) = declaration.encoder() {
                    reader.get_mut().set_encoding(encoding);
                }
            }
            Ok(Event::Eof) if depth > 0 => return Err("it ends before its elements do".to_string()),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            // Behind the end may stand what it will.
            Err(_) if begun && depth == 0 => return Ok(()),
            Err(e) => return Err(format!("{e} (at byte {})", reader.error_position())),
        }
    }
}

/// The name of the outermost element, without its prefix.
pub(crate) fn root(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(e) | Event::Empty(e) => return Some(e.local_name().as_ref().to_string()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The value of an attribute, whatever the case of its name; what cannot be unescaped is taken as it stands.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut all = attributes.with_checks(false).filter_map(Result::ok);
    let found = all.find(|a| a.key.as_ref().eq_ignore_ascii_case(name))?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).unwrap_or(found.value);
    Some(tidy(&value)).filter(|v| !v.is_empty())
}

/// Text without line breaks and double spaces.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Plain words of a title that may be written as HTML: tags go, entities are resolved.
pub(crate) fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = rest[open + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match rest[open..].find('>').filter(|_| tag) {
            Some(close) => {
                out.push(' ');
                rest = &rest[open + close + 1..];
            }
            None => {
                out.push('<');
                rest = &rest[open + 1..];
            }
        }
    }
    out.push_str(rest);
    let text = unescape(&out).map(Cow::into_owned).unwrap_or(out);
    tidy(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str) -> Result<String, String> {
        let mut out = String::new();
        walk(xml, |path, step| match step {
            Step::Start(_) => out.push_str(&format!("[{}", path.join("/"))),
            Step::Text(text) => out.push_str(text),
            Step::End => out.push(']'),
        })?;
        Ok(out)
    }

    #[test]
    fn names_texts_and_entities() {
        let xml = "<?xml version='1.0'?><a><x:b>1 &amp; &#50;<![CDATA[ <3]]></x:b><c/>x&y</a>";
        assert_eq!(texts(xml).as_deref(), Ok("[a[a/b1 & 2 <3][a/c]x&y]"));
        assert_eq!(root(" <!-- <no> --> <n:rss version='2.0'>").as_deref(), Some("rss"));
        assert_eq!(root("no xml"), None);
    }

    #[test]
    fn entities_of_the_document_stay_closed() {
        let xml = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y 'yy'>]><a>1&x;2&y;3</a>";
        assert_eq!(texts(xml).as_deref(), Ok("[a123]"));
    }

    #[test]
    fn what_is_broken_is_said() {
        for (xml, word) in [("<a><b></a>", "byte"), ("<a><b>", "inside <b>"), ("<a", "byte")] {
            assert!(texts(xml).is_err_and(|e| e.contains(word)), "{xml}: {:?}", texts(xml));
        }
        assert!(texts(&"<a>".repeat(100_000)).is_err_and(|e| e.contains("in each other")));
    }

    #[test]
    fn depth_is_seen_in_any_encoding() {
        let deep = |n: usize| format!("{}{}", "<a>".repeat(n), "</a>".repeat(n));
        let wide = |text: &str| -> Vec<u8> {
            format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        for n in [1, MAX_DEPTH] {
            assert_eq!(check_depth(deep(n).as_bytes()), Ok(()), "{n}");
            assert_eq!(check_depth(&wide(&deep(n))), Ok(()), "{n}");
        }
        let far = deep(MAX_DEPTH + 1);
        assert_eq!(check_depth(far.as_bytes()), Err(too_deep()));
        assert_eq!(check_depth(&wide(&far)), Err(too_deep()));
        assert_eq!(check_depth(b"<a><b/>x</a> <more"), Ok(()));
        assert!(check_depth(b"<a><b></a>").is_err() && check_depth(b"<a>").is_err());
    }

    #[test]
    fn titles_lose_their_markup() {
        assert_eq!(
            plain("<b>Shells</b> fall\n on &quot;Old&#32;Harbour&quot;"),
            "Shells fall on \"Old Harbour\""
        );
        assert_eq!(plain("5 < 6 & 7 <i"), "5 < 6 & 7 <i");
    }
}
