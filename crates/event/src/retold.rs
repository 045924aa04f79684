//! What the words around an event or a number say of those told before: that it is another, that it comes to them, or that
//! somebody only speaks of it. The words stand in `data/events/retold.tsv` and `deeds.tsv`.

use diurna_core::words::Kinds;
use diurna_core::{Document, Root, TokenSpan};
use std::sync::LazyLock;

/// Kinds of words.
static WORDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::of(include_str!("../../../data/events/retold.tsv")));
/// Verbs and the nouns made of them.
static DEEDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::of(include_str!("../../../data/events/deeds.tsv")));

fn is(kind: &str, word: &str) -> bool {
    WORDS.has(kind, word)
}

/// A word that sets an event apart from those told before: "another", "earlier".
pub(crate) fn is_new(word: &str) -> bool {
    is("new", &word.to_lowercase())
}

/// Whether one is the noun of the other: "accuse", "accusation".
pub(crate) fn is_same_deed(a: &str, b: &str) -> bool {
    DEEDS.has(a, b) || DEEDS.has(b, a)
}

/// Whether a phrase begins with a word that points at persons told before: "the men", "both men".
pub(crate) fn is_known(d: &Document, phrase: TokenSpan) -> bool {
    is("known", &d.word(phrase.start as usize).to_lowercase())
}

/// Whether a number of persons comes to the one told before: "two more", "another three". "One of the
/// policemen" is among those told.
pub(crate) fn is_more(d: &Document, phrase: TokenSpan) -> bool {
    let end = phrase.end as usize;
    let comes_to = |t: usize| {
        // "More than 20" and "20 or more" count all, and "more or less" says nothing.
        let all = matches!(d.word(t + 1), "than" | "or") || t > 0 && d.word(t - 1) == "or";
        !all && is("more", &d.word(t).to_lowercase())
    };
    // "Two more died": the number may be marked alone.
    let behind = d.sentence_of(end) == d.sentence_of(phrase.start as usize) && comes_to(end);
    let among = (phrase.start as usize..=end)
        .any(|t| d.word(t) == "of" && is("known", &d.word(t + 1).to_lowercase()));
    !among && !is_known(d, phrase) && (behind || phrase.range().any(comes_to))
}

/// How what a word tells is set apart in time from the rest of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gap {
    /// The word that sets it apart.
    pub(crate) at: usize,
    /// It was on another day.
    pub(crate) days: bool,
}

/// The gap that stands before an event: "a week after jets bombed the camp", "hours before the raid". Nothing is read over a verb
/// or a comma, where another clause begins.
pub(crate) fn gap(d: &Document, head: usize) -> Option<Gap> {
    let first = d.sentences.get(d.sentence_of(head))?.tokens.start as usize;
    let verb = |t: usize| d.tag(t).starts_with("VB") && !(d.is_dep(t, "aux") && d.head(t) == Some(head));
    let clause = |t: &usize| !verb(*t) && d.word(*t).chars().any(char::is_alphanumeric);
    let mut before = (first..head).rev().take_while(clause);
    let at = before.find(|&t| is("then", d.lemma(t)))?;
    let time = d.lemma(at.checked_sub(1).filter(|&t| t >= first)?);
    let days = is("days", time);
    (days || is("moments", time)).then_some(Gap { at, days })
}

/// Whether somebody only speaks of what a noun tells, as the subject of a verb that has the noun for its object: "the rebels rejected
/// the offer", "the offer was welcomed by the Union", but not "Iran praised its raid". `who` is the phrase for them and `head` its
/// noun.
pub(crate) fn only_speaks(d: &Document, root: Root, noun: usize, who: TokenSpan, head: usize) -> bool {
    let own = d.children(noun).any(|c| d.tag(c) == "PRP$");
    let verb = d.head(noun).filter(|&v| d.tag(noun).starts_with("NN") && !own && d.tag(v).starts_with("VB"));
    let Some(verb) = verb else { return false };
    let lemma = d.lemma(verb);
    let about = is("about", lemma)
        || !root.is_physical() && is("word", lemma)
        || root == Root::Request && is("grant", lemma);
    let dep = d.tokens[noun].dep;
    if !about {
        return false;
    }
    if dep == "nsubj:pass" {
        return d.head(head) == Some(verb) && d.preposition(head) == Some("by");
    }
    let object = dep == "obj" || d.is_dep(noun, "obl") && d.preposition(noun) == Some("to");
    let beside = |s: usize| d.is_dep(head, "conj") && d.head(head) == Some(s);
    object && d.subject(verb).is_some_and(|s| who.covers(s) || beside(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Document {
        diurna_text::Analyzer::new().analyze(diurna_text::plain_report(text))
    }

    fn token(d: &Document, word: &str) -> usize {
        (0..d.tokens.len()).find(|&t| d.word(t) == word).unwrap()
    }

    #[test]
    fn every_kind_of_the_tables_is_known_and_told_once() {
        let rows = |table: &'static str| table.lines().filter(|l| !l.starts_with('#'));
        let table = include_str!("../../../data/events/retold.tsv");
        let kinds: Vec<&str> = rows(table).map(|l| l.split('\t').next().unwrap_or("")).collect();
        assert_eq!(kinds, ["new", "more", "known", "then", "moments", "days", "about", "word", "grant"]);
        let deeds = include_str!("../../../data/events/deeds.tsv");
        assert!(rows(table).chain(rows(deeds)).all(|l| l.split('\t').count() == 2 && !l.contains("||")));
        assert!(is_same_deed("expel", "expulsion") && is_same_deed("threat", "threaten"));
        assert!(!is_same_deed("expel", "threat") && is_new("Another") && !is_new("the"));
    }

    #[test]
    fn what_comes_to_a_number_says_so() {
        let more = |text: &str, words: usize| is_more(&read(text), TokenSpan::new(0, words));
        assert!(more("Two more died in hospital.", 1));
        assert!(more("Another three soldiers were killed.", 3));
        assert!(!more("A policeman was also killed.", 2));
        assert!(!more("A policeman was killed.", 2));
        assert!(!more("More than 20 soldiers were killed.", 4));
        assert!(!more("The other policeman was killed.", 3));
        assert!(!more("One of the policemen was also killed.", 1));
    }

    #[test]
    fn a_gap_sets_apart_what_stands_behind_it() {
        let days = |text: &str, head: &str| {
            let d = read(text);
            gap(&d, token(&d, head)).map(|g| (d.word(g.at).to_string(), g.days))
        };
        let after = |days: bool| Some(("after".to_string(), days));
        assert_eq!(days("The blast came a week after jets killed ten men.", "killed"), after(true));
        assert_eq!(days("The blast came a week after jets killed ten men.", "blast"), None);
        assert_eq!(days("He died two days after the murder of a judge.", "murder"), after(true));
        assert_eq!(days("A bomb went off hours after a raid.", "raid"), after(false));
        // No time is told, or a clause begins between.
        assert_eq!(days("A bomb went off after a raid.", "raid"), None);
        assert_eq!(days("A day after the vote, rebels raided the town.", "raided"), None);
    }

    #[test]
    fn who_speaks_of_an_event_did_not_do_it() {
        let speaks = |text: &str, root: Root, noun: &str, who: &str| {
            let d = read(text);
            let head = token(&d, who);
            only_speaks(&d, root, token(&d, noun), TokenSpan::new(head, head + 1), head)
        };
        assert!(speaks("The rebels rejected the offer.", Root::Agree, "offer", "rebels"));
        assert!(speaks("The offer was welcomed by Norway.", Root::Agree, "offer", "Norway"));
        assert!(speaks("Norway called the expulsion unjustified.", Root::Sanction, "expulsion", "Norway"));
        assert!(speaks("Kenya agreed to the request.", Root::Request, "request", "Kenya"));
        // Who denies an attack may have made it, who launches one has, and so has whoever praises his own.
        assert!(!speaks("Norway denied the attack.", Root::Assault, "attack", "Norway"));
        assert!(!speaks("Norway launched the attack.", Root::Assault, "attack", "Norway"));
        assert!(!speaks("Norway praised its attack.", Root::Assault, "attack", "Norway"));
        assert!(!speaks("Kenya agreed to the truce.", Root::Yield, "truce", "Kenya"));
    }
}
