//! W3C Web Annotations (JSON-LD): each value of an incident, at the words of each report that give it.

use crate::accounts::number;
use crate::facts::locator;
use crate::privacy::Clean;
use crate::{Error, Export, Summary};
use diurna_core::incident::{Account, Value as Answer};
use diurna_core::record::Mention;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// Code points of context on either side of a quote.
const CONTEXT: usize = 32;

/// Words of ours beside those of the W3C.
const OURS: &str = "urn:diurna:terms#";

pub(crate) fn write(export: &Export<'_>, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Error> {
    let mut items = Vec::new();
    let mut texts: BTreeMap<String, Option<Vec<char>>> = BTreeMap::new();
    for clean in &export.incidents {
        let before = items.len();
        let mut writer = Writer { clean, export, texts: &mut texts, items: &mut items };
        let incident = &clean.incident;
        writer.field("when", &incident.when.values, |w| {
            if w.from == w.to { w.from.clone() } else { format!("{}/{}", w.from, w.to) }
        });
        writer.field("where", &incident.r#where.values, |site| site.name.clone());
        writer.field("agent", &incident.agents.values, |party| party.name.clone());
        writer.field("target", &incident.targets.values, |party| party.name.clone());
        writer.field("instrument", &incident.instruments.values, Clone::clone);
        for (name, field) in [
            ("killed", &incident.killed),
            ("injured", &incident.injured),
            ("missing", &incident.missing),
            ("detained", &incident.detained),
        ] {
            writer.field(name, &field.values, number);
        }
        if items.len() == before {
            summary.leave_out("no evidence to point at");
        } else {
            summary.incidents += 1;
        }
    }
    summary.rows = items.len();
    write!(out, "{{\"@context\":")?;
    let context = json!(["http://www.w3.org/ns/anno.jsonld", {"diurna": OURS}]);
    serde_json::to_writer(&mut *out, &context)?;
    write!(out, ",\"id\":\"urn:diurna:annotations\",\"type\":\"AnnotationPage\",\"diurna:provenance\":")?;
    serde_json::to_writer(&mut *out, &export.provenance)?;
    write!(out, ",\"items\":[")?;
    for (at, item) in items.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, item)?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(())
}

struct Writer<'a, 'b> {
    clean: &'a Clean,
    export: &'a Export<'b>,
    texts: &'a mut BTreeMap<String, Option<Vec<char>>>,
    items: &'a mut Vec<Value>,
}

impl Writer<'_, '_> {
    fn field<T>(&mut self, name: &str, values: &[Answer<T>], show: impl Fn(&T) -> String) {
        let mut count = 0;
        for answer in values {
            let value = show(&answer.value);
            for account in &answer.accounts {
                if account.evidence.is_empty() {
                    continue;
                }
                count += 1;
                let item = self.annotation(name, count, &value, account);
                self.items.push(item);
            }
        }
    }

    fn annotation(&mut self, name: &str, count: usize, value: &str, account: &Account) -> Value {
        let incident = &self.clean.incident;
        let report = incident.reports.iter().find(|report| report.id == account.report);
        // Text-only reports have no address: the digest of their bytes names them.
        let source = report.map_or(account.report.as_str(), locator);
        let source =
            if source.contains("://") { source.to_string() } else { format!("urn:{}", account.report) };
        let targets: Vec<Value> = account
            .evidence
            .iter()
            .map(|mention| {
                let mut selectors =
                    vec![json!({"type": "TextPositionSelector", "start": mention.start, "end": mention.end})];
                selectors.extend(self.quote(value, &account.report, *mention));
                json!({"type": "SpecificResource", "source": source, "selector": selectors})
            })
            .collect();
        let mut body = Map::new();
        body.insert("type".to_string(), json!("TextualBody"));
        body.insert("purpose".to_string(), json!("describing"));
        body.insert("format".to_string(), json!("text/plain"));
        body.insert("value".to_string(), json!(format!("{name}: {value}")));
        body.insert("diurna:incident".to_string(), json!(incident.id));
        body.insert("diurna:field".to_string(), json!(name));
        body.insert("diurna:report".to_string(), json!(account.report));
        if let Some(who) = &account.source {
            body.insert("diurna:saidBy".to_string(), json!(who));
        }
        body.insert("diurna:hedged".to_string(), json!(account.hedged));
        json!({
            "id": format!("urn:diurna:incident:{}:{name}:{count}", incident.id),
            "type": "Annotation",
            "motivation": "describing",
            "body": body,
            "target": targets,
        })
    }

    /// The words themselves, where the text is kept and they may leave.
    fn quote(&mut self, value: &str, report: &str, mention: Mention) -> Option<Value> {
        let export = self.export;
        let text = self
            .texts
            .entry(report.to_string())
            .or_insert_with(|| export.texts.text(report).map(|t| t.chars().collect()));
        let text = text.as_ref()?;
        let exact = self.clean.words(value, text, mention)?;
        let mut quote = json!({"type": "TextQuoteSelector", "exact": exact});
        if self.clean.context {
            let from = mention.start.saturating_sub(CONTEXT);
            let to = (mention.end + CONTEXT).min(text.len());
            quote["prefix"] = json!(text[from..mention.start].iter().collect::<String>());
            quote["suffix"] = json!(text[mention.end..to].iter().collect::<String>());
        }
        Some(quote)
    }
}
