//! A guess at each token's relation and the side its head stands on, before the parse.
//!
//! A greedy parser sees little of what is still to come; the guess, made left to right from a wide
//! window of tags, tells it. The parser takes it as a feature, not as a rule.

use crate::hash::feature;
use crate::labels::LABEL_COUNT;
use crate::model::{MAX_CLASSES, Scores, Weights};
use crate::parser::Node;

/// Number of hint classes.
pub const HINT_COUNT: usize = 2 * LABEL_COUNT;

/// The hint class for a relation and the side of the head.
///
/// ```
/// assert_eq!(diurna_text::hints::class(3, false), 6);
/// assert_eq!(diurna_text::hints::class(3, true), 7);
/// ```
#[must_use]
pub fn class(label: u8, head_after: bool) -> u8 {
    2 * label + u8::from(head_after)
}

/// The hint class with the highest score.
#[must_use]
pub fn best(scores: &Scores) -> u8 {
    let mut best = 0;
    for i in 1..HINT_COUNT {
        if scores[i] > scores[best] {
            best = i;
        }
    }
    best as u8
}

/// Fills in the hints of a sentence.
pub fn fill<W: Weights>(weights: &W, nodes: &mut [Node], list: &mut Vec<u64>) {
    for i in 0..nodes.len() {
        features(nodes, i, list);
        let mut scores: Scores = [0; MAX_CLASSES];
        weights.add_all_to(list, &mut scores);
        nodes[i].hint = best(&scores);
    }
}

fn verb(tag: u32) -> bool {
    // VB, VBD, VBP, VBZ, VBN, VBG, MD by their place in the list of tags.
    matches!(tag, 10 | 12..=14 | 16 | 17 | 20)
}

/// Collects the features of token `i`; hints of earlier tokens are known.
pub fn features(nodes: &[Node], i: usize, out: &mut Vec<u64>) {
    let at = |d: isize| i.checked_add_signed(d).and_then(|j| nodes.get(j));
    let t = |d: isize| at(d).map_or(if d < 0 { 61 } else { 62 }, |n| u32::from(n.tag));
    let w = |d: isize| at(d).map_or(if d < 0 { 1 } else { 2 }, |n| n.word);
    let h = |d: isize| at(d).map_or(100, |n| u32::from(n.hint));
    let t3 = |a: isize, b: isize, c: isize| t(a) << 16 | t(b) << 8 | t(c);
    let t2 = |a: isize, b: isize| t(a) << 8 | t(b);
    // The nearest verbs: how they are tagged and about how far they are.
    let ahead = (1..9).find(|&d| verb(t(d))).map_or(0, |d| t(d) << 4 | d.min(4) as u32);
    let behind = (1..9).find(|&d| verb(t(-d))).map_or(0, |d| t(-d) << 4 | d.min(4) as u32);
    let behind_word = (1..9).find(|&d| verb(t(-d))).map_or(0, |d| w(-d));
    out.clear();
    let mut f = |template: u32, x: u32, y: u32, z: u32| out.push(feature(template, x, y, z));
    f(201, t(0), 0, 0);
    f(202, w(0), t(0), 0);
    f(203, t3(-1, 0, 1), 0, 0);
    f(204, t3(-2, -1, 0), 0, 0);
    f(205, t3(0, 1, 2), 0, 0);
    f(206, t3(-1, 0, 1), t2(-2, 2), 0);
    f(207, t3(0, 1, 2), t(3), 0);
    f(208, t3(-2, -1, 0), t(-3), 0);
    f(209, w(0), t(1), 0);
    f(210, w(0), t(-1), 0);
    f(211, w(0), t2(1, 2), 0);
    f(212, w(0), t2(-1, -2), 0);
    f(213, w(0), t2(-1, 1), 0);
    f(214, w(-1), t2(0, 1), 0);
    f(215, w(1), t2(-1, 0), 0);
    f(216, w(-1), w(0), 0);
    f(217, w(0), w(1), 0);
    f(218, w(-2), t3(-1, 0, 1), 0);
    f(219, w(2), t3(0, 1, -1), 0);
    f(220, h(-1), t2(0, 1), 0);
    f(221, h(-1), h(-2), t2(0, 1));
    f(222, h(-1), w(0), 0);
    f(223, h(-1), t3(0, 1, 2), 0);
    f(224, t(0), ahead, t(-1));
    f(225, t(0), behind, t(1));
    f(226, t(0), ahead, behind);
    f(227, w(0), ahead, 0);
    f(228, w(0), behind, 0);
    f(229, behind_word, t3(-1, 0, 1), 0);
    f(230, h(-1), h(-2), h(-3));
}
