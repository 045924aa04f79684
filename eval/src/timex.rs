//! Temporal expressions against TIMEX3 gold, after the rules of TempEval-3: the date of the document is not scored.

use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, Prf, ratio};
use crate::sets::{self, Document};
use crate::spans;
use serde::Deserialize;
use serde_json::json;
use std::collections::HashMap;
use std::path::Path;

/// An expression, in gold or found.
#[derive(Debug, Clone, Deserialize)]
struct Timex {
    doc: String,
    start: usize,
    end: usize,
    r#type: Option<String>,
    value: Option<String>,
}

/// Reads the documents with their dates and compares the expressions.
///
/// # Errors
/// Where a file of the set cannot be read.
pub(crate) fn run(context: &Context, folder: &Path) -> Result<Outcome, Failure> {
    let documents: Vec<Document> = sets::lines(&sets::required(folder, "documents.jsonl", "timex")?)?;
    let gold: Vec<Timex> = sets::lines(&sets::required(folder, "gold.jsonl", "timex")?)?;
    let read = context.map(documents.iter().collect(), |d: &Document| {
        let record = context.read_text(&d.doc, &d.text, d.date.as_deref())?;
        let timex = |t: diurna_core::record::TimePart| Timex {
            doc: d.doc.clone(),
            start: t.start,
            end: t.end,
            r#type: Some(t.r#type),
            value: Some(t.value),
        };
        Ok::<_, String>(record.times.into_iter().map(timex).collect::<Vec<_>>())
    });
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for (document, result) in documents.iter().zip(read) {
        match result {
            Ok(times) => found.extend(times),
            Err(message) => unread.push(format!("{}: {message}", document.doc)),
        }
    }
    crate::output::unread(&unread);
    let mut figures = score(&gold, &found).figures();
    figures.push(Figure::count("documents", documents.len()));
    figures.push(Figure::count("unread", unread.len()));
    let row =
        |t: &Timex| json!({"doc": t.doc, "start": t.start, "end": t.end, "type": t.r#type, "value": t.value});
    Ok(Outcome { figures, predictions: found.iter().map(row).collect() })
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Score {
    relaxed: Prf,
    strict: Prf,
    types: usize,
    values: usize,
    normal: usize,
}

impl Score {
    fn figures(&self) -> Vec<Figure> {
        let mut out = self.relaxed.figures("relaxed");
        out.extend(self.strict.figures("strict"));
        for (name, right) in [("type", self.types), ("value", self.values), ("value_norm", self.normal)] {
            let acc = ratio(right, self.relaxed.hit);
            out.push(Figure::share(&format!("{name}.acc"), acc).of("matched", self.relaxed.hit));
            let f1 = self.relaxed.f1() * acc.unwrap_or(0.0);
            out.push(Figure::share(&format!("{name}.f1"), Some(f1)).of("relaxed.n", self.relaxed.gold));
        }
        out
    }
}

fn score(gold: &[Timex], found: &[Timex]) -> Score {
    let mut documents: HashMap<&str, [Vec<&Timex>; 2]> = HashMap::new();
    for (side, list) in [gold, found].into_iter().enumerate() {
        list.iter().for_each(|t| documents.entry(&t.doc).or_default()[side].push(t));
    }
    let mut out = Score::default();
    for lists in documents.values_mut() {
        lists.iter_mut().for_each(|l| l.sort_by_key(|t| t.start));
        let [gold, found] = &*lists;
        let at = |list: &[&Timex]| list.iter().map(|t| (t.start, t.end)).collect::<Vec<_>>();
        let pairs = spans::pair(&at(gold), &at(found), true);
        let count = |same: &dyn Fn(&Timex, &Timex) -> bool| {
            pairs.iter().filter(|p| same(gold[p.0], found[p.1])).count()
        };
        out.relaxed.add(pairs.len(), found.len(), gold.len());
        out.strict.add(count(&|g, f| (g.start, g.end) == (f.start, f.end)), found.len(), gold.len());
        out.types += count(&|g, f| g.r#type == f.r#type);
        out.values += count(&|g, f| g.value == f.value);
        out.normal += count(&|g, f| g.value.as_deref().map(normal) == f.value.as_deref().map(normal));
    }
    out
}

/// A value without what says the same: case of references, zone Z, seconds of naught.
fn normal(value: &str) -> String {
    let value = value.trim();
    if matches!(value.to_uppercase().as_str(), "PRESENT_REF" | "PAST_REF" | "FUTURE_REF") {
        return value.to_uppercase();
    }
    let value = value.strip_suffix('Z').unwrap_or(value);
    let digits =
        |s: &str, at: usize| s.as_bytes()[at].is_ascii_digit() && s.as_bytes()[at + 1].is_ascii_digit();
    match value.strip_suffix(":00") {
        Some(head) if head.len() >= 6 && head.is_char_boundary(head.len() - 6) => {
            let time = &head[head.len() - 6..];
            let clock = time.starts_with('T') && &time[3..4] == ":" && digits(time, 1) && digits(time, 4);
            (if clock { head } else { value }).to_owned()
        }
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timex(doc: &str, start: usize, end: usize, kind: &str, value: &str) -> Timex {
        Timex { doc: doc.into(), start, end, r#type: Some(kind.into()), value: Some(value.into()) }
    }

    #[test]
    fn spans_types_and_values_are_counted_apart() {
        let gold = [
            timex("a", 0, 6, "DATE", "2031-05-12"),
            timex("a", 10, 20, "TIME", "2031-05-12T10:35"),
            timex("b", 0, 4, "DATE", "2031"),
        ];
        let found = [
            timex("a", 3, 6, "DATE", "2031-05-12"),
            timex("a", 10, 20, "DATE", "2031-05-12T10:35:00"),
            timex("c", 0, 4, "DATE", "2031"),
        ];
        let score = score(&gold, &found);
        assert_eq!(score.relaxed, Prf { hit: 2, found: 3, gold: 3 });
        assert_eq!(score.strict, Prf { hit: 1, found: 3, gold: 3 });
        assert_eq!((score.types, score.values, score.normal), (1, 1, 2));
        let figures = score.figures();
        let value = |name: &str| figures.iter().find(|f| f.name == name).and_then(|f| f.value);
        // Two thirds, of which half the values are right.
        assert_eq!((value("relaxed.f1"), value("value.f1")), (Some(0.6667), Some(0.3333)));
    }

    #[test]
    fn values_that_say_the_same() {
        assert_eq!(normal(" present_ref"), "PRESENT_REF");
        assert_eq!(normal("2031-05-12T10:35Z"), "2031-05-12T10:35");
        assert_eq!(normal("2031-05-12T10:35:00"), "2031-05-12T10:35");
        assert_eq!(normal("2031-05-12T10:00"), "2031-05-12T10:00");
        assert_eq!(normal("TMO"), "TMO");
    }
}
