//! Figures on web pages: story text against two public sets, publication date against a third.
//!
//! Each function reads one set in the layout that its authors gave it, pages packed with gzip, and returns the figures
//! with one prediction a page.

use diurna_core::report::{RegionKind, Report};
use diurna_page::{Options, read_page};
use flate2::read::MultiGzDecoder;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// What came of one set.
#[derive(Debug)]
pub struct Outcome {
    /// Names and values, best first to read.
    pub figures: Vec<(String, f64)>,
    /// One object a page.
    pub predictions: Vec<Value>,
}

/// The story of a page as the program tells it apart: body and dateline, without title, captions and the rest.
#[must_use]
pub fn story(report: &Report) -> String {
    let parts = report.regions.iter().filter(|r| matches!(r.kind, RegionKind::Body | RegionKind::Dateline));
    parts.map(|r| r.span.of(&report.text)).collect::<Vec<_>>().join("\n")
}

/// Story text on the article extraction benchmark (`ground-truth.json`, `html/ID.html.gz`): shingles of four tokens,
/// hits and misses as shares of each page, then summed; pages whose story is found without a slip as accuracy.
///
/// # Errors
/// Where a file of the set cannot be read.
pub fn aeb(dir: &Path) -> Result<Outcome, String> {
    let truth = object(&dir.join("ground-truth.json"))?;
    let (mut tp, mut fp, mut fne, mut exact) = (0.0, 0.0, 0.0, 0.0);
    let mut predictions = Vec::new();
    for (id, gold) in &truth {
        let page = unpacked(&dir.join("html").join(format!("{id}.html.gz")))?;
        let predicted =
            read_page(&format!("{id}.html"), &page, &Options::default()).map_or(String::new(), |r| story(&r));
        let c = compare(&shingles(gold["articleBody"].as_str().unwrap_or("")), &shingles(&predicted));
        let all = (c.hit + c.extra + c.missed).max(1) as f64;
        tp += c.hit as f64 / all;
        fp += c.extra as f64 / all;
        fne += c.missed as f64 / all;
        exact += f64::from(u8::from(c.extra + c.missed == 0));
        let f1 = harmonic(c.hit as f64, c.extra as f64, c.missed as f64);
        predictions.push(
            json!({"id": id, "articleBody": predicted, "f1": f1, "extra": c.extra, "missed": c.missed}),
        );
    }
    let figures = vec![
        ("pages.aeb.f1".to_owned(), harmonic(tp, fp, fne)),
        ("pages.aeb.precision".to_owned(), ratio(tp, tp + fp)),
        ("pages.aeb.recall".to_owned(), ratio(tp, tp + fne)),
        ("pages.aeb.exact".to_owned(), ratio(exact, truth.len() as f64)),
    ];
    Ok(Outcome { figures, predictions })
}

/// Story text on the web content extraction benchmark (`ground-truth/ID.json`, `html/ID.html.gz`): F1 of words in lower
/// case, averaged over pages; titles and dates where the set gives them.
///
/// # Errors
/// Where a file of the set cannot be read.
pub fn wcxb(dir: &Path) -> Result<Outcome, String> {
    let (mut f1, mut precision, mut recall) = (0.0, 0.0, 0.0);
    let (mut titles, mut titled, mut dates, mut dated) = (0.0, 0.0, 0.0, 0.0);
    let mut predictions = Vec::new();
    let files = names(&dir.join("ground-truth"), ".json")?;
    for name in &files {
        let id = name.trim_end_matches(".json");
        let gold = Value::Object(object(&dir.join("ground-truth").join(name))?);
        let page = unpacked(&dir.join("html").join(format!("{id}.html.gz")))?;
        let truth = &gold["ground_truth"];
        let report = read_page(&format!("{id}.html"), &page, &Options::default()).ok();
        let predicted = report.as_ref().map_or(String::new(), story);
        let c = compare(&bag(truth["main_content"].as_str().unwrap_or("")), &bag(&predicted));
        let page_f1 = harmonic(c.hit as f64, c.extra as f64, c.missed as f64);
        f1 += page_f1;
        precision += ratio(c.hit as f64, (c.hit + c.extra) as f64);
        recall += ratio(c.hit as f64, (c.hit + c.missed) as f64);
        let title = report.as_ref().and_then(|r| r.title.clone());
        if let Some(gold) = truth["title"].as_str().filter(|t| !t.is_empty()) {
            titled += 1.0;
            titles += f64::from(u8::from(title.as_deref().is_some_and(|t| alike(gold, t) >= 0.6)));
        }
        let date = report.as_ref().and_then(|r| r.published).map(|p| p.date.to_string());
        if let Some(gold) = truth["publish_date"].as_str().filter(|d| d.len() >= 10) {
            dated += 1.0;
            dates += f64::from(u8::from(date.as_deref() == gold.get(..10)));
        }
        predictions.push(json!({
            "id": id, "main_content": predicted, "title": title, "publish_date": date, "f1": page_f1,
            "gold_title": truth["title"], "gold_date": truth["publish_date"], "extra": c.extra, "missed": c.missed
        }));
    }
    let n = files.len() as f64;
    let figures = vec![
        ("pages.wcxb.f1".to_owned(), ratio(f1, n)),
        ("pages.wcxb.precision".to_owned(), ratio(precision, n)),
        ("pages.wcxb.recall".to_owned(), ratio(recall, n)),
        ("pages.wcxb.title".to_owned(), ratio(titles, titled)),
        ("pages.wcxb.date".to_owned(), ratio(dates, dated)),
    ];
    Ok(Outcome { figures, predictions })
}

/// Publication dates (`dates.json`: address, file and day or NaN; `html/FILE.gz`): the share of pages whose day is met,
/// from the page alone and with its address given; a page without a date is met by no date.
///
/// # Errors
/// Where a file of the set cannot be read.
pub fn htmldate(dir: &Path) -> Result<Outcome, String> {
    let path = dir.join("dates.json");
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    // The file writes a missing date as a bare NaN, which JSON does not know.
    let truth: serde_json::Map<String, Value> = serde_json::from_str(&text.replace(": NaN", ": null"))
        .map_err(|e| format!("{}: {e}", path.display()))?;
    let (mut alone, mut addressed, mut given, mut right) = (0.0, 0.0, 0.0, 0.0);
    let mut predictions = Vec::new();
    for (url, gold) in &truth {
        let file = gold["file"].as_str().unwrap_or("");
        let page = unpacked(&dir.join("html").join(format!("{file}.gz")))?;
        let read = |options: &Options| {
            let report = read_page(file, &page, options).ok();
            report.and_then(|r| r.published).map(|p| (p.date.to_string(), p.basis))
        };
        let found = read(&Options::default());
        let with_url = read(&Options { url: Some(url.clone()), ..Options::default() });
        let met = |found: &Option<(String, _)>| found.as_ref().map(|f| f.0.as_str()) == gold["date"].as_str();
        alone += f64::from(u8::from(met(&found)));
        addressed += f64::from(u8::from(met(&with_url)));
        given += f64::from(u8::from(found.is_some()));
        right += f64::from(u8::from(found.is_some() && met(&found)));
        predictions.push(json!({
            "url": url, "file": file, "gold": gold["date"], "date": found.as_ref().map(|f| &f.0),
            "basis": found.as_ref().map(|f| f.1), "date_with_url": with_url.as_ref().map(|f| &f.0)
        }));
    }
    let n = truth.len() as f64;
    let figures = vec![
        ("pages.htmldate.exact".to_owned(), ratio(alone, n)),
        ("pages.htmldate.exact_with_url".to_owned(), ratio(addressed, n)),
        ("pages.htmldate.precision".to_owned(), ratio(right, given)),
        ("pages.htmldate.given".to_owned(), ratio(given, n)),
    ];
    Ok(Outcome { figures, predictions })
}

struct Comparison {
    hit: usize,
    extra: usize,
    missed: usize,
}

/// What two bags share and what each has alone.
fn compare<T: Eq + std::hash::Hash>(gold: &HashMap<T, usize>, predicted: &HashMap<T, usize>) -> Comparison {
    let hit: usize = gold.iter().map(|(k, n)| (*n).min(predicted.get(k).copied().unwrap_or(0))).sum();
    let total = |bag: &HashMap<T, usize>| bag.values().sum::<usize>();
    Comparison { hit, extra: total(predicted) - hit, missed: total(gold) - hit }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect()
}

fn bag(text: &str) -> HashMap<String, usize> {
    let mut out = HashMap::new();
    words(text).into_iter().for_each(|w| *out.entry(w.to_lowercase()).or_default() += 1);
    out
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words = words(text);
    let mut out = HashMap::new();
    if words.len() < 4 {
        if !words.is_empty() {
            out.insert(words, 1);
        }
        return out;
    }
    words.windows(4).for_each(|w| *out.entry(w.to_vec()).or_default() += 1);
    out
}

/// Share of words that two titles have in common.
fn alike(a: &str, b: &str) -> f64 {
    let (a, b) = (bag(a), bag(b));
    let both = a.keys().filter(|k| b.contains_key(*k)).count();
    ratio(both as f64, (a.len() + b.len() - both) as f64)
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn harmonic(hit: f64, extra: f64, missed: f64) -> f64 {
    ratio(2.0 * hit, 2.0 * hit + extra + missed)
}

fn object(path: &Path) -> Result<serde_json::Map<String, Value>, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}

fn names(dir: &Path, ending: &str) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut out: Vec<String> = entries
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .filter(|n| n.ends_with(ending))
        .collect();
    out.sort();
    Ok(out)
}

fn unpacked(path: &Path) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    MultiGzDecoder::new(file).read_to_end(&mut out).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bags_are_compared_piece_by_piece() {
        let c = compare(&bag("a b b c"), &bag("B a d"));
        assert_eq!((c.hit, c.extra, c.missed), (2, 1, 2));
        assert!((harmonic(2.0, 1.0, 2.0) - 4.0 / 7.0).abs() < 1e-12);
        assert_eq!(shingles("one two three four five").len(), 2);
        assert_eq!(shingles("one two").len(), 1);
        assert!((alike("Shells fall", "shells fell") - 1.0 / 3.0).abs() < 1e-12);
    }
}
