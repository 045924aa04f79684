//! The templates, and how words of others are put into them.

use crate::{Error, Files};
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, escape_formatter};
use serde::Serialize;

const TEMPLATES: [(&str, &str); 9] = [
    ("base.html", include_str!("../templates/base.html")),
    ("index.html", include_str!("../templates/index.html")),
    ("map.html", include_str!("../templates/map.html")),
    ("incidents.html", include_str!("../templates/incidents.html")),
    ("incident.html", include_str!("../templates/incident.html")),
    ("method.html", include_str!("../templates/method.html")),
    ("downloads.html", include_str!("../templates/downloads.html")),
    ("parts.html", include_str!("../templates/parts.html")),
    ("world.html", include_str!("../templates/world.html")),
];

/// Renders pages.
pub(crate) struct Pages {
    environment: Environment<'static>,
}

impl Pages {
    pub(crate) fn new() -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(format);
        for (name, text) in TEMPLATES {
            environment
                .add_template(name, text)
                .map_err(|source| Error::Page { name: name.to_string(), source })?;
        }
        Ok(Self { environment })
    }

    /// Renders a template into a file.
    pub(crate) fn write(
        &self,
        template: &str,
        name: &str,
        context: impl Serialize,
        files: &mut dyn Files,
    ) -> Result<(), Error> {
        let failed = |source| Error::Page { name: name.to_string(), source };
        let page = self.environment.get_template(template).and_then(|t| t.render(context)).map_err(failed)?;
        files.file(name, page.as_bytes())
    }
}

/// Escapes a value for HTML and takes out what no reader sees but browsers obey.
fn format(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    let plain = value.kind() == ValueKind::String && !value.is_safe();
    match value.as_str().filter(|text| plain && text.contains(unseen)) {
        Some(text) => escape_formatter(out, state, &Value::from(seen(text))),
        None => escape_formatter(out, state, value),
    }
}

/// A text without what no reader sees but browsers and terminals obey.
pub(crate) fn seen(text: &str) -> String {
    text.chars().filter(|c| !unseen(*c)).collect()
}

/// Control characters, and those that turn the direction of what stands around them.
fn unseen(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_others_are_words() {
        let mut pages = Pages::new().unwrap();
        pages.environment.add_template("x", "<a title=\"{{ t }}\">{{ t }}</a>").unwrap();
        let mut files = std::collections::BTreeMap::new();
        let words = "\u{202e}</a><script>alert('x\u{7}')</script>\"";
        pages.write("x", "x.html", minijinja::context! { t => words }, &mut files).unwrap();
        let page = String::from_utf8(files.remove("x.html").unwrap()).unwrap();
        let words = "&lt;&#x2f;a&gt;&lt;script&gt;alert(&#x27;x&#x27;)&lt;&#x2f;script&gt;&quot;";
        assert_eq!(page, format!("<a title=\"{words}\">{words}</a>"));
    }
}
