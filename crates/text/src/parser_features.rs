//! What the parser looks at before a move.

use crate::hash::feature;
use crate::parser::{NONE, Node, State};

/// One place the features look at, packed: lemma hash, tag, label.
#[derive(Clone, Copy)]
struct Place {
    word: u32,
    tag: u32,
    label: u32,
    hint: u32,
}

const NOWHERE: Place = Place { word: 0, tag: 60, label: 60, hint: 100 };
const AFTER: Place = Place { word: 1, tag: 61, label: 61, hint: 101 };

fn place(nodes: &[Node], i: u32) -> Place {
    match nodes.get(i as usize) {
        Some(n) => Place {
            word: n.word,
            tag: u32::from(n.tag),
            hint: u32::from(n.hint),
            label: if n.head == NONE { 62 } else { u32::from(n.label) },
        },
        None => NOWHERE,
    }
}

/// Distances: 1 to 4 as they are, then 5–6, 7–10 and more.
fn span(from: u32, to: u32) -> u32 {
    match to.wrapping_sub(from) {
        d @ 0..=4 => d,
        5 | 6 => 5,
        7..=10 => 6,
        d if d < 10_000 => 7,
        _ => 8,
    }
}

/// Appends the features of the state.
pub fn features(state: &State, out: &mut Vec<u64>) {
    out.clear();
    let nodes = &state.nodes;
    let n = state.len();
    let next = |d: u32| if state.next + d < n { place(nodes, state.next + d) } else { AFTER };
    let dependent = |head: u32, right: bool, k: usize| match nodes.get(head as usize) {
        Some(h) => place(nodes, if right { h.right[k] } else { h.left[k] }),
        None => NOWHERE,
    };
    let (i0, i1, i2) = (state.top(0), state.top(1), state.top(2));
    let j0 = if state.next < n { state.next } else { NONE };
    let (s0, s1, s2) = (place(nodes, i0), place(nodes, i1), place(nodes, i2));
    let (b0, b1, b2) = (next(0), next(1), next(2));
    let (s0l, s0l2) = (dependent(i0, false, 0), dependent(i0, false, 1));
    let (s0r, s0r2) = (dependent(i0, true, 0), dependent(i0, true, 1));
    let (s1l, s1r, s1r2) = (dependent(i1, false, 0), dependent(i1, true, 0), dependent(i1, true, 1));
    let (b0l, b0l2) = (dependent(j0, false, 0), dependent(j0, false, 1));
    let count = |i: u32, right: bool| {
        nodes.get(i as usize).map_or(9, |h| u32::from(if right { h.rights } else { h.lefts }).min(4))
    };
    let set = |i: u32, right: bool| {
        let bits = nodes.get(i as usize).map_or(0, |h| if right { h.right_labels } else { h.left_labels });
        (bits ^ (bits >> 31)) as u32
    };
    let gap = span(i0, state.next);
    let gap1 = span(i1, i0);
    let t2 = |a: Place, b: Place| a.tag << 8 | b.tag;
    let t3 = |a: Place, b: Place, c: Place| a.tag << 16 | b.tag << 8 | c.tag;
    let tl = |a: Place| a.tag << 8 | a.label;
    let mut f = |template: u32, x: u32, y: u32, z: u32| out.push(feature(template, x, y, z));

    f(101, 0, 0, 0);
    // Single places.
    f(102, s0.word, s0.tag, 0);
    f(103, s0.word, 0, 0);
    f(105, s1.word, s1.tag, 0);
    f(108, b0.word, b0.tag, 0);
    f(109, b0.word, 0, 0);
    f(110, b0.tag, b1.tag, 0);
    f(111, b1.word, b1.tag, 0);
    f(112, b2.word, b2.tag, 0);
    f(113, s2.word, s2.tag, 0);
    // Pairs.
    f(114, s0.word, b0.word, 0);
    f(115, s0.word, b0.tag, s0.tag);
    f(116, s0.tag, b0.word, b0.tag);
    f(117, t2(s0, b0), 0, 0);
    f(118, s1.word, s0.word, 0);
    f(119, s1.word, s0.tag, s1.tag);
    f(120, s1.tag, s0.word, s0.tag);
    f(121, t2(s1, s0), 0, 0);
    f(122, s1.word, b0.tag, s0.tag);
    f(123, s1.tag, b0.word, s0.tag);
    f(124, s1.word, b0.word, 0);
    // Triples of tags and words.
    f(125, t3(s0, b0, b1), 0, 0);
    f(126, t3(s1, s0, b0), 0, 0);
    f(127, t3(s2, s1, s0), b0.tag, 0);
    f(128, t3(s1, s0, b0), b1.tag, 0);
    f(130, s0.word, t2(b0, b1), 0);
    f(131, s0.word, t2(s1, b0), 0);
    f(132, b0.word, t2(s1, s0), 0);
    f(133, s1.word, t2(s0, b0), 1);
    f(171, s1.word, b0.word, s0.tag);
    f(172, s0.word, b0.word, b1.word);
    f(173, s0.tag, t3(b1, b2, next(3)), b0.tag);
    f(174, b0.word, b1.word, s0.tag);
    f(175, s0.word, t2(b1, b2), b0.word);
    // Hints.
    f(180, s0.hint, s1.hint, b0.hint);
    f(181, s0.hint, t2(s0, b0), 0);
    f(182, s0.hint, b0.hint, gap);
    f(183, s1.hint, s0.hint, t2(s1, s0));
    f(184, b0.hint, t2(s0, b0), 0);
    f(185, s0.hint, s0.word, b0.tag);
    f(186, s0.hint, b0.word, 0);
    f(187, b0.hint, b1.hint, s0.hint);
    f(188, s0.hint, t2(s1, b0), 0);
    f(189, s0.hint, s1.word, 0);
    // Dependents.
    f(135, t2(s0, b0), s0l.tag, s0l.label);
    f(136, t2(s0, b0), s0r.tag, s0r.label);
    f(137, t2(s0, b0), b0l.tag, b0l.label);
    f(138, t2(s1, s0), s0l.tag, s0l.label);
    f(139, t2(s1, s0), s0r.tag, s0r.label);
    f(140, t2(s1, s0), s1r.tag, s1r.label);
    f(141, t2(s1, s0), s1l.tag, s1l.label);
    f(142, s0.tag, tl(s0l), tl(s0l2));
    f(143, s0.tag, tl(s0r), tl(s0r2));
    f(144, b0.tag, tl(b0l), tl(b0l2));
    f(145, s1.tag, tl(s1r), tl(s1r2));
    f(147, s0.word, s0r.word, s0r.label);
    f(148, b0.word, b0l.word, b0l.label);
    f(149, s1.word, s1r.word, s1r.label);
    f(151, s1.tag, s0l.word, s0.tag);
    f(152, s1.word, s0l.word, s0.tag);
    // Distance, valency, sets of labels.
    f(153, t2(s0, b0), gap, 0);
    f(154, s0.word, gap, 0);
    f(155, b0.word, gap, 0);
    f(156, t2(s1, s0), gap1, 0);
    f(157, s1.word, gap1, s0.tag);
    f(158, s0.word, count(i0, true), count(i0, false));
    f(159, t2(s0, b0), count(i0, true), count(i0, false));
    f(160, t2(s0, b0), count(j0, false), 0);
    f(162, s0.tag, set(i0, true), b0.tag);
    f(163, s0.tag, set(i0, false), b0.tag);
    f(164, b0.tag, set(j0, false), s0.tag);
    f(165, s1.tag, set(i1, true), s0.tag);
    f(166, s1.word, set(i1, true), s0.tag);
    f(167, s0.word, set(i0, false), b0.tag);
    f(169, s0.tag, s0r.word, b0.tag);
    f(170, t3(s0, b0, s1), set(i0, false), set(i1, true));
}
