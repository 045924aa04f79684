//! Attributions: who says what, in quotation marks or not.

use crate::lexicon::{Cue, Lexicon};
use crate::quotes::Quote;
use crate::source;
use diurna_core::{Attribution, Document, Form, Scene, TokenSpan};

/// A word that attributes, with its subject.
struct CueMark {
    /// The words of the cue.
    span: TokenSpan,
    verb: usize,
    kind: Cue,
    /// Head of the source's noun phrase.
    source: usize,
}

/// Finds the attributions of a document in text order.
pub(crate) fn find(scene: Scene<'_>, lexicon: &Lexicon, quotes: &[Quote]) -> Vec<Attribution> {
    let mut claims = Claims { scene, lexicon, quotes, used: vec![false; quotes.len()], out: Vec::new() };
    // Who spoke, by sentence: quotations without a cue of their own go on with the last speaker.
    let mut spoke: Vec<(usize, TokenSpan)> = Vec::new();
    for (s, sentence) in scene.document.sentences.iter().enumerate() {
        if !sentence.region.is_story() {
            continue;
        }
        for cue in &cues_in(scene, lexicon, quotes, sentence.tokens) {
            let source = source::span(scene, lexicon, cue.source);
            if claims.with_cue(s, cue, source) && cue.kind != Cue::Think {
                spoke.push((s, source));
            }
        }
        claims.per(sentence.tokens);
    }
    claims.without_cue(&spoke);
    let mut out = claims.out;
    out.sort_by_key(place);
    out.dedup_by(|b, a| a.content == b.content && a.source == b.source);
    out
}

/// Where an attribution stands: attributions are told in the order of their content.
pub(crate) fn place(a: &Attribution) -> (u32, u32) {
    (a.content.first().map_or(0, |c| c.start), a.cue.map_or(0, |c| c.start))
}

/// Whether two attributions attribute some of the same words.
pub(crate) fn share_content(a: &Attribution, b: &Attribution) -> bool {
    a.content.iter().any(|x| b.content.iter().any(|y| x.overlaps(*y)))
}

/// A quoted title of a book or film: its words are capitalised.
fn is_title(d: &Document, span: TokenSpan) -> bool {
    span.range()
        .filter(|&t| d.word(t).chars().count() > 3)
        .all(|t| d.word(t).chars().next().is_some_and(char::is_uppercase))
}

fn cues_in(scene: Scene<'_>, lexicon: &Lexicon, quotes: &[Quote], tokens: TokenSpan) -> Vec<CueMark> {
    let d = scene.document;
    let mut out = Vec::new();
    let mut at = tokens.start as usize;
    while at < tokens.end as usize {
        let found = d.tag(at).starts_with("VB").then(|| lexicon.cues(d.lemma(at))).and_then(|list| {
            list.iter().find(|(words, _)| {
                words.iter().enumerate().all(|(i, w)| at + i < tokens.end as usize && d.lemma(at + i) == w)
            })
        });
        let Some((words, kind)) = found else {
            at += 1;
            continue;
        };
        let verb = at;
        at += words.len();
        if d.is_passive(verb) || matches!(d.tokens[verb].dep, "amod" | "compound") {
            continue;
        }
        // "to say", "would say": still a claim only where somebody is said to say it.
        let Some(source) = speaker(scene, verb) else { continue };
        // Within a quotation the speaker speaks of himself: no second source.
        let quoted = quotes.iter().any(|q| q.inside.covers(verb) && q.inside.len() > 3);
        if quoted && *kind == Cue::Think || matches!(d.lemma(source), "i" | "we" | "you") {
            continue;
        }
        out.push(CueMark { span: TokenSpan::new(verb, verb + words.len()), verb, kind: *kind, source });
    }
    out
}

/// Head of the phrase that speaks.
fn speaker(scene: Scene<'_>, verb: usize) -> Option<usize> {
    let d = scene.document;
    let subject =
        d.subject(verb).filter(|&t| !is_adverbial(scene, t)).or_else(|| by_position(scene, verb))?;
    match d.lemma(subject) {
        "who" | "which" | "that" => {
            // The antecedent of a relative pronoun.
            let clause = d.head(subject)?;
            d.is_dep(clause, "acl").then(|| d.head(clause)).flatten()
        }
        "it" | "there" | "this" | "what" if d.tag(verb) == "VBN" => None,
        _ => Some(last_of_name(scene, subject, verb)),
    }
}

/// "Interior Minister Ruth Sandell said", "Leeds police said": the parse may take the first word of a name for the subject.
/// Where nothing but nouns stands before the verb, the last of them speaks.
fn last_of_name(scene: Scene<'_>, subject: usize, verb: usize) -> usize {
    let d = scene.document;
    let name = |t: usize| d.tag(t).starts_with("NN") && !is_adverbial(scene, t);
    if subject < verb && (subject..verb).all(name) { verb - 1 } else { subject }
}

/// "Earlier on Thursday, the government claimed": a parse may take the day for the speaker.
pub(crate) fn is_adverbial(scene: Scene<'_>, token: usize) -> bool {
    let d = scene.document;
    matches!(d.tag(token), "RB" | "RBR" | "JJR" | "IN")
        || scene.times.iter().any(|t| t.span.overlaps(d.tokens[token].span))
}

/// The speaker by place, where the tree gives none: the first free noun phrase before the verb, or
/// the one behind it where the verb follows a quotation ("…," said Kirby).
fn by_position(scene: Scene<'_>, verb: usize) -> Option<usize> {
    let d = scene.document;
    let sentence = d.sentences[d.sentence_of(verb)].tokens;
    let closes = |t: usize| matches!(d.word(t), "”" | "\"" | "''" | "’");
    let nominal = |t: usize| d.tag(t).starts_with("NN") || d.tag(t).starts_with("PRP") && d.tag(t) != "PRP$";
    let start =
        (sentence.start as usize..verb).rev().find(|&t| closes(t)).map_or(sentence.start as usize, |t| t + 1);
    let run_end = |from: usize, stop: usize| (from..stop).take_while(|&t| nominal(t)).last();
    if start == verb || verb == sentence.start as usize {
        let first = (verb + 1..(verb + 7).min(sentence.end as usize)).find(|&t| nominal(t))?;
        return run_end(first, sentence.end as usize);
    }
    // A name that touches the verb speaks, whatever stands before it.
    let name =
        (start..verb).rev().take_while(|&t| d.tag(t).starts_with("NNP") && !is_adverbial(scene, t)).last();
    if let Some(first) = name {
        let mut front = first;
        while front > start && matches!(d.tag(front - 1), "DT" | "JJ" | "CD" | "PRP$" | "POS") {
            front -= 1;
        }
        if front == start || !matches!(d.tag(front - 1), "IN" | "TO") {
            return Some(verb - 1);
        }
    }
    if verb - start > 24 || (start..verb).any(|t| matches!(d.tag(t), "VBD" | "VBZ" | "VBP" | "MD")) {
        return None;
    }
    let mut at = start;
    while at < verb {
        if !nominal(at) || is_adverbial(scene, at) {
            at += 1;
            continue;
        }
        let last = run_end(at, verb).unwrap_or(at);
        // Back over article and adjectives: behind a preposition it is no subject.
        let mut front = at;
        while front > start && matches!(d.tag(front - 1), "DT" | "JJ" | "CD" | "PRP$" | "NNP" | "POS" | "VBN")
        {
            front -= 1;
        }
        if front == start || !matches!(d.tag(front - 1), "IN" | "TO") {
            return Some(last);
        }
        at = last + 1;
    }
    None
}

/// Attributions in the making.
struct Claims<'a> {
    scene: Scene<'a>,
    lexicon: &'a Lexicon,
    quotes: &'a [Quote],
    /// The quotations that are somebody's already.
    used: Vec<bool>,
    out: Vec<Attribution>,
}

impl<'a> Claims<'a> {
    fn document(&self) -> &'a Document {
        self.scene.document
    }

    /// Adds what a cue in sentence `s` attributes; false where it is nothing.
    fn with_cue(&mut self, s: usize, cue: &CueMark, source: TokenSpan) -> bool {
        let sentence = self.document().sentences[s].tokens;
        let group = if sentence.contains(source) { cue.span.join(source) } else { cue.span };
        // A verb inside a quotation speaks within it: only quotations nested there could be its content.
        let enclosing = self.quotes.iter().position(|q| q.inside.covers(cue.verb) && q.inside.len() > 3);
        let mut pieces = Vec::new();
        if enclosing.is_none() && cue.kind != Cue::Think {
            pieces.extend(self.quote_before(s, group));
            self.quotes_after(sentence, group, &mut pieces);
        }
        let Some(&last) = pieces.last() else {
            return self.in_own_words(cue, source, sentence, group, enclosing);
        };
        for &q in &pieces {
            let inside = self.quotes[q].inside;
            self.push(Some(source), Some(cue.span), inside, Form::Direct);
        }
        // The next sentence in the same paragraph may go on with a quotation of its own.
        self.continue_quote(s, self.quotes[last].outside.end, source);
        true
    }

    /// The quotation right before a cue: “…,” said X / “…,” X said.
    fn quote_before(&mut self, s: usize, group: TokenSpan) -> Option<usize> {
        let d = self.document();
        let q = self.quotes.iter().position(|q| {
            let gap = i64::from(group.start) - i64::from(q.outside.end);
            (0..=2).contains(&gap) && d.sentence_of(q.outside.end as usize - 1) + 1 >= s && q.inside.len() > 1
        })?;
        let quote = self.quotes[q];
        // A short quotation is part of a clause in the reporter's words.
        let own = quote.inside.len() >= 4 || quote.outside.start == d.sentences[s].tokens.start;
        (!self.used[q] && own).then(|| {
            self.used[q] = true;
            q
        })
    }

    /// The quotations after a cue: X said: “…”, also after some words between ("told reporters on Monday that “…”).
    fn quotes_after(&mut self, sentence: TokenSpan, group: TokenSpan, pieces: &mut Vec<usize>) {
        let d = self.document();
        let limit = (group.end + 14).min(sentence.end);
        let behind = |q: &Quote| q.outside.start >= group.end && q.outside.start < limit;
        let Some(q) = self.quotes.iter().position(behind).filter(|&q| !self.used[q]) else { return };
        let quote = self.quotes[q];
        let start = quote.outside.start as usize;
        let between = TokenSpan::new(group.end as usize, start);
        let clause =
            between.range().any(|t| d.tag(t).starts_with("VB") && d.tag(t) != "VBG" || d.is_dep(t, "nsubj"));
        let leads = between.is_empty()
            || matches!(d.word(start - 1), "," | ":" | "that" | "as" | ".")
            || !pieces.is_empty();
        if clause || !leads || quote.inside.len() < 4 || is_title(d, quote.inside) {
            return;
        }
        self.used[q] = true;
        pieces.push(q);
        // The quotations that follow it in the same sentence, closely, are the same speech.
        for n in q + 1..self.quotes.len() {
            let next = self.quotes[n];
            let gap = next.outside.start - self.quotes[n - 1].outside.end;
            if self.used[n] || next.outside.start >= sentence.end || gap > 3 || next.inside.len() < 5 {
                break;
            }
            self.used[n] = true;
            pieces.push(n);
        }
    }

    /// Adds what a cue attributes in the reporter's words.
    fn in_own_words(
        &mut self,
        cue: &CueMark,
        source: TokenSpan,
        sentence: TokenSpan,
        group: TokenSpan,
        enclosing: Option<usize>,
    ) -> bool {
        let d = self.document();
        let Some(mut content) = reported(d, self.lexicon, cue, sentence, group) else { return false };
        // A quotation that runs past the clause takes the clause with it.
        let mut form = Form::Indirect;
        for (q, quote) in self.quotes.iter().enumerate() {
            if !quote.outside.overlaps(content) {
                continue;
            }
            self.used[q] = true;
            if quote.inside.start <= content.start && quote.inside.end >= content.end {
                form = if enclosing == Some(q) { Form::Indirect } else { Form::Direct };
                if enclosing != Some(q) {
                    content = quote.inside;
                }
            } else {
                form = Form::Mixed;
                if quote.outside.start >= content.start && quote.outside.end > content.end {
                    content = content.join(quote.outside);
                }
            }
        }
        let least = if cue.kind == Cue::Act { 1 } else { 2 };
        if trim(d, content).len() < least {
            return false;
        }
        self.push(Some(source), Some(cue.span), content, form);
        true
    }

    /// Quotations that open the sentences after an attributed one in the same paragraph.
    fn continue_quote(&mut self, s: usize, after: u32, source: TokenSpan) {
        let d = self.document();
        let mut end = after;
        for (q, quote) in self.quotes.iter().enumerate() {
            if self.used[q] || quote.outside.start < end || quote.paragraph != d.sentences[s].paragraph {
                continue;
            }
            let at = d.sentence_of(quote.outside.start as usize);
            let opens = d.sentences[at].tokens.start == quote.outside.start;
            if !opens || at > s + 1 || has_own_cue(d, self.lexicon, quote) {
                break;
            }
            self.used[q] = true;
            end = quote.outside.end;
            self.push(Some(source), None, quote.inside, Form::Direct);
        }
    }

    /// Adds quotations that no cue attributes: they go on with the last speaker, or nobody is named.
    fn without_cue(&mut self, spoke: &[(usize, TokenSpan)]) {
        let d = self.document();
        for (q, quote) in self.quotes.iter().enumerate() {
            let s = d.sentence_of(quote.inside.start as usize);
            if self.used[q] || quote.inside.len() < 5 || !d.sentences[s].region.is_story() {
                continue;
            }
            let inside_claim = self.out.iter().any(|a| a.content.iter().any(|c| c.overlaps(quote.inside)));
            let whole =
                !is_title(d, quote.inside) && quote.inside.range().any(|t| d.tag(t).starts_with("VB"));
            let starts = quote.outside.start == d.sentences[s].tokens.start;
            if inside_claim || !whole || !(starts || quote.inside.len() > 8) {
                continue;
            }
            let near =
                |&&(at, _): &&(usize, TokenSpan)| at <= s && quote.paragraph - d.sentences[at].paragraph <= 1;
            let source = spoke.iter().rev().find(near).map(|(_, source)| *source);
            if source.is_some() || quote.inside.len() > 8 {
                self.used[q] = true;
                self.push(source, None, quote.inside, Form::Direct);
            }
        }
    }

    /// "according to X": the rest of the sentence is what X says.
    fn per(&mut self, sentence: TokenSpan) {
        let d = self.document();
        let end = sentence.end as usize;
        for at in sentence.range() {
            let opens_phrase = d.word(at).eq_ignore_ascii_case("according") && d.lemma(at + 1) == "to";
            let Some(head) = (opens_phrase && at + 2 < end).then(|| per_head(d, at + 2, end)).flatten()
            else {
                continue;
            };
            let source = source::span(self.scene, self.lexicon, head);
            let source = TokenSpan::new((source.start as usize).max(at + 2), source.end as usize);
            let content = if at <= sentence.start as usize + 1 {
                let comma = (source.end as usize..end).find(|&t| d.word(t) == ",");
                comma.map(|c| TokenSpan::new(c + 1, end))
            } else {
                Some(self.said_per(sentence, at, source.end as usize))
            };
            let Some(mut content) = content.map(|c| trim(d, c)).filter(|c| c.len() > 2) else { continue };
            let mut form = Form::Indirect;
            for (q, quote) in self.quotes.iter().enumerate() {
                if !content.overlaps(quote.inside) {
                    continue;
                }
                self.used[q] = true;
                // “…,” according to X: all that is said is quoted.
                if quote.outside.contains(content) && !quote.outside.covers(at) {
                    (content, form) = (trim(d, quote.inside), Form::Direct);
                } else {
                    form = Form::Mixed;
                }
            }
            self.push(Some(source), Some(TokenSpan::new(at, at + 2)), content, form);
        }
    }

    /// What "according to" in the middle or at the end of a sentence attributes: all that stands before; or, between two commas, what
    /// follows, where nothing is told yet ("On Monday, according to police, gunmen killed two") or a clause has just begun.
    fn said_per(&self, sentence: TokenSpan, at: usize, end: usize) -> TokenSpan {
        let d = self.document();
        let before = TokenSpan::new(sentence.start as usize, at);
        let joins = before.range().rev().find(|&t| d.word(t) != ",").is_some_and(|t| d.tag(t) == "CC");
        let told = before.range().any(|t| d.tag(t).starts_with("VB"));
        let follows = (joins || !told) && end < sentence.end as usize && d.word(end) == ",";
        if follows { TokenSpan::new(end + 1, sentence.end as usize) } else { before }
    }

    fn push(&mut self, source: Option<TokenSpan>, cue: Option<TokenSpan>, content: TokenSpan, form: Form) {
        let content = trim(self.document(), content);
        let hedged = is_hedged(self.document(), self.lexicon, content);
        self.out.push(Attribution { source, cue, content: vec![content], form, hedged });
    }
}

/// Head of the source that "according to" names; `from` is the word behind it.
fn per_head(d: &Document, from: usize, end: usize) -> Option<usize> {
    let is_noun = |t: usize| d.tag(t).starts_with("NN");
    let heads =
        |t: &usize| is_noun(*t) && !matches!(d.tokens[*t].dep, "compound" | "nmod:poss" | "amod" | "flat");
    let bare = || (d.tag(from).starts_with("PRP") || is_noun(from)).then_some(from);
    (from..end).find(heads).or_else(bare).filter(|head| head - from < 12)
}

/// True where a cue follows the quotation in its last sentence.
fn has_own_cue(d: &Document, lexicon: &Lexicon, quote: &Quote) -> bool {
    let last = d.sentence_of(quote.outside.end as usize - 1);
    let rest = TokenSpan::new(quote.outside.end as usize, d.sentences[last].tokens.end as usize);
    rest.range().take(10).any(|t| d.tag(t).starts_with("VB") && !lexicon.cues(d.lemma(t)).is_empty())
}

/// The clause or phrase that a cue reports in the reporter's words.
fn reported(
    d: &Document,
    lexicon: &Lexicon,
    cue: &CueMark,
    sentence: TokenSpan,
    group: TokenSpan,
) -> Option<TokenSpan> {
    let verb = cue.verb;
    // A complement clause to the right.
    let clause = d
        .children(verb)
        .filter(|&c| c > verb && (d.is_dep(c, "ccomp") || d.is_dep(c, "parataxis") && cue.kind == Cue::Say))
        .last()
        .or_else(|| {
            let c = d.child(verb, "xcomp")?;
            (cue.kind != Cue::Say && c > verb
                || matches!(d.lemma(verb), "promise" | "pledge" | "vow" | "claim" | "agree"))
            .then_some(c)
        });
    if let Some(c) = clause {
        let mut span = d.subtree(c);
        if cue.kind == Cue::Act
            && let Some(o) = d.child(verb, "obj").or_else(|| d.child(verb, "iobj"))
            && o < c
        {
            span = span.join(d.subtree(o));
        }
        if (span.start as usize) <= verb {
            span = TokenSpan::new(verb + cue.span.len(), span.end as usize);
        }
        // What is coordinated with the clause by mistake of the parse ends where the next cue begins; keep it whole.
        return Some(span);
    }
    // "that" right behind it, whatever the parse.
    let next = cue.span.end as usize;
    if d.word(next).eq_ignore_ascii_case("that") && cue.kind != Cue::Act {
        return Some(TokenSpan::new(next, sentence.end as usize));
    }
    // The clause before: "Three were killed, police said".
    let before = (group.start as usize).checked_sub(1);
    if cue.kind == Cue::Say
        && let Some(comma) = before.filter(|&b| b > sentence.start as usize && d.word(b) == ",")
    {
        let start = sentence.start as usize;
        let has_verb = (start..comma).any(|t| d.tag(t).starts_with("VB") || d.tag(t) == "MD");
        if has_verb && comma - start >= 3 {
            let left = TokenSpan::new(start, comma);
            // "Three were, police said, killed": rare; the right half is left to the next cue.
            return Some(left);
        }
    }
    (cue.kind == Cue::Act || lexicon.takes_object(d.lemma(verb))).then(|| phrase(d, verb)).flatten()
}

/// The phrase that a verb says: "urged U.N. intervention", "accused X of Y".
fn phrase(d: &Document, verb: usize) -> Option<TokenSpan> {
    let object = d.child(verb, "obj").filter(|&o| o > verb);
    let oblique = d.children(verb).find(|&c| c > verb && d.is_dep(c, "obl"));
    let first = object.or(oblique)?;
    let mut span = d.subtree(first);
    for c in d.children(verb).filter(|&c| c > first) {
        if d.is_dep(c, "obl") || d.is_dep(c, "xcomp") || d.is_dep(c, "ccomp") || d.is_dep(c, "advcl") {
            span = span.join(d.subtree(c));
        }
    }
    ((span.start as usize) > verb).then_some(span)
}

/// True where the words are made uncertain.
pub(crate) fn is_hedged(d: &Document, lexicon: &Lexicon, span: TokenSpan) -> bool {
    let verb = span.range().any(|t| {
        (d.tag(t).starts_with("VB") || d.tag(t) == "MD")
            && lexicon.hedge_verbs.contains(d.lemma(t))
            && !(d.tag(t) == "MD" && d.word(t).starts_with('M'))
            && !is_stance(d, t)
    });
    verb || {
        let text = d.text_span(span).of(&d.report.text).to_lowercase().replace("less likely", "");
        lexicon.hedge_words.iter().any(|w| contains_word(&text, w))
    }
}

/// "I think", "we believe", "that could not be": a speaker's own view or a denial, which leaves nothing open.
fn is_stance(d: &Document, t: usize) -> bool {
    let before = (t.saturating_sub(3)..t).rev().find(|&b| !d.tag(b).starts_with("RB") && d.tag(b) != "MD");
    let first = before.is_some_and(|b| matches!(d.lemma(b), "i" | "we"));
    match d.lemma(t) {
        // "Leaders who believe", "what they thought": a belief that is told, not the speaker's doubt.
        "think" | "believe" => {
            first || d.tag(t) == "VBD" || before.is_some_and(|b| matches!(d.lemma(b), "who" | "whoever"))
        }
        "could" => d.lemma(t + 1) == "not",
        _ => false,
    }
}

/// True where `word` stands in `text` as whole words.
pub(crate) fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(i, _)| {
        let before = text[..i].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = text[i + word.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        before && after
    })
}

/// Without marks and conjunctions at its ends; a full stop inside a quotation stays.
pub(crate) fn trim(d: &Document, span: TokenSpan) -> TokenSpan {
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    while start < end
        && (matches!(d.word(start), "," | ":" | ";" | "-" | "—" | "–") || d.word(start) == "that")
    {
        start += 1;
    }
    while end > start && matches!(d.word(end - 1), "," | ";" | ":" | "." | "—" | "–") {
        end -= 1;
    }
    TokenSpan::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::contains_word;

    #[test]
    fn words_are_found_whole() {
        assert!(contains_word("the suspected thieves", "suspected"));
        assert!(contains_word("possibly", "possibly"));
        assert!(contains_word("it was, perhaps, late", "perhaps"));
        assert!(contains_word("as many as 40 men", "as many as"));
        assert!(!contains_word("it was impossible", "possible"));
        assert!(!contains_word("the likelyhood", "likely"));
        assert!(!contains_word("", "likely"));
    }
}
