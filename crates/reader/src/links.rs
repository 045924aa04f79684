//! What answers what: "in retaliation for a rocket attack".

use crate::lexicon::Lexicon;
use crate::lists;
use crate::triggers::Found;
use diurna_core::{Document, Link, LinkKind, Root, TokenSpan};

/// Words between those that say that something is answered and what is answered, at most.
const NEAR: usize = 9;

/// Finds links between triggers of one sentence, in no order; one may be found twice.
pub(crate) fn find(d: &Document, lexicon: &Lexicon, found: &[Found]) -> Vec<Link> {
    let mut out = Vec::new();
    for sentence in &d.sentences {
        let here: Vec<usize> =
            (0..found.len()).filter(|&i| sentence.tokens.contains(found[i].trigger.span)).collect();
        if here.len() < 2 {
            continue;
        }
        let told = Told { d, found, tokens: sentence.tokens, here };
        let mut answers = told.answers(lexicon);
        answers.extend(told.caused(lexicon));
        out.extend(told.same(&answers));
        out.extend(answers);
    }
    out.extend(taken_up(d, found));
    out
}

/// "Kenya accused its neighbour of theft. Its neighbour rejected the charge": the accusation told last before.
fn taken_up(d: &Document, found: &[Found]) -> Vec<Link> {
    /// How many sentences before it may be told.
    const REACH: usize = 2;
    let accuses = |i: usize| found[i].trigger.root == Root::Accuse;
    let points = |i: usize| {
        let head = found[i].trigger.head as usize;
        let noun = matches!(d.lemma(head), "accusation" | "allegation" | "charge" | "claim");
        let answered = d.is_dep(head, "obj")
            && d.head(head).is_some_and(|v| matches!(d.lemma(v), "deny" | "dismiss" | "refute" | "reject"));
        let known =
            d.children(head).any(|c| matches!(d.lemma(c), "the" | "that" | "this" | "these" | "those"));
        // "The accusation that the army had shelled the town" tells which.
        let told = d.children(head).any(|c| c > head && d.tag(c).starts_with("VB"));
        noun && answered && known && !told
    };
    let link = |from: usize| {
        let home = d.sentence_of(found[from].trigger.head as usize);
        let to = (0..from).rev().find(|&i| accuses(i))?;
        let near = home - d.sentence_of(found[to].trigger.head as usize) <= REACH;
        near.then_some(Link { from, to, kind: LinkKind::Same })
    };
    (0..found.len()).filter(|&i| accuses(i) && points(i)).filter_map(link).collect()
}

/// A sentence with its triggers.
struct Told<'a> {
    d: &'a Document,
    found: &'a [Found],
    tokens: TokenSpan,
    /// The triggers that stand in it.
    here: Vec<usize>,
}

impl Told<'_> {
    fn head(&self, trigger: usize) -> usize {
        self.found[trigger].trigger.head as usize
    }

    /// What answers what.
    fn answers(&self, lexicon: &Lexicon) -> Vec<Link> {
        let end = self.tokens.end as usize;
        let (mut out, mut next) = (Vec::new(), 0);
        for at in self.tokens.range() {
            let Some((width, strong)) = answer_at(self.d, lexicon, at, end) else { continue };
            // "Retaliation for" and "for" are told with "in retaliation for".
            if at < next {
                continue;
            }
            let behind = at + width;
            if strong {
                next = behind;
            }
            let answered = self.here.iter().copied().find(|&i| self.head(i) >= behind);
            let Some(to) = answered.filter(|&i| self.head(i) - behind <= NEAR) else { continue };
            let from = if strong {
                self.answering(TokenSpan::new(at, behind), to)
            } else {
                self.before(at).filter(|&from| self.reacts(from, at, to))
            };
            out.extend(from.map(|from| Link { from, to, kind: LinkKind::RespondsTo }));
        }
        out
    }

    /// "His arrest inspired rallies": the object of a verb of cause answers its subject.
    fn caused(&self, lexicon: &Lexicon) -> Vec<Link> {
        let d = self.d;
        let told = |head: usize| self.here.iter().copied().find(|&i| self.head(i) == head);
        let verbs = self.tokens.range().filter(|&v| self.is_verb(v) && lexicon.causes.contains(d.lemma(v)));
        let link = |v: usize| {
            let (to, from) = (told(d.child(v, "nsubj")?)?, told(d.child(v, "obj")?)?);
            Some(Link { from, to, kind: LinkKind::RespondsTo })
        };
        verbs.filter_map(link).collect()
    }

    /// The trigger told last before a token.
    fn before(&self, at: usize) -> Option<usize> {
        self.here.iter().rev().copied().find(|&i| self.head(i) < at && !self.found[i].result)
    }

    /// A plain preposition says that something is answered only right behind an accusation, protest and the like.
    fn reacts(&self, from: usize, at: usize, to: usize) -> bool {
        let (a, b) = (&self.found[from].trigger, &self.found[to].trigger);
        let hostile =
            matches!(a.root, Root::Accuse | Root::Protest | Root::Sanction | Root::Coerce | Root::Mobilize);
        hostile && b.root == Root::Assault && at - (a.head as usize) <= 4 && b.head as usize - at <= 6
    }

    /// What answers `to`, where `words` say that something does: what was told last before them, or what follows where they open a
    /// clause or are set in between its subject and its verb. `None` where one cannot tell.
    fn answering(&self, words: TokenSpan, to: usize) -> Option<usize> {
        let (at, end) = (words.start as usize, self.tokens.end as usize);
        let set_in = at > self.tokens.start as usize && self.d.word(at - 1) == ",";
        // "After protests, sparked by a raid, …" tells of the protests all the same.
        let dates = |i: usize| set_in && !self.is_verb(at) && self.only_dates(i);
        let before = self.before(at).filter(|&i| !dates(i));
        if self.opens(words, before) {
            let Some(comma) = self.comma(to) else { return before };
            return self.here.iter().copied().find(|&i| self.head(i) > comma && !self.found[i].result);
        }
        if !set_in {
            return before;
        }
        let commas = (self.head(to)..end).filter(|&t| self.d.word(t) == ",");
        let verbs: Vec<usize> = commas.filter_map(|comma| self.verb_behind(comma)).collect();
        let act = self.here.iter().copied().find(|&i| verbs.contains(&self.head(i)));
        match self.is_subject(at - 1, before) {
            Some(true) if !verbs.is_empty() => act,
            None if act.is_some() => None,
            _ => before,
        }
    }

    fn is_verb(&self, token: usize) -> bool {
        self.d.tag(token).starts_with("VB")
    }

    /// "After an ambush, …": an event with which the sentence opens only to say when the others were.
    fn only_dates(&self, trigger: usize) -> bool {
        let head = self.head(trigger);
        let first = !(self.tokens.start as usize..head).any(|t| self.is_verb(t));
        first && matches!(self.d.preposition(head), Some("after" | "since"))
    }

    /// Whether words open a clause: with the sentence, behind "and" or "that", or where nothing is told before. "As a warning and in
    /// retaliation for a raid" only goes on with what stands before "and".
    fn opens(&self, words: TokenSpan, before: Option<usize>) -> bool {
        let (d, at) = (self.d, words.start as usize);
        let mut left = (self.tokens.start as usize..at).rev();
        let untold = before.is_none() && !left.clone().any(|t| self.is_verb(t));
        let joined =
            |t: usize| d.tokens[t].dep == "conj" && d.head(t).is_some_and(|h| h < at && !self.is_verb(h));
        let begins = |t: usize| d.word(t) == "that" || d.tag(t) == "CC" && !words.range().any(joined);
        untold || left.find(|&t| !matches!(d.word(t), "," | "“" | "\"")).is_none_or(begins)
    }

    /// "In retaliation for a rocket attack, jets bombed …": the comma behind which the clause goes on. One that begins a further act or
    /// a clause about what is answered is not it, and "the response to the raid was slow, …" opens nothing.
    fn comma(&self, to: usize) -> Option<usize> {
        let (d, head) = (self.d, self.head(to));
        let relative = |t: usize| d.tag(t).starts_with('W');
        let goes_on = |comma: usize| match d.tag(comma + 1) {
            "CC" | "VBG" => true,
            "VBD" | "VBN" => self.verb_behind(comma).is_none(),
            _ => relative(comma + 1) || relative(comma + 2),
        };
        let comma = (head..self.tokens.end as usize).find(|&t| d.word(t) == "," && !goes_on(t))?;
        let acts = |t: usize| !self.is_verb(t) || self.is_finite(t);
        let told = |t: usize| acts(t) && d.child(t, "nsubj").is_some_and(|s| s < head);
        (!(head + 1..comma).any(told)).then_some(comma)
    }

    /// The verb with which a clause goes on right behind a comma.
    fn verb_behind(&self, comma: usize) -> Option<usize> {
        let d = self.d;
        let beside = |t: usize| d.is_dep(t, "aux") || d.tag(t) == "MD" || d.tag(t).starts_with("RB");
        let verb = (comma + 1..self.tokens.end as usize).find(|&t| !beside(t))?;
        self.is_finite(verb).then_some(verb)
    }

    /// "Condemned by Mali" and "killing two" only add to what is told; "bombed a camp" does not, however it is tagged.
    fn is_finite(&self, verb: usize) -> bool {
        let d = self.d;
        let helped = d.child(verb, "aux").is_some();
        let takes = d.children(verb).any(|c| c > verb && d.is_dep(c, "obj"));
        let by = d.children(verb).any(|c| c > verb && d.preposition(c) == Some("by"));
        match d.tag(verb) {
            "VBG" => helped,
            "VBN" => helped || takes,
            "VBD" => helped || takes || !by,
            _ => self.is_verb(verb),
        }
    }

    /// Whether the phrase that ends before a comma is the subject of a clause ("… but the army, in retaliation for …"); `None` where it
    /// may as well be one more object ("shot a teacher and a guard, in retaliation for …"). Parses are often wrong here, so places count.
    fn is_subject(&self, comma: usize, before: Option<usize>) -> Option<bool> {
        let (d, start) = (self.d, self.tokens.start as usize);
        let told = |t: usize| before.is_some_and(|b| self.found[b].trigger.span.covers(t));
        let noun = |t: usize| d.tag(t).starts_with("NN");
        let nominal = |t: usize| noun(t) || matches!(d.tag(t), "PRP" | "CD") || d.tag(t).starts_with('W');
        let mut end = comma;
        loop {
            let Some(last) = end.checked_sub(1).filter(|&t| t >= start && nominal(t)) else {
                return Some(false);
            };
            let front = self.front(last);
            // "The airstrike, in retaliation for …", "shot two guards, in retaliation for …"
            if (front.saturating_sub(1).max(start)..=last).any(told) {
                return Some(false);
            }
            if front == start || d.tag(last).starts_with('W') || d.is_dep(last, "nsubj") {
                return Some(true);
            }
            let left = front - 1;
            match d.tag(left) {
                _ if self.begins(left) => return Some(true),
                "IN" if matches!(d.lemma(left), "after" | "as" | "before" | "since" | "until") => {
                    return None;
                }
                // "The leader of the rebels, in retaliation for …"
                "IN" => end = left,
                "CC" | "," => return None,
                _ => return (!noun(left) && !self.is_verb(left)).then_some(false),
            }
        }
    }

    /// Where the noun phrase that ends with a token begins.
    fn front(&self, last: usize) -> usize {
        let d = self.d;
        let of_phrase = |t: usize| {
            let tag = d.tag(t);
            matches!(tag, "CD" | "DT" | "POS" | "PRP$") || tag.starts_with("JJ") || tag.starts_with("NN")
        };
        let mut front = last;
        while front > self.tokens.start as usize && d.tag(front) != "DT" && of_phrase(front - 1) {
            front -= 1;
        }
        front
    }

    /// Whether a clause begins behind a token: "but", "while", a semicolon, or "and" behind a day ("on Sunday and the army …").
    fn begins(&self, token: usize) -> bool {
        let d = self.d;
        let day = || token > self.tokens.start as usize && lists::DAYS.contains(d.lemma(token - 1));
        d.tokens[token].dep == "mark"
            || matches!(d.lemma(token), "that" | "but" | "while" | ";" | ":")
            || d.tag(token) == "CC" && day()
    }

    /// What tells of one event; what answers another is not that other.
    fn same(&self, answers: &[Link]) -> Vec<Link> {
        let (d, found) = (self.d, self.found);
        let answered =
            |a: usize, b: usize| answers.iter().any(|l| (l.from, l.to) == (a, b) || (l.from, l.to) == (b, a));
        let mut out = Vec::new();
        for (n, &a) in self.here.iter().enumerate() {
            for &b in &self.here[n + 1..] {
                let alike = found[a].trigger.root == found[b].trigger.root;
                let one = is_purpose(d, &found[a], &found[b]) || alike && is_one(d, found, a, b);
                if one && !answered(a, b) {
                    out.push(Link { from: b, to: a, kind: LinkKind::Same });
                }
            }
        }
        out
    }
}

/// "Went on strike to protest against a reform", "walked out in protest": why they do it is no protest of its own.
fn is_purpose(d: &Document, protest: &Found, why: &Found) -> bool {
    let head = why.trigger.head as usize;
    let both = [protest, why].iter().all(|f| f.trigger.root == Root::Protest);
    let verb = d.tag(head) == "VB" && d.children(head).any(|c| c < head && d.lemma(c) == "to");
    let noun = d.tag(head).starts_with("NN") && head > 0 && d.lemma(head - 1) == "in";
    both && d.lemma(head) == "protest" && (verb || noun)
}

/// How many words say at a token that something is answered, and whether they say so by themselves.
fn answer_at(d: &Document, lexicon: &Lexicon, at: usize, end: usize) -> Option<(usize, bool)> {
    lexicon
        .answers
        .iter()
        .filter(|(words, _)| {
            at + words.len() <= end
                && words.iter().enumerate().all(|(i, w)| d.word(at + i).eq_ignore_ascii_case(w))
        })
        .map(|(words, strong)| (words.len(), *strong))
        .max()
}

/// "the attack that killed two", "an airstrike targeting militias", "killed in the attack".
fn is_one(d: &Document, found: &[Found], a: usize, b: usize) -> bool {
    let heads = [found[a].trigger.head as usize, found[b].trigger.head as usize];
    // "Bombed a school where six children died", "the bombing of a school where six died"
    let there = || {
        let clause = heads[0]..heads[1];
        let place = d.children(heads[1]).any(|c| clause.contains(&c) && d.lemma(c) == "where");
        let nearest = found.iter().map(|f| f.trigger.head as usize).filter(|h| clause.contains(h)).max();
        found[b].result && place && nearest == Some(heads[0])
    };
    let (noun, verb) = match heads.map(|h| d.tag(h).starts_with("VB")) {
        [false, true] => (heads[0], heads[1]),
        [true, false] => (heads[1], heads[0]),
        // "shot and killed"
        [true, true] => {
            let joined = d.head(heads[1]) == Some(heads[0]) && d.tokens[heads[1]].dep == "conj";
            return found[b].result && (joined || there());
        }
        [false, false] => return false,
    };
    // Of two attacks before it a clause tells of the nearer one: "an air strike in answer to a rocket attack that killed two".
    let nearest = found
        .iter()
        .filter(|f| f.trigger.root == found[a].trigger.root && !f.result && (f.trigger.head as usize) < verb)
        .map(|f| f.trigger.head as usize)
        .max();
    // "The second kidnapping in the town, after a teacher was kidnapped": of another one.
    let earlier = d.children(verb).any(|c| c < verb && matches!(d.lemma(c), "after" | "before" | "since"));
    let clause =
        d.is_dep(verb, "acl") && d.head(verb) == Some(noun) && !earlier && nearest.is_none_or(|n| n <= noun);
    let told = clause || d.child(verb, "nsubj") == Some(noun);
    // "conducted an airstrike on Thursday targeting militias"
    let goes_on = d.tag(verb) == "VBG"
        && noun < verb
        && d.head(verb).is_some_and(|h| d.child(h, "obj") == Some(noun) || d.head(noun) == Some(h))
        || d.tag(verb) == "VBG"
            && noun < verb
            && (noun..verb).all(|t| !matches!(d.word(t), "," | ";" | "and") && !d.tag(t).starts_with("VB"));
    // "a rocket attack against a base in Erbil that killed two": the outcome of the attack told last before it.
    let result = if verb == heads[1] { found[b].result } else { found[a].result };
    let outcome =
        result && noun < verb && nearest == Some(noun) && d.sentence_of(noun) == d.sentence_of(verb);
    let within = d.tokens[noun].dep == "obl"
        && d.head(noun) == Some(verb)
        && matches!(d.preposition(noun), Some("in" | "by" | "during"));
    told || within || goes_on || outcome || there()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parties::Parties;
    use diurna_core::{Status, Trigger};
    use diurna_text::{Analyzer, plain_report};
    use std::sync::LazyLock;

    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

    /// The trigger that a word is.
    fn trigger(d: &Document, word: &str) -> Found {
        let at = (0..d.tokens.len()).find(|&t| d.word(t) == word).unwrap_or_else(|| panic!("no `{word}`"));
        let root = match word {
            "protested" | "marched" | "protest" => Root::Protest,
            "arrested" | "jailed" | "curfew" => Root::Coerce,
            "condemned" => Root::Accuse,
            _ => Root::Assault,
        };
        let trigger = Trigger {
            span: TokenSpan::new(at, at + 1),
            head: at as u32,
            root,
            mode: None,
            status: Status::Happened,
            score: 1.0,
            anaphoric: false,
        };
        Found { trigger, parties: Parties::default(), result: false }
    }

    /// Checks what answers what in a sentence with these triggers; a pair names the answer and what it answers.
    fn is(sentence: &str, triggers: &str, pairs: &[&str]) {
        let d = ANALYZER.analyze(plain_report(sentence));
        let found: Vec<Found> = triggers.split(' ').map(|word| trigger(&d, word)).collect();
        let word = |i: usize| d.word(found[i].trigger.head as usize);
        let links = find(&d, &LEXICON, &found).into_iter().filter(|l| l.kind == LinkKind::RespondsTo);
        let answers: Vec<String> = links.map(|l| format!("{} {}", word(l.from), word(l.to))).collect();
        assert_eq!(answers, pairs, "{sentence}");
    }

    #[test]
    fn what_was_told_last_answers() {
        is(
            "The army bombed a rebel camp in retaliation for a rocket attack on its base.",
            "bombed attack",
            &["bombed attack"],
        );
        is("Police arrested two men for the murder of a teacher.", "arrested murder", &["arrested murder"]);
        is(
            "Students marched in Bamako to protest the killing of a teacher by soldiers.",
            "marched protest killing",
            &["marched killing"],
        );
        is("The army bombed a camp, and rebels attacked a base.", "bombed attacked", &[]);
    }

    #[test]
    fn a_clause_opened_by_what_is_answered() {
        for sentence in [
            "In retaliation for a raid, army jets bombed Mopti on Monday.",
            "In retaliation for a raid, and to please voters, the army bombed a camp.",
            "On Monday, in retaliation for a raid on Gao, army jets bombed a rebel camp near Mopti.",
            "Mali said that in retaliation for a raid, it had bombed a police post.",
            "The leader of the rebels, in revenge for a raid, bombed a police post near Mopti.",
            "Jets, in retaliation for a raid, condemned last week by Mali, bombed a camp.",
        ] {
            is(sentence, "raid bombed", &["bombed raid"]);
        }
        is(
            "In retaliation for a raid, in which gunmen abducted a teacher, the army bombed a camp.",
            "raid abducted bombed",
            &["bombed raid"],
        );
        is(
            "Rebels attacked Gao and, in retaliation for the raid, the army bombed a camp near Mopti.",
            "attacked raid bombed",
            &["bombed raid"],
        );
        // The words "for a raid" say nothing of their own there.
        is(
            "Mali protested and in retaliation for a raid, bombed a camp near Gao.",
            "protested raid bombed",
            &["bombed raid"],
        );
    }

    #[test]
    fn a_phrase_that_opens_no_clause() {
        is(
            "The army shelled the town as a warning and in retaliation for a rocket attack, and arrested two men.",
            "shelled attack arrested",
            &["shelled attack"],
        );
        is(
            "Israel bombed the port both as a warning and in response to rocket attacks, and threatened to attack Mopti.",
            "bombed attacks threatened attack",
            &["bombed attacks"],
        );
        is(
            "The answer of the government in response to the raid, in which gunmen abducted a teacher, came on Monday.",
            "raid abducted",
            &[],
        );
        is(
            "The response to the raid was slow, police said, but gunmen abducted a teacher.",
            "raid abducted",
            &[],
        );
    }

    #[test]
    fn what_is_set_in_behind_a_subject() {
        is(
            "Rebels attacked Gao on Sunday and the army, in retaliation for the raid, bombed a camp near Mopti.",
            "attacked raid bombed",
            &["bombed raid"],
        );
        is(
            "Rebels attacked Gao but the army, in retaliation for the raid, bombed a camp near Mopti.",
            "attacked raid bombed",
            &["bombed raid"],
        );
        is(
            "The general said the army, in retaliation for a raid, bombed a camp near Mopti.",
            "raid bombed",
            &["bombed raid"],
        );
        is(
            "The attack angered Mali, which, in retaliation for the raid, bombed a camp.",
            "attack raid bombed",
            &["bombed raid"],
        );
        is(
            "After an ambush the army, in retaliation for a raid, bombed a camp near Mopti.",
            "ambush raid bombed",
            &["bombed raid"],
        );
    }

    #[test]
    fn what_is_set_in_behind_an_act() {
        is(
            "The army bombed a camp, in retaliation for a rocket attack on Gao, arrested two men and burned a village.",
            "bombed attack arrested burned",
            &["bombed attack"],
        );
        is(
            "Gunmen who stormed a hotel and shot two guards, in retaliation for a raid on Gao, were arrested on Monday.",
            "stormed shot raid arrested",
            &["shot raid"],
        );
        is(
            "Rebels who said that they had attacked a church, in revenge for an ambush, were arrested on Monday.",
            "attacked ambush arrested",
            &["attacked ambush"],
        );
        is(
            "A man convicted of having attacked a mosque, in revenge for the killing of a teacher, was jailed on Monday.",
            "attacked killing jailed",
            &["attacked killing"],
        );
        is(
            "The raid by the army, in retaliation for an attack, was condemned by Mali.",
            "raid attack condemned",
            &["raid attack"],
        );
        is(
            "Jets bombed a camp, in retaliation for a rocket attack on Gao, condemned last week by Mali.",
            "bombed attack condemned",
            &["bombed attack"],
        );
        is(
            "The army bombed a camp and a village, in retaliation for a raid, said a spokesman.",
            "bombed raid",
            &["bombed raid"],
        );
        is(
            "After protests in Gao, sparked by the killing of a teacher, police arrested two men.",
            "protests killing arrested",
            &["protests killing"],
        );
    }

    #[test]
    fn what_is_caused_answers_its_cause() {
        is("Her arrest sparked a protest in Gao.", "arrest protest", &["protest arrest"]);
        is("A protest in Gao was sparked by her arrest.", "protest arrest", &["protest arrest"]);
    }

    #[test]
    fn where_one_cannot_tell_nothing_answers() {
        is(
            "Rebels who shot a teacher and a guard, in retaliation for a raid, were arrested on Monday.",
            "shot raid arrested",
            &[],
        );
        is(
            "Rebels attacked Gao and the army, in retaliation for the raid, bombed a camp near Mopti.",
            "attacked raid bombed",
            &[],
        );
    }

    #[test]
    fn what_is_answered_stands_near() {
        let near =
            "The army bombed a camp in retaliation for what it called a most cruel and cowardly rebel raid.";
        is(near, "bombed raid", &["bombed raid"]);
        let far = "The army bombed a camp in retaliation for what it called a most cruel and most cowardly rebel raid.";
        is(far, "bombed raid", &[]);
    }
}
