//! Measures a model on development data and writes its card.

use crate::conllu::Gold;
use crate::tagging::words;
use diurna_text::labels::{LABEL_COUNT, label, tag};
use diurna_text::lemma::Lemmas;
use diurna_text::model::Model;
use diurna_text::parser::Parser;
use diurna_text::tagger::Tagger;
use diurna_text::{Analyzer, plain_report, sentences_and_tokens};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Share of right tags, in per cent, with the tokens of the treebank.
pub fn tags(model: &Model, data: &[Gold]) -> f64 {
    let mut tagger = Tagger::new(&model.dictionary, &model.tagger);
    let (mut right, mut all) = (0, 0);
    for gold in data {
        let tags = tagger.tag(&words(gold));
        right += tags.iter().zip(&gold.tags).filter(|(a, b)| a == b).count();
        if std::env::var_os("SHOW_TAGS").is_some() {
            for i in (0..tags.len()).filter(|&i| tags[i] != gold.tags[i]) {
                println!(
                    "TAG\t{}\t{}\t{}\t{}",
                    gold.words[i],
                    tag(tags[i]),
                    tag(gold.tags[i]),
                    gold.words[i.max(1) - 1]
                );
            }
        }
        all += tags.len();
    }
    percent(right, all)
}

fn percent(part: usize, whole: usize) -> f64 {
    (part as f64 / whole.max(1) as f64 * 10_000.0).round() / 100.0
}

/// Counts of right arcs.
#[derive(Default)]
pub struct ParseScores {
    tokens: usize,
    heads: usize,
    arcs: usize,
    plain: [usize; 3],
    // By relation: right, predicted, in the treebank.
    labels: BTreeMap<&'static str, [usize; 3]>,
}

impl ParseScores {
    /// Unlabelled attachment, all tokens.
    pub fn uas(&self) -> f64 {
        percent(self.heads, self.tokens)
    }
    /// Labelled attachment, all tokens.
    pub fn las(&self) -> f64 {
        percent(self.arcs, self.tokens)
    }
}

/// Parses with the tokens of the treebank and tags and lemmas of the model.
pub fn parse(model: &Model, data: &[Gold]) -> ParseScores {
    let lemmas = Lemmas::new();
    let mut tagger = Tagger::new(&model.dictionary, &model.tagger);
    let mut parser = Parser::new(&model.parser);
    let mut s = ParseScores::default();
    for gold in data {
        let mut tags = tagger.tag(&words(gold)).to_vec();
        if std::env::var_os("GOLD_TAGS").is_some() {
            tags.clone_from(&gold.tags);
        }
        let bases: Vec<_> = gold.words.iter().zip(&tags).map(|(w, &t)| lemmas.lemma(w, tag(t))).collect();
        for (i, arc) in parser.parse(&bases, &tags).iter().enumerate() {
            let head = arc.head == gold.heads[i];
            let same = head && arc.label == gold.labels[i];
            s.tokens += 1;
            s.heads += usize::from(head);
            s.arcs += usize::from(same);
            if label(gold.labels[i]) != "punct" {
                s.plain[0] += 1;
                s.plain[1] += usize::from(head);
                s.plain[2] += usize::from(same);
            }
            s.labels.entry(label(arc.label)).or_default()[1] += 1;
            let right = s.labels.entry(label(gold.labels[i])).or_default();
            right[2] += 1;
            right[0] += usize::from(same);
        }
    }
    s
}

/// F1 of tokens and sentences on the running text of the data.
fn cuts(data: &[Gold]) -> (f64, f64) {
    let mut text = String::new();
    let (mut gold_tokens, mut gold_ends) = (BTreeSet::new(), BTreeSet::new());
    for gold in data {
        if gold.paragraph && !text.is_empty() {
            text.push('\n');
        }
        for (w, &space) in gold.words.iter().zip(&gold.spaces) {
            gold_tokens.insert((text.len(), text.len() + w.len()));
            text.push_str(w);
            if space {
                text.push(' ');
            }
        }
        gold_ends.insert(text.trim_end().len());
    }
    let (sentences, tokens) = sentences_and_tokens(&plain_report(&text));
    let f1 = |right: usize, a: usize, b: usize| percent(2 * right, a + b);
    let right =
        tokens.iter().filter(|t| gold_tokens.contains(&(t.span.start as usize, t.span.end as usize))).count();
    let ends = sentences.iter().filter(|s| gold_ends.contains(&(s.span.end as usize))).count();
    (f1(right, tokens.len(), gold_tokens.len()), f1(ends, sentences.len(), gold_ends.len()))
}

/// Tokens per second of the whole analysis, on the text of the data.
pub fn speed(model: &Model, data: &[Gold]) -> f64 {
    let text: Vec<String> = data.iter().map(|g| g.words.join(" ")).collect();
    let report = plain_report(&text.join("\n"));
    let analyzer = Analyzer::with_model(model.clone());
    // Time of this thread on the processor, not by the clock, so that other programs don't count.
    let busy = || {
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        stat.split(' ').next().and_then(|n| n.parse::<f64>().ok()).map_or(0.0, |n| n / 1e9)
    };
    let start = busy();
    let tokens: usize = (0..10).map(|_| analyzer.analyze(report.clone()).tokens.len()).sum();
    tokens as f64 / (busy() - start)
}

fn lemma_share(data: &[Gold]) -> f64 {
    let lemmas = Lemmas::new();
    let (mut right, mut all) = (0, 0);
    for gold in data {
        for (i, base) in gold.lemmas.iter().enumerate().filter(|(_, b)| !b.is_empty() && *b != "_") {
            all += 1;
            let got = lemmas.lemma(&gold.words[i], tag(gold.tags[i]));
            let same = got.as_ref() == base.to_lowercase();
            right += usize::from(same);
            if !same && std::env::var_os("SHOW_LEMMAS").is_some() {
                println!("LEMMA\t{}\t{}\t{got}\t{base}", gold.words[i], tag(gold.tags[i]));
            }
        }
    }
    percent(right, all)
}

/// Prints the scores of a model and returns its card.
pub fn print(model: &Model, dev: &[(&str, Vec<Gold>)], train: &[Gold]) -> String {
    let bytes = model.to_bytes();
    let mut scores = serde_json::Map::new();
    for (name, gold) in dev {
        let s = parse(model, gold);
        let (token_f1, sentence_f1) = cuts(gold);
        let labels: serde_json::Map<String, Value> = s
            .labels
            .iter()
            .map(|(l, c)| {
                let (p, r) = (percent(c[0], c[1]), percent(c[0], c[2]));
                ((*l).to_owned(), json!({"precision": p, "recall": r, "count": c[2]}))
            })
            .collect();
        let mut value = json!({
            "tokens": s.tokens,
            "tag_accuracy_gold_tokens": tags(model, gold),
            "uas_predicted_tags": s.uas(),
            "las_predicted_tags": s.las(),
            "uas_without_punctuation": percent(s.plain[1], s.plain[0]),
            "las_without_punctuation": percent(s.plain[2], s.plain[0]),
        });
        // The teacher gives no lemmas, and its news come cut.
        if gold.iter().any(|g| g.lemmas.iter().any(|l| !l.is_empty())) {
            value["lemma_accuracy_gold_tags_case_folded"] = json!(lemma_share(gold));
            value["token_f1_raw_text"] = json!(token_f1);
            value["sentence_end_f1_raw_text"] = json!(sentence_f1);
        }
        value["labels"] = json!(labels);
        scores.insert((*name).to_owned(), value);
    }
    let sha: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    let card = json!({
        "file": "models/syntax.bin",
        "bytes": bytes.len(),
        "sha256": sha,
        "what": "Averaged perceptrons (i8 weights, sparse rows): Penn tags, then hints of relation and side of the head, then arc-hybrid dependency moves. The parser is trained on jackknifed tags and hints.",
        "relations": (0..LABEL_COUNT as u8).map(label).collect::<Vec<_>>(),
        "data": [
            {"name": "UD English EWT, train part", "commit": "15d613d8447b3478787d4c278730a1e48a945efb", "licence": "CC BY-SA 4.0 (annotations)"},
            {"name": "GUM 11 (UD English GUM), train part without the genres essay, fiction, letter, podcast, whow",
             "commit": "72ce5ac14978a324c2fd18d49484e65292cbe316",
             "licence": "annotations CC BY 4.0; texts CC BY, CC BY-SA 3.0 or public domain by genre"},
            {"name": "trees of a larger parser (MPNet-base, Apache-2.0, trained on the two above; train/syntax/teacher) for news and our own examples: train/reader/own, WikiEvents (training part), the Causal News Corpus (training part), re3d without BBC Online and the Delegation of the European Union to Syria, Wikinews (training part of our gold)",
             "licence": "ours; texts of third parties, no licence stated (weights only); CC0; Open Government and other free licences; CC BY 2.5"},
        ],
        "training_sentences": train.len(),
        "training_tokens": train.iter().map(|g| g.words.len()).sum::<usize>(),
        "conversion": "Hyphenated words joined to one token, relations mapped to the reduced set, 30 % of the sentences copied as headlines, in capitals or small letters: see train/syntax/README.md",
        "rebuild": "see train/syntax/README.md",
        "scores": scores,
        "limits": "Measured on development parts only, which were also used to choose features. What is right in news is held against the teacher, which errs too.",
    });
    for (name, value) in &scores {
        eprintln!("{name}:");
        for (key, v) in value.as_object().expect("object").iter().filter(|(_, v)| v.is_number()) {
            eprintln!("  {key}: {v}");
        }
    }
    serde_json::to_string_pretty(&card).expect("card") + "\n"
}
