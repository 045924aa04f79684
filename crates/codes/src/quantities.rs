//! Numbers of persons as a range: "at least 14" is 14 and open, "several" 3–9.
//!
//! The convention is a table, `data/codes/quantities.tsv`; [`read_with`] takes another one.

use crate::number::{Number, number, tokens};
use crate::rule::{TableError, rows};
use std::sync::LazyLock;

static BUILTIN: LazyLock<Table> = LazyLock::new(|| Table::parse(TABLE).unwrap_or_default());

/// The text of the table that comes with the program.
pub const TABLE: &str = include_str!("../../../data/codes/quantities.tsv");

/// What a row of the table does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Scale,
    Half,
    Vague,
    Unknown,
    One,
    Skip,
    Least,
    Most,
    More,
    Fewer,
    Nearly,
    About,
    Between,
    AfterLeast,
    AfterMost,
}

impl Kind {
    const BOUNDS: &[Self] = &[Self::Least, Self::Most, Self::More, Self::Fewer, Self::Nearly, Self::About];

    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "number" => Self::Number,
            "scale" => Self::Scale,
            "half" => Self::Half,
            "vague" => Self::Vague,
            "unknown" => Self::Unknown,
            "one" => Self::One,
            "skip" => Self::Skip,
            "least" => Self::Least,
            "most" => Self::Most,
            "more" => Self::More,
            "fewer" => Self::Fewer,
            "nearly" => Self::Nearly,
            "about" => Self::About,
            "between" => Self::Between,
            "after_least" => Self::AfterLeast,
            "after_most" => Self::AfterMost,
            _ => return None,
        })
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Row {
    kind: Kind,
    words: Vec<String>,
    pub(crate) low: u32,
    pub(crate) high: u32,
}

/// A convention for numbers in words.
///
/// ```
/// use diurna_codes::quantities::{TABLE, Table, read_with};
///
/// let mine = format!("{TABLE}vague\ta busload of\t20\t60\n");
/// let table = Table::parse(&mine)?;
/// assert_eq!(read_with(&table, "a busload of pilgrims"), Some((20, Some(60))));
/// # Ok::<(), diurna_codes::TableError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// The table that comes with the program, read once.
    ///
    /// ```
    /// use diurna_codes::quantities::{Table, read_with};
    ///
    /// assert_eq!(read_with(Table::builtin(), "dozens"), Some((24, Some(99))));
    /// ```
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads a table.
    ///
    /// # Errors
    ///
    /// The first row that has not four columns, or an unknown kind, or a number that is none.
    ///
    /// ```
    /// use diurna_codes::quantities::Table;
    ///
    /// let error = Table::parse("vague\tplenty\tmany\t\n").unwrap_err();
    /// assert_eq!(error.to_string(), "quantities.tsv, line 1: no number: many");
    /// ```
    pub fn parse(text: &str) -> Result<Self, TableError> {
        let mut table = Self::default();
        for row in rows("quantities.tsv", text, 4) {
            let (line, fields) = row?;
            let error = |what: String| TableError::new("quantities.tsv", line, what);
            let kind = Kind::parse(fields[0]).ok_or_else(|| error(format!("no kind: {}", fields[0])))?;
            let count = |field: &str| match field {
                "" => Ok(0),
                field => field.parse::<u32>().map_err(|_| error(format!("no number: {field}"))),
            };
            let words = fields[1].split_whitespace().map(str::to_owned).collect();
            let (low, high) = (count(fields[2])?, count(fields[3])?);
            if kind == Kind::Vague && low > high {
                return Err(error(format!("{low} is more than {high}")));
            }
            table.rows.push(Row { kind, words, low, high });
        }
        Ok(table)
    }

    /// The longest row of some kinds with which the words begin, and its length.
    pub(crate) fn longest(&self, words: &[String], kinds: &[Kind]) -> Option<(&Row, usize)> {
        self.rows
            .iter()
            .filter(|row| kinds.contains(&row.kind) && words.starts_with(&row.words))
            .max_by_key(|row| row.words.len())
            .map(|row| (row, row.words.len()))
            .filter(|(_, taken)| *taken > 0)
    }

    /// A plain number word at the beginning, and its length.
    pub(crate) fn plain(&self, words: &[String]) -> Option<(u64, usize)> {
        self.longest(words, &[Kind::Number]).map(|(row, taken)| (u64::from(row.low), taken))
    }

    /// The value of a scale word.
    pub(crate) fn scale(&self, word: &str) -> Option<u64> {
        let row = self.rows.iter().find(|row| row.kind == Kind::Scale && row.words == [word])?;
        Some(u64::from(row.low)).filter(|scale| *scale > 0)
    }

    /// The value of a scale word or its plural.
    pub(crate) fn scale_or_plural(&self, word: &str) -> Option<u64> {
        self.scale(word).or_else(|| self.scale(word.strip_suffix('s')?))
    }

    /// Whether a part of a hyphenated word is a word of numbers.
    pub(crate) fn knows(&self, part: &str) -> bool {
        let kinds = [Kind::Number, Kind::Scale, Kind::Half, Kind::Vague, Kind::One];
        self.rows.iter().any(|row| kinds.contains(&row.kind) && row.words.iter().any(|word| word == part))
    }
}

/// Reads the number with which a phrase begins, as a range whose upper end may be open.
///
/// Words after the number are left out of account; `None` where the phrase does not begin with one, or with a word
/// such as "many" that gives none.
///
/// ```
/// use diurna_codes::read;
///
/// assert_eq!(read("three soldiers"), Some((3, Some(3))));
/// assert_eq!(read("at least 14"), Some((14, None)));
/// assert_eq!(read("more than a dozen"), Some((13, None)));
/// assert_eq!(read("nearly 80"), Some((77, Some(79))));
/// assert_eq!(read("more than 100 but fewer than 120"), Some((101, Some(119))));
/// assert_eq!(read("a handful of fatalities"), Some((2, Some(6))));
/// assert_eq!(read("1.5 million"), Some((1_500_000, Some(1_500_000))));
/// assert_eq!(read("many"), None);
/// ```
#[must_use]
pub fn read(words: &str) -> Option<(u32, Option<u32>)> {
    read_with(Table::builtin(), words)
}

/// [`read`] with a convention of one's own.
///
/// ```
/// use diurna_codes::quantities::{Table, read_with};
///
/// let table = Table::parse("vague\tseveral\t5\t15\n")?;
/// assert_eq!(read_with(&table, "several"), Some((5, Some(15))));
/// assert_eq!(read_with(&table, "dozens"), None);
/// # Ok::<(), diurna_codes::TableError>(())
/// ```
#[must_use]
pub fn read_with(table: &Table, words: &str) -> Option<(u32, Option<u32>)> {
    // A number of persons stands at the beginning; what comes later than this cannot belong to it.
    let end = words.char_indices().nth(400).map_or(words.len(), |(at, _)| at);
    let tokens = tokens(table, &words[..end]);
    let (low, high) = phrase(table, &tokens, 8)?;
    let high = match high {
        Some(high) => Some(u32::try_from(high).ok()?),
        None => None,
    };
    Some((u32::try_from(low).ok()?, high))
}

type Range = (u64, Option<u64>);

/// Bounds, words to skip, and the number that they stand before.
fn phrase(table: &Table, words: &[String], depth: usize) -> Option<Range> {
    if depth == 0 || words.is_empty() {
        return None;
    }
    let bound = table.longest(words, Kind::BOUNDS);
    let between = table.longest(words, &[Kind::Between]);
    let none = table.longest(words, &[Kind::Unknown]);
    let fixed = table.longest(words, &[Kind::Vague, Kind::Number, Kind::Half]).map_or(0, |found| found.1);
    let longest = |found: Option<(&Row, usize)>| found.map_or(0, |found| found.1);
    if longest(none) > longest(bound).max(fixed) {
        return None;
    }
    if longest(bound) > fixed
        && let Some((row, taken)) = bound
    {
        let rest = &words[taken..];
        return closed(table, row.kind, rest).or_else(|| bounded(row.kind, phrase(table, rest, depth - 1)?));
    }
    if longest(between) > fixed
        && let Some((_, taken)) = between
    {
        return two(table, &words[taken..], &["and", "to"]).map(|(range, _)| range);
    }
    if let Some(range) = counted(table, words) {
        return Some(range);
    }
    if let Some((_, taken)) = table.longest(words, &[Kind::Skip]) {
        let rest = &words[taken..];
        // "the soldiers" is no number, and "the a" is nothing.
        return phrase(table, rest, depth - 1).filter(|_| table.longest(rest, &[Kind::One]).is_none());
    }
    let (row, taken) = table.longest(words, &[Kind::One])?;
    let rest = &words[taken..];
    // "another three", "an additional 12"; otherwise it is the article of one person.
    let follows = number(table, rest).is_some() || table.longest(rest, &[Kind::Skip]).is_some();
    follows
        .then(|| phrase(table, rest, depth - 1))
        .flatten()
        .or(Some((u64::from(row.low), Some(u64::from(row.high)))))
}

/// A number with a bound on either side: "more than 100 and fewer than 120", from the first number on.
fn closed(table: &Table, kind: Kind, words: &[String]) -> Option<Range> {
    let first = number(table, words).filter(|_| matches!(kind, Kind::Least | Kind::More))?;
    let joined = words.get(first.taken).is_some_and(|word| matches!(word.as_str(), "and" | "but"));
    let rest = words.get(first.taken + 1..).filter(|_| joined)?;
    let (upper, taken) = table.longest(rest, &[Kind::Most, Kind::Fewer])?;
    let second = number(table, &rest[taken..])?;
    let (low, _) = bounded(kind, (first.low, Some(first.high)))?;
    let (_, high) = bounded(upper.kind, (second.low, Some(second.high)))?;
    Some((low, high)).filter(|_| high.is_some_and(|high| low <= high))
}

fn bounded(kind: Kind, (low, high): Range) -> Option<Range> {
    Some(match kind {
        Kind::Least => (low, None),
        Kind::Most => (0, high),
        Kind::More => (low.checked_add(1)?, None),
        Kind::Fewer => (0, high.map(|high| high.saturating_sub(1))),
        Kind::Nearly if high == Some(low) => (low * 97 / 100, Some(low.saturating_sub(1))),
        _ => (low, high),
    })
}

/// A number, a range without "between", or a number with a bound behind it.
fn counted(table: &Table, words: &[String]) -> Option<Range> {
    if let Some((range, taken)) = two(table, words, &["to", "or"]) {
        return Some(behind(table, &words[taken..], range));
    }
    let found = number(table, words)?;
    Some(behind(table, &words[found.taken..], (found.low, Some(found.high))))
}

fn behind(table: &Table, words: &[String], range: Range) -> Range {
    match table.longest(words, &[Kind::AfterLeast, Kind::AfterMost]) {
        Some((row, _)) if row.kind == Kind::AfterLeast => (range.0, None),
        Some(_) => (0, range.1),
        None => range,
    }
}

/// Two numbers with a word between them: "20 to 30", "two or three hundred". "A" alone is no number here.
fn two(table: &Table, words: &[String], joints: &[&str]) -> Option<(Range, usize)> {
    let mut first: Number = number(table, words)?;
    let joint = words.get(first.taken)?;
    if !joints.contains(&joint.as_str()) {
        return None;
    }
    let second = number(table, &words[first.taken + 1..])?;
    if first.scale == 1 && second.scale > 1 && first.high < second.high / second.scale {
        first.low = first.low.checked_mul(second.scale)?;
        first.high = first.high.checked_mul(second.scale)?;
    }
    (first.low <= second.high).then(|| {
        let range = (first.low.min(second.low), Some(first.high.max(second.high)));
        (range, first.taken + 1 + second.taken)
    })
}
