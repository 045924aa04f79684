//! Spans laid out in order: which of many lie over a word, without asking all of them.

use diurna_core::Span;

/// Spans by where they begin, each with the number of what it belongs to.
#[derive(Debug)]
pub(crate) struct Laid<T> {
    spans: Vec<(Span<T>, usize)>,
    /// By span, how far it and those before it reach: none before one that reaches no further than a word lies over that word.
    reach: Vec<u32>,
}

impl<T> Laid<T> {
    /// Lays spans out; those that begin together keep their order.
    pub(crate) fn new(spans: impl IntoIterator<Item = (Span<T>, usize)>) -> Self {
        let mut spans: Vec<(Span<T>, usize)> = spans.into_iter().collect();
        spans.sort_by_key(|(s, _)| s.start);
        let ends = spans.iter().scan(0, |furthest: &mut u32, (s, _)| {
            *furthest = s.end.max(*furthest);
            Some(*furthest)
        });
        let reach = ends.collect();
        Self { spans, reach }
    }

    /// Those that overlap a stretch, in the order in which they begin.
    pub(crate) fn over(&self, area: Span<T>) -> impl Iterator<Item = (Span<T>, usize)> {
        let from = self.reach.partition_point(|end| *end <= area.start);
        let near = self.spans[from..].iter().take_while(move |(s, _)| s.start < area.end);
        near.filter(move |(s, _)| s.overlaps(area)).copied()
    }

    /// The lowest number of those that overlap a stretch.
    pub(crate) fn first_over(&self, area: Span<T>) -> Option<usize> {
        self.over(area).map(|(_, i)| i).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diurna_core::TextSpan;

    #[test]
    fn a_span_over_others_reaches_as_far_as_it_does() {
        let of = |(start, end, i): (usize, usize, usize)| (TextSpan::new(start, end), i);
        let laid = Laid::new([(10, 12, 0), (0, 20, 1), (4, 6, 2), (30, 34, 3), (4, 9, 4)].map(of));
        let over = |start, end| laid.over(TextSpan::new(start, end)).map(|(_, i)| i).collect::<Vec<_>>();
        assert_eq!(over(5, 7), [1, 2, 4]);
        assert_eq!(over(9, 11), [1, 0]);
        // What ends where a word begins does not lie over it.
        assert_eq!(over(20, 30), [0; 0]);
        assert_eq!(over(19, 31), [1, 3]);
        assert_eq!(laid.first_over(TextSpan::new(9, 11)), Some(0));
        assert_eq!(laid.first_over(TextSpan::new(40, 41)), None);
    }
}
