//! What each report says of each field, side by side.

use crate::choose::Said;
use crate::plot::speaker;
use crate::words;
use diurna_core::incident::{Account, Field, Harm, Incident, Value};
use diurna_export::{Released, Texts};
use diurna_review::{FieldName, VerdictKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// One field over all reports.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) letter: char,
    pub(crate) class: &'static str,
    pub(crate) name: &'static str,
    /// The best supported value in words.
    pub(crate) best: Option<String>,
    /// What a person said of it.
    pub(crate) judged: Option<&'static str>,
    pub(crate) differs: bool,
    /// By report, in the order of the reports.
    pub(crate) cells: Vec<Vec<Entry>>,
    /// The values with who gives them, for a list.
    pub(crate) values: Vec<Given>,
}

/// A value in a report.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    value: String,
    /// Who says it in the report; `None` for the report itself.
    source: Option<String>,
    hedged: bool,
    differs: bool,
    /// The words, where they may be quoted.
    quotes: Vec<String>,
}

/// A value and everybody who gives it.
#[derive(Debug, Serialize)]
pub(crate) struct Given {
    value: String,
    who: Vec<String>,
}

/// Makes rows of an incident.
pub(crate) struct Maker<'a> {
    released: Released<'a>,
    said: Option<&'a Said>,
    texts: BTreeMap<String, Option<Vec<char>>>,
    offices: BTreeMap<String, String>,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(
        released: Released<'a>,
        said: Option<&'a Said>,
        texts: &dyn Texts,
        offices: BTreeMap<String, String>,
    ) -> Self {
        let reports = &released.incident().reports;
        let texts =
            reports.iter().map(|r| (r.id.clone(), texts.text(&r.id).map(|t| t.chars().collect()))).collect();
        Self { released, said, texts, offices }
    }

    /// All rows that say anything.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let incident: &Incident = self.released.incident();
        let one = |best: Option<String>| best.filter(|words| !words.is_empty());
        let many = |best: Vec<String>| (!best.is_empty()).then(|| best.join("; "));
        let mut out = Vec::new();
        let when = &incident.when;
        let best = one(when.best.as_ref().map(words::interval));
        let other = |v: &_| when.differs && when.best.as_ref() != Some(v);
        out.push(self.row(
            ('T', "t", "When", FieldName::When),
            best,
            when.differs,
            &when.values,
            words::interval,
            other,
        ));
        let site = &incident.r#where;
        let best = one(site.best.as_ref().map(words::place));
        let other = |v: &_| site.differs && site.best.as_ref() != Some(v);
        out.push(self.row(
            ('P', "p", "Where", FieldName::Where),
            best,
            site.differs,
            &site.values,
            words::place,
            other,
        ));
        for (head, list) in [
            (('A', "a", "By whom", FieldName::Agents), &incident.agents),
            (('G', "g", "Against", FieldName::Targets), &incident.targets),
        ] {
            let best = many(list.best.iter().map(words::party).collect());
            let other = |v: &_| list.differs && !list.best.contains(v);
            out.push(self.row(head, best, list.differs, &list.values, words::party, other));
        }
        let means = &incident.instruments;
        let best = many(means.best.clone());
        let other = |v: &_| means.differs && !means.best.contains(v);
        out.push(self.row(
            ('M', "m", "With what", FieldName::Instruments),
            best,
            means.differs,
            &means.values,
            Clone::clone,
            other,
        ));
        for (head, field) in [
            (('K', "k", "Killed", FieldName::Killed), &incident.killed),
            (('I', "i", "Injured", FieldName::Injured), &incident.injured),
            (('N', "e", "Missing", FieldName::Missing), &incident.missing),
            (('D', "e", "Detained", FieldName::Detained), &incident.detained),
        ] {
            let best = field.best.as_ref().map(words::harm);
            let other = |v: &Harm| apart(field, v);
            out.push(self.row(head, best, field.differs, &field.values, words::harm, other));
        }
        out.retain(|row| row.best.is_some() || row.judged.is_some() || !row.values.is_empty());
        out
    }

    fn row<T>(
        &self,
        (letter, class, name, part): (char, &'static str, &'static str, FieldName),
        best: Option<String>,
        differs: bool,
        values: &[Value<T>],
        show: impl Fn(&T) -> String,
        other: impl Fn(&T) -> bool,
    ) -> Row {
        let reports = &self.released.incident().reports;
        let mut cells: Vec<Vec<Entry>> = reports.iter().map(|_| Vec::new()).collect();
        let mut given = Vec::new();
        for value in values {
            let words = show(&value.value);
            let mut who: Vec<String> = Vec::new();
            for account in &value.accounts {
                let Some(at) = reports.iter().position(|r| r.id == account.report) else { continue };
                let name = self.who(account);
                if !account.copy && !who.contains(&name) {
                    who.push(name);
                }
                let entry = Entry {
                    source: (account.source.is_some() || account.claim.is_some()).then(|| speaker(account)),
                    hedged: account.hedged,
                    differs: other(&value.value) && !account.copy,
                    quotes: self.quotes(&words, account),
                    value: words.clone(),
                };
                let same = |e: &Entry| e.value == entry.value && e.source == entry.source;
                if let Some(cell) = cells.get_mut(at) {
                    match cell.iter_mut().find(|e| same(e)) {
                        Some(old) => old.quotes.extend(entry.quotes),
                        None => cell.push(entry),
                    }
                }
            }
            if !who.is_empty() {
                given.push(Given { value: words, who });
            }
        }
        for quotes in cells.iter_mut().flatten().map(|entry| &mut entry.quotes) {
            quotes.sort();
            quotes.dedup();
        }
        let judged =
            self.said.and_then(|said| said.judged.get(&part)).map(|(judgement, _)| match judgement {
                VerdictKind::Accepted => "checked by a person",
                VerdictKind::Edited => "set by a person",
                VerdictKind::Disputed => "disputed, says the review",
                VerdictKind::NotStated => "not stated, says the review",
            });
        Row { letter, class, name, best, judged, differs, cells, values: given }
    }

    /// "Interior Ministry in Valley Times, hedged".
    fn who(&self, account: &Account) -> String {
        let office = self.offices.get(&account.report).cloned().unwrap_or_default();
        let mut out = match (&account.source, &account.claim) {
            (None, None) => office,
            _ => format!("{} in {office}", speaker(account)),
        };
        if account.hedged {
            out.push_str(", hedged");
        }
        out
    }

    fn quotes(&self, value: &str, account: &Account) -> Vec<String> {
        let Some(text) = self.texts.get(&account.report).and_then(Option::as_ref) else { return Vec::new() };
        let words = account.evidence.iter().filter_map(|mention| self.released.words(value, text, *mention));
        words.map(|w| w.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|w| !w.is_empty()).collect()
    }
}

/// Whether a number of everybody harmed cannot be true together with the best one.
fn apart(field: &Field<Harm>, harm: &Harm) -> bool {
    let Some(best) = &field.best else { return false };
    let whole = |h: &Harm| h.who.is_none() && h.side.is_none();
    let end = |h: &Harm| h.high.unwrap_or(u32::MAX);
    field.differs && whole(harm) && whole(best) && (harm.low > end(best) || best.low > end(harm))
}
