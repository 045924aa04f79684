//! Who does what to whom: subjects, objects and prepositional phrases of a trigger.

use crate::lexicon::Pos;
use diurna_core::{Document, Root};

/// Heads of the noun phrases around a trigger.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Parties {
    pub(crate) agents: Vec<usize>,
    pub(crate) targets: Vec<usize>,
    /// With what.
    pub(crate) means: Vec<usize>,
}

/// Finds the parties of the trigger whose head is `head`.
pub(crate) fn of(d: &Document, head: usize, pos: Pos, root: Root) -> Parties {
    let mut p = match pos {
        Pos::Verb => verb(d, head, root),
        Pos::Noun => noun(d, head, root),
    };
    for list in [&mut p.agents, &mut p.targets, &mut p.means] {
        *list = list.iter().flat_map(|&h| d.conjuncts(h)).map(|h| counted(d, h)).collect();
        list.sort_unstable();
        list.dedup();
        list.retain(|&h| h != head && is_nominal(d, h) && !is_day(d, h));
    }
    p
}

/// The ones counted rather than their number: "dozens of fighters", "a handful" of fighters.
fn counted(d: &Document, token: usize) -> usize {
    if !crate::harm::is_counting_noun(d.lemma(token)) {
        return token;
    }
    let of = d.children(token).find(|&c| c > token && d.preposition(c) == Some("of"));
    // The mark of a quotation between the two parts them in the parse.
    let beside = || {
        let at = (token + 1..d.tokens.len().min(token + 3)).find(|&t| d.lemma(t) == "of")?;
        (at + 1..d.tokens.len().min(at + 4)).find(|&t| d.tag(t).starts_with("NN"))
    };
    of.or_else(beside).unwrap_or(token)
}

/// Talks are with somebody, and on or about something, which is no side.
fn is_talk(root: Root) -> bool {
    matches!(root, Root::Consult | Root::Agree | Root::Cooperate)
}

fn is_nominal(d: &Document, token: usize) -> bool {
    let tag = d.tag(token);
    tag.starts_with("NN")
        || tag.starts_with("PRP")
        || tag == "CD"
        || tag == "DT"
        || tag.starts_with('W')
        || tag == "JJ"
}

/// "on Monday", "on Nov. 3": a parse may hang the day like a side.
fn is_day(d: &Document, token: usize) -> bool {
    let word = d.word(token).to_lowercase();
    let word = word.trim_end_matches('.');
    let is_name = |name: &str| name == word || word.len() == 3 && name.starts_with(word);
    const NAMES: [&str; 18] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "yesterday",
    ];
    d.tag(token).starts_with("NN") && NAMES.iter().any(|n| is_name(n))
}

fn antecedent(d: &Document, token: usize) -> usize {
    if matches!(d.lemma(token), "who" | "which" | "that" | "whom") {
        let mut at = token;
        for _ in 0..4 {
            let Some(h) = d.head(at) else { return token };
            if d.is_dep(at, "acl:relcl") || d.tokens[at].dep == "acl" {
                return h;
            }
            at = h;
        }
    }
    token
}

fn verb(d: &Document, v: usize, root: Root) -> Parties {
    let mut p = Parties::default();
    let passive = d.is_passive(v);
    if passive {
        let target = d
            .child(v, "nsubj")
            .or_else(|| d.subject(v))
            .or_else(|| (d.tokens[v].dep == "acl" || d.tokens[v].dep == "amod").then(|| d.head(v)).flatten());
        p.targets.extend(target.map(|t| antecedent(d, t)));
    } else {
        p.agents.extend(d.subject(v).map(|s| antecedent(d, s)));
        p.targets.extend(d.children(v).filter(|&c| matches!(d.tokens[c].dep, "obj" | "iobj")));
    }
    let had_object = !p.targets.is_empty();
    for c in d.children(v).filter(|&c| d.is_dep(c, "obl") || d.tokens[c].dep == "nmod") {
        match d.preposition(c) {
            Some("by") if passive => p.agents.push(c),
            Some("with")
                if matches!(root, Root::Consult | Root::Cooperate | Root::Agree) || is_clash(d, v) =>
            {
                p.targets.push(c)
            }
            Some("with" | "using") => p.means.push(c),
            Some("against" | "on" | "upon") if d.tokens[c].dep != "obl:tmod" && !is_talk(root) => {
                p.targets.push(c)
            }
            Some("at" | "into" | "toward" | "towards") if root == Root::Assault && !had_object => {
                p.targets.push(c)
            }
            Some("at") if root == Root::Assault && is_throwing(d.lemma(v)) => p.targets.push(c),
            Some("for") if matches!(root, Root::Accuse | Root::Request) && !had_object => p.targets.push(c),
            Some("to")
                if matches!(root, Root::Aid | Root::Request | Root::Yield | Root::Agree | Root::Support)
                    && !had_object =>
            {
                p.targets.push(c);
            }
            Some("from") if matches!(root, Root::Retreat | Root::Request | Root::Sanction) && !had_object => {
                p.targets.push(c)
            }
            _ => {}
        }
    }
    // "urged Iran to stop": some parses make the person asked the subject of the open clause.
    if !had_object && matches!(root, Root::Request | Root::Coerce | Root::Accuse) {
        for c in d.children(v).filter(|&c| c > v && matches!(d.tokens[c].dep, "xcomp" | "ccomp")) {
            p.targets.extend(d.child(c, "nsubj").filter(|&s| s > v));
        }
    }
    p
}

/// Verbs whose object is what flies, not what is hit: "fired rockets at the camp".
fn is_throwing(verb: &str) -> bool {
    matches!(verb, "fire" | "launch" | "throw" | "hurl" | "lob" | "toss" | "shoot" | "drop")
}

fn is_clash(d: &Document, v: usize) -> bool {
    matches!(d.lemma(v), "clash" | "fight" | "battle" | "skirmish" | "exchange" | "trade")
}

/// Verbs that carry a noun: "carried out an attack", "faces charges".
fn is_light(lemma: &str) -> bool {
    matches!(
        lemma,
        "carry"
            | "conduct"
            | "launch"
            | "commit"
            | "mount"
            | "stage"
            | "make"
            | "hold"
            | "perpetrate"
            | "order"
            | "plan"
            | "begin"
            | "start"
            | "open"
            | "issue"
            | "sign"
            | "impose"
            | "declare"
            | "announce"
            | "continue"
            | "resume"
            | "plot"
            | "undertake"
            | "give"
            | "offer"
            | "provide"
            | "send"
            | "execute"
            | "lead"
            | "organise"
            | "organize"
            | "do"
            | "reach"
            | "express"
            | "join"
            | "attend"
            | "deliver"
            | "initiate"
            | "take"
            | "voice"
            | "propose"
            | "reject"
            | "end"
            | "suspend"
            | "pledge"
    )
}

fn noun(d: &Document, n: usize, root: Root) -> Parties {
    let mut p = Parties::default();
    for c in d.children(n) {
        let dep = d.tokens[c].dep;
        if d.is_dep(c, "nmod:poss") {
            p.agents.push(c);
            continue;
        }
        if c < n && (dep == "amod" || dep == "compound") {
            // "US airstrike", "Israeli raid": whether it is an actor is seen later.
            if d.tag(c).starts_with("NNP") || d.word(c).chars().next().is_some_and(char::is_uppercase) {
                p.agents.push(c);
            } else if dep == "compound" {
                p.means.push(c);
            }
            continue;
        }
        if !(d.is_dep(c, "nmod") || d.is_dep(c, "obl")) {
            continue;
        }
        match d.preposition(c) {
            Some("by") => p.agents.push(c),
            Some("on" | "against" | "upon" | "at") if !is_talk(root) => p.targets.push(c),
            Some("of")
                if matches!(
                    root,
                    Root::Assault
                        | Root::Coerce
                        | Root::Yield
                        | Root::Accuse
                        | Root::Aid
                        | Root::Support
                        | Root::Reject
                ) =>
            {
                p.targets.push(c);
            }
            Some("of") if matches!(root, Root::Retreat | Root::Mobilize) => p.agents.push(c),
            Some("between" | "among") => {
                p.agents.push(c);
                p.targets.push(c);
            }
            Some("with")
                if matches!(root, Root::Consult | Root::Cooperate | Root::Agree) || is_clash(d, n) =>
            {
                p.targets.push(c)
            }
            Some("with") => p.means.push(c),
            Some("from")
                if matches!(root, Root::Request | Root::Threaten | Root::Support | Root::Assault) =>
            {
                p.agents.push(c)
            }
            Some("to") if matches!(root, Root::Aid | Root::Support | Root::Request | Root::Threaten) => {
                p.targets.push(c)
            }
            Some("for") if matches!(root, Root::Support | Root::Request) => p.targets.push(c),
            _ => {}
        }
    }
    if let Some(h) = d.head(n) {
        let dep = d.tokens[n].dep;
        if dep == "obj" && is_light(d.lemma(h)) && !d.is_passive(h) && p.agents.is_empty() {
            p.agents.extend(d.subject(h).map(|s| antecedent(d, s)));
            for c in d.children(h).filter(|&c| d.is_dep(c, "obl")) {
                match d.preposition(c) {
                    Some("on" | "against" | "at") if p.targets.is_empty() => p.targets.push(c),
                    Some("with") if matches!(root, Root::Consult | Root::Agree) => p.targets.push(c),
                    _ => {}
                }
            }
        }
        if d.is_dep(n, "nsubj") && d.is_passive(h) {
            p.agents.extend(d.children(h).filter(|&c| d.is_dep(c, "obl") && d.preposition(c) == Some("by")));
        }
    }
    // "forces earlier this evening conducted airstrikes", where the parse lost the subject.
    if p.agents.is_empty() && d.tokens[n].dep != "nsubj" {
        let verb =
            (n.saturating_sub(4)..n).rev().find(|&v| d.tag(v).starts_with("VB") && is_light(d.lemma(v)));
        if let Some(v) = verb.filter(|&v| d.sentence_of(v) == d.sentence_of(n) && !d.is_passive(v)) {
            let subject = d.subject(v).or_else(|| {
                (v.saturating_sub(5)..v).rev().find(|&t| {
                    d.sentence_of(t) == d.sentence_of(n)
                        && matches!(d.tag(t), "NNS" | "NNP" | "NNPS")
                        && !matches!(d.lemma(t), "evening" | "morning")
                })
            });
            p.agents.extend(subject.map(|s| antecedent(d, s)));
        }
    }
    // "an airstrike targeting militias", "a strike that hit a school".
    if root == Root::Assault {
        for c in d.children(n).filter(|&c| d.is_dep(c, "acl")) {
            if matches!(d.lemma(c), "target" | "hit" | "strike" | "kill" | "destroy" | "wound" | "injure")
                && !d.is_passive(c)
            {
                p.targets.extend(d.children(c).filter(|&o| d.tokens[o].dep == "obj"));
            }
        }
    }
    p
}
