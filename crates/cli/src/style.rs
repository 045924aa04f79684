//! Colour, where it is wanted; it never carries meaning alone.

use crate::args::Color;
use std::borrow::Cow;
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

/// Words of others without what would steer a terminal: control characters and changes of direction.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.contains(steers) { Cow::Owned(text.replace(steers, "\u{fffd}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_report_steers_the_terminal() {
        assert_eq!(harmless("a\u{1b}[31mb\u{9b}c\u{202e}"), "a\u{fffd}[31mb\u{fffd}c\u{fffd}");
        assert_eq!(harmless("“Ça va”, 😀"), "“Ça va”, 😀");
    }
}
