//! Fields of a proto-event: parties, place, time, harm, read from the roles of its trigger.

use crate::accounts::{self, Account};
use crate::harm::{self, Figure, Harm};
use crate::input::Input;
use crate::parties::Cast;
use diurna_core::{Role, TextSpan};

/// An actor in an event with the words that name it there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Party {
    pub(crate) actor: usize,
    pub(crate) mentions: Vec<TextSpan>,
    pub(crate) score: f32,
    /// Sum of the scores of all triggers that name it here.
    pub(crate) votes: f32,
}

/// What the roles of one trigger say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Fields {
    pub(crate) agents: Vec<Party>,
    pub(crate) targets: Vec<Party>,
    pub(crate) instruments: Vec<TextSpan>,
    /// Index of the place mention, and how sure it is.
    pub(crate) place: Option<(usize, f32)>,
    /// Index of the time mention, and how sure it is.
    pub(crate) time: Option<(usize, f32)>,
    pub(crate) killed: Option<Harm>,
    pub(crate) injured: Option<Harm>,
    /// Every number of persons harmed.
    pub(crate) accounts: Vec<Account>,
}

impl Fields {
    /// The words that give persons harmed.
    pub(crate) fn harmed(&self) -> impl Iterator<Item = TextSpan> {
        let sums = [&self.killed, &self.injured].into_iter().flatten().flat_map(|h| &h.evidence);
        sums.chain(self.accounts.iter().flat_map(|a| &a.evidence)).copied()
    }
}

/// Reads the roles of trigger number `trigger`; `figures` are those of the whole report.
pub(crate) fn of(input: &Input<'_>, cast: &mut Cast<'_>, figures: &[Figure<'_>], trigger: usize) -> Fields {
    let mut f = Fields::default();
    let d = input.document;
    for m in input.reading.roles.iter().filter(|r| r.trigger == trigger) {
        let span = d.text_span(m.span);
        match m.role {
            Role::Agent | Role::Target => {
                let own = d.tokens[m.head as usize].span;
                if input.times.iter().any(|t| t.span.overlaps(own)) {
                    continue;
                }
                let Some((actor, words)) = cast.actor(m.span, m.head as usize) else { continue };
                let vague = cast.actors[actor].kind == diurna_core::ActorKind::Unknown
                    && !d.tag(m.head as usize).starts_with("NNP");
                let said = !input.reading.triggers[trigger].root.is_physical();
                let agent = m.role == Role::Agent;
                let list = if agent { &mut f.agents } else { &mut f.targets };
                if vague && said {
                    // "The move by Britain"; what is said or agreed is said to somebody: "rejected the findings of the UN inquiry".
                    let (most, score) = if agent { (1, 0.3) } else { (usize::MAX, 0.4) };
                    for known in known_within(input, m.head as usize).into_iter().take(most) {
                        add(
                            list,
                            Party { actor: known.actor, mentions: vec![known.span], score, votes: score },
                        );
                    }
                } else if !(vague && agent) {
                    add(list, Party { actor, mentions: vec![words], score: m.score, votes: m.score });
                }
            }
            Role::Instrument => f.instruments.push(span),
            Role::Place => {
                f.place = input.places.iter().position(|p| p.span.overlaps(span)).map(|i| (i, m.score));
            }
            Role::Time => {
                f.time = input.times.iter().position(|t| t.span.overlaps(span)).map(|i| (i, m.score));
            }
            Role::Killed | Role::Injured | Role::Missing | Role::Detained => {}
        }
    }
    let own: Vec<&Figure<'_>> = figures.iter().filter(|f| f.mark.trigger == trigger).collect();
    f.killed = harm::of(input, &own, Role::Killed);
    f.injured = harm::of(input, &own, Role::Injured);
    f.accounts = accounts::of(input, &own);
    f
}

/// At most two actors of a known kind within the phrase of a thing: whose it is.
fn known_within(input: &Input<'_>, head: usize) -> Vec<diurna_core::ActorMention> {
    let d = input.document;
    let area = d.subtree(head);
    let area = d.text_span(if area.len() > 16 { d.phrase(head) } else { area });
    let known =
        |m: &&diurna_core::ActorMention| m.kind != diurna_core::ActorKind::Unknown && area.contains(m.span);
    input.actors.iter().filter(known).take(2).copied().collect()
}

/// Adds a party, joining it with one of the same actor.
pub(crate) fn add(list: &mut Vec<Party>, party: Party) {
    match list.iter_mut().find(|p| p.actor == party.actor) {
        Some(p) => {
            for m in party.mentions {
                if !p.mentions.contains(&m) {
                    p.mentions.push(m);
                }
            }
            p.score = p.score.max(party.score);
            p.votes += party.votes;
        }
        None => list.push(party),
    }
}
