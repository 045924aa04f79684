//! The trained reader: a network proposes, word lists vote, rules keep what they do better.
//!
//! One pass of the network over the words of the story marks triggers, sides, attributions and links. A trigger that the word
//! lists propose too needs less of it; one that they don't know must convince alone. Numbers of dead and wounded, place and time
//! by attachment, and the marks of quotations stay with the rules: the card of the weights gives the figures of both.

use crate::gate::Gate;
use crate::lexicon::{Lexicon, Pos};
use crate::parties;
use crate::quotes::Quote;
use crate::sight::Sight;
use crate::triggers::{self, Found};
use crate::{claims, doubt, harm, idle, labelled, links, quotes, senses, setting, sides, speech, status};
use diurna_core::{
    ActorKind, Attribution, Document, Link, LinkKind, Mode, NameMark, Reader, Reading, Role, RoleMark, Root,
    Scene, Status, TextSpan, TokenSpan, Trigger,
};
use diurna_network::{
    Given, LinkKind as Seeing, LinkSeen, Manner, NameKind, Network, RoleSeen, Seen, Told, TriggerSeen,
    WeightsError,
};

static WEIGHTS: &[u8] = include_bytes!("../../../models/reader.bin");

/// Least probability of a trigger that the word lists propose, and of one that they do not know. Chosen on the development
/// reports and those of `eval/more`; what an event has to be worth as a whole, its assembly says.
const LISTED: f32 = 0.4;
const ALONE: f32 = 0.6;
/// The same in a report of a sentence or two, where nothing else tells of it.
const SHORT: f32 = 0.8;
/// Probability of a trigger from which the network says what it is, though the word lists say otherwise.
const OVERRULES: f32 = 0.8;
/// From here on the word lists are too sure of a trigger to be overruled.
const CERTAIN: f32 = 0.76;
/// Least probability of a side, place, time or number.
const SIDE: f32 = 0.57;
/// Probability from which a claim is hedged.
const HEDGED: f32 = 0.5;
/// Probability from which the network says where a trigger was. On the development reports F1 of places was .535 from .8, .545 from .7 and
/// .552 from .6.
const SITE: f32 = 0.6;
/// The same for the day of a trigger.
const DAY: f32 = 0.6;
/// Probability from which one trigger answers another; what is less likely is a hunch.
const ANSWER: f32 = 0.2;
/// Least probability of a name of a person or organisation. With less, chat and sport have more events (silence .88 for .70).
const NAMED: f32 = 0.8;
/// Index of a trigger that the network did not see.
pub(crate) const UNSEEN: usize = usize::MAX;

/// The reader that works from a trained network.
#[derive(Debug)]
pub struct TrainedReader {
    network: Option<Network>,
    lexicon: Lexicon,
    name: String,
}

impl Default for TrainedReader {
    fn default() -> Self {
        Self::new()
    }
}

impl TrainedReader {
    /// The reader with the weights that come with the crate.
    #[must_use]
    pub fn new() -> Self {
        // The file is checked by a test of `diurna-network`; were it damaged, nothing would be seen.
        Self::with_weights(WEIGHTS).unwrap_or_else(|_| Self {
            network: None,
            lexicon: Lexicon::new(),
            name: "trained/none".to_string(),
        })
    }

    /// A reader with other weights.
    ///
    /// # Errors
    /// Where the bytes are no weights of this network.
    pub fn with_weights(file: &'static [u8]) -> Result<Self, WeightsError> {
        let network = Network::read(file)?;
        let name = format!("trained/{}/{}", env!("CARGO_PKG_VERSION"), network.version());
        Ok(Self { network: Some(network), lexicon: Lexicon::new(), name })
    }

    /// The network, for measuring it alone.
    #[must_use]
    pub fn network(&self) -> Option<&Network> {
        self.network.as_ref()
    }

    /// What the network sees in a document, and the token of each of its words.
    #[must_use]
    pub fn see(&self, document: &Document) -> (Seen, Vec<usize>) {
        self.see_hinted(document, &[])
    }

    /// The same, with triggers that the word lists propose.
    fn see_hinted(&self, document: &Document, listed: &[Found]) -> (Seen, Vec<usize>) {
        let mut tokens = Vec::with_capacity(document.tokens.len());
        let mut sentences = Vec::with_capacity(document.sentences.len());
        for sentence in document.sentences.iter().filter(|s| s.region != diurna_core::RegionKind::Boilerplate)
        {
            tokens.extend(sentence.tokens.range());
            sentences.push(sentence.tokens.range().map(|t| document.word(t)).collect());
        }
        let at = |token: u32| tokens.binary_search(&(token as usize)).ok();
        let hints: Vec<Given> = listed
            .iter()
            .filter_map(|f| {
                let span = f.trigger.span;
                let words = at(span.start)?..at(span.end - 1)? + 1;
                Some(Given { words, root: Some(f.trigger.root) })
            })
            .collect();
        let seen = self.network.as_ref().map(|n| {
            n.see_as(&sentences, &Manner { told: Told::Hints(&hints, LISTED), ..Manner::default() })
        });
        let mut seen = seen.unwrap_or_default();
        seen.roles.retain(|r| r.score >= SIDE);
        (seen, tokens)
    }
}

impl Reader for TrainedReader {
    fn name(&self) -> &str {
        &self.name
    }

    fn read(&self, scene: Scene<'_>) -> Reading {
        let gate = Gate::of(scene, &self.lexicon);
        if !gate.english {
            return Reading::default();
        }
        let listed = triggers::find(scene, &self.lexicon, gate);
        let (seen, tokens) = self.see_hinted(scene.document, &listed);
        let sight = Sight { scene, seen, tokens };
        let mut attributions = self.attributions(&sight, &quotes::find(scene.document));
        attributions.retain(|a| !a.source.is_some_and(|s| sides::is_nobody(scene.document, s)));
        let (mut found, kept) = self.triggers(&sight, gate, &listed);
        doubt::settle(scene.document, &self.lexicon, &attributions, &mut found);
        let mut roles = sides::of(&sight, &self.lexicon, &attributions, &mut found, &kept);
        senses::strikes(scene.document, &self.lexicon, &mut found);
        senses::crowds(scene.document, &self.lexicon, &mut found);
        senses::fire(scene.document, &self.lexicon, &mut found);
        senses::from_the_air(scene.document, &self.lexicon, &mut found);
        senses::captures(scene, &mut found);
        senses::suicides(scene.document, &mut found);
        senses::complaints(scene.document, &mut found);
        senses::deadly_strikes(scene.document, &mut found);
        let mut links = self.links(&sight, &kept, &found);
        links.extend(outcomes(&sight, &kept, &mut found));
        setting::mark(scene, &found, &attributions, &links, &mut roles);
        settings(&sight, &found, &kept, &links, &mut roles);
        harm::mark(scene, &found, &mut roles);
        sides::settle(scene, &found, &attributions, &mut roles);
        // "The attack killed …": an event is nobody who was killed; of "sixty arrests" its own word is counted.
        roles.retain(|r| {
            let own = found.iter().any(|f| f.trigger.head == r.head);
            r.role.harm().is_none() || !own || r.role == Role::Detained
        });
        roles.sort_by_key(|r| (r.trigger, r.role, r.span.start));
        let hunches = hunches(&sight, &kept);
        Reading {
            triggers: found.into_iter().map(|f| f.trigger).collect(),
            roles,
            attributions,
            links,
            hunches,
            names: names(&sight),
        }
    }
}

impl TrainedReader {
    /// Attributions by cue words and quotation marks, and those that only the network saw.
    fn attributions(&self, sight: &Sight<'_>, quotes: &[Quote]) -> Vec<Attribution> {
        let mut out = claims::find(sight.scene, &self.lexicon, quotes);
        for new in labelled::find(sight.scene, &self.lexicon, quotes) {
            // Quotations without a cue go on with the last speaker, unless they have one of their own.
            out.retain(|a| a.cue.is_some() || !claims::share_content(a, &new));
            out.push(new);
        }
        for cue in sight.seen.cues.iter().filter(|c| c.hedged >= HEDGED) {
            let span = sight.span(&cue.words);
            for a in out.iter_mut().filter(|a| a.cue.is_some_and(|c| c.overlaps(span))) {
                a.hedged = true;
            }
        }
        for new in speech::attributions(sight, &self.lexicon, quotes, HEDGED) {
            let told = out.iter().any(|a| {
                a.cue.zip(new.cue).is_some_and(|(a, b)| a.overlaps(b)) || claims::share_content(a, &new)
            });
            if new.source.is_some() && !told {
                out.push(new);
            }
        }
        out.sort_by_key(claims::place);
        out
    }

    /// The triggers that count, with the index of each among those seen.
    fn triggers(&self, sight: &Sight<'_>, gate: Gate, listed: &[Found]) -> (Vec<Found>, Vec<usize>) {
        let d = sight.scene.document;
        let (mut found, mut kept) = (Vec::new(), Vec::new());
        for (i, seen) in sight.seen.triggers.iter().enumerate() {
            let span = sight.span(&seen.words);
            if span.is_empty() {
                continue;
            }
            let own = listed.iter().find(|f| f.trigger.span.overlaps(span));
            let head = sight.head(span);
            let pos = if d.tag(head).starts_with("VB") { Pos::Verb } else { Pos::Noun };
            // "Rebels did not attack" tells of no event; "the army said it had not attacked" tells of a denial.
            let home = d.sentence_of(head);
            let said =
                sight.seen.cues.iter().any(|c| {
                    sight.tokens.get(c.words.start).is_some_and(|&token| d.sentence_of(token) == home)
                });
            let denied = status::is_negated(d, head, pos) && (seen.status != Status::Denied || !said);
            let doubtful =
                || seen.score < least(gate, seen.root) || self.excused(sight, seen, head, span, listed);
            let none = doubt::is_played(d, head) || idle::is_idle(d, &self.lexicon, seen.root, head);
            let barred = own.is_some_and(|own| {
                let least = if own.trigger.score >= CERTAIN { LISTED } else { alone(gate) };
                !gate.admits(own.trigger.root) && seen.score < least
            });
            if denied || none || barred || own.is_none() && doubtful() {
                continue;
            }
            let new = match own {
                Some(own) => both(d, seen, own, span, head),
                None => self.alone(d, seen, span, head, pos),
            };
            // "Rocket" and "attacks", where the list has "rocket attacks": one, told by its last word.
            match found.last_mut().filter(|last: &&mut Found| last.trigger.span.overlaps(new.trigger.span)) {
                Some(last) if own.is_some_and(|own| own.trigger.head == new.trigger.head) => {
                    *last = new;
                    kept.pop();
                    kept.push(i);
                }
                Some(_) => {}
                None => {
                    found.push(new);
                    kept.push(i);
                }
            }
        }
        // Who condemns an attack that was seen accuses, whether the network sees it or not.
        for own in listed.iter().filter(|f| f.trigger.root == Root::Accuse) {
            let head = own.trigger.head as usize;
            let condemns = matches!(d.lemma(head), "condemn" | "denounce" | "deplore");
            let attack = |f: &Found| {
                f.trigger.root == Root::Assault && d.child(head, "obj") == Some(f.trigger.head as usize)
            };
            let new = !found.iter().any(|f| f.trigger.span.overlaps(own.trigger.span));
            if condemns && new && own.trigger.status == Status::Happened && found.iter().any(attack) {
                found.push(own.clone());
                kept.push(UNSEEN);
            }
        }
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|&i| found[i].trigger.span.start);
        (order.iter().map(|&i| found[i].clone()).collect(), order.iter().map(|&i| kept[i]).collect())
    }

    /// Whether the words around a trigger that no list knows speak against it: a crash or flood that killed, the object of a
    /// listed trigger ("lodged a protest"), and words of outcome ("left two dead"), which make no event of their own.
    fn excused(
        &self,
        sight: &Sight<'_>,
        seen: &TriggerSeen,
        head: usize,
        span: TokenSpan,
        listed: &[Found],
    ) -> bool {
        let d = sight.scene.document;
        let sentence = d.sentences[d.sentence_of(head)].tokens;
        // "A bomb wounded 20 people" tells of the attack that nothing else tells of.
        let other = || {
            let apart = |s: TokenSpan| sentence.contains(s) && !s.overlaps(span);
            let told = listed.iter().any(|f| f.trigger.root == Root::Assault && apart(f.trigger.span));
            told || sight.seen.triggers.iter().any(|t| t.root == Root::Assault && apart(sight.span(&t.words)))
        };
        let outcome = harm::is_outcome(d.lemma(head)) && span.len() == 1;
        let whole = || d.child(head, "nsubj").is_some() && d.child(head, "obj").is_some();
        let carried = d.tokens[head].dep == "obj"
            && d.head(head).is_some_and(|h| listed.iter().any(|f| f.trigger.head as usize == h));
        carried
            // But "shot him dead" tells how, and "a drone wounded one man" who did it to whom.
            || outcome && (other() || harm::counted_after(d, head).is_none() && !whole())
            // "Gunmen storm a hotel": what the network takes for an attack is no weather.
            || seen.root == Root::Assault
                && !self.lexicon.accidents.contains(d.lemma(head))
                && triggers::is_accident(d, &self.lexicon, head, sentence)
    }

    /// A trigger that only the network knows.
    fn alone(&self, d: &Document, seen: &TriggerSeen, span: TokenSpan, head: usize, pos: Pos) -> Found {
        let entry = self.lexicon.entries(pos, d.lemma(head)).iter().find(|e| e.words.len() == 1);
        Found {
            trigger: Trigger {
                span,
                head: head as u32,
                root: seen.root,
                mode: seen.mode,
                status: seen.status,
                score: seen.score,
                anaphoric: entry.is_some_and(|e| e.flags.back),
            },
            parties: parties::of(d, head, pos, seen.root),
            result: seen.root == Root::Assault && entry.is_some_and(|e| e.flags.result),
        }
    }

    /// What answers what, and what tells of one event: seen by the network or told by the words between.
    fn links(&self, sight: &Sight<'_>, kept: &[usize], found: &[Found]) -> Vec<Link> {
        let d = sight.scene.document;
        let mut out = links::find(d, &self.lexicon, found);
        for link in sight.seen.links.iter().filter(|l| !is_hunch(l)) {
            let Some((from, to)) = ends(kept, link) else { continue };
            let kind = match link.kind {
                Seeing::Answers => LinkKind::RespondsTo,
                Seeing::Same => LinkKind::Alike,
            };
            // The words say which way round it is.
            let turned = LinkKind::RespondsTo == kind
                && out.iter().any(|l| l.kind == kind && (l.from, l.to) == (to, from));
            let fits = kind == LinkKind::RespondsTo || found[from].trigger.root == found[to].trigger.root;
            // "Shot at them before setting fire to stalls": what was before answers nothing of what came after.
            let [first, then] = [from, to].map(|t| found[t].trigger.head as usize);
            let before = then > first + 2 && (then - 2..then).any(|t| d.word(t) == "before");
            // "Were captured in August, when rebels attacked their post": at the same time.
            let meanwhile = || setting::is_meanwhile(sight.scene, then);
            if fits && !turned && !(kind == LinkKind::RespondsTo && (before || meanwhile())) {
                out.push(Link { from, to, kind });
            }
        }
        out.sort_by_key(|l| (l.from, l.to, l.kind));
        out.dedup();
        out
    }
}

/// Which of the triggers that count the network saw as its `seen`th.
fn found_at(kept: &[usize], seen: usize) -> Option<usize> {
    kept.iter().position(|&k| k == seen)
}

/// Which of the triggers that count a relation holds between.
fn ends(kept: &[usize], link: &LinkSeen) -> Option<(usize, usize)> {
    Some((found_at(kept, link.from)?, found_at(kept, link.to)?))
}

/// Whether the network holds an answer possible and no more.
fn is_hunch(link: &LinkSeen) -> bool {
    link.kind == Seeing::Answers && link.score < ANSWER
}

/// The names of persons, organisations and places that the network is sure of.
fn names(sight: &Sight<'_>) -> Vec<NameMark> {
    let kind = |kind: NameKind| match kind {
        NameKind::Person => Some(ActorKind::Person),
        NameKind::Organisation => Some(ActorKind::Organisation),
        // In one sentence it takes for a town whom it knows for a person in another.
        NameKind::GeoPolitical | NameKind::Location => Some(ActorKind::Unknown),
        NameKind::Facility | NameKind::Group | NameKind::Weapon | NameKind::Vehicle => None,
    };
    let sure = sight.seen.names.iter().filter(|n| n.score >= NAMED);
    sure.filter_map(|n| Some(NameMark { span: sight.span(&n.words), kind: kind(n.kind)? })).collect()
}

/// The answers that are possible and no more, the likeliest first.
fn hunches(sight: &Sight<'_>, kept: &[usize]) -> Vec<Link> {
    let mut seen: Vec<&LinkSeen> = sight.seen.links.iter().filter(|l| is_hunch(l)).collect();
    seen.sort_by(|a, b| b.score.total_cmp(&a.score));
    let ends = seen.iter().filter_map(|l| ends(kept, l));
    ends.map(|(from, to)| Link { from, to, kind: LinkKind::RespondsTo }).collect()
}

/// "Jets struck a base hours after rockets were fired. Two soldiers were killed": the dead whom the network gives to two words are those
/// of one attack, whose way of acting is that of the word for the attack.
fn outcomes(sight: &Sight<'_>, kept: &[usize], found: &mut [Found]) -> Vec<Link> {
    let mut out = Vec::new();
    let d = sight.scene.document;
    let harm = || sight.seen.roles.iter().filter(|r| r.role.harm().is_some());
    for own in harm() {
        let Some(from) = found_at(kept, own.trigger).filter(|&t| found[t].result) else { continue };
        let shares = |r: &&RoleSeen| {
            r.role == own.role && r.words.start < own.words.end && own.words.start < r.words.end
        };
        // Within one sentence the tree says what belongs together.
        let home = |t: usize| d.sentence_of(found[t].trigger.head as usize);
        let apart = |&t: &usize| !found[t].result && home(t) != home(from);
        let attack = harm().filter(shares).filter_map(|r| found_at(kept, r.trigger)).find(apart);
        if let Some(to) = attack {
            found[from].trigger.mode = found[to].trigger.mode;
            out.push(Link { from, to, kind: LinkKind::Alike });
        }
    }
    out
}

/// What the network has to think of a trigger that no list knows. In sport and film it takes a shot for a shot: the report must
/// speak of such things.
fn least(gate: Gate, root: Root) -> f32 {
    if gate.admits(root) || gate.is_open() { alone(gate) } else { f32::INFINITY }
}

/// The same where the report speaks of such things.
fn alone(gate: Gate) -> f32 {
    if gate.short { SHORT } else { ALONE }
}

/// A trigger that the word lists propose and the network sees.
fn both(d: &Document, seen: &TriggerSeen, own: &Found, span: TokenSpan, head: usize) -> Found {
    let one = seen.root == own.trigger.root;
    let overruled = !one && seen.score >= OVERRULES && own.trigger.score < CERTAIN;
    // A clash has two sides: the word must say so.
    let tells = |m: &Mode| !matches!(m, Mode::Other | Mode::ArmedClash);
    let mode = match (one, overruled) {
        // A way of acting that no word tells.
        (true, _) => own.trigger.mode.or_else(|| seen.mode.filter(tells)),
        (_, true) => seen.mode,
        (_, false) => own.trigger.mode,
    };
    let trigger = Trigger {
        // Of "rocket attack" the network may take the last word alone.
        span: span.join(own.trigger.span),
        root: if overruled { seen.root } else { own.trigger.root },
        mode,
        status: agreed(seen.status, own.trigger.status, d, head),
        // Two that agree are surer than either.
        score: 0.5 + 0.5 * seen.score,
        ..own.trigger
    };
    Found { trigger, parties: own.parties.clone(), result: own.result }
}

/// The status of a trigger that words around it tell too: "plans to", "threatens to" say more than that it may be.
fn agreed(seen: Status, by_words: Status, d: &Document, head: usize) -> Status {
    match (seen, by_words) {
        // "May have killed": it is told, and the claim is hedged.
        (Status::Hypothetical, Status::Happened) if doubt::is_perfect_of_modal(d, head) => by_words,
        (Status::Hypothetical, Status::Planned | Status::Threatened | Status::Demanded) => by_words,
        (Status::Threatened | Status::Denied, Status::Planned) => by_words,
        // "Denied attacking the convoy".
        (Status::Happened, Status::Denied)
            if d.tag(head) == "VBG" && d.head(head).is_some_and(|h| d.lemma(h) == "deny") =>
        {
            by_words
        }
        // "Ongoing clashes that started on Tuesday".
        (Status::Happened, Status::Ongoing) if d.tag(head).starts_with("NN") => by_words,
        // "They wanted to kill a judge."
        (Status::Happened, Status::Planned) if is_wished(d, head) => by_words,
        _ => seen,
    }
}

/// An infinitive of what somebody wants or means to do.
fn is_wished(d: &Document, head: usize) -> bool {
    d.tag(head) == "VB"
        && d.is_dep(head, "xcomp")
        && d.head(head).is_some_and(|v| matches!(d.lemma(v), "want" | "intend" | "hope" | "wish"))
}

/// The days and places that the network gives to triggers for which attachment gives none, the surest of each.
fn settings(sight: &Sight<'_>, found: &[Found], kept: &[usize], links: &[Link], roles: &mut Vec<RoleMark>) {
    let d = sight.scene.document;
    let sure = |role: &&RoleSeen| match role.role {
        Role::Time => role.score >= DAY,
        Role::Place => role.score >= SITE,
        _ => false,
    };
    let mut seen: Vec<&RoleSeen> = sight.seen.roles.iter().filter(sure).collect();
    seen.sort_by(|a, b| b.score.total_cmp(&a.score));
    for role in seen {
        let Some(trigger) = found_at(kept, role.trigger) else { continue };
        let span = sight.span(&role.words);
        // Those of other sentences are carried over by what is told between, not by the network.
        let home = d.sentence_of(found[trigger].trigger.head as usize);
        if span.is_empty() || d.sentence_of(span.start as usize) != home {
            continue;
        }
        let names = |named: TextSpan| span.overlaps(d.tokens_in(named));
        let told = if role.role == Role::Time {
            sight.scene.times.iter().any(|t| names(t.span))
        } else {
            sight.scene.places.iter().any(|p| p.place.is_some() && names(p.span))
        };
        let free = || !roles.iter().any(|r| r.trigger == trigger && r.role == role.role);
        if told && free() && setting::may_be_of(d, found, links, trigger, d.text_span(span), role.role) {
            roles.push(RoleMark { trigger, role: role.role, span, head: span.end - 1, score: role.score });
        }
    }
}
