//! Numbers of dead and wounded, and what becomes of several.

mod toll;

use crate::harmed;
use crate::input::Input;
use crate::parties::{Cast, named_in_apposition};
use crate::retold;
use diurna_codes::quantities;
use diurna_core::{Document, Role, RoleMark, TextSpan, TokenSpan, counting};
use std::collections::HashSet;
use toll::{Counts, Named, Toll};

/// A number of persons harmed that a mark of the reader gives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure<'a> {
    pub(crate) mark: &'a RoleMark,
    pub(crate) low: u32,
    pub(crate) high: Option<u32>,
    /// The attribution in whose content it stands.
    pub(crate) said: Option<usize>,
    /// What it does to other numbers where it is a toll; others are added up by sentence.
    toll: Option<Toll>,
    /// Its words say that it comes to the number told before.
    more: bool,
    /// It counts those who are worst off or at a hospital: at least so many are injured.
    part: bool,
}

/// A number of persons with the words it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Harm {
    pub(crate) low: u32,
    pub(crate) high: Option<u32>,
    pub(crate) evidence: Vec<TextSpan>,
    /// A number of this event stands in the words; otherwise it follows from "a man", "the driver", or may count other events,
    /// too, and gives way.
    pub(crate) explicit: bool,
    /// It takes the place of what was told before: "the toll has risen to seven".
    pub(crate) newer: bool,
    /// It comes to what was told before: "two more died in hospital".
    pub(crate) more: bool,
    /// It is a toll, which may count what other numbers do.
    pub(crate) toll: bool,
    /// A smaller number was told since, perhaps of some of the same persons.
    pub(crate) parted: bool,
    /// The attribution in whose content it stands.
    pub(crate) said: Option<usize>,
}

/// Every number of persons harmed that a report gives for its events: those of things and of other events are left out.
pub(crate) fn figures<'a>(input: &Input<'a>, cast: &Cast<'_>) -> Vec<Figure<'a>> {
    let d = input.document;
    // Burnt houses and killed cattle are no dead, and "dozens of houses" are houses.
    let marks =
        input.reading.roles.iter().filter(|m| m.role.harm().is_some() && !harmed::names_thing(d, m.span));
    let mut figures: Vec<Figure<'a>> = marks
        .filter_map(|mark| {
            let (low, high) = number(d, cast, mark.span, mark.head as usize)?;
            let said = cast.said.teller(mark.span);
            let part = mark.role == Role::Injured && is_part(d, mark.span);
            Some(Figure { mark, low, high: high.filter(|_| !part), said, toll: None, more: false, part })
        })
        .collect();
    let tolls: Vec<Option<Named>> = figures.iter().map(|f| toll::named(d, f.mark.span)).collect();
    let counts = Counts::of(d, &figures, &tolls);
    for (f, toll) in figures.iter_mut().zip(tolls) {
        f.toll = toll.map(|toll| counts.weigh(input, f, toll));
    }
    figures.retain(|f| f.toll != Some(Toll::Foreign));
    let home = |mark: &RoleMark| d.sentence_of(mark.span.start as usize);
    let killed = figures.iter().filter(|f| f.mark.role == Role::Killed);
    let dead: HashSet<usize> = killed.map(|f| home(f.mark)).collect();
    for f in &mut figures {
        // "Killed seven and wounded ten others": others than the dead, not than the wounded told before.
        let at = home(f.mark);
        let beside = dead.contains(&at) || at.checked_sub(1).is_some_and(|before| dead.contains(&before));
        let of_dead = f.mark.role == Role::Injured && beside;
        f.more = f.toll.is_none() && !of_dead && retold::is_more(d, f.mark.span);
    }
    figures
}

/// "Forty-two people were in critical condition", "twelve were taken to hospital": whether nothing but this says that they are injured, or
/// that there are any ("causing injuries").
fn is_part(d: &Document, span: TokenSpan) -> bool {
    if span.range().any(|t| d.lemma(t) == "injury")
        && !span.range().any(|t| d.counts(t) || counting::is_none(d.lemma(t)))
    {
        return true;
    }
    /// How far behind the number the word may stand.
    const FAR: usize = 10;
    let end = d.sentences[d.sentence_of(span.start as usize)].tokens.end as usize;
    let behind = span.end as usize..end.min(span.end as usize + FAR);
    let tells = |t: &usize| {
        let lemma = d.lemma(*t);
        matches!(lemma, "condition" | "hospital")
            || ["wound", "hurt", "injuries"].iter().any(|k| toll::is(k, lemma))
    };
    behind.into_iter().find(tells).is_some_and(|t| matches!(d.lemma(t), "condition" | "hospital"))
}

/// The first number told stands, unless it only followed from a singular noun or a later one took its place.
pub(crate) fn merge(input: &Input<'_>, have: &mut Option<Harm>, new: Option<&Harm>) {
    match (have.as_ref(), new) {
        (None, Some(n)) => *have = Some(n.clone()),
        // "A policeman was shot. No other casualties were reported": nobody else, so it takes nothing back.
        (Some(_), Some(n)) if n.high == Some(0) => {}
        (Some(h), Some(n)) if n.more && comes_to(input.document, h, n) => *have = Some(added(h, n)),
        // An older figure told again; another source may give a higher one.
        (Some(h), Some(n)) if h.newer && !n.newer && !differ(input, h, n) => {}
        // "42 were in critical condition. Two tourists were injured": two of them.
        (Some(h), Some(n))
            if !h.explicit && n.explicit && (h.toll || n.high.is_none_or(|most| most >= h.low)) =>
        {
            *have = Some(n.clone());
        }
        (Some(h), Some(n)) if n.newer && n.low >= h.low && !(h.newer && differ(input, h, n)) => {
            *have = Some(n.clone());
        }
        // Sources that differ: the lowest and the highest that anybody gives.
        (Some(h), Some(n)) if h.explicit && n.explicit && differ(input, h, n) => {
            let mut both = h.clone();
            both.low = h.low.min(n.low);
            both.high = match (h.high, n.high) {
                (Some(a), Some(b)) => Some(a.max(b)),
                // "at least four", says one; "six", says another.
                (None, b) => b,
                // "four", says one; "at least six", says another: open at the top.
                (Some(a), None) => Some(a).filter(|a| n.low <= *a),
            };
            both.evidence.extend(n.evidence.iter().copied());
            *have = Some(both);
        }
        // A sum of parts that agrees with the number told before is the fuller account.
        (Some(h), Some(n)) if n.evidence.len() > h.evidence.len() && n.explicit && agree(h, n) => {
            *have = Some(n.clone())
        }
        // "Two were shot. One died at once, another in hospital": the other is one of the two.
        (Some(h), Some(n)) if n.low < h.low && !h.parted => *have = Some(Harm { parted: true, ..h.clone() }),
        _ => {}
    }
}

/// Whether a number comes to another that the same sentence or the one before it told last. "The toll rose to nine after two more
/// died" counts them already, and the same words or number again ("12 others", then "twelve others") are the same persons.
fn comes_to(d: &Document, told: &Harm, new: &Harm) -> bool {
    let sentence = |span: &TextSpan| d.sentence_of(d.tokens_in(*span).start as usize);
    let (Some(last), Some(first)) = (told.evidence.last(), new.evidence.first()) else { return false };
    let words = |span: &TextSpan| span.of(&d.report.text).to_lowercase();
    let same = |t: &TextSpan, n: &TextSpan| t.overlaps(*n) || words(t) == words(n);
    let again = told.more && (told.low, told.high) == (new.low, new.high);
    let counted =
        again || told.parted || told.evidence.iter().any(|t| new.evidence.iter().any(|n| same(t, n)));
    let gap = sentence(first).checked_sub(sentence(last));
    !told.toll && told.high != Some(0) && !counted && last.start < first.start && gap.is_some_and(|g| g <= 1)
}

/// What was told before and what comes to it.
fn added(told: &Harm, more: &Harm) -> Harm {
    Harm {
        low: told.low.saturating_add(more.low),
        high: told.high.zip(more.high).map(|(a, b)| a.saturating_add(b)),
        evidence: told.evidence.iter().chain(&more.evidence).copied().collect(),
        explicit: told.explicit || more.explicit,
        ..told.clone()
    }
}

/// Two numbers from different sources, neither inside the other.
fn differ(input: &Input<'_>, a: &Harm, b: &Harm) -> bool {
    let source = |h: &Harm| h.said.and_then(|i| input.reading.attributions.get(i)).and_then(|x| x.source);
    let (x, y) = (source(a), source(b));
    let text =
        |s: diurna_core::TokenSpan| input.document.text_span(s).of(&input.document.report.text).to_string();
    let other = y.is_some() && x.map(text) != y.map(text);
    other && b.low > 1 && (b.low != a.low || b.high != a.high) && b.low >= a.low
}

fn agree(a: &Harm, b: &Harm) -> bool {
    a.low <= b.high.unwrap_or(u32::MAX) && b.low <= a.high.unwrap_or(u32::MAX)
}

/// What the figures of a trigger say of one role: the numbers of a sentence are added up, those of several
/// sentences brought together as accounts.
pub(crate) fn of(input: &Input<'_>, figures: &[&Figure<'_>], role: Role) -> Option<Harm> {
    let d = input.document;
    // By sentence; a toll stands alone, since it counts what the other numbers of its sentence do.
    let mut told: Vec<(Option<usize>, Harm)> = Vec::new();
    let whole = figures.iter().any(|f| f.mark.role == role && !f.part);
    for f in figures.iter().filter(|f| f.mark.role == role && !(whole && f.part)) {
        let span = f.mark.span;
        let at = Some(d.sentence_of(span.start as usize)).filter(|_| f.toll.is_none());
        let numbered = span.range().any(|t| d.tag(t) == "CD" || matches!(d.lemma(t), "no" | "both"))
            || f.low != f.high.unwrap_or(u32::MAX);
        let explicit = numbered && !f.part && f.toll != Some(Toll::Wide);
        match told.iter_mut().find(|(s, _)| s.is_some() && *s == at) {
            Some((_, t)) => {
                t.low = t.low.saturating_add(f.low);
                t.high = t.high.zip(f.high).map(|(a, b)| a.saturating_add(b));
                t.evidence.push(d.text_span(span));
                t.explicit |= explicit;
            }
            None => {
                let harm = Harm {
                    low: f.low,
                    high: f.high,
                    evidence: vec![d.text_span(span)],
                    explicit,
                    newer: f.toll == Some(Toll::Newer),
                    more: f.more,
                    toll: f.toll.is_some(),
                    parted: false,
                    said: f.said,
                };
                told.push((at, harm));
            }
        }
    }
    let mut all = None;
    for (_, harm) in &told {
        merge(input, &mut all, Some(harm));
    }
    all
}

/// Whether a word is a verb whose subject dies.
pub(crate) fn is_dying(lemma: &str) -> bool {
    toll::is("die", lemma)
}

/// Reads the number of persons of a phrase.
fn number(d: &Document, cast: &Cast<'_>, phrase: TokenSpan, head: usize) -> Option<(u32, Option<u32>)> {
    // "Her two children": whose they are is no part of the number.
    let whose = usize::from(phrase.len() > 1 && d.tag(phrase.start as usize) == "PRP$");
    let counted = TokenSpan::new(phrase.start as usize + whose, phrase.end as usize);
    let text = d.text_span(counted).of(&d.report.text);
    let numbered =
        phrase.range().any(|t| d.counts(t) || counting::is_none(d.lemma(t)) || is_both(d, t, phrase));
    if numbered && let Some(n) = quantities::read(text) {
        return Some(n);
    }
    if d.tag(head) == "NNS" && d.lemma(head) == "injury" {
        return Some((1, None));
    }
    let first = d.lemma(phrase.start as usize);
    let named = !matches!(first, "no" | "any");
    let one = match d.tag(head) {
        // "Shot dead an Israeli": the tagger takes the noun for an adjective.
        "NN" | "JJ" => {
            let single = matches!(first, "a" | "an" | "one" | "another") && is_human(d, cast, head);
            let who = || named_in_apposition(d, head).is_some_and(|name| is_human(d, cast, name));
            single || named && (harmed::is_person(d.lemma(head)) || who())
        }
        "NNP" => named && is_human(d, cast, head),
        "PRP" => matches!(d.lemma(head), "he" | "she" | "him" | "her"),
        _ => false,
    };
    one.then_some((1, Some(1)))
}

/// "Both soldiers", "both": two. "Both police and protesters" says nothing of how many.
fn is_both(d: &Document, token: usize, phrase: TokenSpan) -> bool {
    let end = phrase.end as usize;
    d.lemma(token) == "both" && token == phrase.start as usize && d.lemma(end) != "and"
}

/// Whether a noun is a word for human beings: by the table, by the actor that it names, or a name of its own.
pub(crate) fn is_human(d: &Document, cast: &Cast<'_>, head: usize) -> bool {
    use diurna_core::ActorKind::{ArmedGroup, Civilians, Media, Military, Person, Police, Protesters};
    let lemma = d.lemma(head);
    if harmed::is_group(lemma) {
        return false;
    }
    if harmed::is_person(lemma) || harmed::is_blank(lemma) || harmed::side(lemma).is_some() {
        return true;
    }
    let Some(token) = d.tokens.get(head) else { return false };
    let mut named = cast.over(token.span).peekable();
    if named.peek().is_none() {
        return d.tag(head).starts_with("NNP") || d.tag(head) == "CD";
    }
    named.any(|m| matches!(m.kind, Person | Civilians | Military | Police | ArmedGroup | Protesters | Media))
}
