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
        Pos::Verb if is_shot_dead(d, head) => Parties {
            agents: head.checked_sub(1).filter(|&t| d.tag(t).starts_with("NN")).into_iter().collect(),
            targets: behind(d, head + 1).into_iter().collect(),
            means: Vec::new(),
        },
        Pos::Verb => verb(d, head, root),
        Pos::Noun => noun(d, head, root),
    };
    for list in [&mut p.agents, &mut p.targets, &mut p.means] {
        *list = list.iter().flat_map(|&h| conjuncts(d, h)).map(|h| counted(d, h)).collect();
        list.sort_unstable();
        list.dedup();
        list.retain(|&h| h != head && is_nominal(d, h) && !is_day(d, h));
    }
    p
}

/// "Gunmen shot dead a teacher", where the tagger takes the verb for a noun.
pub(crate) fn is_shot_dead(d: &Document, v: usize) -> bool {
    d.word(v).eq_ignore_ascii_case("shot") && d.lemma(v + 1) == "dead" && !d.tag(v).starts_with("VB")
}

/// Head of the noun phrase that begins right behind a token.
pub(crate) fn behind(d: &Document, token: usize) -> Option<usize> {
    let sentence = d.sentences.get(d.sentence_of(token))?.tokens;
    let phrase = (token + 1..(token + 8).min(sentence.end as usize)).take_while(|&t| {
        matches!(d.tag(t), "DT" | "CD" | "PRP$" | "POS")
            || d.tag(t).starts_with("JJ")
            || d.tag(t).starts_with("NN")
    });
    phrase.filter(|&t| d.tag(t).starts_with("NN")).last()
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

/// Whether a noun can name a side: a bare number, "hundreds", "part" or "three others" say nothing of who it was, and an amount
/// ("40 tonnes") is nobody.
pub(crate) fn is_someone(d: &Document, head: usize) -> bool {
    let vague = matches!(
        d.lemma(head),
        "other" | "part" | "some" | "more" | "least" | "most" | "toll" | "tonne" | "ton" | "dollar"
    );
    d.tag(head) != "CD" && !vague && !crate::harm::is_counting_noun(d.lemma(head))
}

/// Whether a verb is passive. "A bomb killed three people": what has an object and no "was" acts, whatever the parse calls its
/// subject.
pub(crate) fn is_truly_passive(d: &Document, verb: usize) -> bool {
    let object = d.children(verb).any(|c| c > verb && d.tokens[c].dep == "obj");
    d.is_passive(verb) && (!object || d.child(verb, "aux:pass").is_some())
}

/// The subjects of a verb: the parse may give it two, as in "two soldiers and a driver were killed". What another mark parts from
/// the nearest is a dateline.
pub(crate) fn subjects(d: &Document, verb: usize) -> Vec<usize> {
    let mut all: Vec<usize> = d.children(verb).filter(|&c| d.is_dep(c, "nsubj")).collect();
    all.sort_unstable();
    let before = all.iter().filter(|&&s| s < verb).count();
    all.truncate(before.max(1));
    let joined = |s: usize| {
        let from = d.base_phrase(s).start as usize;
        from > 0 && matches!(d.word(from - 1), "and" | ",")
    };
    let first = (1..all.len()).rev().find(|&i| !joined(all[i])).unwrap_or(0);
    all.split_off(first)
}

/// The members of a coordination, with a noun that the parse hangs under the first: "a mother and her two children".
pub(crate) fn conjuncts(d: &Document, head: usize) -> Vec<usize> {
    let joined = |&c: &usize| {
        c > head
            && d.tokens[c].dep == "nmod"
            && d.preposition(c).is_none()
            && d.children(c).any(|a| a > head && a < c && d.is_dep(a, "cc"))
    };
    let mut all = d.conjuncts(head);
    all.extend(d.children(head).filter(joined));
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether the subject of a verb in a headline suffers what it tells: "mayor murdered", "two teachers kidnapped". Headlines
/// tell of acts in the present; their past forms without an object are passive.
pub(crate) fn is_suffered(d: &Document, v: usize) -> bool {
    const VERBS: &str = "murder kill shoot assassinate kidnap abduct behead execute arrest detain jail hang stab injure wound \
        ambush hijack massacre lynch torture rape imprison sentence expel deport bomb";
    let title = d.sentences[d.sentence_of(v)].region == diurna_core::RegionKind::Title;
    let bare = |c: usize| d.tokens[c].dep == "obj" || d.is_dep(c, "aux");
    title
        && matches!(d.tag(v), "VBD" | "VBN")
        && VERBS.split_whitespace().any(|w| w == d.lemma(v))
        && !d.children(v).any(bare)
        && !d.tag(v + 1).starts_with("NN")
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
    // "Jan Novak" is a person.
    let short = d.word(token).ends_with('.') || d.tag(token + 1) == "CD";
    let is_name =
        |name: &str| name == word || short && (3..=5).contains(&word.len()) && name.starts_with(word);
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
    let passive = is_truly_passive(d, v) || is_suffered(d, v);
    if passive {
        let own = subjects(d, v);
        let target =
            own.last().copied().or_else(|| d.subject(v)).or_else(|| {
                (d.tokens[v].dep == "acl" || d.tokens[v].dep == "amod").then(|| d.head(v)).flatten()
            });
        p.targets.extend(target.map(|t| antecedent(d, t)));
        p.targets.extend(own.into_iter().filter(|&c| Some(c) != target));
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
        if dep == "obj" && is_light(d.lemma(h)) && !is_truly_passive(d, h) && p.agents.is_empty() {
            p.agents.extend(d.subject(h).map(|s| antecedent(d, s)));
            for c in d.children(h).filter(|&c| d.is_dep(c, "obl")) {
                match d.preposition(c) {
                    Some("on" | "against" | "at") if p.targets.is_empty() => p.targets.push(c),
                    Some("with") if matches!(root, Root::Consult | Root::Agree) => p.targets.push(c),
                    _ => {}
                }
            }
        }
        if d.is_dep(n, "nsubj") && is_truly_passive(d, h) {
            p.agents.extend(d.children(h).filter(|&c| d.is_dep(c, "obl") && d.preposition(c) == Some("by")));
        }
    }
    // "forces earlier this evening conducted airstrikes", where the parse lost the subject.
    if p.agents.is_empty() && d.tokens[n].dep != "nsubj" {
        let verb =
            (n.saturating_sub(4)..n).rev().find(|&v| d.tag(v).starts_with("VB") && is_light(d.lemma(v)));
        if let Some(v) = verb.filter(|&v| d.sentence_of(v) == d.sentence_of(n) && !is_truly_passive(d, v)) {
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
                && !is_truly_passive(d, c)
            {
                p.targets.extend(d.children(c).filter(|&o| d.tokens[o].dep == "obj"));
            }
        }
    }
    p
}
