//! Names: exact spans of persons, organisations and places, as CoNLL-2003 scores them.

use super::columns::{self, Tagged};
use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, Prf};
use crate::{neural, sets};
use diurna_network::NameKind;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

/// The labels that are scored.
const LABELS: [&str; 3] = ["PER", "ORG", "LOC"];
/// A document is looked at in parts of so many sentences, so that threads share the work of a file that is
/// one document.
const TOGETHER: usize = 64;

/// Our label for a label of the gold; none where it is not scored (MISC, events, products …).
fn gold_label(label: &str) -> Option<&'static str> {
    match label.to_ascii_lowercase().as_str() {
        "per" | "person" | "politician" | "pers" => Some("PER"),
        "org" | "organisation" | "organization" | "politicalparty" => Some("ORG"),
        "loc" | "location" | "gpe" | "geopolitical" | "country" | "fac" | "facility" | "place" => Some("LOC"),
        _ => None,
    }
}

/// The label that a kind counts as; none where no set marks it.
fn found_label(kind: NameKind) -> Option<&'static str> {
    match kind {
        NameKind::Person => Some("PER"),
        NameKind::Organisation => Some("ORG"),
        NameKind::GeoPolitical | NameKind::Location | NameKind::Facility => Some("LOC"),
        NameKind::Group | NameKind::Weapon | NameKind::Vehicle => None,
    }
}

/// Spans with labels.
type Names = BTreeSet<(usize, usize, &'static str)>;

/// Compares the names of every sentence.
///
/// # Errors
/// Where a file cannot be read, or there are no weights.
pub(crate) fn run(context: &Context, path: &Path) -> Result<Outcome, Failure> {
    let network = neural::network()?;
    let mut parts: Vec<Vec<Tagged>> = Vec::new();
    for file in
        sets::one_or_all(path, &[".iob2", ".bio", ".conll", ".conll.txt", "dev.txt", "test.txt"], "names")?
    {
        let text = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        for document in columns::documents(&text) {
            parts.extend(document.chunks(TOGETHER).map(<[Tagged]>::to_vec));
        }
    }
    let read = context.map(parts, |part: Vec<Tagged>| {
        let sentences: Vec<Vec<&str>> =
            part.iter().map(|s| s.words.iter().map(String::as_str).collect()).collect();
        let seen = network.see_as(&sentences, &super::manners::names());
        let found: Vec<_> =
            seen.names.iter().filter_map(|n| Some((n.words.clone(), found_label(n.kind)?))).collect();
        let mut at = 0;
        let mut out = Vec::new();
        for sentence in &part {
            let words = at..at + sentence.words.len();
            at = words.end;
            out.push((gold(sentence), inside(&found, &words), sentence.words.join(" ")));
        }
        out
    });
    let mut score = [Prf::default(); 3];
    let mut predictions = Vec::new();
    for (gold, found, text) in read.into_iter().flatten() {
        count(&gold, &found, &mut score);
        let list = |names: &Names| -> Vec<Value> { names.iter().map(|n| json!([n.0, n.1, n.2])).collect() };
        predictions.push(json!({"text": text, "names": list(&found), "gold": list(&gold)}));
    }
    let mut figures = figures(&score);
    figures.push(Figure::count("sentences", predictions.len()));
    Ok(Outcome { figures, predictions })
}

fn gold(sentence: &Tagged) -> Names {
    sentence.spans.iter().filter_map(|(w, label)| Some((w.start, w.end, gold_label(label)?))).collect()
}

/// The names that lie in a sentence, counted from its first word.
fn inside(found: &[(Range<usize>, &'static str)], words: &Range<usize>) -> Names {
    let lies = |n: &&(Range<usize>, &'static str)| words.start <= n.0.start && n.0.start < words.end;
    let moved = |n: &(Range<usize>, &'static str)| (n.0.start - words.start, n.0.end - words.start, n.1);
    found.iter().filter(lies).map(moved).collect()
}

fn count(gold: &Names, found: &Names, score: &mut [Prf; 3]) {
    for (score, label) in score.iter_mut().zip(LABELS) {
        let of = |names: &Names| names.iter().filter(|n| n.2 == label).count();
        let hit = gold.intersection(found).filter(|n| n.2 == label).count();
        score.add(hit, of(found), of(gold));
    }
}

fn figures(score: &[Prf; 3]) -> Vec<Figure> {
    let mut micro = Prf::default();
    score.iter().for_each(|s| micro.add(s.hit, s.found, s.gold));
    let mut out = micro.figures("micro");
    out.extend(score.iter().zip(LABELS).flat_map(|(s, label)| s.figures(label)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_with_their_labels() {
        let gold = Names::from([(0, 2, "PER"), (3, 4, "LOC"), (6, 7, "ORG")]);
        let found = Names::from([(0, 2, "PER"), (3, 4, "ORG"), (6, 8, "ORG")]);
        let mut score = [Prf::default(); 3];
        count(&gold, &found, &mut score);
        let figures = figures(&score);
        let value = |name: &str| figures.iter().find(|f| f.name == name).and_then(|f| f.value);
        assert_eq!((value("PER.f1"), value("ORG.p"), value("LOC.r")), (Some(1.0), Some(0.0), Some(0.0)));
        // One of three.
        assert_eq!(value("micro.f1"), Some(0.3333));
    }

    #[test]
    fn what_no_set_marks_is_not_scored() {
        let spans = ["GPE", "MISC", "FAC"].map(|l| (0..1, l.to_owned()));
        let sentence = Tagged { words: vec!["Gao".to_owned()], spans: spans.to_vec() };
        assert_eq!(gold(&sentence), Names::from([(0, 1, "LOC")]));
        assert_eq!(found_label(NameKind::Facility), Some("LOC"));
        assert_eq!(found_label(NameKind::Group), None);
    }

    #[test]
    fn names_go_to_their_sentence() {
        let found = [(1..2, "PER"), (5..7, "LOC")];
        assert_eq!(inside(&found, &(0..5)), Names::from([(1, 2, "PER")]));
        assert_eq!(inside(&found, &(5..9)), Names::from([(0, 2, "LOC")]));
    }
}
