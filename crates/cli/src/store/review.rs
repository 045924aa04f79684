//! What people said of an incident, in words.

use super::show::short;
use crate::style::{Style, harmless};
use diurna_review::{Evidence, Review};
use std::fmt::Write;

/// The part of `diurna show` about the review: state, verdicts, marks, remarks.
pub(super) fn reviewed(r: &Review, style: Style) -> String {
    let mut out = format!("\n{}\n", style.bold("review"));
    let mut state = r.state.as_str().replace('_', " ");
    if let Some(lock) = &r.lock {
        let _ = write!(state, ", in the hand of {} until {}", harmless(&lock.who), lock.until);
    }
    if let Some(reject) = &r.reject {
        let _ = write!(state, ": {}", reject.reason.as_str().replace('_', " "));
        if let Some(note) = &reject.note {
            let _ = write!(state, ", {}", line(note));
        }
    }
    if r.new_report() {
        state.push_str("; reports have changed the incident since");
    }
    let _ = writeln!(out, "    {state}");
    for (field, v) in &r.fields {
        let value = v.value.as_ref().map(|v| format!(" {}", short(v))).unwrap_or_default();
        let what = v.kind.as_str().replace('_', " ");
        let label = style.dim(&format!("{:<11}", field.as_str()));
        let _ = write!(out, "    {label} {what}{value}  {} {}", v.time, harmless(&v.who));
        if let Some(reason) = &v.reason {
            let _ = write!(out, ": {}", line(reason));
        }
        out.push('\n');
        for Evidence { report, text, .. } in &v.evidence {
            let short: String = report.chars().take("sha256:".len() + 8).collect();
            let _ = writeln!(out, "                “{}” in {}", line(text), harmless(&short));
        }
    }
    let marks: Vec<&str> = [(r.private, "private"), (!r.distressing.is_empty(), "distressing")]
        .into_iter()
        .filter_map(|(on, mark)| on.then_some(mark))
        .collect();
    if !marks.is_empty() {
        let _ = writeln!(out, "    marked as {}", marks.join(", "));
    }
    for link in &r.links {
        let _ = writeln!(out, "    {} {}", link.kind, link.other);
    }
    for c in r.comments.values() {
        let about = c.about.as_deref().map(|a| format!(" ({})", a.replace('_', " "))).unwrap_or_default();
        let _ = writeln!(out, "    {} {}{about}: {}", c.time, harmless(&c.who), line(&c.text));
    }
    out
}

/// On one line, and nothing in it that a terminal obeys.
fn line(text: &str) -> String {
    harmless(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
