//! `diurna show`.

use super::review::{reviewed, told};
use super::words::{harm, interval, party, site};
use super::{ShowArgs, failed};
use crate::messages::count;
use crate::read::{complain, print_all};
use crate::style::{Style, harmless, harmless_json};
use diurna_core::Offsets;
use diurna_core::incident::{Account, Field, Incident, IncidentReport, ListField, Value};
use diurna_core::record::{Mention, Record};
use diurna_review::Review;
use diurna_store::{Entry, Error, Found, Store, shown};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::process::ExitCode;

/// Characters of a report on each side of the words of an account.
const AROUND: usize = 36;
/// Reasons for a join that are shown.
const REASONS: usize = 4;

/// Runs the command.
pub(super) fn run(args: &ShowArgs) -> ExitCode {
    let db = &args.db.path;
    let found = Store::open_reading(db).and_then(|store| Ok((store.incident(args.id)?, store)));
    let (incident, store) = match found {
        Ok((Found::Incident(incident), store)) => (incident, store),
        Ok((Found::Ended, store)) => return ended(args, &store),
        Ok((Found::Nothing, _)) => {
            let what = format!("{}: there is no incident {}", shown(db), args.id);
            complain(&what, Some("`diurna incidents` lists them"));
            return ExitCode::from(1);
        }
        Err(e) => return failed(db, &e),
    };
    let text = store.history(incident.id).and_then(|history| {
        let review = store.review(incident.id)?;
        let private = store.private_reports_of(&incident)?;
        if args.json {
            let from = (args.id != incident.id).then_some(args.id);
            let mut out = json!({"incident": incident, "redirected_from": from, "history": history});
            if let Some(review) = review {
                out["review"] = json!(review);
            }
            if !private.is_empty() {
                out["private_reports"] = json!(private);
            }
            return Ok(harmless_json(out.to_string()) + "\n");
        }
        let style = Style::new(args.color);
        view(args.id, &incident, &store, (review.as_ref(), &history, private), style)
    });
    match text {
        Ok(text) => print_all(&text),
        Err(e) => failed(db, &e),
    }
}

/// An incident of which nothing is left but its history.
fn ended(args: &ShowArgs, store: &Store) -> ExitCode {
    let db = &args.db.path;
    let history = match store.history(args.id) {
        Ok(history) => history,
        Err(e) => return failed(db, &e),
    };
    if args.json {
        let out = json!({"incident": null, "history": history}).to_string();
        return print_all(&(harmless_json(out) + "\n"));
    }
    let mut out = format!("incident {} has ended: no report tells of it any more\n", args.id);
    for e in &history {
        let _ = writeln!(out, "{}", line(e));
    }
    print_all(&out)
}

struct View<'a> {
    incident: &'a Incident,
    records: BTreeMap<&'a str, Record>,
    /// Reports of which nothing leaves, marked here or in another incident.
    private: BTreeSet<String>,
    style: Style,
    out: String,
}

fn view(
    asked: u64,
    i: &Incident,
    store: &Store,
    (review, history, private): (Option<&Review>, &[Entry], BTreeSet<String>),
    style: Style,
) -> Result<String, Error> {
    let mut records = BTreeMap::new();
    for report in &i.reports {
        if let Some(record) = store.record(&report.id)? {
            records.insert(report.id.as_str(), record);
        }
    }
    let mut v = View { incident: i, records, private, style, out: String::new() };
    if asked != i.id {
        let _ = writeln!(v.out, "{asked} was joined into {}", i.id);
    }
    v.head();
    v.field("when", &i.when, interval);
    v.field("where", &i.r#where, site);
    v.list("who", &i.agents, party);
    v.list("to whom", &i.targets, party);
    v.list("with", &i.instruments, |w| harmless(w).into_owned());
    v.field("killed", &i.killed, harm);
    v.field("injured", &i.injured, harm);
    v.field("missing", &i.missing, harm);
    v.field("detained", &i.detained, harm);
    if !i.responds_to.is_empty() {
        let ids: Vec<String> = i.responds_to.iter().map(u64::to_string).collect();
        v.label("answers");
        let _ = writeln!(v.out, "{}", ids.join(", "));
    }
    if let Some(review) = review {
        v.out.push_str(&reviewed(review, style));
    }
    v.reports();
    v.joined();
    let _ = writeln!(v.out, "\n{}", style.bold("history"));
    for e in history {
        let _ = writeln!(v.out, "    {}", line(e));
    }
    Ok(v.out)
}

impl View<'_> {
    fn head(&mut self) {
        let i = self.incident;
        let mode = i.mode.map(|m| format!(" {m}")).unwrap_or_default();
        let kind = self.style.kind(i.r#type.as_str());
        let score = self.style.dim(&format!("score {:.2}", i.score));
        let _ = writeln!(self.out, "{:<6}{kind}{mode} · {}  {score}", i.id, i.status);
        let _ = writeln!(self.out, "      {}", self.style.bold(&harmless(&i.title)));
    }

    fn label(&mut self, label: &str) {
        let _ = write!(self.out, "    {} ", self.style.dim(&format!("{label:<9}")));
    }

    fn field<T>(&mut self, label: &str, field: &Field<T>, words: impl Fn(&T) -> String) {
        self.values(label, &field.values, field.differs, words);
    }

    fn list<T>(&mut self, label: &str, field: &ListField<T>, words: impl Fn(&T) -> String) {
        self.values(label, &field.values, field.differs, words);
    }

    /// Each value in a line of its own, and below it who gives it and in which words.
    fn values<T>(&mut self, label: &str, values: &[Value<T>], differs: bool, words: impl Fn(&T) -> String) {
        for (n, value) in values.iter().enumerate() {
            self.label(if n == 0 { label } else { "" });
            let note = if differs && n == 0 { self.style.bold("  accounts differ") } else { String::new() };
            let _ = writeln!(self.out, "{}{note}", words(&value.value));
            for account in &value.accounts {
                let text = self.account(account);
                let _ = writeln!(self.out, "                {text}");
            }
        }
    }

    fn account(&self, a: &Account) -> String {
        let number = self.incident.reports.iter().position(|r| r.id == a.report).map_or(0, |n| n + 1);
        let mut facts: Vec<String> = Vec::new();
        match (&a.source, a.claim.is_some()) {
            (Some(source), _) => facts.push(harmless(source).into_owned()),
            (None, true) => facts.push("nobody named".to_string()),
            (None, false) => facts.push("the report".to_string()),
        }
        // The verb of a denial stands outside the words that are denied.
        facts.extend(self.cue(a));
        facts.extend(a.source_kind.map(|k| k.as_str().replace('_', " ")));
        if a.hedged {
            facts.push("hedged".to_string());
        }
        if a.copy {
            facts.push("copied".to_string());
        }
        let words = a.evidence.first().map(|m| self.words(&a.report, m)).unwrap_or_default();
        format!("[{number}] {}  {words}", self.style.dim(&facts.join(", ")))
    }

    /// The words by which the source of an account says it: "said", "denied".
    fn cue(&self, a: &Account) -> Option<String> {
        let record = self.records.get(a.report.as_str())?;
        let claim = record.claims.iter().find(|c| Some(&c.id) == a.claim.as_ref())?;
        let cue = claim.cue.as_ref()?;
        let span = Offsets::new(&record.report.text).text_span(cue.start, cue.end);
        let words = span.of(&record.report.text).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(harmless(&words).into_owned())
    }

    /// Words of a report with what stands around them.
    fn words(&self, report: &str, m: &Mention) -> String {
        let Some(record) = self.records.get(report) else { return String::new() };
        let text = &record.report.text;
        let offsets = Offsets::new(text);
        let all = text.chars().count();
        let cut = |from: usize, to: usize| {
            let span = offsets.text_span(from.min(all), to.min(all));
            let flat = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
            let glue = |c: Option<char>| c.is_some_and(char::is_whitespace);
            let (before, after) = (glue(span.of(text).chars().next()), glue(span.of(text).chars().last()));
            format!("{}{flat}{}", if before { " " } else { "" }, if after { " " } else { "" })
        };
        let left = cut(m.start.saturating_sub(AROUND), m.start);
        let right = cut(m.end, m.end + AROUND);
        // Half words at the edges say nothing.
        let left = left.split_once(' ').map_or(left.as_str(), |(_, rest)| rest);
        let right = right.rsplit_once(' ').map_or(right.as_str(), |(rest, _)| rest);
        let words = cut(m.start, m.end);
        let style = self.style;
        format!("“…{}{}{}…”", harmless(left), style.words(&harmless(&words)), harmless(right))
    }

    fn reports(&mut self) {
        let _ = writeln!(self.out, "\n{}", self.style.bold("reports"));
        let incident = self.incident;
        for (n, r) in incident.reports.iter().enumerate() {
            let mut facts = vec![r.source.clone()];
            facts.extend(r.publisher.clone());
            facts.extend(r.published.clone());
            if r.background {
                facts.push("recalls it".to_string());
            }
            if self.private.contains(&r.id) {
                facts.push("private".to_string());
            }
            if let Some(of) = &r.copy_of {
                facts.push(format!("repeats {}", self.name(of)));
            }
            let _ = writeln!(self.out, "    [{}] {}", n + 1, harmless(&facts.join(" · ")));
            if let Some(title) = &r.title {
                let _ = writeln!(self.out, "        {}", harmless(title));
            }
            let events: Vec<String> = r.events.iter().map(|e| format!("{}#{e}", r.id)).collect();
            let _ = writeln!(self.out, "        {}", self.style.dim(&events.join(" ")));
        }
    }

    /// A report by its number here, or what it was called.
    fn name(&self, report: &str) -> String {
        let is = |r: &IncidentReport| r.id == report;
        match self.incident.reports.iter().position(is) {
            Some(n) => format!("[{}]", n + 1),
            None => report.to_string(),
        }
    }

    fn joined(&mut self) {
        if self.incident.joined.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "\n{}", self.style.bold("why they are one"));
        for j in &self.incident.joined {
            let reasons: Vec<String> = j
                .reasons
                .iter()
                .take(REASONS)
                .map(|r| format!("{} {:+.1}", harmless(&r.words), r.weight))
                .collect();
            let (a, b) = (self.name(&j.a.report), self.name(&j.b.report));
            let _ = writeln!(
                self.out,
                "    {a} {} and {b} {}: {:.2}  {}",
                j.a.event,
                j.b.event,
                j.score,
                self.style.dim(&reasons.join(", "))
            );
        }
    }
}

/// A line of the log in words.
fn line(e: &Entry) -> String {
    let what = match (e.what.as_str(), e.other) {
        ("incident.new", _) => "new".to_string(),
        ("incident.change", _) => "changed".to_string(),
        ("incident.end", _) => "ended".to_string(),
        ("incident.split", Some(from)) => format!("split from {from}"),
        ("incident.join", Some(into)) => format!("{} was joined into {into}", e.incident.unwrap_or_default()),
        ("decision", other) => {
            let same = e.after.as_ref().and_then(|a| a["same"].as_bool());
            let about = other.map(|o| format!(" about {o}")).unwrap_or_default();
            let said = match same {
                Some(true) => ": the same",
                Some(false) => ": not the same",
                None => "",
            };
            format!("decision{about}{said}")
        }
        (other, about) => {
            let what = other.strip_prefix("review.").unwrap_or(other).replace('_', " ");
            let with = about.map(|o| format!(" (with {o})")).unwrap_or_default();
            format!("{what}{with}{}", told(e))
        }
    };
    let mut out = format!("{} {}: {what}", e.time, harmless(&e.who));
    if e.erased {
        out.push_str(" (its words were erased)");
    }
    let empty = serde_json::Map::new();
    let side = |v: &Option<serde_json::Value>| v.as_ref().and_then(|v| v.as_object().cloned());
    let (before, after) = (side(&e.before).unwrap_or_default(), side(&e.after).unwrap_or(empty));
    let mut changes = Vec::new();
    if e.what == "incident.change" {
        for (field, now) in &after {
            match field.as_str() {
                "events" => changes.push(count(now.as_array().map_or(0, Vec::len), "more event")),
                f if f.ends_with("_values") => {}
                _ => changes.push(format!(
                    "{field} {} → {}",
                    short(before.get(field).unwrap_or(&serde_json::Value::Null)),
                    short(now)
                )),
            }
        }
        if let Some(left) = before.get("events") {
            changes.push(count(left.as_array().map_or(0, Vec::len), "fewer event"));
        }
    }
    if !changes.is_empty() {
        let _ = write!(out, "; {}", changes.join(", "));
    }
    out
}

/// A value of the log in few words.
pub(super) fn short(v: &serde_json::Value) -> String {
    let text = match v {
        serde_json::Value::Null => "nothing".to_string(),
        serde_json::Value::String(s) => s.clone(),
        serde_json::Value::Array(a) => a.iter().map(short).collect::<Vec<_>>().join(", "),
        serde_json::Value::Object(o) if o.contains_key("type") => {
            let mode = o.get("mode").filter(|m| !m.is_null()).map(|m| format!(" {}", short(m)));
            format!("{}{}", short(&o["type"]), mode.unwrap_or_default())
        }
        serde_json::Value::Object(o) => match (o.get("low"), o.get("from"), o.get("name")) {
            (Some(low), ..) => match o.get("high") {
                Some(high) if high == low => low.to_string(),
                Some(high) if !high.is_null() => format!("{low}–{high}"),
                _ => format!("{low} or more"),
            },
            (_, Some(from), _) => short(from),
            (_, _, Some(name)) => short(name),
            _ => v.to_string(),
        },
        other => other.to_string(),
    };
    harmless(&text).into_owned()
}
