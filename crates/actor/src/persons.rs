//! Names of persons and bodies that the text itself introduces, and their short forms.

use crate::bodies::{self, Bodies};
use crate::finder::Finder;
use crate::lexicon::Sense;
use diurna_core::fold::fold;
use diurna_core::nouns::Bearer;
use diurna_core::{Actor, ActorKind, SourceKind, TokenSpan};
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
    let mut bodies = Bodies::default();
    let mut left: Vec<TokenSpan> = Vec::new();
    for tokens in runs(finder) {
        let run = with_title(finder, tokens);
        let words = words(finder, run.tokens);
        if words.is_empty() || bodies.take(finder, run.tokens, &words, &mut short) {
            continue;
        }
        if is_person(finder, &run, &words) {
            let actor = introduce(finder, &run, &words, &mut short);
            name(finder, run.tokens, actor);
            name_titled(finder, tokens, run.tokens, actor);
        } else if !bodies.take_described(finder, run.tokens, &words, &mut short) {
            left.push(run.tokens);
        }
    }
    // Short forms: "Austin" after "Lloyd Austin", "KSS" after "(KSS)"; before the introduction too,
    // since a headline often uses the surname first.
    for tokens in left {
        let text = finder.document.text_span(tokens).of(&finder.document.report.text);
        let key = fold(text);
        let last = key.rsplit(' ').next().unwrap_or(&key);
        let known = bodies.described(text).or_else(|| short.get(&key).or_else(|| short.get(last)).copied());
        if let Some(actor) = known {
            name(finder, tokens, actor);
        }
    }
    bodies.tell_again(finder);
    bind_cities(finder, &short);
    bodies::bind_acronyms(finder);
}

/// The person of that name, of whom nothing else is known if they are new.
pub(crate) fn called(finder: &mut Finder<'_>, name: &str) -> usize {
    finder.intern(&format!("person:{}", fold(name)), || Actor::new(name, ActorKind::Person))
}

/// Enters the name of a person or body that stands at `tokens`.
pub(crate) fn name(finder: &mut Finder<'_>, tokens: TokenSpan, actor: usize) {
    let span = finder.document.text_span(tokens);
    finder.mention(span, actor, true);
    finder.names.push(span);
}

/// "Gen. Mark Okello" where the parse takes the title for the head: the whole of it is the person, whose name alone is `own`.
fn name_titled(finder: &mut Finder<'_>, whole: TokenSpan, own: TokenSpan, actor: usize) {
    let d = finder.document;
    let head = d.top(whole);
    if !own.covers(head) && finder.is_title(head) {
        let span = d.text_span(whole);
        finder.mention(span, actor, true);
        finder.titled.push(span);
    }
}

/// The runs of capitalised tokens that may be names, in text order.
fn runs(finder: &Finder<'_>) -> Vec<TokenSpan> {
    let mut runs = Vec::new();
    for sentence in &finder.document.sentences {
        let (mut at, end) = (sentence.tokens.start as usize, sentence.tokens.end as usize);
        while at < end {
            match run_at(finder, at, end) {
                Some(run) => {
                    at = run.end as usize;
                    runs.push(run);
                }
                None => at += 1,
            }
        }
    }
    runs
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
        let place = finder.lexicon.words.has("way", before);
        if finder.actors[actor].kind == ActorKind::Person && !place {
            finder.mention(span, actor, true);
            finder.names.push(span);
            finder.hits.remove(i);
        }
    }
}

/// The longest run of name tokens from `at`.
fn run_at(finder: &Finder<'_>, at: usize, end: usize) -> Option<TokenSpan> {
    if !is_name(finder, at, at) {
        return None;
    }
    let d = finder.document;
    let mut stop = at + 1;
    let mut joined = false;
    while stop < end {
        if is_name(finder, stop, at) {
            stop += 1;
            continue;
        }
        let word = d.word(stop);
        let particle =
            finder.lexicon.words.has("particle", word) || word.starts_with("al-") || word.starts_with("el-");
        if particle && stop + 1 < end && (is_name(finder, stop + 1, at) || word.contains('-')) {
            stop += 1;
            if !word.contains('-') {
                stop += 1;
            }
            continue;
        }
        // "Ministry of Defence", "Front for the Liberation of the Coast".
        let over = matches!(word, "of" | "for") && finder.lexicon.body_over(d.word(stop - 1)).is_some();
        let next = stop + 1 + usize::from(d.word(stop + 1) == "the");
        if (over || joined && word == "of") && next < end && is_name(finder, next, at) {
            (stop, joined) = (next + 1, true);
            continue;
        }
        break;
    }
    Some(TokenSpan::new(at, stop))
}

/// Whether a token may be part of a name in a run that begins at `from`.
fn is_name(finder: &Finder<'_>, token: usize, from: usize) -> bool {
    let d = finder.document;
    let word = d.word(token);
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let free = finder.hit_at(token).is_none_or(|(h, t)| {
        // "Jordan" or "London" may be a surname: only where the name goes on from a given name.
        matches!(h.sense, Sense::State | Sense::Seat)
            && t.len() == 1
            && token > from
            && is_given(finder, token - 1)
    });
    capital && free && d.tag(token).starts_with("NNP") && !is_date(finder, token, from)
}

/// "On Monday Omar Vell said", "last August President Vell said": a day is no part of a name, nor a month with a word before it that dates.
/// Between a title and another name a day is a given name: "Activist Sunday Vell".
fn is_date(finder: &Finder<'_>, token: usize, from: usize) -> bool {
    let d = finder.document;
    let dates = || token == from && token > 0 && matches!(d.tag(token - 1), "IN" | "JJ" | "RB");
    let day = || d.word(token).to_lowercase().ends_with("day");
    let title = || token > 0 && finder.lexicon.title(&d.word(token - 1).to_lowercase()).is_some();
    let given =
        || d.tag(token + 1).starts_with("NNP") && d.sentence_of(token + 1) == d.sentence_of(token) && title();
    finder.lexicon.is_day(d.word(token)) && (day() && !given() || dates())
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
        if let Some((width, kind)) = title_at(finder, start, end) {
            title = Some(kind);
            start += width;
        } else if start + 2 < end
            && finder.lexicon.words.has("first", &lower(finder, TokenSpan::new(start, start + 1)))
        {
            start += 1;
        } else {
            break;
        }
    }
    if title.is_none()
        && let Some((name, kind)) = placed_title(finder, run)
    {
        return (name, Some(kind));
    }
    (start, title)
}

/// The longest title that begins at a token and leaves something of its run: its words, and what kind of source bears it.
fn title_at(finder: &Finder<'_>, start: usize, end: usize) -> Option<(usize, SourceKind)> {
    let found = (1..=3.min(end - start - 1)).rev().find_map(|width| {
        let phrase = lower(finder, TokenSpan::new(start, start + width));
        finder.lexicon.title(&phrase).map(|kind| (width, kind))
    });
    // "The General Assembly", "the General Staff": no rank.
    found.filter(|(width, _)| {
        let last = start + width - 1;
        let noun = || finder.lexicon.noun(&lower(finder, TokenSpan::new(last, last + 2)));
        let scope = finder.document.word(last) == "General"
            && finder.lexicon.words.has("scope", finder.document.word(last + 1));
        !scope && noun().is_none_or(|n| n.bearer == Bearer::Person)
    })
}

/// "Varn Mayor Ada Brook", "District Judge Ruth Cole": a title inside a run, before a given name. Gives where the name begins.
fn placed_title(finder: &Finder<'_>, run: TokenSpan) -> Option<(usize, SourceKind)> {
    let (start, end) = (run.start as usize, run.end as usize);
    (start + 1..(start + 4).min(end)).find_map(|at| {
        let (width, kind) = title_at(finder, at, end)?;
        let name = at + width;
        is_given(finder, name).then_some((name, kind))
    })
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
    // "Shells fell on Qasr Labin, after a member of the Council spoke": not who or what that is.
    let aside = matches!(d.tag(words.start as usize), "IN" | "TO" | "CC" | "WRB")
        && d.lemma(words.start as usize) != "of";
    if clause || aside {
        return None;
    }
    words.range().find_map(|i| {
        let two = lower(finder, TokenSpan::new(i, (i + 2).min(stop)));
        // "Amina Sule, medics and a nurse": several are not the one who is named.
        let own = || finder.lexicon.title(d.lemma(i)).filter(|_| !matches!(d.tag(i), "NNS" | "NNPS"));
        finder.lexicon.title(&two).or_else(own)
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
    if words.len() < 2 || finder.lexicon.words.has("site", before) {
        return false;
    }
    if is_given(finder, first) {
        return true;
    }
    // "The Malian Air Force said": the words of a noun are nobody's name.
    let ends_in_noun =
        |n: usize| finder.lexicon.noun(&words[words.len() - n..].join(" ").to_lowercase()).is_some();
    if ends_in_noun(1) || ends_in_noun(2) {
        return false;
    }
    let last = run.tokens.end as usize - 1;
    let head =
        if d.head(last).is_some_and(|h| run.tokens.covers(h)) { d.head(last).unwrap_or(last) } else { last };
    let speaks = d.is_dep(head, "nsubj")
        && d.preposition(head).is_none()
        && d.head(head).is_some_and(|v| finder.lexicon.words.has("speak", d.lemma(v)));
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
    let actor = existing.unwrap_or_else(|| called(finder, &name));
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
