//! From the span of a role to the actor it names.

use crate::harm;
use diurna_core::{Actor, ActorKind, ActorMention, Attribution, Document, SourceKind, TextSpan, TokenSpan};
use std::collections::HashMap;

/// The actors of a report, with those that only roles bring in.
pub(crate) struct Cast<'a> {
    document: &'a Document,
    mentions: &'a [ActorMention],
    attributions: &'a [Attribution],
    /// All actors; grows as roles name new ones.
    pub(crate) actors: Vec<Actor>,
    /// Mentions added here.
    pub(crate) added: Vec<ActorMention>,
    keys: HashMap<String, usize>,
}

impl<'a> Cast<'a> {
    pub(crate) fn new(
        document: &'a Document,
        actors: &[Actor],
        mentions: &'a [ActorMention],
        attributions: &'a [Attribution],
    ) -> Self {
        Self {
            document,
            mentions,
            attributions,
            actors: actors.to_vec(),
            added: Vec::new(),
            keys: HashMap::new(),
        }
    }

    /// The actor of a noun phrase and the words that name it.
    pub(crate) fn actor(&mut self, phrase: TokenSpan, head: usize) -> Option<(usize, TextSpan)> {
        let d = self.document;
        let own = d.tokens.get(head)?.span;
        let lemma = d.lemma(head);
        if d.tag(head).starts_with("PRP") || matches!(lemma, "who" | "which") {
            let actor = self.pronoun(head)?;
            return Some((actor, own));
        }
        if let Some(m) = self.mention_at(own) {
            let m = self.name_behind(m).unwrap_or(m);
            return Some((m.actor, m.span));
        }
        if matches!(d.tag(head), "DT" | "WDT" | "WP" | "EX" | "WRB" | "IN" | "RB") {
            return None;
        }
        let span = d.text_span(phrase);
        let name = strip(d, phrase);
        if name.is_empty() {
            return None;
        }
        let kind = self.kind_of(head);
        let actor = self.intern(&name, kind);
        self.added.push(ActorMention { span, actor, named: false, kind });
        Some((actor, span))
    }

    /// The name that a title, an adjective or a noun of kind stands before, where the parse takes that
    /// word for the head: "Kenyan Foreign Minister Amara Okello", "the rebel group Golden Spear".
    fn name_behind(&self, m: ActorMention) -> Option<ActorMention> {
        let text = &self.document.report.text;
        let behind = |n: &&ActorMention| {
            n.named
                && n.span.start > m.span.end
                && text.get(m.span.end as usize..n.span.start as usize).is_some_and(|gap| {
                    // A headline ends without a stop: the next line is another sentence.
                    !gap.contains(['\n', '\r'])
                        && gap
                            .split_whitespace()
                            .all(|w| w.chars().all(char::is_alphabetic) && w.starts_with(char::is_uppercase))
                })
        };
        // "The foreign policy chief, Maria Lindqvist": a name in apposition.
        let d = self.document;
        let apart = |n: &&ActorMention| {
            let comma =
                text.get(m.span.end as usize..n.span.start as usize).is_some_and(|gap| gap.trim() == ",");
            let title = d.tokens_in(m.span);
            let renames = |t: usize| {
                d.is_dep(t, "appos")
                    && d.head(t).is_some_and(|h| title.covers(h))
                    && d.word(title.end as usize) == ","
            };
            n.named && n.kind == ActorKind::Person && comma && d.tokens_in(n.span).range().any(renames)
        };
        let n = self.mentions.iter().find(behind).or_else(|| self.mentions.iter().find(apart))?;
        let beside = text
            .get(m.span.end as usize..n.span.start as usize)
            .is_some_and(|gap| matches!(gap.trim(), "" | ","));
        let holder = m.kind == ActorKind::State
            || beside
                && !m.named
                && matches!(m.kind, ActorKind::Person | ActorKind::Unknown | ActorKind::Igo);
        let title = n.kind == ActorKind::Person && holder;
        (title || !m.named && n.kind == ActorKind::ArmedGroup).then_some(*n)
    }

    /// The mention that names the token: one whose kind is known, then the longest that holds it.
    pub(crate) fn mention_at(&self, token: TextSpan) -> Option<ActorMention> {
        self.mentions
            .iter()
            .filter(|m| m.span.overlaps(token))
            .max_by_key(|m| (m.kind != ActorKind::Unknown, m.span.len(), m.span.start))
            .copied()
    }

    fn intern(&mut self, name: &str, kind: ActorKind) -> usize {
        let key = diurna_core::fold::fold(name);
        if let Some(&i) = self.keys.get(&key) {
            return i;
        }
        self.actors.push(Actor {
            name: name.to_string(),
            kind,
            country: None,
            aliases: Vec::new(),
            key: None,
            source_kind: None,
            affiliation: None,
        });
        self.keys.insert(key, self.actors.len() - 1);
        self.actors.len() - 1
    }

    fn kind_of(&self, head: usize) -> ActorKind {
        match self.document.lemma(head) {
            "people" | "person" | "man" | "woman" | "child" | "boy" | "girl" | "other" | "family" => {
                ActorKind::Civilians
            }
            _ => ActorKind::Unknown,
        }
    }

    /// Whom a pronoun stands for.
    pub(crate) fn pronoun(&self, token: usize) -> Option<usize> {
        let d = self.document;
        match d.lemma(token) {
            "i" | "we" | "us" | "me" | "my" | "our" => {
                // The speaker, or whom the speaker speaks for.
                let said = harm::teller(self.attributions, TokenSpan::new(token, token + 1))?;
                let said = &self.attributions[said];
                // "We said we would": a speaker who is a pronoun himself leads nowhere.
                let source = said.source.filter(|s| {
                    !s.range().any(|t| matches!(d.lemma(t), "i" | "we" | "us" | "me" | "my" | "our"))
                        && !s.covers(token)
                })?;
                self.in_phrase(source).or_else(|| self.last_before(source.end as usize, |_| true))
            }
            "he" | "she" | "him" | "her" | "his" => self.last_person(token),
            "they" | "them" | "their" => self.last_before(token, |a| {
                !matches!(a.kind, ActorKind::Person | ActorKind::Unknown | ActorKind::Media)
            }),
            "it" | "its" => self.last_before(token, |a| {
                matches!(
                    a.kind,
                    ActorKind::State
                        | ActorKind::Organisation
                        | ActorKind::Igo
                        | ActorKind::ArmedGroup
                        | ActorKind::Military
                        | ActorKind::Police
                        | ActorKind::Company
                )
            }),
            "who" | "which" => None,
            _ => None,
        }
    }

    /// The actor that a source phrase names: the mention around its head, else the first inside it.
    pub(crate) fn in_phrase(&self, phrase: TokenSpan) -> Option<usize> {
        let d = self.document;
        let head = d.top(phrase);
        if d.tag(head).starts_with("PRP") {
            return self.pronoun(head);
        }
        // A person named in the phrase is who speaks.
        let area = d.text_span(phrase);
        let person = self
            .mentions
            .iter()
            .filter(|m| m.named && area.contains(m.span))
            .find(|m| self.actors[m.actor].kind == ActorKind::Person);
        person
            .copied()
            .or_else(|| self.mention_at(d.tokens[head].span))
            .or_else(|| self.mentions.iter().find(|m| area.overlaps(m.span)).copied())
            .map(|m| m.actor)
    }

    /// The person that "he" or "she" stands for: the subject of the sentence before, else the last person named.
    fn last_person(&self, token: usize) -> Option<usize> {
        let d = self.document;
        let at = d.tokens.get(token)?.span.start;
        let sentence = d.sentence_of(token);
        let near = d.sentences.get(sentence.saturating_sub(2)).map_or(0, |s| s.span.start);
        let far = d.sentences.get(sentence.saturating_sub(9)).map_or(0, |s| s.span.start);
        let single = |m: &&ActorMention| {
            let tokens = d.tokens_in(m.span);
            let last = tokens.end as usize - 1;
            let actor = &self.actors[m.actor];
            // "A resident … she said": one human being, whatever kind of actor.
            let human = actor.kind == ActorKind::Person
                || matches!(
                    actor.source_kind,
                    Some(
                        SourceKind::UnnamedOfficial
                            | SourceKind::UnnamedPerson
                            | SourceKind::Witness
                            | SourceKind::Expert
                    )
                );
            let group = matches!(
                d.lemma(last),
                "people" | "crowd" | "group" | "family" | "public" | "mob" | "community"
            );
            !tokens.is_empty()
                && human
                && !group
                && (m.named && actor.kind == ActorKind::Person || d.tag(last) == "NN")
        };
        let before: Vec<&ActorMention> =
            self.mentions.iter().filter(|m| m.span.end <= at && m.span.start >= far).filter(single).collect();
        let subject = before
            .iter()
            .rev()
            .find(|m| m.span.start >= near && d.tokens_in(m.span).range().any(|t| is_subject(d, t)));
        let named = || before.iter().rev().find(|m| m.named);
        subject.or_else(named).or(before.last()).map(|m| m.actor)
    }

    fn last_before(&self, token: usize, fits: impl Fn(&Actor) -> bool) -> Option<usize> {
        let d = self.document;
        let at = d.tokens.get(token)?.span.start;
        let sentence = d.sentence_of(token);
        let from = d.sentences.get(sentence.saturating_sub(3)).map_or(0, |s| s.span.start);
        let candidates: Vec<&ActorMention> = self
            .mentions
            .iter()
            .filter(|m| m.span.end <= at && m.span.start >= from && fits(&self.actors[m.actor]))
            .collect();
        // A subject of the sentence before is meant rather than the nearest noun.
        let subject = candidates.iter().rev().find(|m| {
            let t = d.tokens_in(m.span);
            t.range().any(|t| d.is_dep(t, "nsubj"))
        });
        subject.or(candidates.last()).map(|m| m.actor)
    }
}

/// A subject, or the name behind a title that is one: "President Verrin vowed".
fn is_subject(d: &Document, token: usize) -> bool {
    let title = |h: usize| h < token && token - h <= 3 && (h..token).all(|t| d.tag(t).starts_with("NN"));
    d.is_dep(token, "nsubj") || d.head(token).is_some_and(|h| title(h) && d.is_dep(h, "nsubj"))
}

/// The words of a phrase without determiners, numbers and what goes with numbers.
fn strip(d: &Document, phrase: TokenSpan) -> String {
    let mut start = phrase.start as usize;
    let drops = |t: usize| {
        matches!(d.tag(t), "DT" | "PRP$" | "PDT" | "CD" | "``" | "''" | "," | "POS")
            || d.tag(t).starts_with("VB") && d.tag(t + 1) == "CD"
            || matches!(
                d.lemma(t),
                "at" | "least"
                    | "more"
                    | "than"
                    | "about"
                    | "over"
                    | "nearly"
                    | "almost"
                    | "up"
                    | "to"
                    | "as"
                    | "many"
                    | "some"
            )
    };
    while start + 1 < phrase.end as usize && drops(start) {
        start += 1;
    }
    let words = |from: usize| {
        let span = d.text_span(TokenSpan::new(from, phrase.end as usize));
        span.of(&d.report.text).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // A bare number keeps all its words.
    if d.tag(start) == "CD" { words(phrase.start as usize) } else { words(start) }
}
