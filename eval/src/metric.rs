//! Figures, and how they are counted.

/// What a figure is, which says how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A fraction, 0–1.
    Share,
    /// A number with a unit of its own: seconds, kilometres, reports a second.
    Number,
    /// A whole number.
    Count,
}

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    /// Name inside its evaluation, such as `date.f1`.
    pub(crate) name: String,
    /// Its value; none where there was nothing to measure on.
    pub(crate) value: Option<f64>,
    /// How it is written.
    pub(crate) unit: Unit,
    /// On how many it rests, with the name of that count.
    pub(crate) n: Option<(String, usize)>,
}

impl Figure {
    fn new(name: &str, value: Option<f64>, unit: Unit) -> Self {
        Self { name: name.to_owned(), value, unit, n: None }
    }

    /// A fraction, kept to four digits.
    pub(crate) fn share(name: &str, value: Option<f64>) -> Self {
        Self::new(name, value.map(|v| (v * 1e4).round() / 1e4), Unit::Share)
    }

    /// A number that is no fraction, kept to three digits after the point.
    pub(crate) fn number(name: &str, value: Option<f64>) -> Self {
        Self::new(name, value.map(|v| (v * 1e3).round() / 1e3), Unit::Number)
    }

    /// A count.
    pub(crate) fn count(name: &str, value: usize) -> Self {
        Self::new(name, Some(value as f64), Unit::Count)
    }

    /// The same, resting on `n` things that are counted under `name`.
    pub(crate) fn of(mut self, name: &str, n: usize) -> Self {
        self.n = Some((name.to_owned(), n));
        self
    }
}

/// `part` of `whole`; none of nothing.
pub(crate) fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Prf {
    /// Found and right.
    pub(crate) hit: usize,
    /// Found.
    pub(crate) found: usize,
    /// In the gold.
    pub(crate) gold: usize,
}

impl Prf {
    /// Counts on.
    pub(crate) fn add(&mut self, hit: usize, found: usize, gold: usize) {
        self.hit += hit;
        self.found += found;
        self.gold += gold;
    }

    /// Precision, 0 where nothing was found.
    pub(crate) fn p(self) -> f64 {
        ratio(self.hit, self.found).unwrap_or(0.0)
    }

    /// Recall, 0 where there is no gold.
    pub(crate) fn r(self) -> f64 {
        ratio(self.hit, self.gold).unwrap_or(0.0)
    }

    /// Their harmonic mean, 0 where both are.
    pub(crate) fn f1(self) -> f64 {
        let (p, r) = (self.p(), self.r());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    /// `NAME.p`, `NAME.r` and `NAME.f1`, resting on `NAME.n` in the gold.
    pub(crate) fn figures(self, name: &str) -> Vec<Figure> {
        let figure = |what: &str, value| {
            Figure::share(&format!("{name}.{what}"), Some(value)).of(&format!("{name}.n"), self.gold)
        };
        vec![figure("p", self.p()), figure("r", self.r()), figure("f1", self.f1())]
    }
}

/// A share of right answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Acc {
    /// Right.
    pub(crate) right: usize,
    /// Asked.
    pub(crate) n: usize,
}

impl Acc {
    /// Counts on.
    pub(crate) fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.n += 1;
    }

    /// `NAME.acc`, resting on `NAME.n`.
    pub(crate) fn figure(self, name: &str) -> Figure {
        Figure::share(&format!("{name}.acc"), ratio(self.right, self.n)).of(&format!("{name}.n"), self.n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_recall_and_their_mean() {
        let mut score = Prf::default();
        score.add(2, 4, 3);
        score.add(1, 1, 2);
        // 3 of 5 found are right, 3 of 5 in the gold are found.
        assert_eq!((score.p(), score.r()), (0.6, 0.6));
        assert!((score.f1() - 0.6).abs() < 1e-12);
        let uneven = Prf { hit: 1, found: 2, gold: 4 };
        assert!((uneven.f1() - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(Prf::default().f1(), 0.0);
        assert_eq!(uneven.figures("date")[2], Figure::share("date.f1", Some(0.3333)).of("date.n", 4));
    }

    #[test]
    fn a_share_of_nothing_is_unknown() {
        let mut score = Acc::default();
        assert_eq!(score.figure("mode").value, None);
        [true, true, false].into_iter().for_each(|ok| score.add(ok));
        assert_eq!(score.figure("mode"), Figure::share("mode.acc", Some(0.6667)).of("mode.n", 3));
    }
}
