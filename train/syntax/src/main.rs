//! Makes `models/syntax.bin`. See README.md.

mod conllu;
mod measure;
mod parsing;
mod random;
mod silver;
mod tagging;
mod variants;
mod weights;

use conllu::Gold;
use diurna_text::labels::tag;
use diurna_text::lemma::Lemmas;
use diurna_text::model::{Model, Table};
use diurna_text::parser::word;
use diurna_text::tagger::Tagger;
use std::path::{Path, PathBuf};

/// Bytes for the parser's and the tagger's table.
const PARSER_BYTES: usize = 5_400_000;
const TAGGER_BYTES: usize = 950_000;
const FOLDS: usize = 5;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let number = |name: &str, default: usize| {
        let at = args.iter().position(|a| a == name);
        at.and_then(|i| args.get(i + 1)).map_or(default, |v| v.parse().expect("a number"))
    };
    let path = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1));
    let data = PathBuf::from(args.get(1).expect("usage: diurna-train-syntax <treebanks> <models>"));
    let models = PathBuf::from(args.get(2).expect("usage: diurna-train-syntax <treebanks> <models>"));
    let open = |p: &str| conllu::read(&std::fs::read_to_string(data.join(p)).expect("treebank"));
    if let Some(text) = path("--split") {
        print!("{}", silver::split(&std::fs::read_to_string(text).expect("text")));
        return;
    }
    let mut train = open("ud-english-ewt/en_ewt-ud-train.conllu");
    train.extend(open("ud-english-gum/en_gum-train.from-gum-repo.conllu"));
    let mut dev = vec![
        ("UD English EWT dev", open("ud-english-ewt/en_ewt-ud-dev.conllu")),
        ("UD English GUM dev (without non-commercial genres)", open("ud-english-gum/en_gum-ud-dev.conllu")),
    ];
    let treebank = train.len();
    if let Some(file) = path("--silver") {
        // Every 25th sentence is kept to be measured on.
        let news = silver::read(&std::fs::read_to_string(file).expect("silver"));
        let (kept, more): (Vec<_>, Vec<_>) = news.into_iter().enumerate().partition(|(i, _)| i % 25 == 24);
        train.extend(more.into_iter().map(|(_, gold)| gold));
        dev.push(("news, trees of the teacher", kept.into_iter().map(|(_, gold)| gold).collect()));
    }
    if args.iter().any(|a| a == "--measure") {
        let bytes = std::fs::read(models.join("syntax.bin")).expect("model");
        let model = Model::from_static(bytes.leak()).expect("model");
        let card = measure::print(&model, &dev, &train);
        std::fs::write(models.join("syntax.card.json"), card).expect("card");
        eprintln!("{:.0} tokens a second", measure::speed(&model, &dev[0].1));
        return;
    }
    if let Some(folder) = path("--trees") {
        let folder = Path::new(folder);
        std::fs::write(folder.join("train.trees"), silver::write(&train)).expect("trees");
        for (name, (_, gold)) in ["ewt", "gum"].iter().zip(&dev) {
            std::fs::write(folder.join(format!("{name}.dev.trees")), silver::write(gold)).expect("trees");
        }
        return;
    }
    let mut random = random::Random::new(20);
    let copies: Vec<Option<Gold>> = train.iter().map(|g| variants::variant(g, &mut random)).collect();
    eprintln!(
        "{treebank} sentences of treebanks, {} in all, {} copies",
        train.len(),
        copies.iter().flatten().count()
    );

    let plain: Vec<&Gold> = train.iter().collect();
    let all: Vec<&Gold> = train.iter().chain(copies.iter().flatten()).collect();
    let dictionary = tagging::dictionary(&plain);
    let tag_margin = number("--tag-margin", 4) as i32;
    let keep = number("--tag-keep", 90_000);
    let tagger = tagging::train(&dictionary, &all, number("--tag-epochs", 8), 1, tag_margin, keep);
    let tagger = tagger.pack(1, TAGGER_BYTES);
    eprintln!("tagger {} bytes, dictionary {}", tagger.size(), dictionary.size());
    let mut model = Model { dictionary, tagger, parser: Table::default() };
    for (name, gold) in &dev {
        eprintln!("  {name}: tags {:.2}", measure::tags(&model, gold));
    }
    save(&model, &models);
    if args.iter().any(|a| a == "--tagger-only") {
        return;
    }

    let tagged = jackknife(&train, &copies, tag_margin, keep);
    let lemmas = Lemmas::new();
    let folds: Vec<usize> = tagged.iter().map(|t| t.0).collect();
    let mut examples: Vec<parsing::Example> = tagged
        .into_iter()
        .map(|(_, gold, tags)| {
            let words = gold.words.iter().zip(&tags).map(|(w, &t)| word(&lemmas.lemma(w, tag(t)))).collect();
            parsing::Example { gold, words, tags, hints: Vec::new() }
        })
        .collect();
    let margin = number("--margin", 8) as i32;
    parsing::add_hints(&mut examples, FOLDS, &folds, 3, margin);
    let parser_bytes = number("--parser-bytes", PARSER_BYTES);
    let plan = parsing::Plan {
        first: 2,
        epochs: number("--parse-epochs", 8),
        keep: number("--keep", 420_000),
        margin,
    };
    let learner = parsing::train(&examples, plan, 2, |epoch, learner| {
        if epoch % 3 == 1 {
            model.parser = learner.pack(1, if epoch == 1 { 16_000_000 } else { parser_bytes });
            let scores = measure::parse(&model, &dev[0].1);
            eprintln!("epoch {epoch}: UAS {:.2} LAS {:.2}", scores.uas(), scores.las());
        }
    });
    model.parser = learner.pack(1, parser_bytes);
    let bytes = save(&model, &models);
    let model = Model::from_static(bytes.leak()).expect("what was just written");
    let card = measure::print(&model, &dev, &train);
    std::fs::write(models.join("syntax.card.json"), card).expect("card");
}

fn save(model: &Model, models: &Path) -> Vec<u8> {
    let bytes = model.to_bytes();
    std::fs::write(models.join("syntax.bin.new"), &bytes).expect("model");
    std::fs::rename(models.join("syntax.bin.new"), models.join("syntax.bin")).expect("model");
    bytes
}

/// Every sentence with tags from a tagger that has not seen it.
fn jackknife<'a>(
    train: &'a [Gold],
    copies: &'a [Option<Gold>],
    margin: i32,
    keep: usize,
) -> Vec<(usize, &'a Gold, Vec<u8>)> {
    // Folds are blocks of ten sentences, so that a document is mostly in one.
    let fold = |i: usize| i / 10 % FOLDS;
    let one = |k: usize| {
        let others = |i: usize| fold(i) != k;
        let plain: Vec<&Gold> = (0..train.len()).filter(|&i| others(i)).map(|i| &train[i]).collect();
        let rest = (0..train.len()).filter(|&i| others(i)).filter_map(|i| copies[i].as_ref());
        let all: Vec<&Gold> = plain.iter().copied().chain(rest).collect();
        let dictionary = tagging::dictionary(&plain);
        let weights = tagging::train(&dictionary, &all, 3, 10 + k as u64, margin, keep).pack(1, TAGGER_BYTES);
        let mut tagger = Tagger::new(&dictionary, &weights);
        let mut out = Vec::new();
        for i in (0..train.len()).filter(|&i| !others(i)) {
            for gold in std::iter::once(&train[i]).chain(&copies[i]) {
                out.push((k, gold, tagger.tag(&tagging::words(gold)).to_vec()));
            }
        }
        out
    };
    std::thread::scope(|scope| {
        let one = &one;
        let jobs: Vec<_> = (0..FOLDS).map(|k| scope.spawn(move || one(k))).collect();
        jobs.into_iter().flat_map(|j| j.join().expect("a fold")).collect()
    })
}
