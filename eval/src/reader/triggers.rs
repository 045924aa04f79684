//! Event triggers on WikiEvents, its types turned into roots.
//!
//! A predicted trigger is right where it overlaps a gold trigger of the same root, one to one (`exact`: where
//! it is the same span; `untyped`: whatever its root). Gold events whose type has no root are left out, and a
//! predicted trigger that overlaps one is not counted as wrong; nor is one of a root that no type has.
//! `plain` turns types into roots without regard to the words of the trigger and to what else the document
//! tells.

use super::kairos::{By, Kairos};
use super::wikievents::{self, Report};
use super::{matching, words};
use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, Prf};
use crate::{neural, sets};
use diurna_core::Root;
use serde_json::{Value, json};
use std::ops::Range;
use std::path::Path;

/// A trigger with its root; none where it has no equal.
type Trigger = (Range<usize>, Option<Root>);

/// Compares the triggers of every document.
///
/// # Errors
/// Where the file cannot be read, or there are no weights.
pub(crate) fn run(context: &Context, path: &Path) -> Result<Outcome, Failure> {
    let network = neural::network()?;
    let kairos = Kairos::new();
    let reports: Vec<Report> = sets::lines(&wikievents::file(path, "triggers")?)?;
    let read = context.map(reports.iter().collect(), |report: &Report| {
        let seen = network.see_as(&report.sentences(), &super::manners::triggers());
        seen.triggers.into_iter().map(|t| (t.words, Some(t.root))).collect::<Vec<Trigger>>()
    });
    let mut score = Score::default();
    let mut plain = Score::default();
    let mut predictions = Vec::new();
    for (report, found) in reports.iter().zip(&read) {
        let gold = gold(report, &kairos, By::Table);
        score.add(&kairos, &gold, found);
        plain.add(&kairos, &self::gold(report, &kairos, By::Type), found);
        let shown = |t: &Trigger| -> Value {
            let text = report.tokens.get(t.0.clone()).unwrap_or_default().join(" ");
            json!({"start": t.0.start, "end": t.0.end, "root": t.1, "text": text})
        };
        let list = |list: &[Trigger]| list.iter().map(shown).collect::<Vec<_>>();
        predictions.push(json!({"doc": report.doc_id, "triggers": list(found), "gold": list(&gold)}));
    }
    let mut figures = score.overlap.figures("overlap");
    figures.extend(score.exact.figures("exact"));
    figures.extend(score.untyped.figures("untyped"));
    figures.extend(plain.overlap.figures("plain"));
    figures.push(Figure::count("documents", reports.len()));
    Ok(Outcome { figures, predictions })
}

/// The triggers of a document, each span once for each root.
fn gold(report: &Report, kairos: &Kairos, by: By) -> Vec<Trigger> {
    let attack = report.attack();
    let mut out: Vec<Trigger> = report
        .event_mentions
        .iter()
        .map(|e| {
            let root = kairos.root(&e.event_type, &report.trigger(e), attack, by);
            (e.trigger.start..e.trigger.end, root)
        })
        .collect();
    out.sort_by_key(|t| (t.0.start, t.0.end, t.1));
    out.dedup();
    out
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Score {
    overlap: Prf,
    exact: Prf,
    untyped: Prf,
}

impl Score {
    fn add(&mut self, kairos: &Kairos, gold: &[Trigger], found: &[Trigger]) {
        let (gold, left): (Vec<&Trigger>, Vec<&Trigger>) = gold.iter().partition(|t| t.1.is_some());
        // What is no match and yet not wrong.
        let free = |t: &Trigger| {
            !t.1.is_some_and(|root| kairos.marks(root)) || left.iter().any(|l| words::overlap(&l.0, &t.0))
        };
        let count = |score: &mut Prf, fits: &dyn Fn(&Trigger, &Trigger) -> bool| {
            let pairs = matching::most(gold.len(), found.len(), |g, f| fits(gold[g], &found[f]));
            let matched: Vec<usize> = pairs.into_iter().flatten().collect();
            let wrong = (0..found.len()).filter(|f| !matched.contains(f) && !free(&found[*f])).count();
            score.add(matched.len(), matched.len() + wrong, gold.len());
        };
        count(&mut self.overlap, &|g, f| g.1 == f.1 && words::overlap(&g.0, &f.0));
        count(&mut self.exact, &|g, f| g == f);
        count(&mut self.untyped, &|g, f| words::overlap(&g.0, &f.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Root::{Assault, Coerce, Sanction, Yield};

    #[test]
    fn what_the_set_does_not_mark_is_not_wrong() {
        let gold = [(2..3, Some(Assault)), (5..7, Some(Assault)), (9..10, None), (12..13, Some(Coerce))];
        let found = [
            (2..3, Some(Assault)),
            (6..7, Some(Assault)),
            // Over a type without a root.
            (9..10, Some(Yield)),
            // Of a root that the set never marks.
            (15..16, Some(Sanction)),
            // The right words with the wrong root.
            (12..13, Some(Yield)),
        ];
        let mut score = Score::default();
        score.add(&Kairos::new(), &gold, &found);
        assert_eq!(score.overlap, Prf { hit: 2, found: 3, gold: 3 });
        // 5..7 is not 6..7.
        assert_eq!(score.exact, Prf { hit: 1, found: 3, gold: 3 });
        assert_eq!(score.untyped, Prf { hit: 3, found: 3, gold: 3 });
    }

    #[test]
    fn events_of_one_trigger_count_once() {
        let line = r#"{"doc_id": "d", "tokens": ["Raiders", "killed", "two"], "sentences": [[[["Raiders", 0, 7]], "Raiders"]],
            "entity_mentions": [], "event_mentions": [
            {"event_type": "Conflict.Attack.Unspecified", "trigger": {"start": 1, "end": 2}, "arguments": []},
            {"event_type": "Life.Die.Unspecified", "trigger": {"start": 1, "end": 2}, "arguments": []},
            {"event_type": "Medical.Intervention.Unspecified", "trigger": {"start": 1, "end": 2}, "arguments": []}]}"#;
        let report: Report = serde_json::from_str(line).unwrap();
        let gold = gold(&report, &Kairos::new(), By::Table);
        assert_eq!(gold, [(1..2, None), (1..2, Some(Assault))]);
        assert_eq!(report.sentences(), [vec!["Raiders"], vec!["killed", "two"]]);
    }
}
