//! Comparing spans of text, counted in code points.

use diurna_core::record::Mention;
use std::cmp::Reverse;

/// First code point and one past the last.
pub(crate) type Span = (usize, usize);

/// The spans of mentions.
pub(crate) fn of(mentions: &[Mention]) -> Vec<Span> {
    mentions.iter().map(|m| (m.start, m.end)).collect()
}

/// Number of code points that two spans share.
pub(crate) fn shared(a: Span, b: Span) -> usize {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

/// Whether any span of one list touches any of the other.
pub(crate) fn overlap(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.0 < y.1 && y.0 < x.1))
}

/// Whether a mention names what the gold names: they share .3 of their characters, or it lies inside.
pub(crate) fn same_mention(gold: &[Span], found: &[Span]) -> bool {
    let same = |g: Span, f: Span| {
        let both = shared(g, f);
        let either = g.1.max(f.1) - g.0.min(f.0);
        both > 0 && (both as f64 / either as f64 >= 0.3 || g.0 <= f.0 && f.1 <= g.1 && f.1 - f.0 >= 3)
    };
    gold.iter().any(|g| found.iter().any(|f| same(*g, *f)))
}

/// Characters that both lists cover over those that either covers.
pub(crate) fn iou(a: &[Span], b: &[Span]) -> f64 {
    let end = a.iter().chain(b).map(|s| s.1).max().unwrap_or(0);
    let covered = |list: &[Span]| {
        let mut out = vec![false; end];
        list.iter().for_each(|s| (s.0..s.1).for_each(|i| out[i] = true));
        out
    };
    let (a, b) = (covered(a), covered(b));
    let both = a.iter().zip(&b).filter(|(x, y)| **x && **y).count();
    let either = a.iter().zip(&b).filter(|(x, y)| **x || **y).count();
    if either > 0 { both as f64 / either as f64 } else { 0.0 }
}

/// Pairs spans one to one, the best first: the same span, then the longest overlap, then the nearest ends.
/// Gives `(gold, found)` positions. Without `loose`, only the same span pairs.
pub(crate) fn pair(gold: &[Span], found: &[Span], loose: bool) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, f) in found.iter().enumerate() {
            let both = shared(*g, *f);
            if g == f || loose && both > 0 {
                let apart = g.0.abs_diff(f.0) + g.1.abs_diff(f.1);
                candidates.push((g == f, both, Reverse(apart), i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.cmp(a));
    one_to_one(gold.len(), found.len(), candidates.into_iter().map(|c| (c.3, c.4)))
}

/// Takes candidate pairs in order and leaves out those with a side that is taken.
pub(crate) fn one_to_one(
    gold: usize,
    found: usize,
    candidates: impl Iterator<Item = (usize, usize)>,
) -> Vec<(usize, usize)> {
    let (mut left, mut right) = (vec![false; gold], vec![false; found]);
    let free = |&(i, j): &(usize, usize)| {
        let free = !left[i] && !right[j];
        if free {
            (left[i], right[j]) = (true, true);
        }
        free
    };
    candidates.filter(free).collect()
}

/// The words of a name as it is compared: Latin letters and digits in lower case, and spaces.
pub(crate) fn norm(name: &str) -> String {
    let kept = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == ' ';
    name.to_lowercase().chars().filter(kept).collect::<String>().trim().to_owned()
}

/// Great-circle distance in kilometres.
pub(crate) fn km(a: (f64, f64), b: (f64, f64), radius: f64) -> f64 {
    let [lat_a, lon_a, lat_b, lon_b] = [a.0, a.1, b.0, b.1].map(f64::to_radians);
    let x = ((lat_b - lat_a) / 2.0).sin().powi(2)
        + lat_a.cos() * lat_b.cos() * ((lon_b - lon_a) / 2.0).sin().powi(2);
    2.0 * radius * x.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_the_same_by_share_or_inside() {
        // 3 of 10 characters shared.
        assert!(same_mention(&[(0, 6)], &[(3, 10)]));
        assert!(!same_mention(&[(0, 6)], &[(4, 10)]));
        assert!(same_mention(&[(0, 40)], &[(10, 13)]));
        assert!(!same_mention(&[(0, 40)], &[(10, 12)]));
        assert!(!same_mention(&[(0, 4)], &[(4, 8)]));
        assert!(overlap(&[(0, 4), (8, 9)], &[(8, 12)]));
        assert!(!overlap(&[(0, 4)], &[(4, 8)]));
    }

    #[test]
    fn covered_characters_count_once() {
        assert_eq!(iou(&[(0, 4)], &[(2, 4), (3, 8)]), 0.25);
        assert_eq!(iou(&[], &[]), 0.0);
    }

    #[test]
    fn the_best_pairs_come_first() {
        assert_eq!(pair(&[(0, 10), (12, 14)], &[(8, 14), (0, 3)], true), [(0, 1), (1, 0)]);
        assert_eq!(pair(&[(0, 10), (12, 14)], &[(12, 14), (0, 3)], false), [(1, 0)]);
        // The same span wins over a longer overlap.
        assert_eq!(pair(&[(0, 20), (2, 6)], &[(2, 6)], true), [(1, 0)]);
    }

    #[test]
    fn names_and_distances() {
        assert_eq!(norm(" Kata'ib Ḥizb (KH) "), "kataib izb kh");
        let quarter = km((0.0, 0.0), (0.0, 90.0), 6371.0);
        assert!((quarter - 6371.0 * std::f64::consts::FRAC_PI_2).abs() < 1e-6);
    }
}
