//! How the text presents an event: happened, planned, threatened, denied …

use crate::lexicon::{Lexicon, Pos, Stand};
use diurna_core::{Document, Root, Status};

/// Reads the status of a trigger from its auxiliaries, its governor and the words beside it.
pub(crate) fn of(d: &Document, lexicon: &Lexicon, head: usize, pos: Pos, root: Root) -> Status {
    if pos == Pos::Verb { verb(d, lexicon, head, root) } else { noun(d, lexicon, head) }
}

fn verb(d: &Document, lexicon: &Lexicon, v: usize, root: Root) -> Status {
    let mut progressive = false;
    let mut present = false;
    for c in d.children(v) {
        let lemma = d.lemma(c);
        if d.is_dep(c, "aux") {
            match lemma {
                "will" | "shall" => return Status::Planned,
                // "may have killed" is unsure of what happened; the claim is hedged, the event is not supposed.
                "may" | "might" | "could"
                    if d.children(v).any(|a| d.is_dep(a, "aux") && d.lemma(a) == "have") => {}
                "may" | "might" | "could" | "would" if d.tag(c) == "MD" => {
                    return if lemma == "would" && !under_condition(d, v) {
                        Status::Planned
                    } else {
                        Status::Hypothetical
                    };
                }
                "should" | "must" | "ought" => return Status::Demanded,
                _ => {}
            }
            present |= d.tag(c) == "VBZ" || d.tag(c) == "VBP";
            progressive |= lemma == "be" && d.tag(v) == "VBG";
        }
        if d.is_dep(c, "mark") && matches!(lemma, "if" | "unless" | "whether") {
            return Status::Hypothetical;
        }
    }
    let infinitive = d.tag(v) == "VB";
    if (infinitive || d.tag(v) == "VBG" && !progressive) && d.head(v).is_some() {
        if let Some(s) = governed(d, lexicon, v) {
            return s;
        }
        // "is to visit", "are to meet"
        if infinitive && d.children(v).any(|c| d.lemma(c) == "be" && d.is_dep(c, "aux")) {
            return Status::Planned;
        }
    }
    // "demanded that soldiers leave": a bare verb under a demand.
    if matches!(d.tag(v), "VB" | "VBP")
        && d.tokens[v].dep == "ccomp"
        && d.head(v).is_some_and(|h| {
            matches!(d.lemma(h), "demand" | "insist" | "request" | "require" | "recommend" | "order")
        })
    {
        return Status::Demanded;
    }
    if progressive && present && !matches!(root, Root::Agree | Root::Request | Root::Threaten) {
        return Status::Ongoing;
    }
    Status::Happened
}

/// True where the trigger itself is negated ("did not attack", "no attack").
pub(crate) fn is_negated(d: &Document, head: usize, pos: Pos) -> bool {
    if pos == Pos::Verb {
        return negated(d, head);
    }
    d.children(head).any(|c| d.lemma(c) == "no" && d.is_dep(c, "det"))
        || d.children(head).any(|c| d.is_dep(c, "cop")) && d.children(head).any(|c| d.lemma(c) == "not")
}

fn negated(d: &Document, v: usize) -> bool {
    d.children(v).any(|c| {
        // "Not only shelled the town but also …": it did.
        let merely = matches!(d.lemma(c + 1), "only" | "just" | "merely");
        matches!(d.lemma(c), "not" | "never" | "no" | "nor") && (c < v || d.is_dep(c, "det")) && !merely
    })
}

fn under_condition(d: &Document, v: usize) -> bool {
    d.children(v).any(|c| {
        d.is_dep(c, "advcl")
            && d.children(c).any(|m| matches!(d.lemma(m), "if" | "unless") && d.is_dep(m, "mark"))
    })
}

/// The status that a governing verb or noun gives ("plans to attack", "threat of attack").
fn governed(d: &Document, lexicon: &Lexicon, token: usize) -> Option<Status> {
    let mut at = token;
    for _ in 0..2 {
        let h = d.head(at)?;
        if let Some(status) = lexicon.status(Stand::Verb, d.lemma(h)) {
            // "Had no plans to attack", "did not intend to".
            let off = matches!(status, Status::Planned | Status::Threatened) && negated(d, h);
            return Some(if off { Status::Denied } else { status });
        }
        if !matches!(d.tokens[at].dep, "xcomp" | "conj" | "advcl" | "ccomp" | "acl") {
            return None;
        }
        at = h;
    }
    None
}

fn noun(d: &Document, lexicon: &Lexicon, n: usize) -> Status {
    if let Some(status) = d.children(n).find_map(|c| lexicon.status(Stand::Beside, d.lemma(c))) {
        return status;
    }
    let Some(h) = d.head(n) else { return Status::Happened };
    let dep = d.tokens[n].dep;
    let object = dep == "obj";
    let future =
        d.children(h).any(|c| d.is_dep(c, "aux") && matches!(d.lemma(c), "will" | "shall" | "would"));
    if future && (d.is_dep(n, "nsubj") || object) {
        return Status::Planned;
    }
    if object || matches!(dep, "obl" | "nmod" | "xcomp") || d.is_dep(n, "nsubj") {
        let denied = || lexicon.status(Stand::Object, d.lemma(h)).filter(|_| object);
        if let Some(status) = lexicon.status(Stand::Noun, d.lemma(h)).or_else(denied) {
            return status;
        }
        if object
            && d.children(h).any(|c| d.is_dep(c, "aux") && matches!(d.lemma(c), "could" | "may" | "might"))
        {
            return Status::Hypothetical;
        }
    }
    Status::Happened
}
