//! What commas set off between a subject and its verb: it has its own place and time.

use crate::triggers::Found;
use diurna_core::{Document, Link, LinkKind, TokenSpan};

/// "The army, in retaliation for an attack on Sunday, bombed a camp on Monday": whether commas part a word from a trigger, one of the
/// two being set off between a subject and its verb. What is set off keeps its own words, and takes no others.
pub(crate) fn is_set_off(d: &Document, found: &[Found], links: &[Link], trigger: usize, word: usize) -> bool {
    let head = |t: usize| found[t].trigger.head as usize;
    // "The army, retaliating on Sunday, bombed a camp": then it bombed, too.
    let keeps = |t: usize| d.tag(head(t)) != "VBG";
    let own = aside(d, head(trigger)).filter(|_| keeps(trigger));
    if own.is_some_and(|own| !own.covers(word) && !is_where(d, own, word)) {
        return true;
    }
    let Some(other) = aside(d, word).filter(|a| !a.covers(head(trigger))) else { return false };
    // "The attack, which killed four on Monday, was condemned": both are one event.
    let same = |t: usize| {
        let mut links = links.iter().filter(|l| l.kind == LinkKind::Same);
        links.any(|l| (l.from, l.to) == (t, trigger) || (l.from, l.to) == (trigger, t))
    };
    (0..found.len()).any(|t| other.covers(head(t)) && keeps(t) && !same(t))
}

/// How far behind a word the verb may stand that it is set off from.
const LONGEST_ASIDE: usize = 60;

/// The words around a token that commas set off between a subject and its verb.
fn aside(d: &Document, token: usize) -> Option<TokenSpan> {
    let sentence = d.sentences.get(d.sentence_of(token))?.tokens;
    let comma = |t: &usize| matches!(d.word(*t), "," | "–" | "—");
    let last = (sentence.end as usize).min(token + LONGEST_ASIDE);
    (token + 1..last).filter(|&v| d.tag(v).starts_with("VB")).find_map(|verb| {
        let subject = d.child(verb, "nsubj").filter(|&s| s < token)?;
        let start = (subject + 1..token).find(comma)?;
        let end = (token + 1..verb).rev().find(comma)?;
        Some(TokenSpan::new(start, end))
    })
}

/// "In Gao, where rebels attacked a base, …": the place right before belongs to what is set off.
fn is_where(d: &Document, aside: TokenSpan, word: usize) -> bool {
    let start = aside.start as usize;
    d.lemma(start + 1) == "where" && word < start && (word..start).all(|t| d.tag(t).starts_with("NNP"))
}

#[cfg(test)]
mod tests {
    use super::aside;

    #[test]
    fn commas_set_off_what_stands_between_subject_and_verb() {
        let words = |text: &str, word: &str| {
            let d = diurna_text::Analyzer::new().analyze(diurna_text::plain_report(text));
            let token = (0..d.tokens.len()).find(|&t| d.word(t) == word).unwrap();
            aside(&d, token).map(|a| d.text_span(a).of(&d.report.text).to_string())
        };
        let text = "The army, in retaliation for a rocket attack, bombed a rebel camp near Kidal on Monday.";
        assert_eq!(words(text, "attack").as_deref(), Some(", in retaliation for a rocket attack"));
        assert_eq!((words(text, "bombed"), words(text, "Monday"), words(text, "army")), (None, None, None));
        let text = "Rebels, who attacked Gao on Sunday, shelled Kidal on Monday.";
        assert_eq!(words(text, "attacked").as_deref(), Some(", who attacked Gao on Sunday"));
        // Behind the verb commas set off nothing of its.
        assert_eq!(words("The army bombed a camp, killing two, after a raid.", "raid"), None);
    }
}
