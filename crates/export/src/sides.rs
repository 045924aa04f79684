//! Who stands on which side of an incident, and what a party is called there.

use crate::facts::{agent_kind, bears_arms, camp, is_named, kind};
use crate::tables::{ActorCodes, actor_codes};
use diurna_core::codebook::{ActorKind, Root};
use diurna_core::incident::{Incident, Party};

/// PLOVER's sector of those of whom nobody knows who they are.
pub(crate) const UNIDENTIFIED: &str = "UNK";

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// Those who acted.
    Agent,
    /// Those acted upon.
    Target,
}

/// Agents and targets, where formats want two sides: those who fight each other stand in both lists of a clash, and each is told on
/// one side alone. The lowest rank stands first.
pub(crate) fn sides(incident: &Incident, rank: impl Fn(Stand, &Party) -> u8) -> [Vec<&Party>; 2] {
    let (own, mut targets): (Vec<&Party>, Vec<&Party>) =
        incident.targets.best.iter().partition(|party| is_own(incident, party));
    let mut agents: Vec<&Party> = incident.agents.best.iter().chain(own).collect();
    agents.sort_by_key(|party| rank(Stand::Agent, party));
    targets.sort_by_key(|party| rank(Stand::Target, party));
    let targets = without(&targets, agents.get(..1).unwrap_or_default());
    [without(&agents, &targets), targets]
}

/// Whether a party is what those who acted send or call back themselves ("the army deployed troops"), and no other side.
fn is_own(incident: &Incident, party: &Party) -> bool {
    let moved = matches!(incident.r#type, Root::Mobilize | Root::Retreat);
    let force = kind(party);
    let of = |agent: &Party| {
        let alike = kind(agent) == force || camp(force).is_some_and(|own| camp(kind(agent)) == Some(own));
        alike && (party.country.is_none() || party.country == agent.country)
    };
    moved && bears_arms(force) && !is_named(party) && incident.agents.best.iter().any(of)
}

/// The parties that are none of the others. "Rival militias" who fight each other have one name for both sides; no party with a name of
/// its own fights itself, and the other side is not told then.
fn without<'a>(list: &[&'a Party], others: &[&Party]) -> Vec<&'a Party> {
    let rest: Vec<&Party> =
        list.iter().copied().filter(|p| !others.iter().any(|o| o.name == p.name)).collect();
    if rest.is_empty() && list.iter().any(|party| !is_named(party)) { list.to_vec() } else { rest }
}

/// Actors and recipients as PLOVER has them: where all act on each other, in talks or in a clash, all are actors and nobody is a
/// recipient, save where the type asks for one.
pub(crate) fn actors_and_recipients(incident: &Incident) -> [Vec<&Party>; 2] {
    let asks = matches!(incident.r#type, Root::Cooperate | Root::Aid | Root::Sanction);
    if is_mutual(incident) && !asks {
        return [incident.agents.best.iter().collect(), Vec::new()];
    }
    sides(incident, |_, _| 0)
}

/// Whether the same parties stand in both lists. One party without a name is two of one description: a private person who hurt another.
fn is_mutual(incident: &Incident) -> bool {
    fn names(list: &[Party]) -> Vec<&str> {
        let mut names: Vec<&str> = list.iter().map(|party| party.name.as_str()).collect();
        names.sort_unstable();
        names
    }
    let nameless = matches!(incident.agents.best.as_slice(), [one] if !is_named(one));
    !nameless && names(&incident.agents.best) == names(&incident.targets.best)
}

/// The kind by which a party is coded where it stands: whoever gathers is a protester, and attackers called "people" are nobody known.
fn kind_of(incident: &Incident, stand: Stand, party: &Party) -> ActorKind {
    match stand {
        Stand::Target => kind(party),
        Stand::Agent if incident.r#type == Root::Protest && kind(party) == ActorKind::Civilians => {
            ActorKind::Protesters
        }
        Stand::Agent => agent_kind(incident, party),
    }
}

/// What a party is called elsewhere where it stands.
pub(crate) fn called(incident: &Incident, stand: Stand, party: &Party) -> ActorCodes {
    actor_codes(kind_of(incident, stand, party), is_named(party))
}

/// PLOVER's sector of a party; persons whom nobody names are nobody identified. Empty where a name alone is known.
pub(crate) fn sector(incident: &Incident, stand: Stand, party: &Party) -> &'static str {
    let nameless = kind_of(incident, stand, party) == ActorKind::Person && !is_named(party);
    if nameless { UNIDENTIFIED } else { called(incident, stand, party).plover }
}
