//! What a tagger knows better than the word tables: verbs, where the document's tokens carry tags.

use crate::lex::{Kind, Lex};
use crate::table::{Cue, Tables};
use diurna_core::Document;

/// Marks verb forms after the tags of the document's tokens; without tags nothing changes.
pub(crate) fn apply(document: &Document, lexemes: &mut [Lex]) {
    let telling = &Tables::get().lists.telling;
    let mut tokens = document.tokens.iter().peekable();
    for i in 0..lexemes.len() {
        let dated = is_dated(lexemes, i);
        let lex = &mut lexemes[i];
        while tokens.next_if(|t| t.span.end <= lex.start).is_some() {}
        let Some(token) = tokens.peek().filter(|t| t.span.start == lex.start && t.span.end == lex.end) else {
            continue;
        };
        match token.tag {
            // "planned a march on Saturday" looks ahead in the past tense too.
            "VBD" if lex.entry.cue != Cue::Future => lex.entry.cue = Cue::Past,
            "VBP" | "VBZ" if lex.entry.cue == Cue::None && !telling.contains(&&*token.lemma) => {
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
        // "may", "march", "spring", "fall", "second" as verbs; "on 10 May at dawn" may look like one to a tagger.
        if !dated && matches!(token.tag, "MD" | "VB" | "VBD" | "VBP" | "VBZ" | "VBG" | "VBN") {
            (lex.entry.month, lex.entry.season, lex.entry.unit) = (0, None, None);
        }
    }
}

/// A word in capitals beside the number of a day: "10 May", "March 5".
fn is_dated(lexemes: &[Lex], i: usize) -> bool {
    let day = |l: &Lex| l.kind == Kind::Number && l.digits > 0 && (1..=31).contains(&l.value);
    let beside = || [i.checked_sub(1), Some(i + 1)].into_iter().flatten().filter_map(|k| lexemes.get(k));
    lexemes[i].capital && lexemes[i].entry.month > 0 && beside().any(day)
}

#[cfg(test)]
mod tests {
    use crate::{Anchor, find};
    use diurna_core::{Document, TextSpan, Token};
    use jiff::civil::date;

    /// A token of `text` with its tag.
    fn token(text: &str, start: usize, end: usize, tag: &'static str) -> Token {
        let lemma = text[start..end].to_lowercase().into();
        Token { span: TextSpan::new(start, end), lemma, tag, dep: "dep", head: 0 }
    }

    #[test]
    fn a_month_beside_a_day_is_no_verb() {
        let text = "They left on 10 May at dawn. They may go.";
        let mut doc = Document::plain(text);
        doc.tokens = vec![token(text, 13, 15, "CD"), token(text, 16, 19, "MD"), token(text, 34, 37, "MD")];
        let anchor = Anchor { published: Some(date(2021, 5, 12)), day_first: None };
        let found: Vec<(usize, String)> =
            find(&doc, &anchor).into_iter().map(|m| (m.span.start as usize, m.value)).collect();
        assert_eq!(found, [(13, "2021-05-10".to_owned()), (23, "2021-05-10TMO".to_owned())]);
    }

    #[test]
    fn a_present_verb_looks_ahead() {
        let text = "The two sides meet again Monday.";
        let mut doc = Document::plain(text);
        let read = |doc: &Document| {
            find(doc, &Anchor { published: Some(date(2021, 2, 26)), day_first: None })[0].value.clone()
        };
        assert_eq!(read(&doc), "2021-02-22");
        doc.tokens = vec![
            token(text, 0, 3, "DT"),
            token(text, 4, 7, "CD"),
            token(text, 8, 13, "NNS"),
            token(text, 14, 18, "VBP"),
        ];
        assert_eq!(read(&doc), "2021-03-01");
    }
}
