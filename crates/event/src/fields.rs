//! Fields of a proto-event: parties, place, time, harm, read from the roles of its trigger.

use crate::accounts::{self, Account};
use crate::harm::{self, Figure, Harm};
use crate::input::Input;
use crate::laid::Laid;
use crate::parties::Cast;
use crate::record::grouped;
use crate::retold::{self, Gap};
use diurna_core::span::Bytes;
use diurna_core::{ActorKind, Role, RoleMark, TextSpan};

/// An actor in an event with the words that name it there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Party {
    pub(crate) actor: usize,
    pub(crate) mentions: Vec<TextSpan>,
    pub(crate) score: f32,
    /// Sum of the scores of all triggers that name it here.
    pub(crate) votes: f32,
}

impl Party {
    /// Takes in what other words tell of the same side.
    pub(crate) fn join(&mut self, other: Self) {
        for m in other.mentions {
            if !self.mentions.contains(&m) {
                self.mentions.push(m);
            }
        }
        self.score = self.score.max(other.score);
        self.votes += other.votes;
    }
}

/// What the roles of one trigger say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Fields {
    pub(crate) agents: Vec<Party>,
    pub(crate) targets: Vec<Party>,
    pub(crate) instruments: Vec<TextSpan>,
    /// Index of the place mention, and how sure it is.
    pub(crate) place: Option<(usize, f32)>,
    /// The place is only told of those who act: "police in Naples".
    pub(crate) seat: bool,
    /// Index of the time mention, and how sure it is.
    pub(crate) time: Option<(usize, f32)>,
    pub(crate) killed: Option<Harm>,
    pub(crate) injured: Option<Harm>,
    /// Every number of persons harmed.
    pub(crate) accounts: Vec<Account>,
}

/// Score from which a side counts that is of no known kind, where such a one is mostly a thing: an agent ("isolated members of the
/// movement"), and whoever is spoken to.
const SURE: f32 = 0.9;

impl Fields {
    /// The words that give persons harmed.
    pub(crate) fn harmed(&self) -> impl Iterator<Item = TextSpan> {
        let sums = [&self.killed, &self.injured].into_iter().flatten().flat_map(|h| &h.evidence);
        sums.chain(self.accounts.iter().flat_map(|a| &a.evidence)).copied()
    }
}

/// The roles of a report by their triggers, and where its times and places stand.
pub(crate) struct Marks<'a> {
    input: &'a Input<'a>,
    /// By trigger.
    roles: Vec<Vec<&'a RoleMark>>,
    /// By trigger, the numbers of persons harmed.
    figures: Vec<Vec<&'a Figure<'a>>>,
    times: Laid<Bytes>,
    places: Laid<Bytes>,
    /// By trigger, what sets it apart from the rest of its sentence.
    gaps: Vec<Option<Gap>>,
    /// Words that set a trigger apart, in order, with the head of the trigger.
    splits: Vec<(usize, usize)>,
}

impl<'a> Marks<'a> {
    /// Sorts the roles of a report; `figures` are those of the whole report.
    pub(crate) fn new(input: &'a Input<'a>, figures: &'a [Figure<'a>]) -> Self {
        let count = input.reading.triggers.len();
        let heads = || input.reading.triggers.iter().map(|t| t.head as usize);
        let gaps: Vec<Option<Gap>> = heads().map(|head| retold::gap(input.document, head)).collect();
        let set_apart = gaps.iter().zip(heads()).filter_map(|(gap, head)| Some(((*gap)?.at, head)));
        let mut splits: Vec<(usize, usize)> = set_apart.collect();
        splits.sort_unstable();
        Self {
            input,
            roles: grouped(count, input.reading.roles.iter().map(|r| (r.trigger, r))),
            figures: grouped(count, figures.iter().map(|f| (f.mark.trigger, f))),
            times: Laid::new(input.times.iter().enumerate().map(|(i, t)| (t.span, i))),
            places: Laid::new(input.places.iter().enumerate().map(|(i, p)| (p.span, i))),
            gaps,
            splits,
        }
    }

    /// Reads the roles of a trigger.
    pub(crate) fn fields(&self, cast: &mut Cast<'_>, trigger: usize) -> Fields {
        let mut f = Fields::default();
        let d = self.input.document;
        for &m in self.roles[trigger].iter().filter(|m| !self.is_of_another(m)) {
            let span = d.text_span(m.span);
            match m.role {
                Role::Agent | Role::Target => self.add_side(cast, &mut f, m),
                Role::Instrument => f.instruments.push(span),
                Role::Place => {
                    f.place = self.places.first_over(span).map(|i| (i, m.score));
                    f.seat = self.is_seat(m);
                }
                Role::Time => f.time = self.times.first_over(span).map(|i| (i, m.score)),
                Role::Killed | Role::Injured | Role::Missing | Role::Detained => {}
            }
        }
        let own = &self.figures[trigger];
        f.killed = harm::of(self.input, own, Role::Killed);
        f.injured = harm::of(self.input, own, Role::Injured);
        f.accounts = accounts::of(d, cast, own);
        f
    }

    /// "The bombing came a week after jets struck Gao": what stands behind "after" belongs to the strike there, unless it hangs from the
    /// bombing alone, and a day before it is not that of the strike.
    fn is_of_another(&self, m: &RoleMark) -> bool {
        let d = self.input.document;
        let (head, at) = (self.input.reading.triggers[m.trigger].head as usize, m.span.start as usize);
        let gap = self.gaps[m.trigger].filter(|gap| gap.days);
        if m.role == Role::Time && gap.is_some_and(|gap| at < gap.at) {
            return true;
        }
        if m.role.harm().is_some() || d.sentence_of(at) != d.sentence_of(head) {
            return false;
        }
        let top = d.top(m.span);
        let own = d.is_under(top, head);
        let next = self.splits.partition_point(|(split, _)| *split <= head);
        let behind = self.splits.get(next).filter(|(split, _)| *split < at).is_some_and(|(split, _)| {
            let mut there = self.splits[next..].iter().take_while(|(s, _)| s == split);
            !own || there.any(|(_, other)| d.is_under(top, *other))
        });
        // "A week after the raid, soldiers killed nine in Kidal": behind the comma another clause begins.
        let past = || (head + 1..at).any(|t| d.word(t) == ",");
        behind || gap.is_some() && !own && past()
    }

    /// Adds the actor of an agent or target.
    fn add_side(&self, cast: &mut Cast<'_>, f: &mut Fields, m: &RoleMark) {
        let d = self.input.document;
        let trigger = &self.input.reading.triggers[m.trigger];
        let head = m.head as usize;
        let agent = m.role == Role::Agent;
        if self.times.first_over(d.tokens[head].span).is_some() {
            return;
        }
        if agent && retold::only_speaks(d, trigger.root, trigger.head as usize, m.span, head) {
            return;
        }
        let Some((actor, words)) = cast.actor(m.span, head) else { return };
        let vague = cast.actors[actor].kind == ActorKind::Unknown && !d.tag(head).starts_with("NNP");
        // "Those who were celebrating", "new and old": no noun. "The wounded", "the Malian military" are some.
        let noun = d.tag(head).starts_with("NN") || matches!(d.tag(m.span.start as usize), "DT" | "PRP$");
        if vague && !noun {
            return;
        }
        let list = if agent { &mut f.agents } else { &mut f.targets };
        if vague && !trigger.root.is_physical() && m.score < SURE {
            // "The move by Britain"; what is said or agreed is said to somebody: "rejected the findings of the UN inquiry".
            let (most, score) = if agent { (1, 0.3) } else { (usize::MAX, 0.4) };
            for (actor, words) in self.known_within(cast, head).into_iter().take(most) {
                add(list, Party { actor, mentions: vec![words], score, votes: score });
            }
        } else if !(vague && agent) || m.score >= SURE {
            add(list, Party { actor, mentions: vec![words], score: m.score, votes: m.score });
        }
    }

    /// At most two actors of a known kind within the phrase of a thing: whose it is.
    fn known_within(&self, cast: &Cast<'_>, head: usize) -> Vec<(usize, TextSpan)> {
        let d = self.input.document;
        let area = d.subtree(head);
        let area = d.text_span(if area.len() > 16 { d.phrase(head) } else { area });
        let known = cast.between(area.start, area.end).filter(|m| m.kind != ActorKind::Unknown);
        known.take(2).map(|m| (m.actor, m.span)).collect()
    }

    /// Whether a place hangs from those who act, and the event does not: "police in Naples arrested two men", but not "the men who
    /// attacked Gao".
    fn is_seat(&self, place: &RoleMark) -> bool {
        let d = self.input.document;
        let (top, event) = (d.top(place.span), self.input.reading.triggers[place.trigger].head as usize);
        let mut agents = self.roles[place.trigger].iter().filter(|r| r.role == Role::Agent);
        agents.any(|a| {
            let head = a.head as usize;
            top != head && d.is_under(top, head) && !d.is_under(event, head)
        })
    }
}

/// Adds a party, joining it with one of the same actor.
pub(crate) fn add(list: &mut Vec<Party>, party: Party) {
    match list.iter_mut().find(|p| p.actor == party.actor) {
        Some(p) => p.join(party),
        None => list.push(party),
    }
}
