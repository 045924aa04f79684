//! Prints the tokens of a text with tag, relation and head, one a line: `cargo run --example syntax < report.txt`.
#![allow(clippy::print_stdout)]

use std::io::Read;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let document = diurna_text::Analyzer::new().analyze(diurna_text::plain_report(&text));
    for (i, sentence) in document.sentences.iter().enumerate() {
        println!("# sentence {i}");
        for t in sentence.tokens.range() {
            let token = &document.tokens[t];
            let head = document.head(t).map_or("-", |h| document.word(h));
            println!("{t}\t{}\t{}\t{}\t{}\t{head}", document.word(t), token.lemma, token.tag, token.dep);
        }
    }
    Ok(())
}
