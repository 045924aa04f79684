//! Attribution on PolNeAR: cue, source and content, by exact spans and by tokens.
//!
//! Attributions are matched one to one by the tokens that their cues share, the most first; a gold
//! attribution without a cue takes a free one whose content is the same by half (shared tokens over those of
//! either). Then, for each role: `exact`: the tokens of the role are the same; `token`: tokens shared, over
//! those predicted and those in the gold, pooled over all documents. What is unmatched counts as missed or as
//! false. What the set marks is made of ours first: a cue is widened to its verb group, and what is attributed within
//! what is attributed counts for nothing.

use super::{brat, words};
use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, Prf};
use crate::{neural, sets, spans};
use diurna_core::Offsets;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

const ROLES: [&str; 3] = ["cue", "source", "content"];
/// What contents share, over what either has, so that they are one attribution.
const SAME: f64 = 0.5;

/// The tokens of cue, source and content.
type Attribution = [BTreeSet<usize>; 3];

/// Compares the attributions of every annotated text; a text with several annotators counts for each.
///
/// # Errors
/// Where a file cannot be read, or there are no weights.
pub(crate) fn run(context: &Context, path: &Path) -> Result<Outcome, Failure> {
    let network = neural::network()?;
    let files = files(path)?;
    let count = files.len();
    let read = context.map(files, |file: PathBuf| {
        let (name, text, marked) = load(&file)?;
        let document = words::document(&text);
        let offsets = Offsets::new(&document.report.text);
        let tokens = |points: &[Range<usize>]| -> BTreeSet<usize> {
            points.iter().flat_map(|p| words::tokens(&document, &offsets, p)).collect()
        };
        let gold: Vec<Attribution> =
            marked.iter().map(|m| [tokens(&m.cue), tokens(&m.source), tokens(&m.content)]).collect();
        let seen = network.see_as(&words::of(&document), &super::manners::attribution());
        let word = |i: usize| document.word(i);
        let count = document.tokens.len();
        let one = |c: diurna_network::CueSeen| {
            [words::set(&[group(c.words, count, word)]), words::set(&c.source), words::set(&c.content)]
        };
        let found = outermost(&seen.cues.into_iter().map(one).collect::<Vec<_>>());
        let words: Vec<String> = (0..document.tokens.len()).map(|i| document.word(i).to_owned()).collect();
        Ok::<_, Failure>((name, words, gold, found))
    });
    let (mut score, mut predictions) = (Score::default(), Vec::new());
    for result in read {
        let (name, words, gold, found) = result?;
        score.add(&gold, &found);
        let list = |list: &[Attribution]| list.iter().map(|a| shown(&words, a)).collect::<Vec<_>>();
        predictions.push(json!({"doc": name, "attributions": list(&found), "gold": list(&gold)}));
    }
    let mut figures = score.figures();
    figures.push(Figure::count("documents", count));
    Ok(Outcome { figures, predictions })
}

/// Auxiliaries and the like that PolNeAR counts to the cue, before it.
const BEFORE: &str = " has have had is are was were be been being will would can could may might did does do 's ’s 've ’ve also ";
/// And what it governs, after it.
const AFTER: &str = " : for of about out ";

/// The verb group of a cue: we mark the verb ("said"), PolNeAR the whole of it ("has said :", "is calling for").
fn group<'w>(cue: Range<usize>, count: usize, word: impl Fn(usize) -> &'w str) -> Range<usize> {
    let one_of = |list: &str, at: usize| list.contains(&format!(" {} ", word(at).to_lowercase()));
    let start = (0..cue.start).rev().take_while(|&i| one_of(BEFORE, i)).last().unwrap_or(cue.start);
    let end = cue.end + usize::from(cue.end < count && one_of(AFTER, cue.end));
    start..end
}

/// Those that stand in no other's content: PolNeAR marks a word for one attribution at most, so what is told
/// within what is told ("she said that he thinks so") stays unmarked.
fn outermost(found: &[Attribution]) -> Vec<Attribution> {
    let within = |a: &Attribution, b: &Attribution| a[0].first().is_some_and(|cue| b[2].contains(cue));
    let inner = |a: &Attribution| found.iter().any(|b| within(a, b) && !within(b, a));
    found.iter().filter(|a| !inner(a)).cloned().collect()
}

fn shown(words: &[String], attribution: &Attribution) -> Value {
    let text = |tokens: &BTreeSet<usize>| -> String {
        tokens.iter().filter_map(|t| words.get(*t)).map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let [cue, source, content] = attribution;
    json!({"at": cue.first(), "cue": text(cue), "source": text(source), "content": text(content)})
}

/// The annotations: a file of them, those in `attributions` of a folder, or those in the folder.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let inner = path.join("attributions");
    sets::one_or_all(if inner.is_dir() { &inner } else { path }, &[".ann"], "attribution")
}

/// Name, text and attributions. The text lies in `../text` or beside, as `NAME.txt`; NAME is that of the
/// annotations, often with `_` and the annotator added.
fn load(file: &Path) -> Result<(String, String, Vec<brat::Marked>), Failure> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
    let marked = brat::attributions(&read(file)?).map_err(|e| format!("{}: {e}", file.display()))?;
    let name = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = file.parent().unwrap_or(Path::new("."));
    let bare = name.rsplit_once('_').map_or(name.as_str(), |n| n.0);
    let text = [folder.join("../text"), folder.to_owned()]
        .iter()
        .flat_map(|f| [name.as_str(), bare].map(|n| f.join(format!("{n}.txt"))))
        .find(|p| p.is_file());
    let Some(text) = text else {
        let hint = "what the folder must hold: diurna-eval attribution --help";
        return Err(Failure::usage(format!("{}: there is no text to it", file.display()), hint));
    };
    Ok((name, read(&text)?, marked))
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Score {
    exact: [Prf; 3],
    token: [Prf; 3],
}

impl Score {
    fn add(&mut self, gold: &[Attribution], found: &[Attribution]) {
        let pairs = pair(gold, found);
        for role in 0..3 {
            let there = |list: &[Attribution]| list.iter().filter(|a| !a[role].is_empty()).count();
            let size = |list: &[Attribution]| list.iter().map(|a| a[role].len()).sum();
            let both = || pairs.iter().map(|&(g, f)| (&gold[g][role], &found[f][role]));
            let same = both().filter(|(g, f)| !g.is_empty() && g == f).count();
            self.exact[role].add(same, there(found), there(gold));
            self.token[role].add(both().map(|(g, f)| shared(g, f)).sum(), size(found), size(gold));
        }
    }

    fn figures(&self) -> Vec<Figure> {
        let mut out = Vec::new();
        for (i, role) in ROLES.iter().enumerate() {
            out.extend(self.exact[i].figures(&format!("{role}.exact")));
            out.extend(self.token[i].figures(&format!("{role}.token")));
        }
        out
    }
}

fn shared(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> usize {
    a.intersection(b).count()
}

/// Pairs of gold and predicted attributions.
fn pair(gold: &[Attribution], found: &[Attribution]) -> Vec<(usize, usize)> {
    // Cues first: whoever shares most of a cue's tokens, then of the content's.
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, f) in found.iter().enumerate() {
            let (cue, content) = (shared(&g[0], &f[0]), shared(&g[2], &f[2]));
            let either = g[2].len() + f[2].len() - content;
            let alike = g[0].is_empty() && either > 0 && content as f64 / either as f64 >= SAME;
            if cue > 0 || alike {
                candidates.push((std::cmp::Reverse((cue, content)), i, j));
            }
        }
    }
    candidates.sort_unstable();
    spans::one_to_one(gold.len(), found.len(), candidates.into_iter().map(|c| (c.1, c.2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(cue: Range<usize>, source: Range<usize>, content: Range<usize>) -> Attribution {
        [cue.collect(), source.collect(), content.collect()]
    }

    #[test]
    fn roles_count_over_matched_attributions() {
        let gold = [made(2..3, 0..2, 4..10), made(0..0, 0..0, 20..24), made(40..41, 38..40, 41..50)];
        let found = [
            // The source lacks a word of two, the content is the same.
            made(2..3, 1..2, 4..10),
            // Found by its content: 3 of 4.
            made(18..19, 0..0, 20..23),
            // Nothing of the kind.
            made(30..31, 29..30, 31..35),
        ];
        let mut score = Score::default();
        score.add(&gold, &found);
        let [cue, source, content] = score.exact;
        assert_eq!(cue, Prf { hit: 1, found: 3, gold: 2 });
        assert_eq!(source, Prf { hit: 0, found: 2, gold: 2 });
        assert_eq!(content, Prf { hit: 1, found: 3, gold: 3 });
        let [cue, source, content] = score.token;
        assert_eq!(cue, Prf { hit: 1, found: 3, gold: 2 });
        assert_eq!(source, Prf { hit: 1, found: 2, gold: 4 });
        assert_eq!(content, Prf { hit: 6 + 3, found: 6 + 3 + 4, gold: 6 + 4 + 9 });
    }

    #[test]
    fn what_is_told_within_what_is_told_is_unmarked() {
        // "She said that he thinks it is over", and another sentence.
        let (outer, inner) = (made(1..2, 0..1, 2..8), made(4..5, 3..4, 5..8));
        let next = made(10..11, 9..10, 11..14);
        assert_eq!(outermost(&[outer.clone(), inner, next.clone()]), [outer, next]);
        // Each in the other's content: neither is the outer.
        let both = [made(1..2, 0..1, 2..8), made(4..5, 3..4, 0..3)];
        assert_eq!(outermost(&both), both);
    }

    #[test]
    fn a_cue_takes_its_verb_group() {
        let words: Vec<&str> = "He has also been calling for talks , she said .".split(' ').collect();
        assert_eq!(group(4..5, words.len(), |i| words[i]), 1..6);
        assert_eq!(group(9..10, words.len(), |i| words[i]), 9..10);
    }

    #[test]
    fn the_better_cue_is_taken() {
        let gold = [made(5..7, 0..0, 8..9)];
        let found = [made(5..6, 0..0, 8..9), made(5..7, 0..0, 0..0)];
        assert_eq!(pair(&gold, &found), [(0, 1)]);
    }
}
