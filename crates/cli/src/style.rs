//! Colour, where it is wanted; it never carries meaning alone.

use crate::args::Color;
use diurna_core::harmless::steers;
use std::borrow::Cow;
use std::fmt::Write;
use std::io::IsTerminal;

/// How to mark words on the terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    on: bool,
}

impl Style {
    /// Colour for standard output: on a terminal only, and not where NO_COLOR is set.
    pub(crate) fn new(color: Color) -> Self {
        let on = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
            }
        };
        Self { on }
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.on { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// The type of an event.
    pub(crate) fn kind(self, text: &str) -> String {
        self.paint("1;36", text)
    }

    /// Words of the report.
    pub(crate) fn words(self, text: &str) -> String {
        self.paint("33", text)
    }
}

/// Words of others without what would steer a terminal.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    diurna_core::harmless::harmless(text, &[])
}

/// JSON that steers no terminal and says the same. Writers of JSON escape control characters up to U+001F alone.
pub(crate) fn harmless_json(json: String) -> String {
    // Lines are broken between values, never inside one.
    let bare = |c: char| steers(c) && c != '\n';
    if !json.contains(bare) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if bare(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{harmless, harmless_json};

    #[test]
    fn no_report_steers_the_terminal() {
        assert_eq!(harmless("a\u{1b}[31mb\u{9b}c\u{202e}"), "a\u{fffd}[31mb\u{fffd}c\u{fffd}");
        assert_eq!(harmless("“Ça va”, 😀"), "“Ça va”, 😀");
    }

    #[test]
    fn json_says_the_same_and_steers_nothing() {
        let value = serde_json::json!({"title": "a\u{1b}[31mb\u{9b}c\u{7f}\u{202e}d “é” 😀", "n": [1, null]});
        for json in [value.to_string(), serde_json::to_string_pretty(&value).unwrap_or_default()] {
            let lines = json.lines().count();
            let json = harmless_json(json);
            assert!(json.contains("\\u009bc\\u007f\\u202ed “é” 😀"), "{json}");
            assert_eq!(json.lines().count(), lines);
            assert_eq!(serde_json::from_str::<serde_json::Value>(&json).ok().as_ref(), Some(&value));
        }
    }
}
