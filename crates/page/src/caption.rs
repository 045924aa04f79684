//! Captions, alternative texts and credits of pictures that stand between the lines of a story.

use crate::cues::{Cue, Hit};
use crate::head::plain;
use crate::mark::Line;
use diurna_core::report::RegionKind;
use std::collections::HashSet;

/// Words that must come again for a line to be an alternative text and its caption glued together.
const REPEATED: usize = 7;

/// Marks the lines that are captions.
pub(crate) fn mark(lines: &mut [Line<'_>], by_line: &[Vec<Hit>]) {
    let verdicts: Vec<bool> = lines.iter().zip(by_line).map(|(l, hits)| is_caption(l, hits)).collect();
    for (line, caption) in lines.iter_mut().zip(&verdicts) {
        if *caption && line.kind == RegionKind::Body {
            become_caption(line);
        }
    }
    repeated_neighbours(lines, by_line);
    credited(lines, by_line);
}

/// Pages that put a credit before each caption do so for sources that no list knows.
fn credited(lines: &mut [Line<'_>], by_line: &[Vec<Hit>]) {
    let known = |(l, h): &(&Line<'_>, &Vec<Hit>)| l.kind == RegionKind::Caption && leads_with_agency(l, h);
    if lines.iter().zip(by_line).filter(known).count() < 3 {
        return;
    }
    let mut sources: HashSet<String> = HashSet::new();
    for line in lines.iter_mut().filter(|l| l.kind == RegionKind::Body) {
        if let Some(source) = unknown_source(line) {
            sources.insert(source);
            become_caption(line);
        }
    }
    let mut bare = false;
    for (line, hits) in lines.iter_mut().zip(by_line) {
        let open = line.kind == RegionKind::Body
            && !line.is_closed()
            && line.words() >= 5
            && !line.text.contains(['“', '"', '‘']);
        let sourced =
            sources.iter().any(|s| line.text.strip_prefix(s.as_str()).is_some_and(|r| r.starts_with(' ')));
        if open && (bare || sourced) {
            become_caption(line);
        }
        bare = line.words() <= 2 && hits.iter().any(|h| h.cue == Cue::Agency && h.start == line.start);
    }
}

fn become_caption(line: &mut Line<'_>) {
    line.kind = RegionKind::Caption;
    line.parts.clear();
}

fn is_caption(line: &Line<'_>, hits: &[Hit]) -> bool {
    let words = line.words();
    let has = |cue: Cue| hits.iter().any(|h| h.cue == cue);
    let leads = |cue: Cue| hits.iter().any(|h| h.cue == cue && h.start == line.start);
    let sign = line.text.contains('©') || line.text.contains("(c) ");
    let sentences = line.text.matches(". ").count();
    if leads(Cue::Caption) && words <= 120 && (words <= 60 || sentences <= 4) {
        return true;
    }
    if leads_with_agency(line, hits) && words <= 60 && !line.is_closed() {
        return true;
    }
    if (sign || has(Cue::Credit)) && words <= 80 && credit_closes(line, hits, sign) {
        return true;
    }
    // Alternative text and caption glued together say everything twice.
    (sign || has(Cue::Credit) || has(Cue::Seen)) && words <= 250 && repeats(line.text)
}

/// A credit that ends the line or a sentence of it, or opens it; not one in the middle of a story sentence.
fn credit_closes(line: &Line<'_>, hits: &[Hit], sign: bool) -> bool {
    let near_end = |at: usize| line.end().saturating_sub(at) <= 60;
    let sign_at = line.text.find('©').map(|i| i + line.start);
    (sign && sign_at.is_none_or(|at| near_end(at) || line.text.starts_with('©') || line.words() <= 60))
        || hits
            .iter()
            .any(|h| h.cue == Cue::Credit && (near_end(h.start) && !said(line.text) || h.start == line.start))
}

/// Words by which a story line names an agency as its source rather than as the owner of a picture.
fn said(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["told ", "said", "according to", "reported", "reports", "news agency"].iter().any(|w| lower.contains(w))
}

fn leads_with_agency(line: &Line<'_>, hits: &[Hit]) -> bool {
    let lead =
        hits.iter().filter(|h| matches!(h.cue, Cue::Agency) && h.start == line.start).map(|h| h.end).max();
    let lead =
        lead.or_else(|| hits.iter().find(|h| h.cue == Cue::Caption && h.start == line.start).map(|h| h.end));
    let Some(end) = lead else { return false };
    let rest = line.text[end - line.start..].trim_start_matches([' ', ':', '/', '-', '–', '|']);
    rest.chars().next().is_none_or(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// The words before the sentence in an unfinished line that starts with a name and then a sentence.
fn unknown_source(line: &Line<'_>) -> Option<String> {
    let words: Vec<&str> = line.text.split_whitespace().collect();
    if line.is_closed() || words.len() < 5 || words.len() > 50 || line.text.contains(['“', '"', '‘']) {
        return None;
    }
    let starts = |w: &str| {
        matches!(
            w,
            "A" | "An"
                | "The"
                | "One"
                | "This"
                | "Two"
                | "People"
                | "Police"
                | "Bodies"
                | "Women"
                | "Men"
                | "Several"
        )
    };
    let named = |w: &&str| w.starts_with(|c: char| c.is_uppercase()) || *w == "/" || words[0].ends_with('/');
    let site =
        words[0].contains('.') && words[0].len() > 4 && words[1].starts_with(|c: char| c.is_uppercase());
    let end = (1..=4.min(words.len() - 2))
        .find(|&i| (starts(words[i]) && words[..i].iter().all(named)) || (i == 1 && site))?;
    Some(words[..end].join(" "))
}

/// True where a run of words comes again later in the text.
fn repeats(text: &str) -> bool {
    let plain = plain(text);
    let words: Vec<&str> = plain.split(' ').collect();
    let mut seen = HashSet::new();
    words.windows(REPEATED).any(|w| !seen.insert(w.join(" ")))
}

/// A line that the next one repeats (alternative text, then caption) where one of the two shows a credit or says "is seen".
fn repeated_neighbours(lines: &mut [Line<'_>], by_line: &[Vec<Hit>]) {
    for i in 1..lines.len() {
        let pair = [i - 1, i];
        let cued = pair.iter().any(|&j| {
            lines[j].kind == RegionKind::Caption
                || by_line[j].iter().any(|h| matches!(h.cue, Cue::Credit | Cue::Seen))
        });
        let open = pair.iter().any(|&j| lines[j].kind == RegionKind::Body);
        let fit = pair.iter().all(|&j| {
            matches!(lines[j].kind, RegionKind::Body | RegionKind::Caption) && lines[j].words() <= 90
        });
        if cued && open && fit {
            let (a, b) = (plain(lines[i - 1].text), plain(lines[i].text));
            let words: Vec<&str> = a.split(' ').collect();
            let shared = words.len() >= REPEATED && words.windows(REPEATED).any(|w| b.contains(&w.join(" ")));
            if shared {
                for j in pair {
                    if lines[j].kind == RegionKind::Body {
                        become_caption(&mut lines[j]);
                    }
                }
            }
        }
    }
}
