//! Types of event in sentences of the PLV set (Hu et al. 2024), relabelled sentences of the PLOVER and CAMEO
//! codebooks.
//!
//! `given_spans`: source and target are marked, and the type between them is asked. `raw`: from the sentence alone;
//! recall is the share of sentences with a coded event of the gold type, precision the share of the types
//! coded, each once a sentence, that are the gold type. Both ask the network for the main interaction, which is what
//! the set marks (`Scheme::Dyads`). `program`: as `raw`, of all events that the whole program codes, background too.
//! Its fifteen types have the names of ours; what we call RETREAT is part of its YIELD, and so is what later
//! versions of PLOVER call CONCEDE and RETREAT.

use super::words;
use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, Prf, ratio};
use crate::{neural, sets};
use diurna_core::{Document, Role, Root, Status, TextSpan};
use diurna_network::Seen;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::Path;

/// The type of a sentence in which nothing is seen.
const DEFAULT: Root = Root::Consult;

/// A sentence with the spans of source and target, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    id: String,
    text: String,
    source: Vec<Range<usize>>,
    target: Vec<Range<usize>>,
    gold: String,
}

/// Compares the types of every sentence.
///
/// # Errors
/// Where the file cannot be read or lacks a column, or there are no weights.
pub(crate) fn run(context: &Context, path: &Path) -> Result<Outcome, Failure> {
    let network = neural::network()?;
    let mut rows = Vec::new();
    for file in sets::one_or_all(path, &[".tsv"], "dyads")? {
        let text = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        rows.extend(parse(&text).map_err(|e| Failure::usage(format!("{}: {e}", file.display()), HINT))?);
    }
    let read = context.map(rows.iter().collect(), |row: &Row| {
        let record = context.read_text(&row.id, &row.text, None);
        let (events, unread) = match record {
            Ok(record) => (record.events, None),
            Err(message) => (Vec::new(), Some(format!("{}: {message}", row.id))),
        };
        let program: BTreeSet<&str> = events.iter().map(|e| coded(e.r#type, e.status)).collect();
        let document = words::document(&row.text);
        let sentences = words::of(&document);
        let sides = [&row.source, &row.target].map(|spans| tokens(&document, spans));
        let given = choose(&network.see_as(&sentences, &super::manners::dyads()), &sides[0], &sides[1]);
        let seen = network.see_as(&sentences, &super::manners::dyads_raw());
        let raw = seen.triggers.iter().map(|t| label(t.root.as_str())).collect();
        (given, raw, program, unread)
    });
    let mut asked: BTreeMap<&str, Prf> = BTreeMap::new();
    let (mut right, mut raw, mut program) = (0, Coded::default(), Coded::default());
    let mut predictions = Vec::new();
    for (row, (root, of_raw, of_program, _)) in rows.iter().zip(&read) {
        let (gold, found) = (row.gold.as_str(), *root);
        right += usize::from(gold == found);
        asked.entry(gold).or_default().add(usize::from(gold == found), 0, 1);
        asked.entry(found).or_default().add(0, 1, 0);
        raw.add(of_raw, gold);
        program.add(of_program, gold);
        predictions.push(json!({
            "id": row.id, "text": row.text, "gold": gold, "given_spans": found, "raw": of_raw, "program": of_program
        }));
    }
    crate::output::unread(&read.iter().filter_map(|r| r.3.clone()).collect::<Vec<_>>());
    let n = rows.len();
    let figures = vec![
        Figure::share("given_spans/accuracy", ratio(right, n)),
        Figure::share("given_spans/macro_f1", macro_f1(&asked)),
        Figure::share("raw/recall", ratio(raw.hit, n)),
        Figure::share("raw/precision", ratio(raw.hit, raw.all)),
        Figure::share("program/recall", ratio(program.hit, n)),
        Figure::share("program/precision", ratio(program.hit, program.all)),
    ];
    Ok(Outcome { figures, predictions })
}

/// Types coded over all sentences, each once a sentence, and those that are the gold type.
#[derive(Debug, Default)]
struct Coded {
    hit: usize,
    all: usize,
}

impl Coded {
    fn add(&mut self, types: &BTreeSet<&str>, gold: &str) {
        self.hit += usize::from(types.contains(gold));
        self.all += types.len();
    }
}

const HINT: &str = "what the file must hold: diurna-eval dyads --help";

/// The rows of a file: tab-separated, no quoting, columns by name.
fn parse(file: &str) -> Result<Vec<Row>, String> {
    let mut lines = file.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column =
        |name: &str| head.iter().position(|h| *h == name).ok_or(format!("there is no column {name}"));
    let (id, marked, gold) = (column("sentence_id")?, column("marked_sentence")?, column("gold_root")?);
    let mut out = Vec::new();
    for (number, line) in lines.enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| cells.get(at).copied().ok_or(format!("line {}: too few columns", number + 2));
        let (text, [source, target]) = unmarked(cell(marked)?);
        let gold = label(cell(gold)?.trim()).to_owned();
        out.push(Row { id: cell(id)?.to_owned(), text, source, target, gold });
    }
    Ok(out)
}

/// A sentence without its marks, and the spans that `<s>` and `<t>` held.
fn unmarked(marked: &str) -> (String, [Vec<Range<usize>>; 2]) {
    let (mut text, mut spans, mut open) = (String::new(), [vec![], vec![]], [None; 2]);
    let mut rest = marked;
    'next: while let Some(c) = rest.chars().next() {
        for (side, [begins, ends]) in [["<s>", "</s>"], ["<t>", "</t>"]].iter().enumerate() {
            if let Some(after) = rest.strip_prefix(begins) {
                (open[side], rest) = (Some(text.len()), after);
                continue 'next;
            }
            if let Some(after) = rest.strip_prefix(ends) {
                spans[side].extend(open[side].take().map(|start| start..text.len()));
                rest = after;
                continue 'next;
            }
        }
        text.push(c);
        rest = &rest[c.len_utf8()..];
    }
    (text, spans)
}

/// The name of a type in the set.
fn label(root: &str) -> &str {
    match root {
        "RETREAT" | "CONCEDE" => "YIELD",
        other => other,
    }
}

/// The type of the set for an event of ours: PLOVER codes a promise to cooperate, or a plan of it, as AGREE, and a
/// threat of force as THREATEN.
fn coded(root: Root, status: Status) -> &'static str {
    match (root, status) {
        (
            Root::Consult | Root::Support | Root::Cooperate | Root::Aid | Root::Yield | Root::Retreat,
            Status::Planned,
        ) => Root::Agree.as_str(),
        (Root::Assault | Root::Coerce | Root::Sanction | Root::Mobilize, Status::Threatened) => {
            Root::Threaten.as_str()
        }
        _ => label(root.as_str()),
    }
}

fn tokens(document: &Document, spans: &[Range<usize>]) -> Vec<Range<usize>> {
    spans.iter().map(|s| document.tokens_in(TextSpan::from(s.clone())).range()).collect()
}

/// The type of the trigger whose sides are source and target: its score, and that of each side that is there.
fn choose(seen: &Seen, source: &[Range<usize>], target: &[Range<usize>]) -> &'static str {
    let side = |trigger: usize, role: Role, words: &[Range<usize>]| {
        let of = seen.roles.iter().filter(|r| r.trigger == trigger && r.role == role);
        let there = of.filter(|r| words.iter().any(|w| words::overlap(w, &r.words)));
        there.map(|r| r.score).fold(0.0, f32::max)
    };
    let score =
        |i: usize| seen.triggers[i].score + side(i, Role::Agent, source) + side(i, Role::Target, target);
    // The first of the best.
    let best = (0..seen.triggers.len()).rev().max_by(|&a, &b| score(a).total_cmp(&score(b)));
    let told = best.map(|i| seen.triggers[i].root);
    label(told.or_else(|| likeliest(seen)).unwrap_or(DEFAULT).as_str())
}

/// The likeliest type of any word where no word is a trigger.
fn likeliest(seen: &Seen) -> Option<Root> {
    let all = seen.leanings.iter().flat_map(|word| Root::ALL.iter().zip(word));
    all.max_by(|a, b| a.1.total_cmp(b.1)).map(|(root, _)| *root)
}

/// The mean of the F1 of every type that the gold has.
fn macro_f1(types: &BTreeMap<&str, Prf>) -> Option<f64> {
    let told: Vec<f64> = types.values().filter(|s| s.gold > 0).map(|s| s.f1()).collect();
    (!told.is_empty()).then(|| told.iter().sum::<f64>() / told.len() as f64)
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)]
mod tests {
    use super::*;
    use diurna_network::{RoleSeen, TriggerSeen};

    #[test]
    fn rows_are_read_by_the_names_of_columns() {
        let file =
            "\tsentence_id\tmarked_sentence\tgold_root\n\t7\t<t>É</t> was left by <s>\"B\"</s>.\tRETREAT\n";
        let rows = parse(file).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].text.as_str(), rows[0].gold.as_str()), ("É was left by \"B\".", "YIELD"));
        assert_eq!(&rows[0].text[rows[0].source[0].clone()], "\"B\"");
        assert_eq!(&rows[0].text[rows[0].target[0].clone()], "É");
        assert!(parse("a\tb\n").unwrap_err().contains("sentence_id"));
    }

    #[test]
    fn the_trigger_between_the_marked_sides_is_chosen() {
        let trigger = |at: usize, root, score| TriggerSeen {
            words: at..at + 1,
            root,
            mode: None,
            status: Status::Happened,
            status_score: 1.0,
            score,
        };
        let role = |trigger, role, words| RoleSeen { trigger, role, words, score: 0.9 };
        let mut seen = Seen {
            triggers: vec![trigger(1, Root::Accuse, 0.9), trigger(5, Root::Assault, 0.6)],
            roles: vec![role(0, Role::Agent, 0..1), role(1, Role::Agent, 3..5), role(1, Role::Target, 6..8)],
            ..Seen::default()
        };
        assert_eq!(choose(&seen, &[4..5], &[7..8]), "ASSAULT");
        assert_eq!(choose(&seen, &[0..1], &[9..10]), "ACCUSE");
        // Nothing fits: the surest.
        assert_eq!(choose(&seen, &[], &[]), "ACCUSE");
        seen.triggers.clear();
        assert_eq!(choose(&seen, &[], &[]), "CONSULT");
    }

    #[test]
    fn types_count_alike() {
        let types = BTreeMap::from([
            // f1 2/3
            ("AID", Prf { hit: 1, found: 1, gold: 2 }),
            ("YIELD", Prf { hit: 0, found: 1, gold: 1 }),
            // Not in the gold.
            ("REJECT", Prf { hit: 0, found: 1, gold: 0 }),
        ]);
        assert!((macro_f1(&types).unwrap() - 1.0 / 3.0).abs() < 1e-12);
    }
}
