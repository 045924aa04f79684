//! Words of others that nothing obeys: no terminal and no program that shows them.

use std::borrow::Cow;

/// Whether a character steers a terminal or turns the text around it: control characters and changes of direction.
///
/// ```
/// use diurna_core::harmless::steers;
/// assert!(steers('\u{1b}') && steers('\0') && steers('\u{9b}') && steers('\u{202e}') && steers('\n'));
/// assert!(!steers('é') && !steers(' ') && !steers('\u{200d}'));
/// ```
#[must_use]
pub fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The words with U+FFFD in the place of each character that [`steers`], save those that are `kept`.
///
/// ```
/// use diurna_core::harmless::harmless;
/// assert_eq!(harmless("a\u{1b}[31mb\0\nc", &['\n']), "a\u{fffd}[31mb\u{fffd}\nc");
/// assert_eq!(harmless("“Ça va”, 😀", &[]), "“Ça va”, 😀");
/// ```
#[must_use]
pub fn harmless<'a>(text: &'a str, kept: &[char]) -> Cow<'a, str> {
    let unwanted = |c: char| steers(c) && !kept.contains(&c);
    if text.contains(unwanted) { Cow::Owned(text.replace(unwanted, "\u{fffd}")) } else { Cow::Borrowed(text) }
}
