//! Views of the dependency tree: phrases, subjects, objects, clauses.

use crate::document::Document;
use crate::span::TokenSpan;

impl Document {
    /// True where the token's relation is `dep` or a subtype of it (`nsubj` takes `nsubj:pass`).
    #[must_use]
    pub fn is_dep(&self, token: usize, dep: &str) -> bool {
        self.tokens.get(token).is_some_and(|t| {
            t.dep.strip_prefix(dep).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        })
    }

    /// The head of `token`, or `None` for the root of its sentence.
    #[must_use]
    pub fn head(&self, token: usize) -> Option<usize> {
        self.tokens.get(token).map(|t| t.head as usize).filter(|&h| h != token && h < self.tokens.len())
    }

    /// The lemma of `token`, or the empty string.
    #[must_use]
    pub fn lemma(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| &t.lemma)
    }

    /// The Penn tag of `token`, or the empty string.
    #[must_use]
    pub fn tag(&self, token: usize) -> &'static str {
        self.tokens.get(token).map_or("", |t| t.tag)
    }

    /// The first dependent of `token` with relation `dep` or a subtype of it.
    #[must_use]
    pub fn child(&self, token: usize, dep: &str) -> Option<usize> {
        self.children(token).find(|&c| self.is_dep(c, dep))
    }

    /// True where `token` is `above` or hangs below it.
    #[must_use]
    pub fn is_under(&self, token: usize, above: usize) -> bool {
        let mut at = token;
        for _ in 0..256 {
            if at == above {
                return true;
            }
            match self.head(at) {
                Some(h) => at = h,
                None => return false,
            }
        }
        false
    }

    /// The tokens of a span that hang from outside it, in text order; more than one where the parse parts the span.
    pub fn tops(&self, span: TokenSpan) -> impl Iterator<Item = usize> + Clone {
        span.range().filter(move |&t| self.head(t).is_none_or(|h| !span.covers(h)))
    }

    /// The first token of a span that hangs from outside it; where it begins if none does.
    #[must_use]
    pub fn top(&self, span: TokenSpan) -> usize {
        self.tops(span).next().unwrap_or(span.start as usize)
    }

    /// All tokens below `token`, itself included, as the smallest span that holds them.
    #[must_use]
    pub fn subtree(&self, token: usize) -> TokenSpan {
        let Some(sentence) = self.sentences.get(self.sentence_of(token)) else {
            return TokenSpan::new(token, token + 1);
        };
        let (mut start, mut end) = (token, token + 1);
        for i in sentence.tokens.range() {
            if (i < start || i >= end) && self.is_under(i, token) {
                start = start.min(i);
                end = end.max(i + 1);
            }
        }
        TokenSpan::new(start, end)
    }

    /// The noun phrase of `head` without what follows it: determiner, adjectives, compounds, head.
    ///
    /// "the same Shia militia that attacked" gives "the same Shia militia".
    #[must_use]
    pub fn base_phrase(&self, head: usize) -> TokenSpan {
        let Some(sentence) = self.sentences.get(self.sentence_of(head)) else {
            return TokenSpan::new(head, head + 1);
        };
        let mut start = head;
        while start > sentence.tokens.start as usize {
            let before = start - 1;
            if !self.is_under(before, head) || !self.is_premodifier(before, head) {
                break;
            }
            start = before;
        }
        let counts = |t: usize| matches!(self.lemma(t), "least" | "most" | "many" | "to");
        while start < head
            && matches!(self.tag(start), "," | ":" | "``" | "''" | "CC" | "IN" | "WRB")
            && !counts(start + 1)
        {
            start += 1;
        }
        // "Today representatives met": the day is the clause's.
        if start < head
            && matches!(self.lemma(start), "today" | "yesterday" | "tomorrow" | "tonight")
            && self.tag(start + 1) != "POS"
        {
            start += 1;
        }
        // "To free the hostages": what stands before an article is no part of the phrase, but for "all the hostages".
        if self.tag(start) == "JJ" && start + 1 < head && matches!(self.word(start + 1), "the" | "a" | "an") {
            let whole =
                matches!(self.lemma(start), "all" | "both" | "half" | "such" | "many" | "quite" | "rather");
            start += usize::from(!whole);
        }
        // "shot dead one rebel": the word is the verb's.
        if start < head && self.lemma(start) == "dead" && start > 0 && self.lemma(start - 1) == "shoot" {
            start += 1;
        }
        // "at least 35 demonstrators": the parse may leave "at" to the verb.
        if matches!(self.word(start), "least" | "most")
            && start > sentence.tokens.start as usize
            && self.lemma(start - 1) == "at"
        {
            start -= 1;
        }
        let mut end = head + 1;
        while end < sentence.tokens.end as usize
            && self.tokens[end].head as usize == head
            && (self.is_dep(end, "flat") || (self.is_dep(end, "nummod") && self.tag(end) == "CD"))
        {
            end += 1;
        }
        TokenSpan::new(start, end)
    }

    fn is_premodifier(&self, token: usize, head: usize) -> bool {
        let mut at = token;
        for _ in 0..12 {
            if at == head {
                return true;
            }
            let dep = self.tokens[at].dep;
            if matches!(
                dep,
                "acl:relcl" | "acl" | "advcl" | "parataxis" | "cop" | "nsubj" | "mark" | "obl" | "appos"
            ) {
                return false;
            }
            if dep == "case" && self.tag(at) != "POS" && self.head(at) == Some(head) {
                return false;
            }
            if dep == "conj" && self.head(at) == Some(head) {
                return false;
            }
            match self.head(at) {
                Some(h) => at = h,
                None => return false,
            }
        }
        false
    }

    /// The noun phrase of `head` with its "of", "in", "for", "from", "at" and "to" phrases that follow directly.
    #[must_use]
    pub fn phrase(&self, head: usize) -> TokenSpan {
        let mut span = self.base_phrase(head);
        for child in self.children(head).collect::<Vec<_>>() {
            if child < head || !self.is_dep(child, "nmod") || self.is_dep(child, "nmod:poss") {
                continue;
            }
            let inner = self.subtree(child);
            if inner.start == span.end && inner.len() <= 12 {
                span = span.join(inner);
            }
        }
        span
    }

    /// The subject of a verb; looks through auxiliaries, coordination and open complements.
    #[must_use]
    pub fn subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..4 {
            if let Some(s) = self.child(at, "nsubj") {
                return Some(s);
            }
            match (self.head(at), self.tokens.get(at).map(|t| t.dep)) {
                // "By striking there, Smyth said": who speaks did not strike.
                (Some(h), Some("advcl"))
                    if matches!(self.lemma(h), "say" | "tell" | "add" | "report" | "state" | "claim") =>
                {
                    return None;
                }
                (Some(h), Some("conj" | "xcomp" | "advcl" | "aux" | "cop")) => at = h,
                (Some(h), Some("acl:relcl")) => return Some(h),
                // "issued a statement to condemn": who issued it condemns.
                (Some(h), Some("acl")) if self.tag(at) == "VB" => {
                    let above = self
                        .head(h)
                        .filter(|&v| self.tokens[h].dep == "obj" && self.tag(v).starts_with("VB"));
                    match above {
                        Some(v) => at = v,
                        None => return Some(h),
                    }
                }
                (Some(h), Some("acl")) if self.tag(at) == "VBG" => return Some(h),
                _ => return None,
            }
        }
        None
    }

    /// The direct objects of a verb: its own, or that which it shares with the verb before ("shot and killed a man", where the man hangs
    /// from the first).
    #[must_use]
    pub fn objects(&self, verb: usize) -> Vec<usize> {
        let of = |v: usize| self.children(v).filter(|&c| self.tokens[c].dep == "obj");
        let own: Vec<usize> = of(verb).collect();
        if !own.is_empty() || !self.is_dep(verb, "conj") || self.is_passive(verb) {
            return own;
        }
        let beside = |h: &usize| {
            *h < verb
                && (*h + 1..verb)
                    .all(|t| matches!(self.tag(t), "CC" | "," | "VBD" | "VBN" | "VBZ" | "VBP" | "VB" | "RB"))
        };
        self.head(verb).filter(beside).map_or(own, |h| of(h).filter(|&c| c > verb).collect())
    }

    /// True where the verb is passive ("was attacked", "the town attacked on Monday").
    #[must_use]
    pub fn is_passive(&self, verb: usize) -> bool {
        self.tag(verb) == "VBN"
            && (self.child(verb, "aux:pass").is_some()
                || self.child(verb, "nsubj:pass").is_some()
                || self.is_dep(verb, "acl") && !self.is_dep(verb, "acl:relcl")
                || self.is_dep(verb, "amod"))
            || self.tokens.get(verb).is_some_and(|t| t.dep == "conj")
                && self.tag(verb) == "VBN"
                && self.child(verb, "aux").is_none()
                && self.child(verb, "nsubj").is_none()
                && self.head(verb).is_some_and(|h| h != verb && self.tag(h) == "VBN" && self.is_passive(h))
    }

    /// All members of a coordination whose first member is `head`, itself included.
    #[must_use]
    pub fn conjuncts(&self, head: usize) -> Vec<usize> {
        let mut all = vec![head];
        let mut next = 0;
        while next < all.len() && all.len() < 32 {
            let at = all[next];
            for c in self.children(at).filter(|&c| self.is_dep(c, "conj") || self.is_another(at, c)) {
                if !all.contains(&c) {
                    all.push(c);
                }
            }
            next += 1;
        }
        all.sort_unstable();
        all
    }

    /// "two Americans, a Briton and …": one does not rename several, so it is a member of the list.
    fn is_another(&self, plural: usize, token: usize) -> bool {
        self.is_dep(token, "appos")
            && token > plural
            && self.tag(plural) == "NNS"
            && self.tag(token) == "NN"
            && self.children(plural).any(|c| self.tag(c) == "CD")
            && self.children(token).any(|c| matches!(self.lemma(c), "a" | "an"))
    }

    /// The preposition of a noun ("in" for "in the city"), lower case.
    #[must_use]
    pub fn preposition(&self, noun: usize) -> Option<&str> {
        self.children(noun).find(|&c| self.is_dep(c, "case") && self.tag(c) != "POS").map(|c| self.lemma(c))
    }
}
