//! Who does what to whom: subjects, objects and prepositional phrases of a trigger.

use crate::lexicon::Pos;
use crate::lists;
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
pub(crate) fn counted(d: &Document, token: usize) -> usize {
    // "Most of the capital"
    let share = matches!(d.word(token), "most" | "much" | "part" | "parts") && d.word(token + 1) == "of";
    if !share && !crate::harm::is_counting_noun(d.lemma(token)) {
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

/// Whether a word can name a side: a bare number, "hundreds", "part" or "three others" say nothing of who it was, an amount
/// ("40 tonnes") is nobody, nor is a mark or the rest of a verb ("who'd").
pub(crate) fn is_someone(d: &Document, head: usize) -> bool {
    let lemma = d.lemma(head);
    let vague = matches!(
        lemma,
        "other" | "part" | "some" | "more" | "least" | "most" | "much" | "many" | "all" | "toll"
    );
    let amount = lists::AMOUNTS.contains(lemma) || crate::harm::is_counting_noun(lemma);
    let word = d.word(head);
    // "'Ndrangheta" begins with a mark and is a name.
    let least = if word.starts_with(char::is_alphanumeric) { 1 } else { 3 };
    let named = word.chars().filter(|c| c.is_alphanumeric()).count() >= least;
    d.tag(head) != "CD" && !vague && !amount && named
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
    let title = d.sentences[d.sentence_of(v)].region == diurna_core::RegionKind::Title;
    let bare = |c: usize| d.tokens[c].dep == "obj" || d.is_dep(c, "aux");
    title
        && matches!(d.tag(v), "VBD" | "VBN")
        && lists::HEADLINE.contains(d.lemma(v))
        && !d.children(v).any(bare)
        && !d.tag(v + 1).starts_with("NN")
}

/// "The rebels lost two men", "their vehicle hit a landmine": the subject of a verb of an attack suffers it.
pub(crate) fn is_loss(d: &Document, v: usize) -> bool {
    let mine = |o: usize| {
        matches!(d.lemma(o), "landmine" | "mine" | "ied" | "bomb" | "device" | "explosive" | "booby-trap")
    };
    match d.lemma(v) {
        "lose" => true,
        "hit" | "strike" | "trigger" => d.child(v, "obj").is_some_and(mine),
        _ => false,
    }
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
    d.tag(token).starts_with("NN") && lists::DAYS.iter().any(|name| is_name(name))
}

fn antecedent(d: &Document, token: usize) -> usize {
    if matches!(d.lemma(token), "who" | "which" | "that" | "whom") {
        let mut at = token;
        for _ in 0..4 {
            let Some(h) = d.head(at) else { return token };
            if d.is_dep(at, "acl") {
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
        p.targets.extend(d.objects(v));
        p.targets.extend(d.children(v).filter(|&c| d.tokens[c].dep == "iobj"));
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
            Some("at") if root == Root::Assault && lists::THROWING.contains(d.lemma(v)) => {
                p.targets.push(c);
            }
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

fn is_clash(d: &Document, v: usize) -> bool {
    matches!(d.lemma(v), "clash" | "fight" | "battle" | "skirmish" | "exchange" | "trade")
}

fn noun(d: &Document, n: usize, root: Root) -> Parties {
    let mut p = Parties::default();
    for c in d.children(n) {
        if d.is_dep(c, "nmod:poss") {
            p.agents.push(c);
        } else if c < n && matches!(d.tokens[c].dep, "amod" | "compound") {
            premodifier(d, c, &mut p);
        } else if d.is_dep(c, "nmod") || d.is_dep(c, "obl") {
            prepositional(d, n, root, c, &mut p);
        }
    }
    of_governor(d, n, root, &mut p);
    // "forces earlier this evening conducted airstrikes", where the parse lost the subject.
    if p.agents.is_empty() && d.tokens[n].dep != "nsubj" {
        p.agents.extend(carrier_subject(d, n).map(|s| antecedent(d, s)));
    }
    if root == Root::Assault {
        of_clauses(d, n, &mut p);
    }
    p
}

/// "US airstrike", "Israeli raid": whether it is an actor is seen later. "Rocket attack" gives the means.
fn premodifier(d: &Document, word: usize, p: &mut Parties) {
    if d.tag(word).starts_with("NNP") || d.word(word).chars().next().is_some_and(char::is_uppercase) {
        p.agents.push(word);
    } else if d.tokens[word].dep == "compound" {
        p.means.push(word);
    }
}

/// A noun that hangs from the noun of an event by a preposition: "talks with Mali", "a raid by police".
fn prepositional(d: &Document, n: usize, root: Root, c: usize, p: &mut Parties) {
    match d.preposition(c) {
        Some("by") => p.agents.push(c),
        Some("on" | "against" | "upon" | "at") if !is_talk(root) => p.targets.push(c),
        Some("of") if is_done_to(root) => p.targets.push(c),
        Some("of") if matches!(root, Root::Retreat | Root::Mobilize) => p.agents.push(c),
        Some("between" | "among") => {
            p.agents.push(c);
            p.targets.push(c);
        }
        Some("with") if is_talk(root) || is_clash(d, n) => p.targets.push(c),
        Some("with") => p.means.push(c),
        Some("from") if matches!(root, Root::Request | Root::Threaten | Root::Support | Root::Assault) => {
            p.agents.push(c);
        }
        Some("to") if matches!(root, Root::Aid | Root::Support | Root::Request | Root::Threaten) => {
            p.targets.push(c);
        }
        Some("for") if matches!(root, Root::Support | Root::Request) => p.targets.push(c),
        _ => {}
    }
}

/// Types whose nouns name by "of" to whom it is done: "the shelling of a town", "criticism of the government".
fn is_done_to(root: Root) -> bool {
    matches!(
        root,
        Root::Assault | Root::Coerce | Root::Yield | Root::Accuse | Root::Aid | Root::Support | Root::Reject
    )
}

/// The sides that the verb over the noun of an event gives: "rebels carried out an attack on a base".
fn of_governor(d: &Document, n: usize, root: Root, p: &mut Parties) {
    let Some(h) = d.head(n) else { return };
    let carried = d.tokens[n].dep == "obj" && lists::LIGHT.contains(d.lemma(h));
    if carried && !is_truly_passive(d, h) && p.agents.is_empty() {
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

/// Who acts by a verb that carries the noun and stands shortly before it: its subject, or the nearest noun that may be it.
fn carrier_subject(d: &Document, n: usize) -> Option<usize> {
    let here = |t: usize| d.sentence_of(t) == d.sentence_of(n);
    let carries = |v: &usize| d.tag(*v).starts_with("VB") && lists::LIGHT.contains(d.lemma(*v));
    let verb = (n.saturating_sub(4)..n).rev().find(carries)?;
    if !here(verb) || is_truly_passive(d, verb) {
        return None;
    }
    let nearest = || {
        (verb.saturating_sub(5)..verb).rev().find(|&t| {
            here(t)
                && matches!(d.tag(t), "NNS" | "NNP" | "NNPS")
                && !matches!(d.lemma(t), "evening" | "morning")
        })
    };
    d.subject(verb).or_else(nearest)
}

/// What the clauses of an attack tell of: "an airstrike targeting militias", "a strike that hit a school".
fn of_clauses(d: &Document, n: usize, p: &mut Parties) {
    let strikes = |c: usize| {
        matches!(d.lemma(c), "target" | "hit" | "strike" | "kill" | "destroy" | "wound" | "injure")
            && !is_truly_passive(d, c)
    };
    for c in d.children(n).filter(|&c| d.is_dep(c, "acl") && strikes(c)) {
        p.targets.extend(d.children(c).filter(|&o| d.tokens[o].dep == "obj"));
    }
}
