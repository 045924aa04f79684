//! Names that a reader sees and no list knows: "Yoshihide Suga" without a title, the "Velk Harbour Union".

use crate::finder::Actors;
use crate::lexicon::Lexicon;
use crate::naming;
use diurna_core::fold::fold;
use diurna_core::{Actor, ActorKind, ActorMention, Document, NameMark, Reading, Role, SourceKind, TextSpan};
use std::collections::{BTreeMap, BTreeSet};

impl Actors {
    /// Adds the names that a reader saw where none was found before. A person who is named in full elsewhere may be named by one word;
    /// an organisation by the first letters of its name.
    ///
    /// ```
    /// use diurna_core::{ActorKind, NameMark, TokenSpan};
    /// let report = diurna_text::plain_report("Zuva Halim was shot. Halim had led the march.");
    /// let document = diurna_text::Analyzer::new().analyze(report);
    /// let mut actors = diurna_actor::find(&document, &diurna_actor::Lexicon::new());
    /// let name = |from, to| NameMark { span: TokenSpan::new(from, to), kind: ActorKind::Person };
    /// actors.add_names(&document, &[name(0, 2), name(5, 6)]);
    /// let persons: Vec<_> = actors.actors.iter().map(|a| a.name.as_str()).collect();
    /// assert_eq!(persons, ["Zuva Halim"]);
    /// ```
    pub fn add_names(&mut self, document: &Document, names: &[NameMark]) {
        let text = &document.report.text;
        // "In Jordan" is no Michael Jordan.
        let inside = |n: &NameMark| {
            let before = (n.span.start as usize).checked_sub(1).map(|t| document.tag(t));
            n.kind == ActorKind::Unknown && matches!(before, Some("IN" | "TO"))
        };
        let spans = names.iter().filter(|n| !inside(n)).map(|n| (document.text_span(n.span), n.kind));
        let taken = Cover::of(self.mentions.iter().filter(|m| m.named));
        let new: Vec<(TextSpan, ActorKind)> =
            spans.filter(|(span, _)| !span.is_empty() && !taken.overlaps(*span)).collect();
        let mut known = Known::of(self);
        // Names in full first, since a headline often uses the surname.
        let is_full = |span: &TextSpan| span.of(text).contains(char::is_whitespace);
        for full in [true, false] {
            for &(span, kind) in new.iter().filter(|(span, _)| is_full(span) == full) {
                let name = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
                let actor = match known.bearer(&name, kind) {
                    Some(actor) => actor,
                    // What looks like a place may be somebody's surname, but is nobody new.
                    None if kind == ActorKind::Unknown => continue,
                    None => {
                        self.actors.push(bearer(&name, kind));
                        known.enter(&name, kind, self.actors.len() - 1);
                        self.actors.len() - 1
                    }
                };
                let kind = self.actors[actor].kind;
                self.mentions.push(ActorMention { span, actor, named: true, kind });
            }
        }
        self.sort();
    }

    /// Adds the governments that capitals stand for as a side: whoever acts, and whoever something is said to or agreed with, is no town.
    /// What is done to a town by force is done there.
    pub fn add_governments(&mut self, document: &Document, lexicon: &Lexicon, reading: &Reading) {
        let physical = |trigger: usize| reading.triggers[trigger].root.is_physical();
        let sides = reading.roles.iter().filter(|r| match r.role {
            Role::Agent => true,
            Role::Target => !physical(r.trigger),
            _ => false,
        });
        let heads: BTreeSet<u32> = sides.map(|r| document.tokens[r.head as usize].span.start).collect();
        let taken = Cover::of(self.mentions.iter());
        for (span, state) in std::mem::take(&mut self.seats) {
            let side = heads.range(span.start..span.end).next().is_some();
            if !side || taken.overlaps(span) {
                continue;
            }
            let government = naming::government_of(&lexicon.states[state]);
            let actor = self.actors.iter().position(|a| a.key == government.key).unwrap_or_else(|| {
                self.actors.push(government);
                self.actors.len() - 1
            });
            self.mentions.push(ActorMention { span, actor, named: true, kind: ActorKind::State });
        }
        self.sort();
    }

    fn sort(&mut self) {
        self.mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    }
}

fn bearer(name: &str, kind: ActorKind) -> Actor {
    let source_kind = (kind == ActorKind::Person).then_some(SourceKind::NamedPerson);
    Actor { source_kind, ..Actor::new(name, kind) }
}

/// What mentions in text order cover.
struct Cover {
    starts: Vec<u32>,
    /// How far the mentions up to each one reach.
    ends: Vec<u32>,
}

impl Cover {
    fn of<'a>(mentions: impl Iterator<Item = &'a ActorMention>) -> Self {
        let mut cover = Self { starts: Vec::new(), ends: Vec::new() };
        for m in mentions {
            cover.starts.push(m.span.start);
            cover.ends.push(m.span.end.max(cover.ends.last().copied().unwrap_or(0)));
        }
        debug_assert!(cover.starts.is_sorted(), "mentions come in text order");
        cover
    }

    fn overlaps(&self, span: TextSpan) -> bool {
        let before = self.starts.partition_point(|&start| start < span.end);
        before.checked_sub(1).is_some_and(|last| self.ends[last] > span.start)
    }
}

/// Who is known by which names.
#[derive(Default)]
struct Known {
    full: BTreeMap<String, usize>,
    /// By whether it is a person, and a word of a person's name or the first letters of another one; none where two share them.
    part: BTreeMap<(bool, String), Option<usize>>,
}

impl Known {
    fn of(actors: &Actors) -> Self {
        let mut known = Self::default();
        // "The Leeds teacher" is a person, and "Leeds" is not the name of one.
        let named: BTreeSet<usize> = actors.mentions.iter().filter(|m| m.named).map(|m| m.actor).collect();
        for (i, actor) in actors.actors.iter().enumerate().filter(|(i, _)| named.contains(i)) {
            for name in actor.aliases.iter().chain([&actor.name]) {
                known.enter(name, actor.kind, i);
            }
        }
        known
    }

    fn enter(&mut self, name: &str, kind: ActorKind, actor: usize) {
        let key = fold(name);
        let words: Vec<&str> = key.split_whitespace().collect();
        let parts: Vec<String> = if kind == ActorKind::Person {
            words.iter().map(ToString::to_string).collect()
        } else {
            vec![words.iter().filter_map(|w| w.chars().next()).collect()]
        };
        for part in parts.into_iter().filter(|_| words.len() > 1) {
            let of = self.part.entry((kind == ActorKind::Person, part)).or_insert(Some(actor));
            *of = of.filter(|&i| i == actor);
        }
        self.full.entry(key).or_insert(actor);
    }

    fn bearer(&self, name: &str, kind: ActorKind) -> Option<usize> {
        let key = fold(name);
        let person = matches!(kind, ActorKind::Person | ActorKind::Unknown);
        let part = || self.part.get(&(person, key.clone())).copied().flatten();
        let full = || self.full.get(&key).copied();
        if kind == ActorKind::Unknown { part() } else { full().or_else(part) }
    }
}
