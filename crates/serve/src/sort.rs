//! The order of a list.

use crate::error::Problem;
use crate::facts::Facts;
use std::cmp::Ordering;

/// What a list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum By {
    #[default]
    Worth,
    Date,
    Killed,
    Reports,
    Score,
    Title,
}

/// The order of a list; what is equal stands in the order of the ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sort {
    by: By,
    falling: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: By::Worth, falling: true }
    }
}

impl Sort {
    /// `-date`: the name of an order, with `-` before it the other way round.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let (name, falling) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        // Nobody looks for what is worth least.
        let falling = falling || name == "worth";
        let by = match name {
            "worth" => By::Worth,
            "date" => By::Date,
            "killed" => By::Killed,
            "reports" => By::Reports,
            "score" => By::Score,
            "title" => By::Title,
            _ => {
                let hint = "write worth, date, killed, reports, score or title; -date for the latest first";
                return Err(Problem::bad(format!("sort: not an order: {text}"), hint));
            }
        };
        Ok(Self { by, falling })
    }

    /// The order of two rows; `title` gives that of an id. What has no value stands last either way.
    pub(crate) fn order<'a>(self, a: &Facts, b: &Facts, title: impl Fn(u64) -> &'a str) -> Ordering {
        let turned = |order: Ordering| if self.falling { order.reverse() } else { order };
        let order = match self.by {
            By::Worth => turned(a.worth.total_cmp(&b.worth)),
            By::Score => turned(a.score.total_cmp(&b.score)),
            By::Reports => turned(a.reports.cmp(&b.reports)),
            By::Title => turned(title(a.id).cmp(title(b.id))),
            By::Date => last(a.from, b.from, turned),
            By::Killed => last(a.killed, b.killed, turned),
        };
        order.then_with(|| a.id.cmp(&b.id))
    }

    /// A part of the rows in this order. Only what comes before the end of the part is put in order.
    pub(crate) fn part<'a, 'b>(
        self,
        mut rows: Vec<&'a Facts>,
        title: impl Fn(u64) -> &'b str,
        offset: usize,
        limit: usize,
    ) -> Vec<&'a Facts> {
        let end = offset.saturating_add(limit);
        if end < rows.len() {
            rows.select_nth_unstable_by(end, |a, b| self.order(a, b, &title));
            rows.truncate(end);
        }
        rows.sort_unstable_by(|a, b| self.order(a, b, &title));
        rows.drain(..offset.min(rows.len()));
        rows
    }
}

fn last<T: Ord>(a: Option<T>, b: Option<T>, turned: impl Fn(Ordering) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => turned(a.cmp(&b)),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}
