//! What a score means: the share of events with it that were right.

/// Raw scores of events and the share of them that had the type of a gold event, on the development reports (206 events). A
/// network is surer than it should be: of those above .99 four in five are right, of those at .8 not half.
const SHARES: [(f32, f32); 8] = [
    (0.5, 0.35),
    (0.7, 0.42),
    (0.85, 0.48),
    (0.95, 0.60),
    (0.98, 0.68),
    (0.99, 0.74),
    (0.995, 0.77),
    (1.0, 0.88),
];

/// The share of events with that raw score that are right; between two points of the table on the line that joins them.
pub(crate) fn calibrated(raw: f32) -> f32 {
    let after = SHARES.partition_point(|(score, _)| *score < raw);
    match (after.checked_sub(1).map(|i| SHARES[i]), SHARES.get(after)) {
        (Some((x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (raw - x0) / (x1 - x0),
        (None, Some(&(_, y))) | (Some((_, y)), None) => y,
        (None, None) => raw,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_the_table_stay_and_others_lie_between() {
        assert!((calibrated(0.95) - 0.60).abs() < 1e-6);
        assert!((calibrated(0.6) - 0.385).abs() < 1e-6, "half way from .35 to .42");
        assert!((calibrated(0.2) - 0.35).abs() < 1e-6 && (calibrated(1.0) - 0.88).abs() < 1e-6);
    }
}
