//! Labels of words into spans: the likeliest sequence of outside, beginning and inside.

use std::ops::Range;

/// Spans of a labelling `[words][1 + 2 labels]` of probabilities: outside, then beginning and inside of each label.
///
/// Of all sequences in which an inside follows a beginning or inside of its own label in its own sentence, the likeliest is
/// taken (Viterbi, 1967), so a name never falls apart because its words lean to different labels. `sentences` numbers the
/// sentence of each word. With `apart` no span begins right behind another one. `ready` is added to the log-probability of
/// being inside any label. Each span comes with its label and the mean probability, over its words, of that label.
pub(crate) fn spans<'t>(
    rows: impl Iterator<Item = &'t [f32]>,
    sentences: &[usize],
    ready: f32,
    apart: bool,
) -> Vec<(Range<usize>, usize, f32)> {
    let rows: Vec<&[f32]> = rows.collect();
    let Some(width) = rows.first().map(|r| r.len()) else { return Vec::new() };
    // Most windows hold no span of a labelling; then no sequence needs to be weighed.
    if ready <= 0.0 && rows.iter().all(|row| row[1..].iter().sum::<f32>() < 0.05) {
        return Vec::new();
    }
    let log = |p: f32| p.max(1e-9).ln();
    let mut best = vec![f32::NEG_INFINITY; width];
    best[0] = 0.0;
    // For each word and tag, the tag of the word before.
    let mut before: Vec<u8> = Vec::with_capacity(rows.len() * width);
    let mut next = vec![0.0; width];
    for (at, row) in rows.iter().enumerate() {
        let opens = at == 0 || sentences.get(at) != sentences.get(at - 1);
        let top = top(&best);
        for (tag, &p) in row.iter().enumerate() {
            let mut from = top;
            let mut ready = ready;
            match tag {
                0 => ready = 0.0,
                // An inside: after its own beginning or after itself.
                t if t % 2 == 0 => from = if best[t - 1] >= best[t] { t - 1 } else { t },
                _ if apart && !opens => from = 0,
                _ => {}
            }
            let barred = opens && tag > 0 && tag % 2 == 0;
            next[tag] = if barred { f32::NEG_INFINITY } else { best[from] + log(p) + ready };
            before.push(from as u8);
        }
        std::mem::swap(&mut best, &mut next);
    }
    let mut tag = top(&best);
    let mut tags = vec![0; rows.len()];
    for (word, to) in tags.iter_mut().enumerate().rev() {
        *to = tag;
        tag = usize::from(before[word * width + tag]);
    }
    let mut out: Vec<(Range<usize>, usize, f32)> = Vec::new();
    for (at, (&tag, row)) in tags.iter().zip(&rows).enumerate() {
        if tag == 0 {
            continue;
        }
        let label = (tag - 1) / 2;
        let likely = row[1 + 2 * label] + row[2 + 2 * label];
        match out.last_mut() {
            Some((words, _, score)) if tag % 2 == 0 => {
                words.end = at + 1;
                *score += likely;
            }
            _ => out.push((at..at + 1, label, likely)),
        }
    }
    for (words, _, score) in &mut out {
        *score /= words.len() as f32;
    }
    out
}

/// The first of the highest values.
pub(crate) fn top(scores: &[f32]) -> usize {
    (1..scores.len()).fold(0, |best, i| if scores[i] > scores[best] { i } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[[f32; 5]], ready: f32) -> Vec<(Range<usize>, usize)> {
        of_sentences(rows, &vec![0; rows.len()], ready)
    }

    fn of_sentences(rows: &[[f32; 5]], sentences: &[usize], ready: f32) -> Vec<(Range<usize>, usize)> {
        spans(rows.iter().map(|r| r.as_slice()), sentences, ready, false)
            .into_iter()
            .map(|(w, l, _)| (w, l))
            .collect()
    }

    #[test]
    fn a_name_keeps_together() {
        // Two labels, A and B. The second word leans to the inside of B, but no beginning of B stands before it:
        // B-A I-A is worth .6 * .3, B-B I-B .3 * .4, B-A O .6 * .1.
        let rows = [[0.1, 0.6, 0.0, 0.3, 0.0], [0.1, 0.1, 0.3, 0.1, 0.4]];
        assert_eq!(of(&rows, 0.0), [(0..2, 0)]);
        let scores: Vec<f32> =
            spans(rows.iter().map(|r| r.as_slice()), &[0, 0], 0.0, false).into_iter().map(|s| s.2).collect();
        // (.6 + 0 + .1 + .3) / 2
        assert!((scores[0] - 0.5).abs() < 1e-6);
    }

    #[test]
    fn beginnings_part_neighbours() {
        let rows = [[0.1, 0.9, 0.0, 0.0, 0.0], [0.1, 0.8, 0.1, 0.0, 0.0], [0.9, 0.1, 0.0, 0.0, 0.0]];
        assert_eq!(of(&rows, 0.0), [(0..1, 0), (1..2, 0)]);
    }

    #[test]
    fn what_never_touches_is_one() {
        // "later said": .9 * .6 as two, .9 * .3 as one; apart from each other only one of them or both together may be.
        let rows = [[0.1, 0.9, 0.0, 0.0, 0.0], [0.1, 0.6, 0.3, 0.0, 0.0]];
        assert_eq!(of(&rows, 0.0), [(0..1, 0), (1..2, 0)]);
        let joined = spans(rows.iter().map(|r| r.as_slice()), &[0, 0], 0.0, true);
        assert_eq!(joined.into_iter().map(|s| (s.0, s.1)).collect::<Vec<_>>(), [(0..2, 0)]);
    }

    #[test]
    fn no_name_goes_over_the_end_of_a_sentence() {
        // "… says Ann" and "Bob, …": the second word would be an inside, but it opens a sentence.
        let rows = [[0.1, 0.9, 0.0, 0.0, 0.0], [0.1, 0.3, 0.6, 0.0, 0.0]];
        assert_eq!(of_sentences(&rows, &[0, 0], 0.0), [(0..2, 0)]);
        assert_eq!(of_sentences(&rows, &[0, 1], 0.0), [(0..1, 0), (1..2, 0)]);
    }

    #[test]
    fn readiness_moves_the_bound() {
        let rows = [[0.6, 0.4, 0.0, 0.0, 0.0]];
        assert_eq!(of(&rows, 0.0), []);
        // ln(.6 / .4) is .405.
        assert_eq!(of(&rows, 0.41), [(0..1, 0)]);
        assert_eq!(of(&[[0.4, 0.6, 0.0, 0.0, 0.0]], -0.41), []);
        assert_eq!(of(&[], 1.0), []);
    }
}
