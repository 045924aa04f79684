//! Heads: from the vectors of words to what they say.

use crate::encoder::HIDDEN;
use crate::kernel::{Level, Work};
use crate::labels::{ANSWERS, CONTENT, Filler, NameKind, PAIRS, ROLES, ROOT_MODES, SAME, SOURCE, STATUSES};
use crate::manner::{Manner, Told};
use crate::math::{WIDE, gelu, linear, sigmoid, softmax};
use crate::seen::{CueSeen, FillerSeen, Given, LinkKind, LinkSeen, NameSeen, RoleSeen, Seen, TriggerSeen};
use crate::tags::{spans, top};
use crate::weights::{Weights, WeightsError};
use crate::window::Window;
use diurna_core::{Mode, Root, Status};
use std::ops::Range;

/// Width of the pair network.
const PAIR: usize = 128;
/// Labellings of words, side by side in one product: names, events, cues, fillers.
const NAMES: Range<usize> = 0..1 + 2 * NameKind::ALL.len();
const EVENTS: Range<usize> = NAMES.end..NAMES.end + 1 + 2 * Root::ALL.len();
const CUES: Range<usize> = EVENTS.end..EVENTS.end + 3;
const FILLERS: Range<usize> = CUES.end..CUES.end + 1 + 2 * Filler::ALL.len();
const TAGS: usize = FILLERS.end;
/// Judgements of a trigger or cue: modes, statuses, the hedge; filled up to a multiple of 32.
const MODES: Range<usize> = 0..31;
const STATUS: Range<usize> = MODES.end..MODES.end + STATUSES.len();
const HEDGE: usize = STATUS.end;
const JUDGED: usize = 64;
/// Kinds of anchor: a root, a cue, a trigger without one.
const KINDS: usize = Root::ALL.len() + 2;
const CUE: usize = Root::ALL.len();
const NO_ROOT: usize = CUE + 1;
/// Lower bounds of the distances in words, as in `train/reader/model.py`.
const BUCKETS: [isize; 17] = [-40, -20, -10, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 10, 20, 40];
/// Words further away than this many sentences take no part.
const REACH: usize = 3;
/// An answer less likely than this is not said. Answers are rare in the training sets, so the network is shy of them.
const ANSWER: f32 = 0.1;
/// The same for two triggers of one event: a wrong join hides an event, a missing one only repeats it.
const ONE: f32 = 0.94;

/// Weights of the heads, turned for [`linear`]: `[input][output]`.
#[derive(Debug)]
pub(crate) struct Heads {
    tags: (Vec<f32>, Vec<f32>),
    judge: (Vec<f32>, Vec<f32>),
    anchor: (Vec<f32>, Vec<f32>),
    other: (Vec<f32>, Vec<f32>),
    pair: (Vec<f32>, Vec<f32>),
    score: (Vec<f32>, Vec<f32>),
    kind: Vec<f32>,
    near: Vec<f32>,
    sentence: Vec<f32>,
}

impl Heads {
    pub(crate) fn load(w: &Weights) -> Result<Self, WeightsError> {
        let head = |name: &str, inputs: usize, outputs: usize| -> Result<_, WeightsError> {
            Ok((
                w.floats(&format!("{name}.weight"), &[inputs, outputs])?,
                w.floats(&format!("{name}.bias"), &[outputs])?,
            ))
        };
        Ok(Self {
            tags: head("tags", HIDDEN, TAGS)?,
            judge: head("judge", HIDDEN, JUDGED)?,
            anchor: head("anchor", HIDDEN, PAIR)?,
            other: head("other", HIDDEN, PAIR)?,
            pair: head("pair", PAIR, PAIR)?,
            score: head("score", PAIR, WIDE)?,
            kind: w.floats("kind", &[KINDS, PAIR])?,
            near: w.floats("near", &[BUCKETS.len(), PAIR])?,
            sentence: w.floats("sentence", &[5, PAIR])?,
        })
    }
}

/// Reads one window off the vectors of its words.
pub(crate) struct Look<'a> {
    pub(crate) heads: &'a Heads,
    pub(crate) window: &'a Window,
    pub(crate) vectors: &'a [f32],
    pub(crate) manner: Manner<'a>,
}

/// A trigger or cue with its judgements.
struct Anchor {
    words: Range<usize>,
    kind: usize,
    score: f32,
}

impl Work for Look<'_> {
    type Out = Seen;

    #[inline(always)]
    fn run(self, _: Level) -> Seen {
        let mut tags = Vec::new();
        linear(self.vectors, HIDDEN, &self.heads.tags.0, &self.heads.tags.1, &mut tags);
        for row in tags.chunks_exact_mut(TAGS) {
            for part in [NAMES, EVENTS, CUES, FILLERS] {
                softmax(&mut row[part]);
            }
        }
        let mut seen = Seen {
            names: spans(part(&tags, NAMES), &self.window.sentence_of, self.manner.names, false)
                .into_iter()
                .map(|(words, i, score)| NameSeen { words, kind: NameKind::ALL[i], score })
                .collect(),
            fillers: spans(part(&tags, FILLERS), &self.window.sentence_of, self.manner.fillers, false)
                .into_iter()
                .map(|(words, i, score)| FillerSeen { words, filler: Filler::ALL[i], score })
                .collect(),
            leanings: tags.chunks_exact(TAGS).map(|row| leaning(&row[EVENTS])).collect(),
            ..Seen::default()
        };
        let mut anchors: Vec<Anchor> = match self.manner.told {
            Told::Triggers(given) => self.given(given),
            _ => whole(
                spans(part(&tags, EVENTS), &self.window.sentence_of, self.manner.triggers, false),
                &seen.leanings,
            ),
        };
        if let Told::Hints(hints, least) = self.manner.told {
            for mut hint in self.given(hints) {
                let free = anchors
                    .iter()
                    .all(|a| a.words.end <= hint.words.start || a.words.start >= hint.words.end);
                let likely = |word: usize| seen.leanings[word].get(hint.kind).copied().unwrap_or(0.0);
                hint.score = hint.words.clone().map(likely).fold(0.0, f32::max);
                if free && hint.score >= least {
                    anchors.push(hint);
                }
            }
            anchors.sort_by_key(|a| a.words.start);
        }
        let least = self.manner.roles;
        let triggers = anchors.len();
        let cues = spans(part(&tags, CUES), &self.window.sentence_of, self.manner.cues, true);
        anchors.extend(cues.into_iter().map(|(words, _, score)| Anchor { words, kind: CUE, score }));
        if anchors.is_empty() {
            return seen;
        }
        let vectors: Vec<f32> =
            anchors.iter().flat_map(|a| &self.vectors[a.words.start * HIDDEN..][..HIDDEN]).copied().collect();
        let mut judged = Vec::new();
        linear(&vectors, HIDDEN, &self.heads.judge.0, &self.heads.judge.1, &mut judged);
        let mut pairs = Pairs::new(&self, &vectors);
        for (a, anchor) in anchors.iter().enumerate() {
            let judged = &mut judged[a * JUDGED..][..JUDGED];
            let scores = pairs.score(&self, a, anchor);
            if a < triggers {
                seen.triggers.push(trigger(anchor, judged));
                for (role, &label) in ROLES.iter().enumerate() {
                    for (words, score) in runs(&scores, role, 0, least) {
                        seen.roles.push(RoleSeen { trigger: a, role: label, words, score });
                    }
                }
                for (to, other) in anchors[..triggers].iter().enumerate().filter(|&(to, _)| to != a) {
                    let at = &scores[other.words.start * PAIRS..];
                    for (pair, kind, least) in
                        [(ANSWERS, LinkKind::Answers, ANSWER), (SAME, LinkKind::Same, ONE)]
                    {
                        if at[pair] >= least {
                            seen.links.push(LinkSeen { from: a, to, kind, score: at[pair] });
                        }
                    }
                }
            } else {
                seen.cues.push(CueSeen {
                    words: anchor.words.clone(),
                    source: runs(&scores, SOURCE, 1, least).map(|(words, _)| words).collect(),
                    content: runs(&scores, CONTENT, 2, least).map(|(words, _)| words).collect(),
                    hedged: sigmoid(judged[HEDGE]),
                    score: anchor.score,
                });
            }
        }
        seen
    }
}

impl Look<'_> {
    /// The told triggers that stand in this window.
    fn given(&self, given: &[Given]) -> Vec<Anchor> {
        let (start, count) = (self.window.start, self.window.sentence_of.len());
        given
            .iter()
            .filter(|g| g.words.start >= start && g.words.start < start + count)
            .map(|g| Anchor {
                words: g.words.start - start..(g.words.end - start).min(count),
                kind: g.root.map_or(NO_ROOT, |root| root as usize),
                score: 1.0,
            })
            .collect()
    }
}

/// The probability of each root, begun or inside.
fn leaning(events: &[f32]) -> [f32; 16] {
    std::array::from_fn(|root| events[1 + 2 * root] + events[2 + 2 * root])
}

/// The rows of one labelling.
fn part(tags: &[f32], part: Range<usize>) -> impl Iterator<Item = &[f32]> {
    tags.chunks_exact(TAGS).map(move |row| &row[part.clone()])
}

/// Probability from which triggers of two roots side by side are two.
const OWN: f32 = 0.9;

/// Triggers of two roots side by side are one ("cease" "fire"), of the root that its words speak for together, but not where both are
/// sure ("condemns" "attack").
fn whole(spans: Vec<(Range<usize>, usize, f32)>, leanings: &[[f32; 16]]) -> Vec<Anchor> {
    let mut out: Vec<Anchor> = Vec::new();
    for (words, kind, score) in spans {
        match out.last_mut() {
            Some(last)
                if last.words.end == words.start && last.kind != kind && last.score.min(score) < OWN =>
            {
                last.words.end = words.end;
                let mut sums = [0.0f32; 16];
                for word in &leanings[last.words.clone()] {
                    for (sum, p) in sums.iter_mut().zip(word) {
                        *sum += p;
                    }
                }
                last.kind = top(&sums);
                last.score = last.score.max(score);
            }
            _ => out.push(Anchor { words, kind, score }),
        }
    }
    out
}

fn trigger(anchor: &Anchor, judged: &mut [f32]) -> TriggerSeen {
    let root = Root::ALL.get(anchor.kind).copied().unwrap_or(Root::Assault);
    let statuses = &mut judged[STATUS];
    softmax(statuses);
    let best = top(statuses);
    let (status, status_score) = (STATUSES.get(best).copied().unwrap_or(Status::Happened), statuses[best]);
    TriggerSeen {
        words: anchor.words.clone(),
        root,
        mode: mode(root, &judged[MODES]),
        status,
        status_score,
        score: anchor.score,
    }
}

fn mode(root: Root, scores: &[f32]) -> Option<Mode> {
    let mut at = 0;
    for &(of, modes) in ROOT_MODES {
        if of == root {
            return modes.get(top(&scores[at..at + modes.len()])).copied();
        }
        at += modes.len();
    }
    None
}

/// Runs of words whose score for a pair is at least `least`; gaps of at most `gap` words are closed.
fn runs(scores: &[f32], pair: usize, gap: usize, least: f32) -> impl Iterator<Item = (Range<usize>, f32)> {
    let mut out: Vec<(Range<usize>, f32)> = Vec::new();
    for (at, row) in scores.chunks_exact(PAIRS).enumerate() {
        if row[pair] < least {
            continue;
        }
        match out.last_mut() {
            Some((words, score)) if at <= words.end + gap => {
                words.end = at + 1;
                *score = score.max(row[pair]);
            }
            _ => out.push((at..at + 1, row[pair])),
        }
    }
    out.into_iter()
}

/// The pair network on one window: anchors against words.
struct Pairs {
    anchors: Vec<f32>,
    words: Vec<f32>,
    hidden: Vec<f32>,
    second: Vec<f32>,
    logits: Vec<f32>,
}

impl Pairs {
    #[inline(always)]
    fn new(look: &Look<'_>, vectors: &[f32]) -> Self {
        let (mut anchors, mut words) = (Vec::new(), Vec::new());
        linear(vectors, HIDDEN, &look.heads.anchor.0, &look.heads.anchor.1, &mut anchors);
        linear(look.vectors, HIDDEN, &look.heads.other.0, &look.heads.other.1, &mut words);
        Self { anchors, words, hidden: Vec::new(), second: Vec::new(), logits: Vec::new() }
    }

    /// Probabilities `[words][PAIRS]` of what each word is to anchor `a`; 0 for words out of reach.
    #[inline(always)]
    fn score(&mut self, look: &Look<'_>, a: usize, anchor: &Anchor) -> Vec<f32> {
        let heads = look.heads;
        let sentences = &look.window.sentence_of;
        let (at, home) = (anchor.words.start, sentences[anchor.words.start]);
        let reach = sentences.partition_point(|&s| s + REACH < home + 1)
            ..sentences.partition_point(|&s| s < home + REACH);
        let own = &self.anchors[a * PAIR..][..PAIR];
        let kind = &heads.kind[anchor.kind * PAIR..][..PAIR];
        self.hidden.clear();
        for w in reach.clone() {
            let distance = w as isize - at as isize;
            let near = BUCKETS[1..].partition_point(|&bound| bound <= distance);
            let gap = (sentences[w] as isize - home as isize).clamp(-2, 2) + 2;
            let near = &heads.near[near * PAIR..][..PAIR];
            let gap = &heads.sentence[gap as usize * PAIR..][..PAIR];
            let word = &self.words[w * PAIR..][..PAIR];
            let start = self.hidden.len();
            self.hidden.resize(start + PAIR, 0.0);
            let hidden = &mut self.hidden[start..];
            for i in 0..PAIR {
                hidden[i] = gelu(own[i] + kind[i] + word[i] + near[i] + gap[i]);
            }
        }
        linear(&self.hidden, PAIR, &heads.pair.0, &heads.pair.1, &mut self.second);
        for (second, &first) in self.second.iter_mut().zip(&self.hidden) {
            *second = gelu(*second) + first;
        }
        linear(&self.second, PAIR, &heads.score.0, &heads.score.1, &mut self.logits);
        let mut out = vec![0.0; sentences.len() * PAIRS];
        for (w, logits) in reach.zip(self.logits.chunks_exact(WIDE)) {
            for (to, &logit) in out[w * PAIRS..][..PAIRS].iter_mut().zip(logits) {
                *to = sigmoid(logit);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_gaps_close() {
        let mut scores = vec![0.0; 6 * PAIRS];
        for word in [0, 1, 3, 5] {
            scores[word * PAIRS + CONTENT] = 0.5 + word as f32 / 10.0;
        }
        let spans = |gap| runs(&scores, CONTENT, gap, 0.5).map(|(w, _)| w).collect::<Vec<_>>();
        assert_eq!(spans(0), [0..2, 3..4, 5..6]);
        assert_eq!(spans(1).first(), Some(&(0..6)));
    }

    #[test]
    fn the_product_of_tags_fills_whole_blocks() {
        assert!(TAGS.is_multiple_of(WIDE) && JUDGED.is_multiple_of(WIDE) && HEDGE < JUDGED);
        assert_eq!(ROOT_MODES.iter().map(|(_, modes)| modes.len()).sum::<usize>(), MODES.len());
    }
}
