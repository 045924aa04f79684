//! Trees in a plain form, to and from the teacher: a word, its tag, its head and its relation a line, an empty line after
//! each sentence. Heads count from 0; the root's head is the word itself.

use crate::conllu::Gold;
use diurna_text::labels::{label, label_index, tag, tag_index};
use diurna_text::{plain_report, sentences_and_tokens};
use std::fmt::Write;

/// The sentences of a text with their words, and nothing known of these.
pub fn split(text: &str) -> String {
    let report = plain_report(text);
    let (sentences, tokens) = sentences_and_tokens(&report);
    let mut out = String::new();
    for sentence in &sentences {
        for token in &tokens[sentence.tokens.range()] {
            writeln!(out, "{}\t_\t_\t_", token.span.of(text)).expect("a string");
        }
        out.push('\n');
    }
    out
}

/// Trees as lines.
pub fn write(trees: &[Gold]) -> String {
    let mut out = String::new();
    for tree in trees {
        for (i, word) in tree.words.iter().enumerate() {
            writeln!(out, "{word}\t{}\t{}\t{}", tag(tree.tags[i]), tree.heads[i], label(tree.labels[i]))
                .expect("a string");
        }
        out.push('\n');
    }
    out
}

/// Lines as trees. Lemmas are not known.
pub fn read(text: &str) -> Vec<Gold> {
    let mut out = vec![Gold::default()];
    for line in text.lines() {
        if line.is_empty() {
            out.push(Gold::default());
            continue;
        }
        let tree = out.last_mut().expect("never empty");
        let mut fields = line.split('\t');
        let mut field = || fields.next().expect("four fields");
        tree.words.push(field().to_owned());
        tree.tags.push(tag_index(field()).expect("a tag"));
        tree.heads.push(field().parse().expect("a head"));
        tree.labels.push(label_index(field()).expect("a relation"));
        tree.lemmas.push(String::new());
        tree.spaces.push(true);
    }
    out.retain(|tree| !tree.words.is_empty());
    out
}
