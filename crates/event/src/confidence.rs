//! What a score means: the share of events with it that were right.

/// Raw scores of events and the share of them that had the type of a gold event, on the development reports (209 events) and those of
/// `eval/more` (424): the shares of twelve groups of 53 lie within .1 of the line between these points. A network is surer than it should
/// be: of those above .9995 nearly all are right, of those at .9 not half.
const SHARES: [(f32, f32); 9] = [
    (0.5, 0.30),
    (0.8, 0.37),
    (0.9, 0.44),
    (0.95, 0.60),
    (0.98, 0.68),
    (0.995, 0.71),
    (0.998, 0.80),
    (0.9995, 0.91),
    (1.0, 0.98),
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
        assert!((calibrated(0.95) - 0.6).abs() < 1e-6);
        assert!((calibrated(0.65) - 0.335).abs() < 1e-6, "half way from .30 to .37");
        assert!((calibrated(0.2) - 0.3).abs() < 1e-6 && (calibrated(1.0) - 0.98).abs() < 1e-6);
    }
}
