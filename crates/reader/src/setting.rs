//! Place and time of an event: those told with it, never those of the speech about it.

use crate::aside::is_set_off;
use crate::triggers::Found;
use diurna_core::words::is_time_unit;
use diurna_core::{
    Attribution, Document, Link, LinkKind, PlaceMention, Role, RoleMark, Root, Scene, TextSpan, TimeMention,
    TokenSpan,
};
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
        let setting = Setting { scene, found, links, f, trigger: i, head, attributions };
        for (role, told) in [(Role::Place, setting.place()), (Role::Time, setting.time())] {
            if let Some((span, score)) = told
                && may_be_of(scene.document, found, links, i, span, role)
            {
                push(scene.document, i, role, span, score, roles);
            }
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
    let tokens = d.tokens_in(span);
    if is_time && is_then(d, tokens, head) {
        return true;
    }
    if is_time && (is_since(d, head, tokens) || is_in_clause_of_other(d, found, head, d.top(tokens)))
        || is_set_off(d, found, links, trigger, tokens.start as usize)
    {
        return false;
    }
    // "Police freed 23 kidnapped farmers in Gao on Monday": then and there they were freed.
    if told_of(d, found, head).is_some_and(|noun| !d.base_phrase(noun).contains(tokens)) {
        return false;
    }
    // "strike depot near Palmyra after rocket attack"
    let apart = matches!(d.preposition(head), Some("after" | "before" | "following" | "despite"))
        || is_ahead(d, head);
    let answers = |l: &&Link| l.kind == LinkKind::RespondsTo;
    let answered = apart || links.iter().filter(answers).any(|l| l.to == trigger);
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

/// "Police blamed a group that has fought there since 2011": a verb in the plain past before "since" does not go on since then.
fn is_since(d: &Document, verb: usize, time: TokenSpan) -> bool {
    let first = time.start as usize;
    let since = d.word(first) == "since" || first > 0 && d.word(first - 1) == "since";
    let perfect = || d.children(verb).any(|c| d.is_dep(c, "aux") && d.lemma(c) == "have");
    since && verb < first && d.tag(verb) == "VBD" && !perfect()
}

/// "Men who were taken in April were freed": whether a day, whose words hang in the tree by `top`, stands in a clause that tells of a noun
/// by another trigger.
fn is_in_clause_of_other(d: &Document, found: &[Found], head: usize, top: usize) -> bool {
    /// How far up the tree is looked.
    const HIGH: usize = 10;
    let told = |at: usize| found.iter().any(|o| o.trigger.head as usize == at);
    let of_noun = |at: usize| matches!(d.tokens[at].dep, "acl:relcl" | "acl") && told(at);
    d.is_under(top, head) && up_to(d, top, head).take(HIGH).any(of_noun)
}

/// "Demanded an end to the fee that took effect on Monday": whether a day, whose words hang in the tree by `top`, stands in a clause that
/// tells of another noun than the trigger.
fn is_in_clause_of_thing(d: &Document, top: usize, head: usize) -> bool {
    up_to(d, top, head).any(|at| d.is_dep(at, "acl:relcl") && d.head(at) != Some(head))
}

/// A word and those that it hangs from, below another one.
fn up_to(d: &Document, word: usize, top: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(word), |&at| d.head(at)).take_while(move |&at| at != top)
}

/// "Freed 23 kidnapped farmers": the noun that a participle is said of, where another trigger is the verb of that noun.
fn told_of(d: &Document, found: &[Found], head: usize) -> Option<usize> {
    let noun = d.head(head).filter(|_| d.is_dep(head, "amod"))?;
    let verb = d.head(noun).filter(|&v| d.tag(v).starts_with("VB"))?;
    found.iter().any(|o| o.trigger.head as usize == verb).then_some(noun)
}

/// "Ahead of talks".
fn is_ahead(d: &Document, head: usize) -> bool {
    let first = d.base_phrase(head).start as usize;
    first > 1 && d.word(first - 1) == "of" && d.word(first - 2) == "ahead"
}

fn push(d: &Document, trigger: usize, role: Role, span: TextSpan, score: f32, roles: &mut Vec<RoleMark>) {
    let tokens = d.tokens_in(span);
    if !tokens.is_empty() {
        roles.push(RoleMark { trigger, role, span: tokens, head: tokens.end - 1, score });
    }
}

/// A trigger among what is told in its sentence.
struct Setting<'a> {
    scene: Scene<'a>,
    found: &'a [Found],
    links: &'a [Link],
    f: &'a Found,
    /// Number of the trigger, and its head.
    trigger: usize,
    head: usize,
    attributions: &'a [Attribution],
}

impl Setting<'_> {
    /// The words for the place of the trigger, and how surely they are.
    fn place(&self) -> Option<(TextSpan, f32)> {
        if !self.f.trigger.root.is_physical() {
            return None;
        }
        let d = self.scene.document;
        let sentence = d.sentences[d.sentence_of(self.head)].tokens;
        let area = d.text_span(sentence);
        let (mut best, mut wide) = (None::<(i32, TextSpan)>, None::<(i32, TextSpan)>);
        for m in area.begun_in(self.scene.places, |m| m.span).iter().filter(|m| area.contains(m.span)) {
            let tokens = d.tokens_in(m.span);
            if !sentence.contains(tokens) || tokens.is_empty() || m.place.is_none() || self.is_set_off(tokens)
            {
                continue;
            }
            let score = self.place_score(m, d.top(tokens));
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

    /// How well a place, whose name hangs in the tree by `top`, is tied to the trigger.
    fn place_score(&self, m: &PlaceMention, top: usize) -> i32 {
        let (d, head, root) = (self.scene.document, self.head, self.f.trigger.root);
        let (agents, targets) = (&self.f.parties.agents, &self.f.parties.targets);
        let site = attachment(d, top);
        let is_target = !m.wide && (targets.contains(&top) || targets.contains(&site.noun));
        let mut score = match () {
            () if site.node == Some(head) => 45,
            () if site.node.is_some_and(|n| targets.contains(&n)) => 40,
            () if is_target => 38,
            () if site.node.is_some_and(|n| governs(d, n, head)) => 34,
            () if is_told_by_other(self.scene, self.found, &site, head) => 0,
            () if within_clause(d, top, head) => 28,
            () if site.node.is_some_and(|n| d.tag(n).starts_with("VB")) && shares_clause(d, top, head) => 22,
            () if site.node.is_some_and(|n| agents.contains(&n)) => 12,
            () => 5,
        };
        score += match fits(root, &site.prep) {
            // "A post 30 km north of Djibo": the phrase of the name is itself a place.
            _ if m.away => 20,
            Fit::Strong => 20,
            Fit::Weak => 0,
            Fit::None if is_target && root == Root::Assault => 12,
            // "targeting Iran", "talks with Tehran": who is acted on or talked to is no setting.
            Fit::None if m.wide || root == Root::Consult => -40,
            Fit::None => -22,
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
        if in_speech(d, self.attributions, top, head) {
            score -= 40;
        }
        score - ((top as i32 - head as i32).abs() / 3).min(10)
    }

    fn is_set_off(&self, words: TokenSpan) -> bool {
        is_set_off(self.scene.document, self.found, self.links, self.trigger, words.start as usize)
    }

    /// The words for the day of the trigger, and how surely they are.
    fn time(&self) -> Option<(TextSpan, f32)> {
        let d = self.scene.document;
        let sentence = d.sentences[d.sentence_of(self.head)].tokens;
        let area = d.text_span(sentence);
        let mut best: Option<(i32, &TimeMention)> = None;
        let (mut count, mut before) = (0, None::<TokenSpan>);
        for m in area.begun_in(self.scene.times, |m| m.span).iter().filter(|m| area.contains(m.span)) {
            let tokens = d.tokens_in(m.span);
            let is_day = m.days.is_some() && matches!(m.kind, "DATE" | "TIME");
            if tokens.is_empty() || !sentence.contains(tokens) || !is_day || self.is_set_off(tokens) {
                continue;
            }
            count += 1;
            // "A day after the vote on Monday": that Monday is the day of the vote alone.
            let apart = before.is_some_and(|b| counts_from(d, b, tokens, self.head))
                || is_counted_from(d, tokens, self.head);
            let score = self.time_score(m, d.top(tokens)) - if apart { 30 } else { 0 };
            before = Some(tokens);
            let better = match best {
                None => true,
                // "Eight months ago … on Nov. 13": one tells more of what the other tells.
                Some((_, other)) if is_within(m, other) => {
                    count -= 1;
                    score >= TIED
                }
                Some((most, other)) if is_within(other, m) => {
                    count -= 1;
                    score > most && most < TIED
                }
                Some((most, _)) => score > most,
            };
            if better {
                best = Some((score, m));
            }
        }
        // A lone day may hang loosely; where several stand in one sentence, each event keeps those that are tied to it.
        let least = if count > 1 { TIED } else { LOOSE };
        best.filter(|(s, _)| *s >= least).map(|(s, m)| (m.span, (s as f32 / 45.0).clamp(0.2, 0.95)))
    }

    /// How well a day, whose words hang in the tree by `top`, is tied to the trigger.
    fn time_score(&self, m: &TimeMention, top: usize) -> i32 {
        let (d, head) = (self.scene.document, self.head);
        let above = d.head(top);
        let tie = match () {
            () if is_then(d, d.tokens_in(m.span), head) => 40,
            () if d.is_under(top, head) && !is_in_clause_of_thing(d, top, head) => 30,
            () if above.is_some_and(|h| governs(d, h, head)) => 24,
            () if shares_clause(d, top, head) => 16,
            () => 0,
        };
        let mut score = 12 + tie + self.speech_score(top, tie);
        // "a Feb. 15 rocket attack": the day belongs to that noun alone.
        if above.is_some_and(|h| self.is_of_other_noun(h, top)) {
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
        // "One survived the attack; in May he was sentenced": behind it another tale begins.
        if between.clone().any(|t| d.word(t) == ";") {
            score -= 30;
        } else if between.clone().any(|t| matches!(d.word(t), "“" | "”")) {
            score -= 8;
        }
        score - ((top as i32 - head as i32).abs() / 3).min(12)
    }

    /// What it says of a day that it stands with the words of a speaker. The day of the speech is that of an accusation or
    /// demand, not of the attack it tells of.
    fn speech_score(&self, top: usize, tie: i32) -> i32 {
        let (d, head) = (self.scene.document, self.head);
        let above = d.head(top);
        let is_cue = |v: usize| self.attributions.iter().any(|a| a.cue.is_some_and(|c| c.covers(v)));
        let by_cue = above.is_some_and(is_cue);
        // "…, on Monday, police said": a day inside what is said belongs to it, whatever the parse.
        let both = |c: &TokenSpan| c.covers(top) && c.covers(head);
        if by_cue && self.attributions.iter().any(|a| a.content.iter().any(both)) {
            return 16;
        }
        let outside = in_speech(d, self.attributions, top, head);
        if !self.f.trigger.root.is_physical() {
            // "Russia condemned the launch, the Kremlin said on Friday": that was the condemnation.
            let loose = tie == 0 && d.tag(head).starts_with("VB");
            return if loose && by_cue && outside { 20 } else { 0 };
        }
        if by_cue && above != Some(head) {
            // "On Monday the ministry announced that troops are leaving": then they were.
            return if is_under_way(d, head) { 6 } else { -25 };
        }
        if outside { -20 } else { 0 }
    }

    /// Whether the word that a day hangs from is the noun of another trigger.
    fn is_of_other_noun(&self, noun: usize, top: usize) -> bool {
        let d = self.scene.document;
        let speech = !self.f.trigger.root.is_physical();
        // "Beatings during a deployment in 2029" were then, too.
        let during = || d.preposition(noun) == Some("during") && shares_clause(d, noun, self.head);
        noun != self.head
            && d.tag(noun).starts_with("NN")
            && !during()
            && self.found.iter().any(|o| o.trigger.head as usize == noun)
            && !(speech && is_far_behind(noun, top))
    }
}

/// Whether the days of a time lie among those of another and are fewer.
fn is_within(narrow: &TimeMention, wide: &TimeMention) -> bool {
    let (Some((a, b)), Some((from, to))) = (narrow.days, wide.days) else { return false };
    from <= a && b <= to && (a, b) != (from, to)
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
const TIED: i32 = 25;

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

/// "A day after the vote on Monday", "the eve of Sunday's vote": whether the first time is counted from the second, and the event is
/// not told between them.
fn counts_from(d: &Document, counted: TokenSpan, day: TokenSpan, head: usize) -> bool {
    /// How many words may stand between them.
    const FAR: usize = 12;
    let (next, start) = (counted.end as usize, day.start as usize);
    let hangs = |t: usize| matches!(d.word(t), "after" | "before" | "following");
    let eve = next > 0 && d.word(next - 1) == "eve" && d.word(next) == "of";
    let clause = (next..start).any(|t| matches!(d.word(t), "," | ";" | "“" | "”" | "and" | "but"));
    (hangs(next.saturating_sub(1)) || hangs(next) || eve)
        && (next..=next + FAR).contains(&start)
        && !clause
        && !(next..day.end as usize).contains(&head)
}

/// "Freed on Wednesday, three weeks after they were taken": the day is the first event's alone.
fn is_counted_from(d: &Document, day: TokenSpan, head: usize) -> bool {
    (day.end as usize + 1..head)
        .any(|t| matches!(d.word(t), "after" | "before") && is_time_unit(d.word(t - 1)))
}

/// Whether a word is the verb of a clause right behind a day, which tells what was done at the same time.
pub(crate) fn is_meanwhile(scene: Scene<'_>, verb: usize) -> bool {
    let d = scene.document;
    let sentence = d.sentences[d.sentence_of(verb)].span;
    let mut here = sentence.begun_in(scene.times, |m| m.span).iter();
    here.any(|m| is_then(d, d.tokens_in(m.span), verb))
}

/// "In June, when rebels attacked the post": whether a clause right behind a day tells what was done then, and a word is its verb.
fn is_then(d: &Document, day: TokenSpan, head: usize) -> bool {
    let next = day.end as usize + usize::from(d.word(day.end as usize) == ",");
    d.lemma(next) == "when"
        && next < head
        && d.sentence_of(next) == d.sentence_of(head)
        && d.head(next).is_some_and(|verb| verb == head || within_clause(d, head, verb))
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
