//! Sentences, tokens, tags, lemmas and dependencies of English news text.
