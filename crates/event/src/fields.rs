//! Fields of a proto-event: parties, place, time, harm, read from the roles of its trigger.

use crate::input::Input;
use crate::parties::Cast;
use diurna_codes::quantities;
use diurna_core::{Document, Role, RoleMark, TextSpan, TokenSpan};

/// An actor in an event with the words that name it there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Party {
    pub(crate) actor: usize,
    pub(crate) mentions: Vec<TextSpan>,
    pub(crate) score: f32,
}

/// A number of persons with the words it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Harm {
    pub(crate) low: u32,
    pub(crate) high: Option<u32>,
    pub(crate) evidence: Vec<TextSpan>,
    /// A number stands in the words; otherwise it follows from "a man", "the driver".
    pub(crate) explicit: bool,
    /// The attribution in whose content it stands.
    pub(crate) said: Option<usize>,
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
}

/// Reads the roles of trigger number `trigger`.
pub(crate) fn of(input: &Input<'_>, cast: &mut Cast<'_>, trigger: usize) -> Fields {
    let mut f = Fields::default();
    let d = input.document;
    let marks: Vec<&RoleMark> = input.reading.roles.iter().filter(|r| r.trigger == trigger).collect();
    for m in &marks {
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
                if m.role == Role::Agent && vague {
                    // "harsh words from the United States", "the move by Britain"
                    let said = !input.reading.triggers[trigger].root.is_physical();
                    for known in known_within(input, m.head as usize).into_iter().take(usize::from(said)) {
                        add(
                            &mut f.agents,
                            Party { actor: known.actor, mentions: vec![known.span], score: 0.3 },
                        );
                    }
                    continue;
                }
                // What is said or agreed is said to somebody: "rejected the findings of the UN inquiry".
                if vague && !input.reading.triggers[trigger].root.is_physical() {
                    for known in known_within(input, m.head as usize) {
                        add(
                            &mut f.targets,
                            Party { actor: known.actor, mentions: vec![known.span], score: 0.4 },
                        );
                    }
                    continue;
                }
                let list = if m.role == Role::Agent { &mut f.agents } else { &mut f.targets };
                add(list, Party { actor, mentions: vec![words], score: m.score });
            }
            Role::Instrument => f.instruments.push(span),
            Role::Place => {
                f.place = input.places.iter().position(|p| p.span.overlaps(span)).map(|i| (i, m.score));
            }
            Role::Time => {
                f.time = input.times.iter().position(|t| t.span.overlaps(span)).map(|i| (i, m.score));
            }
            Role::Killed | Role::Injured => {}
        }
    }
    f.killed = harm(input, &marks, Role::Killed);
    f.injured = harm(input, &marks, Role::Injured);
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
        }
        None => list.push(party),
    }
}

/// The sum of the numbers of one role within the sentence of the first.
fn harm(input: &Input<'_>, marks: &[&RoleMark], role: Role) -> Option<Harm> {
    let d = input.document;
    let mut total: Option<Harm> = None;
    let mut sentence = None;
    for m in marks.iter().filter(|m| m.role == role) {
        let at = d.sentence_of(m.span.start as usize);
        let Some((low, high)) = number(d, m.span, m.head as usize) else { continue };
        let span = d.text_span(m.span);
        let explicit =
            m.span.range().any(|t| d.tag(t) == "CD" || d.lemma(t) == "no") || low != high.unwrap_or(u32::MAX);
        match &mut total {
            None => {
                total = Some(Harm { low, high, evidence: vec![span], explicit, said: said(input, m.span) });
                sentence = Some(at);
            }
            Some(t) if sentence == Some(at) => {
                t.low = t.low.saturating_add(low);
                t.high = t.high.zip(high).map(|(a, b)| a.saturating_add(b));
                t.evidence.push(span);
                t.explicit |= explicit;
            }
            Some(_) => {}
        }
    }
    total
}

/// The attribution that a number stands in.
fn said(input: &Input<'_>, span: TokenSpan) -> Option<usize> {
    input
        .reading
        .attributions
        .iter()
        .position(|a| a.source.is_some() && a.content.iter().any(|c| c.contains(span)))
}

/// Reads the number of persons of a phrase.
fn number(d: &Document, phrase: TokenSpan, head: usize) -> Option<(u32, Option<u32>)> {
    let text = d.text_span(phrase).of(&d.report.text);
    let numbered = phrase.range().any(|t| {
        d.tag(t) == "CD"
            || matches!(
                d.lemma(t),
                "no" | "none"
                    | "dozen"
                    | "hundred"
                    | "several"
                    | "handful"
                    | "score"
                    | "thousand"
                    | "few"
                    | "couple"
                    | "many"
                    | "some"
            )
    });
    if numbered && let Some(n) = quantities::read(text) {
        return Some(n);
    }
    let first = d.lemma(phrase.start as usize);
    match d.tag(head) {
        "NN" if matches!(first, "a" | "an" | "one" | "another") => Some((1, Some(1))),
        "NN" if matches!(d.lemma(head), "one" | "nobody" | "none") && first == "no" => Some((0, Some(0))),
        "NN" if is_person_noun(d.lemma(head)) && !matches!(first, "no" | "any") => Some((1, Some(1))),
        "NNP" if d.is_dep(head, "nsubj") || d.tokens[head].dep == "obj" => Some((1, Some(1))),
        _ => match d.lemma(head) {
            "nobody" | "none" => Some((0, Some(0))),
            "one" if first == "no" => Some((0, Some(0))),
            _ => None,
        },
    }
}

fn is_person_noun(lemma: &str) -> bool {
    matches!(
        lemma,
        "man"
            | "woman"
            | "person"
            | "soldier"
            | "policeman"
            | "officer"
            | "child"
            | "boy"
            | "girl"
            | "driver"
            | "contractor"
            | "civilian"
            | "gunman"
            | "attacker"
            | "bomber"
            | "guard"
            | "journalist"
            | "worker"
            | "official"
            | "student"
            | "teacher"
            | "militant"
            | "leader"
            | "commander"
            | "passenger"
            | "protester"
            | "suspect"
            | "victim"
            | "marine"
            | "fighter"
            | "hostage"
            | "pilot"
            | "reporter"
            | "photographer"
            | "member"
            | "mother"
            | "father"
            | "son"
            | "daughter"
            | "brother"
            | "sister"
            | "wife"
            | "husband"
            | "minister"
            | "president"
            | "judge"
            | "demonstrator"
            | "villager"
            | "farmer"
            | "resident"
            | "assailant"
            | "insurgent"
            | "schoolgirl"
            | "schoolboy"
            | "infant"
            | "baby"
    )
}
