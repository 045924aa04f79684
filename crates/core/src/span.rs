//! Spans that know what they index.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// What a [`TextSpan`] indexes: bytes of the report's UTF-8 text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bytes {}

/// What a [`TokenSpan`] indexes: tokens of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tokens {}

/// A half-open range `start..end`, typed by what it indexes.
///
/// ```
/// use diurna_core::TextSpan;
/// let word = TextSpan::new(4, 9);
/// assert_eq!(word.of("the siege ended"), "siege");
/// assert!(word.overlaps(TextSpan::new(8, 12)) && !word.overlaps(TextSpan::new(9, 12)));
/// ```
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span<T> {
    /// First unit of the span.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
    unit: PhantomData<T>,
}

/// A span of bytes in the report's text; both ends lie on character boundaries.
pub type TextSpan = Span<Bytes>;
/// A span of tokens in a document.
pub type TokenSpan = Span<Tokens>;

impl<T> Clone for Span<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Span<T> {}

impl<T> fmt::Debug for Span<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl<T> Span<T> {
    /// The span `start..end`; a reversed pair becomes the empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        // A report is refused before it can reach 4 GiB, so the narrowing cannot lose anything.
        let (start, end) = (start as u32, end.max(start) as u32);
        Self { start, end, unit: PhantomData }
    }

    /// Number of units covered.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True where the span covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range of `usize`, to index a slice with.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// True where the two share at least one unit.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True where `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True where the unit at `at` is covered.
    #[must_use]
    pub fn covers(self, at: usize) -> bool {
        self.range().contains(&at)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end), unit: PhantomData }
    }
}

impl TextSpan {
    /// The words that the span covers in `text`, or the empty string where it does not fit.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Of things in text order those that begin within the span, found without asking all.
    ///
    /// ```
    /// use diurna_core::TextSpan;
    /// let words = [TextSpan::new(0, 3), TextSpan::new(4, 9), TextSpan::new(10, 15)];
    /// assert_eq!(TextSpan::new(4, 10).begun_in(&words, |w| *w), &words[1..2]);
    /// ```
    #[must_use]
    pub fn begun_in<T>(self, things: &[T], span: impl Fn(&T) -> Self) -> &[T] {
        let from = things.partition_point(|t| span(t).start < self.start);
        let count = things[from..].partition_point(|t| span(t).start < self.end);
        &things[from..from + count]
    }
}

impl<T> From<Range<usize>> for Span<T> {
    fn from(r: Range<usize>) -> Self {
        Self::new(r.start, r.end)
    }
}
