//! The lexical reader: marks triggers, roles, attributions and links in a document.
//!
//! It works from word lists (`data/events`) over the dependency tree. It marks and resolves
//! nothing: numbers, names, dates and places are made of its spans later.

mod claims;
mod gate;
mod harm;
mod lexicon;
mod links;
mod parties;
mod quotes;
mod setting;
mod status;
mod triggers;

use diurna_core::{Reader, Reading, Role, RoleMark, Scene, TokenSpan};
use lexicon::Lexicon;
use triggers::Found;

/// The reader that works from word lists and shallow syntax.
#[derive(Debug)]
pub struct LexicalReader {
    lexicon: Lexicon,
}

impl Default for LexicalReader {
    fn default() -> Self {
        Self::new()
    }
}

impl LexicalReader {
    /// Loads the word lists.
    #[must_use]
    pub fn new() -> Self {
        Self { lexicon: Lexicon::new() }
    }
}

impl Reader for LexicalReader {
    fn name(&self) -> &str {
        concat!("lexical/", env!("CARGO_PKG_VERSION"))
    }

    fn read(&self, scene: Scene<'_>) -> Reading {
        let d = scene.document;
        let gate = gate::Gate::of(scene, &self.lexicon);
        if !gate.english {
            return Reading::default();
        }
        let quotes = quotes::find(d);
        let attributions = claims::find(scene, &self.lexicon, &quotes);
        let mut found = triggers::find(scene, &self.lexicon, gate);
        // "denied that civilians had been hit"
        for a in attributions.iter().filter(|a| a.cue.is_some_and(|c| d.lemma(c.start as usize) == "deny")) {
            // Only the verb of what is denied: who denies a part in an attack does not deny the attack.
            let cue = a.cue.map(|c| c.start as usize);
            for f in found.iter_mut().filter(|f| cue.is_some() && d.head(f.trigger.head as usize) == cue) {
                if d.tag(f.trigger.head as usize).starts_with("VB") {
                    f.trigger.status = diurna_core::Status::Denied;
                }
            }
        }
        let links = links::find(d, &self.lexicon, &found);
        let mut roles = Vec::new();
        for (i, f) in found.iter().enumerate() {
            self.mark(scene, i, f, &mut roles);
        }
        setting::mark(scene, &found, &attributions, &links, &mut roles);
        mark_harm(scene, &found, &mut roles);
        roles.sort_by_key(|r| (r.trigger, r.role, r.span.start));
        Reading { triggers: found.into_iter().map(|f| f.trigger).collect(), roles, attributions, links }
    }
}

impl LexicalReader {
    fn mark(&self, scene: Scene<'_>, trigger: usize, found: &Found, roles: &mut Vec<RoleMark>) {
        let d = scene.document;
        let instruments = triggers::instruments(d, &self.lexicon, found.trigger.root, &found.parties);
        let mut push = |role, head: usize, score| {
            roles.push(RoleMark { trigger, role, span: d.base_phrase(head), head: head as u32, score });
        };
        for &h in &found.parties.agents {
            // "Air strike", "Times Square bombing": a capital alone makes no actor.
            let own = d.tokens[h].span;
            let attribute = matches!(d.tokens[h].dep, "compound" | "amod")
                && !scene
                    .actors
                    .iter()
                    .any(|m| m.span.overlaps(own) && m.kind != diurna_core::ActorKind::Unknown);
            if !instruments.contains(&h) && !attribute {
                push(Role::Agent, h, if triggers::is_actor(scene, h) { 0.8 } else { 0.4 });
            }
        }
        for &h in &found.parties.targets {
            if !instruments.contains(&h) {
                push(Role::Target, h, if triggers::is_actor(scene, h) { 0.75 } else { 0.5 });
            }
        }
        // "countries such as Russia and China oppose": those named are meant.
        for (list, role) in [(&found.parties.agents, Role::Agent), (&found.parties.targets, Role::Target)] {
            for h in list.iter().flat_map(|&h| members(scene, h)) {
                push(role, h, 0.6);
            }
        }
        for &h in &instruments {
            push(Role::Instrument, h, 0.8);
        }
        // "Syrian air force jets struck": whose weapon it is acts.
        for &h in found.parties.agents.iter().filter(|h| instruments.contains(h)) {
            let phrase = d.text_span(d.base_phrase(h));
            let whose = |m: &&diurna_core::ActorMention| {
                m.named && m.kind != diurna_core::ActorKind::Unknown && phrase.contains(m.span)
            };
            for m in scene.actors.iter().filter(whose) {
                push(Role::Agent, d.tokens_in(m.span).end as usize - 1, 0.6);
            }
        }
        if found.trigger.root == diurna_core::Root::Assault {
            for h in owners(scene, &found.parties.targets) {
                push(Role::Target, h, 0.5);
            }
        }
    }
}

/// The actors named behind "such as" or "including" after a noun phrase.
fn members(scene: Scene<'_>, head: usize) -> Vec<usize> {
    let d = scene.document;
    let end = d.sentences[d.sentence_of(head)].tokens.end as usize;
    let mut at = d.base_phrase(head).end as usize;
    at += usize::from(d.word(at) == ",");
    let opens =
        d.lemma(at) == "such" && d.lemma(at + 1) == "as" || matches!(d.lemma(at), "including" | "include");
    if !opens {
        return Vec::new();
    }
    let stop = (at + 1..end.min(at + 20)).find(|&t| {
        d.tag(t).starts_with("VB") && d.lemma(t) != "include" || matches!(d.word(t), ";" | "." | "(")
    });
    let area = TokenSpan::new(at, stop.unwrap_or(end.min(at + 20)));
    scene
        .actors
        .iter()
        .filter(|m| m.named)
        .map(|m| d.tokens_in(m.span))
        .filter(|t| !t.is_empty() && area.contains(*t))
        .map(|t| t.end as usize - 1)
        .collect()
}

/// Forces and groups to whom what was attacked belongs: "structures that belong to two militias",
/// "facilities used by groups, including A and B".
fn owners(scene: Scene<'_>, targets: &[usize]) -> Vec<usize> {
    use diurna_core::ActorKind::{ArmedGroup, Military, Police};
    let d = scene.document;
    let mut out = Vec::new();
    for &t in targets {
        // From the thing to the end of its sentence, if a word of owning follows it soon.
        let end = d.sentences[d.sentence_of(t)].tokens.end as usize;
        let owned = (t + 1..end.min(t + 12)).find(|&k| {
            matches!(
                d.lemma(k),
                "belong"
                    | "use"
                    | "utilize"
                    | "utilise"
                    | "own"
                    | "control"
                    | "hold"
                    | "run"
                    | "house"
                    | "operate"
                    | "occupy"
            ) && d.tag(k).starts_with("VB")
        });
        let Some(owned) = owned else { continue };
        let area = TokenSpan::new(owned, end.min(owned + 24));
        for m in scene.actors.iter().filter(|m| matches!(m.kind, ArmedGroup | Military | Police)) {
            let tokens = d.tokens_in(m.span);
            if area.contains(tokens) && !tokens.is_empty() && tokens.start as usize > t {
                out.push(tokens.end as usize - 1);
            }
        }
    }
    out
}

/// Gives each expression of harm to the attack it belongs to.
fn mark_harm(scene: Scene<'_>, found: &[Found], roles: &mut Vec<RoleMark>) {
    let d = scene.document;
    let mut last: Option<(usize, u32)> = None;
    for (s, sentence) in d.sentences.iter().enumerate() {
        if !sentence.region.is_story() {
            continue;
        }
        let here: Vec<usize> = (0..found.len())
            .filter(|&i| {
                found[i].trigger.root == diurna_core::Root::Assault
                    && sentence.tokens.contains(found[i].trigger.span)
            })
            .collect();
        for harm in harm::find(d, sentence.tokens) {
            let nearest = |i: &&usize| {
                let t = &found[**i].trigger;
                (t.anaphoric, (i64::from(t.head) - harm.cue as i64).abs())
            };
            let own = here.iter().find(|&&i| found[i].trigger.head as usize == harm.cue);
            let Some(trigger) =
                own.or_else(|| here.iter().min_by_key(nearest)).copied().or(last.map(|(i, _)| i))
            else {
                continue;
            };
            let far = last.is_some_and(|(_, at)| s as u32 - at > 6) && here.is_empty();
            if far {
                continue;
            }
            roles.push(RoleMark {
                trigger,
                role: harm.role,
                span: TokenSpan::new(harm.span.start as usize, harm.span.end as usize),
                head: harm.head as u32,
                score: if here.is_empty() { 0.5 } else { 0.8 },
            });
        }
        let mut strong = here.iter().copied().filter(|&i| !found[i].trigger.anaphoric);
        if let Some(i) = strong.next_back() {
            last = Some((i, s as u32));
        }
    }
}
