//! What a tagger knows better than the word tables: verbs, where the document's tokens carry tags.

use crate::lex::Lex;
use crate::table::Cue;
use diurna_core::Document;

/// Verbs in the present whose time is that of the telling, not of what is told.
const TELLING: &[&str] =
    &["be", "have", "do", "say", "report", "claim", "believe", "know", "think", "mean", "seem", "need"];

/// Marks verb forms after the tags of the document's tokens; without tags nothing changes.
pub(crate) fn apply(document: &Document, lexemes: &mut [Lex]) {
    let mut tokens = document.tokens.iter().peekable();
    for lex in lexemes {
        while tokens.next_if(|t| t.span.end <= lex.start).is_some() {}
        let Some(token) = tokens.peek().filter(|t| t.span.start == lex.start && t.span.end == lex.end) else {
            continue;
        };
        match token.tag {
            // "planned a march on Saturday" looks ahead in the past tense too.
            "VBD" if lex.entry.cue != Cue::Future => lex.entry.cue = Cue::Past,
            "VBP" | "VBZ" if lex.entry.cue == Cue::None && !TELLING.contains(&&*token.lemma) => {
                lex.entry.cue = Cue::Present;
            }
            "JJ" | "JJR" | "JJS" | "NN" | "NNS" | "NNP" | "NNPS" | "RB" | "IN"
                if lex.entry.cue == Cue::None =>
            {
                lex.entry.cue = Cue::Other;
            }
            // "announced the plan on Aug. 21": the noun looks nowhere.
            "NN" | "NNS" if lex.entry.cue == Cue::Future && !lex.entry.defer => lex.entry.cue = Cue::Other,
            _ => {}
        }
        // "may", "march", "spring", "fall", "second" as verbs.
        if matches!(token.tag, "MD" | "VB" | "VBD" | "VBP" | "VBZ" | "VBG" | "VBN") {
            (lex.entry.month, lex.entry.season, lex.entry.unit) = (0, None, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Anchor, find};
    use diurna_core::{Document, TextSpan, Token};
    use jiff::civil::date;

    #[test]
    fn a_present_verb_looks_ahead() {
        let text = "The two sides meet again Monday.";
        let mut doc = Document::plain(text);
        let read = |doc: &Document| {
            find(doc, &Anchor { published: Some(date(2021, 2, 26)), day_first: None })[0].value.clone()
        };
        assert_eq!(read(&doc), "2021-02-22");
        let token = |start: usize, end: usize, tag| Token {
            span: TextSpan::new(start, end),
            lemma: text[start..end].to_lowercase().into(),
            tag,
            dep: "dep",
            head: 0,
        };
        doc.tokens = vec![token(0, 3, "DT"), token(4, 7, "CD"), token(8, 13, "NNS"), token(14, 18, "VBP")];
        assert_eq!(read(&doc), "2021-03-01");
    }
}
