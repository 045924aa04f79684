//! Role fillers of MUC-4 by CEAF-REE (Du, Rush and Cardie 2021).
//!
//! For each report and role, predicted entities are matched with gold entities one to one, as many as can be;
//! two match where every string of the predicted entity is one of the gold entity's. Precision is matched
//! over predicted, recall matched over gold, both pooled. Gold, its pooling over templates and the comparison
//! of strings follow the set that GRIT and GTT made of the keys: victims are those with a name. `micro`:
//! optional entities are not missed where they are absent; `grit`: they are, as in that set; `described`:
//! victims that are described without a name count as well.

use super::muc_files::{self, Entity, Report, normal};
use super::{matching, words};
use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, Prf};
use crate::neural;
use diurna_core::{Mode, Root};
use diurna_network::{Filler, Seen};
use serde_json::{Value, json};
use std::path::Path;

/// A predicted entity: its mentions as the text has them, in lower case.
type Found = (Filler, Vec<String>);

/// Compares the fillers of every report that has a key.
///
/// # Errors
/// Where a file cannot be read, or there are no weights.
pub(crate) fn run(context: &Context, path: &Path) -> Result<Outcome, Failure> {
    let network = neural::network()?;
    let reports = muc_files::load(path)?;
    let read = context.map(reports.iter().collect(), |report: &Report| {
        let seen = network.see_as(&words::of(&report.document), &super::manners::muc());
        (found(report, &seen), incident(&seen))
    });
    let (mut roles, mut grit, mut described) = ([Prf::default(); 5], Prf::default(), Prf::default());
    let mut predictions = Vec::new();
    for (report, (found, incident)) in reports.iter().zip(&read) {
        for (filler, score) in Filler::ALL.into_iter().zip(&mut roles) {
            let of: Vec<&Found> = found.iter().filter(|f| f.0 == filler).collect();
            let named = |e: &&Entity| e.filler == filler && !e.described;
            let gold: Vec<&Entity> = report.entities.iter().filter(named).collect();
            count(score, &gold, &of, true);
            count(&mut grit, &gold, &of, false);
            let every: Vec<&Entity> = report.entities.iter().filter(|e| e.filler == filler).collect();
            count(&mut described, &every, &of, true);
        }
        predictions.push(shown(&report.id, found, incident));
    }
    let mut micro = Prf::default();
    roles.iter().for_each(|s| micro.add(s.hit, s.found, s.gold));
    let mut figures = micro.figures("micro");
    figures.extend(grit.figures("grit"));
    figures.extend(described.figures("described"));
    figures.extend(roles.iter().zip(Filler::ALL).flat_map(|(s, filler)| s.figures(filler.label())));
    figures.push(Figure::count("documents", reports.len()));
    Ok(Outcome { figures, predictions })
}

/// Adds one report and role. With `lenient`, an optional entity that is not found is not counted.
fn count(score: &mut Prf, gold: &[&Entity], found: &[&Found], lenient: bool) {
    // Those that must be found come first: the matching never leaves them for an optional one.
    let mut gold = gold.to_vec();
    gold.sort_by_key(|e| e.optional);
    let pairs = matching::most(gold.len(), found.len(), |g, f| {
        found[f].1.iter().all(|m| gold[g].mentions.contains(&normal(m)))
    });
    let hit = pairs.iter().flatten().count();
    let absent = gold.iter().zip(&pairs).filter(|(e, p)| e.optional && p.is_none()).count();
    score.add(hit, found.len(), gold.len() - if lenient { absent } else { 0 });
}

/// The entities of a report: fillers of a role with the same string are one, and so is one whose words stand
/// within a longer one's. An entity is named by the longest, as systems of this line of work name it once: a
/// second name could only break the match.
fn found(report: &Report, seen: &Seen) -> Vec<Found> {
    let document = &report.document;
    let text = |f: &std::ops::Range<usize>| {
        let span = document.text_span(f.clone().into());
        span.of(&document.report.text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let mut mentions: Vec<(Filler, String)> =
        seen.fillers.iter().map(|f| (f.filler, text(&f.words))).collect();
    mentions.retain(|m| !normal(&m.1).is_empty());
    entities(&mentions)
}

/// Brings mentions together: the longest of those that hold one another.
fn entities(mentions: &[(Filler, String)]) -> Vec<Found> {
    let mut order: Vec<&(Filler, String)> = mentions.iter().collect();
    order.sort_by_key(|m| std::cmp::Reverse(normal(&m.1).split(' ').count()));
    let mut out: Vec<Found> = Vec::new();
    for (filler, text) in order {
        let short = format!(" {} ", normal(text));
        let holds = |long: &String| format!(" {} ", normal(long)).contains(&short);
        if !out.iter().any(|e| e.0 == *filler && e.1.iter().any(holds)) {
            out.push((*filler, vec![text.clone()]));
        }
    }
    out
}

/// The type of incident that most attacks in the report tell of.
fn incident(seen: &Seen) -> &'static str {
    const TYPES: [&str; 4] = ["attack", "bombing", "kidnapping", "arson"];
    let mut counts = [0; 4];
    for trigger in seen.triggers.iter().filter(|t| t.root == Root::Assault) {
        counts[match trigger.mode {
            Some(Mode::Bombing | Mode::CarBomb | Mode::Suicide) => 1,
            Some(Mode::Kidnapping) => 2,
            Some(Mode::Arson) => 3,
            _ => 0,
        }] += 1;
    }
    let most = (1..4).fold(0, |best, i| if counts[i] > counts[best] { i } else { best });
    TYPES[most]
}

fn shown(id: &str, found: &[Found], incident: &str) -> Value {
    let list = |filler| found.iter().filter(|f| f.0 == filler).map(|f| json!(f.1)).collect::<Vec<_>>();
    let mut template = json!({"incident_type": incident});
    for filler in Filler::ALL {
        template[filler.label()] = list(filler).into();
    }
    json!({"docid": id, "templates": if found.is_empty() { vec![] } else { vec![template] }})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(mentions: &[&str], optional: bool) -> Entity {
        let mentions = mentions.iter().map(|m| (*m).to_owned()).collect();
        Entity { filler: Filler::PerpInd, mentions, optional, described: false }
    }

    fn prediction(mentions: &[&str]) -> Found {
        (Filler::PerpInd, mentions.iter().map(|m| (*m).to_owned()).collect())
    }

    #[test]
    fn entities_match_where_all_their_strings_do() {
        let gold = [
            entity(&["raiders", "masked raiders"], false),
            entity(&["driver"], true),
            entity(&["guard"], false),
        ];
        let found = [
            prediction(&["The masked raiders", "raiders"]),
            // A second prediction of the same entity is false, and so is one with a string too many.
            prediction(&["raiders"]),
            prediction(&["guard", "a guard of the farm"]),
        ];
        let (gold, found): (Vec<_>, Vec<_>) = (gold.iter().collect(), found.iter().collect());
        let mut score = Prf::default();
        count(&mut score, &gold, &found, true);
        assert_eq!(score, Prf { hit: 1, found: 3, gold: 2 });
        let mut score = Prf::default();
        count(&mut score, &gold, &found, false);
        assert_eq!(score, Prf { hit: 1, found: 3, gold: 3 });
    }

    #[test]
    fn an_optional_entity_that_is_found_counts() {
        let gold = [entity(&["driver"], true)];
        let mut score = Prf::default();
        count(&mut score, &[&gold[0]], &[&prediction(&["driver"])], true);
        assert_eq!(score, Prf { hit: 1, found: 1, gold: 1 });
    }

    #[test]
    fn mentions_come_together() {
        let mention = |filler, text: &str| (filler, text.to_owned());
        let mentions = [
            mention(Filler::PerpInd, "the raiders"),
            mention(Filler::PerpInd, "masked raiders"),
            mention(Filler::PerpInd, "raiders"),
            mention(Filler::Target, "raiders"),
            mention(Filler::PerpInd, "raider"),
        ];
        let got = entities(&mentions);
        assert_eq!(
            got,
            [
                (Filler::PerpInd, vec!["masked raiders".to_owned()]),
                (Filler::Target, vec!["raiders".to_owned()]),
                (Filler::PerpInd, vec!["raider".to_owned()]),
            ]
        );
        let value = shown("D-1", &got, "attack");
        assert_eq!(value["templates"][0]["PerpInd"], json!([["masked raiders"], ["raider"]]));
        assert_eq!(value["templates"][0]["Weapon"], json!([]));
        assert_eq!(shown("D-1", &[], "attack")["templates"], json!([]));
    }
}
