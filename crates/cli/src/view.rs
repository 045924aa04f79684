//! A person's view of a record: incidents, each field with the words it came from.

use crate::style::{Style, harmless};
use diurna_core::record::{AccountPart, ClaimPart, EventPart, HarmPart, Mention, PartyPart, Record};
use diurna_core::{HarmKind, Offsets, TextSpan};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Events below this score are only counted, unless all are asked for.
pub(crate) const LIKELY: f64 = 0.40;
/// Claims shown for one event.
const CLAIMS: usize = 4;

struct View<'a> {
    record: &'a Record,
    offsets: Offsets<'a>,
    style: Style,
    out: String,
}

/// Writes the view of one record.
pub(crate) fn view(record: &Record, style: Style, all: bool) -> String {
    let mut v = View { record, offsets: Offsets::new(&record.report.text), style, out: String::new() };
    v.head();
    let mut shown: Vec<&EventPart> = record.events.iter().filter(|e| all || e.score >= LIKELY).collect();
    shown.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    for e in &shown {
        v.event(e, all);
    }
    let left = record.events.len() - shown.len();
    if record.events.is_empty() {
        let _ = writeln!(v.out, "\nno incident found");
    } else if left > 0 {
        let text = v.style.dim(&format!("{left} less likely: show with --all"));
        let _ = writeln!(v.out, "\n{text}");
    }
    let free: Vec<&ClaimPart> = record.claims.iter().filter(|c| c.about.is_empty()).collect();
    if all && !free.is_empty() {
        let _ = writeln!(v.out, "\n{}", v.style.bold("claims about none of these"));
        for c in free {
            v.claim("", c);
        }
    }
    v.out
}

/// What the report tells most about comes first.
fn weight(e: &EventPart) -> f64 {
    e.score + 0.1 * (e.mentions.len().min(10) as f64)
}

/// A number of persons in words.
fn range(low: u32, high: Option<u32>) -> String {
    match high {
        Some(high) if high == low => low.to_string(),
        Some(high) => format!("{low}–{high}"),
        None => format!("{low} or more"),
    }
}

/// Two numbers of the same persons from different sources that are not the same.
fn differ(a: &AccountPart, b: &AccountPart) -> bool {
    let comparable = a.who.is_none() || b.who.is_none() || a.who == b.who;
    comparable && a.claim != b.claim && (a.low, a.high) != (b.low, b.high)
}

impl View<'_> {
    fn head(&mut self) {
        let r = &self.record.report;
        let title = r.title.as_ref().unwrap_or(&r.source);
        let _ = writeln!(self.out, "{}", self.style.bold(&harmless(title)));
        let mut facts = vec![r.source.clone()];
        facts.extend(r.publisher.clone());
        match &r.published {
            Some(p) => {
                let basis = serde_json::to_value(p.basis).ok();
                let basis = basis.as_ref().and_then(|b| b.as_str()).unwrap_or("").to_string();
                facts.push(format!("published {} ({basis})", p.value));
            }
            None => facts.push("publication date unknown: give it with --published".to_string()),
        }
        let _ = writeln!(self.out, "{}", self.style.dim(&harmless(&facts.join(" · "))));
    }

    fn words(&self, m: &Mention) -> String {
        let span: TextSpan = self.offsets.text_span(m.start, m.end);
        let text = span.of(&self.record.report.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let short = if text.chars().count() > 90 {
            format!("{}…", text.chars().take(88).collect::<String>())
        } else {
            text
        };
        self.style.words(&harmless(&format!("“{short}”")))
    }

    fn line(&mut self, label: &str, text: &str) {
        let label = format!("{label:<10}");
        let _ = writeln!(self.out, "    {} {text}", self.style.dim(&label));
    }

    fn event(&mut self, e: &EventPart, all: bool) {
        let mode = e.mode.map(|m| format!(" {m}")).unwrap_or_default();
        let head = format!("{:<4}{}{mode} · {}", e.id, self.style.kind(e.r#type.as_str()), e.status);
        let _ = writeln!(self.out, "\n{head}  {}", self.style.dim(&format!("score {:.2}", e.score)));
        let mut seen = BTreeMap::<String, usize>::new();
        for m in &e.mentions {
            *seen.entry(self.words(m)).or_default() += 1;
        }
        let told: Vec<String> =
            seen.iter().map(|(w, n)| if *n > 1 { format!("{w} ×{n}") } else { w.clone() }).take(6).collect();
        self.line("told as", &told.join(" "));
        self.parties("who", &e.agents);
        self.parties("to whom", &e.targets);
        if !e.instruments.is_empty() {
            let all: Vec<String> = e.instruments.iter().map(|m| self.words(m)).collect();
            self.line("with", &all.join(" "));
        }
        self.place(e);
        self.time(e);
        self.harm("killed", e.killed.as_ref());
        self.accounts(e, HarmKind::Killed);
        self.harm("injured", e.injured.as_ref());
        self.accounts(e, HarmKind::Injured);
        self.accounts(e, HarmKind::Missing);
        self.accounts(e, HarmKind::Detained);
        if !e.responds_to.is_empty() {
            self.line("answers", &e.responds_to.join(", "));
        }
        let record = self.record;
        let claims: Vec<&ClaimPart> = record.claims.iter().filter(|c| c.about.contains(&e.id)).collect();
        let limit = if all { usize::MAX } else { CLAIMS };
        for (i, c) in claims.iter().take(limit).enumerate() {
            self.claim(if i == 0 { "claims" } else { "" }, c);
        }
        if claims.len() > limit {
            let left = claims.len() - limit;
            let more = format!("and {left} more claim{}", if left == 1 { "" } else { "s" });
            self.line("", &self.style.dim(&more));
        }
    }

    fn parties(&mut self, label: &str, list: &[PartyPart]) {
        for (i, p) in list.iter().enumerate() {
            let Some(actor) = self.record.actors.iter().find(|a| a.id == p.actor) else { continue };
            let country = actor.country.as_ref().map(|c| format!(", {}", harmless(c))).unwrap_or_default();
            let words = p.mentions.first().map(|m| self.words(m)).unwrap_or_default();
            let text = format!("{} ({}{country})  {words}", harmless(&actor.name), actor.kind);
            self.line(if i == 0 { label } else { "" }, &text);
        }
    }

    fn place(&mut self, e: &EventPart) {
        let Some(at) = &e.r#where else { return };
        let Some(p) = self.record.places.iter().find(|p| p.id == at.place) else { return };
        let mut text = harmless(&p.name).into_owned();
        if let Some(c) = &p.country {
            let _ = write!(text, ", {}", harmless(c));
        }
        if let (Some(lat), Some(lon)) = (p.lat, p.lon) {
            let (ns, ew) = (if lat < 0.0 { 'S' } else { 'N' }, if lon < 0.0 { 'W' } else { 'E' });
            let _ = write!(text, " {:.2} {ns} {:.2} {ew}", lat.abs(), lon.abs());
        }
        if let Some(m) = p.mentions.first() {
            let _ = write!(text, "  {}", self.words(m));
        }
        self.line("where", &text);
    }

    fn time(&mut self, e: &EventPart) {
        let Some(when) = &e.when else { return };
        let Some(t) = self.record.times.iter().find(|t| t.id == when.time) else { return };
        let (from, to) = (when.from.clone().unwrap_or_default(), when.to.clone().unwrap_or_default());
        let span = if from == to { from } else { format!("{from} to {to}") };
        let words = self.words(&Mention { start: t.start, end: t.end });
        self.line("when", &format!("{span}  {words}"));
    }

    fn harm(&mut self, label: &str, harm: Option<&HarmPart>) {
        let Some(h) = harm else { return };
        let words: Vec<String> = h.evidence.iter().map(|m| self.words(m)).collect();
        self.line(label, &format!("{}  {}", range(h.low, h.high), words.join(" ")));
    }

    /// The numbers of one kind by who gives them: of the dead and wounded where sources differ, of others always.
    fn accounts(&mut self, e: &EventPart, kind: HarmKind) {
        let told: Vec<&AccountPart> = e.accounts.iter().filter(|a| a.harm == kind).collect();
        let summed = matches!(kind, HarmKind::Killed | HarmKind::Injured);
        if summed && !told.iter().any(|a| told.iter().any(|b| differ(a, b))) {
            return;
        }
        for (i, a) in told.into_iter().enumerate() {
            let label = if summed || i > 0 { "" } else { kind.as_str() };
            let who = a.who.as_ref().map(|w| format!(" {}", harmless(w))).unwrap_or_default();
            let by = match a.claim.as_ref().and_then(|id| self.record.claims.iter().find(|c| c.id == *id)) {
                Some(claim) => self.speaker(claim),
                None => "the report".to_string(),
            };
            let words: Vec<String> = a.evidence.iter().map(|m| self.words(m)).collect();
            let number = range(a.low, a.high);
            self.line(label, &format!("{number}{who}, by {by}  {}", words.join(" ")));
        }
    }

    /// Name or words of the source of a claim.
    fn speaker(&self, c: &ClaimPart) -> String {
        match &c.source {
            Some(s) => match &s.name {
                Some(name) => harmless(name).into_owned(),
                None => self.words(&Mention { start: s.start, end: s.end }),
            },
            None => "nobody named".to_string(),
        }
    }

    /// Source and cue in the order of the text: "the army denied", "according to medics". Without the cue a denial would read
    /// as a confession.
    fn said(&self, c: &ClaimPart, who: &str) -> String {
        let Some(cue) = &c.cue else { return who.to_string() };
        let span = self.offsets.text_span(cue.start, cue.end);
        let words = span.of(&self.record.report.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let words = harmless(&words);
        match &c.source {
            Some(s) if cue.start < s.start => format!("{words} {who}"),
            _ => format!("{who} {words}"),
        }
    }

    fn claim(&mut self, label: &str, c: &ClaimPart) {
        let who = self.speaker(c);
        let said = self.said(c, &who);
        let mut facts: Vec<String> = Vec::new();
        facts.extend(c.source_kind.map(|k| k.as_str().replace('_', " ")));
        facts.extend(c.affiliation.as_deref().map(|a| harmless(a).into_owned()).filter(|a| *a != who));
        facts.push(c.form.to_string());
        if c.hedged {
            facts.push("hedged".to_string());
        }
        let words: Vec<String> = c.content.iter().map(|m| self.words(m)).collect();
        self.line(label, &format!("{said} ({}): {}", facts.join(", "), words.join(" ")));
    }
}
