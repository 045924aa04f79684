//! What kind of source somebody is: by the noun, by the title beside the name, wherever the report gives it.

use crate::input::Input;
use crate::parties::Cast;
use diurna_core::{ActorKind, Attribution, Document, SourceKind, TokenSpan};
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

/// The kind of the source of an attribution; `before` are the kinds of those told earlier.
pub(crate) fn kind(
    input: &Input<'_>,
    cast: &Cast<'_>,
    a: &Attribution,
    actor: Option<usize>,
    before: &[Option<SourceKind>],
) -> Option<SourceKind> {
    use SourceKind::{Media, UnnamedOfficial, UnnamedPerson, Witness};
    let source = a.source?;
    let d = input.document;
    let head = head(d, source);
    let by_actor = actor.and_then(|i| cast.actors[i].source_kind);
    if d.tag(head).starts_with("PRP") {
        let person = actor.filter(|&i| cast.actors[i].kind == ActorKind::Person);
        let named = person.and_then(|i| of_name(input, cast, &cast.actors[i].name));
        let body = matches!(d.lemma(head), "it" | "they");
        let earlier = same_speaker(input, source, before, body);
        return if body { earlier.or(by_actor) } else { named.or(by_actor).or(earlier) };
    }
    let area = widened(d, source, a.cue);
    if source.range().any(|t| matches!(d.lemma(t), "witness" | "eyewitness" | "bystander")) {
        return Some(Witness);
    }
    // A person named in the phrase speaks, whatever body or country is named beside.
    if let Some(name) = name_in(input, area, head) {
        let own = of_name(input, cast, &name);
        let known = by_actor.filter(|_| is_person(cast, actor)).map(named);
        return own.or(known).or(Some(SourceKind::NamedPerson));
    }
    // "The CPI said": letters that nothing in the report explains.
    let letters = |t: usize| d.word(t).chars().count() > 1 && d.word(t).chars().all(char::is_uppercase);
    if actor.is_none() && d.tag(head).starts_with("NNP") && letters(head) {
        return Some(SourceKind::Organisation);
    }
    if let Some(noun) = NOUNS.get(d.lemma(head)).filter(|_| !d.tag(head).starts_with("NNP")) {
        let reports = d.lemma(head) == "report" && d.tag(head) == "NNS" && !has_owner(d, source, head);
        let known = by_actor.filter(|_| !is_person(cast, actor) && *noun != SourceKind::Document);
        return Some(if reports { Media } else { known.unwrap_or(*noun) });
    }
    // "the source" is the one told of before: "a Kremlin source".
    if d.lemma(head) == "source" {
        let official = area.range().any(|t| {
            matches!(
                d.lemma(t),
                "police" | "security" | "military" | "government" | "diplomatic" | "intelligence"
            )
        });
        let earlier = input.reading.attributions.iter().zip(before).rev();
        let same = earlier
            .filter(|(b, _)| b.source.is_some_and(|s| d.lemma(self::head(d, s)) == "source"))
            .find_map(|(_, kind)| kind.filter(|k| *k != UnnamedPerson));
        return if official {
            Some(UnnamedOfficial)
        } else {
            by_actor.filter(|k| *k != UnnamedPerson).or(same)
        };
    }
    // The name of a body may end in a title's word: "Reporters Without Borders".
    let body = |t: usize| input.actors.iter().any(|m| m.named && m.span.overlaps(d.tokens[t].span));
    let last = (area.end as usize).saturating_sub(1);
    let title = [last, head]
        .into_iter()
        .filter(|&t| !body(t) && (t == head || t >= source.end as usize))
        .find_map(|t| title_ending_at(d, t, area.start as usize));
    let kinds = bodies(input, cast, area);
    match title {
        Some((_, t)) if d.lemma(t).starts_with("spokes") && kinds.contains(&ActorKind::ArmedGroup) => {
            Some(SourceKind::ArmedGroup)
        }
        Some((_, t)) if d.lemma(t).starts_with("spokes") && kinds == [ActorKind::Organisation] => {
            Some(SourceKind::Organisation)
        }
        // "members of the Bush administration", "a congressional staffer"
        Some((SourceKind::NamedPerson, _))
            if matches!(d.lemma(head), "member" | "staffer" | "aide" | "representative")
                && (kinds.contains(&ActorKind::State)
                    || area.range().any(|t| {
                        matches!(d.lemma(t), "congressional" | "parliamentary")
                            || NOUNS.get(d.lemma(t)) == Some(&SourceKind::Government)
                    })) =>
        {
            Some(UnnamedOfficial)
        }
        Some((kind, _)) => Some(unnamed(kind)),
        None => by_actor,
    }
}

/// Kinds of the bodies named in a phrase.
fn bodies(input: &Input<'_>, cast: &Cast<'_>, area: TokenSpan) -> Vec<ActorKind> {
    let text = input.document.text_span(area);
    let own = input.actors.iter().filter(|m| text.contains(m.span) && m.kind != ActorKind::Person);
    own.map(|m| cast.actors[m.actor].kind).filter(|k| *k != ActorKind::Unknown).collect()
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

/// The name of a person in a phrase: one that the actors know, names behind a title, or a surname alone.
fn name_in(input: &Input<'_>, area: TokenSpan, head: usize) -> Option<String> {
    let d = input.document;
    let text = d.text_span(area);
    let inside = |m: &&diurna_core::ActorMention| {
        m.named && m.kind == ActorKind::Person && m.span.start >= text.start && m.span.end <= text.end
    };
    // "the government of President Vell", "Omar Vell's office": a body speaks, not the person.
    let body = NOUNS.contains_key(d.lemma(head));
    let speaks = |m: &&diurna_core::ActorMention| {
        let own = d.tokens_in(m.span);
        let apart = (head + 1..own.start as usize).any(|t| matches!(d.tag(t), "IN" | "TO" | "CC" | ","));
        d.tag(own.end as usize) != "POS" && !(body && (apart || (own.end as usize) <= head))
    };
    if let Some(m) = input.actors.iter().filter(inside).find(speaks) {
        return Some(m.span.of(&d.report.text).to_string());
    }
    let words =
        |from: usize| d.text_span(TokenSpan::new(from, area.end as usize)).of(&d.report.text).to_string();
    // Names at the end that a title stands before: "Secretary of State for Defence Des Browne".
    let is_name = |t: usize| d.tag(t).starts_with("NNP");
    let run = area.range().rev().find(|&t| !is_name(t)).map_or(area.start as usize, |t| t + 1);
    let taken = |t: usize| {
        input.actors.iter().any(|m| m.kind != ActorKind::Unknown && m.span.overlaps(d.tokens[t].span))
    };
    let titles: Vec<usize> =
        area.range().filter(|&t| title_ending_at(d, t, area.start as usize).is_some()).collect();
    let end = area.end as usize;
    let behind = titles.iter().copied().filter(|&t| t + 1 >= run && t + 1 < end && is_name(t + 1)).max();
    if let Some(title) = behind.filter(|&t| !taken(t + 1) && !taken(end - 1)) {
        return Some(words(title + 1));
    }
    let apposed = run > area.start as usize && run < end && d.word(run - 1) == ",";
    let long = end - run >= 3 && titles.iter().any(|&t| t < run);
    if !titles.is_empty() && (apposed || long) && !taken(end - 1) && !taken(end.saturating_sub(2).max(run)) {
        return Some(words(if apposed { run } else { end - 2 }));
    }
    // A surname that no list knows: "Wang said".
    let alone = area.range().all(|t| is_name(t) || d.tag(t) == "HYPH") && area.len() <= 3;
    let capitals = d.word(head).chars().filter(|c| c.is_uppercase()).count();
    (alone && !taken(head) && capitals < d.word(head).chars().count()).then(|| words(area.start as usize))
}

/// The kind of a person by the titles that the report gives beside the name, wherever it stands.
fn of_name(input: &Input<'_>, cast: &Cast<'_>, name: &str) -> Option<SourceKind> {
    let d = input.document;
    let surname = name.split_whitespace().last()?;
    let rank = |k: &SourceKind| match k {
        SourceKind::ArmedGroup => 5,
        SourceKind::Expert => 4,
        SourceKind::NamedOfficial => 3,
        SourceKind::Media => 2,
        SourceKind::Witness => 1,
        _ => 0,
    };
    (0..d.tokens.len())
        .filter(|&t| d.word(t) == surname && d.tag(t).starts_with("NN"))
        .filter_map(|t| beside(input, cast, t))
        .max_by_key(rank)
}

/// The kind that the titles around one mention of a name give.
fn beside(input: &Input<'_>, cast: &Cast<'_>, token: usize) -> Option<SourceKind> {
    let d = input.document;
    let sentence = d.sentences[d.sentence_of(token)].tokens;
    let (first, last) = (sentence.start as usize, sentence.end as usize);
    let name = |t: usize| d.tag(t).starts_with("NNP");
    // Before it: "Foreign Minister Ban", "the President of Iran, Ban", back over what a title governs.
    let mut at = token;
    let mut plain = None;
    while at > first && token - at < REACH {
        at -= 1;
        if let Some((kind, start)) = title_ending_at(d, at, first) {
            let found = judged(input, cast, kind, start, TokenSpan::new(start, token));
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
            let media = owner && bodies(input, cast, TokenSpan::new(at - 1, at)) == [ActorKind::Media];
            plain = plain.or(media.then_some(SourceKind::Media));
            break;
        }
    }
    // Behind it: "Ban, a former minister of France," up to the next comma or verb.
    let mut end = token + 1;
    while end < last && name(end) {
        end += 1;
    }
    let comma = d.word(end) == ",";
    let from = end + usize::from(comma);
    if from >= last {
        return plain;
    }
    let stop = (from..last.min(from + REACH))
        .find(|&t| matches!(d.word(t), "," | ";" | "." | "—") || matches!(d.tag(t), "VBD" | "VBZ" | "VBP"))
        .unwrap_or(last.min(from + REACH));
    let area = TokenSpan::new(from, stop);
    // "Anna Weiss of the security council", "Anna Weiss, of Radio Nord"
    if matches!(d.lemma(from), "of" | "from" | "with") {
        return bodies(input, cast, area)
            .first()
            .and_then(|kind| match kind {
                ActorKind::State | ActorKind::Igo | ActorKind::Police | ActorKind::Military => {
                    Some(SourceKind::NamedOfficial)
                }
                ActorKind::Media => Some(SourceKind::Media),
                ActorKind::ArmedGroup => Some(SourceKind::ArmedGroup),
                _ => None,
            })
            .or(plain);
    }
    let title = area.range().filter(|_| comma).find_map(|t| title_ending_at(d, t, from));
    title.and_then(|(kind, start)| judged(input, cast, kind, start, area)).or(plain)
}

/// The kind that a title gives to its named bearer, by whose it is and whether it is still held.
fn judged(
    input: &Input<'_>,
    cast: &Cast<'_>,
    kind: SourceKind,
    title: usize,
    area: TokenSpan,
) -> Option<SourceKind> {
    let d = input.document;
    let bodies = bodies(input, cast, area);
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
        SourceKind::NamedOfficial | SourceKind::NamedPerson if bodies.contains(&ActorKind::ArmedGroup) => {
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

/// A pronoun goes on with the speaker of the sentences before: "it" and "they" with a body or a document, others with a person.
fn same_speaker(
    input: &Input<'_>,
    source: TokenSpan,
    before: &[Option<SourceKind>],
    body: bool,
) -> Option<SourceKind> {
    use SourceKind::{ArmedGroup, Document, Government, Media, Military, Organisation};
    let d = input.document;
    let here = d.sentence_of(source.start as usize);
    let reach = if body { 2 } else { 4 };
    let near = |s: TokenSpan| here.abs_diff(d.sentence_of(s.start as usize)) <= reach;
    let earlier = input.reading.attributions.iter().zip(before).rev();
    let last = earlier.filter(|(a, _)| a.source.is_some_and(near)).find_map(|(_, kind)| *kind)?;
    let is_body = matches!(last, ArmedGroup | Document | Government | Media | Military | Organisation);
    (is_body == body).then_some(last)
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
}
