//! Words that name an event elsewhere and none here: "suffered a seizure", "taking part", "the driver fled",
//! "blocking systems".

use crate::lexicon::Lexicon;
use crate::triggers;
use diurna_core::{Document, Root};

/// Whether a word that looks like a trigger tells of nothing that somebody does to somebody.
pub(crate) fn is_idle(d: &Document, lexicon: &Lexicon, root: Root, head: usize) -> bool {
    let lemma = d.lemma(head);
    let sentence = d.sentences[d.sentence_of(head)].tokens;
    match root {
        // Who takes part is told to do something by another word.
        Root::Mobilize => lemma == "take" && (head + 1..head + 3).any(|t| d.lemma(t) == "part"),
        // An illness; what a thing does.
        Root::Coerce => lemma == "seizure" && is_illness(d, head) || is_of_a_tool(d, head),
        // Drivers flee from crashes, not from a field of battle.
        Root::Retreat => {
            let rides = |s: usize| matches!(d.lemma(s), "driver" | "motorist" | "rider" | "cyclist");
            matches!(lemma, "flee" | "escape")
                && (d.subject(head).is_some_and(rides) || triggers::is_accident(d, lexicon, head, sentence))
        }
        // "You're welcome."
        Root::Support => {
            lemma == "welcome" && head > 1 && d.lemma(head - 1) == "be" && d.lemma(head - 2) == "you"
        }
        // What a court finds is no concession.
        Root::Yield => lemma == "acquit" || lemma == "acquittal",
        // "Rejected the union's demands": the demand is what is answered, and was made elsewhere.
        Root::Request => {
            let answered = |v: usize| {
                d.tokens[head].dep == "obj" && matches!(d.lemma(v), "reject" | "refuse" | "dismiss" | "spurn")
            };
            d.tag(head).starts_with("NN") && d.head(head).is_some_and(answered)
        }
        _ => false,
    }
}

/// "Suffered a seizure", "after an epileptic seizure".
fn is_illness(d: &Document, head: usize) -> bool {
    let ill = |t: usize| matches!(d.lemma(t), "epileptic" | "fatal" | "brain" | "medical");
    let had = |v: usize| matches!(d.lemma(v), "suffer" | "have" | "experience" | "trigger");
    d.base_phrase(head).range().any(ill) || d.tokens[head].dep == "obj" && d.head(head).is_some_and(had)
}

/// "Apps must have filtering and blocking systems": the word says what a thing is for.
fn is_of_a_tool(d: &Document, head: usize) -> bool {
    let tool = |t: usize| {
        matches!(
            d.lemma(t),
            "system" | "software" | "tool" | "app" | "feature" | "technology" | "device" | "mechanism"
        )
    };
    d.word(head).ends_with("ing") && d.tag(head + 1).starts_with("NN") && tool(head + 1)
}
