//! Where the texts of reports are found.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Where the texts of reports are found by the report's id.
pub trait Texts {
    /// The whole text, or `None` where it is not kept.
    fn text(&self, report: &str) -> Option<Cow<'_, str>>;
}

/// No texts: evidence is then given by position only.
impl Texts for () {
    fn text(&self, _: &str) -> Option<Cow<'_, str>> {
        None
    }
}

impl Texts for BTreeMap<String, String> {
    fn text(&self, report: &str) -> Option<Cow<'_, str>> {
        self.get(report).map(|text| Cow::Borrowed(text.as_str()))
    }
}

/// Texts that are looked up one by one. The last one is kept, since evidence of one report stands together.
///
/// ```
/// use diurna_export::{LookUp, Texts};
/// let texts = LookUp::new(|id: &str| (id == "sha256:1").then(|| "Shells fell.".to_string()));
/// assert_eq!(texts.text("sha256:1").as_deref(), Some("Shells fell."));
/// assert_eq!(texts.text("sha256:2"), None);
/// ```
pub struct LookUp<F> {
    look: F,
    last: RefCell<Option<(String, Option<String>)>>,
}

impl<F: Fn(&str) -> Option<String>> LookUp<F> {
    /// Texts as `look` gives them by the report's id.
    #[must_use]
    pub fn new(look: F) -> Self {
        Self { look, last: RefCell::new(None) }
    }
}

impl<F: Fn(&str) -> Option<String>> Texts for LookUp<F> {
    fn text(&self, report: &str) -> Option<Cow<'_, str>> {
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(id, _)| id != report) {
            *last = Some((report.to_string(), (self.look)(report)));
        }
        last.as_ref().and_then(|(_, text)| text.clone()).map(Cow::Owned)
    }
}
