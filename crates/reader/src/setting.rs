//! Place and time of an event: those told with it, never those of the speech about it.

use crate::triggers::Found;
use diurna_core::{Attribution, Document, Link, LinkKind, Role, RoleMark, Root, Scene, TextSpan};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Marks place and time of every trigger.
pub(crate) fn mark(
    scene: Scene<'_>,
    found: &[Found],
    attributions: &[Attribution],
    links: &[Link],
    roles: &mut Vec<RoleMark>,
) {
    for (i, f) in found.iter().enumerate() {
        let head = f.trigger.head as usize;
        let own = |span: &TextSpan, role| may_be_of(scene.document, found, links, i, *span, role);
        if let Some((span, score)) = place(scene, found, f, attributions).filter(|(s, _)| own(s, Role::Place))
        {
            push(scene.document, i, Role::Place, span, score, roles);
        }
        if let Some((span, score)) =
            time(scene, found, head, f, attributions).filter(|(s, _)| own(s, Role::Time))
        {
            push(scene.document, i, Role::Time, span, score, roles);
        }
    }
}

/// Whether words may tell the place or time (`role`) of a trigger. What is answered was at another time and place than the answer: only
/// words that hang from it or come after it count; and the words of what is answered are not those of the answer.
pub(crate) fn may_be_of(
    d: &Document,
    found: &[Found],
    links: &[Link],
    trigger: usize,
    span: TextSpan,
    role: Role,
) -> bool {
    let is_time = role == Role::Time;
    let head = found[trigger].trigger.head as usize;
    // "strike depot near Palmyra after rocket attack"
    let apart = matches!(d.preposition(head), Some("after" | "before" | "following" | "despite"));
    let answers = |l: &&Link| l.kind == LinkKind::RespondsTo;
    let answered = apart || links.iter().filter(answers).any(|l| l.to == trigger);
    let tokens = d.tokens_in(span);
    // "The Council condemned the bombing of two embassies in Kenya on Thursday": then it spoke.
    let behind = is_time && is_far_behind(head, tokens.start as usize);
    if behind && found.iter().any(|o| speaks_of(d, o, head)) {
        return false;
    }
    let other = links.iter().filter(answers).filter(|l| l.from == trigger).any(|l| {
        let to = found[l.to].trigger.head as usize;
        let at = tokens.start as usize;
        // A day far behind the noun of what is condemned may be that of the condemnation.
        let loose = is_time && speaks_of(d, &found[trigger], to) && is_far_behind(to, at);
        !loose && (d.is_under(at, to) && !d.is_under(head, to) || head < to && at > to)
    });
    !other && (!answered || tokens.range().any(|t| d.is_under(t, head)) || tokens.start as usize > head)
}

fn push(d: &Document, trigger: usize, role: Role, span: TextSpan, score: f32, roles: &mut Vec<RoleMark>) {
    let tokens = d.tokens_in(span);
    if !tokens.is_empty() {
        roles.push(RoleMark { trigger, role, span: tokens, head: tokens.end - 1, score });
    }
}

fn place(
    scene: Scene<'_>,
    found: &[Found],
    f: &Found,
    attributions: &[Attribution],
) -> Option<(TextSpan, f32)> {
    if !f.trigger.root.is_physical() {
        return None;
    }
    let d = scene.document;
    let head = f.trigger.head as usize;
    let sentence = d.sentences[d.sentence_of(head)].tokens;
    let mut best: Option<(i32, TextSpan)> = None;
    let mut wide = None;
    let area = d.text_span(sentence);
    for m in scene.places.iter().filter(|m| area.contains(m.span)) {
        let tokens = d.tokens_in(m.span);
        if !sentence.contains(tokens) || tokens.is_empty() || m.place.is_none() {
            continue;
        }
        let top = d.top(tokens);
        let site = attachment(d, top);
        let prep = site.prep.as_str();
        let where_to = fits(f.trigger.root, prep);
        let is_target =
            !m.wide && (f.parties.targets.contains(&top) || f.parties.targets.contains(&site.noun));
        let mut score = match () {
            () if site.node == Some(head) => 45,
            () if site.node.is_some_and(|n| f.parties.targets.contains(&n)) => 40,
            () if is_target => 38,
            () if site.node.is_some_and(|n| governs(d, n, head)) => 34,
            () if is_told_by_other(scene, found, &site, head) => 0,
            () if within_clause(d, top, head) => 28,
            () if site.node.is_some_and(|n| d.tag(n).starts_with("VB")) && shares_clause(d, top, head) => 22,
            () if site.node.is_some_and(|n| f.parties.agents.contains(&n)) => 12,
            () => 5,
        };
        score += match where_to {
            Fit::Strong => 20,
            Fit::Weak => 0,
            Fit::None if is_target && f.trigger.root == Root::Assault => 12,
            // "targeting Iran", "talks with Tehran": who is acted on or talked to is no setting.
            Fit::None => {
                if m.wide || f.trigger.root == Root::Consult {
                    -40
                } else {
                    -22
                }
            }
        };
        // "a U.S. base": whose it is, not where.
        let whose = matches!(d.tokens[top].dep, "compound" | "amod" | "nmod:poss") && m.wide;
        if m.metonymic || whose {
            score -= 25;
        }
        // "off the coast of Oman in the Indian Ocean": the country says more.
        if m.borderless && m.wide {
            score -= 25;
        }
        if in_speech(d, attributions, top, head) {
            score -= 40;
        }
        score -= ((top as i32 - head as i32).abs() / 3).min(10);
        let kept = if m.wide { &mut wide } else { &mut best };
        if kept.is_none_or(|(b, _)| score > b) {
            *kept = Some((score, m.span));
        }
    }
    // "shelled the town of Gao in Mali": the town says more, wherever it is well tied.
    if best.is_none_or(|(b, _)| b < NARROW && wide.is_some_and(|(w, _)| w > b)) {
        best = wide.or(best);
    }
    best.filter(|(s, _)| *s >= 22).map(|(s, span)| (span, (s as f32 / 70.0).clamp(0.2, 0.95)))
}

/// The score from which a place inside a country is preferred to the country.
const NARROW: i32 = 45;

/// True where the name hangs from another trigger noun: it says where that was.
fn is_told_by_other(scene: Scene<'_>, found: &[Found], site: &Site, head: usize) -> bool {
    let d = scene.document;
    let Some(node) = site.node else { return false };
    found.iter().any(|o| {
        let other = o.trigger.head as usize;
        other != head
            && (node == other || o.parties.targets.contains(&node))
            && d.tag(other).starts_with("NN")
            && !d.is_under(head, other)
    })
}

/// True where the token hangs from `head` without a clause between.
fn within_clause(d: &Document, token: usize, head: usize) -> bool {
    let mut at = token;
    for _ in 0..10 {
        if at == head {
            return true;
        }
        if matches!(d.tokens[at].dep, "acl" | "acl:relcl" | "advcl" | "ccomp" | "parataxis") {
            return false;
        }
        match d.head(at) {
            Some(h) => at = h,
            None => return false,
        }
    }
    false
}

/// How well a preposition says where an event of that kind is.
enum Fit {
    Strong,
    Weak,
    None,
}

fn fits(root: Root, prep: &str) -> Fit {
    match prep {
        "in" | "at" | "near" | "outside" | "inside" | "around" | "across" | "throughout" | "within"
        | "along" | "off" => Fit::Strong,
        "from" | "out" if root == Root::Retreat => Fit::Strong,
        "to" | "into" | "toward" | "towards" if matches!(root, Root::Mobilize | Root::Aid) => Fit::Strong,
        "into" | "over" | "on" | "against" if root == Root::Assault => Fit::Strong,
        "of" | "over" | "on" | "through" | "between" | "into" if root != Root::Consult => Fit::Weak,
        _ => Fit::None,
    }
}

/// Where a name hangs: through "the city of", "the province of", appositions and coordinations.
struct Site {
    /// The outermost noun of the place phrase.
    noun: usize,
    /// What that noun depends on.
    node: Option<usize>,
    prep: String,
}

fn attachment(d: &Document, top: usize) -> Site {
    let mut at = top;
    let mut prep = String::new();
    for _ in 0..6 {
        if let Some(p) = d.preposition(at) {
            prep = p.to_string();
        }
        let Some(h) = d.head(at) else { break };
        let dep = d.tokens[at].dep;
        let through = matches!(dep, "appos" | "flat" | "compound" | "conj" | "nmod:poss")
            || dep == "nmod" && is_area(d.lemma(h));
        let name = d.tag(h).starts_with("NNP") && dep == "nmod" || is_area(d.lemma(h));
        if through && (name || matches!(dep, "appos" | "flat" | "conj")) && d.tag(h).starts_with("NN") {
            // "the town of Gao" stands where "the town" does: "of" says nothing.
            if dep == "nmod" && is_area(d.lemma(h)) {
                prep.clear();
            }
            at = h;
            continue;
        }
        break;
    }
    if prep.is_empty() {
        prep = d.preposition(at).unwrap_or("").to_string();
    }
    Site { noun: at, node: d.head(at), prep }
}

/// Nouns that only say what kind of place a name is.
static AREAS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| diurna_core::words::set(include_str!("../../../data/events/areas.txt")));

fn is_area(lemma: &str) -> bool {
    AREAS.contains(lemma)
}

/// True where `node` is a verb or noun that the trigger is an argument of, or the other way round.
fn governs(d: &Document, node: usize, head: usize) -> bool {
    let mut at = head;
    for _ in 0..4 {
        let Some(h) = d.head(at) else { return false };
        let dep = d.tokens[at].dep;
        if matches!(dep, "ccomp" | "advcl" | "acl:relcl" | "parataxis") {
            return false;
        }
        if h == node {
            return true;
        }
        at = h;
    }
    false
}

/// True where both hang from one verb without another clause between.
fn shares_clause(d: &Document, token: usize, head: usize) -> bool {
    let clause = |t: usize| {
        let mut at = t;
        for _ in 0..12 {
            if d.tag(at).starts_with("VB") && !matches!(d.tokens[at].dep, "aux" | "amod" | "compound") {
                return at;
            }
            match d.head(at) {
                Some(h) => at = h,
                None => return at,
            }
        }
        at
    };
    clause(token) == clause(head)
}

/// True where the token stands in the attributing part of a sentence and the trigger in what is said.
fn in_speech(d: &Document, attributions: &[Attribution], token: usize, head: usize) -> bool {
    attributions.iter().any(|a| {
        let said = a.content.iter().any(|c| c.covers(head));
        let outside = !a.content.iter().any(|c| c.covers(token));
        let cue = a.cue.map(|c| c.start as usize);
        said && outside && cue.is_some_and(|c| d.sentence_of(c) == d.sentence_of(token))
    })
}

/// Least score of a day that stands alone in its sentence.
const LOOSE: i32 = 12;

/// Least score of a day that is tied to the event by syntax.
const TIED: i32 = 30;

/// True where the day stands with a noun that is told of as before or after the event: between the two are "since",
/// "after" or the like and a noun, and no verb.
fn hangs_apart(d: &Document, top: usize, head: usize) -> bool {
    let mut noun = false;
    for at in (head + 1..top).rev() {
        let tag = d.tag(at);
        if tag.starts_with("VB") {
            return false;
        }
        if noun && matches!(d.lemma(at), "since" | "after" | "following" | "before" | "until") {
            return true;
        }
        noun |= matches!(tag, "NN" | "NNS");
    }
    false
}

/// More than a few words behind a noun: a day there belongs to the clause rather than to the noun.
fn is_far_behind(noun: usize, top: usize) -> bool {
    top > noun + 3
}

/// Whether a verb of speech is said of the noun of an event, as its object: "condemned the bombing".
fn speaks_of(d: &Document, speech: &Found, noun: usize) -> bool {
    let verb = speech.trigger.head as usize;
    !speech.trigger.root.is_physical()
        && d.tag(verb).starts_with("VB")
        && d.tag(noun).starts_with("NN")
        && d.is_dep(noun, "obj")
        && d.head(noun) == Some(verb)
}

/// "Are leaving": a verb of what goes on while it is told.
fn is_under_way(d: &Document, verb: usize) -> bool {
    d.tag(verb) == "VBG" && d.children(verb).any(|c| matches!(d.tag(c), "VBZ" | "VBP") && d.lemma(c) == "be")
}

fn time(
    scene: Scene<'_>,
    found: &[Found],
    head: usize,
    f: &Found,
    attributions: &[Attribution],
) -> Option<(TextSpan, f32)> {
    let d = scene.document;
    let sentence = d.sentences[d.sentence_of(head)].tokens;
    let speech = !f.trigger.root.is_physical();
    let is_cue = |v: usize| attributions.iter().any(|a| a.cue.is_some_and(|c| c.covers(v)));
    let mut best: Option<(i32, TextSpan)> = None;
    let mut count = 0;
    let area = d.text_span(sentence);
    for m in scene.times.iter().filter(|m| area.contains(m.span)) {
        let tokens = d.tokens_in(m.span);
        if tokens.is_empty()
            || !sentence.contains(tokens)
            || m.days.is_none()
            || !matches!(m.kind, "DATE" | "TIME")
        {
            continue;
        }
        count += 1;
        let top = d.top(tokens);
        let mut score = 12;
        if d.is_under(top, head) {
            score += 30;
        } else if d.head(top).is_some_and(|h| governs(d, h, head)) {
            score += 24;
        } else if shares_clause(d, top, head) {
            score += 16;
        }
        // The time of the speech is the time of an accusation or demand, not of the attack it tells of.
        // "…, on Monday, police said": a day inside what is said belongs to it, whatever the parse.
        let within = attributions.iter().any(|a| a.content.iter().any(|c| c.covers(top) && c.covers(head)));
        if within && d.head(top).is_some_and(is_cue) {
            score += 16;
        } else if speech {
            // "Russia condemned the launch, the Kremlin said on Friday": that was the condemnation.
            let loose = score == 12 && d.tag(head).starts_with("VB");
            if loose && d.head(top).is_some_and(is_cue) && in_speech(d, attributions, top, head) {
                score += 20;
            }
        } else {
            if let Some(h) = d.head(top)
                && is_cue(h)
                && h != head
            {
                // "On Monday the ministry announced that troops are leaving": then they were.
                score += if is_under_way(d, head) { 6 } else { -25 };
            } else if in_speech(d, attributions, top, head) {
                score -= 20;
            }
        }
        // "a Feb. 15 rocket attack": the day belongs to that noun alone.
        if d.head(top).is_some_and(|h| {
            h != head
                && d.tag(h).starts_with("NN")
                && found.iter().any(|o| o.trigger.head as usize == h)
                && !(speech && is_far_behind(h, top))
        }) {
            score -= 30;
        }
        // "since the election ten days ago", "after Friday's raid": the day of what came before or after.
        if hangs_apart(d, top, head) {
            score -= 30;
        }
        if matches!(m.granularity, "year" | "decade" | "century" | "vague") {
            score -= 15;
        }
        let between = if top > head { head..top } else { top..head };
        if between.clone().any(|t| matches!(d.word(t), ";" | "“" | "”")) {
            score -= 8;
        }
        score -= ((top as i32 - head as i32).abs() / 3).min(12);
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, m.span));
        }
    }
    // A lone day may hang loosely; where several stand in one sentence, each event keeps those that are tied to it.
    let least = if count > 1 { TIED } else { LOOSE };
    best.filter(|(s, _)| *s >= least).map(|(s, span)| (span, (s as f32 / 45.0).clamp(0.2, 0.95)))
}
