//! How the text presents an event: happened, planned, threatened, denied …

use crate::lexicon::Pos;
use diurna_core::{Document, Root, Status};

/// Reads the status of a trigger from its auxiliaries, its governor and the words beside it.
pub(crate) fn of(d: &Document, head: usize, pos: Pos, root: Root) -> Status {
    if pos == Pos::Verb { verb(d, head, root) } else { noun(d, head) }
}

fn verb(d: &Document, v: usize, root: Root) -> Status {
    let mut progressive = false;
    let mut present = false;
    for c in d.children(v) {
        let lemma = d.lemma(c);
        if d.is_dep(c, "aux") {
            match lemma {
                "will" | "shall" | "'ll" | "wo" => return Status::Planned,
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
        if let Some(s) = governed(d, v) {
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
        || d.children(head).any(|c| d.is_dep(c, "cop"))
            && d.children(head).any(|c| matches!(d.lemma(c), "not" | "n't"))
}

fn negated(d: &Document, v: usize) -> bool {
    d.children(v).any(|c| {
        // "Not only shelled the town but also …": it did.
        let merely = matches!(d.lemma(c + 1), "only" | "just" | "merely");
        matches!(d.lemma(c), "not" | "n't" | "never" | "no" | "nor")
            && (c < v || d.is_dep(c, "det"))
            && !merely
    })
}

fn under_condition(d: &Document, v: usize) -> bool {
    d.children(v).any(|c| {
        d.is_dep(c, "advcl")
            && d.children(c).any(|m| matches!(d.lemma(m), "if" | "unless") && d.is_dep(m, "mark"))
    })
}

/// The status that a governing verb or noun gives ("plans to attack", "threat of attack").
fn governed(d: &Document, token: usize) -> Option<Status> {
    let mut at = token;
    for _ in 0..2 {
        let h = d.head(at)?;
        match d.lemma(h) {
            "plan" | "intend" | "prepare" | "decide" | "want" | "aim" | "set" | "ready" | "expect"
            | "schedule" | "hope" | "poise" | "seek" | "due" | "order" | "consider" | "propose" | "offer"
            | "promise" | "pledge" | "agree" | "willing" | "likely" | "intention" | "decision" | "plot" => {
                return Some(Status::Planned);
            }
            "threaten" | "vow" | "warn" | "swear" | "threat" | "warning" => return Some(Status::Threatened),
            "urge" | "demand" | "call" | "ask" | "request" | "appeal" | "press" | "tell" | "require"
            | "need" | "pressure" | "beg" => {
                return Some(Status::Demanded);
            }
            "deny" | "refuse" | "reject" | "rule" => return Some(Status::Denied),
            "avoid" | "prevent" | "avert" | "could" | "possibility" | "risk" | "fear" | "able" => {
                return Some(Status::Hypothetical);
            }
            "continue" | "keep" => return Some(Status::Ongoing),
            _ => {}
        }
        if !matches!(d.tokens[at].dep, "xcomp" | "conj" | "advcl" | "ccomp" | "acl") {
            return None;
        }
        at = h;
    }
    None
}

fn noun(d: &Document, n: usize) -> Status {
    for c in d.children(n) {
        match d.lemma(c) {
            "possible" | "potential" | "hypothetical" | "feared" => return Status::Hypothetical,
            "planned" | "upcoming" | "future" | "imminent" | "proposed" | "scheduled" | "impending"
            | "expected" | "further" => {
                return Status::Planned;
            }
            "threatened" => return Status::Threatened,
            "ongoing" | "continuing" | "continued" | "current" => return Status::Ongoing,
            _ => {}
        }
    }
    let Some(h) = d.head(n) else { return Status::Happened };
    let dep = d.tokens[n].dep;
    let future =
        d.children(h).any(|c| d.is_dep(c, "aux") && matches!(d.lemma(c), "will" | "shall" | "would"));
    if future && (d.is_dep(n, "nsubj") || dep == "obj") {
        return Status::Planned;
    }
    if dep == "obj" || dep == "obl" || dep == "nmod" || d.is_dep(n, "nsubj") || dep == "xcomp" {
        let status = match d.lemma(h) {
            "plan" | "prepare" | "schedule" | "propose" | "plot" | "intend" | "consider" | "await"
            | "expect" => Some(Status::Planned),
            "threaten" | "threat" | "vow" => Some(Status::Threatened),
            "demand" | "urge" | "call" | "request" | "appeal" | "seek" | "want" | "press" | "need" => {
                Some(Status::Demanded)
            }
            "deny" | "reject" | "refuse" | "oppose" if dep == "obj" => Some(Status::Denied),
            "prevent" | "avert" | "avoid" | "fear" | "risk" | "foil" | "thwart" | "possibility" => {
                Some(Status::Hypothetical)
            }
            "continue" | "underway" => Some(Status::Ongoing),
            _ => None,
        };
        if let Some(s) = status {
            return s;
        }
        if dep == "obj"
            && d.children(h).any(|c| d.is_dep(c, "aux") && matches!(d.lemma(c), "could" | "may" | "might"))
        {
            return Status::Hypothetical;
        }
    }
    Status::Happened
}
