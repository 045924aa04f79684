//! Names of persons and bodies that the text itself introduces, and their short forms.

use crate::atoms::{Gap, Shape};
use crate::finder::Finder;
use crate::lexicon::Sense;
use diurna_core::fold::fold;
use diurna_core::{Actor, ActorKind, SourceKind, TextSpan, TokenSpan};
use std::collections::HashMap;

/// A run of capitalised tokens that may be a name.
struct Run {
    tokens: TokenSpan,
    title: Option<SourceKind>,
    /// What the title says of whom the person speaks for.
    affiliation: Option<String>,
    country: Option<String>,
}

/// Finds persons, and bodies known by their last word, and binds their short forms.
pub(crate) fn find(finder: &mut Finder<'_>) {
    let mut short: HashMap<String, usize> = HashMap::new();
    let mut left: Vec<TokenSpan> = Vec::new();
    let mut runs = Vec::new();
    let mut bodies: Vec<(String, usize)> = Vec::new();
    for s in 0..finder.document.sentences.len() {
        let sentence = finder.document.sentences[s].tokens;
        let mut at = sentence.start as usize;
        while at < sentence.end as usize {
            match run_at(finder, at, sentence.end as usize) {
                Some(run) => {
                    at = run.end as usize;
                    runs.push(run);
                }
                None => at += 1,
            }
        }
    }
    for tokens in runs {
        let run = with_title(finder, tokens);
        let words = words(finder, run.tokens);
        if words.is_empty() {
            continue;
        }
        if let Some((_, actor)) = bodies.iter().find(|(b, _)| *b == words.join(" ")) {
            let (span, actor) = (finder.document.text_span(run.tokens), *actor);
            finder.mention(span, actor, true);
            finder.names.push(span);
            continue;
        }
        if let Some(kind) = body_kind(&words) {
            // "Northern Liberation Army": no state's army calls itself so, unless the state's name stands before it.
            let state = run.tokens.start > 0
                && finder.hit_at(run.tokens.start as usize - 1).is_some_and(|(h, _)| h.sense != Sense::Body);
            let armed = kind == ActorKind::Military && !state && is_cause(&words);
            let kind = if armed { ActorKind::ArmedGroup } else { kind };
            let span = finder.document.text_span(run.tokens);
            let actor = introduce_body(finder, &words.join(" "), kind);
            finder.mention(span, actor, true);
            finder.names.push(span);
            bind_acronym(finder, run.tokens, actor, &mut short);
            continue;
        }
        if is_person(finder, &run, &words) {
            let actor = introduce(finder, &run, &words, &mut short);
            let span = finder.document.text_span(run.tokens);
            finder.mention(span, actor, true);
            finder.names.push(span);
        } else if let Some(kind) = described(finder, run.tokens) {
            let span = finder.document.text_span(run.tokens);
            let actor = introduce_body(finder, &words.join(" "), kind);
            finder.mention(span, actor, true);
            finder.names.push(span);
            bodies.push((words.join(" "), actor));
            bind_acronym(finder, run.tokens, actor, &mut short);
        } else {
            left.push(run.tokens);
        }
    }
    // Short forms: "Austin" after "Lloyd Austin", "KSS" after "(KSS)"; before the introduction too,
    // since a headline often uses the surname first.
    for tokens in left {
        let span = finder.document.text_span(tokens);
        let name = span.of(&finder.document.report.text);
        if let Some((_, actor)) = bodies.iter().find(|(b, _)| b == name) {
            let actor = *actor;
            finder.mention(span, actor, true);
            finder.names.push(span);
            continue;
        }
        let key = fold(name);
        let last = key.rsplit(' ').next().unwrap_or(&key).to_string();
        if let Some(&actor) = short.get(&key).or_else(|| short.get(&last)) {
            finder.mention(span, actor, true);
            finder.names.push(span);
        }
    }
    bind_cities(finder, &short);
    bind_bodies_acronyms(finder);
}

/// A person named London is not the city: a bare name of a city or state that is the surname of
/// somebody introduced in the text stands for that person, unless a preposition of place precedes it.
fn bind_cities(finder: &mut Finder<'_>, short: &HashMap<String, usize>) {
    for i in (0..finder.hits.len()).rev() {
        let (hit, tokens) = finder.hits[i];
        if !matches!(hit.sense, Sense::State | Sense::Seat) || tokens.len() != 1 {
            continue;
        }
        let span = finder.span(&hit);
        let Some(&actor) = short.get(&finder.atoms[hit.from].key) else { continue };
        let before = (tokens.start as usize).checked_sub(1).map_or("", |t| finder.document.lemma(t));
        let place = matches!(before, "in" | "at" | "near" | "from" | "to" | "outside");
        if finder.actors[actor].kind == ActorKind::Person && !place {
            finder.mention(span, actor, true);
            finder.names.push(span);
            finder.hits.remove(i);
        }
    }
}

/// The longest run of name tokens from `at`.
fn run_at(finder: &Finder<'_>, at: usize, end: usize) -> Option<TokenSpan> {
    let is_name = |i: usize| {
        let d = finder.document;
        let word = d.word(i);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let free = finder.hit_at(i).is_none_or(|(h, t)| {
            // "Jordan" or "London" may be a surname: only where the name goes on from a given name.
            matches!(h.sense, Sense::State | Sense::Seat) && t.len() == 1 && i > at && is_given(finder, i - 1)
        });
        capital && free && d.tag(i).starts_with("NNP")
    };
    if !is_name(at) {
        return None;
    }
    let mut stop = at + 1;
    while stop < end {
        if is_name(stop) {
            stop += 1;
            continue;
        }
        let word = finder.document.word(stop);
        let particle = matches!(
            word,
            "al" | "bin"
                | "ibn"
                | "van"
                | "von"
                | "de"
                | "del"
                | "der"
                | "da"
                | "dos"
                | "el"
                | "abu"
                | "ben"
                | "ul"
                | "di"
        ) || word.starts_with("al-")
            || word.starts_with("el-");
        if particle && stop + 1 < end && (is_name(stop + 1) || word.contains('-')) {
            stop += 1;
            if !word.contains('-') {
                stop += 1;
            }
            continue;
        }
        break;
    }
    Some(TokenSpan::new(at, stop))
}

fn is_given(finder: &Finder<'_>, token: usize) -> bool {
    finder.lexicon.given.contains(fold(finder.document.word(token)).as_str())
}

/// Splits titles off the front of a run, and looks for them before and behind it.
fn with_title(finder: &Finder<'_>, tokens: TokenSpan) -> Run {
    let d = finder.document;
    let (start, title) = without_titles(finder, tokens);
    let name = TokenSpan::new(start, tokens.end as usize);
    let sentence = d.sentences[d.sentence_of(start)].tokens;
    let mut title = title.or_else(|| title_before(finder, name, sentence));
    let mut area = TokenSpan::new(described_from(finder, start, sentence), start);
    if let Some(words) = behind(finder, name, sentence) {
        title = title.or_else(|| title_behind(finder, words, sentence));
        if title.is_some() {
            area = TokenSpan::new(area.start as usize, words.end as usize);
        }
    }
    let (affiliation, country) = if title.is_some() { speaks_for(finder, name, area) } else { (None, None) };
    Run { tokens: name, title, affiliation, country }
}

/// Where the name begins in a run that titles stand in front of, and the last of them: "President Biden", "Lt. Col. Ahmad
/// Noor", "Defense Secretary Lloyd Austin".
fn without_titles(finder: &Finder<'_>, run: TokenSpan) -> (usize, Option<SourceKind>) {
    let (mut start, end) = (run.start as usize, run.end as usize);
    let mut title = None;
    while start + 1 < end {
        let found = (1..=3.min(end - start - 1)).rev().find_map(|width| {
            let phrase = lower(finder, TokenSpan::new(start, start + width));
            finder.lexicon.title(&phrase).map(|kind| (width, kind))
        });
        if let Some((width, kind)) = found {
            title = Some(kind);
            start += width;
        } else if start + 2 < end && is_title_word(&lower(finder, TokenSpan::new(start, start + 1))) {
            start += 1;
        } else {
            break;
        }
    }
    (start, title)
}

/// "Foreign Minister": a word that only makes a title with the next ones.
fn is_title_word(word: &str) -> bool {
    matches!(
        word,
        "foreign"
            | "prime"
            | "defense"
            | "defence"
            | "deputy"
            | "vice"
            | "chief"
            | "interior"
            | "former"
            | "acting"
            | "press"
            | "state"
            | "white"
            | "house"
    )
}

/// The longest title right before a name: "spokesman John Kirby", "police chief Mark Hunt", "their leader, Hakimullah Mehsud".
fn title_before(finder: &Finder<'_>, name: TokenSpan, sentence: TokenSpan) -> Option<SourceKind> {
    let (start, first) = (name.start as usize, sentence.start as usize);
    if start <= first {
        return None;
    }
    let comma = finder.document.word(start - 1) == "," && name.len() > 1 && start > first + 1;
    let edge = if comma { start - 1 } else { start };
    (1..=3)
        .rev()
        .filter(|width| edge >= first + width)
        .find_map(|width| finder.lexicon.title(&lower(finder, TokenSpan::new(edge - width, edge))))
}

/// Where the words before a name begin that belong to its phrase: behind a comma, a quotation mark or a preposition.
fn described_from(finder: &Finder<'_>, start: usize, sentence: TokenSpan) -> usize {
    let d = finder.document;
    let mut front = start;
    while front > sentence.start as usize
        && start - front < 6
        && (d.tag(front - 1).starts_with("NN")
            || d.tag(front - 1).starts_with("JJ")
            || d.tag(front - 1) == "POS")
    {
        front -= 1;
    }
    front
}

/// The words behind the comma that follows a name, up to the next one or a verb: "John Kirby, Pentagon spokesman," or "Doug
/// London, a 34-year CIA veteran".
fn behind(finder: &Finder<'_>, name: TokenSpan, sentence: TokenSpan) -> Option<TokenSpan> {
    let d = finder.document;
    let (end, last) = (name.end as usize, sentence.end as usize);
    if d.word(end) != "," || end + 1 >= last {
        return None;
    }
    let far = (end + 16).min(last);
    let ends =
        |i: usize| matches!(d.word(i), "," | "." | ";") || d.tag(i).starts_with("VB") && d.tag(i) != "VBN";
    let stop = (end + 1..far).find(|&i| ends(i)).unwrap_or(far);
    Some(TokenSpan::new(end + 1, stop))
}

/// The first title in the words behind a name.
fn title_behind(finder: &Finder<'_>, words: TokenSpan, sentence: TokenSpan) -> Option<SourceKind> {
    let d = finder.document;
    let stop = words.end as usize;
    // "in Gao, officials said" goes on with another clause; "Doug London, a veteran, said" does not.
    let clause = stop < sentence.end as usize
        && matches!(d.tag(stop), "VBD" | "VBP" | "VBZ")
        && !words.range().any(|i| d.tag(i).starts_with('W'));
    if clause {
        return None;
    }
    words.range().find_map(|i| {
        let two = lower(finder, TokenSpan::new(i, (i + 2).min(stop)));
        finder.lexicon.title(&two).or_else(|| finder.lexicon.title(d.lemma(i)))
    })
}

/// Whom the bearer of a name speaks for, and their country, by the bodies and states named in the words around it.
fn speaks_for(finder: &Finder<'_>, name: TokenSpan, area: TokenSpan) -> (Option<String>, Option<String>) {
    debug_assert!(finder.hits.is_sorted_by_key(|(_, t)| t.start), "hits come in text order");
    let (mut affiliation, mut country) = (None, None);
    let from = finder.hits.partition_point(|(_, t)| t.start < area.start);
    for (hit, tokens) in finder.hits[from..].iter().take_while(|(_, t)| t.start < area.end) {
        // Nobody speaks for a country because of a surname: "Michael Jordan, a farmer".
        if name.contains(*tokens) || !area.contains(*tokens) || finder.is_modifier(hit) {
            continue;
        }
        match hit.sense {
            Sense::Body if affiliation.is_none() => {
                let body = &finder.lexicon.bodies[hit.index];
                affiliation = Some(body.name.clone());
                country = country.or_else(|| body.country.clone());
            }
            Sense::State | Sense::Adjective | Sense::Forces => {
                let state = &finder.lexicon.states[hit.index];
                country = Some(state.iso3.clone());
                affiliation = affiliation.or_else(|| Some(state.government.clone()));
            }
            _ => {}
        }
    }
    (affiliation, country)
}

fn lower(finder: &Finder<'_>, tokens: TokenSpan) -> String {
    finder.document.text_span(tokens).of(&finder.document.report.text).to_lowercase()
}

fn words(finder: &Finder<'_>, tokens: TokenSpan) -> Vec<String> {
    tokens.range().map(|i| finder.document.word(i).to_string()).collect()
}

/// A name that tells of the cause an armed group fights for.
fn is_cause(words: &[String]) -> bool {
    words.iter().any(|w| {
        matches!(
            w.as_str(),
            "Liberation" | "Resistance" | "Salvation" | "Freedom" | "Independence" | "Revolutionary"
        )
    })
}

/// The kind of a body that its last or first word gives away.
fn body_kind(words: &[String]) -> Option<ActorKind> {
    if words.len() < 2 {
        return None;
    }
    let last = words.last()?.as_str();
    let first = words.first()?.as_str();
    Some(match last {
        "Ministry" | "Department" | "Parliament" | "Senate" | "Court" | "Commission" | "Agency"
        | "Directorate" => ActorKind::State,
        "Army" | "Navy" | "Corps" | "Battalion" | "Regiment" => ActorKind::Military,
        "Police" | "Constabulary" | "Sheriff" => ActorKind::Police,
        "Front" | "Brigade" | "Brigades" | "Militia" | "Mujahideen" => ActorKind::ArmedGroup,
        "Party" | "Union" | "Association" | "Foundation" | "Institute" | "University" | "Council"
        | "Committee" | "Federation" | "Society" | "Church" | "Movement" | "Group" | "Network" | "Centre"
        | "Center" | "Organisation" | "Organization" | "Watch" | "Trust" | "Alliance" | "Congress"
        | "Hospital" => ActorKind::Organisation,
        "Airlines" | "Airways" | "Inc" | "Inc." | "Ltd" | "Corporation" | "Company" | "Bank" => {
            ActorKind::Company
        }
        "News" | "Times" | "Post" | "Tribune" | "Herald" | "Gazette" | "Journal" => ActorKind::Media,
        _ => match first {
            "Ministry" | "Department" => ActorKind::State,
            "University" | "Institute" | "Church" => ActorKind::Organisation,
            _ => return None,
        },
    })
}

/// The kind of a name that the text explains: "the Southern Banner, an armed group", "the rebel group Southern Banner".
fn described(finder: &Finder<'_>, tokens: TokenSpan) -> Option<ActorKind> {
    let d = finder.document;
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    let sentence = d.sentences[d.sentence_of(start)].tokens;
    let noun =
        |t: usize| finder.lexicon.noun(&d.word(t).to_lowercase()).or_else(|| finder.lexicon.noun(d.lemma(t)));
    let behind = (d.word(end) == "," && matches!(d.tag(end + 1), "DT" | "CD")).then(|| {
        let stop = (end + 2..(end + 9).min(sentence.end as usize))
            .take_while(|&t| matches!(d.tag(t), "JJ" | "NN" | "NNS" | "NNP" | "VBN" | "CD" | "HYPH"));
        stop.last()
    });
    let before = (start > sentence.start as usize && d.tag(start - 1) == "NN").then(|| start - 1);
    let head = behind.flatten().or(before)?;
    // "an armed group" rather than any group.
    let pair = TokenSpan::new(head.saturating_sub(1), head + 1);
    let noun = finder.lexicon.noun(&lower(finder, pair)).or_else(|| noun(head))?;
    (noun.group && noun.kind != ActorKind::Unknown).then_some(noun.kind)
}

fn introduce_body(finder: &mut Finder<'_>, name: &str, kind: ActorKind) -> usize {
    finder.intern(&format!("body:{}", fold(name)), || Actor {
        name: name.to_string(),
        kind,
        country: None,
        aliases: Vec::new(),
        key: None,
        source_kind: crate::naming::source_kind(kind),
        affiliation: Some(name.to_string()),
    })
}

/// Is the run a person? It has a title, a given name, or stands where only people stand.
fn is_person(finder: &Finder<'_>, run: &Run, words: &[String]) -> bool {
    if words.len() > 5 || words.iter().any(|w| w.chars().any(|c| c.is_ascii_digit())) {
        return false;
    }
    let d = finder.document;
    let first = run.tokens.start as usize;
    if run.title.is_some() {
        // "Pentagon spokesman said": the run must not be the title's own noun.
        return true;
    }
    // "near Abu Kamal": people are not what one is near to or in.
    let before = first.checked_sub(1).map_or("", |t| d.lemma(t));
    if words.len() < 2
        || matches!(before, "in" | "near" | "at" | "outside" | "inside" | "around" | "toward" | "towards")
    {
        return false;
    }
    if is_given(finder, first) {
        return true;
    }
    let last = run.tokens.end as usize - 1;
    let head =
        if d.head(last).is_some_and(|h| run.tokens.covers(h)) { d.head(last).unwrap_or(last) } else { last };
    let speaks = d.is_dep(head, "nsubj")
        && d.preposition(head).is_none()
        && d.head(head).is_some_and(|v| {
            matches!(
                d.lemma(v),
                "say" | "tell" | "add" | "explain" | "recall" | "write" | "argue" | "note" | "comment"
            )
        });
    speaks && d.tag(first) == "NNP" && d.word(first.saturating_sub(1)) != "the"
}

fn introduce(
    finder: &mut Finder<'_>,
    run: &Run,
    words: &[String],
    short: &mut HashMap<String, usize>,
) -> usize {
    let name = words.join(" ");
    let folded = fold(&name);
    let surname = fold(words.last().map_or("", String::as_str));
    let existing = if words.len() == 1 { short.get(&surname).copied() } else { short.get(&folded).copied() };
    let actor = existing.unwrap_or_else(|| {
        finder.intern(&format!("person:{folded}"), || Actor {
            name: name.clone(),
            kind: ActorKind::Person,
            country: None,
            aliases: Vec::new(),
            key: None,
            source_kind: None,
            affiliation: None,
        })
    });
    let known = &mut finder.actors[actor];
    if known.source_kind.is_none_or(|k| k == SourceKind::NamedPerson) {
        known.source_kind = Some(match run.title {
            Some(SourceKind::UnnamedOfficial | SourceKind::Government) => SourceKind::NamedOfficial,
            Some(SourceKind::UnnamedPerson | SourceKind::Witness) | None => SourceKind::NamedPerson,
            Some(SourceKind::Military) => SourceKind::NamedOfficial,
            Some(kind) => kind,
        });
    }
    if known.affiliation.is_none() {
        known.affiliation.clone_from(&run.affiliation);
    }
    if known.country.is_none() {
        known.country.clone_from(&run.country);
    }
    if name.len() > known.name.len() && !known.aliases.contains(&known.name) {
        let old = std::mem::replace(&mut known.name, name.clone());
        known.aliases.push(old);
    } else if name != known.name && !known.aliases.contains(&name) {
        known.aliases.push(name.clone());
    }
    short.entry(folded).or_insert(actor);
    if words.len() > 1 {
        short.entry(surname).or_insert(actor);
        if words.len() > 2 {
            short.entry(fold(&words[words.len() - 2..].join(" "))).or_insert(actor);
        }
    }
    actor
}

/// "(KSS)" right behind a name gives the name a short form.
fn bind_acronym(
    finder: &mut Finder<'_>,
    tokens: TokenSpan,
    actor: usize,
    short: &mut HashMap<String, usize>,
) {
    let end = tokens.end as usize;
    let d = finder.document;
    if d.word(end) == "(" && d.word(end + 2) == ")" {
        let word = d.word(end + 1);
        if word.chars().filter(|c| c.is_uppercase()).count() >= 2 {
            short.insert(fold(word), actor);
            let alias = word.to_string();
            if !finder.actors[actor].aliases.contains(&alias) {
                finder.actors[actor].aliases.push(alias);
            }
        }
    }
}

/// Acronyms in brackets behind names of the data files, and every later use of them.
fn bind_bodies_acronyms(finder: &mut Finder<'_>) {
    let mut bound: Vec<(String, usize)> = Vec::new();
    for i in 0..finder.hits.len() {
        let (hit, _) = finder.hits[i];
        if hit.sense != Sense::Body {
            continue;
        }
        let Some(next) = finder.atoms.get(hit.to) else { continue };
        let text = &finder.document.report.text;
        let gap = TextSpan::new(finder.span(&hit).end as usize, next.span.start as usize);
        let bracketed = gap.of(text).trim() == "(" && text[next.span.end as usize..].starts_with(')');
        if bracketed && next.shape == Shape::Upper {
            let key = next.key.clone();
            let alias = next.span.of(text).to_string();
            let actor = finder.body(hit.index);
            if !finder.actors[actor].aliases.contains(&alias) {
                finder.actors[actor].aliases.push(alias);
            }
            bound.push((key, actor));
        }
    }
    for i in 0..finder.atoms.len() {
        let atom = &finder.atoms[i];
        if atom.shape != Shape::Upper || atom.gap == Gap::Hyphen {
            continue;
        }
        if let Some((_, actor)) = bound.iter().find(|(k, _)| *k == atom.key) {
            let (span, actor) = (atom.span, *actor);
            if !finder.mentions.iter().any(|m| m.span == span) {
                finder.mention(span, actor, true);
                finder.names.push(span);
            }
        }
    }
}
