//! What kind of source somebody is: by the noun, by the title beside the name, wherever the report gives it.

use crate::input::Input;
use crate::parties::Cast;
use diurna_core::{ActorKind, ActorMention, Attribution, Document, SourceKind, TokenSpan};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Titles and professions, lower case.
static TITLES: LazyLock<HashMap<String, SourceKind>> =
    LazyLock::new(|| table(include_str!("../../../data/actors/titles.tsv"), 0, 1));
/// Nouns that tell the kind by themselves.
static NOUNS: LazyLock<HashMap<String, SourceKind>> =
    LazyLock::new(|| table(include_str!("../../../data/events/sources.tsv"), 1, 0));

/// Longest title, in tokens.
const LONGEST: usize = 4;
/// Tokens between a title and the name it belongs to, and back again.
const REACH: usize = 12;

/// The rows of a table whose column `words` holds words parted by `|` and whose column `kind` their kind.
fn table(file: &str, words: usize, kind: usize) -> HashMap<String, SourceKind> {
    file.lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let row: Vec<&str> = l.split('\t').collect();
            Some((row.get(words)?.to_string(), SourceKind::parse(row.get(kind)?)?))
        })
        .flat_map(|(words, kind)| words.split('|').map(|w| (w.to_lowercase(), kind)).collect::<Vec<_>>())
        .collect()
}

/// The sources of a report, asked for in the order of its attributions. What needs a look at the whole report is looked
/// for once.
pub(crate) struct Sources<'a> {
    input: &'a Input<'a>,
    cast: &'a Cast<'a>,
    /// Nouns and names by their spelling.
    nouns: HashMap<&'a str, Vec<usize>>,
    /// What the titles beside a name give, by its last word: filled as names are met.
    bearers: HashMap<&'a str, Option<SourceKind>>,
    heard: Heard,
}

impl<'a> Sources<'a> {
    pub(crate) fn new(input: &'a Input<'a>, cast: &'a Cast<'a>) -> Self {
        let d = input.document;
        let mut nouns: HashMap<&str, Vec<usize>> = HashMap::new();
        for t in (0..d.tokens.len()).filter(|&t| d.tag(t).starts_with("NN")) {
            nouns.entry(d.word(t)).or_default().push(t);
        }
        Self { input, cast, nouns, bearers: HashMap::new(), heard: Heard::default() }
    }

    /// The kind of the source of the next attribution.
    pub(crate) fn kind(&mut self, a: &Attribution, actor: Option<usize>) -> Option<SourceKind> {
        let source = a.source?;
        let d = self.input.document;
        let head = head(d, source);
        let kind = if d.tag(head).starts_with("PRP") {
            self.of_pronoun(source, head, actor)
        } else {
            self.of_phrase(source, head, widened(d, source, a.cue), actor)
        };
        self.heard.note(d.sentence_of(source.start as usize), d.lemma(head) == "source", kind);
        kind
    }

    /// The kind of whom a pronoun stands for.
    fn of_pronoun(&mut self, source: TokenSpan, head: usize, actor: Option<usize>) -> Option<SourceKind> {
        let (d, cast) = (self.input.document, self.cast);
        let by_actor = actor.and_then(|i| cast.actors[i].source_kind);
        let body = matches!(d.lemma(head), "it" | "they");
        let earlier = self.heard.same_speaker(d.sentence_of(source.start as usize), body);
        if body {
            return earlier.or(by_actor);
        }
        let person = actor.filter(|_| is_person(cast, actor));
        let named = person.and_then(|i| self.of_name(&cast.actors[i].name));
        named.or(by_actor).or(earlier)
    }

    /// The kind of a source by its words: `area` is the phrase with the nouns that follow.
    fn of_phrase(
        &mut self,
        source: TokenSpan,
        head: usize,
        area: TokenSpan,
        actor: Option<usize>,
    ) -> Option<SourceKind> {
        use SourceKind::{Document, Media, NamedPerson, Organisation, Witness};
        let (d, cast) = (self.input.document, self.cast);
        let by_actor = actor.and_then(|i| cast.actors[i].source_kind);
        if source.range().any(|t| matches!(d.lemma(t), "witness" | "eyewitness" | "bystander")) {
            return Some(Witness);
        }
        // A person named in the phrase speaks, whatever body or country is named beside.
        if let Some(name) = self.name_in(area, head) {
            let own = self.of_name(&name);
            let known = by_actor.filter(|_| is_person(cast, actor)).map(named);
            return own.or(known).or(Some(NamedPerson));
        }
        // "The CPI said": letters that nothing in the report explains.
        let letters = |t: usize| d.word(t).chars().count() > 1 && d.word(t).chars().all(char::is_uppercase);
        if actor.is_none() && d.tag(head).starts_with("NNP") && letters(head) {
            return Some(Organisation);
        }
        if let Some(noun) = NOUNS.get(d.lemma(head)).filter(|_| !d.tag(head).starts_with("NNP")) {
            let reports = d.lemma(head) == "report" && d.tag(head) == "NNS" && !has_owner(d, source, head);
            let known = by_actor.filter(|_| !is_person(cast, actor) && *noun != Document);
            return Some(if reports { Media } else { known.unwrap_or(*noun) });
        }
        if d.lemma(head) == "source" {
            return self.of_unnamed(area, by_actor);
        }
        self.of_title(source, head, area).or(by_actor)
    }

    /// "The source" is the one told of before: "a Kremlin source".
    fn of_unnamed(&self, area: TokenSpan, by_actor: Option<SourceKind>) -> Option<SourceKind> {
        use SourceKind::{UnnamedOfficial, UnnamedPerson};
        let d = self.input.document;
        let official = area.range().any(|t| {
            matches!(
                d.lemma(t),
                "police" | "security" | "military" | "government" | "diplomatic" | "intelligence"
            )
        });
        if official {
            Some(UnnamedOfficial)
        } else {
            by_actor.filter(|k| *k != UnnamedPerson).or(self.heard.unnamed)
        }
    }

    /// The kind of a source without a name, by the title that its phrase ends in.
    fn of_title(&self, source: TokenSpan, head: usize, area: TokenSpan) -> Option<SourceKind> {
        use SourceKind::{ArmedGroup, Government, NamedPerson, Organisation, UnnamedOfficial};
        let d = self.input.document;
        // The name of a body may end in a title's word: "Reporters Without Borders".
        let body = |t: usize| self.lies_over(t, |m| m.named);
        let last = (area.end as usize).saturating_sub(1);
        let (kind, title) = [last, head]
            .into_iter()
            .filter(|&t| !body(t) && (t == head || t >= source.end as usize))
            .find_map(|t| title_ending_at(d, t, area.start as usize))?;
        let kinds = self.bodies(area);
        let speaks_for = d.lemma(title).starts_with("spokes");
        if speaks_for && kinds.contains(&ActorKind::ArmedGroup) {
            return Some(ArmedGroup);
        }
        if speaks_for && kinds == [ActorKind::Organisation] {
            return Some(Organisation);
        }
        // "members of the Bush administration", "a congressional staffer"
        let aide = matches!(d.lemma(head), "member" | "staffer" | "aide" | "representative");
        let state = |t: usize| {
            matches!(d.lemma(t), "congressional" | "parliamentary")
                || NOUNS.get(d.lemma(t)) == Some(&Government)
        };
        if kind == NamedPerson && aide && (kinds.contains(&ActorKind::State) || area.range().any(state)) {
            return Some(UnnamedOfficial);
        }
        Some(unnamed(kind))
    }

    /// Whether a mention that is wanted lies over a token.
    fn lies_over(&self, token: usize, wanted: impl Fn(&ActorMention) -> bool) -> bool {
        self.input.document.tokens.get(token).is_some_and(|t| self.cast.over(t.span).any(wanted))
    }

    /// Kinds of the bodies named in a phrase.
    fn bodies(&self, area: TokenSpan) -> Vec<ActorKind> {
        let area = self.input.document.text_span(area);
        let own = self.cast.between(area.start, area.end).filter(|m| m.kind != ActorKind::Person);
        own.map(|m| self.cast.actors[m.actor].kind).filter(|k| *k != ActorKind::Unknown).collect()
    }

    /// The name of a person in a phrase: one that the actors know, names behind a title, or a surname alone.
    fn name_in(&self, area: TokenSpan, head: usize) -> Option<String> {
        let d = self.input.document;
        let phrase = d.text_span(area);
        let inside = self.cast.between(phrase.start, phrase.end);
        let mut persons = inside.filter(|m| m.named && m.kind == ActorKind::Person);
        // "the government of President Vell", "Omar Vell's office": a body speaks, not the person.
        let body = NOUNS.contains_key(d.lemma(head));
        let speaks = |m: &&ActorMention| {
            let own = d.tokens_in(m.span);
            let apart = (head + 1..own.start as usize).any(|t| matches!(d.tag(t), "IN" | "TO" | "CC" | ","));
            d.tag(own.end as usize) != "POS" && !(body && (apart || (own.end as usize) <= head))
        };
        if let Some(m) = persons.find(speaks) {
            return Some(m.span.of(&d.report.text).to_string());
        }
        let words =
            |from: usize| d.text_span(TokenSpan::new(from, area.end as usize)).of(&d.report.text).to_string();
        // Names at the end that a title stands before: "Secretary of State for Defence Des Browne".
        let is_name = |t: usize| d.tag(t).starts_with("NNP");
        let run = area.range().rev().find(|&t| !is_name(t)).map_or(area.start as usize, |t| t + 1);
        let taken = |t: usize| self.lies_over(t, |m| m.kind != ActorKind::Unknown);
        let titles: Vec<usize> =
            area.range().filter(|&t| title_ending_at(d, t, area.start as usize).is_some()).collect();
        let end = area.end as usize;
        let behind = titles.iter().copied().filter(|&t| t + 1 >= run && t + 1 < end && is_name(t + 1)).max();
        if let Some(title) = behind.filter(|&t| !taken(t + 1) && !taken(end - 1)) {
            return Some(words(title + 1));
        }
        let apposed = run > area.start as usize && run < end && d.word(run - 1) == ",";
        let long = end - run >= 3 && titles.iter().any(|&t| t < run);
        if !titles.is_empty()
            && (apposed || long)
            && !taken(end - 1)
            && !taken(end.saturating_sub(2).max(run))
        {
            return Some(words(if apposed { run } else { end - 2 }));
        }
        // A surname that no list knows: "Wang said".
        let alone = area.range().all(|t| is_name(t) || d.tag(t) == "HYPH") && area.len() <= 3;
        let capitals = d.word(head).chars().filter(|c| c.is_uppercase()).count();
        (alone && !taken(head) && capitals < d.word(head).chars().count()).then(|| words(area.start as usize))
    }

    /// The kind of a person by the titles that the report gives beside the name, wherever it stands.
    fn of_name(&mut self, name: &str) -> Option<SourceKind> {
        let surname = name.split_whitespace().last()?;
        let (&word, at) = self.nouns.get_key_value(surname)?;
        if let Some(kind) = self.bearers.get(word) {
            return *kind;
        }
        let rank = |k: &SourceKind| match k {
            SourceKind::ArmedGroup => 5,
            SourceKind::Expert => 4,
            SourceKind::NamedOfficial => 3,
            SourceKind::Media => 2,
            SourceKind::Witness => 1,
            _ => 0,
        };
        let kind = at.iter().filter_map(|&t| self.beside(t)).max_by_key(rank);
        self.bearers.insert(word, kind);
        kind
    }

    /// The kind that the titles around one mention of a name give.
    fn beside(&self, token: usize) -> Option<SourceKind> {
        let d = self.input.document;
        let sentence = d.sentences[d.sentence_of(token)].tokens;
        let (first, last) = (sentence.start as usize, sentence.end as usize);
        let name = |t: usize| d.tag(t).starts_with("NNP");
        // Before it: "Foreign Minister Ban", "the President of Iran, Ban", back over what a title governs.
        let mut at = token;
        let mut plain = None;
        while at > first && token - at < REACH {
            at -= 1;
            if let Some((kind, start)) = title_ending_at(d, at, first) {
                let found = self.judged(kind, start, TokenSpan::new(start, token));
                // "Prime Minister Dr. Singh": behind an address an office may stand.
                if found != Some(SourceKind::NamedPerson) {
                    return found;
                }
                plain = found;
                at = start;
                continue;
            }
            let goes_on = name(at)
                || matches!(d.lemma(at), "of" | "for" | "to" | "on" | "the" | "in" | "and" | "at")
                || matches!(d.tag(at), "JJ" | "NN" | "NNS")
                || d.word(at) == "," && name(at + 1);
            if !goes_on {
                // "Radio Nord's Anna Weiss"
                let owner = d.tag(at) == "POS" && at > first;
                let media = owner && self.bodies(TokenSpan::new(at - 1, at)) == [ActorKind::Media];
                plain = plain.or(media.then_some(SourceKind::Media));
                break;
            }
        }
        self.behind(token, last).or(plain)
    }

    /// The kind that stands behind a name in a sentence that ends before `last`: "Ban, a former minister of France," up to
    /// the next comma or verb.
    fn behind(&self, token: usize, last: usize) -> Option<SourceKind> {
        let d = self.input.document;
        let mut end = token + 1;
        while end < last && d.tag(end).starts_with("NNP") {
            end += 1;
        }
        let comma = d.word(end) == ",";
        let from = end + usize::from(comma);
        if from >= last {
            return None;
        }
        let stop = (from..last.min(from + REACH))
            .find(|&t| {
                matches!(d.word(t), "," | ";" | "." | "—") || matches!(d.tag(t), "VBD" | "VBZ" | "VBP")
            })
            .unwrap_or(last.min(from + REACH));
        let area = TokenSpan::new(from, stop);
        // "Anna Weiss of the security council", "Anna Weiss, of Radio Nord"
        if matches!(d.lemma(from), "of" | "from" | "with") {
            return match self.bodies(area).first()? {
                ActorKind::State | ActorKind::Igo | ActorKind::Police | ActorKind::Military => {
                    Some(SourceKind::NamedOfficial)
                }
                ActorKind::Media => Some(SourceKind::Media),
                ActorKind::ArmedGroup => Some(SourceKind::ArmedGroup),
                _ => None,
            };
        }
        let title = area.range().filter(|_| comma).find_map(|t| title_ending_at(d, t, from));
        title.and_then(|(kind, start)| self.judged(kind, start, area))
    }

    /// The kind that a title gives to its named bearer, by whose it is and whether it is still held.
    fn judged(&self, kind: SourceKind, title: usize, area: TokenSpan) -> Option<SourceKind> {
        let d = self.input.document;
        let bodies = self.bodies(area);
        let former = (title.saturating_sub(3)..=title).any(|t| {
            matches!(d.lemma(t), "former" | "ex" | "retired" | "veteran") || d.lemma(t).starts_with("ex-")
        });
        let leads = matches!(
            d.lemma(title),
            "director"
                | "chairman"
                | "chair"
                | "head"
                | "president"
                | "chief"
                | "executive"
                | "founder"
                | "manager"
        );
        Some(match kind {
            SourceKind::NamedOfficial | SourceKind::NamedPerson
                if bodies.contains(&ActorKind::ArmedGroup) =>
            {
                SourceKind::ArmedGroup
            }
            SourceKind::NamedPerson
                if (title..title + LONGEST).any(|t| d.lemma(t) == "veteran")
                    && bodies.iter().any(|k| matches!(k, ActorKind::State | ActorKind::Military)) =>
            {
                SourceKind::Expert
            }
            // Who held an office speaks as one who knows it; a head of state stays one.
            SourceKind::NamedOfficial if former && !is_head_of_state(d, title) => SourceKind::Expert,
            SourceKind::NamedOfficial
                if leads
                    && bodies.iter().any(|k| matches!(k, ActorKind::Organisation | ActorKind::Company))
                    && !bodies.iter().any(|k| matches!(k, ActorKind::State | ActorKind::Igo)) =>
            {
                SourceKind::NamedPerson
            }
            k => k,
        })
    }
}

/// What earlier attributions tell of who speaks.
#[derive(Default)]
struct Heard {
    /// Attributions so far.
    count: usize,
    /// By the sentence of the source: the last attribution whose source's kind is known, and that kind.
    speakers: HashMap<usize, (usize, SourceKind)>,
    /// The kind of the last "source" of whom more was told than that.
    unnamed: Option<SourceKind>,
}

impl Heard {
    /// Keeps the kind of a source in a sentence; `unnamed` where the words are "a source".
    fn note(&mut self, sentence: usize, unnamed: bool, kind: Option<SourceKind>) {
        self.count += 1;
        let Some(kind) = kind else { return };
        self.speakers.insert(sentence, (self.count, kind));
        if unnamed && kind != SourceKind::UnnamedPerson {
            self.unnamed = Some(kind);
        }
    }

    /// A pronoun goes on with the speaker of the sentences before: "it" and "they" with a body or a document, others with a person.
    fn same_speaker(&self, sentence: usize, body: bool) -> Option<SourceKind> {
        use SourceKind::{ArmedGroup, Document, Government, Media, Military, Organisation};
        let reach = if body { 2 } else { 4 };
        let near = sentence.saturating_sub(reach)..=sentence + reach;
        let (_, last) = *near.filter_map(|s| self.speakers.get(&s)).max_by_key(|(count, _)| *count)?;
        let is_body = matches!(last, ArmedGroup | Document | Government | Media | Military | Organisation);
        (is_body == body).then_some(last)
    }
}

/// The kind of a person with a name, where the words give that of the office.
fn named(kind: SourceKind) -> SourceKind {
    match kind {
        SourceKind::UnnamedOfficial | SourceKind::Government | SourceKind::Military => {
            SourceKind::NamedOfficial
        }
        SourceKind::UnnamedPerson => SourceKind::NamedPerson,
        other => other,
    }
}

/// The head of a phrase: its first noun or pronoun that hangs from outside, else its last noun.
fn head(d: &Document, phrase: TokenSpan) -> usize {
    let nominal = |t: &usize| d.tag(*t).starts_with("NN") || d.tag(*t).starts_with("PRP");
    d.tops(phrase)
        .find(nominal)
        .or_else(|| phrase.range().rev().find(nominal))
        .unwrap_or(phrase.start as usize)
}

/// "Former president", "ex-president", "prime minister".
fn is_head_of_state(d: &Document, title: usize) -> bool {
    let office = title + usize::from(d.lemma(title) == "former");
    matches!(d.lemma(office).trim_start_matches("ex-"), "president" | "prime")
}

fn is_person(cast: &Cast<'_>, actor: Option<usize>) -> bool {
    actor.is_some_and(|i| cast.actors[i].kind == ActorKind::Person)
}

/// "IAEA report", "a report by the ministry", "Iran's reports": somebody's own.
fn has_owner(d: &Document, phrase: TokenSpan, head: usize) -> bool {
    phrase.range().any(|t| t < head && (d.tag(t).starts_with("NNP") || matches!(d.tag(t), "POS" | "PRP$")))
        || d.children(head).any(|c| c > head && d.preposition(c) == Some("by"))
}

/// A phrase with the nouns and names that follow it directly: the reader may cut it short.
fn widened(d: &Document, phrase: TokenSpan, cue: Option<TokenSpan>) -> TokenSpan {
    let sentence = d.sentences[d.sentence_of(phrase.start as usize)].tokens;
    let mut end = phrase.end as usize;
    while end < sentence.end as usize
        && d.tag(end).starts_with("NN")
        && !cue.is_some_and(|c| c.covers(end))
        && end - (phrase.end as usize) < 6
    {
        end += 1;
    }
    TokenSpan::new(phrase.start as usize, end)
}

/// The title whose last word is `token`, with its first token: the longest that begins no earlier than `first`.
fn title_ending_at(d: &Document, token: usize, first: usize) -> Option<(SourceKind, usize)> {
    (first.max((token + 1).saturating_sub(LONGEST))..=token).find_map(|start| {
        let words = d.text_span(TokenSpan::new(start, token + 1)).of(&d.report.text).to_lowercase();
        let found = TITLES
            .get(words.as_str())
            .or_else(|| (start == token).then(|| TITLES.get(d.lemma(token))).flatten());
        found.map(|kind| (*kind, start))
    })
}

/// The kind of a source with such a title and no name.
fn unnamed(kind: SourceKind) -> SourceKind {
    match kind {
        SourceKind::NamedOfficial => SourceKind::UnnamedOfficial,
        SourceKind::NamedPerson => SourceKind::UnnamedPerson,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read() {
        assert_eq!(TITLES.get("foreign minister"), Some(&SourceKind::NamedOfficial));
        assert_eq!(NOUNS.get("newspaper"), Some(&SourceKind::Media));
        assert_eq!(NOUNS.get("minister"), None);
    }

    #[test]
    fn a_pronoun_goes_on_with_the_last_attribution_nearby() {
        let mut heard = Heard::default();
        heard.note(0, false, Some(SourceKind::Government));
        heard.note(5, false, Some(SourceKind::Media));
        // Told later of an earlier sentence, then once more without a kind.
        heard.note(2, false, Some(SourceKind::Expert));
        heard.note(2, false, None);
        assert_eq!(heard.same_speaker(6, true), Some(SourceKind::Media));
        assert_eq!(heard.same_speaker(6, false), Some(SourceKind::Expert));
        // A person spoke last: nobody whom "it" or "they" stand for.
        assert_eq!(heard.same_speaker(1, true), None);
        // Five and three sentences are too far.
        assert_eq!(heard.same_speaker(10, false), None);
        assert_eq!(heard.same_speaker(8, true), None);
    }

    #[test]
    fn the_source_is_the_last_of_whom_more_was_told() {
        let mut heard = Heard::default();
        heard.note(0, true, Some(SourceKind::UnnamedOfficial));
        heard.note(1, false, Some(SourceKind::Media));
        heard.note(2, true, Some(SourceKind::UnnamedPerson));
        heard.note(3, true, None);
        assert_eq!(heard.unnamed, Some(SourceKind::UnnamedOfficial));
    }
}
