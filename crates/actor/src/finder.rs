//! The passes that find actors in a document.

mod offices;

use crate::atoms::{Atom, Gap, atoms};
use crate::belonging;
use crate::lexicon::{Hit, Lexicon, Sense};
use crate::naming::{self, Base};
use crate::persons;
use crate::short;
use crate::titles;
use diurna_core::nouns::{Bearer, Noun};
use diurna_core::{Actor, ActorKind, ActorMention, Document, TextSpan, TokenSpan};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Everybody who is mentioned in a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Actors {
    /// Who they are; mentions index this list.
    pub actors: Vec<Actor>,
    /// Where they are mentioned, in text order.
    pub mentions: Vec<ActorMention>,
    /// Names of persons and bodies: no toponym is to be read inside them.
    pub names: Vec<TextSpan>,
    /// Adjectives and names of peoples ("Somali", "Iraqis").
    pub demonyms: Vec<TextSpan>,
    /// Names of capitals that may stand for a government, and its state by its number in the lexicon.
    pub(crate) seats: Vec<(TextSpan, usize)>,
}

impl Actors {
    /// The mentions of actors that belong to a country, with its ISO 3166-1 alpha-3 code.
    ///
    /// ```
    /// let report = diurna_text::plain_report("Somali troops left. The doctors stayed.");
    /// let document = diurna_text::Analyzer::new().analyze(report);
    /// let actors = diurna_actor::find(&document, &diurna_actor::Lexicon::new());
    /// let countries: Vec<_> = actors.countries().into_iter().map(|(_, c)| c).collect();
    /// assert_eq!(countries, ["SOM"]);
    /// ```
    #[must_use]
    pub fn countries(&self) -> Vec<(ActorMention, &str)> {
        let country = |m: &ActorMention| self.actors[m.actor].country.as_deref();
        self.mentions.iter().filter_map(|m| Some((*m, country(m)?))).collect()
    }
}

/// The state of one run.
pub(crate) struct Finder<'a> {
    pub(crate) document: &'a Document,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) atoms: Vec<Atom>,
    /// Hits of the data files with the tokens they cover.
    pub(crate) hits: Vec<(Hit, TokenSpan)>,
    pub(crate) actors: Vec<Actor>,
    keys: HashMap<String, usize>,
    pub(crate) mentions: Vec<ActorMention>,
    pub(crate) names: Vec<TextSpan>,
    /// Names of persons with their titles, where the parse takes the title for the head.
    pub(crate) titled: Vec<TextSpan>,
}

/// Words of the longest nouns of the data files that are looked up.
const LONGEST_NOUN: usize = 4;

/// Finds the actors of a document.
///
/// Mentions come in text order; a mention may lie inside a longer one ("Iraqi" in "the Iraqi
/// army" is none, "Iraq" in "Iraq's army" is one).
#[must_use]
pub fn find(document: &Document, lexicon: &Lexicon) -> Actors {
    let text = &document.report.text;
    let atoms = atoms(text);
    let hits = lexicon
        .hits(&atoms)
        .into_iter()
        .map(|h| {
            let span = atoms[h.from].span.join(atoms[h.to - 1].span);
            (h, document.tokens_in(span))
        })
        .filter(|(_, t)| !t.is_empty())
        .collect();
    let mut finder = Finder {
        document,
        lexicon,
        atoms,
        hits,
        actors: Vec::new(),
        keys: HashMap::new(),
        mentions: Vec::new(),
        names: Vec::new(),
        titled: Vec::new(),
    };
    finder.settle_ambiguous();
    persons::find(&mut finder);
    finder.noun_phrases();
    finder.plain_names();
    finder.mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    finder.mentions.dedup_by_key(|m| m.span);
    let held = offices::find(&mut finder);
    titles::settle(&mut finder);
    offices::settle(&mut finder, &held);
    belonging::settle(&mut finder);
    short::settle(&mut finder);
    finder.drop_unmentioned();
    finder.names.sort_by_key(|s| s.start);
    let demonyms = finder
        .hits
        .iter()
        .filter(|(h, _)| matches!(h.sense, Sense::Adjective | Sense::People))
        .map(|(h, _)| finder.span(h))
        .filter(|s| !matches!(s.of(text), "US" | "U.S." | "UK" | "U.K."))
        .collect();
    let seats = finder.hits.iter().filter(|(h, _)| h.sense == Sense::Seat);
    let seats = seats.map(|(h, _)| (finder.span(h), h.index)).collect();
    Actors { actors: finder.actors, mentions: finder.mentions, names: finder.names, demonyms, seats }
}

impl Finder<'_> {
    pub(crate) fn span(&self, hit: &Hit) -> TextSpan {
        self.atoms[hit.from].span.join(self.atoms[hit.to - 1].span)
    }

    /// The actor with that key, made by `make` where it is new.
    pub(crate) fn intern(&mut self, key: &str, make: impl FnOnce() -> Actor) -> usize {
        if let Some(&i) = self.keys.get(key) {
            return i;
        }
        self.actors.push(make());
        self.keys.insert(key.to_string(), self.actors.len() - 1);
        self.actors.len() - 1
    }

    /// Leaves out actors whose mentions all turned out to be those of others.
    fn drop_unmentioned(&mut self) {
        let mentioned: BTreeSet<usize> = self.mentions.iter().map(|m| m.actor).collect();
        let all = std::mem::take(&mut self.actors).into_iter().enumerate();
        self.actors = all.filter(|(i, _)| mentioned.contains(i)).map(|(_, actor)| actor).collect();
        self.keys.clear();
        let at: HashMap<usize, usize> = mentioned.into_iter().zip(0..).collect();
        for m in &mut self.mentions {
            m.actor = at[&m.actor];
        }
    }

    pub(crate) fn mention(&mut self, span: TextSpan, actor: usize, named: bool) {
        if !span.is_empty() {
            let kind = self.actors[actor].kind;
            self.mentions.push(ActorMention { span, actor, named, kind });
        }
    }

    /// Keeps an ambiguous name only where the full name stands in the same text.
    fn settle_ambiguous(&mut self) {
        let sure: Vec<usize> = self
            .hits
            .iter()
            .filter(|(h, _)| h.sense == Sense::Body && !h.ambiguous)
            .map(|(h, _)| h.index)
            .collect();
        self.hits.retain(|(h, _)| !h.ambiguous || sure.contains(&h.index));
    }

    /// The hit that covers `token`, if any.
    pub(crate) fn hit_at(&self, token: usize) -> Option<&(Hit, TokenSpan)> {
        let i = self.hits.partition_point(|(_, t)| t.end as usize <= token);
        self.hits.get(i).filter(|(_, t)| t.covers(token))
    }

    /// True where the hit is part of "Iranian-backed", "pro-Russian", "anti-Iran" and the like.
    pub(crate) fn is_modifier(&self, hit: &Hit) -> bool {
        let after = self.atoms.get(hit.to);
        let before = hit.from.checked_sub(1).and_then(|i| self.atoms.get(i));
        let joined_after =
            after.is_some_and(|a| a.gap == Gap::Hyphen && self.lexicon.words.has("bond", &a.key));
        let joined_before = self.atoms[hit.from].gap == Gap::Hyphen
            && before.is_some_and(|b| matches!(b.key.as_str(), "pro" | "anti" | "non" | "ex"));
        joined_after || joined_before
    }

    /// Noun phrases headed by an actor noun.
    fn noun_phrases(&mut self) {
        let d = self.document;
        let bearers: BTreeMap<usize, ActorMention> = (self.mentions.iter())
            .filter(|m| m.named && m.kind == ActorKind::Person)
            .map(|m| (d.tokens_in(m.span).start as usize, *m))
            .collect();
        for token in 0..d.tokens.len() {
            let tag = d.tag(token);
            // "Another official said": a noun that the tagger took for an adjective heads its phrase.
            let nominal = tag.starts_with("NN")
                || tag == "JJ" && matches!(d.tokens[token].dep, "nsubj" | "obj" | "obl" | "nsubj:pass");
            if !nominal || self.hit_at(token).is_some_and(|(h, t)| h.sense != Sense::Seat || t.len() > 1) {
                continue;
            }
            let Some(noun) = self.noun_at(token) else { continue };
            // "police" in "police officers" is no actor of its own.
            let inside = matches!(d.tokens[token].dep, "compound" | "amod" | "flat")
                && d.head(token).is_some_and(|h| h > token && d.tag(h).starts_with("NN"));
            // Whose weapon it is acts with it: "government artillery fired".
            let owns = inside && noun.bearer == Bearer::Group && self.arms_behind(token);
            if owns {
                self.phrase(token, TokenSpan::new(token, token + 1), noun.kind);
            }
            let own = d.tokens[token].span;
            let beside = d.sentence_of(token) == d.sentence_of(token + 1);
            let titles = beside && noun.bearer == Bearer::Person && self.is_title(token);
            let person = bearers.get(&(token + 1)).filter(|_| titles);
            let inside = inside && person.is_none();
            if inside || self.names.iter().chain(&self.titled).any(|n| n.overlaps(own)) {
                continue;
            }
            let phrase = self.own_part(self.without_verb(d.base_phrase(token)), token);
            let phrase = self.with_name_behind(phrase, token);
            match person {
                // "Spokesman Omar Vell": the person, and nobody else.
                Some(person) => {
                    let span = d.text_span(phrase).join(person.span);
                    self.mention(span, person.actor, true);
                }
                None => self.phrase(token, self.with_state(phrase, token), noun.kind),
            }
        }
    }

    /// "The village of Burqa": the name of a place that its noun goes on with.
    fn with_name_behind(&self, phrase: TokenSpan, token: usize) -> TokenSpan {
        let d = self.document;
        if d.lemma(token + 1) != "of" || !self.lexicon.words.has("named", d.lemma(token)) {
            return phrase;
        }
        let home = d.sentences.get(d.sentence_of(token)).map_or(0, |s| s.tokens.end as usize);
        let name = (token + 2..home).take_while(|&t| d.tag(t).starts_with("NNP")).last();
        name.map_or(phrase, |last| TokenSpan::new(phrase.start as usize, last + 1))
    }

    /// The longest noun of the data files that ends at a token: "army officer" rather than "officer". Words for a thing of
    /// somebody's ("police station") only tell more of a thing that is known without them.
    fn noun_at(&self, token: usize) -> Option<Noun> {
        let d = self.document;
        let word = d.word(token).to_lowercase();
        let one = self.lexicon.noun(&word).or_else(|| self.lexicon.noun(d.lemma(token)));
        if !self.lexicon.ends_nouns(&word) && !self.lexicon.ends_nouns(d.lemma(token)) {
            return one;
        }
        let home = d.sentences.get(d.sentence_of(token))?.tokens.start as usize;
        let first = token.saturating_sub(LONGEST_NOUN - 1).max(home);
        let longer = (first..token).find_map(|from| {
            let words = d.text_span(TokenSpan::new(from, token + 1)).of(&d.report.text).to_lowercase();
            let lemma = || Some(format!("{}{}", words.strip_suffix(word.as_str())?, d.lemma(token)));
            let noun = self.lexicon.noun(&words).or_else(|| self.lexicon.noun(&lemma()?))?;
            (noun.bearer != Bearer::Thing || one.is_some()).then_some(noun)
        });
        longer.or(one)
    }

    /// Whether a noun may be the title of a person whose name stands behind it: an office or a calling, in the singular. Words for
    /// those who bear arms, the police and common people say more of who somebody is than a name, and stay.
    pub(crate) fn is_title(&self, token: usize) -> bool {
        let d = self.document;
        let noun =
            self.lexicon.noun(&d.word(token).to_lowercase()).or_else(|| self.lexicon.noun(d.lemma(token)));
        let office = noun.is_none_or(|n| {
            n.bearer == Bearer::Person
                && matches!(
                    n.kind,
                    ActorKind::Person
                        | ActorKind::State
                        | ActorKind::Igo
                        | ActorKind::Media
                        | ActorKind::Unknown
                )
        });
        office && matches!(d.tag(token), "NN" | "NNP" | "JJ")
    }

    /// Whether a token stands before a weapon or craft that its bearer uses: "army helicopters".
    fn arms_behind(&self, token: usize) -> bool {
        self.lexicon.words.has("arms", self.document.lemma(token + 1))
    }

    /// "had burned houses", "and shot villagers": a verb that the parse takes for an adjective is no part of the phrase.
    fn without_verb(&self, phrase: TokenSpan) -> TokenSpan {
        let d = self.document;
        let first = phrase.start as usize;
        let verb = phrase.len() > 1 && matches!(d.tag(first), "VBD" | "VBN" | "VBG");
        let has = first > 0 && matches!(d.lemma(first - 1), "have");
        if verb && has { TokenSpan::new(first + 1, phrase.end as usize) } else { phrase }
    }

    /// "On Palm Sunday, the police chief": behind a comma and an article another phrase begins.
    fn own_part(&self, phrase: TokenSpan, head: usize) -> TokenSpan {
        let d = self.document;
        let begins = |t: &usize| d.tag(*t) == "DT" && d.word(*t - 1) == ",";
        let start = (phrase.start as usize + 1..head).rev().find(begins);
        TokenSpan::new(start.unwrap_or(phrase.start as usize), phrase.end as usize)
    }

    /// A phrase with the state that it names behind its head: "the army of Chad".
    fn with_state(&self, phrase: TokenSpan, head: usize) -> TokenSpan {
        let end = self.state_behind(head, "of").map_or(phrase.end as usize, |(_, end)| end);
        TokenSpan::new(phrase.start as usize, end)
    }

    /// The state that is named behind a token over a preposition, and where its name ends: "the army of Chad", "police in Kenya". None
    /// where more is named there than one state.
    pub(crate) fn state_behind(&self, token: usize, preposition: &str) -> Option<(usize, usize)> {
        let d = self.document;
        if d.lemma(token + 1) != preposition {
            return None;
        }
        let at = token + 2 + usize::from(d.lemma(token + 2) == "the");
        let state = |at: usize| {
            self.hit_at(at)
                .filter(|(h, t)| h.sense == Sense::State && t.start as usize == at && !self.is_modifier(h))
        };
        let (hit, tokens) = state(at)?;
        let end = tokens.end as usize;
        // "Armies of Chad and Niger", "the army of Mali's neighbour".
        let more = matches!(d.word(end), "and" | "or" | ",") && state(end + 1).is_some();
        (!more && d.tag(end) != "POS").then_some((hit.index, end))
    }

    fn phrase(&mut self, head: usize, phrase: TokenSpan, kind: ActorKind) {
        let span = self.document.text_span(phrase);
        let base = Base::of(self, head, phrase, kind);
        let actor = base.intern(self);
        self.mention(span, actor, base.is_named());
    }

    /// Names of the data files that no longer phrase has taken.
    fn plain_names(&mut self) {
        for i in 0..self.hits.len() {
            let (hit, tokens) = self.hits[i];
            if self.is_modifier(&hit) {
                continue;
            }
            let span = self.span(&hit);
            if self.names.iter().any(|n| n.overlaps(span)) && hit.sense != Sense::Body {
                continue;
            }
            let last = tokens.end as usize - 1;
            let before_noun = self.document.head(last).is_some_and(|h| {
                h > last
                    && self.document.tag(h).starts_with("NN")
                    && matches!(self.document.tokens[last].dep, "amod" | "compound" | "nmod" | "flat")
            });
            // "A Palestinian" is one person, "a Palestinian town" has none.
            let one = matches!(hit.sense, Sense::Adjective | Sense::People)
                && !before_noun
                && !matches!(self.document.tag(last + 1), "NN" | "NNS" | "NNP" | "NNPS" | "JJ" | "HYPH")
                && self.is_one(tokens.start as usize);
            let actor = match hit.sense {
                _ if one => naming::national(self, hit.index),
                Sense::State => self.state(hit.index),
                Sense::Body => self.body(hit.index),
                Sense::Forces => naming::forces(self, hit.index),
                Sense::People if !before_noun => naming::people(self, hit.index),
                Sense::Adjective | Sense::People => {
                    // Inside "the Iraqi army" it is part of the longer name; before any other noun
                    // ("Israeli airstrikes") it is the state.
                    if self.mentions.iter().any(|m| m.span.overlaps(span)) {
                        continue;
                    }
                    self.state(hit.index)
                }
                Sense::Seat => {
                    if !self.acts_as_government(last) {
                        continue;
                    }
                    naming::government(self, hit.index)
                }
            };
            self.mention(span, actor, !one);
            if hit.sense == Sense::Body {
                self.names.push(span);
            }
        }
    }

    /// Whether what goes before a token makes it one person: "a Palestinian", "a 17-year-old Palestinian".
    fn is_one(&self, token: usize) -> bool {
        let d = self.document;
        let aged = |t: usize| d.word(t).ends_with("-old") || self.lexicon.words.has("aged", d.lemma(t));
        let home = d.sentences.get(d.sentence_of(token)).map_or(0, |s| s.tokens.start as usize);
        let before = (home..token).rev().find(|&t| !aged(t));
        before.is_some_and(|t| self.lexicon.words.has("one", d.lemma(t)))
    }

    /// A capital as subject of a verb that people do ("Washington condemned"), or as who is spoken to ("urged Beijing"); also where it
    /// stands beside another name there ("Moscow and Beijing insist").
    fn acts_as_government(&self, token: usize) -> bool {
        let d = self.document;
        let first = d.head(token).filter(|&h| d.is_dep(token, "conj") && d.tag(h) == "NNP").unwrap_or(token);
        let is_subject = d.is_dep(first, "nsubj") && d.tokens[first].dep != "nsubj:pass";
        let kind = match d.tokens[first].dep {
            _ if is_subject => "deliberate",
            "obj" => "address",
            _ => return false,
        };
        let does = |v: usize| d.tag(v).starts_with("VB") && self.lexicon.words.has(kind, d.lemma(v));
        [token, first].iter().all(|&t| d.preposition(t).is_none()) && d.head(first).is_some_and(does)
    }

    pub(crate) fn state(&mut self, index: usize) -> usize {
        let state = &self.lexicon.states[index];
        let key = state.iso3.to_lowercase();
        self.intern(&key, || Actor {
            name: state.name.clone(),
            kind: ActorKind::State,
            country: Some(state.iso3.clone()),
            aliases: state.aliases.iter().cloned().chain([state.government.clone()]).collect(),
            key: Some(key.clone()),
            source_kind: Some(diurna_core::SourceKind::Government),
            affiliation: Some(state.government.clone()),
        })
    }

    pub(crate) fn body(&mut self, index: usize) -> usize {
        let body = &self.lexicon.bodies[index];
        self.intern(&body.id, || Actor {
            name: body.name.clone(),
            kind: body.kind,
            country: body.country.clone(),
            aliases: body.aliases.clone(),
            key: Some(body.id.clone()),
            source_kind: naming::source_kind(body.kind),
            affiliation: Some(body.name.clone()),
        })
    }
}
