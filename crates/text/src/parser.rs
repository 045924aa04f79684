//! Dependency trees by transitions (arc-hybrid), greedily, with a linear model.
//!
//! The root stands after the last token. Three kinds of moves: shift the next token onto the
//! stack; attach the top of the stack to the next token (left); attach it to the one below it on
//! the stack (right). `n` tokens take `2n` moves.

use crate::labels::LABEL_COUNT;
use crate::model::{MAX_CLASSES, Scores, Table, Weights};
pub use crate::parser_features::features;

/// Number of move classes: shift, left and right with each label but root.
pub const MOVE_COUNT: usize = 2 * LABEL_COUNT;
/// "No token".
pub const NONE: u32 = u32::MAX;

/// The head of a token inside its sentence and the relation to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    /// Index of the head; the token itself for the root.
    pub head: u32,
    /// Index of the relation in [`crate::labels::LABELS`].
    pub label: u8,
}

/// A move of the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Next token onto the stack.
    Shift,
    /// Top of the stack becomes a dependent of the next token.
    Left(u8),
    /// Top of the stack becomes a dependent of the one below it.
    Right(u8),
}

impl Move {
    /// The class number of the move: 0 shift, then left and right by label.
    ///
    /// ```
    /// use diurna_text::parser::Move;
    /// for m in [Move::Shift, Move::Left(0), Move::Right(36), Move::Left(5)] {
    ///     assert_eq!(Move::from_class(m.class()), m);
    /// }
    /// ```
    #[must_use]
    pub fn class(self) -> u8 {
        match self {
            Self::Shift => 0,
            // Right(root) does not exist, so the two ranges share a place for it.
            Self::Left(label) => 1 + label,
            Self::Right(label) => LABEL_COUNT as u8 + label,
        }
    }

    /// The move with a class number.
    #[must_use]
    pub fn from_class(class: u8) -> Self {
        match class {
            0 => Self::Shift,
            c if c <= LABEL_COUNT as u8 => Self::Left(c - 1),
            c => Self::Right(c - LABEL_COUNT as u8),
        }
    }
}

/// What is known of a token and its dependents while the parse goes on.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// Hash of the lemma.
    pub word: u32,
    /// Tag.
    pub tag: u8,
    /// A guess at relation and side of the head ([`crate::hints`]).
    pub hint: u8,
    /// Relation to the head, once attached.
    pub label: u8,
    /// Head, once attached.
    pub head: u32,
    /// Leftmost and second leftmost dependents.
    pub left: [u32; 2],
    /// Rightmost and second rightmost dependents.
    pub right: [u32; 2],
    /// Number of left dependents.
    pub lefts: u8,
    /// Number of right dependents.
    pub rights: u8,
    /// Set of labels of left dependents, as bits.
    pub left_labels: u64,
    /// Set of labels of right dependents, as bits.
    pub right_labels: u64,
}

/// A parse under way.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The tokens.
    pub nodes: Vec<Node>,
    /// Tokens that wait for a head, last on top.
    pub stack: Vec<u32>,
    /// The next token.
    pub next: u32,
}

impl State {
    /// Starts on a sentence.
    pub fn reset(&mut self, words: impl Iterator<Item = u32>, tags: &[u8]) {
        self.nodes.clear();
        self.nodes.extend(words.zip(tags).map(|(word, &tag)| Node {
            word,
            tag,
            hint: 0,
            label: 0,
            head: NONE,
            left: [NONE; 2],
            right: [NONE; 2],
            lefts: 0,
            rights: 0,
            left_labels: 0,
            right_labels: 0,
        }));
        self.stack.clear();
        self.next = 0;
    }

    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// True for an empty sentence.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// True once every token has its head.
    #[must_use]
    pub fn done(&self) -> bool {
        self.next == self.len() && self.stack.is_empty()
    }

    /// The token `i` places from the top of the stack.
    #[must_use]
    #[inline]
    pub fn top(&self, i: usize) -> u32 {
        self.stack.len().checked_sub(i + 1).map_or(NONE, |at| self.stack[at])
    }

    /// True where the kind of move is allowed (labels: root only to the root, and no other there).
    #[must_use]
    pub fn allows(&self, m: Move) -> bool {
        match m {
            Move::Shift => self.next < self.len(),
            Move::Left(label) if self.next == self.len() => self.stack.len() == 1 && label == 0,
            Move::Left(label) => !self.stack.is_empty() && label != 0,
            Move::Right(label) => self.stack.len() > 1 && label != 0,
        }
    }

    /// Makes a move that [`State::allows`].
    pub fn make(&mut self, m: Move) {
        match m {
            Move::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Move::Left(label) => {
                let Some(dependent) = self.stack.pop() else { return };
                if self.next == self.len() {
                    self.nodes[dependent as usize].head = dependent;
                    self.nodes[dependent as usize].label = 0;
                } else {
                    self.attach(self.next, dependent, label);
                }
            }
            Move::Right(label) => {
                let Some(dependent) = self.stack.pop() else { return };
                let Some(&head) = self.stack.last() else { return };
                self.attach(head, dependent, label);
            }
        }
    }

    fn attach(&mut self, head: u32, dependent: u32, label: u8) {
        let d = &mut self.nodes[dependent as usize];
        d.head = head;
        d.label = label;
        let h = &mut self.nodes[head as usize];
        if dependent < head {
            h.left = [dependent, h.left[0]];
            h.lefts = h.lefts.saturating_add(1);
            h.left_labels |= 1 << (label & 63);
        } else {
            h.right = [dependent, h.right[0]];
            h.rights = h.rights.saturating_add(1);
            h.right_labels |= 1 << (label & 63);
        }
    }

    /// The only move there is, where there is one only.
    #[must_use]
    pub fn forced(&self) -> Option<Move> {
        match (self.stack.len(), self.next == self.len()) {
            (0, false) => Some(Move::Shift),
            (1, true) => Some(Move::Left(0)),
            _ => None,
        }
    }

    /// The allowed move with the highest score.
    #[must_use]
    pub fn best(&self, scores: &Scores) -> Move {
        if let Some(m) = self.forced() {
            return m;
        }
        let top = |from: usize| {
            let mut best = (i32::MIN, 0);
            for (i, &score) in scores[from..from + LABEL_COUNT - 1].iter().enumerate() {
                if score > best.0 {
                    best = (score, from + i);
                }
            }
            best
        };
        let mut best = (i32::MIN, 0);
        if self.next < self.len() {
            best = (scores[0], 0);
            let left = top(2);
            if left.0 > best.0 {
                best = left;
            }
        }
        if self.stack.len() > 1 {
            let right = top(LABEL_COUNT + 1);
            if right.0 > best.0 || self.next == self.len() {
                best = right;
            }
        }
        Move::from_class(best.1.max(usize::from(self.next == self.len()) * (LABEL_COUNT + 1)) as u8)
    }
}

/// A parser with its working memory.
#[derive(Debug)]
pub struct Parser<'a, W: Weights = Table> {
    weights: &'a W,
    state: State,
    features: Vec<u64>,
    tree: Vec<Arc>,
}

impl<'a, W: Weights> Parser<'a, W> {
    /// A parser over weights.
    pub fn new(weights: &'a W) -> Self {
        Self { weights, state: State::default(), features: Vec::new(), tree: Vec::new() }
    }

    /// The tree over the lemmas and tags of one sentence: an arc a token, one of them the root.
    pub fn parse<S: AsRef<str>>(&mut self, lemmas: &[S], tags: &[u8]) -> &[Arc] {
        let state = &mut self.state;
        state.reset(lemmas.iter().map(|l| word(l.as_ref())), tags);
        crate::hints::fill(self.weights, &mut state.nodes, &mut self.features);
        while !state.done() {
            if let Some(m) = state.forced() {
                state.make(m);
                continue;
            }
            features(state, &mut self.features);
            let mut scores: Scores = [0; MAX_CLASSES];
            self.weights.add_all_to(&self.features, &mut scores);
            let m = state.best(&scores);
            state.make(m);
        }
        self.tree.clear();
        self.tree.extend(state.nodes.iter().map(|n| Arc { head: n.head, label: n.label }));
        crate::repair::settle(lemmas, tags, &mut self.tree);
        &self.tree
    }
}

/// Hash of a lemma as the parser sees it: digits are one digit.
#[must_use]
pub fn word(lemma: &str) -> u32 {
    if lemma.bytes().any(|b| b.is_ascii_digit()) {
        let flat: String = lemma.chars().take(40).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        crate::hash::text(&flat)
    } else {
        crate::hash::text(lemma)
    }
}
