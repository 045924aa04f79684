//! The story text of a page.

use crate::scan::{Token, Tokens, push_collapsed, unescape};
use crate::survey::Survey;
use std::panic::{AssertUnwindSafe, catch_unwind};
use trafilatura::{HtmlDateMode, Options};

/// Elements that may be open at once for the page to be read as a tree; browsers stop at 512.
const DEPTH: usize = 500;
/// Formatting elements that may be left open at once: each is opened again in every paragraph.
const FORMATTING: usize = 48;
/// Elements in a page that is read as a tree.
const ELEMENTS: usize = 60_000;

/// The story as lines: paragraphs set apart by a blank line.
pub(crate) fn of_page(survey: &Survey, article_body: Option<&str>) -> String {
    let tame = survey.depth <= DEPTH && survey.formatting <= FORMATTING && survey.elements <= ELEMENTS;
    if tame && let Some(story) = by_tree(&survey.light) {
        return unglued(story, &survey.light, article_body);
    }
    let flat = flatten(&survey.light, true);
    let flat = if flat.is_empty() { flatten(&survey.light, false) } else { flat };
    match article_body {
        Some(body) if body.len() > flat.len() => told(body),
        _ => flat,
    }
}

/// The story as the extractor finds it; none where it finds nothing.
fn by_tree(html: &str) -> Option<String> {
    let mut options = Options::default().with_fallback(true).with_exclude_comments(true);
    options.html_date_mode = HtmlDateMode::Disabled;
    // The extractor is not ours and reads arbitrary pages: should it ever panic, the page is read flat instead.
    let found = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options)));
    let story = lines(&found.ok()?.ok()?.content_html);
    (!story.is_empty()).then_some(story)
}

/// Lines of a page that may stand in its story in another order.
const STRAYS: usize = 16;

/// The story as data of the page tell it: with markup, or as a plain text with a line for each paragraph.
fn told(body: &str) -> String {
    let breaking =
        |token: Token<'_>| matches!(token, Token::Open(tag) if breaks(tag.name()) || tag.name() == "br");
    if Tokens::new(body).any(breaking) {
        return lines(body);
    }
    let mut out = String::with_capacity(body.len());
    for token in Tokens::new(body) {
        let Token::Text(text) = token else { continue };
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                separate(&mut out, "p");
            }
            push_collapsed(&mut out, &unescape(line));
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// From short pages the extractor may give everything run together, headings and captions too: then the paragraphs of the
/// page or of its data, where they all stand in what it found.
fn unglued(story: String, html: &str, article_body: Option<&str>) -> String {
    let lines = |s: &str| s.lines().filter(|l| !l.is_empty()).count();
    if lines(&story) > 2 {
        return story;
    }
    let packed = crate::head::plain(&story).replace(' ', "");
    let told = article_body.map(told).filter(|own| lines(own) > lines(&story)).unwrap_or_default();
    for own in [paragraphs(html), flatten(html, true), told] {
        if !own.is_empty() && own != story && own.len() * 2 > story.len() && holds(&packed, &own) {
            return own;
        }
    }
    story
}

/// Whether all lines of a text stand in another one, of which letters and digits are left. Each is looked for behind the one before it,
/// and few from the beginning: many lines in a long story would take very long.
fn holds(packed: &str, own: &str) -> bool {
    let (mut behind, mut strays) = (0, 0);
    own.lines().all(|line| {
        let line = crate::head::plain(line).replace(' ', "");
        if let Some(at) = packed[behind..].find(&line) {
            behind += at + line.len();
            return true;
        }
        strays += 1;
        strays <= STRAYS && packed.contains(&line)
    })
}

/// The text of the paragraph elements of a page, outside figures and whatever frames the story.
fn paragraphs(html: &str) -> String {
    let mut out = String::new();
    let mut hidden = 0_usize;
    let mut inside = false;
    for token in Tokens::new(html) {
        match token {
            Token::Text(t) if inside && hidden == 0 => push_collapsed(&mut out, &unescape(t)),
            Token::Open(tag) | Token::Close(tag) => {
                let open = matches!(token, Token::Open(_));
                if is_frame(tag.name()) || matches!(tag.name(), "figure" | "figcaption" | "header" | "form") {
                    hidden = if open { hidden + 1 } else { hidden.saturating_sub(1) };
                }
                if breaks(tag.name()) {
                    inside = open && tag.name() == "p";
                }
                separate(&mut out, tag.name());
            }
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn breaks(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "pre"
            | "section"
            | "article"
            | "table"
            | "ul"
            | "ol"
            | "dl"
            | "figure"
            | "figcaption"
            | "header"
            | "footer"
            | "aside"
            | "main"
            | "hr"
            | "body"
            | "form"
            | "address"
            | "details"
            | "summary"
            | "quote"
            | "head"
            | "list"
    )
}

fn ends_line(name: &str) -> bool {
    matches!(name, "br" | "li" | "tr" | "dt" | "dd" | "option" | "item" | "lb" | "row")
}

/// The text of extracted markup, one line a paragraph.
fn lines(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for token in Tokens::new(html) {
        match token {
            Token::Text(t) => push_collapsed(&mut out, &unescape(t)),
            Token::Open(tag) | Token::Close(tag) => separate(&mut out, tag.name()),
            Token::Raw(..) | Token::Other => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Ends the line, or the paragraph, as the element asks for.
fn separate(out: &mut String, name: &str) {
    let wanted = if breaks(name) {
        "\n\n"
    } else if ends_line(name) {
        "\n"
    } else {
        if matches!(name, "td" | "th" | "cell") && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        return;
    };
    while out.ends_with(' ') {
        out.pop();
    }
    if out.is_empty() {
        return;
    }
    let have = out.len() - out.trim_end_matches('\n').len();
    out.extend(std::iter::repeat_n('\n', wanted.len().saturating_sub(have)));
}

/// The text of a page read straight through, without a tree. With `strict`, only what reads like prose:
/// lines of some length that end like a sentence, outside what frames a story.
fn flatten(html: &str, strict: bool) -> String {
    let mut all = String::with_capacity(html.len() / 4);
    let mut hidden = 0_usize;
    for token in Tokens::new(html) {
        match token {
            Token::Text(t) if hidden == 0 => push_collapsed(&mut all, &unescape(t)),
            Token::Open(tag) => {
                hidden += usize::from(strict && is_frame(tag.name()));
                separate(&mut all, tag.name());
            }
            Token::Close(tag) => {
                hidden = hidden.saturating_sub(usize::from(is_frame(tag.name())));
                separate(&mut all, tag.name());
            }
            _ => {}
        }
    }
    let mut out = String::with_capacity(all.len());
    for line in all.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let prose =
            line.split(' ').count() >= 8 && line.ends_with(['.', '!', '?', '"', '”', '’', '…', '。', '»']);
        if !strict || prose {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(line);
        }
    }
    out
}

fn is_frame(name: &str) -> bool {
    matches!(name, "nav" | "footer" | "aside" | "head" | "select" | "button")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::survey;

    #[test]
    fn paragraphs_become_lines() {
        assert_eq!(
            lines("<p>One  <b>two</b>.</p><p>Three.</p><ul><li>a</li><li>b</li></ul>"),
            "One two.\n\nThree.\n\na\nb"
        );
        assert_eq!(lines("x<br>y"), "x\ny");
    }

    #[test]
    fn paragraphs_of_data_stay_apart() {
        let whole = "Shells fell.\n\nNobody was hurt.";
        assert_eq!(told("<p>Shells fell.</p><p>Nobody was hurt.</p>"), whole);
        assert_eq!(told("Shells fell.\n\n  Nobody\twas hurt.\n"), whole);
        assert_eq!(told("Shells <b>fell</b>.<br>Nobody was hurt."), "Shells fell.\nNobody was hurt.");
        assert_eq!(told("Shells <a\nhref=x>fell</a>.\r\nNobody was hurt."), whole);
        let glued = "Shells fell.Nobody was hurt.".to_string();
        let data = "<p>Shells fell.</p><p>Nobody was hurt.</p>";
        assert_eq!(unglued(glued.clone(), "<div id=root></div>", Some(data)), whole);
        // Data that tell of something else change nothing.
        assert_eq!(
            unglued(glued.clone(), "<div id=root></div>", Some("The port is open again.\n\nShips come.")),
            glued
        );
    }

    #[test]
    fn lines_stand_in_a_story_in_nearly_any_order() {
        assert!(holds("shellsfellnobodywashurt", "Shells fell.\n\nNobody was hurt."));
        assert!(holds("shellsfellnobodywashurt", "Nobody was hurt.\n\nShells fell."));
        assert!(!holds("shellsfellnobodywashurt", "Shells fell.\n\nShips came."));
        let numbers =
            |order: &mut dyn Iterator<Item = usize>| order.map(|n| format!("line {n:03}\n")).collect();
        let (up, down): (String, String) = (numbers(&mut (0..100)), numbers(&mut (0..100).rev()));
        let packed = up.replace([' ', '\n'], "");
        assert!(holds(&packed, &up) && !holds(&packed, &down));
    }

    #[test]
    fn a_page_nested_very_deep_is_read_flat() {
        let html = format!(
            "{}<p>Shells fell on the old harbour before dawn, the mayor said.{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        );
        let s = survey(&html);
        assert_eq!(of_page(&s, None), "Shells fell on the old harbour before dawn, the mayor said.");
    }
}
