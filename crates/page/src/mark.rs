//! Marking what each part of a text is: title, byline, dateline, story, captions, and what is not story.

use crate::caption;
use crate::cues::{self, Cue, Hit};
use crate::head;
use diurna_core::TextSpan;
use diurna_core::report::{Region, RegionKind};
use std::ops::Range;

/// A line of text without the white space around it, and what it is.
#[derive(Debug, Clone)]
pub(crate) struct Line<'a> {
    pub(crate) start: usize,
    pub(crate) text: &'a str,
    pub(crate) kind: RegionKind,
    /// Parts of the line that are something else, in order.
    pub(crate) parts: Vec<(Range<usize>, RegionKind)>,
}

impl Line<'_> {
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(crate) fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// True where the line ends like a sentence.
    pub(crate) fn is_closed(&self) -> bool {
        let t = self.text.trim_end_matches(['"', '\'', '”', '’', ')', '»', ']', '*']);
        t.ends_with(['.', '!', '?', '…', '。', ':', ';'])
    }
}

/// Lines that end a text: the share of the text before them that must be passed first, in percent.
const TAIL_FROM: usize = 60;

/// The regions of `text`: sorted, apart, and together all that is not white space.
/// `title` is the title as it is known from elsewhere; `captions` is where set-apart captions start in `text`.
pub(crate) fn regions(text: &str, title: Option<&str>, captions: Option<usize>) -> Vec<Region> {
    let mut lines = lines(text);
    let hits = cues::find(text);
    head::mark(&mut lines, title);
    let by_line = hits_by_line(&lines, &hits);
    for (line, hits) in lines.iter_mut().zip(&by_line) {
        if line.kind == RegionKind::Body {
            boilerplate(line, hits);
        }
    }
    caption::mark(&mut lines, &by_line);
    tail(&mut lines, &by_line, captions.unwrap_or(text.len()));
    if let Some(from) = captions {
        lines.iter_mut().filter(|l| l.start >= from && l.kind == RegionKind::Body).for_each(|l| {
            l.kind = RegionKind::Caption;
            l.parts.clear();
        });
    }
    assemble(text, &lines)
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let trimmed = line.trim_start();
        let start = at + line.len() - trimmed.len();
        let trimmed = trimmed.trim_end();
        if !trimmed.is_empty() {
            out.push(Line { start, text: trimmed, kind: RegionKind::Body, parts: Vec::new() });
        }
        // Line separators differ in length; what follows the line tells.
        at += line.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    out
}

fn hits_by_line(lines: &[Line<'_>], hits: &[Hit]) -> Vec<Vec<Hit>> {
    let mut out = vec![Vec::new(); lines.len()];
    for hit in hits {
        let i = lines.partition_point(|l| l.end() <= hit.start);
        if lines.get(i).is_some_and(|l| l.start <= hit.start && hit.end <= l.end()) {
            out[i].push(*hit);
        }
    }
    out
}

/// Marks a line, or parts of it, as not story by the phrases in it.
fn boilerplate(line: &mut Line<'_>, hits: &[Hit]) {
    let words = line.words();
    let lead = line.start + bullet(line.text);
    let rest = line.end() - lead;
    for hit in hits {
        let length = hit.end - hit.start;
        let whole = match hit.cue {
            Cue::Whole => hit.start == lead && rest <= length + 3,
            Cue::Start => {
                hit.start == lead && words <= 30 && (words <= 14 || !line.is_closed() || length >= 12)
            }
            Cue::Any => words <= 40,
            _ => false,
        };
        if whole {
            line.kind = RegionKind::Boilerplate;
            return;
        }
    }
    if is_debris(line.text) {
        line.kind = RegionKind::Boilerplate;
        return;
    }
    let mut parts: Vec<Range<usize>> =
        hits.iter().filter(|h| h.cue == Cue::Inline).map(|h| h.start..h.end).collect();
    parts.extend(brackets(line.text).map(|r| r.start + line.start..r.end + line.start));
    parts.sort_by_key(|r| (r.start, r.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if part.start <= last.end + 2 => last.end = last.end.max(part.end),
            _ => joined.push(part),
        }
    }
    let covered: usize = joined.iter().map(|r| r.end - r.start).sum();
    if covered * 10 > line.text.len() * 6 {
        line.kind = RegionKind::Boilerplate;
    } else {
        line.parts.extend(joined.into_iter().map(|r| (r, RegionKind::Boilerplate)));
    }
}

/// Bytes of a bullet or arrow at the start of a line.
fn bullet(text: &str) -> usize {
    text.len()
        - text
            .trim_start_matches(['•', '*', '-', '–', '—', '>', '»', '›', '|', '·', ' ', '▶', '►', '[', '('])
            .len()
}

/// Leftovers of wiki markup: closing brackets with no more than joining words between them.
fn is_debris(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    text.contains([']', '}', '|']) && words.all(|w| matches!(w, "and" | "or"))
        || !text.chars().any(char::is_alphanumeric) && text.len() > 1
}

/// Closing brackets that nothing opened, with what stands between them.
fn brackets(text: &str) -> Option<Range<usize>> {
    if text.contains(['[', '{']) {
        return None;
    }
    let first = text.find([']', '}'])?;
    let last = text.rfind([']', '}'])? + 1;
    (last - first <= 40 && is_debris(&text[first..last])).then_some(first..last)
}

/// Marks from the first phrase that ends a story to its end at `length`.
fn tail(lines: &mut [Line<'_>], by_line: &[Vec<Hit>], length: usize) {
    let cued = |i: &usize| {
        let line = &lines[*i];
        if line.start >= length {
            return false;
        }
        if line.kind == RegionKind::Boilerplate && is_copyright(line.text) {
            return true;
        }
        let lead = line.start + bullet(line.text);
        let starts = by_line[*i].iter().any(|h| h.cue == Cue::Tail && h.start == lead);
        starts && line.words() <= 12 && !(line.is_closed() && line.words() > 8)
    };
    let found: Vec<usize> = (0..lines.len()).filter(cued).collect();
    let past = |i: usize, percent: usize| lines[i].start * 100 >= length * percent;
    // Several such lines say it more surely than one.
    let from =
        found.iter().enumerate().find(|&(n, &i)| past(i, if found.len() - n >= 3 { 35 } else { TAIL_FROM }));
    if let Some((_, &from)) = from {
        for line in lines[from..].iter_mut().filter(|l| l.start < length) {
            line.kind = RegionKind::Boilerplate;
            line.parts.clear();
        }
    }
}

fn is_copyright(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.starts_with("copyright") || lower.contains("all rights reserved")
}

/// The regions of the lines: neighbours of one kind become one region, except captions.
fn assemble(text: &str, lines: &[Line<'_>]) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::with_capacity(lines.len());
    let mut push = |start: usize, end: usize, kind: RegionKind| {
        let Some(words) = text.get(start..end) else { return };
        let lead = words.len() - words.trim_start().len();
        let (start, end) = (start + lead, start + words.trim_end().len());
        if start >= end {
            return;
        }
        let span = TextSpan::new(start, end);
        match out.last_mut() {
            Some(last) if last.kind == kind && kind != RegionKind::Caption => {
                last.span = last.span.join(span)
            }
            _ => out.push(Region { kind, span }),
        }
    };
    for line in lines {
        let mut at = line.start;
        for (part, kind) in &line.parts {
            let start = part.start.clamp(at, line.end());
            let end = part.end.clamp(start, line.end());
            push(at, start, line.kind);
            push(start, end, *kind);
            at = end;
        }
        push(at, line.end(), line.kind);
    }
    out
}
