//! Whether a clause speaks of the past or of what is to come.

use crate::lex::{Kind, Text};
use crate::table::Cue;

/// The direction of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    /// Surely past: a past verb stands right before "in" or "on" and the expression ("began in March"), or "since" does.
    Over,
    Future,
    Unknown,
}

/// Words before "in", "on" or the like among which a past verb is the one that tells of the day.
const CLOSE: usize = 7;

/// How far a look goes in each direction.
const REACH: usize = 25;

/// The tense around the lexemes `from..to`: the nearest verb before, within the clause, then the nearest after.
pub(crate) fn tense(t: &Text<'_>, from: usize, to: usize) -> Tense {
    if from >= 3 && t.is(from - 3, "as") && t.any(from - 2, &["soon", "early"]) && t.is(from - 1, "as") {
        return Tense::Future;
    }
    // "Has tightened sanctions since June."
    if from > 0 && t.is(from - 1, "since") {
        return Tense::Over;
    }
    // "the ministry on Sunday issued a warning": the verb that follows at once is the one.
    if cue(t, to) == Tense::Past && from > 0 {
        return Tense::Past;
    }
    if t.apostrophe(to) && t.glued(to) && t.is(to + 1, "s") {
        return possessive(t, from, to + 2);
    }
    // "The election is on Sunday", "the vote is Sunday".
    let is = from.checked_sub(1 + usize::from(from > 0 && t.is(from - 1, "on")));
    if is.is_some_and(|at| t.any(at, &["is", "are"])) {
        return Tense::Future;
    }
    if let Some(found) = deferred(t, from) {
        return found;
    }
    let mut before = Tense::Unknown;
    for i in (from.saturating_sub(REACH)..from).rev() {
        if is_stop(t, i) {
            break;
        }
        before = cue_before(t, i, from);
        if before != Tense::Unknown {
            break;
        }
        let until = i + 1 == from && t.any(i, &["until", "till"]);
        if opens(t, i) && !until {
            // "After touring the capital on Thursday …"
            let over = t.is(i, "after") && i + 2 < from && t.raw(i + 1).ends_with("ing");
            if over {
                return Tense::Past;
            }
            break;
        }
    }
    let relative = t.is(to, ",") && t.any(to + 1, &["when", "where"]);
    if relative {
        // "Sunday, when the talks resume": without a past form the clause looks ahead.
        return match after(t, to + 2, true) {
            Tense::Unknown if before == Tense::Past => Tense::Unknown,
            Tense::Unknown => Tense::Future,
            found => found,
        };
    }
    if before == Tense::Past && is_close(t, from) {
        return Tense::Over;
    }
    if before != Tense::Unknown {
        return before;
    }
    match after(t, to, false) {
        // "By the end of May they had gone."
        Tense::Past if (to..to + 8).any(|i| t.is(i, "had")) => Tense::Over,
        found => found,
    }
}

/// What the word at `i` says of a day that stands behind it at `from`.
fn cue_before(t: &Text<'_>, i: usize, from: usize) -> Tense {
    // "when the case is heard in May"
    let heard = from - i <= 2 && i > 0 && t.entry(i).cue == Cue::Past && t.any(i - 1, &["is", "are"]);
    // "a plan to pay the debt by February"
    let verb = || !t.capital(i + 1) && t.is_word(i + 1) && !t.any(i + 1, ARTICLES);
    let due = t.is(from - 1, "by") && t.is(i, "to") && verb();
    // "hit a base that houses troops on Sunday": the clause of the base tells nothing of the day.
    let of_a_thing = i > 0 && t.any(i - 1, &["that", "which", "who"]);
    let present = t.entry(i).cue == Cue::Present && from - i <= 8 && !of_a_thing;
    if heard || due || present { Tense::Future } else { cue(t, i) }
}

/// A verb in the past.
pub(crate) fn is_past(t: &Text<'_>, i: usize) -> bool {
    cue(t, i) == Tense::Past
}

/// "The town had been taken in late 1943", "the fee that took effect on May 1": told in passing, the story does not move there.
pub(crate) fn looks_back(t: &Text<'_>, from: usize) -> bool {
    let holds = |i: usize| t.any(i, &["effect", "force"]) && i > 0 && t.any(i - 1, HOLDS);
    if (from.saturating_sub(2)..from).any(holds) {
        return true;
    }
    (from.saturating_sub(10)..from).rev().take_while(|i| !is_stop(t, *i) && !t.is(*i, ",")).any(|i| {
        t.is(i, "had") && (t.is(i + 1, "been") || t.is(i + 1, "already") || cue(t, i + 1) == Tense::Past)
    })
}

/// Words before "effect" and "force" of what has begun to hold.
const HOLDS: &[&str] = &["take", "takes", "took", "taken", "taking", "into", "in"];

/// "Wednesday's ruling" has been given, unless it is waited for: "ahead of Sunday's vote", "Sunday's vote will be the first".
fn possessive(t: &Text<'_>, from: usize, owned: usize) -> Tense {
    let before = from.saturating_sub(3)..from;
    if before.clone().any(|i| t.any(i, &["ahead", "upcoming", "will"]) || t.entry(i).defer) {
        return Tense::Future;
    }
    // What is held on a day that is fixed for it; a raid that "will be looked into" is over.
    if let Some(held) = (owned..owned + 3).find(|k| t.entry(*k).held)
        && (t.is(held + 1, "will")
            || t.any(held + 1, &["is", "are"])
                && t.any(held + 2, &["to", "due", "expected", "set", "scheduled", "slated"]))
    {
        return Tense::Future;
    }
    let open = before.clone().any(|i| t.any(i, &["before", "for", "until", "next"]));
    if open { Tense::Unknown } else { Tense::Past }
}

/// "postponed the vote until Monday", "has until 9 a.m. Tuesday": what is put off lies ahead. "It had been due to
/// expire on Friday" looks back.
fn deferred(t: &Text<'_>, from: usize) -> Option<Tense> {
    let at = from.checked_sub(1)?;
    let to = t.any(at, &["until", "till", "to", "for"]);
    for i in (from.saturating_sub(12)..from).rev() {
        if is_stop(t, i) || t.entry(i).clause && i + 1 < from && !t.any(i, &["until", "till"]) {
            return None;
        }
        if t.entry(i).defer {
            let over = (i.saturating_sub(4)..i).any(|k| t.is(k, "had"));
            return (over || to).then_some(if over { Tense::Past } else { Tense::Future });
        }
    }
    None
}

/// A past verb, other than one of saying, within a few words before "in", "on" or the like: "caught up with him near Atlanta in June".
fn is_close(t: &Text<'_>, from: usize) -> bool {
    let Some(at) =
        from.checked_sub(1).filter(|at| t.any(*at, &["in", "on", "during", "through", "throughout"]))
    else {
        return false;
    };
    (at.saturating_sub(CLOSE)..at)
        .any(|i| cue(t, i) == Tense::Past && !t.any(i, &["said", "told", "has", "have", "planned"]))
}

impl Tense {
    pub(crate) fn is_past(self) -> bool {
        matches!(self, Self::Past | Self::Over)
    }
}

/// A word that opens a clause; "as" in "as chairman" does not.
fn opens(t: &Text<'_>, i: usize) -> bool {
    let subject = t.any(i + 1, ARTICLES) || t.any(i + 1, &["he", "she", "it", "they", "we", "i", "many"]);
    t.entry(i).clause && (!t.is(i, "as") || subject)
}

const ARTICLES: &[&str] = &["the", "a", "an", "his", "her", "its", "their", "this", "that"];

fn after(t: &Text<'_>, to: usize, relative: bool) -> Tense {
    let mut aside = false;
    for i in to..(to + REACH).min(t.lex.len()) {
        // "In January, a week after the verdict, a bomb went off": what stands between commas is passed over.
        if aside {
            aside = !t.is(i, ",");
            continue;
        }
        if is_stop(t, i) || t.is(i, ",") && i > to && relative {
            break;
        }
        let found = cue(t, i);
        if found != Tense::Unknown {
            return found;
        }
        if t.entry(i).clause && !relative && i > to {
            aside = t.is(to, ",");
            if !aside {
                break;
            }
        }
    }
    Tense::Unknown
}

/// Marks that end a sentence or a quotation.
fn is_stop(t: &Text<'_>, i: usize) -> bool {
    match t.raw(i) {
        ";" | "!" | "?" | "\"" | "”" | "“" => true,
        // A full stop glued to a short capitalised word is an abbreviation's.
        "." => {
            !(t.glued(i) && i > 0 && t.capital(i - 1) && t.raw(i - 1).len() <= 4) || t.get(i + 1).is_none()
        }
        _ => false,
    }
}

fn cue(t: &Text<'_>, i: usize) -> Tense {
    let e = t.entry(i);
    match e.cue {
        Cue::Future => {
            // "had planned", "had been expected" look back.
            let had = i > 0 && t.any(i - 1, &["had", "been", "previously", "originally"]);
            // "the plan", "their hope": nouns.
            let noun = i > 0 && t.any(i - 1, ARTICLES) && !e.defer;
            if had || noun { Tense::Unknown } else { Tense::Future }
        }
        // "set for April", "set to begin"
        Cue::Past if t.is(i, "set") && t.any(i + 1, &["for", "to"]) => Tense::Future,
        // "are to be held"
        Cue::Past if i > 0 && t.any(i - 1, &["be", "being"]) => Tense::Unknown,
        Cue::Past => Tense::Past,
        Cue::Present | Cue::Other => Tense::Unknown,
        Cue::None => {
            let Some(lex) = t.get(i).filter(|l| l.kind == Kind::Word) else { return Tense::Unknown };
            if t.is(i, "to") && i > 0 {
                let about =
                    t.any(i - 1, &["is", "are", "set", "going", "about", "ready", "due", "'re", "re"]);
                let past = i > 1 && t.any(i - 2, &["was", "were"]);
                return if about && !past && !t.capital(i + 1) && !t.is(i + 1, "the") {
                    Tense::Future
                } else {
                    Tense::Unknown
                };
            }
            if t.is(i, "ll") && i > 0 && t.apostrophe(i - 1) {
                return Tense::Future;
            }
            let raw = t.raw(i);
            let past = raw.len() > 4
                && raw.ends_with("ed")
                && !lex.capital
                && !t.any(i, &["indeed", "exceed", "proceed", "succeed", "united", "armed", "need", "speed"]);
            // "will be followed": a participle after "be" or "is" tells nothing.
            let passive = i > 0 && t.any(i - 1, &["be", "is", "are", "being", "to", "the", "a", "an"]);
            // "to be signed and ratified": a participle in a row of them.
            let row = past
                && i > 2
                && t.any(i - 1, &["and", "or", ","])
                && (2..6).any(|k| k < i && t.any(i - k, &["be", "is", "are"]));
            if past && !passive && !row { Tense::Past } else { Tense::Unknown }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::lexed;

    fn of(s: &str, word: &str) -> Tense {
        lexed(s, |t| (0..t.lex.len()).find(|i| t.is(*i, word)).map(|i| tense(t, i, i + 1)))
            .unwrap_or(Tense::Unknown)
    }

    #[test]
    fn reads_the_clause() {
        assert_eq!(of("Rockets hit the base on Thursday.", "Thursday"), Tense::Over);
        assert_eq!(of("Rockets that day hit the big base near Thursday.", "Thursday"), Tense::Past);
        assert_eq!(of("The talks will resume on Monday.", "Monday"), Tense::Future);
        assert_eq!(of("On Monday, parliament will vote.", "Monday"), Tense::Future);
        assert_eq!(of("He said Thursday that talks will resume.", "Thursday"), Tense::Past);
        assert_eq!(of("He said talks are to begin on Monday.", "Monday"), Tense::Future);
        assert_eq!(of("The panel is slated to begin work on Monday.", "Monday"), Tense::Future);
        assert_eq!(of("A visit on Monday", "Monday"), Tense::Unknown);
        assert_eq!(of("The election is on Sunday.", "Sunday"), Tense::Future);
        assert_eq!(of("Sunday's election will be the first.", "Sunday"), Tense::Future);
        assert_eq!(of("Sunday's raid will be looked into.", "Sunday"), Tense::Past);
    }
}
