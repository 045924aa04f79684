//! Accounts of harm: every number of persons that is told, with who they were and who says so.

use crate::cluster::Cluster;
use crate::fields::Party;
use crate::harm::{self, Figure};
use crate::harmed;
use crate::input::Input;
use crate::parties::Cast;
use diurna_core::{ActorKind, Document, HarmKind, Root, Side, TextSpan, TokenSpan, counting};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A number of persons harmed, as the report gives it in one place or in several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) kind: HarmKind,
    pub(crate) low: u32,
    pub(crate) high: Option<u32>,
    /// Who they were, where the words say so.
    pub(crate) who: Option<String>,
    pub(crate) side: Option<Side>,
    /// The attribution that gives the number; `None` where the report itself does.
    pub(crate) said: Option<usize>,
    pub(crate) evidence: Vec<TextSpan>,
    /// Head of the phrase.
    head: usize,
}

/// What the figures of one trigger tell of persons harmed.
pub(crate) fn of(d: &Document, cast: &Cast<'_>, figures: &[&Figure<'_>]) -> Vec<Account> {
    let mut out = Vec::new();
    for f in figures {
        let (span, head) = (f.mark.span, f.mark.head as usize);
        let Some(kind) = f.mark.role.harm() else { continue };
        // A base is captured too, and no number of persons.
        if kind == HarmKind::Detained && !harm::is_human(d, cast, head) && d.lemma(head) != "arrest" {
            continue;
        }
        out.push(Account {
            kind,
            low: f.low,
            high: f.high,
            who: who(d, span, head),
            side: None,
            said: f.said,
            evidence: vec![d.text_span(span)],
            head,
        });
    }
    out
}

/// Brings together what is told twice, and says whose side the persons were on.
pub(crate) fn settle(input: &Input<'_>, cast: &Cast<'_>, c: &mut Cluster) {
    let mut told = std::mem::take(&mut c.fields.accounts);
    told.sort_by_key(|a| (a.kind, a.evidence.first().map(|e| e.start)));
    for account in &mut told {
        account.side = account.who.as_ref().and_then(|_| side(input, cast, c, account));
    }
    // "two soldiers and a driver": one side, unless the words say otherwise.
    let mut sides: HashMap<usize, Option<Side>> = HashMap::new();
    for account in &told {
        sides.entry(account.head).or_insert(account.side);
    }
    for account in told.iter_mut().filter(|a| a.side.is_none() && a.who.is_some()) {
        let first = input.document.head(account.head).filter(|_| input.document.is_dep(account.head, "conj"));
        account.side = first.and_then(|head| sides.get(&head).copied().flatten());
    }
    c.fields.accounts = told_once(told);
}

/// Accounts that say the same of the same persons are one.
fn told_once(told: Vec<Account>) -> Vec<Account> {
    let mut out: Vec<Account> = Vec::new();
    let mut known = HashMap::new();
    for new in told {
        let who = new.who.as_ref().map(|w| w.to_lowercase());
        match known.entry((new.kind, new.low, new.high, new.said, new.side, who)) {
            Entry::Occupied(at) => {
                let a: &mut Account = &mut out[*at.get()];
                a.evidence.extend(new.evidence);
                a.evidence.dedup();
            }
            Entry::Vacant(at) => {
                at.insert(out.len());
                out.push(new);
            }
        }
    }
    out
}

/// The words that say who the persons were: "nine Afghan policemen" gives "Afghan policemen", "two people" nothing.
fn who(d: &Document, phrase: TokenSpan, head: usize) -> Option<String> {
    let (mut start, mut end) = (phrase.start as usize, phrase.end as usize);
    // "At the hotel one guard": what stands before the number is not of the phrase.
    if let Some(number) = phrase.range().rev().find(|&t| d.tag(t) == "CD") {
        start = number + 1;
    }
    while start < end && counts(d, start) {
        start += 1;
    }
    // "15 civilian deaths": the last word counts, those before it say who.
    while end > start
        && (harmed::is_count(d.lemma(end - 1)) || d.tag(end - 1) == "CC" || !is_word(d, end - 1))
    {
        end -= 1;
    }
    if start == end || d.tag(head).starts_with("PRP") {
        return None;
    }
    let words = TokenSpan::new(start, end);
    if words.range().all(|t| harmed::is_blank(d.lemma(t)) || d.tag(t).starts_with("JJR")) {
        return None;
    }
    let text = d.text_span(words).of(&d.report.text);
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_word(d: &Document, token: usize) -> bool {
    d.word(token).chars().any(char::is_alphanumeric)
}

/// A word that belongs to the number rather than to the persons.
fn counts(d: &Document, token: usize) -> bool {
    matches!(d.tag(token), "CD" | "DT" | "PDT" | "PRP$" | "``" | "''" | "," | ":")
        || counting::is_beside(d.word(token))
}

/// The subject of the "lose" whose object a word is.
fn loser(d: &Document, head: usize) -> Option<usize> {
    let verb = d.head(head).filter(|&v| d.lemma(v) == "lose" && d.tokens[head].dep == "obj")?;
    d.subject(verb)
}

/// Whose side the persons were on, by the word for them and by the sides of the event.
fn side(input: &Input<'_>, cast: &Cast<'_>, c: &Cluster, account: &Account) -> Option<Side> {
    let d = input.document;
    let span = account.evidence.first()?;
    let (agents, targets) = (&c.fields.agents, &c.fields.targets);
    let has = |list: &[Party], actor: usize| list.iter().any(|p| p.actor == actor);
    let kind = |actor: usize| cast.actors[actor].kind;
    let mention = d.tokens.get(account.head).and_then(|t| cast.mention_at(t.span));
    // "The militants said they lost two men": those who lose them are whose they were.
    if let Some(loser) = loser(d, account.head) {
        let actor = if d.tag(loser).starts_with("PRP") {
            cast.pronoun(loser)
        } else {
            cast.mention_at(d.tokens[loser].span).map(|m| m.actor)
        };
        match actor.map(|a| (has(agents, a), has(targets, a))) {
            Some((true, false)) => return Some(Side::Agent),
            Some((false, true)) => return Some(Side::Target),
            _ => {}
        }
    }
    let civilians = mention.is_some_and(|m| m.kind == ActorKind::Civilians);
    // Both sides of a clash act and are acted upon: only those of neither can be told.
    if !agents.is_empty() && agents.iter().all(|p| has(targets, p.actor)) {
        return civilians.then_some(Side::Other);
    }
    let forces =
        |p: &Party| matches!(kind(p.actor), ActorKind::State | ActorKind::Military | ActorKind::Police);
    match harmed::side(d.lemma(account.head)).filter(|_| c.root == Root::Assault) {
        // "Police shot two gunmen", "two gunmen were held": there others act.
        Some(Side::Agent) if account.kind == HarmKind::Detained || agents.iter().any(forces) => {}
        Some(told) => return Some(told),
        None => {}
    }
    let of = |list: &[Party]| {
        list.iter().any(|p| p.mentions.iter().any(|m| m.overlaps(*span)))
            || mention.is_some_and(|m| has(list, m.actor))
    };
    match (of(agents), of(targets)) {
        (true, false) => Some(Side::Agent),
        (false, true) => Some(Side::Target),
        (false, false) if civilians && c.root == Root::Assault => Some(Side::Target),
        _ => None,
    }
}
