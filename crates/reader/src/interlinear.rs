//! What the network saw, under the words it saw it in: a text that a person can read and compare.

use crate::TrainedReader;
use diurna_core::Document;
use diurna_network::{LinkKind, Seen};
use std::fmt::Write;
use std::ops::Range;

/// The sentences of a document, each followed by its names, events with their sides, attributions and links.
///
/// A change of weights shows as a difference of this text. Scores are left out, since every training moves them.
#[must_use]
pub fn interlinear(reader: &TrainedReader, document: &Document) -> String {
    let (seen, tokens) = reader.see(document);
    let mut out = String::new();
    let text = |words: &Range<usize>| -> String {
        let words: Vec<&str> =
            words.clone().filter_map(|w| tokens.get(w)).map(|&t| document.word(t)).collect();
        words.join(" ")
    };
    let mut word = 0;
    while word < tokens.len() {
        let sentence = document.sentences[document.sentence_of(tokens[word])];
        let end = word + sentence.tokens.len();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}", text(&(word..end)));
        told(&mut out, &seen, word..end, &text);
        out.push('\n');
        word = end.max(word + 1);
    }
    out
}

fn told(out: &mut String, seen: &Seen, sentence: Range<usize>, text: &dyn Fn(&Range<usize>) -> String) {
    for name in seen.names.iter().filter(|n| sentence.contains(&n.words.start)) {
        let _ = writeln!(out, "  name    {} {}", name.kind.label(), text(&name.words));
    }
    for (i, trigger) in seen.triggers.iter().enumerate() {
        if !sentence.contains(&trigger.words.start) {
            continue;
        }
        let mode = trigger.mode.map(|m| format!("/{m}")).unwrap_or_default();
        let _ =
            writeln!(out, "  event   {} · {}{mode} · {}", text(&trigger.words), trigger.root, trigger.status);
        for role in seen.roles.iter().filter(|r| r.trigger == i) {
            let _ = writeln!(out, "    {:<10} {}", role.role.as_str(), text(&role.words));
        }
        for link in seen.links.iter().filter(|l| l.from == i && l.kind == LinkKind::Answers) {
            let _ = writeln!(out, "    answers    {}", text(&seen.triggers[link.to].words));
        }
    }
    for cue in seen.cues.iter().filter(|c| sentence.contains(&c.words.start)) {
        let hedged = if cue.hedged >= 0.5 { " · hedged" } else { "" };
        let _ = writeln!(out, "  says    {}{hedged}", text(&cue.words));
        for (label, spans) in [("source", &cue.source), ("content", &cue.content)] {
            for words in spans {
                let _ = writeln!(out, "    {label:<10} {}", text(words));
            }
        }
    }
}
