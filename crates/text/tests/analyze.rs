//! Whole sentences with known syntax.

use diurna_core::Document;
use diurna_text::{Analyzer, lemma, plain_report};

fn read(text: &str) -> Document {
    Analyzer::new().analyze(plain_report(text))
}

fn find(document: &Document, word: &str) -> usize {
    (0..document.tokens.len()).find(|&i| document.word(i) == word).expect(word)
}

/// The relation and the head's word of the first token that reads `word`.
fn arc<'a>(document: &'a Document, word: &str) -> (&'static str, &'a str) {
    let token = &document.tokens[find(document, word)];
    (token.dep, document.word(token.head as usize))
}

#[test]
fn the_weights_are_in_place() {
    let document = read("The army killed a man.");
    let tags: Vec<&str> = document.tokens.iter().map(|t| t.tag).collect();
    assert_eq!(tags, ["DT", "NN", "VBD", "DT", "NN", "."]);
}

#[test]
fn active_and_passive_clauses() {
    let d = read("Gunmen attacked a police station in Kandahar on Monday, killing three officers.");
    assert_eq!(arc(&d, "Gunmen"), ("nsubj", "attacked"));
    assert_eq!(arc(&d, "station"), ("obj", "attacked"));
    assert_eq!(arc(&d, "killing").0, "advcl");
    assert_eq!(arc(&d, "officers"), ("obj", "killing"));
    let d = read("Two soldiers were killed by rebels near the border.");
    assert_eq!(arc(&d, "soldiers"), ("nsubj:pass", "killed"));
    assert_eq!(arc(&d, "were"), ("aux:pass", "killed"));
    assert_eq!(arc(&d, "rebels"), ("obl:agent", "killed"));
}

#[test]
fn relations_stay_in_the_reduced_set() {
    let d = read(
        "He said the president's men, who fled, had been told to leave and gave up.\nThat's all, folks!",
    );
    assert!(d.tokens.iter().all(|t| diurna_text::labels::label_index(t.dep).is_some()));
    assert!(d.tokens.iter().all(|t| diurna_text::labels::tag_index(t.tag).is_some()));
}

#[test]
fn headlines_have_verbs() {
    let d = read("US Carries Out Airstrike in Syria");
    assert_eq!(d.tokens[find(&d, "Carries")].tag, "VBZ");
    let d = read("REBELS ATTACK ARMY BASE IN YEMEN");
    assert!(d.tokens[find(&d, "ATTACK")].tag.starts_with("VB"));
}

#[test]
fn police_who_shoot_are_no_shot() {
    for sentence in
        ["On Monday, police shot a man.", "On Monday gunmen shot two men.", "The police shot his dog."]
    {
        let d = read(sentence);
        assert_eq!(d.tokens[find(&d, "shot")].tag, "VBD", "{sentence}");
    }
    let d = read("He was hurt in a police raid on Monday.");
    assert_eq!(d.tokens[find(&d, "raid")].tag, "NN");
}

#[test]
fn the_same_text_gives_the_same_document() {
    let text = "Police fired tear gas at protesters who had gathered outside parliament.";
    assert_eq!(read(text).tokens, read(text).tokens);
}

#[test]
fn base_forms() {
    for (word, tag, base) in [
        ("attacks", "NNS", "attack"),
        ("struck", "VBD", "strike"),
        ("killed", "VBN", "kill"),
        ("fled", "VBD", "flee"),
        ("shot", "VBN", "shoot"),
        ("clashes", "NNS", "clash"),
        ("casualties", "NNS", "casualty"),
        ("women", "NNS", "woman"),
        ("Airstrikes", "NNS", "airstrike"),
        ("counter-attacks", "NNS", "counter-attack"),
        ("gunmen", "NNS", "gunman"),
        ("bodies", "NNS", "body"),
        ("troops", "NNS", "troop"),
        ("forces", "NNS", "force"),
        ("hostages", "NNS", "hostage"),
        ("bombing", "VBG", "bomb"),
        ("striking", "VBG", "strike"),
        ("shelling", "VBG", "shell"),
        ("firing", "VBG", "fire"),
        ("kidnapped", "VBN", "kidnap"),
        ("arrested", "VBN", "arrest"),
        ("patrolling", "VBG", "patrol"),
        ("raided", "VBD", "raid"),
        ("invaded", "VBD", "invade"),
        ("wounded", "VBN", "wound"),
        ("injured", "VBN", "injure"),
        ("seized", "VBD", "seize"),
        ("detained", "VBD", "detain"),
        ("released", "VBD", "release"),
        ("exploded", "VBD", "explode"),
        ("detonated", "VBD", "detonate"),
        ("executed", "VBN", "execute"),
        ("carries", "VBZ", "carry"),
        ("clashed", "VBD", "clash"),
        ("threatened", "VBD", "threaten"),
        ("occurred", "VBD", "occur"),
        ("ordered", "VBD", "order"),
        ("besieged", "VBD", "besiege"),
        ("exchanged", "VBD", "exchange"),
        ("bigger", "JJR", "big"),
        ("’re", "VBP", "be"),
        ("Reuters", "NNP", "reuters"),
    ] {
        assert_eq!(lemma(word, tag).as_ref(), base, "{word}/{tag}");
    }
}
