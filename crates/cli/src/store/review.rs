//! What people said of an incident, in words.

use super::show::short;
use crate::style::{Style, harmless};
use diurna_review::{Evidence, Review};
use diurna_store::Entry;
use serde_json::Value;
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
        state.push_str("; the incident has changed since");
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

/// What a line of the log says of the review: the verdict on each field with its value, why it was rejected, and marks.
pub(super) fn told(e: &Entry) -> String {
    let mut parts = Vec::new();
    for (key, now) in e.after.as_ref().and_then(Value::as_object).into_iter().flatten() {
        match key.as_str() {
            "fields" => {
                parts.extend(now.as_object().into_iter().flatten().map(|(field, v)| verdict(field, v)))
            }
            "reject" => parts.extend(now["reason"].as_str().map(|reason| reason.replace('_', " "))),
            "private_reports" => {
                let count = |side: Option<&Value>| side.and_then(Value::as_array).map_or(0, Vec::len);
                let before = e.before.as_ref().and_then(|before| before.get(key));
                let more = count(Some(now)) > count(before);
                parts.push(if more { "a report private" } else { "a report no longer private" }.to_string());
            }
            "private" => parts.push(if now == true { "private" } else { "not private" }.to_string()),
            "distressing" => {
                let any = now.as_array().is_some_and(|reports| !reports.is_empty());
                parts.push(if any { "distressing" } else { "not distressing" }.to_string());
            }
            _ => {}
        }
    }
    if parts.is_empty() { String::new() } else { format!(": {}", harmless(&parts.join(", "))) }
}

/// `killed edited 16`; a verdict that was taken back is null.
fn verdict(field: &str, v: &Value) -> String {
    match v["kind"].as_str() {
        Some(kind) => {
            let value = v.get("value").map(|value| format!(" {}", short(value))).unwrap_or_default();
            format!("{field} {}{value}", kind.replace('_', " "))
        }
        None => format!("{field} without verdict"),
    }
}

/// On one line, and nothing in it that a terminal obeys.
fn line(text: &str) -> String {
    harmless(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
