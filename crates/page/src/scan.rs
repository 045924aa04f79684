//! A linear reader of HTML: tags, attributes and text in one pass, whatever the nesting.

use diurna_core::harmless::steers;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    Open(Tag<'a>),
    Close(Tag<'a>),
    /// Text with its character references as written.
    Text(&'a str),
    /// An element whose content is no markup (script, style, textarea, title), whole.
    Raw(Tag<'a>, &'a str),
    /// A comment, a document type or a processing instruction.
    Other,
}

/// Name and attributes of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    name: [u8; 12],
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The name in lower case, cut at twelve bytes.
    pub(crate) fn name(&self) -> &str {
        let end = self.name.iter().position(|&b| b == 0).unwrap_or(self.name.len());
        std::str::from_utf8(&self.name[..end]).unwrap_or("")
    }

    /// The attributes in order; names as written, values with their character references resolved.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        Attributes { rest: self.attributes }.map(|(k, v)| (k, unescape(v)))
    }

    /// The value of the attribute `name`.
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut all = Attributes { rest: self.attributes };
        all.find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| unescape(v))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        Attributes { rest: self.attributes }.any(|(k, _)| k.eq_ignore_ascii_case(name))
    }

    /// True for elements that have no content.
    pub(crate) fn is_void(&self) -> bool {
        matches!(
            self.name(),
            "area"
                | "base"
                | "br"
                | "col"
                | "embed"
                | "hr"
                | "img"
                | "input"
                | "link"
                | "meta"
                | "param"
                | "source"
                | "track"
                | "wbr"
        )
    }
}

struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let s = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if s.is_empty() {
            self.rest = "";
            return None;
        }
        // A stray '=' at the start belongs to the name, so that every step takes at least one byte.
        let stop = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
        let first = s.chars().next().map_or(0, char::len_utf8);
        let end = s[first..].find(stop).map_or(s.len(), |i| i + first);
        let (name, after) = s.split_at(end);
        let value = after.trim_start();
        let Some(value) = value.strip_prefix('=') else {
            self.rest = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let (value, rest) = match value.as_bytes().first() {
            Some(&q @ (b'"' | b'\'')) => {
                let inner = &value[1..];
                match memchr::memchr(q, inner.as_bytes()) {
                    Some(i) => (&inner[..i], &inner[i + 1..]),
                    None => (inner, ""),
                }
            }
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.rest = rest;
        Some((name, value))
    }
}

/// The tokens of a page, in order; every byte is looked at a bounded number of times.
pub(crate) struct Tokens<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(html: &'a str) -> Self {
        Self { html, at: 0 }
    }

    /// Where the next token starts.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    fn markup(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let bytes = rest.as_bytes();
        match bytes.get(1) {
            Some(b'!') if rest.starts_with("<!--") => {
                let end = memchr::memmem::find(&bytes[4..], b"-->").map_or(rest.len(), |i| i + 7);
                self.at += end;
                Some(Token::Other)
            }
            Some(b'!' | b'?') => {
                self.at += memchr::memchr(b'>', bytes).map_or(rest.len(), |i| i + 1);
                Some(Token::Other)
            }
            Some(b'/') if bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let (tag, length) = tag(rest, 2);
                self.at += length;
                Some(Token::Close(tag))
            }
            Some(b) if b.is_ascii_alphabetic() => {
                let (tag, length) = tag(rest, 1);
                self.at += length;
                if !matches!(
                    tag.name(),
                    "script" | "style" | "textarea" | "title" | "iframe" | "noembed" | "noframes" | "xmp"
                ) {
                    return Some(Token::Open(tag));
                }
                let content = &self.html[self.at..];
                let end = closing(content, tag.name());
                let after = &content[end..];
                self.at += end + memchr::memchr(b'>', after.as_bytes()).map_or(after.len(), |i| i + 1);
                Some(Token::Raw(tag, &content[..end]))
            }
            _ => None,
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.html.get(self.at..).filter(|r| !r.is_empty())?;
        let mut from = 0;
        if rest.starts_with('<') {
            if let Some(token) = self.markup(rest) {
                return Some(token);
            }
            from = 1;
        }
        let end = memchr::memchr(b'<', &rest.as_bytes()[from..]).map_or(rest.len(), |i| i + from);
        self.at += end;
        Some(Token::Text(&rest[..end]))
    }
}

/// The tag at the start of `s`, whose name starts at `from`, and its length in bytes.
fn tag(s: &str, from: usize) -> (Tag<'_>, usize) {
    let bytes = s.as_bytes();
    let end = bytes[from..]
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
        .map_or(bytes.len(), |i| i + from);
    let mut name = [0; 12];
    for (to, b) in name.iter_mut().zip(&bytes[from..end]) {
        *to = if b.is_ascii() { b.to_ascii_lowercase() } else { b'?' };
    }
    let mut at = end;
    let mut after_equals = false;
    while let Some(&b) = bytes.get(at) {
        match b {
            b'>' => break,
            b'"' | b'\'' if after_equals => {
                at = memchr::memchr(b, &bytes[at + 1..]).map_or(bytes.len(), |i| at + 1 + i);
                after_equals = false;
            }
            b'=' => after_equals = true,
            _ if b.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    let close = at.min(bytes.len());
    (Tag { name, attributes: &s[end..close] }, (close + 1).min(bytes.len()))
}

/// Where `</name` stands in `content`, or its end.
fn closing(content: &str, name: &str) -> usize {
    let bytes = content.as_bytes();
    memchr::memmem::find_iter(bytes, b"</")
        .find(|&i| {
            bytes.get(i + 2..i + 2 + name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()))
        })
        .unwrap_or(bytes.len())
}

static ENTITIES: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/page/entities.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| {
        let (name, code) = l.split_once('\t')?;
        Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
    })
    .collect()
});

/// `s` with its character references resolved; what is no reference stays as written.
pub(crate) fn unescape(s: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', s.as_bytes()) else { return Cow::Borrowed(s) };
    let mut out = String::with_capacity(s.len());
    out.push_str(&s[..first]);
    let mut rest = &s[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let (c, length) = reference(after);
        out.push(c);
        rest = &after[length..];
        let next = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(out)
}

/// The character that the text after an ampersand refers to and how much of it that takes.
fn reference(after: &str) -> (char, usize) {
    let bytes = after.as_bytes();
    let semicolon = |end: usize| end + usize::from(bytes.get(end) == Some(&b';'));
    if let Some(number) = after.strip_prefix('#') {
        let (digits, radix, skip) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 2),
            None => (number, 10, 1),
        };
        let length = digits.bytes().take(8).take_while(|b| (*b as char).is_digit(radix)).count();
        if let Ok(code) = u32::from_str_radix(&digits[..length], radix) {
            // References to the C1 range mean windows-1252, by the HTML standard.
            let c = match u8::try_from(code) {
                Ok(b @ 0x80..=0x9F) => {
                    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[b]).0.chars().next()
                }
                _ => char::from_u32(code).filter(|&c| c != '\0'),
            };
            return (c.unwrap_or('\u{FFFD}'), semicolon(skip + length));
        }
        return ('&', 0);
    }
    let length = bytes.iter().take(10).take_while(|b| b.is_ascii_alphanumeric()).count();
    match ENTITIES.get(&after[..length]) {
        Some(&c) if bytes.get(length) == Some(&b';') => (c, length + 1),
        Some(&c) if matches!(&after[..length], "amp" | "lt" | "gt" | "quot" | "nbsp" | "copy") => (c, length),
        _ => ('&', 0),
    }
}

/// The first `limit` bytes of `s`, less where that would cut a character.
pub(crate) fn cut(s: &str, limit: usize) -> &str {
    let end = (0..=limit.min(s.len())).rev().find(|&i| s.is_char_boundary(i)).unwrap_or(0);
    &s[..end]
}

/// Characters that no reader sees, and that would part a word or hide its beginning: soft hyphens, breaks without width, marks of
/// direction, controls.
fn is_unseen(c: char) -> bool {
    steers(c)
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Appends `s` to `out` with every run of white space as one space and without what nobody sees.
pub(crate) fn push_collapsed(out: &mut String, s: &str) {
    for c in s.chars() {
        if !c.is_whitespace() {
            if !is_unseen(c) {
                out.push(c);
            }
        } else if !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    }
}

/// `s` with its references resolved and its white space collapsed and trimmed.
pub(crate) fn clean(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    push_collapsed(&mut out, &unescape(s));
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags_attributes_and_raw_text() {
        let html = "<!DOCTYPE html><Meta name=\"a>b\" content='x &amp; y' hidden><script>if (a<b) {}</SCRIPT>5 < 6<br/>";
        let tokens: Vec<_> = Tokens::new(html).collect();
        assert_eq!(tokens[0], Token::Other);
        let Token::Open(meta) = tokens[1] else { panic!("{tokens:?}") };
        assert_eq!(meta.name(), "meta");
        assert_eq!(meta.get("NAME").as_deref(), Some("a>b"));
        assert_eq!(meta.get("content").as_deref(), Some("x & y"));
        assert!(meta.has("hidden") && !meta.has("class"));
        assert!(matches!(tokens[2], Token::Raw(t, "if (a<b) {}") if t.name() == "script"));
        assert_eq!(tokens[3], Token::Text("5 "));
        assert_eq!(tokens[4], Token::Text("< 6"));
        assert!(matches!(tokens[5], Token::Open(t) if t.is_void()));
    }

    #[test]
    fn unclosed_things_end_with_the_page() {
        for html in ["<p class=\"a", "<!-- x", "<script>a", "</", "<", "<a ===", "<a b= c", "<p é=ü>ö"] {
            assert!(Tokens::new(html).count() >= 1, "{html}");
            for token in Tokens::new(html) {
                if let Token::Open(t) = token {
                    assert!(t.attributes().count() < 9);
                }
            }
        }
    }

    #[test]
    fn cuts_between_characters() {
        assert_eq!((cut("aé", 2), cut("aé", 3), cut("aé", 9), cut("é", 1)), ("a", "aé", "aé", ""));
    }

    #[test]
    fn references() {
        assert_eq!(
            unescape("a &mdash; b &#8217; &#x2019; &#146; &bogus; AT&T &amp"),
            "a — b ’ ’ ’ &bogus; AT&T &"
        );
        assert_eq!(clean("  two\n\n&nbsp;words "), "two words");
        assert_eq!(
            clean("mar&shy;ket &#8203;in\u{202b} Old\u{7}&#8206; Har\u{feff}bour"),
            "market in Old Harbour"
        );
        assert_eq!(clean("می\u{200c}شود"), "می\u{200c}شود");
    }
}
