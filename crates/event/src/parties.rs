//! From the span of a role to the actor it names.

use crate::harmed;
use crate::laid::Laid;
use crate::said::Said;
use diurna_core::span::Bytes;
use diurna_core::{
    Actor, ActorKind, ActorMention, Attribution, Document, SourceKind, TextSpan, TokenSpan, counting,
};
use std::collections::{HashMap, HashSet};

/// The actors of a report, with those that only roles bring in.
pub(crate) struct Cast<'a> {
    document: &'a Document,
    mentions: &'a [ActorMention],
    /// Where they lie, by their numbers.
    laid: Laid<Bytes>,
    /// By mention: the first one from there on that is a name.
    next_name: Vec<usize>,
    /// The actors that have a name.
    named: HashSet<usize>,
    /// Who says what.
    pub(crate) said: Said<'a>,
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
        debug_assert!(mentions.is_sorted_by_key(|m| m.span.start), "mentions come in text order");
        Self {
            document,
            mentions,
            laid: Laid::new(mentions.iter().enumerate().map(|(i, m)| (m.span, i))),
            next_name: next_name(mentions),
            named: mentions.iter().filter(|m| m.named).map(|m| m.actor).collect(),
            said: Said::new(attributions),
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
        if let Some(m) = self.named_after(head) {
            return Some((m.actor, m.span));
        }
        if let Some(m) = self.mention_at(own) {
            let m = self.name_behind(m).or_else(|| self.name_before(m)).unwrap_or(m);
            return Some((m.actor, m.span));
        }
        if matches!(d.tag(head), "DT" | "WDT" | "WP" | "EX" | "WRB" | "IN" | "RB") {
            return None;
        }
        let phrase = without_measure(d, phrase, head);
        let span = d.text_span(phrase);
        let name = strip(d, phrase);
        // Marks alone call nobody.
        if !name.contains(char::is_alphanumeric) {
            return None;
        }
        let kind = self.kind_of(head);
        let actor = self.intern(&name, kind);
        self.added.push(ActorMention { span, actor, named: false, kind });
        Some((actor, span))
    }

    /// The name of the one person that a noun stands for: "the harbour master, Jorge Lima".
    fn named_after(&self, head: usize) -> Option<ActorMention> {
        let d = self.document;
        if d.tag(head) != "NN" {
            return None;
        }
        let person =
            |t: usize| self.mention_at(d.tokens[t].span).filter(|m| m.named && m.kind == ActorKind::Person);
        if let Some(name) = named_in_apposition(d, head) {
            return person(name);
        }
        // Where the parse parts them: "their pastor, the Rev. Dr. Fred Vell, was killed".
        let titles = |t: &usize| d.tag(*t) == "DT" || d.word(*t).ends_with('.');
        let start =
            (head + 2..d.tokens.len()).take(4).find(|t| !titles(t)).filter(|_| d.word(head + 1) == ",")?;
        let end = |m: &ActorMention| d.tokens_in(m.span).end as usize;
        let own = harmed::is_person(d.lemma(head));
        person(start).filter(|m| own && matches!(d.word(end(m)), "," | "."))
    }

    /// The name that a title, an adjective or a noun of kind stands before, where the parse takes that
    /// word for the head: "Kenyan Foreign Minister Amara Okello", "the rebel group Golden Spear".
    fn name_behind(&self, m: ActorMention) -> Option<ActorMention> {
        let d = self.document;
        let text = &d.report.text;
        let gap = |n: &ActorMention| text.get(m.span.end as usize..n.span.start as usize);
        let after = self.mentions.partition_point(|n| n.span.start <= m.span.end);
        // Only the next name can be it: what stands before that one stands before all others, too.
        let next = self.next_name.get(after).and_then(|&i| self.mentions.get(i));
        let behind = next.filter(|n| {
            gap(n).is_some_and(|gap| {
                gap.split_whitespace()
                    .all(|w| w.chars().all(char::is_alphabetic) && w.starts_with(char::is_uppercase))
                    // A headline ends without a stop: the next line is another sentence.
                    && !gap.contains(['\n', '\r'])
            })
        });
        // "The foreign policy chief, Maria Lindqvist", "the president, Mr. Abbas": a name in apposition.
        let polite = |word: &str| matches!(word.trim_end_matches('.'), "Mr" | "Mrs" | "Ms" | "Dr");
        let close = |gap: &str| gap.trim_start_matches([',', ' ']).split_whitespace().all(polite);
        let apart = || {
            let title = d.tokens_in(m.span);
            let renames = |t: usize| {
                d.is_dep(t, "appos")
                    && d.head(t).is_some_and(|h| title.covers(h))
                    && d.word(title.end as usize) == ","
            };
            self.mentions[after..]
                .iter()
                .take_while(|n| gap(n).is_some_and(close))
                .filter(|n| gap(n).is_some_and(|gap| gap.starts_with(',')))
                .filter(|n| n.named && n.kind == ActorKind::Person)
                .find(|n| (title.end as usize..d.tokens_in(n.span).end as usize).any(renames))
        };
        let n = behind.or_else(apart)?;
        let beside = gap(n).is_some_and(close);
        // "The Israeli Prime Minister, Mr. Netanyahu": an article stands before no name of a person.
        let office = || d.tokens_in(m.span).range().next_back().is_some_and(|head| has_article(d, head));
        let holder = m.kind == ActorKind::State
            || beside
                && (!m.named || office())
                && matches!(m.kind, ActorKind::Person | ActorKind::Unknown | ActorKind::Igo);
        let title = n.kind == ActorKind::Person && holder;
        (title || !m.named && n.kind == ActorKind::ArmedGroup).then_some(*n)
    }

    /// The name that a title with an article stands behind in apposition: "Nora Lind, the president of Georgia".
    fn name_before(&self, m: ActorMention) -> Option<ActorMention> {
        let d = self.document;
        let title = d.tokens_in(m.span);
        let top = title.range().find(|&t| d.is_dep(t, "appos"))?;
        let start = d.base_phrase(top).start as usize;
        let bearer = d.head(top).filter(|&h| h < start)?;
        let named = self.mention_at(d.tokens[bearer].span)?;
        let beside =
            start > 0 && d.word(start - 1) == "," && d.tokens[start - 1].span.start == named.span.end;
        let person = named.named && named.kind == ActorKind::Person && m.kind != ActorKind::Unknown;
        (beside && person && has_article(d, top)).then_some(named)
    }

    /// Whether the report has a name for an actor.
    pub(crate) fn is_named(&self, actor: usize) -> bool {
        self.named.contains(&actor)
    }

    /// The mention that names the token: one whose kind is known, then the longest that holds it.
    pub(crate) fn mention_at(&self, token: TextSpan) -> Option<ActorMention> {
        self.over(token).max_by_key(|m| (m.kind != ActorKind::Unknown, m.span.len(), m.span.start)).copied()
    }

    /// The mentions that overlap a stretch of text, in text order.
    pub(crate) fn over(&self, area: TextSpan) -> impl Iterator<Item = &'a ActorMention> {
        let mentions = self.mentions;
        self.laid.over(area).map(move |(_, i)| &mentions[i])
    }

    /// The mentions between two bytes of the text, in text order.
    pub(crate) fn between(&self, start: u32, end: u32) -> impl Iterator<Item = &'a ActorMention> {
        let from = self.mentions.partition_point(|m| m.span.start < start);
        let to = self.mentions.partition_point(|m| m.span.start <= end).max(from);
        self.mentions[from..to].iter().filter(move |m| m.span.end <= end)
    }

    fn intern(&mut self, name: &str, kind: ActorKind) -> usize {
        let key = diurna_core::fold::fold(name);
        if let Some(&i) = self.keys.get(&key) {
            return i;
        }
        self.actors.push(Actor::new(name, kind));
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
                let said = self.said.get(self.said.teller(TokenSpan::new(token, token + 1))?);
                // "We said we would": a speaker who is a pronoun himself leads nowhere.
                let source = said.source.filter(|s| {
                    !s.range().any(|t| matches!(d.lemma(t), "i" | "we" | "us" | "me" | "my" | "our"))
                        && !s.covers(token)
                })?;
                self.in_phrase(source).or_else(|| self.last_before(source.end as usize, |_| true))
            }
            "he" | "she" | "him" | "her" | "his" => self.last_person(token, CHAIN),
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
            .between(area.start, area.end)
            .find(|m| m.named && self.actors[m.actor].kind == ActorKind::Person);
        person
            .copied()
            .or_else(|| self.mention_at(d.tokens[head].span))
            .or_else(|| self.over(area).next().copied())
            .map(|m| m.actor)
    }

    /// The person that "he" or "she" stands for: the subject of the sentence before, which may be such a word itself, else the last
    /// person named. "He praised the vote that Amara won. He accused Britain": not Amara.
    fn last_person(&self, token: usize, chain: usize) -> Option<usize> {
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
        let before: Vec<&ActorMention> = self.between(far, at).filter(single).collect();
        let subject = before
            .iter()
            .rev()
            .find(|m| m.span.start >= near && d.tokens_in(m.span).range().any(|t| is_subject(d, t)));
        let told = |m: &&ActorMention| d.sentence_of(d.tokens_in(m.span).start as usize) == sentence;
        if chain > 0
            && !subject.is_some_and(told)
            && let Some(he) = sentence.checked_sub(1).and_then(|s| main_subject(d, s))
            && d.lemma(he) == if matches!(d.lemma(token), "she" | "her") { "she" } else { "he" }
        {
            return self.last_person(he, chain - 1);
        }
        let named = || before.iter().rev().find(|m| m.named);
        subject.or_else(named).or(before.last()).map(|m| m.actor)
    }

    fn last_before(&self, token: usize, fits: impl Fn(&Actor) -> bool) -> Option<usize> {
        let d = self.document;
        let at = d.tokens.get(token)?.span.start;
        let sentence = d.sentence_of(token);
        let from = d.sentences.get(sentence.saturating_sub(3)).map_or(0, |s| s.span.start);
        let candidates: Vec<&ActorMention> =
            self.between(from, at).filter(|m| fits(&self.actors[m.actor])).collect();
        // A subject of the sentence before is meant rather than the nearest noun.
        let subject = candidates.iter().rev().find(|m| {
            let t = d.tokens_in(m.span);
            t.range().any(|t| d.is_dep(t, "nsubj"))
        });
        subject.or(candidates.last()).map(|m| m.actor)
    }
}

/// By mention, the first one from there on that is a name; their number where none is.
fn next_name(mentions: &[ActorMention]) -> Vec<usize> {
    let mut next = vec![mentions.len(); mentions.len()];
    let mut last = mentions.len();
    for (i, m) in mentions.iter().enumerate().rev() {
        if m.named {
            last = i;
        }
        next[i] = last;
    }
    next
}

/// How many sentences in a row may begin with "he".
const CHAIN: usize = 6;

/// The subject of the verb that a sentence hangs from.
fn main_subject(d: &Document, sentence: usize) -> Option<usize> {
    let tokens = d.sentences.get(sentence)?.tokens;
    let verb = tokens.range().find(|&t| d.head(t).is_none() && d.tag(t).starts_with("VB"))?;
    d.child(verb, "nsubj").filter(|&s| s < verb)
}

/// A subject, or the name behind a title that is one: "President Verrin vowed".
fn is_subject(d: &Document, token: usize) -> bool {
    let title = |h: usize| h < token && token - h <= 3 && (h..token).all(|t| d.tag(t).starts_with("NN"));
    d.is_dep(token, "nsubj") || d.head(token).is_some_and(|h| title(h) && d.is_dep(h, "nsubj"))
}

/// The name that stands behind a noun and a comma for the same: "the harbour master, Jorge Lima".
pub(crate) fn named_in_apposition(d: &Document, noun: usize) -> Option<usize> {
    d.children(noun).find(|&c| {
        let start = d.base_phrase(c).start as usize;
        c > noun && d.is_dep(c, "appos") && d.tag(c) == "NNP" && start > noun && d.word(start - 1) == ","
    })
}

/// Whether the phrase of a noun begins with an article or the like: that of a name of a person does not.
fn has_article(d: &Document, head: usize) -> bool {
    d.tag(d.base_phrase(head).start as usize) == "DT"
}

/// "An army post 30 km north of Djibo": the number behind the noun measures.
fn without_measure(d: &Document, phrase: TokenSpan, head: usize) -> TokenSpan {
    let last = phrase.end as usize - 1;
    let measures = last > head && d.tag(last) == "CD" && d.tag(last + 1).starts_with("NN");
    if measures { TokenSpan::new(phrase.start as usize, last) } else { phrase }
}

/// The words of a phrase without determiners, numbers and what goes with numbers.
fn strip(d: &Document, phrase: TokenSpan) -> String {
    let first = phrase.start as usize;
    let mut start = first;
    // "The Million Dollar Bridge", "Under Secretary Lund": words of a name stay.
    let named = |t: usize| d.tag(t).starts_with("NNP");
    let opens_name = |t: usize| d.word(t).starts_with(char::is_uppercase) && d.tag(t + 1) == "NNP";
    let drops = |t: usize| {
        matches!(d.tag(t), "DT" | "PRP$" | "PDT" | "WRB" | "CD" | "``" | "''" | "," | "POS")
            || d.tag(t).starts_with("VB") && d.tag(t + 1) == "CD"
            || counting::is_vague(d.lemma(t)) && !named(t)
            || counting::is_bound(d.word(t)) && !named(t) && !opens_name(t)
            || t > first && d.lemma(t) == "of" && counting::is_noun(d.lemma(t - 1))
    };
    while start + 1 < phrase.end as usize && drops(start) {
        start += 1;
    }
    let words = |from: usize| {
        let span = d.text_span(TokenSpan::new(from, phrase.end as usize));
        span.of(&d.report.text).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // A bare number keeps all its words.
    let start = if d.tag(start) == "CD" { first } else { start };
    let name = words(start);
    if is_capital_of_sentence(d, start, &name) { uncapitalised(&name) } else { name }
}

/// Whether a name that begins at a token has its capital only because a sentence begins there: "Charges were filed", "Rubber bullets".
/// What is a name of its own goes on with capitals.
fn is_capital_of_sentence(d: &Document, start: usize, name: &str) -> bool {
    let opens = || {
        let home = d.sentences.get(d.sentence_of(start)).map_or(start, |s| s.tokens.start as usize);
        (home..start).all(|t| !d.word(t).contains(char::is_alphanumeric))
    };
    let later_capital = || name.chars().skip(1).any(char::is_uppercase);
    matches!(d.tag(start), "NN" | "NNS")
        && name.starts_with(char::is_uppercase)
        && !later_capital()
        && opens()
}

/// A name with a small first letter.
fn uncapitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks the cast of a text with mentions of an actor over some of its words: names with a capital, others without.
    fn ask<T>(text: &str, words: &[&str], what: impl Fn(&Cast<'_>) -> T) -> T {
        let d = diurna_text::Analyzer::new().analyze(diurna_text::plain_report(text));
        let mut mentions: Vec<ActorMention> = (words.iter())
            .map(|w| {
                let start = text.find(w).unwrap();
                let named = w.starts_with(char::is_uppercase);
                let kind = if named { ActorKind::Person } else { ActorKind::Unknown };
                ActorMention { span: TextSpan::new(start, start + w.len()), actor: 0, named, kind }
            })
            .collect();
        mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        what(&Cast::new(&d, &[], &mentions, &[]))
    }

    #[test]
    fn a_mention_over_others_reaches_as_far_as_it_does() {
        let text = "the old mill of Ana Lund burned near Omar Vell";
        ask(text, &["the old mill of Ana Lund", "mill", "Ana Lund", "Omar Vell"], |cast| {
            let over = |word: &str| -> Vec<&str> {
                let start = text.find(word).unwrap();
                cast.over(TextSpan::new(start, start + word.len())).map(|m| m.span.of(text)).collect()
            };
            assert_eq!(over("mill"), ["the old mill of Ana Lund", "mill"]);
            assert_eq!(over("Lund"), ["the old mill of Ana Lund", "Ana Lund"]);
            assert_eq!(over("burned"), [""; 0]);
            assert_eq!(over("Omar"), ["Omar Vell"]);
            // Half a word counts as the word.
            assert_eq!(over("mar V"), ["Omar Vell"]);
            let between: Vec<&str> = cast.between(8, 24).map(|m| m.span.of(text)).collect();
            assert_eq!(between, ["mill", "Ana Lund"]);
        });
    }

    #[test]
    fn only_the_next_name_stands_behind_a_title() {
        let behind = |text: &str, words: &[&str]| {
            ask(text, words, |cast| cast.name_behind(cast.mentions[0]).map(|m| m.span.of(text).to_string()))
        };
        assert_eq!(
            behind("the minister Ana Lund left", &["minister", "Ana Lund"]).as_deref(),
            Some("Ana Lund")
        );
        // A small word, a number or a line between them.
        assert_eq!(behind("the minister saw Ana Lund", &["minister", "Ana Lund"]), None);
        assert_eq!(behind("the minister 5 Ana Lund", &["minister", "Ana Lund"]), None);
        assert_eq!(behind("the minister\nAna Lund left", &["minister", "Ana Lund"]), None);
        // The next name is not behind it, and so none is.
        assert_eq!(
            behind("the minister saw Ana Lund Omar Vell", &["minister", "Ana Lund", "Omar Vell"]),
            None
        );
        // In apposition, and in a clause of its own.
        let chief = &["policy chief", "Ana Lund"];
        assert_eq!(behind("The policy chief, Ana Lund, left.", chief).as_deref(), Some("Ana Lund"));
        assert_eq!(behind("The policy chief, who saw Ana Lund, left.", chief), None);
    }

    #[test]
    fn what_goes_with_a_number_is_no_part_of_a_name() {
        let read = |text: &str| diurna_text::Analyzer::new().analyze(diurna_text::plain_report(text));
        let name = |text: &str| {
            let d = read(text);
            strip(&d, TokenSpan::new(0, d.tokens.len()))
        };
        assert_eq!(name("at least 35 houses"), "houses");
        assert_eq!(name("As many as 12 mud huts"), "mud huts");
        assert_eq!(name("several shops"), "shops");
        assert_eq!(name("at least 35"), "at least 35");
        assert_eq!(name("dozens of houses"), "houses");
        assert_eq!(name("hundreds of thousands of people"), "people");
        // Words of a name stay, whatever they count elsewhere.
        let first = |words: usize, text: &str| strip(&read(text), TokenSpan::new(0, words));
        assert_eq!(first(3, "Under Secretary Lund resigned."), "Under Secretary Lund");
        assert_eq!(first(4, "The Million Dollar Bridge burned."), "Million Dollar Bridge");
    }

    #[test]
    fn the_capital_of_a_sentence_is_no_part_of_a_name() {
        let name = |text: &str, phrase: std::ops::Range<usize>| {
            let d = diurna_text::Analyzer::new().analyze(diurna_text::plain_report(text));
            strip(&d, TokenSpan::from(phrase))
        };
        assert_eq!(name("Charges were filed.", 0..1), "charges");
        assert_eq!(name("Ferries sank near the coast.", 0..1), "ferries");
        assert_eq!(name("Rubber bullets hurt him.", 0..2), "rubber bullets");
        // Behind a mark, and in a later sentence.
        assert_eq!(name("“Charges were filed.”", 1..2), "charges");
        assert_eq!(name("He left. Ferries sank near the coast.", 3..4), "ferries");
        // Names and acronyms keep theirs, and so does what stands within a sentence.
        assert_eq!(name("AIDS killed him.", 0..1), "AIDS");
        assert_eq!(name("Cyclone Tamsin killed him.", 0..2), "Cyclone Tamsin");
        assert_eq!(name("Omar Vell left.", 0..2), "Omar Vell");
    }

    #[test]
    fn marks_alone_are_no_actor() {
        let d = diurna_text::Analyzer::new().analyze(diurna_text::plain_report("Rebels shelled — houses."));
        let mut cast = Cast::new(&d, &[], &[], &[]);
        assert_eq!(d.word(2), "—");
        assert_eq!(cast.actor(TokenSpan::new(2, 3), 2), None);
        assert!(cast.actors.is_empty() && cast.added.is_empty());
        // With a word beside them they are some.
        let (houses, _) = cast.actor(TokenSpan::new(3, 4), 3).unwrap();
        assert_eq!(cast.actors[houses].name, "houses");
    }
}
