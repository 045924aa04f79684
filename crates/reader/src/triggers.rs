//! Words that name events, kept only where their surroundings agree.

use crate::gate::{Gate, is_loud};
use crate::lexicon::{Entry, Flags, Lexicon, Pos, Weapon};
use crate::lists;
use crate::parties::{self, Parties};
use crate::status;
use diurna_core::{Document, Mode, Root, Scene, TokenSpan, Trigger};

/// A trigger with the noun phrases around it.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) trigger: Trigger,
    pub(crate) parties: Parties,
    /// It tells the outcome of an attack.
    pub(crate) result: bool,
}

/// Finds the triggers of a document in text order.
pub(crate) fn find(scene: Scene<'_>, lexicon: &Lexicon, gate: Gate) -> Vec<Found> {
    let d = scene.document;
    let mut out: Vec<Found> = Vec::new();
    for sentence in &d.sentences {
        if sentence.region == diurna_core::RegionKind::Boilerplate {
            continue;
        }
        for at in sentence.tokens.range() {
            if out.last().is_some_and(|f| f.trigger.span.covers(at)) {
                continue;
            }
            let mut candidates = candidates(d, lexicon, at, sentence.tokens).into_iter();
            let fit = candidates.find_map(|(entry, span, pos)| {
                if !gate.lets_propose(entry.root) {
                    return None;
                }
                let parties = parties::of(d, at, pos, entry.root);
                let score = Weighing::new(scene, lexicon, entry, at, pos, &parties).score()?;
                Some((entry, span, pos, parties, score))
            });
            let Some((entry, span, pos, parties, score)) = fit else { continue };
            // What is said not to be is no event, nor what is only supposed with nobody doing it.
            if status::is_negated(d, at, pos)
                || (entry.flags.result || entry.flags.chance) && is_accident(d, lexicon, at, sentence.tokens)
            {
                continue;
            }
            let status = status::of(d, lexicon, at, pos, entry.root);
            let empty = parties.agents.is_empty() || parties.targets.is_empty();
            if status == diurna_core::Status::Hypothetical && (empty || pos == Pos::Noun) {
                continue;
            }
            let mode = entry.mode.or_else(|| mode_from_words(d, lexicon, entry.root, at, &parties));
            out.push(Found {
                trigger: Trigger {
                    span,
                    head: at as u32,
                    root: entry.root,
                    mode,
                    status,
                    score,
                    anaphoric: entry.flags.back,
                },
                parties,
                result: entry.flags.result,
            });
        }
    }
    out
}

/// True where a crash, an earthquake or an illness is what killed.
pub(crate) fn is_accident(d: &Document, lexicon: &Lexicon, at: usize, sentence: TokenSpan) -> bool {
    // "A fire killed three"; "artillery fire" is none.
    let blaze = |t: usize| {
        let article = d.children(t).any(|c| matches!(d.lemma(c), "a" | "the"));
        matches!(d.word(t), "fire" | "blaze") && article && d.child(t, "compound").is_none()
    };
    let accident = |t: usize| lexicon.accidents.contains(d.lemma(t)) || blaze(t);
    let subject = d.subject(at).is_some_and(accident);
    let around = sentence.range().any(|t| {
        accident(t)
            && (d.is_under(t, at)
                || d.is_under(at, t)
                || d.tokens[t].dep == "root"
                || matches!(d.preposition(t), Some("in" | "from" | "by" | "after")))
    });
    // An attack told in the same sentence outweighs it ("killed in a suicide crash attack").
    let attack = sentence.range().any(|t| {
        t != at
            && lexicon
                .entries(Pos::Noun, d.lemma(t))
                .iter()
                .any(|e| e.root == Root::Assault && !e.flags.back && e.words.len() == 1)
    });
    subject || around && !attack
}

/// A phrase of the trigger file that stands in the text.
type Candidate<'l> = (&'l Entry, TokenSpan, Pos);

/// The phrases of the trigger file anchored at a token, longest first: as a verb, then as a noun.
fn candidates<'l>(d: &Document, lexicon: &'l Lexicon, at: usize, sentence: TokenSpan) -> Vec<Candidate<'l>> {
    let tag = d.tag(at);
    let nominal = tag.starts_with("VB") || tag.starts_with("NN") || tag.starts_with("JJ");
    if !nominal {
        return Vec::new();
    }
    let mut out = as_verb(d, lexicon, at, sentence);
    out.extend(as_noun(d, lexicon, at, sentence));
    out
}

fn as_verb<'l>(d: &Document, lexicon: &'l Lexicon, at: usize, sentence: TokenSpan) -> Vec<Candidate<'l>> {
    let verb = d.tag(at).starts_with("VB") && !matches!(d.tokens[at].dep, "aux" | "compound" | "amod");
    if parties::is_shot_dead(d, at) {
        let entries =
            lexicon.entries(Pos::Verb, "shoot").iter().filter(|e| e.words.len() == 2 && e.words[1] == "dead");
        return entries.map(|e| (e, TokenSpan::new(at, at + 2), Pos::Verb)).collect();
    }
    if !verb {
        return Vec::new();
    }
    lexicon
        .entries(Pos::Verb, d.lemma(at))
        .iter()
        .filter_map(|e| {
            follows(d, at, &e.words[1..], sentence).map(|end| (e, TokenSpan::new(at, end), Pos::Verb))
        })
        .collect()
}

fn as_noun<'l>(d: &Document, lexicon: &'l Lexicon, at: usize, sentence: TokenSpan) -> Option<Candidate<'l>> {
    let word = d.word(at).to_lowercase();
    let is_noun = d.tag(at).starts_with("NN");
    // Gerunds are tagged as verbs, nouns or adjectives as it falls; other verbs are no nouns.
    let keys: &[&str] = if is_noun { &[d.lemma(at), &word] } else { &[&word] };
    let entry = keys.iter().flat_map(|key| lexicon.entries(Pos::Noun, key)).find(|entry| {
        let before = entry.words.len() - 1;
        at >= sentence.start as usize + before
            && (is_noun || before > 0 || word.ends_with("ing") || !d.tag(at).starts_with("VB"))
            && entry.words[..before].iter().enumerate().all(|(i, w)| {
                let t = at - before + i;
                d.lemma(t) == w || d.word(t).to_lowercase() == *w
            })
    })?;
    // The name of a treaty or office is no event: "the Non-Proliferation Treaty", "Peace Talks Committee".
    let named = d.tag(at).starts_with("NNP")
        && matches!(entry.root, Root::Agree | Root::Accuse | Root::Consult | Root::Support | Root::Cooperate)
        && at > sentence.start as usize
        && d.tag(at - 1).starts_with("NNP")
        && !d.word(at - 1).contains('-');
    // "attack helicopter", "protest leader": the noun is not what the phrase is about.
    let attribute = matches!(d.tokens[at].dep, "compound" | "amod" | "nmod:poss")
        && d.head(at).is_some_and(|h| {
            h > at
                && h - at <= 3
                && !lists::CARRIERS.contains(d.lemma(h))
                && (at..=h).all(|t| d.tag(t).starts_with("NN") || d.tag(t).starts_with("JJ"))
        });
    let span = TokenSpan::new(at + 1 - entry.words.len(), at + 1);
    (!named && !attribute).then_some((entry, span, Pos::Noun))
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "to"
            | "for"
            | "at"
            | "on"
            | "into"
            | "with"
            | "from"
            | "against"
            | "of"
            | "through"
            | "over"
            | "by"
    )
}

/// Where the words that must follow a verb end, if they do follow within the clause.
fn follows(d: &Document, verb: usize, rest: &[String], sentence: TokenSpan) -> Option<usize> {
    let mut at = verb + 1;
    let mut gap = 0;
    let mut open = false;
    for word in rest {
        if word == "~" {
            open = true;
            continue;
        }
        // Prepositions follow the word before at once unless the phrase leaves room for an object ("ram ~ into").
        let bound = is_preposition(word) && !open;
        let from = at;
        loop {
            if at >= sentence.end as usize
                || gap > 4
                || bound && at > from
                || matches!(d.word(at), "," | ";" | ":" | "“" | "\"")
            {
                return None;
            }
            if d.lemma(at) == word || d.word(at).eq_ignore_ascii_case(word) {
                at += 1;
                break;
            }
            at += 1;
            gap += 1;
        }
    }
    // With words between, the span is the verb alone.
    Some(if gap == 0 { at } else { verb + 1 })
}

/// True where the token is somebody who can act: a mention of an actor, a country, a personal pronoun.
pub(crate) fn is_actor(scene: Scene<'_>, token: usize) -> bool {
    let span = scene.document.tokens[token].span;
    matches!(scene.document.lemma(token), "he" | "she" | "they" | "we" | "her" | "us" | "who" | "i")
        || scene.actors.iter().any(|m| m.span.overlaps(span))
        || scene.places.iter().any(|m| m.span.overlaps(span))
}

/// True where the token can be the object of violence: an actor, a person, a place.
fn is_target(scene: Scene<'_>, token: usize) -> bool {
    let d = scene.document;
    is_actor(scene, token)
        || lists::TARGETS.contains(d.lemma(token))
        || d.tag(token) == "CD"
        || d.tag(token).starts_with("NNP")
}

pub(crate) fn is_weapon(d: &Document, lexicon: &Lexicon, token: usize) -> bool {
    // "airstrike" and the like stand among the weapons for the mode they give; they are events.
    if lexicon.entries(Pos::Noun, d.lemma(token)).iter().any(|e| e.words.len() == 1) {
        return false;
    }
    weapon(d, lexicon, token).is_some()
}

/// The weapon that a noun names, with the word before it where both name one ("tear gas").
pub(crate) fn weapon(d: &Document, lexicon: &Lexicon, token: usize) -> Option<Weapon> {
    let lemma = d.lemma(token);
    let before = token.checked_sub(1).map(|t| d.word(t).to_lowercase());
    before
        .and_then(|b| lexicon.weapon(&format!("{b} {lemma}")))
        .or_else(|| lexicon.weapon(&d.word(token).to_lowercase()))
        .or_else(|| lexicon.weapon(lemma))
}

/// A phrase of the trigger file that stands in the text, with what stands around it.
struct Weighing<'a> {
    scene: Scene<'a>,
    lexicon: &'a Lexicon,
    entry: &'a Entry,
    at: usize,
    is_verb: bool,
    p: &'a Parties,
    /// An agent is somebody who can act.
    acts: bool,
    /// A side or the means is a weapon.
    armed: bool,
}

impl<'a> Weighing<'a> {
    fn new(
        scene: Scene<'a>,
        lexicon: &'a Lexicon,
        entry: &'a Entry,
        at: usize,
        pos: Pos,
        p: &'a Parties,
    ) -> Self {
        let d = scene.document;
        let acts = p.agents.iter().any(|&a| is_actor(scene, a));
        let armed = p.agents.iter().chain(&p.targets).chain(&p.means).any(|&t| is_weapon(d, lexicon, t));
        Self { scene, lexicon, entry, at, is_verb: pos == Pos::Verb, p, acts, armed }
    }

    /// The score of a trigger, or `None` where its surroundings speak against it.
    fn score(&self) -> Option<f32> {
        if self.lacks_sides() || self.lacks_arms() || self.means_other() {
            return None;
        }
        let Flags { actor, target, weak, back, .. } = self.entry.flags;
        let mut score = self.entry.weight;
        if target && self.p.targets.is_empty() && self.is_verb {
            score -= 0.15;
        }
        if actor && !self.acts {
            score -= match (self.hits_actor(), self.is_verb) {
                (true, _) => 0.05,
                (false, true) => 0.25,
                (false, false) => 0.2,
            };
        }
        if weak {
            score -= 0.1;
        }
        if back {
            return Some(score);
        }
        (score >= 0.4).then_some(score.min(0.99))
    }

    /// A target is somebody who can act.
    fn hits_actor(&self) -> bool {
        self.p.targets.iter().any(|&t| is_actor(self.scene, t))
    }

    /// Whether nobody is there of those whom the flags of the phrase ask for.
    fn lacks_sides(&self) -> bool {
        let (p, acts, armed) = (self.p, self.acts, self.armed);
        let Flags { obj, actor, target, two, weak, .. } = self.entry.flags;
        let hits_none = p.targets.is_empty();
        let hits_unfit = || !hits_none && !armed && !p.targets.iter().any(|&t| is_target(self.scene, t));
        let loose = self.is_verb && hits_none && !acts;
        // Nobody known acts: somebody unnamed may ("the board requested"), if the word is strong.
        let unnamed = self.is_verb && !acts && (is_loud(self.entry.root) || weak);
        obj && hits_none
            || target && (hits_unfit() || loose && !armed)
            || actor && unnamed && !self.hits_actor()
            || two && loose && p.agents.len() < 2
            || weak && !acts
    }

    /// Whether the weapon or the forces are missing that the flags of the phrase ask for.
    fn lacks_arms(&self) -> bool {
        let (d, p) = (self.scene.document, self.p);
        let Flags { target, weapon, force, .. } = self.entry.flags;
        let assault = self.entry.root == Root::Assault;
        let arm = |&t: &usize| is_weapon(d, self.lexicon, t);
        let missile =
            |&t: &usize| self.lexicon.weapon(d.lemma(t)).is_some_and(|w| w.mode == Some(Mode::MissileRocket));
        // A missile that is fired at nobody is a test.
        let test = || {
            target && p.targets.iter().all(arm)
                || assault && !p.targets.is_empty() && p.targets.iter().all(missile)
        };
        let moved = || {
            let object = self.entry.root != Root::Retreat;
            moves_force(d, &p.agents) || object && (self.armed || moves_force(d, &p.targets))
        };
        weapon && (!self.armed || test()) || force && self.is_verb && !moved()
    }

    /// Whether the words tell of something else than they do elsewhere.
    fn means_other(&self) -> bool {
        let (d, at) = (self.scene.document, self.at);
        // "How many people were killed?" asks.
        let how = |&t: &usize| d.base_phrase(t).range().any(|k| d.lemma(k) == "how");
        let asked = self.entry.flags.result && self.p.targets.iter().any(how);
        // "lodged a firm protest" with a government is no demonstration.
        let lodges = |h: usize| {
            matches!(d.lemma(h), "lodge" | "file" | "register" | "express" | "deliver")
                && d.tokens[at].dep == "obj"
        };
        let lodged = self.entry.root == Root::Protest && !self.is_verb && d.head(at).is_some_and(lodges);
        // "The shot dead man": what is told of somebody beside.
        asked || lodged || self.is_verb && d.tokens[at].dep == "amod"
    }
}

/// True where troops, police or fighters move or are moved.
fn moves_force(d: &Document, parties: &[usize]) -> bool {
    parties.iter().any(|&t| lists::FORCES.contains(d.lemma(t)))
}

/// The mode that the words beside a general trigger give: "rocket attack", "attacked with knives".
fn mode_from_words(d: &Document, lexicon: &Lexicon, root: Root, at: usize, p: &Parties) -> Option<Mode> {
    match root {
        Root::Assault => {}
        Root::Protest | Root::Coerce | Root::Mobilize => return Some(Mode::Other),
        _ => return None,
    }
    let thrown = lists::THROWING.contains(d.lemma(at));
    let near = p.means.iter().chain(&p.agents).chain(p.targets.iter().filter(|_| thrown));
    for &t in near {
        if let Some(mode) = weapon(d, lexicon, t).and_then(|w| w.mode) {
            return Some(mode);
        }
        match d.lemma(t) {
            "gunman" | "sniper" => return Some(Mode::Firearms),
            "bomber" if t > 0 && d.lemma(t - 1) == "suicide" => return Some(Mode::Suicide),
            "bomber" => return Some(Mode::Bombing),
            _ => {}
        }
    }
    None
}

/// Whether a word can name a means: "$50" and "40 tonnes" are amounts, and a gunman "on a motorcycle" rides it.
pub(crate) fn may_be_means(d: &Document, head: usize) -> bool {
    let amount = lists::AMOUNTS.contains(d.lemma(head));
    let ridden =
        matches!(d.lemma(head), "motorcycle" | "motorbike" | "car" | "truck" | "van" | "boat" | "horse")
            && matches!(d.preposition(head), Some("on" | "from" | "in" | "aboard" | "by"));
    let word = d.word(head).chars().next().is_some_and(char::is_alphanumeric);
    word && !amount && !ridden && !matches!(d.tag(head), "DT" | "CD")
}

/// Weapons named with a trigger.
///
/// What is fired is one, what is attacked is none: "attacked a truck", but "fired rockets".
pub(crate) fn instruments(d: &Document, lexicon: &Lexicon, root: Root, p: &Parties) -> Vec<usize> {
    let fired = |t: &&usize| {
        let vehicle =
            matches!(d.lemma(**t), "bus" | "truck" | "car" | "lorry" | "van" | "vehicle" | "boat" | "ship");
        root != Root::Assault || !vehicle
    };
    p.means
        .iter()
        .chain(p.targets.iter().filter(fired))
        .chain(&p.agents)
        .copied()
        .filter(|&t| is_weapon(d, lexicon, t) && may_be_means(d, t))
        .collect()
}
