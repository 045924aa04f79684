//! Who says what: attributions by the words that they hold.

use crate::laid::Laid;
use diurna_core::span::Tokens;
use diurna_core::{Attribution, Form, TokenSpan};

/// The attributions of a report, to be asked by words.
#[derive(Debug)]
pub(crate) struct Said<'a> {
    all: &'a [Attribution],
    /// What is said, by attribution.
    content: Laid<Tokens>,
    /// By attribution, how much is said in it.
    lengths: Vec<usize>,
}

impl<'a> Said<'a> {
    pub(crate) fn new(all: &'a [Attribution]) -> Self {
        let content = all.iter().enumerate().flat_map(|(i, a)| a.content.iter().map(move |c| (*c, i)));
        Self {
            all,
            content: Laid::new(content),
            lengths: all.iter().map(|a| a.content.iter().map(|c| c.len()).sum()).collect(),
        }
    }

    /// The attribution with that number.
    pub(crate) fn get(&self, i: usize) -> &'a Attribution {
        &self.all[i]
    }

    /// The attribution that words stand in: the innermost that holds them and names a source.
    pub(crate) fn teller(&self, words: TokenSpan) -> Option<usize> {
        let holds = self.content.over(words).filter(|(c, _)| c.contains(words)).map(|(_, i)| i);
        holds.filter(|&i| self.all[i].source.is_some()).min_by_key(|&i| (self.lengths[i], i))
    }

    /// Whether somebody says a word.
    pub(crate) fn covers(&self, token: usize) -> bool {
        self.content.over(TokenSpan::new(token, token + 1)).next().is_some()
    }

    /// Whether a word is told as somebody said it.
    pub(crate) fn quotes(&self, token: usize) -> bool {
        let mut over = self.content.over(TokenSpan::new(token, token + 1));
        over.any(|(_, i)| self.all[i].form == Form::Direct)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_with_a_source_tells() {
        let said = |source: Option<usize>, content: &[(usize, usize)], form| Attribution {
            source: source.map(|s| TokenSpan::new(s, s + 1)),
            cue: None,
            content: content.iter().map(|&(from, to)| TokenSpan::new(from, to)).collect(),
            form,
            hedged: false,
        };
        let all = [
            said(Some(0), &[(2, 20)], Form::Indirect),
            said(Some(3), &[(5, 9), (12, 14)], Form::Direct),
            said(None, &[(6, 8)], Form::Indirect),
        ];
        let said = Said::new(&all);
        let teller = |from, to| said.teller(TokenSpan::new(from, to));
        // The third names nobody, and the pieces of the second are shorter than the first.
        assert_eq!((teller(6, 8), teller(12, 13), teller(9, 12)), (Some(1), Some(1), Some(0)));
        // Words that only begin inside are not all said there.
        assert_eq!((teller(8, 10), teller(19, 21)), (Some(0), None));
        assert!(said.covers(7) && said.covers(19) && !said.covers(20) && !said.covers(1));
        assert!(said.quotes(7) && said.quotes(13) && !said.quotes(10));
    }
}
