//! What an incident answers and what answers it, down a line of time with arcs beside it.

use crate::incident::Link;
use serde::Serialize;

/// Height of a row, and where the line of time stands; the style sheet has the same height for the list beside it.
const ROW: usize = 48;
const LINE: usize = 56;
/// How far an arc swings out at least, for each row that it spans, and at most.
const LEAST: usize = 14;
const EACH: usize = 9;
const MOST: usize = 50;
/// Rows at most. Who answers what is told in full in the downloads.
const ROWS: usize = 24;

/// How an incident hangs together with the one that the page tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tie {
    /// The page's incident answers it.
    Answered,
    /// It answers the page's incident.
    Answers,
    /// A person says that they belong together.
    Related,
}

/// The drawing, with a row for each incident.
#[derive(Debug, Serialize)]
pub(crate) struct Chain {
    rows: Vec<Row>,
    arcs: Vec<Arc>,
    wide: usize,
    high: usize,
    line: usize,
    /// What the arcs say, in words.
    alt: String,
    /// Incidents for which there was no room.
    more: usize,
}

#[derive(Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    link: Link,
    /// It is the incident of the page.
    here: bool,
    tie: Option<&'static str>,
    y: usize,
}

#[derive(Debug, Serialize)]
struct Arc {
    d: String,
    /// The head of the arrow, at the answer; `None` where they only belong together.
    head: Option<String>,
}

/// The chain of an incident; `None` where it stands alone. What was first stands first, what has no day last.
pub(crate) fn chain(here: &Link, tied: Vec<(Tie, Link)>) -> Option<Chain> {
    if tied.is_empty() {
        return None;
    }
    let more = tied.len().saturating_sub(ROWS - 1);
    let mut all: Vec<(Option<Tie>, Link)> =
        tied.into_iter().take(ROWS - 1).map(|(tie, link)| (Some(tie), link)).collect();
    all.push((None, here.clone()));
    all.sort_by(|(a, x), (b, y)| (x.day.is_none(), &x.day, x.id, a).cmp(&(y.day.is_none(), &y.day, y.id, b)));
    let at = |n: usize| n * ROW + ROW / 2;
    let own = all.iter().position(|(tie, _)| tie.is_none())?;
    let (mut rows, mut arcs, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for (n, (tie, link)) in all.into_iter().enumerate() {
        if let Some(tie) = tie {
            arcs.push(arc(at(own), at(n), own.abs_diff(n), tie));
            said.push(match tie {
                Tie::Answered => format!("this incident answers incident {}", link.id),
                Tie::Answers => format!("incident {} answers this one", link.id),
                Tie::Related => format!("incident {} belongs with this one", link.id),
            });
        }
        let words = tie.map(|tie| match tie {
            Tie::Answered => "This incident answers it",
            Tie::Answers => "Answers this incident",
            Tie::Related => "Belongs with this incident",
        });
        rows.push(Row { link, here: tie.is_none(), tie: words, y: at(n) });
    }
    let high = rows.len() * ROW;
    let alt = format!("Arcs down a line of time: {}.", said.join("; "));
    Some(Chain { rows, arcs, wide: LINE + 8, high, line: LINE, alt, more })
}

fn arc(own: usize, other: usize, steps: usize, tie: Tie) -> Arc {
    let out = LINE - MOST.min(LEAST + EACH * steps);
    let (from, to) = if tie == Tie::Answers { (own, other) } else { (other, own) };
    let d = format!("M{LINE} {from}C{out} {from} {out} {to} {LINE} {to}");
    let (x, up, down) = (LINE - 13, to - 5, to + 5);
    let head = (tie != Tie::Related).then(|| format!("M{x} {up}L{} {to}L{x} {down}", LINE - 5));
    Arc { d, head }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(id: u64, day: Option<&str>) -> Link {
        Link {
            id,
            title: format!("Incident {id}"),
            when: String::new(),
            killed: None,
            day: day.map(str::to_string),
        }
    }

    #[test]
    fn the_first_stands_first_and_arcs_lead_to_the_answer() {
        let tied = vec![
            (Tie::Answers, link(9, Some("2031-05-20"))),
            (Tie::Answered, link(4, Some("2031-05-01"))),
            (Tie::Related, link(2, None)),
        ];
        let chain = chain(&link(7, Some("2031-05-10")), tied).unwrap();
        let ids: Vec<u64> = chain.rows.iter().map(|r| r.link.id).collect();
        assert_eq!(ids, [4, 7, 9, 2]);
        assert_eq!(chain.rows.iter().map(|r| r.here).collect::<Vec<_>>(), [false, true, false, false]);
        // Rows are 48 high, the line stands at 56: from 4 (24) to this (72), from this to 9 (120).
        let paths: Vec<&str> = chain.arcs.iter().map(|a| a.d.as_str()).collect();
        assert_eq!(paths[..2], ["M56 24C33 24 33 72 56 72", "M56 72C33 72 33 120 56 120"]);
        assert_eq!(chain.arcs[0].head.as_deref(), Some("M43 67L51 72L43 77"));
        assert_eq!(chain.arcs[2].head, None, "what only belongs together has no direction");
        assert_eq!(
            chain.alt,
            "Arcs down a line of time: this incident answers incident 4; incident 9 answers this one; \
             incident 2 belongs with this one."
        );
        assert_eq!((chain.high, chain.more), (192, 0));
    }

    #[test]
    fn one_alone_has_none_and_many_have_an_end() {
        assert!(chain(&link(7, None), Vec::new()).is_none());
        let many = (100..140).map(|id| (Tie::Related, link(id, None))).collect();
        let chain = chain(&link(7, None), many).unwrap();
        assert_eq!((chain.rows.len(), chain.more), (24, 17));
    }
}
