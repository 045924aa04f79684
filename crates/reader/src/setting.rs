//! Place and time of an event: those told with it, never those of the speech about it.

use crate::triggers::Found;
use diurna_core::{Attribution, Document, Role, RoleMark, Root, Scene, TextSpan, TokenSpan};

/// Marks place and time of every trigger.
pub(crate) fn mark(scene: Scene<'_>, found: &[Found], attributions: &[Attribution], roles: &mut Vec<RoleMark>) {
    for (i, f) in found.iter().enumerate() {
        let head = f.trigger.head as usize;
        if let Some((span, score)) = place(scene, f, attributions) {
            push(scene.document, i, Role::Place, span, score, roles);
        }
        if let Some((span, score)) = time(scene, head, f, attributions) {
            push(scene.document, i, Role::Time, span, score, roles);
        }
    }
}

fn push(d: &Document, trigger: usize, role: Role, span: TextSpan, score: f32, roles: &mut Vec<RoleMark>) {
    let tokens = d.tokens_in(span);
    if !tokens.is_empty() {
        roles.push(RoleMark { trigger, role, span: tokens, head: tokens.end - 1, score });
    }
}

/// True for roots whose events happen somewhere; statements have no place of their own.
pub(crate) fn is_physical(root: Root) -> bool {
    matches!(
        root,
        Root::Assault | Root::Protest | Root::Coerce | Root::Mobilize | Root::Retreat | Root::Aid | Root::Yield | Root::Consult | Root::Cooperate
    )
}

fn place(scene: Scene<'_>, f: &Found, attributions: &[Attribution]) -> Option<(TextSpan, f32)> {
    if !is_physical(f.trigger.root) {
        return None;
    }
    let d = scene.document;
    let head = f.trigger.head as usize;
    let sentence = d.sentences[d.sentence_of(head)].tokens;
    let mut best: Option<(i32, TextSpan)> = None;
    for m in scene.places {
        let tokens = d.tokens_in(m.span);
        if !sentence.contains(tokens) || tokens.is_empty() || m.place.is_none() {
            continue;
        }
        let last = tokens.end as usize - 1;
        let top = top_of(d, tokens);
        let prep = d.preposition(top).or_else(|| word_before(d, tokens.start as usize));
        let locative = matches!(
            prep,
            Some("in" | "at" | "near" | "outside" | "inside" | "around" | "across" | "throughout" | "along" | "off" | "over" | "within" | "into"
                | "toward" | "towards" | "of" | "from" | "on" | "to" | "between" | "through" | "against")
        );
        let strong = matches!(prep, Some("in" | "at" | "near" | "outside" | "inside" | "around" | "across" | "throughout" | "off" | "within" | "along"));
        let possessive = d.lemma(tokens.end as usize) == "'s";
        let under = d.is_under(top, head);
        let mut score = 0;
        if under {
            score += 40;
        } else if shares_clause(d, top, head) {
            score += 25;
        }
        score += match (strong, locative, possessive) {
            (true, ..) => 30,
            (_, true, _) => 8,
            (_, _, true) => 4,
            _ => 0,
        };
        if m.metonymic {
            score -= 25;
        }
        if !under && in_speech(d, attributions, last, head) {
            score -= 40;
        }
        // Within an actor's name or as an adjective a place is no setting.
        if matches!(d.tokens[last].dep, "compound" | "amod") && !locative {
            score -= 15;
        }
        score -= ((last as i32 - head as i32).abs() / 3).min(12);
        // The most specific of a chain comes first: "in Mosul, Iraq".
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, m.span));
        }
    }
    best.filter(|(s, _)| *s >= 20).map(|(s, span)| (span, (s as f32 / 80.0).clamp(0.2, 0.95)))
}

fn word_before(d: &Document, token: usize) -> Option<&str> {
    let mut at = token.checked_sub(1)?;
    for _ in 0..3 {
        let word = d.lemma(at);
        if !matches!(word, "the" | "northern" | "southern" | "eastern" | "western" | "central" | "downtown" | "city" | "town" | "village" | "of" | "province") {
            return Some(word);
        }
        at = at.checked_sub(1)?;
    }
    Some(d.lemma(at))
}

/// The head of a name within the tree: the token whose head lies outside.
fn top_of(d: &Document, tokens: TokenSpan) -> usize {
    tokens.range().find(|&t| d.head(t).is_none_or(|h| !tokens.covers(h))).unwrap_or(tokens.start as usize)
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

fn time(scene: Scene<'_>, head: usize, f: &Found, attributions: &[Attribution]) -> Option<(TextSpan, f32)> {
    let d = scene.document;
    let sentence = d.sentences[d.sentence_of(head)].tokens;
    let is_cue = |v: usize| attributions.iter().any(|a| a.cue.is_some_and(|c| c.covers(v)));
    let mut best: Option<(i32, TextSpan)> = None;
    for m in scene.times {
        let tokens = d.tokens_in(m.span);
        if tokens.is_empty() || !sentence.contains(tokens) || m.days.is_none() || !matches!(m.kind, "DATE" | "TIME") {
            continue;
        }
        let top = top_of(d, tokens);
        let mut score = 0;
        if d.is_under(top, head) {
            score += 40;
        } else if shares_clause(d, top, head) {
            score += 30;
        }
        if let Some(h) = d.head(top)
            && is_cue(h)
            && h != head
        {
            score -= 35;
        } else if in_speech(d, attributions, top, head) {
            score -= 30;
        }
        if matches!(m.granularity, "year" | "decade" | "century" | "vague") {
            score -= 15;
        }
        let between = if top > head { head..top } else { top..head };
        if between.clone().any(|t| matches!(d.word(t), ";" | "“" | "”")) {
            score -= 15;
        }
        score -= ((top as i32 - head as i32).abs() / 2).min(14);
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, m.span));
        }
    }
    let least = if is_physical(f.trigger.root) { 5 } else { 12 };
    best.filter(|(s, _)| *s >= least).map(|(s, span)| (span, (s as f32 / 45.0).clamp(0.2, 0.95)))
}
